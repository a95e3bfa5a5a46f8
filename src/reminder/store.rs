//! SQL of reminder rules. Their waves stand in `store/waves.rs`, the rules of a new election in `store/defaults.rs`.

mod defaults;
mod waves;

use anyhow::Context as _;
use chrono::{DateTime, Utc};
use sqlx::SqliteConnection;

use super::{
    Anchor, Change, Changed, Plan, Rule,
    check::{self, Load},
    wave,
};
use crate::{
    access::{Proof, store::insert_audit},
    audience::Segment,
    calendar::{Election, ElectionId, Stage, StageId, StageKind, store::find_stage},
    clock::from_millis,
    error::refuse,
    outbox::{Hours, RuleId},
    texts::Zone,
};

pub use defaults::{insert_default_rules, preview_default_rules};
pub use waves::{
    election_changed, insert_wave, list_due, list_last_sent, list_upcoming, list_zones, preview_move, stages_moved,
};

struct RuleRow {
    id: i64,
    anchor: String,
    days: i64,
    minute: i64,
    segment: String,
    content: String,
    mandatory: bool,
    repeat_days: Option<i64>,
    enabled: bool,
    version: i64,
    since: i64,
    stage_id: i64,
    kind: String,
    stage: String,
    first_day: String,
    last_day: String,
    election_id: i64,
    slug: String,
    election: String,
    hours_from: i64,
    hours_to: i64,
    weekends: bool,
    weekly_cap: i64,
}

impl RuleRow {
    fn into_rule(self) -> anyhow::Result<Rule> {
        let election = Election {
            id: ElectionId(self.election_id),
            slug: self.slug,
            name: self.election,
            hours: Hours {
                from: u16::try_from(self.hours_from)?,
                to: u16::try_from(self.hours_to)?,
                weekends: self.weekends,
            },
            weekly_cap: u32::try_from(self.weekly_cap)?,
        };
        let stage = Stage {
            id: StageId(self.stage_id),
            election: election.id,
            kind: StageKind::parse(&self.kind).context("a kind of stage that this version does not know")?,
            name: self.stage,
            first_day: self.first_day.parse().context("the first day of a stage")?,
            last_day: self.last_day.parse().context("the last day of a stage")?,
        };
        let plan = Plan {
            anchor: Anchor::parse(&self.anchor).context("an anchor that this version does not know")?,
            days: i32::try_from(self.days)?,
            minute: u16::try_from(self.minute)?,
            segment: serde_json::from_str(&self.segment).context("the segment of a rule")?,
            content: serde_json::from_str(&self.content).context("the content of a rule")?,
            mandatory: self.mandatory,
            repeat_days: self.repeat_days.map(u32::try_from).transpose()?,
        };
        let (id, since) = (RuleId(self.id), from_millis(self.since));
        Ok(Rule { id, stage, election, plan, enabled: self.enabled, version: self.version, since })
    }
}

/// Rules that are there; what follows is given.
macro_rules! find_rules {
    ($condition:literal $(, $value:expr)*) => {
        sqlx::query_as!(
            $crate::reminder::store::RuleRow,
            r#"select r.id, r.anchor, r.days, r.minute, r.segment, r.content, r.mandatory as "mandatory: bool",
                r.repeat_days, r.enabled as "enabled: bool", r.version, r.since, s.id as stage_id, s.kind,
                s.name as stage, s.first_day, s.last_day, e.id as election_id, e.slug, e.name as election,
                e.hours_from, e.hours_to, e.weekends as "weekends: bool", e.weekly_cap
            from rule r join stage s on s.id = r.stage_id join election e on e.id = s.election_id
            where r.removed_at is null "# + $condition
            $(, $value)*
        )
    };
}
use find_rules;

fn rules(rows: Vec<RuleRow>) -> anyhow::Result<Vec<Rule>> {
    rows.into_iter().map(RuleRow::into_rule).collect()
}

