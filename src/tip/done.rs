//! What has been done for tips since the start: an update of theirs that comes again is confirmed, and nothing more.
//!
//! In memory only, for nothing that lasts may say when somebody was about a tip. After a crash it is empty; but then
//! drafts are gone as well, and whoever waits for an answer is told so.

use std::{
    hash::{BuildHasher as _, RandomState},
    num::NonZeroUsize,
    sync::{Mutex, PoisonError},
};

use lru::LruCache;

/// Updates that are remembered; an hour of a busy day.
const REMEMBERED: NonZeroUsize = NonZeroUsize::new(20_000).unwrap();

/// By hashes that mean nothing to another process.
pub struct Done {
    seen: Mutex<LruCache<u64, ()>>,
    hasher: RandomState,
}

impl Default for Done {
    fn default() -> Self {
        Self { seen: LruCache::new(REMEMBERED).into(), hasher: RandomState::new() }
    }
}

impl Done {
    pub fn note(&self, cause: &[u8; 16]) {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).put(self.hasher.hash_one(cause), ());
    }

    pub fn has(&self, cause: &[u8; 16]) -> bool {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).contains(&self.hasher.hash_one(cause))
    }
}
