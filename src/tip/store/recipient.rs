//! SQL of recipients and their keys.

use anyhow::Context as _;
use sqlx::SqliteConnection;

use super::parse_id;
use crate::{
    access::{Denied, TelegramId},
    tip::{Agency, Id},
};

/// That someone receives tips for an agency *now*, by a query in the same transaction.
#[derive(Debug)]
pub struct Receives {
    pub recipient: Id,
    pub agency: Agency,
    pub account: TelegramId,
}

/// `Denied` where this account receives nothing.
pub async fn prove(c: &mut SqliteConnection, account: TelegramId) -> anyhow::Result<Receives> {
    let row = sqlx::query!(
        "select id, agency from tip_recipient where telegram_id = ? and recovery = 0 and retired_on is null",
        account.0
    )
    .fetch_optional(c)
    .await
    .context("finding a recipient")?
    .ok_or(Denied)?;
    let agency = Agency::parse(&row.agency).context("an unknown agency")?;
    Ok(Receives { recipient: parse_id(&row.id)?, agency, account })
}

/// The accounts of everyone who receives tips.
pub async fn list_accounts(c: &mut SqliteConnection) -> anyhow::Result<Vec<TelegramId>> {
    let rows = sqlx::query_scalar!(
        "select telegram_id as \"id!\" from tip_recipient where telegram_id is not null and retired_on is null"
    )
    .fetch_all(c)
    .await
    .context("listing the accounts of recipients")?;
    Ok(rows.into_iter().map(TelegramId).collect())
}
