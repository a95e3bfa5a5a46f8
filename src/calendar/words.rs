//! How elections, their stages and what moves them are told.

use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta, Utc};

use super::{Election, Stage, over_since, standing};
use crate::{
    msg,
    reminder::{MovedRule, Run},
    texts::{Message, name, shorten},
};

/// Rules that are listed; the rest are counted.
const WAVES: usize = 12;
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
        } else if day == 1 {
            msg!("calendar-today-first", stage = short(stage), days = days)
        } else {
            msg!("calendar-today-stage", stage = short(stage), day = day, days = days)
        }
    };
    let next = |stage: &Stage| match (stage.first_day - today).num_days() {
        1 => msg!("calendar-today-tomorrow", stage = short(stage)),
        days => msg!("calendar-today-next", count = days, stage = short(stage)),
    };
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

/// What happens to reminders: one line for each rule.
pub fn wave_messages(rules: &[MovedRule]) -> Vec<Message> {
    listed(rules.iter().map(moved_message).collect())
}

/// The rules that come with a new election, and when they begin.
pub fn coming_messages(rules: &[MovedRule]) -> Vec<Message> {
    listed(rules.iter().map(coming_message).collect())
}

fn listed(mut messages: Vec<Message>) -> Vec<Message> {
    let more = messages.len().saturating_sub(WAVES);
    if more > 0 {
        messages.truncate(WAVES);
        messages.push(msg!("calendar-wave-more", count = more));
    }
    messages
}

fn moved_message(rule: &MovedRule) -> Message {
    let (label, stage) = (rule.label.clone(), name(shorten(&rule.stage, NAME_CHARS)));
    match (rule.before.as_ref().map(run), rule.after.as_ref().map(run)) {
        (Some(from), Some(to)) => msg!("calendar-wave-moved", rule = label, stage = stage, from = from, to = to),
        (None, Some(to)) => msg!("calendar-wave-revived", rule = label, stage = stage, to = to),
        (Some(from), None) => msg!("calendar-wave-dropped", rule = label, stage = stage, from = from),
        (None, None) => msg!("calendar-wave-over", rule = label, stage = stage),
    }
}

fn coming_message(rule: &MovedRule) -> Message {
    let (label, stage) = (rule.label.clone(), name(shorten(&rule.stage, NAME_CHARS)));
    match rule.after.as_ref().map(run) {
        Some(to) => msg!("calendar-wave-coming", rule = label, stage = stage, to = to),
        None => msg!("calendar-wave-over", rule = label, stage = stage),
    }
}

/// `26 Agustus 2024 pukul 08.00 (hanya WIB, WITA)`, or from when to when.
fn run(run: &Run) -> Message {
    let (first, last, time) = (run.first.date(), run.last.date(), hour(run.first));
    let when = if first == last {
        msg!("calendar-run-day", day = first, time = time)
    } else {
        msg!("calendar-run-days", first = first, last = last, time = time)
    };
    if run.only.is_empty() {
        return when;
    }
    let zones = run.only.iter().map(|zone| zone.code()).collect::<Vec<_>>().join(", ");
    msg!("calendar-run-zones", when = when, zones = zones)
}

fn hour(at: NaiveDateTime) -> String {
    at.format("%H.%M").to_string()
}

