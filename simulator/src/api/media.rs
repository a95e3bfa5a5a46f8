//! Files that the bot sends: uploads, attachments, or files the simulator already has.
use serde_json::Value;

use super::Call;
use super::args::Upload;
use super::markup::Formatted;
use crate::error::{ApiError, ApiResult};
use crate::state::files::{FileKind, image_size};
use crate::state::model::{Body, Message};

const MOST_PHOTO: usize = 10 * 1024 * 1024;

enum Source {
    Upload(Upload),
    Known(String),
}

fn source(call: &Call<'_>, reference: &str) -> ApiResult<Source> {
    if let Some(name) = reference.strip_prefix("attach://") {
        let upload = call.args.upload(name).cloned();
        let upload = upload.ok_or_else(|| ApiError::bad(format!("file \"{name}\" is not in the request")))?;
        if upload.bytes.is_empty() {
            return Err(ApiError::bad("file must be non-empty"));
        }
        return Ok(Source::Upload(upload));
    }
    if reference.starts_with("http://") || reference.starts_with("https://") {
        // The simulator fetches nothing from elsewhere.
        return Err(ApiError::bad("failed to get HTTP URL content"));
    }
    match call.state.files.get(reference) {
        Some(file) => Ok(Source::Known(file.id.clone())),
        None => Err(ApiError::bad("wrong file identifier/HTTP URL specified")),
    }
}

pub fn photo(call: &mut Call<'_>, reference: &str) -> ApiResult<Body> {
    match source(call, reference)? {
        Source::Upload(upload) => {
            if upload.bytes.len() > MOST_PHOTO {
                return Err(ApiError::bad("file is too big for a photo: at most 10 MB fit"));
            }
            let (width, height) = image_size(&upload.bytes).ok_or_else(|| ApiError::bad("IMAGE_PROCESS_FAILED"))?;
            let narrow = width.max(height) > width.min(height).max(1).saturating_mul(20);
            if width == 0 || height == 0 || u64::from(width) + u64::from(height) > 10_000 || narrow {
                return Err(ApiError::bad("PHOTO_INVALID_DIMENSIONS"));
            }
            let (small, full) = call.state.files.add_photo(None, upload.bytes);
            Ok(Body::Photo { small, full })
        }
        Source::Known(id) => {
            expect_kind(call, &id, FileKind::Photo)?;
            Ok(Body::Photo { small: id.clone(), full: id })
        }
    }
}

pub fn document(call: &mut Call<'_>, reference: &str) -> ApiResult<Body> {
    match source(call, reference)? {
        Source::Upload(upload) => {
            let mime = upload.mime.as_deref();
            Ok(Body::Document(call.state.files.add(FileKind::Document, Some(&upload.name), mime, upload.bytes)))
        }
        Source::Known(id) => {
            expect_kind(call, &id, FileKind::Document)?;
            Ok(Body::Document(id))
        }
    }
}

fn expect_kind(call: &Call<'_>, id: &str, wanted: FileKind) -> ApiResult<()> {
    let name = |kind: FileKind| {
        let name = kind.name();
        format!("{}{}", name[..1].to_ascii_uppercase(), &name[1..])
    };
    match call.state.files.get(id) {
        Some(file) if file.kind != wanted => {
            Err(ApiError::bad(format!("can't use file of type {} as {}", name(file.kind), name(wanted))))
        }
        _ => Ok(()),
    }
}

/// Puts an `InputMedia` object into a message.
pub fn fill(call: &mut Call<'_>, message: &mut Message, item: &Value) -> ApiResult<()> {
    let get = |name: &str| item.get(name).and_then(Value::as_str);
    let formatted =
        Formatted { text: get("caption"), parse_mode: get("parse_mode"), entities: item.get("caption_entities") };
    (message.text, message.entities) = formatted.caption()?;
    let flag = |name: &str| item.get(name).and_then(Value::as_bool).unwrap_or(false);
    message.caption_above = flag("show_caption_above_media");
    message.spoiler = flag("has_spoiler");
    let reference = get("media").unwrap_or_default();
    message.body = if get("type") == Some("photo") { photo(call, reference)? } else { document(call, reference)? };
    Ok(())
}
