//! The queue of updates: numbering, confirmation by offset, and which chats the bot still owes.
use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

pub const KNOWN: &[&str] = &[
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "business_connection",
    "business_message",
    "edited_business_message",
    "deleted_business_messages",
    "guest_message",
    "message_reaction",
    "message_reaction_count",
    "inline_query",
    "chosen_inline_result",
    "callback_query",
    "shipping_query",
    "pre_checkout_query",
    "purchased_paid_media",
    "poll",
    "poll_answer",
    "my_chat_member",
    "chat_member",
    "chat_join_request",
    "chat_boost",
    "removed_chat_boost",
    "managed_bot",
];

/// Not delivered unless asked for by name.
const OPT_IN: &[&str] = &["chat_member", "message_reaction", "message_reaction_count"];

#[derive(Clone, Debug)]
pub struct Queued {
    pub id: i64,
    pub chat: Option<i64>,
    /// The JSON object as it goes into the answer.
    pub body: Arc<str>,
    /// A webhook request carries it right now.
    pub in_flight: bool,
    /// What follows the number, where it is to be delivered once more.
    pub again: Option<Arc<str>>,
}

#[derive(Debug)]
pub struct Queue {
    pub items: VecDeque<Queued>,
    /// Of the next update.
    pub next: i64,
    /// Empty means Telegram's default set.
    pub allowed: Vec<String>,
    /// Per chat, how many updates and callback queries wait for the bot.
    owed: HashMap<i64, usize>,
}

impl Queue {
    pub fn new(next: i64) -> Self {
        Self { items: VecDeque::new(), next, allowed: Vec::new(), owed: HashMap::new() }
    }

    pub fn allows(&self, kind: &str) -> bool {
        if self.allowed.is_empty() { !OPT_IN.contains(&kind) } else { self.allowed.iter().any(|a| a == kind) }
    }

    pub fn next_id(&mut self) -> i64 {
        let id = self.next;
        self.next += 1;
        id
    }

    pub fn push(&mut self, id: i64, chat: Option<i64>, body: Arc<str>) {
        self.items.push_back(Queued { id, chat, body, in_flight: false, again: None });
    }

    /// The newest is to come a second time.
    pub fn repeat_last(&mut self, again: Arc<str>) {
        if let Some(last) = self.items.back_mut() {
            last.again = Some(again);
        }
    }

    /// Forgets every update below `offset`; a negative one keeps that many from the end.
    /// Returns what was confirmed.
    pub fn confirm(&mut self, offset: i64) -> Vec<Queued> {
        let gone = if offset < 0 {
            let keep = usize::try_from(-offset).unwrap_or(usize::MAX);
            self.items.len().saturating_sub(keep)
        } else {
            self.items.iter().take_while(|q| q.id < offset).count()
        };
        self.items.drain(..gone).collect()
    }

    /// Removes one update by id, as a delivered webhook request does.
    pub fn remove(&mut self, id: i64) -> Option<Queued> {
        let index = self.items.iter().position(|q| q.id == id)?;
        self.items.remove(index)
    }

    /// True when the chat becomes one that waits for the bot.
    pub fn owe(&mut self, chat: i64) -> bool {
        let count = self.owed.entry(chat).or_insert(0);
        *count += 1;
        *count == 1
    }

    /// True when nothing of the chat waits any more.
    pub fn settle(&mut self, chat: i64) -> bool {
        let Some(count) = self.owed.get_mut(&chat) else {
            return false;
        };
        *count -= 1;
        if *count == 0 {
            self.owed.remove(&chat);
            return true;
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn queue(count: i64) -> Queue {
        let mut queue = Queue::new(700_000_001);
        for chat in 0..count {
            let id = queue.next_id();
            queue.push(id, Some(chat), "{}".into());
        }
        queue
    }

    fn chats(confirmed: Vec<Queued>) -> Vec<Option<i64>> {
        confirmed.into_iter().map(|queued| queued.chat).collect()
    }

    #[test]
    fn offset_confirms_all_below() {
        let mut queue = queue(3);
        let second = queue.items[1].id;
        assert_eq!(chats(queue.confirm(0)), []);
        assert_eq!(chats(queue.confirm(second)), [Some(0)]);
        assert_eq!(queue.items[0].id, second);
        assert_eq!(queue.confirm(i64::MAX).len(), 2);
    }

    #[test]
    fn a_negative_offset_keeps_from_the_end() {
        let mut queue = queue(3);
        assert_eq!(chats(queue.confirm(-5)), []);
        assert_eq!(chats(queue.confirm(-1)), [Some(0), Some(1)]);
        assert_eq!(queue.items.len(), 1);
    }

    #[test]
    fn opt_in_kinds_must_be_named() {
        let mut queue = Queue::new(1);
        assert!(queue.allows("message") && !queue.allows("chat_member"));
        queue.allowed = vec!["chat_member".into()];
        assert!(!queue.allows("message") && queue.allows("chat_member"));
    }

    #[test]
    fn a_chat_is_busy_until_all_is_settled() {
        let mut queue = Queue::new(1);
        assert!(queue.owe(1) && !queue.owe(1));
        assert!(!queue.settle(1) && queue.settle(1) && !queue.settle(1));
    }
}
