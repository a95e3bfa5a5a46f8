//! Whether what someone types is meant for the question that is open. In memory only: after a restart nobody knows.

use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use lru::LruCache;
use teloxide::types::Update;

use super::Question;
use crate::{access::TelegramId, app::REMEMBERED};

/// What waits for a yes is forgotten after this long; as a draft of a tip is, for it may be a part of one.
const HELD: TimeDelta = TimeDelta::minutes(15);
/// Messages of one account that wait for a yes: the parts of an album, and some more.
const MOST: usize = 20;

/// What this process knows of those who are asked something.
pub struct Attention(Mutex<LruCache<TelegramId, Minded>>);

#[derive(Default)]
struct Minded {
    /// Asked by this process, and nothing of a tip has come in between.
    sure_of: Option<Question>,
    held: Vec<Held>,
    /// Of late, by their first messages: the same tap once more is told the same.
    ended: Vec<(i32, End)>,
}

/// What became of a message that was held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// It was used as an answer.
    Used,
    /// What it would have answered was not asked any more.
    Closed,
}

/// A message, or an album, of which its writer has yet to say whether it is the answer.
#[derive(Clone)]
pub struct Held {
    /// The first message, as the buttons below the bot's question call it.
    pub message: i32,
    album: Option<String>,
    /// What it would answer; none where it is a file that is taken without having been asked for.
    pub question: Option<Question>,
    pub updates: Vec<Update>,
    /// The bot has asked about it.
    asked: bool,
    since: DateTime<Utc>,
}

impl Default for Attention {
    fn default() -> Self {
        Self(LruCache::new(REMEMBERED).into())
    }
}

impl Attention {
    fn lock(&self) -> MutexGuard<'_, LruCache<TelegramId, Minded>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The question was just asked, or its answer is just affirmed.
    pub fn turn_to(&self, user: TelegramId, question: Question) {
        self.lock().get_or_insert_mut(user, Minded::default).sure_of = Some(question);
    }

    /// Something else has come in between: what is typed from now on is asked about.
    pub fn turn_away(&self, user: TelegramId) {
        if let Some(minded) = self.lock().get_mut(&user) {
            minded.sure_of = None;
        }
    }

    pub fn is_sure(&self, user: TelegramId, question: Question) -> bool {
        self.lock().get(&user).and_then(|minded| minded.sure_of).is_some_and(|sure| sure.is_same(question))
    }

    /// Keeps a message until its writer says what it is. False where that was asked already, of the message itself or
    /// of its album.
    pub fn hold(
        &self,
        user: TelegramId,
        (message, album): (i32, Option<&str>),
        question: Option<Question>,
        update: Update,
        now: DateTime<Utc>,
    ) -> bool {
        let mut all = self.lock();
        let held = &mut all.get_or_insert_mut(user, Minded::default).held;
        held.retain(|one| !one.is_old(now));
        if let Some(same) = held.iter_mut().find(|one| one.message == message) {
            let again = same.updates.iter().any(|held| held.id == update.id);
            if !again {
                // It was edited meanwhile: its newest form.
                (same.updates, same.asked) = (vec![update], false);
            }
            return !same.asked;
        }
        if let Some(others) = held.iter_mut().find(|one| album.is_some() && one.album.as_deref() == album) {
            let again = others.updates.iter().any(|held| held.id == update.id);
            if !again && others.updates.len() < MOST {
                others.updates.push(update);
            }
            return !others.asked;
        }
        if held.len() >= MOST {
            held.remove(0);
        }
        let album = album.map(str::to_owned);
        held.push(Held { message, album, question, updates: vec![update], asked: false, since: now });
        true
    }

    /// The bot has asked about what is held with this message.
    pub fn has_asked(&self, user: TelegramId, message: i32) {
        let mut all = self.lock();
        let held = all.get_mut(&user).map(|minded| minded.held.iter_mut());
        if let Some(one) = held.and_then(|mut held| held.find(|one| one.message == message)) {
            one.asked = true;
        }
    }

