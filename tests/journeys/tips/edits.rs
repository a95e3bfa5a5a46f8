//! What a reporter edits after sending it, and what they see of a long story before they send it.

use ikrar::tip::Agency;
use simulator::Content;

use super::intake::sealed;
use crate::world::{Person, World};

/// Up to the story.
async fn begins(person: &Person<'_>) {
    person.says("/lapor").await;
    person.taps("Mulai menulis").await;
    person.taps("Lainnya").await;
}

/// Edits the newest message of theirs that says this.
async fn edits(world: &World, person: &Person<'_>, old: &str, new: &str) {
    let messages = person.messages();
    let message = messages.iter().rev().find(|message| !message.from_bot && message.text.contains(old));
    world.sim.edit(person.id, person.id, message.expect("the message").id, new).unwrap();
    world.settle().await;
}

async fn to_the_review(person: &Person<'_>) {
    person.taps("Lanjut").await;
    person.taps("Lanjut tanpa bukti").await;
    person.taps("○ BKPSDM").await;
    person.taps("Lanjut").await;
}

/// What the message with the newest buttons shows: it stays where it stands.
fn screen(person: &Person<'_>) -> String {
    let messages = person.messages();
    messages.into_iter().rev().find(|message| !message.buttons.is_empty()).expect("a screen").text
}

#[tokio::test]
async fn an_edit_replaces_its_part_until_the_tip_is_sealed() {
    let world = World::new().await;
    let (_, key) = world.recipient("Dewi", Agency::Bkpsdm).await;
    let budi = world.person("Budi");
    begins(&budi).await;
    budi.says("Dinas Pendidikn").await;
    budi.says("Senin").await;
    budi.says("Saya Edi Santoso, NIP 1980.").await;
    budi.says("Ada amplop.").await;
    edits(&world, &budi, "Edi Santoso", "Seorang pegawai.").await;
    assert!(budi.chat().contains("sudah masuk ke isian"), "{}", budi.chat());
    assert!(screen(&budi).contains("Seorang pegawai.\nAda amplop."), "{}", screen(&budi));
    edits(&world, &budi, "Pendidikn", "Dinas Pendidikan").await;
    // The same again is no change.
    let before = budi.messages().len();
    edits(&world, &budi, "Dinas Pendidikan", "Dinas Pendidikan").await;
    assert_eq!(budi.messages().len(), before);
    edits(&world, &budi, "Senin", &"x".repeat(501)).await;
    assert!(budi.chat().contains("paling banyak 500"), "{}", budi.chat());
    to_the_review(&budi).await;
    let review = budi.messages().into_iter().rev().find(|message| message.text.contains("Periksa sebelum mengirim"));
    let review = review.expect("the review").text;
    assert!(review.contains("Kantor: Dinas Pendidikan") && review.contains("di mana: Senin"), "{review}");
    edits(&world, &budi, "Ada amplop", "Ada dua amplop.").await;
    assert!(screen(&budi).contains("Ada dua amplop."), "the review is shown anew: {}", screen(&budi));
    budi.taps("Kirim sekarang").await;
    budi.taps("Tutup tanpa mencatat").await;
    budi.taps("Ya, tutup").await;
    edits(&world, &budi, "Ada dua amplop", "Tidak ada amplop.").await;
    assert!(budi.last().text.contains("tidak terbaca lagi"), "{}", budi.chat());
    let letters = sealed(&world, &key).await;
    let letter = letters[0].report().unwrap();
    assert!(letter.contains("Seorang pegawai.") && letter.contains("Ada dua amplop."), "{letter}");
    assert!(!letter.contains("Edi") && !letter.contains("1980") && !letter.contains("Pendidikn"), "{letter}");
    // And that answer is a trace as well.
    budi.taps("Hapus jejak").await;
    budi.taps("Ya, hapus pesannya").await;
    assert!(!budi.chat().contains("tidak terbaca lagi") && !budi.chat().contains("amplop"), "{}", budi.chat());
    assert!(budi.chat().contains("pesan yang diketahui bot sudah dihapus"), "{}", budi.chat());
}

