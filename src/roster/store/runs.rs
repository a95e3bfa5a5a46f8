//! SQL of codes for many, made in portions: what is left, what holds, and that it was stopped.

use anyhow::Context as _;
use chrono::{DateTime, TimeDelta, Utc};
use rand::CryptoRng;
use sqlx::SqliteConnection;

use super::{
    PersonRow,
    codes::{Issued, IssuedCode, write_codes},
    find_people,
};
use crate::{
    access::{Proof, TelegramId, store::insert_audit},
    clock::from_millis,
    roster::{BindingCode, PersonId, UnitId},
};

/// Codes for a unit and all below it, under way or ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    pub id: i64,
    pub unit: UnitId,
    /// A file for each unit right below.
    pub apart: bool,
    pub by: Option<TelegramId>,
    pub began_at: DateTime<Utc>,
    /// Files that were sent.
    pub files: i64,
    /// Codes of the run that were made until then are in the hands of the admin.
    pub sent_until: Option<DateTime<Utc>>,
    /// Earlier codes, not used, whose place those that were sent took.
    pub replaced: i64,
    pub ended: bool,
    /// Nobody was left.
    pub done: bool,
}

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    Done,
    Stopped,
    Failed,
}

/// Someone who needs a code, and the unit right below the chosen one that they belong to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waiting {
    pub person: PersonId,
    pub part: Option<UnitId>,
}

/// A portion of a run.
pub enum Portion {
    Made(Issued),
    /// Somebody has stopped it.
    Stopped,
}

/// What holds of a run, and what is left to do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Codes that were sent and can be used, or were.
    pub held: i64,
    /// People without a link and without such a code.
    pub left: i64,
}

pub async fn insert_run(
    c: &mut SqliteConnection,
    proof: &Proof,
    unit: UnitId,
    apart: bool,
    now: DateTime<Utc>,
) -> anyhow::Result<i64> {
    let (by, at) = (proof.actor().id(), now.timestamp_millis());
    sqlx::query_scalar!(
        r#"insert into code_run (unit_id, apart, began_by, began_at) values (?, ?, ?, ?) returning id as "id!: i64""#,
        unit.0,
        apart,
        by,
        at
    )
    .fetch_one(c)
    .await
    .context("beginning a run of codes")
}

pub async fn find_run(c: &mut SqliteConnection, _: &Proof, id: i64) -> anyhow::Result<Option<Run>> {
    find(c, id).await
}

async fn find(c: &mut SqliteConnection, id: i64) -> anyhow::Result<Option<Run>> {
    let row = sqlx::query!(
        r#"select id, unit_id, apart as "apart: bool", began_by, began_at, files, replaced, sent_until,
            ended_at is not null as "ended!: bool", ended_how is 'done' as "done!: bool"
        from code_run where id = ?"#,
        id
    )
    .fetch_optional(c)
    .await
    .context("finding a run of codes")?;
    Ok(row.map(|row| Run {
        id: row.id,
        unit: UnitId(row.unit_id),
        apart: row.apart,
        by: row.began_by.map(TelegramId),
        began_at: from_millis(row.began_at),
        files: row.files,
        replaced: row.replaced,
        sent_until: row.sent_until.map(from_millis),
        ended: row.ended,
        done: row.done,
    }))
}

/// Those that a crash has ended.
pub async fn list_unended_runs(c: &mut SqliteConnection) -> anyhow::Result<Vec<Run>> {
    let ids = sqlx::query_scalar!(r#"select id as "id!: i64" from code_run where ended_at is null order by id"#)
        .fetch_all(&mut *c)
        .await
        .context("listing runs of codes")?;
    let mut runs = Vec::new();
    for id in ids {
        runs.extend(find(c, id).await?);
    }
    Ok(runs)
}

/// Who has yet to get a code of this run, in the order of units and then of names, heads first.
pub async fn list_waiting(c: &mut SqliteConnection, _: &Proof, run: &Run) -> anyhow::Result<Vec<Waiting>> {
    waiting(c, run).await
}

async fn waiting(c: &mut SqliteConnection, run: &Run) -> anyhow::Result<Vec<Waiting>> {
    let (unit, since) = (run.unit.0, run.began_at.timestamp_millis());
    let until = run.sent_until.map(|at| at.timestamp_millis());
    let rows = sqlx::query!(
        r#"with recursive scope (id, part) as (
            select id, null from unit where id = ?1
            union all select k.id, coalesce(s.part, k.id) from unit k join scope s on k.parent_id = s.id
        )
        select p.id, s.part as "part: i64" from scope s join person p on p.unit_id = s.id join unit u on u.id = s.id
        where p.active = 1 and p.id not in (select person_id from link)
            and not exists (select 1 from binding_code where person_id = p.id and replaced_at is null
                and created_at >= ?2 and created_at <= ?3)
        order by replace(u.path, ' / ', char(1)), p.head desc, p.name, p.id"#,
        unit,
        since,
        until
    )
    .fetch_all(c)
    .await
    .context("listing who needs a code")?;
    Ok(rows.into_iter().map(|row| Waiting { person: PersonId(row.id), part: row.part.map(UnitId) }).collect())
}

