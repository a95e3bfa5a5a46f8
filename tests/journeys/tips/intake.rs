//! The reporter's side: steps, evidence, receipt, coming back, deleting traces.

use chrono::TimeDelta;
use ikrar::tip::{
    Agency, ItemKind,
    draft::{IDLE, STORY},
};
use simulator::Content;
use vault::{envelope::Envelope, key::Identity};

use crate::world::{Person, World, show, snapshots};

/// As small as a JPEG gets, with a camera's name and a place in it.
const PHOTO: &[u8] = include_bytes!("../../files/foto-berlokasi.jpg");
const PDF: &[u8] = include_bytes!("../../files/surat-perintah.pdf");

/// Walks to the review with a short story for BKPSDM.
async fn writes(person: &Person<'_>) {
    begins(person).await;
    goes_on(person).await;
}

/// Up to the step that asks for evidence.
async fn begins(person: &Person<'_>) {
    person.says("/lapor").await;
    person.taps("Mulai menulis").await;
    person.taps("Politik uang atau pemberian").await;
    person.says("Dinas Pendidikan").await;
    person.says("Senin, di aula").await;
    person.says("Kepala bidang membagikan amplop kepada pegawai.").await;
    person.taps("Lanjut").await;
}

/// From there to the review.
async fn goes_on(person: &Person<'_>) {
    person.taps("Lanjut tanpa bukti").await;
    person.taps("○ BKPSDM").await;
    person.taps("Lanjut").await;
}

/// The receipt on screen.
fn receipt(person: &Person<'_>) -> String {
    let text = person.last().text;
    let line = text.lines().find(|line| line.split('-').count() == 5 && line.len() == 21);
    line.unwrap_or_else(|| panic!("no receipt in:\n{text}")).to_owned()
}

/// Types back what is asked for.
async fn notes(person: &Person<'_>) -> String {
    let (receipt, text) = (receipt(person), person.last().text);
    let at =
        ["pertama", "kedua", "ketiga", "keempat"].iter().position(|word| text.contains(&format!("kelompok {word}")));
    let group = receipt.split('-').nth(at.expect("a group is asked for")).expect("a group").to_ascii_lowercase();
    person.says(&group).await;
    receipt
}

/// Everything that was sealed to this key, in the order of coming.
pub async fn sealed(world: &World, identity: &Identity) -> Vec<Envelope> {
    let rows: Vec<(Vec<u8>,)> = world
        .app
        .tips
        .db
        .run(|c| {
            Box::pin(async move {
                Ok(sqlx::query_as("select sealed from tip_item order by case_id, abs(n)").fetch_all(c).await?)
            })
        })
        .await
        .unwrap();
    rows.iter().filter_map(|(sealed,)| Envelope::open(sealed, identity).ok()).collect()
}

async fn count(world: &World, what: &'static str) -> i64 {
    world
        .app
        .tips
        .db
        .run(move |c| {
            Box::pin(async move {
                let sql = sqlx::AssertSqlSafe(format!("select count(*) from {what}"));
                Ok(sqlx::query_scalar(sql).fetch_one(c).await?)
            })
        })
        .await
        .unwrap()
}

#[tokio::test]
async fn without_a_recipient_no_tip_is_taken_and_other_places_are_named() {
    let world = World::new().await;
    let budi = world.person("Budi");
    budi.says("/lapor").await;
    snapshots().bind(|| insta::assert_snapshot!("tip_closed", budi.chat()));
    assert_eq!(count(&world, "tip_case").await, 0);
}

