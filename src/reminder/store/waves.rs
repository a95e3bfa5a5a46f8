//! SQL of a rule's waves: which are due, which are cancelled, and what moving a stage does to them.

use std::collections::{BTreeSet, HashMap};

use anyhow::Context as _;
use chrono::{DateTime, TimeDelta, Utc};
use sqlx::SqliteConnection;

use super::{find_rule, find_rules, list_enabled_rules, list_rules, rules};
use crate::{
    access::{Proof, store::insert_audit},
    calendar::{ElectionId, StageId},
    clock::from_millis,
    msg,
    outbox::{CampaignId, CampaignState, NewCampaign, OnUnknown, RuleId, store::insert_campaign},
    reminder::{MovedRule, NewDays, Rule, Run, Sent, Upcoming, wave::Due},
    texts::{Lang, Zone},
};

/// Characters of a campaign's title.
const TITLE: usize = 150;

/// Zones in which anyone of the roster works.
pub async fn list_zones(c: &mut SqliteConnection) -> anyhow::Result<Vec<Zone>> {
    let zones = sqlx::query_scalar!("select distinct zone from unit").fetch_all(c).await.context("listing zones")?;
    let mut zones: Vec<Zone> = zones.iter().filter_map(|zone| Zone::parse(zone)).collect();
    zones.sort_unstable();
    Ok(zones)
}

/// Waves whose time has come and that are not there yet, the oldest first.
pub async fn list_due(c: &mut SqliteConnection, now: DateTime<Utc>) -> anyhow::Result<Vec<Due>> {
    let rules = list_enabled_rules(c).await?;
    if rules.is_empty() {
        return Ok(Vec::new());
    }
    let zones = list_zones(c).await?;
    let last = list_last_occurrences(c).await?;
    let mut due: Vec<Due> = Vec::new();
    for rule in &rules {
        for zone in &zones {
            let after = last.get(&(rule.id.0, rule.version, zone.code().to_owned())).copied();
            due.extend(rule.due(*zone, after, now));
        }
    }
    due.sort_by_key(|due| due.fire_at);
    Ok(due)
}

/// Waves that come due after `from` and before `to`, by time.
pub async fn list_upcoming(
    c: &mut SqliteConnection,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
) -> anyhow::Result<Vec<Upcoming>> {
    let (rules, zones) = (list_enabled_rules(c).await?, list_zones(c).await?);
    let mut upcoming = Vec::new();
    for rule in &rules {
        for zone in &zones {
            let waves = rule.upcoming(*zone, from).take_while(|due| due.fire_at < to);
            upcoming.extend(waves.map(|due| Upcoming { title: title(rule), zone: *zone, fire_at: due.fire_at }));
        }
    }
    upcoming.sort_by_key(|wave| wave.fire_at);
    Ok(upcoming)
}

/// By rule, version and zone. Waves are made in the order of their occurrences, so all before are there.
async fn list_last_occurrences(c: &mut SqliteConnection) -> anyhow::Result<HashMap<(i64, i64, String), i64>> {
    let rows = sqlx::query!(
        r#"select c.rule_id as "rule!: i64", c.version as "version!: i64", c.zone as "zone!: String",
            max(c.occurrence) as "last!: i64"
        from rule r join campaign c on c.rule_id = r.id and c.version = r.version
        where r.removed_at is null and r.enabled = 1 and c.zone is not null
        group by c.rule_id, c.version, c.zone"#
    )
    .fetch_all(c)
    .await
    .context("finding the last waves")?;
    Ok(rows.into_iter().map(|row| ((row.rule, row.version, row.zone), row.last)).collect())
}

/// Makes a campaign of a wave, or tells that it was missed. `None` where it is there already, or where
/// the rule has changed since it was found due.
pub async fn insert_wave(
    c: &mut SqliteConnection,
    due: &Due,
    grace: TimeDelta,
    now: DateTime<Utc>,
) -> anyhow::Result<Option<(CampaignId, CampaignState)>> {
    let Some(rule) = find_rule(c, due.wave.rule).await? else { return Ok(None) };
    if !rule.enabled || rule.version != due.wave.version {
        return Ok(None);
    }
    let state = if due.is_missed(now, grace) { CampaignState::Missed } else { CampaignState::Scheduled };
    let made = insert_campaign(c, &campaign(&rule, due), state, now).await?;
    Ok(made.map(|id| (id, state)))
}

