//! SQL of the ledger: acknowledging, receipts, verification, erasure.

use std::collections::{HashMap, HashSet};

use anyhow::Context as _;
use chrono::{DateTime, Utc};
use futures::{StreamExt as _, TryStreamExt as _, stream::BoxStream};
use sqlx::{Connection as _, SqliteConnection};

use super::{Standing, Version, find_stored, list_readings, list_stored};
use crate::{
    access::{Proof, store::insert_audit},
    clock::from_millis,
    pledge::{
        Act, Hash, Kind, PersonId, Receipt, ReceiptNumber, VersionId,
        document::DocumentKind,
        ledger::{
            Broken, Entry, Report, Signatory, StoredEntry, StoredSignatory, VersionFacts, VersionFault, Walk, check,
            one_line, readings,
        },
        receipt::Signed,
    },
    texts::Zone,
};

/// What the audit trail calls an erasure; without such a row a missing signatory is a fault.
const ERASED: &str = "erase_signatory";

/// What became of an acknowledgement.
#[derive(Debug)]
pub enum Acknowledged {
    New(Receipt),
    /// Done before; nothing was written.
    Already(Receipt),
    /// Not all has been read; `next` is the first unread part.
    Incomplete {
        next: usize,
    },
    /// The document has a newer version.
    Superseded {
        by: VersionId,
    },
    /// The document asks nothing of this person (any more).
    NotBound,
    /// It asks something else of them: the button is from before their position changed, or forged.
    OtherAct(Act),
}

/// Writes the entry of one person and version into the ledger, once.
///
/// `salt` is fresh randomness. Runs in the write transaction: the hash before must not change meanwhile.
pub async fn acknowledge(
    c: &mut SqliteConnection,
    person: PersonId,
    version: &Version,
    act: Act,
    now: DateTime<Utc>,
    salt: [u8; 32],
) -> anyhow::Result<Acknowledged> {
    let row = sqlx::query!(
        r#"select p.key, p.name, p.kind, p.position, p.head, p.active, u.path, u.depth, u.zone,
            (select seq from acknowledgement where person_id = p.id and version_id = ?2) as "acknowledged: i64",
            (select id from document_version
                where document_id = (select document_id from document_version where id = ?2)
                order by number desc limit 1) as "current: i64"
        from person p join unit u on u.id = p.unit_id where p.id = ?1"#,
        person.0,
        version.id.0
    )
    .fetch_optional(&mut *c)
    .await
    .context("finding who acknowledges")?;
    let Some(row) = row else { return Ok(Acknowledged::NotBound) };
    if let Some(seq) = row.acknowledged {
        let receipt = find_receipt_at(c, seq).await?.context("an acknowledgement that is not there")?;
        return Ok(Acknowledged::Already(receipt));
    }
    let current = row.current.context("a version that is not there")?;
    if current != version.id.0 {
        return Ok(Acknowledged::Superseded { by: VersionId(current) });
    }
    match Standing::read(&row.kind, row.head, row.depth)?.owes(&version.document) {
        Some(owed) if owed == act && row.active == 1 => {}
        Some(owed) if row.active == 1 => return Ok(Acknowledged::OtherAct(owed)),
        _ => return Ok(Acknowledged::NotBound),
    }
    let progress = list_readings(c, person, version).await?;
    if let Some(next) = progress.next() {
        return Ok(Acknowledged::Incomplete { next });
    }
    // As hashed, so that what is shown later is what was committed to.
    let plain = |text: String| one_line(&text).into_owned();
    let signatory = Signatory {
        salt,
        key: plain(row.key),
        name: plain(row.name),
        kind: row.kind,
        position: plain(row.position),
        unit_path: plain(row.path),
        zone: row.zone,
    };
    let read = readings(progress.read.into_iter().flatten());
    insert_entry(c, person, version, act, now, &read, signatory).await.map(Acknowledged::New)
}

