//! Handing in a tip and coming back to it. What someone is about is in memory; nothing here reaches the
//! people database.

mod beside;
mod case;
mod check;
mod closed;
mod edits;
mod erase;
mod evidence;
mod steps;
mod submit;

use teloxide::{
    dispatching::UpdateFilterExt as _,
    requests::Requester as _,
    types::{Message as Incoming, MessageId, Update},
};

pub use beside::{concerns, note_unclaimed, turn_away};
use vault::receipt::Receipt;

use super::{
    Who, appoint,
    draft::{Desk, Draft, Stage, Step},
    screens,
    store::{self, intake::Readers},
};
use crate::{
    access::{self, standing::Officials},
    app::App,
    msg,
    telegram::{
        Schema,
        access::Caller,
        button::{Button, TipButton},
        command::{Command, Invocation},
        errors,
        filters::{command, invoked, private, tapped},
        prompt::{self, Question},
        reply::{self, Screen, Tap},
    },
    texts::Message,
};

pub use closed::schema as closed;

/// What follows `?start=` in a link to here, for posters.
pub const LINK: &str = "lapor";

pub fn schema() -> Schema {
    private()
        .branch(tapped().branch(dptree::case![Button::Tip(button)].endpoint(tap)))
        .branch(
            Update::filter_message()
                .branch(invoked().filter(|invocation: Invocation| invocation.is_of_report()).endpoint(begin))
                .branch(command(Command::CheckTip).endpoint(check::ask))
                .branch(command(Command::Cancel).filter(is_busy).endpoint(cancel))
                .branch(dptree::filter(beside::is_no_command).endpoint(beside::explain_slash))
                .branch(invoked().filter(beside::carries_words).endpoint(beside::ask_again))
                .branch(dptree::filter(is_heard).endpoint(hear)),
        )
        .branch(private().branch(Update::filter_edited_message().filter(edits::is_ours).endpoint(edits::take)))
}

fn who(app: &App, caller: &Caller) -> Who {
    app.tips.who(caller.user.0)
}

fn desk<T>(app: &App, caller: &Caller, act: impl FnOnce(&mut Desk) -> T) -> T {
    // From here on what they type is no certain answer to what another room has asked before.
    app.memory.attention.turn_away(caller.user);
    app.tips.drafts.with(who(app, caller), app.clock.now(), act)
}

fn peek<T>(app: &App, caller: &Caller, look: impl FnOnce(&mut Desk) -> T) -> Option<T> {
    app.tips.drafts.peek(who(app, caller), app.clock.now(), look)
}

/// Something of a tip is open, so /batal is about that.
fn is_busy(app: App, caller: Caller) -> bool {
    peek(&app, &caller, |desk| !matches!(desk.stage, Stage::Nothing | Stage::Forgotten)).unwrap_or(false)
}

/// A message among everything that someone does. Edited, it is another one.
fn name_of(message: &Incoming) -> String {
    match message.edit_date() {
        Some(at) => format!("message {} of {}", message.id, at.timestamp()),
        None => format!("message {}", message.id),
    }
}

/// A message that belongs to what is open here. Commands never do.
fn is_heard(app: App, caller: Caller, message: Incoming, question: Option<Question>) -> bool {
    let command = message.text().is_some_and(|text| text.starts_with('/'));
    let open = |desk: &mut Desk| !matches!(desk.stage, Stage::Nothing) || desk.has_acted(&name_of(&message));
    is_receipt(&message)
        || (!command && peek(&app, &caller, |desk| desk.listening && open(desk)).unwrap_or(false))
        || (!command && question.is_none() && is_almost_receipt(&message))
}

/// What someone wrote, below a file as well.
fn words(message: &Incoming) -> &str {
    message.text().or(message.caption()).unwrap_or_default()
}

/// A receipt belongs here wherever it is typed, and whatever stands around it: it must not stay in the chat.
fn is_receipt(message: &Incoming) -> bool {
    // An invitation is as long: its second sign is a hyphen, which no receipt has there.
    let text = words(message);
    Receipt::find(text).is_some() && appoint::invitation(text).is_none()
}

/// With a slip in it, it is still a secret. In a draft it may be anything.
fn is_almost_receipt(message: &Incoming) -> bool {
    Receipt::resembles(words(message))
}

/// Whether what is written now belongs to something open here.
pub fn is_listening(app: &App, caller: &Caller) -> bool {
    peek(app, caller, |desk| desk.listening && !matches!(desk.stage, Stage::Nothing)).unwrap_or(false)
}

