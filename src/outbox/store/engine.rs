//! SQL that moves campaigns along: what is to be done, beginnings, audiences page by page, ends.

mod claim;
mod record;

use anyhow::Context as _;
use chrono::{DateTime, TimeDelta, Utc};
use sqlx::SqliteConnection;

pub use claim::{Claim, Claims, Held, Lane, claim};
pub use record::{DeliveryKey, End, Report, Slip, depart, record};

use super::find_campaigns;
use crate::{
    audience::{self, store::Page},
    clock::from_millis,
    outbox::{CampaignId, CampaignState, DeliveryState, Hours, OnUnknown, reason::DoubtReason},
    roster::PersonId,
    texts::Zone,
};
use record::{Change, From, apply};

/// People looked at, or deliveries changed, in one transaction.
const PAGE: i64 = 1000;

/// A campaign that is not at its end, as the worker sees it.
#[derive(Clone, Debug)]
pub struct Task {
    pub id: CampaignId,
    pub state: CampaignState,
    pub fire_at: DateTime<Utc>,
    pub paid: bool,
    pub materialised: bool,
    /// Deliveries that have not come to an end.
    pub open: i64,
    /// Some may never have been looked at.
    pub queued: bool,
    /// When the first of those that wait is due.
    pub retry_at: Option<DateTime<Utc>>,
    deadline: Option<DateTime<Utc>>,
    hours: Hours,
    zone: Option<Zone>,
}

impl Task {
    /// Whether a claim may find something now.
    pub fn claimable(&self, now: DateTime<Utc>) -> bool {
        if self.state != CampaignState::Running || !(self.queued || self.retry_at.is_some_and(|at| at <= now)) {
            return false;
        }
        // After the deadline the rest is skipped, whatever the hour.
        let late = self.deadline.is_some_and(|deadline| deadline <= now);
        let zones = self.zone.as_ref().map_or(&Zone::ALL[..], std::slice::from_ref);
        late || zones.iter().any(|zone| self.hours.opening(*zone, now) <= now)
    }
}

/// Every campaign with something left to do.
pub async fn list_tasks(c: &mut SqliteConnection) -> anyhow::Result<Vec<Task>> {
    // The conditions are to the letter those of the partial indexes.
    let rows = sqlx::query!(
        r#"select id as "id!: i64", state as "state!: String", fire_at as "fire_at!: i64", paid as "paid!: bool",
            materialised as "materialised!: bool", deadline as "deadline: i64", zone as "zone: String",
            hours_from as "hours_from!: i64", hours_to as "hours_to!: i64", weekends as "weekends!: bool",
            total - sent - unreachable - failed - unknown - skipped - cancelled as "open!: i64",
            claimed < cursor as "queued!: bool",
            (select next_at from delivery where campaign_id = campaign.id and state = 'retry'
                order by next_at limit 1) as "retry_at: i64"
        from campaign where id in (
            select id from campaign where state in ('scheduled', 'running', 'paused')
            union all select id from campaign where state = 'cancelled'
                and total > sent + unreachable + failed + unknown + skipped + cancelled)
        order by id"#
    )
    .fetch_all(c)
    .await
    .context("listing what is to be sent")?;
    rows.into_iter()
        .map(|row| {
            Ok(Task {
                id: CampaignId(row.id),
                state: CampaignState::parse(&row.state).context("a campaign's state")?,
                fire_at: from_millis(row.fire_at),
                paid: row.paid,
                materialised: row.materialised,
                open: row.open,
                queued: row.queued,
                retry_at: row.retry_at.map(from_millis),
                deadline: row.deadline.map(from_millis),
                hours: Hours {
                    from: u16::try_from(row.hours_from)?,
                    to: u16::try_from(row.hours_to)?,
                    weekends: row.weekends,
                },
                zone: row
                    .zone
                    .map(|zone| Zone::parse(&zone).context("a time zone that this version does not know"))
                    .transpose()?,
            })
        })
        .collect()
}

