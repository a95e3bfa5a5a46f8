//! `ikrar tips export` and `import`: takes sealed cases out after a rotation of keys, and back in.

use std::{
    collections::{HashMap, HashSet},
    fs::DirBuilder,
    io::{self, Write as _},
    os::unix::fs::DirBuilderExt as _,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::Context as _;
use chrono::NaiveDate;
use clap::ValueEnum;
use sqlx::SqliteConnection;

use super::{open::SEALED_MAX, read_at_most, reseal::read_list};
use crate::{
    access::{Proof, standing::Officials, store::standing::list_officials},
    clock::{Clock as _, SystemClock},
    config::Config,
    db,
    error::refuse,
    msg,
    texts::{Lang, Message},
    tip::{
        Agency, Id,
        manifest::{self, Export, Exported, FileName, Reseal, Resealed, Sha256},
        store::{TipsDb, reseal},
    },
};

#[derive(clap::Args)]
pub struct ExportArguments {
    /// A new folder
    #[arg(value_name = "DIR")]
    to: PathBuf,
    /// Whose cases
    #[arg(long, value_enum)]
    agency: AgencyArgument,
}

#[derive(clap::Args)]
pub struct ImportArguments {
    /// The folder that `ikrar tips reseal` wrote
    #[arg(value_name = "DIR")]
    from: PathBuf,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum AgencyArgument {
    Bkpsdm,
    Bawaslu,
}

impl From<AgencyArgument> for Agency {
    fn from(agency: AgencyArgument) -> Self {
        match agency {
            AgencyArgument::Bkpsdm => Agency::Bkpsdm,
            AgencyArgument::Bawaslu => Agency::Bawaslu,
        }
    }
}

/// The database of tips, where there is one.
pub(super) fn path(config: &Config) -> anyhow::Result<PathBuf> {
    crate::cli::run::refuse_demo(&config.data_dir)?;
    let path = config.tips_database();
    if !path.exists() {
        return refuse(msg!("tips-no-database", file = path.display().to_string()));
    }
    Ok(path)
}

/// Who has ever held a role, read from the people database; nobody where there is none.
pub(super) async fn officials(config: &Config) -> anyhow::Result<Officials> {
    let path = config.database();
    if !path.exists() {
        return Ok(Officials::default());
    }
    list_officials(&mut db::open_read_only(&path).await?).await
}

fn today(config: &Config) -> NaiveDate {
    SystemClock.now().with_timezone(&config.agency.zone.offset()).date_naive()
}

pub async fn export(arguments: &ExportArguments, config: &Config, lang: Lang) -> anyhow::Result<ExitCode> {
    let (folder, shown) = (&arguments.to, arguments.to.display().to_string());
    let path = path(config)?;
    match DirBuilder::new().mode(0o700).create(folder) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            return refuse(msg!("tips-export-folder-used", folder = shown));
        }
        Err(error) => return refuse(msg!("tips-cannot-write", file = shown, detail = error.to_string())),
        Ok(()) => {}
    }
    // Only read, so that the bot goes on taking tips.
    let mut c = db::open_read_only(&path).await?;
    let (list, keyless) = write_all(&mut c, &officials(config).await?, arguments.agency.into(), folder).await?;
    let count = list.items.len();
    write(&folder.join(manifest::FILE), list.to_toml().as_bytes())?;
    let day = today(config);
    let db = TipsDb::join(&path).await?;
    db.run(|c| Box::pin(async move { reseal::note(c, "items.export", day).await })).await?;
    let told = msg!("tips-export-done", count = count, keyless = keyless, folder = shown);
    crate::cli::print(&format!("{}\n", told.plain(lang)))?;
    Ok(ExitCode::SUCCESS)
}

/// Writes each item; also gives how many nobody could be sealed for.
async fn write_all(
    c: &mut SqliteConnection,
    officials: &Officials,
    agency: Agency,
    folder: &Path,
) -> anyhow::Result<(Export, usize)> {
    let proof = Proof::command_line();
    let (mut list, mut keyless) = (Export::default(), 0);
    let mut names: HashSet<String> = HashSet::new();
    for item in reseal::list_sealable(c, &proof, officials, agency).await? {
        if item.keys.is_empty() {
            keyless += 1;
            continue;
        }
        // Purged since it was listed.
        let Some(sealed) = reseal::find_sealed(c, &proof, item.item).await? else { continue };
        let mut name = format!("{}-{}.age", item.case.short(), item.n);
        // Of a million million cases two share their short name.
        if !names.insert(name.clone()) {
            name = format!("{}-{}.age", hex::encode(item.item.0), item.n);
        }
        let file = FileName::parse(&name).context("naming an item")?;
        write(&folder.join(file.as_str()), &sealed)?;
        let content = item.digest.map(Sha256);
        list.items.push(Exported { file, sha256: Sha256::of(&sealed), content, keys: item.keys });
    }
    Ok((list, keyless))
}

