//! When the next message may go out: Telegram's limits, over all chats and for each.
//!
//! `governor` has the same evenly spaced slots (GCRA), but its rate is fixed, it knows nothing of
//! messages on their way, and it answers for departures only, while Telegram counts arrivals. The slots
//! are ten lines; what makes them hold at the other end is [`window`].

mod chats;
mod line;
#[cfg(test)]
mod tests;
mod track;
mod window;

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::{
    sync::oneshot,
    time::{Instant, sleep_until},
};

use self::{
    chats::Chats,
    line::{Line, Waiter},
    track::Track,
};
use crate::config::Delivery;

/// The timer knows no less.
const LOOK: Duration = Duration::from_millis(1);
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
}

struct State {
    free: Track,
    paid: Track,
    chats: Chats,
    line: Line,
    /// A task lets replies depart.
    driven: bool,
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
            state: Mutex::new(State {
                free,
                paid,
                chats: Chats::new(burst),
                line: Line::new(delivery.replies, burst),
                driven: false,
            }),
            turns: Default::default(),
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

    /// A reply to someone who waits for it. It goes before anything of the bulk, which makes room for it: where
    /// that has just filled Telegram's second, within a quarter of one, as to be refused would cost more. It waits
    /// for what the chat itself takes (three messages at once, then one a second), for as long as Telegram asks to
    /// wait, and for replies to those who have had less, where all of them are more than Telegram takes.
    pub async fn interactive(&self, chat: i64, weight: u32) -> Ticket {
        let shared = &self.0;
        let (mut at, now) = shared.with(|state, now| (state.chats.reserve(now, chat, weight), now));
        let late = at > now;
        let number = loop {
            at = at.max(shared.with(|state, _| state.chats.paused(chat)));
            // The timer would round a moment that has come up to the next millisecond.
            if at > shared.began.elapsed() {
                sleep_until(shared.began + at).await;
                continue;
            }
            let (depart, departed) = oneshot::channel();
            shared.with(|state, now| state.line.join(Waiter { chat, weight, since: now, late, depart }));
            self.drive();
            match departed.await {
                Ok(number) => break number,
                // The task that drives ended with the runtime.
                Err(_) => at = shared.began.elapsed(),
            }
        };
        self.ticket(Lane::Free, chat, weight, number, true)
    }

    /// Lets replies depart that may; a task sees to those that may not yet.
    fn drive(&self) {
        let shared = Arc::clone(&self.0);
        let next = shared.with(|state, now| {
            let next = state.let_depart(now);
            next.filter(|_| !std::mem::replace(&mut state.driven, true))
        });
        let Some(mut until) = next else { return };
        tokio::spawn(async move {
            loop {
                sleep_until(shared.began + until).await;
                let next = shared.with(|state, now| {
                    let next = state.let_depart(now);
                    state.driven = next.is_some();
                    next
                });
                match next {
                    Some(next) => until = next,
                    None => return,
                }
            }
        });
    }

    /// Whoever is behind this chat has sent so many messages of late: who has sent fewer is answered first.
    pub fn set_sent(&self, chat: i64, sent: u8) {
        self.0.with(|state, _| state.chats.set_sent(chat, sent));
    }

    /// Replies wait because there are more of them than Telegram takes.
    pub fn is_full(&self) -> bool {
        self.0.with(|state, now| state.line.is_full(now))
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
            if let Answer::TooMany { retry_after } = answer
                && self.reply
            {
                state.chats.pause(self.chat, now + retry_after);
                state.line.refused(self.chat, now);
            } else if answer == Answer::Answered && self.reply {
                state.line.answered();
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

    /// Replies that may depart do. When to look again, where others wait.
    fn let_depart(&mut self, now: Duration) -> Option<Duration> {
        while !self.line.is_empty() {
            let chats = &self.chats;
            let at = match self.line.turn(now, |chat| chats.sent(chat)) {
                Ok(at) => at,
                Err(until) => return (!self.line.is_empty()).then_some(until.max(now + LOOK)),
            };
            let Some((since, weight)) = self.line.peek(at).map(|waiter| (waiter.since, waiter.weight)) else {
                continue;
            };
            let number = match self.free.depart_reply(now, since, weight) {
                Ok(number) => number,
                Err(until) => return Some(until),
            };
            let much = self.line.peek(at).is_some_and(|waiter| self.chats.sent(waiter.chat) > chats::MUCH);
            let Some(waiter) = self.line.take(at, now, much) else { continue };
            self.chats.depart(now, waiter.chat);
            if waiter.depart.send(number).is_err() {
                self.chats.stay(waiter.chat);
                self.free.reply_answered(now, number, Answer::Unsent);
            }
        }
        None
    }

    fn check(&mut self, now: Duration, chat: i64) -> Result<(), ChatBusy> {
        match self.chats.wait_of_bulk(now, chat) {
            Duration::ZERO => Ok(()),
            wait => Err(ChatBusy { wait }),
        }
    }
}
