//! One message of the bulk lane, as a request of our own: the answer is judged by its `error_code`,
//! which teloxide drops.

use serde_json::{Value, json};
use teloxide::types::{ChatId, InlineKeyboardButton, InlineKeyboardMarkup};

use super::{
    button::{Button, NoticeButton},
    hand,
};
use crate::{
    app::App,
    msg,
    outbox::{
        CampaignId, Content, FailureReason, Media, Template, Values, Variable, Verdict, content, pace::Answer, verdict,
    },
    texts::{Lang, Message},
};

/// A message made out for one recipient.
#[derive(Clone, Debug)]
pub struct Parcel {
    /// No variables left in it.
    pub html: String,
    pub media: Vec<Media>,
    /// Below the message; an album cannot have one.
    pub keyboard: Option<InlineKeyboardMarkup>,
    pub paid: bool,
}

/// What stands below a message that someone receives.
#[derive(Clone, Copy, Debug, Default)]
pub struct Footer {
    /// A way to what the reader still owes.
    pub pledge: bool,
    /// Why one receives this; none for a trial.
    pub campaign: Option<CampaignId>,
}

/// Makes a message out for one reader, or says why it cannot be sent: the variables may have made it too long.
pub fn dress(content: &Content, values: &Values, lang: Lang, footer: Footer) -> Result<Parcel, FailureReason> {
    let template = Template::parse(&content.html, &Variable::ALL).map_err(|_| FailureReason::Text)?;
    let mut html = template.fill(values);
    if content::length(&html) > content.room() {
        return Err(FailureReason::TooLong);
    }
    let album = content.media.len() > 1;
    if album {
        add_lines(&mut html, content.room(), lang, footer);
    }
    let keyboard = if album { None } else { keyboard(lang, footer) };
    Ok(Parcel { html, media: content.media.clone(), keyboard, paid: false })
}

/// An album has no buttons: it says in words where to go, as far as there is room.
fn add_lines(html: &mut String, room: usize, lang: Lang, footer: Footer) {
    let pledge = footer.pledge.then(|| msg!("outbox-album-pledge"));
    let why = footer.campaign.map(|_| msg!("outbox-album-why"));
    let lines: Vec<String> = pledge.into_iter().chain(why).map(|line| line.html(lang)).collect();
    let gap = if html.is_empty() { "" } else { "\n\n" };
    let longer = format!("{html}{gap}{}", lines.join("\n"));
    if !lines.is_empty() && content::length(&longer) <= room {
        *html = longer;
    }
}

fn keyboard(lang: Lang, footer: Footer) -> Option<InlineKeyboardMarkup> {
    let key =
        |label: Message, button: &Button| vec![InlineKeyboardButton::callback(label.plain(lang), button.encode())];
    let mut rows = Vec::new();
    if footer.pledge {
        rows.push(key(msg!("outbox-button-pledge"), &Button::Documents));
    }
    if let Some(CampaignId(campaign)) = footer.campaign {
        rows.push(key(msg!("outbox-button-why"), &Button::Notice(NoticeButton::Why { campaign })));
    }
    (!rows.is_empty()).then(|| InlineKeyboardMarkup::new(rows))
}

/// Sends it once, without waiting for a slot.
pub async fn send(app: &App, chat: ChatId, parcel: &Parcel) -> Verdict {
    let (method, body) = request(chat, parcel);
    let base = app.bot.api_url();
    let url = format!("{}/bot{}/{method}", base.as_str().trim_end_matches('/'), app.bot.token());
    let answer = match app.bot.client().post(url).json(&body).send().await {
        Ok(answer) => answer,
        // No connection came about, so nothing was written.
        Err(error) if error.is_connect() || error.is_builder() => return Verdict::NotSent,
        Err(_) => return Verdict::Unknown,
    };
    let status = answer.status().as_u16();
    match answer.bytes().await {
        Ok(body) => verdict::judge(status, &body),
        Err(_) => Verdict::Unknown,
    }
}

/// As [`send`], to someone who waits for it: in the lane of replies, and as late as Telegram wants.
pub async fn send_reply(app: &App, chat: ChatId, parcel: &Parcel) -> Verdict {
    let sent = async {
        loop {
            let ticket = app.pacer.interactive(chat.0, content::weight(&parcel.media)).await;
            let verdict = send(app, chat, parcel).await;
            ticket.answered(Answer::from(&verdict));
            // The pacer knows how long to wait.
            if !matches!(verdict, Verdict::TooMany { .. }) {
                return verdict;
            }
        }
    };
    hand::aside(sent).await
}

