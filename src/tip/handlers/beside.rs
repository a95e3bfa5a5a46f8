//! What lies beside a tip: other rooms that its writer turns to, and comes back from. A question of another room and a
//! draft that is listened to exclude each other.

use teloxide::types::{Message as Incoming, MessageId, Update, UpdateKind};

use super::{desk, edits, is_receipt, name_of, peek, say, show_below, who};
use crate::{
    app::App,
    msg,
    telegram::{
        access::Caller,
        button::Button,
        command::{Command, Invocation},
        errors, prompt,
        reply::{self, Screen},
    },
    tip::{
        draft::{Desk, Stage},
        screens,
    },
};

/// Whoever turns to another room is not listened to here until they come back: what they write belongs there.
pub async fn turn_away(app: App, update: Update, caller: Caller) {
    // A group counts messages of its own: nothing of a draft may be shown there, or noted from there.
    if !caller.private {
        return;
    }
    let elsewhere = match &update.kind {
        UpdateKind::Message(message) => message.text().is_some_and(|text| text.starts_with('/')),
        UpdateKind::CallbackQuery(_) => true,
        _ => false,
    };
    let paused = peek(&app, &caller, |desk| {
        let writing = matches!(desk.stage, Stage::Writing(_));
        if let UpdateKind::Message(message) = &update.kind
            && writing
        {
            // It may have been meant for the tip.
            desk.note(message.id.0, &edits::says(message));
        }
        let pauses = elsewhere && desk.listening && writing;
        desk.listening &= !elsewhere;
        desk.screen.filter(|_| pauses)
    });
    if let Some(message) = paused.flatten() {
        // Where the next question stood, it says that nobody listens.
        let edited = reply::edit(&app, caller.chat, MessageId(message), &screens::paused(caller.lang)).await;
        if let Err(error) = edited {
            log::debug!(cause = errors::cause(&error).as_str(); "a paused screen was not shown");
        }
    }
}

/// What nothing else took, and what was said to it, is known to "hapus jejak" as long as anything of a tip is: it may
/// have been meant for one that was forgotten.
pub fn note_unclaimed(app: &App, caller: &Caller, message: &Incoming, answer: Option<MessageId>) {
    if !caller.private {
        return;
    }
    peek(app, caller, |desk| {
        desk.leave_trail(message.id.0);
        if let Some(MessageId(answer)) = answer {
            desk.leave_trail(answer);
        }
    });
}

/// Whether an update is of a tip as its reporter sees it, or may be: then a failure names nobody and leaves no mark.
pub fn concerns(app: &App, caller: &Caller, update: &Update) -> bool {
    if !caller.private {
        return false;
    }
    // Not through `peek`: a failure is no time to look at the clock.
    let desk = |look: fn(&Desk) -> bool| app.tips.drafts.is(who(app, caller), look);
    match &update.kind {
        UpdateKind::CallbackQuery(query) => {
            matches!(query.data.as_deref().and_then(Button::decode), Some(Button::Tip(_)))
        }
        UpdateKind::Message(message) => {
            let text = message.text().unwrap_or_default();
            match Invocation::parse(text, &app.username) {
                Some(one) if one.command == Command::Cancel => desk(Desk::is_open),
                Some(one) => one.is_of_report() || one.command == Command::CheckTip,
                None => is_receipt(message) || desk(Desk::is_open),
            }
        }
        UpdateKind::EditedMessage(message) => {
            let message = message.id.0;
            app.tips.drafts.is(who(app, caller), |desk| desk.has_noted(message))
        }
        _ => false,
    }
}

/// Whether what another room has asked an admin still waits. The answer must not become part of a tip, nor a tip the
/// answer: while the question is open, nothing here is listened to.
pub(super) async fn question_waits(app: &App, caller: &Caller) -> anyhow::Result<bool> {
    if caller.role.is_none() {
        return Ok(false);
    }
    let since = app.clock.now() - prompt::FORGOTTEN;
    Ok(prompt::store::find(&mut *app.db.read().await?, caller.user, since).await?.is_some())
}

/// Says so. What is open here rests until then.
pub(super) async fn refuse_beside(app: &App, caller: &Caller) -> anyhow::Result<()> {
    let open = desk(app, caller, |desk| {
        desk.listening = false;
        desk.is_writing()
    });
    let screen = Screen::new(&msg!("tip-question-open"), caller.lang);
    let screen = if open { screens::with_way_back(screen, caller.lang) } else { screen };
    show_below(app, caller, &screen).await
}

/// A text that begins with a slash and is no command, from someone who is writing.
pub(super) fn is_no_command(app: App, caller: Caller, message: Incoming, invocation: Option<Invocation>) -> bool {
    let slash = message.text().is_some_and(|text| text.starts_with('/'));
    slash && invocation.is_none() && peek(&app, &caller, |desk| desk.listening && desk.is_writing()).unwrap_or(false)
}

/// At any step, that of the receipt and of a case as well.
fn is_heard_now(app: &App, caller: &Caller) -> bool {
    peek(app, caller, |desk| desk.is_heard() && !matches!(desk.stage, Stage::Forgotten)).unwrap_or(false)
}

/// It is neither taken nor does it turn away: a paragraph may begin so by mistake.
pub(super) async fn explain_slash(app: App, caller: Caller, message: Incoming) -> anyhow::Result<()> {
    desk(&app, &caller, |desk| desk.note(message.id.0, &edits::says(&message)));
    say(&app, &caller, &msg!("tip-slash"), Some(message.id)).await
}

/// A command of admins with words behind it, which would be kept, from someone who is writing a tip.
pub(super) fn carries_words(app: App, caller: Caller, invocation: Invocation, message: Incoming) -> bool {
    let keeps = matches!(invocation.command, Command::Appoint | Command::Codes | Command::Unlink | Command::Claim);
    // The same message once more is not sent again.
    let again = peek(&app, &caller, |desk| desk.has_acted(&name_of(&message))).unwrap_or(false);
    keeps && !invocation.argument.is_empty() && (again || is_heard_now(&app, &caller))
}

/// Whoever means it sends it again; by then the draft rests.
pub(super) async fn ask_again(app: App, caller: Caller, message: Incoming) -> anyhow::Result<()> {
    desk(&app, &caller, |desk| {
        desk.note(message.id.0, &edits::says(&message));
        desk.acts(&name_of(&message));
        desk.listening = false;
    });
    let screen = Screen::new(&msg!("tip-command-again"), caller.lang);
    show_below(&app, &caller, &screens::with_way_back(screen, caller.lang)).await
}
