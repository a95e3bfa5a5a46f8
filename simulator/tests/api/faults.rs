//! Faults: what they break, and on which side of acceptance.
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use simulator::{Fault, FaultKind, Options};

use crate::kit::Kit;

#[tokio::test]
async fn a_drop_before_acceptance_leaves_nothing() {
    let kit = Kit::new().await;
    let anna = kit.started("Anna").await;
    let before = kit.sim.messages(anna).len();
    kit.sim.faults().set(Fault::new(FaultKind::DropBefore).next(1));
    let body = json!({ "chat_id": anna, "text": "lost" });
    let error = kit.http.post(kit.method("sendMessage")).json(&body).send().await.unwrap_err();
    assert!(error.is_request(), "{error:?}");
    assert_eq!(kit.sim.messages(anna).len(), before);
    assert!(kit.sim.ledger().is_empty());
    kit.say(anna, "arrives").await;
}

#[tokio::test]
async fn a_drop_after_acceptance_keeps_the_message() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("ledger.jsonl");
    let kit = Kit::with(Options { ledger: Some(path.clone()), ledger_text: true, ..Options::default() }).await;
    let anna = kit.started("Anna").await;
    kit.sim.faults().set(Fault::new(FaultKind::DropAfter).next(1).on(&["sendMessage"]));
    let body = json!({ "chat_id": anna, "text": "accepted" });
    assert!(kit.http.post(kit.method("sendMessage")).json(&body).send().await.is_err());
    assert_eq!(kit.sim.messages(anna).pop().unwrap().text, "accepted");
    let line: Value = serde_json::from_str(std::fs::read_to_string(path).unwrap().trim()).unwrap();
    assert_eq!((&line["text"], &line["fault"]), (&json!("accepted"), &json!("drop_after")));
}

#[tokio::test]
async fn storms_errors_and_malformed_json() {
    let kit = Kit::new().await;
    let anna = kit.started("Anna").await;
    let body = json!({ "chat_id": anna, "text": "x" });
    kit.sim.faults().set(Fault::new(FaultKind::TooManyRequests { retry_after: 7 }).next(2));
    for _ in 0..2 {
        assert_eq!(kit.call("sendMessage", body.clone()).await["parameters"]["retry_after"], 7);
    }
    kit.sim.faults().set(Fault::new(FaultKind::ServerError { code: 502 }).next(1));
    let answer = kit.http.post(kit.method("sendMessage")).json(&body).send().await.unwrap();
    assert_eq!(answer.status(), 502);
    assert!(serde_json::from_str::<Value>(&answer.text().await.unwrap()).is_err());
    kit.sim.faults().set(Fault::new(FaultKind::MalformedJson).next(1));
    let answer = kit.http.post(kit.method("sendMessage")).json(&body).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    assert!(serde_json::from_str::<Value>(&answer.text().await.unwrap()).is_err());
    assert_eq!(kit.sim.ledger().len(), 1, "only the malformed one was accepted");
    assert_eq!(kit.sim.refusals(), []);
}

#[tokio::test]
async fn a_refusal_in_given_words() {
    let kit = Kit::new().await;
    let anna = kit.started("Anna").await;
    let fault: Fault = serde_json::from_value(json!({
        "kind": "refusal", "code": 400, "description": "Bad Request: moved", "migrate_to_chat_id": -1005, "next": 1
    }))
    .unwrap();
    kit.sim.faults().set(fault);
    let answer = kit.call("sendMessage", json!({ "chat_id": anna, "text": "x" })).await;
    assert_eq!((&answer["error_code"], &answer["description"]), (&json!(400), &json!("Bad Request: moved")));
    assert_eq!(answer["parameters"]["migrate_to_chat_id"], -1005);
    assert_eq!((kit.sim.ledger().len(), kit.sim.refusals().len()), (0, 0));
    kit.say(anna, "arrives").await;
}

#[tokio::test]
async fn an_answer_hidden_by_a_fault_may_be_repeated() {
    let kit = Kit::new().await;
    let anna = kit.started("Anna").await;
    let query = kit.sim.tap_data(anna, anna, 1, "x").unwrap();
    let body = json!({ "callback_query_id": query });
    kit.sim.faults().set(Fault::new(FaultKind::DropAfter).next(1));
    assert!(kit.http.post(kit.method("answerCallbackQuery")).json(&body).send().await.is_err());
    kit.ok("answerCallbackQuery", body).await;
    assert_eq!(kit.sim.violations(), []);
}

#[tokio::test]
async fn latency_delays() {
    let kit = Kit::new().await;
    kit.sim.faults().set(Fault::new(FaultKind::Latency { min_ms: 120, max_ms: 150 }));
    let began = Instant::now();
    kit.ok("getMe", json!({})).await;
    assert!(began.elapsed() >= Duration::from_millis(120));
    kit.sim.faults().clear();
    let began = Instant::now();
    kit.ok("getMe", json!({})).await;
    assert!(began.elapsed() < Duration::from_millis(120));
}

#[tokio::test]
async fn a_lost_answer_to_a_poll_loses_no_update() {
    let kit = Kit::new().await;
    let anna = kit.started("Anna").await;
    kit.sim.send(anna, anna, simulator::Content::Text("hi".into())).unwrap();
    kit.sim.faults().set(Fault::new(FaultKind::DropAfter).next(1).on(&["getUpdates"]));
    assert!(kit.http.post(kit.method("getUpdates")).json(&json!({})).send().await.is_err());
    assert_eq!(kit.drain().await.len(), 1);
}
