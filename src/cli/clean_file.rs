//! `ikrar clean-file`: the process in which one file is cleaned; a file comes in, a verdict and a file go out.

pub mod cell;

use std::{
    io::{self, Read as _, Write as _},
    path::PathBuf,
    process::ExitCode,
};

use vault::clean::{self, Limits, Refused};
use zeroize::Zeroizing;

use crate::tip::cleaner::Verdict;

#[derive(clap::Args)]
pub struct Arguments {
    /// Clean nothing: from within the cell try to reach this file and more, and say what was possible
    #[arg(long, hide = true, value_name = "FILE")]
    try_to_escape: Option<PathBuf>,
}

/// Reads standard input to its end. The exit code is 0 for a refusal as well; nothing is logged.
pub fn run(arguments: &Arguments) -> ExitCode {
    // What a panic says may quote the file.
    std::panic::set_hook(Box::new(|_| {}));
    let Ok(walls) = cell::confine() else { return ExitCode::FAILURE };
    if let Some(file) = &arguments.try_to_escape {
        let escape = serde_json::to_string(&cell::try_to_escape(walls, file)).unwrap_or_default();
        return if writeln!(io::stdout(), "{escape}").is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE };
    }
    let mut bytes = Zeroizing::new(Vec::new());
    let limit = u64::try_from(Limits::BYTES).unwrap_or(u64::MAX).saturating_add(1);
    if io::stdin().lock().take(limit).read_to_end(&mut bytes).is_err() {
        return ExitCode::FAILURE;
    }
    match answer(clean::clean(&bytes)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

fn answer(outcome: Result<clean::Cleaned, Refused>) -> io::Result<()> {
    let (verdict, bytes) = match outcome {
        Ok(cleaned) => {
            let clean::Cleaned { bytes, kind, removed, detail } = cleaned;
            (Verdict::Cleaned { kind, removed, detail, length: bytes.len() }, Some(bytes))
        }
        Err(refused) => (Verdict::Refused(refused), None),
    };
    let mut out = io::stdout().lock();
    writeln!(out, "{}", serde_json::to_string(&verdict)?)?;
    if let Some(bytes) = bytes {
        out.write_all(&bytes)?;
    }
    out.flush()
}
