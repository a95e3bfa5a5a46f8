//! The part of the control API that changes something.
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, header};
use bytes::Bytes;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Answer, App, Json, bad, body, done};
use crate::faults::Fault;
use crate::limits::Limits;
use crate::options::{Content, NewUser};
use crate::state::model::BotStatus;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UserBody {
    id: Option<i64>,
    first_name: String,
    last_name: Option<String>,
    username: Option<String>,
    language_code: Option<String>,
    time_zone: Option<String>,
    note: Option<String>,
}

pub async fn add_user(State(app): App, bytes: Bytes) -> Answer {
    let new: UserBody = body(&bytes)?;
    if new.first_name.trim().is_empty() {
        return Err(bad("first_name is empty: give the user a name"));
    }
    let mut state = app.lock();
    let id = state.add_user(NewUser {
        id: new.id,
        first_name: new.first_name,
        last_name: new.last_name,
        username: new.username,
        language_code: new.language_code,
        time_zone: new.time_zone,
    })?;
    if let Some(note) = new.note {
        state.set_persona(id, note.into());
    }
    Ok(Json(state.user_view(id)))
}

pub async fn block(State(app): App, Path(id): Path<i64>) -> Answer {
    app.lock().set_blocked(id, true)?;
    done()
}

pub async fn unblock(State(app): App, Path(id): Path<i64>) -> Answer {
    app.lock().set_blocked(id, false)?;
    done()
}

