//! Telegram's sending limits over HTTP.
use serde_json::json;
use simulator::{Content, Limits, NewUser, Options};

use crate::kit::Kit;

#[tokio::test]
async fn a_chat_takes_three_at_once_then_429() {
    let kit = Kit::with(Options { limits: Some(Limits::default()), ..Options::default() }).await;
    let anna = kit.started("Anna").await;
    for n in 0..3 {
        kit.say(anna, &format!("{n}")).await;
    }
    let answer = kit.call("sendMessage", json!({ "chat_id": anna, "text": "4" })).await;
    assert_eq!(
        answer,
        json!({
            "ok": false, "error_code": 429, "description": "Too Many Requests: retry after 1",
            "parameters": { "retry_after": 1 },
        })
    );
    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    let id = kit.say(anna, "4").await;
    for n in 0..5 {
        let text = format!("edit {n}");
        kit.ok("editMessageText", json!({ "chat_id": anna, "message_id": id, "text": text })).await;
    }
    assert_eq!(kit.sim.refusals(), [], "limits are no refusals");
    assert_eq!(kit.sim.throttled(), 1);
    assert_eq!(kit.sim.ledger().iter().filter(|e| e.method == "sendMessage").count(), 4);
}

#[tokio::test]
async fn thirty_a_second_over_all_chats_unless_paid() {
    let kit = Kit::with(Options { limits: Some(Limits::default()), ..Options::default() }).await;
    let mut users = Vec::new();
    for n in 0..40 {
        let user = kit.sim.add_user(NewUser::named(&format!("User {n}")));
        kit.sim.send(user, user, Content::Text("/start".into())).unwrap();
        users.push(user);
    }
    let send = |paid: bool| {
        futures::future::join_all(users.iter().map(|user| {
            let body = if paid {
                json!({ "chat_id": user, "text": "x", "allow_paid_broadcast": true })
            } else {
                json!({ "chat_id": user, "text": "x" })
            };
            kit.call("sendMessage", body)
        }))
    };
    let accepted = send(false).await.iter().filter(|a| a["ok"] == true).count();
    assert!((30..40).contains(&accepted), "{accepted}");
    assert!(send(true).await.iter().all(|a| a["ok"] == true));
    kit.sim.set_limits(None);
    assert!(send(false).await.iter().all(|a| a["ok"] == true));
}
