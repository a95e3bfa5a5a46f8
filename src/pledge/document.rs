//! A pledge document: whom it binds to which act, and the canonical text whose SHA-256 names a version.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization as _;

use super::{Hash, Kind};

/// What an imported document says; every field is in the canonical text. Made by
/// [`file::parse`](super::file::parse), which normalises and checks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    pub slug: String,
    pub title: String,
    pub kind: DocumentKind,
    /// To be replaced by the agency's own text, and shown as such.
    pub sample: bool,
    pub circular: Option<Circular>,
    pub follows: Audience,
    pub signs: Audience,
    pub preamble: String,
    pub clauses: Vec<String>,
    pub closing: Option<String>,
    pub statement: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DocumentKind {
    Ikrar,
    PaktaIntegritas,
}

impl DocumentKind {
    pub const ALL: [DocumentKind; 2] = [DocumentKind::Ikrar, DocumentKind::PaktaIntegritas];

    pub fn as_str(self) -> &'static str {
        match self {
            DocumentKind::Ikrar => "ikrar",
            DocumentKind::PaktaIntegritas => "pakta-integritas",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// The circular (surat edaran) that the document rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Circular {
    pub number: String,
    pub date: NaiveDate,
    pub title: Option<String>,
}

/// Nobody, where `kinds` is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Audience {
    /// In the order of [`Kind::ALL`], each once.
    #[serde(with = "kind_names")]
    pub kinds: Vec<Kind>,
    /// Only those who head their unit.
    pub heads_only: bool,
    /// Only those in units of this depth: 1 is the government itself, 2 its agencies (OPD).
    pub unit_depth: Option<u32>,
}

impl Audience {
    pub fn binds(&self, kind: Kind, head: bool, unit_depth: u32) -> bool {
        self.kinds.contains(&kind)
            && (head || !self.heads_only)
            && self.unit_depth.is_none_or(|depth| depth == unit_depth)
    }
}

/// The kind with exactly this name; a roster is read more leniently than a document.
pub fn kind_named(name: &str) -> Option<Kind> {
    Kind::ALL.into_iter().find(|kind| kind.as_str() == name)
}

/// Kinds by the names that files use, for `#[serde(with)]`.
pub(crate) mod kind_names {
    use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _};

    use super::{Kind, kind_named};

    pub fn serialize<S: Serializer>(kinds: &[Kind], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(kinds.iter().map(|kind| kind.as_str()))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Kind>, D::Error> {
        let names = Vec::<String>::deserialize(deserializer)?;
        names.iter().map(|name| kind_named(name).ok_or_else(|| D::Error::custom("no such kind"))).collect()
    }
}

/// What someone does with a document. Following and signing are separate acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Act {
    Follow,
    Sign,
}

impl Act {
    pub fn as_str(self) -> &'static str {
        match self {
            Act::Follow => "follow",
            Act::Sign => "sign",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        [Act::Follow, Act::Sign].into_iter().find(|act| act.as_str() == text)
    }
}

/// What the document asks of a person, if anything. Signing includes following.
pub fn act_for(document: &Document, kind: Kind, head: bool, unit_depth: u32) -> Option<Act> {
    if document.signs.binds(kind, head, unit_depth) {
        Some(Act::Sign)
    } else if document.follows.binds(kind, head, unit_depth) {
        Some(Act::Follow)
    } else {
        None
    }
}

impl Document {
    /// Preamble and clauses, in the order of reading: 0 is the preamble, then 1..=n.
    pub fn part(&self, index: usize) -> Option<&str> {
        match index.checked_sub(1) {
            None => Some(&self.preamble),
            Some(clause) => self.clauses.get(clause).map(String::as_str),
        }
    }

    /// How many parts are read one by one: the clauses and the preamble.
    pub fn parts(&self) -> usize {
        self.clauses.len() + 1
    }

    /// The text that is hashed; its form is documented in docs/ledger.md. Two documents that
    /// differ in anything differ here: a line of text is indented, so none can pass for a heading.
    pub fn canonical(&self) -> String {
        let mut text = String::from("ikrar-document-v1\n");
        line(&mut text, "id", &self.slug);
        line(&mut text, "title", &self.title);
        line(&mut text, "kind", self.kind.as_str());
        line(&mut text, "sample", yes_no(self.sample));
        if let Some(circular) = &self.circular {
            line(&mut text, "circular-number", &circular.number);
            line(&mut text, "circular-date", &circular.date.to_string());
            if let Some(title) = &circular.title {
                line(&mut text, "circular-title", title);
            }
        }
        audience(&mut text, "follows", &self.follows);
        audience(&mut text, "signs", &self.signs);
        section(&mut text, "preamble", &self.preamble);
        for (clause, number) in self.clauses.iter().zip(1..) {
            section(&mut text, &format!("clause {number}"), clause);
        }
        if let Some(closing) = &self.closing {
            section(&mut text, "closing", closing);
        }
        section(&mut text, "statement", &self.statement);
        text
    }

    pub fn sha256(&self) -> Hash {
        Hash::of(self.canonical())
    }
}

fn line(text: &mut String, key: &str, value: &str) {
    text.extend([key, ": ", value, "\n"]);
}

