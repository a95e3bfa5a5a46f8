//! Keyboards and formatted texts as the bot sends them, checked as Telegram checks them.
use serde_json::{Map, Value};

use super::args::Args;
use crate::error::{ApiError, ApiResult};
use crate::html::{self, Link};
use crate::state::model::{InlineButton, KeyboardButton, Markup, ReplyKeyboard};
use crate::text::{self, Entity, KINDS, utf16_len};

pub const MOST_TEXT: usize = 4096;
pub const MOST_CAPTION: usize = 1024;
const MOST_BUTTONS: usize = 100;

pub fn markup(args: &Args) -> ApiResult<Option<Markup>> {
    let Some(Value::Object(map)) = args.get("reply_markup") else {
        return Ok(None);
    };
    if let Some(rows) = map.get("inline_keyboard") {
        let rows = inline(rows)?;
        return Ok((!rows.is_empty()).then_some(Markup::Inline(rows)));
    }
    let placeholder = map.get("input_field_placeholder").and_then(Value::as_str).map(str::to_owned);
    if placeholder.as_deref().is_some_and(|p| !(1..=64).contains(&utf16_len(p))) {
        return Err(ApiError::bad("input_field_placeholder must have 1 to 64 characters"));
    }
    if let Some(rows) = map.get("keyboard") {
        return Ok(Some(Markup::Keyboard(ReplyKeyboard {
            rows: keys(rows)?,
            one_time: map.get("one_time_keyboard").and_then(Value::as_bool).unwrap_or(false),
            placeholder,
        })));
    }
    for (name, markup) in [("remove_keyboard", Markup::Remove), ("force_reply", Markup::ForceReply { placeholder })] {
        match map.get(name).and_then(Value::as_bool) {
            Some(true) => return Ok(Some(markup)),
            Some(false) => return Err(ApiError::bad(format!("{name} must be true"))),
            None => {}
        }
    }
    Ok(None)
}

fn rows(value: &Value) -> impl Iterator<Item = &Vec<Value>> {
    value.as_array().into_iter().flatten().filter_map(Value::as_array).filter(|row| !row.is_empty())
}

fn inline(value: &Value) -> ApiResult<Vec<Vec<InlineButton>>> {
    let mut count = 0;
    let mut keyboard = Vec::new();
    for row in rows(value) {
        let mut buttons = Vec::with_capacity(row.len());
        for button in row.iter().filter_map(Value::as_object) {
            buttons.push(inline_button(button)?);
        }
        count += buttons.len();
        keyboard.push(buttons);
    }
    if count > MOST_BUTTONS {
        return Err(ApiError::bad(format!("reply markup is too long: {count} buttons, at most {MOST_BUTTONS} fit")));
    }
    Ok(keyboard)
}

fn inline_button(map: &Map<String, Value>) -> ApiResult<InlineButton> {
    const ACTIONS: &[&str] = &[
        "url",
        "callback_data",
        "web_app",
        "login_url",
        "switch_inline_query",
        "switch_inline_query_current_chat",
        "switch_inline_query_chosen_chat",
        "copy_text",
        "callback_game",
        "pay",
    ];
    let text = map.get("text").and_then(Value::as_str).unwrap_or_default();
    if text.trim().is_empty() {
        return Err(ApiError::bad("can't parse inline keyboard button: the text must not be empty"));
    }
    match ACTIONS.iter().filter(|a| map.get(**a).is_some_and(|v| !v.is_null())).count() {
        0 => {
            return Err(ApiError::bad("text buttons are unallowed in the inline keyboard"));
        }
        1 => {}
        _ => {
            return Err(ApiError::bad(format!(
                "can't parse inline keyboard button: \"{text}\" has more than one action"
            )));
        }
    }
    let data = map.get("callback_data").and_then(Value::as_str);
    if data.is_some_and(|d| !(1..=64).contains(&d.len())) {
        return Err(ApiError::bad("BUTTON_DATA_INVALID"));
    }
    let url = map.get("url").and_then(Value::as_str);
    if url.is_some_and(|u| html::link(u).is_none()) {
        return Err(ApiError::bad("BUTTON_URL_INVALID"));
    }
    for name in ["web_app", "login_url"] {
        let url = map.get(name).and_then(|v| v.get("url")).and_then(Value::as_str);
        if url.is_some_and(|u| !u.starts_with("https://")) {
            return Err(ApiError::bad("BUTTON_URL_INVALID"));
        }
    }
    let mut other = map.clone();
    for key in ["text", "callback_data", "url"] {
        other.remove(key);
    }
    other.retain(|_, v| !v.is_null());
    Ok(InlineButton {
        text: text.to_owned(),
        data: data.map(str::to_owned),
        url: url.map(|u| match html::link(u) {
            Some(Link::Url(full)) => full,
            _ => u.to_owned(),
        }),
        other: (!other.is_empty()).then(|| Box::new(other)),
    })
}

