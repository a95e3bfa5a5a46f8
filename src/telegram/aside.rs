//! Large works beside the handlers: short ones are waited for, long ones show how far they are.

use std::{
    panic::AssertUnwindSafe,
    pin::pin,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use futures::FutureExt as _;
use teloxide::types::MessageId;
use tokio::{
    sync::OwnedSemaphorePermit,
    time::{Instant, MissedTickBehavior},
};

use super::{
    access::Caller,
    button::Button,
    errors::{self, Place},
    hand,
    reply::{self, Attachment, Screen, Tap},
};
use crate::{app::App, error::refuse, msg, texts::Message};

/// How long the handler waits before it leaves the work to itself, and how often progress is shown.
const SOON: Duration = Duration::from_secs(2);
/// Waits before a reply is tried again that met a passing fault.
const AGAIN: [Duration; 3] = [Duration::from_secs(1), Duration::from_secs(3), Duration::from_secs(10)];

/// What a work ends with: the files first, so that the screen with its buttons is the last thing below.
pub struct Outcome {
    pub attachments: Vec<Attachment>,
    pub screen: Screen,
}

impl From<Screen> for Outcome {
    fn from(screen: Screen) -> Self {
        Self { attachments: Vec::new(), screen }
    }
}

/// How far a work is, in words; the work writes it and the chat shows it.
#[derive(Clone, Default)]
pub struct Gauge(Arc<Mutex<Option<Message>>>);

impl Gauge {
    pub fn tell(&self, message: Message) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(message);
    }

    fn read(&self) -> Option<Message> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Where a work shows itself: in one message, sent at the first need and edited from then on.
pub struct Desk {
    app: App,
    caller: Caller,
    tap: Option<Tap>,
    below: Option<MessageId>,
    shown: Option<MessageId>,
    /// Shown beside the progress and after a failure: if the process dies, the next tap begins anew.
    again: Option<(Message, Button)>,
}

impl Desk {
    /// For a message that is to be answered below it.
    pub fn below(app: App, caller: Caller, message: MessageId) -> Self {
        Self { app, caller, tap: None, below: Some(message), shown: None, again: None }
    }

    /// For a tap: the message with the button shows progress and outcome.
    pub fn tapped(app: App, caller: Caller, tap: Tap, again: (Message, Button)) -> Self {
        let shown = tap.message().map(|message| message.id);
        let below = tap.message().and_then(|message| message.reply_to_message()).map(|message| message.id);
        Self { app, caller, tap: Some(tap), below, shown, again: Some(again) }
    }

    /// Does the work, one at a time in the whole bot. Returns when it is done, or soon.
    pub async fn run<F>(self, work: impl FnOnce(Gauge) -> F) -> anyhow::Result<()>
    where
        F: Future<Output = anyhow::Result<Outcome>> + Send + 'static,
    {
        let permit = match self.app.memory.take_desk(self.caller.cause) {
            Ok(permit) => permit,
            // It will say how it ended.
            Err(true) => return Ok(()),
            Err(false) => return refuse(msg!("admin-busy")),
        };
        self.begin(work, Some(permit)).await
    }

    /// As [`Desk::run`], for what mostly takes no time: beside other works.
    pub async fn run_beside<F>(self, work: impl FnOnce(Gauge) -> F) -> anyhow::Result<()>
    where
        F: Future<Output = anyhow::Result<Outcome>> + Send + 'static,
    {
        self.begin(work, None).await
    }

    async fn begin<F>(self, work: impl FnOnce(Gauge) -> F, permit: Option<OwnedSemaphorePermit>) -> anyhow::Result<()>
    where
        F: Future<Output = anyhow::Result<Outcome>> + Send + 'static,
    {
        if let Some(tap) = &self.tap {
            tap.done(&self.app);
        }
        let gauge = Gauge::default();
        let work = work(gauge.clone());
        let job = tokio::spawn(async move {
            self.attend(gauge, work).await;
            drop(permit);
        });
        // A short work is done before the next update of this chat is looked at.
        let _ = hand::aside(tokio::time::timeout(SOON, job)).await;
        Ok(())
    }

    async fn attend(mut self, gauge: Gauge, work: impl Future<Output = anyhow::Result<Outcome>> + Send) {
        let mut work = pin!(AssertUnwindSafe(work).catch_unwind());
        let mut ticks = tokio::time::interval_at(Instant::now() + SOON, SOON);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut told = false;
        let result = loop {
            tokio::select! {
                biased;
                result = &mut work => break result,
                _ = ticks.tick() => {
                    let Some(message) = gauge.read() else { continue };
                    told = true;
                    let screen = self.with_again(&message);
                    if let Err(error) = self.show(&screen).await {
                        log::debug!(cause = errors::cause(&error).as_str(); "progress was not shown");
                    }
                }
            }
        };
        let failed = match result {
            Ok(Ok(outcome)) => match self.deliver(&outcome).await {
                Ok(()) => return,
                Err(error) => Some(error),
            },
            Ok(Err(error)) => Some(error),
            Err(_) => None,
        };
        if told {
            let screen = self.with_again(&msg!("admin-stopped"));
            let _ = self.show(&screen).await;
        }
        let place = Place { caller: &self.caller, tap: None, of_tip: false };
        match failed {
            Some(error) => errors::report(&self.app, &place, error).await,
            None => errors::report_panic(&self.app, &place).await,
        }
    }

    fn with_again(&self, message: &Message) -> Screen {
        let screen = Screen::new(message, self.caller.lang);
        match &self.again {
            Some((label, button)) => screen.row(label, self.caller.lang, button),
            None => screen,
        }
    }

    async fn deliver(&mut self, outcome: &Outcome) -> anyhow::Result<()> {
        for attachment in &outcome.attachments {
            persist(|| reply::send_document(&self.app, self.caller.chat, attachment)).await?;
        }
        if outcome.attachments.is_empty() {
            return self.show(&outcome.screen).await;
        }
        // What was shown above the files would be overlooked.
        self.retire().await;
        self.show(&outcome.screen).await
    }

    /// Leaves the message above the files without buttons; the next screen is sent below them.
    async fn retire(&mut self) {
        if let Some(shown) = self.shown.take() {
            let screen = Screen::new(&msg!("admin-see-below"), self.caller.lang);
            let _ = persist(|| reply::edit(&self.app, self.caller.chat, shown, &screen)).await;
        }
    }

    async fn show(&mut self, screen: &Screen) -> anyhow::Result<()> {
        let (app, chat) = (&self.app, self.caller.chat);
        if let Some(shown) = self.shown
            && persist(|| reply::edit(app, chat, shown, screen)).await?
        {
            return Ok(());
        }
        self.shown = persist(|| reply::send_below(app, chat, screen, self.below)).await?;
        Ok(())
    }
}

/// Tries again what met a passing fault.
pub async fn persist<T, F>(mut attempt: impl FnMut() -> F) -> anyhow::Result<T>
where
    F: Future<Output = anyhow::Result<T>>,
{
    let mut waits = AGAIN.iter();
    loop {
        match (attempt().await, waits.next()) {
            (Err(error), Some(wait)) if errors::transient(&error) => tokio::time::sleep(*wait).await,
            (result, _) => return result,
        }
    }
}
