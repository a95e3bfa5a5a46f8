//! /ikrar, /status: reading part by part, acknowledging. What comes after stands in `handlers/receipts.rs`.

mod receipts;

use std::sync::Arc;

use super::{
    Act, PLEDGE_LINK, PersonId, VersionId,
    reading::{Confirm, Progress},
    screens::{self, Reader},
    store::{self, Acknowledged, Version},
};
use crate::{
    app::App,
    error::refuse,
    msg,
    roster::{self, LinkedPerson},
    telegram::{
        Schema,
        access::Caller,
        button::Button,
        command::{Command, Invocation},
        filters::{command, linked, tapped},
        reply::{self, Screen, Tap},
    },
    texts::{Message, name},
};

pub fn schema() -> Schema {
    dptree::entry()
        .branch(command(Command::Pledge).chain(linked()).endpoint(begin))
        .branch(command(Command::Start).filter(is_pledge_link).chain(linked()).endpoint(begin))
        .branch(command(Command::Start).filter(is_pledge_link).endpoint(not_linked))
        .branch(command(Command::Status).chain(linked()).endpoint(status))
        .branch(command(Command::Pledge).endpoint(not_linked))
        .branch(command(Command::Status).endpoint(not_linked))
        .branch(receipts::schema())
        .branch(
            tapped()
                .filter(is_ours)
                .branch(
                    linked()
                        .branch(dptree::case![Button::Documents].endpoint(documents))
                        .branch(dptree::case![Button::Resume { version }].endpoint(resume))
                        .branch(dptree::case![Button::Next { version }].endpoint(next))
                        .branch(dptree::case![Button::Clause { version, clause, page }].endpoint(clause))
                        .branch(dptree::case![Button::Read { version, clause }].endpoint(read))
                        .branch(dptree::case![Button::Whole { version, page }].endpoint(whole))
                        .branch(dptree::case![Button::Acknowledge { version, sign }].endpoint(acknowledge))
                        .branch(dptree::case![Button::Later { version }].endpoint(later))
                        .branch(dptree::case![Button::Receipt { version }].endpoint(receipts::own)),
                )
                .endpoint(tap_not_linked),
        )
}

fn is_ours(button: Button) -> bool {
    matches!(
        button,
        Button::Documents
            | Button::Resume { .. }
            | Button::Next { .. }
            | Button::Clause { .. }
            | Button::Read { .. }
            | Button::Whole { .. }
            | Button::Acknowledge { .. }
            | Button::Later { .. }
            | Button::Receipt { .. }
    )
}

fn is_pledge_link(invocation: Invocation) -> bool {
    invocation.argument == PLEDGE_LINK
}

async fn not_linked(app: App, caller: Caller) -> anyhow::Result<()> {
    refuse(why_not_linked(&app, &caller).await?)
}

/// Below a receipt as well: it is someone's proof, and is not written over.
async fn tap_not_linked(app: App, caller: Caller, tap: Tap) -> anyhow::Result<()> {
    tap.send(&app, &Screen::new(&why_not_linked(&app, &caller).await?, caller.lang)).await
}

async fn why_not_linked(app: &App, caller: &Caller) -> anyhow::Result<Message> {
    let contact = app.config.agency.contact.as_str();
    let mut c = app.db.read().await?;
    Ok(if roster::store::is_inactive(&mut c, caller.user).await? {
        msg!("identity-inactive", contact = contact)
    } else {
        msg!("identity-not-linked", contact = contact)
    })
}

/// With one document left to do, straight into it.
async fn begin(app: App, caller: Caller, person: LinkedPerson) -> anyhow::Result<()> {
    let mut c = app.db.read().await?;
    let owed = store::list_owed(&mut c, person.person.id).await?;
    drop(c);
    let mut open = owed.iter().filter(|owed| owed.state.is_open());
    let screen = match (open.next(), open.next()) {
        (Some(only), None) => {
            let version = Arc::new(only.version.clone());
            here(&app, &caller, &person, &version, only.act).await?
        }
        _ => list(&app, &caller, &person).await?,
    };
    reply::send(&app, caller.chat, &screen).await.map(|_| ())
}

async fn status(app: App, caller: Caller, person: LinkedPerson) -> anyhow::Result<()> {
    let screen = list(&app, &caller, &person).await?;
    reply::send(&app, caller.chat, &screen).await.map(|_| ())
}

async fn documents(app: App, caller: Caller, person: LinkedPerson, tap: Tap) -> anyhow::Result<()> {
    let screen = list(&app, &caller, &person).await?;
    // A receipt stays in the chat; the list comes below it.
    tap.send(&app, &screen).await
}

async fn list(app: &App, caller: &Caller, person: &LinkedPerson) -> anyhow::Result<Screen> {
    let mut c = app.db.read().await?;
    let owed = store::list_owed(&mut c, person.person.id).await?;
    let done = store::list_acknowledged(&mut c, person.person.id).await?;
    let asked = store::count_open(&mut c, person.person.id).await?;
    let screen = screens::documents(&owed, &done, person.person.unit.zone, caller.lang);
    Ok(if asked > 0 { screen.row(&msg!("pledge-prior-button"), caller.lang, &Button::Prior) } else { screen })
}

