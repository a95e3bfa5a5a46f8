//! SQL of people, units and links.

mod changes;
mod codes;
mod import;
mod links;
mod runs;
mod search;
mod spelling;
mod trial;

use anyhow::Context as _;
use sqlx::SqliteConnection;

use super::{
    Counts, Kind, LinkedPerson, Person, PersonId, PersonKey, Unit, UnitBranch, UnitId, UnitRecap,
    unit::{self, UnitPath},
};
use crate::{
    access::{Proof, TelegramId},
    clock::from_millis,
    error::refuse,
    msg,
    texts::{Lang, Zone},
};

pub use super::report::{Missing, Report};
pub use codes::{
    Claim, CodeState, Coded, Issued, IssuedCode, Whose, claim_code, count_codes, find_code, list_issued, list_people,
    replace_codes, void_codes_of,
};
pub use import::{Options, import};
pub use links::{PastLink, current_link, list_past_links, unlink, unlink_own};
pub use runs::{
    End, Portion, Run, Standing, Waiting, end_run, find_run, find_standing, insert_run, list_unended_runs,
    list_waiting, make_portion, mark_sent, reopen_run,
};
pub use search::search_people;
pub use trial::begin_trial;

/// A person with the unit, as every query of people gives it.
struct PersonRow {
    id: i64,
    key: String,
    key_kind: String,
    name: String,
    kind: String,
    position: String,
    head: bool,
    active: bool,
    unit_id: i64,
    unit_parent: Option<i64>,
    unit_name: String,
    unit_path: String,
    unit_depth: i64,
    unit_zone: String,
}

impl PersonRow {
    fn into_person(self) -> anyhow::Result<Person> {
        Ok(Person {
            id: PersonId(self.id),
            key: PersonKey::from_stored(&self.key_kind, self.key),
            name: self.name,
            kind: Kind::parse(&self.kind).context("a kind of person that this version does not know")?,
            position: self.position,
            head: self.head,
            active: self.active,
            unit: UnitRow {
                id: self.unit_id,
                parent_id: self.unit_parent,
                name: self.unit_name,
                path: self.unit_path,
                depth: self.unit_depth,
                zone: self.unit_zone,
            }
            .into_unit()?,
        })
    }
}

struct UnitRow {
    id: i64,
    parent_id: Option<i64>,
    name: String,
    path: String,
    depth: i64,
    zone: String,
}

impl UnitRow {
    fn into_unit(self) -> anyhow::Result<Unit> {
        Ok(Unit {
            id: UnitId(self.id),
            parent: self.parent_id.map(UnitId),
            name: self.name,
            path: self.path,
            depth: u32::try_from(self.depth).context("a unit's depth")?,
            zone: Zone::parse(&self.zone).context("a time zone that this version does not know")?,
        })
    }
}

/// People with their units; what follows `where` is given.
macro_rules! find_people {
    ($condition:literal $(, $value:expr)*) => {
        sqlx::query_as!(
            $crate::roster::store::PersonRow,
            r#"select p.id, p.key, p.key_kind, p.name, p.kind, p.position, p.head as "head: bool",
                p.active as "active: bool", u.id as unit_id, u.parent_id as unit_parent, u.name as unit_name,
                u.path as unit_path, u.depth as unit_depth, u.zone as unit_zone
            from person p join unit u on u.id = p.unit_id where "# + $condition
            $(, $value)*
        )
    };
}
use find_people;

pub async fn find_person(c: &mut SqliteConnection, id: PersonId) -> anyhow::Result<Option<Person>> {
    let row = find_people!("p.id = ?", id.0).fetch_optional(c).await.context("finding a person")?;
    row.map(PersonRow::into_person).transpose()
}

