//! Confirming a key: two people each choose its fingerprint, which its owner read out to them.

use super::{appointing, button, learn, tell, today};
use crate::{
    access::{self, Role, TelegramId},
    app::App,
    error::refuse,
    msg,
    telegram::{
        Schema,
        access::{Caller, prove},
        announce,
        button::{Button, TriageButton},
        reply::{Screen, Tap},
    },
    texts::{Message, name},
    tip::{
        Id,
        appoint::{self, CHOICES, Key, Picked, Recipient},
        letter,
        store::{key, recipient},
    },
};

/// Goes on with a button of triage.
pub(super) fn schema() -> Schema {
    dptree::entry()
        .branch(
            dptree::filter_map(|button: TriageButton| match button {
                TriageButton::Confirm { key } => Some(key),
                _ => None,
            })
            .endpoint(show),
        )
        .branch(
            dptree::filter_map(|button: TriageButton| match button {
                TriageButton::Pick { key, choice } => Some((key, choice)),
                _ => None,
            })
            .endpoint(pick),
        )
}

async fn show(app: App, caller: Caller, tap: Tap, key: Id) -> anyhow::Result<()> {
    let proof = prove(&mut *app.db.read().await?, &caller).await?;
    let found = app.tips.db.run(|c| Box::pin(async move { recipient::find_waiting(c, &proof, key).await })).await?;
    let Some((recipient, waiting)) = found.and_then(|found| found.pending.clone().map(|key| (found, key))) else {
        return gone(&app, &caller, &tap).await;
    };
    if recipient.account == Some(caller.user) {
        return refuse(msg!("recipient-confirm-own"));
    }
    tap.show(&app, &question(&recipient, &waiting, &caller)).await
}

/// No longer waiting: what there is now, for whoever may see it.
async fn gone(app: &App, caller: &Caller, tap: &Tap) -> anyhow::Result<()> {
    tap.alert(app, &msg!("recipient-confirm-gone"));
    if caller.role < Some(Role::Superadmin) {
        return Ok(());
    }
    tap.show(app, &appointing::overview(app, caller).await?).await
}

fn question(recipient: &Recipient, key: &Key, caller: &Caller) -> Screen {
    let (lang, agency) = (caller.lang, letter::agency(recipient.agency));
    let text = if recipient.recovery {
        msg!("recipient-confirm-ask-recovery", agency = agency)
    } else {
        msg!("recipient-confirm-ask", label = name(&recipient.label), agency = agency)
    };
    let pick = |choice: usize| {
        let choice = u8::try_from(choice).unwrap_or(u8::MAX);
        button(TriageButton::Pick { key: key.id, choice })
    };
    let choices = appoint::choices(key.id, key.public.fingerprint());
    let screen = choices.iter().enumerate().fold(Screen::new(&text, lang), |screen, (at, fingerprint)| {
        screen.row(&msg!("recipient-choice", fingerprint = fingerprint.to_string()), lang, &pick(at))
    });
    let screen = screen.row(&msg!("recipient-choice-none"), lang, &pick(CHOICES));
    back(screen, caller)
}

/// Admins come from a message, superadmins from the list or a message.
fn back(screen: Screen, caller: &Caller) -> Screen {
    if caller.role == Some(Role::Superadmin) {
        return screen.row(&msg!("button-back"), caller.lang, &button(TriageButton::Recipients));
    }
    screen.row(&msg!("recipient-confirm-later"), caller.lang, &Button::Dismiss)
}

async fn pick(app: App, caller: Caller, tap: Tap, (key, choice): (Id, u8)) -> anyhow::Result<()> {
    let mut c = app.db.read().await?;
    let proof = prove(&mut c, &caller).await?;
    let grants = access::store::list_grants(&mut c, &proof).await?;
    drop(c);
    let day = today(&app);
    let picked = app
        .tips
        .db
        .run(|c| Box::pin(async move { key::pick(c, &proof, &grants, key, usize::from(choice), day).await }))
        .await?;
    match picked {
        Picked::Gone => gone(&app, &caller, &tap).await,
        Picked::Own => refuse(msg!("recipient-confirm-own")),
        Picked::Again => refuse(msg!("recipient-confirm-again")),
        Picked::WantsSuperadmin => refuse(msg!("recipient-confirm-superadmin")),
        Picked::Counted(recipient) => {
            app.tips.changed.notify_one();
            done(&app, &caller, &tap, &msg!("recipient-confirm-counted", who = called(&recipient))).await
        }
        Picked::Wrong(recipient) => refused(&app, &caller, &tap, &recipient).await,
        Picked::Active(recipient) => activated(&app, &caller, &tap, &recipient).await,
    }
}

async fn done(app: &App, caller: &Caller, tap: &Tap, text: &Message) -> anyhow::Result<()> {
    let screen = Screen::new(text, caller.lang);
    let screen = if caller.role == Some(Role::Superadmin) { back(screen, caller) } else { screen };
    tap.show(app, &screen).await
}

/// A recipient and the agency, or its recovery key.
pub(super) fn called(recipient: &Recipient) -> Message {
    let agency = letter::agency(recipient.agency);
    if recipient.recovery {
        msg!("recipient-called-recovery", agency = agency)
    } else {
        msg!("recipient-called", label = name(&recipient.label), agency = agency)
    }
}

async fn refused(app: &App, caller: &Caller, tap: &Tap, recipient: &Recipient) -> anyhow::Result<()> {
    app.tips.changed.notify_one();
    done(app, caller, tap, &msg!("recipient-confirm-wrong", who = called(recipient))).await?;
    if let Some(account) = recipient.account {
        tell(app, account, &Screen::new(&msg!("recipient-told-refused"), recipient.lang)).await;
    }
    let text = msg!("recipient-told-refused-admins", who = called(recipient));
    announce::admins(app, &concerned(caller, recipient), |lang| Screen::new(&text, lang)).await;
    Ok(())
}

async fn activated(app: &App, caller: &Caller, tap: &Tap, recipient: &Recipient) -> anyhow::Result<()> {
    learn(app, recipient.account, recipient.lang).await?;
    done(app, caller, tap, &msg!("recipient-confirm-active", who = called(recipient))).await?;
    let rotated = recipient.active.is_some();
    if let Some(account) = recipient.account {
        let text = if rotated { msg!("recipient-told-rotated") } else { msg!("recipient-told-active") };
        let screen = Screen::new(&text, recipient.lang);
        let screen = screen.row(&msg!("recipient-open-cases"), recipient.lang, &button(TriageButton::Home));
        tell(app, account, &screen).await;
    }
    let text = if rotated {
        msg!("recipient-told-rotated-admins", who = called(recipient))
    } else {
        msg!("recipient-told-active-admins", who = called(recipient))
    };
    announce::admins(app, &concerned(caller, recipient), |lang| Screen::new(&text, lang)).await;
    Ok(())
}

/// They know already.
fn concerned(caller: &Caller, recipient: &Recipient) -> Vec<TelegramId> {
    recipient.account.into_iter().chain([caller.user]).collect()
}
