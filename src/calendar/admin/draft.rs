//! An election put together in chat: its name, stages with days as they are typed, a look before it is saved.

mod saving;
mod stages;

use teloxide::types::Message as Incoming;

use super::{
    LABEL, find, forget, gone, import, lines, list, list_button, moving, paragraphs, prove, remember, shorten,
};
use crate::{
    app::App,
    calendar::{
        Election, ElectionFile, ElectionId, Span, Stage, StageKind, check,
        draft::{Draft, Sketch},
        store,
    },
    msg,
    telegram::{
        Schema,
        access::Caller,
        button::{Button, CalendarButton, DraftButton},
        prompt::{self, Question, Topic, answering},
        reply::{self, Screen, Tap},
    },
    texts::{Lang, Message, name},
};

/// Characters that what is wrong may take.
const ROOM: usize = 1_500;

pub(super) fn schema() -> Schema {
    dptree::entry().branch(answering(Topic::DraftTitle).endpoint(take_title)).branch(stages::schema())
}

pub(super) async fn tap(app: &App, caller: &Caller, tap: &Tap, button: DraftButton) -> anyhow::Result<()> {
    use DraftButton as B;
    match button {
        B::Compose => compose(app, caller, tap).await,
        B::Anew | B::Title => ask_title(app, caller, tap, button == B::Anew).await,
        B::AddTo { election } => add_to(app, caller, tap, ElectionId(election)).await,
        B::Show => show(app, caller, tap, None).await,
        B::Kind { kind } => stages::add(app, caller, tap, kind).await,
        B::Stage { at } => stages::show_stage(app, caller, tap, at.into()).await,
        B::Days { at } => stages::ask_days(app, caller, tap, at.into()).await,
        B::Name { at } => stages::ask_name(app, caller, tap, at.into()).await,
        B::Drop { at } => stages::remove(app, caller, tap, at.into()).await,
        B::Keep { at, first, last } => stages::keep(app, caller, tap, at.into(), Span { first, last }).await,
        B::Look => saving::look(app, caller, tap, None).await,
        B::Apply { digest } => saving::apply(app, caller, tap, digest, true).await,
        B::ApplyQuietly { digest } => saving::apply(app, caller, tap, digest, false).await,
        B::DiscardAsk => saving::ask_discard(app, caller, tap).await,
        B::Discard => saving::discard(app, caller, tap).await,
    }
}

fn button(button: DraftButton) -> Button {
    Button::Calendar(CalendarButton::Draft(button))
}

fn index(at: usize) -> u8 {
    u8::try_from(at).unwrap_or(u8::MAX)
}

/// A draft with what it adds to, where it does.
struct Open {
    draft: Draft,
    existing: Option<(Election, Vec<Stage>)>,
}

impl Open {
    fn stages(&self) -> &[Stage] {
        self.existing.as_ref().map_or(&[], |(_, stages)| stages)
    }

    fn title(&self) -> &str {
        self.existing.as_ref().map_or(self.draft.name.as_str(), |(election, _)| election.name.as_str())
    }

    fn file(&self) -> Result<ElectionFile, Vec<Message>> {
        self.draft.file(self.existing.as_ref().map(|(election, stages)| (election, stages.as_slice())))
    }
}

/// The draft of this admin that has not been saved; none also where what it adds to is gone.
async fn open(app: &App, caller: &Caller) -> anyhow::Result<Option<Open>> {
    let mut c = app.db.read().await?;
    let proof = prove(&mut c, caller).await?;
    let draft = store::find_draft(&mut c, &proof, caller.user).await?;
    drop(c);
    let Some(draft) = draft.filter(|draft| draft.saved.is_none()) else { return Ok(None) };
    match draft.election() {
        None => Ok(Some(Open { draft, existing: None })),
        Some(id) => Ok(find(app, caller, id).await?.map(|existing| Open { draft, existing: Some(existing) })),
    }
}

async fn put(app: &App, caller: &Caller, draft: Draft) -> anyhow::Result<()> {
    keep(app, caller, draft, false).await
}

/// As [`put`]; the question that was answered is forgotten in the same change.
async fn put_answer(app: &App, caller: &Caller, draft: Draft) -> anyhow::Result<()> {
    keep(app, caller, draft, true).await
}

async fn keep(app: &App, caller: &Caller, draft: Draft, answered: bool) -> anyhow::Result<()> {
    let (caller, now) = (caller.clone(), app.clock.now());
    app.db
        .write(move |c| {
            Box::pin(async move {
                let proof = prove(c, &caller).await?;
                store::put_draft(c, &proof, caller.user, &draft, now).await?;
                if answered {
                    prompt::store::forget(c, caller.user).await?;
                }
                Ok(())
            })
        })
        .await
}

fn nothing(lang: Lang) -> Screen {
    Screen::new(&msg!("calendar-draft-gone"), lang).row(&msg!("calendar-button-list"), lang, &list_button())
}

async fn compose(app: &App, caller: &Caller, tap: &Tap) -> anyhow::Result<()> {
    match open(app, caller).await? {
        Some(open) => {
            let note = msg!("calendar-draft-there");
            let screen = screen(&open, Some(note), tap.lang);
            tap.show(app, &screen.row(&msg!("calendar-draft-anew"), tap.lang, &button(DraftButton::Anew))).await
        }
        None => ask_title(app, caller, tap, true).await,
    }
}