/// When the first of these rules sends something; loudly where that leaves no time to look at it.
pub fn first_message(rules: &[MovedRule], now: DateTime<Utc>, today: NaiveDate) -> Message {
    let Some(run) = rules.iter().filter_map(|rule| rule.after.as_ref()).min_by_key(|run| run.starts) else {
        return msg!("calendar-first-none");
    };
    let (day, time) = (run.first.date(), hour(run.first));
    if day <= today {
        msg!("calendar-first-today", time = time)
    } else if run.starts - now <= TimeDelta::hours(24) {
        msg!("calendar-first-soon", day = day, time = time)
    } else {
        msg!("calendar-first", day = day, time = time)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::{Lang, Zone};

    fn run(first: &str, last: &str, only: &[Zone]) -> Option<Run> {
        let local = |text: &str| text.parse::<NaiveDateTime>().expect("a moment");
        Some(Run { first: local(first), last: local(last), only: only.to_vec(), starts: local(first).and_utc() })
    }

    fn moved(label: &str, before: Option<Run>, after: Option<Run>) -> MovedRule {
        MovedRule { label: msg!("reminder-label", when = label), stage: "Masa kampanye".into(), before, after }
    }

    #[test]
    fn each_rule_is_one_line() {
        let day = |day: &str| run(&format!("{day}T08:00:00"), &format!("{day}T08:00:00"), &[]);
        let rules = [
            moved("H-30", None, day("2024-08-26")),
            moved("H-7", day("2024-09-18"), day("2024-09-25")),
            moved("H-1", day("2024-09-24"), None),
            MovedRule {
                label: msg!("reminder-label-daily", when = "H-5"),
                ..moved(
                    "",
                    run("2024-09-20T08:00:00", "2024-11-23T08:00:00", &[]),
                    run("2024-09-27T08:00:00", "2024-11-30T08:00:00", &[Zone::Wib, Zone::Wita]),
                )
            },
        ];
        let lines: String = wave_messages(&rules).iter().map(|line| line.plain(Lang::Id) + "\n").collect();
        insta::assert_snapshot!(lines, @"
        Akan dikirim: H-30 · Masa kampanye, 26 Agustus 2024 pukul 08.00
        H-7 · Masa kampanye: 18 September 2024 pukul 08.00 menjadi 25 September 2024 pukul 08.00
        Tidak dikirim: H-1 · Masa kampanye, semula 24 September 2024 pukul 08.00, karena waktunya yang baru sudah lewat
        H-5, setiap hari · Masa kampanye: 20 September 2024 s.d. 23 November 2024 pukul 08.00 menjadi 27 September 2024 s.d. 30 November 2024 pukul 08.00 (hanya WIB, WITA)
        ");
        let lines: String = coming_messages(&rules).iter().map(|line| line.plain(Lang::Id) + "\n").collect();
        insta::assert_snapshot!(lines, @"
        H-30 · Masa kampanye: 26 Agustus 2024 pukul 08.00
        H-7 · Masa kampanye: 25 September 2024 pukul 08.00
        H-1 · Masa kampanye: waktunya sudah lewat, tidak dikirim
        H-5, setiap hari · Masa kampanye: 27 September 2024 s.d. 30 November 2024 pukul 08.00 (hanya WIB, WITA)
        ");
        let many: Vec<MovedRule> = (0..20).map(|_| moved("H-7", None, day("2024-08-26"))).collect();
        assert_eq!(wave_messages(&many).len(), WAVES + 1);
        assert_eq!(wave_messages(&many).last().map(Message::key), Some("calendar-wave-more"));
    }

    #[test]
    fn the_first_reminder_is_told_loudly_where_it_is_near() {
        let rules =
            [moved("H-7", None, None), moved("H-1", None, run("2024-09-18T08:00:00", "2024-09-18T08:00:00", &[]))];
        let first = |now: &str, today: &str| {
            let now = now.parse().expect("a moment");
            first_message(&rules, now, today.parse().expect("a day")).key()
        };
        assert_eq!(first("2024-09-18T01:00:00Z", "2024-09-18"), "calendar-first-today");
        assert_eq!(first("2024-09-17T09:00:00Z", "2024-09-17"), "calendar-first-soon");
        assert_eq!(first("2024-09-17T07:00:00Z", "2024-09-17"), "calendar-first");
        assert_eq!(
            first_message(&rules[..1], DateTime::UNIX_EPOCH, "2024-09-17".parse().expect("a day")).key(),
            "calendar-first-none"
        );
    }

    #[test]
    fn the_next_stage_is_told_in_days() {
        let day = |text: &str| text.parse::<NaiveDate>().expect("a day");
        let stage = Stage {
            id: crate::calendar::StageId(1),
            election: crate::calendar::ElectionId(1),
            kind: crate::calendar::StageKind::Campaign,
            name: "Masa kampanye".into(),
            first_day: day("2024-09-25"),
            last_day: day("2024-11-23"),
        };
        let told = |text: &str| today(std::slice::from_ref(&stage), day(text)).plain(Lang::Id);
        assert_eq!(told("2024-08-26"), "Masa kampanye dimulai 30 hari lagi.");
        assert_eq!(told("2024-09-24"), "Masa kampanye dimulai besok.");
        assert_eq!(told("2024-09-25"), "Hari ini: Masa kampanye dimulai, hari ke-1 dari 60.");
    }
}
