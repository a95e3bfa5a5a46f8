//! The rules that come with a new election.

use chrono::{DateTime, Utc};
use sqlx::SqliteConnection;

use super::{find_rule, insert_unchecked, list_rules};
use crate::{
    access::Proof,
    audience::Segment,
    calendar::{self, ElectionId, StageKind},
    msg,
    outbox::{Content, Hours},
    reminder::{Anchor, EIGHT, Plan, check, wave},
    texts::{Lang, Message, Zone},
};

/// A rule that comes by itself: to those who still owe, or to everyone.
struct Standard {
    stage: StageKind,
    days: i32,
    owing: bool,
    text: Message,
}

/// Before the campaign the pledge is asked for, of those who owe it. From its first day on everyone is
/// reminded of what it means.
fn defaults() -> [Standard; 6] {
    let ask = |days, text| Standard { stage: StageKind::Campaign, days, owing: true, text };
    let remind = |stage, days, text| Standard { stage, days, owing: false, text };
    [
        ask(-30, msg!("reminder-default-month")),
        ask(-7, msg!("reminder-default-week")),
        ask(-1, msg!("reminder-default-day")),
        remind(StageKind::Campaign, 0, msg!("reminder-default-campaign")),
        remind(StageKind::Quiet, 0, msg!("reminder-default-quiet")),
        remind(StageKind::Vote, -1, msg!("reminder-default-vote")),
    ]
}

/// The sensible rules that come with a new election. Where stages lie so close that one person would
/// get too many on a day, fewer. How many were added.
pub async fn insert_default_rules(
    c: &mut SqliteConnection,
    proof: &Proof,
    election: ElectionId,
    now: DateTime<Utc>,
) -> anyhow::Result<usize> {
    let stages = calendar::store::list_stages(c, election).await?;
    let Some(election) = calendar::store::find_election(c, election).await? else { return Ok(0) };
    let mut rules = list_rules(c, election.id).await?;
    let mut added = 0;
    for stage in &stages {
        for default in defaults().into_iter().filter(|default| default.stage == stage.kind) {
            let plan = plan(&default, election.hours);
            let Some(id) = insert_unchecked(c, proof, stage.id, &plan, true, now).await? else { continue };
            let Some(rule) = find_rule(c, id).await?.filter(|rule| rules.iter().all(|known| known.id != rule.id))
            else {
                continue;
            };
            rules.push(rule);
            if check::crowd(&check::load(rules.iter(), wave::today(now, Zone::Wib))).is_some() {
                rules.pop();
                super::remove_rule(c, proof, id, now).await?;
            } else {
                added += 1;
            }
        }
    }
    Ok(added)
}

fn plan(default: &Standard, hours: Hours) -> Plan {
    Plan {
        anchor: Anchor::First,
        days: default.days,
        minute: EIGHT.clamp(hours.from, hours.to - 1),
        segment: if default.owing { Segment::all_owing() } else { Segment::default() },
        content: Content::text(default.text.html(Lang::Id)),
        // The agency is bound to remind.
        mandatory: true,
        repeat_days: None,
    }
}
