//! The way out: slots in order, requests side by side, and what to think when none is answered.

use std::{
    panic::AssertUnwindSafe,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use futures::FutureExt as _;
use teloxide::types::ChatId;
use tokio::{
    sync::{Notify, OwnedSemaphorePermit, Semaphore, mpsc, watch},
    time::Instant,
};

use super::{FIRST_PAUSE, LONGEST_PAUSE};
use crate::{
    app::App,
    outbox::{
        Verdict,
        pace::{Answer, Lane, Ticket},
        store::{Report, Slip},
    },
    telegram::bulk::{self, Parcel},
};

/// What has waited longer for a slot is looked at again before it goes.
const STALE: Duration = Duration::from_secs(30);
/// Requests in a row without an answer, after which one at a time is tried.
const SILENCE: u32 = 3;

/// One lane's way out: slots in order, requests side by side.
pub(super) struct Departures {
    pub app: App,
    pub lane: Lane,
    pub packages: mpsc::UnboundedReceiver<Package>,
    pub reporter: mpsc::UnboundedSender<Report>,
    pub waiting: Arc<AtomicU32>,
    pub low: Arc<Notify>,
    pub halt: watch::Receiver<bool>,
    /// Bounds what is on the wire when Telegram is slow.
    pub wire: Arc<Semaphore>,
}

impl Departures {
    pub(super) async fn run(mut self) {
        while let Some(package) = self.packages.recv().await {
            let mut halt = self.halt.clone();
            let slot = tokio::select! {
                biased;
                // Or the worker is gone.
                _ = halt.wait_for(|halt| *halt) => None,
                slot = self.slot(&package) => slot,
            };
            self.waiting.fetch_sub(package.weight, Ordering::Relaxed);
            self.low.notify_one();
            match slot {
                Some((permit, ticket)) => {
                    tokio::spawn(send(self.app.clone(), package, permit, ticket, self.reporter.clone()));
                }
                None => self.give_back(&package),
            }
        }
    }

    async fn slot(&self, package: &Package) -> Option<(OwnedSemaphorePermit, Ticket)> {
        let permit = Arc::clone(&self.wire).acquire_owned().await.ok()?;
        let stale = || package.claimed.elapsed() > STALE;
        if stale() {
            return None;
        }
        let ticket = self.app.pacer.depart(self.lane, package.chat.0, package.weight).await;
        if stale() {
            ticket.answered(Answer::Answered);
            return None;
        }
        Some((permit, ticket))
    }

    fn give_back(&self, package: &Package) {
        let _ = self.reporter.send(Report { slip: package.slip, verdict: None });
    }
}

async fn send(
    app: App,
    package: Package,
    permit: OwnedSemaphorePermit,
    ticket: Ticket,
    reporter: mpsc::UnboundedSender<Report>,
) {
    let sending = AssertUnwindSafe(bulk::send(&app, package.chat, &package.parcel)).catch_unwind();
    // Whether it was written before the panic, nobody knows.
    let verdict = sending.await.unwrap_or(Verdict::Unknown);
    ticket.answered(match verdict {
        Verdict::TooMany { retry_after } => Answer::TooMany { retry_after },
        Verdict::NotSent | Verdict::Unknown => Answer::Lost,
        _ => Answer::Answered,
    });
    drop(permit);
    let _ = reporter.send(Report { slip: package.slip, verdict: Some(verdict) });
}

/// A message made out, in the queue for its slot.
pub(super) struct Package {
    pub slip: Slip,
    pub chat: ChatId,
    pub parcel: Parcel,
    pub weight: u32,
    pub claimed: Instant,
}

/// Requests that come to nothing, one after the other: then Telegram is away, and only probed.
#[derive(Default)]
pub(super) struct Silence {
    requests: u32,
    pause: Option<Duration>,
    until: Option<Instant>,
}

impl Silence {
    pub(super) fn hear(&mut self, verdict: &Verdict) {
        if !matches!(verdict, Verdict::NotSent | Verdict::Unknown) {
            if self.pause.is_some() {
                log::info!("Telegram answers again");
            }
            *self = Self::default();
            return;
        }
        self.requests += 1;
        if self.requests < SILENCE || self.until.is_some_and(|until| Instant::now() < until) {
            return;
        }
        if self.pause.is_none() {
            log::warn!("Telegram does not take messages; trying again from time to time");
        }
        let pause = self.pause.map_or(FIRST_PAUSE, |pause| LONGEST_PAUSE.min(pause * 2));
        (self.pause, self.until) = (Some(pause), Some(Instant::now() + pause));
    }

    /// How many messages may be claimed of those there is room for.
    pub(super) fn allow(&self, room: u32) -> u32 {
        match self.until {
            Some(until) if Instant::now() < until => 0,
            Some(_) => room.min(1),
            None => room,
        }
    }
}
