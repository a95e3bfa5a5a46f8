//! What a rule must hold to before it is kept; every refusal says what to change.

use std::collections::BTreeMap;

use chrono::{Datelike as _, NaiveDate, TimeDelta};

use super::{DAYS_MAX, Rule, wave};
use crate::{
    msg,
    outbox::{Template, Variable},
    texts::Message,
};

/// Reminders that one person may get on one day.
pub const PER_DAY: usize = 3;
pub const REPEAT_MAX: u32 = 60;

/// What is wrong with a rule as it would be, apart from the others; none: nothing. That its text fits is
/// seen where the text is read.
pub fn fault(rule: &Rule) -> Option<Message> {
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
    let days_left = Template::parse(&plan.content.html, &Variable::ALL)
        .is_ok_and(|template| template.variables().contains(&Variable::DaysLeft));
    if days_left && plan.first_day(&rule.stage).is_none_or(|day| day > rule.stage.last_day) {
        return Some(msg!("reminder-days-left-over", variable = format!("{{{}}}", Variable::DaysLeft.name())));
    }
    None
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

/// Days of `-7`, `H-7`, `H`, `h + 2`. Without a sign nobody could say whether before or after is meant.
pub fn parse_days(text: &str) -> Option<i32> {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).map(|c| if c == '−' { '-' } else { c }).collect();
    let days = text.strip_prefix(['H', 'h']).unwrap_or(&text);
    match days {
        "" if !text.is_empty() => Some(0),
        "0" => Some(0),
        signed if signed.starts_with(['+', '-']) => signed.parse().ok(),
        _ => None,
    }
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
