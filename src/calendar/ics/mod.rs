//! Elections as iCalendar (RFC 5545): what other programs give us, and what we give them.

mod lines;
mod read;
mod time;
mod zone;

pub use read::parse;

use chrono::{DateTime, Utc};
use icalendar::{Calendar, Component as _, Event, EventLike as _, Property};
use sha2::{Digest as _, Sha256};

use super::{Election, Stage, Uids};

/// Carries the election's id through an export.
const SLUG: &str = "X-IKRAR-ID";

/// Whole days, each event's last day excluded as the format wants it. The same stage keeps its UID, so a
/// calendar program that imports the file again moves the event instead of adding one.
pub fn export(election: &Election, stages: &[Stage], uids: &Uids, agency: &str, now: DateTime<Utc>) -> Vec<u8> {
    let mut calendar = Calendar::empty();
    for (key, value) in [
        ("VERSION", "2.0"),
        ("PRODID", "-//ikrar//ikrar//ID"),
        ("CALSCALE", "GREGORIAN"),
        ("METHOD", "PUBLISH"),
        ("X-WR-CALNAME", election.name.as_str()),
        (SLUG, election.slug.as_str()),
    ] {
        calendar.append_property(Property::new(key, value));
    }
    for stage in stages {
        let mut event = Event::new();
        event
            .uid(&uid(election, stage, uids, agency))
            .timestamp(now)
            .summary(&stage.name)
            .categories([stage.kind.as_str().to_uppercase()])
            .starts(stage.first_day)
            .add_property("TRANSP", "TRANSPARENT");
        // There is no day after the last one that a date can hold.
        if let Some(after) = stage.last_day.succ_opt() {
            event.ends(after);
        }
        calendar.push(event.done());
    }
    calendar.to_string().into_bytes()
}

/// The one that the stage came with; else one that says nothing, and is another for another agency's stage of the same
/// number.
pub fn uid(election: &Election, stage: &Stage, uids: &Uids, agency: &str) -> String {
    if let Some(uid) = uids.get(&stage.id) {
        return uid.clone();
    }
    let hash = Sha256::digest(format!("{agency}\n{}\n{}", election.slug, stage.id.0));
    format!("{}@ikrar", hex::encode(&hash[..16]))
}

#[cfg(test)]
mod tests;
