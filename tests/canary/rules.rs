//! The rules that are seen from the chat: limits (R4, R7), receipts (R10), groups (R11), and that the pledge does not
//! know who has tipped (R14).

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use chrono::{NaiveTime, TimeDelta};
use ikrar::{
    access::TelegramId,
    tip::{
        Agency,
        draft::{IDLE, Stage},
    },
};
use rand::{SeedableRng as _, rngs::StdRng, seq::SliceRandom as _};
use serde_json::Value;
use simulator::{Content, MessageView, Options, Recorded};
use sqlx::{Column as _, Row as _, TypeInfo as _, ValueRef as _};

use crate::{
    people::receipt_in,
    world::{ASN, Person, ROSTER, World},
};

/// How far apart the medians of two kinds of receipt may be, in one run.
const APART: f64 = 1.25;
const TRIES: usize = 30;
/// Where a busy machine has spread them, as many more are measured and all taken together.
const ROUNDS: usize = 3;

async fn world() -> World {
    let world = World::with(Options { keep_requests: true, ..Options::default() }).await;
    world.import_roster(ROSTER).await;
    world.import_document(ASN).await;
    world
}

/// The shortest way to the review.
async fn writes(person: &Person<'_>) {
    person.says("/lapor").await;
    person.taps("Mulai menulis").await;
    person.taps("Lainnya").await;
    person.says("Kantor Camat").await;
    person.says("kemarin").await;
    person.says("Ada amplop.").await;
    person.taps("Lanjut").await;
    person.taps("Lanjut tanpa bukti").await;
    person.taps("○ BKPSDM").await;
    person.taps("Lanjut").await;
}

async fn hands_in(person: &Person<'_>) -> String {
    writes(person).await;
    person.taps("Kirim sekarang").await;
    let receipt = person.messages().iter().rev().find_map(receipt_in).unwrap_or_else(|| panic!("{}", person.chat()));
    person.taps("Tutup tanpa mencatat").await;
    person.taps("Ya, tutup").await;
    receipt
}

async fn delete_cases(world: &World) {
    let delete =
        world.app.tips.db.run(|c| {
            Box::pin(async move { Ok(sqlx::query("delete from tip_case").execute(c).await?.rows_affected()) })
        });
    assert_eq!(delete.await.unwrap(), 1);
}

