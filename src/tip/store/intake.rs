//! SQL of what citizens do: hand in, come back with the receipt, read replies, add.

use anyhow::Context as _;
use chrono::NaiveDate;
use sqlx::SqliteConnection;
use vault::key::PublicKey;

use super::{parse_day, parse_id};
use crate::{
    access::{TelegramId, standing::Officials},
    tip::{Agency, Id, ItemKind, Reason, Status},
};

/// What came from a reporter: one copy for each agency, and the hash of what is in all of them.
pub struct Sealed<'a> {
    pub copies: &'a [(Agency, Vec<u8>)],
    pub digest: [u8; 32],
}

/// A tip that is sealed and can be kept.
pub struct NewCase<'a> {
    pub id: Id,
    pub locator: [u8; 32],
    pub reply_key: &'a PublicKey,
    pub sealed: Sealed<'a>,
    pub day: NaiveDate,
}

/// Keeps a tip. The same locator a second time changes nothing: the same tip came twice. No agency knows of it
/// before [`release`].
pub async fn insert_case(c: &mut SqliteConnection, new: &NewCase<'_>) -> anyhow::Result<Id> {
    let (locator, key) = (new.locator.as_slice(), new.reply_key.to_string());
    let (bytes, day) = (new.id.0.as_slice(), new.day.to_string());
    let inserted = sqlx::query!(
        "insert into tip_case (id, locator, reply_key, received_on) values (?, ?, ?, ?) on conflict (locator) do nothing",
        bytes,
        locator,
        key,
        day
    )
    .execute(&mut *c)
    .await
    .context("keeping a tip")?;
    if inserted.rows_affected() == 0 {
        return find_case(c, new.locator).await?.map(|found| found.id).context("finding a tip that came twice");
    }
    for (agency, _) in new.sealed.copies {
        let (agency, status) = (agency.as_str(), Status::Received.as_str());
        sqlx::query!(
            "insert into tip_handling (case_id, agency, status, unread, changed_on, shown) values (?, ?, ?, 0, ?, 0)",
            bytes,
            agency,
            status,
            day
        )
        .execute(&mut *c)
        .await
        .context("handing a tip to an agency")?;
    }
    insert_items(c, new.id, ItemKind::Report, &new.sealed, new.day).await?;
    Ok(new.id)
}

/// Keeps what the reporter adds, for the agencies that it is sealed for.
pub async fn insert_addition(
    c: &mut SqliteConnection,
    case: Id,
    sealed: &Sealed<'_>,
    day: NaiveDate,
) -> anyhow::Result<()> {
    insert_items(c, case, ItemKind::Addition, sealed, day).await
}

async fn insert_items(
    c: &mut SqliteConnection,
    case: Id,
    kind: ItemKind,
    new: &Sealed<'_>,
    day: NaiveDate,
) -> anyhow::Result<()> {
    let (case, kind, day, digest) = (case.0.as_slice(), kind.as_str(), day.to_string(), new.digest.as_slice());
    for (agency, sealed) in new.copies {
        let (id, agency) = (Id::random(), agency.as_str());
        let id = id.0.as_slice();
        sqlx::query!(
            "insert into tip_item (id, case_id, n, kind, agency, on_day, unread, sealed, digest)
             values (?1, ?2, (select min(coalesce(min(n), 0), 0) - 1 from tip_item where case_id = ?2 and agency = ?4),
                ?3, ?4, ?5, 0, ?6, ?7)",
            id,
            case,
            kind,
            agency,
            day,
            sealed,
            digest
        )
        .execute(&mut *c)
        .await
        .context("keeping something sealed")?;
    }
    Ok(())
}

