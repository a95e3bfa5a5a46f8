//! Reminder rules: a stage ± days at a local time, for whom, with what text; and their due waves.

pub mod handlers;
pub mod store;
