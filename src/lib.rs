//! Ikrar: neutrality pledges for Indonesian civil servants, in chat.
//!
//! The house, from the street inwards. An arrow means "may use"; none runs back.
//!
//! `main → cli → telegram/schema → feature/handlers → feature/store → feature/mod`
//!
//! - [`cli`]: one function for each command, thin.
//! - [`telegram`]: updates in ([`telegram::ingest`]), screens out ([`telegram::reply`]), who may press what.
//! - Feature rooms: [`access`] (roles), [`roster`] (people, units, identity), [`pledge`] (documents,
//!   reading, ledger), [`audience`] (who a message is for), [`outbox`] (the one sender to many),
//!   [`calendar`] (elections, stages), [`reminder`] (rules, waves), [`broadcast`] (composing),
//!   [`tip`] (anonymous tips, in a database of their own), [`guide`] (finding one's way). Each has `mod` (pure rules), `store` (SQL) and
//!   `handlers` (Telegram), and may use another's `mod` and `store`, never its handlers' state.
//! - What all stand on: [`app`], [`config`], [`clock`], [`db`], [`disk`], [`error`], [`health`], [`texts`].

/// With the commit it was built from, where that is known.
pub const VERSION: &str = env!("PROGRAM_VERSION");

pub mod access;
pub mod app;
pub mod audience;
pub mod broadcast;
pub mod calendar;
pub mod cli;
pub mod clock;
pub mod config;
pub mod db;
pub mod disk;
pub mod error;
pub mod guide;
pub mod health;
pub mod inert;
pub mod outbox;
pub mod pledge;
pub mod reminder;
pub mod roster;
pub mod telegram;
pub mod texts;
pub mod tip;
