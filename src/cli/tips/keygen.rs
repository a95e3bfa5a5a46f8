//! `ikrar tips keygen`: makes a recipient's key, on paper or in a file that a passphrase protects.

use std::{
    io::{self, Write as _},
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::Context as _;
use vault::key::Identity;

use super::{
    KEY_FILE, key_error,
    passphrase::{self, Passphrase},
};
use crate::{error::refuse, msg, texts::Lang};

#[derive(clap::Args)]
pub struct Arguments {
    /// Where to write the protected key; never over another file
    #[arg(long, value_name = "FILE", default_value = KEY_FILE)]
    out: PathBuf,
    /// Read the passphrase from the first line of this file, or of standard input if it is -
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
    /// A recovery key for paper: print the secret itself, without passphrase, and write no file
    #[arg(long, conflicts_with_all = ["out", "passphrase_file"])]
    paper: bool,
}

pub fn run(arguments: &Arguments, lang: Lang) -> anyhow::Result<ExitCode> {
    if arguments.paper {
        return print_paper(lang);
    }
    let (path, shown) = (&arguments.out, arguments.out.display().to_string());
    // Before anybody thinks of a passphrase; that it is not there still counts when it is written.
    if path.symlink_metadata().is_ok() {
        return refuse(msg!("tips-key-exists", file = shown));
    }
    let passphrase = passphrase::choose(Passphrase::from(arguments.passphrase_file.as_deref())?, lang)?;
    complain!("{}", msg!("tips-keygen-working").plain(lang));
    let identity = Identity::generate();
    let file = identity.protect(&passphrase).context("protecting the key")?;
    write(path, &file)?;
    // What cannot be opened again is found out now, not when the first case is there.
    let again = super::read_small(path).context("reading the key again")?;
    let again = match Identity::unprotect(&again, &passphrase) {
        Ok(again) => again,
        Err(error) => return refuse(key_error(error, shown)),
    };
    anyhow::ensure!(again.public() == identity.public(), "the key file holds another key");
    let (key, fingerprint) = (identity.public().to_string(), identity.public().fingerprint().to_string());
    let told = msg!("tips-keygen-done", file = shown, key = key, fingerprint = fingerprint);
    crate::cli::print(&format!("{}\n", told.plain(lang)))?;
    Ok(ExitCode::SUCCESS)
}

fn write(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let shown = path.display().to_string();
    let mut file = match crate::cli::create_new_private(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            return refuse(msg!("tips-key-exists", file = shown));
        }
        Err(error) => return refuse(msg!("tips-cannot-write", file = shown, detail = error.to_string())),
    };
    match file.write_all(bytes).and_then(|()| file.sync_all()) {
        Ok(()) => Ok(()),
        Err(error) => refuse(msg!("tips-cannot-write", file = shown, detail = error.to_string())),
    }
}

/// The secret is a line of its own, as `age` wants it in a file.
fn print_paper(lang: Lang) -> anyhow::Result<ExitCode> {
    let identity = Identity::generate();
    let (key, fingerprint) = (identity.public().to_string(), identity.public().fingerprint().to_string());
    let head = msg!("tips-paper-head", fingerprint = fingerprint).plain(lang);
    let foot = msg!("tips-paper-foot", key = key).plain(lang);
    let sheet = zeroize::Zeroizing::new(format!("{head}\n\n{}\n\n{foot}\n", *identity.secret_text()));
    crate::cli::print(&sheet)?;
    Ok(ExitCode::SUCCESS)
}
