//! SQL of the times of an entry: how it was read, whether a clock was set back; and what cannot be so.

use std::collections::HashMap;

use anyhow::Context as _;
use sqlx::SqliteConnection;

use super::{Version, records::CLOCK};
use crate::pledge::{
    PersonId,
    ledger::{StoredEntry, VersionFacts},
    plausible::{Doubt, Part, Times, UNRECORDED, parse_readings},
};

/// Every part as it was read; or the first that is not.
pub(super) async fn list_parts(
    c: &mut SqliteConnection,
    person: PersonId,
    version: &Version,
) -> anyhow::Result<Result<Vec<Part>, usize>> {
    let rows = sqlx::query!(
        "select clause, shown_at, read_at, dwell from clause_reading where person_id = ? and version_id = ?
         order by clause",
        person.0,
        version.id.0
    )
    .fetch_all(c)
    .await
    .context("listing when someone has read what")?;
    let mut parts = Vec::new();
    for row in rows {
        let (Ok(clause), Some(read)) = (usize::try_from(row.clause), row.read_at) else { break };
        if clause != parts.len() {
            break;
        }
        parts.push(Part { shown: row.shown_at, read, dwell: row.dwell });
    }
    let total = version.document.parts();
    if parts.len() < total {
        return Ok(Err(parts.len()));
    }
    parts.truncate(total);
    Ok(Ok(parts))
}

/// What was found of one entry.
#[derive(Debug, Default)]
pub(super) struct Finding {
    pub doubts: Vec<Doubt>,
    /// Its times fall, and that is on record, or from when it was not kept.
    pub clock: bool,
    pub unrecorded: bool,
}

/// What is known of the time that an entry is from.
#[derive(Clone, Copy)]
pub(super) struct Kept {
    /// From before records were kept.
    pub old: bool,
    /// The trail says that the clock was set back.
    pub set_back: bool,
}

pub(super) fn examine_times(
    entry: &StoredEntry,
    version: &VersionFacts,
    parts: &[Part],
    previous: Option<i64>,
    kept: Kept,
) -> Finding {
    let mut finding = Finding { unrecorded: kept.old, ..Finding::default() };
    let said = std::str::from_utf8(&entry.readings).ok().and_then(parse_readings).unwrap_or_default();
    let agrees = parts.iter().map(|part| part.read).eq(said.iter().copied()) && !said.is_empty();
    let gone = parts.is_empty() && entry.signatory.is_none();
    if !agrees && !gone {
        finding.doubts.push(Doubt::Readings);
    }
    let stated: Vec<Part> = said.iter().map(|read| Part { shown: *read, read: *read, dwell: None }).collect();
    let parts = if agrees { parts } else { &stated };
    let times = Times { previous, imported: version.imported_at.timestamp_millis(), parts, at: entry.at };
    finding.clock = times.disorder(0).is_some() && (kept.set_back || kept.old);
    if !kept.set_back {
        let disorder = times.disorder(if kept.old { UNRECORDED } else { 0 });
        finding.doubts.extend(disorder.map(Doubt::from));
    }
    if times.hasty() || times.at_once() {
        finding.doubts.push(Doubt::Dwell);
    }
    finding
}

/// Whether a single entry can be what it says: its times, and that a link of this person made it. Reads little,
/// for whoever looks at a receipt; the whole is [`Records`](super::records::Records).
pub(super) async fn is_likely(
    c: &mut SqliteConnection,
    entry: &StoredEntry,
    version: &VersionFacts,
    previous: Option<i64>,
) -> anyhow::Result<bool> {
    let (seq, detail) = (entry.seq.to_string(), format!("at={}", entry.at));
    let found = sqlx::query!(
        r#"select exists (select 1 from record_start where after_seq >= ?1) as "old!: bool",
            exists (select 1 from audit where action = ?2 and subject = ?3 and detail = ?4 and actor = 0)
                as "set_back!: bool",
            exists (select 1 from acknowledgement_link l join link_history h on h.id = l.link_id
                where l.seq = ?1 and h.person_id = ?5) as "linked!: bool""#,
        entry.seq,
        CLOCK,
        seq,
        detail,
        entry.person_id
    )
    .fetch_one(&mut *c)
    .await
    .context("finding what is on record of an entry")?;
    let parts = list_parts_of(c, (entry.seq, entry.seq), true).await?.remove(&entry.seq).unwrap_or_default();
    let kept = Kept { old: found.old, set_back: found.set_back };
    let finding = examine_times(entry, version, &parts, previous, kept);
    Ok(finding.doubts.is_empty() && (found.old || found.linked))
}

/// How the parts of these entries were read, by entry, in order.
pub(super) async fn list_parts_of(
    c: &mut SqliteConnection,
    (first, last): (i64, i64),
    kept: bool,
) -> anyhow::Result<HashMap<i64, Vec<Part>>> {
    let mut parts: HashMap<i64, Vec<Part>> = HashMap::new();
    let mut add = |seq: i64, part: Part| parts.entry(seq).or_default().push(part);
    let context = "listing how entries were read";
    if kept {
        let rows = sqlx::query!(
            r#"select a.seq, r.shown_at, r.read_at as "read_at!: i64", r.dwell
            from acknowledgement a join clause_reading r on r.person_id = a.person_id and r.version_id = a.version_id
            where a.seq between ? and ? and r.read_at is not null order by a.seq, r.clause"#,
            first,
            last
        );
        for row in rows.fetch_all(c).await.context(context)? {
            add(row.seq, Part { shown: row.shown_at, read: row.read_at, dwell: row.dwell });
        }
    } else {
        let rows = sqlx::query!(
            r#"select a.seq, r.shown_at, r.read_at as "read_at!: i64"
            from acknowledgement a join clause_reading r on r.person_id = a.person_id and r.version_id = a.version_id
            where a.seq between ? and ? and r.read_at is not null order by a.seq, r.clause"#,
            first,
            last
        );
        for row in rows.fetch_all(c).await.context(context)? {
            add(row.seq, Part { shown: row.shown_at, read: row.read_at, dwell: None });
        }
    }
    Ok(parts)
}
