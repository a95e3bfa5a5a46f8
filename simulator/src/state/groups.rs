//! Groups: made with the bot in them; people and the bot come and go.
use serde_json::json;

use super::State;
use super::model::{Body, BotStatus, Chat, ChatKind, Service};
use crate::options::SimError;

const FIRST_GROUP: i64 = -1_002_000_000_000;

impl State {
    /// The first member is its creator.
    pub fn add_group(&mut self, title: &str, members: &[i64]) -> Result<i64, SimError> {
        let Some(creator) = members.first().copied() else {
            return Err(SimError::Invalid("a group needs at least one member: its creator".to_owned()));
        };
        if let Some(missing) = members.iter().find(|m| !self.users.contains_key(m)) {
            return Err(SimError::NoSuchUser(*missing));
        }
        self.last_group += 1;
        let id = FIRST_GROUP - self.last_group;
        let mut unique = Vec::with_capacity(members.len());
        for member in members {
            if !unique.contains(member) {
                unique.push(*member);
            }
        }
        self.chats.insert(
            id,
            Chat {
                id,
                kind: ChatKind::Group,
                title: title.to_owned(),
                members: unique,
                bot: BotStatus::Member,
                open: true,
                messages: std::collections::BTreeMap::new(),
                last_id: 0,
                pinned: Vec::new(),
            },
        );
        self.events.push(&json!({ "type": "chat", "chat": self.chat_view(id) }));
        self.bot_status_update(id, creator, BotStatus::Left, BotStatus::Member);
        self.service(creator, id, Service::Joined(vec![self.config.bot_id]));
        Ok(id)
    }

    pub fn join(&mut self, user: i64, group: i64) -> Result<(), SimError> {
        if !self.users.contains_key(&user) {
            return Err(SimError::NoSuchUser(user));
        }
        let chat = self.group_mut(group)?;
        if chat.members.contains(&user) {
            return Ok(());
        }
        chat.members.push(user);
        self.member_update(group, user, "left", "member");
        self.service(user, group, Service::Joined(vec![user]));
        self.events.push(&json!({ "type": "chat", "chat": self.chat_view(group) }));
        Ok(())
    }

    pub fn leave(&mut self, user: i64, group: i64) -> Result<(), SimError> {
        self.may_act(user, group)?;
        self.group_mut(group)?.members.retain(|m| *m != user);
        self.member_update(group, user, "member", "left");
        self.service(user, group, Service::Left(user));
        self.events.push(&json!({ "type": "chat", "chat": self.chat_view(group) }));
        Ok(())
    }

    /// The group's creator makes the bot administrator, member again, or throws it out.
    pub fn set_bot_status(&mut self, group: i64, new: BotStatus) -> Result<(), SimError> {
        let chat = self.group_mut(group)?;
        let old = std::mem::replace(&mut chat.bot, new);
        let creator = chat.members.first().copied().unwrap_or_default();
        if old == new {
            return Ok(());
        }
        if new == BotStatus::Kicked {
            let mut message = self.blank(creator, group);
            message.body = Body::Service(Service::Left(self.config.bot_id));
            self.put_message(message);
        }
        self.bot_status_update(group, creator, old, new);
        Ok(())
    }

    /// Posts a service message and tells the bot.
    pub fn service(&mut self, by: i64, chat: i64, service: Service) {
        let mut message = self.blank(by, chat);
        message.body = Body::Service(service);
        let id = self.put_message(message);
        let present =
            self.chats.get(&chat).is_some_and(|c| matches!(c.bot, BotStatus::Member | BotStatus::Administrator));
        if present
            && by != self.config.bot_id
            && let Some(stored) = self.message(chat, id)
        {
            let body = self.message_json(stored);
            self.push_update("message", Some(chat), &body);
        }
    }

    /// `chat_member` reaches only a bot that is administrator and asked for it.
    fn member_update(&mut self, group: i64, user: i64, old: &str, new: &str) {
        if self.chats.get(&group).is_none_or(|c| c.bot != BotStatus::Administrator) {
            return;
        }
        let who = self.user_json(user);
        let body = json!({
            "chat": self.chat_json(group), "from": who, "date": self.now(),
            "old_chat_member": { "status": old, "user": who },
            "new_chat_member": { "status": new, "user": who },
        });
        self.push_update("chat_member", Some(group), &body);
    }

    fn group_mut(&mut self, id: i64) -> Result<&mut Chat, SimError> {
        self.chats.get_mut(&id).filter(|c| !c.is_private()).ok_or(SimError::NoSuchChat(id))
    }
}
