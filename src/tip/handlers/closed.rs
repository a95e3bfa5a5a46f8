//! While the database of tips is out of order: saying so, kindly, and where else to turn. Everything else goes on.

use teloxide::{
    dispatching::UpdateFilterExt as _,
    types::{Message as Incoming, Update},
};

use crate::{
    app::App,
    msg,
    telegram::{
        Schema,
        access::Caller,
        button::Button,
        command::{Command, Invocation},
        filters::{private, tapped},
        reply::{self, Screen, Tap},
    },
    texts::Message,
    tip::screens,
};

pub fn schema() -> Schema {
    private()
        .filter(|app: App| !app.tips.is_open())
        .branch(tapped().filter(|button: Button| matches!(button, Button::Tip(_) | Button::Triage(_))).endpoint(tap))
        .branch(Update::filter_message().filter(is_for_us).endpoint(answer))
}

/// A command, or a receipt, which must not be taken for something else.
fn is_for_us(app: App, message: Incoming) -> bool {
    let Some(text) = message.text() else { return false };
    let command = Invocation::parse(text, &app.username)
        .is_some_and(|invocation| invocation.is_of_tips() || matches!(invocation.command, Command::Recipients));
    command || super::is_receipt(&message)
}

fn text(app: &App, caller: &Caller) -> Message {
    msg!("tip-out-of-order", places = screens::places(app, caller.lang))
}

async fn tap(app: App, caller: Caller, tap: Tap) -> anyhow::Result<()> {
    let text = text(&app, &caller);
    tap.done(&app);
    reply::send(&app, caller.chat, &Screen::new(&text, caller.lang)).await.map(|_| ())
}

async fn answer(app: App, caller: Caller) -> anyhow::Result<()> {
    let text = text(&app, &caller);
    reply::send(&app, caller.chat, &Screen::new(&text, caller.lang)).await.map(|_| ())
}
