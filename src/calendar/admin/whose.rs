//! Calendars that do not say which election they are: whose the events are is asked, or what it is called.

use teloxide::types::{Document, FileId, Message as Incoming, MessageId};

use super::{
    find, gone,
    import::{file_name, preview, problems_screen, read, read_file_of},
    list_button, moving, prove,
};
use crate::{
    app::App,
    calendar::{Election, ElectionFile, ElectionId, store},
    error::refuse,
    msg,
    telegram::{
        Schema,
        access::Caller,
        button::{Button, CalendarButton},
        prompt::{self, Question, Topic, answering},
        reply::{self, Screen, Tap},
    },
    texts::{Lang, name, shorten},
};

/// Characters of an election's name on a button.
const LABEL: usize = 30;

pub(super) fn schema() -> Schema {
    dptree::entry().branch(answering(Topic::CalendarTitle).endpoint(take_title))
}

/// The events are known, under another name or none.
pub(super) fn question(file: &ElectionFile, elections: &[Election], lang: Lang) -> Screen {
    let known = elections.iter().map(|election| election.name.as_str()).collect::<Vec<_>>().join(", ");
    let text = if file.is_named() {
        msg!("calendar-whose-renamed", election = name(&file.name), known = name(&known))
    } else {
        msg!("calendar-whose-nameless", known = name(&known))
    };
    let button = |button| Button::Calendar(button);
    let mut screen = Screen::new(&text, lang);
    for election in elections {
        let label = msg!("calendar-button-into", election = shorten(&election.name, LABEL));
        screen = screen.row(&label, lang, &button(CalendarButton::ImportLook { election: election.id.0 }));
    }
    let own = elections.iter().any(|election| election.slug == file.slug);
    if !file.partial && !own {
        let new = if file.is_named() { CalendarButton::ImportLook { election: 0 } } else { CalendarButton::ImportName };
        screen = screen.row(&msg!("calendar-button-as-new"), lang, &button(new));
    }
    screen.row(&msg!("button-cancel"), lang, &Button::Dismiss)
}

pub(super) fn name_question(lang: Lang) -> Screen {
    Screen::new(&msg!("calendar-ask-title"), lang).row(&msg!("button-cancel"), lang, &list_button())
}

/// Remembers the file whose name is asked for, and the question.
pub(super) async fn remember(
    app: &App,
    caller: &Caller,
    message: MessageId,
    document: &Document,
) -> anyhow::Result<()> {
    let (actor, now, subject) = (caller.clone(), app.clock.now(), i64::from(message.0));
    let (file_id, file_name) = (document.file.id.0.clone(), file_name(document));
    let question = Question::new(app, caller.user, Topic::CalendarTitle, subject, None);
    app.db
        .write(move |c| {
            Box::pin(async move {
                let (proof, user) = (prove(c, &actor).await?, actor.user);
                store::insert_unnamed(c, &proof, user, subject, &file_id, &file_name, now).await?;
                prompt::store::ask(c, user, question, now).await
            })
        })
        .await
}

/// Asks for the name of the file that the message of this tap replies to.
pub(super) async fn ask_name(app: &App, caller: &Caller, tap: &Tap) -> anyhow::Result<()> {
    let (id, document) = replied(tap)?;
    remember(app, caller, id, &document).await?;
    tap.show(app, &name_question(tap.lang)).await
}

/// What the file would do to this election; 0: as a new one.
pub(super) async fn look(app: &App, caller: &Caller, tap: &Tap, election: i64) -> anyhow::Result<()> {
    let into = (election != 0).then_some(ElectionId(election));
    let Some(file) = settled(app, caller, tap, into).await? else { return Ok(()) };
    let mut c = app.db.read().await?;
    let proof = prove(&mut c, caller).await?;
    let (agency, now) = (&app.config.agency.name, app.clock.now());
    let look = store::preview_import(&mut c, &proof, &file, agency, now).await?;
    drop(c);
    tap.show(app, &preview(app, &file, &look, into, None, tap.lang)).await
}

fn replied(tap: &Tap) -> anyhow::Result<(MessageId, Document)> {
    let replied = tap.message().and_then(|message| message.reply_to_message());
    let found = replied.and_then(|message| Some((message.id, message.document()?.clone())));
    match found {
        Some(found) => Ok(found),
        None => refuse(msg!("calendar-import-gone")),
    }
}

/// The file that the message of a tap replies to, as a change of the election that was chosen, or with the name that
/// was given. None where something else had to be shown instead.
pub(super) async fn settled(
    app: &App,
    caller: &Caller,
    tap: &Tap,
    into: Option<ElectionId>,
) -> anyhow::Result<Option<ElectionFile>> {
    let (message, document) = replied(tap)?;
    prove(&mut *app.db.read().await?, caller).await?;
    let file = match read(app, &document).await? {
        Ok(file) => file,
        Err(problems) => {
            tap.show(app, &problems_screen(&document, &problems, tap.lang)).await?;
            return Ok(None);
        }
    };
    if let Some(id) = into {
        return match find(app, caller, id).await? {
            Some((election, _)) => Ok(Some(file.into_election(&election))),
            None => gone(app, tap).await.map(|()| None),
        };
    }
    if file.is_named() {
        return Ok(Some(file));
    }
    let mut c = app.db.read().await?;
    let proof = prove(&mut c, caller).await?;
    let unnamed = store::find_unnamed(&mut c, &proof, caller.user, message.0.into()).await?;
    match unnamed.and_then(|unnamed| unnamed.title).map(|title| file.entitled(&title)) {
        Some(Ok(file)) => Ok(Some(file)),
        _ => refuse(msg!("calendar-import-gone")),
    }
}

/// The name, by which the file is then looked at.
async fn take_title(app: App, caller: Caller, question: Question, message: Incoming) -> anyhow::Result<()> {
    let (lang, now) = (caller.lang, app.clock.now());
    let title = message.text().unwrap_or_default();
    if let Err(problem) = ElectionFile::default().entitled(title) {
        let screen = moving::again(problem, &list_button(), lang);
        return reply::send_below(&app, caller.chat, &screen, Some(message.id)).await.map(|_| ());
    }
    let mut c = app.db.read().await?;
    let proof = prove(&mut c, &caller).await?;
    let unnamed = store::find_unnamed(&mut c, &proof, caller.user, question.subject).await?;
    drop(c);
    let Some(unnamed) = unnamed else { return refuse(msg!("calendar-import-gone")) };
    let Ok(file) = read_file_of(&app, &FileId(unnamed.file_id), unnamed.file_name).await? else {
        return refuse(msg!("calendar-import-gone"));
    };
    let file = match file.entitled(title) {
        Ok(file) => file,
        Err(problem) => return refuse(problem),
    };
    let (actor, agency, wanted) = (caller.clone(), app.config.agency.name.clone(), file.clone());
    let look = app
        .db
        .write(move |c| {
            Box::pin(async move {
                let proof = prove(c, &actor).await?;
                store::set_title(c, &proof, actor.user, question.subject, &wanted.name).await?;
                prompt::store::forget(c, actor.user).await?;
                store::preview_import(c, &proof, &wanted, &agency, now).await
            })
        })
        .await?;
    // The button finds the file by what its message replies to.
    let below = i32::try_from(question.subject).map(MessageId).unwrap_or(message.id);
    reply::send_below(&app, caller.chat, &preview(&app, &file, &look, None, None, lang), Some(below)).await.map(|_| ())
}
