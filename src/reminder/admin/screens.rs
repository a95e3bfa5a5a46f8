//! How rules look in chat.

use chrono::{DateTime, NaiveDate, Utc};

use super::{View, preview::Preview};
use crate::{
    audience::words::{self, describe},
    calendar::{Election, Stage},
    msg,
    outbox::{Media, Variable},
    reminder::{
        Anchor, DAYS_MAX, Rule, Sent,
        check::clock as time,
        wave::{Forecast, today},
    },
    telegram::{
        button::{AudienceButton, Button, CampaignButton, Owner, ReminderButton as To},
        compose,
        pages::{PER_PAGE, Page},
        prompt::Topic,
        reply::Screen,
    },
    texts::{Arg, Lang, Message, Zone, name, shorten},
};

/// Characters of a button that a phone shows.
const LABEL: usize = 40;
/// Of a text that is shown among other things.
const EXCERPT: usize = 900;
/// Of a name on a line of its own among many.
pub(super) const NAME: usize = 60;
/// Times on buttons, in minutes after midnight.
const TIMES: [u16; 9] = [420, 450, 480, 540, 600, 720, 840, 960, 1140];

pub(super) fn to(button: To) -> Button {
    Button::Reminder(button)
}

/// What comes next; where nothing does, what was sent last.
pub(super) fn next(rule: &Rule, sent: &[Sent], zones: &[Zone], now: DateTime<Utc>) -> Message {
    if !rule.enabled {
        return msg!("reminder-next-off");
    }
    match (next_day(rule, zones, now), sent.first()) {
        (Some(day), _) => msg!("reminder-next", day = day),
        (None, Some(sent)) => msg!("reminder-next-sent", day = today(sent.fire_at, sent.zone)),
        (None, None) => msg!("reminder-next-none"),
    }
}

/// The local day of the next wave; waves of one occurrence go out on the same one everywhere.
fn next_day(rule: &Rule, zones: &[Zone], now: DateTime<Utc>) -> Option<NaiveDate> {
    zones.iter().filter_map(|zone| Some(today(rule.upcoming(*zone, now).next()?.fire_at, *zone))).min()
}

/// One rule with everything that can be changed about it.
pub(super) fn rule(view: &View, lang: Lang) -> Screen {
    let (rule, plan, id) = (&view.rule, &view.rule.plan, view.rule.id.0);
    let text = msg!(
        "reminder-rule",
        when = plan.short(),
        stage = name(&rule.stage.name),
        election = name(&rule.election.name),
        next = next(rule, &view.sent, &view.zones, view.now),
        moment = when_words(rule),
        zones = zone_lines(view, lang),
        repeat = repeat_words(rule),
        whom = whom(view),
        kind = if plan.mandatory { msg!("reminder-mandatory") } else { msg!("reminder-optional") },
        file = file_words(plan.content.media.first()),
        text = excerpt(&plan.content.html),
        warnings = warnings(view, lang)
    );
    let mut screen = Screen::new(&text, lang)
        .row(&msg!("reminder-button-days"), lang, &to(To::When { id }))
        .beside(&msg!("reminder-button-time"), lang, &to(To::Clock { id }))
        .row(&msg!("reminder-button-text"), lang, &to(To::AskText { id }));
    if !plan.content.media.is_empty() {
        screen = screen.beside(&msg!("reminder-button-detach"), lang, &to(To::Detach { id }));
    }
    let audience = Button::Audience(AudienceButton::Open { owner: Owner::Rule(id) });
    screen = screen.row(&msg!("reminder-button-whom"), lang, &audience).beside(
        &msg!("reminder-button-repeat"),
        lang,
        &to(To::Repetition { id }),
    );
    screen = match plan.mandatory {
        true => screen.row(&msg!("reminder-button-optional"), lang, &to(To::Mandatory { id, on: false })),
        false => screen.row(&msg!("reminder-button-mandatory"), lang, &to(To::Mandatory { id, on: true })),
    };
    screen = match rule.enabled {
        true => screen.beside(&msg!("reminder-button-off"), lang, &to(To::Enabled { id, on: false })),
        false => screen.beside(&msg!("reminder-button-on"), lang, &to(To::Enabled { id, on: true })),
    };
    with_results(screen, view, lang)
        .row(&msg!("reminder-button-preview"), lang, &to(To::Preview { id }))
        .row(&msg!("reminder-button-copy"), lang, &to(To::Copy { id, page: 0 }))
        .beside(&msg!("reminder-button-remove"), lang, &to(To::RemoveAsk { id }))
        .row(&msg!("reminder-button-all"), lang, &to(To::Rules { election: rule.election.id.0, page: 0 }))
}

