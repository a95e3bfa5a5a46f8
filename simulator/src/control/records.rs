//! The part of the control API that only tells.
use std::time::Duration;

use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderValue, Response, StatusCode, header};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Answer, App, Failure, Json, done};
use crate::api::settings::commands_json;
use crate::options::SimError;

pub async fn info(State(app): App) -> Answer {
    let state = app.lock();
    let controls: Vec<Value> = app
        .options
        .controls
        .iter()
        .enumerate()
        .map(|(n, c)| json!({ "n": n, "label": c.label, "moment": c.moment }))
        .collect();
    Ok(Json(json!({
        "title": app.options.title,
        "intro_html": app.options.intro_html,
        "language": app.options.language,
        "bot": { "id": state.config.bot_id, "username": state.config.username, "name": state.bot_name() },
        "personas": state.personas,
        "limits": state.limiter.limits(),
        "controls": controls,
        "status": state.status.text,
        "working": state.status.working,
        "moment": state.status.moment,
        "time_zone": app.options.time_zone,
        "last_event": state.events.last(),
        "version": env!("CARGO_PKG_VERSION"),
    })))
}

pub async fn users(State(app): App) -> Answer {
    let state = app.lock();
    Ok(Json(state.users.keys().map(|id| state.user_view(*id)).collect()))
}

pub async fn chats(State(app): App, Path(id): Path<i64>) -> Answer {
    let state = app.lock();
    if !state.users.contains_key(&id) {
        return Err(SimError::NoSuchUser(id).into());
    }
    Ok(Json(Value::Array(state.chats_of(id))))
}

#[derive(Deserialize)]
pub struct CommandsQuery {
    chat: Option<i64>,
}

pub async fn commands(State(app): App, Path(id): Path<i64>, Query(query): Query<CommandsQuery>) -> Answer {
    let state = app.lock();
    let user = state.users.get(&id).ok_or(SimError::NoSuchUser(id))?;
    // Telegram knows "pt-br"; a list is chosen by its first two letters.
    let language = user.language_code.as_deref().and_then(|l| l.get(..2)).unwrap_or_default();
    Ok(Json(commands_json(&state.shown_commands(query.chat, Some(id), language))))
}

#[derive(Deserialize)]
pub struct AfterQuery {
    #[serde(default)]
    after: u64,
}

pub async fn messages(State(app): App, Path(chat): Path<i64>, Query(query): Query<AfterQuery>) -> Answer {
    let state = app.lock();
    if !state.chats.contains_key(&chat) {
        return Err(SimError::NoSuchChat(chat).into());
    }
    let after = i64::try_from(query.after).unwrap_or(i64::MAX);
    Ok(Json(json!(state.views(chat, after))))
}

pub async fn query(State(app): App, Path(id): Path<String>) -> Answer {
    let state = app.lock();
    let Some(query) = state.queries.get(&id) else {
        return Err(Failure(StatusCode::NOT_FOUND, format!("there is no callback query {id}").into()));
    };
    let answer = query.answer.as_ref();
    Ok(Json(json!({
        "answered": answer.is_some(),
        "text": answer.and_then(|a| a.text.as_deref()),
        "show_alert": answer.is_some_and(|a| a.show_alert),
        "url": answer.and_then(|a| a.url.as_deref()),
        "after_ms": answer.map(|a| a.after_ms),
        "times": answer.map_or(0, |a| a.times),
        "user": query.user,
        "chat_id": query.chat,
        "data": query.data,
    })))
}

/// What a browser shows without running anything of it. An SVG is a document with scripts.
const SHOWN: &[&str] =
    &["image/png", "image/jpeg", "image/gif", "image/webp", "image/avif", "image/bmp", "application/pdf"];

/// What `filename*` may hold unescaped (RFC 8187).
const NAME: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'!')
    .remove(b'#')
    .remove(b'$')
    .remove(b'&')
    .remove(b'+')
    .remove(b'-')
    .remove(b'.')
    .remove(b'^')
    .remove(b'_')
    .remove(b'`')
    .remove(b'|')
    .remove(b'~');

/// Pictures and PDF are shown; whatever else a bot or a user sent is only ever downloaded, so that
/// no file can run a script in the page's origin.
pub async fn file(State(app): App, Path(id): Path<String>) -> Result<Response<Body>, Failure> {
    let (mime, name, bytes) = {
        let state = app.lock();
        let file = state.files.get(&id);
        let file = file.ok_or_else(|| Failure(StatusCode::NOT_FOUND, format!("there is no file {id}").into()))?;
        let name = file.name.as_deref().unwrap_or(&file.path);
        (
            file.mime.to_ascii_lowercase(),
            name.rsplit(['/', '\\']).next().unwrap_or_default().to_owned(),
            file.bytes.clone(),
        )
    };
    let essence = mime.split(';').next().unwrap_or_default().trim();
    let shown = SHOWN.iter().find(|kind| **kind == essence).copied();
    let mut response = Response::new(Body::from(bytes));
    let headers = response.headers_mut();
    let kind = shown.unwrap_or("application/octet-stream");
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CONTENT_DISPOSITION, disposition(shown.is_some(), &name));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if kind != "application/pdf" {
        // Browsers do not start their PDF viewer in a sandbox.
        headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox"));
    }
    Ok(response)
}

fn disposition(shown: bool, name: &str) -> HeaderValue {
    let how = if shown { "inline" } else { "attachment" };
    let plain = |c: char| if c.is_ascii_alphanumeric() || " ._-()".contains(c) { c } else { '_' };
    let ascii: String = name.chars().map(plain).collect();
    let value = format!("{how}; filename=\"{ascii}\"; filename*=UTF-8''{}", utf8_percent_encode(name, NAME));
    HeaderValue::from_str(&value).unwrap_or_else(|_| HeaderValue::from_static("attachment"))
}

pub async fn ledger(State(app): App, Query(query): Query<AfterQuery>) -> Answer {
    let state = app.lock();
    let skip = usize::try_from(query.after).unwrap_or(usize::MAX);
    Ok(Json(state.ledger.entries().iter().skip(skip).map(|entry| json!(entry)).collect()))
}

pub async fn refusals(State(app): App) -> Answer {
    Ok(Json(json!(app.lock().refusals)))
}

pub async fn clear_refusals(State(app): App) -> Answer {
    app.lock().refusals.clear();
    done()
}

pub async fn violations(State(app): App) -> Answer {
    Ok(Json(json!(app.lock().violations)))
}

pub async fn clear_violations(State(app): App) -> Answer {
    app.lock().violations.clear();
    done()
}

#[derive(Deserialize)]
pub struct SettledQuery {
    timeout_ms: Option<u64>,
}

/// 200 when the bot has nothing left to do, 408 when it does not get there in time.
pub async fn settled(State(app): App, Query(query): Query<SettledQuery>) -> Answer {
    app.settled(Duration::from_millis(query.timeout_ms.unwrap_or(10_000))).await?;
    done()
}

pub async fn pending(State(app): App) -> Answer {
    let state = app.lock();
    Ok(Json(json!({ "updates": state.queue.len(), "unanswered": state.queries.waiting() })))
}

pub async fn faults(State(app): App) -> Answer {
    Ok(Json(json!(app.faults.active())))
}
