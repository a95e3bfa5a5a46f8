//! Evidence with marks wherever a camera, a phone or an office program leaves some.

use std::io::Write as _;

use flate2::{Compression, write::ZlibEncoder};
use image::{ExtendedColorType, ImageEncoder as _, codecs::jpeg::JpegEncoder, codecs::png::PngEncoder};

use crate::encodings::Canary;

/// A file and what must not survive of it.
pub struct Marked {
    pub bytes: Vec<u8>,
    pub canaries: Vec<Canary>,
}

const SIZE: (u32, u32) = (96, 64);

fn samples() -> Vec<u8> {
    let (width, height) = SIZE;
    (0..height)
        .flat_map(|y| (0..width).flat_map(move |x| [x * 2, y * 3, 90].map(|v| u8::try_from(v).unwrap())))
        .collect()
}

/// A JPEG: Exif with a place, camera and owner; XMP, IPTC, a comment, and bytes behind its end.
pub fn jpeg(mut word: impl FnMut() -> String) -> Marked {
    let mut plain = Vec::new();
    JpegEncoder::new_with_quality(&mut plain, 85)
        .write_image(&samples(), SIZE.0, SIZE.1, ExtendedColorType::Rgb8)
        .unwrap();
    let [make, owner, serial, xmp, iptc, comment, trailing] = std::array::from_fn(|_| word());
    let place = place(word().as_bytes());
    let mut bytes = plain[..2].to_vec();
    segment(&mut bytes, 0xe1, &[b"Exif\0\0".as_slice(), &exif(&make, &owner, &serial, &place)].concat());
    let packet = format!("<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><dc:creator>{xmp}</dc:creator></x:xmpmeta>");
    segment(&mut bytes, 0xe1, format!("http://ns.adobe.com/xap/1.0/\0{packet}").as_bytes());
    let dataset = [&[0x1c, 2, 80, 0, u8::try_from(iptc.len()).unwrap()], iptc.as_bytes()].concat();
    let length = u8::try_from(dataset.len()).unwrap();
    let block = [b"Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0".as_slice(), &[length], &dataset].concat();
    segment(&mut bytes, 0xed, &block);
    segment(&mut bytes, 0xfe, comment.as_bytes());
    bytes.extend_from_slice(&plain[2..]);
    bytes.extend_from_slice(trailing.as_bytes());
    let texts = [
        ("Exif: camera", &make),
        ("Exif: owner", &owner),
        ("Exif: serial number", &serial),
        ("XMP of a photo", &xmp),
        ("IPTC of a photo", &iptc),
        ("comment of a photo", &comment),
        ("bytes behind a photo", &trailing),
    ];
    let mut canaries: Vec<Canary> = texts.iter().map(|(name, text)| Canary::text(name, text)).collect();
    canaries.push(Canary::bytes("Exif: latitude", &place));
    Marked { bytes, canaries }
}

fn segment(bytes: &mut Vec<u8>, marker: u8, content: &[u8]) {
    bytes.extend_from_slice(&[0xff, marker]);
    bytes.extend_from_slice(&u16::try_from(content.len() + 2).unwrap().to_be_bytes());
    bytes.extend_from_slice(content);
}

/// Three fractions: degrees, minutes, and seconds that nobody else has.
fn place(seed: &[u8]) -> Vec<u8> {
    let seconds = 1_000_000 + u32::from(seed[0]) * 7_919 + u32::from(seed[1]) * 104_729 + u32::from(seed[2]);
    [(3, 1), (17, 1), (seconds, 100_003)]
        .iter()
        .flat_map(|(n, d): &(u32, u32)| [n.to_le_bytes(), d.to_le_bytes()].concat())
        .collect()
}

