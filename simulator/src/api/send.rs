//! Methods that put a message into a chat.
use serde_json::{Value, json};

use super::Call;
use super::markup::{self, Formatted};
use super::media;
use crate::error::{ApiError, ApiResult};
use crate::state::model::{Body, Chat, Message, Origin};

const ACTIONS: &[&str] = &[
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
];

/// What all sends share: chat, reply, markup, protection. Admission comes later, once
/// the rest of the call has turned out to be sound.
fn outgoing(call: &Call<'_>) -> ApiResult<Message> {
    let chat = call.args.chat("chat_id")?;
    call.state.may_write(chat)?;
    let mut message = call.state.blank(call.state.config.bot_id, chat);
    message.markup = markup::markup(call.args)?;
    message.protected = call.args.flag("protect_content");
    message.caption_above = call.args.flag("show_caption_above_media");
    if let Some(reply) = call.args.get("reply_parameters") {
        let id = reply.get("message_id").and_then(Value::as_i64).unwrap_or_default();
        let elsewhere = reply.get("chat_id").and_then(super::args::chat_id).is_some_and(|c| c != chat);
        let optional = reply.get("allow_sending_without_reply").and_then(Value::as_bool).unwrap_or(false);
        if !elsewhere && call.state.message(chat, id).is_some() {
            message.reply_to = Some(id);
        } else if !optional && !elsewhere {
            return Err(ApiError::bad("message to be replied not found"));
        }
    }
    Ok(message)
}

/// Admits, stores, records and answers.
fn post(call: &mut Call<'_>, message: Message) -> ApiResult {
    let chat = message.chat;
    let id = post_id(call, message)?;
    Ok(call.state.message(chat, id).map_or(Value::Null, |m| call.state.message_json(m)))
}

fn post_id(call: &mut Call<'_>, message: Message) -> ApiResult<i64> {
    call.state.admit(message.chat, 1, call.args.flag("allow_paid_broadcast"))?;
    let (chat, text) = (message.chat, message.text.clone());
    let id = call.state.put_message(message);
    call.record(Some(chat), Some(id), Some(&text));
    Ok(id)
}

pub fn message(call: &mut Call<'_>) -> ApiResult {
    let (text, entities) = Formatted::args(call.args, "text", "entities").text()?;
    let mut message = outgoing(call)?;
    message.text = text;
    message.entities = entities;
    message.link_preview = call.args.get("link_preview_options").cloned();
    post(call, message)
}

pub fn photo(call: &mut Call<'_>) -> ApiResult {
    let (text, entities) = Formatted::args(call.args, "caption", "caption_entities").caption()?;
    let mut message = outgoing(call)?;
    message.text = text;
    message.entities = entities;
    message.spoiler = call.args.flag("has_spoiler");
    message.body = media::photo(call, call.args.str("photo").unwrap_or_default())?;
    post(call, message)
}

pub fn document(call: &mut Call<'_>) -> ApiResult {
    let (text, entities) = Formatted::args(call.args, "caption", "caption_entities").caption()?;
    let mut message = outgoing(call)?;
    message.text = text;
    message.entities = entities;
    message.body = media::document(call, call.args.str("document").unwrap_or_default())?;
    post(call, message)
}

pub fn album(call: &mut Call<'_>) -> ApiResult {
    let items = call.args.get("media").and_then(Value::as_array).cloned().unwrap_or_default();
    if items.len() > 10 {
        return Err(ApiError::bad("Too much messages to send as an album"));
    }
    if items.len() < 2 {
        return Err(ApiError::bad("there must be at least 2 items in an album"));
    }
    let kinds: Vec<&str> = items.iter().filter_map(|i| i.get("type")?.as_str()).collect();
    if kinds.iter().any(|k| *k != kinds[0]) {
        return Err(ApiError::bad("photos and documents can't be mixed in an album"));
    }
    if call.args.get("reply_markup").is_some() {
        return Err(ApiError::bad("parameter \"reply_markup\" of sendMediaGroup is unknown: an album has no keyboard"));
    }
    let first = outgoing(call)?;
    let mut messages = Vec::with_capacity(items.len());
    for item in &items {
        let mut message = first.clone();
        media::fill(call, &mut message, item)?;
        messages.push(message);
    }
    call.state.admit(first.chat, messages.len(), call.args.flag("allow_paid_broadcast"))?;
    let album = call.state.next_album();
    let mut sent = Vec::with_capacity(messages.len());
    for mut message in messages {
        message.album = Some(album.clone());
        let (chat, text) = (message.chat, message.text.clone());
        let id = call.state.put_message(message);
        call.record(Some(chat), Some(id), Some(&text));
        sent.extend(call.state.message(chat, id).map(|m| call.state.message_json(m)));
    }
    Ok(Value::Array(sent))
}

pub fn action(call: &mut Call<'_>) -> ApiResult {
    let chat = call.args.chat("chat_id")?;
    let action = call.args.str("action").unwrap_or_default();
    if !ACTIONS.contains(&action) {
        return Err(ApiError::bad("wrong parameter action in request"));
    }
    call.state.may_write(chat)?;
    call.state.events.push(&json!({ "type": "action", "chat_id": chat, "action": action }));
    Ok(json!(true))
}

/// The message to copy or forward, from a chat where the bot is.
fn source(call: &Call<'_>, verb: &str) -> ApiResult<Message> {
    let from = call.args.chat("from_chat_id")?;
    let id = call.args.int("message_id").unwrap_or_default();
    let chat: &Chat = call.state.known_chat(from)?;
    let message = chat.messages.get(&id).ok_or_else(|| ApiError::bad(format!("message to {verb} not found")))?;
    if matches!(message.body, Body::Service(_)) || message.protected {
        return Err(ApiError::bad(if verb == "copy" {
            "message can't be copied"
        } else {
            "message can't be forwarded"
        }));
    }
    Ok(message.clone())
}

pub fn copy(call: &mut Call<'_>) -> ApiResult {
    let source = source(call, "copy")?;
    let mut message = outgoing(call)?;
    if call.args.get("caption").is_some() && source.body.has_caption() {
        (message.text, message.entities) = Formatted::args(call.args, "caption", "caption_entities").caption()?;
    } else {
        message.text = source.text;
        message.entities = source.entities;
    }
    message.body = source.body;
    message.spoiler = source.spoiler;
    let id = post_id(call, message)?;
    Ok(json!({ "message_id": id }))
}

pub fn forward(call: &mut Call<'_>) -> ApiResult {
    let source = source(call, "forward")?;
    let mut message = outgoing(call)?;
    message.text = source.text;
    message.entities = source.entities;
    message.body = source.body;
    message.spoiler = source.spoiler;
    message.origin = Some(source.origin.unwrap_or(Origin::User { id: source.from, date: source.date }));
    post(call, message)
}
