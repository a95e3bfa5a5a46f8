//! SQL of what admins put together in chat: one draft each.

use anyhow::Context as _;
use chrono::{DateTime, Utc};
use sqlx::SqliteConnection;

use crate::{
    access::{Proof, TelegramId},
    calendar::draft::Draft,
};

pub async fn find_draft(c: &mut SqliteConnection, _: &Proof, user: TelegramId) -> anyhow::Result<Option<Draft>> {
    let content = sqlx::query_scalar!("select content from calendar_draft where telegram_id = ?", user.0)
        .fetch_optional(c)
        .await
        .context("finding a draft of a calendar")?;
    content.map(|content| serde_json::from_str(&content).context("reading a draft of a calendar")).transpose()
}

pub async fn put_draft(
    c: &mut SqliteConnection,
    _: &Proof,
    user: TelegramId,
    draft: &Draft,
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    let (content, at) = (serde_json::to_string(draft)?, now.timestamp_millis());
    sqlx::query!(
        "insert into calendar_draft (telegram_id, content, changed_at) values (?, ?, ?)
        on conflict do update set content = excluded.content, changed_at = excluded.changed_at",
        user.0,
        content,
        at
    )
    .execute(c)
    .await
    .context("keeping a draft of a calendar")?;
    Ok(())
}

pub async fn delete_draft(c: &mut SqliteConnection, _: &Proof, user: TelegramId) -> anyhow::Result<()> {
    sqlx::query!("delete from calendar_draft where telegram_id = ?", user.0)
        .execute(c)
        .await
        .context("discarding a draft of a calendar")?;
    Ok(())
}
