//! Groups: privacy mode, members, pins, and the bot's place.
use serde_json::{Value, json};
use simulator::{BotStatus, Content, NewUser, Options};

use crate::kit::Kit;

fn text(text: &str) -> Content {
    Content::Text(text.to_owned())
}

#[tokio::test]
async fn with_privacy_the_bot_sees_only_what_concerns_it() {
    let kit = Kit::new().await;
    let anna = kit.sim.add_user(NewUser::named("Anna"));
    let budi = kit.sim.add_user(NewUser::named("Budi"));
    let group = kit.sim.add_group("Office", &[anna, budi]);
    let updates = kit.drain().await;
    assert_eq!(updates[0]["my_chat_member"]["new_chat_member"]["status"], "member");
    assert_eq!(updates[1]["message"]["new_chat_members"][0]["username"], "sim_bot");
    let own = kit.say(group, "hello all").await;
    kit.sim.send(budi, group, text("among ourselves")).unwrap();
    kit.sim.send(budi, group, text("/tally")).unwrap();
    kit.sim.send(budi, group, text("/tally@other_bot")).unwrap();
    kit.sim.send(budi, group, text("/tally@SIM_BOT now")).unwrap();
    kit.sim.send(budi, group, text("hey @sim_bot")).unwrap();
    kit.sim.send(budi, group, Content::Reply { to: own, text: "to you".into() }).unwrap();
    let updates = kit.drain().await;
    let texts: Vec<_> = updates.iter().map(|u| u["message"]["text"].as_str().unwrap()).collect();
    assert_eq!(texts, ["/tally", "/tally@SIM_BOT now", "hey @sim_bot", "to you"]);
    assert_eq!(updates[3]["message"]["reply_to_message"]["message_id"], own);
    assert_eq!(updates[0]["message"]["chat"]["type"], "supergroup");
    assert_eq!(kit.sim.messages(group).len(), 8, "members see everything");
}

#[tokio::test]
async fn without_privacy_it_sees_all() {
    let kit = Kit::with(Options { privacy: false, ..Options::default() }).await;
    let anna = kit.sim.add_user(NewUser::named("Anna"));
    let group = kit.sim.add_group("Office", &[anna]);
    kit.drain().await;
    kit.sim.send(anna, group, text("anything")).unwrap();
    assert_eq!(kit.drain().await[0]["message"]["text"], "anything");
}

#[tokio::test]
async fn members_rights_and_leaving() {
    let kit = Kit::new().await;
    let anna = kit.sim.add_user(NewUser::named("Anna"));
    let budi = kit.sim.add_user(NewUser::named("Budi"));
    let group = kit.sim.add_group("Office", &[anna, budi]);
    let here = json!({ "chat_id": group });
    assert_eq!(kit.ok("getChatMemberCount", here.clone()).await, 3);
    assert_eq!(kit.ok("getChatAdministrators", here.clone()).await[0]["user"]["id"], anna);
    let status =
        async |user: i64| kit.ok("getChatMember", json!({ "chat_id": group, "user_id": user })).await["status"].clone();
    assert_eq!(status(anna).await, "creator");
    assert_eq!(status(budi).await, "member");
    assert_eq!(kit.ok("getChat", here.clone()).await["title"], "Office");
    let own = kit.say(group, "pin me").await;
    let theirs = kit.sim.send(budi, group, text("/x")).unwrap();
    let pin = json!({ "chat_id": group, "message_id": own });
    assert_eq!(
        kit.refused(400, "pinChatMessage", pin.clone()).await,
        "Bad Request: not enough rights to manage pinned messages in the chat"
    );
    let other = json!({ "chat_id": group, "message_id": theirs });
    assert_eq!(kit.refused(400, "deleteMessage", other.clone()).await, "Bad Request: message can't be deleted");
    kit.sim.set_bot_status(group, BotStatus::Administrator).unwrap();
    kit.ok("pinChatMessage", pin).await;
    assert_eq!(kit.ok("getChat", here.clone()).await["pinned_message"]["message_id"], own);
    kit.ok("deleteMessage", other).await;
    kit.sim.leave(budi, group).unwrap();
    assert_eq!(status(budi).await, "left");
    kit.ok("leaveChat", here.clone()).await;
    assert_eq!(
        kit.refused(403, "sendMessage", json!({ "chat_id": group, "text": "x" })).await,
        "Forbidden: bot is not a member of the supergroup chat"
    );
    kit.sim.set_bot_status(group, BotStatus::Kicked).unwrap();
    assert_eq!(kit.refused(403, "getChat", here).await, "Forbidden: bot was kicked from the supergroup chat");
}

#[tokio::test]
async fn copies_forwards_and_albums() {
    let kit = Kit::new().await;
    let anna = kit.started("Anna").await;
    let post = Content::Forward { from_channel: "News".into(), text: "a post".into() };
    let id = kit.sim.send(anna, anna, post).unwrap();
    let update = kit.drain().await.remove(0);
    assert_eq!(update["message"]["forward_origin"]["chat"]["title"], "News");
    let from = json!({ "chat_id": anna, "from_chat_id": anna, "message_id": id });
    let forwarded = kit.ok("forwardMessage", from.clone()).await;
    assert_eq!(forwarded["forward_origin"]["type"], "channel");
    let copied = kit.ok("copyMessage", from).await;
    assert_eq!(copied.as_object().unwrap().len(), 1);
    let missing = json!({ "chat_id": anna, "from_chat_id": anna, "message_id": 999 });
    assert_eq!(kit.refused(400, "copyMessage", missing.clone()).await, "Bad Request: message to copy not found");
    assert_eq!(kit.refused(400, "forwardMessage", missing).await, "Bad Request: message to forward not found");

    let part = |name: &str| reqwest::multipart::Part::bytes(name.as_bytes().to_vec()).file_name(format!("{name}.txt"));
    let media = json!([
        { "type": "document", "media": "attach://one", "caption": "<b>first</b>", "parse_mode": "HTML" },
        { "type": "document", "media": "attach://two" },
    ]);
    let form = reqwest::multipart::Form::new()
        .text("chat_id", anna.to_string())
        .text("media", media.to_string())
        .part("one", part("one"))
        .part("two", part("two"));
    let answer = kit.http.post(kit.method("sendMediaGroup")).multipart(form).send().await.unwrap();
    let answer: Value = answer.json().await.unwrap();
    let sent = answer["result"].as_array().unwrap();
    assert_eq!(sent.len(), 2);
    assert_eq!(sent[0]["media_group_id"], sent[1]["media_group_id"]);
    assert_eq!(sent[0]["caption_entities"][0]["type"], "bold");
    assert_eq!(sent[1]["document"]["file_name"], "two.txt");
}