#[tokio::test]
async fn a_citizen_hands_in_a_tip_with_evidence() {
    let world = World::new().await;
    let (_, key) = world.recipient("Dewi", Agency::Bkpsdm).await;
    let (_, other) = world.recipient("Anton", Agency::Bawaslu).await;
    let budi = world.person("Budi");
    let mut seen = Vec::new();
    budi.says("/lapor").await;
    seen.push(show(&budi.last()));
    budi.taps("Mulai menulis").await;
    seen.push(show(&budi.last()));
    budi.taps("Tekanan atau perintah dari atasan").await;
    seen.push(show(&budi.last()));
    budi.says("Dinas Pendidikan").await;
    seen.push(show(&budi.last()));
    budi.says("Senin, di aula").await;
    budi.says("Kepala bidang menyuruh kami <b>ikut kampanye</b>.").await;
    budi.says("Yang menolak diancam dipindah.").await;
    seen.push(show(&budi.last()));
    budi.taps("Lanjut").await;
    budi.sends(Content::Photo { bytes: PHOTO.to_vec(), caption: Some("Ini bos saya".into()) }).await;
    budi.sends(Content::Document {
        name: "surat budi.pdf".into(),
        mime: "application/pdf".into(),
        bytes: PDF.to_vec(),
        caption: None,
    })
    .await;
    seen.push(show(&budi.last()));
    budi.taps("Lanjut").await;
    seen.push(show(&budi.last()));
    assert!(budi.taps("Lanjut").await.text.is_some(), "one must be chosen");
    budi.taps("○ BKPSDM").await;
    budi.taps("Lanjut").await;
    seen.push(show(&budi.last()));
    budi.taps("Kirim sekarang").await;
    seen.push(show(&budi.last()));
    budi.says("0000").await;
    seen.push(show(&budi.last()));
    let shown =
        budi.messages().iter().rev().find(|m| m.text.contains("hanya ditampilkan sampai ditutup")).cloned().unwrap();
    let line = shown.text.lines().find(|line| line.len() == 21 && line.contains('-')).unwrap().to_owned();
    let at = ["pertama", "kedua", "ketiga", "keempat"]
        .iter()
        .position(|word| shown.text.contains(&format!("kelompok {word}")))
        .unwrap();
    budi.says(line.split('-').nth(at).unwrap()).await;
    seen.push(show(&budi.last()));
    assert!(!budi.chat().contains(&line), "the receipt is no longer on screen");
    snapshots().bind(|| insta::assert_snapshot!("tip_handed_in", seen.join("---\n")));

    let envelopes = sealed(&world, &key).await;
    assert_eq!(envelopes.len(), 1);
    snapshots().bind(|| insta::assert_snapshot!("tip_letter", envelopes[0].report().unwrap()));
    let names: Vec<&str> = envelopes[0].entries.iter().map(|entry| entry.name.as_str()).collect();
    assert_eq!(names, ["laporan.txt", "berkas-1.jpg", "berkas-2.pdf"]);
    assert!(sealed(&world, &other).await.is_empty(), "who was not chosen cannot open it");
}

#[tokio::test]
async fn every_step_leads_back_and_out() {
    let world = World::new().await;
    world.recipient("Dewi", Agency::Bkpsdm).await;
    let budi = world.person("Budi");
    writes(&budi).await;
    budi.taps("Ubah kantor").await;
    assert!(budi.last().text.contains("Dinas Pendidikan"), "the answer is still there: {}", budi.last().text);
    budi.says("Dinas Kesehatan").await;
    assert!(budi.last().text.contains("Dinas Kesehatan") && budi.last().text.contains("Periksa"));
    budi.taps("Ubah cerita").await;
    budi.taps("Kembali").await;
    assert!(budi.last().text.contains("Periksa"));
    budi.taps("Ubah penerima").await;
    budi.taps("● BKPSDM").await;
    budi.taps("Kembali").await;
    let told = budi.taps("Kirim sekarang").await;
    assert!(told.text.unwrap().contains("belum dijawab"));
    budi.taps("Batal").await;
    budi.taps("Tidak, lanjutkan menulis").await;
    assert!(budi.last().text.contains("Periksa"));
    budi.taps("Batal").await;
    let (message, data) = budi.data("Ya, hapus");
    budi.taps("Ya, hapus").await;
    assert!(budi.last().text.contains("tidak ada yang dikirim"));
    // A second tap, or one of tomorrow.
    budi.taps_data(message, &data).await;
    assert!(budi.last().text.contains("terhapus dari ingatan"), "{}", budi.last().text);
    assert_eq!(count(&world, "tip_case").await, 0);
    budi.says("/lapor").await;
    budi.taps("Mulai menulis").await;
    budi.says("/batal").await;
    assert!(budi.last().text.contains("tidak ada yang dikirim"), "{}", budi.last().text);
}

