//! Buttons of /siarkan: composing.

use super::number;

#[derive(Clone, Debug, PartialEq)]
pub enum BroadcastButton {
    /// The list that everything begins from.
    List { page: u16 },
    /// The draft of whoever taps.
    Draft,
}

impl BroadcastButton {
    /// Without the feature's own tag.
    pub(super) fn encode(&self) -> String {
        match self {
            Self::List { page } => format!("l:{page}"),
            Self::Draft => "d".into(),
        }
    }

    pub(super) fn decode(tag: &str, fields: &[&str]) -> Option<Self> {
        Some(match (tag, fields) {
            ("l", [page]) => Self::List { page: number(page)? },
            ("d", []) => Self::Draft,
            _ => return None,
        })
    }

    pub(super) fn samples() -> Vec<Self> {
        vec![Self::List { page: u16::MAX }, Self::Draft]
    }
}
