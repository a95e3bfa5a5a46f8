//! Tells whoever sent a broadcast of its end, and all admins of reminders that were missed.

use super::{TITLE, screen, shorten, watch::Told};
use crate::{
    access::{self, Grant, Proof, TelegramId},
    app::App,
    msg,
    outbox::{Campaign, CampaignId, CampaignState, store::watch as store},
    telegram::{
        announce,
        button::{Button, CampaignButton},
        reply::Screen,
    },
    texts::{Arg, Lang, name},
};

/// Campaigns looked at in one step; missed waves told of in one message.
const AT_ONCE: i64 = 10;

pub(super) async fn step(app: &App, told: &mut Told) -> anyhow::Result<()> {
    let mut c = app.db.read().await?;
    let untold = store::list_untold(&mut c, AT_ONCE).await?;
    if untold.is_empty() {
        return Ok(());
    }
    let grants = access::store::list_grants(&mut c, &Proof::system()).await?;
    drop(c);
    let (missed, ended): (Vec<_>, Vec<_>) =
        untold.into_iter().partition(|campaign| campaign.state == CampaignState::Missed);
    let mut settled = Vec::new();
    for campaign in &ended {
        if tell_end(app, &grants, campaign).await {
            settled.push(campaign.id);
        }
    }
    if tell_missed(app, &grants, &missed, told).await {
        settled.extend(missed.iter().map(|campaign| campaign.id));
    }
    let (ids, now) = (settled.clone(), app.clock.now());
    app.db.write(move |c| Box::pin(async move { store::set_told(c, &ids, now).await })).await?;
    told.retain(|(campaign, _)| !settled.contains(campaign));
    Ok(())
}

/// What another admin did to someone's broadcast.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Change {
    Paused,
    Resumed,
    Cancelled,
}

/// Tells the author at once, where it was not their own doing. It stands on the campaign's screen as well,
/// so nothing is tried again.
pub(super) async fn tell_author(app: &App, by: TelegramId, campaign: &Campaign, change: Change) -> anyhow::Result<()> {
    let Some(author) = campaign.new.created_by.filter(|author| *author != by) else { return Ok(()) };
    let mut c = app.db.read().await?;
    let Some(grant) = access::store::find_grant(&mut c, author).await? else { return Ok(()) };
    let who = screen::find_label(&mut c, Some(by)).await?;
    drop(c);
    let title = name(&campaign.new.title);
    let text = match change {
        Change::Paused => msg!("campaign-told-paused", title = title, who = who),
        Change::Resumed => msg!("campaign-told-resumed", title = title, who = who),
        Change::Cancelled => msg!("campaign-told-cancelled", title = title, who = who),
    };
    let button = Button::Campaign(CampaignButton::Show { id: campaign.id.0 });
    let screen = Screen::new(&text, grant.lang).row(&msg!("broadcast-progress"), grant.lang, &button);
    announce::one(app, grant.user, &screen).await;
    Ok(())
}

/// False where it should be tried again. Whoever cancelled knows; what ends without an author (a wave) is
/// in the morning summary.
async fn tell_end(app: &App, grants: &[Grant], campaign: &Campaign) -> bool {
    let author = campaign.new.created_by.and_then(|author| grants.iter().find(|grant| grant.user == author));
    let Some(author) = author.filter(|_| campaign.state == CampaignState::Done) else { return true };
    let lang = author.lang;
    let text = msg!(
        "campaign-told-done",
        title = name(&campaign.new.title),
        counts = screen::tally(&campaign.counters, campaign.counters.total, lang)
    );
    let button = Button::Campaign(CampaignButton::Show { id: campaign.id.0 });
    let screen = Screen::new(&text, lang).row(&msg!("campaign-button-show"), lang, &button);
    announce::one(app, author.user, &screen).await
}

async fn tell_missed(app: &App, grants: &[Grant], missed: &[Campaign], told: &mut Told) -> bool {
    let mut all = true;
    for grant in grants {
        let new: Vec<&Campaign> = missed.iter().filter(|campaign| !told.contains(&(campaign.id, grant.user))).collect();
        if new.is_empty() {
            continue;
        }
        if announce::one(app, grant.user, &missed_screen(app, &new, grant.lang)).await {
            told.extend(new.iter().map(|campaign| (campaign.id, grant.user)));
        } else {
            all = false;
        }
    }
    all
}

fn missed_screen(app: &App, missed: &[&Campaign], lang: Lang) -> Screen {
    let line = |campaign: &&Campaign| {
        let at = Arg::Minute(campaign.new.fire_at, screen::zone(app, campaign));
        msg!("campaign-told-missed-line", title = name(&campaign.new.title), at = at).html(lang)
    };
    let lines: Vec<String> = missed.iter().map(line).collect();
    let text = msg!("campaign-told-missed", lines = Arg::Html(lines.join("\n")), hours = screen::hours(app));
    missed.iter().fold(Screen::new(&text, lang), |screen, campaign| {
        let CampaignId(id) = campaign.id;
        let zone = screen::zone(app, campaign).code();
        let label = msg!("campaign-button-send-missed", title = shorten(&campaign.new.title, TITLE), zone = zone);
        screen.row(&label, lang, &Button::Campaign(CampaignButton::SendNowAsk { id }))
    })
}
