//! What `ikrar doctor` looks at on the disk: who may read what, who may write, how much room there is.

use std::{fs, io, path::Path};

use super::Findings;
use crate::{cli::folder, config::Config, disk};

pub(super) fn check_configuration(config: &Config, findings: &mut Findings) {
    match &config.sources.file {
        Some(file) => findings.well("configuration", &format!("{} is valid", file.display())),
        None => {
            let folder = std::env::current_dir().map(|folder| folder.display().to_string()).unwrap_or_default();
            let detail = format!("there is no ikrar.toml in {folder}; only the environment and defaults are in force");
            findings.doubtful("configuration", &detail);
        }
    }
    if let Some(file) = config.sources.file.as_deref().filter(|_| config.sources.holds_secret) {
        check_secret("configuration", file, findings);
    }
    for file in &config.sources.secret_files {
        check_secret("secret", file, findings);
    }
    if let Ok(url) = reqwest::Url::parse(&config.telegram.api_url)
        && url.scheme() == "http"
        && !is_this_machine(&url)
    {
        let host = url.host_str().unwrap_or_default();
        findings.doubtful("telegram", &format!("requests, with the token in them, go to {host} without TLS"));
    }
}

fn is_this_machine(url: &reqwest::Url) -> bool {
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

fn check_secret(what: &str, file: &Path, findings: &mut Findings) {
    let shown = file.display();
    match disk::mode(file) {
        Ok(mode) if mode & 0o007 != 0 || mode & 0o020 != 0 => {
            findings.wrong(what, &format!("{shown} holds a secret and its mode is {mode:04o}; chmod 600 {shown}"));
        }
        Ok(mode) if mode & 0o040 != 0 => {
            findings.doubtful(what, &format!("{shown} holds a secret that its group can read ({mode:04o})"));
        }
        Ok(_) => {}
        Err(error) => findings.wrong(what, &format!("{shown}: {error}")),
    }
}

pub(super) fn check_folder(config: &Config, findings: &mut Findings) {
    let (path, me) = (&config.data_dir, disk::me());
    let shown = path.display();
    let (mode, owner) = match (disk::mode(path), disk::owner(path)) {
        (Ok(mode), Ok(owner)) => (mode, owner),
        (Err(error), _) | (_, Err(error)) if error.kind() == io::ErrorKind::NotFound => {
            return findings.wrong("data folder", &format!("{shown} is not there; {}", advice(config)));
        }
        (Err(error), _) | (_, Err(error)) => {
            return findings.wrong("data folder", &format!("{shown}: {error}; this is {}", disk::user(me)));
        }
    };
    if owner != me {
        let (owner, me_name) = (disk::user(owner), disk::user(me));
        let detail = format!("{shown} belongs to {owner}, and this is {me_name}; run as {owner}: sudo -u");
        // Root may write everywhere, but what it creates the bot could not.
        if me == 0 { findings.doubtful("data folder", &detail) } else { findings.wrong("data folder", &detail) }
    }
    if mode & 0o077 != 0 {
        let detail = format!("{shown} is open to others ({mode:04o}); chmod 700 {shown}");
        findings.wrong("data folder", &detail);
    }
    match probe(path) {
        Ok(()) if owner == me && mode & 0o077 == 0 => findings.well("data folder", &format!("{shown} ({mode:04o})")),
        Ok(()) => {}
        Err(error) => findings.wrong("data folder", &format!("nothing can be written in {shown}: {error}")),
    }
    check_lock(config, findings);
    check_room(path, findings);
}

/// What to do where nothing is there.
pub(super) fn advice(config: &Config) -> String {
    match &config.sources.file {
        None if !config.sources.data_dir_named => {
            "no ikrar.toml was found either: go to its folder, or name it with --config".to_owned()
        }
        _ => "run `ikrar init`".to_owned(),
    }
}

/// A file that is gone again.
fn probe(folder: &Path) -> io::Result<()> {
    let file = folder.join(format!(".doctor-{}", std::process::id()));
    let mut made = crate::db::create_new_private(&file)?;
    let written = io::Write::write_all(&mut made, b"x").and_then(|()| made.sync_all());
    fs::remove_file(&file)?;
    written
}

/// One that root left behind keeps the bot from starting.
fn check_lock(config: &Config, findings: &mut Findings) {
    let path = config.data_dir.join(crate::health::LOCK);
    let opened = fs::File::options().write(true).open(&path);
    if let Err(error) = opened
        && error.kind() != io::ErrorKind::NotFound
    {
        let owner = disk::owner(&path).map(disk::user).unwrap_or_else(|_| "somebody else".to_owned());
        let detail = format!("{} cannot be written ({error}); it belongs to {owner}: remove it", path.display());
        findings.wrong("data folder", &detail);
    }
    if let Err(error) = folder::running(&config.data_dir) {
        findings.wrong("data folder", &format!("{}: {error}", path.display()));
    }
}

fn check_room(folder: &Path, findings: &mut Findings) {
    match disk::free(folder) {
        Ok(free) if free < disk::FULL => {
            findings.wrong("disk", &format!("only {} are free; make room", disk::size(free)));
        }
        Ok(free) if free < disk::NEARLY_FULL => {
            findings.doubtful("disk", &format!("only {} are free", disk::size(free)));
        }
        Ok(free) => findings.well("disk", &format!("{} are free", disk::size(free))),
        Err(error) => findings.wrong("disk", &error.to_string()),
    }
}
