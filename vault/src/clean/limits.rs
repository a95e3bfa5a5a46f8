//! How much of anything a file may have, and why so much.

/// The limits, as associated constants. Reached limits become a [`super::Refused`].
#[derive(Debug)]
pub struct Limits;

impl Limits {
    /// Bytes of a file: what `getFile` of the Bot API hands out at most ("Maximum file size to download: 20 MB").
    pub const BYTES: usize = 20 << 20;

    /// Bytes of a result. Encoding anew may grow a file; two such files still fit an envelope of 64 MiB.
    pub const RESULT: usize = 30 << 20;

    /// Pixels of a picture: telephones take up to 50 megapixels without asking for it (8160 × 6120 = 49.9 million);
    /// 12-bit modes of 108 and 200 megapixels are left out. At four bytes a pixel that is 208 MB.
    pub const PIXELS: u64 = 52_000_000;

    /// The longer side: a panorama of a telephone has up to some 20,000 pixels.
    pub const SIDE: u32 = 30_000;

    /// Bytes that a picture's samples may take, and its decoder beside: [`Self::PIXELS`] with four samples of one
    /// byte, or 26 megapixels with four of two bytes.
    pub const SAMPLES: u64 = 4 * Self::PIXELS;

    /// A PNG result beyond this becomes a JPEG: photos saved as PNG have it, screenshots do not.
    pub const PNG: usize = 6 << 20;

    /// Pages: a decree with attachments has some dozens; the largest public audit reports several hundred.
    pub const PAGES: usize = 600;

    /// Objects of a PDF as it is read: 600 pages with tags have some 100,000.
    pub const OBJECTS: usize = 300_000;

    /// Objects of a PDF as it is written.
    pub const WRITTEN: usize = 100_000;

    /// Bytes that one stream of a PDF may unpack to: a scanned A3 page at 400 dpi in colour has 93 MB.
    pub const STREAM: usize = 128 << 20;

    /// Bytes that object and cross-reference streams may unpack to, each; the largest seen have some megabytes.
    pub const OBJECT_STREAM: usize = 32 << 20;

    /// Bytes that all streams of a PDF may unpack to, which bounds the time: some 100 MB a second are packed again.
    pub const UNPACKED: usize = 400 << 20;

    /// How deep forms may lie in forms (two steps each), functions in functions, colours in colours: files use three
    /// or four.
    pub const DEPTH: usize = 40;

    /// How deep a page tree may be; ten levels of ten children would hold ten thousand million pages.
    pub const TREE: usize = 50;
}
