//! The daily summary, once the day's sending has ended: pledges, what went out since the last one, whom nothing
//! reaches, what comes in the next days.

use std::collections::{BTreeMap, BTreeSet, HashMap, hash_map::Entry};

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use sqlx::SqliteConnection;

use super::{TITLE, screen, shorten};
use crate::{
    access::{self, Proof},
    app::App,
    msg,
    outbox::{
        Campaign, CampaignState, Counters,
        store::{
            recipient::{self, UnreachableUnit},
            watch,
        },
    },
    pledge::{self, store::Total},
    reminder::{self, Upcoming},
    telegram::{
        announce,
        button::{Button, CampaignButton},
        reply::Screen,
    },
    texts::{Arg, Lang, Message, Zone, name},
};

/// By the clock of the agency's zone: at seven, or when what is sent on this day has been sent.
const FROM: NaiveTime = NaiveTime::from_hms_opt(7, 0, 0).unwrap();
/// Then it goes out whatever is still being sent. Who was away has it until nine.
const LATEST: NaiveTime = NaiveTime::from_hms_opt(17, 0, 0).unwrap();
const UNTIL: NaiveTime = NaiveTime::from_hms_opt(21, 0, 0).unwrap();
/// For a reminder that falls due just now and whose campaign is not made yet, and for the last of those who get one.
const SETTLE: TimeDelta = TimeDelta::minutes(5);
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
    if admins.is_empty() || !has_ended(&mut c, app.clock.now(), at(day, LATEST, zone)).await? {
        return Ok(());
    }
    let mut digests: HashMap<DateTime<Utc>, Digest> = HashMap::new();
    for (admin, last) in admins {
        let last = last.and_then(|last| last.at.or(at(last.day, FROM, zone)));
        let since = last.unwrap_or(begins - TimeDelta::days(1));
        let digest = match digests.entry(since) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => new.insert(Digest::load(&mut c, since, app.clock.now()).await?),
        };
        let grant = access::store::find_grant(&mut c, admin).await?;
        let sent = match grant.filter(|_| !digest.is_empty()) {
            Some(grant) => announce::one(app, grant.user, &digest.screen(app, day, grant.lang)).await,
            None => true,
        };
        if sent {
            let now = app.clock.now();
            app.db.write(move |c| Box::pin(async move { watch::insert_summary(c, day, admin, now).await })).await?;
        }
    }
    Ok(())
}

/// Whether nothing of this day's is being sent, or to begin until `latest`. After that, nobody waits any longer.
async fn has_ended(
    c: &mut SqliteConnection,
    now: DateTime<Utc>,
    latest: Option<DateTime<Utc>>,
) -> anyhow::Result<bool> {
    let Some(latest) = latest.filter(|latest| now < *latest) else { return Ok(true) };
    if watch::is_sending(c, latest).await? {
        return Ok(false);
    }
    Ok(reminder::store::list_upcoming(c, now - SETTLE, latest).await?.is_empty())
}

fn at(day: NaiveDate, time: NaiveTime, zone: Zone) -> Option<DateTime<Utc>> {
    day.and_time(time).and_local_timezone(zone.offset()).single().map(|at| at.to_utc())
}

struct Digest {
    pledges: Vec<Total>,
    sent: Vec<Campaign>,
    missed: Vec<Campaign>,
    unreachable: Vec<UnreachableUnit>,
    scheduled: Vec<Campaign>,
    upcoming: Vec<Upcoming>,
}

impl Digest {
    async fn load(c: &mut SqliteConnection, since: DateTime<Utc>, now: DateTime<Utc>) -> anyhow::Result<Self> {
        let active = watch::list_between(c, since, now).await?;
        let (missed, sent) = active.into_iter().partition(|campaign| campaign.state == CampaignState::Missed);
        Ok(Self {
            pledges: pledge::store::list_totals(c, &Proof::system(), since, now).await?,
            sent,
            missed,
            unreachable: recipient::list_unreachable_units(c, UNITS).await?,
            scheduled: watch::list_scheduled(c, now + AHEAD).await?,
            upcoming: reminder::store::list_upcoming(c, now, now + AHEAD).await?,
        })
    }

    /// That some people cannot be reached is no news by itself.
    fn is_empty(&self) -> bool {
        let pledged = self.pledges.iter().any(|total| total.new > 0);
        !pledged
            && self.sent.is_empty()
            && self.missed.is_empty()
            && self.scheduled.is_empty()
            && self.upcoming.is_empty()
    }

