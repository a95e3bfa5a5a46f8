//! Buttons of choosing a segment.

use super::number;

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
}

#[derive(Clone, Debug, PartialEq)]
pub enum AudienceButton {
    /// The segment with everything that can be changed about it.
    Open { owner: Owner },
}

impl AudienceButton {
    /// Without the feature's own tag.
    pub(super) fn encode(&self) -> String {
        match self {
            Self::Open { owner } => format!("o:{}", owner.code()),
        }
    }

    pub(super) fn decode(tag: &str, fields: &[&str]) -> Option<Self> {
        Some(match (tag, fields) {
            ("o", [owner]) => Self::Open { owner: Owner::from_code(number(owner)?) },
            _ => return None,
        })
    }

    pub(super) fn samples() -> Vec<Self> {
        vec![Self::Open { owner: Owner::Draft }, Self::Open { owner: Owner::Rule(i64::MAX) }]
    }
}
