//! `ikrar run`: the bot, until told to stop.

use std::{process::ExitCode, sync::Arc, time::Duration};

use anyhow::{Context as _, bail};
use futures::{StreamExt as _, future::BoxFuture, stream::FuturesUnordered};
use teloxide::{Bot, payloads::GetMe, requests::Requester as _};
use tokio::{
    signal::unix::{SignalKind, signal},
    sync::watch,
};

pub use super::folder::{DEMO, create_private, lock, refuse_demo};
use super::{clean_file, supervisor, upgrade};
use crate::{
    access,
    app::{App, Memory},
    clock::{Clock, SystemClock},
    config::{Config, Secret},
    db::{self, Db},
    health::HOLD,
    outbox::{self, pace::Pacer},
    reminder, roster,
    telegram::{
        alarm,
        call::{Fault, ask},
        errors,
        hand::Hand,
        ingest, menu, reply,
    },
    tip::{self, Tips, cleaner::Cleaner},
};

/// A request gives up after this long; Telegram usually answers within a second.
const REQUEST: Duration = Duration::from_secs(10);

pub async fn run(config: Config) -> anyhow::Result<ExitCode> {
    start_logging(config.log_level);
    keep_memory_private();
    // Before anything is created: without a token nothing will run here.
    let _ = bot(&config)?;
    create_private(&config.data_dir)?;
    refuse_demo(&config.data_dir)?;
    let _lock = lock(&config.data_dir)?;
    refuse_a_second_database(&config)?;
    upgrade::prepare(&config).await?;
    let db = Db::open(&config.database()).await?;
    let stop = stop_on_signal()?;
    let tips = open_tips(&db, &config).await?;
    let Some(app) = connect(config, db, tips, Arc::new(SystemClock), stop.clone()).await? else {
        return Ok(ExitCode::SUCCESS);
    };
    serve(app, stop).await?;
    log::info!("stopped");
    Ok(ExitCode::SUCCESS)
}

/// Handles updates and sends what is due until told to stop, or until one of the loops ends by itself: then all do,
/// with its error, so that whoever watches over the process starts it anew.
pub async fn serve(app: App, mut stop: watch::Receiver<bool>) -> anyhow::Result<()> {
    if let Err(error) = menu::announce(&app).await {
        log::warn!(cause = errors::class(&error); "the command menus were not set");
    }
    // Before there can be new ones.
    match roster::admin::many::list_interrupted(&app).await {
        Ok(news) => {
            let app = app.clone();
            tokio::spawn(Hand::default().scope(async move {
                for (chat, screen) in news {
                    if let Err(error) = reply::send(&app, chat, &screen).await {
                        log::warn!(cause = errors::cause(&error).as_str(); "interrupted codes were not told");
                    }
                }
            }));
        }
        Err(error) => log::warn!(cause = errors::cause(&error).as_str(); "interrupted codes were not looked for"),
    }
    log::info!(webhook = app.config.telegram.webhook.is_some(), version = crate::VERSION; "ready");
    supervisor::ready();
    let (ending, ended) = watch::channel(false);
    let mut loops: FuturesUnordered<BoxFuture<'static, (&str, anyhow::Result<()>)>> = FuturesUnordered::new();
    let updates = ingest::run(app.clone(), ended.clone());
    loops.push(Box::pin(async move { ("updates", updates.await) }));
    // Their messages wait in the lanes where they have to, and they go on.
    for (name, job) in [
        (
            "messages to many",
            Box::pin(supervisor::unless_held(app.clone(), ended.clone(), outbox::job::run)) as BoxFuture<'static, ()>,
        ),
        ("progress", Box::pin(outbox::admin::watch::run(app.clone(), ended.clone()))),
        ("reminders", Box::pin(supervisor::unless_held(app.clone(), ended.clone(), reminder::job::run))),
        ("roles", Box::pin(access::job::run(app.clone(), ended.clone()))),
        ("tips", Box::pin(tip::job::run(app.clone(), ended.clone()))),
        ("alarms", Box::pin(alarm::run(app.clone(), ended.clone()))),
        ("the watchdog", Box::pin(supervisor::feed(app, ended))),
    ] {
        loops.push(Box::pin(async move {
            Hand::default().scope(job).await;
            (name, Ok(()))
        }));
    }
    let (mut stopping, mut result) = (false, Ok(()));
    loop {
        let ended = tokio::select! {
            _ = stop.wait_for(|stop| *stop), if !stopping => None,
            ended = loops.next() => match ended {
                Some(ended) => Some(ended),
                None => return result,
            },
        };
        // Each of the others finishes what it has in hand.
        let early = !std::mem::replace(&mut stopping, true);
        let _ = ending.send(true);
        match ended {
            Some((_, Err(error))) if result.is_ok() => result = Err(error),
            Some((name, Ok(()))) if early => result = Err(anyhow::anyhow!("the loop for {name} has ended")),
            _ => {}
        }
    }
}

