//! SQL of recipients and their keys: what recipients do themselves, and what those do who appoint them.

use anyhow::Context as _;
use chrono::{NaiveDate, TimeDelta};
use sqlx::SqliteConnection;

use super::{insert_audit, parse_day, parse_id};
use crate::{
    access::{Denied, Proof, TelegramId},
    texts::Lang,
    tip::{
        Agency, Id,
        appoint::{Accepted, INVITATION_DAYS, Key, Recipient, Votes},
    },
};

/// That someone receives tips for an agency *now*, by a query in the same transaction.
#[derive(Debug)]
pub struct Receives {
    pub recipient: Id,
    pub agency: Agency,
    pub account: TelegramId,
}

/// `Denied` where this account receives nothing.
pub async fn prove(c: &mut SqliteConnection, account: TelegramId) -> anyhow::Result<Receives> {
    let row = sqlx::query!(
        "select id, agency from tip_recipient where telegram_id = ? and recovery = 0 and retired_on is null",
        account.0
    )
    .fetch_optional(c)
    .await
    .context("finding a recipient")?
    .ok_or(Denied)?;
    let agency = Agency::parse(&row.agency).context("an unknown agency")?;
    Ok(Receives { recipient: parse_id(&row.id)?, agency, account })
}

/// The accounts of everyone who receives tips.
pub async fn list_accounts(c: &mut SqliteConnection) -> anyhow::Result<Vec<TelegramId>> {
    let rows = sqlx::query_scalar!(
        "select telegram_id as \"id!\" from tip_recipient where telegram_id is not null and retired_on is null"
    )
    .fetch_all(c)
    .await
    .context("listing the accounts of recipients")?;
    Ok(rows.into_iter().map(TelegramId).collect())
}

/// Who receives for an agency, and their language.
pub async fn list_readers(c: &mut SqliteConnection, agency: Agency) -> anyhow::Result<Vec<(TelegramId, Lang)>> {
    let agency = agency.as_str();
    let rows = sqlx::query!(
        "select telegram_id as \"id!\", language from tip_recipient
         where agency = ? and telegram_id is not null and retired_on is null order by label, id",
        agency
    )
    .fetch_all(c)
    .await
    .context("listing who receives for an agency")?;
    let lang = |code: Option<String>| Lang::from_code(code.as_deref().unwrap_or("id"));
    Ok(rows.into_iter().map(|row| (TelegramId(row.id), lang(row.language))).collect())
}

/// Everyone who is not retired, by agency; recovery keys last.
pub async fn list_recipients(c: &mut SqliteConnection, _proof: &Proof) -> anyhow::Result<Vec<Recipient>> {
    let ids = sqlx::query_scalar!(
        "select id from tip_recipient where retired_on is null order by agency desc, recovery, label, id"
    )
    .fetch_all(&mut *c)
    .await
    .context("listing recipients")?;
    let mut all = Vec::with_capacity(ids.len());
    for id in ids {
        all.extend(load(c, parse_id(&id)?).await?);
    }
    Ok(all)
}

/// `None` for someone who is retired, or never was.
pub async fn find_recipient(c: &mut SqliteConnection, _proof: &Proof, id: Id) -> anyhow::Result<Option<Recipient>> {
    load(c, id).await
}

/// Everyone of the same agency whose key counts; the recovery key last.
pub async fn list_fellows(c: &mut SqliteConnection, receives: &Receives) -> anyhow::Result<Vec<Recipient>> {
    let agency = receives.agency.as_str();
    let ids = sqlx::query_scalar!(
        "select id from tip_recipient where agency = ? and retired_on is null order by recovery, label, id",
        agency
    )
    .fetch_all(&mut *c)
    .await
    .context("listing the recipients of an agency")?;
    let mut all = Vec::with_capacity(ids.len());
    for id in ids {
        all.extend(load(c, parse_id(&id)?).await?.filter(|one| one.active.is_some()));
    }
    Ok(all)
}

