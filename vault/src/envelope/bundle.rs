//! The ZIP in an envelope: stored entries and a filler, in one form only, so that all read the same in it.
//!
//! Written and read by hand. The `zip` crate, like most, looks for a directory anywhere in the bytes and
//! takes what it finds: two readers may see different files, and a hostile one takes as much memory as
//! it likes. Here a ZIP is read by writing it again: headers that differ by a bit are refused.
//! Layout and names as in APPNOTE.TXT 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16.

use std::io::{self, Write};

use zeroize::Zeroizing;

use super::{Entry, MAX_BYTES, MAX_ENTRIES, SALT};

/// Name of the entry that fills the ZIP: random bytes first, or none in what was made before, then zeros.
pub const FILLER: &str = "isian.bin";

const LOCAL: usize = 30;
const CENTRAL: usize = 46;
const END: usize = 22;
/// Stored: the version 1.0 of PKZIP reads it.
const VERSION: u16 = 10;
/// Upper byte 3: Unix, so that the permissions below count.
const MADE_BY: u16 = 3 << 8 | VERSION;
/// A regular file that its owner may read and write.
const PERMISSIONS: u32 = 0o100_600 << 16;
/// 1 January 1980, the first day that a ZIP knows: when something was written is nobody's business.
const DATE: u16 = 1 << 5 | 1;

/// What the headers say of an entry.
struct Item<'a> {
    name: &'a str,
    crc: u32,
    size: u32,
}

/// Bytes of the ZIP with a filler that holds no more than random bytes.
pub fn least_size(entries: &[Entry], salted: bool) -> usize {
    let whole = |name: &str, bytes: usize| LOCAL + CENTRAL + 2 * name.len() + bytes;
    entries.iter().map(|entry| whole(&entry.name, entry.bytes.len())).sum::<usize>()
        + whole(FILLER, if salted { SALT } else { 0 })
        + END
}

/// A ZIP of exactly `size` bytes, which is at least [`least_size`] and at most [`MAX_BYTES`].
pub fn write(entries: &[Entry], salt: Option<[u8; SALT]>, size: usize, out: &mut impl Write) -> io::Result<()> {
    let mut items = Vec::with_capacity(entries.len() + 1);
    for Entry { name, bytes } in entries {
        let item = Item { name, crc: crc32fast::hash(bytes), size: number(bytes.len())? };
        out.write_all(&item.local()?)?;
        out.write_all(bytes)?;
        items.push(item);
    }
    let rest = size.checked_sub(least_size(entries, salt.is_some())).ok_or(io::ErrorKind::InvalidInput)?;
    let mut filling = salt.map(Vec::from).unwrap_or_default();
    filling.resize(filling.len() + rest, 0);
    let filler = Item { name: FILLER, crc: crc32fast::hash(&filling), size: number(filling.len())? };
    out.write_all(&filler.local()?)?;
    out.write_all(&filling)?;
    items.push(filler);
    out.write_all(&tail(&items)?)
}

/// The entries without the filler, and its random bytes; `None` for anything that [`write`] would not have written.
pub fn read(zip: &[u8]) -> Option<(Vec<Entry>, Option<[u8; SALT]>)> {
    let (mut rest, mut items, mut found) = (zip, Vec::new(), Vec::new());
    if zip.len() > MAX_BYTES {
        return None;
    }
    while items.len() <= MAX_ENTRIES {
        let header = rest.first_chunk::<LOCAL>()?;
        let field = |at: usize| header.get(at..at + 4)?.try_into().ok().map(u32::from_le_bytes);
        let (crc, size) = (field(14)?, field(18)?);
        let name_end = LOCAL + usize::from(u16::from_le_bytes([header[26], header[27]]));
        let item = Item { name: std::str::from_utf8(rest.get(LOCAL..name_end)?).ok()?, crc, size };
        if item.local().ok()? != rest[..name_end] {
            return None;
        }
        let end = name_end.checked_add(usize::try_from(size).ok()?)?;
        let bytes = rest.get(name_end..end)?;
        if crc32fast::hash(bytes) != crc {
            return None;
        }
        rest = &rest[end..];
        let name = item.name;
        items.push(item);
        if name == FILLER {
            let salt = bytes.first_chunk::<SALT>().filter(|salt| salt.iter().any(|byte| *byte != 0)).copied();
            let zeros = if salt.is_some() { &bytes[SALT..] } else { bytes };
            let whole = zeros.iter().all(|byte| *byte == 0) && tail(&items).ok()? == rest;
            return whole.then_some((found, salt));
        }
        found.push(Entry { name: name.to_owned(), bytes: Zeroizing::new(bytes.to_vec()) });
    }
    None
}

impl Item<'_> {
    /// Offset in the ZIP of what follows an entry that begins at `start`.
    fn end(&self, start: usize) -> usize {
        start + LOCAL + self.name.len() + self.size as usize
    }

    fn local(&self) -> io::Result<Vec<u8>> {
        let mut header = Vec::with_capacity(LOCAL + self.name.len());
        header.extend(b"PK\x03\x04");
        self.common(&mut header)?;
        header.extend(self.name.as_bytes());
        Ok(header)
    }

    fn central(&self, start: usize) -> io::Result<Vec<u8>> {
        let mut header = Vec::with_capacity(CENTRAL + self.name.len());
        header.extend(b"PK\x01\x02");
        header.extend(MADE_BY.to_le_bytes());
        self.common(&mut header)?;
        header.extend([0; 6]); // no comment, disk 0, no internal attributes
        header.extend(PERMISSIONS.to_le_bytes());
        header.extend(number(start)?.to_le_bytes());
        header.extend(self.name.as_bytes());
        Ok(header)
    }

    /// What stands in both headers, from the version to the length of extra fields, of which there are none.
    fn common(&self, header: &mut Vec<u8>) -> io::Result<()> {
        for field in [VERSION, 0, 0, 0, DATE] {
            header.extend(field.to_le_bytes()); // flags, method (stored) and time are zero
        }
        for field in [self.crc, self.size, self.size] {
            header.extend(field.to_le_bytes());
        }
        let name = u16::try_from(self.name.len()).map_err(io::Error::other)?;
        header.extend(name.to_le_bytes());
        header.extend([0; 2]);
        Ok(())
    }
}

/// The directory and its end.
fn tail(items: &[Item<'_>]) -> io::Result<Vec<u8>> {
    let (mut tail, mut start) = (Vec::new(), 0);
    for item in items {
        tail.extend(item.central(start)?);
        start = item.end(start);
    }
    let (count, size) = (u16::try_from(items.len()).map_err(io::Error::other)?, number(tail.len())?);
    tail.extend(b"PK\x05\x06\0\0\0\0"); // one disk
    tail.extend(count.to_le_bytes());
    tail.extend(count.to_le_bytes());
    tail.extend(size.to_le_bytes());
    tail.extend(number(start)?.to_le_bytes());
    tail.extend([0; 2]); // no comment
    Ok(tail)
}

fn number(value: usize) -> io::Result<u32> {
    u32::try_from(value).map_err(io::Error::other)
}
