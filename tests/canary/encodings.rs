//! Every way in which a number or a text could survive.

use std::{
    collections::BTreeMap,
    hash::{DefaultHasher, Hash as _, Hasher as _},
};

use base64::{Engine as _, alphabet, engine::GeneralPurpose, engine::general_purpose::NO_PAD};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Digest as _;

/// What must not be found.
#[derive(Clone, Debug)]
pub struct Canary {
    pub name: String,
    pub value: Value,
}

#[derive(Clone, Debug)]
pub enum Value {
    /// The id of a user or chat; what is derived from it counts as well.
    Account(i64),
    /// An id of 31 bits or more.
    Number(u64),
    Text(String),
    Bytes(Vec<u8>),
}

impl Canary {
    pub fn account(name: &str, id: i64) -> Self {
        Self { name: name.into(), value: Value::Account(id) }
    }

    pub fn number(name: &str, number: u64) -> Self {
        assert!(number >= 1 << 30, "{name}: {number} occurs by chance");
        Self { name: name.into(), value: Value::Number(number) }
    }

    pub fn text(name: &str, text: &str) -> Self {
        assert!(text.chars().count() >= 8, "{name}: {text:?} occurs by chance");
        Self { name: name.into(), value: Value::Text(text.into()) }
    }

    pub fn bytes(name: &str, bytes: &[u8]) -> Self {
        Self { name: name.into(), value: Value::Bytes(bytes.into()) }
    }
}

/// One encoding: its name and its bytes.
pub type Encoded = (String, Vec<u8>);

