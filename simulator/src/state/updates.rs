//! The queue of updates: numbering, confirmation by offset, and which chats the bot still owes.
use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
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
    /// What follows the number, where it is to be delivered once more.
    pub again: Option<Arc<str>>,
}

#[derive(Debug)]
pub struct Queue {
    /// In the order they came, under a number that only counts here.
    items: BTreeMap<u64, Queued>,
    pushed: u64,
    /// Of each chat what waits, oldest first.
    chats: HashMap<i64, VecDeque<u64>>,
    /// What may be delivered: the oldest of each chat that is not under way, and all that belongs to no chat.
    ready: BTreeSet<u64>,
    /// Of the next update.
    pub next: i64,
    /// Empty means Telegram's default set.
    pub allowed: Vec<String>,
    /// Per chat, how many updates and callback queries wait for the bot.
    owed: HashMap<i64, usize>,
}

impl Queue {
    pub fn new(next: i64) -> Self {
        Self {
            items: BTreeMap::new(),
            pushed: 0,
            chats: HashMap::new(),
            ready: BTreeSet::new(),
            next,
            allowed: Vec::new(),
            owed: HashMap::new(),
        }
    }

    pub fn allows(&self, kind: &str) -> bool {
        if self.allowed.is_empty() { !OPT_IN.contains(&kind) } else { self.allowed.iter().any(|a| a == kind) }
    }

    pub fn next_id(&mut self) -> i64 {
        let id = self.next;
        self.next += 1;
        id
    }

    pub fn len(&self) -> usize {
        self.items.len()
    }

    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Oldest first.
    pub fn iter(&self) -> impl Iterator<Item = &Queued> {
        self.items.values()
    }

    pub fn push(&mut self, id: i64, chat: Option<i64>, body: Arc<str>) {
        let number = self.pushed;
        self.pushed += 1;
        self.items.insert(number, Queued { id, chat, body, again: None });
        let first = chat.is_none_or(|chat| {
            let waiting = self.chats.entry(chat).or_default();
            waiting.push_back(number);
            waiting.len() == 1
        });
        if first {
            self.ready.insert(number);
        }
    }

    /// The newest is to come a second time.
    pub fn repeat_last(&mut self, again: Arc<str>) {
        if let Some(mut last) = self.items.last_entry() {
            last.get_mut().again = Some(again);
        }
    }

    /// Forgets every update below `offset`; a negative one keeps that many from the end.
    /// Returns what was confirmed.
    pub fn confirm(&mut self, offset: i64) -> Vec<Queued> {
        let gone = if offset < 0 {
            let keep = usize::try_from(-offset).unwrap_or(usize::MAX);
            self.items.len().saturating_sub(keep)
        } else {
            self.items.values().take_while(|q| q.id < offset).count()
        };
        let gone: Vec<u64> = self.items.keys().take(gone).copied().collect();
        gone.into_iter().filter_map(|number| self.remove(number)).collect()
    }

    /// The oldest update that is not under way and whose chat has none under way: a chat's updates arrive in order,
    /// and one chat does not hold up another. With the number to [`Queue::remove`] it by.
    pub fn take_ready(&mut self) -> Option<(u64, &Queued)> {
        let number = self.ready.pop_first()?;
        self.items.get(&number).map(|queued| (number, queued))
    }

    /// None is under way any more.
    pub fn all_ready(&mut self) {
        let alone = self.items.iter().filter(|(_, queued)| queued.chat.is_none()).map(|(number, _)| *number);
        self.ready = alone.chain(self.chats.values().filter_map(|waiting| waiting.front().copied())).collect();
    }

    /// Removes one update, as a delivered webhook request does.
    pub fn remove(&mut self, number: u64) -> Option<Queued> {
        let queued = self.items.remove(&number)?;
        self.ready.remove(&number);
        if let Some(chat) = queued.chat
            && let Some(waiting) = self.chats.get_mut(&chat)
        {
            let was_first = waiting.front() == Some(&number);
            waiting.retain(|other| *other != number);
            match waiting.front() {
                Some(next) if was_first => drop(self.ready.insert(*next)),
                Some(_) => {}
                None => drop(self.chats.remove(&chat)),
            }
        }
        Some(queued)
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
        let second = queue.iter().nth(1).unwrap().id;
        assert_eq!(chats(queue.confirm(0)), []);
        assert_eq!(chats(queue.confirm(second)), [Some(0)]);
        assert_eq!(queue.iter().next().unwrap().id, second);
        assert_eq!(queue.confirm(i64::MAX).len(), 2);
    }

    #[test]
    fn a_negative_offset_keeps_from_the_end() {
        let mut queue = queue(3);
        assert_eq!(chats(queue.confirm(-5)), []);
        assert_eq!(chats(queue.confirm(-1)), [Some(0), Some(1)]);
        assert_eq!(queue.len(), 1);
    }

    #[test]
    fn a_chat_is_delivered_in_order_and_holds_up_no_other() {
        let mut queue = Queue::new(1);
        for chat in [Some(1), Some(1), None, Some(2), None] {
            let id = queue.next_id();
            queue.push(id, chat, "{}".into());
        }
        let mut taken = Vec::new();
        while let Some((number, queued)) = queue.take_ready() {
            taken.push((number, queued.id));
        }
        assert_eq!(taken.iter().map(|(_, id)| *id).collect::<Vec<_>>(), [1, 3, 4, 5]);
        queue.remove(taken[0].0);
        assert_eq!(queue.take_ready().map(|(_, queued)| queued.id), Some(2));
        queue.all_ready();
        let again: Vec<i64> = std::iter::from_fn(|| queue.take_ready().map(|(_, queued)| queued.id)).collect();
        assert_eq!(again, [2, 3, 4, 5]);
        assert_eq!(queue.confirm(i64::MAX).len(), 4);
        assert!(queue.is_empty() && queue.chats.is_empty() && queue.ready.is_empty());
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
