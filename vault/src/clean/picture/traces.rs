//! What a picture's file holds beside its samples: only looked at, to say afterwards what is gone.

use exif::{Context, In, Tag};

use crate::clean::{
    Found, Removed,
    jpeg::{Piece, pieces},
};

/// What was found, and the one thing of it that is put to use.
#[derive(Default)]
pub(super) struct Traces {
    pub found: Found,
    /// Exif's number, 1 to 8.
    pub orientation: Option<u8>,
}

impl Traces {
    pub(super) fn of_jpeg(bytes: &[u8]) -> Self {
        let mut traces = Self::default();
        for piece in pieces(bytes) {
            match piece {
                Piece::Segment { marker, payload } => traces.segment(marker, payload),
                Piece::Scan(_) => {}
                Piece::End { rest } => {
                    if !rest.is_empty() {
                        traces.found.insert(Removed::Trailing);
                    }
                }
            }
        }
        traces
    }

    pub(super) fn of_png(bytes: &[u8]) -> Self {
        let mut traces = Self::default();
        let mut rest = bytes.get(8..).unwrap_or_default();
        while let Some((length, after)) = rest.split_first_chunk::<4>() {
            let length = usize::try_from(u32::from_be_bytes(*length)).unwrap_or(usize::MAX);
            let Some((kind, after)) = after.split_first_chunk::<4>() else { break };
            let Some(data) = after.get(..length) else { break };
            traces.chunk(*kind, data);
            rest = after.get(length + 4..).unwrap_or_default();
            if kind == b"IEND" {
                if !rest.is_empty() {
                    traces.found.insert(Removed::Trailing);
                }
                break;
            }
        }
        traces
    }

    fn segment(&mut self, marker: u8, payload: &[u8]) {
        let what = match marker {
            0xe0 if payload.starts_with(b"JFIF\0") => match payload {
                [_, _, _, _, _, _, _, _, _, _, _, _, 0, 0, ..] => return,
                _ => Removed::Thumbnail,
            },
            0xe0 if payload.starts_with(b"JFXX\0") => Removed::Thumbnail,
            0xe1 if payload.starts_with(b"Exif\0") => return self.exif(payload.get(6..).unwrap_or_default()),
            0xe1 if payload.starts_with(b"http://ns.adobe.com/x") => return self.xmp(payload),
            0xe2 if payload.starts_with(b"ICC_PROFILE\0") => Removed::Profile,
            0xe2 if payload.starts_with(b"MPF\0") => Removed::SecondPicture,
            0xed if payload.starts_with(b"Photoshop") => Removed::Iptc,
            // How four components are transformed; the decoder needs it.
            0xee if payload.starts_with(b"Adobe") => return,
            0xe0..=0xef => Removed::Unknown,
            0xfe => Removed::Comment,
            _ => return,
        };
        self.found.insert(what);
    }

    fn chunk(&mut self, kind: [u8; 4], data: &[u8]) {
        let what = match &kind {
            b"IHDR" | b"PLTE" | b"IDAT" | b"IEND" | b"tRNS" => return,
            // How the samples are meant: colours, paper, measures. Numbers that say nothing of a person.
            b"sRGB" | b"gAMA" | b"cHRM" | b"cICP" | b"mDCV" | b"cLLI" | b"sBIT" | b"bKGD" | b"hIST" | b"pHYs" => return,
            b"iCCP" => Removed::Profile,
            b"eXIf" => return self.exif(data),
            b"tIME" => Removed::Date,
            b"acTL" | b"fcTL" | b"fdAT" => Removed::Animation,
            b"tEXt" | b"zTXt" | b"iTXt" => {
                if data.starts_with(b"XML:com.adobe.xmp\0") {
                    self.xmp(data);
                } else if data.starts_with(b"Raw profile type iptc") || data.starts_with(b"Raw profile type 8bim") {
                    self.found.insert(Removed::Iptc);
                } else if data.starts_with(b"Raw profile type") {
                    self.found.insert(Removed::Exif);
                }
                Removed::TextChunks
            }
            _ => Removed::Unknown,
        };
        self.found.insert(what);
    }

    fn xmp(&mut self, packet: &[u8]) {
        self.found.insert(Removed::Xmp);
        if packet.windows(6).any(|six| six == b"GPSLat" || six == b"GPSLon") {
            self.found.insert(Removed::Location);
        }
    }

    fn exif(&mut self, tiff: &[u8]) {
        // Some writers pad the header to an odd length; what no reader understands is still named.
        let read = exif::Reader::new()
            .continue_on_error(true)
            .read_raw(tiff.to_vec())
            .or_else(|error| error.distill_partial_result(drop));
        let Ok(read) = read else {
            self.found.insert(Removed::Exif);
            return;
        };
        for field in read.fields() {
            let what = match field.tag {
                Tag(Context::Gps, _) => Removed::Location,
                Tag::Orientation => {
                    if field.ifd_num == In::PRIMARY {
                        let number = field.value.get_uint(0).and_then(|number| u8::try_from(number).ok());
                        self.orientation = self.orientation.or(number);
                    }
                    Removed::Exif
                }
                Tag::JPEGInterchangeFormat => Removed::Thumbnail,
                Tag::DateTime | Tag::DateTimeOriginal | Tag::DateTimeDigitized => Removed::Date,
                Tag::Make
                | Tag::Model
                | Tag::Software
                | Tag::MakerNote
                | Tag::LensMake
                | Tag::LensModel
                | Tag::LensSerialNumber
                | Tag::BodySerialNumber
                | Tag::ImageUniqueID => Removed::Camera,
                Tag::Artist | Tag::Copyright | Tag::CameraOwnerName | Tag(Context::Tiff, 0x9c9d) => Removed::Author,
                Tag::ImageDescription | Tag::UserComment | Tag(Context::Tiff, 0x9c9b | 0x9c9c | 0x9c9e | 0x9c9f) => {
                    Removed::Comment
                }
                _ => Removed::Exif,
            };
            self.found.insert(what);
        }
        if read.fields().len() == 0 {
            self.found.insert(Removed::Exif);
        }
    }
}
