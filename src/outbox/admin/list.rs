//! All campaigns, those that may still send first.

use super::{Desk, TITLE, prove, screen, shorten};
use crate::{
    app::App,
    msg,
    outbox::{Campaign, CampaignState, reason, store::control},
    telegram::{
        button::{BroadcastButton, Button, CampaignButton},
        pages::{PER_PAGE, Page},
        reply::Screen,
    },
    texts::{Arg, Lang, Message, name},
};

pub(super) async fn show(desk: &Desk, page: u16) -> anyhow::Result<()> {
    let mut c = desk.app.db.read().await?;
    let proof = prove(&mut c, &desk.caller).await?;
    let (per_page, mut page) = (i64::try_from(PER_PAGE)?, page);
    let mut campaigns = control::list_campaigns(&mut c, &proof, i64::from(page) * per_page, per_page + 1).await?;
    if campaigns.is_empty() && page > 0 {
        page = 0;
        campaigns = control::list_campaigns(&mut c, &proof, 0, per_page + 1).await?;
    }
    drop(c);
    let screen = list(&desk.app, &Page::beginning(&campaigns, page, PER_PAGE), desk.caller.lang);
    desk.show(&screen).await.map(|_| ())
}

fn list(app: &App, page: &Page<'_, Campaign>, lang: Lang) -> Screen {
    let lines: Vec<String> = page.items.iter().map(|campaign| line(app, campaign, lang)).collect();
    let text = match page.items {
        [] => msg!("campaign-list-empty"),
        _ => msg!("campaign-list", lines = Arg::Html(lines.join("\n\n"))),
    };
    let mut screen = Screen::new(&text, lang);
    for campaign in page.items {
        let button = Button::Campaign(CampaignButton::Show { id: campaign.id.0 });
        screen = screen.row(&label(campaign), lang, &button);
    }
    page.turn(screen, lang, |page| Button::Campaign(CampaignButton::List { page })).row(
        &msg!("button-back"),
        lang,
        &Button::Broadcast(BroadcastButton::List { page: 0 }),
    )
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
