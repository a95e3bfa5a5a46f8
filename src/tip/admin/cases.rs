//! /laporan: how much there is, lists of cases, one case and its status.

use super::{button, closing, keys, run, telling, words};
use crate::{
    app::App,
    msg,
    telegram::{
        access::Caller,
        button::{Pile, TriageButton},
        pages::{PER_PAGE, Page},
        reply::{self, Screen, Tap},
    },
    texts::{Arg, Lang, Message},
    tip::{
        Id, Status, letter,
        store::{
            intake, recipient, reseal,
            triage::{self, Case, Changed, Line},
        },
    },
};

/// Items that a case's screen lists; older ones are counted.
const ITEMS: usize = 30;
/// Duplicates that have a button.
const DUPLICATES: usize = 8;

pub(super) async fn begin(app: App, caller: Caller) -> anyhow::Result<()> {
    reply::send(&app, caller.chat, &overview(&app, &caller).await?).await.map(|_| ())
}

pub(super) async fn home(app: &App, caller: &Caller, tap: &Tap) -> anyhow::Result<()> {
    tap.show(app, &overview(app, caller).await?).await
}

async fn overview(app: &App, caller: &Caller) -> anyhow::Result<Screen> {
    let lang = caller.lang;
    let officials = telling::round(app).await?.officials;
    let (counts, own, readers) = run(app, caller, move |c, receives| {
        Box::pin(async move {
            let (counts, own) = (triage::find_overview(c, receives).await?, recipient::find_own(c, receives).await?);
            Ok((counts, own, intake::list_readers(c, &officials).await?))
        })
    })
    .await?;
    let text = msg!(
        "triage-home",
        agency = letter::agency(own.agency),
        open = counts.open,
        unread = counts.unread,
        closed = counts.closed,
        readers = letter::readers(&readers, &[own.agency]),
        key = Arg::Html(keys::state(&own).html(lang))
    );
    let list = |pile| button(TriageButton::List { pile, page: 0 });
    Ok(Screen::new(&text, lang)
        .row(&msg!("triage-button-open", count = counts.open), lang, &list(Pile::Open))
        .beside(&msg!("triage-button-closed", count = counts.closed), lang, &list(Pile::Closed))
        .row(&msg!("triage-button-counts"), lang, &button(TriageButton::Counts))
        .beside(&msg!("triage-button-key"), lang, &button(TriageButton::KeyHelp))
        .row(&msg!("triage-button-reader"), lang, &button(TriageButton::Reader)))
}

pub(super) async fn list(app: &App, caller: &Caller, tap: &Tap, pile: Pile, page: u16) -> anyhow::Result<()> {
    let closed = pile == Pile::Closed;
    let (page, lines) = run(app, caller, move |c, receives| {
        Box::pin(async move {
            let lines = triage::list_cases(c, receives, closed, page, PER_PAGE).await?;
            // A page that has emptied meanwhile.
            match lines.is_empty() && page > 0 {
                true => Ok((0, triage::list_cases(c, receives, closed, 0, PER_PAGE).await?)),
                false => Ok((page, lines)),
            }
        })
    })
    .await?;
    let lang = caller.lang;
    let text = match (lines.is_empty(), pile) {
        (true, Pile::Open) => msg!("triage-list-open-none"),
        (true, Pile::Closed) => msg!("triage-list-closed-none"),
        (false, Pile::Open) => msg!("triage-list-open"),
        (false, Pile::Closed) => msg!("triage-list-closed"),
    };
    let page = Page::beginning(&lines, page, PER_PAGE);
    let screen = page.items.iter().fold(Screen::new(&text, lang), |screen, line| {
        screen.row(&label(line), lang, &button(TriageButton::Case { case: line.id }))
    });
    let screen = page.turn(screen, lang, |page| button(TriageButton::List { pile, page }));
    tap.show(app, &screen.row(&msg!("button-back"), lang, &button(TriageButton::Home))).await
}

/// A case on a button.
pub(super) fn label(line: &Line) -> Message {
    let (case, status, day) = (line.id.short(), words::status(line.status), line.received);
    if line.unread {
        msg!("triage-line-new", case = case, status = status, day = day)
    } else {
        msg!("triage-line", case = case, status = status, day = day)
    }
}

pub(super) async fn find(app: &App, caller: &Caller, case: Id) -> anyhow::Result<Option<Case>> {
    run(app, caller, move |c, receives| Box::pin(triage::find_case(c, receives, case))).await
}

pub(super) async fn show(app: &App, caller: &Caller, tap: &Tap, case: Id) -> anyhow::Result<()> {
    match find(app, caller, case).await? {
        Some(case) => tap.show(app, &screen(&case, caller.lang)).await,
        None => gone(app, caller, tap).await,
    }
}

/// Purged, or never there: says so, and shows what there is.
pub(super) async fn gone(app: &App, caller: &Caller, tap: &Tap) -> anyhow::Result<()> {
    tap.alert(app, &msg!("triage-gone"));
    home(app, caller, tap).await
}

