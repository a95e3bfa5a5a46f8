//! `ikrar backup`: copies of both databases while the bot runs, checked, and sealed if wanted.

use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::Context as _;
use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use vault::{key::PublicKey, sealed};

use crate::{
    clock::{Clock as _, SystemClock},
    config::Config,
    db, disk,
    error::refuse,
    msg,
    pledge::{self, ledger::Report},
    texts::Lang,
    tip,
};

/// Names of copies: `ikrar-2026-11-28T231500Z.db`, `tips-2026-11-28.db`, sealed ones with `.age` behind.
pub const PEOPLE: &str = "ikrar-";
pub const TIPS: &str = "tips-";
const PLAIN: &str = ".db";
pub const SEALED: &str = ".age";
/// What is being written, until it is whole; and after how long one of them was surely left by a crash.
const PART: &str = ".part";
const LEFT: TimeDelta = TimeDelta::hours(24);

#[derive(clap::Args)]
pub struct Arguments {
    /// A folder, made if need be, for copies named by their time; or a file that ends in .db or .age, for the
    /// people database alone
    #[arg(value_name = "DIR|FILE")]
    to: PathBuf,
    /// Seal to this age key (`age1…`), so that whoever gets hold of the copy cannot read it; may be given several times
    #[arg(long, value_name = "RECIPIENT")]
    age: Vec<String>,
    /// Keep this many copies of the people database in the folder and remove older ones
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..=100_000))]
    keep: Option<u32>,
    /// Without the database of tips
    #[arg(long)]
    no_tips: bool,
}