#[tokio::test]
async fn two_taps_keep_one_tip_and_show_one_receipt() {
    let world = World::new().await;
    world.recipient("Dewi", Agency::Bkpsdm).await;
    let budi = world.person("Budi");
    writes(&budi).await;
    let (message, data) = budi.data("Kirim sekarang");
    world.sim.tap_data(budi.id, budi.id, message, &data).unwrap();
    world.sim.tap_data(budi.id, budi.id, message, &data).unwrap();
    world.settle().await;
    let first = receipt(&budi);
    assert_eq!(count(&world, "tip_case").await, 1);
    budi.taps("Tutup tanpa mencatat").await;
    budi.taps("Tidak, tampilkan lagi").await;
    assert_eq!(receipt(&budi), first);
    notes(&budi).await;
    budi.taps_data(message, &data).await;
    assert_eq!(count(&world, "tip_case").await, 1);
}

#[tokio::test]
async fn what_rests_is_forgotten_and_a_restart_says_so() {
    let mut world = World::new().await;
    world.recipient("Dewi", Agency::Bkpsdm).await;
    let id = {
        let budi = world.person("Budi");
        writes(&budi).await;
        world.pass(IDLE + TimeDelta::seconds(1));
        budi.taps("Kirim sekarang").await;
        assert!(budi.last().text.contains("terhapus dari ingatan"), "{}", budi.last().text);
        writes(&budi).await;
        world.pass(IDLE + TimeDelta::seconds(1));
        // What is typed goes nowhere else.
        budi.says("Satu hal lagi: namanya Pak Contoh.").await;
        assert!(budi.last().text.contains("terhapus dari ingatan"), "{}", budi.last().text);
        writes(&budi).await;
        budi.id
    };
    world.restart().await;
    let budi = world.known(id);
    budi.taps("Kirim sekarang").await;
    assert!(budi.last().text.contains("bot dimulai ulang"), "{}", budi.last().text);
    assert_eq!(count(&world, "tip_case").await, 0);
}

#[tokio::test]
async fn whoever_turns_elsewhere_is_not_listened_to() {
    let world = World::new().await;
    world.recipient("Dewi", Agency::Bkpsdm).await;
    let siti = world.linked("Siti", "198001012005012001").await;
    siti.says("/lapor").await;
    siti.taps("Mulai menulis").await;
    siti.taps("Lainnya").await;
    siti.says("/status").await;
    siti.says("Halo").await;
    assert!(!siti.last().text.contains("Kapan dan di mana"), "{}", siti.last().text);
    siti.says("/lapor").await;
    assert!(siti.last().text.contains("Kantor atau unit mana"), "the draft goes on: {}", siti.last().text);
    siti.says("Dinas Perhubungan").await;
    assert!(siti.last().text.contains("Kapan dan di mana"));
}

