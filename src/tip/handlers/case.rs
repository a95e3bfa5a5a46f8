//! A case as its reporter sees it, with what was replied.

use chrono::NaiveDate;
use zeroize::Zeroizing;

use crate::{
    inert::inert,
    msg,
    telegram::{
        button::{Button, TipButton},
        reply::Screen,
    },
    texts::{Arg, Lang, Message, escape},
    tip::{
        Agency, Reason, letter, screens,
        store::intake::{Found, Handling},
    },
};

/// Characters of all replies together.
const REPLIES: usize = 2_900;
/// UTF-16 units of one, with what keeps it from being tapped.
const LONGEST: usize = 2_900;

/// A reply that was opened with the receipt; without a text where it could not be.
pub(super) struct Reply {
    pub agency: Agency,
    pub day: NaiveDate,
    pub unread: bool,
    pub text: Option<Zeroizing<String>>,
}

/// As it was written, and with nothing in it to tap. What would be too long with all its joiners stands as code, in
/// which Telegram finds nothing either.
fn shown(text: &str) -> Arg {
    let torn = inert(text);
    if torn.encode_utf16().count() <= LONGEST {
        return Arg::Text(torn);
    }
    let plain: String = torn.chars().filter(|c| *c != '\u{2060}').collect();
    Arg::Html(format!("<code>{}</code>", escape(&plain)))
}

/// How far an agency is, and why it does not go on.
fn how_far(handling: &Handling, replies: &[Reply]) -> Vec<Message> {
    let Handling { agency, status, since, reason } = *handling;
    let agency_name = letter::agency(agency);
    let mut lines = vec![msg!("tip-handling", agency = agency_name, status = screens::status(status), day = since)];
    // In a case that was made a duplicate later, the words of the reply do not stand.
    let there = |reason: &Reason| *reason != Reason::Written || replies.iter().any(|reply| reply.agency == agency);
    lines.extend(reason.filter(there).map(screens::reason));
    lines
}

/// A case as its reporter sees it, replies as far as they fit, the newest first.
pub(super) fn case(found: &Found, replies: &[Reply], lang: Lang) -> Screen {
    let handling: Vec<String> =
        found.handling.iter().flat_map(|handling| how_far(handling, replies)).map(|line| line.html(lang)).collect();
    let mut lines: Vec<String> = Vec::new();
    let mut length = 0;
    for reply in replies {
        let text = match &reply.text {
            // Nothing in it leads anywhere: a tap would show an official whose account this is.
            Some(text) => msg!("tip-reply-text", text = shown(text)),
            None => msg!("tip-reply-unreadable"),
        };
        let agency = letter::agency(reply.agency);
        let line = if reply.unread {
            msg!("tip-reply-new", agency = agency, day = reply.day, text = text)
        } else {
            msg!("tip-reply", agency = agency, day = reply.day, text = text)
        };
        let line = line.html(lang);
        length += line.chars().count();
        if length > REPLIES && !lines.is_empty() {
            lines.push(msg!("tip-replies-more", count = replies.len() - lines.len()).html(lang));
            break;
        }
        lines.push(line);
    }
    match lines.is_empty() {
        true => lines.push(msg!("tip-replies-none").html(lang)),
        false => lines.push(msg!("tip-replies-warning").html(lang)),
    }
    let text = msg!(
        "tip-case",
        case = found.id.short(),
        day = found.received,
        handling = Arg::Html(handling.join("\n")),
        replies = Arg::Html(lines.join("\n\n"))
    );
    Screen::new(&text, lang)
        .row(&msg!("tip-add"), lang, &Button::Tip(TipButton::Add))
        .row(&msg!("tip-leave"), lang, &Button::Tip(TipButton::Leave))
        .row(&msg!("tip-erase"), lang, &Button::Tip(TipButton::EraseAsk))
}
