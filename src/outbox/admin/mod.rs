//! Campaigns as admins see them: progress, control, results, the morning summary.

mod control;
mod list;
mod returns;
mod screen;
mod summary;
mod table;
mod telling;
pub mod watch;

use super::{
    CampaignId,
    store::watch::{self as store, ScreenAt},
};
use crate::{
    access::Role,
    app::App,
    error::refuse,
    msg,
    telegram::{
        Schema,
        access::{Caller, prove},
        button::{Button, CampaignButton},
        filters::{role, tapped},
        reply::{self, Screen, Tap},
    },
    texts::shorten,
};

/// Characters of a title in a line or on a button.
const TITLE: usize = 40;

pub fn schema() -> Schema {
    role(Role::Admin).chain(tapped()).branch(dptree::case![Button::Campaign(button)].endpoint(tap))
}

async fn tap(app: App, caller: Caller, tap: Tap, button: CampaignButton) -> anyhow::Result<()> {
    let desk = Desk { app, caller, tap };
    match button {
        CampaignButton::List { page } => list::show(&desk, page).await,
        CampaignButton::Show { id } => desk.follow(CampaignId(id)).await,
        CampaignButton::Pause { id } => control::pause(&desk, CampaignId(id)).await,
        CampaignButton::Resume { id } => control::resume(&desk, CampaignId(id)).await,
        CampaignButton::CancelAsk { id } => control::ask_cancel(&desk, CampaignId(id)).await,
        CampaignButton::Cancel { id } => control::cancel(&desk, CampaignId(id)).await,
        CampaignButton::Table { id } => table::send(desk, CampaignId(id)).await,
        CampaignButton::ResendAsk { id } => control::ask_resend(&desk, CampaignId(id)).await,
        CampaignButton::Resend { id } => control::resend(&desk, CampaignId(id)).await,
        CampaignButton::Unknown { id } => control::ask_unknown(&desk, CampaignId(id)).await,
        CampaignButton::UnknownRetry { id } => control::retry_unknown(&desk, CampaignId(id)).await,
        CampaignButton::UnknownLeave { id } => control::leave_unknown(&desk, CampaignId(id)).await,
        CampaignButton::SendNowAsk { id } => control::ask_send_now(&desk, CampaignId(id)).await,
        CampaignButton::SendNow { id } => control::send_now(&desk, CampaignId(id)).await,
    }
}

/// One tap of an admin, and where its answer goes.
struct Desk {
    app: App,
    caller: Caller,
    tap: Tap,
}

impl Desk {
    /// Shows a campaign in the message of the tap, which follows it from then on.
    async fn follow(&self, id: CampaignId) -> anyhow::Result<()> {
        let mut c = self.app.db.read().await?;
        let proof = prove(&mut c, &self.caller).await?;
        let Some(view) = screen::load(&mut c, &proof, id).await? else { return refuse(msg!("campaign-gone")) };
        drop(c);
        let screen = view.screen(&self.app, self.caller.lang);
        let Some(message) = self.show(&screen).await?.filter(|_| !view.settled()) else { return Ok(()) };
        let shown = screen.fingerprint().cast_signed();
        let at = ScreenAt { campaign: id, admin: self.caller.user, message, shown };
        self.app.db.write(move |c| Box::pin(async move { store::insert_screen(c, at).await })).await
    }

    /// Shows something else there: what the message followed, it follows no longer.
    async fn show(&self, screen: &Screen) -> anyhow::Result<Option<i32>> {
        self.tap.done(&self.app);
        let (app, chat) = (&self.app, self.caller.chat);
        if let Some(message) = self.tap.message() {
            let (admin, id) = (self.caller.user, message.id.0);
            app.db.write(move |c| Box::pin(async move { store::delete_screens(c, admin, id).await })).await?;
            let _alone = app.memory.screens.lock().await;
            if reply::edit(app, chat, message.id, screen).await? {
                return Ok(Some(id));
            }
        }
        Ok(reply::send_known(app, chat, screen, None).await?.map(|message| message.0))
    }
}
