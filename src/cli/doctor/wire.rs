//! What `ikrar doctor` asks Telegram, and the bot that runs here: token, clock, webhook, what waits.

use std::{fs, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use teloxide::{requests::Requester as _, types::WebhookInfo};

use super::Findings;
use crate::{
    cli::{
        folder::{self, Running},
        run::bot,
    },
    clock::{Clock as _, SystemClock},
    config::Config,
    health::{self, HOLD, LOCK, TROUBLES},
    telegram::errors,
};

/// How far the clock may be from Telegram's.
const OFF: TimeDelta = TimeDelta::seconds(5);
/// A running bot touches its lock twice a minute.
const STILL: TimeDelta = TimeDelta::minutes(3);
/// A webhook's error of before that is history if nothing waits.
const RECENT: TimeDelta = TimeDelta::minutes(10);
/// Updates that may wait a moment while a bot runs.
const MANY: u32 = 100;

pub(super) async fn check(config: &Config, findings: &mut Findings) {
    let running = check_process(config, findings);
    let bot = match bot(config) {
        Ok(bot) => bot,
        Err(error) => return findings.wrong("telegram", &error.to_string()),
    };
    match bot.get_me().await {
        Ok(me) => findings.well("telegram", &format!("the token belongs to @{}", me.username())),
        Err(error) => {
            return findings
                .wrong("telegram", &format!("getMe: {}; check token, api_url and network", errors::class(&error)));
        }
    }
    check_clock(config, bot.token(), findings).await;
    let info = match bot.get_webhook_info().await {
        Ok(info) => info,
        Err(error) => return findings.wrong("webhook", errors::class(&error)),
    };
    check_webhook(config, &info, findings);
    check_waiting(info.pending_update_count, running, findings);
}

/// The bot on this data folder.
fn check_process(config: &Config, findings: &mut Findings) -> Running {
    // Trouble with the lock itself was told with the folder.
    let Ok(running) = folder::running(&config.data_dir) else { return Running::Never };
    if config.data_dir.join(HOLD).exists() {
        findings.doubtful("bot", "restored: messages to many are held; look at /siarkan, then `ikrar restore --go-on`");
    }
    let Running::Yes(process) = running else { return running };
    let process = process.map(|process| format!(" (process {process})")).unwrap_or_default();
    let touched =
        fs::metadata(config.data_dir.join(LOCK)).and_then(|found| found.modified()).map(DateTime::<Utc>::from);
    match touched {
        Ok(touched) if SystemClock.now() - touched > STILL => {
            let since = (SystemClock.now() - touched).num_seconds();
            findings.wrong("bot", &format!("it runs{process} but has not moved for {since} s; start it again"));
        }
        _ => findings.well("bot", &format!("it runs{process}")),
    }
    for trouble in fs::read_to_string(config.data_dir.join(TROUBLES)).unwrap_or_default().lines() {
        findings.wrong("bot", &format!("it finds that {trouble}"));
    }
    running
}

async fn check_clock(config: &Config, token: &str, findings: &mut Findings) {
    let url = format!("{}/bot{token}/getMe", config.telegram.api_url);
    let before = SystemClock.now();
    // The error holds the address, and with it the token.
    let answer = reqwest::Client::new().get(url).timeout(Duration::from_secs(10)).send().await;
    let Ok(answer) = answer else { return findings.doubtful("clock", "Telegram's could not be asked for") };
    let date = answer.headers().get(reqwest::header::DATE).and_then(|date| date.to_str().ok());
    let Some(date) = health::date(date) else {
        return findings.doubtful("clock", "the answer has no date to compare with");
    };
    // In the middle of the second that it names.
    let off = before + (SystemClock.now() - before) / 2 - date - TimeDelta::milliseconds(500);
    if off.abs() > OFF {
        let way = if off > TimeDelta::zero() { "ahead of" } else { "behind" };
        let by = off.num_seconds().abs();
        let detail =
            format!("{by} s {way} Telegram's: pledges and reminders would be dated wrongly; see `timedatectl status`");
        return findings.wrong("clock", &detail);
    }
    findings.well("clock", "as Telegram's");
}

fn check_webhook(config: &Config, info: &WebhookInfo, findings: &mut Findings) {
    let waiting = info.pending_update_count;
    match (&info.url, &config.telegram.webhook) {
        (None, None) => findings.well("webhook", &format!("none, the bot polls; {waiting} update(s) waiting")),
        (Some(set), Some(webhook)) if set.as_str().trim_end_matches('/') == webhook.url => {
            let recent = info.last_error_date.is_some_and(|at| SystemClock.now() - at < RECENT);
            match info.last_error_message.as_deref().filter(|_| recent || waiting > 0) {
                Some(error) => {
                    let detail = format!("Telegram cannot deliver: {error}; {waiting} update(s) waiting");
                    findings.wrong("webhook", &detail);
                }
                None => findings.well("webhook", &format!("set as configured; {waiting} update(s) waiting")),
            }
        }
        (Some(_), None) => findings.wrong("webhook", "one is set but none is configured; `ikrar run` will remove it"),
        (_, Some(_)) => findings.wrong("webhook", "not set as configured; `ikrar run` will set it"),
    }
}

fn check_waiting(waiting: u32, running: Running, findings: &mut Findings) {
    match running {
        Running::No if waiting > 0 => {
            findings.wrong("bot", &format!("it does not run, and {waiting} update(s) wait; start it"));
        }
        Running::No | Running::Never => findings.well("bot", "it does not run now"),
        Running::Yes(_) if waiting >= MANY => {
            findings
                .doubtful("bot", &format!("{waiting} update(s) wait: it does not keep up, or another one takes them"));
        }
        Running::Yes(_) => {}
    }
}
