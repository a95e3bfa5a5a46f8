//! One campaign on a screen: how far it is, what can be done about it, and what came of it.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::SqliteConnection;

use crate::{
    access::{self, Proof, TelegramId},
    app::App,
    msg,
    outbox::{
        Campaign, CampaignId, CampaignState, Counters, DeliveryState,
        forecast::forecast,
        pace::Lane,
        reason,
        store::{self, control, result::Outcomes},
    },
    telegram::{
        button::{Button, CampaignButton},
        reply::Screen,
    },
    texts::{Arg, Lang, Message, Zone, name},
};

/// Characters of the progress bar.
const BAR: i64 = 20;
/// Reasons shown for each outcome; the table has them all.
const REASONS: usize = 6;
/// Attempts are made again within this; hours are waited for longer.
const MOMENT: TimeDelta = TimeDelta::minutes(6);

/// A campaign with what its screen needs beside it.
pub(super) struct View {
    pub campaign: Campaign,
    /// Why people were not reached; only once it has ended.
    outcomes: Vec<Outcomes>,
    resent_as: Option<CampaignId>,
    unknown_left: bool,
    /// Whose it is; none of a wave.
    author: Option<Message>,
    /// Who paused, resumed or cancelled it, and when.
    deed: Option<(Message, DateTime<Utc>)>,
    /// What waits for the allowed hours.
    waiting: Option<control::Waiting>,
    /// A missed wave whose stage is not over at `now`, if asked then.
    until: Option<DateTime<Utc>>,
}

pub(super) async fn load(c: &mut SqliteConnection, proof: &Proof, id: CampaignId) -> anyhow::Result<Option<View>> {
    let Some(campaign) = store::find_campaign(c, id).await? else { return Ok(None) };
    let ended = campaign.state.ended();
    let outcomes = if ended && campaign.counters.open() == 0 {
        store::result::list_outcomes(c, proof, id).await?
    } else {
        Vec::new()
    };
    let resent_as = if ended { control::find_resend(c, id).await? } else { None };
    let unknown_left = campaign.counters.unknown > 0 && control::is_unknown_left(c, &campaign).await?;
    let until = if campaign.state == CampaignState::Missed { find_stage_over(c, &campaign).await? } else { None };
    let author = match campaign.new.created_by {
        Some(user) => Some(find_label(c, Some(user)).await?),
        None => None,
    };
    let deed = match control::find_deed(c, proof, &campaign).await? {
        Some(deed) => Some((find_label(c, deed.by).await?, deed.at)),
        None => None,
    };
    let waiting = control::find_waiting(c, id).await?;
    Ok(Some(View { campaign, outcomes, resent_as, unknown_left, author, deed, waiting, until }))
}

/// When the stage of a wave is over: the end of its last day in the wave's zone.
pub(super) async fn find_stage_over(
    c: &mut SqliteConnection,
    campaign: &Campaign,
) -> anyhow::Result<Option<DateTime<Utc>>> {
    let (Some(wave), Some(day)) = (&campaign.new.wave, control::find_stage_end(c, campaign.id).await?) else {
        return Ok(None);
    };
    let midnight = day.succ_opt().and_then(|next| next.and_hms_opt(0, 0, 0));
    Ok(midnight.and_then(|at| at.and_local_timezone(wave.zone.offset()).single()).map(|at| at.to_utc()))
}

/// What a campaign is, in a few words.
pub(super) fn kind(campaign: &Campaign) -> Message {
    let kind = match &campaign.new.wave {
        Some(wave) => {
            msg!("campaign-kind-wave", stage = name(&wave.stage), day = wave.stage_day, zone = wave.zone.code())
        }
        None if campaign.new.mandatory => msg!("campaign-kind-mandatory"),
        None => msg!("campaign-kind-optional"),
    };
    match campaign.new.resend_of {
        Some(_) => msg!("campaign-kind-resend", kind = kind),
        None => kind,
    }
}

