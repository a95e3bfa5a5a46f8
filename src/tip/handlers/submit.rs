//! Sealing a tip, keeping it, and the receipt until it has been noted down.

use anyhow::Context as _;
use chrono::{DateTime, NaiveDate, Utc};
use teloxide::types::Message as Incoming;
use tokio::sync::Semaphore;
use vault::{
    key::PublicKey,
    receipt::{Derived, Receipt, Salt},
};

use super::{desk, name_of, open_agencies, peek, readers, say, show_below, show_here, steps, who, withdraw, words};
use crate::{
    app::App,
    msg,
    telegram::{
        access::Caller,
        reply::{Screen, Tap},
    },
    texts::Message,
    tip::{
        Agency, Id,
        draft::{Desk, Draft, Shown, Stage},
        letter,
        limits::{self, Deed, Room},
        screens,
        store::intake::{self, Load, NewCase, Sealed},
    },
};

/// Derivations at once: each takes 64 MiB and a core for a moment.
static DERIVING: Semaphore = Semaphore::const_new(2);

/// What a receipt derives to, beside the handlers.
pub(super) async fn derive(receipt: Receipt, salt: Salt) -> anyhow::Result<Derived> {
    let _permit = DERIVING.acquire().await.context("deriving a receipt")?;
    tokio::task::spawn_blocking(move || receipt.derive(&salt)).await.context("deriving a receipt")
}

/// As [`derive`], of whatever someone typed; takes as long for what is no receipt.
pub(super) async fn derive_text(text: String, salt: Salt) -> anyhow::Result<Option<Derived>> {
    let text = zeroize::Zeroizing::new(text);
    let _permit = DERIVING.acquire().await.context("deriving a receipt")?;
    tokio::task::spawn_blocking(move || vault::receipt::derive_text(&text, &salt)).await.context("deriving a receipt")
}

pub(super) async fn submit(app: &App, caller: &Caller, tap: &Tap, number: u32) -> anyhow::Result<()> {
    let Some(draft) = take(app, caller, number) else {
        // A second tap: the first has sent it, or is about to.
        return steps::gone(app, caller, tap).await;
    };
    let Ok(draft) = draft else {
        tap.alert(app, &msg!("tip-not-answered"));
        return Ok(());
    };
    let mut held = Held { app, caller, now: app.clock.now(), draft: Some(draft) };
    let Some(draft) = &held.draft else { return Ok(()) };
    show_here(app, caller, tap, &Screen::new(&msg!("tip-sending"), caller.lang)).await?;
    let kept = keep(app, caller, draft).await;
    let screen = match kept {
        // What is kept is let go of only when what follows is on the desk.
        Ok(Kept::Case(receipt)) => {
            let shown = Shown { receipt, number, group: usize::from(rand::random::<u8>() % 4) };
            let screen = desk(app, caller, |desk| {
                desk.set(Stage::Receipt(Box::new(shown)));
                screens::of(desk, &[], caller.lang)
            });
            held.draft = None;
            screen
        }
        Ok(Kept::Addition) => {
            desk(app, caller, |desk| desk.stage = Stage::Nothing);
            held.draft = None;
            Some(screens::after(&msg!("tip-added"), caller.lang))
        }
        Ok(Kept::Not(text)) => {
            drop(held);
            say(app, caller, &text, None).await?;
            return steps::show_again(app, caller).await;
        }
        Err(error) => {
            // Nothing written is lost: the draft is where it was.
            drop(held);
            steps::show_again_here(app, caller, tap).await?;
            return Err(error);
        }
    };
    match screen {
        Some(screen) => show_here(app, caller, tap, &screen).await,
        None => Ok(()),
    }
}

/// Takes the draft from the desk while it is sealed. None: gone. Err: not whole.
fn take(app: &App, caller: &Caller, number: u32) -> Option<Result<Box<Draft>, ()>> {
    desk(app, caller, |desk| {
        desk.listening = true;
        let draft = desk.draft(number)?;
        if !draft.is_whole() {
            return Some(Err(()));
        }
        match std::mem::replace(&mut desk.stage, Stage::Sending) {
            Stage::Writing(draft) => Some(Ok(draft)),
            _ => None,
        }
    })
}

/// Puts the draft back on the desk unless it was kept, also where the handler is given up or panics.
struct Held<'a> {
    app: &'a App,
    caller: &'a Caller,
    now: DateTime<Utc>,
    draft: Option<Box<Draft>>,
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        if let Some(draft) = self.draft.take() {
            self.app.tips.drafts.with(who(self.app, self.caller), self.now, |desk| {
                if matches!(desk.stage, Stage::Sending) {
                    desk.stage = Stage::Writing(draft);
                }
            });
        }
    }
}

