//! Reads a document file: TOML in, a checked [`Document`] out, or every problem with its line.

use chrono::NaiveDate;
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::{
    Document, Kind,
    document::{Audience, Circular, DocumentKind, kind_named, normalise},
};
use crate::{msg, texts::Message};

pub const MOST_CLAUSES: usize = 50;
/// Characters of one clause, or of the preamble, the closing or the statement.
pub const LONGEST_TEXT: usize = 20_000;
/// Characters of a title or a circular's number.
pub const LONGEST_LINE: usize = 300;
/// Stands above the last button, in one piece with who it is that taps it.
pub const LONGEST_STATEMENT: usize = 1_000;
const DEEPEST_UNIT: u32 = 20;

/// One thing wrong with a document file.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    pub line: usize,
    pub message: Message,
}

/// Takes UTF-8, with or without a byte order mark.
pub fn parse(bytes: &[u8]) -> Result<Document, Vec<Problem>> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let line = bytes[..error.valid_up_to()].iter().filter(|byte| **byte == b'\n').count() + 1;
        vec![Problem { line, message: msg!("document-not-utf8") }]
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut file = File { text, problems: Vec::new(), broken: !errors.is_empty() };
    for error in errors {
        let at = error.span().map_or(0, |span| span.start);
        file.problem(at, msg!("document-syntax", detail = error.message().trim()));
    }
    if table.get_ref().is_empty() && !file.broken {
        file.problem(0, msg!("document-empty"));
        return Err(file.problems);
    }
    let document = file.document(table.get_ref());
    match document {
        Some(document) if file.problems.is_empty() => Ok(document),
        _ => {
            file.problems.sort_by_key(|problem| problem.line);
            Err(file.problems)
        }
    }
}

const KEYS: [&str; 11] =
    ["id", "title", "kind", "sample", "circular", "follows", "signs", "preamble", "clauses", "closing", "statement"];

const SYNTAX: &str = "document-syntax";

struct File<'a> {
    text: &'a str,
    problems: Vec<Problem>,
    /// The TOML itself is broken: what seems missing may just not have been understood.
    broken: bool,
}

type Table<'a> = DeTable<'a>;
type Value<'a> = Spanned<DeValue<'a>>;

