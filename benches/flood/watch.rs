//! Somebody new every quarter of a second, and how long they wait.

use std::{
    collections::{HashMap, HashSet},
    fmt,
    time::{Duration, Instant},
};

use anyhow::{Context as _, ensure};
use hdrhistogram::Histogram;
use simulator::{Content, Event, NewUser, Simulator};
use tokio::{
    sync::mpsc::UnboundedReceiver,
    time::{interval, timeout},
};

const EVERY: Duration = Duration::from_millis(250);
/// Whoever is not answered by then is counted with this.
const LATEST: Duration = Duration::from_secs(60);
const TICK: Duration = Duration::from_millis(5);

pub struct Watch<'s> {
    sim: &'s Simulator,
    events: UnboundedReceiver<Event>,
    flooding: HashSet<i64>,
    asked: HashMap<i64, Instant>,
    tapped: HashMap<String, Instant>,
    command: Histogram<u64>,
    tap: Histogram<u64>,
    /// Messages to those who flood, and how many of theirs these say were not read.
    pub answered: usize,
    unread: usize,
}

/// p50 / p99 / max, in ms.
pub struct Waits(Histogram<u64>);

pub struct Seen {
    pub command: Waits,
    pub tap: Waits,
    pub answered: usize,
    pub unread: usize,
}

impl fmt::Display for Waits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ms = |microseconds: u64| microseconds / 1000;
        let Self(waits) = self;
        write!(f, "{} / {} / {}", ms(waits.value_at_quantile(0.5)), ms(waits.value_at_quantile(0.99)), ms(waits.max()))
    }
}

impl<'s> Watch<'s> {
    pub fn new(sim: &'s Simulator, flooding: &[i64]) -> anyhow::Result<Self> {
        Ok(Self {
            sim,
            events: sim.listen(),
            flooding: flooding.iter().copied().collect(),
            asked: HashMap::new(),
            tapped: HashMap::new(),
            command: Histogram::new_with_bounds(1, 600_000_000, 3)?,
            tap: Histogram::new_with_bounds(1, 600_000_000, 3)?,
            answered: 0,
            unread: 0,
        })
    }

    /// Sends `all` updates of a flood, at once or spread, while bystanders come for so long; then waits for them.
    pub async fn run(
        mut self,
        time: Duration,
        all: usize,
        spread: Duration,
        send: impl Fn(usize) -> anyhow::Result<()>,
    ) -> anyhow::Result<Seen> {
        let (began, mut sent, mut came) = (Instant::now(), 0, 0);
        let mut ticks = interval(TICK);
        while began.elapsed() < time {
            let part = if spread.is_zero() { 1.0 } else { began.elapsed().as_secs_f64() / spread.as_secs_f64() };
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                clippy::cast_precision_loss,
                reason = "counts of a bench"
            )]
            let due = ((all as f64 * part.min(1.0)) as usize).min(all);
            while sent < due {
                send(sent)?;
                sent += 1;
            }
            if began.elapsed() >= EVERY * came {
                came += 1;
                self.ask()?;
            }
            self.see_until(ticks.tick()).await?;
        }
        self.until(LATEST, |watch| watch.asked.is_empty() && watch.tapped.is_empty()).await.or_else(|error| {
            eprintln!("{error}");
            anyhow::Ok(())
        })?;
        for lost in self.asked.into_values() {
            self.command.saturating_record(micros(lost.elapsed()));
        }
        for lost in self.tapped.into_values() {
            self.tap.saturating_record(micros(lost.elapsed()));
        }
        let (command, tap) = (Waits(self.command), Waits(self.tap));
        Ok(Seen { command, tap, answered: self.answered, unread: self.unread })
    }

    fn ask(&mut self) -> anyhow::Result<()> {
        let profile = NewUser { language_code: Some("id".into()), ..NewUser::named("Tetangga") };
        let user = self.sim.add_user(profile);
        // Before the act: the answer may come in the midst of it.
        self.asked.insert(user, Instant::now());
        self.sim.send(user, user, Content::Text("/bahasa".into()))?;
        Ok(())
    }

    async fn see_until<T>(&mut self, end: impl Future<Output = T>) -> anyhow::Result<()> {
        let mut end = std::pin::pin!(end);
        loop {
            tokio::select! {
                _ = &mut end => return Ok(()),
                event = self.events.recv() => self.see(&event.context("the simulator has stopped")?)?,
            }
        }
    }

    pub async fn until(&mut self, most: Duration, done: impl Fn(&Self) -> bool) -> anyhow::Result<()> {
        let began = Instant::now();
        while !done(self) {
            ensure!(
                began.elapsed() < most,
                "{} commands and {} taps are not answered",
                self.asked.len(),
                self.tapped.len()
            );
            if let Ok(event) = timeout(TICK, self.events.recv()).await {
                self.see(&event.context("the simulator has stopped")?)?;
            }
        }
        Ok(())
    }

    fn see(&mut self, event: &Event) -> anyhow::Result<()> {
        let body = &event.body;
        match body["type"].as_str() {
            Some("answer") => {
                if let Some(tapped) = body["query_id"].as_str().and_then(|query| self.tapped.remove(query)) {
                    self.tap.saturating_record(micros(event.at - tapped));
                }
            }
            Some("message") if body["message"]["from_bot"] == true => {
                let message = &body["message"];
                let chat = message["chat_id"].as_i64().context("a chat")?;
                if self.flooding.contains(&chat) {
                    let text = message["text"].as_str().unwrap_or_default();
                    match text.split_once(" pesan terakhir tidak terbaca") {
                        Some((before, _)) => {
                            self.unread += before.rsplit(' ').next().and_then(|n| n.parse::<usize>().ok()).unwrap_or(0);
                        }
                        None => self.answered += 1,
                    }
                } else if let Some(asked) = self.asked.remove(&chat) {
                    self.command.saturating_record(micros(event.at - asked));
                    let id = message["id"].as_i64().context("a message")?;
                    let at = Instant::now();
                    let query = self.sim.tap(chat, chat, id, "English")?;
                    self.tapped.insert(query, at);
                }
            }
            _ => {}
        }
        Ok(())
    }
}

fn micros(time: Duration) -> u64 {
    u64::try_from(time.as_micros()).unwrap_or(u64::MAX)
}
