//! What an operator and a recipient of tips live through with the program.

#![expect(clippy::unwrap_used, reason = "a test fails loudly")]

mod again;
mod command_line;
mod copies;
mod doctor;
mod places;
mod program;
mod service;
mod tips_keys;
