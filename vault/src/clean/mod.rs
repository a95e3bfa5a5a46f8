//! Makes a picture or a document anew, so that nothing is left of who made it, where, and with what.
//!
//! Nothing is copied but what a whitelist names: a picture becomes bare samples and is encoded again; of a PDF
//! only what its pages show is written into a new file. What a page or a picture *shows* stays, names included.

mod jpeg;
mod limits;
mod pdf;
mod picture;

use std::{collections::BTreeSet, fmt};

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

pub use limits::Limits;

/// A file made anew.
#[derive(Clone, PartialEq, Eq)]
pub struct Cleaned {
    pub bytes: Zeroizing<Vec<u8>>,
    pub kind: Kind,
    /// What was found in the original and is not in `bytes`; each once, in the order of [`Removed`].
    pub removed: Vec<Removed>,
    pub detail: Detail,
}

/// What a cleaned file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Jpeg,
    Png,
    Pdf,
}

/// The size of a cleaned file as a person sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Detail {
    /// In pixels, upright: after the orientation was applied.
    Picture {
        width: u32,
        height: u32,
    },
    Document {
        pages: u32,
    },
}

/// What an original held beside what it shows. Never its content: this goes to the screen, and may be logged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Removed {
    /// GPS coordinates in Exif or XMP.
    Location,
    /// Make, model, serial number, lens, program or the maker's own notes.
    Camera,
    /// When the picture was taken or changed.
    Date,
    /// Other Exif entries.
    Exif,
    Xmp,
    /// IPTC or another of Photoshop's blocks.
    Iptc,
    /// A JPEG comment.
    Comment,
    /// PNG text chunks.
    TextChunks,
    /// Segments or chunks that this code does not know.
    Unknown,
    /// A colour profile. Its colours were converted where that is cheap.
    Profile,
    Thumbnail,
    /// A second picture in the same file (depth map, motion photo, large preview).
    SecondPicture,
    /// All pictures of an animation but the first.
    Animation,
    /// Bytes before the beginning or after the end.
    Trailing,
    /// Title, author, program and dates of a document.
    Author,
    /// Earlier versions of a document, still in the file.
    Earlier,
    Attachments,
    Scripts,
    /// Remarks, marks and stamps; those that are drawn onto the page are now part of it.
    Annotations,
    /// Form fields; what was filled in is now part of the page.
    Forms,
    /// Electronic signatures: their look stays, their proof does not.
    Signatures,
    Links,
    /// Bookmarks, tags and alternative texts.
    Structure,
    /// Layers that were switched off, and text that is drawn invisibly (such as a scanner's text recognition).
    Hidden,
}

/// Why a file cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refused {
    /// No bytes at all.
    Empty,
    /// More bytes than [`Limits::BYTES`], or the result would have more than [`Limits::RESULT`].
    TooBig,
    /// Neither JPEG nor PNG nor PDF.
    Unknown,
    /// The format of iPhone photos. Sent as a photo and not as a file, Telegram makes a JPEG of it.
    Heic,
    /// It begins as one of the three, but cannot be read.
    Broken,
    /// More pixels than [`Limits::PIXELS`], or a side longer than [`Limits::SIDE`].
    TooManyPixels,
    /// A PDF under a password, also where it opens without one and only forbids printing.
    Encrypted,
    /// More pages than [`Limits::PAGES`].
    TooManyPages,
    /// A PDF with too many objects, too deeply nested, or too large once unpacked; or work beyond the time limit.
    TooComplex,
    /// A well-formed file with a part that cannot be made anew.
    Unsupported(Part),
    /// Not the file's fault: the cleaning process could not be started or read.
    Unavailable,
}

/// The part that cannot be made anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// A picture with a rare way of compressing or colouring it.
    Picture,
    /// A font that is embedded in a way that cannot be checked.
    Font,
    /// A document whose pages exist only inside Adobe's form program (XFA).
    DynamicForm,
}

impl Kind {
    /// For a file name, without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Pdf => "pdf",
        }
    }
}

impl fmt::Debug for Cleaned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { bytes, kind, removed, detail } = self;
        write!(f, "Cleaned({kind:?}, {} bytes, {detail:?}, {removed:?})", bytes.len())
    }
}

/// What is found on the way.
type Found = BTreeSet<Removed>;

/// Makes the file anew. The same bytes give the same result; a result gives itself again for a PDF, and for a
/// picture one with the same measures and nothing left to remove.
///
/// The memory it takes is bounded by [`Limits`], not small: run it in a process of its own where memory and time
/// are bounded once more, since decoders are written by people.
///
/// # Errors
/// [`Refused`] says why; nothing of the content is in it.
pub fn clean(bytes: &[u8]) -> Result<Cleaned, Refused> {
    if bytes.is_empty() {
        return Err(Refused::Empty);
    }
    if bytes.len() > Limits::BYTES {
        return Err(Refused::TooBig);
    }
    let cleaned = match Magic::of(bytes) {
        Some(Magic::Jpeg) => picture::from_jpeg(bytes),
        Some(Magic::Png) => picture::from_png(bytes),
        Some(Magic::Pdf) => pdf::rebuild(bytes),
        Some(Magic::Heic) => Err(Refused::Heic),
        None => Err(Refused::Unknown),
    }?;
    if cleaned.bytes.len() > Limits::RESULT {
        return Err(Refused::TooBig);
    }
    Ok(cleaned)
}

enum Magic {
    Jpeg,
    Png,
    Pdf,
    Heic,
}

impl Magic {
    fn of(bytes: &[u8]) -> Option<Self> {
        if bytes.starts_with(&[0xff, 0xd8, 0xff]) {
            return Some(Self::Jpeg);
        }
        if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
            return Some(Self::Png);
        }
        if bytes.get(4..8) == Some(b"ftyp") {
            let brand = bytes.get(8..12)?;
            return [b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"]
                .contains(&brand.try_into().ok()?)
                .then_some(Self::Heic);
        }
        // Readers accept up to a kilobyte before the header (ISO 32000-1, annex H, note 13).
        bytes[..bytes.len().min(1024)].windows(5).any(|five| five == b"%PDF-").then_some(Self::Pdf)
    }
}
