//! What the page says beside the conversations: in one language, or in each that it speaks.
use std::collections::BTreeMap;

use serde::Serialize;

/// A text of whoever runs the simulation, such as the label of a control.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Words {
    /// The same in every language.
    One(String),
    /// By the code of the page's language: `id`, `en`.
    Each(BTreeMap<&'static str, String>),
}

impl Words {
    pub fn each(texts: impl IntoIterator<Item = (&'static str, String)>) -> Self {
        Self::Each(texts.into_iter().collect())
    }

    pub fn is_empty(&self) -> bool {
        match self {
            Self::One(text) => text.is_empty(),
            Self::Each(texts) => texts.values().all(String::is_empty),
        }
    }
}

impl Default for Words {
    fn default() -> Self {
        Self::One(String::new())
    }
}

impl From<String> for Words {
    fn from(text: String) -> Self {
        Self::One(text)
    }
}

impl From<&str> for Words {
    fn from(text: &str) -> Self {
        Self::One(text.to_owned())
    }
}

/// What the page shows beside its controls.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Status {
    /// For example what day it is in the simulation.
    pub text: Words,
    /// What is under way right now; the page shows that it works.
    pub working: Option<Words>,
    /// What the fields of controls that ask for a moment begin with now, as `YYYY-MM-DDTHH:MM`.
    pub moment: Option<String>,
}

impl From<&str> for Status {
    fn from(text: &str) -> Self {
        Self { text: text.into(), ..Self::default() }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn one_language_is_a_text_and_several_are_an_object() {
        let of = |words: &Words| serde_json::to_value(words).unwrap();
        assert_eq!(of(&"Go".into()), json!("Go"));
        let both = Words::each([("id", "Maju".to_owned()), ("en", "Go".to_owned())]);
        assert_eq!(of(&both), json!({ "id": "Maju", "en": "Go" }));
        assert!(Words::default().is_empty() && !both.is_empty());
    }
}