    fn screen(&self, app: &App, day: NaiveDate, lang: Lang) -> Screen {
        let sent = joined(&self.sent).into_iter().map(|joined| {
            let campaign = joined.campaign;
            let counts = screen::tally(&joined.counters, joined.total, lang);
            msg!(
                "campaign-summary-sent",
                title = title(&campaign.new.title),
                marks = joined.marks(lang),
                counts = counts
            )
        });
        let missed = joined(&self.missed).into_iter().map(|joined| {
            let campaign = joined.campaign;
            let at = Arg::Minute(campaign.new.fire_at, screen::zone(app, campaign));
            let others = others(&joined.zones);
            msg!("campaign-summary-missed", title = title(&campaign.new.title), at = at, others = others)
        });
        let units = self
            .unreachable
            .iter()
            .map(|unit| msg!("campaign-summary-unit", unit = name(shorten(&unit.path, 3 * TITLE)), count = unit.count));
        let planned = self.planned(app);
        let pledges = self.pledges.iter().map(|total| {
            let percent = total.done * 100 / total.bound.max(1);
            msg!(
                "campaign-summary-pledge",
                title = title(&total.title),
                new = total.new,
                done = total.done,
                bound = total.bound,
                percent = percent
            )
        });
        let parts = [
            part(msg!("campaign-summary-pledges-head"), pledges, lang),
            part(msg!("campaign-summary-sent-head"), sent, lang),
            part(msg!("campaign-summary-missed-head"), missed, lang),
            part(msg!("campaign-summary-units-head"), units, lang),
            part(msg!("campaign-summary-planned-head"), planned.into_iter(), lang),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        let text = msg!("campaign-summary", day = day, parts = Arg::Html(parts.join("\n\n")));
        let button = Button::Campaign(CampaignButton::List { page: 0 });
        Screen::new(&text, lang).row(&msg!("campaign-button-list"), lang, &button)
    }

    /// What is to come, in its order; one reminder in three zones is one line.
    fn planned(&self, app: &App) -> Vec<Message> {
        let broadcasts = self
            .scheduled
            .iter()
            .map(|campaign| (campaign.new.title.as_str(), screen::zone(app, campaign), campaign.new.fire_at));
        let waves = self.upcoming.iter().map(|wave| (wave.title.as_str(), wave.zone, wave.fire_at));
        let mut lines: BTreeMap<(NaiveDateTime, &str), BTreeMap<Zone, DateTime<Utc>>> = BTreeMap::new();
        for (title, zone, at) in broadcasts.chain(waves) {
            let local = at.with_timezone(&zone.offset()).naive_local();
            lines.entry((local, title)).or_default().insert(zone, at);
        }
        let lines = lines.into_iter().filter_map(|((_, text), zones)| {
            let (zone, at) = zones.first_key_value()?;
            let at = Arg::Minute(*at, *zone);
            let others = others(&zones.keys().copied().collect());
            Some(msg!("campaign-summary-planned", at = at, others = others, title = title(text)))
        });
        lines.collect()
    }
}

/// The same wave in all of its zones, or a broadcast.
struct Joined<'a> {
    /// That of the first zone.
    campaign: &'a Campaign,
    zones: BTreeSet<Zone>,
    counters: Counters,
    total: i64,
    /// Some of it is still to be sent.
    unfinished: bool,
}

impl Joined<'_> {
    /// In which zones, and what is special: sent again, cancelled.
    fn marks(&self, lang: Lang) -> Arg {
        let zones: Vec<&str> = self.zones.iter().map(|zone| zone.code()).collect();
        let mut marks: Vec<String> = if zones.is_empty() { Vec::new() } else { vec![zones.join(", ")] };
        if self.campaign.new.resend_of.is_some() {
            marks.push(msg!("campaign-summary-resend").html(lang));
        }
        if self.campaign.state == CampaignState::Cancelled {
            marks.push(msg!("campaign-state-cancelled").html(lang));
        }
        if self.unfinished {
            marks.push(msg!("campaign-summary-unfinished").html(lang));
        }
        Arg::Html(if marks.is_empty() { String::new() } else { format!(" ({})", marks.join("; ")) })
    }
}

/// Puts waves together that differ by their zone alone.
fn joined(campaigns: &[Campaign]) -> Vec<Joined<'_>> {
    let mut all: Vec<Joined<'_>> = Vec::new();
    for campaign in campaigns {
        let zones = campaign.new.wave.iter().map(|wave| wave.zone).collect();
        let unfinished = matches!(campaign.state, CampaignState::Running | CampaignState::Paused);
        let new = Joined { campaign, zones, counters: campaign.counters, total: screen::total(campaign), unfinished };
        match all.iter_mut().find(|other| is_same(other.campaign, campaign)) {
            None => all.push(new),
            Some(other) => {
                if new.zones.first() < other.zones.first() {
                    other.campaign = campaign;
                }
                other.zones.extend(new.zones);
                other.counters.add(&new.counters);
                other.total += new.total;
                other.unfinished |= new.unfinished;
            }
        }
    }
    all
}

fn is_same(one: &Campaign, other: &Campaign) -> bool {
    let (Some(a), Some(b)) = (&one.new.wave, &other.new.wave) else { return false };
    let again = (one.new.resend_of.is_some(), other.new.resend_of.is_some());
    // A wave that is sent again counts by itself.
    (a.rule, a.version, a.occurrence) == (b.rule, b.version, b.occurrence)
        && again == (false, false)
        && (one.state == CampaignState::Cancelled) == (other.state == CampaignState::Cancelled)
}

/// The zones after the first, which is told with the time.
fn others(zones: &BTreeSet<Zone>) -> String {
    zones.iter().skip(1).map(|zone| format!(", {zone}")).collect()
}

fn title(title: &str) -> Arg {
    name(shorten(title, 2 * TITLE))
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
