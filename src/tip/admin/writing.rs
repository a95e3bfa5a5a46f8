//! Replies to the reporter and notes to oneself: typed in chat, sealed at once, never kept in the open.

use anyhow::Context as _;
use futures::{StreamExt as _, stream};
use teloxide::{
    dispatching::UpdateFilterExt as _,
    types::{Message as Incoming, MessageId, Update},
};
use vault::key::PublicKey;
use zeroize::Zeroizing;

use super::{button, cases, closing, keys, run, telling, who};
use crate::{
    app::App,
    error::refuse,
    msg,
    telegram::{
        Schema,
        access::Caller,
        button::TriageButton,
        command::Command,
        filters::command,
        reply::{self, Screen, Tap},
    },
    tip::{
        Closing, Id, ItemKind, Reason, Status,
        store::{
            self,
            closing::Closed,
            intake, recipient,
            written::{self, Written},
        },
        writing::{Heard, Kind, LONGEST, Writing},
    },
};

/// Requests at once to delete what was typed.
const AT_ONCE: usize = 4;

/// For recipients.
pub(super) fn schema() -> Schema {
    Update::filter_message().filter(is_writing).branch(command(Command::Cancel).endpoint(cancel)).branch(
        dptree::filter(|message: Incoming| !message.text().is_some_and(|text| text.starts_with('/'))).endpoint(hear),
    )
}

fn is_writing(app: App, caller: Caller) -> bool {
    app.tips.writings.is_open(who(&app, &caller), app.clock.now())
}

/// Asks for the text; the next messages are it.
pub(super) async fn ask(app: &App, caller: &Caller, tap: &Tap, id: Id, kind: Kind) -> anyhow::Result<()> {
    // What they type from now on is no answer to another room, also when it has been forgotten here.
    app.memory.attention.turn_away(caller.user);
    let Some(case) = cases::find(app, caller, id).await? else { return cases::gone(app, caller, tap).await };
    let own = run(app, caller, |c, receives| Box::pin(recipient::find_own(c, receives))).await?;
    if kind == Kind::Note && own.active.is_none() {
        return refuse(msg!("triage-note-no-key"));
    }
    app.tips.writings.begin(who(app, caller), id, kind, app.clock.now());
    let code = id.short();
    let text = match kind {
        Kind::Note => msg!("triage-note-ask", case = code, most = LONGEST),
        Kind::Reply if case.duplicates.is_empty() => msg!("triage-reply-ask", case = code, most = LONGEST),
        Kind::Reply => {
            msg!("triage-reply-ask-all", case = code, most = LONGEST, count = case.duplicates.len())
        }
        Kind::Refusal { .. } => msg!("triage-refusal-ask", case = code, most = LONGEST),
    };
    let screen = Screen::new(&text, caller.lang);
    tap.show(app, &screen.row(&msg!("button-cancel"), caller.lang, &button(TriageButton::Case { case: id }))).await
}

async fn cancel(app: App, caller: Caller) -> anyhow::Result<()> {
    let Some(writing) = app.tips.writings.forget(who(&app, &caller)) else { return Ok(()) };
    let screen = Screen::new(&msg!("triage-write-cancelled"), caller.lang);
    let back = button(TriageButton::Case { case: writing.case });
    reply::send(&app, caller.chat, &screen.row(&msg!("triage-button-case"), caller.lang, &back)).await.map(|_| ())
}

async fn hear(app: App, caller: Caller, message: Incoming) -> anyhow::Result<()> {
    let lang = caller.lang;
    let Some(text) = message.text().filter(|text| !text.trim().is_empty()) else {
        return refuse(msg!("triage-write-text"));
    };
    let heard = app.tips.writings.hear(who(&app, &caller), text, message.id.0, app.clock.now());
    let screen = match heard {
        Heard::Nothing => return Ok(()),
        Heard::TooLong { count } => return refuse(msg!("triage-write-long", count = count, most = LONGEST)),
        Heard::Added { case, kind, count, live } => {
            let (text, yes, anew) = match kind {
                Kind::Reply if live => (
                    msg!("triage-reply-live", case = case.short(), count = count),
                    msg!("triage-reply-send"),
                    TriageButton::Reply { case },
                ),
                Kind::Reply => (
                    msg!("triage-reply-check", case = case.short(), count = count),
                    msg!("triage-reply-send"),
                    TriageButton::Reply { case },
                ),
                Kind::Refusal { unread } => {
                    let text = if live {
                        msg!("triage-refusal-live", case = case.short(), count = count)
                    } else {
                        msg!("triage-refusal-check", case = case.short(), count = count)
                    };
                    let anew = TriageButton::Reject { case, reason: Reason::Written, unread };
                    (text, msg!("triage-refusal-send"), anew)
                }
                Kind::Note => (
                    msg!("triage-note-check", case = case.short(), count = count),
                    msg!("triage-note-send"),
                    TriageButton::Note { case },
                ),
            };
            Screen::new(&text, lang)
                .row(&yes, lang, &button(TriageButton::Send { case }))
                .row(&msg!("triage-write-anew"), lang, &button(anew))
                .beside(&msg!("button-cancel"), lang, &button(TriageButton::Case { case }))
        }
    };
    reply::send_below(&app, caller.chat, &screen, Some(message.id)).await.map(|_| ())
}

