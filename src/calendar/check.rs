//! What stages of one election may not do to one another, wherever they come from.

use super::{NewStage, STAGES_MAX, StageKind, YEARS};
use crate::{
    msg,
    texts::{Message, name},
};

/// What a list of stages contradicts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Judgement {
    pub problems: Vec<Contradiction>,
    pub warnings: Vec<Message>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Contradiction {
    /// Which of the stages should be mended.
    pub stage: usize,
    pub field: &'static str,
    pub message: Message,
}

pub fn judge(stages: &[NewStage]) -> Judgement {
    let mut found = Judgement::default();
    if stages.len() > STAGES_MAX {
        let message = msg!("calendar-too-many-stages", count = stages.len(), most = STAGES_MAX);
        found.add(STAGES_MAX, "name", message);
        return found;
    }
    for (at, stage) in stages.iter().enumerate() {
        for (field, day) in [("first_day", stage.first_day), ("last_day", stage.last_day)] {
            if !YEARS.contains(&chrono::Datelike::year(&day)) {
                found.add(at, field, year_message(day));
            }
        }
        if stage.last_day < stage.first_day {
            found.add(at, "last_day", reversed(stage.first_day, stage.last_day));
        }
        found.compare(stages, at);
        found.warnings.extend(odd(stages, stage));
    }
    found
}

/// What may be meant, but is not how elections are held.
fn odd(stages: &[NewStage], stage: &NewStage) -> Option<Message> {
    if stage.kind == StageKind::Vote && stage.first_day < stage.last_day {
        return Some(msg!("calendar-warning-vote", stage = name(&stage.name), days = stage.span().message()));
    }
    if stage.kind != StageKind::Quiet {
        return None;
    }
    let campaigns = stages.iter().filter(|other| other.kind == StageKind::Campaign);
    let before = campaigns.filter(|other| other.last_day < stage.first_day).max_by_key(|other| other.last_day)?;
    let count = (stage.first_day - before.last_day).num_days() - 1;
    (count > 0).then(|| {
        let (stage, other) = (name(&stage.name), name(&before.name));
        msg!("calendar-warning-gap", stage = stage, other = other, count = count)
    })
}

pub fn reversed(first: chrono::NaiveDate, last: chrono::NaiveDate) -> Message {
    msg!("calendar-end-before-start", first = first, last = last)
}

pub fn year_message(day: chrono::NaiveDate) -> Message {
    msg!("calendar-year", day = day, from = YEARS.start().to_string(), to = YEARS.end().to_string())
}

impl Judgement {
    fn add(&mut self, stage: usize, field: &'static str, message: Message) {
        self.problems.push(Contradiction { stage, field, message });
    }

    /// The stage with those before it.
    fn compare(&mut self, stages: &[NewStage], at: usize) {
        let stage = &stages[at];
        let before = &stages[..at];
        if before.iter().any(|other| same_name(&other.name, &stage.name)) {
            self.add(at, "name", msg!("calendar-name-twice", name = name(&stage.name)));
        }
        let vote = |stage: &&NewStage| stage.kind == StageKind::Vote;
        if let Some(other) = before.iter().find(vote).filter(|_| vote(&stage)) {
            self.add(at, "kind", msg!("calendar-two-votes", other = name(&other.name)));
            return;
        }
        let sound = |stage: &NewStage| stage.first_day <= stage.last_day;
        let meets = |other: &&NewStage| sound(stage) && sound(other) && other.span().meets(stage.span());
        let excluded = |other: &&NewStage| stage.kind.exclusive() && other.kind.exclusive();
        for other in before.iter().filter(meets).filter(excluded) {
            let message = msg!("calendar-overlap", other = name(&other.name), days = other.span().message());
            self.add(at, "first_day", message);
        }
        let met: Vec<&NewStage> = before.iter().filter(meets).filter(|other| !excluded(other)).collect();
        match met.as_slice() {
            [] => {}
            [other] => self.warnings.push(msg!(
                "calendar-warning-overlap",
                stage = name(&stage.name),
                other = name(&other.name)
            )),
            [other, rest @ ..] => self.warnings.push(msg!(
                "calendar-warning-overlaps",
                stage = name(&stage.name),
                other = name(&other.name),
                count = rest.len()
            )),
        }
    }
}