fn audience(text: &mut String, key: &str, audience: &Audience) {
    if audience.kinds.is_empty() {
        return;
    }
    let kinds: Vec<_> = audience.kinds.iter().map(|kind| kind.as_str()).collect();
    line(text, key, &kinds.join(", "));
    line(text, &format!("{key}-heads-only"), yes_no(audience.heads_only));
    let depth = audience.unit_depth.map_or_else(|| "any".to_owned(), |depth| depth.to_string());
    line(text, &format!("{key}-unit-depth"), &depth);
}

fn section(text: &mut String, name: &str, body: &str) {
    text.extend(["\n[", name, "]\n"]);
    for line in body.split('\n') {
        if !line.is_empty() {
            text.extend(["  ", line]);
        }
        text.push('\n');
    }
}

fn yes_no(value: bool) -> &'static str {
    if value { "yes" } else { "no" }
}

/// NFC, LF, tabs as spaces, nothing trailing: what two editors make of one text is one text.
pub fn normalise(text: &str) -> String {
    let text: String = text.replace("\r\n", "\n").replace('\t', " ").nfc().collect();
    let lines: Vec<_> = text.split('\n').map(str::trim_end).collect();
    lines.join("\n").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(crate) fn sample() -> Document {
        Document {
            slug: "ikrar-uji".into(),
            title: "Ikrar Uji".into(),
            kind: DocumentKind::Ikrar,
            sample: true,
            circular: Some(Circular {
                number: "100/BKD/2024".into(),
                date: NaiveDate::from_ymd_opt(2024, 9, 12).expect("a day"),
                title: None,
            }),
            follows: Audience { kinds: vec![Kind::Pns, Kind::NonAsn], ..Audience::default() },
            signs: Audience { kinds: vec![Kind::Pns], heads_only: true, unit_depth: Some(2) },
            preamble: "Kami berikrar:".into(),
            clauses: vec!["Menjaga.\n\n[closing]".into(), "Menolak.".into()],
            closing: Some("Demikian.".into()),
            statement: "Saya berikrar.".into(),
        }
    }

    #[test]
    fn the_canonical_text_is_as_documented() {
        let expected = "ikrar-document-v1
id: ikrar-uji
title: Ikrar Uji
kind: ikrar
sample: yes
circular-number: 100/BKD/2024
circular-date: 2024-09-12
follows: pns, non_asn
follows-heads-only: no
follows-unit-depth: any
signs: pns
signs-heads-only: yes
signs-unit-depth: 2

[preamble]
  Kami berikrar:

[clause 1]
  Menjaga.

  [closing]

[clause 2]
  Menolak.

[closing]
  Demikian.

[statement]
  Saya berikrar.
";
        assert_eq!(sample().canonical(), expected);
        assert_eq!(
            sample().sha256().to_string(),
            "10acfd605553a415216e456651e9939af7ac99047f432149fcc459a1c0fe98a6",
            "a changed form makes every stored hash wrong: give it a new first line instead"
        );
    }

    #[test]
    fn any_difference_is_a_difference_of_the_canonical_text() {
        let base = sample();
        let mut others = Vec::new();
        let mut change = |edit: &dyn Fn(&mut Document)| {
            let mut other = base.clone();
            edit(&mut other);
            others.push(other.canonical());
        };
        change(&|d| d.slug.push('x'));
        change(&|d| d.title.push('x'));
        change(&|d| d.kind = DocumentKind::PaktaIntegritas);
        change(&|d| d.sample = false);
        change(&|d| d.circular = None);
        change(&|d| d.circular.iter_mut().for_each(|c| c.number.push('1')));
        change(&|d| d.circular.iter_mut().for_each(|c| c.title = Some("x".into())));
        change(&|d| d.circular.iter_mut().for_each(|c| c.date = NaiveDate::MIN));
        change(&|d| d.follows.kinds.clear());
        change(&|d| d.follows.heads_only = true);
        change(&|d| d.signs.unit_depth = None);
        change(&|d| d.signs.kinds.push(Kind::Pppk));
        change(&|d| d.preamble.push('x'));
        change(&|d| d.clauses.swap(0, 1));
        change(&|d| drop(d.clauses.pop()));
        change(&|d| d.clauses = vec!["Menjaga.".into(), "Menolak.".into()]);
        change(&|d| d.closing = None);
        change(&|d| d.statement.push('x'));
        others.push(base.canonical());
        let count = others.len();
        others.sort();
        others.dedup();
        assert_eq!(others.len(), count);
    }

    #[test]
    fn each_role_owes_its_act() {
        let document = sample();
        let act = |kind, head, depth| act_for(&document, kind, head, depth);
        assert_eq!(act(Kind::Pns, true, 2), Some(Act::Sign), "in both audiences: signing includes following");
        assert_eq!(act(Kind::Pns, true, 3), Some(Act::Follow), "the head of a school heads no agency");
        assert_eq!(act(Kind::Pns, false, 2), Some(Act::Follow));
        assert_eq!(act(Kind::NonAsn, true, 2), Some(Act::Follow));
        assert_eq!(act(Kind::KepalaDesa, true, 2), None);
    }

    #[test]
    fn text_is_normalised() {
        assert_eq!(normalise("  a\u{301}\tb  \r\nc \n\n"), "\u{e1} b\nc");
        assert_eq!(normalise(" \n "), "");
    }

    #[test]
    fn parts_begin_with_the_preamble() {
        let document = sample();
        assert_eq!(document.parts(), 3);
        assert_eq!(document.part(0), Some("Kami berikrar:"));
        assert_eq!(document.part(2), Some("Menolak."));
        assert_eq!(document.part(3), None);
    }
}