#[tokio::test]
async fn what_cannot_be_taken_is_said_with_what_to_do() {
    let world = World::new().await;
    world.recipient("Dewi", Agency::Bkpsdm).await;
    let budi = world.person("Budi");
    budi.says("/lapor").await;
    budi.taps("Mulai menulis").await;
    let mut seen = Vec::new();
    let mut tries = async |content: Content| {
        budi.sends(content).await;
        let messages = budi.messages();
        let said = messages.iter().rev().find(|m| m.from_bot && m.buttons.is_empty());
        seen.push(said.map_or_else(|| show(&budi.last()), show));
    };
    tries(Content::Text("Politik uang".into())).await;
    budi.taps("Lainnya").await;
    tries(Content::Text("x".repeat(201))).await;
    tries(Content::Photo { bytes: PHOTO.to_vec(), caption: None }).await;
    tries(Content::Voice).await;
    tries(Content::Contact { of: budi.id }).await;
    budi.says("Dinas").await;
    budi.says("tidak tahu").await;
    for _ in 0..STORY / 4_000 {
        budi.says(&"a".repeat(3_990)).await;
    }
    tries(Content::Text("b".repeat(100))).await;
    budi.taps("Lanjut").await;
    tries(Content::Text("Ini buktinya".into())).await;
    tries(Content::Location { latitude: -3.1, longitude: 128.2 }).await;
    let file = |name: &str, bytes: &[u8]| Content::Document {
        name: name.into(),
        mime: "application/octet-stream".into(),
        bytes: bytes.to_vec(),
        caption: None,
    };
    tries(file("a.zip", b"PK\x03\x04zip")).await;
    tries(file("b.jpg", b"\xff\xd8\xffnot a picture")).await;
    for _ in 0..6 {
        budi.sends(Content::Photo { bytes: PHOTO.to_vec(), caption: None }).await;
    }
    tries(Content::Photo { bytes: PHOTO.to_vec(), caption: None }).await;
    budi.taps("Hapus berkas-6.jpg").await;
    assert!(!budi.last().text.contains("berkas-6"));
    snapshots().bind(|| insta::assert_snapshot!("tip_refusals", seen.join("---\n")));
}

#[tokio::test]
async fn an_unknown_receipt_is_answered_always_alike() {
    let world = World::new().await;
    world.recipient("Dewi", Agency::Bkpsdm).await;
    let budi = world.person("Budi");
    writes(&budi).await;
    budi.taps("Kirim sekarang").await;
    let receipt = notes(&budi).await;
    let mut wrong = receipt.clone();
    wrong.replace_range(0..1, if receipt.starts_with('A') { "B" } else { "A" });
    let mut answers = Vec::new();
    for text in ["", "halo", "AAAA-AAAA-AAAA-AAAA-A", &wrong] {
        let someone = world.person("Orang");
        someone.says("/cek").await;
        if !text.is_empty() {
            someone.says(text).await;
            assert!(!someone.chat().contains(&format!("  {text}\n")), "what was typed is gone: {}", someone.chat());
        }
        answers.push(show(&someone.last()));
    }
    assert!(answers[1..].windows(2).all(|pair| pair[0] == pair[1]), "{answers:#?}");
    snapshots().bind(|| insta::assert_snapshot!("tip_unknown_receipt", answers[..2].join("---\n")));
}

#[tokio::test]
async fn the_receipt_opens_status_and_replies_and_takes_additions() {
    let world = World::new().await;
    let (_, key) = world.recipient("Dewi", Agency::Bkpsdm).await;
    let budi = world.person("Budi");
    writes(&budi).await;
    budi.taps("Kirim sekarang").await;
    let receipt = notes(&budi).await;
    reply(&world, "Terima kasih. Siapa saja saksinya? <ya>").await;
    // From another phone.
    let other = world.person("Nomor lain");
    other.says(&format!("/cek {}", receipt.to_lowercase().replace('-', " "))).await;
    let mut seen = vec![show(&other.last())];
    other.says("Saksinya Bu Contoh").await;
    seen.push(show(&other.last()));
    other.taps("Tambah keterangan atau bukti").await;
    seen.push(show(&other.last()));
    other.says("Saksinya Bu Contoh").await;
    other.taps("Lanjut").await;
    other.sends(Content::Photo { bytes: PHOTO.to_vec(), caption: None }).await;
    other.taps("Lanjut").await;
    seen.push(show(&other.last()));
    other.taps("Kirim sekarang").await;
    seen.push(show(&other.last()));
    other.says(&format!("/cek {receipt}")).await;
    assert!(!other.last().text.contains("Baru dari"), "{}", other.last().text);
    other.taps("Tutup").await;
    snapshots().bind(|| insta::assert_snapshot!("tip_came_back", seen.join("---\n")));
    let envelopes = sealed(&world, &key).await;
    assert!(envelopes.iter().any(|envelope| envelope.report().unwrap().contains("Saksinya Bu Contoh")));
    assert_eq!(count(&world, "tip_item where kind = 'addition' and n < 0").await, 1, "until the next digest");
}

