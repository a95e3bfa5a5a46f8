//! SQL that claims deliveries for the wire: fairly among campaigns, each looked at once more just before it goes.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use anyhow::Context as _;
use chrono::{DateTime, Utc};
use sqlx::SqliteConnection;

use super::{
    PAGE,
    record::{Change, DeliveryKey, From, Slip, apply},
};
use crate::{
    access::TelegramId,
    audience,
    outbox::{
        Campaign, CampaignId, DeliveryState, Reason, Unreachable, reason::SkipReason, store::find_campaign, week_of,
    },
    roster::PersonId,
    texts::{Lang, Zone},
};

/// Deliveries looked at, at least: most go, but some may have to wait or be skipped.
const GLANCE: i64 = 64;

/// A delivery that is to be sent soon. The disk does not know of it until it departs: after a crash it is claimed anew.
#[derive(Clone, Debug)]
pub struct Claim {
    pub slip: Slip,
    pub campaign: Arc<Campaign>,
    pub chat: TelegramId,
    pub lang: Lang,
    pub zone: Zone,
    pub name: String,
    pub unit: String,
}

/// What this process has claimed.
#[derive(Clone, Debug, Default)]
pub struct Held {
    /// Until what came of them is on the disk.
    pub leased: HashSet<DeliveryKey>,
    /// Up to which person everyone queued is leased, or was.
    pub reached: HashMap<CampaignId, i64>,
}

/// What was claimed, and how far each campaign was looked at.
#[derive(Debug, Default)]
pub struct Claims {
    pub claims: Vec<Claim>,
    pub reached: Vec<(CampaignId, i64)>,
}

/// For whom is claimed.
#[derive(Clone, Debug)]
pub struct Lane {
    pub held: Arc<Held>,
    pub paid: bool,
    /// The campaign that had its turn last.
    pub after: CampaignId,
    /// Messages that may go.
    pub room: u32,
}

struct Candidate {
    person: PersonId,
    attempt: i64,
    active: bool,
    name: String,
    unit: String,
    zone: Zone,
    account: Option<(TelegramId, Lang)>,
    muted: bool,
    unreachable: Option<Unreachable>,
    /// Reminders that this person got in the present week.
    week: i64,
    week_sent: i64,
}

enum Decision {
    Send(TelegramId, Lang),
    End(DeliveryState, Reason),
    /// Not at this hour.
    Wait(DateTime<Utc>),
}

/// Claims the next deliveries of the lane's running campaigns, in turn.
pub async fn claim(c: &mut SqliteConnection, lane: Lane, now: DateTime<Utc>) -> anyhow::Result<Claims> {
    let mut ids = sqlx::query_scalar!(
        r#"select id as "id!: i64" from campaign
        where state in ('scheduled', 'running', 'paused') and state = 'running' and paid = ? order by id"#,
        lane.paid
    )
    .fetch_all(&mut *c)
    .await
    .context("listing running campaigns")?;
    let next = ids.partition_point(|id| *id <= lane.after.0);
    ids.rotate_left(next);
    let mut all = Claims::default();
    let mut room = lane.room;
    for (n, id) in ids.iter().enumerate() {
        if room == 0 {
            break;
        }
        let rest = u32::try_from(ids.len() - n)?;
        let share = room.div_ceil(rest);
        let Some(campaign) = find_campaign(c, CampaignId(*id)).await? else { continue };
        let weight = campaign.new.content.weight();
        let most = usize::try_from((share / weight).max(1))?;
        let (taken, reached) = claim_of(c, Arc::new(campaign), most, &lane.held, now).await?;
        room = room.saturating_sub(u32::try_from(taken.len())? * weight);
        all.claims.extend(taken);
        all.reached.extend(reached.map(|reached| (CampaignId(*id), reached)));
    }
    Ok(all)
}

