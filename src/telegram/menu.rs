//! The command menu of each chat, by role and language.

use teloxide::{
    payloads::{DeleteMyCommandsSetters as _, SetMyCommandsSetters as _},
    requests::Requester as _,
    types::{BotCommand, BotCommandScope, Recipient},
};

use super::{
    access::Caller,
    command::{Command, Standing},
    errors,
};
use crate::{
    access::{Role, TelegramId},
    app::App,
    texts::Lang,
};

fn commands(lang: Lang, standing: Standing) -> Vec<BotCommand> {
    Command::ALL
        .into_iter()
        .filter(|command| command.in_menu(standing))
        .map(|command| BotCommand::new(command.name(), command.description(standing).plain(lang)))
        .collect()
}

/// What strangers see, and nothing in groups. Said once at the start.
pub async fn announce(app: &App) -> Result<(), teloxide::RequestError> {
    app.bot.set_my_commands(commands(Lang::Id, Standing::default())).scope(BotCommandScope::AllPrivateChats).await?;
    app.bot
        .set_my_commands(commands(Lang::En, Standing::default()))
        .scope(BotCommandScope::AllPrivateChats)
        .language_code("en")
        .await?;
    app.bot.delete_my_commands().scope(BotCommandScope::Default).await?;
    Ok(())
}

/// After a role, a link or the language changed: this chat's own menu. Not worth failing for.
pub async fn refresh(app: &App, caller: &Caller) {
    let (linked, role) = (caller.person.is_some(), caller.role);
    set(app, caller.chat.0, caller.lang, linked, role).await;
}

/// The menu of someone else's private chat, after their role or link was taken or given.
pub async fn set(app: &App, chat: i64, lang: Lang, linked: bool, role: Option<Role>) {
    let scope = BotCommandScope::Chat { chat_id: Recipient::Id(teloxide::types::ChatId(chat)) };
    let standing = Standing { linked, role, recipient: app.tips.is_recipient(TelegramId(chat)) };
    let result = if standing != Standing::default() {
        app.bot.set_my_commands(commands(lang, standing)).scope(scope).await
    } else {
        app.bot.delete_my_commands().scope(scope).await
    };
    if let Err(error) = result {
        log::warn!(cause = errors::class(&error); "a command menu was not set");
    }
}
