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
    scene::{NUMBERS, add_recipient, open},
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

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_panic_anywhere_leaves_nothing() {
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
    let (stop, stopped) = watch::channel(false);
    let app = run::connect(config.clone(), db, tips, Arc::clone(&fuse) as _, stopped.clone()).await.unwrap().unwrap();
    let app = App { pacer: Arc::new(Pacer::with_burst(config.delivery, u32::MAX)), ..app };
    let bot = tokio::spawn(run::serve(app, stopped));
    *fuse.spared.lock().unwrap() = Some(bot.id());

    let (mut blown, mut told, mut silent, mut anew) = (0_i64, 0, Vec::new(), Vec::new());
    loop {
        let n = usize::try_from(blown).unwrap() + 1;
        let marks = Marks::of(500 + n);
        let id = 0x000c_b3a7_91c5_e26f + 0x0007_3f19_7a5b * i64::try_from(500 + n).unwrap();
        sim.add_user(marks.profile(id));
        let mut teller = Teller { id, marks };
        fuse.left.store(blown + 1, Ordering::SeqCst);
        for step in teller.marks.brief() {
            if !fuse_blew_and_was_mended(&sim, &mut teller, &step, &fuse, &mut told, &mut silent).await {
                // Where the panic hit what tidies up after another: the person puts the draft away and begins again.
                anew.push(format!("{} at call {}", step.name, blown + 1));
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
        blown += 1;
    }
    let mut c = open(&config.tips_database(), true).await;
    let cases: i64 = sqlx::query_scalar("select count(*) from tip_case").fetch_one(&mut c).await.unwrap();
    // A panic between keeping a tip and showing its receipt leaves one that nobody can come back to.
    println!(
        "{blown} panics, told {told} times, silent at {silent:?}, begun anew: {anew:?}; {cases} cases of {} people; {}",
        blown + 1,
        totals()
    );
    assert!(blown > 20, "the fuse is in the dialogue");
    assert!(cases > blown, "every tip is kept in the end");
    assert!(anew.len() <= 3, "a panic rarely costs the draft: {anew:?}");
    assert!(silent.is_empty(), "whoever meets a panic is told: {silent:?}");
    stop.send(true).unwrap();
    bot.await.unwrap().unwrap();
}

/// That something failed, or that a file is still being looked at.
fn is_told(request: &[u8]) -> bool {
    let text = String::from_utf8_lossy(request);
    text.contains("sampaikan kode") || text.contains("sedang diperiksa")
}

async fn sealed(folder: &std::path::Path) -> Vec<u8> {
    let mut c = open(&folder.join("tips.db"), true).await;
    sqlx::query_scalar::<_, Vec<u8>>("select sealed from tip_item").fetch_all(&mut c).await.unwrap().concat()
}

/// Does the step, and again where it met the panic. False where that does not help.
async fn fuse_blew_and_was_mended(
    sim: &Simulator,
    teller: &mut Teller,
    step: &Step,
    fuse: &Fuse,
    told: &mut usize,
    silent: &mut Vec<&'static str>,
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
        *told += usize::from(said);
        if shown() {
            return true;
        }
        if !said {
            silent.push(step.name);
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
