//! What Telegram's answer means for one message, by its `error_code`; and what becomes of the delivery then.

use std::time::Duration;

use serde::Deserialize;

use super::{DeliveryState, FailureReason, OnUnknown, Reason, Unreachable, Verdict, pace, reason::DoubtReason};

/// The pause after a 429 that names none.
const PATIENCE: Duration = Duration::from_secs(5);
/// Tries of a message that came to nothing are twice as far apart each time, up to this.
const LONGEST: Duration = Duration::from_secs(300);
/// After so many tries a message in doubt stays in doubt, even where it may be sent again.
const DOUBTS: i64 = 5;

#[derive(Deserialize)]
struct Answer {
    ok: bool,
    result: Option<Accepted>,
    error_code: Option<u16>,
    #[serde(default)]
    description: String,
    #[serde(default)]
    parameters: Parameters,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Accepted {
    One(Message),
    Album(Vec<Message>),
}

#[derive(Deserialize)]
struct Message {
    message_id: i32,
}

#[derive(Default, Deserialize)]
struct Parameters {
    retry_after: Option<u64>,
    migrate_to_chat_id: Option<i64>,
}

/// Judges an answer that has arrived in full: the HTTP status and the body.
pub fn judge(status: u16, body: &[u8]) -> Verdict {
    let Ok(answer) = serde_json::from_slice::<Answer>(body) else { return judge_foreign(status) };
    if answer.ok {
        let first = match answer.result {
            Some(Accepted::One(message)) => Some(message),
            Some(Accepted::Album(messages)) => messages.into_iter().next(),
            None => None,
        };
        return first.map_or(Verdict::Unknown, |message| Verdict::Sent { message: message.message_id });
    }
    let text = answer.description.to_lowercase();
    match answer.error_code.unwrap_or(status) {
        429 => Verdict::TooMany { retry_after: answer.parameters.retry_after.map_or(PATIENCE, Duration::from_secs) },
        400 => match answer.parameters.migrate_to_chat_id {
            Some(to) => Verdict::Migrated { to },
            None => judge_bad_request(&text),
        },
        // The token is not the bot's: no fault of the message, and an operator can mend it.
        401 | 404 => Verdict::NotSent,
        403 => Verdict::Unreachable(if text.contains("deactivated") {
            Unreachable::Deactivated
        } else if text.contains("initiate") {
            Unreachable::NotStarted
        } else {
            Unreachable::Blocked
        }),
        402..500 => Verdict::Failed(FailureReason::Refused),
        _ => Verdict::Unknown,
    }
}

/// Not Telegram's own answer: a proxy's, or one that was cut off.
fn judge_foreign(status: u16) -> Verdict {
    match status {
        429 => Verdict::TooMany { retry_after: PATIENCE },
        400..500 => Verdict::NotSent,
        _ => Verdict::Unknown,
    }
}

/// The one place where the words decide: a 400 may be the chat's fault or the message's.
fn judge_bad_request(text: &str) -> Verdict {
    let says = |words: &[&str]| words.iter().any(|word| text.contains(word));
    if says(&["chat not found", "user not found", "peer_id_invalid"]) {
        return Verdict::Unreachable(Unreachable::NotFound);
    }
    Verdict::Failed(if says(&["parse entities"]) {
        FailureReason::Text
    } else if says(&["too long"]) {
        FailureReason::TooLong
    } else if says(&["file", "photo", "document", "media", "image"]) {
        FailureReason::File
    } else {
        FailureReason::Refused
    })
}

impl From<&Verdict> for pace::Answer {
    /// What a request's end tells the pacer.
    fn from(verdict: &Verdict) -> Self {
        match verdict {
            Verdict::TooMany { retry_after } => Self::TooMany { retry_after: *retry_after },
            Verdict::NotSent => Self::Unsent,
            Verdict::Unknown => Self::Lost,
            _ => Self::Answered,
        }
    }
}

/// How a delivery goes on after an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome {
    pub state: DeliveryState,
    /// Of a retry: how long to wait.
    pub after: Duration,
    pub reason: Option<Reason>,
    /// Attempts so far that came to nothing.
    pub attempt: i64,
}

/// What the verdict makes of a delivery that has failed `attempt` times before.
pub fn resolve(verdict: &Verdict, attempt: i64, on_unknown: OnUnknown) -> Outcome {
    let ends = |state, reason| Outcome { state, after: Duration::ZERO, reason, attempt };
    let retry = |after, attempt| Outcome { state: DeliveryState::Retry, after, reason: None, attempt };
    match verdict {
        Verdict::Sent { .. } => ends(DeliveryState::Sent, None),
        Verdict::TooMany { retry_after } => retry(*retry_after, attempt),
        Verdict::Unreachable(reason) => ends(DeliveryState::Unreachable, Some((*reason).into())),
        Verdict::Migrated { .. } => retry(Duration::ZERO, attempt),
        Verdict::Failed(reason) => ends(DeliveryState::Failed, Some((*reason).into())),
        Verdict::NotSent => retry(back_off(attempt), attempt + 1),
        Verdict::Unknown if on_unknown == OnUnknown::Resend && attempt + 1 < DOUBTS => {
            retry(back_off(attempt), attempt + 1)
        }
        Verdict::Unknown => ends(DeliveryState::Unknown, Some(DoubtReason::NoAnswer.into())),
    }
}

