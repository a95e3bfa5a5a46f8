//! The real binary, killed at random moments while people walk the pledge: nobody is lost, nobody
//! signs twice, and the ledger stays sound.

#![expect(clippy::unwrap_used, reason = "a test fails loudly")]

use std::{
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use ikrar::{
    access::Proof,
    clock::{Clock as _, SystemClock},
    db::Db,
    pledge::{self, file},
    roster,
    texts::Zone,
};
use rand::{RngExt as _, SeedableRng as _, rngs::StdRng};
use simulator::{Limits, MessageView, NewUser, Options, Simulator};

const PEOPLE: usize = 200;
const KILLS: usize = 50;
/// Long enough for many restarts; a person who waits longer has been lost.
const PATIENCE: Duration = Duration::from_secs(120);
const ASN: &str = include_str!("../examples/documents/ikrar-netralitas-asn.toml");

/// Telegram takes whatever comes, so no reply has to wait, and a kill loses none.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fifty_kills_lose_nobody_and_repeat_nobody() {
    kills(Shape { people: PEOPLE, kills: KILLS, replies: 1000, repeat: None, limits: None }).await;
}

/// At Telegram's pace replies wait in memory, and a kill may lose these, but nothing that was done: whoever sees no
/// answer does it once more, and signs once all the same.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reply_that_waited_may_be_lost_but_nothing_that_was_done() {
    let (limits, repeat) = (Some(Limits::default()), Some(Duration::from_secs(8)));
    kills(Shape { people: 60, kills: 15, replies: 28, repeat, limits }).await;
}

struct Shape {
    people: usize,
    kills: usize,
    replies: u32,
    /// After how long without an answer someone acts again.
    repeat: Option<Duration>,
    limits: Option<Limits>,
}

async fn kills(shape: Shape) {
    let (folder, people) = (tempfile::tempdir().unwrap(), i64::try_from(shape.people).unwrap());
    let options = Options { username: "ikrar_test_bot".into(), limits: shape.limits, ..Options::default() };
    let sim = Simulator::start(options).await.unwrap();
    let codes = prepare(folder.path(), shape.people).await;
    let start = |folder: &Path, sim: &Simulator| start(folder, sim, shape.replies);

    let walks: Vec<_> = codes
        .into_iter()
        .enumerate()
        .map(|(n, code)| tokio::spawn(walk(Walker::new(&sim, n, shape.repeat), n, code)))
        .collect();
    let mut rng = StdRng::seed_from_u64(2024);
    for _ in 0..shape.kills {
        let mut bot = start(folder.path(), &sim);
        tokio::time::sleep(Duration::from_millis(rng.random_range(60..900))).await;
        bot.kill().unwrap(); // SIGKILL
        bot.wait().unwrap();
    }
    let mut bot = start(folder.path(), &sim);
    for walk in walks {
        if let Err(lost) = walk.await {
            let _ = bot.kill();
            panic!("{lost}");
        }
    }
    sim.settled(Duration::from_secs(30)).await.unwrap();
    Command::new("kill").args(["-TERM", &bot.id().to_string()]).status().unwrap();
    assert!(bot.wait().unwrap().success(), "SIGTERM ends it with exit code 0");
    assert_eq!(sim.pending_updates(), 0, "what was handled is confirmed");

    let db = Db::open(&folder.path().join("ikrar.db")).await.unwrap();
    let mut c = db.read().await.unwrap();
    let (entries, signed): (i64, i64) =
        sqlx::query_as("select count(*), count(distinct person_id) from acknowledgement")
            .fetch_one(&mut *c)
            .await
            .unwrap();
    assert_eq!((entries, signed), (people, people), "every person signed exactly once");
    let verified = ikrar(folder.path(), &sim).arg("verify").stdout(Stdio::null()).status().unwrap();
    assert!(verified.success(), "ikrar verify");

    // An edit that was made just before a kill is made again after it; Telegram says it changes
    // nothing. That much a crash may do, and nothing else.
    let refusals = sim.refusals();
    let again = refusals.iter().filter(|refusal| refusal.description.contains("message is not modified")).count();
    let late = refusals.iter().filter(|refusal| refusal.description.contains("query is too old")).count();
    assert_eq!(again + late, refusals.len(), "{refusals:?}");
    println!(
        "{} kills, {people} people: {entries} entries; edits made again: {again}, answers too late: {late}",
        shape.kills
    );
}

