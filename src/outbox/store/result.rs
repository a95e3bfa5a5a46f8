//! SQL of a campaign's result: how many for what reason, and everyone in pages.

use anyhow::Context as _;
use chrono::{DateTime, Utc};
use sqlx::SqliteConnection;

use crate::{
    access::Proof,
    clock::from_millis,
    outbox::{CampaignId, DeliveryState},
    roster::{PersonId, PersonKey},
    texts::Zone,
};

/// Deliveries alike in outcome and reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcomes {
    pub state: DeliveryState,
    pub reason: Option<String>,
    pub count: i64,
}

/// Why people were not reached. Looks at those alone, by an index of their own.
pub async fn list_outcomes(c: &mut SqliteConnection, _proof: &Proof, id: CampaignId) -> anyhow::Result<Vec<Outcomes>> {
    let rows = sqlx::query!(
        r#"select state, reason, count(*) as "count!: i64" from delivery
        where campaign_id = ? and state in ('unreachable', 'failed', 'unknown', 'skipped')
        group by state, reason order by state, 3 desc, reason"#,
        id.0
    )
    .fetch_all(c)
    .await
    .context("counting outcomes")?;
    rows.into_iter()
        .map(|row| {
            let state = DeliveryState::parse(&row.state).context("the state of a delivery")?;
            Ok(Outcomes { state, reason: row.reason, count: row.count })
        })
        .collect()
}

/// What became of one message. Personal data.
#[derive(Clone, PartialEq, Eq)]
pub struct ResultRow {
    pub person: PersonId,
    pub name: String,
    pub masked_key: String,
    pub position: String,
    pub unit_path: String,
    pub zone: Zone,
    pub state: DeliveryState,
    pub reason: Option<String>,
    pub at: Option<DateTime<Utc>>,
}

/// The next people after `after`, by id; only those who did not get it, if so asked.
pub async fn list_results(
    c: &mut SqliteConnection,
    _proof: &Proof,
    id: CampaignId,
    unreached: bool,
    after: PersonId,
    limit: i64,
) -> anyhow::Result<Vec<ResultRow>> {
    let rows = sqlx::query!(
        r#"select d.person_id, d.state, d.reason, d.at, p.name, p.key, p.key_kind, p.position, u.path, u.zone
        from delivery d cross join person p on p.id = d.person_id cross join unit u on u.id = p.unit_id
        where d.campaign_id = ?1 and d.person_id > ?2 and (?3 = 0 or d.state <> 'sent')
        order by d.person_id limit ?4"#,
        id.0,
        after.0,
        unreached,
        limit
    )
    .fetch_all(c)
    .await
    .context("listing a campaign's result")?;
    rows.into_iter()
        .map(|row| {
            Ok(ResultRow {
                person: PersonId(row.person_id),
                name: row.name,
                masked_key: PersonKey::from_stored(&row.key_kind, row.key).masked(),
                position: row.position,
                unit_path: row.path,
                zone: Zone::parse(&row.zone).context("a time zone that this version does not know")?,
                state: DeliveryState::parse(&row.state).context("the state of a delivery")?,
                reason: row.reason,
                at: row.at.map(from_millis),
            })
        })
        .collect()
}
