//! Taps, deep links and offers; users and chats as the page lists them.
use serde_json::{Value, json};

use super::State;
use super::commands::Viewer;
use super::model::Markup;
use crate::options::{Content, Offer, OfferAction, SimError};
use crate::words::Words;

impl State {
    /// Taps the button with exactly this label that the message shows now.
    pub fn tap(&mut self, user: i64, chat: i64, message: i64, label: &str) -> Result<String, SimError> {
        self.may_tap(user, chat)?;
        let shown = self.message(chat, message).ok_or(SimError::NoSuchMessage { chat, message })?;
        let rows = match &shown.markup {
            Some(Markup::Inline(rows)) => rows.as_slice(),
            _ => &[],
        };
        let Some(button) = rows.iter().flatten().find(|b| b.text == label) else {
            let shown = rows.iter().flatten().map(|b| b.text.clone()).collect();
            return Err(SimError::NoSuchButton { label: label.to_owned(), shown });
        };
        if let Some(url) = &button.url {
            return Err(SimError::Url(url.clone()));
        }
        let Some(data) = button.data.clone() else {
            return Err(SimError::Invalid(format!("the button \"{label}\" does something that is not simulated")));
        };
        Ok(self.ask(user, chat, message, &data))
    }

    /// Forged or stale data: neither the keyboard nor the message need exist.
    pub fn tap_data(&mut self, user: i64, chat: i64, message: i64, data: &str) -> Result<String, SimError> {
        self.may_tap(user, chat)?;
        Ok(self.ask(user, chat, message, data))
    }

    fn may_tap(&self, user: i64, chat: i64) -> Result<(), SimError> {
        self.may_act(user, chat)?;
        let blocked = user == chat && self.users.get(&user).is_some_and(|u| u.blocked);
        if blocked { Err(SimError::Blocked(user)) } else { Ok(()) }
    }

    pub fn open_deep_link(&mut self, user: i64, parameter: &str) -> Result<i64, SimError> {
        let valid = (1..=64).contains(&parameter.len())
            && parameter.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-');
        if !valid {
            return Err(SimError::Invalid(format!(
                "\"{parameter}\" cannot be the parameter of a deep link: 1 to 64 of A-Z, a-z, 0-9, _ and - are allowed"
            )));
        }
        self.send(user, user, Content::Text(format!("/start {parameter}")))
    }

    pub fn perform_offer(&mut self, user: i64, n: usize) -> Result<i64, SimError> {
        let person = self.users.get(&user).ok_or(SimError::NoSuchUser(user))?;
        let offer = person.offers.get(n).ok_or_else(|| {
            SimError::Invalid(format!("user {user} has {} offers, counted from 0: {n} is not one", person.offers.len()))
        })?;
        let sent = match offer.action.clone() {
            OfferAction::Text(text) => self.send(user, user, Content::Text(text)),
            OfferAction::Start(parameter) => self.open_deep_link(user, &parameter),
            OfferAction::Document { name, mime, bytes } => {
                self.send(user, user, Content::Document { name, mime, bytes, caption: None })
            }
        }?;
        let first = self.users.get_mut(&user).is_some_and(|person| person.used_offers.insert(n));
        if first {
            let view = self.user_view(user);
            self.events.push(&json!({ "type": "offers", "user": view }));
        }
        Ok(sent)
    }

    pub fn set_persona(&mut self, user: i64, note: Words) {
        let Some(person) = self.users.get_mut(&user) else {
            return;
        };
        person.note = Some(note);
        if !self.personas.contains(&user) {
            self.personas.push(user);
        }
        let view = self.user_view(user);
        self.events.push(&json!({ "type": "user", "user": view }));
    }

    /// What the menu of this person shows in this chat.
    pub fn shown_commands(&self, chat: Option<i64>, user: Option<i64>, language: &str) -> Vec<(String, String)> {
        let viewer = chat.or(user).and_then(|id| self.chats.get(&id)).map(|chat| {
            let user = user.unwrap_or_else(|| chat.members.first().copied().unwrap_or_default());
            let administrator = !chat.is_private() && chat.members.first() == Some(&user);
            Viewer { chat: chat.id, user, private: chat.is_private(), administrator }
        });
        self.commands.shown(viewer, language).to_vec()
    }

    pub fn user_view(&self, id: i64) -> Value {
        let Some(user) = self.users.get(&id) else {
            return Value::Null;
        };
        let used = |n| user.used_offers.contains(&n);
        let offer = |(n, offer): (usize, &Offer)| json!({ "n": n, "label": offer.label, "used": used(n) });
        let offers: Vec<Value> = user.offers.iter().enumerate().map(offer).collect();
        json!({
            "id": id, "first_name": user.first_name, "last_name": user.last_name, "username": user.username,
            "language_code": user.language_code, "time_zone": user.time_zone, "phone_number": user.phone, "note": user.note,
            "blocked": user.blocked, "deactivated": user.deactivated, "offers": offers,
        })
    }

    pub fn chat_view(&self, id: i64) -> Value {
        let Some(chat) = self.chats.get(&id) else {
            return Value::Null;
        };
        let (kind, title) =
            if chat.is_private() { ("private", self.bot_name()) } else { ("group", chat.title.as_str()) };
        let last = chat.messages.last_key_value().map(|(_, m)| self.view(m));
        json!({
            "id": id, "kind": kind, "title": title, "members": chat.members, "pinned": chat.pinned,
            "last_message": last,
        })
    }

    /// A user's chats: the one with the bot, then groups in the order they were made.
    pub fn chats_of(&self, user: i64) -> Vec<Value> {
        let mut ids: Vec<i64> = self.chats.values().filter(|c| c.members.contains(&user)).map(|c| c.id).collect();
        ids.sort_unstable_by(|a, b| b.cmp(a));
        ids.into_iter().map(|id| self.chat_view(id)).collect()
    }
}
