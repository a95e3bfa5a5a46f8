//! Tells superadmins of every role that is offered, claimed or revoked, by whomever, and whoever lost one.

use std::{collections::HashSet, time::Duration};

use tokio::sync::watch;

use super::{Actor, Event, Grant, News, Proof, Role, TelegramId, handlers::role_name, store};
use crate::{
    app::App,
    msg, roster,
    telegram::{announce, button::Button, errors, menu, reply::Screen},
    texts::{Lang, Message, name},
    tip,
};

/// Between two looks at what a command on the server may have done; the bot's own changes are told at once.
const EVERY: Duration = Duration::from_secs(3);
/// News in one look.
const AT_ONCE: i64 = 50;

/// Whom this process has told of what, while not everyone could be told.
pub type Told = HashSet<(i64, TelegramId)>;

pub async fn run(app: App, mut stop: watch::Receiver<bool>) {
    loop {
        step(&app).await;
        if tokio::time::timeout(EVERY, stop.wait_for(|stop| *stop)).await.is_ok() {
            return;
        }
    }
}

/// Tells what is new; what fails is tried again with the next. Never fails what it tells of.
pub async fn step(app: &App) {
    if let Err(error) = tell(app).await {
        log::warn!(cause = errors::cause(&error).as_str(); "superadmins were not told of a role");
    }
}

async fn tell(app: &App) -> anyhow::Result<()> {
    // One at a time, or two would tell the same.
    let mut told = app.memory.told_of_roles.lock().await;
    let mut c = app.db.read().await?;
    let news = store::list_news(&mut c, &Proof::system(), AT_ONCE).await?;
    if news.is_empty() {
        return Ok(());
    }
    let grants = store::list_grants(&mut c, &Proof::system()).await?;
    drop(c);
    for item in news {
        if tell_superadmins(app, &grants, &item, &mut told).await && tell_revoked(app, &item, &mut told).await? {
            app.db.write(move |c| Box::pin(async move { store::delete_news(c, item.id).await })).await?;
            told.retain(|(news, _)| *news != item.id);
        }
    }
    Ok(())
}

/// False where someone has to be told again. Whoever did it knows.
async fn tell_superadmins(app: &App, grants: &[Grant], item: &News, told: &mut Told) -> bool {
    let doer = match item.event {
        Event::Offered | Event::Revoked => item.by,
        Event::Claimed => item.account.map_or(item.by, Actor::Telegram),
    };
    let mut all = true;
    for grant in grants.iter().filter(|grant| grant.role == Role::Superadmin) {
        if doer == Actor::Telegram(grant.user) || told.contains(&(item.id, grant.user)) {
            continue;
        }
        let text = describe(item, grants, grant.lang);
        let screen = Screen::new(&text, grant.lang).row(&msg!("access-news-list"), grant.lang, &Button::Admins);
        if announce::one(app, grant.user, &screen).await {
            told.insert((item.id, grant.user));
        } else {
            all = false;
        }
    }
    all
}

fn describe(item: &News, grants: &[Grant], lang: Lang) -> Message {
    let (label, role) = (name(&item.label), role_name(item.role));
    let by = by(item.by, grants).plain(lang);
    match item.event {
        Event::Offered => msg!("access-news-offered", label = label, role = role, by = by),
        Event::Claimed => msg!("access-news-claimed", label = label, role = role, by = by),
        Event::Revoked => msg!("access-news-revoked", label = label, role = role, by = by),
    }
}

/// Who did it, as superadmins know them.
fn by(actor: Actor, grants: &[Grant]) -> Message {
    match actor {
        Actor::CommandLine => msg!("access-by-server"),
        Actor::System | Actor::Link(_) => msg!("access-by-bot"),
        Actor::Telegram(id) => match grants.iter().find(|grant| grant.user == id) {
            Some(grant) => msg!("access-by", label = name(&grant.label)),
            None => msg!("access-by-former"),
        },
    }
}

/// Whoever lost a role learns of it, and what they could have let into tips is void. False where it has to be
/// tried again.
async fn tell_revoked(app: &App, item: &News, told: &mut Told) -> anyhow::Result<bool> {
    let Some(account) = item.account.filter(|_| item.event == Event::Revoked) else { return Ok(true) };
    let mut c = app.db.read().await?;
    let linked = roster::store::find_linked_person(&mut c, account).await?;
    let grant = store::find_grant(&mut c, account).await?;
    drop(c);
    let lang = linked.as_ref().map_or(Lang::Id, |person| person.language);
    menu::set(app, account.0, lang, linked.is_some(), grant.map(|grant| grant.role)).await;
    if told.contains(&(item.id, account)) {
        return Ok(true);
    }
    let day = app.today();
    app.tips
        .db
        .run(move |c| {
            Box::pin(async move { tip::store::recipient::void_invitations(c, &Proof::system(), account, day).await })
        })
        .await?;
    let done = announce::one(app, account, &Screen::new(&msg!("access-revoked-notice"), lang)).await;
    if done {
        told.insert((item.id, account));
    }
    Ok(done)
}
