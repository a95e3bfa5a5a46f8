//! SQL of roles, claim codes and the audit trail.

pub mod standing;

use anyhow::Context as _;
use chrono::{DateTime, Utc};
use sqlx::SqliteConnection;

use super::{Actor, CLAIM_VALID, Claimed, Denied, Event, Grant, Proof, Revoked, Role, TelegramId};
use crate::{clock::from_millis, roster, texts::Lang};

mod news;

pub use news::{delete_news, list_news};

/// Looks the role up in this very transaction; `Denied` where it is missing.
pub async fn prove(c: &mut SqliteConnection, actor: Actor, least: Role) -> anyhow::Result<Proof> {
    let id = match actor {
        Actor::Telegram(id) => id,
        Actor::CommandLine | Actor::System => return Ok(Proof { actor, role: Role::Superadmin }),
        Actor::Link(_) => return Err(Denied.into()),
    };
    let grant = find_grant(c, id).await?.filter(|grant| grant.role >= least).ok_or(Denied)?;
    Ok(Proof { actor, role: grant.role })
}

pub async fn find_grant(c: &mut SqliteConnection, id: TelegramId) -> anyhow::Result<Option<Grant>> {
    let row = sqlx::query!("select role, label, language, granted_at from role_grant where telegram_id = ?", id.0)
        .fetch_optional(c)
        .await
        .context("finding a role")?;
    Ok(row.and_then(|row| {
        let (lang, granted_at) = (Lang::from_code(&row.language), from_millis(row.granted_at));
        Some(Grant { user: id, role: Role::parse(&row.role)?, label: row.label, lang, granted_at })
    }))
}

/// Superadmins first, then by when they were granted.
pub async fn list_grants(c: &mut SqliteConnection, _proof: &Proof) -> anyhow::Result<Vec<Grant>> {
    let rows = sqlx::query!(
        "select telegram_id, role, label, language, granted_at from role_grant order by role desc, granted_at, telegram_id"
    )
    .fetch_all(c)
    .await
    .context("listing roles")?;
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            let (lang, granted_at) = (Lang::from_code(&row.language), from_millis(row.granted_at));
            let user = TelegramId(row.telegram_id);
            Some(Grant { user, role: Role::parse(&row.role)?, label: row.label, lang, granted_at })
        })
        .collect())
}

/// Keeps the hash of a one-time code for `role`; `label` says who it is for.
pub async fn insert_claim_code(
    c: &mut SqliteConnection,
    proof: &Proof,
    hash: [u8; 32],
    role: Role,
    label: &str,
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    let (hash, role) = (hash.as_slice(), role.as_str());
    let (created_at, expires_at) = (now.timestamp_millis(), (now + CLAIM_VALID).timestamp_millis());
    let created_by = proof.actor().id();
    sqlx::query!(
        "insert into claim_code (hash, role, label, created_at, created_by, expires_at) values (?, ?, ?, ?, ?, ?)",
        hash,
        role,
        label,
        created_at,
        created_by,
        expires_at
    )
    .execute(&mut *c)
    .await
    .context("keeping a claim code")?;
    insert_audit(c, proof.actor(), "claim_code.create", role, "", now).await?;
    // At the server's command line nobody is told: whoever claims it will be.
    if proof.actor() != Actor::CommandLine {
        news::insert(c, Event::Offered, role, label, None, proof.actor(), now).await?;
    }
    Ok(())
}

/// Makes void what the command line made for `role` before and nobody used; how many.
pub async fn void_claim_codes(
    c: &mut SqliteConnection,
    proof: &Proof,
    role: Role,
    label: &str,
    now: DateTime<Utc>,
) -> anyhow::Result<u64> {
    let (role, at) = (role.as_str(), now.timestamp_millis());
    let voided = sqlx::query!(
        "update claim_code set expires_at = ?1
         where role = ?2 and label = ?3 and created_by is null and used_at is null and voided_at is null
             and expires_at > ?1",
        at,
        role,
        label
    )
    .execute(&mut *c)
    .await
    .context("making claim codes void")?
    .rows_affected();
    if voided > 0 {
        insert_audit(c, proof.actor(), "claim_code.void", role, &format!("codes={voided}"), now).await?;
    }
    Ok(voided)
}

/// Turns a code into a role, if whoever made it may still give it, and it was not this account. A role already
/// held is kept if it is the higher one.
pub async fn claim(
    c: &mut SqliteConnection,
    hash: [u8; 32],
    user: TelegramId,
    lang: Lang,
    now: DateTime<Utc>,
) -> anyhow::Result<Claimed> {
    let (hash, at, lang) = (hash.as_slice(), now.timestamp_millis(), lang.code());
    let taken = sqlx::query!(
        "update claim_code set used_at = ?1, used_by = ?2
         where hash = ?3 and used_at is null and voided_at is null and expires_at > ?1
             and (created_by is null or (created_by <> ?2 and exists (
                 select 1 from role_grant where telegram_id = created_by and role_grant.role = 'superadmin')))
         returning role, label, created_by",
        at,
        user.0,
        hash
    )
    .fetch_optional(&mut *c)
    .await
    .context("using a claim code")?;
    let Some(code) = taken else { return explain(c, hash, user, at).await };
    let role = Role::parse(&code.role).context("a claim code has an unknown role")?;
    sqlx::query!(
        "insert into role_grant (telegram_id, role, label, language, granted_at, granted_by) values (?, ?, ?, ?, ?, ?)
         on conflict (telegram_id) do update set role = max(role, excluded.role), label = excluded.label",
        user.0,
        code.role,
        code.label,
        lang,
        at,
        code.created_by
    )
    .execute(&mut *c)
    .await
    .context("granting a role")?;
    insert_audit(c, Actor::Telegram(user), "role.claim", role.as_str(), "", now).await?;
    let role = find_grant(c, user).await?.map_or(role, |grant| grant.role);
    let by = Actor::from_id(code.created_by);
    news::insert(c, Event::Claimed, role.as_str(), &code.label, Some(user), by, now).await?;
    Ok(Claimed::Granted(role))
}

