//! SQL of what another account acknowledged in someone's name, and what they say of it.

use anyhow::Context as _;
use chrono::{DateTime, Utc};
use sqlx::SqliteConnection;

use crate::{
    access::{Actor, LinkId, Proof, TelegramId, store::insert_audit},
    clock::from_millis,
    pledge::{
        Hash, PersonId, ReceiptNumber,
        prior::{Answered, Prior, PriorEntry},
    },
    roster::{self, UnitId, store::PastLink},
};

/// What a new link begins with: a question about each entry that another account made for this person, and
/// nothing half read by another.
pub async fn begin_link(
    c: &mut SqliteConnection,
    person: PersonId,
    link: LinkId,
    account: TelegramId,
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    let links = roster::store::list_past_links(c, person, account).await?;
    let before = links.iter().rfind(|past| past.id != link);
    if before.is_some_and(|before| before.same == Some(false)) {
        sqlx::query!(
            "delete from clause_reading where person_id = ?1
             and version_id not in (select version_id from acknowledgement where person_id = ?1)",
            person.0
        )
        .execute(&mut *c)
        .await
        .context("forgetting what another account has read")?;
    }
    let entries = sqlx::query!(
        r#"select a.seq, a.at, l.link_id as "link_id?" from acknowledgement a
            left join acknowledgement_link l on l.seq = a.seq
        where a.person_id = ? order by a.seq"#,
        person.0
    )
    .fetch_all(&mut *c)
    .await
    .context("listing what was acknowledged before")?;
    for entry in entries {
        let maker = maker_of(&links, entry.link_id.map(LinkId), from_millis(entry.at));
        if maker.is_some_and(|maker| maker.same == Some(true)) || has_answered(c, entry.seq, &links).await? {
            continue;
        }
        let at = now.timestamp_millis();
        sqlx::query!(
            "insert into pledge_question (seq, link_id, asked_at) values (?, ?, ?) on conflict do nothing",
            entry.seq,
            link.0,
            at
        )
        .execute(&mut *c)
        .await
        .context("asking about an entry")?;
    }
    Ok(())
}

/// The link by which an entry was made: as it is on record, or the only one of that time.
fn maker_of(links: &[PastLink], noted: Option<LinkId>, at: DateTime<Utc>) -> Option<&PastLink> {
    if let Some(noted) = noted {
        return links.iter().find(|link| link.id == noted);
    }
    let mut then = links.iter().filter(|link| link.since <= at && link.until.is_none_or(|until| at <= until));
    then.next().filter(|_| then.next().is_none())
}

/// Whether this account was asked about this entry before, and said something.
async fn has_answered(c: &mut SqliteConnection, seq: i64, links: &[PastLink]) -> anyhow::Result<bool> {
    let answered = sqlx::query_scalar!("select link_id from pledge_question where seq = ? and answer is not null", seq)
        .fetch_all(c)
        .await
        .context("finding what was answered")?;
    let own = |link: &i64| links.iter().any(|past| past.id.0 == *link && past.same == Some(true));
    Ok(answered.iter().any(own))
}

/// What this account is still asked about this person, by the link that made it.
pub async fn list_open(c: &mut SqliteConnection, person: PersonId, account: TelegramId) -> anyhow::Result<Vec<Prior>> {
    let Some(link) = find_open_link(c, person, account).await? else { return Ok(Vec::new()) };
    let links = roster::store::list_past_links(c, person, account).await?;
    let rows = sqlx::query!(
        r#"select q.seq as "seq!: i64", a.at, a.hash, l.link_id as "link_id?", v.content ->> 'title' as "title: String"
        from pledge_question q join acknowledgement a on a.seq = q.seq join document_version v on v.id = a.version_id
            left join acknowledgement_link l on l.seq = q.seq
        where q.link_id = ? and q.answer is null order by l.link_id, q.seq"#,
        link.0
    )
    .fetch_all(c)
    .await
    .context("listing open questions")?;
    let mut open: Vec<Prior> = Vec::new();
    for row in rows {
        let maker = row.link_id.map(LinkId);
        if open.last().is_none_or(|prior| prior.link != maker) {
            let known = links.iter().find(|past| Some(past.id) == maker);
            let by_other = known.is_some_and(|past| past.same == Some(false));
            open.push(Prior {
                link: maker,
                by_other,
                code_by: known.and_then(|past| past.code_by),
                entries: Vec::new(),
            });
        }
        let hash = Hash::from_slice(&row.hash).context("an entry has no whole hash")?;
        let number = ReceiptNumber::new(row.seq, &hash);
        let entry = PriorEntry { number, at: from_millis(row.at), title: row.title.unwrap_or_default() };
        if let Some(prior) = open.last_mut() {
            prior.entries.push(entry);
        }
    }
    Ok(open)
}

