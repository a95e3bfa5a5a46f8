//! Buttons of tips, for those who receive them and those who appoint these.

use super::number;
use crate::tip::{Agency, Id, Reason, Status};

/// Which cases a list shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pile {
    /// Not closed.
    Open,
    Closed,
}

/// For recipients, and for those who appoint them. Ids are 22 characters.
#[derive(Clone, Debug, PartialEq)]
pub enum TriageButton {
    /// Where a recipient begins.
    Home,
    List {
        pile: Pile,
        page: u16,
    },
    Case {
        case: Id,
    },
    /// Send the sealed files: those that nobody of the agency has fetched, or all.
    Fetch {
        case: Id,
        all: bool,
    },
    Move {
        case: Id,
        status: Status,
    },
    /// The same to a case that nobody has read.
    MoveUnread {
        case: Id,
        status: Status,
    },
    /// Not to pursue a case, and why. `unread`: although nobody has read it.
    Reject {
        case: Id,
        reason: Reason,
        unread: bool,
    },
    Reply {
        case: Id,
    },
    Note {
        case: Id,
    },
    /// Seal and keep what was typed.
    Send {
        case: Id,
    },
    /// Choose the case that this one is a duplicate of.
    MergePick {
        case: Id,
        page: u16,
    },
    MergeAsk {
        case: Id,
        into: Id,
    },
    Merge {
        case: Id,
        into: Id,
    },
    Split {
        case: Id,
    },
    /// What was sealed anew says the same as before, or must come back.
    Settle {
        case: Id,
        same: bool,
    },
    Counts,
    /// The offline reader, as a file.
    Reader,
    /// How to make a key, and how to send it.
    KeyHelp,
    /// Superadmin: who receives, and whom to invite.
    Recipients,
    Invite {
        agency: Agency,
    },
    /// The recovery key of an agency.
    Recovery {
        agency: Agency,
    },
    Recipient {
        recipient: Id,
    },
    RetireAsk {
        recipient: Id,
    },
    Retire {
        recipient: Id,
    },
    /// Any admin: compare a fingerprint.
    Confirm {
        key: Id,
    },
    /// One of the four shown, from 0; beyond them: none of these.
    Pick {
        key: Id,
        choice: u8,
    },
    /// Superadmin or recipient: no to a key that waits.
    VetoAsk {
        key: Id,
    },
    Veto {
        key: Id,
    },
}

impl TriageButton {
    /// Without the feature's own tag.
    pub(super) fn encode(&self) -> String {
        match self {
            Self::Home => "h".into(),
            Self::List { pile: Pile::Open, page } => format!("l:o:{page}"),
            Self::List { pile: Pile::Closed, page } => format!("l:c:{page}"),
            Self::Case { case } => format!("c:{case}"),
            Self::Fetch { case, all } => format!("f:{case}:{}", u8::from(*all)),
            Self::Move { case, status } => format!("m:{case}:{}", status.as_str()),
            Self::MoveUnread { case, status } => format!("mu:{case}:{}", status.as_str()),
            Self::Reject { case, reason, unread } => format!("j:{case}:{}:{}", reason.as_str(), u8::from(*unread)),
            Self::Reply { case } => format!("r:{case}"),
            Self::Note { case } => format!("n:{case}"),
            Self::Send { case } => format!("s:{case}"),
            Self::MergePick { case, page } => format!("gp:{case}:{page}"),
            Self::MergeAsk { case, into } => format!("ga:{case}:{into}"),
            Self::Merge { case, into } => format!("g:{case}:{into}"),
            Self::Split { case } => format!("sp:{case}"),
            Self::Settle { case, same } => format!("q:{case}:{}", u8::from(*same)),
            Self::Counts => "n".into(),
            Self::Reader => "rd".into(),
            Self::KeyHelp => "kh".into(),
            Self::Recipients => "p".into(),
            Self::Invite { agency } => format!("i:{}", agency.as_str()),
            Self::Recovery { agency } => format!("rk:{}", agency.as_str()),
            Self::Recipient { recipient } => format!("e:{recipient}"),
            Self::RetireAsk { recipient } => format!("ta:{recipient}"),
            Self::Retire { recipient } => format!("t:{recipient}"),
            Self::Confirm { key } => format!("k:{key}"),
            Self::Pick { key, choice } => format!("pk:{key}:{choice}"),
            Self::VetoAsk { key } => format!("va:{key}"),
            Self::Veto { key } => format!("v:{key}"),
        }
    }

