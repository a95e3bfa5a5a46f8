//! /lepas with a NIP or code: frees the account of someone who has another phone now.

use serde::{Deserialize, Serialize};
use teloxide::types::ChatId;

use super::{codes::person_screen, find_by_key, prove};
use crate::{
    access,
    app::App,
    error::refuse,
    msg,
    roster::{PersonId, store},
    telegram::{
        Schema,
        access::Caller,
        button::Button,
        command::{Command, Invocation},
        filters::{command, tapped},
        menu, once,
        reply::{self, Screen, Tap},
    },
    texts::Lang,
};

pub(super) fn schema() -> Schema {
    dptree::entry()
        .branch(command(Command::Unlink).endpoint(ask))
        .branch(tapped().branch(dptree::case![Button::Detach { person }].endpoint(detach)))
}

async fn ask(app: App, caller: Caller, invocation: Invocation) -> anyhow::Result<()> {
    if invocation.argument.is_empty() {
        return refuse(msg!("admin-detach-how"));
    }
    let mut c = app.db.read().await?;
    prove(&mut c, &caller).await?;
    let Some(person) = find_by_key(&mut c, &invocation.argument).await? else {
        return refuse(msg!("admin-person-unknown"));
    };
    let linked = store::find_link(&mut c, person.id).await?.is_some();
    drop(c);
    reply::send(&app, caller.chat, &person_screen(&person, linked, caller.lang)).await.map(|_| ())
}

/// Who held the account until now.
#[derive(Serialize, Deserialize)]
struct Freed {
    account: i64,
    lang: String,
    role: Option<String>,
}

async fn detach(app: App, caller: Caller, tap: Tap, person: i64) -> anyhow::Result<()> {
    let (actor, now) = (caller.clone(), app.clock.now());
    let id = PersonId(person);
    // What the person had to do with it is not kept: they are looked up again.
    let freed = once::attempt(&app, &caller, "roster.detach", move |c| {
        Box::pin(async move {
            let proof = prove(c, &actor).await?;
            let Some(account) = store::find_link(c, id).await? else { return Ok(Err(())) };
            let linked = store::find_linked_person(c, account).await?;
            let grant = access::store::find_grant(c, account).await?;
            store::unlink(c, &proof, id, now).await?;
            let lang = linked.map(|linked| linked.language).or(grant.as_ref().map(|grant| grant.lang));
            let role = grant.map(|grant| grant.role.as_str().to_owned());
            Ok(Ok(Freed { account: account.0, lang: lang.unwrap_or_default().code().to_owned(), role }))
        })
    })
    .await?;
    let Some(person) = store::find_person(&mut *app.db.read().await?, id).await? else {
        return refuse(msg!("admin-person-gone"));
    };
    let Ok(Freed { account, lang, role }) = freed else {
        return tap.show(&app, &person_screen(&person, false, caller.lang)).await;
    };
    let (lang, role) = (Lang::from_code(&lang), role.as_deref().and_then(access::Role::parse));
    let text = msg!("admin-detached", name = person.masked_name(), key = person.masked_key(), unit = &person.unit.path);
    let mut screen = Screen::new(&text, caller.lang);
    if person.active {
        screen = screen.row(&msg!("admin-code-make"), caller.lang, &Button::CodePerson { person: person.id.0 });
    }
    tap.show(&app, &screen).await?;
    menu::set(&app, account, lang, false, role).await;
    // Whoever held the account learns of it, and can object.
    let notice = msg!("identity-detached-notice", contact = app.config.agency.contact.as_str());
    reply::send(&app, ChatId(account), &Screen::new(&notice, lang)).await.map(|_| ())
}
