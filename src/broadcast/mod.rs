//! Broadcasts: composing one, for whom, when, and letting it go.

pub mod handlers;
pub mod store;
