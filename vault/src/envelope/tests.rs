//! Tests of envelopes: round trips, sizes, and everything that must not open.

use std::io::{Cursor, Write as _};

use proptest::prelude::*;

use super::*;

fn entry(name: &str, bytes: impl Into<Vec<u8>>) -> Entry {
    Entry { name: name.to_owned(), bytes: Zeroizing::new(bytes.into()) }
}

fn sample() -> Envelope {
    let envelope = Envelope::new(
        "Kepala dinas meminta stafnya memasang baliho.\n",
        [entry("berkas-1.jpg", vec![7; 70_000]), entry("berkas-2.pdf", b"%PDF-1.7".to_vec())],
    );
    Envelope { salt: Some([9; SALT]), ..envelope }
}

/// As envelopes were before they had a salt.
fn of_before(entries: Vec<Entry>) -> Envelope {
    Envelope { entries, salt: None }
}

fn zip_of(envelope: &Envelope) -> Vec<u8> {
    let mut zip = Vec::new();
    bundle::write(&envelope.entries, envelope.salt, envelope.check().expect("fit to seal"), &mut zip).expect("written");
    zip
}

/// Sealed by age itself, whatever the plaintext is.
fn seal_raw(plain: &[u8], to: &PublicKey) -> Vec<u8> {
    age::encrypt(to.recipient(), plain).expect("sealed")
}

/// Bytes after the header, whose length depends on chance.
fn payload(sealed: &[u8]) -> usize {
    let mac = sealed.windows(5).position(|window| window == b"\n--- ").expect("the end of the header");
    sealed.len() - sealed[mac + 1..].iter().position(|byte| *byte == b'\n').expect("a line") - mac - 2
}

#[test]
fn each_of_several_keys_opens_what_was_sealed() {
    let identities: Vec<Identity> = (0..4).map(|_| Identity::generate()).collect();
    let keys: Vec<PublicKey> = identities.iter().map(Identity::public).collect();
    for count in 1..=keys.len() {
        let sealed = sample().seal(&keys[..count]).expect("sealed");
        assert_eq!(recipients(&sealed), Some(count));
        for identity in &identities[..count] {
            assert_eq!(Envelope::open(&sealed, identity), Ok(sample()));
        }
        for identity in &identities[count..] {
            assert_eq!(Envelope::open(&sealed, identity), Err(OpenError::WrongKey));
        }
    }
    assert_eq!(sample().report(), Some("Kepala dinas meminta stafnya memasang baliho.\n"));
    assert_eq!(format!("{:?}", sample().entries[0]), "Entry(laporan.txt, 46 bytes)");
}

#[test]
fn the_same_text_is_never_sealed_twice_alike() {
    let key = Identity::generate().public();
    let (one, two) =
        (sample().seal(std::slice::from_ref(&key)).expect("sealed"), sample().seal(&[key]).expect("sealed"));
    let tail = |sealed: &[u8]| sealed[sealed.len() - 4096..].to_vec();
    assert_ne!(tail(&one), tail(&two));
}

#[test]
fn an_independent_reader_finds_the_same_files() {
    let mut archive = zip::ZipArchive::new(Cursor::new(zip_of(&sample()))).expect("a ZIP");
    assert_eq!((archive.offset(), archive.has_duplicate_names()), (0, false));
    let mut found = Vec::new();
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).expect("an entry");
        assert_eq!(file.compression(), zip::CompressionMethod::Stored);
        assert_eq!(file.unix_mode(), Some(0o100_600));
        assert_eq!(file.last_modified(), Some(zip::DateTime::default()), "1 January 1980");
        assert_eq!(file.extra_data_fields().count(), 0);
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).expect("read, with its checksum");
        found.push(entry(&file.name().expect("a name"), bytes));
    }
    let filler = found.pop().expect("the filler");
    assert_eq!(filler.name, "isian.bin");
    assert!(filler.bytes[..SALT] == [9; SALT] && filler.bytes[SALT..].iter().all(|byte| *byte == 0));
    assert_eq!(found, sample().entries);
}

