//! An election made in chat: days as people type them, a look before it is saved, and every way back.

use ikrar::access::Role;
use simulator::CallbackAnswer;

use crate::world::{Person, World, show, snapshots};

fn has(person: &Person<'_>, label: &str) -> bool {
    person.last().buttons.iter().flatten().any(|button| button.label == label)
}

async fn begins(person: &Person<'_>, title: &str) {
    person.says("/jadwal").await;
    person.taps("Buat di sini").await;
    person.says(title).await;
}

async fn adds(person: &Person<'_>, kind: &str, days: &str) {
    person.taps(kind).await;
    person.says(days).await;
}

#[tokio::test]
async fn an_election_is_made_by_typing_days() {
    let world = World::new().await;
    let ratna = world.admin("Ratna", Role::Admin).await;
    begins(&ratna, "Pilkada Kabupaten Contoh 2030").await;
    let mut seen = vec![show(&ratna.last())];
    ratna.taps("+ masa kampanye").await;
    seen.push(show(&ratna.last()));
    ratna.says("25 sep - 23 nov 2030").await;
    seen.push(show(&ratna.last()));
    adds(&ratna, "+ masa tenang", "24-11-2030 s.d. 26-11-2030").await;
    adds(&ratna, "+ pemungutan suara", "27/11/30").await;
    assert!(!has(&ratna, "+ pemungutan suara"), "there is one");
    seen.push(show(&ratna.last()));
    assert_eq!(world.count("election").await, 0, "nothing is there before it is saved");
    ratna.taps("Lihat pratinjau").await;
    seen.push(show(&ratna.last()));
    let (message, data) = ratna.data("Simpan jadwal");
    ratna.taps("Simpan jadwal").await;
    seen.push(show(&ratna.last()));
    snapshots().bind(|| insta::assert_snapshot!("draft_made", seen.join("---\n")));
    assert_eq!(world.count("stage where removed_at is null").await, 3);
    assert!(world.count("rule").await > 0, "with the usual reminders");
    // A second tap finds what it became.
    ratna.taps_data(message, &data).await;
    assert!(ratna.last().text.contains("Perubahan sudah diterapkan"), "{}", ratna.chat());
    assert_eq!(world.count("election").await, 1);
}

#[tokio::test]
async fn what_cannot_be_is_asked_again() {
    let world = World::new().await;
    let ratna = world.admin("Ratna", Role::Admin).await;
    begins(&ratna, "Pilkada 2030").await;
    ratna.taps("+ masa kampanye").await;
    for (typed, told) in [
        ("23 nov - 25 sep 2030", "lebih awal daripada hari pertama"),
        ("31 feb - 3 mar 2030", "tidak ada"),
        ("27 nop 2030", "hari pertama dan hari terakhir"),
        ("segera", "segera"),
        ("???", "belum kami pahami"),
    ] {
        ratna.says(typed).await;
        let text = ratna.last().text;
        assert!(text.contains(told) && has(&ratna, "Batal"), "{typed}: {text}");
    }
    // The question is still open.
    ratna.says("25 sep - 23 nov 2030").await;
    assert!(ratna.last().text.contains("25 September 2030 s.d. 23 November 2030"), "{}", ratna.chat());
    ratna.taps("+ masa tenang").await;
    ratna.says("20 - 26 nov 2030").await;
    assert!(ratna.last().text.contains("Masa kampanye"), "they overlap: {}", ratna.chat());
    ratna.says("24 - 26 nov 2030").await;
    // A name that is there.
    ratna.taps("+ tahapan lain").await;
    ratna.says("MASA TENANG").await;
    assert!(ratna.last().text.contains("dipakai dua kali"), "{}", ratna.chat());
    ratna.says("Debat publik").await;
    ratna.says("besok").await;
    assert!(ratna.last().text.contains("Debat publik: 5 Oktober 2024"), "{}", ratna.chat());
    // What is over is asked about, and kept if it is meant.
    ratna.taps("Ubah: Debat publik").await;
    ratna.taps("Ubah tanggal").await;
    ratna.says("3 okt 2024").await;
    assert!(ratna.last().text.contains("sudah lewat"), "{}", ratna.chat());
    ratna.taps("Pakai tanggal ini").await;
    assert!(ratna.last().text.contains("Debat publik: 3 Oktober 2024"), "{}", ratna.chat());
    assert_eq!(world.count("election").await, 0);
}