/// A version that someone may read now.
struct Open {
    version: Arc<Version>,
    act: Act,
}

/// The version behind a button. `None` once the tap has been answered: it is unknown, of an older
/// text, or not for this person.
async fn open(app: &App, caller: &Caller, person: &LinkedPerson, tap: &Tap, id: i64) -> anyhow::Result<Option<Open>> {
    let id = VersionId(id);
    let mut c = app.db.read().await?;
    let Some(version) = app.memory.version(&mut c, id).await? else {
        tap.alert(app, &msg!("pledge-not-bound"));
        return Ok(None);
    };
    let current = store::find_current(&mut c, id).await?.unwrap_or(id);
    if current != id {
        drop(c);
        superseded(app, caller, tap, &version, current).await?;
        return Ok(None);
    }
    let who = &person.person;
    match super::act_for(&version.document, who.kind, who.head, who.unit.depth) {
        Some(act) => Ok(Some(Open { version, act })),
        None => {
            tap.alert(app, &msg!("pledge-not-bound"));
            Ok(None)
        }
    }
}

/// Buttons of an old version explain themselves and lead on.
async fn superseded(app: &App, caller: &Caller, tap: &Tap, old: &Version, current: VersionId) -> anyhow::Result<()> {
    tap.alert(app, &msg!("pledge-superseded-short"));
    let screen = Screen::new(&msg!("pledge-superseded", title = name(old.document.title.as_str())), caller.lang).row(
        &msg!("pledge-button-newest"),
        caller.lang,
        &Button::Resume { version: current.0 },
    );
    tap.show(app, &screen).await
}

/// The part to go on with, noted as shown; or the receipt, where there is nothing left to read.
async fn here(
    app: &App,
    caller: &Caller,
    person: &LinkedPerson,
    version: &Arc<Version>,
    act: Act,
) -> anyhow::Result<Screen> {
    let progress = show(app, person.person.id, version, None).await?;
    Ok(Reader { version, act, progress: &progress, lang: caller.lang }.here(person))
}

/// Notes `part` (or the next unread one) as being on screen; gives the progress.
async fn show(app: &App, person: PersonId, version: &Arc<Version>, part: Option<usize>) -> anyhow::Result<Progress> {
    let (version, now) = (Arc::clone(version), app.clock.now());
    app.db
        .write(move |c| {
            Box::pin(async move {
                let progress = store::list_readings(c, person, &version).await?;
                if let Some(part) = part.or(progress.next()) {
                    store::insert_shown(c, person, version.id, part, now).await?;
                }
                Ok(progress)
            })
        })
        .await
}

async fn resume(app: App, caller: Caller, person: LinkedPerson, tap: Tap, version: i64) -> anyhow::Result<()> {
    if receipts::show_own(&app, &caller, &person, &tap, version).await? {
        return Ok(());
    }
    let Some(open) = open(&app, &caller, &person, &tap, version).await? else { return Ok(()) };
    let screen = here(&app, &caller, &person, &open.version, open.act).await?;
    tap.show(&app, &screen).await
}

/// As [`resume`], below a receipt, which stays.
async fn next(app: App, caller: Caller, person: LinkedPerson, tap: Tap, version: i64) -> anyhow::Result<()> {
    if let Some(receipt) = receipts::find_own(&app, &caller, &person, version).await? {
        return tap.send(&app, &receipt).await;
    }
    let Some(open) = open(&app, &caller, &person, &tap, version).await? else { return Ok(()) };
    let screen = here(&app, &caller, &person, &open.version, open.act).await?;
    tap.send(&app, &screen).await
}

/// A version that is being read, and how far. `None` once the tap has been answered, as by [`open`] or
/// with the receipt of what is done already.
async fn reading(
    app: &App,
    caller: &Caller,
    person: &LinkedPerson,
    tap: &Tap,
    version: i64,
) -> anyhow::Result<Option<(Open, Progress)>> {
    if receipts::show_own(app, caller, person, tap, version).await? {
        return Ok(None);
    }
    let Some(open) = open(app, caller, person, tap, version).await? else { return Ok(None) };
    let mut c = app.db.read().await?;
    let progress = store::list_readings(&mut c, person.person.id, &open.version).await?;
    Ok(Some((open, progress)))
}

async fn clause(
    app: App,
    caller: Caller,
    person: LinkedPerson,
    tap: Tap,
    (version, clause, page): (i64, u16, u16),
) -> anyhow::Result<()> {
    let Some((open, progress)) = reading(&app, &caller, &person, &tap, version).await? else { return Ok(()) };
    // One may go back, but not ahead of what has been read.
    let ahead = progress.next().unwrap_or(progress.total().saturating_sub(1));
    let part = usize::from(clause).min(ahead);
    if progress.shown.get(part).copied().flatten().is_none() {
        show(&app, person.person.id, &open.version, Some(part)).await?;
    }
    let reader = Reader { version: &open.version, act: open.act, progress: &progress, lang: caller.lang };
    tap.show(&app, &reader.part(part, usize::from(page))).await
}

