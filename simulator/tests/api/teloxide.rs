//! A widely used client library must find nothing odd: it parses every answer and update.
use serde_json::json;
use simulator::{BotStatus, Content, NewUser, Simulator};
use teloxide::payloads::{
    AnswerCallbackQuerySetters, GetUpdatesSetters, SendDocumentSetters, SendMediaGroupSetters, SendMessageSetters,
    SetMyCommandsSetters,
};
use teloxide::prelude::{Bot, Request, Requester};
use teloxide::types::{
    BotCommand, BotCommandScope, ChatId, FileId, InlineKeyboardButton, InlineKeyboardMarkup, InputFile, InputMedia,
    InputMediaDocument, MessageId, ParseMode, Recipient, ReplyParameters, Update, UpdateKind,
};
use teloxide::{ApiError, RequestError};

use crate::kit::Kit;

const PICTURE: &[u8] = b"GIF89a\x0a\x00\x14\x00";

fn bot(sim: &Simulator) -> Bot {
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    Bot::with_client(sim.token(), client).set_api_url(sim.url().parse().unwrap())
}

async fn updates(bot: &Bot) -> Vec<Update> {
    let updates = bot.get_updates().timeout(0).await.unwrap();
    if let Some(last) = updates.last() {
        bot.get_updates().offset(i32::try_from(last.id.0).unwrap() + 1).timeout(0).await.unwrap();
    }
    updates
}

#[tokio::test]
async fn every_update_is_understood() {
    let kit = Kit::new().await;
    let sim = &kit.sim;
    let bot = bot(sim);
    assert!(bot.get_webhook_info().await.unwrap().url.is_none());
    assert_eq!(bot.get_me().await.unwrap().username(), "sim_bot");
    let anna = sim.add_user(NewUser {
        last_name: Some("Putri".into()),
        username: Some("anna_p".into()),
        language_code: Some("id".into()),
        ..NewUser::named("Anna")
    });
    let group = sim.add_group("Office", &[anna]);
    sim.set_bot_status(group, BotStatus::Administrator).unwrap();
    for content in [
        Content::Text("/start https://example.com @somebody #tag".into()),
        Content::Html("<b>bold</b> <a href=\"tg://user?id=1000001\">bot</a>".into()),
        Content::Sticker,
        Content::Voice,
        Content::VideoNote,
        Content::Photo { bytes: PICTURE.to_vec(), caption: Some("cap".into()) },
        Content::Document { name: "a.csv".into(), mime: String::new(), bytes: b"x".to_vec(), caption: None },
        Content::Contact { of: anna },
        Content::Location { latitude: 1.5, longitude: 2.5 },
        Content::Dice,
        Content::Forward { from_channel: "News".into(), text: "post".into() },
    ] {
        sim.send(anna, anna, content.clone()).unwrap();
        sim.send(anna, group, content).unwrap();
    }
    let text = sim.send(anna, anna, Content::Text("first".into())).unwrap();
    sim.send(anna, anna, Content::Reply { to: text, text: "reply".into() }).unwrap();
    sim.edit(anna, anna, text, "second").unwrap();
    sim.tap_data(anna, anna, text, "data").unwrap();
    sim.tap_data(anna, anna, 9999, "data").unwrap();
    sim.leave(anna, group).unwrap();
    sim.set_bot_status(group, BotStatus::Kicked).unwrap();
    sim.block(anna);
    sim.unblock(anna);
    let updates = updates(&bot).await;
    assert!(updates.len() > 30, "{}", updates.len());
    for update in updates {
        assert!(!matches!(update.kind, UpdateKind::Error(_)), "{update:?}");
    }
}

#[tokio::test]
async fn every_answer_is_understood() {
    let kit = Kit::new().await;
    let user = kit.started("Anna").await;
    let bot = bot(&kit.sim);
    let chat = ChatId(user);
    let keyboard = InlineKeyboardMarkup::new([[InlineKeyboardButton::callback("Yes", "y")]]);
    let sent = bot
        .send_message(chat, "<b>Hi</b>")
        .parse_mode(ParseMode::Html)
        .reply_markup(keyboard)
        .reply_parameters(ReplyParameters::new(MessageId(1)))
        .await
        .unwrap();
    assert_eq!((sent.text(), sent.entities().unwrap().len()), (Some("Hi"), 1));
    let query = kit.sim.tap(user, user, i64::from(sent.id.0), "Yes").unwrap();
    bot.answer_callback_query(teloxide::types::CallbackQueryId(query)).text("ok").await.unwrap();
    let edited = bot.edit_message_text(chat, sent.id, "Ho").await.unwrap();
    assert!(edited.edit_date().is_some() && edited.reply_markup().is_none());
    let error = bot.edit_message_text(chat, sent.id, "Ho").await.unwrap_err();
    assert!(matches!(error, RequestError::Api(ApiError::MessageNotModified)), "{error:?}");

    let pdf = || InputFile::memory(b"%PDF-1.7 x".to_vec()).file_name("out.pdf");
    let document = bot.send_document(chat, pdf()).caption("<i>c</i>").parse_mode(ParseMode::Html).await.unwrap();
    let file = bot.get_file(document.document().unwrap().file.id.clone()).await.unwrap();
    let mut bytes = Vec::new();
    teloxide::net::Download::download_file(&bot, &file.path, &mut bytes).await.unwrap();
    assert_eq!(bytes, b"%PDF-1.7 x");
    let again = InputFile::file_id(file.id.clone());
    bot.send_document(chat, again).await.unwrap();
    let photo = bot.send_photo(chat, InputFile::memory(PICTURE)).await.unwrap();
    assert_eq!(photo.photo().unwrap().last().unwrap().width, 10);
    let album = [pdf(), pdf()].map(|f| InputMedia::Document(InputMediaDocument::new(f).caption("x")));
    assert_eq!(bot.send_media_group(chat, album).disable_notification(true).await.unwrap().len(), 2);
    let media = InputMedia::Document(InputMediaDocument::new(pdf()));
    bot.edit_message_media(chat, photo.id, media).await.unwrap();
    let error = bot.get_file(FileId("nope".into())).await.unwrap_err();
    assert!(matches!(error, RequestError::Api(ApiError::WrongFileIdOrUrl)), "{error:?}");

    bot.set_my_commands([BotCommand::new("/start", "Start")])
        .scope(BotCommandScope::Chat { chat_id: Recipient::Id(chat) })
        .language_code("id")
        .await
        .unwrap();
    assert!(bot.get_my_commands().await.unwrap().is_empty());
    assert!(bot.get_chat(chat).await.unwrap().is_private());
    let group = ChatId(kit.sim.add_group("Office", &[user]));
    assert_eq!(bot.get_chat(group).await.unwrap().title(), Some("Office"));
    assert!(bot.get_chat_member(group, teloxide::types::UserId(user.unsigned_abs())).await.unwrap().is_owner());
    assert_eq!(bot.get_chat_administrators(group).await.unwrap().len(), 1);
    bot.copy_message(chat, chat, sent.id).await.unwrap();
    bot.forward_message(chat, chat, sent.id).send().await.unwrap();
    bot.delete_message(chat, sent.id).await.unwrap();
    kit.sim.block(user);
    let error = bot.send_message(chat, "x").await.unwrap_err();
    assert!(matches!(error, RequestError::Api(ApiError::BotBlocked)), "{error:?}");
    let refusals: Vec<_> = kit.sim.refusals().into_iter().map(|r| r.method).collect();
    assert_eq!(json!(refusals), json!(["editMessageText", "getFile"]));
    assert_eq!(kit.sim.violations(), []);
}
