//! The command line: one function for each command, thin.

/// A line on standard output; a reader that stops early (`| head`) is no failure.
macro_rules! say {
    ($($part:tt)*) => { $crate::cli::print(&format!("{}\n", format_args!($($part)*))) };
}

/// A line on standard error, whoever listens: a command must not fail for want of a listener.
macro_rules! complain {
    ($($part:tt)*) => { $crate::cli::complain_line(format_args!($($part)*)) };
}

pub mod admin;
pub mod backup;
pub mod calendar;
pub mod clean_file;
pub mod demo;
pub mod doctor;
pub mod document;
pub mod folder;
pub mod init;
pub mod restore;
pub mod roster;
pub mod run;
pub mod supervisor;
pub mod tips;
mod upgrade;
pub mod verify;

use std::{
    collections::BTreeMap,
    fs::File,
    io::{self, Write as _},
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::Context as _;
use clap::{Parser, Subcommand, ValueEnum};
use indicatif::{ProgressBar, ProgressStyle};

use crate::{
    config::Config,
    db::{self, Db},
    error::{self, refuse},
    msg, texts,
};

/// Neutrality pledges in chat: reads them out point by point, records who made them, and proves it.
#[derive(Parser)]
#[command(name = "ikrar", version = env!("PROGRAM_VERSION"), arg_required_else_help = true)]
#[command(after_help = "Every setting of ikrar.toml may also come from the environment: IKRAR_TELEGRAM__TOKEN, \
IKRAR_TELEGRAM__API_URL, IKRAR_DATA_DIR, ... (see `ikrar init`). The environment wins.\n\n\
To look around without a token: ikrar demo")]
struct Arguments {
    /// The configuration file [default: ikrar.toml, if it is there]
    #[arg(long, global = true, env = "IKRAR_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
    /// Language of reports
    #[arg(long, global = true, env = "IKRAR_LANG", value_enum, default_value_t = Lang::Id)]
    lang: Lang,
    #[command(subcommand)]
    command: Command,
}

#[derive(Clone, Copy, ValueEnum)]
enum Lang {
    Id,
    En,
}

#[derive(Subcommand)]
enum Command {
    /// Play all parts in the browser, against a stand-in for Telegram; needs no token
    Demo(demo::Arguments),
    /// Run the bot
    Run,
    /// Write a commented ikrar.toml, create the data folder, and print the first superadmin's code
    Init,
    /// Check configuration, data folder, databases, Telegram, clock; one line each, exit code 1 if `run` would fail
    Doctor,
    /// Copy both databases while the bot runs, checked, for the owner's eyes only or sealed to an age key
    Backup(backup::Arguments),
    /// Put a copy in the place of the databases, after saying what changes; or let messages to many go on afterwards
    Restore(restore::Arguments),
    /// Pledge documents: import a new version, list them
    #[command(subcommand)]
    Document(document::Command),
    /// Election calendars: import, list, export as iCalendar
    #[command(subcommand)]
    Calendar(calendar::Command),
    /// The roster: import people and units, print codes
    #[command(subcommand)]
    Roster(roster::Command),
    /// Roles: a one-time claim code, the list, revoking
    #[command(subcommand)]
    Admin(admin::Command),
    /// Anonymous tips: on a recipient's own computer make a key, open cases, seal them to new keys; on the server
    /// take them out and in
    #[command(subcommand)]
    Tips(tips::Command),
    /// Check the ledger from the first entry to the last
    Verify(verify::Command),
    /// Clean the file on standard input; the bot starts this for each file of a tip
    #[command(hide = true)]
    CleanFile(clean_file::Arguments),
}

/// Parses the arguments and runs the command; every failure becomes a readable line and exit code 1.
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    if let Command::CleanFile(arguments) = &arguments.command {
        return clean_file::run(arguments);
    }
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            complain!("ikrar: cannot start: {error}");
            return ExitCode::FAILURE;
        }
    };
    let lang = match arguments.lang {
        Lang::Id => texts::Lang::Id,
        Lang::En => texts::Lang::En,
    };
    match runtime.block_on(dispatch(arguments, lang)) {
        Ok(code) => code,
        Err(failure) => {
            match error::shown(&failure) {
                Some(message) => complain!("{}", message.plain(lang)),
                None => complain!("ikrar: {}", crate::telegram::errors::cause(&failure)),
            }
            ExitCode::FAILURE
        }
    }
}

