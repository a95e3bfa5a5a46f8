//! What things are called on the screens of recipients.

use crate::{
    msg,
    texts::Message,
    tip::{
        ItemKind, Reason, Status,
        appoint::{Key, Recipient},
        quorum,
    },
};

pub(super) fn status(status: Status) -> Message {
    match status {
        Status::Received => msg!("triage-status-received"),
        Status::Reviewed => msg!("triage-status-reviewed"),
        Status::FollowUp => msg!("triage-status-follow-up"),
        Status::Done => msg!("triage-status-done"),
        Status::Rejected => msg!("triage-status-rejected"),
    }
}

/// On a button.
pub(super) fn reason(reason: Reason) -> Message {
    match reason {
        Reason::Unclear => msg!("triage-reason-unclear"),
        Reason::Elsewhere => msg!("triage-reason-elsewhere"),
        Reason::OtherMatter => msg!("triage-reason-other-matter"),
        Reason::NoEvidence => msg!("triage-reason-no-evidence"),
        Reason::Known => msg!("triage-reason-known"),
        Reason::Written => msg!("triage-reason-written"),
    }
}

pub(super) fn kind(kind: ItemKind) -> Message {
    match kind {
        ItemKind::Report => msg!("triage-kind-report"),
        ItemKind::Addition => msg!("triage-kind-addition"),
        ItemKind::Reply => msg!("triage-kind-reply"),
        ItemKind::Note => msg!("triage-kind-note"),
    }
}

/// How far someone is on the way to receiving.
pub(super) fn state(recipient: &Recipient, today: chrono::NaiveDate) -> Message {
    match (recipient.invited_until, &recipient.active, &recipient.pending) {
        (Some(until), ..) if until >= today => msg!("recipient-state-invited", until = until),
        (Some(_), ..) => msg!("recipient-state-expired"),
        (None, Some(_), Some(key)) if key.waits_from.is_some() => {
            msg!("recipient-state-rotating-delayed", until = until(key))
        }
        (None, Some(_), Some(_)) => msg!("recipient-state-rotating"),
        (None, Some(key), None) => msg!("recipient-state-active", since = key.since),
        (None, None, Some(key)) if key.waits_from.is_some() => msg!("recipient-state-delayed", until = until(key)),
        (None, None, Some(_)) => msg!("recipient-state-pending"),
        (None, None, None) => msg!("recipient-state-keyless"),
    }
}

fn until(key: &Key) -> chrono::NaiveDate {
    quorum::due(key.waits_from.unwrap_or(key.since))
}
