//! The offline reader, sent as the file that this program was built with.

use crate::{
    app::App,
    msg,
    telegram::{
        access::Caller,
        aside::persist,
        reply::{self, Attachment, Tap},
    },
};

const READER: &[u8] = include_bytes!("../../../assets/ikrar-pembaca.html");
/// As `sha256sum` writes it; a check in CI holds that it is the file's.
const SHA256: &str = include_str!("../../../assets/ikrar-pembaca.html.sha256");
const NAME: &str = "ikrar-pembaca.html";

pub(super) async fn send(app: App, caller: Caller, tap: Tap) -> anyhow::Result<()> {
    let lang = caller.lang;
    let hash = SHA256.split_whitespace().next().unwrap_or_default();
    let caption = msg!("triage-reader-file", hash = hash).html(lang);
    let attachment = Attachment { name: NAME.into(), bytes: READER.to_vec(), caption, protect: false };
    tap.done(&app);
    persist(|| reply::send_document(&app, caller.chat, &attachment)).await
}
