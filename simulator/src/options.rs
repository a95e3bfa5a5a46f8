//! What a simulator is started with: its bot, limits, clock, ledger and page.
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use crate::limits::Limits;
use crate::words::Words;

/// Unix milliseconds; used for message dates and age rules only.
pub type Clock = Arc<dyn Fn() -> i64 + Send + Sync>;

/// What a control does with the chosen moment.
pub type Run = dyn Fn(&str) -> Result<Words, Words> + Send + Sync;

/// A button of the page that runs something of its owner's (for example "advance a day").
#[derive(Clone)]
pub struct Control {
    pub label: Words,
    /// Beside the button, a day and time that whoever plays can choose; this one at first, as `YYYY-MM-DDTHH:MM`.
    pub moment: Option<String>,
    /// Runs on a request of the page, with the chosen moment or an empty text. What it returns is shown
    /// there; an error is shown as one.
    pub run: Arc<Run>,
}

impl Control {
    /// A button alone.
    pub fn button(label: impl Into<Words>, run: impl Fn() -> String + Send + Sync + 'static) -> Self {
        Self { label: label.into(), moment: None, run: Arc::new(move |_| Ok(run().into())) }
    }
}

impl fmt::Debug for Control {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Control").field("label", &self.label).finish_non_exhaustive()
    }
}

/// The first number of each kind that is given, then one more each time: choose long ones that occur nowhere by
/// chance where a test looks for them in what a bot leaves behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Numbers {
    /// Of users added without an id while there are none.
    pub user: i64,
    /// Of private chats together; groups count their own messages from 1. Libraries hold 31 bits.
    pub message: i64,
    /// Libraries hold 32 bits.
    pub update: i64,
    /// Part of a file's id and path.
    pub file: u64,
    pub query: u64,
    pub album: u64,
}

impl Default for Numbers {
    fn default() -> Self {
        Self {
            // Beyond 32 bits, as real ids are.
            user: 5_000_000_001,
            message: 1,
            update: 700_000_001,
            file: 0,
            query: 4_300_000_000_000_000_001,
            album: 13_000_000_000_000_001,
        }
    }
}

#[derive(Clone)]
pub struct Options {
    /// 0 takes a free port.
    pub port: u16,
    /// `<bot id>:<secret>`; the number before the colon is the bot's user id.
    pub token: String,
    pub username: String,
    pub bot_name: String,
    /// `None` answers every send, however fast they come.
    pub limits: Option<Limits>,
    /// Accepted calls are appended here, flushed before the HTTP answer is written.
    pub ledger: Option<PathBuf>,
    /// Puts the text itself in the ledger instead of its SHA-256.
    pub ledger_text: bool,
    pub now: Option<Clock>,
    /// Where counting begins.
    pub numbers: Numbers,
    /// Keeps every request as it came, for [`crate::Simulator::requests`].
    pub keep_requests: bool,
    /// Title of the page.
    pub title: Words,
    /// HTML shown beside the panes of the page.
    pub intro_html: Words,
    /// The zone of users who have none of their own, by its IANA name; without one, the browser's.
    pub time_zone: Option<String>,
    /// Language of the page until someone chooses another: `id` or `en`.
    pub language: String,
    pub controls: Vec<Control>,
    /// Delivers every update a second time once it was confirmed or taken by the webhook, as after a crash of the bot.
    pub twice: bool,
    /// In groups the bot sees only commands, replies to it and mentions of it.
    pub privacy: bool,
    /// Messages kept per chat; `None` keeps all.
    pub keep_history: Option<usize>,
    /// An answer to a callback query is refused after this long.
    pub callback_timeout: Duration,
    /// A callback query answered later than this is a violation.
    pub slow_answer: Duration,
    /// First pause after a failed webhook delivery; doubles up to 32 times this.
    pub webhook_retry: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            port: 0,
            token: "1000001:SIMULATOR-TOKEN-simulator-token-abc".to_owned(),
            username: "sim_bot".to_owned(),
            bot_name: "Simulated bot".to_owned(),
            limits: None,
            ledger: None,
            ledger_text: false,
            now: None,
            numbers: Numbers::default(),
            keep_requests: false,
            title: "Telegram simulator".into(),
            intro_html: Words::default(),
            time_zone: None,
            language: "id".to_owned(),
            controls: Vec::new(),
            twice: false,
            privacy: true,
            keep_history: None,
            callback_timeout: Duration::from_secs(15),
            slow_answer: Duration::from_secs(1),
            webhook_retry: Duration::from_millis(250),
        }
    }
}

impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options")
            .field("port", &self.port)
            .field("username", &self.username)
            .field("limits", &self.limits)
            .finish_non_exhaustive()
    }
}

#[derive(Clone, Debug, Default)]
pub struct NewUser {
    /// `None` takes the next free one.
    pub id: Option<i64>,
    pub first_name: String,
    pub last_name: Option<String>,
    pub username: Option<String>,
    pub language_code: Option<String>,
    /// Where they are, by the IANA name of its zone: their pane shows times of it.
    pub time_zone: Option<String>,
}

impl NewUser {
    pub fn named(first_name: &str) -> Self {
        Self { first_name: first_name.to_owned(), ..Self::default() }
    }
}

/// What a user sends.
#[derive(Clone, Debug)]
pub enum Content {
    Text(String),
    /// A text with formatting, in the tags of `parse_mode=HTML`.
    Html(String),
    /// The same as an answer to the message `to`.
    HtmlReply {
        to: i64,
        html: String,
    },
    /// A photo or a document with a caption that is formatted.
    Captioned {
        file: Box<Content>,
        html: String,
    },
    /// A text that answers the message `to` of the same chat.
    Reply {
        to: i64,
        text: String,
    },
    Sticker,
    Voice,
    VideoNote,
    Photo {
        bytes: Vec<u8>,
        caption: Option<String>,
    },
    Document {
        name: String,
        mime: String,
        bytes: Vec<u8>,
        caption: Option<String>,
    },
    /// The contact card of a user, one's own or another's.
    Contact {
        of: i64,
    },
    Location {
        latitude: f64,
        longitude: f64,
    },
    Dice,
    /// A post of a channel with this title, forwarded.
    Forward {
        from_channel: String,
        text: String,
    },
}

/// A ready-made action that a user's pane of the page shows.
#[derive(Clone, Debug)]
pub struct Offer {
    pub label: Words,
    pub action: OfferAction,
}

#[derive(Clone, Debug)]
pub enum OfferAction {
    Text(String),
    /// Opens the bot by a deep link with this parameter.
    Start(String),
    Document {
        name: String,
        mime: String,
        bytes: Vec<u8>,
    },
}

/// Why an action of a simulated user could not be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SimError {
    NoSuchUser(i64),
    NoSuchChat(i64),
    NotAMember {
        user: i64,
        chat: i64,
    },
    NoSuchMessage {
        chat: i64,
        message: i64,
    },
    /// The message exists, but shows no such button; the labels it shows are listed.
    NoSuchButton {
        label: String,
        shown: Vec<String>,
    },
    /// The button opens this address instead of asking the bot.
    Url(String),
    Blocked(i64),
    Deactivated(i64),
    Invalid(String),
    /// `settled` ran out of time; says what was still open.
    NotSettled(String),
}

impl fmt::Display for SimError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoSuchUser(id) => write!(f, "there is no user {id}: add one first"),
            Self::NoSuchChat(id) => {
                write!(f, "there is no chat {id}: use a user's id for the private chat, or a group's id")
            }
            Self::NotAMember { user, chat } => {
                write!(f, "user {user} is not a member of chat {chat}")
            }
            Self::NoSuchMessage { chat, message } => {
                write!(f, "there is no message {message} in chat {chat} (any more)")
            }
            Self::NoSuchButton { label, shown } => {
                write!(f, "the message has no button \"{label}\"; it shows {shown:?}")
            }
            Self::Url(url) => write!(f, "this button opens {url} and asks the bot nothing"),
            Self::Blocked(id) => write!(f, "user {id} has blocked the bot: unblock it or send /start"),
            Self::Deactivated(id) => write!(f, "user {id} is deactivated and can do nothing"),
            Self::Invalid(what) => f.write_str(what),
            Self::NotSettled(what) => write!(f, "the bot did not settle in time: {what}"),
        }
    }
}

impl std::error::Error for SimError {}