async fn claim_of(
    c: &mut SqliteConnection,
    campaign: Arc<Campaign>,
    most: usize,
    held: &Held,
    now: DateTime<Utc>,
) -> anyhow::Result<(Vec<Claim>, Option<i64>)> {
    let late = campaign.new.deadline.is_some_and(|deadline| deadline <= now);
    let limit = if late { PAGE } else { GLANCE.max(i64::try_from(most)?) };
    let leased: HashSet<i64> =
        held.leased.iter().filter(|(of, _)| *of == campaign.id).map(|(_, person)| person.0).collect();
    let mut due = list_due(c, campaign.id, limit + i64::try_from(leased.len())?, now).await?;
    due.retain(|(person, _)| !leased.contains(person));
    due.truncate(usize::try_from(limit)?);
    let rest = limit - i64::try_from(due.len())?;
    let queued = list_queued(c, campaign.id, held.reached.get(&campaign.id).copied(), rest).await?;
    let candidates = load(c, due.iter().chain(&queued.people).copied().collect(), now).await?;
    let owing = list_owing(c, &campaign, late, &candidates).await?;

    let (mut claims, mut changes, mut looked) = (Vec::new(), Vec::new(), 0);
    for candidate in candidates {
        if claims.len() == most {
            break;
        }
        looked += 1;
        let (person, attempt) = (candidate.person, candidate.attempt);
        let change = match decide(&campaign, &candidate, &owing, late, now) {
            Decision::Send(chat, lang) => {
                let week = campaign.new.wave.is_some().then_some(candidate.week);
                let slip = Slip { campaign: campaign.id, person, attempt, on_unknown: campaign.new.on_unknown, week };
                let Candidate { zone, name, unit, .. } = candidate;
                claims.push(Claim { slip, campaign: Arc::clone(&campaign), chat, lang, zone, name, unit });
                continue;
            }
            Decision::End(state, reason) => Change::to(campaign.id, person, state, Some(reason)),
            Decision::Wait(until) => Change::retry(campaign.id, person, until),
        };
        changes.push(change.after(attempt));
    }
    // Everyone up to here has been looked at, or everyone there is.
    let seen = looked.min(due.len() + queued.people.len()).saturating_sub(due.len());
    let reached = match queued.people.get(seen) {
        Some(_) => seen.checked_sub(1).map(|last| queued.people[last].0),
        None if queued.more => queued.people.last().map(|(person, _)| *person),
        None => Some(queued.cursor),
    };
    apply(c, &changes, From::Waiting, now).await?;
    if let Some(reached) = reached {
        // What is leased has to be found again after a crash.
        let first = claims.iter().map(|claim| claim.slip.person.0).chain(leased).min();
        let past = first.map_or(reached, |first| reached.min(first - 1));
        sqlx::query!("update campaign set claimed = ?1 where id = ?2 and claimed < ?1", past, campaign.id.0)
            .execute(c)
            .await
            .context("moving on in a campaign")?;
    }
    Ok((claims, reached))
}

/// Everything that may have changed since the audience was written out.
fn decide(campaign: &Campaign, who: &Candidate, owing: &HashSet<PersonId>, late: bool, now: DateTime<Utc>) -> Decision {
    let skipped = |reason: SkipReason| Decision::End(DeliveryState::Skipped, reason.into());
    if late {
        return skipped(SkipReason::Late);
    }
    let Some((chat, lang)) = who.account.filter(|_| who.active) else { return skipped(SkipReason::Unlinked) };
    if let Some(reason) = who.unreachable {
        return Decision::End(DeliveryState::Unreachable, reason.into());
    }
    if who.muted && !campaign.new.mandatory {
        return skipped(SkipReason::Muted);
    }
    if campaign.new.segment.owing && !owing.contains(&who.person) {
        return skipped(SkipReason::Signed);
    }
    if campaign.new.weekly_cap.is_some_and(|cap| who.week_sent >= i64::from(cap)) {
        return skipped(SkipReason::Cap);
    }
    match campaign.new.hours.opening(who.zone, now) {
        opening if opening > now => Decision::Wait(opening),
        _ => Decision::Send(chat, lang),
    }
}

