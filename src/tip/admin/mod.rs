//! What recipients and those who appoint them see and do.

mod appointing;
mod cases;
mod closing;
mod confirming;
mod counting;
mod fetching;
mod keys;
mod merging;
mod reader;
pub(super) mod telling;
mod words;
mod writing;

use futures::future::BoxFuture;
use sqlx::SqliteConnection;
use teloxide::types::{Update, UpdateKind};

use super::{Agency, Who, appoint, store::recipient::Receives};
use crate::{
    access::{self, Actor, Proof, Role, TelegramId},
    app::App,
    roster,
    telegram::{
        Schema,
        access::Caller,
        button::{Button, TriageButton},
        command::{Command, Invocation},
        errors,
        filters::{command, private, role, tapped},
        menu,
        reply::Tap,
    },
    texts::Lang,
};

pub fn schema() -> Schema {
    private()
        .branch(keys::schema())
        .branch(
            role(Role::Admin)
                .branch(tapped().branch(dptree::case![Button::Triage(button)].chain(confirming::schema()))),
        )
        .branch(role(Role::Superadmin).branch(appointing::schema()))
        .branch(
            recipients()
                .branch(tapped().branch(dptree::case![Button::Triage(button)].chain(confirming::schema())))
                .branch(command(Command::Cases).endpoint(cases::begin))
                .branch(tapped().branch(dptree::case![Button::Triage(button)].endpoint(tap)))
                .branch(writing::schema()),
        )
}

/// A branch for those who receive tips. The store asks again.
fn recipients() -> Schema {
    dptree::filter(|caller: Caller| caller.private && caller.recipient)
}

/// Whether an update is of what recipients do, and those who appoint them: for these as well, `tips.done` is all that
/// remembers it.
pub fn concerns(app: &App, caller: &Caller, update: &Update) -> bool {
    if !caller.private {
        return false;
    }
    match &update.kind {
        UpdateKind::CallbackQuery(query) => {
            matches!(query.data.as_deref().and_then(Button::decode), Some(Button::Triage(_)))
        }
        UpdateKind::Message(message) => {
            let text = message.text().or(message.caption()).unwrap_or_default();
            let argument = Invocation::parse(text, &app.username).map(|invocation| invocation.argument);
            let invited = appoint::invitation(argument.as_deref().unwrap_or(text)).is_some();
            let of_recipient = || {
                let writes = app.tips.writings.is_open(who(app, caller), app.clock.now());
                writes || message.document().is_some() || appoint::recognise(text).is_some()
            };
            invited || caller.recipient && of_recipient()
        }
        _ => false,
    }
}

/// Whoever turns to anything else is not writing any more: their next message belongs there.
pub async fn turn_away(app: App, update: Update, caller: Caller) {
    let elsewhere = match &update.kind {
        UpdateKind::Message(message) => message.text().is_some_and(|text| {
            let invocation = Invocation::parse(text, &app.username);
            text.starts_with('/') && invocation.is_none_or(|invocation| invocation.command != Command::Cancel)
        }),
        UpdateKind::CallbackQuery(query) => {
            let button = query.data.as_deref().and_then(Button::decode);
            !matches!(button, Some(Button::Triage(TriageButton::Send { .. })))
        }
        _ => false,
    };
    if elsewhere && caller.recipient {
        app.tips.writings.forget(who(&app, &caller));
    }
}

async fn tap(app: App, caller: Caller, tap: Tap, button: TriageButton) -> anyhow::Result<()> {
    use TriageButton as B;
    match button {
        B::Home => cases::home(&app, &caller, &tap).await,
        B::List { pile, page } => cases::list(&app, &caller, &tap, pile, page).await,
        B::Case { case } => cases::show(&app, &caller, &tap, case).await,
        B::Move { case, status } => cases::set_status(&app, &caller, &tap, case, status).await,
        B::MoveUnread { case, status } => closing::unread(&app, &caller, &tap, case, status).await,
        B::Reject { case, reason, unread } => closing::reject(&app, &caller, &tap, case, reason, unread).await,
        B::Fetch { case, all } => fetching::fetch(app, caller, tap, case, all).await,
        B::Reply { case } => writing::ask(&app, &caller, &tap, case, super::writing::Kind::Reply).await,
        B::Note { case } => writing::ask(&app, &caller, &tap, case, super::writing::Kind::Note).await,
        B::Send { case } => writing::send(&app, &caller, &tap, case).await,
        B::MergePick { case, page } => merging::pick(&app, &caller, &tap, case, page).await,
        B::MergeAsk { case, into } => merging::ask(&app, &caller, &tap, case, into).await,
        B::Merge { case, into } => merging::merge(&app, &caller, &tap, case, into).await,
        B::Split { case } => merging::split(&app, &caller, &tap, case).await,
        B::Settle { case, same } => cases::settle(&app, &caller, &tap, case, same).await,
        B::Counts => counting::show(&app, &caller, &tap).await,
        B::Reader => reader::send(app, caller, tap).await,
        B::KeyHelp => keys::help(&app, &caller, &tap).await,
        // Of those who appoint; the branches above let nobody else through.
        B::Recipients
        | B::Invite { .. }
        | B::Recovery { .. }
        | B::Recipient { .. }
        | B::RetireAsk { .. }
        | B::Retire { .. }
        | B::Confirm { .. }
        | B::Pick { .. }
        | B::VetoAsk { .. }
        | B::Veto { .. } => {
            tap.toast(&app, &errors::nothing_here(true));
            Ok(())
        }
    }
}

fn who(app: &App, caller: &Caller) -> Who {
    app.tips.who(caller.user.0)
}

fn button(triage: TriageButton) -> Button {
    Button::Triage(triage)
}

/// That the caller is a superadmin now.
async fn prove_superadmin(app: &App, caller: &Caller) -> anyhow::Result<Proof> {
    access::store::prove(&mut *app.db.read().await?, Actor::Telegram(caller.user), Role::Superadmin).await
}

/// After recipients have changed: the branches and the menu of this account follow.
async fn learn(app: &App, account: Option<TelegramId>, lang: Lang) -> anyhow::Result<()> {
    app.tips.changed.notify_one();
    app.tips.learn_recipients().await?;
    let Some(account) = account else { return Ok(()) };
    let mut c = app.db.read().await?;
    let linked = roster::store::find_linked_person(&mut c, account).await?.is_some();
    let role = access::store::find_grant(&mut c, account).await?.map(|grant| grant.role);
    drop(c);
    menu::set(app, account.0, lang, linked, role).await;
    Ok(())
}

/// As `prompt.subject` and nothing else holds it.
fn number(agency: Agency) -> i64 {
    match agency {
        Agency::Bkpsdm => 0,
        Agency::Bawaslu => 1,
    }
}

/// Runs something of a recipient's, proven in the same transaction.
async fn run<T: Send + 'static>(
    app: &App,
    caller: &Caller,
    work: impl for<'c> FnOnce(&'c mut SqliteConnection, &'c Receives) -> BoxFuture<'c, anyhow::Result<T>> + Send + 'static,
) -> anyhow::Result<T> {
    let account = caller.user;
    app.tips
        .db
        .run(move |c| {
            Box::pin(async move {
                let receives = super::store::recipient::prove(c, account).await?;
                work(c, &receives).await
            })
        })
        .await
}
