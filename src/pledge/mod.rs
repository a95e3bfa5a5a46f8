//! The pledge: documents and their versions, the reading, the acknowledgement and its ledger.

pub mod document;
pub mod file;
pub mod handlers;
pub mod ledger;
pub mod plausible;
pub mod prior;
pub mod reading;
pub mod receipt;
pub mod screens;
pub mod store;

use std::{fmt, str::FromStr};

use sha2::{Digest as _, Sha256};

pub use document::{Act, Document, act_for};
pub use receipt::{Receipt, ReceiptNumber};

pub use crate::roster::{Kind, PersonId};

/// The parameter of the deep link that opens one's own pledges; messages to many carry it.
pub const PLEDGE_LINK: &str = "ikrar";

/// Opens one's own pledges in the bot of this name.
pub fn pledge_link(bot: &str) -> String {
    format!("https://t.me/{bot}?start={PLEDGE_LINK}")
}

/// A row of `document_version`; fits into a button.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct VersionId(pub i64);

/// A SHA-256, written as 64 lower-case hex digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Hash(pub [u8; 32]);

impl Hash {
    /// What the first entry of a ledger has before it.
    pub const ZERO: Hash = Hash([0; 32]);

    pub fn of(bytes: impl AsRef<[u8]>) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// `None` unless there are 32 bytes.
    pub fn from_slice(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a SHA-256 of 64 hex digits")]
pub struct NotAHash;

impl FromStr for Hash {
    type Err = NotAHash;

    /// In any case, with spaces as a copy from a screen may have them.
    fn from_str(text: &str) -> Result<Self, NotAHash> {
        let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let bytes = hex::decode(digits).map_err(|_| NotAHash)?;
        Self::from_slice(&bytes).ok_or(NotAHash)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_read_as_it_is_written() {
        let hash = Hash::of("abc");
        assert_eq!(hash.to_string(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(hash.to_string().parse(), Ok(hash));
        assert_eq!(" BA7816BF 8F01CFEA 414140DE 5DAE2223 B00361A3 96177A9C B410FF61 F20015AD\n".parse(), Ok(hash));
        assert_eq!("ba78".parse::<Hash>(), Err(NotAHash));
        assert_eq!("ä".repeat(32).parse::<Hash>(), Err(NotAHash));
    }
}
