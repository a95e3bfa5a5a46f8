//! `ikrar clean-file`: the process in which one file is cleaned; a file comes in, a verdict and a file go out.

use std::{
    io::{self, Read as _, Write as _},
    process::ExitCode,
};

use vault::clean::{self, Limits, Refused};
use zeroize::Zeroizing;

use crate::tip::cleaner::Verdict;

/// Bytes of address space. The hungriest file within the limits, a progressive JPEG of 50 megapixels that lies on its
/// side, takes a third of it; beside it the program itself is mapped.
#[cfg(unix)]
const MEMORY: u64 = 1 << 30;

/// Seconds on the processor: what waits for the answer gives up after twenty.
#[cfg(unix)]
const SECONDS: u64 = 18;

/// Bytes of stack, should the one that started this have less: nesting is bounded, but frames are large.
#[cfg(unix)]
const STACK: u64 = 16 << 20;

/// Reads standard input to its end. The exit code is 0 for a refusal as well; nothing is logged.
pub fn run() -> ExitCode {
    // What a panic says may quote the file.
    std::panic::set_hook(Box::new(|_| {}));
    if confine().is_err() {
        return ExitCode::FAILURE;
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

/// What this process may not take is taken from it before it sees a byte: memory, time, files, descriptors, other
/// processes, a memory image after a crash.
#[cfg(unix)]
fn confine() -> io::Result<()> {
    use rlimit::Resource;

    let (stack, most) = Resource::STACK.get()?;
    Resource::STACK.set(stack.max(STACK).min(most), most)?;
    for (resource, most) in [
        (Resource::AS, MEMORY),
        (Resource::CPU, SECONDS),
        (Resource::CORE, 0),
        (Resource::FSIZE, 0),
        (Resource::NPROC, 0),
        // The three that are open.
        (Resource::NOFILE, 3),
    ] {
        // One that was stricter before stays so.
        let (_, hard) = resource.get()?;
        let most = most.min(hard);
        resource.set(most, most)?;
    }
    Ok(())
}

#[cfg(not(unix))]
fn confine() -> io::Result<()> {
    Ok(())
}