async fn insert_entry(
    c: &mut SqliteConnection,
    person: PersonId,
    version: &Version,
    act: Act,
    now: DateTime<Utc>,
    read: &str,
    signatory: Signatory,
) -> anyhow::Result<Receipt> {
    let last = sqlx::query!("select seq, hash from acknowledgement order by seq desc limit 1")
        .fetch_optional(&mut *c)
        .await
        .context("finding the last entry")?;
    let (seq, previous) = match last {
        Some(last) => (last.seq + 1, Hash::from_slice(&last.hash).context("the last entry has no whole hash")?),
        None => (1, Hash::ZERO),
    };
    let at = now.timestamp_millis();
    let entry = Entry {
        seq,
        previous,
        document: &version.document.slug,
        version: version.number,
        text: version.sha256,
        imported_at: version.imported_at,
        act,
        at: from_millis(at),
        readings: read,
        subject: person.0,
        commitment: signatory.commitment(),
    };
    let hash = entry.hash();
    let (act_text, commitment, before, own) =
        (act.as_str(), entry.commitment.as_bytes(), previous.as_bytes(), hash.as_bytes());
    sqlx::query!(
        r#"insert into acknowledgement (seq, person_id, version_id, act, at, readings, commitment, previous, hash)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?)"#,
        seq,
        person.0,
        version.id.0,
        act_text,
        at,
        read,
        commitment,
        before,
        own
    )
    .execute(&mut *c)
    .await
    .context("adding an entry to the ledger")?;
    let salt = signatory.salt.as_slice();
    sqlx::query!(
        r#"insert into signatory (seq, salt, key, name, kind, position, unit_path, zone)
        values (?, ?, ?, ?, ?, ?, ?, ?)"#,
        seq,
        salt,
        signatory.key,
        signatory.name,
        signatory.kind,
        signatory.position,
        signatory.unit_path,
        signatory.zone
    )
    .execute(c)
    .await
    .context("adding who acknowledged")?;
    Ok(Receipt {
        number: ReceiptNumber::new(seq, &hash),
        person: signed(signatory),
        version_id: version.id,
        title: version.document.title.clone(),
        kind: version.document.kind,
        sample: version.document.sample,
        version: version.number,
        document_sha256: version.sha256,
        act,
        at: from_millis(at),
        entry: hash,
        valid: true,
    })
}

fn signed(signatory: Signatory) -> Option<Signed> {
    Some(Signed {
        kind: Kind::parse(&signatory.kind)?,
        zone: Zone::parse(&signatory.zone)?,
        key: signatory.key,
        name: signatory.name,
        position: signatory.position,
        unit_path: signatory.unit_path,
    })
}

/// The receipt with this number; `None` also where only its first part is right.
pub async fn find_receipt(c: &mut SqliteConnection, number: &ReceiptNumber) -> anyhow::Result<Option<Receipt>> {
    Ok(find_receipt_at(c, number.seq).await?.filter(|receipt| receipt.number == *number))
}

/// The receipt of a person's own acknowledgement of a version.
pub async fn find_own_receipt(
    c: &mut SqliteConnection,
    person: PersonId,
    version: VersionId,
) -> anyhow::Result<Option<Receipt>> {
    let seq = sqlx::query_scalar!(
        r#"select seq as "seq!: i64" from acknowledgement where person_id = ? and version_id = ?"#,
        person.0,
        version.0
    )
    .fetch_optional(&mut *c)
    .await
    .context("finding someone's receipt")?;
    match seq {
        Some(seq) => find_receipt_at(c, seq).await,
        None => Ok(None),
    }
}

pub async fn find_receipt_by_hash(c: &mut SqliteConnection, hash: &Hash) -> anyhow::Result<Option<Receipt>> {
    let hash = hash.as_bytes();
    let seq = sqlx::query_scalar!("select seq from acknowledgement where hash = ?", hash)
        .fetch_optional(&mut *c)
        .await
        .context("finding a receipt by its hash")?;
    match seq {
        Some(seq) => find_receipt_at(c, seq).await,
        None => Ok(None),
    }
}

/// Newest first, of superseded versions too.
pub async fn list_receipts_of(c: &mut SqliteConnection, person: PersonId) -> anyhow::Result<Vec<Receipt>> {
    let numbers =
        sqlx::query_scalar!("select seq from acknowledgement where person_id = ? order by seq desc", person.0)
            .fetch_all(&mut *c)
            .await
            .context("listing someone's receipts")?;
    let mut receipts = Vec::new();
    for seq in numbers {
        receipts.extend(find_receipt_at(c, seq).await?);
    }
    Ok(receipts)
}

async fn find_receipt_at(c: &mut SqliteConnection, seq: i64) -> anyhow::Result<Option<Receipt>> {
    let Some(stored) = entries(c, seq, seq).try_next().await? else { return Ok(None) };
    let before = sqlx::query_scalar!("select hash from acknowledgement where seq = ? - 1", seq)
        .fetch_optional(&mut *c)
        .await
        .context("finding the entry before")?;
    let follows = stored.previous == before.unwrap_or_else(|| Hash::ZERO.as_bytes().to_vec());
    let version = find_stored(c, VersionId(stored.version_id)).await?;
    let facts = version.as_ref().map(VersionFacts::of);
    let sound = facts.as_ref().and_then(|facts| facts.as_ref().ok()).is_some_and(|facts| check(&stored, facts).is_ok());
    let recorded = stored.signatory.is_some() || erased(c).await?.contains(&seq);
    let document = version.as_ref().and_then(|version| version.check().ok());
    let hash = Hash::from_slice(&stored.hash).unwrap_or(Hash::ZERO);
    Ok(Some(Receipt {
        number: ReceiptNumber::new(seq, &hash),
        person: stored.signatory.and_then(StoredSignatory::read).and_then(signed),
        version_id: VersionId(stored.version_id),
        kind: document.as_ref().map_or(DocumentKind::Ikrar, |document| document.kind),
        sample: document.as_ref().is_some_and(|document| document.sample),
        title: match (document, &version) {
            (Some(document), _) => document.title,
            (None, Some(version)) => version.slug(),
            (None, None) => String::from("?"),
        },
        version: version.as_ref().map_or(0, |version| version.number),
        document_sha256: version.as_ref().and_then(|version| Hash::from_slice(&version.sha256)).unwrap_or(Hash::ZERO),
        act: std::str::from_utf8(&stored.act).ok().and_then(Act::parse).unwrap_or(Act::Follow),
        at: from_millis(stored.at),
        entry: hash,
        valid: sound && follows && recorded,
    }))
}

