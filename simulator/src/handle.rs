//! The handle that tests and demos hold: starts the server and acts for its users.
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::Context;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use crate::error::{Refusal, Violation};
use crate::events::Event;
use crate::faults::Faults;
use crate::ledger::{Ledger, LedgerEntry};
use crate::limits::Limits;
use crate::options::{Content, NewUser, Numbers, Offer, Options, SimError};
use crate::server::{Recorded, Shared, serve};
use crate::state::State;
use crate::state::callbacks::CallbackAnswer;
use crate::state::files::StoredFile;
use crate::state::model::BotStatus;
use crate::state::view::MessageView;
use crate::words::{Status, Words};
use crate::{delivery, web};

/// A running simulator. Clones share it; when the last one is dropped the server stops.
#[derive(Clone)]
pub struct Simulator {
    shared: Arc<Shared>,
    running: Arc<Running>,
}

/// What the bot can learn of a file, beside its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileInfo {
    pub id: String,
    pub unique_id: String,
    pub path: String,
    pub name: Option<String>,
}

impl FileInfo {
    fn of(file: &StoredFile) -> Self {
        let StoredFile { id, unique_id, path, name, .. } = file;
        Self { id: id.clone(), unique_id: unique_id.clone(), path: path.clone(), name: name.clone() }
    }
}

impl fmt::Debug for Simulator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Simulator").field("url", &self.url()).finish_non_exhaustive()
    }
}

struct Running {
    shared: Arc<Shared>,
    server: Mutex<Option<JoinHandle<()>>>,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.shared.stop.send_replace(true);
    }
}

impl Simulator {
    /// Listens on 127.0.0.1; ready for requests when this returns.
    pub async fn start(options: Options) -> anyhow::Result<Self> {
        let ledger = Ledger::open(options.ledger.as_deref(), options.ledger_text)?;
        let state = State::new(&options, ledger)?;
        let address = ("127.0.0.1", options.port);
        let listener = TcpListener::bind(address)
            .await
            .with_context(|| format!("listening on 127.0.0.1:{}: is another simulator running?", options.port))?;
        let port = listener.local_addr()?.port();
        let client = reqwest::Client::builder().no_proxy().timeout(Duration::from_secs(60)).build()?;
        let shared = Arc::new(Shared::new(state, options, port));
        tokio::spawn(delivery::expire(shared.clone()));
        tokio::spawn(delivery::webhook(shared.clone(), client));
        let router = web::router(shared.clone());
        let server = tokio::spawn(serve(listener, shared.clone(), router));
        let running = Arc::new(Running { shared: shared.clone(), server: Mutex::new(Some(server)) });
        Ok(Self { shared, running })
    }

