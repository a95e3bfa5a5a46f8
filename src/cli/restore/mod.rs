//! `ikrar restore`: puts copies in the place of the databases, after saying what changes, and holds messages to many.

mod store;

use std::{
    fs::{self, File},
    io::{self, BufRead as _, IsTerminal as _},
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::Context as _;
use chrono::{DateTime, Utc};
use vault::{envelope::OpenError, key::Identity, sealed};

use super::{
    backup::{self, Part},
    folder,
};
use crate::{
    clock::{Clock as _, SystemClock},
    config::Config,
    db::{self, Examination},
    disk,
    error::refuse,
    health::HOLD,
    msg, pledge,
    texts::{Lang, Message},
    tip,
};

/// Of what changes, this many lines are shown.
const LINES: usize = 20;

#[derive(clap::Args)]
pub struct Arguments {
    /// A folder that `ikrar backup` wrote, for the newest copies in it, or one copy of the people database
    #[arg(value_name = "DIR|FILE", required_unless_present_any = ["tips", "new_tips", "go_on"])]
    from: Option<PathBuf>,
    /// A copy of the database of tips, such as one of the bot's own in backups/tips
    #[arg(long, value_name = "FILE")]
    tips: Option<PathBuf>,
    /// Set the database of tips aside and let the bot begin a new one: every case, key and recipient in it is given up
    #[arg(long, conflicts_with = "tips")]
    new_tips: bool,
    /// Of a folder, the people database alone
    #[arg(long)]
    no_tips: bool,
    /// The key that opens sealed copies: a file as `age-keygen` or `ikrar tips keygen` writes it
    #[arg(long = "identity", short, value_name = "FILE")]
    identities: Vec<PathBuf>,
    /// Read its passphrase from the first line of this file, or of standard input if it is -
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
    /// Do not ask
    #[arg(long)]
    yes: bool,
    /// After a restore: messages to many have been looked through, let them go on
    #[arg(long, conflicts_with_all = ["from", "tips", "new_tips", "no_tips", "identities", "passphrase_file", "yes"])]
    go_on: bool,
}

pub async fn run(arguments: Arguments, config: &Config, lang: Lang) -> anyhow::Result<ExitCode> {
    if arguments.go_on {
        return go_on(config, lang);
    }
    if !config.sources.are_named() && !config.data_dir.exists() {
        return refuse(super::no_database(config));
    }
    folder::create_private(&config.data_dir)?;
    // Held until the end: no bot may come in between.
    let _lock = folder::lock(&config.data_dir)?;
    let (people, tips) = sources(&arguments)?;
    let sealed = [&people, &tips].into_iter().flatten().any(|path| is_sealed(path));
    let keys = if sealed { keys(&arguments, lang)? } else { Vec::new() };
    check_room([&people, &tips].into_iter().flatten(), config)?;
    let now = SystemClock.now();
    let people = match &people {
        Some(from) => Some(bring_people(from, &keys, config, lang).await?),
        None => None,
    };
    let tips = match &tips {
        Some(from) => Some(bring_tips(from, &keys, config, lang).await?),
        None => None,
    };
    if let Some(people) = &people {
        tell_people(people.path(), config, now, lang).await?;
    }
    if let Some(tips) = &tips {
        tell_tips(tips.path(), config, lang).await?;
    }
    if arguments.new_tips {
        say!("{}", msg!("ops-restore-new-tips").plain(lang))?;
    }
    if !arguments.yes && !confirm(lang)? {
        complain!("{}", msg!("ops-restore-nothing").plain(lang));
        return Ok(ExitCode::FAILURE);
    }
    put_in_place(people, tips, arguments.new_tips, config, now, lang).await?;
    say!("{}", msg!("ops-restore-next").plain(lang))?;
    Ok(ExitCode::SUCCESS)
}

fn go_on(config: &Config, lang: Lang) -> anyhow::Result<ExitCode> {
    let mark = config.data_dir.join(HOLD);
    match fs::remove_file(&mark) {
        Ok(()) => say!("{}", msg!("ops-restore-goes-on").plain(lang))?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            say!("{}", msg!("ops-restore-not-held", path = config.data_dir.display().to_string()).plain(lang))?;
        }
        Err(error) => return Err(error).with_context(|| format!("removing {}", mark.display())),
    }
    Ok(ExitCode::SUCCESS)
}

