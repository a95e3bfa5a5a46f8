//! Methods about chats, their members, pins and files.
use serde_json::{Value, json};

use super::Call;
use crate::error::{ApiError, ApiResult};
use crate::state::json::file_json;
use crate::state::model::{BotStatus, Chat, Service};

const MOST_DOWNLOAD: usize = 20 * 1024 * 1024;

pub fn file(call: &Call<'_>) -> ApiResult {
    let id = call.args.str("file_id").unwrap_or_default();
    let file = call.state.files.get(id).ok_or_else(|| ApiError::bad("wrong file identifier/HTTP URL specified"))?;
    if file.bytes.len() > MOST_DOWNLOAD {
        return Err(ApiError::bad("file is too big"));
    }
    let mut json = file_json(file);
    json["file_path"] = json!(file.path);
    Ok(json)
}

/// A chat that the bot may look into.
fn place<'c>(call: &'c Call<'_>) -> ApiResult<&'c Chat> {
    let id = call.args.chat("chat_id")?;
    let chat = call.state.known_chat(id)?;
    if chat.is_private() && !chat.open {
        return Err(ApiError::bad("chat not found"));
    }
    match chat.bot {
        BotStatus::Kicked => Err(ApiError::forbidden("bot was kicked from the supergroup chat")),
        BotStatus::Left => Err(ApiError::forbidden("bot is not a member of the supergroup chat")),
        _ => Ok(chat),
    }
}

fn group<'c>(call: &'c Call<'_>) -> ApiResult<&'c Chat> {
    let chat = place(call)?;
    if chat.is_private() {
        return Err(ApiError::bad("there are no administrators in the private chat"));
    }
    Ok(chat)
}

pub fn chat(call: &Call<'_>) -> ApiResult {
    let chat = place(call)?;
    let mut json = call.state.chat_json(chat.id);
    json["accent_color_id"] = json!(chat.id.rem_euclid(7));
    json["max_reaction_count"] = json!(11);
    json["accepted_gift_types"] = json!({
        "unlimited_gifts": false, "limited_gifts": false, "unique_gifts": false, "premium_subscription": false,
        "gifts_from_channels": false,
    });
    if chat.is_private() {
        if let Some(username) = call.state.users.get(&chat.id).and_then(|u| u.username.as_ref()) {
            json["active_usernames"] = json!([username]);
        }
    } else {
        json["permissions"] = json!({
            "can_send_messages": true, "can_send_audios": true, "can_send_documents": true, "can_send_photos": true,
            "can_send_videos": true, "can_send_video_notes": true, "can_send_voice_notes": true,
            "can_send_polls": true, "can_send_other_messages": true, "can_add_web_page_previews": true,
            "can_change_info": false, "can_invite_users": true, "can_pin_messages": false,
            "can_manage_topics": false,
        });
    }
    if let Some(pinned) = chat.pinned.last().and_then(|id| chat.messages.get(id)) {
        json["pinned_message"] = call.state.message_json(pinned);
    }
    Ok(json)
}

pub fn member(call: &Call<'_>) -> ApiResult {
    let chat = place(call)?;
    let user = call.args.int("user_id").unwrap_or_default();
    if user != call.state.config.bot_id && !call.state.users.contains_key(&user) {
        return Err(ApiError::bad("user not found"));
    }
    Ok(call.state.member_json(chat, user))
}

pub fn member_count(call: &Call<'_>) -> ApiResult {
    Ok(json!(place(call)?.members.len() + 1))
}

pub fn administrators(call: &Call<'_>) -> ApiResult {
    let chat = group(call)?;
    let mut found: Vec<Value> =
        chat.members.first().map(|creator| call.state.member_json(chat, *creator)).into_iter().collect();
    if call.args.flag("return_bots") && chat.bot == BotStatus::Administrator {
        found.push(call.state.member_json(chat, call.state.config.bot_id));
    }
    Ok(Value::Array(found))
}

pub fn leave(call: &mut Call<'_>) -> ApiResult {
    let chat = place(call)?;
    let (id, old) = (chat.id, chat.bot);
    if chat.is_private() {
        return Err(ApiError::bad("chat member status can't be changed in private chats"));
    }
    let bot = call.state.config.bot_id;
    if let Some(chat) = call.state.chats.get_mut(&id) {
        chat.bot = BotStatus::Left;
    }
    call.state.service(bot, id, Service::Left(bot));
    call.state.bot_status_update(id, bot, old, BotStatus::Left);
    call.record(Some(id), None, None);
    Ok(json!(true))
}

fn may_pin(call: &Call<'_>) -> ApiResult<i64> {
    let id = call.args.chat("chat_id")?;
    let chat = call.state.may_write(id)?;
    if !chat.is_private() && chat.bot != BotStatus::Administrator {
        return Err(ApiError::bad("not enough rights to manage pinned messages in the chat"));
    }
    Ok(id)
}

pub fn pin(call: &mut Call<'_>) -> ApiResult {
    let chat = may_pin(call)?;
    let message = call.args.int("message_id").unwrap_or_default();
    if call.state.message(chat, message).is_none() {
        return Err(ApiError::bad("message to pin not found"));
    }
    if let Some(chat) = call.state.chats.get_mut(&chat) {
        chat.pinned.retain(|p| *p != message);
        chat.pinned.push(message);
    }
    call.state.service(call.state.config.bot_id, chat, Service::Pinned(message));
    call.record(Some(chat), Some(message), None);
    announce(call, chat)
}

pub fn unpin(call: &mut Call<'_>) -> ApiResult {
    let chat = may_pin(call)?;
    let message = call.args.int("message_id");
    let removed = call.state.chats.get_mut(&chat).is_some_and(|chat| {
        let before = chat.pinned.len();
        match message {
            Some(id) => chat.pinned.retain(|p| *p != id),
            None => drop(chat.pinned.pop()),
        }
        chat.pinned.len() < before
    });
    if !removed && message.is_some() {
        return Err(ApiError::bad("message to unpin not found"));
    }
    call.record(Some(chat), message, None);
    announce(call, chat)
}

pub fn unpin_all(call: &mut Call<'_>) -> ApiResult {
    let chat = may_pin(call)?;
    if let Some(chat) = call.state.chats.get_mut(&chat) {
        chat.pinned.clear();
    }
    call.record(Some(chat), None, None);
    announce(call, chat)
}

fn announce(call: &mut Call<'_>, chat: i64) -> ApiResult {
    let view = call.state.chat_view(chat);
    call.state.events.push(&json!({ "type": "chat", "chat": view }));
    Ok(json!(true))
}
