//! SQL of what recipients do with cases; each function only sees those of their agency.

use anyhow::Context as _;
use chrono::NaiveDate;
use sqlx::SqliteConnection;

use super::{insert_audit, parse_day, parse_id, recipient::Receives};
use crate::tip::{Agency, Id, ItemKind, Reason, Status, counts::Cells};

/// How much there is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Overview {
    pub open: i64,
    pub closed: i64,
    /// With something that nobody of the agency has fetched.
    pub unread: i64,
}

pub async fn find_overview(c: &mut SqliteConnection, receives: &Receives) -> anyhow::Result<Overview> {
    let agency = receives.agency.as_str();
    let row = sqlx::query!(
        "select coalesce(sum(closed_on is null and merged_into is null), 0) as \"open!: i64\",
            coalesce(sum(closed_on is not null and merged_into is null), 0) as \"closed!: i64\",
            coalesce(sum(unread), 0) as \"unread!: i64\"
         from tip_handling where agency = ? and shown",
        agency
    )
    .fetch_one(c)
    .await
    .context("counting cases")?;
    Ok(Overview { open: row.open, closed: row.closed, unread: row.unread })
}

/// A case in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    pub id: Id,
    pub status: Status,
    pub received: NaiveDate,
    /// It, or a duplicate of it, has something new.
    pub unread: bool,
}

/// Cases that are no duplicates: what is new first, then the latest.
pub async fn list_cases(
    c: &mut SqliteConnection,
    receives: &Receives,
    closed: bool,
    page: u16,
    per_page: usize,
) -> anyhow::Result<Vec<Line>> {
    let (agency, limit) = (receives.agency.as_str(), i64::try_from(per_page + 1)?);
    let offset = i64::from(page) * i64::try_from(per_page)?;
    let rows = sqlx::query!(
        "select h.case_id, h.status, k.received_on,
            (h.unread or exists (select 1 from tip_handling d
                where d.merged_into = h.case_id and d.agency = h.agency and d.unread)) as \"unread!: bool\"
         from tip_handling h join tip_case k on k.id = h.case_id
         where h.agency = ? and h.shown and h.merged_into is null and (h.closed_on is not null) = ?
         order by 4 desc, k.received_on desc, h.case_id limit ? offset ?",
        agency,
        closed,
        limit,
        offset
    )
    .fetch_all(c)
    .await
    .context("listing cases")?;
    rows.into_iter().map(|row| line(&row.case_id, &row.status, &row.received_on, row.unread)).collect()
}

/// Cases that this one may be a duplicate of, the latest first.
pub async fn list_others(
    c: &mut SqliteConnection,
    receives: &Receives,
    case: Id,
    page: u16,
    per_page: usize,
) -> anyhow::Result<Vec<Line>> {
    let (agency, id, limit) = (receives.agency.as_str(), case.0.as_slice(), i64::try_from(per_page + 1)?);
    let offset = i64::from(page) * i64::try_from(per_page)?;
    let rows = sqlx::query!(
        "select h.case_id, h.status, k.received_on, h.unread as \"unread: bool\"
         from tip_handling h join tip_case k on k.id = h.case_id
         where h.agency = ? and h.shown and h.merged_into is null and h.case_id <> ?
         order by k.received_on desc, h.case_id limit ? offset ?",
        agency,
        id,
        limit,
        offset
    )
    .fetch_all(c)
    .await
    .context("listing other cases")?;
    rows.into_iter().map(|row| line(&row.case_id, &row.status, &row.received_on, row.unread)).collect()
}

fn line(id: &[u8], status: &str, received: &str, unread: bool) -> anyhow::Result<Line> {
    let status = Status::parse(status).context("an unknown status")?;
    Ok(Line { id: parse_id(id)?, status, received: parse_day(received)?, unread })
}

/// A case as a recipient sees it.
#[derive(Clone, Debug)]
pub struct Case {
    pub id: Id,
    pub received: NaiveDate,
    pub status: Status,
    /// Why it is not pursued.
    pub reason: Option<Reason>,
    pub changed: NaiveDate,
    /// The last item of the reporter's that someone of the agency has fetched.
    pub fetched: i64,
    pub merged_into: Option<Id>,
    /// Everyone who has it.
    pub agencies: Vec<Agency>,
    pub items: Vec<Item>,
    /// Cases that were merged into it.
    pub duplicates: Vec<Id>,
}

/// Something sealed that this recipient can open.
#[derive(Clone, Copy, Debug)]
pub struct Item {
    pub id: Id,
    pub n: i64,
    pub kind: ItemKind,
    pub day: NaiveDate,
    /// Of what is sealed; none of what came before there were any.
    pub digest: Option<[u8; 32]>,
    /// It was sealed anew, and nobody of the agency has compared what is in it yet.
    pub resealed: bool,
}

