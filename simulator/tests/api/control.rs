//! The control API, the page and its events.
use std::sync::Arc;
use std::time::Duration;

use futures::StreamExt;
use serde_json::{Value, json};
use simulator::{Control, NewUser, Offer, OfferAction, Options, Status, Words};

use crate::kit::Kit;

async fn post(kit: &Kit, path: &str, body: Value) -> Value {
    let response = kit.http.post(kit.control(path)).json(&body).send().await.unwrap();
    let status = response.status();
    let text = response.text().await.unwrap();
    assert!(status.is_success(), "{path}: {status} {text}");
    serde_json::from_str(&text).unwrap()
}

async fn get(kit: &Kit, path: &str) -> Value {
    kit.http.get(kit.control(path)).send().await.unwrap().json().await.unwrap()
}

/// Reads a stream of events until so many have come.
async fn events(kit: &Kit, last: Option<u64>, count: usize) -> Vec<(u64, Value)> {
    let mut request = kit.http.get(kit.control("events"));
    if let Some(last) = last {
        request = request.header("last-event-id", last.to_string());
    }
    let mut stream = request.send().await.unwrap().bytes_stream();
    let mut text = String::new();
    loop {
        let events: Vec<_> = text
            .split_terminator("\n\n")
            .filter_map(|block| {
                let id = block.lines().find_map(|l| l.strip_prefix("id: "))?.parse().ok()?;
                let data = block.lines().find_map(|l| l.strip_prefix("data: "))?;
                Some((id, serde_json::from_str(data).ok()?))
            })
            .collect();
        if events.len() >= count {
            return events;
        }
        let chunk = tokio::time::timeout(Duration::from_secs(5), stream.next()).await.unwrap();
        text.push_str(std::str::from_utf8(&chunk.unwrap().unwrap()).unwrap());
    }
}

#[tokio::test]
async fn a_page_plays_a_user() {
    let kit = Kit::new().await;
    let user = post(&kit, "users", json!({ "first_name": "Dewi", "language_code": "id", "note": "citizen" })).await;
    let id = user["id"].as_i64().unwrap();
    assert_eq!(get(&kit, "info").await["personas"], json!([id]));
    post(&kit, &format!("chats/{id}/messages"), json!({ "user": id, "text": "/start" })).await;
    kit.drain().await;
    let message = kit
        .ok("sendMessage", json!({ "chat_id": id, "text": "Pick", "reply_markup": Kit::keyboard("One", "1") }))
        .await["message_id"]
        .clone();
    let messages = get(&kit, &format!("chats/{id}/messages?after=1")).await;
    assert_eq!(messages[0]["buttons"], json!([[{ "label": "One", "data": "1", "url": null, "index": 0 }]]));
    assert_eq!(messages[0]["reply_keyboard"], json!(null));
    let tap = json!({ "user": id, "message_id": message, "label": "One" });
    let query = post(&kit, &format!("chats/{id}/taps"), tap).await["query_id"].as_str().unwrap().to_owned();
    assert_eq!(get(&kit, "pending").await, json!({ "updates": 1, "unanswered": 1 }));
    assert_eq!(get(&kit, &format!("queries/{query}")).await["answered"], false);
    kit.drain().await;
    kit.ok("answerCallbackQuery", json!({ "callback_query_id": query, "text": "Good", "show_alert": true })).await;
    let answer = get(&kit, &format!("queries/{query}")).await;
    assert_eq!((&answer["text"], &answer["show_alert"]), (&json!("Good"), &json!(true)));
    assert_eq!(get(&kit, "settled?timeout_ms=1000").await, json!({ "ok": true }));
    assert_eq!(get(&kit, "ledger?after=1").await[0]["method"], "answerCallbackQuery");
    assert_eq!(get(&kit, "refusals").await, json!([]));
    assert_eq!(get(&kit, "violations").await, json!([]));
}

