//! SQL of segments: who is in one, page by page, and how many.

use anyhow::Context as _;
use sqlx::SqliteConnection;

use super::{Obligations, Segment, Size};
use crate::{
    access::Proof,
    pledge,
    roster::{Kind, PersonId},
    texts::Zone,
};

/// The current documents, for [`list_page`] and [`retain_owing`].
pub async fn load_obligations(c: &mut SqliteConnection) -> anyhow::Result<Obligations> {
    Ok(Obligations::new(pledge::store::list_current_versions(c).await?))
}

/// One page of a segment's recipients.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    pub people: Vec<PersonId>,
    /// The last person looked at; none: there are no more.
    pub last: Option<PersonId>,
}

/// Active, linked people of the segment (of one zone, if given) after `after`, by id. Looks at no more
/// than `limit` people, so a page may hold fewer, or nobody, before the end.
pub async fn list_page(
    c: &mut SqliteConnection,
    segment: &Segment,
    zone: Option<Zone>,
    obligations: &Obligations,
    after: PersonId,
    limit: i64,
) -> anyhow::Result<Page> {
    let units = units_json(c, segment, zone).await?;
    let kinds = kinds_json(segment)?;
    let versions = versions_json(obligations)?;
    let owing = segment.owing;
    // A page is a stretch of the roster, however few of it belong to the segment: bounded work each time.
    let end = sqlx::query!(
        r#"select max(id) as "id: i64", count(*) as "n!: i64"
        from (select id from person where id > ? order by id limit ?)"#,
        after.0,
        limit
    )
    .fetch_one(&mut *c)
    .await
    .context("finding the end of a page")?;
    let Some(last) = end.id else { return Ok(Page::default()) };
    let rows = sqlx::query!(
        r#"select p.id, p.kind, p.head as "head: bool", u.depth,
            case when ?5 then (select group_concat(a.version_id) from acknowledgement a
                where a.person_id = p.id and a.version_id in (select value from json_each(?6))) end as "acknowledged: String"
        from person p join link l on l.person_id = p.id join unit u on u.id = p.unit_id
        where p.id > ?1 and p.id <= ?2 and p.active = 1
            and (?3 is null or +p.unit_id in (select value from json_each(?3)))
            and (?4 is null or p.kind in (select value from json_each(?4)))
        order by p.id"#,
        after.0,
        last,
        units,
        kinds,
        owing,
        versions
    )
    .fetch_all(c)
    .await
    .context("listing a segment")?;
    let mut page = Page { people: Vec::new(), last: (end.n == limit).then_some(PersonId(last)) };
    for row in rows {
        let (kind, depth) = standing(&row.kind, row.depth)?;
        let owes = || obligations.owes(kind, row.head, depth, &ids(row.acknowledged.as_deref()));
        if segment.rank.holds(row.head, depth) && (!owing || owes()) {
            page.people.push(PersonId(row.id));
        }
    }
    Ok(page)
}

/// Of these people, those who still owe an acknowledgement.
pub async fn retain_owing(
    c: &mut SqliteConnection,
    obligations: &Obligations,
    people: &[PersonId],
) -> anyhow::Result<Vec<PersonId>> {
    let versions = versions_json(obligations)?;
    let asked = serde_json::to_string(&people.iter().map(|id| id.0).collect::<Vec<_>>())?;
    let rows = sqlx::query!(
        r#"select p.id, p.kind, p.head as "head: bool", u.depth,
            (select group_concat(a.version_id) from acknowledgement a
                where a.person_id = p.id and a.version_id in (select value from json_each(?2))) as "acknowledged: String"
        from person p join unit u on u.id = p.unit_id
        where p.id in (select value from json_each(?1)) and p.active = 1 order by p.id"#,
        asked,
        versions
    )
    .fetch_all(c)
    .await
    .context("finding who still owes")?;
    let mut owing = Vec::new();
    for row in rows {
        let (kind, depth) = standing(&row.kind, row.depth)?;
        if obligations.owes(kind, row.head, depth, &ids(row.acknowledged.as_deref())) {
            owing.push(PersonId(row.id));
        }
    }
    Ok(owing)
}

