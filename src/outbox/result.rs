//! A campaign's result as a workbook: written row by row into a file, whatever its size.

use std::path::Path;

use anyhow::Context as _;
use rust_xlsxwriter::{Format, FormatAlign, Workbook};
use tempfile::TempPath;

use super::{reason, store::result::ResultRow};
use crate::{
    msg,
    texts::{Lang, Message, moment},
};

/// Rows of a sheet below its titles; Excel takes 1,048,576.
pub const SHEET_ROWS: u32 = 1_000_000;
/// How the names of unfinished or forgotten tables begin.
pub const PREFIX: &str = "table-";
const WIDTHS: [f64; 8] = [34.0, 22.0, 34.0, 60.0, 8.0, 22.0, 40.0, 30.0];

/// A line of the first sheet: what is told, and what of it.
pub struct Fact {
    pub label: Message,
    pub value: Value,
}

pub enum Value {
    Text(String),
    Count(i64),
}

/// Takes rows as they come. They wait in a file of `folder`, not in memory.
pub struct Table {
    workbook: Workbook,
    lang: Lang,
    sheet_rows: u32,
    /// Rows in the last sheet; none: there is no sheet yet.
    filled: Option<u32>,
}

impl Table {
    pub fn new(folder: &Path, lang: Lang, sheet_rows: u32, facts: &[Fact]) -> anyhow::Result<Self> {
        let mut workbook = Workbook::new();
        workbook.set_tempdir(folder).context("a folder for a table")?;
        add_summary(&mut workbook, lang, facts)?;
        Ok(Self { workbook, lang, sheet_rows, filled: None })
    }

    pub fn push(&mut self, row: &ResultRow) -> anyhow::Result<()> {
        let lang = self.lang;
        let filled = match self.filled.filter(|filled| *filled < self.sheet_rows) {
            Some(filled) => filled,
            None => {
                add_sheet(&mut self.workbook, lang)?;
                0
            }
        };
        let last = self.workbook.worksheets().len() - 1;
        let sheet = self.workbook.worksheet_from_index(last)?;
        let why = reason::why(row.state, row.reason.as_deref()).map(|why| why.plain(lang));
        let cells = [
            row.name.as_str(),
            &row.masked_key,
            &row.position,
            &row.unit_path,
            row.zone.code(),
            &reason::delivery(row.state).plain(lang),
            &why.unwrap_or_default(),
            &row.at.map(|at| moment(at, row.zone, lang)).unwrap_or_default(),
        ];
        for (column, cell) in (0..).zip(cells) {
            sheet.write_string(filled + 1, column, cell)?;
        }
        self.filled = Some(filled + 1);
        Ok(())
    }

    /// The finished workbook, deleted when the path is dropped; and its bytes.
    pub fn finish(mut self, folder: &Path) -> anyhow::Result<(TempPath, u64)> {
        if self.filled.is_none() {
            add_sheet(&mut self.workbook, self.lang)?;
        }
        let file = tempfile::Builder::new().prefix(PREFIX).tempfile_in(folder).context("a file for a table")?;
        let (mut file, path) = file.into_parts();
        self.workbook.save_to_writer(&mut file).context("writing a table")?;
        let bytes = file.metadata()?.len();
        Ok((path, bytes))
    }
}

fn add_summary(workbook: &mut Workbook, lang: Lang, facts: &[Fact]) -> anyhow::Result<()> {
    let sheet = workbook.add_worksheet_with_constant_memory()?;
    sheet.set_name(msg!("campaign-table-summary").plain(lang))?;
    sheet.set_column_width(0, 24)?;
    sheet.set_column_width(1, 70)?;
    let bold = Format::new().set_bold();
    let left = Format::new().set_align(FormatAlign::Left);
    for (row, fact) in (0..).zip(facts) {
        sheet.write_string_with_format(row, 0, fact.label.plain(lang), &bold)?;
        match &fact.value {
            Value::Text(text) => sheet.write_string(row, 1, text)?,
            Value::Count(count) => {
                sheet.write_number_with_format(row, 1, u32::try_from(*count).unwrap_or(u32::MAX), &left)?
            }
        };
    }
    Ok(())
}

fn add_sheet(workbook: &mut Workbook, lang: Lang) -> anyhow::Result<()> {
    // The first sheet is the summary.
    let number = workbook.worksheets().len();
    let sheet = workbook.add_worksheet_with_constant_memory()?;
    sheet.set_name(msg!("campaign-table-sheet", number = number).plain(lang))?;
    let titles = [
        msg!("campaign-table-name"),
        msg!("campaign-table-key"),
        msg!("campaign-table-position"),
        msg!("campaign-table-unit"),
        msg!("campaign-table-zone"),
        msg!("campaign-table-state"),
        msg!("campaign-table-reason"),
        msg!("campaign-table-at"),
    ];
    let bold = Format::new().set_bold();
    for (column, (title, width)) in (0..).zip(titles.iter().zip(WIDTHS)) {
        sheet.set_column_width(column, width)?;
        sheet.write_string_with_format(0, column, title.plain(lang), &bold)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use calamine::{Data, Reader as _, Xlsx, open_workbook};

    use super::*;
    use crate::{outbox::DeliveryState, roster::PersonId, texts::Zone};

    fn row(n: i64) -> ResultRow {
        ResultRow {
            person: PersonId(n),
            name: "=1+1 <Anna> & \u{1}".into(),
            masked_key: "19800101••••••••••".into(),
            position: "Guru".into(),
            unit_path: "Pemda / SDN 1".into(),
            zone: Zone::Wit,
            state: DeliveryState::Skipped,
            reason: Some("signed".into()),
            at: chrono::DateTime::from_timestamp(1_728_000_902, 0),
        }
    }

    #[test]
    fn rows_are_split_over_sheets_and_read_back() {
        let folder = tempfile::tempdir().expect("a folder");
        let facts = [Fact { label: msg!("campaign-table-total"), value: Value::Count(25) }];
        let mut table = Table::new(folder.path(), Lang::Id, 10, &facts).expect("a table");
        for n in 0..25 {
            table.push(&row(n)).expect("a row");
        }
        let (path, bytes) = table.finish(folder.path()).expect("a file");
        assert!(bytes > 0);
        let mut book: Xlsx<_> = open_workbook(&path).expect("a workbook");
        assert_eq!(book.sheet_names(), ["Ringkasan", "Hasil 1", "Hasil 2", "Hasil 3"]);
        let rows: Vec<usize> = book.worksheets().iter().map(|(_, range)| range.rows().count()).collect();
        assert_eq!(rows, [1, 11, 11, 6]);
        let name = book.sheet_names()[1].clone();
        let range = book.worksheet_range(&name).expect("a sheet");
        let first: Vec<String> = range.rows().nth(1).expect("a row").iter().map(Data::to_string).collect();
        assert!(first[0].starts_with("=1+1 <Anna> &"), "text, no formula: {first:?}");
        assert_eq!(first[4], "WIT");
        assert_eq!(first[7], "4 Oktober 2024 pukul 09.15.02 WIT");
        assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 1, "nothing else is left behind");
    }

    #[test]
    fn a_table_of_nobody_has_its_titles() {
        let folder = tempfile::tempdir().expect("a folder");
        let table = Table::new(folder.path(), Lang::En, SHEET_ROWS, &[]).expect("a table");
        let (path, _) = table.finish(folder.path()).expect("a file");
        let mut book: Xlsx<_> = open_workbook(&path).expect("a workbook");
        let sheets = book.worksheets();
        assert_eq!(sheets[1].1.rows().count(), 1);
    }
}
