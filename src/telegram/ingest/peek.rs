//! Whose an update is, read without reading it: a flood shall cost no more than this.

use serde::Deserialize;
use serde_json::value::RawValue;
use teloxide::types::CallbackQueryId;

/// What is the same in every kind that we act upon.
#[derive(Debug, Default, Deserialize)]
pub struct Peek {
    message: Option<Body>,
    edited_message: Option<Body>,
    callback_query: Option<Body>,
}

#[derive(Debug, Deserialize)]
struct Body {
    /// Of a callback query.
    id: Option<String>,
    chat: Option<Id>,
    from: Option<User>,
    /// Below which the button stands.
    message: Option<Below>,
}

#[derive(Debug, Deserialize)]
struct Below {
    chat: Id,
}

#[derive(Debug, Deserialize)]
struct Id {
    id: i64,
}

#[derive(Debug, Deserialize)]
struct User {
    id: i64,
    language_code: Option<String>,
}

impl Peek {
    /// What cannot be read belongs to nobody here; who reads it whole will see.
    pub fn at(raw: &RawValue) -> Self {
        serde_json::from_str(raw.get()).unwrap_or_default()
    }

    fn body(&self) -> Option<&Body> {
        self.message.as_ref().or(self.edited_message.as_ref()).or(self.callback_query.as_ref())
    }

    pub fn chat(&self) -> Option<i64> {
        let body = self.body()?;
        let chat = body.chat.as_ref().or(body.message.as_ref().map(|below| &below.chat));
        chat.map(|chat| chat.id).or(self.from())
    }

    pub fn from(&self) -> Option<i64> {
        self.body()?.from.as_ref().map(|user| user.id)
    }

    pub fn language(&self) -> Option<&str> {
        self.body()?.from.as_ref()?.language_code.as_deref()
    }

    /// The query, where it is a tap.
    pub fn tap(&self) -> Option<CallbackQueryId> {
        self.callback_query.as_ref()?.id.clone().map(CallbackQueryId)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Peek {
        Peek::at(&RawValue::from_string(text.to_owned()).expect("valid JSON"))
    }

    #[test]
    fn every_kind_says_whose_it_is() {
        let person = r#"{"id":7,"language_code":"en"}"#;
        let message = at(&format!(r#"{{"update_id":1,"message":{{"chat":{{"id":9}},"from":{person},"text":"x"}}}}"#));
        assert_eq!((message.chat(), message.from(), message.language()), (Some(9), Some(7), Some("en")));
        assert!(message.tap().is_none());
        let tap = at(&format!(
            r#"{{"callback_query":{{"id":"55","from":{person},"message":{{"chat":{{"id":-3}},"date":0}}}},"update_id":1}}"#
        ));
        assert_eq!((tap.chat(), tap.tap().map(|id| id.0)), (Some(-3), Some("55".to_owned())));
        let inline = at(&format!(r#"{{"callback_query":{{"id":"55","from":{person}}}}}"#));
        assert_eq!(inline.chat(), Some(7));
        for other in [r#"{"message":{"text":5}}"#, "[]", r#"{"message":{"chat":5}}"#, r#"{"hologram":{}}"#] {
            assert_eq!(at(other).chat(), None, "{other}");
        }
    }
}
