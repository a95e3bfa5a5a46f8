//! A case is closed: not unread without a word, not rejected without a reason that its reporter reads.

use ikrar::{
    telegram::button::{Button, TriageButton},
    tip::{Agency, Id, Reason, Status},
};

use super::triage::{add, hand_in};
use crate::world::{Person, World, show, snapshots};

async fn moves(person: &Person<'_>, case: Id, status: Status) {
    let data = Button::Triage(TriageButton::Move { case, status }).encode();
    person.taps_data(person.last().id, &data).await;
}

async fn status(world: &World, case: Id) -> String {
    let find = world.app.tips.db.run(|c| {
        Box::pin(async move {
            let find = "select status || coalesce(' ' || reason, '') from tip_handling where case_id = ?";
            Ok(sqlx::query_scalar(find).bind(case.0.to_vec()).fetch_one(c).await?)
        })
    });
    find.await.unwrap()
}

#[tokio::test]
async fn a_case_is_not_rejected_unread_without_a_question_nor_without_a_reason() {
    let world = World::new().await;
    let (dewi, _) = world.recipient("Dewi", Agency::Bkpsdm).await;
    let tip = hand_in(&world, &[Agency::Bkpsdm]).await;
    dewi.says("/laporan").await;
    moves(&dewi, tip.case, Status::Reviewed).await;
    moves(&dewi, tip.case, Status::Rejected).await;
    assert_eq!(status(&world, tip.case).await, "reviewed");
    let mut seen = vec![show(&dewi.last())];
    // A button of the reasons that somebody kept does not go round the question.
    let forged = TriageButton::Reject { case: tip.case, reason: Reason::Known, unread: false };
    dewi.taps_data(dewi.last().id, &Button::Triage(forged).encode()).await;
    assert_eq!(status(&world, tip.case).await, "reviewed");
    assert_eq!(show(&dewi.last()), seen[0]);
    dewi.taps("Ya, tanpa dibaca").await;
    assert_eq!(status(&world, tip.case).await, "reviewed");
    seen.push(show(&dewi.last()));
    dewi.taps("Bukan kewenangan instansi ini").await;
    assert_eq!(status(&world, tip.case).await, "rejected elsewhere");
    seen.push(show(&dewi.last()));
    snapshots().bind(|| insta::assert_snapshot!("triage_rejected", seen.join("---\n")));

    let budi = world.person("Budi");
    budi.says(&format!("/cek {}", tip.receipt)).await;
    assert!(budi.last().text.contains("perkara ini bukan kewenangan instansi tersebut"), "{}", budi.chat());
    // It waits for nobody now; what is added does.
    dewi.says("/laporan").await;
    assert!(dewi.last().text.contains("Ada yang belum diambil: 0"), "{}", dewi.chat());
    add(&world, tip.case, &[Agency::Bkpsdm]).await;
    dewi.says("/laporan").await;
    assert!(dewi.last().text.contains("Ada yang belum diambil: 1"), "{}", dewi.chat());
    // Taken up again, the reason is gone.
    moves(&dewi, tip.case, Status::Reviewed).await;
    budi.says(&format!("/cek {}", tip.receipt)).await;
    assert!(budi.last().text.contains("sedang ditelaah") && !budi.last().text.contains("Alasannya"), "{}", budi.chat());
}

#[tokio::test]
async fn a_reason_in_own_words_is_sealed_and_read_by_every_reporter() {
    let world = World::new().await;
    let (dewi, _) = world.recipient("Dewi", Agency::Bkpsdm).await;
    let (tip, other) = (hand_in(&world, &[Agency::Bkpsdm]).await, hand_in(&world, &[Agency::Bkpsdm]).await);
    dewi.says("/laporan").await;
    let merge = Button::Triage(TriageButton::Merge { case: other.case, into: tip.case }).encode();
    dewi.taps_data(dewi.last().id, &merge).await;
    moves(&dewi, tip.case, Status::Reviewed).await;
    let fetch = Button::Triage(TriageButton::Fetch { case: tip.case, all: true }).encode();
    dewi.taps_data(dewi.last().id, &fetch).await;
    // The duplicate has not been read.
    moves(&dewi, tip.case, Status::Rejected).await;
    assert!(dewi.last().text.contains("atau pada duplikatnya"), "{}", dewi.chat());
    let fetch = Button::Triage(TriageButton::Fetch { case: other.case, all: true }).encode();
    dewi.taps_data(dewi.last().id, &fetch).await;
    moves(&dewi, tip.case, Status::Rejected).await;
    dewi.taps("Dengan kata-kata sendiri").await;
    dewi.says("Pegawai itu sudah pensiun sejak Januari.").await;
    assert_eq!(status(&world, tip.case).await, "reviewed");
    dewi.taps("Segel dan tetapkan").await;
    assert_eq!(status(&world, tip.case).await, "rejected written");
    assert!(!dewi.chat().contains("pensiun"), "what was typed is gone: {}", dewi.chat());
    for receipt in [&tip.receipt, &other.receipt] {
        let reporter = world.person("Pelapor");
        reporter.says(&format!("/cek {receipt}")).await;
        let text = reporter.last().text;
        assert!(text.contains("Alasannya ada pada jawaban") && text.contains("sudah pensiun"), "{text}");
    }
}

/// Whoever begins to write a reason and turns away has decided nothing.
#[tokio::test]
async fn a_reason_that_is_not_sent_decides_nothing() {
    let world = World::new().await;
    let (dewi, _) = world.recipient("Dewi", Agency::Bkpsdm).await;
    let tip = hand_in(&world, &[Agency::Bkpsdm]).await;
    dewi.says("/laporan").await;
    moves(&dewi, tip.case, Status::Reviewed).await;
    moves(&dewi, tip.case, Status::Rejected).await;
    dewi.taps("Ya, tanpa dibaca").await;
    dewi.taps("Dengan kata-kata sendiri").await;
    dewi.says("Tidak jelas.").await;
    dewi.says("/batal").await;
    assert_eq!(status(&world, tip.case).await, "reviewed");
    // Done unread is asked about as well.
    moves(&dewi, tip.case, Status::FollowUp).await;
    moves(&dewi, tip.case, Status::Done).await;
    assert_eq!(status(&world, tip.case).await, "follow_up");
    dewi.taps("Ya, tanpa dibaca").await;
    assert_eq!(status(&world, tip.case).await, "done");
}

#[tokio::test]
async fn who_asks_for_a_receipt_and_leaves_has_closed_nothing() {
    let world = World::new().await;
    let budi = world.person("Budi");
    budi.says("/cek").await;
    budi.says("/batal").await;
    assert!(budi.last().text.contains("tidak ada laporan yang dibuka"), "{}", budi.chat());
    budi.says("/cek").await;
    budi.taps("Batal").await;
    assert!(budi.last().text.contains("tidak ada laporan yang dibuka"), "{}", budi.chat());
}

/// Not from before there was the service.
#[tokio::test]
async fn statistics_begin_with_the_service() {
    let world = World::new().await;
    let (dewi, _) = world.recipient("Dewi", Agency::Bkpsdm).await;
    hand_in(&world, &[Agency::Bkpsdm]).await;
    let months = |text: String| text.lines().filter(|line| line.contains("kurang dari 5")).count();
    dewi.says("/laporan").await;
    dewi.taps("Statistik").await;
    assert_eq!(months(dewi.last().text), 1, "{}", dewi.chat());
    world.pass(chrono::TimeDelta::days(61));
    dewi.says("/laporan").await;
    dewi.taps("Statistik").await;
    assert_eq!(months(dewi.last().text), 3, "{}", dewi.chat());
}