pub async fn deactivate(State(app): App, Path(id): Path<i64>) -> Answer {
    app.lock().deactivate(id)?;
    done()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LinkBody {
    parameter: String,
}

pub async fn deep_link(State(app): App, Path(id): Path<i64>, bytes: Bytes) -> Answer {
    let link: LinkBody = body(&bytes)?;
    sent(app.lock().open_deep_link(id, &link.parameter)?)
}

pub async fn offer(State(app): App, Path((id, n)): Path<(i64, usize)>) -> Answer {
    sent(app.lock().perform_offer(id, n)?)
}

fn sent(id: i64) -> Answer {
    Ok(Json(json!({ "message_id": id })))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GroupBody {
    title: String,
    members: Vec<i64>,
}

pub async fn add_group(State(app): App, bytes: Bytes) -> Answer {
    let group: GroupBody = body(&bytes)?;
    if group.title.trim().is_empty() {
        return Err(bad("title is empty: give the group a name"));
    }
    let id = app.lock().add_group(&group.title, &group.members)?;
    Ok(Json(json!({ "id": id })))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MemberBody {
    user: i64,
}

pub async fn join(State(app): App, Path(id): Path<i64>, bytes: Bytes) -> Answer {
    let member: MemberBody = body(&bytes)?;
    app.lock().join(member.user, id)?;
    done()
}

pub async fn leave(State(app): App, Path((id, user)): Path<(i64, i64)>) -> Answer {
    app.lock().leave(user, id)?;
    done()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StatusBody {
    status: BotStatus,
}

pub async fn bot_status(State(app): App, Path(id): Path<i64>, bytes: Bytes) -> Answer {
    let wanted: StatusBody = body(&bytes)?;
    app.lock().set_bot_status(id, wanted.status)?;
    done()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SendBody {
    user: i64,
    text: Option<String>,
    html: Option<String>,
    reply_to: Option<i64>,
    #[serde(default)]
    sticker: bool,
    #[serde(default)]
    voice: bool,
    #[serde(default)]
    video_note: bool,
    #[serde(default)]
    dice: bool,
    contact: Option<ContactBody>,
    location: Option<LocationBody>,
    forward: Option<ForwardBody>,
}

/// `true` is one's own card, a number that user's.
#[derive(Deserialize)]
#[serde(untagged)]
enum ContactBody {
    Own(bool),
    Of(i64),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LocationBody {
    lat: f64,
    lon: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ForwardBody {
    channel: String,
    text: String,
}

impl SendBody {
    fn content(self) -> Option<Content> {
        let user = self.user;
        if let Some(html) = self.html {
            return Some(match self.reply_to {
                Some(to) => Content::HtmlReply { to, html },
                None => Content::Html(html),
            });
        }
        if let Some(text) = self.text {
            return Some(match self.reply_to {
                Some(to) => Content::Reply { to, text },
                None => Content::Text(text),
            });
        }
        if let Some(forward) = self.forward {
            return Some(Content::Forward { from_channel: forward.channel, text: forward.text });
        }
        if let Some(location) = self.location {
            return Some(Content::Location { latitude: location.lat, longitude: location.lon });
        }
        match self.contact {
            Some(ContactBody::Own(true)) => return Some(Content::Contact { of: user }),
            Some(ContactBody::Of(id)) => return Some(Content::Contact { of: id }),
            _ => {}
        }
        [
            (self.sticker, Content::Sticker),
            (self.voice, Content::Voice),
            (self.video_note, Content::VideoNote),
            (self.dice, Content::Dice),
        ]
        .into_iter()
        .find_map(|(wanted, content)| wanted.then_some(content))
    }
}

pub async fn send(State(app): App, Path(chat): Path<i64>, bytes: Bytes) -> Answer {
    let message: SendBody = body(&bytes)?;
    let user = message.user;
    let content = message.content().ok_or_else(|| {
        bad("say what to send: text, html, sticker, voice, video_note, dice, contact, location or forward")
    })?;
    sent(app.lock().send(user, chat, content)?)
}

#[derive(Deserialize)]
pub struct FileQuery {
    user: i64,
    name: Option<String>,
    kind: Option<String>,
    caption: Option<String>,
    caption_html: Option<String>,
}

pub async fn send_file(
    State(app): App,
    Path(chat): Path<i64>,
    Query(query): Query<FileQuery>,
    headers: HeaderMap,
    bytes: Bytes,
) -> Answer {
    if bytes.is_empty() {
        return Err(bad("the file is empty: put its bytes in the body"));
    }
    let mime = headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default().to_owned();
    let caption = query.caption.filter(|c| !c.is_empty());
    let bytes = bytes.to_vec();
    let content = match query.kind.as_deref() {
        Some("photo") => {
            if crate::state::files::image_size(&bytes).is_none() {
                return Err(bad("this is not a PNG, JPEG, GIF or WebP picture: send it as a document"));
            }
            Content::Photo { bytes, caption }
        }
        None | Some("document") => {
            Content::Document { name: query.name.unwrap_or_else(|| "file.bin".to_owned()), mime, bytes, caption }
        }
        Some(other) => return Err(bad(format!("kind must be photo or document, not {other}"))),
    };
    let content = match query.caption_html.filter(|caption| !caption.is_empty()) {
        Some(html) => Content::Captioned { file: Box::new(content), html },
        None => content,
    };
    sent(app.lock().send(query.user, chat, content)?)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EditBody {
    user: i64,
    text: Option<String>,
    html: Option<String>,
}

pub async fn edit(State(app): App, Path((chat, id)): Path<(i64, i64)>, bytes: Bytes) -> Answer {
    let edit: EditBody = body(&bytes)?;
    match (edit.text, edit.html) {
        (Some(text), None) => app.lock().edit_own(edit.user, chat, id, &text)?,
        (None, Some(html)) => app.lock().edit_own_html(edit.user, chat, id, &html)?,
        _ => return Err(bad("give either text or html")),
    }
    sent(id)
}

#[derive(Deserialize)]
pub struct WhoQuery {
    user: i64,
}

pub async fn delete(State(app): App, Path((chat, id)): Path<(i64, i64)>, Query(who): Query<WhoQuery>) -> Answer {
    app.lock().delete_own(who.user, chat, id)?;
    done()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TapBody {
    user: i64,
    message_id: i64,
    label: Option<String>,
    data: Option<String>,
}

pub async fn tap(State(app): App, Path(chat): Path<i64>, bytes: Bytes) -> Answer {
    let tap: TapBody = body(&bytes)?;
    let mut state = app.lock();
    let query = match (tap.label, tap.data) {
        (Some(label), None) => state.tap(tap.user, chat, tap.message_id, &label)?,
        (None, Some(data)) => state.tap_data(tap.user, chat, tap.message_id, &data)?,
        _ => return Err(bad("give either the label of a button or callback data")),
    };
    Ok(Json(json!({ "query_id": query })))
}

pub async fn inject(State(app): App, bytes: Bytes) -> Answer {
    let update: Value = body(&bytes)?;
    Ok(Json(json!({ "update_id": app.lock().inject(update) })))
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Run {
    #[serde(default)]
    moment: String,
}

pub async fn control(State(app): App, Path(n): Path<usize>, bytes: Bytes) -> Answer {
    let run: Run = if bytes.is_empty() { Run::default() } else { body(&bytes)? };
    let Some(control) = app.options.controls.get(n) else {
        return Err(bad(format!("there are {} controls, counted from 0", app.options.controls.len())));
    };
    let text = (control.run)(&run.moment).map_err(bad)?;
    app.lock().events.push(&json!({ "type": "control", "n": n, "label": control.label, "text": text }));
    Ok(Json(json!({ "text": text })))
}

/// Adds a fault to those switched on.
pub async fn set_fault(State(app): App, bytes: Bytes) -> Answer {
    let fault: Fault = body(&bytes)?;
    app.faults.set(fault);
    done()
}

pub async fn clear_faults(State(app): App) -> Answer {
    app.faults.clear();
    done()
}

/// `null` switches the limits off; what an object leaves out is as Telegram has it.
pub async fn set_limits(State(app): App, bytes: Bytes) -> Answer {
    let limits: Option<Limits> = body(&bytes)?;
    app.lock().limiter.set(limits);
    done()
}
