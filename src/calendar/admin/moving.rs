//! Moving days: what it would do is shown first, and what was shown is what is applied.

use chrono::NaiveDate;
use teloxide::types::Message as Incoming;

use super::{election_button, find, gone, gone_screen, lines, list, paragraphs, prove, remember, stage_button};
use crate::{
    app::App,
    calendar::{
        ElectionId, Span, StageId, days,
        store::{self, Applied, Dates, Shown},
        words,
    },
    msg,
    reminder::MovedRule,
    telegram::{
        Schema,
        access::Caller,
        button::{Button, CalendarButton},
        prompt::{Question, Topic, answering},
        reply::{self, Screen, Tap},
    },
    texts::{Arg, Lang, Message, name},
};

/// Characters that changes and notes may each take of a message's 4,096, and reminders.
const ROOM: usize = 1_000;
const REMINDERS: usize = 1_700;

pub(super) fn schema() -> Schema {
    answering(Topic::ElectionShift).endpoint(take_shift)
}

pub(super) async fn show_stage(app: &App, caller: &Caller, tap: &Tap, id: StageId, by: i64) -> anyhow::Result<()> {
    let preview = preview(app, caller, Dates::ShiftStage(id, by)).await?;
    tap.show(app, &preview.screen(app, tap.lang, false)).await
}

pub(super) async fn show_shift(app: &App, caller: &Caller, tap: &Tap, id: ElectionId, by: i64) -> anyhow::Result<()> {
    let preview = preview(app, caller, Dates::Shift(id, by)).await?;
    tap.show(app, &preview.screen(app, tap.lang, false)).await
}

/// Asks by how many days; buttons give the usual answers.
pub(super) async fn ask_shift(app: &App, caller: &Caller, tap: &Tap, id: ElectionId) -> anyhow::Result<()> {
    let Some((election, _)) = find(app, caller, id).await? else { return gone(app, tap).await };
    remember(app, caller, tap, Topic::ElectionShift, id.0).await?;
    let lang = tap.lang;
    let shift = |days: i16| Button::Calendar(CalendarButton::Shift { election: id.0, days });
    let screen = Screen::new(&msg!("calendar-ask-shift", election = name(&election.name)), lang)
        .row(&msg!("calendar-button-by", days = "−7"), lang, &shift(-7))
        .beside(&msg!("calendar-button-by", days = "−1"), lang, &shift(-1))
        .beside(&msg!("calendar-button-by", days = "+1"), lang, &shift(1))
        .beside(&msg!("calendar-button-by", days = "+7"), lang, &shift(7))
        .row(&msg!("button-cancel"), lang, &election_button(id));
    tap.show(app, &screen).await
}

async fn take_shift(app: App, caller: Caller, question: Question, message: Incoming) -> anyhow::Result<()> {
    let id = ElectionId(question.subject);
    let screen = match days::parse_shift(message.text().unwrap_or_default()) {
        Ok(by) => answered(&app, &caller, Dates::Shift(id, by)).await?,
        Err(problem) => again(problem, &election_button(id), caller.lang),
    };
    reply::send_below(&app, caller.chat, &screen, Some(message.id)).await.map(|_| ())
}

/// What is wrong with an answer; the question stays open.
pub(super) fn again(problem: Message, back: &Button, lang: Lang) -> Screen {
    Screen::new(&msg!("calendar-again", problem = problem), lang).row(&msg!("button-cancel"), lang, back)
}

/// What the answer to a question would move. The question stays open where nothing can come of it.
pub(super) async fn answered(app: &App, caller: &Caller, dates: Dates) -> anyhow::Result<Screen> {
    let preview = preview(app, caller, dates).await?;
    if !preview.refused() {
        super::forget(app, caller).await?;
    }
    Ok(preview.screen(app, caller.lang, true))
}

/// What new days would move; none: the stage or the election is gone.
struct Preview {
    shown: Option<Shown>,
    dates: Dates,
}

async fn preview(app: &App, caller: &Caller, dates: Dates) -> anyhow::Result<Preview> {
    let mut c = app.db.read().await?;
    let proof = prove(&mut c, caller).await?;
    let shown = store::preview_dates(&mut c, &proof, dates, app.clock.now()).await?;
    Ok(Preview { shown, dates })
}

