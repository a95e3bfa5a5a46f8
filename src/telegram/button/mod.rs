//! Typed callback data: every inline button of the bot, as at most 64 bytes.

mod audience;
mod broadcast;
mod calendar;
mod campaign;
mod draft;
mod notice;
mod reminder;
mod tip;
mod triage;

pub use audience::{AudienceButton, Owner};
pub use broadcast::BroadcastButton;
pub use calendar::CalendarButton;
pub use campaign::CampaignButton;
pub use draft::DraftButton;
pub use notice::NoticeButton;
pub use reminder::ReminderButton;
pub use tip::TipButton;
pub use triage::{Pile, TriageButton};

use super::setup::Step;
use crate::{pledge::ReceiptNumber, roster::code::BindingCode, texts::Lang};

/// A button. Old ones live on in people's chats for years: never give a tag a new meaning.
#[derive(Clone, Debug, PartialEq)]
pub enum Button {
    /// "Benar, ini saya".
    Bind(BindingCode),
    /// "Bukan saya".
    NotMe,
    /// The documents someone is bound by.
    Documents,
    /// Begin or go on with the current version of a version's document.
    Resume {
        version: i64,
    },
    /// Show a clause (0 is the preamble) without confirming anything; pages count from 0.
    Clause {
        version: i64,
        clause: u16,
        page: u16,
    },
    /// "Sudah saya baca".
    Read {
        version: i64,
        clause: u16,
    },
    /// The whole text with the statement.
    Whole {
        version: i64,
        page: u16,
    },
    /// "Saya berikrar" or "Saya mengikuti".
    Acknowledge {
        version: i64,
        sign: bool,
    },
    /// "Nanti".
    Later {
        version: i64,
    },
    /// Show one's own receipt for a version.
    Receipt {
        version: i64,
    },
    /// As `Resume`, in a new message: below a receipt, which stays.
    Next {
        version: i64,
    },
    /// The text that a receipt is of; without a page as a new message.
    Text {
        number: ReceiptNumber,
        page: Option<u16>,
    },
    /// The same as the file whose SHA-256 stands on the receipt.
    TextFile {
        number: ReceiptNumber,
    },
    Language(Lang),
    /// "Ya, lepaskan" of one's own link.
    Unlink,
    /// Show what another account acknowledged in one's name, and ask about it.
    Prior,
    /// "Ya, saya" or "Bukan saya", of what this link made; 0: of what no link is known of.
    PriorAnswer {
        link: i64,
        own: bool,
    },
    Dismiss,
    /// Whether the message with this number is the answer to what was asked.
    Answer {
        message: i32,
        yes: bool,
    },
    /// Superadmin: what is left to be set up, and how a step of it is done.
    Setup,
    SetupHow {
        step: Step,
    },
    /// Admin: how to import a roster.
    ImportHow,
    /// Admin: apply the roster file this message replies to, if it is still the one that was checked.
    Import {
        digest: u32,
        deactivate: bool,
    },
    /// Admin: ask before applying the same file and deactivating who is not in it.
    ImportAsk {
        digest: u32,
    },
    /// Admin: back from that question to what the file would change.
    ImportTrial {
        digest: u32,
    },
    /// Admin: units below `unit` (0: the top) to choose from, for codes.
    CodeUnits {
        unit: i64,
        page: u16,
    },
    /// Admin: ask before making codes for a unit.
    CodesAsk {
        unit: i64,
    },
    CodesMake {
        unit: i64,
    },
    /// As `CodesMake`, with a file for each unit right below.
    CodesApart {
        unit: i64,
    },
    /// Admin: no more codes of this run.
    CodesStop {
        run: i64,
    },
    CodesResume {
        run: i64,
    },
    /// Admin: someone found by name.
    CodeWho {
        person: i64,
    },
    /// Admin: a new code for one person.
    CodePerson {
        person: i64,
    },
    /// Admin: counts of the units below.
    Recap {
        unit: i64,
        page: u16,
    },
    /// Admin: the same counts of all units below, as a table.
    RecapTable {
        unit: i64,
    },
    /// Admin: detach a person's account.
    Detach {
        person: i64,
    },
    /// Superadmin: ask before revoking, then revoke.
    RevokeAsk {
        user: i64,
    },
    Revoke {
        user: i64,
    },
    Admins,
    Calendar(CalendarButton),
    Reminder(ReminderButton),
    Broadcast(BroadcastButton),
    Audience(AudienceButton),
    Campaign(CampaignButton),
    Notice(NoticeButton),
    Tip(TipButton),
    Triage(TriageButton),
}

