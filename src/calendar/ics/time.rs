//! Days, moments and lengths as calendars write them.

use chrono::{FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

use super::{lines::Line, zone};

/// Days that one event may last; beyond them someone has mistyped.
const LONGEST: i64 = 100_000;

/// A day, or what a clock shows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum When {
    Day(NaiveDate),
    Moment(NaiveDateTime, Whose),
}

/// Whose clock it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Whose {
    /// Any: whatever the clock shows where one is.
    Here,
    Utc,
    /// So far from UTC at that moment.
    Place(FixedOffset),
}

/// Why a time cannot be read.
#[derive(Debug, PartialEq)]
pub(super) enum Unread {
    Time,
    Zone(String),
}

impl When {
    /// `clock` knows how far a zone is from UTC when its clock shows this.
    pub fn read(line: &Line, clock: impl Fn(&str, NaiveDateTime) -> Option<FixedOffset>) -> Result<Self, Unread> {
        let written = line.value.trim();
        let (date, time) = split(written).ok_or(Unread::Time)?;
        let day = day(date).ok_or(Unread::Time)?;
        let is_day = line.param("VALUE").is_some_and(|value| value.eq_ignore_ascii_case("DATE"));
        let Some(time) = time.filter(|_| !is_day) else { return Ok(When::Day(day)) };
        let (time, offset) = time.split_at(time.find(['Z', 'z', '+', '-']).unwrap_or(time.len()));
        let at = day.and_time(clock_time(time).ok_or(Unread::Time)?);
        Ok(When::Moment(
            at,
            match (offset, line.param("TZID")) {
                ("Z" | "z", _) => Whose::Utc,
                ("", None) => Whose::Here,
                ("", Some(tzid)) => {
                    let offset = clock(tzid, at).ok_or_else(|| Unread::Zone(tzid.to_owned()))?;
                    if offset.local_minus_utc() == 0 && is_utc(tzid) { Whose::Utc } else { Whose::Place(offset) }
                }
                (offset, _) => Whose::Place(zone::written(offset).ok_or(Unread::Time)?),
            },
        ))
    }

    /// Later by so much.
    pub fn after(self, length: TimeDelta) -> Option<Self> {
        match self {
            When::Day(day) => {
                let end = day.and_time(NaiveTime::MIN).checked_add_signed(length)?;
                Some(if end.time() == NaiveTime::MIN { When::Day(end.date()) } else { When::Moment(end, Whose::Here) })
            }
            When::Moment(at, whose) => at.checked_add_signed(length).map(|at| When::Moment(at, whose)),
        }
    }

    /// Where the day of a moment begins by its own clock.
    pub fn is_midnight(self) -> bool {
        matches!(self, When::Moment(at, Whose::Place(_)) if at.time() == NaiveTime::MIN)
    }
}

/// Whether a zone is UTC itself, and not a place that has its time in winter.
fn is_utc(tzid: &str) -> bool {
    let last = tzid.trim().trim_matches('"').rsplit('/').next().unwrap_or_default();
    ["UTC", "GMT", "Z", "Zulu", "Coordinated Universal Time"].iter().any(|utc| last.eq_ignore_ascii_case(utc))
}

/// `20241127T070000` of whatever clock.
pub(super) fn moment(text: &str) -> Option<NaiveDateTime> {
    let (date, time) = split(text.trim())?;
    let time = time.unwrap_or("000000").trim_end_matches(['Z', 'z']);
    Some(day(date)?.and_time(clock_time(time)?))
}

/// The date and the time, if one follows.
fn split(text: &str) -> Option<(&str, Option<&str>)> {
    if !text.is_ascii() {
        return None;
    }
    match text.split_once(['T', 't', ' ']) {
        Some((date, time)) => Some((date, Some(time.trim()))),
        None => Some((text, None)),
    }
}

/// `20241127`, or as ISO 8601 has it, `2024-11-27`.
fn day(text: &str) -> Option<NaiveDate> {
    let format = match text.len() {
        8 if text.bytes().all(|byte| byte.is_ascii_digit()) => "%Y%m%d",
        10 => "%Y-%m-%d",
        _ => return None,
    };
    NaiveDate::parse_from_str(text, format).ok()
}

