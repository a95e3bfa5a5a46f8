//! Before migrations: a copy of the database as the older version left it.

use std::fs;

use anyhow::Context as _;

use super::{backup::Part, folder};
use crate::{config::Config, db, disk};

/// In the data folder; of these, the newest stay.
const FOLDER: &str = "backups/upgrade";
const KEPT: usize = 3;

/// Of the people database alone: tips have copies of their own, and must be in no others.
pub async fn prepare(config: &Config) -> anyhow::Result<()> {
    let path = config.database();
    if !path.exists() || fs::metadata(&path).is_ok_and(|found| found.len() == 0) {
        return Ok(());
    }
    let waiting = db::waiting(&path).await?;
    if waiting == 0 {
        return Ok(());
    }
    let folder = config.data_dir.join(FOLDER);
    folder::make_private(&folder)?;
    let mut c = db::open_read_only(&path).await?;
    let found = db::examine(&mut c, &db::MIGRATOR).await?;
    // What cannot be migrated needs no copy; opening it says why.
    let Some(last) = found.last.filter(|_| found.newer.is_none() && found.altered.is_empty()) else { return Ok(()) };
    let to = folder.join(format!("ikrar-{last}.db"));
    let needed = fs::metadata(&path).map_or(0, |found| found.len());
    let free = disk::free(&folder).context("looking for room")?;
    anyhow::ensure!(
        free >= needed + disk::FULL,
        "no room for a copy of the database before it is brought up to date: {} are free in {}, {} are needed",
        disk::size(free),
        folder.display(),
        disk::size(needed + disk::FULL)
    );
    let part = Part::new(&folder, "upgrade");
    db::copy(&mut c, part.path()).await?;
    fs::rename(part.path(), &to).with_context(|| format!("naming {}", to.display()))?;
    disk::sync_folder(&folder).context("writing the copy")?;
    log::info!(waiting, copy = to.display().to_string().as_str(); "the database is brought up to date; a copy of it as it was is kept");
    let mut copies: Vec<_> = fs::read_dir(&folder)?.flatten().map(|entry| entry.path()).collect();
    copies.retain(|path| path.extension().is_some_and(|extension| extension == "db"));
    copies.sort();
    for old in copies.iter().rev().skip(KEPT) {
        fs::remove_file(old).with_context(|| format!("removing {}", old.display()))?;
    }
    Ok(())
}