/// By the day of their first wave.
pub async fn list_rules(c: &mut SqliteConnection, election: ElectionId) -> anyhow::Result<Vec<Rule>> {
    let rows = find_rules!("and e.id = ? order by r.id", election.0).fetch_all(c).await.context("listing rules")?;
    let mut rules = rules(rows)?;
    rules.sort_by_key(|rule| (rule.plan.first_day(&rule.stage), rule.plan.minute));
    Ok(rules)
}

/// Those that are on, of every election.
pub async fn list_enabled_rules(c: &mut SqliteConnection) -> anyhow::Result<Vec<Rule>> {
    rules(find_rules!("and r.enabled = 1 order by r.id").fetch_all(c).await.context("listing rules")?)
}

pub async fn find_rule(c: &mut SqliteConnection, id: RuleId) -> anyhow::Result<Option<Rule>> {
    let row = find_rules!("and r.id = ?", id.0).fetch_optional(c).await.context("finding a rule")?;
    row.map(RuleRow::into_rule).transpose()
}

/// Whom a rule reminds; none where the rule is gone.
pub async fn find_segment(c: &mut SqliteConnection, rule: RuleId) -> anyhow::Result<Option<Segment>> {
    Ok(find_rule(c, rule).await?.map(|rule| rule.plan.segment))
}

/// False where the rule is gone.
pub async fn set_segment(
    c: &mut SqliteConnection,
    proof: &Proof,
    rule: RuleId,
    segment: &Segment,
    now: DateTime<Utc>,
) -> anyhow::Result<bool> {
    Ok(change_rule(c, proof, rule, Change::Segment(segment.clone()), now).await?.is_some())
}

/// Adds a rule, switched on or to be finished first. A twin of one that is there is not added again.
/// `None` where the stage is gone.
pub async fn insert_rule(
    c: &mut SqliteConnection,
    proof: &Proof,
    stage: StageId,
    plan: &Plan,
    enabled: bool,
    now: DateTime<Utc>,
) -> anyhow::Result<Option<RuleId>> {
    let Some(id) = insert_unchecked(c, proof, stage, plan, enabled, now).await? else { return Ok(None) };
    let rule = find_rule(c, id).await?.context("a rule that was just added")?;
    if let Some(fault) = check::fault(&rule) {
        return refuse(fault);
    }
    check_load(c, &rule, now).await?;
    Ok(Some(id))
}

async fn insert_unchecked(
    c: &mut SqliteConnection,
    proof: &Proof,
    stage: StageId,
    plan: &Plan,
    enabled: bool,
    now: DateTime<Utc>,
) -> anyhow::Result<Option<RuleId>> {
    if find_stage(c, stage).await?.is_none() {
        return Ok(None);
    }
    let (segment, content) = (serde_json::to_string(&plan.segment)?, serde_json::to_string(&plan.content)?);
    let (anchor, at, by) = (plan.anchor.as_str(), now.timestamp_millis(), proof.actor().id());
    let twin = sqlx::query_scalar!(
        r#"select id as "id!: i64" from rule where removed_at is null and stage_id = ? and anchor = ? and days = ?
            and minute = ? and segment = ? and content = ? and enabled = ?"#,
        stage.0,
        anchor,
        plan.days,
        plan.minute,
        segment,
        content,
        enabled
    )
    .fetch_optional(&mut *c)
    .await
    .context("looking for a twin of a rule")?;
    if let Some(twin) = twin {
        return Ok(Some(RuleId(twin)));
    }
    let id = sqlx::query_scalar!(
        r#"insert into rule (stage_id, anchor, days, minute, segment, content, mandatory, repeat_days, enabled, since,
            created_at, created_by)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) returning id as "id!: i64""#,
        stage.0,
        anchor,
        plan.days,
        plan.minute,
        segment,
        content,
        plan.mandatory,
        plan.repeat_days,
        enabled,
        at,
        at,
        by
    )
    .fetch_one(&mut *c)
    .await
    .context("adding a rule")?;
    insert_audit(c, proof.actor(), "rule.create", &id.to_string(), "", now).await?;
    Ok(Some(RuleId(id)))
}

