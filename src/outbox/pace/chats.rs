//! What each chat takes: one message a second, and for those who talk with the bot three at once.

use std::{num::NonZeroUsize, time::Duration};

use lru::LruCache;

const SECOND: Duration = Duration::from_secs(1);
/// Messages that a chat takes at once; it regains one a second.
pub const BURST: u32 = 3;
/// Whoever has sent more than this of late has half of the places at most.
pub const MUCH: u8 = 6;
/// What was sent more than some seconds ago does not matter, and no more chats than this are written to
/// within them.
const REMEMBERED: NonZeroUsize = NonZeroUsize::new(10_000).unwrap();

pub struct Chats {
    burst: u32,
    known: LruCache<i64, Chat>,
}

#[derive(Clone, Copy, Default)]
struct Chat {
    /// When the chat would take [`BURST`] messages again.
    full: Duration,
    /// When the last message departed, or arrived.
    last: Duration,
    flying: u32,
    /// Telegram wants nothing for this chat until then.
    paused: Duration,
    /// Messages that its owner has sent of late.
    sent: u8,
}

impl Chats {
    pub fn new(burst: u32) -> Self {
        Self { burst, known: LruCache::new(REMEMBERED) }
    }

    /// How long a message of the bulk must still wait: for a second after any other.
    pub fn wait_of_bulk(&mut self, now: Duration, chat: i64) -> Duration {
        match self.known.get(&chat) {
            Some(Chat { flying: 1.., .. }) => SECOND,
            Some(Chat { last, .. }) => (*last + SECOND).saturating_sub(now),
            None => Duration::ZERO,
        }
    }

    /// When a reply may go to this chat; its place is taken.
    pub fn reserve(&mut self, now: Duration, chat: i64, weight: u32) -> Duration {
        let ahead = SECOND * self.burst.saturating_sub(1);
        let chat = self.chat(chat);
        let at = now.max(chat.full.saturating_sub(ahead));
        chat.full = chat.full.max(now) + SECOND * weight;
        at
    }

    pub fn depart(&mut self, now: Duration, chat: i64) {
        let chat = self.chat(chat);
        chat.last = chat.last.max(now);
        chat.flying += 1;
    }

    /// The chat counts from when it got the message, not from when we sent it.
    pub fn arrive(&mut self, now: Duration, chat: i64, weight: u32) {
        let chat = self.chat(chat);
        chat.full = chat.full.max(now + SECOND * weight);
        chat.last = chat.last.max(now);
        chat.flying = chat.flying.saturating_sub(1);
    }

    /// What departed did not leave after all.
    pub fn stay(&mut self, chat: i64) {
        let chat = self.chat(chat);
        chat.flying = chat.flying.saturating_sub(1);
    }

    /// Telegram asks to wait.
    pub fn pause(&mut self, chat: i64, until: Duration) {
        let chat = self.chat(chat);
        chat.paused = chat.paused.max(until);
    }

    pub fn paused(&self, chat: i64) -> Duration {
        self.known.peek(&chat).map_or(Duration::ZERO, |chat| chat.paused)
    }

    pub fn set_sent(&mut self, chat: i64, sent: u8) {
        match self.known.peek_mut(&chat) {
            Some(chat) => chat.sent = sent,
            None if sent > 1 => self.chat(chat).sent = sent,
            None => {}
        }
    }

    /// What its owner has sent of late, as far as it matters who goes first: nothing and one are the same.
    pub fn sent(&self, chat: i64) -> u8 {
        self.known.peek(&chat).map_or(1, |chat| chat.sent.max(1))
    }

    #[cfg(test)]
    pub fn remembered(&self) -> usize {
        self.known.len()
    }

    fn chat(&mut self, chat: i64) -> &mut Chat {
        self.known.get_or_insert_mut(chat, Chat::default)
    }
}
