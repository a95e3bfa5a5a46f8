//! Unit paths, which zone a unit is in, and finding a unit by what someone types.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::{
    Unit, UnitId, fold,
    name::{self, TextError, clean},
};
use crate::texts::Zone;

pub const SEPARATOR: &str = " / ";
pub const DEPTH_MAX: usize = 8;
pub const NAME_MAX: usize = 200;
pub const PATH_MAX: usize = 1000;

/// `Pemda / Dinas Pendidikan / SDN 1`, canonical: one space around each slash.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct UnitPath(String);

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PathError {
    Empty,
    /// Two slashes in a row, or one at an end. Counted from 1.
    EmptyPart {
        at: usize,
    },
    TooDeep {
        found: usize,
    },
    Name(TextError),
    TooLong {
        found: usize,
    },
}

impl UnitPath {
    /// Spaces around the slashes may be missing or many.
    pub fn parse(text: &str) -> Result<Self, PathError> {
        if name::bare(text).is_empty() {
            return Err(PathError::Empty);
        }
        let parts = text
            .split(['/', '／'])
            .enumerate()
            .map(|(at, part)| match clean(part, NAME_MAX) {
                Ok(name) if name.is_empty() => Err(PathError::EmptyPart { at: at + 1 }),
                Ok(name) => Ok(name),
                Err(error) => Err(PathError::Name(error)),
            })
            .collect::<Result<Vec<_>, _>>()?;
        if parts.len() > DEPTH_MAX {
            return Err(PathError::TooDeep { found: parts.len() });
        }
        let path = parts.join(SEPARATOR);
        match path.chars().count() {
            found if found > PATH_MAX => Err(PathError::TooLong { found }),
            _ => Ok(Self(path)),
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub(in crate::roster) fn from_stored(path: String) -> Self {
        Self(path)
    }
}

/// A path as it is compared: see [`name::alike`].
pub fn alike(path: &str) -> String {
    // No part becomes two, whatever it folds to.
    path.split('/').map(|part| name::alike(part).replace('/', "∕")).collect::<Vec<_>>().join("/")
}

/// Letters and digits of each part: `SDN 1 / 1` is not `SDN 11`, and `SDN-1.` is likely `SDN 1`.
pub(in crate::roster) fn skeleton(path: &str) -> String {
    path.split('/').map(fold).collect::<Vec<_>>().join("/")
}

/// One spelling for each unit, whatever the case, width and blanks it is written with.
#[derive(Clone, Debug, Default)]
pub struct Spellings {
    known: HashMap<String, String>,
    exact: HashSet<String>,
}

impl Spellings {
    /// Of units that are there; where two read alike, the first in the list stands for what is written otherwise.
    pub fn of(units: &[Unit]) -> Self {
        let mut spellings = Self::default();
        for unit in units {
            spellings.add(&unit.path);
        }
        spellings
    }

    fn add(&mut self, path: &str) {
        self.known.entry(alike(path)).or_insert_with(|| path.to_owned());
        self.exact.insert(path.to_owned());
    }

    /// The path as it is known, level by level; what is not known yet becomes known as it is written. `met` is told
    /// the known path and the one as written, for the level at which they differ.
    pub fn settle(&mut self, path: &str, met: &mut dyn FnMut(&str, &str)) -> String {
        let mut settled = String::with_capacity(path.len());
        for part in path.split(SEPARATOR) {
            let here = if settled.is_empty() { part.to_owned() } else { format!("{settled}{SEPARATOR}{part}") };
            settled = if self.exact.contains(&here) {
                here
            } else if let Some(known) = self.known.get(&alike(&here)) {
                met(known, &here);
                known.clone()
            } else {
                self.add(&here);
                here
            };
        }
        settled
    }
}

/// Units that read alike, and are two all the same.
pub fn doubles(units: &[Unit]) -> Vec<(&Unit, &Unit)> {
    let mut first: HashMap<String, &Unit> = HashMap::with_capacity(units.len());
    let mut found = Vec::new();
    for unit in units {
        match first.get(&alike(&unit.path)) {
            Some(other) => found.push((*other, unit)),
            None => {
                first.insert(alike(&unit.path), unit);
            }
        }
    }
    found
}

/// The unit with this path: as it is written, else the only one that reads alike.
pub fn find<'u>(units: &'u [Unit], path: &UnitPath) -> Option<&'u Unit> {
    if let Some(unit) = units.iter().find(|unit| unit.path == path.as_str()) {
        return Some(unit);
    }
    let wanted = alike(path.as_str());
    let mut found = units.iter().filter(|unit| alike(&unit.path) == wanted);
    found.next().filter(|_| found.next().is_none())
}

/// The unit's own name: the last part of its path.
pub fn name_of(path: &str) -> &str {
    path.rsplit(SEPARATOR).next().unwrap_or(path)
}

pub fn parent_of(path: &str) -> Option<&str> {
    path.rsplit_once(SEPARATOR).map(|(parent, _)| parent)
}

