//! Whether the loops still go round, and what is out of order: kept in memory, told to those who can mend it.

use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use chrono::{DateTime, TimeDelta, Utc};

/// A loop that has not come round for so long hangs. Polls are held open for half a minute, and pause for a minute
/// after failures.
pub const LONGEST_ROUND: Duration = Duration::from_secs(240);

/// In the data folder, held while a bot runs; holds the number of its process, and is touched while it is well.
pub const LOCK: &str = "run.lock";
/// In the data folder, while a restored database waits for somebody to look before it sends.
pub const HOLD: &str = "held-after-restore";
/// In the data folder, for `ikrar doctor`: what the running bot finds out of order, a word a line.
pub const TROUBLES: &str = "troubles";

#[derive(Default)]
pub struct Health {
    beats: Mutex<BTreeMap<&'static str, Instant>>,
    wire: Mutex<Wire>,
}

/// What is known of the way to Telegram.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wire {
    /// Whether it answered last; none before the first try.
    pub answers: Option<bool>,
    /// Another process asks for the same updates.
    pub conflict: bool,
    /// How far our clock was ahead of Telegram's at its last answer.
    pub ahead: Option<TimeDelta>,
}

impl Health {
    /// Said by each loop, each time round.
    pub fn beat(&self, name: &'static str) {
        lock(&self.beats).insert(name, Instant::now());
    }

    /// A loop that has ended in good order is not waited for.
    pub fn rest(&self, name: &'static str) {
        lock(&self.beats).remove(name);
    }

    /// Those that have not come round for `longest`.
    pub fn stuck(&self, longest: Duration) -> Vec<&'static str> {
        lock(&self.beats).iter().filter(|(_, at)| at.elapsed() > longest).map(|(name, _)| *name).collect()
    }

    /// What came of asking Telegram: nothing amiss, or a failure, because of another process with the same token
    /// or not.
    pub fn note_poll(&self, failure: Option<bool>) {
        let mut wire = lock(&self.wire);
        wire.conflict = failure == Some(true);
        wire.answers = Some(failure != Some(false));
    }

    /// An answer dated by Telegram, and when it came by our clock. A date names a whole second.
    pub fn note_date(&self, date: Option<DateTime<Utc>>, now: DateTime<Utc>) {
        lock(&self.wire).ahead = date.map(|date| now - date - TimeDelta::milliseconds(500));
    }

    pub fn wire(&self) -> Wire {
        *lock(&self.wire)
    }
}

/// The date of an answer, from its header.
pub fn date(header: Option<&str>) -> Option<DateTime<Utc>> {
    Some(DateTime::parse_from_rfc2822(header?).ok()?.to_utc())
}

/// A panic while holding one of these cannot leave them half-written.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_loop_that_does_not_come_round_is_found() {
        let health = Health::default();
        assert!(health.stuck(Duration::ZERO).is_empty(), "none has begun");
        health.beat("updates");
        health.beat("reminders");
        assert!(health.stuck(LONGEST_ROUND).is_empty());
        std::thread::sleep(Duration::from_millis(2));
        health.rest("reminders");
        assert_eq!(health.stuck(Duration::from_millis(1)), ["updates"]);
    }

    #[test]
    fn another_poller_is_remembered_until_polls_come_through() {
        let health = Health::default();
        assert_eq!(health.wire().answers, None);
        health.note_poll(Some(true));
        assert!(health.wire().conflict && health.wire().answers == Some(true));
        health.note_poll(Some(false));
        assert!(!health.wire().conflict && health.wire().answers == Some(false));
        health.note_poll(None);
        assert_eq!(health.wire().answers, Some(true));
    }

    #[test]
    fn the_clock_is_compared_with_the_date_of_an_answer() {
        let health = Health::default();
        let told = date(Some("Sat, 28 Nov 2026 23:00:00 GMT")).expect("a date");
        health.note_date(Some(told), told + TimeDelta::milliseconds(90_500));
        assert_eq!(health.wire().ahead, Some(TimeDelta::seconds(90)));
        health.note_date(date(Some("yesterday")), told);
        assert_eq!((health.wire().ahead, date(None)), (None, None));
    }
}
