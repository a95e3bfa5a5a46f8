//! SIGKILL at every step of the dialogue, while the bot's answer is on its way and just after it has come (R2); and
//! that the next start says kindly what is gone (R4, R12).

use std::time::{Duration, Instant};

use futures::future::join_all;
use simulator::{Fault, FaultKind};

use crate::{
    people::{Step, Teller, receipt_in},
    scene::{PATIENCE, Scene},
    search::{Report, totals},
};

/// Bots side by side: most of the time is waiting.
const LANES: usize = 3;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum When {
    /// The bot has asked for its first message of the step; Telegram has not taken it.
    Before,
    /// The step is shown; the update is perhaps not yet confirmed.
    After,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_kill_before_an_answer_leaves_nothing() {
    at_every_step(When::Before).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_kill_after_an_answer_leaves_nothing() {
    at_every_step(When::After).await;
}

async fn at_every_step(when: When) {
    let lanes: Vec<(usize, usize)> = join_all((0..LANES).map(|lane| at_some_steps(when, lane))).await;
    let (kills, bytes) = lanes.iter().fold((0, 0), |(kills, bytes), lane| (kills + lane.0, bytes + lane.1));
    println!("{kills} kills {when:?} the answer: nothing in {bytes} bytes; {}", totals());
}

/// How many kills, and how much was searched at their end.
async fn at_some_steps(when: When, lane: usize) -> (usize, usize) {
    let mut scene = Scene::new().await;
    scene.start().await;
    let steps = steps(&scene.teller()).len();
    let mut tellers = Vec::new();
    for at in (lane..steps).step_by(LANES) {
        let teller = one(&mut scene, at, &format!("{when:?}"), async |scene, teller, step| match when {
            When::After => scene.takes(teller, step).await,
            When::Before => is_asked(scene, teller, step).await,
        })
        .await;
        tellers.push(teller);
    }
    scene.stop();
    (tellers.len(), of_all(&scene, &tellers).await.bytes)
}

/// While it is sealed, while it is kept, while the receipt is made.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_kill_while_a_tip_is_sealed_leaves_nothing() {
    let mut scene = Scene::new().await;
    scene.start().await;
    let mut tellers = Vec::new();
    let at = scene.teller().marks.brief().iter().position(|step| step.name == "submit").unwrap();
    for milliseconds in [5, 25, 60, 120, 200, 300, 450, 700] {
        let teller = one(&mut scene, at, &format!("{milliseconds} ms after"), async |scene, teller, step| {
            scene.acts(teller, step).await;
            tokio::time::sleep(Duration::from_millis(milliseconds)).await;
        })
        .await;
        tellers.push(teller);
    }
    scene.stop();
    let report = of_all(&scene, &tellers).await;
    println!("{} kills while sealing: nothing in {} bytes; {}", tellers.len(), report.bytes, totals());
}

async fn of_all(scene: &Scene, tellers: &[Teller]) -> Report {
    let all: Vec<&Teller> = tellers.iter().collect();
    let report = scene.search_for(&all, 0, false).await;
    report.must_be_clean("after all kills");
    report
}

fn steps(teller: &Teller) -> Vec<Step> {
    let mut steps = teller.marks.brief();
    steps.extend(teller.marks.return_to(false));
    steps
}

/// Walks to the step and acts; kills, searches, starts anew, searches again.
async fn one(scene: &mut Scene, at: usize, when: &str, act: impl AsyncFnOnce(&Scene, &mut Teller, &Step)) -> Teller {
    scene.mark();
    let from = scene.sim.requests(0).len();
    let cases = scene.count("tip_case").await;
    let mut teller = scene.teller();
    let steps = steps(&teller);
    for step in &steps[..at] {
        scene.takes(&mut teller, step).await;
    }
    let step = &steps[at];
    let when = format!("killed {when} the answer to “{}”", step.name);
    act(scene, &mut teller, step).await;
    scene.kill();
    scene.sim.faults().clear();
    scene.search(&[&teller], from).await.must_be_clean(&when);

    scene.start().await;
    scene.settle().await;
    // What was said to be kept is kept.
    let shown = scene.sim.messages(teller.id).iter().any(|message| receipt_in(message).is_some());
    let kept = scene.count("tip_case").await - cases;
    assert!(kept <= 1 && (kept == 1 || !shown), "{when}: {kept} cases, the receipt was shown: {shown}");
    is_told(scene, &teller, &when).await;
    scene.search(&[&teller], from).await.must_be_clean(&format!("{when}, after the restart"));
    teller
}

/// Until the bot has asked Telegram for something in this chat, which hangs.
async fn is_asked(scene: &Scene, teller: &mut Teller, step: &Step) {
    scene.settle().await;
    scene.sim.faults().set(Fault::new(FaultKind::Latency { min_ms: 20_000, max_ms: 20_000 }));
    let from = scene.sim.requests(0).len();
    scene.acts(teller, step).await;
    let began = Instant::now();
    while !scene.sim.requests(from).iter().any(|request| request.chat_id == Some(teller.id)) {
        assert!(began.elapsed() < PATIENCE, "{}: the bot asks for nothing", step.name);
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}

/// The newest buttons in the chat say what has become of what they stood for.
async fn is_told(scene: &Scene, teller: &Teller, when: &str) {
    let messages = scene.sim.messages(teller.id);
    let answered = |text: &str| messages.iter().rev().take(2).any(|message| message.text.contains(text));
    if answered("Itu disengaja") || answered("Yang perlu Bapak/Ibu periksa sendiri") {
        // The tap came again after the restart and was answered so.
        return;
    }
    let Some(message) = messages.into_iter().rev().find(|message| !message.buttons.is_empty()) else {
        panic!("{when}: no button to go on with");
    };
    let label = message.buttons[0][0].label.clone();
    let expected = match label.as_str() {
        "Mulai menulis" => "Tentang apa laporan ini?",
        "Hapus jejak" => "Ya, hapus pesannya",
        "Ya, hapus pesannya" => "tidak lagi mengingat",
        "Tambah keterangan atau bukti" => "sudah tidak terbuka",
        "Batal" if message.text.contains("Ketik resi") => "tidak ada laporan yang dibuka",
        _ => "Itu disengaja",
    };
    scene.sim.tap(teller.id, teller.id, message.id, &label).unwrap();
    // What began the draft or opened the case came again after the restart, and did so again.
    let anew = label == "Pelayanan publik yang memihak" || label == "Tambah keterangan atau bukti";
    let shows = |message: &simulator::MessageView| {
        let on_button = || message.buttons.iter().flatten().any(|button| button.label == expected);
        let next = ["Kantor atau unit mana?", "Apa yang ingin ditambahkan?"];
        message.text.contains(expected) || on_button() || anew && next.iter().any(|text| message.text.contains(text))
    };
    scene.message(teller.id, &format!("{when}: “{label}” is answered with “{expected}”"), shows).await;
    scene.settle().await;
}
