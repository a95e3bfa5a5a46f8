//! A time as an official types it: "besok 08.00", "25-09-2024 08:00".

use chrono::{DateTime, Datelike as _, Days, Months, NaiveDate, NaiveTime, TimeZone as _, Utc, Weekday};

use crate::{calendar::days, texts::Zone};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unclear {
    /// Not a day with a time.
    Unreadable,
    /// 31 February, 25.00.
    NoSuchTime,
    Past,
    /// More than a year ahead: rather a slip of the finger.
    TooFar,
}

/// Reads a day and a time of `zone`, or of the zone that is named behind it. The day may be missing: today.
pub fn parse(text: &str, now: DateTime<Utc>, zone: Zone) -> Result<DateTime<Utc>, Unclear> {
    let text = text.to_lowercase().replace(',', " ");
    let mut words: Vec<&str> = text.split_whitespace().filter(|word| !["tanggal", "on"].contains(word)).collect();
    let named = words.last().and_then(|word| Zone::parse(word));
    if named.is_some() {
        words.pop();
    }
    let zone = named.unwrap_or(zone);
    let written = words.pop().ok_or(Unclear::Unreadable)?;
    let before = words.len();
    words.retain(|word| !["pukul", "jam", "at"].contains(word));
    // "pukul 9" is an hour; a 9 alone may be anything.
    let time = if words.len() < before { hour(written) } else { None }.map_or_else(|| time(written), Ok)?;
    let today = now.with_timezone(&zone.offset()).date_naive();
    let day = day(&words, today)?;
    let at = moment(day, time, zone)?;
    judge(at, now)
}

/// Whether a broadcast may be set for then.
pub fn judge(at: DateTime<Utc>, now: DateTime<Utc>) -> Result<DateTime<Utc>, Unclear> {
    if at <= now {
        return Err(Unclear::Past);
    }
    match now.checked_add_months(Months::new(12)) {
        Some(limit) if at <= limit => Ok(at),
        _ => Err(Unclear::TooFar),
    }
}

/// Times that are often wanted, as far as they are ahead: this afternoon, tomorrow morning, Monday morning.
pub fn common(now: DateTime<Utc>, zone: Zone) -> Vec<DateTime<Utc>> {
    let today = now.with_timezone(&zone.offset()).date_naive();
    let to_monday = 7 - u64::from(today.weekday().num_days_from_monday());
    let mut wanted = vec![(today, 13), (today, 15), (today + Days::new(1), 8)];
    if today.weekday() != Weekday::Sun {
        wanted.push((today + Days::new(to_monday), 8));
    }
    let at = |(day, hour): (NaiveDate, u32)| moment(day, NaiveTime::from_hms_opt(hour, 0, 0)?, zone).ok();
    wanted.into_iter().filter_map(at).filter(|at| *at > now).collect()
}

fn moment(day: NaiveDate, time: NaiveTime, zone: Zone) -> Result<DateTime<Utc>, Unclear> {
    let local = zone.offset().from_local_datetime(&day.and_time(time)).single();
    local.map(|at| at.with_timezone(&Utc)).ok_or(Unclear::NoSuchTime)
}

/// `8.00`, `08:00`, `08.00`.
fn time(word: &str) -> Result<NaiveTime, Unclear> {
    let (hour, minute) = word.split_once(['.', ':']).ok_or(Unclear::Unreadable)?;
    if minute.len() != 2 {
        return Err(Unclear::Unreadable);
    }
    NaiveTime::from_hms_opt(number(hour)?, number(minute)?, 0).ok_or(Unclear::NoSuchTime)
}

fn hour(word: &str) -> Option<NaiveTime> {
    if word.len() > 2 { None } else { NaiveTime::from_hms_opt(number(word).ok()?, 0, 0) }
}

fn day(words: &[&str], today: NaiveDate) -> Result<NaiveDate, Unclear> {
    if words.is_empty() {
        return Ok(today);
    }
    days::one(&words.join(" "), today).map_err(|problem| match problem.key() {
        "calendar-no-such-day" => Unclear::NoSuchTime,
        _ => Unclear::Unreadable,
    })
}

