//! Everything the simulated Telegram remembers, behind one lock; no HTTP and no waiting here.
pub mod actions;
pub mod bot;
pub mod callbacks;
pub mod commands;
pub mod files;
pub mod groups;
pub mod json;
pub mod model;
pub mod people;
pub mod updates;
pub mod view;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::sync::{oneshot, watch};

use crate::error::{Refusal, Violation};
use crate::events::Events;
use crate::ledger::Ledger;
use crate::limits::Limiter;
use crate::options::{Clock, Numbers, Options};
use crate::server::Recorded;
use crate::words::Status;
use callbacks::Queries;
use commands::Commands;
use files::Files;
use model::{Chat, ChatKind, Message, User};
use updates::{Queue, Queued};

/// What the bot is called and how the simulator behaves; fixed at the start.
pub struct Config {
    pub token: String,
    pub bot_id: i64,
    pub username: String,
    pub privacy: bool,
    pub keep_history: Option<usize>,
    pub callback_timeout: Duration,
    pub slow_answer: Duration,
    pub twice: bool,
    pub clock: Clock,
}

/// The bot's texts per language code; "" is for all others.
#[derive(Debug, Default)]
pub struct Profile {
    pub names: HashMap<String, String>,
    pub descriptions: HashMap<String, String>,
    pub short_descriptions: HashMap<String, String>,
    pub menu_buttons: HashMap<Option<i64>, Value>,
}

#[derive(Clone, Debug)]
pub struct Webhook {
    pub url: String,
    pub secret: Option<String>,
    pub max_connections: usize,
    pub has_certificate: bool,
    pub ip_address: Option<String>,
    pub last_error: Option<(i64, String)>,
    /// Tells deliveries of an earlier webhook from those of this one.
    pub generation: u64,
    pub in_flight: usize,
}

/// The getUpdates call that waits now; there is one at most.
#[derive(Debug)]
pub struct Poller {
    pub id: u64,
    /// Ends it with 409 and this description.
    pub end: oneshot::Sender<&'static str>,
}

impl Poller {
    pub fn end(self, why: &'static str) {
        // Its client may be gone already.
        let _gone = self.end.send(why);
    }
}

/// Wake-ups for those who wait outside the lock.
#[derive(Debug)]
pub struct Signals {
    /// There may be something new to deliver.
    pub updates: watch::Sender<()>,
    /// Something that the bot owed may have been settled.
    pub quiet: watch::Sender<()>,
}

pub struct State {
    pub config: Config,
    pub users: BTreeMap<i64, User>,
    pub personas: Vec<i64>,
    /// What the page shows beside its controls.
    pub status: Status,
    pub chats: HashMap<i64, Chat>,
    pub files: Files,
    pub queue: Queue,
    pub queries: Queries,
    pub commands: Commands,
    pub profile: Profile,
    pub limiter: Limiter,
    pub ledger: Ledger,
    pub refusals: Vec<Refusal>,
    pub throttled: u64,
    pub violations: Vec<Violation>,
    pub events: Events,
    pub webhook: Option<Webhook>,
    pub webhook_generation: u64,
    pub poller: Option<Poller>,
    pub polls: u64,
    pub signals: Signals,
    /// Bot API calls being carried out, getUpdates not counted.
    pub calls_in_flight: usize,
    /// As they came, where they are kept.
    pub requests: Vec<Recorded>,
    first_user: i64,
    next_private_id: i64,
    last_group: i64,
    next_album: u64,
}

#[expect(clippy::disallowed_methods, reason = "the default for those who give no clock of their own")]
fn machine_clock() -> Clock {
    Arc::new(|| chrono::Utc::now().timestamp_millis())
}

impl State {
    pub fn new(options: &Options, ledger: Ledger) -> anyhow::Result<Self> {
        let bot_id = options.token.split(':').next().and_then(|id| id.parse().ok());
        let Some(bot_id) = bot_id else {
            anyhow::bail!("the token must look like 123456:secret; it has no number before the colon");
        };
        let numbers = options.numbers;
        let clock = options.now.clone().unwrap_or_else(machine_clock);
        Ok(Self {
            config: Config {
                token: options.token.clone(),
                bot_id,
                username: options.username.clone(),
                privacy: options.privacy,
                keep_history: options.keep_history,
                callback_timeout: options.callback_timeout,
                slow_answer: options.slow_answer,
                twice: options.twice,
                clock,
            },
            users: BTreeMap::new(),
            personas: Vec::new(),
            status: Status::default(),
            chats: HashMap::new(),
            files: Files::new(numbers.file),
            queue: Queue::new(numbers.update),
            queries: Queries::new(numbers.query),
            commands: Commands::default(),
            profile: Profile {
                names: HashMap::from([(String::new(), options.bot_name.clone())]),
                ..Profile::default()
            },
            limiter: Limiter::new(options.limits),
            ledger,
            refusals: Vec::new(),
            throttled: 0,
            violations: Vec::new(),
            events: Events::default(),
            webhook: None,
            webhook_generation: 0,
            poller: None,
            polls: 0,
            signals: Signals { updates: watch::Sender::new(()), quiet: watch::Sender::new(()) },
            calls_in_flight: 0,
            requests: Vec::new(),
            first_user: numbers.user,
            next_private_id: numbers.message,
            last_group: 0,
            next_album: numbers.album,
        })
    }

    /// Unix seconds by the simulator's clock.
    pub fn now(&self) -> i64 {
        (self.config.clock)() / 1000
    }

