//! Changes that an update makes once, however often it comes: what came of the first time is kept beside the change,
//! in the same transaction, and is the answer of every other time.
//!
//! After a crash Telegram hands out again what was not confirmed, changes that are on the disk included. Where the
//! second look at what was changed would give another answer ("is gone already", "nothing to do"), the change goes
//! through here. Secrets are not kept: [`codes`] makes the same ones again.

pub mod store;

use anyhow::Context as _;
use futures::future::BoxFuture;
use hmac::{Hmac, KeyInit as _, Mac as _};
use rand::{SeedableRng as _, rngs::StdRng};
use serde::{Serialize, de::DeserializeOwned};
use sha2::{Digest as _, Sha256};
use sqlx::SqliteConnection;
use teloxide::types::{ChatId, MessageId, Update, UpdateKind};

use super::access::Caller;
use crate::app::App;

/// Tells what someone did from all else: the same for an update that comes again, whatever its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Cause([u8; 16]);

impl Cause {
    pub fn of(update: &Update) -> Self {
        match &update.kind {
            UpdateKind::CallbackQuery(query) => Self::named(&format!("tap {}", query.id.0)),
            UpdateKind::Message(message) => Self::of_message(message.chat.id, message.id),
            UpdateKind::EditedMessage(message) => {
                let edited = message.edit_date().map_or(0, chrono::DateTime::timestamp);
                // A message may be edited twice in a second.
                let text = message.text().or(message.caption()).unwrap_or_default();
                Self::named(&format!("message {} of {} edited {edited}: {text}", message.id, message.chat.id))
            }
            _ => Self::named(&format!("update {}", update.id.0)),
        }
    }

    /// A message as it was sent.
    pub fn of_message(chat: ChatId, message: MessageId) -> Self {
        Self::named(&format!("message {message} of {chat}"))
    }

    pub fn bytes(&self) -> &[u8; 16] {
        &self.0
    }

    fn named(name: &str) -> Self {
        let hash: [u8; 32] = Sha256::digest(name.as_bytes()).into();
        let mut half = [0; 16];
        half.copy_from_slice(&hash[..16]);
        Self(half)
    }
}

/// Makes a change, unless the caller's update has made it: then gives what came of it.
pub async fn change<T, F>(app: &App, caller: &Caller, change: &'static str, work: F) -> anyhow::Result<T>
where
    T: Serialize + DeserializeOwned + Send + 'static,
    F: for<'c> FnOnce(&'c mut SqliteConnection) -> BoxFuture<'c, anyhow::Result<T>> + Send + 'static,
{
    let done = attempt(app, caller, change, move |c| {
        Box::pin(async move { Ok(Ok::<T, std::convert::Infallible>(work(c).await?)) })
    });
    done.await.map(|Ok(done)| done)
}

/// As [`change`], for what may come to nothing (`Err`): that is not kept, and looked at anew.
pub async fn attempt<T, U, F>(app: &App, caller: &Caller, change: &'static str, work: F) -> anyhow::Result<Result<T, U>>
where
    T: Serialize + DeserializeOwned + Send + 'static,
    U: Send + 'static,
    F: for<'c> FnOnce(&'c mut SqliteConnection) -> BoxFuture<'c, anyhow::Result<Result<T, U>>> + Send + 'static,
{
    let (cause, now) = (caller.cause, app.clock.now());
    app.db
        .write(move |c| {
            Box::pin(async move {
                if let Some(done) = store::find_outcome(c, cause, change).await? {
                    return read(&done).map(Ok);
                }
                let done = work(c).await?;
                if let Ok(done) = &done {
                    store::insert_outcome(c, cause, change, &serde_json::to_string(done)?, now).await?;
                }
                Ok(done)
            })
        })
        .await
}

/// What came of a change, where the caller's update has made it already.
pub async fn find<T: DeserializeOwned>(app: &App, caller: &Caller, change: &str) -> anyhow::Result<Option<T>> {
    let done = store::find_outcome(&mut *app.db.read().await?, caller.cause, change).await?;
    done.map(|done| read(&done)).transpose()
}

fn read<T: DeserializeOwned>(done: &str) -> anyhow::Result<T> {
    serde_json::from_str(done).context("reading what came of an update")
}

/// Where codes of the caller's update come from: the same ones again, so that the database need keep only hashes. They
/// follow from two secrets of which a copy of the database has one.
pub async fn codes(app: &App, caller: &Caller) -> anyhow::Result<StdRng> {
    let seed = store::find_seed(&mut *app.db.read().await?).await?;
    let mut mac = Hmac::<Sha256>::new_from_slice(app.bot.token().as_bytes()).context("a key for codes")?;
    mac.update(b"codes of an update");
    mac.update(&seed);
    mac.update(&caller.cause.0);
    Ok(StdRng::from_seed(mac.finalize().into_bytes().into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn update(json: &serde_json::Value) -> Update {
        serde_json::from_str(&json.to_string()).expect("an update")
    }

    fn message(update_id: u32, kind: &str, more: (&str, serde_json::Value)) -> Update {
        let mut message = serde_json::json!({
            "message_id": 5, "date": 1, "text": "x", "chat": { "id": 7, "type": "private", "first_name": "A" },
            "from": { "id": 7, "is_bot": false, "first_name": "A" },
        });
        message[more.0] = more.1;
        update(&serde_json::json!({ "update_id": update_id, kind: message }))
    }

    #[test]
    fn what_comes_again_is_known_and_nothing_else_is() {
        let sent =
            |update_id, field, value: serde_json::Value| Cause::of(&message(update_id, "message", (field, value)));
        let edited = |update_id, field, value: serde_json::Value| {
            Cause::of(&message(update_id, "edited_message", (field, value)))
        };
        let first = sent(1, "date", 1.into());
        assert_eq!(first, sent(9, "date", 1.into()));
        assert_eq!(first, Cause::of_message(ChatId(7), MessageId(5)));
        assert_ne!(first, sent(1, "message_id", 6.into()));
        let second = edited(2, "edit_date", 3.into());
        assert_ne!(first, second);
        assert_eq!(second, edited(4, "edit_date", 3.into()));
        assert_ne!(second, edited(4, "edit_date", 4.into()));
        assert_ne!(edited(2, "text", "x".into()), edited(2, "text", "y".into()));
    }
}
