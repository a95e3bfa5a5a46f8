//! Commands in the wrong place, and output that nobody takes.

use std::fs;

use crate::program::{
    Running, TOKEN, bot, database, done, example, failed, folder, ikrar, installed, mode, names, number, run, set_mode,
    telegram, text,
};

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
