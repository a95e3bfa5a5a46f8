//! Buttons of campaigns: progress, control, results.

use super::number;

#[derive(Clone, Debug, PartialEq)]
pub enum CampaignButton {
    /// The list that everything begins from.
    List { page: u16 },
    /// One campaign, live while it runs.
    Show { id: i64 },
}

impl CampaignButton {
    /// Without the feature's own tag.
    pub(super) fn encode(&self) -> String {
        match self {
            Self::List { page } => format!("l:{page}"),
            Self::Show { id } => format!("s:{id}"),
        }
    }

    pub(super) fn decode(tag: &str, fields: &[&str]) -> Option<Self> {
        Some(match (tag, fields) {
            ("l", [page]) => Self::List { page: number(page)? },
            ("s", [id]) => Self::Show { id: number(id)? },
            _ => return None,
        })
    }

    pub(super) fn samples() -> Vec<Self> {
        vec![Self::List { page: u16::MAX }, Self::Show { id: i64::MAX }]
    }
}