    pub(super) fn decode(tag: &str, fields: &[&str]) -> Option<Self> {
        let id = |text: &str| text.parse::<Id>().ok();
        Some(match (tag, fields) {
            ("h", []) => Self::Home,
            ("l", ["o", page]) => Self::List { pile: Pile::Open, page: number(page)? },
            ("l", ["c", page]) => Self::List { pile: Pile::Closed, page: number(page)? },
            ("c", [case]) => Self::Case { case: id(case)? },
            ("f", [case, all @ ("0" | "1")]) => Self::Fetch { case: id(case)?, all: *all == "1" },
            ("m", [case, status]) => Self::Move { case: id(case)?, status: Status::parse(status)? },
            ("mu", [case, status]) => Self::MoveUnread { case: id(case)?, status: Status::parse(status)? },
            ("j", [case, reason, unread @ ("0" | "1")]) => {
                Self::Reject { case: id(case)?, reason: Reason::parse(reason)?, unread: *unread == "1" }
            }
            ("r", [case]) => Self::Reply { case: id(case)? },
            ("n", [case]) => Self::Note { case: id(case)? },
            ("s", [case]) => Self::Send { case: id(case)? },
            ("gp", [case, page]) => Self::MergePick { case: id(case)?, page: number(page)? },
            ("ga", [case, into]) => Self::MergeAsk { case: id(case)?, into: id(into)? },
            ("g", [case, into]) => Self::Merge { case: id(case)?, into: id(into)? },
            ("sp", [case]) => Self::Split { case: id(case)? },
            ("q", [case, same @ ("0" | "1")]) => Self::Settle { case: id(case)?, same: *same == "1" },
            ("n", []) => Self::Counts,
            ("rd", []) => Self::Reader,
            ("kh", []) => Self::KeyHelp,
            ("p", []) => Self::Recipients,
            ("i", [agency]) => Self::Invite { agency: Agency::parse(agency)? },
            ("rk", [agency]) => Self::Recovery { agency: Agency::parse(agency)? },
            ("e", [recipient]) => Self::Recipient { recipient: id(recipient)? },
            ("ta", [recipient]) => Self::RetireAsk { recipient: id(recipient)? },
            ("t", [recipient]) => Self::Retire { recipient: id(recipient)? },
            ("k", [key]) => Self::Confirm { key: id(key)? },
            ("pk", [key, choice]) => Self::Pick { key: id(key)?, choice: number(choice)? },
            ("va", [key]) => Self::VetoAsk { key: id(key)? },
            ("v", [key]) => Self::Veto { key: id(key)? },
            _ => return None,
        })
    }

    pub(super) fn samples() -> Vec<Self> {
        let id = Id([0xff; 16]);
        let mut samples = vec![
            Self::Home,
            Self::List { pile: Pile::Open, page: u16::MAX },
            Self::List { pile: Pile::Closed, page: 0 },
            Self::Case { case: id },
            Self::Fetch { case: id, all: true },
            Self::Fetch { case: id, all: false },
            Self::Reply { case: id },
            Self::Note { case: id },
            Self::Send { case: id },
            Self::MergePick { case: id, page: u16::MAX },
            Self::MergeAsk { case: id, into: id },
            Self::Merge { case: id, into: id },
            Self::Split { case: id },
            Self::Settle { case: id, same: true },
            Self::Settle { case: id, same: false },
            Self::Counts,
            Self::Reader,
            Self::KeyHelp,
            Self::Recipients,
            Self::Recipient { recipient: id },
            Self::RetireAsk { recipient: id },
            Self::Retire { recipient: id },
            Self::Confirm { key: id },
            Self::Pick { key: id, choice: 3 },
            Self::VetoAsk { key: id },
            Self::Veto { key: id },
        ];
        samples.extend(Status::ALL.map(|status| Self::Move { case: id, status }));
        samples.extend(Status::ALL.map(|status| Self::MoveUnread { case: id, status }));
        samples.extend(Reason::ALL.map(|reason| Self::Reject { case: id, reason, unread: true }));
        samples.extend(Agency::ALL.map(|agency| Self::Invite { agency }));
        samples.extend(Agency::ALL.map(|agency| Self::Recovery { agency }));
        samples
    }
}
