//! What went wrong with tips, counted. A line at once would say to the second when someone was about one.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use chrono::{DateTime, Utc};

/// Between two lines of the log, in seconds: the hours of the clock.
const EVERY: i64 = 3_600;

#[derive(Default)]
pub struct Failures {
    storage: AtomicU64,
    cleaner: AtomicU64,
    other: AtomicU64,
    /// The hour in which the log was written last; 0 before the first look.
    hour: AtomicI64,
}

/// Since the last line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count {
    /// The disk is full, or its file is locked.
    pub storage: u64,
    /// The process that cleans files did not start.
    pub cleaner: u64,
    pub other: u64,
}

impl Failures {
    pub fn note(&self, storage: bool) {
        let counter = if storage { &self.storage } else { &self.other };
        counter.fetch_add(1, Ordering::Relaxed);
    }

    pub fn note_cleaner(&self) {
        self.cleaner.fetch_add(1, Ordering::Relaxed);
    }

    /// What is to be written into the log: at most once an hour, and only when another has begun.
    pub fn due(&self, now: DateTime<Utc>) -> Option<Count> {
        let hour = now.timestamp().div_euclid(EVERY);
        let last = self.hour.swap(hour, Ordering::Relaxed);
        if last == 0 || last == hour {
            return None;
        }
        let take = |counter: &AtomicU64| counter.swap(0, Ordering::Relaxed);
        let count = Count { storage: take(&self.storage), cleaner: take(&self.cleaner), other: take(&self.other) };
        (count.storage + count.cleaner + count.other > 0).then_some(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_comes_when_an_hour_has_ended_and_only_where_something_failed() {
        let failures = Failures::default();
        let at = |minute: i64| DateTime::from_timestamp(1_728_000_000 + 60 * minute, 0).expect("a moment");
        assert_eq!(failures.due(at(1)), None);
        failures.note(true);
        failures.note(false);
        failures.note(false);
        failures.note_cleaner();
        assert_eq!(failures.due(at(59)), None, "within the hour it happened in");
        assert_eq!(failures.due(at(60)), Some(Count { storage: 1, cleaner: 1, other: 2 }));
        assert_eq!(failures.due(at(61)), None);
        assert_eq!(failures.due(at(125)), None, "nothing failed");
    }
}
