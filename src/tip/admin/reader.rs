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
const NAME: &str = "ikrar-pembaca.html";

pub(super) async fn send(app: App, caller: Caller, tap: Tap) -> anyhow::Result<()> {
    // Its hash is not said here: whoever changed the program could change that too.
    let caption = msg!("triage-reader-file").html(caller.lang);
    let attachment = Attachment { name: NAME.into(), bytes: READER.to_vec(), caption, protect: false };
    tap.done(&app);
    persist(|| reply::send_document(&app, caller.chat, &attachment)).await
}
