//! Reads an election from iCalendar: a checked [`ElectionFile`], or every problem with its event.

use std::{
    collections::{BTreeMap, HashMap, hash_map::Entry},
    panic::catch_unwind,
};

use chrono::{FixedOffset, NaiveDateTime, NaiveTime, TimeDelta};

use super::{
    SLUG,
    lines::{self, Component},
    time::{Unread, When, Whose, length},
    zone::{self, Clock},
};
use crate::{
    calendar::{
        Cancelled, ElectionFile, NewStage, Place, Problem, Span, StageKind, check, checked_name, file::short, is_slug,
        slug_of,
    },
    msg,
    roster::name::alike,
    texts::{Message, Zone, name},
};

/// Hours from UTC of Indonesia's clocks: what any of them shows is the day of a stage.
const HOURS: std::ops::RangeInclusive<i32> = 7..=9;
/// Answers to invitations, which are no calendar.
const ANSWERS: [&str; 4] = ["REPLY", "REFRESH", "COUNTER", "DECLINECOUNTER"];

/// `zone` is where a moment in UTC is read as a day, unless the calendar names its own. A calendar without a name gives an
/// election without one.
pub fn parse(bytes: &[u8], zone: Zone) -> Result<ElectionFile, Vec<Problem>> {
    // Parsers of others: a panic of theirs is not ours.
    let read = catch_unwind(|| read(&lines::read(bytes)?, zone));
    read.unwrap_or_else(|_| Err(vec![Problem::file(msg!("calendar-ics-syntax"))]))
}

fn read(roots: &[Component], zone: Zone) -> Result<ElectionFile, Vec<Problem>> {
    let calendars: Vec<&Component> = roots.iter().filter(|root| root.name == "VCALENDAR").collect();
    if calendars.is_empty() {
        return Err(vec![Problem::file(msg!("calendar-ics-syntax"))]);
    }
    let mut reader =
        Reader { agency: zone.offset(), clocks: HashMap::new(), problems: Vec::new(), warnings: Vec::new() };
    for calendar in &calendars {
        reader.clocks.extend(calendar.named("VTIMEZONE").filter_map(zone::own));
    }
    let (slug, name) = reader.title(&calendars);
    let events = reader.events(&calendars);
    let mut file =
        ElectionFile { slug, name, hours: None, weekends: None, weekly_cap: None, ..ElectionFile::default() };
    if events.is_empty() && reader.problems.is_empty() {
        reader.problems.push(Problem::file(msg!("calendar-ics-no-event")));
    }
    for event in &events {
        let uid = event.component.value("UID").map(str::to_owned);
        if event.cancelled {
            reader.warnings.push(msg!("calendar-warning-cancelled", event = name_of(event)));
            file.cancelled
                .push(Cancelled { name: event.component.value("SUMMARY").unwrap_or_default().to_owned(), uid });
        } else if let Some(stage) = reader.event(event) {
            file.uids.extend(uid.map(|uid| (stage.name.clone(), uid)));
            file.stages.push(stage);
        }
    }
    file.partial = !file.cancelled.is_empty() && events.iter().all(|event| event.cancelled);
    file.stages.sort_by(|one: &NewStage, other| {
        (one.first_day, one.last_day, &one.name).cmp(&(other.first_day, other.last_day, &other.name))
    });
    let judgement = check::judge(&file.stages);
    reader.warnings.extend(judgement.warnings);
    for found in judgement.problems {
        let event = file.stages.get(found.stage).map(|stage| short(&stage.name)).unwrap_or_default();
        reader.problems.push(Problem { place: Place::Event(event), message: found.message });
    }
    file.warnings = reader.warnings;
    if reader.problems.is_empty() { Ok(file) } else { Err(reader.problems) }
}

/// An event, the newest of those that are one.
struct Event<'c> {
    calendar: &'c Component,
    component: &'c Component,
    number: usize,
    cancelled: bool,
}

impl Event<'_> {
    /// What a problem calls it.
    fn label(&self) -> String {
        match self.component.value("SUMMARY").map(checked_name) {
            Some(Ok(name)) => short(&name),
            _ => format!("VEVENT {}", self.number),
        }
    }
}

fn name_of(event: &Event<'_>) -> crate::texts::Arg {
    name(event.label())
}

struct Reader<'c> {
    /// Where days are counted, if the calendar names no place.
    agency: FixedOffset,
    /// The file's own, by their names.
    clocks: HashMap<&'c str, Clock>,
    problems: Vec<Problem>,
    warnings: Vec<Message>,
}

