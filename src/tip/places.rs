//! Turns at the cleaner: whoever has used it least goes first, so that nobody keeps others waiting with many files.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use lru::LruCache;
use tokio::sync::oneshot;

use super::{Who, limits::REMEMBERED};

/// What one use counts at least: a file that is refused at once was fetched as well.
const LEAST: Duration = Duration::from_secs(1);

/// A number of places at which files are fetched and cleaned.
#[derive(Clone)]
pub struct Places(Arc<Mutex<State>>);

struct State {
    free: usize,
    /// Time that accounts have spent at a place since the start; those who have not been here for long are dropped.
    used: LruCache<Who, Duration>,
    waiting: Vec<Waiting>,
}

struct Waiting {
    who: Who,
    turn: oneshot::Sender<Place>,
}

/// A place that is taken, given on when this is dropped.
pub struct Place {
    places: Places,
    who: Who,
    since: Instant,
}

impl Places {
    pub fn new(count: usize) -> Self {
        Self(Arc::new(Mutex::new(State { free: count, used: LruCache::new(REMEMBERED), waiting: Vec::new() })))
    }

    /// Waits for this account's turn: before all who have used more, and behind those who asked earlier and used as much.
    pub async fn take(&self, who: Who) -> Place {
        loop {
            let turn = {
                let mut state = self.lock();
                if state.free > 0 {
                    state.free -= 1;
                    return self.place(who);
                }
                let (sender, turn) = oneshot::channel();
                state.waiting.push(Waiting { who, turn: sender });
                turn
            };
            if let Ok(place) = turn.await {
                return place;
            }
        }
    }

    fn place(&self, who: Who) -> Place {
        Place { places: self.clone(), who, since: Instant::now() }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Who comes next, of those that still wait.
    fn next(&mut self) -> Option<Waiting> {
        self.waiting.retain(|waiting| !waiting.turn.is_closed());
        // The first of those who have used the least.
        let at = (0..self.waiting.len())
            .min_by_key(|at| self.used.peek(&self.waiting[*at].who).copied().unwrap_or_default())?;
        Some(self.waiting.remove(at))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let spent = self.since.elapsed().max(LEAST);
        let mut state = self.places.lock();
        let used = state.used.get(&self.who).copied().unwrap_or_default();
        state.used.put(self.who, used + spent);
        state.free += 1;
        let Some(next) = state.next() else { return };
        state.free -= 1;
        drop(state);
        // Whoever has given up meanwhile gives it on: the place is dropped with the answer.
        let _ = next.turn.send(self.places.place(next.who));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn who(n: u8) -> Who {
        Who([n; 32])
    }

    /// In which order they get a place, who all ask while the only one is taken.
    async fn order(places: &Places, asking: &[u8]) -> Vec<u8> {
        let held = places.take(who(99)).await;
        let (sender, mut got) = tokio::sync::mpsc::unbounded_channel();
        for n in asking.iter().copied() {
            let (places, sender) = (places.clone(), sender.clone());
            tokio::spawn(async move {
                let _place = places.take(who(n)).await;
                let _ = sender.send(n);
            });
            tokio::task::yield_now().await;
        }
        drop((held, sender));
        let mut order = Vec::new();
        while let Some(n) = got.recv().await {
            order.push(n);
        }
        order
    }

    #[tokio::test]
    async fn many_files_of_one_do_not_keep_another_waiting() {
        let places = Places::new(1);
        assert_eq!(order(&places, &[1, 1, 1, 1, 2, 3]).await, [1, 2, 3, 1, 1, 1]);
        // Later as well: what was used counts on.
        assert_eq!(order(&places, &[1, 1, 2, 4]).await, [4, 2, 1, 1]);
    }

    #[tokio::test]
    async fn whoever_gives_up_leaves_the_place_to_others() {
        let places = Places::new(2);
        let (one, two) = (places.take(who(1)).await, places.take(who(1)).await);
        let gives_up = tokio::time::timeout(Duration::from_millis(5), places.take(who(2))).await;
        assert!(gives_up.is_err());
        drop((one, two));
        let both = (places.take(who(3)).await, places.take(who(4)).await);
        assert_eq!(places.lock().free, 0);
        drop(both);
        assert_eq!(places.lock().free, 2);
    }
}
