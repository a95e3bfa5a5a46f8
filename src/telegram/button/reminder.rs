//! Buttons of reminder rules.

use super::number;

#[derive(Clone, Debug, PartialEq)]
pub enum ReminderButton {
    /// The list that everything begins from.
    List {
        page: u16,
    },
    /// The rules of an election.
    Rules {
        election: i64,
        page: u16,
    },
    Rule {
        id: i64,
    },
}

impl ReminderButton {
    /// Without the feature's own tag.
    pub(super) fn encode(&self) -> String {
        match self {
            Self::List { page } => format!("l:{page}"),
            Self::Rules { election, page } => format!("rs:{election}:{page}"),
            Self::Rule { id } => format!("r:{id}"),
        }
    }

    pub(super) fn decode(tag: &str, fields: &[&str]) -> Option<Self> {
        Some(match (tag, fields) {
            ("l", [page]) => Self::List { page: number(page)? },
            ("rs", [election, page]) => Self::Rules { election: number(election)?, page: number(page)? },
            ("r", [id]) => Self::Rule { id: number(id)? },
            _ => return None,
        })
    }

    pub(super) fn samples() -> Vec<Self> {
        vec![
            Self::List { page: u16::MAX },
            Self::Rules { election: i64::MAX, page: u16::MAX },
            Self::Rule { id: i64::MAX },
        ]
    }
}
