//! Runs updates through the schema: one at a time for a chat, many chats at once, each bounded in time.

use std::{
    collections::{HashMap, VecDeque},
    panic::AssertUnwindSafe,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use dptree::deps;
use futures::FutureExt as _;
use std::ops::ControlFlow;
use teloxide::types::{Update, UpdateKind};
use tokio::sync::Semaphore;

use crate::{
    app::App,
    telegram::{
        Schema,
        access::Caller,
        command,
        errors::{self, Place},
        prompt,
        reply::Tap,
    },
    tip,
};

/// Updates handled at the same moment over all chats.
const AT_ONCE: usize = 64;
/// A handler that takes longer is given up: Telegram hands out no more than 100 unconfirmed updates.
const LIMIT: Duration = Duration::from_secs(25);
/// Waits before an update is tried again whose reply met a passing fault.
const AGAIN: [Duration; 3] = [Duration::from_millis(300), Duration::from_secs(1), Duration::from_secs(3)];

type Done = Box<dyn FnOnce() + Send>;

#[derive(Clone)]
pub struct Dispatcher(Arc<Inner>);

struct Inner {
    app: App,
    tree: Schema,
    permits: Semaphore,
    /// A chat is here while a task works through its queue.
    chats: Mutex<HashMap<i64, VecDeque<(Update, Done)>>>,
}

impl Dispatcher {
    pub fn new(app: App, tree: Schema) -> Self {
        Self(Arc::new(Inner { app, tree, permits: Semaphore::new(AT_ONCE), chats: Mutex::default() }))
    }

    /// Takes an update in hand. `done` is called once it is finished and its taps are answered.
    pub fn submit(&self, update: Update, done: impl FnOnce() + Send + 'static) {
        let chat = update
            .chat()
            .map(|chat| chat.id.0)
            .or(update.from().map(|user| user.id.0.cast_signed()))
            .unwrap_or_default();
        let mut chats = self.0.chats.lock().unwrap_or_else(PoisonError::into_inner);
        match chats.get_mut(&chat) {
            Some(queue) => queue.push_back((update, Box::new(done))),
            None => {
                chats.insert(chat, VecDeque::new());
                drop(chats);
                tokio::spawn(self.clone().work(chat, update, Box::new(done)));
            }
        }
    }

    async fn work(self, chat: i64, mut update: Update, mut done: Done) {
        loop {
            let tap = {
                let _permit = self.0.permits.acquire().await;
                // A panic anywhere must not leave the chat waiting for ever.
                AssertUnwindSafe(self.0.handle(update)).catch_unwind().await.unwrap_or_else(|_| {
                    log::error!("handling an update panicked");
                    None
                })
            };
            // The next update of this chat need not wait until Telegram has taken the answer.
            tokio::spawn(async move {
                if let Some(tap) = tap {
                    tap.settle().await;
                }
                done();
            });
            let mut chats = self.0.chats.lock().unwrap_or_else(PoisonError::into_inner);
            match chats.get_mut(&chat).and_then(VecDeque::pop_front) {
                Some(next) => (update, done) = next,
                None => {
                    chats.remove(&chat);
                    return;
                }
            }
        }
    }
}

impl Inner {
    async fn handle(&self, update: Update) -> Option<Tap> {
        let app = &self.app;
        let (caller, failed) = match Caller::load(app, &update).await {
            Ok(caller) => (caller?, None),
            Err(error) => (Caller::unknown(&update)?, Some(error)),
        };
        let tap = match &update.kind {
            UpdateKind::CallbackQuery(query) => Some(Tap::new(query.clone(), caller.lang)),
            _ => None,
        };
        let of_tip = tip::handlers::concerns(app, &caller, &update);
        let place = Place { caller: &caller, tap: tap.as_ref(), of_tip };
        let result = match failed {
            Some(error) => Err(error),
            None => {
                let run = errors::handling(of_tip, self.run_again(&update, &place));
                match AssertUnwindSafe(tokio::time::timeout(LIMIT, run)).catch_unwind().await {
                    Ok(Ok(result)) => result,
                    Ok(Err(_)) => Err(anyhow::anyhow!("a handler took too long")),
                    Err(_) => {
                        errors::report_panic(app, &place).await;
                        Ok(())
                    }
                }
            }
        };
        if let Err(error) = result {
            errors::report(app, &place, error).await;
        }
        if let Some(tap) = &tap {
            tap.done(app);
        }
        tap
    }

    /// Handlers bear to run twice, so a reply lost to a passing fault is simply made again.
    async fn run_again(&self, update: &Update, place: &Place<'_>) -> anyhow::Result<()> {
        let Place { caller, tap, of_tip } = *place;
        let mut waits = AGAIN.iter();
        let invocation = command::invocation(&self.app, update, caller);
        let question = prompt::question(&self.app, update, caller).await?;
        loop {
            let deps =
                deps![self.app.clone(), update.clone(), caller.clone(), tap.cloned(), invocation.clone(), question];
            let result = match self.tree.dispatch(deps).await {
                ControlFlow::Break(result) => result,
                ControlFlow::Continue(_) => Ok(()),
            };
            match (result, waits.next()) {
                (Err(error), Some(wait)) if errors::transient(&error) => {
                    if !of_tip {
                        log::warn!(cause = errors::cause(&error).as_str(); "a reply met a passing fault; trying again");
                    }
                    tokio::time::sleep(*wait).await;
                }
                (result, _) => return result,
            }
        }
    }
}
