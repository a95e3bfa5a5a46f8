//! SQL of verification: the walk over the whole ledger, beside what else is on record.

use std::collections::HashMap;

use anyhow::Context as _;
use futures::TryStreamExt as _;
use sqlx::{Connection as _, SqliteConnection};

use super::{ledger::entries, list_stored, records::Records, times::list_parts_of};
use crate::pledge::{
    Hash,
    ledger::{Broken, Report, VersionFacts, VersionFault, Walk},
    plausible::Doubt,
};

/// Entries read at once.
const PAGE: usize = 2_000;

/// Walks the whole ledger in one reading transaction, stops at the first broken entry, and lists those that
/// cannot be what they say. `wanted`: hashes from receipts, which must be in it.
pub async fn verify(c: &mut SqliteConnection, wanted: &[Hash]) -> anyhow::Result<Report> {
    let mut transaction = c.begin().await.context("starting to verify")?;
    let c = &mut *transaction;
    let versions = versions(c).await?;
    let facts: HashMap<i64, _> = versions.iter().map(|(id, _, _, facts)| (*id, facts)).collect();
    let records = Records::load(c).await?;
    let mut walk = Walk::new(wanted.iter().copied());
    let (mut doubts, mut unrecorded, mut clock) = (Vec::new(), 0, 0);
    let (mut broken, mut previous, mut walked) = (None, None, Vec::new());
    let mut from = i64::MIN;
    'walk: loop {
        let page: Vec<_> = entries(c, from, i64::MAX, i64::try_from(PAGE)?).try_collect().await?;
        let (Some(first), Some(last)) = (page.first(), page.last()) else { break };
        let parts = list_parts_of(c, (first.seq, last.seq), records.kept).await?;
        for row in &page {
            let version = facts.get(&row.version_id).copied();
            if let Err(fault) = walk.step(row, version, || records.erasures.contains_key(&row.seq)) {
                broken = Some(Broken::Entry { seq: row.seq, fault });
                break 'walk;
            }
            let parts = parts.get(&row.seq).map_or(&[][..], Vec::as_slice);
            if let Some(Ok(version)) = version {
                let finding = records.examine(row, version, parts, previous);
                doubts.extend(finding.doubts.into_iter().map(|doubt| (row.seq, doubt)));
                unrecorded += i64::from(finding.unrecorded);
                clock += i64::from(finding.clock);
            }
            previous = Some(row.at);
            walked.push((row.seq, row.person_id, row.signatory.is_some()));
        }
        if page.len() < PAGE {
            break;
        }
        from = last.seq.saturating_add(1);
    }
    doubts.extend(records.half_erased(&walked).into_iter().map(|seq| (seq, Doubt::Erasure)));
    doubts.sort_unstable();
    doubts.dedup();
    if broken.is_none() {
        broken = find_orphan(c, records.kept).await?.map(|seq| Broken::Orphan { seq });
    }
    let broken = broken.or_else(|| {
        versions.iter().find_map(|(_, document, number, facts)| {
            let fault = *facts.as_ref().err()?;
            Some(Broken::Version { document: document.clone(), number: *number, fault })
        })
    });
    transaction.rollback().await.context("ending the verification")?;
    Ok(Report {
        entries: walk.entries,
        erased: walk.erased,
        first: walk.first,
        last: walk.last,
        broken,
        absent: wanted.iter().copied().filter(|hash| walk.wanted.contains(hash)).collect(),
        doubts,
        unrecorded,
        clock,
    })
}

type CheckedVersion = (i64, String, i64, Result<VersionFacts, VersionFault>);

/// Each version once, so that an entry need not hash its document again.
async fn versions(c: &mut SqliteConnection) -> anyhow::Result<Vec<CheckedVersion>> {
    let mut checked: Vec<CheckedVersion> = Vec::new();
    for stored in list_stored(c, false).await? {
        let slug = stored.slug();
        let expected = match checked.last() {
            Some((_, before, number, _)) if *before == slug => number + 1,
            _ => 1,
        };
        let facts = VersionFacts::of(&stored);
        let facts = if stored.number == expected { facts } else { facts.and(Err(VersionFault::Number)) };
        checked.push((stored.id, slug, stored.number, facts));
    }
    Ok(checked)
}

/// What belongs to an entry that is not there.
async fn find_orphan(c: &mut SqliteConnection, kept: bool) -> anyhow::Result<Option<i64>> {
    let context = "looking for what belongs to no entry";
    let of_person = sqlx::query_scalar!(
        "select seq from signatory where seq not in (select seq from acknowledgement) order by seq limit 1"
    )
    .fetch_optional(&mut *c)
    .await
    .context(context)?;
    if of_person.is_some() || !kept {
        return Ok(of_person);
    }
    sqlx::query_scalar!(
        "select seq from acknowledgement_link where seq not in (select seq from acknowledgement) order by seq limit 1"
    )
    .fetch_optional(c)
    .await
    .context(context)
}