/// Names that people would take for one.
pub fn same_name(one: &str, other: &str) -> bool {
    one.to_lowercase() == other.to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stage(kind: StageKind, name: &str, first: &str, last: &str) -> NewStage {
        let day = |text: &str| text.parse().expect("a day");
        NewStage { kind, name: name.into(), first_day: day(first), last_day: day(last) }
    }

    fn found(stages: &[NewStage]) -> (Vec<(usize, &'static str, &'static str)>, Vec<&'static str>) {
        let judgement = judge(stages);
        let problems = judgement.problems.iter().map(|p| (p.stage, p.field, p.message.key())).collect();
        (problems, judgement.warnings.iter().map(Message::key).collect())
    }

    #[test]
    fn a_calendar_without_contradiction_passes() {
        use StageKind::{Campaign, Quiet, Vote};
        let sound = [
            stage(Campaign, "Masa kampanye", "2024-09-25", "2024-11-23"),
            stage(Quiet, "Masa tenang", "2024-11-24", "2024-11-26"),
            stage(Vote, "Pemungutan suara", "2024-11-27", "2024-11-27"),
        ];
        assert_eq!(judge(&sound), Judgement::default());
        assert_eq!(judge(&[]), Judgement::default());
        let [campaign, quiet, vote] = sound;
        let late = NewStage { first_day: quiet.last_day, ..quiet };
        assert_eq!(found(&[campaign, late]), (vec![], vec!["calendar-warning-gap"]));
        let long = NewStage { last_day: "2024-11-28".parse().expect("a day"), ..vote };
        assert_eq!(found(&[long]), (vec![], vec!["calendar-warning-vote"]));
    }

    #[test]
    fn each_contradiction_is_named() {
        use StageKind::{Campaign, Other, Quiet, Vote};
        let campaign = stage(Campaign, "Kampanye", "2024-09-25", "2024-11-24");
        let quiet = stage(Quiet, "Tenang", "2024-11-24", "2024-11-26");
        let vote = stage(Vote, "Suara", "2024-11-27", "2024-11-27");
        assert_eq!(found(&[campaign.clone(), quiet]), (vec![(1, "first_day", "calendar-overlap")], vec![]));
        let again = stage(Vote, "Suara ulang", "2024-11-27", "2024-11-27");
        assert_eq!(found(&[vote.clone(), again]), (vec![(1, "kind", "calendar-two-votes")], vec![]));
        let twice = stage(Other, "KAMPANYE", "2025-01-01", "2025-01-02");
        assert_eq!(found(&[campaign.clone(), twice]), (vec![(1, "name", "calendar-name-twice")], vec![]));
        let reversed = stage(Quiet, "Tenang", "2024-10-26", "2024-10-24");
        assert_eq!(
            found(&[campaign.clone(), reversed]),
            (vec![(1, "last_day", "calendar-end-before-start")], vec![]),
            "what is the wrong way round overlaps nothing"
        );
        let typo = stage(Other, "Lain", "2204-10-24", "2204-10-24");
        assert_eq!(found(&[typo]).0, [(0, "first_day", "calendar-year"), (0, "last_day", "calendar-year")]);
        let other = stage(Other, "Logistik", "2024-11-01", "2024-11-30");
        assert_eq!(found(&[campaign.clone(), other.clone()]), (vec![], vec!["calendar-warning-overlap"]));
        assert_eq!(found(&[campaign, vote, other]), (vec![], vec!["calendar-warning-overlaps"]));
        let many: Vec<NewStage> = (0..41).map(|n| stage(Other, &format!("T{n}"), "2024-01-01", "2024-01-01")).collect();
        assert_eq!(found(&many), (vec![(40, "name", "calendar-too-many-stages")], vec![]));
    }
}
