//! Driver of deliveries: the real binary sends to many, while it is killed, at its full pace, or to very many.
//!
//! The simulator runs in this process, the bot in one of its own, as `ikrar run`.

mod bot;
mod faults;
mod pace;
#[path = "../apel/bot.rs"]
#[expect(dead_code, reason = "the other bench uses more of it")]
mod process;
mod scale;
mod world;

use std::path::PathBuf;

use clap::{Parser, Subcommand};

/// Broadcasts through `ikrar run`, with the simulator as Telegram; each prints a table.
#[derive(Debug, Parser)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
    /// Where the data folder is made: the disk that is measured
    #[arg(long, global = true, default_value = env!("CARGO_TARGET_TMPDIR"))]
    folder: PathBuf,
    /// Given by `cargo bench`
    #[arg(long, hide = true, global = true)]
    bench: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Kill the bot again and again while it sends: what is lost, what comes twice, what is in doubt
    Faults(faults::Arguments),
    /// How close to the allowed rate, and whether ever above Telegram's limit
    Pace(pace::Arguments),
    /// One campaign for as many people as there are civil servants: speed, memory, disk
    Scale(scale::Arguments),
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let Arguments { command, folder, .. } = Arguments::parse();
    match command {
        Command::Faults(arguments) => faults::run(&arguments, &folder).await,
        Command::Pace(arguments) => pace::run(&arguments, &folder).await,
        Command::Scale(arguments) => scale::run(&arguments, &folder).await,
    }
}
