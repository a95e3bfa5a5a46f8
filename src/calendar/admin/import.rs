//! Calendar files in chat: what one would change is shown, then applied from the file in the chat; and the way out.

use serde::{Deserialize, Serialize};
use teloxide::{
    dispatching::UpdateFilterExt as _,
    types::{Document, FileId, Message as Incoming, Update},
};

use super::{
    election_button, find, forget, gone, is_ours, lines, list, list_button, moving, paragraphs, prove, remember,
    shorten, whose,
};
use crate::{
    app::App,
    calendar::{
        ElectionFile, ElectionId, FILE_MAX, NewStage, Problem, file, ics, is_calendar_file,
        plan::Target,
        read_file,
        store::{self, Imported, Look},
        words,
    },
    error::refuse,
    msg,
    telegram::{
        Schema,
        access::Caller,
        aside::persist,
        button::{Button, CalendarButton},
        download::{NoFile, download},
        once,
        prompt::{Question, Topic},
        reply::{self, Attachment, Screen, Tap},
    },
    texts::{Lang, Message, name},
};

/// Characters that problems may take of a message's 4,096; changes, and notes.
const ROOM: usize = 2_400;
const CHANGES: usize = 1_200;
const NOTES: usize = 500;
/// What is repeated of a file's name.
const NAME_CHARS: usize = 60;

pub(super) fn schema() -> Schema {
    Update::filter_message()
        // What another question asks for is its own, whatever the file is called.
        .filter(|question: Option<Question>| question.is_none_or(|question| is_ours(question.topic)))
        .filter_map(|message: Incoming, question: Option<Question>| {
            let asked = question.is_some_and(|question| question.topic == Topic::CalendarFile);
            message.document().filter(|document| asked || is_calendar(document)).cloned()
        })
        .endpoint(take_file)
}

fn is_calendar(document: &Document) -> bool {
    is_calendar_file(&file_name(document))
}

/// As it was sent; a calendar that has lost its name is still one.
pub(super) fn file_name(document: &Document) -> String {
    let mime = document.mime_type.as_ref().is_some_and(|mime| mime.essence_str() == "text/calendar");
    match &document.file_name {
        Some(name) if !mime || is_calendar_file(name) => name.clone(),
        _ if mime => "jadwal.ics".into(),
        _ => String::new(),
    }
}

/// How to do it, with a file to begin from.
pub(super) async fn explain(app: &App, caller: &Caller, tap: &Tap) -> anyhow::Result<()> {
    prove(&mut *app.db.read().await?, caller).await?;
    tap.done(app);
    remember(app, caller, tap, Topic::CalendarFile, 0).await?;
    let attachment = Attachment {
        name: msg!("calendar-import-template").plain(caller.lang),
        bytes: file::EXAMPLE.as_bytes().to_vec(),
        caption: msg!("calendar-import-how").html(caller.lang),
        protect: false,
    };
    reply::send_document(app, caller.chat, &attachment).await
}

async fn take_file(app: App, caller: Caller, message: Incoming, document: Document) -> anyhow::Result<()> {
    prove(&mut *app.db.read().await?, &caller).await?;
    if !is_calendar(&document) {
        let screen = Screen::new(&msg!("calendar-import-other"), caller.lang);
        let screen = screen.row(&msg!("button-cancel"), caller.lang, &list_button());
        return reply::send_below(&app, caller.chat, &screen, Some(message.id)).await.map(|_| ());
    }
    let screen = match read(&app, &document).await? {
        Ok(file) => {
            let now = app.clock.now();
            let (mut c, agency) = (app.db.read().await?, &app.config.agency.name);
            let proof = prove(&mut c, &caller).await?;
            let target = store::find_target(&mut c, &proof, &file, agency).await?;
            let look = match target {
                Target::Clear => Some(store::preview_import(&mut c, &proof, &file, agency, now).await?),
                _ => None,
            };
            drop(c);
            forget(&app, &caller).await?;
            match (target, look) {
                (Target::Clear, Some(look)) => preview(&app, &file, &look, None, None, caller.lang),
                (Target::Whose(elections), _) => whose::question(&file, &elections, caller.lang),
                (Target::Unknown, _) => Screen::new(&msg!("calendar-cancel-unknown"), caller.lang),
                (Target::Clear | Target::Nameless, _) => {
                    whose::remember(&app, &caller, message.id, &document).await?;
                    whose::name_question(caller.lang)
                }
            }
        }
        Err(problems) => problems_screen(&document, &problems, caller.lang),
    };
    reply::send_below(&app, caller.chat, &screen, Some(message.id)).await.map(|_| ())
}