impl Case {
    /// From the reporter, and not fetched yet.
    pub fn is_new(&self, item: &Item) -> bool {
        matches!(item.kind, ItemKind::Report | ItemKind::Addition) && item.n > self.fetched
    }
}

/// `None` for what the agency does not have.
pub async fn find_case(c: &mut SqliteConnection, receives: &Receives, case: Id) -> anyhow::Result<Option<Case>> {
    let (id, agency, author) = (case.0.as_slice(), receives.agency.as_str(), receives.recipient.0.as_slice());
    let Some(row) = sqlx::query!(
        "select k.received_on, h.status, h.reason, h.changed_on, h.fetched, h.merged_into
         from tip_handling h join tip_case k on k.id = h.case_id where h.case_id = ? and h.agency = ? and h.shown",
        id,
        agency
    )
    .fetch_optional(&mut *c)
    .await
    .context("finding a case")?
    else {
        return Ok(None);
    };
    let items = sqlx::query!(
        "select id, n, kind, on_day, digest, former is not null as \"resealed!: bool\" from tip_item
         where case_id = ? and agency = ? and n > 0 and (kind <> 'note' or author = ?)
         order by n",
        id,
        agency,
        author
    )
    .fetch_all(&mut *c)
    .await
    .context("listing what a case holds")?;
    let items = items
        .into_iter()
        .map(|item| {
            let kind = ItemKind::parse(&item.kind).context("an unknown kind")?;
            let digest = item.digest.map(|digest| digest.try_into().ok().context("a digest of an item")).transpose()?;
            let (id, day) = (parse_id(&item.id)?, parse_day(&item.on_day)?);
            Ok(Item { id, n: item.n, kind, day, digest, resealed: item.resealed })
        })
        .collect::<anyhow::Result<_>>()?;
    let duplicates = sqlx::query_scalar!(
        "select case_id from tip_handling where merged_into = ? and agency = ? order by case_id",
        id,
        agency
    )
    .fetch_all(&mut *c)
    .await
    .context("listing duplicates")?;
    Ok(Some(Case {
        id: case,
        received: parse_day(&row.received_on)?,
        status: Status::parse(&row.status).context("an unknown status")?,
        reason: row.reason.as_deref().and_then(Reason::parse),
        changed: parse_day(&row.changed_on)?,
        fetched: row.fetched,
        merged_into: row.merged_into.map(|id| parse_id(&id)).transpose()?,
        agencies: super::intake::list_agencies_of(c, case).await?,
        items,
        duplicates: duplicates.iter().map(|id| parse_id(id)).collect::<anyhow::Result<_>>()?,
    }))
}

/// What came of changing a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Changed {
    Done,
    /// Not from where it is now.
    Not,
    Gone,
}

/// Moves a case on, but not to its end: see [`closing`](super::closing).
pub async fn move_case(
    c: &mut SqliteConnection,
    receives: &Receives,
    case: Id,
    status: Status,
    day: NaiveDate,
) -> anyhow::Result<Changed> {
    let Some(now) = find_case(c, receives, case).await? else { return Ok(Changed::Gone) };
    if now.merged_into.is_some() || status.is_closed() || !now.status.next().contains(&status) {
        return Ok(Changed::Not);
    }
    let (id, agency, to, today) = (case.0.as_slice(), receives.agency.as_str(), status.as_str(), day.to_string());
    sqlx::query!(
        "update tip_handling set status = ?, reason = null, changed_on = ?, closed_on = null
         where case_id = ? and agency = ?",
        to,
        today,
        id,
        agency
    )
    .execute(&mut *c)
    .await
    .context("moving a case")?;
    audit(c, receives, "case.status", case, day).await?;
    Ok(Changed::Done)
}

/// Makes a case a duplicate of another, which leads from now on. One that has duplicates itself must lead.
pub async fn merge(
    c: &mut SqliteConnection,
    receives: &Receives,
    case: Id,
    into: Id,
    day: NaiveDate,
) -> anyhow::Result<Changed> {
    let (Some(this), Some(other)) = (find_case(c, receives, case).await?, find_case(c, receives, into).await?) else {
        return Ok(Changed::Gone);
    };
    if case == into || this.merged_into.is_some() || other.merged_into.is_some() || !this.duplicates.is_empty() {
        return Ok(Changed::Not);
    }
    let (id, agency, into, today) = (case.0.as_slice(), receives.agency.as_str(), into.0.as_slice(), day.to_string());
    sqlx::query!(
        "update tip_handling set merged_into = ?, changed_on = ? where case_id = ? and agency = ?",
        into,
        today,
        id,
        agency
    )
    .execute(&mut *c)
    .await
    .context("merging cases")?;
    insert_audit(c, Some(receives.account), "case.merge", Some(case), Some(other.id), day).await?;
    Ok(Changed::Done)
}

