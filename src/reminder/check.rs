//! What a rule must hold to before it is kept; every refusal says what to change.

use std::collections::BTreeMap;

use chrono::{Datelike as _, NaiveDate, TimeDelta};

use super::{DAYS_MAX, Rule, wave};
use crate::{
    msg,
    outbox::{
        Content, Template, Values, Variable,
        content::{UnknownVariable, length},
    },
    texts::{Arg, Message},
};

/// Reminders that one person may get on one day.
pub const PER_DAY: usize = 3;
pub const REPEAT_MAX: u32 = 60;
/// Telegram takes no longer user names than this, and `https://t.me/` stands before it.
const LINK_LENGTH: usize = 60;

/// The longest that the roster would put in place of a variable.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Longest {
    pub name: usize,
    pub unit: usize,
}

/// What is wrong with a rule as it would be, apart from the others; none: nothing.
pub fn fault(rule: &Rule, longest: Longest) -> Option<Message> {
    let (plan, hours) = (&rule.plan, rule.election.hours);
    if plan.days.abs() > DAYS_MAX {
        return Some(msg!("reminder-days-range", most = DAYS_MAX));
    }
    if !(hours.from..hours.to).contains(&plan.minute) {
        let (from, to) = (clock(hours.from), clock(hours.to));
        return Some(msg!("reminder-time-outside", time = clock(plan.minute), from = from, to = to));
    }
    if plan.repeat_days.is_some_and(|days| !(1..=REPEAT_MAX).contains(&days)) {
        return Some(msg!("reminder-repeat-range", most = REPEAT_MAX));
    }
    if plan.repeat_days.is_some() && !plan.segment.owing {
        return Some(msg!("reminder-repeat-owing"));
    }
    text_fault(&plan.content, rule, longest)
}

fn text_fault(content: &Content, rule: &Rule, longest: Longest) -> Option<Message> {
    if content.html.trim().is_empty() {
        return Some(msg!("reminder-text-empty"));
    }
    let template = match Template::parse(&content.html, &Variable::ALL) {
        Ok(template) => template,
        Err(UnknownVariable(word)) => {
            return Some(msg!("reminder-variable-unknown", word = format!("{{{word}}}"), list = variables()));
        }
    };
    if template.variables().contains(&Variable::DaysLeft)
        && rule.plan.first_day(&rule.stage).is_none_or(|day| day > rule.stage.last_day)
    {
        return Some(msg!("reminder-days-left-over", variable = format!("{{{}}}", Variable::DaysLeft.name())));
    }
    let (filled, room) = (length(&template.fill(&samples(rule, longest))), content.room());
    if filled <= room {
        return None;
    }
    Some(match content.media.is_empty() {
        true => msg!("reminder-text-long", length = filled, room = room, over = filled - room),
        false => msg!("reminder-caption-long", length = filled, room = room, over = filled - room),
    })
}

/// As long as anyone's values can be.
fn samples(rule: &Rule, longest: Longest) -> Values {
    Values {
        name: "x".repeat(longest.name),
        unit: "x".repeat(longest.unit),
        stage: rule.stage.name.clone(),
        day: "30 September 2024".into(),
        days_left: "365".into(),
        link: "x".repeat(LINK_LENGTH),
    }
}

/// `{nama}, {unit} …` as they are written.
pub fn variables() -> Arg {
    Arg::Text(Variable::ALL.map(|variable| format!("{{{}}}", variable.name())).join(", "))
}

/// `08.00`, as a clock is written in Indonesian; 24.00 for the end of a day.
pub fn clock(minute: u16) -> String {
    format!("{:02}.{:02}", minute / 60, minute % 60)
}

/// Minutes after midnight of `8`, `08.00`, `8:30`, `pukul 08.00`.
pub fn parse_clock(text: &str) -> Option<u16> {
    let text = text.trim().trim_start_matches(|c: char| c.is_alphabetic()).trim();
    let (hour, minute) = text.split_once(['.', ':']).unwrap_or((text, "00"));
    let digits = |text: &str, most: usize| {
        (!text.is_empty() && text.len() <= most && text.bytes().all(|b| b.is_ascii_digit()))
            .then(|| text.parse::<u16>().ok())
            .flatten()
    };
    let (hour, minute) = (digits(hour, 2)?, digits(minute, 2).filter(|_| minute.len() == 2)?);
    (hour < 24 && minute < 60).then_some(hour * 60 + minute)
}

/// Days of `-7`, `H-7`, `H`, `h + 2`.
pub fn parse_days(text: &str) -> Option<i32> {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).map(|c| if c == '−' { '-' } else { c }).collect();
    let text = match text.strip_prefix(['H', 'h']) {
        Some("") => return Some(0),
        Some(rest) => rest,
        None => text.as_str(),
    };
    text.parse().ok()
}

/// What rules together send to one person: their audiences are taken to overlap.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Load {
    /// The day with the most reminders.
    pub day: Option<(NaiveDate, usize)>,
    /// The week with the most, by its Monday.
    pub week: Option<(NaiveDate, usize)>,
}

/// Over the rules that are on, from a day on.
pub fn load<'r>(rules: impl Iterator<Item = &'r Rule>, from: NaiveDate) -> Load {
    let (mut days, mut weeks) = (BTreeMap::new(), BTreeMap::new());
    for rule in rules.filter(|rule| rule.enabled) {
        for (_, day) in wave::occurrences(&rule.plan, &rule.stage, rule.election.hours.weekends, 0) {
            if day < from {
                continue;
            }
            let monday = day - TimeDelta::days(day.weekday().num_days_from_monday().into());
            *days.entry(day).or_insert(0) += 1;
            *weeks.entry(monday).or_insert(0) += 1;
        }
    }
    Load { day: most(days), week: most(weeks) }
}

/// The first of the largest.
fn most(counts: BTreeMap<NaiveDate, usize>) -> Option<(NaiveDate, usize)> {
    counts.into_iter().rev().max_by_key(|(_, count)| *count)
}

/// Refuses what would send too many to one person on one day.
pub fn crowd(load: &Load) -> Option<Message> {
    let (day, count) = load.day.filter(|(_, count)| *count > PER_DAY)?;
    Some(msg!("reminder-too-many", count = count, day = day, most = PER_DAY))
}