/// Lets campaigns run whose time has come. A reminder that is later than `grace` is missed: nothing fires stale.
pub async fn start_due(c: &mut SqliteConnection, grace: TimeDelta, now: DateTime<Utc>) -> anyhow::Result<()> {
    let (at, stale) = (now.timestamp_millis(), (now - grace).timestamp_millis());
    sqlx::query!(
        r#"update campaign set state = 'missed', ended_at = ?1
        where state in ('scheduled', 'running', 'paused') and state = 'scheduled' and kind = 'reminder' and fire_at < ?2"#,
        at,
        stale
    )
    .execute(&mut *c)
    .await
    .context("setting aside what was missed")?;
    sqlx::query!(
        r#"update campaign set state = 'running', started_at = coalesce(started_at, ?1)
        where state in ('scheduled', 'running', 'paused') and state = 'scheduled' and fire_at <= ?1"#,
        at
    )
    .execute(c)
    .await
    .context("starting campaigns")?;
    Ok(())
}

/// Writes out one page of a running campaign's audience, and how far it came.
pub async fn materialise(c: &mut SqliteConnection, id: CampaignId) -> anyhow::Result<()> {
    let Some(row) = find_campaigns!("where id = ? and state = 'running' and materialised = 0", id.0)
        .fetch_optional(&mut *c)
        .await
        .context("finding a campaign")?
    else {
        return Ok(());
    };
    let campaign = row.into_campaign()?.new;
    let cursor = sqlx::query_scalar!("select cursor from campaign where id = ?", id.0).fetch_one(&mut *c).await?;
    let page = match campaign.resend_of {
        Some(of) => list_missed_page(c, of, cursor).await?,
        None => {
            let obligations = audience::store::load_obligations(c).await?;
            let zone = campaign.wave.as_ref().map(|wave| wave.zone);
            audience::store::list_page(c, &campaign.segment, zone, &obligations, PersonId(cursor), PAGE).await?
        }
    };
    let people = serde_json::to_string(&page.people.iter().map(|id| id.0).collect::<Vec<_>>())?;
    let added = sqlx::query!(
        r#"insert into delivery (campaign_id, person_id, state) select ?, value, 'queued' from json_each(?)
        where true on conflict do nothing"#,
        id.0,
        people
    )
    .execute(&mut *c)
    .await
    .context("writing out an audience")?;
    let added = i64::try_from(added.rows_affected())?;
    let reached = page.last.or(page.people.last().copied()).map_or(cursor, |person| person.0);
    let ends = page.last.is_none();
    sqlx::query!(
        "update campaign set total = total + ?, cursor = ?, materialised = ? where id = ?",
        added,
        reached,
        ends,
        id.0
    )
    .execute(c)
    .await
    .context("writing out an audience")?;
    Ok(())
}

/// Of a stretch of an earlier campaign, those whom it did not reach.
async fn list_missed_page(c: &mut SqliteConnection, of: CampaignId, after: i64) -> anyhow::Result<Page> {
    let rows = sqlx::query!(
        r#"select person_id, state in ('failed', 'unreachable') as "missed!: bool" from delivery
        where campaign_id = ? and person_id > ? order by person_id limit ?"#,
        of.0,
        after,
        PAGE
    )
    .fetch_all(c)
    .await
    .context("listing whom a campaign did not reach")?;
    let full = i64::try_from(rows.len())? == PAGE;
    let last = rows.last().filter(|_| full).map(|row| PersonId(row.person_id));
    let people = rows.into_iter().filter(|row| row.missed).map(|row| PersonId(row.person_id)).collect();
    Ok(Page { people, last })
}

