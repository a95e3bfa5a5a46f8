//! The demo's page in a real browser: a newcomer goes the whole way, by pointer and by keyboard alone.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod chromium;
mod demo;
mod key;
mod page;
mod play;
mod tips;
mod wire;

use chromium::Chromium;
use demo::Demo;
use page::{Hand, Page, Pane};

const PHONE: (u32, u32) = (360, 740);
const DESK: (u32, u32) = (1280, 800);
const PLEDGE: &str = "Ikrar Netralitas ASN";
/// Preamble and four clauses.
const PARTS: usize = 5;

#[tokio::test(flavor = "multi_thread")]
async fn the_whole_way_on_a_phone() {
    journey("phone", PHONE, Hand::Pointer).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_whole_way_on_a_desk() {
    journey("desk", DESK, Hand::Pointer).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_whole_way_with_the_keyboard_alone() {
    journey("keyboard", DESK, Hand::Keys).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn reminders_arrive_at_eight_in_each_zone() {
    let Some(chromium) = Chromium::find() else { return };
    let demo = Demo::start().await;
    let browser = chromium.start().await;
    let page = Page::open(browser, &demo.url, DESK, Hand::Pointer, "time").await;
    let (ratna, andi, iskandar) = (page.pane("Ratna").await, page.pane("Andi").await, page.pane("Iskandar").await);
    ratna.accepts("Kirim kode superadmin").await;
    ratna.shows("Persiapan layanan").await;
    ratna.accepts("Kirim kalender Pilkada 2024").await;
    ratna.shows("Pilkada 2024").await;
    ratna.taps("Terapkan").await;
    // 07:30 in WIT: two hours later it is 08:30 in WITA, and one more later in WIB.
    for (pane, hours) in [(&andi, 2), (&iskandar, 1)] {
        assert!(pane.is_silent().await);
        for _ in 0..hours {
            page.an_hour_passes().await;
        }
        pane.shows("Masa kampanye").await;
    }
    page.picture("reminders").await;
    page.close().await;
    demo.has_no_complaints().await;
    demo.stop().await;
}

async fn journey(name: &'static str, size: (u32, u32), hand: Hand) {
    let Some(chromium) = Chromium::find() else { return };
    let demo = Demo::start().await;
    let browser = chromium.start().await;
    let page = Page::open(browser, &demo.url, size, hand, name).await;

    let intro = page.text("#intro-body").await;
    assert!(intro.contains("Siti"), "the introduction says where to begin: {intro}");
    page.picture("1-start").await;
    page.puts_the_guide_away().await;

    let siti = page.pane("Siti").await;
    let number = pledges(&page, &siti).await;
    checks(&page, &page.pane("Budi").await, &number).await;
    becomes_superadmin(&page, &page.pane("Ratna").await).await;
    // The others' conversations are where they were left.
    page.pane("Siti").await.shows(&number).await;

    page.close().await;
    demo.has_no_complaints().await;
    demo.stop().await;
}

/// From the personal link to the receipt, whose number is returned.
async fn pledges(page: &Page, siti: &Pane<'_>) -> String {
    siti.accepts("Buka tautan pribadi").await;
    siti.shows("Si•• Am••••").await;
    page.picture("2-who").await;
    siti.taps("Benar, ini saya").await;
    siti.shows("Akun ini sudah tertaut").await;
    siti.taps("Ikrar saya").await;
    siti.taps(&format!("Baca: {PLEDGE}")).await;
    siti.shows("Pembukaan").await;
    page.picture("3-preamble").await;

    // Whoever hurries is asked to read; the screen stays.
    let preamble = siti.newest().await;
    siti.taps("Sudah saya baca").await;
    siti.toast("Mohon dibaca dahulu").await;
    page.picture("4-haste").await;
    assert_eq!(siti.newest().await, preamble);

    for part in 1..=PARTS {
        let before = siti.newest().await;
        siti.reads_then("Sudah saya baca", &before).await;
        if part < PARTS {
            siti.shows(&format!("Poin {part}/4")).await;
        }
        if part == 2 {
            page.picture("5-clause").await;
        }
    }
    siti.shows("Naskah lengkap").await;
    page.picture("6-whole-text").await;
    siti.taps("Saya berikrar").await;
    siti.shows("Tanda terima").await;
    page.picture("7-receipt").await;
    let receipt = siti.newest().await;
    let number = receipt.split_whitespace().find(|word| word.starts_with("IKR-")).expect("the receipt has a number");
    number.to_owned()
}

/// A citizen without any link to the agency checks a receipt.
async fn checks(page: &Page, budi: &Pane<'_>, number: &str) {
    budi.writes(&format!("/cek_tanda {number}")).await;
    budi.shows("Tanda terima ini tercatat dan utuh.").await;
    page.picture("8-checked").await;
    let answer = budi.newest().await;
    assert!(answer.contains(number) && answer.contains("Si•• Am••••"), "{answer}");
    assert!(!answer.contains("Siti Aminah"), "the name is masked: {answer}");
}

/// An admin's menu grows when the role is claimed.
async fn becomes_superadmin(page: &Page, ratna: &Pane<'_>) {
    let before = ratna.menu().await;
    assert!(before.iter().any(|one| one == "/cek_tanda") && !before.iter().any(|one| one == "/impor"), "{before:?}");
    ratna.accepts("Kirim kode superadmin").await;
    ratna.shows("Persiapan layanan").await;
    let after = ratna.menu().await;
    for command in ["/impor", "/kode", "/rekap", "/admin", "/angkat"] {
        assert!(after.iter().any(|one| one == command), "{command} in {after:?}");
    }
    assert!(after.len() > before.len());
    ratna.chooses("/admin").await;
    ratna.shows("Daftar admin").await;
    page.picture("9-admin").await;
    // The file at hand has something new in it.
    ratna.accepts("Kirim berkas daftar pegawai").await;
    ratna.shows("Terapkan").await;
}
