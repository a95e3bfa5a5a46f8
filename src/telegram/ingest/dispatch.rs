//! Runs updates through the schema: one at a time for a chat, many chats at once, each bounded in time.

use std::{
    collections::{HashMap, VecDeque},
    ops::ControlFlow,
    panic::AssertUnwindSafe,
    pin::pin,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use dptree::deps;
use futures::FutureExt as _;
use teloxide::types::{ChatId, Update, UpdateKind};
use tokio::{
    sync::Semaphore,
    time::{Instant, sleep, sleep_until},
};

use super::{
    guard::{Guard, Verdict},
    peek::Peek,
};
use crate::{
    access::TelegramId,
    app::App,
    msg,
    telegram::{
        Schema,
        access::Caller,
        command,
        errors::{self, Place},
        hand::{Done, Hand},
        prompt,
        reply::{self, Screen, Tap, send_answer},
    },
    texts::Lang,
    tip,
};

/// Updates handled at the same moment over all chats. Whoever waits in line for one is served in turn: a chat is in
/// the line once.
const AT_ONCE: usize = 64;
/// A handler that works for longer is given up; what it waits for does not count.
const LIMIT: Duration = Duration::from_secs(25);
/// A handler that takes longer no longer keeps others from beginning.
const GIVE_WAY: Duration = Duration::from_millis(500);
/// Waits before an update is tried again whose reply met a passing fault.
const AGAIN: [Duration; 3] = [Duration::from_millis(300), Duration::from_secs(1), Duration::from_secs(3)];
/// How often a chat of which something was not read is looked after.
const LOOK_AFTER: Duration = Duration::from_millis(200);
/// Taps that are not read and answered at the same moment, over all chats; and how late an answer may be.
const REFUSALS: usize = 32;
const REFUSED_LATE: Duration = Duration::from_secs(10);

#[derive(Clone)]
pub struct Dispatcher(Arc<Inner>);

struct Inner {
    app: App,
    tree: Schema,
    blind: bool,
    began: Instant,
    permits: Arc<Semaphore>,
    refusals: Semaphore,
    /// A chat is here while a task works through its queue.
    chats: Mutex<HashMap<i64, Chat>>,
    guard: Mutex<Guard>,
    /// Telegram hands out nothing new before something is confirmed.
    pressed: Arc<AtomicBool>,
    stopping: AtomicBool,
}

struct Chat {
    /// The update that is being handled.
    hand: Hand,
    queue: VecDeque<Work>,
}

struct Work {
    update: Update,
    tap: Option<Tap>,
    done: Option<Done>,
}

impl Dispatcher {
    /// `blind` where what waits behind an update is not seen: Telegram calls a webhook with one update of a chat
    /// at a time.
    pub fn new(app: App, tree: Schema, blind: bool) -> Self {
        Self(Arc::new(Inner {
            app,
            tree,
            blind,
            began: Instant::now(),
            permits: Arc::new(Semaphore::new(AT_ONCE)),
            refusals: Semaphore::new(REFUSALS),
            chats: Mutex::default(),
            guard: Mutex::default(),
            pressed: Arc::default(),
            stopping: AtomicBool::new(false),
        }))
    }

    /// Whether an update is to be read. Where too much of its chat waits it is not: then it is finished, and the
    /// person is told once, a tap at once. `crowded` says that more comes in than is handled.
    pub fn admits(&self, peek: &Peek, crowded: bool) -> bool {
        let Some(chat) = peek.chat() else { return true };
        let (inner, tap) = (&self.0, peek.tap());
        let waiting = inner.waiting(chat) + inner.app.memory.lanes.waiting(chat);
        let (verdict, used) = {
            let mut guard = lock(&inner.guard);
            let verdict = guard.judge(chat, inner.began.elapsed(), tap.is_some(), waiting, crowded);
            (verdict, guard.used(chat))
        };
        inner.app.pacer.set_sent(chat, used);
        let Verdict::Unread { first } = verdict else { return true };
        let lang = inner.language(peek);
        if first {
            tokio::spawn(self.clone().look_after(chat, lang));
        }
        if let Some(query) = tap {
            tokio::spawn(self.clone().refuse_tap(query, lang));
        }
        false
    }

    /// Takes an update in hand. `done` is called once it is finished and its taps are answered, or sooner where it
    /// only waits and others would wait for it.
    pub fn submit(&self, update: Update, done: impl FnOnce() + Send + 'static) {
        let inner = &self.0;
        let chat = update
            .chat()
            .map(|chat| chat.id.0)
            .or(update.from().map(|user| user.id.0.cast_signed()))
            .unwrap_or_default();
        let tap = match &update.kind {
            UpdateKind::CallbackQuery(query) => {
                let lang = Lang::from_code(query.from.language_code.as_deref().unwrap_or("id"));
                let tap = Tap::new(query.clone(), lang);
                tap.answer_soon(&inner.app);
                Some(tap)
            }
            _ => None,
        };
        let mut work = Work { update, tap, done: Some(Box::new(done)) };
        let mut chats = lock(&inner.chats);
        match chats.get_mut(&chat) {
            Some(chat) => {
                chat.hand.follow(true);
                chat.queue.push_back(work);
            }
            None => {
                let hand = Hand::new(work.done.take(), &inner.pressed);
                hand.follow(inner.blind);
                chats.insert(chat, Chat { hand: hand.clone(), queue: VecDeque::new() });
                drop(chats);
                tokio::spawn(self.clone().work(chat, work, hand));
            }
        }
    }

    /// Says whether Telegram's window is full. While it is, what has only waited for half a second is confirmed, a
    /// file on its way for instance, and what stands behind it. Replies see to that by themselves.
    pub fn press(&self, pressed: bool) {
        let inner = &self.0;
        inner.pressed.store(pressed, Ordering::Relaxed);
        if !pressed && !inner.blind {
            return;
        }
        let mut freed = Vec::new();
        let mut chats = lock(&inner.chats);
        for chat in chats.values_mut().filter(|chat| chat.hand.loose_for().is_some_and(|time| time >= GIVE_WAY)) {
            freed.extend(chat.queue.iter_mut().filter_map(|work| work.done.take()));
            let hand = chat.hand.clone();
            freed.push(Box::new(move || hand.finish()));
        }
        drop(chats);
        for done in freed {
            done();
        }
    }

    /// Returns once nothing is in hand, and everyone has been told what was not read.
    pub async fn finish(&self) {
        let inner = &self.0;
        inner.stopping.store(true, Ordering::Relaxed);
        while !lock(&inner.chats).is_empty() || lock(&inner.guard).closed() > 0 {
            sleep(Duration::from_millis(10)).await;
        }
        inner.app.memory.lanes.emptied().await;
    }

    async fn work(self, chat: i64, mut work: Work, mut hand: Hand) {
        loop {
            let inner = &self.0;
            if let Ok(permit) = Arc::clone(&inner.permits).acquire_owned().await {
                hand.hold(permit);
            }
            let tap = work.tap.take();
            // A panic anywhere must not leave the chat waiting for ever.
            let handled = hand.clone().scope(Box::pin(inner.handle(work.update, tap.clone(), &hand)));
            if AssertUnwindSafe(handled).catch_unwind().await.is_err() {
                log::error!("handling an update panicked");
            }
            hand.give_way();
            // The next update of this chat need not wait until Telegram has taken the answer.
            let ended = hand;
            match tap {
                Some(tap) => drop(tokio::spawn(async move {
                    tap.settle().await;
                    ended.finish();
                })),
                None => ended.finish(),
            }
            let mut chats = lock(&inner.chats);
            let Some(entry) = chats.get_mut(&chat) else { return };
            match entry.queue.pop_front() {
                Some(mut next) => {
                    hand = Hand::new(next.done.take(), &inner.pressed);
                    hand.follow(inner.blind || !entry.queue.is_empty());
                    entry.hand = hand.clone();
                    work = next;
                }
                None => {
                    chats.remove(&chat);
                    return;
                }
            }
        }
    }

    /// Says in the chat how much was not read, once it has been quiet and what was read is answered.
    async fn look_after(self, chat: i64, lang: Lang) {
        let inner = &self.0;
        let unread = loop {
            sleep(LOOK_AFTER).await;
            let waiting = inner.waiting(chat) + inner.app.memory.lanes.waiting(chat);
            let at_once = inner.stopping.load(Ordering::Relaxed);
            if let Some(unread) = lock(&inner.guard).reopen(chat, inner.began.elapsed(), waiting, at_once) {
                break unread;
            }
        };
        // In a group it would be said to everyone.
        if unread == 0 || chat < 0 {
            return;
        }
        log::info!(unread; "messages of a chat were not read: too many at once");
        let screen = Screen::new(&msg!("error-too-many-messages", count = unread), lang);
        if let Err(error) = reply::send(&inner.app, ChatId(chat), &screen).await {
            log::warn!(cause = errors::cause(&error).as_str(); "a person could not be told what was not read");
        }
    }

    async fn refuse_tap(self, query: teloxide::types::CallbackQueryId, lang: Lang) {
        let last = Instant::now() + REFUSED_LATE;
        let Ok(_turn) = self.0.refusals.acquire().await else { return };
        if Instant::now() < last {
            let text = msg!("error-too-many-taps").plain(lang);
            send_answer(&self.0.app.bot, query, Some(text), true, last).await;
        }
    }
}

impl Inner {
    /// Updates of a chat in hand.
    fn waiting(&self, chat: i64) -> usize {
        lock(&self.chats).get(&chat).map_or(0, |chat| chat.queue.len() + 1)
    }

    /// Without a look into the database.
    fn language(&self, peek: &Peek) -> Lang {
        let known = peek.from().and_then(|user| self.app.memory.language(TelegramId(user)));
        known.unwrap_or_else(|| Lang::from_code(peek.language().unwrap_or("id")))
    }

    async fn handle(&self, update: Update, tap: Option<Tap>, hand: &Hand) {
        let app = &self.app;
        let (caller, failed) = match Caller::load(app, &update).await {
            Ok(caller) => (caller, None),
            Err(error) => (Caller::unknown(&update), Some(error)),
        };
        let Some(caller) = caller else { return };
        let tap = tap.map(|tap| tap.spoken(caller.lang));
        if app.tips.done.has(caller.cause.bytes()) {
            if let Some(tap) = &tap {
                tap.done(app);
            }
            return;
        }
        let of_tip = tip::handlers::concerns(app, &caller, &update);
        let mut once = of_tip || tip::admin::concerns(app, &caller, &update);
        let place = Place { caller: &caller, tap: tap.as_ref(), of_tip };
        let result = match failed {
            Some(error) => Err(error),
            None => {
                let run = errors::handling(of_tip, within(LIMIT, hand, self.run_again(&update, &place)));
                match AssertUnwindSafe(run).catch_unwind().await {
                    Ok(result) => result,
                    Err(_) => {
                        once = false;
                        errors::report_panic(app, &place).await;
                        Ok(())
                    }
                }
            }
        };
        match result {
            Ok(()) if once => app.tips.done.note(caller.cause.bytes()),
            Ok(()) => {}
            Err(error) => errors::report(app, &place, error).await,
        }
        if let Some(tap) = &tap {
            tap.done(app);
        }
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
                    sleep(*wait).await;
                }
                (result, _) => return result,
            }
        }
    }
}

/// Gives up on work that takes longer, and lets others begin beside it long before.
async fn within(limit: Duration, hand: &Hand, work: impl Future<Output = anyhow::Result<()>>) -> anyhow::Result<()> {
    let (mut work, began) = (pin!(work), Instant::now());
    let mut look = began + GIVE_WAY;
    loop {
        tokio::select! {
            result = &mut work => return result,
            () = sleep_until(look) => {
                hand.give_way();
                if began.elapsed().saturating_sub(hand.waited()) >= limit {
                    anyhow::bail!("a handler took too long");
                }
                look = Instant::now() + GIVE_WAY;
            }
        }
    }
}

/// A panic while holding one of these cannot leave them half-written.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_work_is_limited_not_waiting() {
        let limit = Duration::from_millis(600);
        let hand = Hand::default();
        let waits = async {
            crate::telegram::hand::aside(sleep(limit * 3)).await;
            Ok(())
        };
        assert!(within(limit, &hand, hand.clone().scope(waits)).await.is_ok());
        let works = async {
            sleep(limit * 3).await;
            Ok(())
        };
        assert!(within(limit, &Hand::default(), works).await.is_err());
    }
}
