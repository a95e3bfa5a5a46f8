//! SQL of links and of their history: which account spoke for whom, from when to when.

use anyhow::Context as _;
use chrono::{DateTime, Utc};
use sqlx::SqliteConnection;

use crate::{
    access::{Actor, LinkId, Proof, TelegramId, store::insert_audit},
    clock::from_millis,
    roster::{PersonId, account::commit},
};

/// Why a link ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ended {
    Themselves,
    Admin,
    /// The person left the roster, and the account speaks for another now.
    Left,
}

impl Ended {
    fn as_str(self) -> &'static str {
        match self {
            Ended::Themselves => "self",
            Ended::Admin => "admin",
            Ended::Left => "left",
        }
    }
}

/// A link that stands or stood, compared with an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastLink {
    pub id: LinkId,
    pub since: DateTime<Utc>,
    pub until: Option<DateTime<Utc>>,
    /// Whether it was this very account; `None` where that is not known (any more).
    pub same: Option<bool>,
    /// Who made the code; `None` by command line, or not known.
    pub code_by: Option<TelegramId>,
}

/// All links of a person, oldest first, each compared with `account`.
pub async fn list_past_links(
    c: &mut SqliteConnection,
    person: PersonId,
    account: TelegramId,
) -> anyhow::Result<Vec<PastLink>> {
    let rows = sqlx::query!(
        "select id, salt, account, code_by, linked_at, ended_at from link_history where person_id = ? order by id",
        person.0
    )
    .fetch_all(c)
    .await
    .context("listing the links of someone")?;
    Ok(rows
        .into_iter()
        .map(|row| PastLink {
            id: LinkId(row.id),
            since: from_millis(row.linked_at),
            until: row.ended_at.map(from_millis),
            same: row.salt.zip(row.account).map(|(salt, known)| commit(&salt, account).as_slice() == known),
            code_by: row.code_by.filter(|by| *by > 0).map(TelegramId),
        })
        .collect())
}

/// The link by which this account speaks for this person now. Its account is noted where it was not yet.
pub async fn current_link(
    c: &mut SqliteConnection,
    person: PersonId,
    account: TelegramId,
) -> anyhow::Result<Option<LinkId>> {
    let linked =
        sqlx::query_scalar!("select linked_at from link where person_id = ? and telegram_id = ?", person.0, account.0)
            .fetch_optional(&mut *c)
            .await
            .context("finding a link")?;
    let Some(linked_at) = linked else { return Ok(None) };
    let open = sqlx::query!(
        r#"select id, salt, account from link_history where person_id = ? and ended_at is null"#,
        person.0
    )
    .fetch_optional(&mut *c)
    .await
    .context("finding the history of a link")?;
    // A link that came about without the bot is noted as what it is; verification asks where it came from.
    match open {
        Some(open) if open.account.is_none() => {
            if let Some(salt) = &open.salt {
                note_account(c, open.id, salt, account).await?;
            }
            Ok(Some(LinkId(open.id)))
        }
        Some(open) if open.salt.as_ref().map(|salt| commit(salt, account).to_vec()) == open.account => {
            Ok(Some(LinkId(open.id)))
        }
        _ => insert_link(c, person, account, "before", None, linked_at).await.map(Some),
    }
}

/// Notes a link that was just made by code.
pub(super) async fn open_link(
    c: &mut SqliteConnection,
    person: PersonId,
    account: TelegramId,
    code_by: Option<i64>,
    now: DateTime<Utc>,
) -> anyhow::Result<LinkId> {
    let id = insert_link(c, person, account, "code", code_by, now.timestamp_millis()).await?;
    let by = code_by.map_or_else(|| "command line".to_owned(), |by| by.to_string());
    let detail = format!("link={} code_by={by}", id.0);
    insert_audit(c, Actor::Link(id), "roster.link", &person.0.to_string(), &detail, now).await?;
    Ok(id)
}