/// The counts of a campaign in one line, as they are told everywhere; what is none is left out.
pub(super) fn tally(counters: &Counters, total: i64, lang: Lang) -> Arg {
    let mut words = vec![msg!("campaign-count-sent", sent = counters.sent, total = total).html(lang)];
    for (count, part) in [
        (counters.unreachable, msg!("campaign-count-unreachable", count = counters.unreachable)),
        (counters.failed, msg!("campaign-count-failed", count = counters.failed)),
        (counters.unknown, msg!("campaign-count-unknown", count = counters.unknown)),
        (counters.skipped, msg!("campaign-count-skipped", count = counters.skipped)),
        (counters.cancelled, msg!("campaign-count-not-sent", count = counters.cancelled)),
    ] {
        if count > 0 {
            words.push(part.html(lang));
        }
    }
    Arg::Html(words.join(", "))
}

/// Whoever holds a role by that account, in the words of whoever granted it.
pub(super) async fn find_label(c: &mut SqliteConnection, user: Option<TelegramId>) -> anyhow::Result<Message> {
    let grant = match user {
        Some(user) => access::store::find_grant(c, user).await?,
        None => None,
    };
    Ok(match grant {
        Some(grant) => msg!("campaign-who", label = name(grant.label)),
        None => msg!("campaign-who-unknown"),
    })
}

/// Where the campaign's times are told: its own zone, or the agency's.
pub(super) fn zone(app: &App, campaign: &Campaign) -> Zone {
    campaign.new.wave.as_ref().map_or(app.config.agency.zone, |wave| wave.zone)
}

/// Recipients: as counted before it began, until its audience is written out.
pub(super) fn total(campaign: &Campaign) -> i64 {
    let counted = campaign.counters.total;
    if campaign.materialised || campaign.state.ended() { counted } else { counted.max(campaign.new.expected) }
}

pub(super) fn remaining(campaign: &Campaign) -> i64 {
    let counters = &campaign.counters;
    counters.open() + (total(campaign) - counters.total)
}

fn percent(done: i64, of: i64) -> i64 {
    (done * 100).checked_div(of).unwrap_or(100)
}

fn bar(percent: i64) -> String {
    let full = percent * BAR / 100;
    (0..BAR).map(|at| if at < full { '█' } else { '░' }).collect()
}

impl View {
    /// Nothing on the screen will change by itself any more.
    pub fn settled(&self) -> bool {
        self.campaign.state.ended() && self.campaign.counters.open() == 0
    }

    pub fn screen(&self, app: &App, lang: Lang) -> Screen {
        let campaign = &self.campaign;
        let mut lines = vec![self.state(app).html(lang)];
        lines.extend(self.people(app).map(|line| line.html(lang)));
        if campaign.state == CampaignState::Missed {
            lines.push(msg!("campaign-missed-why", hours = hours(app)).html(lang));
        } else if campaign.state != CampaignState::Scheduled {
            lines.extend(self.progress(app, lang));
        }
        let text = msg!(
            "campaign-screen",
            title = name(&campaign.new.title),
            kind = kind(campaign),
            lines = Arg::Html(lines.join("\n"))
        );
        self.buttons(app, Screen::new(&text, lang), lang)
    }

    /// Who made it, and who last had a hand in it.
    fn people(&self, app: &App) -> impl Iterator<Item = Message> {
        let author = self.author.clone().map(|who| msg!("campaign-by", who = who));
        let zone = zone(app, &self.campaign);
        let deed = self.deed.clone().map(|(who, at)| match self.campaign.state {
            CampaignState::Paused => msg!("campaign-paused-by", who = who, at = Arg::Minute(at, zone)),
            CampaignState::Cancelled => msg!("campaign-cancelled-by", who = who),
            _ => msg!("campaign-resumed-by", who = who, at = Arg::Minute(at, zone)),
        });
        author.into_iter().chain(deed)
    }

