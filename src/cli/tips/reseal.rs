//! `ikrar tips reseal`: opens exported cases with an old key and seals them to the keys of the list.

use std::{
    fs::{self, DirBuilder},
    io::{self, IsTerminal as _, Write as _},
    os::unix::fs::DirBuilderExt as _,
    path::{Path, PathBuf},
    process::ExitCode,
};

use tempfile::NamedTempFile;
use vault::{
    envelope::OpenError,
    key::{Fingerprint, Identity},
};

use super::{Keys, open::SEALED_MAX, open_error, open_with, read_at_most};
use crate::{
    error::refuse,
    msg,
    texts::{Lang, Message},
    tip::manifest::{self, Export, Exported, ManifestError, Reseal, Resealed, Sha256},
};

#[derive(clap::Args)]
pub struct Arguments {
    /// The folder that `ikrar tips export` wrote
    #[arg(value_name = "IN")]
    from: PathBuf,
    /// A folder for the sealed cases, new or of an earlier run that was interrupted
    #[arg(value_name = "OUT")]
    to: PathBuf,
    #[command(flatten)]
    keys: Keys,
    /// Do not ask whether the new keys are right; all their fingerprints must be given with --expect
    #[arg(long, requires = "expect")]
    yes: bool,
    /// Fingerprint of a new key, learnt from its holder; may be given several times
    #[arg(long, value_name = "FINGERPRINT", value_parser = fingerprint)]
    expect: Vec<Fingerprint>,
}

fn fingerprint(text: &str) -> Result<Fingerprint, String> {
    Fingerprint::parse(text).ok_or_else(|| "a fingerprint has 12 characters, such as ABCD-EFGH-JKMN".to_owned())
}

