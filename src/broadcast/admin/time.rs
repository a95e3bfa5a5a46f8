//! When a broadcast goes out: by a button, or typed.

use teloxide::types::Message as Incoming;

use super::{prove, require};
use crate::{
    app::App,
    broadcast::{
        handlers, screens, store,
        when::{self, Unclear},
    },
    error::refuse,
    msg,
    telegram::{
        access::Caller,
        aside::Desk,
        button::BroadcastButton,
        prompt::{self, Question, Topic},
        reply::{self, Tap},
    },
    texts::Message,
};

pub(in crate::broadcast) async fn show(app: App, caller: Caller, tap: Tap) -> anyhow::Result<()> {
    require(&app, &caller).await?;
    super::forget(&app, &caller).await?;
    let zone = app.config.agency.zone;
    tap.show(&app, &screens::times(&when::common(app.clock.now(), zone), zone, caller.lang)).await
}

pub(in crate::broadcast) async fn ask(app: App, caller: Caller, tap: Tap) -> anyhow::Result<()> {
    let message = tap.message().map(|message| message.id.0);
    let question = Question::new(&app, caller.user, Topic::BroadcastTime, 0, message);
    let (who, now) = (caller.clone(), app.clock.now());
    app.db
        .write(move |c| {
            Box::pin(async move {
                let proof = prove(c, &who).await?;
                if store::find_draft(c, &proof).await?.is_none() {
                    return refuse(msg!("broadcast-no-draft"));
                }
                prompt::store::ask(c, who.user, question, now).await
            })
        })
        .await?;
    tap.show(&app, &screens::ask_time(app.config.agency.zone, caller.lang)).await
}

/// The question stays open until a time is understood.
pub(in crate::broadcast) async fn take(app: App, caller: Caller, message: Incoming) -> anyhow::Result<()> {
    let text = message.text().unwrap_or_default();
    let at = match when::parse(text, app.clock.now(), app.config.agency.zone) {
        Ok(at) => at,
        Err(unclear) => {
            let screen = screens::again(&explain(unclear), BroadcastButton::When, caller.lang);
            return reply::send(&app, caller.chat, &screen).await.map(|_| ());
        }
    };
    super::change(&app, &caller, move |draft| draft.fire_at = Some(at)).await?;
    let (of_work, who) = (app.clone(), caller.clone());
    Desk::below(app, caller, message.id).run_beside(|gauge| handlers::draft_screen(of_work, who, gauge)).await
}

pub(in crate::broadcast) fn explain(unclear: Unclear) -> Message {
    match unclear {
        Unclear::Unreadable => msg!("broadcast-time-unreadable"),
        Unclear::NoSuchTime => msg!("broadcast-time-none"),
        Unclear::Past => msg!("broadcast-time-past"),
        Unclear::TooFar => msg!("broadcast-time-far"),
    }
}
