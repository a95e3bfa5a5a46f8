//! When sending begins, how long it takes and when it ends, given the rate and the hours of each zone.

use chrono::{DateTime, Datelike as _, Days, NaiveDate, NaiveDateTime, TimeDelta, TimeZone as _, Utc, Weekday};

use super::Hours;
use crate::texts::Zone;

/// Openings and closings that are looked at before the question is given up: some years.
const STEPS: usize = 20_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Forecast {
    pub begins: DateTime<Utc>,
    pub ends: DateTime<Utc>,
    /// Time in which messages go out: without the nights.
    pub busy: TimeDelta,
}

/// `None` where there is nothing to send, or no end in sight. `rate` is messages a second.
pub fn forecast(start: DateTime<Utc>, messages: &[(Zone, i64)], rate: f64, hours: Hours) -> Option<Forecast> {
    if rate <= 0.0 || !rate.is_finite() {
        return None;
    }
    let mut left: Vec<(Zone, f64)> =
        messages.iter().filter(|(_, count)| *count > 0).map(|(zone, count)| (*zone, to_f64(*count))).collect();
    let (mut at, mut begins, mut busy) = (start, None, 0.0);
    for _ in 0..STEPS {
        let windows: Vec<(bool, DateTime<Utc>)> = left.iter().map(|(zone, _)| window(hours, *zone, at)).collect();
        let change = windows.iter().map(|(_, until)| *until).min()?;
        let open: f64 = left.iter().zip(&windows).filter(|(_, (open, _))| *open).map(|((_, count), _)| count).sum();
        if open <= 0.0 {
            at = change;
            continue;
        }
        begins.get_or_insert(at);
        let needed = open / rate;
        let there = seconds(change - at);
        if needed <= there && open >= left.iter().map(|(_, count)| count).sum() {
            let (begins, ends) = (begins?, at + span(needed));
            return Some(Forecast { begins, ends, busy: span(busy + needed) });
        }
        // What is open now shares the rate; in the order of the roster nobody is preferred.
        let spent = needed.min(there);
        for ((_, count), _) in left.iter_mut().zip(&windows).filter(|(_, (open, _))| *open) {
            *count -= *count / open * spent * rate;
        }
        left.retain(|(_, count)| *count > 0.5);
        busy += spent;
        at = if needed <= there { at + span(needed) } else { change };
        if left.is_empty() {
            return Some(Forecast { begins: begins?, ends: at, busy: span(busy) });
        }
    }
    None
}

/// Whether messages may go out in this zone, and until when that stays so.
fn window(hours: Hours, zone: Zone, at: DateTime<Utc>) -> (bool, DateTime<Utc>) {
    let local = at.with_timezone(&zone.offset()).naive_local();
    let today = local.date();
    let moment = |day: NaiveDate, minute: u16| {
        let local = day.and_time(chrono::NaiveTime::MIN) + TimeDelta::minutes(minute.into());
        utc(local, zone)
    };
    let works = |day: NaiveDate| hours.weekends || !matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
    if works(today) && at < moment(today, hours.from) {
        return (false, moment(today, hours.from));
    }
    if works(today) && at < moment(today, hours.to) {
        return (true, moment(today, hours.to));
    }
    let next = (1..=3).map(|days| today + Days::new(days)).find(|day| works(*day)).unwrap_or(today);
    (false, moment(next, hours.from))
}

fn utc(local: NaiveDateTime, zone: Zone) -> DateTime<Utc> {
    zone.offset().from_local_datetime(&local).single().map_or_else(|| local.and_utc(), |at| at.with_timezone(&Utc))
}

#[expect(clippy::cast_precision_loss, reason = "an estimate; people are far fewer than 2^53")]
fn to_f64(count: i64) -> f64 {
    count as f64
}

fn seconds(span: TimeDelta) -> f64 {
    to_f64(span.num_milliseconds()) / 1000.0
}

