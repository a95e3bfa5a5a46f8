//! When a rule's waves go out: one for each zone and occurrence.

use chrono::{DateTime, Datelike as _, NaiveDate, NaiveDateTime, TimeDelta, Utc, Weekday};

use super::{Anchor, Plan, Rule};
use crate::{
    calendar::Stage,
    outbox::{Hours, Wave},
    texts::Zone,
};

/// One sending of a rule in one zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    pub wave: Wave,
    pub fire_at: DateTime<Utc>,
    /// When the allowed hours of that day end: a reminder that says "tomorrow" is wrong a day later.
    pub deadline: DateTime<Utc>,
}

impl Due {
    /// Too late to be sent at all.
    pub fn is_missed(&self, now: DateTime<Utc>, grace: TimeDelta) -> bool {
        now > self.fire_at + grace || now >= self.deadline
    }
}

impl Rule {
    /// Waves whose time has come, of occurrences after `after`; none of them lies before `since`.
    pub fn due(&self, zone: Zone, after: Option<i64>, now: DateTime<Utc>) -> Vec<Due> {
        self.waves(zone, after.map_or(0, |last| last + 1)).take_while(|due| due.fire_at <= now).collect()
    }

    /// Waves that are still to come.
    pub fn upcoming(&self, zone: Zone, now: DateTime<Utc>) -> impl Iterator<Item = Due> {
        self.waves(zone, 0).skip_while(move |due| due.fire_at <= now)
    }

    /// As it would be with other days of its stage.
    pub fn with_stage(&self, stage: &Stage) -> Rule {
        Rule { stage: stage.clone(), ..self.clone() }
    }

    /// One wave; none where this occurrence does not exist. Regardless of `since`.
    pub fn wave(&self, zone: Zone, occurrence: i64) -> Option<Due> {
        let hours = self.election.hours;
        let day = day(&self.plan, &self.stage, hours.weekends, occurrence)?;
        let wave = Wave {
            rule: self.id,
            version: self.version,
            zone,
            occurrence,
            stage: self.stage.name.clone(),
            stage_day: self.stage_day(day),
        };
        let fire_at = moment(day, allowed(self.plan.minute, hours), zone)?;
        Some(Due { wave, fire_at, deadline: moment(day, hours.to, zone)? })
    }

    fn waves(&self, zone: Zone, from: i64) -> impl Iterator<Item = Due> {
        let hours = self.election.hours;
        occurrences(&self.plan, &self.stage, hours.weekends, from)
            .filter_map(move |(occurrence, _)| self.wave(zone, occurrence))
            .filter(|due| due.fire_at >= self.since)
    }

    /// The day that a wave counts towards: the anchor, and once that is over the last day of the stage.
    fn stage_day(&self, day: NaiveDate) -> NaiveDate {
        let anchor = self.plan.anchor.day(&self.stage);
        if day > anchor { Anchor::Last.day(&self.stage) } else { anchor }
    }
}

/// The days on which a rule goes out, from an occurrence on.
pub fn occurrences(plan: &Plan, stage: &Stage, weekends: bool, from: i64) -> impl Iterator<Item = (i64, NaiveDate)> {
    (from..)
        .take_while(move |n| raw_day(plan, stage, *n).is_some())
        .filter_map(move |n| day(plan, stage, weekends, n).map(|day| (n, day)))
}

/// The day of an occurrence as it is sent. Where the weekend is off, Saturday and Sunday become the
/// Friday before, and give way to an occurrence that is on that Friday already.
fn day(plan: &Plan, stage: &Stage, weekends: bool, occurrence: i64) -> Option<NaiveDate> {
    let day = raw_day(plan, stage, occurrence)?;
    if weekends {
        return Some(day);
    }
    let day = working_day(day);
    let before = occurrence.checked_sub(1).and_then(|before| raw_day(plan, stage, before)).map(working_day);
    (before != Some(day)).then_some(day)
}

