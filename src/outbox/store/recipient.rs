//! SQL of people as recipients: what they want, whether they can be reached, what they were sent.

use anyhow::Context as _;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use sqlx::SqliteConnection;

use crate::{clock::from_millis, outbox::CampaignId, roster::PersonId};

/// How long after its end a mandatory broadcast still matters to someone who comes back.
const STILL_MATTERS: TimeDelta = TimeDelta::days(7);
/// At most so many ended ones are sent after all.
const CATCH_UP: i64 = 2;

/// When this person muted the optional messages, if they did.
pub async fn find_muted(c: &mut SqliteConnection, person: PersonId) -> anyhow::Result<Option<DateTime<Utc>>> {
    let at = sqlx::query_scalar!("select muted_at from recipient where person_id = ?", person.0)
        .fetch_optional(c)
        .await
        .context("finding what a person wants")?;
    Ok(at.flatten().map(from_millis))
}

/// Does not want optional messages from `muted` on; none: wants them again. False where it was so already.
pub async fn set_muted(
    c: &mut SqliteConnection,
    person: PersonId,
    muted: Option<DateTime<Utc>>,
) -> anyhow::Result<bool> {
    let at = muted.map(|at| at.timestamp_millis());
    let done = sqlx::query!(
        r#"insert into recipient (person_id, muted_at) values (?, ?)
        on conflict do update set muted_at = excluded.muted_at
            where (recipient.muted_at is null) <> (excluded.muted_at is null)"#,
        person.0,
        at
    )
    .execute(c)
    .await
    .context("keeping what a person wants")?;
    Ok(done.rows_affected() > 0)
}

/// Someone who could not be reached is there again. Only the day is kept: whoever comes back may have come to hand
/// in a tip, and no table shall say at what time. From now on new messages reach them.
pub async fn note_return(c: &mut SqliteConnection, person: PersonId, today: NaiveDate) -> anyhow::Result<()> {
    let today = today.to_string();
    sqlx::query!(
        "update recipient set returned_on = ? where person_id = ? and unreachable_at is not null and returned_on is null",
        today,
        person.0
    )
    .execute(c)
    .await
    .context("noting a return")?;
    Ok(())
}

/// Who came back before this day and has not been given what they missed.
pub async fn list_returned(c: &mut SqliteConnection, before: NaiveDate, limit: i64) -> anyhow::Result<Vec<PersonId>> {
    let before = before.to_string();
    let people = sqlx::query_scalar!("select person_id from recipient where returned_on < ? limit ?", before, limit)
        .fetch_all(c)
        .await
        .context("listing who came back")?;
    Ok(people.into_iter().map(PersonId).collect())
}

/// Gives someone who came back what is still being sent, and of ended mandatory broadcasts the newest two that still
/// matter. How many; none where the person was not marked.
pub async fn welcome_back(
    c: &mut SqliteConnection,
    person: PersonId,
    now: DateTime<Utc>,
) -> anyhow::Result<Option<usize>> {
    let cleared = sqlx::query!(
        "update recipient set unreachable_at = null, unreachable = null, returned_on = null
        where person_id = ? and unreachable_at is not null",
        person.0
    )
    .execute(&mut *c)
    .await
    .context("clearing a mark")?;
    if cleared.rows_affected() == 0 {
        return Ok(None);
    }
    let missed = list_missed(c, person, now).await?;
    for campaign in &missed {
        requeue(c, *campaign, person, now).await?;
    }
    Ok(Some(missed.len()))
}

/// What did not reach this person, and still matters. What was sent again since is left to that.
async fn list_missed(
    c: &mut SqliteConnection,
    person: PersonId,
    now: DateTime<Utc>,
) -> anyhow::Result<Vec<CampaignId>> {
    let (at, since) = (now.timestamp_millis(), (now - STILL_MATTERS).timestamp_millis());
    let open = sqlx::query_scalar!(
        r#"select k.id from campaign k cross join delivery d on d.campaign_id = k.id and d.person_id = ?
        where k.state in ('scheduled', 'running', 'paused') and k.state <> 'scheduled' and d.state = 'unreachable'
            and (k.deadline is null or k.deadline > ?)"#,
        person.0,
        at
    )
    .fetch_all(&mut *c)
    .await
    .context("finding what is still being sent")?;
    let ended = sqlx::query_scalar!(
        r#"select k.id from campaign k cross join delivery d on d.campaign_id = k.id and d.person_id = ?1
        where k.state = 'done' and k.kind = 'broadcast' and k.mandatory = 1 and k.ended_at >= ?2
            and (k.deadline is null or k.deadline > ?3) and d.state = 'unreachable'
            and not exists (select 1 from campaign r where r.resend_of = k.id and r.state <> 'cancelled')
        order by k.id desc limit ?4"#,
        person.0,
        since,
        at,
        CATCH_UP
    )
    .fetch_all(c)
    .await
    .context("finding what was missed")?;
    Ok(open.into_iter().chain(ended).map(CampaignId).collect())
}

