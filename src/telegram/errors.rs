//! The boundary of every handler: what a person is told, and the one line that is logged.

use rand::RngExt as _;
use teloxide::RequestError;

use super::{
    access::Caller,
    call::{Cut, Fault},
    reply::{self, Screen, Tap},
};
use crate::{
    access::Denied,
    app::App,
    error::{self, Storage},
    msg,
    texts::Message,
};

/// Where the failure happened, as far as the person is concerned.
pub struct Place<'a> {
    pub caller: &'a Caller,
    pub tap: Option<&'a Tap>,
}

/// Tells the person what they can do; logs what is ours to mend, without anything of theirs.
pub async fn report(app: &App, place: &Place<'_>, error: anyhow::Error) {
    let message = if let Some(message) = error::shown(&error) {
        message.clone()
    } else if error.is::<Denied>() {
        nothing_here(place.tap.is_some())
    } else {
        let reference = reference();
        log::error!(reference = reference.as_str(), cause = cause(&error).as_str(); "an update was not handled");
        let contact = app.config.agency.contact.as_str();
        match error::storage(&error) {
            Some(Storage::Busy) => msg!("error-busy"),
            Some(Storage::Full) => msg!("error-full", contact = contact),
            None => msg!("error-reference", reference = reference, contact = contact),
        }
    };
    tell(app, place, &message).await;
}

/// A panic says nothing about its cause that may be shown or logged beyond the fact.
pub async fn report_panic(app: &App, place: &Place<'_>) {
    let reference = reference();
    log::error!(reference = reference.as_str(); "a handler panicked");
    tell(app, place, &msg!("error-reference", reference = reference, contact = app.config.agency.contact.as_str()))
        .await;
}

async fn tell(app: &App, place: &Place<'_>, message: &Message) {
    // In a group everyone would read it.
    if !place.caller.private {
        return;
    }
    let lang = place.caller.lang;
    let sent = match place.tap {
        // An alert holds 200 characters and is the tap's only answer; otherwise it goes into the chat.
        Some(tap) if !tap.answered() && message.plain(lang).chars().count() <= 200 => {
            tap.alert(app, message);
            Ok(())
        }
        _ => reply::send(app, place.caller.chat, &Screen::new(message, lang)).await.map(|_| ()),
    };
    if let Err(error) = sent {
        log::warn!(cause = cause(&error).as_str(); "a person could not be told of a failure");
    }
}

/// The answer to what does not exist, and to what does not exist for this caller: the same one.
pub fn nothing_here(tap: bool) -> Message {
    if tap { msg!("button-unknown") } else { msg!("command-unknown") }
}

/// Eight characters that tie what a person saw to a line of the log.
fn reference() -> String {
    const LETTERS: &[u8] = b"23456789ABCDEFGHJKMNPQRSTVWXYZ";
    let mut rng = rand::rng();
    (0..8).map(|_| char::from(LETTERS[rng.random_range(0..LETTERS.len())])).collect()
}

/// The chain of causes, with whatever could carry a token or a message body left out.
pub fn cause(error: &anyhow::Error) -> String {
    let mut parts = Vec::new();
    for part in error.chain() {
        // Below these stands only what they have been told apart by.
        if let Some(class) = class_of(part) {
            parts.push(class.to_owned());
            break;
        }
        parts.push(part.to_string());
    }
    parts.join(": ")
}

fn class_of(part: &(dyn std::error::Error + 'static)) -> Option<&'static str> {
    if let Some(fault) = part.downcast_ref::<Fault>() {
        return Some(fault.class());
    }
    if let Some(request) = part.downcast_ref::<RequestError>() {
        return Some(class(request));
    }
    part.downcast_ref::<reqwest::Error>().map(|error| Cut::of(error).class())
}

/// What kind of failure a request met. Its own text may hold a URL with the token, or a body.
pub fn class(error: &RequestError) -> &'static str {
    Fault::from(error.clone()).class()
}

/// Whether the same request may succeed a moment later. Flood control is waited for by the reply itself.
pub fn transient(error: &anyhow::Error) -> bool {
    error.chain().any(|part| {
        part.downcast_ref::<Fault>().is_some_and(Fault::transient)
            || matches!(
                part.downcast_ref::<RequestError>(),
                Some(RequestError::Network(_) | RequestError::InvalidJson { .. })
            )
    })
}
