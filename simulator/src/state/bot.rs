//! What the bot may do in a chat: where it may write, what it may edit and delete.
use std::time::Instant;

use super::State;
use super::model::{Body, BotStatus, Chat, Markup, Message};
use crate::error::{ApiError, ApiResult};

const TWO_DAYS: i64 = 48 * 3600;

impl State {
    /// A chat the bot knows: a user who wrote first, or a group it is or was in.
    pub fn known_chat(&self, id: i64) -> ApiResult<&Chat> {
        self.chats.get(&id).ok_or_else(|| ApiError::bad("chat not found"))
    }

    /// Refuses what Telegram answers with 403.
    pub fn may_write(&self, id: i64) -> ApiResult<&Chat> {
        let chat = self.known_chat(id)?;
        if !chat.is_private() {
            return match chat.bot {
                BotStatus::Member | BotStatus::Administrator => Ok(chat),
                BotStatus::Kicked => Err(ApiError::forbidden("bot was kicked from the supergroup chat")),
                BotStatus::Left => Err(ApiError::forbidden("bot is not a member of the supergroup chat")),
            };
        }
        if let Some(user) = self.users.get(&id) {
            if user.deactivated {
                return Err(ApiError::forbidden("user is deactivated"));
            }
            if user.blocked {
                return Err(ApiError::forbidden("bot was blocked by the user"));
            }
        }
        if !chat.open {
            return Err(ApiError::forbidden("bot can't initiate conversation with a user"));
        }
        Ok(chat)
    }

    /// May write here, and so many messages fit the limits now.
    pub fn admit(&mut self, chat: i64, count: usize, paid: bool) -> ApiResult<()> {
        self.may_write(chat)?;
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        self.limiter.admit(chat, count, paid, Instant::now()).map_err(ApiError::too_many)
    }

    /// A message that the bot may change.
    pub fn editable(&self, chat: i64, id: i64) -> ApiResult<&Message> {
        self.known_chat(chat)?;
        let message = self.message(chat, id).ok_or_else(|| ApiError::bad("message to edit not found"))?;
        // Telegram fixes a message that carried a reply keyboard, its removal or a forced reply.
        let fixed = matches!(&message.markup, Some(Markup::Keyboard(_) | Markup::Remove | Markup::ForceReply { .. }));
        if message.from != self.config.bot_id
            || fixed
            || message.origin.is_some()
            || matches!(message.body, Body::Service(_))
        {
            return Err(ApiError::bad("message can't be edited"));
        }
        self.may_write(chat)?;
        Ok(message)
    }

    /// Puts the changed message back, unless nothing changed.
    pub fn replace(&mut self, mut new: Message) -> ApiResult<()> {
        let (chat, id) = (new.chat, new.id);
        let now = self.now();
        let old = self
            .chats
            .get_mut(&chat)
            .and_then(|c| c.messages.get_mut(&id))
            .ok_or_else(|| ApiError::bad("message to edit not found"))?;
        let same = old.text == new.text
            && old.entities == new.entities
            && old.markup == new.markup
            && old.body == new.body
            && old.caption_above == new.caption_above
            && old.spoiler == new.spoiler;
        if same {
            return Err(ApiError::bad(
                "message is not modified: specified new message content and reply markup are exactly the same as a \
                 current content and reply markup of the message",
            ));
        }
        new.edited = Some(now);
        *old = new;
        self.announce_edit(chat, id);
        Ok(())
    }

    pub fn deletable(&self, chat: i64, id: i64) -> ApiResult<()> {
        let place = self.known_chat(chat)?;
        let message = place.messages.get(&id).ok_or_else(|| ApiError::bad("message to delete not found"))?;
        self.may_write(chat)?;
        let age = self.now() - message.date;
        let own = message.from == self.config.bot_id;
        let allowed = if place.is_private() {
            let settled_dice = !matches!(message.body, Body::Dice(_)) || age > 24 * 3600;
            age < TWO_DAYS && settled_dice
        } else {
            place.bot == BotStatus::Administrator || (own && age < TWO_DAYS)
        };
        if allowed { Ok(()) } else { Err(ApiError::bad("message can't be deleted")) }
    }
}
