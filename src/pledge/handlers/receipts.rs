//! /cek_tanda and receipts: one's own, checked by anyone, and the text behind one, to be read again.

use std::sync::Arc;

use teloxide::{
    dispatching::UpdateFilterExt as _,
    types::{Message as Incoming, Update},
};

use crate::{
    app::App,
    error::refuse,
    msg,
    pledge::{
        Receipt, ReceiptNumber, VersionId,
        receipt::RECEIPT_LINK,
        screens,
        store::{self, Version},
    },
    roster::LinkedPerson,
    telegram::{
        Schema,
        access::Caller,
        button::Button,
        command::{Command, Invocation},
        filters::{command, tapped},
        reply::{self, Attachment, Screen, Tap},
    },
    texts::name,
};

pub fn schema() -> Schema {
    dptree::entry()
        .branch(Update::filter_message().filter_map(typed_number).endpoint(check))
        .branch(command(Command::CheckReceipt).map(|i: Invocation| i.argument).endpoint(check))
        .branch(command(Command::Start).filter_map(receipt_of_link).endpoint(check))
        .branch(
            tapped()
                .branch(dptree::case![Button::Text { number, page }].endpoint(text))
                .branch(dptree::case![Button::TextFile { number }].endpoint(file)),
        )
}

fn receipt_of_link(invocation: Invocation) -> Option<String> {
    invocation.argument.strip_prefix(RECEIPT_LINK).map(str::to_owned)
}

/// The number of a receipt, or a link to one, sent without the command.
fn typed_number(message: Incoming) -> Option<String> {
    let text = message.text().or(message.caption()).filter(|text| !text.starts_with('/'))?;
    ReceiptNumber::find(text).map(|number| number.to_string())
}

/// The receipt of whoever made it, and what they have yet to read.
pub(super) async fn screen(
    app: &App,
    caller: &Caller,
    person: &LinkedPerson,
    receipt: &Receipt,
) -> anyhow::Result<Screen> {
    let mut c = app.db.read().await?;
    let owed = store::list_owed(&mut c, person.person.id).await?;
    let next = owed.iter().find(|owed| owed.state.is_open()).map(|owed| &owed.version);
    Ok(screens::receipt(receipt, next, &app.username, caller.lang))
}

/// The receipt of this person for this version.
pub(super) async fn find_own(
    app: &App,
    caller: &Caller,
    person: &LinkedPerson,
    version: i64,
) -> anyhow::Result<Option<Screen>> {
    let mut c = app.db.read().await?;
    let receipt = store::find_own_receipt(&mut c, person.person.id, VersionId(version)).await?;
    drop(c);
    match receipt {
        Some(receipt) => screen(app, caller, person, &receipt).await.map(Some),
        None => Ok(None),
    }
}

/// Where this person has acknowledged this version: shows the receipt in place of the button.
pub(super) async fn show_own(
    app: &App,
    caller: &Caller,
    person: &LinkedPerson,
    tap: &Tap,
    version: i64,
) -> anyhow::Result<bool> {
    let Some(screen) = find_own(app, caller, person, version).await? else { return Ok(false) };
    tap.show(app, &screen).await?;
    Ok(true)
}

pub(super) async fn own(app: App, caller: Caller, person: LinkedPerson, tap: Tap, version: i64) -> anyhow::Result<()> {
    if !show_own(&app, &caller, &person, &tap, version).await? {
        tap.toast(&app, &msg!("pledge-check-none"));
    }
    Ok(())
}

async fn check(app: App, caller: Caller, number: String) -> anyhow::Result<()> {
    if number.is_empty() {
        return refuse(msg!("pledge-check-how"));
    }
    if !app.memory.may_check(caller.user, caller.cause) {
        return refuse(msg!("error-too-many-tries"));
    }
    let found = ReceiptNumber::find(&number).or_else(|| ReceiptNumber::parse(&number));
    let Some(number) = found else { return refuse(msg!("pledge-check-none")) };
    let mut c = app.db.read().await?;
    let Some(receipt) = store::find_receipt(&mut c, &number).await? else { return refuse(msg!("pledge-check-none")) };
    drop(c);
    let screen = screens::checked(&receipt, &app.config.agency.contact, caller.lang);
    reply::send(&app, caller.chat, &screen).await.map(|_| ())
}

/// The receipt with this number and the version that it is of, for whoever holds the number. `None` once the tap
/// has been answered.
async fn behind(
    app: &App,
    caller: &Caller,
    tap: &Tap,
    number: &ReceiptNumber,
) -> anyhow::Result<Option<(Receipt, Arc<Version>)>> {
    if !app.memory.may_check(caller.user, caller.cause) {
        tap.alert(app, &msg!("error-too-many-tries"));
        return Ok(None);
    }
    let mut c = app.db.read().await?;
    if let Some(receipt) = store::find_receipt(&mut c, number).await?
        && let Some(version) = app.memory.version(&mut c, receipt.version_id).await?
    {
        return Ok(Some((receipt, version)));
    }
    tap.alert(app, &msg!("pledge-check-none"));
    Ok(None)
}

/// The text that was acknowledged, whatever has become of the document since. A receipt stays in the chat, so
/// the text comes below it; its pages then turn in place.
async fn text(app: App, caller: Caller, tap: Tap, (number, page): (ReceiptNumber, Option<u16>)) -> anyhow::Result<()> {
    let Some((receipt, version)) = behind(&app, &caller, &tap, &number).await? else { return Ok(()) };
    let mut c = app.db.read().await?;
    let newest = store::find_current(&mut c, version.id).await?.is_none_or(|current| current == version.id);
    drop(c);
    let screen = screens::again(&receipt, &version, newest, usize::from(page.unwrap_or(0)), caller.lang);
    match page {
        Some(_) => tap.show(&app, &screen).await,
        None => tap.send(&app, &screen).await,
    }
}

/// The very bytes whose SHA-256 stands on the receipt.
async fn file(app: App, caller: Caller, tap: Tap, number: ReceiptNumber) -> anyhow::Result<()> {
    let Some((_, version)) = behind(&app, &caller, &tap, &number).await? else { return Ok(()) };
    tap.done(&app);
    let caption = msg!(
        "pledge-again-file",
        title = name(version.document.title.as_str()),
        version = version.number,
        document = version.sha256.to_string()
    );
    let attachment = Attachment {
        name: format!("{}-v{}.txt", version.document.slug, version.number),
        bytes: version.document.canonical().into_bytes(),
        caption: caption.html(caller.lang),
        protect: false,
    };
    reply::send_document(&app, caller.chat, &attachment).await
}
