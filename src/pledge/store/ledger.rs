//! SQL of the ledger: acknowledging, receipts, verification, erasure.

use anyhow::Context as _;
use chrono::{DateTime, Utc};
use futures::{StreamExt as _, TryStreamExt as _, stream::BoxStream};
use sqlx::SqliteConnection;

use super::{
    Standing, Version, find_stored,
    questions::find_denial,
    records::{CLOCK, ERASED, Erasure, list_erasures},
    times::{is_likely, list_parts},
};
use crate::{
    access::{Actor, LinkId, Proof, TelegramId, store::insert_audit},
    clock::from_millis,
    pledge::{
        Act, Hash, Kind, PersonId, Receipt, ReceiptNumber, VersionId,
        document::DocumentKind,
        ledger::{Entry, Signatory, StoredEntry, StoredSignatory, VersionFacts, check, one_line, readings},
        plausible::{JITTER, Part, Times},
        receipt::Signed,
    },
    roster,
    texts::Zone,
};

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
    /// The account does not speak for this person (any more).
    NotLinked,
    /// It asks something else of them: the button is from before their position changed, or forged.
    OtherAct(Act),
}

/// Writes the entry of one person and version into the ledger, once, by the account that speaks for them now.
///
/// `salt` is fresh randomness. Runs in the write transaction: the hash before must not change meanwhile.
pub async fn acknowledge(
    c: &mut SqliteConnection,
    (person, account): (PersonId, TelegramId),
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
    let Some(link) = roster::store::current_link(c, person, account).await? else {
        return Ok(Acknowledged::NotLinked);
    };
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
    let parts = match list_parts(c, person, version).await? {
        Ok(parts) => parts,
        Err(next) => return Ok(Acknowledged::Incomplete { next }),
    };
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
    insert_entry(c, (person, link), version, act, now, &parts, signatory).await.map(Acknowledged::New)
}

async fn insert_entry(
    c: &mut SqliteConnection,
    (person, link): (PersonId, LinkId),
    version: &Version,
    act: Act,
    now: DateTime<Utc>,
    parts: &[Part],
    signatory: Signatory,
) -> anyhow::Result<Receipt> {
    let last = sqlx::query!("select seq, hash, at from acknowledgement order by seq desc limit 1")
        .fetch_optional(&mut *c)
        .await
        .context("finding the last entry")?;
    let (seq, previous) = match &last {
        Some(last) => (last.seq + 1, Hash::from_slice(&last.hash).context("the last entry has no whole hash")?),
        None => (1, Hash::ZERO),
    };
    let imported = version.imported_at.timestamp_millis();
    // Updates are handled beside each other, so the later may be written first: that much is evened out.
    let earlier = last.iter().map(|last| last.at).chain([imported]).chain(parts.iter().map(|part| part.read)).max();
    let at = even_out(now.timestamp_millis(), earlier);
    let times = Times { previous: last.as_ref().map(|last| last.at), imported, parts, at };
    let linked_at = sqlx::query_scalar!("select linked_at from link_history where id = ?", link.0)
        .fetch_one(&mut *c)
        .await
        .context("finding since when someone is linked")?;
    // The server's clock was set back. The time stays as it was read, and the trail says why it falls.
    if times.disorder(0).is_some() || linked_at > at {
        insert_audit(c, Actor::System, CLOCK, &seq.to_string(), &format!("at={at}"), now).await?;
    }
    let read = readings(parts.iter().map(|part| from_millis(part.read)));
    let read = read.as_str();
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
    .execute(&mut *c)
    .await
    .context("adding who acknowledged")?;
    sqlx::query!("insert into acknowledgement_link (seq, link_id) values (?, ?)", seq, link.0)
        .execute(c)
        .await
        .context("adding by which link it was acknowledged")?;
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
        doubted: false,
        denied_at: None,
    })
}

/// `now`, unless something before it is later by no more than rounding and overtaking explain.
pub(super) fn even_out(now: i64, earlier: Option<i64>) -> i64 {
    match earlier {
        Some(earlier) if earlier > now && earlier - now <= JITTER => earlier,
        _ => now,
    }
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

pub(super) async fn find_receipt_at(c: &mut SqliteConnection, seq: i64) -> anyhow::Result<Option<Receipt>> {
    let Some(stored) = entries(c, seq, seq, 1).try_next().await? else { return Ok(None) };
    let before = sqlx::query!("select hash, at from acknowledgement where seq = ? - 1", seq)
        .fetch_optional(&mut *c)
        .await
        .context("finding the entry before")?;
    let (before, previous) = before.map(|before| (before.hash, before.at)).unzip();
    let follows = stored.previous == before.unwrap_or_else(|| Hash::ZERO.as_bytes().to_vec());
    let version = find_stored(c, VersionId(stored.version_id)).await?;
    let facts = version.as_ref().map(VersionFacts::of);
    let sound = facts.as_ref().and_then(|facts| facts.as_ref().ok()).is_some_and(|facts| check(&stored, facts).is_ok());
    let recorded = stored.signatory.is_some() || list_erasures(c).await?.contains_key(&seq);
    let doubted = match &facts {
        Some(Ok(facts)) => !is_likely(c, &stored, facts, previous).await?,
        _ => false,
    };
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
        doubted,
        denied_at: find_denial(c, seq).await?,
    }))
}

/// The rows as they lie there, in order, one at a time.
pub(super) fn entries(
    c: &mut SqliteConnection,
    first: i64,
    last: i64,
    most: i64,
) -> BoxStream<'_, anyhow::Result<StoredEntry>> {
    sqlx::query!(
        r#"select a.seq, a.person_id, a.version_id, a.act as "act: Vec<u8>", a.at, a.readings as "readings: Vec<u8>",
            a.commitment, a.previous, a.hash, s.salt as "salt?", s.key as "key?: Vec<u8>", s.name as "name?: Vec<u8>",
            s.kind as "kind?: Vec<u8>", s.position as "position?: Vec<u8>", s.unit_path as "unit_path?: Vec<u8>",
            s.zone as "zone?: Vec<u8>"
        from acknowledgement a left join signatory s on s.seq = a.seq
        where a.seq between ? and ? order by a.seq limit ?"#,
        first,
        last,
        most
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

/// Erases the personal data in all of a person's entries; the entries stay, and the chain verifies.
/// Returns how many. The bytes leave the disk with the next checkpoint and `vacuum`.
pub async fn erase_signatory(
    c: &mut SqliteConnection,
    proof: &Proof,
    person: PersonId,
    now: DateTime<Utc>,
) -> anyhow::Result<usize> {
    let entries = sqlx::query!(
        r#"select a.seq, a.hash, a.at, (select max(seq) from acknowledgement) as "last!: i64"
        from acknowledgement a join signatory s on s.seq = a.seq where a.person_id = ? order by a.seq"#,
        person.0
    )
    .fetch_all(&mut *c)
    .await
    .context("finding personal data")?;
    sqlx::query!("delete from signatory where seq in (select seq from acknowledgement where person_id = ?)", person.0)
        .execute(&mut *c)
        .await
        .context("erasing personal data")?;
    for entry in &entries {
        let detail = Erasure::detail(&entry.hash, entry.last);
        // Never before what it erases, whatever the clock says.
        let at = now.max(from_millis(entry.at));
        insert_audit(c, proof.actor(), ERASED, &entry.seq.to_string(), &detail, at).await?;
    }
    Ok(entries.len())
}
