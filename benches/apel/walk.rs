//! People on their way from the deep link to the receipt, each driven by what they see.

use std::{
    collections::{HashMap, VecDeque},
    time::{Duration, Instant},
};

use anyhow::{Context as _, bail};
use hdrhistogram::Histogram;
use serde_json::Value;
use simulator::{Content, Event, NewUser, Simulator};
use tokio::{
    sync::mpsc::UnboundedReceiver,
    time::{Interval, interval, sleep_until},
};

/// With nothing to see for this long the walk has come to a stand.
const STAND: Duration = Duration::from_secs(60);
/// More answers than this that lead nowhere are not a matter of load.
const MOST_ASTRAY: u64 = 10_000;
const BIND: &str = "Benar, ini saya";
const READ: &str = "Sudah saya baca";
const SIGN: &str = "Saya berikrar";

/// What someone does next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    Start,
    Bind,
    Open,
    Read,
    Sign,
    Done,
}

pub const ACTIONS: [(Step, &str); 5] = [
    (Step::Start, "open the deep link"),
    (Step::Bind, "\"Benar, ini saya\""),
    (Step::Open, "/ikrar"),
    (Step::Read, "\"Sudah saya baca\""),
    (Step::Sign, "\"Saya berikrar\""),
];

/// When people act.
#[derive(Clone, Copy, Debug)]
pub enum Pace {
    /// So many walk, each going on as soon as they see the last answer.
    AtOnce(usize),
    /// So many actions each second, whether or not the answers come; those on their way go first.
    PerSecond(u32),
}

struct Walker {
    user: i64,
    code: String,
    step: Step,
    /// The message with the button.
    message: i64,
    asked: Option<Instant>,
}

/// Microseconds from an action to what it brings.
pub struct Latency(pub Histogram<u64>);

impl Latency {
    fn new() -> anyhow::Result<Self> {
        Ok(Self(Histogram::new_with_bounds(1, 600_000_000, 3)?))
    }

    fn record(&mut self, took: Duration) {
        self.0.saturating_record(u64::try_from(took.as_micros()).unwrap_or(u64::MAX));
    }
}

/// A stretch of the way, walked by everyone before the next begins.
pub struct Phase {
    pub name: &'static str,
    pub took: Duration,
    pub actions: u64,
}

pub struct Walk<'s> {
    sim: &'s Simulator,
    events: UnboundedReceiver<Event>,
    walkers: Vec<Walker>,
    /// By chat.
    index: HashMap<i64, usize>,
    taps: HashMap<String, Instant>,
    dwell: Duration,
    /// From an action to the bot's message, or to its change of the screen.
    pub seen: HashMap<Step, Latency>,
    pub all: Latency,
    /// From a tap to the answer that lets the button stop spinning.
    pub released: Latency,
    pub phases: Vec<Phase>,
    actions: u64,
    /// Answers that lead nowhere, and one of them.
    pub astray: u64,
    pub example: Option<String>,
}

impl<'s> Walk<'s> {
    pub fn new(sim: &'s Simulator, codes: Vec<String>, dwell: Duration) -> anyhow::Result<Self> {
        let walkers: Vec<Walker> = codes
            .into_iter()
            .map(|code| {
                let profile = NewUser { language_code: Some("id".into()), ..NewUser::named("Pegawai") };
                Walker { user: sim.add_user(profile), code, step: Step::Start, message: 0, asked: None }
            })
            .collect();
        let mut seen = HashMap::new();
        for (step, _) in ACTIONS {
            seen.insert(step, Latency::new()?);
        }
        Ok(Self {
            sim,
            events: sim.listen(),
            index: walkers.iter().enumerate().map(|(n, walker)| (walker.user, n)).collect(),
            walkers,
            taps: HashMap::new(),
            dwell,
            seen,
            all: Latency::new()?,
            released: Latency::new()?,
            phases: Vec::new(),
            actions: 0,
            astray: 0,
            example: None,
        })
    }

