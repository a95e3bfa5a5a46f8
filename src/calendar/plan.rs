//! What a file would change of an election that is there.

use sha2::{Digest as _, Sha256};

use super::{Election, ElectionFile, NewStage, Stage, Uids, check::same_name, words};
use crate::{
    msg,
    outbox::Hours,
    texts::{Message, name},
};

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
    /// Stages are told apart by the UID of their event, else by name; one that is left on both sides and the only one of
    /// its kind is the same stage under a new name, so that it keeps its rules.
    pub fn compare(election: &Election, stages: &[Stage], uids: &Uids, file: &ElectionFile) -> Self {
        if file.partial {
            let removed = stages.iter().filter(|stage| is_cancelled(stage, uids, file)).cloned().collect();
            return Self { election: None, added: Vec::new(), changed: Vec::new(), removed };
        }
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
        let by_uid =
            |old: &Stage, new: &NewStage| uids.get(&old.id).is_some_and(|uid| file.uids.get(&new.name) == Some(uid));
        let by_name = |old: &Stage, new: &NewStage| same_name(&old.name, &new.name);
        for same in [&by_uid as &dyn Fn(&Stage, &NewStage) -> bool, &by_name] {
            new.retain(|stage| match left.iter().position(|old| same(old, stage)) {
                Some(at) => {
                    pairs.push((left.remove(at), stage));
                    false
                }
                None => true,
            });
        }
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
                lines.push(msg!("calendar-plan-settings", settings = words::settings(after)));
            }
        }
        lines.extend(self.changed.iter().flat_map(|(old, new)| words::changes(old, new)));
        lines.extend(self.added.iter().map(|stage| msg!("calendar-plan-added", stage = stage.message())));
        lines.extend(self.removed.iter().map(|stage| msg!("calendar-plan-removed", stage = stage.plain().message())));
        lines
    }
}

fn is_cancelled(stage: &Stage, uids: &Uids, file: &ElectionFile) -> bool {
    file.cancelled.iter().any(|event| match (&event.uid, uids.get(&stage.id)) {
        (Some(uid), Some(known)) => uid == known,
        _ => same_name(&event.name, &stage.name),
    })
}

fn with(old: &Stage, new: &NewStage) -> Stage {
    let NewStage { kind, name, first_day, last_day } = new.clone();
    Stage { kind, name, first_day, last_day, ..*old }
}

/// Which election a file is about.
#[derive(Clone, Debug, PartialEq)]
pub enum Target {
    /// The one with its name, there or new.
    Clear,
    /// Its events are those of these elections, and its name is another, or none.
    Whose(Vec<Election>),
    /// A new one, which needs a name.
    Nameless,
    /// It cancels what is in no election.
    Unknown,
}

/// `own` has the file's name; `twins` have stages with the UIDs of its events.
pub fn target(file: &ElectionFile, own: Option<Election>, twins: Vec<Election>) -> Target {
    let own = own.filter(|_| file.is_named());
    let known = own.as_ref().is_some_and(|own| twins.is_empty() || twins.contains(own));
    match (known, own) {
        (true, _) => Target::Clear,
        (false, own) if !twins.is_empty() => Target::Whose(twins.into_iter().chain(own).collect()),
        _ if file.partial => Target::Unknown,
        _ if file.is_named() => Target::Clear,
        _ => Target::Nameless,
    }
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
        calendar::{Cancelled, ElectionId, StageId, StageKind, file},
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
        assert!(Plan::compare(&election, &stages, &Uids::new(), &file).is_empty());
        (file.hours, file.weekends, file.weekly_cap) = (None, None, None);
        assert!(Plan::compare(&election, &stages, &Uids::new(), &file).is_empty());
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
        let plan = Plan::compare(&election, &stages, &Uids::new(), &file);
        assert_eq!((plan.added.len(), plan.changed.len(), plan.removed.len()), (1, 1, 1));
        assert_eq!(plan.moved().iter().map(|stage| stage.id.0).collect::<Vec<_>>(), [1]);
        let lines: String = plan.messages(&election).iter().map(|line| line.plain(Lang::Id) + "\n").collect();
        insta::assert_snapshot!(lines, @r#"
        Nama pemilihan: "Pilkada 2024" menjadi "Pilkada 2024 (perubahan)"
        Pengaturan pengingat: pukul 07.00 sampai 21.00 pada hari kerja, paling banyak 5 pengingat per orang dalam seminggu
        Nama tahapan: "Masa kampanye" menjadi "Kampanye"
        Kampanye: dari 25 September 2024 s.d. 23 November 2024 menjadi 25 September 2024 s.d. 22 November 2024
        Tahapan baru: Hari tenang (tahapan lain): 24 November 2024 s.d. 26 November 2024
        Dihapus beserta pengingatnya: Masa tenang: 24 November 2024 s.d. 26 November 2024
        "#);
    }

    #[test]
    fn an_event_is_the_same_stage_under_any_name() {
        let (election, stages, mut file) = before();
        let uids: Uids = stages.iter().map(|stage| (stage.id, format!("{}@x", stage.id.0))).collect();
        file.uids =
            file.stages.iter().zip(uids.values()).map(|(stage, uid)| (stage.name.clone(), uid.clone())).collect();
        assert!(Plan::compare(&election, &stages, &uids, &file).is_empty());
        // Two change names with one another, and a third is called otherwise.
        let names: Vec<String> = file.stages.iter().map(|stage| stage.name.clone()).collect();
        for (stage, name) in file.stages.iter_mut().zip([&names[1], &names[0], "Hari pencoblosan"]) {
            stage.name = name.to_owned();
        }
        file.uids =
            file.stages.iter().zip(uids.values()).map(|(stage, uid)| (stage.name.clone(), uid.clone())).collect();
        let plan = Plan::compare(&election, &stages, &uids, &file);
        assert_eq!((plan.added.len(), plan.changed.len(), plan.removed.len()), (0, 3, 0));
    }

    #[test]
    fn what_is_cancelled_goes_and_what_is_not_named_stays() {
        let (election, stages, file) = before();
        let uids = Uids::from([(stages[0].id, "a@x".to_owned())]);
        let cancelled =
            |name: &str, uid: Option<&str>| Cancelled { name: name.to_owned(), uid: uid.map(str::to_owned) };
        let removed = |cancelled: Vec<Cancelled>| {
            let file = ElectionFile {
                name: "Lain".into(),
                slug: "lain".into(),
                cancelled,
                partial: true,
                ..ElectionFile::default()
            };
            let plan = Plan::compare(&election, &stages, &uids, &file);
            assert_eq!((plan.election, plan.added.len(), plan.changed.len()), (None, 0, 0));
            plan.removed.into_iter().map(|stage| stage.id.0).collect::<Vec<_>>()
        };
        assert_eq!(removed(vec![cancelled("", Some("a@x"))]), [1]);
        assert_eq!(removed(vec![cancelled(&file.stages[1].name.to_uppercase(), Some("b@x"))]), [2]);
        assert_eq!(removed(vec![cancelled(&file.stages[0].name, Some("b@x")), cancelled("Lain", None)]), [0; 0]);
    }
}
