//! /klaim, /admin and /angkat: roles are claimed by code, granted and revoked in chat.

use super::{Actor, Claimed, Revoked, Role, TelegramId, job, store};
use crate::{
    app::{App, Guess},
    error::refuse,
    msg,
    roster::code::BindingCode,
    telegram::{
        Schema,
        access::Caller,
        button::Button,
        command::{Command, Invocation},
        filters::{command, role, tapped},
        menu, once,
        reply::{self, Screen, Tap},
        setup,
    },
    texts::{Arg, Message, name},
};

pub fn schema() -> Schema {
    dptree::entry().branch(command(Command::Claim).endpoint(claim)).branch(
        role(Role::Superadmin)
            .branch(command(Command::Admins).endpoint(list))
            .branch(command(Command::Appoint).endpoint(appoint))
            .branch(
                tapped()
                    .branch(dptree::case![Button::Admins].endpoint(show_list))
                    .branch(dptree::case![Button::RevokeAsk { user }].endpoint(ask_revoke))
                    .branch(dptree::case![Button::Revoke { user }].endpoint(revoke)),
            ),
    )
}

/// How many a list shows; labels are at most 100 characters, so this fits into a message.
const LISTED: usize = 20;

/// What a role is called.
pub fn role_name(role: Role) -> Message {
    match role {
        Role::Admin => msg!("access-role-admin"),
        Role::Superadmin => msg!("access-role-superadmin"),
    }
}

async fn claim(app: App, caller: Caller, invocation: Invocation) -> anyhow::Result<()> {
    if invocation.argument.is_empty() {
        return refuse(msg!("access-claim-how"));
    }
    if !caller.may_guess(&app, Guess::Claim) {
        return refuse(msg!("error-too-many-tries"));
    }
    let Some(code) = BindingCode::find(&invocation.argument).into_iter().next() else {
        return refuse(msg!("access-claim-unknown"));
    };
    let (hash, user, lang, now) = (code.hash().0, caller.user, caller.lang, app.clock.now());
    let claimed = app.db.write(move |c| Box::pin(store::claim(c, hash, user, lang, now))).await?;
    let (text, role) = match claimed {
        Claimed::Granted(role) => (msg!("access-claim-granted", role = role_name(role)), Some(role)),
        Claimed::AlreadyYours(role) => (msg!("access-claim-granted", role = role_name(role)), Some(role)),
        Claimed::Used => (msg!("access-claim-used"), None),
        Claimed::Expired => (msg!("access-claim-expired"), None),
        Claimed::OwnMaking => (msg!("access-claim-own"), None),
        Claimed::Void => (msg!("access-claim-void"), None),
        Claimed::Unknown => (msg!("access-claim-unknown"), None),
    };
    reply::send(&app, caller.chat, &Screen::new(&text, caller.lang)).await?;
    if role.is_some() {
        let caller = Caller { role, ..caller };
        menu::refresh(&app, &caller).await;
        if role == Some(Role::Superadmin) {
            let screen = setup::screen(&app, &caller).await?;
            reply::send(&app, caller.chat, &screen).await?;
        }
        job::step(&app).await;
    }
    Ok(())
}

async fn list(app: App, caller: Caller) -> anyhow::Result<()> {
    let screen = admins(&app, &caller).await?;
    reply::send(&app, caller.chat, &screen).await.map(|_| ())
}

async fn show_list(app: App, caller: Caller, tap: Tap) -> anyhow::Result<()> {
    let screen = admins(&app, &caller).await?;
    tap.show(&app, &screen).await
}

