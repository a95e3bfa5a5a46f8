//! Buttons of choosing a segment.

use super::number;
use crate::{audience::Rank, roster::Kind};

/// Whose segment is chosen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Owner {
    /// The draft of whoever taps.
    Draft,
    Rule(i64),
}

impl Owner {
    fn code(self) -> i64 {
        match self {
            Owner::Draft => 0,
            Owner::Rule(id) => id,
        }
    }

    fn from_code(code: i64) -> Self {
        if code == 0 { Owner::Draft } else { Owner::Rule(code) }
    }

    /// For a question's subject.
    pub fn subject(self) -> i64 {
        self.code()
    }

    pub fn from_subject(subject: i64) -> Self {
        Self::from_code(subject)
    }
}

#[derive(Clone, Debug, PartialEq)]
pub enum AudienceButton {
    /// The segment with everything that can be changed about it.
    Open {
        owner: Owner,
    },
    /// With or without people of this kind.
    Kind {
        owner: Owner,
        kind: Kind,
        on: bool,
    },
    Rank {
        owner: Owner,
        rank: Rank,
    },
    /// Only those who still owe an acknowledgement, or all.
    Owing {
        owner: Owner,
        on: bool,
    },
    /// Units below `unit` (0: the top) to choose from.
    Units {
        owner: Owner,
        unit: i64,
        page: u16,
    },
    /// This unit with all below it; 0: the whole roster.
    Choose {
        owner: Owner,
        unit: i64,
    },
    /// Asks for a unit's name.
    Search {
        owner: Owner,
    },
    /// Everyone again.
    Reset {
        owner: Owner,
    },
}

impl AudienceButton {
    pub fn owner(&self) -> Owner {
        match self {
            Self::Open { owner }
            | Self::Kind { owner, .. }
            | Self::Rank { owner, .. }
            | Self::Owing { owner, .. }
            | Self::Units { owner, .. }
            | Self::Choose { owner, .. }
            | Self::Search { owner }
            | Self::Reset { owner } => *owner,
        }
    }

    /// Without the feature's own tag.
    pub(super) fn encode(&self) -> String {
        let owner = self.owner().code();
        match self {
            Self::Open { .. } => format!("o:{owner}"),
            Self::Kind { kind, on, .. } => format!("k:{owner}:{}:{}", kind.as_str(), u8::from(*on)),
            Self::Rank { rank, .. } => format!("r:{owner}:{}", letter(*rank)),
            Self::Owing { on, .. } => format!("w:{owner}:{}", u8::from(*on)),
            Self::Units { unit, page, .. } => format!("u:{owner}:{unit}:{page}"),
            Self::Choose { unit, .. } => format!("c:{owner}:{unit}"),
            Self::Search { .. } => format!("s:{owner}"),
            Self::Reset { .. } => format!("x:{owner}"),
        }
    }

    pub(super) fn decode(tag: &str, fields: &[&str]) -> Option<Self> {
        let (owner, rest) = fields.split_first()?;
        let owner = Owner::from_code(number(owner)?);
        Some(match (tag, rest) {
            ("o", []) => Self::Open { owner },
            ("k", [kind, on @ ("0" | "1")]) => {
                let kind = Kind::ALL.into_iter().find(|known| known.as_str() == *kind)?;
                Self::Kind { owner, kind, on: *on == "1" }
            }
            ("r", [rank]) => Self::Rank { owner, rank: Rank::ALL.into_iter().find(|known| letter(*known) == *rank)? },
            ("w", [on @ ("0" | "1")]) => Self::Owing { owner, on: *on == "1" },
            ("u", [unit, page]) => Self::Units { owner, unit: number(unit)?, page: number(page)? },
            ("c", [unit]) => Self::Choose { owner, unit: number(unit)? },
            ("s", []) => Self::Search { owner },
            ("x", []) => Self::Reset { owner },
            _ => return None,
        })
    }

    pub(super) fn samples() -> Vec<Self> {
        let (owner, unit) = (Owner::Rule(i64::MAX), i64::MAX);
        let mut all = vec![
            Self::Open { owner: Owner::Draft },
            Self::Open { owner },
            Self::Owing { owner, on: true },
            Self::Units { owner, unit, page: u16::MAX },
            Self::Units { owner: Owner::Draft, unit: 0, page: 0 },
            Self::Choose { owner, unit },
            Self::Search { owner },
            Self::Reset { owner },
        ];
        all.extend(Kind::ALL.map(|kind| Self::Kind { owner, kind, on: true }));
        all.extend(Rank::ALL.map(|rank| Self::Rank { owner, rank }));
        all
    }
}

fn letter(rank: Rank) -> &'static str {
    match rank {
        Rank::All => "a",
        Rank::Senior => "s",
        Rank::Heads => "h",
        Rank::Staff => "t",
    }
}
