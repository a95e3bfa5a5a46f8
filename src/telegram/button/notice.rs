//! Buttons below the messages that people receive.

use super::number;

#[derive(Clone, Debug, PartialEq)]
pub enum NoticeButton {
    /// "Mengapa saya menerima pesan ini?"
    Why { campaign: i64 },
    /// The settings and the last messages, as /pesan shows them.
    Settings,
    /// Without optional messages, or with them again.
    Mute { muted: bool },
}

impl NoticeButton {
    /// Without the feature's own tag.
    pub(super) fn encode(&self) -> String {
        match self {
            Self::Why { campaign } => format!("w:{campaign}"),
            Self::Settings => "s".into(),
            Self::Mute { muted } => format!("m:{}", u8::from(*muted)),
        }
    }

    pub(super) fn decode(tag: &str, fields: &[&str]) -> Option<Self> {
        Some(match (tag, fields) {
            ("w", [campaign]) => Self::Why { campaign: number(campaign)? },
            ("s", []) => Self::Settings,
            ("m", [muted @ ("0" | "1")]) => Self::Mute { muted: *muted == "1" },
            _ => return None,
        })
    }

    pub(super) fn samples() -> Vec<Self> {
        vec![Self::Why { campaign: i64::MAX }, Self::Settings, Self::Mute { muted: true }, Self::Mute { muted: false }]
    }
}
