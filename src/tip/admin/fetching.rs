//! Sending a case's sealed files to a recipient: from memory, each as it is kept.

use super::{button, cases, run, words};
use crate::{
    app::App,
    error::refuse,
    msg,
    telegram::{
        access::Caller,
        aside::{Desk, Gauge, Outcome, persist},
        button::TriageButton,
        reply::{self, Attachment, Tap},
    },
    tip::{
        Id, ItemKind,
        store::triage::{self, Case, Item},
    },
};

/// What nobody of the agency has fetched yet, or everything.
pub(super) async fn fetch(app: App, caller: Caller, tap: Tap, id: Id, all: bool) -> anyhow::Result<()> {
    let Some(case) = cases::find(&app, &caller, id).await? else { return cases::gone(&app, &caller, &tap).await };
    let items: Vec<Item> = case.items.iter().filter(|item| all || case.is_new(item)).copied().collect();
    if items.is_empty() {
        tap.toast(&app, &msg!("triage-nothing-new"));
        return cases::show(&app, &caller, &tap, id).await;
    }
    let again = (msg!("triage-fetch-again"), button(TriageButton::Fetch { case: id, all }));
    let (theirs, of) = (app.clone(), caller.clone());
    Desk::tapped(app, caller, tap, again).run_beside(|gauge| send(theirs, of, case, items, gauge)).await
}

async fn send(app: App, caller: Caller, case: Case, items: Vec<Item>, gauge: Gauge) -> anyhow::Result<Outcome> {
    let (id, total) = (case.id, items.len());
    for (at, item) in items.iter().enumerate() {
        gauge.tell(msg!("triage-fetching", at = at + 1, total = total));
        let item = *item;
        let sealed =
            run(&app, &caller, move |c, receives| Box::pin(triage::find_sealed(c, receives, id, item.id))).await?;
        let Some(bytes) = sealed else { return refuse(msg!("triage-gone")) };
        let attachment = Attachment {
            name: file_name(id, &item),
            bytes,
            caption: msg!("triage-file", case = id.short(), n = item.n, kind = words::kind(item.kind), day = item.day)
                .html(caller.lang),
            protect: false,
        };
        persist(|| reply::send_document(&app, caller.chat, &attachment)).await?;
    }
    // Only what was sent: something may have come meanwhile.
    let theirs = |item: &&Item| matches!(item.kind, ItemKind::Report | ItemKind::Addition);
    let (last, day) = (items.iter().filter(theirs).map(|item| item.n).max().unwrap_or(0), app.today());
    run(&app, &caller, move |c, receives| Box::pin(triage::mark_fetched(c, receives, id, last, day))).await?;
    app.tips.changed.notify_one();
    match cases::find(&app, &caller, id).await? {
        // Below the files, where the next step is.
        Some(case) => {
            reply::send(&app, caller.chat, &cases::screen(&case, caller.lang)).await?;
            Ok(crate::telegram::reply::Screen::new(&msg!("triage-fetched", count = total), caller.lang).into())
        }
        None => refuse(msg!("triage-gone")),
    }
}

/// With the hash of what is in it, so that whoever opens it sees whether it was changed on the way.
fn file_name(case: Id, item: &Item) -> String {
    let (case, n) = (case.short(), item.n);
    match item.digest {
        Some(digest) => format!("{case}-{n}-{}.age", vault::envelope::mark(&digest)),
        None => format!("{case}-{n}.age"),
    }
}
