//! SQL that writes what came of deliveries, with the counters of their campaigns and the marks on people.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Context as _;
use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;
use serde_json::json;
use sqlx::SqliteConnection;

use crate::{
    outbox::{CampaignId, Counters, DeliveryState, OnUnknown, Reason, Verdict, reason::FailureReason, verdict},
    roster::PersonId,
};

/// One message to one person.
pub type DeliveryKey = (CampaignId, PersonId);

/// What is kept of a delivery while it is on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slip {
    pub campaign: CampaignId,
    pub person: PersonId,
    /// Attempts that came to nothing.
    pub attempt: i64,
    pub on_unknown: OnUnknown,
    /// The week at the recipient's place that it counts in; none: it counts in no week.
    pub week: Option<i64>,
}

impl Slip {
    pub fn key(&self) -> DeliveryKey {
        (self.campaign, self.person)
    }
}

/// What came of a claim.
#[derive(Clone, Debug)]
pub struct Report {
    pub slip: Slip,
    pub end: End,
}

/// How the way of a claimed delivery ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// A request was made for it.
    Sent(Verdict),
    /// It cannot be made out for this reader: no request.
    Unfit(FailureReason),
    /// It was not its turn after all: it waits again.
    Back,
}

impl Report {
    fn verdict(&self) -> Option<&Verdict> {
        match &self.end {
            End::Sent(verdict) => Some(verdict),
            End::Unfit(_) | End::Back => None,
        }
    }
}

/// Where a delivery has to stand for a change to be made.
#[derive(Clone, Copy, Debug)]
pub(super) enum From {
    /// Queued, or waiting to be tried again.
    Waiting,
    /// On the wire, of that boot or of any.
    Wire(Option<i64>),
    /// Either: whether it was put on the wire by that boot is not known.
    Claimed(i64),
}

/// A delivery's next state.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Change {
    #[serde(rename = "c")]
    campaign: i64,
    #[serde(rename = "p")]
    person: i64,
    #[serde(rename = "s")]
    state: &'static str,
    #[serde(rename = "n")]
    next_at: Option<i64>,
    #[serde(rename = "m")]
    message: Option<i32>,
    #[serde(rename = "r")]
    reason: Option<&'static str>,
    #[serde(rename = "a")]
    attempt: i64,
}

impl Change {
    pub(super) fn to(campaign: CampaignId, person: PersonId, state: DeliveryState, reason: Option<Reason>) -> Self {
        Self {
            campaign: campaign.0,
            person: person.0,
            state: state.as_str(),
            next_at: None,
            message: None,
            reason: reason.map(Reason::as_str),
            attempt: 0,
        }
    }

    pub(super) fn retry(campaign: CampaignId, person: PersonId, at: DateTime<Utc>) -> Self {
        Self { next_at: Some(at.timestamp_millis()), ..Self::to(campaign, person, DeliveryState::Retry, None) }
    }

    pub(super) fn after(self, attempt: i64) -> Self {
        Self { attempt, ..self }
    }
}

