//! The control API over HTTP, for the page and for tests in other languages.
mod acts;
mod records;

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::DefaultBodyLimit;
use axum::http::{Response, StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::{get, patch, post};
use bytes::Bytes;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::options::SimError;
use crate::server::Shared;
use crate::words::Words;

/// A user may upload what Telegram's apps let a user upload, within reason.
const MOST_BODY: usize = 60 * 1024 * 1024;

pub fn router() -> Router<Arc<Shared>> {
    Router::new()
        .route("/sim/info", get(records::info))
        .route("/sim/users", get(records::users).post(acts::add_user))
        .route("/sim/users/{id}/block", post(acts::block))
        .route("/sim/users/{id}/unblock", post(acts::unblock))
        .route("/sim/users/{id}/deactivate", post(acts::deactivate))
        .route("/sim/users/{id}/start", post(acts::deep_link))
        .route("/sim/users/{id}/offers/{n}", post(acts::offer))
        .route("/sim/users/{id}/chats", get(records::chats))
        .route("/sim/users/{id}/commands", get(records::commands))
        .route("/sim/groups", post(acts::add_group))
        .route("/sim/groups/{id}/members", post(acts::join))
        .route("/sim/groups/{id}/members/{user}", axum::routing::delete(acts::leave))
        .route("/sim/groups/{id}/bot", post(acts::bot_status))
        .route("/sim/chats/{chat}/messages", get(records::messages).post(acts::send))
        .route("/sim/chats/{chat}/messages/{id}", patch(acts::edit).delete(acts::delete))
        .route("/sim/chats/{chat}/files", post(acts::send_file))
        .route("/sim/chats/{chat}/taps", post(acts::tap))
        .route("/sim/queries/{id}", get(records::query))
        .route("/sim/files/{id}", get(records::file))
        .route("/sim/updates", post(acts::inject))
        .route("/sim/controls/{n}", post(acts::control))
        .route("/sim/ledger", get(records::ledger))
        .route("/sim/refusals", get(records::refusals).delete(records::clear_refusals))
        .route("/sim/violations", get(records::violations).delete(records::clear_violations))
        .route("/sim/settled", get(records::settled))
        .route("/sim/pending", get(records::pending))
        .route("/sim/faults", get(records::faults).post(acts::set_fault).delete(acts::clear_faults))
        .route("/sim/limits", post(acts::set_limits))
        .fallback(|| async {
            Failure(StatusCode::NOT_FOUND, "there is nothing at this address: see the simulator's README".into())
        })
        .layer(DefaultBodyLimit::max(MOST_BODY))
}

type Answer = Result<Json, Failure>;
type App = axum::extract::State<Arc<Shared>>;

struct Json(Value);

impl IntoResponse for Json {
    fn into_response(self) -> Response<Body> {
        ([(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-store")], self.0.to_string())
            .into_response()
    }
}

/// Answered as `{"error": …}`.
struct Failure(StatusCode, Words);

impl IntoResponse for Failure {
    fn into_response(self) -> Response<Body> {
        (self.0, Json(json!({ "error": self.1 }))).into_response()
    }
}

impl From<SimError> for Failure {
    fn from(error: SimError) -> Self {
        let status = match &error {
            SimError::NoSuchUser(_) | SimError::NoSuchChat(_) | SimError::NoSuchMessage { .. } => StatusCode::NOT_FOUND,
            SimError::NotSettled(_) => StatusCode::REQUEST_TIMEOUT,
            SimError::Blocked(_) | SimError::Deactivated(_) | SimError::NotAMember { .. } => StatusCode::CONFLICT,
            _ => StatusCode::BAD_REQUEST,
        };
        Self(status, error.to_string().into())
    }
}

fn bad(text: impl Into<Words>) -> Failure {
    Failure(StatusCode::BAD_REQUEST, text.into())
}

/// Reads a JSON body; whatever content type it says it has.
fn body<T: DeserializeOwned>(bytes: &Bytes) -> Result<T, Failure> {
    serde_json::from_slice(bytes).map_err(|error| bad(format!("the body is not the JSON expected here: {error}")))
}

fn done() -> Answer {
    Ok(Json(json!({ "ok": true })))
}
