//! The command as an operator meets it: its files, its words, its exit codes.

use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    path::Path,
    process::{Command, Stdio},
    time::Duration,
};

use simulator::{NewUser, Options, Simulator};

use crate::program::{Running, TOKEN, folder, ikrar, run, text};

#[test]
fn init_writes_what_it_says_and_leaves_alone_what_is_there() {
    let folder = folder();
    let first = run(folder.path(), &["init"]);
    assert!(first.status.success(), "{}", text(&first));
    assert!(text(&first).contains("/klaim "), "{}", text(&first));
    let mode = |path: &str| fs::metadata(folder.path().join(path)).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode("data"), mode("ikrar.toml")), (0o700, 0o600));
    fs::write(folder.path().join("ikrar.toml"), "[agency]\nname = \"Pemkab\"\n").unwrap();
    let second = run(folder.path(), &["init"]);
    assert!(second.status.success(), "{}", text(&second));
    assert!(text(&second).contains("left as it is"));
    // The first code may be lost: this one takes its place.
    assert!(text(&second).contains("1 earlier code(s)") && text(&second).contains("/klaim "), "{}", text(&second));
    let admins = run(folder.path(), &["admin", "list"]);
    assert!(text(&admins).contains("There is no admin yet"), "{}", text(&admins));
    assert!(fs::read_to_string(folder.path().join("ikrar.toml")).unwrap().contains("Pemkab"));
}

#[test]
fn every_problem_of_the_configuration_is_told_at_once() {
    let folder = folder();
    fs::write(folder.path().join("ikrar.toml"), "[telegram]\ntoken = \"rahasia\"\n[pledge]\ndwell_seconds = 99\n")
        .unwrap();
    for command in ["run", "doctor", "verify"] {
        let output = ikrar(folder.path()).arg(command).env("IKRAR_LOG__LEVEL", "loud").output().unwrap();
        assert!(!output.status.success());
        let told = text(&output);
        for part in ["line 2", "line 4", "IKRAR_LOG__LEVEL"] {
            assert!(told.contains(part), "{command}: {told}");
        }
        assert!(!told.contains("rahasia"), "{told}");
    }
}