/// As a recipient's reply is kept.
pub async fn reply(world: &World, text: &'static str) {
    world
        .app
        .tips
        .db
        .run(move |c| {
            Box::pin(async move {
                let (case, key): (Vec<u8>, String) =
                    sqlx::query_as("select id, reply_key from tip_case").fetch_one(&mut *c).await?;
                let (author,): (Vec<u8>,) = sqlx::query_as("select id from tip_recipient").fetch_one(&mut *c).await?;
                let sealed = Envelope::new(text, []).seal(&[key.parse().unwrap()]).unwrap();
                sqlx::query(
                    "insert into tip_item (id, case_id, n, kind, agency, author, on_day, unread, sealed)
                     values (?, ?, 2, ?, 'bkpsdm', ?, '2024-10-05', 1, ?)",
                )
                .bind(ikrar::tip::Id::random().0.as_slice())
                .bind(case)
                .bind(ItemKind::Reply.as_str())
                .bind(author)
                .bind(sealed)
                .execute(c)
                .await?;
                Ok(())
            })
        })
        .await
        .unwrap();
}

#[tokio::test]
async fn traces_are_deleted_on_both_sides() {
    let mut world = World::new().await;
    world.recipient("Dewi", Agency::Bkpsdm).await;
    let id = {
        let budi = world.person("Budi");
        budi.says("Halo").await;
        writes(&budi).await;
        budi.taps("Kirim sekarang").await;
        notes(&budi).await;
        budi.taps("Hapus jejak").await;
        budi.taps("Ya, hapus pesannya").await;
        snapshots().bind(|| insta::assert_snapshot!("tip_erased", budi.chat()));
        writes(&budi).await;
        budi.says("/batal").await;
        budi.id
    };
    world.restart().await;
    let budi = world.known(id);
    budi.taps("Hapus jejak").await;
    budi.taps("Ya, hapus pesannya").await;
    assert!(budi.last().text.contains("tidak lagi mengingat"), "{}", budi.last().text);
}

#[tokio::test]
async fn a_day_has_its_cap_and_an_account_its_own() {
    let mut world = World::new().await;
    world.recipient("Dewi", Agency::Bkpsdm).await;
    {
        let budi = world.person("Budi");
        for _ in 0..3 {
            writes(&budi).await;
            budi.taps("Kirim sekarang").await;
            notes(&budi).await;
        }
        writes(&budi).await;
        budi.taps("Kirim sekarang").await;
        assert!(budi.chat().contains("besok"), "{}", budi.chat());
        assert_eq!(count(&world, "tip_case").await, 3);
    }
    world.config.tips.per_day = 3;
    world.restart().await;
    let other = world.person("Lain");
    writes(&other).await;
    other.taps("Kirim sekarang").await;
    assert!(other.chat().contains("Hari ini kami belum dapat menerima laporan lagi"), "{}", other.chat());
    assert_eq!(count(&world, "tip_case").await, 3);
    world.pass(TimeDelta::days(1));
    writes(&other).await;
    other.taps("Kirim sekarang").await;
    assert_eq!(count(&world, "tip_case").await, 4);
}

#[tokio::test]
async fn a_receipt_leaves_the_chat_wherever_it_is_typed() {
    let world = World::new().await;
    world.recipient("Dewi", Agency::Bkpsdm).await;
    let budi = world.person("Budi");
    writes(&budi).await;
    budi.taps("Kirim sekarang").await;
    let receipt = receipt(&budi);
    // Whoever types it whole has noted it down as well.
    budi.says(&receipt.replace('-', " ")).await;
    assert!(budi.last().text.contains("Resi sudah ditutup"), "{}", budi.last().text);
    // Without a command, as the text before it suggests.
    budi.says(&receipt).await;
    assert!(budi.last().text.contains("diterima, belum ditelaah"), "{}", budi.last().text);
    budi.says("/lapor").await;
    budi.taps("Mulai menulis").await;
    budi.says(&receipt).await;
    assert!(budi.chat().contains("Masih ada isian laporan"), "{}", budi.chat());
    budi.says(&format!("/cek {receipt}")).await;
    assert!(!budi.chat().contains(&receipt) && !budi.chat().contains(&receipt.replace('-', " ")), "{}", budi.chat());
}

