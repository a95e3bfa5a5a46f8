//! SQL of drafts: one for each account.

use anyhow::Context as _;
use chrono::{DateTime, Utc};
use sqlx::SqliteConnection;

use super::Draft;
use crate::{
    access::Proof,
    clock::from_millis,
    outbox::{Hours, OnUnknown},
};

pub async fn find_draft(c: &mut SqliteConnection, proof: &Proof) -> anyhow::Result<Option<Draft>> {
    let owner = proof.actor().id();
    let Some(row) = sqlx::query!(
        r#"select parts, segment, mandatory as "mandatory: bool", fire_at, hours_from, hours_to,
            weekends as "weekends: bool", on_unknown, paid as "paid: bool", screen
        from draft where telegram_id = ?"#,
        owner
    )
    .fetch_optional(c)
    .await
    .context("finding a draft")?
    else {
        return Ok(None);
    };
    let parts = row.parts.as_deref().map(serde_json::from_str).transpose().context("the content of a draft")?;
    Ok(Some(Draft {
        parts,
        segment: serde_json::from_str(&row.segment).context("the segment of a draft")?,
        mandatory: row.mandatory,
        fire_at: row.fire_at.map(from_millis),
        hours: Hours { from: u16::try_from(row.hours_from)?, to: u16::try_from(row.hours_to)?, weekends: row.weekends },
        on_unknown: OnUnknown::parse(&row.on_unknown).context("what to do with the unknown")?,
        paid: row.paid,
        screen: row.screen.and_then(|id| i32::try_from(id).ok()),
    }))
}

/// Keeps the draft in place of the one before.
pub async fn put_draft(
    c: &mut SqliteConnection,
    proof: &Proof,
    draft: &Draft,
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    let owner = proof.actor().id().context("only an account composes a broadcast")?;
    let parts = draft.parts.as_ref().map(serde_json::to_string).transpose()?;
    let segment = serde_json::to_string(&draft.segment)?;
    let fire_at = draft.fire_at.map(|at| at.timestamp_millis());
    let (on_unknown, at) = (draft.on_unknown.as_str(), now.timestamp_millis());
    sqlx::query!(
        "insert or replace into draft (telegram_id, parts, segment, mandatory, fire_at, hours_from, hours_to,
            weekends, on_unknown, paid, screen, updated_at)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        owner,
        parts,
        segment,
        draft.mandatory,
        fire_at,
        draft.hours.from,
        draft.hours.to,
        draft.hours.weekends,
        on_unknown,
        draft.paid,
        draft.screen,
        at
    )
    .execute(c)
    .await
    .context("keeping a draft")?;
    Ok(())
}

/// False where there was none: it was sent or thrown away meanwhile.
pub async fn delete_draft(c: &mut SqliteConnection, proof: &Proof) -> anyhow::Result<bool> {
    let owner = proof.actor().id();
    let done =
        sqlx::query!("delete from draft where telegram_id = ?", owner).execute(c).await.context("deleting a draft")?;
    Ok(done.rows_affected() > 0)
}
