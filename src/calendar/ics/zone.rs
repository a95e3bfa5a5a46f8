//! Places whose clocks a calendar names: by the IANA, by Windows, by an offset, or by rules of its own.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Offset as _, TimeDelta, TimeZone as _};
use chrono_tz::Tz;
use rrule::{RRule, Unvalidated};
use windows_timezones::WindowsTimezone;

use super::{lines::Component, time::moment};

/// Changes of a clock that are looked at within the window below.
const CHANGES: u16 = 100;
/// A clock is changed at least so often, or not any more.
const WINDOW: i64 = 800;

pub(super) enum Clock {
    Fixed(FixedOffset),
    Known(Tz),
    /// A VTIMEZONE of the file.
    Own(Vec<Observance>),
}

impl Clock {
    /// How far this clock is from UTC when it shows `at`.
    pub fn offset(&self, at: NaiveDateTime) -> FixedOffset {
        match self {
            Clock::Fixed(offset) => *offset,
            Clock::Known(tz) => {
                let offset = |at: NaiveDateTime| tz.offset_from_local_datetime(&at).earliest().map(|found| found.fix());
                // An hour that a clock leaves out: as before it.
                offset(at).or_else(|| offset(at - TimeDelta::hours(2))).unwrap_or(offset_of(0))
            }
            Clock::Own(observances) => {
                let onset = |observance: &Observance| Some((observance.last_onset(at)?, observance.to));
                let last = observances.iter().filter_map(onset).max_by_key(|(onset, _)| *onset);
                let before = || observances.iter().min_by_key(|observance| observance.start).map(|first| first.from);
                last.map(|(_, to)| to).or_else(before).unwrap_or(offset_of(0))
            }
        }
    }
}

fn offset_of(seconds: i32) -> FixedOffset {
    FixedOffset::east_opt(seconds).unwrap_or_else(|| chrono::Utc.fix())
}

/// The clock of this name, unless nobody knows it.
pub(super) fn named(tzid: &str) -> Option<Clock> {
    let tzid = tzid.trim().trim_matches('"').trim();
    ours(tzid).or_else(|| iana(tzid)).or_else(|| windows(tzid)).or_else(|| written(tzid).map(Clock::Fixed))
}

/// As Indonesians abbreviate it, alone or behind the name of a list.
fn ours(tzid: &str) -> Option<Clock> {
    let last = tzid.rsplit('/').next().unwrap_or(tzid).to_ascii_lowercase();
    let hours = match last.as_str() {
        "wib" | "waktu indonesia barat" | "western indonesia time" => 7,
        "wita" | "waktu indonesia tengah" | "central indonesia time" => 8,
        "wit" | "waktu indonesia timur" | "eastern indonesia time" => 9,
        _ => return None,
    };
    Some(Clock::Fixed(offset_of(hours * 3600)))
}

/// Some programs prefix the name of the list that it stands in: /freeassociation.sourceforge.net/Asia/Jakarta.
fn iana(tzid: &str) -> Option<Clock> {
    let mut rest = tzid.trim_start_matches('/');
    loop {
        if let Some(tz) = chrono_tz::TZ_VARIANTS.iter().find(|tz| tz.name().eq_ignore_ascii_case(rest)) {
            return Some(Clock::Known(*tz));
        }
        rest = rest.split_once('/')?.1;
    }
}

/// `SE Asia Standard Time`, and as Outlook shows it: `(UTC+07:00) Bangkok, Hanoi, Jakarta`.
fn windows(tzid: &str) -> Option<Clock> {
    // Exchange numbers copies of a zone, and names the one that is in force.
    let plain = tzid.trim_end_matches(|c: char| c.is_ascii_digit()).trim().replace("Daylight Time", "Standard Time");
    let same = |tz: &&Tz| {
        WindowsTimezone::try_from(**tz).is_ok_and(|zone| {
            let names = [zone.name(), zone.description()];
            names.iter().any(|name| name.eq_ignore_ascii_case(tzid) || name.eq_ignore_ascii_case(&plain))
        })
    };
    plain
        .parse::<WindowsTimezone>()
        .map(Tz::from)
        .ok()
        .or_else(|| chrono_tz::TZ_VARIANTS.iter().find(same).copied())
        .map(Clock::Known)
}

/// `UTC+7`, `GMT+0700`, `+07:00`, `(GMT+07.00) Bangkok/Hanoi/Jakarta`, `UTC`.
pub(super) fn written(text: &str) -> Option<FixedOffset> {
    let text = text.trim().trim_start_matches('(').trim_start();
    let name = text.get(..3).filter(|name| name.eq_ignore_ascii_case("UTC") || name.eq_ignore_ascii_case("GMT"));
    let rest = text.get(name.map_or(0, str::len)..)?.trim_start();
    let (sign, rest) = match rest.chars().next() {
        Some('+') => (1, &rest[1..]),
        Some('-') => (-1, &rest[1..]),
        Some('−') => (-1, &rest['−'.len_utf8()..]),
        Some(')' | ' ') | None if name.is_some() => return Some(offset_of(0)),
        _ => return None,
    };
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let (hours, rest) = match digits(rest) {
        count @ (1 | 2) => rest.split_at(count),
        4 | 6 => rest.split_at(2),
        _ => return None,
    };
    let rest = rest.strip_prefix([':', '.']).unwrap_or(rest);
    let (minutes, rest) = match digits(rest) {
        0 => ("0", rest),
        2 | 4 => rest.split_at(2),
        _ => return None,
    };
    let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == ':');
    if rest.starts_with(char::is_alphanumeric) {
        return None;
    }
    let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours <= 15 && minutes < 60).then(|| offset_of(sign * (hours * 3600 + minutes * 60)))
}