    fn state(&self, app: &App) -> Message {
        let campaign = &self.campaign;
        let moment = |at: DateTime<Utc>| Arg::Minute(at, zone(app, campaign));
        match campaign.state {
            // A wave's recipients are not counted before it goes out.
            CampaignState::Scheduled if campaign.new.expected == 0 => {
                msg!("campaign-is-due", at = moment(campaign.new.fire_at))
            }
            CampaignState::Scheduled => {
                msg!("campaign-is-scheduled", at = moment(campaign.new.fire_at), count = campaign.new.expected)
            }
            CampaignState::Running if let Some(waiting) = self.only_waits(app.clock.now()) => {
                msg!("campaign-waits", at = moment(waiting.first))
            }
            CampaignState::Running | CampaignState::Paused => {
                msg!("campaign-is", state = reason::campaign(campaign.state))
            }
            CampaignState::Done | CampaignState::Cancelled | CampaignState::Missed => {
                let at = moment(campaign.ended_at.unwrap_or(campaign.new.fire_at));
                let due = moment(campaign.new.fire_at);
                match campaign.state {
                    CampaignState::Missed => msg!("campaign-is-missed", at = due),
                    CampaignState::Cancelled => msg!("campaign-is-cancelled", at = at),
                    _ => msg!("campaign-is-done", at = at),
                }
            }
        }
    }

    /// Everything that is left waits for another hour, not for a moment's pause between attempts.
    fn only_waits(&self, now: DateTime<Utc>) -> Option<control::Waiting> {
        self.waiting.filter(|waiting| waiting.all && waiting.first > now + MOMENT)
    }

    fn progress(&self, app: &App, lang: Lang) -> Vec<String> {
        let campaign = &self.campaign;
        let counters = &campaign.counters;
        let (total, remaining) = (total(campaign), remaining(campaign));
        if total == 0 && campaign.state == CampaignState::Cancelled {
            return vec![msg!("campaign-never-sent").html(lang)];
        }
        let done = percent(total - remaining - counters.cancelled, total);
        let mut lines = vec![
            msg!("campaign-bar", bar = bar(done), percent = done, total = total).html(lang),
            String::new(),
            msg!("campaign-sent", count = counters.sent).html(lang),
        ];
        for (count, state, line) in [
            (
                counters.unreachable,
                DeliveryState::Unreachable,
                msg!("campaign-unreachable", count = counters.unreachable),
            ),
            (counters.failed, DeliveryState::Failed, msg!("campaign-failed", count = counters.failed)),
            (counters.unknown, DeliveryState::Unknown, msg!("campaign-unknown", count = counters.unknown)),
            (counters.skipped, DeliveryState::Skipped, msg!("campaign-skipped", count = counters.skipped)),
        ] {
            // While it runs, the same lines stay in the same places.
            if count > 0 || !campaign.state.ended() {
                lines.push(line.html(lang));
            }
            lines.extend(self.reasons(state).map(|why| why.html(lang)));
        }
        if campaign.state == CampaignState::Cancelled {
            lines.push(msg!("campaign-not-sent", count = counters.cancelled + remaining).html(lang));
        } else if !campaign.state.ended() {
            lines.push(msg!("campaign-remaining", count = remaining).html(lang));
        }
        lines.extend(self.forecast(app, remaining, total).map(|line| line.html(lang)));
        lines
    }

    fn reasons(&self, state: DeliveryState) -> impl Iterator<Item = Message> {
        self.outcomes
            .iter()
            .filter(move |outcome| outcome.state == state)
            .filter_map(move |outcome| {
                let why = reason::why(state, outcome.reason.as_deref())?;
                Some(msg!("campaign-reason", why = why, count = outcome.count))
            })
            .take(REASONS)
    }

