//! What the Bot API answers when it refuses, and what is kept for a test to look at.
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// A refusal as the bot reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiError {
    pub code: u16,
    pub description: String,
    pub retry_after: Option<u64>,
    pub migrate_to_chat_id: Option<i64>,
}

pub type ApiResult<T = Value> = Result<T, ApiError>;

impl ApiError {
    fn new(code: u16, description: impl Into<String>) -> Self {
        Self { code, description: description.into(), retry_after: None, migrate_to_chat_id: None }
    }

    /// 400 with Telegram's prefix.
    pub fn bad(text: impl AsRef<str>) -> Self {
        Self::new(400, format!("Bad Request: {}", text.as_ref()))
    }

    pub fn forbidden(text: &str) -> Self {
        Self::new(403, format!("Forbidden: {text}"))
    }

    pub fn conflict(text: &str) -> Self {
        Self::new(409, format!("Conflict: {text}"))
    }

    pub fn unauthorized() -> Self {
        Self::new(401, "Unauthorized")
    }

    pub fn not_found(text: &str) -> Self {
        Self::new(404, format!("Not Found: {text}"))
    }

    pub fn too_large() -> Self {
        Self::new(413, "Request Entity Too Large")
    }

    pub fn too_many(retry_after: u64) -> Self {
        Self {
            retry_after: Some(retry_after),
            ..Self::new(429, format!("Too Many Requests: retry after {retry_after}"))
        }
    }

    pub fn to_json(&self) -> Value {
        let mut body = json!({ "ok": false, "error_code": self.code, "description": self.description });
        if let Some(seconds) = self.retry_after {
            body["parameters"] = json!({ "retry_after": seconds });
        }
        if let Some(chat) = self.migrate_to_chat_id {
            body["parameters"] = json!({ "migrate_to_chat_id": chat });
        }
        body
    }

    /// Whether a correct bot would never have got it. Blocked users, limits, a second
    /// poller and a wrong token happen to correct bots too.
    pub fn is_refusal(&self) -> bool {
        (400..500).contains(&self.code) && !matches!(self.code, 401 | 403 | 409 | 429)
    }
}

/// A call that was the bot's own mistake.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    pub method: String,
    pub error_code: u16,
    pub description: String,
    pub chat_id: Option<i64>,
}

/// Something Telegram accepts, and that is still wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Violation {
    AnsweredTwice { query_id: String, user: i64, data: String },
    NeverAnswered { query_id: String, user: i64, data: String },
    AnsweredSlowly { query_id: String, user: i64, data: String, after_ms: u64 },
}
