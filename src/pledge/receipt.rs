//! The receipt of an acknowledgement, and its number.

use std::fmt;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Act, Hash, Kind, VersionId, document::DocumentKind};
use crate::texts::Zone;

/// What a deep link to a receipt starts with; its number follows.
pub const RECEIPT_LINK: &str = "cek-";

/// `IKR-000123-9f86d081`: the entry's place in the ledger and the start of its hash, so that a
/// guessed number finds nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ReceiptNumber {
    pub seq: i64,
    pub hash: [u8; 4],
}

impl ReceiptNumber {
    pub fn new(seq: i64, hash: &Hash) -> Self {
        let [a, b, c, d, ..] = hash.0;
        Self { seq, hash: [a, b, c, d] }
    }

    /// The number in what somebody sent, with whatever words stand around it: a sentence, a link.
    pub fn find(text: &str) -> Option<Self> {
        let text = vault::crockford::fold(text).to_ascii_lowercase();
        let words: Vec<&str> =
            text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
        words.windows(3).filter(|words| words[0] == "ikr").find_map(|words| Self::parse(&words.join("-")))
    }

    /// Takes it in any case, without the prefix or the leading zeros, and with whatever stands
    /// for the hyphen after a copy or a deep link.
    pub fn parse(text: &str) -> Option<Self> {
        let text = vault::crockford::fold(text).to_ascii_lowercase();
        let mut parts: Vec<_> = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|p| !p.is_empty()).collect();
        if parts.first() == Some(&"ikr") {
            parts.remove(0);
        }
        let [seq, hash] = parts[..] else { return None };
        if seq.len() > 18 || !seq.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let seq = seq.parse().ok().filter(|seq| *seq >= 1)?;
        Some(Self { seq, hash: hex::decode(hash).ok()?.try_into().ok()? })
    }
}

impl fmt::Display for ReceiptNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "IKR-{:06}-{}", self.seq, hex::encode(self.hash))
    }
}

/// What an acknowledgement can be shown by. Who is shown it decides what is masked.
#[derive(Clone)]
pub struct Receipt {
    pub number: ReceiptNumber,
    /// `None` once the personal data has been erased.
    pub person: Option<Signed>,
    pub version_id: VersionId,
    pub title: String,
    pub kind: DocumentKind,
    pub sample: bool,
    pub version: i64,
    pub document_sha256: Hash,
    pub act: Act,
    pub at: DateTime<Utc>,
    pub entry: Hash,
    /// The entry recomputes, follows the one before it, and its person and document are as hashed.
    pub valid: bool,
    /// It is as it was written, but cannot be what it says.
    pub doubted: bool,
    /// When whoever it speaks for said that it was not them.
    pub denied_at: Option<DateTime<Utc>>,
}

/// The person as at signing.
#[derive(Clone, PartialEq, Eq)]
pub struct Signed {
    pub key: String,
    pub name: String,
    pub kind: Kind,
    pub position: String,
    pub unit_path: String,
    pub zone: Zone,
}

impl fmt::Debug for Receipt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Receipt").field("number", &self.number).field("valid", &self.valid).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_as_people_write_it() {
        let number = ReceiptNumber { seq: 123, hash: [0x9f, 0x86, 0xd0, 0x81] };
        assert_eq!(number.to_string(), "IKR-000123-9f86d081");
        for text in
            ["IKR-000123-9f86d081", " ikr-123-9F86D081\n", "000123 9f86d081", "IKR_000123_9f86d081", "IKR–123–9f86d081"]
        {
            assert_eq!(ReceiptNumber::parse(text), Some(number), "{text}");
        }
        for text in
            ["", "IKR", "123", "IKR-0-9f86d081", "IKR-123-9f86d0", "IKR-123-9f86d0811", "IKR-x-9f86d081", "a-b-c-d"]
        {
            assert_eq!(ReceiptNumber::parse(text), None, "{text}");
        }
        assert_eq!(ReceiptNumber::parse("99999999999999999999-9f86d081"), None);
    }

    #[test]
    fn a_number_is_found_among_words() {
        let number = ReceiptNumber { seq: 123, hash: [0x9f, 0x86, 0xd0, 0x81] };
        for text in [
            "Nomor saya IKR-000123-9f86d081.",
            "mohon dicek “IKR—000123—9F86D081”, terima kasih",
            "https://t.me/ikrar_bot?start=cek-IKR-000123-9f86d081",
            "\u{202a}ikr\u{2011}000123\u{2011}9f86d081\u{202c}",
            "ＩＫＲ-０００１２３-9f86d081",
        ] {
            assert_eq!(ReceiptNumber::find(text), Some(number), "{text}");
            assert!(vault::receipt::Receipt::find(text).is_none(), "{text}");
        }
        for text in ["ikrar 2024 12345678", "IKR belum keluar", "", "000123-9f86d081"] {
            assert_eq!(ReceiptNumber::find(text), None, "{text}");
        }
    }

    #[test]
    fn a_number_beyond_a_million_is_whole() {
        let number = ReceiptNumber { seq: 5_588_245, hash: [1, 2, 3, 4] };
        assert_eq!(ReceiptNumber::parse(&number.to_string()), Some(number));
    }
}
