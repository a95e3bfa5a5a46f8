//! iCalendar from bytes to components: lines put together again, nested, and of each the properties that matter.

use encoding_rs::Encoding;
use icalendar::parser::{ParseString, Property};

use crate::{
    calendar::{FILE_MAX, Place, Problem},
    msg,
};

/// Components of a file.
const COMPONENTS: usize = 500;
/// What is read. Any other property may be as odd as it likes.
const WANTED: [&str; 21] = [
    "CATEGORIES",
    "DTEND",
    "DTSTART",
    "DURATION",
    "METHOD",
    "NAME",
    "RDATE",
    "RECURRENCE-ID",
    "RRULE",
    "SEQUENCE",
    "STATUS",
    "SUMMARY",
    "TZID",
    "TZOFFSETFROM",
    "TZOFFSETTO",
    "UID",
    "X-IKRAR-ID",
    "X-LIC-LOCATION",
    "X-MICROSOFT-CDO-ALLDAYEVENT",
    "X-WR-CALNAME",
    "X-WR-TIMEZONE",
];
/// Values that hold no colon.
const TIMES: [&str; 4] = ["DTEND", "DTSTART", "RDATE", "RECURRENCE-ID"];

/// `BEGIN:VEVENT` to `END:VEVENT`.
#[derive(Debug, Default)]
pub(super) struct Component {
    /// In capital letters.
    pub name: String,
    pub properties: Vec<Line>,
    pub components: Vec<Component>,
}

/// `DTSTART;TZID=Asia/Jakarta:20241127T070000`
#[derive(Debug)]
pub(super) struct Line {
    /// In capital letters.
    pub name: String,
    params: Vec<(String, String)>,
    pub value: String,
}

impl Component {
    pub fn all<'c>(&'c self, name: &'c str) -> impl Iterator<Item = &'c Line> {
        self.properties.iter().filter(move |line| line.name == name)
    }

    pub fn find(&self, name: &str) -> Option<&Line> {
        self.properties.iter().find(|line| line.name == name)
    }

    /// What stands there, unless it is blank.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.find(name).map(|line| line.value.trim()).filter(|value| !value.is_empty())
    }

    pub fn named<'c>(&'c self, name: &'c str) -> impl Iterator<Item = &'c Component> {
        self.components.iter().filter(move |component| component.name == name)
    }
}

impl Line {
    pub fn param(&self, name: &str) -> Option<&str> {
        self.params.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}

/// Everything that stands at the top of the file: RFC 5545 lets several calendars follow one another.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Component>, Vec<Problem>> {
    if bytes.len() > FILE_MAX {
        return Err(vec![Problem::file(msg!("calendar-too-big", most = FILE_MAX / 1024))]);
    }
    let wide = match Encoding::for_bom(bytes) {
        Some((encoding, _)) if encoding != encoding_rs::UTF_8 => {
            Some(encoding.decode_with_bom_removal(bytes).0.into_owned())
        }
        _ => None,
    };
    let lines = unfold(wide.as_deref().map_or(bytes, str::as_bytes));
    let begins = lines.iter().filter(|(_, line)| starts_with(line, b"BEGIN:")).count();
    if begins > COMPONENTS {
        return Err(vec![Problem::file(msg!("calendar-ics-many", most = COMPONENTS))]);
    }
    nest(&lines)
}

fn nest(lines: &[(usize, Vec<u8>)]) -> Result<Vec<Component>, Vec<Problem>> {
    let syntax = || vec![Problem::file(msg!("calendar-ics-syntax"))];
    let (mut roots, mut open): (Vec<Component>, Vec<Component>) = Default::default();
    for (number, line) in lines {
        let text = str::from_utf8(line)
            .map_err(|_| vec![Problem { place: Place::Line(*number, None), message: msg!("calendar-not-utf8") }])?;
        let text = text.trim_start_matches('\u{feff}').trim_end_matches('\u{1a}');
        let Some(end) = text.find([':', ';']) else { continue };
        let name = text[..end].trim().to_ascii_uppercase();
        let rest = text[end + 1..].trim();
        match (name.as_str(), open.last_mut()) {
            ("BEGIN", _) => open.push(Component { name: rest.to_ascii_uppercase(), ..Component::default() }),
            ("END", _) => match open.pop() {
                Some(component) if component.name.eq_ignore_ascii_case(rest) => {
                    open.last_mut().map_or(&mut roots, |above| &mut above.components).push(component);
                }
                _ => return Err(syntax()),
            },
            (wanted, Some(component)) if WANTED.contains(&wanted) => {
                let line = property(wanted, &text[end..]).ok_or_else(|| {
                    let message = msg!("calendar-ics-line", property = wanted);
                    vec![Problem { place: Place::Line(*number, None), message }]
                })?;
                component.properties.push(line);
            }
            _ => {}
        }
    }
    if open.is_empty() { Ok(roots) } else { Err(syntax()) }
}

