//! A draft looked at as a whole, saved, or thrown away.

use super::{ROOM, button, import, lines, list, list_button, nothing, open, prove, screen};
use crate::{
    app::App,
    calendar::{
        ElectionFile, ElectionId,
        draft::Draft,
        store::{self, Imported, Look},
    },
    msg,
    telegram::{
        access::Caller,
        button::DraftButton,
        reply::{Screen, Tap},
    },
    texts::{Arg, Lang, Message, name},
};

/// What saving it would do.
pub(super) async fn look(app: &App, caller: &Caller, tap: &Tap, note: Option<Message>) -> anyhow::Result<()> {
    let Some(open) = open(app, caller).await? else { return tap.show(app, &nothing(tap.lang)).await };
    let file = match open.file() {
        Ok(file) => file,
        Err(problems) => {
            let problems = Arg::Html(lines(&problems, ROOM, tap.lang));
            return tap
                .show(app, &screen(&open, Some(msg!("calendar-draft-problems", list = problems)), tap.lang))
                .await;
        }
    };
    let mut c = app.db.read().await?;
    let proof = prove(&mut c, caller).await?;
    let look = store::preview_import(&mut c, &proof, &file, &app.config.agency.name, app.clock.now()).await?;
    drop(c);
    tap.show(app, &preview(app, &file, &look, note, tap.lang)).await
}

fn preview(app: &App, file: &ElectionFile, look: &Look, note: Option<Message>, lang: Lang) -> Screen {
    let text = import::preview_text(app, file, look, note, lang);
    let mut screen = Screen::new(&text, lang).row(
        &msg!("calendar-draft-save"),
        lang,
        &button(DraftButton::Apply { digest: look.digest }),
    );
    if look.coming.iter().any(|rule| rule.after.is_some()) {
        let quietly = button(DraftButton::ApplyQuietly { digest: look.digest });
        screen = screen.row(&msg!("calendar-draft-save-quietly"), lang, &quietly);
    }
    screen.row(&msg!("button-back"), lang, &button(DraftButton::Show)).beside(
        &msg!("calendar-draft-discard"),
        lang,
        &button(DraftButton::DiscardAsk),
    )
}

/// Saves it, if it would still do what was shown.
pub(super) async fn apply(app: &App, caller: &Caller, tap: &Tap, digest: u32, reminding: bool) -> anyhow::Result<()> {
    let Some(open) = open(app, caller).await? else { return show_saved(app, caller, tap).await };
    let Ok(file) = open.file() else { return look(app, caller, tap, None).await };
    let agency = app.config.agency.name.clone();
    let (actor, now, draft) = (caller.clone(), app.clock.now(), open.draft);
    let imported = app
        .db
        .write(move |c| {
            Box::pin(async move {
                let proof = prove(c, &actor).await?;
                let look = store::preview_import(c, &proof, &file, &agency, now).await?;
                if look.digest != digest {
                    return Ok(None);
                }
                let imported = store::import_election(c, &proof, &file, &agency, reminding, now).await?;
                let id = match &imported {
                    Imported::New(id, _) | Imported::Unchanged(id) => *id,
                    Imported::Updated(election, _) => election.id,
                };
                let saved = Draft { saved: Some(id.0), ..draft };
                store::put_draft(c, &proof, actor.user, &saved, now).await?;
                Ok(Some((id, imported)))
            })
        })
        .await?;
    let Some((id, imported)) = imported else {
        return look(app, caller, tap, Some(msg!("calendar-draft-stale"))).await;
    };
    let note = match imported {
        Imported::New(_, rules) if reminding => msg!("calendar-imported-new", count = rules),
        Imported::New(_, rules) => msg!("calendar-imported-quietly", count = rules),
        Imported::Updated(..) => msg!("calendar-draft-added"),
        Imported::Unchanged(_) => msg!("calendar-applied"),
    };
    let screen = list::election(app, caller, id, 0, Some(note)).await?;
    tap.show(app, &screen).await
}

/// A second tap on "Simpan": what it became.
async fn show_saved(app: &App, caller: &Caller, tap: &Tap) -> anyhow::Result<()> {
    let mut c = app.db.read().await?;
    let proof = prove(&mut c, caller).await?;
    let saved = store::find_draft(&mut c, &proof, caller.user).await?.and_then(|draft| draft.saved);
    drop(c);
    let screen = match saved {
        Some(id) => list::election(app, caller, ElectionId(id), 0, Some(msg!("calendar-applied"))).await?,
        None => nothing(tap.lang),
    };
    tap.show(app, &screen).await
}

pub(super) async fn ask_discard(app: &App, caller: &Caller, tap: &Tap) -> anyhow::Result<()> {
    let Some(open) = open(app, caller).await? else { return tap.show(app, &nothing(tap.lang)).await };
    let screen = Screen::new(&msg!("calendar-draft-discard-ask", election = name(open.title())), tap.lang)
        .row(&msg!("calendar-draft-discard-yes"), tap.lang, &button(DraftButton::Discard))
        .row(&msg!("button-back"), tap.lang, &button(DraftButton::Show));
    tap.show(app, &screen).await
}

pub(super) async fn discard(app: &App, caller: &Caller, tap: &Tap) -> anyhow::Result<()> {
    let actor = caller.clone();
    app.db
        .write(move |c| {
            Box::pin(async move {
                let proof = prove(c, &actor).await?;
                store::delete_draft(c, &proof, actor.user).await
            })
        })
        .await?;
    let screen = Screen::new(&msg!("calendar-draft-discarded"), tap.lang);
    tap.show(app, &screen.row(&msg!("calendar-button-list"), tap.lang, &list_button())).await
}
