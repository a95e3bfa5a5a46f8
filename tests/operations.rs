//! What an operator lives through: commands in the wrong place, copies and how they are put back, what `doctor` finds.

#![expect(clippy::unwrap_used, reason = "a test fails loudly")]

use std::{
    fs,
    os::unix::{
        fs::{MetadataExt as _, PermissionsExt as _},
        net::UnixDatagram,
    },
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    sync::Arc,
    time::{Duration, Instant},
};

use simulator::{Content, NewUser, Options, Simulator};
use sqlx::{AssertSqlSafe, Connection as _, SqliteConnection};
use tempfile::TempDir;

const TOKEN: &str = "1000001:SIMULATOR-TOKEN-simulator-token-abc";

/// The binary in a folder of its own, knowing nothing of the tester's environment.
fn ikrar(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ikrar"));
    command.current_dir(folder).env_clear().env("IKRAR_LANG", "en").stdin(Stdio::null());
    command
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    ikrar(folder).args(arguments).output().unwrap()
}

fn text(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// What it said, where it went well.
fn done(folder: &Path, arguments: &[&str]) -> String {
    let output = run(folder, arguments);
    assert!(output.status.success(), "{arguments:?}: {}", text(&output));
    text(&output)
}

fn failed(folder: &Path, arguments: &[&str]) -> String {
    let output = run(folder, arguments);
    assert!(!output.status.success(), "{arguments:?}: {}", text(&output));
    text(&output)
}

fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

fn example(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(name).display().to_string()
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().mode() & 0o777
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

async fn sql(file: &Path, statement: &str) {
    let mut c = SqliteConnection::connect(&format!("sqlite:{}", file.display())).await.unwrap();
    sqlx::raw_sql(AssertSqlSafe(statement.to_owned())).execute(&mut c).await.unwrap();
    c.close().await.unwrap();
}

async fn number(file: &Path, question: &str) -> i64 {
    let mut c = SqliteConnection::connect(&format!("sqlite:{}", file.display())).await.unwrap();
    let number = sqlx::query_scalar(AssertSqlSafe(question.to_owned())).fetch_one(&mut c).await.unwrap();
    c.close().await.unwrap();
    number
}

/// A bot on a data folder, against a stand-in for Telegram. It does not outlive its test.
struct Running(Child);

impl Running {
    /// Waits until it answers.
    async fn start(folder: &Path, sim: &Simulator) -> Self {
        let child = bot(folder, sim).arg("run").stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let running = Self(child);
        let user = sim.add_user(NewUser::named("Pertama"));
        sim.open_deep_link(user, "x").unwrap();
        sim.settled(Duration::from_secs(30)).await.unwrap();
        running
    }

    fn end(mut self) -> bool {
        Command::new("kill").args(["-TERM", &self.0.id().to_string()]).status().unwrap();
        self.0.wait().unwrap().success()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn bot(folder: &Path, sim: &Simulator) -> Command {
    let mut command = ikrar(folder);
    command.env("IKRAR_TELEGRAM__TOKEN", TOKEN).env("IKRAR_TELEGRAM__API_URL", sim.url());
    command
}

async fn telegram() -> Simulator {
    Simulator::start(Options::default()).await.unwrap()
}

/// A folder with documents and people in it.
fn installed() -> TempDir {
    let folder = folder();
    done(folder.path(), &["init"]);
    done(folder.path(), &["document", "import", &example("documents/ikrar-netralitas-asn.toml")]);
    done(folder.path(), &["roster", "import", &example("roster.csv")]);
    folder
}

fn database(folder: &TempDir) -> PathBuf {
    folder.path().join("data/ikrar.db")
}

#[test]
fn a_command_typed_in_another_folder_makes_no_second_database() {
    let (roster, calendar) = (example("roster.csv"), example("calendars/pilkada-2024.toml"));
    let document = example("documents/ikrar-netralitas-asn.toml");
    let commands: [&[&str]; 13] = [
        &["roster", "import", &roster],
        &["roster", "import", &roster, "--dry-run"],
        &["roster", "codes", "--out", "kode.txt"],
        &["roster", "unlink", "KD-001"],
        &["document", "import", &document],
        &["document", "list"],
        &["calendar", "import", &calendar, "--dry-run"],
        &["calendar", "list"],
        &["admin", "claim-code"],
        &["admin", "list"],
        &["verify"],
        &["backup", "salinan"],
        &["tips", "status"],
    ];
    for command in commands {
        let folder = folder();
        let told = failed(folder.path(), command);
        assert!(told.contains(&folder.path().display().to_string()), "{command:?} says where it looked: {told}");
        assert!(names(folder.path()).is_empty(), "{command:?} made {:?}", names(folder.path()));
    }
    let folder = folder();
    let told = text(&run(folder.path(), &["doctor"]));
    assert!(told.contains("there is no ikrar.toml in") && told.contains("FAIL  database: /"), "{told}");
    assert!(names(folder.path()).is_empty());
    // `run` without a token, and with one but in a folder that somebody named and that is not there.
    failed(folder.path(), &["run"]);
    assert!(names(folder.path()).is_empty());
}

#[test]
fn paths_of_the_configuration_are_relative_to_it() {
    let (home, elsewhere) = (installed(), folder());
    let file = home.path().join("ikrar.toml");
    fs::write(home.path().join("token"), TOKEN).unwrap();
    set_mode(&home.path().join("token"), 0o600);
    fs::write(&file, "[telegram]\ntoken_file = \"token\"\napi_url = \"http://127.0.0.1:9\"\n").unwrap();
    let config = file.display().to_string();
    let listed = done(elsewhere.path(), &["--config", &config, "document", "list"]);
    assert!(listed.contains("ikrar-netralitas-asn"), "{listed}");
    let told = text(&run(elsewhere.path(), &["--config", &config, "doctor"]));
    assert!(told.contains(&format!("ok    database: {} is whole", database(&home).display())), "{told}");
    // Of a variable, to where one is.
    let output = ikrar(elsewhere.path()).args(["document", "list"]).env("IKRAR_DATA_DIR", "data").output().unwrap();
    assert!(!output.status.success());
    assert!(text(&output).contains(&elsewhere.path().join("data/ikrar.db").display().to_string()), "{}", text(&output));
    assert!(names(elsewhere.path()).is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_is_gone_is_not_begun_anew() {
    let (sim, home) = (telegram().await, installed());
    assert!(Running::start(home.path(), &sim).await.end());
    fs::remove_file(database(&home)).unwrap();
    let output = bot(home.path(), &sim).arg("run").output().unwrap();
    assert!(!output.status.success() && text(&output).contains("ikrar restore"), "{}", text(&output));
    assert!(!database(&home).exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_is_made_while_the_bot_runs_and_put_back() {
    let (sim, home, safe) = (telegram().await, installed(), folder());
    let running = Running::start(home.path(), &sim).await;
    let to = safe.path().join("salinan");
    let told = done(home.path(), &["backup", to.to_str().unwrap()]);
    assert!(told.contains("sound") && told.contains("anonymous tips"), "{told}");
    let made = names(&to);
    assert_eq!(made.len(), 2, "{made:?}");
    assert!(made[0].starts_with("ikrar-20") && made[0].ends_with("Z.db"), "{made:?}");
    // A day and no time: copies say no more of when something came than the bot's own do.
    assert!(made[1].starts_with("tips-20") && made[1].len() == "tips-2026-11-28.db".len(), "{made:?}");
    assert_eq!(fs::metadata(to.join(&made[1])).unwrap().mtime() % 3_600, 0);
    assert_eq!(mode(&to), 0o700);
    assert!(made.iter().all(|name| mode(&to.join(name)) == 0o600));
    let copy = to.join(&made[0]).display().to_string();
    done(home.path(), &["verify", "--database", &copy]);
    assert_eq!(names(&to), made, "what is read is left alone");

    let told = failed(home.path(), &["restore", to.to_str().unwrap(), "--yes"]);
    assert!(told.contains("another `ikrar run`"), "{told}");
    assert!(running.end());
    // After the copy: a role, codes, a link.
    done(home.path(), &["roster", "codes", "--out", "kode.txt"]);
    let told = failed(home.path(), &["restore", to.to_str().unwrap()]);
    assert!(told.contains("Nothing was changed") && told.contains("--yes"), "{told}");
    let told = done(home.path(), &["restore", to.to_str().unwrap(), "--yes"]);
    assert!(told.contains("codes of people handed out after the copy will not be known"), "{told}");
    assert!(told.contains("old files are kept"), "{told}");
    assert_eq!(number(&database(&home), "select count(*) from binding_code").await, 0);
    assert_eq!(mode(&database(&home)), 0o600);
    let data = home.path().join("data");
    let aside = names(&data).into_iter().find(|name| name.starts_with("aside-")).unwrap();
    assert_eq!(mode(&data.join(&aside)), 0o700);
    assert!(number(&data.join(&aside).join("ikrar.db"), "select count(*) from binding_code").await > 0);
    assert!(!names(&data).iter().any(|name| name.contains(".part")), "{:?}", names(&data));
    let told = done(home.path(), &["restore", "--go-on"]);
    assert!(told.contains("go on"), "{told}");
    assert!(Running::start(home.path(), &sim).await.end());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restore_says_what_comes_back_and_holds_what_is_sent() {
    let (home, safe) = (installed(), folder());
    let file = database(&home);
    sql(&file, "insert into role_grant (telegram_id, role, label, granted_at) values (77, 'superadmin', 'Rangga', 1)")
        .await;
    sql(&file, "insert into link (person_id, telegram_id, linked_at) values (1, 501, 1)").await;
    done(home.path(), &["calendar", "import", &example("calendars/pilkada-2024.toml")]);
    let codes =
        "insert into binding_code (hash, person_id, created_at, expires_at) values (zeroblob(32), 2, 1, 9999999999999)";
    sql(&file, codes).await;
    done(home.path(), &["backup", safe.path().to_str().unwrap()]);
    sql(&file, "delete from role_grant; delete from link; update binding_code set used_at = 2").await;
    sql(&file, "insert into link (person_id, telegram_id, linked_at) values (3, 502, 1)").await;
    let told = failed(home.path(), &["restore", safe.path().to_str().unwrap()]);
    for part in [
        "A role comes back: Rangga (superadmin). If it was revoked: ikrar admin revoke 77",
        "1 codes of people that were used or replaced will work again",
        "1 links to accounts that were let go will come back",
        "1 links to accounts made after the copy will be lost",
        "reminder rules are held",
    ] {
        assert!(told.contains(part), "{part}: {told}");
    }
    done(home.path(), &["restore", safe.path().to_str().unwrap(), "--yes"]);
    assert!(home.path().join("data/held-after-restore").exists());
    assert_eq!(number(&file, "select count(*) from role_grant").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sealed_copy_opens_with_its_key_alone() {
    let (home, safe) = (installed(), folder());
    let key = vault::key::Identity::generate();
    let secret = home.path().join("kunci.txt");
    fs::write(&secret, key.secret_text().as_bytes()).unwrap();
    let (public, to) = (key.public().to_string(), safe.path().display().to_string());
    done(home.path(), &["backup", &to, "--age", &public]);
    let made = names(safe.path());
    assert!(made.len() == 1 && made[0].ends_with(".db.age"), "{made:?}");
    let sealed = safe.path().join(&made[0]);
    assert_eq!(mode(&sealed), 0o600);
    let bytes = fs::read(&sealed).unwrap();
    assert!(bytes.starts_with(b"age-encryption.org/v1") && !bytes.windows(6).any(|part| part == b"SQLite"));
    assert!(!names(&home.path().join("data")).iter().any(|name| name.contains(".part")));
    fs::remove_file(database(&home)).unwrap();
    let told = failed(home.path(), &["restore", &to, "--yes"]);
    assert!(told.contains("--identity"), "{told}");
    let other = home.path().join("lain.txt");
    fs::write(&other, vault::key::Identity::generate().secret_text().as_bytes()).unwrap();
    let told = failed(home.path(), &["restore", &to, "--yes", "--identity", other.to_str().unwrap()]);
    assert!(told.contains("not sealed to this key"), "{told}");
    done(home.path(), &["restore", &to, "--yes", "--identity", secret.to_str().unwrap()]);
    assert!(number(&database(&home), "select count(*) from person").await > 0);
    let told = failed(home.path(), &["backup", &to, "--age", "age1wrong"]);
    assert!(told.contains("age key cannot be used"), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn copies_are_rotated_and_tips_expire() {
    let (sim, home, safe) = (telegram().await, installed(), folder());
    assert!(Running::start(home.path(), &sim).await.end());
    for name in ["ikrar-2020-01-01T000000Z.db", "ikrar-2020-01-02T000000Z.db.age", "tips-2020-01-01.db.age"] {
        fs::write(safe.path().join(name), "x").unwrap();
    }
    for name in ["ikrar-notes.db", "tips-for-cooking.db", "else.txt"] {
        fs::write(safe.path().join(name), "x").unwrap();
    }
    done(home.path(), &["backup", safe.path().to_str().unwrap(), "--keep", "2"]);
    let left = names(safe.path());
    assert!(!left.contains(&"ikrar-2020-01-01T000000Z.db".to_owned()), "{left:?}");
    assert!(left.contains(&"ikrar-2020-01-02T000000Z.db.age".to_owned()), "{left:?}");
    assert!(!left.iter().any(|name| name.starts_with("tips-2020")), "{left:?}");
    for name in ["ikrar-notes.db", "tips-for-cooking.db", "else.txt"] {
        assert!(left.contains(&name.to_owned()), "{name}: {left:?}");
    }
    done(home.path(), &["backup", safe.path().to_str().unwrap(), "--no-tips"]);
    let one = safe.path().join("satu.db");
    done(home.path(), &["backup", one.to_str().unwrap()]);
    let told = failed(home.path(), &["backup", one.to_str().unwrap()]);
    assert!(told.contains("will not be overwritten"), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_of_a_forged_ledger_is_kept_but_never_put_back() {
    let (home, safe) = (installed(), folder());
    let file = database(&home);
    let forged =
        "insert into acknowledgement (seq, person_id, version_id, act, at, readings, commitment, previous, hash)
        values (1, 1, 1, 'sign', 5, '1,2', zeroblob(32), zeroblob(32), randomblob(32))";
    sql(&file, forged).await;
    let old = safe.path().join("ikrar-2020-01-01T000000Z.db");
    fs::write(&old, "x").unwrap();
    let told = failed(home.path(), &["backup", safe.path().to_str().unwrap(), "--keep", "1"]);
    assert!(told.contains("not sound"), "{told}");
    assert!(old.exists(), "it pushes no other out");
    let told = failed(home.path(), &["restore", safe.path().to_str().unwrap(), "--yes"]);
    assert!(told.contains("not sound"), "{told}");
    assert_eq!(number(&file, "select count(*) from acknowledgement").await, 1, "nothing was changed");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_copy_of_ours_is_refused_and_a_log_is_not_forgotten() {
    let (home, safe) = (installed(), folder());
    let noise = safe.path().join("noise.db");
    fs::write(&noise, vec![7; 10_000]).unwrap();
    let foreign = safe.path().join("foreign.db");
    fs::write(&foreign, "").unwrap();
    sql(&foreign, "create table x (y int)").await;
    for bad in [&noise, &foreign, &safe.path().join("nowhere.db")] {
        failed(home.path(), &["restore", bad.to_str().unwrap(), "--yes"]);
        assert!(number(&database(&home), "select count(*) from person").await > 0);
    }
    let told = failed(home.path(), &["restore", safe.path().to_str().unwrap(), "--yes"]);
    assert!(told.contains("no copy"), "{told}");
    // A plain copy with its log beside it, as `cp ikrar.db*` makes it; and an old log where the new file shall be.
    let copy = safe.path().join("plain.db");
    let mut c = SqliteConnection::connect(&format!("sqlite:{}", database(&home).display())).await.unwrap();
    sqlx::query("insert into role_grant (telegram_id, role, label, granted_at) values (9, 'admin', 'Dewi', 1)")
        .execute(&mut c)
        .await
        .unwrap();
    fs::copy(database(&home), &copy).unwrap();
    fs::copy(home.path().join("data/ikrar.db-wal"), safe.path().join("plain.db-wal")).unwrap();
    c.close().await.unwrap();
    sql(&database(&home), "delete from role_grant").await;
    fs::write(home.path().join("data/ikrar.db-wal"), "forgotten").unwrap();
    done(home.path(), &["restore", copy.to_str().unwrap(), "--yes"]);
    assert!(!home.path().join("data/ikrar.db-wal").exists());
    assert_eq!(number(&database(&home), "select count(*) from role_grant where label = 'Dewi'").await, 1);
    assert!(safe.path().join("plain.db-wal").exists(), "the copy is only read");
}

#[tokio::test(flavor = "multi_thread")]
async fn tips_are_restored_or_given_up_but_never_begun_anew_in_silence() {
    let (sim, home) = (telegram().await, installed());
    let running = Running::start(home.path(), &sim).await;
    let tips = home.path().join("data/tips.db");
    let copies = home.path().join("data/backups/tips");
    let began = Instant::now();
    while !copies.is_dir() || !names(&copies).iter().any(|name| name.ends_with(".db")) {
        assert!(began.elapsed() < Duration::from_secs(30), "the bot makes a copy of each day");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert!(running.end());
    let copy = copies.join(&names(&copies)[0]);
    let salt = number(&tips, "select length(value) from tip_setting where name = 'salt'").await;
    assert_eq!(salt, 16);
    fs::write(&tips, vec![7; 5_000]).unwrap();
    let told = text(&bot(home.path(), &sim).arg("doctor").output().unwrap());
    assert!(told.contains("FAIL  tips"), "{told}");
    let running = Running::start(home.path(), &sim).await;
    let user = sim.add_user(NewUser::named("Warga"));
    sim.open_chat(user);
    sim.send(user, user, Content::Text("/lapor".into())).unwrap();
    sim.settled(Duration::from_secs(20)).await.unwrap();
    let answer = sim.messages(user).pop().unwrap().text;
    assert!(answer.contains("tidak dapat menerima laporan"), "{answer}");
    assert!(running.end());
    assert_eq!(fs::read(&tips).unwrap(), vec![7; 5_000]);
    done(home.path(), &["restore", "--tips", copy.to_str().unwrap(), "--yes"]);
    assert_eq!(number(&tips, "select length(value) from tip_setting where name = 'salt'").await, 16);
    assert!(!home.path().join("data/held-after-restore").exists(), "people were not restored");
    fs::remove_file(&tips).unwrap();
    let told = text(&bot(home.path(), &sim).arg("doctor").output().unwrap());
    assert!(told.contains("FAIL  tips") && told.contains("is gone"), "{told}");
    assert!(Running::start(home.path(), &sim).await.end());
    assert!(!tips.exists());
    done(home.path(), &["restore", "--new-tips", "--yes"]);
    assert!(Running::start(home.path(), &sim).await.end());
    assert!(tips.exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn doctor_fails_where_run_would() {
    let sim = telegram().await;
    let doctor = |folder: &Path| {
        let output = bot(folder, &sim).arg("doctor").output().unwrap();
        (output.status.success(), text(&output))
    };
    let home = installed();
    let (well, told) = doctor(home.path());
    assert!(well && !told.contains("FAIL"), "{told}");
    for part in ["ok    version: ", "ok    data folder: /", "ok    disk: ", "ok    database: /", "ok    clock: "] {
        assert!(told.contains(part), "{part}: {told}");
    }
    set_mode(&home.path().join("data"), 0o755);
    let (well, told) = doctor(home.path());
    assert!(!well && told.contains("is open to others (0755)"), "{told}");
    assert!(Running::start(home.path(), &sim).await.end());
    assert_eq!(mode(&home.path().join("data")), 0o700, "run closes it");
    assert_eq!(mode(&home.path().join("data/run.lock")), 0o600);
    // What waits while nobody runs.
    let user = sim.add_user(NewUser::named("Warga"));
    sim.open_deep_link(user, "x").unwrap();
    let (well, told) = doctor(home.path());
    assert!(!well && told.contains("it does not run, and 1 update(s) wait"), "{told}");
    let running = Running::start(home.path(), &sim).await;
    let (well, told) = doctor(home.path());
    assert!(well && told.contains("ok    bot: it runs (process "), "{told}");
    // Alive, but not moving: as after SIGSTOP.
    let lock = fs::File::options().write(true).open(home.path().join("data/run.lock")).unwrap();
    let old = fs::metadata(home.path().join("ikrar.toml")).unwrap().modified().unwrap() - Duration::from_secs(600);
    lock.set_modified(old).unwrap();
    let (well, told) = doctor(home.path());
    assert!(!well && told.contains("has not moved for"), "{told}");
    assert!(running.end());
    // Secrets that others may read.
    let file = home.path().join("ikrar.toml");
    fs::write(&file, format!("[telegram]\ntoken = \"{TOKEN}\"\napi_url = \"{}\"\n", sim.url())).unwrap();
    set_mode(&file, 0o644);
    let told = failed(home.path(), &["doctor"]);
    assert!(told.contains("holds a secret and its mode is 0644"), "{told}");
    set_mode(&file, 0o600);
    done(home.path(), &["doctor"]);
    // Migrations that this version does not know as they are.
    let database = database(&home);
    sql(&database, "update _sqlx_migrations set checksum = x'00' where version = 20261121000001").await;
    let (well, told) = doctor(home.path());
    assert!(!well && told.contains("20261121000001 differs from what this version knows"), "{told}");
    let output = bot(home.path(), &sim).arg("run").output().unwrap();
    assert!(!output.status.success(), "run refuses as well: {}", text(&output));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newer_database_says_which_version_made_it() {
    let (sim, home) = (telegram().await, installed());
    let newer = "insert into _sqlx_migrations (version, description, success, checksum, execution_time)
        values (20990101000000, 'later', 1, x'00', 0); update installation set value = '9.9.9 (fedcba987654)'";
    sql(&database(&home), newer).await;
    for command in ["doctor", "run"] {
        let output = bot(home.path(), &sim).arg(command).output().unwrap();
        assert!(!output.status.success());
        assert!(text(&output).contains("9.9.9 (fedcba987654)"), "{command}: {}", text(&output));
    }
    let version = done(home.path(), &["--version"]);
    assert!(version.contains(" (") && version.trim_end().ends_with(')'), "{version}");
}

#[tokio::test(flavor = "multi_thread")]
async fn before_a_database_is_brought_up_to_date_a_copy_is_made() {
    let (sim, home) = (telegram().await, installed());
    let file = database(&home);
    let back = "drop table installation; delete from _sqlx_migrations where version = 20261128060001";
    sql(&file, back).await;
    let told = failed(home.path(), &["roster", "import", &example("roster.csv")]);
    assert!(told.contains("earlier version"), "{told}");
    let told = text(&bot(home.path(), &sim).arg("doctor").output().unwrap());
    assert!(told.contains("`ikrar run` will apply 1 after a copy"), "{told}");
    assert_eq!(number(&file, "select count(*) from _sqlx_migrations where version = 20261128060001").await, 0);
    assert!(Running::start(home.path(), &sim).await.end());
    assert_eq!(number(&file, "select count(*) from _sqlx_migrations where version = 20261128060001").await, 1);
    let copies = home.path().join("data/backups/upgrade");
    assert_eq!(names(&copies).len(), 1);
    let copy = copies.join(&names(&copies)[0]);
    assert_eq!(mode(&copy), 0o600);
    assert_eq!(number(&copy, "select count(*) from _sqlx_migrations where version = 20261128060001").await, 0);
    assert!(number(&copy, "select count(*) from person").await > 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_differs_from_telegrams_is_found() {
    let yesterday = Options {
        now: Some(Arc::new(|| {
            let now = std::time::UNIX_EPOCH.elapsed().unwrap();
            i64::try_from(now.as_millis()).unwrap() - 86_400_000
        })),
        ..Options::default()
    };
    let (sim, home) = (Simulator::start(yesterday).await.unwrap(), installed());
    let output = bot(home.path(), &sim).arg("doctor").output().unwrap();
    assert!(!output.status.success());
    let told = text(&output);
    assert!(told.contains("FAIL  clock: 86") && told.contains("ahead of Telegram's"), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_webhook_that_cannot_be_reached_is_found() {
    let (sim, home) = (telegram().await, installed());
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let hook = |command: &str| {
        let mut bot = bot(home.path(), &sim);
        bot.arg(command)
            .env("IKRAR_TELEGRAM__WEBHOOK_URL", format!("http://{free}/hook"))
            .env("IKRAR_TELEGRAM__WEBHOOK_LISTEN", free.to_string())
            .env("IKRAR_TELEGRAM__WEBHOOK_SECRET", "0123456789abcdefghij");
        bot
    };
    let mut running = Running(hook("run").stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap());
    let user = sim.add_user(NewUser::named("Warga"));
    sim.open_chat(user);
    let began = Instant::now();
    while text(&hook("doctor").output().unwrap()).contains("FAIL  webhook") {
        assert!(began.elapsed() < Duration::from_secs(20), "the webhook is set");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    // The proxy, or the bot behind it, is gone: Telegram meets a closed door.
    running.0.kill().unwrap();
    running.0.wait().unwrap();
    sim.send(user, user, Content::Text("halo".into())).unwrap();
    let began = Instant::now();
    loop {
        let told = text(&hook("doctor").output().unwrap());
        if told.contains("FAIL  webhook: Telegram cannot deliver") {
            assert!(told.contains("1 update(s) waiting"), "{told}");
            return;
        }
        assert!(began.elapsed() < Duration::from_secs(20), "{told}");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

/// `| head -1`: whoever stops reading must not make a command panic.
#[tokio::test(flavor = "multi_thread")]
async fn nobody_panics_when_the_reader_leaves() {
    let (sim, home) = (telegram().await, installed());
    let commands: [&[&str]; 5] = [
        &["doctor"],
        &["admin", "claim-code"],
        &["roster", "import", "r.csv", "--dry-run"],
        &["document", "list"],
        &["init"],
    ];
    fs::copy(example("roster.csv"), home.path().join("r.csv")).unwrap();
    for command in commands {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let mut started = bot(home.path(), &sim);
        started.args(command).stdout(writer.try_clone().unwrap()).stderr(writer);
        let code = started.status().unwrap().code();
        assert_eq!(code, Some(0), "{command:?}");
    }
}

/// Codes of before become void only once the new list is safe: whoever prints into a full disk has not lost them.
#[tokio::test(flavor = "multi_thread")]
async fn codes_that_cannot_be_printed_are_not_lost() {
    let home = installed();
    let full = fs::File::options().write(true).open("/dev/full").unwrap();
    let output = ikrar(home.path()).args(["roster", "codes"]).stdout(full).output().unwrap();
    assert!(!output.status.success());
    let told = text(&output);
    let made = number(&database(&home), "select count(*) from binding_code").await;
    let data = home.path().join("data");
    let kept = names(&data).into_iter().find(|name| name.starts_with("kode-")).unwrap();
    assert!(told.contains(&kept), "{told}");
    assert_eq!(mode(&data.join(&kept)), 0o600);
    let list = fs::read_to_string(data.join(&kept)).unwrap();
    let codes = list.split_whitespace().filter(|word| word.len() == 19 && word.matches('-').count() == 3).count();
    assert_eq!(i64::try_from(codes).unwrap(), made);
    fs::remove_file(data.join(&kept)).unwrap();
    let output = run(home.path(), &["roster", "codes"]);
    assert!(output.status.success() && !names(&data).iter().any(|name| name.starts_with("kode-")));
}

/// A plain copy of the file asks for a log beside it, which whoever only reads must not leave.
#[tokio::test]
async fn verifying_a_copy_leaves_nothing_beside_it() {
    let (home, safe) = (installed(), folder());
    // So that the file is all there is.
    sql(&database(&home), "pragma wal_checkpoint(truncate)").await;
    let copy = safe.path().join("copy.db");
    fs::copy(database(&home), &copy).unwrap();
    done(home.path(), &["verify", "--database", copy.to_str().unwrap()]);
    assert_eq!(names(safe.path()), ["copy.db"]);
}

/// What systemd is told.
#[tokio::test(flavor = "multi_thread")]
async fn systemd_hears_that_it_is_ready_alive_and_stopping() {
    let (sim, home) = (telegram().await, installed());
    let path = home.path().join("notify");
    let socket = UnixDatagram::bind(&path).unwrap();
    socket.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let mut command = bot(home.path(), &sim);
    command.arg("run").env("NOTIFY_SOCKET", &path).env("WATCHDOG_USEC", "2000000");
    let running = Running(command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap());
    let hear = || {
        let mut bytes = [0; 200];
        let count = socket.recv(&mut bytes).unwrap();
        String::from_utf8_lossy(&bytes[..count]).into_owned()
    };
    assert!(hear().contains("READY=1"));
    assert!(hear().contains("WATCHDOG=1"));
    assert!(hear().contains("WATCHDOG=1"));
    let ended = std::thread::spawn(move || running.end());
    let began = Instant::now();
    while !hear().contains("STOPPING=1") {
        assert!(began.elapsed() < Duration::from_secs(20));
    }
    assert!(ended.join().unwrap());
}

/// As somebody else than root, for whom modes mean nothing.
#[tokio::test(flavor = "multi_thread")]
async fn doctor_knows_what_another_user_may_not() {
    let sim = telegram().await;
    let root = fs::metadata("/proc/self").unwrap().uid() == 0;
    if !root || Command::new("setpriv").arg("--version").output().is_err() {
        eprintln!("skipped: this needs root and setpriv");
        return;
    }
    let home = installed();
    // Where that user can reach it.
    let program = home.path().join("ikrar");
    fs::copy(env!("CARGO_BIN_EXE_ikrar"), &program).unwrap();
    set_mode(&program, 0o755);
    let own = |uid: u32, path: &Path| {
        assert!(Command::new("chown").args(["-R", &uid.to_string()]).arg(path).status().unwrap().success());
    };
    let nobody = |arguments: &[&str]| {
        let mut command = Command::new("setpriv");
        command.args(["--reuid=65534", "--regid=65534", "--clear-groups"]).arg(&program).args(arguments);
        command.current_dir(home.path()).env_clear().env("IKRAR_LANG", "en").stdin(Stdio::null());
        command.env("IKRAR_TELEGRAM__TOKEN", TOKEN).env("IKRAR_TELEGRAM__API_URL", sim.url());
        let output = command.output().unwrap();
        (output.status.success(), text(&output))
    };
    own(65534, home.path());
    let (well, told) = nobody(&["doctor"]);
    assert!(well, "{told}");
    let data = home.path().join("data");
    // One run as root: its lock is root's.
    fs::write(data.join("run.lock"), "").unwrap();
    set_mode(&data.join("run.lock"), 0o600);
    for command in ["doctor", "run"] {
        let (well, told) = nobody(&[command]);
        assert!(!well && told.contains("run.lock") && told.contains("root"), "{command}: {told}");
    }
    fs::remove_file(data.join("run.lock")).unwrap();
    set_mode(&database(&home), 0o400);
    let (well, told) = nobody(&["doctor"]);
    assert!(!well && told.contains("not written"), "{told}");
    set_mode(&database(&home), 0o600);
    set_mode(&data, 0o500);
    let (well, told) = nobody(&["doctor"]);
    assert!(!well && told.contains("nothing can be written in"), "{told}");
    set_mode(&data, 0o700);
    own(0, &data);
    let (well, told) = nobody(&["doctor"]);
    assert!(!well && told.contains("belongs to root (0)") && !told.contains("ikrar init"), "{told}");
    let (well, told) = nobody(&["admin", "list"]);
    assert!(!well && told.contains("cannot be opened"), "{told}");
}

/// The largest body that is let in stays in memory: with the folder for bodies gone, nginx could not spool one.
#[test]
fn the_sample_for_nginx_keeps_bodies_off_the_disk() {
    if Command::new("nginx").arg("-v").output().is_err() {
        eprintln!("skipped: this needs nginx");
        return;
    }
    let sample = fs::read_to_string(example("nginx.conf")).unwrap();
    assert_eq!(post_through(&sample, 25_000), "200");
    assert_eq!(post_through(&sample, 900_000), "200");
    assert_eq!(post_through(&sample, 1_100_000), "413", "more is refused");
    // That the trial sees a body that is spooled.
    let stock: String =
        sample.lines().filter(|line| !line.contains("client_body")).map(|line| format!("{line}\n")).collect();
    assert_eq!(post_through(&stock, 25_000), "500");
}

/// The status of a request with a body of so many bytes.
fn post_through(sample: &str, bytes: usize) -> String {
    use std::io::{Read as _, Write as _};
    let folder = folder();
    // The workers of a master that is root are somebody else.
    set_mode(folder.path(), 0o755);
    let backend = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let behind = backend.local_addr().unwrap();
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let server: String = sample
        .replace("listen 443 ssl;", &format!("listen 127.0.0.1:{port};"))
        .replace("127.0.0.1:8443", &behind.to_string())
        .replace("/var/log/nginx/ikrar.error.log", "stderr")
        .replace("deny all;", "allow 127.0.0.1; deny all;")
        .lines()
        .filter(|line| !line.trim().starts_with("ssl_"))
        .map(|line| format!("{line}\n"))
        .collect();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let temporary: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .map(|of| format!("{of}_temp_path {};\n", path(of)))
        .concat();
    let config = format!(
        "daemon off;\npid {};\nerror_log stderr;\nevents {{}}\nhttp {{\n{temporary}{server}}}\n",
        path("nginx.pid")
    );
    fs::write(folder.path().join("nginx.conf"), config).unwrap();
    let log = fs::File::create(folder.path().join("log")).unwrap();
    let mut nginx = Command::new("nginx");
    nginx.args(["-p", &path(""), "-c", &path("nginx.conf")]).stdout(Stdio::null()).stderr(log);
    let nginx = Running(nginx.spawn().unwrap());
    std::thread::spawn(move || {
        for stream in backend.incoming() {
            let mut stream = stream.unwrap();
            let mut got = vec![0; 1 << 21];
            let (mut length, mut whole) = (0, usize::MAX);
            while length < whole {
                let read = stream.read(&mut got[length..]).unwrap_or(0);
                if read == 0 {
                    break;
                }
                length += read;
                if let Some(end) = got[..length].windows(4).position(|four| four == b"\r\n\r\n") {
                    whole = end + 4 + bytes;
                }
            }
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        }
    });
    let began = Instant::now();
    let mut stream = loop {
        match std::net::TcpStream::connect(("127.0.0.1", port)) {
            Ok(stream) => break stream,
            Err(_) => assert!(
                began.elapsed() < Duration::from_secs(20),
                "{}",
                fs::read_to_string(folder.path().join("log")).unwrap()
            ),
        }
        std::thread::sleep(Duration::from_millis(20));
    };
    fs::remove_dir_all(folder.path().join("client_body")).unwrap();
    let head = format!("POST /telegram HTTP/1.1\r\nHost: x\r\nContent-Length: {bytes}\r\nConnection: close\r\n\r\n");
    stream.write_all(head.as_bytes()).unwrap();
    let _ = stream.write_all(&vec![b'x'; bytes]);
    let mut answer = [0; 12];
    stream.read_exact(&mut answer).unwrap();
    drop(stream);
    assert!(nginx.end());
    String::from_utf8_lossy(&answer[9..]).into_owned()
}

#[test]
fn the_units_are_what_systemd_takes() {
    if Command::new("systemd-analyze").arg("--version").output().is_err() {
        eprintln!("skipped: this needs systemd-analyze");
        return;
    }
    let folder = folder();
    let units: Vec<String> = names(Path::new(&example("")))
        .into_iter()
        .filter(|name| name.ends_with(".service") || name.ends_with(".timer"))
        .collect();
    assert_eq!(units.len(), 5);
    for unit in &units {
        // It looks whether the program is there.
        let text = fs::read_to_string(example(unit)).unwrap().replace("/usr/local/bin/ikrar", "/bin/true");
        fs::write(folder.path().join(unit), text).unwrap();
    }
    let output =
        Command::new("systemd-analyze").arg("verify").args(&units).current_dir(folder.path()).output().unwrap();
    assert!(output.status.success() && text(&output).is_empty(), "{}", text(&output));
    let main = fs::read_to_string(example("ikrar.service")).unwrap();
    for wanted in [
        "Type=notify",
        "WatchdogSec=",
        "LimitCORE=0",
        "MemorySwapMax=0",
        "RestrictAddressFamilies=",
        "SystemCallFilter=",
        "ProtectProc=invisible",
    ] {
        assert!(main.contains(&format!("\n{wanted}")), "{wanted}");
    }
}