/// An unreachable delivery is tried again; its campaign, where it had ended, goes on for that.
async fn requeue(
    c: &mut SqliteConnection,
    campaign: CampaignId,
    person: PersonId,
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    let at = now.timestamp_millis();
    let requeued = sqlx::query!(
        r#"update delivery set state = 'retry', next_at = ?1, at = null, attempt = 0, boot = null, reason = null
        where campaign_id = ?2 and person_id = ?3 and state = 'unreachable'"#,
        at,
        campaign.0,
        person.0
    )
    .execute(&mut *c)
    .await
    .context("queueing a delivery again")?
    .rows_affected();
    let requeued = i64::try_from(requeued)?;
    sqlx::query!(
        r#"update campaign set unreachable = unreachable - ?1,
            ended_at = case when state = 'done' then null else ended_at end,
            state = case when state = 'done' then 'running' else state end where id = ?2 and ?1 > 0"#,
        requeued,
        campaign.0
    )
    .execute(c)
    .await
    .context("reopening a campaign")?;
    Ok(())
}

/// A message that someone was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    pub campaign: CampaignId,
    pub title: String,
    pub mandatory: bool,
    pub at: DateTime<Utc>,
}

/// The last messages to this person since `since`, newest first.
pub async fn list_sent(
    c: &mut SqliteConnection,
    person: PersonId,
    since: DateTime<Utc>,
    limit: i64,
) -> anyhow::Result<Vec<Sent>> {
    let since = since.timestamp_millis();
    // A person's deliveries have no index of their own: campaigns are few, so each is asked by its key.
    let rows = sqlx::query!(
        r#"select k.id, k.title, k.mandatory as "mandatory: bool", d.at as "at!: i64"
        from campaign k cross join delivery d on d.campaign_id = k.id and d.person_id = ?
        where k.fire_at >= ? and d.state = 'sent' and d.at is not null
        order by d.at desc, k.id desc limit ?"#,
        person.0,
        since,
        limit
    )
    .fetch_all(c)
    .await
    .context("listing what a person was sent")?;
    Ok(rows
        .into_iter()
        .map(|row| Sent {
            campaign: CampaignId(row.id),
            title: row.title,
            mandatory: row.mandatory,
            at: from_millis(row.at),
        })
        .collect())
}

/// Whether this campaign was meant for this person.
pub async fn is_recipient(c: &mut SqliteConnection, campaign: CampaignId, person: PersonId) -> anyhow::Result<bool> {
    let found = sqlx::query_scalar!(
        r#"select exists (select 1 from delivery where campaign_id = ? and person_id = ?) as "found!: bool""#,
        campaign.0,
        person.0
    )
    .fetch_one(c)
    .await
    .context("finding a recipient")?;
    Ok(found)
}

/// Linked people of a unit whose account takes no message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnreachableUnit {
    pub path: String,
    pub count: i64,
}

/// Units with people who cannot be reached, the most first.
pub async fn list_unreachable_units(c: &mut SqliteConnection, limit: i64) -> anyhow::Result<Vec<UnreachableUnit>> {
    let rows = sqlx::query!(
        r#"select u.path, count(*) as "count!: i64"
        from recipient r cross join link l on l.person_id = r.person_id
            cross join person p on p.id = r.person_id cross join unit u on u.id = p.unit_id
        where r.unreachable_at is not null and p.active = 1
        group by u.id order by 2 desc, u.path limit ?"#,
        limit
    )
    .fetch_all(c)
    .await
    .context("counting who cannot be reached")?;
    Ok(rows.into_iter().map(|row| UnreachableUnit { path: row.path, count: row.count }).collect())
}
