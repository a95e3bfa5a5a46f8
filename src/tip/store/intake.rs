//! SQL of what citizens do: hand in, come back with the receipt, read replies, add.

use anyhow::Context as _;
use chrono::NaiveDate;
use sqlx::SqliteConnection;
use vault::key::PublicKey;

use super::{parse_day, parse_id};
use crate::tip::{Agency, Id, ItemKind, Status};

/// A tip that is sealed and can be kept.
pub struct NewCase<'a> {
    pub id: Id,
    pub locator: [u8; 32],
    pub reply_key: &'a PublicKey,
    pub agencies: &'a [Agency],
    pub sealed: &'a [u8],
    pub day: NaiveDate,
}

/// Keeps a tip. The same locator a second time changes nothing: the same tip came twice.
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
    for agency in new.agencies {
        let (agency, status) = (agency.as_str(), Status::Received.as_str());
        sqlx::query!(
            "insert into tip_handling (case_id, agency, status, unread, changed_on) values (?, ?, ?, 1, ?)",
            bytes,
            agency,
            status,
            day
        )
        .execute(&mut *c)
        .await
        .context("handing a tip to an agency")?;
    }
    insert_item(c, new.id, ItemKind::Report, new.sealed, new.day).await?;
    Ok(new.id)
}

/// Keeps what the reporter adds; every agency that has the case sees that there is something new.
pub async fn insert_addition(c: &mut SqliteConnection, case: Id, sealed: &[u8], day: NaiveDate) -> anyhow::Result<()> {
    insert_item(c, case, ItemKind::Addition, sealed, day).await?;
    let (id, day) = (case.0.as_slice(), day.to_string());
    sqlx::query!("update tip_handling set unread = 1, changed_on = ? where case_id = ?", day, id)
        .execute(c)
        .await
        .context("marking an addition as unread")?;
    Ok(())
}

async fn insert_item(
    c: &mut SqliteConnection,
    case: Id,
    kind: ItemKind,
    sealed: &[u8],
    day: NaiveDate,
) -> anyhow::Result<()> {
    let (id, case, kind) = (Id::random(), case.0.as_slice(), kind.as_str());
    let (id, day) = (id.0.as_slice(), day.to_string());
    sqlx::query!(
        "insert into tip_item (id, case_id, n, kind, on_day, unread, sealed)
         values (?1, ?2, (select coalesce(max(n), 0) + 1 from tip_item where case_id = ?2), ?3, ?4, 0, ?5)",
        id,
        case,
        kind,
        day,
        sealed
    )
    .execute(c)
    .await
    .context("keeping something sealed")?;
    Ok(())
}

/// A case as its reporter sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    pub id: Id,
    pub received: NaiveDate,
    /// Agencies that have it, how far they are, and since when.
    pub handling: Vec<(Agency, Status, NaiveDate)>,
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
            coalesce(other.changed_on, mine.changed_on) as \"changed_on!\"
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
            Ok((agency, status, parse_day(&row.changed_on)?))
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
        "select agency as \"agency!\", on_day, unread as \"unread: bool\", sealed from tip_item
         where case_id = ? and kind = 'reply' order by n desc limit ?",
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

/// Agencies to which tips can be sealed now.
pub async fn list_open_agencies(c: &mut SqliteConnection) -> anyhow::Result<Vec<Agency>> {
    let rows = sqlx::query_scalar!(
        "select distinct agency from tip_recipient r
         where recovery = 0 and retired_on is null
            and exists (select 1 from tip_key where recipient_id = r.id and state = 'active')
         order by agency desc"
    )
    .fetch_all(c)
    .await
    .context("listing agencies with recipients")?;
    Ok(rows.iter().filter_map(|agency| Agency::parse(agency)).collect())
}

/// Every key that may open what goes to this agency now: of its recipients, and for recovery.
pub async fn list_active_keys(c: &mut SqliteConnection, agency: Agency) -> anyhow::Result<Vec<PublicKey>> {
    let agency = agency.as_str();
    let rows = sqlx::query_scalar!(
        "select public_key from tip_key join tip_recipient r on r.id = recipient_id
         where agency = ? and state = 'active' and retired_on is null order by public_key",
        agency
    )
    .fetch_all(c)
    .await
    .context("listing keys")?;
    rows.iter().map(|key| key.parse().ok().context("a key in the database of tips")).collect()
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
    let taken = sqlx::query!(
        r#"select count(*) filter (where kind = 'report') as "tips!: i64",
            count(*) filter (where kind = 'addition') as "additions!: i64" from tip_item where on_day = ?"#,
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