/// Oneself.
pub async fn find_own(c: &mut SqliteConnection, receives: &Receives) -> anyhow::Result<Recipient> {
    load(c, receives.recipient).await?.context("a recipient who was just proven")
}

/// Whose key this is, while it waits to be confirmed.
pub async fn find_waiting(c: &mut SqliteConnection, _proof: &Proof, key: Id) -> anyhow::Result<Option<Recipient>> {
    find_pending(c, key).await
}

pub(super) async fn find_pending(c: &mut SqliteConnection, key: Id) -> anyhow::Result<Option<Recipient>> {
    let id = key.0.as_slice();
    let owner = sqlx::query_scalar!("select recipient_id from tip_key where id = ? and state = 'pending'", id)
        .fetch_optional(&mut *c)
        .await
        .context("finding a key that waits")?;
    match owner {
        Some(owner) => load(c, parse_id(&owner)?).await,
        None => Ok(None),
    }
}

pub(super) async fn load(c: &mut SqliteConnection, id: Id) -> anyhow::Result<Option<Recipient>> {
    let bytes = id.0.as_slice();
    let Some(row) = sqlx::query!(
        "select agency, recovery as \"recovery: bool\", label, invitation is not null as \"invited: bool\", invited_by,
            expires_on, telegram_id, language
         from tip_recipient where id = ? and retired_on is null",
        bytes
    )
    .fetch_optional(&mut *c)
    .await
    .context("finding a recipient")?
    else {
        return Ok(None);
    };
    let mut recipient = Recipient {
        id,
        agency: Agency::parse(&row.agency).context("an unknown agency")?,
        recovery: row.recovery,
        label: row.label,
        account: row.telegram_id.map(TelegramId),
        lang: Lang::from_code(row.language.as_deref().unwrap_or("id")),
        invited_by: row.invited_by.map(TelegramId),
        invited_until: row.expires_on.filter(|_| row.invited).map(|day| parse_day(&day)).transpose()?,
        active: None,
        pending: None,
    };
    let keys = sqlx::query!(
        "select id, public_key, state, confirmed_super, confirmed_other, confirmed_peer, offered_by, waits_from, changed_on
         from tip_key where recipient_id = ? and state in ('active', 'pending')",
        bytes
    )
    .fetch_all(c)
    .await
    .context("finding the keys of a recipient")?;
    for key in keys {
        let public = key.public_key.parse().ok().context("a key in the database of tips")?;
        let votes =
            Votes { superadmin: key.confirmed_super.map(TelegramId), other: key.confirmed_other.map(TelegramId) };
        let found = Key {
            id: parse_id(&key.id)?,
            public,
            votes,
            peer: key.confirmed_peer.map(TelegramId),
            offered_by: key.offered_by.map(TelegramId),
            waits_from: key.waits_from.map(|day| parse_day(&day)).transpose()?,
            since: parse_day(&key.changed_on)?,
        };
        match key.state.as_str() {
            "active" => recipient.active = Some(found),
            _ => recipient.pending = Some(found),
        }
    }
    Ok(Some(recipient))
}

/// Keeps the hash of a one-time code for someone who shall receive. One that is kept already stays as it is.
pub async fn insert_invitation(
    c: &mut SqliteConnection,
    proof: &Proof,
    agency: Agency,
    label: &str,
    hash: [u8; 32],
    day: NaiveDate,
) -> anyhow::Result<Id> {
    let (id, agency, hash) = (Id::random(), agency.as_str(), hash.as_slice());
    let before = sqlx::query_scalar!("select id from tip_recipient where invitation = ? and retired_on is null", hash)
        .fetch_optional(&mut *c)
        .await
        .context("finding an invitation")?;
    if let Some(before) = before {
        return parse_id(&before);
    }
    let (bytes, by, until) =
        (id.0.as_slice(), proof.actor().id(), (day + TimeDelta::days(INVITATION_DAYS)).to_string());
    sqlx::query!(
        "insert into tip_recipient (id, agency, recovery, label, invitation, invited_by, expires_on)
         values (?, ?, 0, ?, ?, ?, ?)",
        bytes,
        agency,
        label,
        hash,
        by,
        until
    )
    .execute(&mut *c)
    .await
    .context("keeping an invitation")?;
    insert_audit(c, by.map(TelegramId), "recipient.invite", None, Some(id), day).await?;
    Ok(id)
}

