//! The HTTP server: connections that a fault may cut, the Bot API, files, and the rest.
use std::convert::Infallible;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::{Method, Request, Response, StatusCode, header};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use percent_encoding::percent_decode_str;
use serde_json::Value;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tower::ServiceExt;

use crate::api::args::{Args, Raw, chat_id};
use crate::api::{self, Call, request, schema};
use crate::delivery;
use crate::error::{ApiError, ApiResult, Refusal};
use crate::faults::{FaultKind, Faults};
use crate::options::{Options, SimError};
use crate::state::State;

/// A request of the bot, as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// As the bot wrote it; `file` for the download of one.
    pub method: String,
    /// The chat that it is for, an answered tap's included.
    pub chat_id: Option<i64>,
    /// The first line, the headers and the body.
    pub bytes: Vec<u8>,
}

/// What every connection and background task shares.
pub struct Shared {
    state: Mutex<State>,
    pub faults: Faults,
    pub options: Options,
    pub stop: watch::Sender<bool>,
    pub port: u16,
}

impl Shared {
    pub fn new(state: State, options: Options, port: u16) -> Self {
        Self { state: Mutex::new(state), faults: Faults::default(), options, stop: watch::Sender::new(false), port }
    }

    pub async fn settled(&self, timeout: Duration) -> Result<(), SimError> {
        let mut quiet = self.lock().signals.quiet.subscribe();
        let waiting = async {
            while self.lock().unsettled().is_some() {
                if quiet.changed().await.is_err() {
                    return;
                }
            }
        };
        if tokio::time::timeout(timeout, waiting).await.is_ok() {
            return Ok(());
        }
        match self.lock().unsettled() {
            None => Ok(()),
            Some(what) => Err(SimError::NotSettled(what)),
        }
    }

    /// Never held across an await. A panic in a test's thread must not hide the state from others.
    pub fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

pub async fn serve(listener: TcpListener, shared: Arc<Shared>, router: Router) {
    let mut stop = shared.stop.subscribe();
    loop {
        tokio::select! {
            _ = stop.changed() => return,
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    tokio::spawn(connection(stream, shared.clone(), router.clone()));
                }
                Err(error) => {
                    // Out of file descriptors, most likely: give others time to close theirs.
                    log::warn!(error:% = error; "a connection could not be accepted");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
            }
        }
    }
}

async fn connection(stream: TcpStream, shared: Arc<Shared>, router: Router) {
    // Without this, small answers wait for the client's acknowledgement.
    if let Err(error) = stream.set_nodelay(true) {
        log::debug!(error:% = error; "TCP_NODELAY could not be set");
    }
    let mut stop = shared.stop.subscribe();
    let service = service_fn(move |request: Request<Incoming>| {
        let (shared, router) = (shared.clone(), router.clone());
        async move { handle(&shared, router, request.map(Body::new)).await }
    });
    let serving = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
    tokio::select! {
        _ = stop.changed() => {}
        // An error is a client that went away, or a fault that cut the line.
        _ = serving => {}
    }
}

/// The time as the simulated Telegram has it; none where that is the system's, which hyper writes by itself.
fn date(shared: &Shared) -> Option<header::HeaderValue> {
    let now = shared.options.now.as_ref()?;
    let now = chrono::DateTime::from_timestamp_millis(now())?;
    header::HeaderValue::from_str(&now.format("%a, %d %b %Y %H:%M:%S GMT").to_string()).ok()
}

/// Makes hyper close the connection without an answer.
#[derive(Debug)]
struct CutOff;

impl fmt::Display for CutOff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("cut off by a fault")
    }
}

impl std::error::Error for CutOff {}