/// Which files: of people, of tips.
fn sources(arguments: &Arguments) -> anyhow::Result<(Option<PathBuf>, Option<PathBuf>)> {
    let Some(from) = &arguments.from else { return Ok((None, arguments.tips.clone())) };
    if !from.is_dir() {
        return Ok((Some(from.clone()), arguments.tips.clone()));
    }
    let newest = |prefix| -> anyhow::Result<Option<PathBuf>> {
        let found = backup::list(from, prefix).with_context(|| format!("listing {}", from.display()))?;
        Ok(found.into_iter().next_back().map(|(_, path)| path))
    };
    let Some(people) = newest(backup::PEOPLE)? else {
        return refuse(msg!("ops-restore-empty", path = from.display().to_string()));
    };
    let tips = match &arguments.tips {
        Some(tips) => Some(tips.clone()),
        None if arguments.no_tips || arguments.new_tips => None,
        None => newest(backup::TIPS)?,
    };
    Ok((Some(people), tips))
}

fn is_sealed(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "age")
}

fn keys(arguments: &Arguments, lang: Lang) -> anyhow::Result<Vec<Identity>> {
    if arguments.identities.is_empty() {
        return refuse(msg!("ops-restore-needs-key"));
    }
    super::tips::load_keys(&arguments.identities, arguments.passphrase_file.as_deref(), lang)
}

fn check_room<'a>(files: impl Iterator<Item = &'a PathBuf>, config: &Config) -> anyhow::Result<()> {
    let needed: u64 =
        files.filter_map(|file| fs::metadata(file).ok()).map(|found| found.len()).sum::<u64>() + disk::FULL;
    let free = disk::free(&config.data_dir).context("looking for room")?;
    if free < needed {
        let (path, needed, free) = (config.data_dir.display().to_string(), disk::size(needed), disk::size(free));
        return refuse(msg!("ops-backup-room", path = path, needed = needed, free = free));
    }
    Ok(())
}

/// Into the data folder, opened; the copy itself is only read.
async fn bring(from: &Path, keys: &[Identity], config: &Config, what: &str) -> anyhow::Result<Part> {
    let shown = || from.display().to_string();
    let part = Part::new(&config.data_dir, what);
    let mut to = super::create_new_private(part.path()).context("writing in the data folder")?;
    let mut source = match File::open(from) {
        Ok(file) => file,
        Err(error) => return refuse(msg!("ops-cannot-look", path = shown(), detail = error.to_string())),
    };
    if is_sealed(from) {
        let opened = sealed::open(keys, &source, &mut to).context("opening a sealed copy")?;
        if let Err(error) = opened {
            let detail = match error {
                OpenError::WrongKey => msg!("ops-restore-wrong-key", path = shown()),
                _ => msg!("ops-restore-damaged", path = shown(), detail = error.to_string()),
            };
            return refuse(detail);
        }
    } else {
        io::copy(&mut source, &mut to).context("copying into the data folder")?;
        // Of a plain copy of files, the latest changes are here.
        let log = disk::beside(from, "-wal");
        if log.exists() {
            let mut beside = super::create_new_private(&disk::beside(part.path(), "-wal")).context("copying a log")?;
            io::copy(&mut File::open(&log).context("reading a log")?, &mut beside).context("copying a log")?;
        }
    }
    to.sync_all().context("writing in the data folder")?;
    drop(to);
    if let Err(error) = db::settle(part.path()).await {
        let error = anyhow::Error::new(error);
        let detail = crate::telegram::errors::cause(&error).replace(&part.path().display().to_string(), &shown());
        return refuse(msg!("ops-restore-damaged", path = shown(), detail = detail));
    }
    Ok(part)
}