#[expect(clippy::cast_possible_truncation, reason = "an estimate; at most some years of milliseconds")]
fn span(seconds: f64) -> TimeDelta {
    TimeDelta::milliseconds((seconds * 1000.0).ceil() as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By day, and in working time.
    const HOURS: [Hours; 2] =
        [Hours { from: 7 * 60, to: 21 * 60, weekends: true }, Hours { from: 8 * 60, to: 16 * 60, weekends: false }];

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().expect("a moment")
    }

    #[test]
    fn a_small_one_ends_at_once() {
        let found = forecast(at("2024-10-04T01:00:00Z"), &[(Zone::Wib, 280)], 28.0, HOURS[0]).expect("an end");
        assert_eq!(found.ends - found.begins, TimeDelta::seconds(10));
        assert_eq!(found.busy, TimeDelta::seconds(10));
        assert_eq!(forecast(at("2024-10-04T01:00:00Z"), &[(Zone::Wib, 0)], 28.0, HOURS[0]), None);
    }

    #[test]
    fn at_night_it_pauses() {
        // 20:00 in WIB; an hour is left of this day, and two are needed.
        let found =
            forecast(at("2024-10-04T13:00:00Z"), &[(Zone::Wib, 2 * 3600 * 10)], 10.0, HOURS[0]).expect("an end");
        assert_eq!(found.ends, at("2024-10-05T01:00:00Z"));
        assert_eq!(found.busy, TimeDelta::hours(2));
    }

    #[test]
    fn each_zone_has_its_own_day() {
        // 06:00 in WIB, 08:00 in WIT: the east begins.
        let people = [(Zone::Wib, 36_000), (Zone::Wit, 18_000)];
        let found = forecast(at("2024-10-03T23:00:00Z"), &people, 10.0, HOURS[0]).expect("an end");
        assert_eq!(found.begins, at("2024-10-03T23:00:00Z"));
        assert_eq!(found.ends, at("2024-10-04T01:00:00Z"));
        let only_west = forecast(at("2024-10-03T23:00:00Z"), &people[..1], 10.0, HOURS[0]).expect("an end");
        assert_eq!(only_west.begins, at("2024-10-04T00:00:00Z"));
    }

    #[test]
    fn working_days_leave_the_weekend_out() {
        // Friday, 16:30 in WIB.
        let found = forecast(at("2024-10-04T09:30:00Z"), &[(Zone::Wib, 10)], 10.0, HOURS[1]).expect("an end");
        assert_eq!(found.begins, at("2024-10-07T01:00:00Z"));
    }

    #[test]
    fn a_whole_country_takes_days() {
        let found =
            forecast(at("2024-10-04T01:00:00Z"), &[(Zone::Wib, 5_600_000)], 30.0, Hours::ALWAYS).expect("an end");
        assert_eq!(found.busy.num_hours(), 51);
        assert!((found.ends - found.begins - found.busy).num_seconds().abs() <= 1);
    }

    #[test]
    fn without_hours_it_is_a_division() {
        let start = at("2024-10-04T01:00:00Z");
        let ends = |people, rate| forecast(start, &[(Zone::Wib, people)], rate, Hours::ALWAYS).map(|found| found.ends);
        let second = |at: DateTime<Utc>| at.timestamp();
        assert_eq!(ends(5_600_000, 30.0).map(second), Some(second(at("2024-10-06T04:51:06Z"))));
        assert_eq!(ends(0, 30.0), None);
        assert_eq!(ends(10, 0.0), None);
        assert_eq!(ends(10, f64::INFINITY), None);
        assert_eq!(ends(i64::MAX, 0.001), None);
    }

    #[test]
    fn nights_and_weekends_are_waited_for() {
        // Friday 4 October 2024, 16:00 in Jakarta; open from 8 to 17.
        let hours = Hours { from: 480, to: 1020, weekends: false };
        let ends =
            |start, people, hours| forecast(at(start), &[(Zone::Wib, people)], 1.0, hours).map(|found| found.ends);
        let friday = "2024-10-04T09:00:00Z";
        assert_eq!(
            ends(friday, 7_200, hours),
            Some(at("2024-10-07T02:00:00Z")),
            "an hour on Friday, an hour on Monday"
        );
        assert_eq!(ends("2024-10-04T00:00:00Z", 60, hours), Some(at("2024-10-04T01:01:00Z")), "not before it opens");
        let weekends = Hours { weekends: true, ..hours };
        assert_eq!(ends(friday, 7_200, weekends), Some(at("2024-10-05T02:00:00Z")));
    }
}