async fn admins(app: &App, caller: &Caller) -> anyhow::Result<Screen> {
    let mut c = app.db.read().await?;
    let proof = store::prove(&mut c, Actor::Telegram(caller.user), Role::Superadmin).await?;
    let grants = store::list_grants(&mut c, &proof).await?;
    let mut lines: Vec<String> = grants
        .iter()
        .take(LISTED)
        .map(|grant| {
            let zone = app.config.agency.zone;
            let since = grant.granted_at.with_timezone(&zone.offset()).date_naive();
            msg!("access-admin-line", label = name(&grant.label), role = role_name(grant.role), since = since)
                .html(caller.lang)
        })
        .collect();
    if let Some(more) = grants.len().checked_sub(LISTED).filter(|more| *more > 0) {
        lines.push(msg!("access-admin-more", count = more).html(caller.lang));
    }
    let mut screen = Screen::new(&msg!("access-admin-list", list = Arg::Html(lines.join("\n"))), caller.lang);
    for grant in grants.iter().take(LISTED).filter(|grant| grant.user != caller.user) {
        let label = msg!("access-revoke-button", label = name(&grant.label));
        screen = screen.row(&label, caller.lang, &Button::RevokeAsk { user: grant.user.0 });
    }
    Ok(screen)
}

/// `/angkat NAME` makes a code for an admin; `/angkat superadmin NAME` for a superadmin.
async fn appoint(app: App, caller: Caller, invocation: Invocation) -> anyhow::Result<()> {
    let argument = invocation.argument.as_str();
    let (granted, label) = match argument.split_once(char::is_whitespace) {
        Some((first, rest)) if first.eq_ignore_ascii_case(Role::Superadmin.as_str()) => (Role::Superadmin, rest.trim()),
        _ => (Role::Admin, argument),
    };
    if label.is_empty() || label.chars().count() > 100 || label.chars().any(char::is_control) {
        return refuse(msg!("access-appoint-how"));
    }
    let code = BindingCode::random(&mut once::codes(&app, &caller).await?);
    let (hash, label_kept, now, actor) =
        (code.hash().0, label.to_owned(), app.clock.now(), Actor::Telegram(caller.user));
    once::change(&app, &caller, "role.offer", move |c| {
        Box::pin(async move {
            let proof = store::prove(c, actor, Role::Superadmin).await?;
            store::insert_claim_code(c, &proof, hash, granted, &label_kept, now).await
        })
    })
    .await?;
    let text = msg!(
        "access-appoint-code",
        role = role_name(granted),
        label = label,
        code = code.grouped(),
        hours = super::CLAIM_VALID.num_hours()
    );
    reply::send(&app, caller.chat, &Screen::new(&text, caller.lang)).await?;
    job::step(&app).await;
    Ok(())
}

async fn ask_revoke(app: App, caller: Caller, tap: Tap, user: i64) -> anyhow::Result<()> {
    let mut c = app.db.read().await?;
    store::prove(&mut c, Actor::Telegram(caller.user), Role::Superadmin).await?;
    let Some(grant) = store::find_grant(&mut c, TelegramId(user)).await? else {
        return refuse(msg!("access-revoke-gone"));
    };
    drop(c);
    let text = msg!("access-revoke-ask", label = name(&grant.label), role = role_name(grant.role));
    let screen = Screen::new(&text, caller.lang)
        .row(&msg!("access-revoke-yes"), caller.lang, &Button::Revoke { user })
        .row(&msg!("button-back"), caller.lang, &Button::Admins);
    tap.show(&app, &screen).await
}

async fn revoke(app: App, caller: Caller, tap: Tap, user: i64) -> anyhow::Result<()> {
    let (actor, now) = (Actor::Telegram(caller.user), app.clock.now());
    let revoked = once::change(&app, &caller, "role.revoke", move |c| {
        Box::pin(async move {
            let proof = store::prove(c, actor, Role::Superadmin).await?;
            store::delete_grant(c, &proof, TelegramId(user), now).await
        })
    });
    match revoked.await? {
        Revoked::Done => {
            tap.toast(&app, &msg!("access-revoke-done"));
            job::step(&app).await;
        }
        Revoked::NotThere => tap.toast(&app, &msg!("access-revoke-gone")),
        Revoked::LastSuperadmin => tap.alert(&app, &msg!("access-revoke-last")),
    }
    let screen = admins(&app, &caller).await?;
    tap.show(&app, &screen).await
}
