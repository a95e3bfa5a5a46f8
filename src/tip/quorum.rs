//! When a recipient's key counts: two officials who owe each other nothing, and where an agency has recipients, one of
//! these or three days in which each of them may say no.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::appoint::Votes;
use crate::access::{
    Role, TelegramId,
    standing::{Officials, Standing},
};

/// Full days between telling everyone and the day on which a key counts, where no recipient has confirmed it.
pub const WAIT_DAYS: i64 = 3;

/// The first day on which it counts.
pub fn due(told: NaiveDate) -> NaiveDate {
    // The day of telling is none of them: the database knows no time of day.
    told + TimeDelta::days(WAIT_DAYS + 1)
}

/// What comes of someone's vote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Vote {
    Counts(Votes),
    /// It is their own key, or they offered it.
    Own,
    /// They hold no role.
    Nobody,
    /// Their role is too young until then.
    Young(DateTime<Utc>),
    /// They have done so already.
    Again,
    /// Whoever voted before them made them, was made by them, or by the same.
    Dependent,
    /// Another admin has; now it takes a superadmin.
    WantsSuperadmin,
}

/// Adds a vote to those that still count. `owners` are those whose key it is, or who offered it.
pub fn vote(
    before: Votes,
    voter: TelegramId,
    owners: &[TelegramId],
    officials: &Officials,
    now: DateTime<Utc>,
) -> Vote {
    if owners.contains(&voter) {
        return Vote::Own;
    }
    let Some(standing) = officials.find(voter) else { return Vote::Nobody };
    if !standing.counts(now) {
        return Vote::Young(standing.counts_from());
    }
    let before = counting(before, owners, officials, now);
    let earlier: Vec<TelegramId> = before.both().collect();
    if earlier.contains(&voter) || before.are_complete() {
        return Vote::Again;
    }
    if earlier.iter().any(|other| !officials.are_independent(*other, voter)) {
        return Vote::Dependent;
    }
    let all = arrange(earlier.iter().copied().chain([voter]), officials);
    if all.superadmin.is_none() && !earlier.is_empty() {
        return Vote::WantsSuperadmin;
    }
    Vote::Counts(all)
}

/// Of these votes those that count now: the role stands, is old enough, and neither depends on the other.
pub fn counting(votes: Votes, owners: &[TelegramId], officials: &Officials, now: DateTime<Utc>) -> Votes {
    let stands = |user: &TelegramId| !owners.contains(user) && officials.find(*user).is_some_and(|one| one.counts(now));
    let left = arrange(votes.both().filter(stands), officials);
    match (left.superadmin, left.other) {
        (Some(one), Some(other)) if !officials.are_independent(one, other) => {
            Votes { superadmin: Some(one), other: None }
        }
        _ => left,
    }
}