fn number<T: std::str::FromStr>(text: &str) -> Option<T> {
    text.parse().ok()
}

impl Button {
    /// As `callback_data`: fields joined by `:`. Numbers are at most 20 digits, so this stays under 64 bytes.
    pub fn encode(&self) -> String {
        match self {
            Button::Bind(code) => format!("bind:{}", code.as_str()),
            Button::NotMe => "notme".into(),
            Button::Documents => "docs".into(),
            Button::Resume { version } => format!("go:{version}"),
            Button::Clause { version, clause, page } => format!("cl:{version}:{clause}:{page}"),
            Button::Read { version, clause } => format!("rd:{version}:{clause}"),
            Button::Whole { version, page } => format!("all:{version}:{page}"),
            Button::Acknowledge { version, sign } => format!("ack:{version}:{}", u8::from(*sign)),
            Button::Later { version } => format!("later:{version}"),
            Button::Receipt { version } => format!("rcpt:{version}"),
            Button::Next { version } => format!("nx:{version}"),
            Button::Text { number, page: None } => format!("txt:{number}"),
            Button::Text { number, page: Some(page) } => format!("txt:{number}:{page}"),
            Button::TextFile { number } => format!("txf:{number}"),
            Button::Language(lang) => format!("lang:{}", lang.code()),
            Button::Unlink => "unlink".into(),
            Button::Prior => "pri".into(),
            Button::PriorAnswer { link, own } => format!("pra:{link}:{}", u8::from(*own)),
            Button::Dismiss => "no".into(),
            Button::Answer { message, yes } => format!("an:{message}:{}", u8::from(*yes)),
            Button::Setup => "set".into(),
            Button::SetupHow { step } => format!("seth:{}", step.as_str()),
            Button::ImportHow => "imh".into(),
            Button::Import { digest, deactivate } => format!("imp:{digest}:{}", u8::from(*deactivate)),
            Button::ImportAsk { digest } => format!("ia:{digest}"),
            Button::ImportTrial { digest } => format!("it:{digest}"),
            Button::CodeUnits { unit, page } => format!("cu:{unit}:{page}"),
            Button::CodesAsk { unit } => format!("ca:{unit}"),
            Button::CodesMake { unit } => format!("cm:{unit}"),
            Button::CodesApart { unit } => format!("cma:{unit}"),
            Button::CodesStop { run } => format!("cst:{run}"),
            Button::CodesResume { run } => format!("crs:{run}"),
            Button::CodeWho { person } => format!("cw:{person}"),
            Button::CodePerson { person } => format!("cp:{person}"),
            Button::Recap { unit, page } => format!("rc:{unit}:{page}"),
            Button::RecapTable { unit } => format!("rt:{unit}"),
            Button::Detach { person } => format!("dt:{person}"),
            Button::RevokeAsk { user } => format!("ra:{user}"),
            Button::Revoke { user } => format!("rv:{user}"),
            Button::Admins => "adm".into(),
            Button::Calendar(button) => format!("cal:{}", button.encode()),
            Button::Reminder(button) => format!("rem:{}", button.encode()),
            Button::Broadcast(button) => format!("bc:{}", button.encode()),
            Button::Audience(button) => format!("aud:{}", button.encode()),
            Button::Campaign(button) => format!("cmp:{}", button.encode()),
            Button::Notice(button) => format!("msg:{}", button.encode()),
            Button::Tip(button) => format!("tip:{}", button.encode()),
            Button::Triage(button) => format!("tri:{}", button.encode()),
        }
    }

