//! `ikrar demo` as a process of its own, the way a newcomer starts it.

use std::{
    path::{Path, PathBuf},
    process::Stdio,
    time::Duration,
};

use serde_json::Value;
use tempfile::TempDir;
use tokio::{
    io::{AsyncBufReadExt as _, BufReader},
    process::{Child, Command},
    time::timeout,
};

pub struct Demo {
    pub url: String,
    process: Child,
    _folder: TempDir,
}

impl Demo {
    pub async fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut process = Command::new(env!("CARGO_BIN_EXE_ikrar"))
            .args(["--lang", "id", "demo", "--port", "0"])
            .current_dir(folder.path())
            .env_remove("IKRAR_CONFIG")
            .env("TMPDIR", folder.path())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let url = timeout(Duration::from_secs(60), async {
            loop {
                let line = lines.next_line().await.unwrap().expect("the demo says its address");
                if let Some(at) = line.find("http://") {
                    return line[at..].trim().to_owned();
                }
            }
        })
        .await
        .expect("the demo starts");
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        Self { url, process, _folder: folder }
    }

    /// Nothing that Telegram would have refused, and no tap left unanswered or answered late.
    pub async fn has_no_complaints(&self) {
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        for list in ["refusals", "violations"] {
            let answer = client.get(format!("{}/sim/{list}", self.url)).send().await.unwrap();
            let entries: Value = answer.error_for_status().unwrap().json().await.unwrap();
            assert_eq!(entries.as_array().map(Vec::len), Some(0), "{list}: {entries:#}");
        }
    }

    /// Waits for a message of a private chat that is formatted just so.
    pub async fn has_message(&self, chat: &str, html: &str) {
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let url = format!("{}/sim/chats/{chat}/messages", self.url);
        let found = timeout(Duration::from_secs(20), async {
            loop {
                let messages: Value = client.get(&url).send().await.unwrap().json().await.unwrap();
                if messages.as_array().into_iter().flatten().any(|message| message["html"] == html) {
                    return;
                }
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        });
        found.await.unwrap_or_else(|_| panic!("no message {html}"));
    }

    /// Someone attaches a file in their private chat.
    pub async fn sends(&self, user: &str, name: &str, kind: &str, bytes: &'static [u8]) {
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let url = format!("{}/sim/chats/{user}/files?user={user}&name={name}&kind={kind}", self.url);
        client.post(url).body(bytes).send().await.unwrap().error_for_status().unwrap();
    }

    /// Saves the newest file of a chat with this in its name, once it is there.
    pub async fn saves(&self, chat: &str, part: &str, folder: &Path) -> PathBuf {
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let found = timeout(Duration::from_secs(30), async {
            loop {
                let url = format!("{}/sim/chats/{chat}/messages", self.url);
                let messages: Value = client.get(url).send().await.unwrap().json().await.unwrap();
                let files = messages.as_array().into_iter().flatten().map(|message| &message["file"]);
                let name = |file: &Value| file["name"].as_str().unwrap_or_default().to_owned();
                if let Some(file) = files.rev().find(|file| name(file).contains(part)) {
                    return (name(file), file["id"].as_str().unwrap().to_owned());
                }
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        });
        let (name, id) = found.await.unwrap_or_else(|_| panic!("no file {part} in the chat"));
        let answer = client.get(format!("{}/sim/files/{id}", self.url)).send().await.unwrap();
        let file = folder.join(name);
        std::fs::write(&file, answer.error_for_status().unwrap().bytes().await.unwrap()).unwrap();
        file
    }

    /// Ctrl+C, as the demo's own words tell people to end it.
    pub async fn stop(mut self) {
        let id = self.process.id().expect("the demo still runs").to_string();
        assert!(Command::new("kill").args(["-INT", &id]).status().await.unwrap().success());
        let status = timeout(Duration::from_secs(20), self.process.wait()).await.expect("the demo stops").unwrap();
        assert!(status.success(), "{status}");
    }
}
