//! What goes wrong at Telegram's side: it fails, the line breaks, updates cannot be read (R2).

use serde_json::json;
use simulator::{Fault, FaultKind};

use crate::{
    people::{Step, Teller},
    scene::Scene,
    search::totals,
};

/// Every step of a tip meets each fault once. The bot tries again or says so; then the person does. Waiting for the most
/// part, so all side by side.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn telegrams_faults_leave_nothing() {
    let kinds =
        [FaultKind::ServerError { code: 500 }, FaultKind::MalformedJson, FaultKind::DropBefore, FaultKind::DropAfter];
    let repeated = futures::future::join_all(kinds.iter().map(a_fault_at_each_step)).await;
    let names: Vec<(&str, usize)> = kinds.iter().map(FaultKind::name).zip(repeated).collect();
    println!("each fault at each step, and steps done again by the person: {names:?}; {}", totals());
}

/// How often the person had to do something again.
async fn a_fault_at_each_step(kind: &FaultKind) -> usize {
    let mut scene = Scene::new().await;
    scene.start().await;
    // The client rests ten seconds after a 500, so only where most is at stake.
    let grave = ["photo", "submit"];
    let mut repeated = 0;
    let mut teller = scene.teller();
    let mut steps = teller.marks.brief();
    steps.extend(teller.marks.return_to(false));
    for step in &steps {
        scene.settle().await;
        if !matches!(kind, FaultKind::ServerError { .. }) || grave.contains(&step.name) {
            scene.sim.faults().set(Fault::new(kind.clone()).next(1));
        }
        repeated += usize::from(!takes_at_last(&scene, &mut teller, step, kind).await);
        scene.sim.faults().clear();
    }
    scene.settle().await;
    scene.search(&[&teller], 0).await.must_be_clean(kind.name());
    let kept = [scene.count("tip_case").await, scene.count("tip_item where kind = 'addition'").await];
    assert_eq!(kept, [1, 1], "{}: the tip is kept once, and what was added", kind.name());
    let letters = scene.opened(&scene.keys[0]).await;
    let letter = letters.iter().find_map(|envelope| envelope.report()).unwrap();
    for word in [&teller.marks.office, &teller.marks.occasion, &teller.marks.story] {
        assert_eq!(
            letter.matches(word.as_str()).count(),
            1,
            "{}: each answer once, where it belongs: {letter}",
            kind.name()
        );
    }
    scene.stop();
    repeated
}

/// Updates that cannot be read, from somebody who is writing a tip.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn broken_updates_leave_nothing() {
    let mut scene = Scene::new().await;
    scene.start().await;
    let mut teller = scene.teller();
    for step in &teller.marks.brief()[..4] {
        scene.takes(&mut teller, step).await;
    }
    let profile = teller.marks.profile(teller.id);
    let sender =
        json!({ "id": teller.id, "is_bot": false, "first_name": profile.first_name, "username": profile.username });
    let chat = json!({ "id": teller.id, "type": "private", "first_name": profile.first_name });
    for broken in [json!(5), json!({ "story": teller.marks.story }), json!([teller.marks.story])] {
        scene
            .sim
            .inject(json!({ "message": { "message_id": 5, "from": sender, "chat": chat, "date": 1, "text": broken } }));
    }
    scene.sim.inject(json!({ "hologram": { "from": sender, "text": teller.marks.story } }));
    scene.sim.inject_raw(&format!("{{\"update_id\":$UPDATE_ID,\"message\":\"{}\"}}", teller.marks.story));
    scene.settle().await;
    assert_eq!(scene.sim.pending_updates(), 0, "broken updates are passed over");
    scene.search(&[&teller], 0).await.must_be_clean("broken updates");
    scene.stop();
}

/// The database of tips does not do what is asked of it: whoever hands one in is told so, without anybody to turn to,
/// and the log has no line that says when, let alone one with what they were told.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_failing_tip_is_tied_to_no_line_of_the_log() {
    let mut scene = Scene::new().await;
    scene.start().await;
    let mut teller = scene.teller();
    let steps = teller.marks.brief();
    let at = steps.iter().position(|step| step.name == "submit").unwrap();
    for step in &steps[..at] {
        scene.takes(&mut teller, step).await;
    }
    scene.settle().await;
    let rename = async |scene: &Scene, from: &str, to: &str| {
        let mut c = crate::scene::open(&scene.tips(), false).await;
        sqlx::query(sqlx::AssertSqlSafe(format!("alter table {from} rename to {to}"))).execute(&mut c).await.unwrap();
    };
    rename(&scene, "tip_item", "away").await;
    let before = scene.log().len();
    scene.acts(&mut teller, &steps[at]).await;
    let told = scene.message(teller.id, "the failure", |message| message.text.contains("ada gangguan")).await;
    scene.settle().await;
    for word in ["BKPSDM", "Bawaslu", "kode", "hubungi"] {
        assert!(!told.text.contains(word), "{word}: {}", told.text);
    }
    let log = scene.log()[before..].to_owned();
    let ties = |line: &&str| {
        let line = line.to_lowercase();
        ["error", "warn", "reference", "tip", "seal", "receipt"].iter().any(|word| line.contains(word))
    };
    assert_eq!(log.lines().filter(ties).collect::<Vec<_>>(), [] as [&str; 0], "{log}");
    rename(&scene, "away", "tip_item").await;
    for step in &steps[at..] {
        scene.takes(&mut teller, step).await;
    }
    scene.acts(&mut teller, &Step::tap("delete traces", "Hapus jejak", "Ya, hapus pesannya")).await;
    scene.takes(&mut teller, &Step::tap("delete them indeed", "Ya, hapus pesannya", "sudah dihapus")).await;
    scene.settle().await;
    let left: Vec<String> = scene.sim.messages(teller.id).into_iter().map(|message| message.text).collect();
    assert!(!left.iter().any(|text| text.contains("ada gangguan")), "{left:#?}");
    scene.search(&[&teller], 0).await.must_be_clean("after a failure");
    scene.stop();
}

/// True where the bot managed by itself.
async fn takes_at_last(scene: &Scene, teller: &mut Teller, step: &Step, kind: &FaultKind) -> bool {
    let shown = async |scene: &Scene, teller: &Teller, tries: usize| {
        for _ in 0..tries {
            scene.settle().await;
            if scene.sim.messages(teller.id).iter().any(|message| step.is_shown(message)) {
                return true;
            }
            tokio::time::sleep(std::time::Duration::from_millis(200)).await;
        }
        false
    };
    scene.acts(teller, step).await;
    if shown(scene, teller, 10).await {
        return true;
    }
    scene.sim.faults().clear();
    // What takes longer is still under way, and says so; then the person taps again, or sends again.
    for n in 1..8 {
        println!("{} at “{}”: the person does it again, {n}", kind.name(), step.name);
        scene.acts(teller, step).await;
        if shown(scene, teller, 15).await {
            return false;
        }
    }
    panic!("{} at “{}”: {:#?}\n{}", kind.name(), step.name, scene.sim.messages(teller.id), scene.log());
}
