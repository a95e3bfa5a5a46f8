//! A panic at every place of the dialogue where the bot looks at its clock, one after the other (R2).

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use chrono::{DateTime, Utc};
use ikrar::{
    app::App,
    cli::run,
    clock::{Clock, ManualClock},
    config::{self, Config, Secret},
    db::Db,
    outbox::pace::Pacer,
    texts::Zone,
    tip::{Agency, Tips, cleaner::Cleaner},
};
use simulator::{Options, Simulator};
use tokio::{sync::watch, task};
use vault::key::Identity;

use crate::{
    people::{Act, Marks, Step, Teller},
    scene::{NUMBERS, add_recipient, add_vouchers, open},
    search::{Net, files, totals},
};

/// Stands still, and panics at a call within the handling of an update.
struct Fuse {
    clock: ManualClock,
    /// Calls until it blows; none after that.
    left: AtomicI64,
    /// The task of all that time drives, where a panic would be another matter.
    spared: Mutex<Option<task::Id>>,
}

impl Clock for Fuse {
    fn now(&self) -> DateTime<Utc> {
        let handling = task::try_id().is_some_and(|id| *self.spared.lock().unwrap() != Some(id));
        if handling && self.left.fetch_sub(1, Ordering::SeqCst) == 1 {
            panic!("the fuse of a test");
        }
        self.clock.now()
    }
}

/// Bots side by side: most of the time is waiting.
const LANES: i64 = 4;