fn campaign(rule: &Rule, due: &Due) -> NewCampaign {
    NewCampaign {
        wave: Some(due.wave.clone()),
        title: title(rule),
        content: rule.plan.content.clone(),
        segment: rule.plan.segment.clone(),
        mandatory: rule.plan.mandatory,
        fire_at: due.fire_at,
        deadline: Some(due.deadline),
        hours: rule.election.hours,
        weekly_cap: Some(rule.election.weekly_cap),
        // An admin's decision would come after the deadline.
        on_unknown: OnUnknown::Resend,
        paid: false,
        resend_of: None,
        expected: 0,
        created_by: None,
    }
}

/// Kept, so in the language of the office.
fn title(rule: &Rule) -> String {
    let title = match rule.plan.anchor {
        super::Anchor::First => msg!("reminder-title", stage = &rule.stage.name, when = rule.plan.short()),
        super::Anchor::Last => msg!("reminder-title-last", stage = &rule.stage.name, when = rule.plan.short()),
    };
    title.plain(Lang::Id).chars().take(TITLE).collect()
}

/// The rule's waves are new ones from now on. How many of the old ones were on their way.
pub(super) async fn raise_version(c: &mut SqliteConnection, id: RuleId, now: DateTime<Utc>) -> anyhow::Result<u64> {
    let at = now.timestamp_millis();
    sqlx::query!("update rule set version = version + 1, since = ? where id = ?", at, id.0)
        .execute(&mut *c)
        .await
        .context("raising the version of a rule")?;
    // The deliveries that are still queued are the outbox's to cancel.
    let cancelled = sqlx::query!(
        r#"update campaign set state = 'cancelled', ended_at = ? where rule_id = ?
            and state in ('scheduled', 'running', 'paused')"#,
        at,
        id.0
    )
    .execute(c)
    .await
    .context("cancelling the waves of a rule")?;
    Ok(cancelled.rows_affected())
}

/// What these days would do to reminders that have not gone out yet, or would go out again. Changes nothing.
pub async fn preview_move(
    c: &mut SqliteConnection,
    _proof: &Proof,
    days: &[NewDays],
    now: DateTime<Utc>,
) -> anyhow::Result<Vec<MovedRule>> {
    let zones = list_zones(c).await?;
    let mut moved = Vec::new();
    for stage in days {
        for rule in list_rules_of_stage(c, stage.id).await?.iter().filter(|rule| rule.enabled) {
            let under_way = list_open_waves(c, rule).await?;
            moved.extend(compare(rule, stage, &zones, &under_way, now));
        }
    }
    // What nobody expects comes first.
    moved
        .sort_by_key(|rule| (rule.before.is_some(), rule.before.as_ref().or(rule.after.as_ref()).map(|run| run.first)));
    Ok(moved)
}

/// None where the rule sends what it would have sent.
fn compare(
    rule: &Rule,
    stage: &NewDays,
    zones: &[Zone],
    under_way: &BTreeSet<(Zone, i64)>,
    now: DateTime<Utc>,
) -> Option<MovedRule> {
    let new = Rule { since: now, ..rule.with_stage(stage) };
    let (mut before, mut after): (Vec<Due>, Vec<Due>) = Default::default();
    for (zone, occurrence) in under_way {
        let (old, kept) = (rule.wave(*zone, *occurrence), new.wave(*zone, *occurrence));
        let times = |due: &Due| (due.fire_at, due.deadline, due.wave.stage_day);
        // As `has_fired_as_it_is` has it: what keeps its time is left alone.
        if rule.plan.repeat_days.is_some() || old.as_ref().map(times) != kept.as_ref().map(times) {
            before.extend(old);
        }
    }
    for zone in zones {
        before.extend(rule.upcoming(*zone, now));
        after.extend(new.upcoming(*zone, now));
    }
    let (before, after) = (Run::of(&before, zones), Run::of(&after, zones));
    let moved = MovedRule { label: rule.plan.label(), stage: stage.name.clone(), before, after };
    (moved.before != moved.after).then_some(moved)
}

/// Call after the stages have their new days, in the same transaction: raises the versions of their
/// rules and cancels what the old ones have not sent yet.
pub async fn stages_moved(
    c: &mut SqliteConnection,
    proof: &Proof,
    days: &[NewDays],
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    for stage in days {
        let rules = list_rules_of_stage(c, stage.id).await?;
        renew(c, proof, &rules, now).await?;
    }
    Ok(())
}

