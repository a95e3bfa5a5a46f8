//! Long polling with a sliding window over what is in hand.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use rand::RngExt as _;
use serde::Deserialize;
use serde_json::{json, value::RawValue};
use tokio::{
    sync::{Notify, watch},
    time::{Instant, sleep, timeout},
};

use super::{ALLOWED, Dispatcher, Parsed, Passed, Peek, STOP_WITHIN, id_of, parse, window::Window};
use crate::{app::App, health, telegram::call::Cut};

/// How long Telegram holds an empty poll open.
const HOLD: Duration = Duration::from_secs(25);
/// While something is in hand Telegram answers at once with just that, so polls keep a distance…
const DISTANCE: Duration = Duration::from_millis(10);
/// …and a poll that brought nothing new waits for an update to finish, but no longer than this: a
/// slow handler in one chat must not hold up the others.
const LOOK_AGAIN: Duration = Duration::from_millis(200);
/// Telegram hands out so many unconfirmed updates and no more.
const MOST: usize = 100;
/// From so many on, what only waits is confirmed.
const PRESSED: usize = 75;
/// Beyond the time a poll is held open, an answer must come within this.
const ANSWER: Duration = Duration::from_secs(5);
const BACK_OFF: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(60));

#[derive(Debug, thiserror::Error)]
enum PollError {
    #[error("another process polls with the same token, or a webhook is set; stop the other one")]
    Conflict,
    #[error("Telegram refuses the token; give the current one of @BotFather")]
    Unauthorized,
    #[error("Telegram asks to wait")]
    Flood(Duration),
    #[error("Telegram answers with an error of its own ({0})")]
    Server(u16),
    #[error("Telegram cannot be reached ({}); check the network", .0.class())]
    Network(Cut),
    #[error("Telegram's answer cannot be read")]
    Unreadable,
}

#[derive(Deserialize)]
struct Envelope {
    ok: bool,
    #[serde(default)]
    result: Vec<Box<RawValue>>,
    error_code: Option<u16>,
    parameters: Option<Parameters>,
}

#[derive(Deserialize)]
struct Parameters {
    retry_after: Option<u64>,
}

struct Shared {
    window: Mutex<Window>,
    finished: Notify,
}

impl Shared {
    fn window(&self) -> MutexGuard<'_, Window> {
        self.window.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

pub(super) async fn run(app: App, dispatcher: Dispatcher, mut stop: watch::Receiver<bool>) -> anyhow::Result<()> {
    let shared = Arc::new(Shared { window: Mutex::default(), finished: Notify::new() });
    let client = reqwest::Client::builder().connect_timeout(Duration::from_secs(5)).tcp_nodelay(true).build()?;
    let passed = Passed::default();
    let mut failures = 0u32;
    loop {
        app.memory.health.beat("updates");
        let fetched = tokio::select! {
            _ = stop.wait_for(|stop| *stop) => break,
            fetched = fetch(&client, &app, &shared, HOLD) => fetched,
        };
        let wait = match fetched {
            Ok(updates) => {
                app.memory.health.note_poll(None);
                if failures > 0 {
                    log::info!("updates are coming in again");
                    failures = 0;
                }
                let came = updates.len();
                let fresh = take_in_hand(&dispatcher, &shared, &passed, updates);
                let pressed = shared.window().taken() >= PRESSED;
                dispatcher.press(pressed);
                if let Err(()) = pace(&shared, came, fresh, &mut stop).await {
                    break;
                }
                continue;
            }
            Err(error) => {
                failures += 1;
                app.memory.health.note_poll(Some(matches!(error, PollError::Conflict)));
                let wait = back_off(&error, failures);
                log::warn!(failures, wait_ms = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX); "no updates: {error}");
                wait
            }
        };
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => break,
            () = sleep(wait) => {}
        }
    }
    finish(&client, &app, &dispatcher, &shared).await;
    Ok(())
}

/// How many of these are new and were not finished at once.
fn take_in_hand(dispatcher: &Dispatcher, shared: &Arc<Shared>, passed: &Passed, updates: Vec<Box<RawValue>>) -> usize {
    let mut fresh = 0;
    // As many as Telegram gives: there are more behind them.
    let crowded = updates.len() >= MOST;
    for raw in updates {
        // An id first, and cheaply: most of a batch may be in hand already.
        if let Some(id) = id_of(&raw)
            && !shared.window().accept(id)
        {
            continue;
        }
        if !dispatcher.admits(&Peek::at(&raw), crowded) {
            if let Some(id) = id_of(&raw) {
                shared.window().finish(id);
            }
            continue;
        }
        match parse(&raw, passed) {
            Parsed::Update(update) => {
                fresh += 1;
                let shared = Arc::clone(shared);
                let id = i64::from(update.id.0);
                dispatcher.submit(*update, move || {
                    shared.window().finish(id);
                    shared.finished.notify_one();
                });
            }
            Parsed::Passed => {
                if let Some(id) = id_of(&raw) {
                    shared.window().finish(id);
                }
            }
            Parsed::NoId => {}
        }
    }
    fresh
}

