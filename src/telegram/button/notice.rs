//! Buttons below the messages that people receive.

use super::number;

#[derive(Clone, Debug, PartialEq)]
pub enum NoticeButton {
    /// "Mengapa saya menerima pesan ini?"
    Why { campaign: i64 },
}

impl NoticeButton {
    /// Without the feature's own tag.
    pub(super) fn encode(&self) -> String {
        match self {
            Self::Why { campaign } => format!("w:{campaign}"),
        }
    }

    pub(super) fn decode(tag: &str, fields: &[&str]) -> Option<Self> {
        Some(match (tag, fields) {
            ("w", [campaign]) => Self::Why { campaign: number(campaign)? },
            _ => return None,
        })
    }

    pub(super) fn samples() -> Vec<Self> {
        vec![Self::Why { campaign: i64::MAX }]
    }
}