impl File<'_> {
    fn document(&mut self, table: &Table<'_>) -> Option<Document> {
        self.refuse_unknown("", table, &KEYS);
        let slug = self.required(table, "id", 0).and_then(|value| self.slug(value));
        let title = self.required(table, "title", 0).and_then(|value| self.one_line(value));
        let kind = self.required(table, "kind", 0).and_then(|value| self.kind(value));
        let sample = table.get("sample").map_or(Some(false), |value| self.boolean(value));
        let circular = table.get("circular").map(|value| self.circular(value));
        let follows = table.get("follows").map_or(Some(Audience::default()), |value| self.audience("follows", value));
        let signs = table.get("signs").map_or(Some(Audience::default()), |value| self.audience("signs", value));
        let preamble = self.required(table, "preamble", 0).and_then(|value| self.body(value));
        let clauses = self.required(table, "clauses", 0).and_then(|value| self.clauses(value));
        let closing = table.get("closing").map(|value| self.body(value));
        let statement = self.required(table, "statement", 0).and_then(|value| self.checked(value, LONGEST_STATEMENT));
        let (follows, signs) = (follows?, signs?);
        if follows.kinds.is_empty() && signs.kinds.is_empty() && !self.broken {
            self.problem(0, msg!("document-nobody"));
        }
        Some(Document {
            slug: slug?,
            title: title?,
            kind: kind?,
            sample: sample?,
            circular: whole(circular)?,
            follows,
            signs,
            preamble: preamble?,
            clauses: clauses?,
            closing: whole(closing)?,
            statement: statement?,
        })
    }

    fn circular(&mut self, value: &Value<'_>) -> Option<Circular> {
        let table = self.table(value)?;
        self.refuse_unknown("circular.", table, &["number", "date", "title"]);
        let at = value.span().start;
        let number = self.required(table, "number", at).and_then(|value| self.one_line(value));
        let date = self.required(table, "date", at).and_then(|value| self.date(value));
        let title = table.get("title").map(|value| self.one_line(value));
        Some(Circular { number: number?, date: date?, title: whole(title)? })
    }

    fn audience(&mut self, name: &str, value: &Value<'_>) -> Option<Audience> {
        let table = self.table(value)?;
        self.refuse_unknown(&format!("{name}."), table, &["kinds", "heads_only", "unit_depth"]);
        let kinds = self.required(table, "kinds", value.span().start).and_then(|value| self.kinds(value));
        let heads_only = table.get("heads_only").map_or(Some(false), |value| self.boolean(value));
        let unit_depth = table.get("unit_depth").map(|value| self.depth(value));
        let (kinds, heads_only, unit_depth) = (kinds?, heads_only?, whole(unit_depth)?);
        // Of nobody there is no more to say, and nothing more in the canonical text.
        Some(if kinds.is_empty() { Audience::default() } else { Audience { kinds, heads_only, unit_depth } })
    }

    fn kinds(&mut self, value: &Value<'_>) -> Option<Vec<Kind>> {
        let mut found = Vec::new();
        let mut sound = true;
        for item in self.array(value)? {
            let kind = self.string(item).map(|name| (name, kind_named(name.trim())));
            match kind {
                Some((_, Some(kind))) => found.push(kind),
                Some((name, None)) => {
                    let known = Kind::ALL.map(Kind::as_str).join(", ");
                    self.problem(item.span().start, msg!("document-unknown-person-kind", kind = name, known = known));
                    sound = false;
                }
                None => sound = false,
            }
        }
        found.sort();
        found.dedup();
        sound.then_some(found)
    }

    fn clauses(&mut self, value: &Value<'_>) -> Option<Vec<String>> {
        let items = self.array(value)?;
        let at = value.span().start;
        if items.is_empty() {
            self.problem(at, msg!("document-no-clause"));
        }
        if items.len() > MOST_CLAUSES {
            self.problem(at, msg!("document-too-many-clauses", count = items.len(), most = MOST_CLAUSES));
        }
        let clauses: Vec<_> = items.iter().map(|item| self.body(item)).collect();
        clauses.into_iter().collect()
    }

    fn kind(&mut self, value: &Value<'_>) -> Option<DocumentKind> {
        let name = self.string(value)?;
        let kind = DocumentKind::parse(name.trim());
        if kind.is_none() {
            let known = DocumentKind::ALL.map(DocumentKind::as_str).join(", ");
            self.problem(value.span().start, msg!("document-unknown-kind", kind = name, known = known));
        }
        kind
    }

    fn slug(&mut self, value: &Value<'_>) -> Option<String> {
        let slug = self.string(value)?;
        let valid = (1..=64).contains(&slug.len())
            && slug.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
            && !slug.starts_with('-')
            && !slug.ends_with('-');
        if !valid {
            self.problem(value.span().start, msg!("document-bad-id", id = slug));
        }
        valid.then(|| slug.to_owned())
    }

    fn date(&mut self, value: &Value<'_>) -> Option<NaiveDate> {
        let written = match value.get_ref() {
            DeValue::String(text) => text.trim().to_owned(),
            DeValue::Datetime(date) => date.to_string(),
            _ => return self.wrong_type(value, msg!("document-type-date")),
        };
        let date = NaiveDate::parse_from_str(&written, "%Y-%m-%d").ok().filter(|_| written.len() == 10);
        if date.is_none() {
            let span = value.span();
            let line = self.line(span.start);
            // The 30th of February is a syntax error to TOML; ours says more.
            self.problems.retain(|problem| problem.line != line || problem.message.key() != SYNTAX);
            let written = self.text.get(span.clone()).map_or(written, |raw| raw.trim_matches('"').to_owned());
            self.problem(span.start, msg!("document-bad-date", date = written));
        }
        date
    }

    fn depth(&mut self, value: &Value<'_>) -> Option<u32> {
        let DeValue::Integer(number) = value.get_ref() else {
            return self.wrong_type(value, msg!("document-type-number"));
        };
        let depth = u32::from_str_radix(number.as_str(), number.radix()).ok();
        let depth = depth.filter(|depth| (1..=DEEPEST_UNIT).contains(depth));
        if depth.is_none() {
            self.problem(value.span().start, msg!("document-bad-depth", most = DEEPEST_UNIT));
        }
        depth
    }

    fn boolean(&mut self, value: &Value<'_>) -> Option<bool> {
        match value.get_ref() {
            DeValue::Boolean(flag) => Some(*flag),
            _ => self.wrong_type(value, msg!("document-type-boolean")),
        }
    }

    fn one_line(&mut self, value: &Value<'_>) -> Option<String> {
        let line = self.checked(value, LONGEST_LINE)?;
        if line.contains('\n') {
            self.problem(value.span().start, msg!("document-one-line"));
            return None;
        }
        Some(line)
    }

    fn body(&mut self, value: &Value<'_>) -> Option<String> {
        self.checked(value, LONGEST_TEXT)
    }

    /// A text that is neither empty nor too long and in which nothing is hidden.
    fn checked(&mut self, value: &Value<'_>, longest: usize) -> Option<String> {
        let text = normalise(self.string(value)?);
        let span = value.span();
        let before = self.problems.len();
        if text.is_empty() {
            self.problem(span.start, msg!("document-empty-text"));
        }
        if let Some(c) = text.chars().find(|c| hidden(*c)) {
            // Where it stands itself, unless it was written as an escape.
            let written = self.text.get(span.clone()).and_then(|raw| raw.find(c)).unwrap_or(0);
            let code = format!("U+{:04X}", u32::from(c));
            self.problem(span.start + written, msg!("document-hidden-character", code = code));
        }
        let length = text.chars().count();
        if length > longest {
            self.problem(span.start, msg!("document-too-long", length = length, most = longest));
        }
        (self.problems.len() == before).then_some(text)
    }

    fn refuse_unknown(&mut self, prefix: &str, table: &Table<'_>, known: &[&str]) {
        for key in table.keys().filter(|key| !known.contains(&key.get_ref().as_ref())) {
            let name = format!("{prefix}{}", key.get_ref());
            self.problem(key.span().start, msg!("document-unknown-key", key = name, known = known.join(", ")));
        }
    }

    fn required<'v, 'i>(&mut self, table: &'v Table<'i>, key: &str, at: usize) -> Option<&'v Value<'i>> {
        let value = table.get(key);
        if value.is_none() && !self.broken {
            self.problem(at, msg!("document-missing-key", key = key));
        }
        value
    }

    fn table<'v, 'i>(&mut self, value: &'v Value<'i>) -> Option<&'v Table<'i>> {
        value.get_ref().as_table().or_else(|| self.wrong_type(value, msg!("document-type-table")))
    }

    fn array<'v, 'i>(&mut self, value: &'v Value<'i>) -> Option<&'v [Value<'i>]> {
        match value.get_ref() {
            DeValue::Array(items) => Some(items),
            _ => self.wrong_type(value, msg!("document-type-list")),
        }
    }

    fn string<'v>(&mut self, value: &'v Value<'_>) -> Option<&'v str> {
        value.get_ref().as_str().or_else(|| self.wrong_type(value, msg!("document-type-text")))
    }

    fn wrong_type<T>(&mut self, value: &Value<'_>, expected: Message) -> Option<T> {
        self.problem(value.span().start, msg!("document-wrong-type", expected = expected));
        None
    }

    fn problem(&mut self, at: usize, message: Message) {
        self.problems.push(Problem { line: self.line(at), message });
    }

    fn line(&self, at: usize) -> usize {
        self.text.get(..at).unwrap_or("").matches('\n').count() + 1
    }
}

