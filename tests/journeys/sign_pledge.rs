//! The main job: from a code to a receipt, and everything that can get in between.

use chrono::TimeDelta;

use crate::world::{ASN, World, snapshots};

#[tokio::test]
async fn anna_is_linked_reads_and_signs() {
    let world = World::new().await;
    let anna = world.person("Anna");
    anna.opens(world.code("198001012005012001").await.as_str()).await;
    anna.taps("Benar, ini saya").await;
    snapshots().bind(|| insta::assert_snapshot!("linked", anna.chat()));
    anna.taps("Ikrar saya").await;
    anna.taps("Baca: Ikrar Netralitas ASN").await;
    let mut screens = vec![crate::world::show(&anna.last())];
    while anna.last().buttons.iter().flatten().any(|button| button.label == "Sudah saya baca") {
        world.pass(TimeDelta::seconds(3));
        anna.taps("Sudah saya baca").await;
        screens.push(crate::world::show(&anna.last()));
    }
    snapshots().bind(|| insta::assert_snapshot!("reading", screens.join("\n")));
    let answer = anna.taps("Saya berikrar").await;
    assert_eq!(answer.text.as_deref(), Some("Terima kasih, pernyataan Bapak/Ibu sudah tercatat."));
    snapshots().bind(|| insta::assert_snapshot!("receipt", crate::world::show(&anna.last())));
    assert_eq!(world.count("acknowledgement").await, 1);
    assert!(world.ledger_is_sound().await);
}

#[tokio::test]
async fn haste_is_answered_kindly_and_nothing_is_recorded() {
    let world = World::new().await;
    let anna = world.linked("Anna", "198001012005012001").await;
    anna.says("/ikrar").await;
    let before = anna.chat();
    let answer = anna.taps("Sudah saya baca").await;
    assert_eq!(
        answer.text.as_deref(),
        Some("Mohon dibaca dahulu dengan saksama. Tombol ini dapat diketuk dalam 3 detik.")
    );
    assert_eq!(anna.chat(), before);
    world.pass(TimeDelta::milliseconds(2001));
    assert!(anna.taps("Sudah saya baca").await.text.is_some_and(|text| text.contains("1 detik")));
    world.pass(TimeDelta::seconds(1));
    assert_eq!(anna.taps("Sudah saya baca").await.text, None);
    assert!(anna.last().text.contains("Poin 1/4"));
}

#[tokio::test]
async fn reading_goes_on_at_the_same_clause_after_a_day_a_restart_and_a_deleted_message() {
    let mut world = World::new().await;
    let anna = world.linked("Anna", "198001012005012001").await.id;
    let person = world.known(anna);
    person.says("/ikrar").await;
    for _ in 0..2 {
        world.pass(TimeDelta::seconds(3));
        person.taps("Sudah saya baca").await;
    }
    assert!(person.last().text.contains("Poin 2/4"));
    let old = person.last().id;
    world.pass(TimeDelta::days(1));
    world.restart().await;
    let person = world.known(anna);
    // The old button still works after the restart.
    person.taps("Sudah saya baca").await;
    assert!(person.last().text.contains("Poin 3/4"));
    world.sim.delete(anna, anna, old).unwrap();
    person.says("/ikrar").await;
    assert!(person.last().text.contains("Poin 3/4"), "{}", person.chat());
    // A tap on a message that is gone finds its way into a new one.
    world.pass(TimeDelta::seconds(3));
    person.taps_data(old, &person.data("Sudah saya baca").1).await;
    assert!(person.last().text.contains("Poin 4/4"), "{}", person.chat());
    person.reads_every_clause().await;
    person.taps("Saya berikrar").await;
    assert_eq!(world.count("acknowledgement").await, 1);
}