/// Asks what the election is called. `anew`: nothing of the draft before is kept.
async fn ask_title(app: &App, caller: &Caller, tap: &Tap, anew: bool) -> anyhow::Result<()> {
    remember(app, caller, tap, Topic::DraftTitle, i64::from(anew)).await?;
    let back = if anew { list_button() } else { button(DraftButton::Show) };
    let screen = Screen::new(&msg!("calendar-draft-ask-title"), tap.lang);
    tap.show(app, &screen.row(&msg!("button-cancel"), tap.lang, &back)).await
}

async fn take_title(app: App, caller: Caller, question: Question, message: Incoming) -> anyhow::Result<()> {
    let lang = caller.lang;
    let mut c = app.db.read().await?;
    prove(&mut c, &caller).await?;
    let elections = store::list_elections(&mut c).await?;
    drop(c);
    let entitled = ElectionFile::default().entitled(message.text().unwrap_or_default());
    let screen = match entitled {
        Err(problem) => moving::again(problem, &list_button(), lang),
        Ok(file) => {
            let same = |election: &Election| election.slug == file.slug || check::same_name(&election.name, &file.name);
            match elections.iter().map(|(election, _)| election).find(|election| same(election)) {
                Some(election) => {
                    let problem = msg!("calendar-draft-title-taken", election = name(&election.name));
                    let label = msg!("calendar-draft-add-to", election = shorten(&election.name, LABEL));
                    let add = button(DraftButton::AddTo { election: election.id.0 });
                    moving::again(problem, &list_button(), lang).row(&label, lang, &add)
                }
                None => {
                    let kept =
                        open(&app, &caller).await?.filter(|open| question.subject == 0 && open.existing.is_none());
                    let stages = kept.map(|open| open.draft.stages).unwrap_or_default();
                    let draft = Draft { name: file.name, stages, ..Draft::default() };
                    put_answer(&app, &caller, draft.clone()).await?;
                    screen(&Open { draft, existing: None }, None, lang)
                }
            }
        }
    };
    reply::send_below(&app, caller.chat, &screen, Some(message.id)).await.map(|_| ())
}

async fn add_to(app: &App, caller: &Caller, tap: &Tap, id: ElectionId) -> anyhow::Result<()> {
    let Some(existing) = find(app, caller, id).await? else { return gone(app, tap).await };
    // What was begun for it is gone on with.
    let kept = open(app, caller).await?.filter(|open| open.draft.election() == Some(id));
    let draft = kept.map_or_else(|| Draft { election: Some(id.0), ..Draft::default() }, |open| open.draft);
    put(app, caller, draft.clone()).await?;
    tap.show(app, &screen(&Open { draft, existing: Some(existing) }, None, tap.lang)).await
}

async fn show(app: &App, caller: &Caller, tap: &Tap, note: Option<Message>) -> anyhow::Result<()> {
    match open(app, caller).await? {
        Some(open) => tap.show(app, &screen(&open, note, tap.lang)).await,
        None => tap.show(app, &nothing(tap.lang)).await,
    }
}

/// The draft as it is, with everything that can be done to it.
fn screen(open: &Open, note: Option<Message>, lang: Lang) -> Screen {
    let stages: Vec<Message> = open.draft.stages.iter().map(line).collect();
    let hint = match open.draft.stages.as_slice() {
        [] => msg!("calendar-draft-first"),
        _ => msg!("calendar-draft-more"),
    };
    let head = match &open.existing {
        Some((election, _)) => msg!("calendar-draft-head-add", election = name(&election.name)),
        None => msg!("calendar-draft-head", election = name(&open.draft.name)),
    };
    let note = note.map(|note| note.html(lang)).unwrap_or_default();
    let parts = [note, head.html(lang), lines(&stages, ROOM, lang), hint.html(lang)];
    let mut screen = Screen::new(&msg!("calendar-draft", text = paragraphs(&parts)), lang);
    let there = |kind: StageKind| {
        open.stages().iter().any(|stage| stage.kind == kind) || open.draft.stages.iter().any(|s| s.kind() == kind)
    };
    let kinds: Vec<StageKind> =
        StageKind::ALL.into_iter().filter(|kind| *kind != StageKind::Vote || !there(*kind)).collect();
    for pair in kinds.chunks(2) {
        for (at, kind) in pair.iter().enumerate() {
            let (label, to) =
                (msg!("calendar-draft-kind", kind = kind.message()), button(DraftButton::Kind { kind: *kind }));
            screen = if at == 0 { screen.row(&label, lang, &to) } else { screen.beside(&label, lang, &to) };
        }
    }
    for (at, stage) in open.draft.stages.iter().enumerate() {
        let label = msg!("calendar-draft-change", stage = shorten(&stage.name, LABEL));
        screen = screen.row(&label, lang, &button(DraftButton::Stage { at: index(at) }));
    }
    if open.draft.is_ready() {
        screen = screen.row(&msg!("calendar-draft-look"), lang, &button(DraftButton::Look));
    }
    if open.existing.is_none() {
        screen = screen.row(&msg!("calendar-button-rename"), lang, &button(DraftButton::Title));
        return screen.beside(&msg!("calendar-draft-discard"), lang, &button(DraftButton::DiscardAsk));
    }
    screen.row(&msg!("calendar-draft-discard"), lang, &button(DraftButton::DiscardAsk))
}

fn line(stage: &Sketch) -> Message {
    match stage.span() {
        Some(span) => msg!("calendar-draft-line", stage = name(&stage.name), days = span.message()),
        None => msg!("calendar-draft-line-open", stage = name(&stage.name)),
    }
}