/// Turns an invitation into a recipient.
pub async fn accept(
    c: &mut SqliteConnection,
    account: TelegramId,
    lang: Lang,
    hash: [u8; 32],
    day: NaiveDate,
) -> anyhow::Result<Accepted> {
    let before =
        sqlx::query_scalar!("select agency from tip_recipient where telegram_id = ? and retired_on is null", account.0)
            .fetch_optional(&mut *c)
            .await
            .context("finding a recipient")?;
    if let Some(agency) = before {
        return Ok(Accepted::Receives(Agency::parse(&agency).context("an unknown agency")?));
    }
    let (hash, lang, today) = (hash.as_slice(), lang.code(), day.to_string());
    let bound = sqlx::query!(
        "update tip_recipient set invitation = null, telegram_id = ?, language = ?
         where invitation = ? and expires_on >= ? and retired_on is null
         returning id as \"id!\", agency, label",
        account.0,
        lang,
        hash,
        today
    )
    .fetch_optional(&mut *c)
    .await
    .context("using an invitation")?;
    let Some(bound) = bound else { return Ok(Accepted::Unknown) };
    insert_audit(c, Some(account), "recipient.bind", None, Some(parse_id(&bound.id)?), day).await?;
    let agency = Agency::parse(&bound.agency).context("an unknown agency")?;
    Ok(Accepted::Bound { label: bound.label, agency })
}

/// Who made the invitation with this code; `None` where it is not open. Without a number: by command line.
pub async fn find_inviter(c: &mut SqliteConnection, hash: [u8; 32]) -> anyhow::Result<Option<Option<TelegramId>>> {
    let hash = hash.as_slice();
    let by =
        sqlx::query_scalar!("select invited_by from tip_recipient where invitation = ? and retired_on is null", hash)
            .fetch_optional(c)
            .await
            .context("finding who made an invitation")?;
    Ok(by.map(|by| by.map(TelegramId)))
}

/// Takes back every invitation of someone who may invite no longer; how many were open.
pub async fn void_invitations(
    c: &mut SqliteConnection,
    proof: &Proof,
    by: TelegramId,
    day: NaiveDate,
) -> anyhow::Result<usize> {
    let today = day.to_string();
    let voided = sqlx::query_scalar!(
        "update tip_recipient set retired_on = ?, invitation = null
         where invited_by = ? and invitation is not null and retired_on is null returning id",
        today,
        by.0
    )
    .fetch_all(&mut *c)
    .await
    .context("taking invitations back")?;
    for id in &voided {
        insert_audit(c, proof.actor().id().map(TelegramId), "recipient.void", None, Some(parse_id(id)?), day).await?;
    }
    Ok(voided.len())
}

/// Takes someone, or a recovery key, out; nothing is sealed to their keys any more. `None` where that was
/// done before.
pub async fn retire(
    c: &mut SqliteConnection,
    proof: &Proof,
    id: Id,
    day: NaiveDate,
) -> anyhow::Result<Option<Recipient>> {
    let Some(recipient) = load(c, id).await? else { return Ok(None) };
    let (bytes, today) = (id.0.as_slice(), day.to_string());
    sqlx::query!("update tip_recipient set retired_on = ?, invitation = null where id = ?", today, bytes)
        .execute(&mut *c)
        .await
        .context("retiring a recipient")?;
    sqlx::query!(
        "update tip_key set state = 'retired', changed_on = ? where recipient_id = ? and state in ('active', 'pending')",
        today,
        bytes
    )
    .execute(&mut *c)
    .await
    .context("retiring keys")?;
    insert_audit(c, proof.actor().id().map(TelegramId), "recipient.retire", None, Some(id), day).await?;
    Ok(Some(recipient))
}
