//! Reads an election from TOML: a checked [`ElectionFile`], or every problem with its line and field.

use chrono::NaiveDate;
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::{ElectionFile, FILE_MAX, NewStage, Place, Problem, StageKind, check, checked_name, is_slug};
use crate::{
    msg,
    texts::{Message, Zone},
};

/// A file to begin from: an election that is over.
pub const EXAMPLE: &str = include_str!("../../examples/calendars/pilkada-2024.toml");

/// Takes UTF-8, with or without a byte order mark.
pub fn parse(bytes: &[u8]) -> Result<ElectionFile, Vec<Problem>> {
    let text = text_of(bytes)?;
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut file = File { text, problems: Vec::new(), warnings: Vec::new() };
    let broken = !errors.is_empty();
    for error in errors {
        let at = error.span().map_or(0, |span| span.start);
        file.problem(at, None, msg!("calendar-syntax", detail = error.message().trim()));
    }
    if table.get_ref().is_empty() && !broken {
        return Err(vec![Problem::file(msg!("calendar-empty"))]);
    }
    let election = file.election(table.get_ref());
    // Where the TOML itself is broken, what seems missing may just not have been understood.
    if file.problems.iter().any(|problem| problem.message.key() == SYNTAX) {
        file.problems.retain(|problem| problem.message.key() != MISSING);
    }
    match election {
        Some(mut election) if file.problems.is_empty() => {
            election.warnings = file.warnings;
            Ok(election)
        }
        _ => {
            file.problems.sort_by_key(|problem| match problem.place {
                Place::Line(line, _) => line,
                _ => 0,
            });
            Err(file.problems)
        }
    }
}

/// The bytes as text, where they are one of a bearable size.
fn text_of(bytes: &[u8]) -> Result<&str, Vec<Problem>> {
    if bytes.len() > FILE_MAX {
        return Err(vec![Problem::file(msg!("calendar-too-big", most = FILE_MAX / 1024))]);
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let line = bytes[..error.valid_up_to()].iter().filter(|byte| **byte == b'\n').count() + 1;
        vec![Problem { place: Place::Line(line, None), message: msg!("calendar-not-utf8") }]
    })?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}

const ELECTION_KEYS: [&str; 6] = ["id", "name", "hours", "weekends", "weekly_cap", "zone"];
const STAGE_KEYS: [&str; 4] = ["name", "kind", "first_day", "last_day"];
const SYNTAX: &str = "calendar-syntax";
const MISSING: &str = "calendar-missing-key";

struct File<'a> {
    text: &'a str,
    problems: Vec<Problem>,
    warnings: Vec<Message>,
}

type Table<'a> = DeTable<'a>;
type Value<'a> = Spanned<DeValue<'a>>;
/// A key as our own lists have it.
type Key = &'static str;