/// The hour of a digest has come: agencies may know what came since the one before.
pub async fn release(c: &mut SqliteConnection, day: NaiveDate) -> anyhow::Result<()> {
    let items = sqlx::query!("select id, case_id, agency from tip_item where n < 0 order by case_id, agency, n desc")
        .fetch_all(&mut *c)
        .await
        .context("listing what came since the last digest")?;
    let today = day.to_string();
    for item in items {
        sqlx::query!(
            "update tip_item set n = (select max(coalesce(max(n), 0), 0) + 1 from tip_item where case_id = ?2 and agency = ?3)
             where id = ?1",
            item.id,
            item.case_id,
            item.agency
        )
        .execute(&mut *c)
        .await
        .context("showing what came since the last digest")?;
        sqlx::query!(
            "update tip_handling set unread = 1, changed_on = case shown when 1 then ?3 else changed_on end, shown = 1
             where case_id = ?1 and agency = ?2",
            item.case_id,
            item.agency,
            today
        )
        .execute(&mut *c)
        .await
        .context("showing a case")?;
    }
    Ok(())
}

/// A case as its reporter sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    pub id: Id,
    pub received: NaiveDate,
    /// Agencies that have it.
    pub handling: Vec<Handling>,
}

/// How far an agency is with a case, since when, and why no further.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Handling {
    pub agency: Agency,
    pub status: Status,
    pub since: NaiveDate,
    pub reason: Option<Reason>,
}

/// By what the receipt derives to. Merged cases go as far as the one they were merged into.
pub async fn find_case(c: &mut SqliteConnection, locator: [u8; 32]) -> anyhow::Result<Option<Found>> {
    let locator = locator.as_slice();
    let Some(case) = sqlx::query!("select id, received_on from tip_case where locator = ?", locator)
        .fetch_optional(&mut *c)
        .await
        .context("finding a case by its receipt")?
    else {
        return Ok(None);
    };
    let rows = sqlx::query!(
        "select mine.agency, coalesce(other.status, mine.status) as \"status!\",
            coalesce(other.changed_on, mine.changed_on) as \"changed_on!\",
            case when other.case_id is null then mine.reason else other.reason end as \"reason: String\"
         from tip_handling mine
         left join tip_handling other on other.case_id = mine.merged_into and other.agency = mine.agency
         where mine.case_id = ? order by mine.agency desc",
        case.id
    )
    .fetch_all(c)
    .await
    .context("finding how far a case is")?;
    let handling = rows
        .into_iter()
        .map(|row| {
            let agency = Agency::parse(&row.agency).context("an unknown agency")?;
            let status = Status::parse(&row.status).context("an unknown status")?;
            let reason = row.reason.as_deref().and_then(Reason::parse);
            Ok(Handling { agency, status, since: parse_day(&row.changed_on)?, reason })
        })
        .collect::<anyhow::Result<_>>()?;
    Ok(Some(Found { id: parse_id(&case.id)?, received: parse_day(&case.received_on)?, handling }))
}

/// A reply, still sealed.
pub struct SealedReply {
    pub agency: Agency,
    pub day: NaiveDate,
    pub unread: bool,
    pub sealed: Vec<u8>,
}

/// The newest first.
pub async fn list_replies(c: &mut SqliteConnection, case: Id, most: i64) -> anyhow::Result<Vec<SealedReply>> {
    let id = case.0.as_slice();
    let rows = sqlx::query!(
        "select agency, on_day, unread as \"unread: bool\", sealed from tip_item
         where case_id = ? and kind = 'reply' order by on_day desc, n desc limit ?",
        id,
        most
    )
    .fetch_all(c)
    .await
    .context("listing replies")?;
    rows.into_iter()
        .map(|row| {
            let agency = Agency::parse(&row.agency).context("an unknown agency")?;
            Ok(SealedReply { agency, day: parse_day(&row.on_day)?, unread: row.unread, sealed: row.sealed })
        })
        .collect()
}

/// The reporter has seen the replies. True where that is news.
pub async fn mark_replies_read(c: &mut SqliteConnection, case: Id) -> anyhow::Result<bool> {
    let id = case.0.as_slice();
    let read = sqlx::query!("update tip_item set unread = 0 where case_id = ? and unread = 1", id)
        .execute(c)
        .await
        .context("marking replies as read")?;
    Ok(read.rows_affected() > 0)
}

