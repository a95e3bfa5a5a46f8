//! Elections from files: new ones, and what a file changes of one that is there.

use std::collections::HashSet;

use anyhow::Context as _;
use chrono::{DateTime, Utc};
use sqlx::SqliteConnection;

use super::{
    change::{remove_stage, update_election, update_stage},
    find_election_by_slug, list_elections, list_stages,
};
use crate::{
    access::{Proof, store::insert_audit},
    calendar::{
        Election, ElectionFile, ElectionId, NewStage, Stage, StageId, Uids, ics,
        plan::{self, Plan, Target},
    },
    reminder::{self, MovedRule},
};

/// Bytes of a UID that is kept; a longer one tells nothing apart.
const UID_MAX: usize = 500;

/// What importing a file would do. Nothing has changed.
#[derive(Clone, Debug)]
pub struct Look {
    /// None: the file's election is new.
    pub existing: Option<(Election, Plan, Vec<MovedRule>)>,
    /// The rules that come with a new one.
    pub coming: Vec<MovedRule>,
    /// Over the file and over what is there.
    pub digest: u32,
}

/// What an import came to.
#[derive(Clone, Debug, PartialEq)]
pub enum Imported {
    /// With so many rules of its own.
    New(ElectionId, usize),
    Updated(Election, Plan),
    Unchanged(ElectionId),
}

/// The UIDs by which calendar programs know the stages of an election: those they came with, or those that our
/// `agency`'s own export gives them.
async fn list_uids(
    c: &mut SqliteConnection,
    election: &Election,
    stages: &[Stage],
    agency: &str,
) -> anyhow::Result<Uids> {
    let stored = list_stored_uids(c, election.id).await?;
    Ok(stages.iter().map(|stage| (stage.id, ics::uid(election, stage, &stored, agency))).collect())
}

/// The UIDs that stages came with.
pub async fn list_stored_uids(c: &mut SqliteConnection, election: ElectionId) -> anyhow::Result<Uids> {
    let rows = sqlx::query!(
        r#"select id, uid as "uid!: String" from stage
        where election_id = ? and uid is not null and removed_at is null"#,
        election.0
    )
    .fetch_all(c)
    .await
    .context("listing the UIDs of stages")?;
    Ok(rows.into_iter().map(|row| (StageId(row.id), row.uid)).collect())
}

/// Which election a file is about, by its name and by the UIDs of its events.
pub async fn find_target(
    c: &mut SqliteConnection,
    _proof: &Proof,
    file: &ElectionFile,
    agency: &str,
) -> anyhow::Result<Target> {
    let cancelled = file.cancelled.iter().filter_map(|event| event.uid.as_ref());
    let wanted: HashSet<&String> = file.uids.values().chain(cancelled).collect();
    let (mut own, mut twins) = (None, Vec::new());
    for (election, stages) in list_elections(c).await? {
        let uids = list_uids(c, &election, &stages, agency).await?;
        if uids.values().any(|uid| wanted.contains(uid)) {
            twins.push(election.clone());
        }
        if election.slug == file.slug {
            own = Some(election);
        }
    }
    Ok(plan::target(file, own, twins))
}

/// The file's election is the one with the same slug. `agency`: see [`ics::export`].
pub async fn preview_import(
    c: &mut SqliteConnection,
    proof: &Proof,
    file: &ElectionFile,
    agency: &str,
    now: DateTime<Utc>,
) -> anyhow::Result<Look> {
    let Some(election) = find_election_by_slug(c, &file.slug).await? else {
        let (id, stages) = (ElectionId(0), (0..).map(StageId).zip(&file.stages));
        let stages: Vec<Stage> = stages.map(|(stage, new)| new.stage(stage, id)).collect();
        let coming = reminder::store::preview_default_rules(c, proof, &file.election(id), &stages, now).await?;
        return Ok(Look { existing: None, digest: plan::digest(&(file, &coming)), coming });
    };
    let stages = list_stages(c, election.id).await?;
    let uids = list_uids(c, &election, &stages, agency).await?;
    let plan = Plan::compare(&election, &stages, &uids, file);
    let waves = reminder::store::preview_move(c, proof, &plan.moved(), now).await?;
    let digest = plan::digest(&(file, &election, &stages, &waves));
    Ok(Look { existing: Some((election, plan, waves)), coming: Vec::new(), digest })
}

