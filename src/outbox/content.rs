//! What is sent: formatted text with variables, photos, documents; and the limits that Telegram sets.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::texts::{escape, name_html};

/// Characters of a text message, after formatting, in UTF-16 units as Telegram counts.
pub const TEXT_MAX: usize = 4096;
pub const CAPTION_MAX: usize = 1024;
pub const ALBUM_MAX: usize = 10;

/// A message as it is kept: HTML in Telegram's tags, and files by their id.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Content {
    /// The text, or the caption of the first file. May hold variables such as `{nama}`.
    pub html: String,
    /// More than one: an album, all photos or all documents.
    #[serde(default)]
    pub media: Vec<Media>,
}

/// A file that Telegram has; uploaded once, sent again by its id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum Media {
    Photo { file_id: String },
    Document { file_id: String },
}

impl Media {
    pub fn file_id(&self) -> &str {
        match self {
            Media::Photo { file_id } | Media::Document { file_id } => file_id,
        }
    }
}

impl Content {
    pub fn text(html: impl Into<String>) -> Self {
        Self { html: html.into(), media: Vec::new() }
    }

    /// Messages that this counts as towards Telegram's limits: one for each file of an album.
    pub fn weight(&self) -> u32 {
        weight(&self.media)
    }

    /// UTF-16 units that the text may have.
    pub fn room(&self) -> usize {
        if self.media.is_empty() { TEXT_MAX } else { CAPTION_MAX }
    }
}

/// See [`Content::weight`].
pub fn weight(media: &[Media]) -> u32 {
    u32::try_from(media.len().max(1)).unwrap_or(u32::MAX)
}

/// What stands in braces. The names are Indonesian: officials write them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Variable {
    /// The recipient's name.
    Name,
    /// The name of the recipient's unit.
    Unit,
    /// The stage that a reminder is about.
    Stage,
    /// The day it counts towards, written out.
    Day,
    /// Days from today (at the recipient's place) until that day.
    DaysLeft,
    /// A link that opens the reader's pledges in this bot.
    Link,
}

impl Variable {
    pub const ALL: [Self; 6] = [Self::Name, Self::Unit, Self::Stage, Self::Day, Self::DaysLeft, Self::Link];
    /// Those that need no stage: what a broadcast may use.
    pub const ANYWHERE: [Self; 3] = [Self::Name, Self::Unit, Self::Link];

    pub fn name(self) -> &'static str {
        match self {
            Self::Name => "nama",
            Self::Unit => "unit",
            Self::Stage => "tahapan",
            Self::Day => "tanggal",
            Self::DaysLeft => "sisa_hari",
            Self::Link => "tautan",
        }
    }

    fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|variable| variable.name() == name)
    }
}

/// HTML cut at its variables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template(Vec<Piece>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Html(String),
    Variable(Variable),
}

/// What is wrong with a variable, with its name as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BadVariable {
    /// It does not exist, or not here.
    Unknown(String),
    /// Its name is right, but no brace closes it.
    Unclosed(String),
}

/// What the variables are for one recipient; plain text, escaped when filled in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Values {
    pub name: String,
    pub unit: String,
    pub stage: String,
    pub day: String,
    pub days_left: String,
    pub link: String,
}

impl Values {
    fn get(&self, variable: Variable) -> &str {
        match variable {
            Variable::Name => &self.name,
            Variable::Unit => &self.unit,
            Variable::Stage => &self.stage,
            Variable::Day => &self.day,
            Variable::DaysLeft => &self.days_left,
            Variable::Link => &self.link,
        }
    }
}