async fn find_open_link(
    c: &mut SqliteConnection,
    person: PersonId,
    account: TelegramId,
) -> anyhow::Result<Option<LinkId>> {
    let link = sqlx::query_scalar!(
        r#"select h.id as "id!: i64" from link l join link_history h on h.person_id = l.person_id and h.ended_at is null
        where l.person_id = ? and l.telegram_id = ?"#,
        person.0,
        account.0
    )
    .fetch_optional(c)
    .await
    .context("finding the history of a link")?;
    Ok(link.map(LinkId))
}

/// How many entries someone is still asked about.
pub async fn count_open(c: &mut SqliteConnection, person: PersonId) -> anyhow::Result<i64> {
    sqlx::query_scalar!(
        r#"select count(*) as "n!: i64" from pledge_question q join link_history h on h.id = q.link_id
        where h.person_id = ? and h.ended_at is null and q.answer is null"#,
        person.0
    )
    .fetch_one(c)
    .await
    .context("counting open questions")
}

/// Keeps what someone says of what the link `maker` made in their name (none: of what no link is known of).
pub async fn answer(
    c: &mut SqliteConnection,
    (person, account): (PersonId, TelegramId),
    maker: Option<LinkId>,
    own: bool,
    now: DateTime<Utc>,
) -> anyhow::Result<Answered> {
    let open = list_open(c, person, account).await?.into_iter().find(|prior| prior.link == maker);
    let (Some(prior), Some(link)) = (open, find_open_link(c, person, account).await?) else {
        return Ok(Answered::Before);
    };
    let (said, at) = (if own { "own" } else { "denied" }, now.timestamp_millis());
    for entry in &prior.entries {
        sqlx::query!(
            "update pledge_question set answer = ?, answered_at = ? where seq = ? and link_id = ? and answer is null",
            said,
            at,
            entry.number.seq,
            link.0
        )
        .execute(&mut *c)
        .await
        .context("keeping an answer")?;
    }
    let seqs: Vec<String> = prior.entries.iter().map(|entry| entry.number.seq.to_string()).collect();
    let action = if own { "pledge.own" } else { "pledge.deny" };
    let detail = format!("entries={}", seqs.join(","));
    insert_audit(c, Actor::Link(link), action, &person.0.to_string(), &detail, now).await?;
    Ok(if own { Answered::Own(prior) } else { Answered::Denied(prior) })
}

/// When an entry was first denied by whom it speaks for.
pub(super) async fn find_denial(c: &mut SqliteConnection, seq: i64) -> anyhow::Result<Option<DateTime<Utc>>> {
    let at = sqlx::query_scalar!(
        r#"select min(answered_at) as "at: i64" from pledge_question where seq = ? and answer = 'denied'"#,
        seq
    )
    .fetch_one(c)
    .await
    .context("finding a denial")?;
    Ok(at.map(from_millis))
}

/// An entry that was denied by whom it speaks for. It stays in the ledger and in the counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Denied {
    pub number: ReceiptNumber,
    pub unit: UnitId,
}

/// In the order of the ledger, of everyone on the active roster.
pub async fn list_denied(c: &mut SqliteConnection, _proof: &Proof) -> anyhow::Result<Vec<Denied>> {
    let rows = sqlx::query!(
        "select a.seq, a.hash, p.unit_id from acknowledgement a join person p on p.id = a.person_id
         where p.active = 1 and a.seq in (select seq from pledge_question where answer = 'denied') order by a.seq"
    )
    .fetch_all(c)
    .await
    .context("listing what was denied")?;
    rows.into_iter()
        .map(|row| {
            let hash = Hash::from_slice(&row.hash).context("an entry has no whole hash")?;
            Ok(Denied { number: ReceiptNumber::new(row.seq, &hash), unit: UnitId(row.unit_id) })
        })
        .collect()
}
