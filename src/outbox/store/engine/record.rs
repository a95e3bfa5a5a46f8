//! SQL that writes what came of deliveries, with the counters of their campaigns and the marks on people.

use std::collections::BTreeMap;

use anyhow::Context as _;
use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;
use serde_json::json;
use sqlx::SqliteConnection;

use crate::{
    outbox::{CampaignId, Counters, DeliveryState, OnUnknown, Verdict, verdict},
    roster::PersonId,
};

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

/// What came of a claim; none: it never left.
#[derive(Clone, Debug)]
pub struct Report {
    pub slip: Slip,
    pub verdict: Option<Verdict>,
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
    /// Of `sending`.
    #[serde(rename = "b")]
    boot: Option<i64>,
}

impl Change {
    pub(super) fn to(
        campaign: CampaignId,
        person: PersonId,
        state: DeliveryState,
        reason: Option<&'static str>,
    ) -> Self {
        Self {
            campaign: campaign.0,
            person: person.0,
            state: state.as_str(),
            next_at: None,
            message: None,
            reason,
            attempt: 0,
            boot: None,
        }
    }

    pub(super) fn retry(campaign: CampaignId, person: PersonId, at: DateTime<Utc>) -> Self {
        Self { next_at: Some(at.timestamp_millis()), ..Self::to(campaign, person, DeliveryState::Retry, None) }
    }

    pub(super) fn sending(campaign: CampaignId, person: PersonId, boot: i64) -> Self {
        Self { boot: Some(boot), ..Self::to(campaign, person, DeliveryState::Sending, None) }
    }

    pub(super) fn after(self, attempt: i64) -> Self {
        Self { attempt, ..self }
    }
}

/// Changes deliveries, and counts on their campaigns. Out of those that wait, where `sender` is none;
/// else out of those on the wire, of that boot or (`Some(None)`) of any. Gives what was changed.
pub(super) async fn apply(
    c: &mut SqliteConnection,
    changes: &[Change],
    sender: Option<Option<i64>>,
    now: DateTime<Utc>,
) -> anyhow::Result<Vec<(CampaignId, PersonId)>> {
    if changes.is_empty() {
        return Ok(Vec::new());
    }
    let (list, at) = (serde_json::to_string(changes)?, now.timestamp_millis());
    let (on_wire, boot) = (sender.is_some(), sender.flatten());
    let changed = sqlx::query!(
        r#"update delivery set state = v.state, next_at = v.next_at, message_id = v.message, reason = v.reason,
            attempt = v.attempt, boot = v.boot, at = ?2
        from (select value ->> 'c' as campaign, value ->> 'p' as person, value ->> 's' as state,
            value ->> 'n' as next_at, value ->> 'm' as message, value ->> 'r' as reason, value ->> 'a' as attempt,
            value ->> 'b' as boot from json_each(?1)) as v
        where delivery.campaign_id = v.campaign and delivery.person_id = v.person and case
            when ?3 then delivery.state = 'sending' and (?4 is null or delivery.boot = ?4)
            else delivery.state in ('queued', 'retry') end
        returning campaign_id as "campaign!: i64", person_id as "person!: i64", state as "state!: String""#,
        list,
        at,
        on_wire,
        boot
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

/// Writes what came of claims of this boot. What is written already is not written or counted again.
pub async fn record(c: &mut SqliteConnection, boot: i64, reports: &[Report], now: DateTime<Utc>) -> anyhow::Result<()> {
    let mut changes = Vec::with_capacity(reports.len());
    for Report { slip, verdict } in reports {
        let Some(verdict) = verdict else {
            changes.push(Change::retry(slip.campaign, slip.person, now).after(slip.attempt));
            continue;
        };
        let mut outcome = verdict::resolve(verdict, slip.attempt, slip.on_unknown);
        if let Verdict::Migrated { to } = verdict
            && !follow(c, slip.person, *to).await?
        {
            (outcome.state, outcome.reason) = (DeliveryState::Failed, Some("moved"));
        }
        let mut change = Change::to(slip.campaign, slip.person, outcome.state, outcome.reason).after(outcome.attempt);
        match (outcome.state, verdict) {
            (DeliveryState::Retry, _) => {
                change.next_at = Some((now + TimeDelta::from_std(outcome.after)?).timestamp_millis());
            }
            (_, Verdict::Sent { message }) => change.message = Some(*message),
            _ => {}
        }
        changes.push(change);
    }
    let changed = apply(c, &changes, Some(Some(boot)), now).await?;
    let changed: std::collections::BTreeSet<_> = changed.into_iter().collect();
    let mut fresh: Vec<&Report> = reports.iter().collect();
    fresh.retain(|report| changed.contains(&(report.slip.campaign, report.slip.person)));
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
        .filter_map(|report| match report.verdict {
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
        .filter(|report| matches!(report.verdict, Some(Verdict::Sent { .. })))
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
