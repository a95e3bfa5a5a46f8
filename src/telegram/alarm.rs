//! Looks at what can be out of order, and tells every superadmin once when it is, and once when it is over.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::Write as _,
    path::Path,
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use reqwest::header;
use serde::Deserialize;
use tokio::sync::watch;

use super::{announce, reply::Screen};
use crate::{
    app::App,
    clock::{Clock as _, SystemClock, from_millis},
    disk,
    health::{self, HOLD, LOCK, TROUBLES},
    msg,
    texts::Message,
};

/// Between two looks, and before the first one: a start is not the time for bad news of the network.
const EVERY: Duration = Duration::from_secs(30);
const FIRST: Duration = Duration::from_secs(15);
/// How far the clock may be from Telegram's, whose answers are dated to the second.
const OFF: TimeDelta = TimeDelta::seconds(5);
/// How long Telegram must have been out of reach before that is worth a message.
const AWAY: TimeDelta = TimeDelta::minutes(5);
/// A webhook's error of before that is history.
const RECENT: TimeDelta = TimeDelta::minutes(10);

/// What can be out of order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Trouble {
    Disk,
    Clock,
    Webhook,
    /// Another process polls with the same token.
    Conflict,
    Tips,
    /// Messages to many wait after a restore.
    Held,
}

impl Trouble {
    /// For `ikrar doctor`.
    pub fn word(self) -> &'static str {
        match self {
            Trouble::Disk => "the disk is nearly full",
            Trouble::Clock => "the clock differs from Telegram's",
            Trouble::Webhook => "Telegram cannot deliver to the webhook",
            Trouble::Conflict => "another process asks for updates with the same token",
            Trouble::Tips => "the database of tips is out of order",
            Trouble::Held => "messages to many are held after a restore",
        }
    }

    /// How many looks in turn must find it: a passing fault is no news.
    fn patience(self) -> u32 {
        match self {
            Trouble::Disk | Trouble::Tips | Trouble::Held => 1,
            Trouble::Clock | Trouble::Webhook | Trouble::Conflict => 2,
        }
    }

    fn over(self) -> Message {
        match self {
            Trouble::Disk => msg!("ops-alarm-disk-over"),
            Trouble::Clock => msg!("ops-alarm-clock-over"),
            Trouble::Webhook => msg!("ops-alarm-webhook-over"),
            Trouble::Conflict => msg!("ops-alarm-conflict-over"),
            Trouble::Tips => msg!("ops-alarm-tips-over"),
            Trouble::Held => msg!("ops-alarm-held-over"),
        }
    }
}

/// What was found and told so far.
#[derive(Default)]
pub struct Memory {
    client: reqwest::Client,
    seen: BTreeMap<Trouble, u32>,
    noted: BTreeSet<Trouble>,
    told: BTreeSet<Trouble>,
    away_since: Option<DateTime<Utc>>,
}

pub async fn run(app: App, mut stop: watch::Receiver<bool>) {
    let mut memory = Memory::default();
    let mut wait = FIRST;
    note(&app.config.data_dir, &BTreeSet::new());
    loop {
        app.memory.health.beat("alarms");
        if tokio::time::timeout(wait, stop.wait_for(|stop| *stop)).await.is_ok() {
            return note(&app.config.data_dir, &BTreeSet::new());
        }
        step(&app, &mut memory).await;
        touch(&app.config.data_dir);
        wait = EVERY;
    }
}

/// One look at everything. What cannot be told now is told with the next look.
pub async fn step(app: &App, memory: &mut Memory) {
    let hook = ask(app, &memory.client).await;
    let mut found = here(app);
    found.extend(hook.map(|message| (Trouble::Webhook, message)));
    let wire = app.memory.health.wire();
    if let Some(off) = wire.ahead.filter(|off| off.abs() > OFF) {
        let ahead =
            if off > TimeDelta::zero() { msg!("ops-alarm-clock-ahead") } else { msg!("ops-alarm-clock-behind") };
        found.insert(Trouble::Clock, msg!("ops-alarm-clock", by = words(off.abs()), direction = ahead));
    }
    memory.seen.retain(|trouble, _| found.contains_key(trouble));
    for trouble in found.keys() {
        *memory.seen.entry(*trouble).or_default() += 1;
    }
    let lasts = |(trouble, looks): (&Trouble, &u32)| (*looks >= trouble.patience()).then_some(*trouble);
    let lasting: BTreeSet<Trouble> = memory.seen.iter().filter_map(lasts).collect();
    for trouble in lasting.difference(&memory.noted) {
        log::warn!(trouble = trouble.word(); "out of order");
    }
    note(&app.config.data_dir, &lasting);
    memory.noted = lasting.clone();
    if wire.answers == Some(false) {
        // Nobody can be told.
        memory.away_since.get_or_insert_with(|| app.clock.now());
        return;
    }
    let away = memory.away_since.take().map(|since| app.clock.now() - since);
    if let Some(away) = away.filter(|away| *away >= AWAY) {
        tell(app, &msg!("ops-alarm-away-over", lasted = words(away))).await;
    }
    for (trouble, message) in found.iter().filter(|(trouble, _)| lasting.contains(trouble)) {
        if memory.told.insert(*trouble) {
            tell(app, message).await;
        }
    }
    let over: Vec<Trouble> = memory.told.iter().copied().filter(|trouble| !found.contains_key(trouble)).collect();
    for trouble in over {
        memory.told.remove(&trouble);
        log::info!(trouble = trouble.word(); "in order again");
        tell(app, &trouble.over()).await;
    }
}

