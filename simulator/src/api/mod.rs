//! The Bot API: from a request to a change of the state and an answer.
pub mod args;
pub mod chats;
pub mod edit;
pub mod markup;
pub mod media;
pub mod request;
pub mod schema;
pub mod send;
pub mod settings;

use serde_json::json;

use crate::error::{ApiError, ApiResult};
use crate::faults::FaultKind;
use crate::state::State;
use args::Args;

/// One call on the locked state.
pub struct Call<'a> {
    pub state: &'a mut State,
    pub args: &'a Args,
    pub method: &'static str,
    /// What will hide the acceptance from the bot.
    pub fault: Option<&'a FaultKind>,
}

impl Call<'_> {
    pub fn record(&mut self, chat: Option<i64>, message: Option<i64>, text: Option<&str>) {
        self.state.ledger.record(self.method, chat, message, text, self.fault.map(FaultKind::name));
    }
}

/// Carries out every method but getUpdates, which waits.
pub fn perform(mut call: Call<'_>) -> ApiResult {
    let call = &mut call;
    match call.method {
        "getMe" => Ok(settings::get_me(call)),
        "sendMessage" => send::message(call),
        "sendPhoto" => send::photo(call),
        "sendDocument" => send::document(call),
        "sendMediaGroup" => send::album(call),
        "sendChatAction" => send::action(call),
        "copyMessage" => send::copy(call),
        "forwardMessage" => send::forward(call),
        "editMessageText" => edit::text(call),
        "editMessageCaption" => edit::caption(call),
        "editMessageMedia" => edit::media(call),
        "editMessageReplyMarkup" => edit::reply_markup(call),
        "deleteMessage" => edit::delete(call),
        "deleteMessages" => edit::delete_many(call),
        "answerCallbackQuery" => edit::answer(call),
        "getFile" => chats::file(call),
        "getChat" => chats::chat(call),
        "getChatMember" => chats::member(call),
        "getChatMemberCount" => chats::member_count(call),
        "getChatAdministrators" => chats::administrators(call),
        "leaveChat" => chats::leave(call),
        "pinChatMessage" => chats::pin(call),
        "unpinChatMessage" => chats::unpin(call),
        "unpinAllChatMessages" => chats::unpin_all(call),
        "setMyCommands" => settings::set_commands(call),
        "getMyCommands" => settings::get_commands(call),
        "deleteMyCommands" => settings::delete_commands(call),
        "setMyName" | "setMyDescription" | "setMyShortDescription" => settings::set_text(call),
        "getMyName" | "getMyDescription" | "getMyShortDescription" => settings::get_text(call),
        "setChatMenuButton" => settings::set_menu_button(call),
        "getChatMenuButton" => settings::get_menu_button(call),
        "setWebhook" => settings::set_webhook(call),
        "deleteWebhook" => settings::delete_webhook(call),
        "getWebhookInfo" => Ok(settings::webhook_info(call)),
        "logOut" | "close" => Ok(json!(true)),
        _ => Err(ApiError::not_found("method not found")),
    }
}
