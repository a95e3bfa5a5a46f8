//! The stages of a draft: added, named, given days, taken out again.

use teloxide::types::Message as Incoming;

use super::{Open, button, index, line, moving, nothing, open, prove, put_answer, remember, screen, show};
use crate::{
    app::App,
    calendar::{STAGES_MAX, Span, StageKind, checked_name, days, draft::Sketch, store},
    msg,
    telegram::{
        Schema,
        access::Caller,
        button::{Button, DraftButton},
        once,
        prompt::{self, Question, Topic, answering},
        reply::{self, Screen, Tap},
    },
    texts::{Lang, name},
};

/// The marks of changes that a tap makes once, however often its update comes.
const ADDED: &str = "calendar.draft.add";
const REMOVED: &str = "calendar.draft.remove";

pub(super) fn schema() -> Schema {
    dptree::entry()
        .branch(answering(Topic::DraftName).endpoint(take_name))
        .branch(answering(Topic::DraftDays).endpoint(take_days))
}

/// A stage of this kind: with the usual name, unless there is one of it already.
pub(super) async fn add(app: &App, caller: &Caller, tap: &Tap, kind: StageKind) -> anyhow::Result<()> {
    if let Some((at, named)) = once::find::<(usize, bool)>(app, caller, ADDED).await? {
        return ask(app, caller, tap, at, named).await;
    }
    let Some(mut open) = open(app, caller).await? else { return tap.show(app, &nothing(tap.lang)).await };
    if open.draft.stages.len() + open.stages().len() >= STAGES_MAX {
        let note = msg!("calendar-too-many-stages", count = STAGES_MAX + 1, most = STAGES_MAX);
        return tap.show(app, &screen(&open, Some(note), tap.lang)).await;
    }
    let usual = match kind {
        StageKind::Campaign => msg!("calendar-draft-name-campaign"),
        StageKind::Quiet => msg!("calendar-draft-name-quiet"),
        StageKind::Vote => msg!("calendar-draft-name-vote"),
        StageKind::Other => msg!("calendar-draft-name-other"),
    };
    // Elections are called what they are called in Indonesian: everyone's reminders name them.
    let mut called = usual.plain(Lang::Id);
    let named = kind != StageKind::Other && open.draft.taken(&called, None, open.stages()).is_none();
    let at = open.draft.stages.len();
    let mut number = 1;
    while open.draft.taken(&called, None, open.stages()).is_some() {
        number += 1;
        called = format!("{} {number}", usual.plain(Lang::Id));
    }
    open.draft.stages.push(Sketch::new(kind, called));
    let (actor, now, draft) = (caller.clone(), app.clock.now(), open.draft);
    once::change(app, caller, ADDED, move |c| {
        Box::pin(async move {
            let proof = prove(c, &actor).await?;
            store::put_draft(c, &proof, actor.user, &draft, now).await?;
            Ok((at, named))
        })
    })
    .await?;
    ask(app, caller, tap, at, named).await
}

/// What a new stage lacks: its days, or a name first.
async fn ask(app: &App, caller: &Caller, tap: &Tap, at: usize, named: bool) -> anyhow::Result<()> {
    if named { ask_days(app, caller, tap, at).await } else { ask_name(app, caller, tap, at).await }
}

/// The draft and its stage at `at`.
async fn stage(app: &App, caller: &Caller, at: usize) -> anyhow::Result<Option<(Open, Sketch)>> {
    let Some(open) = open(app, caller).await? else { return Ok(None) };
    let stage = open.draft.stages.get(at).cloned();
    Ok(stage.map(|stage| (open, stage)))
}

pub(super) async fn show_stage(app: &App, caller: &Caller, tap: &Tap, at: usize) -> anyhow::Result<()> {
    let Some((open, stage)) = stage(app, caller, at).await? else { return show(app, caller, tap, None).await };
    let lang = tap.lang;
    let text = msg!(
        "calendar-draft-stage",
        election = name(open.title()),
        stage = line(&stage),
        kind = stage.kind().message()
    );
    let at = index(at);
    let screen = Screen::new(&text, lang)
        .row(&msg!("calendar-button-days"), lang, &button(DraftButton::Days { at }))
        .row(&msg!("calendar-button-rename"), lang, &button(DraftButton::Name { at }))
        .beside(&msg!("calendar-button-remove"), lang, &button(DraftButton::Drop { at }))
        .row(&msg!("button-back"), lang, &button(DraftButton::Show));
    tap.show(app, &screen).await
}

/// What the way back from a question is: a stage that has no days yet goes with it.
fn back(stage: &Sketch, at: usize) -> Button {
    match stage.span() {
        Some(_) => button(DraftButton::Stage { at: index(at) }),
        None => button(DraftButton::Drop { at: index(at) }),
    }
}

pub(super) async fn ask_days(app: &App, caller: &Caller, tap: &Tap, at: usize) -> anyhow::Result<()> {
    let Some((_, stage)) = stage(app, caller, at).await? else { return show(app, caller, tap, None).await };
    remember(app, caller, tap, Topic::DraftDays, i64::try_from(at)?).await?;
    tap.show(app, &days_question(&stage, at, tap.lang)).await
}

fn days_question(stage: &Sketch, at: usize, lang: Lang) -> Screen {
    let text = if stage.may_be_one_day() {
        msg!("calendar-draft-ask-day", stage = name(&stage.name))
    } else {
        msg!("calendar-draft-ask-days", stage = name(&stage.name))
    };
    Screen::new(&text, lang).row(&msg!("button-cancel"), lang, &back(stage, at))
}

