//! Strict parameters: what came in is checked against the schema and named when it is wrong.
use std::collections::HashMap;

use bytes::Bytes;
use serde_json::{Map, Value};

use super::schema::{self, Field, Method, Ty};
use crate::error::{ApiError, ApiResult};

#[derive(Clone, Debug)]
pub struct Upload {
    pub name: String,
    pub mime: Option<String>,
    pub bytes: Bytes,
}

/// What a request carries, before it is checked.
#[derive(Debug, Default)]
pub struct Raw {
    pub json: Map<String, Value>,
    /// From the query string, a form or a multipart body: typed by the schema.
    pub texts: Vec<(String, String)>,
    pub files: HashMap<String, Upload>,
}

#[derive(Debug)]
pub struct Args {
    values: Map<String, Value>,
    files: HashMap<String, Upload>,
}

/// Telegram's own words for the two that every bot author meets.
fn missing(method: &Method, field: &str) -> ApiError {
    match field {
        "text" => ApiError::bad("message text is empty"),
        "chat_id" | "from_chat_id" => ApiError::bad(format!("{field} is empty")),
        "message_id" => ApiError::bad("message identifier is not specified"),
        _ => ApiError::bad(format!("parameter \"{field}\" of {} is required", method.name)),
    }
}

impl Args {
    pub fn check(method: &'static Method, raw: Raw) -> ApiResult<Self> {
        let Raw { mut json, texts, mut files } = raw;
        let mut values = Map::new();
        let wrong = |path: &str, what: &str| ApiError::bad(format!("parameter \"{path}\" of {} {what}", method.name));
        for (name, text) in texts {
            let field = find(method, &name)?;
            values.insert(name.clone(), from_text(field.ty, text).map_err(|what| wrong(&name, &what))?);
        }
        json.retain(|_, value| !value.is_null());
        values.extend(json);
        for (name, value) in &values {
            let field = find(method, name)?;
            verify(field.ty, value, name).map_err(|(path, what)| wrong(&path, &what))?;
        }
        let mut attached = Vec::new();
        values.values().for_each(|v| attachments(v, &mut attached));
        for name in &attached {
            if !files.contains_key(name) {
                return Err(ApiError::bad(format!(
                    "file \"{name}\" is referenced as attach://{name} but not in the request"
                )));
            }
        }
        for name in files.keys().cloned().collect::<Vec<_>>() {
            if attached.contains(&name) {
                continue;
            }
            let field = find(method, &name)?;
            if !matches!(field.ty, Ty::File) {
                // Some clients send every part with a content type.
                let Some(upload) = files.remove(&name) else {
                    continue;
                };
                let text = String::from_utf8(upload.bytes.to_vec()).map_err(|_| wrong(&name, "is not text"))?;
                let value = from_text(field.ty, text).map_err(|what| wrong(&name, &what))?;
                verify(field.ty, &value, &name).map_err(|(path, what)| wrong(&path, &what))?;
                values.insert(name, value);
            } else {
                let reference = Value::String(format!("attach://{name}"));
                values.insert(name, reference);
            }
        }
        for field in method.fields().filter(|f| f.required) {
            if !values.contains_key(field.name) {
                return Err(missing(method, field.name));
            }
        }
        Ok(Self { values, files })
    }

    pub fn get(&self, name: &str) -> Option<&Value> {
        self.values.get(name)
    }

    pub fn str(&self, name: &str) -> Option<&str> {
        self.get(name).and_then(Value::as_str)
    }

    pub fn int(&self, name: &str) -> Option<i64> {
        self.get(name).and_then(Value::as_i64)
    }

    pub fn flag(&self, name: &str) -> bool {
        self.get(name).and_then(Value::as_bool).unwrap_or(false)
    }

    pub fn upload(&self, name: &str) -> Option<&Upload> {
        self.files.get(name)
    }

    /// A chat id; names such as "@channel" lead nowhere here.
    pub fn chat(&self, name: &str) -> ApiResult<i64> {
        match self.get(name) {
            None => Err(ApiError::bad(format!("{name} is empty"))),
            Some(value) => chat_id(value).ok_or_else(|| ApiError::bad("chat not found")),
        }
    }
}

pub fn chat_id(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.trim().parse().ok())
}

fn find(method: &'static Method, name: &str) -> ApiResult<&'static Field> {
    method.fields().find(|f| f.name == name).ok_or_else(|| {
        ApiError::bad(format!("parameter \"{name}\" is unknown: {} takes {}", method.name, names(method.fields())))
    })
}

fn names<'f>(fields: impl Iterator<Item = &'f Field>) -> String {
    let names: Vec<_> = fields.map(|f| f.name).collect();
    if names.is_empty() { "no parameters".to_owned() } else { names.join(", ") }
}

fn attachments(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) => found.extend(text.strip_prefix("attach://").map(str::to_owned)),
        Value::Array(items) => items.iter().for_each(|v| attachments(v, found)),
        Value::Object(map) => map.values().for_each(|v| attachments(v, found)),
        _ => {}
    }
}

