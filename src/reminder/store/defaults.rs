//! The rules that come with a new election: inserted, or only looked at.

use chrono::{DateTime, Utc};
use sqlx::SqliteConnection;

use super::{insert_unchecked, list_rules, list_zones};
use crate::{
    access::Proof,
    calendar::{self, Election, ElectionId, Stage},
    reminder::{MovedRule, Run, defaults::default_rules},
    texts::Zone,
};

/// Adds them, switched on or to be looked at first. How many were added.
pub async fn insert_default_rules(
    c: &mut SqliteConnection,
    proof: &Proof,
    election: ElectionId,
    enabled: bool,
    now: DateTime<Utc>,
) -> anyhow::Result<usize> {
    let stages = calendar::store::list_stages(c, election).await?;
    let Some(election) = calendar::store::find_election(c, election).await? else { return Ok(0) };
    let known = list_rules(c, election.id).await?;
    let mut added = 0;
    for rule in default_rules(&election, &stages, now) {
        let id = insert_unchecked(c, proof, rule.stage.id, &rule.plan, enabled, now).await?;
        added += usize::from(id.is_some_and(|id| known.iter().all(|rule| rule.id != id)));
    }
    Ok(added)
}

/// What they would send, were the election there.
pub async fn preview_default_rules(
    c: &mut SqliteConnection,
    _proof: &Proof,
    election: &Election,
    stages: &[Stage],
    now: DateTime<Utc>,
) -> anyhow::Result<Vec<MovedRule>> {
    let mut zones = list_zones(c).await?;
    if zones.is_empty() {
        zones.push(Zone::Wib);
    }
    let rules = default_rules(election, stages, now);
    let coming = rules.iter().map(|rule| MovedRule {
        label: rule.plan.label(),
        stage: rule.stage.name.clone(),
        before: None,
        after: Run::upcoming(rule, &zones, now),
    });
    Ok(coming.collect())
}