#[tokio::test]
async fn every_step_has_a_way_back_and_a_draft_waits() {
    let mut world = World::new().await;
    let id = world.admin("Ratna", Role::Admin).await.id;
    let ratna = world.known(id);
    ratna.says("/jadwal").await;
    ratna.taps("Buat di sini").await;
    ratna.taps("Batal").await;
    assert!(ratna.last().text.contains("Belum ada jadwal"), "{}", ratna.chat());
    ratna.says("Pilkada 2030").await;
    assert!(!ratna.was_told("rancangan, belum disimpan"), "nobody asked: {}", ratna.chat());
    begins(&ratna, "Pilkada 2030").await;
    ratna.taps("+ masa kampanye").await;
    ratna.taps("Batal").await;
    assert!(!ratna.last().text.contains("Masa kampanye:"), "{}", ratna.chat());
    adds(&ratna, "+ masa kampanye", "25 sep - 23 nov 2030").await;
    ratna.taps("+ masa tenang").await;
    // In the middle of a question: another command, a restart, a day.
    ratna.says("/bantuan").await;
    world.restart().await;
    let ratna = world.known(id);
    ratna.says("/jadwal").await;
    ratna.taps("Buat di sini").await;
    let text = ratna.last().text;
    assert!(text.contains("belum selesai") && text.contains("belum bertanggal"), "{text}");
    assert!(!has(&ratna, "Lihat pratinjau"), "a stage has no days yet");
    ratna.taps("Ubah: Masa tenang").await;
    ratna.taps("Hapus").await;
    ratna.taps("Ubah: Masa kampanye").await;
    ratna.taps("Ganti nama").await;
    ratna.says("Masa kampanye terbuka").await;
    ratna.taps("Ganti nama").await;
    ratna.says("Pilkada Contoh 2030").await;
    let text = ratna.last().text;
    assert!(text.contains("Pilkada Contoh 2030") && text.contains("Masa kampanye terbuka: 25 September"), "{text}");
    ratna.taps("Lihat pratinjau").await;
    ratna.taps("Kembali").await;
    ratna.taps("Hapus rancangan").await;
    ratna.taps("Ya, hapus rancangan").await;
    assert_eq!((world.count("calendar_draft").await, world.count("election").await), (0, 0));
    // An old button says so.
    let answer: CallbackAnswer = ratna.taps_data(ratna.last().id, "cal:d:l").await;
    assert!(answer.text.is_none() && ratna.last().text.contains("sudah tidak ada"), "{}", ratna.chat());
}

#[tokio::test]
async fn stages_are_added_to_an_election_that_is_there() {
    let world = World::new().await;
    let (ratna, budi) = (world.admin("Ratna", Role::Admin).await, world.linked("Budi", "200012312024211001").await);
    begins(&ratna, "Pilkada 2030").await;
    adds(&ratna, "+ pemungutan suara", "27 November 2030").await;
    ratna.taps("Lihat pratinjau").await;
    ratna.taps("Simpan, pengingat nonaktif dahulu").await;
    // Under the same name there is no second one.
    begins(&ratna, "PILKADA 2030").await;
    assert!(ratna.last().text.contains("Sudah ada jadwal"), "{}", ratna.chat());
    ratna.taps("Tambah tahapan: Pilkada 2030").await;
    ratna.taps("+ masa tenang").await;
    ratna.says("25 - 27 nov 2030").await;
    assert!(ratna.last().text.contains("Pemungutan suara"), "it meets what is there: {}", ratna.chat());
    ratna.says("24 - 26 nov 2030").await;
    ratna.taps("Lihat pratinjau").await;
    snapshots().bind(|| insta::assert_snapshot!("draft_added", show(&ratna.last())));
    ratna.taps("Simpan jadwal").await;
    assert_eq!(world.count("stage where removed_at is null").await, 2);
    assert_eq!(world.count("election").await, 1);
    // Nobody else has these buttons.
    let answer = budi.taps_data(1, "cal:d:c").await;
    assert!(answer.text.is_some() && !budi.was_told("Pemilihan apa"), "{}", budi.chat());
}
