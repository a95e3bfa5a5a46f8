//! Cleans a file in a process of its own, so that what breaks a decoder breaks nothing else.

use std::{
    io,
    path::{Path, PathBuf},
    process::Stdio,
    time::Duration,
};

use serde::{Deserialize, Serialize};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader},
    process::{Child, Command},
    sync::Semaphore,
    time::timeout,
};
use vault::clean::{Cleaned, Detail, Kind, Limits, Refused, Removed};
use zeroize::Zeroizing;

use crate::cli::clean_file::cell::Escape;

/// Wall time for one file. The slowest that passes every other limit takes some six seconds on one slow core; the
/// process gives itself less time on the processor ([`crate::cli::clean_file`]).
const PATIENCE: Duration = Duration::from_secs(20);

/// Processes at once, each of at most a gibibyte.
pub const PLACES: usize = 2;

/// A verdict is short: two dozen words at most.
const VERDICT: u64 = 4096;

/// What the process says in its first line; the bytes follow.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    Cleaned { kind: Kind, removed: Vec<Removed>, detail: Detail, length: usize },
    Refused(Refused),
}

/// Starts `PROGRAM clean-file` for each file.
#[derive(Debug)]
pub struct Cleaner {
    program: PathBuf,
    patience: Duration,
    places: Semaphore,
}

impl Cleaner {
    pub fn new(program: PathBuf) -> Self {
        Self { program, patience: PATIENCE, places: Semaphore::new(PLACES) }
    }

    /// This very program, also where its file has been replaced by a newer one meanwhile: Linux knows what runs.
    pub fn of_this_program() -> Self {
        let running = PathBuf::from("/proc/self/exe");
        let program = if running.exists() { running } else { std::env::current_exe().unwrap_or_default() };
        Self::new(program)
    }

    #[must_use]
    pub fn within(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    /// At most two files at a time; further ones wait their turn.
    ///
    /// # Errors
    /// What [`vault::clean::clean`] refuses; [`Refused::TooComplex`] when it takes too long, [`Refused::Broken`] when
    /// the file brought the process down, [`Refused::Unavailable`] when there was no process at all.
    pub async fn clean(&self, bytes: Zeroizing<Vec<u8>>) -> Result<Cleaned, Refused> {
        if bytes.len() > Limits::BYTES {
            return Err(Refused::TooBig);
        }
        let _place = self.places.acquire().await.map_err(|_| Refused::Unavailable)?;
        // Counted by whoever asked: a line of now would say when somebody sent a file.
        let child = self.start().map_err(|_| Refused::Unavailable)?;
        // Whatever is cut short here is killed with it.
        timeout(self.patience, converse(child, bytes)).await.unwrap_or(Err(Refused::TooComplex))
    }

    /// What could be reached from within the cell, with `file` as what must not be. None: it does not start.
    pub fn try_to_escape(&self, file: &Path) -> Option<Escape> {
        let file = file.canonicalize().ok()?;
        let mut command = std::process::Command::new(&self.program);
        command.args(["clean-file".as_ref(), "--try-to-escape".as_ref(), file.as_os_str()]);
        let tried = command.env_clear().current_dir("/").stdin(Stdio::null()).output().ok()?;
        serde_json::from_slice(&tried.stdout).ok()
    }

    fn start(&self) -> io::Result<Child> {
        Command::new(&self.program)
            .arg("clean-file")
            .env_clear()
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
    }
}

async fn converse(mut child: Child, bytes: Zeroizing<Vec<u8>>) -> Result<Cleaned, Refused> {
    let (Some(mut stdin), Some(stdout)) = (child.stdin.take(), child.stdout.take()) else {
        return Err(Refused::Unavailable);
    };
    let give = async move {
        // A process that does not want all of it says why on its side.
        let _ = stdin.write_all(&bytes).await;
    };
    let ((), answer) = tokio::join!(give, listen(BufReader::new(stdout)));
    match answer {
        Some(verdict) => verdict,
        None => Err(ended(&mut child).await),
    }
}

/// `None` where no whole answer came.
async fn listen(mut stdout: BufReader<impl tokio::io::AsyncRead + Unpin>) -> Option<Result<Cleaned, Refused>> {
    let mut line = String::new();
    (&mut stdout).take(VERDICT).read_line(&mut line).await.ok()?;
    let (kind, removed, detail, length) = match serde_json::from_str(&line).ok()? {
        Verdict::Refused(refused) => return Some(Err(refused)),
        Verdict::Cleaned { kind, removed, detail, length } => (kind, removed, detail, length),
    };
    if length > Limits::RESULT {
        return None;
    }
    // Of the final size from the start: growing would leave copies behind.
    let mut bytes = Zeroizing::new(vec![0; length]);
    stdout.read_exact(&mut bytes).await.ok()?;
    Some(Ok(Cleaned { bytes, kind, removed, detail }))
}

/// Why a process ended without an answer.
async fn ended(child: &mut Child) -> Refused {
    let Ok(status) = child.wait().await else { return Refused::Unavailable };
    #[cfg(unix)]
    {
        use std::os::unix::process::ExitStatusExt as _;
        // SIGKILL and SIGXCPU, its time on the processor. Out of memory it aborts itself.
        if matches!(status.signal(), Some(9 | 24)) {
            return Refused::TooComplex;
        }
        if status.signal().is_some() {
            return Refused::Broken;
        }
    }
    // It does not know its task, or could not begin it.
    if status.code() == Some(PANIC) { Refused::Broken } else { Refused::Unavailable }
}

/// Rust's exit code after a panic.
const PANIC: i32 = 101;
