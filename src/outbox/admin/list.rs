//! All campaigns, those that may still send first.

use super::{Desk, TITLE, prove, screen, shorten};
use crate::{
    app::App,
    msg,
    outbox::{Campaign, CampaignState, reason, store::control},
    telegram::{
        button::{BroadcastButton, Button, CampaignButton},
        reply::Screen,
    },
    texts::{Arg, Lang, Message, name},
};

const PER_PAGE: i64 = 8;

pub(super) async fn show(desk: &Desk, page: u16) -> anyhow::Result<()> {
    let mut c = desk.app.db.read().await?;
    let proof = prove(&mut c, &desk.caller).await?;
    let mut page = page;
    let mut campaigns = control::list_campaigns(&mut c, &proof, i64::from(page) * PER_PAGE, PER_PAGE + 1).await?;
    if campaigns.is_empty() && page > 0 {
        page = 0;
        campaigns = control::list_campaigns(&mut c, &proof, 0, PER_PAGE + 1).await?;
    }
    drop(c);
    let screen = list(&desk.app, &campaigns, page, desk.caller.lang);
    desk.show(&screen).await.map(|_| ())
}

fn list(app: &App, campaigns: &[Campaign], page: u16, lang: Lang) -> Screen {
    let shown = usize::try_from(PER_PAGE).unwrap_or(campaigns.len()).min(campaigns.len());
    let text = if campaigns.is_empty() {
        msg!("campaign-list-empty")
    } else {
        let lines: Vec<String> = campaigns[..shown].iter().map(|campaign| line(app, campaign, lang)).collect();
        msg!("campaign-list", lines = Arg::Html(lines.join("\n\n")))
    };
    let mut screen = Screen::new(&text, lang);
    for campaign in &campaigns[..shown] {
        let button = Button::Campaign(CampaignButton::Show { id: campaign.id.0 });
        screen = screen.row(&label(campaign), lang, &button);
    }
    let turn = |page| Button::Campaign(CampaignButton::List { page });
    screen = match (page > 0, campaigns.len() > shown) {
        (true, true) => screen.row(&msg!("campaign-page-back"), lang, &turn(page - 1)).beside(
            &msg!("campaign-page-next"),
            lang,
            &turn(page.saturating_add(1)),
        ),
        (true, false) => screen.row(&msg!("campaign-page-back"), lang, &turn(page - 1)),
        (false, true) => screen.row(&msg!("campaign-page-next"), lang, &turn(1)),
        (false, false) => screen,
    };
    screen.row(&msg!("button-back"), lang, &Button::Broadcast(BroadcastButton::List { page: 0 }))
}

fn label(campaign: &Campaign) -> Message {
    let title = shorten(&campaign.new.title, TITLE);
    match &campaign.new.wave {
        Some(wave) => msg!("campaign-list-button-wave", title = title, zone = wave.zone.code()),
        None => msg!("campaign-list-button", title = title),
    }
}

/// What it is, where it stands and the counts that go with that.
fn line(app: &App, campaign: &Campaign, lang: Lang) -> String {
    let standing = match campaign.state {
        CampaignState::Scheduled if campaign.new.expected == 0 => {
            msg!("campaign-list-due", at = Arg::Minute(campaign.new.fire_at, screen::zone(app, campaign)))
        }
        CampaignState::Scheduled => {
            let at = Arg::Minute(campaign.new.fire_at, screen::zone(app, campaign));
            msg!("campaign-list-scheduled", at = at, count = campaign.new.expected)
        }
        CampaignState::Missed => {
            msg!("campaign-list-missed", at = Arg::Minute(campaign.new.fire_at, screen::zone(app, campaign)))
        }
        state => msg!(
            "campaign-list-counts",
            state = reason::campaign(state),
            counts = screen::tally(&campaign.counters, screen::total(campaign), lang)
        ),
    };
    let title = name(shorten(&campaign.new.title, 2 * TITLE));
    msg!("campaign-list-line", title = title, kind = screen::kind(campaign), standing = standing).html(lang)
}
