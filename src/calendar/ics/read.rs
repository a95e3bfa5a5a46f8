//! Reads an election from iCalendar: a checked [`ElectionFile`], or every problem with its event.

use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime};
use icalendar::parser::{Component, ParseString, Property, read_calendar_simple, unfold};

use super::SLUG;
use crate::{
    calendar::{
        ElectionFile, NewStage, Place, Problem, StageKind, check, checked_name,
        file::{short, text_of},
        is_slug, slug_of,
    },
    msg,
    texts::{Message, Zone, name},
};

/// The parser calls itself for each component within another: so many bound how deep.
const COMPONENTS: usize = 500;
/// Room on the stack for that many, several times over.
const STACK: usize = 64 * 1024 * 1024;

/// `zone` is where a moment in UTC is read as a day, unless the calendar names its own.
pub fn parse(bytes: &[u8], zone: Zone) -> Result<ElectionFile, Vec<Problem>> {
    // One kind of line ending: for any other the parser would search the rest of the file at each line.
    let text = text_of(bytes)?.replace("\r\n", "\n").replace('\r', "\n").replace('\n', "\r\n");
    if text.to_ascii_lowercase().matches("begin:").count() > COMPONENTS {
        return Err(vec![Problem::file(msg!("calendar-ics-many", most = COMPONENTS))]);
    }
    // A parser of others: on a thread of its own, neither its depth nor a panic is ours.
    let worker = std::thread::Builder::new().stack_size(STACK).spawn(move || {
        let text = unfold(&text);
        match read_calendar_simple(text.trim_start()) {
            Ok(roots) => read(&roots, zone),
            Err(_) => Err(vec![Problem::file(msg!("calendar-ics-syntax"))]),
        }
    });
    worker
        .ok()
        .and_then(|worker| worker.join().ok())
        .unwrap_or_else(|| Err(vec![Problem::file(msg!("calendar-ics-syntax"))]))
}

