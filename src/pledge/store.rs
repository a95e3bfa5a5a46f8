//! SQL of documents, versions, readings and what each person owes. The ledger's is in `store/ledger.rs`.

mod ledger;
mod own;
mod questions;
mod records;
#[cfg(test)]
mod tests;
mod times;
mod totals;
mod verify;

use anyhow::Context as _;
use chrono::{DateTime, Utc};
use sqlx::SqliteConnection;

pub use self::{
    ledger::{Acknowledged, acknowledge, erase_signatory, find_receipt, find_receipt_by_hash},
    own::{Done, find_own_receipt, list_acknowledged, list_receipts_of},
    questions::{Denied, answer, begin_link, count_open, list_denied, list_open},
    totals::{Total, list_totals},
    verify::verify,
};
use super::{
    Act, Document, Hash, Kind, PersonId, VersionId, act_for,
    ledger::{StoredVersion, VersionFault},
    reading::{Confirm, Progress},
};
use crate::{
    access::{Proof, store::insert_audit},
    clock::from_millis,
};

/// An imported version. It never changes, so a caller may keep it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    pub id: VersionId,
    pub number: i64,
    pub sha256: Hash,
    pub imported_at: DateTime<Utc>,
    pub document: Document,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Imported {
    New(Version),
    /// The current version already says exactly this.
    Unchanged(Version),
}

/// Makes the document's next version, unless the current one is the same text.
pub async fn import_document(
    c: &mut SqliteConnection,
    proof: &Proof,
    document: &Document,
    now: DateTime<Utc>,
) -> anyhow::Result<Imported> {
    let current = sqlx::query_scalar!(
        r#"select v.id from document_version v join document d on d.id = v.document_id
        where d.slug = ? order by v.number desc limit 1"#,
        document.slug
    )
    .fetch_optional(&mut *c)
    .await
    .context("finding the current version")?;
    let current = match current {
        Some(id) => find_version(c, VersionId(id)).await?,
        None => None,
    };
    let sha256 = document.sha256();
    let number = match current {
        Some(version) if version.sha256 == sha256 => return Ok(Imported::Unchanged(version)),
        Some(version) => version.number + 1,
        None => 1,
    };
    sqlx::query!("insert into document (slug) values (?) on conflict do nothing", document.slug)
        .execute(&mut *c)
        .await
        .context("adding a document")?;
    let (canonical, at, hash) = (document.canonical(), now.timestamp_millis(), sha256.as_bytes());
    let content = serde_json::to_string(document).context("writing a document as JSON")?;
    let id = sqlx::query_scalar!(
        r#"insert into document_version (document_id, number, sha256, canonical, content, imported_at)
        select id, ?, ?, ?, ?, ? from document where slug = ? returning id as "id!: i64""#,
        number,
        hash,
        canonical,
        content,
        at,
        document.slug
    )
    .fetch_one(&mut *c)
    .await
    .context("adding a document version")?;
    let detail = format!("{} version {number}", document.slug);
    insert_audit(c, proof.actor(), "import_document", &id.to_string(), &detail, now).await?;
    Ok(Imported::New(Version {
        id: VersionId(id),
        number,
        sha256,
        imported_at: from_millis(at),
        document: document.clone(),
    }))
}

/// The version, once its text, its hash and what is shown have been found to agree.
pub async fn find_version(c: &mut SqliteConnection, id: VersionId) -> anyhow::Result<Option<Version>> {
    find_stored(c, id).await?.as_ref().map(Version::read).transpose()
}

/// The current version of the same document; another than `id` where that is superseded.
pub async fn find_current(c: &mut SqliteConnection, id: VersionId) -> anyhow::Result<Option<VersionId>> {
    let current = sqlx::query_scalar!(
        r#"select v.id from document_version v
        where v.document_id = (select document_id from document_version where id = ?)
        order by v.number desc limit 1"#,
        id.0
    )
    .fetch_optional(c)
    .await
    .context("finding the current version")?;
    Ok(current.map(VersionId))
}

/// The current version of every document, in the order they were first imported.
pub async fn list_current_versions(c: &mut SqliteConnection) -> anyhow::Result<Vec<Version>> {
    list_stored(c, true).await?.iter().map(Version::read).collect()
}

/// A version as it lies in the database, for lists and checks.
#[derive(Clone, Debug)]
pub struct Listed {
    pub stored: StoredVersion,
    pub acknowledgements: i64,
}

