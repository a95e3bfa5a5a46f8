//! What admins do to a campaign: pause, resume, cancel, send again; each asked first where it cannot be undone.

use chrono::{DateTime, TimeDelta, Utc};
use futures::future::BoxFuture;
use sqlx::SqliteConnection;

use super::{
    Desk, prove,
    screen::{self, View},
    telling::{self, Change},
    watch,
};
use crate::{
    access::Proof,
    error::refuse,
    msg,
    outbox::{
        CampaignId, CampaignState, reason,
        store::{
            self,
            control::{self, Acted},
        },
    },
    telegram::{
        button::{Button, CampaignButton},
        once,
        reply::Screen,
    },
    texts::{Arg, Message, name},
};

pub(super) async fn pause(desk: &Desk, id: CampaignId) -> anyhow::Result<()> {
    let acted = act(desk, "campaign.pause", move |c, proof, now| Box::pin(control::pause(c, proof, id, now))).await?;
    settle(desk, acted, &msg!("campaign-paused"), Change::Paused).await
}

pub(super) async fn resume(desk: &Desk, id: CampaignId) -> anyhow::Result<()> {
    let acted = act(desk, "campaign.resume", move |c, proof, now| Box::pin(control::resume(c, proof, id, now))).await?;
    settle(desk, acted, &msg!("campaign-resumed"), Change::Resumed).await
}

pub(super) async fn cancel(desk: &Desk, id: CampaignId) -> anyhow::Result<()> {
    let acted = act(desk, "campaign.cancel", move |c, proof, now| Box::pin(control::cancel(c, proof, id, now))).await?;
    settle(desk, acted, &msg!("campaign-was-cancelled"), Change::Cancelled).await
}

pub(super) async fn resend(desk: &Desk, id: CampaignId) -> anyhow::Result<()> {
    let acted = act(desk, "campaign.resend", move |c, proof, now| Box::pin(control::resend(c, proof, id, now))).await?;
    answer(desk, acted, &msg!("campaign-resending")).await
}

pub(super) async fn retry_unknown(desk: &Desk, id: CampaignId) -> anyhow::Result<()> {
    let acted =
        act(desk, "campaign.retry", move |c, proof, now| Box::pin(control::retry_unknown(c, proof, id, now))).await?;
    answer(desk, acted, &msg!("campaign-resending")).await
}

pub(super) async fn leave_unknown(desk: &Desk, id: CampaignId) -> anyhow::Result<()> {
    let acted =
        act(desk, "campaign.leave", move |c, proof, now| Box::pin(control::leave_unknown(c, proof, id, now))).await?;
    answer(desk, acted, &msg!("campaign-unknown-left")).await
}

pub(super) async fn send_now(desk: &Desk, id: CampaignId) -> anyhow::Result<()> {
    let acted =
        act(desk, "campaign.send_missed", move |c, proof, now| Box::pin(send_missed(c, proof, id, now))).await?;
    answer(desk, acted, &msg!("campaign-sending-now")).await
}

async fn send_missed(
    c: &mut SqliteConnection,
    proof: &Proof,
    id: CampaignId,
    now: DateTime<Utc>,
) -> anyhow::Result<Acted> {
    let Some(campaign) = store::find_campaign(c, id).await? else { return Ok(Acted::Gone) };
    match screen::find_stage_over(c, &campaign).await? {
        Some(over) if over > now => control::send_missed(c, proof, id, over, now).await,
        _ => Ok(Acted::Late(campaign)),
    }
}

