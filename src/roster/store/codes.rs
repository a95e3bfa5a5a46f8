//! SQL of binding codes: making, finding and claiming them.

use std::collections::{HashMap, HashSet};

use anyhow::Context as _;
use chrono::{DateTime, TimeDelta, Utc};
use rand::CryptoRng;
use sqlx::SqliteConnection;

use super::{PersonRow, find_people, find_person, links};
use crate::{
    access::{Proof, TelegramId, store::insert_audit},
    pledge,
    roster::{BindingCode, CodeHash, Person, PersonId, UnitId},
    texts::Lang,
};

/// Rows per statement: keeps each bound text small.
const CHUNK: usize = 5_000;

/// For whom codes are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    Everyone,
    /// The unit and all below it.
    Subtree(UnitId),
    Person(PersonId),
}

#[derive(Clone, Debug)]
pub struct IssuedCode {
    pub person: Person,
    pub code: BindingCode,
}

/// Codes just made; they cannot be shown again. In the order of units and then of names, heads first.
#[derive(Clone, Debug)]
pub struct Issued {
    pub codes: Vec<IssuedCode>,
    /// People who need none.
    pub already_linked: Vec<Person>,
    /// Earlier codes, not yet used, that these replace.
    pub replaced: u64,
    pub expires_at: DateTime<Utc>,
}

/// What a code is good for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CodeState {
    Open {
        person: Person,
        /// The admin who made it; nobody signs for another, so not for their own account.
        made_by: Option<TelegramId>,
    },
    Used {
        person: PersonId,
    },
    Expired,
    /// A newer code was made for the same person.
    Replaced,
    /// Whoever made it has no role any more.
    Void,
    /// The person is no longer on the roster.
    Inactive,
    Unknown,
}

/// What became of a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Claim {
    Linked {
        person: Person,
    },
    /// The account spoke for this person already: the same tap, delivered twice.
    AlreadyYours {
        person: Person,
    },
    /// Another account speaks for this person.
    PersonTaken,
    /// This account speaks for another person.
    AccountTaken,
    Used,
    Expired,
    Replaced,
    Void,
    Inactive,
    /// The account is that of the admin who made the code.
    OwnMaking,
    Unknown,
}

/// Makes a code for each active person who has no link; codes made before and not used are void.
/// `valid_days` from `now`.
pub async fn replace_codes(
    c: &mut SqliteConnection,
    proof: &Proof,
    whose: Whose,
    now: DateTime<Utc>,
    valid_days: u32,
    rng: &mut (impl CryptoRng + Send),
) -> anyhow::Result<Issued> {
    let (unit, person) = match whose {
        Whose::Everyone => (None, None),
        Whose::Subtree(unit) => (Some(unit.0), None),
        Whose::Person(person) => (None, Some(person.0)),
    };
    let people = find_people!(
        "p.active = 1 and (?1 is null or p.unit_id in (
            with recursive scope (id) as (
                select id from unit where id = ?1
                union all select k.id from unit k join scope s on k.parent_id = s.id
            ) select id from scope
        )) and (?2 is null or p.id = ?2)
        order by replace(u.path, ' / ', char(1)), p.head desc, p.name, p.id",
        unit,
        person
    )
    .fetch_all(&mut *c)
    .await
    .context("listing people for codes")?;
    let linked: HashSet<i64> = sqlx::query_scalar!("select person_id from link")
        .fetch_all(&mut *c)
        .await
        .context("listing links")?
        .into_iter()
        .collect();
    let expires_at = now + TimeDelta::days(valid_days.into());
    let mut issued = Issued { codes: Vec::new(), already_linked: Vec::new(), replaced: 0, expires_at };
    for row in people {
        let person = PersonRow::into_person(row)?;
        if linked.contains(&person.id.0) {
            issued.already_linked.push(person);
        } else {
            issued.codes.push(IssuedCode { person, code: BindingCode::random(rng) });
        }
    }
    issued.replaced = write_codes(c, proof, &issued, now).await?;
    let subject = unit.or(person).map(|id| id.to_string()).unwrap_or_default();
    let action = if person.is_some() { "roster.codes.person" } else { "roster.codes" };
    let detail = format!("made={} replaced={}", issued.codes.len(), issued.replaced);
    insert_audit(c, proof.actor(), action, &subject, &detail, now).await?;
    Ok(issued)
}

