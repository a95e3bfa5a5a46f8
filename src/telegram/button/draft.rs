//! Buttons of a calendar that is put together in chat.

use chrono::NaiveDate;

use super::{
    calendar::{day, written},
    number,
};
use crate::calendar::StageKind;

/// Stages are counted from 0.
#[derive(Clone, Debug, PartialEq)]
pub enum DraftButton {
    /// Begin, or go on with what is there.
    Compose,
    Anew,
    /// Add stages to an election that is there.
    AddTo {
        election: i64,
    },
    Show,
    Title,
    Kind {
        kind: StageKind,
    },
    Stage {
        at: u8,
    },
    Days {
        at: u8,
    },
    Name {
        at: u8,
    },
    Drop {
        at: u8,
    },
    /// These days although they are over.
    Keep {
        at: u8,
        first: NaiveDate,
        last: NaiveDate,
    },
    Look,
    Apply {
        digest: u32,
    },
    /// With the rules of a new election switched off.
    ApplyQuietly {
        digest: u32,
    },
    DiscardAsk,
    Discard,
}

impl DraftButton {
    /// Without the tags of the feature.
    pub(super) fn encode(&self) -> String {
        match self {
            Self::Compose => "c".into(),
            Self::Anew => "a".into(),
            Self::AddTo { election } => format!("e:{election}"),
            Self::Show => "s".into(),
            Self::Title => "t".into(),
            Self::Kind { kind } => format!("k:{}", kind.as_str()),
            Self::Stage { at } => format!("g:{at}"),
            Self::Days { at } => format!("d:{at}"),
            Self::Name { at } => format!("n:{at}"),
            Self::Drop { at } => format!("r:{at}"),
            Self::Keep { at, first, last } => format!("p:{at}:{}:{}", written(*first), written(*last)),
            Self::Look => "l".into(),
            Self::Apply { digest } => format!("y:{digest}"),
            Self::ApplyQuietly { digest } => format!("q:{digest}"),
            Self::DiscardAsk => "xa".into(),
            Self::Discard => "x".into(),
        }
    }

    pub(super) fn decode(tag: &str, fields: &[&str]) -> Option<Self> {
        Some(match (tag, fields) {
            ("c", []) => Self::Compose,
            ("a", []) => Self::Anew,
            ("e", [election]) => Self::AddTo { election: number(election)? },
            ("s", []) => Self::Show,
            ("t", []) => Self::Title,
            ("k", [kind]) => Self::Kind { kind: StageKind::parse(kind)? },
            ("g", [at]) => Self::Stage { at: number(at)? },
            ("d", [at]) => Self::Days { at: number(at)? },
            ("n", [at]) => Self::Name { at: number(at)? },
            ("r", [at]) => Self::Drop { at: number(at)? },
            ("p", [at, first, last]) => Self::Keep { at: number(at)?, first: day(first)?, last: day(last)? },
            ("l", []) => Self::Look,
            ("y", [digest]) => Self::Apply { digest: number(digest)? },
            ("q", [digest]) => Self::ApplyQuietly { digest: number(digest)? },
            ("xa", []) => Self::DiscardAsk,
            ("x", []) => Self::Discard,
            _ => return None,
        })
    }

    pub(super) fn samples() -> Vec<Self> {
        let at = u8::MAX;
        let mut all = vec![
            Self::Compose,
            Self::Anew,
            Self::AddTo { election: i64::MAX },
            Self::Show,
            Self::Title,
            Self::Stage { at },
            Self::Days { at },
            Self::Name { at },
            Self::Drop { at },
            Self::Look,
            Self::Apply { digest: u32::MAX },
            Self::ApplyQuietly { digest: u32::MAX },
            Self::DiscardAsk,
            Self::Discard,
        ];
        all.extend(StageKind::ALL.map(|kind| Self::Kind { kind }));
        let far = NaiveDate::from_ymd_opt(9999, 12, 31);
        all.extend(far.map(|day| Self::Keep { at, first: day, last: day }));
        all
    }
}
