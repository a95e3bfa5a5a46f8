//! Files that people send, into memory and nowhere else.

use futures::TryStreamExt as _;
use teloxide::{RequestError, net::Download as _, requests::Requester as _, types::FileId};

use super::reply;
use crate::app::App;

/// Why there is no file, where nothing failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoFile {
    /// Telegram no longer has it, or finds it too big to give.
    Gone,
    TooBig,
}

/// At most `most` bytes. A file's address holds the token: no error of the client may pass from here as it is.
pub async fn download(app: &App, id: &FileId, most: u32) -> anyhow::Result<Result<Vec<u8>, NoFile>> {
    let file = match app.bot.get_file(id.clone()).await {
        Ok(file) => file,
        Err(RequestError::Api(_)) => return Ok(Err(NoFile::Gone)),
        Err(error) => return Err(error.into()),
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
