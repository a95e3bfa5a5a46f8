//! Updates as newer apps make them, and what is heard of them.

use std::sync::atomic::Ordering;

use proptest::prelude::*;
use serde_json::{Value, json};
use teloxide::types::{Message, UpdateKind};

use super::*;
use crate::telegram::ingest::{self, Parsed, Passed};

/// Every type of entity that teloxide-core 0.13 knows, with what it asks for.
fn known_entities() -> Vec<Value> {
    let plain = [
        "mention",
        "hashtag",
        "cashtag",
        "bot_command",
        "url",
        "email",
        "phone_number",
        "bold",
        "blockquote",
        "expandable_blockquote",
        "italic",
        "underline",
        "strikethrough",
        "spoiler",
        "code",
        "pre",
    ];
    let mut entities: Vec<Value> = plain.iter().map(|kind| json!({ "type": kind, "offset": 0, "length": 2 })).collect();
    entities.push(json!({ "type": "text_link", "offset": 0, "length": 2, "url": "https://contoh.go.id/" }));
    entities.push(json!({ "type": "text_mention", "offset": 0, "length": 2, "user": user(7) }));
    entities.push(json!({ "type": "custom_emoji", "offset": 0, "length": 2, "custom_emoji_id": "1" }));
    entities
}

/// Entities that it does not know or cannot read.
fn strange_entities() -> Vec<Value> {
    vec![
        json!({ "type": "date_time", "offset": 0, "length": 4, "unix_time": 1 }),
        json!({ "type": "bank_card_number", "offset": 0, "length": 2 }),
        json!({ "type": "text_link", "offset": 0, "length": 2, "url": "not an address" }),
        json!({ "type": "bold", "offset": -1, "length": 2 }),
        json!({ "type": "bold", "offset": 0, "length": 9_000 }),
        json!({ "offset": 0 }),
        json!("bold"),
        Value::Null,
    ]
}

fn user(id: i64) -> Value {
    json!({ "id": id, "is_bot": false, "first_name": "Anna", "language_code": "id" })
}

fn framed(content: Value) -> Value {
    let mut message = json!({
        "message_id": 5, "date": 1_724_625_100, "from": user(7),
        "chat": { "id": 7, "type": "private", "first_name": "Anna" },
    });
    add(&mut message, content);
    message
}

fn add(message: &mut Value, content: Value) {
    let (Value::Object(message), Value::Object(content)) = (message, content) else { panic!("two objects") };
    message.extend(content);
}

fn take(update: Value) -> (Parsed, Passed) {
    let passed = Passed::default();
    let text = update.to_string();
    (ingest::parse(&RawValue::from_string(text).expect("JSON"), &passed), passed)
}

fn heard(kind: &str, content: Value) -> Message {
    let (parsed, passed) = take(json!({ "update_id": 3, kind: framed(content.clone()) }));
    let Parsed::Update(update) = parsed else { panic!("passed over: {content}") };
    assert_eq!(passed.malformed.load(Ordering::Relaxed), 0, "{content}");
    match (kind, update.kind) {
        ("message", UpdateKind::Message(message)) | ("edited_message", UpdateKind::EditedMessage(message)) => message,
        (_, kind) => panic!("{kind:?}"),
    }
}

/// Whatever a message may be framed in that cannot be read.
fn strange_frames() -> Vec<Value> {
    vec![
        json!({ "external_reply": { "origin": { "type": "user", "date": 1, "sender_user": user(77) } } }),
        json!({ "external_reply": { "origin": { "type": "hologram" } }, "quote": { "text": "x", "position": 0 } }),
        json!({ "quote": { "text": 5 } }),
        json!({ "forward_origin": { "type": "planet", "date": 1 } }),
        json!({ "reply_to_story": {} }),
        json!({ "link_preview_options": { "is_disabled": "maybe" } }),
        json!({ "via_bot": {}, "sender_chat": { "id": 1, "type": "club" } }),
        json!({ "reply_markup": { "inline_keyboard": [[{ "text": "x", "teleport": {} }]] } }),
        json!({ "reply_to_message": { "message_id": 1 } }),
        json!({ "chat": { "id": 7, "type": "direct" } }),
        json!({ "from": { "id": 7, "is_bot": false } }),
        json!({ "edit_date": "yesterday", "paid_star_count": -1, "sender_boost_count": 100_000, "effect_id": 1 }),
    ]
}

