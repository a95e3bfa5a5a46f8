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

use super::{FIRST_PAUSE, LONGEST_PAUSE, gate::Ready};
use crate::{
    app::App,
    outbox::{
        Verdict,
        pace::{Answer, Lane, Ticket},
        store::{End, Report, Slip},
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
    /// The other end of it, for what has to wait for its chat.
    pub queue: mpsc::WeakUnboundedSender<Package>,
    pub reporter: Reporter,
    pub gate: mpsc::Sender<Ready>,
    pub waiting: Arc<AtomicU32>,
    /// Told where no more than this many wait.
    pub low: Arc<Notify>,
    pub few: u32,
    pub halt: watch::Receiver<bool>,
    /// Bounds what is on the wire when Telegram is slow.
    pub wire: Arc<Semaphore>,
}

impl Departures {
    pub(super) async fn run(mut self) {
        while let Some(package) = self.packages.recv().await {
            let slot = tokio::select! {
                biased;
                () = halted(self.halt.clone()) => Slot::None,
                slot = self.slot(&package) => slot,
            };
            // Whoever waits for their own chat holds up no other.
            let before = self.waiting.fetch_sub(package.weight, Ordering::Relaxed);
            if before.saturating_sub(package.weight) <= self.few {
                self.low.notify_one();
            }
            match slot {
                Slot::Busy(wait) => self.postpone(package, wait),
                Slot::Free(permit, ticket) => {
                    let slip = package.slip;
                    let ready = Ready { package, permit, ticket, since: Instant::now() };
                    if self.gate.send(ready).await.is_err() {
                        self.reporter.give_back(slip);
                    }
                }
                Slot::None => self.reporter.give_back(package.slip),
            }
        }
    }

    /// Into the queue again, once the chat takes another message.
    fn postpone(&self, package: Package, wait: Duration) {
        let (queue, waiting, halt) = (self.queue.clone(), Arc::clone(&self.waiting), self.halt.clone());
        let reporter = self.reporter.clone();
        tokio::spawn(async move {
            tokio::select! {
                () = halted(halt) => {}
                () = tokio::time::sleep(wait) => {}
            }
            let (slip, weight) = (package.slip, package.weight);
            waiting.fetch_add(weight, Ordering::Relaxed);
            if queue.upgrade().is_none_or(|queue| queue.send(package).is_err()) {
                reporter.give_back(slip);
            }
        });
    }

    async fn slot(&self, package: &Package) -> Slot {
        let Ok(permit) = Arc::clone(&self.wire).acquire_owned().await else { return Slot::None };
        if package.is_stale() {
            return Slot::None;
        }
        match self.app.pacer.depart(self.lane, package.chat.0, package.weight).await {
            Err(busy) => Slot::Busy(busy.wait),
            Ok(ticket) if package.is_stale() => {
                ticket.answered(Answer::Unsent);
                Slot::None
            }
            Ok(ticket) => Slot::Free(permit, ticket),
        }
    }
}

enum Slot {
    Free(OwnedSemaphorePermit, Ticket),
    /// The chat got a message just now: others go first.
    Busy(Duration),
    /// It has to be looked at again, or nothing departs any more.
    None,
}

/// Told to stop, or nobody is there to tell.
pub(super) async fn halted(mut halt: watch::Receiver<bool>) {
    let _ = halt.wait_for(|halt| *halt).await;
}

/// Tells the worker how a way ended.
#[derive(Clone)]
pub(super) struct Reporter(pub mpsc::UnboundedSender<Report>);

impl Reporter {
    fn tell(&self, slip: Slip, end: End) {
        let _ = self.0.send(Report { slip, end });
    }

    pub(super) fn give_back(&self, slip: Slip) {
        self.tell(slip, End::Back);
    }
}

pub(super) async fn send(app: App, package: Package, permit: OwnedSemaphorePermit, ticket: Ticket, reporter: Reporter) {
    let sending = AssertUnwindSafe(bulk::send(&app, package.chat, &package.parcel)).catch_unwind();
    // Whether it was written before the panic, nobody knows.
    let verdict = sending.await.unwrap_or(Verdict::Unknown);
    ticket.answered(Answer::from(&verdict));
    drop(permit);
    reporter.tell(package.slip, End::Sent(verdict));
}

/// A message made out, in the queue for its slot.
pub(super) struct Package {
    pub slip: Slip,
    pub chat: ChatId,
    pub parcel: Parcel,
    pub weight: u32,
    pub claimed: Instant,
}

impl Package {
    fn is_stale(&self) -> bool {
        self.claimed.elapsed() > STALE
    }
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
