//! Changes to elections that are there: days, names, settings, removal.

use anyhow::Context as _;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use sqlx::SqliteConnection;

use super::{find_election, find_stage, list_stages};
use crate::{
    access::{
        Proof,
        store::{has_audit, insert_audit},
    },
    calendar::{CAP, Election, ElectionId, NewStage, Place, Problem, Span, Stage, StageId, check, plan},
    error::refuse,
    msg,
    outbox::Hours,
    reminder::{self, MovedRule},
    texts::{self, Message},
};

const SHIFT: &str = "election.shift";

/// New days that someone wants.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Dates {
    Stage(StageId, Span),
    /// One stage, later by so many days.
    ShiftStage(StageId, i64),
    /// All stages of an election, later by so many days.
    Shift(ElectionId, i64),
}

/// What new days would do. Nothing has changed.
#[derive(Clone, Debug)]
pub struct Shown {
    pub election: Election,
    /// The stages that move, as they are and as they would be; none where they stand there already.
    pub moves: Vec<(Stage, Stage)>,
    pub waves: Vec<MovedRule>,
    /// Why it cannot be done.
    pub problems: Vec<Message>,
    pub warnings: Vec<Message>,
    /// Over all of this, and over the stages that stay.
    pub digest: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Applied {
    Done(ElectionId),
    /// All was so already, as after a second tap.
    Already(ElectionId),
    /// Something changed since it was shown; nothing was applied.
    Stale(ElectionId),
    Gone,
}

/// None where the stage or the election is gone.
pub async fn preview_dates(
    c: &mut SqliteConnection,
    proof: &Proof,
    dates: Dates,
    now: DateTime<Utc>,
) -> anyhow::Result<Option<Shown>> {
    let election = match dates {
        Dates::Shift(election, _) => election,
        Dates::Stage(stage, _) | Dates::ShiftStage(stage, _) => match find_stage(c, stage).await? {
            Some(stage) => stage.election,
            None => return Ok(None),
        },
    };
    let Some(election) = find_election(c, election).await? else { return Ok(None) };
    let stages = list_stages(c, election.id).await?;
    let mut after = Vec::new();
    for stage in &stages {
        after.push(moved(stage, dates)?);
    }
    let moves: Vec<(Stage, Stage)> =
        stages.iter().cloned().zip(after.iter().cloned()).filter(|(old, new)| old != new).collect();
    let judgement = check::judge(&after.iter().map(Stage::plain).collect::<Vec<NewStage>>());
    let new: Vec<Stage> = moves.iter().map(|(_, new)| new.clone()).collect();
    let waves = reminder::store::preview_move(c, proof, &new, now).await?;
    let digest = plan::digest(&(&stages, &after, &waves));
    let problems = judgement.problems.into_iter();
    let problems = problems
        .map(|found| match after.get(found.stage) {
            Some(stage) => Problem { place: Place::Event(stage.name.clone()), message: found.message }.describe(),
            None => found.message,
        })
        .collect();
    Ok(Some(Shown { election, moves, waves, problems, warnings: judgement.warnings, digest }))
}

fn moved(stage: &Stage, dates: Dates) -> anyhow::Result<Stage> {
    let span = match dates {
        Dates::Stage(id, span) if id == stage.id => span,
        Dates::ShiftStage(id, days) if id == stage.id => shifted(stage.span(), days)?,
        Dates::Shift(_, days) => shifted(stage.span(), days)?,
        Dates::Stage(..) | Dates::ShiftStage(..) => stage.span(),
    };
    Ok(Stage { first_day: span.first, last_day: span.last, ..stage.clone() })
}

fn shifted(span: Span, days: i64) -> anyhow::Result<Span> {
    let by = |day: NaiveDate| TimeDelta::try_days(days).and_then(|days| day.checked_add_signed(days));
    match (by(span.first), by(span.last)) {
        (Some(first), Some(last)) => Ok(Span { first, last }),
        _ => refuse(msg!("calendar-shift-unread")),
    }
}

/// Gives stages their new days and lets their rules know, if this is what was shown.
pub async fn set_dates(
    c: &mut SqliteConnection,
    proof: &Proof,
    dates: Dates,
    digest: u32,
    now: DateTime<Utc>,
) -> anyhow::Result<Applied> {
    let Some(shown) = preview_dates(c, proof, dates, now).await? else { return Ok(Applied::Gone) };
    let election = shown.election.id;
    if shown.moves.is_empty() {
        return Ok(Applied::Already(election));
    }
    if shown.digest != digest || !shown.problems.is_empty() {
        return Ok(match shift_detail(dates, digest) {
            Some(detail) if has_audit(c, SHIFT, &election.0.to_string(), &detail).await? => Applied::Already(election),
            _ => Applied::Stale(election),
        });
    }
    let new: Vec<Stage> = shown.moves.into_iter().map(|(_, new)| new).collect();
    for stage in &new {
        update_stage(c, stage).await?;
        let detail = format!("{}..{}", stage.first_day, stage.last_day);
        insert_audit(c, proof.actor(), "stage.move", &stage.id.0.to_string(), &detail, now).await?;
    }
    if let Some(detail) = shift_detail(dates, digest) {
        insert_audit(c, proof.actor(), SHIFT, &election.0.to_string(), &detail, now).await?;
    }
    reminder::store::stages_moved(c, proof, &new, now).await?;
    Ok(Applied::Done(election))
}

/// Tells one confirmation of a shift from others: shifted days do not show that they were.
fn shift_detail(dates: Dates, digest: u32) -> Option<String> {
    match dates {
        Dates::Shift(_, days) => Some(format!("days={days} shown={digest}")),
        Dates::Stage(..) | Dates::ShiftStage(..) => None,
    }
}

pub(super) async fn update_stage(c: &mut SqliteConnection, stage: &Stage) -> anyhow::Result<()> {
    let (kind, first, last) = (stage.kind.as_str(), stage.first_day.to_string(), stage.last_day.to_string());
    sqlx::query!(
        "update stage set kind = ?, name = ?, first_day = ?, last_day = ? where id = ?",
        kind,
        stage.name,
        first,
        last,
        stage.id.0
    )
    .execute(c)
    .await
    .context("changing a stage")?;
    Ok(())
}

/// False where the stage is gone. The name must be free in its election.
pub async fn rename_stage(
    c: &mut SqliteConnection,
    proof: &Proof,
    id: StageId,
    name: &str,
    now: DateTime<Utc>,
) -> anyhow::Result<bool> {
    let Some(mut stage) = find_stage(c, id).await? else { return Ok(false) };
    let others = list_stages(c, stage.election).await?;
    if others.iter().any(|other| other.id != id && check::same_name(&other.name, name)) {
        return refuse(msg!("calendar-name-twice", name = texts::name(name)));
    }
    name.clone_into(&mut stage.name);
    update_stage(c, &stage).await?;
    insert_audit(c, proof.actor(), "stage.rename", &id.0.to_string(), "", now).await?;
    Ok(true)
}

/// With its rules. The row stays, for what was sent of it. False where it is gone already.
pub async fn remove_stage(
    c: &mut SqliteConnection,
    proof: &Proof,
    id: StageId,
    now: DateTime<Utc>,
) -> anyhow::Result<bool> {
    let Some(stage) = find_stage(c, id).await? else { return Ok(false) };
    let rules = reminder::store::list_rules(c, stage.election).await?;
    for rule in rules.iter().filter(|rule| rule.stage.id == id) {
        reminder::store::remove_rule(c, proof, rule.id, now).await?;
    }
    let at = now.timestamp_millis();
    sqlx::query!("update stage set removed_at = ? where id = ?", at, id.0)
        .execute(&mut *c)
        .await
        .context("removing a stage")?;
    insert_audit(c, proof.actor(), "stage.remove", &id.0.to_string(), "", now).await?;
    Ok(true)
}

/// With its stages and their rules. What was sent stays as history. False where it is gone already.
pub async fn remove_election(
    c: &mut SqliteConnection,
    proof: &Proof,
    id: ElectionId,
    now: DateTime<Utc>,
) -> anyhow::Result<bool> {
    if find_election(c, id).await?.is_none() {
        return Ok(false);
    }
    for stage in list_stages(c, id).await? {
        remove_stage(c, proof, stage.id, now).await?;
    }
    let at = now.timestamp_millis();
    sqlx::query!("update election set removed_at = ? where id = ?", at, id.0)
        .execute(&mut *c)
        .await
        .context("removing an election")?;
    insert_audit(c, proof.actor(), "election.remove", &id.0.to_string(), "", now).await?;
    Ok(true)
}

/// When reminders may go out, and how many in a week. False where the election is gone.
pub async fn set_settings(
    c: &mut SqliteConnection,
    proof: &Proof,
    id: ElectionId,
    hours: Hours,
    weekly_cap: u32,
    now: DateTime<Utc>,
) -> anyhow::Result<bool> {
    let Some(before) = find_election(c, id).await? else { return Ok(false) };
    if (before.hours, before.weekly_cap) == (hours, weekly_cap) {
        return Ok(true);
    }
    if hours.from >= hours.to || hours.from > 1438 || hours.to > 1440 || !CAP.contains(&weekly_cap) {
        return refuse(msg!("calendar-settings-range"));
    }
    update_election(c, &Election { hours, weekly_cap, ..before.clone() }).await?;
    if before.hours != hours {
        reminder::store::election_changed(c, proof, id, now).await?;
    }
    let detail = format!("hours={}-{} weekends={} cap={weekly_cap}", hours.from, hours.to, u8::from(hours.weekends));
    insert_audit(c, proof.actor(), "election.settings", &id.0.to_string(), &detail, now).await?;
    Ok(true)
}

pub(super) async fn update_election(c: &mut SqliteConnection, election: &Election) -> anyhow::Result<()> {
    let Hours { from, to, weekends } = election.hours;
    sqlx::query!(
        "update election set name = ?, hours_from = ?, hours_to = ?, weekends = ?, weekly_cap = ? where id = ?",
        election.name,
        from,
        to,
        weekends,
        election.weekly_cap,
        election.id.0
    )
    .execute(c)
    .await
    .context("changing an election")?;
    Ok(())
}
