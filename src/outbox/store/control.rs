//! SQL of what admins see of campaigns and do to them.

use anyhow::Context as _;
use chrono::{DateTime, NaiveDate, Utc};
use sqlx::SqliteConnection;

use super::{CampaignRow, find_campaign, find_campaigns, insert_campaign};
use crate::{
    access::{Proof, TelegramId, store::insert_audit},
    clock::from_millis,
    outbox::{Campaign, CampaignId, CampaignState, NewCampaign},
};

/// What came of an action on a campaign, with the campaign as it is now.
#[derive(Clone, Debug, PartialEq)]
pub enum Acted {
    Done(Campaign),
    /// Its state does not allow that, or no longer: someone else was faster, or it has ended.
    Not(Campaign),
    /// The time until which it may be sent is over.
    Late(Campaign),
    Gone,
}

/// Those that may still send first, then the past ones, newest first.
pub async fn list_campaigns(
    c: &mut SqliteConnection,
    _proof: &Proof,
    offset: i64,
    limit: i64,
) -> anyhow::Result<Vec<Campaign>> {
    let rows = find_campaigns!(
        r#"order by case state when 'running' then 0 when 'paused' then 1 when 'scheduled' then 2 else 3 end,
            case when state = 'scheduled' then fire_at end, id desc limit ? offset ?"#,
        limit,
        offset
    )
    .fetch_all(c)
    .await
    .context("listing campaigns")?;
    rows.into_iter().map(CampaignRow::into_campaign).collect()
}

/// Stops the sending until it is resumed; messages on the wire arrive.
pub async fn pause(
    c: &mut SqliteConnection,
    proof: &Proof,
    id: CampaignId,
    now: DateTime<Utc>,
) -> anyhow::Result<Acted> {
    let done = turn(c, id, CampaignState::Running, CampaignState::Paused).await?;
    acted(c, proof, id, "campaign.pause", done, now).await
}

pub async fn resume(
    c: &mut SqliteConnection,
    proof: &Proof,
    id: CampaignId,
    now: DateTime<Utc>,
) -> anyhow::Result<Acted> {
    let done = turn(c, id, CampaignState::Paused, CampaignState::Running).await?;
    acted(c, proof, id, "campaign.resume", done, now).await
}

/// False where it is not in the first state.
async fn turn(
    c: &mut SqliteConnection,
    id: CampaignId,
    from: CampaignState,
    to: CampaignState,
) -> anyhow::Result<bool> {
    let (from, to) = (from.as_str(), to.as_str());
    let done = sqlx::query!("update campaign set state = ? where id = ? and state = ?", to, id.0, from)
        .execute(c)
        .await
        .context("pausing or resuming a campaign")?;
    Ok(done.rows_affected() > 0)
}

/// One row, however many wait: the worker takes them off the queue afterwards.
pub async fn cancel(
    c: &mut SqliteConnection,
    proof: &Proof,
    id: CampaignId,
    now: DateTime<Utc>,
) -> anyhow::Result<Acted> {
    let at = now.timestamp_millis();
    let done = sqlx::query!(
        "update campaign set state = 'cancelled', ended_at = ? where id = ? and state in ('scheduled', 'running', 'paused')",
        at,
        id.0
    )
    .execute(&mut *c)
    .await
    .context("cancelling a campaign")?;
    acted(c, proof, id, "campaign.cancel", done.rows_affected() > 0, now).await
}

/// The last day of the stage that a wave is about; none for a broadcast, and for a rule that is gone or
/// has changed since.
pub async fn find_stage_end(c: &mut SqliteConnection, id: CampaignId) -> anyhow::Result<Option<NaiveDate>> {
    let day = sqlx::query_scalar!(
        r#"select s.last_day from campaign k join rule r on r.id = k.rule_id join stage s on s.id = r.stage_id
        where k.id = ? and r.removed_at is null and r.version = k.version"#,
        id.0
    )
    .fetch_optional(c)
    .await
    .context("finding the stage of a wave")?;
    day.map(|day| day.parse().context("the last day of a stage")).transpose()
}

