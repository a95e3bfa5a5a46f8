//! What is out of order is told to superadmins, once, and that it is over; tips out of order stop nothing else.

use std::{fs, time::Duration};

use chrono::TimeDelta;
use ikrar::{
    access::Role,
    cli::supervisor,
    db,
    health::{HOLD, TROUBLES},
    telegram::alarm::{Memory, step},
    tip::{Tips, cleaner::Cleaner},
};

use crate::world::World;

#[tokio::test(flavor = "multi_thread")]
async fn superadmins_are_told_once_and_when_it_is_over() {
    let mut world = World::new().await;
    let ratna = world.admin("Ratna", Role::Superadmin).await.id;
    let dewi = world.admin("Dewi", Role::Admin).await.id;
    let anna = world.linked("Anna", "198001012005012001").await.id;
    // No poll of its own shall take the conflict back.
    world.stop().await;
    let mut memory = Memory::default();
    let count = |user: i64| world.sim.messages(user).len();
    let before = [count(ratna), count(dewi), count(anna)];
    step(&world.app, &mut memory).await;
    assert_eq!([count(ratna), count(dewi), count(anna)], before, "all is well");
    world.app.memory.health.note_poll(Some(true));
    for _ in 0..4 {
        step(&world.app, &mut memory).await;
    }
    assert_eq!(count(ratna), before[0] + 1, "once");
    assert!(world.known(ratna).last().text.contains("program lain yang memakai token"));
    let noted = fs::read_to_string(world.config.data_dir.join(TROUBLES)).unwrap();
    assert!(noted.contains("same token"), "{noted}");
    world.app.memory.health.note_poll(None);
    for _ in 0..3 {
        step(&world.app, &mut memory).await;
    }
    assert_eq!(count(ratna), before[0] + 2, "once");
    assert!(world.known(ratna).last().text.contains("Tidak ada lagi program lain"));
    assert!(!world.config.data_dir.join(TROUBLES).exists());
    assert_eq!([count(dewi), count(anna)], before[1..], "nobody else");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_is_off_is_told_with_how_far() {
    let mut world = World::new().await;
    let ratna = world.admin("Ratna", Role::Superadmin).await.id;
    let wire = world.app.memory.health.wire();
    assert!(wire.ahead.is_some_and(|ahead| ahead.abs() < TimeDelta::seconds(5)), "polls tell it: {wire:?}");
    // No poll of its own shall measure it anew.
    world.stop().await;
    let (health, mut memory) = (&world.app.memory.health, Memory::default());
    let (now, before) = (world.now(), world.sim.messages(ratna).len());
    health.note_date(Some(now - TimeDelta::days(1)), now);
    step(&world.app, &mut memory).await;
    assert_eq!(world.sim.messages(ratna).len(), before, "not for a single look");
    step(&world.app, &mut memory).await;
    assert_eq!(world.sim.messages(ratna).len(), before + 1);
    let text = world.known(ratna).last().text;
    assert!(text.contains("Jam server berbeda 23 jam") && text.contains("terlalu cepat"), "{text}");
    health.note_date(Some(now), now);
    step(&world.app, &mut memory).await;
    assert!(world.known(ratna).last().text.contains("sudah sama kembali"), "{}", world.known(ratna).last().text);
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_restore_nothing_goes_to_many_until_somebody_has_looked() {
    let mut world = World::new().await;
    let ratna = world.admin("Ratna", Role::Superadmin).await.id;
    let anna = world.linked("Anna", "198001012005012001").await.id;
    world.stop().await;
    let mark = world.config.data_dir.join(HOLD);
    fs::write(&mark, "").unwrap();
    let id = world.schedule(world.broadcast("Pengumuman")).await;
    world.restart().await;
    let mut memory = Memory::default();
    step(&world.app, &mut memory).await;
    assert!(world.known(ratna).last().text.contains("restore --go-on"), "{}", world.known(ratna).last().text);
    world.known(anna).says("/status").await;
    tokio::time::sleep(Duration::from_millis(2_500)).await;
    assert!(!world.known(anna).chat().contains("Pengumuman"), "held");
    fs::remove_file(&mark).unwrap();
    world.delivered().await;
    assert!(world.known(anna).chat().contains("Pengumuman"));
    assert_eq!(world.campaign(id).await.counters.sent, 1);
    step(&world.app, &mut memory).await;
    assert!(world.known(ratna).last().text.contains("dilanjutkan"), "{}", world.known(ratna).last().text);
}

#[tokio::test(flavor = "multi_thread")]
async fn tips_out_of_order_leave_pledges_running() {
    let mut world = World::new().await;
    let ratna = world.admin("Ratna", Role::Superadmin).await.id;
    world.stop().await;
    let path = world.config.tips_database();
    let broken = vec![7; 10_000];
    fs::write(&path, &broken).unwrap();
    let cleaner = || Cleaner::new("/nowhere".into());
    let (tips, reason) = Tips::open_or_close(&path, cleaner(), true).await.unwrap();
    assert!(reason.is_some() && !tips.is_open());
    world.serve_with(tips).await;
    let mut memory = Memory::default();
    step(&world.app, &mut memory).await;
    assert!(world.known(ratna).last().text.contains("laporan anonim bermasalah"));
    let budi = world.person("Budi");
    for command in ["/lapor", "/cek", "/start lapor", "/laporan"] {
        budi.says(command).await;
        assert!(budi.last().text.contains("sedang tidak dapat menerima laporan"), "{command}: {}", budi.last().text);
    }
    world.known(ratna).says("/penerima").await;
    assert!(world.known(ratna).last().text.contains("sedang tidak dapat"), "{}", world.known(ratna).last().text);
    let anna = world.linked("Anna", "198001012005012001").await;
    anna.pledges().await;
    assert!(anna.chat().contains("IKR-000001"), "{}", anna.chat());
    assert!(supervisor::well(&world.app).await.is_ok());
    world.stop().await;
    assert_eq!(fs::read(&path).unwrap(), broken, "never a fresh one in its place");
    // Gone is out of order as well, and so is empty; at the very first start it is neither.
    for gone in [true, false] {
        fs::remove_file(&path).unwrap();
        if !gone {
            fs::write(&path, "").unwrap();
        }
        let (tips, reason) = Tips::open_or_close(&path, cleaner(), true).await.unwrap();
        assert!(reason.is_some() && !tips.is_open());
        if gone {
            assert!(!path.exists());
            fs::write(&path, "").unwrap();
        }
    }
    assert!(Tips::open_or_close(&path, cleaner(), false).await.unwrap().0.is_open());
    assert!(!db::had_tips(&mut world.app.db.read().await.unwrap()).await, "a journey opens them itself");
}
