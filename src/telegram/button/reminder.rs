//! Buttons of reminder rules.

use super::number;

/// What a change sets is absolute, so that a tap that comes twice does nothing more.
#[derive(Clone, Debug, PartialEq)]
pub enum ReminderButton {
    /// The rules of an election.
    Rules {
        election: i64,
        page: u16,
    },
    Rule {
        id: i64,
    },
    /// Back to the rule, and the question that was asked is withdrawn.
    Cancel {
        id: i64,
    },
    /// How many days before or after which day of the stage.
    When {
        id: i64,
    },
    Days {
        id: i64,
        days: i32,
    },
    Anchor {
        id: i64,
        last: bool,
    },
    AskDays {
        id: i64,
    },
    Clock {
        id: i64,
    },
    Minute {
        id: i64,
        minute: u16,
    },
    AskTime {
        id: i64,
    },
    Repetition {
        id: i64,
    },
    /// Every so many days; 0: once.
    Repeat {
        id: i64,
        days: u32,
    },
    AskText {
        id: i64,
    },
    /// Without its photo or document.
    Detach {
        id: i64,
    },
    Mandatory {
        id: i64,
        on: bool,
    },
    Enabled {
        id: i64,
        on: bool,
    },
    Preview {
        id: i64,
    },
    /// The message itself, to whoever taps.
    Sample {
        id: i64,
    },
    /// Choose the stage of a new rule.
    Add {
        election: i64,
        page: u16,
    },
    AddTo {
        stage: i64,
    },
    /// Choose the stage of a copy.
    Copy {
        id: i64,
        page: u16,
    },
    CopyTo {
        id: i64,
        stage: i64,
    },
    RemoveAsk {
        id: i64,
    },
    Remove {
        id: i64,
    },
}

impl ReminderButton {
    /// Without the feature's own tag.
    pub(super) fn encode(&self) -> String {
        match self {
            Self::Rules { election, page } => format!("rs:{election}:{page}"),
            Self::Rule { id } => format!("r:{id}"),
            Self::Cancel { id } => format!("x:{id}"),
            Self::When { id } => format!("w:{id}"),
            Self::Days { id, days } => format!("d:{id}:{days}"),
            Self::Anchor { id, last } => format!("an:{id}:{}", u8::from(*last)),
            Self::AskDays { id } => format!("da:{id}"),
            Self::Clock { id } => format!("t:{id}"),
            Self::Minute { id, minute } => format!("m:{id}:{minute}"),
            Self::AskTime { id } => format!("ta:{id}"),
            Self::Repetition { id } => format!("rp:{id}"),
            Self::Repeat { id, days } => format!("re:{id}:{days}"),
            Self::AskText { id } => format!("xa:{id}"),
            Self::Detach { id } => format!("dt:{id}"),
            Self::Mandatory { id, on } => format!("ma:{id}:{}", u8::from(*on)),
            Self::Enabled { id, on } => format!("on:{id}:{}", u8::from(*on)),
            Self::Preview { id } => format!("pv:{id}"),
            Self::Sample { id } => format!("sa:{id}"),
            Self::Add { election, page } => format!("ad:{election}:{page}"),
            Self::AddTo { stage } => format!("at:{stage}"),
            Self::Copy { id, page } => format!("cp:{id}:{page}"),
            Self::CopyTo { id, stage } => format!("ct:{id}:{stage}"),
            Self::RemoveAsk { id } => format!("ra:{id}"),
            Self::Remove { id } => format!("rm:{id}"),
        }
    }

    pub(super) fn decode(tag: &str, fields: &[&str]) -> Option<Self> {
        Some(match (tag, fields) {
            ("rs", [election, page]) => Self::Rules { election: number(election)?, page: number(page)? },
            ("r", [id]) => Self::Rule { id: number(id)? },
            ("x", [id]) => Self::Cancel { id: number(id)? },
            ("w", [id]) => Self::When { id: number(id)? },
            ("d", [id, days]) => Self::Days { id: number(id)?, days: number(days)? },
            ("an", [id, last @ ("0" | "1")]) => Self::Anchor { id: number(id)?, last: *last == "1" },
            ("da", [id]) => Self::AskDays { id: number(id)? },
            ("t", [id]) => Self::Clock { id: number(id)? },
            ("m", [id, minute]) => Self::Minute { id: number(id)?, minute: number(minute)? },
            ("ta", [id]) => Self::AskTime { id: number(id)? },
            ("rp", [id]) => Self::Repetition { id: number(id)? },
            ("re", [id, days]) => Self::Repeat { id: number(id)?, days: number(days)? },
            ("xa", [id]) => Self::AskText { id: number(id)? },
            ("dt", [id]) => Self::Detach { id: number(id)? },
            ("ma", [id, on @ ("0" | "1")]) => Self::Mandatory { id: number(id)?, on: *on == "1" },
            ("on", [id, on @ ("0" | "1")]) => Self::Enabled { id: number(id)?, on: *on == "1" },
            ("pv", [id]) => Self::Preview { id: number(id)? },
            ("sa", [id]) => Self::Sample { id: number(id)? },
            ("ad", [election, page]) => Self::Add { election: number(election)?, page: number(page)? },
            ("at", [stage]) => Self::AddTo { stage: number(stage)? },
            ("cp", [id, page]) => Self::Copy { id: number(id)?, page: number(page)? },
            ("ct", [id, stage]) => Self::CopyTo { id: number(id)?, stage: number(stage)? },
            ("ra", [id]) => Self::RemoveAsk { id: number(id)? },
            ("rm", [id]) => Self::Remove { id: number(id)? },
            _ => return None,
        })
    }

    pub(super) fn samples() -> Vec<Self> {
        let (id, page) = (i64::MAX, u16::MAX);
        vec![
            Self::Rules { election: id, page },
            Self::Rule { id },
            Self::Cancel { id },
            Self::When { id },
            Self::Days { id, days: i32::MIN },
            Self::Anchor { id, last: true },
            Self::AskDays { id },
            Self::Clock { id },
            Self::Minute { id, minute: u16::MAX },
            Self::AskTime { id },
            Self::Repetition { id },
            Self::Repeat { id, days: u32::MAX },
            Self::AskText { id },
            Self::Detach { id },
            Self::Mandatory { id, on: true },
            Self::Enabled { id, on: false },
            Self::Preview { id },
            Self::Sample { id },
            Self::Add { election: id, page },
            Self::AddTo { stage: id },
            Self::Copy { id, page },
            Self::CopyTo { id, stage: id },
            Self::RemoveAsk { id },
            Self::Remove { id },
        ]
    }
}
