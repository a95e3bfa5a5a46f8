//! Moving days: what it would do is shown first, and what was shown is what is applied.

use teloxide::types::Message as Incoming;

use super::{election_button, find, gone, gone_screen, lines, list, paragraphs, prove, remember, stage_button, today};
use crate::{
    app::App,
    calendar::{
        ElectionId, Span, StageId, days, plan,
        store::{self, Applied, Dates, Shown},
    },
    msg,
    telegram::{
        Schema,
        access::Caller,
        button::{Button, CalendarButton},
        prompt::{Question, Topic, answering},
        reply::{self, Screen, Tap},
    },
    texts::{Lang, Message, name},
};

/// Characters that changes, reminders and notes may each take of a message's 4,096.
const ROOM: usize = 1_200;

pub(super) fn schema() -> Schema {
    answering(Topic::ElectionShift).endpoint(take_shift)
}

pub(super) async fn show_stage(app: &App, caller: &Caller, tap: &Tap, id: StageId, by: i64) -> anyhow::Result<()> {
    let screen = preview(app, caller, Dates::ShiftStage(id, by)).await?;
    tap.show(app, &screen).await
}

pub(super) async fn show_shift(app: &App, caller: &Caller, tap: &Tap, id: ElectionId, by: i64) -> anyhow::Result<()> {
    let screen = preview(app, caller, Dates::Shift(id, by)).await?;
    tap.show(app, &screen).await
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
        Ok(by) => {
            super::forget(&app, &caller).await?;
            preview(&app, &caller, Dates::Shift(id, by)).await?
        }
        Err(problem) => Screen::new(&msg!("calendar-again", problem = problem), caller.lang).row(
            &msg!("button-cancel"),
            caller.lang,
            &election_button(id),
        ),
    };
    reply::send_below(&app, caller.chat, &screen, Some(message.id)).await.map(|_| ())
}

/// What new days would move, with a button to apply exactly that.
pub(super) async fn preview(app: &App, caller: &Caller, dates: Dates) -> anyhow::Result<Screen> {
    let now = app.clock.now();
    let mut c = app.db.read().await?;
    let proof = prove(&mut c, caller).await?;
    let shown = store::preview_dates(&mut c, &proof, dates, now).await?;
    drop(c);
    Ok(match shown {
        None => gone_screen(caller.lang),
        Some(shown) => screen(app, &shown, dates, caller.lang),
    })
}

fn screen(app: &App, shown: &Shown, dates: Dates, lang: Lang) -> Screen {
    let back = match dates {
        Dates::Stage(id, _) | Dates::ShiftStage(id, _) => stage_button(id),
        Dates::Shift(id, _) => election_button(id),
    };
    let title = name(&shown.election.name);
    if shown.moves.is_empty() {
        let text = msg!("calendar-move-nothing", election = title);
        return Screen::new(&text, lang).row(&msg!("button-back"), lang, &back);
    }
    let changes: Vec<Message> = shown.moves.iter().flat_map(|(old, new)| plan::changes(old, new)).collect();
    let changes = lines(&changes, ROOM, lang);
    if !shown.problems.is_empty() {
        let text = paragraphs(&[changes, lines(&shown.problems, ROOM, lang)]);
        let screen = Screen::new(&msg!("calendar-move-refused", election = title, text = text), lang);
        return screen.row(&msg!("button-back"), lang, &back);
    }
    let today = today(app);
    let mut notes: Vec<Message> = shown
        .moves
        .iter()
        .filter(|(_, new)| new.last_day < today)
        .map(|(_, new)| msg!("calendar-move-past", stage = name(&new.name)))
        .collect();
    notes.extend(shown.warnings.iter().map(|warning| msg!("calendar-warning", warning = warning.clone())));
    let text = paragraphs(&[changes, waves(&shown.waves, lang), lines(&notes, ROOM, lang)]);
    Screen::new(&msg!("calendar-move", election = title, text = text), lang)
        .row(&msg!("calendar-button-apply"), lang, &confirm(shown, dates))
        .row(&msg!("button-cancel"), lang, &back)
}

/// What happens to reminders, or that nothing does.
pub(super) fn waves(waves: &[crate::reminder::MovedWave], lang: Lang) -> String {
    if waves.is_empty() {
        return msg!("calendar-waves-none").html(lang);
    }
    let list = lines(&plan::wave_messages(waves), ROOM, lang);
    msg!("calendar-waves", list = crate::texts::Arg::Html(list)).html(lang)
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
        Applied::Done(election) => (election, msg!("calendar-applied")),
        Applied::Already(election) => (election, msg!("calendar-already")),
        Applied::Stale(election) => (election, msg!("calendar-stale")),
        Applied::Gone => return gone(app, tap).await,
    };
    let screen = list::election(app, caller, election, 0, Some(note)).await?;
    tap.show(app, &screen).await
}
