//! The demo's time: it runs, and can be moved on; whatever falls due on the way happens on the way.

use std::{sync::Arc, time::Duration};

use chrono::{DateTime, DurationRound as _, NaiveDateTime, TimeDelta, Utc};
use simulator::{Control, Simulator};
use tokio::sync::{mpsc, watch};

use crate::{
    app::App,
    clock::{Clock as _, ShiftedClock},
    msg,
    outbox::{self, CampaignState},
    reminder,
    texts::{Arg, Lang, Zone},
    tip,
};

/// A Monday, 30 days before the campaign of the Pilkada 2024, half an hour before the first reminder.
pub const START: &str = "2024-08-25T22:30:00Z";
/// The demo's government lies here.
pub const ZONE: Zone = Zone::Wit;
const FARTHEST: TimeDelta = TimeDelta::days(150);
const FORMAT: &str = "%Y-%m-%dT%H:%M";
/// How long an hour of a journey waits for what is being sent.
const PATIENCE: Duration = Duration::from_secs(60);

/// Where to, in the order of the wishes.
pub type Wishes = mpsc::UnboundedReceiver<DateTime<Utc>>;

/// The page's buttons, and what they ask for.
pub fn controls(clock: &Arc<ShiftedClock>, lang: Lang) -> (Vec<Control>, Wishes) {
    let (sender, wishes) = mpsc::unbounded_channel();
    let step = |label, by: TimeDelta| {
        let (sender, clock) = (sender.clone(), Arc::clone(clock));
        Control::button(label, move || {
            let _ = sender.send(clock.now() + by);
            String::new()
        })
    };
    let mut controls = vec![
        step(msg!("demo-control-hour").plain(lang), TimeDelta::hours(1)),
        step(msg!("demo-control-day").plain(lang), TimeDelta::days(1)),
    ];
    let clock = Arc::clone(clock);
    let local = clock.now().with_timezone(&ZONE.offset());
    controls.push(Control {
        label: msg!("demo-control-go").plain(lang),
        moment: Some(local.format(FORMAT).to_string()),
        run: Arc::new(move |chosen| {
            let wish = read(chosen, clock.now()).map_err(|refusal| refusal.plain(lang))?;
            let _ = sender.send(wish);
            Ok(String::new())
        }),
    });
    (controls, wishes)
}

fn read(chosen: &str, now: DateTime<Utc>) -> Result<DateTime<Utc>, crate::texts::Message> {
    let local = NaiveDateTime::parse_from_str(chosen, FORMAT).map_err(|_| msg!("demo-travel-unreadable"))?;
    let wish = local.and_local_timezone(ZONE.offset()).single().ok_or_else(|| msg!("demo-travel-unreadable"))?;
    let wish = wish.with_timezone(&Utc);
    if wish <= now {
        return Err(msg!("demo-travel-back"));
    }
    if wish > now + FARTHEST {
        return Err(msg!("demo-travel-far", days = FARTHEST.num_days()));
    }
    Ok(wish)
}

/// Grants wishes and shows the time, until told to stop.
pub async fn run(
    app: App,
    simulator: &Simulator,
    clock: Arc<ShiftedClock>,
    mut wishes: Wishes,
    lang: Lang,
    mut stop: watch::Receiver<bool>,
) {
    loop {
        tell(simulator, &clock, lang);
        let wish = tokio::select! {
            _ = stop.wait_for(|stop| *stop) => return,
            () = tokio::time::sleep(Duration::from_secs(5)) => continue,
            wish = wishes.recv() => wish,
        };
        let Some(wish) = wish else { return };
        while clock.now() < wish && !*stop.borrow() {
            travel_an_hour(&app, &clock, wish).await;
            tell(simulator, &clock, lang);
        }
    }
}

/// To the next full hour, or to the wish where that is nearer.
async fn travel_an_hour(app: &App, clock: &ShiftedClock, wish: DateTime<Utc>) {
    let now = clock.now();
    let hour = TimeDelta::hours(1);
    let next = now.duration_trunc(hour).unwrap_or(now) + hour;
    clock.advance(next.min(wish) - now);
    if let Err(error) = reminder::job::step(app).await {
        log::warn!(cause = crate::telegram::errors::cause(&error).as_str(); "reminders were not looked at");
    }
    // Recipients learn of tips at the hours of their digests.
    tip::job::step(app).await;
    app.bell.notify_one();
    tokio::time::sleep(Duration::from_millis(20)).await;
    let _ = tokio::time::timeout(PATIENCE, delivered(app)).await;
}

/// Until nothing that could go out now is waiting.
async fn delivered(app: &App) -> anyhow::Result<()> {
    loop {
        let tasks = outbox::store::list_tasks(&mut *app.db.read().await?).await?;
        let now = app.clock.now();
        let due = |task: &outbox::store::Task| match task.state {
            CampaignState::Scheduled => task.fire_at <= now,
            CampaignState::Running => !task.materialised || task.claimable(now),
            _ => false,
        };
        if !tasks.iter().any(due) {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

fn tell(simulator: &Simulator, clock: &ShiftedClock, lang: Lang) {
    let at = Arg::Moment(clock.now().duration_trunc(TimeDelta::minutes(1)).unwrap_or_default(), ZONE);
    simulator.set_status(&msg!("demo-status", at = at).plain(lang));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_goes_forward_and_not_too_far() {
        let now: DateTime<Utc> = START.parse().expect("a moment");
        assert_eq!(read("2024-08-26T08:00", now).map(|at| at.to_rfc3339()), Ok("2024-08-25T23:00:00+00:00".into()));
        for (chosen, key) in [
            ("2024-08-26T07:30", "demo-travel-back"),
            ("2029-01-01T00:00", "demo-travel-far"),
            ("besok", "demo-travel-unreadable"),
            ("", "demo-travel-unreadable"),
        ] {
            assert_eq!(read(chosen, now).map_err(|refusal| refusal.key()), Err(key), "{chosen}");
        }
    }
}
