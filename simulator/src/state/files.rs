//! Files: bytes kept once, ids as Telegram gives them, image sizes, MIME types.
use std::collections::HashMap;

use bytes::Bytes;
use sha2::{Digest, Sha256};

use crate::ledger::hex;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    Photo,
    Document,
    Sticker,
    Voice,
    VideoNote,
}

impl FileKind {
    pub fn name(self) -> &'static str {
        match self {
            Self::Photo => "photo",
            Self::Document => "document",
            Self::Sticker => "sticker",
            Self::Voice => "voice",
            Self::VideoNote => "video_note",
        }
    }

    fn folder(self) -> &'static str {
        match self {
            Self::Photo => "photos",
            Self::Document => "documents",
            Self::Sticker => "stickers",
            Self::Voice => "voice",
            Self::VideoNote => "video_notes",
        }
    }

    fn prefix(self) -> &'static str {
        match self {
            Self::Photo => "AgACAgQAAxkBAAI",
            Self::Document => "BQACAgQAAxkBAAI",
            Self::Sticker => "CAACAgQAAxkBAAI",
            Self::Voice => "AwACAgQAAxkBAAI",
            Self::VideoNote => "DQACAgQAAxkBAAI",
        }
    }
}

#[derive(Clone, Debug)]
pub struct StoredFile {
    pub id: String,
    pub unique_id: String,
    pub kind: FileKind,
    pub name: Option<String>,
    pub mime: String,
    pub path: String,
    pub bytes: Bytes,
    pub width: u32,
    pub height: u32,
}

#[derive(Debug)]
pub struct Files {
    by_id: HashMap<String, StoredFile>,
    by_path: HashMap<String, String>,
    contents: HashMap<[u8; 32], Bytes>,
    /// Of the next file.
    pub number: u64,
}

impl Files {
    pub fn new(number: u64) -> Self {
        Self { by_id: HashMap::new(), by_path: HashMap::new(), contents: HashMap::new(), number }
    }

    pub fn all(&self) -> impl Iterator<Item = &StoredFile> {
        self.by_id.values()
    }

    pub fn get(&self, id: &str) -> Option<&StoredFile> {
        self.by_id.get(id)
    }

    pub fn at_path(&self, path: &str) -> Option<&StoredFile> {
        self.by_path.get(path).and_then(|id| self.by_id.get(id))
    }

    /// Stores a file; the same bytes are kept in memory once.
    pub fn add(&mut self, kind: FileKind, name: Option<&str>, mime: Option<&str>, bytes: Bytes) -> String {
        let digest: [u8; 32] = Sha256::digest(&bytes).into();
        let bytes = self.contents.entry(digest).or_insert(bytes).clone();
        let mime = match mime.filter(|m| *m != "application/octet-stream") {
            Some(mime) => mime.to_owned(),
            None => mime_of(name.unwrap_or_default(), &bytes).to_owned(),
        };
        let extension = match kind {
            FileKind::Photo => "jpg",
            FileKind::Sticker => "webp",
            FileKind::Voice => "oga",
            FileKind::VideoNote => "mp4",
            FileKind::Document => name.and_then(|n| n.rsplit_once('.')).map_or("bin", |(_, e)| e),
        };
        let extension: String = extension.chars().filter(char::is_ascii_alphanumeric).take(16).collect();
        let number = self.number;
        self.number += 1;
        let path = format!("{}/file_{number}.{extension}", kind.folder());
        let id = format!("{}{number:08x}{}", kind.prefix(), hex(&digest[..12]));
        let (width, height) = image_size(&bytes).unwrap_or((240, 240));
        self.by_path.insert(path.clone(), id.clone());
        self.by_id.insert(
            id.clone(),
            StoredFile {
                id: id.clone(),
                unique_id: format!("AgAD{}", hex(&digest[..6])),
                kind,
                name: name.map(str::to_owned),
                mime,
                path,
                bytes,
                width,
                height,
            },
        );
        id
    }

    /// A photo has two sizes; both give the same bytes here.
    pub fn add_photo(&mut self, mime: Option<&str>, bytes: Bytes) -> (String, String) {
        let full = self.add(FileKind::Photo, None, mime, bytes.clone());
        let small = self.add(FileKind::Photo, None, mime, bytes);
        if let Some(file) = self.by_id.get_mut(&small) {
            let longest = file.width.max(file.height).max(1);
            file.width = (file.width * 90 / longest).max(1);
            file.height = (file.height * 90 / longest).max(1);
            file.unique_id.push('s');
        }
        (small, full)
    }
}

