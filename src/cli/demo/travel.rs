//! The demo's time: it runs, and can be moved on; whatever falls due on the way happens on the way.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use chrono::{DateTime, DurationRound as _, NaiveDateTime, TimeDelta, Utc};
use simulator::{Control, Simulator, Status, Words};
use tokio::sync::watch;

use super::said;
use crate::{
    app::App,
    clock::{Clock as _, ShiftedClock},
    msg,
    outbox::{self, CampaignState},
    reminder,
    texts::{Arg, Message, Zone},
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
/// How often the page is told where the clock stands; it hears of it only where that has changed.
const TELL: Duration = Duration::from_millis(200);

/// Where time is on its way to. Wishes queue: each begins where the one before it ends.
#[derive(Clone)]
pub struct Journey {
    clock: Arc<ShiftedClock>,
    goal: Arc<watch::Sender<DateTime<Utc>>>,
    /// Also while the last stop waits for what is being sent.
    under_way: Arc<AtomicBool>,
}

impl Journey {
    pub fn from(clock: &Arc<ShiftedClock>) -> Self {
        let goal = Arc::new(watch::Sender::new(clock.now()));
        Self { clock: Arc::clone(clock), goal, under_way: Arc::default() }
    }

    /// The page's buttons.
    pub fn controls(&self) -> Vec<Control> {
        let step = |label: Message, by: TimeDelta| {
            let journey = self.clone();
            let run = move |_: &str| journey.aim(|from| Ok(from + by));
            Control { label: said(&label), moment: None, run: Arc::new(run) }
        };
        let journey = self.clone();
        vec![
            step(msg!("demo-control-hour"), TimeDelta::hours(1)),
            step(msg!("demo-control-day"), TimeDelta::days(1)),
            Control {
                label: said(&msg!("demo-control-go")),
                moment: Some(local(self.clock.now())),
                run: Arc::new(move |chosen: &str| journey.aim(|from| read(chosen, from))),
            },
        ]
    }

    /// `wish` makes of where the last one ends where this one shall.
    fn aim(&self, wish: impl FnOnce(DateTime<Utc>) -> Result<DateTime<Utc>, Message>) -> Result<Words, Words> {
        let now = self.clock.now();
        let mut refused = None;
        self.goal.send_if_modified(|goal| {
            match wish(now.max(*goal)).and_then(|wished| not_too_far(wished, now)) {
                Ok(wished) => *goal = wished,
                Err(why) => refused = Some(said(&why)),
            }
            refused.is_none()
        });
        refused.map_or(Ok(Words::default()), Err)
    }

    /// What the page shows of it.
    fn status(&self) -> Status {
        let (now, goal) = (self.clock.now(), *self.goal.borrow());
        let working = goal > now || self.under_way.load(Ordering::SeqCst);
        let at =
            |moment: DateTime<Utc>| Arg::Minute(moment.duration_trunc(TimeDelta::minutes(1)).unwrap_or(moment), ZONE);
        Status {
            text: said(&msg!("demo-status", at = at(now))),
            working: working.then(|| said(&msg!("demo-travelling", at = at(goal)))),
            moment: Some(local(now)),
        }
    }

    /// Goes on until nothing is wished for.
    async fn go(&self, app: &App, stop: &watch::Receiver<bool>) {
        self.under_way.store(true, Ordering::SeqCst);
        // The goal may move on meanwhile.
        while self.clock.now() < *self.goal.borrow() && !*stop.borrow() {
            let goal = *self.goal.borrow();
            travel_an_hour(app, &self.clock, goal).await;
        }
        self.under_way.store(false, Ordering::SeqCst);
    }
}

fn local(moment: DateTime<Utc>) -> String {
    moment.with_timezone(&ZONE.offset()).format(FORMAT).to_string()
}

fn read(chosen: &str, from: DateTime<Utc>) -> Result<DateTime<Utc>, Message> {
    let local = NaiveDateTime::parse_from_str(chosen, FORMAT).map_err(|_| msg!("demo-travel-unreadable"))?;
    let wish = local.and_local_timezone(ZONE.offset()).single().ok_or_else(|| msg!("demo-travel-unreadable"))?;
    let wish = wish.with_timezone(&Utc);
    if wish <= from { Err(msg!("demo-travel-back")) } else { Ok(wish) }
}

fn not_too_far(wish: DateTime<Utc>, now: DateTime<Utc>) -> Result<DateTime<Utc>, Message> {
    if wish > now + FARTHEST { Err(msg!("demo-travel-far", days = FARTHEST.num_days())) } else { Ok(wish) }
}

/// Grants wishes and shows the time, until told to stop.
pub async fn run(app: App, simulator: &Simulator, journey: Journey, stop: watch::Receiver<bool>) {
    let (mut goal, mut stopped, mut over) = (journey.goal.subscribe(), stop.clone(), stop.clone());
    let travel = async {
        loop {
            tokio::select! {
                _ = stopped.wait_for(|stop| *stop) => return,
                changed = goal.changed() => if changed.is_err() { return },
            }
            journey.go(&app, &stop).await;
        }
    };
    let mut shown = journey.goal.subscribe();
    let show = async {
        loop {
            simulator.set_status(journey.status());
            tokio::select! {
                _ = over.wait_for(|stop| *stop) => return,
                _ = shown.changed() => {}
                () = tokio::time::sleep(TELL) => {}
            }
        }
    };
    tokio::join!(travel, show);
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

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(of: &[(&str, &str)], from: DateTime<Utc>) {
        for (chosen, key) in of {
            assert_eq!(read(chosen, from).map_err(|refusal| refusal.key()), Err(*key), "{chosen}");
        }
    }

    #[test]
    fn time_goes_forward_and_not_too_far() {
        let now: DateTime<Utc> = START.parse().expect("a moment");
        assert_eq!(read("2024-08-26T08:00", now).map(|at| at.to_rfc3339()), Ok("2024-08-25T23:00:00+00:00".into()));
        keys(
            &[
                ("2024-08-26T07:30", "demo-travel-back"),
                ("besok", "demo-travel-unreadable"),
                ("", "demo-travel-unreadable"),
            ],
            now,
        );
        let far = read("2029-01-01T00:00", now).and_then(|wish| not_too_far(wish, now));
        assert_eq!(far.map_err(|refusal| refusal.key()), Err("demo-travel-far"));
    }

    #[test]
    fn wishes_queue_however_fast_they_come() {
        let clock = Arc::new(ShiftedClock::from(START.parse().expect("a moment")));
        let journey = Journey::from(&clock);
        let start = clock.now();
        let [hour, day, go] = <[Control; 3]>::try_from(journey.controls()).expect("three controls");
        for _ in 0..3 {
            assert_eq!((hour.run)(""), Ok(Words::default()));
        }
        let hours = |moment: DateTime<Utc>| (moment - start).num_minutes();
        assert_eq!(hours(*journey.goal.borrow()), 180);
        (day.run)("").expect("a day more");
        assert_eq!(hours(*journey.goal.borrow()), 180 + 24 * 60);
        assert!(journey.status().working.is_some());
        // A chosen moment before the end of the queue would go back, as one before now would.
        assert_eq!((go.run)("2024-08-26T12:00"), Err(said(&msg!("demo-travel-back"))));
        (go.run)("2024-08-28T12:00").expect("after all of them");
        for _ in 0..200 {
            let _ = (day.run)("");
        }
        assert!(*journey.goal.borrow() <= clock.now() + FARTHEST);
        clock.advance(FARTHEST);
        assert_eq!(journey.status().working, None, "it has arrived");
        assert_eq!((hour.run)(""), Ok(Words::default()), "and begins where it is");
    }
}
