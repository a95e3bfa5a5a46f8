//! One request to the Bot API, and what went wrong with it, told apart.
//!
//! teloxide waits ten seconds after a 5xx before it reads the answer, so that our own time runs out and a 502
//! looks like a slow network. Its types are used; the answer is read here.

use std::{error::Error as _, io, time::Duration};

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::value::RawValue;
use teloxide::{ApiError, Bot, RequestError, requests::Payload, types::ChatId};

use super::closed;

/// Where a request was cut off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    Dns,
    Tls,
    /// Nobody listens there.
    Refused,
    Timeout,
    Network,
}

/// Why there is no result. Nothing in it can carry a token or a body but the refusal, which is never logged.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    #[error("the Bot API refused")]
    Refused(ApiError),
    #[error("the group has moved")]
    Moved(ChatId),
    #[error("flood control")]
    Flood(Duration),
    #[error("the Bot API answered with an error of its own")]
    Server(u16),
    #[error("the request was cut off")]
    Cut(Cut),
    #[error("the answer cannot be read")]
    Unreadable,
    #[error("input or output")]
    Io,
}

impl Fault {
    /// Whether the same request may succeed a moment later.
    pub fn transient(&self) -> bool {
        matches!(self, Self::Server(_) | Self::Cut(_) | Self::Unreadable)
    }

    /// Nobody is there to see it, or the bot may not write there.
    pub fn gone(&self) -> bool {
        closed::is_closed(self)
    }

    /// For the log.
    pub fn class(&self) -> &'static str {
        match self {
            Self::Refused(ApiError::InvalidToken) => "token refused",
            Self::Refused(ApiError::MessageNotModified) => "message not modified",
            Self::Refused(ApiError::CantParseEntities(_)) => "entities refused",
            Self::Refused(_) => "refused by the Bot API",
            Self::Moved(_) => "group migrated",
            Self::Flood(_) => "flood control",
            Self::Server(500) => "HTTP 500",
            Self::Server(502) => "HTTP 502",
            Self::Server(503) => "HTTP 503",
            Self::Server(504) => "HTTP 504",
            Self::Server(_) => "HTTP 5xx",
            Self::Cut(cut) => cut.class(),
            Self::Unreadable => "unreadable answer",
            Self::Io => "input or output",
        }
    }
}

/// How `rustls` says that the other side speaks no TLS, or has no certificate for this name.
const TLS: [&str; 6] =
    ["corrupt message", "peer certificate", "fatal alert", "peer is incompatible", "peer misbehaved", "tls handshake"];

impl Cut {
    pub fn class(self) -> &'static str {
        match self {
            Self::Dns => "DNS",
            Self::Tls => "TLS",
            Self::Refused => "connection refused",
            Self::Timeout => "timeout",
            Self::Network => "network",
        }
    }

    /// By what the error says of its causes: `reqwest` names none of them in its type.
    pub fn of(error: &reqwest::Error) -> Self {
        let mut cause = error.source();
        while let Some(error) = cause {
            if let Some(io) = error.downcast_ref::<io::Error>() {
                match io.kind() {
                    io::ErrorKind::ConnectionRefused => return Self::Refused,
                    io::ErrorKind::TimedOut => return Self::Timeout,
                    _ => {}
                }
            }
            let text = error.to_string();
            if text.starts_with("dns error") {
                return Self::Dns;
            }
            if TLS.iter().any(|words| text.contains(words)) {
                return Self::Tls;
            }
            cause = error.source();
        }
        if error.is_timeout() { Self::Timeout } else { Self::Network }
    }
}

impl From<RequestError> for Fault {
    fn from(error: RequestError) -> Self {
        match error {
            RequestError::Api(refusal) => Self::Refused(refusal),
            RequestError::MigrateToChatId(to) => Self::Moved(to),
            RequestError::RetryAfter(seconds) => Self::Flood(seconds.duration()),
            RequestError::Network(error) => Self::Cut(Cut::of(&error)),
            RequestError::InvalidJson { .. } => Self::Unreadable,
            RequestError::Io(_) => Self::Io,
        }
    }
}

#[derive(Deserialize)]
struct Envelope {
    ok: bool,
    result: Option<Box<RawValue>>,
    error_code: Option<u16>,
    #[serde(default)]
    description: String,
    parameters: Option<Parameters>,
}

#[derive(Deserialize)]
struct Parameters {
    retry_after: Option<u64>,
    migrate_to_chat_id: Option<i64>,
}

