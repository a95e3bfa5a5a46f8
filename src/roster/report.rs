//! What an import found wrong, and what it did, in lines for a screen, a terminal or a spreadsheet.

use std::fmt::Write as _;

use super::{PersonKey, import::Problem, mask_name};
use crate::{
    msg,
    texts::{Lang, Message},
};

/// How many problems, or people, a terminal shows.
pub const LINES: usize = 50;
/// How many a chat shows.
pub const CHAT_LINES: usize = 20;

/// An active person whom the file does not have.
#[derive(Clone, PartialEq, Eq)]
pub struct Missing {
    pub key: PersonKey,
    pub name: String,
    pub unit: String,
}

impl std::fmt::Debug for Missing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Missing(…)")
    }
}

/// What an import did, or would do. Added, changed, unchanged, rekeyed and reactivated sum to `rows`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    pub dry_run: bool,
    pub rows: usize,
    pub added: usize,
    pub changed: usize,
    pub unchanged: usize,
    /// Known by another key before.
    pub rekeyed: usize,
    /// Had been taken off the roster.
    pub reactivated: usize,
    /// Of `missing`: all, or none.
    pub deactivated: usize,
    pub missing: Vec<Missing>,
    pub units_added: usize,
    pub zones_changed: usize,
    /// Rows whose old key nobody has.
    pub old_key_unknown: Vec<u64>,
    /// What is written otherwise than the roster has it.
    pub warnings: Vec<Message>,
}

impl Problem {
    /// One line: the place, the problem and how to mend it.
    pub fn message(&self) -> Message {
        let what = self.what.clone();
        match (self.row, &self.column) {
            (Some(row), Some(column)) => {
                msg!("roster-problem-cell", row = row.to_string(), column = column, what = what)
            }
            (Some(row), None) => msg!("roster-problem-row", row = row.to_string(), what = what),
            (None, _) => what,
        }
    }
}

/// The first problems for a chat, in HTML, in at most `most_units` of UTF-16; then how many more there are.
pub fn problems_html(problems: &[Problem], most_units: usize, lang: Lang) -> String {
    let head = msg!("roster-problems", count = problems.len()).html(lang);
    let lines = problems.iter().map(|problem| format!("• {}", problem.message().html(lang)));
    digest(&head, lines, CHAT_LINES, most_units, |rest| msg!("roster-more", count = rest).html(lang))
}

/// The first problems for a terminal.
pub fn problems_plain(problems: &[Problem], lang: Lang) -> String {
    let head = msg!("roster-problems", count = problems.len()).plain(lang);
    let lines = problems.iter().map(|problem| format!("- {}", problem.message().plain(lang)));
    digest(&head, lines, LINES, usize::MAX, |rest| msg!("roster-more", count = rest).plain(lang))
}

/// Every problem, as a table that a spreadsheet opens.
pub fn problems_csv(problems: &[Problem], lang: Lang) -> Vec<u8> {
    let titles = [msg!("roster-column-row"), msg!("roster-column-column"), msg!("roster-column-problem")];
    let rows = problems.iter().map(|problem| {
        let row = problem.row.map(|row| row.to_string()).unwrap_or_default();
        vec![row, problem.column.clone().unwrap_or_default(), problem.what.plain(lang)]
    });
    csv(&titles.map(|title| title.plain(lang)), rows)
}

impl Report {
    /// The counts that are not zero, one line each; the first line says whether it was a trial.
    pub fn messages(&self) -> Vec<Message> {
        let head = if self.dry_run {
            msg!("roster-report-dry-run", count = self.rows)
        } else {
            msg!("roster-report-done", count = self.rows)
        };
        let mut lines = vec![head];
        let mut line = |count: usize, message: Message| {
            if count > 0 {
                lines.push(message);
            }
        };
        line(self.added, msg!("roster-report-added", count = self.added));
        line(self.changed, msg!("roster-report-changed", count = self.changed));
        line(self.rekeyed, msg!("roster-report-rekeyed", count = self.rekeyed));
        line(self.reactivated, msg!("roster-report-reactivated", count = self.reactivated));
        line(self.unchanged, msg!("roster-report-unchanged", count = self.unchanged));
        line(self.units_added, msg!("roster-report-units", count = self.units_added));
        line(self.zones_changed, msg!("roster-report-zones", count = self.zones_changed));
        let rows = self.old_key_unknown.iter().take(LINES).map(u64::to_string).collect::<Vec<_>>().join(", ");
        line(self.old_key_unknown.len(), msg!("roster-report-old-key", rows = rows));
        let missing = self.missing.len();
        line(self.deactivated, msg!("roster-report-deactivated", count = self.deactivated));
        line(missing.saturating_sub(self.deactivated), msg!("roster-report-missing", count = missing));
        lines
    }

    /// The first of the missing people for a chat, masked, in HTML; empty where nobody is missing.
    pub fn missing_html(&self, most_units: usize, lang: Lang) -> String {
        let lines = self.missing.iter().map(|missing| format!("• {}", missing.message().html(lang)));
        digest("", lines, CHAT_LINES, most_units, |rest| msg!("roster-more", count = rest).html(lang))
    }

