//! Screens of composing a broadcast.

use chrono::{DateTime, TimeDelta, Timelike as _, Utc};

use super::{Draft, HOURS, admin::Facts, stars};
use crate::{
    msg,
    outbox::{CampaignId, Hours, OnUnknown, Variable, content::ALBUM_MAX},
    telegram::{
        button::{AudienceButton, BroadcastButton, Button, CampaignButton, Owner},
        compose,
        reply::Screen,
    },
    texts::{Arg, Lang, Message, Zone},
};

const DRAFT: Button = Button::Broadcast(BroadcastButton::Draft);

pub(super) fn home(draft: Option<&Draft>, lang: Lang) -> Screen {
    let screen = match draft {
        None => Screen::new(&msg!("broadcast-home"), lang).row(&msg!("broadcast-new"), lang, &button(Write)),
        Some(draft) => {
            let text = match &draft.parts {
                Some(_) => msg!("broadcast-home-draft"),
                None => msg!("broadcast-home-empty-draft"),
            };
            Screen::new(&text, lang).row(&msg!("broadcast-continue"), lang, &DRAFT).beside(
                &msg!("broadcast-discard"),
                lang,
                &button(DiscardAsk),
            )
        }
    };
    screen.row(&msg!("broadcast-campaigns"), lang, &Button::Campaign(CampaignButton::List { page: 0 }))
}

use BroadcastButton::{
    At, Discard, DiscardAsk, Hours as HoursButton, List, Mandatory, Paid, PaidAsk, Preview, Resend, SendAsk, Test,
    When, WhenAsk, Write,
};

fn button(button: BroadcastButton) -> Button {
    Button::Broadcast(button)
}

pub(super) fn ask_content(written: bool, lang: Lang) -> Screen {
    let variables = compose::variables(&Variable::ANYWHERE, lang);
    let screen = Screen::new(&msg!("broadcast-ask-content", most = ALBUM_MAX, variables = variables), lang);
    let back = if written { DRAFT } else { button(List { page: 0 }) };
    screen.row(&msg!("button-back"), lang, &back)
}

/// While the parts of an album arrive.
pub(super) fn gathering(parts: usize, lang: Lang) -> Screen {
    Screen::new(&msg!("broadcast-album", parts = parts), lang)
        .row(&msg!("broadcast-album-done"), lang, &button(Preview))
        .row(&msg!("broadcast-rewrite"), lang, &button(Write))
        .beside(&msg!("broadcast-discard"), lang, &button(DiscardAsk))
}

/// The draft and all that can be set.
pub(super) fn draft(facts: &Facts, lang: Lang) -> Screen {
    let draft = &facts.draft;
    let (people, open) = (facts.size.people, facts.size.people - facts.size.linked);
    let nobody = nobody(facts);
    let sendable = nobody.is_none();
    let note = nobody.unwrap_or_else(|| match facts.own {
        true => msg!("broadcast-draft-note"),
        false => msg!("broadcast-draft-note-sample"),
    });
    let text = msg!("broadcast-draft", summary = summary(facts), people = people, open = open, note = note);
    let mandatory = match draft.mandatory {
        true => msg!("broadcast-make-optional"),
        false => msg!("broadcast-make-mandatory"),
    };
    let resend = draft.on_unknown == OnUnknown::Resend;
    let doubtful = if resend { msg!("broadcast-make-hold") } else { msg!("broadcast-make-resend") };
    let next = HOURS.iter().position(|hours| *hours == draft.hours).map_or(0, |at| (at + 1) % HOURS.len());
    let hours = msg!("broadcast-make-hours", hours = hours_short(HOURS[next]));
    let next = u8::try_from(next).unwrap_or_default();
    let audience = Button::Audience(AudienceButton::Open { owner: Owner::Draft });
    let screen = Screen::new(&text, lang)
        .row(&msg!("broadcast-change-audience"), lang, &audience)
        .beside(&msg!("broadcast-change-time"), lang, &button(When))
        .row(&mandatory, lang, &button(Mandatory { on: !draft.mandatory }))
        .row(&hours, lang, &button(HoursButton { choice: next }))
        .row(&doubtful, lang, &button(Resend { on: !resend }));
    let screen = match (facts.allow_paid, draft.paid) {
        (_, true) => screen.row(&msg!("broadcast-make-free"), lang, &button(Paid { on: false })),
        (true, false) => screen.row(&msg!("broadcast-make-paid"), lang, &button(PaidAsk)),
        (false, false) => screen,
    };
    let screen = screen
        .row(&msg!("broadcast-rewrite"), lang, &button(Write))
        .beside(&msg!("broadcast-preview"), lang, &button(Preview))
        .row(&msg!("broadcast-test"), lang, &button(Test));
    let screen = if sendable { screen.row(&msg!("broadcast-send"), lang, &button(SendAsk)) } else { screen };
    screen.row(&msg!("broadcast-discard"), lang, &button(DiscardAsk)).beside(
        &msg!("button-back"),
        lang,
        &button(List { page: 0 }),
    )
}

