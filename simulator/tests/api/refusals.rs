//! Each refusal with Telegram's own text.
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use serde_json::{Value, json};
use simulator::{Content, NewUser, Options, Violation};

use crate::kit::Kit;

#[tokio::test]
async fn who_and_where() {
    let kit = Kit::new().await;
    let url = format!("{}/bot1:wrong/getMe", kit.sim.url());
    let answer: Value = kit.http.get(url).send().await.unwrap().json().await.unwrap();
    assert_eq!(answer, json!({ "ok": false, "error_code": 401, "description": "Unauthorized" }));
    assert_eq!(kit.refused(404, "sendPigeon", json!({})).await, "Not Found: method not found");
    let anna = kit.started("Anna").await;
    let to = |chat: i64| json!({ "chat_id": chat, "text": "x" });
    assert_eq!(kit.refused(400, "sendMessage", to(12)).await, "Bad Request: chat not found");
    let stranger = kit.sim.add_user(NewUser::named("Budi"));
    assert_eq!(
        kit.refused(403, "sendMessage", to(stranger)).await,
        "Forbidden: bot can't initiate conversation with a user"
    );
    kit.sim.block(anna);
    assert_eq!(kit.refused(403, "sendMessage", to(anna)).await, "Forbidden: bot was blocked by the user");
    let update = kit.drain().await.remove(0);
    assert_eq!(update["my_chat_member"]["new_chat_member"]["status"], "kicked");
    kit.sim.unblock(anna);
    assert_eq!(kit.drain().await[0]["my_chat_member"]["new_chat_member"]["status"], "member");
    kit.sim.deactivate(anna);
    assert_eq!(kit.refused(403, "sendMessage", to(anna)).await, "Forbidden: user is deactivated");
    let methods: Vec<_> = kit.sim.refusals().into_iter().map(|r| (r.method, r.error_code)).collect();
    assert_eq!(methods, [("sendPigeon".to_owned(), 404), ("sendMessage".to_owned(), 400)]);
}

#[tokio::test]
async fn texts_and_keyboards() {
    let kit = Kit::new().await;
    let anna = kit.started("Anna").await;
    let long = "x".repeat(4097);
    let most = format!("<b>{}</b>", "😀".repeat(2048));
    kit.ok("sendMessage", json!({ "chat_id": anna, "text": most, "parse_mode": "HTML" })).await;
    let many: Vec<Value> = (0..101).map(|n| json!([{ "text": "x", "callback_data": n.to_string() }])).collect();
    let keys = |button: Value| json!({ "inline_keyboard": [[button]] });
    for (arguments, expected) in [
        (json!({ "text": " \n " }), "message text is empty"),
        (json!({ "text": "<b> </b>", "parse_mode": "HTML" }), "message text is empty"),
        (json!({ "text": long }), "message is too long"),
        (
            json!({ "text": "<b>x", "parse_mode": "HTML" }),
            "can't parse entities: Can't find end tag corresponding to start tag \"b\"",
        ),
        (
            json!({ "text": "x", "reply_markup": keys(json!({ "text": "x", "callback_data": "y".repeat(65) })) }),
            "BUTTON_DATA_INVALID",
        ),
        (
            json!({ "text": "x", "reply_markup": keys(json!({ "text": "x", "callback_data": "" })) }),
            "BUTTON_DATA_INVALID",
        ),
        (
            json!({ "text": "x", "reply_markup": keys(json!({ "text": "x", "url": "ftp://x.org" })) }),
            "BUTTON_URL_INVALID",
        ),
        (
            json!({ "text": "x", "reply_markup": keys(json!({ "text": "x" })) }),
            "text buttons are unallowed in the inline keyboard",
        ),
        (
            json!({ "text": "x", "reply_markup": keys(json!({ "text": " ", "callback_data": "x" })) }),
            "can't parse inline keyboard button: the text must not be empty",
        ),
        (
            json!({ "text": "x", "reply_markup": { "inline_keyboard": many } }),
            "reply markup is too long: 101 buttons, at most 100 fit",
        ),
        (json!({ "text": "x", "reply_parameters": { "message_id": 999 } }), "message to be replied not found"),
        (json!({ "text": "x", "reply_markup": { "keyboard": [] } }), "reply keyboard must have at least one button"),
    ] {
        let mut arguments = arguments;
        arguments["chat_id"] = json!(anna);
        assert_eq!(kit.refused(400, "sendMessage", arguments).await, format!("Bad Request: {expected}"));
    }
    let data = json!({ "chat_id": anna, "text": "x", "reply_markup": Kit::keyboard("ok", &"y".repeat(64)) });
    kit.ok("sendMessage", data).await;
}