/// Width and height of a PNG, JPEG, GIF or WebP; `None` when it is none of them.
pub fn image_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let be16 = |at: usize| Some(u32::from(u16::from_be_bytes([*bytes.get(at)?, *bytes.get(at + 1)?])));
    let le16 = |at: usize| Some(u32::from(u16::from_le_bytes([*bytes.get(at)?, *bytes.get(at + 1)?])));
    let be32 = |at: usize| bytes.get(at..at + 4)?.try_into().ok().map(u32::from_be_bytes);
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        return Some((be32(16)?, be32(20)?));
    }
    if bytes.starts_with(b"GIF8") {
        return Some((le16(6)?, le16(8)?));
    }
    if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        return match bytes.get(12..16)? {
            b"VP8X" => Some((1 + (le16(24)? | (u32::from(*bytes.get(26)?) << 16)), 1 + le16(27)?)),
            b"VP8 " => Some((le16(26)? & 0x3fff, le16(28)? & 0x3fff)),
            _ => Some((512, 512)),
        };
    }
    if bytes.starts_with(&[0xff, 0xd8]) {
        let mut at = 2;
        while *bytes.get(at)? == 0xff {
            let marker = *bytes.get(at + 1)?;
            if matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc) {
                return Some((be16(at + 7)?, be16(at + 5)?));
            }
            at += 2 + be16(at + 2)? as usize;
        }
    }
    None
}

fn mime_of(name: &str, bytes: &[u8]) -> &'static str {
    let extension = name.rsplit_once('.').map(|(_, e)| e.to_ascii_lowercase()).unwrap_or_default();
    match extension.as_str() {
        "pdf" => "application/pdf",
        "csv" => "text/csv",
        "txt" | "md" | "log" => "text/plain",
        "json" => "application/json",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "zip" => "application/zip",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "html" | "htm" => "text/html",
        "xml" => "text/xml",
        "oga" | "ogg" => "audio/ogg",
        "mp4" => "video/mp4",
        _ if bytes.starts_with(b"%PDF-") => "application/pdf",
        _ if bytes.starts_with(b"\x89PNG") => "image/png",
        _ if bytes.starts_with(&[0xff, 0xd8]) => "image/jpeg",
        _ if bytes.starts_with(b"GIF8") => "image/gif",
        _ if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") => "image/webp",
        _ => "application/octet-stream",
    }
}

/// A PNG of one grey pixel: what stickers and the like are made of here.
pub const PIXEL: &[u8] = &[
    0x89, 0x50, 0x4e, 0x47, 0xd, 0xa, 0x1a, 0xa, 0x0, 0x0, 0x0, 0xd, 0x49, 0x48, 0x44, 0x52, 0x0, 0x0, 0x0, 0x1, 0x0,
    0x0, 0x0, 0x1, 0x8, 0x0, 0x0, 0x0, 0x0, 0x3a, 0x7e, 0x9b, 0x55, 0x0, 0x0, 0x0, 0xa, 0x49, 0x44, 0x41, 0x54, 0x78,
    0x9c, 0x63, 0x68, 0x0, 0x0, 0x0, 0x82, 0x0, 0x81, 0x77, 0xcd, 0x72, 0xb6, 0x0, 0x0, 0x0, 0x0, 0x49, 0x45, 0x4e,
    0x44, 0xae, 0x42, 0x60, 0x82,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_bytes_share_a_unique_id_and_memory() {
        let mut files = Files::new(0);
        let a = files.add(FileKind::Document, Some("a.csv"), None, Bytes::from_static(b"x;y"));
        let b = files.add(FileKind::Document, Some("b.csv"), None, Bytes::from_static(b"x;y"));
        assert_ne!(a, b);
        let (a, b) = (files.get(&a).unwrap(), files.get(&b).unwrap());
        assert_eq!((a.unique_id.as_str(), a.path.as_str()), (b.unique_id.as_str(), "documents/file_0.csv"));
        assert_eq!(a.mime, "text/csv");
        assert_eq!(files.at_path("documents/file_1.csv").unwrap().name.as_deref(), Some("b.csv"));
    }

    #[test]
    fn image_headers() {
        assert_eq!(image_size(PIXEL), Some((1, 1)));
        assert_eq!(image_size(b"GIF89a\x0a\x00\x14\x00"), Some((10, 20)));
        assert_eq!(image_size(b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x11\x08\x00\x20\x00\x40"), Some((64, 32)));
        assert_eq!(image_size(b"%PDF-1.7"), None);
    }
}