/// For whom, when, how: what is true of the draft.
fn summary(facts: &Facts) -> Message {
    let draft = &facts.draft;
    msg!(
        "broadcast-summary",
        words = facts.words.clone(),
        recipients = recipients(facts),
        mandatory = if draft.mandatory { msg!("broadcast-mandatory") } else { msg!("broadcast-optional") },
        start = start(facts),
        hours = hours(draft.hours),
        doubtful = match draft.on_unknown {
            OnUnknown::Hold => msg!("broadcast-hold"),
            OnUnknown::Resend => msg!("broadcast-resend"),
        },
        speed = speed(facts),
        end = end(facts)
    )
}

/// How many, and who of them a message will not reach, or perhaps not.
fn recipients(facts: &Facts) -> Message {
    let mut words = msg!("broadcast-recipients", count = facts.recipients);
    if facts.size.muted > 0 && !facts.draft.mandatory {
        words = msg!("broadcast-recipients-muted", words = words, count = facts.size.muted);
    }
    if facts.size.unreachable > 0 {
        words = msg!("broadcast-recipients-unreachable", words = words, count = facts.size.unreachable);
    }
    words
}

/// Why nobody would receive it, where that is so.
pub(super) fn nobody(facts: &Facts) -> Option<Message> {
    if facts.recipients == 0 {
        return Some(msg!("broadcast-nobody"));
    }
    let all_muted = !facts.draft.mandatory && facts.size.muted >= facts.recipients;
    all_muted.then(|| msg!("broadcast-nobody-wants"))
}

/// What was wrong with an answer; the question stays open.
pub(super) fn again(why: &Message, back: BroadcastButton, lang: Lang) -> Screen {
    Screen::new(why, lang).row(&msg!("button-back"), lang, &button(back))
}

fn start(facts: &Facts) -> Message {
    match facts.draft.fire_at {
        None => msg!("broadcast-now"),
        Some(at) if at <= facts.now => msg!("broadcast-start-gone", at = moment(at, facts.zone)),
        Some(at) => moment(at, facts.zone),
    }
}

/// Below ten a second the tenths matter.
fn rate(rate: f64) -> Arg {
    if rate < 9.95 { Arg::Decimal(rate) } else { Arg::Text(format!("{rate:.0}")) }
}

fn speed(facts: &Facts) -> Message {
    match facts.draft.paid {
        false => msg!("broadcast-speed", rate = rate(facts.rate)),
        true => msg!(
            "broadcast-speed-paid",
            rate = rate(facts.rate),
            stars = stars(facts.draft.messages(facts.recipients)),
            messages = facts.draft.messages(facts.recipients)
        ),
    }
}

fn end(facts: &Facts) -> Message {
    let Some(forecast) = facts.forecast else { return msg!("broadcast-end-none") };
    let (length, ends) = (duration(forecast.busy), moment(forecast.ends, facts.zone));
    let wanted = facts.draft.fire_at.map_or(facts.now, |at| at.max(facts.now));
    if forecast.begins > wanted {
        let begins = moment(forecast.begins, facts.zone);
        return msg!("broadcast-end-later", length = length, begins = begins, ends = ends);
    }
    // Some of the time between is not for sending.
    if forecast.ends - forecast.begins > forecast.busy + TimeDelta::minutes(1) {
        return msg!("broadcast-end-pauses", length = length, ends = ends);
    }
    msg!("broadcast-end", length = length, ends = ends)
}

fn hours(hours: Hours) -> Message {
    match (hours, hours.weekends) {
        (Hours::ALWAYS, _) => msg!("broadcast-hours-always"),
        (_, true) => msg!("broadcast-hours", from = clock(hours.from), to = clock(hours.to)),
        (_, false) => msg!("broadcast-hours-weekdays", from = clock(hours.from), to = clock(hours.to)),
    }
}