/// Sends a missed wave after all, until `deadline` at most, the end of its stage.
pub async fn send_missed(
    c: &mut SqliteConnection,
    proof: &Proof,
    id: CampaignId,
    deadline: DateTime<Utc>,
    now: DateTime<Utc>,
) -> anyhow::Result<Acted> {
    let (at, deadline) = (now.timestamp_millis(), deadline.timestamp_millis());
    let done = sqlx::query!(
        r#"update campaign set state = 'scheduled', fire_at = ?1, ended_at = null, told_at = null, deadline = ?2
        where id = ?3 and state = 'missed' and ?2 > ?1"#,
        at,
        deadline,
        id.0
    )
    .execute(&mut *c)
    .await
    .context("sending a missed wave")?;
    acted(c, proof, id, "campaign.send_missed", done.rows_affected() > 0, now).await
}

/// Lets those be sent again of which nobody knows whether they arrived, and reopens the campaign.
pub async fn retry_unknown(
    c: &mut SqliteConnection,
    proof: &Proof,
    id: CampaignId,
    now: DateTime<Utc>,
) -> anyhow::Result<Acted> {
    let Some(campaign) = find_campaign(c, id).await? else { return Ok(Acted::Gone) };
    if is_late(&campaign, now) {
        return Ok(Acted::Late(campaign));
    }
    if matches!(campaign.state, CampaignState::Cancelled | CampaignState::Missed) {
        return Ok(Acted::Not(campaign));
    }
    let at = now.timestamp_millis();
    let count = sqlx::query!(
        r#"update delivery set state = 'retry', next_at = ?1, at = ?1, attempt = 0, boot = null, reason = null
        where campaign_id = ?2 and state in ('unreachable', 'failed', 'unknown', 'skipped') and state = 'unknown'"#,
        at,
        id.0
    )
    .execute(&mut *c)
    .await
    .context("sending the unknown again")?
    .rows_affected();
    if count == 0 {
        return Ok(Acted::Not(campaign));
    }
    let count = i64::try_from(count)?;
    sqlx::query!(
        r#"update campaign set unknown = unknown - ?1, ended_at = case when state = 'done' then null else ended_at end,
            state = case when state = 'done' then 'running' else state end where id = ?2"#,
        count,
        id.0
    )
    .execute(&mut *c)
    .await
    .context("reopening a campaign")?;
    insert_audit(c, proof.actor(), "campaign.unknown_retry", &id.0.to_string(), &format!("count={count}"), now).await?;
    find_campaign(c, id).await?.map(Acted::Done).context("the campaign that was reopened")
}

/// Keeps the unknown as they are, and says so once.
pub async fn leave_unknown(
    c: &mut SqliteConnection,
    proof: &Proof,
    id: CampaignId,
    now: DateTime<Utc>,
) -> anyhow::Result<Acted> {
    let Some(campaign) = find_campaign(c, id).await? else { return Ok(Acted::Gone) };
    if campaign.counters.unknown == 0 || is_unknown_left(c, &campaign).await? {
        return Ok(Acted::Not(campaign));
    }
    let detail = unknown_detail(&campaign);
    insert_audit(c, proof.actor(), "campaign.unknown_leave", &id.0.to_string(), &detail, now).await?;
    Ok(Acted::Done(campaign))
}

/// Whether someone decided to leave just these unknown as they are.
pub async fn is_unknown_left(c: &mut SqliteConnection, campaign: &Campaign) -> anyhow::Result<bool> {
    let (subject, detail) = (campaign.id.0.to_string(), unknown_detail(campaign));
    let left = sqlx::query_scalar!(
        r#"select exists (select 1 from audit where action = 'campaign.unknown_leave' and subject = ? and detail = ?)
            as "left!: bool""#,
        subject,
        detail
    )
    .fetch_one(c)
    .await
    .context("finding what was decided of the unknown")?;
    Ok(left)
}

fn unknown_detail(campaign: &Campaign) -> String {
    format!("count={}", campaign.counters.unknown)
}

