//! Buttons of /siarkan: composing.

use super::number;

#[derive(Clone, Debug, PartialEq)]
pub enum BroadcastButton {
    /// The list that everything begins from.
    List {
        page: u16,
    },
    /// The draft of whoever taps.
    Draft,
    /// Asks for the content, of a new draft or anew.
    Write,
    /// Shows the message as it will look.
    Preview,
    /// Sends the final message to whoever taps.
    Test,
    /// The times to choose from.
    When,
    /// Seconds since 1970; 0: at once.
    At {
        at: i64,
    },
    /// Asks for a time.
    WhenAsk,
    Mandatory {
        on: bool,
    },
    /// One of [`crate::broadcast::HOURS`].
    Hours {
        choice: u8,
    },
    /// What becomes of messages left in doubt: sent again, or held.
    Resend {
        on: bool,
    },
    PaidAsk,
    Paid {
        on: bool,
    },
    /// Asks for the number of recipients.
    SendAsk,
    DiscardAsk,
    Discard,
}

impl BroadcastButton {
    /// Without the feature's own tag.
    pub(super) fn encode(&self) -> String {
        match self {
            Self::List { page } => format!("l:{page}"),
            Self::Draft => "d".into(),
            Self::Write => "w".into(),
            Self::Preview => "p".into(),
            Self::Test => "t".into(),
            Self::When => "z".into(),
            Self::At { at } => format!("a:{at}"),
            Self::WhenAsk => "za".into(),
            Self::Mandatory { on } => format!("m:{}", u8::from(*on)),
            Self::Hours { choice } => format!("h:{choice}"),
            Self::Resend { on } => format!("r:{}", u8::from(*on)),
            Self::PaidAsk => "ba".into(),
            Self::Paid { on } => format!("b:{}", u8::from(*on)),
            Self::SendAsk => "sa".into(),
            Self::DiscardAsk => "xa".into(),
            Self::Discard => "x".into(),
        }
    }

    pub(super) fn decode(tag: &str, fields: &[&str]) -> Option<Self> {
        Some(match (tag, fields) {
            ("l", [page]) => Self::List { page: number(page)? },
            ("d", []) => Self::Draft,
            ("w", []) => Self::Write,
            ("p", []) => Self::Preview,
            ("t", []) => Self::Test,
            ("z", []) => Self::When,
            ("a", [at]) => Self::At { at: number(at)? },
            ("za", []) => Self::WhenAsk,
            ("m", [on @ ("0" | "1")]) => Self::Mandatory { on: *on == "1" },
            ("h", [choice]) => Self::Hours { choice: number(choice)? },
            ("r", [on @ ("0" | "1")]) => Self::Resend { on: *on == "1" },
            ("ba", []) => Self::PaidAsk,
            ("b", [on @ ("0" | "1")]) => Self::Paid { on: *on == "1" },
            ("sa", []) => Self::SendAsk,
            ("xa", []) => Self::DiscardAsk,
            ("x", []) => Self::Discard,
            _ => return None,
        })
    }

    pub(super) fn samples() -> Vec<Self> {
        vec![
            Self::List { page: u16::MAX },
            Self::Draft,
            Self::Preview,
            Self::Test,
            Self::When,
            Self::At { at: i64::MAX },
            Self::WhenAsk,
            Self::Mandatory { on: true },
            Self::Hours { choice: u8::MAX },
            Self::Resend { on: true },
            Self::PaidAsk,
            Self::Paid { on: true },
            Self::SendAsk,
            Self::DiscardAsk,
            Self::Discard,
            Self::Write,
        ]
    }
}
