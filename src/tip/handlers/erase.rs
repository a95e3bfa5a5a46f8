//! "Hapus jejak": deletes both sides of the conversation as far as Telegram lets a bot do so.

use futures::{StreamExt as _, stream};

use super::{desk, peek, withdraw};
use crate::{
    app::App,
    telegram::{
        access::Caller,
        reply::{self, Tap},
    },
    tip::{draft::Stage, screens},
};

/// Deletions at once.
const AT_ONCE: usize = 4;

pub(super) async fn ask(app: &App, caller: &Caller, tap: &Tap) -> anyhow::Result<()> {
    super::show_here(app, caller, tap, &screens::erase_ask(caller.lang)).await
}

/// The last message goes too.
pub(super) async fn vanish(app: &App, caller: &Caller, tap: &Tap) -> anyhow::Result<()> {
    tap.done(app);
    if let Some(message) = tap.message().map(|message| message.id.0) {
        withdraw(app, caller, message).await;
    }
    Ok(())
}

/// Deletes what is known of this chat, then says what is left. Whatever was open is closed.
pub(super) async fn erase(app: &App, caller: &Caller, tap: &Tap) -> anyhow::Result<()> {
    tap.done(app);
    let trail = peek(app, caller, |desk| (desk.trail.clone(), desk.trail_is_cut));
    let (mut trail, cut) = trail.unwrap_or_default();
    // After a restart nothing is known but the message that was tapped.
    let tapped = tap.message().map(|message| message.id.0);
    let known = trail.iter().any(|message| Some(*message) != tapped);
    trail.extend(tapped.filter(|tapped| !trail.contains(tapped)));
    desk(app, caller, |desk| (desk.stage, desk.album) = (Stage::Nothing, None));
    let deletions = trail.into_iter().map(|message| withdraw(app, caller, message));
    let deleted: Vec<bool> = stream::iter(deletions).buffer_unordered(AT_ONCE).collect().await;
    let count = deleted.iter().filter(|deleted| **deleted).count();
    let left = deleted.len() - count;
    desk(app, caller, super::super::draft::Desk::forget_trail);
    // Not part of the trail: this one stays, and tells nothing of a tip but that there may have been one.
    reply::send(app, caller.chat, &screens::erased(known && !cut, count, left, caller.lang)).await.map(|_| ())
}