#[test]
fn run_without_a_token_says_where_to_put_it() {
    let folder = folder();
    let output = run(folder.path(), &["run"]);
    assert!(!output.status.success());
    assert!(text(&output).contains("IKRAR_TELEGRAM__TOKEN"), "{}", text(&output));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_token_ends_the_run_with_advice() {
    let sim = Simulator::start(Options::default()).await.unwrap();
    let folder = folder();
    let output = ikrar(folder.path())
        .arg("run")
        .env("IKRAR_TELEGRAM__TOKEN", "1:a-token-nobody-knows")
        .env("IKRAR_TELEGRAM__API_URL", sim.url())
        .output()
        .unwrap();
    assert!(!output.status.success());
    assert!(text(&output).contains("@BotFather"), "{}", text(&output));
    assert!(!text(&output).contains("nobody-knows"), "{}", text(&output));
}

#[tokio::test(flavor = "multi_thread")]
async fn doctor_tells_what_is_well_and_what_is_not() {
    let sim = Simulator::start(Options { username: "ikrar_test_bot".into(), ..Options::default() }).await.unwrap();
    let folder = folder();
    let doctor = || {
        ikrar(folder.path())
            .arg("doctor")
            .env("IKRAR_TELEGRAM__TOKEN", TOKEN)
            .env("IKRAR_TELEGRAM__API_URL", sim.url())
            .output()
            .unwrap()
    };
    let before = doctor();
    assert!(!before.status.success());
    assert!(text(&before).contains("FAIL  database"), "{}", text(&before));
    assert!(run(folder.path(), &["init"]).status.success());
    let after = doctor();
    assert!(after.status.success(), "{}", text(&after));
    // The kernel of the tester may lack a wall of the cleaner's cell.
    let well = text(&after).matches("ok    ").count() + text(&after).matches("warn  cleaner").count();
    assert_eq!(well, 12, "{}", text(&after));
    assert!(text(&after).contains("@ikrar_test_bot"));
    // A file that is no database any more.
    fs::remove_dir_all(folder.path().join("data")).unwrap();
    fs::create_dir(folder.path().join("data")).unwrap();
    fs::write(folder.path().join("data/ikrar.db"), vec![7; 10_000]).unwrap();
    let broken = doctor();
    assert!(!broken.status.success());
    assert!(text(&broken).contains("FAIL  database"), "{}", text(&broken));
}

#[tokio::test]
async fn a_database_of_a_newer_version_is_left_alone() {
    use sqlx::{Connection as _, SqliteConnection};
    let folder = folder();
    assert!(run(folder.path(), &["init"]).status.success());
    let mut c =
        SqliteConnection::connect(&format!("sqlite:{}", folder.path().join("data/ikrar.db").display())).await.unwrap();
    sqlx::query("insert into _sqlx_migrations (version, description, success, checksum, execution_time) values (20990101000000, 'later', 1, x'00', 0)")
        .execute(&mut c)
        .await
        .unwrap();
    c.close().await.unwrap();
    let output = ikrar(folder.path()).arg("run").env("IKRAR_TELEGRAM__TOKEN", TOKEN).output().unwrap();
    assert!(!output.status.success());
    assert!(text(&output).contains("newer version"), "{}", text(&output));
}

#[test]
fn documents_and_rosters_are_imported_and_their_mistakes_named() {
    let folder = folder();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let example = |name: &str| root.join("examples").join(name).display().to_string();
    assert!(run(folder.path(), &["init"]).status.success());
    let imported = run(folder.path(), &["document", "import", &example("documents/ikrar-netralitas-asn.toml")]);
    assert!(imported.status.success(), "{}", text(&imported));
    let roster = run(folder.path(), &["roster", "import", &example("roster.csv")]);
    assert!(roster.status.success(), "{}", text(&roster));
    let codes = run(folder.path(), &["roster", "codes"]);
    assert!(codes.status.success() && text(&codes).lines().count() > 20, "{}", text(&codes));
    let verified = run(folder.path(), &["verify"]);
    assert!(verified.status.success(), "{}", text(&verified));

    let bad = folder.path().join("bad.csv");
    fs::write(&bad, "nama;nip;jenis;jabatan;unit\nAnna;198013012005012001;PNS;Guru;Pemda\nBudi;123;PNS;Guru;Pemda\n")
        .unwrap();
    let refused = run(folder.path(), &["roster", "import", bad.to_str().unwrap()]);
    assert!(!refused.status.success());
    for part in ["2", "3"] {
        assert!(text(&refused).contains(part), "{}", text(&refused));
    }
    let missing = run(folder.path(), &["roster", "import", "nowhere.csv"]);
    assert!(!missing.status.success() && text(&missing).contains("nowhere.csv"), "{}", text(&missing));
}

#[test]
fn calendars_are_imported_listed_and_exported() {
    let folder = folder();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let example = |name: &str| root.join("examples/calendars").join(name).display().to_string();
    assert!(run(folder.path(), &["init"]).status.success());
    let empty = run(folder.path(), &["calendar", "list"]);
    assert!(empty.status.success() && text(&empty).contains("There is no calendar yet"), "{}", text(&empty));
    let all = ["pilkada-2020.toml", "pemilu-2024.toml", "pilkada-2024.toml"].map(example);
    let import = |more: &[&str]| {
        let mut arguments = vec!["calendar", "import"];
        arguments.extend(all.iter().map(String::as_str));
        arguments.extend(more);
        run(folder.path(), &arguments)
    };
    let trial = import(&["--dry-run"]);
    assert!(trial.status.success() && text(&trial).matches("dry run").count() == 3, "{}", text(&trial));
    let imported = import(&[]);
    assert!(imported.status.success() && text(&imported).matches("new calendar").count() == 3, "{}", text(&imported));
    assert_eq!(text(&import(&[])).matches("unchanged").count(), 3);
    let listed = text(&run(folder.path(), &["calendar", "list"]));
    let place = |slug: &str| listed.find(slug).unwrap();
    assert!(
        place("pilkada-2024:") < place("pemilu-2024:") && place("pemilu-2024:") < place("pilkada-2020:"),
        "{listed}"
    );
    assert!(listed.contains("Over since 27 November 2024") && listed.contains("Masa tenang: "), "{listed}");

    let exported = run(folder.path(), &["calendar", "export", "pilkada-2024", "--out", "p.ics"]);
    assert!(exported.status.success(), "{}", text(&exported));
    let printed = run(folder.path(), &["calendar", "export", "pilkada-2024"]);
    assert_eq!(String::from_utf8(printed.stdout).unwrap().matches("BEGIN:VEVENT").count(), 3);
    let back = run(folder.path(), &["calendar", "import", "p.ics"]);
    assert!(back.status.success() && text(&back).contains("pilkada-2024: unchanged"), "{}", text(&back));
    let moved = fs::read_to_string(example("pilkada-2024.toml")).unwrap().replace("2024-11-23", "2024-11-22");
    fs::write(folder.path().join("moved.toml"), moved).unwrap();
    let updated = run(folder.path(), &["calendar", "import", "moved.toml"]);
    assert!(text(&updated).contains("pilkada-2024: updated"), "{}", text(&updated));
    assert!(text(&updated).contains("to 22 November 2024"), "{}", text(&updated));

    fs::write(folder.path().join("bad.toml"), "[election]\nid = \"A\"\n").unwrap();
    let refused = run(folder.path(), &["calendar", "import", "bad.toml", "nowhere.toml", "p.ics", "moved.toml"]);
    assert!(!refused.status.success());
    for part in
        ["bad.toml: Line 2, id", "bad.toml: Line 1, name", "nowhere.toml: cannot be read", "Mend the 5 problems"]
    {
        assert!(text(&refused).contains(part), "{part}: {}", text(&refused));
    }
    assert!(text(&refused).contains("moved.toml: the election \"pilkada-2024\" is in another file"));
    let unknown = run(folder.path(), &["calendar", "export", "tidak-ada"]);
    assert!(!unknown.status.success() && text(&unknown).contains("calendar list"), "{}", text(&unknown));
}

#[tokio::test(flavor = "multi_thread")]
async fn two_bots_do_not_share_a_data_folder() {
    let sim = Simulator::start(Options::default()).await.unwrap();
    let folder = folder();
    let start = || {
        let mut command = ikrar(folder.path());
        command.arg("run").env("IKRAR_TELEGRAM__TOKEN", TOKEN).env("IKRAR_TELEGRAM__API_URL", sim.url());
        command
    };
    let first = Running::of(&mut start());
    let user = sim.add_user(NewUser::named("Warga"));
    sim.open_deep_link(user, "x").unwrap();
    sim.settled(Duration::from_secs(20)).await.unwrap();
    // While it runs, the log of changes and its index are there too; nobody else may read them.
    for name in ["ikrar.db", "ikrar.db-wal", "ikrar.db-shm"] {
        let mode = fs::metadata(folder.path().join("data").join(name)).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{name}");
    }
    let second = start().output().unwrap();
    assert!(!second.status.success());
    assert!(text(&second).contains("another `ikrar run`"), "{}", text(&second));
    assert!(first.ends_at("-INT"), "SIGINT ends it with exit code 0");
}

/// A full disk, as the system tells of it: no file may grow beyond a limit.
#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_is_told_and_what_was_accepted_stays() {
    let sim = Simulator::start(Options::default()).await.unwrap();
    let folder = folder();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    assert!(run(folder.path(), &["init"]).status.success());
    run(
        folder.path(),
        &["document", "import", &root.join("examples/documents/ikrar-netralitas-asn.toml").display().to_string()],
    );
    let csv: String = std::iter::once("nama;kode;jenis;jabatan;unit;zona\n".to_owned())
        .chain((0..60).map(|n| format!("Pegawai {n};P-{n:03};Non-ASN;Staf;Pemda;WIB\n")))
        .collect();
    fs::write(folder.path().join("roster.csv"), csv).unwrap();
    assert!(run(folder.path(), &["roster", "import", "roster.csv"]).status.success());
    let codes = folder.path().join("codes.csv");
    assert!(run(folder.path(), &["roster", "codes", "--out", codes.to_str().unwrap()]).status.success());
    let listed = fs::read_to_string(&codes).unwrap();
    let codes: Vec<String> = listed
        .split(|c: char| !(c.is_ascii_alphanumeric() || c == '-'))
        .filter(|word| word.len() == 19 && word.matches('-').count() == 3)
        .map(str::to_owned)
        .collect();
    assert_eq!(codes.len(), 60, "{listed}");

    let environment = format!("IKRAR_LANG=id IKRAR_TELEGRAM__TOKEN={TOKEN} IKRAR_TELEGRAM__API_URL={}", sim.url());
    // Room for a few commits beyond the largest file there is. A write beyond fails instead of ending the process.
    let sizes = fs::read_dir(folder.path().join("data")).unwrap().map(|entry| entry.unwrap().metadata().unwrap().len());
    let blocks = (sizes.max().unwrap() + 150_000) / 512;
    let limited =
        format!("trap '' XFSZ; ulimit -f {blocks}; exec env {environment} {} run", env!("CARGO_BIN_EXE_ikrar"));
    let bot = Running::of(Command::new("sh").args(["-c", &limited]).current_dir(folder.path()));
    let mut users = Vec::new();
    for (n, code) in codes.iter().enumerate() {
        let user = sim.add_user(NewUser::named(&format!("P{n}")));
        sim.open_deep_link(user, code).unwrap();
        sim.settled(Duration::from_secs(30)).await.unwrap();
        let ask = sim.messages(user).pop().unwrap();
        sim.tap(user, user, ask.id, "Benar, ini saya").unwrap();
        users.push((user, sim.settled(Duration::from_secs(30)).await.is_ok()));
    }
    assert!(users.iter().all(|(_, settled)| *settled), "each tap was answered");
    let linked: Vec<i64> = users
        .iter()
        .map(|(user, _)| *user)
        .filter(|user| sim.messages(*user).iter().any(|m| m.text.contains("sudah tertaut")))
        .collect();
    assert!(
        !linked.is_empty() && linked.len() < users.len(),
        "{} of {} were linked before the disk was full",
        linked.len(),
        users.len()
    );
    assert!(bot.ends_at("-TERM"));

    // With room again: whoever was told "linked" is.
    let bot = Running::of(
        ikrar(folder.path()).arg("run").env("IKRAR_TELEGRAM__TOKEN", TOKEN).env("IKRAR_TELEGRAM__API_URL", sim.url()),
    );
    for user in &linked {
        sim.send(*user, *user, simulator::Content::Text("/status".into())).unwrap();
    }
    sim.settled(Duration::from_secs(30)).await.unwrap();
    for user in linked {
        let last = sim.messages(user).pop().unwrap().text;
        assert!(last.contains("Ikrar Netralitas ASN"), "{last}");
    }
    assert!(bot.ends_at("-TERM"));
    assert!(run(folder.path(), &["verify"]).status.success());
}

