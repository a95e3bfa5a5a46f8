//! The program as its operators run it: in a folder of its own, against a stand-in for Telegram.

use std::{
    fs,
    os::unix::fs::{MetadataExt as _, PermissionsExt as _},
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    time::Duration,
};

use simulator::{NewUser, Options, Simulator};
use sqlx::{AssertSqlSafe, Connection as _, SqliteConnection};
use tempfile::TempDir;

pub const TOKEN: &str = "1000001:SIMULATOR-TOKEN-simulator-token-abc";

/// The binary in a folder of its own, knowing nothing of the tester's environment.
pub fn ikrar(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ikrar"));
    command.current_dir(folder).env_clear().env("IKRAR_LANG", "en").stdin(Stdio::null());
    command
}

pub fn run(folder: &Path, arguments: &[&str]) -> Output {
    ikrar(folder).args(arguments).output().unwrap()
}

pub fn text(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// What it said, where it went well.
pub fn done(folder: &Path, arguments: &[&str]) -> String {
    let output = run(folder, arguments);
    assert!(output.status.success(), "{arguments:?}: {}", text(&output));
    text(&output)
}

pub fn failed(folder: &Path, arguments: &[&str]) -> String {
    let output = run(folder, arguments);
    assert!(!output.status.success(), "{arguments:?}: {}", text(&output));
    text(&output)
}

pub fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

pub fn example(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(name).display().to_string()
}

pub fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

pub fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().mode() & 0o777
}

pub fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

pub async fn sql(file: &Path, statement: &str) {
    let mut c = SqliteConnection::connect(&format!("sqlite:{}", file.display())).await.unwrap();
    sqlx::raw_sql(AssertSqlSafe(statement.to_owned())).execute(&mut c).await.unwrap();
    c.close().await.unwrap();
}

pub async fn number(file: &Path, question: &str) -> i64 {
    let mut c = SqliteConnection::connect(&format!("sqlite:{}", file.display())).await.unwrap();
    let number = sqlx::query_scalar(AssertSqlSafe(question.to_owned())).fetch_one(&mut c).await.unwrap();
    c.close().await.unwrap();
    number
}

/// A bot on a data folder, against a stand-in for Telegram. It does not outlive its test.
pub struct Running(pub Child);

impl Running {
    /// Whatever it says stays unread.
    pub fn of(command: &mut Command) -> Self {
        Self(command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap())
    }

    /// Waits until it answers.
    pub async fn start(folder: &Path, sim: &Simulator) -> Self {
        let running = Self::of(bot(folder, sim).arg("run"));
        let user = sim.add_user(NewUser::named("Pertama"));
        sim.open_deep_link(user, "x").unwrap();
        sim.settled(Duration::from_secs(30)).await.unwrap();
        running
    }

    /// Whether it ended well.
    pub fn end(self) -> bool {
        self.ends_at("-TERM")
    }

    /// Whether it ended well at this signal.
    pub fn ends_at(mut self, signal: &str) -> bool {
        Command::new("kill").args([signal, &self.0.id().to_string()]).status().unwrap();
        self.0.wait().unwrap().success()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

pub fn bot(folder: &Path, sim: &Simulator) -> Command {
    let mut command = ikrar(folder);
    command.env("IKRAR_TELEGRAM__TOKEN", TOKEN).env("IKRAR_TELEGRAM__API_URL", sim.url());
    command
}

pub async fn telegram() -> Simulator {
    Simulator::start(Options::default()).await.unwrap()
}

/// A folder with documents and people in it.
pub fn installed() -> TempDir {
    let folder = folder();
    done(folder.path(), &["init"]);
    done(folder.path(), &["document", "import", &example("documents/ikrar-netralitas-asn.toml")]);
    done(folder.path(), &["roster", "import", &example("roster.csv")]);
    folder
}

pub fn database(folder: &TempDir) -> PathBuf {
    folder.path().join("data/ikrar.db")
}
