//! Reminder rules: a stage ± days at a local time, for whom, with what text; and their due waves.

pub mod check;
pub mod defaults;
pub mod handlers;
pub mod job;
pub mod store;
pub mod wave;

mod admin;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use crate::{
    audience::Segment,
    calendar::{Election, Stage},
    msg,
    outbox::{CampaignId, Content, RuleId},
    texts::{Message, Zone},
};

pub use wave::Run;

/// How far from its stage a reminder may lie.
pub const DAYS_MAX: i32 = 365;
/// Minutes after midnight at which reminders of a new rule go out.
pub const EIGHT: u16 = 8 * 60;

/// A rule with the stage that it counts from and the election that says when anything may go out.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    pub id: RuleId,
    pub stage: Stage,
    pub election: Election,
    pub plan: Plan,
    pub enabled: bool,
    /// Raised by whatever moves or changes its waves.
    pub version: i64,
    /// Waves due before this belong to an earlier version, or to the time before the rule.
    pub since: DateTime<Utc>,
}

/// What an admin decides about a rule.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    pub anchor: Anchor,
    /// Before the anchor where negative.
    pub days: i32,
    /// After midnight, by the recipient's clock.
    pub minute: u16,
    pub segment: Segment,
    pub content: Content,
    /// Reaches those who muted optional messages, too.
    pub mandatory: bool,
    /// Again every so many days, until the stage's last.
    pub repeat_days: Option<u32>,
}

/// The day of a stage that is counted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Anchor {
    First,
    Last,
}

impl Anchor {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Last => "last",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        [Self::First, Self::Last].into_iter().find(|anchor| anchor.as_str() == text)
    }

    pub fn day(self, stage: &Stage) -> NaiveDate {
        match self {
            Self::First => stage.first_day,
            Self::Last => stage.last_day,
        }
    }
}

impl Plan {
    /// The day of the first wave, before any weekend moves it.
    pub fn first_day(&self, stage: &Stage) -> Option<NaiveDate> {
        self.anchor.day(stage).checked_add_signed(TimeDelta::days(self.days.into()))
    }

    /// `H-7`, `H`, `H+2`: as an office writes it.
    pub fn short(&self) -> String {
        match self.days {
            0 => "H".into(),
            days => format!("H{days:+}"),
        }
    }

    /// `H-5, setiap hari`.
    pub fn label(&self) -> Message {
        match self.repeat_days {
            None => msg!("reminder-label", when = self.short()),
            Some(1) => msg!("reminder-label-daily", when = self.short()),
            Some(days) => msg!("reminder-label-every", when = self.short(), days = days),
        }
    }
}

/// One change of a rule. Absolute values, so that a tap that comes twice does nothing more.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    Anchor(Anchor),
    Days(i32),
    Minute(u16),
    Segment(Segment),
    Content(Content),
    Mandatory(bool),
    Repeat(Option<u32>),
    Enabled(bool),
}

impl Change {
    /// As the audit trail names it.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Anchor(_) => "anchor",
            Self::Days(_) => "days",
            Self::Minute(_) => "minute",
            Self::Segment(_) => "segment",
            Self::Content(_) => "content",
            Self::Mandatory(_) => "mandatory",
            Self::Repeat(_) => "repeat",
            Self::Enabled(true) => "on",
            Self::Enabled(false) => "off",
        }
    }

    fn apply(self, rule: &mut Rule) {
        let plan = &mut rule.plan;
        match self {
            Self::Anchor(anchor) => plan.anchor = anchor,
            Self::Days(days) => plan.days = days,
            Self::Minute(minute) => plan.minute = minute,
            Self::Segment(segment) => plan.segment = segment,
            Self::Content(content) => plan.content = content,
            Self::Mandatory(mandatory) => plan.mandatory = mandatory,
            Self::Repeat(days) => {
                plan.repeat_days = days;
                // "Until signed": whoever has signed is not reminded again.
                plan.segment.owing |= days.is_some();
            }
            Self::Enabled(enabled) => rule.enabled = enabled,
        }
    }
}

/// A rule as it is after a change.
#[derive(Clone, Debug, PartialEq)]
pub struct Changed {
    pub rule: Rule,
    /// Waves of the rule as it was that were on their way, and are cancelled.
    pub stopped: u64,
}

/// What other days of its stage do to a rule; as a rule of its own it has no before.
#[derive(Clone, Debug, PartialEq)]
pub struct MovedRule {
    /// `H-5, setiap hari`.
    pub label: Message,
    pub stage: String,
    /// What is still to come as things stand, and as they would be; none: nothing.
    pub before: Option<Run>,
    pub after: Option<Run>,
}

/// A wave that will come due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upcoming {
    pub title: String,
    pub zone: Zone,
    pub fire_at: DateTime<Utc>,
}

/// A campaign that a rule has sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    pub campaign: CampaignId,
    pub zone: Zone,
    pub fire_at: DateTime<Utc>,
}

/// A stage with the days it would have.
pub type NewDays = Stage;

#[cfg(test)]
mod tests;
