//! Codes for many in portions: one file each, unit by unit.

use super::{PersonId, store::Waiting};

/// Slips in one file, so that a phone opens it.
pub const PER_FILE: usize = 1_000;

/// `apart`: a file for each unit right below the chosen one. Else as few as there can be without tearing units, but
/// for those that are larger than a file.
pub fn plan(waiting: &[Waiting], apart: bool) -> Vec<Vec<PersonId>> {
    let mut files: Vec<Vec<PersonId>> = Vec::new();
    let mut joined: Vec<PersonId> = Vec::new();
    for part in waiting.chunk_by(|a, b| a.part == b.part) {
        if !joined.is_empty() && (apart || joined.len() + part.len() > PER_FILE) {
            files.push(std::mem::take(&mut joined));
        }
        for chunk in part.chunks(PER_FILE) {
            if !joined.is_empty() && joined.len() + chunk.len() > PER_FILE {
                files.push(std::mem::take(&mut joined));
            }
            joined.extend(chunk.iter().map(|one| one.person));
        }
    }
    if !joined.is_empty() {
        files.push(joined);
    }
    files
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roster::UnitId;

    /// So many people in each part; part 0 is the unit itself.
    fn waiting(parts: &[usize]) -> Vec<Waiting> {
        let ids = (0_i64..).zip(parts).flat_map(|(part, count)| std::iter::repeat_n(part, *count));
        ids.zip(1..)
            .map(|(part, id)| Waiting { person: PersonId(id), part: (part > 0).then_some(UnitId(part)) })
            .collect()
    }

    fn sizes(parts: &[usize], apart: bool) -> Vec<usize> {
        plan(&waiting(parts), apart).iter().map(Vec::len).collect()
    }

    #[test]
    fn units_stay_together_where_they_fit() {
        assert_eq!(sizes(&[], false), [0; 0]);
        assert_eq!(sizes(&[3, 4, 5], false), [12]);
        assert_eq!(sizes(&[3, 4, 5], true), [3, 4, 5]);
        assert_eq!(sizes(&[0, 600, 600, 300], false), [600, 900]);
        assert_eq!(sizes(&[1, 2_500, 400], false), [1, 1_000, 1_000, 900]);
        assert_eq!(sizes(&[1, 2_500, 400], true), [1, 1_000, 1_000, 500, 400]);
    }

    #[test]
    fn nobody_is_left_out_or_twice() {
        for apart in [false, true] {
            let people = waiting(&[7, 1_000, 1, 3_001, 0, 999]);
            let all: Vec<i64> = plan(&people, apart).into_iter().flatten().map(|person| person.0).collect();
            assert_eq!(all, people.iter().map(|one| one.person.0).collect::<Vec<_>>());
        }
    }
}