async fn take_days(app: App, caller: Caller, question: Question, message: Incoming) -> anyhow::Result<()> {
    let (lang, at) = (caller.lang, usize::try_from(question.subject).unwrap_or(usize::MAX));
    let screen = match stage(&app, &caller, at).await? {
        None => {
            super::forget(&app, &caller).await?;
            nothing(lang)
        }
        Some((open, stage)) => {
            let read = days::parse(message.text().unwrap_or_default(), stage.may_be_one_day(), app.today());
            match read {
                Err(problem) => moving::again(problem, &back(&stage, at), lang),
                Ok(span) => {
                    let problems = open.draft.problems(at, span, open.stages());
                    match problems.as_slice() {
                        [] if span.last < app.today() => past(&stage, at, span, lang),
                        [] => dated(&app, &caller, open, at, span).await?,
                        [first, ..] => {
                            let problem =
                                msg!("calendar-draft-refused", days = span.message(), problem = first.clone());
                            moving::again(problem, &back(&stage, at), lang)
                        }
                    }
                }
            }
        }
    };
    reply::send_below(&app, caller.chat, &screen, Some(message.id)).await.map(|_| ())
}

/// Days that are over may be meant; the question stays open for others.
fn past(stage: &Sketch, at: usize, span: Span, lang: Lang) -> Screen {
    let text = msg!("calendar-draft-past", stage = name(&stage.name), days = span.message());
    let keep = DraftButton::Keep { at: index(at), first: span.first, last: span.last };
    Screen::new(&text, lang).row(&msg!("calendar-draft-keep"), lang, &button(keep)).row(
        &msg!("button-cancel"),
        lang,
        &back(stage, at),
    )
}

/// Keeps the days, and shows the draft.
async fn dated(app: &App, caller: &Caller, mut open: Open, at: usize, span: Span) -> anyhow::Result<Screen> {
    if let Some(stage) = open.draft.stages.get_mut(at) {
        stage.set_span(span);
    }
    put_answer(app, caller, open.draft.clone()).await?;
    Ok(screen(&open, None, caller.lang))
}

pub(super) async fn keep(app: &App, caller: &Caller, tap: &Tap, at: usize, span: Span) -> anyhow::Result<()> {
    let Some((open, stage)) = stage(app, caller, at).await? else { return show(app, caller, tap, None).await };
    if span.last < span.first || !open.draft.problems(at, span, open.stages()).is_empty() {
        return tap.show(app, &days_question(&stage, at, tap.lang)).await;
    }
    let screen = dated(app, caller, open, at, span).await?;
    tap.show(app, &screen).await
}

pub(super) async fn ask_name(app: &App, caller: &Caller, tap: &Tap, at: usize) -> anyhow::Result<()> {
    let Some((_, stage)) = stage(app, caller, at).await? else { return show(app, caller, tap, None).await };
    remember(app, caller, tap, Topic::DraftName, i64::try_from(at)?).await?;
    let screen = Screen::new(&msg!("calendar-draft-ask-name", stage = name(&stage.name)), tap.lang);
    tap.show(app, &screen.row(&msg!("button-cancel"), tap.lang, &back(&stage, at))).await
}

/// A stage that has no days yet is asked for them next.
async fn take_name(app: App, caller: Caller, question: Question, message: Incoming) -> anyhow::Result<()> {
    let (lang, at) = (caller.lang, usize::try_from(question.subject).unwrap_or(usize::MAX));
    let screen = match stage(&app, &caller, at).await? {
        None => {
            super::forget(&app, &caller).await?;
            nothing(lang)
        }
        Some((mut open, mut stage)) => {
            let named = checked_name(message.text().unwrap_or_default());
            let named = named.and_then(|new| match open.draft.taken(&new, Some(at), open.stages()) {
                Some(problem) => Err(problem),
                None => Ok(new),
            });
            match named {
                Err(problem) => moving::again(problem, &back(&stage, at), lang),
                Ok(new) => {
                    stage.name = new;
                    if let Some(there) = open.draft.stages.get_mut(at) {
                        *there = stage.clone();
                    }
                    put_answer(&app, &caller, open.draft.clone()).await?;
                    if stage.span().is_some() {
                        screen(&open, None, lang)
                    } else {
                        ask_days_next(&app, &caller, at).await?;
                        days_question(&stage, at, lang)
                    }
                }
            }
        }
    };
    reply::send_below(&app, caller.chat, &screen, Some(message.id)).await.map(|_| ())
}

async fn ask_days_next(app: &App, caller: &Caller, at: usize) -> anyhow::Result<()> {
    let (user, now) = (caller.user, app.clock.now());
    let question = Question::new(app, user, Topic::DraftDays, i64::try_from(at)?, None);
    app.db.write(move |c| Box::pin(async move { prompt::store::ask(c, user, question, now).await })).await
}

pub(super) async fn remove(app: &App, caller: &Caller, tap: &Tap, at: usize) -> anyhow::Result<()> {
    if once::find::<()>(app, caller, REMOVED).await?.is_none()
        && let Some((mut open, _)) = stage(app, caller, at).await?
    {
        open.draft.stages.remove(at);
        let (actor, now, draft) = (caller.clone(), app.clock.now(), open.draft);
        once::change(app, caller, REMOVED, move |c| {
            Box::pin(async move {
                let proof = prove(c, &actor).await?;
                store::put_draft(c, &proof, actor.user, &draft, now).await
            })
        })
        .await?;
    }
    show(app, caller, tap, None).await
}
