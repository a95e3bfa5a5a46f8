//! Recipients learn of a tip at the hours of digests and at no other: looking every second shows nothing (R9).

use chrono::TimeDelta;
use ikrar::{
    telegram::button::{Button, Pile, TriageButton},
    tip::{Agency, Id, Status, job},
};

use super::triage::{count, hand_in};
use crate::world::{Person, World, show};

/// Everything that a recipient can look at, as it is shown.
async fn looks(person: &Person<'_>, known: &[Id]) -> String {
    let mut seen = Vec::new();
    person.says("/laporan").await;
    seen.push(show(&person.last()));
    let screen = person.last().id;
    let mut buttons = vec![TriageButton::Counts];
    buttons.extend([Pile::Open, Pile::Closed].map(|pile| TriageButton::List { pile, page: 0 }));
    for case in known {
        buttons.push(TriageButton::Case { case: *case });
        buttons.push(TriageButton::MergePick { case: *case, page: 0 });
    }
    for button in buttons {
        person.taps_data(screen, &Button::Triage(button).encode()).await;
        seen.push(show(&person.last()));
    }
    seen.join("---\n")
}

/// Through the chat, to BKPSDM; the receipt.
async fn hands_in(world: &World, name: &str) -> String {
    let budi = world.person(name);
    budi.says("/lapor").await;
    budi.taps("Mulai menulis").await;
    budi.taps("Lainnya").await;
    for text in ["Kantor Camat", "kemarin", "Ada amplop."] {
        budi.says(text).await;
    }
    budi.taps("Lanjut").await;
    budi.taps("Lanjut tanpa bukti").await;
    budi.taps("○ BKPSDM").await;
    budi.taps("Lanjut").await;
    budi.taps("Kirim sekarang").await;
    let text = budi.last().text;
    let receipt = text.split_whitespace().find(|word| word.len() == 21 && word.matches('-').count() == 4);
    receipt.unwrap_or_else(|| panic!("{}", budi.chat())).to_owned()
}

async fn newest(world: &World) -> Id {
    let find = world.app.tips.db.run(|c| {
        Box::pin(async move {
            let newest = "select case_id from tip_item where n < 0 limit 1";
            Ok(sqlx::query_scalar::<_, Vec<u8>>(newest).fetch_one(c).await?)
        })
    });
    Id::from_slice(&find.await.unwrap()).unwrap()
}

#[tokio::test]
async fn whoever_looks_every_second_sees_nothing_before_the_digest() {
    let mut world = World::new().await;
    let dewi = world.recipient("Dewi", Agency::Bkpsdm).await.0.id;
    let known = hand_in(&world, &[Agency::Bkpsdm]).await;
    let cases = [known.case];
    let before = looks(&world.known(dewi), &cases).await;
    hands_in(&world, "Budi").await;
    assert_eq!(looks(&world.known(dewi), &cases).await, before);
    job::step(&world.app).await;
    assert_eq!(looks(&world.known(dewi), &cases).await, before, "the hour has not come");
    // Whoever guesses its id is no wiser.
    let hidden = newest(&world).await;
    for button in [
        TriageButton::Case { case: hidden },
        TriageButton::Fetch { case: hidden, all: true },
        TriageButton::Move { case: hidden, status: Status::Reviewed },
        TriageButton::Reply { case: hidden },
        TriageButton::MergeAsk { case: known.case, into: hidden },
    ] {
        let dewi = world.known(dewi);
        let answer = dewi.taps_data(dewi.last().id, &Button::Triage(button).encode()).await;
        assert!(answer.text.is_some_and(|text| text.contains("sudah tidak ada")), "{}", dewi.chat());
    }
    // Nor after a restart, nor just before the hour; nor are digests of the hour before repeated.
    world.restart().await;
    world.pass(TimeDelta::minutes(119));
    job::step(&world.app).await;
    assert_eq!(looks(&world.known(dewi), &cases).await, before);
    assert_eq!(count(&world, "tip_item where n < 0").await, 1);
    world.pass(TimeDelta::minutes(1));
    job::step(&world.app).await;
    let dewi_ = world.known(dewi);
    assert!(dewi_.last().text.contains("Ada yang belum diambil:   2"), "{}", dewi_.chat());
    let after = looks(&dewi_, &cases).await;
    assert!(after != before && after.contains("Belum selesai: <b>2</b>"), "{after}");
    // What comes within the hour in which a digest may still be sent waits for the next one, also over a restart.
    hands_in(&world, "Citra").await;
    world.pass(TimeDelta::minutes(30));
    job::step(&world.app).await;
    world.restart().await;
    job::step(&world.app).await;
    assert_eq!(looks(&world.known(dewi), &cases).await, after);
    world.pass(TimeDelta::hours(4) + TimeDelta::minutes(30));
    job::step(&world.app).await;
    assert!(looks(&world.known(dewi), &cases).await.contains("Belum selesai: <b>3</b>"));
}

#[tokio::test]
async fn additions_and_replies_that_were_read_wait_as_well() {
    let world = World::new().await;
    let (dewi, _) = world.recipient("Dewi", Agency::Bkpsdm).await;
    let tip = hand_in(&world, &[Agency::Bkpsdm]).await;
    dewi.says("/laporan").await;
    let tap = |button: TriageButton| Button::Triage(button).encode();
    dewi.taps_data(dewi.last().id, &tap(TriageButton::Fetch { case: tip.case, all: true })).await;
    dewi.taps("Jawab pelapor").await;
    dewi.says("Sudah kami terima.").await;
    dewi.taps("Segel dan kirim").await;
    let before = looks(&dewi, &[tip.case]).await;
    let budi = world.person("Budi");
    budi.says(&format!("/cek {}", tip.receipt)).await;
    assert!(budi.last().text.contains("Sudah kami terima."));
    assert_eq!(looks(&dewi, &[tip.case]).await, before, "that it was read");
    for text in ["Ada lagi.", "Dan satu lagi."] {
        budi.says(&format!("/cek {}", tip.receipt)).await;
        budi.taps("Tambah keterangan atau bukti").await;
        budi.says(text).await;
        budi.taps("Lanjut").await;
        budi.taps("Lanjut tanpa bukti").await;
        budi.taps("Kirim sekarang").await;
        assert_eq!(looks(&dewi, &[tip.case]).await, before, "that something was added");
    }
    assert_eq!(count(&world, "tip_item where n < 0").await, 2);
    // Numbers leave no gap from which it could be seen.
    dewi.taps_data(dewi.last().id, &tap(TriageButton::Note { case: tip.case })).await;
    dewi.says("Catatan.").await;
    dewi.taps("Segel dan simpan").await;
    assert!(dewi.was_told("3. catatan sendiri"), "{}", dewi.chat());
    // Fetching everything marks nothing that was not shown.
    dewi.taps_data(dewi.last().id, &tap(TriageButton::Fetch { case: tip.case, all: true })).await;
    world.pass(TimeDelta::hours(2));
    job::step(&world.app).await;
    let after = looks(&dewi, &[tip.case]).await;
    assert!(after.contains("Ada yang belum diambil: <b>1</b>"), "{after}");
    assert!(after.contains("4. <b>tambahan dari pelapor</b>") && after.contains("5. <b>tambahan"), "{after}");
}