/// By NIP, NI or code, active or not, whatever the spelling of a code. Where two people have the same one in two
/// spellings, as older imports could leave them, only the exact spelling tells which is meant.
pub async fn find_person_by_key(c: &mut SqliteConnection, key: &str) -> anyhow::Result<Option<Person>> {
    let found = sqlx::query!(r#"select id as "id!", key from person where lower(key) = lower(?) order by id"#, key)
        .fetch_all(&mut *c)
        .await
        .context("finding a person by key")?;
    let exact = found.iter().find(|person| person.key == key);
    let id = match (exact, found.as_slice()) {
        (Some(exact), _) => exact.id,
        (None, []) => return Ok(None),
        (None, [only]) => only.id,
        (None, several) => {
            let keys: Vec<&str> = several.iter().map(|person| person.key.as_str()).collect();
            return refuse(msg!("roster-key-spellings", keys = keys.join(", ")));
        }
    };
    find_person(c, PersonId(id)).await
}

/// The active person for whom this account speaks.
pub async fn find_linked_person(c: &mut SqliteConnection, id: TelegramId) -> anyhow::Result<Option<LinkedPerson>> {
    let Some(link) = sqlx::query!(
        r#"select person_id, language, linked_at, exists (select 1 from recipient r
            where r.person_id = link.person_id and r.unreachable_at is not null and r.returned_on is null)
            as "unreachable!: bool"
        from link where telegram_id = ?"#,
        id.0
    )
    .fetch_optional(&mut *c)
    .await
    .context("finding a link")?
    else {
        return Ok(None);
    };
    let person = find_person(c, PersonId(link.person_id)).await?.filter(|person| person.active);
    Ok(person.map(|person| LinkedPerson {
        person,
        language: Lang::from_code(&link.language),
        linked_at: from_millis(link.linked_at),
        unreachable: link.unreachable,
    }))
}

/// The account that speaks for this person.
pub async fn find_link(c: &mut SqliteConnection, person: PersonId) -> anyhow::Result<Option<TelegramId>> {
    let id = sqlx::query_scalar!("select telegram_id from link where person_id = ?", person.0)
        .fetch_optional(c)
        .await
        .context("finding an account")?;
    Ok(id.map(TelegramId))
}

/// False where the account is linked to nobody.
pub async fn set_language(c: &mut SqliteConnection, id: TelegramId, language: Lang) -> anyhow::Result<bool> {
    let code = language.code();
    let done = sqlx::query!("update link set language = ? where telegram_id = ?", code, id.0)
        .execute(c)
        .await
        .context("setting a language")?;
    Ok(done.rows_affected() > 0)
}

/// Whether the account speaks for someone who is no longer active.
pub async fn is_inactive(c: &mut SqliteConnection, id: TelegramId) -> anyhow::Result<bool> {
    let found = sqlx::query_scalar!(
        r#"select exists (select 1 from link l join person p on p.id = l.person_id
            where l.telegram_id = ? and p.active = 0) as "found!: bool""#,
        id.0
    )
    .fetch_one(c)
    .await
    .context("finding an inactive person")?;
    Ok(found)
}

/// Every unit, parents before children.
pub async fn list_units(c: &mut SqliteConnection, _proof: &Proof) -> anyhow::Result<Vec<Unit>> {
    list_all_units(c).await
}

async fn list_all_units(c: &mut SqliteConnection) -> anyhow::Result<Vec<Unit>> {
    let rows = sqlx::query_as!(UnitRow, "select id, parent_id, name, path, depth, zone from unit order by depth, path")
        .fetch_all(c)
        .await
        .context("listing units")?;
    rows.into_iter().map(UnitRow::into_unit).collect()
}

pub async fn find_unit(c: &mut SqliteConnection, id: UnitId) -> anyhow::Result<Option<Unit>> {
    let row = sqlx::query_as!(UnitRow, "select id, parent_id, name, path, depth, zone from unit where id = ?", id.0)
        .fetch_optional(c)
        .await
        .context("finding a unit")?;
    row.map(UnitRow::into_unit).transpose()
}

/// As it is written, else the only one that reads alike.
pub async fn find_unit_by_path(c: &mut SqliteConnection, path: &UnitPath) -> anyhow::Result<Option<Unit>> {
    Ok(unit::find(&list_all_units(c).await?, path).cloned())
}

