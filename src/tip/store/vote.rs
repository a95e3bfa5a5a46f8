//! SQL of confirming keys: who compared a fingerprint, what waits, who said no, and what counts from now on.

use anyhow::Context as _;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use sqlx::SqliteConnection;
use vault::key::Fingerprint;

use super::{
    find_decoys, insert_audit, parse_id,
    recipient::{self, find_pending, load},
};
use crate::{
    access::{Denied, Proof, Role, TelegramId, standing::Officials},
    tip::{
        Agency, Id,
        appoint::{CHOICES, Key, Matured, Picked, Recipient, Votes, choices},
        quorum::{self, Vote, WAIT_DAYS, counting},
    },
};

/// What every rule about a key asks: roles as they are now, and the time.
pub struct Round {
    pub officials: Officials,
    pub now: DateTime<Utc>,
    pub day: NaiveDate,
}

/// A key that waits, and the fingerprints to choose from.
pub struct Question {
    pub recipient: Recipient,
    pub key: Key,
    pub choices: Vec<Fingerprint>,
}

/// For those who hold a role, and for the agency's recipients whose keys count. None: it no longer waits.
pub async fn find_question(
    c: &mut SqliteConnection,
    account: TelegramId,
    proof: Option<&Proof>,
    key: Id,
) -> anyhow::Result<Option<Question>> {
    let Some(recipient) = find_pending(c, key).await? else { return Ok(None) };
    let Some(waiting) = recipient.pending.clone() else { return Ok(None) };
    if proof.is_none() && !is_peer(c, account, &recipient).await? && recipient.account != Some(account) {
        return Err(Denied.into());
    }
    let choices = find_choices(c, &waiting).await?;
    Ok(Some(Question { recipient, key: waiting, choices }))
}

pub async fn find_choices(c: &mut SqliteConnection, key: &Key) -> anyhow::Result<Vec<Fingerprint>> {
    let secret = find_decoys(c).await?;
    Ok(choices(&secret, key.id, key.public.fingerprint()))
}

/// Whether this account receives for the same agency, with a key that counts, and is someone else.
async fn is_peer(c: &mut SqliteConnection, account: TelegramId, recipient: &Recipient) -> anyhow::Result<bool> {
    let receives = match recipient::prove(c, account).await {
        Err(error) if error.is::<Denied>() => return Ok(false),
        receives => receives?,
    };
    if receives.agency != recipient.agency || receives.recipient == recipient.id {
        return Ok(false);
    }
    Ok(load(c, receives.recipient).await?.is_some_and(|peer| peer.active.is_some()))
}

/// Whether two votes are not enough: the agency has someone who can open its tips, or had until a moment ago, so that
/// nobody is first taken out and then replaced.
pub async fn is_guarded(c: &mut SqliteConnection, agency: Agency, day: NaiveDate) -> anyhow::Result<bool> {
    let (agency, since) = (agency.as_str(), (day - TimeDelta::days(WAIT_DAYS + 1)).to_string());
    sqlx::query_scalar!(
        "select exists (select 1 from tip_key k join tip_recipient r on r.id = k.recipient_id
            where r.agency = ?1 and r.recovery = 0 and ((k.state = 'active' and r.retired_on is null)
                or (k.state = 'retired' and r.retired_on > ?2
                    and k.confirmed_super is not null and k.confirmed_other is not null))) as \"guarded!: bool\"",
        agency,
        since
    )
    .fetch_one(c)
    .await
    .context("looking for recipients of an agency")
}

