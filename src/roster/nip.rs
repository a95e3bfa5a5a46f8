//! Keys of people: NIP, NI of a PPPK, and the agency's own code, parsed at the edge.
//!
//! There is no check digit: a number that parses proves nothing about who gave it.

use std::fmt;

use chrono::NaiveDate;
use unicode_normalization::UnicodeNormalization as _;

use super::{
    PersonKey,
    name::{bare, is_dash, is_unseen},
};
use crate::{msg, texts::Message};

const LENGTH: usize = 18;
const CODE_MAX: usize = 40;
/// Length of the national identity number, which must not be used here.
const NIK_LENGTH: usize = 16;
const OLDEST_BIRTH: i32 = 1900;

/// Why a key is refused; [`KeyError::message`] says so in words, with how to mend it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyError {
    Empty,
    /// `1,98001E+17`: the spreadsheet has thrown digits away.
    Scientific,
    NotDigits {
        found: char,
    },
    Length {
        found: usize,
    },
    Nik,
    BirthYear(u32),
    BirthMonth(u32),
    BirthDay(u32),
    AppointmentYear(u32),
    AppointmentMonth(u32),
    Sex(u32),
    /// 000: either a slip or a number that a spreadsheet has rounded.
    Sequence,
    /// An NI where a NIP was expected.
    LooksLikeNi,
    /// A NIP where an NI was expected.
    LooksLikeNip,
    /// The thirteenth digit of an NI is always 2.
    NiMark(u32),
    NiFrequency,
    CodeLength {
        found: usize,
    },
    CodeCharacter {
        found: char,
    },
}

impl KeyError {
    pub fn message(&self) -> Message {
        match *self {
            KeyError::Empty => msg!("roster-key-empty"),
            KeyError::Scientific => msg!("roster-key-scientific"),
            KeyError::NotDigits { found } => msg!("roster-key-not-digits", found = shown(found)),
            KeyError::Length { found } => msg!("roster-key-length", found = found),
            KeyError::Nik => msg!("roster-key-nik"),
            KeyError::BirthYear(year) => msg!("roster-key-birth-year", year = padded(year, 4)),
            KeyError::BirthMonth(month) => msg!("roster-key-birth-month", month = padded(month, 2)),
            KeyError::BirthDay(day) => msg!("roster-key-birth-day", day = padded(day, 2)),
            KeyError::AppointmentYear(year) => msg!("roster-key-appointment-year", year = padded(year, 4)),
            KeyError::AppointmentMonth(month) => msg!("roster-key-appointment-month", month = padded(month, 2)),
            KeyError::Sex(digit) => msg!("roster-key-sex", digit = digit),
            KeyError::Sequence => msg!("roster-key-sequence"),
            KeyError::LooksLikeNi => msg!("roster-key-looks-like-ni"),
            KeyError::LooksLikeNip => msg!("roster-key-looks-like-nip"),
            KeyError::NiMark(digit) => msg!("roster-key-ni-mark", digit = digit),
            KeyError::NiFrequency => msg!("roster-key-ni-frequency"),
            KeyError::CodeLength { found } => msg!("roster-key-code-length", found = found),
            KeyError::CodeCharacter { found } => msg!("roster-key-code-character", found = shown(found)),
        }
    }
}

/// A number of a civil servant (PNS): birth YYYYMMDD, appointment YYYYMM, sex 1/2, sequence 001–999.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Nip(String);

/// A number of a PPPK: birth YYYYMMDD, year YYYY, `2`, frequency 1–9, sex 1/2, sequence 001–999.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Ni(String);

/// The agency's own code for someone without NIP or NI: 1 to 40 of `A-Z a-z 0-9 . _ / -`.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AgencyCode(String);