/// Keys that lie on the disk: what is hashed under them is no better hidden than under none.
pub type Keys = [(&'static str, Vec<u8>)];

/// Each sequence of bytes once, under the first name it has.
pub fn of(canary: &Canary, keys: &Keys) -> Vec<Encoded> {
    let all = match &canary.value {
        Value::Account(id) => account(*id, keys),
        Value::Number(number) => number_forms(*number),
        Value::Text(text) => text_forms_and_digests(text, keys),
        Value::Bytes(bytes) => byte_forms("bytes", bytes),
    };
    let mut seen = BTreeMap::new();
    all.into_iter().filter(|(name, bytes)| seen.insert(bytes.clone(), name.clone()).is_none()).collect()
}

fn account(id: i64, keys: &Keys) -> Vec<Encoded> {
    let mut all = number_forms(id.unsigned_abs());
    // Cut to 32 bits, as a careless cast would.
    let low = u32::try_from(id.unsigned_abs() & 0xffff_ffff).unwrap();
    all.push(("low 32 bits, big-endian".into(), low.to_be_bytes().into()));
    all.push(("low 32 bits, little-endian".into(), low.to_le_bytes().into()));
    all.push(("low 32 bits, decimal".into(), low.to_string().into_bytes()));
    #[expect(clippy::cast_precision_loss, reason = "as a careless program would store it")]
    let float = id as f64;
    all.push(("float, big-endian".into(), float.to_be_bytes().into()));
    all.push(("float, little-endian".into(), float.to_le_bytes().into()));
    let inputs = [
        ("decimal", id.to_string().into_bytes()),
        ("big-endian", id.to_be_bytes().to_vec()),
        ("little-endian", id.to_le_bytes().to_vec()),
    ];
    for (name, input) in &inputs {
        all.extend(derived(name, input, keys));
    }
    let mut sip = DefaultHasher::new();
    id.hash(&mut sip);
    all.extend(digest_forms("SipHash without a key", &sip.finish().to_be_bytes()));
    all
}

/// Hashes that anybody can compute: without a key, and under keys that lie beside the data.
fn derived(what: &str, input: &[u8], keys: &Keys) -> Vec<Encoded> {
    let mut all = Vec::new();
    let mut add = |name: &str, digest: &[u8]| all.extend(digest_forms(&format!("{name} of {what}"), digest));
    add("MD5", &md5::Md5::digest(input));
    add("SHA-1", &sha1::Sha1::digest(input));
    add("SHA-256", &sha2::Sha256::digest(input));
    add("SHA-256 twice", &sha2::Sha256::digest(sha2::Sha256::digest(input)));
    add("SHA-512", &sha2::Sha512::digest(input));
    for (key_name, key) in [("no key", Vec::new())].iter().chain(keys) {
        let mut mac = Hmac::<sha2::Sha256>::new_from_slice(key).unwrap();
        mac.update(input);
        add(&format!("HMAC-SHA-256 under {key_name}"), &mac.finalize().into_bytes());
        if !key.is_empty() {
            add(&format!("SHA-256 behind {key_name}"), &sha2::Sha256::digest([key.as_slice(), input].concat()));
            add(&format!("SHA-256 before {key_name}"), &sha2::Sha256::digest([input, key.as_slice()].concat()));
        }
    }
    let crc = crc32fast::hash(input);
    // Not as four bytes: among so many patterns they are found in noise.
    all.push((format!("CRC-32 of {what}, hex"), format!("{crc:08x}").into_bytes()));
    all.push((format!("CRC-32 of {what}, HEX"), format!("{crc:08X}").into_bytes()));
    all
}

/// By its first 64 bits, so that a shortened one is found too.
fn digest_forms(name: &str, digest: &[u8]) -> Vec<Encoded> {
    let start = &digest[..8];
    vec![
        (format!("{name}, raw"), start.into()),
        (format!("{name}, hex"), hex::encode(start).into_bytes()),
        (format!("{name}, HEX"), hex::encode_upper(start).into_bytes()),
        (format!("{name}, base64"), engine(false).encode(start).into_bytes()[..10].into()),
        (format!("{name}, base64url"), engine(true).encode(start).into_bytes()[..10].into()),
    ]
}

fn number_forms(number: u64) -> Vec<Encoded> {
    let decimal = number.to_string();
    let mut all = text_forms("decimal", &decimal);
    for separator in [".", ",", "_", " ", "'", "\u{a0}", "\u{202f}"] {
        all.push((format!("decimal in groups by {separator:?}"), groups(&decimal, separator).into_bytes()));
    }
    all.push(("hexadecimal".into(), format!("{number:x}").into_bytes()));
    all.push(("HEXADECIMAL".into(), format!("{number:X}").into_bytes()));
    let (big, little) = (number.to_be_bytes(), number.to_le_bytes());
    let significant = 8 - number.leading_zeros() as usize / 8;
    // Whatever holds it in 4, 6 or 8 bytes holds these.
    all.extend(byte_forms("big-endian", &big[8 - significant..]));
    all.extend(byte_forms("little-endian", &little[..significant]));
    all.extend(base64_forms("big-endian in 8 bytes", &big));
    all.extend(base64_forms("little-endian in 8 bytes", &little));
    all.push(("protobuf varint".into(), leb128(number)));
    all.push(("protobuf zigzag varint".into(), leb128(number << 1)));
    all.push(("SQLite varint".into(), sqlite_varint(number)));
    all
}

fn groups(decimal: &str, separator: &str) -> String {
    let digits: Vec<&str> =
        decimal.as_bytes().rchunks(3).rev().map(|three| std::str::from_utf8(three).unwrap()).collect();
    digits.join(separator)
}

fn leb128(mut number: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    loop {
        let seven = u8::try_from(number & 0x7f).unwrap();
        number >>= 7;
        bytes.push(if number == 0 { seven } else { seven | 0x80 });
        if number == 0 {
            return bytes;
        }
    }
}

/// The most significant seven bits first; of numbers beyond 56 bits the ninth byte holds eight.
fn sqlite_varint(number: u64) -> Vec<u8> {
    if number >> 56 != 0 {
        let mut bytes: Vec<u8> =
            (0..8).rev().map(|at| 0x80 | u8::try_from(number >> (8 + 7 * at) & 0x7f).unwrap()).collect();
        bytes.push(u8::try_from(number & 0xff).unwrap());
        return bytes;
    }
    let mut bytes = leb128(number);
    bytes.reverse();
    let last = bytes.len() - 1;
    bytes[..last].iter_mut().for_each(|byte| *byte |= 0x80);
    bytes[last] &= 0x7f;
    bytes
}

fn text_forms_and_digests(text: &str, keys: &Keys) -> Vec<Encoded> {
    let mut all = text_forms("text", text);
    let (lower, upper) = (text.to_lowercase(), text.to_uppercase());
    all.extend(text_forms("lower case", &lower));
    all.extend(text_forms("UPPER CASE", &upper));
    all.extend(text_forms("case-folded", &upper.to_lowercase()));
    all.extend(derived("the text", text.as_bytes(), keys));
    all.extend(derived("the lower-case text", lower.as_bytes(), keys));
    all
}

fn text_forms(name: &str, text: &str) -> Vec<Encoded> {
    let mut all = byte_forms(name, text.as_bytes());
    let mut add = |form: &str, bytes: Vec<u8>| all.push((format!("{name}, {form}"), bytes));
    add("UTF-16LE", text.encode_utf16().flat_map(u16::to_le_bytes).collect());
    add("UTF-16BE", text.encode_utf16().flat_map(u16::to_be_bytes).collect());
    let json = serde_json::to_string(text).unwrap();
    let json = &json[1..json.len() - 1];
    add("JSON", json.into());
    let again = serde_json::to_string(json).unwrap();
    add("JSON within JSON", again[1..again.len() - 1].into());
    let ascii = |escape: fn(char) -> String| -> String {
        json.chars().map(|c| if c.is_ascii() { c.to_string() } else { escape(c) }).collect()
    };
    add("JSON in ASCII", ascii(json_escape).into());
    add("JSON in ASCII, upper case", ascii(|c| json_escape(c).to_uppercase().replace("\\U", "\\u")).into());
    add("JSON, all escaped", text.chars().map(json_escape).collect::<String>().into());
    add("Rust", text.escape_debug().to_string().into());
    add("Rust, all escaped", text.escape_unicode().to_string().into());
    add("HTML", text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").into());
    let html = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
    add("HTML with &#39;", html.replace('\'', "&#39;").into());
    add("HTML with &#x27;", html.replace('\'', "&#x27;").into());
    add("HTML with &apos;", html.replace('\'', "&apos;").into());
    all
}

fn json_escape(c: char) -> String {
    let mut units = [0; 2];
    c.encode_utf16(&mut units).iter().map(|unit| format!("\\u{unit:04x}")).collect()
}

/// Forms that need not know what the bytes mean.
fn byte_forms(name: &str, bytes: &[u8]) -> Vec<Encoded> {
    let mut all = vec![(name.to_owned(), bytes.to_vec())];
    let mut add = |form: &str, bytes: String| all.push((format!("{name}, {form}"), bytes.into_bytes()));
    add("hex", hex::encode(bytes));
    add("HEX", hex::encode_upper(bytes));
    add("hex with spaces", joined(bytes, " ", |byte| format!("{byte:02x}")));
    add("hex with colons", joined(bytes, ":", |byte| format!("{byte:02x}")));
    add("percent", joined(bytes, "", |byte| format!("%{byte:02x}")));
    add("PERCENT", joined(bytes, "", |byte| format!("%{byte:02X}")));
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let some = |byte: u8| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    add("percent where needed", joined(bytes, "", some));
    add("form", joined(bytes, "", some).replace("%20", "+"));
    add("numbers", joined(bytes, ", ", |byte| byte.to_string()));
    add("numbers without spaces", joined(bytes, ",", |byte| byte.to_string()));
    add("bytes escaped", bytes.escape_ascii().to_string());
    all.extend(base64_forms(name, bytes));
    all
}

fn joined(bytes: &[u8], between: &str, show: impl Fn(u8) -> String) -> String {
    bytes.iter().map(|byte| show(*byte)).collect::<Vec<_>>().join(between)
}

fn engine(url: bool) -> GeneralPurpose {
    GeneralPurpose::new(if url { &alphabet::URL_SAFE } else { &alphabet::STANDARD }, NO_PAD)
}

/// As it looks in the middle of something longer, at each of the three places where it may begin.
fn base64_forms(name: &str, bytes: &[u8]) -> Vec<Encoded> {
    let mut all = Vec::new();
    for (url, alphabet) in [(false, "base64"), (true, "base64url")] {
        for skipped in 0..3 {
            let longer = [&[0; 2][..skipped], bytes].concat();
            let text = engine(url).encode(&longer).into_bytes();
            // Characters that the bytes before and behind have no part in.
            let (start, end) = ((skipped * 8).div_ceil(6), longer.len() * 8 / 6);
            // Four bytes leave four characters at two of the places, which any text has.
            if end - start < 5 {
                continue;
            }
            all.push((format!("{name}, {alphabet} from {skipped}"), text[start..end].into()));
        }
    }
    all
}

#[test]
fn encodings_are_what_others_write() {
    let has = |canary: &Canary, name: &str, bytes: &[u8]| {
        let all = of(canary, &[("a salt", b"salt".to_vec())]);
        let (_, found) =
            all.iter().find(|(encoding, _)| encoding == name).unwrap_or_else(|| panic!("no {name}: {all:?}"));
        assert_eq!(found, bytes, "{name}");
    };
    let id = Canary::account("id", 0x000c_b3a7_91c5_e26f);
    has(&id, "decimal", b"3575232007103087");
    has(&id, "decimal in groups by \".\"", b"3.575.232.007.103.087");
    has(&id, "big-endian", &[0x0c, 0xb3, 0xa7, 0x91, 0xc5, 0xe2, 0x6f]);
    has(&id, "low 32 bits, little-endian", &[0x6f, 0xe2, 0xc5, 0x91]);
    // By Python: hashlib, base64, struct.
    has(&id, "protobuf varint", &[0xef, 0xc4, 0x97, 0x8e, 0xf9, 0xf4, 0xac, 0x06]);
    has(&id, "SQLite varint", &[0x86, 0xac, 0xf4, 0xf9, 0x8e, 0x97, 0xc4, 0x6f]);
    let text = Canary::text("text", "Žéfir & 'Qo'");
    has(&text, "text, UTF-16LE", b"}\x01\xe9\0f\0i\0r\0 \0&\0 \0'\0Q\0o\0'\0");
    has(&text, "text, JSON in ASCII", b"\\u017d\\u00e9fir & 'Qo'");
    has(&text, "text, HTML with &#39;", "Žéfir &amp; &#39;Qo&#39;".as_bytes());
    has(&text, "text, form", b"%C5%BD%C3%A9fir+%26+%27Qo%27");
    has(&text, "text, numbers without spaces", b"197,189,195,169,102,105,114,32,38,32,39,81,111,39");
    // The middle of `base64("xŽéfir & 'Qo'y")` and its neighbours.
    for (before, alignment) in [("", 0), ("x", 1), ("xy", 2)] {
        let whole = engine(false).encode(format!("{before}Žéfir & 'Qo'zz"));
        let (_, part) = base64_forms("t", "Žéfir & 'Qo'".as_bytes()).remove(alignment);
        assert!(whole.contains(std::str::from_utf8(&part).unwrap()), "{whole}");
    }
    assert_eq!(sqlite_varint(u64::MAX), [0xff; 9]);
    assert_eq!(sqlite_varint(0x0203), [0x84, 0x03]);
}
