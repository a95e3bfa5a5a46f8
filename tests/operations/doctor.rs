//! What `doctor` finds.

use std::{
    fs,
    os::unix::fs::MetadataExt as _,
    path::Path,
    process::{Command, Stdio},
    sync::Arc,
    time::{Duration, Instant},
};

use simulator::{Content, NewUser, Options, Simulator};

use crate::program::{Running, TOKEN, bot, database, done, failed, installed, mode, set_mode, sql, telegram, text};

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
    let mut running = Running::of(&mut hook("run"));
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
