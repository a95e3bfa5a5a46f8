//! When sending will be done, given its rate and the hours in which it may go out.

use chrono::{DateTime, Datelike as _, Days, TimeDelta, Utc, Weekday};

use super::Hours;
use crate::texts::Zone;

/// Nobody plans further ahead.
const DAYS: u64 = 3_660;

/// When `messages` are sent that begin at `from`; none where that is out of sight.
pub fn finish(from: DateTime<Utc>, messages: i64, per_second: f64, hours: Hours, zone: Zone) -> Option<DateTime<Utc>> {
    if per_second <= 0.0 || !per_second.is_finite() {
        return None;
    }
    // Whole seconds: no forecast is better than that.
    let seconds = i64::try_from(std::time::Duration::try_from_secs_f64(seconds(messages) / per_second).ok()?.as_secs());
    let mut left = TimeDelta::try_seconds(seconds.ok()?)?;
    let offset = zone.offset();
    let today = from.with_timezone(&offset).date_naive();
    for ahead in 0..DAYS {
        let day = today.checked_add_days(Days::new(ahead))?;
        if !hours.weekends && matches!(day.weekday(), Weekday::Sat | Weekday::Sun) {
            continue;
        }
        let midnight = day.and_hms_opt(0, 0, 0)?.and_local_timezone(offset).single()?.to_utc();
        let opens = (midnight + TimeDelta::minutes(hours.from.into())).max(from);
        let closes = midnight + TimeDelta::minutes(hours.to.into());
        let window = closes - opens;
        if window <= TimeDelta::zero() {
            continue;
        }
        if left <= window {
            return Some(opens + left);
        }
        left -= window;
    }
    None
}

fn seconds(messages: i64) -> f64 {
    // Exact up to 2^53.
    #[expect(clippy::cast_precision_loss, reason = "an estimate")]
    let messages = messages.max(0) as f64;
    messages
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().expect("a moment")
    }

    #[test]
    fn without_hours_it_is_a_division() {
        let done = finish(at("2024-10-04T01:00:00Z"), 5_600_000, 30.0, Hours::ALWAYS, Zone::Wib);
        assert_eq!(done, Some(at("2024-10-06T04:51:06Z")));
        assert_eq!(
            finish(at("2024-10-04T01:00:00Z"), 0, 30.0, Hours::ALWAYS, Zone::Wib),
            Some(at("2024-10-04T01:00:00Z"))
        );
        assert_eq!(finish(at("2024-10-04T01:00:00Z"), 10, 0.0, Hours::ALWAYS, Zone::Wib), None);
        assert_eq!(finish(at("2024-10-04T01:00:00Z"), i64::MAX, 0.001, Hours::ALWAYS, Zone::Wib), None);
    }

    #[test]
    fn nights_and_weekends_are_waited_for() {
        // Friday 4 October 2024, 16:00 in Jakarta; open from 8 to 17.
        let hours = Hours { from: 480, to: 1020, weekends: false };
        let done = finish(at("2024-10-04T09:00:00Z"), 7_200, 1.0, hours, Zone::Wib);
        assert_eq!(done, Some(at("2024-10-07T02:00:00Z")), "an hour on Friday, an hour on Monday");
        let before = finish(at("2024-10-04T00:00:00Z"), 60, 1.0, hours, Zone::Wib);
        assert_eq!(before, Some(at("2024-10-04T01:01:00Z")), "not before it opens");
        let weekends = Hours { weekends: true, ..hours };
        assert_eq!(
            finish(at("2024-10-04T09:00:00Z"), 7_200, 1.0, weekends, Zone::Wib),
            Some(at("2024-10-05T02:00:00Z"))
        );
    }
}
