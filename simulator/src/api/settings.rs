//! Methods about the bot itself: commands, texts, menu button, webhook.
use serde_json::{Value, json};

use super::Call;
use super::args::chat_id;
use crate::error::{ApiError, ApiResult};
use crate::state::commands::Scope;
use crate::state::updates::KNOWN;
use crate::state::{State, Webhook};

pub fn get_me(call: &Call<'_>) -> Value {
    let mut me = call.state.bot_json();
    for (key, value) in [
        ("can_join_groups", true),
        ("can_read_all_group_messages", !call.state.config.privacy),
        ("supports_guest_queries", false),
        ("supports_inline_queries", false),
        ("can_connect_to_business", false),
        ("has_main_web_app", false),
        ("has_topics_enabled", false),
        ("allows_users_to_create_topics", false),
        ("can_manage_bots", false),
        ("supports_join_request_queries", false),
    ] {
        me[key] = json!(value);
    }
    me
}

fn language(call: &Call<'_>) -> ApiResult<String> {
    let code = call.args.str("language_code").unwrap_or_default();
    let two_letters = code.len() == 2 && code.bytes().all(|b| b.is_ascii_lowercase());
    if !code.is_empty() && !two_letters {
        return Err(ApiError::bad("invalid language code specified"));
    }
    Ok(code.to_owned())
}

fn scope(call: &Call<'_>) -> ApiResult<Scope> {
    let Some(scope) = call.args.get("scope") else {
        return Ok(Scope::Default);
    };
    let kind = scope.get("type").and_then(Value::as_str).unwrap_or_default();
    let narrow = matches!(kind, "chat" | "chat_administrators" | "chat_member");
    let chat = match scope.get("chat_id") {
        Some(_) if !narrow => {
            return Err(ApiError::bad(format!("parameter \"scope.chat_id\" does not belong to the scope {kind}")));
        }
        Some(id) => chat_id(id),
        None if narrow => {
            return Err(ApiError::bad("can't parse BotCommandScope: chat_id is missing"));
        }
        None => None,
    };
    let existing = |wants_group: bool| {
        let chat = chat.and_then(|id| call.state.chats.get(&id)).filter(|c| c.open);
        let chat = chat.ok_or_else(|| ApiError::bad("chat not found"))?;
        if wants_group && chat.is_private() {
            return Err(ApiError::bad("can't use this scope in a private chat"));
        }
        Ok(chat.id)
    };
    match kind {
        "default" => Ok(Scope::Default),
        "all_private_chats" => Ok(Scope::AllPrivateChats),
        "all_group_chats" => Ok(Scope::AllGroupChats),
        "all_chat_administrators" => Ok(Scope::AllChatAdministrators),
        "chat" => existing(false).map(Scope::Chat),
        "chat_administrators" => existing(true).map(Scope::ChatAdministrators),
        "chat_member" => {
            let chat = existing(true)?;
            let user = scope.get("user_id").and_then(Value::as_i64);
            let user =
                user.filter(|u| call.state.users.contains_key(u)).ok_or_else(|| ApiError::bad("user not found"))?;
            Ok(Scope::ChatMember(chat, user))
        }
        _ => Err(ApiError::bad(format!("can't parse BotCommandScope: unsupported type \"{kind}\" specified"))),
    }
}

pub fn set_commands(call: &mut Call<'_>) -> ApiResult {
    let (scope, language) = (scope(call)?, language(call)?);
    let items = call.args.get("commands").and_then(Value::as_array).cloned().unwrap_or_default();
    if items.len() > 100 {
        return Err(ApiError::bad("BOT_COMMANDS_TOO_MUCH"));
    }
    let mut list = Vec::with_capacity(items.len());
    for item in &items {
        let get = |name: &str| item.get(name).and_then(Value::as_str).unwrap_or_default().trim();
        // Telegram takes the slash off, and some libraries send it.
        let command = get("command").trim_start_matches('/');
        let valid = (1..=32).contains(&command.len())
            && command.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
        if !valid {
            return Err(ApiError::bad("BOT_COMMAND_INVALID"));
        }
        let description = get("description");
        if !(1..=256).contains(&description.chars().count()) {
            return Err(ApiError::bad("BOT_COMMAND_DESCRIPTION_INVALID"));
        }
        list.push((command.to_owned(), description.to_owned()));
    }
    call.state.commands.set(scope, &language, list);
    call.state.events.push(&json!({ "type": "commands" }));
    Ok(json!(true))
}