/// Writes codes in place of those that were made before and not used; how many these were.
pub(super) async fn write_codes(
    c: &mut SqliteConnection,
    proof: &Proof,
    issued: &Issued,
    now: DateTime<Utc>,
) -> anyhow::Result<u64> {
    let (created_at, until) = (now.timestamp_millis(), issued.expires_at.timestamp_millis());
    let (created_by, mut replaced) = (proof.actor().id(), 0);
    for chunk in issued.codes.chunks(CHUNK) {
        let hashes: Vec<(i64, String)> =
            chunk.iter().map(|issued| (issued.person.id.0, hex::encode(issued.code.hash().0))).collect();
        let hashes = serde_json::to_string(&hashes)?;
        let voided = sqlx::query!(
            "update binding_code set replaced_at = ? where used_at is null and replaced_at is null
                and person_id in (select value ->> 0 from json_each(?))",
            created_at,
            hashes
        )
        .execute(&mut *c)
        .await
        .context("voiding earlier codes")?;
        replaced += voided.rows_affected();
        sqlx::query!(
            "insert into binding_code (hash, person_id, created_at, created_by, expires_at)
                select unhex(value ->> 1), value ->> 0, ?, ?, ? from json_each(?)",
            created_at,
            created_by,
            until,
            hashes
        )
        .execute(&mut *c)
        .await
        .context("writing codes")?;
    }
    Ok(replaced)
}

/// The codes of these people as they were made, from the same source. Whoever is gone since gets none.
pub async fn list_issued(
    c: &mut SqliteConnection,
    proof: &Proof,
    people: &[i64],
    rng: &mut (impl CryptoRng + Send),
) -> anyhow::Result<Vec<IssuedCode>> {
    let codes: HashMap<i64, BindingCode> = people.iter().map(|id| (*id, BindingCode::random(rng))).collect();
    let found = list_people(c, proof, people).await?.into_iter();
    Ok(found.filter_map(|person| Some(IssuedCode { code: codes.get(&person.id.0)?.clone(), person })).collect())
}

/// These people, in this order.
pub async fn list_people(c: &mut SqliteConnection, _proof: &Proof, ids: &[i64]) -> anyhow::Result<Vec<Person>> {
    let wanted = serde_json::to_string(ids)?;
    let rows = find_people!("p.id in (select value from json_each(?1))", wanted)
        .fetch_all(c)
        .await
        .context("listing people by their numbers")?;
    let mut found = HashMap::with_capacity(rows.len());
    for row in rows {
        let person = PersonRow::into_person(row)?;
        found.insert(person.id.0, person);
    }
    Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
}

/// Makes void every code of a maker that nobody has used; how many.
pub async fn void_codes_of(
    c: &mut SqliteConnection,
    _proof: &Proof,
    by: TelegramId,
    now: DateTime<Utc>,
) -> anyhow::Result<u64> {
    let at = now.timestamp_millis();
    let voided = sqlx::query!(
        "update binding_code set voided_at = ?1, replaced_at = ?1
         where created_by = ?2 and used_at is null and replaced_at is null and expires_at > ?1",
        at,
        by.0
    )
    .execute(c)
    .await
    .context("making the codes of someone void")?;
    Ok(voided.rows_affected())
}

/// How many people have what they need to link an account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Coded {
    /// Active.
    pub people: i64,
    pub linked: i64,
    /// Without a link, with a code that can be used.
    pub coded: i64,
}

impl Coded {
    /// Who has neither.
    pub fn left(&self) -> i64 {
        self.people - self.linked - self.coded
    }
}

pub async fn count_codes(c: &mut SqliteConnection, _: &Proof, now: DateTime<Utc>) -> anyhow::Result<Coded> {
    let at = now.timestamp_millis();
    let row = sqlx::query!(
        r#"select count(*) as "people!: i64", count(l.person_id) as "linked!: i64",
            count(case when l.person_id is null and b.hash is not null then 1 end) as "coded!: i64"
        from person p left join link l on l.person_id = p.id
        left join binding_code b on b.person_id = p.id and b.used_at is null and b.replaced_at is null
            and b.expires_at > ?
        where p.active = 1"#,
        at
    )
    .fetch_one(c)
    .await
    .context("counting codes")?;
    Ok(Coded { people: row.people, linked: row.linked, coded: row.coded })
}