/// Changes a rule as it is now. Its waves are new ones from here on: what the old ones have not sent
/// yet is cancelled, and nothing of them is sent again. Does nothing where nothing would change, and
/// refuses what the rules of the house forbid. `None` where the rule is gone.
pub async fn change_rule(
    c: &mut SqliteConnection,
    proof: &Proof,
    id: RuleId,
    change: Change,
    now: DateTime<Utc>,
) -> anyhow::Result<Option<Changed>> {
    let Some(before) = find_rule(c, id).await? else { return Ok(None) };
    let (mut rule, what) = (before.clone(), change.name());
    change.apply(&mut rule);
    if rule == before {
        return Ok(Some(Changed { rule, stopped: 0 }));
    }
    if let Some(fault) = check::fault(&rule) {
        return refuse(fault);
    }
    let plan = &rule.plan;
    let (segment, content) = (serde_json::to_string(&plan.segment)?, serde_json::to_string(&plan.content)?);
    let anchor = plan.anchor.as_str();
    sqlx::query!(
        r#"update rule set anchor = ?, days = ?, minute = ?, segment = ?, content = ?, mandatory = ?, repeat_days = ?,
            enabled = ? where id = ?"#,
        anchor,
        plan.days,
        plan.minute,
        segment,
        content,
        plan.mandatory,
        plan.repeat_days,
        rule.enabled,
        id.0
    )
    .execute(&mut *c)
    .await
    .context("changing a rule")?;
    check_load(c, &rule, now).await?;
    let stopped = waves::raise_version(c, id, now).await?;
    insert_audit(c, proof.actor(), "rule.change", &id.0.to_string(), what, now).await?;
    let rule = find_rule(c, id).await?.context("a rule that was just changed")?;
    Ok(Some(Changed { rule, stopped }))
}

/// Takes a rule away, with what it has not sent yet. False where it is gone.
pub async fn remove_rule(
    c: &mut SqliteConnection,
    proof: &Proof,
    id: RuleId,
    now: DateTime<Utc>,
) -> anyhow::Result<bool> {
    let at = now.timestamp_millis();
    let removed = sqlx::query!("update rule set removed_at = ? where id = ? and removed_at is null", at, id.0)
        .execute(&mut *c)
        .await
        .context("removing a rule")?
        .rows_affected();
    if removed == 0 {
        return Ok(false);
    }
    waves::raise_version(c, id, now).await?;
    insert_audit(c, proof.actor(), "rule.remove", &id.0.to_string(), "", now).await?;
    Ok(true)
}

/// Removes the rules of stages that go, and cancels what they have not sent yet; how many rules.
pub async fn remove_rules(
    c: &mut SqliteConnection,
    proof: &Proof,
    stages: &[StageId],
    now: DateTime<Utc>,
) -> anyhow::Result<usize> {
    let mut removed = 0;
    for stage in stages {
        for rule in waves::list_rules_of_stage(c, *stage).await? {
            removed += usize::from(remove_rule(c, proof, rule.id, now).await?);
        }
    }
    Ok(removed)
}

/// What the rules of an election together send to one person from today on.
pub async fn measure_load(c: &mut SqliteConnection, election: ElectionId, now: DateTime<Utc>) -> anyhow::Result<Load> {
    let rules = list_rules(c, election).await?;
    Ok(check::load(rules.iter(), wave::today(now, Zone::Wib)))
}

/// Refuses what would send too many to one person, with this rule already written in the transaction
/// that is undone then.
async fn check_load(c: &mut SqliteConnection, rule: &Rule, now: DateTime<Utc>) -> anyhow::Result<()> {
    if !rule.enabled {
        return Ok(());
    }
    match check::crowd(&measure_load(c, rule.election.id, now).await?) {
        Some(fault) => refuse(fault),
        None => Ok(()),
    }
}