pub fn get_commands(call: &Call<'_>) -> ApiResult {
    let (scope, language) = (scope(call)?, language(call)?);
    Ok(commands_json(call.state.commands.get(scope, &language)))
}

pub fn commands_json(list: &[(String, String)]) -> Value {
    list.iter().map(|(command, description)| json!({ "command": command, "description": description })).collect()
}

pub fn delete_commands(call: &mut Call<'_>) -> ApiResult {
    let (scope, language) = (scope(call)?, language(call)?);
    call.state.commands.set(scope, &language, Vec::new());
    call.state.events.push(&json!({ "type": "commands" }));
    Ok(json!(true))
}

/// Parameter name and the most characters it may have.
fn text_field(method: &str) -> (&'static str, usize) {
    match method {
        "setMyName" | "getMyName" => ("name", 64),
        "setMyDescription" | "getMyDescription" => ("description", 512),
        _ => ("short_description", 120),
    }
}

fn texts<'s>(state: &'s mut State, field: &str) -> &'s mut std::collections::HashMap<String, String> {
    match field {
        "name" => &mut state.profile.names,
        "description" => &mut state.profile.descriptions,
        _ => &mut state.profile.short_descriptions,
    }
}

pub fn set_text(call: &mut Call<'_>) -> ApiResult {
    let language = language(call)?;
    let (field, most) = text_field(call.method);
    let text = call.args.str(field).unwrap_or_default().trim().to_owned();
    if text.chars().count() > most {
        return Err(ApiError::bad(format!("{field} is too long: at most {most} characters fit")));
    }
    let texts = texts(call.state, field);
    if !text.is_empty() {
        texts.insert(language, text);
    } else if field == "name" && language.is_empty() {
        return Err(ApiError::bad("the bot's name must not be empty"));
    } else {
        texts.remove(&language);
    }
    Ok(json!(true))
}

pub fn get_text(call: &mut Call<'_>) -> ApiResult {
    let language = language(call)?;
    let (field, _) = text_field(call.method);
    let texts = texts(call.state, field);
    let text = texts.get(&language).or_else(|| texts.get("")).cloned().unwrap_or_default();
    Ok(json!({ field: text }))
}

fn menu_chat(call: &Call<'_>) -> ApiResult<Option<i64>> {
    let Some(chat) = call.args.int("chat_id") else {
        return Ok(None);
    };
    match call.state.chats.get(&chat).filter(|c| c.is_private() && c.open) {
        Some(_) => Ok(Some(chat)),
        None => Err(ApiError::bad("chat not found")),
    }
}

pub fn set_menu_button(call: &mut Call<'_>) -> ApiResult {
    let chat = menu_chat(call)?;
    let button = call.args.get("menu_button").cloned().unwrap_or_else(|| json!({ "type": "default" }));
    match button["type"].as_str() {
        Some("default" | "commands") => {}
        Some("web_app") if button["text"].is_string() && button["web_app"]["url"].is_string() => {}
        _ => return Err(ApiError::bad("can't parse menu button")),
    }
    call.state.profile.menu_buttons.insert(chat, button);
    Ok(json!(true))
}

pub fn get_menu_button(call: &Call<'_>) -> ApiResult {
    let chat = menu_chat(call)?;
    let buttons = &call.state.profile.menu_buttons;
    Ok(buttons.get(&chat).or_else(|| buttons.get(&None)).cloned().unwrap_or_else(|| json!({ "type": "commands" })))
}

