//! Whether what an entry says can be so: the order of its times, the reading, and what else is on record of it.

use chrono::DateTime;

/// What rounding, and requests that overtook each other, may put out of order; the writer evens it out.
pub const JITTER: i64 = 60_000;
/// Of entries from before clocks that went back were on record: so far back is let pass, and counted.
pub const UNRECORDED: i64 = 3_600_000;

/// When a part was on screen and when it was confirmed, in Unix milliseconds, and for how many seconds it had to
/// be there, where that was kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    pub shown: i64,
    pub read: i64,
    pub dwell: Option<i64>,
}

/// The times of an entry.
#[derive(Clone, Debug)]
pub struct Times<'a> {
    /// When the entry before it was made.
    pub previous: Option<i64>,
    /// When its document was imported.
    pub imported: i64,
    pub parts: &'a [Part],
    pub at: i64,
}

/// What is out of order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Disorder {
    /// It is older than the entry before it.
    Previous,
    /// It is older than its document.
    Imported,
    /// A part was confirmed before it was shown, or too soon after the one before it.
    Reading,
    /// It was made before everything was read.
    Acknowledged,
}

impl Times<'_> {
    /// The first thing that is out of order by more than `slack` milliseconds.
    pub fn disorder(&self, slack: i64) -> Option<Disorder> {
        let falls = |earlier: i64, later: i64| later.saturating_add(slack) < earlier;
        if self.previous.is_some_and(|previous| falls(previous, self.at)) {
            return Some(Disorder::Previous);
        }
        let imported = self.imported;
        if falls(imported, self.at) || self.parts.iter().any(|part| falls(imported, part.shown.min(part.read))) {
            return Some(Disorder::Imported);
        }
        let overtakes = |pair: &[Part]| match pair {
            [one, next] => falls(one.read.saturating_add(next.dwell.unwrap_or(0).saturating_mul(1000)), next.read),
            _ => false,
        };
        if self.parts.iter().any(|part| falls(part.shown, part.read)) || self.parts.windows(2).any(overtakes) {
            return Some(Disorder::Reading);
        }
        self.parts.iter().any(|part| falls(part.read, self.at)).then_some(Disorder::Acknowledged)
    }

    /// A part was confirmed sooner than it could be. No clock explains it: both times are of one row, and the
    /// bot compares them before it writes the second.
    pub fn hasty(&self) -> bool {
        self.parts.iter().any(|part| {
            let haste = |dwell: i64| dwell > 0 && part.read.saturating_sub(part.shown) < dwell.saturating_mul(1000);
            part.dwell.is_some_and(haste)
        })
    }

    /// Two parts were confirmed in the very same moment, though nothing says that this was allowed.
    pub fn at_once(&self) -> bool {
        self.parts.windows(2).any(|pair| matches!(pair, [a, b] if a.read == b.read && b.dwell.is_none()))
    }
}

/// The times that an entry holds as text; `None` where one of them is no time.
pub fn parse_readings(text: &str) -> Option<Vec<i64>> {
    text.split(',').map(|time| DateTime::parse_from_rfc3339(time).ok().map(|time| time.timestamp_millis())).collect()
}

/// Why an entry is doubted whose place in the chain is sound.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Doubt {
    /// It is older than the entry before it, and no clock that went back is on record.
    Previous,
    /// It, or a part of its reading, is older than its document.
    Imported,
    /// The parts were not read one after the other.
    Reading,
    /// It was made before everything was read.
    Acknowledged,
    /// A part was on screen for too short a time.
    Dwell,
    /// What it says of the reading is not what is on record of it.
    Readings,
    /// No account had been linked to this person by then.
    NeverLinked,
    /// The link by which it was made is not this person's, not of that time, or on record nowhere else.
    Link,
    /// Its key is not the person's, and no change of it is on record.
    Key,
    /// So with the name.
    Name,
    /// Its personal data was erased, but the record of that cannot be right.
    Erasure,
}

impl Doubt {
    pub const ALL: [Doubt; 11] = [
        Doubt::Previous,
        Doubt::Imported,
        Doubt::Reading,
        Doubt::Acknowledged,
        Doubt::Dwell,
        Doubt::Readings,
        Doubt::NeverLinked,
        Doubt::Link,
        Doubt::Key,
        Doubt::Name,
        Doubt::Erasure,
    ];
}

impl From<Disorder> for Doubt {
    fn from(disorder: Disorder) -> Self {
        match disorder {
            Disorder::Previous => Doubt::Previous,
            Disorder::Imported => Doubt::Imported,
            Disorder::Reading => Doubt::Reading,
            Disorder::Acknowledged => Doubt::Acknowledged,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(shown: i64, read: i64) -> Part {
        Part { shown, read, dwell: Some(3) }
    }

    #[test]
    fn each_disorder_is_named() {
        fn times(previous: Option<i64>, imported: i64, parts: &[Part], at: i64) -> Times<'_> {
            Times { previous, imported, parts, at }
        }
        let of = |times: &Times<'_>| times.disorder(0);
        let good = &[part(1_000, 4_000), part(4_000, 7_000)];
        assert_eq!(of(&times(Some(8_000), 1_000, good, 8_000)), None, "equal times are in order");
        assert_eq!(of(&times(Some(8_001), 0, good, 8_000)), Some(Disorder::Previous));
        assert_eq!(of(&times(None, 1_001, good, 8_000)), Some(Disorder::Imported));
        assert_eq!(of(&times(None, 9_000, &[], 8_000)), Some(Disorder::Imported));
        assert_eq!(of(&times(None, 0, good, 6_999)), Some(Disorder::Acknowledged));
        let backwards = &[part(1_000, 7_000), part(1_000, 4_000)];
        assert_eq!(of(&times(None, 0, backwards, 8_000)), Some(Disorder::Reading));
        let together = &[part(1_000, 7_000), part(1_000, 7_001)];
        assert_eq!(of(&times(None, 0, together, 8_000)), Some(Disorder::Reading), "a millisecond apart");
        assert_eq!(times(None, 0, together, 8_000).disorder(UNRECORDED), None);
        assert_eq!(times(Some(5_000_000), 0, good, 8_000).disorder(UNRECORDED), Some(Disorder::Previous));
    }

    #[test]
    fn haste_is_found_where_the_dwell_is_known() {
        let times = |part: Part| Times { previous: None, imported: 0, parts: &[part], at: 9_000 }.hasty();
        assert!(times(part(1_000, 3_999)) && !times(part(1_000, 4_000)));
        assert!(!times(Part { dwell: None, ..part(1_000, 1_000) }));
        assert!(!times(Part { dwell: Some(0), ..part(1_000, 900) }), "that is a clock");
        let twice = [Part { dwell: None, ..part(1, 2) }, Part { dwell: None, ..part(1, 2) }];
        assert!(Times { previous: None, imported: 0, parts: &twice, at: 9 }.at_once());
    }

    #[test]
    fn readings_are_read_back() {
        let written = super::super::ledger::readings([0, 1_728_000_000_123].map(crate::clock::from_millis));
        assert_eq!(parse_readings(&written), Some(vec![0, 1_728_000_000_123]));
        assert_eq!(parse_readings("kemarin"), None);
        assert_eq!(parse_readings(""), None);
    }
}