/// One account has one salt for each person, so that it can be seen to be the same; no other has it.
async fn insert_link(
    c: &mut SqliteConnection,
    person: PersonId,
    account: TelegramId,
    how: &str,
    code_by: Option<i64>,
    linked_at: i64,
) -> anyhow::Result<LinkId> {
    // Whatever took the last link away without a word.
    sqlx::query!(
        "update link_history set ended_at = ?, ended_how = 'left' where person_id = ? and ended_at is null",
        linked_at,
        person.0
    )
    .execute(&mut *c)
    .await
    .context("ending a link")?;
    let former = list_past_links(c, person, account).await?.into_iter().find(|link| link.same == Some(true));
    let former = former.map(|link| link.id.0);
    let row = sqlx::query!(
        r#"insert into link_history (person_id, salt, how, code_by, linked_at) values (
            ?, coalesce((select salt from link_history where id = ?), randomblob(32)), ?, ?, ?
        ) returning id as "id!: i64", salt as "salt!: Vec<u8>""#,
        person.0,
        former,
        how,
        code_by,
        linked_at
    )
    .fetch_one(&mut *c)
    .await
    .context("noting a link")?;
    note_account(c, row.id, &row.salt, account).await?;
    Ok(LinkId(row.id))
}

async fn note_account(c: &mut SqliteConnection, id: i64, salt: &[u8], account: TelegramId) -> anyhow::Result<()> {
    let hash = commit(salt, account);
    let hash = hash.as_slice();
    sqlx::query!("update link_history set account = ? where id = ?", hash, id)
        .execute(c)
        .await
        .context("noting the account of a link")?;
    Ok(())
}

pub(super) async fn end_link(
    c: &mut SqliteConnection,
    person: PersonId,
    account: TelegramId,
    how: Ended,
    now: DateTime<Utc>,
) -> anyhow::Result<Option<LinkId>> {
    let Some(link) = current_link(c, person, account).await? else { return Ok(None) };
    sqlx::query!("delete from link where person_id = ?", person.0).execute(&mut *c).await.context("removing a link")?;
    let (at, how) = (now.timestamp_millis(), how.as_str());
    // Never before what was done by it, whatever the clock says.
    sqlx::query!(
        "update link_history set ended_how = ?2, ended_at = max(linked_at, ?1, coalesce((
            select max(a.at) from acknowledgement a join acknowledgement_link l on l.seq = a.seq where l.link_id = ?3
        ), 0)) where id = ?3",
        at,
        how,
        link.0
    )
    .execute(c)
    .await
    .context("ending a link")?;
    Ok(Some(link))
}

/// Frees the person's account; what they acknowledged stays. False where there was no link.
pub async fn unlink(
    c: &mut SqliteConnection,
    proof: &Proof,
    person: PersonId,
    now: DateTime<Utc>,
) -> anyhow::Result<bool> {
    let Some(account) = super::find_link(c, person).await? else { return Ok(false) };
    let Some(link) = end_link(c, person, account, Ended::Admin, now).await? else { return Ok(false) };
    let detail = format!("link={}", link.0);
    insert_audit(c, proof.actor(), "roster.unlink", &person.0.to_string(), &detail, now).await?;
    Ok(true)
}

/// Lets go of one's own account; what was acknowledged stays. False where there was no link.
pub async fn unlink_own(c: &mut SqliteConnection, id: TelegramId, now: DateTime<Utc>) -> anyhow::Result<bool> {
    end_own(c, id, Ended::Themselves, now).await
}

/// Lets the account go of someone who left the roster; false where it is of nobody or of someone active.
pub(super) async fn free_from_inactive(
    c: &mut SqliteConnection,
    id: TelegramId,
    now: DateTime<Utc>,
) -> anyhow::Result<bool> {
    Ok(super::is_inactive(c, id).await? && end_own(c, id, Ended::Left, now).await?)
}

async fn end_own(c: &mut SqliteConnection, id: TelegramId, how: Ended, now: DateTime<Utc>) -> anyhow::Result<bool> {
    let person = sqlx::query_scalar!("select person_id from link where telegram_id = ?", id.0)
        .fetch_optional(&mut *c)
        .await
        .context("finding one's own link")?;
    let Some(person) = person else { return Ok(false) };
    let Some(link) = end_link(c, PersonId(person), id, how, now).await? else { return Ok(false) };
    let action = if how == Ended::Left { "roster.unlink_left" } else { "roster.unlink_own" };
    let detail = format!("link={}", link.0);
    insert_audit(c, Actor::Link(link), action, &person.to_string(), &detail, now).await?;
    Ok(true)
}