#[tokio::test]
async fn a_report_that_is_paused_says_so_and_leaves_nothing_behind() {
    let world = World::new().await;
    world.recipient("Dewi", Agency::Bkpsdm).await;
    let siti = world.linked("Siti", "198001012005012001").await;
    siti.says("/lapor").await;
    siti.taps("Mulai menulis").await;
    siti.taps("Lainnya").await;
    siti.says("/status").await;
    assert!(siti.chat().contains("Isian laporan dijeda"), "{}", siti.chat());
    siti.says("Dinas Contoh, yang seharusnya masuk laporan").await;
    let (paused, _) = siti.data("Lanjutkan laporan");
    siti.taps("Lanjutkan laporan").await;
    let there = world.sim.message(siti.id, paused).unwrap().text;
    assert!(there.contains("Kantor atau unit mana"), "the question stands where the pause stood: {}", siti.chat());
    siti.says("/batal").await;
    siti.taps("Hapus jejak").await;
    siti.taps("Ya, hapus pesannya").await;
    assert!(!siti.chat().contains("Dinas Contoh"), "{}", siti.chat());
    siti.taps("Hapus juga pesan ini").await;
    assert!(!siti.chat().contains("sudah dihapus"), "{}", siti.chat());
}

#[tokio::test]
async fn where_nobody_is_left_to_open_it_other_places_are_named() {
    let world = World::new().await;
    world.recipient("Dewi", Agency::Bkpsdm).await;
    let (budi, other) = (world.person("Budi"), world.person("Lain"));
    writes(&budi).await;
    budi.taps("Kirim sekarang").await;
    let receipt = notes(&budi).await;
    writes(&other).await;
    let retired = world.app.tips.db.run(|c| {
        Box::pin(async move {
            sqlx::query("update tip_recipient set retired_on = '2024-10-04'").execute(c).await?;
            Ok(())
        })
    });
    retired.await.unwrap();
    other.taps("Kirim sekarang").await;
    assert!(other.chat().contains("SP4N-LAPOR"), "{}", other.chat());
    budi.says(&format!("/cek {receipt}")).await;
    budi.taps("Tambah keterangan atau bukti").await;
    assert!(budi.last().text.contains("SP4N-LAPOR"), "{}", budi.last().text);
    assert_eq!(count(&world, "tip_item").await, 1);
}

#[tokio::test]
async fn texts_are_taken_where_files_have_no_room() {
    let mut world = World::new().await;
    world.config.tips.storage_mb = 64;
    world.restart().await;
    world.recipient("Dewi", Agency::Bkpsdm).await;
    let budi = world.person("Budi");
    let fills = |megabytes: i64| {
        let fill =
            format!("insert or replace into tip_setting (name, value) values ('filler', zeroblob({megabytes} << 20))");
        world.app.tips.db.run(move |c| {
            Box::pin(async move {
                sqlx::query(sqlx::AssertSqlSafe(fill)).execute(c).await?;
                Ok(())
            })
        })
    };
    fills(19).await.unwrap();
    begins(&budi).await;
    budi.sends(Content::Photo { bytes: PHOTO.to_vec(), caption: None }).await;
    assert!(budi.chat().contains("Laporan tertulis tetap dapat kami terima"), "{}", budi.chat());
    goes_on(&budi).await;
    budi.taps("Kirim sekarang").await;
    assert_eq!(count(&world, "tip_case").await, 1, "{}", budi.chat());
    // Only where nothing is left at all, texts are refused as well.
    fills(25).await.unwrap();
    notes(&budi).await;
    writes(&budi).await;
    budi.taps("Kirim sekarang").await;
    assert!(budi.chat().contains("Hari ini kami belum dapat menerima laporan lagi"), "{}", budi.chat());
}
