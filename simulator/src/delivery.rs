//! Delivery of updates: the long poll, the webhook, and the clock of callback queries.
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::Value;
use tokio::sync::oneshot;

use crate::api::args::{Args, Raw};
use crate::api::settings::allowed_updates;
use crate::error::{ApiError, ApiResult};
use crate::server::{Shared, carry_out};
use crate::state::Poller;

/// Telegram cuts longer polls to this.
const LONGEST_POLL: i64 = 50;

/// Leaves the place of the waiting poll when the call ends or its client goes away.
struct Place<'a> {
    shared: &'a Shared,
    id: u64,
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let mut state = self.shared.lock();
        if state.poller.as_ref().is_some_and(|p| p.id == self.id) {
            state.poller = None;
        }
    }
}

/// The JSON array of updates. Nothing is taken from the queue by sending it.
pub async fn get_updates(shared: &Shared, args: &Args) -> ApiResult<String> {
    let limit = usize::try_from(args.int("limit").unwrap_or(100).clamp(1, 100)).unwrap_or(100);
    let timeout = args.int("timeout").unwrap_or(0).clamp(0, LONGEST_POLL).unsigned_abs();
    let deadline = tokio::time::Instant::now() + Duration::from_secs(timeout);
    let (sender, mut ended) = oneshot::channel();
    let (mut changed, place) = {
        let mut state = shared.lock();
        if state.webhook.is_some() {
            return Err(ApiError::conflict(
                "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
            ));
        }
        if let Some(allowed) = allowed_updates(args.get("allowed_updates"))? {
            state.queue.allowed = allowed;
        }
        if let Some(older) = state.poller.take() {
            older.end("terminated by other getUpdates request; make sure that only one bot instance is running");
        }
        if let Some(offset) = args.int("offset") {
            state.confirm(offset);
        }
        state.polls += 1;
        let id = state.polls;
        state.poller = Some(Poller { id, end: sender });
        (state.signals.updates.subscribe(), Place { shared, id })
    };
    let _place = place;
    loop {
        if let Some(batch) = batch(shared, limit) {
            return Ok(batch);
        }
        tokio::select! {
            why = &mut ended => return Err(ApiError::conflict(why.unwrap_or("terminated"))),
            _ = changed.changed() => {}
            () = tokio::time::sleep_until(deadline) => return Ok("[]".to_owned()),
        }
    }
}

fn batch(shared: &Shared, limit: usize) -> Option<String> {
    let state = shared.lock();
    if state.queue.is_empty() {
        return None;
    }
    let mut out = String::from("[");
    for (n, queued) in state.queue.iter().take(limit).enumerate() {
        if n > 0 {
            out.push(',');
        }
        out.push_str(&queued.body);
    }
    out.push(']');
    Some(out)
}

/// Gives up on callback queries whose time is over, for as long as the simulator runs.
pub async fn expire(shared: Arc<Shared>) {
    let mut stop = shared.stop.subscribe();
    let mut changed = shared.lock().signals.updates.subscribe();
    loop {
        let next = shared.lock().expire_queries(Instant::now());
        let pause = next.unwrap_or(Duration::from_secs(3600)) + Duration::from_millis(1);
        tokio::select! {
            _ = stop.changed() => return,
            _ = changed.changed() => {}
            () = tokio::time::sleep(pause) => {}
        }
    }
}

struct Job {
    generation: u64,
    /// Its number in the queue.
    update: u64,
    body: Arc<str>,
    url: String,
    secret: Option<String>,
}

/// Starts deliveries to the webhook, for as long as the simulator runs.
pub async fn webhook(shared: Arc<Shared>, client: reqwest::Client) {
    let mut stop = shared.stop.subscribe();
    let mut changed = shared.lock().signals.updates.subscribe();
    loop {
        while let Some(job) = next_job(&shared) {
            tokio::spawn(deliver(shared.clone(), client.clone(), job));
        }
        tokio::select! {
            _ = stop.changed() => return,
            _ = changed.changed() => {}
        }
    }
}

fn next_job(shared: &Shared) -> Option<Job> {
    let mut state = shared.lock();
    let state = &mut *state;
    let webhook = state.webhook.as_mut()?;
    if webhook.in_flight >= webhook.max_connections {
        return None;
    }
    let (update, queued) = state.queue.take_ready()?;
    webhook.in_flight += 1;
    Some(Job {
        generation: webhook.generation,
        update,
        body: queued.body.clone(),
        url: webhook.url.clone(),
        secret: webhook.secret.clone(),
    })
}

async fn deliver(shared: Arc<Shared>, client: reqwest::Client, job: Job) {
    let mut stop = shared.stop.subscribe();
    let first = shared.options.webhook_retry;
    let mut pause = first;
    loop {
        let outcome = tokio::select! {
            _ = stop.changed() => return,
            outcome = post(&client, &job) => outcome,
        };
        match outcome {
            Ok(reply) => {
                if shared.lock().webhook_generation == job.generation {
                    call_in_reply(&shared, &reply);
                    delivered(&shared, &job);
                }
                return;
            }
            Err(error) => {
                let mut state = shared.lock();
                let now = state.now();
                match state.webhook.as_mut().filter(|w| w.generation == job.generation) {
                    Some(webhook) => webhook.last_error = Some((now, error)),
                    None => return,
                }
            }
        }
        tokio::select! {
            _ = stop.changed() => return,
            () = tokio::time::sleep(pause) => {}
        }
        pause = (pause * 2).min(first * 32);
    }
}

async fn post(client: &reqwest::Client, job: &Job) -> Result<String, String> {
    let mut request =
        client.post(&job.url).header("content-type", "application/json").body(job.body.as_bytes().to_vec());
    if let Some(secret) = &job.secret {
        request = request.header("x-telegram-bot-api-secret-token", secret);
    }
    let response = request.send().await.map_err(|error| {
        if error.is_timeout() { "Read timeout expired".to_owned() } else { "Connection refused".to_owned() }
    })?;
    let status = response.status();
    if !status.is_success() {
        return Err(format!("Wrong response from the webhook: {status}"));
    }
    Ok(response.text().await.unwrap_or_default())
}

/// A webhook may answer with one method call; its result is nobody's.
fn call_in_reply(shared: &Shared, reply: &str) {
    let Ok(Value::Object(mut json)) = serde_json::from_str(reply) else {
        return;
    };
    let Some(Value::String(method)) = json.remove("method") else {
        return;
    };
    // The refusal, if any, is kept there.
    drop(carry_out(shared, &method, Raw { json, ..Raw::default() }, None));
}

fn delivered(shared: &Shared, job: &Job) {
    let mut state = shared.lock();
    // The call in the reply may have replaced the webhook.
    if let Some(webhook) = state.webhook.as_mut().filter(|w| w.generation == job.generation) {
        webhook.in_flight -= 1;
    }
    if let Some(queued) = state.queue.remove(job.update) {
        state.finish(&queued);
    }
    state.signals.quiet.send_replace(());
    state.signals.updates.send_replace(());
}