/// What a lane saw.
#[derive(Debug, Default)]
struct Seen {
    panics: i64,
    people: i64,
    cases: i64,
    told: usize,
    /// Steps at which a panic was told to nobody.
    silent: Vec<&'static str>,
    /// Where the draft was lost, and had to be begun again.
    anew: Vec<String>,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_panic_anywhere_leaves_nothing() {
    let lanes = futures::future::join_all((1..=LANES).map(lane)).await;
    let (mut panics, mut told) = (0, 0);
    let (mut silent, mut anew) = (Vec::new(), Vec::new());
    for lane in lanes {
        assert!(lane.cases >= lane.people, "every tip is kept in the end: {lane:?}");
        (panics, told) = (panics + lane.panics, told + lane.told);
        silent.extend(lane.silent);
        anew.extend(lane.anew);
    }
    println!("{panics} panics, told {told} times, silent at {silent:?}, begun anew: {anew:?}; {}", totals());
    assert!(panics > 20, "the fuse is in the dialogue");
    assert!(anew.len() <= 3, "a panic rarely costs the draft: {anew:?}");
    assert!(silent.is_empty(), "whoever meets a panic is told: {silent:?}");
}

/// Panics at this call, and at every so many behind it, until the dialogue has no more of them.
async fn lane(first: i64) -> Seen {
    let fuse = Arc::new(Fuse {
        clock: ManualClock::at("2024-10-04T01:00:00Z".parse().unwrap()),
        left: AtomicI64::new(0),
        spared: Mutex::default(),
    });
    let folder = tempfile::tempdir().unwrap();
    let sim = Simulator::start(Options {
        username: "ikrar_test_bot".into(),
        numbers: NUMBERS,
        keep_requests: true,
        ..Options::default()
    })
    .await
    .unwrap();
    let config = Config {
        sources: config::Sources::default(),
        data_dir: folder.path().to_owned(),
        telegram: config::Telegram { token: Some(Secret::new(sim.token())), api_url: sim.url(), webhook: None },
        agency: config::Agency { name: "Pemda".into(), contact: "BKPSDM".into(), zone: Zone::Wib },
        pledge: config::Pledge { dwell_seconds: 0 },
        codes: config::Codes { valid_days: 30 },
        delivery: config::Delivery::default(),
        tips: config::Tips { per_day: 100_000, ..config::Tips::default() },
        log_level: log::LevelFilter::Off,
    };
    let tips = Tips::open(&config.tips_database(), Cleaner::new(env!("CARGO_BIN_EXE_ikrar").into())).await.unwrap();
    let identity = Identity::generate();
    add_recipient(&tips.db, Agency::Bkpsdm, None, &identity).await;
    let db = Db::open(&config.database()).await.unwrap();
    add_vouchers(&mut open(&config.database(), false).await).await;
    let (stop, stopped) = watch::channel(false);
    let app = run::connect(config.clone(), db, tips, Arc::clone(&fuse) as _, stopped.clone()).await.unwrap().unwrap();
    let app = App { pacer: Arc::new(Pacer::with_burst(config.delivery, u32::MAX)), ..app };
    let bot = tokio::spawn(run::serve(app, stopped));
    *fuse.spared.lock().unwrap() = Some(bot.id());

    let mut seen = Seen::default();
    for call in (first..).step_by(usize::try_from(LANES).unwrap()) {
        seen.people += 1;
        let marks = Marks::of(500 + usize::try_from(call).unwrap());
        let id = 0x000c_b3a7_91c5_e26f + 0x0007_3f19_7a5b * (500 + call);
        sim.add_user(marks.profile(id));
        let mut teller = Teller { id, marks };
        fuse.left.store(call, Ordering::SeqCst);
        for step in teller.marks.brief() {
            if !fuse_blew_and_was_mended(&sim, &mut teller, &step, &fuse, &mut seen).await {
                // Where the panic hit what tidies up after another: the person puts the draft away and begins again.
                seen.anew.push(format!("{} at call {call}", step.name));
                sim.send(id, id, simulator::Content::Text("/batal".into())).unwrap();
                sim.settled(Duration::from_secs(60)).await.unwrap();
                for step in teller.marks.brief() {
                    assert!(teller.acts(&sim, &step), "“{}” a second time", step.name);
                    sim.settled(Duration::from_secs(60)).await.unwrap();
                }
                break;
            }
        }
        sim.settled(Duration::from_secs(60)).await.unwrap();
        let mut canaries = teller.who();
        canaries.extend(teller.marks.hidden());
        canaries.extend(teller.marks.words());
        let net = Net::new(&canaries, &[]);
        net.search(&files(folder.path()), &sealed(folder.path()).await).must_be_clean("after a panic");
        if fuse.left.load(Ordering::SeqCst) > 0 {
            break;
        }
        seen.panics += 1;
    }
    let mut c = open(&config.tips_database(), true).await;
    // A panic between keeping a tip and showing its receipt leaves one that nobody can come back to.
    seen.cases = sqlx::query_scalar("select count(*) from tip_case").fetch_one(&mut c).await.unwrap();
    stop.send(true).unwrap();
    bot.await.unwrap().unwrap();
    seen
}

/// That something failed, or that a file is still being looked at.
fn is_told(request: &[u8]) -> bool {
    let text = String::from_utf8_lossy(request);
    text.contains("ada gangguan pada sistem") || text.contains("sedang diperiksa")
}

async fn sealed(folder: &std::path::Path) -> Vec<u8> {
    let mut c = open(&folder.join("tips.db"), true).await;
    sqlx::query_scalar::<_, Vec<u8>>(
        "select sealed from tip_item union all select digest from tip_item where digest is not null",
    )
    .fetch_all(&mut c)
    .await
    .unwrap()
    .concat()
}

/// Does the step, and again where it met the panic. False where that does not help.
async fn fuse_blew_and_was_mended(
    sim: &Simulator,
    teller: &mut Teller,
    step: &Step,
    fuse: &Fuse,
    seen: &mut Seen,
) -> bool {
    let armed = fuse.left.load(Ordering::SeqCst) > 0;
    for _ in 0..3 {
        let from = sim.requests(0).len();
        if !teller.acts(sim, step) {
            // A receipt that was noted and is no longer on screen is what was wanted.
            return matches!(step.act, Act::TypeGroup) && teller.marks.noted.is_some();
        }
        sim.settled(Duration::from_secs(60)).await.unwrap();
        // What takes longer goes on behind.
        let shown = || sim.messages(teller.id).iter().any(|message| step.is_shown(message));
        let blew = armed && fuse.left.load(Ordering::SeqCst) <= 0;
        for _ in 0..if blew { 20 } else { 600 } {
            if shown() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        let said = sim.requests(from).iter().any(|request| is_told(&request.bytes));
        seen.told += usize::from(said);
        if shown() {
            return true;
        }
        if !said {
            seen.silent.push(step.name);
        }
        // Where one is: the command shows it. What was typed may have been taken before the panic.
        sim.send(teller.id, teller.id, simulator::Content::Text("/lapor".into())).unwrap();
        sim.settled(Duration::from_secs(60)).await.unwrap();
        if shown() {
            return true;
        }
    }
    false
}
