//! What people do in their app: join, write, edit, delete, block.
use bytes::Bytes;
use serde_json::json;

use super::State;
use super::files::{FileKind, PIXEL};
use super::model::{Body, BotStatus, Chat, ChatKind, Contact, Message, Origin, User};
use crate::html;
use crate::options::{Content, NewUser, SimError};
use crate::text::{self, Entity, utf16_len};

impl State {
    pub fn add_user(&mut self, new: NewUser) -> Result<i64, SimError> {
        let id = new.id.unwrap_or_else(|| self.next_user());
        if id <= 0 || id == self.config.bot_id || self.users.contains_key(&id) {
            return Err(SimError::Invalid(format!("{id} is no id for a user: take a positive one that nobody has")));
        }
        let user = User {
            first_name: if new.first_name.trim().is_empty() { "Somebody".to_owned() } else { new.first_name },
            last_name: new.last_name.filter(|n| !n.is_empty()),
            username: new.username.map(|u| u.trim_start_matches('@').to_owned()).filter(|u| !u.is_empty()),
            language_code: new.language_code.filter(|l| !l.is_empty()),
            phone: format!("1555{:07}", id % 10_000_000),
            blocked: false,
            deactivated: false,
            time_zone: new.time_zone.filter(|zone| !zone.is_empty()),
            note: None,
            offers: Vec::new(),
            used_offers: std::collections::BTreeSet::new(),
        };
        let chat = Chat {
            id,
            kind: ChatKind::Private,
            title: user.full_name(),
            members: vec![id],
            bot: BotStatus::Member,
            open: false,
            messages: std::collections::BTreeMap::new(),
            last_id: 0,
            pinned: Vec::new(),
        };
        self.users.insert(id, user);
        self.chats.insert(id, chat);
        self.events.push(&json!({ "type": "user", "user": self.user_view(id) }));
        Ok(id)
    }

    /// May this user act in this chat now?
    pub fn may_act(&self, user: i64, chat: i64) -> Result<(), SimError> {
        let person = self.users.get(&user).ok_or(SimError::NoSuchUser(user))?;
        let place = self.chats.get(&chat).ok_or(SimError::NoSuchChat(chat))?;
        if person.deactivated {
            return Err(SimError::Deactivated(user));
        }
        if !place.members.contains(&user) {
            return Err(SimError::NotAMember { user, chat });
        }
        Ok(())
    }

    pub fn send(&mut self, user: i64, chat: i64, content: Content) -> Result<i64, SimError> {
        self.send_part(user, chat, content, None)
    }

    /// Photos or documents as one album: a message and an update for each.
    pub fn send_album(&mut self, user: i64, chat: i64, contents: Vec<Content>) -> Result<Vec<i64>, SimError> {
        let album = self.next_album();
        contents.into_iter().map(|content| self.send_part(user, chat, content, Some(album.clone()))).collect()
    }

    fn send_part(&mut self, user: i64, chat: i64, content: Content, album: Option<String>) -> Result<i64, SimError> {
        self.may_act(user, chat)?;
        let private = self.chats.get(&chat).is_some_and(Chat::is_private);
        if private && self.users.get(&user).is_some_and(|u| u.blocked) {
            // The app shows one button to a user who blocked the bot: it restarts it.
            let restart = matches!(&content, Content::Text(t) if t.split_whitespace().next() == Some("/start"));
            if !restart {
                return Err(SimError::Blocked(user));
            }
            self.set_blocked(user, false)?;
        }
        let mut message = self.blank(user, chat);
        self.fill(&mut message, content)?;
        message.album = album;
        if let Some(chat) = self.chats.get_mut(&chat) {
            chat.open = true;
        }
        let seen = self.bot_sees(&message);
        let id = self.put_message(message);
        if seen && let Some(stored) = self.message(chat, id) {
            let body = self.message_json(stored);
            self.push_update("message", Some(chat), &body);
        }
        Ok(id)
    }

    /// A message of this sender with nothing in it yet.
    pub fn blank(&self, from: i64, chat: i64) -> Message {
        Message {
            id: 0,
            chat,
            from,
            date: self.now(),
            edited: None,
            body: Body::Text,
            text: String::new(),
            entities: Vec::new(),
            markup: None,
            reply_to: None,
            origin: None,
            album: None,
            protected: false,
            caption_above: false,
            spoiler: false,
            link_preview: None,
        }
    }