/// A little-endian TIFF with two directories: what a camera writes of itself, and where it was.
fn exif(make: &str, owner: &str, serial: &str, place: &[u8]) -> Vec<u8> {
    let texts = [(0x010f, make), (0x013b, owner), (0xa431, serial)];
    let mut tiff = b"II*\0\x08\0\0\0".to_vec();
    let entries = texts.len() + 1;
    let heap = 8 + 2 + 12 * entries + 4;
    let mut values = Vec::new();
    tiff.extend_from_slice(&u16::try_from(entries).unwrap().to_le_bytes());
    let mut entry = |tag: u16, kind: u16, count: usize, value: usize| {
        tiff.extend_from_slice(&tag.to_le_bytes());
        tiff.extend_from_slice(&kind.to_le_bytes());
        tiff.extend_from_slice(&u32::try_from(count).unwrap().to_le_bytes());
        tiff.extend_from_slice(&u32::try_from(value).unwrap().to_le_bytes());
    };
    for (tag, text) in texts {
        entry(tag, 2, text.len() + 1, heap + values.len());
        values.extend_from_slice(text.as_bytes());
        values.push(0);
    }
    values.resize(values.len().next_multiple_of(2), 0);
    let gps = heap + values.len();
    entry(0x8825, 4, 1, gps);
    tiff.extend_from_slice(&[0; 4]);
    tiff.extend_from_slice(&values);
    // Latitude: south, three fractions behind the directory.
    tiff.extend_from_slice(&2_u16.to_le_bytes());
    tiff.extend_from_slice(&[1, 0, 2, 0, 2, 0, 0, 0, b'S', 0, 0, 0]);
    tiff.extend_from_slice(&[2, 0, 5, 0, 3, 0, 0, 0]);
    tiff.extend_from_slice(&u32::try_from(gps + 2 + 24 + 4).unwrap().to_le_bytes());
    tiff.extend_from_slice(&[0; 4]);
    tiff.extend_from_slice(place);
    tiff
}

/// A PNG: text plain and packed, Exif, and bytes behind its end.
pub fn png(mut word: impl FnMut() -> String) -> Marked {
    let mut plain = Vec::new();
    PngEncoder::new(&mut plain).write_image(&samples(), SIZE.0, SIZE.1, ExtendedColorType::Rgb8).unwrap();
    let [author, software, packed, owner, trailing] = std::array::from_fn(|_| word());
    // Behind the header chunk: 8 + 25 bytes.
    let mut bytes = plain[..33].to_vec();
    chunk(&mut bytes, b"tEXt", format!("Author\0{author}").as_bytes());
    chunk(&mut bytes, b"iTXt", format!("Software\0\0\0\0\0{software}").as_bytes());
    chunk(&mut bytes, b"zTXt", &[b"Comment\0\0".as_slice(), &zlib(packed.as_bytes())].concat());
    chunk(&mut bytes, b"eXIf", &exif("Zq", &owner, "1", &place(owner.as_bytes())));
    bytes.extend_from_slice(&plain[33..]);
    bytes.extend_from_slice(trailing.as_bytes());
    let texts = [
        ("author of a PNG", &author),
        ("software of a PNG", &software),
        ("packed text of a PNG", &packed),
        ("Exif of a PNG: owner", &owner),
        ("bytes behind a PNG", &trailing),
    ];
    Marked { bytes, canaries: texts.iter().map(|(name, text)| Canary::text(name, text)).collect() }
}

fn chunk(bytes: &mut Vec<u8>, name: &[u8; 4], content: &[u8]) {
    bytes.extend_from_slice(&u32::try_from(content.len()).unwrap().to_be_bytes());
    let body = [name.as_slice(), content].concat();
    bytes.extend_from_slice(&body);
    bytes.extend_from_slice(&crc32fast::hash(&body).to_be_bytes());
}

