//! The file of tips does not say in which order they came, nor at what time of day (R5).

use std::{fs, path::Path};

use chrono::TimeDelta;
use ikrar::tip::{
    Agency, Id,
    store::{TipsDb, intake},
};
use rand::{Rng as _, RngExt as _, SeedableRng as _, rngs::StdRng, seq::SliceRandom as _};
use sha2::{Digest as _, Sha256};
use simulator::Options;
use vault::key::{Identity, PublicKey};

use crate::{
    encodings::Canary,
    scene::open,
    search::{Net, files, position},
    world::World,
};

const CASES: usize = 200;

#[derive(Clone)]
struct Case {
    id: Id,
    locator: [u8; 32],
    key: PublicKey,
    agencies: Vec<Agency>,
    sealed: Vec<u8>,
    /// What was added later.
    added: Option<Vec<u8>>,
}

fn cases(count: usize) -> Vec<Case> {
    let mut rng = StdRng::seed_from_u64(5);
    let mut sealed = |pages: usize| {
        let mut bytes = vec![0; pages * 4096];
        rng.fill_bytes(&mut bytes);
        bytes
    };
    (0..count)
        .map(|n| Case {
            id: Id(sealed(1)[..16].try_into().unwrap()),
            locator: sealed(1)[..32].try_into().unwrap(),
            key: Identity::from_secret(sealed(1)[..32].try_into().unwrap()).public(),
            agencies: if n % 3 == 0 { vec![Agency::Bkpsdm] } else { Agency::ALL.to_vec() },
            sealed: sealed(1 + n % 4),
            added: (n % 5 == 0).then(|| sealed(1)),
        })
        .collect()
}

/// Through the store; then the random ids of items are made the same in every file, for they alone are drawn there.
async fn insert(db: &TipsDb, case: &Case) {
    let day = "2024-10-04".parse().unwrap();
    let (case, id) = (case.clone(), case.id);
    db.run(move |c| {
        Box::pin(async move {
            let Case { id, locator, key, agencies, sealed, added } = &case;
            let copies = |sealed: &[u8]| -> Vec<(Agency, Vec<u8>)> {
                // Each is sealed by itself.
                let copy = |agency: &Agency| (*agency, [agency.as_str().as_bytes(), sealed].concat());
                agencies.iter().map(copy).collect()
            };
            let digest = |sealed: &[u8]| Sha256::digest(sealed).into();
            let sealed_now = intake::Sealed { copies: &copies(sealed), digest: digest(sealed) };
            let new = intake::NewCase { id: *id, locator: *locator, reply_key: key, sealed: sealed_now, day };
            intake::insert_case(c, &new).await?;
            if let Some(added) = added {
                let added = intake::Sealed { copies: &copies(added), digest: digest(added) };
                intake::insert_addition(c, *id, &added, day).await?;
            }
            Ok(())
        })
    })
    .await
    .unwrap();
    db.run(move |c| {
        Box::pin(async move {
            for (n, agency) in [1_u8, 2].into_iter().flat_map(|n| Agency::ALL.map(|agency| (n, agency))) {
                sqlx::query("update tip_item set id = ? where case_id = ? and n = ? and agency = ?")
                    .bind(&item_id(id, n, agency)[..])
                    .bind(&id.0[..])
                    .bind(-i64::from(n))
                    .bind(agency.as_str())
                    .execute(&mut *c)
                    .await?;
            }
            Ok(())
        })
    })
    .await
    .unwrap();
}

fn item_id(case: Id, n: u8, agency: Agency) -> [u8; 16] {
    let digest = Sha256::digest([&case.0[..], &[n], agency.as_str().as_bytes()].concat());
    digest[..16].try_into().unwrap()
}

