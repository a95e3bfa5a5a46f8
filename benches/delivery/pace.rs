//! The pace run: a broadcast at the full rate for two minutes, with people asking beside it.

mod report;
mod world;

use std::{
    collections::HashMap,
    path::Path,
    time::{Duration, Instant},
};

use anyhow::Context as _;
use clap::Args;
use hdrhistogram::Histogram;
use simulator::{Content, Event, Fault, FaultKind, Limits, Options, Simulator};
use tokio::{
    sync::mpsc::UnboundedReceiver,
    time::{Interval, MissedTickBehavior, interval, sleep_until},
};

use crate::process::Bot;
use report::Report;
use world::World;

/// Before the rate is taken for steady.
const WARM: Duration = Duration::from_secs(5);
/// Telegram's limits of free messages; whatever is faster is paid for.
const FREE: u32 = 30;

#[derive(Debug, Args)]
pub struct Arguments {
    /// Messages a second; more than 30 are paid for
    #[arg(long, default_value_t = 28)]
    rate: u32,
    /// How long the rate is measured
    #[arg(long, default_value_t = 120)]
    seconds: u32,
    /// Milliseconds until Telegram looks at a message, at random between the two
    #[arg(long, value_name = "A..B", default_value = "50..200", value_parser = range)]
    latency: (u64, u64),
    /// Milliseconds between two people who ask for /status; 0: nobody asks
    #[arg(long, default_value_t = 100)]
    ask_every: u64,
    /// How long people ask before the broadcast, for comparison
    #[arg(long, value_name = "SECONDS", default_value_t = 30)]
    idle: u32,
}

fn range(text: &str) -> Result<(u64, u64), String> {
    let (least, most) = text.split_once("..").ok_or("two numbers as A..B")?;
    let number = |text: &str| text.parse::<u64>().map_err(|error| format!("{text}: {error}"));
    Ok((number(least)?, number(most)?))
}

pub async fn run(arguments: &Arguments, folder: &Path) -> anyhow::Result<()> {
    let folder = tempfile::tempdir_in(folder).context("making a data folder")?;
    let sim = Simulator::start(Options {
        username: String::from("ikrar_bot"),
        keep_history: Some(2),
        limits: Some(Limits::default()),
        ..Options::default()
    })
    .await?;
    let recipients = usize::try_from(arguments.rate * (arguments.seconds + 15))?;
    eprintln!("preparing {recipients} people…");
    let world = World::prepare(&sim, folder.path(), recipients).await?;
    let (min_ms, max_ms) = arguments.latency;
    sim.faults().set(Fault::new(FaultKind::Latency { min_ms, max_ms }).on(&["sendMessage"]));
    let paid = arguments.rate > FREE;
    let rate = arguments.rate.to_string();
    let settings = match paid {
        true => vec![("IKRAR_DELIVERY__PAID_RATE", rate.as_str()), ("IKRAR_DELIVERY__ALLOW_PAID", "yes")],
        false => vec![("IKRAR_DELIVERY__RATE", rate.as_str())],
    };
    let bot = Bot::start(folder.path(), &sim, &settings).await?;

    let mut asking = Asking::new(&sim, world.askers.clone(), arguments.ask_every);
    let mut idle = None;
    if arguments.ask_every > 0 {
        eprintln!("people ask, nothing is sent to many…");
        asking.during(Duration::from_secs(2)).await?;
        idle = Some(asking.measure(Duration::from_secs(arguments.idle.into())).await?);
    }
    let before = bot.used()?;
    world.broadcast(paid).await?;
    eprintln!("the broadcast…");
    asking.during(WARM + Duration::from_secs(1)).await?;
    let busy = asking.measure(Duration::from_secs(arguments.seconds.into())).await?;
    asking.during(Duration::from_secs(1)).await?;
    let used = bot.used()?.since(&before);
    bot.stop().await?;

    let report = Report {
        arguments,
        paid,
        ledger: sim.ledger(),
        askers: &world.askers,
        throttled: sim.throttled(),
        idle,
        busy,
        used,
    };
    report.print()
}

/// People who ask for their status, one after the other.
struct Asking<'a> {
    sim: &'a Simulator,
    askers: Vec<i64>,
    events: UnboundedReceiver<Event>,
    clock: Option<Interval>,
    turn: usize,
    asked: HashMap<i64, Instant>,
    answers: Answers,
}

/// From question to answer, in microseconds.
pub struct Answers {
    pub took: Histogram<u64>,
    /// Asked again before an answer came.
    pub unanswered: u32,
}

impl Answers {
    fn new() -> anyhow::Result<Self> {
        Ok(Self { took: Histogram::new_with_bounds(1, 60_000_000, 3)?, unanswered: 0 })
    }
}

impl<'a> Asking<'a> {
    fn new(sim: &'a Simulator, askers: Vec<i64>, every_ms: u64) -> Self {
        let clock = (every_ms > 0).then(|| {
            let mut clock = interval(Duration::from_millis(every_ms));
            clock.set_missed_tick_behavior(MissedTickBehavior::Delay);
            clock
        });
        let answers = Answers { took: Histogram::new(3).expect("a histogram"), unanswered: 0 };
        Self { sim, askers, events: sim.listen(), clock, turn: 0, asked: HashMap::new(), answers }
    }

    async fn measure(&mut self, length: Duration) -> anyhow::Result<Answers> {
        self.answers = Answers::new()?;
        self.during(length).await?;
        Ok(std::mem::replace(&mut self.answers, Answers::new()?))
    }

    async fn during(&mut self, length: Duration) -> anyhow::Result<()> {
        let end = Instant::now() + length;
        loop {
            tokio::select! {
                biased;
                () = sleep_until(end.into()) => return Ok(()),
                event = self.events.recv() => self.see(&event.context("the simulator has stopped")?)?,
                () = tick(&mut self.clock) => self.ask()?,
            }
        }
    }

    fn ask(&mut self) -> anyhow::Result<()> {
        let user = self.askers[self.turn % self.askers.len()];
        self.turn += 1;
        self.sim.send(user, user, Content::Text("/status".into()))?;
        if self.asked.insert(user, Instant::now()).is_some() {
            self.answers.unanswered += 1;
        }
        Ok(())
    }

    fn see(&mut self, event: &Event) -> anyhow::Result<()> {
        let message = &event.body["message"];
        if event.body["type"] != "message" || message["from_bot"] != true {
            return Ok(());
        }
        let chat = message["chat_id"].as_i64().context("a message without a chat")?;
        if let Some(asked) = self.asked.remove(&chat) {
            self.answers.took.record(u64::try_from((event.at - asked).as_micros())?)?;
        }
        Ok(())
    }
}

async fn tick(clock: &mut Option<Interval>) {
    match clock {
        Some(clock) => {
            clock.tick().await;
        }
        None => std::future::pending().await,
    }
}
