//! The steps of composing: what it says, when, and sending it; and what they share.

pub(super) mod content;
pub(super) mod send;
pub(super) mod time;

use chrono::{DateTime, Utc};

use super::{Draft, handlers::TOPICS, store};
use crate::{
    app::App,
    audience::{Size, words},
    error::refuse,
    msg,
    outbox::{
        forecast::{Forecast, forecast},
        pace::Lane,
    },
    roster,
    telegram::{
        access::{Caller, prove},
        census, prompt,
    },
    texts::{Message, Zone},
};

/// A draft with all that is told about it.
pub(super) struct Facts {
    pub draft: Draft,
    /// For whom, in words.
    pub words: Message,
    pub size: Size,
    /// Those with a linked account. Some of them may be skipped, with a reason.
    pub recipients: i64,
    /// None where there is nobody, or no end in sight.
    pub forecast: Option<Forecast>,
    /// Messages a second, at present.
    pub rate: f64,
    /// Whether one may pay for speed at all.
    pub allow_paid: bool,
    /// The agency's.
    pub zone: Zone,
    pub now: DateTime<Utc>,
    /// The preview is filled with data of their own.
    pub own: bool,
}

pub(super) async fn find(app: &App, caller: &Caller) -> anyhow::Result<Option<Draft>> {
    let mut c = app.db.read().await?;
    let proof = prove(&mut c, caller).await?;
    store::find_draft(&mut c, &proof).await
}

pub(super) async fn require(app: &App, caller: &Caller) -> anyhow::Result<Draft> {
    match find(app, caller).await? {
        Some(draft) => Ok(draft),
        None => refuse(msg!("broadcast-no-draft")),
    }
}

/// Forgets what was asked about a broadcast: the admin has turned to something else.
pub(super) async fn forget(app: &App, caller: &Caller) -> anyhow::Result<()> {
    let user = caller.user;
    app.db.write(move |c| Box::pin(async move { prompt::store::forget_about(c, user, &TOPICS).await })).await
}

/// Changes the draft. What was about to be confirmed was another one, so that question is forgotten.
pub(super) async fn change(
    app: &App,
    caller: &Caller,
    change: impl FnOnce(&mut Draft) + Send + 'static,
) -> anyhow::Result<()> {
    let (who, now) = (caller.clone(), app.clock.now());
    app.db
        .write(move |c| {
            Box::pin(async move {
                let proof = prove(c, &who).await?;
                let Some(mut draft) = store::find_draft(c, &proof).await? else {
                    return refuse(msg!("broadcast-no-draft"));
                };
                change(&mut draft);
                prompt::store::forget_about(c, who.user, &TOPICS).await?;
                store::put_draft(c, &proof, &draft, now).await
            })
        })
        .await
}

/// Everything about the draft; counting may take a while. `anew`: as it is at this moment, for a decision.
pub(super) async fn look(app: &App, caller: &Caller, anew: bool) -> anyhow::Result<Facts> {
    let draft = require(app, caller).await?;
    let size = match anew {
        true => census::count_anew(app, caller, &draft.segment).await?,
        false => census::count(app, caller, &draft.segment).await?,
    };
    let unit = match draft.segment.unit() {
        Some(id) => roster::store::find_unit(&mut *app.db.read().await?, id).await?.map(|unit| unit.path),
        None => None,
    };
    let (delivery, now) = (app.config.delivery, app.clock.now());
    let rate = app.pacer.rate(if draft.paid { Lane::Paid } else { Lane::Free });
    let start = draft.fire_at.map_or(now, |at| at.max(now));
    let messages: Vec<(Zone, i64)> = size.zones.iter().map(|(zone, linked)| (*zone, draft.messages(*linked))).collect();
    Ok(Facts {
        own: caller.person.is_some(),
        words: words::describe(&draft.segment, unit.as_deref()),
        recipients: size.linked,
        forecast: forecast(start, &messages, rate, draft.hours),
        rate,
        allow_paid: delivery.allow_paid,
        zone: app.config.agency.zone,
        now,
        size,
        draft,
    })
}