/// Everything about a case but what it says.
pub(super) fn screen(case: &Case, lang: Lang) -> Screen {
    let skipped = case.items.len().saturating_sub(ITEMS);
    let mut lines: Vec<String> = Vec::new();
    if skipped > 0 {
        lines.push(msg!("triage-items-more", count = skipped).html(lang));
    }
    lines.extend(case.items.iter().skip(skipped).map(|item| {
        let (n, kind, day) = (item.n, words::kind(item.kind), item.day);
        if case.is_new(item) {
            msg!("triage-item-new", n = n, kind = kind, day = day).html(lang)
        } else {
            msg!("triage-item", n = n, kind = kind, day = day).html(lang)
        }
    }));
    let mut parts = vec![msg!(
        "triage-case",
        case = case.id.short(),
        received = case.received,
        status = words::status(case.status),
        changed = case.changed,
        agencies = letter::agencies(&case.agencies, lang),
        items = Arg::Html(lines.join("\n"))
    )];
    if let Some(reason) = case.reason {
        parts.push(msg!("triage-case-reason", reason = words::reason(reason)));
    }
    if let Some(into) = case.merged_into {
        parts.push(msg!("triage-case-merged", case = into.short()));
    }
    if !case.duplicates.is_empty() {
        let codes: Vec<String> = case.duplicates.iter().map(Id::short).collect();
        parts.push(msg!("triage-case-duplicates", cases = codes.join(", ")));
    }
    let resealed: Vec<String> = case.items.iter().filter(|item| item.resealed).map(|item| item.n.to_string()).collect();
    if !resealed.is_empty() {
        parts.push(msg!("triage-case-resealed", items = resealed.join(", ")));
    }
    let screen = Screen::parts(&parts, lang);
    if resealed.is_empty() {
        return buttons(screen, case, lang);
    }
    let settle = |same| button(TriageButton::Settle { case: case.id, same });
    let screen = screen.row(&msg!("triage-button-same"), lang, &settle(true));
    buttons(screen.row(&msg!("triage-button-restore"), lang, &settle(false)), case, lang)
}

/// Someone has compared what was sealed anew.
pub(super) async fn settle(app: &App, caller: &Caller, tap: &Tap, case: Id, same: bool) -> anyhow::Result<()> {
    let day = app.today();
    let (settled, agency) = run(app, caller, move |c, receives| {
        Box::pin(async move { Ok((reseal::settle(c, receives, case, same, day).await?, receives.agency)) })
    })
    .await?;
    if settled > 0 {
        app.tips.changed.notify_one();
        tap.toast(app, &if same { msg!("triage-same") } else { msg!("triage-restored") });
    }
    show(app, caller, tap, case).await?;
    if settled > 0 && !same {
        let text = msg!("recipient-told-restored", agency = letter::agency(agency), case = case.short());
        let tell = |one: &telling::Concerned| Screen::new(&text, one.lang);
        telling::tell_concerned(app, agency, &[caller.user], tell).await?;
    }
    Ok(())
}

fn buttons(screen: Screen, case: &Case, lang: Lang) -> Screen {
    let id = case.id;
    let new = case.items.iter().filter(|item| case.is_new(item)).count();
    let fetch = |all| button(TriageButton::Fetch { case: id, all });
    let mut screen = screen;
    if new > 0 {
        screen = screen.row(&msg!("triage-button-fetch-new", count = new), lang, &fetch(false));
    }
    if new < case.items.len() {
        screen = screen.row(&msg!("triage-button-fetch-all", count = case.items.len()), lang, &fetch(true));
    }
    if case.merged_into.is_none() {
        for status in case.status.next() {
            let to = button(TriageButton::Move { case: id, status: *status });
            screen = screen.row(&msg!("triage-button-move", status = words::status(*status)), lang, &to);
        }
    }
    screen = screen.row(&msg!("triage-button-reply"), lang, &button(TriageButton::Reply { case: id })).beside(
        &msg!("triage-button-note"),
        lang,
        &button(TriageButton::Note { case: id }),
    );
    screen = match case.merged_into {
        Some(into) => screen
            .row(&msg!("triage-button-leading", case = into.short()), lang, &button(TriageButton::Case { case: into }))
            .row(&msg!("triage-button-split"), lang, &button(TriageButton::Split { case: id })),
        // One that leads others stays what it is.
        None if case.duplicates.is_empty() => {
            screen.row(&msg!("triage-button-merge"), lang, &button(TriageButton::MergePick { case: id, page: 0 }))
        }
        None => case.duplicates.iter().take(DUPLICATES).fold(screen, |screen, duplicate| {
            let label = msg!("triage-button-duplicate", case = duplicate.short());
            screen.row(&label, lang, &button(TriageButton::Case { case: *duplicate }))
        }),
    };
    let pile = if case.status.is_closed() { Pile::Closed } else { Pile::Open };
    screen.row(&msg!("button-back"), lang, &button(TriageButton::List { pile, page: 0 }))
}

pub(super) async fn set_status(app: &App, caller: &Caller, tap: &Tap, case: Id, status: Status) -> anyhow::Result<()> {
    if status.is_closed() {
        return closing::begin(app, caller, tap, case, status).await;
    }
    let day = app.today();
    let changed =
        run(app, caller, move |c, receives| Box::pin(triage::move_case(c, receives, case, status, day))).await?;
    match changed {
        Changed::Gone => return gone(app, caller, tap).await,
        Changed::Not => tap.toast(app, &msg!("triage-not-moved")),
        Changed::Done => {
            app.tips.changed.notify_one();
            tap.toast(app, &msg!("triage-moved", status = words::status(status)));
        }
    }
    show(app, caller, tap, case).await
}
