//! Rows of a file, spelled as the database has them: one person and one unit each, whatever the spelling.

use std::collections::{HashMap, HashSet};

use anyhow::Context as _;
use sqlx::SqliteConnection;

use super::list_all_units;
use crate::{
    msg,
    roster::{
        PersonKey, Unit,
        import::Row,
        unit::{self, SEPARATOR, Spellings, UnitPath},
    },
    texts::Message,
};

/// How many spellings of each sort are told; after that it is the agency's style.
const TOLD: usize = 10;

/// The rows with the keys and the units of the database, where it has them in another spelling; and what to tell of
/// that. Where the database has two spellings already, they stay two, and both are named.
pub(super) async fn settle(c: &mut SqliteConnection, rows: &[Row]) -> anyhow::Result<(Vec<Row>, Vec<Message>)> {
    let codes = list_codes(c).await?;
    let units = list_all_units(c).await?;
    let mut warnings = Vec::new();
    warn_of_doubles(&codes, &units, &mut warnings);
    let mut keys = Keys { codes: &codes, told: 0 };
    let (mut spellings, mut paths) = (Spellings::of(&units), Paths::new(&units));
    let mut settled = Vec::with_capacity(rows.len());
    for row in rows {
        settled.push(Row {
            key: keys.settle(&row.key, row.row, &mut warnings),
            old_key: row.old_key.as_ref().map(|old| keys.settle(old, row.row, &mut warnings)),
            unit: paths.settle(&mut spellings, row, &mut warnings),
            ..row.clone()
        });
    }
    Ok((settled, warnings))
}

struct Code {
    key: String,
    active: bool,
}

/// By how they are compared. Numbers have one spelling.
async fn list_codes(c: &mut SqliteConnection) -> anyhow::Result<HashMap<String, Vec<Code>>> {
    let rows = sqlx::query!(r#"select key, active as "active: bool" from person where key_kind = 'code' order by id"#)
        .fetch_all(c)
        .await
        .context("listing codes")?;
    let mut codes: HashMap<String, Vec<Code>> = HashMap::with_capacity(rows.len());
    for row in rows {
        let fold = row.key.to_ascii_lowercase();
        codes.entry(fold).or_default().push(Code { key: row.key, active: row.active });
    }
    Ok(codes)
}

fn warn_of_doubles(codes: &HashMap<String, Vec<Code>>, units: &[Unit], warnings: &mut Vec<Message>) {
    let mut doubles: Vec<(&str, &str)> =
        codes.values().filter_map(|same| Some((same.first()?.key.as_str(), same.get(1)?.key.as_str()))).collect();
    doubles.sort_unstable();
    let codes = doubles.iter().take(TOLD);
    warnings.extend(codes.map(|(first, second)| msg!("roster-warning-code-double", first = *first, second = *second)));
    let units = unit::doubles(units).into_iter().take(TOLD);
    warnings.extend(
        units.map(|(first, second)| msg!("roster-warning-unit-double", first = &first.path, second = &second.path)),
    );
}

struct Keys<'c> {
    codes: &'c HashMap<String, Vec<Code>>,
    told: usize,
}

impl Keys<'_> {
    fn settle(&mut self, key: &PersonKey, row: u64, warnings: &mut Vec<Message>) -> PersonKey {
        let PersonKey::Code(code) = key else { return key.clone() };
        let Some(same) = self.codes.get(key.folded().as_ref()) else { return key.clone() };
        if same.iter().any(|other| other.key == code.as_str()) {
            return key.clone();
        }
        let Some(known) = same.iter().find(|other| other.active).or(same.first()) else { return key.clone() };
        self.told += 1;
        if self.told <= TOLD {
            let (known, row) = (known.key.as_str(), row.to_string());
            warnings.push(msg!("roster-warning-code-known", code = code.as_str(), row = row, known = known));
        }
        PersonKey::from_stored("code", known.key.clone())
    }
}

/// Paths settled so far, and what was told of them.
struct Paths {
    done: HashMap<String, UnitPath>,
    /// Of the database.
    known: HashSet<String>,
    /// By letters and digits alone.
    skeletons: HashMap<String, String>,
    told: HashSet<String>,
}

impl Paths {
    fn new(units: &[Unit]) -> Self {
        Self {
            done: HashMap::new(),
            known: units.iter().map(|unit| unit.path.clone()).collect(),
            skeletons: units.iter().map(|unit| (unit::skeleton(&unit.path), unit.path.clone())).collect(),
            told: HashSet::new(),
        }
    }

    fn settle(&mut self, spellings: &mut Spellings, row: &Row, warnings: &mut Vec<Message>) -> UnitPath {
        let written = row.unit.as_str();
        if let Some(path) = self.done.get(written) {
            return path.clone();
        }
        let number = || row.row.to_string();
        let path = spellings.settle(written, &mut |known, here| {
            // Two spellings within the file were told when it was read.
            if self.known.contains(known) && self.told.len() < TOLD && self.told.insert(here.to_owned()) {
                warnings.push(msg!("roster-warning-unit-known", unit = here, row = number(), known = known));
            }
        });
        // A new unit that is one of the roster but for a full stop or an accent is likely the same.
        let mut level = String::new();
        for part in path.split(SEPARATOR) {
            level = if level.is_empty() { part.to_owned() } else { format!("{level}{SEPARATOR}{part}") };
            if !self.known.contains(&level)
                && let Some(known) = self.skeletons.get(&unit::skeleton(&level))
                && self.told.len() < TOLD
                && self.told.insert(level.clone())
            {
                warnings.push(msg!("roster-warning-unit-lookalike", unit = &level, row = number(), known = known));
            }
        }
        let path = UnitPath::from_stored(path);
        self.done.insert(written.to_owned(), path.clone());
        path
    }
}