enum Kept {
    Case(Receipt),
    Addition,
    /// And why.
    Not(Message),
}

async fn keep(app: &App, caller: &Caller, draft: &Draft) -> anyhow::Result<Kept> {
    let day = app.today();
    let bytes = u64::try_from(draft.bytes()).unwrap_or(u64::MAX);
    if let Some(refusal) = no_room(app, caller, draft, bytes).await? {
        return Ok(Kept::Not(refusal));
    }
    // Put together, and sealed for each of two agencies, it is in memory three times more.
    let Some(_promised) = app.tips.drafts.promise(3 * draft.bytes()) else {
        return Ok(Kept::Not(msg!("tip-memory-full")));
    };
    let deed = if draft.adds_to.is_some() { Deed::Add } else { Deed::Submit };
    if !app.tips.limits.may(who(app, caller), deed) {
        return Ok(Kept::Not(msg!("tip-limit")));
    }
    let kept = match &draft.adds_to {
        Some(opened) => match add(app, opened.case, draft, day).await? {
            true => Kept::Addition,
            false => return Ok(Kept::Not(screens::nobody_left(app, caller.lang))),
        },
        None => match hand_in(app, draft, day).await? {
            Some(receipt) => Kept::Case(receipt),
            None => return Ok(Kept::Not(msg!("tip-agency-closed"))),
        },
    };
    app.tips.limits.has_kept(who(app, caller), bytes, day);
    app.tips.changed.notify_one();
    Ok(kept)
}

async fn load(app: &App) -> anyhow::Result<Load> {
    let day = app.today();
    app.tips.db.run(move |c| Box::pin(async move { intake::find_load(c, day).await })).await
}

/// What may still be kept.
pub(super) async fn room(app: &App) -> anyhow::Result<Room> {
    Ok(limits::room(load(app).await?.bytes, app.config.tips.storage_mb))
}

/// Why this draft cannot be kept now, if so. A text alone is refused only where nothing is left at all.
async fn no_room(app: &App, caller: &Caller, draft: &Draft, bytes: u64) -> anyhow::Result<Option<Message>> {
    let load = load(app).await?;
    let a_day = i64::from(app.config.tips.per_day);
    let many = match draft.adds_to {
        Some(_) => load.additions >= a_day * limits::ADDITIONS_A_TIP,
        None => load.tips >= a_day,
    };
    if many {
        return Ok(Some(screens::full(app, caller.lang)));
    }
    Ok(match limits::room(load.bytes, app.config.tips.storage_mb) {
        Room::None => Some(screens::full(app, caller.lang)),
        _ if bytes == 0 => None,
        Room::Texts => Some(screens::texts_only(app, caller.lang)),
        Room::Files(left) if bytes > left => Some(screens::texts_only(app, caller.lang)),
        Room::Files(left) if !app.tips.limits.may_keep(who(app, caller), bytes, left, app.today()) => {
            Some(msg!("tip-share"))
        }
        Room::Files(_) => None,
    })
}

/// Seals the tip and keeps it; its receipt is known to nobody but whoever reads the screen. None where a chosen
/// agency has no recipient any more.
async fn hand_in(app: &App, draft: &Draft, day: NaiveDate) -> anyhow::Result<Option<Receipt>> {
    let open = open_agencies(app).await?;
    if draft.agencies.iter().any(|agency| !open.contains(agency)) {
        return Ok(None);
    }
    let receipt = Receipt::generate(&mut rand::rng());
    let derived = derive(receipt.clone(), app.tips.salt.clone()).await?;
    let (id, keys) = (Id::random(), keys_of(app, &draft.agencies).await?);
    let (copies, digest) = seal(letter::report(id, draft, day), keys).await?;
    let (locator, reply_key) = (derived.locator, derived.identity.public());
    app.tips
        .db
        .run(|c| {
            Box::pin(async move {
                let sealed = Sealed { copies: &copies, digest };
                let new = NewCase { id, locator, reply_key: &reply_key, sealed, day };
                intake::insert_case(c, &new).await
            })
        })
        .await?;
    Ok(Some(receipt))
}

