//! The webhook: answers 200 only after the update was handled, and lets nobody else keep it busy.
//!
//! Whoever can reach the port can open connections and say nothing. So a connection has a few seconds to show the
//! secret, and where there are too many that have not, the oldest of them makes room: Telegram's always get in.

use std::{
    collections::VecDeque,
    net::SocketAddr,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};

use anyhow::Context as _;
use axum::{
    Router,
    body::{Body, to_bytes},
    extract::State,
    http::{HeaderMap, Request, StatusCode, header},
    routing::post,
};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use serde_json::value::RawValue;
use sha2::{Digest as _, Sha256};
use teloxide::{
    payloads::SetWebhookSetters as _,
    requests::{HasPayload as _, Requester as _},
    types::AllowedUpdate,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{Notify, oneshot, watch},
    time::{Instant, interval, sleep, timeout},
};
use tower::ServiceExt as _;

use super::{Dispatcher, Parsed, Passed, Peek, STOP_WITHIN, parse};
use crate::{
    app::App,
    config,
    telegram::call::{Fault, ask},
};

/// Telegram's header for the secret that `setWebhook` was given.
const SECRET: &str = "x-telegram-bot-api-secret-token";
/// An update is a few KiB; the largest texts and keyboards stay far below this.
const BODY: usize = 1 << 20;
/// Calls that Telegram may make at once; it waits for each of them to be answered.
const CALLS: u8 = 100;
/// Of these so many are open: what only waits is answered.
const PRESSED: usize = 50;
/// Connections that have not shown the secret.
const STRANGERS: usize = 128;
/// How long such a connection may take for that, and any to send headers or a body.
const SOON: Duration = Duration::from_secs(5);
/// A port that another process is about to leave is waited for.
const BIND: Duration = Duration::from_secs(5);
const LOOK: Duration = Duration::from_millis(100);
const BACK_OFF: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(60));

struct Route {
    dispatcher: Dispatcher,
    /// Compared by digest, which takes the same time wherever they differ.
    secret: [u8; 32],
    passed: Passed,
    /// Calls that are not answered yet.
    open: AtomicUsize,
}

/// A connection that has shown the secret; shared with whoever counts strangers.
type Known = Arc<AtomicBool>;

pub(super) async fn run(
    app: App,
    dispatcher: Dispatcher,
    webhook: config::Webhook,
    mut stop: watch::Receiver<bool>,
) -> anyhow::Result<()> {
    let listener = bind(webhook.listen)
        .await
        .with_context(|| format!("listening on {} (telegram.webhook_listen)", webhook.listen))?;
    let route = Arc::new(Route {
        dispatcher: dispatcher.clone(),
        secret: Sha256::digest(webhook.secret.expose()).into(),
        passed: Passed::default(),
        open: AtomicUsize::new(0),
    });
    let (ending, ended) = watch::channel(false);
    let announced = async {
        announce(&app, &webhook).await?;
        std::future::pending::<anyhow::Result<()>>().await
    };
    let result = tokio::select! {
        _ = stop.wait_for(|stop| *stop) => Ok(()),
        result = announced => result,
        () = accept(listener, Arc::clone(&route), ended) => Ok(()),
        () = relieve(&route) => Ok(()),
    };
    // Connections end once what they brought is answered.
    let _ = ending.send(true);
    let finished = timeout(STOP_WITHIN, async {
        while route.open.load(Ordering::Relaxed) > 0 {
            sleep(Duration::from_millis(10)).await;
        }
        dispatcher.finish().await;
        // The last answers are on their way.
        let _ = timeout(Duration::from_secs(1), ending.closed()).await;
    });
    if finished.await.is_err() {
        log::warn!(replies = app.memory.lanes.total(); "stopping before every update was finished and every reply sent; Telegram sends updates again");
    }
    result
}

async fn bind(address: SocketAddr) -> std::io::Result<TcpListener> {
    let began = Instant::now();
    loop {
        match TcpListener::bind(address).await {
            Err(error) if error.kind() == std::io::ErrorKind::AddrInUse && began.elapsed() < BIND => {
                sleep(LOOK * 5).await;
            }
            result => return result,
        }
    }
}

/// Tells Telegram where to send updates. What passes is tried again for as long as it takes; a refusal is an error.
async fn announce(app: &App, webhook: &config::Webhook) -> anyhow::Result<()> {
    let request = app
        .bot
        .set_webhook(webhook.url.parse().context("telegram.webhook_url")?)
        .secret_token(webhook.secret.expose())
        .max_connections(CALLS)
        .allowed_updates([
            AllowedUpdate::Message,
            AllowedUpdate::EditedMessage,
            AllowedUpdate::CallbackQuery,
            AllowedUpdate::MyChatMember,
        ]);
    let (mut wait, most) = BACK_OFF;
    loop {
        let Err(fault) = ask(&app.bot, request.payload_ref()).await else { return Ok(()) };
        let pause = match &fault {
            Fault::Flood(pause) => *pause,
            fault if fault.transient() => wait,
            fault => anyhow::bail!("setting the webhook: {}", fault.class()),
        };
        log::warn!(cause = fault.class(), wait_s = pause.as_secs(); "the webhook was not set; trying again");
        sleep(pause).await;
        wait = (wait * 2).min(most);
    }
}