#[test]
fn every_entity_that_the_types_know_stays_and_every_other_is_left_out() {
    for entity in known_entities() {
        let message = heard("message", json!({ "text": "ikrar", "entities": [entity.clone()] }));
        assert_eq!(message.entities().map(<[_]>::len), Some(1), "{entity}");
    }
    for strange in strange_entities() {
        for known in known_entities() {
            let entities = json!([strange.clone(), known.clone()]);
            let text = heard("message", json!({ "text": "ikrar", "entities": entities }));
            assert_eq!(text.text(), Some("ikrar"), "{strange}");
            assert!(
                text.entities().is_some_and(|kept| kept.len() == 1 || strange["length"] == 9_000),
                "{strange} {known}"
            );
            let document = json!({ "document": file(), "caption": "ikrar", "caption_entities": entities });
            let document = heard("edited_message", document);
            assert_eq!((document.caption(), document.document().is_some()), (Some("ikrar"), true), "{strange}");
        }
    }
}

fn file() -> Value {
    json!({ "file_id": "f", "file_unique_id": "u", "file_name": "pegawai.csv", "mime_type": "text/csv", "file_size": 9 })
}

#[test]
fn a_frame_that_cannot_be_read_empties_nothing() {
    let photo = json!([{ "file_id": "f", "file_unique_id": "u", "width": 9, "height": 9, "file_size": 9 }]);
    for frame in strange_frames() {
        for kind in ["message", "edited_message"] {
            let mut content = json!({ "text": "/status" });
            add(&mut content, frame.clone());
            let message = heard(kind, content);
            assert_eq!((message.text(), message.chat.is_private()), (Some("/status"), true), "{frame}");
            assert!(message.from.is_some_and(|from| from.id.0 == 7), "{frame}");
            let mut content = json!({ "document": file(), "caption": "ini", "media_group_id": "9" });
            add(&mut content, frame.clone());
            let message = heard(kind, content);
            assert!(message.document().is_some() && message.media_group_id().is_some(), "{frame}");
            let mut content = json!({ "photo": photo, "caption": "ini" });
            add(&mut content, frame.clone());
            assert!(heard(kind, content).photo().is_some(), "{frame}");
            let mut content = json!({ "sticker": { "hologram": 1 }, "dice": { "emoji": "🎲", "value": 3 } });
            add(&mut content, frame.clone());
            assert!(matches!(heard(kind, content).kind, MessageKind::Dice(_)), "{frame}");
        }
    }
}

#[test]
fn files_are_read_however_large_and_whatever_they_are_called() {
    for (name, value) in [
        ("file_size", json!(8_000_000_000_i64)),
        ("mime_type", json!("no type at all")),
        ("thumbnail", json!({ "hologram": 1 })),
        ("file_name", json!(["x"])),
    ] {
        let mut file = file();
        file[name] = value;
        let message = heard("message", json!({ "document": file }));
        assert!(message.document().is_some_and(|document| document.file.id.0 == "f"), "{name}");
    }
}

#[test]
fn what_a_message_replies_to_is_read_too() {
    let marked = json!([{ "type": "date_time", "offset": 0, "length": 2 }]);
    let below = framed(json!({ "document": file(), "caption": "1/9", "caption_entities": marked }));
    let message = heard("message", json!({ "text": "ini", "reply_to_message": below.clone() }));
    assert!(message.reply_to_message().is_some_and(|below| below.document().is_some()));
    let screen = framed(json!({ "text": "Impor?", "reply_to_message": below }));
    let (parsed, _) = take(json!({ "update_id": 3, "callback_query": {
        "id": "1", "from": user(7), "chat_instance": "1", "data": "x", "message": screen,
    } }));
    let Parsed::Update(update) = parsed else { panic!("passed over") };
    let UpdateKind::CallbackQuery(query) = update.kind else { panic!("a tap") };
    let file = query.regular_message().and_then(Message::reply_to_message).and_then(Message::document);
    assert!(file.is_some());
}

