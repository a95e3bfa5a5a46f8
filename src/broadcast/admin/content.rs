//! What a broadcast says: asked for, taken from one message or an album's, shown as it will look.

use teloxide::types::{Message as Incoming, MessageId};

use super::{prove, require};
use crate::{
    app::App,
    broadcast::{Draft, handlers, screens, store},
    error::{refuse, shown},
    msg,
    outbox::{
        CampaignId, Values, Variable, Verdict,
        parts::{Part, Parts},
    },
    pledge,
    telegram::{
        access::Caller,
        aside::Desk,
        bulk::{self, Footer},
        button::BroadcastButton,
        compose,
        prompt::{self, Question, Topic},
        reply::{self, Screen, Tap},
        split::Long,
    },
};

/// Milliseconds in which one complaint about an album is enough.
const QUIET: i64 = 1_000;

pub(in crate::broadcast) async fn ask(app: App, caller: Caller, tap: Tap) -> anyhow::Result<()> {
    let message = tap.message().map(|message| message.id.0);
    let question = Question::new(&app, caller.user, Topic::BroadcastContent, 0, message);
    let (who, now) = (caller.clone(), app.clock.now());
    let written = app
        .db
        .write(move |c| {
            Box::pin(async move {
                let proof = prove(c, &who).await?;
                prompt::store::ask(c, who.user, question, now).await?;
                let draft = store::find_draft(c, &proof).await?;
                if draft.is_none() {
                    store::put_draft(c, &proof, &Draft::default(), now).await?;
                }
                Ok(draft.is_some_and(|draft| draft.parts.is_some()))
            })
        })
        .await?;
    tap.show(&app, &screens::ask_content(written, caller.lang)).await
}

/// Whether a message continues the draft's album, or is one of its messages that comes again.
pub(in crate::broadcast) async fn belongs(app: &App, caller: &Caller, message: &Incoming) -> bool {
    let draft = super::find(app, caller).await.ok().flatten();
    let parts = draft.and_then(|draft| draft.parts);
    parts.is_some_and(|parts| parts.claims(message.id.0, compose::album(message)))
}

pub(in crate::broadcast) async fn take(app: App, caller: Caller, message: Incoming) -> anyhow::Result<()> {
    let album = compose::album(&message).map(str::to_owned);
    let in_album = album.is_some();
    let kept = match compose::read(&message) {
        Ok(part) => keep(&app, &caller, part, album).await,
        Err(error) => Err(error),
    };
    let draft = match kept {
        Ok(draft) => draft,
        // Ten videos at once deserve one answer.
        Err(_) if in_album && !app.memory.may_speak(caller.chat, app.clock.now().timestamp_millis(), QUIET) => {
            return Ok(());
        }
        Err(error) => {
            app.memory.has_spoken(caller.chat, app.clock.now().timestamp_millis());
            let Some(why) = shown(&error) else { return Err(error) };
            let screen = screens::again(why, BroadcastButton::List { page: 0 }, caller.lang);
            return reply::send(&app, caller.chat, &screen).await.map(|_| ());
        }
    };
    if in_album {
        return gather(&app, &caller, draft).await;
    }
    show_message(&app, &caller, &draft).await?;
    let (of_work, who) = (app.clone(), caller.clone());
    Desk::below(app, caller, message.id).run_beside(|gauge| handlers::draft_screen(of_work, who, gauge)).await
}

/// Puts a message into the draft, alone or with the others of its album.
async fn keep(app: &App, caller: &Caller, part: Part, album: Option<String>) -> anyhow::Result<Draft> {
    let (who, now) = (caller.clone(), app.clock.now());
    app.db
        .write(move |c| {
            Box::pin(async move {
                let proof = prove(c, &who).await?;
                let mut draft = store::find_draft(c, &proof).await?.unwrap_or_default();
                let parts = match draft.parts.take() {
                    Some(mut parts) if parts.claims(part.message, album.as_deref()) => {
                        if let Err(misfit) = parts.add(part) {
                            return refuse(compose::explain(misfit));
                        }
                        parts
                    }
                    _ => {
                        draft.screen = None;
                        Parts::new(album, part)
                    }
                };
                compose::check(c, &proof, &parts.content(), &Variable::ANYWHERE).await?;
                draft.parts = Some(parts);
                store::put_draft(c, &proof, &draft, now).await?;
                prompt::store::forget_about(c, who.user, &handlers::TOPICS).await?;
                Ok(draft)
            })
        })
        .await
}

