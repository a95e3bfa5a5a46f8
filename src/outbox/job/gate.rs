//! The last step before a request: what departs now is written down as being on the wire, several in one commit.

use std::{collections::BTreeSet, time::Duration};

use tokio::{
    sync::{OwnedSemaphorePermit, mpsc, watch},
    time::Instant,
};

use super::wire::{Package, Reporter, halted, send};
use crate::{
    app::App,
    outbox::{
        pace::{Answer, Lane, Ticket},
        store,
    },
    telegram::errors,
};

/// Departures that share a commit, at most. While one is under way, those whose slots come meanwhile gather.
const TOGETHER: usize = 128;
/// Whoever was held up longer than this by the disk has missed the slot, and takes another.
const LATE: Duration = Duration::from_millis(250);

/// One lane's gate.
pub(super) struct Gate {
    pub app: App,
    pub lane: Lane,
    pub boot: i64,
    pub ready: mpsc::Receiver<Ready>,
    pub reporter: Reporter,
    pub halt: watch::Receiver<bool>,
}

/// A message whose slot has come.
pub(super) struct Ready {
    pub package: Package,
    pub permit: OwnedSemaphorePermit,
    pub ticket: Ticket,
    pub since: Instant,
}

impl Gate {
    pub(super) async fn run(mut self) {
        let mut batch = Vec::with_capacity(TOGETHER);
        while self.ready.recv_many(&mut batch, TOGETHER).await > 0 {
            let may_go = self.write_down(&batch).await;
            for ready in batch.drain(..) {
                if may_go.contains(&ready.package.slip.key()) {
                    self.let_go(ready);
                } else {
                    ready.ticket.answered(Answer::Unsent);
                    self.reporter.give_back(ready.package.slip);
                }
            }
        }
    }

    /// Those that say `sending` on the disk now.
    async fn write_down(&self, batch: &[Ready]) -> BTreeSet<store::DeliveryKey> {
        if *self.halt.borrow() {
            return BTreeSet::new();
        }
        let keys: Vec<_> = batch.iter().map(|ready| ready.package.slip.key()).collect();
        let (boot, now) = (self.boot, self.app.clock.now());
        let written =
            self.app.db.write(move |c| Box::pin(async move { store::depart(c, boot, &keys, now).await })).await;
        written.unwrap_or_else(|error| {
            log::warn!(cause = errors::cause(&error).as_str(); "messages to many were not let go: the database refuses");
            BTreeSet::new()
        })
    }

    fn let_go(&self, ready: Ready) {
        let Ready { package, permit, ticket, since } = ready;
        let (app, reporter) = (self.app.clone(), self.reporter.clone());
        if since.elapsed() <= LATE {
            tokio::spawn(send(app, package, permit, ticket, reporter));
            return;
        }
        ticket.answered(Answer::Unsent);
        let (lane, halt) = (self.lane, self.halt.clone());
        tokio::spawn(async move {
            let slot = async {
                loop {
                    match app.pacer.depart(lane, package.chat.0, package.weight).await {
                        Ok(ticket) => return ticket,
                        Err(busy) => tokio::time::sleep(busy.wait).await,
                    }
                }
            };
            tokio::select! {
                biased;
                () = halted(halt) => reporter.give_back(package.slip),
                ticket = slot => send(app.clone(), package, permit, ticket, reporter).await,
            }
        });
    }
}