#[tokio::test]
async fn everything_a_user_can_send() {
    let kit = Kit::new().await;
    let anna = kit.started("Anna").await;
    let path = format!("chats/{anna}/messages");
    for body in [
        json!({ "sticker": true }),
        json!({ "voice": true }),
        json!({ "video_note": true }),
        json!({ "dice": true }),
        json!({ "contact": true }),
        json!({ "location": { "lat": -6.2, "lon": 106.8 } }),
        json!({ "forward": { "channel": "News", "text": "post" } }),
        json!({ "text": "hello", "reply_to": 1 }),
    ] {
        let mut body = body;
        body["user"] = json!(anna);
        post(&kit, &path, body).await;
    }
    let updates = kit.drain().await;
    let has = |n: usize, key: &str| assert!(!updates[n]["message"][key].is_null(), "{key}: {}", updates[n]);
    for (n, key) in
        ["sticker", "voice", "video_note", "dice", "contact", "location", "forward_origin", "reply_to_message"]
            .into_iter()
            .enumerate()
    {
        has(n, key);
    }
    assert_eq!(updates[4]["message"]["contact"]["user_id"], anna);
    let url = kit.control(&format!("chats/{anna}/files?user={anna}&name=a.csv&kind=document&caption=c"));
    let sent = kit.http.post(url).header("content-type", "text/csv").body("x;y").send().await.unwrap();
    assert_eq!(sent.status(), 200);
    let messages = get(&kit, &path).await;
    let file = messages.as_array().unwrap().last().unwrap()["file"].clone();
    assert_eq!((&file["name"], &file["kind"], &file["size"]), (&json!("a.csv"), &json!("document"), &json!(3)));
    let url = format!("{}{}", kit.sim.url(), file["url"].as_str().unwrap());
    let shown = kit.http.get(url).send().await.unwrap();
    assert_eq!(shown.headers()["content-type"], "application/octet-stream");
    assert_eq!(shown.text().await.unwrap(), "x;y");
    let id = messages.as_array().unwrap().last().unwrap()["id"].as_i64().unwrap();
    let url = kit.control(&format!("chats/{anna}/messages/{id}"));
    let edited = kit.http.patch(&url).json(&json!({ "user": anna, "text": "new" })).send().await.unwrap();
    assert_eq!(edited.status(), 200);
    assert_eq!(kit.drain().await[1]["edited_message"]["caption"], "new");
    let deleted = kit.http.delete(format!("{url}?user={anna}")).send().await.unwrap();
    assert_eq!(deleted.status(), 200);
    assert!(kit.sim.message(anna, id).is_none());
}

#[tokio::test]
async fn only_pictures_and_pdf_are_shown() {
    let kit = Kit::new().await;
    let anna = kit.started("Anna").await;
    for (name, mime, kind, disposition) in [
        ("a.pdf", "application/pdf", "application/pdf", "inline; filename=\"a.pdf\"; filename*=UTF-8''a.pdf"),
        ("a.png", "image/png", "image/png", "inline; filename=\"a.png\"; filename*=UTF-8''a.png"),
        (
            "Rékap \"1\".html",
            "text/html; charset=utf-8",
            "application/octet-stream",
            "attachment; filename=\"R_kap _1_.html\"; filename*=UTF-8''R%C3%A9kap%20%221%22.html",
        ),
        (
            "a.svg",
            "image/svg+xml",
            "application/octet-stream",
            "attachment; filename=\"a.svg\"; filename*=UTF-8''a.svg",
        ),
        ("a.txt", "text/plain", "application/octet-stream", "attachment; filename=\"a.txt\"; filename*=UTF-8''a.txt"),
    ] {
        let part = reqwest::multipart::Part::text("<script>alert(1)</script>").file_name(name).mime_str(mime).unwrap();
        let form = reqwest::multipart::Form::new().text("chat_id", anna.to_string()).part("document", part);
        let sent = kit.http.post(kit.method("sendDocument")).multipart(form).send().await.unwrap();
        assert_eq!(sent.status(), 200, "{name}");
        let file = kit.sim.messages(anna).pop().unwrap().file.unwrap();
        assert_eq!(file.name.as_deref(), Some(name));
        let shown = kit.http.get(format!("{}{}", kit.sim.url(), file.url)).send().await.unwrap();
        assert_eq!(shown.headers()["content-type"], kind, "{name}");
        assert_eq!(shown.headers()["content-disposition"], disposition, "{name}");
        assert_eq!(shown.headers()["x-content-type-options"], "nosniff", "{name}");
    }
}

#[tokio::test]
async fn mistakes_are_explained() {
    let kit = Kit::new().await;
    let anna = kit.started("Anna").await;
    for (path, body, status, expected) in [
        ("chats/77/messages".to_owned(), json!({ "user": anna, "text": "x" }), 404, "there is no chat 77"),
        (format!("chats/{anna}/messages"), json!({ "user": anna }), 400, "say what to send"),
        (format!("chats/{anna}/messages"), json!({ "user": anna, "txt": "x" }), 400, "unknown field `txt`"),
        (format!("chats/{anna}/taps"), json!({ "user": anna, "message_id": 9, "label": "x" }), 404, "no message 9"),
        (format!("users/{anna}/offers/0"), json!({}), 400, "has 0 offers"),
        ("nothing".to_owned(), json!({}), 404, "nothing at this address"),
        ("faults".to_owned(), json!({ "kind": "earthquake" }), 400, "earthquake"),
    ] {
        let response = kit.http.post(kit.control(&path)).json(&body).send().await.unwrap();
        assert_eq!(response.status(), status, "{path}");
        let error: Value = response.json().await.unwrap();
        assert!(error["error"].as_str().unwrap().contains(expected), "{path}: {error}");
    }
    let late = kit.http.get(kit.control("settled?timeout_ms=20"));
    kit.sim.inject(json!({ "x": 1 }));
    assert_eq!(late.send().await.unwrap().status(), 408);
}