/// Every version of every document, oldest first within each.
pub async fn list_versions(c: &mut SqliteConnection) -> anyhow::Result<Vec<Listed>> {
    let mut listed = Vec::new();
    for stored in list_stored(c, false).await? {
        let acknowledgements =
            sqlx::query_scalar!(r#"select count(*) as "n!: i64" from acknowledgement where version_id = ?"#, stored.id)
                .fetch_one(&mut *c)
                .await
                .context("counting acknowledgements")?;
        listed.push(Listed { stored, acknowledgements });
    }
    Ok(listed)
}

impl Version {
    fn read(stored: &StoredVersion) -> anyhow::Result<Self> {
        let damaged = || format!("document version {} is not as it was imported; run `ikrar verify`", stored.id);
        let document = stored.check().map_err(Damaged).with_context(damaged)?;
        Ok(Self {
            id: VersionId(stored.id),
            number: stored.number,
            sha256: Hash::from_slice(&stored.sha256).with_context(damaged)?,
            imported_at: from_millis(stored.imported_at),
            document,
        })
    }
}

/// A stored version that contradicts itself.
#[derive(Debug, thiserror::Error)]
#[error("{0:?}")]
pub struct Damaged(pub VersionFault);

async fn find_stored(c: &mut SqliteConnection, id: VersionId) -> anyhow::Result<Option<StoredVersion>> {
    sqlx::query_as!(
        StoredVersion,
        r#"select v.id, d.slug as "slug: Vec<u8>", v.number, v.sha256, v.canonical as "canonical: Vec<u8>",
            v.content as "content: Vec<u8>", v.imported_at
        from document_version v join document d on d.id = v.document_id where v.id = ?"#,
        id.0
    )
    .fetch_optional(c)
    .await
    .context("finding a document version")
}

async fn list_stored(c: &mut SqliteConnection, only_current: bool) -> anyhow::Result<Vec<StoredVersion>> {
    sqlx::query_as!(
        StoredVersion,
        r#"select v.id, d.slug as "slug: Vec<u8>", v.number, v.sha256, v.canonical as "canonical: Vec<u8>",
            v.content as "content: Vec<u8>", v.imported_at
        from document_version v join document d on d.id = v.document_id
        where not ? or v.number = (select max(number) from document_version where document_id = d.id)
        order by d.id, v.number"#,
        only_current
    )
    .fetch_all(c)
    .await
    .context("listing document versions")
}

/// What a person is asked to do with a current version, and how far they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owed {
    pub version: Version,
    pub act: Act,
    pub state: State,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    NotStarted,
    Reading { read: usize, total: usize },
    Acknowledged { seq: i64, at: DateTime<Utc> },
}

impl State {
    /// Whether something is left to be done.
    pub fn is_open(self) -> bool {
        !matches!(self, State::Acknowledged { .. })
    }
}

/// Every current version whose audience binds the person now. Empty for someone inactive or unknown.
pub async fn list_owed(c: &mut SqliteConnection, person: PersonId) -> anyhow::Result<Vec<Owed>> {
    let Some(standing) = find_standing(c, person).await? else { return Ok(Vec::new()) };
    let mut owed = Vec::new();
    for version in list_current_versions(c).await? {
        let Some(act) = standing.owes(&version.document) else { continue };
        let state = find_state(c, person, &version).await?;
        owed.push(Owed { version, act, state });
    }
    Ok(owed)
}

async fn find_state(c: &mut SqliteConnection, person: PersonId, version: &Version) -> anyhow::Result<State> {
    let row = sqlx::query!(
        r#"select (select seq from acknowledgement where person_id = ?1 and version_id = ?2) as "seq: i64",
            (select at from acknowledgement where person_id = ?1 and version_id = ?2) as "at: i64",
            count(*) as "shown!: i64", count(read_at) as "read!: i64"
        from clause_reading where person_id = ?1 and version_id = ?2"#,
        person.0,
        version.id.0
    )
    .fetch_one(c)
    .await
    .context("finding how far someone has read")?;
    Ok(match row.seq.zip(row.at) {
        Some((seq, at)) => State::Acknowledged { seq, at: from_millis(at) },
        None if row.shown == 0 => State::NotStarted,
        None => State::Reading { read: usize::try_from(row.read).unwrap_or(0), total: version.document.parts() },
    })
}

/// What decides which act a person owes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Standing {
    kind: Kind,
    head: bool,
    unit_depth: u32,
}

impl Standing {
    fn read(kind: &str, head: i64, depth: i64) -> anyhow::Result<Self> {
        let kind = Kind::parse(kind).context("a person of an unknown kind")?;
        Ok(Self { kind, head: head != 0, unit_depth: u32::try_from(depth).context("a unit of an impossible depth")? })
    }

    fn owes(self, document: &Document) -> Option<Act> {
        act_for(document, self.kind, self.head, self.unit_depth)
    }
}

