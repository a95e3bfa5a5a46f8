//! An admin who writes a tip and is asked something by another room: neither ever becomes the other.

use chrono::TimeDelta;
use ikrar::{access::Role, tip::Agency};
use simulator::Content;

use crate::world::{Person, World};

/// Typed for the tip, and never to be found anywhere else.
const WORD: &str = "KUDALUMPING";

/// A tip up to its second question.
async fn begins(person: &Person<'_>) {
    person.says("/lapor").await;
    person.taps("Mulai menulis").await;
    person.taps("Tekanan atau perintah dari atasan").await;
}

async fn is_asked(person: &Person<'_>) {
    person.says("/siarkan").await;
    person.taps("Tulis siaran baru").await;
}

/// Whether the word lies in the people database, its log or its draft.
fn lies_in_the_people_database(world: &World) -> bool {
    let database = world.config.database();
    ["", "-wal", "-shm", "-journal"].iter().any(|end| {
        let bytes = std::fs::read(format!("{}{end}", database.display())).unwrap_or_default();
        bytes.windows(WORD.len()).any(|part| part == WORD.as_bytes())
    })
}

#[tokio::test]
async fn a_draft_cannot_be_resumed_beside_an_open_question_and_a_restart_asks() {
    let mut world = World::new().await;
    world.recipient("Dewi", Agency::Bkpsdm).await;
    let ratna = world.admin("Ratna", Role::Admin).await;
    begins(&ratna).await;
    is_asked(&ratna).await;
    ratna.taps("Lanjutkan laporan").await;
    assert!(ratna.last().text.contains("Masih ada pertanyaan lain"), "{}", ratna.chat());
    let id = ratna.id;
    world.restart().await;
    let ratna = world.known(id);
    ratna.says(&format!("{WORD} paragraf kedua ceritaku")).await;
    assert!(ratna.last().text.contains("Apakah pesan ini jawaban untuk isi siaran?"), "{}", ratna.chat());
    assert!(!lies_in_the_people_database(&world));
    ratna.taps("Bukan").await;
    assert!(ratna.last().text.contains("tidak dipakai dan tidak disimpan"), "{}", ratna.chat());
    assert!(!lies_in_the_people_database(&world));
    assert_eq!(world.count("draft where parts is not null").await, 0);
}

#[tokio::test]
async fn an_idle_quarter_of_an_hour_turns_no_paragraph_into_a_broadcast() {
    let world = World::new().await;
    world.recipient("Dewi", Agency::Bkpsdm).await;
    let ratna = world.admin("Ratna", Role::Admin).await;
    begins(&ratna).await;
    is_asked(&ratna).await;
    // Against what they were told.
    ratna.taps("Lanjutkan laporan").await;
    for minutes in [16, 1, 31, 1] {
        world.pass(TimeDelta::minutes(minutes));
        ratna.says(&format!("{WORD} setelah {minutes} menit")).await;
        assert!(!lies_in_the_people_database(&world), "after {minutes}: {}", ratna.chat());
    }
    // All that was typed, and all that was said to it, is known as a trace.
    ratna.says("/batal").await;
    ratna.says("/lapor").await;
    ratna.taps("Saya punya resi").await;
    ratna.taps("Batal").await;
    ratna.taps("Hapus jejak").await;
    ratna.taps("Ya, hapus pesannya").await;
    assert!(!ratna.chat().contains(WORD), "{}", ratna.chat());
    assert!(!lies_in_the_people_database(&world));
}

#[tokio::test]
async fn an_answer_after_a_restart_is_one_tap_away() {
    let mut world = World::new().await;
    let ratna = world.admin("Ratna", Role::Admin).await;
    is_asked(&ratna).await;
    let id = ratna.id;
    world.restart().await;
    let ratna = world.known(id);
    ratna.says("Apel Senin pukul tujuh").await;
    assert_eq!(world.count("draft where parts is not null").await, 0, "not before the tap");
    let (message, data) = ratna.data("Ya, ini jawabannya");
    ratna.taps("Ya, ini jawabannya").await;
    assert!(ratna.chat().contains("dipakai sebagai jawaban"), "{}", ratna.chat());
    assert_eq!(world.count("draft where parts is not null").await, 1);
    assert!(ratna.last().text.contains("Draf siaran"), "{}", ratna.chat());
    // A second tap.
    ratna.taps_data(message, &data).await;
    assert!(ratna.chat().contains("dipakai sebagai jawaban"), "{}", ratna.chat());
    assert_eq!(world.count("draft where parts is not null").await, 1);
}

