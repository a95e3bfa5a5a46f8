//! Screens of choosing a segment.

use crate::{
    audience::{Rank, Segment, Size, words},
    msg,
    roster::{Kind, Unit, UnitBranch},
    telegram::{
        button::{AudienceButton, BroadcastButton, Button, Owner, ReminderButton},
        pages::{PER_PAGE, Page},
        reply::Screen,
    },
    texts::{Lang, Message, name, shorten},
};

/// Characters of a button that a phone shows.
const LABEL: usize = 40;

pub fn segment(owner: Owner, segment: &Segment, unit: Option<&str>, size: &Size, lang: Lang) -> Screen {
    let text = msg!("audience-screen", words = words::describe(segment, unit), size = words::size(size));
    let mut screen = Screen::new(&text, lang);
    for (at, kind) in Kind::ALL.into_iter().enumerate() {
        let on = segment.holds_kind(kind);
        let button = Button::Audience(AudienceButton::Kind { owner, kind, on: !on });
        screen = place(screen, at, &mark(on, kind.label()), lang, &button);
    }
    for (at, rank) in Rank::ALL.into_iter().enumerate() {
        let button = Button::Audience(AudienceButton::Rank { owner, rank });
        screen = place(screen, at, &mark(segment.rank == rank, label(rank)), lang, &button);
    }
    let owing = Button::Audience(AudienceButton::Owing { owner, on: !segment.owing });
    screen
        .row(&mark(segment.owing, msg!("audience-button-owing")), lang, &owing)
        .row(&msg!("audience-button-units"), lang, &Button::Audience(AudienceButton::Units { owner, unit: 0, page: 0 }))
        .beside(&msg!("audience-button-search"), lang, &Button::Audience(AudienceButton::Search { owner }))
        .row(&msg!("audience-button-reset"), lang, &Button::Audience(AudienceButton::Reset { owner }))
        .row(&msg!("audience-button-done"), lang, &done(owner))
}

/// Where the segment belongs.
fn done(owner: Owner) -> Button {
    match owner {
        Owner::Draft => Button::Broadcast(BroadcastButton::Draft),
        Owner::Rule(id) => Button::Reminder(ReminderButton::Rule { id }),
    }
}

/// Two buttons to a row.
fn place(screen: Screen, at: usize, label: &Message, lang: Lang, button: &Button) -> Screen {
    if at.is_multiple_of(2) { screen.row(label, lang, button) } else { screen.beside(label, lang, button) }
}

fn mark(on: bool, label: Message) -> Message {
    if on { msg!("audience-on", label = label) } else { msg!("audience-off", label = label) }
}

fn label(rank: Rank) -> Message {
    match rank {
        Rank::All => msg!("audience-button-all"),
        Rank::Senior => msg!("audience-button-senior"),
        Rank::Heads => msg!("audience-button-heads"),
        Rank::Staff => msg!("audience-button-staff"),
    }
}

/// Units below `here` to choose from or to go into; none: the top.
pub fn units(owner: Owner, here: Option<&Unit>, children: &[UnitBranch], page: u16, lang: Lang) -> Screen {
    let text = match here {
        Some(unit) => msg!("audience-units", unit = name(&unit.path)),
        None => msg!("audience-units-top"),
    };
    let mut screen = Screen::new(&text, lang);
    if let Some(unit) = here {
        let button = Button::Audience(AudienceButton::Choose { owner, unit: unit.id.0 });
        screen = screen.row(&msg!("audience-button-whole", unit = shorten(&unit.name, LABEL - 8)), lang, &button);
    }
    let shown = Page::of(children, page, PER_PAGE);
    for branch in shown.items {
        let unit = branch.unit.id.0;
        // A unit with nothing below it is chosen at once.
        let button = match branch.children {
            0 => AudienceButton::Choose { owner, unit },
            _ => AudienceButton::Units { owner, unit, page: 0 },
        };
        let text = msg!("audience-button-unit", unit = shorten(&branch.unit.name, LABEL - 8), linked = branch.linked);
        screen = screen.row(&text, lang, &Button::Audience(button));
    }
    screen = shown.turn(screen, lang, |page| {
        Button::Audience(AudienceButton::Units { owner, unit: here.map_or(0, |unit| unit.id.0), page })
    });
    if let Some(parent) = here.and_then(|unit| unit.parent) {
        let up = Button::Audience(AudienceButton::Units { owner, unit: parent.0, page: 0 });
        screen = screen.row(&msg!("audience-button-up"), lang, &up);
    }
    back(screen, owner, lang)
}

pub fn ask_unit(owner: Owner, lang: Lang) -> Screen {
    back(Screen::new(&msg!("audience-ask-unit"), lang), owner, lang)
}

pub fn found(owner: Owner, units: &[Unit], lang: Lang) -> Screen {
    let screen = units.iter().fold(Screen::new(&msg!("audience-found"), lang), |screen, unit| {
        let parent = unit.path.rsplit(" / ").nth(1).unwrap_or_default();
        let label = msg!("audience-button-found", unit = shorten(&unit.name, LABEL - 16), parent = shorten(parent, 14));
        screen.row(&label, lang, &Button::Audience(AudienceButton::Choose { owner, unit: unit.id.0 }))
    });
    back(screen, owner, lang)
}

fn back(screen: Screen, owner: Owner, lang: Lang) -> Screen {
    screen.row(&msg!("button-back"), lang, &Button::Audience(AudienceButton::Open { owner }))
}
