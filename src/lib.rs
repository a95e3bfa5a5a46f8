//! Ikrar.
pub mod access;
pub mod clock;
pub mod config;
pub mod db;
pub mod error;
pub mod roster;
pub mod texts;