/// Someone chose a fingerprint for a key that waits: with a role, or as one of the agency's recipients. Of the earlier
/// votes those count whose role still stands.
pub async fn pick(
    c: &mut SqliteConnection,
    account: TelegramId,
    proof: Option<&Proof>,
    round: &Round,
    key: Id,
    choice: usize,
) -> anyhow::Result<Picked> {
    let Some(Question { recipient, key: waiting, choices }) = find_question(c, account, proof, key).await? else {
        return Ok(Picked::Gone);
    };
    let owners = recipient.owners();
    if owners.contains(&account) {
        return Ok(Picked::Own);
    }
    if waiting.peer == Some(account) {
        return Ok(Picked::Again);
    }
    let before = counting(waiting.votes, &owners, &round.officials, round.now);
    let guarded = is_guarded(c, recipient.agency, round.day).await?;
    let vouches = guarded
        && waiting.peer.is_none()
        && before.both().all(|voter| voter != account)
        && is_peer(c, account, &recipient).await?;
    let cast = match proof {
        Some(_) => quorum::vote(waiting.votes, account, &owners, &round.officials, round.now),
        None => Vote::Nobody,
    };
    let (votes, peer, action) = match cast {
        Vote::Counts(votes) => (votes, waiting.peer, "key.confirm"),
        _ if vouches => (before, Some(account), "key.vouch"),
        Vote::Own => return Ok(Picked::Own),
        Vote::Young(from) => return Ok(Picked::Young(from)),
        Vote::Dependent => return Ok(Picked::Dependent),
        Vote::WantsSuperadmin => return Ok(Picked::WantsSuperadmin),
        // A recipient where another has confirmed already, or none is needed.
        Vote::Again | Vote::Nobody => return Ok(Picked::Again),
    };
    if choices.get(choice.min(CHOICES)) != Some(&waiting.public.fingerprint()) {
        set_refused(c, key, round.day).await?;
        insert_audit(c, Some(account), "key.refuse", None, Some(key), round.day).await?;
        return Ok(Picked::Wrong(recipient));
    }
    insert_audit(c, Some(account), action, None, Some(key), round.day).await?;
    set_votes(c, key, votes, peer).await?;
    if !votes.are_complete() {
        return Ok(if action == "key.vouch" { Picked::Vouched(recipient) } else { Picked::Counted(recipient) });
    }
    if !guarded || peer.is_some() {
        activate(c, &recipient, key, round.day).await?;
        return Ok(Picked::Active(recipient));
    }
    insert_notices(c, recipient.agency, key, &round.officials).await?;
    Ok(Picked::Waits(recipient))
}

async fn set_refused(c: &mut SqliteConnection, key: Id, day: NaiveDate) -> anyhow::Result<()> {
    let (id, today) = (key.0.as_slice(), day.to_string());
    sqlx::query!("update tip_key set state = 'refused', changed_on = ? where id = ?", today, id)
        .execute(c)
        .await
        .context("refusing a key")?;
    Ok(())
}

/// Whatever was waited for begins anew.
async fn set_votes(c: &mut SqliteConnection, key: Id, votes: Votes, peer: Option<TelegramId>) -> anyhow::Result<()> {
    let (superadmin, other) = (votes.superadmin.map(|user| user.0), votes.other.map(|user| user.0));
    let (id, peer) = (key.0.as_slice(), peer.map(|user| user.0));
    sqlx::query!(
        "update tip_key set confirmed_super = ?1, confirmed_other = ?2, confirmed_peer = ?3,
            waits_from = case when ?1 is null or ?2 is null then null else waits_from end
         where id = ?4",
        superadmin,
        other,
        peer,
        id
    )
    .execute(c)
    .await
    .context("confirming a key")?;
    Ok(())
}

async fn activate(c: &mut SqliteConnection, recipient: &Recipient, key: Id, day: NaiveDate) -> anyhow::Result<()> {
    let (id, owner, today) = (key.0.as_slice(), recipient.id.0.as_slice(), day.to_string());
    sqlx::query!(
        "update tip_key set state = 'retired', changed_on = ? where recipient_id = ? and state = 'active'",
        today,
        owner
    )
    .execute(&mut *c)
    .await
    .context("retiring the key before")?;
    sqlx::query!("update tip_key set state = 'active', changed_on = ? where id = ?", today, id)
        .execute(&mut *c)
        .await
        .context("putting a key in force")?;
    insert_audit(c, None, "key.activate", None, Some(key), day).await
}

