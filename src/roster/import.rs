//! Reads a roster file: either every row is good, or every problem is told, each with its place.

mod contradiction;
mod header;

use std::fmt;

use header::{Column, Header, quoted};

use super::{
    Kind, PersonKey, Progress, fold,
    name::{TextError, clean},
    nip::is_scientific,
    sheet::{Record, Sheet},
    unit::{DEPTH_MAX, PATH_MAX, PathError, UnitPath},
};
use crate::{
    msg,
    texts::{Message, Zone},
};

/// A file to fill in: the titles and two people who do not exist. Opens in Excel by a double click; the
/// `="…"` keeps it from rounding the number.
pub const TEMPLATE: &str = "\u{feff}Nama;NIP/NI/Kode;Jenis;Jabatan;Unit;Zona;Kepala;NIP Lama\r\n\
Contoh Pertama, S.Sos.;\"=\"\"198001012005012001\"\"\";PNS;Analis Kebijakan;Kabupaten Contoh / Dinas Contoh;WIB;;\r\n\
Contoh Kedua;KD-001;Kepala Desa;Kepala Desa;Kabupaten Contoh / Kecamatan Contoh / Desa Contoh;WIB;ya;\r\n";
const NAME_MAX: usize = 200;
const POSITION_MAX: usize = 300;
/// Progress is told once per so many rows.
const STEP: u64 = 500;
/// What a spreadsheet leaves of a formula that failed.
const FORMULA_ERRORS: [&str; 8] = ["#N/A", "#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!"];

/// One person as the file gives them. Personal data: `{:?}` shows the row number alone.
#[derive(Clone, PartialEq, Eq)]
pub struct Row {
    /// As the spreadsheet numbers it.
    pub row: u64,
    pub key: PersonKey,
    /// The key this person had before.
    pub old_key: Option<PersonKey>,
    pub name: String,
    pub kind: Kind,
    pub position: String,
    pub head: bool,
    pub unit: UnitPath,
    pub zone: Option<Zone>,
}

impl fmt::Debug for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Row({})", self.row)
    }
}

/// A file without problems. At least one row.
#[derive(Clone, Debug, PartialEq)]
pub struct Roster {
    pub rows: Vec<Row>,
    /// What was passed over or guessed.
    pub warnings: Vec<Message>,
}

/// One thing to mend in the file, and how.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// As the spreadsheet numbers it; none: the file as a whole.
    pub row: Option<u64>,
    /// As the file's header calls it.
    pub column: Option<String>,
    pub what: Message,
}

impl Problem {
    pub(super) fn file(what: Message) -> Self {
        Self { row: None, column: None, what }
    }

    pub(super) fn row(row: u64, what: Message) -> Self {
        Self { row: Some(row), column: None, what }
    }
}

/// Reads a roster from the bytes of a file. `progress` is told bytes read, of how many.
pub fn parse(bytes: &[u8], progress: Progress<'_>) -> Result<Roster, Vec<Problem>> {
    let sheet = Sheet::decode(bytes).map_err(|reason| vec![Problem::file(reason.message())])?;
    let layout = sheet.layout(header::known).ok_or_else(|| vec![Problem::file(msg!("roster-file-empty"))])?;
    let mut warnings = Vec::new();
    if sheet.windows_1252 {
        warnings.push(msg!("roster-warning-encoding"));
    }
    let header = Header::read(&layout.header, &mut warnings).map_err(|problems| {
        let row = layout.header.row;
        problems.into_iter().map(|what| Problem::row(row, what)).collect::<Vec<_>>()
    })?;

    let mut reader = Reader { header: &header, rows: Vec::new(), problems: Vec::new() };
    for (count, (record, read)) in (0u64..).zip(sheet.records(layout.delimiter)) {
        if count % STEP == 0 {
            progress(read, sheet.len());
        }
        if record.row <= layout.header.row || record.is_blank() {
            continue;
        }
        if let Some(line) = record.runaway(&layout, header.least, header.width) {
            reader.problems.push(Problem::row(record.row, msg!("roster-row-quote", line = line.to_string())));
            // What follows lies within the quote.
            break;
        }
        reader.take(&record);
    }
    progress(sheet.len(), sheet.len());
    let Reader { rows, mut problems, .. } = reader;
    contradiction::find(&header, &rows, &mut problems);
    if rows.is_empty() && problems.is_empty() {
        problems.push(Problem::file(msg!("roster-file-header-only")));
    }
    if !problems.is_empty() {
        problems.sort_by_key(|problem| problem.row);
        return Err(problems);
    }
    contradiction::warn_of_numbers(&rows, &mut warnings);
    contradiction::warn_of_spellings(&rows, &mut warnings);
    Ok(Roster { rows, warnings })
}

