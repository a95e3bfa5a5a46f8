//! Looks for words wherever bytes may hide them: as they are, in other encodings, packed, in strings of a document.

use std::io::Read as _;

use flate2::read::{DeflateDecoder, ZlibDecoder};
use lopdf::{Document, Object};

/// Where the word is found, in words.
pub fn search(bytes: &[u8], word: &str) -> Vec<String> {
    let mut found = Vec::new();
    within(bytes, word, "raw", &mut found);
    for (at, unpacked) in inflated(bytes) {
        within(&unpacked, word, &format!("packed at {at}"), &mut found);
    }
    if bytes.starts_with(b"%PDF") {
        for (at, stream) in streams(bytes).iter().enumerate() {
            within(stream, word, &format!("stream {at}"), &mut found);
            for (inner, unpacked) in inflated(stream) {
                within(&unpacked, word, &format!("stream {at}, packed at {inner}"), &mut found);
            }
        }
        let document = Document::load_mem(bytes).expect("a document");
        for (id, object) in &document.objects {
            strings(object, &mut |text| within(text, word, &format!("object {}", id.0), &mut found));
        }
        strings(&Object::Dictionary(document.trailer.clone()), &mut |text| within(text, word, "trailer", &mut found));
    }
    found
}

/// Every stream, unpacked as far as it can be.
pub fn streams(bytes: &[u8]) -> Vec<Vec<u8>> {
    let document = Document::load_mem(bytes).expect("a document");
    let streams = document.objects.values().filter_map(|object| object.as_stream().ok());
    streams.map(|stream| stream.decompressed_content().unwrap_or_else(|_| stream.content.clone())).collect()
}

fn within(bytes: &[u8], word: &str, place: &str, found: &mut Vec<String>) {
    let little: Vec<u8> = word.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = word.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let hex: Vec<u8> = word.bytes().flat_map(|byte| format!("{byte:02x}").into_bytes()).collect();
    for (name, needle) in
        [("", word.as_bytes()), (", UTF-16LE", &little), (", UTF-16BE", &big), (", hexadecimal", &hex)]
    {
        let at = bytes.windows(needle.len()).position(|window| window.eq_ignore_ascii_case(needle));
        if let Some(at) = at {
            let around = String::from_utf8_lossy(&bytes[at..bytes.len().min(at + 40)]).into_owned();
            found.push(format!("{place}{name}: {around:?}"));
        }
    }
}

/// Whatever unpacks, wherever it begins.
fn inflated(bytes: &[u8]) -> Vec<(usize, Vec<u8>)> {
    let mut found = Vec::new();
    for at in 0..bytes.len().saturating_sub(8) {
        let mut unpacked = Vec::new();
        // The first byte of zlib data, nearly always; or of Deflate data in an archive, which is not looked for.
        if bytes[at] & 0x0f == 8 && (u16::from(bytes[at]) * 256 + u16::from(bytes[at + 1])) % 31 == 0 {
            let _ = ZlibDecoder::new(&bytes[at..]).take(1 << 22).read_to_end(&mut unpacked);
            if unpacked.len() < 8 {
                unpacked.clear();
                let _ = DeflateDecoder::new(&bytes[at + 2..]).take(1 << 22).read_to_end(&mut unpacked);
            }
        }
        if unpacked.len() >= 8 {
            found.push((at, unpacked));
        }
    }
    found
}

fn strings(object: &Object, see: &mut dyn FnMut(&[u8])) {
    match object {
        Object::String(text, _) | Object::Name(text) => see(text),
        Object::Array(array) => array.iter().for_each(|one| strings(one, see)),
        Object::Dictionary(dict) => dict.iter().for_each(|(key, value)| {
            see(key);
            strings(value, see);
        }),
        Object::Stream(stream) => strings(&Object::Dictionary(stream.dict.clone()), see),
        _ => {}
    }
}