/// Once all is sent, the way to what became of it.
fn with_results(mut screen: Screen, view: &View, lang: Lang) -> Screen {
    if next_day(&view.rule, &view.zones, view.now).is_some() {
        return screen;
    }
    for (n, sent) in view.sent.iter().enumerate() {
        let label = msg!("reminder-button-result", zone = sent.zone.code());
        let button = Button::Campaign(CampaignButton::Show { id: sent.campaign.0 });
        screen = if n == 0 { screen.row(&label, lang, &button) } else { screen.beside(&label, lang, &button) };
    }
    screen
}

fn whom(view: &View) -> Message {
    describe(&view.rule.plan.segment, view.unit.as_ref().map(|unit| unit.name.as_str()))
}

/// `H-7 dari hari pertama (25 September 2024), pukul 08.00`.
fn when_words(rule: &Rule) -> Message {
    let (when, day, at) = (rule.plan.short(), rule.plan.anchor.day(&rule.stage), time(rule.plan.minute));
    match rule.plan.anchor {
        Anchor::First => msg!("reminder-moment-first", when = when, day = day, time = at),
        Anchor::Last => msg!("reminder-moment-last", when = when, day = day, time = at),
    }
}

/// The next wave in each zone.
fn zone_lines(view: &View, lang: Lang) -> Arg {
    let line = |zone: &Zone| {
        let due = view.rule.upcoming(*zone, view.now).next()?;
        Some(msg!("reminder-zone", at = Arg::Moment(due.fire_at, *zone)).html(lang))
    };
    let lines: Vec<String> = view.zones.iter().filter_map(line).collect();
    Arg::Html(if lines.is_empty() { msg!("reminder-zone-none").html(lang) } else { lines.join("\n") })
}

fn repeat_words(rule: &Rule) -> Message {
    match rule.plan.repeat_days {
        None => msg!("reminder-once"),
        Some(1) => msg!("reminder-daily", until = rule.stage.last_day),
        Some(days) => msg!("reminder-every", days = days, until = rule.stage.last_day),
    }
}

fn file_words(file: Option<&Media>) -> Message {
    match file {
        None => msg!("reminder-file-none"),
        Some(Media::Photo { .. }) => msg!("reminder-file-photo"),
        Some(Media::Document { .. }) => msg!("reminder-file-document"),
    }
}

/// What an admin should know before relying on the rule; empty where there is nothing.
fn warnings(view: &View, lang: Lang) -> Arg {
    let (rule, cap) = (&view.rule, view.rule.election.weekly_cap);
    let mut notes = Vec::new();
    if let Some((week, count)) = view.load.week.filter(|(_, count)| *count > cap as usize) {
        notes.push(msg!("reminder-note-week", week = week, count = count, cap = cap));
    }
    let planned = rule.plan.first_day(&rule.stage);
    let first = view.zones.first().and_then(|zone| Some(today(rule.wave(*zone, 0)?.fire_at, *zone)));
    if let (Some(planned), Some(first)) = (planned, first)
        && planned != first
    {
        notes.push(msg!("reminder-note-weekend", planned = planned, day = first));
    }
    Arg::Html(notes.iter().map(|note| format!("\n\n{}", note.html(lang))).collect())
}

/// The beginning of a text without its formatting.
fn excerpt(html: &str) -> String {
    let (mut text, mut inside) = (String::new(), false);
    for c in html.chars() {
        match c {
            '<' => inside = true,
            '>' if inside => inside = false,
            _ if !inside => text.push(c),
            _ => {}
        }
    }
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
    shorten(&text, EXCERPT)
}

