//! Elections and their stages (tahapan): days of the calendar, imported, listed, moved.

pub mod check;
pub mod days;
pub mod draft;
pub mod file;
pub mod handlers;
pub mod ics;
pub mod plan;
pub mod store;
pub mod words;

mod admin;

use std::{collections::BTreeMap, ops::RangeInclusive};

use chrono::NaiveDate;

use crate::{
    msg,
    outbox::Hours,
    texts::{self, Lang, Message, Zone, name},
};

/// Characters of the name of an election or a stage.
pub const NAME_MAX: usize = 150;
/// Stages of one election.
pub const STAGES_MAX: usize = 40;
/// Years that a stage may lie in; beyond them someone has mistyped.
pub const YEARS: RangeInclusive<i32> = 1945..=2199;
/// Bytes of an election's short name.
const SLUG_MAX: usize = 64;
/// Days by which a calendar may be shifted at once.
pub const SHIFT_MAX: i64 = 3650;
/// Reminders for one person in a week.
pub const CAP: RangeInclusive<u32> = 1..=21;
/// Bytes of a file to import; a calendar has a few thousand.
pub const FILE_MAX: usize = 512 * 1024;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ElectionId(pub i64);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StageId(pub i64);

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Election {
    pub id: ElectionId,
    pub slug: String,
    pub name: String,
    /// When its reminders may go out.
    pub hours: Hours,
    /// Reminders for one person, Monday to Sunday.
    pub weekly_cap: u32,
}

/// What a stage is, for rules that come with a new election.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StageKind {
    Campaign,
    /// Masa tenang.
    Quiet,
    Vote,
    Other,
}

impl StageKind {
    pub const ALL: [Self; 4] = [Self::Campaign, Self::Quiet, Self::Vote, Self::Other];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Campaign => "campaign",
            Self::Quiet => "quiet",
            Self::Vote => "vote",
            Self::Other => "other",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }

    pub fn message(self) -> Message {
        match self {
            Self::Campaign => msg!("calendar-kind-campaign"),
            Self::Quiet => msg!("calendar-kind-quiet"),
            Self::Vote => msg!("calendar-kind-vote"),
            Self::Other => msg!("calendar-kind-other"),
        }
    }

    /// Two such stages never run on one day.
    pub fn exclusive(self) -> bool {
        self != Self::Other
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stage {
    pub id: StageId,
    pub election: ElectionId,
    pub kind: StageKind,
    pub name: String,
    /// Both inclusive.
    pub first_day: NaiveDate,
    pub last_day: NaiveDate,
}

impl Stage {
    pub fn span(&self) -> Span {
        Span { first: self.first_day, last: self.last_day }
    }

    /// Without what the database adds.
    pub fn plain(&self) -> NewStage {
        let Self { kind, ref name, first_day, last_day, .. } = *self;
        NewStage { kind, name: name.clone(), first_day, last_day }
    }
}

/// A stage as a file gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewStage {
    pub kind: StageKind,
    /// 1 to [`NAME_MAX`] characters.
    pub name: String,
    /// Both inclusive.
    pub first_day: NaiveDate,
    pub last_day: NaiveDate,
}

impl NewStage {
    pub fn span(&self) -> Span {
        Span { first: self.first_day, last: self.last_day }
    }

    /// As one of an election.
    pub fn stage(&self, id: StageId, election: ElectionId) -> Stage {
        let Self { kind, ref name, first_day, last_day } = *self;
        Stage { id, election, kind, name: name.clone(), first_day, last_day }
    }

    /// Its name, its days, and its kind where the name does not tell it, on one line.
    pub fn message(&self) -> Message {
        let (stage, days, kind) = (name(&self.name), self.span().message(), self.kind.message());
        if self.name.to_lowercase().contains(&kind.plain(Lang::Id)) {
            msg!("calendar-stage-line", stage = stage, days = days)
        } else {
            msg!("calendar-stage-kind-line", stage = stage, days = days, kind = kind)
        }
    }
}

/// Days from the first to the last, both counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Span {
    pub first: NaiveDate,
    pub last: NaiveDate,
}

impl Span {
    pub fn days(self) -> i64 {
        (self.last - self.first).num_days() + 1
    }

    pub fn holds(self, day: NaiveDate) -> bool {
        (self.first..=self.last).contains(&day)
    }

