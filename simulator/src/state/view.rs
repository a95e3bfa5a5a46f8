//! Messages as the members of a chat see them: for tests, the page and other languages.
use std::collections::BTreeMap;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::files::Files;
use super::model::{Body, Markup, Message, Origin, Service, User};
use super::{Config, Profile, State};
use crate::{html, text};

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MessageView {
    pub id: i64,
    pub chat_id: i64,
    pub from_id: i64,
    pub from_bot: bool,
    pub sender: String,
    /// Plain text or caption.
    pub text: String,
    /// The same with its entities as HTML.
    pub html: String,
    /// What a tap in the text would open: kind and words of addresses, names, commands, tags and numbers.
    #[serde(skip)]
    pub live: Vec<(&'static str, String)>,
    pub buttons: Vec<Vec<Button>>,
    pub reply_keyboard: Option<KeyboardView>,
    pub file: Option<FileView>,
    pub contact: Option<ContactView>,
    pub location: Option<LocationView>,
    pub dice: Option<u8>,
    /// Title or name of where a forwarded message comes from.
    pub forwarded_from: Option<String>,
    /// Members joined or left, a message was pinned: in English, for reading only.
    pub service: Option<String>,
    pub album: Option<String>,
    /// Sent with `protect_content`: it can be neither forwarded nor copied.
    pub protected: bool,
    pub edited: bool,
    pub deleted: bool,
    /// Unix seconds.
    pub date: i64,
    pub reply_to: Option<i64>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Button {
    pub label: String,
    pub data: Option<String>,
    pub url: Option<String>,
    /// Counts the buttons of the message, row by row.
    pub index: usize,
}

/// As JSON: an object with rows, `"remove"`, or an object with `force_reply`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyboardView {
    Rows { rows: Vec<Vec<KeyView>>, one_time: bool, placeholder: Option<String> },
    Remove,
    ForceReply { placeholder: Option<String> },
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct KeyView {
    pub label: String,
    pub request_contact: bool,
    pub request_location: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FileView {
    pub id: String,
    pub name: Option<String>,
    pub mime: String,
    pub size: usize,
    /// photo, document, sticker, voice or `video_note`.
    pub kind: String,
    /// Where this server shows it.
    pub url: String,
    pub width: u32,
    pub height: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ContactView {
    pub user_id: i64,
    pub phone_number: String,
    pub first_name: String,
    pub last_name: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct LocationView {
    pub lat: f64,
    pub lon: f64,
}

impl Serialize for KeyboardView {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Remove => serializer.serialize_str("remove"),
            Self::Rows { rows, one_time, placeholder } => {
                let mut map = serializer.serialize_map(Some(3))?;
                map.serialize_entry("rows", rows)?;
                map.serialize_entry("one_time", one_time)?;
                map.serialize_entry("placeholder", placeholder)?;
                map.end()
            }
            Self::ForceReply { placeholder } => {
                let mut map = serializer.serialize_map(Some(2))?;
                map.serialize_entry("force_reply", &true)?;
                map.serialize_entry("placeholder", placeholder)?;
                map.end()
            }
        }
    }
}

impl State {
    pub fn view(&self, message: &Message) -> MessageView {
        message_view(&self.users, &self.files, &self.config, &self.profile, message)
    }

    pub fn views(&self, chat: i64, after: i64) -> Vec<MessageView> {
        let Some(chat) = self.chats.get(&chat) else {
            return Vec::new();
        };
        chat.messages.range(after.saturating_add(1)..).map(|(_, m)| self.view(m)).collect()
    }
}

/// Takes the parts of the state one by one, so that a chat may be borrowed meanwhile.
pub fn message_view(
    users: &BTreeMap<i64, User>,
    files: &Files,
    config: &Config,
    profile: &Profile,
    message: &Message,
) -> MessageView {
    let name = |id: i64| {
        if id == config.bot_id {
            return profile.names.get("").cloned().unwrap_or_default();
        }
        users.get(&id).map_or_else(|| id.to_string(), User::full_name)
    };
    let buttons = match &message.markup {
        Some(Markup::Inline(rows)) => {
            let mut index = 0..;
            rows.iter()
                .map(|row| {
                    row.iter()
                        .map(|b| Button {
                            label: b.text.clone(),
                            data: b.data.clone(),
                            url: b.url.clone(),
                            index: index.next().unwrap_or_default(),
                        })
                        .collect()
                })
                .collect()
        }
        _ => Vec::new(),
    };
    let reply_keyboard = match &message.markup {
        Some(Markup::Keyboard(k)) => Some(KeyboardView::Rows {
            rows: k
                .rows
                .iter()
                .map(|row| {
                    row.iter()
                        .map(|b| KeyView {
                            label: b.text.clone(),
                            request_contact: b.request_contact,
                            request_location: b.request_location,
                        })
                        .collect()
                })
                .collect(),
            one_time: k.one_time,
            placeholder: k.placeholder.clone(),
        }),
        Some(Markup::Remove) => Some(KeyboardView::Remove),
        Some(Markup::ForceReply { placeholder }) => Some(KeyboardView::ForceReply { placeholder: placeholder.clone() }),
        _ => None,
    };
    let file = message.body.file_id().and_then(|id| files.get(id)).map(|f| FileView {
        id: f.id.clone(),
        name: f.name.clone(),
        mime: f.mime.clone(),
        size: f.bytes.len(),
        kind: f.kind.name().to_owned(),
        url: format!("/sim/files/{}", f.id),
        width: f.width,
        height: f.height,
    });
    let service = match &message.body {
        Body::Service(Service::Joined(ids)) => {
            Some(format!("{} joined", ids.iter().map(|id| name(*id)).collect::<Vec<_>>().join(", ")))
        }
        Body::Service(Service::Left(id)) => Some(format!("{} left", name(*id))),
        Body::Service(Service::Pinned(_)) => Some(format!("{} pinned a message", name(message.from))),
        _ => None,
    };
    MessageView {
        id: message.id,
        chat_id: message.chat,
        from_id: message.from,
        from_bot: message.from == config.bot_id,
        sender: name(message.from),
        text: message.text.clone(),
        html: html::render(&message.text, &message.entities),
        live: message
            .entities
            .iter()
            .filter(|entity| text::LIVE.contains(&entity.kind))
            .map(|entity| (entity.kind, html::slice(&message.text, entity).to_owned()))
            .collect(),
        buttons,
        reply_keyboard,
        file,
        contact: match &message.body {
            Body::Contact(c) => Some(ContactView {
                user_id: c.user,
                phone_number: c.phone.clone(),
                first_name: c.first_name.clone(),
                last_name: c.last_name.clone(),
            }),
            _ => None,
        },
        location: match message.body {
            Body::Location { latitude, longitude } => Some(LocationView { lat: latitude, lon: longitude }),
            _ => None,
        },
        dice: match message.body {
            Body::Dice(value) => Some(value),
            _ => None,
        },
        forwarded_from: message.origin.as_ref().map(|origin| match origin {
            Origin::Channel { title, .. } => title.clone(),
            Origin::User { id, .. } => name(*id),
        }),
        service,
        album: message.album.clone(),
        protected: message.protected,
        edited: message.edited.is_some(),
        deleted: false,
        date: message.date,
        reply_to: message.reply_to,
    }
}
