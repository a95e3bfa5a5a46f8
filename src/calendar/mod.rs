//! Elections and their stages (tahapan): days of the calendar, imported, listed, moved.

pub mod handlers;
pub mod store;

use chrono::NaiveDate;

use crate::outbox::Hours;

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