fn hours_short(hours: Hours) -> Message {
    match (hours, hours.weekends) {
        (Hours::ALWAYS, _) => msg!("broadcast-hours-short-always"),
        (_, true) => msg!("broadcast-hours-short", from = clock(hours.from), to = clock(hours.to)),
        (_, false) => msg!("broadcast-hours-short-weekdays", from = clock(hours.from), to = clock(hours.to)),
    }
}

fn clock(minute: u16) -> Message {
    time_of_day(u32::from(minute / 60), u32::from(minute % 60))
}

fn time_of_day(hour: u32, minute: u32) -> Message {
    msg!("broadcast-clock", hour = format!("{hour:02}"), minute = format!("{minute:02}"))
}

fn moment(at: DateTime<Utc>, zone: Zone) -> Message {
    let local = at.with_timezone(&zone.offset());
    msg!(
        "broadcast-moment",
        day = local.date_naive(),
        time = time_of_day(local.hour(), local.minute()),
        zone = zone.code()
    )
}

fn duration(length: TimeDelta) -> Message {
    let minutes = length.num_seconds().div_euclid(60) + i64::from(length.num_seconds().rem_euclid(60) > 0);
    match (minutes / 60, minutes % 60) {
        (0, ..=1) => msg!("broadcast-length-short"),
        (0, minutes) => msg!("broadcast-length-minutes", minutes = minutes),
        (hours, 0) => msg!("broadcast-length-hours", hours = hours),
        (hours, minutes) => msg!("broadcast-length", hours = hours, minutes = minutes),
    }
}

pub(super) fn times(common: &[DateTime<Utc>], zone: Zone, lang: Lang) -> Screen {
    let screen = Screen::new(&msg!("broadcast-times", zone = zone.code()), lang).row(
        &msg!("broadcast-at-once"),
        lang,
        &button(At { at: 0 }),
    );
    let screen = common
        .iter()
        .fold(screen, |screen, at| screen.row(&moment(*at, zone), lang, &button(At { at: at.timestamp() })));
    screen.row(&msg!("broadcast-type-time"), lang, &button(WhenAsk)).row(&msg!("button-back"), lang, &DRAFT)
}

pub(super) fn ask_time(zone: Zone, lang: Lang) -> Screen {
    Screen::new(&msg!("broadcast-ask-time", zone = zone.code()), lang).row(&msg!("button-back"), lang, &button(When))
}

pub(super) fn ask_paid(facts: &Facts, lang: Lang) -> Screen {
    let messages = facts.draft.messages(facts.recipients);
    Screen::new(&msg!("broadcast-paid-ask", messages = messages, stars = stars(messages)), lang)
        .row(&msg!("broadcast-paid-yes", stars = stars(messages)), lang, &button(Paid { on: true }))
        .row(&msg!("button-back"), lang, &DRAFT)
}

pub(super) fn ask_discard(lang: Lang) -> Screen {
    Screen::new(&msg!("broadcast-discard-ask"), lang).row(&msg!("broadcast-discard-yes"), lang, &button(Discard)).row(
        &msg!("button-back"),
        lang,
        &DRAFT,
    )
}

/// `before`: the number that was shown earlier, where it is no longer true.
pub(super) fn confirm(facts: &Facts, before: Option<i64>, lang: Lang) -> Screen {
    let text = match before {
        None => msg!("broadcast-confirm", summary = summary(facts), count = facts.recipients),
        Some(before) => {
            let recipients = recipients(facts);
            msg!("broadcast-confirm-again", before = before, recipients = recipients, count = facts.recipients)
        }
    };
    Screen::new(&text, lang).row(&msg!("button-back"), lang, &DRAFT)
}

/// That it goes out, and when.
pub(super) fn sends(facts: &Facts) -> Message {
    match facts.draft.fire_at {
        None => msg!("broadcast-sent", count = facts.recipients, end = end(facts)),
        Some(at) => {
            msg!("broadcast-scheduled", count = facts.recipients, at = moment(at, facts.zone), end = end(facts))
        }
    }
}

pub(super) fn sent(sends: String, id: CampaignId, lang: Lang) -> Screen {
    Screen::rendered(sends).row(&msg!("broadcast-progress"), lang, &Button::Campaign(CampaignButton::Show { id: id.0 }))
}
