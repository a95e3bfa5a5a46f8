//! The parameters of every method and the fields of every object a bot may send.

#[derive(Clone, Copy, Debug)]
pub enum Ty {
    Int,
    Bool,
    Str,
    /// A number, or a string such as "@channel".
    ChatId,
    /// A file id, an address, `attach://name`, or an upload under the parameter's own name.
    File,
    Any,
    Arr(&'static Ty),
    Obj(&'static [Field]),
    /// The object's only required field decides: inline keyboard, reply keyboard, removal, forced reply.
    Markup,
    /// The object's `type` decides.
    Media,
}

#[derive(Clone, Copy, Debug)]
pub struct Field {
    pub name: &'static str,
    pub ty: Ty,
    pub required: bool,
}

#[derive(Debug)]
pub struct Method {
    pub name: &'static str,
    groups: &'static [&'static [Field]],
}

impl Method {
    pub fn fields(&self) -> impl Iterator<Item = &'static Field> + use<> {
        self.groups.iter().flat_map(|g| g.iter())
    }
}

/// Finds a method; its name is case-insensitive.
pub fn method(name: &str) -> Option<&'static Method> {
    METHODS.iter().find(|m| m.name.eq_ignore_ascii_case(name))
}

const fn opt(name: &'static str, ty: Ty) -> Field {
    Field { name, ty, required: false }
}

const fn req(name: &'static str, ty: Ty) -> Field {
    Field { name, ty, required: true }
}

use Ty::{Any, Arr, Bool, ChatId, File, Int, Markup, Media, Obj, Str};

pub static USER: &[Field] = &[
    req("id", Int),
    opt("is_bot", Bool),
    opt("first_name", Str),
    opt("last_name", Str),
    opt("username", Str),
    opt("language_code", Str),
    opt("is_premium", Bool),
    opt("added_to_attachment_menu", Bool),
];
pub static ENTITY: &[Field] = &[
    req("type", Str),
    req("offset", Int),
    req("length", Int),
    opt("url", Str),
    opt("user", Obj(USER)),
    opt("language", Str),
    opt("custom_emoji_id", Str),
    opt("unix_time", Int),
    opt("date_time_format", Str),
];
static LINK_PREVIEW: &[Field] = &[
    opt("is_disabled", Bool),
    opt("url", Str),
    opt("prefer_small_media", Bool),
    opt("prefer_large_media", Bool),
    opt("show_above_text", Bool),
];
static REPLY: &[Field] = &[
    req("message_id", Int),
    opt("chat_id", ChatId),
    opt("allow_sending_without_reply", Bool),
    opt("quote", Str),
    opt("quote_parse_mode", Str),
    opt("quote_entities", Arr(&Obj(ENTITY))),
    opt("quote_position", Int),
    opt("checklist_task_id", Int),
    opt("poll_option_id", Str),
];
pub static INLINE_BUTTON: &[Field] = &[
    req("text", Str),
    opt("icon_custom_emoji_id", Str),
    opt("style", Str),
    opt("url", Str),
    opt("callback_data", Str),
    opt("web_app", Obj(&[req("url", Str)])),
    opt(
        "login_url",
        Obj(&[req("url", Str), opt("forward_text", Str), opt("bot_username", Str), opt("request_write_access", Bool)]),
    ),
    opt("switch_inline_query", Str),
    opt("switch_inline_query_current_chat", Str),
    opt("switch_inline_query_chosen_chat", Any),
    opt("copy_text", Obj(&[req("text", Str)])),
    opt("callback_game", Any),
    opt("pay", Bool),
];
pub static INLINE_KEYBOARD: &[Field] = &[req("inline_keyboard", Arr(&Arr(&Obj(INLINE_BUTTON))))];
static KEY: &[Field] = &[
    req("text", Str),
    opt("icon_custom_emoji_id", Str),
    opt("style", Str),
    opt("request_users", Any),
    opt("request_chat", Any),
    opt("request_managed_bot", Any),
    opt("request_contact", Bool),
    opt("request_location", Bool),
    opt("request_poll", Any),
    opt("web_app", Obj(&[req("url", Str)])),
];
/// A key may be given as its text alone.
pub static KEYBOARD: &[Field] = &[
    req("keyboard", Arr(&Arr(&Obj(KEY)))),
    opt("is_persistent", Bool),
    opt("resize_keyboard", Bool),
    opt("one_time_keyboard", Bool),
    opt("input_field_placeholder", Str),
    opt("selective", Bool),
];
pub static REMOVE: &[Field] = &[req("remove_keyboard", Bool), opt("selective", Bool)];
pub static FORCE_REPLY: &[Field] =
    &[req("force_reply", Bool), opt("input_field_placeholder", Str), opt("selective", Bool)];
