//! Days as people write them in chat: `25-09-2024 s.d. 23-11-2024`, `25 sep - 23 nov 2030`, `27/11/30`, `besok`.

use chrono::{Datelike as _, Days, NaiveDate};

use super::{SHIFT_MAX, Span, YEARS, check};
use crate::{msg, texts::Message};

/// A first day of the year before is meant where no more than so many days lie between: `25 des - 3 jan 2031`.
const OVER_NEW_YEAR: i64 = 200;
/// Words of one answer; more are no two days.
const WORDS: usize = 12;

/// A first and a last day, or one day alone where the stage may last one day. What is left out of the year or the
/// month is taken from the other day, or is the next to come. The error is for whoever wrote it.
pub fn parse(text: &str, one_day: bool, today: NaiveDate) -> Result<Span, Message> {
    let span = match read(&tokens(text, today)?, today)? {
        (day, None) if one_day => Span { first: day, last: day },
        (_, None) => return Err(msg!("calendar-days-one")),
        (first, Some(last)) => Span { first, last },
    };
    if let Some(day) = [span.first, span.last].into_iter().find(|day| !YEARS.contains(&day.year())) {
        return Err(check::year_message(day));
    }
    if span.last < span.first {
        return Err(check::reversed(span.first, span.last));
    }
    Ok(span)
}

/// One day, written in the same ways.
pub fn one(text: &str, today: NaiveDate) -> Result<NaiveDate, Message> {
    match read(&tokens(text, today)?, today)? {
        (day, None) => Ok(day),
        _ => Err(msg!("calendar-days-unread")),
    }
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

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token {
    /// Its value, and how many digits it has.
    Number(u32, usize),
    Month(u32),
    /// `besok`.
    Whole(NaiveDate),
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
    &["agu", "agt", "aug", "ags"],
    &["sep"],
    &["okt", "oct"],
    &["nov", "nop"],
    &["des", "dec"],
];
/// Days by their distance from today.
const NEAR: [(&str, i8); 9] = [
    ("kemarin", -1),
    ("yesterday", -1),
    ("hari ini", 0),
    ("today", 0),
    ("besok", 1),
    ("esok", 1),
    ("tomorrow", 1),
    ("besok lusa", 2),
    ("lusa", 2),
];
/// Words between two days, before and behind them.
const BETWEEN: [&str; 27] = [
    "s", "d", "sd", "sampai", "dengan", "hingga", "dari", "mulai", "pada", "tanggal", "tgl", "tahun", "thn", "from",
    "to", "until", "till", "through", "on", "the", "of", "and", "dan", "st", "nd", "rd", "th",
];
const WEEKDAYS: [&str; 17] = [
    "senin",
    "selasa",
    "rabu",
    "kamis",
    "jumat",
    "jum",
    "at",
    "sabtu",
    "minggu",
    "ahad",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

fn tokens(text: &str, today: NaiveDate) -> Result<Vec<Token>, Message> {
    let lower = text.to_lowercase();
    let words = words(&lower);
    let mut tokens = Vec::new();
    let mut rest = words.as_slice();
    while let [word, after @ ..] = rest {
        // Two words of one meaning first.
        let pair = after.first().map(|next| format!("{word} {next}"));
        let near = |word: &str| NEAR.iter().find(|(name, _)| *name == word).map(|(_, days)| shifted(today, *days));
        if let Some(day) = pair.as_deref().and_then(near) {
            tokens.push(Token::Whole(day));
            rest = after.get(1..).unwrap_or_default();
            continue;
        }
        rest = after;
        if word.bytes().all(|b| b.is_ascii_digit()) {
            tokens.push(Token::Number(word.parse().unwrap_or(u32::MAX), word.len()));
        } else if let Some(day) = near(word) {
            tokens.push(Token::Whole(day));
        } else if let Some(month) = month(word) {
            tokens.push(Token::Month(month));
        } else if !BETWEEN.contains(word) && !WEEKDAYS.contains(word) {
            return Err(msg!("calendar-days-word", word = word.chars().take(30).collect::<String>()));
        }
    }
    if tokens.is_empty() || tokens.len() > WORDS { Err(msg!("calendar-days-unread")) } else { Ok(tokens) }
}

/// Runs of digits and runs of letters: `27nov2030` are three.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    for part in text.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()) {
        let mut from = 0;
        let mut before = None;
        for (at, c) in part.char_indices() {
            let digit = c.is_ascii_digit();
            if before.is_some_and(|before| before != digit) {
                words.push(&part[from..at]);
                from = at;
            }
            before = Some(digit);
        }
        words.push(&part[from..]);
    }
    words
}

