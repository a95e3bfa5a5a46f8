//! `scale`: one campaign for everyone, from its start to the first hundred thousand messages.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use anyhow::{Context as _, ensure};
use clap::Args;
use ikrar::outbox::OnUnknown;
use simulator::{Options, Simulator};

use super::{
    bot::Bot,
    world::{self, Progress},
};

const PATIENCE: Duration = Duration::from_secs(3600);

#[derive(Debug, Args)]
pub struct Arguments {
    /// All civil servants of Indonesia, if not given
    #[arg(long, default_value_t = 5_600_000)]
    people: usize,
    /// Ends when so many messages are delivered and the audience is written out
    #[arg(long, default_value_t = 100_000)]
    deliver: usize,
}

pub async fn run(arguments: &Arguments, folder: &Path) -> anyhow::Result<()> {
    let Arguments { people, deliver } = *arguments;
    let folder = tempfile::tempdir_in(folder).context("making a data folder")?;
    let path = folder.path();
    let sim =
        Simulator::start(Options { username: String::from("ikrar_bot"), keep_history: Some(2), ..Options::default() })
            .await?;
    eprintln!("preparing {people} people…");
    // Until the audience is written out, more go than are asked for.
    let chats = people.min(deliver * 5);
    let id = world::prepare(path, &sim, people, chats, OnUnknown::Hold).await?;
    let before = size(path)?;
    eprintln!("starting…");
    let began = Instant::now();
    let bot = Bot::start(path, &sim)?;
    while !sim.ledger().iter().any(|entry| entry.method == "sendMessage") {
        ensure!(began.elapsed() < PATIENCE, "nothing is sent");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let first = began.elapsed();
    let (mut written, mut delivered) = (None, None);
    let mut c = world::read(path).await?;
    let mut told = Instant::now();
    let wanted = i64::try_from(deliver.min(people))?;
    while written.is_none() || delivered.is_none() {
        ensure!(began.elapsed() < PATIENCE, "it takes too long");
        tokio::time::sleep(Duration::from_millis(100)).await;
        let Progress { materialised, counters, .. } = world::progress(&mut c, id).await?;
        if written.is_none() && materialised {
            written = Some(began.elapsed());
        }
        if delivered.is_none() && counters.sent >= wanted {
            delivered = Some(began.elapsed());
        }
        if told.elapsed() > Duration::from_secs(5) {
            told = Instant::now();
            let (total, sent, peak) = (counters.total, counters.sent, bot.peak()?);
            eprintln!("{:.0} s: {total} written out, {sent} sent, {peak} MiB", began.elapsed().as_secs_f64());
        }
    }
    let peak = bot.peak()?;
    let Progress { counters, .. } = world::progress(&mut c, id).await?;
    bot.stop().await?;
    let (written, delivered) = (written.unwrap_or_default().as_secs_f64(), delivered.unwrap_or_default().as_secs_f64());
    #[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
    let rate = people as f64 / written;
    println!();
    println!("| | |");
    println!("| --- | ---: |");
    println!("| recipients | {} |", counters.total);
    println!("| written out, rows a second | {rate:.0} ({written:.0} s), while sending |");
    println!("| from the start of the process to the first message | {} ms |", first.as_millis());
    println!("| to {deliver} delivered | {delivered:.0} s |");
    println!("| peak memory of the bot | {peak} MiB |");
    println!("| database before, and after | {before} MiB, {} MiB |", size(path)?);
    println!("| failed, unknown | {}, {} |", counters.failed, counters.unknown);
    ensure!(counters.total == i64::try_from(people)?, "people are missing");
    ensure!(counters.failed + counters.unknown == 0, "not everything arrived");
    Ok(())
}

/// MiB, with the log.
fn size(folder: &Path) -> anyhow::Result<u64> {
    let of = |name: &str| std::fs::metadata(folder.join(name)).map_or(0, |data| data.len());
    Ok((of("ikrar.db") + of("ikrar.db-wal")) >> 20)
}