/// A campaign with the same content for those whom this one failed to reach; one for each campaign,
/// unless it was cancelled.
pub async fn resend(
    c: &mut SqliteConnection,
    proof: &Proof,
    id: CampaignId,
    now: DateTime<Utc>,
) -> anyhow::Result<Acted> {
    let Some(campaign) = find_campaign(c, id).await? else { return Ok(Acted::Gone) };
    if is_late(&campaign, now) {
        return Ok(Acted::Late(campaign));
    }
    let expected = campaign.counters.failed + campaign.counters.unreachable;
    if expected == 0 || campaign.state != CampaignState::Done || find_resend(c, id).await?.is_some() {
        return Ok(Acted::Not(campaign));
    }
    let created_by = proof.actor().id().map(TelegramId);
    let mut new = NewCampaign { fire_at: now, resend_of: Some(id), expected, created_by, ..campaign.new.clone() };
    if let Some(wave) = &mut new.wave {
        // A wave exists once; one that is sent again counts downwards, apart from the rule's own.
        wave.occurrence = -1 - find_last(c).await?;
    }
    let made = insert_campaign(c, &new, CampaignState::Scheduled, now).await?.context("a wave that exists already")?;
    let detail = format!("as={} count={expected}", made.0);
    insert_audit(c, proof.actor(), "campaign.resend", &id.0.to_string(), &detail, now).await?;
    find_campaign(c, made).await?.map(Acted::Done).context("the campaign that was made")
}

/// Who last paused, resumed or cancelled a campaign, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deed {
    /// None: the command line.
    pub by: Option<TelegramId>,
    pub at: DateTime<Utc>,
}

/// The last of what led to the state it is in; none where nobody did that.
pub async fn find_deed(c: &mut SqliteConnection, _proof: &Proof, campaign: &Campaign) -> anyhow::Result<Option<Deed>> {
    let action = match campaign.state {
        CampaignState::Running => "campaign.resume",
        CampaignState::Paused => "campaign.pause",
        CampaignState::Cancelled => "campaign.cancel",
        _ => return Ok(None),
    };
    let subject = campaign.id.0.to_string();
    let row = sqlx::query!(
        "select actor, at from audit where action = ? and subject = ? order by id desc limit 1",
        action,
        subject
    )
    .fetch_optional(c)
    .await
    .context("finding who did something to a campaign")?;
    Ok(row.map(|row| Deed { by: row.actor.map(TelegramId), at: from_millis(row.at) }))
}

/// What of a running campaign waits for its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// When the first and the last of them are due.
    pub first: DateTime<Utc>,
    pub last: DateTime<Utc>,
    /// Nothing else is left: everyone has been looked at.
    pub all: bool,
}

/// By the ends of an index; never by a count.
pub async fn find_waiting(c: &mut SqliteConnection, id: CampaignId) -> anyhow::Result<Option<Waiting>> {
    let row = sqlx::query!(
        r#"select materialised = 1 and claimed >= cursor as "all!: bool",
            (select next_at from delivery where campaign_id = campaign.id and state = 'retry'
                order by next_at limit 1) as "first: i64",
            (select next_at from delivery where campaign_id = campaign.id and state = 'retry'
                order by next_at desc limit 1) as "last: i64"
        from campaign where id = ? and state = 'running'"#,
        id.0
    )
    .fetch_optional(c)
    .await
    .context("finding what waits for its time")?;
    Ok(row.and_then(|row| {
        let (first, last) = (from_millis(row.first?), from_millis(row.last?));
        Some(Waiting { first, last, all: row.all })
    }))
}

/// What was sent again of this one, unless that was cancelled.
pub async fn find_resend(c: &mut SqliteConnection, id: CampaignId) -> anyhow::Result<Option<CampaignId>> {
    let found = sqlx::query_scalar!(
        "select id from campaign where resend_of = ? and state <> 'cancelled' order by id desc limit 1",
        id.0
    )
    .fetch_optional(c)
    .await
    .context("finding what was sent again")?;
    Ok(found.map(CampaignId))
}

async fn find_last(c: &mut SqliteConnection) -> anyhow::Result<i64> {
    sqlx::query_scalar!(r#"select coalesce(max(id), 0) as "id!: i64" from campaign"#)
        .fetch_one(c)
        .await
        .context("finding the last campaign")
}

fn is_late(campaign: &Campaign, now: DateTime<Utc>) -> bool {
    campaign.new.deadline.is_some_and(|deadline| deadline <= now)
}

async fn acted(
    c: &mut SqliteConnection,
    proof: &Proof,
    id: CampaignId,
    action: &str,
    done: bool,
    now: DateTime<Utc>,
) -> anyhow::Result<Acted> {
    if done {
        insert_audit(c, proof.actor(), action, &id.0.to_string(), "", now).await?;
    }
    Ok(match find_campaign(c, id).await? {
        None => Acted::Gone,
        Some(campaign) if done => Acted::Done(campaign),
        Some(campaign) => Acted::Not(campaign),
    })
}

#[cfg(test)]
mod tests;