fn shifted(day: NaiveDate, days: i8) -> NaiveDate {
    let by = Days::new(days.unsigned_abs().into());
    let there = if days < 0 { day.checked_sub_days(by) } else { day.checked_add_days(by) };
    there.unwrap_or(day)
}

fn month(word: &str) -> Option<u32> {
    if word.chars().count() < 3 {
        return None;
    }
    let known = |names: &&[&str]| names.iter().any(|name| word.starts_with(name));
    // "minggu" and the like begin like no month; "mar" does not begin "mulai".
    (1..).zip(MONTHS.iter()).find(|(_, names)| known(names)).map(|(month, _)| month)
}

/// A day of which month or year may be missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Partial {
    day: u32,
    month: Option<u32>,
    year: Option<i32>,
    /// How much of it is guessed: nothing, the century, the year, the month.
    guessed: u8,
}

impl Partial {
    fn of(day: u32, month: Option<u32>, year: Option<i32>, guessed: u8) -> Self {
        Self { day, month, year, guessed }
    }

    fn whole(self) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(self.year?, self.month?, self.day)
    }

    /// As it was written, for whoever wrote a day that there is not.
    fn shown(self) -> String {
        let parts = [Some(self.day.to_string()), self.month.map(|m| m.to_string()), self.year.map(|y| y.to_string())];
        parts.into_iter().flatten().collect::<Vec<_>>().join("-")
    }
}

/// One day, or a first and a last. Where the words can be read in several ways, that in which least is guessed and
/// which gives days that exist.
fn read(tokens: &[Token], today: NaiveDate) -> Result<(NaiveDate, Option<NaiveDate>), Message> {
    let mut readings: Vec<(Partial, Option<Partial>)> = Vec::new();
    for (first, rest) in days(tokens) {
        if rest.is_empty() {
            readings.push((first, None));
        }
        readings
            .extend(days(rest).into_iter().filter(|(_, rest)| rest.is_empty()).map(|(last, _)| (first, Some(last))));
    }
    // A day alone needs its month, and the last of two does.
    readings.retain(|(first, last)| last.map_or(first.month.is_some(), |last| last.month.is_some()));
    readings.sort_by_key(|(first, last)| first.guessed + last.map_or(0, |last| last.guessed));
    if let Some(days) = readings.iter().find_map(|reading| settle(*reading, today)) {
        return Ok(days);
    }
    match readings.first() {
        None => Err(msg!("calendar-days-unread")),
        Some((first, last)) => {
            let wrong = [Some(*first), *last].into_iter().flatten().find(|day| !exists(*day));
            Err(msg!("calendar-no-such-day", day = wrong.unwrap_or(*first).shown()))
        }
    }
}

fn exists(day: Partial) -> bool {
    // In some year: 29 February.
    let year = day.year.unwrap_or(2024);
    day.month.is_none_or(|month| NaiveDate::from_ymd_opt(year, month, day.day).is_some())
}