static COMMAND: &[Field] = &[req("command", Str), req("description", Str)];
static SCOPE: &[Field] = &[req("type", Str), opt("chat_id", ChatId), opt("user_id", Int)];
static MENU_BUTTON: &[Field] = &[req("type", Str), opt("text", Str), opt("web_app", Obj(&[req("url", Str)]))];
pub static MEDIA_PHOTO: &[Field] = &[
    req("type", Str),
    req("media", File),
    opt("caption", Str),
    opt("parse_mode", Str),
    opt("caption_entities", Arr(&Obj(ENTITY))),
    opt("show_caption_above_media", Bool),
    opt("has_spoiler", Bool),
];
pub static MEDIA_DOCUMENT: &[Field] = &[
    req("type", Str),
    req("media", File),
    opt("thumbnail", File),
    opt("caption", Str),
    opt("parse_mode", Str),
    opt("caption_entities", Arr(&Obj(ENTITY))),
    opt("disable_content_type_detection", Bool),
];

/// Parameters that most sending methods share.
static SEND: &[Field] = &[
    opt("business_connection_id", Str),
    req("chat_id", ChatId),
    opt("message_thread_id", Int),
    opt("direct_messages_topic_id", Int),
    opt("disable_notification", Bool),
    opt("protect_content", Bool),
    opt("allow_paid_broadcast", Bool),
    opt("message_effect_id", Str),
    opt("suggested_post_parameters", Any),
    opt("reply_parameters", Obj(REPLY)),
    opt("reply_markup", Markup),
];
static TEXT: &[Field] = &[
    req("text", Str),
    opt("parse_mode", Str),
    opt("entities", Arr(&Obj(ENTITY))),
    opt("link_preview_options", Obj(LINK_PREVIEW)),
];
static CAPTION: &[Field] = &[opt("caption", Str), opt("parse_mode", Str), opt("caption_entities", Arr(&Obj(ENTITY)))];
static ABOVE: &[Field] = &[opt("show_caption_above_media", Bool)];
static EDIT: &[Field] = &[
    opt("business_connection_id", Str),
    opt("chat_id", ChatId),
    opt("message_id", Int),
    opt("inline_message_id", Str),
    opt("reply_markup", Obj(INLINE_KEYBOARD)),
];
static FROM: &[Field] = &[req("from_chat_id", ChatId), req("message_id", Int), opt("video_start_timestamp", Int)];
static CHAT: &[Field] = &[req("chat_id", ChatId)];
static LANGUAGE: &[Field] = &[opt("language_code", Str)];

