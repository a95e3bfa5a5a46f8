//! Screens out: sends and edits such that Telegram has nothing to refuse.

mod tap;

use std::{
    hash::{DefaultHasher, Hash as _, Hasher as _},
    path::Path,
    sync::Arc,
    time::Duration,
};

use anyhow::Context as _;
use teloxide::{
    ApiError, Bot,
    payloads::{EditMessageTextSetters as _, SendDocumentSetters as _, SendMessageSetters as _},
    requests::{HasPayload as _, Requester as _},
    types::{
        ChatId, InlineKeyboardButton, InlineKeyboardMarkup, InputFile, LinkPreviewOptions, MessageId, ParseMode,
        ReplyParameters,
    },
};

pub use self::tap::{Tap, send_answer};
use super::{
    button::Button,
    call::{Fault, ask},
    lane::{self, Letter},
};
use crate::{
    app::App,
    texts::{Lang, Message},
};

/// How long a file may take on its way.
const TRANSFER: Duration = Duration::from_secs(180);

/// One message: HTML text and the buttons below it.
#[derive(Clone, Debug, Default, Hash)]
pub struct Screen {
    html: String,
    rows: Vec<Vec<Key>>,
}

#[derive(Clone, Debug, Hash)]
enum Key {
    Tap(String, String),
    Url(String, String),
}

impl Screen {
    pub fn new(text: &Message, lang: Lang) -> Self {
        Self { html: text.html(lang), rows: Vec::new() }
    }

    /// What was rendered before.
    pub fn rendered(html: String) -> Self {
        Self { html, rows: Vec::new() }
    }

    /// Several texts, an empty line between them.
    pub fn parts(texts: &[Message], lang: Lang) -> Self {
        let texts: Vec<String> = texts.iter().map(|text| text.html(lang)).collect();
        Self { html: texts.join("\n\n"), rows: Vec::new() }
    }

    /// Starts a new row with this button.
    pub fn row(mut self, label: &Message, lang: Lang, button: &Button) -> Self {
        self.rows.push(vec![Key::Tap(label.plain(lang), button.encode())]);
        self
    }

    /// Puts this button beside the last one.
    pub fn beside(mut self, label: &Message, lang: Lang, button: &Button) -> Self {
        let key = Key::Tap(label.plain(lang), button.encode());
        match self.rows.last_mut() {
            Some(row) => row.push(key),
            None => self.rows.push(vec![key]),
        }
        self
    }

    pub fn link(mut self, label: &Message, lang: Lang, url: &str) -> Self {
        self.rows.push(vec![Key::Url(label.plain(lang), url.to_owned())]);
        self
    }

    fn keyboard(&self) -> InlineKeyboardMarkup {
        let key = |key: &Key| match key {
            Key::Tap(label, data) => Some(InlineKeyboardButton::callback(label, data)),
            Key::Url(label, url) => Some(InlineKeyboardButton::url(label, url.parse().ok()?)),
        };
        InlineKeyboardMarkup::new(self.rows.iter().map(|row| row.iter().filter_map(key)))
    }

    /// The same for screens that look alike, in every process.
    pub fn fingerprint(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.hash(&mut hasher);
        hasher.finish()
    }
}

/// Sends a new message. `None` where a person has blocked the bot meanwhile, and where the message waits for its
/// turn and the update need not: then it goes out later, in its order.
pub async fn send(app: &App, chat: ChatId, screen: &Screen) -> anyhow::Result<Option<MessageId>> {
    send_below(app, chat, screen, None).await
}

/// As [`send`], as a reply to a message of theirs, where it is still there.
pub async fn send_below(
    app: &App,
    chat: ChatId,
    screen: &Screen,
    below: Option<MessageId>,
) -> anyhow::Result<Option<MessageId>> {
    Ok(lane::send(app, chat, letter(app, chat, screen, below)).await?)
}

/// As [`send_below`], for whoever must know the message: `None` only where nobody is there to get it.
pub async fn send_known(
    app: &App,
    chat: ChatId,
    screen: &Screen,
    below: Option<MessageId>,
) -> anyhow::Result<Option<MessageId>> {
    Ok(lane::send_known(app, chat, letter(app, chat, screen, below)).await?)
}

fn letter(app: &App, chat: ChatId, screen: &Screen, below: Option<MessageId>) -> Letter {
    let (app, fingerprint) = (app.clone(), screen.fingerprint());
    let mut request =
        app.bot.send_message(chat, &screen.html).parse_mode(ParseMode::Html).link_preview_options(no_preview());
    if !screen.rows.is_empty() {
        request = request.reply_markup(screen.keyboard());
    }
    if let Some(below) = below {
        request = request.reply_parameters(ReplyParameters::new(below).allow_sending_without_reply());
    }
    let payload = Arc::new(request.payload_ref().clone());
    let attempt = move || {
        let (app, payload) = (app.clone(), Arc::clone(&payload));
        let sent = async move {
            let Some(message) = unless_gone(ask(&app.bot, &*payload).await)? else { return Ok(None) };
            app.memory.set_shown(chat, message.id, fingerprint);
            Ok(Some(message.id))
        };
        Box::pin(sent) as _
    };
    Letter { weight: 1, says: below.is_none().then_some(fingerprint), attempt: Box::new(attempt) }
}

