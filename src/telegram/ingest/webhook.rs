//! The webhook route: answers 200 only after the update was handled.

use std::{sync::Arc, time::Duration};

use anyhow::Context as _;
use axum::{
    Router,
    body::Bytes,
    extract::{DefaultBodyLimit, State},
    http::{HeaderMap, StatusCode},
    routing::post,
};
use serde_json::value::RawValue;
use sha2::{Digest as _, Sha256};
use teloxide::{payloads::SetWebhookSetters as _, requests::Requester as _, types::AllowedUpdate};
use tokio::sync::{oneshot, watch};

use super::{Dispatcher, Parsed, Passed, STOP_WITHIN, parse};
use crate::{app::App, config};

/// Telegram's header for the secret that `setWebhook` was given.
const SECRET: &str = "x-telegram-bot-api-secret-token";
/// An update is a few KiB; the largest texts and keyboards stay far below this.
const BODY: usize = 1 << 20;

struct Route {
    dispatcher: Dispatcher,
    /// Compared by digest, which takes the same time wherever they differ.
    secret: [u8; 32],
    passed: Passed,
}

pub(super) async fn run(
    app: App,
    dispatcher: Dispatcher,
    webhook: config::Webhook,
    mut stop: watch::Receiver<bool>,
) -> anyhow::Result<()> {
    let listener = tokio::net::TcpListener::bind(webhook.listen)
        .await
        .with_context(|| format!("listening on {} (telegram.webhook_listen)", webhook.listen))?;
    app.bot
        .set_webhook(webhook.url.parse().context("telegram.webhook_url")?)
        .secret_token(webhook.secret.expose())
        .allowed_updates([
            AllowedUpdate::Message,
            AllowedUpdate::EditedMessage,
            AllowedUpdate::CallbackQuery,
            AllowedUpdate::MyChatMember,
        ])
        .await
        .map_err(|error| anyhow::anyhow!("setting the webhook: {}", crate::telegram::errors::class(&error)))?;
    let route = Route { dispatcher, secret: Sha256::digest(webhook.secret.expose()).into(), passed: Passed::default() };
    let router = Router::new().fallback(post(receive)).layer(DefaultBodyLimit::max(BODY)).with_state(Arc::new(route));
    let stopped = async move {
        let _ = stop.wait_for(|stop| *stop).await;
    };
    let (ended, mut end) = watch::channel(());
    let server = axum::serve(listener, router).with_graceful_shutdown(async move {
        stopped.await;
        drop(ended);
    });
    tokio::select! {
        served = server => served.context("serving the webhook"),
        () = async {
            let _ = end.changed().await;
            tokio::time::sleep(STOP_WITHIN + Duration::from_millis(100)).await;
        } => {
            log::warn!("stopping before every update was finished; Telegram sends them again");
            Ok(())
        }
    }
}

async fn receive(State(route): State<Arc<Route>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let given = headers.get(SECRET).map(|value| <[u8; 32]>::from(Sha256::digest(value.as_bytes())));
    if given != Some(route.secret) {
        return StatusCode::NOT_FOUND;
    }
    // Sent again it would be no better.
    let Ok(raw) = serde_json::from_slice::<Box<RawValue>>(&body) else { return StatusCode::OK };
    if let Parsed::Update(update) = parse(&raw, &route.passed) {
        let (done, finished) = oneshot::channel();
        route.dispatcher.submit(*update, move || {
            let _ = done.send(());
        });
        if finished.await.is_err() {
            return StatusCode::INTERNAL_SERVER_ERROR;
        }
    }
    StatusCode::OK
}
