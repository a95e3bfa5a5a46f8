//! What a role weighs where two people must vouch: since when it is held, and through whose hands it came.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, TimeDelta, Utc};

use super::{Role, TelegramId};
use crate::texts::Lang;

/// How long a role must have been held before it can vouch: whoever was given one just now may be somebody's
/// second account, and the others have had no time to wonder.
pub const PROBATION: TimeDelta = TimeDelta::hours(72);

/// A role as it stands now.
#[derive(Clone, Debug)]
pub struct Standing {
    pub user: TelegramId,
    pub role: Role,
    pub label: String,
    pub lang: Lang,
    /// When the last code for a role was used.
    pub since: DateTime<Utc>,
}

impl Standing {
    /// From when on it can vouch.
    pub fn counts_from(&self) -> DateTime<Utc> {
        self.since + PROBATION
    }

    pub fn counts(&self, now: DateTime<Utc>) -> bool {
        now >= self.counts_from()
    }
}

/// That a role was handed on, once; also of roles that were taken away again.
#[derive(Clone, Copy, Debug)]
pub struct Handed {
    /// None: by command line.
    pub by: Option<TelegramId>,
    pub to: TelegramId,
    pub at: DateTime<Utc>,
}

/// Everyone who holds a role, and how roles were ever handed on.
#[derive(Clone, Debug, Default)]
pub struct Officials {
    holders: Vec<Standing>,
    makers: HashMap<TelegramId, HashSet<TelegramId>>,
    known: HashSet<TelegramId>,
}

impl Officials {
    pub fn new(mut holders: Vec<Standing>, handed: &[Handed]) -> Self {
        let mut makers: HashMap<TelegramId, HashSet<TelegramId>> = HashMap::new();
        let mut known: HashSet<TelegramId> = holders.iter().map(|holder| holder.user).collect();
        for one in handed {
            known.insert(one.to);
            if let Some(by) = one.by {
                makers.entry(one.to).or_default().insert(by);
            }
            for holder in holders.iter_mut().filter(|holder| holder.user == one.to) {
                // A higher role is a new one.
                holder.since = holder.since.max(one.at);
            }
        }
        Self { holders, makers, known }
    }

    pub fn all(&self) -> &[Standing] {
        &self.holders
    }

    pub fn find(&self, user: TelegramId) -> Option<&Standing> {
        self.holders.iter().find(|holder| holder.user == user)
    }

    /// Whether this account has ever held a role.
    pub fn has_known(&self, user: TelegramId) -> bool {
        self.known.contains(&user)
    }

    /// Neither made the other, directly or through others, nor were both made by the same: one person with
    /// several accounts cannot be two.
    pub fn are_independent(&self, one: TelegramId, other: TelegramId) -> bool {
        self.chain(one).is_disjoint(&self.chain(other))
    }

    /// Someone and everyone through whose hands their role came.
    fn chain(&self, user: TelegramId) -> HashSet<TelegramId> {
        let (mut chain, mut open) = (HashSet::new(), vec![user]);
        while let Some(user) = open.pop() {
            if chain.insert(user) {
                open.extend(self.makers.get(&user).into_iter().flatten());
            }
        }
        chain
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn officials(handed: &[(Option<i64>, i64)], holders: &[i64]) -> Officials {
        let at = DateTime::default();
        let handed: Vec<Handed> =
            handed.iter().map(|(by, to)| Handed { by: by.map(TelegramId), to: TelegramId(*to), at }).collect();
        let holder = |user: &i64| Standing {
            user: TelegramId(*user),
            role: Role::Admin,
            label: String::new(),
            lang: Lang::Id,
            since: at,
        };
        Officials::new(holders.iter().map(holder).collect(), &handed)
    }

    #[test]
    fn who_was_made_by_another_is_not_independent() {
        // 1 and 5 by command line; 1 made 2 and 4, 2 made 3.
        let handed = [(None, 1), (Some(1), 2), (Some(2), 3), (Some(1), 4), (None, 5)];
        let all = officials(&handed, &[1, 3, 4, 5]);
        let independent = |one, other| all.are_independent(TelegramId(one), TelegramId(other));
        assert!(!independent(1, 2) && !independent(2, 1));
        assert!(!independent(1, 3), "through another, who holds no role any more");
        assert!(!independent(3, 4), "both by the same");
        assert!(independent(1, 5) && independent(5, 3));
        assert!(!independent(5, 5));
        assert!(all.has_known(TelegramId(2)) && all.find(TelegramId(2)).is_none() && !all.has_known(TelegramId(6)));
    }

    #[test]
    fn rings_end() {
        let all = officials(&[(Some(2), 1), (Some(1), 2), (None, 3)], &[1, 2, 3]);
        assert!(!all.are_independent(TelegramId(1), TelegramId(2)));
        assert!(all.are_independent(TelegramId(1), TelegramId(3)));
    }

    #[test]
    fn a_role_counts_from_its_last_grant() {
        let at = |hours| DateTime::default() + TimeDelta::hours(hours);
        let holder = |since| Standing {
            user: TelegramId(1),
            role: Role::Superadmin,
            label: String::new(),
            lang: Lang::Id,
            since,
        };
        let raised = Handed { by: None, to: TelegramId(1), at: at(100) };
        let all = Officials::new(vec![holder(at(0))], &[raised]);
        let found = all.find(TelegramId(1)).expect("a holder");
        assert!(!found.counts(at(171)) && found.counts(at(172)));
    }
}
