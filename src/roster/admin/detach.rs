//! /lepas with a NIP or code: frees the account of someone who has another phone now.

use teloxide::types::ChatId;

use super::{codes::person_screen, find_by_key, prove};
use crate::{
    access,
    app::App,
    error::refuse,
    msg,
    roster::{Person, PersonId, store},
    telegram::{
        Schema,
        access::Caller,
        button::Button,
        command::{Command, Invocation},
        filters::{command, tapped},
        menu,
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

/// What was found, and who held it until now.
struct Freed {
    person: Person,
    account: Option<(i64, Lang, Option<access::Role>)>,
}

async fn detach(app: App, caller: Caller, tap: Tap, person: i64) -> anyhow::Result<()> {
    let (actor, now) = (caller.clone(), app.clock.now());
    let freed = app
        .db
        .write(move |c| {
            Box::pin(async move {
                let proof = prove(c, &actor).await?;
                let Some(person) = store::find_person(c, PersonId(person)).await? else { return Ok(None) };
                let Some(account) = store::find_link(c, person.id).await? else {
                    return Ok(Some(Freed { person, account: None }));
                };
                let linked = store::find_linked_person(c, account).await?;
                let grant = access::store::find_grant(c, account).await?;
                store::unlink(c, &proof, person.id, now).await?;
                let lang = linked.map(|linked| linked.language).or(grant.as_ref().map(|grant| grant.lang));
                let account = (account.0, lang.unwrap_or_default(), grant.map(|grant| grant.role));
                Ok(Some(Freed { person, account: Some(account) }))
            })
        })
        .await?;
    let Some(Freed { person, account }) = freed else { return refuse(msg!("admin-person-gone")) };
    let Some((chat, lang, role)) = account else {
        return tap.show(&app, &person_screen(&person, false, caller.lang)).await;
    };
    let text = msg!("admin-detached", name = person.masked_name(), key = person.masked_key(), unit = &person.unit.path);
    let mut screen = Screen::new(&text, caller.lang);
    if person.active {
        screen = screen.row(&msg!("admin-code-make"), caller.lang, &Button::CodePerson { person: person.id.0 });
    }
    tap.show(&app, &screen).await?;
    menu::set(&app, chat, lang, false, role).await;
    // Whoever held the account learns of it, and can object.
    let notice = msg!("identity-detached-notice", contact = app.config.agency.contact.as_str());
    reply::send(&app, ChatId(chat), &Screen::new(&notice, lang)).await.map(|_| ())
}
