//! How the driver is spoken to: by the HTTP client that the bot uses as well, past any proxy.

use std::sync::Arc;

use axum::{
    body::Bytes,
    http::{Request, Response},
};
use thirtyfour::{
    error::{WebDriverError, WebDriverResult},
    session::http::{Body, HttpClient},
};

pub struct Wire(reqwest::Client);

impl Wire {
    pub fn new() -> Self {
        Self(reqwest::Client::builder().no_proxy().build().unwrap())
    }
}

#[async_trait::async_trait]
impl HttpClient for Wire {
    async fn send(&self, request: Request<Body<'_>>) -> WebDriverResult<Response<Bytes>> {
        let (head, body) = request.into_parts();
        let request = self.0.request(head.method, head.uri.to_string()).headers(head.headers);
        let request = match body {
            Body::Empty => request,
            Body::Json(json) => request.json(json),
        };
        let answer = request.send().await.map_err(failure)?;
        let status = answer.status();
        let body = answer.bytes().await.map_err(failure)?;
        Response::builder().status(status).body(body).map_err(failure)
    }

    async fn new(&self) -> Arc<dyn HttpClient> {
        Arc::new(Self::new())
    }
}

fn failure(error: impl std::fmt::Display) -> WebDriverError {
    WebDriverError::HttpError(error.to_string())
}