pub fn depth_of(path: &str) -> usize {
    path.split(SEPARATOR).count()
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewUnit {
    pub path: String,
    pub zone: Zone,
}

/// What an import does to the tree of units.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// Parents before their children.
    pub inserts: Vec<NewUnit>,
    pub zones: Vec<(UnitId, Zone)>,
}

/// A zone that the roster gives wins. A new unit without one takes its parent's; a unit that had
/// its parent's zone follows when the parent's changes. A new root takes the zone of the whole
/// file where that is one, else `default`.
pub fn plan(existing: &[Unit], given: &BTreeMap<&str, Option<Zone>>, default: Zone) -> Plan {
    let mut plan = Plan::default();
    let mut zones: HashMap<&str, Zone> = HashMap::with_capacity(existing.len() + given.len());
    let before: HashMap<&str, Zone> = existing.iter().map(|unit| (unit.path.as_str(), unit.zone)).collect();
    let mut known: Vec<&Unit> = existing.iter().collect();
    known.sort_by_key(|unit| unit.depth);
    for unit in known {
        let path = unit.path.as_str();
        let followed = || parent_of(path).filter(|parent| before.get(parent) == Some(&unit.zone));
        let inherited = || followed().and_then(|parent| zones.get(parent).copied());
        let zone = given.get(path).copied().flatten().or_else(inherited).unwrap_or(unit.zone);
        if zone != unit.zone {
            plan.zones.push((unit.id, zone));
        }
        zones.insert(path, zone);
    }

    let mut stated = given.values().flatten();
    let default = match stated.next() {
        Some(first) if stated.all(|zone| zone == first) => *first,
        _ => default,
    };
    let mut fresh: Vec<&str> = Vec::new();
    for path in given.keys() {
        let mut path = Some(*path);
        while let Some(here) = path.filter(|here| !before.contains_key(here)) {
            fresh.push(here);
            path = parent_of(here);
        }
    }
    fresh.sort_by_key(|path| (depth_of(path), *path));
    fresh.dedup();
    for path in fresh {
        let inherited = || parent_of(path).and_then(|parent| zones.get(parent).copied());
        let zone = given.get(path).copied().flatten().or_else(inherited).unwrap_or(default);
        zones.insert(path, zone);
        plan.inserts.push(NewUnit { path: path.to_owned(), zone });
    }
    plan
}