impl Preview {
    fn refused(&self) -> bool {
        self.shown.as_ref().is_some_and(|shown| !shown.problems.is_empty())
    }

    /// With a button to apply exactly what is shown. `asked`: it answers an open question.
    fn screen(&self, app: &App, lang: Lang, asked: bool) -> Screen {
        let Some(shown) = &self.shown else { return gone_screen(lang) };
        let back = match self.dates {
            Dates::Stage(id, _) | Dates::ShiftStage(id, _) => stage_button(id),
            Dates::Shift(id, _) => election_button(id),
        };
        let title = name(&shown.election.name);
        if shown.moves.is_empty() {
            let text = msg!("calendar-move-nothing", election = title);
            return Screen::new(&text, lang).row(&msg!("button-back"), lang, &back);
        }
        let changes: Vec<Message> = shown.moves.iter().flat_map(|(old, new)| words::changes(old, new)).collect();
        let changes = lines(&changes, ROOM, lang);
        if !shown.problems.is_empty() {
            let open = if asked { msg!("calendar-still-open").html(lang) } else { String::new() };
            let text = paragraphs(&[changes, lines(&shown.problems, ROOM, lang)]);
            let text = msg!("calendar-move-refused", election = title, text = text, open = Arg::Html(open));
            return Screen::new(&text, lang).row(&msg!("button-back"), lang, &back);
        }
        let text = paragraphs(&[changes, waves(&shown.waves, lang), notes(shown, app.today(), lang)]);
        Screen::new(&msg!("calendar-move", election = title, text = text), lang)
            .row(&msg!("calendar-button-apply"), lang, &confirm(shown, self.dates))
            .row(&msg!("button-cancel"), lang, &back)
    }
}

/// Stages for which nothing will be sent, and what rarely is meant.
fn notes(shown: &Shown, today: NaiveDate, lang: Lang) -> String {
    let past = shown.moves.iter().map(|(_, new)| new).filter(|new| new.last_day < today);
    let mut notes: Vec<Message> = past.map(|new| msg!("calendar-move-past", stage = name(&new.name))).collect();
    notes.extend(shown.warnings.iter().map(|warning| msg!("calendar-warning", warning = warning.clone())));
    lines(&notes, ROOM, lang)
}

/// What happens to reminders, or that nothing does.
pub(super) fn waves(waves: &[MovedRule], lang: Lang) -> String {
    if waves.is_empty() {
        return msg!("calendar-waves-none").html(lang);
    }
    msg!("calendar-waves", list = Arg::Html(bullets(words::wave_messages(waves), lang))).html(lang)
}

/// Reminders, one line each.
pub(super) fn bullets(reminders: Vec<Message>, lang: Lang) -> String {
    let bullets: Vec<Message> = reminders.into_iter().map(|text| msg!("calendar-bullet", text = text)).collect();
    lines(&bullets, REMINDERS, lang)
}

/// For one stage the days themselves, so that a second tap finds them there.
fn confirm(shown: &Shown, dates: Dates) -> Button {
    let digest = shown.digest;
    Button::Calendar(match (dates, shown.moves.first()) {
        (Dates::Shift(election, days), _) => {
            let days = i16::try_from(days).unwrap_or_default();
            CalendarButton::ApplyShift { election: election.0, days, digest }
        }
        (Dates::Stage(id, _) | Dates::ShiftStage(id, _), moved) => {
            let span =
                moved.map_or(Span { first: Default::default(), last: Default::default() }, |(_, new)| new.span());
            CalendarButton::ApplyDays { stage: id.0, first: span.first, last: span.last, digest }
        }
    })
}

pub(super) async fn apply(app: &App, caller: &Caller, tap: &Tap, dates: Dates, digest: u32) -> anyhow::Result<()> {
    let (actor, now) = (caller.clone(), app.clock.now());
    let applied = app
        .db
        .write(move |c| {
            Box::pin(async move {
                let proof = prove(c, &actor).await?;
                store::set_dates(c, &proof, dates, digest, now).await
            })
        })
        .await?;
    let (election, note) = match applied {
        Applied::Done(election) | Applied::Already(election) => (election, msg!("calendar-applied")),
        Applied::Stale(election) => (election, msg!("calendar-stale")),
        Applied::Gone => return gone(app, tap).await,
    };
    let screen = list::election(app, caller, election, 0, Some(note)).await?;
    tap.show(app, &screen).await
}
