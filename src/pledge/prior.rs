//! What another account acknowledged in someone's name, before theirs was linked.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::ReceiptNumber;
use crate::{
    access::{LinkId, TelegramId},
    msg,
    texts::{Arg, Lang, Message, Zone, name},
};

/// Entries named one by one; the others are counted.
const NAMED: usize = 5;

/// Entries that one earlier link made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prior {
    /// `None` for entries from before links were on record.
    pub link: Option<LinkId>,
    /// That it was another account is known, not only not ruled out.
    pub by_other: bool,
    /// The admin who made the code by which it was linked.
    pub code_by: Option<TelegramId>,
    pub entries: Vec<PriorEntry>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriorEntry {
    pub number: ReceiptNumber,
    pub at: DateTime<Utc>,
    pub title: String,
}

/// What came of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answered {
    Own(Prior),
    Denied(Prior),
    /// Nothing is asked (any more).
    Before,
}

impl Prior {
    /// The entries, a line each.
    pub fn list(&self, zone: Zone, lang: Lang) -> Arg {
        let line = |entry: &PriorEntry| {
            let (title, at) = (name(&entry.title), Arg::Moment(entry.at, zone));
            msg!("pledge-prior-line", title = title, at = at, number = entry.number.to_string()).html(lang)
        };
        let mut lines: Vec<String> = self.entries.iter().take(NAMED).map(line).collect();
        if let Some(more) = self.entries.len().checked_sub(NAMED).filter(|more| *more > 0) {
            lines.push(msg!("pledge-prior-more", count = more).html(lang));
        }
        Arg::Html(lines.join("\n"))
    }

    /// What the person is told and asked.
    pub fn question(&self, zone: Zone, lang: Lang) -> Message {
        let list = self.list(zone, lang);
        if self.by_other {
            msg!("pledge-prior-ask", list = list)
        } else {
            msg!("pledge-prior-ask-unknown", list = list)
        }
    }
}
