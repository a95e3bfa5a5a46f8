//! Rebuilds when a migration or a text is added, which the macros that embed them do not notice by themselves; names
//! the commit in releases.

use std::{env, process::Command};

fn main() {
    println!("cargo:rerun-if-changed=migrations");
    println!("cargo:rerun-if-changed=locales");
    println!("cargo:rerun-if-env-changed=PROGRAM_COMMIT");
    let version = env::var("CARGO_PKG_VERSION").unwrap_or_default();
    println!("cargo:rustc-env=PROGRAM_VERSION={version} ({})", commit());
}

/// As given by whoever builds a package, or as git says. Only of a release: each commit would build all anew.
fn commit() -> String {
    if let Ok(commit) = env::var("PROGRAM_COMMIT") {
        return commit;
    }
    if env::var("PROFILE").is_ok_and(|profile| profile != "release") {
        return "not a release".to_owned();
    }
    let git = |arguments: &[&str]| {
        let output = Command::new("git").args(arguments).output().ok().filter(|output| output.status.success())?;
        Some(String::from_utf8(output.stdout).ok()?.trim().to_owned()).filter(|text| !text.is_empty())
    };
    for file in ["HEAD", "logs/HEAD"] {
        if let Some(path) = git(&["rev-parse", "--git-path", file]) {
            println!("cargo:rerun-if-changed={path}");
        }
    }
    let Some(commit) = git(&["rev-parse", "--short=12", "HEAD"]) else { return "commit unknown".to_owned() };
    match git(&["status", "--porcelain", "--untracked-files=no"]) {
        Some(_) => format!("{commit}, with changes"),
        None => commit,
    }
}
