//! A message that may not be meant for the open question: it is asked about, and kept nowhere until then.
//!
//! An admin may be writing a tip as well. What they type for it must not become a broadcast because a question of
//! another room is open still, be it after a restart, after an idle hour, or on the way back between the two.

use std::ops::ControlFlow;

use dptree::deps;
use teloxide::types::{Message as Incoming, MessageId, MessageKind, Update, UpdateKind};

use super::{
    FORGOTTEN, Question, Topic,
    attention::{End, Held},
    store,
};
use crate::{
    app::App,
    msg,
    telegram::{
        Schema,
        access::Caller,
        button::Button,
        command::Invocation,
        compose,
        filters::{private, tapped},
        once::Cause,
        reply::{self, Screen, Tap},
        schema,
    },
    texts::{Lang, Message},
};

/// Before all that takes what is typed.
pub fn schema() -> Schema {
    private()
        .branch(tapped().branch(dptree::case![Button::Answer { message, yes }].endpoint(decide)))
        .branch(dptree::filter_map(doubtful).endpoint(ask))
}

/// The message that is to be asked about.
fn doubtful(app: App, caller: Caller, update: Update, question: Option<Question>) -> Option<Incoming> {
    let (message, edited) = match update.kind {
        UpdateKind::Message(message) => (message, false),
        UpdateKind::EditedMessage(message) => (message, true),
        _ => return None,
    };
    caller.role?;
    // What cannot be read answers nothing, and is told so.
    let empty = matches!(message.kind, MessageKind::Empty {});
    if empty || message.text().is_some_and(|text| text.starts_with('/')) {
        return None;
    }
    let writes_a_tip = app.tips.drafts.peek(app.tips.who(caller.user.0), app.clock.now(), |desk| desk.is_open());
    let writes_a_tip = writes_a_tip.unwrap_or(false);
    let doubtful = match question {
        // That one was taken.
        Some(question) if question.again => false,
        Some(question) => writes_a_tip || !app.memory.attention.is_sure(caller.user, question),
        // A roster or a calendar is taken without having been asked for.
        None => !edited && writes_a_tip && message.document().is_some() && message.media_group_id().is_none(),
    };
    doubtful.then_some(message)
}

async fn ask(
    app: App,
    caller: Caller,
    update: Update,
    message: Incoming,
    question: Option<Question>,
) -> anyhow::Result<()> {
    let now = app.clock.now();
    let key = (message.id.0, compose::album(&message));
    let asks = app.memory.attention.hold(caller.user, key, question, update, now);
    leave_trail(&app, &caller, message.id.0, false);
    if !asks {
        return Ok(());
    }
    let screen = Screen::new(&msg!("prompt-doubt", topic = about(question)), caller.lang)
        .row(&msg!("prompt-doubt-yes"), caller.lang, &Button::Answer { message: message.id.0, yes: true })
        .beside(&msg!("prompt-doubt-no"), caller.lang, &Button::Answer { message: message.id.0, yes: false });
    let sent = reply::send_below(&app, caller.chat, &screen, Some(message.id)).await?;
    app.memory.attention.has_asked(caller.user, message.id.0);
    if let Some(sent) = sent {
        leave_trail(&app, &caller, sent.0, false);
    }
    Ok(())
}

async fn decide(app: App, caller: Caller, tap: Tap, (message, yes): (i32, bool)) -> anyhow::Result<()> {
    let (user, now) = (caller.user, app.clock.now());
    let end = app.memory.attention.end_of(user, message).or({
        // Before a crash.
        let cause = Cause::of_message(caller.chat, MessageId(message));
        Question::answered_by(&mut *app.db.read().await?, cause).await?.map(|_| End::Used)
    });
    let ended = match end {
        Some(End::Used) => Some(msg!("prompt-doubt-taken")),
        Some(End::Closed) => Some(msg!("prompt-doubt-closed")),
        None => None,
    };
    if let Some(text) = ended {
        return tap.show(&app, &Screen::new(&text, caller.lang)).await;
    }
    let held = app.memory.attention.take(user, message, now);
    if !yes {
        // It may have been meant for a tip: then "hapus jejak" knows it.
        leave_trail(&app, &caller, message, true);
        if let Some(shown) = tap.message() {
            leave_trail(&app, &caller, shown.id.0, true);
        }
        return tap.show(&app, &refused(&app, &caller)).await;
    }
    let open = match caller.role {
        Some(_) => store::find(&mut *app.db.read().await?, user, now - FORGOTTEN).await?,
        None => None,
    };
    if let Some(open) = open {
        app.memory.attention.turn_to(user, open);
    }
    let Some(held) = held else { return tap.show(&app, &Screen::new(&msg!("prompt-doubt-gone"), caller.lang)).await };
    let same = match (held.question, open) {
        (Some(held), Some(open)) => held.is_same(open),
        (None, None) => true,
        _ => false,
    };
    if !same || caller.role.is_none() {
        app.memory.attention.set_end(user, message, End::Closed);
        return tap.show(&app, &Screen::new(&msg!("prompt-doubt-closed"), caller.lang)).await;
    }
    tap.show(&app, &Screen::new(&msg!("prompt-doubt-taken"), caller.lang)).await?;
    let answered = answer(&app, &caller, &held).await;
    match answered {
        Ok(()) => app.memory.attention.set_end(user, message, End::Used),
        // Nothing written is lost: the same tap again.
        Err(_) => app.memory.attention.put_back(user, held),
    }
    answered
}