pub fn run(arguments: &Arguments, lang: Lang) -> anyhow::Result<ExitCode> {
    let Some(export) = read_list(&arguments.from, Export::parse)? else {
        return refuse(msg!("tips-reseal-no-list", folder = arguments.from.display().to_string()));
    };
    confirm(&export, arguments, lang)?;
    let mut work = Work::begin(&arguments.from, &arguments.to)?;
    let keys = arguments.keys.load(lang)?;
    let bar = crate::cli::bar(&msg!("tips-reseal-working"), lang);
    let (mut sealed, mut there, mut problems) = (0_usize, 0_usize, Vec::new());
    for (done, item) in export.items.iter().enumerate() {
        crate::cli::advance(&bar, done as u64, export.items.len() as u64);
        match work.reseal(item, &keys)? {
            Ok(Outcome::Sealed) => sealed += 1,
            Ok(Outcome::There) => there += 1,
            Err(problem) => problems.push(problem),
        }
    }
    bar.finish_and_clear();
    for problem in &problems {
        complain!("{}", problem.plain(lang));
    }
    let folder = arguments.to.display().to_string();
    let told = msg!("tips-reseal-done", sealed = sealed, there = there, failed = problems.len(), folder = folder);
    crate::cli::print(&format!("{}\n", told.plain(lang)))?;
    Ok(if problems.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Whoever can change the list on the server could add a key of their own: people compare.
fn confirm(export: &Export, arguments: &Arguments, lang: Lang) -> anyhow::Result<()> {
    let keys = export.keys();
    if keys.is_empty() {
        return refuse(msg!("tips-reseal-empty"));
    }
    crate::cli::print(&format!("{}\n", msg!("tips-reseal-keys", count = keys.len()).plain(lang)))?;
    for (key, count) in &keys {
        let line = msg!("tips-reseal-key", fingerprint = key.fingerprint().to_string(), count = *count);
        crate::cli::print(&format!("{}\n", line.plain(lang)))?;
    }
    let unexpected: Vec<String> = keys
        .iter()
        .map(|(key, _)| key.fingerprint())
        .filter(|fingerprint| !arguments.expect.is_empty() && !arguments.expect.contains(fingerprint))
        .map(|fingerprint| fingerprint.to_string())
        .collect();
    if !unexpected.is_empty() {
        return refuse(msg!("tips-reseal-unexpected", fingerprints = unexpected.join(", ")));
    }
    let absent = |expected: &&Fingerprint| !keys.iter().any(|(key, _)| key.fingerprint() == **expected);
    let absent: Vec<String> = arguments.expect.iter().filter(absent).map(ToString::to_string).collect();
    if !absent.is_empty() {
        return refuse(msg!("tips-reseal-absent", fingerprints = absent.join(", ")));
    }
    if arguments.yes || says_yes(lang)? { Ok(()) } else { refuse(msg!("tips-reseal-refused")) }
}

fn says_yes(lang: Lang) -> anyhow::Result<bool> {
    if !io::stdin().is_terminal() {
        return refuse(msg!("tips-reseal-no-terminal"));
    }
    crate::cli::print(&format!("{} ", msg!("tips-reseal-ask").plain(lang)))?;
    io::stdout().flush()?;
    let mut answer = String::new();
    io::stdin().read_line(&mut answer)?;
    Ok(["ya", "yes"].contains(&answer.trim().to_lowercase().as_str()))
}

enum Outcome {
    Sealed,
    /// By an earlier run.
    There,
}

/// The folders, and what of the list is done. The list on the disk is never behind by more than one file,
/// which is then made again.
struct Work<'a> {
    from: &'a Path,
    to: &'a Path,
    done: Reseal,
}

impl<'a> Work<'a> {
    fn begin(from: &'a Path, to: &'a Path) -> anyhow::Result<Self> {
        let shown = || to.display().to_string();
        if let Err(error) = DirBuilder::new().recursive(true).mode(0o700).create(to) {
            return refuse(msg!("tips-cannot-write", file = shown(), detail = error.to_string()));
        }
        if let Some(done) = read_list(to, Reseal::parse)? {
            return Ok(Self { from, to, done });
        }
        if fs::read_dir(to).is_ok_and(|mut entries| entries.next().is_some()) {
            return refuse(msg!("tips-reseal-folder-used", folder = shown()));
        }
        let work = Self { from, to, done: Reseal::default() };
        work.write(manifest::FILE, work.done.to_toml().as_bytes())?;
        Ok(work)
    }

    /// The inner error is this item's alone; the others may still succeed.
    fn reseal(&mut self, item: &Exported, keys: &[Identity]) -> anyhow::Result<Result<Outcome, Message>> {
        if self.is_done(item) {
            return Ok(Ok(Outcome::There));
        }
        let (sealed, content) = match self.seal(item, keys) {
            Ok(sealed) => sealed,
            Err(problem) => return Ok(Err(problem)),
        };
        self.write(item.file.as_str(), &sealed)?;
        self.done.items.retain(|done| done.file != item.file);
        self.done.items.push(Resealed {
            file: item.file.clone(),
            before: item.sha256,
            after: Sha256::of(&sealed),
            content,
            keys: item.keys.clone(),
        });
        self.write(manifest::FILE, self.done.to_toml().as_bytes())?;
        Ok(Ok(Outcome::Sealed))
    }

    fn is_done(&self, item: &Exported) -> bool {
        let Some(done) = self.done.items.iter().find(|done| done.file == item.file) else { return false };
        done.before == item.sha256
            && done.keys == item.keys
            && read_at_most(&self.to.join(item.file.as_str()), SEALED_MAX)
                .is_ok_and(|bytes| Sha256::of(&bytes) == done.after)
    }

    fn seal(&self, item: &Exported, keys: &[Identity]) -> Result<(Vec<u8>, Sha256), Message> {
        let file = || item.file.to_string();
        let sealed = match read_at_most(&self.from.join(item.file.as_str()), SEALED_MAX) {
            Ok(bytes) if bytes.len() as u64 > SEALED_MAX => return Err(open_error(OpenError::TooLarge, file())),
            Ok(bytes) if Sha256::of(&bytes) != item.sha256 => return Err(msg!("tips-reseal-changed", file = file())),
            Ok(bytes) => bytes,
            Err(error) => return Err(msg!("tips-cannot-read", file = file(), detail = error.to_string())),
        };
        let envelope = open_with(&sealed, keys).map_err(|error| open_error(error, file()))?;
        let failed = |_| msg!("tips-reseal-not-sealed", file = file());
        let content = Sha256(envelope.digest().map_err(failed)?);
        // It was changed before it came here: sealed anew, that could no longer be told from what we did.
        if item.content.is_some_and(|committed| committed != content) {
            return Err(msg!("tips-reseal-content", file = file()));
        }
        Ok((envelope.seal(&item.keys).map_err(failed)?, content))
    }

    /// Whole or not at all, whenever the power fails.
    fn write(&self, name: &str, bytes: &[u8]) -> anyhow::Result<()> {
        let path = self.to.join(name);
        let write = || -> io::Result<()> {
            let mut file = NamedTempFile::new_in(self.to)?;
            file.write_all(bytes)?;
            file.as_file().sync_all()?;
            file.persist(&path)?;
            Ok(())
        };
        match write() {
            Ok(()) => Ok(()),
            Err(error) => {
                refuse(msg!("tips-cannot-write", file = path.display().to_string(), detail = error.to_string()))
            }
        }
    }
}

/// The list in the folder; `None` where there is none.
pub(super) fn read_list<T>(
    folder: &Path,
    parse: impl Fn(&str) -> Result<T, ManifestError>,
) -> anyhow::Result<Option<T>> {
    let path = folder.join(manifest::FILE);
    let shown = path.display().to_string();
    let bytes = match read_at_most(&path, manifest::MAX_BYTES) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return refuse(msg!("tips-cannot-read", file = shown, detail = error.to_string())),
    };
    let text = String::from_utf8(bytes).map_err(|_| ManifestError::Syntax("UTF-8".to_owned()));
    match text.and_then(|text| parse(&text)) {
        Ok(list) => Ok(Some(list)),
        Err(error) => refuse(msg!("tips-manifest-bad", file = shown, problem = error.message())),
    }
}
