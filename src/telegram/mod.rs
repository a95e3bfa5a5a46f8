//! Telegram's side of the house: updates in, screens out, who may press what.

pub mod access;
pub mod alarm;
pub mod announce;
pub mod aside;
pub mod bulk;
pub mod button;
pub mod call;
pub mod census;
pub mod closed;
pub mod command;
pub mod compose;
pub mod download;
pub mod edits;
pub mod errors;
pub mod filters;
pub mod hand;
pub mod ingest;
pub mod lane;
pub mod menu;
pub mod once;
pub mod pages;
pub mod prompt;
pub mod reply;
pub mod schema;
pub mod setup;
pub mod split;

/// A branch of the tree that handles updates.
pub type Schema = teloxide::dispatching::UpdateHandler<anyhow::Error>;
