//! What teloxide's types cannot hold is left out of an update, so that the rest of it is heard.
//!
//! Telegram grows faster than the types: one entity, reply or quote of a newer kind and a message comes out
//! empty, without an error. So what was read is compared with what was written, which costs next to nothing;
//! only where something was lost is the message built anew, from the fields that can be read each by itself.

mod rich;

use std::collections::HashMap;

use serde::de::DeserializeOwned;
use serde_json::{
    Map, Value, json,
    value::{RawValue, to_raw_value},
};
use teloxide::types::{
    Animation, CallbackQuery, Chat, ChatMember, ChatMemberUpdated, Document, InlineKeyboardMarkup, MediaKind, Message,
    MessageEntity, MessageKind, MessageOrigin, PhotoSize, Update, UpdateId, UpdateKind, User,
};

/// Decides nothing and may be of any shape: how a message was framed, not what it says.
const FRAME: [&str; 12] = [
    "external_reply",
    "quote",
    "reply_to_story",
    "reply_to_message",
    "forward_origin",
    "link_preview_options",
    "via_bot",
    "sender_chat",
    "sender_business_bot",
    "reply_markup",
    "effect_id",
    "author_signature",
];
/// Notes that Telegram writes itself and that the types do not know: nobody waits for an answer to them.
const NOTES: [&str; 11] = [
    "chat_owner_left",
    "chat_owner_changed",
    "gift_upgrade_sent",
    "managed_bot_created",
    "poll_option_added",
    "poll_option_deleted",
    "suggested_post_approved",
    "suggested_post_approval_failed",
    "suggested_post_declined",
    "suggested_post_paid",
    "suggested_post_refunded",
];

/// The fields of an object, none of them looked into yet.
type Fields = HashMap<String, Box<RawValue>>;

/// What became of an update that was not read whole.
pub(super) enum Mended {
    Whole(Update),
    /// A message of somebody, but nothing in it can be read: they are told so.
    Unreadable(Update),
    /// Of a kind that is none of ours, or a note that asks for nothing.
    Unknown,
    /// One of ours that is broken.
    Broken,
}

/// False where something in this update may have been lost in reading.
pub(super) fn is_whole(update: &Update) -> bool {
    match &update.kind {
        UpdateKind::Message(message) | UpdateKind::EditedMessage(message) => is_heard(message),
        UpdateKind::CallbackQuery(query) => query.regular_message().is_none_or(is_heard),
        UpdateKind::Error(_) => false,
        _ => true,
    }
}

/// Whether a message came out as what people send to be read, and what it replies to as well.
fn is_heard(message: &Message) -> bool {
    let MessageKind::Common(common) = &message.kind else { return false };
    let read = match &common.media_kind {
        MediaKind::Text(_) | MediaKind::Document(_) => true,
        MediaKind::Photo(photo) => !photo.photo.is_empty(),
        _ => false,
    };
    read && common.reply_to_message.as_deref().is_none_or(is_heard)
}

/// Reads an update again, field by field.
pub(super) fn mend(raw: &RawValue, id: i64) -> Mended {
    let Some(id) = u32::try_from(id).ok().map(UpdateId) else { return Mended::Broken };
    let Some(fields) = fields(raw) else { return Mended::Broken };
    let Some((kind, raw)) = super::ALLOWED.iter().find_map(|kind| Some((*kind, fields.get(*kind)?))) else {
        return Mended::Unknown;
    };
    let kind = match kind {
        "callback_query" => query(raw).map(UpdateKind::CallbackQuery),
        "my_chat_member" => membership(raw).map(UpdateKind::MyChatMember),
        kind => {
            let Some((fields, unreadable)) = message(raw, false) else { return Mended::Broken };
            let Some(message) = read::<Message>(&fields) else { return Mended::Broken };
            if matches!(message.kind, MessageKind::Empty {}) && !unreadable {
                return Mended::Unknown;
            }
            let edited = kind == "edited_message";
            let kind = if edited { UpdateKind::EditedMessage(message) } else { UpdateKind::Message(message) };
            let update = Update { id, kind };
            return if unreadable { Mended::Unreadable(update) } else { Mended::Whole(update) };
        }
    };
    kind.map_or(Mended::Broken, |kind| Mended::Whole(Update { id, kind }))
}

