//! SQL of what superadmins have not been told yet.

use anyhow::Context as _;
use chrono::{DateTime, Utc};
use sqlx::SqliteConnection;

use crate::access::{Actor, Event, News, Proof, Role, TelegramId};

pub(super) async fn insert(
    c: &mut SqliteConnection,
    event: Event,
    role: &str,
    label: &str,
    account: Option<TelegramId>,
    by: Actor,
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    let (at, kind, account, actor) = (now.timestamp_millis(), event.as_str(), account.map(|id| id.0), by.id());
    sqlx::query!(
        "insert into role_news (at, kind, role, label, account, actor) values (?, ?, ?, ?, ?, ?)",
        at,
        kind,
        role,
        label,
        account,
        actor
    )
    .execute(c)
    .await
    .context("noting what superadmins shall know")?;
    Ok(())
}

/// Oldest first.
pub async fn list_news(c: &mut SqliteConnection, _proof: &Proof, most: i64) -> anyhow::Result<Vec<News>> {
    let rows = sqlx::query!("select id, kind, role, label, account, actor from role_news order by id limit ?", most)
        .fetch_all(c)
        .await
        .context("listing what superadmins shall know")?;
    rows.into_iter()
        .map(|row| {
            let event = Event::ALL.into_iter().find(|event| event.as_str() == row.kind);
            Ok(News {
                id: row.id,
                event: event.context("news of an unknown kind")?,
                role: Role::parse(&row.role).context("news of an unknown role")?,
                label: row.label,
                account: row.account.map(TelegramId),
                by: Actor::from_id(row.actor),
            })
        })
        .collect()
}

/// It has been told.
pub async fn delete_news(c: &mut SqliteConnection, id: i64) -> anyhow::Result<()> {
    sqlx::query!("delete from role_news where id = ?", id).execute(c).await.context("forgetting what was told")?;
    Ok(())
}