async fn handle(shared: &Shared, router: Router, request: Request<Body>) -> Result<Response<Body>, CutOff> {
    let path = request.uri().path();
    if let Some((token, method)) = path.strip_prefix("/bot").and_then(|rest| rest.split_once('/')) {
        let (token, method) = (decode(token), decode(method));
        let (request, recorded) = record(shared, &method, request).await;
        let mut answer = api_call(shared, &token, &method, request, recorded).await;
        if let (Ok(answer), Some(date)) = (&mut answer, date(shared)) {
            answer.headers_mut().insert(header::DATE, date);
        }
        return answer;
    }
    if let Some((token, file)) = path.strip_prefix("/file/bot").and_then(|rest| rest.split_once('/')) {
        let (token, file) = (decode(token), decode(file));
        record(shared, "file", request).await;
        return Ok(download(shared, &token, &file));
    }
    // A page of another site, open in the same browser, must not act for the users here.
    let foreign = request.headers().get("sec-fetch-site").is_some_and(|v| v == "cross-site");
    if foreign && request.method() != Method::GET {
        return Ok(plain(
            StatusCode::FORBIDDEN,
            "application/json",
            r#"{"error":"only this server's own page may do this"}"#,
        ));
    }
    router.oneshot(request).await.map_err(|never: Infallible| match never {})
}

/// Keeps the request where that is asked for; gives it back, and its place among those that are kept.
async fn record(shared: &Shared, method: &str, request: Request<Body>) -> (Request<Body>, Option<usize>) {
    if !shared.options.keep_requests {
        return (request, None);
    }
    let (head, body) = request.into_parts();
    // What is longer is cut here and refused by its length afterwards.
    let body = axum::body::to_bytes(body, request::MOST_BODY).await.unwrap_or_default();
    let mut bytes = format!("{} {} {:?}\r\n", head.method, head.uri, head.version).into_bytes();
    for (name, value) in &head.headers {
        bytes.extend_from_slice(format!("{name}: ").as_bytes());
        bytes.extend_from_slice(value.as_bytes());
        bytes.extend_from_slice(b"\r\n");
    }
    bytes.extend_from_slice(b"\r\n");
    bytes.extend_from_slice(&body);
    let mut state = shared.lock();
    state.requests.push(Recorded { method: method.to_owned(), chat_id: None, bytes });
    let place = state.requests.len() - 1;
    drop(state);
    (Request::from_parts(head, Body::from(body)), Some(place))
}

/// The chat that a request is for: named in it, or that of the tap it answers.
fn chat_of(shared: &Shared, raw: &Raw) -> Option<i64> {
    let text = |wanted: &str| raw.texts.iter().find(|(name, _)| name == wanted).map(|(_, text)| text.as_str());
    let named = raw.json.get("chat_id").and_then(chat_id).or_else(|| text("chat_id")?.parse().ok());
    named.or_else(|| {
        let query = raw.json.get("callback_query_id").and_then(Value::as_str).or_else(|| text("callback_query_id"))?;
        shared.lock().queries.get(query).map(|query| query.chat)
    })
}

fn decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

fn download(shared: &Shared, token: &str, path: &str) -> Response<Body> {
    let state = shared.lock();
    if token != state.config.token {
        return failure(&ApiError::unauthorized());
    }
    match state.files.at_path(path) {
        Some(file) => plain(StatusCode::OK, "application/octet-stream", file.bytes.clone()),
        None => failure(&ApiError::not_found("file not found")),
    }
}

fn plain(status: StatusCode, kind: &'static str, body: impl Into<Body>) -> Response<Body> {
    let mut response = Response::new(body.into());
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, header::HeaderValue::from_static(kind));
    response
}

fn failure(error: &ApiError) -> Response<Body> {
    let status = StatusCode::from_u16(error.code).unwrap_or(StatusCode::BAD_REQUEST);
    plain(status, "application/json", error.to_json().to_string())
}

/// Counts a call as in progress until it is dropped, cancelled calls included.
struct InProgress<'a>(&'a Shared);

impl<'a> InProgress<'a> {
    fn enter(shared: &'a Shared) -> Self {
        shared.lock().calls_in_flight += 1;
        Self(shared)
    }
}

impl Drop for InProgress<'_> {
    fn drop(&mut self) {
        let mut state = self.0.lock();
        state.calls_in_flight -= 1;
        state.signals.quiet.send_replace(());
    }
}