const fn m(name: &'static str, groups: &'static [&'static [Field]]) -> Method {
    Method { name, groups }
}

static METHODS: &[Method] = &[
    m("sendMessage", &[SEND, TEXT]),
    m(
        "getUpdates",
        &[&[opt("offset", Int), opt("limit", Int), opt("timeout", Int), opt("allowed_updates", Arr(&Str))]],
    ),
    m(
        "answerCallbackQuery",
        &[&[
            req("callback_query_id", Str),
            opt("text", Str),
            opt("show_alert", Bool),
            opt("url", Str),
            opt("cache_time", Int),
        ]],
    ),
    m("editMessageText", &[EDIT, TEXT]),
    m("editMessageCaption", &[EDIT, CAPTION, ABOVE]),
    m("editMessageMedia", &[EDIT, &[req("media", Media)]]),
    m("editMessageReplyMarkup", &[EDIT]),
    m("sendPhoto", &[SEND, CAPTION, ABOVE, &[req("photo", File), opt("has_spoiler", Bool)]]),
    m(
        "sendDocument",
        &[SEND, CAPTION, &[req("document", File), opt("thumbnail", File), opt("disable_content_type_detection", Bool)]],
    ),
    m("sendMediaGroup", &[SEND, &[req("media", Arr(&Media))]]),
    m(
        "sendChatAction",
        &[CHAT, &[req("action", Str), opt("business_connection_id", Str), opt("message_thread_id", Int)]],
    ),
    m("copyMessage", &[SEND, FROM, CAPTION, ABOVE]),
    m(
        "forwardMessage",
        &[
            CHAT,
            FROM,
            &[
                opt("message_thread_id", Int),
                opt("direct_messages_topic_id", Int),
                opt("disable_notification", Bool),
                opt("protect_content", Bool),
                opt("message_effect_id", Str),
                opt("suggested_post_parameters", Any),
            ],
        ],
    ),
    m("deleteMessage", &[CHAT, &[req("message_id", Int)]]),
    m("deleteMessages", &[CHAT, &[req("message_ids", Arr(&Int))]]),
    m(
        "pinChatMessage",
        &[CHAT, &[req("message_id", Int), opt("business_connection_id", Str), opt("disable_notification", Bool)]],
    ),
    m("unpinChatMessage", &[CHAT, &[opt("message_id", Int), opt("business_connection_id", Str)]]),
    m("unpinAllChatMessages", &[CHAT]),
    m("getMe", &[]),
    m("getFile", &[&[req("file_id", Str)]]),
    m("getChat", &[CHAT]),
    m("getChatMember", &[CHAT, &[req("user_id", Int)]]),
    m("getChatMemberCount", &[CHAT]),
    m("getChatAdministrators", &[CHAT, &[opt("return_bots", Bool)]]),
    m("leaveChat", &[CHAT]),
    m("setMyCommands", &[LANGUAGE, &[req("commands", Arr(&Obj(COMMAND))), opt("scope", Obj(SCOPE))]]),
    m("getMyCommands", &[LANGUAGE, &[opt("scope", Obj(SCOPE))]]),
    m("deleteMyCommands", &[LANGUAGE, &[opt("scope", Obj(SCOPE))]]),
    m("setMyName", &[LANGUAGE, &[opt("name", Str)]]),
    m("getMyName", &[LANGUAGE]),
    m("setMyDescription", &[LANGUAGE, &[opt("description", Str)]]),
    m("getMyDescription", &[LANGUAGE]),
    m("setMyShortDescription", &[LANGUAGE, &[opt("short_description", Str)]]),
    m("getMyShortDescription", &[LANGUAGE]),
    m("setChatMenuButton", &[&[opt("chat_id", Int), opt("menu_button", Obj(MENU_BUTTON))]]),
    m("getChatMenuButton", &[&[opt("chat_id", Int)]]),
    m(
        "setWebhook",
        &[&[
            req("url", Str),
            opt("certificate", File),
            opt("ip_address", Str),
            opt("max_connections", Int),
            opt("allowed_updates", Arr(&Str)),
            opt("drop_pending_updates", Bool),
            opt("secret_token", Str),
        ]],
    ),
    m("deleteWebhook", &[&[opt("drop_pending_updates", Bool)]]),
    m("getWebhookInfo", &[]),
    m("logOut", &[]),
    m("close", &[]),
];

/// The fields of a markup or media object, by what it says of itself.
pub fn variant(ty: Ty, object: &serde_json::Map<String, serde_json::Value>) -> Result<&'static [Field], String> {
    match ty {
        Markup => [
            ("inline_keyboard", INLINE_KEYBOARD),
            ("keyboard", KEYBOARD),
            ("remove_keyboard", REMOVE),
            ("force_reply", FORCE_REPLY),
        ]
        .into_iter()
        .find(|(key, _)| object.contains_key(*key))
        .map(|(_, fields)| fields)
        .ok_or_else(|| "has none of inline_keyboard, keyboard, remove_keyboard, force_reply".to_owned()),
        _ => match object.get("type").and_then(serde_json::Value::as_str) {
            Some("photo") => Ok(MEDIA_PHOTO),
            Some("document") => Ok(MEDIA_DOCUMENT),
            Some(other) => Err(format!("has the type \"{other}\"; the simulator knows photo and document")),
            None => Err("has no type".to_owned()),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_parameter_is_listed_twice() {
        for method in METHODS {
            let mut names: Vec<_> = method.fields().map(|f| f.name).collect();
            names.sort_unstable();
            let count = names.len();
            names.dedup();
            assert_eq!(names.len(), count, "{}", method.name);
        }
    }

    #[test]
    fn names_are_case_insensitive() {
        assert_eq!(method("SendMessage").unwrap().name, "sendMessage");
        assert!(method("sendMessages").is_none());
    }
}
