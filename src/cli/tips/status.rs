//! `ikrar tips status`: cases by agency and status, keys with who vouched for them, and how much room it takes.

use std::{fs, process::ExitCode};

use anyhow::Context as _;

use super::export::{officials, path};
use crate::{
    access::{Proof, TelegramId, standing::Officials},
    config::Config,
    db, msg,
    texts::{Lang, Message},
    tip::{
        Agency,
        appoint::{Key, Recipient},
        store::{recipient, reseal},
    },
};

pub async fn run(config: &Config, lang: Lang) -> anyhow::Result<ExitCode> {
    let path = path(config)?;
    let mut c = db::open_read_only(&path).await?;
    let (officials, proof, mut lines) = (officials(config).await?, Proof::command_line(), Vec::new());
    let recipients = recipient::list_recipients(&mut c, &proof).await?;
    for agency in Agency::ALL {
        lines.push(agency.as_str().to_owned());
        let counts = reseal::count_cases(&mut c, &proof, agency).await?;
        lines.extend(counts.iter().map(|(status, count)| format!("  {}\t{count}", status.as_str())));
        for one in recipients.iter().filter(|one| one.agency == agency) {
            lines.extend(about(one, &officials, lang));
        }
    }
    let bytes = fs::metadata(&path).context("measuring the database of tips")?.len();
    lines.push(msg!("tips-status-size", kib = i64::try_from(bytes / 1024)?).plain(lang));
    crate::cli::print(&format!("{}\n", lines.join("\n")))?;
    Ok(ExitCode::SUCCESS)
}

fn about(one: &Recipient, officials: &Officials, lang: Lang) -> Vec<String> {
    let print = |key: &Key| key.public.fingerprint().to_string();
    let label = if one.recovery { msg!("tips-status-recovery").plain(lang) } else { one.label.clone() };
    let active = one.active.as_ref().map_or("-".to_owned(), print);
    let line = match &one.pending {
        Some(key) => msg!("tips-status-key-waits", label = label, active = active, waiting = print(key)),
        None => msg!("tips-status-key", label = label, active = active),
    };
    let mut lines = vec![format!("  {}", line.plain(lang))];
    for key in one.active.iter().chain(&one.pending).filter(|key| key.votes.both().next().is_some()) {
        let by = key.votes.both().map(|user| called(user, officials).plain(lang)).collect::<Vec<_>>().join("; ");
        let line = msg!("tips-status-confirmed", fingerprint = print(key), by = by);
        lines.push(format!("    {}", line.plain(lang)));
    }
    if one.active.as_ref().is_some_and(|key| !is_vouched(key, officials)) {
        lines.push(format!("    {}", msg!("tips-status-unvouched").plain(lang)));
    }
    lines
}

fn called(user: TelegramId, officials: &Officials) -> Message {
    match officials.find(user) {
        Some(standing) => msg!("tips-status-by", label = standing.label.as_str()),
        None if officials.has_known(user) => msg!("tips-status-by-former"),
        None => msg!("tips-status-by-unknown"),
    }
}

/// Whether whoever is said to have confirmed it has ever held a role; nothing is sealed to it otherwise.
fn is_vouched(key: &Key, officials: &Officials) -> bool {
    key.votes.both().all(|user| officials.has_known(user))
}

/// Fingerprints of keys in force that nobody with a role ever confirmed, as far as the people database knows.
pub async fn unvouched(config: &Config) -> anyhow::Result<Vec<String>> {
    let (mut c, officials) = (db::open_read_only(&config.tips_database()).await?, officials(config).await?);
    let recipients = recipient::list_recipients(&mut c, &Proof::command_line()).await?;
    let active = recipients.iter().filter_map(|one| one.active.as_ref());
    let unvouched = active.filter(|key| !is_vouched(key, &officials));
    Ok(unvouched.map(|key| key.public.fingerprint().to_string()).collect())
}