/// As if it had come just now.
async fn answer(app: &App, caller: &Caller, held: &Held) -> anyhow::Result<()> {
    app.tips.drafts.peek(app.tips.who(caller.user.0), app.clock.now(), crate::tip::draft::Desk::let_go);
    let rooms = schema::rooms();
    for update in &held.updates {
        let since = app.clock.now() - FORGOTTEN;
        let question = store::find(&mut *app.db.read().await?, caller.user, since).await?;
        // What comes of it came of the message, not of the tap.
        let caller = Caller { cause: Cause::of(update), ..caller.clone() };
        let deps = deps![app.clone(), update.clone(), caller, None::<Tap>, None::<Invocation>, question];
        if let ControlFlow::Break(result) = rooms.dispatch(deps).await {
            result?;
        }
    }
    Ok(())
}

/// What is said where it was not the answer: the way back to a tip, if one is open.
fn refused(app: &App, caller: &Caller) -> Screen {
    let screen = Screen::new(&msg!("prompt-doubt-refused"), caller.lang);
    let open = app.tips.drafts.peek(app.tips.who(caller.user.0), app.clock.now(), |desk| desk.is_writing());
    if open == Some(true) { with_way_back(screen, caller.lang) } else { screen }
}

fn with_way_back(screen: Screen, lang: Lang) -> Screen {
    let back = Button::Tip(crate::telegram::button::TipButton::Resume);
    screen.row(&msg!("tip-resume"), lang, &back)
}

/// For "hapus jejak", where something of a tip is known of this account; `anew`: also where nothing is yet.
fn leave_trail(app: &App, caller: &Caller, message: i32, anew: bool) {
    let (who, now) = (app.tips.who(caller.user.0), app.clock.now());
    if anew {
        app.tips.drafts.with(who, now, |desk| desk.leave_trail(message));
    } else {
        app.tips.drafts.peek(who, now, |desk| desk.leave_trail(message));
    }
}

/// What the message would be taken as.
fn about(question: Option<Question>) -> Message {
    match question.map(|question| question.topic) {
        None => msg!("prompt-topic-file"),
        Some(Topic::StageDays) => msg!("prompt-topic-stage-days"),
        Some(Topic::StageName) => msg!("prompt-topic-stage-name"),
        Some(Topic::CalendarFile) => msg!("prompt-topic-calendar-file"),
        Some(Topic::CalendarTitle) => msg!("prompt-topic-calendar-title"),
        Some(Topic::ElectionShift) => msg!("prompt-topic-election-shift"),
        Some(Topic::DraftTitle) => msg!("prompt-topic-draft-title"),
        Some(Topic::DraftName) => msg!("prompt-topic-stage-name"),
        Some(Topic::DraftDays) => msg!("prompt-topic-stage-days"),
        Some(Topic::RuleText) => msg!("prompt-topic-rule-text"),
        Some(Topic::RuleTime) => msg!("prompt-topic-rule-time"),
        Some(Topic::RuleDays) => msg!("prompt-topic-rule-days"),
        Some(Topic::BroadcastContent) => msg!("prompt-topic-broadcast-content"),
        Some(Topic::BroadcastTime) => msg!("prompt-topic-broadcast-time"),
        Some(Topic::BroadcastConfirm) => msg!("prompt-topic-broadcast-confirm"),
        Some(Topic::UnitSearch) => msg!("prompt-topic-unit-search"),
        Some(Topic::RecipientLabel) => msg!("prompt-topic-recipient-label"),
        Some(Topic::RecoveryKey) => msg!("prompt-topic-recovery-key"),
    }
}