/// Does it with the role proven in the same transaction; the worker hears of it.
async fn act<F>(desk: &Desk, change: &'static str, work: F) -> anyhow::Result<Acted>
where
    F: for<'c> FnOnce(&'c mut SqliteConnection, &'c Proof, DateTime<Utc>) -> BoxFuture<'c, anyhow::Result<Acted>>
        + Send
        + 'static,
{
    let (caller, now) = (desk.caller.clone(), desk.app.clock.now());
    let done = once::attempt(&desk.app, &desk.caller, change, move |c| {
        Box::pin(async move {
            let proof = prove(c, &caller).await?;
            Ok(match work(c, &proof, now).await? {
                Acted::Done(campaign) => Ok(campaign.id.0),
                other => Err(other),
            })
        })
    });
    let id = match done.await? {
        Ok(id) => CampaignId(id),
        Err(other) => return Ok(other),
    };
    desk.app.bell.notify_one();
    let campaign = store::find_campaign(&mut *desk.app.db.read().await?, id).await?;
    Ok(campaign.map_or(Acted::Gone, Acted::Done))
}

/// Answers; then the author learns of it, and all who follow the campaign see it.
async fn settle(desk: &Desk, acted: Acted, done: &Message, change: Change) -> anyhow::Result<()> {
    let changed = match &acted {
        Acted::Done(campaign) => Some(campaign.clone()),
        _ => None,
    };
    answer(desk, acted, done).await?;
    let Some(campaign) = changed else { return Ok(()) };
    desk.app.memory.forget_look(campaign.id);
    telling::tell_author(&desk.app, desk.caller.user, &campaign, change).await?;
    watch::refresh_all(&desk.app, campaign.id).await
}

/// Says what came of it, and shows the campaign as it is now.
async fn answer(desk: &Desk, acted: Acted, done: &Message) -> anyhow::Result<()> {
    let id = match &acted {
        Acted::Gone => return refuse(msg!("campaign-gone")),
        Acted::Done(campaign) | Acted::Not(campaign) | Acted::Late(campaign) => campaign.id,
    };
    match acted {
        Acted::Not(campaign) => {
            desk.tap.toast(&desk.app, &msg!("campaign-not", state = reason::campaign(campaign.state)));
        }
        Acted::Late(_) => desk.tap.alert(&desk.app, &msg!("campaign-late")),
        _ => desk.tap.toast(&desk.app, done),
    }
    desk.follow(id).await
}

async fn load(desk: &Desk, id: CampaignId) -> anyhow::Result<View> {
    let mut c = desk.app.db.read().await?;
    let proof = prove(&mut c, &desk.caller).await?;
    match screen::load(&mut c, &proof, id).await? {
        Some(view) => Ok(view),
        None => refuse(msg!("campaign-gone")),
    }
}

/// A question in place of the campaign, with the way back to it.
async fn ask(desk: &Desk, id: CampaignId, text: &Message, yes: &Message, button: CampaignButton) -> anyhow::Result<()> {
    let lang = desk.caller.lang;
    let screen = Screen::new(text, lang).row(yes, lang, &Button::Campaign(button)).row(
        &msg!("button-back"),
        lang,
        &Button::Campaign(CampaignButton::Show { id: id.0 }),
    );
    desk.show(&screen).await.map(|_| ())
}

pub(super) async fn ask_cancel(desk: &Desk, id: CampaignId) -> anyhow::Result<()> {
    let campaign = load(desk, id).await?.campaign;
    if campaign.state.ended() {
        return answer(desk, Acted::Not(campaign), &msg!("campaign-was-cancelled")).await;
    }
    let count = match campaign.state {
        CampaignState::Scheduled => campaign.new.expected,
        _ => screen::remaining(&campaign),
    };
    let (title, sent) = (name(&campaign.new.title), campaign.counters.sent);
    let text = match campaign.state {
        CampaignState::Scheduled => msg!("campaign-cancel-ask-scheduled", title = title, count = count),
        _ => msg!("campaign-cancel-ask", title = title, count = count, sent = sent),
    };
    ask(desk, id, &text, &msg!("campaign-button-cancel-yes"), CampaignButton::Cancel { id: id.0 }).await
}

pub(super) async fn ask_resend(desk: &Desk, id: CampaignId) -> anyhow::Result<()> {
    let campaign = load(desk, id).await?.campaign;
    let (failed, unreachable) = (campaign.counters.failed, campaign.counters.unreachable);
    let count = failed + unreachable;
    if count == 0 || campaign.state != CampaignState::Done {
        return answer(desk, Acted::Not(campaign), &msg!("campaign-resending")).await;
    }
    let title = name(&campaign.new.title);
    let text = msg!("campaign-resend-ask", title = title, failed = failed, unreachable = unreachable);
    let yes = msg!("campaign-button-resend-yes", count = count);
    ask(desk, id, &text, &yes, CampaignButton::Resend { id: id.0 }).await
}

pub(super) async fn ask_unknown(desk: &Desk, id: CampaignId) -> anyhow::Result<()> {
    let campaign = load(desk, id).await?.campaign;
    let count = campaign.counters.unknown;
    if count == 0 {
        return answer(desk, Acted::Not(campaign), &msg!("campaign-resending")).await;
    }
    let lang = desk.caller.lang;
    let text = msg!("campaign-unknown-ask", title = name(&campaign.new.title), count = count);
    let button = |button| Button::Campaign(button);
    let screen = Screen::new(&text, lang)
        .row(&msg!("campaign-button-unknown-retry"), lang, &button(CampaignButton::UnknownRetry { id: id.0 }))
        .row(&msg!("campaign-button-unknown-leave"), lang, &button(CampaignButton::UnknownLeave { id: id.0 }))
        .row(&msg!("button-back"), lang, &button(CampaignButton::Show { id: id.0 }));
    desk.show(&screen).await.map(|_| ())
}

pub(super) async fn ask_send_now(desk: &Desk, id: CampaignId) -> anyhow::Result<()> {
    let mut c = desk.app.db.read().await?;
    prove(&mut c, &desk.caller).await?;
    let Some(campaign) = store::find_campaign(&mut c, id).await? else { return refuse(msg!("campaign-gone")) };
    let over = screen::find_stage_over(&mut c, &campaign).await?.filter(|over| *over > desk.app.clock.now());
    drop(c);
    let done = msg!("campaign-sending-now");
    let (Some(over), CampaignState::Missed) = (over, campaign.state) else {
        let acted = if campaign.state == CampaignState::Missed { Acted::Late(campaign) } else { Acted::Not(campaign) };
        return answer(desk, acted, &done).await;
    };
    let zone = screen::zone(&desk.app, &campaign);
    let text = msg!(
        "campaign-send-now-ask",
        title = name(&campaign.new.title),
        due = Arg::Minute(campaign.new.fire_at, zone),
        until = (over - TimeDelta::seconds(1)).with_timezone(&zone.offset()).date_naive()
    );
    ask(desk, id, &text, &msg!("campaign-button-send-now-yes"), CampaignButton::SendNow { id: id.0 }).await
}
