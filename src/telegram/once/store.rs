//! SQL of what came of changes.

use anyhow::Context as _;
use chrono::{DateTime, TimeDelta, Utc};
use sqlx::SqliteConnection;

use super::Cause;

/// Telegram keeps an update for a day.
const KEPT: TimeDelta = TimeDelta::days(2);

/// The result of a change that this update has made.
pub async fn find_outcome(c: &mut SqliteConnection, cause: Cause, change: &str) -> anyhow::Result<Option<String>> {
    let cause = cause.0.as_slice();
    sqlx::query_scalar!("select result from outcome where cause = ? and change = ?", cause, change)
        .fetch_optional(c)
        .await
        .context("finding what came of an update")
}

/// One half of what codes follow from.
pub async fn find_seed(c: &mut SqliteConnection) -> anyhow::Result<Vec<u8>> {
    sqlx::query_scalar!("select seed from code_seed").fetch_one(c).await.context("finding what codes follow from")
}

/// What stands there already stays. Forgets those that nothing asks for any more.
pub async fn insert_outcome(
    c: &mut SqliteConnection,
    cause: Cause,
    change: &str,
    result: &str,
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    let (cause, at, old) = (cause.0.as_slice(), now.timestamp_millis(), (now - KEPT).timestamp_millis());
    sqlx::query!("delete from outcome where at < ?", old)
        .execute(&mut *c)
        .await
        .context("forgetting what came of updates")?;
    sqlx::query!(
        "insert into outcome (cause, change, result, at) values (?, ?, ?, ?) on conflict do nothing",
        cause,
        change,
        result,
        at
    )
    .execute(c)
    .await
    .context("keeping what came of an update")?;
    Ok(())
}