/// Units that hold every word of `wanted` in their path, best first.
pub async fn search_units(
    c: &mut SqliteConnection,
    proof: &Proof,
    wanted: &str,
    most: usize,
) -> anyhow::Result<Vec<Unit>> {
    let units = list_units(c, proof).await?;
    Ok(unit::search(&units, wanted, most).into_iter().cloned().collect())
}

/// The units right below `parent` (none: the roots), each with what its whole subtree holds.
pub async fn list_children(
    c: &mut SqliteConnection,
    _proof: &Proof,
    parent: Option<UnitId>,
) -> anyhow::Result<Vec<UnitBranch>> {
    let parent = parent.map(|id| id.0);
    let rows = sqlx::query!(
        r#"with recursive tree (root, id) as (
            select id, id from unit where parent_id is ?
            union all select t.root, u.id from unit u join tree t on u.parent_id = t.id
        )
        select u.id as "id!: i64", u.parent_id, u.name, u.path, u.depth, u.zone,
            (select count(*) from unit k where k.parent_id = u.id) as "children!: i64",
            count(p.id) as "people!: i64", count(l.person_id) as "linked!: i64"
        from tree t join unit u on u.id = t.root
            left join person p on p.unit_id = t.id and p.active = 1
            left join link l on l.person_id = p.id
        group by u.id order by u.name"#,
        parent
    )
    .fetch_all(c)
    .await
    .context("listing a unit's children")?;
    rows.into_iter()
        .map(|row| {
            Ok(UnitBranch {
                unit: UnitRow {
                    id: row.id,
                    parent_id: row.parent_id,
                    name: row.name,
                    path: row.path,
                    depth: row.depth,
                    zone: row.zone,
                }
                .into_unit()?,
                children: row.children,
                people: row.people,
                linked: row.linked,
            })
        })
        .collect()
}

/// Active people per unit of the subtree (none: all), in the tree's order. `signed` counts those who
/// acknowledged at least one of `versions`, `acknowledgements` every acknowledgement of them.
pub async fn recap(
    c: &mut SqliteConnection,
    _proof: &Proof,
    under: Option<UnitId>,
    versions: &[i64],
) -> anyhow::Result<Vec<UnitRecap>> {
    let under = under.map(|id| id.0);
    let versions = serde_json::to_string(versions)?;
    let rows = sqlx::query!(
        r#"with recursive scope (id) as (
            select id from unit where (?1 is null and parent_id is null) or id = ?1
            union all select u.id from unit u join scope s on u.parent_id = s.id
        ), signed (person_id, times) as (
            select person_id, count(*) from acknowledgement
            where version_id in (select value from json_each(?2)) group by person_id
        )
        select u.id as "id!: i64", u.parent_id, u.name, u.path, u.depth, u.zone,
            count(p.id) as "people!: i64", count(l.person_id) as "linked!: i64",
            count(a.person_id) as "signed!: i64", coalesce(sum(a.times), 0) as "acknowledgements!: i64"
        from scope s join unit u on u.id = s.id
            left join person p on p.unit_id = u.id and p.active = 1
            left join link l on l.person_id = p.id
            left join signed a on a.person_id = p.id
        group by u.id order by replace(u.path, ' / ', char(1))"#,
        under,
        versions
    )
    .fetch_all(c)
    .await
    .context("counting per unit")?;
    let units = rows
        .into_iter()
        .map(|row| {
            let own = Counts {
                people: row.people,
                linked: row.linked,
                signed: row.signed,
                acknowledgements: row.acknowledgements,
            };
            let unit = UnitRow {
                id: row.id,
                parent_id: row.parent_id,
                name: row.name,
                path: row.path,
                depth: row.depth,
                zone: row.zone,
            };
            Ok((unit.into_unit()?, own))
        })
        .collect::<anyhow::Result<Vec<_>>>()?;
    Ok(UnitRecap::roll_up(units))
}

#[cfg(test)]
mod tests;