/// A case of its own again, where it stood before.
pub async fn split(c: &mut SqliteConnection, receives: &Receives, case: Id, day: NaiveDate) -> anyhow::Result<Changed> {
    let (id, agency, today) = (case.0.as_slice(), receives.agency.as_str(), day.to_string());
    let done = sqlx::query!(
        "update tip_handling set merged_into = null, changed_on = ?
         where case_id = ? and agency = ? and merged_into is not null",
        today,
        id,
        agency
    )
    .execute(&mut *c)
    .await
    .context("splitting cases")?;
    if done.rows_affected() == 0 {
        return Ok(Changed::Not);
    }
    audit(c, receives, "case.split", case, day).await?;
    Ok(Changed::Done)
}

/// The bytes of an item, if this recipient can open it.
pub async fn find_sealed(
    c: &mut SqliteConnection,
    receives: &Receives,
    case: Id,
    item: Id,
) -> anyhow::Result<Option<Vec<u8>>> {
    let known = find_case(c, receives, case).await?.is_some_and(|case| case.items.iter().any(|one| one.id == item));
    if !known {
        return Ok(None);
    }
    let id = item.0.as_slice();
    sqlx::query_scalar!("select sealed from tip_item where id = ?", id)
        .fetch_optional(c)
        .await
        .context("reading something sealed")
}

/// Everything of the reporter's up to item `n` was sent to someone of the agency.
pub async fn mark_fetched(
    c: &mut SqliteConnection,
    receives: &Receives,
    case: Id,
    n: i64,
    day: NaiveDate,
) -> anyhow::Result<()> {
    let (id, agency) = (case.0.as_slice(), receives.agency.as_str());
    sqlx::query!(
        "update tip_handling set fetched = max(fetched, ?1), unread = exists (select 1 from tip_item
            where case_id = ?2 and agency = ?3 and kind in ('report', 'addition') and n > max(fetched, ?1))
         where case_id = ?2 and agency = ?3",
        n,
        id,
        agency
    )
    .execute(&mut *c)
    .await
    .context("marking a case as fetched")?;
    audit(c, receives, "case.fetch", case, day).await
}

/// When the service began for the agency: its first deed on record, or its first case that it may know of, whichever
/// came earlier.
pub async fn find_beginning(c: &mut SqliteConnection, receives: &Receives) -> anyhow::Result<Option<NaiveDate>> {
    let agency = receives.agency.as_str();
    let day = sqlx::query_scalar!(
        "select min(day) as \"day: String\" from (
            select min(on_day) as day from tip_audit
            union all select min(k.received_on) from tip_case k join tip_handling h on h.case_id = k.id
                where h.agency = ? and h.shown)",
        agency
    )
    .fetch_one(c)
    .await
    .context("finding when the service began")?;
    day.as_deref().map(parse_day).transpose()
}

/// Cases by the month they came in (`2024-10`), from `since` on; a duplicate stands where its leading case does.
pub async fn count_by_month(
    c: &mut SqliteConnection,
    receives: &Receives,
    since: &str,
) -> anyhow::Result<Vec<(String, Cells)>> {
    let agency = receives.agency.as_str();
    let rows = sqlx::query!(
        "select substr(k.received_on, 1, 7) as \"month!: String\", coalesce(o.status, h.status) as \"status!: String\",
            count(*) as \"count!: i64\"
         from tip_handling h join tip_case k on k.id = h.case_id
         left join tip_handling o on o.case_id = h.merged_into and o.agency = h.agency
         where h.agency = ? and h.shown and substr(k.received_on, 1, 7) >= ? group by 1, 2 order by 1",
        agency,
        since
    )
    .fetch_all(c)
    .await
    .context("counting cases by month")?;
    let mut months: Vec<(String, Cells)> = Vec::new();
    for row in rows {
        let at = Status::ALL.iter().position(|status| status.as_str() == row.status).context("an unknown status")?;
        match months.last_mut().filter(|(month, _)| *month == row.month) {
            Some((_, cells)) => cells[at] = row.count,
            None => {
                let mut cells = Cells::default();
                cells[at] = row.count;
                months.push((row.month, cells));
            }
        }
    }
    Ok(months)
}

async fn audit(
    c: &mut SqliteConnection,
    receives: &Receives,
    action: &str,
    case: Id,
    day: NaiveDate,
) -> anyhow::Result<()> {
    insert_audit(c, Some(receives.account), action, Some(case), None, day).await
}
