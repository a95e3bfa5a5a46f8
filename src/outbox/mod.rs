//! The only sender to many: campaigns, their deliveries, and what each state means.

pub mod admin;
pub mod content;
pub mod forecast;
pub mod handlers;
pub mod job;
pub mod pace;
pub mod parts;
pub mod reason;
pub mod result;
pub mod store;
pub mod verdict;

use chrono::{DateTime, Datelike as _, Days, NaiveDate, TimeDelta, Timelike as _, Utc, Weekday};

pub use content::{Content, Media, Template, Values, Variable};
pub use reason::{FailureReason, Reason};

use crate::{access::TelegramId, audience::Segment, texts::Zone};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CampaignId(pub i64);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RuleId(pub i64);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CampaignState {
    Scheduled,
    Running,
    Paused,
    Done,
    Cancelled,
    /// Was due while nothing ran, and is too late now.
    Missed,
}

impl CampaignState {
    pub const ALL: [Self; 6] =
        [Self::Scheduled, Self::Running, Self::Paused, Self::Done, Self::Cancelled, Self::Missed];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Scheduled => "scheduled",
            Self::Running => "running",
            Self::Paused => "paused",
            Self::Done => "done",
            Self::Cancelled => "cancelled",
            Self::Missed => "missed",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }

    /// Nothing more will be sent.
    pub fn ended(self) -> bool {
        matches!(self, Self::Done | Self::Cancelled | Self::Missed)
    }
}

/// Where one message to one person stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DeliveryState {
    Queued,
    /// On the wire: committed just before the request is written.
    Sending,
    Retry,
    Sent,
    Unreachable,
    Failed,
    /// The request may or may not have been accepted. Never shown as sent.
    Unknown,
    Skipped,
    Cancelled,
}

impl DeliveryState {
    pub const ALL: [Self; 9] = [
        Self::Queued,
        Self::Sending,
        Self::Retry,
        Self::Sent,
        Self::Unreachable,
        Self::Failed,
        Self::Unknown,
        Self::Skipped,
        Self::Cancelled,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sending => "sending",
            Self::Retry => "retry",
            Self::Sent => "sent",
            Self::Unreachable => "unreachable",
            Self::Failed => "failed",
            Self::Unknown => "unknown",
            Self::Skipped => "skipped",
            Self::Cancelled => "cancelled",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }
}

/// What one attempt came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The first message of an album.
    Sent { message: i32 },
    /// 429: not counted as an attempt.
    TooMany { retry_after: std::time::Duration },
    /// 403, or 400 "chat not found": the person is marked and comes back with the next /start.
    Unreachable(Unreachable),
    /// The chat has this id now.
    Migrated { to: i64 },
    /// Refused for good: the message itself is at fault.
    Failed(FailureReason),
    /// Telegram took nothing: no connection, or the token is not accepted. No fault of the message.
    NotSent,
    /// Written, but no answer to go by: a timeout, a reset, a 5xx.
    Unknown,
}

/// Why a person cannot be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unreachable {
    Blocked,
    Deactivated,
    NotStarted,
    NotFound,
}

impl Unreachable {
    pub const ALL: [Self; 4] = [Self::Blocked, Self::Deactivated, Self::NotStarted, Self::NotFound];

    /// As `recipient.unreachable` and `delivery.reason` hold it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Blocked => "blocked",
            Self::Deactivated => "deactivated",
            Self::NotStarted => "not_started",
            Self::NotFound => "not_found",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.as_str() == text)
    }
}

/// What becomes of deliveries that a crash left in doubt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnUnknown {
    /// Again; at most that many people get it twice.
    Resend,
    /// An admin decides.
    Hold,
}

impl OnUnknown {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Resend => "resend",
            Self::Hold => "hold",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        [Self::Resend, Self::Hold].into_iter().find(|choice| choice.as_str() == text)
    }
}

/// A wave of a reminder rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wave {
    pub rule: RuleId,
    pub version: i64,
    pub zone: Zone,
    /// 0, 1, 2 … of a rule that repeats.
    pub occurrence: i64,
    /// The stage, as the reminder names it, and the day it counts towards.
    pub stage: String,
    pub stage_day: NaiveDate,
}

/// When messages may go out, by the clock of the recipient's zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hours {
    /// Minutes after midnight, `from < to`, `to` at most 1,440.
    pub from: u16,
    pub to: u16,
    pub weekends: bool,
}

impl Hours {
    pub const ALWAYS: Hours = Hours { from: 0, to: 1440, weekends: true };

