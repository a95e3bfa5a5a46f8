//! How much one account may do, in memory only, and keyed by what means nothing after a restart.

use std::{num::NonZeroU32, time::Duration};

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use super::Who;

/// Tips from one account at once, and how long until one more.
const TIPS: (NonZeroU32, Duration) = (NonZeroU32::new(3).unwrap(), Duration::from_secs(8 * 3600));
/// Files, which cost processor time; also those that are refused.
const FILES: (NonZeroU32, Duration) = (NonZeroU32::new(40).unwrap(), Duration::from_secs(15));
/// Receipts tried: a guess would have to hit 80 bits, but each costs 64 MiB for a moment.
const RECEIPTS: (NonZeroU32, Duration) = (NonZeroU32::new(10).unwrap(), Duration::from_secs(60));
/// Additions to cases.
const ADDITIONS: (NonZeroU32, Duration) = (NonZeroU32::new(6).unwrap(), Duration::from_secs(3600));
/// Accounts remembered before those that have rested are dropped.
const REMEMBERED: usize = 20_000;

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
}

impl Default for Limits {
    fn default() -> Self {
        let keyed = |(burst, every): (NonZeroU32, Duration)| {
            RateLimiter::keyed(Quota::with_period(every).unwrap_or(Quota::per_hour(burst)).allow_burst(burst))
        };
        Self { tips: keyed(TIPS), files: keyed(FILES), receipts: keyed(RECEIPTS), additions: keyed(ADDITIONS) }
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
        if limiter.len() > REMEMBERED {
            limiter.retain_recent();
        }
        limiter.check_key(&who).is_ok()
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
}