#[tokio::test]
async fn an_album_is_asked_about_once_and_taken_whole() {
    let mut world = World::new().await;
    let ratna = world.admin("Ratna", Role::Admin).await;
    is_asked(&ratna).await;
    let id = ratna.id;
    world.restart().await;
    let ratna = world.known(id);
    let photo = |caption: Option<&str>| Content::Photo {
        bytes: b"\x89PNG\r\n\x1a\n".to_vec(),
        caption: caption.map(str::to_owned),
    };
    world.sim.send_album(id, id, vec![photo(Some("Undangan")), photo(None), photo(None)]).unwrap();
    world.settle().await;
    assert_eq!(ratna.chat().matches("Apakah pesan ini jawaban").count(), 1, "{}", ratna.chat());
    ratna.taps("Ya, ini jawabannya").await;
    assert!(ratna.last().text.contains("3 berkas"), "{}", ratna.chat());
}

#[tokio::test]
async fn what_was_held_is_used_only_for_what_is_still_asked() {
    let mut world = World::new().await;
    let ratna = world.admin("Ratna", Role::Admin).await;
    is_asked(&ratna).await;
    let id = ratna.id;
    world.restart().await;
    let ratna = world.known(id);
    ratna.says("Satu").await;
    ratna.says("/batal").await;
    ratna.taps("Ya, ini jawabannya").await;
    assert!(ratna.chat().contains("sudah tidak terbuka"), "{}", ratna.chat());
    ratna.says("/siarkan").await;
    ratna.taps("Lanjutkan draf").await;
    // Asked by this process, with nothing in between: no question about the question.
    ratna.says("Dua").await;
    assert!(ratna.last().text.contains("Draf siaran"), "{}", ratna.chat());
    // And a quarter of an hour is as long as a draft of a tip has.
    ratna.taps("Ganti isi").await;
    world.restart().await;
    let ratna = world.known(id);
    ratna.says("Tiga").await;
    world.pass(TimeDelta::minutes(15));
    ratna.taps("Ya, ini jawabannya").await;
    assert!(ratna.last().text.contains("sudah tidak diingat"), "{}", ratna.chat());
    ratna.says("Empat").await;
    assert!(ratna.last().text.contains("Draf siaran"), "the tap has said whose it is: {}", ratna.chat());
}

#[tokio::test]
async fn batal_closes_what_was_asked_last() {
    let world = World::new().await;
    world.recipient("Dewi", Agency::Bkpsdm).await;
    let ratna = world.admin("Ratna", Role::Admin).await;
    begins(&ratna).await;
    is_asked(&ratna).await;
    ratna.says("/batal").await;
    assert!(ratna.last().text.contains("Pertanyaan itu sudah ditutup"), "{}", ratna.chat());
    assert_eq!(world.count("prompt").await, 0);
    ratna.taps("Lanjutkan laporan").await;
    assert!(ratna.last().text.contains("Kantor atau unit mana"), "the draft is still there: {}", ratna.chat());
    ratna.says(WORD).await;
    assert!(ratna.last().text.contains("Kapan dan di mana"), "{}", ratna.chat());
    assert!(!lies_in_the_people_database(&world));
}

#[tokio::test]
async fn a_receipt_is_no_way_around_the_question() {
    let world = World::new().await;
    world.recipient("Dewi", Agency::Bkpsdm).await;
    let ratna = world.admin("Ratna", Role::Admin).await;
    is_asked(&ratna).await;
    for opens in ["/lapor", "/cek"] {
        ratna.says(opens).await;
        assert!(ratna.last().text.contains("Masih ada pertanyaan lain"), "{opens}: {}", ratna.chat());
    }
    // A mistyped receipt is no content of a broadcast.
    ratna.says("7K3M 9Q2V 7K3M 9Q2V").await;
    assert!(ratna.last().text.contains("Apakah pesan ini jawaban"), "{}", ratna.chat());
}