struct Reader<'h> {
    header: &'h Header,
    rows: Vec<Row>,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn take(&mut self, record: &Record) {
        if record.is_wider(self.header.width) {
            // Every cell after the stray separator is out of place: no use in judging them.
            let (found, expected) = (record.fields.len(), self.header.width);
            let what = if has_split_number(record) {
                msg!("roster-key-scientific")
            } else {
                msg!("roster-row-wide", found = found, expected = expected)
            };
            self.problems.push(Problem::row(record.row, what));
            return;
        }
        let name = self.text(record, Column::Name, NAME_MAX).filter(|name| self.is_name(record, name));
        let kind = self.kind(record);
        let key = self.key(record, kind);
        let position = self.text(record, Column::Position, POSITION_MAX);
        let old_key = self.old_key(record);
        let unit = self.unit(record);
        let zone = self.zone(record);
        let head = self.head(record);
        if let (Some(name), Some(position), Some(kind), Some(key), Some(old_key), Some(unit), Some(zone), Some(head)) =
            (name, position, kind, key, old_key, unit, zone, head)
        {
            let old_key = old_key.filter(|old| old.folded() != key.folded());
            self.rows.push(Row { row: record.row, key, old_key, name, kind, position, head, unit, zone });
        }
    }

    fn problem<T>(&mut self, record: &Record, column: Column, what: Message) -> Option<T> {
        self.problems.push(Problem { row: Some(record.row), column: Some(self.header.title(column)), what });
        None
    }

    /// The cell, unless a failed formula stands there.
    fn cell<'r>(&mut self, record: &'r Record, column: Column) -> Option<&'r str> {
        let cell = self.header.cell(column, record);
        if cell.starts_with('#') && FORMULA_ERRORS.contains(&cell) {
            return self.problem(record, column, msg!("roster-cell-formula", value = cell));
        }
        Some(cell)
    }

    fn text(&mut self, record: &Record, column: Column, most: usize) -> Option<String> {
        let cell = unmarked(self.cell(record, column)?);
        match clean(cell, most) {
            Ok(text) => Some(text),
            Err(error) => self.problem(record, column, text_error(error, most)),
        }
    }

    fn is_name(&mut self, record: &Record, name: &str) -> bool {
        if name.is_empty() {
            self.problem::<()>(record, Column::Name, msg!("roster-name-empty"));
        } else if !name.chars().any(char::is_alphabetic) {
            self.problem::<()>(record, Column::Name, msg!("roster-name-no-letters", value = quoted(name)));
        } else {
            return true;
        }
        false
    }

    fn kind(&mut self, record: &Record) -> Option<Kind> {
        let cell = self.cell(record, Column::Kind)?;
        let what = match Kind::parse(cell) {
            Some(kind) => return Some(kind),
            None if cell.is_empty() => msg!("roster-kind-empty"),
            None => msg!("roster-kind-unknown", value = quoted(cell)),
        };
        self.problem(record, Column::Kind, what)
    }

    fn key(&mut self, record: &Record, kind: Option<Kind>) -> Option<PersonKey> {
        let cell = self.cell(record, Column::Key)?;
        // Without a kind the number is still judged, so that one report tells both.
        let parsed = match kind {
            Some(kind) => PersonKey::parse(kind, cell),
            None => PersonKey::parse_any(cell),
        };
        match parsed {
            Ok(key) => Some(key),
            Err(error) => self.problem(record, Column::Key, error.message()),
        }
    }

    fn old_key(&mut self, record: &Record) -> Option<Option<PersonKey>> {
        let cell = self.cell(record, Column::OldKey)?;
        if cell.is_empty() || cell == "-" {
            return Some(None);
        }
        match PersonKey::parse_any(cell) {
            Ok(key) => Some(Some(key)),
            Err(error) => self.problem(record, Column::OldKey, error.message()),
        }
    }

    fn unit(&mut self, record: &Record) -> Option<UnitPath> {
        let cell = unmarked(self.cell(record, Column::Unit)?);
        let what = match UnitPath::parse(cell) {
            Ok(path) => return Some(path),
            Err(PathError::Empty) => msg!("roster-unit-empty"),
            Err(PathError::EmptyPart { at }) => msg!("roster-unit-empty-part", at = at),
            Err(PathError::TooDeep { found }) => msg!("roster-unit-too-deep", found = found, most = DEPTH_MAX),
            Err(PathError::TooLong { found }) => msg!("roster-text-too-long", found = found, most = PATH_MAX),
            Err(PathError::Name(error)) => text_error(error, super::unit::NAME_MAX),
        };
        self.problem(record, Column::Unit, what)
    }

    fn zone(&mut self, record: &Record) -> Option<Option<Zone>> {
        let cell = self.cell(record, Column::Zone)?;
        if cell.is_empty() || cell == "-" {
            return Some(None);
        }
        match zone(cell) {
            Some(zone) => Some(Some(zone)),
            None => self.problem(record, Column::Zone, msg!("roster-zone-unknown", value = quoted(cell))),
        }
    }

    fn head(&mut self, record: &Record) -> Option<bool> {
        let cell = self.cell(record, Column::Head)?;
        match cell.to_lowercase().as_str() {
            "ya" | "y" | "1" | "x" | "v" | "✓" | "✔" | "√" | "true" | "benar" | "yes" => Some(true),
            "" | "-" | "tidak" | "tdk" | "t" | "0" | "bukan" | "false" | "salah" | "no" => Some(false),
            _ => self.problem(record, Column::Head, msg!("roster-head-unknown", value = quoted(cell))),
        }
    }
}

