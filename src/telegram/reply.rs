//! Screens out: sends, edits and answers such that Telegram has nothing to refuse.

use std::{
    hash::{DefaultHasher, Hash as _, Hasher as _},
    path::Path,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use anyhow::Context as _;
use teloxide::{
    ApiError, Bot, RequestError,
    payloads::{
        AnswerCallbackQuerySetters as _, EditMessageTextSetters as _, SendDocumentSetters as _, SendMessageSetters as _,
    },
    requests::Requester as _,
    types::{
        CallbackQuery, ChatId, InlineKeyboardButton, InlineKeyboardMarkup, InputFile, LinkPreviewOptions, MessageId,
        ParseMode, ReplyParameters,
    },
    utils::render::RenderMessageTextHelper as _,
};
use tokio::task::JoinSet;

use super::{button::Button, closed};
use crate::{
    app::App,
    outbox::pace::Answer,
    texts::{Lang, Message},
};

/// How long an interactive reply waits in all when Telegram asks for patience.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long a file may take on its way.
const TRANSFER: Duration = Duration::from_secs(180);
/// `answerCallbackQuery` takes at most 200 characters.
const TOAST: usize = 200;

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

/// Sends a new message. A person who blocked the bot meanwhile is no error: `None`.
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
    let sent = counted(app, chat, || {
        let mut request =
            app.bot.send_message(chat, &screen.html).parse_mode(ParseMode::Html).link_preview_options(no_preview());
        if !screen.rows.is_empty() {
            request = request.reply_markup(screen.keyboard());
        }
        if let Some(below) = below {
            request = request.reply_parameters(ReplyParameters::new(below).allow_sending_without_reply());
        }
        request.into_future()
    })
    .await;
    let Some(message) = unless_gone(sent)? else { return Ok(None) };
    app.memory.set_shown(chat, message.id, screen.fingerprint());
    Ok(Some(message.id))
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

/// Sends a file, with the time that a large one takes.
pub async fn send_document(app: &App, chat: ChatId, attachment: &Attachment) -> anyhow::Result<()> {
    let bot = unhurried(app)?;
    let sent = counted(app, chat, || {
        let file = InputFile::memory(attachment.bytes.clone()).file_name(attachment.name.clone());
        let request = bot.send_document(chat, file).caption(&attachment.caption).parse_mode(ParseMode::Html);
        request.protect_content(attachment.protect).into_future()
    })
    .await;
    unless_gone(sent).map(|_| ())
}

/// As [`send_document`], from the disk: a large file is never in memory as a whole.
pub async fn send_file(app: &App, chat: ChatId, path: &Path, note: &Attachment) -> anyhow::Result<()> {
    let bot = unhurried(app)?;
    let sent = patiently(|| {
        let file = InputFile::file(path.to_owned()).file_name(note.name.clone());
        let request = bot.send_document(chat, file).caption(&note.caption).parse_mode(ParseMode::Html);
        request.protect_content(note.protect).into_future()
    })
    .await;
    unless_gone(sent).map(|_| ())
}

/// The bot with the time that a file takes, up or down; other requests give up sooner.
pub fn unhurried(app: &App) -> anyhow::Result<Bot> {
    let client =
        teloxide::net::default_reqwest_settings().timeout(TRANSFER).build().context("building the HTTP client")?;
    Ok(Bot::with_client(app.bot.token(), client).set_api_url(app.bot.api_url()))
}

/// Changes a message of ours. `false` when it can no longer be changed (deleted, too old, blocked).
pub async fn edit(app: &App, chat: ChatId, message: MessageId, screen: &Screen) -> anyhow::Result<bool> {
    let fingerprint = screen.fingerprint();
    if app.memory.shown(chat, message) == Some(fingerprint) {
        return Ok(true);
    }
    let edited = patiently(|| {
        app.bot
            .edit_message_text(chat, message, &screen.html)
            .parse_mode(ParseMode::Html)
            .link_preview_options(no_preview())
            .reply_markup(screen.keyboard())
            .into_future()
    })
    .await;
    match edited {
        Ok(_) => {}
        // Only after a restart, when the edit was made and the update came again.
        Err(RequestError::Api(ApiError::MessageNotModified)) => {}
        Err(RequestError::Api(
            ApiError::MessageToEditNotFound | ApiError::MessageCantBeEdited | ApiError::MessageIdInvalid,
        )) => {
            return Ok(false);
        }
        // Nobody is there to see it.
        Err(error) => return unless_gone(Err(error)).map(|there: Option<()>| there.is_some()),
    }
    app.memory.set_shown(chat, message, fingerprint);
    Ok(true)
}

/// A tap on an inline button: what was pressed, and the one answer that Telegram is owed.
#[derive(Clone)]
pub struct Tap {
    query: Arc<CallbackQuery>,
    pub lang: Lang,
    answered: Arc<AtomicBool>,
    /// Answers under way. Not awaited by the handler, so that the next tap need not wait for them.
    answers: Arc<Mutex<JoinSet<()>>>,
}

impl Tap {
    pub fn new(query: CallbackQuery, lang: Lang) -> Self {
        Self { query: query.into(), lang, answered: AtomicBool::new(false).into(), answers: Arc::default() }
    }

    /// Tells this tap from any other.
    pub fn id(&self) -> &str {
        &self.query.id.0
    }

    pub fn button(&self) -> Option<Button> {
        Button::decode(self.query.data.as_deref()?)
    }

    /// The message below which the button stands, unless Telegram no longer gives it.
    pub fn message(&self) -> Option<&teloxide::types::Message> {
        self.query.regular_message()
    }

    /// A short note that fades.
    pub fn toast(&self, app: &App, text: &Message) {
        self.answer(app, Some(text), false);
    }

    /// A note that stays until it is closed.
    pub fn alert(&self, app: &App, text: &Message) {
        self.answer(app, Some(text), true);
    }

    /// Lets the button stop spinning; does nothing after a toast or an alert.
    pub fn done(&self, app: &App) {
        self.answer(app, None, false);
    }

    /// True once there is nothing left to say by way of the button.
    pub fn answered(&self) -> bool {
        self.answered.load(Ordering::SeqCst)
    }

    fn answer(&self, app: &App, text: Option<&Message>, alert: bool) {
        if self.answered.swap(true, Ordering::SeqCst) {
            return;
        }
        let text: Option<String> = text.map(|text| text.plain(self.lang).chars().take(TOAST).collect());
        let (bot, id) = (app.bot.clone(), self.query.id.clone());
        let answer = async move {
            let mut request = bot.answer_callback_query(id).show_alert(alert);
            if let Some(text) = text {
                request = request.text(text);
            }
            if let Err(error) = request.await {
                // Nothing to mend: an expired query has no one waiting for its answer.
                log::debug!(class = super::errors::class(&error); "an answer to a callback query was not taken");
            }
        };
        self.answers.lock().unwrap_or_else(PoisonError::into_inner).spawn(answer);
    }

    /// Waits until every answer is on its way.
    pub async fn settle(&self) {
        let answers = std::mem::take(&mut *self.answers.lock().unwrap_or_else(PoisonError::into_inner));
        answers.join_all().await;
    }

    /// Shows the screen where the tap was: edits the message, or sends a new one where that cannot be.
    pub async fn show(&self, app: &App, screen: &Screen) -> anyhow::Result<()> {
        // The button need not spin until the screen is there: both go out together.
        self.done(app);
        let Some(message) = &self.query.message else { return Ok(()) };
        let (chat, id) = (message.chat().id, message.id());
        if let Some(message) = message.regular_message() {
            // A message this process did not write: what it shows now came with the tap.
            if app.memory.shown(chat, id).is_none() && same(message, screen) {
                app.memory.set_shown(chat, id, screen.fingerprint());
            }
            if edit(app, chat, id, screen).await? {
                return Ok(());
            }
        }
        send(app, chat, screen).await.map(|_| ())
    }

    /// Sends the screen as a new message in the chat of the tap.
    pub async fn send(&self, app: &App, screen: &Screen) -> anyhow::Result<()> {
        let Some(message) = &self.query.message else { return Ok(()) };
        send(app, message.chat().id, screen).await.map(|_| ())
    }
}

/// Whether a message already shows this text and these buttons.
fn same(message: &teloxide::types::Message, screen: &Screen) -> bool {
    let keyboard = screen.keyboard();
    let now = message.reply_markup().map_or(&[][..], |markup| markup.inline_keyboard.as_slice());
    let text = message.html_text().unwrap_or_default();
    strip(&text) == strip(&screen.html) && now == keyboard.inline_keyboard.as_slice()
}

/// The text without its tags and white space: two ways of writing the same HTML compare equal.
fn strip(html: &str) -> String {
    let mut inside = false;
    html.chars()
        .filter(|c| match c {
            '<' => {
                inside = true;
                false
            }
            '>' if inside => {
                inside = false;
                false
            }
            _ => !inside && !c.is_whitespace(),
        })
        .collect()
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

/// As [`patiently`], for a new message: it counts towards Telegram's limits, and the bulk makes room for it.
async fn counted<T, F>(app: &App, chat: ChatId, mut request: impl FnMut() -> F) -> Result<T, RequestError>
where
    F: Future<Output = Result<T, RequestError>>,
{
    patiently(|| {
        let request = request();
        async move {
            let ticket = app.pacer.interactive(chat.0, 1).await;
            let result = request.await;
            ticket.answered(answer(&result));
            result
        }
    })
    .await
}

fn answer<T>(result: &Result<T, RequestError>) -> Answer {
    match result {
        Err(RequestError::RetryAfter(seconds)) => Answer::TooMany { retry_after: seconds.duration() },
        Ok(_) | Err(RequestError::Api(_) | RequestError::MigrateToChatId(_)) => Answer::Answered,
        Err(_) => Answer::Lost,
    }
}

/// Waits as long as Telegram says, within reason, and tries again.
async fn patiently<T, F>(mut request: impl FnMut() -> F) -> Result<T, RequestError>
where
    F: Future<Output = Result<T, RequestError>>,
{
    let mut waited = Duration::ZERO;
    loop {
        match request().await {
            Err(RequestError::RetryAfter(seconds)) if waited + seconds.duration() <= PATIENCE => {
                waited += seconds.duration();
                tokio::time::sleep(seconds.duration()).await;
            }
            result => return result,
        }
    }
}

/// `None` where the chat is closed to the bot: there is no one to tell.
fn unless_gone<T>(result: Result<T, RequestError>) -> anyhow::Result<Option<T>> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(error) if closed::is_closed(&error) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_that_differs_only_in_writing_compares_equal() {
        assert_eq!(strip("<b>Ikrar</b>\n2/4"), strip("<strong>Ikrar</strong> 2/4"));
        assert_ne!(strip("<b>1</b>"), strip("<b>2</b>"));
    }
}
