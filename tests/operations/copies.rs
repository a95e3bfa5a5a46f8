//! Copies and how they are put back.

use std::{
    fs,
    os::unix::fs::MetadataExt as _,
    time::{Duration, Instant},
};

use simulator::{Content, NewUser};
use sqlx::{Connection as _, SqliteConnection};

use crate::program::{
    Running, bot, database, done, example, failed, folder, installed, mode, names, number, sql, telegram, text,
};

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
