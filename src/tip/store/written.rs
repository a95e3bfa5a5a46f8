//! SQL of what recipients write: replies to reporters, and notes to themselves.

use anyhow::Context as _;
use chrono::NaiveDate;
use sqlx::SqliteConnection;
use vault::key::PublicKey;

use super::{insert_audit, parse_id, recipient::Receives, triage::find_case};
use crate::tip::{Id, ItemKind};

/// Whom a reply goes to: the reporter of the case, and those of its duplicates. Empty for what the agency does not
/// have.
pub async fn list_addresses(
    c: &mut SqliteConnection,
    receives: &Receives,
    case: Id,
) -> anyhow::Result<Vec<(Id, PublicKey)>> {
    let (id, agency) = (case.0.as_slice(), receives.agency.as_str());
    let rows = sqlx::query!(
        "select k.id, k.reply_key from tip_case k join tip_handling h on h.case_id = k.id
         where h.agency = ?2 and h.shown and (k.id = ?1 or h.merged_into = ?1)",
        id,
        agency
    )
    .fetch_all(c)
    .await
    .context("finding whom a reply goes to")?;
    let address = |id: &[u8], key: &str| -> anyhow::Result<(Id, PublicKey)> {
        Ok((parse_id(id)?, key.parse().ok().context("a key in the database of tips")?))
    };
    rows.iter().map(|row| address(&row.id, &row.reply_key)).collect()
}

/// A reply or a note, sealed for the case it belongs to, and the hash of what is in it.
pub struct Written {
    pub case: Id,
    pub sealed: Vec<u8>,
    pub digest: [u8; 32],
}

/// Whether the agency has all these cases still.
pub async fn are_there(c: &mut SqliteConnection, receives: &Receives, sealed: &[Written]) -> anyhow::Result<bool> {
    for written in sealed {
        if find_case(c, receives, written.case).await?.is_none() {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Keeps replies, or a note, each with the case it belongs to. False where one of the cases is gone.
pub async fn insert_written(
    c: &mut SqliteConnection,
    receives: &Receives,
    kind: ItemKind,
    sealed: &[Written],
    day: NaiveDate,
) -> anyhow::Result<bool> {
    let (agency, author) = (receives.agency.as_str(), receives.recipient.0.as_slice());
    let (name, unread, today) = (kind.as_str(), kind == ItemKind::Reply, day.to_string());
    if !are_there(c, receives, sealed).await? {
        return Ok(false);
    }
    for Written { case, sealed, digest } in sealed {
        let (id, case_id, digest) = (Id::random(), case.0.as_slice(), digest.as_slice());
        let id = id.0.as_slice();
        sqlx::query!(
            "insert into tip_item (id, case_id, n, kind, agency, author, on_day, unread, sealed, digest)
             values (?1, ?2, (select max(coalesce(max(n), 0), 0) + 1 from tip_item where case_id = ?2 and agency = ?4),
                ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            id,
            case_id,
            name,
            agency,
            author,
            today,
            unread,
            sealed,
            digest
        )
        .execute(&mut *c)
        .await
        .context("keeping what a recipient wrote")?;
        let action = if kind == ItemKind::Reply { "case.reply" } else { "case.note" };
        insert_audit(c, Some(receives.account), action, Some(*case), None, day).await?;
    }
    Ok(true)
}
