//! /jadwal: the elections, nearest first, and one election with where today stands.

use chrono::NaiveDate;

use super::{LABEL, find, gone_screen, lines, list_button, paragraphs, prove, shorten, stage_button};
use crate::{
    app::App,
    calendar::{Election, ElectionId, Stage, nearness, over_since, store, words, words::NAME_CHARS},
    msg,
    telegram::{
        Schema,
        access::Caller,
        button::{Button, CalendarButton, DraftButton, ReminderButton},
        command::Command,
        filters::command,
        pages::{PER_PAGE, Page},
        reply::{self, Screen, Tap},
    },
    texts::{Arg, Lang, Message, name},
};

/// Elections on one screen, and stages of each that are listed there.
const ELECTIONS: usize = 3;
const STAGES: usize = 5;

pub(super) fn schema() -> Schema {
    command(Command::Schedule).endpoint(begin)
}

async fn begin(app: App, caller: Caller) -> anyhow::Result<()> {
    super::forget(&app, &caller).await?;
    let screen = list(&app, &caller, 0).await?;
    reply::send(&app, caller.chat, &screen).await.map(|_| ())
}

pub(super) async fn show_list(app: &App, caller: &Caller, tap: &Tap, page: u16) -> anyhow::Result<()> {
    let screen = list(app, caller, page).await?;
    tap.show(app, &screen).await
}

async fn list(app: &App, caller: &Caller, page: u16) -> anyhow::Result<Screen> {
    let (lang, today) = (caller.lang, app.today());
    let mut c = app.db.read().await?;
    prove(&mut c, caller).await?;
    let mut elections = store::list_elections(&mut c).await?;
    drop(c);
    elections.sort_by_key(|(election, stages)| (nearness(stages, today), election.id));
    let shown = Page::of(&elections, page, ELECTIONS);
    let text = if elections.is_empty() {
        msg!("calendar-list-empty")
    } else {
        let parts: Vec<String> =
            shown.items.iter().map(|(election, stages)| entry(election, stages, today, lang)).collect();
        msg!("calendar-list", list = paragraphs(&parts))
    };
    let mut screen = Screen::new(&text, lang);
    for (election, _) in shown.items {
        let label = msg!("calendar-button-open", election = shorten(&election.name, LABEL));
        screen = screen.row(&label, lang, &super::election_button(election.id));
    }
    screen = shown.turn(screen, lang, |page| Button::Calendar(CalendarButton::List { page }));
    let compose = Button::Calendar(CalendarButton::Draft(DraftButton::Compose));
    Ok(screen.row(&msg!("calendar-button-compose"), lang, &compose).row(
        &msg!("calendar-button-import"),
        lang,
        &Button::Calendar(CalendarButton::ImportHow),
    ))
}

/// An election in the list: its name, where today stands, its first stages.
fn entry(election: &Election, stages: &[Stage], today: NaiveDate, lang: Lang) -> String {
    let title = name(shorten(&election.name, NAME_CHARS));
    let head = if over_since(stages, today).is_some() {
        msg!("calendar-entry-past", election = title)
    } else {
        msg!("calendar-entry", election = title)
    };
    let mut all = vec![head, words::today(stages, today)];
    all.extend(stages.iter().take(STAGES).map(|stage| line(stage, today)));
    if stages.len() > STAGES {
        all.push(msg!("calendar-more", count = stages.len() - STAGES));
    }
    lines(&all, usize::MAX, lang)
}

/// A stage as one line of a list.
pub(super) fn line(stage: &Stage, today: NaiveDate) -> Message {
    let mut plain = stage.plain();
    plain.name = shorten(&plain.name, NAME_CHARS);
    if stage.last_day < today {
        msg!("calendar-line-past", stage = plain.message())
    } else if stage.span().holds(today) {
        msg!("calendar-line-now", stage = plain.message())
    } else {
        msg!("calendar-line", stage = plain.message())
    }
}

pub(super) async fn show_election(
    app: &App,
    caller: &Caller,
    tap: &Tap,
    id: ElectionId,
    page: u16,
) -> anyhow::Result<()> {
    let screen = election(app, caller, id, page, None).await?;
    tap.show(app, &screen).await
}

/// An election, below what has just been done with it.
pub(super) async fn election(
    app: &App,
    caller: &Caller,
    id: ElectionId,
    page: u16,
    note: Option<Message>,
) -> anyhow::Result<Screen> {
    let lang = caller.lang;
    let Some((election, stages)) = find(app, caller, id).await? else { return Ok(gone_screen(lang)) };
    let shown = Page::of(&stages, page, PER_PAGE);
    let today = app.today();
    let listed: Vec<Message> = shown.items.iter().map(|stage| line(stage, today)).collect();
    let text = msg!(
        "calendar-election",
        note = note.map_or(Arg::Html(String::new()), |note| Arg::Html(format!("{}\n\n", note.html(lang)))),
        election = name(&election.name),
        today = words::today(&stages, today),
        list = Arg::Html(lines(&listed, usize::MAX, lang)),
        settings = words::settings(&election)
    );
    let mut screen = Screen::new(&text, lang);
    for stage in shown.items {
        let label = msg!("calendar-button-open", election = shorten(&stage.name, LABEL));
        screen = screen.row(&label, lang, &stage_button(stage.id));
    }
    screen = shown.turn(screen, lang, |page| Button::Calendar(CalendarButton::Stages { election: id.0, page }));
    let button = |button| Button::Calendar(button);
    let rules = Button::Reminder(ReminderButton::Rules { election: id.0, page: 0 });
    Ok(screen
        .row(&msg!("calendar-button-rules"), lang, &rules)
        .row(
            &msg!("calendar-button-add-stage"),
            lang,
            &button(CalendarButton::Draft(DraftButton::AddTo { election: id.0 })),
        )
        .row(&msg!("calendar-button-shift"), lang, &button(CalendarButton::ShiftAsk { election: id.0 }))
        .row(&msg!("calendar-button-settings"), lang, &button(CalendarButton::Settings { election: id.0 }))
        .beside(&msg!("calendar-button-export"), lang, &button(CalendarButton::Export { election: id.0 }))
        .row(&msg!("calendar-button-list"), lang, &list_button()))
}
