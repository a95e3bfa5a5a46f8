//! The data folder: made for its owner alone, and held by one bot at a time.

use std::{
    fs::{self, File, OpenOptions, Permissions, TryLockError},
    io::{self, Read as _, Write as _},
    os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _},
    path::Path,
    thread,
    time::Duration,
};

use anyhow::{Context as _, bail};

use crate::{disk, error::refuse, health::LOCK, msg};

/// Creates a folder that only this user may enter; one that is there stays as it is.
pub fn make_private(folder: &Path) -> anyhow::Result<()> {
    let made = fs::DirBuilder::new().recursive(true).mode(0o700).create(folder);
    made.with_context(|| format!("creating the folder {}", folder.display()))
}

/// Creates the data folder, which only this user may enter. One of ours that is there and open to others is closed.
pub fn create_private(folder: &Path) -> anyhow::Result<()> {
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder).with_context(|| {
        format!("creating the data folder {}; set IKRAR_DATA_DIR to one you may write", folder.display())
    })?;
    let open = disk::mode(folder).is_ok_and(|mode| mode & 0o077 != 0);
    if open && is_ours(folder) && disk::owner(folder).is_ok_and(|owner| owner == disk::me()) {
        fs::set_permissions(folder, Permissions::from_mode(0o700))
            .with_context(|| format!("closing the data folder {} to others", folder.display()))?;
    }
    Ok(())
}

/// That nobody else keeps anything there: a mistyped setting must not close `/srv`.
pub fn is_ours(folder: &Path) -> bool {
    folder.join("ikrar.db").exists() || fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none())
}

/// In the data folder of a demo, and of nothing else: what time it is there.
pub const DEMO: &str = "demo-time";

/// A demo's people are made up, and whoever reads its sources can open its tips: nothing real may begin there.
pub fn refuse_demo(folder: &Path) -> anyhow::Result<()> {
    if folder.join(DEMO).exists() {
        return refuse(msg!("demo-folder-is-a-demo", path = folder.display().to_string()));
    }
    Ok(())
}

/// Two bots on one data folder would fight over updates.
pub fn lock(folder: &Path) -> anyhow::Result<File> {
    let path = folder.join(LOCK);
    let mut file = match open_lock(&path) {
        Ok(file) => file,
        Err(error) => {
            let whose = disk::owner(&path).or_else(|_| disk::owner(folder)).map(disk::user);
            let whose = whose.unwrap_or_else(|_| "somebody else".to_owned());
            return Err(error).with_context(|| {
                format!(
                    "{}: cannot be written (it belongs to {whose}, this is {}); run as that user, or: chown {} {}",
                    path.display(),
                    disk::user(disk::me()),
                    disk::me(),
                    path.display()
                )
            });
        }
    };
    // `doctor` may be looking at this moment.
    let held = (0..10).any(|_| {
        let held = file.try_lock().is_ok();
        if !held {
            thread::sleep(Duration::from_millis(30));
        }
        held
    });
    if !held {
        bail!(
            "another `ikrar run` uses the data folder {}{}; stop it first",
            folder.display(),
            holder(&path).map(|process| format!(" (process {process})")).unwrap_or_default()
        );
    }
    // What it was made with by an earlier version.
    let _ = file.set_permissions(Permissions::from_mode(0o600));
    let written = file.set_len(0).and_then(|()| file.write_all(std::process::id().to_string().as_bytes()));
    written.with_context(|| format!("writing {}", path.display()))?;
    Ok(file)
}

fn open_lock(path: &Path) -> io::Result<File> {
    OpenOptions::new().create(true).truncate(false).write(true).mode(0o600).open(path)
}

/// The process that holds the lock, as it says itself.
fn holder(path: &Path) -> Option<u32> {
    let mut text = String::new();
    File::open(path).ok()?.take(20).read_to_string(&mut text).ok()?;
    text.trim().parse().ok()
}

/// Whether a bot runs on this folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Running {
    /// And none ever did.
    Never,
    No,
    /// Its process, where it says so.
    Yes(Option<u32>),
}

pub fn running(folder: &Path) -> io::Result<Running> {
    let path = folder.join(LOCK);
    let file = match File::open(&path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Running::Never),
        Err(error) => return Err(error),
    };
    match file.try_lock_shared() {
        Ok(()) => Ok(Running::No),
        Err(TryLockError::WouldBlock) => Ok(Running::Yes(holder(&path))),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> tempfile::TempDir {
        tempfile::tempdir().expect("a folder")
    }

    #[test]
    fn a_folder_of_ours_is_closed_and_no_other() {
        let folder = folder();
        let open = |path: &Path| fs::set_permissions(path, Permissions::from_mode(0o755)).expect("opened");
        let mode = |path: &Path| disk::mode(path).expect("a mode");
        open(folder.path());
        create_private(folder.path()).expect("there");
        assert_eq!(mode(folder.path()), 0o700, "an empty one");
        fs::write(folder.path().join("else"), "x").expect("written");
        open(folder.path());
        create_private(folder.path()).expect("there");
        assert_eq!(mode(folder.path()), 0o755, "somebody else's");
        fs::write(folder.path().join("ikrar.db"), "x").expect("written");
        create_private(folder.path()).expect("there");
        assert_eq!(mode(folder.path()), 0o700, "ours");
        create_private(&folder.path().join("a/b")).expect("made");
        assert_eq!(mode(&folder.path().join("a/b")), 0o700);
    }

    #[test]
    fn the_lock_is_private_and_says_who_holds_it() {
        let folder = folder();
        assert_eq!(running(folder.path()).expect("looked"), Running::Never);
        fs::write(folder.path().join(LOCK), "").expect("written");
        fs::set_permissions(folder.path().join(LOCK), Permissions::from_mode(0o644)).expect("opened");
        let held = lock(folder.path()).expect("locked");
        assert_eq!(disk::mode(&folder.path().join(LOCK)).expect("a mode"), 0o600);
        assert_eq!(running(folder.path()).expect("looked"), Running::Yes(Some(std::process::id())));
        let second = lock(folder.path()).expect_err("held").to_string();
        assert!(second.contains("another `ikrar run`") && second.contains(&std::process::id().to_string()), "{second}");
        drop(held);
        assert_eq!(running(folder.path()).expect("looked"), Running::No);
    }
}
