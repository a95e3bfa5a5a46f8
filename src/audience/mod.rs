//! Who a message is for: a segment of the roster, described in words, and who in it can be reached.

pub mod handlers;
mod screens;
pub mod store;
pub mod words;

use serde::{Deserialize, Serialize};

use crate::{
    pledge::{VersionId, act_for, document::kind_names, store::Version},
    roster::{Kind, UnitId},
    texts::Zone,
};

/// The largest depth at which a unit's head counts as a senior official: the government and its agencies.
pub const SENIOR_DEPTH: u32 = 2;

/// People of the roster. The default is everyone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Segment {
    /// The unit with all below it; none: the whole roster.
    pub unit: Option<i64>,
    /// Empty: every kind.
    #[serde(with = "kind_names")]
    pub kinds: Vec<Kind>,
    pub rank: Rank,
    /// Only those who still owe an acknowledgement of a current document.
    pub owing: bool,
}

impl Segment {
    pub fn unit(&self) -> Option<UnitId> {
        self.unit.map(UnitId)
    }

    /// Everyone who has not done what a current document asks of them.
    pub fn all_owing() -> Self {
        Self { owing: true, ..Self::default() }
    }

    pub fn holds_kind(&self, kind: Kind) -> bool {
        self.kinds.is_empty() || self.kinds.contains(&kind)
    }

    /// With or without this kind. False, and nothing is changed, where no kind would be left.
    pub fn set_kind(&mut self, kind: Kind, wanted: bool) -> bool {
        let held = |other: &Kind| if *other == kind { wanted } else { self.holds_kind(*other) };
        let kinds: Vec<Kind> = Kind::ALL.into_iter().filter(held).collect();
        if kinds.is_empty() {
            return false;
        }
        self.kinds = if kinds.len() == Kind::ALL.len() { Vec::new() } else { kinds };
        true
    }
}

/// By position: senior officials pledge first, then all heads, then their staff.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rank {
    #[default]
    All,
    /// Heads of the government and its agencies.
    Senior,
    Heads,
    Staff,
}

impl Rank {
    pub const ALL: [Rank; 4] = [Rank::All, Rank::Senior, Rank::Heads, Rank::Staff];

    pub fn holds(self, head: bool, unit_depth: u32) -> bool {
        match self {
            Rank::All => true,
            Rank::Senior => head && unit_depth <= SENIOR_DEPTH,
            Rank::Heads => head,
            Rank::Staff => !head,
        }
    }
}

/// What the current documents ask of whom; they rarely change, so one is loaded for many people.
#[derive(Clone, Debug, Default)]
pub struct Obligations(Vec<Version>);

impl Obligations {
    pub fn new(versions: Vec<Version>) -> Self {
        Self(versions)
    }

    pub fn versions(&self) -> impl Iterator<Item = VersionId> {
        self.0.iter().map(|version| version.id)
    }

    /// Whether someone of this standing, who acknowledged these versions, still owes another.
    pub fn owes(&self, kind: Kind, head: bool, unit_depth: u32, acknowledged: &[i64]) -> bool {
        self.0.iter().any(|version| {
            !acknowledged.contains(&version.id.0) && act_for(&version.document, kind, head, unit_depth).is_some()
        })
    }
}

/// What a segment holds now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Size {
    /// Active people.
    pub people: i64,
    /// Those of them with a linked account: the recipients.
    pub linked: i64,
    /// Linked, but their account took no message the last time.
    pub unreachable: i64,
    /// Linked, and do not want optional messages.
    pub muted: i64,
    /// Recipients in each zone that has any.
    pub zones: Vec<(Zone, i64)>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_segment_is_kept_as_json_and_misses_nothing() {
        let segment =
            Segment { unit: Some(7), kinds: vec![Kind::Pns, Kind::KepalaDesa], rank: Rank::Senior, owing: true };
        let text = serde_json::to_string(&segment).expect("JSON");
        assert_eq!(text, r#"{"unit":7,"kinds":["pns","kepala_desa"],"rank":"senior","owing":true}"#);
        assert_eq!(serde_json::from_str::<Segment>(&text).expect("a segment"), segment);
        assert_eq!(serde_json::from_str::<Segment>("{}").expect("a segment"), Segment::default());
    }

    #[test]
    fn kinds_are_chosen_one_by_one() {
        let mut segment = Segment::default();
        assert!(segment.set_kind(Kind::Pns, false) && !segment.holds_kind(Kind::Pns));
        assert_eq!(segment.kinds.len(), 4);
        assert!(segment.set_kind(Kind::Pns, true));
        assert_eq!(segment, Segment::default(), "all of them is no choice");
        for kind in Kind::ALL.into_iter().skip(1) {
            assert!(segment.set_kind(kind, false));
        }
        assert!(!segment.set_kind(Kind::Pns, false), "someone must be left");
        assert_eq!(segment.kinds, [Kind::Pns]);
    }

    #[test]
    fn ranks_divide_heads_from_staff() {
        assert!(Rank::Senior.holds(true, 2) && !Rank::Senior.holds(true, 3) && !Rank::Senior.holds(false, 1));
        assert!(Rank::Heads.holds(true, 5) && !Rank::Heads.holds(false, 5));
        assert!(Rank::Staff.holds(false, 1) && !Rank::Staff.holds(true, 1));
    }
}