    pub fn bot_name(&self) -> &str {
        self.profile.names.get("").map_or("", String::as_str)
    }

    pub fn next_album(&mut self) -> String {
        let album = self.next_album;
        self.next_album += 1;
        album.to_string()
    }

    pub fn next_user(&self) -> i64 {
        self.users.last_key_value().map_or(self.first_user, |(last, _)| last + 1)
    }

    /// What the next of each kind will get.
    pub fn numbers(&self) -> Numbers {
        Numbers {
            user: self.next_user(),
            message: self.next_private_id,
            update: self.queue.next,
            file: self.files.number,
            query: self.queries.next,
            album: self.next_album,
        }
    }

    /// Queues an update unless the bot did not ask for its kind; returns its id.
    pub fn push_update(&mut self, kind: &str, chat: Option<i64>, body: &Value) -> Option<i64> {
        if !self.queue.allows(kind) {
            return None;
        }
        let id = self.queue.next_id();
        // The number first, as Telegram writes it: some libraries rely on it.
        let rest = format!(",\"{kind}\":{body}}}");
        self.enqueue(id, chat, &format!("{{\"update_id\":{id}{rest}"));
        if self.config.twice {
            self.queue.repeat_last(rest.into());
        }
        Some(id)
    }

    /// What a bot gets again that ended between handling an update and confirming it. The copy has a number of
    /// its own, or a bot that remembers what it has in hand would not look at it.
    pub fn repeat(&mut self, finished: &Queued) {
        let Some(rest) = &finished.again else { return };
        let id = self.queue.next_id();
        self.enqueue(id, finished.chat, &format!("{{\"update_id\":{id}{rest}"));
        self.queries.asked_again(rest);
    }

    pub fn enqueue(&mut self, id: i64, chat: Option<i64>, body: &str) {
        self.queue.push(id, chat, body.into());
        if let Some(chat) = chat {
            self.owe(chat);
        }
        self.signals.updates.send_replace(());
    }

    /// Queues any JSON, whatever the bot asked for; an object without an id gets one.
    pub fn inject(&mut self, update: Value) -> i64 {
        if let Some(given) = update.get("update_id").and_then(Value::as_i64) {
            self.enqueue(given, None, &update.to_string());
            return given;
        }
        let id = self.queue.next_id();
        let body = update.to_string();
        let rest = match body.strip_prefix('{') {
            Some("}") | None => "}".to_owned(),
            Some(fields) => format!(",{fields}"),
        };
        self.enqueue(id, None, &format!("{{\"update_id\":{id}{rest}"));
        if self.config.twice {
            self.queue.repeat_last(rest.into());
        }
        id
    }

    /// Confirms updates below the offset.
    pub fn confirm(&mut self, offset: i64) {
        let confirmed = self.queue.confirm(offset);
        if confirmed.is_empty() {
            return;
        }
        for queued in confirmed {
            self.finish(&queued);
        }
        self.signals.quiet.send_replace(());
    }

    /// The bot is through with an update.
    pub fn finish(&mut self, queued: &Queued) {
        self.repeat(queued);
        if let Some(chat) = queued.chat {
            self.settle(chat);
        }
    }

    pub fn owe(&mut self, chat: i64) {
        if self.queue.owe(chat) {
            self.events.push(&json!({ "type": "busy", "chat_id": chat, "on": true }));
        }
    }

    pub fn settle(&mut self, chat: i64) {
        if self.queue.settle(chat) {
            self.events.push(&json!({ "type": "busy", "chat_id": chat, "on": false }));
        }
    }

    /// What still keeps the bot from being settled; `None` when nothing does.
    pub fn unsettled(&self) -> Option<String> {
        let updates = self.queue.len();
        let unanswered = self.queries.waiting();
        if updates == 0 && unanswered == 0 && self.calls_in_flight == 0 {
            return None;
        }
        Some(format!(
            "{updates} unconfirmed updates, {unanswered} unanswered callback queries, {} calls in progress",
            self.calls_in_flight
        ))
    }

    /// Stores a new message under the next id of its chat and tells the page.
    pub fn put_message(&mut self, mut message: Message) -> i64 {
        let keep = self.config.keep_history;
        let Some(chat) = self.chats.get_mut(&message.chat) else {
            return 0;
        };
        message.id = if chat.kind == ChatKind::Private {
            self.next_private_id += 1;
            self.next_private_id - 1
        } else {
            chat.last_id + 1
        };
        let id = message.id;
        chat.last_id = id;
        let view = crate::state::view::message_view(&self.users, &self.files, &self.config, &self.profile, &message);
        chat.messages.insert(id, message);
        while keep.is_some_and(|keep| chat.messages.len() > keep.max(1)) {
            chat.messages.pop_first();
        }
        self.events.push(&json!({ "type": "message", "message": view }));
        id
    }

    pub fn message(&self, chat: i64, id: i64) -> Option<&Message> {
        self.chats.get(&chat)?.messages.get(&id)
    }

    pub fn announce_edit(&mut self, chat: i64, id: i64) {
        if let Some(view) = self.message(chat, id).map(|m| self.view(m)) {
            self.events.push(&json!({ "type": "edit", "message": view }));
        }
    }

    pub fn remove_message(&mut self, chat: i64, id: i64) -> bool {
        let Some(c) = self.chats.get_mut(&chat) else {
            return false;
        };
        let removed = c.messages.remove(&id).is_some();
        if removed {
            c.pinned.retain(|p| *p != id);
            self.events.push(&json!({ "type": "delete", "chat_id": chat, "message_id": id }));
        }
        removed
    }
}