fn read(roots: &[Component<'_>], zone: Zone) -> Result<ElectionFile, Vec<Problem>> {
    let Some(calendar) = roots.iter().find(|root| is(root.name.as_str(), "VCALENDAR")) else {
        return Err(vec![Problem::file(msg!("calendar-ics-syntax"))]);
    };
    let mut reader = Reader { zone: Ok(zone), problems: Vec::new(), warnings: Vec::new() };
    if let Some(name) = value(&calendar.properties, "X-WR-TIMEZONE") {
        reader.zone = match zone_named(name) {
            Some(Named::Zone(zone)) => Ok(zone),
            _ => Err(short(name)),
        };
    }
    let (slug, name) = reader.title(calendar);
    let events: Vec<&Component<'_>> =
        calendar.components.iter().filter(|part| is(part.name.as_str(), "VEVENT")).collect();
    if events.is_empty() {
        reader.problems.push(Problem::file(msg!("calendar-ics-no-event")));
    }
    let mut stages = Vec::new();
    for (number, event) in (1..).zip(events) {
        stages.extend(reader.event(number, event));
    }
    stages.sort_by(|one: &NewStage, other| {
        (one.first_day, one.last_day, &one.name).cmp(&(other.first_day, other.last_day, &other.name))
    });
    let judgement = check::judge(&stages);
    reader.warnings.extend(judgement.warnings);
    for found in judgement.problems {
        let event = stages.get(found.stage).map(|stage| short(&stage.name)).unwrap_or_default();
        reader.problems.push(Problem { place: Place::Event(event), message: found.message });
    }
    let Reader { problems, warnings, .. } = reader;
    if !problems.is_empty() {
        return Err(problems);
    }
    Ok(ElectionFile { slug, name, hours: None, weekends: None, weekly_cap: None, stages, warnings })
}

struct Reader {
    /// Named moments in UTC are read; the error is a zone of the calendar that we do not know.
    zone: Result<Zone, String>,
    problems: Vec<Problem>,
    warnings: Vec<Message>,
}

/// A zone as a calendar names it.
enum Named {
    Zone(Zone),
    Utc,
}

impl Reader {
    /// The id and name of the election; empty where there is a problem.
    fn title(&mut self, calendar: &Component<'_>) -> (String, String) {
        let written = value(&calendar.properties, "X-WR-CALNAME").or_else(|| value(&calendar.properties, "NAME"));
        let name = match written.map(checked_name) {
            None => Err(msg!("calendar-ics-no-name")),
            Some(Err(problem)) => Err(msg!("calendar-ics-bad-name", problem = problem)),
            Some(Ok(name)) => Ok(name),
        };
        let ours = value(&calendar.properties, SLUG).filter(|slug| is_slug(slug));
        let titled = name.and_then(|name| match ours.map_or_else(|| slug_of(&name), str::to_owned) {
            slug if slug.is_empty() => Err(msg!("calendar-ics-no-slug")),
            slug => Ok((slug, name)),
        });
        titled.unwrap_or_else(|problem| {
            self.problems.push(Problem::file(problem));
            Default::default()
        })
    }

    fn event(&mut self, number: usize, event: &Component<'_>) -> Option<NewStage> {
        let summary = value(&event.properties, "SUMMARY").map(checked_name);
        let label = match &summary {
            Some(Ok(name)) => short(name),
            _ => format!("VEVENT {number}"),
        };
        if value(&event.properties, "STATUS").is_some_and(|status| is(status, "CANCELLED")) {
            self.warnings.push(msg!("calendar-warning-cancelled", event = name(&label)));
            return None;
        }
        let before = self.problems.len();
        let mut problem =
            |message: Message| self.problems.push(Problem { place: Place::Event(label.clone()), message });
        let title = match summary {
            Some(Ok(name)) => Some(name),
            Some(Err(message)) => {
                problem(message);
                None
            }
            None => {
                problem(msg!("calendar-ics-no-summary"));
                None
            }
        };
        if find(&event.properties, "RRULE").or_else(|| find(&event.properties, "RDATE")).is_some() {
            problem(msg!("calendar-ics-repeats"));
        }
        let days = days(event, &self.zone).map_err(problem).ok();
        let ((first_day, last_day), title) = (days?, title?);
        let kind = kind_of(event, &title);
        (self.problems.len() == before).then_some(NewStage { kind, name: title, first_day, last_day })
    }
}

/// The first and the last day of an event.
fn days(event: &Component<'_>, zone: &Result<Zone, String>) -> Result<(NaiveDate, NaiveDate), Message> {
    let start = find(&event.properties, "DTSTART").ok_or_else(|| msg!("calendar-ics-no-start"))?;
    let start = When::read(start, zone)?;
    let first = start.day();
    let Some(end) = find(&event.properties, "DTEND") else {
        let Some(duration) = value(&event.properties, "DURATION") else { return Ok((first, first)) };
        let (whole_days, When::Day(_)) = (duration_days(duration), start) else {
            return Err(msg!("calendar-ics-duration", duration = short(duration)));
        };
        let last = whole_days.and_then(|days| first.checked_add_days(Days::new(days - 1)));
        let last = last.ok_or_else(|| msg!("calendar-ics-duration", duration = short(duration)))?;
        return Ok((first, last));
    };
    let end = When::read(end, zone)?;
    let last = match end {
        // The day or the midnight after the last one; some programs give the first day for one day.
        When::Day(day) if day > first => day.pred_opt().unwrap_or(day),
        When::Moment(at) if at.time() == NaiveTime::MIN && at.date() > first => at.date().pred_opt().unwrap_or(first),
        other => other.day(),
    };
    if last < first {
        return Err(check::reversed(first, last));
    }
    Ok((first, last))
}

/// Days of `P3D` or `P1W`, at least one.
fn duration_days(text: &str) -> Option<u64> {
    let (number, factor) = match text.strip_prefix('P')?.split_at_checked(text.len().checked_sub(2)?)? {
        (number, "D") => (number, 1),
        (number, "W") => (number, 7),
        _ => return None,
    };
    number.parse::<u64>().ok()?.checked_mul(factor).filter(|days| (1..=100_000).contains(days))
}

/// A day, or a moment by the clock of its place.
#[derive(Clone, Copy)]
enum When {
    Day(NaiveDate),
    Moment(NaiveDateTime),
}

impl When {
    fn day(self) -> NaiveDate {
        match self {
            When::Day(day) => day,
            When::Moment(at) => at.date(),
        }
    }

    fn read(property: &Property<'_>, zone: &Result<Zone, String>) -> Result<Self, Message> {
        let written = property.val.as_str().trim();
        let bad = || msg!("calendar-ics-bad-date", field = property.name.as_str().to_owned(), date = short(written));
        if !written.is_ascii() {
            return Err(bad());
        }
        if written.len() == 8 {
            return day(written).map(When::Day).ok_or_else(bad);
        }
        let (date, time) = written.split_once(['T', 't']).ok_or_else(bad)?;
        let (time, utc) = match time.strip_suffix(['Z', 'z']) {
            Some(time) => (time, true),
            None => (time, false),
        };
        let at = day(date).zip(clock(time)).map(|(day, time)| day.and_time(time)).ok_or_else(bad)?;
        let tzid = property.params.iter().find(|param| is(param.key.as_str(), "TZID"));
        let tzid = tzid.and_then(|param| param.val.as_ref()).map(ParseString::as_str);
        let place = match tzid {
            _ if utc => Named::Utc,
            // Without a zone: whatever the clock shows there.
            None => return Ok(When::Moment(at)),
            Some(tzid) => zone_named(tzid).ok_or_else(|| msg!("calendar-ics-zone", zone = short(tzid)))?,
        };
        match (place, zone) {
            (Named::Zone(_), _) => Ok(When::Moment(at)),
            (Named::Utc, Ok(zone)) => at.checked_add_offset(zone.offset()).map(When::Moment).ok_or_else(bad),
            (Named::Utc, Err(unknown)) => Err(msg!("calendar-ics-zone", zone = unknown)),
        }
    }
}

fn day(text: &str) -> Option<NaiveDate> {
    if text.len() != 8 || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    NaiveDate::from_ymd_opt(text[..4].parse().ok()?, text[4..6].parse().ok()?, text[6..].parse().ok()?)
}

fn clock(text: &str) -> Option<NaiveTime> {
    if text.len() != 6 || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let part = |at: usize| text[at..at + 2].parse::<u32>().ok();
    // A leap second counts as the one before it.
    NaiveTime::from_hms_opt(part(0)?, part(2)?, part(4)?.min(59))
}

fn zone_named(tzid: &str) -> Option<Named> {
    // Some programs prefix the name of the list that it stands in: /freeassociation.sourceforge.net/Asia/Jakarta.
    let tzid = tzid.trim().trim_matches('"').to_ascii_lowercase();
    let ends = |zone: &str| tzid == zone || tzid.ends_with(&format!("/{zone}"));
    if ["asia/jakarta", "asia/pontianak", "wib"].into_iter().any(ends) {
        Some(Named::Zone(Zone::Wib))
    } else if ["asia/makassar", "asia/ujung_pandang", "wita"].into_iter().any(ends) {
        Some(Named::Zone(Zone::Wita))
    } else if ["asia/jayapura", "wit"].into_iter().any(ends) {
        Some(Named::Zone(Zone::Wit))
    } else if ["utc", "gmt"].into_iter().any(ends) {
        Some(Named::Utc)
    } else {
        None
    }
}

/// Words that make of a stage's name something about the stage: reports, preparations, results.
const ABOUT: [&str; 16] = [
    "laporan",
    "dana",
    "persiapan",
    "rekapitulasi",
    "hasil",
    "pengumuman",
    "penetapan",
    "logistik",
    "audit",
    "bahan",
    "alat",
    "ulang",
    "pembentukan",
    "pendaftaran",
    "sosialisasi",
    "jadwal",
];

/// As our own export says it; else what the words suggest.
fn kind_of(event: &Component<'_>, title: &str) -> StageKind {
    let categories = event.properties.iter().filter(|property| is(property.name.as_str(), "CATEGORIES"));
    let named = categories.flat_map(|property| property.val.as_str().split(','));
    if let Some(kind) = named.into_iter().find_map(|name| StageKind::parse(&name.trim().to_ascii_lowercase())) {
        return kind;
    }
    let lower = title.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let has = |word: &str| words.contains(&word);
    if words.iter().any(|word| ABOUT.contains(word)) {
        StageKind::Other
    } else if has("tenang") {
        StageKind::Quiet
    } else if has("kampanye") {
        StageKind::Campaign
    } else if (has("pemungutan") && has("suara")) || has("pencoblosan") {
        StageKind::Vote
    } else {
        StageKind::Other
    }
}

fn is(name: &str, wanted: &str) -> bool {
    name.trim().eq_ignore_ascii_case(wanted)
}

fn find<'p, 'i>(properties: &'p [Property<'i>], name: &str) -> Option<&'p Property<'i>> {
    properties.iter().find(|property| is(property.name.as_str(), name))
}

fn value<'p>(properties: &'p [Property<'_>], name: &str) -> Option<&'p str> {
    find(properties, name).map(|property| property.val.as_str())
}
