//! The worker: claims what is due, sends it, records what came of it.

mod gate;
mod wire;

use std::{
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use rand::RngExt as _;
use teloxide::types::ChatId;
use tokio::{
    sync::{Notify, Semaphore, mpsc, watch},
    time::{Instant, sleep_until, timeout_at},
};

use super::{
    CampaignId, CampaignState, Values,
    pace::Lane,
    store::{self, Claims, End, Held, Report, Task},
};
use crate::{
    app::App,
    pledge,
    telegram::{
        bulk::{self, Footer},
        errors,
    },
    texts,
};
use gate::Gate;
use wire::{Departures, Package, Reporter, Silence};

/// Results wait this long, or for this many, to be written together.
const FLUSH: Duration = Duration::from_millis(50);
const TOGETHER: usize = 128;
/// How often the clock is looked at while nothing is to be sent.
const TICK: Duration = Duration::from_secs(1);
const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(30);
/// A request gives up after ten seconds.
const LEAVE: Duration = Duration::from_secs(11);

/// Works until told to stop; then finishes what is on the wire.
pub async fn run(app: App, mut stop: watch::Receiver<bool>) {
    let mut worker = Worker::new(app.clone());
    let mut outage = None;
    while !*stop.borrow() {
        app.memory.health.beat("messages to many");
        let result = worker.step().await;
        let pause = match &result {
            Ok(_) => None,
            Err(error) if outage.is_none() => {
                log::error!(cause = errors::cause(error).as_str(); "messages to many wait: the database refuses; trying again");
                Some(FIRST_PAUSE)
            }
            Err(_) => outage.map(|pause: Duration| LONGEST_PAUSE.min(pause * 2)),
        };
        if pause.is_none() && outage.is_some() {
            log::info!("messages to many go on");
        }
        outage = pause;
        tokio::select! {
            biased;
            _ = stop.wait_for(|stop| *stop) => break,
            () = worker.wait(result.unwrap_or(Step::Idle)), if pause.is_none() => {}
            () = tokio::time::sleep(pause.unwrap_or_default()), if pause.is_some() => {}
        }
    }
    worker.finish().await;
}

/// What a step leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// There is more to do at once.
    Busy,
    /// Messages are on their way, or soon will be.
    Waiting,
    Idle,
}

/// One for each database.
pub struct Worker {
    app: App,
    /// Tells what this process has on the wire from what another had that crashed.
    boot: i64,
    /// What is claimed, in memory only: a crash forgets it, and it is claimed anew.
    held: Arc<Held>,
    lanes: [Desk; 2],
    reports: mpsc::UnboundedReceiver<Report>,
    /// What the disk does not hold yet.
    done: Vec<Report>,
    /// Claims that have not come back.
    out: usize,
    /// The disk may say `sending` of what nobody knows: at the start, and after a failed write.
    unsure: bool,
    /// The campaigns that had their turn last at being written out, and swept.
    turn: CampaignId,
    silence: Silence,
    /// A lane has room again.
    low: Arc<Notify>,
    halt: watch::Sender<bool>,
}

/// Where claims of one lane wait for their slots.
struct Desk {
    lane: Lane,
    /// Messages that are claimed ahead of their slots, half a second's: what was looked at may change until then.
    ahead: u32,
    waiting: Arc<AtomicU32>,
    queue: mpsc::UnboundedSender<Package>,
    turn: CampaignId,
}

impl Worker {
    pub fn new(app: App) -> Self {
        let (reporter, reports) = mpsc::unbounded_channel();
        let reporter = Reporter(reporter);
        let (halt, halted) = watch::channel(false);
        let boot = rand::rng().random_range(1..i64::MAX);
        let low = Arc::new(Notify::new());
        let delivery = app.config.delivery;
        let lanes = [(Lane::Free, delivery.rate), (Lane::Paid, delivery.paid_rate)].map(|(lane, rate)| {
            let (queue, packages) = mpsc::unbounded_channel();
            let waiting = Arc::new(AtomicU32::new(0));
            let ahead = (rate / 2).max(4);
            // Where the disk is slow, few slots are taken before it has taken down those before them.
            let (gate, ready) = mpsc::channel(usize::try_from(rate / 20).unwrap_or_default().max(2));
            let (reporter, halt) = (reporter.clone(), halted.clone());
            let keeper = Gate { app: app.clone(), lane, boot, ready, reporter: reporter.clone(), halt: halt.clone() };
            tokio::spawn(keeper.run());
            let departures = Departures {
                app: app.clone(),
                lane,
                packages,
                queue: queue.downgrade(),
                reporter,
                gate,
                waiting: Arc::clone(&waiting),
                few: ahead / 2,
                low: Arc::clone(&low),
                halt,
                wire: Arc::new(Semaphore::new(usize::try_from(rate.max(32)).unwrap_or(32))),
            };
            tokio::spawn(departures.run());
            Desk { lane, ahead, waiting, queue, turn: CampaignId(0) }
        });
        let (turn, silence) = (CampaignId(0), Silence::default());
        let (held, done) = (Arc::default(), Vec::new());
        Self { app, boot, held, lanes, reports, done, out: 0, unsure: true, turn, silence, low, halt }
    }

