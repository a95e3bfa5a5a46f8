//! Which updates are in hand, and how far Telegram may forget: pure bookkeeping.

use std::collections::BTreeMap;

/// So far below what was confirmed, an id is a new beginning; nearer, it is an update that was
/// finished while the poll that brings it again was under way.
const RENUMBERED: i64 = 1_000;

/// The updates between the last confirmed one and the newest seen. An update is confirmed only
/// when it and all before it are finished; Telegram hands out the rest again after a crash.
#[derive(Debug, Default)]
pub struct Window {
    /// All below are finished.
    next: Option<i64>,
    /// Seen from `next` on: true once finished.
    seen: BTreeMap<i64, bool>,
}

impl Window {
    /// The offset of the next poll: the oldest update that is not finished. `None` before the first.
    pub fn offset(&self) -> Option<i64> {
        self.next
    }

    /// True for an update to handle now; false for one in hand or already finished.
    pub fn accept(&mut self, id: i64) -> bool {
        match self.next {
            None => self.next = Some(id),
            // After a quiet week Telegram numbers anew: what is far below is new as well.
            Some(next) if id < next && next - id > RENUMBERED && self.seen.is_empty() => self.next = Some(id),
            Some(next) if id < next => return false,
            Some(_) => {}
        }
        if self.seen.contains_key(&id) {
            return false;
        }
        self.seen.insert(id, false);
        true
    }

    pub fn finish(&mut self, id: i64) {
        if let Some(done) = self.seen.get_mut(&id) {
            *done = true;
        }
        while let Some(entry) = self.seen.first_entry() {
            if !*entry.get() {
                self.next = Some(*entry.key());
                return;
            }
            self.next = Some(entry.key() + 1);
            entry.remove();
        }
    }

    /// How many places of Telegram's hundred are taken.
    pub fn taken(&self) -> usize {
        self.seen.len()
    }

    /// How many are still being handled.
    pub fn in_hand(&self) -> usize {
        self.seen.values().filter(|done| !**done).count()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_offset_waits_for_the_oldest() {
        let mut window = Window::default();
        assert_eq!(window.offset(), None);
        assert!([10, 11, 12].into_iter().all(|id| window.accept(id)));
        window.finish(11);
        window.finish(12);
        assert_eq!((window.offset(), window.in_hand()), (Some(10), 1));
        assert!(!window.accept(10), "in hand");
        assert!(!window.accept(12), "finished but not confirmed");
        window.finish(10);
        assert_eq!((window.offset(), window.in_hand()), (Some(13), 0));
        assert!(!window.accept(12), "confirmed");
        assert!(window.accept(13));
    }

    #[test]
    fn gaps_in_the_numbers_are_passed_over() {
        let mut window = Window::default();
        assert!(window.accept(5) && window.accept(9));
        window.finish(5);
        assert_eq!(window.offset(), Some(9));
    }

    #[test]
    fn numbering_may_start_anew_when_nothing_is_in_hand() {
        let mut window = Window::default();
        assert!(window.accept(900_000_000));
        window.finish(900_000_000);
        assert!(window.accept(17));
        window.finish(17);
        assert_eq!(window.offset(), Some(18));
    }

    proptest! {
        /// Whatever the order of finishing, each update is taken once and nothing unfinished is confirmed.
        #[test]
        fn nothing_unfinished_is_ever_confirmed(order in Just((1..40i64).collect::<Vec<_>>()).prop_shuffle()) {
            let mut window = Window::default();
            for id in 1..40 {
                prop_assert!(window.accept(id));
            }
            let mut unfinished: std::collections::BTreeSet<i64> = (1..40).collect();
            for id in order {
                window.finish(id);
                unfinished.remove(&id);
                let oldest = unfinished.first().copied().unwrap_or(40);
                prop_assert_eq!(window.offset(), Some(oldest));
                prop_assert!((1..40).all(|id| !window.accept(id)));
            }
        }
    }
}