#[tokio::test]
async fn a_draft_of_yesterday_is_not_in_memory() {
    let world = world().await;
    world.recipient("Dewi", Agency::Bkpsdm).await;
    let budi = world.person("Budi");
    writes(&budi).await;
    let (who, drafts) = (world.app.tips.who(budi.id), &world.app.tips.drafts);
    world.pass(IDLE - TimeDelta::seconds(1));
    drafts.sweep(world.now());
    assert_eq!(drafts.peek(who, world.now(), |desk| matches!(desk.stage, Stage::Writing(_))), Some(true));
    world.pass(TimeDelta::seconds(1));
    // The job sweeps by itself; nobody has to come.
    let began = Instant::now();
    loop {
        // Not through `peek`, which would look at the clock itself: with a moment at which nothing is idle.
        let kept = drafts.peek(who, world.now() - IDLE, |desk| matches!(desk.stage, Stage::Writing(_)));
        if kept == Some(false) {
            break;
        }
        assert!(began.elapsed() < Duration::from_secs(30), "the draft is still there");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    budi.taps("Kirim sekarang").await;
    assert!(budi.last().text.contains("Itu disengaja"), "{}", budi.last().text);
}

#[tokio::test]
async fn limits_are_of_this_start_and_the_cap_names_nobody() {
    let mut world = world().await;
    world.recipient("Dewi", Agency::Bkpsdm).await;
    let (budi, siti) = {
        let (budi, siti) = (world.person("Budi"), world.person("Siti"));
        for _ in 0..3 {
            hands_in(&budi).await;
        }
        writes(&budi).await;
        budi.taps("Kirim sekarang").await;
        assert!(budi.chat().contains("Untuk saat ini sudah cukup"), "{}", budi.chat());
        hands_in(&siti).await;
        (budi.id, siti.id)
    };
    // A restart forgets who has done how much. That is the price of knowing nobody; the cap of the day remains.
    world.restart().await;
    hands_in(&world.known(budi)).await;
    world.config.tips.per_day = 5;
    world.restart().await;
    let mut told = Vec::new();
    // The one who used up the day, one who added to it, and one who is new.
    for person in [world.known(budi), world.known(siti), world.person("Tono")] {
        writes(&person).await;
        person.taps("Kirim sekarang").await;
        let full =
            person.messages().into_iter().rev().find(|message| message.text.contains("Hari ini kami belum dapat"));
        told.push(full.unwrap_or_else(|| panic!("{}", person.chat())).html);
    }
    assert!(told.windows(2).all(|pair| pair[0] == pair[1]), "{told:#?}");
}

#[tokio::test]
async fn a_group_gets_no_tip_and_the_usual_answer() {
    let world = world().await;
    world.recipient("Dewi", Agency::Bkpsdm).await;
    let (budi, siti) = (world.person("Budi"), world.person("Siti"));
    let group = world.sim.add_group("Kantor", &[siti.id, budi.id]);
    let receipt = hands_in(&siti).await;
    let answer = async |content: Content| {
        world.pass(TimeDelta::minutes(1));
        let before = world.sim.messages(group).len();
        world.sim.send(budi.id, group, content).unwrap();
        world.settle().await;
        let said: Vec<MessageView> =
            world.sim.messages(group).into_iter().skip(before).filter(|m| m.from_bot).collect();
        said.into_iter().map(|message| (message.html, message.buttons)).collect::<Vec<_>>()
    };
    let text = |text: &str| Content::Text(text.into());
    let usual = answer(text("/status@ikrar_test_bot")).await;
    assert_eq!(usual.len(), 1);
    for command in ["/lapor@ikrar_test_bot", "/lapor", "/start@ikrar_test_bot lapor", "/cek@ikrar_test_bot"] {
        assert_eq!(answer(text(command)).await, usual, "{command}");
    }
    assert_eq!(answer(text(&format!("/cek@ikrar_test_bot {receipt}"))).await, usual);
    let photo = Content::Photo { bytes: vec![0xff, 0xd8, 0xff], caption: Some("/lapor@ikrar_test_bot".into()) };
    assert!(answer(photo).await.is_empty(), "a photo of a group is not taken");
    assert!(answer(text("Ada amplop.")).await.is_empty());
    // Nor does a group learn that one of its members is writing a tip, or change what they write.
    writes(&siti).await;
    let (trail, seen) = (siti.chat(), world.sim.messages(group).len());
    world.pass(TimeDelta::minutes(1));
    world.sim.send(siti.id, group, text("/status@ikrar_test_bot")).unwrap();
    world.settle().await;
    assert_eq!((siti.chat(), world.sim.messages(group).len()), (trail, seen + 2));
    // A button of a draft, forged into the group.
    let (_, data) = siti.data("Kirim sekarang");
    let message = world.sim.messages(group).into_iter().find(|message| message.from_bot).unwrap().id;
    world.sim.tap_data(siti.id, group, message, &data).unwrap();
    world.settle().await;
    let cases = world.app.tips.db.run(|c| {
        Box::pin(async move { Ok(sqlx::query_scalar::<_, i64>("select count(*) from tip_case").fetch_one(c).await?) })
    });
    assert_eq!(cases.await.unwrap(), 1, "only the one that was handed in alone");
    let who = world.app.tips.who(budi.id);
    assert!(world.app.tips.drafts.peek(who, world.now(), |_| ()).is_none(), "nothing of a group is remembered");
}

/// What is no receipt of a case, and is told in the same words after the same time.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn receipts_that_open_nothing_are_alike() {
    let world = world().await;
    world.recipient("Dewi", Agency::Bkpsdm).await;
    let siti = world.person("Siti");
    let purged = hands_in(&siti).await;
    delete_cases(&world).await;
    let valid = hands_in(&siti).await;
    let wrong = {
        let other = if valid.starts_with('7') { "8" } else { "7" };
        format!("{other}{}", &valid[1..])
    };
    let kinds = [
        ("unknown", "0123-4567-89AB-CDEF-P".to_owned()),
        ("one character wrong", wrong),
        ("malformed", "apakah ini resi?".to_owned()),
        ("purged", purged),
    ];
    let mut rng = StdRng::seed_from_u64(10);
    let mut events = world.sim.listen();
    let mut times: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    let mut answers: Vec<(String, String, Vec<String>)> = Vec::new();
    for round in 1..=ROUNDS {
        for n in 0..TRIES {
            let person = world.person("Orang");
            person.says("/cek").await;
            // In any order, so that what a new chat or a busy machine costs is spread over all; at times the valid one for
            // comparison.
            let mut tries: Vec<(&str, &str)> = kinds.iter().map(|(kind, text)| (*kind, text.as_str())).collect();
            tries.extend((n % 3 == 0).then_some(("valid", valid.as_str())));
            tries.shuffle(&mut rng);
            for (kind, text) in tries {
                while events.try_recv().is_ok() {}
                let (from, began) = (world.sim.requests(0).len(), Instant::now());
                world.sim.send(person.id, person.id, Content::Text(text.into())).unwrap();
                let answered = loop {
                    let event = tokio::time::timeout(Duration::from_secs(60), events.recv()).await.unwrap().unwrap();
                    let message = &event.body["message"];
                    if event.body["type"] == "message" && message["chat_id"] == person.id && message["from_bot"] == true
                    {
                        break event.at;
                    }
                };
                times.entry(kind).or_default().push((answered - began).as_secs_f64() * 1000.0);
                world.settle().await;
                if kind == "valid" {
                    person.taps("Tutup").await;
                    person.says("/cek").await;
                } else {
                    answers.push((kind.into(), person.last().html, requests(&world.sim.requests(from))));
                }
            }
        }
        let medians: BTreeMap<&str, f64> = times.iter().map(|(kind, times)| (*kind, median(times))).collect();
        let of_none = medians.iter().filter(|(kind, _)| **kind != "valid").map(|(_, median)| *median);
        let apart = of_none.clone().fold(0.0, f64::max) / of_none.fold(f64::MAX, f64::min);
        println!("receipts, {} each, {apart:.2} apart, medians in ms: {medians:.1?}", round * TRIES);
        if apart <= APART {
            break;
        }
        assert!(round < ROUNDS, "{apart:.2} apart: {medians:.1?}; {times:.0?}");
    }
    let (_, html, made) = &answers[0];
    for (kind, other, others) in &answers {
        assert_eq!(other, html, "{kind}: the same text, byte for byte");
        assert_eq!(others, made, "{kind}: the same requests");
    }
}