/// A copy of one empty database: when it was made, and its salt, are no part of the question.
async fn filled(empty: &Path, to: &Path, cases: &[Case], order: &[usize], tidy: impl Fn(usize) -> bool) -> Vec<u8> {
    fs::copy(empty, to).unwrap();
    let db = TipsDb::open(to).await.unwrap();
    for (n, at) in order.iter().enumerate() {
        insert(&db, &cases[*at]).await;
        // A file that is not put in order stays as things came.
        if n + 1 == order.len() && tidy(n) {
            let day = "2024-10-05".parse().unwrap();
            db.run(|c| Box::pin(async move { intake::release(c, day).await })).await.unwrap();
        }
        if tidy(n) {
            db.tidy().await.unwrap();
        }
    }
    drop(db);
    fs::read(to).unwrap()
}

async fn empty(folder: &Path) -> std::path::PathBuf {
    let path = folder.join("empty.db");
    let db = TipsDb::open(&path).await.unwrap();
    db.salt().await.unwrap();
    drop(db);
    path
}

fn shuffled(count: usize, seed: u64) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    order.shuffle(&mut StdRng::seed_from_u64(seed));
    order
}

#[tokio::test]
async fn two_orders_of_coming_give_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let (empty, cases) = (empty(folder.path()).await, cases(40));
    let at = |name: &str| folder.path().join(name);
    let last = cases.len() - 1;
    let orders = [
        (0..cases.len()).collect(),
        (0..cases.len()).rev().collect(),
        shuffled(cases.len(), 1),
        shuffled(cases.len(), 2),
    ];
    let mut files = Vec::new();
    for (n, order) in orders.iter().enumerate() {
        files.push(filled(&empty, &at(&n.to_string()), &cases, order, |n| n == last).await);
    }
    // Put in order after each one, as the bot does.
    files.push(filled(&empty, &at("each"), &cases, &orders[2], |_| true).await);
    let mut apart = std::collections::BTreeSet::new();
    for file in &files[1..] {
        assert_eq!(file.len(), files[0].len());
        apart.extend(file.iter().zip(&files[0]).enumerate().filter(|(_, (a, b))| a != b).map(|(at, _)| at));
    }
    // The head of the file: a counter of changes (24 to 27) and where it was last counted (92 to 95), and the schema's
    // number, which each VACUUM raises (40 to 43). They tell how many changes there were, not of what.
    let counters = |at: &usize| (24..28).contains(at) || (40..44).contains(at) || (92..96).contains(at);
    println!("{} files of {} bytes; bytes that differ: {apart:?}", files.len(), files[0].len());
    assert!(apart.iter().all(counters), "the order of coming is in the file: {apart:?}");
    let unordered = filled(&empty, &at("untidy"), &cases, &orders[2], |_| false).await;
    assert_ne!(unordered[4096..], files[0][4096..], "the comparison can fail");
}

/// Where a case stands in the file, by each of its traces, against when it came.
#[tokio::test]
async fn nothing_in_the_file_goes_with_the_order_of_coming() {
    let folder = tempfile::tempdir().unwrap();
    let (empty, cases) = (empty(folder.path()).await, cases(CASES));
    let order = shuffled(CASES, 3);
    let untidy = filled(&empty, &folder.path().join("untidy.db"), &cases, &order, |_| false).await;
    let tidy = filled(&empty, &folder.path().join("tidy.db"), &cases, &order, |n| n == CASES - 1).await;
    // Five standard deviations of chance: one in three million, for each.
    #[expect(clippy::cast_precision_loss, reason = "small")]
    let chance = 5.0 / ((CASES - 1) as f64).sqrt();
    let (before, after) = (traces(&untidy, &cases, &order), traces(&tidy, &cases, &order));
    println!(
        "correlation with the order of coming, chance is below {chance:.2}; untidy {before:.2?}; tidy {after:.2?}"
    );
    assert!(before.iter().any(|(_, rho)| rho.abs() > 0.9), "the measure sees an order where there is one");
    for (trace, rho) in &after {
        assert!(rho.abs() < chance, "{trace}: {rho:.3}");
    }

    let mut c = open(&folder.path().join("tidy.db"), true).await;
    let list = "select name from sqlite_schema where type = 'table' and name not like '\\_%' escape '\\'
        and sql not like '%without rowid%'";
    let with_rowid: Vec<String> = sqlx::query_scalar(list).fetch_all(&mut c).await.unwrap();
    assert!(with_rowid.is_empty(), "rows are numbered in the order of coming: {with_rowid:?}");
    let free: i64 = sqlx::query_scalar("pragma freelist_count").fetch_one(&mut c).await.unwrap();
    assert_eq!(free, 0, "pages that were left");
}