/// Changes deliveries that stand where they should, and counts on their campaigns. Gives what was changed.
pub(super) async fn apply(
    c: &mut SqliteConnection,
    changes: &[Change],
    from: From,
    now: DateTime<Utc>,
) -> anyhow::Result<BTreeSet<DeliveryKey>> {
    if changes.is_empty() {
        return Ok(BTreeSet::new());
    }
    let (list, at) = (serde_json::to_string(changes)?, now.timestamp_millis());
    let (waiting, wire, boot) = match from {
        From::Waiting => (true, false, None),
        From::Wire(boot) => (false, true, boot),
        From::Claimed(boot) => (true, true, Some(boot)),
    };
    let changed = sqlx::query!(
        r#"update delivery set state = v.state, next_at = v.next_at, message_id = v.message, reason = v.reason,
            attempt = v.attempt, boot = null, at = ?2
        from (select value ->> 'c' as campaign, value ->> 'p' as person, value ->> 's' as state,
            value ->> 'n' as next_at, value ->> 'm' as message, value ->> 'r' as reason, value ->> 'a' as attempt
            from json_each(?1)) as v
        where delivery.campaign_id = v.campaign and delivery.person_id = v.person and case delivery.state
            when 'sending' then ?3 and (?4 is null or delivery.boot = ?4)
            else ?5 and delivery.state in ('queued', 'retry') end
        returning campaign_id as "campaign!: i64", person_id as "person!: i64", state as "state!: String""#,
        list,
        at,
        wire,
        boot,
        waiting
    )
    .fetch_all(&mut *c)
    .await
    .context("changing deliveries")?;
    let mut counts: BTreeMap<i64, Counters> = BTreeMap::new();
    for row in &changed {
        let counters = counts.entry(row.campaign).or_default();
        match DeliveryState::parse(&row.state) {
            Some(DeliveryState::Sent) => counters.sent += 1,
            Some(DeliveryState::Unreachable) => counters.unreachable += 1,
            Some(DeliveryState::Failed) => counters.failed += 1,
            Some(DeliveryState::Unknown) => counters.unknown += 1,
            Some(DeliveryState::Skipped) => counters.skipped += 1,
            Some(DeliveryState::Cancelled) => counters.cancelled += 1,
            _ => {}
        }
    }
    for (campaign, counters) in counts.into_iter().filter(|(_, counters)| *counters != Counters::default()) {
        count(c, CampaignId(campaign), counters).await?;
    }
    Ok(changed.into_iter().map(|row| (CampaignId(row.campaign), PersonId(row.person))).collect())
}

async fn count(c: &mut SqliteConnection, id: CampaignId, more: Counters) -> anyhow::Result<()> {
    sqlx::query!(
        r#"update campaign set sent = sent + ?, unreachable = unreachable + ?, failed = failed + ?,
            unknown = unknown + ?, skipped = skipped + ?, cancelled = cancelled + ? where id = ?"#,
        more.sent,
        more.unreachable,
        more.failed,
        more.unknown,
        more.skipped,
        more.cancelled,
        id.0
    )
    .execute(c)
    .await
    .context("counting deliveries")?;
    Ok(())
}

/// Puts claimed deliveries on the wire: on the disk before their requests are written. Gives those that may go;
/// the others were cancelled or their campaign was paused meanwhile.
pub async fn depart(
    c: &mut SqliteConnection,
    boot: i64,
    keys: &[DeliveryKey],
    now: DateTime<Utc>,
) -> anyhow::Result<BTreeSet<DeliveryKey>> {
    let keys: Vec<(i64, i64)> = keys.iter().map(|(campaign, person)| (campaign.0, person.0)).collect();
    let (list, at) = (serde_json::to_string(&keys)?, now.timestamp_millis());
    let rows = sqlx::query!(
        r#"update delivery set state = 'sending', boot = ?3, next_at = null, message_id = null, reason = null, at = ?2
        from (select value ->> 0 as campaign, value ->> 1 as person from json_each(?1)) as v
        where delivery.campaign_id = v.campaign and delivery.person_id = v.person
            and delivery.state in ('queued', 'retry')
            and exists (select 1 from campaign where id = delivery.campaign_id and state = 'running')
        returning campaign_id as "campaign!: i64", person_id as "person!: i64""#,
        list,
        at,
        boot
    )
    .fetch_all(c)
    .await
    .context("putting deliveries on the wire")?;
    Ok(rows.into_iter().map(|row| (CampaignId(row.campaign), PersonId(row.person))).collect())
}

