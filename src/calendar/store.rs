//! SQL of elections and stages.

use anyhow::Context as _;
use sqlx::SqliteConnection;

use super::{Election, ElectionId, Stage, StageId, StageKind};
use crate::outbox::Hours;

pub async fn find_election(c: &mut SqliteConnection, id: ElectionId) -> anyhow::Result<Option<Election>> {
    let row = sqlx::query!(
        r#"select slug, name, hours_from, hours_to, weekends as "weekends: bool", weekly_cap from election where id = ?"#,
        id.0
    )
    .fetch_optional(c)
    .await
    .context("finding an election")?;
    row.map(|row| {
        Ok(Election {
            id,
            slug: row.slug,
            name: row.name,
            hours: Hours {
                from: u16::try_from(row.hours_from)?,
                to: u16::try_from(row.hours_to)?,
                weekends: row.weekends,
            },
            weekly_cap: u32::try_from(row.weekly_cap)?,
        })
    })
    .transpose()
}

struct StageRow {
    id: i64,
    election_id: i64,
    kind: String,
    name: String,
    first_day: String,
    last_day: String,
}

impl StageRow {
    fn into_stage(self) -> anyhow::Result<Stage> {
        Ok(Stage {
            id: StageId(self.id),
            election: ElectionId(self.election_id),
            kind: StageKind::parse(&self.kind).context("a kind of stage that this version does not know")?,
            name: self.name,
            first_day: self.first_day.parse().context("the first day of a stage")?,
            last_day: self.last_day.parse().context("the last day of a stage")?,
        })
    }
}

pub async fn find_stage(c: &mut SqliteConnection, id: StageId) -> anyhow::Result<Option<Stage>> {
    let row = sqlx::query_as!(
        StageRow,
        "select id, election_id, kind, name, first_day, last_day from stage where id = ?",
        id.0
    )
    .fetch_optional(c)
    .await
    .context("finding a stage")?;
    row.map(StageRow::into_stage).transpose()
}

/// In the order of the calendar.
pub async fn list_stages(c: &mut SqliteConnection, election: ElectionId) -> anyhow::Result<Vec<Stage>> {
    let rows = sqlx::query_as!(
        StageRow,
        r#"select id, election_id, kind, name, first_day, last_day from stage where election_id = ?
        order by first_day, last_day, id"#,
        election.0
    )
    .fetch_all(c)
    .await
    .context("listing stages")?;
    rows.into_iter().map(StageRow::into_stage).collect()
}