/// 1, 2, 4 … seconds, at most five minutes.
fn back_off(attempt: i64) -> Duration {
    let doublings = u32::try_from(attempt.clamp(0, 16)).unwrap_or(16);
    LONGEST.min(Duration::from_secs(1 << doublings))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(code: u16, description: &str) -> Verdict {
        let body = serde_json::json!({ "ok": false, "error_code": code, "description": description });
        judge(code, body.to_string().as_bytes())
    }

    #[test]
    fn accepted_messages_are_sent() {
        assert_eq!(judge(200, br#"{"ok":true,"result":{"message_id":7,"text":"x"}}"#), Verdict::Sent { message: 7 });
        let album = br#"{"ok":true,"result":[{"message_id":8},{"message_id":9}]}"#;
        assert_eq!(judge(200, album), Verdict::Sent { message: 8 });
    }

    #[test]
    fn what_is_cut_off_or_broken_on_their_side_is_unknown() {
        for (status, body) in [
            (200, "{\"ok\":true,\"resu"),
            (200, ""),
            (200, "{\"ok\":true}"),
            (502, "<html>Bad Gateway</html>"),
            (500, r#"{"ok":false,"error_code":500,"description":"Internal Server Error"}"#),
        ] {
            assert_eq!(judge(status, body.as_bytes()), Verdict::Unknown, "{status} {body}");
        }
    }

    #[test]
    fn flood_control_names_its_pause() {
        let body =
            br#"{"ok":false,"error_code":429,"description":"Too Many Requests","parameters":{"retry_after":35}}"#;
        assert_eq!(judge(429, body), Verdict::TooMany { retry_after: Duration::from_secs(35) });
        assert_eq!(refused(429, "Too Many Requests"), Verdict::TooMany { retry_after: PATIENCE });
        assert_eq!(judge(429, b"<html>slow down</html>"), Verdict::TooMany { retry_after: PATIENCE });
    }

    #[test]
    fn every_403_is_unreachable_whatever_its_words() {
        for (words, reason) in [
            ("Forbidden: bot was blocked by the user", Unreachable::Blocked),
            ("Forbidden: user is deactivated", Unreachable::Deactivated),
            ("Forbidden: bot can't initiate conversation with a user", Unreachable::NotStarted),
            ("Forbidden: bot was kicked from the group chat", Unreachable::Blocked),
            ("Forbidden: words of tomorrow", Unreachable::Blocked),
            ("", Unreachable::Blocked),
        ] {
            assert_eq!(refused(403, words), Verdict::Unreachable(reason), "{words}");
        }
    }

    #[test]
    fn a_bad_request_is_the_chats_fault_or_the_messages() {
        assert_eq!(refused(400, "Bad Request: chat not found"), Verdict::Unreachable(Unreachable::NotFound));
        for (words, reason) in [
            ("Bad Request: can't parse entities: Unsupported start tag \"x\" at byte offset 0", FailureReason::Text),
            ("Bad Request: message is too long", FailureReason::TooLong),
            ("Bad Request: message caption is too long", FailureReason::TooLong),
            ("Bad Request: wrong file identifier/HTTP URL specified", FailureReason::File),
            ("Bad Request: PHOTO_INVALID_DIMENSIONS", FailureReason::File),
            ("Bad Request: words of tomorrow", FailureReason::Refused),
        ] {
            assert_eq!(refused(400, words), Verdict::Failed(reason), "{words}");
        }
        assert_eq!(refused(413, "Request Entity Too Large"), Verdict::Failed(FailureReason::Refused));
        let moved = br#"{"ok":false,"error_code":400,"description":"x","parameters":{"migrate_to_chat_id":-100}}"#;
        assert_eq!(judge(400, moved), Verdict::Migrated { to: -100 });
    }

    #[test]
    fn a_wrong_token_and_a_proxy_blame_no_message() {
        assert_eq!(refused(401, "Unauthorized"), Verdict::NotSent);
        assert_eq!(refused(404, "Not Found"), Verdict::NotSent);
        assert_eq!(judge(403, b"<html>blocked by your administrator</html>"), Verdict::NotSent);
    }

    #[test]
    fn only_what_came_to_nothing_counts_as_an_attempt() {
        let after = |verdict: &Verdict, attempt| resolve(verdict, attempt, OnUnknown::Hold);
        let flood = Verdict::TooMany { retry_after: Duration::from_secs(9) };
        assert_eq!((after(&flood, 3).attempt, after(&flood, 3).after), (3, Duration::from_secs(9)));
        let waits: Vec<u64> = (0..12).map(|n| after(&Verdict::NotSent, n).after.as_secs()).collect();
        assert_eq!(waits, [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300]);
        assert_eq!(after(&Verdict::NotSent, 1_000_000).state, DeliveryState::Retry, "never given up");
    }

    #[test]
    fn doubt_is_held_or_sent_again_but_not_forever() {
        assert_eq!(resolve(&Verdict::Unknown, 0, OnUnknown::Hold).state, DeliveryState::Unknown);
        let states: Vec<DeliveryState> =
            (0..DOUBTS).map(|attempt| resolve(&Verdict::Unknown, attempt, OnUnknown::Resend).state).collect();
        assert!(states[..4].iter().all(|state| *state == DeliveryState::Retry));
        assert_eq!(states[4], DeliveryState::Unknown);
    }
}
