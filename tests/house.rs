//! The rules of the house, read from its own sources, so that nobody has to remember them.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// Lines of a file before its tests.
const LONGEST: usize = 420;

struct Source {
    /// Relative to the repository, with forward slashes.
    path: String,
    text: String,
}

impl Source {
    fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or_default()
    }

    /// Test code may do what it likes.
    fn is_test(&self) -> bool {
        self.name() == "tests.rs" || self.path.contains("/tests/") || self.path.starts_with("tests/")
    }

    /// Numbered lines up to the tests.
    fn lines(&self) -> Vec<(usize, &str)> {
        let lines: Vec<(usize, &str)> = (1..).zip(self.text.lines()).collect();
        let end = lines.iter().position(|(_, line)| line.trim_start().starts_with("#[cfg(test)]"));
        lines[..end.unwrap_or(lines.len())].to_vec()
    }

    /// As `lines`, without comments: prose may name what code may not use.
    fn code(&self) -> Vec<(usize, &str)> {
        self.lines().into_iter().map(|(number, line)| (number, uncommented(line))).collect()
    }

    fn is_store(&self) -> bool {
        self.name() == "store.rs" || self.path.contains("/store/")
    }

    /// `handlers.rs`, what stands beside it where it would grow too long, and `job.rs`, which time drives.
    fn is_handler(&self) -> bool {
        ["handlers.rs", "screens.rs", "admin.rs", "job.rs"].contains(&self.name())
            || ["/admin/", "/handlers/", "/job/"].iter().any(|folder| self.path.contains(folder))
    }

    /// The room of a feature: its folder below `src/`.
    fn room(&self) -> Option<&str> {
        let (room, _) = self.path.strip_prefix("src/")?.split_once('/')?;
        (!["telegram", "cli", "config"].contains(&room)).then_some(room)
    }
}

/// The line up to a `//` that stands outside a string.
fn uncommented(line: &str) -> &str {
    let mut inside = false;
    let bytes = line.as_bytes();
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'"' if at == 0 || bytes[at - 1] != b'\\' => inside = !inside,
            b'/' if !inside && bytes.get(at + 1) == Some(&b'/') => return &line[..at],
            _ => {}
        }
    }
    line
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.map(|entry| entry.expect("an entry").path()) {
        if entry.is_dir() {
            walk(&entry, found);
        } else {
            found.push(entry);
        }
    }
    found.sort();
}

fn files(folder: &str) -> Vec<Source> {
    let mut found = Vec::new();
    walk(&root().join(folder), &mut found);
    found
        .into_iter()
        .filter_map(|path| {
            // What is not text (a picture of the page) has no rules here.
            let text = fs::read_to_string(&path).ok()?;
            let path = path.strip_prefix(root()).expect("below the root").to_string_lossy().replace('\\', "/");
            Some(Source { path, text })
        })
        .collect()
}

fn rust(folder: &str) -> Vec<Source> {
    let mut found = files(folder);
    found.retain(|source| source.path.ends_with(".rs"));
    assert!(!found.is_empty(), "no sources in {folder}");
    found
}

/// Where a word stands as code, of the files that `judged` picks.
fn uses(sources: &[Source], judged: impl Fn(&Source) -> bool, words: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for source in sources.iter().filter(|source| !source.is_test() && judged(source)) {
        for (number, line) in source.code() {
            for word in words.iter().filter(|word| stands(line, word)) {
                found.push(format!("{}:{number}: {word}", source.path));
            }
        }
    }
    found
}

/// Whether the word stands there, and not as the end of a longer name.
fn stands(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        !before.is_some_and(|c| c.is_alphanumeric() || c == '_')
    })
}

fn none(found: &[String], rule: &str) {
    assert!(found.is_empty(), "{rule}:\n  {}", found.join("\n  "));
}

#[test]
fn nothing_below_the_handlers_knows_telegram() {
    let below = |source: &Source| match source.room() {
        Some(_) => !source.is_handler(),
        // The house's own ground floor; `app.rs` holds the bot, and `cli` and `telegram` stand above.
        None => ["src/clock.rs", "src/config.rs", "src/db.rs", "src/error.rs", "src/texts.rs"]
            .contains(&source.path.as_str()),
    };
    let found = uses(&rust("src"), below, &["teloxide", "telegram::", "dptree", "ChatId"]);
    none(&found, "only handlers (and screens.rs, admin/) may know Telegram; move it there");
}

