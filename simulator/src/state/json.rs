//! State as the Bot API's JSON objects.
use serde_json::{Map, Value, json};

use super::State;
use super::files::StoredFile;
use super::model::{Body, BotStatus, Chat, InlineButton, Markup, Message, Origin, Service};
use crate::text::Entity;

/// Channels exist only as the origin of a forwarded post; one id per title.
pub fn channel_id(title: &str) -> i64 {
    let hash = title.bytes().fold(7_i64, |h, b| (h * 31 + i64::from(b)) % 900_000_000);
    -1_009_000_000_000 - hash
}

impl State {
    pub fn bot_json(&self) -> Value {
        json!({
            "id": self.config.bot_id, "is_bot": true, "first_name": self.bot_name(),
            "username": self.config.username,
        })
    }

    pub fn user_json(&self, id: i64) -> Value {
        if id == self.config.bot_id {
            return self.bot_json();
        }
        let Some(user) = self.users.get(&id) else {
            return json!({ "id": id, "is_bot": false, "first_name": "" });
        };
        let mut json = json!({ "id": id, "is_bot": false, "first_name": user.first_name });
        for (key, value) in
            [("last_name", &user.last_name), ("username", &user.username), ("language_code", &user.language_code)]
        {
            if let Some(value) = value {
                json[key] = json!(value);
            }
        }
        json
    }

    pub fn chat_json(&self, id: i64) -> Value {
        let Some(chat) = self.chats.get(&id) else {
            return json!({ "id": id, "type": "private" });
        };
        if !chat.is_private() {
            return json!({ "id": id, "type": "supergroup", "title": chat.title });
        }
        let mut json = json!({ "id": id, "type": "private" });
        if let Some(user) = self.users.get(&id) {
            json["first_name"] = json!(user.first_name);
            if let Some(last) = &user.last_name {
                json["last_name"] = json!(last);
            }
            if let Some(username) = &user.username {
                json["username"] = json!(username);
            }
        }
        json
    }

    pub fn message_json(&self, message: &Message) -> Value {
        self.message_json_at(message, true)
    }

    fn message_json_at(&self, message: &Message, with_reply: bool) -> Value {
        let mut json = Map::new();
        let mut put = |key: &str, value: Value| {
            json.insert(key.to_owned(), value);
        };
        put("message_id", json!(message.id));
        put("from", self.user_json(message.from));
        put("chat", self.chat_json(message.chat));
        put("date", json!(message.date));
        if let Some(date) = message.edited {
            put("edit_date", json!(date));
        }
        if let Some(origin) = &message.origin {
            put("forward_origin", self.origin_json(origin));
        }
        if with_reply && let Some(reply) = message.reply_to.and_then(|id| self.message(message.chat, id)) {
            put("reply_to_message", self.message_json_at(reply, false));
        }
        if let Some(album) = &message.album {
            put("media_group_id", json!(album));
        }
        if message.protected {
            put("has_protected_content", json!(true));
        }
        if let Some(preview) = &message.link_preview {
            put("link_preview_options", preview.clone());
        }
        let (text, entities) =
            if message.body == Body::Text { ("text", "entities") } else { ("caption", "caption_entities") };
        if !message.text.is_empty() {
            put(text, json!(message.text));
            if !message.entities.is_empty() {
                put(entities, message.entities.iter().map(|e| self.entity_json(e)).collect());
            }
            if message.caption_above {
                put("show_caption_above_media", json!(true));
            }
        }
        if message.spoiler {
            put("has_media_spoiler", json!(true));
        }
        if let Some(markup @ Markup::Inline(_)) = &message.markup {
            put("reply_markup", markup_json(markup));
        }
        self.put_body(&message.body, message.chat, &mut put);
        Value::Object(json)
    }

    fn put_body(&self, body: &Body, chat: i64, put: &mut dyn FnMut(&str, Value)) {
        let file = |id: &str| self.files.get(id);
        match body {
            Body::Text => {}
            Body::Photo { small, full } => {
                put("photo", [small, full].iter().filter_map(|id| file(id)).map(photo_json).collect());
            }
            Body::Document(id) => {
                if let Some(f) = file(id) {
                    put("document", document_json(f));
                }
            }
            Body::Sticker(id) => {
                if let Some(f) = file(id) {
                    let mut sticker = file_json(f);
                    merge(
                        &mut sticker,
                        json!({
                            "type": "regular", "width": 512, "height": 512, "is_animated": false, "is_video": false,
                            "emoji": "👍",
                        }),
                    );
                    put("sticker", sticker);
                }
            }
            Body::Voice(id) => {
                if let Some(f) = file(id) {
                    let mut voice = file_json(f);
                    merge(&mut voice, json!({ "duration": 3, "mime_type": "audio/ogg" }));
                    put("voice", voice);
                }
            }
            Body::VideoNote(id) => {
                if let Some(f) = file(id) {
                    let mut note = file_json(f);
                    merge(&mut note, json!({ "duration": 3, "length": 240 }));
                    put("video_note", note);
                }
            }
            Body::Contact(c) => {
                let mut contact = json!({
                    "phone_number": c.phone, "first_name": c.first_name, "user_id": c.user,
                });
                if let Some(last) = &c.last_name {
                    contact["last_name"] = json!(last);
                }
                put("contact", contact);
            }
            Body::Location { latitude, longitude } => {
                put("location", json!({ "latitude": latitude, "longitude": longitude }));
            }
            Body::Dice(value) => put("dice", json!({ "emoji": "🎲", "value": value })),
            Body::Service(Service::Joined(ids)) => {
                put("new_chat_members", ids.iter().map(|id| self.user_json(*id)).collect());
            }
            Body::Service(Service::Left(id)) => put("left_chat_member", self.user_json(*id)),
            Body::Service(Service::Pinned(id)) => put("pinned_message", self.maybe_inaccessible(chat, *id)),
        }
    }

