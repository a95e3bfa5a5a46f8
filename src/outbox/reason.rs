//! Outcomes, their reasons, and both in words, for screens and tables.

use super::{CampaignState, DeliveryState, Unreachable};
use crate::{msg, texts::Message};

/// Why a message was refused for good, or could not be made out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FailureReason {
    /// Its format.
    Text,
    /// With the variables filled in.
    TooLong,
    /// What is attached.
    File,
    Refused,
    /// The account goes by an id that is somebody else's already.
    Moved,
}

impl FailureReason {
    pub const ALL: [Self; 5] = [Self::Text, Self::TooLong, Self::File, Self::Refused, Self::Moved];

    /// As `delivery.reason` holds it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::TooLong => "too_long",
            Self::File => "file",
            Self::Refused => "refused",
            Self::Moved => "moved",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.as_str() == text)
    }
}

/// Why nothing is sent to someone of the audience.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SkipReason {
    Signed,
    Muted,
    Cap,
    Late,
    Unlinked,
}

impl SkipReason {
    pub const ALL: [Self; 5] = [Self::Signed, Self::Muted, Self::Cap, Self::Late, Self::Unlinked];

    /// As `delivery.reason` holds it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Signed => "signed",
            Self::Muted => "muted",
            Self::Cap => "cap",
            Self::Late => "late",
            Self::Unlinked => "unlinked",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.as_str() == text)
    }
}

/// Why nobody knows whether a message arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DoubtReason {
    /// A crash, while it was on the wire.
    Restart,
    NoAnswer,
}

impl DoubtReason {
    pub const ALL: [Self; 2] = [Self::Restart, Self::NoAnswer];

    /// As `delivery.reason` holds it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Restart => "restart",
            Self::NoAnswer => "no_answer",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.as_str() == text)
    }
}

/// Why a delivery stands where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    Unreachable(Unreachable),
    Skipped(SkipReason),
    Failed(FailureReason),
    Unknown(DoubtReason),
}

impl From<Unreachable> for Reason {
    fn from(reason: Unreachable) -> Self {
        Self::Unreachable(reason)
    }
}

impl From<SkipReason> for Reason {
    fn from(reason: SkipReason) -> Self {
        Self::Skipped(reason)
    }
}

impl From<FailureReason> for Reason {
    fn from(reason: FailureReason) -> Self {
        Self::Failed(reason)
    }
}

impl From<DoubtReason> for Reason {
    fn from(reason: DoubtReason) -> Self {
        Self::Unknown(reason)
    }
}

impl Reason {
    /// As `delivery.reason` holds it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unreachable(reason) => reason.as_str(),
            Self::Skipped(reason) => reason.as_str(),
            Self::Failed(reason) => reason.as_str(),
            Self::Unknown(reason) => reason.as_str(),
        }
    }

    fn words(self) -> Message {
        match self {
            Self::Unreachable(Unreachable::Blocked) => msg!("campaign-why-blocked"),
            Self::Unreachable(Unreachable::Deactivated) => msg!("campaign-why-deactivated"),
            Self::Unreachable(Unreachable::NotStarted) => msg!("campaign-why-not-started"),
            Self::Unreachable(Unreachable::NotFound) => msg!("campaign-why-not-found"),
            Self::Skipped(SkipReason::Signed) => msg!("campaign-why-signed"),
            Self::Skipped(SkipReason::Muted) => msg!("campaign-why-muted"),
            Self::Skipped(SkipReason::Cap) => msg!("campaign-why-cap"),
            Self::Skipped(SkipReason::Late) => msg!("campaign-why-late"),
            Self::Skipped(SkipReason::Unlinked) => msg!("campaign-why-unlinked"),
            Self::Failed(FailureReason::Text) => msg!("campaign-why-text"),
            Self::Failed(FailureReason::TooLong) => msg!("campaign-why-too-long"),
            Self::Failed(FailureReason::File) => msg!("campaign-why-file"),
            Self::Failed(FailureReason::Refused) => msg!("campaign-why-refused"),
            Self::Failed(FailureReason::Moved) => msg!("campaign-why-moved"),
            Self::Unknown(DoubtReason::Restart) => msg!("campaign-why-restart"),
            Self::Unknown(DoubtReason::NoAnswer) => msg!("campaign-why-no-answer"),
        }
    }
}

/// Where one message stands.
pub fn delivery(state: DeliveryState) -> Message {
    match state {
        DeliveryState::Queued | DeliveryState::Sending | DeliveryState::Retry => msg!("campaign-row-waiting"),
        DeliveryState::Sent => msg!("campaign-row-sent"),
        DeliveryState::Unreachable => msg!("campaign-row-unreachable"),
        DeliveryState::Failed => msg!("campaign-row-failed"),
        DeliveryState::Unknown => msg!("campaign-row-unknown"),
        DeliveryState::Skipped => msg!("campaign-row-skipped"),
        DeliveryState::Cancelled => msg!("campaign-row-cancelled"),
    }
}

/// Why it stands there; none where the state says it all.
pub fn why(state: DeliveryState, reason: Option<&str>) -> Option<Message> {
    let word = reason?;
    let reason = match state {
        DeliveryState::Unreachable => Unreachable::parse(word).map(Reason::from),
        DeliveryState::Skipped => SkipReason::parse(word).map(Reason::from),
        DeliveryState::Failed => FailureReason::parse(word).map(Reason::from),
        DeliveryState::Unknown => DoubtReason::parse(word).map(Reason::from),
        _ => return None,
    };
    // A later version may have known more of them.
    Some(reason.map_or_else(|| msg!("campaign-why-other", word = word), Reason::words))
}

/// Where a campaign stands.
pub fn campaign(state: CampaignState) -> Message {
    match state {
        CampaignState::Scheduled => msg!("campaign-state-scheduled"),
        CampaignState::Running => msg!("campaign-state-running"),
        CampaignState::Paused => msg!("campaign-state-paused"),
        CampaignState::Done => msg!("campaign-state-done"),
        CampaignState::Cancelled => msg!("campaign-state-cancelled"),
        CampaignState::Missed => msg!("campaign-state-missed"),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::texts::Lang;

    #[test]
    fn every_reason_has_words_of_its_own() {
        let all: Vec<(DeliveryState, Reason)> = std::iter::empty()
            .chain(Unreachable::ALL.map(|reason| (DeliveryState::Unreachable, reason.into())))
            .chain(SkipReason::ALL.map(|reason| (DeliveryState::Skipped, reason.into())))
            .chain(FailureReason::ALL.map(|reason| (DeliveryState::Failed, reason.into())))
            .chain(DoubtReason::ALL.map(|reason| (DeliveryState::Unknown, reason.into())))
            .collect();
        for lang in Lang::ALL {
            let said: BTreeSet<String> = all
                .iter()
                .map(|(state, reason)| why(*state, Some(reason.as_str())).expect("a reason").plain(lang))
                .collect();
            assert_eq!(said.len(), all.len(), "{said:?}");
            let other = why(DeliveryState::Failed, Some("x")).expect("a reason").plain(lang);
            assert!(!said.contains(&other));
            let other = other.replace('x', "");
            assert!(all.iter().all(|(state, reason)| {
                let said = why(*state, Some(reason.as_str())).expect("a reason").plain(lang);
                said.replace(reason.as_str(), "") != other
            }));
        }
    }
}