/// A calendar as a calendar program exports it; `name` empty: without one.
fn ics(name: &str, events: &[(&str, &str, &str)]) -> String {
    let event = |(uid, title, day): &(&str, &str, &str)| {
        format!("BEGIN:VEVENT\nUID:{uid}\nSUMMARY:{title}\nDTSTART;VALUE=DATE:{day}\nEND:VEVENT\n")
    };
    let name = if name.is_empty() { String::new() } else { format!("X-WR-CALNAME:{name}\n") };
    let events: Vec<String> = events.iter().map(event).collect();
    // One calendar for each event, as some programs write them.
    events.iter().map(|event| format!("BEGIN:VCALENDAR\n{name}{event}END:VCALENDAR\n")).collect()
}

#[test]
fn a_calendar_is_for_one_election_whatever_it_is_called() {
    let folder = folder();
    assert!(run(folder.path(), &["init"]).status.success());
    let write = |name: &str, text: String| fs::write(folder.path().join(name), text).unwrap();
    let import = |arguments: &[&str]| {
        let output = run(folder.path(), &[&["calendar", "import"], arguments].concat());
        (output.status.success(), text(&output))
    };
    let listed = || text(&run(folder.path(), &["calendar", "list"]));
    let (quiet, vote) = (("a@x", "Masa tenang", "20271126"), ("b@x", "Pemungutan suara", "20271127"));
    write("tanpa.ics", ics("", &[quiet, vote]));
    let (done, told) = import(&["tanpa.ics"]);
    assert!(!done && told.contains("--title"), "{told}");
    let (done, told) = import(&["--title", "選挙", "tanpa.ics"]);
    assert!(!done && told.contains("Latin letters"), "{told}");
    let (done, told) = import(&["--dry-run", "--title", "Pilkada 2027", "tanpa.ics"]);
    assert!(done && told.contains("pilkada-2027: new calendar, 2 stages"), "{told}");
    let (done, told) = import(&["--title", "Pilkada 2027", "tanpa.ics"]);
    assert!(done, "{told}");
    // Once it is known, it needs no name: but whose it is has to be said.
    let (done, told) = import(&["tanpa.ics"]);
    assert!(!done && told.contains("pilkada-2027") && told.contains("--into"), "{told}");
    write("baru.ics", ics("Pemilihan Bupati", &[("a@x", "Hari tenang", "20271125"), vote]));
    let (done, told) = import(&["--dry-run", "baru.ics"]);
    assert!(!done && told.contains("--into ID") && told.contains("--as-new"), "{told}");
    assert!(!listed().contains("Bupati"));
    let (done, told) = import(&["--into", "tiada", "baru.ics"]);
    assert!(!done && told.contains("tiada"), "{told}");
    let (done, told) = import(&["--into", "pilkada-2027", "baru.ics"]);
    assert!(done && told.contains("pilkada-2027: updated") && told.contains("Hari tenang"), "{told}");
    assert!(listed().contains("pilkada-2027: Pemilihan Bupati") && !listed().contains("Masa tenang"), "{}", listed());
    let (done, told) = import(&["--as-new", "--title", "Ulang", "tanpa.ics"]);
    assert!(done && told.contains("ulang: new calendar"), "{told}");
    // What is called off goes, and nothing else.
    write("batal.ics", ics("", &[quiet]).replace("BEGIN:VEVENT", "METHOD:CANCEL\nBEGIN:VEVENT"));
    let (done, told) = import(&["batal.ics"]);
    assert!(!done && told.contains("pilkada-2027, ulang"), "{told}");
    let (done, told) = import(&["--into", "ulang", "batal.ics"]);
    assert!(done && told.contains("Masa tenang"), "{told}");
    assert_eq!(listed().matches("• Pemungutan suara").count(), 2, "{}", listed());
    assert!(listed().contains("Hari tenang") && !listed().contains("Masa tenang"), "{}", listed());
    write(
        "lain.ics",
        ics("Lain", &[("z@x", "Lain", "20280101")]).replace("BEGIN:VEVENT", "METHOD:CANCEL\nBEGIN:VEVENT"),
    );
    let (done, told) = import(&["lain.ics"]);
    assert!(!done && told.contains("none of them is in the calendar"), "{told}");
    let (done, told) = import(&["--title", "x", "tanpa.ics", "baru.ics"]);
    assert!(!done && told.contains("one by one"), "{told}");
}