#[test]
fn sizes_are_those_that_padme_publishes() {
    // By the Python of the paper's algorithm 1: E = floor(log2 L), S = floor(log2 E) + 1, z = E - S,
    // (L + 2^z - 1) & ~(2^z - 1).
    for (length, padme) in [
        (131_072, 131_072),
        (131_073, 135_168),
        (1_000_000, 1_015_808),
        (1_048_576, 1_048_576),
        (1_048_577, 1_081_344),
        (5_000_000, 5_111_808),
        (10_485_761, 10_747_904),
        (33_554_433, 34_603_008),
        (50_000_000, 50_331_648),
        (67_108_863, 67_108_864),
        (67_108_864, 67_108_864),
    ] {
        assert_eq!(padded(length), padme);
    }
    // Finer than our step: whole steps.
    for (length, size) in [(0, 0), (1, 4096), (9, 4096), (4096, 4096), (4097, 8192), (100_000, 102_400)] {
        assert_eq!(padded(length), size);
    }
}

#[test]
fn a_short_text_and_a_long_one_look_alike() {
    let key = [Identity::generate().public()];
    let size = |text: &str| payload(&Envelope::new(text, []).seal(&key).expect("sealed"));
    let one = size("a");
    assert_eq!(one, 16 + 4096 + 16, "nonce, one step, tag");
    for length in [0, 3000, 4096 - 230] {
        assert_eq!(size(&"é".repeat(length / 2)), one);
    }
    assert_eq!(size(&"a".repeat(4096 - 229)), one + 4096);
}

#[test]
fn the_number_of_files_is_hidden() {
    let key = [Identity::generate().public()];
    let size = |files: &[usize]| {
        let files = files.iter().zip(1..).map(|(size, n)| entry(&format!("berkas-{n}.jpg"), vec![n; *size]));
        payload(&Envelope::new("x", files).seal(&key).expect("sealed"))
    };
    let one = size(&[1_000_000]);
    assert_eq!(size(&[500_000, 500_000]), one);
    assert_eq!(size(&[300_000, 300_000, 300_000, 100_000]), one);
    assert_eq!(size(&[1_010_000]), one, "nor the size of one file to the byte");
}

#[test]
fn the_header_varies_by_chance_alone() {
    let key = [Identity::generate().public()];
    let header = |text: &str| {
        let sealed = Envelope::new(text, []).seal(&key).expect("sealed");
        sealed.len() - payload(&sealed)
    };
    let headers: Vec<usize> = (0..50).map(|_| header("a")).collect();
    assert!(headers.iter().all(|header| (150..700).contains(header)), "{headers:?}");
}

#[test]
fn what_cannot_be_sealed_says_why() {
    let key = [Identity::generate().public()];
    let refused = |entries: Vec<Entry>| of_before(entries).seal(&key).expect_err("refused");
    assert_eq!(sample().seal(&[]), Err(SealError::NoRecipients));
    assert_eq!(refused(vec![]), SealError::Empty);
    let many = |count: usize| (0..count).map(|n| entry(&format!("a{n}"), vec![])).collect::<Vec<_>>();
    assert!(of_before(many(MAX_ENTRIES)).seal(&key).is_ok());
    assert_eq!(refused(many(MAX_ENTRIES + 1)), SealError::TooMany);
    assert_eq!(refused(vec![entry("a", vec![0; MAX_BYTES])]), SealError::TooLarge);
    let long = "a".repeat(NAME_MAX + 1);
    for name in [
        "",
        ".",
        "..",
        "/etc/passwd",
        "a/b",
        "a\\b",
        "a..b",
        ".bashrc",
        "-rf",
        "a b",
        "A",
        "é",
        "a\0",
        "c:",
        "isian.bin",
        "1",
        &long,
    ] {
        assert_eq!(refused(vec![entry(name, vec![])]), SealError::Name, "{name:?}");
    }
    assert_eq!(refused(vec![entry("a", vec![]), entry("a", vec![])]), SealError::Name);
}

#[test]
fn a_full_envelope_is_opened() {
    let identity = Identity::generate();
    let overhead = bundle::least_size(&[entry("a", vec![])], false);
    let full = of_before(vec![entry("a", vec![1; MAX_BYTES - overhead])]);
    let sealed = full.seal(&[identity.public()]).expect("sealed");
    assert!(sealed.capacity() < sealed.len() + 2048, "never grown");
    assert!(Envelope::open(&sealed, &identity) == Ok(full));
    let mut longer = sealed;
    longer.resize(longer.len() + 2 * HEADER_MAX, 0);
    assert_eq!(Envelope::open(&longer, &identity), Err(OpenError::TooLarge));
    let huge = seal_raw(&vec![0; MAX_BYTES + 1], &identity.public());
    assert_eq!(Envelope::open(&huge, &identity), Err(OpenError::TooLarge));
}

