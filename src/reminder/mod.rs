//! Reminder rules: a stage ± days at a local time, for whom, with what text; and their due waves.

pub mod handlers;
pub mod job;
pub mod store;

use chrono::{DateTime, Utc};

use crate::{
    calendar::Stage,
    outbox::{RuleId, Wave},
    texts::Zone,
};

/// What moving a stage does to one wave that has not gone out yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MovedWave {
    pub rule: RuleId,
    /// As it stands now, and as it would be.
    pub wave: Wave,
    pub from: DateTime<Utc>,
    pub to: Moved,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moved {
    To(DateTime<Utc>),
    /// Its new time is over already, so it would not go out at all.
    Dropped,
}

/// A wave that will come due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upcoming {
    pub title: String,
    pub zone: Zone,
    pub fire_at: DateTime<Utc>,
}

/// A stage with the days it would have.
pub type NewDays = Stage;
