//! PDF: no panic, and what comes out has nothing left to remove; nor does a canary come through, wherever it is
//! planted in whatever document the fuzzer thinks of.
#![no_main]

use libfuzzer_sys::fuzz_target;
use lopdf::{Dictionary, Document, LoadOptions, Object, ObjectId, Stream};
use vault::clean::{Kind, clean};

const CANARY: &[u8] = b"KENARI-7QX";

fuzz_target!(|bytes: &[u8]| {
    if let Ok(once) = clean(bytes)
        && once.kind == Kind::Pdf
    {
        let twice = clean(&once.bytes).expect("what was cleaned can be cleaned");
        assert_eq!(twice.removed, [], "something was left");
        assert_eq!(twice.detail, once.detail);
    }
    // A document of its own that shows the word may do so.
    if bytes.len() % 2 == 0 && !contains(bytes, CANARY) {
        planted(bytes);
    }
});

fn contains(bytes: &[u8], word: &[u8]) -> bool {
    bytes.windows(word.len()).any(|window| window == word)
}

/// Writes the document again with a canary in every dictionary and after every stream.
fn planted(bytes: &[u8]) {
    let Ok(mut document) = Document::load_mem_with_options(bytes, LoadOptions::with_max_decompressed_size(1 << 20)) else {
        return;
    };
    if document.objects.len() > 1_000 || document.is_encrypted() {
        return;
    }
    for object in document.objects.values_mut() {
        plant(object, 20);
    }
    let beside = document.add_object(Stream::new(Dictionary::new(), CANARY.to_vec()));
    add(&mut document.trailer, beside);
    let information = document.add_object(Object::Dictionary([(b"Author".to_vec(), word())].into_iter().collect()));
    document.trailer.set("Info", information);
    let mut written = Vec::new();
    if document.save_to(&mut written).is_err() {
        return;
    }
    written.extend(CANARY);
    let Ok(cleaned) = clean(&written) else { return };
    assert!(!contains(&cleaned.bytes, CANARY), "a canary is left");
    let document = Document::load_mem(&cleaned.bytes).expect("what was cleaned can be read");
    for object in document.objects.values() {
        look(object, 20);
    }
}

fn word() -> Object {
    Object::string_literal(CANARY)
}

fn add(dict: &mut Dictionary, beside: ObjectId) {
    dict.set("Planted", word());
    dict.set("Metadata", beside);
}

fn plant(object: &mut Object, depth: usize) {
    match object {
        Object::Dictionary(dict) if depth > 0 => {
            dict.iter_mut().for_each(|(_, value)| plant(value, depth - 1));
            for key in ["Planted", "Contents2", "T", "TU", "Title", "Lang", "LastModified", "Name0", "ActualText"] {
                dict.set(key, word());
            }
        }
        Object::Stream(stream) => {
            stream.dict.iter_mut().for_each(|(_, value)| plant(value, depth.min(5)));
            stream.dict.set("Planted", word());
            let packed = stream.filters().is_ok_and(|filters| filters.last() == Some(&b"FlateDecode".as_slice()));
            if packed {
                // After the end of what is packed.
                let mut content = stream.content.clone();
                content.extend(CANARY);
                stream.set_content(content);
            }
        }
        Object::Array(array) if depth > 0 => array.iter_mut().for_each(|one| plant(one, depth - 1)),
        _ => {}
    }
}

fn look(object: &Object, depth: usize) {
    match object {
        Object::String(text, _) | Object::Name(text) => assert!(!contains(text, CANARY), "a canary is left in a string"),
        Object::Dictionary(dict) if depth > 0 => dict.iter().for_each(|(_, value)| look(value, depth - 1)),
        Object::Stream(stream) => {
            let unpacked = stream.decompressed_content_with_limit(1 << 27).unwrap_or_default();
            assert!(!contains(&unpacked, CANARY), "a canary is left in a stream");
            look(&Object::Dictionary(stream.dict.clone()), depth);
        }
        Object::Array(array) if depth > 0 => array.iter().for_each(|one| look(one, depth - 1)),
        _ => {}
    }
}