fn median(times: &[f64]) -> f64 {
    let mut sorted = times.to_vec();
    sorted.sort_by(f64::total_cmp);
    f64::midpoint(sorted[(sorted.len() - 1) / 2], sorted[sorted.len() / 2])
}

/// Method and body, without what Telegram numbers.
fn requests(recorded: &[Recorded]) -> Vec<String> {
    let mut all: Vec<String> = recorded
        .iter()
        .filter(|request| !request.method.eq_ignore_ascii_case("getUpdates"))
        .map(|request| {
            let body = request.bytes.windows(4).position(|four| four == b"\r\n\r\n").map_or(0, |at| at + 4);
            let mut body: Value = serde_json::from_slice(&request.bytes[body..]).unwrap_or_default();
            if let Value::Object(fields) = &mut body {
                for name in ["chat_id", "message_id", "callback_query_id", "reply_parameters"] {
                    fields.remove(name);
                }
            }
            format!("{} {}", request.method, masked(&body.to_string()))
        })
        .collect();
    // Answers to taps go out beside the rest.
    all.sort();
    all
}

/// Without hashes and what is made of them.
fn masked(text: &str) -> String {
    let is_random = |word: &str| word.len() >= 8 && word.chars().all(|c| c.is_ascii_hexdigit());
    text.split_inclusive(|c: char| !c.is_ascii_alphanumeric())
        .map(|part| {
            let word = part.trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
            if is_random(word) { part.replace(word, "#") } else { part.to_owned() }
        })
        .collect()
}

#[tokio::test]
async fn the_pledge_does_not_know_who_has_tipped() {
    let mut seen = Vec::new();
    for tips in [false, true] {
        let world = world().await;
        world.recipient("Dewi", Agency::Bkpsdm).await;
        let anna = world.linked("Anna", "198001012005012001").await;
        if tips {
            let receipt = hands_in(&anna).await;
            anna.says("/cek").await;
            anna.says(&receipt).await;
            anna.taps("Tambah keterangan atau bukti").await;
            anna.says("Satu lagi").await;
            anna.says("/batal").await;
            anna.taps("Hapus jejak").await;
            anna.taps("Ya, hapus pesannya").await;
        }
        seen.push(pledge_walk(&world, &anna).await);
    }
    let [without, with] = seen.try_into().unwrap();
    for ((step, one), (_, other)) in without.0.iter().zip(&with.0) {
        assert_eq!(one, other, "after {step}");
    }
    assert_eq!(without.1, with.1, "the people database");
    println!("pledge: {} steps and {} rows alike with and without a tip", without.0.len(), without.1.len());
}

type Walk = (Vec<(String, Vec<String>)>, Vec<String>);

