//! Evidence: fetched into memory, made anew, and never passed on as it came.

use std::time::Duration;

use chrono::{DateTime, Utc};
use teloxide::types::{FileMeta, Message as Incoming, MessageId};
use vault::clean::{Cleaned, Limits, Refused};
use zeroize::Zeroizing;

use super::{desk, name_of, peek, say, steps, submit::room, who};
use crate::{
    app::App,
    msg,
    telegram::{
        access::Caller,
        download::{NoFile, download},
        errors::{self, Place},
        hand,
    },
    texts::Message,
    tip::{
        draft::{BYTES, FILES, Stage},
        letter,
        limits::{Deed, Room},
        screens,
    },
};

/// How long the handler waits for a file before it shows that it is being looked at.
const SOON: Duration = Duration::from_secs(2);
/// Fetching and cleaning; the cleaner has its own limit within.
const PATIENCE: Duration = Duration::from_secs(90);

/// A photo or a document at the step that asks for it.
pub(super) async fn receive(app: &App, caller: &Caller, message: &Incoming) -> anyhow::Result<()> {
    let Some(file) = file_of(message) else {
        let refusal = match message.text() {
            Some(_) => msg!("tip-use-evidence"),
            None => msg!("tip-only-files"),
        };
        return say(app, caller, &refusal, Some(message.id)).await;
    };
    if !desk(app, caller, |desk| desk.acts(&name_of(message))) {
        // It is being looked at; only the screen was lost.
        return steps::show_again(app, caller).await;
    }
    let left = match room(app).await? {
        Room::Files(left) => left,
        Room::Texts | Room::None => {
            let refusal = screens::texts_only(app, caller.lang);
            say(app, caller, &refusal, Some(message.id)).await?;
            return steps::show_again(app, caller).await;
        }
    };
    let number = match reserve(app, caller, file, left) {
        Ok(number) => number,
        Err(refusal) => return say(app, caller, &refusal, Some(message.id)).await,
    };
    let album = message.media_group_id().map(|group| group.0.clone());
    let work = {
        let (app, caller, file, below) = (app.clone(), caller.clone(), file.clone(), message.id);
        let work = async move { take(&app, &caller, &file, number, below, album).await };
        tokio::spawn(errors::handling(true, work))
    };
    match hand::aside(tokio::time::timeout(SOON, work)).await {
        Ok(Ok(())) => Ok(()),
        // A panic: for the one who tells people of it.
        Ok(Err(lost)) => match lost.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            Err(_) => Ok(()),
        },
        Err(_) => steps::show_again(app, caller).await,
    }
}

/// The largest size of a photo, or a document, whatever it claims to be.
fn file_of(message: &Incoming) -> Option<&FileMeta> {
    match message.photo() {
        Some(sizes) => sizes.last().map(|size| &size.file),
        None => message.document().map(|document| &document.file),
    }
}

/// Keeps a place for the file; the draft's number, or why there is none.
fn reserve(app: &App, caller: &Caller, file: &FileMeta, left: u64) -> Result<u32, Message> {
    if file.size as usize > Limits::BYTES {
        return Err(msg!("tip-refused-big"));
    }
    // What comes out may be smaller or larger; what is kept is asked again.
    if !app.tips.limits.may_keep(who(app, caller), 1, left, app.today()) {
        return Err(msg!("tip-share"));
    }
    if !app.tips.limits.may(who(app, caller), Deed::File) {
        return Err(msg!("tip-file-limit"));
    }
    desk(app, caller, |desk| {
        let Stage::Writing(draft) = &mut desk.stage else { return Err(msg!("tip-forgotten")) };
        if draft.files.len() + draft.cleaning >= FILES {
            return Err(msg!("tip-files-full", most = FILES));
        }
        draft.cleaning += 1;
        Ok(draft.number)
    })
}

/// Gives the place back however the work ends, also where it panics.
struct Reserved<'a> {
    app: &'a App,
    caller: &'a Caller,
    now: DateTime<Utc>,
    number: u32,
}

impl Drop for Reserved<'_> {
    fn drop(&mut self) {
        self.app.tips.drafts.peek(who(self.app, self.caller), self.now, |desk| {
            if let Some(draft) = desk.draft(self.number) {
                draft.cleaning = draft.cleaning.saturating_sub(1);
            }
        });
    }
}

async fn take(app: &App, caller: &Caller, file: &FileMeta, number: u32, below: MessageId, album: Option<String>) {
    let fetched = {
        let _reserved = Reserved { app, caller, now: app.clock.now(), number };
        // Its turn comes first: what waits for it holds no memory.
        let _place = app.tips.places.take(who(app, caller)).await;
        match tokio::time::timeout(PATIENCE, fetch(app, file)).await {
            Ok(Ok(Ok(cleaned))) => Ok(keep(app, caller, number, cleaned)),
            Ok(Ok(Err(refusal))) => Ok(Err(refusal)),
            Ok(Err(error)) => Err(error),
            Err(_) => Ok(Err(msg!("tip-file-gone"))),
        }
    };
    let told = match fetched {
        Ok(Ok(true)) => show(app, caller, album).await,
        // The draft is gone meanwhile: there is nobody to tell, and nothing of the file is left.
        Ok(Ok(false)) => Ok(()),
        Ok(Err(refusal)) => match say(app, caller, &refusal, Some(below)).await {
            Ok(()) => show(app, caller, album).await,
            error => error,
        },
        Err(error) => Err(error),
    };
    if let Err(error) = told {
        errors::report(app, &Place { caller, tap: None, of_tip: true }, error).await;
    }
}

async fn fetch(app: &App, file: &FileMeta) -> anyhow::Result<Result<Cleaned, Message>> {
    // As announced; Telegram may leave it out.
    let most = if file.size == 0 { u32::try_from(Limits::BYTES).unwrap_or(u32::MAX) } else { file.size };
    let Some(_promised) = app.tips.drafts.promise(most as usize + Limits::RESULT) else {
        return Ok(Err(msg!("tip-memory-full")));
    };
    let bytes = match download(app, &file.id, most).await? {
        Ok(bytes) => Zeroizing::new(bytes),
        Err(NoFile::Gone) => return Ok(Err(msg!("tip-file-gone"))),
        Err(NoFile::TooBig) => return Ok(Err(msg!("tip-refused-big"))),
    };
    let cleaned = app.tips.cleaner.clean(bytes).await;
    if matches!(cleaned, Err(Refused::Unavailable)) {
        app.tips.failures.note_cleaner();
    }
    Ok(cleaned.map_err(letter::refused))
}

/// Ok(false) where the draft is gone.
fn keep(app: &App, caller: &Caller, number: u32, cleaned: Cleaned) -> Result<bool, Message> {
    peek(app, caller, |desk| {
        let Some(draft) = desk.draft(number) else { return Ok(false) };
        if draft.bytes() + cleaned.bytes.len() > BYTES {
            return Err(msg!("tip-files-heavy"));
        }
        draft.files.push(cleaned);
        Ok(true)
    })
    .unwrap_or(Ok(false))
}

/// Files of one album share a screen: the first puts it below them, the others change it there.
async fn show(app: &App, caller: &Caller, album: Option<String>) -> anyhow::Result<()> {
    let same = peek(app, caller, |desk| {
        let same = album.is_some() && desk.album == album;
        desk.album = album;
        same
    });
    if same == Some(true) { steps::refresh(app, caller).await } else { steps::show_again(app, caller).await }
}
