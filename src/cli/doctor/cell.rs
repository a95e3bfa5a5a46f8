//! What `ikrar doctor` says of the cell in which files of tips are cleaned.

use super::Findings;
use crate::{
    cli::clean_file::cell::{Escape, Landlock},
    config::Config,
    tip::cleaner::Cleaner,
};

/// Tries, as a decoder that was taken over would, to get out of the cell in which files are cleaned.
pub(super) fn check(config: &Config, findings: &mut Findings) {
    let tried = Cleaner::of_this_program().try_to_escape(&config.database());
    let Some(Escape { walls, possible }) = tried else {
        return findings.wrong("cleaner", "the process that cleans files does not start; evidence cannot be taken");
    };
    if !possible.is_empty() {
        return findings.wrong("cleaner", &format!("its cell has holes: it could {}", possible.join(", ")));
    }
    match (walls.landlock, walls.seccomp) {
        _ if walls.are_whole() => findings.well("cleaner", "its cell holds: limits, seccomp, Landlock, not dumpable"),
        (landlock, seccomp) => findings.doubtful(
            "cleaner",
            &format!(
                "this kernel lacks walls of its cell: seccomp {}, Landlock {}, not dumpable {}",
                if seccomp { "holds" } else { "missing" },
                match landlock {
                    Landlock::Whole => "holds",
                    Landlock::Partly => "in part",
                    Landlock::None => "missing",
                },
                if walls.not_dumpable { "yes" } else { "no" }
            ),
        ),
    }
}
