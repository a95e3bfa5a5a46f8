//! A kill between a change and its answer: the answer comes after the next start, and the change is made once.

use std::time::{Duration, Instant};

use simulator::{Content, Fault, FaultKind, NewUser, Simulator};
use tempfile::TempDir;

use crate::program::{Running, database, done, example, installed, number, sql, telegram};

/// What tells people something.
const ANSWERS: [&str; 4] = ["sendMessage", "editMessageText", "sendDocument", "answerCallbackQuery"];

struct Scene {
    sim: Simulator,
    home: TempDir,
    running: Option<Running>,
    boss: i64,
}

impl Scene {
    /// A superadmin, and the calendar of an election.
    async fn begin() -> Self {
        let (sim, home) = (telegram().await, installed());
        done(home.path(), &["calendar", "import", &example("calendars/pilkada-2024.toml")]);
        let told = done(home.path(), &["admin", "claim-code"]);
        let claim = told.lines().find_map(|line| Some(&line[line.find("/klaim ")?..])).unwrap().trim().to_owned();
        let running = Some(Running::start(home.path(), &sim).await);
        let boss = sim.add_user(NewUser::named("Sinta"));
        sim.open_chat(boss);
        let scene = Self { sim, home, running, boss };
        scene.says(scene.boss, &claim).await;
        let claimed = |message: &simulator::MessageView| message.text.contains("terdaftar sebagai superadmin");
        assert!(scene.sim.messages(boss).iter().any(claimed), "{}", scene.last(boss));
        scene
    }

    async fn settle(&self) {
        self.sim.settled(Duration::from_secs(30)).await.unwrap();
    }

    async fn says(&self, user: i64, text: &str) {
        self.sim.send(user, user, Content::Text(text.into())).unwrap();
        self.settle().await;
    }

    fn send(&self, text: &str) {
        self.sim.send(self.boss, self.boss, Content::Text(text.into())).unwrap();
    }

    /// The newest button with this label.
    fn tap(&self, label: &str) {
        let shows = |message: &simulator::MessageView| message.buttons.iter().flatten().any(|one| one.label == label);
        let messages = self.sim.messages(self.boss);
        let message = messages.iter().rev().find(|message| shows(message)).unwrap_or_else(|| panic!("no {label:?}"));
        self.sim.tap(self.boss, self.boss, message.id, label).unwrap();
    }

    async fn taps(&self, label: &str) {
        self.tap(label);
        self.settle().await;
    }

    fn last(&self, user: i64) -> String {
        self.sim.messages(user).pop().unwrap().text
    }

    async fn count(&self, what: &str) -> i64 {
        number(&database(&self.home), &format!("select count(*) from {what}")).await
    }