#[tokio::test]
async fn a_slash_in_front_turns_no_paragraph_into_a_command() {
    let world = World::new().await;
    world.recipient("Dewi", Agency::Bkpsdm).await;
    let ratna = world.admin("Ratna", Role::Superadmin).await;
    begins(&ratna).await;
    ratna.says(&format!("/kepala dinas {WORD}")).await;
    assert!(ratna.chat().contains("dibaca sebagai perintah"), "{}", ratna.chat());
    ratna.says(&format!("/angkat {WORD}")).await;
    assert!(ratna.last().text.contains("belum dijalankan"), "{}", ratna.chat());
    assert!(!lies_in_the_people_database(&world));
    // Sent again, it is meant.
    ratna.says("/angkat Budi").await;
    assert!(ratna.last().text.contains("Budi"), "{}", ratna.chat());
    ratna.taps("Lanjutkan laporan").await;
    ratna.says("Dinas Contoh").await;
    assert!(ratna.last().text.contains("Kapan dan di mana"), "{}", ratna.chat());
}

#[tokio::test]
async fn a_file_beside_a_draft_is_asked_about_before_it_is_read_as_a_roster() {
    let world = World::new().await;
    world.recipient("Dewi", Agency::Bkpsdm).await;
    let ratna = world.admin("Ratna", Role::Admin).await;
    begins(&ratna).await;
    ratna.says("/impor").await;
    let file = Content::Document {
        name: "bukti.csv".into(),
        mime: "text/csv".into(),
        bytes: format!("nama;kode;jenis;jabatan;unit;zona\n{WORD};X-1;Non-ASN;Staf;Pemda / X;WIB\n").into_bytes(),
        caption: None,
    };
    ratna.sends(file.clone()).await;
    assert!(ratna.last().text.contains("berkas yang akan diimpor"), "{}", ratna.chat());
    assert!(!lies_in_the_people_database(&world));
    ratna.taps("Ya, ini jawabannya").await;
    assert!(!ratna.last().text.contains("Apakah pesan ini"), "{}", ratna.chat());
    // At a step of the tip it is the tip's, which takes no such file.
    ratna.taps("Lanjutkan laporan").await;
    ratna.sends(file).await;
    assert!(ratna.chat().contains("belum meminta berkas"), "{}", ratna.chat());
}

#[tokio::test]
async fn a_reply_to_a_reporter_is_no_answer_to_a_question() {
    use super::triage::hand_in;
    let world = World::new().await;
    let (dewi, _) = world.recipient("Dewi", Agency::Bkpsdm).await;
    let code = ikrar::cli::admin::claim_code(&world.app.db, Role::Superadmin, "Dewi", world.now()).await.unwrap();
    dewi.says(&format!("/klaim {}", code.grouped())).await;
    hand_in(&world, &[Agency::Bkpsdm]).await;
    is_asked(&dewi).await;
    let case: Vec<u8> = world
        .app
        .tips
        .db
        .run(|c| Box::pin(async move { Ok(sqlx::query_scalar("select id from tip_case").fetch_one(c).await?) }))
        .await
        .unwrap();
    let case = ikrar::tip::Id::from_slice(&case).unwrap();
    let reply = ikrar::telegram::button::Button::Triage(ikrar::telegram::button::TriageButton::Reply { case });
    let message = dewi.messages().iter().rev().find(|message| message.from_bot).unwrap().id;
    dewi.taps_data(message, &reply.encode()).await;
    dewi.says(&format!("{WORD} satu")).await;
    assert!(dewi.last().text.contains("Kirim sebagai jawaban"), "{}", dewi.chat());
    world.pass(TimeDelta::minutes(16));
    dewi.says(&format!("{WORD} dua")).await;
    assert!(dewi.last().text.contains("Apakah pesan ini jawaban"), "{}", dewi.chat());
    assert!(!lies_in_the_people_database(&world));
}