    /// `None` for what no version of the bot wrote.
    pub fn decode(data: &str) -> Option<Self> {
        let mut fields = data.split(':');
        let tag = fields.next()?;
        let fields: Vec<&str> = fields.collect();
        Some(match (tag, fields.as_slice()) {
            ("bind", [code]) => Button::Bind(BindingCode::parse(code)?),
            ("notme", []) => Button::NotMe,
            ("docs", []) => Button::Documents,
            ("go", [version]) => Button::Resume { version: number(version)? },
            ("cl", [version, clause, page]) => {
                Button::Clause { version: number(version)?, clause: number(clause)?, page: number(page)? }
            }
            ("rd", [version, clause]) => Button::Read { version: number(version)?, clause: number(clause)? },
            ("all", [version, page]) => Button::Whole { version: number(version)?, page: number(page)? },
            ("ack", [version, sign @ ("0" | "1")]) => {
                Button::Acknowledge { version: number(version)?, sign: *sign == "1" }
            }
            ("later", [version]) => Button::Later { version: number(version)? },
            ("rcpt", [version]) => Button::Receipt { version: number(version)? },
            ("nx", [version]) => Button::Next { version: number(version)? },
            ("txt", [receipt]) => Button::Text { number: ReceiptNumber::parse(receipt)?, page: None },
            ("txt", [receipt, page]) => {
                Button::Text { number: ReceiptNumber::parse(receipt)?, page: Some(number(page)?) }
            }
            ("txf", [receipt]) => Button::TextFile { number: ReceiptNumber::parse(receipt)? },
            ("lang", ["id"]) => Button::Language(Lang::Id),
            ("lang", ["en"]) => Button::Language(Lang::En),
            ("unlink", []) => Button::Unlink,
            ("pri", []) => Button::Prior,
            ("pra", [link, own @ ("0" | "1")]) => Button::PriorAnswer { link: number(link)?, own: *own == "1" },
            ("no", []) => Button::Dismiss,
            ("an", [message, yes @ ("0" | "1")]) => Button::Answer { message: number(message)?, yes: *yes == "1" },
            ("set", []) => Button::Setup,
            ("seth", [step]) => Button::SetupHow { step: Step::parse(step)? },
            ("imh", []) => Button::ImportHow,
            ("imp", [digest, deactivate @ ("0" | "1")]) => {
                Button::Import { digest: number(digest)?, deactivate: *deactivate == "1" }
            }
            ("ia", [digest]) => Button::ImportAsk { digest: number(digest)? },
            ("it", [digest]) => Button::ImportTrial { digest: number(digest)? },
            ("cu", [unit, page]) => Button::CodeUnits { unit: number(unit)?, page: number(page)? },
            ("ca", [unit]) => Button::CodesAsk { unit: number(unit)? },
            ("cm", [unit]) => Button::CodesMake { unit: number(unit)? },
            ("cma", [unit]) => Button::CodesApart { unit: number(unit)? },
            ("cst", [run]) => Button::CodesStop { run: number(run)? },
            ("crs", [run]) => Button::CodesResume { run: number(run)? },
            ("cw", [person]) => Button::CodeWho { person: number(person)? },
            ("cp", [person]) => Button::CodePerson { person: number(person)? },
            ("rc", [unit, page]) => Button::Recap { unit: number(unit)?, page: number(page)? },
            ("rt", [unit]) => Button::RecapTable { unit: number(unit)? },
            ("dt", [person]) => Button::Detach { person: number(person)? },
            ("ra", [user]) => Button::RevokeAsk { user: number(user)? },
            ("rv", [user]) => Button::Revoke { user: number(user)? },
            ("adm", []) => Button::Admins,
            ("cal", [tag, fields @ ..]) => Button::Calendar(CalendarButton::decode(tag, fields)?),
            ("rem", [tag, fields @ ..]) => Button::Reminder(ReminderButton::decode(tag, fields)?),
            ("bc", [tag, fields @ ..]) => Button::Broadcast(BroadcastButton::decode(tag, fields)?),
            ("aud", [tag, fields @ ..]) => Button::Audience(AudienceButton::decode(tag, fields)?),
            ("cmp", [tag, fields @ ..]) => Button::Campaign(CampaignButton::decode(tag, fields)?),
            ("msg", [tag, fields @ ..]) => Button::Notice(NoticeButton::decode(tag, fields)?),
            ("tip", [tag, fields @ ..]) => Button::Tip(TipButton::decode(tag, fields)?),
            ("tri", [tag, fields @ ..]) => Button::Triage(TriageButton::decode(tag, fields)?),
            _ => return None,
        })
    }

