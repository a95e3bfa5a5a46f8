//! Days as people write them in chat: `25-09-2024 s.d. 23-11-2024`, `25 September 2024`, `2024-09-25`.

use chrono::{Datelike as _, NaiveDate};

use super::{SHIFT_MAX, Span, YEARS, check};
use crate::{msg, texts::Message};

/// A first and a last day, or one day alone where the stage lasts one day. The error is for whoever wrote it.
pub fn parse(text: &str, one_day: bool) -> Result<Span, Message> {
    let parts = parts(text)?;
    let mut rest = parts.as_slice();
    let mut days = Vec::new();
    while !rest.is_empty() {
        let Some((three, after)) = rest.split_at_checked(3) else { return Err(msg!("calendar-days-unread")) };
        days.push(date(three)?);
        rest = after;
    }
    let span = match days.as_slice() {
        [day] if one_day => Span { first: *day, last: *day },
        [_] => return Err(msg!("calendar-days-one")),
        [first, last] => Span { first: *first, last: *last },
        _ => return Err(msg!("calendar-days-unread")),
    };
    if let Some(day) = days.into_iter().find(|day| !YEARS.contains(&day.year())) {
        return Err(check::year_message(day));
    }
    if span.last < span.first {
        return Err(check::reversed(span.first, span.last));
    }
    Ok(span)
}

/// Days to shift by: `7`, `-3`, `+14 hari`.
pub fn parse_shift(text: &str) -> Result<i64, Message> {
    let text = text.trim().to_lowercase().replace(['−', '–'], "-");
    let number = text.trim_end_matches("hari").trim_end_matches("days").trim_end_matches("day").trim();
    // `+ 7` and `- 3`, as some write it.
    let number: String = number.split_whitespace().collect();
    match number.parse::<i64>() {
        Ok(0) => Err(msg!("calendar-shift-zero")),
        Ok(days) if days.abs() <= SHIFT_MAX => Ok(days),
        Ok(_) => Err(msg!("calendar-shift-far", most = SHIFT_MAX)),
        Err(_) => Err(msg!("calendar-shift-unread")),
    }
}

#[derive(Clone, Debug, PartialEq)]
enum Part {
    Number(String),
    Month(u32),
}

impl Part {
    fn value(&self) -> Option<u32> {
        match self {
            Part::Number(digits) => digits.parse().ok(),
            Part::Month(month) => Some(*month),
        }
    }

    fn shown(&self) -> String {
        match self {
            Part::Number(digits) => digits.clone(),
            Part::Month(month) => month.to_string(),
        }
    }

    fn is_year(&self) -> bool {
        matches!(self, Part::Number(digits) if digits.len() == 4)
    }
}

/// Indonesian and English, by their first three letters.
const MONTHS: [&[&str]; 12] = [
    &["jan"],
    &["feb", "peb"],
    &["mar"],
    &["apr"],
    &["mei", "may"],
    &["jun"],
    &["jul"],
    &["agu", "agt", "aug"],
    &["sep"],
    &["okt", "oct"],
    &["nov", "nop"],
    &["des", "dec"],
];
/// Words between two days, and before them.
const BETWEEN: [&str; 14] =
    ["s", "d", "sd", "sampai", "dengan", "hingga", "dari", "mulai", "tanggal", "tgl", "from", "to", "until", "through"];
const WEEKDAYS: [&str; 9] = ["senin", "selasa", "rabu", "kamis", "jumat", "jum", "at", "sabtu", "minggu"];

fn parts(text: &str) -> Result<Vec<Part>, Message> {
    let mut parts = Vec::new();
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let lower = word.to_lowercase();
        if word.chars().all(|c| c.is_ascii_digit()) {
            parts.push(Part::Number(lower));
        } else if let Some(month) = month(&lower) {
            parts.push(Part::Month(month));
        } else if !BETWEEN.contains(&lower.as_str()) && !WEEKDAYS.contains(&lower.as_str()) {
            return Err(msg!("calendar-days-word", word = word.chars().take(30).collect::<String>()));
        }
    }
    if parts.is_empty() { Err(msg!("calendar-days-unread")) } else { Ok(parts) }
}

