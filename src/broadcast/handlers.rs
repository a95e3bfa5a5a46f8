//! /siarkan: the list that everything begins from, the draft, and what is set by a single tap.

use chrono::DateTime;
use teloxide::{
    dispatching::UpdateFilterExt as _,
    types::{Message as Incoming, Update},
};

use super::{
    Draft, HOURS,
    admin::{content, send, time},
    screens, store, when,
};
use crate::{
    access::Role,
    app::App,
    error::refuse,
    msg,
    outbox::OnUnknown,
    telegram::{
        Schema,
        access::{Caller, prove},
        aside::{Desk, Gauge, Outcome},
        button::{BroadcastButton, Button},
        command::Command,
        filters::{command, role, tapped},
        once,
        prompt::{self, Topic, answering},
        reply::{self, Screen, Tap},
        split::Long,
    },
};

pub(super) const TOPICS: [Topic; 3] = [Topic::BroadcastContent, Topic::BroadcastTime, Topic::BroadcastConfirm];

pub fn schema() -> Schema {
    role(Role::Admin)
        .branch(command(Command::Broadcast).endpoint(begin))
        .branch(
            Update::filter_message()
                .filter_async(|app: App, caller: Caller, message: Incoming| async move {
                    content::belongs(&app, &caller, &message).await
                })
                .endpoint(content::take),
        )
        .branch(answering(Topic::BroadcastContent).endpoint(content::take))
        .branch(answering(Topic::BroadcastTime).endpoint(time::take))
        .branch(answering(Topic::BroadcastConfirm).endpoint(send::confirm))
        .branch(tapped().branch(dptree::case![Button::Broadcast(button)].endpoint(choose)))
}

/// Whether an admin's draft is of this message.
pub async fn holds(app: &App, caller: &Caller, message: &Incoming) -> bool {
    caller.role.is_some() && content::belongs(app, caller, message).await
}

/// See [`content::take_back`].
pub async fn take_back(app: &App, caller: &Caller, long: &Long) -> anyhow::Result<Screen> {
    content::take_back(app, caller, long).await
}

async fn choose(app: App, caller: Caller, tap: Tap, button: BroadcastButton) -> anyhow::Result<()> {
    match button {
        BroadcastButton::List { .. } => list(app, caller, tap).await,
        BroadcastButton::Draft => show(app, caller, tap).await,
        BroadcastButton::Write => content::ask(app, caller, tap).await,
        BroadcastButton::Preview => content::preview(app, caller, tap).await,
        BroadcastButton::Test => content::test(app, caller, tap).await,
        BroadcastButton::When => time::show(app, caller, tap).await,
        BroadcastButton::WhenAsk => time::ask(app, caller, tap).await,
        BroadcastButton::PaidAsk => ask_paid(app, caller, tap).await,
        BroadcastButton::SendAsk => send::ask(app, caller, tap).await,
        BroadcastButton::DiscardAsk => ask_discard(app, caller, tap).await,
        BroadcastButton::Discard => discard(app, caller, tap).await,
        BroadcastButton::At { at } => set_time(app, caller, tap, at).await,
        BroadcastButton::Mandatory { on } => set(app, caller, tap, move |draft| draft.mandatory = on).await,
        BroadcastButton::Hours { choice } => {
            let Some(hours) = HOURS.get(usize::from(choice)).copied() else {
                return refuse(msg!("button-unknown"));
            };
            set(app, caller, tap, move |draft| draft.hours = hours).await
        }
        BroadcastButton::Resend { on } => {
            let choice = if on { OnUnknown::Resend } else { OnUnknown::Hold };
            set(app, caller, tap, move |draft| draft.on_unknown = choice).await
        }
        BroadcastButton::Paid { on } => {
            if on && !app.config.delivery.allow_paid {
                return refuse(msg!("broadcast-paid-not-allowed"));
            }
            set(app, caller, tap, move |draft| draft.paid = on).await
        }
    }
}

