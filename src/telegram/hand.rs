//! An update that is being handled, as those see it who work for it: what waits behind it, and what it holds.

use std::{
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use tokio::{sync::OwnedSemaphorePermit, time::Instant};

tokio::task_local! {
    static HAND: Hand;
}

/// Confirms an update.
pub type Done = Box<dyn FnOnce() + Send>;

/// What is done for an update, or by a job of the bot's own, which waits for no reply for long either.
#[derive(Clone, Default)]
pub struct Hand(Arc<Inner>);

#[derive(Default)]
struct Inner {
    done: Mutex<Option<Done>>,
    permit: Mutex<Option<OwnedSemaphorePermit>>,
    /// Another update of the same chat waits.
    followed: AtomicBool,
    /// Telegram hands out nothing new until some of what is in hand is confirmed.
    pressed: Arc<AtomicBool>,
    waits: Mutex<Waits>,
    /// As `waits`, of those alone that may be confirmed meanwhile.
    loose: Mutex<Waits>,
}

#[derive(Default)]
struct Waits {
    open: u32,
    since: Option<Instant>,
    all: Duration,
}

impl Hand {
    pub fn new(done: Option<Done>, pressed: &Arc<AtomicBool>) -> Self {
        Self(Arc::new(Inner { done: done.into(), pressed: Arc::clone(pressed), ..Inner::default() }))
    }

    /// Does something for this update.
    pub async fn scope<F: Future>(self, work: F) -> F::Output {
        HAND.scope(self, work).await
    }

    /// `None` in tasks that stand beside the handlers: they wait for as long as it takes.
    pub fn current() -> Option<Self> {
        HAND.try_with(Clone::clone).ok()
    }

    pub fn hold(&self, permit: OwnedSemaphorePermit) {
        *lock(&self.0.permit) = Some(permit);
    }

    /// Others may begin.
    pub fn give_way(&self) {
        lock(&self.0.permit).take();
    }

    pub fn follow(&self, followed: bool) {
        self.0.followed.store(followed, Ordering::Relaxed);
    }

    /// Another update of the same chat waits for this one to end.
    pub fn is_followed(&self) -> bool {
        self.0.followed.load(Ordering::Relaxed)
    }

    /// Something waits for this update to end.
    pub fn is_wanted(&self) -> bool {
        self.is_followed() || self.0.pressed.load(Ordering::Relaxed)
    }

    /// Confirms the update, once.
    pub fn finish(&self) {
        let done = lock(&self.0.done).take();
        if let Some(done) = done {
            done();
        }
    }

    /// From now until this is dropped the update only waits, and for long: for a file, for a large work. It takes
    /// no one's place, and where Telegram's window is full it is confirmed.
    pub fn loosen(&self) -> Loose {
        lock(&self.0.loose).begin();
        Loose { hand: self.clone(), _rest: self.rest() }
    }

    /// As [`Hand::loosen`], for what decides by itself how long the update waits for it: it is not confirmed.
    pub fn rest(&self) -> Rest {
        self.give_way();
        lock(&self.0.waits).begin();
        Rest(self.clone())
    }

    /// For how long it has been [`Hand::loosen`]ed without a break, where it is.
    pub fn loose_for(&self) -> Option<Duration> {
        lock(&self.0.loose).since.map(|since| since.elapsed())
    }

    /// How long it has only waited.
    pub fn waited(&self) -> Duration {
        let waits = lock(&self.0.waits);
        waits.all + waits.since.map_or(Duration::ZERO, |since| since.elapsed())
    }
}

impl Waits {
    fn begin(&mut self) {
        self.open += 1;
        self.since.get_or_insert_with(Instant::now);
    }

    fn end(&mut self) {
        self.open -= 1;
        if self.open == 0
            && let Some(since) = self.since.take()
        {
            self.all += since.elapsed();
        }
    }
}

/// See [`Hand::loosen`].
pub struct Loose {
    hand: Hand,
    _rest: Rest,
}

impl Drop for Loose {
    fn drop(&mut self) {
        lock(&self.hand.0.loose).end();
    }
}

/// See [`Hand::rest`].
pub struct Rest(Hand);

impl Drop for Rest {
    fn drop(&mut self) {
        lock(&self.0.0.waits).end();
    }
}

/// Waits for something slow on behalf of the update in hand, if there is one.
pub async fn aside<F: Future>(work: F) -> F::Output {
    let _loose = Hand::current().map(|hand| hand.loosen());
    work.await
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn waiting_does_not_count_as_work_and_confirms_once() {
        let confirmed = Arc::new(Mutex::new(0));
        let counter = Arc::clone(&confirmed);
        let hand = Hand::new(Some(Box::new(move || *lock(&counter) += 1)), &Arc::default());
        let waits = Duration::from_millis(60);
        hand.clone().scope(async { aside(aside(tokio::time::sleep(waits))).await }).await;
        let waited = hand.waited();
        assert!(waited >= waits && hand.loose_for().is_none(), "{waited:?}");
        tokio::time::sleep(waits).await;
        assert_eq!(hand.waited(), waited, "work is no waiting");
        hand.finish();
        hand.finish();
        assert_eq!(*lock(&confirmed), 1);
    }
}
