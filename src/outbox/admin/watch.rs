//! Keeps progress messages current, tells of ends and of what was missed, sends the morning summary.

use std::{collections::HashSet, time::Duration};

use teloxide::types::{ChatId, MessageId};
use tokio::sync::watch;

use super::{returns, screen, summary, table, telling};
use crate::{
    access::{self, Actor, Role, TelegramId},
    app::App,
    outbox::{
        CampaignId,
        store::watch::{self as store, ScreenAt},
    },
    telegram::{errors, reply},
};

/// Between two looks. Telegram bears an edit a second in a chat.
const EVERY: Duration = Duration::from_secs(3);

/// Whom this process has told of what, while not everyone could be told.
pub type Told = HashSet<(CampaignId, TelegramId)>;

pub async fn run(app: App, mut stop: watch::Receiver<bool>) {
    table::sweep(&app.config.data_dir);
    let mut told = Told::new();
    loop {
        app.memory.health.beat("progress");
        step(&app, &mut told).await;
        if tokio::time::timeout(EVERY, stop.wait_for(|stop| *stop)).await.is_ok() {
            return;
        }
    }
}

/// One look at everything; what fails is tried again with the next.
pub async fn step(app: &App, told: &mut Told) {
    let done = [
        ("the screens of campaigns were not edited", follow(app).await),
        ("the end of a campaign was not told", telling::step(app, told).await),
        ("who came back was not given what they missed", returns::step(app).await),
        ("the morning summary was not sent", summary::step(app).await),
    ];
    for (what, result) in done {
        if let Err(error) = result {
            log::warn!(cause = errors::cause(&error).as_str(); "{what}");
        }
    }
}

/// Every message that shows this campaign, at once.
pub(super) async fn refresh_all(app: &App, id: CampaignId) -> anyhow::Result<()> {
    let screens = store::list_screens(&mut *app.db.read().await?).await?;
    for at in screens.into_iter().filter(|at| at.campaign == id) {
        refresh(app, at).await?;
    }
    Ok(())
}

async fn follow(app: &App) -> anyhow::Result<()> {
    let mut c = app.db.read().await?;
    let screens = store::list_screens(&mut c).await?;
    drop(c);
    for at in screens {
        // One that fails must not hold up the others.
        if let Err(error) = refresh(app, at).await {
            log::warn!(cause = errors::cause(&error).as_str(); "a campaign's screen was not edited");
        }
    }
    Ok(())
}

/// Edits one message if what it should show has changed; forgets it after the end, or where nobody may see it.
async fn refresh(app: &App, at: ScreenAt) -> anyhow::Result<()> {
    let mut c = app.db.read().await?;
    let Some(grant) = access::store::find_grant(&mut c, at.admin).await? else { return forget(app, at).await };
    let proof = access::store::prove(&mut c, Actor::Telegram(at.admin), Role::Admin).await?;
    let Some(view) = screen::load(&mut c, &proof, at.campaign).await? else { return forget(app, at).await };
    drop(c);
    let screen = view.screen(app, grant.lang);
    let shown = screen.fingerprint().cast_signed();
    let changed = shown != at.shown;
    let _alone = app.memory.screens.lock().await;
    // A tap has put something else there meanwhile, such as the question before cancelling.
    let now_there = app.memory.shown(ChatId(at.admin.0), MessageId(at.message)).map(u64::cast_signed);
    if now_there.is_some_and(|there| there != at.shown) {
        return Ok(());
    }
    let there = !changed || reply::edit(app, ChatId(at.admin.0), MessageId(at.message), &screen).await?;
    if !there || view.settled() {
        return forget(app, at).await;
    }
    if changed {
        let at = ScreenAt { shown, ..at };
        app.db.write(move |c| Box::pin(async move { store::set_shown(c, at).await })).await?;
    }
    Ok(())
}

async fn forget(app: &App, at: ScreenAt) -> anyhow::Result<()> {
    app.db.write(move |c| Box::pin(async move { store::delete_screens(c, at.admin, at.message).await })).await
}