/// The file, or every problem with it.
pub(super) async fn read(app: &App, document: &Document) -> anyhow::Result<Result<ElectionFile, Vec<Problem>>> {
    if document.file.size > u32::try_from(FILE_MAX)? {
        return refuse(msg!("calendar-too-big", most = FILE_MAX / 1024));
    }
    read_file_of(app, &document.file.id, file_name(document)).await
}

pub(super) async fn read_file_of(
    app: &App,
    id: &FileId,
    name: String,
) -> anyhow::Result<Result<ElectionFile, Vec<Problem>>> {
    let bytes = match persist(|| download(app, id, u32::try_from(FILE_MAX).unwrap_or(u32::MAX))).await? {
        Ok(bytes) => bytes,
        Err(NoFile::TooBig) => return refuse(msg!("calendar-too-big", most = FILE_MAX / 1024)),
        Err(NoFile::Gone) => return refuse(msg!("calendar-import-gone")),
    };
    let zone = app.config.agency.zone;
    Ok(tokio::task::spawn_blocking(move || read_file(&name, &bytes, zone)).await?)
}

pub(super) fn problems_screen(document: &Document, problems: &[Problem], lang: Lang) -> Screen {
    let described: Vec<Message> =
        problems.iter().map(|problem| msg!("calendar-bullet", text = problem.describe())).collect();
    let title = name(shorten(document.file_name.as_deref().unwrap_or("—"), NAME_CHARS));
    let list = crate::texts::Arg::Html(lines(&described, ROOM, lang));
    Screen::new(&msg!("calendar-import-problems", title = title, count = problems.len(), list = list), lang)
}

/// What importing the file would do, below a note.
pub(super) fn preview_text(app: &App, file: &ElectionFile, look: &Look, note: Option<Message>, lang: Lang) -> Message {
    let note = note.map(|note| note.html(lang)).unwrap_or_default();
    let warnings: Vec<Message> =
        file.warnings.iter().map(|warning| msg!("calendar-warning", warning = warning.clone())).collect();
    let warnings = lines(&warnings, NOTES, lang);
    let bullets = |messages: Vec<Message>| -> String {
        let messages: Vec<Message> = messages.into_iter().map(|text| msg!("calendar-bullet", text = text)).collect();
        lines(&messages, CHANGES, lang)
    };
    match &look.existing {
        None => {
            let stages = bullets(file.stages.iter().map(NewStage::message).collect());
            let first = words::first_message(&look.coming, app.clock.now(), app.today());
            let coming = moving::bullets(words::coming_messages(&look.coming), lang);
            let text = paragraphs(&[note, stages, first.html(lang), coming, warnings]);
            msg!("calendar-import-new", election = name(&file.name), text = text)
        }
        Some((election, plan, _)) if plan.is_empty() => msg!("calendar-import-same", election = name(&election.name)),
        Some((election, plan, waves)) => {
            let changes = bullets(plan.messages(election));
            let text = paragraphs(&[note, changes, moving::waves(waves, lang), warnings]);
            msg!("calendar-import-update", election = name(&election.name), text = text)
        }
    }
}

