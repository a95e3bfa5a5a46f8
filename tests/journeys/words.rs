//! What people write is read as it comes: from newer apps, edited, in parts, with words around it.

use std::sync::atomic::{AtomicI64, Ordering};

use chrono::TimeDelta;
use ikrar::access::Role;
use serde_json::{Value, json};
use simulator::Content;

use crate::world::{Person, ROSTER, World};

const ANNA: &str = "198001012005012001";

/// A message of an app that is newer than the bot.
fn inject(world: &World, chat: Value, person: &Person<'_>, content: Value) {
    static NUMBER: AtomicI64 = AtomicI64::new(90_000);
    let mut message = json!({
        "message_id": NUMBER.fetch_add(1, Ordering::Relaxed),
        "date": world.now().timestamp(),
        "chat": chat,
        "from": { "id": person.id, "is_bot": false, "first_name": "Anna", "language_code": "id" },
    });
    message.as_object_mut().unwrap().extend(content.as_object().unwrap().clone());
    world.sim.inject(json!({ "message": message }));
}

async fn writes(world: &World, person: &Person<'_>, content: Value) {
    inject(world, json!({ "id": person.id, "type": "private", "first_name": "Anna" }), person, content);
    world.settle().await;
}

#[tokio::test]
async fn what_a_newer_app_marks_takes_nothing_from_a_command() {
    let world = World::new().await;
    let anna = world.linked("Anna", ANNA).await;
    let command = json!({ "type": "bot_command", "offset": 0, "length": 7 });
    let date = json!({ "type": "date_time", "offset": 8, "length": 9, "unix_time": 1_728_003_600 });
    let elsewhere = json!({ "origin": { "type": "user", "date": 1_724_625_000, "sender_user": { "id": 77, "is_bot": false, "first_name": "Rina" } } });
    for content in [
        json!({ "text": "/status", "entities": [command] }),
        json!({ "text": "/status 4/10/2024", "entities": [command, date] }),
        json!({ "text": "/status", "external_reply": elsewhere, "quote": { "text": "x", "position": 0 } }),
        json!({ "rich_message": { "blocks": [{ "type": "paragraph", "text": { "type": "bold", "text": "/status" } }] } }),
    ] {
        let before = anna.messages().len();
        writes(&world, &anna, content.clone()).await;
        assert_eq!(anna.messages().len(), before + 1, "{content}");
        assert!(anna.last().text.contains("Ikrar Bapak/Ibu"), "{content}\n{}", anna.last().text);
    }
}

#[tokio::test]
async fn what_cannot_be_read_is_answered_once_and_answers_no_question() {
    let world = World::new().await;
    let ratna = world.admin("Ratna", Role::Admin).await;
    ratna.says("/siarkan").await;
    ratna.taps("Tulis siaran baru").await;
    let before = ratna.messages().len();
    for _ in 0..5 {
        writes(&world, &ratna, json!({ "hologram": { "text": "Apel" } })).await;
    }
    assert_eq!(ratna.messages().len(), before + 1, "{}", ratna.chat());
    assert!(ratna.last().text.contains("tidak dapat dibaca"), "{}", ratna.last().text);
    // The question is still open.
    world.pass(TimeDelta::seconds(2));
    ratna.says("Apel Senin pukul 7.").await;
    assert!(ratna.last().text.contains("Draf siaran"), "{}", ratna.chat());
    // A note of Telegram's asks for nothing.
    let before = ratna.messages().len();
    writes(&world, &ratna, json!({ "chat_owner_left": {} })).await;
    // Nor is anything said in a group.
    let group = world.sim.add_group("Grup Kantor", &[ratna.id]);
    let in_group = world.sim.messages(group).len();
    let chat = json!({ "id": group, "type": "supergroup", "title": "Grup Kantor" });
    inject(&world, chat, &ratna, json!({ "hologram": {} }));
    world.settle().await;
    assert_eq!((ratna.messages().len(), world.sim.messages(group).len()), (before, in_group));
}

#[tokio::test]
async fn a_roster_file_with_a_marked_date_is_taken_when_it_is_tapped() {
    let world = World::new().await;
    let ratna = world.admin("Ratna", Role::Admin).await;
    ratna.says("/impor").await;
    let bytes = ROSTER.as_bytes().to_vec();
    ratna.sends(Content::Document { name: "pegawai.csv".into(), mime: "text/csv".into(), bytes, caption: None }).await;
    let id = world.sim.files().pop().unwrap().id;
    let document = json!({
        "file_id": id, "file_unique_id": "y", "file_name": "pegawai.csv", "mime_type": "text/csv", "file_size": 700,
    });
    let marks = json!([{ "type": "date_time", "offset": 9, "length": 16, "unix_time": 1 }]);
    let caption = "Data per 1 September 2024";
    let before = ratna.messages().len();
    writes(&world, &ratna, json!({ "document": document, "caption": caption, "caption_entities": marks })).await;
    let answers = &ratna.messages()[before..];
    assert!(answers.iter().any(|answer| answer.text.contains("pegawai.csv")), "{}", ratna.chat());
}