macro_rules! key {
    ($name:ident) => {
        impl $name {
            pub fn as_str(&self) -> &str {
                &self.0
            }

            pub(super) fn from_stored(key: String) -> Self {
                Self(key)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    };
}
key!(Nip);
key!(Ni);
key!(AgencyCode);

impl Nip {
    /// Tolerates the spaces, dots, dashes and apostrophes that spreadsheets and people add.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        let digits = digits(text)?;
        let month = number(&digits[12..14]);
        // Months end at 12, an NI has 21 to 29 here.
        if (21..=29).contains(&month) && Ni::check(&digits).is_ok() {
            return Err(KeyError::LooksLikeNi);
        }
        Self::check(&digits)?;
        Ok(Self(digits))
    }

    fn check(digits: &str) -> Result<(), KeyError> {
        check_birth_and_year(digits)?;
        let month = number(&digits[12..14]);
        if !(1..=12).contains(&month) {
            return Err(KeyError::AppointmentMonth(month));
        }
        check_sex_and_sequence(digits)
    }
}

impl Ni {
    /// As tolerant as [`Nip::parse`].
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        let digits = digits(text)?;
        if Nip::check(&digits).is_ok() {
            return Err(KeyError::LooksLikeNip);
        }
        Self::check(&digits)?;
        Ok(Self(digits))
    }

    fn check(digits: &str) -> Result<(), KeyError> {
        check_birth_and_year(digits)?;
        match number(&digits[12..13]) {
            2 => {}
            other => return Err(KeyError::NiMark(other)),
        }
        if number(&digits[13..14]) == 0 {
            return Err(KeyError::NiFrequency);
        }
        check_sex_and_sequence(digits)
    }
}

impl AgencyCode {
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        let text = plain(text);
        let text = strip(&text);
        if text.is_empty() {
            return Err(KeyError::Empty);
        }
        if is_scientific(text) {
            return Err(KeyError::Scientific);
        }
        let compact: String = text.chars().filter(|c| !is_separator(*c)).collect();
        if compact.len() == NIK_LENGTH && compact.bytes().all(|b| b.is_ascii_digit()) {
            return Err(KeyError::Nik);
        }
        if let Some(found) = text.chars().find(|c| !c.is_ascii_alphanumeric() && !matches!(c, '.' | '_' | '/' | '-')) {
            return Err(KeyError::CodeCharacter { found });
        }
        if text.len() > CODE_MAX {
            return Err(KeyError::CodeLength { found: text.len() });
        }
        Ok(Self(text.to_owned()))
    }
}

/// Eighteen digits are a NIP or an NI, whoever bears them; all else is a code.
pub(super) fn parse_code_or_number(text: &str) -> Result<PersonKey, KeyError> {
    match digits(text) {
        Ok(number) if Ni::check(&number).is_ok() => Ok(PersonKey::Ni(Ni(number))),
        Ok(number) => Nip::check(&number).map(|()| PersonKey::Nip(Nip(number))),
        Err(_) => AgencyCode::parse(text).map(PersonKey::Code),
    }
}

/// Exactly eighteen ASCII digits.
fn digits(text: &str) -> Result<String, KeyError> {
    let text = plain(text);
    let text = strip(&text);
    if text.is_empty() {
        return Err(KeyError::Empty);
    }
    if is_scientific(text) {
        return Err(KeyError::Scientific);
    }
    let digits: String = text.chars().filter(|c| !is_separator(*c)).collect();
    if let Some(found) = digits.chars().find(|c| !c.is_ascii_digit()) {
        return Err(KeyError::NotDigits { found });
    }
    match digits.len() {
        LENGTH => Ok(digits),
        NIK_LENGTH => Err(KeyError::Nik),
        found => Err(KeyError::Length { found }),
    }
}

/// Nothing that is not seen, of one width, with one kind of dash.
fn plain(text: &str) -> String {
    let seen = text.chars().filter(|c| !is_unseen(*c)).nfkc().filter(|c| !is_unseen(*c));
    seen.map(|c| if is_dash(c) { '-' } else { c }).collect()
}

/// Takes off what marks a number as text: a leading apostrophe, `="…"`.
fn strip(text: &str) -> &str {
    bare(text).trim_matches(|c: char| c.is_whitespace() || matches!(c, '\'' | '`' | '’' | '‘' | '=' | '"'))
}

