//! The ledger: every accepted call that changes something, in memory and in a file.
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::Context;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// One accepted send, edit, deletion or answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LedgerEntry {
    /// 1, 2, 3… without a gap.
    pub n: u64,
    /// Unix milliseconds by the machine's clock, whatever clock the messages use.
    pub at_ms: u64,
    pub method: String,
    pub chat_id: Option<i64>,
    pub message_id: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text_sha256: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The fault that hid the acceptance from the bot, if any.
    pub fault: Option<String>,
}

#[derive(Debug, Default)]
pub struct Ledger {
    entries: Vec<LedgerEntry>,
    file: Option<File>,
    keep_text: bool,
}

impl Ledger {
    pub fn open(path: Option<&Path>, keep_text: bool) -> anyhow::Result<Self> {
        let file = match path {
            None => None,
            Some(path) => Some(
                OpenOptions::new()
                    .create(true)
                    .append(true)
                    .open(path)
                    .with_context(|| format!("opening the ledger {}", path.display()))?,
            ),
        };
        Ok(Self { entries: Vec::new(), file, keep_text })
    }

    /// Written with a single `write`, so that a kill of this process leaves whole lines.
    pub fn record(
        &mut self,
        method: &str,
        chat_id: Option<i64>,
        message_id: Option<i64>,
        text: Option<&str>,
        fault: Option<&str>,
    ) {
        let entry = LedgerEntry {
            n: self.entries.len() as u64 + 1,
            at_ms: machine_time_ms(),
            method: method.to_owned(),
            chat_id,
            message_id,
            text_sha256: text.filter(|_| !self.keep_text).map(sha256_hex),
            text: text.filter(|_| self.keep_text).map(str::to_owned),
            fault: fault.map(str::to_owned),
        };
        if let Some(file) = &mut self.file {
            let mut line = serde_json::to_vec(&entry).unwrap_or_default();
            line.push(b'\n');
            if let Err(error) = file.write_all(&line).and_then(|()| file.flush()) {
                log::error!(error:% = error; "the ledger could not be written");
            }
        }
        self.entries.push(entry);
    }

    pub fn entries(&self) -> &[LedgerEntry] {
        &self.entries
    }
}

#[expect(clippy::disallowed_methods, reason = "a witness keeps the machine's time, not the clock that a test moves")]
fn machine_time_ms() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| u64::try_from(d.as_millis()).unwrap_or(0))
}

pub fn sha256_hex(text: &str) -> String {
    hex(&Sha256::digest(text.as_bytes()))
}

pub fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut out = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        out.push(char::from(DIGITS[usize::from(byte >> 4)]));
        out.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_in_the_file_at_once() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("ledger.jsonl");
        let mut ledger = Ledger::open(Some(&path), false).unwrap();
        ledger.record("sendMessage", Some(5), Some(1), Some("hello"), None);
        ledger.record("deleteMessage", Some(5), Some(1), None, Some("drop_after"));
        let text = std::fs::read_to_string(&path).unwrap();
        let read: Vec<LedgerEntry> = text.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
        assert_eq!(read, ledger.entries());
        assert_eq!(
            read[0].text_sha256.as_deref(),
            Some("2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824")
        );
        assert_eq!(read[1].fault.as_deref(), Some("drop_after"));
    }
}
