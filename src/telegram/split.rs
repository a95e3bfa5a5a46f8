//! Long texts: Telegram's apps send them as several messages, and half of one is not what was written.

use teloxide::types::{Message as Incoming, MessageId, Update, UpdateKind};

use super::{
    access::Caller,
    prompt::{Question, Topic},
    reply::{self, Screen},
};
use crate::{
    app::App,
    broadcast, msg,
    outbox::{Content, content::TEXT_MAX},
    reminder,
    texts::Message,
};

/// A part that another follows has at least so many UTF-16 units: apps cut at the last good place in the
/// second half of what a message holds.
const FULL: usize = TEXT_MAX / 2;
/// Seconds between the parts of one text. Nobody types the next one as fast.
const MOMENTS: i64 = 2;

/// The last long text of a chat, as far as it has come.
#[derive(Clone, Debug)]
pub struct Long {
    pub first: i32,
    last: i32,
    at: i64,
    pub parts: usize,
    pub units: usize,
    /// More may follow.
    open: bool,
    /// What the first part answered.
    question: Option<Question>,
    /// What the first part took the place of, where that is in force at once.
    pub before: Option<Content>,
    /// Where it was told.
    told: Option<MessageId>,
}

impl Long {
    fn goes_on(&self, message: &Incoming) -> bool {
        let since = message.date.timestamp() - self.at;
        let id = message.id.0;
        id > self.first && (id <= self.last || (self.open && (0..=MOMENTS).contains(&since)))
    }

    /// What became of it, in words.
    pub fn message(&self) -> Message {
        msg!("guide-split", parts = self.parts, length = self.units, most = TEXT_MAX)
    }
}

fn units(message: &Incoming) -> Option<usize> {
    message.text().filter(|text| !text.starts_with('/')).map(|text| text.encode_utf16().count())
}

/// Whether a message goes on with the text of the one before, and so is neither an answer nor a command.
pub fn is_more(app: App, caller: Caller, message: Incoming) -> bool {
    caller.private
        && units(&message).is_some()
        && app.memory.long(caller.chat).is_some_and(|long| long.goes_on(&message))
}

/// Remembers a text that may be the first part of a longer one.
pub async fn note(app: App, update: Update, caller: Caller, question: Option<Question>) {
    let UpdateKind::Message(message) = &update.kind else { return close(&app, &caller) };
    let Some(units) = units(message).filter(|_| caller.private) else { return close(&app, &caller) };
    if units < FULL {
        return;
    }
    let (first, at) = (message.id.0, message.date.timestamp());
    if app.memory.long(caller.chat).is_some_and(|long| long.first == first) {
        return;
    }
    let long = Long { first, last: first, at, parts: 1, units, open: true, question, before: None, told: None };
    app.memory.set_long(caller.chat, long);
}

/// Parts of one text come one behind the other: whatever else comes in between ends it.
fn close(app: &App, caller: &Caller) {
    if let Some(long) = app.memory.long(caller.chat).filter(|long| long.open) {
        app.memory.set_long(caller.chat, Long { open: false, ..long });
    }
}

/// Keeps what a long text takes the place of, in case there is more of it.
pub fn keep_before(app: &App, caller: &Caller, message: &Incoming, before: &Content) {
    if let Some(long) = app.memory.long(caller.chat).filter(|long| long.first == message.id.0 && long.before.is_none())
    {
        app.memory.set_long(caller.chat, Long { before: Some(before.clone()), ..long });
    }
}

/// Another part: what was taken of the first is given back, and the person told once.
pub async fn more(app: App, caller: Caller, message: Incoming) -> anyhow::Result<()> {
    let Some(mut long) = app.memory.long(caller.chat) else { return Ok(()) };
    let units = units(&message).unwrap_or_default();
    if message.id.0 > long.last {
        long.last = message.id.0;
        long.at = message.date.timestamp();
        long.parts += 1;
        long.units += units;
        long.open = units >= FULL;
        app.memory.set_long(caller.chat, long.clone());
    }
    // Whatever else the first part was said to, it was too long for it, and that was said.
    let Some(question) = long.question else { return Ok(()) };
    let screen = match question.topic {
        Topic::BroadcastContent => broadcast::handlers::take_back(&app, &caller, &long).await?,
        Topic::RuleText => reminder::handlers::take_back(&app, &caller, question, &long).await?,
        _ => return Ok(()),
    };
    tell(&app, &caller, long, &screen).await
}

async fn tell(app: &App, caller: &Caller, long: Long, screen: &Screen) -> anyhow::Result<()> {
    if let Some(told) = long.told
        && reply::edit(app, caller.chat, told, screen).await?
    {
        return Ok(());
    }
    let told = reply::send(app, caller.chat, screen).await?;
    app.memory.set_long(caller.chat, Long { told, ..long });
    Ok(())
}
