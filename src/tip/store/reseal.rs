//! SQL for the command line: what is kept, taking it out to be sealed to new keys, and back in.

use anyhow::Context as _;
use chrono::NaiveDate;
use sqlx::SqliteConnection;
use vault::key::PublicKey;

use super::{insert_audit, intake, parse_id, recipient::Receives};
use crate::{
    access::{Proof, standing::Officials},
    tip::{Agency, Id, ItemKind, Status},
};

/// An item, and every key that it should be sealed to now. Without a key nobody is left to read it.
#[derive(Clone, Debug)]
pub struct Sealable {
    pub item: Id,
    pub case: Id,
    pub n: i64,
    /// Of what is sealed, where it is known.
    pub digest: Option<[u8; 32]>,
    pub keys: Vec<PublicKey>,
}

/// Everything of this agency's copies that it has been shown, and nothing of another's. Replies stay as they are: they are sealed
/// to receipts as well, whose keys nobody can compare with anything, so that a foreign one could stand among them.
pub async fn list_sealable(
    c: &mut SqliteConnection,
    proof: &Proof,
    officials: &Officials,
    agency: Agency,
) -> anyhow::Result<Vec<Sealable>> {
    let name = agency.as_str();
    let rows = sqlx::query_scalar!(
        "select id from tip_item where agency = ? and kind <> 'reply' and n > 0 order by case_id, n",
        name
    )
    .fetch_all(&mut *c)
    .await
    .context("listing what can be sealed anew")?;
    let mut all = Vec::with_capacity(rows.len());
    for id in rows {
        all.extend(find_sealable(c, proof, officials, parse_id(&id)?).await?);
    }
    Ok(all)
}

/// The keys of an item: of its agency; of its author alone, where it is a note.
pub async fn find_sealable(
    c: &mut SqliteConnection,
    _proof: &Proof,
    officials: &Officials,
    item: Id,
) -> anyhow::Result<Option<Sealable>> {
    let id = item.0.as_slice();
    let Some(row) = sqlx::query!("select case_id, n, kind, agency, author, digest from tip_item where id = ?", id)
        .fetch_optional(&mut *c)
        .await
        .context("finding something sealed")?
    else {
        return Ok(None);
    };
    let (case, mut keys) = (parse_id(&row.case_id)?, Vec::new());
    match ItemKind::parse(&row.kind).context("an unknown kind")? {
        ItemKind::Report | ItemKind::Addition => {
            let agency = Agency::parse(&row.agency).context("an unknown agency")?;
            keys.extend(intake::list_active_keys(c, agency, officials).await?);
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
    let digest = row.digest.map(|digest| digest.try_into().ok().context("a digest of an item")).transpose()?;
    Ok(Some(Sealable { item, case, n: row.n, digest, keys }))
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

/// What stood there first stays until someone of the agency has compared.
pub async fn replace_sealed(c: &mut SqliteConnection, _proof: &Proof, item: Id, sealed: &[u8]) -> anyhow::Result<()> {
    let id = item.0.as_slice();
    sqlx::query!("update tip_item set former = coalesce(former, sealed), sealed = ? where id = ?", sealed, id)
        .execute(c)
        .await
        .context("replacing something sealed")?;
    Ok(())
}

/// A recipient has compared what was sealed anew in a case: it is the same, or what stood there comes back. How many.
pub async fn settle(
    c: &mut SqliteConnection,
    receives: &Receives,
    case: Id,
    same: bool,
    day: NaiveDate,
) -> anyhow::Result<u64> {
    let (id, agency, author) = (case.0.as_slice(), receives.agency.as_str(), receives.recipient.0.as_slice());
    let settled = sqlx::query!(
        "update tip_item set sealed = case ?3 when 1 then sealed else former end, former = null
         where case_id = ?1 and agency = ?2 and former is not null and (kind <> 'note' or author = ?4)",
        id,
        agency,
        same,
        author
    )
    .execute(&mut *c)
    .await
    .context("settling what was sealed anew")?
    .rows_affected();
    if settled > 0 {
        let action = if same { "items.same" } else { "items.restore" };
        insert_audit(c, Some(receives.account), action, Some(case), None, day).await?;
    }
    Ok(settled)
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