/// Looks at a code without using it.
pub async fn find_code(c: &mut SqliteConnection, hash: CodeHash, now: DateTime<Utc>) -> anyhow::Result<CodeState> {
    let hash = &hash.0[..];
    let Some(code) = sqlx::query!(
        r#"select person_id, created_by, expires_at, used_at, replaced_at, voided_at is not null
            or (created_by is not null and created_by not in (select telegram_id from role_grant)) as "void!: bool"
        from binding_code where hash = ?"#,
        hash
    )
    .fetch_optional(&mut *c)
    .await
    .context("finding a code")?
    else {
        return Ok(CodeState::Unknown);
    };
    let id = PersonId(code.person_id);
    if code.used_at.is_some() {
        return Ok(CodeState::Used { person: id });
    }
    let person = find_person(c, id).await?.context("a code without its person")?;
    Ok(match () {
        () if !person.active => CodeState::Inactive,
        () if code.void => CodeState::Void,
        () if code.replaced_at.is_some() => CodeState::Replaced,
        () if code.expires_at <= now.timestamp_millis() => CodeState::Expired,
        () => CodeState::Open { person, made_by: code.created_by.map(TelegramId) },
    })
}

/// Links the account to the code's person. Repeating it with the same account and code changes nothing.
pub async fn claim_code(
    c: &mut SqliteConnection,
    hash: CodeHash,
    telegram_id: TelegramId,
    now: DateTime<Utc>,
    language: Lang,
) -> anyhow::Result<Claim> {
    let (person, made_by) = match find_code(c, hash, now).await? {
        CodeState::Open { made_by, .. } if made_by == Some(telegram_id) => return Ok(Claim::OwnMaking),
        CodeState::Open { person, made_by } => (person, made_by),
        CodeState::Used { person } => {
            let yours = find_account(c, person).await? == Some(telegram_id.0);
            return match find_person(c, person).await?.filter(|person| yours && person.active) {
                Some(person) => Ok(Claim::AlreadyYours { person }),
                None => Ok(Claim::Used),
            };
        }
        CodeState::Expired => return Ok(Claim::Expired),
        CodeState::Replaced => return Ok(Claim::Replaced),
        CodeState::Void => return Ok(Claim::Void),
        CodeState::Inactive => return Ok(Claim::Inactive),
        CodeState::Unknown => return Ok(Claim::Unknown),
    };
    // Who left the roster (moved, with a new NI that nobody told us of) holds no account back.
    links::free_from_inactive(c, telegram_id, now).await?;
    let (at, lang) = (now.timestamp_millis(), language.code());
    let linked = sqlx::query!(
        "insert into link (person_id, telegram_id, language, linked_at) values (?, ?, ?, ?) on conflict do nothing",
        person.id.0,
        telegram_id.0,
        lang,
        at
    )
    .execute(&mut *c)
    .await
    .context("linking")?;
    let claim = if linked.rows_affected() > 0 {
        let link = links::open_link(c, person.id, telegram_id, made_by.map(|by| by.0), now).await?;
        pledge::store::begin_link(c, person.id, link, telegram_id, now).await?;
        Claim::Linked { person }
    } else {
        match find_account(c, person.id).await? {
            Some(account) if account == telegram_id.0 => Claim::AlreadyYours { person },
            Some(_) => return Ok(Claim::PersonTaken),
            None => return Ok(Claim::AccountTaken),
        }
    };
    let hash = &hash.0[..];
    sqlx::query!("update binding_code set used_at = ? where hash = ?", at, hash)
        .execute(c)
        .await
        .context("marking a code as used")?;
    Ok(claim)
}

async fn find_account(c: &mut SqliteConnection, person: PersonId) -> anyhow::Result<Option<i64>> {
    Ok(super::find_link(c, person).await?.map(|id| id.0))
}
