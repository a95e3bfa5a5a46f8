//! A table file as it comes: its encoding, its delimiter, its records with the spreadsheet's row numbers.

use csv::StringRecord;
use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::name::bare;
use crate::{msg, texts::Message};

const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];
/// Above the header there may be a title and a date.
const HEADER_WITHIN: usize = 20;
/// Characters that a spreadsheet's cell can hold.
const CELL_MAX: usize = 32_767;
/// How many bytes tell UTF-16 without its mark from what is no text.
const SAMPLE: usize = 1_000;

/// Why a file is no table of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotText {
    Empty,
    Xlsx,
    Xls,
    Pdf,
    Binary,
}

impl NotText {
    pub fn message(self) -> Message {
        match self {
            NotText::Empty => msg!("roster-file-empty"),
            NotText::Xlsx => msg!("roster-file-xlsx"),
            NotText::Xls => msg!("roster-file-xls"),
            NotText::Pdf => msg!("roster-file-pdf"),
            NotText::Binary => msg!("roster-file-binary"),
        }
    }
}

/// The text of a table, lines ended by `\n`.
pub struct Sheet {
    text: String,
    /// Where the file says so in Excel's own way, `sep=;`.
    delimiter: Option<u8>,
    /// Not UTF-8, so read as Windows-1252.
    pub windows_1252: bool,
}

pub struct Record {
    /// As the spreadsheet numbers it; blank rows count.
    pub row: u64,
    /// The line of the text on which it begins, as an editor numbers it.
    line: u64,
    pub fields: StringRecord,
    /// The cell whose quote is not closed before the end of the file, or closed in the middle of another cell.
    torn: Option<usize>,
}

impl Record {
    pub fn is_blank(&self) -> bool {
        self.fields.iter().all(|field| bare(field).is_empty())
    }

    /// Whether cells beyond so many hold anything.
    pub fn is_wider(&self, width: usize) -> bool {
        self.fields.iter().skip(width).any(|field| !bare(field).is_empty())
    }

    /// The line on which a quote was opened that seems to have swallowed what follows: it is never closed, or closed in
    /// the middle of another cell; or the record has fewer cells than `least` or more than `most` while one of them holds
    /// lines that look like records; or a cell of many lines is larger than any spreadsheet's.
    pub fn runaway(&self, layout: &Layout, least: usize, most: usize) -> Option<u64> {
        if let Some(cell) = self.torn {
            return Some(self.line_of(cell));
        }
        let misfit = self.fields.len() < least || self.is_wider(most);
        let mark = char::from(layout.delimiter);
        let suspect = |field: &str| {
            field.contains('\n') && ((misfit && field.contains(mark)) || field.chars().nth(CELL_MAX).is_some())
        };
        self.fields.iter().position(suspect).map(|at| self.line_of(at))
    }

    /// The line on which a cell begins.
    fn line_of(&self, cell: usize) -> u64 {
        self.line + breaks(self.fields.iter().take(cell))
    }
}

fn breaks<'f>(fields: impl Iterator<Item = &'f str>) -> u64 {
    fields.map(|field| field.matches('\n').count()).sum::<usize>() as u64
}

/// Where the header is, and how cells are set apart.
pub struct Layout {
    pub delimiter: u8,
    pub header: Record,
}