/// Absent is fine; given but unusable is not.
fn whole<T>(value: Option<Option<T>>) -> Option<Option<T>> {
    match value {
        None => Some(None),
        Some(Some(value)) => Some(Some(value)),
        Some(None) => None,
    }
}

/// Controls, direction overrides and what cannot be seen: with these a text could read otherwise
/// than it hashes. Right-to-left letters and joined emoji are plain text.
fn hidden(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}'
            // Private use and what is never a character.
            | '\u{e000}'..='\u{f8ff}' | '\u{fffe}'..='\u{ffff}' | '\u{f0000}'..='\u{10ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::Lang;

    const GOOD: &str = "id = \"uji\"
title = \"Ikrar\"
kind = \"ikrar\"
preamble = \"Kami\"
clauses = [
  \"Satu\",
  \"Dua\",
]
statement = \"Saya berikrar\"
[signs]
kinds = [\"pppk\", \"pns\", \"pns\"]
";

    fn problems(text: &str) -> Vec<(usize, &'static str)> {
        let problems = parse(text.as_bytes()).expect_err("problems");
        for lang in Lang::ALL {
            for problem in &problems {
                let shown = problem.message.plain(lang);
                assert!(!shown.contains(problem.message.key()) && !shown.contains("{ $"), "{shown}");
            }
        }
        problems.iter().map(|problem| (problem.line, problem.message.key())).collect()
    }

    #[test]
    fn a_small_document_is_read() {
        let document = parse(format!("\u{feff}{GOOD}").replace('\n', "\r\n").as_bytes()).expect("a document");
        assert_eq!(document.signs.kinds, [Kind::Pns, Kind::Pppk]);
        assert_eq!(document.clauses, ["Satu", "Dua"]);
        assert_eq!((document.sample, document.closing.as_ref(), document.circular.as_ref()), (false, None, None));
        assert!(document.follows.kinds.is_empty());
        assert_eq!(parse(GOOD.as_bytes()).expect("a document").sha256(), document.sha256());
    }

    #[test]
    fn the_examples_are_documents() {
        for (name, sample) in
            [("ikrar-netralitas-asn", false), ("ikrar-kepala-desa", true), ("pakta-integritas-kepala-opd", true)]
        {
            let path = format!("{}/examples/documents/{name}.toml", env!("CARGO_MANIFEST_DIR"));
            let document = parse(&std::fs::read(path).expect("the example")).expect("a document");
            assert_eq!((document.slug.as_str(), document.sample), (name, sample));
            assert_eq!(document.title.contains("CONTOH"), sample, "a sample says so in its title");
        }
    }

    #[test]
    fn every_problem_is_found_at_once_with_its_line() {
        let text = "id = \"Ikrar Uji\"
kind = \"sumpah\"
sample = \"ya\"
pembuka = \"x\"
preamble = \"\"
clauses = [
  \"Satu\",
  2,
  \"\"\"
  Dua
  gelap\u{202e}terbalik\"\"\",
]
statement = \"a\\u0007b\"
[circular]
number = \"1\\n2\"
date = \"2024-02-30\"
nomor = 1
[signs]
kinds = [\"pns\", \"asn\"]
unit_depth = 0
";
        assert_eq!(
            problems(text),
            [
                (1, "document-bad-id"),
                (1, "document-missing-key"),
                (2, "document-unknown-kind"),
                (3, "document-wrong-type"),
                (4, "document-unknown-key"),
                (5, "document-empty-text"),
                (8, "document-wrong-type"),
                (11, "document-hidden-character"),
                (13, "document-hidden-character"),
                (15, "document-one-line"),
                (16, "document-bad-date"),
                (17, "document-unknown-key"),
                (19, "document-unknown-person-kind"),
                (20, "document-bad-depth"),
            ]
        );
    }

    #[test]
    fn each_limit_has_its_problem() {
        let with = |from: &str, to: &str| {
            assert!(GOOD.contains(from));
            problems(&GOOD.replace(from, to))
        };
        assert_eq!(problems(""), [(1, "document-empty")]);
        assert_eq!(problems("# hanya komentar\n"), [(1, "document-empty")]);
        assert_eq!(with("  \"Satu\",\n  \"Dua\",\n", ""), [(5, "document-no-clause")]);
        assert_eq!(with("  \"Satu\",", &"  \"Satu\",\n".repeat(50)), [(5, "document-too-many-clauses")]);
        assert_eq!(with("Dua", &"d".repeat(LONGEST_TEXT + 1)), [(7, "document-too-long")]);
        assert_eq!(with("\"Ikrar\"", &format!("\"{}\"", "i".repeat(LONGEST_LINE + 1))), [(2, "document-too-long")]);
        assert_eq!(with("\"pppk\", \"pns\", \"pns\"", ""), [(1, "document-nobody")]);
        assert_eq!(with("[signs]\nkinds", "kinds"), [(1, "document-nobody"), (10, "document-unknown-key")]);
        assert_eq!(with("[signs]", "[[signs]]"), [(10, "document-wrong-type")]);
        assert_eq!(with("\"ikrar\"", "\"ikrar"), [(3, "document-syntax")]);
        assert_eq!(with("\"Kami\"", "\"\""), [(4, "document-empty-text")]);
        assert_eq!(with("\"Kami\"", "\"a\\u200bb\""), [(4, "document-hidden-character")]);
        assert_eq!(parse(b"id = \"a\"\n\xff").expect_err("problems")[0].line, 2);
        assert_eq!(parse(b"\xff").expect_err("problems")[0].message.key(), "document-not-utf8");
    }

    #[test]
    fn the_longest_text_and_every_script_pass() {
        let long = GOOD.replace("Dua", &"d".repeat(LONGEST_TEXT)).replace("Kami", "بسم الله 👨‍👩‍👧 <b>&");
        assert!(parse(long.as_bytes()).is_ok());
    }

    #[test]
    fn a_date_is_a_date_or_a_text() {
        for (date, good) in [
            ("2024-09-12", true),
            ("\"2024-09-12\"", true),
            ("2024-02-30", false),
            ("\"12 September 2024\"", false),
            ("2024-09-12T08:00:00Z", false),
            ("20240912", false),
        ] {
            let text = format!("{GOOD}[circular]\nnumber = \"1\"\ndate = {date}\n");
            match parse(text.as_bytes()) {
                Ok(document) => assert!(good && document.circular.is_some(), "{date}"),
                Err(problems) => {
                    let shown = problems[0].message.plain(Lang::Id);
                    assert!(shown.contains("bukan tanggal") || shown.contains("berupa tanggal"), "{shown}");
                    assert!(!good, "{date}");
                    assert_eq!(problems.iter().map(|problem| problem.line).collect::<Vec<_>>(), [14], "{date}");
                }
            }
        }
    }
}
