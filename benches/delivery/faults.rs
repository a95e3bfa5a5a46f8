//! `faults`: SIGKILL at random moments while a campaign runs; then the database is held against the ledger of
//! the simulator, which wrote down each message before it answered.

use std::{
    collections::{HashMap, HashSet},
    path::Path,
    time::{Duration, Instant},
};

use anyhow::{Context as _, ensure};
use clap::{Args, ValueEnum};
use ikrar::outbox::{CampaignId, CampaignState, OnUnknown};
use rand::{RngExt as _, SeedableRng as _, rngs::StdRng};
use simulator::{Fault, FaultKind, LedgerEntry, Options, Simulator};

use super::{
    bot::Bot,
    world::{self, Progress},
};

/// Nothing takes longer, at a thousand a second.
const PATIENCE: Duration = Duration::from_secs(300);

#[derive(Debug, Args)]
pub struct Arguments {
    #[arg(long, default_value_t = 20_000)]
    people: usize,
    #[arg(long, default_value_t = 100)]
    kills: usize,
    /// What the campaign does with messages in doubt; both, if not given
    #[arg(long)]
    unknown: Option<Unknown>,
    /// The bot lives this long at most, in milliseconds, before it is killed
    #[arg(long, default_value_t = 600)]
    life: u64,
    /// Seed of the moments
    #[arg(long, default_value_t = 2024)]
    seed: u64,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Unknown {
    Resend,
    Hold,
}

pub async fn run(arguments: &Arguments, folder: &Path) -> anyhow::Result<()> {
    let choices = match arguments.unknown {
        Some(Unknown::Resend) => vec![OnUnknown::Resend],
        Some(Unknown::Hold) => vec![OnUnknown::Hold],
        None => vec![OnUnknown::Resend, OnUnknown::Hold],
    };
    let mut tallies = Vec::new();
    for choice in choices {
        tallies.push(kill_and_count(arguments, folder, choice).await?);
    }
    println!();
    println!("{} recipients, 1,000 messages a second, answers after 20 to 60 ms", arguments.people);
    println!();
    println!("| in doubt: | {} |", tallies.iter().map(|t| t.choice.as_str()).collect::<Vec<_>>().join(" | "));
    println!("| --- |{}", " ---: |".repeat(tallies.len()));
    let row = |name: &str, of: &dyn Fn(&Tally) -> usize| {
        println!("| {name} | {} |", tallies.iter().map(|tally| of(tally).to_string()).collect::<Vec<_>>().join(" | "));
    };
    row("kills (SIGKILL)", &|t| t.kills);
    row("… of them with messages in doubt", &|t| t.hits);
    row("in doubt at the kills, in all", &|t| t.on_wire);
    row("… at most at one kill", &|t| t.most);
    row("… had left, says the simulator", &|t| t.left);
    row("recipients", &|t| t.recipients);
    row("counted as sent", &|t| t.sent);
    row("shown as unknown", &|t| t.unknown);
    row("… had arrived, says the ledger", &|t| t.unknown_arrived);
    row("messages in the ledger", &|t| t.ledger);
    row("came twice or more often", &|t| t.twice);
    row("**lost**", &|t| t.lost);
    tallies.iter().try_for_each(Tally::check)
}

#[derive(Debug)]
struct Tally {
    choice: OnUnknown,
    kills: usize,
    hits: usize,
    on_wire: usize,
    most: usize,
    /// Of those in doubt, the ones whose requests the simulator has seen.
    left: usize,
    recipients: usize,
    sent: usize,
    unknown: usize,
    unknown_arrived: usize,
    ledger: usize,
    twice: usize,
    /// Neither arrived nor shown as in doubt.
    lost: usize,
    /// Counted as sent, and the ledger knows nothing of it.
    invented: usize,
}

impl Tally {
    fn check(&self) -> anyhow::Result<()> {
        ensure!(self.lost == 0, "{} messages were lost", self.lost);
        ensure!(self.invented == 0, "{} messages count as sent and were not", self.invented);
        ensure!(self.twice <= self.on_wire, "more came twice than was in doubt");
        ensure!(self.on_wire <= 2 * self.left, "more is in doubt than twice what had left");
        ensure!(self.sent + self.unknown == self.recipients, "the counters do not add up");
        ensure!(self.sent + self.unknown_arrived + self.twice == self.ledger, "the ledger says otherwise");
        Ok(())
    }
}

async fn kill_and_count(arguments: &Arguments, folder: &Path, choice: OnUnknown) -> anyhow::Result<Tally> {
    let folder = tempfile::tempdir_in(folder).context("making a data folder")?;
    let path = folder.path();
    let ledger = path.join("ledger.jsonl");
    let sim = Simulator::start(Options {
        username: String::from("ikrar_bot"),
        keep_history: Some(2),
        keep_requests: true,
        ledger: Some(ledger.clone()),
        ..Options::default()
    })
    .await?;
    sim.faults().set(Fault::new(FaultKind::Latency { min_ms: 20, max_ms: 60 }));
    let id = world::prepare(path, &sim, arguments.people, arguments.people, choice).await?;
    let mut rng = StdRng::seed_from_u64(arguments.seed);
    let (mut hits, mut on_wire, mut most, mut left) = (0, 0, 0, 0);
    let mut seen = 0;
    let mut boots = HashSet::new();
    for kill in 1..=arguments.kills {
        let bot = Bot::start(path, &sim)?;
        tokio::time::sleep(Duration::from_millis(rng.random_range(50..=arguments.life))).await;
        bot.kill().await?;
        // What was written before the end is read after it.
        tokio::time::sleep(Duration::from_millis(20)).await;
        let sending = list_sending(path, &mut boots).await?;
        let requests = sim.requests(seen);
        seen += requests.len();
        let asked: HashSet<i64> =
            requests.iter().filter(|request| request.method == "sendMessage").filter_map(|r| r.chat_id).collect();
        left += sending.iter().filter(|chat| asked.contains(chat)).count();
        hits += usize::from(!sending.is_empty());
        on_wire += sending.len();
        most = most.max(sending.len());
        if kill % 10 == 0 {
            let Progress { counters, .. } = world::progress(&mut world::read(path).await?, id).await?;
            eprintln!("{}: {kill} kills, {} sent, {on_wire} in doubt, {left} had left", choice.as_str(), counters.sent);
        }
    }
    let bot = Bot::start(path, &sim)?;
    let progress = wait(path, id).await?;
    bot.stop().await?;
    let mut tally = Tally {
        choice,
        kills: arguments.kills,
        hits,
        on_wire,
        most,
        left,
        recipients: usize::try_from(progress.counters.total)?,
        sent: usize::try_from(progress.counters.sent)?,
        unknown: usize::try_from(progress.counters.unknown)?,
        unknown_arrived: 0,
        ledger: 0,
        twice: 0,
        lost: 0,
        invented: 0,
    };
    hold_against(&mut tally, path, &ledger, id).await?;
    ensure!(tally.recipients == arguments.people, "the campaign has {} recipients", tally.recipients);
    Ok(tally)
}

/// The accounts whose messages this crash left in doubt. A life may have been too short to see to what the one
/// before it left.
async fn list_sending(folder: &Path, boots: &mut HashSet<i64>) -> anyhow::Result<Vec<i64>> {
    let mut c = world::read(folder).await?;
    let rows: Vec<(i64, i64)> = sqlx::query_as(
        "select boot, telegram_id from delivery d join link l on l.person_id = d.person_id where state = 'sending'",
    )
    .fetch_all(&mut c)
    .await?;
    let fresh: HashSet<i64> = rows.iter().map(|(boot, _)| *boot).filter(|boot| !boots.contains(boot)).collect();
    boots.extend(&fresh);
    Ok(rows.into_iter().filter(|(boot, _)| fresh.contains(boot)).map(|(_, chat)| chat).collect())
}

async fn wait(folder: &Path, id: CampaignId) -> anyhow::Result<Progress> {
    let began = Instant::now();
    loop {
        let progress = world::progress(&mut world::read(folder).await?, id).await?;
        if progress.state == CampaignState::Done {
            return Ok(progress);
        }
        ensure!(began.elapsed() < PATIENCE, "the campaign does not end: {:?}", progress.counters);
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

/// Compares each delivery with what the simulator wrote into its file.
async fn hold_against(tally: &mut Tally, folder: &Path, ledger: &Path, id: CampaignId) -> anyhow::Result<()> {
    let mut arrived: HashMap<i64, usize> = HashMap::new();
    for line in std::fs::read_to_string(ledger)?.lines() {
        let entry: LedgerEntry = serde_json::from_str(line).context("a line of the ledger")?;
        if entry.method == "sendMessage" {
            *arrived.entry(entry.chat_id.context("a message without a chat")?).or_default() += 1;
        }
    }
    let mut c = world::read(folder).await?;
    let rows: Vec<(i64, String)> = sqlx::query_as(
        "select l.telegram_id, d.state from delivery d join link l on l.person_id = d.person_id where d.campaign_id = ?",
    )
    .bind(id.0)
    .fetch_all(&mut c)
    .await?;
    for (chat, state) in rows {
        let count = arrived.remove(&chat).unwrap_or(0);
        tally.ledger += count;
        tally.twice += count.saturating_sub(1);
        match (state.as_str(), count) {
            ("sent", 0) => tally.invented += 1,
            ("sent", _) | ("unknown", 0) => {}
            ("unknown", _) => tally.unknown_arrived += 1,
            _ => tally.lost += 1,
        }
    }
    ensure!(arrived.is_empty(), "messages to people who were not meant");
    tally.lost += tally.invented;
    Ok(())
}