    /// The first moment from `at` on when messages may go out in this zone.
    pub fn opening(self, zone: Zone, at: DateTime<Utc>) -> DateTime<Utc> {
        let local = at.with_timezone(&zone.offset()).naive_local();
        let works = |day: NaiveDate| self.weekends || !matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
        let minute = local.hour() * 60 + local.minute();
        if works(local.date()) && (u32::from(self.from)..u32::from(self.to)).contains(&minute) {
            return at;
        }
        let first = if minute < u32::from(self.from) { 0 } else { 1 };
        let mut days = (first..first + 3).filter_map(|ahead| local.date().checked_add_days(Days::new(ahead)));
        let Some(day) = days.find(|day| works(*day)) else { return at };
        let opens = day.and_time(chrono::NaiveTime::MIN) + TimeDelta::minutes(self.from.into());
        opens.and_utc() - TimeDelta::seconds(zone.offset().local_minus_utc().into())
    }
}

/// The Monday of the week at a place, in days since 1970-01-01.
pub fn week_of(at: DateTime<Utc>, zone: Zone) -> i64 {
    let local = at.with_timezone(&zone.offset()).date_naive();
    let monday = local - Days::new(local.weekday().num_days_from_monday().into());
    (monday - NaiveDate::default()).num_days()
}

/// What a campaign is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct NewCampaign {
    /// None: a broadcast.
    pub wave: Option<Wave>,
    /// For lists; 1 to 150 characters.
    pub title: String,
    pub content: Content,
    pub segment: Segment,
    /// Reaches those who muted optional messages, too.
    pub mandatory: bool,
    pub fire_at: DateTime<Utc>,
    /// What is not sent by then is skipped.
    pub deadline: Option<DateTime<Utc>>,
    pub hours: Hours,
    /// Messages of this kind for one person in a week, Monday to Sunday.
    pub weekly_cap: Option<u32>,
    pub on_unknown: OnUnknown,
    pub paid: bool,
    /// Only those whom that campaign did not reach.
    pub resend_of: Option<CampaignId>,
    /// Recipients as the preview counted them.
    pub expected: i64,
    pub created_by: Option<TelegramId>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Campaign {
    pub id: CampaignId,
    pub new: NewCampaign,
    pub state: CampaignState,
    /// Its audience is written out to the end.
    pub materialised: bool,
    pub counters: Counters,
    pub created_at: DateTime<Utc>,
    pub started_at: Option<DateTime<Utc>>,
    pub ended_at: Option<DateTime<Utc>>,
}

/// Deliveries by outcome. `total` grows while the audience is written out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counters {
    pub total: i64,
    pub sent: i64,
    pub unreachable: i64,
    pub failed: i64,
    pub unknown: i64,
    pub skipped: i64,
    pub cancelled: i64,
}

impl Counters {
    pub fn add(&mut self, other: &Self) {
        self.total += other.total;
        self.sent += other.sent;
        self.unreachable += other.unreachable;
        self.failed += other.failed;
        self.unknown += other.unknown;
        self.skipped += other.skipped;
        self.cancelled += other.cancelled;
    }

    /// Queued, waiting to be tried again, or on the wire.
    pub fn open(&self) -> i64 {
        self.total - self.sent - self.unreachable - self.failed - self.unknown - self.skipped - self.cancelled
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().expect("a moment")
    }

    #[test]
    fn hours_open_by_the_clock_of_the_place() {
        let office = Hours { from: 7 * 60, to: 21 * 60, weekends: false };
        // Friday 2024-10-04, 20:59 in WIB; 21:59 in WITA, where it is closed until Monday.
        let friday = at("2024-10-04T13:59:59Z");
        assert_eq!(office.opening(Zone::Wib, friday), friday);
        assert_eq!(office.opening(Zone::Wita, friday), at("2024-10-06T23:00:00Z"));
        assert_eq!(office.opening(Zone::Wib, at("2024-10-04T14:00:00Z")), at("2024-10-07T00:00:00Z"));
        assert_eq!(office.opening(Zone::Wib, at("2024-10-05T05:00:00Z")), at("2024-10-07T00:00:00Z"));
        let daily = Hours { weekends: true, ..office };
        assert_eq!(daily.opening(Zone::Wit, at("2024-10-04T21:59:00Z")), at("2024-10-04T22:00:00Z"));
        assert_eq!(daily.opening(Zone::Wit, at("2024-10-04T22:00:00Z")), at("2024-10-04T22:00:00Z"));
        assert_eq!(Hours::ALWAYS.opening(Zone::Wib, friday), friday);
    }

    #[test]
    fn a_week_begins_on_monday_at_the_place() {
        // Sunday 2024-10-06 22:30 UTC is Monday in all of Indonesia but 05:30 WIB.
        let monday = week_of(at("2024-10-06T22:30:00Z"), Zone::Wib);
        assert_eq!(NaiveDate::default() + Days::new(monday.unsigned_abs()), "2024-10-07".parse().expect("a day"));
        assert_eq!(week_of(at("2024-10-06T16:30:00Z"), Zone::Wib), monday - 7);
        assert_eq!(week_of(at("2024-10-06T16:30:00Z"), Zone::Wita), monday);
        assert_eq!(week_of(at("2024-10-13T14:00:00Z"), Zone::Wit), monday);
    }
}