#[tokio::test]
async fn one_can_step_back_and_leave_for_later() {
    let world = World::new().await;
    let anna = world.linked("Anna", "198001012005012001").await;
    anna.says("/ikrar").await;
    for _ in 0..2 {
        world.pass(TimeDelta::seconds(3));
        anna.taps("Sudah saya baca").await;
    }
    anna.taps("Kembali").await;
    assert!(anna.last().text.contains("Poin 1/4"));
    anna.taps("Kembali").await;
    assert!(anna.last().text.contains("Pembukaan"));
    anna.taps("Lanjut").await;
    anna.taps("Lanjut").await;
    assert!(anna.last().text.contains("Poin 2/4"));
    anna.taps("Nanti").await;
    snapshots().bind(|| insta::assert_snapshot!("later", crate::world::show(&anna.last())));
    anna.taps("Lanjutkan: Ikrar Netralitas ASN").await;
    assert!(anna.last().text.contains("Poin 2/4"));
    // From the whole text there is a way back as well.
    anna.reads_every_clause().await;
    anna.taps("Kembali").await;
    assert!(anna.last().text.contains("Poin 4/4"));
    anna.taps("Lanjut").await;
    anna.taps("Saya berikrar").await;
    assert_eq!(world.count("acknowledgement").await, 1);
}

#[tokio::test]
async fn signing_twice_gives_one_entry_and_the_same_receipt() {
    let mut world = World::new().await;
    let anna = world.linked("Anna", "198001012005012001").await.id;
    let person = world.known(anna);
    person.says("/ikrar").await;
    person.reads_every_clause().await;
    let (message, data) = person.data("Saya berikrar");
    for _ in 0..30 {
        world.sim.tap_data(anna, anna, message, &data).unwrap();
    }
    world.settle().await;
    assert_eq!(world.count("acknowledgement").await, 1);
    let receipt = person.last().text;
    world.restart().await;
    let person = world.known(anna);
    let answer = person.taps_data(message, &data).await;
    assert_eq!(
        answer.text.as_deref(),
        Some("Ikrar ini sudah tercatat atas nama Bapak/Ibu. Tanda terimanya tetap berlaku.")
    );
    assert_eq!(person.last().text, receipt);
    assert_eq!(world.count("acknowledgement").await, 1);
}

#[tokio::test]
async fn a_new_text_is_a_new_version_and_old_buttons_lead_to_it() {
    let world = World::new().await;
    let anna = world.linked("Anna", "198001012005012001").await;
    anna.pledges().await;
    let budi = world.linked("Budi", "200012312024211001").await;
    budi.says("/ikrar").await;
    world.pass(TimeDelta::seconds(3));
    let (message, data) = budi.data("Sudah saya baca");
    assert!(!world.import_document(ASN).await, "the same text is no new version");
    assert!(world.import_document(&ASN.replace("politik uang", "segala bentuk politik uang")).await);
    let answer = budi.taps_data(message, &data).await;
    assert!(answer.show_alert);
    snapshots().bind(|| insta::assert_snapshot!("superseded", crate::world::show(&budi.last())));
    budi.taps("Baca naskah terbaru").await;
    budi.reads_every_clause().await;
    budi.taps("Saya berikrar").await;
    // Anna is asked again; what she signed stays.
    anna.says("/status").await;
    assert!(anna.last().text.contains("belum dibaca"), "{}", anna.chat());
    anna.pledges().await;
    assert_eq!(world.count("acknowledgement").await, 3);
    assert!(world.ledger_is_sound().await);
}

