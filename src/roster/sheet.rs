//! A table file as it comes: its encoding, its delimiter, its records with the spreadsheet's row numbers.

use csv::StringRecord;
use encoding_rs::WINDOWS_1252;

use crate::{msg, texts::Message};

const DELIMITERS: [u8; 3] = [b',', b';', b'\t'];
/// Above the header there may be a title and a date.
const HEADER_WITHIN: usize = 20;
/// More line breaks than a wrapped cell has: a quote was opened and never closed.
const BREAKS_MAX: usize = 3;

/// Why a file is no table of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotText {
    Empty,
    Xlsx,
    Xls,
    Pdf,
    Utf16,
    Binary,
}

impl NotText {
    pub fn message(self) -> Message {
        match self {
            NotText::Empty => msg!("roster-file-empty"),
            NotText::Xlsx => msg!("roster-file-xlsx"),
            NotText::Xls => msg!("roster-file-xls"),
            NotText::Pdf => msg!("roster-file-pdf"),
            NotText::Utf16 => msg!("roster-file-utf16"),
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
    pub fields: StringRecord,
    /// A quote was opened here and swallowed what follows.
    pub runaway: bool,
}

impl Record {
    pub fn is_blank(&self) -> bool {
        self.fields.iter().all(|field| field.trim().is_empty())
    }
}

/// Where the header is, and how cells are set apart.
pub struct Layout {
    pub delimiter: u8,
    pub header: Record,
}

impl Sheet {
    pub fn decode(bytes: &[u8]) -> Result<Self, NotText> {
        let not_text = match bytes {
            [b'P', b'K', 3 | 5, 4 | 6, ..] => Some(NotText::Xlsx),
            [0xd0, 0xcf, 0x11, 0xe0, ..] => Some(NotText::Xls),
            [b'%', b'P', b'D', b'F', ..] => Some(NotText::Pdf),
            [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => Some(NotText::Utf16),
            _ if bytes.contains(&0) => Some(NotText::Binary),
            _ => None,
        };
        if let Some(reason) = not_text {
            return Err(reason);
        }
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let (text, windows_1252) = match str::from_utf8(bytes) {
            Ok(text) => (text.to_owned(), false),
            Err(_) => (WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(), true),
        };
        let mut text = if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text };
        if text.trim().is_empty() {
            return Err(NotText::Empty);
        }
        if !text.ends_with('\n') {
            text.push('\n');
        }
        let mut delimiter = None;
        if let Some((first, rest)) = text.split_once('\n')
            && let Some(&[mark]) = first.trim_end().to_ascii_lowercase().strip_prefix("sep=").map(str::as_bytes)
            && DELIMITERS.contains(&mark)
        {
            delimiter = Some(mark);
            text = rest.to_owned();
        }
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
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .has_headers(false)
            .flexible(true)
            .from_reader(self.text.as_bytes());
        let mut breaks_before = 0;
        std::iter::from_fn(move || {
            let mut fields = StringRecord::new();
            // The text is valid UTF-8 and in memory: there is no error to meet.
            if !reader.read_record(&mut fields).unwrap_or(false) {
                return None;
            }
            let end = reader.position();
            breaks_before += fields.iter().map(|field| field.matches('\n').count()).sum::<usize>() as u64;
            // The file's last line break is within a cell: its quote was never closed.
            let unclosed = end.byte() >= self.len()
                && fields.iter().next_back().is_some_and(|field| field.ends_with('\n'))
                && !self.text.ends_with("\"\n");
            // Every line ends with \n, so after a closed record the reader stands on the next line.
            let row = end.line().saturating_sub(u64::from(!unclosed) + breaks_before).max(1);
            let runaway = unclosed || fields.iter().any(|field| field.matches('\n').count() > BREAKS_MAX);
            Some((Record { row, fields, runaway }, end.byte()))
        })
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

    #[test]
    fn a_quote_never_closed_is_known_by_where_it_opened() {
        for text in
            ["a,b\n\"c,d\ne,f\n", "a,b\n\"c,d\ne,f", "a,b\nc,\"d\n1\n2\n3\n4\n5\n", "a,b\n\"c\n1\n2\n3\n4\",d\n"]
        {
            let sheet = Sheet::decode(text.as_bytes()).expect("text");
            let last = sheet.records(b',').last().expect("a record").0;
            assert_eq!((last.row, last.runaway), (2, true), "{text:?}");
        }
        let sheet = Sheet::decode(b"a,b\n\"c\nc\",\"d\n\"\n").expect("text");
        let last = sheet.records(b',').last().expect("a record").0;
        assert_eq!((last.row, last.runaway), (2, false));
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
            (b"\xff\xfeN\0a\0", NotText::Utf16),
            (b"\xfe\xff\0N\0a", NotText::Utf16),
            (b"Nama\0", NotText::Binary),
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
        let sheet = Sheet::decode(b"sep=;\r\na;b\r\n").expect("text");
        assert_eq!((sheet.text.as_str(), sheet.delimiter), ("a;b\n", Some(b';')));
    }
}