fn month(word: &str) -> Option<u32> {
    if word.chars().count() < 3 {
        return None;
    }
    let known = |names: &&[&str]| names.iter().any(|name| word.starts_with(name));
    // "minggu" and the like begin like no month; "mar" does not begin "mulai".
    (1..).zip(MONTHS.iter()).find(|(_, names)| known(names)).map(|(month, _)| month)
}

/// Day, month and year, or year, month and day.
fn date(parts: &[Part]) -> Result<NaiveDate, Message> {
    let [one, two, three] = parts else { return Err(msg!("calendar-days-unread")) };
    let (year, month, day) = match (one.is_year(), three.is_year()) {
        (true, false) => (one, two, three),
        (false, true) => (three, two, one),
        _ => return Err(msg!("calendar-days-unread")),
    };
    if matches!(day, Part::Month(_)) {
        return Err(msg!("calendar-days-unread"));
    }
    let whole = || {
        let year = year.value().and_then(|year| i32::try_from(year).ok())?;
        NaiveDate::from_ymd_opt(year, month.value()?, day.value()?)
    };
    whole().ok_or_else(|| {
        let written = [one, two, three].map(Part::shown).join("-");
        msg!("calendar-no-such-day", day = written)
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn span(first: &str, last: &str) -> Span {
        Span { first: first.parse().expect("a day"), last: last.parse().expect("a day") }
    }

    #[test]
    fn days_are_read_as_people_write_them() {
        for text in [
            "25-09-2024 s.d. 23-11-2024",
            "25/9/2024 - 23/11/2024",
            "2024-09-25 2024-11-23",
            "25 September 2024 sampai 23 November 2024",
            "25 Sep 2024 – 23 Nop 2024",
            "dari tanggal 25.09.2024 hingga Sabtu, 23.11.2024",
            "25 SEPTEMBER 2024 sampai dengan\n23 november 2024",
            "25 September 2024 to 23 November 2024",
            "25-09-2024 sd 23-11-2024",
        ] {
            assert_eq!(parse(text, false), Ok(span("2024-09-25", "2024-11-23")), "{text}");
        }
        assert_eq!(parse("27 November 2024", true), Ok(span("2024-11-27", "2024-11-27")));
        assert_eq!(parse("1-3-2024 2-3-2024", true), Ok(span("2024-03-01", "2024-03-02")));
    }

    #[test]
    fn what_is_no_day_says_why() {
        for (text, key) in [
            ("31-02-2024 s.d. 23-11-2024", "calendar-no-such-day"),
            ("31 Februari 2024 - 1 Maret 2024", "calendar-no-such-day"),
            ("9/25/2024 - 11/23/2024", "calendar-no-such-day"),
            ("23-11-2024 s.d. 25-09-2024", "calendar-end-before-start"),
            ("27 November 2024", "calendar-days-one"),
            ("25-09-24 s.d. 23-11-24", "calendar-days-unread"),
            ("25 September s.d. 23 November 2024", "calendar-days-unread"),
            ("besok", "calendar-days-word"),
            ("", "calendar-days-unread"),
            ("…", "calendar-days-unread"),
            ("25-09-2204 s.d. 23-11-2204", "calendar-year"),
            ("1-1-2024 2-1-2024 3-1-2024", "calendar-days-unread"),
            ("99999999999-1-2024 2-1-2024", "calendar-no-such-day"),
        ] {
            assert_eq!(parse(text, false).map_err(|message| message.key()), Err(key), "{text}");
        }
    }

    #[test]
    fn a_shift_is_a_number_of_days() {
        for (text, days) in [("7", 7), ("-3", -3), ("+14 hari", 14), ("− 2", -2), (" 1 HARI ", 1)] {
            assert_eq!(parse_shift(text), Ok(days), "{text}");
        }
        for (text, key) in [
            ("0", "calendar-shift-zero"),
            ("4000", "calendar-shift-far"),
            ("seminggu", "calendar-shift-unread"),
            ("99999999999999999999", "calendar-shift-unread"),
            ("", "calendar-shift-unread"),
        ] {
            assert_eq!(parse_shift(text).map_err(|message| message.key()), Err(key), "{text}");
        }
    }

    proptest! {
        #[test]
        fn nothing_that_is_written_panics(text in ".{0,80}", one_day: bool) {
            let _ = (parse(&text, one_day), parse_shift(&text));
        }
    }
}
