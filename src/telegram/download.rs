//! Files that people send, into memory and nowhere else.

use futures::TryStreamExt as _;
use teloxide::{
    RequestError,
    net::Download as _,
    requests::{HasPayload as _, Requester as _},
    types::FileId,
};

use super::{
    call::{Fault, ask},
    hand, reply,
};
use crate::app::App;

/// Why there is no file, where nothing failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoFile {
    /// Telegram no longer has it, or finds it too big to give.
    Gone,
    TooBig,
}

/// At most `most` bytes. Meanwhile the update in hand takes nobody's place. A file's address holds the token: no error of the client may pass from here as it is.
pub async fn download(app: &App, id: &FileId, most: u32) -> anyhow::Result<Result<Vec<u8>, NoFile>> {
    hand::aside(fetch(app, id, most)).await
}

async fn fetch(app: &App, id: &FileId, most: u32) -> anyhow::Result<Result<Vec<u8>, NoFile>> {
    let request = app.bot.get_file(id.clone());
    let file = loop {
        match ask(&app.bot, request.payload_ref()).await {
            Ok(file) => break file,
            Err(Fault::Flood(wait)) => tokio::time::sleep(wait).await,
            Err(Fault::Refused(_)) => return Ok(Err(NoFile::Gone)),
            Err(fault) => return Err(fault.into()),
        }
    };
    let bot = reply::unhurried(app)?;
    let network = |error: reqwest::Error| RequestError::Network(error.without_url().into());
    // Of the final size from the start: growing would leave copies behind.
    let mut bytes = Vec::with_capacity(file.size.min(most) as usize);
    let mut parts = std::pin::pin!(bot.download_file_stream(&file.path));
    while let Some(part) = parts.try_next().await.map_err(network)? {
        bytes.extend_from_slice(&part);
        if bytes.len() > most as usize {
            return Ok(Err(NoFile::TooBig));
        }
    }
    Ok(Ok(bytes))
}
