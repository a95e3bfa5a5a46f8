//! SQL of an import: all rows in one transaction, in statements of thousands of rows.

use std::collections::{BTreeMap, HashMap, HashSet};

use anyhow::Context as _;
use chrono::{DateTime, Utc};
use sqlx::SqliteConnection;

use super::{changes, list_all_units, spelling};
use crate::{
    access::{Proof, store::insert_audit},
    msg,
    roster::{
        PersonKey, Progress,
        import::{Problem, Row},
        report::{Missing, Report},
        unit::{self, NewUnit},
    },
    texts::Zone,
};

/// Rows per statement: few enough for steady progress, many enough to cost little each.
const CHUNK: usize = 5_000;

#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Compute the report and change nothing.
    pub dry_run: bool,
    /// Take people who are not in the file off the active roster.
    pub deactivate_missing: bool,
    /// For a root unit whose zone the file does not give.
    pub zone: Zone,
}

/// Brings the roster to what `rows` say, keyed by NIP, NI or code. Links and acknowledgements are never
/// touched. `Ok(Err(…))` where the file contradicts the database; then nothing was changed.
/// `progress` is told rows, of how many.
pub async fn import(
    c: &mut SqliteConnection,
    proof: &Proof,
    rows: &[Row],
    options: Options,
    now: DateTime<Utc>,
    progress: Progress<'_>,
) -> anyhow::Result<Result<Report, Vec<Problem>>> {
    let (rows, warnings) = spelling::settle(c, rows).await?;
    let rows = rows.as_slice();
    let rekeys = match find_rekeys(c, rows).await? {
        Ok(rekeys) => rekeys,
        Err(problems) => return Ok(Err(problems)),
    };
    sqlx::query!("savepoint roster_import").execute(&mut *c).await.context("beginning an import")?;
    let mut report = Report {
        dry_run: options.dry_run,
        rows: rows.len(),
        rekeyed: rekeys.pairs.len(),
        old_key_unknown: rekeys.unknown,
        warnings,
        ..Report::default()
    };
    let units = write_units(c, rows, options.zone, &mut report).await?;
    // A trial is made where nothing else can be written.
    if !options.dry_run {
        changes::note_keys(c, &rekeys.pairs, now).await?;
    }
    rekey(c, &rekeys.pairs).await?;
    let rekeyed: HashSet<&str> = rekeys.pairs.iter().map(|(_, new, _)| new.as_str()).collect();
    let (mut done, total) = (0, rows.len() as u64);
    for chunk in rows.chunks(CHUNK) {
        progress(done, total);
        if !options.dry_run {
            changes::note_names(c, chunk, now).await?;
        }
        write_people(c, chunk, &units, &rekeyed, now, &mut report).await?;
        done += chunk.len() as u64;
    }
    report.unchanged = rows.len() - report.added - report.changed - report.rekeyed - report.reactivated;
    report.missing = list_missing(c, rows).await?;
    if options.deactivate_missing {
        report.deactivated = deactivate_missing(c, rows, now).await?;
    }
    progress(total, total);
    if options.dry_run {
        sqlx::query!("rollback to roster_import").execute(&mut *c).await.context("undoing a dry run")?;
    } else {
        let detail = format!(
            "rows={} added={} changed={} rekeyed={} reactivated={} deactivated={} missing={} units={}",
            report.rows,
            report.added,
            report.changed,
            report.rekeyed,
            report.reactivated,
            report.deactivated,
            report.missing.len(),
            report.units_added
        );
        insert_audit(c, proof.actor(), "roster.import", "", &detail, now).await?;
    }
    sqlx::query!("release roster_import").execute(&mut *c).await.context("ending an import")?;
    Ok(Ok(report))
}

