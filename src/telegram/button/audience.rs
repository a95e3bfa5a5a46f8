//! Buttons of choosing a segment.

use super::number;

#[derive(Clone, Debug, PartialEq)]
pub enum AudienceButton {
    /// The list that everything begins from.
    List { page: u16 },
}

impl AudienceButton {
    /// Without the feature's own tag.
    pub(super) fn encode(&self) -> String {
        match self {
            Self::List { page } => format!("l:{page}"),
        }
    }

    pub(super) fn decode(tag: &str, fields: &[&str]) -> Option<Self> {
        Some(match (tag, fields) {
            ("l", [page]) => Self::List { page: number(page)? },
            _ => return None,
        })
    }

    pub(super) fn samples() -> Vec<Self> {
        vec![Self::List { page: u16::MAX }]
    }
}
