//! When an election's reminders may go out and how many, by buttons; and its removal.

use super::{election_button, find, gone, list_button, prove};
use crate::{
    app::App,
    calendar::{CAP, Election, ElectionId, store, words},
    msg,
    outbox::Hours,
    telegram::{
        access::Caller,
        button::{Button, CalendarButton},
        once,
        reply::{Screen, Tap},
    },
    texts::{Lang, name},
};

/// Minutes by which a button moves an hour.
const STEP: u16 = 30;

#[derive(Clone, Copy)]
pub(super) enum Change {
    Hours(u16, u16),
    Weekends(bool),
    Cap(u32),
}

pub(super) async fn show(app: &App, caller: &Caller, tap: &Tap, id: ElectionId) -> anyhow::Result<()> {
    match find(app, caller, id).await? {
        Some((election, _)) => tap.show(app, &screen(&election, tap.lang)).await,
        None => gone(app, tap).await,
    }
}

fn screen(election: &Election, lang: Lang) -> Screen {
    let text = msg!("calendar-settings", election = name(&election.name), settings = words::settings(election));
    let Hours { from, to, weekends } = election.hours;
    let id = election.id.0;
    let mut screen = Screen::new(&text, lang);
    let hours = |from: u16, to: u16| {
        (from < to && to <= 1440).then_some(Button::Calendar(CalendarButton::SetHours { election: id, from, to }))
    };
    let earlier = from.checked_sub(STEP).and_then(|from| hours(from, to));
    for (label, button) in [
        (msg!("calendar-button-from-earlier"), earlier),
        (msg!("calendar-button-from-later"), hours(from + STEP, to)),
        (msg!("calendar-button-to-earlier"), hours(from, to.saturating_sub(STEP))),
        (msg!("calendar-button-to-later"), hours(from, to + STEP)),
    ] {
        if let Some(button) = button {
            screen = screen.row(&label, lang, &button);
        }
    }
    let toggle = Button::Calendar(CalendarButton::SetWeekends { election: id, on: !weekends });
    let label = if weekends { msg!("calendar-button-weekends-off") } else { msg!("calendar-button-weekends-on") };
    screen = screen.row(&label, lang, &toggle);
    for (label, cap) in [
        (msg!("calendar-button-cap-less"), election.weekly_cap.saturating_sub(1)),
        (msg!("calendar-button-cap-more"), election.weekly_cap + 1),
    ] {
        if let Some(cap) = u8::try_from(cap).ok().filter(|cap| CAP.contains(&u32::from(*cap))) {
            screen = screen.row(&label, lang, &Button::Calendar(CalendarButton::SetCap { election: id, cap }));
        }
    }
    let remove = Button::Calendar(CalendarButton::RemoveAsk { election: id });
    screen.row(&msg!("calendar-button-remove-election"), lang, &remove).row(
        &msg!("button-back"),
        lang,
        &election_button(election.id),
    )
}

/// The button carries the value wanted, so a second tap changes nothing.
pub(super) async fn set(app: &App, caller: &Caller, tap: &Tap, id: ElectionId, change: Change) -> anyhow::Result<()> {
    let (actor, now) = (caller.clone(), app.clock.now());
    app.db
        .write(move |c| {
            Box::pin(async move {
                let proof = prove(c, &actor).await?;
                let Some(election) = store::find_election(c, id).await? else { return Ok(false) };
                let (hours, cap) = (election.hours, election.weekly_cap);
                let (hours, cap) = match change {
                    Change::Hours(from, to) => (Hours { from, to, ..hours }, cap),
                    Change::Weekends(weekends) => (Hours { weekends, ..hours }, cap),
                    Change::Cap(cap) => (hours, cap),
                };
                store::set_settings(c, &proof, id, hours, cap, now).await
            })
        })
        .await?;
    show(app, caller, tap, id).await
}

pub(super) async fn ask_remove(app: &App, caller: &Caller, tap: &Tap, id: ElectionId) -> anyhow::Result<()> {
    let Some((election, stages)) = find(app, caller, id).await? else { return gone(app, tap).await };
    let text = msg!("calendar-remove-ask", election = name(&election.name), count = stages.len());
    let yes = Button::Calendar(CalendarButton::Remove { election: id.0 });
    let screen = Screen::new(&text, tap.lang).row(&msg!("calendar-button-remove-yes"), tap.lang, &yes);
    tap.show(app, &screen.row(&msg!("button-cancel"), tap.lang, &election_button(id))).await
}

pub(super) async fn remove(app: &App, caller: &Caller, tap: &Tap, id: ElectionId) -> anyhow::Result<()> {
    let (actor, now) = (caller.clone(), app.clock.now());
    let removed = once::change(app, caller, "election.remove", move |c| {
        Box::pin(async move {
            let proof = prove(c, &actor).await?;
            store::remove_election(c, &proof, id, now).await
        })
    });
    if !removed.await? {
        return gone(app, tap).await;
    }
    let screen = Screen::new(&msg!("calendar-removed"), tap.lang);
    tap.show(app, &screen.row(&msg!("calendar-button-list"), tap.lang, &list_button())).await
}