/// Digits only: neither a sign nor anything that a phone's keyboard adds.
fn number(text: &str) -> Result<u32, Unclear> {
    if text.is_empty() || text.len() > 4 || !text.bytes().all(|b| b.is_ascii_digit()) {
        return Err(Unclear::Unreadable);
    }
    text.parse().map_err(|_| Unclear::Unreadable)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Friday, 08:00 in WIB.
    fn now() -> DateTime<Utc> {
        "2024-10-04T01:00:00Z".parse().expect("a moment")
    }

    #[test]
    fn a_time_is_read_as_it_is_written() {
        for (text, wanted) in [
            ("besok 08.00", "2024-10-05T01:00:00Z"),
            ("Lusa pukul 8:15", "2024-10-06T01:15:00Z"),
            ("hari ini 15.30", "2024-10-04T08:30:00Z"),
            ("09.00", "2024-10-04T02:00:00Z"),
            ("25-11-2024 08:00", "2024-11-25T01:00:00Z"),
            ("25/11/2024, 08.00", "2024-11-25T01:00:00Z"),
            ("2024-11-25 08.00", "2024-11-25T01:00:00Z"),
            ("25 November 2024 pukul 08.00 WIB", "2024-11-25T01:00:00Z"),
            ("5 agustus 2025 23.59", "2025-08-05T16:59:00Z"),
            ("besok pukul 9", "2024-10-05T02:00:00Z"),
            ("25-11 08.00", "2024-11-25T01:00:00Z"),
            ("25-11-24 08.00", "2024-11-25T01:00:00Z"),
            ("27 nop 2024 08.00", "2024-11-27T01:00:00Z"),
            ("Rabu, 27/11/24 pukul 08.00", "2024-11-27T01:00:00Z"),
            ("tomorrow at 8.00", "2024-10-05T01:00:00Z"),
            ("besok jam 08.00", "2024-10-05T01:00:00Z"),
            ("Besok jam 9 WITA", "2024-10-05T01:00:00Z"),
            ("pukul 21", "2024-10-04T14:00:00Z"),
            ("besok 08.00 WIT", "2024-10-04T23:00:00Z"),
        ] {
            assert_eq!(parse(text, now(), Zone::Wib), Ok(wanted.parse().expect("a moment")), "{text}");
        }
    }

    #[test]
    fn what_is_no_time_is_told_apart() {
        for (text, why) in [
            ("", Unclear::Unreadable),
            ("nanti saja", Unclear::Unreadable),
            ("besok", Unclear::Unreadable),
            ("besok pukul", Unclear::Unreadable),
            ("besok pukul 31", Unclear::Unreadable),
            ("besok 8", Unclear::Unreadable),
            ("25-11-024 08.00", Unclear::NoSuchTime),
            ("besok besok 08.00", Unclear::Unreadable),
            ("kemarin 08.00", Unclear::Past),
            ("3 okt 2024 08.00", Unclear::Past),
            ("31-02-2025 08.00", Unclear::NoSuchTime),
            ("31 Februari 2025 08.00", Unclear::NoSuchTime),
            ("besok 24.00", Unclear::NoSuchTime),
            ("besok 08.60", Unclear::NoSuchTime),
            ("hari ini 07.59", Unclear::Past),
            ("08.00", Unclear::Past),
            ("04-10-2023 08.00", Unclear::Past),
            ("04-11-2025 08.00", Unclear::TooFar),
        ] {
            assert_eq!(parse(text, now(), Zone::Wib), Err(why), "{text}");
        }
    }

    #[test]
    fn common_times_are_ahead() {
        let shown = |at: &str| -> Vec<String> {
            common(at.parse().expect("a moment"), Zone::Wib).iter().map(|at| at.format("%d %H").to_string()).collect()
        };
        assert_eq!(shown("2024-10-04T01:00:00Z"), ["04 06", "04 08", "05 01", "07 01"]);
        assert_eq!(shown("2024-10-04T08:00:00Z"), ["05 01", "07 01"]);
        // Sunday: tomorrow is Monday.
        assert_eq!(shown("2024-10-06T09:00:00Z"), ["07 01"]);
    }

    proptest! {
        #[test]
        fn nothing_makes_it_panic(text in ".{0,40}") {
            let _ = parse(&text, now(), Zone::Wit);
        }
    }
}