    /// One of each, for tests that walk them all.
    pub fn samples() -> Vec<Button> {
        let code = BindingCode::parse("0123456789ABCDEF");
        let (version, user) = (i64::MAX, i64::MIN);
        let receipt = ReceiptNumber { seq: 999_999_999_999_999_999, hash: [0xff; 4] };
        let mut all = vec![
            Button::NotMe,
            Button::Documents,
            Button::Resume { version },
            Button::Clause { version, clause: u16::MAX, page: u16::MAX },
            Button::Read { version, clause: u16::MAX },
            Button::Whole { version, page: u16::MAX },
            Button::Acknowledge { version, sign: true },
            Button::Later { version },
            Button::Receipt { version },
            Button::Next { version },
            Button::Text { number: receipt, page: None },
            Button::Text { number: receipt, page: Some(u16::MAX) },
            Button::TextFile { number: receipt },
            Button::Language(Lang::Id),
            Button::Language(Lang::En),
            Button::Unlink,
            Button::Prior,
            Button::PriorAnswer { link: i64::MAX, own: true },
            Button::Dismiss,
            Button::Setup,
            Button::ImportHow,
            Button::Import { digest: u32::MAX, deactivate: true },
            Button::ImportAsk { digest: u32::MAX },
            Button::ImportTrial { digest: u32::MAX },
            Button::CodeUnits { unit: version, page: u16::MAX },
            Button::CodesAsk { unit: version },
            Button::CodesMake { unit: version },
            Button::CodesApart { unit: version },
            Button::CodesStop { run: version },
            Button::CodesResume { run: version },
            Button::CodeWho { person: version },
            Button::CodePerson { person: version },
            Button::Recap { unit: version, page: u16::MAX },
            Button::RecapTable { unit: version },
            Button::Detach { person: version },
            Button::RevokeAsk { user },
            Button::Revoke { user },
            Button::Admins,
        ];
        all.extend(code.map(Button::Bind));
        all.extend(Step::ALL.map(|step| Button::SetupHow { step }));
        all.extend(CalendarButton::samples().into_iter().map(Button::Calendar));
        all.extend(ReminderButton::samples().into_iter().map(Button::Reminder));
        all.extend(BroadcastButton::samples().into_iter().map(Button::Broadcast));
        all.extend(AudienceButton::samples().into_iter().map(Button::Audience));
        all.extend(CampaignButton::samples().into_iter().map(Button::Campaign));
        all.extend(NoticeButton::samples().into_iter().map(Button::Notice));
        all.extend(TipButton::samples().into_iter().map(Button::Tip));
        all.extend(TriageButton::samples().into_iter().map(Button::Triage));
        all
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_button_survives_the_way_there_and_back_within_64_bytes() {
        for button in Button::samples() {
            let data = button.encode();
            assert!((1..=64).contains(&data.len()), "{data}");
            assert_eq!(Button::decode(&data), Some(button));
        }
    }

    proptest! {
        #[test]
        fn anything_else_is_refused_without_a_panic(data in ".{0,80}") {
            if let Some(button) = Button::decode(&data) {
                prop_assert!(Button::decode(&button.encode()).is_some());
            }
        }
    }
}