/// Nothing that `run` would refuse.
fn judge(found: &Examination, from: &Path) -> anyhow::Result<()> {
    let path = from.display().to_string();
    if !found.faults.is_empty() {
        return refuse(msg!("ops-restore-damaged", path = path, detail = found.faults.join("; ")));
    }
    if let Some(version) = found.newer {
        let by = found.made_by.clone().unwrap_or_else(|| version.to_string());
        return refuse(msg!("ops-restore-newer", path = path, version = by));
    }
    if let Some(version) = found.altered.first() {
        return refuse(msg!("ops-restore-damaged", path = path, detail = format!("migration {version}")));
    }
    if found.applied == 0 {
        return refuse(msg!("ops-restore-empty", path = path));
    }
    Ok(())
}

async fn bring_people(from: &Path, keys: &[Identity], config: &Config, lang: Lang) -> anyhow::Result<Part> {
    let part = bring(from, keys, config, "people").await?;
    let mut c = db::open_copy(part.path()).await?;
    judge(&db::examine(&mut c, &db::MIGRATOR).await?, from)?;
    let report = pledge::store::verify(&mut c, &[]).await?;
    let path = from.display().to_string();
    if !report.sound() {
        return refuse(msg!("ops-restore-unsound", path = path));
    }
    let last = report.last.map_or_else(|| "—".to_owned(), |last| last.to_string());
    say!("{}", msg!("ops-restore-people", path = path, entries = report.entries, last = last).plain(lang))?;
    Ok(part)
}

async fn bring_tips(from: &Path, keys: &[Identity], config: &Config, lang: Lang) -> anyhow::Result<Part> {
    let part = bring(from, keys, config, "tips").await?;
    judge(&tip::store::examine(&mut db::open_copy(part.path()).await?).await?, from)?;
    say!("{}", msg!("ops-restore-tips", path = from.display().to_string()).plain(lang))?;
    Ok(part)
}

/// What will be otherwise than it is now.
async fn tell_people(new: &Path, config: &Config, now: DateTime<Utc>, lang: Lang) -> anyhow::Result<()> {
    let new = store::load_people(&mut db::open_copy(new).await?, now).await?;
    let old = match db::open_read_only(&config.database()).await {
        Ok(mut c) => {
            let old = store::load_people(&mut c, now).await.ok();
            db::close(c).await;
            old
        }
        Err(_) => None,
    };
    let mut lines: Vec<Message> = Vec::new();
    match old {
        None => lines.push(msg!("ops-restore-no-comparison")),
        Some(old) => {
            let back =
                |role: &&(i64, String, String)| !old.roles.iter().any(|(id, held, _)| (*id, held) == (role.0, &role.1));
            for (id, role, label) in new.roles.iter().filter(back).take(LINES) {
                lines.push(msg!("ops-restore-role-back", label = label, role = role, id = *id));
            }
            let lost = |role: &&(i64, String, String)| !new.roles.iter().any(|(id, ..)| *id == role.0);
            for (_, role, label) in old.roles.iter().filter(lost).take(LINES) {
                lines.push(msg!("ops-restore-role-lost", label = label, role = role));
            }
            let count = |of: &[Vec<u8>], not: &[Vec<u8>]| of.iter().filter(|hash| !not.contains(hash)).count();
            let mut line = |count: usize, message: fn(usize) -> Message| {
                if count > 0 {
                    lines.push(message(count));
                }
            };
            line(count(&new.claims, &old.claims), |count| msg!("ops-restore-claims-back", count = count));
            line(count(&new.binding, &old.binding), |count| msg!("ops-restore-codes-back", count = count));
            line(count(&old.binding, &new.binding), |count| msg!("ops-restore-codes-lost", count = count));
            line(new.links.iter().filter(|link| !old.links.contains(link)).count(), |count| {
                msg!("ops-restore-links-back", count = count)
            });
            line(old.links.iter().filter(|link| !new.links.contains(link)).count(), |count| {
                msg!("ops-restore-links-lost", count = count)
            });
            line(usize::try_from(old.last - new.last).unwrap_or(0), |count| {
                msg!("ops-restore-pledges-lost", count = count)
            });
        }
    }
    if new.campaigns + new.rules > 0 {
        lines.push(msg!("ops-restore-held", campaigns = new.campaigns, rules = new.rules));
    }
    if lines.is_empty() {
        lines.push(msg!("ops-restore-same"));
    }
    for line in lines {
        say!("  {}", line.plain(lang))?;
    }
    Ok(())
}