/// The keys that open what goes to an agency now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Readers {
    pub agency: Agency,
    /// Of its recipients.
    pub people: usize,
    pub recovery: usize,
    pub keys: Vec<PublicKey>,
}

/// Of every agency. A key counts only where two who have ever held a role confirmed it: nothing else that may stand in
/// this database is sealed to.
pub async fn list_readers(c: &mut SqliteConnection, officials: &Officials) -> anyhow::Result<Vec<Readers>> {
    let rows = sqlx::query!(
        "select agency, recovery as \"recovery: bool\", public_key, confirmed_super as \"one!\", confirmed_other as \"other!\"
         from tip_key join tip_recipient r on r.id = recipient_id
         where state = 'active' and retired_on is null order by public_key"
    )
    .fetch_all(c)
    .await
    .context("listing keys")?;
    let mut all = Agency::ALL.map(|agency| Readers { agency, people: 0, recovery: 0, keys: Vec::new() });
    for row in rows {
        let agency = Agency::parse(&row.agency).context("an unknown agency")?;
        if ![row.one, row.other].into_iter().all(|user| officials.has_known(TelegramId(user))) {
            continue;
        }
        let key = row.public_key.parse().ok().context("a key in the database of tips")?;
        for readers in all.iter_mut().filter(|readers| readers.agency == agency) {
            readers.people += usize::from(!row.recovery);
            readers.recovery += usize::from(row.recovery);
            readers.keys.push(Clone::clone(&key));
        }
    }
    Ok(all.into())
}

/// Agencies to which tips can be sealed now: someone can open them in time.
pub fn open(readers: &[Readers]) -> Vec<Agency> {
    let mut open: Vec<Agency> = readers.iter().filter(|one| one.people > 0).map(|one| one.agency).collect();
    open.sort_by_key(|agency| agency.as_str());
    open.reverse();
    open
}

/// Every key that may open what goes to this agency now: of its recipients, and for recovery.
pub async fn list_active_keys(
    c: &mut SqliteConnection,
    agency: Agency,
    officials: &Officials,
) -> anyhow::Result<Vec<PublicKey>> {
    let readers = list_readers(c, officials).await?;
    Ok(readers.into_iter().filter(|one| one.agency == agency).flat_map(|one| one.keys).collect())
}

/// Agencies that have a case.
pub async fn list_agencies_of(c: &mut SqliteConnection, case: Id) -> anyhow::Result<Vec<Agency>> {
    let id = case.0.as_slice();
    let rows = sqlx::query_scalar!("select agency from tip_handling where case_id = ? order by agency desc", id)
        .fetch_all(c)
        .await
        .context("listing the agencies of a case")?;
    Ok(rows.iter().filter_map(|agency| Agency::parse(agency)).collect())
}

/// How much is kept: tips and additions of this day, and bytes of the whole file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Load {
    pub tips: i64,
    pub additions: i64,
    pub bytes: i64,
}

pub async fn find_load(c: &mut SqliteConnection, day: NaiveDate) -> anyhow::Result<Load> {
    let day = day.to_string();
    // Each agency has a copy of the same.
    let taken = sqlx::query!(
        r#"select count(distinct coalesce(digest, id)) filter (where kind = 'report') as "tips!: i64",
             count(distinct coalesce(digest, id)) filter (where kind = 'addition') as "additions!: i64"
           from tip_item where on_day = ?"#,
        day
    )
    .fetch_one(&mut *c)
    .await
    .context("counting the tips of a day")?;
    let bytes: i64 = sqlx::query_scalar("select page_count * page_size from pragma_page_count, pragma_page_size")
        .fetch_one(c)
        .await
        .context("measuring the database of tips")?;
    Ok(Load { tips: taken.tips, additions: taken.additions, bytes })
}
