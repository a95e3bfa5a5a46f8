//! Buttons of /jadwal: elections and their stages.

use super::number;

#[derive(Clone, Debug, PartialEq)]
pub enum CalendarButton {
    /// The list that everything begins from.
    List {
        page: u16,
    },
    Election {
        id: i64,
    },
}

impl CalendarButton {
    /// Without the feature's own tag.
    pub(super) fn encode(&self) -> String {
        match self {
            Self::List { page } => format!("l:{page}"),
            Self::Election { id } => format!("e:{id}"),
        }
    }

    pub(super) fn decode(tag: &str, fields: &[&str]) -> Option<Self> {
        Some(match (tag, fields) {
            ("l", [page]) => Self::List { page: number(page)? },
            ("e", [id]) => Self::Election { id: number(id)? },
            _ => return None,
        })
    }

    pub(super) fn samples() -> Vec<Self> {
        vec![Self::List { page: u16::MAX }, Self::Election { id: i64::MAX }]
    }
}