#[test]
fn a_tap_and_a_membership_are_read_without_what_is_new_in_them() {
    for message in [
        framed(json!({ "text": "x", "reply_markup": { "inline_keyboard": [[{ "teleport": 1 }]] } })),
        framed(json!({ "hologram": {} })),
        json!({ "message_id": 5, "date": 0, "chat": { "id": 7, "type": "direct" } }),
        json!("x"),
    ] {
        let tap = json!({ "id": "1", "from": user(7), "chat_instance": "1", "data": "x", "message": message });
        let (parsed, _) = take(json!({ "update_id": 3, "callback_query": tap }));
        let Parsed::Update(update) = parsed else { panic!("passed over: {tap}") };
        assert!(matches!(update.kind, UpdateKind::CallbackQuery(_)), "{tap}");
    }
    for (status, there) in [("kicked", false), ("left", false), ("guardian", true), ("administrator", true)] {
        let change = json!({
            "chat": { "id": 7, "type": "private" }, "from": user(7), "date": 1,
            "old_chat_member": { "user": user(1), "status": "archived" },
            "new_chat_member": { "user": user(1), "status": status },
        });
        let (parsed, _) = take(json!({ "update_id": 3, "my_chat_member": change }));
        let Parsed::Update(update) = parsed else { panic!("passed over: {status}") };
        let UpdateKind::MyChatMember(change) = update.kind else { panic!("a membership") };
        assert_eq!(change.new_chat_member.is_present(), there, "{status}");
    }
}

#[test]
fn the_words_of_a_rich_message_are_read_and_more_than_words_is_said_to_be_unread() {
    let words = json!({ "rich_message": { "blocks": [
        { "type": "section_heading", "size": 1, "text": "Apel" },
        { "type": "paragraph", "text": ["Senin, ", { "type": "bold", "text": { "type": "italic", "text": "pukul 7" } }] },
        { "type": "divider" },
        { "type": "list", "items": [{ "label": "1.", "blocks": [{ "type": "paragraph", "text": "seragam" }] }] },
        { "type": "table", "cells": [[{ "text": "a" }, { "text": "b" }]] },
    ] } });
    let message = heard("message", words);
    assert_eq!(message.text(), Some("Apel\nSenin, pukul 7\n1. seragam\na | b"));
    for content in [
        json!({ "rich_message": { "blocks": [{ "type": "paragraph", "text": "x" }, { "type": "photo", "photo": [] }] } }),
        json!({ "rich_message": { "blocks": [] } }),
        json!({ "hologram": { "text": "x" } }),
        json!({ "text": 5 }),
    ] {
        let (parsed, passed) = take(json!({ "update_id": 3, "message": framed(content.clone()) }));
        let Parsed::Update(update) = parsed else { panic!("passed over: {content}") };
        assert!(matches!(update.kind, UpdateKind::Message(Message { kind: MessageKind::Empty {}, .. })), "{content}");
        assert_eq!(passed.malformed.load(Ordering::Relaxed), 1);
    }
}

#[test]
fn notes_of_telegrams_ask_for_nothing() {
    for note in NOTES {
        let (parsed, passed) = take(json!({ "update_id": 3, "message": framed(json!({ note: {} })) }));
        assert!(matches!(parsed, Parsed::Passed), "{note}");
        assert_eq!(passed.unknown.load(Ordering::Relaxed), 1);
    }
}

fn anything() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        ".{0,8}".prop_map(Value::from),
        prop::sample::select(known_entities()),
        prop::sample::select(strange_entities()),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(field(), inner, 0..4)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

/// Names as Telegram gives them, and others.
fn field() -> impl Strategy<Value = String> {
    const NAMES: [&str; 26] = [
        "entities",
        "external_reply",
        "quote",
        "reply_to_message",
        "forward_origin",
        "reply_to_story",
        "via_bot",
        "sender_chat",
        "link_preview_options",
        "reply_markup",
        "rich_message",
        "animation",
        "document",
        "photo",
        "caption",
        "caption_entities",
        "pinned_message",
        "new_chat_title",
        "location",
        "dice",
        "chat_owner_left",
        "edit_date",
        "effect_id",
        "origin",
        "type",
        "text",
    ];
    prop_oneof![prop::sample::select(&NAMES[..]).prop_map(str::to_owned), "[a-z_]{1,12}"]
}

proptest! {
    /// Whatever else Telegram puts beside it, a text is heard.
    #[test]
    fn nothing_beside_a_text_empties_it(
        text in ".{1,40}",
        beside in prop::collection::btree_map(field(), anything(), 0..6),
        marks in prop::collection::vec(anything(), 0..4),
        edited in any::<bool>(),
    ) {
        let kind = if edited { "edited_message" } else { "message" };
        let mut content = json!({ "entities": marks });
        add(&mut content, Value::Object(beside.into_iter().collect()));
        content["text"] = text.clone().into();
        for name in ["message_id", "date", "from", "chat"] {
            content.as_object_mut().expect("an object").remove(name);
        }
        let message = heard(kind, content);
        prop_assert_eq!(message.text(), Some(text.as_str()));
    }
}
