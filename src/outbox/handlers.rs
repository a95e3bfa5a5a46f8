//! What people may know and decide about the messages they receive; campaigns for admins are in `admin`.

use chrono::TimeDelta;
use sqlx::SqliteConnection;
use teloxide::types::{Update, UpdateKind};

use super::{
    Campaign, CampaignId, admin,
    store::{self, recipient},
};
use crate::{
    access::Role,
    app::App,
    audience::words,
    error::refuse,
    msg,
    roster::{self, LinkedPerson},
    telegram::{
        Schema,
        access::Caller,
        button::{Button, NoticeButton},
        command::Command,
        errors,
        filters::{command, linked, role, tapped},
        reply::{self, Screen, Tap},
    },
    texts::{Arg, Lang, Message, name},
};

/// How far the list of messages looks back, and how many it shows.
const SHOWN_FOR: TimeDelta = TimeDelta::days(60);
const SHOWN: i64 = 10;

pub fn schema() -> Schema {
    dptree::entry()
        .branch(command(Command::Notices).chain(linked()).endpoint(begin))
        .branch(
            tapped()
                .branch(
                    dptree::case![Button::Notice(button)]
                        .filter(is_of_test)
                        .chain(role(Role::Admin))
                        .endpoint(why_test),
                )
                .branch(dptree::case![Button::Notice(button)].chain(linked()).endpoint(tap)),
        )
        .branch(admin::schema())
}

/// Below the message that an admin sends to themself to see it: of no campaign yet.
fn is_of_test(button: NoticeButton) -> bool {
    button == NoticeButton::Why { campaign: 0 }
}

async fn why_test(app: App, tap: Tap) -> anyhow::Result<()> {
    tap.alert(&app, &msg!("notice-why-test"));
    Ok(())
}

/// Whoever writes or taps can be reached again. Never in the way of what they came for.
pub async fn note_return(app: App, update: Update, caller: Caller) {
    let Some(person) = caller.person.as_ref().filter(|person| person.unreachable) else { return };
    if !caller.private || is_leaving(&update) {
        return;
    }
    let (id, today) = (person.person.id, app.today());
    let noted = app.db.write(move |c| Box::pin(async move { recipient::note_return(c, id, today).await })).await;
    if let Err(error) = noted {
        log::warn!(cause = errors::cause(&error).as_str(); "someone's return was not noted");
    }
}

/// Blocking the bot is an update as well.
fn is_leaving(update: &Update) -> bool {
    matches!(&update.kind, UpdateKind::MyChatMember(change) if !change.new_chat_member.is_present())
}

async fn begin(app: App, caller: Caller, person: LinkedPerson) -> anyhow::Result<()> {
    let screen = settings(&app, &person, caller.lang).await?;
    reply::send(&app, caller.chat, &screen).await.map(|_| ())
}

async fn tap(app: App, caller: Caller, person: LinkedPerson, tap: Tap, button: NoticeButton) -> anyhow::Result<()> {
    match button {
        NoticeButton::Why { campaign } => {
            // Below the message itself, which stays as it is.
            let screen = why(&app, &person, CampaignId(campaign), caller.lang).await?;
            tap.done(&app);
            tap.send(&app, &screen).await
        }
        NoticeButton::Settings => tap.show(&app, &settings(&app, &person, caller.lang).await?).await,
        NoticeButton::Mute { muted } => {
            let (id, since) = (person.person.id, muted.then(|| app.clock.now()));
            app.db.write(move |c| Box::pin(async move { recipient::set_muted(c, id, since).await })).await?;
            tap.toast(&app, &if muted { msg!("notice-muted-done") } else { msg!("notice-unmuted-done") });
            tap.show(&app, &settings(&app, &person, caller.lang).await?).await
        }
    }
}

fn mute_button(screen: Screen, muted: bool, lang: Lang) -> Screen {
    let label = if muted { msg!("notice-button-unmute") } else { msg!("notice-button-mute") };
    screen.row(&label, lang, &Button::Notice(NoticeButton::Mute { muted: !muted }))
}

/// What this person receives, and what they were sent.
async fn settings(app: &App, person: &LinkedPerson, lang: Lang) -> anyhow::Result<Screen> {
    let (id, zone) = (person.person.id, person.person.unit.zone);
    let mut c = app.db.read().await?;
    let muted = recipient::find_muted(&mut c, id).await?;
    let sent = recipient::list_sent(&mut c, id, app.clock.now() - SHOWN_FOR, SHOWN).await?;
    drop(c);
    let day = |at: chrono::DateTime<chrono::Utc>| at.with_timezone(&zone.offset()).date_naive();
    let state = match muted {
        Some(since) => msg!("notice-muted", since = day(since)),
        None => msg!("notice-all"),
    };
    let lines: Vec<String> = sent
        .iter()
        .map(|sent| {
            let duty = if sent.mandatory { msg!("notice-line-mandatory") } else { msg!("notice-line-optional") };
            msg!("notice-line", day = day(sent.at), title = name(&sent.title), duty = duty).html(lang)
        })
        .collect();
    let list = if lines.is_empty() {
        msg!("notice-list-empty")
    } else {
        msg!("notice-list", lines = Arg::Html(lines.join("\n")))
    };
    let (agency, contact) = (app.config.agency.name.as_str(), app.config.agency.contact.as_str());
    let list = Arg::Html(list.html(lang));
    let text = msg!("notice-settings", agency = agency, contact = contact, state = state, list = list);
    Ok(mute_button(Screen::new(&text, lang), muted.is_some(), lang))
}

/// Who sent a message, to whom it goes, and whether one has to receive it.
async fn why(app: &App, person: &LinkedPerson, id: CampaignId, lang: Lang) -> anyhow::Result<Screen> {
    let mut c = app.db.read().await?;
    // Forwarded to someone else, it says nothing.
    let theirs = recipient::is_recipient(&mut c, id, person.person.id).await?;
    let Some(campaign) = store::find_campaign(&mut c, id).await?.filter(|_| theirs) else {
        return refuse(msg!("notice-not-yours"));
    };
    let muted = recipient::find_muted(&mut c, person.person.id).await?.is_some();
    let audience = audience(&mut c, &campaign).await?;
    drop(c);
    let mandatory = campaign.new.mandatory;
    let duty = match (mandatory, muted) {
        (true, _) => msg!("notice-why-mandatory"),
        (false, false) => msg!("notice-why-optional"),
        (false, true) => msg!("notice-why-muted"),
    };
    let text = msg!(
        "notice-why",
        title = name(&campaign.new.title),
        agency = app.config.agency.name.as_str(),
        contact = app.config.agency.contact.as_str(),
        audience = audience,
        duty = duty
    );
    let screen = Screen::new(&text, lang);
    let screen = if mandatory { screen } else { mute_button(screen, muted, lang) };
    Ok(screen.row(&msg!("notice-button-settings"), lang, &Button::Notice(NoticeButton::Settings)))
}

/// For whom a campaign is, in words.
async fn audience(c: &mut SqliteConnection, campaign: &Campaign) -> anyhow::Result<Message> {
    let unit = match campaign.new.segment.unit() {
        Some(unit) => roster::store::find_unit(c, unit).await?,
        None => None,
    };
    let who = words::describe(&campaign.new.segment, unit.as_ref().map(|unit| unit.path.as_str()));
    Ok(match &campaign.new.wave {
        Some(wave) => msg!("notice-audience-zone", who = who, zone = wave.zone.code()),
        None => who,
    })
}
