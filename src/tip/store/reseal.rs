//! SQL for the command line: what is kept, taking it out to be sealed to new keys, and back in.

use anyhow::Context as _;
use chrono::NaiveDate;
use sqlx::SqliteConnection;
use vault::key::PublicKey;

use super::{insert_audit, intake, parse_id};
use crate::{
    access::Proof,
    tip::{Agency, Id, ItemKind, Status},
};

/// An item, and every key that it should be sealed to now. Without a key nobody is left to read it.
#[derive(Clone, Debug)]
pub struct Sealable {
    pub item: Id,
    pub case: Id,
    pub n: i64,
    pub keys: Vec<PublicKey>,
}

/// Everything that this agency can open, or that it shall be able to open. Replies stay as they are: they are sealed
/// to receipts as well, whose keys nobody can compare with anything, so that a foreign one could stand among them.
pub async fn list_sealable(c: &mut SqliteConnection, proof: &Proof, agency: Agency) -> anyhow::Result<Vec<Sealable>> {
    let name = agency.as_str();
    let rows = sqlx::query_scalar!(
        "select i.id from tip_item i join tip_handling h on h.case_id = i.case_id and h.agency = ?
         where i.kind <> 'reply' and (i.agency is null or i.agency = h.agency) order by i.case_id, i.n",
        name
    )
    .fetch_all(&mut *c)
    .await
    .context("listing what can be sealed anew")?;
    let mut all = Vec::with_capacity(rows.len());
    for id in rows {
        all.extend(find_sealable(c, proof, parse_id(&id)?).await?);
    }
    Ok(all)
}

/// The keys of an item: of all agencies that have the case; of its author alone, where it is a note.
pub async fn find_sealable(c: &mut SqliteConnection, _proof: &Proof, item: Id) -> anyhow::Result<Option<Sealable>> {
    let id = item.0.as_slice();
    let Some(row) = sqlx::query!("select case_id, n, kind, author from tip_item where id = ?", id)
        .fetch_optional(&mut *c)
        .await
        .context("finding something sealed")?
    else {
        return Ok(None);
    };
    let (case, mut keys) = (parse_id(&row.case_id)?, Vec::new());
    match ItemKind::parse(&row.kind).context("an unknown kind")? {
        ItemKind::Report | ItemKind::Addition => {
            for agency in intake::list_agencies_of(c, case).await? {
                keys.extend(intake::list_active_keys(c, agency).await?);
            }
        }
        ItemKind::Reply => {}
        ItemKind::Note => {
            let key = sqlx::query_scalar!(
                "select public_key from tip_key where recipient_id = ? and state = 'active'",
                row.author
            )
            .fetch_optional(c)
            .await
            .context("finding the key of a note")?;
            keys.extend(key.map(|key| key.parse().ok().context("a key in the database of tips")).transpose()?);
        }
    }
    Ok(Some(Sealable { item, case, n: row.n, keys }))
}

pub async fn find_sealed(c: &mut SqliteConnection, _proof: &Proof, item: Id) -> anyhow::Result<Option<Vec<u8>>> {
    let id = item.0.as_slice();
    sqlx::query_scalar!("select sealed from tip_item where id = ?", id)
        .fetch_optional(c)
        .await
        .context("reading something sealed")
}

/// Every item, of whatever agency.
pub async fn list_items(c: &mut SqliteConnection, _proof: &Proof) -> anyhow::Result<Vec<Id>> {
    let rows =
        sqlx::query_scalar!("select id from tip_item order by id").fetch_all(c).await.context("listing items")?;
    rows.iter().map(|id| parse_id(id)).collect()
}

pub async fn replace_sealed(c: &mut SqliteConnection, _proof: &Proof, item: Id, sealed: &[u8]) -> anyhow::Result<()> {
    let id = item.0.as_slice();
    sqlx::query!("update tip_item set sealed = ? where id = ?", sealed, id)
        .execute(c)
        .await
        .context("replacing something sealed")?;
    Ok(())
}

/// That items were taken out or in, on which day.
pub async fn note(c: &mut SqliteConnection, action: &str, day: NaiveDate) -> anyhow::Result<()> {
    insert_audit(c, None, action, None, None, day).await
}

/// How many cases of an agency stand where.
pub async fn count_cases(
    c: &mut SqliteConnection,
    _proof: &Proof,
    agency: Agency,
) -> anyhow::Result<Vec<(Status, i64)>> {
    let agency = agency.as_str();
    let rows = sqlx::query!(
        "select status, count(*) as \"count!: i64\" from tip_handling where agency = ? group by status",
        agency
    )
    .fetch_all(c)
    .await
    .context("counting cases")?;
    let count = |status: Status| rows.iter().find(|row| row.status == status.as_str()).map_or(0, |row| row.count);
    Ok(Status::ALL.map(|status| (status, count(status))).to_vec())
}
