//! What waits to be sent to each chat: in order, in memory, for as long as it takes.
//!
//! A reply is a [`Letter`] in the lane of its chat, and one task for each lane sends them as the pacer and
//! Telegram's flood control allow. Whoever handles an update waits for its letter, but not at everybody's cost:
//! where something else waits behind it, the letter is *parked*. It goes on waiting here while the update counts
//! as handled, for what it changed is on the disk. A kill loses parked letters and nothing else.

use std::{
    collections::{HashMap, VecDeque},
    panic::AssertUnwindSafe,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use futures::{FutureExt as _, future::BoxFuture};
use teloxide::types::{ChatId, MessageId};
use tokio::{
    sync::{Notify, oneshot},
    time::{Instant, sleep, timeout},
};

use super::{call::Fault, hand::Hand, reply::Screen};
use crate::{app::App, outbox::pace::Answer};

/// How long an update waits for its letter where something waits behind it: while it may not go out yet…
const PARK: Duration = Duration::from_millis(100);
/// …and once it is on the wire, where that is in its own chat.
const PARK_WIRE: Duration = Duration::from_secs(1);
/// …or, on the wire or not, where only Telegram's window is full, and not because of replies: a busy machine takes more
/// than a second for somebody who did nothing but wait.
const PARK_FULL: Duration = Duration::from_secs(3);
/// How long where nothing does.
const PATIENCE: Duration = Duration::from_secs(5);
/// How often an update that waits looks about.
const LOOK: Duration = Duration::from_millis(20);
/// Waits before a parked letter is tried again that met a passing fault; then it is given up.
const AGAIN: [u64; 10] = [1, 1, 3, 10, 30, 60, 60, 60, 60, 60];

/// What became of a letter: the new message, or `None` where nobody is there to get one.
type Result = std::result::Result<Option<MessageId>, Fault>;
/// Makes the request, as often as it takes.
pub type Attempt = Box<dyn Fn() -> BoxFuture<'static, Result> + Send + Sync>;

pub struct Letter {
    pub weight: u32,
    /// The same for letters that say the same: of those that wait one behind the other, one is enough.
    pub says: Option<u64>,
    pub attempt: Attempt,
}

struct Waiting {
    letter: Letter,
    /// Whoever still waits for it.
    heard: oneshot::Sender<Result>,
    stage: Shared,
    faults: usize,
}

/// How far a letter is.
#[derive(Clone, Copy, Debug, Default)]
enum Stage {
    /// Nothing holds it up but a busy machine: that is no reason to park it.
    #[default]
    New,
    /// It waits since then: for those before it, for its pace, for Telegram.
    Held(Instant),
    /// It is on the wire since then.
    Wire(Instant),
}

type Shared = Arc<Mutex<Stage>>;

/// An edit that Telegram does not want yet: the last screen wins.
struct Pending {
    screen: Screen,
    /// Where the message is gone meanwhile, it is sent anew.
    or_send: bool,
}

#[derive(Default)]
pub struct Lanes {
    chats: Mutex<HashMap<i64, VecDeque<Waiting>>>,
    edits: Mutex<HashMap<(ChatId, MessageId), Pending>>,
    changed: Notify,
}

impl Lanes {
    /// Letters of a chat that have not been sent.
    pub fn waiting(&self, chat: i64) -> usize {
        lock(&self.chats).get(&chat).map_or(0, VecDeque::len)
    }

    /// Over all chats, with edits.
    pub fn total(&self) -> usize {
        lock(&self.chats).values().map(VecDeque::len).sum::<usize>() + lock(&self.edits).len()
    }

    /// Returns once nothing waits any more.
    pub async fn emptied(&self) {
        while self.total() > 0 {
            let _ = timeout(PARK, self.changed.notified()).await;
        }
    }

    /// Behind all others of its chat. True where the lane was empty: someone must work through it.
    fn join(&self, chat: i64, waiting: Waiting) -> bool {
        let mut chats = lock(&self.chats);
        let first = !chats.contains_key(&chat);
        let lane = chats.entry(chat).or_default();
        if !lane.is_empty() {
            *lock(&waiting.stage) = Stage::Held(Instant::now());
        }
        if let Some(last) = lane.back_mut()
            && last.letter.says.is_some()
            && last.letter.says == waiting.letter.says
            && last.heard.is_closed()
            && !matches!(*lock(&last.stage), Stage::Wire(_))
        {
            *last = waiting;
        } else {
            lane.push_back(waiting);
        }
        first
    }
}

/// Sends a letter after those before it. `None` also where it is parked: then it goes out later.
pub async fn send(app: &App, chat: ChatId, letter: Letter) -> Result {
    let (stage, mut answer) = enqueue(app, chat, letter);
    let began = Instant::now();
    let Some(hand) = Hand::current() else { return answer.await.unwrap_or(Ok(None)) };
    let _rest = hand.rest();
    loop {
        match timeout(LOOK, &mut answer).await {
            Ok(result) => return result.unwrap_or(Ok(None)),
            Err(_) if may_park(app, &hand, began, *lock(&stage)) => return Ok(None),
            Err(_) => {}
        }
    }
}

/// As [`send`], for whoever needs the message: the update waits for as long as it takes. It holds up nobody but
/// its own chat.
pub async fn send_known(app: &App, chat: ChatId, letter: Letter) -> Result {
    let (_, answer) = enqueue(app, chat, letter);
    let _loose = Hand::current().map(|hand| hand.loosen());
    answer.await.unwrap_or(Ok(None))
}

fn may_park(app: &App, hand: &Hand, began: Instant, stage: Stage) -> bool {
    match stage {
        Stage::Wire(since) if hand.is_followed() => since.elapsed() >= PARK_WIRE,
        Stage::Wire(since) => hand.is_wanted() && since.elapsed() >= PARK_FULL,
        Stage::Held(since) if hand.is_followed() => since.elapsed() >= PARK,
        Stage::Held(since) if hand.is_wanted() => {
            since.elapsed() >= PARK_FULL || since.elapsed() >= PARK && app.pacer.is_full()
        }
        Stage::New | Stage::Held(_) => began.elapsed() >= PATIENCE,
    }
}

fn enqueue(app: &App, chat: ChatId, letter: Letter) -> (Shared, oneshot::Receiver<Result>) {
    let (heard, answer) = oneshot::channel();
    let stage = Shared::default();
    if app.memory.lanes.join(chat.0, Waiting { letter, heard, stage: Arc::clone(&stage), faults: 0 }) {
        tokio::spawn(work(app.clone(), chat.0));
    }
    (stage, answer)
}

/// Works through a lane until it is empty.
async fn work(app: App, chat: i64) {
    let lanes = &app.memory.lanes;
    loop {
        let weight = {
            let mut chats = lock(&lanes.chats);
            match chats.get(&chat).and_then(VecDeque::front) {
                Some(waiting) => {
                    *lock(&waiting.stage) = Stage::Held(Instant::now());
                    waiting.letter.weight
                }
                None => {
                    chats.remove(&chat);
                    lanes.changed.notify_waiters();
                    return;
                }
            }
        };
        let ticket = app.pacer.interactive(chat, weight).await;
        // Made while nobody else looks; the letter stays in its place until it is sent.
        let attempt = {
            let mut chats = lock(&lanes.chats);
            let Some(waiting) = chats.get_mut(&chat).and_then(VecDeque::front_mut) else {
                ticket.answered(Answer::Unsent);
                continue;
            };
            *lock(&waiting.stage) = Stage::Wire(Instant::now());
            (waiting.letter.attempt)()
        };
        // A panic anywhere must not leave the chat unanswered for ever.
        let result = AssertUnwindSafe(attempt).catch_unwind().await.unwrap_or(Err(Fault::Io));
        ticket.answered(answer(&result));
        if let Some(wait) = settle(lanes, chat, result) {
            sleep(wait).await;
        }
    }
}

/// Takes note of how the first letter of a lane fared; gives how long the next attempt must wait.
fn settle(lanes: &Lanes, chat: i64, result: Result) -> Option<Duration> {
    let mut chats = lock(&lanes.chats);
    let lane = chats.get_mut(&chat)?;
    let first = lane.front_mut()?;
    match &result {
        // The pacer knows how long.
        Err(Fault::Flood(_)) => {
            *lock(&first.stage) = Stage::Held(Instant::now());
            return Some(Duration::ZERO);
        }
        Err(fault) if fault.transient() && first.heard.is_closed() => {
            *lock(&first.stage) = Stage::Held(Instant::now());
            if let Some(wait) = AGAIN.get(first.faults) {
                first.faults += 1;
                return Some(Duration::from_secs(*wait));
            }
        }
        _ => {}
    }
    let first = lane.pop_front()?;
    if let Err(Err(fault)) = first.heard.send(result) {
        log::warn!(cause = fault.class(); "a reply that had waited was not sent");
    }
    None
}

/// What the pacer is to make of it.
pub fn answer<T>(result: &std::result::Result<T, Fault>) -> Answer {
    match result {
        Err(Fault::Flood(wait)) => Answer::TooMany { retry_after: *wait },
        Ok(_) | Err(Fault::Refused(_) | Fault::Moved(_)) => Answer::Answered,
        Err(_) => Answer::Lost,
    }
}

/// Makes an edit: `Ok(false)` where the message cannot be changed. Where Telegram wants it later and something
/// else waits, the edit waits here; another of the same message takes its place.
pub async fn edit(
    app: &App,
    at: (ChatId, MessageId),
    screen: &Screen,
    or_send: bool,
) -> std::result::Result<bool, Fault> {
    if let Some(pending) = lock(&app.memory.lanes.edits).get_mut(&at) {
        (pending.screen, pending.or_send) = (screen.clone(), pending.or_send || or_send);
        return Ok(true);
    }
    let began = Instant::now();
    loop {
        let wait = match super::reply::edit_once(app, at, screen).await {
            Err(Fault::Flood(wait)) => wait,
            result => return result,
        };
        let until = Instant::now() + wait;
        let Some(hand) = Hand::current() else {
            tokio::time::sleep_until(until).await;
            continue;
        };
        let _rest = hand.rest();
        while Instant::now() < until {
            if may_park(app, &hand, began, Stage::Held(began)) {
                lock(&app.memory.lanes.edits).insert(at, Pending { screen: screen.clone(), or_send });
                tokio::spawn(edit_later(app.clone(), at, until));
                return Ok(true);
            }
            tokio::time::sleep_until(until.min(Instant::now() + LOOK)).await;
        }
    }
}

async fn edit_later(app: App, at: (ChatId, MessageId), mut until: Instant) {
    let lanes = &app.memory.lanes;
    let mut faults = AGAIN.iter();
    loop {
        tokio::time::sleep_until(until).await;
        let Some((screen, or_send)) = lock(&lanes.edits).get(&at).map(|edit| (edit.screen.clone(), edit.or_send))
        else {
            return;
        };
        match super::reply::edit_once(&app, at, &screen).await {
            Err(Fault::Flood(wait)) => until = Instant::now() + wait,
            Err(fault) if fault.transient() => match faults.next() {
                Some(wait) => until = Instant::now() + Duration::from_secs(*wait),
                None => break drop(lock(&lanes.edits).remove(&at)),
            },
            result => {
                {
                    let mut edits = lock(&lanes.edits);
                    // Another screen may have come meanwhile.
                    if edits.get(&at).is_some_and(|edit| edit.screen.fingerprint() != screen.fingerprint()) {
                        continue;
                    }
                    edits.remove(&at);
                }
                if matches!(result, Ok(false)) && or_send {
                    let _ = super::reply::send(&app, at.0, &screen).await;
                }
                break;
            }
        }
    }
    lanes.changed.notify_waiters();
}

/// A panic while holding one of these cannot leave them half-written.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