/// Empty means Telegram's default set; `None` leaves the earlier choice.
pub fn allowed_updates(value: Option<&Value>) -> ApiResult<Option<Vec<String>>> {
    let Some(items) = value.and_then(Value::as_array) else {
        return Ok(None);
    };
    let names: Vec<String> = items.iter().filter_map(Value::as_str).map(str::to_owned).collect();
    if let Some(name) = names.iter().find(|n| !KNOWN.contains(&n.as_str())) {
        return Err(ApiError::bad(format!(
            "parameter \"allowed_updates\" names \"{name}\", which is no kind of update"
        )));
    }
    Ok(Some(names))
}

pub fn set_webhook(call: &mut Call<'_>) -> ApiResult {
    let url = call.args.str("url").unwrap_or_default().trim().to_owned();
    if url.is_empty() {
        return delete_webhook(call);
    }
    // Plain HTTP and any port are allowed: the bot under test runs beside the simulator.
    let parsed = reqwest::Url::parse(&url).ok().filter(|u| matches!(u.scheme(), "http" | "https") && u.has_host());
    if parsed.is_none() {
        return Err(ApiError::bad("bad webhook: an http or https URL must be provided for webhook"));
    }
    let secret = call.args.str("secret_token").filter(|s| !s.is_empty());
    if secret.is_some_and(|s| s.len() > 256 || !s.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-".contains(&b))) {
        return Err(ApiError::bad("secret token contains unallowed characters"));
    }
    let max_connections = call.args.int("max_connections").unwrap_or(40);
    let Some(max_connections) = usize::try_from(max_connections).ok().filter(|n| (1..=100).contains(n)) else {
        return Err(ApiError::bad("max_connections must be from 1 to 100"));
    };
    if let Some(allowed) = allowed_updates(call.args.get("allowed_updates"))? {
        call.state.queue.allowed = allowed;
    }
    drop_pending(call);
    release(call);
    call.state.webhook = Some(Webhook {
        url,
        secret: secret.map(str::to_owned),
        max_connections,
        has_certificate: call.args.get("certificate").is_some(),
        ip_address: call.args.str("ip_address").map(str::to_owned),
        last_error: None,
        generation: call.state.webhook_generation,
        in_flight: 0,
    });
    if let Some(poller) = call.state.poller.take() {
        poller.end("terminated by setWebhook request");
    }
    call.state.signals.updates.send_replace(());
    Ok(json!(true))
}

pub fn delete_webhook(call: &mut Call<'_>) -> ApiResult {
    drop_pending(call);
    release(call);
    call.state.webhook = None;
    call.state.signals.updates.send_replace(());
    Ok(json!(true))
}

/// Deliveries under way belong to the earlier webhook and end by themselves.
fn release(call: &mut Call<'_>) {
    call.state.webhook_generation += 1;
    call.state.queue.all_ready();
}

fn drop_pending(call: &mut Call<'_>) {
    if call.args.flag("drop_pending_updates") {
        call.state.confirm(i64::MAX);
    }
}

pub fn webhook_info(call: &Call<'_>) -> Value {
    let mut info = json!({
        "url": "", "has_custom_certificate": false, "pending_update_count": call.state.queue.len(),
    });
    if !call.state.queue.allowed.is_empty() {
        info["allowed_updates"] = json!(call.state.queue.allowed);
    }
    let Some(webhook) = &call.state.webhook else {
        return info;
    };
    info["url"] = json!(webhook.url);
    info["has_custom_certificate"] = json!(webhook.has_certificate);
    info["max_connections"] = json!(webhook.max_connections);
    info["ip_address"] = json!(webhook.ip_address.as_deref().unwrap_or("127.0.0.1"));
    if let Some((date, message)) = &webhook.last_error {
        info["last_error_date"] = json!(date);
        info["last_error_message"] = json!(message);
    }
    info
}