#[test]
fn sql_stands_in_stores() {
    let outside = |source: &Source| !source.is_store() && source.path != "src/db.rs";
    let words = ["sqlx::query", "query!", "query_as!", "query_scalar!", "query_as(", "query_scalar("];
    none(&uses(&rust("src"), outside, &words), "SQL belongs into a store (or db.rs)");
}

#[test]
fn sql_is_written_in_lower_case() {
    let words = ["SELECT ", "INSERT ", "UPDATE ", "DELETE ", "CREATE TABLE", "WHERE "];
    let mut found = uses(&rust("src"), |source| source.is_store() || source.path == "src/db.rs", &words);
    found.extend(uses(&files("migrations"), |_| true, &words));
    none(&found, "SQL is written in lower case");
}

#[test]
fn no_room_uses_the_handlers_of_another() {
    let sources = rust("src");
    let rooms: Vec<&str> = sources.iter().filter_map(Source::room).collect();
    let mut found = Vec::new();
    for source in sources.iter().filter(|source| source.room().is_some() && !source.is_test()) {
        for (number, line) in source.code() {
            for other in rooms.iter().filter(|other| Some(**other) != source.room()) {
                for door in ["handlers", "screens", "admin", "job"] {
                    if stands(line, &format!("{other}::{door}")) {
                        found.push(format!("{}:{number}: {other}::{door}", source.path));
                    }
                }
            }
        }
    }
    found.sort();
    found.dedup();
    none(&found, "a room may use another's mod and store, never its handlers");
}

#[test]
fn no_store_or_rule_uses_handlers() {
    let below = |source: &Source| source.room().is_some() && !source.is_handler();
    none(
        &uses(&rust("src"), below, &["handlers::", "screens::", "job::"]),
        "arrows never run back from a store or a rule",
    );
}

#[test]
fn the_ground_floor_knows_no_room() {
    let sources = rust("src");
    let mut rooms: Vec<String> = sources.iter().filter_map(Source::room).map(|room| format!("crate::{room}")).collect();
    rooms.extend(["crate::cli".into(), "crate::telegram".into(), "crate::app".into()]);
    rooms.sort();
    rooms.dedup();
    let words: Vec<&str> = rooms.iter().map(String::as_str).collect();
    let ground = ["src/clock.rs", "src/config.rs", "src/db.rs", "src/error.rs", "src/texts.rs"];
    let found = uses(&sources, |source| ground.contains(&source.path.as_str()), &words);
    none(&found, "clock, config, db, error and texts stand below every room");
}

#[test]
fn every_room_is_laid_out_alike() {
    let sources = rust("src");
    let mut rooms: Vec<&str> = sources.iter().filter_map(Source::room).collect();
    rooms.dedup();
    let mut found = Vec::new();
    for room in rooms {
        for name in ["mod.rs", "handlers.rs"] {
            let path = format!("src/{room}/{name}");
            match sources.iter().find(|source| source.path == path) {
                None => found.push(format!("{path} is missing")),
                Some(source) if name == "handlers.rs" && !source.text.contains("pub fn schema() -> Schema") => {
                    found.push(format!("{path} has no `pub fn schema() -> Schema`"));
                }
                Some(_) => {}
            }
        }
    }
    none(&found, "a room has mod.rs, and handlers.rs with its schema");
}

#[test]
fn every_file_says_its_duty_first() {
    let mut sources = rust("src");
    for folder in ["tests", "simulator/src", "simulator/tests"] {
        sources.extend(rust(folder));
    }
    let found: Vec<String> = sources
        .iter()
        .filter(|source| !source.text.lines().next().is_some_and(|line| line.starts_with("//! ") && line.len() > 10))
        .map(|source| format!("{}:1", source.path))
        .collect();
    none(&found, "the first line of a file is `//! ` and its duty");
}

#[test]
fn no_file_is_too_long_to_read() {
    let mut sources = rust("src");
    sources.extend(rust("simulator/src"));
    let found: Vec<String> = sources
        .iter()
        .filter(|source| !source.is_test() && source.lines().len() > LONGEST)
        .map(|source| format!("{}:{}", source.path, source.lines().len()))
        .collect();
    none(&found, &format!("a file has at most {LONGEST} lines before its tests; split it"));
}

#[test]
fn only_the_clock_reads_the_time() {
    let words = ["Utc::now", "Local::now", "SystemTime::now"];
    let found = uses(&rust("src"), |source| source.path != "src/clock.rs", &words);
    none(&found, "take the time from app.clock, so that tests and the demo can move it");
}

