//! The canary suite: hands in tips with marked bytes and searches everything that the bot leaves behind for them.
//! `docs/canaries.md` says what is searched, and what is not.

#![expect(clippy::unwrap_used, reason = "a test fails loudly")]

mod encodings;
mod leaks;
mod search;