/// See `complain!`.
pub(crate) fn complain_line(line: std::fmt::Arguments<'_>) {
    let _ = writeln!(io::stderr(), "{line}");
}

/// To standard output; a reader that stops early (`| head`) is no failure.
pub(crate) fn print(text: &str) -> anyhow::Result<()> {
    match io::stdout().write_all(text.as_bytes()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written.context("writing to standard output"),
    }
}

/// The database that is there. A command that was typed in another folder must not make a second one, and only
/// `ikrar run` brings one up to date, after a copy.
async fn open(config: &Config) -> anyhow::Result<Db> {
    let path = config.database();
    let shown = path.display().to_string();
    match std::fs::metadata(&path) {
        Ok(_) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => return refuse(no_database(config)),
        Err(error) => return refuse(msg!("ops-cannot-look", path = shown, detail = error.to_string())),
    }
    folder::refuse_demo(&config.data_dir)?;
    if db::waiting(&path).await? > 0 {
        return refuse(msg!("ops-outdated", path = shown));
    }
    Ok(Db::open(&path).await?)
}

/// Where it was looked for, and what to do.
fn no_database(config: &Config) -> texts::Message {
    let path = config.database().display().to_string();
    match &config.sources.file {
        Some(file) => msg!("ops-no-database", path = path, file = file.display().to_string()),
        None if config.sources.data_dir_named => msg!("ops-no-database-named", path = path),
        None => {
            let folder = std::env::current_dir().map(|folder| folder.display().to_string()).unwrap_or_default();
            msg!("ops-no-configuration", folder = folder, path = path)
        }
    }
}

/// A new file that only its owner can read, never over another.
fn create_new_private(path: &Path) -> io::Result<File> {
    db::create_new_private(path)
}

/// Shows itself on a terminal only.
fn bar(label: &texts::Message, lang: texts::Lang) -> ProgressBar {
    let style = ProgressStyle::with_template("{prefix} [{bar:30}] {percent:>3}% {elapsed}");
    ProgressBar::new(1)
        .with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
        .with_prefix(label.plain(lang))
}

fn advance(bar: &ProgressBar, done: u64, total: u64) {
    bar.set_length(total);
    bar.set_position(done);
}

async fn dispatch(arguments: Arguments, lang: texts::Lang) -> anyhow::Result<ExitCode> {
    if let Command::Demo(demo) = arguments.command {
        return Box::pin(demo::run(demo, lang)).await;
    }
    if let Command::Init = arguments.command {
        return init::run(arguments.config.as_deref(), lang).await;
    }
    // A recipient's computer has no configuration and needs none.
    let command = match arguments.command {
        Command::Tips(tips) => match tips::run(tips, lang)? {
            Ok(code) => return Ok(code),
            Err(tips) => Command::Tips(tips),
        },
        command => command,
    };
    let environment: BTreeMap<String, String> =
        std::env::vars().filter(|(name, _)| name.starts_with("IKRAR_")).collect();
    let loaded = Config::load(arguments.config.as_deref(), &environment);
    if let Command::Doctor = command {
        return doctor::run(loaded).await;
    }
    let config = loaded?;
    match command {
        Command::Run => run::run(config).await,
        Command::Backup(arguments) => backup::run(arguments, &config, lang).await,
        Command::Restore(arguments) => restore::run(arguments, &config, lang).await,
        Command::Document(command) => document::run(command, &config, lang).await,
        Command::Calendar(command) => calendar::run(command, &config, lang).await,
        Command::Roster(command) => roster::run(command, &config, lang).await,
        Command::Admin(command) => admin::run(command, &config, lang).await,
        Command::Verify(arguments) => verify::run(arguments, &config, lang).await,
        Command::Tips(command) => tips::serve(command, &config, lang).await,
        Command::Demo(_) | Command::Init | Command::Doctor | Command::CleanFile(_) => Ok(ExitCode::SUCCESS),
    }
}
