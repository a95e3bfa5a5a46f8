//! After the pledge: its text again, for whoever made it and whoever checks a receipt; the next document; a new account.

use sha2::{Digest as _, Sha256};

use crate::world::{ASN, Person, World, show, snapshots};

const PACT: &str = include_str!("../../examples/documents/pakta-integritas-kepala-opd.toml");

fn line_of(person: &Person<'_>, label: &str) -> String {
    let text = person.last().text;
    text.lines().find_map(|line| line.strip_prefix(label)).unwrap_or_else(|| panic!("no {label} in {text}")).to_owned()
}

/// The line below one that says what it is.
fn hash_of_the_text(person: &Person<'_>) -> String {
    let text = person.last().text;
    let mut lines = text.lines().skip_while(|line| !line.starts_with("Sidik naskah (SHA-256)"));
    lines.nth(1).expect("a hash").to_owned()
}

#[tokio::test]
async fn the_text_of_a_pledge_can_be_read_again_by_its_maker() {
    let world = World::new().await;
    let anna = world.linked("Anna", "198001012005012001").await;
    anna.pledges().await;
    let (receipt, hash) = (anna.last(), hash_of_the_text(&anna));
    anna.taps("Baca naskahnya").await;
    snapshots().bind(|| insta::assert_snapshot!("receipt_text", show(&anna.last())));
    assert_eq!(hash_of_the_text(&anna), hash);
    assert!(anna.messages().contains(&receipt), "the receipt stays");
    // The file is what the hash is of.
    anna.taps("Berkas naskah (TXT)").await;
    let file = anna.last().file.expect("a file");
    assert_eq!(file.name.as_deref(), Some("ikrar-netralitas-asn-v1.txt"));
    assert_eq!(hex::encode(Sha256::digest(world.sim.file_bytes(&file.id).unwrap())), hash);
    // From every list of one's own, also by the link in a reminder.
    for way in ["/ikrar", "/status"] {
        anna.says(way).await;
        anna.taps("Baca naskah: Ikrar Netralitas ASN").await;
        assert!(anna.last().text.contains("Menjaga dan menegakkan"), "{}", anna.chat());
    }
    anna.opens("ikrar").await;
    anna.taps("Baca naskah: Ikrar Netralitas ASN").await;
    assert_eq!(hash_of_the_text(&anna), hash);
}

/// What was signed is shown, not what the document says now.
#[tokio::test]
async fn whoever_checks_a_receipt_reads_the_version_that_was_signed() {
    let world = World::new().await;
    let anna = world.linked("Anna", "198001012005012001").await;
    anna.pledges().await;
    let (number, hash) = (line_of(&anna, "Nomor: "), hash_of_the_text(&anna));
    let citizen = world.person("Warga");
    citizen.says(&format!("/cek_tanda {number}")).await;
    assert!(citizen.last().text.contains(&format!("Sidik naskah: {hash}")), "{}", citizen.chat());
    let (message, data) = citizen.data("Baca naskahnya");
    assert!(world.import_document(&ASN.replace("politik uang", "segala bentuk politik uang")).await);
    citizen.taps("Baca naskahnya").await;
    assert_eq!(hash_of_the_text(&citizen), hash);
    let text = citizen.last().text;
    assert!(!text.contains("segala bentuk") && text.contains("sudah diperbarui"), "{text}");
    assert!(!text.contains("Latumahina"), "the text is nobody's");
    // A guessed number opens nothing.
    let forged = data.replace(&number[number.len() - 8..], "00000000");
    let answer = citizen.taps_data(message, &forged).await;
    assert!(answer.show_alert && answer.text.is_some_and(|text| text.contains("Tidak ada tanda terima")));
    assert_eq!(world.count("link").await, 1, "a citizen leaves no row");
    // Its maker finds what was signed beside what is to be read now, also after the new one is done.
    for _ in 0..2 {
        anna.says("/status").await;
        let list = anna.last().text;
        assert!(list.contains("Sebelumnya") && list.contains("(versi 1): dinyatakan"), "{list}");
        anna.taps("Tanda terima: Ikrar Netralitas ASN (versi 1)").await;
        assert_eq!(hash_of_the_text(&anna), hash);
        anna.taps("Baca naskahnya").await;
        assert!(!anna.last().text.contains("segala bentuk"), "{}", anna.chat());
        if world.count("acknowledgement").await == 1 {
            anna.pledges().await;
        }
    }
}