fn write(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let write = || -> io::Result<()> {
        let mut file = crate::cli::create_new_private(path)?;
        file.write_all(bytes)?;
        file.sync_all()
    };
    match write() {
        Ok(()) => Ok(()),
        Err(error) => refuse(msg!("tips-cannot-write", file = path.display().to_string(), detail = error.to_string())),
    }
}

pub async fn import(arguments: &ImportArguments, config: &Config, lang: Lang) -> anyhow::Result<ExitCode> {
    let Some(list) = read_list(&arguments.from, Reseal::parse)? else {
        return refuse(msg!("tips-import-no-list", folder = arguments.from.display().to_string()));
    };
    let path = path(config)?;
    let known = hash_all(&mut db::open_read_only(&path).await?).await?;
    let (db, from, day) = (TipsDb::join(&path).await?, arguments.from.clone(), today(config));
    let officials = officials(config).await?;
    let taken = db.run(|c| Box::pin(async move { take_all(c, &officials, &list, &known, &from, day).await })).await?;
    db.tidy().await.context("putting the database of tips in order")?;
    for (file, reason) in &taken.left {
        complain!("{}", msg!("tips-import-left", file = file.as_str(), reason = reason.clone()).plain(lang));
    }
    let told = msg!("tips-import-done", taken = taken.count, there = taken.there, left = taken.left.len());
    crate::cli::print(&format!("{}\n", told.plain(lang)))?;
    Ok(if taken.left.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

#[derive(Default)]
struct Taken {
    count: usize,
    /// Taken by an earlier import.
    there: usize,
    left: Vec<(FileName, Message)>,
}

/// What is kept, by the hash of its bytes.
async fn hash_all(c: &mut SqliteConnection) -> anyhow::Result<HashMap<[u8; 32], Id>> {
    let (proof, mut known) = (Proof::command_line(), HashMap::new());
    for item in reseal::list_items(c, &proof).await? {
        if let Some(sealed) = reseal::find_sealed(c, &proof, item).await? {
            known.insert(Sha256::of(&sealed).0, item);
        }
    }
    Ok(known)
}

/// All that can be taken, or nothing if something fails.
async fn take_all(
    c: &mut SqliteConnection,
    officials: &Officials,
    list: &Reseal,
    known: &HashMap<[u8; 32], Id>,
    from: &Path,
    day: NaiveDate,
) -> anyhow::Result<Taken> {
    let (proof, mut taken) = (Proof::command_line(), Taken::default());
    for one in &list.items {
        if known.contains_key(&one.after.0) {
            taken.there += 1;
            continue;
        }
        match check(c, officials, one, known.get(&one.before.0).copied(), from).await? {
            Ok((item, sealed)) => {
                reseal::replace_sealed(c, &proof, item, &sealed).await?;
                taken.count += 1;
            }
            Err(reason) => taken.left.push((one.file.clone(), reason)),
        }
    }
    reseal::note(c, "items.import", day).await?;
    Ok(taken)
}

/// What was sealed is what was taken out, and to the keys of now. The inner error leaves this item alone.
async fn check(
    c: &mut SqliteConnection,
    officials: &Officials,
    one: &Resealed,
    item: Option<Id>,
    from: &Path,
) -> anyhow::Result<Result<(Id, Vec<u8>), Message>> {
    let Some(item) = item else { return Ok(Err(msg!("tips-import-unknown"))) };
    let Some(now) = reseal::find_sealable(c, &Proof::command_line(), officials, item).await? else {
        return Ok(Err(msg!("tips-import-unknown")));
    };
    let sealed = match read_at_most(&from.join(one.file.as_str()), SEALED_MAX) {
        Ok(bytes) if Sha256::of(&bytes) == one.after => bytes,
        Ok(_) => return Ok(Err(msg!("tips-import-changed"))),
        Err(error) => return Ok(Err(msg!("tips-import-unreadable", detail = error.to_string()))),
    };
    let same = now.keys.len() == one.keys.len() && now.keys.iter().all(|key| one.keys.contains(key));
    if !same || vault::envelope::recipients(&sealed) != Some(now.keys.len()) {
        return Ok(Err(msg!("tips-import-keys")));
    }
    // What can be seen from outside; the rest is for whoever opens it.
    let other = now.digest.is_some_and(|digest| digest != one.content.0);
    let before = reseal::find_sealed(c, &Proof::command_line(), item).await?.unwrap_or_default();
    if other || vault::envelope::plain_size(&before) != vault::envelope::plain_size(&sealed) {
        return Ok(Err(msg!("tips-import-content")));
    }
    Ok(Ok((item, sealed)))
}
