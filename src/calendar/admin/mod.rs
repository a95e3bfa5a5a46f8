//! Elections and stages in chat: /jadwal, its screens and questions.

mod draft;
mod import;
mod list;
mod moving;
mod settings;
mod stage;
mod whose;

use super::{Election, ElectionId, Stage, StageId, store};
use crate::{
    access::Role,
    app::App,
    msg,
    telegram::{
        Schema,
        access::{Caller, prove},
        button::{Button, CalendarButton},
        filters::{role, tapped},
        prompt::{self, Question, Topic},
        reply::{Screen, Tap},
    },
    texts::{Arg, Lang, Message, shorten},
};

/// Characters of a button that a phone shows.
const LABEL: usize = 40;

pub fn schema() -> Schema {
    role(Role::Admin)
        .branch(list::schema())
        .branch(import::schema())
        .branch(whose::schema())
        .branch(stage::schema())
        .branch(moving::schema())
        .branch(draft::schema())
        .branch(tapped().branch(dptree::case![Button::Calendar(button)].endpoint(tap)))
}

async fn tap(app: App, caller: Caller, tap: Tap, button: CalendarButton) -> anyhow::Result<()> {
    use CalendarButton as B;
    // Whoever goes elsewhere does not mean to answer any more.
    forget(&app, &caller).await?;
    match button {
        B::List { page } => list::show_list(&app, &caller, &tap, page).await,
        B::Election { id } => list::show_election(&app, &caller, &tap, ElectionId(id), 0).await,
        B::Stages { election, page } => list::show_election(&app, &caller, &tap, ElectionId(election), page).await,
        B::Export { election } => import::export(&app, &caller, &tap, ElectionId(election)).await,
        B::ImportHow => import::explain(&app, &caller, &tap).await,
        B::Import { digest } => import::apply(&app, &caller, &tap, None, digest, true).await,
        B::ImportQuietly { digest } => import::apply(&app, &caller, &tap, None, digest, false).await,
        B::ImportInto { election, digest } => {
            import::apply(&app, &caller, &tap, Some(ElectionId(election)), digest, true).await
        }
        B::ImportLook { election } => whose::look(&app, &caller, &tap, election).await,
        B::ImportName => whose::ask_name(&app, &caller, &tap).await,
        B::Stage { id } => stage::show(&app, &caller, &tap, StageId(id)).await,
        B::Days { stage } => stage::ask(&app, &caller, &tap, StageId(stage), Topic::StageDays).await,
        B::Rename { stage } => stage::ask(&app, &caller, &tap, StageId(stage), Topic::StageName).await,
        B::RemoveStageAsk { stage } => stage::ask_remove(&app, &caller, &tap, StageId(stage)).await,
        B::RemoveStage { stage } => stage::remove(&app, &caller, &tap, StageId(stage)).await,
        B::MoveStage { stage, days } => moving::show_stage(&app, &caller, &tap, StageId(stage), days.into()).await,
        B::ApplyDays { stage, first, last, digest } => {
            let span = super::Span { first, last };
            moving::apply(&app, &caller, &tap, store::Dates::Stage(StageId(stage), span), digest).await
        }
        B::ShiftAsk { election } => moving::ask_shift(&app, &caller, &tap, ElectionId(election)).await,
        B::Shift { election, days } => moving::show_shift(&app, &caller, &tap, ElectionId(election), days.into()).await,
        B::ApplyShift { election, days, digest } => {
            let dates = store::Dates::Shift(ElectionId(election), days.into());
            moving::apply(&app, &caller, &tap, dates, digest).await
        }
        B::Settings { election } => settings::show(&app, &caller, &tap, ElectionId(election)).await,
        B::SetHours { election, from, to } => {
            settings::set(&app, &caller, &tap, ElectionId(election), settings::Change::Hours(from, to)).await
        }
        B::SetWeekends { election, on } => {
            settings::set(&app, &caller, &tap, ElectionId(election), settings::Change::Weekends(on)).await
        }
        B::SetCap { election, cap } => {
            settings::set(&app, &caller, &tap, ElectionId(election), settings::Change::Cap(cap.into())).await
        }
        B::RemoveAsk { election } => settings::ask_remove(&app, &caller, &tap, ElectionId(election)).await,
        B::Remove { election } => settings::remove(&app, &caller, &tap, ElectionId(election)).await,
        B::Draft(button) => draft::tap(&app, &caller, &tap, button).await,
    }
}

fn is_ours(topic: Topic) -> bool {
    matches!(
        topic,
        Topic::StageDays
            | Topic::StageName
            | Topic::ElectionShift
            | Topic::CalendarFile
            | Topic::CalendarTitle
            | Topic::DraftTitle
            | Topic::DraftName
            | Topic::DraftDays
    )
}

/// Remembers what the screen of this tap asks.
async fn remember(app: &App, caller: &Caller, tap: &Tap, topic: Topic, subject: i64) -> anyhow::Result<()> {
    let (user, now) = (caller.user, app.clock.now());
    let question = Question::new(app, user, topic, subject, tap.message().map(|message| message.id.0));
    app.db.write(move |c| Box::pin(async move { prompt::store::ask(c, user, question, now).await })).await
}

/// Forgets a question of ours, if one is open.
async fn forget(app: &App, caller: &Caller) -> anyhow::Result<()> {
    let (user, since) = (caller.user, app.clock.now() - prompt::FORGOTTEN);
    let open = prompt::store::find(&mut *app.db.read().await?, user, since).await?;
    if open.is_some_and(|question| is_ours(question.topic)) {
        app.db.write(move |c| Box::pin(async move { prompt::store::forget(c, user).await })).await?;
    }
    Ok(())
}

/// For an election or a stage that is no longer there: says so, and leads back to the list.
async fn gone(app: &App, tap: &Tap) -> anyhow::Result<()> {
    tap.show(app, &gone_screen(tap.lang)).await
}

fn gone_screen(lang: Lang) -> Screen {
    Screen::new(&msg!("calendar-gone"), lang).row(&msg!("calendar-button-list"), lang, &list_button())
}

fn list_button() -> Button {
    Button::Calendar(CalendarButton::List { page: 0 })
}

fn election_button(id: ElectionId) -> Button {
    Button::Calendar(CalendarButton::Election { id: id.0 })
}

fn stage_button(id: StageId) -> Button {
    Button::Calendar(CalendarButton::Stage { id: id.0 })
}

/// As many of the lines as fit into so many characters, and how many do not.
fn lines(messages: &[Message], room: usize, lang: Lang) -> String {
    let (mut text, mut shown) = (String::new(), 0);
    for message in messages {
        let line = message.html(lang);
        if shown > 0 && text.chars().count() + line.chars().count() > room {
            break;
        }
        text.push_str(if shown > 0 { "\n" } else { "" });
        text.push_str(&line);
        shown += 1;
    }
    if shown < messages.len() {
        text.push('\n');
        text.push_str(&msg!("calendar-more", count = messages.len() - shown).html(lang));
    }
    text
}

/// Paragraphs with an empty line between them; empty ones are left out.
fn paragraphs(parts: &[String]) -> Arg {
    let parts: Vec<&str> = parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    Arg::Html(parts.join("\n\n"))
}

/// An election with its stages, as an admin sees it now.
async fn find(app: &App, caller: &Caller, id: ElectionId) -> anyhow::Result<Option<(Election, Vec<Stage>)>> {
    let mut c = app.db.read().await?;
    prove(&mut c, caller).await?;
    let Some(election) = store::find_election(&mut c, id).await? else { return Ok(None) };
    let stages = store::list_stages(&mut c, id).await?;
    Ok(Some((election, stages)))
}
