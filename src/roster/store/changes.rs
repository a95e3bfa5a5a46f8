//! SQL of whose key or name an import changes: why a signatory may differ from the roster of today.

use anyhow::Context as _;
use chrono::{DateTime, Utc};
use sqlx::SqliteConnection;

use crate::roster::import::Row;

/// Before the keys change; pairs of old and new.
pub(super) async fn note_keys(
    c: &mut SqliteConnection,
    pairs: &[(String, String, &str)],
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    if pairs.is_empty() {
        return Ok(());
    }
    let (pairs, at) = (serde_json::to_string(pairs)?, now.timestamp_millis());
    sqlx::query!(
        "insert into person_change (person_id, at, after_seq, key_changed, name_changed)
            select p.id, ?2, (select coalesce(max(seq), 0) from acknowledgement), 1, 0
            from json_each(?1) j join person p on p.key = j.value ->> 0",
        pairs,
        at
    )
    .execute(c)
    .await
    .context("noting changed keys")?;
    Ok(())
}

/// After the keys have changed, and before the names do.
pub(super) async fn note_names(c: &mut SqliteConnection, rows: &[Row], now: DateTime<Utc>) -> anyhow::Result<()> {
    let names: Vec<(&str, &str)> = rows.iter().map(|row| (row.key.as_str(), row.name.as_str())).collect();
    let (names, at) = (serde_json::to_string(&names)?, now.timestamp_millis());
    sqlx::query!(
        "insert into person_change (person_id, at, after_seq, key_changed, name_changed)
            select p.id, ?2, (select coalesce(max(seq), 0) from acknowledgement), 0, 1
            from json_each(?1) j join person p on p.key = j.value ->> 0 where p.name <> j.value ->> 1",
        names,
        at
    )
    .execute(c)
    .await
    .context("noting changed names")?;
    Ok(())
}