/// As counted, weekend or not; none beyond the stage's last day, save for the first.
fn raw_day(plan: &Plan, stage: &Stage, occurrence: i64) -> Option<NaiveDate> {
    let first = plan.first_day(stage)?;
    if occurrence <= 0 {
        return (occurrence == 0).then_some(first);
    }
    let after = TimeDelta::try_days(occurrence.checked_mul(plan.repeat_days?.into())?)?;
    first.checked_add_signed(after).filter(|day| *day <= stage.last_day)
}

fn working_day(day: NaiveDate) -> NaiveDate {
    let back = match day.weekday() {
        Weekday::Sat => 1,
        Weekday::Sun => 2,
        _ => 0,
    };
    day - TimeDelta::days(back)
}

/// The rule's minute; the first allowed one where the hours have changed since.
fn allowed(minute: u16, hours: Hours) -> u16 {
    if (hours.from..hours.to).contains(&minute) { minute } else { hours.from }
}

fn moment(day: NaiveDate, minute: u16, zone: Zone) -> Option<DateTime<Utc>> {
    let local = day.and_time(chrono::NaiveTime::MIN).checked_add_signed(TimeDelta::minutes(minute.into()))?;
    local.and_local_timezone(zone.offset()).single().map(|at| at.to_utc())
}

/// The calendar day at a place.
pub fn today(now: DateTime<Utc>, zone: Zone) -> NaiveDate {
    now.with_timezone(&zone.offset()).date_naive()
}

/// Waves of one rule from the first to the last, by the clocks of those who get them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    pub first: NaiveDateTime,
    pub last: NaiveDateTime,
    /// Zones with a wave, where others have none; empty: everywhere.
    pub only: Vec<Zone>,
    /// The very first wave.
    pub starts: DateTime<Utc>,
}

impl Run {
    /// None where there is no wave.
    pub fn of(waves: &[Due], zones: &[Zone]) -> Option<Self> {
        let local = |due: &Due| due.fire_at.with_timezone(&due.wave.zone.offset()).naive_local();
        let reached = |zone: &Zone| waves.iter().any(|due| due.wave.zone == *zone);
        let only: Vec<Zone> = zones.iter().copied().filter(reached).collect();
        Some(Self {
            first: waves.iter().map(local).min()?,
            last: waves.iter().map(local).max()?,
            only: if only.len() == zones.len() { Vec::new() } else { only },
            starts: waves.iter().map(|due| due.fire_at).min()?,
        })
    }

    /// Of what a rule has still to send.
    pub fn upcoming(rule: &Rule, zones: &[Zone], now: DateTime<Utc>) -> Option<Self> {
        let waves: Vec<Due> = zones.iter().flat_map(|zone| rule.upcoming(*zone, now)).collect();
        Self::of(&waves, zones)
    }
}

/// How one zone's wave would go, with others before it on the same lane.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forecast {
    pub due: Due,
    pub recipients: i64,
    /// The last message, at the configured rate.
    pub until: DateTime<Utc>,
    /// Those whose turn would come after the deadline.
    pub left: i64,
}

/// When the waves of one occurrence would be done; `rate` in messages a second.
pub fn forecast(mut waves: Vec<(Due, i64)>, rate: u32, weight: u32) -> Vec<Forecast> {
    waves.sort_by_key(|(due, _)| due.fire_at);
    let (rate, weight) = (i64::from(rate.max(1)), i64::from(weight.max(1)));
    let mut free = DateTime::UNIX_EPOCH;
    waves
        .into_iter()
        .map(|(due, recipients)| {
            let from = due.fire_at.max(free);
            let until = from + TimeDelta::milliseconds(recipients * weight * 1000 / rate);
            let room = (due.deadline - from).num_milliseconds().max(0) * rate / weight / 1000;
            free = until.min(due.deadline);
            Forecast { left: (recipients - room).max(0), until, recipients, due }
        })
        .collect()
}