    fn forecast(&self, app: &App, remaining: i64, total: i64) -> impl Iterator<Item = Message> {
        let campaign = &self.campaign;
        let now = app.clock.now();
        if campaign.state != CampaignState::Running || remaining == 0 {
            app.memory.forget_look(campaign.id);
            return None.into_iter().chain(None);
        }
        let measured = app.memory.look(campaign.id, total - remaining, now).filter(|rate| *rate > 0.0);
        let lane = if campaign.new.paid { Lane::Paid } else { Lane::Free };
        let rate = measured.unwrap_or_else(|| app.pacer.rate(lane));
        let speed = measured.map(|rate| msg!("campaign-rate", rate = Arg::Decimal(rate)));
        let zone = zone(app, campaign);
        let from = self.only_waits(now).map_or(now, |waiting| waiting.first);
        let done = forecast(from, &[(zone, remaining)], rate, campaign.new.hours).map(|forecast| {
            // Where other zones open later, not before their last has had a chance.
            let done = self.waiting.map_or(forecast.ends, |waiting| waiting.last.max(forecast.ends));
            match campaign.new.deadline.filter(|deadline| done > *deadline) {
                Some(deadline) => msg!("campaign-done-late", at = Arg::Minute(deadline, zone)),
                None => msg!("campaign-done-at", at = Arg::Minute(done, zone)),
            }
        });
        speed.into_iter().chain(done)
    }

    fn buttons(&self, app: &App, screen: Screen, lang: Lang) -> Screen {
        let (campaign, id) = (&self.campaign, self.campaign.id.0);
        let counters = &campaign.counters;
        let row = |screen: Screen, label: Message, button| screen.row(&label, lang, &Button::Campaign(button));
        let mut screen = screen;
        match campaign.state {
            CampaignState::Running => {
                screen = row(screen, msg!("campaign-button-pause"), CampaignButton::Pause { id });
            }
            CampaignState::Paused => {
                screen = row(screen, msg!("campaign-button-resume"), CampaignButton::Resume { id });
            }
            CampaignState::Missed if self.until.is_some_and(|until| until > app.clock.now()) => {
                screen = row(screen, msg!("campaign-button-send-now"), CampaignButton::SendNowAsk { id });
            }
            _ => {}
        }
        let unreached = counters.failed + counters.unreachable;
        let late = campaign.new.deadline.is_some_and(|deadline| deadline <= app.clock.now());
        match self.resent_as {
            Some(CampaignId(id)) => {
                screen = row(screen, msg!("campaign-button-resent"), CampaignButton::Show { id });
            }
            None if campaign.state == CampaignState::Done && unreached > 0 && !late => {
                let label = msg!("campaign-button-resend", count = unreached);
                screen = row(screen, label, CampaignButton::ResendAsk { id });
            }
            None => {}
        }
        let undecided = counters.unknown > 0 && !self.unknown_left && !late;
        if undecided && !matches!(campaign.state, CampaignState::Cancelled | CampaignState::Missed) {
            let label = msg!("campaign-button-unknown", count = counters.unknown);
            screen = row(screen, label, CampaignButton::Unknown { id });
        }
        if campaign.state.ended() && counters.total > 0 {
            screen = row(screen, msg!("campaign-button-table"), CampaignButton::Table { id });
        }
        if !campaign.state.ended() {
            screen = row(screen, msg!("campaign-button-cancel"), CampaignButton::CancelAsk { id });
            screen = row(screen, msg!("campaign-button-refresh"), CampaignButton::Show { id });
        }
        row(screen, msg!("campaign-button-list"), CampaignButton::List { page: 0 })
    }
}

/// The grace period in hours, as it is told.
pub(super) fn hours(app: &App) -> Arg {
    let minutes = app.config.delivery.grace_minutes;
    if minutes.is_multiple_of(60) { Arg::from(minutes / 60) } else { Arg::Decimal(f64::from(minutes) / 60.0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bar_is_full_only_at_the_end() {
        assert_eq!(bar(99).chars().filter(|c| *c == '█').count(), 19);
        assert_eq!(bar(100).chars().filter(|c| *c == '█').count(), 20);
        assert_eq!((percent(999, 1_000), percent(0, 0), percent(5, 5)), (99, 100, 100));
    }
}
