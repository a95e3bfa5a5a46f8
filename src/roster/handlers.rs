//! Identity: /start with a code, "Benar, ini saya", and letting go of the link.

use teloxide::{
    dispatching::UpdateFilterExt as _,
    types::{Message as Incoming, Update},
};

mod prior;

use super::{
    BindingCode, Person,
    store::{self, Claim, CodeState},
};
use crate::{
    access,
    app::{App, Guess},
    error::refuse,
    msg, pledge,
    telegram::{
        Schema,
        access::{Caller, with_next_step},
        button::Button,
        command::{Command, Invocation},
        filters::{command, linked, tapped},
        menu,
        reply::{self, Screen, Tap},
    },
    texts::{Message, name},
};

pub fn schema() -> Schema {
    dptree::entry()
        .branch(prior::schema())
        .branch(
            command(Command::Start)
                .filter_map(|i: Invocation| some(BindingCode::find(&i.argument)))
                .endpoint(show_person),
        )
        .branch(Update::filter_message().filter_map(|message: Incoming| typed_codes(&message)).endpoint(show_person))
        .branch(command(Command::Start).filter(is_no_other_link).endpoint(wrong_code))
        .branch(
            command(Command::Unlink).filter(|i: Invocation| i.argument.is_empty()).chain(linked()).endpoint(ask_unlink),
        )
        .branch(
            tapped()
                .branch(dptree::case![Button::Bind(code)].endpoint(bind))
                .branch(dptree::case![Button::NotMe].endpoint(not_me))
                .branch(dptree::case![Button::Unlink].chain(linked()).endpoint(unlink))
                .branch(dptree::case![Button::Unlink].endpoint(unlinked)),
        )
}

/// A `/start` whose argument belongs to no other feature.
fn is_no_other_link(invocation: Invocation) -> bool {
    use crate::pledge::{PLEDGE_LINK, receipt::RECEIPT_LINK};
    let argument = invocation.argument.as_str();
    !argument.is_empty() && argument != PLEDGE_LINK && !argument.starts_with(RECEIPT_LINK)
}

async fn wrong_code(app: App, caller: Caller) -> anyhow::Result<()> {
    if !caller.may_guess(&app, Guess::Code) {
        return refuse(msg!("error-too-many-tries"));
    }
    refuse(msg!("identity-code-unknown", contact = app.config.agency.contact.as_str()))
}

async fn show_person(app: App, caller: Caller, codes: Vec<BindingCode>) -> anyhow::Result<()> {
    if !caller.may_guess(&app, Guess::Code) {
        return refuse(msg!("error-too-many-tries"));
    }
    let mut c = app.db.read().await?;
    // Words beside a code may look like a part of it: it is the one that is known.
    let mut known = (CodeState::Unknown, None);
    for code in codes {
        let state = store::find_code(&mut c, code.hash(), app.clock.now()).await?;
        if state != CodeState::Unknown {
            known = (state, Some(code));
            break;
        }
        if access::store::is_claim_code(&mut c, code.hash().0).await? {
            return refuse(msg!("access-claim-needs-command", code = code.grouped()));
        }
    }
    drop(c);
    let screen =
        match known {
            (CodeState::Open { person, made_by }, Some(code))
                if caller.person.is_none() && made_by != Some(caller.user) =>
            {
                Screen::new(&who(&person), caller.lang)
                    .row(&msg!("identity-yes"), caller.lang, &Button::Bind(code))
                    .row(&msg!("identity-no"), caller.lang, &Button::NotMe)
            }
            (state, _) => {
                let text = explain(&app, &caller, &state);
                with_next_step(Screen::new(&text, caller.lang), &caller)
            }
        };
    reply::send(&app, caller.chat, &screen).await.map(|_| ())
}

/// Why a code cannot be used here and now, and what to do.
fn explain(app: &App, caller: &Caller, state: &CodeState) -> Message {
    let contact = app.config.agency.contact.as_str();
    let mine = caller.person.as_ref().map(|linked| &linked.person);
    match (state, mine) {
        (CodeState::Open { person, .. }, Some(me)) if person.id == me.id => already_linked(me),
        (CodeState::Open { made_by, .. }, _) if *made_by == Some(caller.user) => msg!("identity-own-making"),
        (CodeState::Used { person }, Some(me)) if *person == me.id => already_linked(me),
        (CodeState::Open { .. }, _) => msg!("identity-account-taken", contact = contact),
        (CodeState::Used { .. }, _) => msg!("identity-code-used", contact = contact),
        (CodeState::Expired, _) => msg!("identity-code-expired", contact = contact),
        (CodeState::Replaced, _) => msg!("identity-code-replaced", contact = contact),
        (CodeState::Void, _) => msg!("identity-code-void", contact = contact),
        (CodeState::Inactive, _) => msg!("identity-inactive", contact = contact),
        (CodeState::Unknown, _) => msg!("identity-code-unknown", contact = contact),
    }
}