/// The rows as they lie there, in order, one at a time.
fn entries(c: &mut SqliteConnection, first: i64, last: i64) -> BoxStream<'_, anyhow::Result<StoredEntry>> {
    sqlx::query!(
        r#"select a.seq, a.person_id, a.version_id, a.act as "act: Vec<u8>", a.at, a.readings as "readings: Vec<u8>",
            a.commitment, a.previous, a.hash, s.salt as "salt?", s.key as "key?: Vec<u8>", s.name as "name?: Vec<u8>",
            s.kind as "kind?: Vec<u8>", s.position as "position?: Vec<u8>", s.unit_path as "unit_path?: Vec<u8>",
            s.zone as "zone?: Vec<u8>"
        from acknowledgement a left join signatory s on s.seq = a.seq
        where a.seq between ? and ? order by a.seq"#,
        first,
        last
    )
    .fetch(c)
    .map(|row| {
        let row = row.context("reading an entry of the ledger")?;
        let signatory = row.salt.map(|salt| StoredSignatory {
            salt,
            key: row.key.unwrap_or_default(),
            name: row.name.unwrap_or_default(),
            kind: row.kind.unwrap_or_default(),
            position: row.position.unwrap_or_default(),
            unit_path: row.unit_path.unwrap_or_default(),
            zone: row.zone.unwrap_or_default(),
        });
        Ok(StoredEntry {
            seq: row.seq,
            person_id: row.person_id,
            version_id: row.version_id,
            act: row.act,
            at: row.at,
            readings: row.readings,
            commitment: row.commitment,
            previous: row.previous,
            hash: row.hash,
            signatory,
        })
    })
    .boxed()
}

/// Walks the whole ledger in one reading transaction and stops at the first broken entry.
/// `wanted`: hashes from receipts, which must be in it.
pub async fn verify(c: &mut SqliteConnection, wanted: &[Hash]) -> anyhow::Result<Report> {
    let mut transaction = c.begin().await.context("starting to verify")?;
    let versions = versions(&mut transaction).await?;
    let facts: HashMap<i64, _> = versions.iter().map(|(id, _, _, facts)| (*id, facts)).collect();
    let erased = erased(&mut transaction).await?;
    let mut walk = Walk::new(wanted.iter().copied());
    let mut broken = None;
    let mut rows = entries(&mut transaction, i64::MIN, i64::MAX);
    while let Some(row) = rows.try_next().await? {
        if let Err(fault) = walk.step(&row, facts.get(&row.version_id).copied(), || erased.contains(&row.seq)) {
            broken = Some(Broken::Entry { seq: row.seq, fault });
            break;
        }
    }
    drop(rows);
    if broken.is_none() {
        broken = find_orphan(&mut transaction).await?.map(|seq| Broken::Orphan { seq });
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

async fn erased(c: &mut SqliteConnection) -> anyhow::Result<HashSet<i64>> {
    let seqs = sqlx::query_scalar!("select subject from audit where action = ?", ERASED)
        .fetch_all(c)
        .await
        .context("listing erasures")?;
    Ok(seqs.iter().filter_map(|seq| seq.parse().ok()).collect())
}

async fn find_orphan(c: &mut SqliteConnection) -> anyhow::Result<Option<i64>> {
    sqlx::query_scalar!(
        "select seq from signatory where seq not in (select seq from acknowledgement) order by seq limit 1"
    )
    .fetch_optional(c)
    .await
    .context("looking for personal data without an entry")
}

/// Erases the personal data in all of a person's entries; the entries stay, and the chain verifies.
/// Returns how many. The bytes leave the disk with the next checkpoint and `vacuum`.
pub async fn erase_signatory(
    c: &mut SqliteConnection,
    proof: &Proof,
    person: PersonId,
    now: DateTime<Utc>,
) -> anyhow::Result<usize> {
    let erased = sqlx::query_scalar!(
        "delete from signatory where seq in (select seq from acknowledgement where person_id = ?) returning seq",
        person.0
    )
    .fetch_all(&mut *c)
    .await
    .context("erasing personal data")?;
    for seq in &erased {
        insert_audit(c, proof.actor(), ERASED, &seq.to_string(), "", now).await?;
    }
    Ok(erased.len())
}
