//! Chats in which the bot may not write, by what Telegram answers.

use teloxide::ApiError;

use super::call::Fault;

/// What Telegram says of chats in which a bot may not write, beyond what the types have a name for.
const CLOSED: [&str; 14] = [
    "Forbidden: ",
    "not enough rights",
    "have no rights to send",
    "CHAT_WRITE_FORBIDDEN",
    "CHAT_RESTRICTED",
    "CHAT_SEND_",
    "CHAT_ADMIN_REQUIRED",
    "USER_BANNED_IN_CHANNEL",
    "TOPIC_CLOSED",
    "TOPIC_DELETED",
    "PEER_ID_INVALID",
    "group chat was ",
    "chat was deleted",
    "message thread not found",
];

/// Whether a message cannot be sent because of the chat that it is for: a person who has left, a group in which
/// the bot is muted or no longer is, or which has moved. Nothing of it is ours to mend.
pub fn is_closed(fault: &Fault) -> bool {
    match fault {
        Fault::Moved(_) => true,
        Fault::Refused(
            ApiError::BotBlocked
            | ApiError::UserDeactivated
            | ApiError::CantInitiateConversation
            | ApiError::ChatNotFound
            | ApiError::BotKicked
            | ApiError::BotKickedFromSupergroup
            | ApiError::BotKickedFromChannel
            | ApiError::NotEnoughRightsToPostMessages,
        ) => true,
        Fault::Refused(ApiError::Unknown(text)) => CLOSED.iter().any(|closed| text.contains(closed)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use teloxide::types::ChatId;

    use super::*;

    #[test]
    fn a_chat_in_which_the_bot_may_not_write_is_no_error() {
        for text in [
            "Bad Request: not enough rights to send text messages to the chat",
            "Bad Request: have no rights to send a message",
            "Bad Request: CHAT_WRITE_FORBIDDEN",
            "Bad Request: CHAT_RESTRICTED",
            "Bad Request: CHAT_SEND_PLAIN_FORBIDDEN",
            "Bad Request: TOPIC_CLOSED",
            "Bad Request: need administrator rights in the channel chat",
            "Bad Request: group chat was upgraded to a supergroup chat",
            "Bad Request: group chat was deactivated",
            "Forbidden: bot was kicked from the group chat",
            "Forbidden: bot was kicked from the supergroup chat",
            "Forbidden: bot is not a member of the supergroup chat",
            "Forbidden: the group chat was deleted",
            "Forbidden: bot was blocked by the user",
            "Forbidden: bot can't initiate conversation with a user",
        ] {
            let error: ApiError = serde_json::from_value(serde_json::Value::from(text)).expect("an error");
            assert!(is_closed(&Fault::Refused(error)), "{text}");
        }
        assert!(is_closed(&Fault::Moved(ChatId(-1))));
        for text in ["Bad Request: can't parse entities: x", "Bad Request: message is too long", "Unauthorized"] {
            let error: ApiError = serde_json::from_value(serde_json::Value::from(text)).expect("an error");
            assert!(!is_closed(&Fault::Refused(error)), "{text}");
        }
    }
}
