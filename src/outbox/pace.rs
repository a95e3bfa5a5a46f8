//! When the next message may go out: Telegram's limits, over all chats and for each.
//!
//! `governor` has the same evenly spaced slots (GCRA), but its rate is fixed, it knows nothing of
//! messages on their way, and it answers for departures only, while Telegram counts arrivals. The slots
//! are ten lines; what makes them hold at the other end is [`window`].

mod chats;
mod lane;
mod window;

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::time::{Instant, sleep, sleep_until};

use self::{chats::Chats, lane::Lane as Track};
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
        let (free, paid) = (Track::new(delivery.rate, FREE), Track::new(delivery.paid_rate, PAID));
        Self(Arc::new(Shared {
            began: Instant::now(),
            state: Mutex::new(State { free, paid, chats: Chats::new() }),
            turns: Default::default(),
        }))
    }

    /// Waits until `weight` messages of the bulk may go to this chat; they count from then on. Where the
    /// chat got another less than a second ago it says so at once, so that nobody else waits for it.
    pub async fn depart(&self, lane: Lane, chat: i64, weight: u32) -> Result<Ticket, ChatBusy> {
        let shared = &self.0;
        shared.lock().check(shared.now(), chat)?;
        let _turn = shared.turns[lane as usize].lock().await;
        loop {
            let now = shared.now();
            let departed = {
                let mut state = shared.lock();
                // A reply may have gone there meanwhile.
                state.check(now, chat)?;
                let departed = state.track(lane).depart(now, weight);
                if departed.is_ok() {
                    state.chats.reserve(now, chat, weight);
                    state.chats.depart(now, chat);
                }
                departed
            };
            match departed {
                Ok(number) => return Ok(self.ticket(lane, chat, weight, number, false)),
                Err(until) => sleep_until(shared.began + until).await,
            }
        }
    }

    /// A reply to someone who waits for it: held up by nothing but what the chat itself takes, three
    /// messages at once and then one a second. The bulk makes room for it.
    pub async fn interactive(&self, chat: i64, weight: u32) -> Ticket {
        let shared = &self.0;
        let now = shared.now();
        let at = shared.lock().chats.reserve(now, chat, weight);
        if at > now {
            sleep(at - now).await;
        }
        let now = shared.now();
        let mut state = shared.lock();
        state.chats.depart(now, chat);
        let number = state.free.depart_reply(now, weight);
        drop(state);
        self.ticket(Lane::Free, chat, weight, number, true)
    }

    /// Messages a second, at present: less than configured for a while after a 429.
    pub fn rate(&self, lane: Lane) -> f64 {
        self.0.lock().track(lane).rate(self.0.now())
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
        let now = self.shared.now();
        let mut state = self.shared.lock();
        state.chats.arrive(now, self.chat, self.weight);
        let track = state.track(self.lane);
        match self.answer {
            // It may be this chat alone that is too much: no reason for a lower rate.
            Answer::TooMany { retry_after } if self.reply => track.reply_refused(now, self.number, retry_after),
            answer => track.answered(now, self.number, answer),
        }
    }
}

impl Shared {
    fn now(&self) -> Duration {
        self.began.elapsed()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
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