/// Exit code 0 when every copy is whole and the ledger in it sound.
pub async fn run(arguments: Arguments, config: &Config, lang: Lang) -> anyhow::Result<ExitCode> {
    let people = config.database();
    if !people.exists() {
        return refuse(super::no_database(config));
    }
    let keys = keys(&arguments.age)?;
    let target = Target::of(&arguments.to, !keys.is_empty())?;
    let folder = target.folder();
    super::folder::make_private(folder)?;
    let now = SystemClock.now();
    for place in [folder, config.data_dir.as_path()] {
        remove_left(place, now);
    }
    check_room(&people, config, folder, !keys.is_empty())?;
    let job = Job { config, keys: &keys, folder, lang };
    let (whole, sound) = job.people(&target.people(now)).await?;
    if !whole {
        return Ok(ExitCode::FAILURE);
    }
    let mut well = sound;
    if let Target::Folder(_) = &target {
        well &= job.tips(arguments.no_tips, now).await?;
        // Never let a copy of a broken ledger push out a sound one.
        if let Some(keep) = arguments.keep.filter(|_| sound) {
            remove_oldest(folder, keep)?;
        }
    } else {
        complain!("{}", msg!("ops-backup-file-people").plain(lang));
    }
    Ok(if well { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn keys(given: &[String]) -> anyhow::Result<Vec<PublicKey>> {
    given
        .iter()
        .map(|text| {
            let parsed = text.trim().parse::<PublicKey>();
            parsed.or_else(|error| refuse(msg!("ops-backup-key", detail = error.to_string())))
        })
        .collect()
}

enum Target {
    Folder(PathBuf),
    File(PathBuf),
}

impl Target {
    fn of(path: &Path, sealed: bool) -> anyhow::Result<Self> {
        let named = path.extension().is_some_and(|extension| extension == "db" || extension == "age");
        if path.is_dir() || !named {
            return Ok(Self::Folder(path.to_owned()));
        }
        let shown = path.display().to_string();
        if path.exists() {
            return refuse(msg!("ops-backup-there", path = shown));
        }
        if path.extension().is_some_and(|extension| extension == "age") != sealed {
            return refuse(msg!("ops-backup-name", path = shown));
        }
        Ok(Self::File(path.to_owned()))
    }

    fn folder(&self) -> &Path {
        match self {
            Self::Folder(folder) => folder,
            Self::File(file) => file.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new(".")),
        }
    }

    /// Without what says that it is sealed.
    fn people(&self, now: DateTime<Utc>) -> PathBuf {
        match self {
            Self::Folder(folder) => folder.join(format!("{PEOPLE}{}{PLAIN}", now.format("%Y-%m-%dT%H%M%SZ"))),
            Self::File(file) => file.clone(),
        }
    }
}

struct Job<'a> {
    config: &'a Config,
    keys: &'a [PublicKey],
    folder: &'a Path,
    lang: Lang,
}

impl Job<'_> {
    /// Whether the copy is whole, and whether its ledger is sound.
    async fn people(&self, to: &Path) -> anyhow::Result<(bool, bool)> {
        let part = self.part("people");
        let mut source = db::open_read_only(&self.config.database()).await?;
        db::copy(&mut source, part.path()).await?;
        db::close(source).await;
        let (faults, report) = examine_people(part.path()).await?;
        if !faults.is_empty() {
            complain!(
                "{}",
                msg!("ops-backup-broken", path = part.path().display().to_string(), fault = faults.join("; "))
                    .plain(self.lang)
            );
            return Ok((false, false));
        }
        let name = self.place(part, to)?;
        let last = report.last.map_or_else(|| "—".to_owned(), |last| last.to_string());
        let (entries, size) = (report.entries, disk::size(fs::metadata(&name)?.len()));
        let path = name.display().to_string();
        say!(
            "{}",
            msg!("ops-backup-people", path = path, size = size, entries = entries, last = last).plain(self.lang)
        )?;
        if !report.sound() {
            complain!("{}", msg!("ops-backup-unsound", path = name.display().to_string()).plain(self.lang));
        }
        Ok((true, report.sound()))
    }

    /// At most one state a day remains, so that copies tell no more of when something came than the bot's own do.
    async fn tips(&self, left_out: bool, now: DateTime<Utc>) -> anyhow::Result<bool> {
        let (source, days) = (self.config.tips_database(), self.config.tips.backup_days);
        let zone = self.config.agency.zone;
        let today = now.with_timezone(&zone.offset()).date_naive();
        // Also where none is made today: a tip that was purged must not stay in them.
        remove_old_tips(self.folder, today, days)?;
        if left_out || days == 0 || !source.exists() {
            say!("{}", msg!("ops-backup-no-tips").plain(self.lang))?;
            return Ok(true);
        }
        let part = self.part("tips");
        let copied: anyhow::Result<Vec<String>> = async {
            let mut c = db::open_read_only(&source).await?;
            db::copy(&mut c, part.path()).await?;
            Ok(tip::store::examine(&mut db::open_copy(part.path()).await?).await?.faults)
        }
        .await;
        let fault = match copied {
            Ok(faults) if faults.is_empty() => None,
            Ok(faults) => Some(faults.join("; ")),
            Err(error) => Some(crate::telegram::errors::cause(&error)),
        };
        if let Some(fault) = fault {
            complain!(
                "{}",
                msg!("ops-backup-broken", path = source.display().to_string(), fault = fault).plain(self.lang)
            );
            return Ok(false);
        }
        let name = self.place(part, &self.folder.join(format!("{TIPS}{today}{PLAIN}")))?;
        if let Some(morning) = today.and_time(NaiveTime::MIN).and_local_timezone(zone.offset()).single() {
            let _ = File::options().write(true).open(&name).and_then(|file| file.set_modified(morning.into()));
        }
        let size = disk::size(fs::metadata(&name)?.len());
        let (path, until) = (name.display().to_string(), today + TimeDelta::days(days.into()));
        let told = msg!("ops-backup-tips", path = path, size = size, until = until);
        say!("{}", told.plain(self.lang))?;
        Ok(true)
    }

    /// In clear it stands only where it is in clear already, or where it shall be.
    fn part(&self, what: &str) -> Part {
        let folder = if self.keys.is_empty() { self.folder } else { &self.config.data_dir };
        Part::new(folder, what)
    }

    /// Seals it where keys were given, and gives it its name once it is whole.
    fn place(&self, plain: Part, to: &Path) -> anyhow::Result<PathBuf> {
        let whole = if self.keys.is_empty() {
            plain
        } else {
            let sealed = Part::new(self.folder, "sealed");
            let shown = || format!("writing {}", sealed.path().display());
            let file = super::create_new_private(sealed.path()).with_context(shown)?;
            let mut from = File::open(plain.path()).context("reading the copy")?;
            sealed::seal(self.keys, &mut from, &file).with_context(shown)?;
            file.sync_all().with_context(shown)?;
            sealed
        };
        let named = self.keys.is_empty() || to.extension().is_some_and(|extension| extension == "age");
        let to = if named { to.to_owned() } else { disk::beside(to, SEALED) };
        fs::rename(whole.path(), &to).with_context(|| format!("naming {}", to.display()))?;
        disk::sync_folder(self.folder).with_context(|| format!("writing {}", self.folder.display()))?;
        Ok(to)
    }
}

