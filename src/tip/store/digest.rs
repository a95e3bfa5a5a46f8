//! SQL of digests: whom they go to, and which went out.

use anyhow::Context as _;
use sqlx::SqliteConnection;

use super::recipient::{self, Receives};
use crate::{access::TelegramId, texts::Lang};

/// Everyone with a key that counts, and their language.
pub async fn list_readers(c: &mut SqliteConnection) -> anyhow::Result<Vec<(Receives, Lang)>> {
    let rows = sqlx::query!(
        "select telegram_id as \"telegram_id!\", language from tip_recipient r
         where recovery = 0 and retired_on is null and telegram_id is not null
            and exists (select 1 from tip_key where recipient_id = r.id and state = 'active')"
    )
    .fetch_all(&mut *c)
    .await
    .context("listing who reads digests")?;
    let mut readers = Vec::with_capacity(rows.len());
    for row in rows {
        let receives = recipient::prove(c, TelegramId(row.telegram_id)).await?;
        readers.push((receives, Lang::from_code(row.language.as_deref().unwrap_or("id"))));
    }
    Ok(readers)
}

/// True once for each slot, and never for one before: what has come until now may be shown.
pub async fn claim_slot(c: &mut SqliteConnection, slot: &str) -> anyhow::Result<bool> {
    let slot = slot.as_bytes();
    let claimed = sqlx::query!(
        "insert into tip_setting (name, value) values ('released', ?)
         on conflict (name) do update set value = excluded.value where excluded.value > value",
        slot
    )
    .execute(c)
    .await
    .context("claiming the hour of a digest")?;
    Ok(claimed.rows_affected() > 0)
}

/// False where this one went out already.
pub async fn claim_digest(c: &mut SqliteConnection, receives: &Receives, slot: &str) -> anyhow::Result<bool> {
    let id = receives.recipient.0.as_slice();
    let claimed =
        sqlx::query!("insert into tip_digest (slot, recipient_id) values (?, ?) on conflict do nothing", slot, id)
            .execute(c)
            .await
            .context("claiming a digest")?;
    Ok(claimed.rows_affected() > 0)
}

/// It did not go out after all.
pub async fn release_digest(c: &mut SqliteConnection, receives: &Receives, slot: &str) -> anyhow::Result<()> {
    let id = receives.recipient.0.as_slice();
    sqlx::query!("delete from tip_digest where slot = ? and recipient_id = ?", slot, id)
        .execute(c)
        .await
        .context("releasing a digest")?;
    Ok(())
}

/// Forgets those that can no longer be due.
pub async fn delete_digests(c: &mut SqliteConnection, before: &str) -> anyhow::Result<()> {
    sqlx::query!("delete from tip_digest where slot < ?", before).execute(c).await.context("forgetting digests")?;
    Ok(())
}