/// Sends a screen below everything and takes the one before it away: there is one of this room at a time.
async fn show_below(app: &App, caller: &Caller, screen: &Screen) -> anyhow::Result<()> {
    let sent = reply::send_known(app, caller.chat, screen, None).await?;
    let old = desk(app, caller, |desk| {
        let MessageId(sent) = sent?;
        desk.leave_trail(sent);
        desk.screen.replace(sent).filter(|old| *old != sent)
    });
    if let Some(old) = old {
        withdraw(app, caller, old).await;
    }
    Ok(())
}

/// Shows a screen where the tap was, and knows it as the one of this room.
async fn show_here(app: &App, caller: &Caller, tap: &Tap, screen: &Screen) -> anyhow::Result<()> {
    if let Some(message) = tap.message() {
        let id = message.id.0;
        desk(app, caller, |desk| {
            desk.leave_trail(id);
            desk.screen = Some(id);
        });
    }
    tap.show(app, screen).await
}

/// A message of its own beside the screen; part of the trail.
async fn say(app: &App, caller: &Caller, text: &Message, below: Option<MessageId>) -> anyhow::Result<()> {
    let sent = reply::send_known(app, caller.chat, &Screen::new(text, caller.lang), below).await?;
    if let Some(MessageId(sent)) = sent {
        desk(app, caller, |desk| desk.leave_trail(sent));
    }
    Ok(())
}

/// Deletes a message where Telegram lets us. What cannot be deleted stays in the trail and is told of there.
async fn withdraw(app: &App, caller: &Caller, message: i32) -> bool {
    match app.bot.delete_message(caller.chat, MessageId(message)).await {
        Ok(_) => {
            desk(app, caller, |desk| {
                desk.trail.retain(|known| *known != message);
                if desk.screen == Some(message) {
                    desk.screen = None;
                }
            });
            true
        }
        Err(error) => {
            log::debug!(cause = errors::class(&error); "a message was not deleted");
            false
        }
    }
}

/// The agencies to which a tip can go now.
async fn open_agencies(app: &App) -> anyhow::Result<Vec<super::Agency>> {
    Ok(store::intake::open(&readers(app).await?))
}

/// What would open a tip now, by agency.
async fn readers(app: &App) -> anyhow::Result<Vec<Readers>> {
    let officials = officials(app).await?;
    app.tips.db.run(|c| Box::pin(async move { store::intake::list_readers(c, &officials).await })).await
}

/// Who has ever held a role: nothing is sealed to keys that others are said to have confirmed.
async fn officials(app: &App) -> anyhow::Result<Officials> {
    access::store::standing::list_officials(&mut *app.db.read().await?).await
}

/// /lapor: the honest screen, or what is open already.
async fn begin(app: App, caller: Caller, message: Incoming) -> anyhow::Result<()> {
    desk(&app, &caller, |desk| desk.leave_trail(message.id.0));
    if beside::question_waits(&app, &caller).await? {
        return beside::refuse_beside(&app, &caller).await;
    }
    if is_busy(app.clone(), caller.clone()) {
        desk(&app, &caller, |desk| desk.listening = true);
        return steps::show_again(&app, &caller).await;
    }
    let agencies = open_agencies(&app).await?;
    let screen = if agencies.is_empty() { screens::closed(&app, caller.lang) } else { screens::honest(caller.lang) };
    show_below(&app, &caller, &screen).await
}

/// /batal: puts away whatever is open, and says so.
async fn cancel(app: App, caller: Caller, message: Incoming) -> anyhow::Result<()> {
    let (listening, again) = desk(&app, &caller, |desk| {
        desk.leave_trail(message.id.0);
        (desk.listening, desk.has_acted(&name_of(&message)))
    });
    if again || !listening && beside::question_waits(&app, &caller).await? {
        // What rests here is not what they want to put away: it is what they were asked last.
        desk(&app, &caller, |desk| desk.acts(&name_of(&message)));
        let user = caller.user;
        app.db.write(move |c| Box::pin(async move { prompt::store::forget(c, user).await })).await?;
        let screen = Screen::new(&msg!("tip-question-closed"), caller.lang);
        return show_below(&app, &caller, &screens::with_way_back(screen, caller.lang)).await;
    }
    let text = match desk(&app, &caller, |desk| std::mem::take(&mut desk.stage)) {
        Stage::Writing(_) => msg!("tip-cancelled"),
        Stage::Receipt(shown) => {
            // A receipt is not lost to a word typed in passing.
            desk(&app, &caller, |desk| desk.set(Stage::Receipt(shown)));
            let screen = peek(&app, &caller, |desk| submit::close_ask(desk, caller.lang)).flatten();
            return match screen {
                Some(screen) => show_below(&app, &caller, &screen).await,
                None => Ok(()),
            };
        }
        Stage::Asked => msg!("tip-not-opened"),
        _ => msg!("tip-left"),
    };
    show_below(&app, &caller, &screens::after(&text, caller.lang)).await
}

