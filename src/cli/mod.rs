//! The command line: one file per command, thin.

pub mod document;
pub mod verify;
