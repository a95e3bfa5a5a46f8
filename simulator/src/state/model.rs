//! Plain data: users, chats, messages and their keyboards.
use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::options::Offer;
use crate::text::Entity;
use crate::words::Words;

#[derive(Clone, Debug)]
pub struct User {
    pub first_name: String,
    pub last_name: Option<String>,
    pub username: Option<String>,
    pub language_code: Option<String>,
    pub phone: String,
    pub blocked: bool,
    pub deactivated: bool,
    pub time_zone: Option<String>,
    pub note: Option<Words>,
    pub offers: Vec<Offer>,
    /// Numbers of those that were performed.
    pub used_offers: BTreeSet<usize>,
}

impl User {
    pub fn full_name(&self) -> String {
        match &self.last_name {
            Some(last) => format!("{} {last}", self.first_name),
            None => self.first_name.clone(),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChatKind {
    Private,
    Group,
}

/// The bot's place in a chat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BotStatus {
    Member,
    Administrator,
    Left,
    Kicked,
}

#[derive(Debug)]
pub struct Chat {
    pub id: i64,
    pub kind: ChatKind,
    pub title: String,
    /// Creator first. A private chat has its one user.
    pub members: Vec<i64>,
    pub bot: BotStatus,
    /// A private chat is open once its user has written.
    pub open: bool,
    pub messages: BTreeMap<i64, Message>,
    /// Groups count their own messages; private chats share one counter.
    pub last_id: i64,
    pub pinned: Vec<i64>,
}

impl Chat {
    pub fn is_private(&self) -> bool {
        self.kind == ChatKind::Private
    }
}

#[derive(Clone, Debug)]
pub struct Message {
    pub id: i64,
    pub chat: i64,
    pub from: i64,
    /// Unix seconds.
    pub date: i64,
    pub edited: Option<i64>,
    pub body: Body,
    /// Text, or the caption of a file.
    pub text: String,
    pub entities: Vec<Entity>,
    pub markup: Option<Markup>,
    pub reply_to: Option<i64>,
    pub origin: Option<Origin>,
    pub album: Option<String>,
    pub protected: bool,
    pub caption_above: bool,
    pub spoiler: bool,
    pub link_preview: Option<Value>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    Text,
    Photo { small: String, full: String },
    Document(String),
    Sticker(String),
    Voice(String),
    VideoNote(String),
    Contact(Contact),
    Location { latitude: f64, longitude: f64 },
    Dice(u8),
    Service(Service),
}

impl Body {
    pub fn file_id(&self) -> Option<&str> {
        match self {
            Self::Photo { full, .. } => Some(full),
            Self::Document(id) | Self::Sticker(id) | Self::Voice(id) | Self::VideoNote(id) => Some(id),
            _ => None,
        }
    }

    pub fn has_caption(&self) -> bool {
        matches!(self, Self::Photo { .. } | Self::Document(_) | Self::Voice(_))
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Contact {
    pub user: i64,
    pub phone: String,
    pub first_name: String,
    pub last_name: Option<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Service {
    Joined(Vec<i64>),
    Left(i64),
    Pinned(i64),
}

/// Where a forwarded message comes from.
#[derive(Clone, Debug)]
pub enum Origin {
    Channel { title: String, date: i64, message_id: i64 },
    User { id: i64, date: i64 },
}

#[derive(Clone, Debug, PartialEq)]
pub enum Markup {
    Inline(Vec<Vec<InlineButton>>),
    Keyboard(ReplyKeyboard),
    Remove,
    ForceReply { placeholder: Option<String> },
}

#[derive(Clone, Debug, PartialEq)]
pub struct InlineButton {
    pub text: String,
    pub data: Option<String>,
    pub url: Option<String>,
    /// Every other field, as the bot gave it.
    pub other: Option<Box<Map<String, Value>>>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct ReplyKeyboard {
    pub rows: Vec<Vec<KeyboardButton>>,
    pub one_time: bool,
    pub placeholder: Option<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct KeyboardButton {
    pub text: String,
    pub request_contact: bool,
    pub request_location: bool,
}