#[test]
fn what_is_no_envelope_says_what_it_is() {
    let identity = Identity::generate();
    let opened = |sealed: &[u8]| Envelope::open(sealed, &identity).expect_err("refused");
    for bytes in [&b""[..], b"halo", b"PK\x03\x04", b"-----BEGIN AGE ENCRYPTED FILE-----\n"] {
        assert_eq!(opened(bytes), OpenError::NotAge);
        assert_eq!(recipients(bytes), None);
    }
    assert_eq!(opened(MAGIC), OpenError::Damaged);
    assert_eq!(recipients(MAGIC), None);
    let mut passphrase = age::scrypt::Recipient::new("x".to_owned().into());
    passphrase.set_work_factor(2);
    let locked = age::encrypt(&passphrase, b"x").expect("sealed");
    assert_eq!((opened(&locked), recipients(&locked)), (OpenError::Passphrase, Some(0)));
    for plain in [&b""[..], b"halo", &[0; 5000]] {
        assert_eq!(opened(&seal_raw(plain, &identity.public())), OpenError::NotAnEnvelope);
    }
}

/// A ZIP as other programs write it.
fn foreign_zip(names: &[&str], bytes: &[u8]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for name in names {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).expect("started");
        writer.write_all(bytes).expect("written");
    }
    writer.finish().expect("finished").into_inner()
}

#[test]
fn hostile_zips_are_refused() {
    let identity = Identity::generate();
    let opened = |plain: &[u8]| Envelope::open(&seal_raw(plain, &identity.public()), &identity);
    let good = zip_of(&sample());
    assert_eq!(opened(&good), Ok(sample()));

    let many: Vec<String> = (0..60_000).map(|n| format!("a{n}")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let hostile = [
        foreign_zip(&["../../etc/cron.d/x"], b"x"),
        foreign_zip(&["laporan.txt"], b"no filler"),
        foreign_zip(&many, b""),
        // Before, after, twice.
        [b"x".as_slice(), &good].concat(),
        [good.as_slice(), b"x"].concat(),
        [good.as_slice(), &good].concat(),
        // An entry that claims four gigabytes.
        [&good[..18], &[255; 8], &good[26..]].concat(),
        // A name that is all there is.
        [&good[..26], &[255, 255], &good[28..]].concat(),
        b"PK\x05\x06".iter().copied().chain([0; 18]).collect(),
    ];
    for plain in hostile {
        assert_eq!(opened(&plain), Err(OpenError::NotAnEnvelope));
    }
}

#[test]
fn every_changed_bit_of_the_zips_headers_is_found() {
    let small = Envelope::new("a", []);
    let zip = zip_of(&small);
    for at in 0..zip.len() {
        for bit in 0..8 {
            let mut changed = zip.clone();
            changed[at] ^= 1 << bit;
            let read = bundle::read(&changed);
            assert!(read.is_none(), "byte {at}, bit {bit}: {read:?}");
        }
    }
    for length in 0..zip.len() {
        assert!(bundle::read(&zip[..length]).is_none(), "{length} bytes");
    }
}

#[test]
fn every_changed_or_missing_byte_of_the_sealed_file_is_found() {
    let identity = Identity::generate();
    let sealed = Envelope::new("a", []).seal(&[identity.public(), Identity::generate().public()]).expect("sealed");
    let header = sealed.len() - payload(&sealed);
    // All of the header; of the payload each 37th byte and the last 40.
    let places = (0..sealed.len()).filter(|at| *at < header || at % 37 == 0 || at + 40 > sealed.len());
    for at in places {
        let mut changed = sealed.clone();
        changed[at] ^= 1;
        assert!(Envelope::open(&changed, &identity).is_err(), "byte {at} of {}", sealed.len());
        assert!(Envelope::open(&sealed[..at], &identity).is_err(), "{at} bytes of {}", sealed.len());
    }
    let longer = [sealed.as_slice(), b"x"].concat();
    assert_eq!(Envelope::open(&longer, &identity), Err(OpenError::Damaged));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_is_sealed_is_opened(
        texts in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..9000), 1..6),
        salt in 1..=u8::MAX,
        salted: bool,
    ) {
        let identity = Identity::generate();
        let entries = texts.into_iter().zip(0..).map(|(text, n)| entry(&format!("berkas-{n}.bin"), text)).collect();
        let envelope = Envelope { entries, salt: salted.then_some([salt; SALT]) };
        let sealed = envelope.seal(&[identity.public()]).expect("sealed");
        prop_assert_eq!(Envelope::open(&sealed, &identity), Ok(envelope));
    }

    #[test]
    fn opening_never_panics(bytes: Vec<u8>, header in "(-> X25519 [A-Za-z0-9+/]{0,50}\n[A-Za-z0-9+/]{0,50}\n){0,3}(--- )?.*") {
        let identity = Identity::from_secret([1; 32]);
        prop_assert!(Envelope::open(&bytes, &identity).is_err());
        let file = [MAGIC, header.as_bytes(), &bytes].concat();
        prop_assert!(Envelope::open(&file, &identity).is_err());
        let _ = (recipients(&file), plain_size(&file));
    }

    #[test]
    fn reading_a_zip_never_panics(bytes: Vec<u8>, changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4)) {
        prop_assert!(bundle::read(&bytes).is_none());
        let good = zip_of(&Envelope::new("a", [entry("b", vec![1; 100])]));
        let mut changed = good.clone();
        for (at, byte) in changes {
            changed[at.index(good.len())] = byte;
        }
        prop_assert!(changed == good || bundle::read(&changed).is_none());
    }

    #[test]
    fn padding_is_never_less_nor_much_more(length in 1_usize..MAX_BYTES) {
        let size = padded(length);
        prop_assert!(size >= length && size.is_multiple_of(STEP) && padded(size) == size);
        prop_assert!(size - length < STEP.max(length * 12 / 100), "{} became {}", length, size);
        prop_assert!(padded(length + 1) >= size);
    }
}

