//! Edited messages: what was an answer, a command or a code is one again with its new text; what has gone out
//! already is said to stay as it was.

use std::ops::ControlFlow;

use dptree::deps;
use teloxide::types::{Message as Incoming, Update, UpdateKind};
use vault::receipt::Receipt;

use super::{
    access::Caller,
    command,
    prompt::{self, FORGOTTEN, Question, Topic},
    reply::{self, Screen, Tap},
    schema::schema,
};
use crate::{
    app::App,
    broadcast, msg,
    pledge::receipt::ReceiptNumber,
    roster::BindingCode,
    texts::Message,
    tip::{self, appoint},
};

enum Heard {
    /// As if it were typed anew; the question that it answers.
    Anew(Option<Question>),
    TooLate(Message),
    Nothing,
}

/// Remembers which message answered which question, so that its edit can.
pub async fn note(app: App, update: Update, caller: Caller, question: Option<Question>) {
    if let (UpdateKind::Message(message), Some(question)) = (&update.kind, question) {
        app.memory.set_answered(caller.chat, message.id, question, app.clock.now());
    }
}

/// An edited message of the private chat. What belongs to an open tip has been taken before.
pub async fn hear(app: App, update: Update, caller: Caller, message: Incoming) -> anyhow::Result<()> {
    match judge(&app, &caller, &message).await? {
        Heard::Anew(question) => anew(app, update, caller, message, question).await,
        Heard::TooLate(text) => {
            reply::send_below(&app, caller.chat, &Screen::new(&text, caller.lang), Some(message.id)).await.map(|_| ())
        }
        Heard::Nothing => Ok(()),
    }
}

async fn judge(app: &App, caller: &Caller, message: &Incoming) -> anyhow::Result<Heard> {
    let text = message.text().or(message.caption()).unwrap_or_default();
    // A receipt must not stay in the chat, whenever it came into it.
    if Receipt::resembles(text) {
        return Ok(Heard::Anew(None));
    }
    // Whatever else is edited meanwhile is no part of the tip.
    if tip::handlers::is_listening(app, caller) {
        return Ok(Heard::Nothing);
    }
    let now = app.clock.now();
    if text.starts_with('/') {
        let recent = now - message.date < FORGOTTEN;
        return Ok(if recent { Heard::Anew(None) } else { Heard::Nothing });
    }
    if broadcast::handlers::holds(app, caller, message).await {
        return Ok(Heard::Anew(None));
    }
    if let Some(question) = Question::answered_by(&mut *app.db.read().await?, caller.cause).await? {
        return Ok(Heard::Anew(Some(question)));
    }
    if let Some((question, at)) = app.memory.answered(caller.chat, message.id).filter(|(_, at)| now - *at < FORGOTTEN) {
        let open = prompt::store::find_asked(&mut *app.db.read().await?, caller.user, now - FORGOTTEN).await?;
        return Ok(match open {
            // Asked before this message came, so it is what the message was an answer to.
            Some((topic, subject, asked)) if (topic, subject) == (question.topic, question.subject) && asked <= at => {
                Heard::Anew(Some(question))
            }
            Some(_) => Heard::TooLate(msg!("guide-edit-late")),
            None => match question.topic {
                Topic::BroadcastContent | Topic::BroadcastConfirm => Heard::TooLate(msg!("broadcast-edit-late")),
                Topic::RecipientLabel | Topic::RecoveryKey | Topic::CalendarFile => Heard::Nothing,
                _ => Heard::Anew(Some(question)),
            },
        });
    }
    let code = !BindingCode::find(text).is_empty()
        || ReceiptNumber::find(text).is_some()
        || appoint::invitation(text).is_some();
    Ok(if code { Heard::Anew(None) } else { Heard::Nothing })
}

/// Once more through the tree, as a message.
async fn anew(
    app: App,
    update: Update,
    caller: Caller,
    message: Incoming,
    question: Option<Question>,
) -> anyhow::Result<()> {
    let update = Update { kind: UpdateKind::Message(message), ..update };
    let invocation = command::invocation(&app, &update, &caller);
    if invocation.is_some() {
        // A command is no answer, and forgets what was asked.
        prompt::question(&app, &update, &caller).await?;
    }
    let deps = deps![app, update, caller, None::<Tap>, invocation, question];
    match schema().dispatch(deps).await {
        ControlFlow::Break(result) => result,
        ControlFlow::Continue(_) => Ok(()),
    }
}
