//! What a bystander waits while one, three or a hundred accounts flood the bot, beside the same in quiet.
//!
//! The simulator runs in this process with Telegram's limits on; the bot is the real binary, by polling and by
//! webhook. Every quarter of a second somebody new sends a command, and taps a button once the answer is there.

#[path = "../apel/bot.rs"]
#[expect(dead_code, reason = "what it used of the machine is measured by the apel")]
mod bot;
mod watch;

use std::{path::PathBuf, time::Duration};

use anyhow::Context as _;
use clap::{Parser, ValueEnum};
use simulator::{Content, Fault, FaultKind, Limits, NewUser, Options, Simulator};

use self::{bot::Bot, watch::Watch};

/// Up to so many accounts send everything at once; more of them spread it over the time.
const AT_ONCE: usize = 3;
const SECRET: &str = "a-secret-of-the-bench-only";

/// Bystanders are answered while others flood the bot.
#[derive(Debug, Parser)]
struct Arguments {
    /// Accounts that flood, one measurement each
    #[arg(long, value_delimiter = ',', default_value = "1,3,100")]
    accounts: Vec<usize>,
    /// Updates of each of them; an album is ten
    #[arg(long, default_value_t = 150)]
    each: usize,
    /// What they send
    #[arg(long, value_delimiter = ',', default_value = "commands,taps,text,files,albums")]
    kinds: Vec<Kind>,
    #[arg(long, value_delimiter = ',', default_value = "polling,webhook")]
    ways: Vec<Way>,
    /// Seconds for which bystanders come
    #[arg(long, default_value_t = 10)]
    seconds: u64,
    /// Every call of the bot to Telegram takes 20 to 60 ms, or as given
    #[arg(long, num_args = 2, default_values_t = [20, 60])]
    api_latency_ms: Vec<u64>,
    #[arg(long, default_value = env!("CARGO_TARGET_TMPDIR"))]
    folder: PathBuf,
    /// Given by `cargo bench`
    #[arg(long, hide = true)]
    bench: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Kind {
    Commands,
    Taps,
    Text,
    Files,
    Albums,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Way {
    Polling,
    Webhook,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    println!(
        "| by | flood | accounts | sent | answered | said unread | command p50 / p99 / max | tap p50 / p99 / max |"
    );
    println!("| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |");
    for way in &arguments.ways {
        row(&arguments, *way, None).await?;
        for kind in &arguments.kinds {
            for accounts in &arguments.accounts {
                row(&arguments, *way, Some((*kind, *accounts))).await?;
            }
        }
    }
    Ok(())
}

async fn row(arguments: &Arguments, way: Way, flood: Option<(Kind, usize)>) -> anyhow::Result<()> {
    let folder = tempfile::tempdir_in(&arguments.folder).context("making a data folder")?;
    let sim = Simulator::start(Options {
        username: String::from("ikrar_bot"),
        limits: Some(Limits::default()),
        ..Options::default()
    })
    .await?;
    let (min_ms, max_ms) = (arguments.api_latency_ms[0], arguments.api_latency_ms[1]);
    sim.faults().set(Fault::new(FaultKind::Latency { min_ms, max_ms }));
    let port = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    let address = format!("127.0.0.1:{port}");
    let url = format!("http://{address}");
    let webhook = [
        ("IKRAR_TELEGRAM__WEBHOOK_URL", url.as_str()),
        ("IKRAR_TELEGRAM__WEBHOOK_LISTEN", &address),
        ("IKRAR_TELEGRAM__WEBHOOK_SECRET", SECRET),
    ];
    let bot = Bot::start(folder.path(), &sim, if way == Way::Webhook { &webhook } else { &[] }).await?;

    let users: Vec<i64> = (0..flood.map_or(0, |(_, accounts)| accounts))
        .map(|n| sim.add_user(NewUser { language_code: Some("id".into()), ..NewUser::named(&format!("Ramai {n}")) }))
        .collect();
    let mut watch = Watch::new(&sim, &users)?;
    if let Some((Kind::Taps, _)) = flood {
        for user in &users {
            sim.send(*user, *user, Content::Text("/bahasa".into()))?;
        }
        watch.until(Duration::from_secs(30), |watch| watch.answered >= users.len()).await?;
        watch.answered = 0;
    }
    let all = flood.map_or(0, |(_, accounts)| accounts * arguments.each);
    let spread = if users.len() > AT_ONCE { arguments.seconds } else { 0 };
    let seen = watch
        .run(Duration::from_secs(arguments.seconds), all, Duration::from_secs(spread), |n| match flood {
            Some((kind, accounts)) => send(&sim, kind, users[n % accounts], n / accounts),
            None => Ok(()),
        })
        .await?;
    let (name, accounts) =
        flood.map_or((String::from("–"), 0), |(kind, accounts)| (format!("{kind:?}").to_lowercase(), accounts));
    let way = format!("{way:?}").to_lowercase();
    println!(
        "| {way} | {name} | {accounts} | {all} | {} | {} | {} | {} |",
        seen.answered, seen.unread, seen.command, seen.tap
    );
    bot.stop().await.or_else(|error| {
        // Replies to the flood may wait for longer than a stop does.
        eprintln!("{error}");
        Ok(())
    })
}

/// The n-th update of an account.
fn send(sim: &Simulator, kind: Kind, user: i64, n: usize) -> anyhow::Result<()> {
    let photo = || Content::Photo { bytes: vec![0xff, 0xd8, 0xff], caption: None };
    match kind {
        Kind::Commands => sim.send(user, user, Content::Text(["/bantuan", "/bahasa"][n % 2].into())).map(|_| ())?,
        Kind::Text => sim.send(user, user, Content::Text(format!("baris ke-{n}"))).map(|_| ())?,
        Kind::Files => {
            let file = Content::Document {
                name: format!("{n}.txt"),
                mime: "text/plain".into(),
                bytes: vec![b'x'; 1000],
                caption: None,
            };
            sim.send(user, user, file).map(|_| ())?;
        }
        Kind::Albums if n.is_multiple_of(10) => {
            sim.send_album(user, user, (0..10).map(|_| photo()).collect()).map(|_| ())?;
        }
        Kind::Albums => {}
        Kind::Taps => {
            let message = sim.messages(user).into_iter().find(|message| message.from_bot).context("no button")?;
            let buttons: Vec<String> =
                message.buttons.iter().flatten().filter_map(|button| button.data.clone()).collect();
            let data = buttons.get(n % buttons.len().max(1)).map_or("lang:id", String::as_str);
            sim.tap_data(user, user, message.id, data).map(|_| ())?;
        }
    }
    Ok(())
}