/// From when on, and when again, a zone's clock is so far from UTC.
#[derive(Debug)]
pub(super) struct Observance {
    start: NaiveDateTime,
    from: FixedOffset,
    to: FixedOffset,
    rules: Vec<RRule<Unvalidated>>,
    dates: Vec<NaiveDateTime>,
}

/// The file's own zone, if it is complete.
pub(super) fn own(timezone: &Component) -> Option<(&str, Clock)> {
    let parts = timezone.components.iter().filter(|part| ["STANDARD", "DAYLIGHT"].contains(&part.name.as_str()));
    let observances = parts.map(Observance::read).collect::<Option<Vec<_>>>()?;
    (!observances.is_empty()).then_some((timezone.value("TZID")?, Clock::Own(observances)))
}

impl Observance {
    fn read(part: &Component) -> Option<Self> {
        let offset = |name| part.value(name).and_then(written);
        let (from, to) = (offset("TZOFFSETFROM"), offset("TZOFFSETTO")?);
        let start = part.value("DTSTART").and_then(moment).unwrap_or(NaiveDate::MIN.and_time(NaiveTime::MIN));
        let rules = part.all("RRULE").filter_map(|line| rule(&line.value)).collect();
        let dates = part.all("RDATE").flat_map(|line| line.value.split(',')).filter_map(moment).collect();
        Some(Self { start, from: from.unwrap_or(to), to, rules, dates })
    }

    /// When it last began before the clock shows `at`.
    fn last_onset(&self, at: NaiveDateTime) -> Option<NaiveDateTime> {
        if self.start > at {
            return None;
        }
        let once = std::iter::once(self.start).chain(self.dates.iter().copied()).filter(|onset| *onset <= at);
        let recurring = self.rules.iter().filter_map(|rule| last_of(rule, self.start, at));
        once.chain(recurring).max()
    }
}

/// The last time by a rule. Clocks are compared as if all were UTC.
fn last_of(rule: &RRule<Unvalidated>, start: NaiveDateTime, at: NaiveDateTime) -> Option<NaiveDateTime> {
    let until = rule.get_until().map_or(at, |until| until.naive_utc().min(at));
    let utc = |at: NaiveDateTime| DateTime::from_naive_utc_and_offset(at, rrule::Tz::UTC.offset_from_utc_datetime(&at));
    // Rules count from years of long ago: only those before are looked at.
    let set = rule.clone().build(utc(start)).ok()?;
    let set = set.after(utc(until.checked_sub_signed(TimeDelta::days(WINDOW))?)).before(utc(until));
    set.all(CHANGES).dates.last().map(DateTime::naive_utc)
}

