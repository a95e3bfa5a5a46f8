//! What people write is read as it comes: from newer apps, edited, in parts, with words around it.

use std::sync::atomic::{AtomicI64, Ordering};

use chrono::TimeDelta;
use ikrar::access::Role;
use serde_json::{Value, json};
use simulator::{Content, Fault, FaultKind, Options};

use crate::world::{Person, ROSTER, World, times};

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
        let before = world.sim.messages(anna.id).len();
        writes(&world, &anna, content.clone()).await;
        assert_eq!(world.sim.messages(anna.id).len(), before + times(), "{content}");
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
    let before = world.sim.messages(ratna.id).len();
    writes(&world, &ratna, json!({ "document": document, "caption": caption, "caption_entities": marks })).await;
    let answers = &world.sim.messages(ratna.id)[before..];
    assert!(answers.iter().any(|answer| answer.text.contains("pegawai.csv")), "{}", ratna.chat());
}

/// One's own message with this text.
fn mine(person: &Person<'_>, text: &str) -> i64 {
    person.messages().iter().rev().find(|message| !message.from_bot && message.text == text).expect("the message").id
}

async fn edits(world: &World, person: &Person<'_>, from: &str, to: &str) {
    world.sim.edit(person.id, person.id, mine(person, from), to).unwrap();
    world.settle().await;
}

#[tokio::test]
async fn an_edited_broadcast_is_shown_anew_until_it_has_gone_out() {
    let world = World::new().await;
    world.linked("Anna", ANNA).await;
    let ratna = world.admin("Ratna", Role::Admin).await;
    ratna.says("Selamat pagi").await;
    ratna.says("/siarkan").await;
    ratna.taps("Tulis siaran baru").await;
    // What was said before the question is no answer to it.
    let before = ratna.messages().len();
    edits(&world, &ratna, "Selamat pagi", "Selamat pagi semua").await;
    assert_eq!(ratna.messages().len(), before, "{}", ratna.chat());
    ratna.says("Batas ikrar: Jumat, 4 Oktober 2023.").await;
    edits(&world, &ratna, "Batas ikrar: Jumat, 4 Oktober 2023.", "Batas ikrar: Jumat, 4 Oktober 2024.").await;
    assert!(ratna.last().text.contains("Draf siaran"), "{}", ratna.chat());
    ratna.taps("Uji kirim ke saya").await;
    assert!(ratna.last().text.contains("Oktober 2024"), "{}", ratna.last().text);
    ratna.taps("Kirim …").await;
    // The number is typed for what was seen: an edit asks for it anew.
    edits(&world, &ratna, "Batas ikrar: Jumat, 4 Oktober 2024.", "Batas ikrar: Sabtu.").await;
    assert!(ratna.last().text.contains("Draf siaran"), "{}", ratna.chat());
    ratna.taps("Kirim …").await;
    ratna.says("1").await;
    let before = ratna.messages().len();
    edits(&world, &ratna, "Batas ikrar: Sabtu.", "Batas ikrar: Minggu.").await;
    let said = &ratna.messages()[before..];
    assert!(said.iter().any(|message| message.text.contains("tidak ikut")), "{}", ratna.chat());
}

#[tokio::test]
async fn an_edited_answer_counts_for_its_own_question_alone() {
    let world = World::new().await;
    let ratna = world.admin("Ratna", Role::Admin).await;
    ratna.says("/siarkan").await;
    ratna.taps("Tulis siaran baru").await;
    ratna.says("Apel Senin.").await;
    ratna.taps("Ubah waktu").await;
    ratna.taps("Ketik waktu lain").await;
    ratna.says("besok sore").await;
    let before = ratna.messages().len();
    edits(&world, &ratna, "besok sore", "besok 15.00").await;
    assert!(ratna.messages().len() > before && ratna.last().text.contains("15.00"), "{}", ratna.chat());
    // The next question is not answered by an edit of an earlier answer.
    world.pass(TimeDelta::seconds(2));
    ratna.taps("Ubah waktu").await;
    ratna.taps("Ketik waktu lain").await;
    edits(&world, &ratna, "besok 15.00", "besok 16.00").await;
    assert!(ratna.last().text.contains("tidak dibaca"), "{}", ratna.chat());
    // A command that went wrong is one with its new text.
    ratna.says("/batal").await;
    ratna.says("/statu").await;
    edits(&world, &ratna, "/statu", "/bantuan").await;
    assert!(ratna.last().text.contains("/siarkan"), "{}", ratna.last().text);
}