/// Codes for these people, unless the run has been stopped. Made at a moment of its own, after all before it.
pub async fn make_portion(
    c: &mut SqliteConnection,
    proof: &Proof,
    run: i64,
    people: &[PersonId],
    (now, valid_days): (DateTime<Utc>, u32),
    rng: &mut (impl CryptoRng + Send),
) -> anyhow::Result<Portion> {
    let Some(run) = find(c, run).await?.filter(|run| !run.ended) else { return Ok(Portion::Stopped) };
    let now = now.max(run.sent_until.unwrap_or(run.began_at) + TimeDelta::milliseconds(1));
    let ids = serde_json::to_string(&people.iter().map(|person| person.0).collect::<Vec<_>>())?;
    let rows = find_people!(
        "p.active = 1 and p.id in (select value from json_each(?)) and p.id not in (select person_id from link)
        order by replace(u.path, ' / ', char(1)), p.head desc, p.name, p.id",
        ids
    )
    .fetch_all(&mut *c)
    .await
    .context("listing a portion of people")?;
    let codes = rows
        .into_iter()
        .map(|row| Ok(IssuedCode { person: PersonRow::into_person(row)?, code: BindingCode::random(rng) }))
        .collect::<anyhow::Result<_>>()?;
    let expires_at = now + TimeDelta::days(valid_days.into());
    let mut issued = Issued { codes, already_linked: Vec::new(), replaced: 0, expires_at };
    issued.replaced = write_codes(c, proof, &issued, now).await?;
    let detail = format!("made={} replaced={}", issued.codes.len(), issued.replaced);
    insert_audit(c, proof.actor(), "roster.codes", &run.unit.0.to_string(), &detail, now).await?;
    Ok(Portion::Made(issued))
}

/// The portion that was made last is in the hands of the admin.
pub async fn mark_sent(
    c: &mut SqliteConnection,
    _: &Proof,
    run: i64,
    issued: &Issued,
    days: u32,
) -> anyhow::Result<()> {
    let made = (issued.expires_at - TimeDelta::days(days.into())).timestamp_millis();
    let replaced = i64::try_from(issued.replaced)?;
    sqlx::query!(
        "update code_run set files = files + 1, sent_until = ?, replaced = replaced + ? where id = ?",
        made,
        replaced,
        run
    )
    .execute(c)
    .await
    .context("noting a sheet of codes as sent")?;
    Ok(())
}

/// Ends a run; false where it had ended.
pub async fn end_run(
    c: &mut SqliteConnection,
    _: &Proof,
    run: i64,
    how: End,
    now: DateTime<Utc>,
) -> anyhow::Result<bool> {
    let (at, how) = (
        now.timestamp_millis(),
        match how {
            End::Done => "done",
            End::Stopped => "stopped",
            End::Failed => "failed",
        },
    );
    let ended =
        sqlx::query!("update code_run set ended_at = ?, ended_how = ? where id = ? and ended_at is null", at, how, run)
            .execute(c)
            .await
            .context("ending a run of codes")?;
    Ok(ended.rows_affected() > 0)
}

/// Goes on with a run that was ended.
pub async fn reopen_run(c: &mut SqliteConnection, _: &Proof, run: i64) -> anyhow::Result<()> {
    sqlx::query!("update code_run set ended_at = null, ended_how = null where id = ?", run)
        .execute(c)
        .await
        .context("going on with a run of codes")?;
    Ok(())
}

pub async fn find_standing(c: &mut SqliteConnection, run: &Run) -> anyhow::Result<Standing> {
    let left = i64::try_from(waiting(c, run).await?.len())?;
    let (since, until) = (run.began_at.timestamp_millis(), run.sent_until.map(|at| at.timestamp_millis()));
    let unit = run.unit.0;
    let held = sqlx::query_scalar!(
        r#"with recursive scope (id) as (
            select id from unit where id = ?1
            union all select k.id from unit k join scope s on k.parent_id = s.id
        )
        select count(*) as "n!: i64" from binding_code b join person p on p.id = b.person_id
        where p.unit_id in (select id from scope) and b.replaced_at is null
            and b.created_at >= ?2 and b.created_at <= ?3"#,
        unit,
        since,
        until
    )
    .fetch_one(c)
    .await
    .context("counting codes that hold")?;
    Ok(Standing { held, left })
}