    /// The first of the missing people for a terminal, masked.
    pub fn missing_plain(&self, lang: Lang) -> String {
        let lines = self.missing.iter().map(|missing| format!("- {}", missing.message().plain(lang)));
        digest("", lines, LINES, usize::MAX, |rest| msg!("roster-more", count = rest).plain(lang))
    }

    /// Everyone who is missing, masked, as a table that a spreadsheet opens.
    pub fn missing_csv(&self, lang: Lang) -> Vec<u8> {
        let titles = [msg!("roster-column-name"), msg!("roster-column-key"), msg!("roster-column-unit")];
        let rows = self
            .missing
            .iter()
            .map(|missing| vec![mask_name(&missing.name), missing.key.masked(), missing.unit.clone()]);
        csv(&titles.map(|title| title.plain(lang)), rows)
    }
}

impl Missing {
    fn message(&self) -> Message {
        msg!("roster-missing", name = mask_name(&self.name), key = self.key.masked(), unit = &self.unit)
    }
}

/// `head` and as many lines as fit, of `most_lines` at most; the rest is counted. Telegram counts in UTF-16.
fn digest(
    head: &str,
    lines: impl ExactSizeIterator<Item = String>,
    most_lines: usize,
    most_units: usize,
    more: impl Fn(usize) -> String,
) -> String {
    let total = lines.len();
    let mut text = head.to_owned();
    let units = |text: &str| text.encode_utf16().count() + 1;
    let mut used = units(head) + units(&more(total));
    let mut shown = 0;
    for line in lines.take(most_lines) {
        used = used.saturating_add(units(&line));
        if used > most_units {
            break;
        }
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&line);
        shown += 1;
    }
    if shown < total {
        let _ = write!(text, "\n{}", more(total - shown));
    }
    text
}

/// Semicolons and a byte order mark: what a spreadsheet set to Indonesian opens by a double click.
pub fn csv(titles: &[String], rows: impl Iterator<Item = Vec<String>>) -> Vec<u8> {
    let mut writer =
        csv::WriterBuilder::new().delimiter(b';').terminator(csv::Terminator::CRLF).from_writer(vec![0xef, 0xbb, 0xbf]);
    // Writing to memory does not fail, and every row is as long as the titles.
    let _ = writer.write_record(titles);
    for row in rows {
        let _ = writer.write_record(row.into_iter().map(harmless));
    }
    writer.into_inner().unwrap_or_default()
}

/// A cell that a spreadsheet would run as a formula is made text.
fn harmless(cell: String) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell }
}

/// Fewer than so many missing people are no sign of a wrong file.
const FEW: usize = 10;

/// More than a fifth of all: rather a list of one office than that everybody left.
pub fn are_too_many(missing: usize, active: i64) -> bool {
    missing >= FEW && i64::try_from(missing).is_ok_and(|missing| missing * 5 > active)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(count: u64) -> Vec<Problem> {
        (2..count + 2)
            .map(|row| Problem {
                row: Some(row),
                column: Some("<Nama>".into()),
                what: msg!("roster-kind-unknown", value = "=1+1"),
            })
            .collect()
    }

    #[test]
    fn a_long_report_is_cut_for_the_screen_and_whole_in_the_file() {
        let problems = problems(120);
        let plain = problems_plain(&problems, Lang::Id);
        assert_eq!(plain.lines().count(), 52);
        assert!(plain.ends_with("dan 70 lagi"), "{plain}");
        let html = problems_html(&problems, 3000, Lang::Id);
        assert!(
            html.chars().count() <= 3000 && html.contains("&lt;Nama&gt;") && html.contains("dan 100 lagi"),
            "{html}"
        );
        let csv = String::from_utf8(problems_csv(&problems, Lang::Id)).expect("text");
        assert_eq!(csv.lines().count(), 121);
        assert!(csv.starts_with("\u{feff}Baris;Kolom;Masalah\r\n2;<Nama>;"), "{csv}");
    }

    #[test]
    fn a_cell_is_never_a_formula() {
        let table = csv(&["a".into()], [vec!["=cmd()".into()], vec!["-".into()], vec!["x;y".into()]].into_iter());
        assert_eq!(String::from_utf8(table).expect("text"), "\u{feff}a\r\n'=cmd()\r\n'-\r\n\"x;y\"\r\n");
    }

    #[test]
    fn the_missing_are_masked() {
        let key = PersonKey::parse(crate::roster::Kind::Pns, "198001012005011001").expect("a NIP");
        let missing = vec![Missing { key, name: "Siti Aminah".into(), unit: "Pemda".into() }];
        let report = Report { rows: 3, added: 3, missing, ..Report::default() };
        assert_eq!(report.messages().len(), 3);
        for text in [report.missing_plain(Lang::Id), report.missing_html(4000, Lang::Id)] {
            assert!(text.contains("Si•• Am••••") && text.contains("19800101••••••••••"), "{text}");
        }
        assert_eq!(Report::default().missing_plain(Lang::Id), "");
    }
}
