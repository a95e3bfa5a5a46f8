//! The morning summary: what went out yesterday, whom nothing reaches, what comes in the next days.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use sqlx::SqliteConnection;

use super::{TITLE, screen, shorten, telling};
use crate::{
    access,
    app::App,
    msg,
    outbox::{
        Campaign, CampaignState,
        store::{
            recipient::{self, UnreachableUnit},
            watch,
        },
    },
    reminder::{self, Upcoming},
    telegram::{
        button::{Button, CampaignButton},
        reply::Screen,
    },
    texts::{Arg, Lang, Message, Zone, name},
};

/// By the clock of the agency's zone. Who was away at seven has it until noon.
const FROM: NaiveTime = NaiveTime::from_hms_opt(7, 0, 0).unwrap();
const UNTIL: NaiveTime = NaiveTime::from_hms_opt(12, 0, 0).unwrap();
/// How far it looks ahead.
const AHEAD: TimeDelta = TimeDelta::days(7);
/// Lines of each part.
const LINES: usize = 8;
const UNITS: i64 = 5;

pub(super) async fn step(app: &App) -> anyhow::Result<()> {
    let zone = app.config.agency.zone;
    let local = app.clock.now().with_timezone(&zone.offset());
    let (day, begins) = (local.date_naive(), at(local.date_naive(), FROM, zone));
    let Some(begins) = begins.filter(|_| (FROM..UNTIL).contains(&local.time())) else { return Ok(()) };
    let mut c = app.db.read().await?;
    let admins = watch::list_without_summary(&mut c, day, begins).await?;
    if admins.is_empty() {
        return Ok(());
    }
    let digest = Digest::load(&mut c, day, zone, app.clock.now()).await?;
    for admin in admins {
        let grant = access::store::find_grant(&mut c, admin).await?;
        let sent = match grant.filter(|_| !digest.is_empty()) {
            Some(grant) => telling::send(app, &grant, &digest.screen(app, day, grant.lang)).await,
            None => true,
        };
        if sent {
            app.db.write(move |c| Box::pin(async move { watch::insert_summary(c, day, admin).await })).await?;
        }
    }
    Ok(())
}

fn at(day: NaiveDate, time: NaiveTime, zone: Zone) -> Option<DateTime<Utc>> {
    day.and_time(time).and_local_timezone(zone.offset()).single().map(|at| at.to_utc())
}

struct Digest {
    sent: Vec<Campaign>,
    missed: Vec<Campaign>,
    unreachable: Vec<UnreachableUnit>,
    scheduled: Vec<Campaign>,
    upcoming: Vec<Upcoming>,
}

impl Digest {
    async fn load(c: &mut SqliteConnection, day: NaiveDate, zone: Zone, now: DateTime<Utc>) -> anyhow::Result<Self> {
        let midnight = at(day, NaiveTime::MIN, zone).unwrap_or(now);
        let active = watch::list_between(c, midnight - TimeDelta::days(1), midnight).await?;
        let (missed, sent) = active.into_iter().partition(|campaign| campaign.state == CampaignState::Missed);
        Ok(Self {
            sent,
            missed,
            unreachable: recipient::list_unreachable_units(c, UNITS).await?,
            scheduled: watch::list_scheduled(c, now + AHEAD).await?,
            upcoming: reminder::store::list_upcoming(c, now, now + AHEAD).await?,
        })
    }

    /// That some people cannot be reached is no news by itself.
    fn is_empty(&self) -> bool {
        self.sent.is_empty() && self.missed.is_empty() && self.scheduled.is_empty() && self.upcoming.is_empty()
    }

    fn screen(&self, app: &App, day: NaiveDate, lang: Lang) -> Screen {
        let sent = self.sent.iter().map(|campaign| {
            let counters = &campaign.counters;
            msg!(
                "campaign-summary-sent",
                title = title(&campaign.new.title),
                zone = zone_of(campaign),
                sent = counters.sent,
                total = screen::total(campaign),
                unreachable = counters.unreachable,
                failed = counters.failed,
                unknown = counters.unknown
            )
        });
        let moment = |campaign: &Campaign| Arg::Moment(campaign.new.fire_at, screen::zone(app, campaign));
        let missed = self
            .missed
            .iter()
            .map(|campaign| msg!("campaign-summary-missed", title = title(&campaign.new.title), at = moment(campaign)));
        let units = self
            .unreachable
            .iter()
            .map(|unit| msg!("campaign-summary-unit", unit = name(shorten(&unit.path, 3 * TITLE)), count = unit.count));
        let mut planned: Vec<(DateTime<Utc>, Message)> = self
            .scheduled
            .iter()
            .map(|campaign| {
                let line = msg!("campaign-summary-planned", title = title(&campaign.new.title), at = moment(campaign));
                (campaign.new.fire_at, line)
            })
            .chain(self.upcoming.iter().map(|wave| {
                let at = Arg::Moment(wave.fire_at, wave.zone);
                (wave.fire_at, msg!("campaign-summary-planned", title = title(&wave.title), at = at))
            }))
            .collect();
        planned.sort_by_key(|(at, _)| *at);
        let parts = [
            part(msg!("campaign-summary-sent-head"), sent, lang),
            part(msg!("campaign-summary-missed-head"), missed, lang),
            part(msg!("campaign-summary-units-head"), units, lang),
            part(msg!("campaign-summary-planned-head"), planned.into_iter().map(|(_, line)| line), lang),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        let text = msg!("campaign-summary", day = day, parts = Arg::Html(parts.join("\n\n")));
        let button = Button::Campaign(CampaignButton::List { page: 0 });
        Screen::new(&text, lang).row(&msg!("campaign-button-list"), lang, &button)
    }
}

fn title(title: &str) -> Arg {
    name(shorten(title, 2 * TITLE))
}

fn zone_of(campaign: &Campaign) -> String {
    campaign.new.wave.as_ref().map(|wave| format!(" ({})", wave.zone)).unwrap_or_default()
}

/// A head and its lines; none where there are no lines.
fn part(head: Message, lines: impl Iterator<Item = Message>, lang: Lang) -> Option<String> {
    let lines: Vec<String> = lines.map(|line| line.html(lang)).collect();
    if lines.is_empty() {
        return None;
    }
    let mut shown = vec![head.html(lang)];
    shown.extend(lines.iter().take(LINES).cloned());
    if lines.len() > LINES {
        shown.push(msg!("campaign-summary-more", count = lines.len() - LINES).html(lang));
    }
    Some(shown.join("\n"))
}
