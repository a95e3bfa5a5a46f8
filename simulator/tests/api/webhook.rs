//! Webhook delivery: order, secret, retry, and a method in the reply.
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use serde_json::{Value, json};
use simulator::{Content, Options};

use crate::kit::Kit;

#[derive(Default)]
struct Bot {
    seen: Vec<(Option<String>, Value)>,
    failures: usize,
    reply: Option<Value>,
}

type Shared = Arc<Mutex<Bot>>;

async fn receive(State(bot): State<Shared>, headers: HeaderMap, body: String) -> (StatusCode, String) {
    let mut bot = bot.lock().unwrap();
    if bot.failures > 0 {
        bot.failures -= 1;
        return (StatusCode::INTERNAL_SERVER_ERROR, String::new());
    }
    let secret = headers.get("x-telegram-bot-api-secret-token").map(|v| v.to_str().unwrap().to_owned());
    bot.seen.push((secret, serde_json::from_str(&body).unwrap()));
    (StatusCode::OK, bot.reply.as_ref().map(Value::to_string).unwrap_or_default())
}

async fn listen(bot: &Shared) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/hook", listener.local_addr().unwrap());
    let app = axum::Router::new().route("/hook", post(receive)).with_state(bot.clone());
    tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
    url
}

#[tokio::test]
async fn updates_arrive_in_order_and_are_retried() {
    let kit = Kit::with(Options { webhook_retry: Duration::from_millis(20), ..Options::default() }).await;
    let anna = kit.started("Anna").await;
    let bot = Shared::default();
    bot.lock().unwrap().failures = 2;
    let url = listen(&bot).await;
    kit.sim.send(anna, anna, Content::Text("before".into())).unwrap();
    kit.ok("setWebhook", json!({ "url": url, "secret_token": "s3cret_-", "max_connections": 5 })).await;
    for n in 0..10 {
        kit.sim.send(anna, anna, Content::Text(format!("{n}"))).unwrap();
    }
    kit.sim.settled(Duration::from_secs(10)).await.unwrap();
    let seen = std::mem::take(&mut bot.lock().unwrap().seen);
    let texts: Vec<_> = seen.iter().map(|(_, u)| u["message"]["text"].as_str().unwrap().to_owned()).collect();
    assert_eq!(texts, ["before", "0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]);
    assert!(seen.iter().all(|(secret, _)| secret.as_deref() == Some("s3cret_-")));
    let info = kit.ok("getWebhookInfo", json!({})).await;
    assert_eq!(info["pending_update_count"], 0);
    assert_eq!(info["last_error_message"], "Wrong response from the webhook: 500 Internal Server Error");
    assert_eq!(
        kit.refused(409, "getUpdates", json!({})).await,
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
    );
    kit.ok("deleteWebhook", json!({})).await;
    assert_eq!(kit.drain().await, Vec::<Value>::new());
}

#[tokio::test]
async fn a_reply_may_call_a_method() {
    let kit = Kit::new().await;
    let anna = kit.started("Anna").await;
    let bot = Shared::default();
    bot.lock().unwrap().reply = Some(json!({ "method": "sendMessage", "chat_id": anna, "text": "in reply" }));
    let url = listen(&bot).await;
    kit.ok("setWebhook", json!({ "url": url })).await;
    kit.sim.send(anna, anna, Content::Text("hi".into())).unwrap();
    kit.sim.settled(Duration::from_secs(10)).await.unwrap();
    assert_eq!(kit.sim.messages(anna).pop().unwrap().text, "in reply");
}

#[tokio::test]
async fn a_reply_may_end_the_webhook() {
    let kit = Kit::new().await;
    let anna = kit.started("Anna").await;
    let bot = Shared::default();
    bot.lock().unwrap().reply = Some(json!({ "method": "deleteWebhook" }));
    let url = listen(&bot).await;
    kit.ok("setWebhook", json!({ "url": url })).await;
    kit.sim.send(anna, anna, Content::Text("hi".into())).unwrap();
    kit.sim.settled(Duration::from_secs(10)).await.unwrap();
    assert_eq!(kit.ok("getWebhookInfo", json!({})).await["url"], "");
    assert_eq!(kit.drain().await, Vec::<Value>::new());
}

#[tokio::test]
async fn an_unreachable_webhook_keeps_its_updates() {
    let kit = Kit::with(Options { webhook_retry: Duration::from_millis(20), ..Options::default() }).await;
    let anna = kit.started("Anna").await;
    kit.ok("setWebhook", json!({ "url": "http://127.0.0.1:9/hook" })).await;
    kit.sim.send(anna, anna, Content::Text("kept".into())).unwrap();
    tokio::time::sleep(Duration::from_millis(200)).await;
    let info = kit.ok("getWebhookInfo", json!({})).await;
    assert_eq!((&info["pending_update_count"], &info["last_error_message"]), (&json!(1), &json!("Connection refused")));
    kit.ok("setWebhook", json!({ "url": "" })).await;
    assert_eq!(kit.drain().await[0]["message"]["text"], "kept");
}

#[tokio::test]
async fn with_twice_every_update_is_posted_again() {
    let kit = Kit::with(Options { twice: true, ..Options::default() }).await;
    let anna = kit.started("Anna").await;
    let bot = Shared::default();
    let url = listen(&bot).await;
    kit.ok("setWebhook", json!({ "url": url })).await;
    for text in ["a", "b"] {
        kit.sim.send(anna, anna, Content::Text(text.into())).unwrap();
        kit.sim.settled(Duration::from_secs(10)).await.unwrap();
    }
    let seen = std::mem::take(&mut bot.lock().unwrap().seen);
    let seen: Vec<Value> = seen.into_iter().map(|(_, update)| update).collect();
    let texts: Vec<&str> =
        seen.iter().filter_map(|update| update["message"]["text"].as_str()).filter(|text| text.len() == 1).collect();
    assert_eq!(texts, ["a", "a", "b", "b"]);
    let [.., first, second] = &seen[..] else { panic!("two at least") };
    assert_ne!(first["update_id"], second["update_id"]);
    assert_eq!(first["message"], second["message"], "nothing else tells them apart");
}
