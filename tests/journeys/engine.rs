//! Campaigns with outcomes that the engine itself wrote: Telegram's answers are made up, what becomes of them is not.

use std::{sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use ikrar::{
    access::Proof,
    outbox::{
        CampaignId, FailureReason, Unreachable, Verdict,
        store::{self, End, Held, Lane, Report, Slip, control},
    },
};
use sqlx::SqliteConnection;

use crate::world::World;

pub const PEOPLE: [&str; 5] = ["198001012005012001", "200012312024211001", "NA-0001", "197505052000031002", "KD-007"];

/// What a message to one person comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Row {
    Sent,
    /// Far from due, so that nothing moves by itself.
    Waits,
    Blocked,
    Unreadable,
    TooLong,
    NoFile,
    Refused,
    Moved,
    NoAnswer,
    /// The process ended while it was on the wire.
    Restart,
    /// Skipped: the account is no longer linked.
    Unlinked,
    /// Still open when the campaign was cancelled.
    Cancelled,
}

impl Row {
    fn end(self) -> Option<End> {
        Some(End::Sent(match self {
            Self::Sent => Verdict::Sent { message: 7 },
            Self::Waits | Self::Cancelled => Verdict::TooMany { retry_after: Duration::from_secs(3_600_000) },
            Self::Blocked => Verdict::Unreachable(Unreachable::Blocked),
            Self::Unreadable => Verdict::Failed(FailureReason::Text),
            Self::TooLong => return Some(End::Unfit(FailureReason::TooLong)),
            Self::NoFile => Verdict::Failed(FailureReason::File),
            Self::Refused => Verdict::Failed(FailureReason::Refused),
            // Everybody's account has that one's number.
            Self::Moved => Verdict::Migrated { to: account(0) },
            Self::NoAnswer => Verdict::Unknown,
            Self::Restart | Self::Unlinked => return None,
        }))
    }
}

/// Of people who are linked for the length of a fixture only.
fn account(n: usize) -> i64 {
    7_000_000_000 + i64::try_from(n).unwrap()
}

/// A campaign whose messages came to this for the people of the roster, in their order, all in one moment.
/// `more` are settings, as SQL.
pub async fn campaign(world: &World, title: &str, state: &'static str, more: &str, rows: &[Row]) -> i64 {
    let id = world.count("campaign").await + 1;
    let now = world.now();
    let insert = format!(
        "insert into campaign (id, kind, title, content, segment, mandatory, state, fire_at, materialised, cursor,
            claimed, expected, created_at, started_at, told_at, total)
        values ({id}, 'broadcast', '{title}', '{{\"html\":\"Halo\"}}', '{{}}', 1, 'running', {at}, 1, 99, 0, {count},
            {at}, {at}, 1, {count})",
        at = now.timestamp_millis(),
        count = rows.len()
    );
    let settings = format!("update campaign set claimed = cursor {more} where id = {id}");
    let rows: Vec<(&str, Row)> = PEOPLE.into_iter().zip(rows.iter().copied()).collect();
    world
        .app
        .db
        .write(move |c| {
            Box::pin(async move {
                sqlx::raw_sql(sqlx::AssertSqlSafe(insert)).execute(&mut *c).await?;
                for (key, _) in &rows {
                    let queue = "insert into delivery (campaign_id, person_id, state)
                        select ?, id, 'queued' from person where key = ?";
                    sqlx::query(queue).bind(id).bind(key).execute(&mut *c).await?;
                }
                run(c, CampaignId(id), &rows, now).await?;
                come_to(c, CampaignId(id), state, now).await?;
                sqlx::raw_sql(sqlx::AssertSqlSafe(settings)).execute(c).await?;
                Ok(())
            })
        })
        .await
        .unwrap();
    id
}

/// A message of it that waits comes to this now.
pub async fn comes_to(world: &World, id: i64, key: &'static str, row: Row) {
    let now = world.now();
    world
        .app
        .db
        .write(move |c| {
            Box::pin(async move {
                let due = "update delivery set next_at = 0 where campaign_id = ? and state = 'retry'
                    and person_id = (select id from person where key = ?)";
                let due = sqlx::query(due).bind(id).bind(key).execute(&mut *c).await?;
                assert_eq!(due.rows_affected(), 1, "{key} waits");
                run(c, CampaignId(id), &[(key, row)], now).await
            })
        })
        .await
        .unwrap();
}

/// Claims, lets depart and records, as the worker does.
async fn run(c: &mut SqliteConnection, id: CampaignId, rows: &[(&str, Row)], now: DateTime<Utc>) -> anyhow::Result<()> {
    let mut people = Vec::new();
    for (n, (key, row)) in rows.iter().enumerate() {
        let person: i64 =
            sqlx::query_scalar("select id from person where key = ?").bind(key).fetch_one(&mut *c).await?;
        if *row != Row::Unlinked {
            let link = "insert into link (person_id, telegram_id, language, linked_at) values (?, ?, 'id', 0)
                on conflict do nothing";
            sqlx::query(link).bind(person).bind(account(n)).execute(&mut *c).await?;
        }
        people.push((person, *row));
    }
    let lane = Lane { held: Arc::<Held>::default(), paid: false, after: CampaignId(id.0 - 1), room: 100 };
    let slips: Vec<Slip> = store::claim(c, lane, now).await?.claims.into_iter().map(|claim| claim.slip).collect();
    let keys: Vec<_> = slips.iter().map(Slip::key).collect();
    store::depart(c, 1, &keys, now).await?;
    let mut reports = Vec::new();
    for slip in slips {
        let (_, row) = people.iter().find(|(person, _)| *person == slip.person.0).expect("someone of the roster");
        reports.extend(row.end().map(|end| Report { slip, end }));
    }
    store::record(c, 1, &reports, now).await?;
    store::recover(c, 2, now).await?;
    sqlx::query("delete from link where telegram_id between ? and ?")
        .bind(account(0))
        .bind(account(PEOPLE.len()))
        .execute(c)
        .await?;
    Ok(())
}

async fn come_to(c: &mut SqliteConnection, id: CampaignId, state: &str, now: DateTime<Utc>) -> anyhow::Result<()> {
    let proof = Proof::command_line();
    match state {
        "running" => {}
        "done" => store::finish(c, now).await?,
        "paused" => drop(control::pause(c, &proof, id, now).await?),
        "cancelled" => {
            control::cancel(c, &proof, id, now).await?;
            store::sweep(c, id, now).await?;
        }
        "missed" => {
            let missed = "update campaign set state = 'missed', ended_at = ?, started_at = null where id = ?";
            sqlx::query(missed).bind(now.timestamp_millis()).bind(id.0).execute(&mut *c).await?;
        }
        _ => {
            let scheduled = "update campaign set state = ?, started_at = null where id = ?";
            sqlx::query(scheduled).bind(state).bind(id.0).execute(&mut *c).await?;
        }
    }
    let now: String = sqlx::query_scalar("select state from campaign where id = ?").bind(id.0).fetch_one(c).await?;
    assert_eq!(now, state, "the engine brings it there");
    Ok(())
}