/// A text that came in several messages is more than a broadcast holds: none of it is kept, and it is asked anew.
pub(in crate::broadcast) async fn take_back(app: &App, caller: &Caller, long: &Long) -> anyhow::Result<Screen> {
    let question = Question::new(app, caller.user, Topic::BroadcastContent, 0, None);
    let (who, now, first) = (caller.clone(), app.clock.now(), long.first);
    app.db
        .write(move |c| {
            Box::pin(async move {
                let proof = prove(c, &who).await?;
                let mut draft = store::find_draft(c, &proof).await?.unwrap_or_default();
                if draft.parts.as_ref().is_some_and(|parts| parts.claims(first, None)) {
                    draft.parts = None;
                    store::put_draft(c, &proof, &draft, now).await?;
                }
                prompt::store::ask(c, who.user, question, now).await
            })
        })
        .await?;
    Ok(screens::again(&long.message(), BroadcastButton::List { page: 0 }, caller.lang))
}

/// Nobody is told when an album is complete: one message counts its parts, and the admin says when.
async fn gather(app: &App, caller: &Caller, draft: Draft) -> anyhow::Result<()> {
    let screen = screens::gathering(draft.parts.as_ref().map_or(0, Parts::count), caller.lang);
    if let Some(shown) = draft.screen
        && reply::edit(app, caller.chat, MessageId(shown), &screen).await?
    {
        return Ok(());
    }
    let Some(sent) = reply::send_known(app, caller.chat, &screen, None).await? else { return Ok(()) };
    super::change(app, caller, move |draft| draft.screen = Some(sent.0)).await
}

/// The message as it will look, and below it the draft again.
pub(in crate::broadcast) async fn preview(app: App, caller: Caller, tap: Tap) -> anyhow::Result<()> {
    let draft = written(&app, &caller).await?;
    super::forget(&app, &caller).await?;
    tap.done(&app);
    show_message(&app, &caller, &draft).await?;
    let (of_work, who) = (app.clone(), caller.clone());
    let Some(message) = tap.message().map(|message| message.id) else { return Ok(()) };
    Desk::below(app, caller, message).run_beside(|gauge| handlers::draft_screen(of_work, who, gauge)).await
}

/// The final message, on the way that all of them go.
pub(in crate::broadcast) async fn test(app: App, caller: Caller, tap: Tap) -> anyhow::Result<()> {
    let draft = written(&app, &caller).await?;
    tap.toast(&app, &msg!("broadcast-test-sent"));
    show_message(&app, &caller, &draft).await
}

async fn written(app: &App, caller: &Caller) -> anyhow::Result<Draft> {
    let draft = require(app, caller).await?;
    if draft.parts.is_none() {
        return refuse(msg!("broadcast-not-written"));
    }
    Ok(draft)
}

async fn show_message(app: &App, caller: &Caller, draft: &Draft) -> anyhow::Result<()> {
    let Some(content) = draft.content() else { return Ok(()) };
    // The button asks why one receives this; there is no campaign yet to answer for.
    let footer = Footer { pledge: draft.segment.owing, campaign: Some(CampaignId(0)) };
    let Ok(parcel) = bulk::dress(&content, &values(app, caller), caller.lang, footer) else {
        return refuse(msg!("broadcast-refused"));
    };
    match bulk::send_reply(app, caller.chat, &parcel).await {
        Verdict::Sent { .. } => Ok(()),
        Verdict::Failed(_) => refuse(msg!("broadcast-refused")),
        _ => refuse(msg!("broadcast-not-shown")),
    }
}

/// What is filled in for the admin: a name of our invention where they are not on the roster.
fn values(app: &App, caller: &Caller) -> Values {
    let (name, unit) = match &caller.person {
        Some(linked) => (linked.person.name.clone(), linked.person.unit.name.clone()),
        None => (msg!("broadcast-sample-name").plain(caller.lang), msg!("broadcast-sample-unit").plain(caller.lang)),
    };
    Values { name, unit, link: pledge::pledge_link(&app.username), ..Values::default() }
}
