//! What a file would change of an election that is there, and how that is told.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sha2::{Digest as _, Sha256};

use super::{Election, ElectionFile, NewStage, Stage, check::same_name};
use crate::{
    msg,
    outbox::Hours,
    reminder::{Moved, MovedWave},
    texts::{Message, Zone, name},
};

/// Moved waves that are listed; the rest are counted.
const WAVES: usize = 15;

#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// With its new name and settings, where they differ.
    pub election: Option<Election>,
    pub added: Vec<NewStage>,
    /// As it is, and as it would be.
    pub changed: Vec<(Stage, Stage)>,
    pub removed: Vec<Stage>,
}

impl Plan {
    /// Stages are told apart by name; one that is left on both sides and the only one of its kind is
    /// the same stage under a new name, so that it keeps its rules.
    pub fn compare(election: &Election, stages: &[Stage], file: &ElectionFile) -> Self {
        let wanted = Election {
            name: file.name.clone(),
            hours: Hours {
                from: file.hours.map_or(election.hours.from, |hours| hours.0),
                to: file.hours.map_or(election.hours.to, |hours| hours.1),
                weekends: file.weekends.unwrap_or(election.hours.weekends),
            },
            weekly_cap: file.weekly_cap.unwrap_or(election.weekly_cap),
            ..election.clone()
        };
        let mut pairs: Vec<(&Stage, &NewStage)> = Vec::new();
        let mut left: Vec<&Stage> = stages.iter().collect();
        let mut new: Vec<&NewStage> = file.stages.iter().collect();
        new.retain(|stage| match left.iter().position(|old| same_name(&old.name, &stage.name)) {
            Some(at) => {
                pairs.push((left.remove(at), stage));
                false
            }
            None => true,
        });
        let only = |kind, stages: &[&Stage], new: &[&NewStage]| {
            stages.iter().filter(|stage| stage.kind == kind).count() == 1
                && new.iter().filter(|stage| stage.kind == kind).count() == 1
        };
        let alone: Vec<bool> = new.iter().map(|stage| only(stage.kind, &left, &new)).collect();
        let mut added = Vec::new();
        for (stage, alone) in new.into_iter().zip(alone) {
            match left.iter().position(|old| alone && stage.kind.exclusive() && old.kind == stage.kind) {
                Some(at) => pairs.push((left.remove(at), stage)),
                None => added.push(stage.clone()),
            }
        }
        let mut changed: Vec<(Stage, Stage)> = pairs
            .into_iter()
            .filter(|(old, new)| old.plain() != **new)
            .map(|(old, new)| (old.clone(), with(old, new)))
            .collect();
        changed.sort_by_key(|(old, _)| (old.first_day, old.id));
        let removed = left.into_iter().cloned().collect();
        Self { election: (wanted != *election).then_some(wanted), added, changed, removed }
    }

    pub fn is_empty(&self) -> bool {
        self.election.is_none() && self.added.is_empty() && self.changed.is_empty() && self.removed.is_empty()
    }

    /// The stages whose days change, with their new ones.
    pub fn moved(&self) -> Vec<Stage> {
        let moved = self.changed.iter().filter(|(old, new)| old.span() != new.span());
        moved.map(|(_, new)| new.clone()).collect()
    }

    /// One line for each thing that changes.
    pub fn messages(&self, before: &Election) -> Vec<Message> {
        let mut lines = Vec::new();
        if let Some(after) = &self.election {
            if after.name != before.name {
                lines.push(msg!("calendar-plan-name", from = name(&before.name), to = name(&after.name)));
            }
            if (after.hours, after.weekly_cap) != (before.hours, before.weekly_cap) {
                lines.push(msg!("calendar-plan-settings", settings = settings(after)));
            }
        }
        lines.extend(self.changed.iter().flat_map(|(old, new)| changes(old, new)));
        lines.extend(self.added.iter().map(|stage| msg!("calendar-plan-added", stage = stage.message())));
        lines.extend(self.removed.iter().map(|stage| msg!("calendar-plan-removed", stage = stage.plain().message())));
        lines
    }
}

