//! Long polling: confirmation by offset, waiting, two pollers, clients that go away.
use std::time::{Duration, Instant};

use serde_json::json;
use simulator::{Content, Options};

use crate::kit::Kit;

fn text(text: &str) -> Content {
    Content::Text(text.to_owned())
}

#[tokio::test]
async fn unconfirmed_updates_come_back() {
    let kit = Kit::new().await;
    let anna = kit.started("Anna").await;
    for word in ["one", "two", "three"] {
        kit.sim.send(anna, anna, text(word)).unwrap();
    }
    let first = kit.ok("getUpdates", json!({})).await;
    let again = kit.ok("getUpdates", json!({ "limit": 2 })).await;
    assert_eq!(first.as_array().unwrap().len(), 3);
    assert_eq!(again.as_array().unwrap()[..], first.as_array().unwrap()[..2]);
    assert_eq!(kit.sim.pending_updates(), 3);
    let offset = first[1]["update_id"].as_i64().unwrap();
    let rest = kit.ok("getUpdates", json!({ "offset": offset })).await;
    assert_eq!(rest[0]["message"]["text"], "two");
    let last = kit.ok("getUpdates", json!({ "offset": -1 })).await;
    assert_eq!(last[0]["message"]["text"], "three");
    assert_eq!(kit.sim.pending_updates(), 1);
}

#[tokio::test]
async fn a_poll_waits_and_wakes() {
    let kit = Kit::new().await;
    let anna = kit.started("Anna").await;
    let began = Instant::now();
    assert_eq!(kit.ok("getUpdates", json!({ "timeout": 1 })).await, json!([]));
    assert!(began.elapsed() >= Duration::from_millis(950));
    let sim = kit.sim.clone();
    let later = tokio::spawn(async move {
        tokio::time::sleep(Duration::from_millis(100)).await;
        sim.send(anna, anna, text("hi")).unwrap();
    });
    let began = Instant::now();
    let updates = kit.ok("getUpdates", json!({ "timeout": 30 })).await;
    assert_eq!(updates[0]["message"]["text"], "hi");
    assert!(began.elapsed() < Duration::from_secs(5));
    later.await.unwrap();
}

#[tokio::test]
async fn the_older_of_two_polls_ends_with_409() {
    let kit = Kit::new().await;
    let anna = kit.started("Anna").await;
    let older = tokio::spawn(kit.http.post(kit.method("getUpdates")).json(&json!({ "timeout": 30 })).send());
    tokio::time::sleep(Duration::from_millis(200)).await;
    let newer = tokio::spawn(kit.http.post(kit.method("getUpdates")).json(&json!({ "timeout": 30 })).send());
    let answer = older.await.unwrap().unwrap();
    assert_eq!(answer.status(), 409);
    let answer: serde_json::Value = answer.json().await.unwrap();
    assert_eq!(
        answer["description"],
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    );
    kit.sim.send(anna, anna, text("for the newer")).unwrap();
    let answer: serde_json::Value = newer.await.unwrap().unwrap().json().await.unwrap();
    assert_eq!(answer["result"][0]["message"]["text"], "for the newer");
    assert_eq!(kit.sim.refusals(), []);
}

#[tokio::test]
async fn a_poll_whose_client_left_takes_nothing_along() {
    let kit = Kit::new().await;
    let anna = kit.started("Anna").await;
    let gone = tokio::spawn(
        kit.http
            .post(kit.method("getUpdates"))
            .json(&json!({ "timeout": 30 }))
            .timeout(Duration::from_millis(100))
            .send(),
    );
    assert!(gone.await.unwrap().is_err());
    tokio::time::sleep(Duration::from_millis(100)).await;
    kit.sim.send(anna, anna, text("kept")).unwrap();
    let updates = kit.ok("getUpdates", json!({ "timeout": 5 })).await;
    assert_eq!(updates[0]["message"]["text"], "kept");
}