#[tokio::test]
async fn a_long_text_turns_its_pages_in_place() {
    let world = World::new().await;
    let long = "Menjaga dan menegakkan prinsip netralitas <pegawai> & jajarannya di setiap tahapan. ".repeat(60);
    world.import_document(&ASN.replace("Menolak politik uang", &format!("{long}Menolak politik uang"))).await;
    let citra = world.linked("Citra", "NA-0001").await;
    citra.says("/ikrar").await;
    while !citra.last().buttons.iter().flatten().any(|button| button.label == "Saya mengikuti ikrar ini") {
        citra.reads_every_clause().await;
        if citra.last().buttons.iter().flatten().any(|button| button.label == "Halaman berikutnya") {
            citra.taps("Halaman berikutnya").await;
        }
    }
    citra.taps("Saya mengikuti ikrar ini").await;
    citra.taps("Baca naskahnya").await;
    let (first, count) = (citra.last().id, citra.messages().len());
    let mut pages = vec![citra.last().text];
    while citra.last().buttons.iter().flatten().any(|button| button.label == "Halaman berikutnya") {
        citra.taps("Halaman berikutnya").await;
        pages.push(citra.last().text);
    }
    assert!(pages.len() >= 2 && citra.last().id == first && citra.messages().len() == count, "{}", citra.chat());
    assert!(pages.iter().all(|page| page.encode_utf16().count() <= 4_096));
    assert_eq!(hash_of_the_text(&citra).len(), 64, "on the last page");
    assert!(!pages.concat().contains("saya berikrar untuk melaksanakannya"), "who follows did not say that");
}

#[tokio::test]
async fn after_a_receipt_the_next_document_is_offered() {
    let world = World::new().await;
    world.import_document(PACT).await;
    let darius = world.linked("Darius", "197505052000031002").await;
    darius.says("/ikrar").await;
    darius.taps("Baca: Ikrar Netralitas ASN").await;
    darius.reads_every_clause().await;
    darius.taps("Saya berikrar").await;
    snapshots().bind(|| insta::assert_snapshot!("receipt_next", show(&darius.last())));
    let receipt = darius.last();
    let next = "Berikutnya: Pakta Integritas Netralitas Kepala Perangkat Daerah (CONTOH)";
    darius.taps(next).await;
    assert!(darius.messages().contains(&receipt), "the receipt stays: {}", darius.chat());
    darius.reads_every_clause().await;
    darius.taps("Saya menyatakan terikat").await;
    let offers = |message: &simulator::MessageView| {
        message.buttons.iter().flatten().any(|button| button.label.starts_with("Berikutnya"))
    };
    assert!(!offers(&darius.last()), "nothing is left: {}", darius.chat());
    // The old button leads to what was done.
    darius.taps(next).await;
    assert!(darius.last().text.contains("Pakta Integritas") && darius.last().text.contains("Tanda terima"));
    assert_eq!(world.count("acknowledgement").await, 2);
}

#[tokio::test]
async fn whoever_links_again_is_told_that_all_is_done() {
    let world = World::new().await;
    let anna = world.linked("Anna", "198001012005012001").await;
    assert!(anna.was_told("baca ikrar, lalu nyatakan"), "{}", anna.chat());
    anna.pledges().await;
    anna.says("/lepas").await;
    anna.taps("Ya, lepaskan").await;
    let again = world.linked("Anna", "198001012005012001").await;
    assert!(again.was_told("sudah lengkap") && !again.was_told("lalu nyatakan"), "{}", again.chat());
    let eko = world.linked("Eko", "KD-007").await;
    assert!(eko.was_told("tidak ada ikrar yang perlu"), "{}", eko.chat());
}