/// A comma may set groups of a number apart.
fn is_separator(c: char) -> bool {
    c.is_whitespace() || matches!(c, '.' | ',' | '-' | '\'')
}

/// `1,98001E+17`, `1.98E17`
pub(super) fn is_scientific(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.split_once(['E', 'e']) else { return false };
    let numeral = |s: &str| s.bytes().any(|b| b.is_ascii_digit()) && s.bytes().all(|b| b.is_ascii_digit());
    let exponent = exponent.strip_prefix('+').unwrap_or(exponent);
    match mantissa.split_once([',', '.']) {
        Some((whole, fraction)) => numeral(whole) && numeral(fraction) && numeral(exponent),
        // `12E4` may well be someone's code; with a sign it is a spreadsheet's.
        None => text.contains("E+") && numeral(mantissa) && numeral(exponent),
    }
}

fn check_birth_and_year(digits: &str) -> Result<(), KeyError> {
    let (year, month, day) = (number(&digits[..4]), number(&digits[4..6]), number(&digits[6..8]));
    let birth_year = year.cast_signed();
    if birth_year < OLDEST_BIRTH {
        return Err(KeyError::BirthYear(year));
    }
    if !(1..=12).contains(&month) {
        return Err(KeyError::BirthMonth(month));
    }
    NaiveDate::from_ymd_opt(birth_year, month, day).ok_or(KeyError::BirthDay(day))?;
    let appointed = number(&digits[8..12]);
    // Nobody is appointed as a child, nor works a hundred years.
    if !(14..=100).contains(&appointed.saturating_sub(year)) {
        return Err(KeyError::AppointmentYear(appointed));
    }
    Ok(())
}

fn check_sex_and_sequence(digits: &str) -> Result<(), KeyError> {
    match number(&digits[14..15]) {
        1 | 2 => {}
        other => return Err(KeyError::Sex(other)),
    }
    if number(&digits[15..]) == 0 { Err(KeyError::Sequence) } else { Ok(()) }
}

fn number(digits: &str) -> u32 {
    digits.bytes().fold(0, |sum, b| sum * 10 + u32::from(b - b'0'))
}

fn padded(number: u32, width: usize) -> String {
    format!("{number:0width$}")
}

