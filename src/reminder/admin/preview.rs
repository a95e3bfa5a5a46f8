//! What a rule will do: who gets it, when in each zone, with what text, and how long that takes.

use super::{View, prove, screens};
use crate::{
    app::App,
    audience::{self, Size},
    error::refuse,
    msg,
    outbox::{Values, Verdict, content},
    pledge,
    reminder::wave::{Due, Forecast, forecast, today},
    telegram::{
        access::Caller,
        bulk::{self, Footer},
        reply::Tap,
    },
    texts::{Lang, Zone},
};

/// A rule's next waves, measured.
pub(super) struct Preview {
    pub view: View,
    pub size: Size,
    pub zones: Vec<Forecast>,
    /// The text as the reader of the preview would get it; HTML.
    pub html: String,
    /// Messages a second.
    pub rate: u32,
}

pub(super) async fn show(app: App, caller: Caller, tap: Tap, id: i64) -> anyhow::Result<()> {
    let mut c = app.db.read().await?;
    let proof = prove(&mut c, &caller).await?;
    let view = View::find(&mut c, &proof, id, app.clock.now()).await?;
    let size = audience::store::measure(&mut c, &proof, &view.rule.plan.segment).await?;
    drop(c);
    let rate = app.config.delivery.rate;
    let waves = next_waves(&view).into_iter().map(|due| (size_of(&size, due.wave.zone), due));
    let zones = forecast(waves.map(|(count, due)| (due, count)).collect(), rate, view.rule.plan.content.weight());
    let html = content::Template::parse(&view.rule.plan.content.html, &content::Variable::ALL)
        .map(|template| template.fill(&values(&app, &caller, &view)))
        .unwrap_or_default();
    tap.show(&app, &screens::preview(&Preview { view, size, zones, html, rate }, caller.lang)).await
}

fn size_of(size: &Size, zone: Zone) -> i64 {
    size.zones.iter().find(|(known, _)| *known == zone).map_or(0, |(_, count)| *count)
}

/// The waves of the occurrence that comes next; as if the rule were on.
fn next_waves(view: &View) -> Vec<Due> {
    view.zones.iter().filter_map(|zone| view.rule.upcoming(*zone, view.now).next()).collect()
}

/// The message itself, to whoever taps, as it will look on the day of its next wave.
pub(super) async fn sample(app: App, caller: Caller, tap: Tap, id: i64) -> anyhow::Result<()> {
    let mut c = app.db.read().await?;
    let proof = prove(&mut c, &caller).await?;
    let view = View::find(&mut c, &proof, id, app.clock.now()).await?;
    drop(c);
    let footer = Footer { pledge: view.rule.plan.segment.owing, campaign: None };
    let Ok(parcel) = bulk::dress(&view.rule.plan.content, &values(&app, &caller, &view), Lang::Id, footer) else {
        return refuse(msg!("reminder-sample-refused"));
    };
    match bulk::send_reply(&app, caller.chat, &parcel).await {
        Verdict::Sent { .. } => {
            tap.toast(&app, &msg!("reminder-sample-sent"));
            Ok(())
        }
        Verdict::Failed(_) => refuse(msg!("reminder-sample-refused")),
        _ => refuse(msg!("reminder-sample-later")),
    }
}

/// Of the caller, where linked; else of someone who stands for all.
fn values(app: &App, caller: &Caller, view: &View) -> Values {
    let (name, unit, zone) = match &caller.person {
        Some(linked) => {
            let unit = &linked.person.unit;
            (linked.person.name.clone(), unit.name.clone(), unit.zone)
        }
        None => (
            msg!("reminder-sample-name").plain(Lang::Id),
            msg!("reminder-sample-unit").plain(Lang::Id),
            view.zones.first().copied().unwrap_or(Zone::Wib),
        ),
    };
    let due = view.rule.upcoming(zone, view.now).next().or_else(|| view.rule.wave(zone, 0));
    let (stage_day, on) = match &due {
        Some(due) => (due.wave.stage_day, today(due.fire_at, zone)),
        None => (view.rule.stage.first_day, today(view.now, zone)),
    };
    Values {
        name,
        unit,
        stage: view.rule.stage.name.clone(),
        day: crate::texts::date(stage_day, Lang::Id),
        days_left: (stage_day - on).num_days().max(0).to_string(),
        link: pledge::pledge_link(&app.username),
    }
}