/// As [`preview_text`], with the buttons; `into` an election that was chosen.
pub(super) fn preview(
    app: &App,
    file: &ElectionFile,
    look: &Look,
    into: Option<ElectionId>,
    note: Option<Message>,
    lang: Lang,
) -> Screen {
    let text = preview_text(app, file, look, note, lang);
    if let Some((election, plan, _)) = &look.existing
        && plan.is_empty()
    {
        return Screen::new(&text, lang).row(&msg!("calendar-button-show"), lang, &election_button(election.id));
    }
    let digest = look.digest;
    let apply = Button::Calendar(match into {
        Some(election) => CalendarButton::ImportInto { election: election.0, digest },
        None => CalendarButton::Import { digest },
    });
    let mut screen = Screen::new(&text, lang).row(&msg!("calendar-button-apply"), lang, &apply);
    if look.coming.iter().any(|rule| rule.after.is_some()) {
        let quietly = Button::Calendar(CalendarButton::ImportQuietly { digest });
        screen = screen.row(&msg!("calendar-button-apply-quietly"), lang, &quietly);
    }
    screen.row(&msg!("button-cancel"), lang, &Button::Dismiss)
}

/// What became of a confirmation.
#[derive(Serialize, Deserialize)]
enum Confirmed {
    /// With so many rules.
    New(i64, usize),
    Changed(i64),
}

/// With the file to which the message of the button replies, and the election that was chosen for it. `reminding`: see
/// [`store::import_election`].
pub(super) async fn apply(
    app: &App,
    caller: &Caller,
    tap: &Tap,
    into: Option<ElectionId>,
    digest: u32,
    reminding: bool,
) -> anyhow::Result<()> {
    let Some(file) = whose::settled(app, caller, tap, into).await? else { return Ok(()) };
    let agency = app.config.agency.name.clone();
    let (actor, now, wanted) = (caller.clone(), app.clock.now(), file.clone());
    let confirmed = once::attempt(app, caller, "election.import", move |c| {
        Box::pin(async move {
            let proof = prove(c, &actor).await?;
            let look = store::preview_import(c, &proof, &wanted, &agency, now).await?;
            // Something changed since it was shown.
            if look.digest != digest {
                return Ok(Err(look));
            }
            Ok(Ok(match store::import_election(c, &proof, &wanted, &agency, reminding, now).await? {
                Imported::New(id, rules) => Confirmed::New(id.0, rules),
                Imported::Updated(election, _) => Confirmed::Changed(election.id.0),
                Imported::Unchanged(id) => Confirmed::Changed(id.0),
            }))
        })
    });
    let (election, note) = match confirmed.await? {
        Ok(Confirmed::New(id, rules)) if reminding => (ElectionId(id), msg!("calendar-imported-new", count = rules)),
        Ok(Confirmed::New(id, rules)) => (ElectionId(id), msg!("calendar-imported-quietly", count = rules)),
        Ok(Confirmed::Changed(id)) => (ElectionId(id), msg!("calendar-applied")),
        Err(look) => match &look.existing {
            Some((election, plan, _)) if plan.is_empty() => (election.id, msg!("calendar-applied")),
            _ => {
                let note = msg!("calendar-import-stale");
                return tap.show(app, &preview(app, &file, &look, into, Some(note), tap.lang)).await;
            }
        },
    };
    let screen = list::election(app, caller, election, 0, Some(note)).await?;
    tap.show(app, &screen).await
}

pub(super) async fn export(app: &App, caller: &Caller, tap: &Tap, id: ElectionId) -> anyhow::Result<()> {
    let Some((election, stages)) = find(app, caller, id).await? else { return gone(app, tap).await };
    let uids = store::list_stored_uids(&mut *app.db.read().await?, id).await?;
    tap.done(app);
    let attachment = Attachment {
        name: format!("{}.ics", election.slug),
        bytes: ics::export(&election, &stages, &uids, &app.config.agency.name, app.clock.now()),
        caption: msg!("calendar-export-caption", election = name(&election.name)).html(caller.lang),
        protect: false,
    };
    reply::send_document(app, caller.chat, &attachment).await
}
