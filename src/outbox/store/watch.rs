//! SQL of what keeps admins informed: screens that follow a campaign, what is to be told, summaries.

use anyhow::Context as _;
use chrono::{DateTime, NaiveDate, Utc};
use sqlx::SqliteConnection;

use super::{CampaignRow, find_campaigns};
use crate::{
    access::TelegramId,
    clock::from_millis,
    outbox::{Campaign, CampaignId},
};

/// A message that shows a campaign and follows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScreenAt {
    pub campaign: CampaignId,
    pub admin: TelegramId,
    pub message: i32,
    /// What it shows, hashed.
    pub shown: i64,
}

/// From now on this message follows the campaign; an earlier one of the same admin no longer does.
pub async fn insert_screen(c: &mut SqliteConnection, screen: ScreenAt) -> anyhow::Result<()> {
    sqlx::query!(
        r#"insert into campaign_screen (campaign_id, telegram_id, message_id, shown) values (?, ?, ?, ?)
        on conflict do update set message_id = excluded.message_id, shown = excluded.shown"#,
        screen.campaign.0,
        screen.admin.0,
        screen.message,
        screen.shown
    )
    .execute(c)
    .await
    .context("remembering a campaign's screen")?;
    Ok(())
}

/// The message has been edited, unless it follows something else since.
pub async fn set_shown(c: &mut SqliteConnection, screen: ScreenAt) -> anyhow::Result<()> {
    sqlx::query!(
        "update campaign_screen set shown = ? where campaign_id = ? and telegram_id = ? and message_id = ?",
        screen.shown,
        screen.campaign.0,
        screen.admin.0,
        screen.message
    )
    .execute(c)
    .await
    .context("keeping what a screen shows")?;
    Ok(())
}

/// The message shows something else now.
pub async fn delete_screens(c: &mut SqliteConnection, admin: TelegramId, message: i32) -> anyhow::Result<()> {
    sqlx::query!("delete from campaign_screen where telegram_id = ? and message_id = ?", admin.0, message)
        .execute(c)
        .await
        .context("forgetting a campaign's screen")?;
    Ok(())
}

pub async fn list_screens(c: &mut SqliteConnection) -> anyhow::Result<Vec<ScreenAt>> {
    let rows = sqlx::query!("select campaign_id, telegram_id, message_id, shown from campaign_screen")
        .fetch_all(c)
        .await
        .context("listing the screens of campaigns")?;
    rows.into_iter()
        .map(|row| {
            let message = i32::try_from(row.message_id)?;
            let (campaign, admin) = (CampaignId(row.campaign_id), TelegramId(row.telegram_id));
            Ok(ScreenAt { campaign, admin, message, shown: row.shown })
        })
        .collect()
}

/// Ended, and nobody has been told yet; oldest first.
pub async fn list_untold(c: &mut SqliteConnection, limit: i64) -> anyhow::Result<Vec<Campaign>> {
    let rows = find_campaigns!(
        "where told_at is null and state in ('done', 'cancelled', 'missed') order by id limit ?",
        limit
    )
    .fetch_all(c)
    .await
    .context("listing what is to be told")?;
    rows.into_iter().map(CampaignRow::into_campaign).collect()
}

pub async fn set_told(c: &mut SqliteConnection, ids: &[CampaignId], now: DateTime<Utc>) -> anyhow::Result<()> {
    let (ids, at) = (serde_json::to_string(&ids.iter().map(|id| id.0).collect::<Vec<_>>())?, now.timestamp_millis());
    sqlx::query!("update campaign set told_at = ? where id in (select value from json_each(?))", at, ids)
        .execute(c)
        .await
        .context("keeping what was told")?;
    Ok(())
}

/// Campaigns that sent, should have, or were cancelled between these moments; oldest first.
pub async fn list_between(
    c: &mut SqliteConnection,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
) -> anyhow::Result<Vec<Campaign>> {
    let (from, to) = (from.timestamp_millis(), to.timestamp_millis());
    let rows = find_campaigns!(
        r#"where (started_at < ?2 and (ended_at is null or ended_at >= ?1) and state <> 'missed')
            or (state in ('missed', 'cancelled') and ended_at >= ?1) order by id"#,
        from,
        to
    )
    .fetch_all(c)
    .await
    .context("listing a day's campaigns")?;
    rows.into_iter().map(CampaignRow::into_campaign).collect()
}

/// Broadcasts that wait for a time until `to`.
pub async fn list_scheduled(c: &mut SqliteConnection, to: DateTime<Utc>) -> anyhow::Result<Vec<Campaign>> {
    let to = to.timestamp_millis();
    let rows =
        find_campaigns!("where state in ('scheduled', 'running', 'paused') and state = 'scheduled' and fire_at < ? order by fire_at, id", to)
            .fetch_all(c)
            .await
            .context("listing what is scheduled")?;
    rows.into_iter().map(CampaignRow::into_campaign).collect()
}

/// Whether something is being sent, or begins before `until`.
pub async fn is_sending(c: &mut SqliteConnection, until: DateTime<Utc>) -> anyhow::Result<bool> {
    let until = until.timestamp_millis();
    let sending = sqlx::query_scalar!(
        r#"select exists (select 1 from campaign where state = 'running' or (state = 'scheduled' and fire_at < ?))
            as "sending!: bool""#,
        until
    )
    .fetch_one(c)
    .await
    .context("asking whether something is being sent")?;
    Ok(sending)
}

/// The summary that somebody had last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Last {
    pub day: NaiveDate,
    /// Not kept of earlier ones.
    pub at: Option<DateTime<Utc>>,
}

/// Who has held a role since before `since` and has had no summary on this day; and their last one.
pub async fn list_without_summary(
    c: &mut SqliteConnection,
    day: NaiveDate,
    since: DateTime<Utc>,
) -> anyhow::Result<Vec<(TelegramId, Option<Last>)>> {
    let (day, since) = (day.to_string(), since.timestamp_millis());
    let rows = sqlx::query!(
        r#"select telegram_id, (select max(s.day) from summary s where s.telegram_id = g.telegram_id) as "last?: String",
            (select max(s.at) from summary s where s.telegram_id = g.telegram_id) as "at?: i64"
        from role_grant g where granted_at < ?
            and not exists (select 1 from summary s where s.day = ? and s.telegram_id = g.telegram_id)
        order by telegram_id"#,
        since,
        day
    )
    .fetch_all(c)
    .await
    .context("finding who had no summary")?;
    rows.into_iter()
        .map(|row| {
            let last: Option<NaiveDate> =
                row.last.map(|day| day.parse()).transpose().context("the day of a summary")?;
            Ok((TelegramId(row.telegram_id), last.map(|day| Last { day, at: row.at.map(from_millis) })))
        })
        .collect()
}

pub async fn insert_summary(
    c: &mut SqliteConnection,
    day: NaiveDate,
    admin: TelegramId,
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    let (day, at) = (day.to_string(), now.timestamp_millis());
    sqlx::query!(
        "insert into summary (day, telegram_id, at) values (?, ?, ?) on conflict do nothing",
        day,
        admin.0,
        at
    )
    .execute(c)
    .await
    .context("keeping that a summary went out")?;
    Ok(())
}
