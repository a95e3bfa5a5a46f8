//! Measures how many calls a second a simulator answers: `cargo run --release -p simulator --example speed`.
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use simulator::{Content, NewUser, Options, Simulator};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const CONNECTIONS: usize = 16;
const LENGTH: Duration = Duration::from_secs(5);

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let simulator = Simulator::start(Options { keep_history: Some(8), ..Options::default() }).await?;
    let mut users = Vec::new();
    for n in 0..10_000 {
        let user = simulator.add_user(NewUser::named(&format!("User {n}")));
        simulator.send(user, user, Content::Text("/start".to_owned()))?;
        users.push(user);
    }
    for method in ["getMe", "sendMessage"] {
        let began = Instant::now();
        let running = (0..CONNECTIONS).map(|n| {
            let users: Vec<i64> = users.iter().copied().skip(n).step_by(CONNECTIONS).collect();
            tokio::spawn(client(simulator.clone(), method, users, began + LENGTH))
        });
        let mut calls = 0;
        for done in futures::future::join_all(running).await {
            calls += done??;
        }
        println!("{method}: {:.0} calls a second", f64::from(calls) / began.elapsed().as_secs_f64());
    }
    Ok(())
}

/// One keep-alive connection, with as little of a client as possible: it shares the cores.
async fn client(simulator: Simulator, method: &str, users: Vec<i64>, until: Instant) -> anyhow::Result<u32> {
    let address = simulator.url().replace("http://", "");
    let mut stream = TcpStream::connect(&address).await?;
    stream.set_nodelay(true)?;
    let mut calls = 0;
    let mut buffer = vec![0; 16 * 1024];
    for user in users.iter().cycle() {
        if Instant::now() >= until {
            break;
        }
        let body = match method {
            "sendMessage" => format!(
                r#"{{"chat_id":{user},"text":"<b>Reminder</b> number {calls}","parse_mode":"HTML","reply_markup":{{"inline_keyboard":[[{{"text":"Read","callback_data":"r:{calls}"}}]]}}}}"#
            ),
            _ => "{}".to_owned(),
        };
        let request = format!(
            "POST /bot{}/{method} HTTP/1.1\r\nhost: {address}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            simulator.token(),
            body.len(),
        );
        stream.write_all(request.as_bytes()).await?;
        read_answer(&mut stream, &mut buffer).await?;
        calls += 1;
    }
    Ok(calls)
}

async fn read_answer(stream: &mut TcpStream, buffer: &mut [u8]) -> anyhow::Result<()> {
    let mut filled = 0;
    loop {
        let read = stream.read(&mut buffer[filled..]).await?;
        if read == 0 {
            bail!("the connection ended early");
        }
        filled += read;
        let text = std::str::from_utf8(&buffer[..filled])?;
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let length = head.lines().find_map(|l| l.strip_prefix("content-length: ")).context("no length")?;
        if body.len() >= length.parse()? {
            if !head.starts_with("HTTP/1.1 200") {
                bail!("refused: {text}");
            }
            return Ok(());
        }
    }
}