    /// Everyone goes on to this step.
    pub async fn until(&mut self, name: &'static str, goal: Step, pace: Pace) -> anyhow::Result<()> {
        let (began, actions) = (Instant::now(), self.actions);
        let (at_once, mut clock) = match pace {
            Pace::AtOnce(people) => (people, None),
            Pace::PerSecond(rate) => (0, Some(interval(Duration::from_secs(1) / rate.max(1)))),
        };
        let mut left = self.walkers.len();
        let mut waiting = 0..left;
        let mut ready: VecDeque<usize> = waiting.by_ref().take(at_once).collect();
        // All rest equally long, so they wake in order.
        let mut resting: VecDeque<(Instant, usize)> = VecDeque::new();
        let mut last = Instant::now();
        while left > 0 {
            if clock.is_none() {
                for n in ready.drain(..) {
                    self.act(n)?;
                }
            }
            tokio::select! {
                biased;
                event = self.events.recv() => {
                    last = Instant::now();
                    let Some(n) = self.see(&event.context("the simulator has stopped")?) else { continue };
                    match self.walkers[n].step {
                        step if step >= goal => {
                            left -= 1;
                            // By the clock, whoever is new waits for a moment when nobody else has something to do.
                            if clock.is_none() {
                                ready.extend(waiting.next());
                            }
                        }
                        Step::Read if !self.dwell.is_zero() => resting.push_back((last + self.dwell, n)),
                        _ => ready.push_back(n),
                    }
                }
                () = wake(resting.front()) => ready.extend(resting.pop_front().map(|(_, n)| n)),
                () = tick(&mut clock) => {
                    if let Some(n) = ready.pop_front().or_else(|| waiting.next()) {
                        self.act(n)?;
                    }
                }
                () = sleep_until((last + STAND).into()) => bail!("nothing has happened for {} s", STAND.as_secs()),
            }
            if self.astray > MOST_ASTRAY {
                bail!("people do not find their way; one sees: {}", self.example.as_deref().unwrap_or_default());
            }
        }
        self.phases.push(Phase { name, took: began.elapsed(), actions: self.actions - actions });
        Ok(())
    }

    /// What came after the last had arrived, such as the answer to a tap whose screen was there first.
    pub fn see_the_rest(&mut self) {
        while let Ok(event) = self.events.try_recv() {
            self.see(&event);
        }
    }

    fn act(&mut self, n: usize) -> anyhow::Result<()> {
        let walker = &mut self.walkers[n];
        let (user, asked) = (walker.user, Instant::now());
        // Before the act: the answer may come in the midst of it.
        walker.asked = Some(asked);
        self.actions += 1;
        let label = match walker.step {
            Step::Start => return self.sim.open_deep_link(user, &walker.code).map(|_| ()).map_err(Into::into),
            Step::Open | Step::Done => {
                return self.sim.send(user, user, Content::Text("/ikrar".into())).map(|_| ()).map_err(Into::into);
            }
            Step::Bind => BIND,
            Step::Read => READ,
            Step::Sign => SIGN,
        };
        let query = self.sim.tap(user, user, walker.message, label)?;
        self.taps.insert(query, asked);
        Ok(())
    }

    /// Takes note; gives who has something new on screen.
    fn see(&mut self, event: &Event) -> Option<usize> {
        let body = &event.body;
        match body["type"].as_str()? {
            "answer" => {
                let asked = self.taps.remove(body["query_id"].as_str()?)?;
                self.released.record(event.at - asked);
                None
            }
            "message" | "edit" => {
                let message = &body["message"];
                let n = *self.index.get(&message["chat_id"].as_i64()?)?;
                let walker = &mut self.walkers[n];
                if message["from_bot"] != true {
                    return None;
                }
                let took = event.at - walker.asked.take()?;
                self.all.record(took);
                if let Some(latency) = self.seen.get_mut(&walker.step) {
                    latency.record(took);
                }
                match next(walker.step, message) {
                    Some(step) => (walker.step, walker.message) = (step, message["id"].as_i64()?),
                    None => {
                        self.astray += 1;
                        self.example.get_or_insert_with(|| message["text"].as_str().unwrap_or_default().to_owned());
                    }
                }
                Some(n)
            }
            _ => None,
        }
    }
}

/// What the screen leads to; `None` where it does not lead on, and one tries again.
fn next(step: Step, message: &Value) -> Option<Step> {
    let shows = |label: &str| {
        let mut buttons = message["buttons"].as_array().into_iter().flatten().filter_map(Value::as_array).flatten();
        buttons.any(|button| button["label"] == label)
    };
    let says = |words: &str| message["text"].as_str().is_some_and(|text| text.contains(words));
    match step {
        Step::Start if shows(BIND) => Some(Step::Bind),
        Step::Bind if says("sudah tertaut") => Some(Step::Open),
        Step::Open | Step::Read if shows(READ) => Some(Step::Read),
        Step::Open | Step::Read if shows(SIGN) => Some(Step::Sign),
        Step::Sign if says("IKR-") => Some(Step::Done),
        _ => None,
    }
}

async fn wake(first: Option<&(Instant, usize)>) {
    match first {
        Some((at, _)) => sleep_until((*at).into()).await,
        None => std::future::pending().await,
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
