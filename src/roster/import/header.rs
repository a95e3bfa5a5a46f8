//! The columns of a roster file: which there are, where, and what the file calls them.

use std::collections::BTreeMap;

use csv::StringRecord;

use crate::{
    msg,
    roster::{fold, name::bare, sheet::Record},
    texts::Message,
};

/// How much of a cell a problem repeats.
const QUOTED_MAX: usize = 40;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Column {
    Name,
    Key,
    Kind,
    Position,
    Unit,
    Zone,
    Head,
    OldKey,
}

impl Column {
    pub(super) const ALL: [Column; 8] = [
        Column::Name,
        Column::Key,
        Column::Kind,
        Column::Position,
        Column::Unit,
        Column::Zone,
        Column::Head,
        Column::OldKey,
    ];
    const REQUIRED: [Column; 5] = [Column::Name, Column::Key, Column::Kind, Column::Position, Column::Unit];

    /// What the template calls it: the same in every language, for it is what the file must hold.
    pub(super) fn title(self) -> &'static str {
        match self {
            Column::Name => "Nama",
            Column::Key => "NIP/NI/Kode",
            Column::Kind => "Jenis",
            Column::Position => "Jabatan",
            Column::Unit => "Unit",
            Column::Zone => "Zona",
            Column::Head => "Kepala",
            Column::OldKey => "NIP Lama",
        }
    }

    /// Case, spaces, punctuation and diacritics do not matter.
    pub(super) fn of(header: &str) -> Option<Self> {
        Some(match fold(header).as_str() {
            "nama" | "namalengkap" | "namapegawai" => Column::Name,
            "nip" | "ni" | "nipni" | "nipppk" | "nipnipppk" | "nipnikode" | "nipnipppkkode" | "nipkode" | "kode"
            | "kodepegawai" | "nomorinduk" => Column::Key,
            "jenis" | "jeniskepegawaian" | "jenispegawai" | "status" | "statuskepegawaian" | "statuspegawai" => {
                Column::Kind
            }
            "jabatan" | "namajabatan" => Column::Position,
            "unit" | "unitkerja" | "unitorganisasi" => Column::Unit,
            "zona" | "zonawaktu" => Column::Zone,
            "kepala" | "kepalaunit" | "pimpinan" | "pimpinanunit" => Column::Head,
            "niplama" | "nilama" | "kodelama" | "nipnilama" | "nipnikodelama" => Column::OldKey,
            _ => return None,
        })
    }
}

/// How many columns a row names.
pub(super) fn known(fields: &StringRecord) -> usize {
    let mut columns: Vec<Column> = fields.iter().filter_map(Column::of).collect();
    columns.sort_unstable();
    columns.dedup();
    columns.len()
}

/// Where each column is, and what the file calls it.
pub(super) struct Header {
    columns: BTreeMap<Column, (usize, String)>,
    /// Columns up to the last title.
    pub(super) width: usize,
    /// Cells that every row has: up to the last column that may not be empty.
    pub(super) least: usize,
}

impl Header {
    pub(super) fn read(record: &Record, warnings: &mut Vec<Message>) -> Result<Self, Vec<Message>> {
        let mut columns: BTreeMap<Column, (usize, String)> = BTreeMap::new();
        let (mut problems, mut unknown, mut width) = (Vec::new(), Vec::new(), 0);
        for (at, title) in record.fields.iter().enumerate() {
            let title = bare(title).split_whitespace().collect::<Vec<_>>().join(" ");
            if title.is_empty() {
                continue;
            }
            width = at + 1;
            let Some(column) = Column::of(&title) else {
                unknown.push(quoted(&title));
                continue;
            };
            match columns.get(&column) {
                Some((_, first)) => {
                    problems.push(msg!("roster-header-twice", first = first, second = title));
                }
                None => {
                    columns.insert(column, (at, title));
                }
            }
        }
        let missing: Vec<&str> =
            Column::REQUIRED.into_iter().filter(|column| !columns.contains_key(column)).map(Column::title).collect();
        if !missing.is_empty() {
            let mut found: Vec<String> = columns.values().map(|(_, title)| title.clone()).collect();
            found.extend(unknown);
            let all: Vec<&str> = Column::ALL.into_iter().map(Column::title).collect();
            problems.push(msg!(
                "roster-header-missing",
                missing = missing.join(", "),
                found = found.join(", "),
                all = all.join(", ")
            ));
            return Err(problems);
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        if !unknown.is_empty() {
            warnings.push(msg!("roster-warning-columns", columns = unknown.join(", ")));
        }
        if !columns.contains_key(&Column::Zone) {
            warnings.push(msg!("roster-warning-no-zone"));
        }
        let filled = [Column::Name, Column::Key, Column::Kind, Column::Unit];
        let least = filled.iter().filter_map(|column| columns.get(column)).map(|(at, _)| at + 1).max().unwrap_or(0);
        Ok(Self { columns, width, least })
    }

    /// The cell's text, empty where the row is short or the column absent.
    pub(super) fn cell<'r>(&self, column: Column, record: &'r Record) -> &'r str {
        self.columns.get(&column).and_then(|(at, _)| record.fields.get(*at)).map_or("", bare)
    }

    pub(super) fn title(&self, column: Column) -> String {
        self.columns.get(&column).map_or_else(|| column.title().to_owned(), |(_, title)| title.clone())
    }
}

/// A cell, or its beginning, for repeating in a problem.
pub(super) fn quoted(text: &str) -> String {
    match text.char_indices().nth(QUOTED_MAX) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}
