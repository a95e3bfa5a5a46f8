//! Counts for others to see: small ones are not shown, and what is shown does not give them away.

use super::{SUPPRESSED_BELOW, Status};

/// Cases of one month by status, in the order of [`Status::ALL`].
pub type Cells = [i64; Status::ALL.len()];

/// What may be shown of a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Shown {
    /// Fewer than five in all.
    Few,
    /// At least one status has fewer than five. Then none of them is shown: with some of the others, the total
    /// would leave one or two values for it.
    Total(i64),
    All(i64, Cells),
}

/// No sums over months or agencies are shown anywhere, so that each month stands by itself.
pub fn suppress(cells: Cells) -> Shown {
    let total = cells.iter().sum();
    if total < SUPPRESSED_BELOW {
        return Shown::Few;
    }
    if cells.iter().any(|count| *count < SUPPRESSED_BELOW) { Shown::Total(total) } else { Shown::All(total, cells) }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeSet, HashMap};

    use super::*;

    #[test]
    fn small_counts_are_hidden_with_all_beside_them() {
        assert_eq!(suppress([1, 1, 1, 1, 0]), Shown::Few);
        assert_eq!(suppress([5, 0, 0, 0, 0]), Shown::Total(5));
        assert_eq!(suppress([30, 20, 10, 8, 4]), Shown::Total(72));
        assert_eq!(suppress([9, 8, 7, 6, 5]), Shown::All(35, [9, 8, 7, 6, 5]));
    }

    /// Everyone may know the rule. Whoever tries all tables finds, for every hidden count, all small values.
    #[test]
    fn no_hidden_count_can_be_computed() {
        let mut seen: HashMap<Shown, [BTreeSet<i64>; 5]> = HashMap::new();
        let (mut cells, most) = ([0; 5], 9);
        loop {
            let values = seen.entry(suppress(cells)).or_default();
            for (values, count) in values.iter_mut().zip(cells) {
                values.insert(count);
            }
            let Some(at) = cells.iter().position(|count| *count < most) else { break };
            cells[at] += 1;
            cells[..at].fill(0);
        }
        for (shown, values) in seen {
            // Larger totals have tables beyond those that were tried.
            let judged = match shown {
                Shown::Few => true,
                Shown::Total(total) => total <= 3 * most,
                Shown::All(..) => false,
            };
            let possible = |values: &BTreeSet<i64>| (0..SUPPRESSED_BELOW).all(|count| values.contains(&count));
            assert!(!judged || values.iter().all(possible), "{shown:?} leaves only {values:?}");
        }
    }
}