    fn fill(&mut self, message: &mut Message, content: Content) -> Result<(), SimError> {
        match content {
            Content::Text(text) => self.fill_text(message, &text, 4096)?,
            Content::Html(source) => {
                let (text, entities) = parsed(&source)?;
                self.fill_formatted(message, &text, entities, 4096)?;
            }
            Content::HtmlReply { to, html } => {
                self.fill_reply(message, to)?;
                let (text, entities) = parsed(&html)?;
                self.fill_formatted(message, &text, entities, 4096)?;
            }
            Content::Captioned { file, html } => {
                self.fill(message, *file)?;
                if !message.body.has_caption() {
                    return Err(SimError::Invalid("only a photo or a document has a caption".to_owned()));
                }
                let (text, entities) = parsed(&html)?;
                self.fill_formatted(message, &text, entities, 1024)?;
            }
            Content::Reply { to, text } => {
                self.fill_reply(message, to)?;
                self.fill_text(message, &text, 4096)?;
            }
            Content::Photo { bytes, caption } => {
                let (small, full) = self.files.add_photo(None, Bytes::from(bytes));
                message.body = Body::Photo { small, full };
                self.fill_caption(message, caption)?;
            }
            Content::Document { name, mime, bytes, caption } => {
                let mime = Some(mime.as_str()).filter(|m| !m.is_empty());
                let id = self.files.add(FileKind::Document, Some(&name), mime, Bytes::from(bytes));
                message.body = Body::Document(id);
                self.fill_caption(message, caption)?;
            }
            Content::Sticker => message.body = Body::Sticker(self.pixel(FileKind::Sticker)),
            Content::Voice => message.body = Body::Voice(self.pixel(FileKind::Voice)),
            Content::VideoNote => message.body = Body::VideoNote(self.pixel(FileKind::VideoNote)),
            Content::Contact { of } => {
                let person = self.users.get(&of).ok_or(SimError::NoSuchUser(of))?;
                message.body = Body::Contact(Contact {
                    user: of,
                    phone: person.phone.clone(),
                    first_name: person.first_name.clone(),
                    last_name: person.last_name.clone(),
                });
            }
            Content::Location { latitude, longitude } => message.body = Body::Location { latitude, longitude },
            Content::Dice => message.body = Body::Dice(1 + rand::random::<u8>() % 6),
            Content::Forward { from_channel, text } => {
                self.fill_text(message, &text, 4096)?;
                message.origin =
                    Some(Origin::Channel { title: from_channel, date: message.date - 3600, message_id: 100 });
            }
        }
        Ok(())
    }

    fn fill_reply(&self, message: &mut Message, to: i64) -> Result<(), SimError> {
        if self.message(message.chat, to).is_none() {
            return Err(SimError::NoSuchMessage { chat: message.chat, message: to });
        }
        message.reply_to = Some(to);
        Ok(())
    }

    fn pixel(&mut self, kind: FileKind) -> String {
        let mime = match kind {
            FileKind::Voice => "audio/ogg",
            FileKind::VideoNote => "video/mp4",
            _ => "image/png",
        };
        self.files.add(kind, None, Some(mime), Bytes::from_static(PIXEL))
    }

    fn fill_text(&self, message: &mut Message, source: &str, most: usize) -> Result<(), SimError> {
        self.fill_formatted(message, source, Vec::new(), most)
    }

    fn fill_formatted(
        &self,
        message: &mut Message,
        source: &str,
        entities: Vec<Entity>,
        most: usize,
    ) -> Result<(), SimError> {
        let (text, entities) = text::trim(source, entities);
        if text.is_empty() {
            return Err(SimError::Invalid("an empty message cannot be sent: write something".to_owned()));
        }
        let length = utf16_len(&text);
        if length > most {
            return Err(SimError::Invalid(format!(
                "the text has {length} characters; at most {most} fit: send it in parts"
            )));
        }
        message.entities = text::with_automatic(&text, entities);
        message.text = text;
        Ok(())
    }

    fn fill_caption(&self, message: &mut Message, caption: Option<String>) -> Result<(), SimError> {
        match caption {
            Some(caption) if !caption.trim().is_empty() => self.fill_text(message, &caption, 1024),
            _ => Ok(()),
        }
    }

    pub fn edit_own(&mut self, user: i64, chat: i64, id: i64, source: &str) -> Result<(), SimError> {
        self.edit_formatted(user, chat, id, (source.to_owned(), Vec::new()))
    }

    /// The same with formatting, in the tags of `parse_mode=HTML`.
    pub fn edit_own_html(&mut self, user: i64, chat: i64, id: i64, source: &str) -> Result<(), SimError> {
        self.edit_formatted(user, chat, id, parsed(source)?)
    }