async fn tap(app: App, caller: Caller, tap: Tap, button: TipButton) -> anyhow::Result<()> {
    use TipButton as B;
    let waits = beside::question_waits(&app, &caller).await?;
    // These put something away, and nobody listens after them.
    let closes = matches!(
        button,
        B::EraseAsk
            | B::Erase
            | B::Vanish
            | B::Leave
            | B::CancelAsk { .. }
            | B::Cancel { .. }
            | B::CloseAsk { .. }
            | B::Close { .. }
    );
    if waits && !closes {
        tap.done(&app);
        return beside::refuse_beside(&app, &caller).await;
    }
    let done = act(&app, &caller, tap, button).await;
    if waits {
        desk(&app, &caller, |desk| desk.listening = false);
    }
    done
}

async fn act(app: &App, caller: &Caller, tap: Tap, button: TipButton) -> anyhow::Result<()> {
    match button {
        TipButton::Begin => start(app, caller, &tap).await,
        TipButton::Check => check::ask_here(app, caller, &tap).await,
        TipButton::Add => check::add(app, caller, &tap).await,
        TipButton::Leave => check::leave(app, caller, &tap).await,
        TipButton::EraseAsk => erase::ask(app, caller, &tap).await,
        TipButton::Erase => erase::erase(app, caller, &tap).await,
        TipButton::Vanish => erase::vanish(app, caller, &tap).await,
        TipButton::Submit { draft } => submit::submit(app, caller, &tap, draft).await,
        TipButton::CloseAsk { draft } => submit::ask_close(app, caller, &tap, draft).await,
        TipButton::Close { draft } => submit::close(app, caller, &tap, draft).await,
        button => steps::tap(app, caller, &tap, button).await,
    }
}

/// "Mulai menulis". A draft that is there already goes on.
async fn start(app: &App, caller: &Caller, tap: &Tap) -> anyhow::Result<()> {
    if open_agencies(app).await?.is_empty() {
        return show_here(app, caller, tap, &screens::closed(app, caller.lang)).await;
    }
    desk(app, caller, |desk| match desk.stage {
        Stage::Writing(_) | Stage::Receipt(_) => desk.listening = true,
        _ => desk.set(Stage::Writing(Box::new(Draft::new(None)))),
    });
    steps::show_again_here(app, caller, tap).await
}

/// A message to whoever is at some step.
async fn hear(app: App, caller: Caller, message: Incoming) -> anyhow::Result<()> {
    enum At {
        Forgotten,
        Writing(Step),
        Receipt,
        Asked,
        Reading,
        Noted,
    }
    let at = desk(&app, &caller, |desk| {
        desk.note(message.id.0, &edits::says(&message));
        Some(match &desk.stage {
            // The receipt was closed, and the reply that says so was lost.
            Stage::Nothing | Stage::Forgotten | Stage::Asked | Stage::Reading(_) if is_almost_receipt(&message) => {
                At::Asked
            }
            Stage::Nothing if desk.has_acted(&name_of(&message)) => At::Noted,
            Stage::Nothing | Stage::Sending => return None,
            Stage::Forgotten => {
                desk.stage = Stage::Nothing;
                At::Forgotten
            }
            Stage::Writing(draft) => At::Writing(draft.step),
            Stage::Receipt(_) => At::Receipt,
            Stage::Asked => At::Asked,
            Stage::Reading(_) => At::Reading,
        })
    });
    match at {
        None => Ok(()),
        Some(At::Forgotten) => {
            let screen = screens::after(&msg!("tip-forgotten"), caller.lang);
            show_below(&app, &caller, &screen).await
        }
        Some(At::Writing(_)) if is_receipt(&message) => check::later(&app, &caller, &message).await,
        Some(At::Writing(Step::Evidence)) => evidence::receive(&app, &caller, &message).await,
        Some(At::Writing(step)) => steps::hear(&app, &caller, &message, step).await,
        Some(At::Receipt) => submit::hear(&app, &caller, &message).await,
        Some(At::Asked) => check::hear(&app, &caller, &message).await,
        Some(At::Noted) => submit::say_done(&app, &caller).await,
        Some(At::Reading) => say(&app, &caller, &msg!("tip-use-add"), Some(message.id)).await,
    }
}
