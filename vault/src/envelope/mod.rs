//! Envelopes: texts and files in one padded ZIP, sealed with age to one or several keys.

mod bundle;

use std::{
    fmt,
    io::{self, Read as _},
};

use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use crate::key::{Identity, PublicKey};

/// Name of the text, by custom the first entry.
pub const REPORT: &str = "laporan.txt";
/// Entries of an envelope, besides the filler.
pub const MAX_ENTRIES: usize = 64;
/// Bytes of the padded ZIP: what opening may cost in memory, twice.
pub const MAX_BYTES: usize = 64 * 1024 * 1024;
/// Sizes are multiples of this, so that a short text and a long one look alike.
pub const STEP: usize = 4096;
/// Bytes of an age header before we stop reading; one key takes 98 and a grease stanza up to some 300.
const HEADER_MAX: usize = 64 * 1024;
/// Characters of a mark: half of SHA-256, which nobody finds another text for.
const MARK: usize = 32;
/// Random bytes in each envelope.
pub const SALT: usize = 16;
/// Characters of a name.
const NAME_MAX: usize = 64;
const MAGIC: &[u8] = b"age-encryption.org/v1\n";

/// One text or file. Its bytes are cleared from memory when dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct Entry {
    /// Lower-case ASCII letters, digits, `-` and `.`, beginning with a letter: `berkas-1.jpg`.
    pub name: String,
    pub bytes: Zeroizing<Vec<u8>>,
}

/// What is sealed together: a report, an addition, a reply or a note, and its files.
#[derive(Clone, PartialEq, Eq)]
pub struct Envelope {
    pub entries: Vec<Entry>,
    /// Stands in the filler, so that nobody who knows a [`Envelope::digest`] can try out texts. Envelopes of
    /// before have none.
    pub salt: Option<[u8; SALT]>,
}

/// Why an envelope cannot be sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    #[error("there is no key to seal to")]
    NoRecipients,
    #[error("there is nothing to seal")]
    Empty,
    #[error("more than {MAX_ENTRIES} entries")]
    TooMany,
    #[error("more than {MAX_BYTES} bytes with padding")]
    TooLarge,
    /// A name that is not allowed, is the filler's, or occurs twice.
    #[error("the name of an entry is not allowed or occurs twice")]
    Name,
    #[error("age could not seal")]
    Failed,
}

/// Why a sealed file cannot be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    #[error("this is not an age file")]
    NotAge,
    /// It is sealed with a passphrase, as protected key files are.
    #[error("this is sealed with a passphrase, not to a key")]
    Passphrase,
    #[error("this is sealed to other keys")]
    WrongKey,
    /// Cut short or changed since it was sealed.
    #[error("this file is damaged")]
    Damaged,
    #[error("this file is larger than any envelope")]
    TooLarge,
    /// It could be opened, and what was in it is not what [`Envelope::seal`] writes.
    #[error("this file holds something else than a report")]
    NotAnEnvelope,
}

impl Envelope {
    /// A text and its files, under the names that readers expect.
    pub fn new(report: &str, files: impl IntoIterator<Item = Entry>) -> Self {
        let report = Entry { name: REPORT.to_owned(), bytes: Zeroizing::new(report.as_bytes().to_vec()) };
        Self { entries: std::iter::once(report).chain(files).collect(), salt: Some(rand::random()) }
    }

    /// SHA-256 of what is sealed, the same for every key and each time: sealed anew, it shows that nothing was changed.
    ///
    /// # Errors
    /// As [`Envelope::seal`], but for keys.
    pub fn digest(&self) -> Result<[u8; 32], SealError> {
        let (size, mut hashing) = (self.check()?, Hashing(Sha256::new()));
        bundle::write(&self.entries, self.salt, size, &mut hashing).map_err(|_| SealError::Failed)?;
        Ok(hashing.0.finalize().into())
    }

    /// The text, where the first entry is one.
    pub fn report(&self) -> Option<&str> {
        let first = self.entries.first().filter(|entry| entry.name == REPORT)?;
        std::str::from_utf8(&first.bytes).ok()
    }

    /// A binary age file whose size tells neither the length of the text nor the number and sizes of
    /// files: the ZIP has the size that [`padded`] gives, age adds 16 bytes for each 64 KiB, and a header of
    /// some 98 bytes for each key and one stanza of random length ("grease").
    ///
    /// # Errors
    /// What [`SealError`] says; all but `Failed` before any work.
    pub fn seal(&self, to: &[PublicKey]) -> Result<Vec<u8>, SealError> {
        if to.is_empty() {
            return Err(SealError::NoRecipients);
        }
        let size = self.check()?;
        let write = || -> io::Result<Vec<u8>> {
            let recipients = to.iter().map(|key| key.recipient() as &dyn age::Recipient);
            let encryptor = age::Encryptor::with_recipients(recipients).map_err(io::Error::other)?;
            let mut writer = encryptor.wrap_output(Vec::with_capacity(sealed_size(size, to.len())))?;
            bundle::write(&self.entries, self.salt, size, &mut writer)?;
            writer.finish()
        };
        write().map_err(|_| SealError::Failed)
    }

