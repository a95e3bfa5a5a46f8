//! The page, its style and script, and the stream of events.
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{Query, State as Injected};
use axum::http::{HeaderMap, Response, header};
use axum::routing::get;
use futures::stream;
use serde::Deserialize;

use crate::control;
use crate::server::Shared;

const PAGE: &str = include_str!("../web/index.html");
const STYLE: &str = include_str!("../web/style.css");
const SCRIPT: &str = include_str!("../web/chat.js");
const POLICY: &str = "default-src 'self'; img-src 'self' data: blob:";
const PING: Duration = Duration::from_secs(15);

pub fn router(shared: Arc<Shared>) -> Router {
    Router::new()
        .route("/", get(async || asset("text/html; charset=utf-8", PAGE)))
        .route("/style.css", get(async || asset("text/css; charset=utf-8", STYLE)))
        .route("/chat.js", get(async || asset("text/javascript; charset=utf-8", SCRIPT)))
        .route("/sim/events", get(events))
        .merge(control::router())
        .with_state(shared)
}

fn asset(kind: &'static str, body: &'static str) -> Response<Body> {
    let mut response = Response::new(Body::from(body));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, header::HeaderValue::from_static(kind));
    headers.insert(header::CONTENT_SECURITY_POLICY, header::HeaderValue::from_static(POLICY));
    headers.insert(header::CACHE_CONTROL, header::HeaderValue::from_static("no-cache"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, header::HeaderValue::from_static("nosniff"));
    response
}

#[derive(Deserialize)]
struct From {
    after: Option<u64>,
}

/// Server-sent events, from `Last-Event-ID`, from `?after=`, or from now.
async fn events(
    Injected(shared): Injected<Arc<Shared>>,
    Query(from): Query<From>,
    headers: HeaderMap,
) -> Response<Body> {
    let resumed = headers.get("last-event-id").and_then(|v| v.to_str().ok()?.trim().parse().ok());
    let (start, changed) = {
        let state = shared.lock();
        (resumed.or(from.after).unwrap_or_else(|| state.events.last()), state.events.subscribe())
    };
    let hello = stream::once(async { Ok::<_, std::convert::Infallible>("retry: 1000\n\n".to_owned()) });
    let rest = stream::unfold((shared, start, changed), async |(shared, last, mut changed)| {
        loop {
            changed.mark_unchanged();
            let (text, now) = pending(&shared, last);
            if !text.is_empty() {
                return Some((Ok(text), (shared, now, changed)));
            }
            match tokio::time::timeout(PING, changed.changed()).await {
                Ok(Ok(())) => {}
                Ok(Err(_)) => return None,
                Err(_) => return Some((Ok(": ping\n\n".to_owned()), (shared, last, changed))),
            }
        }
    });
    let mut response = Response::new(Body::from_stream(futures::StreamExt::chain(hello, rest)));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, header::HeaderValue::from_static("text/event-stream"));
    headers.insert(header::CACHE_CONTROL, header::HeaderValue::from_static("no-store"));
    response
}

/// The events after this id as text, and the id they end with.
fn pending(shared: &Shared, last: u64) -> (String, u64) {
    let state = shared.lock();
    let Some(events) = state.events.after(last) else {
        // Some are lost: the page has to load everything anew.
        let now = state.events.last();
        return (format!("id: {now}\ndata: {{\"type\":\"reset\"}}\n\n"), now);
    };
    let mut text = String::new();
    let mut now = last;
    for (id, event) in events {
        text.push_str(&format!("id: {id}\ndata: {event}\n\n"));
        now = id;
    }
    (text, now)
}
