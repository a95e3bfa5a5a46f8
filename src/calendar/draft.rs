//! An election, or further stages of one, that an admin puts together in chat before anything is changed.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Election, ElectionFile, ElectionId, NewStage, Place, Problem, Span, Stage, StageKind, check};
use crate::{msg, texts::Message};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    /// The one that stages are added to; none: a new one.
    pub election: Option<i64>,
    /// Of a new one.
    pub name: String,
    pub stages: Vec<Sketch>,
    /// What it became, so that a second tap finds it.
    pub saved: Option<i64>,
}

/// A stage that may have no days yet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sketch {
    /// As [`StageKind::as_str`].
    kind: String,
    pub name: String,
    days: Option<(NaiveDate, NaiveDate)>,
}

impl Sketch {
    pub fn new(kind: StageKind, name: String) -> Self {
        Self { kind: kind.as_str().to_owned(), name, days: None }
    }

    pub fn kind(&self) -> StageKind {
        StageKind::parse(&self.kind).unwrap_or(StageKind::Other)
    }

    pub fn span(&self) -> Option<Span> {
        self.days.map(|(first, last)| Span { first, last })
    }

    pub fn set_span(&mut self, span: Span) {
        self.days = Some((span.first, span.last));
    }

    /// Whether one day makes it whole. A campaign of a day is more likely a day forgotten.
    pub fn may_be_one_day(&self) -> bool {
        matches!(self.kind(), StageKind::Vote | StageKind::Other)
    }

    fn stage(&self) -> Option<NewStage> {
        let span = self.span()?;
        Some(NewStage { kind: self.kind(), name: self.name.clone(), first_day: span.first, last_day: span.last })
    }
}

impl Draft {
    pub fn election(&self) -> Option<ElectionId> {
        self.election.map(ElectionId)
    }

    pub fn is_ready(&self) -> bool {
        !self.stages.is_empty() && self.stages.iter().all(|stage| stage.span().is_some())
    }

    /// Why a name cannot be taken, if it cannot. `at`: of which stage it would be.
    pub fn taken(&self, name: &str, at: Option<usize>, existing: &[Stage]) -> Option<Message> {
        let others = self.stages.iter().enumerate().filter(|(other, _)| Some(*other) != at).map(|(_, s)| &s.name);
        let mut names = others.chain(existing.iter().map(|stage| &stage.name));
        names.any(|other| check::same_name(other, name)).then(|| msg!("calendar-name-twice", name = name))
    }

    /// What keeps the stage at `at` from having these days, beside the stages that are there.
    pub fn problems(&self, at: usize, span: Span, existing: &[Stage]) -> Vec<Message> {
        let Some(sketch) = self.stages.get(at) else { return Vec::new() };
        let others = self.stages.iter().enumerate().filter(|(other, _)| *other != at);
        let mut all: Vec<NewStage> = existing.iter().map(Stage::plain).collect();
        all.extend(others.filter_map(|(_, other)| other.stage()));
        let mut wanted = sketch.clone();
        wanted.set_span(span);
        all.extend(wanted.stage());
        let last = all.len() - 1;
        check::judge(&all).problems.into_iter().filter(|found| found.stage == last).map(|found| found.message).collect()
    }

    /// As a file would say it, with the stages that are there; or what is missing or wrong.
    pub fn file(&self, existing: Option<(&Election, &[Stage])>) -> Result<ElectionFile, Vec<Message>> {
        let undated = self.stages.iter().filter(|stage| stage.span().is_none());
        let mut problems: Vec<Message> =
            undated.map(|stage| msg!("calendar-draft-undated", stage = stage.name.as_str())).collect();
        if self.stages.is_empty() {
            problems.push(msg!("calendar-no-stage"));
        }
        let mut stages: Vec<NewStage> = existing.iter().flat_map(|(_, there)| there.iter().map(Stage::plain)).collect();
        stages.extend(self.stages.iter().filter_map(Sketch::stage));
        stages.sort_by_key(|stage| stage.first_day);
        let judgement = check::judge(&stages);
        problems.extend(judgement.problems.into_iter().map(|found| match stages.get(found.stage) {
            Some(stage) => Problem { place: Place::Event(stage.name.clone()), message: found.message }.describe(),
            None => found.message,
        }));
        if !problems.is_empty() {
            return Err(problems);
        }
        let file = ElectionFile { stages, warnings: judgement.warnings, ..ElectionFile::default() };
        match existing {
            Some((election, _)) => Ok(file.into_election(election)),
            None => file.entitled(&self.name).map_err(|problem| vec![problem]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(first: &str, last: &str) -> Span {
        Span { first: first.parse().expect("a day"), last: last.parse().expect("a day") }
    }

    fn draft(stages: &[(StageKind, &str, Option<Span>)]) -> Draft {
        let sketch = |(kind, name, span): &(StageKind, &str, Option<Span>)| {
            let mut sketch = Sketch::new(*kind, (*name).to_owned());
            if let Some(span) = span {
                sketch.set_span(*span);
            }
            sketch
        };
        Draft { name: "Pilkada 2030".into(), stages: stages.iter().map(sketch).collect(), ..Draft::default() }
    }

    fn keys(problems: &[Message]) -> Vec<&'static str> {
        problems.iter().map(Message::key).collect()
    }

    #[test]
    fn what_is_missing_or_contradicts_is_told() {
        use StageKind::{Campaign, Quiet, Vote};
        let campaign = Some(span("2030-09-25", "2030-11-23"));
        assert_eq!(keys(&draft(&[]).file(None).unwrap_err()), ["calendar-no-stage"]);
        let mut open = draft(&[(Campaign, "Kampanye", campaign), (Quiet, "Tenang", None)]);
        assert_eq!(keys(&open.file(None).unwrap_err()), ["calendar-draft-undated"]);
        assert!(!open.is_ready());
        assert_eq!(keys(&open.problems(1, span("2030-11-20", "2030-11-26"), &[])), ["calendar-overlap"]);
        assert!(open.problems(1, span("2030-11-24", "2030-11-26"), &[]).is_empty());
        // Its own days of before do not stand in the way.
        assert!(open.problems(0, span("2030-09-26", "2030-11-23"), &[]).is_empty());
        open.stages[1].set_span(span("2030-11-24", "2030-11-26"));
        let file = open.file(None).expect("sound");
        assert_eq!((file.slug.as_str(), file.stages.len(), file.warnings.len()), ("pilkada-2030", 2, 0));
        let two = draft(&[(Vote, "Suara", Some(span("2030-11-27", "2030-11-27"))), (Vote, "Lagi", None)]);
        assert_eq!(keys(&two.problems(1, span("2030-12-27", "2030-12-27"), &[])), ["calendar-two-votes"]);
        assert!(two.taken("SUARA", Some(1), &[]).is_some() && two.taken("suara", Some(0), &[]).is_none());
    }

    #[test]
    fn it_is_kept_as_json() {
        let draft = draft(&[(StageKind::Quiet, "Tenang", Some(span("2030-11-24", "2030-11-26")))]);
        let json = serde_json::to_string(&draft).expect("JSON");
        assert_eq!(serde_json::from_str::<Draft>(&json).expect("a draft"), draft);
    }
}