/// Spearman's rank correlation of each kind of place with the order of coming.
fn traces(file: &[u8], cases: &[Case], order: &[usize]) -> Vec<(String, f64)> {
    let places = |part: &dyn Fn(&Case) -> Vec<u8>| -> Vec<usize> {
        order.iter().map(|at| position(file, &part(&cases[*at])).expect("a case in the file")).collect()
    };
    let mut kinds: Vec<(String, Vec<usize>)> = vec![
        ("start of what is sealed".into(), places(&|case| case.sealed[..24].to_vec())),
        ("end of what is sealed".into(), places(&|case| case.sealed[case.sealed.len() - 24..].to_vec())),
        ("locator".into(), places(&|case| case.locator.to_vec())),
        ("reply key".into(), places(&|case| case.key.to_string().into_bytes())),
        ("item".into(), places(&|case| item_id(case.id, 1, Agency::Bkpsdm).to_vec())),
    ];
    // An id stands in every table and index: each of its places by itself.
    let all: Vec<Vec<usize>> = order.iter().map(|at| positions(file, &cases[*at].id.0)).collect();
    let most = all.iter().map(Vec::len).min().unwrap();
    kinds.extend((0..most).map(|n| (format!("id, place {n}"), all.iter().map(|places| places[n]).collect())));
    let mut rhos = Vec::new();
    for (name, places) in kinds {
        let pages: Vec<usize> = places.iter().map(|at| at / 4096).collect();
        let cells: Vec<usize> = places.iter().map(|at| at % 4096).collect();
        rhos.push((format!("{name}: page"), spearman(&pages)));
        rhos.push((format!("{name}: within the page"), spearman(&cells)));
    }
    rhos
}

fn positions(file: &[u8], part: &[u8]) -> Vec<usize> {
    let mut all = Vec::new();
    let mut from = 0;
    while let Some(at) = position(&file[from..], part) {
        all.push(from + at);
        from += at + 1;
    }
    all
}

#[expect(clippy::cast_precision_loss, reason = "ranks of some hundred")]
fn spearman(values: &[usize]) -> f64 {
    let mut sorted: Vec<usize> = values.to_vec();
    sorted.sort_unstable();
    // Equal values share the middle of their ranks.
    let rank = |value: usize| {
        let (start, end) = (sorted.partition_point(|v| *v < value), sorted.partition_point(|v| *v <= value));
        (start + end - 1) as f64 / 2.0
    };
    let ranks: Vec<f64> = values.iter().map(|value| rank(*value)).collect();
    let mean = (values.len() - 1) as f64 / 2.0;
    let (mut both, mut one, mut other) = (0.0, 0.0, 0.0);
    for (n, rank) in ranks.iter().enumerate() {
        let (a, b) = (n as f64 - mean, rank - mean);
        both += a * b;
        one += a * a;
        other += b * b;
    }
    if other == 0.0 { 0.0 } else { both / (one * other).sqrt() }
}

#[test]
fn correlation_is_what_it_should_be() {
    assert!((spearman(&[1, 2, 3, 4]) - 1.0).abs() < 1e-9);
    assert!((spearman(&[9, 7, 5, 1]) + 1.0).abs() < 1e-9);
    // By scipy.stats.spearmanr.
    assert!((spearman(&[1, 2, 2, 4]) - 0.948_683_298_050_513_8).abs() < 1e-9);
    let mut rng = StdRng::seed_from_u64(1);
    let noise: Vec<usize> = (0..CASES).map(|_| rng.random_range(0..50)).collect();
    assert!(spearman(&noise).abs() < 0.35);
}