    pub fn meets(self, other: Span) -> bool {
        self.first <= other.last && other.first <= self.last
    }

    pub fn message(self) -> Message {
        if self.first == self.last {
            msg!("calendar-day", day = self.first)
        } else {
            msg!("calendar-days", first = self.first, last = self.last)
        }
    }
}

/// The UIDs that stages had in the calendars that they came from.
pub type Uids = BTreeMap<StageId, String>;

/// What a file says of an election: complete and without contradiction.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ElectionFile {
    /// Both empty where a calendar has no name; see [`ElectionFile::is_named`].
    pub slug: String,
    pub name: String,
    /// None of these three: as it is, or the default.
    pub hours: Option<(u16, u16)>,
    pub weekends: Option<bool>,
    pub weekly_cap: Option<u32>,
    /// In the order of the calendar; at least one, unless the file is partial.
    pub stages: Vec<NewStage>,
    /// What calendar programs know the stages by, by the stages' names.
    pub uids: BTreeMap<String, String>,
    /// What does not take place after all.
    pub cancelled: Vec<Cancelled>,
    /// It tells of what is cancelled and nothing else: what it does not name stays.
    pub partial: bool,
    /// What may be meant as it is, but rarely is.
    pub warnings: Vec<Message>,
}

/// An event that was called off.
#[derive(Clone, Debug, PartialEq)]
pub struct Cancelled {
    /// May be empty.
    pub name: String,
    pub uid: Option<String>,
}

/// As the schema has them, for what a file leaves open.
const HOURS: Hours = Hours { from: 7 * 60, to: 21 * 60, weekends: true };
const WEEKLY_CAP: u32 = 5;

impl ElectionFile {
    pub fn is_named(&self) -> bool {
        !self.name.is_empty() && !self.slug.is_empty()
    }

    /// With the name that someone gives it.
    pub fn entitled(self, title: &str) -> Result<Self, Message> {
        let name = checked_name(title)?;
        let slug = slug_of(&name);
        if slug.is_empty() { Err(msg!("calendar-title-no-slug")) } else { Ok(Self { slug, name, ..self }) }
    }

    /// As a change of this election. A calendar's own name becomes its name.
    pub fn into_election(self, election: &Election) -> Self {
        let name = if self.name.is_empty() { election.name.clone() } else { self.name };
        Self { slug: election.slug.clone(), name, ..self }
    }

    /// The election that it makes where there is none.
    pub fn election(&self, id: ElectionId) -> Election {
        let (from, to) = self.hours.unwrap_or((HOURS.from, HOURS.to));
        let hours = Hours { from, to, weekends: self.weekends.unwrap_or(HOURS.weekends) };
        let weekly_cap = self.weekly_cap.unwrap_or(WEEKLY_CAP);
        Election { id, slug: self.slug.clone(), name: self.name.clone(), hours, weekly_cap }
    }
}

/// Whether a file of this name is one of ours to read.
pub fn is_calendar_file(file_name: &str) -> bool {
    has_extension(file_name, "toml") || has_extension(file_name, "ics")
}

/// Reads a file by its name's extension: iCalendar, else TOML. `zone`: see [`ics::parse`].
pub fn read_file(file_name: &str, bytes: &[u8], zone: Zone) -> Result<ElectionFile, Vec<Problem>> {
    if has_extension(file_name, "ics") { ics::parse(bytes, zone) } else { file::parse(bytes) }
}

fn has_extension(file_name: &str, wanted: &str) -> bool {
    file_name.rsplit_once('.').is_some_and(|(_, extension)| extension.trim().eq_ignore_ascii_case(wanted))
}

/// One thing wrong with a file, and how to mend it.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    pub place: Place,
    pub message: Message,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Place {
    File,
    /// Of a TOML file.
    Line(usize, Option<&'static str>),
    /// Of a calendar file, by its summary.
    Event(String),
}

impl Problem {
    pub fn file(message: Message) -> Self {
        Self { place: Place::File, message }
    }

    pub fn describe(&self) -> Message {
        let problem = self.message.clone();
        match &self.place {
            Place::File => problem,
            Place::Line(line, None) => msg!("calendar-problem-line", line = *line, problem = problem),
            Place::Line(line, Some(field)) => {
                msg!("calendar-problem-field", line = *line, field = *field, problem = problem)
            }
            Place::Event(event) => msg!("calendar-problem-event", event = name(event), problem = problem),
        }
    }
}

/// Where a day stands among the stages of an election.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing<'s> {
    pub now: Vec<&'s Stage>,
    pub next: Option<&'s Stage>,
}