impl Sheet {
    pub fn decode(bytes: &[u8]) -> Result<Self, NotText> {
        let wide = wide_encoding(bytes);
        let not_text = match bytes {
            [b'P', b'K', 3 | 5, 4 | 6, ..] => Some(NotText::Xlsx),
            [0xd0, 0xcf, 0x11, 0xe0, ..] => Some(NotText::Xls),
            [b'%', b'P', b'D', b'F', ..] => Some(NotText::Pdf),
            _ if wide.is_none() && bytes.contains(&0) => Some(NotText::Binary),
            _ => None,
        };
        if let Some(reason) = not_text {
            return Err(reason);
        }
        let (text, windows_1252) = match wide {
            Some(encoding) => match encoding.decode_with_bom_removal(bytes) {
                (text, false) if !text.contains('\0') => (text.into_owned(), false),
                _ => return Err(NotText::Binary),
            },
            None => match str::from_utf8(bytes) {
                Ok(text) => (text.to_owned(), false),
                Err(_) => {
                    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
                    (WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(), true)
                }
            },
        };
        // Programs that put files together leave more than one mark.
        let text = text.trim_start_matches('\u{feff}');
        if bare(text).is_empty() {
            return Err(NotText::Empty);
        }
        let mut text =
            if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text.to_owned() };
        if !text.ends_with('\n') {
            text.push('\n');
        }
        let delimiter = text.split_once('\n').and_then(|(first, _)| separator(first));
        Ok(Self { text, delimiter, windows_1252 })
    }

    pub fn len(&self) -> u64 {
        self.text.len() as u64
    }

    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Tries each delimiter; the row in which `score` knows most headers is the header.
    pub fn layout(&self, score: impl Fn(&StringRecord) -> usize) -> Option<Layout> {
        let mut best: Option<((usize, usize), Layout)> = None;
        let one = self.delimiter.map(|mark| [mark]);
        for &delimiter in one.as_ref().map_or(&DELIMITERS[..], |one| &one[..]) {
            let records = self.records(delimiter).map(|(record, _)| record).filter(|record| !record.is_blank());
            for header in records.take(HEADER_WITHIN) {
                let points = (score(&header.fields), header.fields.len());
                let better = match &best {
                    None => true,
                    // Without two known headers it is a guess: then the first row is the best one.
                    Some((most, layout)) if points.0 < 2 => {
                        most.0 < 2 && points > *most && header.row == layout.header.row
                    }
                    Some((most, _)) => points > *most,
                };
                if better {
                    best = Some((points, Layout { delimiter, header }));
                }
            }
        }
        best.map(|(_, layout)| layout)
    }

    /// Records and how many bytes were read up to their end.
    pub fn records(&self, delimiter: u8) -> impl Iterator<Item = (Record, u64)> {
        // The line that names the separator is none of the spreadsheet's.
        let before = if self.delimiter.is_some() { self.text.find('\n').map_or(0, |at| at + 1) } else { 0 };
        let text = self.text.get(before..).unwrap_or_default();
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .has_headers(false)
            .flexible(true)
            .from_reader(text.as_bytes());
        let mut breaks_before = 0;
        std::iter::from_fn(move || {
            let mut fields = StringRecord::new();
            // The text is valid UTF-8 and in memory: there is no error to meet.
            if !reader.read_record(&mut fields).unwrap_or(false) {
                return None;
            }
            let end = reader.position();
            let within = breaks(fields.iter());
            let start = usize::try_from(fields.position().map_or(0, csv::Position::byte)).unwrap_or_default();
            let last = end.byte() >= text.len() as u64;
            let stop = usize::try_from(end.byte()).unwrap_or(text.len());
            // A quote within one line harms nobody but its own cell.
            let quotes = text.get(start..stop).filter(|_| last || within > 0);
            let Quotes { open, torn } = quotes.map(|record| Quotes::of(record, delimiter)).unwrap_or_default();
            // Every line ends with \n, so after a closed record the reader stands on the next line.
            let line = end.line().saturating_sub(u64::from(!open) + within).max(1);
            let row = line.saturating_sub(breaks_before).max(1);
            breaks_before += within;
            let line = line + u64::from(before > 0);
            Some((Record { row, line, fields, torn }, end.byte() + before as u64))
        })
    }
}

/// UTF-16, by its mark or by the zeros that Latin text has in it.
fn wide_encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return Some(encoding).filter(|encoding| *encoding == UTF_16LE || *encoding == UTF_16BE);
    }
    let sample = bytes.get(..SAMPLE.min(bytes.len() & !1))?;
    let zeros = |odd: usize| sample.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    let (pairs, even, odd) = (sample.len() / 2, zeros(0), zeros(1));
    match pairs {
        0..4 => None,
        _ if even == 0 && odd * 10 >= pairs * 9 => Some(UTF_16LE),
        _ if odd == 0 && even * 10 >= pairs * 9 => Some(UTF_16BE),
        _ => None,
    }
}

/// Of `sep=;`, in quotes or not.
fn separator(line: &str) -> Option<u8> {
    let line = line.trim_matches(|c: char| c == '"' || (c.is_whitespace() && c != '\t')).to_ascii_lowercase();
    match line.strip_prefix("sep=").map(str::as_bytes) {
        Some(&[mark, ..]) if DELIMITERS.contains(&mark) => Some(mark),
        _ => None,
    }
}

