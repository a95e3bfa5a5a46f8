//! Coming back with the receipt: how far the case is, what was replied, and adding to it.

use teloxide::types::Message as Incoming;
use zeroize::Zeroizing;

use super::{
    beside,
    case::{self, Reply},
    desk, say, show_below, show_here, steps, submit, who, withdraw,
};
use crate::{
    app::App,
    msg,
    telegram::{
        access::Caller,
        command::Invocation,
        reply::{Screen, Tap},
    },
    tip::{
        draft::{Desk, Draft, Opened, Stage},
        limits::Deed,
        screens,
        store::intake::{self, Found, SealedReply},
    },
};

/// Replies shown; older ones are only counted.
const REPLIES: i64 = 10;

/// /cek, with the receipt behind it or without.
pub(super) async fn ask(app: App, caller: Caller, message: Incoming, invocation: Invocation) -> anyhow::Result<()> {
    desk(&app, &caller, |desk| desk.leave_trail(message.id.0));
    let waits = beside::question_waits(&app, &caller).await?;
    if !invocation.argument.is_empty() {
        let busy = |desk: &mut Desk| matches!(desk.stage, Stage::Writing(_) | Stage::Sending | Stage::Receipt(_));
        if desk(&app, &caller, busy) {
            return later(&app, &caller, &message).await;
        }
        let opened = open(&app, &caller, &message, invocation.argument).await;
        if waits {
            desk(&app, &caller, |desk| desk.listening = false);
        }
        return opened;
    }
    if waits {
        return beside::refuse_beside(&app, &caller).await;
    }
    let waits = desk(&app, &caller, |desk| begin(&mut desk.stage, &mut desk.listening));
    if waits {
        return show_below(&app, &caller, &screens::ask_receipt(caller.lang)).await;
    }
    // A draft or a receipt on screen is not lost to a question.
    say(&app, &caller, &msg!("tip-check-later"), None).await?;
    steps::show_again(&app, &caller).await
}

/// A receipt while a tip is being written: it does not stay in the chat.
pub(super) async fn later(app: &App, caller: &Caller, message: &Incoming) -> anyhow::Result<()> {
    withdraw(app, caller, message.id.0).await;
    say(app, caller, &msg!("tip-check-later"), None).await?;
    steps::show_again(app, caller).await
}

/// The button "Saya punya resi".
pub(super) async fn ask_here(app: &App, caller: &Caller, tap: &Tap) -> anyhow::Result<()> {
    let waits = desk(app, caller, |desk| begin(&mut desk.stage, &mut desk.listening));
    if waits {
        return show_here(app, caller, tap, &screens::ask_receipt(caller.lang)).await;
    }
    steps::show_again_here(app, caller, tap).await
}

/// Waits for a receipt, unless something is open that would be lost.
fn begin(stage: &mut Stage, listening: &mut bool) -> bool {
    *listening = true;
    if matches!(stage, Stage::Writing(_) | Stage::Sending | Stage::Receipt(_)) {
        return false;
    }
    *stage = Stage::Asked;
    true
}

/// What was typed where a receipt is waited for.
pub(super) async fn hear(app: &App, caller: &Caller, message: &Incoming) -> anyhow::Result<()> {
    let Some(text) = message.text().or(message.caption()) else {
        return say(app, caller, &msg!("tip-receipt-as-text"), Some(message.id)).await;
    };
    let waits = beside::question_waits(app, caller).await?;
    let opened = open(app, caller, message, text.to_owned()).await;
    if waits {
        desk(app, caller, |desk| desk.listening = false);
    }
    opened
}