#[tokio::test]
async fn following_and_signing_are_separate_acts() {
    let world = World::new().await;
    let citra = world.linked("Citra", "NA-0001").await;
    citra.says("/ikrar").await;
    citra.reads_every_clause().await;
    let (message, data) = citra.data("Saya mengikuti ikrar ini");
    // Forged: the button of those who sign.
    citra.taps_data(message, &data.replace(":0", ":1")).await;
    assert_eq!(world.count("acknowledgement").await, 0);
    citra.taps("Saya mengikuti ikrar ini").await;
    snapshots().bind(|| insta::assert_snapshot!("followed", crate::world::show(&citra.last())));
    // It is for the staff, not for a village head.
    let eko = world.linked("Eko", "KD-007").await;
    eko.says("/ikrar").await;
    assert!(eko.last().text.contains("tidak ada ikrar"), "{}", eko.chat());
    let answer = eko.taps_data(1, &data).await;
    assert!(answer.text.is_some_and(|text| text.contains("bukan untuk Bapak/Ibu")));
    assert_eq!(world.count("acknowledgement").await, 1);
}

#[tokio::test]
async fn a_clause_of_5000_characters_is_paged() {
    let world = World::new().await;
    let long = "Menjaga dan menegakkan prinsip netralitas <pegawai> & jajarannya di setiap tahapan. ".repeat(60);
    assert!(long.len() > 5000);
    let text = ASN.replace("Menolak politik uang", &format!("{long}Menolak politik uang"));
    world.import_document(&text).await;
    let anna = world.linked("Anna", "198001012005012001").await;
    anna.says("/ikrar").await;
    for _ in 0..4 {
        world.pass(TimeDelta::seconds(3));
        anna.taps("Sudah saya baca").await;
    }
    assert!(anna.last().text.contains("halaman 1/2"), "{}", anna.last().text);
    assert!(!anna.last().buttons.iter().flatten().any(|button| button.label == "Sudah saya baca"));
    anna.taps("Halaman berikutnya").await;
    anna.taps("Halaman sebelumnya").await;
    anna.taps("Halaman berikutnya").await;
    world.pass(TimeDelta::seconds(3));
    anna.taps("Sudah saya baca").await;
    // The whole text is paged as well, and is signed on its last page.
    while anna.last().buttons.iter().flatten().any(|button| button.label == "Halaman berikutnya") {
        anna.taps("Halaman berikutnya").await;
    }
    anna.taps("Saya berikrar").await;
    assert_eq!(world.count("acknowledgement").await, 1);
}

#[tokio::test]
async fn anyone_can_check_a_receipt() {
    let world = World::new().await;
    let anna = world.linked("Anna", "198001012005012001").await;
    anna.pledges().await;
    let text = anna.last().text;
    let number = text.lines().find_map(|line| line.strip_prefix("Nomor: ")).expect("a number").to_owned();
    let citizen = world.person("Warga");
    citizen.says(&format!("/cek_tanda {}", number.to_lowercase())).await;
    snapshots().bind(|| insta::assert_snapshot!("checked", crate::world::show(&citizen.last())));
    citizen.opens(&format!("cek-{number}")).await;
    assert!(citizen.last().text.contains("tercatat dan utuh"));
    // The digits of the number can be found by trying.
    assert!(citizen.last().text.contains("Yang menjadi bukti hanyalah sidik lengkap 64 digit"));
    // The bare number will do.
    citizen.says(&number).await;
    assert!(citizen.last().text.contains("tercatat dan utuh"));
    for wrong in ["", "IKR-000001-00000000", "IKR-999999-00000000", "entah", "cek"] {
        citizen.says(&format!("/cek_tanda {wrong}")).await;
        assert!(!citizen.last().text.contains("Anna"), "{wrong}");
    }
    assert_eq!(world.count("link").await, 1, "a citizen leaves no row");
}

/// The link in a reminder.
#[tokio::test]
async fn the_link_of_a_message_opens_the_pledges() {
    let world = World::new().await;
    let anna = world.linked("Anna", "198001012005012001").await;
    anna.opens("ikrar").await;
    assert!(anna.last().text.contains("Ikrar Netralitas ASN"), "{}", anna.chat());
    let stranger = world.person("Warga");
    stranger.opens("ikrar").await;
    let told = stranger.last().text;
    stranger.says("/ikrar").await;
    assert_eq!(told, stranger.last().text);
}