async fn tell(app: &App, message: &Message) {
    announce::superadmins(app, &[], |lang| Screen::new(message, lang)).await;
}

/// What this machine knows by itself.
fn here(app: &App) -> BTreeMap<Trouble, Message> {
    let mut found = BTreeMap::new();
    match disk::free(&app.config.data_dir) {
        Ok(free) if free < disk::NEARLY_FULL => {
            found.insert(Trouble::Disk, msg!("ops-alarm-disk", free = disk::size(free)));
        }
        _ => {}
    }
    if app.memory.health.wire().conflict {
        found.insert(Trouble::Conflict, msg!("ops-alarm-conflict"));
    }
    if !app.tips.is_open() {
        found.insert(Trouble::Tips, msg!("ops-alarm-tips"));
    }
    if app.config.data_dir.join(HOLD).exists() {
        found.insert(Trouble::Held, msg!("ops-alarm-held"));
    }
    found
}

#[derive(Deserialize)]
struct Answer {
    result: Option<Hook>,
}

#[derive(Deserialize)]
struct Hook {
    url: String,
    #[serde(default)]
    pending_update_count: i64,
    last_error_date: Option<i64>,
    last_error_message: Option<String>,
}

/// Where Telegram shall call us, what keeps it from that. Whoever polls hears of everything by that alone. A request
/// of our own: the library drops the headers.
async fn ask(app: &App, client: &reqwest::Client) -> Option<Message> {
    app.config.telegram.webhook.as_ref()?;
    let url = format!("{}/bot{}/getWebhookInfo", app.config.telegram.api_url, app.bot.token());
    let health = &app.memory.health;
    // Its error holds the address, and with it the token.
    let Ok(answer) = client.get(url).timeout(Duration::from_secs(10)).send().await else {
        health.note_poll(Some(false));
        return None;
    };
    let date = answer.headers().get(header::DATE).and_then(|date| date.to_str().ok());
    health.note_date(health::date(date), app.clock.now());
    let bytes = answer.bytes().await.ok()?;
    let Ok(Answer { result: Some(hook) }) = serde_json::from_slice(&bytes) else {
        health.note_poll(Some(false));
        return None;
    };
    health.note_poll(None);
    let waiting = hook.pending_update_count;
    if hook.url.is_empty() {
        return Some(msg!("ops-alarm-webhook", detail = msg!("ops-alarm-webhook-unset"), waiting = waiting));
    }
    let recent = hook.last_error_date.is_some_and(|at| app.clock.now() - from_millis(at * 1_000) < RECENT);
    let detail = hook.last_error_message.filter(|_| recent && waiting > 0)?;
    Some(msg!("ops-alarm-webhook", detail = detail, waiting = waiting))
}

/// "3 menit", "2 jam".
fn words(time: TimeDelta) -> Message {
    match time.num_seconds() {
        seconds @ ..120 => msg!("ops-seconds", count = seconds),
        seconds @ ..7_200 => msg!("ops-minutes", count = seconds / 60),
        seconds @ ..172_800 => msg!("ops-hours", count = seconds / 3_600),
        seconds => msg!("ops-days", count = seconds / 86_400),
    }
}

/// For `ikrar doctor`, which cannot look into this process.
fn note(folder: &Path, troubles: &BTreeSet<Trouble>) {
    let path = folder.join(TROUBLES);
    let text: String = troubles.iter().map(|trouble| format!("{}\n", trouble.word())).collect();
    if text.is_empty() {
        let _ = fs::remove_file(path);
        return;
    }
    if fs::read_to_string(&path).is_ok_and(|before| before == text) {
        return;
    }
    let written = tempfile::NamedTempFile::new_in(folder).and_then(|mut part| {
        part.write_all(text.as_bytes())?;
        part.persist(path)?;
        Ok(())
    });
    if let Err(error) = written {
        log::debug!("what is out of order was not noted: {}", error.kind());
    }
}

/// That this process still moves.
fn touch(folder: &Path) {
    let lock = fs::File::options().write(true).open(folder.join(LOCK));
    let _ = lock.and_then(|lock| lock.set_modified(SystemClock.now().into()));
}