/// `reminding`: the rules that come with a new election are switched on.
pub async fn import_election(
    c: &mut SqliteConnection,
    proof: &Proof,
    file: &ElectionFile,
    agency: &str,
    reminding: bool,
    now: DateTime<Utc>,
) -> anyhow::Result<Imported> {
    let Some((election, plan, _)) = preview_import(c, proof, file, agency, now).await?.existing else {
        return insert_election(c, proof, file, reminding, now).await;
    };
    if plan.is_empty() {
        update_uids(c, election.id, file).await?;
        return Ok(Imported::Unchanged(election.id));
    }
    // Names are given free before others take them.
    for stage in &plan.removed {
        remove_stage(c, proof, stage.id, now).await?;
    }
    if let Some(after) = &plan.election {
        update_election(c, after).await?;
    }
    for (_, stage) in &plan.changed {
        update_stage(c, stage).await?;
    }
    for stage in &plan.added {
        insert_stage(c, election.id, stage).await?;
    }
    update_uids(c, election.id, file).await?;
    reminder::store::stages_moved(c, proof, &plan.moved(), now).await?;
    if plan.election.as_ref().is_some_and(|after| after.hours != election.hours) {
        reminder::store::election_changed(c, proof, election.id, now).await?;
    }
    let detail = format!("changed={} added={} removed={}", plan.changed.len(), plan.added.len(), plan.removed.len());
    insert_audit(c, proof.actor(), "election.import", &election.id.0.to_string(), &detail, now).await?;
    Ok(Imported::Updated(election, plan))
}

async fn insert_election(
    c: &mut SqliteConnection,
    proof: &Proof,
    file: &ElectionFile,
    reminding: bool,
    now: DateTime<Utc>,
) -> anyhow::Result<Imported> {
    let (at, wanted) = (now.timestamp_millis(), file.election(ElectionId(0)));
    let id = sqlx::query_scalar!(
        r#"insert into election (slug, name, hours_from, hours_to, weekends, weekly_cap, created_at)
        values (?, ?, ?, ?, ?, ?, ?) returning id as "id!""#,
        wanted.slug,
        wanted.name,
        wanted.hours.from,
        wanted.hours.to,
        wanted.hours.weekends,
        wanted.weekly_cap,
        at
    )
    .fetch_one(&mut *c)
    .await
    .context("adding an election")?;
    let id = ElectionId(id);
    for stage in &file.stages {
        insert_stage(c, id, stage).await?;
    }
    update_uids(c, id, file).await?;
    let rules = reminder::store::insert_default_rules(c, proof, id, reminding, now).await?;
    let detail = format!("new stages={} rules={rules}", file.stages.len());
    insert_audit(c, proof.actor(), "election.import", &id.0.to_string(), &detail, now).await?;
    Ok(Imported::New(id, rules))
}

/// Stages that came from a calendar program keep what it knows them by.
async fn update_uids(c: &mut SqliteConnection, election: ElectionId, file: &ElectionFile) -> anyhow::Result<()> {
    let uids: Vec<(&String, &String)> =
        file.uids.iter().filter(|(_, uid)| (1..=UID_MAX).contains(&uid.len())).collect();
    let uids = serde_json::to_string(&uids)?;
    sqlx::query!(
        "update stage set uid = j.value ->> 1 from json_each(?) as j
            where election_id = ? and removed_at is null and name = j.value ->> 0 and uid is not j.value ->> 1",
        uids,
        election.0
    )
    .execute(c)
    .await
    .context("keeping the UIDs of stages")?;
    Ok(())
}

async fn insert_stage(c: &mut SqliteConnection, election: ElectionId, stage: &NewStage) -> anyhow::Result<()> {
    let (kind, first, last) = (stage.kind.as_str(), stage.first_day.to_string(), stage.last_day.to_string());
    sqlx::query!(
        "insert into stage (election_id, kind, name, first_day, last_day) values (?, ?, ?, ?, ?)",
        election.0,
        kind,
        stage.name,
        first,
        last
    )
    .execute(c)
    .await
    .context("adding a stage")?;
    Ok(())
}
