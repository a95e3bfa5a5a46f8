//! Replies that wait for a place in Telegram's second: who has had little goes first.

use std::{collections::VecDeque, time::Duration};

use tokio::sync::oneshot;

use super::chats;

const SECOND: Duration = Duration::from_secs(1);

/// A reply whose chat would take it now.
pub struct Waiter {
    pub chat: i64,
    pub weight: u32,
    /// Since when.
    pub since: Duration,
    /// It had to wait for its own chat: the chat gets more than it can take.
    pub late: bool,
    /// Gets the number of the departure.
    pub depart: oneshot::Sender<u64>,
}

pub struct Line {
    /// Replies in any second, and how many of them go to chats that get more than they can take.
    all: u32,
    much: u32,
    waiting: VecDeque<Waiter>,
    /// Replies of the last second: when, how many, and whether to a chat with much.
    departed: VecDeque<(Duration, u32, bool)>,
    flood: Flood,
}

/// Telegram does not say whether a 429 is about one chat or about all. Two chats in a row mean all.
#[derive(Default)]
enum Flood {
    #[default]
    None,
    Chat(i64),
    /// One reply a second finds out whether it is over.
    All {
        next: Duration,
    },
}

impl Line {
    /// For so many replies a second, and chats that take so many messages at once: where tests know no limits
    /// for a chat, there are none for all.
    pub fn new(replies: u32, burst: u32) -> Self {
        let limit = |replies: u32| if burst > chats::BURST { u32::MAX } else { replies.max(1) };
        Self {
            all: limit(replies),
            much: limit(replies.div_ceil(2)),
            waiting: VecDeque::new(),
            departed: VecDeque::new(),
            flood: Flood::None,
        }
    }

    pub fn join(&mut self, waiter: Waiter) {
        self.waiting.push_back(waiter);
    }

    pub fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    /// Whose turn it is now, or when to ask again. Whoever has given up is forgotten.
    ///
    /// `sent` says what the owner of a chat has sent of late: the fewest first, and those that came first. So a flood of
    /// many chats that begins this very second is behind whoever sends one message a moment later.
    pub fn turn(&mut self, now: Duration, sent: impl Fn(i64) -> u8) -> Result<usize, Duration> {
        if let Flood::All { next } = self.flood
            && now < next
        {
            return Err(next);
        }
        self.forget(now);
        let full = self.full_until(self.all, |_| true);
        if !full.is_zero() {
            return Err(full);
        }
        self.waiting.retain(|waiter| !waiter.depart.is_closed());
        let rank = |waiter: &Waiter| {
            let sent = sent(waiter.chat);
            if waiter.late || sent > chats::MUCH { u8::MAX } else { sent }
        };
        let first = self.waiting.iter().map(rank).enumerate().min_by_key(|(_, rank)| *rank);
        let Some((at, rank)) = first else { return Err(now) };
        let full = if rank == u8::MAX { self.full_until(self.much, |much| much) } else { Duration::ZERO };
        if full.is_zero() { Ok(at) } else { Err(full) }
    }

    /// There is no room now for anyone, or for those who get more than they can take.
    pub fn is_full(&mut self, now: Duration) -> bool {
        self.forget(now);
        matches!(self.flood, Flood::All { next } if now < next)
            || !self.full_until(self.all, |_| true).is_zero()
            || !self.full_until(self.much, |much| much).is_zero()
    }

    /// What departed a second ago counts no more.
    fn forget(&mut self, now: Duration) {
        while self.departed.front().is_some_and(|(at, ..)| *at + SECOND <= now) {
            self.departed.pop_front();
        }
    }

    /// When one more will have room; zero where it has now.
    fn full_until(&self, limit: u32, counts: impl Fn(bool) -> bool) -> Duration {
        let counted = || self.departed.iter().filter(|(_, _, much)| counts(*much));
        let sum = counted().fold(0u32, |sum, (_, weight, _)| sum.saturating_add(*weight));
        if sum < limit {
            return Duration::ZERO;
        }
        let mut left = sum;
        for (at, weight, _) in counted() {
            left -= weight;
            if left < limit {
                return *at + SECOND;
            }
        }
        Duration::ZERO
    }

    pub fn peek(&self, at: usize) -> Option<&Waiter> {
        self.waiting.get(at)
    }