/// Learns the bot's name; waits for the network rather than fail. `None` when told to stop meanwhile.
pub async fn connect(
    config: Config,
    db: Db,
    tips: Arc<Tips>,
    clock: Arc<dyn Clock>,
    mut stop: watch::Receiver<bool>,
) -> anyhow::Result<Option<App>> {
    let bot = bot(&config)?;
    let mut wait = Duration::from_secs(1);
    let me = loop {
        let fault = match ask(&bot, &GetMe::new()).await {
            Ok(me) => break me,
            Err(Fault::Refused(teloxide::ApiError::InvalidToken)) => {
                bail!(
                    "Telegram refuses the token; give the current one of @BotFather in telegram.token or IKRAR_TELEGRAM__TOKEN"
                )
            }
            Err(fault) => fault,
        };
        log::warn!(cause = fault.class(), wait_s = wait.as_secs(); "Telegram cannot be reached; trying again");
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => return Ok(None),
            () = tokio::time::sleep(wait) => {}
        }
        wait = (wait * 2).min(Duration::from_secs(60));
    };
    if config.telegram.webhook.is_none() {
        leave_webhook(&bot).await;
    }
    let username = me.username().into();
    let (memory, pacer) = (Arc::new(Memory::default()), Arc::new(Pacer::new(config.delivery)));
    let config = Arc::new(config);
    Ok(Some(App { bot, db, clock, config, username, memory, pacer, bell: Arc::default(), tips }))
}

/// A webhook of an earlier time would keep every poll from working.
async fn leave_webhook(bot: &Bot) {
    match bot.get_webhook_info().await {
        Ok(info) if info.url.is_some() => {
            log::warn!("a webhook was set but none is configured; removing it and polling");
            if let Err(error) = bot.delete_webhook().await {
                log::warn!(cause = errors::class(&error); "the webhook was not removed");
            }
        }
        Ok(_) => {}
        Err(error) => log::warn!(cause = errors::class(&error); "the webhook's state is unknown"),
    }
}

pub fn bot(config: &Config) -> anyhow::Result<Bot> {
    let token = config.telegram.token.as_ref().map(Secret::expose).context(
        "no bot token; set IKRAR_TELEGRAM__TOKEN, IKRAR_TELEGRAM__TOKEN_FILE, or telegram.token in ikrar.toml",
    )?;
    let client =
        teloxide::net::default_reqwest_settings().timeout(REQUEST).build().context("building the HTTP client")?;
    let url = config.telegram.api_url.parse().context("telegram.api_url")?;
    Ok(Bot::with_client(token, client).set_api_url(url))
}

/// That a database is missing where there has been one is no first start.
fn refuse_a_second_database(config: &Config) -> anyhow::Result<()> {
    let path = config.database();
    let used = [config.tips_database(), config.data_dir.join(HOLD)].iter().any(|file| file.exists());
    anyhow::ensure!(
        path.exists() || !used,
        "{} is gone, though the data folder has been in use; put a copy there with `ikrar restore`",
        path.display()
    );
    Ok(())
}

/// Where tips are out of order, everything else goes on; superadmins are told.
async fn open_tips(db: &Db, config: &Config) -> anyhow::Result<Arc<Tips>> {
    let made = db::had_tips(&mut *db.read().await?).await;
    let (tips, reason) = Tips::open_or_close(&config.tips_database(), Cleaner::of_this_program(), made).await?;
    if let Some(reason) = reason {
        log::error!(cause = errors::cause(&reason).as_str(); "the database of tips is out of order: no tips until it is mended and the bot started again");
    } else if !made {
        db.write(|c| Box::pin(async move { db::set_had_tips(c, true).await })).await?;
    }
    Ok(tips)
}

/// Turns true at SIGTERM or SIGINT.
pub fn stop_on_signal() -> anyhow::Result<watch::Receiver<bool>> {
    let mut terminate = signal(SignalKind::terminate()).context("listening for SIGTERM")?;
    let mut interrupt = signal(SignalKind::interrupt()).context("listening for SIGINT")?;
    let (sender, receiver) = watch::channel(false);
    tokio::spawn(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        log::info!("stopping: finishing what is in hand");
        supervisor::stopping();
        let _ = sender.send(true);
        sender.closed().await;
    });
    Ok(receiver)
}

/// What people are writing stands in memory: a crash shall not put it on the disk, nor a panic into the log.
fn keep_memory_private() {
    if !clean_file::cell::forbid_dumps() {
        log::warn!("another program of this user may read this one's memory: the kernel cannot forbid it");
    }
    if let Err(error) = rlimit::setrlimit(rlimit::Resource::CORE, 0, 0) {
        log::warn!(cause = error.to_string().as_str(); "core dumps were not forbidden; set LimitCORE=0");
    }
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        if let Some(place) = errors::place_of_panic(&place) {
            log::error!(place = place.as_str(); "a panic");
        }
    }));
}

/// Our own messages at the configured level; libraries only where they warn: they know update bodies.
pub fn start_logging(level: log::LevelFilter) {
    let _ = env_logger::Builder::new()
        .filter_level(level.min(log::LevelFilter::Warn))
        .filter_module("ikrar", level)
        .filter_module("teloxide", log::LevelFilter::Off)
        .filter_module("teloxide_core", log::LevelFilter::Off)
        .filter_module("sqlx", log::LevelFilter::Off)
        .try_init();
}