/// The fields of a message, and whether it says something that cannot be read.
fn message(raw: &RawValue, replied: bool) -> Option<(Map<String, Value>, bool)> {
    let fields = fields(raw)?;
    let frame = frame(&fields, replied)?;
    let with = |content: Map<String, Value>| {
        let mut whole = frame.clone();
        whole.extend(content);
        let message = read::<Message>(&whole)?;
        (!matches!(message.kind, MessageKind::Empty {})).then_some(whole)
    };
    if let Some(text) = keep::<String>(&fields, "text") {
        return with(text_of("text", "entities", text, &fields)).map(|whole| (whole, false));
    }
    let caption = keep::<String>(&fields, "caption")
        .map(|caption| text_of("caption", "caption_entities", caption, &fields))
        .unwrap_or_default();
    let with_caption = |name: &str, value: Value| {
        let mut content = caption.clone();
        content.insert(name.to_owned(), value);
        let album = keep::<String>(&fields, "media_group_id");
        content.extend(album.map(|album| ("media_group_id".to_owned(), album.into())));
        with(content)
    };
    // A moving picture comes with a document for those who do not know it: it is the former.
    let moving = keep::<Animation>(&fields, "animation").is_some();
    let found = document(&fields)
        .filter(|_| !moving)
        .and_then(|document| with_caption("document", document))
        .or_else(|| with_caption("photo", photo(&fields)?))
        .or_else(|| with(rest(&fields, &caption)))
        .or_else(|| {
            let text = rich::text(fields.get("rich_message")?)?;
            with(Map::from_iter([("text".to_owned(), text.into())]))
        });
    if let Some(whole) = found {
        return Some((whole, false));
    }
    let unreadable = !NOTES.iter().any(|note| fields.contains_key(*note));
    Some((frame, unreadable))
}

/// Everything but the frame, as it came, with those marks in the caption that can be read.
fn rest(fields: &Fields, caption: &Map<String, Value>) -> Map<String, Value> {
    let mut content: Map<String, Value> = fields
        .iter()
        .filter(|(name, _)| !FRAME.contains(&name.as_str()) && !name.starts_with("caption"))
        .filter_map(|(name, raw)| Some((name.clone(), parse(raw)?)))
        .collect();
    content.extend(caption.clone());
    // These stand in the frame, in a form that can be read.
    for name in ["message_id", "date", "chat", "from", "edit_date"] {
        content.remove(name);
    }
    content
}

/// Where, when and by whom. `None` where not even that can be read.
fn frame(fields: &Fields, replied: bool) -> Option<Map<String, Value>> {
    let mut frame = Map::new();
    frame.insert("message_id".into(), keep::<i32>(fields, "message_id")?.into());
    frame.insert("date".into(), keep::<i64>(fields, "date").filter(|date| *date >= 0)?.into());
    frame.insert("chat".into(), chat(fields.get("chat")?)?);
    if let Some(from) = fields.get("from").and_then(|from| user(from)) {
        frame.insert("from".into(), from);
    }
    let date = keep::<i64>(fields, "edit_date").filter(|date| (0..=i64::from(u32::MAX)).contains(date));
    frame.extend(date.map(|date| ("edit_date".to_owned(), date.into())));
    keep_as::<InlineKeyboardMarkup>(fields, "reply_markup", &mut frame);
    keep_as::<MessageOrigin>(fields, "forward_origin", &mut frame);
    // What that replies to in turn, Telegram does not say.
    if let Some(raw) = fields.get("reply_to_message").filter(|_| !replied)
        && let Some((replied, _)) = message(raw, true)
    {
        frame.insert("reply_to_message".into(), replied.into());
    }
    Some(frame)
}

/// A text under its name, and beside it those of its marks that are known and lie within it.
fn text_of(name: &str, marks: &str, text: String, fields: &Fields) -> Map<String, Value> {
    let length = text.encode_utf16().count();
    let known = |raw: &RawValue| {
        let entity = serde_json::from_str::<MessageEntity>(raw.get()).ok()?;
        let end = entity.offset.checked_add(entity.length)?;
        (end <= length).then(|| parse(raw))?
    };
    let entities: Vec<Value> = fields
        .get(marks)
        .and_then(|raw| serde_json::from_str::<Vec<Box<RawValue>>>(raw.get()).ok())
        .map(|raws| raws.iter().filter_map(|raw| known(raw)).collect())
        .unwrap_or_default();
    Map::from_iter([(name.to_owned(), text.into()), (marks.to_owned(), entities.into())])
}

fn chat(raw: &RawValue) -> Option<Value> {
    if serde_json::from_str::<Chat>(raw.get()).is_ok() {
        return parse(raw);
    }
    let fields = fields(raw)?;
    let id = keep::<i64>(&fields, "id")?;
    // Of a person the number is positive, and of nothing else. What is not known is no place for confidences.
    let kind = if id > 0 { "private" } else { "supergroup" };
    Some(json!({ "id": id, "type": kind }))
}

fn user(raw: &RawValue) -> Option<Value> {
    if serde_json::from_str::<User>(raw.get()).is_ok() {
        return parse(raw);
    }
    let fields = fields(raw)?;
    Some(json!({
        "id": keep::<u64>(&fields, "id")?,
        "is_bot": keep::<bool>(&fields, "is_bot").unwrap_or_default(),
        "first_name": keep::<String>(&fields, "first_name").unwrap_or_default(),
        "language_code": keep::<String>(&fields, "language_code"),
    }))
}

