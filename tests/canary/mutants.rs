//! The bot with its logging as it must not be: what a careless line would write is found.

use std::process::Command;

use ikrar::{cli::run, tip::Agency};
use simulator::Options;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{
        TcpListener, TcpStream,
        tcp::{OwnedReadHalf, OwnedWriteHalf},
    },
};

use crate::{
    encodings::Canary,
    people::{Marks, Teller},
    scene::NUMBERS,
    search::{Net, Source},
    world::World,
};

const LOGGER: &str = "CANARY_LOGGER";

fn teller() -> Teller {
    Teller { id: 0x000c_b3a7_91c5_e26f, marks: Marks::of(900) }
}

/// A walk in a process of its own, whose logger is as the environment says.
#[tokio::test]
#[ignore = "a part of the test below, which runs it"]
async fn walk_with_a_logger() {
    match std::env::var(LOGGER).as_deref() {
        Ok("everything") => env_logger::Builder::new().filter_level(log::LevelFilter::Trace).init(),
        _ => run::start_logging(log::LevelFilter::Trace),
    }
    log::warn!("this log is written");
    let mut world = World::with(Options { numbers: NUMBERS, ..Options::default() }).await;
    world.recipient("Dewi", Agency::Bkpsdm).await;
    world.config.telegram.api_url = proxy(world.sim.url()).await;
    world.restart().await;
    let mut teller = teller();
    world.sim.add_user(teller.marks.profile(teller.id));
    for step in teller.marks.brief() {
        assert!(teller.acts(&world.sim, &step), "{}", step.name);
        world.settle().await;
    }
}

/// Passes everything on, and says at the finest level what it passes: as a library might in its next version.
async fn proxy(to: String) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((near, _)) = listener.accept().await {
            let far = TcpStream::connect(to.trim_start_matches("http://")).await.unwrap();
            let ((near_in, near_out), (far_in, far_out)) = (near.into_split(), far.into_split());
            tokio::spawn(pass(near_in, far_out));
            tokio::spawn(pass(far_in, near_out));
        }
    });
    url
}

async fn pass(mut from: OwnedReadHalf, mut to: OwnedWriteHalf) {
    let mut bytes = vec![0; 64 * 1024];
    while let Ok(length @ 1..) = from.read(&mut bytes).await {
        log::trace!(target: "hyper", "body: {}", bytes[..length].escape_ascii());
        if to.write_all(&bytes[..length]).await.is_err() {
            return;
        }
    }
}

#[test]
fn a_careless_log_would_be_found() {
    let teller = teller();
    let mut canaries = teller.who();
    canaries.extend(teller.marks.hidden());
    canaries.extend(teller.marks.words());
    canaries.extend((0..200).map(|n| Canary::number("message_id", (NUMBERS.message + n).unsigned_abs())));
    canaries.extend((0..100).map(|n| Canary::number("update_id", (NUMBERS.update + n).unsigned_abs())));
    canaries.extend((0..100).map(|n| Canary::number("callback query", NUMBERS.query + n)));
    canaries.extend((0..20).map(|n| Canary::text("file_path", &format!("photos/file_{}.jpg", NUMBERS.file + n))));
    let net = Net::new(&canaries, &[]);
    let log = |logger: &str| {
        let mut child = Command::new(std::env::current_exe().unwrap());
        child.args(["--exact", "mutants::walk_with_a_logger", "--ignored", "--nocapture"]);
        let output = child.env(LOGGER, logger).output().unwrap();
        let text = [output.stdout, output.stderr].concat();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&text));
        assert!(String::from_utf8_lossy(&text).contains("this log is written"));
        Source::new(format!("log of {logger}"), text)
    };
    let product = log("the bot");
    net.search([&product], &[]).must_be_clean("the bot's own logger at its finest");
    let everything = log("everything");
    let found = net.search([&everything], &[]);
    println!(
        "the bot's log: {} bytes, nothing; the log of all libraries: {} bytes, {:?}",
        product.bytes.len(),
        everything.bytes.len(),
        found.names()
    );
    for name in ["id of the account", "first name", "username", "caption", "rare word of the story", "update_id"] {
        assert!(
            found.names().iter().any(|found| found == name),
            "{name} is in a log of everything: {:?}",
            found.names()
        );
    }
}
