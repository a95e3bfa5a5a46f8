//! What the disk says of a place: room, modes, owners.

use std::{
    fs, io,
    os::unix::fs::MetadataExt as _,
    path::{Path, PathBuf},
};

/// Below this, the bot may fail at any moment.
pub const FULL: u64 = 64 << 20;
/// Below this, somebody should make room.
pub const NEARLY_FULL: u64 = 512 << 20;

/// Bytes that this user may still write there.
pub fn free(place: &Path) -> io::Result<u64> {
    let found = rustix::fs::statvfs(place)?;
    Ok(found.f_bavail.saturating_mul(found.f_frsize))
}

/// Permission bits.
pub fn mode(path: &Path) -> io::Result<u32> {
    Ok(fs::metadata(path)?.mode() & 0o7777)
}

pub fn me() -> u32 {
    rustix::process::geteuid().as_raw()
}

/// By name where the system knows it, and by number.
pub fn user(uid: u32) -> String {
    let known = fs::read_to_string("/etc/passwd").unwrap_or_default();
    let name = known.lines().find_map(|line| {
        let mut parts = line.split(':');
        let (name, number) = (parts.next()?, parts.nth(1)?);
        (number.parse() == Ok(uid)).then(|| name.to_owned())
    });
    name.map_or_else(|| format!("user {uid}"), |name| format!("{name} ({uid})"))
}

/// Whose it is.
pub fn owner(path: &Path) -> io::Result<u32> {
    Ok(fs::metadata(path)?.uid())
}

/// Makes what happened to the entries of a folder last.
pub fn sync_folder(folder: &Path) -> io::Result<()> {
    fs::File::open(folder)?.sync_all()
}

/// The path with something added to its last part: `ikrar.db` and `-wal`.
pub fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

/// For people: `1.9 MB`.
pub fn size(bytes: u64) -> String {
    const UNITS: [&str; 4] = ["kB", "MB", "GB", "TB"];
    let (mut tenths, mut unit) = (bytes / 100, 0);
    while tenths >= 10_000 && unit + 1 < UNITS.len() {
        (tenths, unit) = (tenths / 1_000, unit + 1);
    }
    format!("{}.{} {}", tenths / 10, tenths % 10, UNITS[unit])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_for_people() {
        assert_eq!((size(0), size(1_900_000)), ("0.0 kB".into(), "1.9 MB".into()));
        assert_eq!(
            (size(999_999), size(64 << 20), size(3_210_000_000_000)),
            ("999.9 kB".into(), "67.1 MB".into(), "3.2 TB".into())
        );
    }

    #[test]
    fn the_disk_answers() {
        let folder = tempfile::tempdir().expect("a folder");
        assert!(free(folder.path()).expect("room") > 0);
        assert_eq!(owner(folder.path()).expect("an owner"), me());
        assert!(user(0).contains("root"));
        assert_eq!(user(4_000_000_000), "user 4000000000");
    }
}
