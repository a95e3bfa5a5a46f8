//! Turns rules whose time has come into campaigns.

use std::time::Duration;

use chrono::TimeDelta;
use tokio::sync::watch;

use crate::{app::App, outbox::CampaignState, reminder::store, telegram::errors};

/// Between two looks at the clock. Never a sleep until a wave: the clock may be set meanwhile.
const TICK: Duration = Duration::from_secs(1);

/// Until told to stop.
pub async fn run(app: App, mut stop: watch::Receiver<bool>) {
    let mut failing = false;
    loop {
        app.memory.health.beat("reminders");
        let made = step(&app).await;
        match &made {
            // Once for an outage, however many looks it lasts.
            Err(error) if !failing => {
                log::error!(cause = errors::cause(error).as_str(); "due reminders were not scheduled; trying again");
            }
            Ok(_) if failing => log::info!("reminders are scheduled again"),
            _ => {}
        }
        failing = made.is_err();
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => return,
            () = tokio::time::sleep(TICK) => {}
        }
    }
}

/// What one look at the clock made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Made {
    pub scheduled: usize,
    pub missed: usize,
}

/// Makes a campaign of each wave whose time has come, each in its own transaction.
pub async fn step(app: &App) -> anyhow::Result<Made> {
    let now = app.clock.now();
    let grace = TimeDelta::minutes(app.config.delivery.grace_minutes.into());
    let mut c = app.db.read().await?;
    let due = store::list_due(&mut c, now).await?;
    drop(c);
    let mut made = Made::default();
    for due in due {
        match app.db.write(move |c| Box::pin(async move { store::insert_wave(c, &due, grace, now).await })).await? {
            Some((_, CampaignState::Missed)) => made.missed += 1,
            Some(_) => made.scheduled += 1,
            None => {}
        }
    }
    if made != Made::default() {
        log::info!(scheduled = made.scheduled, missed = made.missed; "reminders are due");
        app.bell.notify_one();
    }
    Ok(made)
}