/// `rest` begins with the colon or semicolon after the name.
fn property(name: &str, rest: &str) -> Option<Line> {
    let mended = TIMES.contains(&name).then(|| quoted_zone(rest)).flatten();
    let line = format!("{name}{}", mended.as_deref().unwrap_or(rest).trim_end());
    let property = Property::try_from(line.as_str()).ok()?;
    let text = |string: &ParseString<'_>| string.as_str().to_owned();
    // Outlook escapes the commas in the name of a zone, which here no one has to.
    let plain = |string: &ParseString<'_>| text(string).replace("\\,", ",").replace("\\;", ";");
    let params = property.params.iter().filter_map(|param| Some((text(&param.key), plain(param.val.as_ref()?))));
    // The parser knows no text by these names, and leaves their signs escaped.
    let value = match name {
        "NAME" | "X-WR-CALNAME" => text(&property.val.clone().unescape_text()),
        _ => text(&property.val),
    };
    Some(Line { name: name.to_owned(), params: params.collect(), value })
}

/// `;TZID=(UTC+07:00) Bangkok:20241127T070000` as it should have been written, with the zone in quotes.
fn quoted_zone(rest: &str) -> Option<String> {
    if rest.contains('"') {
        return None;
    }
    let (head, value) = rest.rsplit_once(':').filter(|(head, _)| head.contains(':'))?;
    let at = head.to_ascii_uppercase().find("TZID=")? + "TZID=".len();
    let zone = head[at..].split(';').next().unwrap_or_default();
    let (before, after) = (head.get(..at)?, head.get(at + zone.len()..)?);
    Some(format!("{before}\"{zone}\"{after}:{value}"))
}

/// Content lines with the number of the line that each begins on. A line that begins with a blank goes on with the one
/// before, whatever it was cut within, a character too; lines end as any system ends them, and empty ones are none.
fn unfold(bytes: &[u8]) -> Vec<(usize, Vec<u8>)> {
    let mut lines: Vec<(usize, Vec<u8>)> = Vec::new();
    let (mut rest, mut number) = (bytes, 0);
    while !rest.is_empty() {
        let end = rest.iter().position(|byte| matches!(byte, b'\n' | b'\r')).unwrap_or(rest.len());
        let (line, after) = rest.split_at(end);
        number += 1;
        let after = match after.iter().position(|byte| *byte != b'\r') {
            // As a file is left that was given carriage returns twice.
            Some(returns) if after.get(returns) == Some(&b'\n') => &after[returns + 1..],
            _ => after.get(1..).unwrap_or_default(),
        };
        match (line, lines.last_mut()) {
            ([b' ' | b'\t', more @ ..], Some((_, before))) => before.extend_from_slice(more),
            ([], _) => {}
            (line, _) => lines.push((number, line.to_vec())),
        }
        rest = after;
    }
    lines
}

fn starts_with(line: &[u8], wanted: &[u8]) -> bool {
    let line = line.trim_ascii_start();
    line.get(..wanted.len()).is_some_and(|start| start.eq_ignore_ascii_case(wanted))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_put_together_whatever_they_were_cut_within() {
        for end in ["\r\n", "\n", "\r", "\r\r\n"] {
            for blank in [" ", "\t"] {
                let mut bytes = b"BEGIN:VCALENDAR\nX-WR-CALNAME:Pemilihan \xe2\x80".to_vec();
                bytes.extend_from_slice(format!("\n{blank}").as_bytes());
                bytes.extend_from_slice(b"\x9cRaya\xe2\n");
                bytes.extend_from_slice(format!("{blank}\x7f").as_bytes());
                bytes.truncate(bytes.len() - 1);
                bytes.extend_from_slice(b"\x80\x9d 2024\n\nEND:VCALENDAR");
                let bytes: Vec<u8> = bytes.split(|byte| *byte == b'\n').collect::<Vec<_>>().join(end.as_bytes());
                let roots = read(&bytes).unwrap_or_else(|problems| panic!("{end:?} {blank:?}: {problems:?}"));
                assert_eq!(roots[0].value("X-WR-CALNAME"), Some("Pemilihan “Raya” 2024"), "{end:?} {blank:?}");
            }
        }
    }

    #[test]
    fn odd_lines_that_nobody_needs_are_passed_over() {
        let text = "\u{feff}\u{feff}BEGIN:VCALENDAR\r\nDESCRIPTION;X=\"a:b\r\nno colon here\r\n=;;:\r\n:\r\nbegin:vevent \r\n\
            summary;language=id:Masa tenang\\, \\n2024\r\nATTENDEE;CN=\"\":x\r\nend:VEVENT\r\nEND:VCALENDAR\r\n\u{1a}";
        let roots = read(text.as_bytes()).expect("components");
        let event = roots[0].named("VEVENT").next().expect("an event");
        assert_eq!(event.value("SUMMARY"), Some("Masa tenang, \n2024"));
        let wide: Vec<u8> = format!("\u{feff}{}", text.trim_start_matches('\u{feff}'))
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        assert_eq!(read(&wide).expect("components").len(), 1);
    }

    #[test]
    fn a_zone_is_read_with_its_colon() {
        for zone in [
            "(UTC+07:00) Bangkok, Hanoi, Jakarta",
            "\"(UTC+07:00) Bangkok, Hanoi, Jakarta\"",
            "\"(UTC+07:00) Bangkok\\, Hanoi\\, Jakarta\"",
        ] {
            for before in ["", ";VALUE=DATE-TIME"] {
                let line = property("DTSTART", &format!("{before};TZID={zone}:20241127T070000")).expect("a property");
                assert_eq!(line.param("tzid"), Some("(UTC+07:00) Bangkok, Hanoi, Jakarta"));
                assert_eq!(line.value, "20241127T070000");
            }
        }
    }
}