async fn explain(c: &mut SqliteConnection, hash: &[u8], user: TelegramId, at: i64) -> anyhow::Result<Claimed> {
    let code = sqlx::query!(
        r#"select used_at, used_by, expires_at, created_by, voided_at is not null
            or (created_by is not null and created_by not in (
                select telegram_id from role_grant where role_grant.role = 'superadmin')) as "void!: bool"
        from claim_code where hash = ?"#,
        hash
    )
    .fetch_optional(&mut *c)
    .await
    .context("looking at a claim code")?;
    Ok(match code {
        None => Claimed::Unknown,
        Some(code) if code.used_by == Some(user.0) => {
            find_grant(c, user).await?.map_or(Claimed::Used, |grant| Claimed::AlreadyYours(grant.role))
        }
        Some(code) if code.used_at.is_some() => Claimed::Used,
        Some(code) if code.void => Claimed::Void,
        Some(code) if code.expires_at <= at => Claimed::Expired,
        Some(code) if code.created_by == Some(user.0) => Claimed::OwnMaking,
        Some(_) => Claimed::Unknown,
    })
}

/// Whether this is a role code that can still be claimed.
pub async fn is_claim_code(c: &mut SqliteConnection, hash: [u8; 32]) -> anyhow::Result<bool> {
    let hash = hash.as_slice();
    let found = sqlx::query_scalar!(
        r#"select exists (select 1 from claim_code where hash = ? and used_at is null) as "found!: bool""#,
        hash
    )
    .fetch_one(c)
    .await
    .context("looking for a claim code")?;
    Ok(found)
}

/// Takes a role away, unless it is the last one that could grant any, and makes void what the account has made
/// and nobody has used: codes for roles and codes for people.
pub async fn delete_grant(
    c: &mut SqliteConnection,
    proof: &Proof,
    user: TelegramId,
    now: DateTime<Utc>,
) -> anyhow::Result<Revoked> {
    let deleted = sqlx::query!(
        "delete from role_grant where telegram_id = ?1 and (role <> 'superadmin'
             or exists (select 1 from role_grant other where other.role = 'superadmin' and other.telegram_id <> ?1))
         returning role, label",
        user.0
    )
    .fetch_optional(&mut *c)
    .await
    .context("revoking a role")?;
    let Some(deleted) = deleted else {
        let there = find_grant(c, user).await?.is_some();
        return Ok(if there { Revoked::LastSuperadmin } else { Revoked::NotThere });
    };
    let roles = void_codes_of(c, user, now).await?;
    let people = roster::store::void_codes_of(c, proof, user, now).await?;
    let detail = format!("role_codes={roles} binding_codes={people}");
    insert_audit(c, proof.actor(), "role.revoke", &user.0.to_string(), &detail, now).await?;
    news::insert(c, Event::Revoked, &deleted.role, &deleted.label, Some(user), proof.actor(), now).await?;
    Ok(Revoked::Done)
}

async fn void_codes_of(c: &mut SqliteConnection, user: TelegramId, now: DateTime<Utc>) -> anyhow::Result<u64> {
    let at = now.timestamp_millis();
    let voided = sqlx::query!(
        "update claim_code set voided_at = ?1
         where created_by = ?2 and used_at is null and voided_at is null and expires_at > ?1",
        at,
        user.0
    )
    .execute(c)
    .await
    .context("making the codes of someone void")?;
    Ok(voided.rows_affected())
}

pub async fn set_language(c: &mut SqliteConnection, user: TelegramId, lang: Lang) -> anyhow::Result<()> {
    let lang = lang.code();
    sqlx::query!("update role_grant set language = ? where telegram_id = ?", lang, user.0)
        .execute(c)
        .await
        .context("keeping a language")?;
    Ok(())
}

/// When this was last done to this subject.
pub async fn find_last_audit(
    c: &mut SqliteConnection,
    _proof: &Proof,
    action: &str,
    subject: &str,
) -> anyhow::Result<Option<DateTime<Utc>>> {
    let at = sqlx::query_scalar!(
        r#"select max(at) as "at: i64" from audit where action = ? and subject = ?"#,
        action,
        subject
    )
    .fetch_one(c)
    .await
    .context("looking into the audit trail")?;
    Ok(at.map(from_millis))
}

/// `subject` and `detail` hold internal ids and counts, never a name or a NIP.
pub async fn insert_audit(
    c: &mut SqliteConnection,
    actor: Actor,
    action: &str,
    subject: &str,
    detail: &str,
    at: DateTime<Utc>,
) -> anyhow::Result<()> {
    let (actor, at) = (actor.id(), at.timestamp_millis());
    sqlx::query!(
        "insert into audit (at, actor, action, subject, detail) values (?, ?, ?, ?, ?)",
        at,
        actor,
        action,
        subject,
        detail
    )
    .execute(c)
    .await
    .context("writing the audit trail")?;
    Ok(())
}

/// Whether the trail has this very entry, whoever made it.
pub async fn has_audit(c: &mut SqliteConnection, action: &str, subject: &str, detail: &str) -> anyhow::Result<bool> {
    let found = sqlx::query_scalar!(
        r#"select exists(select 1 from audit where action = ? and subject = ? and detail = ?) as "found!: bool""#,
        action,
        subject,
        detail
    )
    .fetch_one(c)
    .await
    .context("looking into the audit trail")?;
    Ok(found)
}
