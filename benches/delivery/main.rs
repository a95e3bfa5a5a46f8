//! What delivery promises, measured: the real binary against the simulator.

#[path = "../apel/bot.rs"]
#[expect(dead_code, reason = "the other bench uses more of it")]
mod bot;
mod pace;

use clap::{Parser, Subcommand};

/// Broadcasts through `ikrar run`, with the simulator as Telegram; each prints a table.
#[derive(Debug, Parser)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
    /// Given by `cargo bench`
    #[arg(long, hide = true, global = true)]
    bench: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// How close to the allowed rate, and whether ever above Telegram's limit
    Pace(pace::Arguments),
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    match Arguments::parse().command {
        Command::Pace(arguments) => pace::run(&arguments).await,
    }
}