/// `070000`, `07:00:00` or either without seconds.
fn clock_time(text: &str) -> Option<NaiveTime> {
    let digits: String = text.split('.').next()?.chars().filter(|c| *c != ':').collect();
    if !matches!(digits.len(), 4 | 6) || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let part = |at: usize| digits.get(at..at + 2).map_or(Some(0), |part| part.parse::<u32>().ok());
    // A leap second counts as the one before it.
    NaiveTime::from_hms_opt(part(0)?, part(2)?, part(4)?.min(59))
}

/// `P3D`, `PT6H`, `P3DT0H0M0S`, `P1W`, `+P1DT12H`. None for what is no length, or less than nothing.
pub(super) fn length(text: &str) -> Option<TimeDelta> {
    let text = text.trim().to_ascii_uppercase();
    let text = text.strip_prefix('+').unwrap_or(&text).strip_prefix('P')?;
    let (days, times) = match text.split_once('T') {
        Some((_, "")) => return None,
        Some((days, times)) => (days, times),
        None if text.is_empty() => return None,
        None => (text, ""),
    };
    let day = 24 * 3600;
    let days = sum(days, &[('W', 7 * day), ('D', day)])?;
    let seconds = days.checked_add(sum(times, &[('H', 3600), ('M', 60), ('S', 1)])?)?;
    (seconds <= LONGEST * day).then(|| TimeDelta::try_seconds(seconds)).flatten()
}

/// Numbers with their units, the units in this order.
fn sum(text: &str, units: &[(char, i64)]) -> Option<i64> {
    let (mut rest, mut units, mut sum) = (text, units.iter(), 0i64);
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_ascii_digit())?;
        let (number, unit) = (rest.get(..end)?, rest.get(end..)?.chars().next()?);
        let (_, seconds) = units.find(|(name, _)| *name == unit)?;
        sum = sum.checked_add(number.parse::<i64>().ok()?.checked_mul(*seconds)?)?;
        rest = rest.get(end + 1..)?;
    }
    Some(sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_length_is_read() {
        let hours = |text: &str| length(text).map(|length| length.num_minutes() as f64 / 60.0);
        for (text, wanted) in [
            ("PT6H", 6.0),
            ("P3D", 72.0),
            ("P3DT0H0M0S", 72.0),
            ("P1W", 168.0),
            ("P1WT0S", 168.0),
            ("P1W2D", 216.0),
            ("+P1DT12H", 36.0),
            ("pt90m", 1.5),
            ("PT5400S", 1.5),
            ("PT1H0M1800S", 1.5),
            ("PT0S", 0.0),
            ("P0D", 0.0),
            (" P2D ", 48.0),
        ] {
            assert_eq!(hours(text), Some(wanted), "{text}");
        }
        for text in [
            "",
            "P",
            "PT",
            "3D",
            "-P3D",
            "-PT6H",
            "P-3D",
            "P3",
            "P3X",
            "PT3D",
            "P3H",
            "P1DT",
            "PT1M1H",
            "P1D1D",
            "P1.5D",
            "P99999999999999999999D",
            "P9223372036854775807W",
            "P200000D",
            "P1é",
        ] {
            assert_eq!(length(text), None, "{text}");
        }
    }

    #[test]
    fn moments_are_read_as_programs_write_them() {
        let read = |text: &str| moment(text).map(|at| at.to_string());
        for text in
            ["20241127T070000", "20241127T070000Z", "2024-11-27T07:00:00", "20241127T0700", "20241127t070000.000"]
        {
            assert_eq!(read(text).as_deref(), Some("2024-11-27 07:00:00"), "{text}");
        }
        assert_eq!(read("20241127").as_deref(), Some("2024-11-27 00:00:00"));
        assert_eq!(read("20241231T235960").as_deref(), Some("2024-12-31 23:59:59"));
        for text in [
            "",
            "T",
            "20240231",
            "2024112",
            "+2024-11-27",
            "20241127T",
            "20241127T250000",
            "20241127T07000",
            "２０２４１１２７",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
