//! SQL of how many have pledged, all in all.

use anyhow::Context as _;
use chrono::{DateTime, Utc};
use sqlx::SqliteConnection;

use super::{list_current_versions, list_unit_counts};
use crate::access::Proof;

/// A current document: whom it binds, who has done it, and who since a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Total {
    pub title: String,
    pub bound: i64,
    pub done: i64,
    pub new: i64,
}

/// Documents that bind nobody are left out.
pub async fn list_totals(
    c: &mut SqliteConnection,
    proof: &Proof,
    since: DateTime<Utc>,
    now: DateTime<Utc>,
) -> anyhow::Result<Vec<Total>> {
    let (since, now) = (since.timestamp_millis(), now.timestamp_millis());
    let mut totals = Vec::new();
    for version in list_current_versions(c).await? {
        let (mut bound, mut done) = (0, 0);
        for unit in list_unit_counts(c, proof, &version).await? {
            bound += unit.bound;
            done += unit.done();
        }
        if bound == 0 {
            continue;
        }
        let new = sqlx::query_scalar!(
            r#"select count(*) as "n!: i64" from acknowledgement where version_id = ? and at >= ? and at < ?"#,
            version.id.0,
            since,
            now
        )
        .fetch_one(&mut *c)
        .await
        .context("counting new pledges")?;
        totals.push(Total { title: version.document.title, bound, done, new });
    }
    Ok(totals)
}
