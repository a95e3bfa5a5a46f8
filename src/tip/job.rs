//! What time drives: forgetting drafts, putting the file in order, digests, copies, purging.

mod daily;
mod digest;

use std::time::Duration;

use tokio::{sync::watch, time::MissedTickBehavior};

use super::{admin::telling, failures};
use crate::{app::App, error, telegram::errors};

/// Between two looks at the clock.
const TICK: Duration = Duration::from_secs(5);

/// Until told to stop.
pub async fn run(app: App, mut stop: watch::Receiver<bool>) {
    // The first at once: started within an hour of a slot, what comes now must wait for the next one.
    let mut ticks = tokio::time::interval(TICK);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        app.memory.health.beat("tips");
        let ticked = tokio::select! {
            _ = stop.wait_for(|stop| *stop) => return,
            () = app.tips.changed.notified() => false,
            _ = ticks.tick() => true,
        };
        // Never because something came: a digest's moment would tell that.
        if ticked { step(&app).await } else { tidy(&app).await }
    }
}

/// Whatever is due now.
pub async fn step(app: &App) {
    let now = app.clock.now();
    app.tips.drafts.sweep(now);
    app.tips.writings.sweep(now);
    app.memory.attention.sweep(now);
    if let Some(count) = app.tips.failures.due(now) {
        let failures::Count { storage, cleaner, other } = count;
        log::error!(storage, cleaner, other; "updates of the last hour were not handled");
    }
    if !app.tips.is_open() {
        return;
    }
    if let Err(error) = digest::step(app).await {
        log::error!(cause = errors::cause(&error).as_str(); "digests were not sent");
    }
    if let Err(error) = telling::step(app).await {
        log::error!(cause = errors::cause(&error).as_str(); "keys that wait were not looked at");
    }
    daily::step(app).await;
}

/// At once after a change: until then the file would tell what came last.
async fn tidy(app: &App) {
    if let Err(error) = app.tips.db.tidy().await {
        // Not at once: this is when something was handed in, read or answered.
        app.tips.failures.note(error::storage(&error.into()).is_some());
    }
}
