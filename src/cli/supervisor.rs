//! What systemd is told, and what waits until a restored database was looked through.

use std::time::Duration;

use sd_notify::NotifyState;
use tokio::sync::watch;

use crate::{
    app::App,
    health::{HOLD, LONGEST_ROUND},
};

/// How often the mark of a restore is looked for.
const LOOK: Duration = Duration::from_secs(2);
/// How long the writer of the database may take for nothing at all, locks of others included.
const ANSWER: Duration = Duration::from_secs(60);

/// Without systemd these say nothing to nobody.
pub fn ready() {
    tell(&[NotifyState::Ready]);
}

pub fn stopping() {
    tell(&[NotifyState::Stopping]);
}

fn tell(state: &[NotifyState<'_>]) {
    if let Err(error) = sd_notify::notify(state) {
        log::debug!("systemd was not told: {}", error.kind());
    }
}

/// Feeds the watchdog while every loop goes round and the database answers. What hangs is started anew by systemd.
pub async fn feed(app: App, mut stop: watch::Receiver<bool>) {
    let Some(limit) = sd_notify::watchdog_enabled() else {
        let _ = stop.wait_for(|stop| *stop).await;
        return;
    };
    let every = limit / 4;
    while tokio::time::timeout(every, stop.wait_for(|stop| *stop)).await.is_err() {
        match well(&app).await {
            Ok(()) => tell(&[NotifyState::Watchdog]),
            Err(what) => log::error!(what = what.as_str(); "hangs; the watchdog is not fed"),
        }
    }
}

/// Or what hangs.
pub async fn well(app: &App) -> Result<(), String> {
    let stuck = app.memory.health.stuck(LONGEST_ROUND);
    if !stuck.is_empty() {
        return Err(stuck.join(", "));
    }
    // A refusal is an answer: a full disk is not mended by a new start.
    let written = app.db.write(|_| Box::pin(async { Ok(()) }));
    match tokio::time::timeout(ANSWER, written).await {
        Ok(_) => Ok(()),
        Err(_) => Err("the database".to_owned()),
    }
}

/// Runs what sends to many; after a restore only once somebody has looked and said so.
pub async fn unless_held<F: Future<Output = ()>>(
    app: App,
    mut stop: watch::Receiver<bool>,
    job: impl FnOnce(App, watch::Receiver<bool>) -> F,
) {
    let mark = app.config.data_dir.join(HOLD);
    if mark.exists() {
        log::warn!("restored: messages to many are held until `ikrar restore --go-on`");
    }
    while mark.exists() {
        if tokio::time::timeout(LOOK, stop.wait_for(|stop| *stop)).await.is_ok() {
            return;
        }
    }
    job(app, stop).await;
}
