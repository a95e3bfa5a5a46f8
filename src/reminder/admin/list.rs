//! How the rules of an election look in chat.

use chrono::{DateTime, Utc};

use super::{
    Listed,
    screens::{NAME, fitting, next, to},
};
use crate::{
    audience::words::describe,
    calendar::Election,
    msg,
    reminder::check::clock,
    telegram::{
        button::{Button, CalendarButton, ReminderButton as To},
        pages::{PER_PAGE, Page},
        reply::Screen,
    },
    texts::{Arg, Lang, Message, Zone, name, shorten},
};

pub(super) fn screen(
    election: &Election,
    rules: &[Listed],
    zones: &[Zone],
    page: u16,
    now: DateTime<Utc>,
    lang: Lang,
) -> Screen {
    let shown = Page::of(rules, page, PER_PAGE);
    let lines: Vec<String> = shown.items.iter().map(|listed| line(listed, zones, now).html(lang)).collect();
    let text = match rules {
        [] => msg!("reminder-list-empty", election = name(&election.name)),
        _ => msg!("reminder-list", election = name(&election.name), lines = Arg::Html(lines.join("\n"))),
    };
    let mut screen = Screen::new(&text, lang);
    for listed in shown.items {
        let label = |stage: &str| label(listed, rules, stage);
        let button = to(To::Rule { id: listed.rule.id.0 });
        screen = screen.row(&fitting(&listed.rule.stage.name, label, lang), lang, &button);
    }
    let election = election.id.0;
    shown
        .turn(screen, lang, |page| to(To::Rules { election, page }))
        .row(&msg!("reminder-button-add"), lang, &to(To::Add { election, page: 0 }))
        .row(&msg!("button-back"), lang, &Button::Calendar(CalendarButton::Election { id: election }))
}

/// `H-7 · Masa kampanye`; with its hour where another rule would have the same button.
fn label(listed: &Listed, all: &[Listed], stage: &str) -> Message {
    let rule = &listed.rule;
    let when = rule.plan.short();
    let twin = |other: &&Listed| other.rule.stage.id == rule.stage.id && other.rule.plan.days == rule.plan.days;
    if all.iter().filter(twin).count() == 1 {
        return msg!("reminder-button-rule", when = when, stage = stage);
    }
    let time = clock(rule.plan.minute);
    if rule.enabled {
        msg!("reminder-button-rule-twin", when = when, stage = stage, time = time)
    } else {
        msg!("reminder-button-rule-twin-off", when = when, stage = stage, time = time)
    }
}

/// When, about what, for whom, and what comes next.
fn line(listed: &Listed, zones: &[Zone], now: DateTime<Utc>) -> Message {
    let Listed { rule, unit, sent } = listed;
    let unit = unit.as_ref().map(|unit| shorten(unit.name.as_str(), NAME));
    msg!(
        "reminder-line",
        when = rule.plan.label(),
        stage = name(shorten(&rule.stage.name, NAME)),
        time = clock(rule.plan.minute),
        whom = describe(&rule.plan.segment, unit.as_deref()),
        next = next(rule, sent, zones, now)
    )
}