struct Rekeys {
    /// Old key, new key, its kind.
    pairs: Vec<(String, String, &'static str)>,
    unknown: Vec<u64>,
}

/// Whose key changes. A person under each of the two keys is a contradiction: two people, or one
/// whom an earlier import has taken for two.
async fn find_rekeys(c: &mut SqliteConnection, rows: &[Row]) -> anyhow::Result<Result<Rekeys, Vec<Problem>>> {
    let changing: HashMap<u64, &Row> =
        rows.iter().filter(|row| row.old_key.is_some()).map(|row| (row.row, row)).collect();
    let mut rekeys = Rekeys { pairs: Vec::new(), unknown: Vec::new() };
    if changing.is_empty() {
        return Ok(Ok(rekeys));
    }
    let keys: Vec<(u64, &str, &str)> =
        changing.values().filter_map(|row| Some((row.row, row.old_key.as_ref()?.as_str(), row.key.as_str()))).collect();
    let keys = serde_json::to_string(&keys)?;
    let found = sqlx::query!(
        r#"select j.value ->> 0 as "row!: i64", j.value ->> 1 as "old!: String",
            o.id is not null as "has_old!: bool", n.id is not null as "has_new!: bool"
        from json_each(?) j
            left join person o on o.key = j.value ->> 1
            left join person n on n.key = j.value ->> 2
        order by 1"#,
        keys
    )
    .fetch_all(c)
    .await
    .context("finding changed keys")?;
    let mut problems = Vec::new();
    for found in found {
        let row = u64::try_from(found.row).context("a row number")?;
        let Some(key) = changing.get(&row).map(|row| &row.key) else { continue };
        match (found.has_old, found.has_new) {
            (true, true) => problems.push(Problem::row(row, msg!("roster-old-key-both"))),
            (true, false) => rekeys.pairs.push((found.old, key.as_str().to_owned(), key.kind_str())),
            (false, true) => {} // an earlier import of this file did it
            (false, false) => rekeys.unknown.push(row),
        }
    }
    Ok(if problems.is_empty() { Ok(rekeys) } else { Err(problems) })
}

/// Writes units and zones; gives the id of each path.
async fn write_units(
    c: &mut SqliteConnection,
    rows: &[Row],
    zone: Zone,
    report: &mut Report,
) -> anyhow::Result<HashMap<String, i64>> {
    let mut given: BTreeMap<&str, Option<Zone>> = BTreeMap::new();
    for row in rows {
        let zone_of = given.entry(row.unit.as_str()).or_default();
        *zone_of = zone_of.or(row.zone);
    }
    let existing = list_all_units(c).await?;
    let plan = unit::plan(&existing, &given, zone);
    report.units_added = plan.inserts.len();
    report.zones_changed = plan.zones.len();
    // One depth after the other: a statement does not see the rows that it inserts itself.
    for level in plan.inserts.chunk_by(|a, b| unit::depth_of(&a.path) == unit::depth_of(&b.path)) {
        insert_units(c, level).await?;
    }
    let zones: Vec<(i64, &str)> = plan.zones.iter().map(|(id, zone)| (id.0, zone.code())).collect();
    let zones = serde_json::to_string(&zones)?;
    sqlx::query!("update unit set zone = j.value ->> 1 from json_each(?) as j where unit.id = j.value ->> 0", zones)
        .execute(&mut *c)
        .await
        .context("moving units to other time zones")?;
    Ok(list_all_units(c).await?.into_iter().map(|unit| (unit.path, unit.id.0)).collect())
}

async fn insert_units(c: &mut SqliteConnection, level: &[NewUnit]) -> anyhow::Result<()> {
    let units: Vec<(&str, &str, Option<&str>, usize, &str)> = level
        .iter()
        .map(|new| {
            let path = new.path.as_str();
            (path, unit::name_of(path), unit::parent_of(path), unit::depth_of(path), new.zone.code())
        })
        .collect();
    let units = serde_json::to_string(&units)?;
    sqlx::query!(
        "insert into unit (path, name, parent_id, depth, zone)
            select j.value ->> 0, j.value ->> 1, p.id, j.value ->> 3, j.value ->> 4
            from json_each(?) j left join unit p on p.path = j.value ->> 2",
        units
    )
    .execute(c)
    .await
    .context("writing units")?;
    Ok(())
}

async fn rekey(c: &mut SqliteConnection, pairs: &[(String, String, &str)]) -> anyhow::Result<()> {
    if pairs.is_empty() {
        return Ok(());
    }
    let pairs = serde_json::to_string(pairs)?;
    sqlx::query!(
        "update person set key = j.value ->> 1, key_kind = j.value ->> 2
            from json_each(?) as j where person.key = j.value ->> 0",
        pairs
    )
    .execute(c)
    .await
    .context("changing keys")?;
    Ok(())
}

async fn write_people(
    c: &mut SqliteConnection,
    rows: &[Row],
    units: &HashMap<String, i64>,
    rekeyed: &HashSet<&str>,
    now: DateTime<Utc>,
    report: &mut Report,
) -> anyhow::Result<()> {
    let people = rows
        .iter()
        .map(|row| {
            let key = row.key.as_str();
            let unit = units.get(row.unit.as_str()).context("a unit that was just written")?;
            let kinds = (row.key.kind_str(), row.kind.as_str());
            let flags = (u8::from(row.head), u8::from(rekeyed.contains(key)));
            Ok((key, kinds.0, &row.name, kinds.1, &row.position, flags.0, *unit, flags.1))
        })
        .collect::<anyhow::Result<Vec<_>>>()?;
    let people = serde_json::to_string(&people)?;
    let count = sqlx::query!(
        r#"select count(*) filter (where p.id is null) as "added!: i64",
            count(*) filter (where p.active = 0) as "reactivated!: i64",
            count(*) filter (where p.active = 1 and (p.key_kind, p.name, p.kind, p.position, p.head, p.unit_id)
                is not (j.value ->> 1, j.value ->> 2, j.value ->> 3, j.value ->> 4, j.value ->> 5, j.value ->> 6))
                as "changed!: i64"
        from json_each(?) j left join person p on p.key = j.value ->> 0 where j.value ->> 7 = 0"#,
        people
    )
    .fetch_one(&mut *c)
    .await
    .context("comparing people")?;
    report.added += usize::try_from(count.added)?;
    report.reactivated += usize::try_from(count.reactivated)?;
    report.changed += usize::try_from(count.changed)?;
    let at = now.timestamp_millis();
    sqlx::query!(
        "insert into person (key, key_kind, name, kind, position, head, unit_id, active, updated_at)
            select j.value ->> 0, j.value ->> 1, j.value ->> 2, j.value ->> 3, j.value ->> 4, j.value ->> 5,
                j.value ->> 6, 1, ?2
            from json_each(?1) j where true
        on conflict (key) do update set key_kind = excluded.key_kind, name = excluded.name, kind = excluded.kind,
            position = excluded.position, head = excluded.head, unit_id = excluded.unit_id, active = 1,
            updated_at = excluded.updated_at
        where (key_kind, name, kind, position, head, unit_id, active) is not (excluded.key_kind, excluded.name,
            excluded.kind, excluded.position, excluded.head, excluded.unit_id, 1)",
        people,
        at
    )
    .execute(c)
    .await
    .context("writing people")?;
    Ok(())
}

fn keys(rows: &[Row]) -> anyhow::Result<String> {
    let keys: Vec<_> = rows.iter().map(|row| row.key.folded()).collect();
    Ok(serde_json::to_string(&keys)?)
}

async fn list_missing(c: &mut SqliteConnection, rows: &[Row]) -> anyhow::Result<Vec<Missing>> {
    let keys = keys(rows)?;
    let missing = sqlx::query!(
        "select p.key, p.key_kind, p.name, u.path from person p join unit u on u.id = p.unit_id
            where p.active = 1 and lower(p.key) not in (select value from json_each(?))
            order by replace(u.path, ' / ', char(1)), p.name, p.id",
        keys
    )
    .fetch_all(c)
    .await
    .context("listing people who are missing")?;
    let person = |key_kind: &str, key, name, unit| Missing { key: PersonKey::from_stored(key_kind, key), name, unit };
    Ok(missing.into_iter().map(|row| person(&row.key_kind, row.key, row.name, row.path)).collect())
}

async fn deactivate_missing(c: &mut SqliteConnection, rows: &[Row], now: DateTime<Utc>) -> anyhow::Result<usize> {
    let (keys, at) = (keys(rows)?, now.timestamp_millis());
    let done = sqlx::query!(
        "update person set active = 0, updated_at = ?
            where active = 1 and lower(key) not in (select value from json_each(?))",
        at,
        keys
    )
    .execute(c)
    .await
    .context("taking missing people off the roster")?;
    Ok(usize::try_from(done.rows_affected())?)
}