/// Seals what was typed and keeps it; then the messages it was typed in go.
pub(super) async fn send(app: &App, caller: &Caller, tap: &Tap, case: Id) -> anyhow::Result<()> {
    let Some(writing) = app.tips.writings.take(who(app, caller), case, app.clock.now()) else {
        // A second tap, or after a restart.
        tap.toast(app, &msg!("triage-write-nothing"));
        return cases::show(app, caller, tap, case).await;
    };
    let kind = writing.kind;
    match keep(app, caller, &writing).await {
        Ok(Closed::Done) => {}
        // What was typed is still in the chat; nothing of it was kept.
        Ok(other) => return closing::settle(app, caller, tap, case, (other, Status::Rejected)).await,
        Err(error) => {
            // Nothing written is lost.
            app.tips.writings.put_back(who(app, caller), writing);
            return Err(error);
        }
    }
    app.tips.changed.notify_one();
    let done = match kind {
        Kind::Reply => msg!("triage-reply-sent"),
        Kind::Note => msg!("triage-note-kept"),
        Kind::Refusal { .. } => msg!("triage-refusal-sent"),
    };
    tap.toast(app, &done);
    let deletions = writing.messages.into_iter().map(|message| keys::remove(app, caller, MessageId(message)));
    let deleted: Vec<bool> = stream::iter(deletions).buffer_unordered(AT_ONCE).collect().await;
    cases::show(app, caller, tap, case).await?;
    if deleted.contains(&false) {
        let text = msg!("triage-write-stays");
        reply::send(app, caller.chat, &Screen::new(&text, caller.lang)).await?;
    }
    Ok(())
}

/// Seals it and keeps it; a refusal closes the case in the same transaction, or nothing is kept.
async fn keep(app: &App, caller: &Caller, writing: &Writing) -> anyhow::Result<Closed> {
    let (case, kind, day) = (writing.case, writing.kind, app.today());
    let officials = telling::round(app).await?.officials;
    let targets: Vec<(Id, Vec<PublicKey>)> = run(app, caller, move |c, receives| {
        Box::pin(async move {
            if kind == Kind::Note {
                let own = recipient::find_own(c, receives).await?;
                return Ok(vec![(case, own.active.into_iter().map(|key| key.public).collect())]);
            }
            let readers = intake::list_active_keys(c, receives.agency, &officials).await?;
            let addresses = written::list_addresses(c, receives, case).await?;
            let with = |reporter: PublicKey| readers.iter().cloned().chain([reporter]).collect();
            Ok(addresses.into_iter().map(|(case, reporter)| (case, with(reporter))).collect())
        })
    })
    .await?;
    if targets.is_empty() {
        return Ok(Closed::Gone);
    }
    if targets.iter().any(|(_, keys)| keys.is_empty()) {
        return refuse(msg!("triage-note-no-key"));
    }
    let sealed = seal(writing.text.clone(), targets).await?;
    run(app, caller, move |c, receives| {
        Box::pin(async move {
            if let Kind::Refusal { unread } = kind {
                if !written::are_there(c, receives, &sealed).await? {
                    return Ok(Closed::Gone);
                }
                let how = Closing::Rejected(Reason::Written);
                let closed = store::closing::close(c, receives, case, how, unread, day).await?;
                if closed != Closed::Done {
                    return Ok(closed);
                }
            }
            let kind = if kind == Kind::Note { ItemKind::Note } else { ItemKind::Reply };
            let kept = written::insert_written(c, receives, kind, &sealed, day).await?;
            Ok(if kept { Closed::Done } else { Closed::Gone })
        })
    })
    .await
}

/// The same text for each case, sealed by itself, so that no two of them look alike, nor their hashes.
async fn seal(text: Zeroizing<String>, targets: Vec<(Id, Vec<PublicKey>)>) -> anyhow::Result<Vec<Written>> {
    tokio::task::spawn_blocking(move || {
        let one = |(case, keys): (Id, Vec<PublicKey>)| {
            let envelope = vault::envelope::Envelope::new(&text, []);
            let (sealed, digest) = (envelope.seal(&keys).context("sealing")?, envelope.digest().context("hashing")?);
            Ok(Written { case, sealed, digest })
        };
        targets.into_iter().map(one).collect()
    })
    .await
    .context("sealing what a recipient wrote")?
}