async fn open(app: &App, caller: &Caller, message: &Incoming, text: String) -> anyhow::Result<()> {
    // Whoever looks at this chat later shall not find the receipt.
    withdraw(app, caller, message.id.0).await;
    if !app.tips.limits.may(who(app, caller), Deed::Receipt) {
        return show_below(app, caller, &screens::after(&msg!("tip-receipt-limit"), caller.lang)).await;
    }
    let opened = find(app, text).await?;
    let Some((found, opened, replies)) = opened else {
        desk(app, caller, |desk| {
            if !matches!(desk.stage, Stage::Writing(_) | Stage::Sending | Stage::Receipt(_)) {
                desk.set(Stage::Asked);
            }
        });
        return show_below(app, caller, &screens::unknown_receipt(caller.lang)).await;
    };
    let screen = case::case(&found, &replies, caller.lang);
    desk(app, caller, |desk| {
        if !matches!(desk.stage, Stage::Writing(_) | Stage::Sending | Stage::Receipt(_)) {
            desk.set(Stage::Reading(Box::new(opened)));
        }
    });
    show_below(app, caller, &screen).await?;
    let id = found.id;
    // Only now: what was not shown is still new.
    if app.tips.db.run(move |c| Box::pin(async move { intake::mark_replies_read(c, id).await })).await? {
        app.tips.changed.notify_one();
    }
    Ok(())
}

/// The case of a receipt with its replies opened. The same way for a receipt that is unknown, mistyped or
/// of a case that was purged.
async fn find(app: &App, text: String) -> anyhow::Result<Option<(Found, Opened, Vec<Reply>)>> {
    let derived = submit::derive_text(text, app.tips.salt.clone()).await?;
    // A locator that no receipt has, so that the database is asked either way.
    let locator = derived.as_ref().map_or([0; 32], |derived| derived.locator);
    let found = app
        .tips
        .db
        .run(move |c| {
            Box::pin(async move {
                let Some(found) = intake::find_case(c, locator).await? else { return Ok(None) };
                let replies = intake::list_replies(c, found.id, REPLIES).await?;
                Ok(Some((found, replies)))
            })
        })
        .await?;
    let (Some(derived), Some((found, replies))) = (derived, found) else { return Ok(None) };
    let agencies = found.handling.iter().map(|handling| handling.agency).collect();
    let opened = Opened { case: found.id, agencies, identity: derived.identity };
    let replies = replies.iter().map(|reply| read(reply, &opened)).collect();
    Ok(Some((found, opened, replies)))
}

fn read(reply: &SealedReply, opened: &Opened) -> Reply {
    let envelope = vault::envelope::Envelope::open(&reply.sealed, &opened.identity).ok();
    let text =
        envelope.as_ref().and_then(vault::envelope::Envelope::report).map(|text| Zeroizing::new(text.to_owned()));
    Reply { agency: reply.agency, day: reply.day, unread: reply.unread, text }
}

/// "Tambah keterangan atau bukti".
pub(super) async fn add(app: &App, caller: &Caller, tap: &Tap) -> anyhow::Result<()> {
    let case = desk(app, caller, |desk| match &desk.stage {
        Stage::Reading(opened) => Some(opened.case),
        _ => None,
    });
    if let Some(case) = case
        && submit::keys_of_case(app, case).await?.is_empty()
    {
        tap.done(app);
        return say(app, caller, &screens::nobody_left(app, caller.lang), None).await;
    }
    let adds = desk(app, caller, |desk| match std::mem::take(&mut desk.stage) {
        Stage::Reading(opened) => {
            desk.set(Stage::Writing(Box::new(Draft::new(Some(*opened)))));
            true
        }
        other => {
            // A second tap, or the same again: it is being written.
            let adds = matches!(&other, Stage::Writing(draft) if draft.adds_to.is_some());
            desk.stage = other;
            adds
        }
    });
    if adds {
        return steps::show_again_here(app, caller, tap).await;
    }
    closed(app, caller, tap).await
}

/// "Tutup": the case is no longer open here, and its replies no longer on the screen.
pub(super) async fn leave(app: &App, caller: &Caller, tap: &Tap) -> anyhow::Result<()> {
    let asked = desk(app, caller, |desk| {
        let asked = matches!(desk.stage, Stage::Asked);
        if asked || matches!(desk.stage, Stage::Reading(_)) {
            desk.stage = Stage::Nothing;
        }
        asked
    });
    let text = if asked { msg!("tip-not-opened") } else { msg!("tip-left") };
    show_here(app, caller, tap, &screens::after(&text, caller.lang)).await
}

async fn closed(app: &App, caller: &Caller, tap: &Tap) -> anyhow::Result<()> {
    let screen: Screen = screens::after(&msg!("tip-case-closed"), caller.lang);
    show_here(app, caller, tap, &screen).await
}