fn already_linked(me: &Person) -> Message {
    msg!("identity-already-linked", name = name(&me.name), unit = name(&me.unit.path))
}

/// Only so much of a person as they need to know themselves again.
fn who(person: &Person) -> Message {
    msg!("identity-ask", name = person.masked_name(), key = person.masked_key(), unit = name(&person.unit.path))
}

async fn bind(app: App, caller: Caller, tap: Tap, code: BindingCode) -> anyhow::Result<()> {
    if !caller.may_guess(&app, Guess::Code) {
        return refuse(msg!("error-too-many-tries"));
    }
    let (hash, user, lang, now) = (code.hash(), caller.user, caller.lang, app.clock.now());
    let claim = app.db.write(move |c| Box::pin(store::claim_code(c, hash, user, now, lang))).await?;
    let contact = app.config.agency.contact.as_str();
    let text = match claim {
        Claim::Linked { person } | Claim::AlreadyYours { person } => {
            let next = what_is_next(&app, &person).await?;
            let text = msg!("identity-linked", name = name(&person.name), unit = name(&person.unit.path), next = next);
            let screen =
                Screen::new(&text, caller.lang).row(&msg!("button-documents"), caller.lang, &Button::Documents);
            tap.show(&app, &screen).await?;
            menu::set(&app, caller.chat.0, caller.lang, true, caller.role).await;
            return prior::ask(&app, &caller, &person).await.map(|_| ());
        }
        Claim::PersonTaken => msg!("identity-person-taken", contact = contact),
        Claim::AccountTaken => msg!("identity-account-taken", contact = contact),
        Claim::Used => msg!("identity-code-used", contact = contact),
        Claim::Expired => msg!("identity-code-expired", contact = contact),
        Claim::Replaced => msg!("identity-code-replaced", contact = contact),
        Claim::Void => msg!("identity-code-void", contact = contact),
        Claim::Inactive => msg!("identity-inactive", contact = contact),
        Claim::OwnMaking => msg!("identity-own-making"),
        Claim::Unknown => msg!("identity-code-unknown", contact = contact),
    };
    tap.show(&app, &with_next_step(Screen::new(&text, caller.lang), &caller)).await
}

/// Whoever has linked another account may have done everything already.
async fn what_is_next(app: &App, person: &Person) -> anyhow::Result<Message> {
    let mut c = app.db.read().await?;
    let owed = pledge::store::list_owed(&mut c, person.id).await?;
    Ok(match owed.as_slice() {
        [] => msg!("identity-linked-none"),
        owed if owed.iter().any(|owed| owed.state.is_open()) => msg!("identity-linked-open"),
        _ => msg!("identity-linked-done"),
    })
}

async fn not_me(app: App, caller: Caller, tap: Tap) -> anyhow::Result<()> {
    let text = msg!("identity-not-me", contact = app.config.agency.contact.as_str());
    tap.show(&app, &Screen::new(&text, caller.lang)).await
}

/// A code copied from paper, a link pasted, a sentence with one of them in it. What follows a command is its own.
fn typed_codes(message: &Incoming) -> Option<Vec<BindingCode>> {
    let text = message.text().or(message.caption()).filter(|text| !text.starts_with('/'))?;
    some(BindingCode::find(text))
}

fn some(codes: Vec<BindingCode>) -> Option<Vec<BindingCode>> {
    Some(codes).filter(|codes| !codes.is_empty())
}

async fn ask_unlink(app: App, caller: Caller) -> anyhow::Result<()> {
    let screen = Screen::new(&msg!("identity-unlink-ask", contact = app.config.agency.contact.as_str()), caller.lang)
        .row(&msg!("identity-unlink-yes"), caller.lang, &Button::Unlink)
        .row(&msg!("button-cancel"), caller.lang, &Button::Dismiss);
    reply::send(&app, caller.chat, &screen).await.map(|_| ())
}

async fn unlink(app: App, caller: Caller, tap: Tap) -> anyhow::Result<()> {
    let (user, now) = (caller.user, app.clock.now());
    app.db.write(move |c| Box::pin(async move { store::unlink_own(c, user, now).await })).await?;
    menu::refresh(&app, &Caller { person: None, ..caller.clone() }).await;
    unlinked(app, caller, tap).await
}

/// Said again where the tap comes twice.
async fn unlinked(app: App, caller: Caller, tap: Tap) -> anyhow::Result<()> {
    let text = msg!("identity-unlinked", contact = app.config.agency.contact.as_str());
    tap.show(&app, &Screen::new(&text, caller.lang)).await
}