/// Makes the request once.
pub async fn ask<P>(bot: &Bot, payload: &P) -> Result<P::Output, Fault>
where
    P: Payload + Serialize,
    P::Output: DeserializeOwned,
{
    let base = bot.api_url();
    let url = format!("{}/bot{}/{}", base.as_str().trim_end_matches('/'), bot.token(), P::NAME);
    let cut = |error: reqwest::Error| Fault::Cut(Cut::of(&error));
    let answer = bot.client().post(url).json(payload).send().await.map_err(cut)?;
    let status = answer.status().as_u16();
    let body = answer.bytes().await.map_err(cut)?;
    read(status, &body)
}

fn read<T: DeserializeOwned>(status: u16, body: &[u8]) -> Result<T, Fault> {
    let unreadable = || if status >= 500 { Fault::Server(status) } else { Fault::Unreadable };
    let envelope: Envelope = serde_json::from_slice(body).map_err(|_| unreadable())?;
    if envelope.ok {
        let result = envelope.result.ok_or_else(unreadable)?;
        return serde_json::from_str(result.get()).map_err(|_| unreadable());
    }
    if let Some(Parameters { retry_after, migrate_to_chat_id }) = envelope.parameters {
        if let Some(seconds) = retry_after {
            return Err(Fault::Flood(Duration::from_secs(seconds)));
        }
        if let Some(to) = migrate_to_chat_id {
            return Err(Fault::Moved(ChatId(to)));
        }
    }
    match envelope.error_code.unwrap_or(status) {
        429 => Err(Fault::Flood(Duration::from_secs(1))),
        code @ 500.. => Err(Fault::Server(code)),
        _ => {
            let known = serde_json::from_value(serde_json::Value::String(envelope.description.clone()));
            Err(Fault::Refused(known.unwrap_or(ApiError::Unknown(envelope.description))))
        }
    }
}

#[cfg(test)]
mod tests {
    use teloxide::{payloads::GetMe, types::True};

    use super::*;

    #[test]
    fn answers_are_read_by_what_they_say() {
        assert!(read::<True>(200, br#"{"ok":true,"result":true}"#).is_ok());
        let fault = |status, body: &str| read::<True>(status, body.as_bytes()).expect_err("a fault");
        assert!(matches!(fault(502, "<html>Bad Gateway</html>"), Fault::Server(502)));
        assert_eq!(fault(502, "<html>").class(), "HTTP 502");
        assert!(matches!(fault(200, r#"{"ok":true,"resu"#), Fault::Unreadable));
        let flood = r#"{"ok":false,"error_code":429,"description":"x","parameters":{"retry_after":600}}"#;
        assert!(matches!(fault(429, flood), Fault::Flood(wait) if wait == Duration::from_secs(600)));
        let blocked = r#"{"ok":false,"error_code":403,"description":"Forbidden: bot was blocked by the user"}"#;
        assert!(fault(403, blocked).gone());
        let new = r#"{"ok":false,"error_code":400,"description":"Bad Request: something new"}"#;
        assert!(matches!(fault(400, new), Fault::Refused(ApiError::Unknown(_))));
    }

    /// What the log says of a server that cannot be reached.
    async fn class(url: &str) -> &'static str {
        let client = reqwest::Client::builder().timeout(Duration::from_secs(3)).no_proxy().build().expect("a client");
        let bot = Bot::with_client("1:a", client).set_api_url(url.parse().expect("an address"));
        ask(&bot, &GetMe::new()).await.expect_err("nobody is there").class()
    }

    #[tokio::test]
    async fn what_cuts_a_request_off_is_told_apart() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        assert_eq!(class("http://tidak-ada.invalid").await, "DNS");
        let plain = tokio::spawn(async move {
            use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
            let (mut stream, _) = listener.accept().await.expect("a caller");
            let _ = stream.read(&mut [0; 512]).await;
            let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
            // The next one is never answered.
            let silent = listener.accept().await.expect("a caller");
            tokio::time::sleep(Duration::from_secs(5)).await;
            drop((listener, silent));
        });
        assert_eq!(class(&format!("https://127.0.0.1:{port}")).await, "TLS");
        assert_eq!(class(&format!("http://127.0.0.1:{port}")).await, "timeout");
        plain.abort();
        let _ = plain.await;
        assert_eq!(class(&format!("http://127.0.0.1:{port}")).await, "connection refused");
    }
}