async fn api_call(
    shared: &Shared,
    token: &str,
    name: &str,
    request: Request<Body>,
    recorded: Option<usize>,
) -> Result<Response<Body>, CutOff> {
    if token != shared.options.token {
        return Ok(failure(&ApiError::unauthorized()));
    }
    let method = schema::method(name);
    let poll = method.is_some_and(|m| m.name == "getUpdates");
    let _in_progress = (!poll).then(|| InProgress::enter(shared));
    let raw = request::read(request).await;
    if let (Some(place), Ok(raw)) = (recorded, &raw) {
        let chat = chat_of(shared, raw);
        if let Some(request) = shared.lock().requests.get_mut(place) {
            request.chat_id = chat;
        }
    }
    let strike = shared.faults.draw(method.map_or(name, |m| m.name));
    if !strike.delay.is_zero() {
        tokio::time::sleep(strike.delay).await;
    }
    match strike.before {
        Some(FaultKind::DropBefore) => return Err(CutOff),
        Some(FaultKind::TooManyRequests { retry_after }) => {
            return Ok(failure(&ApiError::too_many(retry_after)));
        }
        Some(FaultKind::ServerError { code }) => {
            let status = StatusCode::from_u16(code).unwrap_or(StatusCode::BAD_GATEWAY);
            return Ok(plain(status, "text/html", format!("<html><title>{status}</title></html>")));
        }
        Some(FaultKind::Refusal { code, description, migrate_to_chat_id }) => {
            return Ok(failure(&ApiError { code, description, retry_after: None, migrate_to_chat_id }));
        }
        _ => {}
    }
    let result = match raw {
        Err(error) => Err(refuse(shared, name, None, error)),
        Ok(raw) if poll => poll_call(shared, raw).await,
        Ok(raw) => carry_out(shared, name, raw, strike.after.as_ref()),
    };
    match (result, strike.after) {
        (Ok(_), Some(FaultKind::DropAfter)) => Err(CutOff),
        (Ok(body), Some(FaultKind::MalformedJson)) => {
            let half: String = body.chars().take(body.chars().count() / 2).collect();
            Ok(plain(StatusCode::OK, "application/json", half))
        }
        (Ok(body), _) => Ok(plain(StatusCode::OK, "application/json", body)),
        (Err(error), _) => Ok(failure(&error)),
    }
}

async fn poll_call(shared: &Shared, raw: Raw) -> ApiResult<String> {
    let Some(method) = schema::method("getUpdates") else {
        return Err(ApiError::not_found("method not found"));
    };
    let result = match Args::check(method, raw) {
        Ok(args) => delivery::get_updates(shared, &args).await,
        Err(error) => Err(error),
    };
    match result {
        Ok(updates) => Ok(format!("{{\"ok\":true,\"result\":{updates}}}")),
        Err(error) => Err(refuse(shared, method.name, None, error)),
    }
}

/// Checks and carries out a call; gives the body of the answer. Refusals are kept.
pub fn carry_out(shared: &Shared, name: &str, raw: Raw, fault: Option<&FaultKind>) -> ApiResult<String> {
    let Some(method) = schema::method(name) else {
        return Err(refuse(shared, name, None, ApiError::not_found("method not found")));
    };
    let chat = chat_of(shared, &raw);
    let result = Args::check(method, raw).and_then(|args| {
        let mut state = shared.lock();
        api::perform(Call { state: &mut state, args: &args, method: method.name, fault })
    });
    match result {
        Ok(value) => Ok(success(&value)),
        Err(error) => Err(refuse(shared, method.name, chat, error)),
    }
}

fn success(result: &Value) -> String {
    format!("{{\"ok\":true,\"result\":{result}}}")
}

fn refuse(shared: &Shared, method: &str, chat_id: Option<i64>, error: ApiError) -> ApiError {
    if error.code == 429 {
        shared.lock().throttled += 1;
    }
    if error.is_refusal() {
        log::debug!(method = method, description = error.description.as_str(); "refused");
        shared.lock().refusals.push(Refusal {
            method: method.to_owned(),
            error_code: error.code,
            description: error.description.clone(),
            chat_id,
        });
    }
    error
}
