//! What goes wrong without a kill: Telegram fails, updates are broken, the disk is full (R2).

use std::process::Command;

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

/// No file may grow: what SQLite meets is an error while writing. By a limit on the running process.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_limit_on_files_loses_nothing_and_leaves_nothing() {
    let mut scene = Scene::new().await;
    // Otherwise the limit would end the process by a signal instead of an error.
    scene.wrapper = ["sh", "-c", "trap '' XFSZ; exec \"$0\" \"$@\""].map(str::to_owned).to_vec();
    scene.start().await;
    let limit = |pid: Option<u32>, bytes: &str| {
        // A process that was killed took its limit along.
        let Some(pid) = pid else { return };
        let set = Command::new("prlimit").args(["--pid", &pid.to_string(), &format!("--fsize={bytes}:")]).status();
        assert!(set.unwrap().success(), "prlimit");
    };
    full(&mut scene, |pid| limit(pid, "8192"), |pid| limit(pid, "unlimited"), "a limit on files").await;
    scene.stop();
}

/// A small file system of its own, where this process may mount one.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_loses_nothing_and_leaves_nothing() {
    let mut scene = Scene::new().await;
    let data = scene.data();
    let aside = data.with_file_name("aside");
    std::fs::rename(&data, &aside).unwrap();
    std::fs::create_dir(&data).unwrap();
    let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", "size=6m,mode=700", "tmpfs"]).arg(&data).output();
    let Some(_mount) = mounted.ok().filter(|output| output.status.success()).map(|_| Mount(data.clone())) else {
        println!("a full disk: not tried, this process may not mount a file system; the limit on files stands for it");
        return;
    };
    for entry in std::fs::read_dir(&aside).unwrap() {
        let from = entry.unwrap().path();
        std::fs::copy(&from, data.join(from.file_name().unwrap())).unwrap();
    }
    scene.start().await;
    let filler = data.join("filler");
    let fill = |_: Option<u32>| {
        // To the last byte.
        let _ = std::fs::write(&filler, vec![0x5a; 8 * 1024 * 1024]);
    };
    full(&mut scene, fill, |_| std::fs::remove_file(&filler).unwrap(), "a full disk").await;
    scene.stop();
}

/// Unmounts what was mounted here.
struct Mount(std::path::PathBuf);

impl Drop for Mount {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

async fn full(scene: &mut Scene, fill: impl Fn(Option<u32>), free: impl Fn(Option<u32>), what: &str) {
    let mut kept = 0;
    for round in 0..2 {
        scene.mark();
        let from = scene.sim.requests(0).len();
        let mut teller = scene.teller();
        let steps = teller.marks.brief();
        let at = steps.iter().position(|step| step.name == "submit").unwrap();
        for step in &steps[..at] {
            scene.takes(&mut teller, step).await;
        }
        scene.settle().await;
        fill(scene.pid());
        let filled = scene.sim.requests(0).len();
        scene.acts(&mut teller, &steps[at]).await;
        scene.settle().await;
        let messages = scene.sim.messages(teller.id);
        assert!(!messages.iter().any(|message| steps[at].is_shown(message)), "{what}: nothing can be kept");
        scene.search(&[&teller], from).await.must_be_clean(what);
        assert_eq!(scene.count("tip_case").await, kept, "{what}");
        let told = scene.told(teller.id, filled);
        assert!(told.contains("penyimpanan data"), "{what}: the person is told: {told}\n{}", scene.log());
        if round == 1 {
            // And a kill at the worst moment; the bot comes up as soon as there is room.
            scene.kill();
            free(None);
            scene.start().await;
            scene.search(&[&teller], from).await.must_be_clean(what);
            continue;
        }
        free(scene.pid());
        // The draft is where it was: the same tap again.
        for step in &steps[at..] {
            scene.takes(&mut teller, step).await;
        }
        scene.settle().await;
        kept += 1;
        assert_eq!(scene.count("tip_case").await, kept, "{what}: what was accepted is there");
        scene.search(&[&teller], from).await.must_be_clean(what);
        println!("{what}: told “{}”", told.replace('\n', " "));
    }
}