async fn find_standing(c: &mut SqliteConnection, person: PersonId) -> anyhow::Result<Option<Standing>> {
    let row = sqlx::query!(
        "select p.kind, p.head, u.depth from person p join unit u on u.id = p.unit_id where p.id = ? and p.active = 1",
        person.0
    )
    .fetch_optional(c)
    .await
    .context("finding what a person is bound by")?;
    row.map(|row| Standing::read(&row.kind, row.head, row.depth)).transpose()
}

/// Notes that a part is on the person's screen. The first time stays, from which the dwell counts.
pub async fn insert_shown(
    c: &mut SqliteConnection,
    person: PersonId,
    version: VersionId,
    part: usize,
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    let (part, now) = (i64::try_from(part)?, now.timestamp_millis());
    // A clock that was set back must not make anyone wait until it has caught up.
    sqlx::query!(
        r#"insert into clause_reading (person_id, version_id, clause, shown_at) values (?, ?, ?, ?)
        on conflict do update set shown_at = excluded.shown_at
        where read_at is null and shown_at > excluded.shown_at"#,
        person.0,
        version.0,
        part,
        now
    )
    .execute(c)
    .await
    .context("noting a part as shown")?;
    Ok(())
}

/// How far the person is in this version.
pub async fn list_readings(c: &mut SqliteConnection, person: PersonId, version: &Version) -> anyhow::Result<Progress> {
    let rows = sqlx::query!(
        "select clause, shown_at, read_at from clause_reading where person_id = ? and version_id = ?",
        person.0,
        version.id.0
    )
    .fetch_all(c)
    .await
    .context("listing what someone has read")?;
    let mut progress = Progress::new(version.document.parts());
    for row in rows {
        let Some(part) = usize::try_from(row.clause).ok().filter(|part| *part < progress.total()) else { continue };
        progress.shown[part] = Some(from_millis(row.shown_at));
        progress.read[part] = row.read_at.map(from_millis);
    }
    Ok(progress)
}

/// Confirms a part as read, if it may be; gives how far the person is then.
pub async fn record_read(
    c: &mut SqliteConnection,
    person: PersonId,
    version: &Version,
    part: usize,
    now: DateTime<Utc>,
    dwell_seconds: u32,
) -> anyhow::Result<(Confirm, Progress)> {
    let mut progress = list_readings(c, person, version).await?;
    let confirm = progress.confirm(part, now, dwell_seconds);
    if let Confirm::Recorded { .. } = confirm {
        let before = [part.checked_sub(1).and_then(|before| progress.read[before]), progress.shown[part]];
        let earlier = before.into_iter().flatten().map(|time| time.timestamp_millis()).max();
        let now = ledger::even_out(now.timestamp_millis(), earlier);
        progress.read[part] = Some(from_millis(now));
        let (part, dwell) = (i64::try_from(part)?, i64::from(dwell_seconds));
        sqlx::query!(
            r#"update clause_reading set read_at = ?, dwell = ?
            where person_id = ? and version_id = ? and clause = ? and read_at is null"#,
            now,
            dwell,
            person.0,
            version.id.0,
            part
        )
        .execute(c)
        .await
        .context("recording a part as read")?;
    }
    Ok((confirm, progress))
}

/// How many of a unit's own people (not of the units below it) a version binds, and how many have done it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitCount {
    pub unit_id: i64,
    pub path: String,
    pub bound: i64,
    pub signed: i64,
    pub followed: i64,
}

impl UnitCount {
    pub fn done(&self) -> i64 {
        self.signed + self.followed
    }
}

/// Units in order of their path; those in which nobody is bound are left out.
pub async fn list_unit_counts(
    c: &mut SqliteConnection,
    _: &Proof,
    version: &Version,
) -> anyhow::Result<Vec<UnitCount>> {
    let rows = sqlx::query!(
        r#"select u.id, u.path, u.depth, p.kind, p.head, count(*) as "people!: i64",
            count(case when a.act = 'sign' then 1 end) as "signed!: i64",
            count(case when a.act = 'follow' then 1 end) as "followed!: i64"
        from person p join unit u on u.id = p.unit_id
        left join acknowledgement a on a.person_id = p.id and a.version_id = ?
        where p.active = 1 group by u.id, p.kind, p.head order by u.path"#,
        version.id.0
    )
    .fetch_all(c)
    .await
    .context("counting per unit")?;
    let mut counts: Vec<UnitCount> = Vec::new();
    for row in rows {
        if Standing::read(&row.kind, row.head, row.depth)?.owes(&version.document).is_none() {
            continue;
        }
        if counts.last().is_none_or(|count| count.unit_id != row.id) {
            counts.push(UnitCount { unit_id: row.id, path: row.path, bound: 0, signed: 0, followed: 0 });
        }
        if let Some(count) = counts.last_mut() {
            count.bound += row.people;
            count.signed += row.signed;
            count.followed += row.followed;
        }
    }
    Ok(counts)
}