    /// Records, tends campaigns and claims, in one commit. What cannot be recorded is kept for the next step.
    pub async fn step(&mut self) -> anyhow::Result<Step> {
        while let Ok(report) = self.reports.try_recv() {
            self.hear(report);
        }
        let now = self.app.clock.now();
        if self.unsure {
            self.record(now).await?;
            if self.out > 0 {
                return Ok(Step::Waiting);
            }
            self.take_stock(now).await?;
        }
        let tasks = store::list_tasks(&mut *self.app.db.read().await?).await?;
        let chores = Chores::of(&tasks, self.turn, now);
        if self.held.reached.len() > tasks.len() {
            Arc::make_mut(&mut self.held).reached.retain(|id, _| tasks.iter().any(|task| task.id == *id));
        }
        let (free, paid) = (self.room(0, &tasks, now), self.room(1, &tasks, now));
        let app = self.app.clone();
        // Asked for at the same time, they share a commit.
        let (recorded, tended, free, paid) =
            tokio::join!(self.record(now), tend(&app, chores, now), claim(&app, free, now), claim(&app, paid, now));
        self.turn = chores.turn().unwrap_or(self.turn);
        // First those that came through.
        let mut failed = recorded.err();
        for (lane, claims) in [free, paid].into_iter().enumerate() {
            match claims {
                Ok(claims) => self.hand_over(lane, claims, now),
                Err(error) => failed = failed.or(Some(error)),
            }
        }
        if let Some(error) = failed {
            self.unsure = true;
            return Err(error);
        }
        if tended? {
            return Ok(Step::Busy);
        }
        let ready = tasks.iter().any(|task| task.claimable(now));
        Ok(if ready || self.out > 0 || !self.done.is_empty() { Step::Waiting } else { Step::Idle })
    }

    /// Until there is something for the next step.
    pub async fn wait(&mut self, step: Step) {
        let mut until = Instant::now()
            + match step {
                Step::Busy => return,
                Step::Waiting => FLUSH,
                Step::Idle => TICK,
            };
        while self.done.len() < TOGETHER {
            tokio::select! {
                () = sleep_until(until) => return,
                () = self.app.bell.notified() => return,
                () = self.low.notified() => return,
                report = self.reports.recv() => {
                    let Some(report) = report else { return };
                    self.hear(report);
                    until = until.min(Instant::now() + FLUSH);
                }
            }
        }
    }

    /// Nothing more departs; what is on the wire is waited for and recorded, the rest goes back.
    pub async fn finish(mut self) {
        let _ = self.halt.send(true);
        let end = Instant::now() + LEAVE;
        while self.out > 0 {
            let Ok(Some(report)) = timeout_at(end, self.reports.recv()).await else { break };
            self.hear(report);
        }
        while let Err(error) = self.record(self.app.clock.now()).await {
            if Instant::now() >= end {
                log::error!(cause = errors::cause(&error).as_str(), count = self.done.len(); "results were not recorded");
                break;
            }
            tokio::time::sleep(FLUSH).await;
        }
    }

    fn hear(&mut self, report: Report) {
        self.out = self.out.saturating_sub(1);
        if let End::Sent(verdict) = &report.end {
            self.silence.hear(verdict);
        }
        self.done.push(report);
    }

    async fn record(&mut self, now: DateTime<Utc>) -> anyhow::Result<()> {
        if self.done.is_empty() {
            return Ok(());
        }
        let (boot, reports) = (self.boot, Arc::new(std::mem::take(&mut self.done)));
        let kept = Arc::clone(&reports);
        let recorded =
            self.app.db.write(move |c| Box::pin(async move { store::record(c, boot, &reports, now).await })).await;
        match recorded {
            Ok(()) => {
                let held = Arc::make_mut(&mut self.held);
                kept.iter().for_each(|report| {
                    held.leased.remove(&report.slip.key());
                });
            }
            Err(_) => self.done.extend(kept.iter().cloned()),
        }
        recorded
    }

    /// Nothing is on the wire: whatever the disk says is being sent was left by a crash or a failed write.
    async fn take_stock(&mut self, now: DateTime<Utc>) -> anyhow::Result<()> {
        let boot = self.boot;
        self.app
            .db
            .write(move |c| {
                Box::pin(async move {
                    store::release(c, boot, now).await?;
                    store::recover(c, boot, now).await
                })
            })
            .await?;
        self.held = Arc::default();
        self.unsure = false;
        Ok(())
    }