#[tokio::test]
async fn a_message_that_was_refused_is_tried_again_when_it_is_edited() {
    let world = World::new().await;
    world.recipient("Dewi", Agency::Bkpsdm).await;
    let budi = world.person("Budi");
    begins(&budi).await;
    budi.says(&"y".repeat(201)).await;
    assert!(budi.chat().contains("paling banyak 200"), "{}", budi.chat());
    edits(&world, &budi, "yyy", "Dinas Kesehatan").await;
    assert!(budi.last().text.contains("Kapan dan di mana"), "{}", budi.chat());
    budi.says("Senin").await;
    budi.says("Ada amplop.").await;
    to_the_review(&budi).await;
    budi.taps("Kirim sekarang").await;
    budi.says("ZZZZ").await;
    assert!(budi.chat().contains("Belum cocok"), "{}", budi.chat());
    let receipt = budi.messages().iter().rev().find_map(|message| {
        let line = message.text.lines().find(|line| line.len() == 21 && line.split('-').count() == 5)?;
        Some(line.to_owned())
    });
    edits(&world, &budi, "ZZZZ", &receipt.expect("a receipt")).await;
    assert!(budi.last().text.contains("Resi sudah ditutup"), "{}", budi.chat());
}

#[tokio::test]
async fn an_edit_reaches_a_paused_draft_and_no_question() {
    let world = World::new().await;
    world.recipient("Dewi", Agency::Bkpsdm).await;
    let ratna = world.admin("Ratna", ikrar::access::Role::Admin).await;
    begins(&ratna).await;
    ratna.says("Dinas KUDALUMPING").await;
    ratna.says("/siarkan").await;
    ratna.taps("Tulis siaran baru").await;
    edits(&world, &ratna, "KUDALUMPING", "Dinas Contoh KUDALUMPING").await;
    assert!(ratna.last().text.contains("sudah masuk ke isian"), "{}", ratna.chat());
    assert_eq!(world.count("draft where parts is not null").await, 0);
    ratna.says("/batal").await;
    ratna.taps("Lanjutkan laporan").await;
    ratna.taps("Kembali").await;
    assert!(ratna.last().text.contains("Dinas Contoh KUDALUMPING"), "{}", ratna.last().text);
}

#[tokio::test]
async fn a_long_story_is_read_whole_before_it_is_sent() {
    let world = World::new().await;
    let (_, key) = world.recipient("Dewi", Agency::Bkpsdm).await;
    let budi = world.person("Budi");
    begins(&budi).await;
    budi.says(&"🏢".repeat(200)).await;
    budi.says(&"🗓".repeat(500)).await;
    let mut words = Vec::new();
    for part in 0..4 {
        let text: Vec<String> = (0..330).map(|n| format!("<k{part}{n:03}>&")).collect();
        words.extend(text.iter().cloned());
        budi.says(&text.join(" ")).await;
    }
    budi.taps("Lanjut").await;
    for _ in 0..6 {
        budi.sends(Content::Photo { bytes: include_bytes!("../../files/foto-berlokasi.jpg").to_vec(), caption: None })
            .await;
    }
    budi.taps("Lanjut").await;
    budi.taps("○ BKPSDM").await;
    budi.taps("Lanjut").await;
    let mut read = budi.last().text;
    while budi.last().buttons.iter().flatten().any(|button| button.label == "Halaman berikutnya ›") {
        budi.taps("Halaman berikutnya ›").await;
        read.push_str(&budi.last().text);
    }
    for word in &words {
        assert!(read.contains(word.as_str()), "{word} can be read before it is sent");
    }
    budi.taps("‹ Halaman sebelumnya").await;
    budi.taps("Kirim sekarang").await;
    assert!(budi.last().text.contains("sudah disegel"), "{}", budi.last().text);
    let letters = sealed(&world, &key).await;
    assert!(words.iter().all(|word| letters[0].report().unwrap().contains(word.as_str())));
}