async fn list_owing(
    c: &mut SqliteConnection,
    campaign: &Campaign,
    late: bool,
    candidates: &[Candidate],
) -> anyhow::Result<HashSet<PersonId>> {
    if !campaign.new.segment.owing || late || candidates.is_empty() {
        return Ok(HashSet::new());
    }
    let people: Vec<PersonId> = candidates.iter().map(|candidate| candidate.person).collect();
    let obligations = audience::store::load_obligations(c).await?;
    Ok(audience::store::retain_owing(c, &obligations, &people).await?.into_iter().collect())
}

async fn list_due(
    c: &mut SqliteConnection,
    id: CampaignId,
    limit: i64,
    now: DateTime<Utc>,
) -> anyhow::Result<Vec<(i64, i64)>> {
    let at = now.timestamp_millis();
    let rows = sqlx::query!(
        r#"select person_id as "person_id!", attempt from delivery
        where campaign_id = ? and state = 'retry' and next_at <= ? order by next_at limit ?"#,
        id.0,
        at,
        limit
    )
    .fetch_all(c)
    .await
    .context("listing what is due again")?;
    Ok(rows.into_iter().map(|row| (row.person_id, row.attempt)).collect())
}

/// Those never looked at, in the order of people.
struct Queued {
    people: Vec<(i64, i64)>,
    /// There may be more behind these.
    more: bool,
    /// How far the audience is written out.
    cursor: i64,
}

async fn list_queued(
    c: &mut SqliteConnection,
    id: CampaignId,
    reached: Option<i64>,
    limit: i64,
) -> anyhow::Result<Queued> {
    let campaign = sqlx::query!("select claimed, cursor from campaign where id = ?", id.0)
        .fetch_one(&mut *c)
        .await
        .context("finding a campaign")?;
    let after = campaign.claimed.max(reached.unwrap_or_default());
    let rows = sqlx::query!(
        r#"select person_id, attempt from delivery where campaign_id = ? and person_id > ? and state = 'queued'
        order by person_id limit ?"#,
        id.0,
        after,
        limit
    )
    .fetch_all(c)
    .await
    .context("listing what is queued")?;
    let more = i64::try_from(rows.len())? == limit;
    Ok(Queued {
        people: rows.into_iter().map(|row| (row.person_id, row.attempt)).collect(),
        more,
        cursor: campaign.cursor,
    })
}

/// The people as they are now, in the order given.
async fn load(c: &mut SqliteConnection, people: Vec<(i64, i64)>, now: DateTime<Utc>) -> anyhow::Result<Vec<Candidate>> {
    let ids = serde_json::to_string(&people)?;
    // A cross join keeps the order of tables: the list first, then rows by their keys.
    let rows = sqlx::query!(
        r#"select v.value ->> 1 as "attempt!: i64", p.id as "id!: i64", p.name as "name!: String",
            p.active as "active!: bool", u.name as "unit!: String", u.zone as "zone!: String",
            l.telegram_id as "telegram_id?: i64", l.language as "language?: String",
            r.muted_at as "muted_at?: i64",
            case when r.returned_on is null then r.unreachable end as "unreachable?: String",
            r.week as "week?: i64", r.week_sent as "week_sent?: i64"
        from json_each(?) v cross join person p on p.id = v.value ->> 0 cross join unit u on u.id = p.unit_id
            left join link l on l.person_id = p.id left join recipient r on r.person_id = p.id
        order by v.key"#,
        ids
    )
    .fetch_all(c)
    .await
    .context("looking at recipients")?;
    rows.into_iter()
        .map(|row| {
            let zone = Zone::parse(&row.zone).context("a time zone that this version does not know")?;
            let week = week_of(now, zone);
            let account = row.telegram_id.zip(row.language);
            Ok(Candidate {
                person: PersonId(row.id),
                attempt: row.attempt,
                active: row.active,
                name: row.name,
                unit: row.unit,
                zone,
                account: account.map(|(id, language)| (TelegramId(id), Lang::from_code(&language))),
                muted: row.muted_at.is_some(),
                unreachable: row.unreachable.as_deref().and_then(Unreachable::parse),
                week,
                week_sent: row.week_sent.filter(|_| row.week == Some(week)).unwrap_or(0),
            })
        })
        .collect()
}
