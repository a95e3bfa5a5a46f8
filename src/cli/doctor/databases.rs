//! What `ikrar doctor` says of the two databases: that they can be read, are whole, and can be written.

use std::{fs, io, path::Path};

use super::{Findings, place};
use crate::{
    config::Config,
    db::{self, Examination},
    disk,
    telegram::errors,
    tip::store,
};

pub(super) async fn check_people(config: &Config, findings: &mut Findings) {
    let path = config.database();
    if let Some(missing) = missing(&path) {
        let detail = match missing {
            Missing::NotThere => format!("{} is not there; {}", path.display(), place::advice(config)),
            Missing::OutOfReach(error) => out_of_reach(&path, &error),
        };
        return findings.wrong("database", &detail);
    }
    let mut connection = match db::open_read_only(&path).await {
        Ok(connection) => connection,
        Err(error) => return findings.wrong("database", &error.to_string()),
    };
    let found = db::examine(&mut connection, &db::MIGRATOR).await;
    let made = db::had_tips(&mut connection).await;
    db::close(connection).await;
    tell("database", &path, found, findings).await;
    if made && matches!(missing_tips(config), Some(Missing::NotThere)) {
        let path = config.tips_database();
        let detail = format!("{} is gone; restore a copy, or give it up: `ikrar restore --new-tips`", path.display());
        findings.wrong("tips", &detail);
    }
}

/// The database of tips comes into being with the first `ikrar run`.
pub(super) async fn check_tips(config: &Config, findings: &mut Findings) {
    let path = config.tips_database();
    match missing_tips(config) {
        None => {}
        Some(Missing::NotThere) => {
            if !has_run(config) {
                findings.well("tips", &format!("{} is not there yet; `ikrar run` makes it", path.display()));
            }
            return;
        }
        Some(Missing::OutOfReach(error)) => {
            return findings
                .wrong("tips", &format!("{}; without it the bot takes no tips", out_of_reach(&path, &error)));
        }
    }
    let mut connection = match db::open_read_only(&path).await {
        Ok(connection) => connection,
        Err(error) => return findings.wrong("tips", &format!("{error}; without it the bot takes no tips")),
    };
    let found = store::examine(&mut connection).await;
    db::close(connection).await;
    let current = found.as_ref().is_ok_and(|found| found.newer.is_none() && found.waiting == 0);
    tell("tips", &path, found, findings).await;
    // Asks columns that only come with the newest migration.
    if current {
        check_keys(config, findings).await;
    }
}

/// Keys in the database of tips that nobody with a role ever confirmed: nothing is sealed to them, but who put them there?
async fn check_keys(config: &Config, findings: &mut Findings) {
    match crate::cli::tips::status::unvouched(config).await {
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

fn has_run(config: &Config) -> bool {
    config.data_dir.join(crate::health::LOCK).exists()
}

enum Missing {
    NotThere,
    OutOfReach(io::Error),
}

fn missing_tips(config: &Config) -> Option<Missing> {
    missing(&config.tips_database())
}

fn missing(path: &Path) -> Option<Missing> {
    match fs::File::open(path) {
        Ok(_) => None,
        Err(error) if error.kind() == io::ErrorKind::NotFound => Some(Missing::NotThere),
        Err(error) => Some(Missing::OutOfReach(error)),
    }
}

fn out_of_reach(path: &Path, error: &io::Error) -> String {
    let owner = disk::owner(path).map(|owner| format!(" (it belongs to {})", disk::user(owner))).unwrap_or_default();
    format!("{} cannot be read{owner}: {error}; this is {}", path.display(), disk::user(disk::me()))
}

async fn tell(what: &str, path: &Path, found: anyhow::Result<Examination>, findings: &mut Findings) {
    let found = match found {
        Ok(found) => found,
        Err(error) => return findings.wrong(what, &errors::cause(&error)),
    };
    let size = disk::size(fs::metadata(path).map_or(0, |found| found.len()));
    match db::check_writable(path).await {
        Err(error) => findings.wrong(what, &format!("it can be read, not written: {error}")),
        Ok(()) if found.faults.is_empty() => findings.well(what, &format!("{} is whole ({size})", path.display())),
        Ok(()) => {}
    }
    found.faults.iter().for_each(|fault| findings.wrong(what, &format!("{fault}; restore a backup")));
    let migrations = if what == "database" { "migrations".to_owned() } else { format!("migrations of {what}") };
    for version in &found.altered {
        let detail = format!(
            "{version} differs from what this version knows, or was cut short; install the version that made it, or restore a backup"
        );
        findings.wrong(&migrations, &detail);
    }
    match found.newer {
        Some(version) => {
            let by = found.made_by.map(|by| format!(", {by},")).unwrap_or_default();
            let detail = format!("a newer ikrar{by} made this database (it has {version}); install that version");
            findings.wrong(&migrations, &detail);
        }
        None if found.waiting > 0 => {
            let detail = format!("{} applied; `ikrar run` will apply {} after a copy", found.applied, found.waiting);
            findings.well(&migrations, &detail);
        }
        None if found.altered.is_empty() => {
            findings.well(&migrations, &format!("{} applied, none waiting", found.applied));
        }
        None => {}
    }
}
