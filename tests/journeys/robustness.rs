//! What people and networks do: chatter, floods, faults, malformed updates.

use std::time::Duration;

use chrono::TimeDelta;
use serde_json::json;
use simulator::{Content, Fault, FaultKind};

use crate::world::{World, snapshots, times};

const ANNA: &str = "198001012005012001";

#[tokio::test]
async fn anything_else_gets_a_helpful_answer_or_a_deliberate_silence() {
    let world = World::new().await;
    let anna = world.linked("Anna", ANNA).await;
    let post = Content::Forward { from_channel: "Kanal Berita".into(), text: "Kabar".into() };
    let contact = Content::Contact { of: anna.id };
    let photo = Content::Photo { bytes: vec![0xff, 0xd8, 0xff], caption: None };
    let location = Content::Location { latitude: -2.5, longitude: 118.0 };
    for content in
        [Content::Text("halo".into()), Content::Sticker, Content::Voice, post, contact, photo, location, Content::Dice]
    {
        world.pass(TimeDelta::seconds(2));
        let before = anna.messages().len();
        anna.sends(content.clone()).await;
        assert_eq!(anna.messages().len(), before + 2, "{content:?}\n{}", anna.chat());
    }
    // An edited message is not answered again.
    let before = anna.messages().len();
    let mine = anna.messages().iter().rev().find(|message| !message.from_bot && message.text == "halo").unwrap().id;
    world.sim.edit(anna.id, anna.id, mine, "halo juga").unwrap();
    world.settle().await;
    assert_eq!(anna.messages().len(), before);
    // A burst is answered once.
    for _ in 0..20 {
        world.sim.send(anna.id, anna.id, Content::Sticker).unwrap();
    }
    world.pass(TimeDelta::seconds(2));
    world.settle().await;
    assert!(anna.messages().len() <= before + 20 + 2);
    snapshots().bind(|| insta::assert_snapshot!("chatter", anna.chat().split("Kabar").next().unwrap()));
}

#[tokio::test]
async fn texts_in_any_script_are_survived() {
    let world = World::new().await;
    let anna = world.linked("Anna", ANNA).await;
    for text in [
        "👩‍👩‍👧‍👦🇮🇩",
        "مرحبا بالعالم",
        "\u{202e}terbalik",
        "/",
        "/@",
        "/start@",
        "/cek_tanda 🙏",
        "a\u{0301}\u{0302}",
        "<b>",
        &"x".repeat(4096),
    ] {
        world.pass(TimeDelta::seconds(2));
        anna.says(text).await;
        assert!(anna.last().from_bot, "{text}");
    }
}

#[tokio::test]
async fn two_hundred_taps_in_a_second_are_each_answered_once() {
    let world = World::new().await;
    let anna = world.linked("Anna", ANNA).await;
    anna.says("/ikrar").await;
    world.pass(TimeDelta::seconds(3));
    let (message, data) = anna.data("Sudah saya baca");
    let queries: Vec<String> =
        (0..200).map(|_| world.sim.tap_data(anna.id, anna.id, message, &data).unwrap()).collect();
    world.sim.settled(Duration::from_secs(30)).await.unwrap();
    assert_eq!(world.sim.refusals(), []);
    assert!(
        queries.iter().all(|query| world
            .sim
            .answer(query)
            .is_some_and(|answer| (1..=times()).contains(&(answer.times as usize))))
    );
    // What was too much at a time is told below it.
    assert!(world.sim.message(anna.id, message).unwrap().text.contains("Poin 1/4"));
    assert_eq!(world.count("clause_reading where read_at is not null").await, 1);
}

#[tokio::test]
async fn malformed_and_unknown_updates_are_passed_over() {
    let world = World::new().await;
    let anna = world.linked("Anna", ANNA).await;
    world.sim.inject(json!({ "message": { "text": 5 } }));
    world.sim.inject(json!({ "hologram": { "id": 1 } }));
    world.sim.inject(json!({ "callback_query": { "id": "1" } }));
    world.sim.inject_raw(r#"{"update_id":$UPDATE_ID,"message":null}"#);
    anna.says("/status").await;
    assert!(anna.last().text.contains("Ikrar Bapak/Ibu"));
    assert_eq!(world.sim.pending_updates(), 0);
}

#[tokio::test]
async fn a_slow_chat_does_not_hold_up_the_others() {
    let world = World::new().await;
    let slow = world.person("Lambat");
    slow.says("/start").await;
    let quick = world.linked("Anna", ANNA).await;
    // Whatever the bot sends to the slow chat hangs; nothing else does.
    world.sim.faults().set(Fault::new(FaultKind::Latency { min_ms: 4000, max_ms: 4000 }).on(&["sendMessage"]).next(1));
    world.sim.send(slow.id, slow.id, Content::Text("/bantuan".into())).unwrap();
    // Its answer is on the way, and stays there.
    while !world.sim.faults().active().is_empty() {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let started = std::time::Instant::now();
    let before = quick.messages().len();
    for n in 0..5 {
        world.sim.send(quick.id, quick.id, Content::Text("/status".into())).unwrap();
        while quick.messages().len() < before + 2 * (n + 1) {
            tokio::time::sleep(Duration::from_millis(10)).await;
            assert!(started.elapsed() < Duration::from_secs(3), "held up by another chat");
        }
    }
    world.settle().await;
    assert!(slow.last().from_bot);
}

#[tokio::test]
async fn a_reply_lost_to_a_fault_is_made_again() {
    let world = World::new().await;
    let anna = world.linked("Anna", ANNA).await;
    for kind in [FaultKind::DropBefore, FaultKind::MalformedJson, FaultKind::TooManyRequests { retry_after: 1 }] {
        world.sim.faults().set(Fault::new(kind.clone()).on(&["sendMessage"]).next(1));
        let before = anna.messages().len();
        world.sim.send(anna.id, anna.id, Content::Text("/status".into())).unwrap();
        world.sim.settled(Duration::from_secs(30)).await.unwrap();
        assert!(anna.messages().len() >= before + 2, "{kind:?}");
        assert!(anna.last().text.contains("Ikrar Bapak/Ibu"), "{kind:?}");
    }
}

#[tokio::test]
async fn updates_of_a_stopped_bot_are_handled_by_the_next() {
    let mut world = World::new().await;
    let anna = world.linked("Anna", ANNA).await.id;
    world.stop().await;
    world.sim.send(anna, anna, Content::Text("/status".into())).unwrap();
    world.restart().await;
    world.settle().await;
    assert!(world.known(anna).last().text.contains("Ikrar Bapak/Ibu"));
}