/// A button with a name in it, cut so that a phone shows the rest, too.
pub(super) fn fitting(text: &str, label: impl Fn(&str) -> Message, lang: Lang) -> Message {
    let around = label("").plain(lang).chars().count();
    label(&shorten(text, LABEL.saturating_sub(around).max(8)))
}

/// Days before or after, by one and by seven, and from which day.
pub(super) fn when(view: &View, lang: Lang) -> Screen {
    let (rule, id) = (&view.rule, view.rule.id.0);
    let text = msg!(
        "reminder-when",
        when = rule.plan.short(),
        stage = name(&rule.stage.name),
        moment = when_words(rule),
        zones = zone_lines(view, lang),
        warnings = warnings(view, lang)
    );
    let days = |by: i32| to(To::Days { id, days: (rule.plan.days + by).clamp(-DAYS_MAX, DAYS_MAX) });
    let screen = Screen::new(&text, lang)
        .row(&msg!("reminder-button-week-earlier"), lang, &days(-7))
        .beside(&msg!("reminder-button-day-earlier"), lang, &days(-1))
        .beside(&msg!("reminder-button-day-later"), lang, &days(1))
        .beside(&msg!("reminder-button-week-later"), lang, &days(7));
    let screen = match rule.plan.anchor {
        Anchor::First => screen.row(&msg!("reminder-button-last"), lang, &to(To::Anchor { id, last: true })),
        Anchor::Last => screen.row(&msg!("reminder-button-first"), lang, &to(To::Anchor { id, last: false })),
    };
    screen.row(&msg!("reminder-button-type"), lang, &to(To::AskDays { id })).row(
        &msg!("button-back"),
        lang,
        &to(To::Rule { id }),
    )
}

/// Times within the allowed hours.
pub(super) fn clock(view: &View, lang: Lang) -> Screen {
    let (rule, id, hours) = (&view.rule, view.rule.id.0, view.rule.election.hours);
    let text = msg!(
        "reminder-clock",
        when = rule.plan.short(),
        stage = name(&rule.stage.name),
        time = time(rule.plan.minute),
        from = time(hours.from),
        to = time(hours.to)
    );
    let mut screen = Screen::new(&text, lang);
    let times = TIMES.into_iter().filter(|minute| (hours.from..hours.to).contains(minute));
    for (n, minute) in times.enumerate() {
        let (label, button) = (msg!("reminder-button-clock", time = time(minute)), to(To::Minute { id, minute }));
        screen = if n % 3 == 0 { screen.row(&label, lang, &button) } else { screen.beside(&label, lang, &button) };
    }
    screen.row(&msg!("reminder-button-type"), lang, &to(To::AskTime { id })).row(
        &msg!("button-back"),
        lang,
        &to(To::Rule { id }),
    )
}

pub(super) fn repetition(view: &View, lang: Lang) -> Screen {
    let (rule, id) = (&view.rule, view.rule.id.0);
    let text = msg!(
        "reminder-repetition",
        when = rule.plan.short(),
        stage = name(&rule.stage.name),
        repeat = repeat_words(rule),
        until = rule.stage.last_day
    );
    Screen::new(&text, lang)
        .row(&msg!("reminder-button-once"), lang, &to(To::Repeat { id, days: 0 }))
        .row(&msg!("reminder-button-daily"), lang, &to(To::Repeat { id, days: 1 }))
        .row(&msg!("reminder-button-every", days = 3), lang, &to(To::Repeat { id, days: 3 }))
        .row(&msg!("reminder-button-every", days = 7), lang, &to(To::Repeat { id, days: 7 }))
        .row(&msg!("button-back"), lang, &to(To::Rule { id }))
}

pub(super) fn remove(view: &View, lang: Lang) -> Screen {
    let id = view.rule.id.0;
    Screen::new(&msg!("reminder-remove", when = view.rule.plan.short(), stage = name(&view.rule.stage.name)), lang)
        .row(&msg!("reminder-button-remove-yes"), lang, &to(To::Remove { id }))
        .row(&msg!("button-back"), lang, &to(To::Rule { id }))
}