fn arrange(users: impl Iterator<Item = TelegramId>, officials: &Officials) -> Votes {
    let users: Vec<TelegramId> = users.collect();
    let is_superadmin = |standing: &Standing| standing.role == Role::Superadmin;
    let superadmin = users.iter().copied().find(|user| officials.find(*user).is_some_and(is_superadmin));
    let other = users.iter().copied().find(|user| Some(*user) != superadmin);
    Votes { superadmin, other }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{access::standing::Handed, texts::Lang};

    fn at(hours: i64) -> DateTime<Utc> {
        DateTime::default() + TimeDelta::hours(hours)
    }

    /// Roles by account, with who made them and since when.
    fn officials(roles: &[(i64, Role, Option<i64>, i64)]) -> Officials {
        let handed: Vec<Handed> = roles
            .iter()
            .map(|(user, _, by, since)| Handed { by: by.map(TelegramId), to: TelegramId(*user), at: at(*since) })
            .collect();
        let standing = |(user, role, _, since): &(i64, Role, Option<i64>, i64)| Standing {
            user: TelegramId(*user),
            role: *role,
            label: String::new(),
            lang: Lang::Id,
            since: at(*since),
        };
        Officials::new(roles.iter().map(standing).collect(), &handed)
    }

    /// 1 and 4 are superadmins, 2 and 3 admins, all by command line; 5 is young; 6 is 1's, 7 is 6's.
    fn all() -> Officials {
        officials(&[
            (1, Role::Superadmin, None, 0),
            (2, Role::Admin, None, 0),
            (3, Role::Admin, None, 0),
            (4, Role::Superadmin, None, 0),
            (5, Role::Superadmin, None, 72),
            (6, Role::Superadmin, Some(1), 0),
            (7, Role::Admin, Some(6), 0),
        ])
    }

    fn votes(superadmin: Option<i64>, other: Option<i64>) -> Votes {
        Votes { superadmin: superadmin.map(TelegramId), other: other.map(TelegramId) }
    }

    fn cast(before: Votes, voter: i64, officials: &Officials) -> Vote {
        vote(before, TelegramId(voter), &[TelegramId(9)], officials, at(72))
    }

    #[test]
    fn two_people_confirm_and_one_of_them_is_a_superadmin() {
        let cast = |before, voter| cast(before, voter, &all());
        assert_eq!(cast(votes(None, None), 1), Vote::Counts(votes(Some(1), None)));
        assert_eq!(cast(votes(None, None), 2), Vote::Counts(votes(None, Some(2))));
        assert_eq!(cast(votes(None, Some(2)), 1), Vote::Counts(votes(Some(1), Some(2))));
        assert_eq!(cast(votes(Some(1), None), 4), Vote::Counts(votes(Some(1), Some(4))));
        assert_eq!(cast(votes(None, Some(2)), 3), Vote::WantsSuperadmin);
        assert_eq!(cast(votes(None, Some(2)), 2), Vote::Again);
        assert_eq!(cast(votes(Some(1), None), 1), Vote::Again);
        assert_eq!(cast(votes(Some(1), Some(2)), 4), Vote::Again, "there are two");
        assert_eq!(cast(votes(None, None), 8), Vote::Nobody);
    }

    #[test]
    fn a_young_role_does_not_count() {
        assert_eq!(cast(votes(None, None), 5, &all()), Vote::Young(at(144)));
        assert_eq!(vote(votes(None, None), TelegramId(1), &[], &all(), at(71)), Vote::Young(at(72)));
        // One that was given long ago and raised just now.
        assert_eq!(counting(votes(Some(5), Some(2)), &[], &all(), at(73)), votes(None, Some(2)));
    }

    #[test]
    fn who_made_the_other_is_no_second() {
        assert_eq!(cast(votes(Some(1), None), 6, &all()), Vote::Dependent);
        assert_eq!(cast(votes(Some(1), None), 7, &all()), Vote::Dependent, "through another");
        assert_eq!(cast(votes(Some(6), None), 7, &all()), Vote::Dependent);
        assert_eq!(cast(votes(None, Some(7)), 1, &all()), Vote::Dependent);
        assert_eq!(cast(votes(None, Some(7)), 4, &all()), Vote::Counts(votes(Some(4), Some(7))));
        assert_eq!(counting(votes(Some(1), Some(7)), &[], &all(), at(72)), votes(Some(1), None));
    }

    #[test]
    fn nobody_confirms_their_own_key_and_a_lost_role_no_longer_counts() {
        assert_eq!(vote(votes(None, None), TelegramId(1), &[TelegramId(1)], &all(), at(72)), Vote::Own);
        let revoked = officials(&[(2, Role::Admin, None, 0)]);
        assert_eq!(
            cast(votes(Some(1), None), 2, &revoked),
            Vote::Counts(votes(None, Some(2))),
            "no superadmin any more"
        );
        let degraded = officials(&[(1, Role::Admin, None, 0), (4, Role::Superadmin, None, 0)]);
        assert_eq!(cast(votes(Some(1), None), 4, &degraded), Vote::Counts(votes(Some(4), Some(1))));
        assert_eq!(counting(votes(Some(1), Some(2)), &[TelegramId(1)], &all(), at(72)), votes(None, Some(2)));
    }

    #[test]
    fn three_full_days_are_waited() {
        let told: NaiveDate = "2024-10-04".parse().expect("a day");
        assert_eq!(due(told).to_string(), "2024-10-08");
    }
}
