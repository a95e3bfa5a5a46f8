//! `ikrar doctor`: what is well and what is not, a line each.

use std::{path::Path, process::ExitCode};

use teloxide::requests::Requester as _;

use super::{
    clean_file::cell::{Escape, Landlock},
    run::bot,
};
use crate::{
    config::{Config, Problems},
    db::{self, Examination},
    telegram::errors,
    tip::{cleaner::Cleaner, store},
};

/// Collects findings; any failure makes the exit code 1.
#[derive(Default)]
struct Findings {
    failed: bool,
}

impl Findings {
    fn well(&self, what: &str, detail: &str) {
        println!("ok    {what}: {detail}");
    }

    /// Works, but less well than it might.
    fn doubtful(&self, what: &str, detail: &str) {
        println!("warn  {what}: {detail}");
    }

    fn wrong(&mut self, what: &str, detail: &str) {
        self.failed = true;
        println!("FAIL  {what}: {detail}");
    }
}

pub async fn run(loaded: Result<Config, Problems>) -> anyhow::Result<ExitCode> {
    let mut findings = Findings::default();
    match loaded {
        Err(Problems(problems)) => problems.iter().for_each(|problem| findings.wrong("configuration", problem)),
        Ok(config) => {
            findings.well("configuration", "valid");
            check_database(&config, &mut findings).await;
            check_tips(&config, &mut findings).await;
            check_cell(&config, &mut findings);
            check_telegram(&config, &mut findings).await;
        }
    }
    Ok(if findings.failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

async fn check_database(config: &Config, findings: &mut Findings) {
    let path = config.database();
    if !path.exists() {
        findings.wrong("database", &format!("{} is not there; run `ikrar init`", path.display()));
        return;
    }
    let mut connection = match db::open_read_only(&path).await {
        Ok(connection) => connection,
        Err(error) => return findings.wrong("database", &error.to_string()),
    };
    tell("database", &path, db::examine(&mut connection, &db::MIGRATOR).await, findings);
}

/// The database of tips comes into being with the first `ikrar run`.
async fn check_tips(config: &Config, findings: &mut Findings) {
    let path = config.tips_database();
    if !path.exists() {
        findings.well("tips", &format!("{} is not there yet; `ikrar run` makes it", path.display()));
        return;
    }
    let mut connection = match db::open_read_only(&path).await {
        Ok(connection) => connection,
        Err(error) => return findings.wrong("tips", &error.to_string()),
    };
    let found = store::examine(&mut connection).await;
    let current = found.as_ref().is_ok_and(|found| found.newer.is_none() && found.waiting == 0);
    tell("tips", &path, found, findings);
    // Asks columns that only come with the newest migration.
    if current {
        check_keys(config, findings).await;
    }
}

/// Keys in the database of tips that nobody with a role ever confirmed: nothing is sealed to them, but who put them there?
async fn check_keys(config: &Config, findings: &mut Findings) {
    match super::tips::status::unvouched(config).await {
        Ok(unvouched) if unvouched.is_empty() => findings.well("tips keys", "confirmed by people who held a role"),
        Ok(unvouched) => findings.wrong(
            "tips keys",
            &format!(
                "never confirmed by anyone who held a role, so not used: {}; see `ikrar tips status`",
                unvouched.join(", ")
            ),
        ),
        Err(error) => findings.wrong("tips keys", &errors::cause(&error)),
    }
}

/// Tries, as a decoder that was taken over would, to get out of the cell in which files are cleaned.
fn check_cell(config: &Config, findings: &mut Findings) {
    let tried = Cleaner::of_this_program().try_to_escape(&config.database());
    let Some(Escape { walls, possible }) = tried else {
        return findings.wrong("cleaner", "the process that cleans files does not start; evidence cannot be taken");
    };
    if !possible.is_empty() {
        return findings.wrong("cleaner", &format!("its cell has holes: it could {}", possible.join(", ")));
    }
    match (walls.landlock, walls.seccomp) {
        _ if walls.are_whole() => findings.well("cleaner", "its cell holds: limits, seccomp, Landlock, not dumpable"),
        (landlock, seccomp) => findings.doubtful(
            "cleaner",
            &format!(
                "this kernel lacks walls of its cell: seccomp {}, Landlock {}, not dumpable {}",
                if seccomp { "holds" } else { "missing" },
                match landlock {
                    Landlock::Whole => "holds",
                    Landlock::Partly => "in part",
                    Landlock::None => "missing",
                },
                if walls.not_dumpable { "yes" } else { "no" }
            ),
        ),
    }
}

fn tell(what: &str, path: &Path, found: anyhow::Result<Examination>, findings: &mut Findings) {
    let found = match found {
        Ok(found) => found,
        Err(error) => return findings.wrong(what, &errors::cause(&error)),
    };
    if found.faults.is_empty() {
        findings.well(what, &format!("{} is whole", path.display()));
    }
    found.faults.iter().for_each(|fault| findings.wrong(what, &format!("{fault}; restore a backup")));
    let migrations = if what == "database" { "migrations".to_owned() } else { format!("migrations of {what}") };
    match found.newer {
        Some(version) => {
            findings.wrong(
                &migrations,
                &format!("a newer ikrar made this database (it has {version}); install that version"),
            );
        }
        None if found.waiting > 0 => {
            findings.well(&migrations, &format!("{} applied; `ikrar run` will apply {}", found.applied, found.waiting));
        }
        None => findings.well(&migrations, &format!("{} applied, none waiting", found.applied)),
    }
}

async fn check_telegram(config: &Config, findings: &mut Findings) {
    let bot = match bot(config) {
        Ok(bot) => bot,
        Err(error) => return findings.wrong("telegram", &error.to_string()),
    };
    match bot.get_me().await {
        Ok(me) => findings.well("telegram", &format!("the token belongs to @{}", me.username())),
        Err(error) => {
            return findings
                .wrong("telegram", &format!("getMe: {}; check token, api_url and network", errors::class(&error)));
        }
    }
    let info = match bot.get_webhook_info().await {
        Ok(info) => info,
        Err(error) => return findings.wrong("webhook", errors::class(&error)),
    };
    let waiting = info.pending_update_count;
    match (info.url, &config.telegram.webhook) {
        (None, None) => findings.well("webhook", &format!("none, the bot polls; {waiting} update(s) waiting")),
        (Some(set), Some(webhook)) if set.as_str().trim_end_matches('/') == webhook.url => {
            findings.well("webhook", &format!("set as configured; {waiting} update(s) waiting"));
        }
        (Some(_), None) => findings.wrong("webhook", "one is set but none is configured; `ikrar run` will remove it"),
        (_, Some(_)) => findings.wrong("webhook", "not set as configured; `ikrar run` will set it"),
    }
}
