//! The root of the tree: which update goes to which feature, and what becomes of the rest.

use teloxide::{
    dispatching::UpdateFilterExt as _,
    types::{Message as Incoming, MessageKind, Update},
};

use super::{
    Schema,
    access::{Caller, with_next_step},
    command::{Invocation, Standing},
    edits,
    errors::nothing_here,
    filters::{invoked, private, tap},
    prompt,
    reply::{self, Screen, Tap},
    split,
};
use crate::{access, app::App, audience, broadcast, calendar, guide, msg, outbox, pledge, reminder, roster, tip};

/// Milliseconds for which the bot does not repeat that it has not understood.
const QUIET: i64 = 1_000;

pub fn schema() -> Schema {
    dptree::entry()
        // Before anything that writes to the people database.
        .inspect_async(tip::admin::turn_away)
        .branch(tip::handlers::closed())
        .branch(tip::handlers::schema())
        .inspect_async(tip::handlers::turn_away)
        // Before all that takes what is typed.
        .branch(prompt::doubt::schema())
        .branch(rooms())
        // Members coming and going, posts of channels: nothing to say.
        .branch(dptree::endpoint(|| async { Ok(()) }))
}

/// All but tips as their reporters see them; also for a message of which its writer said that it is an answer.
pub fn rooms() -> Schema {
    dptree::entry()
        .branch(tip::admin::schema())
        .inspect_async(outbox::handlers::note_return)
        .branch(group())
        .branch(Update::filter_message().filter(is_unreadable).endpoint(unreadable))
        .branch(Update::filter_edited_message().endpoint(edits::hear))
        .branch(Update::filter_message().filter(split::is_more).endpoint(split::more))
        .inspect_async(split::note)
        .inspect_async(edits::note)
        .inspect_async(prompt::note)
        .branch(
            private()
                .branch(guide::handlers::schema())
                // What answers a question is no code and no roster file: these come before the roster.
                .branch(calendar::handlers::schema())
                .branch(reminder::handlers::schema())
                .branch(broadcast::handlers::schema())
                .branch(audience::handlers::schema())
                .branch(roster::handlers::schema())
                .branch(pledge::handlers::schema())
                .branch(access::handlers::schema())
                .branch(roster::admin::schema())
                .branch(outbox::handlers::schema())
                .branch(tap().endpoint(unknown_button))
                .branch(Update::filter_message().endpoint(not_understood)),
        )
}

/// In a group the bot says nothing of anyone; it points to the private chat.
fn group() -> Schema {
    dptree::filter(|caller: Caller| !caller.private)
        .branch(tap().endpoint(|app: App, tap: Tap| async move {
            tap.toast(&app, &msg!("button-unknown"));
            Ok(())
        }))
        .branch(
            invoked()
                .filter(|invocation: Invocation| invocation.command.allowed(Standing::default()))
                .chain(Update::filter_message())
                .endpoint(point_to_private),
        )
        .branch(dptree::endpoint(|| async { Ok(()) }))
}

async fn point_to_private(app: App, caller: Caller, message: Incoming) -> anyhow::Result<()> {
    let now = app.clock.now().timestamp_millis();
    if !app.memory.may_speak(caller.chat, now, 10 * QUIET) {
        return Ok(());
    }
    let url = format!("https://t.me/{}", app.username);
    let screen =
        Screen::new(&msg!("guide-private-only"), caller.lang).link(&msg!("guide-private-open"), caller.lang, &url);
    // Where it may not write, there is nothing to mend, and nothing to try again at the next command.
    app.memory.has_spoken(caller.chat, now);
    reply::send_below(&app, caller.chat, &screen, Some(message.id)).await.map(|_| ())
}

/// A button that we know but that this caller may not press is answered like one that we do not.
async fn unknown_button(app: App, tap: Tap) -> anyhow::Result<()> {
    tap.toast(&app, &nothing_here(true));
    Ok(())
}

async fn not_understood(app: App, caller: Caller, message: Incoming) -> anyhow::Result<()> {
    let now = app.clock.now().timestamp_millis();
    let command = message.text().is_some_and(|text| text.starts_with('/'));
    tip::handlers::note_unclaimed(&app, &caller, &message, None);
    if !command && !app.memory.may_speak(caller.chat, now, QUIET) {
        return Ok(());
    }
    let text = match message.text() {
        Some(_) if command => nothing_here(false),
        Some(_) => msg!("guide-not-understood"),
        None if !is_service(&message) && caller.role.is_some() => msg!("guide-only-text-admin"),
        // Notes that Telegram writes itself, such as a pinned message.
        None if message.from.is_none() || is_service(&message) => return Ok(()),
        None => msg!("guide-only-text"),
    };
    let screen = with_next_step(Screen::new(&text, caller.lang), &caller);
    let answer = reply::send(&app, caller.chat, &screen).await?;
    tip::handlers::note_unclaimed(&app, &caller, &message, answer);
    app.memory.has_spoken(caller.chat, now);
    Ok(())
}

/// Of a kind newer than this bot, so that nothing was left of it; notes of Telegram's never come as far as here.
fn is_unreadable(message: Incoming) -> bool {
    matches!(message.kind, MessageKind::Empty {})
}

/// It answers no question either: that stays open.
async fn unreadable(app: App, caller: Caller, message: Incoming) -> anyhow::Result<()> {
    tip::handlers::note_unclaimed(&app, &caller, &message, None);
    let now = app.clock.now().timestamp_millis();
    if !app.memory.may_speak(caller.chat, now, QUIET) {
        return Ok(());
    }
    let answer = reply::send(&app, caller.chat, &Screen::new(&msg!("guide-unreadable"), caller.lang)).await?;
    tip::handlers::note_unclaimed(&app, &caller, &message, answer);
    app.memory.has_spoken(caller.chat, now);
    Ok(())
}

fn is_service(message: &Incoming) -> bool {
    use teloxide::types::MessageKind::{Common, Dice};
    !matches!(message.kind, Common(_) | Dice(_))
}

#[cfg(test)]
mod tests {
    use super::{super::prompt::Question, *};

    #[test]
    fn every_handler_finds_what_it_asks_for() {
        let deps = dptree::deps![None::<Tap>, None::<Invocation>, None::<Question>];
        dptree::type_check(
            schema().sig(),
            &deps,
            &[dptree::Type::of::<App>(), dptree::Type::of::<Update>(), dptree::Type::of::<Caller>()],
        );
    }
}