/// Where many calls are open, those that only wait are answered, so that Telegram has some left for others.
async fn relieve(route: &Route) {
    let mut ticks = interval(LOOK);
    loop {
        ticks.tick().await;
        route.dispatcher.press(route.open.load(Ordering::Relaxed) >= PRESSED);
    }
}

async fn accept(listener: TcpListener, route: Arc<Route>, ended: watch::Receiver<bool>) {
    let router = Router::new().fallback(post(receive)).with_state(route);
    let strangers = Strangers::default();
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                let (known, leave) = strangers.add();
                tokio::spawn(connection(stream, router.clone(), known, leave, ended.clone()));
            }
            Err(error) => {
                // Out of file descriptors, most likely: give others time to close theirs.
                log::warn!(cause = error.kind().to_string().as_str(); "a connection could not be accepted");
                sleep(LOOK).await;
            }
        }
    }
}

/// Connections that have not shown the secret, the oldest first.
#[derive(Default)]
struct Strangers(Mutex<VecDeque<(Known, Arc<Notify>)>>);

impl Strangers {
    /// One more. Where there are too many, the oldest has to leave.
    fn add(&self) -> (Known, Arc<Notify>) {
        let new = (Known::default(), Arc::new(Notify::new()));
        let mut strangers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // Nobody else holds those that have ended.
        strangers.retain(|(known, leave)| !known.load(Ordering::Relaxed) && Arc::strong_count(leave) > 1);
        if strangers.len() >= STRANGERS
            && let Some((_, leave)) = strangers.pop_front()
        {
            leave.notify_one();
        }
        strangers.push_back(new.clone());
        new
    }
}

async fn connection(
    stream: TcpStream,
    router: Router,
    known: Known,
    leave: Arc<Notify>,
    mut ended: watch::Receiver<bool>,
) {
    let _ = stream.set_nodelay(true);
    let shown = Arc::clone(&known);
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(Arc::clone(&shown));
        router.clone().oneshot(request.map(Body::new))
    });
    let serving = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(SOON)
        .serve_connection(TokioIo::new(stream), service);
    let mut serving = std::pin::pin!(serving);
    let late = async {
        sleep(SOON).await;
        // Telegram's stay for as long as it likes.
        if known.load(Ordering::Relaxed) {
            std::future::pending::<()>().await;
        }
    };
    let sent_away = async {
        leave.notified().await;
        if known.load(Ordering::Relaxed) {
            std::future::pending::<()>().await;
        }
    };
    tokio::select! {
        _ = &mut serving => return,
        () = late => return,
        () = sent_away => return,
        _ = ended.wait_for(|ended| *ended) => {}
    }
    serving.as_mut().graceful_shutdown();
    let _ = serving.await;
}

async fn receive(State(route): State<Arc<Route>>, request: Request<Body>) -> StatusCode {
    let (parts, body) = request.into_parts();
    // Before anything of the body is read.
    if !route.is_telegram(&parts.headers) {
        return StatusCode::NOT_FOUND;
    }
    if let Some(known) = parts.extensions.get::<Known>() {
        known.store(true, Ordering::Relaxed);
    }
    let length = parts.headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    if length.is_some_and(|length| length > BODY) {
        return StatusCode::PAYLOAD_TOO_LARGE;
    }
    let body = match timeout(SOON, to_bytes(body, BODY)).await {
        Ok(Ok(body)) => body,
        Ok(Err(_)) => return StatusCode::PAYLOAD_TOO_LARGE,
        Err(_) => return StatusCode::REQUEST_TIMEOUT,
    };
    // Sent again it would be no better.
    let Ok(raw) = serde_json::from_slice::<Box<RawValue>>(&body) else { return StatusCode::OK };
    let _open = Open::new(&route.open);
    let crowded = route.open.load(Ordering::Relaxed) >= PRESSED;
    if !route.dispatcher.admits(&Peek::at(&raw), crowded) {
        return StatusCode::OK;
    }
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

impl Route {
    fn is_telegram(&self, headers: &HeaderMap) -> bool {
        let given = headers.get(SECRET).map(|value| <[u8; 32]>::from(Sha256::digest(value.as_bytes())));
        given == Some(self.secret)
    }
}

/// Counts a call while it is open, however it ends.
struct Open<'a>(&'a AtomicUsize);

impl<'a> Open<'a> {
    fn new(open: &'a AtomicUsize) -> Self {
        open.fetch_add(1, Ordering::Relaxed);
        Self(open)
    }
}

impl Drop for Open<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}
