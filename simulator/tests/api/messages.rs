//! Sending, editing, deleting, tapping and answering.
use serde_json::json;
use simulator::{Content, NewUser, SimError, Violation};

use crate::kit::Kit;

#[tokio::test]
async fn a_chat_that_was_opened_long_ago() {
    let kit = Kit::new().await;
    let anna = kit.sim.add_user(NewUser::named("Anna"));
    kit.sim.open_chat(anna);
    kit.ok("sendMessage", json!({ "chat_id": anna, "text": "x" })).await;
    assert_eq!(kit.sim.pending_updates(), 0);
}

#[tokio::test]
async fn a_conversation() {
    let kit = Kit::new().await;
    let me = kit.ok("GetMe", json!({})).await;
    assert_eq!((me["id"].as_i64(), me["username"].as_str()), (Some(1_000_001), Some("sim_bot")));
    let anna = kit.sim.add_user(NewUser { language_code: Some("id".into()), ..NewUser::named("Anna") });
    assert_eq!(
        kit.refused(403, "sendMessage", json!({ "chat_id": anna, "text": "x" })).await,
        "Forbidden: bot can't initiate conversation with a user"
    );
    kit.sim.open_deep_link(anna, "abc-123").unwrap();
    let update = kit.drain().await.remove(0);
    assert_eq!(update["message"]["text"], "/start abc-123");
    assert_eq!(update["message"]["entities"], json!([{ "type": "bot_command", "offset": 0, "length": 6 }]));
    assert_eq!(update["message"]["from"]["language_code"], "id");

    let sent = kit
        .ok(
            "SendMessage",
            json!({
                "chat_id": anna, "text": "Hello <b>Anna</b> &amp; co", "parse_mode": "HTML",
                "reply_markup": Kit::keyboard("Yes", "y:1"),
            }),
        )
        .await;
    assert_eq!(sent["text"], "Hello Anna & co");
    let id = sent["message_id"].as_i64().unwrap();
    let view = kit.sim.message(anna, id).unwrap();
    assert_eq!(view.html, "Hello <b>Anna</b> &amp; co");
    assert_eq!(view.buttons[0][0].label, "Yes");

    let query = kit.sim.tap(anna, anna, id, "Yes").unwrap();
    assert_eq!(
        kit.sim.tap(anna, anna, id, "No").unwrap_err(),
        SimError::NoSuchButton { label: "No".into(), shown: vec!["Yes".into()] }
    );
    let update = kit.drain().await.remove(0);
    assert_eq!(update["callback_query"]["data"], "y:1");
    assert_eq!(update["callback_query"]["message"]["message_id"], id);
    kit.ok("answerCallbackQuery", json!({ "callback_query_id": query, "text": "Noted" })).await;
    assert_eq!(kit.sim.answer(&query).unwrap().text.as_deref(), Some("Noted"));

    let edited = kit.ok("editMessageText", json!({ "chat_id": anna, "message_id": id, "text": "Done" })).await;
    assert_eq!(edited["reply_markup"], json!(null), "an omitted keyboard goes away");
    assert_eq!(
        kit.refused(400, "editMessageText", json!({ "chat_id": anna, "message_id": id, "text": " Done " })).await,
        "Bad Request: message is not modified: specified new message content and reply markup are exactly the same \
         as a current content and reply markup of the message"
    );
    kit.ok("deleteMessage", json!({ "chat_id": anna, "message_id": id })).await;
    assert!(kit.sim.message(anna, id).is_none());
    let methods: Vec<_> = kit.sim.ledger().into_iter().map(|e| e.method).collect();
    assert_eq!(methods, ["sendMessage", "answerCallbackQuery", "editMessageText", "deleteMessage"]);
    assert_eq!(kit.sim.refusals().len(), 1);
    assert_eq!(kit.sim.violations(), []);
}

#[tokio::test]
async fn a_query_answered_twice_is_a_violation() {
    let kit = Kit::new().await;
    let anna = kit.started("Anna").await;
    let query = kit.sim.tap_data(anna, anna, 999, "gone").unwrap();
    let update = kit.drain().await.remove(0);
    assert_eq!(update["callback_query"]["message"]["date"], 0, "an inaccessible message");
    for _ in 0..2 {
        kit.ok("answerCallbackQuery", json!({ "callback_query_id": query })).await;
    }
    assert_eq!(kit.sim.answer(&query).unwrap().times, 2);
    assert_eq!(kit.sim.violations(), [Violation::AnsweredTwice { query_id: query, user: anna, data: "gone".into() }]);
}

#[tokio::test]
async fn files_go_both_ways() {
    let kit = Kit::new().await;
    let anna = kit.started("Anna").await;
    let document = Content::Document {
        name: "list.csv".into(),
        mime: "text/csv".into(),
        bytes: b"a;b\n1;2\n".to_vec(),
        caption: Some("the list".into()),
    };
    kit.sim.send(anna, anna, document).unwrap();
    let update = kit.drain().await.remove(0);
    assert_eq!(update["message"]["caption"], "the list");
    assert_eq!(update["message"]["document"]["file_name"], "list.csv");
    let file = kit.ok("getFile", json!({ "file_id": update["message"]["document"]["file_id"] })).await;
    let path = file["file_path"].as_str().unwrap().replace('/', "%2F");
    let url = format!("{}/file/bot{}/{path}", kit.sim.url(), kit.sim.token());
    assert_eq!(kit.http.get(url).send().await.unwrap().text().await.unwrap(), "a;b\n1;2\n");

    let part = reqwest::multipart::Part::bytes(b"%PDF-1.7 x".to_vec()).file_name("out.pdf");
    let form = reqwest::multipart::Form::new()
        .text("chat_id", anna.to_string())
        .text("document", "attach://abc-def")
        .text("caption", "<i>yours</i>")
        .text("parse_mode", "HTML")
        .part("abc-def", part);
    let answer = kit.http.post(kit.method("SendDocument")).multipart(form).send().await.unwrap();
    let answer: serde_json::Value = answer.json().await.unwrap();
    assert_eq!(answer["result"]["document"]["mime_type"], "application/pdf", "{answer}");
    let view = kit.sim.messages(anna).pop().unwrap();
    assert_eq!(view.html, "<i>yours</i>");
    let file = view.file.unwrap();
    assert_eq!((file.name.as_deref(), file.size), (Some("out.pdf"), 10));
    assert_eq!(kit.sim.file_bytes(&file.id).unwrap(), b"%PDF-1.7 x");
}