    /// Does it while no answer gets through; once it has changed something, the bot is killed and started anew.
    async fn killed_after(&mut self, act: impl FnOnce(&Self), changed: &str) {
        self.sim.faults().set(Fault::new(FaultKind::DropBefore).on(&ANSWERS));
        act(self);
        let began = Instant::now();
        while self.count(changed).await == 0 {
            assert!(began.elapsed() < Duration::from_secs(20), "never: {changed}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let mut running = self.running.take().unwrap();
        running.0.kill().unwrap();
        running.0.wait().unwrap();
        self.sim.faults().clear();
        self.running = Some(Running::start(self.home.path(), &self.sim).await);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_changed_before_a_kill_is_answered_after_it() {
    let mut scene = Scene::begin().await;
    let boss = scene.boss;
    // A code of which the database has only the hash.
    let offers = "claim_code where label = 'Operator'";
    let offer = |scene: &Scene| scene.send("/angkat Operator");
    scene.killed_after(offer, offers).await;
    let told = scene.last(boss);
    let claim = told.lines().find(|line| line.starts_with("/klaim")).unwrap_or_else(|| panic!("{told}")).to_owned();
    assert_eq!(scene.count(offers).await, 1);
    let operator = scene.sim.add_user(NewUser::named("Operator"));
    scene.sim.open_chat(operator);
    scene.says(operator, &claim).await;
    assert!(scene.last(operator).contains("sekarang terdaftar"), "{}", scene.last(operator));

    // What is gone at the second look.
    for step in ["/jadwal", "Pilkada 2024", "Masa tenang", "Hapus"] {
        match step.starts_with('/') {
            true => scene.says(boss, step).await,
            false => scene.taps(step).await,
        }
    }
    scene.killed_after(|scene| scene.tap("Ya, hapus"), "stage where removed_at is not null").await;
    assert!(scene.last(boss).contains("Tahapan Masa tenang sudah dihapus"), "{}", scene.last(boss));
    assert_eq!(scene.count("audit where action = 'stage.remove'").await, 1);

    // An answer to a question that is closed by then.
    scene.taps("Masa kampanye").await;
    scene.taps("Ganti nama").await;
    let name = |scene: &Scene| scene.send("Kampanye terbuka");
    scene.killed_after(name, "stage where name = 'Kampanye terbuka'").await;
    assert!(scene.last(boss).contains("Nama tahapan sudah diganti"), "{}", scene.last(boss));
    assert_eq!(scene.count("audit where action = 'stage.rename'").await, 1);
    assert_eq!(scene.count("prompt").await, 0);
}

/// What a code opens is kept as a hash: the code that is shown after the kill is the one that was made before it.
#[tokio::test(flavor = "multi_thread")]
async fn codes_that_were_made_before_a_kill_are_shown_after_it() {
    let mut scene = Scene::begin().await;
    let boss = scene.boss;
    scene.says(boss, "/kode 198910232014022003").await;
    scene.killed_after(|scene| scene.tap("Buat kode untuk orang ini"), "binding_code").await;
    let told = scene.last(boss);
    let code = told.lines().find_map(|line| line.strip_prefix("Kode: ")).unwrap_or_else(|| panic!("{told}")).to_owned();
    assert_eq!((scene.count("binding_code").await, scene.count("binding_code where replaced_at > 0").await), (1, 0));
    let rina = scene.sim.add_user(NewUser::named("Rina"));
    scene.sim.open_chat(rina);
    scene.says(rina, &code).await;
    let ask = scene.sim.messages(rina).pop().unwrap();
    scene.sim.tap(rina, rina, ask.id, "Benar, ini saya").unwrap();
    scene.settle().await;
    assert!(scene.last(rina).contains("sudah tertaut"), "{}", scene.last(rina));

    scene.says(boss, "/penerima").await;
    scene.taps("Undang penerima BKPSDM").await;
    scene.killed_after(|scene| scene.send("Dewi"), "outcome where change = 'recipient.invite'").await;
    let told = scene.last(boss);
    let link = told.lines().find_map(|line| line.split_once("?start=")).unwrap_or_else(|| panic!("{told}")).1.trim();
    let dewi = scene.sim.add_user(NewUser::named("Dewi"));
    scene.sim.open_deep_link(dewi, link).unwrap();
    scene.settle().await;
    assert!(scene.last(dewi).contains("BKPSDM"), "{}", scene.last(dewi));
    assert!(scene.running.take().unwrap().end());
    let tips = scene.home.path().join("data/tips.db");
    assert_eq!(number(&tips, "select count(*) from tip_recipient").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_broadcast_confirmed_before_a_kill_goes_out_once_and_says_so() {
    let mut scene = Scene::begin().await;
    let boss = scene.boss;
    sql(&database(&scene.home), "insert into link (person_id, telegram_id, linked_at) values (1, 501, 1)").await;
    scene.says(boss, "/siarkan").await;
    scene.taps("Tulis siaran baru").await;
    scene.says(boss, "Apel pagi").await;
    scene.taps("Kirim …").await;
    scene.killed_after(|scene| scene.send("1"), "campaign").await;
    let began = Instant::now();
    while !scene.sim.messages(boss).iter().any(|message| message.text.contains("sudah berjalan")) {
        assert!(began.elapsed() < Duration::from_secs(20), "{}", scene.last(boss));
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(scene.count("campaign").await, 1);
    assert_eq!(scene.count("audit where action = 'broadcast.send'").await, 1);
}
