//! What the page is told: a numbered log of the last events, for server-sent events; and every event as it happens.
use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Instant;

use serde_json::Value;
use tokio::sync::{mpsc, watch};

const KEPT: usize = 5_000;

/// Something that people see: a message, an edit, an answer to a tap.
#[derive(Clone, Debug)]
pub struct Event {
    pub at: Instant,
    /// As `GET /sim/events` gives it; `type` says what it is.
    pub body: Value,
}

#[derive(Debug)]
pub struct Events {
    log: VecDeque<(u64, Arc<str>)>,
    last: watch::Sender<u64>,
    listeners: Vec<mpsc::UnboundedSender<Event>>,
}

impl Default for Events {
    fn default() -> Self {
        Self { log: VecDeque::new(), last: watch::Sender::new(0), listeners: Vec::new() }
    }
}

impl Events {
    pub fn push(&mut self, event: &Value) {
        let id = *self.last.borrow() + 1;
        if self.log.len() == KEPT {
            self.log.pop_front();
        }
        self.log.push_back((id, event.to_string().into()));
        self.last.send_replace(id);
        self.listeners.retain(|listener| listener.send(Event { at: Instant::now(), body: event.clone() }).is_ok());
    }

    /// Every event from now on, none left out.
    pub fn listen(&mut self) -> mpsc::UnboundedReceiver<Event> {
        let (sender, receiver) = mpsc::unbounded_channel();
        self.listeners.push(sender);
        receiver
    }

    pub fn last(&self) -> u64 {
        *self.last.borrow()
    }

    pub fn subscribe(&self) -> watch::Receiver<u64> {
        self.last.subscribe()
    }

    /// Events after this id; `None` when some of them are no longer kept.
    pub fn after(&self, id: u64) -> Option<Vec<(u64, Arc<str>)>> {
        let first = self.log.front().map_or(self.last() + 1, |(first, _)| *first);
        if id + 1 < first || id > self.last() {
            return None;
        }
        let skip = usize::try_from(id + 1 - first).unwrap_or(usize::MAX);
        Some(self.log.iter().skip(skip).cloned().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn resumes_where_it_stopped() {
        let mut events = Events::default();
        assert_eq!(events.after(0), Some(vec![]));
        for n in 0..KEPT + 2 {
            events.push(&json!({ "n": n }));
        }
        assert_eq!(events.after(0), None, "two are lost");
        assert_eq!(events.after(1), None);
        assert_eq!(events.after(2).unwrap().len(), KEPT);
        assert_eq!(events.after(KEPT as u64 + 1).unwrap().len(), 1);
        assert_eq!(events.after(9_999), None, "an id of another run");
    }

    #[test]
    fn a_listener_misses_nothing_and_may_leave() {
        let mut events = Events::default();
        let mut listener = events.listen();
        for n in 0..2 * KEPT {
            events.push(&json!({ "n": n }));
        }
        assert!((0..2 * KEPT).all(|n| listener.try_recv().unwrap().body["n"] == n));
        drop(listener);
        events.push(&json!({}));
        assert!(events.listeners.is_empty());
    }
}
