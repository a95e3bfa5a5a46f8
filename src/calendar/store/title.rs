//! SQL of calendars without a name that admins sent, and the names that they gave them.

use anyhow::Context as _;
use chrono::{DateTime, TimeDelta, Utc};
use sqlx::SqliteConnection;

use crate::access::{Proof, TelegramId};

/// After this the file has to be sent again.
const FORGOTTEN: TimeDelta = TimeDelta::days(30);

/// A calendar without a name, as it lies in a chat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unnamed {
    /// Telegram's.
    pub file_id: String,
    pub file_name: String,
    /// What the admin calls it, once they have said so.
    pub title: Option<String>,
}

/// The file in a message of this account, whose name is asked for. A title it had is forgotten.
pub async fn insert_unnamed(
    c: &mut SqliteConnection,
    _proof: &Proof,
    user: TelegramId,
    message: i64,
    file_id: &str,
    file_name: &str,
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    let (at, past) = (now.timestamp_millis(), (now - FORGOTTEN).timestamp_millis());
    sqlx::query!("delete from calendar_title where asked_at < ?", past)
        .execute(&mut *c)
        .await
        .context("forgetting calendars without a name")?;
    sqlx::query!(
        "insert into calendar_title (telegram_id, message_id, file_id, file_name, asked_at) values (?, ?, ?, ?, ?)
        on conflict do update set file_id = excluded.file_id, file_name = excluded.file_name, title = null,
            asked_at = excluded.asked_at",
        user.0,
        message,
        file_id,
        file_name,
        at
    )
    .execute(c)
    .await
    .context("remembering a calendar without a name")?;
    Ok(())
}

pub async fn find_unnamed(
    c: &mut SqliteConnection,
    _proof: &Proof,
    user: TelegramId,
    message: i64,
) -> anyhow::Result<Option<Unnamed>> {
    sqlx::query_as!(
        Unnamed,
        "select file_id, file_name, title from calendar_title where telegram_id = ? and message_id = ?",
        user.0,
        message
    )
    .fetch_optional(c)
    .await
    .context("finding a calendar without a name")
}

pub async fn set_title(
    c: &mut SqliteConnection,
    _proof: &Proof,
    user: TelegramId,
    message: i64,
    title: &str,
) -> anyhow::Result<()> {
    sqlx::query!(
        "update calendar_title set title = ? where telegram_id = ? and message_id = ?",
        title,
        user.0,
        message
    )
    .execute(c)
    .await
    .context("naming a calendar")?;
    Ok(())
}
