//! One message of the bulk lane, as a request of our own: the answer is judged by its `error_code`,
//! which teloxide drops.

use teloxide::types::{ChatId, InlineKeyboardMarkup};

use crate::{
    app::App,
    outbox::{Media, Verdict},
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

/// Sends it once, without waiting for a slot.
pub async fn send(_app: &App, _chat: ChatId, _parcel: &Parcel) -> Verdict {
    Verdict::Unknown
}