/// Counts a segment. Looks at everyone in it, so ask once for a screen, not for progress.
pub async fn measure(c: &mut SqliteConnection, _proof: &Proof, segment: &Segment) -> anyhow::Result<Size> {
    let obligations = load_obligations(c).await?;
    let units = units_json(c, segment, None).await?;
    let kinds = kinds_json(segment)?;
    let versions = versions_json(&obligations)?;
    let owing = segment.owing;
    // People alike in all that decides are one row.
    let rows = sqlx::query!(
        r#"select kind, head as "head: bool", depth, zone, acknowledged as "acknowledged: String",
            count(*) as "people!: i64", count(linked) as "linked!: i64",
            count(unreachable_at) as "unreachable!: i64", count(muted_at) as "muted!: i64"
        from (
            select p.kind, p.head, u.depth, u.zone, l.person_id as linked,
                case when l.person_id is not null then r.unreachable_at end as unreachable_at,
                case when l.person_id is not null then r.muted_at end as muted_at,
                case when ?3 then (select group_concat(version_id) from (select a.version_id from acknowledgement a
                    where a.person_id = p.id and a.version_id in (select value from json_each(?4))
                    order by a.version_id)) end as acknowledged
            from person p join unit u on u.id = p.unit_id
                left join link l on l.person_id = p.id left join recipient r on r.person_id = p.id
            where p.active = 1
                and (?1 is null or p.unit_id in (select value from json_each(?1)))
                and (?2 is null or p.kind in (select value from json_each(?2)))
        ) group by kind, head, depth, zone, acknowledged"#,
        units,
        kinds,
        owing,
        versions
    )
    .fetch_all(c)
    .await
    .context("measuring a segment")?;
    let mut size = Size::default();
    for row in rows {
        let (kind, depth) = standing(&row.kind, row.depth)?;
        let owes = || obligations.owes(kind, row.head, depth, &ids(row.acknowledged.as_deref()));
        if !segment.rank.holds(row.head, depth) || (owing && !owes()) {
            continue;
        }
        size.people += row.people;
        size.linked += row.linked;
        size.unreachable += row.unreachable;
        size.muted += row.muted;
        let zone = Zone::parse(&row.zone).context("a time zone that this version does not know")?;
        match size.zones.iter_mut().find(|(known, _)| *known == zone) {
            Some((_, count)) => *count += row.linked,
            None => size.zones.push((zone, row.linked)),
        }
    }
    size.zones.retain(|(_, count)| *count > 0);
    size.zones.sort_unstable();
    Ok(size)
}

/// The longest names that a text may be filled with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Longest {
    pub name: String,
    pub unit: String,
}

/// Looks at every name.
pub async fn find_longest(c: &mut SqliteConnection, _proof: &Proof) -> anyhow::Result<Longest> {
    // A full stop may take an invisible character more.
    let name = sqlx::query_scalar!(
        "select name from person where active = 1 order by 2 * length(name) - length(replace(name, '.', '')) desc limit 1"
    )
    .fetch_optional(&mut *c)
    .await
    .context("finding the longest name")?;
    let unit = sqlx::query_scalar!(
        "select name from unit order by 2 * length(name) - length(replace(name, '.', '')) desc limit 1"
    )
    .fetch_optional(c)
    .await
    .context("finding the longest name of a unit")?;
    Ok(Longest { name: name.unwrap_or_default(), unit: unit.unwrap_or_default() })
}

fn standing(kind: &str, depth: i64) -> anyhow::Result<(Kind, u32)> {
    let kind = Kind::parse(kind).context("a person of an unknown kind")?;
    Ok((kind, u32::try_from(depth).context("a unit of an impossible depth")?))
}

fn versions_json(obligations: &Obligations) -> anyhow::Result<String> {
    Ok(serde_json::to_string(&obligations.versions().map(|id| id.0).collect::<Vec<_>>())?)
}

/// The ids of a `group_concat`.
fn ids(text: Option<&str>) -> Vec<i64> {
    text.unwrap_or_default().split(',').filter_map(|id| id.parse().ok()).collect()
}

/// The units that a segment means, as a JSON array; none: all of them.
async fn units_json(c: &mut SqliteConnection, segment: &Segment, zone: Option<Zone>) -> anyhow::Result<Option<String>> {
    if segment.unit.is_none() && zone.is_none() {
        return Ok(None);
    }
    let zone = zone.map(Zone::code);
    let units = sqlx::query_scalar!(
        r#"with recursive scope (id) as (
            select id from unit where (?1 is null and parent_id is null) or id = ?1
            union all select u.id from unit u join scope s on u.parent_id = s.id
        )
        select u.id as "id!: i64" from scope s join unit u on u.id = s.id where ?2 is null or u.zone = ?2"#,
        segment.unit,
        zone
    )
    .fetch_all(c)
    .await
    .context("listing the units of a segment")?;
    Ok(Some(serde_json::to_string(&units)?))
}

fn kinds_json(segment: &Segment) -> anyhow::Result<Option<String>> {
    if segment.kinds.is_empty() {
        return Ok(None);
    }
    let kinds: Vec<&str> = segment.kinds.iter().map(|kind| kind.as_str()).collect();
    Ok(Some(serde_json::to_string(&kinds)?))
}

#[cfg(test)]
mod tests;
