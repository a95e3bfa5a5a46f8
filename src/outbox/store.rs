//! SQL of campaigns. What moves their deliveries along is in `store/engine.rs`.

pub mod control;
mod engine;
pub mod recipient;
pub mod result;
pub mod watch;

use anyhow::Context as _;
use chrono::{DateTime, NaiveDate, Utc};
use sqlx::SqliteConnection;

pub use engine::{
    Claim, Claims, DeliveryKey, End, Held, Lane, Report, Slip, Task, claim, depart, finish, list_tasks, materialise,
    record, recover, release, start_due, sweep,
};

use super::{Campaign, CampaignId, CampaignState, Content, Counters, Hours, NewCampaign, OnUnknown, RuleId, Wave};
use crate::{access::TelegramId, audience::Segment, clock::from_millis, texts::Zone};

/// Adds a campaign: scheduled for its time, or already missed. `None` where the wave exists already, so
/// neither a second tick nor a clock that was set back makes another.
pub async fn insert_campaign(
    c: &mut SqliteConnection,
    new: &NewCampaign,
    state: CampaignState,
    now: DateTime<Utc>,
) -> anyhow::Result<Option<CampaignId>> {
    let content = serde_json::to_string(&new.content)?;
    let segment = serde_json::to_string(&new.segment)?;
    let kind = if new.wave.is_some() { "reminder" } else { "broadcast" };
    let wave = new.wave.as_ref();
    let (rule, version, occurrence) = (wave.map(|w| w.rule.0), wave.map(|w| w.version), wave.map(|w| w.occurrence));
    let (zone, stage) = (wave.map(|w| w.zone.code()), wave.map(|w| w.stage.as_str()));
    let day = wave.map(|w| w.stage_day.to_string());
    let (fire_at, deadline) = (new.fire_at.timestamp_millis(), new.deadline.map(|at| at.timestamp_millis()));
    let (from, to, weekends) = (new.hours.from, new.hours.to, new.hours.weekends);
    let (on_unknown, state_name) = (new.on_unknown.as_str(), state.as_str());
    let (resend_of, by) = (new.resend_of.map(|id| id.0), new.created_by.map(|id| id.0));
    let at = now.timestamp_millis();
    let ended_at = state.ended().then_some(at);
    let id = sqlx::query_scalar!(
        r#"insert into campaign (kind, rule_id, version, zone, occurrence, title, content, segment, stage, stage_day,
            mandatory, state, fire_at, deadline, hours_from, hours_to, weekends, weekly_cap, on_unknown, paid,
            resend_of, expected, created_at, created_by, ended_at)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        on conflict (rule_id, version, zone, occurrence) do nothing returning id as "id!: i64""#,
        kind,
        rule,
        version,
        zone,
        occurrence,
        new.title,
        content,
        segment,
        stage,
        day,
        new.mandatory,
        state_name,
        fire_at,
        deadline,
        from,
        to,
        weekends,
        new.weekly_cap,
        on_unknown,
        new.paid,
        resend_of,
        new.expected,
        at,
        by,
        ended_at
    )
    .fetch_optional(c)
    .await
    .context("adding a campaign")?;
    Ok(id.map(CampaignId))
}

/// A campaign as its row holds it.
pub(super) struct CampaignRow {
    id: i64,
    rule_id: Option<i64>,
    version: Option<i64>,
    zone: Option<String>,
    occurrence: Option<i64>,
    title: String,
    content: String,
    segment: String,
    stage: Option<String>,
    stage_day: Option<String>,
    mandatory: bool,
    state: String,
    fire_at: i64,
    deadline: Option<i64>,
    hours_from: i64,
    hours_to: i64,
    weekends: bool,
    weekly_cap: Option<i64>,
    on_unknown: String,
    paid: bool,
    resend_of: Option<i64>,
    expected: i64,
    materialised: bool,
    total: i64,
    sent: i64,
    unreachable: i64,
    failed: i64,
    unknown: i64,
    skipped: i64,
    cancelled: i64,
    created_at: i64,
    created_by: Option<i64>,
    started_at: Option<i64>,
    ended_at: Option<i64>,
}

impl CampaignRow {
    pub(super) fn into_campaign(self) -> anyhow::Result<Campaign> {
        let wave = match (self.rule_id, self.version, &self.zone, self.occurrence, self.stage, &self.stage_day) {
            (Some(rule), Some(version), Some(zone), Some(occurrence), Some(stage), Some(day)) => Some(Wave {
                rule: RuleId(rule),
                version,
                zone: Zone::parse(zone).context("a time zone that this version does not know")?,
                occurrence,
                stage,
                stage_day: day.parse::<NaiveDate>().context("the day of a stage")?,
            }),
            _ => None,
        };
        Ok(Campaign {
            id: CampaignId(self.id),
            new: NewCampaign {
                wave,
                title: self.title,
                content: serde_json::from_str::<Content>(&self.content).context("the content of a campaign")?,
                segment: serde_json::from_str::<Segment>(&self.segment).context("the segment of a campaign")?,
                mandatory: self.mandatory,
                fire_at: from_millis(self.fire_at),
                deadline: self.deadline.map(from_millis),
                hours: Hours {
                    from: u16::try_from(self.hours_from)?,
                    to: u16::try_from(self.hours_to)?,
                    weekends: self.weekends,
                },
                weekly_cap: self.weekly_cap.map(u32::try_from).transpose()?,
                on_unknown: OnUnknown::parse(&self.on_unknown).context("what to do with the unknown")?,
                paid: self.paid,
                resend_of: self.resend_of.map(CampaignId),
                expected: self.expected,
                created_by: self.created_by.map(TelegramId),
            },
            state: CampaignState::parse(&self.state).context("a campaign's state")?,
            materialised: self.materialised,
            counters: Counters {
                total: self.total,
                sent: self.sent,
                unreachable: self.unreachable,
                failed: self.failed,
                unknown: self.unknown,
                skipped: self.skipped,
                cancelled: self.cancelled,
            },
            created_at: from_millis(self.created_at),
            started_at: self.started_at.map(from_millis),
            ended_at: self.ended_at.map(from_millis),
        })
    }
}

/// Campaigns; what follows `from campaign` is given.
macro_rules! find_campaigns {
    ($condition:literal $(, $value:expr)*) => {
        sqlx::query_as!(
            $crate::outbox::store::CampaignRow,
            r#"select id, rule_id, version, zone, occurrence, title, content, segment, stage, stage_day,
                mandatory as "mandatory: bool", state, fire_at, deadline, hours_from, hours_to,
                weekends as "weekends: bool", weekly_cap, on_unknown, paid as "paid: bool", resend_of, expected,
                materialised as "materialised: bool", total, sent, unreachable, failed, unknown, skipped, cancelled,
                created_at, created_by, started_at, ended_at
            from campaign "# + $condition
            $(, $value)*
        )
    };
}
pub(super) use find_campaigns;

pub async fn find_campaign(c: &mut SqliteConnection, id: CampaignId) -> anyhow::Result<Option<Campaign>> {
    let row = find_campaigns!("where id = ?", id.0).fetch_optional(c).await.context("finding a campaign")?;
    row.map(CampaignRow::into_campaign).transpose()
}