/// Call after an election's hours or weekends have changed, in the same transaction.
pub async fn election_changed(
    c: &mut SqliteConnection,
    proof: &Proof,
    election: ElectionId,
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    let rules = list_rules(c, election).await?;
    renew(c, proof, &rules, now).await
}

async fn renew(c: &mut SqliteConnection, proof: &Proof, rules: &[Rule], now: DateTime<Utc>) -> anyhow::Result<()> {
    for rule in rules {
        if has_fired_as_it_is(c, rule).await? {
            continue;
        }
        raise_version(c, rule.id, now).await?;
        insert_audit(c, proof.actor(), "rule.move", &rule.id.0.to_string(), "", now).await?;
    }
    Ok(())
}

pub(super) async fn list_rules_of_stage(c: &mut SqliteConnection, stage: StageId) -> anyhow::Result<Vec<Rule>> {
    rules(find_rules!("and s.id = ? order by r.id", stage.0).fetch_all(c).await.context("listing a stage's rules")?)
}

/// Zone and occurrence of the rule's waves that are on their way.
async fn list_open_waves(c: &mut SqliteConnection, rule: &Rule) -> anyhow::Result<BTreeSet<(Zone, i64)>> {
    let rows = sqlx::query!(
        r#"select zone as "zone!: String", occurrence as "occurrence!: i64" from campaign
        where rule_id = ? and version = ? and zone is not null and state in ('scheduled', 'running', 'paused')"#,
        rule.id.0,
        rule.version
    )
    .fetch_all(c)
    .await
    .context("listing the waves of a rule")?;
    Ok(rows.into_iter().filter_map(|row| Some((Zone::parse(&row.zone)?, row.occurrence))).collect())
}

/// What the rule last sent, in each zone; also what was cut off, once it had reached someone.
pub async fn list_last_sent(c: &mut SqliteConnection, rule: RuleId) -> anyhow::Result<Vec<Sent>> {
    let rows = sqlx::query!(
        r#"select id as "id!: i64", zone as "zone!: String", fire_at, version, occurrence from campaign
        where rule_id = ? and zone is not null and (state in ('running', 'paused', 'done') or sent > 0)
        order by fire_at desc, id desc limit 3"#,
        rule.0
    )
    .fetch_all(c)
    .await
    .context("listing what a rule has sent")?;
    let last = rows.first().map(|row| (row.version, row.occurrence));
    let same = rows.iter().filter(|row| Some((row.version, row.occurrence)) == last);
    let sent = same.filter_map(|row| {
        let zone = Zone::parse(&row.zone)?;
        Some(Sent { campaign: CampaignId(row.id), zone, fire_at: from_millis(row.fire_at) })
    });
    let mut sent: Vec<Sent> = sent.collect();
    sent.sort_unstable_by_key(|sent| sent.zone);
    Ok(sent)
}

/// Whether a rule with a single wave has sent it, or is sending it, at the very time that it has now:
/// then the change was about something else, and nobody's reminder is to be cut off by it.
async fn has_fired_as_it_is(c: &mut SqliteConnection, rule: &Rule) -> anyhow::Result<bool> {
    if rule.plan.repeat_days.is_some() {
        return Ok(false);
    }
    let rows = sqlx::query!(
        r#"select zone as "zone!: String", fire_at, deadline, stage_day from campaign
        where rule_id = ? and version = ? and occurrence = 0 and zone is not null"#,
        rule.id.0,
        rule.version
    )
    .fetch_all(c)
    .await
    .context("listing the waves of a rule")?;
    let as_it_is = |zone: &str, fire_at: i64, deadline: Option<i64>, day: Option<&str>| {
        let due = Zone::parse(zone).and_then(|zone| rule.wave(zone, 0));
        due.is_some_and(|due| {
            due.fire_at.timestamp_millis() == fire_at
                && Some(due.deadline.timestamp_millis()) == deadline
                && Some(due.wave.stage_day.to_string().as_str()) == day
        })
    };
    Ok(!rows.is_empty()
        && rows.iter().all(|row| as_it_is(&row.zone, row.fire_at, row.deadline, row.stage_day.as_deref())))
}