/// What to type now, and the way back.
pub(super) fn question(view: &View, topic: Topic, lang: Lang) -> Screen {
    let (rule, hours) = (&view.rule, view.rule.election.hours);
    let text = match topic {
        Topic::RuleDays => msg!("reminder-ask-days", most = DAYS_MAX),
        Topic::RuleTime => msg!("reminder-ask-time", from = time(hours.from), to = time(hours.to)),
        _ => msg!(
            "reminder-ask-text",
            text = excerpt(&rule.plan.content.html),
            variables = compose::variables(&Variable::ALL, lang)
        ),
    };
    Screen::new(&text, lang).row(&msg!("button-cancel"), lang, &to(To::Cancel { id: rule.id.0 }))
}

/// What is wrong with an answer; the question stays open.
pub(super) fn again(problem: Message, rule: i64, lang: Lang) -> Screen {
    Screen::new(&msg!("reminder-again", problem = problem), lang).row(
        &msg!("button-cancel"),
        lang,
        &to(To::Cancel { id: rule }),
    )
}

/// Stages to which a rule may be added, or copied.
pub(super) fn stages(election: &Election, stages: &[Stage], copy: Option<&Rule>, page: u16, lang: Lang) -> Screen {
    let shown = Page::of(stages, page, PER_PAGE);
    let text = match copy {
        Some(rule) => msg!("reminder-copy", when = rule.plan.short(), stage = name(&rule.stage.name)),
        None => msg!("reminder-add", election = name(&election.name)),
    };
    let mut screen = Screen::new(&text, lang);
    for stage in shown.items {
        let label = |text: &str| msg!("reminder-button-stage", stage = text);
        let button = match copy {
            Some(rule) => To::CopyTo { id: rule.id.0, stage: stage.id.0 },
            None => To::AddTo { stage: stage.id.0 },
        };
        screen = screen.row(&fitting(&stage.name, label, lang), lang, &to(button));
    }
    let election = election.id.0;
    let screen = shown.turn(screen, lang, |page| match copy {
        Some(rule) => to(To::Copy { id: rule.id.0, page }),
        None => to(To::Add { election, page }),
    });
    let back = match copy {
        Some(rule) => To::Rule { id: rule.id.0 },
        None => To::Rules { election, page: 0 },
    };
    screen.row(&msg!("button-back"), lang, &to(back))
}

pub(super) fn preview(preview: &Preview, lang: Lang) -> Screen {
    let (view, rule, size) = (&preview.view, &preview.view.rule, &preview.size);
    let lines: Vec<String> = preview.zones.iter().map(|zone| forecast(zone, rule).html(lang)).collect();
    let zones = if lines.is_empty() { msg!("reminder-zone-none").html(lang) } else { lines.join("\n") };
    let note = if size.linked == 0 { msg!("reminder-preview-nobody") } else { msg!("reminder-preview-rest") };
    let text = msg!(
        "reminder-preview",
        when = rule.plan.short(),
        stage = name(&rule.stage.name),
        whom = whom(view),
        size = words::size(size),
        zones = Arg::Html(zones),
        rate = preview.rate,
        text = excerpt(&preview.html),
        note = note,
        warnings = warnings(view, lang)
    );
    let id = rule.id.0;
    Screen::new(&text, lang).row(&msg!("reminder-button-sample"), lang, &to(To::Sample { id })).row(
        &msg!("button-back"),
        lang,
        &to(To::Rule { id }),
    )
}

/// When a zone's wave begins and ends, and who would not be reached in time.
fn forecast(zone: &Forecast, rule: &Rule) -> Message {
    let at = |moment| Arg::Moment(moment, zone.due.wave.zone);
    if zone.left > 0 {
        let until = time(rule.election.hours.to);
        let (from, recipients, left) = (at(zone.due.fire_at), zone.recipients, zone.left);
        return msg!("reminder-forecast-late", from = from, recipients = recipients, left = left, until = until);
    }
    msg!("reminder-forecast", from = at(zone.due.fire_at), recipients = zone.recipients, until = at(zone.until))
}
