//! SQL of elections and stages: what there is. Changes are in `store/`.

mod change;
mod draft;
mod import;
mod title;

pub use change::{
    Applied, Dates, Shown, preview_dates, remove_election, remove_stage, rename_stage, set_dates, set_settings,
};
pub use draft::{delete_draft, find_draft, put_draft};
pub use import::{Imported, Look, find_target, import_election, list_stored_uids, preview_import};
pub use title::{Unnamed, find_unnamed, insert_unnamed, set_title};

use anyhow::Context as _;
use sqlx::SqliteConnection;

use super::{Election, ElectionId, Stage, StageId, StageKind};
use crate::outbox::Hours;

/// None also for one that was removed.
pub async fn find_election(c: &mut SqliteConnection, id: ElectionId) -> anyhow::Result<Option<Election>> {
    let row = sqlx::query_as!(
        ElectionRow,
        r#"select id, slug, name, hours_from, hours_to, weekends as "weekends: bool", weekly_cap
        from election where id = ? and removed_at is null"#,
        id.0
    )
    .fetch_optional(c)
    .await
    .context("finding an election")?;
    row.map(ElectionRow::into_election).transpose()
}

pub async fn find_election_by_slug(c: &mut SqliteConnection, slug: &str) -> anyhow::Result<Option<Election>> {
    let row = sqlx::query_as!(
        ElectionRow,
        r#"select id, slug, name, hours_from, hours_to, weekends as "weekends: bool", weekly_cap
        from election where slug = ? and removed_at is null"#,
        slug
    )
    .fetch_optional(c)
    .await
    .context("finding an election by its id")?;
    row.map(ElectionRow::into_election).transpose()
}

/// Every election with its stages in the order of the calendar.
pub async fn list_elections(c: &mut SqliteConnection) -> anyhow::Result<Vec<(Election, Vec<Stage>)>> {
    let rows = sqlx::query_as!(
        ElectionRow,
        r#"select id as "id!", slug, name, hours_from, hours_to, weekends as "weekends: bool", weekly_cap
        from election where removed_at is null order by id"#
    )
    .fetch_all(&mut *c)
    .await
    .context("listing elections")?;
    let mut elections = Vec::new();
    for row in rows {
        let election = row.into_election()?;
        let stages = list_stages(c, election.id).await?;
        elections.push((election, stages));
    }
    Ok(elections)
}

struct ElectionRow {
    id: i64,
    slug: String,
    name: String,
    hours_from: i64,
    hours_to: i64,
    weekends: bool,
    weekly_cap: i64,
}

impl ElectionRow {
    fn into_election(self) -> anyhow::Result<Election> {
        Ok(Election {
            id: ElectionId(self.id),
            slug: self.slug,
            name: self.name,
            hours: Hours {
                from: u16::try_from(self.hours_from)?,
                to: u16::try_from(self.hours_to)?,
                weekends: self.weekends,
            },
            weekly_cap: u32::try_from(self.weekly_cap)?,
        })
    }
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

/// None also for one that was removed.
pub async fn find_stage(c: &mut SqliteConnection, id: StageId) -> anyhow::Result<Option<Stage>> {
    let row = sqlx::query_as!(
        StageRow,
        "select id, election_id, kind, name, first_day, last_day from stage where id = ? and removed_at is null",
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
        r#"select id, election_id, kind, name, first_day, last_day from stage
        where election_id = ? and removed_at is null order by first_day, last_day, id"#,
        election.0
    )
    .fetch_all(c)
    .await
    .context("listing stages")?;
    rows.into_iter().map(StageRow::into_stage).collect()
}

#[cfg(test)]
mod tests;
