//! Outcomes and their reasons in words, for screens and tables.

use super::{CampaignState, DeliveryState, Unreachable};
use crate::{msg, texts::Message};

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
    let reason = reason?;
    match state {
        DeliveryState::Unreachable => Some(unreachable(reason)),
        DeliveryState::Skipped => Some(skipped(reason)),
        DeliveryState::Failed => Some(failed(reason)),
        DeliveryState::Unknown => Some(unknown(reason)),
        _ => None,
    }
}

fn unreachable(reason: &str) -> Message {
    match Unreachable::parse(reason) {
        Some(Unreachable::Blocked) => msg!("campaign-why-blocked"),
        Some(Unreachable::Deactivated) => msg!("campaign-why-deactivated"),
        Some(Unreachable::NotStarted) => msg!("campaign-why-not-started"),
        Some(Unreachable::NotFound) => msg!("campaign-why-not-found"),
        None => msg!("campaign-why-other", word = reason),
    }
}

fn skipped(reason: &str) -> Message {
    match reason {
        "signed" => msg!("campaign-why-signed"),
        "muted" => msg!("campaign-why-muted"),
        "cap" => msg!("campaign-why-cap"),
        "late" => msg!("campaign-why-late"),
        "unlinked" => msg!("campaign-why-unlinked"),
        _ => msg!("campaign-why-other", word = reason),
    }
}

fn failed(reason: &str) -> Message {
    match reason {
        "entities" => msg!("campaign-why-entities"),
        "too_long" => msg!("campaign-why-too-long"),
        "file" => msg!("campaign-why-file"),
        "refused" => msg!("campaign-why-refused"),
        "moved" => msg!("campaign-why-moved"),
        _ => msg!("campaign-why-other", word = reason),
    }
}

fn unknown(reason: &str) -> Message {
    match reason {
        "restart" => msg!("campaign-why-restart"),
        "no_answer" => msg!("campaign-why-no-answer"),
        _ => msg!("campaign-why-other", word = reason),
    }
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