/// What the bot asks of Telegram at each step, and what is in the people database afterwards.
async fn pledge_walk(world: &World, anna: &Person<'_>) -> Walk {
    let mut steps = Vec::new();
    let mut from = world.sim.requests(0).len();
    let mut note = |step: &str| {
        steps.push((step.to_owned(), requests(&world.sim.requests(from))));
        from = world.sim.requests(0).len();
    };
    for text in ["/start", "/status", "halo", "/bantuan", "/batal", "/ikrar"] {
        world.pass(TimeDelta::seconds(20));
        anna.says(text).await;
        note(text);
    }
    anna.reads_every_clause().await;
    note("reading");
    anna.taps("Saya berikrar").await;
    note("the pledge");
    for content in [
        Content::Sticker,
        Content::Text("7K3M-9Q2V".into()),
        Content::Photo { bytes: vec![0xff, 0xd8, 0xff], caption: None },
    ] {
        world.pass(TimeDelta::seconds(20));
        anna.sends(content).await;
        note("something else");
    }
    (steps, rows(world).await)
}

/// Every row of the people database, without what is random.
async fn rows(world: &World) -> Vec<String> {
    let mut c = world.app.db.read().await.unwrap();
    let list = "select name from sqlite_schema where type = 'table' and name not like '\\_%' escape '\\' order by name";
    let tables: Vec<String> = sqlx::query_scalar(list).fetch_all(&mut *c).await.unwrap();
    let mut all = Vec::new();
    for table in tables {
        let select = sqlx::AssertSqlSafe(format!("select * from \"{table}\""));
        for row in sqlx::query(select).fetch_all(&mut *c).await.unwrap() {
            let values = row.columns().iter().map(|column| {
                let (at, name) = (column.ordinal(), column.name());
                let value = row.try_get_raw(at).unwrap();
                let kind = value.type_info().name().to_owned();
                let value = match kind.as_str() {
                    _ if value.is_null() => "null".to_owned(),
                    "INTEGER" if name.contains("message") => "a message".to_owned(),
                    "INTEGER" => row.get::<i64, _>(at).to_string(),
                    "TEXT" => masked(&row.get::<String, _>(at)),
                    other => other.to_owned(),
                };
                format!("{name}={value}")
            });
            all.push(format!("{table}: {}", values.collect::<Vec<_>>().join(" ")));
        }
    }
    all.sort();
    all
}

/// A digest is as long with nothing to tell as with something (R9).
#[tokio::test]
async fn a_digest_is_of_one_length() {
    let mut world = world().await;
    world.config.tips.digest = [8, 15].map(|hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap()).to_vec();
    world.restart().await;
    // Past the digest of 08:00, which a bot that looks at the clock just now would send as well.
    world.pass(TimeDelta::hours(2));
    let (dewi, _) = world.recipient("Dewi", Agency::Bkpsdm).await;
    world.sim.open_chat(dewi.id);
    let siti = world.person("Siti");
    // 15:00 and 08:00 in the agency's zone; the world began at 08:00.
    let mut lengths = Vec::new();
    for (hours, tips) in [(5, 0), (17, 1), (7, 2)] {
        for _ in 0..tips {
            hands_in(&siti).await;
        }
        let from = world.sim.requests(0).len();
        // From here on the bot's own look at the clock may be first; then this one finds nothing left to do.
        world.pass(TimeDelta::hours(hours));
        ikrar::tip::job::step(&world.app).await;
        let began = Instant::now();
        let requests = loop {
            let mut requests = world.sim.requests(from);
            requests.retain(|request| request.chat_id == Some(dewi.id));
            if !requests.is_empty() {
                break requests;
            }
            assert!(began.elapsed() < Duration::from_secs(30), "no digest: {:?}", world.sim.messages(dewi.id));
            tokio::time::sleep(Duration::from_millis(50)).await;
        };
        world.settle().await;
        assert_eq!(requests.len(), 1);
        lengths.push((requests[0].bytes.len(), dewi.last().text.chars().count(), dewi.last().text));
    }
    println!("digests: {:?}", lengths.iter().map(|(bytes, characters, _)| (bytes, characters)).collect::<Vec<_>>());
    assert!(lengths.windows(2).all(|pair| (pair[0].0, pair[0].1) == (pair[1].0, pair[1].1)), "{lengths:#?}");
}

/// An account means nothing to the room of tips but within one start (R7).
#[tokio::test]
async fn an_account_is_known_by_another_name_after_each_start() {
    let mut world = world().await;
    let budi = TelegramId(world.person("Budi").id).0;
    let first = world.app.tips.who(budi);
    assert!(first == world.app.tips.who(budi) && first != world.app.tips.who(budi + 1));
    world.restart().await;
    assert!(first != world.app.tips.who(budi));
    assert_eq!(format!("{first:?}"), "Who(…)");
}