/// Units whose path holds every word of `wanted`, best first: the whole path, the name itself,
/// a name that begins so, then the shorter ones.
pub fn search<'u>(units: &'u [Unit], wanted: &str, most: usize) -> Vec<&'u Unit> {
    let words: Vec<String> = wanted.split(|c: char| !c.is_alphanumeric()).map(fold).filter(|w| !w.is_empty()).collect();
    if words.is_empty() {
        return Vec::new();
    }
    let whole = words.concat();
    let mut found: Vec<(u8, usize, &Unit)> = units
        .iter()
        .filter_map(|unit| {
            let path = fold(&unit.path);
            if !words.iter().all(|word| path.contains(word.as_str())) {
                return None;
            }
            let name = fold(&unit.name);
            let rank = match () {
                () if path == whole => 0,
                () if name == whole => 1,
                () if name.starts_with(&whole) => 2,
                () if words.iter().all(|word| name.contains(word.as_str())) => 3,
                () => 4,
            };
            Some((rank, path.len(), unit))
        })
        .collect();
    found.sort_by(|a, b| (a.0, a.1, &a.2.path).cmp(&(b.0, b.1, &b.2.path)));
    found.into_iter().take(most).map(|(_, _, unit)| unit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(id: i64, path: &str, zone: Zone) -> Unit {
        Unit {
            id: UnitId(id),
            parent: None,
            name: name_of(path).to_owned(),
            path: path.to_owned(),
            depth: u32::try_from(depth_of(path)).expect("small"),
            zone,
        }
    }

    #[test]
    fn paths_are_tolerant_of_spacing_and_nothing_else() {
        for text in ["Pemda/Dinas A/SDN 1", " Pemda  /Dinas  A /  SDN 1 "] {
            assert_eq!(UnitPath::parse(text).as_ref().map(UnitPath::as_str), Ok("Pemda / Dinas A / SDN 1"));
        }
        assert_eq!(UnitPath::parse("  "), Err(PathError::Empty));
        assert_eq!(UnitPath::parse("/Pemda"), Err(PathError::EmptyPart { at: 1 }));
        assert_eq!(UnitPath::parse("Pemda / / SDN 1"), Err(PathError::EmptyPart { at: 2 }));
        assert_eq!(UnitPath::parse("a/b/c/d/e/f/g/h/i"), Err(PathError::TooDeep { found: 9 }));
        assert_eq!(UnitPath::parse("a\u{202e}"), Err(PathError::Name(TextError::Unseen('\u{202e}'))));
        assert_eq!(UnitPath::parse(&"x".repeat(201)), Err(PathError::Name(TextError::TooLong { found: 201 })));
        let long = ["y".repeat(190), "y".repeat(190)].join("/");
        let long = [long.as_str(); 3].join("/");
        assert!(matches!(UnitPath::parse(&long), Err(PathError::TooLong { .. })));
    }

    #[test]
    fn a_path_is_known_whatever_its_spelling() {
        let units = [unit(1, "Pemda", Zone::Wib), unit(2, "Pemda / Dinas A", Zone::Wib), unit(3, "pemda", Zone::Wib)];
        let mut spellings = Spellings::of(&units);
        let mut met = Vec::new();
        let mut settle = |path: &str| {
            let path = UnitPath::parse(path).expect("a path");
            spellings.settle(path.as_str(), &mut |known, here| met.push(format!("{known} < {here}")))
        };
        assert_eq!(settle("PEMDA/ dinas\u{a0} a \u{200e}"), "Pemda / Dinas A");
        assert_eq!(settle("Ｐemda／Dinas B"), "Pemda / Dinas B");
        assert_eq!(settle("Pemda / DINAS B / SDN 1"), "Pemda / Dinas B / SDN 1");
        // Two are two where both are there; what stands below one of them is found below either.
        assert_eq!(settle("pemda"), "pemda");
        assert_eq!(settle("pemda / Dinas A"), "Pemda / Dinas A");
        assert_eq!(
            met,
            [
                "Pemda < PEMDA",
                "Pemda / Dinas A < Pemda / dinas a",
                "Pemda < Ｐemda",
                "Pemda / Dinas B < Pemda / DINAS B",
                "Pemda / Dinas A < pemda / Dinas A"
            ]
        );
        let pairs = |units: &[Unit]| doubles(units).iter().map(|(a, b)| (a.id.0, b.id.0)).collect::<Vec<_>>();
        assert_eq!((pairs(&units), pairs(&units[..2])), (vec![(1, 3)], vec![]));
        let found = |path: &str| find(&units, &UnitPath::parse(path).expect("a path")).map(|unit| unit.id.0);
        assert_eq!(
            (found("pemda/DINAS A"), found("pemda"), found("PEMDA"), found("x")),
            (Some(2), Some(3), None, None)
        );
    }

    #[test]
    fn new_units_come_with_their_ancestors_and_inherit_zones() {
        let given = BTreeMap::from([("P / A / B", None), ("P / C", Some(Zone::Wit)), ("P", None), ("P / C / D", None)]);
        let plan = plan(&[], &given, Zone::Wib);
        let inserts: Vec<(&str, Zone)> = plan.inserts.iter().map(|new| (new.path.as_str(), new.zone)).collect();
        // One zone in the whole file: it is the root's too.
        assert_eq!(
            inserts,
            [
                ("P", Zone::Wit),
                ("P / A", Zone::Wit),
                ("P / C", Zone::Wit),
                ("P / A / B", Zone::Wit),
                ("P / C / D", Zone::Wit)
            ]
        );
        let given = BTreeMap::from([("P / A", Some(Zone::Wita)), ("P / C", Some(Zone::Wit)), ("P / C / D", None)]);
        let zones: Vec<Zone> = super::plan(&[], &given, Zone::Wib).inserts.iter().map(|new| new.zone).collect();
        assert_eq!(zones, [Zone::Wib, Zone::Wita, Zone::Wit, Zone::Wit]);
    }

    #[test]
    fn a_unit_follows_its_parent_unless_it_had_a_zone_of_its_own() {
        let existing = [
            unit(1, "P", Zone::Wib),
            unit(2, "P / A", Zone::Wib),
            unit(3, "P / B", Zone::Wit),
            unit(4, "P / A / X", Zone::Wib),
        ];
        let plan = plan(&existing, &BTreeMap::from([("P", Some(Zone::Wita))]), Zone::Wib);
        assert_eq!(plan.zones, [(UnitId(1), Zone::Wita), (UnitId(2), Zone::Wita), (UnitId(4), Zone::Wita)]);
        assert_eq!(super::plan(&existing, &BTreeMap::from([("P / A", None)]), Zone::Wit), Plan::default());
    }

    #[test]
    fn a_unit_is_found_by_what_one_remembers_of_it() {
        let units = [
            unit(1, "Pemda", Zone::Wib),
            unit(2, "Pemda / Dinas Pendidikan", Zone::Wib),
            unit(3, "Pemda / Dinas Pendidikan / SD Negeri 1", Zone::Wib),
            unit(4, "Pemda / Dinas Pendidikan / SD Negeri 10", Zone::Wib),
            unit(5, "Pemda / Dinas Kesehatan", Zone::Wib),
        ];
        let ids = |text| search(&units, text, 3).iter().map(|unit| unit.id.0).collect::<Vec<_>>();
        assert_eq!(ids("sd negeri 1"), [3, 4]);
        assert_eq!(ids("PENDIDIKAN"), [2, 3, 4]);
        assert_eq!(ids("dinas kes"), [5]);
        assert_eq!(ids("kesehatan dinas"), [5]);
        assert_eq!(ids("Pemda/Dinas Pendidikan"), [2, 3, 4]);
        assert_eq!(ids("bappeda"), [0; 0]);
        assert_eq!(ids(" / "), [0; 0]);
    }
}