/// The ways to read a day at the beginning, and what is left then.
fn days(tokens: &[Token]) -> Vec<(Partial, &[Token])> {
    use Token::{Month, Number, Whole};
    let mut found = Vec::new();
    let year = |value: u32, digits: usize| match digits {
        4 => i32::try_from(value).ok().map(|year| (year, 0)),
        1 | 2 => i32::try_from(value).ok().map(|year| (2000 + year, 1)),
        _ => None,
    };
    match tokens {
        [Whole(day), rest @ ..] => {
            found.push((Partial::of(day.day(), Some(day.month()), Some(day.year()), 0), rest));
        }
        [Number(y, 4), Number(month, _) | Month(month), Number(day, _), rest @ ..] => {
            let year = i32::try_from(*y).ok();
            found.push((Partial::of(*day, Some(*month), year, 0), rest));
        }
        _ => {}
    }
    if let [Number(day, digits), Number(month, _) | Month(month), rest @ ..] = tokens
        && *digits != 4
    {
        found.push((Partial::of(*day, Some(*month), None, 2), rest));
        if let [Number(value, digits), rest @ ..] = rest
            && let Some((year, guessed)) = year(*value, *digits)
        {
            found.push((Partial::of(*day, Some(*month), Some(year), guessed), rest));
        }
    }
    if let [Month(month), Number(day, 1 | 2), rest @ ..] = tokens {
        found.push((Partial::of(*day, Some(*month), None, 2), rest));
        if let [Number(value, 4), rest @ ..] = rest {
            found.push((Partial::of(*day, Some(*month), i32::try_from(*value).ok(), 0), rest));
        }
    }
    if let [Number(day, 1 | 2), rest @ ..] = tokens {
        found.push((Partial::of(*day, None, None, 3), rest));
    }
    found
}

/// Days with what they leave out. `None` where one of them does not exist.
fn settle((first, last): (Partial, Option<Partial>), today: NaiveDate) -> Option<(NaiveDate, Option<NaiveDate>)> {
    let Some(last) = last else { return Some((next(first, today)?, None)) };
    // "25 - 27 nov": of the same month. "25 sep 2030 - 23 nov": of the same year.
    let first = Partial { month: first.month.or(last.month), ..first };
    if let (Some(begins), None) = (first.whole(), last.year) {
        let same = Partial { year: first.year, ..last }.whole();
        let following = Partial { year: first.year.map(|year| year + 1), ..last }.whole();
        let over = following.filter(|day| (*day - begins).num_days() <= OVER_NEW_YEAR);
        return match same {
            Some(day) if day >= begins => Some((begins, Some(day))),
            same => Some((begins, Some(over.or(same)?))),
        };
    }
    let ends = next(last, today)?;
    if first.year.is_some() {
        return Some((first.whole()?, Some(ends)));
    }
    let same = Partial { year: Some(ends.year()), ..first }.whole();
    let before = Partial { year: Some(ends.year() - 1), ..first }.whole();
    let over = before.filter(|day| (ends - *day).num_days() <= OVER_NEW_YEAR);
    match same {
        Some(day) if day <= ends => Some((day, Some(ends))),
        same => Some((over.or(same)?, Some(ends))),
    }
}