#[tokio::test]
async fn edits_and_deletions() {
    let now = Arc::new(AtomicI64::new(1_700_000_000_000));
    let clock = now.clone();
    let options = Options { now: Some(Arc::new(move || clock.load(Ordering::SeqCst))), ..Options::default() };
    let kit = Kit::with(options).await;
    let anna = kit.started("Anna").await;
    let own = kit.sim.send(anna, anna, Content::Text("mine".into())).unwrap();
    let id = kit.say(anna, "yours").await;
    let keyed = kit
        .ok(
            "sendMessage",
            json!({ "chat_id": anna, "text": "x", "reply_markup": { "keyboard": [[{ "text": "Yes" }, "No"]] } }),
        )
        .await["message_id"]
        .as_i64()
        .unwrap();
    let edit = |id: i64| json!({ "chat_id": anna, "message_id": id, "text": "new" });
    assert_eq!(kit.refused(400, "editMessageText", edit(99)).await, "Bad Request: message to edit not found");
    assert_eq!(kit.refused(400, "editMessageText", edit(own)).await, "Bad Request: message can't be edited");
    assert_eq!(kit.refused(400, "editMessageText", edit(keyed)).await, "Bad Request: message can't be edited");
    assert_eq!(
        kit.refused(400, "editMessageText", json!({ "chat_id": anna, "text": "x" })).await,
        "Bad Request: message identifier is not specified"
    );
    assert_eq!(
        kit.refused(400, "editMessageCaption", json!({ "chat_id": anna, "message_id": id, "caption": "x" })).await,
        "Bad Request: there is no caption in the message to edit"
    );
    let which = |id: i64| json!({ "chat_id": anna, "message_id": id });
    assert_eq!(kit.refused(400, "deleteMessage", which(99)).await, "Bad Request: message to delete not found");
    kit.ok("deleteMessage", which(own)).await;
    now.fetch_add(48 * 3_600_000, Ordering::SeqCst);
    assert_eq!(kit.refused(400, "deleteMessage", which(id)).await, "Bad Request: message can't be deleted");
    kit.ok("editMessageText", edit(id)).await;
    let view = kit.sim.message(anna, id).unwrap();
    assert_eq!((view.edited, view.date), (true, 1_700_000_000));
    kit.ok("deleteMessages", json!({ "chat_id": anna, "message_ids": [77, 78] })).await;
}

#[tokio::test]
async fn late_answers_and_silence() {
    let options = Options {
        callback_timeout: Duration::from_millis(400),
        slow_answer: Duration::from_millis(100),
        ..Options::default()
    };
    let kit = Kit::with(options).await;
    let anna = kit.started("Anna").await;
    let old = "Bad Request: query is too old and response timeout expired or query id is invalid";
    let answer = |id: &str| json!({ "callback_query_id": id });
    assert_eq!(kit.refused(400, "answerCallbackQuery", answer("123")).await, old);
    let slow = kit.sim.tap_data(anna, anna, 1, "slow").unwrap();
    tokio::time::sleep(Duration::from_millis(200)).await;
    kit.ok("answerCallbackQuery", answer(&slow)).await;
    let silent = kit.sim.tap_data(anna, anna, 1, "silent").unwrap();
    kit.drain().await;
    kit.sim.settled(Duration::from_secs(5)).await.unwrap();
    assert_eq!(kit.refused(400, "answerCallbackQuery", answer(&silent)).await, old);
    let violations = kit.sim.violations();
    assert!(
        matches!(&violations[0], Violation::AnsweredSlowly { data, after_ms, .. } if data == "slow" && *after_ms >= 200)
    );
    assert_eq!(violations[1], Violation::NeverAnswered { query_id: silent, user: anna, data: "silent".into() });
    assert_eq!(violations.len(), 2);
}

