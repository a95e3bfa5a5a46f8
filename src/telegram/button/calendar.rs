//! Buttons of /jadwal: elections and their stages.

use chrono::{Datelike as _, NaiveDate};

use super::{DraftButton, number};

#[derive(Clone, Debug, PartialEq)]
pub enum CalendarButton {
    /// The list that everything begins from.
    List {
        page: u16,
    },
    Election {
        id: i64,
    },
    /// Further stages of an election.
    Stages {
        election: i64,
        page: u16,
    },
    Stage {
        id: i64,
    },
    /// Ask for new days, or a new name.
    Days {
        stage: i64,
    },
    Rename {
        stage: i64,
    },
    /// Show what moving a stage by so many days would do.
    MoveStage {
        stage: i64,
        days: i16,
    },
    /// Give it these days, if this is still what was shown.
    ApplyDays {
        stage: i64,
        first: NaiveDate,
        last: NaiveDate,
        digest: u32,
    },
    /// Ask by how many days to shift a whole election, show what that would do, do it.
    ShiftAsk {
        election: i64,
    },
    Shift {
        election: i64,
        days: i16,
    },
    ApplyShift {
        election: i64,
        days: i16,
        digest: u32,
    },
    Settings {
        election: i64,
    },
    /// Minutes after midnight.
    SetHours {
        election: i64,
        from: u16,
        to: u16,
    },
    SetWeekends {
        election: i64,
        on: bool,
    },
    SetCap {
        election: i64,
        cap: u8,
    },
    RemoveStageAsk {
        stage: i64,
    },
    RemoveStage {
        stage: i64,
    },
    RemoveAsk {
        election: i64,
    },
    Remove {
        election: i64,
    },
    /// How to import, with an example.
    ImportHow,
    /// Import the file this message replies to, if it would still do what was shown.
    Import {
        digest: u32,
    },
    /// As above, with the rules of a new election switched off.
    ImportQuietly {
        digest: u32,
    },
    /// Show what the file that this message replies to would do to an election; 0: as a new one.
    ImportLook {
        election: i64,
    },
    /// Import it into this election.
    ImportInto {
        election: i64,
        digest: u32,
    },
    /// Ask for the name of a new one.
    ImportName,
    Export {
        election: i64,
    },
    /// One that is put together in chat.
    Draft(DraftButton),
}

impl CalendarButton {
    /// Without the feature's own tag.
    pub(super) fn encode(&self) -> String {
        match self {
            Self::List { page } => format!("l:{page}"),
            Self::Election { id } => format!("e:{id}"),
            Self::Stages { election, page } => format!("es:{election}:{page}"),
            Self::Stage { id } => format!("s:{id}"),
            Self::Days { stage } => format!("sd:{stage}"),
            Self::Rename { stage } => format!("sn:{stage}"),
            Self::MoveStage { stage, days } => format!("sm:{stage}:{days}"),
            Self::ApplyDays { stage, first, last, digest } => {
                format!("sa:{stage}:{}:{}:{digest}", written(*first), written(*last))
            }
            Self::ShiftAsk { election } => format!("fq:{election}"),
            Self::Shift { election, days } => format!("fs:{election}:{days}"),
            Self::ApplyShift { election, days, digest } => format!("fa:{election}:{days}:{digest}"),
            Self::Settings { election } => format!("c:{election}"),
            Self::SetHours { election, from, to } => format!("ch:{election}:{from}:{to}"),
            Self::SetWeekends { election, on } => format!("cw:{election}:{}", u8::from(*on)),
            Self::SetCap { election, cap } => format!("cc:{election}:{cap}"),
            Self::RemoveStageAsk { stage } => format!("sq:{stage}"),
            Self::RemoveStage { stage } => format!("sr:{stage}"),
            Self::RemoveAsk { election } => format!("eq:{election}"),
            Self::Remove { election } => format!("er:{election}"),
            Self::ImportHow => "ih".into(),
            Self::Import { digest } => format!("ia:{digest}"),
            Self::ImportQuietly { digest } => format!("iq:{digest}"),
            Self::ImportLook { election } => format!("il:{election}"),
            Self::ImportInto { election, digest } => format!("ii:{election}:{digest}"),
            Self::ImportName => "in".into(),
            Self::Export { election } => format!("x:{election}"),
            Self::Draft(button) => format!("d:{}", button.encode()),
        }
    }