fn keys(value: &Value) -> ApiResult<Vec<Vec<KeyboardButton>>> {
    let mut keyboard = Vec::new();
    for row in rows(value) {
        let mut keys = Vec::with_capacity(row.len());
        for key in row {
            let flag = |name: &str| key.get(name).and_then(Value::as_bool).unwrap_or(false);
            let text = key.as_str().or_else(|| key.get("text")?.as_str()).unwrap_or_default();
            if text.trim().is_empty() {
                return Err(ApiError::bad("can't parse keyboard button: the text must not be empty"));
            }
            keys.push(KeyboardButton {
                text: text.to_owned(),
                request_contact: flag("request_contact"),
                request_location: flag("request_location"),
            });
        }
        keyboard.push(keys);
    }
    if keyboard.is_empty() {
        return Err(ApiError::bad("reply keyboard must have at least one button"));
    }
    Ok(keyboard)
}

/// A caption or text with its entities, from a parameter or from an object's field.
pub struct Formatted<'a> {
    pub text: Option<&'a str>,
    pub parse_mode: Option<&'a str>,
    pub entities: Option<&'a Value>,
}

impl<'a> Formatted<'a> {
    pub fn args(args: &'a Args, text: &str, entities: &str) -> Self {
        Self { text: args.str(text), parse_mode: args.str("parse_mode"), entities: args.get(entities) }
    }

    /// Text of a message: never empty.
    pub fn text(self) -> ApiResult<(String, Vec<Entity>)> {
        let (text, entities) = self.parse()?;
        if text.is_empty() {
            return Err(ApiError::bad("message text is empty"));
        }
        if utf16_len(&text) > MOST_TEXT {
            return Err(ApiError::bad("message is too long"));
        }
        Ok((text, entities))
    }

    pub fn caption(self) -> ApiResult<(String, Vec<Entity>)> {
        let (text, entities) = self.parse()?;
        if utf16_len(&text) > MOST_CAPTION {
            return Err(ApiError::bad("message caption is too long"));
        }
        Ok((text, entities))
    }

    fn parse(self) -> ApiResult<(String, Vec<Entity>)> {
        let source = self.text.unwrap_or_default();
        let (text, entities) = match self.parse_mode {
            Some(mode) if mode.eq_ignore_ascii_case("html") => {
                html::parse(source).map_err(|e| ApiError::bad(format!("can't parse entities: {e}")))?
            }
            None | Some("") => (source.to_owned(), explicit(source, self.entities)?),
            Some(mode) => {
                return Err(ApiError::bad(format!(
                    "unsupported parse_mode: the simulator understands HTML and entities, not \"{mode}\""
                )));
            }
        };
        let (text, entities) = text::trim(&text, entities);
        let entities = text::with_automatic(&text, entities);
        Ok((text, entities))
    }
}

fn explicit(text: &str, value: Option<&Value>) -> ApiResult<Vec<Entity>> {
    let mut entities = Vec::new();
    for item in value.and_then(Value::as_array).into_iter().flatten() {
        let get = |name: &str| item.get(name).and_then(Value::as_str);
        let number = |name: &str| item.get(name).and_then(Value::as_u64).and_then(|n| usize::try_from(n).ok());
        let name = get("type").unwrap_or_default();
        let Some(kind) = KINDS.iter().find(|k| **k == name) else {
            return Err(ApiError::bad(format!("can't parse MessageEntity: unsupported type \"{name}\" specified")));
        };
        let (Some(offset), Some(length)) = (number("offset"), number("length")) else {
            return Err(ApiError::bad("can't parse MessageEntity: offset and length must not be negative"));
        };
        let mut entity = Entity::new(kind, offset, length);
        if text::byte_index(text, offset).is_none() || text::byte_index(text, entity.end()).is_none() {
            return Err(ApiError::bad(format!(
                "entity of type \"{name}\" from {offset} to {} is beyond the text or splits a character",
                entity.end()
            )));
        }
        entity.language = get("language").map(str::to_owned);
        entity.custom_emoji_id = get("custom_emoji_id").map(str::to_owned);
        entity.user = item.get("user").and_then(|u| u.get("id")).and_then(Value::as_i64);
        match (name, get("url").and_then(html::link)) {
            ("text_link", Some(Link::Url(url))) => entity.url = Some(url),
            ("text_link", Some(Link::User(user))) => {
                entity.kind = "text_mention";
                entity.user = Some(user);
            }
            ("text_link", None) => {
                return Err(ApiError::bad("can't parse MessageEntity: the url of a text_link is invalid"));
            }
            _ => {}
        }
        // Telegram finds these itself; a bot cannot declare them where they are not.
        let found = ["mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number"];
        if length > 0 && !found.contains(&name) {
            entities.push(entity);
        }
    }
    text::sort(&mut entities);
    Ok(entities)
}