/// Marks as cancelled one page of what a cancelled campaign has not sent. False: there was nothing.
pub async fn sweep(c: &mut SqliteConnection, id: CampaignId, now: DateTime<Utc>) -> anyhow::Result<bool> {
    let cancelled = sqlx::query_scalar!("select claimed from campaign where id = ? and state = 'cancelled'", id.0);
    let Some(claimed) = cancelled.fetch_optional(&mut *c).await.context("finding a campaign")? else {
        return Ok(false);
    };
    let waiting = sqlx::query_scalar!(
        r#"select person_id as "person_id!" from delivery where campaign_id = ? and state = 'retry'
        order by next_at limit ?"#,
        id.0,
        PAGE
    )
    .fetch_all(&mut *c)
    .await
    .context("listing what is cancelled")?;
    let queued = sqlx::query_scalar!(
        r#"select person_id from delivery where campaign_id = ? and person_id > ? and state = 'queued'
        order by person_id limit ?"#,
        id.0,
        claimed,
        PAGE
    )
    .fetch_all(&mut *c)
    .await
    .context("listing what is cancelled")?;
    let cancel = |person: &i64| Change::to(id, PersonId(*person), DeliveryState::Cancelled, None);
    let changes: Vec<Change> = waiting.iter().chain(&queued).map(cancel).collect();
    let reached = queued.last().copied().unwrap_or(claimed);
    sqlx::query!("update campaign set claimed = ? where id = ?", reached, id.0).execute(&mut *c).await?;
    apply(c, &changes, From::Waiting, now).await?;
    Ok(!changes.is_empty())
}

/// Ends the campaigns of which nothing is left.
pub async fn finish(c: &mut SqliteConnection, now: DateTime<Utc>) -> anyhow::Result<()> {
    let at = now.timestamp_millis();
    sqlx::query!(
        r#"update campaign set state = 'done', ended_at = ?
        where state in ('scheduled', 'running', 'paused') and state = 'running' and materialised = 1
            and total = sent + unreachable + failed + unknown + skipped + cancelled"#,
        at
    )
    .execute(c)
    .await
    .context("ending campaigns")?;
    Ok(())
}

/// What another process left on the wire is in doubt: held, or sent again, as each campaign wants it.
pub async fn recover(c: &mut SqliteConnection, boot: i64, now: DateTime<Utc>) -> anyhow::Result<()> {
    let rows = sqlx::query!(
        r#"select d.campaign_id as "campaign_id!", d.person_id as "person_id!", d.attempt, c.on_unknown from delivery d
        join campaign c on c.id = d.campaign_id where d.state = 'sending' and d.boot <> ?"#,
        boot
    )
    .fetch_all(&mut *c)
    .await
    .context("finding what a crash left in doubt")?;
    let mut changes = Vec::new();
    for row in rows {
        let (campaign, person) = (CampaignId(row.campaign_id), PersonId(row.person_id));
        let again = OnUnknown::parse(&row.on_unknown) == Some(OnUnknown::Resend);
        let change = if again {
            Change::retry(campaign, person, now)
        } else {
            Change::to(campaign, person, DeliveryState::Unknown, Some(DoubtReason::Restart.into()))
        };
        changes.push(change.after(row.attempt));
    }
    apply(c, &changes, From::Wire(None), now).await?;
    Ok(())
}

/// Gives back what this process put on the wire and does not know of: a commit that failed only in appearance.
pub async fn release(c: &mut SqliteConnection, boot: i64, now: DateTime<Utc>) -> anyhow::Result<()> {
    let rows = sqlx::query!(
        r#"select campaign_id as "campaign_id!", person_id as "person_id!", attempt from delivery
        where state = 'sending' and boot = ?"#,
        boot
    )
    .fetch_all(&mut *c)
    .await
    .context("finding what was to depart")?;
    let back = rows
        .iter()
        .map(|row| Change::retry(CampaignId(row.campaign_id), PersonId(row.person_id), now).after(row.attempt))
        .collect::<Vec<_>>();
    apply(c, &back, From::Wire(Some(boot)), now).await?;
    Ok(())
}