    /// What the lane may claim now; none where nothing is due or nothing has room.
    fn room(&self, lane: usize, tasks: &[Task], now: DateTime<Utc>) -> Option<store::Lane> {
        let desk = &self.lanes[lane];
        let (paid, waiting) = (desk.lane == Lane::Paid, desk.waiting.load(Ordering::Relaxed));
        let room = self.silence.allow(desk.ahead.saturating_sub(waiting));
        let due = tasks.iter().any(|task| task.paid == paid && task.claimable(now));
        let wanted = due && room > 0 && waiting <= desk.ahead / 2;
        wanted.then(|| store::Lane { held: Arc::clone(&self.held), paid, after: desk.turn, room })
    }

    fn hand_over(&mut self, lane: usize, claims: Claims, now: DateTime<Utc>) {
        let desk = &mut self.lanes[lane];
        let held = Arc::make_mut(&mut self.held);
        held.reached.extend(claims.reached);
        for claim in claims.claims {
            let (slip, new) = (claim.slip, &claim.campaign.new);
            desk.turn = slip.campaign;
            held.leased.insert(slip.key());
            let values = values(&claim, &self.app.username, now);
            let footer = Footer { pledge: new.segment.owing, campaign: Some(slip.campaign) };
            let mut parcel = match bulk::dress(&new.content, &values, claim.lang, footer) {
                Ok(parcel) => parcel,
                Err(reason) => {
                    self.done.push(Report { slip, end: End::Unfit(reason) });
                    continue;
                }
            };
            parcel.paid = new.paid;
            let (weight, claimed) = (new.content.weight(), Instant::now());
            desk.waiting.fetch_add(weight, Ordering::Relaxed);
            self.out += 1;
            // The other end lives as long as this.
            let _ = desk.queue.send(Package { slip, chat: ChatId(claim.chat.0), parcel, weight, claimed });
        }
    }
}

/// What the variables are for this recipient.
fn values(claim: &store::Claim, username: &str, now: DateTime<Utc>) -> Values {
    let today = now.with_timezone(&claim.zone.offset()).date_naive();
    let wave = claim.campaign.new.wave.as_ref();
    Values {
        name: claim.name.clone(),
        unit: claim.unit.clone(),
        stage: wave.map(|wave| wave.stage.clone()).unwrap_or_default(),
        day: wave.map(|wave| texts::date(wave.stage_day, claim.lang)).unwrap_or_default(),
        days_left: wave.map(|wave| (wave.stage_day - today).num_days().max(0).to_string()).unwrap_or_default(),
        link: pledge::pledge_link(username),
    }
}

/// What campaigns need besides sending; one page of one campaign at a time, so that others can write.
#[derive(Clone, Copy, Debug)]
struct Chores {
    start: bool,
    write_out: Option<CampaignId>,
    sweep: Option<CampaignId>,
    finish: bool,
}

impl Chores {
    fn of(tasks: &[Task], turn: CampaignId, now: DateTime<Utc>) -> Self {
        let next = |wanted: &dyn Fn(&Task) -> bool| {
            let ids = || tasks.iter().filter(|task| wanted(task)).map(|task| task.id);
            ids().find(|id| *id > turn).or_else(|| ids().next())
        };
        let running = |task: &Task| task.state == CampaignState::Running;
        Self {
            start: tasks.iter().any(|task| task.state == CampaignState::Scheduled && task.fire_at <= now),
            write_out: next(&|task| running(task) && !task.materialised),
            sweep: next(&|task| task.state == CampaignState::Cancelled),
            finish: tasks.iter().any(|task| running(task) && task.materialised && task.open == 0),
        }
    }

    fn turn(self) -> Option<CampaignId> {
        self.write_out.or(self.sweep)
    }
}

/// True when there is more to do at once.
async fn tend(app: &App, chores: Chores, now: DateTime<Utc>) -> anyhow::Result<bool> {
    if !chores.start && !chores.finish && chores.turn().is_none() {
        return Ok(false);
    }
    let grace = TimeDelta::minutes(app.config.delivery.grace_minutes.into());
    let work = app.db.write(move |c| {
        Box::pin(async move {
            if chores.start {
                store::start_due(c, grace, now).await?;
            }
            if let Some(id) = chores.write_out {
                store::materialise(c, id).await?;
            }
            let swept = match chores.sweep {
                Some(id) => store::sweep(c, id, now).await?,
                None => false,
            };
            if chores.finish {
                store::finish(c, now).await?;
            }
            Ok(swept || chores.start || chores.write_out.is_some())
        })
    });
    work.await
}

async fn claim(app: &App, lane: Option<store::Lane>, now: DateTime<Utc>) -> anyhow::Result<Claims> {
    let Some(lane) = lane else { return Ok(Claims::default()) };
    app.db.write(move |c| Box::pin(async move { store::claim(c, lane, now).await })).await
}