/// Writes what came of claims of this boot. What is written already is not written or counted again.
pub async fn record(c: &mut SqliteConnection, boot: i64, reports: &[Report], now: DateTime<Utc>) -> anyhow::Result<()> {
    let (mut sent, mut kept) = (Vec::with_capacity(reports.len()), Vec::new());
    for Report { slip, end } in reports {
        let verdict = match end {
            End::Sent(verdict) => verdict,
            End::Unfit(reason) => {
                let failed = Change::to(slip.campaign, slip.person, DeliveryState::Failed, Some((*reason).into()));
                kept.push(failed.after(slip.attempt));
                continue;
            }
            End::Back => {
                kept.push(Change::retry(slip.campaign, slip.person, now).after(slip.attempt));
                continue;
            }
        };
        let mut outcome = verdict::resolve(verdict, slip.attempt, slip.on_unknown);
        if let Verdict::Migrated { to } = verdict
            && !follow(c, slip.person, *to).await?
        {
            (outcome.state, outcome.reason) = (DeliveryState::Failed, Some(FailureReason::Moved.into()));
        }
        let mut change = Change::to(slip.campaign, slip.person, outcome.state, outcome.reason).after(outcome.attempt);
        match (outcome.state, verdict) {
            (DeliveryState::Retry, _) => {
                change.next_at = Some((now + TimeDelta::from_std(outcome.after)?).timestamp_millis());
            }
            (_, Verdict::Sent { message }) => change.message = Some(*message),
            _ => {}
        }
        sent.push(change);
    }
    apply(c, &kept, From::Claimed(boot), now).await?;
    let changed = apply(c, &sent, From::Wire(Some(boot)), now).await?;
    let mut fresh: Vec<&Report> = reports.iter().collect();
    fresh.retain(|report| changed.contains(&report.slip.key()));
    mark_unreachable(c, &fresh, now).await?;
    count_weeks(c, &fresh).await
}

/// The account goes by another id now. False where that id is somebody else's already.
async fn follow(c: &mut SqliteConnection, person: PersonId, to: i64) -> anyhow::Result<bool> {
    let moved = sqlx::query!(
        "update or ignore link set telegram_id = ?1 where person_id = ?2 and telegram_id <> ?1",
        to,
        person.0
    )
    .execute(c)
    .await
    .context("following a chat that moved")?;
    Ok(moved.rows_affected() == 1)
}

async fn mark_unreachable(c: &mut SqliteConnection, reports: &[&Report], now: DateTime<Utc>) -> anyhow::Result<()> {
    let marks: Vec<_> = reports
        .iter()
        .filter_map(|report| match report.verdict() {
            Some(Verdict::Unreachable(reason)) => Some(json!({ "p": report.slip.person.0, "r": reason.as_str() })),
            _ => None,
        })
        .collect();
    if marks.is_empty() {
        return Ok(());
    }
    let (marks, at) = (serde_json::to_string(&marks)?, now.timestamp_millis());
    sqlx::query!(
        r#"insert into recipient (person_id, unreachable_at, unreachable)
        select value ->> 'p', ?2, value ->> 'r' from json_each(?1) where true
        on conflict (person_id) do update set unreachable_at = excluded.unreachable_at, unreachable = excluded.unreachable,
            returned_on = null"#,
        marks,
        at
    )
    .execute(c)
    .await
    .context("marking who cannot be reached")?;
    Ok(())
}

async fn count_weeks(c: &mut SqliteConnection, reports: &[&Report]) -> anyhow::Result<()> {
    let sent: Vec<_> = reports
        .iter()
        .filter(|report| matches!(report.verdict(), Some(Verdict::Sent { .. })))
        .filter_map(|report| Some(json!({ "p": report.slip.person.0, "w": report.slip.week? })))
        .collect();
    if sent.is_empty() {
        return Ok(());
    }
    let sent = serde_json::to_string(&sent)?;
    sqlx::query!(
        r#"insert into recipient (person_id, week, week_sent)
        select value ->> 'p', value ->> 'w', 1 from json_each(?) where true
        on conflict (person_id) do update set
            week_sent = case when week = excluded.week then week_sent + 1 else 1 end, week = excluded.week"#,
        sent
    )
    .execute(c)
    .await
    .context("counting the week's messages")?;
    Ok(())
}
