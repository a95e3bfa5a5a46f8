//! SQL of what someone has acknowledged themselves.

use anyhow::Context as _;
use chrono::{DateTime, Utc};
use sqlx::SqliteConnection;

use super::{Version, find_version, ledger::find_receipt_at};
use crate::{
    clock::from_millis,
    pledge::{Act, Hash, PersonId, Receipt, ReceiptNumber, VersionId},
};

/// A pledge that was made, as a list shows it: nothing of it has been checked.
#[derive(Clone, Debug)]
pub struct Done {
    pub number: ReceiptNumber,
    pub version: Version,
    pub act: Act,
    pub at: DateTime<Utc>,
}

/// Newest first, of superseded versions too.
pub async fn list_acknowledged(c: &mut SqliteConnection, person: PersonId) -> anyhow::Result<Vec<Done>> {
    let rows = sqlx::query!(
        "select seq, version_id, act, at, hash from acknowledgement where person_id = ? order by seq desc",
        person.0
    )
    .fetch_all(&mut *c)
    .await
    .context("listing what someone has acknowledged")?;
    let mut done = Vec::new();
    for row in rows {
        let (Some(hash), Some(act)) = (Hash::from_slice(&row.hash), Act::parse(&row.act)) else { continue };
        let Some(version) = find_version(c, VersionId(row.version_id)).await? else { continue };
        done.push(Done { number: ReceiptNumber::new(row.seq, &hash), version, act, at: from_millis(row.at) });
    }
    Ok(done)
}

/// The receipt of a person's own acknowledgement of a version.
pub async fn find_own_receipt(
    c: &mut SqliteConnection,
    person: PersonId,
    version: VersionId,
) -> anyhow::Result<Option<Receipt>> {
    let seq = sqlx::query_scalar!(
        r#"select seq as "seq!: i64" from acknowledgement where person_id = ? and version_id = ?"#,
        person.0,
        version.0
    )
    .fetch_optional(&mut *c)
    .await
    .context("finding someone's receipt")?;
    match seq {
        Some(seq) => find_receipt_at(c, seq).await,
        None => Ok(None),
    }
}

/// Newest first, of superseded versions too.
pub async fn list_receipts_of(c: &mut SqliteConnection, person: PersonId) -> anyhow::Result<Vec<Receipt>> {
    let numbers =
        sqlx::query_scalar!("select seq from acknowledgement where person_id = ? order by seq desc", person.0)
            .fetch_all(&mut *c)
            .await
            .context("listing someone's receipts")?;
    let mut receipts = Vec::new();
    for seq in numbers {
        receipts.extend(find_receipt_at(c, seq).await?);
    }
    Ok(receipts)
}
