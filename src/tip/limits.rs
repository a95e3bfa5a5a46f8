//! How much one account may do, in memory only, and keyed by what means nothing after a restart.

use std::{
    num::{NonZeroU32, NonZeroUsize},
    sync::{Mutex, PoisonError},
    time::Duration,
};

use chrono::NaiveDate;
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use lru::LruCache;

use super::Who;

/// Tips from one account at once, and how long until one more.
const TIPS: (NonZeroU32, Duration) = (NonZeroU32::new(3).unwrap(), Duration::from_secs(8 * 3600));
/// Files, which cost processor time; also those that are refused.
const FILES: (NonZeroU32, Duration) = (NonZeroU32::new(40).unwrap(), Duration::from_secs(15));
/// Receipts tried: a guess would have to hit 80 bits, but each costs 64 MiB for a moment.
const RECEIPTS: (NonZeroU32, Duration) = (NonZeroU32::new(10).unwrap(), Duration::from_secs(60));
/// Additions to cases.
const ADDITIONS: (NonZeroU32, Duration) = (NonZeroU32::new(6).unwrap(), Duration::from_secs(4 * 3600));
/// Of all people together there may be so many additions for each tip that is taken in a day: they take no tip's place.
pub const ADDITIONS_A_TIP: i64 = 5;
/// Accounts remembered before those that have rested are dropped.
pub(super) const REMEMBERED: NonZeroUsize = NonZeroUsize::new(20_000).unwrap();
/// Bytes of files that one account may have kept in a day: one tip with all the files that it may hold.
const FILES_A_DAY: u64 = 31 << 20;
/// …and no more than this part of what is left for files: so a few accounts never fill it.
const PART: u64 = 8;
/// The part of the disk's share in which only texts are kept, which are small.
const FOR_TEXTS: i64 = 4;
/// Room that must be left for the largest tip.
const LARGEST: i64 = 40 << 20;

/// What is limited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    Submit,
    File,
    Receipt,
    Add,
}

pub struct Limits {
    tips: DefaultKeyedRateLimiter<Who>,
    files: DefaultKeyedRateLimiter<Who>,
    receipts: DefaultKeyedRateLimiter<Who>,
    additions: DefaultKeyedRateLimiter<Who>,
    /// Bytes of files that an account had kept on a day.
    kept: Mutex<LruCache<Who, (NaiveDate, u64)>>,
}

/// What may still be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Room {
    /// So many bytes of files are left.
    Files(u64),
    /// Files would leave too little for what others write.
    Texts,
    None,
}

/// Where `bytes` are taken of the `storage_mb` that the database of tips may have.
pub fn room(bytes: i64, storage_mb: u32) -> Room {
    let most = i64::from(storage_mb) * (1 << 20) - LARGEST;
    let files = most - most / FOR_TEXTS - bytes;
    match u64::try_from(files) {
        Ok(left) if left > 0 => Room::Files(left),
        _ if bytes < most => Room::Texts,
        _ => Room::None,
    }
}

impl Default for Limits {
    fn default() -> Self {
        let keyed = |(burst, every): (NonZeroU32, Duration)| {
            RateLimiter::keyed(Quota::with_period(every).unwrap_or(Quota::per_hour(burst)).allow_burst(burst))
        };
        Self {
            tips: keyed(TIPS),
            files: keyed(FILES),
            receipts: keyed(RECEIPTS),
            additions: keyed(ADDITIONS),
            kept: LruCache::new(REMEMBERED).into(),
        }
    }
}

impl Limits {
    /// Counts the deed; false where this account has done enough of it for now.
    pub fn may(&self, who: Who, deed: Deed) -> bool {
        let limiter = match deed {
            Deed::Submit => &self.tips,
            Deed::File => &self.files,
            Deed::Receipt => &self.receipts,
            Deed::Add => &self.additions,
        };
        if limiter.len() > REMEMBERED.get() {
            limiter.retain_recent();
        }
        limiter.check_key(&who).is_ok()
    }

    /// Whether this account may have so many bytes of files kept today, of the `left` that there are for files.
    pub fn may_keep(&self, who: Who, bytes: u64, left: u64, today: NaiveDate) -> bool {
        self.kept_today(who, today) + bytes <= FILES_A_DAY.min(left / PART)
    }

    /// Counts what was kept.
    pub fn has_kept(&self, who: Who, bytes: u64, today: NaiveDate) {
        let before = self.kept_today(who, today);
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).put(who, (today, before + bytes));
    }

    fn kept_today(&self, who: Who, today: NaiveDate) -> u64 {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.get(&who).filter(|(day, _)| *day == today).map_or(0, |(_, bytes)| *bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_account_and_deed_has_its_own_allowance() {
        let (limits, one, other) = (Limits::default(), Who([1; 32]), Who([2; 32]));
        let allowed = (0..50).filter(|_| limits.may(one, Deed::Submit)).count();
        assert_eq!(allowed, 3);
        assert!(limits.may(other, Deed::Submit));
        assert!(limits.may(one, Deed::File));
    }

    const MIB: u64 = 1 << 20;

    #[test]
    fn a_few_accounts_fill_neither_a_day_nor_the_disk() {
        let limits = Limits::default();
        let start: NaiveDate = "2024-10-04".parse().expect("a day");
        for accounts in [4u8, 6, 10] {
            let mut bytes = 0i64;
            // A week of it, each handing in whatever is taken.
            for day in start.iter_days().take(7) {
                for n in 0..accounts {
                    while let Room::Files(left) = room(bytes, 1024) {
                        if !limits.may_keep(Who([n; 32]), 5 * MIB, left, day) {
                            break;
                        }
                        limits.has_kept(Who([n; 32]), 5 * MIB, day);
                        bytes += 5 << 20;
                    }
                }
                if day == start {
                    let Room::Files(left) = room(bytes, 1024) else { panic!("{accounts} accounts filled it in a day") };
                    assert!(left > 400 * MIB, "{accounts}: {} MiB", left / MIB);
                    assert!(limits.may_keep(Who([77; 32]), 30 * MIB, left, day), "another's photos are taken");
                }
            }
            assert_ne!(room(bytes, 1024), Room::None, "{accounts} accounts: texts are always taken");
        }
    }

    #[test]
    fn texts_have_a_reserve() {
        assert_eq!(room(0, 1024), Room::Files(738 * MIB));
        assert_eq!(room(738 << 20, 1024), Room::Texts);
        assert_eq!(room((984 << 20) - 1, 1024), Room::Texts);
        assert_eq!(room(984 << 20, 1024), Room::None);
        assert_eq!(room(0, 64), Room::Files(18 * MIB));
    }
}