#[tokio::test]
async fn kinds_are_filtered_when_they_arise() {
    let kit = Kit::new().await;
    let anna = kit.started("Anna").await;
    kit.ok("getUpdates", json!({ "allowed_updates": ["callback_query"] })).await;
    kit.sim.send(anna, anna, text("unseen")).unwrap();
    kit.ok("getUpdates", json!({ "allowed_updates": [] })).await;
    kit.sim.send(anna, anna, text("seen")).unwrap();
    let updates = kit.drain().await;
    assert_eq!(updates.len(), 1);
    assert_eq!(updates[0]["message"]["text"], "seen");
    kit.refused(400, "getUpdates", json!({ "allowed_updates": ["mesage"] })).await;
}

#[tokio::test]
async fn settled_waits_for_confirmation_and_answers() {
    let kit = Kit::new().await;
    let anna = kit.started("Anna").await;
    kit.sim.settled(Duration::from_millis(10)).await.unwrap();
    kit.sim.send(anna, anna, text("hi")).unwrap();
    let error = kit.sim.settled(Duration::from_millis(50)).await.unwrap_err().to_string();
    assert!(error.contains("1 unconfirmed updates"), "{error}");
    let sim = kit.sim.clone();
    let waiting = tokio::spawn(async move { sim.settled(Duration::from_secs(10)).await });
    kit.drain().await;
    waiting.await.unwrap().unwrap();
}

#[tokio::test]
async fn injected_updates_arrive_as_they_are() {
    let kit = Kit::new().await;
    let id = kit.sim.inject(json!({ "something_new": { "x": 1 } }));
    kit.sim.inject_raw("{\"update_id\": $UPDATE_ID, \"message\": 5}");
    let updates = kit.drain().await;
    assert_eq!(updates[0], json!({ "update_id": id, "something_new": { "x": 1 } }));
    assert_eq!(updates[1], json!({ "update_id": id + 1, "message": 5 }));
}

#[tokio::test]
async fn with_twice_what_was_confirmed_comes_again() {
    let kit = Kit::with(Options { twice: true, ..Options::default() }).await;
    let anna = kit.started("Anna").await;
    let drain = async || {
        let mut all = Vec::new();
        let mut offset = 0;
        loop {
            let got = kit.ok("getUpdates", json!({ "offset": offset })).await;
            let Some(last) = got.as_array().and_then(|got| got.last()) else { return all };
            offset = last["update_id"].as_i64().unwrap() + 1;
            all.extend(got.as_array().unwrap().clone());
        }
    };
    drain().await;
    for text in ["a", "b"] {
        kit.sim.send(anna, anna, Content::Text(text.into())).unwrap();
    }
    let texts: Vec<String> =
        drain().await.iter().map(|update| update["message"]["text"].as_str().unwrap().to_owned()).collect();
    assert_eq!(texts, ["a", "b", "a", "b"], "in their order, and no third time");
    let keyboard = json!({ "inline_keyboard": [[{ "text": "Ya", "callback_data": "y" }]] });
    let sent = kit.ok("sendMessage", json!({ "chat_id": anna, "text": "?", "reply_markup": keyboard })).await;
    let query = kit.sim.tap(anna, anna, sent["message_id"].as_i64().unwrap(), "Ya").unwrap();
    kit.ok("answerCallbackQuery", json!({ "callback_query_id": query, "text": "pertama" })).await;
    let got = drain().await;
    assert_eq!(got.len(), 2);
    assert_eq!(got[0]["callback_query"], got[1]["callback_query"]);
    kit.ok("answerCallbackQuery", json!({ "callback_query_id": query, "text": "kedua" })).await;
    assert!(kit.sim.violations().is_empty(), "it was asked twice");
    assert_eq!(kit.sim.answer(&query).unwrap().text.as_deref(), Some("pertama"), "the person saw the first answer");
    kit.ok("answerCallbackQuery", json!({ "callback_query_id": query })).await;
    assert_eq!(kit.sim.violations().len(), 1, "a third answer is one too many");
}