    pub(super) fn decode(tag: &str, fields: &[&str]) -> Option<Self> {
        Some(match (tag, fields) {
            ("l", [page]) => Self::List { page: number(page)? },
            ("e", [id]) => Self::Election { id: number(id)? },
            ("es", [election, page]) => Self::Stages { election: number(election)?, page: number(page)? },
            ("s", [id]) => Self::Stage { id: number(id)? },
            ("sd", [stage]) => Self::Days { stage: number(stage)? },
            ("sn", [stage]) => Self::Rename { stage: number(stage)? },
            ("sm", [stage, days]) => Self::MoveStage { stage: number(stage)?, days: number(days)? },
            ("sa", [stage, first, last, digest]) => {
                Self::ApplyDays { stage: number(stage)?, first: day(first)?, last: day(last)?, digest: number(digest)? }
            }
            ("fq", [election]) => Self::ShiftAsk { election: number(election)? },
            ("fs", [election, days]) => Self::Shift { election: number(election)?, days: number(days)? },
            ("fa", [election, days, digest]) => {
                Self::ApplyShift { election: number(election)?, days: number(days)?, digest: number(digest)? }
            }
            ("c", [election]) => Self::Settings { election: number(election)? },
            ("ch", [election, from, to]) => {
                Self::SetHours { election: number(election)?, from: number(from)?, to: number(to)? }
            }
            ("cw", [election, on @ ("0" | "1")]) => Self::SetWeekends { election: number(election)?, on: *on == "1" },
            ("cc", [election, cap]) => Self::SetCap { election: number(election)?, cap: number(cap)? },
            ("sq", [stage]) => Self::RemoveStageAsk { stage: number(stage)? },
            ("sr", [stage]) => Self::RemoveStage { stage: number(stage)? },
            ("eq", [election]) => Self::RemoveAsk { election: number(election)? },
            ("er", [election]) => Self::Remove { election: number(election)? },
            ("ih", []) => Self::ImportHow,
            ("ia", [digest]) => Self::Import { digest: number(digest)? },
            ("iq", [digest]) => Self::ImportQuietly { digest: number(digest)? },
            ("il", [election]) => Self::ImportLook { election: number(election)? },
            ("ii", [election, digest]) => Self::ImportInto { election: number(election)?, digest: number(digest)? },
            ("in", []) => Self::ImportName,
            ("x", [election]) => Self::Export { election: number(election)? },
            ("d", [tag, fields @ ..]) => Self::Draft(DraftButton::decode(tag, fields)?),
            _ => return None,
        })
    }

    pub(super) fn samples() -> Vec<Self> {
        let (id, election, stage) = (i64::MAX, i64::MAX, i64::MAX);
        let mut all = vec![
            Self::List { page: u16::MAX },
            Self::Election { id },
            Self::Stages { election, page: u16::MAX },
            Self::Stage { id },
            Self::Days { stage },
            Self::Rename { stage },
            Self::MoveStage { stage, days: i16::MIN },
            Self::ShiftAsk { election },
            Self::Shift { election, days: i16::MIN },
            Self::ApplyShift { election, days: i16::MIN, digest: u32::MAX },
            Self::Settings { election },
            Self::SetHours { election, from: u16::MAX, to: u16::MAX },
            Self::SetWeekends { election, on: true },
            Self::SetCap { election, cap: u8::MAX },
            Self::RemoveStageAsk { stage },
            Self::RemoveStage { stage },
            Self::RemoveAsk { election },
            Self::Remove { election },
            Self::ImportHow,
            Self::Import { digest: u32::MAX },
            Self::ImportQuietly { digest: u32::MAX },
            Self::ImportLook { election },
            Self::ImportInto { election, digest: u32::MAX },
            Self::ImportName,
            Self::Export { election },
        ];
        all.extend(DraftButton::samples().into_iter().map(Self::Draft));
        let far = NaiveDate::from_ymd_opt(9999, 12, 31);
        all.extend(far.map(|day| Self::ApplyDays { stage, first: day, last: day, digest: u32::MAX }));
        all
    }
}

/// `20240925`
pub(super) fn written(day: NaiveDate) -> String {
    format!("{:04}{:02}{:02}", day.year(), day.month(), day.day())
}

pub(super) fn day(text: &str) -> Option<NaiveDate> {
    let digits: u32 = number(text).filter(|_| text.len() == 8)?;
    NaiveDate::from_ymd_opt(i32::try_from(digits / 10_000).ok()?, digits / 100 % 100, digits % 100)
}
