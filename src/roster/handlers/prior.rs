//! "Was it you?": what another account acknowledged in someone's name, asked when they link theirs.

use crate::{
    access::{Grant, LinkId, Proof, TelegramId, store::list_grants},
    app::App,
    msg,
    pledge::{
        self,
        prior::{Answered, Prior},
    },
    roster::{LinkedPerson, Person},
    telegram::{
        Schema,
        access::Caller,
        announce,
        button::Button,
        filters::{linked, tapped},
        once,
        reply::{self, Screen, Tap},
    },
    texts::{Lang, Message, name},
};

pub(super) fn schema() -> Schema {
    tapped()
        .chain(linked())
        .branch(dptree::case![Button::Prior].endpoint(show))
        .branch(dptree::case![Button::PriorAnswer { link, own }].endpoint(answer))
}

/// Sends a question for each earlier link that made something; nothing where nothing is open.
pub(super) async fn ask(app: &App, caller: &Caller, person: &Person) -> anyhow::Result<usize> {
    let open = pledge::store::list_open(&mut *app.db.read().await?, person.id, caller.user).await?;
    for prior in &open {
        reply::send(app, caller.chat, &question(prior, person, caller.lang)).await?;
    }
    Ok(open.len())
}

fn question(prior: &Prior, person: &Person, lang: Lang) -> Screen {
    let link = prior.link.map_or(0, |link| link.0);
    Screen::new(&prior.question(person.unit.zone, lang), lang)
        .row(&msg!("pledge-prior-own"), lang, &Button::PriorAnswer { link, own: true })
        .beside(&msg!("pledge-prior-deny"), lang, &Button::PriorAnswer { link, own: false })
}

async fn show(app: App, caller: Caller, person: LinkedPerson, tap: Tap) -> anyhow::Result<()> {
    if ask(&app, &caller, &person.person).await? == 0 {
        tap.toast(&app, &msg!("pledge-prior-none"));
    }
    Ok(())
}

async fn answer(
    app: App,
    caller: Caller,
    person: LinkedPerson,
    tap: Tap,
    (link, own): (i64, bool),
) -> anyhow::Result<()> {
    let maker = (link > 0).then_some(LinkId(link));
    let (who, now) = ((person.person.id, caller.user), app.clock.now());
    let answered = once::attempt(&app, &caller, "pledge.prior", move |c| {
        Box::pin(async move {
            Ok(match pledge::store::answer(c, who, maker, own, now).await? {
                Answered::Own(prior) | Answered::Denied(prior) => Ok(prior),
                Answered::Before => Err(()),
            })
        })
    });
    let Ok(prior) = answered.await? else {
        tap.toast(&app, &msg!("pledge-prior-none"));
        return Ok(());
    };
    let (zone, lang) = (person.person.unit.zone, caller.lang);
    let text = if own {
        msg!("pledge-prior-owned", list = prior.list(zone, lang))
    } else {
        let contact = app.config.agency.contact.as_str();
        msg!("pledge-prior-denied", list = prior.list(zone, lang), contact = contact)
    };
    let screen = Screen::new(&text, lang).row(&msg!("button-documents"), lang, &Button::Documents);
    tap.show(&app, &screen).await?;
    if !own {
        tell_admins(&app, &person.person, &prior).await?;
    }
    Ok(())
}

/// It stands in /rekap as well, so nothing is tried again.
async fn tell_admins(app: &App, person: &Person, prior: &Prior) -> anyhow::Result<()> {
    let grants = list_grants(&mut *app.db.read().await?, &Proof::system()).await?;
    let by = |lang| maker(prior.code_by, prior.link.is_some(), &grants).plain(lang);
    announce::grants(app, &grants, |lang| {
        let text = msg!(
            "pledge-prior-told",
            name = person.masked_name(),
            key = person.masked_key(),
            unit = name(&person.unit.path),
            list = prior.list(app.config.agency.zone, lang),
            by = by(lang)
        );
        Screen::new(&text, lang).row(&msg!("admin-recap-open"), lang, &Button::Recap { unit: 0, page: 0 })
    })
    .await;
    Ok(())
}

/// Who made the code with which the other account was linked.
fn maker(by: Option<TelegramId>, known: bool, grants: &[Grant]) -> Message {
    match by.map(|by| grants.iter().find(|grant| grant.user == by)) {
        Some(Some(grant)) => msg!("access-by", label = name(&grant.label)),
        Some(None) => msg!("access-by-former"),
        None if known => msg!("access-by-server"),
        None => msg!("pledge-prior-by-unknown"),
    }
}
