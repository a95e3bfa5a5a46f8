//! Updates in: at least once, in order within a chat, concurrently across chats.
//!
//! Telegram is the durable inbox. By polling, an update is confirmed only once it and all before it
//! are handled; by webhook, a call is answered only then. So no update is lost by a crash, none is
//! ever written to our disk, and handlers must bear to see one twice. Telegram hands out a hundred
//! unconfirmed updates and no more: so that nobody fills them for everyone, a reply that must wait does so
//! after its update is confirmed ([`super::lane`]), and of a chat that sends too much the rest is not read
//! ([`guard`]), which it is told.

mod dispatch;
mod guard;
mod mend;
mod peek;
mod polling;
mod webhook;
mod window;

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use serde::Deserialize;
use serde_json::value::RawValue;
use teloxide::types::{MessageKind, Update, UpdateKind};
use tokio::sync::watch;

pub use dispatch::Dispatcher;
use mend::{Mended, mend};
use peek::Peek;

use crate::app::App;

/// The kinds we act upon; the rest is not sent to us.
const ALLOWED: [&str; 4] = ["message", "edited_message", "callback_query", "my_chat_member"];
/// How Telegram begins an update.
const NUMBER_FIRST: &str = "{\"update_id\":";
/// How long a stop waits for the updates in hand.
const STOP_WITHIN: Duration = Duration::from_secs(10);

/// What could not be handled since the start, for the operator.
#[derive(Debug, Default)]
pub struct Passed {
    pub malformed: AtomicU64,
    pub unknown: AtomicU64,
}

/// Handles updates until `stop` turns true; then finishes what is in hand.
pub async fn run(app: App, stop: watch::Receiver<bool>) -> anyhow::Result<()> {
    let dispatcher = Dispatcher::new(app.clone(), super::schema::schema(), app.config.telegram.webhook.is_some());
    match app.config.telegram.webhook.clone() {
        Some(webhook) => webhook::run(app, dispatcher, webhook, stop).await,
        None => polling::run(app, dispatcher, stop).await,
    }
}

/// One update as it came, before anything is believed of it. Its number belongs to somebody, so no log has it.
enum Parsed {
    Update(Box<Update>),
    /// To be counted and passed over.
    Passed,
    /// Not even an id: it cannot be confirmed by itself.
    NoId,
}

#[derive(Deserialize)]
struct Numbered {
    update_id: i64,
}

fn id_of(raw: &RawValue) -> Option<i64> {
    serde_json::from_str::<Numbered>(raw.get()).ok().map(|numbered| numbered.update_id)
}

/// The same update with its number where teloxide needs it to find the kind.
fn number_first(raw: &RawValue, id: i64) -> serde_json::Result<String> {
    let mut fields: serde_json::Map<String, serde_json::Value> = serde_json::from_str(raw.get())?;
    fields.remove("update_id");
    let mut text = format!("{NUMBER_FIRST}{id}");
    for (key, value) in &fields {
        text.push_str(&format!(",{}:{value}", serde_json::Value::from(key.as_str())));
    }
    text.push('}');
    Ok(text)
}

fn parse(raw: &RawValue, passed: &Passed) -> Parsed {
    let Some(id) = id_of(raw) else {
        count(&passed.malformed, "an update without a number was passed over");
        return Parsed::NoId;
    };
    let update = if raw.get().starts_with(NUMBER_FIRST) {
        serde_json::from_str::<Update>(raw.get())
    } else {
        number_first(raw, id).and_then(|text| serde_json::from_str(&text))
    };
    let read = match update {
        Ok(update) if mend::is_whole(&update) => return Parsed::Update(Box::new(update)),
        Ok(update) => Some(update).filter(|update| !is_empty(update)),
        Err(_) => None,
    };
    match (mend(raw, id), read) {
        (Mended::Whole(update), _) | (_, Some(update)) => Parsed::Update(Box::new(update)),
        (Mended::Unreadable(update), None) => {
            count(&passed.malformed, "a message cannot be read");
            Parsed::Update(Box::new(update))
        }
        (Mended::Unknown, None) => {
            count(&passed.unknown, "an update was passed over: unknown");
            Parsed::Passed
        }
        (Mended::Broken, None) => {
            count(&passed.malformed, "an update was passed over: malformed");
            Parsed::Passed
        }
    }
}

/// Nothing was read but that there is something.
fn is_empty(update: &Update) -> bool {
    match &update.kind {
        UpdateKind::Error(_) => true,
        UpdateKind::Message(message) | UpdateKind::EditedMessage(message) => {
            matches!(message.kind, MessageKind::Empty {})
        }
        _ => false,
    }
}

/// Counts, and says so at the first and then ever more rarely: anybody can send such a message.
fn count(counter: &AtomicU64, what: &str) {
    let total = counter.fetch_add(1, Ordering::Relaxed) + 1;
    if total.is_power_of_two() {
        log::warn!(total; "{what}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, passed: &Passed) -> Parsed {
        parse(&RawValue::from_string(text.to_owned()).expect("valid JSON"), passed)
    }

    #[test]
    fn a_message_is_read_wherever_its_number_stands() {
        let passed = Passed::default();
        let message = r#"{"message_id":1,"date":1,"chat":{"id":7,"type":"private","first_name":"A"},"from":{"id":7,"is_bot":false,"first_name":"A"},"text":"x"}"#;
        for text in
            [format!(r#"{{"update_id":3,"message":{message}}}"#), format!(r#"{{"message":{message},"update_id":3}}"#)]
        {
            let Parsed::Update(update) = read(&text, &passed) else { panic!("not read: {text}") };
            assert!(matches!(update.kind, UpdateKind::Message(_)));
        }
    }

    #[test]
    fn what_cannot_be_read_is_counted_by_its_kind() {
        let passed = Passed::default();
        assert!(matches!(read(r#"{"update_id":1,"message":{"text":5}}"#, &passed), Parsed::Passed));
        assert!(matches!(read(r#"{"update_id":2,"hologram":{}}"#, &passed), Parsed::Passed));
        assert!(matches!(read(r#"{"message":{}}"#, &passed), Parsed::NoId));
        assert!(matches!(read("[]", &passed), Parsed::NoId));
        assert!(matches!(read(r#"{"update_id":99999999999,"message":{}}"#, &passed), Parsed::Passed));
        assert_eq!(passed.unknown.load(Ordering::Relaxed), 1);
        assert_eq!(passed.malformed.load(Ordering::Relaxed), 4);
    }
}