    /// The size of the padded ZIP.
    fn check(&self) -> Result<usize, SealError> {
        match self.entries.len() {
            0 => return Err(SealError::Empty),
            1..=MAX_ENTRIES => {}
            _ => return Err(SealError::TooMany),
        }
        let twice = |at: usize, name: &str| self.entries[..at].iter().any(|before| before.name == name);
        if self.entries.iter().enumerate().any(|(at, entry)| !is_name(&entry.name) || twice(at, &entry.name)) {
            return Err(SealError::Name);
        }
        let size = padded(bundle::least_size(&self.entries, self.salt.is_some()));
        if size > MAX_BYTES { Err(SealError::TooLarge) } else { Ok(size) }
    }

    /// Strict: opens what [`Envelope::seal`] writes and nothing else. Takes memory for twice the ZIP,
    /// which is at most [`MAX_BYTES`].
    ///
    /// # Errors
    /// What [`OpenError`] says; never panics, whatever the bytes are.
    pub fn open(sealed: &[u8], with: &Identity) -> Result<Self, OpenError> {
        if !sealed.starts_with(MAGIC) {
            return Err(OpenError::NotAge);
        }
        if sealed.len() > sealed_size(MAX_BYTES, 0) + HEADER_MAX {
            return Err(OpenError::TooLarge);
        }
        let decryptor = age::Decryptor::new_buffered(sealed).map_err(|_| OpenError::Damaged)?;
        if decryptor.is_scrypt() {
            return Err(OpenError::Passphrase);
        }
        let identity = std::iter::once(with.identity() as &dyn age::Identity);
        let mut reader = decryptor.decrypt(identity).map_err(|error| match error {
            age::DecryptError::NoMatchingKeys => OpenError::WrongKey,
            _ => OpenError::Damaged,
        })?;
        // Never grown, so that no copy of it stays behind.
        let mut plain = Zeroizing::new(Vec::with_capacity(sealed.len()));
        reader.read_to_end(&mut plain).map_err(|_| OpenError::Damaged)?;
        if plain.len() > MAX_BYTES {
            return Err(OpenError::TooLarge);
        }
        let (entries, salt) = bundle::read(&plain).ok_or(OpenError::NotAnEnvelope)?;
        let envelope = Self { entries, salt };
        envelope.check().map_err(|_| OpenError::NotAnEnvelope)?;
        Ok(envelope)
    }
}

/// The X25519 keys that a file is sealed to, by its header; `None` if it has none that can be read.
/// Nothing is verified: who cannot open a file cannot know more.
pub fn recipients(sealed: &[u8]) -> Option<usize> {
    let header = sealed.strip_prefix(MAGIC)?;
    let header = &header[..header.len().min(HEADER_MAX)];
    let mut count = 0;
    for line in header.split(|byte| *byte == b'\n') {
        if line.starts_with(b"--- ") {
            return Some(count);
        }
        count += usize::from(line.starts_with(b"-> X25519 "));
    }
    None
}

/// The bytes that are sealed in a file, by its length alone: age adds 16 for the file and 16 for each 64 KiB.
pub fn plain_size(sealed: &[u8]) -> Option<usize> {
    const CHUNK: usize = 64 * 1024 + 16;
    let header = sealed.strip_prefix(MAGIC)?;
    let header = &header[..header.len().min(HEADER_MAX)];
    let end = header.windows(5).position(|window| window == b"\n--- ")? + 1;
    let end = end + header[end..].iter().position(|byte| *byte == b'\n')? + 1;
    let payload = (sealed.len() - MAGIC.len()).checked_sub(end + 16)?;
    payload.checked_sub(16 * payload.div_ceil(CHUNK))
}

/// The first half of a digest in hex, as names of files carry it: whole ones are cut by some clients.
pub fn mark(digest: &[u8; 32]) -> String {
    digest[..MARK / 2].iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The [`mark`] in the name of a file, which may have been added to on the way.
pub fn find_mark(name: &str) -> Option<&str> {
    let is_mark =
        |part: &&str| part.len() == MARK && part.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
    name.split(|c: char| !c.is_ascii_alphanumeric()).find(is_mark)
}

/// Hashes what is written to it.
struct Hashing(Sha256);

impl io::Write for Hashing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The size that a ZIP of `length` bytes is padded to: the next that Padmé allows (Nikitin and others, "Reducing
/// Metadata Leakage from Encrypted Files and Communication with PURBs", PETS 2019, algorithm 1), which
/// costs at most 12 % and for large files far less; and in steps of [`STEP`] where Padmé's are finer,
/// that is below 128 KiB.
pub fn padded(length: usize) -> usize {
    let exponent = length.max(2).ilog2();
    let kept = exponent.ilog2() + 1;
    let step = (1_usize << (exponent - kept.min(exponent))).max(STEP);
    length.div_ceil(step).saturating_mul(step)
}

/// What age makes of so many bytes for so many keys, at most.
fn sealed_size(plain: usize, keys: usize) -> usize {
    const CHUNK: usize = 64 * 1024;
    plain + (plain / CHUNK + 1) * 16 + 100 * keys + 1024
}

/// No paths, nothing hidden, nothing that a shell or a file system takes for something else.
fn is_name(name: &str) -> bool {
    name.len() <= NAME_MAX
        && name != bundle::FILLER
        && name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'.'))
        && !name.contains("..")
}

impl fmt::Debug for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Entry({}, {} bytes)", self.name, self.bytes.len())
    }
}

impl fmt::Debug for Envelope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&self.entries).finish()
    }
}

#[cfg(test)]
mod tests;
