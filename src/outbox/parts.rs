//! What a content is gathered from: one message, or the messages of an album as they arrive.

use serde::{Deserialize, Serialize};

use super::{
    Content, Media,
    content::{ALBUM_MAX, Variable},
};

/// What one message brings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// Its id in the chat: an album's messages stand in this order.
    pub message: i32,
    /// The text, or the caption.
    pub html: String,
    pub media: Option<Media>,
}

/// Messages that make one content; more than one belong to the same album.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parts {
    album: Option<String>,
    parts: Vec<Part>,
}

/// Why messages do not make one content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Misfit {
    /// Photos and documents in one album.
    Mixed,
    TooMany,
    /// Only one caption is kept.
    Captions,
}

impl Parts {
    pub fn new(album: Option<String>, part: Part) -> Self {
        Self { album, parts: vec![part] }
    }

    /// Whether this message is one of them, or belongs to the same album.
    pub fn claims(&self, message: i32, album: Option<&str>) -> bool {
        let holds = self.parts.iter().any(|part| part.message == message);
        holds || (album.is_some() && self.album.as_deref() == album)
    }

    pub fn count(&self) -> usize {
        self.parts.len()
    }

    /// Puts a part where it belongs, whichever came first; a message that comes again replaces itself.
    pub fn add(&mut self, part: Part) -> Result<(), Misfit> {
        let same_kind = |other: &Part| {
            other.media.as_ref().map(std::mem::discriminant) == part.media.as_ref().map(std::mem::discriminant)
        };
        let mut others: Vec<Part> = self.parts.iter().filter(|other| other.message != part.message).cloned().collect();
        if !others.iter().all(same_kind) {
            return Err(Misfit::Mixed);
        }
        if others.len() >= ALBUM_MAX {
            return Err(Misfit::TooMany);
        }
        if !part.html.is_empty() && others.iter().any(|other| !other.html.is_empty()) {
            return Err(Misfit::Captions);
        }
        let at = others.partition_point(|other| other.message < part.message);
        others.insert(at, part);
        self.parts = others;
        Ok(())
    }

    pub fn content(&self) -> Content {
        Content {
            html: self.parts.iter().map(|part| part.html.as_str()).collect(),
            media: self.parts.iter().filter_map(|part| part.media.clone()).collect(),
        }
    }
}

/// Where variables stand in a plain text, as ranges of bytes; the rule is that of [`super::Template::parse`].
pub fn find_variables(text: &str) -> Vec<std::ops::Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(begin) = text[at..].find('{').map(|offset| at + offset) {
        let word = text[begin + 1..].split_once('}').map(|(word, _)| word).filter(|word| is_variable(word));
        at = match word {
            Some(word) => begin + word.len() + 2,
            None => begin + 1,
        };
        if word.is_some() {
            found.push(begin..at);
        }
    }
    found
}

fn is_variable(word: &str) -> bool {
    !word.is_empty() && word.len() <= 40 && word.chars().all(|c| c.is_alphabetic() || c == '_')
}

/// `{nama}`, as it is written in a text.
pub fn written(variable: Variable) -> String {
    format!("{{{}}}", variable.name())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn photo(message: i32, html: &str) -> Part {
        Part { message, html: html.into(), media: Some(Media::Photo { file_id: format!("p{message}") }) }
    }

    #[test]
    fn an_album_is_in_order_whatever_came_first_and_however_often() {
        let mut parts = Parts::new(Some("a".into()), photo(3, ""));
        for part in [photo(1, "Foto"), photo(2, ""), photo(1, "Foto"), photo(3, "")] {
            parts.add(part).expect("it fits");
        }
        let content = parts.content();
        assert_eq!(content.html, "Foto");
        assert_eq!(content.media.iter().map(Media::file_id).collect::<Vec<_>>(), ["p1", "p2", "p3"]);
        assert!(parts.claims(2, None) && parts.claims(9, Some("a")) && !parts.claims(9, None));
    }

    #[test]
    fn what_makes_no_album_is_refused_and_changes_nothing() {
        let mut parts = Parts::new(Some("a".into()), photo(1, "Satu"));
        let document = Part { message: 2, html: String::new(), media: Some(Media::Document { file_id: "d".into() }) };
        assert_eq!(parts.add(document), Err(Misfit::Mixed));
        assert_eq!(parts.add(photo(2, "Dua")), Err(Misfit::Captions));
        for message in 2..=10 {
            parts.add(photo(message, "")).expect("it fits");
        }
        assert_eq!(parts.add(photo(11, "")), Err(Misfit::TooMany));
        assert_eq!(parts.count(), 10);
    }

    #[test]
    fn variables_are_found_as_templates_find_them() {
        let text = "Yth. {nama} { x } {a b} {unit}{";
        let found: Vec<&str> = find_variables(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, ["{nama}", "{unit}"]);
        for variable in Variable::ALL {
            let text = written(variable);
            assert_eq!(find_variables(&text).first(), Some(&(0..text.len())));
        }
    }
}
