//! SQL of roles, claim codes and the audit trail.

use anyhow::Context as _;
use chrono::{DateTime, Utc};
use sqlx::SqliteConnection;

use super::{Actor, Denied, Proof, Role, TelegramId};

/// Looks the role up in this very transaction; `Denied` where it is missing.
pub async fn prove(c: &mut SqliteConnection, actor: Actor, least: Role) -> anyhow::Result<Proof> {
    let Actor::Telegram(id) = actor else { return Ok(Proof::command_line()) };
    let role = find_role(c, id).await?.filter(|role| *role >= least).ok_or(Denied)?;
    Ok(Proof { actor, role })
}

pub async fn find_role(c: &mut SqliteConnection, id: TelegramId) -> anyhow::Result<Option<Role>> {
    let role = sqlx::query_scalar!("select role from role_grant where telegram_id = ?", id.0)
        .fetch_optional(c)
        .await
        .context("finding a role")?;
    Ok(role.as_deref().and_then(Role::parse))
}

/// `subject` and `detail` hold internal ids and counts, never a name or a NIP.
pub async fn insert_audit(
    c: &mut SqliteConnection,
    actor: Actor,
    action: &str,
    subject: &str,
    detail: &str,
    at: DateTime<Utc>,
) -> anyhow::Result<()> {
    let (actor, at) = (actor.id(), at.timestamp_millis());
    sqlx::query!(
        "insert into audit (at, actor, action, subject, detail) values (?, ?, ?, ?, ?)",
        at,
        actor,
        action,
        subject,
        detail
    )
    .execute(c)
    .await
    .context("writing the audit trail")?;
    Ok(())
}