fn zlib(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// A PDF: Info, packed XMP, a note with its author, an object that nothing refers to, and bytes behind its end.
pub fn pdf(mut word: impl FnMut() -> String) -> Marked {
    let [author, producer, xmp, reviewer, orphan, id, trailing] = std::array::from_fn(|_| word());
    let packet =
        zlib(format!("<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><dc:creator>{xmp}</dc:creator></x:xmpmeta>").as_bytes());
    let content = b"BT /F1 14 Tf 20 100 Td (Surat perintah) Tj ET";
    let mut bytes = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n".to_vec();
    let mut offsets = Vec::new();
    let mut object = |bytes: &mut Vec<u8>, body: &[u8]| {
        offsets.push(bytes.len());
        bytes.extend_from_slice(format!("{} 0 obj\n", offsets.len()).as_bytes());
        bytes.extend_from_slice(body);
        bytes.extend_from_slice(b"\nendobj\n");
    };
    let stream = |head: &str, content: &[u8]| {
        [format!("<< {head} /Length {} >>\nstream\n", content.len()).as_bytes(), content, b"\nendstream"].concat()
    };
    object(&mut bytes, b"<< /Type /Catalog /Pages 2 0 R /Metadata 6 0 R >>");
    object(&mut bytes, b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>");
    object(
        &mut bytes,
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 5 0 R /Annots [8 0 R] /Resources << /Font << /F1 4 0 R >> >> >>",
    );
    object(&mut bytes, b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>");
    object(&mut bytes, &stream("", content));
    object(&mut bytes, &stream("/Type /Metadata /Subtype /XML /Filter /FlateDecode", &packet));
    object(
        &mut bytes,
        format!("<< /Author ({author}) /Producer ({producer}) /CreationDate (D:20241004080000) >>").as_bytes(),
    );
    let note = format!("<< /Type /Annot /Subtype /Text /Rect [10 10 30 30] /T ({reviewer}) /Contents (lihat) >>");
    object(&mut bytes, note.as_bytes());
    object(&mut bytes, format!("({orphan})").as_bytes());
    let table = bytes.len();
    bytes.extend_from_slice(format!("xref\n0 {}\n0000000000 65535 f \n", offsets.len() + 1).as_bytes());
    for offset in &offsets {
        bytes.extend_from_slice(format!("{offset:010} 00000 n \n").as_bytes());
    }
    let ids = hex::encode(id.as_bytes());
    let trailer = format!(
        "trailer\n<< /Size {} /Root 1 0 R /Info 7 0 R /ID [<{ids}> <{ids}>] >>\nstartxref\n{table}\n%%EOF\n",
        offsets.len() + 1
    );
    bytes.extend_from_slice(trailer.as_bytes());
    bytes.extend_from_slice(trailing.as_bytes());
    let texts = [
        ("author of a PDF", &author),
        ("producer of a PDF", &producer),
        ("XMP of a PDF", &xmp),
        ("author of a note in a PDF", &reviewer),
        ("unused object of a PDF", &orphan),
        ("id of a PDF", &id),
        ("bytes behind a PDF", &trailing),
    ];
    Marked { bytes, canaries: texts.iter().map(|(name, text)| Canary::text(name, text)).collect() }
}

/// The marks are where they are said to be, and the files are whole enough to be taken.
#[test]
fn evidence_is_marked_and_can_be_cleaned() {
    use crate::search::{Net, Source};

    let mut n = 0;
    let mut word = || {
        n += 1;
        format!("zqwordkv{n:04}")
    };
    for (what, marked) in [("JPEG", jpeg(&mut word)), ("PNG", png(&mut word)), ("PDF", pdf(&mut word))] {
        let net = Net::new(&marked.canaries, &[]);
        let found = net.search([&Source::new(what, marked.bytes.clone())], &[]);
        let mut wanted: Vec<&str> = marked.canaries.iter().map(|canary| canary.name.as_str()).collect();
        wanted.sort_unstable();
        assert_eq!(found.names(), wanted, "{what}");
        let cleaned = vault::clean::clean(&marked.bytes).unwrap_or_else(|refused| panic!("{what}: {refused:?}"));
        net.search([&Source::new(what, cleaned.bytes.to_vec())], &[]).must_be_clean(what);
        println!("{what}: removed {:?}", cleaned.removed);
    }
}
