//! The rules that come with a new election.

use chrono::{DateTime, Utc};

use super::{Anchor, EIGHT, Plan, Rule, check, wave};
use crate::{
    audience::Segment,
    calendar::{Election, Stage, StageKind},
    msg,
    outbox::{Content, Hours, RuleId},
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

/// Those of these stages, without an id yet. Where stages lie so close that one person would get too
/// many on a day, fewer.
pub fn default_rules(election: &Election, stages: &[Stage], now: DateTime<Utc>) -> Vec<Rule> {
    let mut rules: Vec<Rule> = Vec::new();
    for stage in stages {
        for default in defaults().into_iter().filter(|default| default.stage == stage.kind) {
            let (plan, election, stage) = (plan(&default, election.hours), election.clone(), stage.clone());
            rules.push(Rule { id: RuleId(0), stage, election, plan, enabled: true, version: 1, since: now });
            if check::crowd(&check::load(rules.iter(), wave::today(now, Zone::Wib))).is_some() {
                rules.pop();
            }
        }
    }
    rules
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
