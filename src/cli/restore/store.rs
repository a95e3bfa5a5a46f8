//! What two copies of a database differ in, for whoever is about to put one in the other's place.

use anyhow::Context as _;
use chrono::{DateTime, Utc};
use sqlx::SqliteConnection;

/// What people, roles and codes are in one database.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct People {
    /// Telegram id, role, label.
    pub roles: Vec<(i64, String, String)>,
    /// Person, Telegram id.
    pub links: Vec<(i64, i64)>,
    /// Codes that still work: of people, and of roles.
    pub binding: Vec<Vec<u8>>,
    pub claims: Vec<Vec<u8>>,
    /// The last place in the ledger.
    pub last: i64,
    /// Messages to many that are under way or set for later, and reminder rules that are on.
    pub campaigns: i64,
    pub rules: i64,
}

pub async fn load_people(c: &mut SqliteConnection, now: DateTime<Utc>) -> anyhow::Result<People> {
    let at = now.timestamp_millis();
    Ok(People {
        roles: sqlx::query_as("select telegram_id, role, label from role_grant order by granted_at")
            .fetch_all(&mut *c)
            .await
            .context("listing roles")?,
        links: sqlx::query_as("select person_id, telegram_id from link")
            .fetch_all(&mut *c)
            .await
            .context("listing links")?,
        binding: sqlx::query_scalar(
            "select hash from binding_code where used_at is null and replaced_at is null and expires_at > ?",
        )
        .bind(at)
        .fetch_all(&mut *c)
        .await
        .context("listing codes")?,
        claims: sqlx::query_scalar("select hash from claim_code where used_at is null and expires_at > ?")
            .bind(at)
            .fetch_all(&mut *c)
            .await
            .context("listing codes of roles")?,
        last: sqlx::query_scalar("select coalesce(max(seq), 0) from acknowledgement")
            .fetch_one(&mut *c)
            .await
            .context("finding the end of the ledger")?,
        campaigns: sqlx::query_scalar(
            "select count(*) from campaign where state in ('scheduled', 'running', 'paused')",
        )
        .fetch_one(&mut *c)
        .await
        .context("counting campaigns")?,
        rules: sqlx::query_scalar("select count(*) from rule where removed_at is null")
            .fetch_one(&mut *c)
            .await
            .context("counting rules")?,
    })
}

/// Recipients of tips who are not retired: id and label.
pub async fn list_recipients(c: &mut SqliteConnection) -> anyhow::Result<Vec<(Vec<u8>, String)>> {
    sqlx::query_as("select id, label from tip_recipient where retired_on is null order by label")
        .fetch_all(c)
        .await
        .context("listing recipients")
}

/// Cases, by their ids.
pub async fn list_cases(c: &mut SqliteConnection) -> anyhow::Result<Vec<Vec<u8>>> {
    sqlx::query_scalar("select id from tip_case").fetch_all(c).await.context("listing cases")
}
