//! How much of one chat is read while others wait: pure rules.

use std::{collections::HashMap, num::NonZeroUsize, time::Duration};

use lru::LruCache;

/// Updates and replies of a chat that may wait at the same time.
pub const WAITING: usize = 20;
/// The same while more is coming in than is handled: an album.
const CROWDED: usize = 10;
/// What a chat may send at once before it counts as one that sends much, and how much of that it regains a second.
const ALLOWANCE: f64 = 20.0;
const REGAINED: f64 = 2.0;
/// While more is coming in than is handled, a chat gets this much of its allowance.
const SHARE: f64 = 10.0;
/// A chat of which something was not read is heard again once it has been quiet for so long…
const QUIET: Duration = Duration::from_secs(1);
/// …or, where it never is, after this.
const PAUSE: Duration = Duration::from_secs(10);
/// Replies that may still wait then.
const FEW: usize = 2;
/// Chats whose allowance is remembered; it is whole again after ten seconds.
const REMEMBERED: NonZeroUsize = NonZeroUsize::new(10_000).unwrap();

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Read,
    /// Not read; the first of them needs someone to say so later.
    Unread {
        first: bool,
    },
}

pub struct Guard {
    loads: LruCache<i64, Load>,
    closed: HashMap<i64, Closed>,
}

/// What a chat may still send.
struct Load {
    left: f64,
    at: Duration,
}

struct Closed {
    since: Duration,
    last: Duration,
    messages: u32,
}

impl Default for Guard {
    fn default() -> Self {
        Self { loads: LruCache::new(REMEMBERED), closed: HashMap::new() }
    }
}

impl Guard {
    /// An update came. `waiting` is how many updates and replies of its chat do; `crowded`, that more comes in
    /// than is handled.
    pub fn judge(&mut self, chat: i64, now: Duration, tap: bool, waiting: usize, crowded: bool) -> Verdict {
        let counted = u32::from(!tap);
        if let Some(closed) = self.closed.get_mut(&chat) {
            closed.last = now;
            closed.messages = closed.messages.saturating_add(counted);
            return Verdict::Unread { first: false };
        }
        let load = self.loads.get_or_insert_mut(chat, || Load { left: ALLOWANCE, at: now });
        let regained = now.saturating_sub(load.at).as_secs_f64() * REGAINED;
        (load.left, load.at) = ((load.left + regained).min(ALLOWANCE), now);
        let most = if crowded { CROWDED } else { WAITING };
        if waiting >= most || (crowded && load.left < ALLOWANCE - SHARE) {
            self.closed.insert(chat, Closed { since: now, last: now, messages: counted });
            return Verdict::Unread { first: true };
        }
        load.left = (load.left - 1.0).max(0.0);
        Verdict::Read
    }

    /// How much of its allowance the chat has used of late, in messages.
    pub fn used(&self, chat: i64) -> u8 {
        if self.closed.contains_key(&chat) {
            return u8::MAX;
        }
        let used = self.loads.peek(&chat).map_or(0.0, |load| (ALLOWANCE - load.left).ceil());
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from nothing to ALLOWANCE")]
        let used = used as u8;
        used
    }

    /// Hears the chat again where it is time, or `now or never`; how many of its messages were not read.
    pub fn reopen(&mut self, chat: i64, now: Duration, waiting: usize, at_once: bool) -> Option<u32> {
        let closed = self.closed.get(&chat)?;
        let quiet = now >= closed.last + QUIET || now >= closed.since + PAUSE;
        if !at_once && (!quiet || waiting > FEW) {
            return None;
        }
        self.closed.remove(&chat).map(|closed| closed.messages)
    }

    /// Chats that are not heard at present.
    pub fn closed(&self) -> usize {
        self.closed.len()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn ms(millis: u64) -> Duration {
        Duration::from_millis(millis)
    }

    #[test]
    fn whoever_waits_for_answers_is_always_heard() {
        let mut guard = Guard::default();
        assert!((0..1000).all(|n| guard.judge(7, ms(n), false, 1, false) == Verdict::Read));
    }

    #[test]
    fn too_much_is_counted_and_told_once_it_is_quiet() {
        let mut guard = Guard::default();
        assert_eq!(guard.judge(7, ms(0), false, WAITING, false), Verdict::Unread { first: true });
        assert_eq!(guard.judge(7, ms(1), false, 0, false), Verdict::Unread { first: false });
        assert_eq!(guard.judge(7, ms(2), true, 0, false), Verdict::Unread { first: false }, "a tap has its own answer");
        assert_eq!(guard.judge(8, ms(2), false, 0, false), Verdict::Read, "nobody else is concerned");
        assert_eq!(guard.reopen(7, ms(900), 0, false), None);
        assert_eq!(guard.reopen(7, ms(1100), FEW + 1, false), None, "what was read is answered first");
        assert_eq!(guard.reopen(7, ms(1100), 0, false), Some(2));
        assert_eq!(guard.judge(7, ms(1200), false, 0, false), Verdict::Read);
    }

    #[test]
    fn whoever_never_stops_is_heard_now_and_then() {
        let mut guard = Guard::default();
        guard.judge(7, ms(0), false, WAITING, false);
        for n in 1..100 {
            assert_eq!(guard.reopen(7, ms(n * 100), 0, false), None);
            guard.judge(7, ms(n * 100), false, 0, false);
        }
        assert_eq!(guard.reopen(7, ms(10_000), 0, false), Some(100));
        guard.judge(7, ms(10_001), false, WAITING, false);
        assert_eq!(guard.reopen(7, ms(10_002), WAITING, true), Some(1), "at a stop nothing is kept to oneself");
    }

    #[test]
    fn in_a_crowd_everyone_gets_a_share() {
        let mut guard = Guard::default();
        let read = (0..100).filter(|_| guard.judge(7, ms(5), false, 0, true) == Verdict::Read).count();
        assert!((10..=11).contains(&read), "{read}");
        assert!(guard.used(7) == u8::MAX && guard.used(8) == 0);
        // An album of ten passes at once.
        assert!((0..10).all(|_| guard.judge(8, ms(5), false, 0, true) == Verdict::Read));
        assert_eq!(guard.used(8), 10);
    }

    proptest! {
        /// Whatever comes when, each message is read or counted, and none twice.
        #[test]
        fn nothing_is_lost_in_silence(
            steps in prop::collection::vec((0..3i64, 0..3000u64, 0..30usize, any::<bool>()), 1..200)
        ) {
            let mut guard = Guard::default();
            let (mut now, mut read, mut told) = (0, 0, 0);
            for (chat, wait, waiting, crowded) in &steps {
                now += wait;
                told += guard.reopen(*chat, ms(now), *waiting, false).unwrap_or(0);
                read += u32::from(guard.judge(*chat, ms(now), false, *waiting, *crowded) == Verdict::Read);
            }
            told += (0..3).filter_map(|chat| guard.reopen(chat, ms(now), 99, true)).sum::<u32>();
            prop_assert_eq!((read + told) as usize, steps.len());
            prop_assert_eq!(guard.closed(), 0);
        }
    }
}