impl Template {
    /// Braces around a word of small letters and underscores are a variable; any others stand for themselves.
    pub fn parse(html: &str, allowed: &[Variable]) -> Result<Self, BadVariable> {
        let mut pieces = Vec::new();
        let mut text = String::new();
        let mut rest = html;
        while let Some(at) = rest.find('{') {
            let (before, braced) = rest.split_at(at);
            text.push_str(before);
            let word = braced[1..].split_once('}').map(|(word, _)| word).filter(|word| {
                !word.is_empty() && word.chars().all(|c| c.is_alphabetic() || c == '_') && word.len() <= 40
            });
            match word {
                Some(word) => {
                    let variable = Variable::parse(&word.to_lowercase())
                        .filter(|variable| allowed.contains(variable))
                        .ok_or_else(|| BadVariable::Unknown(word.to_owned()))?;
                    pieces.push(Piece::Html(std::mem::take(&mut text)));
                    pieces.push(Piece::Variable(variable));
                    rest = &braced[word.len() + 2..];
                }
                None => {
                    let word: String = braced[1..].chars().take_while(|c| c.is_alphabetic() || *c == '_').collect();
                    if Variable::parse(&word.to_lowercase()).is_some() {
                        return Err(BadVariable::Unclosed(word));
                    }
                    text.push('{');
                    rest = &braced[1..];
                }
            }
        }
        text.push_str(rest);
        pieces.push(Piece::Html(text));
        pieces.retain(|piece| !matches!(piece, Piece::Html(text) if text.is_empty()));
        Ok(Self(pieces))
    }

    pub fn variables(&self) -> BTreeSet<Variable> {
        self.0
            .iter()
            .filter_map(|piece| match piece {
                Piece::Variable(variable) => Some(*variable),
                Piece::Html(_) => None,
            })
            .collect()
    }

    /// HTML with the values in place.
    pub fn fill(&self, values: &Values) -> String {
        self.0
            .iter()
            .map(|piece| match piece {
                Piece::Html(html) => html.clone(),
                Piece::Variable(Variable::Link) => escape(&values.link),
                // A degree such as M.Si must not become a link.
                Piece::Variable(variable) => name_html(values.get(*variable)),
            })
            .collect()
    }
}

/// The length of HTML as Telegram counts it: UTF-16 units without tags, entities as one character.
pub fn length(html: &str) -> usize {
    let mut units = 0;
    let mut rest = html;
    while let Some(c) = rest.chars().next() {
        let skipped = match c {
            '<' => rest.find('>').map(|end| (end + 1, 0)),
            '&' => rest.find(';').filter(|end| *end <= 10).map(|end| (end + 1, 1)),
            _ => None,
        };
        let (bytes, counted) = skipped.unwrap_or((c.len_utf8(), c.len_utf16()));
        units += counted;
        rest = &rest[bytes..];
    }
    units
}

/// The text alone, as people read it.
pub fn plain(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, tag)) = rest.split_once('<') {
        text.push_str(before);
        rest = tag.split_once('>').map_or("", |(_, after)| after);
    }
    text.push_str(rest);
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_are_filled_and_escaped() {
        let template = Template::parse("Yth. {nama} <b>{Unit}</b> { x } {a b} {", &Variable::ANYWHERE).expect("valid");
        let values = Values { name: "A & B".into(), unit: "<SDN 1>".into(), ..Values::default() };
        assert_eq!(template.fill(&values), "Yth. A &amp; B <b>&lt;SDN 1&gt;</b> { x } {a b} {");
        assert_eq!(template.variables().len(), 2);
    }

    #[test]
    fn an_unknown_variable_is_named() {
        for (text, word) in [("{namaa}", "namaa"), ("a {sisa_hari}", "sisa_hari"), ("{NIP}", "NIP")] {
            let found = Template::parse(text, &Variable::ANYWHERE);
            assert_eq!(found, Err(BadVariable::Unknown(word.into())));
        }
        for (text, word) in [("a {tautan", "tautan"), ("<b>{Nama</b> ya", "Nama"), ("{unit {nama}", "unit")] {
            assert_eq!(Template::parse(text, &Variable::ANYWHERE), Err(BadVariable::Unclosed(word.into())));
        }
        assert!(Template::parse("{sisa_hari} {tahapan}", &Variable::ALL).is_ok());
    }

    #[test]
    fn length_is_counted_as_telegram_counts() {
        assert_eq!(length("<b>ab</b> &amp; 👍"), 7);
        assert_eq!(length("a < b"), 5);
        assert_eq!(length(""), 0);
    }
}
