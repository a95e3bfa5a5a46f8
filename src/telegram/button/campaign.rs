//! Buttons of campaigns: progress, control, results.

use super::number;

#[derive(Clone, Debug, PartialEq)]
pub enum CampaignButton {
    /// The list that everything begins from.
    List {
        page: u16,
    },
    /// One campaign, live while it runs.
    Show {
        id: i64,
    },
    Pause {
        id: i64,
    },
    Resume {
        id: i64,
    },
    CancelAsk {
        id: i64,
    },
    Cancel {
        id: i64,
    },
    /// Everyone with what became of their message, as a file.
    Table {
        id: i64,
    },
    /// Once more for those whom it failed to reach.
    ResendAsk {
        id: i64,
    },
    Resend {
        id: i64,
    },
    /// What to do about those of which nobody knows.
    Unknown {
        id: i64,
    },
    UnknownRetry {
        id: i64,
    },
    UnknownLeave {
        id: i64,
    },
    /// A missed wave after all.
    SendNowAsk {
        id: i64,
    },
    SendNow {
        id: i64,
    },
}

impl CampaignButton {
    /// Without the feature's own tag.
    pub(super) fn encode(&self) -> String {
        match self {
            Self::List { page } => format!("l:{page}"),
            Self::Show { id } => format!("s:{id}"),
            Self::Pause { id } => format!("p:{id}"),
            Self::Resume { id } => format!("r:{id}"),
            Self::CancelAsk { id } => format!("ca:{id}"),
            Self::Cancel { id } => format!("cy:{id}"),
            Self::Table { id } => format!("t:{id}"),
            Self::ResendAsk { id } => format!("ra:{id}"),
            Self::Resend { id } => format!("ry:{id}"),
            Self::Unknown { id } => format!("u:{id}"),
            Self::UnknownRetry { id } => format!("ur:{id}"),
            Self::UnknownLeave { id } => format!("ul:{id}"),
            Self::SendNowAsk { id } => format!("na:{id}"),
            Self::SendNow { id } => format!("ny:{id}"),
        }
    }

    pub(super) fn decode(tag: &str, fields: &[&str]) -> Option<Self> {
        let [field] = fields else { return None };
        if tag == "l" {
            return Some(Self::List { page: number(field)? });
        }
        let id = number(field)?;
        Some(match tag {
            "s" => Self::Show { id },
            "p" => Self::Pause { id },
            "r" => Self::Resume { id },
            "ca" => Self::CancelAsk { id },
            "cy" => Self::Cancel { id },
            "t" => Self::Table { id },
            "ra" => Self::ResendAsk { id },
            "ry" => Self::Resend { id },
            "u" => Self::Unknown { id },
            "ur" => Self::UnknownRetry { id },
            "ul" => Self::UnknownLeave { id },
            "na" => Self::SendNowAsk { id },
            "ny" => Self::SendNow { id },
            _ => return None,
        })
    }

    pub(super) fn samples() -> Vec<Self> {
        let id = i64::MAX;
        vec![
            Self::List { page: u16::MAX },
            Self::Show { id },
            Self::Pause { id },
            Self::Resume { id },
            Self::CancelAsk { id },
            Self::Cancel { id },
            Self::Table { id },
            Self::ResendAsk { id },
            Self::Resend { id },
            Self::Unknown { id },
            Self::UnknownRetry { id },
            Self::UnknownLeave { id },
            Self::SendNowAsk { id },
            Self::SendNow { id },
        ]
    }
}
