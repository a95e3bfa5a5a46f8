//! Telegram's sending limits: a global window, a bucket per chat, a window per group.
use std::collections::{HashMap, VecDeque};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

/// How fast messages may be sent. Edits, deletions and answers do not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Messages in any second, over all chats.
    pub global_per_second: u32,
    /// The same for sends with `allow_paid_broadcast`.
    pub paid_per_second: u32,
    /// Messages that one chat takes at once; it regains one a second.
    pub chat_burst: u32,
    /// Messages in any minute to one group.
    pub group_per_minute: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self { global_per_second: 30, paid_per_second: 1000, chat_burst: 3, group_per_minute: 20 }
    }
}

#[derive(Debug)]
struct Bucket {
    tokens: f64,
    at: Instant,
}

#[derive(Debug, Default)]
pub struct Limiter {
    limits: Option<Limits>,
    global: VecDeque<Instant>,
    paid: VecDeque<Instant>,
    chats: HashMap<i64, Bucket>,
    groups: HashMap<i64, VecDeque<Instant>>,
}

impl Limiter {
    pub fn new(limits: Option<Limits>) -> Self {
        Self { limits, ..Self::default() }
    }

    pub fn limits(&self) -> Option<Limits> {
        self.limits
    }

    /// Starts counting anew.
    pub fn set(&mut self, limits: Option<Limits>) {
        *self = Self::new(limits);
    }

    /// Admits `count` messages to a chat, or says after how many whole seconds to try again.
    /// A refused send counts for nothing.
    pub fn admit(&mut self, chat: i64, count: u32, paid: bool, now: Instant) -> Result<(), u64> {
        let Some(limits) = self.limits else {
            return Ok(());
        };
        let second = Duration::from_secs(1);
        let minute = Duration::from_secs(60);
        let (window, most) =
            if paid { (&mut self.paid, limits.paid_per_second) } else { (&mut self.global, limits.global_per_second) };
        let mut wait = wait_for(window, most, count, second, now);
        let burst = f64::from(limits.chat_burst.max(1));
        let bucket = self.chats.entry(chat).or_insert(Bucket { tokens: burst, at: now });
        bucket.tokens = (bucket.tokens + now.duration_since(bucket.at).as_secs_f64()).min(burst);
        bucket.at = now;
        // An album larger than the burst passes when the bucket is full, and is paid for afterwards.
        let needed = f64::from(count).min(burst);
        if bucket.tokens + 1e-9 < needed {
            wait = wait.max(Duration::from_secs_f64(needed - bucket.tokens));
        }
        let group = chat < 0;
        if group {
            let window = self.groups.entry(chat).or_default();
            wait = wait.max(wait_for(window, limits.group_per_minute, count, minute, now));
        }
        if !wait.is_zero() {
            return Err(whole_seconds(wait));
        }
        bucket.tokens -= f64::from(count);
        let window = if paid { &mut self.paid } else { &mut self.global };
        window.extend((0..count).map(|_| now));
        if group {
            self.groups.entry(chat).or_default().extend((0..count).map(|_| now));
        }
        if self.chats.len() > 20_000 {
            self.chats.retain(|_, b| b.tokens + now.duration_since(b.at).as_secs_f64() < burst);
        }
        Ok(())
    }
}

fn wait_for(window: &mut VecDeque<Instant>, most: u32, count: u32, length: Duration, now: Instant) -> Duration {
    while window.front().is_some_and(|at| now.duration_since(*at) >= length) {
        window.pop_front();
    }
    let (most, count) = (most as usize, (count as usize).min(most as usize));
    if window.len() + count <= most {
        return Duration::ZERO;
    }
    let free = window.len() + count - most;
    window.get(free - 1).map_or(length, |at| length.saturating_sub(now.duration_since(*at)))
}

fn whole_seconds(wait: Duration) -> u64 {
    (wait.as_secs() + u64::from(wait.subsec_nanos() > 0)).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(start: Instant, millis: u64) -> Instant {
        start + Duration::from_millis(millis)
    }

    #[test]
    fn the_global_window_slides() {
        let start = Instant::now();
        let mut limiter = Limiter::new(Some(Limits::default()));
        for n in 0..30 {
            assert_eq!(limiter.admit(100 + n, 1, false, at(start, n.unsigned_abs() * 10)), Ok(()));
        }
        assert_eq!(limiter.admit(1, 1, false, at(start, 400)), Err(1));
        assert_eq!(limiter.admit(1, 1, true, at(start, 400)), Ok(()), "paid sends have their own window");
        assert_eq!(limiter.admit(2, 1, false, at(start, 1000)), Ok(()));
        assert_eq!(limiter.admit(3, 1, false, at(start, 1000)), Err(1), "only one slot came free");
    }

    #[test]
    fn a_chat_has_a_bucket_of_three() {
        let start = Instant::now();
        let mut limiter = Limiter::new(Some(Limits::default()));
        for _ in 0..3 {
            assert_eq!(limiter.admit(7, 1, false, start), Ok(()));
        }
        assert_eq!(limiter.admit(7, 1, false, start), Err(1));
        assert_eq!(limiter.admit(7, 1, false, at(start, 1000)), Ok(()));
        assert_eq!(limiter.admit(7, 1, false, at(start, 1500)), Err(1));
        assert_eq!(limiter.admit(8, 1, false, at(start, 1500)), Ok(()));
    }

    #[test]
    fn an_album_counts_each_item() {
        let start = Instant::now();
        let mut limiter = Limiter::new(Some(Limits::default()));
        assert_eq!(limiter.admit(7, 10, false, start), Ok(()));
        assert_eq!(limiter.admit(8, 21, false, at(start, 500)), Err(1), "ten of thirty are used");
        assert_eq!(limiter.admit(7, 1, false, at(start, 1000)), Err(7));
    }

    #[test]
    fn a_group_takes_twenty_a_minute() {
        let start = Instant::now();
        let mut limiter = Limiter::new(Some(Limits { chat_burst: 100, ..Limits::default() }));
        for _ in 0..20 {
            assert_eq!(limiter.admit(-100, 1, false, start), Ok(()));
        }
        assert_eq!(limiter.admit(-100, 1, false, at(start, 2000)), Err(58));
        assert_eq!(limiter.admit(-100, 1, false, at(start, 60_000)), Ok(()));
    }

    #[test]
    fn without_limits_everything_passes() {
        let mut limiter = Limiter::new(None);
        let now = Instant::now();
        assert!((0..1000).all(|_| limiter.admit(1, 1, false, now).is_ok()));
    }
}
