//! What rows of one file say against each other, and what they say that is likely a slip.

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet, hash_map::Entry},
};

use super::{
    Problem, Row,
    header::{Column, Header},
};
use crate::{
    msg,
    roster::{
        Kind, PersonKey,
        unit::{self, SEPARATOR, Spellings},
    },
    texts::{Message, Zone},
};

/// How many spellings of units are questioned; after that it is the agency's style.
const SPELLINGS_MAX: usize = 10;
/// How many rows a warning names.
const ROWS_NAMED: usize = 10;
/// From so many digits on, a code of digits alone is more likely a NIK, a NIP or a phone number gone wrong.
const LONG_NUMBER: usize = 10;

/// The same key on two rows, one unit in two zones, an old key that is someone else's: whatever the spelling.
pub(super) fn find(header: &Header, rows: &[Row], problems: &mut Vec<Problem>) {
    let problem = |row: &Row, column, what| Problem { row: Some(row.row), column: Some(header.title(column)), what };
    let mut keys: HashMap<Cow<'_, str>, &Row> = HashMap::with_capacity(rows.len());
    let mut zones: HashMap<String, (Zone, u64)> = HashMap::new();
    let mut folds: HashMap<&str, String> = HashMap::new();
    for row in rows {
        match keys.entry(row.key.folded()) {
            Entry::Occupied(first) => {
                problems.push(problem(row, Column::Key, twice(&row.key, &first.get().key, first.get().row)));
            }
            Entry::Vacant(entry) => {
                entry.insert(row);
            }
        }
        let Some(zone) = row.zone else { continue };
        let path = row.unit.as_str();
        let fold = folds.entry(path).or_insert_with(|| unit::alike(path));
        let (first, at) = *zones.entry(fold.clone()).or_insert((zone, row.row));
        if first != zone {
            let (zone, first, at) = (zone.code(), first.code(), at.to_string());
            let what = msg!("roster-zone-differs", unit = path, zone = zone, first = first, row = at);
            problems.push(problem(row, Column::Zone, what));
        }
    }
    let mut old: HashMap<Cow<'_, str>, &Row> = HashMap::new();
    for row in rows {
        let Some(old_key) = &row.old_key else { continue };
        if let Some(other) = keys.get(&old_key.folded()) {
            problems.push(problem(row, Column::OldKey, msg!("roster-old-key-in-use", row = other.row.to_string())));
        }
        match old.entry(old_key.folded()) {
            Entry::Occupied(first) => {
                let other = first.get().old_key.as_ref().unwrap_or(old_key);
                problems.push(problem(row, Column::OldKey, twice(old_key, other, first.get().row)));
            }
            Entry::Vacant(entry) => {
                entry.insert(row);
            }
        }
    }
}

fn twice(key: &PersonKey, first: &PersonKey, row: u64) -> Message {
    if key == first {
        msg!("roster-key-twice", first = row.to_string())
    } else {
        msg!("roster-key-twice-spelling", key = key.as_str(), other = first.as_str(), first = row.to_string())
    }
}

/// Numbers that are allowed and yet are likely a slip.
pub(super) fn warn_of_numbers(rows: &[Row], warnings: &mut Vec<Message>) {
    let long = rows_where(rows, |row| match &row.key {
        PersonKey::Code(code) => {
            code.as_str().len() >= LONG_NUMBER && code.as_str().bytes().all(|byte| byte.is_ascii_digit())
        }
        PersonKey::Nip(_) | PersonKey::Ni(_) => false,
    });
    if let Some((count, rows)) = long {
        warnings.push(msg!("roster-warning-long-number", count = count, rows = rows));
    }
    // A village head may well be a civil servant.
    let asn = rows_where(rows, |row| row.kind == Kind::NonAsn && !matches!(row.key, PersonKey::Code(_)));
    if let Some((count, rows)) = asn {
        warnings.push(msg!("roster-warning-number-of-asn", count = count, rows = rows));
    }
}

/// How many, and the first of them by their numbers.
fn rows_where(rows: &[Row], suspect: impl Fn(&Row) -> bool) -> Option<(usize, String)> {
    let found: Vec<String> = rows.iter().filter(|row| suspect(row)).map(|row| row.row.to_string()).collect();
    let mut named = found.iter().take(ROWS_NAMED).cloned().collect::<Vec<_>>().join(", ");
    if found.len() > ROWS_NAMED {
        named.push_str(", …");
    }
    (!found.is_empty()).then_some((found.len(), named))
}

/// Two spellings that are one unit, and two units that differ by punctuation or accents alone.
pub(super) fn warn_of_spellings(rows: &[Row], warnings: &mut Vec<Message>) {
    let mut spellings = Spellings::default();
    // Each unit by its settled path: the row that has it first.
    let mut first: HashMap<String, u64> = HashMap::new();
    let mut skeletons: HashMap<String, String> = HashMap::new();
    let (mut seen, mut told) = (HashSet::new(), 0);
    for row in rows {
        if told == SPELLINGS_MAX || !seen.insert(row.unit.as_str()) {
            continue;
        }
        let mut met = Vec::new();
        let path =
            spellings.settle(row.unit.as_str(), &mut |known, here| met.push((known.to_owned(), here.to_owned())));
        for (known, here) in met {
            if seen_before(&mut first, &here, row.row).is_none() {
                told += 1;
                let at = first.get(&known).copied().unwrap_or(row.row);
                warnings.push(spelling(&known, at, &here, row.row, true));
            }
        }
        let mut level = String::new();
        for part in path.split(SEPARATOR) {
            level = if level.is_empty() { part.to_owned() } else { format!("{level}{SEPARATOR}{part}") };
            if seen_before(&mut first, &level, row.row).is_some() {
                continue;
            }
            let other = skeletons.entry(unit::skeleton(&level)).or_insert_with(|| level.clone());
            if *other != level {
                told += 1;
                let at = first.get(other.as_str()).copied().unwrap_or(row.row);
                warnings.push(spelling(other, at, &level, row.row, false));
            }
        }
    }
}

fn seen_before(first: &mut HashMap<String, u64>, path: &str, row: u64) -> Option<u64> {
    match first.get(path) {
        Some(row) => Some(*row),
        None => {
            first.insert(path.to_owned(), row);
            None
        }
    }
}

fn spelling(first: &str, first_row: u64, second: &str, second_row: u64, one: bool) -> Message {
    let (first_row, second_row) = (first_row.to_string(), second_row.to_string());
    if one {
        msg!("roster-warning-spelling", first = first, first_row = first_row, second = second, second_row = second_row)
    } else {
        msg!("roster-warning-lookalike", first = first, first_row = first_row, second = second, second_row = second_row)
    }
}