fn shown(c: char) -> String {
    if c.is_control() || c.is_whitespace() { format!("U+{:04X}", u32::from(c)) } else { c.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roster::Kind;

    const NIP: &str = "198001012005011001";
    const NI: &str = "200012312024211001";

    #[test]
    fn numbers_are_taken_as_spreadsheets_give_them() {
        for text in [
            NIP,
            "19800101 200501 1 001",
            "'198001012005011001",
            "19800101.200501.1.001",
            " 19800101\u{a0}200501\u{a0}1\u{a0}001\u{200b}",
            "=\"198001012005011001\"",
        ] {
            assert_eq!(Nip::parse(text).as_ref().map(Nip::as_str), Ok(NIP), "{text}");
        }
        for text in [
            "\u{202d}198001012005011001\u{202c}",
            "\u{feff}1980\u{ad}01012005\u{2060}011001",
            "１９８００１０１２００５０１１００１",
            "19800101–200501–1–001",
            "198,001,012,005,011,001",
        ] {
            assert_eq!(Nip::parse(text).as_ref().map(Nip::as_str), Ok(NIP), "{text}");
        }
        assert_eq!(Ni::parse(NI).as_ref().map(Ni::as_str), Ok(NI));
    }

    #[test]
    fn one_code_is_one_whatever_its_spelling() {
        let parse = |text| PersonKey::parse(Kind::KepalaDesa, text).expect("a code");
        for text in
            ["KD-001", "kd-001", "ＫＤ－００１", " Kd\u{2011}001\u{200e}", "\u{202a}KD–0\u{ad}01\u{202c}", "'KD-001"]
        {
            assert_eq!(parse(text).folded(), "kd-001", "{text}");
        }
        assert_eq!(parse("ＫＤ－００１").as_str(), "KD-001");
        assert_eq!(parse(NIP).folded(), NIP);
        assert_ne!(parse("KD-001").folded(), parse("KD001").folded());
    }

    #[test]
    fn each_fault_has_its_own_name() {
        for (text, error) in [
            ("", KeyError::Empty),
            ("''", KeyError::Empty),
            ("1,98001E+17", KeyError::Scientific),
            ("1.98001012005011E+17", KeyError::Scientific),
            ("2E+17", KeyError::Scientific),
            ("19800101200501100A", KeyError::NotDigits { found: 'A' }),
            ("١٩٨٠٠١٠١٢٠٠٥٠١١٠٠١", KeyError::NotDigits { found: '١' }),
            ("19800101200501100", KeyError::Length { found: 17 }),
            ("6104011504800001", KeyError::Nik),
            ("018001012005011001", KeyError::BirthYear(180)),
            ("198013012005011001", KeyError::BirthMonth(13)),
            ("198000012005011001", KeyError::BirthMonth(0)),
            ("198004312005011001", KeyError::BirthDay(31)),
            ("198102292005011001", KeyError::BirthDay(29)),
            ("198001011979011001", KeyError::AppointmentYear(1979)),
            ("198001019999011001", KeyError::AppointmentYear(9999)),
            ("198001012005131001", KeyError::AppointmentMonth(13)),
            ("198001012005011000", KeyError::Sequence),
            ("198001012005013001", KeyError::Sex(3)),
            (NI, KeyError::LooksLikeNi),
        ] {
            assert_eq!(Nip::parse(text), Err(error), "{text}");
        }
        for (text, error) in [
            (NIP, KeyError::LooksLikeNip),
            ("200012312024311001", KeyError::NiMark(3)),
            ("200012312024201001", KeyError::NiFrequency),
            ("200012312024213001", KeyError::Sex(3)),
            ("200012312024211000", KeyError::Sequence),
            ("200013312024211001", KeyError::BirthMonth(13)),
        ] {
            assert_eq!(Ni::parse(text), Err(error), "{text}");
        }
        assert!(Nip::parse("198002292005011001").is_ok(), "1980 was a leap year");
    }

    #[test]
    fn a_code_is_the_agencys_own_and_never_a_nik() {
        let parse = |text| PersonKey::parse(Kind::KepalaDesa, text);
        assert_eq!(parse(" KD/61.04-001_a ").as_ref().map(PersonKey::as_str), Ok("KD/61.04-001_a"));
        assert_eq!(parse("12E4").as_ref().map(PersonKey::as_str), Ok("12E4"));
        assert_eq!(parse("6104011504800001"), Err(KeyError::Nik));
        assert_eq!(parse("6104 0115 0480 0001"), Err(KeyError::Nik));
        assert_eq!(parse("KD 001"), Err(KeyError::CodeCharacter { found: ' ' }));
        assert_eq!(parse("KD-é"), Err(KeyError::CodeCharacter { found: 'é' }));
        let long = "x".repeat(41);
        assert_eq!(PersonKey::parse(Kind::NonAsn, &long), Err(KeyError::CodeLength { found: 41 }));
        assert_eq!(parse(""), Err(KeyError::Empty));
        assert_eq!(parse(NIP).as_ref().map(PersonKey::kind_str), Ok("nip"));
        assert_eq!(parse("198013012005011001"), Err(KeyError::BirthMonth(13)));
    }

    proptest::proptest! {
        #[test]
        fn parsing_never_panics(text in ".*") {
            let _ = (Nip::parse(&text), Ni::parse(&text), AgencyCode::parse(&text), PersonKey::parse_any(&text));
        }

        #[test]
        fn eighteen_digits_are_never_both(text in "[12][90][0-9]{2}[01][0-9][0-3][0-9]20[0-2][0-9][0-2][0-9][12][0-9]{3}") {
            proptest::prop_assert!(Nip::parse(&text).is_err() || Ni::parse(&text).is_err());
        }
    }
}