    fn edit_formatted(
        &mut self,
        user: i64,
        chat: i64,
        id: i64,
        (text, entities): (String, Vec<Entity>),
    ) -> Result<(), SimError> {
        self.may_act(user, chat)?;
        let mut message = self.own(user, chat, id)?.clone();
        if message.body != Body::Text && !message.body.has_caption() {
            return Err(SimError::Invalid(format!("message {id} has no text to edit: delete it and send another")));
        }
        let most = if message.body == Body::Text { 4096 } else { 1024 };
        self.fill_formatted(&mut message, &text, entities, most)?;
        message.edited = Some(self.now());
        let seen = self.bot_sees(&message);
        let body = self.message_json(&message);
        if let Some(chat) = self.chats.get_mut(&chat) {
            chat.messages.insert(id, message);
        }
        self.announce_edit(chat, id);
        if seen {
            self.push_update("edited_message", Some(chat), &body);
        }
        Ok(())
    }

    /// Telegram tells bots nothing of a deletion.
    pub fn delete_own(&mut self, user: i64, chat: i64, id: i64) -> Result<(), SimError> {
        self.may_act(user, chat)?;
        // In a private chat either side may delete for both.
        if !self.chats.get(&chat).is_some_and(Chat::is_private) {
            self.own(user, chat, id)?;
        }
        if self.remove_message(chat, id) { Ok(()) } else { Err(SimError::NoSuchMessage { chat, message: id }) }
    }

    fn own(&self, user: i64, chat: i64, id: i64) -> Result<&Message, SimError> {
        let message = self.message(chat, id).ok_or(SimError::NoSuchMessage { chat, message: id })?;
        if message.from != user {
            return Err(SimError::Invalid(format!(
                "message {id} is not of user {user}: one may change only one's own"
            )));
        }
        Ok(message)
    }

    /// Privacy mode: in a group only commands for it, replies to it and mentions of it.
    fn bot_sees(&self, message: &Message) -> bool {
        let Some(chat) = self.chats.get(&message.chat) else {
            return false;
        };
        match chat.bot {
            BotStatus::Left | BotStatus::Kicked => return false,
            BotStatus::Administrator => return true,
            BotStatus::Member => {}
        }
        if chat.is_private() || !self.config.privacy || matches!(message.body, Body::Service(_)) {
            return true;
        }
        let reply = message.reply_to.and_then(|id| chat.messages.get(&id));
        if reply.is_some_and(|m| m.from == self.config.bot_id) {
            return true;
        }
        message.entities.iter().any(|e| {
            let inner = html::slice(&message.text, e);
            let named = |name: &str| name.eq_ignore_ascii_case(&self.config.username);
            match e.kind {
                "bot_command" => inner.split_once('@').is_none_or(|(_, bot)| named(bot)),
                "mention" => named(inner.trim_start_matches('@')),
                "text_mention" => e.user == Some(self.config.bot_id),
                _ => false,
            }
        })
    }

    pub fn set_blocked(&mut self, user: i64, blocked: bool) -> Result<(), SimError> {
        let person = self.users.get_mut(&user).ok_or(SimError::NoSuchUser(user))?;
        if person.blocked == blocked {
            return Ok(());
        }
        person.blocked = blocked;
        let (old, new) =
            if blocked { (BotStatus::Member, BotStatus::Kicked) } else { (BotStatus::Kicked, BotStatus::Member) };
        self.bot_status_update(user, user, old, new);
        self.events.push(&json!({ "type": "user", "user": self.user_view(user) }));
        Ok(())
    }

    pub fn deactivate(&mut self, user: i64) -> Result<(), SimError> {
        self.users.get_mut(&user).ok_or(SimError::NoSuchUser(user))?.deactivated = true;
        self.events.push(&json!({ "type": "user", "user": self.user_view(user) }));
        Ok(())
    }

    /// The `my_chat_member` update.
    pub fn bot_status_update(&mut self, chat: i64, by: i64, old: BotStatus, new: BotStatus) {
        let bot = self.bot_json();
        let body = json!({
            "chat": self.chat_json(chat), "from": self.user_json(by), "date": self.now(),
            "old_chat_member": super::json::bot_member_json(old, &bot),
            "new_chat_member": super::json::bot_member_json(new, &bot),
        });
        self.push_update("my_chat_member", Some(chat), &body);
    }
}

fn parsed(source: &str) -> Result<(String, Vec<Entity>), SimError> {
    html::parse(source).map_err(|error| SimError::Invalid(format!("not valid HTML: {error}")))
}
