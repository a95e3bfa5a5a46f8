//! SQL of recipients' keys: sent, and given up.

use anyhow::Context as _;
use chrono::NaiveDate;
use sqlx::SqliteConnection;
use vault::key::PublicKey;

use super::{insert_audit, parse_id, recipient::Receives};
use crate::{
    access::{Proof, TelegramId},
    tip::{
        Agency, Id,
        appoint::{Leak, Offered},
    },
};

/// A recipient's own key, to be confirmed.
pub async fn insert_key(
    c: &mut SqliteConnection,
    receives: &Receives,
    key: &PublicKey,
    day: NaiveDate,
) -> anyhow::Result<Offered> {
    offer(c, receives.recipient, Some(receives.account), key, day).await
}

/// The recovery key of an agency, to be confirmed.
pub async fn insert_recovery_key(
    c: &mut SqliteConnection,
    proof: &Proof,
    agency: Agency,
    label: &str,
    key: &PublicKey,
    day: NaiveDate,
) -> anyhow::Result<Offered> {
    let actor = proof.actor().id().map(TelegramId);
    let recipient = match find_recovery(c, agency).await? {
        Some(recipient) => recipient,
        None => {
            let (id, agency, by) = (Id::random(), agency.as_str(), actor.map(|actor| actor.0));
            let bytes = id.0.as_slice();
            sqlx::query!(
                "insert into tip_recipient (id, agency, recovery, label, invited_by) values (?, ?, 1, ?, ?)",
                bytes,
                agency,
                label,
                by
            )
            .execute(&mut *c)
            .await
            .context("keeping a recovery key")?;
            id
        }
    };
    offer(c, recipient, actor, key, day).await
}

async fn find_recovery(c: &mut SqliteConnection, agency: Agency) -> anyhow::Result<Option<Id>> {
    let agency = agency.as_str();
    let id = sqlx::query_scalar!(
        "select id from tip_recipient where agency = ? and recovery = 1 and retired_on is null",
        agency
    )
    .fetch_optional(c)
    .await
    .context("finding a recovery key")?;
    id.map(|id| parse_id(&id)).transpose()
}

async fn offer(
    c: &mut SqliteConnection,
    recipient: Id,
    by: Option<TelegramId>,
    key: &PublicKey,
    day: NaiveDate,
) -> anyhow::Result<Offered> {
    let (owner, text, today) = (recipient.0.as_slice(), key.to_string(), day.to_string());
    let known = sqlx::query!("select id, recipient_id, state from tip_key where public_key = ?", text)
        .fetch_all(&mut *c)
        .await
        .context("looking for a key")?;
    if known.iter().any(|known| known.state == "leaked") {
        return Ok(Offered::Leaked);
    }
    if known.iter().any(|known| known.recipient_id != owner) {
        return Ok(Offered::Taken);
    }
    if known.iter().any(|known| known.state == "active") {
        return Ok(Offered::AlreadyActive);
    }
    if let Some(known) = known.iter().find(|known| known.state == "pending") {
        return Ok(Offered::AlreadyWaits(parse_id(&known.id)?));
    }
    sqlx::query!(
        "update tip_key set state = 'retired', changed_on = ? where recipient_id = ? and state = 'pending'",
        today,
        owner
    )
    .execute(&mut *c)
    .await
    .context("replacing a key that waits")?;
    let id = insert_key_row(c, recipient, by, &text, "pending", &today).await?;
    insert_audit(c, by, "key.send", None, Some(id), day).await?;
    Ok(Offered::Waits(id))
}

async fn insert_key_row(
    c: &mut SqliteConnection,
    recipient: Id,
    by: Option<TelegramId>,
    key: &str,
    state: &str,
    day: &str,
) -> anyhow::Result<Id> {
    let id = Id::random();
    let (bytes, owner, by) = (id.0.as_slice(), recipient.0.as_slice(), by.map(|by| by.0));
    sqlx::query!(
        "insert into tip_key (id, recipient_id, public_key, state, offered_by, changed_on) values (?, ?, ?, ?, ?, ?)",
        bytes,
        owner,
        key,
        state,
        by,
        day
    )
    .execute(c)
    .await
    .context("keeping a key")?;
    Ok(id)
}

/// A secret was sent: its key is never taken again. Without the key (it is in a file under a passphrase), the
/// one that waits is given up.
pub async fn insert_leak(
    c: &mut SqliteConnection,
    receives: &Receives,
    key: Option<&PublicKey>,
    day: NaiveDate,
) -> anyhow::Result<Leak> {
    leak(c, receives.recipient, receives.account, key, day).await
}

async fn leak(
    c: &mut SqliteConnection,
    recipient: Id,
    by: TelegramId,
    key: Option<&PublicKey>,
    day: NaiveDate,
) -> anyhow::Result<Leak> {
    let (owner, today) = (recipient.0.as_slice(), day.to_string());
    insert_audit(c, Some(by), "key.leak", None, Some(recipient), day).await?;
    let Some(key) = key else {
        sqlx::query!(
            "update tip_key set state = 'leaked', changed_on = ? where recipient_id = ? and state = 'pending'",
            today,
            owner
        )
        .execute(c)
        .await
        .context("giving up a key that waits")?;
        return Ok(Leak::Other);
    };
    let text = key.to_string();
    let active = sqlx::query_scalar!(
        "select exists (select 1 from tip_key where public_key = ? and state = 'active') as \"active!: bool\"",
        text
    )
    .fetch_one(&mut *c)
    .await
    .context("looking for a key")?;
    let known = sqlx::query!("update tip_key set state = 'leaked', changed_on = ? where public_key = ?", today, text)
        .execute(&mut *c)
        .await
        .context("giving up a key")?;
    if known.rows_affected() == 0 {
        insert_key_row(c, recipient, Some(by), &text, "leaked", &today).await?;
    }
    Ok(if active { Leak::Active } else { Leak::Other })
}