async fn read(
    app: App,
    caller: Caller,
    person: LinkedPerson,
    tap: Tap,
    (version, clause): (i64, u16),
) -> anyhow::Result<()> {
    let Some(open) = open(&app, &caller, &person, &tap, version).await? else { return Ok(()) };
    let (id, kept, now) = (person.person.id, Arc::clone(&open.version), app.clock.now());
    let dwell = app.config.pledge.dwell_seconds;
    let (confirm, progress) = app
        .db
        .write(move |c| {
            Box::pin(async move {
                let (confirm, progress) = store::record_read(c, id, &kept, usize::from(clause), now, dwell).await?;
                if let Confirm::Recorded { next: Some(next) } = confirm {
                    store::insert_shown(c, id, kept.id, next, now).await?;
                }
                Ok((confirm, progress))
            })
        })
        .await?;
    match confirm {
        Confirm::Recorded { .. } => {}
        Confirm::TooSoon { wait_seconds } => {
            tap.toast(&app, &msg!("pledge-haste", seconds = wait_seconds));
            return Ok(());
        }
        Confirm::AlreadyRead { .. } => {
            tap.toast(&app, &msg!("pledge-already-read"));
            if receipts::show_own(&app, &caller, &person, &tap, version).await? {
                return Ok(());
            }
        }
        Confirm::EarlierUnread { .. } | Confirm::NotShownYet => tap.toast(&app, &msg!("pledge-not-yet")),
    }
    let reader = Reader { version: &open.version, act: open.act, progress: &progress, lang: caller.lang };
    tap.show(&app, &reader.here(&person)).await
}

async fn whole(
    app: App,
    caller: Caller,
    person: LinkedPerson,
    tap: Tap,
    (version, page): (i64, u16),
) -> anyhow::Result<()> {
    let Some((open, progress)) = reading(&app, &caller, &person, &tap, version).await? else { return Ok(()) };
    let reader = Reader { version: &open.version, act: open.act, progress: &progress, lang: caller.lang };
    if progress.next().is_some() {
        tap.toast(&app, &msg!("pledge-not-yet"));
        return tap.show(&app, &reader.here(&person)).await;
    }
    tap.show(&app, &reader.whole(&person, usize::from(page))).await
}

async fn acknowledge(
    app: App,
    caller: Caller,
    person: LinkedPerson,
    tap: Tap,
    (version, sign): (i64, bool),
) -> anyhow::Result<()> {
    let mut c = app.db.read().await?;
    let Some(kept) = app.memory.version(&mut c, VersionId(version)).await? else {
        tap.alert(&app, &msg!("pledge-not-bound"));
        return Ok(());
    };
    drop(c);
    let (now, act) = (app.clock.now(), if sign { Act::Sign } else { Act::Follow });
    let (salt, who): ([u8; 32], _) = (rand::random(), (person.person.id, caller.user));
    let asked = Arc::clone(&kept);
    let done = app
        .db
        .write(move |c| Box::pin(async move { store::acknowledge(c, who, &asked, act, now, salt).await }))
        .await?;
    match done {
        Acknowledged::New(receipt) => {
            tap.toast(&app, &msg!("pledge-done"));
            tap.show(&app, &receipts::screen(&app, &caller, &person, &receipt).await?).await
        }
        Acknowledged::Already(receipt) => {
            tap.toast(&app, &msg!("pledge-already-done"));
            tap.show(&app, &receipts::screen(&app, &caller, &person, &receipt).await?).await
        }
        Acknowledged::Incomplete { .. } => {
            tap.toast(&app, &msg!("pledge-not-yet"));
            resume(app, caller, person, tap, version).await
        }
        // Their position changed since the button was shown: they are asked anew, in the right words.
        Acknowledged::OtherAct(_) => resume(app, caller, person, tap, version).await,
        Acknowledged::Superseded { by } => superseded(&app, &caller, &tap, &kept, by).await,
        Acknowledged::NotBound => {
            tap.alert(&app, &msg!("pledge-not-bound"));
            Ok(())
        }
        // Let go between the tap and now.
        Acknowledged::NotLinked => tap_not_linked(app, Caller { person: None, ..caller }, tap).await,
    }
}

async fn later(app: App, caller: Caller, person: LinkedPerson, tap: Tap, version: i64) -> anyhow::Result<()> {
    let Some((open, progress)) = reading(&app, &caller, &person, &tap, version).await? else { return Ok(()) };
    let (title, clauses) = (open.version.document.title.as_str(), open.version.document.clauses.len());
    let (read, total) = (progress.read_count(), progress.total());
    let text = msg!("pledge-later", title = name(title), read = read, total = total, clauses = clauses);
    let screen = Screen::new(&text, caller.lang).row(
        &msg!("pledge-button-resume", title = name(title)),
        caller.lang,
        &Button::Resume { version },
    );
    tap.show(&app, &screen).await
}
