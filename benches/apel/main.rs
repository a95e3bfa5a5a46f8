//! Load driver: thousands of simulated people sign at one apel, through the real binary.
//!
//! The simulator runs in this process, the bot in one of its own, as `ikrar run`. Telegram's limits
//! are off: this measures what the bot itself can do, which is far more than Telegram lets through.

mod bare;
mod bot;
mod report;
mod walk;
mod world;

use std::{path::PathBuf, time::Duration};

use anyhow::{Context as _, ensure};
use clap::Parser;
use simulator::{Fault, FaultKind, Options, Simulator};

use self::{
    bot::Bot,
    report::Report,
    walk::{Pace, Step, Walk},
};

/// Simulated people sign the sample pledge as fast as the bot lets them, or at a steady pace.
#[derive(Debug, Parser)]
struct Arguments {
    /// How many sign
    #[arg(long, default_value_t = 10_000)]
    people: usize,
    /// How many act at once; everyone, if not given
    #[arg(long, value_name = "N", conflicts_with = "rate")]
    concurrent: Option<usize>,
    /// Instead of all at once: this many actions each second, whether or not the bot keeps up
    #[arg(long, value_name = "N")]
    rate: Option<u32>,
    /// Seconds before a part may be confirmed as read
    #[arg(long, default_value_t = 0)]
    dwell: u32,
    /// Delay of every call of the bot to Telegram, at random between the two
    #[arg(long, value_name = "A..B", value_parser = range)]
    api_latency_ms: Option<(u64, u64)>,
    /// Where the data folder is made: the disk that is measured
    #[arg(long, default_value = env!("CARGO_TARGET_TMPDIR"))]
    folder: PathBuf,
    /// Given by `cargo bench`
    #[arg(long, hide = true)]
    bench: bool,
}

fn range(text: &str) -> Result<(u64, u64), String> {
    let (least, most) = text.split_once("..").ok_or("two numbers as A..B")?;
    let number = |text: &str| text.parse::<u64>().map_err(|error| format!("{text}: {error}"));
    let (least, most) = (number(least)?, number(most)?);
    if least > most { Err(String::from("the first must not be the larger")) } else { Ok((least, most)) }
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    ensure!(arguments.people > 0, "--people: at least one");
    let folder = tempfile::tempdir_in(&arguments.folder).context("making a data folder")?;
    let sim =
        Simulator::start(Options { username: String::from("ikrar_bot"), keep_history: Some(4), ..Options::default() })
            .await?;
    if let Some((min_ms, max_ms)) = arguments.api_latency_ms {
        sim.faults().set(Fault::new(FaultKind::Latency { min_ms, max_ms }));
    }
    eprintln!("preparing {} people…", arguments.people);
    let codes = world::prepare(folder.path(), arguments.people).await?;
    let dwell = arguments.dwell.to_string();
    // The pace of replies, too, is Telegram's and not the bot's.
    let settings = [("IKRAR_PLEDGE__DWELL_SECONDS", dwell.as_str()), ("IKRAR_DELIVERY__REPLIES", "1000")];
    let bot = Bot::start(folder.path(), &sim, &settings).await?;

    let mut walk = Walk::new(&sim, codes, Duration::from_secs(arguments.dwell.into()))?;
    let before = bot.used()?;
    match arguments.rate {
        Some(rate) => walk.until("walk", Step::Done, Pace::PerSecond(rate)).await?,
        None => {
            let at_once = arguments.concurrent.unwrap_or(arguments.people);
            for (name, goal) in [("link", Step::Open), ("read", Step::Sign), ("sign", Step::Done)] {
                eprintln!("{name}…");
                walk.until(name, goal, Pace::AtOnce(at_once)).await?;
            }
        }
    }
    sim.settled(Duration::from_secs(60)).await?;
    walk.see_the_rest();
    let used = bot.used()?.since(&before);
    bot.stop().await?;

    let verified = bot::verify(folder.path()).await?;
    let signed = world::count_acknowledgements(folder.path()).await?;
    eprintln!("a bare loop of commits…");
    let bare = bare::commits_per_second(&folder.path().join("bare.db"), Duration::from_secs(5)).await?;
    let report = Report { arguments: &arguments, walk: &walk, sim: &sim, used, signed, verified, bare };
    report.print();
    report.check()
}
