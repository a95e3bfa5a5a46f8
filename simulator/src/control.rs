//! The control API over HTTP, for the page and for tests in other languages.
use std::sync::Arc;

use axum::Router;

use crate::server::Shared;

pub fn router() -> Router<Arc<Shared>> {
    Router::new()
}