#[tokio::test]
async fn events_resume_where_they_stopped() {
    let kit = Kit::new().await;
    let anna = kit.sim.add_user(NewUser::named("Anna"));
    kit.sim.send(anna, anna, simulator::Content::Text("/start".into())).unwrap();
    let first = events(&kit, Some(0), 3).await;
    let kinds: Vec<_> = first.iter().map(|(_, e)| e["type"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["user", "message", "busy"]);
    kit.drain().await;
    kit.ok("sendChatAction", json!({ "chat_id": anna, "action": "typing" })).await;
    let id = kit.say(anna, "hi").await;
    kit.ok("editMessageText", json!({ "chat_id": anna, "message_id": id, "text": "ho" })).await;
    kit.ok("deleteMessage", json!({ "chat_id": anna, "message_id": id })).await;
    let rest = events(&kit, Some(first[2].0), 5).await;
    let kinds: Vec<_> = rest.iter().map(|(_, e)| e["type"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["busy", "action", "message", "edit", "delete"]);
    assert_eq!((&rest[0].1["on"], &rest[3].1["message"]["text"]), (&json!(false), &json!("ho")));
    let lost = events(&kit, Some(999_999), 1).await;
    assert_eq!(lost[0].1["type"], "reset");
}

#[tokio::test]
async fn faults_limits_offers_and_controls() {
    let control = Control::button("Next day", || "moved".to_owned());
    let run = |moment: &str| -> Result<Words, Words> {
        if moment.is_empty() { Err("choose a day".into()) } else { Ok(format!("now {moment}").into()) }
    };
    let jump = Control { label: "Go".into(), moment: Some("2024-10-04T08:00".into()), run: Arc::new(run) };
    let kit = Kit::with(Options { controls: vec![control, jump], ..Options::default() }).await;
    let anna = kit.started("Anna").await;
    post(&kit, "faults", json!({ "kind": "server_error", "code": 500, "next": 1 })).await;
    assert_eq!(kit.http.get(kit.method("getMe")).send().await.unwrap().status(), 500);
    kit.ok("getMe", json!({})).await;
    post(&kit, "faults", json!({ "kind": "drop_before" })).await;
    kit.http.delete(kit.control("faults")).send().await.unwrap();
    kit.ok("getMe", json!({})).await;
    post(&kit, "limits", json!({ "chat_burst": 1 })).await;
    assert_eq!(get(&kit, "info").await["limits"]["global_per_second"], 30);
    kit.say(anna, "1").await;
    kit.refused(429, "sendMessage", json!({ "chat_id": anna, "text": "2" })).await;
    post(&kit, "limits", Value::Null).await;
    kit.say(anna, "2").await;
    kit.sim.offer(anna, Offer { label: "Open".into(), action: OfferAction::Start("abc".into()) });
    let users = get(&kit, "users").await;
    assert_eq!(users[0]["offers"], json!([{ "n": 0, "label": "Open", "used": false }]));
    post(&kit, &format!("users/{anna}/offers/0"), json!({})).await;
    assert_eq!(get(&kit, "users").await[0]["offers"][0]["used"], true);
    assert_eq!(kit.drain().await[0]["message"]["text"], "/start abc");
    assert_eq!(post(&kit, "controls/0", json!({})).await, json!({ "text": "moved" }));
    let chosen = post(&kit, "controls/1", json!({ "moment": "2024-10-05T08:00" })).await;
    assert_eq!(chosen, json!({ "text": "now 2024-10-05T08:00" }));
    let refused = kit.http.post(kit.control("controls/1")).body("{}").send().await.unwrap();
    assert_eq!(refused.status(), 400);
    assert!(refused.text().await.unwrap().contains("choose a day"));
    kit.sim.set_status("Friday");
    let info = get(&kit, "info").await;
    assert_eq!((&info["status"], &info["controls"][1]["moment"]), (&json!("Friday"), &json!("2024-10-04T08:00")));
    let both = Words::each([("id", "Maju".to_owned()), ("en", "Moving".to_owned())]);
    let (text, moment) = ("Friday".into(), Some("2024-10-04T09:00".to_owned()));
    kit.sim.set_status(Status { text, working: Some(both), moment });
    let info = get(&kit, "info").await;
    assert_eq!(info["working"], json!({ "id": "Maju", "en": "Moving" }));
    assert_eq!((&info["status"], &info["moment"]), (&json!("Friday"), &json!("2024-10-04T09:00")));
    kit.ok("setMyCommands", json!({ "commands": [{ "command": "go", "description": "Go" }] })).await;
    assert_eq!(
        get(&kit, &format!("users/{anna}/commands?chat={anna}")).await,
        json!([{ "command": "go", "description": "Go" }])
    );
}

#[tokio::test]
async fn the_page_has_a_language() {
    assert_eq!(get(&Kit::new().await, "info").await["language"], "id");
    let kit = Kit::with(Options { language: "en".into(), ..Options::default() }).await;
    assert_eq!(get(&kit, "info").await["language"], "en");
}

#[tokio::test]
async fn the_page_is_served_with_a_policy() {
    let kit = Kit::new().await;
    for path in ["/", "/style.css", "/chat.js"] {
        let response = kit.http.get(format!("{}{path}", kit.sim.url())).send().await.unwrap();
        assert_eq!(response.status(), 200);
        assert!(response.headers()["content-security-policy"].to_str().unwrap().starts_with("default-src 'self'"));
    }
}

#[tokio::test]
async fn another_site_may_not_act() {
    let kit = Kit::new().await;
    let body = json!({ "first_name": "Mallory" });
    let request = kit.http.post(kit.control("users")).json(&body).header("sec-fetch-site", "cross-site");
    assert_eq!(request.send().await.unwrap().status(), 403);
    assert_eq!(get(&kit, "users").await, json!([]));
}

#[tokio::test]
async fn the_last_handle_stops_the_server() {
    let kit = Kit::new().await;
    let clone = kit.sim.clone();
    let (url, http) = (kit.sim.url(), kit.http.clone());
    drop(kit);
    assert!(http.get(&url).send().await.is_ok());
    drop(clone);
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert!(http.get(&url).send().await.is_err());
}

#[tokio::test]
async fn a_stopped_simulator_frees_its_port() {
    let kit = Kit::new().await;
    let url = kit.sim.url();
    let waiting = tokio::spawn(kit.http.post(kit.method("getUpdates")).json(&json!({ "timeout": 30 })).send());
    tokio::time::sleep(Duration::from_millis(50)).await;
    let http = kit.http.clone();
    kit.sim.stop().await;
    assert!(waiting.await.unwrap().is_err());
    assert!(http.get(&url).send().await.is_err());
}

#[tokio::test]
async fn people_write_with_formatting_and_live_somewhere() {
    let kit = Kit::with(Options { time_zone: Some("Asia/Jayapura".into()), ..Options::default() }).await;
    assert_eq!(get(&kit, "info").await["time_zone"], "Asia/Jayapura");
    let budi = post(&kit, "users", json!({ "first_name": "Budi", "time_zone": "Asia/Jakarta" })).await;
    assert_eq!(budi["time_zone"], "Asia/Jakarta");
    let anna = kit.started("Anna").await;
    kit.drain().await;
    let chat = format!("chats/{anna}/messages");
    let first = post(&kit, &chat, json!({ "user": anna, "html": "<b>tebal</b> &lt;3" })).await["message_id"].clone();
    post(&kit, &chat, json!({ "user": anna, "html": "<i>ya</i>", "reply_to": first })).await;
    let url = kit.control(&format!("{chat}/{first}"));
    let edit = kit.http.patch(&url).body(json!({ "user": anna, "html": "<s>coret</s>" }).to_string());
    assert_eq!(edit.send().await.unwrap().status(), 200);
    assert_eq!(kit.http.patch(&url).body(json!({ "user": anna }).to_string()).send().await.unwrap().status(), 400);
    let file = format!("chats/{anna}/files?user={anna}&name=a.txt&caption_html=%3Cb%3Eini%3C%2Fb%3E");
    assert_eq!(kit.http.post(kit.control(&file)).body("isi").send().await.unwrap().status(), 200);
    let updates = kit.drain().await;
    let entities = |update: &Value, kind: &str, part: &str| update[kind][part][0]["type"].clone();
    assert_eq!(updates[0]["message"]["text"], "tebal <3");
    assert_eq!(entities(&updates[0], "message", "entities"), "bold");
    assert_eq!(updates[1]["message"]["reply_to_message"]["message_id"], first);
    assert_eq!(entities(&updates[2], "edited_message", "entities"), "strikethrough");
    assert_eq!(entities(&updates[3], "message", "caption_entities"), "bold");
}
