//! Elections and their stages (tahapan): days of the calendar, imported, listed, moved.

pub mod handlers;
pub mod store;
