//! SQL of closing cases: none unread unless that was said, none rejected without a reason.

use anyhow::Context as _;
use chrono::NaiveDate;
use sqlx::SqliteConnection;

use super::{insert_audit, recipient::Receives, triage::find_case};
use crate::tip::{Closing, Id};

/// What came of closing a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closed {
    Done,
    /// Something of it, or of its duplicates, was never fetched, and nobody said that this does not matter.
    Unread,
    /// Not from where it is now.
    Not,
    Gone,
}

/// Closes a case. `unread`: whoever closes it has said that it need not be read.
pub async fn close(
    c: &mut SqliteConnection,
    receives: &Receives,
    case: Id,
    how: Closing,
    unread: bool,
    day: NaiveDate,
) -> anyhow::Result<Closed> {
    let Some(now) = find_case(c, receives, case).await? else { return Ok(Closed::Gone) };
    // A second tap.
    if now.merged_into.is_none() && now.status == how.status() && now.reason == how.reason() {
        return Ok(Closed::Done);
    }
    if now.merged_into.is_some() || !now.status.next().contains(&how.status()) {
        return Ok(Closed::Not);
    }
    if !unread && is_unread(c, receives, case).await? {
        return Ok(Closed::Unread);
    }
    let (id, agency, status) = (case.0.as_slice(), receives.agency.as_str(), how.status().as_str());
    let (reason, today) = (how.reason().map(|reason| reason.as_str()), day.to_string());
    sqlx::query!(
        "update tip_handling set status = ?, reason = ?, changed_on = ?, closed_on = ? where case_id = ? and agency = ?",
        status,
        reason,
        today,
        today,
        id,
        agency
    )
    .execute(&mut *c)
    .await
    .context("closing a case")?;
    // What nobody wants to read waits for nobody any more; what is added from now on does.
    sqlx::query!(
        "update tip_handling set unread = 0 where agency = ?2 and (case_id = ?1 or merged_into = ?1)",
        id,
        agency
    )
    .execute(&mut *c)
    .await
    .context("closing a case unread")?;
    insert_audit(c, Some(receives.account), "case.status", Some(case), None, day).await?;
    Ok(Closed::Done)
}

/// Whether nobody of the agency has fetched something of the case or of its duplicates.
pub async fn is_unread(c: &mut SqliteConnection, receives: &Receives, case: Id) -> anyhow::Result<bool> {
    let (id, agency) = (case.0.as_slice(), receives.agency.as_str());
    let unread = sqlx::query_scalar!(
        "select exists (select 1 from tip_item i
            join tip_handling h on h.case_id = i.case_id and h.agency = i.agency
            where h.agency = ?2 and h.shown and (h.case_id = ?1 or h.merged_into = ?1)
                and i.kind in ('report', 'addition') and i.n > h.fetched) as \"unread!: bool\"",
        id,
        agency
    )
    .fetch_one(c)
    .await
    .context("asking whether a case was read")?;
    Ok(unread)
}