/// A file to be sent.
#[derive(Clone)]
pub struct Attachment {
    pub name: String,
    pub bytes: Vec<u8>,
    /// HTML, at most 1,024 characters.
    pub caption: String,
    /// Not to be forwarded or saved into a gallery.
    pub protect: bool,
}

/// What is said of a file that stays on the disk.
pub struct Label {
    pub name: String,
    /// As that of an [`Attachment`].
    pub caption: String,
}

/// Sends a file, with the time that a large one takes.
pub async fn send_document(app: &App, chat: ChatId, attachment: &Attachment) -> anyhow::Result<()> {
    let Attachment { name, bytes, caption, protect } = attachment.clone();
    send_input(app, chat, Label { name, caption }, protect, move || InputFile::memory(bytes.clone())).await
}

/// As [`send_document`], from the disk: a large file is never in memory as a whole.
pub async fn send_file(app: &App, chat: ChatId, path: &Path, label: Label) -> anyhow::Result<()> {
    let path = path.to_owned();
    send_input(app, chat, label, false, move || InputFile::file(path.clone())).await
}

async fn send_input(
    app: &App,
    chat: ChatId,
    Label { name, caption }: Label,
    protect: bool,
    file: impl Fn() -> InputFile + Send + Sync + 'static,
) -> anyhow::Result<()> {
    let bot = unhurried(app)?;
    let attempt = move || {
        let request = bot
            .send_document(chat, file().file_name(name.clone()))
            .caption(&caption)
            .parse_mode(ParseMode::Html)
            .protect_content(protect);
        let sent = async move {
            let sent = request.await.map_err(Fault::from);
            Ok(unless_gone(sent)?.map(|message| message.id))
        };
        Box::pin(sent) as _
    };
    // Whoever sends a file waits for it: there is one of a chat in memory.
    lane::send_known(app, chat, Letter { weight: 1, says: None, attempt: Box::new(attempt) }).await?;
    Ok(())
}

/// The bot with the time that a file takes, up or down; other requests give up sooner.
pub fn unhurried(app: &App) -> anyhow::Result<Bot> {
    let client =
        teloxide::net::default_reqwest_settings().timeout(TRANSFER).build().context("building the HTTP client")?;
    Ok(Bot::with_client(app.bot.token(), client).set_api_url(app.bot.api_url()))
}

/// Changes a message of ours. `false` when it can no longer be changed (deleted, too old).
pub async fn edit(app: &App, chat: ChatId, message: MessageId, screen: &Screen) -> anyhow::Result<bool> {
    Ok(lane::edit(app, (chat, message), screen, false).await?)
}

/// Makes the edit, unless the message shows the screen already.
pub(super) async fn edit_once(app: &App, (chat, message): (ChatId, MessageId), screen: &Screen) -> Result<bool, Fault> {
    let fingerprint = screen.fingerprint();
    if app.memory.shown(chat, message) == Some(fingerprint) {
        return Ok(true);
    }
    let request = app
        .bot
        .edit_message_text(chat, message, &screen.html)
        .parse_mode(ParseMode::Html)
        .link_preview_options(no_preview())
        .reply_markup(screen.keyboard());
    match ask(&app.bot, request.payload_ref()).await {
        Ok(_) => {}
        // Only after a restart, when the edit was made and the update came again.
        Err(Fault::Refused(ApiError::MessageNotModified)) => {}
        Err(Fault::Refused(
            ApiError::MessageToEditNotFound | ApiError::MessageCantBeEdited | ApiError::MessageIdInvalid,
        )) => return Ok(false),
        // Nobody is there to see it, and nobody to send it to anew.
        Err(fault) if fault.gone() => return Ok(false),
        Err(fault) => return Err(fault),
    }
    app.memory.set_shown(chat, message, fingerprint);
    Ok(true)
}

fn no_preview() -> LinkPreviewOptions {
    LinkPreviewOptions {
        is_disabled: true,
        url: None,
        prefer_small_media: false,
        prefer_large_media: false,
        show_above_text: false,
    }
}

/// `None` for a person who has blocked the bot or closed the account: there is no one to tell.
fn unless_gone<T>(result: Result<T, Fault>) -> Result<Option<T>, Fault> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(fault) if fault.gone() => Ok(None),
        Err(fault) => Err(fault),
    }
}
