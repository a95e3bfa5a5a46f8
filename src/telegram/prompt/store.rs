//! SQL of open questions.

use anyhow::Context as _;
use chrono::{DateTime, Utc};
use sqlx::SqliteConnection;

use super::{Question, Topic};
use crate::access::TelegramId;

/// Remembers what was asked; an earlier question to the same account is forgotten.
pub async fn ask(
    c: &mut SqliteConnection,
    user: TelegramId,
    question: Question,
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    let (topic, at) = (question.topic.as_str(), now.timestamp_millis());
    sqlx::query!(
        r#"insert into prompt (telegram_id, topic, subject, message_id, asked_at) values (?, ?, ?, ?, ?)
        on conflict do update set topic = excluded.topic, subject = excluded.subject,
            message_id = excluded.message_id, asked_at = excluded.asked_at"#,
        user.0,
        topic,
        question.subject,
        question.message,
        at
    )
    .execute(c)
    .await
    .context("remembering a question")?;
    Ok(())
}

/// The open question to this account, unless it was asked before `since`.
pub async fn find(
    c: &mut SqliteConnection,
    user: TelegramId,
    since: DateTime<Utc>,
) -> anyhow::Result<Option<Question>> {
    let since = since.timestamp_millis();
    let row = sqlx::query!(
        "select topic, subject, message_id from prompt where telegram_id = ? and asked_at >= ?",
        user.0,
        since
    )
    .fetch_optional(c)
    .await
    .context("finding an open question")?;
    Ok(row.and_then(|row| {
        Some(Question {
            topic: Topic::parse(&row.topic)?,
            subject: row.subject,
            message: row.message_id.and_then(|id| i32::try_from(id).ok()),
            again: false,
        })
    }))
}

/// As [`find`]: what it is about, and when it was asked.
pub async fn find_asked(
    c: &mut SqliteConnection,
    user: TelegramId,
    since: DateTime<Utc>,
) -> anyhow::Result<Option<(Topic, i64, DateTime<Utc>)>> {
    let since = since.timestamp_millis();
    let row = sqlx::query!(
        "select topic, subject, asked_at from prompt where telegram_id = ? and asked_at >= ?",
        user.0,
        since
    )
    .fetch_optional(c)
    .await
    .context("finding when a question was asked")?;
    Ok(row
        .and_then(|row| Some((Topic::parse(&row.topic)?, row.subject, DateTime::from_timestamp_millis(row.asked_at)?))))
}

/// False where nothing was asked.
pub async fn forget(c: &mut SqliteConnection, user: TelegramId) -> anyhow::Result<bool> {
    let done = sqlx::query!("delete from prompt where telegram_id = ?", user.0)
        .execute(c)
        .await
        .context("forgetting a question")?;
    Ok(done.rows_affected() > 0)
}

/// Forgets the question only if it is about one of these.
pub async fn forget_about(c: &mut SqliteConnection, user: TelegramId, topics: &[Topic]) -> anyhow::Result<()> {
    let topics = serde_json::to_string(&topics.iter().map(|topic| topic.as_str()).collect::<Vec<_>>())?;
    sqlx::query!(
        "delete from prompt where telegram_id = ? and topic in (select value from json_each(?))",
        user.0,
        topics
    )
    .execute(c)
    .await
    .context("forgetting a question")?;
    Ok(())
}