async fn begin(app: App, caller: Caller) -> anyhow::Result<()> {
    let draft = super::admin::find(&app, &caller).await?;
    super::admin::forget(&app, &caller).await?;
    reply::send(&app, caller.chat, &screens::home(draft.as_ref(), caller.lang)).await.map(|_| ())
}

async fn list(app: App, caller: Caller, tap: Tap) -> anyhow::Result<()> {
    let draft = super::admin::find(&app, &caller).await?;
    super::admin::forget(&app, &caller).await?;
    tap.show(&app, &screens::home(draft.as_ref(), caller.lang)).await
}

/// The draft with everything that can be set; one that is not written yet is asked for.
async fn show(app: App, caller: Caller, tap: Tap) -> anyhow::Result<()> {
    let draft = super::admin::require(&app, &caller).await?;
    if draft.parts.is_none() {
        return content::ask(app, caller, tap).await;
    }
    super::admin::forget(&app, &caller).await?;
    redraw(app, caller, tap).await
}

/// Counts and shows the draft where the tap was.
pub(super) async fn redraw(app: App, caller: Caller, tap: Tap) -> anyhow::Result<()> {
    let again = (msg!("button-back"), Button::Broadcast(BroadcastButton::Draft));
    let (of_work, who) = (app.clone(), caller.clone());
    Desk::tapped(app, caller, tap, again).run_beside(|gauge| draft_screen(of_work, who, gauge)).await
}

pub(super) async fn draft_screen(app: App, caller: Caller, gauge: Gauge) -> anyhow::Result<Outcome> {
    gauge.tell(msg!("broadcast-counting"));
    let facts = super::admin::look(&app, &caller, false).await?;
    Ok(screens::draft(&facts, caller.lang).into())
}

/// Changes the draft and shows it.
async fn set(
    app: App,
    caller: Caller,
    tap: Tap,
    change: impl FnOnce(&mut Draft) + Send + 'static,
) -> anyhow::Result<()> {
    super::admin::change(&app, &caller, change).await?;
    redraw(app, caller, tap).await
}

async fn set_time(app: App, caller: Caller, tap: Tap, at: i64) -> anyhow::Result<()> {
    let fire_at = match at {
        0 => None,
        at => {
            let Some(at) = DateTime::from_timestamp(at, 0) else { return refuse(msg!("button-unknown")) };
            match when::judge(at, app.clock.now()) {
                Ok(at) => Some(at),
                Err(unclear) => return refuse(time::explain(unclear)),
            }
        }
    };
    set(app, caller, tap, move |draft| draft.fire_at = fire_at).await
}

/// What a paid broadcast costs, before anyone agrees to it.
async fn ask_paid(app: App, caller: Caller, tap: Tap) -> anyhow::Result<()> {
    if !app.config.delivery.allow_paid {
        return refuse(msg!("broadcast-paid-not-allowed"));
    }
    super::admin::require(&app, &caller).await?;
    let again = (msg!("button-back"), Button::Broadcast(BroadcastButton::Draft));
    let (of_work, who) = (app.clone(), caller.clone());
    Desk::tapped(app, caller, tap, again)
        .run_beside(|gauge| async move {
            gauge.tell(msg!("broadcast-counting"));
            let facts = super::admin::look(&of_work, &who, false).await?;
            Ok(screens::ask_paid(&facts, who.lang).into())
        })
        .await
}

async fn ask_discard(app: App, caller: Caller, tap: Tap) -> anyhow::Result<()> {
    super::admin::require(&app, &caller).await?;
    tap.show(&app, &screens::ask_discard(caller.lang)).await
}

async fn discard(app: App, caller: Caller, tap: Tap) -> anyhow::Result<()> {
    let who = caller.clone();
    let gone = once::change(&app, &caller, "broadcast.discard", move |c| {
        Box::pin(async move {
            let proof = prove(c, &who).await?;
            prompt::store::forget_about(c, who.user, &TOPICS).await?;
            store::delete_draft(c, &proof).await
        })
    });
    if !gone.await? {
        return refuse(msg!("broadcast-no-draft"));
    }
    tap.toast(&app, &msg!("broadcast-discarded"));
    tap.show(&app, &screens::home(None, caller.lang)).await
}