#[test]
fn a_digest_tells_what_was_sealed_whoever_sealed_it() {
    let (one, two) = (Identity::generate(), Identity::generate());
    let envelope = Envelope::new("Ada amplop.", [entry("berkas-1.jpg", vec![7; 70_000])]);
    let digest = envelope.digest().expect("a digest");
    // By whoever opens it with stock tools: of the ZIP as it is.
    assert_eq!(digest, <[u8; 32]>::from(Sha256::digest(zip_of(&envelope))));
    let sealed = envelope.seal(&[one.public()]).expect("sealed");
    let anew = Envelope::open(&sealed, &one).expect("opened").seal(&[two.public(), one.public()]).expect("sealed");
    assert_eq!(Envelope::open(&anew, &two).expect("opened").digest(), Ok(digest));
    // A byte, another text, another salt.
    let mut flipped = envelope.clone();
    flipped.entries[1].bytes[9] ^= 1;
    let text = Envelope { entries: vec![entry(REPORT, b"Ada amplop!".to_vec())], ..envelope.clone() };
    let salt = Envelope { salt: Some([1; SALT]), ..envelope.clone() };
    for other in [flipped, text, salt, Envelope { salt: None, ..envelope.clone() }] {
        assert_ne!(other.digest().expect("a digest"), digest);
    }
    assert_ne!(Envelope::new("Ada amplop.", []).digest(), Envelope::new("Ada amplop.", []).digest());
}

#[test]
fn what_is_sealed_is_measured_from_outside() {
    let key = Identity::generate().public();
    for length in [1, 4_000, 65_000, 70_000, 300_000] {
        for count in 1..=3 {
            let envelope = Envelope::new("x", [entry("a", vec![3; length])]);
            let sealed = envelope.seal(&vec![key.clone(); count]).expect("sealed");
            assert_eq!(plain_size(&sealed), Some(zip_of(&envelope).len()), "{length} bytes, {count} keys");
        }
    }
    assert_eq!(plain_size(b"age-encryption.org/v1\n-> X25519 x\n"), None);
    assert_eq!(plain_size(b""), None);
}

/// What was sealed by an earlier version stays readable, and is sealed anew as it was.
#[test]
fn envelopes_of_before_have_no_salt() {
    let key = Identity::generate();
    let before = of_before(vec![entry(REPORT, b"Lama.".to_vec())]);
    let opened = Envelope::open(&before.seal(&[key.public()]).expect("sealed"), &key).expect("opened");
    assert_eq!((opened.salt, opened.digest()), (None, before.digest()));
}

#[test]
fn a_mark_is_found_in_the_names_that_clients_give() {
    let digest = sample().digest().expect("a digest");
    let mark = mark(&digest);
    assert_eq!(mark.len(), 32);
    for name in [format!("K7Q2-M9AB-1-{mark}.age"), format!("K7Q2-M9AB-12-{mark} (1).age"), mark.clone()] {
        assert_eq!(find_mark(&name), Some(mark.as_str()), "{name}");
    }
    for name in ["K7Q2-M9AB-1.age".to_owned(), format!("K7Q2-{}.age", &mark[1..]), format!("x{mark}.age")] {
        assert_eq!(find_mark(&name), None, "{name}");
    }
}
