//! Ikrar.
pub mod access;
pub mod clock;
pub mod config;
pub mod db;
pub mod error;
pub mod pledge;
pub mod texts;