/// People with codes, and the pledge.
async fn prepare(folder: &Path, people: usize) -> Vec<String> {
    let mut csv = String::from("nama;kode;jenis;jabatan;unit;zona\n");
    for n in 0..people {
        csv.push_str(&format!("Pegawai {n};P-{n:04};Non-ASN;Staf;Pemda / Unit {};WIB\n", n % 7));
    }
    let rows = roster::import::parse(csv.as_bytes(), &|_, _| {}).unwrap().rows;
    let document = file::parse(ASN.as_bytes()).unwrap();
    let now = SystemClock.now();
    let db = Db::open(&folder.join("ikrar.db")).await.unwrap();
    let mut rng = StdRng::seed_from_u64(1);
    let issued = db
        .write(move |c| {
            Box::pin(async move {
                let proof = Proof::command_line();
                pledge::store::import_document(c, &proof, &document, now).await?;
                let options = roster::store::Options { dry_run: false, deactivate_missing: false, zone: Zone::Wib };
                roster::store::import(c, &proof, &rows, options, now, &|_, _| {}).await?.unwrap();
                roster::store::replace_codes(c, &proof, roster::store::Whose::Everyone, now, 30, &mut rng).await
            })
        })
        .await
        .unwrap();
    issued.codes.iter().map(|issued| issued.code.as_str().to_owned()).collect()
}

fn ikrar(folder: &Path, sim: &Simulator) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ikrar"));
    command
        .current_dir(folder)
        .env_clear()
        .env("IKRAR_DATA_DIR", folder)
        .env("IKRAR_TELEGRAM__TOKEN", sim.token())
        .env("IKRAR_TELEGRAM__API_URL", sim.url())
        .env("IKRAR_PLEDGE__DWELL_SECONDS", "0")
        .env("IKRAR_LOG__LEVEL", "error");
    command
}

fn start(folder: &Path, sim: &Simulator, replies: u32) -> Child {
    ikrar(folder, sim)
        .arg("run")
        .env("IKRAR_DELIVERY__REPLIES", replies.to_string())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// Each step is done once, as a person does it, or again where nothing comes; then the person waits for what must come.
async fn walk(walker: Walker, n: usize, code: String) {
    let mut rng = StdRng::seed_from_u64(n as u64);
    let mut think = async || tokio::time::sleep(Duration::from_millis(rng.random_range(0..6000))).await;
    let (sim, user) = (&walker.sim, walker.user);
    let button = |label: &'static str| move |message: &MessageView| shows(message, label);
    let part = |part: &'static str| move |message: &MessageView| message.text.contains(part);
    let tap = |label: &'static str| move || tap(sim, user, label);
    think().await;
    walker
        .step(
            || {
                sim.open_deep_link(user, &code).unwrap();
                None
            },
            button("Benar, ini saya"),
        )
        .await;
    walker.step(tap("Benar, ini saya"), button("Ikrar saya")).await;
    think().await;
    walker.step(tap("Ikrar saya"), button("Baca: Ikrar Netralitas ASN")).await;
    walker.step(tap("Baca: Ikrar Netralitas ASN"), part("Pembukaan")).await;
    for next in ["Poin 1/4", "Poin 2/4", "Poin 3/4", "Poin 4/4"] {
        think().await;
        walker.step(tap("Sudah saya baca"), part(next)).await;
    }
    think().await;
    walker.step(tap("Sudah saya baca"), button("Saya mengikuti ikrar ini")).await;
    think().await;
    walker.step(tap("Saya mengikuti ikrar ini"), part("Tanda terima")).await;
}

struct Walker {
    sim: Simulator,
    user: i64,
    repeat: Option<Duration>,
}

impl Walker {
    fn new(sim: &Simulator, n: usize, repeat: Option<Duration>) -> Self {
        Self { sim: sim.clone(), user: sim.add_user(NewUser::named(&format!("Pegawai {n}"))), repeat }
    }

    async fn step(&self, act: impl Fn() -> Option<String>, shown: impl Fn(&MessageView) -> bool) {
        let (started, mut acted) = (Instant::now(), Instant::now());
        let mut query = act();
        while !self.sim.messages(self.user).iter().any(&shown) {
            if started.elapsed() > PATIENCE {
                let answer = query.and_then(|query| self.sim.answer(&query));
                panic!("lost: {:?}; the tap was answered with {answer:?}", self.sim.messages(self.user).last());
            }
            if self.repeat.is_some_and(|repeat| acted.elapsed() > repeat) {
                acted = Instant::now();
                query = act();
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}

fn shows(message: &MessageView, label: &str) -> bool {
    message.buttons.iter().flatten().any(|button| button.label == label)
}

/// On the newest message that shows it, where one still does.
fn tap(sim: &Simulator, user: i64, label: &str) -> Option<String> {
    let message = sim.messages(user).into_iter().rev().find(|message| shows(message, label))?;
    Some(sim.tap(user, user, message.id, label).unwrap())
}
