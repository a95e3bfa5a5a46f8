//! One stage: its days and name, asked for and answered, and its removal.

use teloxide::types::Message as Incoming;

use super::{election_button, find, gone, gone_screen, list, moving, prove, remember, stage_button};
use crate::{
    app::App,
    calendar::{Election, ElectionId, Stage, StageId, checked_name, days, store, words},
    msg,
    telegram::{
        Schema,
        access::Caller,
        button::{Button, CalendarButton},
        once,
        prompt::{self, Question, Topic, answering},
        reply::{self, Screen, Tap},
    },
    texts::{Arg, Message, name},
};

pub(super) fn schema() -> Schema {
    dptree::entry()
        .branch(answering(Topic::StageDays).endpoint(take_days))
        .branch(answering(Topic::StageName).endpoint(take_name))
}

pub(super) async fn show(app: &App, caller: &Caller, tap: &Tap, id: StageId) -> anyhow::Result<()> {
    let screen = screen(app, caller, id, None).await?;
    tap.show(app, &screen).await
}

/// A stage, below what has just been done with it.
async fn screen(app: &App, caller: &Caller, id: StageId, note: Option<Message>) -> anyhow::Result<Screen> {
    let lang = caller.lang;
    let Some((election, stage)) = find_stage(app, caller, id).await? else { return Ok(gone_screen(lang)) };
    let text = msg!(
        "calendar-stage",
        note = note.map_or(Arg::Html(String::new()), |note| Arg::Html(format!("{}\n\n", note.html(lang)))),
        election = name(&election.name),
        stage = name(&stage.name),
        kind = stage.kind.message(),
        days = stage.span().message(),
        count = stage.span().days(),
        today = words::today(std::slice::from_ref(&stage), app.today())
    );
    let button = |button| Button::Calendar(button);
    let shift = |days: i16| button(CalendarButton::MoveStage { stage: id.0, days });
    Ok(Screen::new(&text, lang)
        .row(&msg!("calendar-button-days"), lang, &button(CalendarButton::Days { stage: id.0 }))
        .row(&msg!("calendar-button-by", days = "−7"), lang, &shift(-7))
        .beside(&msg!("calendar-button-by", days = "−1"), lang, &shift(-1))
        .beside(&msg!("calendar-button-by", days = "+1"), lang, &shift(1))
        .beside(&msg!("calendar-button-by", days = "+7"), lang, &shift(7))
        .row(&msg!("calendar-button-rename"), lang, &button(CalendarButton::Rename { stage: id.0 }))
        .beside(&msg!("calendar-button-remove"), lang, &button(CalendarButton::RemoveStageAsk { stage: id.0 }))
        .row(&msg!("button-back"), lang, &election_button(election.id)))
}

async fn find_stage(app: &App, caller: &Caller, id: StageId) -> anyhow::Result<Option<(Election, Stage)>> {
    let stage = store::find_stage(&mut *app.db.read().await?, id).await?;
    let Some(stage) = stage else { return Ok(None) };
    Ok(find(app, caller, stage.election).await?.map(|(election, _)| (election, stage)))
}

/// Asks for new days or a new name.
pub(super) async fn ask(app: &App, caller: &Caller, tap: &Tap, id: StageId, topic: Topic) -> anyhow::Result<()> {
    let Some((_, stage)) = find_stage(app, caller, id).await? else { return gone(app, tap).await };
    remember(app, caller, tap, topic, id.0).await?;
    let text = match topic {
        Topic::StageName => msg!("calendar-ask-name", stage = name(&stage.name)),
        _ if stage.span().days() == 1 => {
            msg!("calendar-ask-day", stage = name(&stage.name), days = stage.span().message())
        }
        _ => msg!("calendar-ask-days", stage = name(&stage.name), days = stage.span().message()),
    };
    tap.show(app, &Screen::new(&text, tap.lang).row(&msg!("button-cancel"), tap.lang, &stage_button(id))).await
}

async fn take_days(app: App, caller: Caller, question: Question, message: Incoming) -> anyhow::Result<()> {
    let (id, lang) = (StageId(question.subject), caller.lang);
    let screen = match find_stage(&app, &caller, id).await? {
        None => {
            super::forget(&app, &caller).await?;
            gone_screen(lang)
        }
        Some((_, stage)) => {
            match days::parse(message.text().unwrap_or_default(), stage.span().days() == 1, app.today()) {
                Ok(span) => moving::answered(&app, &caller, store::Dates::Stage(id, span)).await?,
                Err(problem) => moving::again(problem, &stage_button(id), lang),
            }
        }
    };
    reply::send_below(&app, caller.chat, &screen, Some(message.id)).await.map(|_| ())
}

async fn take_name(app: App, caller: Caller, question: Question, message: Incoming) -> anyhow::Result<()> {
    let (id, lang) = (StageId(question.subject), caller.lang);
    let named = match checked_name(message.text().unwrap_or_default()) {
        Ok(name) => rename(&app, &caller, id, name).await,
        Err(problem) => crate::error::refuse(problem),
    };
    let screen = match named {
        Ok(true) => screen(&app, &caller, id, Some(msg!("calendar-renamed"))).await?,
        Ok(false) => gone_screen(lang),
        Err(error) => match crate::error::shown(&error) {
            Some(problem) => moving::again(problem.clone(), &stage_button(id), lang),
            None => return Err(error),
        },
    };
    reply::send_below(&app, caller.chat, &screen, Some(message.id)).await.map(|_| ())
}

/// Also forgets the question, in the same change: an answer counts once.
async fn rename(app: &App, caller: &Caller, id: StageId, name: String) -> anyhow::Result<bool> {
    let (actor, now) = (caller.clone(), app.clock.now());
    once::change(app, caller, "stage.rename", move |c| {
        Box::pin(async move {
            let proof = prove(c, &actor).await?;
            let renamed = store::rename_stage(c, &proof, id, &name, now).await?;
            prompt::store::forget(c, actor.user).await?;
            Ok(renamed)
        })
    })
    .await
}

pub(super) async fn ask_remove(app: &App, caller: &Caller, tap: &Tap, id: StageId) -> anyhow::Result<()> {
    let Some((election, stage)) = find_stage(app, caller, id).await? else { return gone(app, tap).await };
    let text = msg!("calendar-remove-stage-ask", stage = name(&stage.name), election = name(&election.name));
    let yes = Button::Calendar(CalendarButton::RemoveStage { stage: id.0 });
    let screen = Screen::new(&text, tap.lang).row(&msg!("calendar-button-remove-yes"), tap.lang, &yes);
    tap.show(app, &screen.row(&msg!("button-cancel"), tap.lang, &stage_button(id))).await
}

pub(super) async fn remove(app: &App, caller: &Caller, tap: &Tap, id: StageId) -> anyhow::Result<()> {
    let (actor, now) = (caller.clone(), app.clock.now());
    let removed = once::attempt(app, caller, "stage.remove", move |c| {
        Box::pin(async move {
            let proof = prove(c, &actor).await?;
            let Some(stage) = store::find_stage(c, id).await? else { return Ok(Err(())) };
            let removed = store::remove_stage(c, &proof, id, now).await?;
            Ok(if removed { Ok((stage.election.0, stage.name)) } else { Err(()) })
        })
    });
    let Ok((election, stage)) = removed.await? else { return gone(app, tap).await };
    let note = msg!("calendar-stage-removed", stage = name(&stage));
    let screen = list::election(app, caller, ElectionId(election), 0, Some(note)).await?;
    tap.show(app, &screen).await
}
