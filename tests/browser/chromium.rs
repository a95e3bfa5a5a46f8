//! Finding Chromium and its driver, and starting them with nothing of the person's own.

use std::{
    env,
    io::Write as _,
    path::{Path, PathBuf},
    process::Stdio,
    time::Duration,
};

use tempfile::TempDir;
use thirtyfour::{ChromiumLikeCapabilities as _, DesiredCapabilities, LoggingPrefsLogLevel, WebDriver};
use tokio::{
    io::{AsyncBufReadExt as _, BufReader},
    process::{Child, Command},
    time::timeout,
};

use crate::wire::Wire;

const REQUIRE: &str = "REQUIRE_CHROMIUM";
const INSTALL: &str = "apt-get install chromium chromium-driver, or name them in CHROMIUM and CHROMEDRIVER";
const FLAGS: [&str; 12] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--no-default-browser-check",
    "--no-proxy-server",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    "--lang=id",
];

pub struct Chromium {
    browser: PathBuf,
    driver: PathBuf,
}

/// A running browser. The order of the fields is the order of their end.
pub struct Browser {
    pub driver: WebDriver,
    _server: Child,
    _profile: TempDir,
}

impl Chromium {
    /// None means that the test is to be skipped, which has then been said.
    pub fn find() -> Option<Self> {
        let browser = program("CHROMIUM", &["chromium", "chromium-browser", "google-chrome"]);
        let driver = program("CHROMEDRIVER", &["chromedriver"]);
        if let (Some(browser), Some(driver)) = (&browser, &driver) {
            return Some(Self { browser: browser.clone(), driver: driver.clone() });
        }
        let missing = if browser.is_none() { "Chromium" } else { "chromedriver" };
        assert!(!env::var(REQUIRE).is_ok_and(|value| value == "1"), "{missing} was not found: {INSTALL}");
        // Not println, which the test runner swallows when the test passes.
        let _ = writeln!(std::io::stderr(), "SKIPPED: {missing} was not found, so the page was not tested ({INSTALL})");
        None
    }

    pub async fn start(&self) -> Browser {
        let profile = tempfile::tempdir().unwrap();
        let mut server = Command::new(&self.driver)
            .arg("--port=0")
            .env("HOME", profile.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(server.stdout.take().unwrap()).lines();
        let port = timeout(Duration::from_secs(60), async {
            loop {
                let line = lines.next_line().await.unwrap().expect("chromedriver says its port");
                let port = line.split("successfully on port ").nth(1);
                if let Some(port) = port {
                    return port.trim_end_matches('.').to_owned();
                }
            }
        })
        .await
        .expect("chromedriver starts");
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });

        let mut wishes = DesiredCapabilities::chrome();
        wishes.set_binary(&self.browser.to_string_lossy()).unwrap();
        wishes.set_browser_log_level(LoggingPrefsLogLevel::All).unwrap();
        for flag in FLAGS {
            wishes.add_arg(flag).unwrap();
        }
        wishes.add_arg(&format!("--user-data-dir={}", profile.path().join("chromium").display())).unwrap();
        let driver = WebDriver::builder(format!("http://127.0.0.1:{port}"), wishes)
            .client(Wire::new())
            .await
            .expect("Chromium starts");
        Browser { driver, _server: server, _profile: profile }
    }
}

fn program(variable: &str, names: &[&str]) -> Option<PathBuf> {
    if let Some(named) = env::var_os(variable) {
        let named = PathBuf::from(named);
        assert!(named.is_file(), "{variable} names {}, which is no file", named.display());
        return Some(named);
    }
    let path = env::var_os("PATH")?;
    names.iter().find_map(|name| {
        env::split_paths(&path).map(|folder| folder.join(name)).find(|file: &PathBuf| Path::is_file(file))
    })
}