/// False where nobody could open it.
async fn add(app: &App, case: Id, draft: &Draft, day: NaiveDate) -> anyhow::Result<bool> {
    let keys = keys_of_case(app, case).await?;
    if keys.is_empty() {
        return Ok(false);
    }
    let (copies, digest) = seal(letter::report(case, draft, day), keys).await?;
    app.tips
        .db
        .run(|c| {
            Box::pin(async move { intake::insert_addition(c, case, &Sealed { copies: &copies, digest }, day).await })
        })
        .await?;
    Ok(true)
}

/// Every key that may open what goes to these agencies; without those that have none.
async fn keys_of(app: &App, agencies: &[Agency]) -> anyhow::Result<Vec<(Agency, Vec<PublicKey>)>> {
    let readers = readers(app).await?.into_iter();
    let of = readers.filter(|one| agencies.contains(&one.agency) && !one.keys.is_empty());
    Ok(of.map(|one| (one.agency, one.keys)).collect())
}

/// Every key that may open what is added to a case; none where nobody is left, or the case is gone.
pub(super) async fn keys_of_case(app: &App, case: Id) -> anyhow::Result<Vec<(Agency, Vec<PublicKey>)>> {
    let agencies = app.tips.db.run(move |c| Box::pin(async move { intake::list_agencies_of(c, case).await })).await?;
    keys_of(app, &agencies).await
}

/// One copy for each agency, to its keys alone, and the hash of what is in all of them. Beside the handlers: some tens
/// of megabytes take a while.
async fn seal(
    envelope: vault::envelope::Envelope,
    keys: Vec<(Agency, Vec<PublicKey>)>,
) -> anyhow::Result<(Vec<(Agency, Vec<u8>)>, [u8; 32])> {
    tokio::task::spawn_blocking(move || {
        let copies: Result<Vec<(Agency, Vec<u8>)>, _> =
            keys.into_iter().map(|(agency, keys)| Ok((agency, envelope.seal(&keys)?))).collect();
        Ok((copies?, envelope.digest()?))
    })
    .await
    .context("sealing")?
    .map_err(|error: vault::envelope::SealError| anyhow::Error::new(error).context("sealing"))
}

/// Four characters, typed back.
pub(super) async fn hear(app: &App, caller: &Caller, message: &Incoming) -> anyhow::Result<()> {
    let typed = words(message);
    let noted = desk(app, caller, |desk| {
        let Stage::Receipt(shown) = &desk.stage else { return None };
        let whole = Receipt::find(typed).is_some_and(|typed| typed == shown.receipt);
        let (right, group) = (whole || shown.receipt.has_group(shown.group, typed), shown.group);
        if right {
            desk.acts(&name_of(message));
            desk.stage = Stage::Nothing;
        }
        Some((right, group))
    });
    match noted {
        None => Ok(()),
        Some((false, group)) => {
            if Receipt::resembles(typed) {
                withdraw(app, caller, message.id.0).await;
            }
            let text = msg!("tip-receipt-wrong", group = screens::group(group));
            say(app, caller, &text, Some(message.id)).await
        }
        Some((true, _)) => {
            withdraw(app, caller, message.id.0).await;
            say_done(app, caller).await
        }
    }
}

/// The screen with the receipt goes: it is replaced by this one.
pub(super) async fn say_done(app: &App, caller: &Caller) -> anyhow::Result<()> {
    show_below(app, caller, &screens::after(&msg!("tip-done"), caller.lang)).await
}

pub(super) async fn ask_close(app: &App, caller: &Caller, tap: &Tap, number: u32) -> anyhow::Result<()> {
    let screen = peek(app, caller, |desk| match &desk.stage {
        Stage::Receipt(shown) if shown.number == number => close_ask(desk, caller.lang),
        _ => None,
    });
    match screen.flatten() {
        Some(screen) => show_here(app, caller, tap, &screen).await,
        None => steps::gone(app, caller, tap).await,
    }
}

/// The question whether the receipt shall be closed unnoted.
pub(super) fn close_ask(desk: &Desk, lang: crate::texts::Lang) -> Option<Screen> {
    match &desk.stage {
        Stage::Receipt(shown) => Some(screens::close_ask(shown.number, lang)),
        _ => None,
    }
}

pub(super) async fn close(app: &App, caller: &Caller, tap: &Tap, number: u32) -> anyhow::Result<()> {
    let closed = desk(app, caller, |desk| {
        let closes = matches!(&desk.stage, Stage::Receipt(shown) if shown.number == number);
        if closes {
            desk.stage = Stage::Nothing;
        }
        closes
    });
    if !closed {
        return steps::gone(app, caller, tap).await;
    }
    show_here(app, caller, tap, &screens::after(&msg!("tip-done"), caller.lang)).await
}