#[tokio::test]
async fn files() {
    let kit = Kit::new().await;
    let anna = kit.started("Anna").await;
    let wrong = "Bad Request: wrong file identifier/HTTP URL specified";
    assert_eq!(kit.refused(400, "getFile", json!({ "file_id": "nope" })).await, wrong);
    assert_eq!(kit.refused(400, "sendDocument", json!({ "chat_id": anna, "document": "nope" })).await, wrong);
    let photo = reqwest::multipart::Part::bytes(b"not a picture".to_vec()).file_name("x.png");
    let form = reqwest::multipart::Form::new().text("chat_id", anna.to_string()).part("photo", photo);
    let answer = kit.http.post(kit.method("sendPhoto")).multipart(form).send().await.unwrap();
    let answer: Value = answer.json().await.unwrap();
    assert_eq!(answer["description"], "Bad Request: IMAGE_PROCESS_FAILED");
    let big = Content::Document {
        name: "big.bin".into(),
        mime: String::new(),
        bytes: vec![0; 20 * 1024 * 1024 + 1],
        caption: None,
    };
    kit.sim.send(anna, anna, big).unwrap();
    let update = kit.drain().await.remove(0);
    let id = update["message"]["document"]["file_id"].clone();
    assert_eq!(kit.refused(400, "getFile", json!({ "file_id": id })).await, "Bad Request: file is too big");
    assert_eq!(
        kit.refused(400, "sendPhoto", json!({ "chat_id": anna, "photo": id })).await,
        "Bad Request: can't use file of type Document as Photo"
    );
    let caption = json!({ "chat_id": anna, "document": id, "caption": "x".repeat(1025) });
    assert_eq!(kit.refused(400, "sendDocument", caption).await, "Bad Request: message caption is too long");
}

#[tokio::test]
async fn uploads_up_to_fifty_megabytes() {
    let kit = Kit::new().await;
    let anna = kit.started("Anna").await;
    let upload = async |size: usize| -> Value {
        let part = reqwest::multipart::Part::bytes(vec![7; size]).file_name("big.bin");
        let form = reqwest::multipart::Form::new().text("chat_id", anna.to_string()).part("document", part);
        kit.http.post(kit.method("sendDocument")).multipart(form).send().await.unwrap().json().await.unwrap()
    };
    assert_eq!(upload(5_000_000).await["result"]["document"]["file_size"], 5_000_000);
    let refused = upload(50 * 1024 * 1024 + 1).await;
    assert_eq!((&refused["error_code"], &refused["description"]), (&json!(413), &json!("Request Entity Too Large")));
}

#[tokio::test]
async fn forms_and_query_strings_are_understood() {
    let kit = Kit::new().await;
    let anna = kit.started("Anna").await;
    let form = format!("chat_id={anna}&text=a%26b&protect_content=true");
    let request = kit.http.post(kit.method("SENDMESSAGE")).body(form);
    let request = request.header("content-type", "application/x-www-form-urlencoded");
    let answer: Value = request.send().await.unwrap().json().await.unwrap();
    assert_eq!((&answer["result"]["text"], &answer["result"]["has_protected_content"]), (&json!("a&b"), &json!(true)));
    assert!(kit.sim.messages(anna).pop().unwrap().protected);
    let url = format!("{}?chat_id={anna}&text=hi", kit.method("sendMessage"));
    let answer: Value = kit.http.get(url).send().await.unwrap().json().await.unwrap();
    assert_eq!(answer["result"]["text"], "hi");
    let url = format!("{}?chat_id={anna}&text=hi&silent=1", kit.method("sendMessage"));
    let answer: Value = kit.http.get(url).send().await.unwrap().json().await.unwrap();
    assert!(answer["description"].as_str().unwrap().contains("\"silent\" is unknown"), "{answer}");
}