#[tokio::test]
async fn a_text_in_several_parts_is_never_kept_by_half() {
    let world = World::new().await;
    let ratna = world.admin("Ratna", Role::Admin).await;
    ratna.says("/siarkan").await;
    ratna.taps("Tulis siaran baru").await;
    let text: String = "Butir surat edaran. ".repeat(600);
    for part in text.as_bytes().chunks(4096) {
        ratna.says(std::str::from_utf8(part).unwrap()).await;
    }
    assert!(ratna.chat().contains("dalam 3 bagian, seluruhnya"), "{}", ratna.last().text);
    assert_eq!(ratna.chat().matches(" bagian, seluruhnya").count(), 1, "said once");
    assert!(!ratna.chat().contains("belum dapat membaca pesan bebas"));
    ratna.says("/siarkan").await;
    ratna.taps("Lanjutkan draf").await;
    assert!(!ratna.last().text.contains("Butir surat"), "{}", ratna.last().text);
    // What comes later is a text of its own.
    world.pass(TimeDelta::seconds(5));
    ratna.says("Apel Senin.").await;
    assert!(ratna.last().text.contains("Draf siaran"), "{}", ratna.chat());
    // Elsewhere too the rest of it is no message of its own.
    ratna.says("/batal").await;
    world.pass(TimeDelta::seconds(5));
    let before = ratna.messages().len();
    ratna.says(&"a".repeat(4096)).await;
    ratna.says("sisa").await;
    assert_eq!(ratna.messages().len(), before + 3, "one answer");
}

#[tokio::test]
async fn codes_and_numbers_are_found_among_words() {
    let world = World::new().await;
    let code = world.code(ANNA).await;
    let (plain, printed) = (code.as_str().to_owned(), code.grouped());
    for (n, text) in [
        format!("Kode saya {printed}."),
        format!("“{}”", printed.replace('-', "—")),
        format!("https://t.me/ikrar_test_bot?start={plain}"),
        format!("\u{202a}{}\u{202c}", printed.replace('-', "\u{2011}")),
    ]
    .into_iter()
    .enumerate()
    {
        let someone = world.person(&format!("Orang {n}"));
        someone.says(&text).await;
        assert!(someone.last().text.contains("Apakah ini Bapak/Ibu"), "{text}\n{}", someone.chat());
    }
    let anna = world.person("Anna");
    anna.says("kode saya").await;
    world.pass(TimeDelta::seconds(2));
    edits(&world, &anna, "kode saya", &format!("kode saya {printed}")).await;
    anna.taps("Benar, ini saya").await;
    anna.pledges().await;
    let number = anna.last().text.split_whitespace().find(|word| word.starts_with("IKR-")).unwrap().to_owned();
    for text in
        [format!("mohon dicek {number}, terima kasih"), format!("/cek_tanda nomornya {}", number.replace('-', "–"))]
    {
        let someone = world.person("Siapa saja");
        someone.says(&text).await;
        assert!(someone.last().text.contains("Ikrar Netralitas"), "{text}\n{}", someone.chat());
    }
    let ratna = world.admin("Ratna", Role::Admin).await;
    for text in [format!("/lepas NIP {ANNA} a.n. Anna"), format!("/kode \u{202a}{ANNA}\u{202c}.")] {
        ratna.says(&text).await;
        assert!(ratna.last().text.contains("SDN 1"), "{text}\n{}", ratna.chat());
    }
}

#[tokio::test]
async fn a_receipt_leaves_the_chat_whatever_stands_around_it() {
    let world = World::new().await;
    let budi = world.person("Budi");
    let receipt = vault::receipt::Receipt::generate(&mut rand::rng()).grouped().to_string();
    let wrong = if receipt.starts_with('Z') { receipt.replacen('Z', "Y", 1) } else { format!("Z{}", &receipt[1..]) };
    for text in [
        receipt.clone(),
        format!("Resi saya {receipt}."),
        receipt.replace('-', "—"),
        format!("\"{}\"", receipt.replace('-', "\u{2011}")),
        format!("resi {wrong} kenapa tidak bisa"),
    ] {
        world.pass(TimeDelta::minutes(10));
        budi.says(&text).await;
        assert!(budi.messages().iter().all(|message| message.from_bot), "{text}\n{}", budi.chat());
    }
    let siti = world.person("Siti");
    siti.says("Resi saya").await;
    edits(&world, &siti, "Resi saya", &format!("Resi saya {receipt}")).await;
    assert!(siti.messages().iter().all(|message| message.from_bot), "{}", siti.chat());
}

#[tokio::test]
async fn a_group_in_which_the_bot_is_muted_is_asked_once() {
    let world = World::with(Options { keep_requests: true, ..Options::default() }).await;
    let anna = world.person("Anna");
    for description in ["Bad Request: not enough rights to send text messages to the chat", "Bad Request: TOPIC_CLOSED"]
    {
        let group = world.sim.add_group("Grup Kantor", &[anna.id]);
        world.settle().await;
        let refusal = FaultKind::Refusal { code: 400, description: description.into(), migrate_to_chat_id: None };
        world.sim.faults().set(Fault::new(refusal).on(&["sendMessage"]));
        let from = world.sim.requests(0).len();
        for _ in 0..5 {
            world.sim.send(anna.id, group, Content::Text("/ikrar@ikrar_test_bot".into())).unwrap();
            world.sim.settled(std::time::Duration::from_secs(10)).await.unwrap();
        }
        let asked = world.sim.requests(from).iter().filter(|r| r.method.eq_ignore_ascii_case("sendMessage")).count();
        assert_eq!(asked, 1, "{description}");
        world.sim.faults().clear();
    }
}
