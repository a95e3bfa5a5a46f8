//! The boundary of every handler: what a person is told, and the one line that is logged.

use rand::RngExt as _;
use teloxide::{RequestError, types::MessageId};

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
    /// Of a tip, or perhaps of one: no reference ties what is told to the log, nobody is named to turn to, and what is
    /// told goes with the rest of the traces.
    pub of_tip: bool,
}

tokio::task_local! {
    /// Set while something is handled that may be of a tip.
    static OF_TIP: bool;
}

/// Runs `work` such that a panic within knows whether it may be of a tip.
pub async fn handling<F: Future>(of_tip: bool, work: F) -> F::Output {
    OF_TIP.scope(of_tip, work).await
}

/// Where a panic happened, for the log; none where that would say when someone was about a tip.
pub fn place_of_panic(location: &str) -> Option<String> {
    let of_tip = OF_TIP.try_with(|of_tip| *of_tip).unwrap_or(false);
    let tips = ["src/tip/", "src/tip.rs", "vault/"];
    (!of_tip && !tips.iter().any(|path| location.contains(path))).then(|| location.to_owned())
}

/// Tells the person what they can do; logs what is ours to mend, without anything of theirs.
pub async fn report(app: &App, place: &Place<'_>, error: anyhow::Error) {
    let message = if let Some(message) = error::shown(&error) {
        message.clone()
    } else if error.is::<Denied>() {
        nothing_here(place.tap.is_some())
    } else if place.of_tip {
        let storage = error::storage(&error);
        app.tips.failures.note(storage.is_some());
        of_tip(storage)
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
    if place.of_tip {
        app.tips.failures.note(false);
        return tell(app, place, &of_tip(None)).await;
    }
    let reference = reference();
    log::error!(reference = reference.as_str(); "a handler panicked");
    tell(app, place, &msg!("error-reference", reference = reference, contact = app.config.agency.contact.as_str()))
        .await;
}

fn of_tip(storage: Option<Storage>) -> Message {
    match storage {
        Some(_) => msg!("tip-error-storage"),
        None => msg!("tip-error"),
    }
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
            Ok(None)
        }
        _ => reply::send(app, place.caller.chat, &Screen::new(message, lang)).await,
    };
    match sent {
        Ok(Some(MessageId(sent))) if place.of_tip => {
            // As it was left: a failure is no time to look at the clock.
            app.tips.drafts.leave_trail(app.tips.who(place.caller.user.0), sent);
        }
        Err(_) if place.of_tip => app.tips.failures.note(false),
        Err(error) => log::warn!(cause = cause(&error).as_str(); "a person could not be told of a failure"),
        Ok(_) => {}
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

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_panic_within_a_tip_has_no_place() {
        assert_eq!(place_of_panic("src/pledge/handlers.rs:1:2").as_deref(), Some("src/pledge/handlers.rs:1:2"));
        assert_eq!(place_of_panic("src/tip/handlers/steps.rs:1:2"), None);
        assert_eq!(place_of_panic("/build/vault/src/receipt.rs:1:2"), None);
        assert_eq!(handling(true, async { place_of_panic("src/texts.rs:1:2") }).await, None);
        assert!(handling(false, async { place_of_panic("src/texts.rs:1:2") }).await.is_some());
    }
}