impl<'c> Reader<'c> {
    /// The id and name of the election; empty where the calendar gives none, or where there is a problem.
    fn title(&mut self, calendars: &[&Component]) -> (String, String) {
        let mut names: BTreeMap<String, &str> = BTreeMap::new();
        for calendar in calendars {
            if let Some(name) = calendar.value("X-WR-CALNAME").or_else(|| calendar.value("NAME")) {
                names.entry(alike(name)).or_insert(name);
            }
        }
        let ours = calendars.iter().find_map(|calendar| calendar.value(SLUG)).filter(|slug| is_slug(slug));
        let mut written = names.into_values();
        let titled = match (written.next(), written.next()) {
            (None, _) => return (ours.unwrap_or_default().to_owned(), String::new()),
            (Some(first), Some(other)) => Err(msg!("calendar-ics-names", first = name(first), other = name(other))),
            (Some(only), None) => {
                checked_name(only).map_err(|problem| msg!("calendar-ics-bad-name", problem = problem))
            }
        };
        let titled = titled.and_then(|name| match ours.map_or_else(|| slug_of(&name), str::to_owned) {
            slug if slug.is_empty() => Err(msg!("calendar-ics-no-slug")),
            slug => Ok((slug, name)),
        });
        titled.unwrap_or_else(|problem| {
            self.problems.push(Problem::file(problem));
            Default::default()
        })
    }