/// How the quotes of a record stand.
#[derive(Default)]
struct Quotes {
    /// It ends within one.
    open: bool,
    /// The cell where that began, or one of several lines that goes on after its closing quote.
    torn: Option<usize>,
}

impl Quotes {
    fn of(record: &str, delimiter: u8) -> Self {
        let (mut quoted, mut begins, mut lines, mut cell, mut torn) = (false, true, false, 0, None);
        let record = record.trim_start_matches('\n');
        let mut bytes = record.bytes().peekable();
        while let Some(byte) = bytes.next() {
            match byte {
                b'"' if quoted && bytes.peek() == Some(&b'"') => {
                    bytes.next();
                }
                b'"' if quoted => {
                    quoted = false;
                    let ends = |next: &u8| *next == delimiter || next.is_ascii_whitespace();
                    if lines && !bytes.peek().is_none_or(ends) {
                        torn = torn.or(Some(cell));
                    }
                }
                b'"' if begins => quoted = true,
                b'\n' if quoted => lines = true,
                _ if byte == delimiter && !quoted => (cell, lines) = (cell + 1, false),
                _ => {}
            }
            begins = !quoted && byte == delimiter;
        }
        Self { open: quoted, torn: torn.or(quoted.then_some(cell)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<(u64, Vec<String>)> {
        let sheet = Sheet::decode(text.as_bytes()).expect("text");
        sheet.records(b',').map(|(record, _)| (record.row, record.fields.iter().map(str::to_owned).collect())).collect()
    }

    #[test]
    fn rows_are_numbered_as_in_the_spreadsheet() {
        for text in [
            "a,b\n\n\"c\nc\",\"d\"\"d\"\n,\n\ne,f",
            "a,b\r\n\r\n\"c\r\nc\",\"d\"\"d\"\r\n,\r\n\r\ne,f\r\n",
            "a,b\r\r\"c\rc\",\"d\"\"d\"\r,\r\re,f\r",
        ] {
            let rows = rows(text);
            let numbers: Vec<u64> = rows.iter().map(|(row, _)| *row).collect();
            assert_eq!(numbers, [1, 3, 4, 6], "{text:?}");
            assert_eq!(rows[1].1, ["c\nc", "d\"d"]);
        }
    }

    /// The row and the line at which a quote runs away, of a table with two columns.
    fn runaway(text: &str) -> Option<(u64, u64)> {
        let sheet = Sheet::decode(text.as_bytes()).expect("text");
        let header = sheet.records(b',').next().expect("a header").0;
        let layout = Layout { delimiter: b',', header };
        sheet.records(b',').find_map(|(record, _)| Some((record.row, record.runaway(&layout, 2, 2)?)))
    }

    #[test]
    fn a_quote_never_closed_is_known_by_where_it_opened() {
        for text in ["a,b\n\"c,d\ne,f\n", "a,b\n\"c,d\ne,f", "a,b\nc,\"d\n1\n2\n3\n4\n5\n", "a,b\nc,\"d\ne,\"\"f\"\"\n"]
        {
            assert_eq!(runaway(text), Some((2, 2)), "{text:?}");
        }
        // After a cell of three lines, and below Excel's own first line.
        assert_eq!(runaway("a,b\n\"c\nc\nc\",d\ne,\"f\n"), Some((3, 5)));
        assert_eq!(runaway("sep=,\na,b\nc,d\ne,\"f\n"), Some((3, 4)));
        assert_eq!(runaway("a,b\n\"c\nc\",\"d\ne,f\n"), Some((2, 3)));
    }

    #[test]
    fn a_quote_that_another_one_closes_is_suspected_where_nothing_fits() {
        // The quote before c is closed by the one before g, which is none of a cell's.
        assert_eq!(runaway("a,b\n\"c,d\ne,f\n\"g\",h\n"), Some((2, 2)));
        assert_eq!(runaway("a,b\nc,d\n\"e,f\ng,h\",i,j\n"), Some((3, 3)));
        assert_eq!(runaway("a,b\nc,d\n\"e,f\ng,h\"\n"), Some((3, 3)));
        assert_eq!(runaway("a,b\nc,\"d\ne,\"\"\",f\n"), Some((2, 2)));
        let long = format!("a,b\nc,\"d\n{}\"\n", "x".repeat(40_000));
        assert_eq!(runaway(&long), Some((2, 2)));
    }

    #[test]
    fn whatever_a_cell_may_hold_is_read() {
        let note = "satu\ndua, \"\"dua\"\"\n\n\n\n\nlima\n";
        let text = format!("a,b\n\"{note}\",d\ne,\"{note}\"\n\"\",\"\"\"\"\"\"\ng,\"{}\"\n", "x".repeat(40_000));
        assert_eq!(runaway(&text), None);
        let rows = rows(&text);
        let note = note.replace("\"\"", "\"");
        assert_eq!((rows[1].0, rows[1].1[0].as_str(), rows[1].1[1].as_str()), (2, note.as_str(), "d"));
        assert_eq!((rows[2].0, rows[2].1[1].as_str()), (3, note.as_str()));
        assert_eq!((rows[3].0, rows[3].1[1].as_str()), (4, "\"\""));
        assert_eq!((rows[4].0, rows[4].1[1].len()), (5, 40_000));
        for text in ["a,b\n\"c\nc\",\"d\n\"\n", "a,b\nc \"x\",d\" y\n", "a,b\nc,\"d\"\"\"\n", "a,b\nc,\"d, \"\"e\"\"\""]
        {
            assert_eq!(runaway(text), None, "{text:?}");
        }
    }

    #[test]
    fn files_that_are_no_text_are_known_by_their_beginning() {
        for (bytes, reason) in [
            (&b""[..], NotText::Empty),
            (b"\xef\xbb\xbf", NotText::Empty),
            (b" \r\n\n ", NotText::Empty),
            (b"PK\x03\x04rest", NotText::Xlsx),
            (b"\xd0\xcf\x11\xe0\xa1\xb1", NotText::Xls),
            (b"%PDF-1.7", NotText::Pdf),
            (b"\xff\xfe", NotText::Empty),
            (b"\xff\xfeN\0a", NotText::Binary),
            (b"\xff\xfeN\0\0\0", NotText::Binary),
            (b"Nama\0", NotText::Binary),
            (b"\0\0\0\0\0\0\0\0\0\0", NotText::Binary),
        ] {
            assert_eq!(Sheet::decode(bytes).err(), Some(reason), "{bytes:?}");
        }
    }

    #[test]
    fn encodings_and_excels_own_first_line() {
        let sheet = Sheet::decode(b"\xef\xbb\xbfNam\xc3\xa9\n").expect("text");
        assert_eq!((sheet.text.as_str(), sheet.windows_1252), ("Namé\n", false));
        let sheet = Sheet::decode(b"Nam\xe9 \x93x\x94").expect("text");
        assert_eq!((sheet.text.as_str(), sheet.windows_1252), ("Namé “x”\n", true));
        for text in ["sep=;\r\na;b\r\n", "SEP=; \na;b", "\u{feff}\u{feff}\"sep=;\"\ra;b\r"] {
            let sheet = Sheet::decode(text.as_bytes()).expect("text");
            let first = sheet.records(b';').next().expect("a record").0;
            assert_eq!((sheet.delimiter, first.row, &first.fields[1]), (Some(b';'), 1, "b"), "{text:?}");
        }
        let tab = Sheet::decode(b"sep=\t\na\tb\n").expect("text");
        assert_eq!(tab.delimiter, Some(b'\t'));
        for encoding in [UTF_16LE, UTF_16BE] {
            for mark in ["\u{feff}", ""] {
                let units = format!("{mark}Nama\tNIP\r\nNamé\t1\r\n");
                let bytes: Vec<u8> = units
                    .encode_utf16()
                    .flat_map(|unit| if encoding == UTF_16LE { unit.to_le_bytes() } else { unit.to_be_bytes() })
                    .collect();
                let sheet = Sheet::decode(&bytes).expect("text");
                assert_eq!((sheet.text.as_str(), sheet.windows_1252), ("Nama\tNIP\nNamé\t1\n", false));
            }
        }
    }
}
