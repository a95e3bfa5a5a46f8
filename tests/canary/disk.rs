//! No room: by a limit on files, and on a small file system that is full (R2).

use std::process::Command;

use crate::scene::Scene;

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