/// What is wrong with the file, and what the ledger says.
pub(super) async fn examine_people(path: &Path) -> anyhow::Result<(Vec<String>, Report)> {
    let mut c = db::open_copy(path).await?;
    let faults = db::examine(&mut c, &db::MIGRATOR).await?.faults;
    let report = pledge::store::verify(&mut c, &[]).await?;
    Ok((faults, report))
}

/// A file that is removed unless it got its name.
pub(super) struct Part(PathBuf);

impl Part {
    pub(super) fn new(folder: &Path, what: &str) -> Self {
        Self(folder.join(format!(".{what}-{}{PART}", rand::random::<u32>())))
    }

    pub(super) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        for suffix in ["", "-journal", "-wal", "-shm"] {
            let _ = fs::remove_file(disk::beside(&self.0, suffix));
        }
    }
}

/// What a crash or a loss of power left behind holds personal data, and nobody else removes it.
fn remove_left(folder: &Path, now: DateTime<Utc>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let ours = name.to_str().is_some_and(|name| name.starts_with('.') && name.contains(PART));
        let modified = entry.metadata().and_then(|found| found.modified()).map(DateTime::<Utc>::from);
        if ours && modified.is_ok_and(|modified| now - modified > LEFT) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Before anything is written: for a full disk is the bot's as well.
fn check_room(people: &Path, config: &Config, folder: &Path, sealed: bool) -> anyhow::Result<()> {
    let size = |path: PathBuf| fs::metadata(path).map_or(0, |found| found.len());
    let log = size(disk::beside(people, "-wal"));
    let needed = size(people.to_owned()) + log + size(config.tips_database());
    let places = if sealed { vec![folder, config.data_dir.as_path()] } else { vec![folder] };
    for place in places {
        let free = disk::free(place).with_context(|| format!("looking for room in {}", place.display()))?;
        if free < needed + disk::FULL {
            let (needed, free) = (disk::size(needed + disk::FULL), disk::size(free));
            return refuse(msg!("ops-backup-room", path = place.display().to_string(), needed = needed, free = free));
        }
    }
    Ok(())
}

/// Copies whose name begins and ends as ours do, oldest first.
pub(super) fn list(folder: &Path, prefix: &str) -> io::Result<Vec<(String, PathBuf)>> {
    let mut found: Vec<(String, PathBuf)> = fs::read_dir(folder)?
        .flatten()
        .filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            let rest = name.strip_prefix(prefix)?;
            let stamp = rest.strip_suffix(SEALED).unwrap_or(rest).strip_suffix(PLAIN)?;
            Some((stamp.to_owned(), entry.path()))
        })
        .collect();
    found.sort();
    Ok(found)
}

fn remove_oldest(folder: &Path, keep: u32) -> anyhow::Result<()> {
    let found = list(folder, PEOPLE).with_context(|| format!("listing {}", folder.display()))?;
    let dated = |stamp: &str| DateTime::parse_from_str(&format!("{stamp} +0000"), "%Y-%m-%dT%H%M%SZ %z").is_ok();
    let found: Vec<_> = found.into_iter().filter(|(stamp, _)| dated(stamp)).collect();
    let surplus = found.len().saturating_sub(keep as usize);
    for (_, path) in &found[..surplus] {
        fs::remove_file(path).with_context(|| format!("removing {}", path.display()))?;
    }
    Ok(())
}

/// As the bot does with its own daily copies.
fn remove_old_tips(folder: &Path, today: NaiveDate, days: u32) -> anyhow::Result<()> {
    for (stamp, path) in list(folder, TIPS).with_context(|| format!("listing {}", folder.display()))? {
        if stamp.parse::<NaiveDate>().is_ok_and(|day| today - day >= TimeDelta::days(days.into())) {
            fs::remove_file(&path).with_context(|| format!("removing {}", path.display()))?;
        }
    }
    Ok(())
}
