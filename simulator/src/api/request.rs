//! Reads a Bot API request: query string, JSON, form or multipart with attachments.
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart};
use axum::http::{Request, header};
use bytes::Bytes;
use serde_json::Value;

use super::args::{Raw, Upload};
use crate::error::{ApiError, ApiResult};

/// 50 MB for a file, and room for the rest.
pub const MOST_UPLOAD: usize = 50 * 1024 * 1024;
pub const MOST_BODY: usize = MOST_UPLOAD * 11;

pub async fn read(request: Request<Body>) -> ApiResult<Raw> {
    let mut raw = Raw::default();
    if let Some(query) = request.uri().query() {
        raw.texts.extend(form_urlencoded::parse(query.as_bytes()).into_owned());
    }
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let kind = kind.to_ascii_lowercase();
    if kind.starts_with("multipart/form-data") {
        let length = request.headers().get(header::CONTENT_LENGTH).and_then(|v| v.to_str().ok()?.parse::<usize>().ok());
        if length.is_some_and(|l| l > MOST_BODY) {
            return Err(ApiError::too_large());
        }
        read_multipart(request, &mut raw).await?;
        return Ok(raw);
    }
    let body = axum::body::to_bytes(request.into_body(), MOST_UPLOAD).await.map_err(|_| ApiError::too_large())?;
    if body.is_empty() {
        return Ok(raw);
    }
    if kind.starts_with("application/json") {
        raw.json = match serde_json::from_slice(&body) {
            Ok(Value::Object(map)) => map,
            Ok(_) => return Err(ApiError::bad("the request body must be a JSON object")),
            Err(error) => {
                return Err(ApiError::bad(format!("can't parse the request body as JSON: {error}")));
            }
        };
    } else if kind.starts_with("application/x-www-form-urlencoded") || kind.is_empty() {
        raw.texts.extend(form_urlencoded::parse(&body).into_owned());
    } else {
        return Err(ApiError::bad(format!(
            "content type \"{kind}\" is not understood: use application/json, \
             application/x-www-form-urlencoded or multipart/form-data"
        )));
    }
    Ok(raw)
}

async fn read_multipart(mut request: Request<Body>, raw: &mut Raw) -> ApiResult<()> {
    let broken = |error: &dyn std::fmt::Display| ApiError::bad(format!("can't read the multipart body: {error}"));
    DefaultBodyLimit::max(MOST_BODY).apply(&mut request);
    let mut parts = Multipart::from_request(request, &()).await.map_err(|e| broken(&e))?;
    while let Some(part) = parts.next_field().await.map_err(|e| broken(&e))? {
        let Some(name) = part.name().map(str::to_owned) else {
            return Err(ApiError::bad("a part of the multipart body has no name"));
        };
        let file_name = part.file_name().map(str::to_owned);
        let mime = part.content_type().map(str::to_owned);
        let bytes: Bytes = part.bytes().await.map_err(|e| broken(&e))?;
        if bytes.len() > MOST_UPLOAD {
            return Err(ApiError::too_large());
        }
        if file_name.is_some() || mime.as_deref().is_some_and(|m| !m.starts_with("text/plain")) {
            raw.files.insert(name.clone(), Upload { name: file_name.unwrap_or(name), mime, bytes });
            continue;
        }
        match String::from_utf8(bytes.to_vec()) {
            Ok(text) => raw.texts.push((name, text)),
            Err(_) => {
                raw.files.insert(name.clone(), Upload { name, mime, bytes });
            }
        }
    }
    Ok(())
}
