//! Talks to a started simulator over HTTP, as a bot does.
#![expect(clippy::unwrap_used, reason = "a test may panic")]
mod control;
mod faults;
mod groups;
mod kit;
mod limits;
mod messages;
mod polling;
mod process;
mod refusals;
mod settings;
mod teloxide;
mod webhook;
