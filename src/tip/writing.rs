//! What recipients are writing just now: in memory only, for a reply's text and time are a tip's matter.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use chrono::{DateTime, Utc};
use zeroize::Zeroizing;

use super::{Id, Who, draft::IDLE};
use crate::inert::is_live;

/// Characters of a reply or a note: the reporter reads it in one message of 4,096 with all around it.
pub const LONGEST: usize = 2_500;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// To the reporter.
    Reply,
    /// To oneself.
    Note,
    /// To the reporter: why the case is not pursued. `unread`: and that it need not be read for that.
    Refusal { unread: bool },
}

/// Something that is being written for a case.
#[derive(Clone)]
pub struct Writing {
    pub case: Id,
    pub kind: Kind,
    pub text: Zeroizing<String>,
    /// The messages that it was typed in, to be deleted once it is sealed.
    pub messages: Vec<i32>,
    touched: DateTime<Utc>,
}

/// What came of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heard {
    /// Added; so many characters in all.
    Added {
        case: Id,
        kind: Kind,
        count: usize,
        /// Something in it could be tapped.
        live: bool,
    },
    TooLong {
        count: usize,
    },
    /// Nothing is being written.
    Nothing,
}

#[derive(Default)]
pub struct Writings(Mutex<HashMap<Who, Writing>>);

impl Writings {
    fn lock(&self) -> MutexGuard<'_, HashMap<Who, Writing>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Begins anew.
    pub fn begin(&self, who: Who, case: Id, kind: Kind, now: DateTime<Utc>) {
        let writing = Writing { case, kind, text: Zeroizing::default(), messages: Vec::new(), touched: now };
        self.lock().insert(who, writing);
    }

    pub fn is_open(&self, who: Who, now: DateTime<Utc>) -> bool {
        self.lock().get(&who).is_some_and(|writing| !writing.is_old(now))
    }

    /// Adds what was typed; a long text may come in several messages. The same message a second time
    /// changes nothing.
    pub fn hear(&self, who: Who, text: &str, message: i32, now: DateTime<Utc>) -> Heard {
        let mut all = self.lock();
        let Some(writing) = all.get_mut(&who).filter(|writing| !writing.is_old(now)) else { return Heard::Nothing };
        writing.touched = now;
        let text = text.trim();
        if !writing.messages.contains(&message) {
            let count = writing.text.chars().count() + text.chars().count() + 1;
            if count > LONGEST {
                return Heard::TooLong { count };
            }
            // In a new place, so that nothing is left behind where the text grew.
            let mut longer = Zeroizing::new(String::with_capacity(writing.text.len() + text.len() + 1));
            longer.push_str(&writing.text);
            if !longer.is_empty() {
                longer.push('\n');
            }
            longer.push_str(text);
            writing.text = longer;
            writing.messages.push(message);
        }
        let (count, live) = (writing.text.chars().count(), is_live(&writing.text));
        Heard::Added { case: writing.case, kind: writing.kind, count, live }
    }

    /// Takes what is written for this case, once.
    pub fn take(&self, who: Who, case: Id, now: DateTime<Utc>) -> Option<Writing> {
        let mut all = self.lock();
        all.get(&who).filter(|writing| writing.case == case && !writing.is_old(now) && !writing.text.is_empty())?;
        all.remove(&who)
    }

    /// Back, because it could not be kept; unless something else was begun meanwhile.
    pub fn put_back(&self, who: Who, writing: Writing) {
        self.lock().entry(who).or_insert(writing);
    }

    /// What was being written, if anything.
    pub fn forget(&self, who: Who) -> Option<Writing> {
        self.lock().remove(&who)
    }

    /// Forgets what has rested too long.
    pub fn sweep(&self, now: DateTime<Utc>) {
        self.lock().retain(|_, writing| !writing.is_old(now));
    }
}

impl Writing {
    fn is_old(&self, now: DateTime<Utc>) -> bool {
        (now - self.touched).abs() >= IDLE
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    #[test]
    fn a_text_grows_is_taken_once_and_forgotten() {
        let (all, who, case) = (Writings::default(), Who([1; 32]), Id([1; 16]));
        let at = |minutes| DateTime::<Utc>::default() + TimeDelta::minutes(minutes);
        assert_eq!(all.hear(who, "x", 1, at(0)), Heard::Nothing);
        all.begin(who, case, Kind::Reply, at(0));
        assert!(all.take(who, case, at(0)).is_none(), "nothing is written yet");
        assert_eq!(all.hear(who, " satu ", 1, at(1)), Heard::Added { case, kind: Kind::Reply, count: 4, live: false });
        all.hear(who, "dua", 2, at(2));
        all.hear(who, "dua", 2, at(2));
        assert!(matches!(all.hear(who, &"x".repeat(LONGEST), 3, at(2)), Heard::TooLong { .. }));
        assert!(all.take(who, Id([2; 16]), at(2)).is_none(), "of another case");
        let taken = all.take(who, case, at(2)).expect("written");
        assert_eq!((taken.text.as_str(), taken.messages.as_slice()), ("satu\ndua", &[1, 2][..]));
        assert!(all.take(who, case, at(2)).is_none(), "a second tap");
        all.put_back(who, taken);
        assert!(all.is_open(who, at(16)) && !all.is_open(who, at(17)));
        all.sweep(at(17));
        assert!(all.forget(who).is_none());
    }
}
