//! Confirming a key: two officials, and one of the agency's recipients, each choose its fingerprint, which its owner
//! read out to them; and saying no while it waits.

use super::{
    appointing, button,
    telling::{self, round, tell_active, tell_concerned},
};
use crate::{
    access::{self, Proof, Role, TelegramId},
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
    texts::{Arg, Message, name},
    tip::{
        Id,
        appoint::{CHOICES, Picked, Recipient},
        letter, quorum,
        store::vote::{self, Question},
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
        .branch(
            dptree::filter_map(|button: TriageButton| match button {
                TriageButton::VetoAsk { key } => Some(key),
                _ => None,
            })
            .endpoint(ask_veto),
        )
        .branch(
            dptree::filter_map(|button: TriageButton| match button {
                TriageButton::Veto { key } => Some(key),
                _ => None,
            })
            .endpoint(veto),
        )
}

/// None for someone without a role, who may be a recipient; the store asks for that.
async fn role(app: &App, caller: &Caller) -> anyhow::Result<Option<Proof>> {
    match prove(&mut *app.db.read().await?, caller).await {
        Err(error) if error.is::<access::Denied>() => Ok(None),
        proof => proof.map(Some),
    }
}

async fn find(app: &App, caller: &Caller, key: Id) -> anyhow::Result<Option<Question>> {
    let (account, proof) = (caller.user, role(app, caller).await?);
    app.tips.db.run(|c| Box::pin(async move { vote::find_question(c, account, proof.as_ref(), key).await })).await
}

async fn show(app: App, caller: Caller, tap: Tap, key: Id) -> anyhow::Result<()> {
    let Some(found) = find(&app, &caller, key).await? else { return gone(&app, &caller, &tap).await };
    if found.recipient.owners().contains(&caller.user) {
        return refuse(msg!("recipient-confirm-own"));
    }
    // Whoever cannot be counted shall not phone in vain.
    let officials = round(&app).await?.officials;
    if let Some(standing) = officials.find(caller.user).filter(|one| !one.counts(app.clock.now()) && !caller.recipient)
    {
        return refuse(young(&app, standing.counts_from()));
    }
    tap.show(&app, &question(&found, &caller)).await
}

fn young(app: &App, from: chrono::DateTime<chrono::Utc>) -> Message {
    msg!("recipient-confirm-young", from = Arg::Minute(from, app.config.agency.zone))
}

/// No longer waiting: what there is now, for whoever may see it.
async fn gone(app: &App, caller: &Caller, tap: &Tap) -> anyhow::Result<()> {
    tap.alert(app, &msg!("recipient-confirm-gone"));
    if caller.role < Some(Role::Superadmin) {
        return Ok(());
    }
    tap.show(app, &appointing::overview(app, caller).await?).await
}

fn question(found: &Question, caller: &Caller) -> Screen {
    let (lang, recipient, key) = (caller.lang, &found.recipient, found.key.id);
    let agency = letter::agency(recipient.agency);
    let text = if recipient.recovery {
        msg!("recipient-confirm-ask-recovery", agency = agency)
    } else {
        msg!("recipient-confirm-ask", label = name(&recipient.label), agency = agency)
    };
    let pick = |choice: usize| {
        let choice = u8::try_from(choice).unwrap_or(u8::MAX);
        button(TriageButton::Pick { key, choice })
    };
    let screen = found.choices.iter().enumerate().fold(Screen::new(&text, lang), |screen, (at, fingerprint)| {
        screen.row(&msg!("recipient-choice", fingerprint = fingerprint.to_string()), lang, &pick(at))
    });
    let screen = screen.row(&msg!("recipient-choice-none"), lang, &pick(CHOICES));
    back(screen, caller)
}

/// Others come from a message, superadmins from the list or a message.
fn back(screen: Screen, caller: &Caller) -> Screen {
    if caller.role == Some(Role::Superadmin) {
        return screen.row(&msg!("button-back"), caller.lang, &button(TriageButton::Recipients));
    }
    screen.row(&msg!("recipient-confirm-later"), caller.lang, &Button::Dismiss)
}

async fn pick(app: App, caller: Caller, tap: Tap, (key, choice): (Id, u8)) -> anyhow::Result<()> {
    let (account, proof) = (caller.user, role(&app, &caller).await?);
    let round = round(&app).await?;
    let picked = app
        .tips
        .db
        .run(|c| {
            Box::pin(async move { vote::pick(c, account, proof.as_ref(), &round, key, usize::from(choice)).await })
        })
        .await?;
    let (recipient, text, told) = match picked {
        Picked::Gone => return gone(&app, &caller, &tap).await,
        Picked::Own => return refuse(msg!("recipient-confirm-own")),
        Picked::Again => return refuse(msg!("recipient-confirm-again")),
        Picked::WantsSuperadmin => return refuse(msg!("recipient-confirm-superadmin")),
        Picked::Young(from) => return refuse(young(&app, from)),
        Picked::Dependent => return refuse(msg!("recipient-confirm-dependent")),
        Picked::Wrong(recipient) => return refused(&app, &caller, &tap, &recipient).await,
        Picked::Active(recipient) => {
            let who = called(&recipient);
            app.tips.changed.notify_one();
            done(&app, &caller, &tap, &msg!("recipient-confirm-active", who = who)).await?;
            return tell_active(&app, &recipient, &[caller.user]).await;
        }
        Picked::Counted(recipient) => {
            let who = called(&recipient);
            let told = msg!("recipient-told-counted", who = who.clone());
            (recipient, msg!("recipient-confirm-counted", who = who), Some(told))
        }
        Picked::Vouched(recipient) => {
            let who = called(&recipient);
            let told = msg!("recipient-told-vouched", who = who.clone());
            (recipient, msg!("recipient-confirm-vouched", who = who), Some(told))
        }
        Picked::Waits(recipient) => {
            let until = quorum::due(app.today());
            let text =
                msg!("recipient-confirm-delayed", who = called(&recipient), until = until, days = quorum::WAIT_DAYS);
            (recipient, text, None)
        }
    };
    app.tips.changed.notify_one();
    done(&app, &caller, &tap, &text).await?;
    match told {
        Some(text) => {
            let knows = [caller.user];
            tell_concerned(&app, recipient.agency, &knows, |one| Screen::new(&text, one.lang)).await
        }
        // Everyone is told with a button to say no; whoever cannot be reached now, a little later.
        None => telling::step(&app).await,
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
        announce::one(app, account, &Screen::new(&msg!("recipient-told-refused"), recipient.lang)).await;
    }
    let text = msg!("recipient-told-refused-admins", who = called(recipient));
    tell_concerned(app, recipient.agency, &concerned(caller, recipient), |one| Screen::new(&text, one.lang)).await
}

/// They know already.
fn concerned(caller: &Caller, recipient: &Recipient) -> Vec<TelegramId> {
    recipient.account.into_iter().chain([caller.user]).collect()
}

/// Of which agency, and whether their key counts, the store asks.
fn may_veto(caller: &Caller) -> Result<(), access::Denied> {
    if caller.role == Some(Role::Superadmin) || caller.recipient { Ok(()) } else { Err(access::Denied) }
}

async fn ask_veto(app: App, caller: Caller, tap: Tap, key: Id) -> anyhow::Result<()> {
    may_veto(&caller)?;
    let Some(found) = find(&app, &caller, key).await? else { return gone(&app, &caller, &tap).await };
    let (lang, text) = (caller.lang, msg!("recipient-veto-ask", who = called(&found.recipient)));
    let screen = Screen::new(&text, lang)
        .row(&msg!("recipient-veto-yes"), lang, &button(TriageButton::Veto { key }))
        .row(&msg!("recipient-confirm-later"), lang, &Button::Dismiss);
    tap.show(&app, &screen).await
}

async fn veto(app: App, caller: Caller, tap: Tap, key: Id) -> anyhow::Result<()> {
    may_veto(&caller)?;
    let (account, proof, day) = (caller.user, role(&app, &caller).await?, app.today());
    let vetoed =
        app.tips.db.run(|c| Box::pin(async move { vote::veto(c, account, proof.as_ref(), key, day).await })).await?;
    let Some(recipient) = vetoed else { return gone(&app, &caller, &tap).await };
    app.tips.changed.notify_one();
    done(&app, &caller, &tap, &msg!("recipient-vetoed", who = called(&recipient))).await?;
    if let Some(account) = recipient.account.filter(|account| *account != caller.user) {
        announce::one(&app, account, &Screen::new(&msg!("recipient-told-vetoed-own"), recipient.lang)).await;
    }
    let text = msg!("recipient-told-vetoed", who = called(&recipient), by = by(&app, &caller).await?);
    tell_concerned(&app, recipient.agency, &concerned(&caller, &recipient), |one| Screen::new(&text, one.lang)).await
}

/// Who did something: as whoever granted the role calls them, else one of the recipients.
async fn by(app: &App, caller: &Caller) -> anyhow::Result<Message> {
    let grant = access::store::find_grant(&mut *app.db.read().await?, caller.user).await?;
    Ok(grant.map_or(msg!("recipient-by-recipient"), |grant| msg!("recipient-by", label = name(&grant.label))))
}