fn document(fields: &Fields) -> Option<Value> {
    let raw = fields.get("document")?;
    if serde_json::from_str::<Document>(raw.get()).is_ok() {
        return parse(raw);
    }
    let fields = self::fields(raw)?;
    let mut document = file(&fields)?;
    document.extend(keep::<String>(&fields, "file_name").map(|name| ("file_name".to_owned(), name.into())));
    Some(document.into())
}

fn photo(fields: &Fields) -> Option<Value> {
    let raws: Vec<Box<RawValue>> = serde_json::from_str(fields.get("photo")?.get()).ok()?;
    let sizes: Vec<Value> = raws
        .iter()
        .filter_map(|raw| {
            if serde_json::from_str::<PhotoSize>(raw.get()).is_ok() {
                return parse(raw);
            }
            let fields = self::fields(raw)?;
            let mut size = file(&fields)?;
            for side in ["width", "height"] {
                size.insert(side.into(), keep::<u32>(&fields, side)?.into());
            }
            Some(size.into())
        })
        .collect();
    (!sizes.is_empty()).then(|| sizes.into())
}

/// What every file has. A size beyond what the types hold is far beyond what a bot is given.
fn file(fields: &Fields) -> Option<Map<String, Value>> {
    let size = keep::<u64>(fields, "file_size").map(|size| u32::try_from(size).unwrap_or(u32::MAX));
    let mut file = Map::new();
    file.insert("file_id".into(), keep::<String>(fields, "file_id")?.into());
    file.insert("file_unique_id".into(), keep::<String>(fields, "file_unique_id").unwrap_or_default().into());
    file.extend(size.map(|size| ("file_size".to_owned(), size.into())));
    Some(file)
}

/// A tap. Without the message below which it was made, it still is one in its chat.
fn query(raw: &RawValue) -> Option<CallbackQuery> {
    let fields = fields(raw)?;
    let mut query = Map::new();
    query.insert("from".into(), user(fields.get("from")?)?);
    query.insert("chat_instance".into(), keep::<String>(&fields, "chat_instance").unwrap_or_default().into());
    for name in ["id", "data", "inline_message_id", "game_short_name"] {
        query.extend(keep::<String>(&fields, name).map(|value| (name.to_owned(), value.into())));
    }
    if let Some((message, _)) = fields.get("message").and_then(|raw| message(raw, false)) {
        query.insert("message".into(), message.into());
    }
    read(&query)
}

/// Someone blocked the bot or came back, or it joined a group or left one.
fn membership(raw: &RawValue) -> Option<ChatMemberUpdated> {
    let fields = fields(raw)?;
    let mut change = Map::new();
    change.insert("chat".into(), chat(fields.get("chat")?)?);
    change.insert("from".into(), user(fields.get("from")?)?);
    change.insert("date".into(), keep::<i64>(&fields, "date")?.into());
    for name in ["old_chat_member", "new_chat_member"] {
        change.insert(name.into(), member(fields.get(name)?)?);
    }
    read(&change)
}

/// What a member may do is nothing to us, only whether they are there.
fn member(raw: &RawValue) -> Option<Value> {
    if serde_json::from_str::<ChatMember>(raw.get()).is_ok() {
        return parse(raw);
    }
    let fields = fields(raw)?;
    let there = match keep::<String>(&fields, "status")?.as_str() {
        "left" | "kicked" => false,
        "restricted" => keep::<bool>(&fields, "is_member").unwrap_or(true),
        _ => true,
    };
    Some(json!({ "user": user(fields.get("user")?)?, "status": if there { "member" } else { "left" } }))
}

fn fields(raw: &RawValue) -> Option<Fields> {
    serde_json::from_str(raw.get()).ok()
}

fn parse<T: DeserializeOwned>(raw: &RawValue) -> Option<T> {
    serde_json::from_str(raw.get()).ok()
}

fn keep<T: DeserializeOwned>(fields: &Fields, name: &str) -> Option<T> {
    parse(fields.get(name)?)
}

/// Keeps a field as it came, if it can be read as what it should be.
fn keep_as<T: DeserializeOwned>(fields: &Fields, name: &str, into: &mut Map<String, Value>) {
    if keep::<T>(fields, name).is_some() {
        into.extend(keep::<Value>(fields, name).map(|value| (name.to_owned(), value)));
    }
}

/// By way of text, as teloxide's types want it.
fn read<T: DeserializeOwned>(fields: &Map<String, Value>) -> Option<T> {
    parse(&to_raw_value(fields).ok()?)
}

#[cfg(test)]
mod tests;