/// Each of the agency's recipients and each superadmin is to be told; only then does the wait begin.
async fn insert_notices(
    c: &mut SqliteConnection,
    agency: Agency,
    key: Id,
    officials: &Officials,
) -> anyhow::Result<()> {
    let readers = recipient::list_readers(c, agency).await?.into_iter().map(|(account, _)| account);
    let superadmins = officials.all().iter().filter(|one| one.role == Role::Superadmin).map(|one| one.user);
    let id = key.0.as_slice();
    sqlx::query!("update tip_key set waits_from = null where id = ?", id)
        .execute(&mut *c)
        .await
        .context("beginning to wait")?;
    for account in readers.chain(superadmins) {
        sqlx::query!("insert into tip_notice (key_id, account) values (?, ?) on conflict do nothing", id, account.0)
            .execute(&mut *c)
            .await
            .context("noting whom to tell of a key")?;
    }
    Ok(())
}

/// Keys with both votes that count only later, each with those who have yet to be told.
pub async fn list_waiting(c: &mut SqliteConnection) -> anyhow::Result<Vec<(Recipient, Vec<TelegramId>)>> {
    let rows = sqlx::query!(
        "select id, recipient_id from tip_key
         where state = 'pending' and confirmed_super is not null and confirmed_other is not null order by id"
    )
    .fetch_all(&mut *c)
    .await
    .context("listing keys that wait")?;
    let mut waiting = Vec::new();
    for row in rows {
        let Some(recipient) = load(c, parse_id(&row.recipient_id)?).await? else { continue };
        let accounts = sqlx::query_scalar!("select account from tip_notice where key_id = ? order by account", row.id)
            .fetch_all(&mut *c)
            .await
            .context("listing whom to tell of a key")?;
        waiting.push((recipient, accounts.into_iter().map(TelegramId).collect()));
    }
    Ok(waiting)
}

/// These were told, or nothing reaches them.
pub async fn delete_notices(c: &mut SqliteConnection, key: Id, told: &[TelegramId]) -> anyhow::Result<()> {
    let id = key.0.as_slice();
    for account in told {
        sqlx::query!("delete from tip_notice where key_id = ? and account = ?", id, account.0)
            .execute(&mut *c)
            .await
            .context("noting who was told of a key")?;
    }
    Ok(())
}

/// Where everyone has been told the days begin to count; where they have passed the key counts, if both votes still do.
pub async fn mature(c: &mut SqliteConnection, round: &Round) -> anyhow::Result<Vec<Matured>> {
    sqlx::query!("delete from tip_notice where key_id in (select id from tip_key where state <> 'pending')")
        .execute(&mut *c)
        .await
        .context("forgetting whom to tell of keys")?;
    let mut matured = Vec::new();
    for (recipient, untold) in list_waiting(c).await? {
        let Some(key) = recipient.pending.clone() else { continue };
        let Some(told) = key.waits_from else {
            if untold.is_empty() {
                let (id, today) = (key.id.0.as_slice(), round.day.to_string());
                sqlx::query!("update tip_key set waits_from = ? where id = ?", today, id)
                    .execute(&mut *c)
                    .await
                    .context("noting that everyone was told")?;
            }
            continue;
        };
        if round.day < quorum::due(told) {
            continue;
        }
        let votes = counting(key.votes, &recipient.owners(), &round.officials, round.now);
        if votes.are_complete() {
            activate(c, &recipient, key.id, round.day).await?;
            matured.push(Matured::Active(recipient));
        } else {
            set_votes(c, key.id, votes, key.peer).await?;
            matured.push(Matured::Short(recipient));
        }
    }
    Ok(matured)
}

/// A superadmin, one of the agency's recipients whose keys count, or whoever sent it says no. None: it no longer waits.
pub async fn veto(
    c: &mut SqliteConnection,
    account: TelegramId,
    proof: Option<&Proof>,
    key: Id,
    day: NaiveDate,
) -> anyhow::Result<Option<Recipient>> {
    let Some(recipient) = find_pending(c, key).await? else { return Ok(None) };
    let superadmin = proof.is_some_and(|proof| proof.role() == Role::Superadmin);
    if !superadmin && recipient.account != Some(account) && !is_peer(c, account, &recipient).await? {
        return Err(Denied.into());
    }
    set_refused(c, key, day).await?;
    insert_audit(c, Some(account), "key.veto", None, Some(key), day).await?;
    Ok(Some(recipient))
}
