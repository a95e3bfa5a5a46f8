//! `ikrar tips`: what a recipient of tips does on a computer of their own, without configuration or network,
//! and what is done about tips on the server.

pub mod export;
pub mod keygen;
pub mod open;
pub mod passphrase;
pub mod reseal;
pub mod status;

use std::{
    fs::File,
    io::{self, Read as _},
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::Subcommand;
use vault::{
    envelope::{Envelope, OpenError},
    key::{Identity, KeyError},
};
use zeroize::Zeroizing;

use self::passphrase::Passphrase;
use crate::{
    config::Config,
    error::refuse,
    msg,
    texts::{Lang, Message},
};

/// What `keygen` writes and the others look for.
const KEY_FILE: &str = "kunci-penerima.age";
/// Bytes of a key file or a passphrase.
const SMALL: u64 = 64 * 1024;
/// Passphrases that may be wrong at the terminal.
const TRIES: usize = 3;

#[derive(Subcommand)]
pub enum Command {
    /// Make a key: a file protected by a passphrase, and the public key to register with the bot
    Keygen(keygen::Arguments),
    /// Open cases (`.age`): prints the report, and with --out saves it with its files
    Open(open::Arguments),
    /// Seal exported cases to new keys, with an old one, away from the server
    Reseal(reseal::Arguments),
    /// On the server: take an agency's sealed cases out, to be sealed to its keys of now
    Export(export::ExportArguments),
    /// On the server: take in what `reseal` has sealed
    Import(export::ImportArguments),
    /// On the server: cases by status, keys by their fingerprints and who confirmed them, size
    Status,
}

/// The key files of `open` and `reseal`.
#[derive(clap::Args)]
pub struct Keys {
    /// Your key file, protected or plain; may be given several times
    #[arg(long = "identity", short, value_name = "FILE", default_value = KEY_FILE)]
    identities: Vec<PathBuf>,
    /// Read the passphrase from the first line of this file, or of standard input if it is -
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
}

/// Without any configuration; what needs one is handed back.
pub fn run(command: Command, lang: Lang) -> anyhow::Result<Result<ExitCode, Command>> {
    match command {
        Command::Keygen(arguments) => keygen::run(&arguments, lang).map(Ok),
        Command::Open(arguments) => open::run(&arguments, lang).map(Ok),
        Command::Reseal(arguments) => reseal::run(&arguments, lang).map(Ok),
        command => Ok(Err(command)),
    }
}

/// On the server.
pub async fn serve(command: Command, config: &Config, lang: Lang) -> anyhow::Result<ExitCode> {
    match command {
        Command::Export(arguments) => export::export(&arguments, config, lang).await,
        Command::Import(arguments) => export::import(&arguments, config, lang).await,
        Command::Status => status::run(config, lang).await,
        Command::Keygen(_) | Command::Open(_) | Command::Reseal(_) => Ok(ExitCode::SUCCESS),
    }
}

impl Keys {
    /// Every key, after asking for the passphrase of each that has one.
    fn load(&self, lang: Lang) -> anyhow::Result<Vec<Identity>> {
        load_keys(&self.identities, self.passphrase_file.as_deref(), lang)
    }
}

/// Every key, after asking for the passphrase of each that has one.
pub(super) fn load_keys(files: &[PathBuf], passphrase: Option<&Path>, lang: Lang) -> anyhow::Result<Vec<Identity>> {
    let given = Passphrase::from(passphrase)?;
    files.iter().map(|file| load(file, &given, lang)).collect()
}

fn load(file: &Path, given: &Passphrase, lang: Lang) -> anyhow::Result<Identity> {
    let shown = || file.display().to_string();
    let bytes = match read_small(file) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return refuse(msg!("tips-no-key-file", file = shown()));
        }
        Err(error) => return refuse(msg!("tips-cannot-read", file = shown(), detail = error.to_string())),
    };
    if !Identity::is_protected(&bytes) {
        let text = std::str::from_utf8(&bytes).map_err(|_| KeyError::NotAnIdentity);
        return text.and_then(Identity::parse).or_else(|error| refuse(key_error(error, shown())));
    }
    for attempt in 1.. {
        let passphrase = match given {
            Passphrase::Given(passphrase) => passphrase.clone(),
            Passphrase::Terminal => passphrase::ask(&msg!("tips-ask-passphrase", file = shown()), lang)?,
        };
        complain!("{}", msg!("tips-unlocking").plain(lang));
        match Identity::unprotect(&bytes, &passphrase) {
            Ok(identity) => return Ok(identity),
            Err(KeyError::WrongPassphrase) if attempt < TRIES && matches!(given, Passphrase::Terminal) => {
                complain!("{}", msg!("tips-wrong-passphrase", file = shown()).plain(lang));
            }
            Err(error) => return refuse(key_error(error, shown())),
        }
    }
    unreachable!("the last try returns")
}

fn key_error(error: KeyError, file: String) -> Message {
    match error {
        KeyError::WrongPassphrase => msg!("tips-wrong-passphrase", file = file),
        KeyError::NotAnIdentity | KeyError::NotProtected | KeyError::NotWritten => msg!("tips-not-a-key", file = file),
        KeyError::Several => msg!("tips-several-keys", file = file),
        KeyError::Damaged => msg!("tips-key-damaged", file = file),
        KeyError::TooMuchWork => msg!("tips-key-too-much-work", file = file),
    }
}

/// With whichever of the keys it is sealed to.
fn open_with(sealed: &[u8], keys: &[Identity]) -> Result<Envelope, OpenError> {
    let mut tried = keys.iter().map(|key| Envelope::open(sealed, key));
    tried.find(|opened| *opened != Err(OpenError::WrongKey)).unwrap_or(Err(OpenError::WrongKey))
}

fn open_error(error: OpenError, file: String) -> Message {
    match error {
        OpenError::NotAge => msg!("tips-open-not-age", file = file),
        OpenError::Passphrase => msg!("tips-open-passphrase", file = file),
        OpenError::WrongKey => msg!("tips-open-wrong-key", file = file),
        OpenError::Damaged => msg!("tips-open-damaged", file = file),
        OpenError::TooLarge => msg!("tips-open-too-large", file = file),
        OpenError::NotAnEnvelope => msg!("tips-open-no-report", file = file),
    }
}

/// Never more of a file than `most` bytes and one.
fn read_at_most(file: &Path, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(file)?.take(most + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn read_small(file: &Path) -> io::Result<Zeroizing<Vec<u8>>> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(SMALL as usize + 1));
    File::open(file)?.take(SMALL + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}
