//! Methods that change or remove what is there, and answers to callback queries.
use std::time::Instant;

use serde_json::{Value, json};

use super::markup::{self, Formatted};
use super::{Call, media as files};
use crate::error::{ApiError, ApiResult};
use crate::faults::FaultKind;
use crate::state::callbacks::Answering;
use crate::state::model::{Body, Message};
use crate::text::utf16_len;

/// The message to edit, with the keyboard it is to have: none, when none is given.
fn target(call: &Call<'_>) -> ApiResult<Message> {
    if call.args.get("inline_message_id").is_some() {
        return Err(ApiError::bad("MESSAGE_ID_INVALID: messages sent via inline mode are not simulated"));
    }
    let chat = call.args.chat("chat_id")?;
    let id = call.args.int("message_id").ok_or_else(|| ApiError::bad("message identifier is not specified"))?;
    let mut message = call.state.editable(chat, id)?.clone();
    message.markup = markup::markup(call.args)?;
    Ok(message)
}

fn finish(call: &mut Call<'_>, message: Message) -> ApiResult {
    let (chat, id, text) = (message.chat, message.id, message.text.clone());
    call.state.replace(message)?;
    call.record(Some(chat), Some(id), Some(&text));
    Ok(call.state.message(chat, id).map_or(Value::Null, |m| call.state.message_json(m)))
}

pub fn text(call: &mut Call<'_>) -> ApiResult {
    let (text, entities) = Formatted::args(call.args, "text", "entities").text()?;
    let mut message = target(call)?;
    if message.body != Body::Text {
        return Err(ApiError::bad("there is no text in the message to edit"));
    }
    message.text = text;
    message.entities = entities;
    message.link_preview = call.args.get("link_preview_options").cloned();
    finish(call, message)
}

pub fn caption(call: &mut Call<'_>) -> ApiResult {
    let (text, entities) = Formatted::args(call.args, "caption", "caption_entities").caption()?;
    let mut message = target(call)?;
    if !message.body.has_caption() {
        return Err(ApiError::bad("there is no caption in the message to edit"));
    }
    message.text = text;
    message.entities = entities;
    message.caption_above = call.args.flag("show_caption_above_media");
    finish(call, message)
}

pub fn media(call: &mut Call<'_>) -> ApiResult {
    let mut message = target(call)?;
    if matches!(message.body, Body::Contact(_) | Body::Location { .. } | Body::Dice(_) | Body::Sticker(_)) {
        return Err(ApiError::bad("message can't be edited"));
    }
    let item = call.args.get("media").cloned().unwrap_or_default();
    files::fill(call, &mut message, &item)?;
    finish(call, message)
}

pub fn reply_markup(call: &mut Call<'_>) -> ApiResult {
    let message = target(call)?;
    finish(call, message)
}

pub fn delete(call: &mut Call<'_>) -> ApiResult {
    let chat = call.args.chat("chat_id")?;
    let id = call.args.int("message_id").unwrap_or_default();
    call.state.deletable(chat, id)?;
    call.state.remove_message(chat, id);
    call.record(Some(chat), Some(id), None);
    Ok(json!(true))
}

/// Messages that are not there are passed over.
pub fn delete_many(call: &mut Call<'_>) -> ApiResult {
    let chat = call.args.chat("chat_id")?;
    let ids: Vec<i64> = call
        .args
        .get("message_ids")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_i64)
        .collect();
    if !(1..=100).contains(&ids.len()) {
        return Err(ApiError::bad("message_ids must have 1 to 100 items"));
    }
    call.state.known_chat(chat)?;
    let present: Vec<i64> = ids.into_iter().filter(|id| call.state.message(chat, *id).is_some()).collect();
    for id in &present {
        call.state.deletable(chat, *id)?;
    }
    for id in present {
        call.state.remove_message(chat, id);
        call.record(Some(chat), Some(id), None);
    }
    Ok(json!(true))
}

pub fn answer(call: &mut Call<'_>) -> ApiResult {
    let text = call.args.str("text").filter(|t| !t.is_empty()).map(str::to_owned);
    if text.as_deref().is_some_and(|t| utf16_len(t) > 200) {
        return Err(ApiError::bad("MESSAGE_TOO_LONG"));
    }
    let answering = Answering {
        id: call.args.str("callback_query_id").unwrap_or_default(),
        text: text.clone(),
        show_alert: call.args.flag("show_alert"),
        url: call.args.str("url").filter(|u| !u.is_empty()).map(str::to_owned),
        hidden: call.fault.is_some_and(|f| matches!(f, FaultKind::DropAfter | FaultKind::MalformedJson)),
    };
    let chat = call.state.answer_query(answering, Instant::now())?;
    call.record(Some(chat), None, text.as_deref());
    Ok(json!(true))
}