fn from_text(ty: Ty, text: String) -> Result<Value, String> {
    match ty {
        Ty::Str | Ty::File | Ty::ChatId => Ok(Value::String(text)),
        Ty::Int => {
            text.trim().parse::<i64>().map(Value::from).map_err(|_| format!("must be an integer, not \"{text}\""))
        }
        Ty::Bool => match text.trim().to_ascii_lowercase().as_str() {
            "true" | "1" | "yes" => Ok(Value::Bool(true)),
            "false" | "0" | "no" | "" => Ok(Value::Bool(false)),
            _ => Err(format!("must be true or false, not \"{text}\"")),
        },
        Ty::Any | Ty::Arr(_) | Ty::Obj(_) | Ty::Markup | Ty::Media => {
            serde_json::from_str(&text).map_err(|e| format!("is not valid JSON: {e}"))
        }
    }
}

/// The error names the path of the wrong value and says what is wrong with it.
fn verify(ty: Ty, value: &Value, path: &str) -> Result<(), (String, String)> {
    let fail = |what: &str| Err((path.to_owned(), format!("must be {what}, not {}", kind(value))));
    match ty {
        Ty::Any => Ok(()),
        Ty::Int if value.is_i64() => Ok(()),
        Ty::Int => fail("an integer"),
        Ty::Bool if value.is_boolean() => Ok(()),
        Ty::Bool => fail("true or false"),
        Ty::Str | Ty::File if value.is_string() => Ok(()),
        Ty::Str | Ty::File => fail("a string"),
        Ty::ChatId if value.is_i64() || value.is_string() => Ok(()),
        Ty::ChatId => fail("an integer or a string"),
        Ty::Arr(inner) => match value {
            Value::Array(items) => {
                items.iter().enumerate().try_for_each(|(n, item)| verify(*inner, item, &format!("{path}[{n}]")))
            }
            _ => fail("an array"),
        },
        Ty::Obj(fields) => match value {
            Value::Object(map) => object(fields, map, path),
            // A key of a reply keyboard may be its text alone.
            Value::String(_) if path.starts_with("reply_markup.keyboard[") => Ok(()),
            _ => fail("an object"),
        },
        Ty::Markup | Ty::Media => match value {
            Value::Object(map) => {
                let fields = schema::variant(ty, map).map_err(|what| (path.to_owned(), what))?;
                object(fields, map, path)
            }
            _ => fail("an object"),
        },
    }
}

fn object(fields: &'static [Field], map: &Map<String, Value>, path: &str) -> Result<(), (String, String)> {
    for (name, value) in map {
        let inner = format!("{path}.{name}");
        let Some(field) = fields.iter().find(|f| f.name == name) else {
            return Err((inner, format!("is unknown: the object takes {}", names(fields.iter()))));
        };
        if !value.is_null() {
            verify(field.ty, value, &inner)?;
        }
    }
    for field in fields.iter().filter(|f| f.required) {
        if map.get(field.name).is_none_or(Value::is_null) {
            return Err((format!("{path}.{}", field.name), "is required".to_owned()));
        }
    }
    Ok(())
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn check(method: &str, json: Value) -> Result<Args, String> {
        let Value::Object(json) = json else { panic!("an object is needed") };
        Args::check(schema::method(method).unwrap(), Raw { json, ..Raw::default() }).map_err(|e| e.description)
    }

    fn refused(method: &str, json: Value) -> String {
        check(method, json).unwrap_err()
    }

    #[test]
    fn mistakes_are_named() {
        let start = "Bad Request: parameter ";
        let text = refused("sendMessage", json!({ "chat_id": 1, "text": "x", "mode": "HTML" }));
        assert!(text.starts_with(&format!("{start}\"mode\" is unknown: sendMessage takes ")), "{text}");
        assert_eq!(
            refused("sendMessage", json!({ "chat_id": 1, "text": 5 })),
            format!("{start}\"text\" of sendMessage must be a string, not a number")
        );
        let text = refused(
            "sendMessage",
            json!({ "chat_id": 1, "text": "x", "reply_markup": { "inline_keyboard": [[{ "text": "a", "data": "b" }]] } }),
        );
        assert!(
            text.starts_with(&format!("{start}\"reply_markup.inline_keyboard[0][0].data\" of sendMessage is unknown")),
            "{text}"
        );
        assert_eq!(refused("sendMessage", json!({ "text": "x" })), "Bad Request: chat_id is empty");
        assert_eq!(refused("sendMessage", json!({ "chat_id": 1 })), "Bad Request: message text is empty");
        assert_eq!(refused("getFile", json!({})), format!("{start}\"file_id\" of getFile is required"));
    }

    #[test]
    fn texts_are_typed_by_the_schema() {
        let texts = [
            ("chat_id", "5"),
            ("text", "x"),
            ("protect_content", "true"),
            ("reply_markup", "{\"remove_keyboard\":true}"),
        ];
        let raw = Raw { texts: texts.map(|(k, v)| (k.to_owned(), v.to_owned())).to_vec(), ..Raw::default() };
        let args = Args::check(schema::method("sendMessage").unwrap(), raw).unwrap();
        assert_eq!(args.chat("chat_id"), Ok(5));
        assert!(args.flag("protect_content"));
        assert_eq!(args.get("reply_markup"), Some(&json!({ "remove_keyboard": true })));
    }

    #[test]
    fn null_is_absent() {
        assert!(check("sendMessage", json!({ "chat_id": 1, "text": "x", "parse_mode": null })).is_ok());
    }

    #[test]
    fn an_attachment_must_be_there() {
        let text = refused("sendDocument", json!({ "chat_id": 1, "document": "attach://abc" }));
        assert_eq!(text, "Bad Request: file \"abc\" is referenced as attach://abc but not in the request");
    }
}
