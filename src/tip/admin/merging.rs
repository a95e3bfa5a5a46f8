//! Duplicates: choosing the case that leads, asking, merging, and splitting again.

use super::{button, cases, run};
use crate::{
    app::App,
    msg,
    telegram::{
        access::Caller,
        button::TriageButton,
        pages::{PER_PAGE, Page},
        reply::{Screen, Tap},
    },
    tip::{
        Id,
        store::triage::{self, Changed},
    },
};

pub(super) async fn pick(app: &App, caller: &Caller, tap: &Tap, case: Id, page: u16) -> anyhow::Result<()> {
    let found = run(app, caller, move |c, receives| {
        Box::pin(async move {
            if triage::find_case(c, receives, case).await?.is_none() {
                return Ok(None);
            }
            let lines = triage::list_others(c, receives, case, page, PER_PAGE).await?;
            match lines.is_empty() && page > 0 {
                true => Ok(Some((0, triage::list_others(c, receives, case, 0, PER_PAGE).await?))),
                false => Ok(Some((page, lines))),
            }
        })
    })
    .await?;
    let Some((page, lines)) = found else { return cases::gone(app, caller, tap).await };
    let (lang, code) = (caller.lang, case.short());
    let text =
        if lines.is_empty() { msg!("triage-merge-none", case = code) } else { msg!("triage-merge-pick", case = code) };
    let page = Page::beginning(&lines, page, PER_PAGE);
    let screen = page.items.iter().fold(Screen::new(&text, lang), |screen, line| {
        screen.row(&cases::label(line), lang, &button(TriageButton::MergeAsk { case, into: line.id }))
    });
    let screen = page.turn(screen, lang, |page| button(TriageButton::MergePick { case, page }));
    tap.show(app, &screen.row(&msg!("button-back"), lang, &button(TriageButton::Case { case }))).await
}

pub(super) async fn ask(app: &App, caller: &Caller, tap: &Tap, case: Id, into: Id) -> anyhow::Result<()> {
    let there = cases::find(app, caller, case).await?.is_some() && cases::find(app, caller, into).await?.is_some();
    if !there {
        return cases::gone(app, caller, tap).await;
    }
    let (lang, text) = (caller.lang, msg!("triage-merge-ask", case = case.short(), into = into.short()));
    let screen = Screen::new(&text, lang)
        .row(&msg!("triage-merge-yes"), lang, &button(TriageButton::Merge { case, into }))
        .row(&msg!("button-back"), lang, &button(TriageButton::MergePick { case, page: 0 }));
    tap.show(app, &screen).await
}

pub(super) async fn merge(app: &App, caller: &Caller, tap: &Tap, case: Id, into: Id) -> anyhow::Result<()> {
    let day = app.today();
    let changed = run(app, caller, move |c, receives| Box::pin(triage::merge(c, receives, case, into, day))).await?;
    match changed {
        Changed::Gone => return cases::gone(app, caller, tap).await,
        Changed::Not => tap.alert(app, &msg!("triage-merge-not")),
        Changed::Done => {
            app.tips.changed.notify_one();
            tap.toast(app, &msg!("triage-merged"));
        }
    }
    cases::show(app, caller, tap, case).await
}

pub(super) async fn split(app: &App, caller: &Caller, tap: &Tap, case: Id) -> anyhow::Result<()> {
    let day = app.today();
    let changed = run(app, caller, move |c, receives| Box::pin(triage::split(c, receives, case, day))).await?;
    if changed == Changed::Done {
        app.tips.changed.notify_one();
        tap.toast(app, &msg!("triage-split"));
    }
    cases::show(app, caller, tap, case).await
}
