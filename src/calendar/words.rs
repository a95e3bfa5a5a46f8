//! How elections, their stages and what moves them are told.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};

use super::{Election, Stage, over_since, standing};
use crate::{
    msg,
    reminder::{Moved, MovedWave},
    texts::{Message, Zone, name},
};

/// Moved waves that are listed; the rest are counted.
const WAVES: usize = 15;
/// Characters of a name within a list.
pub const NAME_CHARS: usize = 80;

/// Where today stands.
pub fn today(stages: &[Stage], today: NaiveDate) -> Message {
    let standing = standing(stages, today);
    let short = |stage: &Stage| name(shorten(&stage.name, NAME_CHARS));
    let now = |stage: &Stage| {
        let (day, days) = ((today - stage.first_day).num_days() + 1, stage.span().days());
        if days == 1 {
            msg!("calendar-today-day", stage = short(stage))
        } else {
            msg!("calendar-today-stage", stage = short(stage), day = day, days = days)
        }
    };
    let next =
        |stage: &Stage| msg!("calendar-today-next", count = (stage.first_day - today).num_days(), stage = short(stage));
    // Of several at once, the one that forbids something comes first.
    let first = standing.now.iter().find(|stage| stage.kind.exclusive()).or_else(|| standing.now.first());
    match (first, standing.next) {
        (Some(stage), Some(after)) => msg!("calendar-today-both", now = now(stage), next = next(after)),
        (Some(stage), None) => msg!("calendar-today-last", now = now(stage)),
        (None, Some(after)) => msg!("calendar-today-between", next = next(after)),
        (None, None) => match over_since(stages, today) {
            Some(last) => msg!("calendar-today-over", day = last),
            None => msg!("calendar-today-no-stage"),
        },
    }
}

/// What differs between a stage as it is and as it would be.
pub fn changes(old: &Stage, new: &Stage) -> Vec<Message> {
    let mut lines = Vec::new();
    if old.name != new.name {
        lines.push(msg!("calendar-plan-renamed", from = name(&old.name), to = name(&new.name)));
    }
    if old.kind != new.kind {
        let (from, to) = (old.kind.message(), new.kind.message());
        lines.push(msg!("calendar-plan-kind", stage = name(&new.name), from = from, to = to));
    }
    if old.span() != new.span() {
        let (from, to) = (old.span().message(), new.span().message());
        lines.push(msg!("calendar-plan-days", stage = name(&new.name), from = from, to = to));
    }
    lines
}

/// Allowed hours, weekends and weekly cap in one sentence.
pub fn settings(election: &Election) -> Message {
    let (from, to, cap) = (clock(election.hours.from), clock(election.hours.to), election.weekly_cap);
    if election.hours.weekends {
        msg!("calendar-settings-weekends", from = from, to = to, cap = cap)
    } else {
        msg!("calendar-settings-workdays", from = from, to = to, cap = cap)
    }
}

/// Minutes after midnight as `07.00`.
pub fn clock(minutes: u16) -> String {
    format!("{:02}.{:02}", minutes / 60, minutes % 60)
}

/// What waves of one line have in common: when by local time, of which rule, which of its occurrences, and when instead.
type Told = (String, i64, i64, String);

/// What happens to reminders that have not gone out: one line for each, zones with the same local time together.
pub fn wave_messages(waves: &[MovedWave]) -> Vec<Message> {
    let mut lines: BTreeMap<Told, (Vec<Zone>, &MovedWave)> = BTreeMap::new();
    for wave in waves {
        let zone = wave.wave.zone;
        let (from, to) = (local(wave.from, zone), after(wave).map(|to| local(to, zone)));
        let key = (from, wave.rule.0, wave.wave.occurrence, to.unwrap_or_default());
        lines.entry(key).or_insert((Vec::new(), wave)).0.push(zone);
    }
    let more = lines.len().saturating_sub(WAVES);
    let mut messages: Vec<Message> = Vec::new();
    for (mut zones, wave) in lines.into_values().take(WAVES) {
        zones.sort_unstable();
        messages.push(wave_message(&zones, wave));
    }
    if more > 0 {
        messages.push(msg!("calendar-wave-more", count = more));
    }
    messages
}

fn wave_message(zones: &[Zone], moved: &MovedWave) -> Message {
    let zone = moved.wave.zone;
    let zones = zones.iter().map(|zone| zone.code()).collect::<Vec<_>>().join(", ");
    let day = |at: DateTime<Utc>| at.with_timezone(&zone.offset()).date_naive();
    let time = |at: DateTime<Utc>| at.with_timezone(&zone.offset()).format("%H.%M").to_string();
    let stage = name(&moved.wave.stage);
    let (from, from_time) = (day(moved.from), time(moved.from));
    match after(moved) {
        Some(at) => msg!(
            "calendar-wave-moved",
            stage = stage,
            zones = zones,
            from = from,
            from_time = from_time,
            to = day(at),
            to_time = time(at)
        ),
        None => msg!("calendar-wave-dropped", stage = stage, zones = zones, from = from, from_time = from_time),
    }
}

fn after(wave: &MovedWave) -> Option<DateTime<Utc>> {
    match wave.to {
        Moved::To(at) => Some(at),
        Moved::Dropped => None,
    }
}

fn local(at: DateTime<Utc>, zone: Zone) -> String {
    at.with_timezone(&zone.offset()).format("%Y-%m-%d %H:%M").to_string()
}

/// At most `most` characters, the last of them an ellipsis where something was cut.
pub fn shorten(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let cut: String = text.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", cut.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        outbox::{RuleId, Wave},
        texts::Lang,
    };

    #[test]
    fn waves_of_one_local_time_are_one_line() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().expect("a moment");
        let wave = |rule, zone, from: &str, to| MovedWave {
            rule: RuleId(rule),
            wave: Wave {
                rule: RuleId(rule),
                version: 1,
                zone,
                occurrence: 0,
                stage: "Masa kampanye".into(),
                stage_day: "2024-09-25".parse().expect("a day"),
            },
            from: at(from),
            to,
        };
        let waves = [
            wave(1, Zone::Wib, "2024-09-18T01:00:00Z", Moved::To(at("2024-09-25T01:00:00Z"))),
            wave(1, Zone::Wita, "2024-09-18T00:00:00Z", Moved::To(at("2024-09-25T00:00:00Z"))),
            wave(2, Zone::Wit, "2024-08-26T23:30:00Z", Moved::Dropped),
        ];
        let lines: String = wave_messages(&waves).iter().map(|line| line.plain(Lang::Id) + "\n").collect();
        insta::assert_snapshot!(lines, @r#"
        Masa kampanye (WIT): 27 Agustus 2024 pukul 08.30 tidak dikirim, karena waktunya yang baru sudah lewat
        Masa kampanye (WIB, WITA): 18 September 2024 pukul 08.00 menjadi 25 September 2024 pukul 08.00
        "#);
        let many: Vec<MovedWave> =
            (0..20).map(|rule| wave(rule, Zone::Wib, "2024-09-18T01:00:00Z", Moved::Dropped)).collect();
        assert_eq!(wave_messages(&many).last().map(Message::key), Some("calendar-wave-more"));
    }
}
