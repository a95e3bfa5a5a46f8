//! Counts for others to see: small ones are not shown, and what is shown does not give them away.

use super::{SUPPRESSED_BELOW, Status};

/// Cases of one month by status, in the order of [`Status::ALL`].
pub type Cells = [i64; Status::ALL.len()];

/// What may be shown of a month. `None` is "fewer than five" where the whole month is; otherwise a cell that is
/// small, or one that hides it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Shown {
    pub total: Option<i64>,
    pub cells: [Option<i64>; Status::ALL.len()],
}

/// Hides small cells. Because the total is shown, the smallest of the others is hidden as well: otherwise
/// the total less what is shown would be the sum of the small ones, and of few small ones that is nearly
/// each of them.
///
/// No sums over months or agencies are shown anywhere, so that each month stands by itself.
pub fn suppress(cells: Cells) -> Shown {
    let total: i64 = cells.iter().sum();
    if total < SUPPRESSED_BELOW {
        return Shown { total: None, cells: [None; Status::ALL.len()] };
    }
    let mut shown = cells.map(|count| Some(count).filter(|count| *count >= SUPPRESSED_BELOW));
    if shown.contains(&None)
        && let Some(least) = shown.iter().flatten().min().copied()
        && let Some(at) = shown.iter().position(|count| *count == Some(least))
    {
        shown[at] = None;
    }
    Shown { total: Some(total), cells: shown }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeSet, HashMap};

    use super::*;

    #[test]
    fn small_counts_are_hidden_with_one_that_is_not() {
        assert_eq!(suppress([1, 1, 1, 1, 0]), Shown { total: None, cells: [None; 5] });
        assert_eq!(suppress([9, 8, 7, 6, 5]).cells, [Some(9), Some(8), Some(7), Some(6), Some(5)]);
        let shown = suppress([3, 8, 20, 6, 30]);
        assert_eq!(shown, Shown { total: Some(67), cells: [None, Some(8), Some(20), None, Some(30)] });
        assert_eq!(suppress([5, 0, 0, 0, 0]), Shown { total: Some(5), cells: [None; 5] });
    }

    /// Everyone may know the rule. Whoever tries all tables finds, for every hidden cell, several values.
    #[test]
    fn no_hidden_cell_can_be_computed() {
        let mut seen: HashMap<Shown, [BTreeSet<i64>; 5]> = HashMap::new();
        let most = 11;
        let mut cells = [0; 5];
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
            // Beyond what was tried there are more tables.
            if shown.cells.iter().flatten().any(|count| *count == most) {
                continue;
            }
            for (cell, values) in shown.cells.iter().zip(values) {
                assert!(cell.is_some() || values.len() > 1, "{shown:?} gives {values:?} away");
            }
        }
    }
}