    pub fn take(&mut self, at: usize, now: Duration, sends_much: bool) -> Option<Waiter> {
        let waiter = self.waiting.remove(at)?;
        self.departed.push_back((now, waiter.weight, waiter.late || sends_much));
        if let Flood::All { next } = &mut self.flood {
            *next = now + SECOND;
        }
        Some(waiter)
    }

    /// A reply was accepted, or refused for reasons of its own.
    pub fn answered(&mut self) {
        self.flood = Flood::None;
    }

    /// A reply to this chat met flood control.
    pub fn refused(&mut self, chat: i64, now: Duration) {
        self.flood = match self.flood {
            Flood::None => Flood::Chat(chat),
            Flood::Chat(one) if one == chat => Flood::Chat(one),
            Flood::Chat(_) | Flood::All { .. } => Flood::All { next: now + SECOND },
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ms(millis: u64) -> Duration {
        Duration::from_millis(millis)
    }

    /// Asks for places; whoever got one by then, by chat.
    struct Asking {
        line: Line,
        asked: Vec<(i64, oneshot::Receiver<u64>)>,
    }

    impl Asking {
        fn ask(&mut self, chat: i64, late: bool) {
            let (depart, asked) = oneshot::channel();
            self.line.join(Waiter { chat, weight: 1, since: Duration::ZERO, late, depart });
            self.asked.push((chat, asked));
        }

        fn depart(&mut self, now: Duration, sent: impl Fn(i64) -> u8) -> Vec<i64> {
            let mut gone = Vec::new();
            while let Ok(at) = self.line.turn(now, &sent) {
                let chat = self.line.peek(at).expect("a waiter").chat;
                let waiter = self.line.take(at, now, sent(chat) > chats::MUCH).expect("a waiter");
                gone.push(waiter.chat);
            }
            gone
        }
    }

    fn asking() -> Asking {
        Asking { line: Line::new(28, chats::BURST), asked: Vec::new() }
    }

    #[test]
    fn who_has_had_little_goes_first_and_finds_room() {
        let mut asking = asking();
        (0..100).for_each(|chat| asking.ask(chat, true));
        let gone = asking.depart(ms(0), |_| 1);
        assert_eq!(gone, (0..14).collect::<Vec<_>>(), "half of all, in turn");
        asking.ask(500, false);
        assert_eq!(asking.depart(ms(1), |_| 1), [500], "at once");
        asking.ask(501, false);
        asking.ask(502, false);
        let much = |chat| if chat == 501 { chats::MUCH + 1 } else { 1 };
        assert_eq!(asking.depart(ms(2), much), [502], "whoever sends much waits with the others");
        assert_eq!(asking.line.turn(ms(999), much), Err(ms(1000)), "when the first of them count no more");
        assert_eq!(asking.depart(ms(1000), much), (14..28).collect::<Vec<_>>());
    }

    #[test]
    fn a_flood_that_has_just_begun_is_behind_whoever_sends_one_message() {
        let mut asking = asking();
        (0..100).for_each(|chat| asking.ask(chat, false));
        assert_eq!(asking.depart(ms(0), |_| 2).len(), 28);
        asking.ask(500, false);
        let sent = |chat| if chat == 500 { 1 } else { 3 };
        assert_eq!(asking.line.turn(ms(500), sent), Err(ms(1000)), "there is no room for anyone");
        assert!(asking.line.is_full(ms(500)) && !asking.line.is_full(ms(1000)));
        assert_eq!(asking.depart(ms(1000), sent)[0], 500);
    }

    #[test]
    fn two_refused_chats_mean_all_of_them_and_one_reply_a_second_asks() {
        let mut asking = asking();
        (0..5).for_each(|chat| asking.ask(chat, false));
        asking.line.refused(7, ms(100));
        asking.line.refused(7, ms(200));
        assert!(asking.line.turn(ms(200), |_| 1).is_ok(), "one chat says nothing of others");
        asking.line.refused(8, ms(300));
        assert_eq!(asking.depart(ms(301), |_| 1), [0i64; 0]);
        assert_eq!(asking.depart(ms(1300), |_| 1), [0]);
        assert_eq!(asking.depart(ms(2299), |_| 1), [0i64; 0]);
        asking.line.answered();
        assert_eq!(asking.depart(ms(2300), |_| 1), [1, 2, 3, 4]);
    }

    #[test]
    fn whoever_gives_up_leaves_the_line() {
        let mut asking = asking();
        (0..3).for_each(|chat| asking.ask(chat, false));
        asking.asked.remove(1);
        assert_eq!(asking.depart(ms(0), |_| 1), [0, 2]);
    }
}
