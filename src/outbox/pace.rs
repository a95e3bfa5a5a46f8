//! When the next message may go out: Telegram's limits, over all chats and for each.
//!
//! `governor` has the same evenly spaced slots (GCRA), but its rate is fixed, it knows nothing of
//! messages on their way, and it answers for departures only, while Telegram counts arrivals. The slots
//! are ten lines; what makes them hold at the other end is [`window`].

mod chats;
#[cfg(test)]
mod tests;
mod track;
mod window;

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::time::{Instant, sleep_until, timeout_at};

use self::{chats::Chats, track::Track};
use crate::config::Delivery;

/// Messages that Telegram takes in any second.
const FREE: u32 = 30;
const PAID: u32 = 1000;

/// Free messages and paid ones have limits of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lane {
    Free,
    Paid,
}

/// How a request ended, as far as pace is concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Accepted, or refused for reasons of its own.
    Answered,
    /// 429.
    TooMany { retry_after: Duration },
    /// Nobody knows whether it arrived.
    Lost,
    /// It never left.
    Unsent,
}

/// This chat got a message less than a second ago; others need not wait for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChatBusy {
    /// From now.
    pub wait: Duration,
}

/// Shared by everything that sends.
pub struct Pacer(Arc<Shared>);

struct Shared {
    began: Instant,
    state: Mutex<State>,
    /// First come, first served.
    turns: [tokio::sync::Mutex<()>; 2],
    replies: tokio::sync::Mutex<()>,
}

struct State {
    free: Track,
    paid: Track,
    chats: Chats,
}

/// A message on its way; give it the answer. Dropped without one, it may have arrived or not.
#[must_use]
pub struct Ticket {
    shared: Arc<Shared>,
    lane: Lane,
    chat: i64,
    weight: u32,
    number: u64,
    reply: bool,
    answer: Answer,
}

impl Pacer {
    pub fn new(delivery: Delivery) -> Self {
        Self::with_burst(delivery, chats::BURST)
    }

    /// With another number of replies that one chat takes at once. Telegram tolerates three; tests, in which
    /// people answer within milliseconds, would wait for each further one.
    pub fn with_burst(delivery: Delivery, burst: u32) -> Self {
        let (free, paid) = (Track::new(delivery.rate, FREE), Track::new(delivery.paid_rate, PAID));
        Self(Arc::new(Shared {
            began: Instant::now(),
            state: Mutex::new(State { free, paid, chats: Chats::new(burst) }),
            turns: Default::default(),
            replies: tokio::sync::Mutex::default(),
        }))
    }

    /// Waits until `weight` messages of the bulk may go to this chat; they count from then on. Where the
    /// chat got another less than a second ago it says so at once, so that nobody else waits for it.
    pub async fn depart(&self, lane: Lane, chat: i64, weight: u32) -> Result<Ticket, ChatBusy> {
        let shared = &self.0;
        shared.with(|state, now| state.check(now, chat))?;
        let _turn = shared.turns[lane as usize].lock().await;
        loop {
            let departed = shared.with(|state, now| {
                // A reply may have gone there meanwhile.
                state.check(now, chat)?;
                let departed = state.track(lane).depart(now, weight);
                if departed.is_ok() {
                    state.chats.reserve(now, chat, weight);
                    state.chats.depart(now, chat);
                }
                Ok(departed)
            })?;
            match departed {
                Ok(number) => return Ok(self.ticket(lane, chat, weight, number, false)),
                Err(until) => sleep_until(shared.began + until).await,
            }
        }
    }

    /// A reply to someone who waits for it. It goes before anything of the bulk, which makes room for it, and
    /// waits for nothing but what the chat itself takes (three messages at once, then one a second) and, where
    /// the bulk has just filled Telegram's second, a quarter of one at most: to be refused would cost more.
    pub async fn interactive(&self, chat: i64, weight: u32) -> Ticket {
        let shared = &self.0;
        let (at, now) = shared.with(|state, now| (state.chats.reserve(now, chat, weight), now));
        // The timer would round a moment that has come up to the next millisecond.
        if at > now {
            sleep_until(shared.began + at).await;
        }
        let since = at.max(now);
        // Where many wait, those behind need not ask as often.
        let _turn = timeout_at(shared.began + since + track::PATIENCE, shared.replies.lock()).await;
        loop {
            let departed = shared.with(|state, now| {
                let departed = state.free.depart_reply(now, since, weight);
                if departed.is_ok() {
                    state.chats.depart(now, chat);
                }
                departed
            });
            match departed {
                Ok(number) => return self.ticket(Lane::Free, chat, weight, number, true),
                Err(until) => sleep_until(shared.began + until).await,
            }
        }
    }

    /// Messages a second, at present: less than configured for a while after a 429.
    pub fn rate(&self, lane: Lane) -> f64 {
        self.0.with(|state, now| state.track(lane).rate(now))
    }

    fn ticket(&self, lane: Lane, chat: i64, weight: u32, number: u64, reply: bool) -> Ticket {
        Ticket { shared: Arc::clone(&self.0), lane, chat, weight, number, reply, answer: Answer::Lost }
    }
}

impl Ticket {
    pub fn answered(mut self, answer: Answer) {
        self.answer = answer;
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        let (answer, number) = (self.answer, self.number);
        self.shared.with(|state, now| {
            match answer {
                Answer::Unsent => state.chats.stay(self.chat),
                _ => state.chats.arrive(now, self.chat, self.weight),
            }
            match self.reply {
                true => state.free.reply_answered(now, number, answer),
                false => state.track(self.lane).answered(now, number, answer),
            }
        });
    }
}

impl Shared {
    /// Time is read within the lock, so that it does not run backwards.
    fn with<T>(&self, act: impl FnOnce(&mut State, Duration) -> T) -> T {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        act(&mut state, self.began.elapsed())
    }
}

impl State {
    fn track(&mut self, lane: Lane) -> &mut Track {
        match lane {
            Lane::Free => &mut self.free,
            Lane::Paid => &mut self.paid,
        }
    }

    fn check(&mut self, now: Duration, chat: i64) -> Result<(), ChatBusy> {
        match self.chats.wait_of_bulk(now, chat) {
            Duration::ZERO => Ok(()),
            wait => Err(ChatBusy { wait }),
        }
    }
}