fn request(chat: ChatId, parcel: &Parcel) -> (&'static str, Value) {
    let mut body = json!({ "chat_id": chat });
    if parcel.paid {
        body["allow_paid_broadcast"] = json!(true);
    }
    if let Some(keyboard) = &parcel.keyboard {
        body["reply_markup"] = json!(keyboard);
    }
    let method = match parcel.media.as_slice() {
        [] => {
            body["text"] = json!(parcel.html);
            body["parse_mode"] = json!("HTML");
            body["link_preview_options"] = json!({ "is_disabled": true });
            "sendMessage"
        }
        [file] => {
            let (method, field) = match file {
                Media::Photo { .. } => ("sendPhoto", "photo"),
                Media::Document { .. } => ("sendDocument", "document"),
            };
            body[field] = json!(file.file_id());
            caption(&mut body, &parcel.html);
            method
        }
        files => {
            let mut album: Vec<Value> = files.iter().map(item).collect();
            caption(&mut album[0], &parcel.html);
            body["media"] = Value::Array(album);
            "sendMediaGroup"
        }
    };
    (method, body)
}

fn item(file: &Media) -> Value {
    let kind = match file {
        Media::Photo { .. } => "photo",
        Media::Document { .. } => "document",
    };
    json!({ "type": kind, "media": file.file_id() })
}

fn caption(of: &mut Value, html: &str) {
    if !html.is_empty() {
        of["caption"] = json!(html);
        of["parse_mode"] = json!("HTML");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FOOTER: Footer = Footer { pledge: true, campaign: Some(CampaignId(7)) };

    fn photos(html: &str, count: usize) -> Content {
        let photo = Media::Photo { file_id: "x".into() };
        Content { html: html.into(), media: vec![photo; count] }
    }

    #[test]
    fn a_reminder_leads_to_the_pledge_and_says_why_it_came() {
        let values = Values { name: "Anna".into(), ..Values::default() };
        let parcel = dress(&Content::text("Halo {nama}"), &values, Lang::Id, FOOTER).expect("a parcel");
        assert_eq!(parcel.html, "Halo Anna");
        let (method, body) = request(ChatId(5), &parcel);
        assert_eq!((method, &body["text"], &body["chat_id"]), ("sendMessage", &json!("Halo Anna"), &json!(5)));
        assert_eq!(body["reply_markup"]["inline_keyboard"][0][0]["callback_data"], "docs");
        assert_eq!(body["reply_markup"]["inline_keyboard"][1][0]["callback_data"], "msg:w:7");
        assert!(body.get("allow_paid_broadcast").is_none());
        let trial = dress(&Content::text("x"), &values, Lang::En, Footer::default()).expect("a parcel");
        assert!(trial.keyboard.is_none());
    }

    #[test]
    fn an_album_says_it_in_words_where_there_is_room() {
        let parcel = dress(&photos("x", 2), &Values::default(), Lang::Id, FOOTER).expect("a parcel");
        assert!(parcel.keyboard.is_none());
        assert!(parcel.html.starts_with("x\n\n") && parcel.html.contains("/pesan"), "{}", parcel.html);
        let (method, body) = request(ChatId(5), &parcel);
        assert_eq!(method, "sendMediaGroup");
        assert!(body["media"][0]["caption"].is_string() && body["media"][1].get("caption").is_none());
        let full = "x".repeat(content::CAPTION_MAX);
        let parcel = dress(&photos(&full, 2), &Values::default(), Lang::Id, FOOTER).expect("a parcel");
        assert_eq!(parcel.html, full);
    }

    #[test]
    fn what_the_variables_make_too_long_is_not_sent() {
        let values = Values { name: "n".repeat(200), ..Values::default() };
        let text = format!("{}{{nama}}", "x".repeat(content::CAPTION_MAX - 100));
        assert_eq!(dress(&photos(&text, 1), &values, Lang::Id, FOOTER).expect_err("too long"), FailureReason::TooLong);
        assert!(dress(&Content::text(text), &values, Lang::Id, FOOTER).is_ok());
        assert_eq!(
            dress(&Content::text("{apa}"), &values, Lang::Id, FOOTER).expect_err("unknown"),
            FailureReason::Text
        );
    }
}