    /// The message, or what Telegram sends when it is gone.
    pub fn maybe_inaccessible(&self, chat: i64, message: i64) -> Value {
        match self.message(chat, message) {
            Some(message) => self.message_json(message),
            None => json!({ "chat": self.chat_json(chat), "message_id": message, "date": 0 }),
        }
    }

    fn origin_json(&self, origin: &Origin) -> Value {
        match origin {
            Origin::Channel { title, date, message_id } => json!({
                "type": "channel", "date": date, "message_id": message_id,
                "chat": { "id": channel_id(title), "type": "channel", "title": title },
            }),
            Origin::User { id, date } => {
                json!({ "type": "user", "date": date, "sender_user": self.user_json(*id) })
            }
        }
    }

    fn entity_json(&self, entity: &Entity) -> Value {
        let mut json = entity.to_json();
        if let Some(user) = entity.user {
            json.insert("user".into(), self.user_json(user));
        }
        Value::Object(json)
    }

    /// A `ChatMember` object of a user or of the bot.
    pub fn member_json(&self, chat: &Chat, user: i64) -> Value {
        let who = self.user_json(user);
        if user == self.config.bot_id {
            return bot_member_json(chat.bot, &who);
        }
        match chat.members.iter().position(|m| *m == user) {
            Some(0) if !chat.is_private() => {
                json!({ "status": "creator", "user": who, "is_anonymous": false })
            }
            Some(_) => json!({ "status": "member", "user": who }),
            None => json!({ "status": "left", "user": who }),
        }
    }
}

pub fn bot_member_json(status: BotStatus, bot: &Value) -> Value {
    match status {
        BotStatus::Member => json!({ "status": "member", "user": bot }),
        BotStatus::Left => json!({ "status": "left", "user": bot }),
        BotStatus::Kicked => json!({ "status": "kicked", "user": bot, "until_date": 0 }),
        BotStatus::Administrator => json!({
            "status": "administrator", "user": bot, "can_be_edited": false, "is_anonymous": false,
            "can_manage_chat": true, "can_delete_messages": true, "can_manage_video_chats": true,
            "can_restrict_members": true, "can_promote_members": false, "can_change_info": true,
            "can_invite_users": true, "can_post_stories": false, "can_edit_stories": false,
            "can_delete_stories": false, "can_pin_messages": true, "can_manage_topics": false,
        }),
    }
}

pub fn file_json(file: &StoredFile) -> Value {
    json!({ "file_id": file.id, "file_unique_id": file.unique_id, "file_size": file.bytes.len() })
}

fn photo_json(file: &StoredFile) -> Value {
    let mut json = file_json(file);
    merge(&mut json, json!({ "width": file.width, "height": file.height }));
    json
}

fn document_json(file: &StoredFile) -> Value {
    let mut json = file_json(file);
    json["mime_type"] = json!(file.mime);
    if let Some(name) = &file.name {
        json["file_name"] = json!(name);
    }
    json
}

fn merge(into: &mut Value, from: Value) {
    if let (Value::Object(into), Value::Object(from)) = (into, from) {
        into.extend(from);
    }
}

/// Only inline keyboards are shown to the bot in a message.
pub fn markup_json(markup: &Markup) -> Value {
    let Markup::Inline(rows) = markup else {
        return Value::Null;
    };
    let rows: Vec<Vec<Value>> = rows.iter().map(|row| row.iter().map(button_json).collect()).collect();
    json!({ "inline_keyboard": rows })
}

fn button_json(button: &InlineButton) -> Value {
    let mut json = button.other.as_deref().cloned().unwrap_or_default();
    json.insert("text".into(), json!(button.text));
    if let Some(data) = &button.data {
        json.insert("callback_data".into(), json!(data));
    }
    if let Some(url) = &button.url {
        json.insert("url".into(), json!(url));
    }
    Value::Object(json)
}
