//! Closing a case: asked where nobody has read it, and never rejected without a reason.

use super::{button, cases, run, words, writing};
use crate::{
    app::App,
    msg,
    telegram::{
        access::Caller,
        button::TriageButton,
        reply::{Screen, Tap},
    },
    texts::Lang,
    tip::{
        Closing, Id, Reason, Status,
        store::{
            closing::{self, Closed},
            triage::Case,
        },
        writing::Kind,
    },
};

/// The button that closes a case.
pub(super) async fn begin(app: &App, caller: &Caller, tap: &Tap, case: Id, status: Status) -> anyhow::Result<()> {
    let Some(found) = cases::find(app, caller, case).await? else { return cases::gone(app, caller, tap).await };
    if found.merged_into.is_some() || !found.status.next().contains(&status) {
        return settle(app, caller, tap, case, (Closed::Not, status)).await;
    }
    if run(app, caller, move |c, receives| Box::pin(closing::is_unread(c, receives, case))).await? {
        return ask(app, caller, tap, &found, status).await;
    }
    go_on(app, caller, tap, &found, status, false).await
}

/// "Ya, tanpa dibaca".
pub(super) async fn unread(app: &App, caller: &Caller, tap: &Tap, case: Id, status: Status) -> anyhow::Result<()> {
    let Some(found) = cases::find(app, caller, case).await? else { return cases::gone(app, caller, tap).await };
    if !status.is_closed() || found.merged_into.is_some() || !found.status.next().contains(&status) {
        return settle(app, caller, tap, case, (Closed::Not, status)).await;
    }
    go_on(app, caller, tap, &found, status, true).await
}

async fn go_on(app: &App, caller: &Caller, tap: &Tap, case: &Case, status: Status, unread: bool) -> anyhow::Result<()> {
    match status {
        Status::Rejected => tap.show(app, &reasons(case.id, unread, caller.lang)).await,
        _ => close(app, caller, tap, case.id, Closing::Done, unread).await,
    }
}

fn reasons(case: Id, unread: bool, lang: Lang) -> Screen {
    let screen = Screen::new(&msg!("triage-reject-ask", case = case.short()), lang);
    let screen = Reason::ALL.into_iter().fold(screen, |screen, reason| {
        screen.row(&words::reason(reason), lang, &button(TriageButton::Reject { case, reason, unread }))
    });
    screen.row(&msg!("button-back"), lang, &button(TriageButton::Case { case }))
}

/// Nobody has read it: is that meant?
async fn ask(app: &App, caller: &Caller, tap: &Tap, case: &Case, status: Status) -> anyhow::Result<()> {
    let (id, lang) = (case.id, caller.lang);
    let new = case.items.iter().filter(|item| case.is_new(item)).count();
    let mut screen = Screen::new(&msg!("triage-unread-ask", case = id.short(), status = words::status(status)), lang);
    if new > 0 {
        let fetch = button(TriageButton::Fetch { case: id, all: false });
        screen = screen.row(&msg!("triage-button-fetch-new", count = new), lang, &fetch);
    }
    let screen = screen
        .row(&msg!("triage-unread-yes"), lang, &button(TriageButton::MoveUnread { case: id, status }))
        .row(&msg!("button-back"), lang, &button(TriageButton::Case { case: id }));
    tap.show(app, &screen).await
}

pub(super) async fn reject(
    app: &App,
    caller: &Caller,
    tap: &Tap,
    case: Id,
    reason: Reason,
    unread: bool,
) -> anyhow::Result<()> {
    match reason {
        Reason::Written => writing::ask(app, caller, tap, case, Kind::Refusal { unread }).await,
        reason => close(app, caller, tap, case, Closing::Rejected(reason), unread).await,
    }
}

async fn close(app: &App, caller: &Caller, tap: &Tap, case: Id, how: Closing, unread: bool) -> anyhow::Result<()> {
    let day = app.today();
    let closed =
        run(app, caller, move |c, receives| Box::pin(closing::close(c, receives, case, how, unread, day))).await?;
    settle(app, caller, tap, case, (closed, how.status())).await
}

/// What came of it, and the case as it is now.
pub(super) async fn settle(
    app: &App,
    caller: &Caller,
    tap: &Tap,
    case: Id,
    (closed, status): (Closed, Status),
) -> anyhow::Result<()> {
    match closed {
        Closed::Gone => return cases::gone(app, caller, tap).await,
        // Something has come since the question.
        Closed::Unread => {
            let Some(found) = cases::find(app, caller, case).await? else { return cases::gone(app, caller, tap).await };
            return ask(app, caller, tap, &found, status).await;
        }
        Closed::Not => tap.toast(app, &msg!("triage-not-moved")),
        Closed::Done => {
            app.tips.changed.notify_one();
            tap.toast(app, &msg!("triage-moved", status = words::status(status)));
        }
    }
    cases::show(app, caller, tap, case).await
}