    /// Base address of the Bot API, and of the page.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.shared.port)
    }

    pub fn token(&self) -> &str {
        &self.shared.options.token
    }

    pub fn username(&self) -> &str {
        &self.shared.options.username
    }

    /// # Panics
    /// When somebody has the id already: a mistake in the test.
    pub fn add_user(&self, user: NewUser) -> i64 {
        let added = self.shared.lock().add_user(user);
        must("add_user", added)
    }

    /// A group with the bot in it; the first member is its creator.
    ///
    /// # Panics
    /// When there are no members or one of them does not exist: a mistake in the test.
    pub fn add_group(&self, title: &str, members: &[i64]) -> i64 {
        let added = self.shared.lock().add_group(title, members);
        must("add_group", added)
    }

    /// Sends as a user; `chat` is the user's own id for the private chat with the bot.
    /// Everyone there is.
    pub fn users(&self) -> Vec<i64> {
        self.shared.lock().users.keys().copied().collect()
    }

    pub fn send(&self, user: i64, chat: i64, content: Content) -> Result<i64, SimError> {
        self.shared.lock().send(user, chat, content)
    }

    /// Sends photos or documents as one album.
    pub fn send_album(&self, user: i64, chat: i64, contents: Vec<Content>) -> Result<Vec<i64>, SimError> {
        self.shared.lock().send_album(user, chat, contents)
    }

    pub fn open_deep_link(&self, user: i64, parameter: &str) -> Result<i64, SimError> {
        self.shared.lock().open_deep_link(user, parameter)
    }

    pub fn edit(&self, user: i64, chat: i64, message_id: i64, text: &str) -> Result<(), SimError> {
        self.shared.lock().edit_own(user, chat, message_id, text)
    }

    pub fn delete(&self, user: i64, chat: i64, message_id: i64) -> Result<(), SimError> {
        self.shared.lock().delete_own(user, chat, message_id)
    }

    /// Taps the button with exactly this label; gives the callback query's id.
    pub fn tap(&self, user: i64, chat: i64, message_id: i64, label: &str) -> Result<String, SimError> {
        self.shared.lock().tap(user, chat, message_id, label)
    }

    /// Forged or stale data: accepted whatever the message shows, even when it is gone.
    pub fn tap_data(&self, user: i64, chat: i64, message_id: i64, data: &str) -> Result<String, SimError> {
        self.shared.lock().tap_data(user, chat, message_id, data)
    }

    pub fn answer(&self, query_id: &str) -> Option<CallbackAnswer> {
        self.shared.lock().queries.get(query_id)?.answer.clone()
    }

    /// All that people see from now on, in order, as it happens: for acting upon it without asking again and again.
    /// Kept until it is taken or the receiver is dropped.
    pub fn listen(&self) -> mpsc::UnboundedReceiver<Event> {
        self.shared.lock().events.listen()
    }

    /// The chat as its members see it now.
    pub fn messages(&self, chat: i64) -> Vec<MessageView> {
        self.shared.lock().views(chat, 0)
    }

    pub fn message(&self, chat: i64, message_id: i64) -> Option<MessageView> {
        let state = self.shared.lock();
        state.message(chat, message_id).map(|m| state.view(m))
    }

    pub fn file_bytes(&self, file_id: &str) -> Option<Vec<u8>> {
        self.shared.lock().files.get(file_id).map(|f| f.bytes.to_vec())
    }

    /// Every file that anybody has sent so far, in no order.
    pub fn files(&self) -> Vec<FileInfo> {
        self.shared.lock().files.all().map(FileInfo::of).collect()
    }

    /// The number that the next of each kind will get.
    pub fn numbers(&self) -> Numbers {
        self.shared.lock().numbers()
    }

    /// Requests of the bot from the given one on (0 is the first), as they came, refused ones and polls included;
    /// none unless [`Options::keep_requests`] is set. A request is here before a fault strikes it.
    pub fn requests(&self, from: usize) -> Vec<Recorded> {
        self.shared.lock().requests.iter().skip(from).cloned().collect()
    }

    /// As if this user had opened the chat with the bot long ago: the bot may write, and sees no update.
    pub fn open_chat(&self, user: i64) {
        if let Some(chat) = self.shared.lock().chats.get_mut(&user) {
            chat.open = true;
        }
    }

    /// # Panics
    /// When there is no such user: a mistake in the test. So do the two below.
    pub fn block(&self, user: i64) {
        let done = self.shared.lock().set_blocked(user, true);
        must("block", done);
    }

    pub fn unblock(&self, user: i64) {
        let done = self.shared.lock().set_blocked(user, false);
        must("unblock", done);
    }

    pub fn deactivate(&self, user: i64) {
        let done = self.shared.lock().deactivate(user);
        must("deactivate", done);
    }

    pub fn join(&self, user: i64, group: i64) -> Result<(), SimError> {
        self.shared.lock().join(user, group)
    }

    pub fn leave(&self, user: i64, group: i64) -> Result<(), SimError> {
        self.shared.lock().leave(user, group)
    }

    /// Makes the bot administrator or member of a group, or throws it out.
    pub fn set_bot_status(&self, group: i64, status: BotStatus) -> Result<(), SimError> {
        self.shared.lock().set_bot_status(group, status)
    }

    /// Queues any JSON as an update, whatever the bot asked for; an object without
    /// `update_id` gets one. Gives the id.
    pub fn inject(&self, update: Value) -> i64 {
        self.shared.lock().inject(update)
    }

    /// Queues these bytes as they are; `$UPDATE_ID` in them becomes the update's id.
    pub fn inject_raw(&self, update: &str) -> i64 {
        let mut state = self.shared.lock();
        let id = state.queue.next_id();
        state.enqueue(id, None, &update.replace("$UPDATE_ID", &id.to_string()));
        id
    }

    /// Command and description, as the menu of this person shows them in this chat.
    pub fn commands(&self, chat: Option<i64>, user: Option<i64>, language: &str) -> Vec<(String, String)> {
        self.shared.lock().shown_commands(chat, user, language)
    }

    /// Waits until the bot has nothing left to do: every update confirmed or delivered,
    /// every callback query answered, no call in progress, all at one instant.
    pub async fn settled(&self, timeout: Duration) -> Result<(), SimError> {
        self.shared.settled(timeout).await
    }

    /// Whether updates go to a webhook.
    pub fn has_webhook(&self) -> bool {
        self.shared.lock().webhook.is_some()
    }

    /// Updates that the bot has not confirmed.
    pub fn pending_updates(&self) -> usize {
        self.shared.lock().queue.len()
    }

    pub fn ledger(&self) -> Vec<LedgerEntry> {
        self.shared.lock().ledger.entries().to_vec()
    }

    /// The bot's own mistakes so far.
    pub fn refusals(&self) -> Vec<Refusal> {
        self.shared.lock().refusals.clone()
    }

    /// Calls that were answered 429 because a limit was reached; not those that a fault struck.
    pub fn throttled(&self) -> u64 {
        self.shared.lock().throttled
    }

    /// What Telegram would have accepted, and is wrong all the same.
    pub fn violations(&self) -> Vec<Violation> {
        self.shared.lock().violations.clone()
    }

    pub fn clear_refusals(&self) {
        self.shared.lock().refusals.clear();
    }

    pub fn clear_violations(&self) {
        self.shared.lock().violations.clear();
    }

    pub fn faults(&self) -> &Faults {
        &self.shared.faults
    }

    pub fn set_limits(&self, limits: Option<Limits>) {
        self.shared.lock().limiter.set(limits);
    }

    /// Adds a ready-made action to this user's pane of the page.
    pub fn offer(&self, user: i64, offer: Offer) {
        let mut state = self.shared.lock();
        let Some(person) = state.users.get_mut(&user) else {
            return;
        };
        person.offers.push(offer);
        let view = state.user_view(user);
        state.events.push(&json!({ "type": "offers", "user": view }));
    }

    pub fn clear_offers(&self, user: i64) {
        let mut state = self.shared.lock();
        let Some(person) = state.users.get_mut(&user) else {
            return;
        };
        person.offers.clear();
        person.used_offers.clear();
        let view = state.user_view(user);
        state.events.push(&json!({ "type": "offers", "user": view }));
    }

    /// Gives this user a pane of the page from the start, with this note.
    pub fn persona(&self, user: i64, note: impl Into<Words>) {
        self.shared.lock().set_persona(user, note.into());
    }

    /// Shows this beside the controls of the page, for example what day it is in the simulation.
    pub fn set_status(&self, status: impl Into<Status>) {
        let status = status.into();
        let mut state = self.shared.lock();
        if state.status != status {
            let Status { text, working, moment } = &status;
            state.events.push(&json!({ "type": "status", "text": text, "working": working, "moment": moment }));
            state.status = status;
        }
    }

    /// Ends every connection and frees the port.
    pub async fn stop(self) {
        self.shared.stop.send_replace(true);
        let server = self.running.server.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(server) = server {
            // It can only have panicked, and said so then.
            drop(server.await);
        }
    }
}

/// Outside the lock, which a panic would otherwise take along.
fn must<T>(what: &str, done: Result<T, SimError>) -> T {
    done.unwrap_or_else(|error| panic!("{what}: {error}"))
}
