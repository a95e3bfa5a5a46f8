//! `ikrar tips open`: prints the reports of cases, and saves their files where it is told to.

use std::{
    fs::DirBuilder,
    io::{self, Write as _},
    os::unix::fs::DirBuilderExt as _,
    path::{Path, PathBuf},
    process::ExitCode,
};

use vault::envelope::{self, Envelope, OpenError, REPORT};

use super::{Keys, open_error, open_with, read_at_most};
use crate::{
    msg,
    texts::{Lang, Message},
};

/// Bytes of a sealed file: the largest ZIP, age's 16 for each 64 KiB, and a header.
pub const SEALED_MAX: u64 = envelope::MAX_BYTES as u64 / 4096 * 4097 + 1024 * 1024;

#[derive(clap::Args)]
pub struct Arguments {
    /// Cases as the bot sends them
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    keys: Keys,
    /// Save report and files in a folder of this folder for each case; without it nothing is written
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
}

pub fn run(arguments: &Arguments, lang: Lang) -> anyhow::Result<ExitCode> {
    let keys = arguments.keys.load(lang)?;
    let mut failed = 0;
    for (at, path) in arguments.files.iter().enumerate() {
        let shown = path.display().to_string();
        let told =
            read(path).and_then(|sealed| open_with(&sealed, &keys).map_err(|error| open_error(error, shown.clone())));
        let opened = told.and_then(|envelope| {
            let saved = save(&envelope, path, arguments.out.as_deref())?;
            Ok((tell(&envelope, lang), Content::of(&envelope, path), saved))
        });
        match opened {
            Ok((text, content, saved)) => {
                let (text, alarm) = match content {
                    Content::Same => (format!("{text}{}\n", msg!("tips-open-same").plain(lang)), None),
                    Content::Unknown => (format!("{text}{}\n", msg!("tips-open-unmarked").plain(lang)), None),
                    // Before and after what it says, so that nobody reads past it.
                    Content::Other => {
                        let alarm = msg!("tips-open-other", file = shown.clone()).plain(lang);
                        (format!("{alarm}\n\n{text}\n{alarm}\n"), Some(alarm))
                    }
                };
                if let Some(alarm) = alarm {
                    failed += 1;
                    eprintln!("{alarm}");
                }
                let head = msg!("tips-open-head", at = at + 1, total = arguments.files.len(), file = shown);
                let saved = saved.map(|message| format!("{}\n", message.plain(lang))).unwrap_or_default();
                crate::cli::print(&format!("{}\n\n{text}{saved}\n", head.plain(lang)))?;
            }
            Err(problem) => {
                failed += 1;
                complain!("{}", problem.plain(lang));
            }
        }
    }
    if failed > 0 {
        complain!("{}", msg!("tips-open-failed", failed = failed, total = arguments.files.len()).plain(lang));
        return Ok(ExitCode::FAILURE);
    }
    Ok(ExitCode::SUCCESS)
}

/// Whether what was opened is what the bot was handed, by the name under which it gave it out.
enum Content {
    Same,
    Other,
    /// The name does not say, or was changed.
    Unknown,
}

impl Content {
    fn of(envelope: &Envelope, path: &Path) -> Self {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let Some(mark) = envelope::find_mark(&name) else { return Content::Unknown };
        let same = envelope.digest().is_ok_and(|digest| envelope::mark(&digest) == mark);
        if same { Content::Same } else { Content::Other }
    }
}

fn read(path: &Path) -> Result<Vec<u8>, Message> {
    let shown = || path.display().to_string();
    match read_at_most(path, SEALED_MAX) {
        Ok(bytes) if bytes.len() as u64 > SEALED_MAX => Err(open_error(OpenError::TooLarge, shown())),
        Ok(bytes) => Ok(bytes),
        Err(error) => Err(msg!("tips-cannot-read", file = shown(), detail = error.to_string())),
    }
}

/// The report as it may be shown, and the names of what is with it.
fn tell(envelope: &Envelope, lang: Lang) -> String {
    let mut text = envelope.report().map(harmless).unwrap_or_default();
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    let files: Vec<String> = envelope
        .entries
        .iter()
        .filter(|entry| entry.name != REPORT)
        .map(|entry| format!("{} ({} KiB)", entry.name, entry.bytes.len().div_ceil(1024)))
        .collect();
    if !files.is_empty() {
        let line = msg!("tips-open-files", count = files.len(), files = files.join(", "));
        text.push_str(&format!("\n{}\n", line.plain(lang)));
    }
    text
}

/// Whoever wrote a tip must not command the terminal of who reads it, nor turn its lines around.
fn harmless(text: &str) -> String {
    let hostile = |c: char| {
        (c.is_control() && c != '\n' && c != '\t')
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}')
    };
    text.replace("\r\n", "\n").replace(hostile, "\u{fffd}")
}

/// Into a new folder that only its owner can look into.
fn save(envelope: &Envelope, path: &Path, out: Option<&Path>) -> Result<Option<Message>, Message> {
    let Some(out) = out else {
        return Ok((envelope.entries.len() > 1).then(|| msg!("tips-open-hint-out")));
    };
    let folder = out.join(path.file_stem().unwrap_or(path.as_os_str()));
    let shown = folder.display().to_string();
    let created = DirBuilder::new().recursive(true).mode(0o700).create(out).and_then(|()| {
        let created = DirBuilder::new().mode(0o700).create(&folder);
        created
            .and_then(|()| envelope.entries.iter().try_for_each(|entry| write(&folder.join(&entry.name), &entry.bytes)))
    });
    match created {
        Ok(()) => Ok(Some(msg!("tips-open-saved", folder = shown))),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            Err(msg!("tips-open-folder-exists", folder = shown))
        }
        Err(error) => Err(msg!("tips-cannot-write", file = shown, detail = error.to_string())),
    }
}

fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    crate::cli::create_new_private(path)?.write_all(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_does_not_command_the_terminal() {
        let text = "Baris satu\r\n\tdua\u{1b}[2J\u{9b}31m\u{7} \u{202e}txt.exe\0";
        let shown = harmless(text);
        assert_eq!(shown, "Baris satu\n\tdua\u{fffd}[2J\u{fffd}31m\u{fffd} \u{fffd}txt.exe\u{fffd}");
    }

    #[test]
    fn the_largest_sealed_file_is_read() {
        assert!(SEALED_MAX > envelope::MAX_BYTES as u64 + (envelope::MAX_BYTES as u64 / 65_536 + 1) * 16 + 65_536);
    }
}
