//! Three people hand in tips through the real binary at the finest level of logging: a linked ASN, an admin, and
//! a stranger. Nothing of them may be anywhere (R1, R6, R8).

use ikrar::{access::Role, tip::store::TipsDb};
use vault::envelope::Envelope;

use crate::{
    encodings::Canary,
    people::Teller,
    scene::{PATIENCE, Scene},
    search::{self, Net, Source, totals},
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_tip_leaves_nothing_of_its_sender() {
    let mut scene = Scene::new().await;
    let mut tellers: Vec<Teller> = (0..3).map(|_| scene.teller()).collect();
    scene.link(tellers[0].id, 0).await;
    scene.grant(tellers[1].id, Role::Superadmin).await;
    scene.start().await;
    scene.settle().await;
    let from = scene.sim.requests(0).len();

    for teller in &mut tellers {
        // Accounts are known to the people database as long as they are linked; a tip must not add to that.
        let (before, hashes) = (scene.search(&[teller], from).await, scene.people_hashes());
        for step in teller.marks.intake() {
            scene.takes(teller, &step).await;
        }
        scene.settle().await;
        scene.reply(&format!("Terima kasih: {}", teller.marks.reply)).await;
        for step in teller.marks.return_to(true) {
            scene.takes(teller, &step).await;
        }
        scene.settle().await;
        assert_eq!(scene.people_hashes(), hashes, "a whole tip writes nothing to the people database (R6)");
        let report = scene.search(&[teller], from).await.minus(&before);
        report.must_be_clean("after a tip");
    }

    let all: Vec<&Teller> = tellers.iter().collect();
    nothing_is_passed_on(&scene, &all, from);
    what_was_said_is_there(&scene, &all).await;
    the_search_sees_the_walk(&scene, &all, from).await;

    scene.stop();
    scene.search_disk(&[&tellers[2]]).await.must_be_clean("after a stop");
    let tips = TipsDb::open(&scene.tips()).await.unwrap();
    // As the copy of an earlier day.
    tips.back_up(&scene.data().join("backups/tips/tips-2026-11-01.db")).await.unwrap();
    drop(tips);
    let report = scene.search_disk(&[&tellers[2]]).await;
    report.must_be_clean("with a backup");
    let canaries = scene.canaries(&all);
    println!("journey: 3 tips, {} canaries; the last search read {} bytes; {}", canaries.len(), report.bytes, totals());
    what_is_purged_is_gone(&mut scene).await;
}

/// Cases that were closed long ago leave neither the file nor its copies a byte of theirs (R13).
async fn what_is_purged_is_gone(scene: &mut Scene) {
    let canaries: Vec<Canary> =
        scene.of_cases().await.iter().map(|bytes| Canary::bytes("a part of a case", bytes)).collect();
    let net = Net::new(&canaries, &[]);
    let there = net.search(&search::files(&scene.data()), &[]);
    for file in ["tips.db", "tips-2026-11-01.db"] {
        let found = there.finds.iter().filter(|find| find.source.ends_with(file)).count();
        assert!(found >= canaries.len(), "the search is not vacuous: {found} of {} in {file}", canaries.len());
    }
    scene.close_cases().await;
    scene.start().await;
    let began = std::time::Instant::now();
    while scene.count("tip_case").await > 0 {
        assert!(began.elapsed() < PATIENCE, "nothing is purged: {}", scene.log());
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    }
    // The file is put in order right behind, and its copies after it.
    while !net.search(&scene.left_behind(), &[]).finds.is_empty() && began.elapsed() < PATIENCE {
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    net.search(&scene.left_behind(), &[]).must_be_clean("after purging");
    scene.stop();
    net.search(&scene.left_behind(), &[]).must_be_clean("after purging and a stop");
    println!("purged: {} parts of cases, in the file and a copy, are gone", canaries.len());
}

/// What goes back to the sender holds no trace of how it came, and nothing is forwarded (R8).
fn nothing_is_passed_on(scene: &Scene, tellers: &[&Teller], from: usize) {
    let mut canaries = scene.files();
    tellers.iter().for_each(|teller| canaries.extend(teller.marks.hidden()));
    let net = Net::new(&canaries, &[]);
    for teller in tellers {
        net.search(&scene.requests_to(from, teller.id), &[]).must_be_clean("what the sender is sent");
    }
    let methods: Vec<String> =
        scene.sim.requests(from).into_iter().map(|request| request.method.to_lowercase()).collect();
    for sending in ["forwardmessage", "copymessage", "forwardmessages", "copymessages", "sendphoto", "senddocument"] {
        assert!(!methods.iter().any(|method| method == sending), "{sending}");
    }
    assert_eq!(methods.iter().filter(|method| *method == "file").count(), 9, "each file is fetched once");
}

/// The words of a tip are where they should be, and nothing else is: each envelope opens with the keys of those it
/// was for, and no file in it holds a mark.
async fn what_was_said_is_there(scene: &Scene, tellers: &[&Teller]) {
    for (key, items) in [(&scene.keys[0], 9), (&scene.keys[1], 6)] {
        let opened = scene.opened(key).await;
        assert_eq!(opened.len(), items, "reports and additions of three, and replies to BKPSDM's key");
        let names: Vec<&str> =
            opened.iter().flat_map(|envelope| &envelope.entries).map(|entry| entry.name.as_str()).collect();
        for wanted in ["laporan.txt", "berkas-1.jpg", "berkas-2.png", "berkas-3.pdf"] {
            assert!(names.iter().filter(|name| **name == wanted).count() >= 3, "{wanted}: {names:?}");
        }
        let texts: String = opened.iter().filter_map(|envelope| envelope.report()).collect();
        let mut strangers: Vec<Canary> = scene.numbers();
        strangers.extend(scene.files());
        for teller in tellers {
            let marks = &teller.marks;
            for word in [&marks.office, &marks.occasion, &marks.story, &marks.second, &marks.addition] {
                assert!(texts.contains(word.as_str()), "the search is not vacuous: {word}");
            }
            strangers.extend(teller.who());
            strangers.extend(marks.hidden());
        }
        let net = Net::new(&strangers, &scene.known_keys().await);
        net.search(&opened.iter().flat_map(entries).collect::<Vec<_>>(), &[]).must_be_clean("what recipients open");
    }
}

fn entries(envelope: &Envelope) -> Vec<Source> {
    envelope.entries.iter().map(|entry| Source::new(entry.name.clone(), entry.bytes.to_vec())).collect()
}

/// The same net finds what it should where it must be: in what the sender was sent, and in what was sent to Telegram.
async fn the_search_sees_the_walk(scene: &Scene, tellers: &[&Teller], from: usize) {
    let teller = tellers[0];
    let net = Net::new(&scene.canaries(&[teller]), &scene.known_keys().await);
    let told = net.search(&scene.requests_to(from, teller.id), &[]);
    for name in ["id of the account", "rare word of the story", "word of the reply", "receipt"] {
        assert!(
            told.names().iter().any(|found| found == name),
            "{name} is in what the sender is sent: {:?}",
            told.names()
        );
    }
    let requests: Vec<Source> =
        scene.sim.requests(from).into_iter().map(|request| Source::new(request.method, request.bytes)).collect();
    let asked = net.search(&requests, &[]);
    for name in ["file_id", "file_path"] {
        assert!(asked.names().iter().any(|found| found == name), "{name} is in what Telegram is asked");
    }
    // The people database knows linked accounts.
    let known = net.search(&search::files(&scene.data()), &scene.noise().await);
    assert_eq!(known.names(), ["id of the account"], "{known}");
    assert!(known.finds.iter().all(|find| find.source.contains("ikrar.db")), "{known}");
}