/// Without the apostrophe by which a spreadsheet marks as text what would be a number or a formula.
fn unmarked(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(|c: char| c.is_ascii_digit() || "=+-@".contains(c)) => rest,
        _ => cell,
    }
}

/// Whether two cells next to each other were `1,98E+17`.
fn has_split_number(record: &Record) -> bool {
    let cells: Vec<&str> = record.fields.iter().collect();
    cells.windows(2).any(|pair| matches!(pair, [a, b] if is_scientific(&format!("{},{}", a.trim(), b.trim()))))
}

fn zone(text: &str) -> Option<Zone> {
    match fold(text).as_str() {
        "wib" | "waktuindonesiabarat" | "utc7" | "wibutc7" => Some(Zone::Wib),
        "wita" | "waktuindonesiatengah" | "utc8" | "witautc8" => Some(Zone::Wita),
        "wit" | "waktuindonesiatimur" | "utc9" | "witutc9" => Some(Zone::Wit),
        _ => None,
    }
}

fn text_error(error: TextError, most: usize) -> Message {
    match error {
        TextError::Unseen(c) => msg!("roster-text-unseen", code = format!("U+{:04X}", u32::from(c))),
        TextError::TooLong { found } => msg!("roster-text-too-long", found = found, most = most),
    }
}

#[cfg(test)]
mod tests;