fn with(old: &Stage, new: &NewStage) -> Stage {
    let NewStage { kind, name, first_day, last_day } = new.clone();
    Stage { kind, name, first_day, last_day, ..*old }
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

/// What happens to reminders that have not gone out: one line for each, zones with the same local time together.
pub fn wave_messages(waves: &[MovedWave]) -> Vec<Message> {
    let mut lines: BTreeMap<(String, i64, i64, String), (Vec<Zone>, &MovedWave)> = BTreeMap::new();
    for wave in waves {
        let zone = wave.wave.zone;
        let (from, to) = (local(wave.from, zone), after(wave).map(|to| local(to, zone)));
        let key = (from, wave.rule.0, wave.wave.occurrence, to.unwrap_or_default());
        lines.entry(key).or_insert((Vec::new(), wave)).0.push(zone);
    }
    let more = lines.len().saturating_sub(WAVES);
    let mut messages: Vec<Message> =
        lines.into_values().take(WAVES).map(|(zones, wave)| wave_message(&zones, wave)).collect();
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

/// Four bytes over all that was shown: ties a confirmation to it.
pub fn digest(shown: &impl std::fmt::Debug) -> u32 {
    let hash: [u8; 32] = Sha256::digest(format!("{shown:?}")).into();
    u32::from_be_bytes([hash[0], hash[1], hash[2], hash[3]])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        calendar::{ElectionId, StageId, StageKind, file},
        outbox::{RuleId, Wave},
        texts::Lang,
    };

    fn before() -> (Election, Vec<Stage>, ElectionFile) {
        let file = file::parse(file::EXAMPLE.as_bytes()).expect("a calendar");
        let election = Election {
            id: ElectionId(1),
            slug: file.slug.clone(),
            name: file.name.clone(),
            hours: Hours { from: 420, to: 1260, weekends: true },
            weekly_cap: 5,
        };
        let stored = |(id, new): (i64, &NewStage)| {
            let NewStage { kind, name, first_day, last_day } = new.clone();
            Stage { id: StageId(id), election: ElectionId(1), kind, name, first_day, last_day }
        };
        let stages = (1..).zip(&file.stages).map(stored).collect();
        (election, stages, file)
    }

    #[test]
    fn the_same_file_changes_nothing() {
        let (election, stages, mut file) = before();
        assert!(Plan::compare(&election, &stages, &file).is_empty());
        (file.hours, file.weekends, file.weekly_cap) = (None, None, None);
        assert!(Plan::compare(&election, &stages, &file).is_empty());
    }

    #[test]
    fn a_renamed_stage_is_the_same_one_and_others_come_and_go() {
        let (election, stages, mut file) = before();
        file.name = "Pilkada 2024 (perubahan)".into();
        file.weekends = Some(false);
        file.stages[0].name = "Kampanye".into();
        file.stages[0].last_day = "2024-11-22".parse().expect("a day");
        file.stages[1].name = "Hari tenang".into();
        file.stages[1].kind = StageKind::Other;
        let plan = Plan::compare(&election, &stages, &file);
        assert_eq!((plan.added.len(), plan.changed.len(), plan.removed.len()), (1, 1, 1));
        assert_eq!(plan.moved().iter().map(|stage| stage.id.0).collect::<Vec<_>>(), [1]);
        let lines: String = plan.messages(&election).iter().map(|line| line.plain(Lang::Id) + "\n").collect();
        insta::assert_snapshot!(lines, @"");
    }

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
        insta::assert_snapshot!(lines, @"");
        let many: Vec<MovedWave> =
            (0..20).map(|rule| wave(rule, Zone::Wib, "2024-09-18T01:00:00Z", Moved::Dropped)).collect();
        assert_eq!(wave_messages(&many).last().map(Message::key), Some("calendar-wave-more"));
    }
}