/// The day itself, or the next of that name to come.
fn next(day: Partial, today: NaiveDate) -> Option<NaiveDate> {
    if day.year.is_some() {
        return day.whole();
    }
    // Eight years hold a 29 February in any case.
    let years = today.year()..=today.year() + 8;
    years.filter_map(|year| Partial { year: Some(year), ..day }.whole()).find(|day| *day >= today)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn span(first: &str, last: &str) -> Span {
        Span { first: first.parse().expect("a day"), last: last.parse().expect("a day") }
    }

    /// A Friday.
    fn today() -> NaiveDate {
        "2024-10-04".parse().expect("a day")
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
            "25-09-24 s.d. 23-11-24",
            "25/9/24-23/11/24",
            "25 September s.d. 23 November 2024",
            "25 sep - 23 nov 2024",
            "25/9 - 23/11/2024",
            "25 sep 2024 - 23 nov",
            "September 25th, 2024 to November 23rd, 2024",
            "25sep2024 - 23nov2024",
        ] {
            assert_eq!(parse(text, false, today()), Ok(span("2024-09-25", "2024-11-23")), "{text}");
        }
        for text in [
            "27 nop 2030",
            "27/11/30",
            "27-11-2030",
            "27 November 2030",
            "Rabu, 27 Nov 2030",
            "2030-11-27",
            "November 27, 2030",
            "27th of November 2030",
            "27.11.30",
        ] {
            assert_eq!(parse(text, true, today()), Ok(span("2030-11-27", "2030-11-27")), "{text}");
            assert_eq!(one(text, today()), Ok("2030-11-27".parse().expect("a day")), "{text}");
        }
        assert_eq!(parse("1-3-2024 2-3-2024", true, today()), Ok(span("2024-03-01", "2024-03-02")));
    }

    #[test]
    fn what_is_left_out_is_the_nearest() {
        for (text, first, last) in [
            ("besok", "2024-10-05", "2024-10-05"),
            ("tomorrow", "2024-10-05", "2024-10-05"),
            ("hari ini", "2024-10-04", "2024-10-04"),
            ("besok lusa", "2024-10-06", "2024-10-06"),
            ("besok s.d. lusa", "2024-10-05", "2024-10-06"),
            ("hari ini sampai 23 nov", "2024-10-04", "2024-11-23"),
            ("27 nop", "2024-11-27", "2024-11-27"),
            ("3/10", "2025-10-03", "2025-10-03"),
            ("25-27 nov 2030", "2030-11-25", "2030-11-27"),
            ("24 - 26 november", "2024-11-24", "2024-11-26"),
            ("25 des - 3 jan 2031", "2030-12-25", "2031-01-03"),
            ("25 des 2030 - 3 jan", "2030-12-25", "2031-01-03"),
            ("29 feb", "2028-02-29", "2028-02-29"),
            ("kemarin", "2024-10-03", "2024-10-03"),
        ] {
            assert_eq!(parse(text, true, today()), Ok(span(first, last)), "{text}");
        }
    }

    #[test]
    fn what_is_no_day_says_why() {
        for (text, key) in [
            ("31-02-2024 s.d. 23-11-2024", "calendar-no-such-day"),
            ("31 Februari 2024 - 1 Maret 2024", "calendar-no-such-day"),
            ("9/25/2024 - 11/23/2024", "calendar-no-such-day"),
            ("23-11-2024 s.d. 25-09-2024", "calendar-end-before-start"),
            ("23 nov - 25 sep 2024", "calendar-end-before-start"),
            ("27 - 25 nov 2030", "calendar-end-before-start"),
            ("besok - hari ini", "calendar-end-before-start"),
            ("27 November 2024", "calendar-days-one"),
            ("27/11/30", "calendar-days-one"),
            ("besok", "calendar-days-one"),
            ("segera", "calendar-days-word"),
            ("", "calendar-days-unread"),
            ("…", "calendar-days-unread"),
            ("27", "calendar-days-unread"),
            ("2030", "calendar-days-unread"),
            ("november", "calendar-days-unread"),
            ("25-09-2204 s.d. 23-11-2204", "calendar-year"),
            ("1-1-2024 2-1-2024 3-1-2024", "calendar-days-unread"),
            ("99999999999-1-2024 2-1-2024", "calendar-no-such-day"),
        ] {
            assert_eq!(parse(text, false, today()).map_err(|message| message.key()), Err(key), "{text}");
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
        fn nothing_like_a_day_panics(text in "[0-9]{0,5}[-/. ]?(nov|des|mei|besok| )?[-/. ]?[0-9]{0,5}[-/. ]{0,3}[0-9]{0,4}[-/. ]?[0-9]{0,4}") {
            let _ = (parse(&text, true, today()), one(&text, today()));
        }

        #[test]
        fn nothing_that_is_written_panics(text in ".{0,80}", one_day: bool) {
            let _ = (parse(&text, one_day, today()), one(&text, today()), parse_shift(&text));
        }
    }
}
