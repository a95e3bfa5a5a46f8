//! What a tip's promise rests on: files without traces of who made them, receipts, sealed envelopes.
//!
//! A crate of its own, so that it cannot know Telegram, the roster or a database even by mistake.

pub mod clean;
pub mod crockford;
pub mod envelope;
pub mod key;
pub mod receipt;
pub mod sealed;