    /// What became of it, where something has.
    pub fn end_of(&self, user: TelegramId, message: i32) -> Option<End> {
        let mut all = self.lock();
        all.get(&user)?.ended.iter().find(|(ended, _)| *ended == message).map(|(_, end)| *end)
    }

    pub fn set_end(&self, user: TelegramId, message: i32, end: End) {
        let mut all = self.lock();
        let ended = &mut all.get_or_insert_mut(user, Minded::default).ended;
        if ended.len() >= MOST {
            ended.remove(0);
        }
        ended.push((message, end));
    }

    /// What was held, once.
    pub fn take(&self, user: TelegramId, message: i32, now: DateTime<Utc>) -> Option<Held> {
        let mut all = self.lock();
        let held = &mut all.get_mut(&user)?.held;
        held.retain(|one| !one.is_old(now));
        let at = held.iter().position(|one| one.message == message)?;
        Some(held.remove(at))
    }

    /// Back, because it could not be used yet.
    pub fn put_back(&self, user: TelegramId, held: Held) {
        self.lock().get_or_insert_mut(user, Minded::default).held.push(held);
    }

    /// Forgets what has waited too long. Without it, only the next step of the same person would.
    pub fn sweep(&self, now: DateTime<Utc>) {
        for (_, minded) in self.lock().iter_mut() {
            minded.held.retain(|one| !one.is_old(now));
        }
    }
}

impl Held {
    fn is_old(&self, now: DateTime<Utc>) -> bool {
        (now - self.since).abs() >= HELD
    }
}

#[cfg(test)]
mod tests {
    use teloxide::types::UpdateId;

    use super::{super::Topic, *};

    const USER: TelegramId = TelegramId(7);

    fn question(topic: Topic, subject: i64) -> Question {
        Question { topic, subject, message: None, again: false }
    }

    fn update(id: u32) -> Update {
        Update { id: UpdateId(id), kind: teloxide::types::UpdateKind::Error(serde_json::Value::Null) }
    }

    fn at(minutes: i64) -> DateTime<Utc> {
        DateTime::<Utc>::default() + TimeDelta::minutes(minutes)
    }

    #[test]
    fn only_what_this_process_asked_last_is_sure() {
        let attention = Attention::default();
        let days = question(Topic::StageDays, 3);
        assert!(!attention.is_sure(USER, days), "asked by an earlier process");
        attention.turn_to(USER, days);
        assert!(attention.is_sure(USER, days) && !attention.is_sure(TelegramId(8), days));
        assert!(!attention.is_sure(USER, question(Topic::StageDays, 4)));
        attention.turn_away(USER);
        assert!(!attention.is_sure(USER, days));
    }

    #[test]
    fn a_message_is_held_once_and_not_for_long() {
        let attention = Attention::default();
        assert!(attention.hold(USER, (1, None), None, update(1), at(0)));
        assert!(attention.hold(USER, (1, None), None, update(1), at(0)), "the reply was lost, and is made again");
        attention.has_asked(USER, 1);
        assert!(!attention.hold(USER, (1, None), None, update(1), at(0)), "it comes twice");
        assert!(attention.hold(USER, (1, None), None, update(9), at(0)), "it was edited");
        assert!(attention.hold(USER, (2, Some("a")), None, update(2), at(1)));
        attention.has_asked(USER, 2);
        assert!(!attention.hold(USER, (3, Some("a")), None, update(3), at(1)), "it joins its album");
        assert_eq!(attention.take(USER, 2, at(2)).expect("held").updates.len(), 2);
        assert!(attention.take(USER, 2, at(2)).is_none(), "a second tap");
        attention.sweep(at(15));
        assert!(attention.take(USER, 1, at(15)).is_none());
        assert!(attention.lock().get(&USER).expect("known").held.is_empty());
    }
}