/// `stages` in the order of the calendar.
pub fn standing(stages: &[Stage], today: NaiveDate) -> Standing<'_> {
    Standing {
        now: stages.iter().filter(|stage| stage.span().holds(today)).collect(),
        next: stages.iter().find(|stage| stage.first_day > today),
    }
}

/// The last day of an election whose stages are all over.
pub fn over_since(stages: &[Stage], today: NaiveDate) -> Option<NaiveDate> {
    stages.iter().map(|stage| stage.last_day).max().filter(|last| *last < today)
}

/// Orders elections: what runs or comes next first, then those without stages, then the past, latest first.
pub fn nearness(stages: &[Stage], today: NaiveDate) -> (u8, i64) {
    match (over_since(stages, today), stages.iter().map(|stage| stage.first_day).min()) {
        (Some(last), _) => (2, (today - last).num_days()),
        (None, Some(first)) => (0, (first - today).num_days().max(0)),
        (None, None) => (1, 0),
    }
}

/// A name within its limits, or what is wrong with it.
pub fn checked_name(text: &str) -> Result<String, Message> {
    use crate::roster::name::{TextError, clean};
    match clean(text, NAME_MAX) {
        Ok(name) if name.is_empty() => Err(msg!("calendar-name-empty")),
        Ok(name) => Ok(name),
        Err(TextError::TooLong { found }) => Err(msg!("calendar-name-long", length = found, most = NAME_MAX)),
        Err(TextError::Unseen(c)) => Err(msg!("calendar-name-hidden", code = format!("U+{:04X}", u32::from(c)))),
    }
}

/// `Pilkada 2024 (Kab. X)` → `pilkada-2024-kab-x`; empty where nothing is left.
pub fn slug_of(name: &str) -> String {
    texts::slug(name, SLUG_MAX)
}

pub fn is_slug(slug: &str) -> bool {
    !slug.is_empty() && slug_of(slug) == slug
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    fn stage(first: &str, last: &str) -> Stage {
        Stage {
            id: StageId(1),
            election: ElectionId(1),
            kind: StageKind::Other,
            name: "x".into(),
            first_day: day(first),
            last_day: day(last),
        }
    }

    #[test]
    fn a_day_stands_within_between_and_after_stages() {
        let stages = [stage("2024-09-25", "2024-11-23"), stage("2024-11-27", "2024-11-27")];
        let at = |text: &str| standing(&stages, day(text));
        assert_eq!(at("2024-09-01"), Standing { now: vec![], next: Some(&stages[0]) });
        assert_eq!(at("2024-09-25"), Standing { now: vec![&stages[0]], next: Some(&stages[1]) });
        assert_eq!(at("2024-11-25"), Standing { now: vec![], next: Some(&stages[1]) });
        assert_eq!(at("2024-11-28"), Standing { now: vec![], next: None });
        assert_eq!(over_since(&stages, day("2024-11-27")), None);
        assert_eq!(over_since(&stages, day("2024-11-28")), Some(day("2024-11-27")));
        let mut order = ["2024-12-09", "2024-10-01", "2024-09-20"].map(|text| nearness(&stages, day(text)));
        order.sort_unstable();
        assert_eq!(order, [(0, 0), (0, 5), (2, 12)]);
        assert_eq!(nearness(&[], day("2024-01-01")), (1, 0));
    }

    #[test]
    fn a_slug_is_made_of_what_is_left() {
        assert_eq!(slug_of(" Pilkada 2024 (Kab. X) "), "pilkada-2024-kab-x");
        assert_eq!(slug_of("選挙"), "");
        assert_eq!(slug_of(&"a-".repeat(80)).len(), 63);
        assert!(is_slug("pilkada-2024") && !is_slug("Pilkada") && !is_slug("-a") && !is_slug(""));
        assert!(!is_slug(&"a".repeat(65)) && is_slug(&"a".repeat(64)));
    }
}
