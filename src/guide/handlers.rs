//! /start without a code, /bantuan, /bahasa, /batal.

use crate::{
    access::{self, Role},
    app::App,
    msg, roster,
    telegram::{
        Schema,
        access::{Caller, with_next_step},
        button::Button,
        command::{Command, Invocation},
        filters::{command, role, tapped},
        menu, once, prompt,
        reply::{self, Screen, Tap},
        setup::{self, Step},
    },
    texts::{Arg, Lang, name},
};

pub fn schema() -> Schema {
    dptree::entry()
        .branch(command(Command::Start).filter(|i: Invocation| i.argument.is_empty()).endpoint(welcome))
        .branch(command(Command::Help).endpoint(help))
        .branch(role(Role::Superadmin).branch(command(Command::Setup).endpoint(set_up)))
        .branch(command(Command::Cancel).endpoint(cancel))
        .branch(command(Command::Language).endpoint(ask_language))
        .branch(
            tapped()
                .branch(dptree::case![Button::Language(lang)].endpoint(set_language))
                .branch(dptree::case![Button::Dismiss].endpoint(dismiss))
                .branch(role(Role::Superadmin).branch(dptree::case![Button::Setup].endpoint(show_setup)))
                .branch(role(Role::Superadmin).branch(dptree::case![Button::SetupHow { step }].endpoint(explain_step))),
        )
}

async fn welcome(app: App, caller: Caller) -> anyhow::Result<()> {
    let (agency, contact) = (app.config.agency.name.as_str(), app.config.agency.contact.as_str());
    let text = match &caller.person {
        Some(linked) => msg!("guide-welcome-linked", agency = agency, name = name(&linked.person.name)),
        None => msg!("guide-welcome", agency = agency, contact = contact),
    };
    let screen = with_next_step(Screen::new(&text, caller.lang), &caller);
    reply::send(&app, caller.chat, &screen).await?;
    // A menu of an earlier role may linger in this chat.
    menu::refresh(&app, &caller).await;
    Ok(())
}

async fn help(app: App, caller: Caller) -> anyhow::Result<()> {
    let lines: Vec<String> = Command::ALL
        .into_iter()
        .filter(|command| command.in_menu(caller.standing()))
        .map(|command| format!("/{} — {}", command.name(), command.description(caller.standing()).html(caller.lang)))
        .collect();
    let (commands, contact) = (Arg::Html(lines.join("\n")), app.config.agency.contact.as_str());
    let text = if caller.person.is_some() || caller.role.is_some() {
        msg!("guide-help", commands = commands, contact = contact)
    } else {
        msg!("guide-help-stranger", commands = commands, contact = contact)
    };
    let mut screen = with_next_step(Screen::new(&text, caller.lang), &caller);
    if caller.role == Some(Role::Superadmin) {
        screen = screen.row(&msg!("guide-setup-button"), caller.lang, &Button::Setup);
    }
    reply::send(&app, caller.chat, &screen).await.map(|_| ())
}

async fn set_up(app: App, caller: Caller) -> anyhow::Result<()> {
    let screen = setup::screen(&app, &caller).await?;
    reply::send(&app, caller.chat, &screen).await.map(|_| ())
}

async fn show_setup(app: App, caller: Caller, tap: Tap) -> anyhow::Result<()> {
    let screen = setup::screen(&app, &caller).await?;
    tap.show(&app, &screen).await
}

async fn explain_step(app: App, caller: Caller, tap: Tap, step: Step) -> anyhow::Result<()> {
    let screen = Screen::new(&step.how(), caller.lang).row(&msg!("button-back"), caller.lang, &Button::Setup);
    tap.show(&app, &screen).await
}

/// Of what is half-done only an open question is forgotten; say so, and what is kept.
async fn cancel(app: App, caller: Caller) -> anyhow::Result<()> {
    let user = caller.user;
    // Only admins are asked anything.
    let asked = caller.role.is_some()
        && once::change(&app, &caller, "cancel", move |c| {
            Box::pin(async move { prompt::store::forget(c, user).await })
        })
        .await?;
    let text = match (asked, caller.person.is_some()) {
        (true, _) => msg!("guide-cancelled-question"),
        (false, true) => msg!("guide-cancelled-linked"),
        (false, false) => msg!("guide-cancelled"),
    };
    let screen = with_next_step(Screen::new(&text, caller.lang), &caller);
    reply::send(&app, caller.chat, &screen).await.map(|_| ())
}

async fn dismiss(app: App, caller: Caller, tap: Tap) -> anyhow::Result<()> {
    let screen = with_next_step(Screen::new(&msg!("guide-dismissed"), caller.lang), &caller);
    tap.show(&app, &screen).await
}

async fn ask_language(app: App, caller: Caller) -> anyhow::Result<()> {
    reply::send(&app, caller.chat, &languages(caller.lang)).await.map(|_| ())
}

fn languages(lang: Lang) -> Screen {
    // Each language is offered in its own words.
    Lang::ALL.into_iter().fold(Screen::new(&msg!("guide-language"), lang), |screen, other| {
        screen.row(&msg!("guide-language-name"), other, &Button::Language(other))
    })
}

async fn set_language(app: App, caller: Caller, tap: Tap, lang: Lang) -> anyhow::Result<()> {
    app.memory.set_language(caller.user, lang);
    // Someone unknown is remembered only in memory.
    if caller.person.is_some() || caller.role.is_some() {
        let user = caller.user;
        app.db
            .write(move |c| {
                Box::pin(async move {
                    roster::store::set_language(c, user, lang).await?;
                    access::store::set_language(c, user, lang).await
                })
            })
            .await?;
    }
    let caller = Caller { lang, ..caller };
    let screen = with_next_step(Screen::new(&msg!("guide-language-set"), lang), &caller);
    tap.show(&app, &screen).await?;
    menu::refresh(&app, &caller).await;
    Ok(())
}
