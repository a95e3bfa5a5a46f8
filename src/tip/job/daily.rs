//! Once a day: purging cases that were closed long ago, here and in the copies, and making a copy.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use chrono::{NaiveDate, TimeDelta};

use crate::{
    app::App,
    telegram::errors,
    tip::{Id, purge, store},
};

/// After a failure, how long until the next try.
const AGAIN: TimeDelta = TimeDelta::minutes(10);
/// A copy is named by its day.
const PREFIX: &str = "tips-";
const SUFFIX: &str = ".db";
/// Until it is whole.
const PART: &str = "tips.part";

pub(super) async fn step(app: &App) {
    let now = app.clock.now();
    let today = app.today();
    let mut daily = app.tips.daily.lock().await;
    if daily.done_on == Some(today) || daily.not_before.is_some_and(|moment| now < moment) {
        return;
    }
    match work(app, today).await {
        Ok(()) => (daily.done_on, daily.not_before) = (Some(today), None),
        Err(error) => {
            log::error!(cause = errors::cause(&error).as_str(); "the day's copy and purging of tips failed; trying again");
            daily.not_before = Some(now + AGAIN);
        }
    }
}

async fn work(app: &App, today: NaiveDate) -> anyhow::Result<()> {
    let folder = app.config.tips_backups();
    create_private(&folder)?;
    remove(&folder.join(PART))?;
    remove_old(&folder, today, app.config.tips.backup_days)?;
    purge_closed(app, &folder, today).await?;
    // Last, so that what is purged is not in it.
    copy(app, &folder, today).await
}

fn create_private(folder: &Path) -> anyhow::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder).context("creating the folder of copies of tips")
}

fn remove(file: &Path) -> anyhow::Result<()> {
    match fs::remove_file(file) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error).context("removing a copy of tips"),
        _ => Ok(()),
    }
}

/// The copies that are there, with their days; other files are not ours.
fn copies(folder: &Path) -> anyhow::Result<Vec<(NaiveDate, PathBuf)>> {
    let entries = fs::read_dir(folder).context("listing copies of tips")?;
    let day = |path: &Path| -> Option<NaiveDate> {
        path.file_name()?.to_str()?.strip_prefix(PREFIX)?.strip_suffix(SUFFIX)?.parse().ok()
    };
    let found = entries.flatten().filter_map(|entry| Some((day(&entry.path())?, entry.path())));
    Ok(found.collect())
}

fn remove_old(folder: &Path, today: NaiveDate, days: u32) -> anyhow::Result<()> {
    for (day, path) in copies(folder)? {
        if today - day >= TimeDelta::days(days.into()) {
            remove(&path)?;
            // Of a purge that was cut short.
            remove(&path.with_extension("db-journal"))?;
        }
    }
    Ok(())
}

/// First in the copies: if this stops in between, the next time finds the same cases here.
async fn purge_closed(app: &App, folder: &Path, today: NaiveDate) -> anyhow::Result<()> {
    let all = app.tips.db.run(|c| Box::pin(async move { store::purge::list_handled(c).await })).await?;
    let due: Vec<Id> = purge::due(&all, today);
    if due.is_empty() {
        return Ok(());
    }
    for (day, copy) in copies(folder)? {
        if let Err(error) = store::purge::purge_copy(&copy, &due).await {
            // It goes when it is too old.
            log::error!(cause = errors::cause(&error).as_str(), day = day.to_string().as_str(); "a copy of tips could not be purged");
        }
    }
    let count = due.len();
    app.tips.db.run(|c| Box::pin(async move { store::purge::delete_cases(c, &due, today).await })).await?;
    app.tips.db.tidy().await.context("putting the database of tips in order")?;
    log::info!(count; "closed tips were purged");
    Ok(())
}

async fn copy(app: &App, folder: &Path, today: NaiveDate) -> anyhow::Result<()> {
    let whole = folder.join(format!("{PREFIX}{today}{SUFFIX}"));
    if app.config.tips.backup_days == 0 || whole.exists() {
        return Ok(());
    }
    let part = folder.join(PART);
    app.tips.db.back_up(&part).await?;
    fs::rename(&part, &whole).context("naming a copy of tips")
}