#[test]
fn the_command_lines_proof_is_made_by_commands() {
    let sources = rust("src");
    let words = ["Proof::command_line", "Actor::CommandLine"];
    let outside = |source: &Source| !source.path.starts_with("src/cli/") && !source.path.starts_with("src/access/");
    none(&uses(&sources, outside, &words), "only commands act for the command line; the bot itself is Proof::system()");
    let below = |source: &Source| source.is_store() || source.path.starts_with("src/cli/");
    none(&uses(&sources, below, &["Proof::system"]), "a store is given its proof, and a command has its own");
}

#[test]
fn logs_are_written_with_the_facade() {
    let outside = |source: &Source| !source.path.starts_with("src/cli/");
    none(&uses(&rust("src"), outside, &["println!", "eprintln!"]), "only commands print; all else uses `log`");
}

#[test]
fn migrations_are_named_and_strict() {
    let mut found = Vec::new();
    let migrations = files("migrations");
    assert!(!migrations.is_empty(), "no migrations");
    for migration in &migrations {
        if !is_migration_name(migration.name()) {
            found.push(format!("{}: name it YYYYMMDDHHMMSS_verb_noun.sql", migration.path));
        }
        for table in tables(&migration.text) {
            let (line, statement) = table;
            if !statement.contains("strict") {
                found.push(format!("{}:{line}: the table is not STRICT", migration.path));
            }
        }
    }
    let mut stamps: Vec<&str> = migrations.iter().filter_map(|m| m.name().split('_').next()).collect();
    stamps.sort_unstable();
    if stamps.windows(2).any(|pair| pair[0] == pair[1]) {
        found.push("two migrations have the same number".into());
    }
    none(&found, "migrations");
}

fn is_migration_name(name: &str) -> bool {
    let Some((stamp, rest)) = name.strip_suffix(".sql").and_then(|name| name.split_once('_')) else { return false };
    let words: Vec<&str> = rest.split('_').collect();
    stamp.len() == 14
        && stamp.bytes().all(|b| b.is_ascii_digit())
        && words.len() >= 2
        && words.iter().all(|word| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase()))
}

/// What stands after the last parenthesis of each `create table`, with the line it begins on.
fn tables(sql: &str) -> Vec<(usize, String)> {
    let plain: Vec<&str> = sql.lines().map(|line| line.split("--").next().unwrap_or_default()).collect();
    let text = plain.join("\n").to_ascii_lowercase();
    text.match_indices("create table")
        .map(|(at, _)| {
            let line = text[..at].matches('\n').count() + 1;
            let statement = text[at..].split(';').next().unwrap_or_default();
            (line, statement.rsplit(')').next().unwrap_or_default().to_owned())
        })
        .collect()
}

#[test]
fn the_simulator_is_for_any_bot() {
    let mut found = Vec::new();
    for source in files("simulator") {
        for (number, line) in (1..).zip(source.text.lines()) {
            if line.to_lowercase().contains("ikrar") {
                found.push(format!("{}:{number}: {}", source.path, line.trim()));
            }
        }
    }
    none(&found, "the simulator knows nothing of the bot it serves");
}

#[test]
fn the_rules_see_what_they_forbid() {
    assert_eq!(uncommented("let x = 1; // sqlx::query"), "let x = 1; ");
    assert_eq!(uncommented(r#"let x = "http://a";"#), r#"let x = "http://a";"#);
    assert!(stands("use teloxide::Bot;", "teloxide") && !stands("nichtteloxide", "teloxide"));
    assert!(is_migration_name("20261121000001_create_roster.sql"));
    assert!(!is_migration_name("2026_create.sql") && !is_migration_name("20261121000001_create.sql"));
    let sql = "create table a (x int check (x > 0)) strict; -- create table c (\ncreate table b (y int);";
    let tables = tables(sql);
    assert_eq!(tables.len(), 2);
    assert!(tables[0].1.contains("strict") && !tables[1].1.contains("strict"));
    assert_eq!(tables[1].0, 2);
}

/// See `.ci/twice`.
#[test]
fn journeys_that_do_not_come_twice_are_there_and_say_why() {
    let journeys = rust("tests/journeys");
    let text = fs::read_to_string(root().join(".ci/twice")).expect("the list");
    let wrong: Vec<String> = text
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter(|line| {
            let (journey, why) = line.split_once(' ').unwrap_or((line, ""));
            let name = journey.rsplit("::").next().unwrap_or_default();
            let there = journeys.iter().any(|source| source.text.contains(&format!("fn {name}()")));
            !there || why.split_whitespace().count() < 3
        })
        .map(str::to_owned)
        .collect();
    none(&wrong, "an exception in .ci/twice names a journey and the reason");
}
