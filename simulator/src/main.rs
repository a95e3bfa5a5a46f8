//! Runs a simulator on its own until it is told to stop.
use std::io::Write;
use std::path::PathBuf;

use anyhow::Context;
use clap::{Parser, ValueEnum};
use simulator::{Fault, FaultKind, Limits, Options, Simulator};

/// A stand-in for Telegram: Bot API, control API and web chat on one port.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// Port on 127.0.0.1; 0 takes a free one.
    #[arg(long, default_value_t = 8081)]
    port: u16,
    /// Token the bot must use: <number>:<secret>.
    #[arg(long)]
    token: Option<String>,
    /// The bot's username.
    #[arg(long)]
    username: Option<String>,
    /// The bot's name.
    #[arg(long)]
    name: Option<String>,
    /// Append every accepted call to this file.
    #[arg(long)]
    ledger: Option<PathBuf>,
    /// Telegram's sending limits.
    #[arg(long, value_enum, default_value_t = Switch::Off)]
    limits: Switch,
    /// Delay every call by so many milliseconds, for example 20..80.
    #[arg(long, value_name = "A..B", value_parser = range)]
    latency_ms: Option<(u64, u64)>,
    /// Messages kept per chat; all when not given.
    #[arg(long)]
    keep_history: Option<usize>,
    /// Let the bot see every message of a group.
    #[arg(long)]
    no_privacy: bool,
    /// Deliver every update a second time once the bot has confirmed it.
    #[arg(long)]
    twice: bool,
    /// Title of the page.
    #[arg(long)]
    title: Option<String>,
    /// Language of the page until someone chooses another.
    #[arg(long, value_parser = ["id", "en"])]
    language: Option<String>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Switch {
    On,
    Off,
}

fn range(text: &str) -> Result<(u64, u64), String> {
    let (from, to) = text.split_once("..").unwrap_or((text, text));
    let number = |part: &str| part.trim().parse::<u64>().map_err(|_| "give milliseconds as A..B, for example 20..80");
    let (from, to) = (number(from)?, number(to)?);
    if from > to { Err("the first number must not be larger than the second".to_owned()) } else { Ok((from, to)) }
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let defaults = Options::default();
    let simulator = Simulator::start(Options {
        port: arguments.port,
        token: arguments.token.unwrap_or(defaults.token),
        username: arguments.username.unwrap_or(defaults.username),
        bot_name: arguments.name.unwrap_or(defaults.bot_name),
        ledger: arguments.ledger,
        limits: matches!(arguments.limits, Switch::On).then(Limits::default),
        keep_history: arguments.keep_history,
        privacy: !arguments.no_privacy,
        twice: arguments.twice,
        title: arguments.title.map_or(defaults.title, Into::into),
        language: arguments.language.unwrap_or(defaults.language),
        ..Options::default()
    })
    .await?;
    if let Some((min_ms, max_ms)) = arguments.latency_ms {
        simulator.faults().set(Fault::new(FaultKind::Latency { min_ms, max_ms }));
    }
    let mut out = std::io::stdout();
    writeln!(out, "listening on {}", simulator.url())?;
    out.flush()?;
    asked_to_stop().await?;
    simulator.stop().await;
    Ok(())
}

#[cfg(unix)]
async fn asked_to_stop() -> anyhow::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate()).context("listening for SIGTERM")?;
    tokio::select! {
        _ = terminate.recv() => Ok(()),
        done = tokio::signal::ctrl_c() => done.context("listening for SIGINT"),
    }
}

#[cfg(not(unix))]
async fn asked_to_stop() -> anyhow::Result<()> {
    tokio::signal::ctrl_c().await.context("listening for Ctrl-C")
}