    /// Every event once: of those with one UID the one with the highest number of its changes, or the last.
    fn events<'e>(&mut self, calendars: &[&'e Component]) -> Vec<Event<'e>> {
        let (mut events, mut places): (Vec<Event<'e>>, HashMap<&str, usize>) = Default::default();
        let mut number = 0;
        for calendar in calendars {
            let method = calendar.value("METHOD").unwrap_or_default().to_ascii_uppercase();
            if ANSWERS.contains(&method.as_str()) {
                self.problems.push(Problem::file(msg!("calendar-ics-method", method = method)));
                continue;
            }
            for component in calendar.named("VEVENT") {
                number += 1;
                let status = component.value("STATUS").is_some_and(|status| status.eq_ignore_ascii_case("CANCELLED"));
                let event = Event { calendar, component, number, cancelled: status || method == "CANCEL" };
                // One time of several has the UID of them all.
                let uid = component.value("UID").filter(|_| component.find("RECURRENCE-ID").is_none());
                match uid.map(|uid| places.entry(uid)) {
                    Some(Entry::Occupied(place)) => {
                        let other = &mut events[*place.get()];
                        if sequence(component) >= sequence(other.component) {
                            *other = event;
                        }
                    }
                    Some(Entry::Vacant(place)) => {
                        place.insert(events.len());
                        events.push(event);
                    }
                    None => events.push(event),
                }
            }
        }
        events
    }

    fn event(&mut self, event: &Event<'_>) -> Option<NewStage> {
        let (component, mut found) = (event.component, Vec::new());
        let title = match component.value("SUMMARY").map(checked_name) {
            Some(Ok(name)) => Some(name),
            Some(Err(message)) => {
                found.push(message);
                None
            }
            None => {
                found.push(msg!("calendar-ics-no-summary"));
                None
            }
        };
        let days = self.days(event);
        if let Some(message) = repeats(component, days.as_ref().ok()) {
            found.push(message);
        }
        let stage = match (days, title) {
            (Ok(Span { first, last }), Some(title)) if found.is_empty() => {
                let kind = kind_of(component, &title);
                Some(NewStage { kind, name: title, first_day: first, last_day: last })
            }
            (Err(message), _) => {
                found.push(message);
                None
            }
            _ => None,
        };
        let label = event.label();
        self.problems.extend(found.into_iter().map(|message| Problem { place: Place::Event(label.clone()), message }));
        stage
    }

    /// The first and the last day of an event.
    fn days(&self, event: &Event<'_>) -> Result<Span, Message> {
        let start = event.component.find("DTSTART").ok_or_else(|| msg!("calendar-ics-no-start"))?;
        let start = self.when(start)?;
        let end = match (event.component.find("DTEND"), event.component.value("DURATION")) {
            (Some(end), _) => self.when(end)?,
            (None, None) => start,
            (None, Some(text)) => {
                let after = length(text).and_then(|length| start.after(length));
                after.ok_or_else(|| msg!("calendar-ics-duration", duration = short(text)))?
            }
        };
        let marked = event.component.value("X-MICROSOFT-CDO-ALLDAYEVENT");
        let whole = marked.is_some_and(|marked| marked.eq_ignore_ascii_case("TRUE"))
            || (start.is_midnight() && end.is_midnight());
        let (start, end) = (self.here(start, event, whole)?, self.here(end, event, whole)?);
        let first = start.date();
        let last = match end {
            // The midnight after the last day; some programs give the first day for one day.
            at if at.time() == NaiveTime::MIN && at.date() > first => at.date().pred_opt().unwrap_or(first),
            at => at.date(),
        };
        if last < first {
            return Err(check::reversed(first, last));
        }
        Ok(Span { first, last })
    }

    fn when(&self, line: &lines::Line) -> Result<When, Message> {
        let clock = |tzid: &str, at: NaiveDateTime| {
            let own = self.clocks.get(tzid).map(|clock| clock.offset(at));
            own.or_else(|| zone::named(tzid).map(|clock| clock.offset(at)))
        };
        When::read(line, clock).map_err(|unread| match unread {
            Unread::Time => msg!("calendar-ics-bad-date", field = line.name.clone(), date = short(&line.value)),
            Unread::Zone(zone) => msg!("calendar-ics-zone", zone = short(&zone)),
        })
    }

    /// By the clock that counts. Whole days are those of their own place, and what an Indonesian clock shows is the day
    /// of a stage wherever one is; other moments are read at home.
    fn here(&self, when: When, event: &Event<'_>, whole: bool) -> Result<NaiveDateTime, Message> {
        let (at, offset) = match when {
            When::Day(day) => return Ok(day.and_time(NaiveTime::MIN)),
            When::Moment(at, Whose::Here) => return Ok(at),
            When::Moment(at, Whose::Place(offset)) if whole || is_ours(offset) => return Ok(at),
            When::Moment(at, Whose::Place(offset)) => (at, offset.local_minus_utc()),
            When::Moment(at, Whose::Utc) => (at, 0),
        };
        let utc = at.checked_sub_signed(TimeDelta::seconds(offset.into()));
        let home = utc.map(|utc| self.home(event.calendar, utc)).transpose()?;
        let here = utc.zip(home).and_then(|(utc, home)| utc.checked_add_offset(home));
        here.ok_or_else(|| msg!("calendar-ics-bad-date", field = "DTSTART", date = at.to_string()))
    }

    /// The calendar's own clock, where it is one of ours; else the agency's.
    fn home(&self, calendar: &Component, at: NaiveDateTime) -> Result<FixedOffset, Message> {
        let Some(name) = calendar.value("X-WR-TIMEZONE") else { return Ok(self.agency) };
        let own = self.clocks.get(name).map(|clock| clock.offset(at));
        let offset = own.or_else(|| zone::named(name).map(|clock| clock.offset(at)));
        let offset = offset.ok_or_else(|| msg!("calendar-ics-zone", zone = short(name)))?;
        Ok(if is_ours(offset) { offset } else { self.agency })
    }
}

fn is_ours(offset: FixedOffset) -> bool {
    offset.local_minus_utc() % 3600 == 0 && HOURS.contains(&(offset.local_minus_utc() / 3600))
}

fn sequence(event: &Component) -> i64 {
    event.value("SEQUENCE").and_then(|number| number.parse().ok()).unwrap_or(0)
}

/// What is wrong with an event that comes more than once.
fn repeats(event: &Component, days: Option<&Span>) -> Option<Message> {
    let rules: Vec<_> = event.all("RRULE").collect();
    let single = |line: &&lines::Line| {
        let start = days?.first.and_time(NaiveTime::MIN).and_utc().with_timezone(&rrule::Tz::UTC);
        Some(zone::rule(&line.value)?.build(start).ok()?.all(2).dates.len() <= 1)
    };
    if event.find("RDATE").is_none() && rules.iter().all(|line| single(line) == Some(true)) {
        return None;
    }
    Some(match days {
        Some(first) => msg!("calendar-ics-repeats-from", days = first.message()),
        None => msg!("calendar-ics-repeats"),
    })
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
fn kind_of(event: &Component, title: &str) -> StageKind {
    let mut named = event.all("CATEGORIES").flat_map(|line| line.value.split(','));
    if let Some(kind) = named.find_map(|name| StageKind::parse(&name.trim().to_ascii_lowercase())) {
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
