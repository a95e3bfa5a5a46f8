//! A tap on an inline button and the one answer that Telegram is owed for it, soon.

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use teloxide::{
    Bot,
    payloads::AnswerCallbackQuerySetters as _,
    requests::{HasPayload as _, Requester as _},
    types::{CallbackQuery, CallbackQueryId},
    utils::render::RenderMessageTextHelper as _,
};
use tokio::{
    task::JoinHandle,
    time::{Instant, sleep, timeout},
};

use super::{Screen, lane, send};
use crate::{
    app::App,
    telegram::{
        button::Button,
        call::{Fault, ask},
        errors,
    },
    texts::{Lang, Message},
};

/// `answerCallbackQuery` takes at most 200 characters.
const TOAST: usize = 200;
/// A button spins no longer than this, whatever its handler waits for.
const SOON: Duration = Duration::from_millis(500);
/// Nobody waits for an answer that is later than this: Telegram's clients have given up.
const TOO_LATE: Duration = Duration::from_secs(10);
/// How long an update waits until its answers are on their way.
const SETTLE: Duration = Duration::from_secs(1);

/// What was pressed, and the one answer.
#[derive(Clone)]
pub struct Tap {
    query: Arc<CallbackQuery>,
    pub lang: Lang,
    since: Instant,
    answered: Arc<AtomicBool>,
    /// Answered with nothing, before the handler had its say.
    early: Arc<AtomicBool>,
    /// Answers under way. Not awaited by the handler, so that the next tap need not wait for them.
    answers: Arc<Mutex<Vec<JoinHandle<()>>>>,
}

impl Tap {
    pub fn new(query: CallbackQuery, lang: Lang) -> Self {
        Self {
            query: query.into(),
            lang,
            since: Instant::now(),
            answered: Arc::default(),
            early: Arc::default(),
            answers: Arc::default(),
        }
    }

    /// The same tap, now that the language of the one who tapped is known.
    #[must_use]
    pub fn spoken(self, lang: Lang) -> Self {
        Self { lang, ..self }
    }

    /// Lets the button stop spinning soon, however long its handler waits for something.
    pub fn answer_soon(&self, app: &App) {
        let (tap, app) = (self.clone(), app.clone());
        tokio::spawn(async move {
            sleep(SOON).await;
            if !tap.answered.swap(true, Ordering::SeqCst) {
                tap.early.store(true, Ordering::SeqCst);
                tap.send_answer(&app, None, false);
            }
        });
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
        if !self.answered.swap(true, Ordering::SeqCst) {
            let text = text.map(|text| text.plain(self.lang).chars().take(TOAST).collect());
            return self.send_answer(app, text, alert);
        }
        // What the button can no longer say is said in the chat.
        if self.early.swap(false, Ordering::SeqCst)
            && let (Some(text), Some(message)) = (text, &self.query.message)
            && message.chat().is_private()
        {
            let (app, chat, screen) = (app.clone(), message.chat().id, Screen::new(text, self.lang));
            self.keep(tokio::spawn(async move {
                if let Err(error) = send(&app, chat, &screen).await {
                    log::warn!(cause = errors::cause(&error).as_str(); "a late answer to a tap was not sent");
                }
            }));
        }
    }

    fn send_answer(&self, app: &App, text: Option<String>, alert: bool) {
        let (bot, id, last) = (app.bot.clone(), self.query.id.clone(), self.since + TOO_LATE);
        self.keep(tokio::spawn(async move { send_answer(&bot, id, text, alert, last).await }));
    }

    fn keep(&self, answer: JoinHandle<()>) {
        self.answers.lock().unwrap_or_else(PoisonError::into_inner).push(answer);
    }

    /// Waits until every answer is on its way, though not for long: they go on by themselves.
    pub async fn settle(&self) {
        let answers = std::mem::take(&mut *self.answers.lock().unwrap_or_else(PoisonError::into_inner));
        let _ = timeout(SETTLE, futures::future::join_all(answers)).await;
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
            if lane::edit(app, (chat, id), screen, true).await? {
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

/// Answers a callback query, unless nobody waits for it any more.
pub async fn send_answer(bot: &Bot, id: CallbackQueryId, text: Option<String>, alert: bool, last: Instant) {
    let mut request = bot.answer_callback_query(id).show_alert(alert);
    if let Some(text) = text {
        request = request.text(text);
    }
    loop {
        match ask(bot, request.payload_ref()).await {
            Ok(_) => return,
            Err(Fault::Flood(wait)) if Instant::now() + wait < last => sleep(wait).await,
            // Nothing to mend: an expired query has no one waiting for its answer.
            Err(fault) => return log::debug!(class = fault.class(); "an answer to a callback query was not taken"),
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_that_differs_only_in_writing_compares_equal() {
        assert_eq!(strip("<b>Ikrar</b>\n2/4"), strip("<strong>Ikrar</strong> 2/4"));
        assert_ne!(strip("<b>1</b>"), strip("<b>2</b>"));
    }
}
