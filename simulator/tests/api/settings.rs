//! Commands, texts and the menu button.
use serde_json::json;
use simulator::NewUser;

use crate::kit::Kit;

#[tokio::test]
async fn the_menu_follows_scope_and_language() {
    let kit = Kit::new().await;
    let anna = kit.started("Anna").await;
    let budi = kit.started("Budi").await;
    let group = kit.sim.add_group("Office", &[anna, budi]);
    let set = async |command: &str, more: serde_json::Value| {
        let mut arguments = json!({ "commands": [{ "command": command, "description": "what it does" }] });
        arguments.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        kit.ok("setMyCommands", arguments).await;
    };
    set("/all", json!({})).await;
    set("semua", json!({ "language_code": "id" })).await;
    set("private", json!({ "scope": { "type": "all_private_chats" } })).await;
    set("admin", json!({ "scope": { "type": "chat", "chat_id": anna } })).await;
    set("boss", json!({ "scope": { "type": "all_chat_administrators" } })).await;
    let first = |chat, user, language: &str| kit.sim.commands(chat, user, language).first().map(|(c, _)| c.clone());
    assert_eq!(first(None, None, "id").as_deref(), Some("semua"));
    assert_eq!(first(None, Some(anna), "id").as_deref(), Some("admin"));
    assert_eq!(first(Some(budi), Some(budi), "id").as_deref(), Some("private"));
    assert_eq!(first(Some(group), Some(anna), "en").as_deref(), Some("boss"));
    assert_eq!(first(Some(group), Some(budi), "en").as_deref(), Some("all"));
    kit.ok("deleteMyCommands", json!({ "scope": { "type": "chat", "chat_id": anna } })).await;
    assert_eq!(first(Some(anna), Some(anna), "id").as_deref(), Some("private"));
    assert_eq!(kit.ok("getMyCommands", json!({})).await, json!([{ "command": "all", "description": "what it does" }]));
}

#[tokio::test]
async fn commands_are_checked() {
    let kit = Kit::new().await;
    let stranger = kit.sim.add_user(NewUser::named("Cici"));
    let one =
        |command: &str, description: &str| json!({ "commands": [{ "command": command, "description": description }] });
    for (arguments, expected) in [
        (one("Start", "x"), "BOT_COMMAND_INVALID"),
        (one(&"x".repeat(33), "x"), "BOT_COMMAND_INVALID"),
        (one("start", ""), "BOT_COMMAND_DESCRIPTION_INVALID"),
        (one("start", &"x".repeat(257)), "BOT_COMMAND_DESCRIPTION_INVALID"),
        (json!({ "commands": [], "language_code": "ind" }), "invalid language code specified"),
        (json!({ "commands": [], "scope": { "type": "chat", "chat_id": stranger } }), "chat not found"),
        (
            json!({ "commands": [], "scope": { "type": "everyone" } }),
            "can't parse BotCommandScope: unsupported type \"everyone\" specified",
        ),
    ] {
        assert_eq!(kit.refused(400, "setMyCommands", arguments).await, format!("Bad Request: {expected}"));
    }
    let many: Vec<_> = (0..101).map(|n| json!({ "command": format!("c{n}"), "description": "x" })).collect();
    assert_eq!(
        kit.refused(400, "setMyCommands", json!({ "commands": many })).await,
        "Bad Request: BOT_COMMANDS_TOO_MUCH"
    );
}

#[tokio::test]
async fn texts_and_menu_button() {
    let kit = Kit::new().await;
    let anna = kit.started("Anna").await;
    kit.ok("setMyName", json!({ "name": "Robot" })).await;
    kit.ok("setMyDescription", json!({ "description": "Bot", "language_code": "id" })).await;
    assert_eq!(kit.ok("getMe", json!({})).await["first_name"], "Robot");
    assert_eq!(kit.ok("getMyDescription", json!({ "language_code": "id" })).await, json!({ "description": "Bot" }));
    assert_eq!(kit.ok("getMyDescription", json!({})).await, json!({ "description": "" }));
    assert_eq!(kit.ok("getMyShortDescription", json!({})).await, json!({ "short_description": "" }));
    kit.ok("setChatMenuButton", json!({ "chat_id": anna, "menu_button": { "type": "default" } })).await;
    assert_eq!(kit.ok("getChatMenuButton", json!({ "chat_id": anna })).await, json!({ "type": "default" }));
    assert_eq!(kit.ok("getChatMenuButton", json!({})).await, json!({ "type": "commands" }));
    let chat = kit.ok("getChat", json!({ "chat_id": anna })).await;
    assert_eq!((&chat["type"], &chat["first_name"]), (&json!("private"), &json!("Anna")));
}