async fn tell_tips(new: &Path, config: &Config, lang: Lang) -> anyhow::Result<()> {
    let mut c = db::open_copy(new).await?;
    let (recipients, cases) = (store::list_recipients(&mut c).await?, store::list_cases(&mut c).await?);
    let old = match db::open_read_only(&config.tips_database()).await {
        Ok(mut c) => {
            let read = (store::list_recipients(&mut c).await, store::list_cases(&mut c).await);
            db::close(c).await;
            match read {
                (Ok(recipients), Ok(cases)) => Some((recipients, cases)),
                _ => None,
            }
        }
        Err(_) => None,
    };
    for (id, label) in recipients.iter().take(LINES) {
        let back = old.as_ref().is_some_and(|(old, _)| !old.iter().any(|(known, _)| known == id));
        let line = if back {
            msg!("ops-restore-recipient-back", label = label)
        } else {
            msg!("ops-restore-recipient", label = label)
        };
        say!("  {}", line.plain(lang))?;
    }
    if let Some((_, old)) = old {
        let back = cases.iter().filter(|case| !old.contains(case)).count();
        let lost = old.iter().filter(|case| !cases.contains(case)).count();
        say!("  {}", msg!("ops-restore-cases", back = back, lost = lost).plain(lang))?;
    }
    Ok(())
}

/// On a terminal only; elsewhere `--yes` is wanted.
fn confirm(lang: Lang) -> anyhow::Result<bool> {
    let input = io::stdin();
    if !input.is_terminal() {
        complain!("{}", msg!("ops-restore-no-terminal").plain(lang));
        return Ok(false);
    }
    complain!("{}", msg!("ops-restore-ask").plain(lang));
    let mut answer = String::new();
    input.lock().read_line(&mut answer).context("reading the answer")?;
    Ok(["ya", "yes"].contains(&answer.trim().to_lowercase().as_str()))
}

/// Old files aside first, the log and its index with them: a log that is forgotten beside another file destroys it.
async fn put_in_place(
    people: Option<Part>,
    tips: Option<Part>,
    new_tips: bool,
    config: &Config,
    now: DateTime<Utc>,
    lang: Lang,
) -> anyhow::Result<()> {
    let aside = config.data_dir.join(format!("aside-{}", now.format("%Y-%m-%dT%H%M%SZ")));
    let mut moved = false;
    if let Some(people) = people {
        // Before anything else: from here on nothing may be sent before somebody has looked.
        fs::write(config.data_dir.join(HOLD), "").context("holding messages to many")?;
        moved |= swap(people, &config.database(), &aside)?;
    }
    if let Some(tips) = tips {
        moved |= swap(tips, &config.tips_database(), &aside)?;
    }
    if new_tips {
        moved |= set_aside(&config.tips_database(), &aside)?;
        let db = super::open(config).await?;
        db.write(|c| Box::pin(async move { db::set_had_tips(c, false).await })).await?;
    }
    disk::sync_folder(&config.data_dir).context("writing in the data folder")?;
    if moved {
        say!("{}", msg!("ops-restore-aside", path = aside.display().to_string()).plain(lang))?;
    }
    Ok(())
}

fn swap(new: Part, place: &Path, aside: &Path) -> anyhow::Result<bool> {
    let moved = set_aside(place, aside)?;
    fs::rename(new.path(), place).with_context(|| format!("naming {}", place.display()))?;
    Ok(moved)
}

fn set_aside(place: &Path, aside: &Path) -> anyhow::Result<bool> {
    let mut moved = false;
    for suffix in ["", "-wal", "-shm", "-journal"] {
        let file = disk::beside(place, suffix);
        let Some(name) = file.file_name().filter(|_| file.exists()) else { continue };
        folder::make_private(aside)?;
        fs::rename(&file, aside.join(name)).with_context(|| format!("setting {} aside", file.display()))?;
        moved = true;
    }
    Ok(moved)
}