/// The moment at which a tip came, by the bot's clock and by the machine's.
#[tokio::test]
async fn the_file_holds_no_time_of_day() {
    let world = World::with(Options::default()).await;
    world.recipient("Dewi", Agency::Bkpsdm).await;
    world.pass(TimeDelta::milliseconds((3 * 3600 + 43 * 60 + 21) * 1000 + 987));
    let budi = world.person("Budi");
    // Beyond the second in which the file was made, which its migrations note.
    tokio::time::sleep(std::time::Duration::from_millis(2100)).await;
    let machine = ikrar::clock::SystemClock;
    let began = ikrar::clock::Clock::now(&machine);
    budi.says("/lapor").await;
    budi.taps("Mulai menulis").await;
    budi.taps("Lainnya").await;
    for text in ["Kantor Camat", "kemarin", "Ada amplop."] {
        budi.says(text).await;
    }
    budi.taps("Lanjut").await;
    budi.taps("Lanjut tanpa bukti").await;
    budi.taps("○ BKPSDM").await;
    budi.taps("Lanjut").await;
    budi.taps("Kirim sekarang").await;
    assert!(budi.chat().contains("hanya ditampilkan sampai ditutup"), "{}", budi.chat());
    let ended = ikrar::clock::Clock::now(&machine);
    let mut moments = vec![world.now()];
    let mut moment = began;
    while moment <= ended {
        moments.push(moment);
        moment += TimeDelta::seconds(1);
    }
    let mut canaries = Vec::new();
    for moment in moments {
        let seconds = moment.timestamp();
        canaries.push(Canary::number("seconds", seconds.unsigned_abs()));
        // Of finer units what they begin with, for the moments in between.
        canaries.push(Canary::text("time in UTC", &moment.format("%H:%M:%S").to_string()));
        canaries.push(Canary::text("time in WIB", &(moment + TimeDelta::hours(7)).format("%H:%M:%S").to_string()));
    }
    let now = world.now();
    canaries.push(Canary::number("milliseconds", now.timestamp_millis().unsigned_abs()));
    canaries.push(Canary::number("microseconds", now.timestamp_micros().unsigned_abs()));
    canaries.push(Canary::number("nanoseconds", now.timestamp_nanos_opt().unwrap().unsigned_abs()));
    #[expect(clippy::cast_precision_loss, reason = "as SQLite computes it")]
    let julian = now.timestamp_millis() as f64 / 86_400_000.0 + 2_440_587.5;
    canaries.push(Canary::bytes("Julian day", &julian.to_be_bytes()));
    canaries.push(Canary::text("Julian day in digits", &format!("{julian:.4}")));
    let copies = world.config.data_dir.join("copies");
    fs::create_dir(&copies).unwrap();
    world.app.tips.db.back_up(&copies.join("copy.db")).await.unwrap();
    let net = Net::new(&canaries, &[]);
    let sources: Vec<_> =
        files(&world.config.data_dir).into_iter().filter(|source| !source.name.contains("ikrar.db")).collect();
    assert!(sources.iter().any(|source| source.name.ends_with("tips.db")));
    let noise = world.app.tips.db.run(|c| {
        Box::pin(async move {
            let list = "select sealed from tip_item union all select id || locator || cast(reply_key as blob) from tip_case union all select id || case_id from tip_item union all select digest from tip_item where digest is not null";
            Ok(sqlx::query_scalar::<_, Vec<u8>>(list).fetch_all(c).await?.concat())
        })
    });
    net.search(&sources, &noise.await.unwrap()).must_be_clean("the moment of a tip");
}