/// Waits until another poll makes sense. `Err` when told to stop.
async fn pace(shared: &Shared, came: usize, fresh: usize, stop: &mut watch::Receiver<bool>) -> Result<(), ()> {
    // Nothing in hand, and nothing that would come back at once: what came is finished and goes with the next poll.
    if shared.window().in_hand() == 0 && (fresh > 0 || came == 0 || came >= MOST) {
        return Ok(());
    }
    let longest = if fresh == 0 { LOOK_AGAIN } else { DISTANCE };
    tokio::select! {
        _ = stop.wait_for(|stop| *stop) => Err(()),
        () = async {
            let started = Instant::now();
            let _ = timeout(longest, shared.finished.notified()).await;
            sleep(DISTANCE.saturating_sub(started.elapsed())).await;
        } => Ok(()),
    }
}

async fn fetch(
    client: &reqwest::Client,
    app: &App,
    shared: &Shared,
    hold: Duration,
) -> Result<Vec<Box<RawValue>>, PollError> {
    let offset = shared.window().offset();
    let body =
        json!({ "offset": offset.unwrap_or(0), "limit": 100, "timeout": hold.as_secs(), "allowed_updates": ALLOWED });
    request(client, app, &body, hold).await
}

async fn request(
    client: &reqwest::Client,
    app: &App,
    body: &serde_json::Value,
    hold: Duration,
) -> Result<Vec<Box<RawValue>>, PollError> {
    let url = format!("{}/bot{}/getUpdates", app.config.telegram.api_url, app.bot.token());
    // The error of `reqwest` holds the address, and with it the token: only its kind leaves here.
    let cut = |error: reqwest::Error| PollError::Network(Cut::of(&error));
    let answer = client.post(url).json(body).timeout(hold + ANSWER).send().await.map_err(cut)?;
    let date = answer.headers().get(reqwest::header::DATE).and_then(|date| date.to_str().ok());
    app.memory.health.note_date(health::date(date), app.clock.now());
    let status = answer.status().as_u16();
    let bytes = answer.bytes().await.map_err(cut)?;
    let Ok(envelope) = serde_json::from_slice::<Envelope>(&bytes) else {
        return Err(if status >= 500 { PollError::Server(status) } else { PollError::Unreadable });
    };
    if envelope.ok {
        return Ok(envelope.result);
    }
    Err(match envelope.error_code.unwrap_or(status) {
        409 => PollError::Conflict,
        401 | 404 => PollError::Unauthorized,
        429 => PollError::Flood(Duration::from_secs(envelope.parameters.and_then(|p| p.retry_after).unwrap_or(1))),
        code @ 500.. => PollError::Server(code),
        _ => PollError::Unreadable,
    })
}

/// Doubles from one second to a minute, less up to half of it by chance, so that many bots do not return together.
fn back_off(error: &PollError, failures: u32) -> Duration {
    if let PollError::Flood(wait) = error {
        return *wait;
    }
    let (least, most) = BACK_OFF;
    let whole = least.saturating_mul(1 << failures.saturating_sub(1).min(6)).min(most);
    whole.mul_f64(rand::rng().random_range(0.5..=1.0))
}

/// Waits for what is in hand, then tells Telegram how far it may forget.
async fn finish(client: &reqwest::Client, app: &App, dispatcher: &Dispatcher, shared: &Shared) {
    let waited = timeout(STOP_WITHIN, async {
        while shared.window().in_hand() > 0 {
            let _ = timeout(Duration::from_millis(50), shared.finished.notified()).await;
        }
        dispatcher.finish().await;
    });
    let in_time = waited.await.is_ok();
    let (offset, left) = {
        let window = shared.window();
        (window.offset(), window.in_hand())
    };
    if !in_time {
        let replies = app.memory.lanes.total();
        log::warn!(left, replies; "stopping before every update was finished and every reply sent; updates come again at the next start");
    }
    let Some(offset) = offset else { return };
    let body = json!({ "offset": offset, "limit": 1, "timeout": 0, "allowed_updates": ALLOWED });
    if request(client, app, &body, Duration::ZERO).await.is_err() {
        log::warn!("the last updates could not be confirmed; they come again at the next start");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_back_off_grows_to_a_minute_and_heeds_telegram() {
        for failures in 1..100 {
            let wait = back_off(&PollError::Network(Cut::Dns), failures);
            assert!(wait >= Duration::from_millis(500) && wait <= Duration::from_secs(60), "{wait:?}");
        }
        assert!(back_off(&PollError::Conflict, 10) >= Duration::from_secs(30));
        assert_eq!(back_off(&PollError::Flood(Duration::from_secs(7)), 3), Duration::from_secs(7));
    }
}