/// A rule as it may be written: until a day, or a moment of whatever clock.
pub(super) fn rule(text: &str) -> Option<RRule<Unvalidated>> {
    let parts = text.trim().split(';').filter(|part| !part.is_empty()).map(|part| {
        let part = part.trim().to_ascii_uppercase();
        match part.strip_prefix("UNTIL=") {
            Some(until) if until.len() == 8 => format!("UNTIL={until}T235959Z"),
            Some(until) if !until.ends_with('Z') => format!("UNTIL={until}Z"),
            _ => part,
        }
    });
    parts.collect::<Vec<_>>().join(";").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::ics::lines;

    fn hours(clock: &Clock, at: &str) -> f64 {
        f64::from(clock.offset(moment(at).expect("a moment")).local_minus_utc()) / 3600.0
    }

    #[test]
    fn clocks_are_known_by_the_names_that_programs_give() {
        for (name, winter, summer) in [
            ("Asia/Jakarta", 7.0, 7.0),
            ("asia/makassar", 8.0, 8.0),
            ("Asia/Ujung_Pandang", 8.0, 8.0),
            ("/freeassociation.sourceforge.net/Asia/Jayapura", 9.0, 9.0),
            ("/mozilla.org/20050126_1/Asia/Pontianak", 7.0, 7.0),
            ("/citadel.org/20190914_1/America/Argentina/Buenos_Aires", -3.0, -3.0),
            ("\"SE Asia Standard Time\"", 7.0, 7.0),
            ("se asia standard time", 7.0, 7.0),
            ("Singapore Standard Time", 8.0, 8.0),
            ("Tokyo Standard Time", 9.0, 9.0),
            ("W. Europe Standard Time", 1.0, 2.0),
            ("W. Europe Daylight Time", 1.0, 2.0),
            ("Eastern Standard Time 1", -5.0, -4.0),
            ("(UTC+07:00) Bangkok, Hanoi, Jakarta", 7.0, 7.0),
            ("(GMT+07.00) Bangkok/Hanoi/Jakarta", 7.0, 7.0),
            ("UTC+07:00", 7.0, 7.0),
            ("GMT+0700", 7.0, 7.0),
            ("UTC+8", 8.0, 8.0),
            ("+0900", 9.0, 9.0),
            ("-03:30", -3.5, -3.5),
            ("Etc/GMT-7", 7.0, 7.0),
            ("WITA", 8.0, 8.0),
            ("Waktu Indonesia Timur", 9.0, 9.0),
            ("UTC", 0.0, 0.0),
            ("GMT", 0.0, 0.0),
            ("(UTC) Coordinated Universal Time", 0.0, 0.0),
            ("Europe/London", 0.0, 1.0),
        ] {
            let clock = named(name).unwrap_or_else(|| panic!("{name}"));
            assert_eq!(
                (hours(&clock, "20240115T120000"), hours(&clock, "20240715T120000")),
                (winter, summer),
                "{name}"
            );
        }
        for name in ["", "Mars/Olympus", "Asia/Atlantis", "UTC+99", "Customized Time Zone", "+7a", "GMTX", "/", "\"\""]
        {
            assert!(named(name).is_none(), "{name}");
        }
        // An hour that the clock leaves out, and one that it shows twice.
        let york = named("America/New_York").expect("a zone");
        assert_eq!((hours(&york, "20240310T023000"), hours(&york, "20241103T013000")), (-5.0, -4.0));
    }

    fn zone(parts: &str) -> Clock {
        let text = format!("BEGIN:VTIMEZONE\nTZID:Kantor\n{parts}END:VTIMEZONE\n");
        own(&lines::read(text.as_bytes()).expect("components")[0]).expect("a zone").1
    }

    #[test]
    fn a_files_own_clock_follows_its_rules() {
        let fixed =
            zone("BEGIN:STANDARD\nDTSTART:16010101T000000\nTZOFFSETFROM:+0700\nTZOFFSETTO:+0700\nEND:STANDARD\n");
        assert!((hours(&fixed, "20240115T120000") - 7.0).abs() < 0.01);
        // Outlook's, since 1601; and one that gave up changing its clock, and one by dates.
        let outlook = zone(
            "BEGIN:STANDARD\nDTSTART:16011104T020000\nRRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11\nTZOFFSETFROM:-0400\n\
             TZOFFSETTO:-0500\nEND:STANDARD\nBEGIN:DAYLIGHT\nDTSTART:16010311T020000\n\
             RRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3\nTZOFFSETFROM:-0500\nTZOFFSETTO:-0400\nEND:DAYLIGHT\n",
        );
        for (at, wanted) in [
            ("20240310T015959", -5.0),
            ("20240310T030000", -4.0),
            ("20241103T010000", -4.0),
            ("20241103T020000", -5.0),
            ("20241231T235959", -5.0),
            ("21990701T000000", -4.0),
        ] {
            assert_eq!(hours(&outlook, at), wanted, "{at}");
        }
        let ended = zone(
            "BEGIN:DAYLIGHT\nDTSTART:19810329T020000\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU;UNTIL=20150329T000000Z\n\
             TZOFFSETFROM:+0200\nTZOFFSETTO:+0300\nEND:DAYLIGHT\nBEGIN:STANDARD\nDTSTART:19961027T030000\n\
             RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU;UNTIL=20151025\nTZOFFSETFROM:+0300\nTZOFFSETTO:+0200\nEND:STANDARD\n\
             BEGIN:STANDARD\nDTSTART:20160907T000000\nTZOFFSETFROM:+0300\nTZOFFSETTO:+0800\nEND:STANDARD\n",
        );
        for (at, wanted) in
            [("20140701T000000", 3.0), ("20151224T000000", 2.0), ("20270701T000000", 8.0), ("19700101T000000", 2.0)]
        {
            assert_eq!(hours(&ended, at), wanted, "{at}");
        }
        let dated = zone(
            "BEGIN:STANDARD\nDTSTART:20230101T000000\nRDATE:20241101T000000,20251101T000000\nTZOFFSETFROM:+0800\n\
             TZOFFSETTO:+0700\nEND:STANDARD\nBEGIN:DAYLIGHT\nDTSTART:20240401T000000\nRDATE;VALUE=DATE-TIME:20250401T000000\n\
             TZOFFSETFROM:+0700\nTZOFFSETTO:+0800\nEND:DAYLIGHT\n",
        );
        for (at, wanted) in
            [("20240301T000000", 7.0), ("20240601T000000", 8.0), ("20250101T000000", 7.0), ("20250601T000000", 8.0)]
        {
            assert_eq!(hours(&dated, at), wanted, "{at}");
        }
    }
}
