//! What goes wrong without a kill: Telegram fails, updates are broken, the disk is full (R2).

use std::process::Command;

use serde_json::json;
use simulator::{Fault, FaultKind};

use crate::{
    people::{Step, Teller},
    scene::Scene,
    search::totals,
};

/// Every step of a tip meets each fault once. The bot tries again or says so; then the person does.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn telegrams_faults_leave_nothing() {
    let mut scene = Scene::new().await;
    scene.start().await;
    let mut repeated = 0;
    let kinds =
        [FaultKind::ServerError { code: 500 }, FaultKind::MalformedJson, FaultKind::DropBefore, FaultKind::DropAfter];
    for kind in &kinds {
        scene.mark();
        let from = scene.sim.requests(0).len();
        let mut teller = scene.teller();
        let mut steps = teller.marks.brief();
        steps.extend(teller.marks.return_to(false));
        for step in &steps {
            scene.settle().await;
            scene.sim.faults().set(Fault::new(kind.clone()).next(1));
            repeated += usize::from(!takes_at_last(&scene, &mut teller, step, kind).await);
            scene.sim.faults().clear();
        }
        scene.settle().await;
        scene.search(&[&teller], from).await.must_be_clean(kind.name());
    }
    assert_eq!(scene.count("tip_case").await, 4, "each tip is kept once");
    assert_eq!(scene.count("tip_item where kind = 'addition'").await, 4);

    // Updates that cannot be read, from somebody who is writing a tip.
    scene.mark();
    let from = scene.sim.requests(0).len();
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
    scene.search(&[&teller], from).await.must_be_clean("broken updates");
    scene.stop();
    println!("{} kinds of fault at each step, {repeated} steps done again by the person; {}", kinds.len(), totals());
}

/// True where the bot managed by itself.
async fn takes_at_last(scene: &Scene, teller: &mut Teller, step: &Step, kind: &FaultKind) -> bool {
    scene.acts(teller, step).await;
    for _ in 0..3 {
        scene.settle().await;
        let messages = scene.sim.messages(teller.id);
        if messages.iter().any(|message| step.is_shown(message)) {
            return true;
        }
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    }
    println!("{} at “{}”: the person does it again", kind.name(), step.name);
    scene.sim.faults().clear();
    scene.takes(teller, step).await;
    false
}

/// No file may grow: what SQLite meets is an error while writing. By a limit on the running process.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_limit_on_files_loses_nothing_and_leaves_nothing() {
    let mut scene = Scene::new().await;
    // Otherwise the limit would end the process by a signal instead of an error.
    scene.wrapper = ["sh", "-c", "trap '' XFSZ; exec \"$0\" \"$@\""].map(str::to_owned).to_vec();
    scene.start().await;
    let pid = scene.pid().to_string();
    let limit = |bytes: &str| {
        let set = Command::new("prlimit").args(["--pid", &pid, &format!("--fsize={bytes}:")]).status();
        assert!(set.unwrap().success(), "prlimit");
    };
    full(&mut scene, || limit("8192"), || limit("unlimited"), "a limit on files").await;
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
    let fill = || {
        // To the last byte.
        let _ = std::fs::write(&filler, vec![0x5a; 8 * 1024 * 1024]);
    };
    full(&mut scene, fill, || std::fs::remove_file(&filler).unwrap(), "a full disk").await;
    scene.stop();
}

/// Unmounts what was mounted here.
struct Mount(std::path::PathBuf);

impl Drop for Mount {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

async fn full(scene: &mut Scene, fill: impl Fn(), free: impl Fn(), what: &str) {
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
        fill();
        scene.acts(&mut teller, &steps[at]).await;
        scene.settle().await;
        let messages = scene.sim.messages(teller.id);
        assert!(!messages.iter().any(|message| steps[at].is_shown(message)), "{what}: nothing can be kept");
        scene.search(&[&teller], from).await.must_be_clean(what);
        assert_eq!(scene.count("tip_case").await, kept, "{what}");
        let told = scene.told(teller.id, from);
        assert!(told.contains("penyimpanan data"), "{what}: the person is told: {told}");
        if round == 1 {
            // And a kill at the worst moment; the bot comes up as soon as there is room.
            scene.kill();
            free();
            scene.start().await;
            scene.search(&[&teller], from).await.must_be_clean(what);
            continue;
        }
        free();
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
