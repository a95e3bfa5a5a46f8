//! The result as a table: who got it, who did not and why.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use chrono::{DateTime, Utc};
use tempfile::TempPath;
use tokio::sync::mpsc;

use super::{Desk, TITLE, prove, screen, shorten};
use crate::{
    app::App,
    error::refuse,
    msg,
    outbox::{
        Campaign, CampaignId, reason,
        result::{Fact, PREFIX, SHEET_ROWS, Table, Value},
        store,
    },
    roster::PersonId,
    telegram::{
        access::Caller,
        aside::{self, Gauge, Outcome, persist},
        button::{Button, CampaignButton},
        reply::{self, Label},
    },
    texts::{self, Lang, minute, name},
};

/// What Telegram takes of a bot.
const MOST: u64 = 50_000_000;
/// Rows read at a time.
const PAGE: i64 = 1_000;

pub(super) async fn send(desk: Desk, id: CampaignId) -> anyhow::Result<()> {
    let mut c = desk.app.db.read().await?;
    prove(&mut c, &desk.caller).await?;
    let Some(campaign) = store::find_campaign(&mut c, id).await? else { return refuse(msg!("campaign-gone")) };
    drop(c);
    if !campaign.state.ended() || campaign.counters.total == 0 {
        return desk.follow(id).await;
    }
    let again = (msg!("campaign-button-table"), Button::Campaign(CampaignButton::Table { id: id.0 }));
    let (app, caller) = (desk.app.clone(), desk.caller.clone());
    aside::Desk::tapped(desk.app, desk.caller, desk.tap, again).run(|gauge| make(app, caller, campaign, gauge)).await
}

async fn make(app: App, caller: Caller, campaign: Campaign, gauge: Gauge) -> anyhow::Result<Outcome> {
    let (mut path, bytes) = write(&app, &caller, &campaign, false, &gauge).await?;
    let unreached = bytes > MOST;
    if unreached {
        let (other, bytes) = write(&app, &caller, &campaign, true, &gauge).await?;
        if bytes > MOST {
            return refuse(msg!("campaign-table-too-big"));
        }
        path = other;
    }
    gauge.tell(msg!("campaign-table-sending"));
    let title = name(shorten(&campaign.new.title, 2 * TITLE));
    let caption = match unreached {
        true => msg!("campaign-table-caption-unreached", title = title),
        false => msg!("campaign-table-caption", title = title, count = campaign.counters.total),
    };
    let date = app.today();
    let (name, caption) = (format!("hasil-{}-{date}.xlsx", slug(&campaign.new.title)), caption.html(caller.lang));
    let label = || Label { name: name.clone(), caption: caption.clone() };
    persist(|| reply::send_file(&app, caller.chat, &path, label())).await?;
    let mut c = app.db.read().await?;
    let proof = prove(&mut c, &caller).await?;
    let view = screen::load(&mut c, &proof, campaign.id).await?.context("the campaign of a table")?;
    Ok(view.screen(&app, caller.lang).into())
}

/// One page at a time from the database into the file, so that memory does not grow with the campaign.
async fn write(
    app: &App,
    caller: &Caller,
    campaign: &Campaign,
    unreached: bool,
    gauge: &Gauge,
) -> anyhow::Result<(TempPath, u64)> {
    let (pages, mut written) = mpsc::channel::<Vec<store::result::ResultRow>>(2);
    let facts = summary(app, campaign, caller.lang).await?;
    let (folder, lang): (PathBuf, _) = (app.config.data_dir.clone(), caller.lang);
    let writer = tokio::task::spawn_blocking(move || {
        let mut table = Table::new(&folder, lang, SHEET_ROWS, &facts)?;
        while let Some(page) = written.blocking_recv() {
            for row in &page {
                table.push(row)?;
            }
        }
        table.finish(&folder)
    });
    let (mut after, mut done) = (PersonId(0), 0);
    loop {
        gauge.tell(msg!("campaign-table-writing", done = done, total = campaign.counters.total));
        let mut c = app.db.read().await?;
        let proof = prove(&mut c, caller).await?;
        let page = store::result::list_results(&mut c, &proof, campaign.id, unreached, after, PAGE).await?;
        drop(c);
        let Some(last) = page.last() else { break };
        (after, done) = (last.person, done + page.len());
        if pages.send(page).await.is_err() {
            // The writer has failed and says why.
            break;
        }
    }
    drop(pages);
    writer.await.context("writing a table")?
}

/// Tables that a stop in the middle left behind hold names.
pub(super) fn sweep(folder: &Path) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten().filter(|entry| entry.file_name().to_string_lossy().starts_with(PREFIX)) {
        if std::fs::remove_file(entry.path()).is_err() {
            log::warn!("a forgotten table was not removed from the data folder");
        }
    }
}

/// What the first sheet tells: what was sent, by whom, when, and what came of it.
async fn summary(app: &App, campaign: &Campaign, lang: Lang) -> anyhow::Result<Vec<Fact>> {
    let (counters, zone) = (&campaign.counters, screen::zone(app, campaign));
    let at = |at: Option<DateTime<Utc>>| Value::Text(at.map(|at| minute(at, zone, lang)).unwrap_or_default());
    let mut c = app.db.read().await?;
    let author = match campaign.new.created_by {
        Some(user) => screen::find_label(&mut c, Some(user)).await?.plain(lang),
        None => String::new(),
    };
    let facts = [
        (msg!("campaign-table-title"), Value::Text(campaign.new.title.clone())),
        (msg!("campaign-table-kind"), Value::Text(screen::kind(campaign).plain(lang))),
        (msg!("campaign-table-agency"), Value::Text(app.config.agency.name.clone())),
        (msg!("campaign-table-author"), Value::Text(author)),
        (msg!("campaign-table-created"), at(Some(campaign.created_at))),
        (msg!("campaign-table-started"), at(campaign.started_at)),
        (msg!("campaign-table-ended"), at(campaign.ended_at)),
        (msg!("campaign-table-state"), Value::Text(reason::campaign(campaign.state).plain(lang))),
        (msg!("campaign-table-total"), Value::Count(counters.total)),
        (msg!("campaign-row-sent"), Value::Count(counters.sent)),
        (msg!("campaign-row-unreachable"), Value::Count(counters.unreachable)),
        (msg!("campaign-row-failed"), Value::Count(counters.failed)),
        (msg!("campaign-row-unknown"), Value::Count(counters.unknown)),
        (msg!("campaign-row-skipped"), Value::Count(counters.skipped)),
        (msg!("campaign-row-cancelled"), Value::Count(counters.cancelled + counters.open())),
    ];
    Ok(facts.into_iter().map(|(label, value)| Fact { label, value }).collect())
}

/// For the name of a file.
fn slug(title: &str) -> String {
    let slug = texts::slug(title, TITLE);
    if slug.is_empty() { "siaran".into() } else { slug }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_becomes_the_name_of_a_file() {
        assert_eq!(slug("Pengingat H-7: SDN 1!"), "pengingat-h-7-sdn-1");
        assert_eq!(slug("學校"), "siaran");
        assert_eq!(slug(&"kalimat ".repeat(30)), "kalimat-kalimat-kalimat-kalimat-kalimat");
        assert_eq!(slug(&"x".repeat(60)).len(), TITLE);
    }

    #[test]
    fn forgotten_tables_are_removed() {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("table-abc"), "x").expect("a file");
        std::fs::write(folder.path().join("ikrar.db"), "x").expect("a file");
        sweep(folder.path());
        assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 1);
    }
}