impl File<'_> {
    fn election(&mut self, table: &Table<'_>) -> Option<ElectionFile> {
        self.refuse_unknown("", table, &["election", "stage"]);
        let head = self.required(table, "election", 0);
        let at = head.map_or(0, |value| value.span().start);
        let head = head.and_then(|value| self.table("election", value));
        let stages = self.required(table, "stage", 0).and_then(|value| self.stages(value));
        let head = head?;
        self.refuse_unknown("election.", head, &ELECTION_KEYS);
        let slug = self.required(head, "id", at).and_then(|value| self.slug("id", value));
        let name = self.required(head, "name", at).and_then(|value| self.name("name", value));
        let hours = head.get("hours").map(|value| self.hours("hours", value));
        let weekends = head.get("weekends").map(|value| self.boolean("weekends", value));
        let weekly_cap = head.get("weekly_cap").map(|value| self.cap("weekly_cap", value));
        if let Some(value) = head.get("zone") {
            self.zone("zone", value);
        }
        Some(ElectionFile {
            slug: slug?,
            name: name?,
            hours: whole(hours)?,
            weekends: whole(weekends)?,
            weekly_cap: whole(weekly_cap)?,
            stages: stages?,
            ..ElectionFile::default()
        })
    }

    /// The stages in the order of the calendar, if nothing is wrong with them.
    fn stages(&mut self, value: &Value<'_>) -> Option<Vec<NewStage>> {
        let DeValue::Array(items) = value.get_ref() else {
            return self.wrong_type("stage", value, msg!("calendar-type-stages"));
        };
        if items.is_empty() {
            self.problem(value.span().start, Some("stage"), msg!("calendar-no-stage"));
            return None;
        }
        let read: Vec<(&Value<'_>, Option<NewStage>)> = items.iter().map(|item| (item, self.stage(item))).collect();
        // Those that were read are compared even where others were not.
        let sound: Vec<(&Value<'_>, NewStage)> =
            read.iter().filter_map(|(item, stage)| Some((*item, stage.clone()?))).collect();
        let stages: Vec<NewStage> = sound.iter().map(|(_, stage)| stage.clone()).collect();
        let judgement = check::judge(&stages);
        for found in &judgement.problems {
            let item = sound.get(found.stage).map_or(value, |(item, _)| item);
            let field = item.get_ref().as_table().and_then(|table| table.get(found.field)).unwrap_or(item);
            self.problem(field.span().start, Some(found.field), found.message.clone());
        }
        self.warnings.extend(judgement.warnings);
        let mut stages: Vec<NewStage> = read.into_iter().map(|(_, stage)| stage).collect::<Option<_>>()?;
        stages.sort_by_key(|stage| (stage.first_day, stage.last_day));
        Some(stages)
    }

    fn stage(&mut self, value: &Value<'_>) -> Option<NewStage> {
        let table = self.table("stage", value)?;
        self.refuse_unknown("stage.", table, &STAGE_KEYS);
        let at = value.span().start;
        let name = self.required(table, "name", at).and_then(|value| self.name("name", value));
        let kind = self.required(table, "kind", at).and_then(|value| self.kind("kind", value));
        let first_day = self.required(table, "first_day", at).and_then(|value| self.date("first_day", value));
        let last_day = self.required(table, "last_day", at).and_then(|value| self.date("last_day", value));
        Some(NewStage { kind: kind?, name: name?, first_day: first_day?, last_day: last_day? })
    }

    fn kind(&mut self, key: Key, value: &Value<'_>) -> Option<StageKind> {
        let name = self.string(key, value)?;
        let kind = StageKind::parse(name.trim());
        if kind.is_none() {
            let known = StageKind::ALL.map(StageKind::as_str).join(", ");
            self.problem(
                value.span().start,
                Some(key),
                msg!("calendar-unknown-kind", kind = short(name), known = known),
            );
        }
        kind
    }

    fn slug(&mut self, key: Key, value: &Value<'_>) -> Option<String> {
        let slug = self.string(key, value)?;
        if !is_slug(slug) {
            self.problem(value.span().start, Some(key), msg!("calendar-bad-id", id = short(slug)));
            return None;
        }
        Some(slug.to_owned())
    }

    fn name(&mut self, key: Key, value: &Value<'_>) -> Option<String> {
        let text = self.string(key, value)?;
        checked_name(text).map_err(|message| self.problem(value.span().start, Some(key), message)).ok()
    }

    fn date(&mut self, key: Key, value: &Value<'_>) -> Option<NaiveDate> {
        let written = match value.get_ref() {
            DeValue::String(text) => text.trim().to_owned(),
            DeValue::Datetime(date) => date.to_string(),
            _ => return self.wrong_type(key, value, msg!("calendar-type-date")),
        };
        let date = NaiveDate::parse_from_str(&written, "%Y-%m-%d").ok().filter(|_| written.len() == 10);
        if date.is_none() {
            let span = value.span();
            let line = self.line(span.start);
            // The 31st of February is a syntax error to TOML; ours says more.
            let ours = |problem: &Problem| {
                !matches!(problem.place, Place::Line(at, _) if at == line) || problem.message.key() != SYNTAX
            };
            self.problems.retain(ours);
            let written = self.text.get(span.clone()).map_or(written, |raw| raw.trim_matches('"').to_owned());
            self.problem(span.start, Some(key), msg!("calendar-bad-date", date = short(&written)));
        }
        date
    }

    /// `07:00-21:00`
    fn hours(&mut self, key: Key, value: &Value<'_>) -> Option<(u16, u16)> {
        let text = self.string(key, value)?;
        let hours = text.split_once('-').and_then(|(from, to)| Some((minute(from)?, minute(to)?)));
        let hours = hours.filter(|(from, to)| from < to && *from <= 1438);
        if hours.is_none() {
            self.problem(value.span().start, Some(key), msg!("calendar-bad-hours", hours = short(text)));
        }
        hours
    }

    fn cap(&mut self, key: Key, value: &Value<'_>) -> Option<u32> {
        let DeValue::Integer(number) = value.get_ref() else {
            return self.wrong_type(key, value, msg!("calendar-type-number"));
        };
        let cap = u32::from_str_radix(number.as_str(), number.radix()).ok();
        let cap = cap.filter(|cap| super::CAP.contains(cap));
        if cap.is_none() {
            self.problem(value.span().start, Some(key), msg!("calendar-bad-cap", most = *super::CAP.end()));
        }
        cap
    }

    /// Nothing needs it; but whoever writes one that is none has misunderstood something.
    fn zone(&mut self, key: Key, value: &Value<'_>) {
        let Some(zone) = self.string(key, value) else { return };
        if Zone::parse(zone).is_some() {
            self.warnings.push(msg!("calendar-warning-zone"));
        } else {
            self.problem(value.span().start, Some(key), msg!("calendar-unknown-zone", zone = short(zone)));
        }
    }

    fn boolean(&mut self, key: Key, value: &Value<'_>) -> Option<bool> {
        match value.get_ref() {
            DeValue::Boolean(flag) => Some(*flag),
            _ => self.wrong_type(key, value, msg!("calendar-type-boolean")),
        }
    }

    fn string<'v>(&mut self, key: Key, value: &'v Value<'_>) -> Option<&'v str> {
        value.get_ref().as_str().or_else(|| self.wrong_type(key, value, msg!("calendar-type-text")))
    }

    fn table<'v, 'i>(&mut self, key: Key, value: &'v Value<'i>) -> Option<&'v Table<'i>> {
        value.get_ref().as_table().or_else(|| self.wrong_type(key, value, msg!("calendar-type-table")))
    }

    fn refuse_unknown(&mut self, prefix: &str, table: &Table<'_>, known: &[&str]) {
        for key in table.keys().filter(|key| !known.contains(&key.get_ref().as_ref())) {
            let name = format!("{prefix}{}", short(key.get_ref()));
            let message = msg!("calendar-unknown-key", key = name, known = known.join(", "));
            self.problem(key.span().start, None, message);
        }
    }

    fn required<'v, 'i>(&mut self, table: &'v Table<'i>, key: Key, at: usize) -> Option<&'v Value<'i>> {
        let value = table.get(key);
        if value.is_none() {
            self.problem(at, Some(key), msg!("calendar-missing-key"));
        }
        value
    }

    fn wrong_type<T>(&mut self, key: Key, value: &Value<'_>, expected: Message) -> Option<T> {
        self.problem(value.span().start, Some(key), msg!("calendar-wrong-type", expected = expected));
        None
    }

    fn problem(&mut self, at: usize, field: Option<Key>, message: Message) {
        self.problems.push(Problem { place: Place::Line(self.line(at), field), message });
    }

    fn line(&self, at: usize) -> usize {
        self.text.get(..at).unwrap_or("").matches('\n').count() + 1
    }
}

/// Absent is fine; given but unusable is not.
fn whole<T>(value: Option<Option<T>>) -> Option<Option<T>> {
    match value {
        None => Some(None),
        Some(Some(value)) => Some(Some(value)),
        Some(None) => None,
    }
}

/// `07:00` or `7.30` as minutes after midnight; `24:00` is the end of the day.
fn minute(text: &str) -> Option<u16> {
    let (hour, minute) = text.trim().split_once([':', '.'])?;
    let number = |text: &str| text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse::<u16>().ok()).flatten();
    let (hour, minute) = (number(hour)?, number(minute).filter(|minute| *minute < 60)?);
    Some(hour.checked_mul(60)? + minute).filter(|minute| *minute <= 1440)
}

/// What is repeated of a value that may be anything.
pub(super) fn short(text: &str) -> String {
    let text = text.trim();
    match text.char_indices().nth(60) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests;