#[test]
fn spellings_across_imports_are_one_person_and_one_unit() {
    let folder = folder();
    assert!(run(folder.path(), &["init"]).status.success());
    let import = |rows: &str, arguments: &[&str]| {
        let header = "Nama;NIP/NI/Kode;Jenis;Jabatan;Unit;Zona;Kepala\n";
        fs::write(folder.path().join("pegawai.csv"), format!("{header}{rows}")).unwrap();
        let output = run(folder.path(), &[&["roster", "import", "pegawai.csv"], arguments].concat());
        (output.status.success(), text(&output))
    };
    let (done, told) = import("Uji Kades;KD-001;Kepala Desa;;Kabupaten Uji / Desa A;WIB;ya\n", &[]);
    assert!(done && !told.contains("written"), "{told}");
    let other = "Uji Kades;kd-001;Kepala Desa;;kabupaten  uji/DESA A\u{200e};WIB;ya\n";
    let (done, told) = import(other, &["--deactivate-missing"]);
    assert!(done && told.contains("Unchanged: 1") && !told.contains("New"), "{told}");
    assert!(told.contains("The code \"kd-001\" (row 2) is written \"KD-001\" on the roster"), "{told}");
    assert!(told.contains("\"kabupaten uji\" (row 2) is written \"Kabupaten Uji\" on the roster"), "{told}");
    let (done, told) = import("A;kd-001;Kades;;Uji;;\nB;KD-001;Kades;;Uji;;\n", &["--dry-run"]);
    assert!(!done && told.contains("\"KD-001\" is the same as \"kd-001\" on row 2"), "{told}");
    for arguments in [["--person", "ＫＤ\u{2011}001"], ["--unit", "KABUPATEN UJI / desa\u{a0}a"]] {
        let output = run(folder.path(), &[&["roster", "codes"], &arguments[..]].concat());
        assert!(output.status.success() && text(&output).contains("Uji Kades"), "{}", text(&output));
    }
    let output = run(folder.path(), &["roster", "unlink", "kd-001"]);
    assert!(text(&output).contains("KD••••"), "{}", text(&output));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_keeps_the_bot_from_hearing_ends_it_with_the_reason() {
    let (folder, sim) = (folder(), Simulator::start(Options::default()).await.unwrap());
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    let address = format!("127.0.0.1:{port}");
    let mut command = ikrar(folder.path());
    command
        .arg("run")
        .env("IKRAR_TELEGRAM__TOKEN", TOKEN)
        .env("IKRAR_TELEGRAM__API_URL", sim.url())
        .env("IKRAR_TELEGRAM__WEBHOOK_URL", "https://ikrar.contoh.go.id/")
        .env("IKRAR_TELEGRAM__WEBHOOK_LISTEN", &address)
        .env("IKRAR_TELEGRAM__WEBHOOK_SECRET", "a-secret-of-the-test-only");
    let began = std::time::Instant::now();
    let output = tokio::task::spawn_blocking(move || {
        let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        child.wait_with_output().unwrap()
    });
    let output = tokio::time::timeout(Duration::from_secs(30), output).await.expect("it ends").unwrap();
    assert!(!output.status.success());
    assert!(text(&output).contains(&address), "{}", text(&output));
    assert!(began.elapsed() < Duration::from_secs(25));
}

#[test]
fn a_demo_and_a_real_folder_are_kept_apart() {
    let folder = folder();
    assert!(run(folder.path(), &["init"]).status.success());
    let before = fs::read(folder.path().join("data/ikrar.db")).unwrap();
    let demo = run(folder.path(), &["demo", "--port", "0", "--data-dir", "data"]);
    assert!(!demo.status.success() && text(&demo).contains("holds real data"), "{}", text(&demo));
    assert_eq!(fs::read(folder.path().join("data/ikrar.db")).unwrap(), before);
    assert!(!folder.path().join("data/tips.db").exists() && !folder.path().join("data/demo-time").exists());
    // The other way round, also after a demo that was killed.
    let play = Running::of(ikrar(folder.path()).args(["demo", "--port", "0", "--data-dir", "play"]));
    wait_for(|| folder.path().join("play/tips.db").exists());
    let second = run(folder.path(), &["demo", "--port", "0", "--data-dir", "play"]);
    assert!(!second.status.success() && text(&second).contains("play"), "two at once: {}", text(&second));
    assert!(!play.ends_at("-KILL"));
    fs::write(folder.path().join("one.csv"), "nama;kode;jenis;jabatan;unit\nAnna;NA-1;Non-ASN;Staf;Pemda\n").unwrap();
    for command in [&["run"][..], &["admin", "claim-code"], &["roster", "import", "one.csv"], &["tips", "status"]] {
        let refused = ikrar(folder.path())
            .args(command)
            .env("IKRAR_DATA_DIR", "play")
            .env("IKRAR_TELEGRAM__TOKEN", TOKEN)
            .output()
            .unwrap();
        assert!(!refused.status.success() && text(&refused).contains("sample data"), "{command:?}: {}", text(&refused));
    }
}

fn wait_for(done: impl Fn() -> bool) {
    for _ in 0..600 {
        if done() {
            return;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!("it did not happen");
}
