//! The binary: its arguments, its first line, and how it stops.
use std::process::Stdio;

use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::Command;

#[tokio::test]
async fn it_says_where_it_listens_and_stops_on_sigterm() {
    let dir = tempfile::tempdir().unwrap();
    let ledger = dir.path().join("ledger.jsonl");
    let mut child = Command::new(env!("CARGO_BIN_EXE_simulator"))
        .args(["--port", "0", "--token", "42:secret", "--username", "my_bot", "--limits", "on"])
        .args(["--latency-ms", "1..3", "--ledger"])
        .arg(&ledger)
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let line = lines.next_line().await.unwrap().unwrap();
    let url = line.strip_prefix("listening on ").unwrap();
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let me: serde_json::Value =
        http.get(format!("{url}/bot42:secret/getMe")).send().await.unwrap().json().await.unwrap();
    assert_eq!((&me["result"]["id"], &me["result"]["username"]), (&42.into(), &"my_bot".into()));
    assert!(ledger.exists());
    let pid = child.id().unwrap().to_string();
    assert!(Command::new("kill").arg(pid).status().await.unwrap().success());
    assert!(child.wait().await.unwrap().success());
}
