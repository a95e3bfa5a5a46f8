//! When cases have been closed long enough to be purged.

use std::collections::{HashMap, HashSet};

use chrono::{NaiveDate, TimeDelta};

use super::{Agency, Id, KEPT_DAYS};

/// How far an agency is with a case, as far as purging asks.
#[derive(Clone, Copy, Debug)]
pub struct Handled {
    pub case: Id,
    pub agency: Agency,
    pub closed: Option<NaiveDate>,
    pub merged_into: Option<Id>,
    /// The reporter added something that this agency has not fetched.
    pub waits: bool,
}

/// Cases that were closed by all of their agencies so long ago. Cases that were merged go together, or stay.
pub fn due(all: &[Handled], today: NaiveDate) -> Vec<Id> {
    let limit = today - TimeDelta::days(KEPT_DAYS);
    let closed: HashMap<(Id, Agency), Option<NaiveDate>> =
        all.iter().map(|row| ((row.case, row.agency), row.closed)).collect();
    let rests = |row: &Handled| {
        // A duplicate is closed when what it was merged into is.
        let leading = row.merged_into.unwrap_or(row.case);
        let closed = closed.get(&(leading, row.agency)).copied().flatten();
        !row.waits && closed.is_some_and(|day| day <= limit)
    };
    let mut due = Vec::new();
    for group in groups(all) {
        if all.iter().filter(|row| group.contains(&row.case)).all(rests) {
            due.extend(group);
        }
    }
    due.sort_unstable();
    due
}

/// Cases that belong together because any agency merged them.
fn groups(all: &[Handled]) -> Vec<HashSet<Id>> {
    let mut beside: HashMap<Id, Vec<Id>> = HashMap::new();
    for row in all {
        beside.entry(row.case).or_default();
        if let Some(other) = row.merged_into {
            beside.entry(row.case).or_default().push(other);
            beside.entry(other).or_default().push(row.case);
        }
    }
    let (mut seen, mut groups) = (HashSet::new(), Vec::new());
    for case in beside.keys() {
        let (mut group, mut open) = (HashSet::new(), vec![*case]);
        while let Some(case) = open.pop() {
            if seen.insert(case) {
                group.insert(case);
                open.extend(beside.get(&case).into_iter().flatten());
            }
        }
        if !group.is_empty() {
            groups.push(group);
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(n: i64) -> NaiveDate {
        NaiveDate::from_ymd_opt(2024, 10, 4).expect("a day") + TimeDelta::days(n)
    }

    fn row(case: u8, agency: Agency, closed: Option<i64>) -> Handled {
        Handled { case: Id([case; 16]), agency, closed: closed.map(day), merged_into: None, waits: false }
    }

    #[test]
    fn a_case_goes_ninety_days_after_the_last_agency_closed_it() {
        let all = [row(1, Agency::Bkpsdm, Some(0)), row(1, Agency::Bawaslu, Some(5)), row(2, Agency::Bkpsdm, None)];
        assert_eq!(due(&all, day(94)), []);
        assert_eq!(due(&all, day(95)), [Id([1; 16])]);
        assert_eq!(due(&all, day(9_000)), [Id([1; 16])], "an open case stays");
    }

    #[test]
    fn what_the_reporter_added_is_waited_for() {
        let waits = Handled { waits: true, ..row(1, Agency::Bkpsdm, Some(0)) };
        assert_eq!(due(&[waits], day(900)), []);
    }

    #[test]
    fn merged_cases_go_together() {
        let into = Some(Id([1; 16]));
        let duplicate = Handled { merged_into: into, ..row(2, Agency::Bkpsdm, None) };
        let leading = row(1, Agency::Bkpsdm, Some(0));
        let both = [Id([1; 16]), Id([2; 16])];
        assert_eq!(due(&[leading, duplicate], day(90)), both);
        // Another agency has the duplicate, and is not done with it.
        let mut all = vec![leading, duplicate, row(2, Agency::Bawaslu, None)];
        assert_eq!(due(&all, day(900)), []);
        all[2].closed = Some(day(10));
        assert_eq!(due(&all, day(99)), []);
        assert_eq!(due(&all, day(100)), both);
    }
}
