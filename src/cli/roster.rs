//! `ikrar roster`: imports the roster, prints binding codes, unlinks a person.

mod codes;

use std::{
    fs::{File, OpenOptions},
    io::{self, Write as _},
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::Context as _;
use chrono::{DateTime, Utc};
use clap::Subcommand;

use crate::{
    access::Proof,
    clock::{Clock as _, SystemClock},
    config::Config,
    db::{self, Db},
    error::refuse,
    msg,
    roster::{
        Person, PersonKey, Progress,
        import::{self, Problem, Roster, Row},
        report,
        store::{self, Options, Report},
    },
    texts::Lang,
};

#[derive(Subcommand)]
pub enum Command {
    /// Import people and units from a CSV file; all or nothing. Links and pledges are never dropped
    Import {
        /// Semicolons or commas between cells; see examples/roster.csv
        file: PathBuf,
        /// Tell what would happen and change nothing
        #[arg(long)]
        dry_run: bool,
        /// Deactivate people who are not in the file; without it they are only listed
        #[arg(long)]
        deactivate_missing: bool,
        /// With it: how many may be deactivated, where it is more than a fifth of all; a wrong file is refused
        #[arg(long, value_name = "NUMBER", requires = "deactivate_missing")]
        at_most: Option<usize>,
        /// Write the complete list of problems, or of people who are missing, to this CSV file
        #[arg(long, value_name = "FILE")]
        report: Option<PathBuf>,
    },
    /// Make binding codes for everyone who is not linked, and print them per unit. Codes made before and not used
    /// become void
    Codes {
        /// Only this unit and those below it, as in the roster: "Pemda / Dinas Pendidikan"
        #[arg(long, value_name = "PATH")]
        unit: Option<String>,
        /// Only the person with this NIP, NI or code
        #[arg(long, value_name = "KEY", conflicts_with = "unit")]
        person: Option<String>,
        /// Write the list to a new file that only its owner can read; a table if its name ends in .csv
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
        /// The bot's name, to print links besides the codes
        #[arg(long, value_name = "NAME", value_parser = bot_username)]
        bot_username: Option<String>,
    },
    /// Free a person's Telegram account, for example after a change of phone; pledges stay
    Unlink {
        /// NIP, NI or code
        key: String,
    },
}

pub async fn run(command: Command, config: &Config, lang: Lang) -> anyhow::Result<ExitCode> {
    match command {
        Command::Import { file, dry_run, deactivate_missing, at_most, report } => {
            let options = Options { dry_run, deactivate_missing, zone: config.agency.zone };
            import(&file, options, at_most, report.as_deref(), config, lang).await
        }
        Command::Codes { unit, person, out, bot_username } => {
            codes::print(unit.as_deref(), person.as_deref(), out.as_deref(), bot_username.as_deref(), config, lang)
                .await
        }
        Command::Unlink { key } => unlink(&key, config, lang).await,
    }
}

/// A name as Telegram gives to bots, with or without the `@`.
fn bot_username(name: &str) -> Result<String, String> {
    let name = name.strip_prefix('@').unwrap_or(name);
    let valid = (4..=32).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if valid { Ok(name.to_owned()) } else { Err("a bot's name has 4 to 32 of A-Z a-z 0-9 _".to_owned()) }
}

async fn import(
    file: &Path,
    options: Options,
    at_most: Option<usize>,
    list: Option<&Path>,
    config: &Config,
    lang: Lang,
) -> anyhow::Result<ExitCode> {
    let bytes = match std::fs::read(file) {
        Ok(bytes) => bytes,
        Err(error) => {
            let (file, detail) = (file.display().to_string(), error.to_string());
            return refuse(msg!("roster-cli-cannot-read", file = file, detail = detail));
        }
    };
    let bar = super::bar(&msg!("roster-cli-reading"), lang);
    let parsed = import::parse(&bytes, &|done, total| super::advance(&bar, done, total));
    bar.finish_and_clear();
    let Roster { rows, warnings } = match parsed {
        Ok(roster) => roster,
        Err(problems) => return tell_problems(&problems, list, lang),
    };
    for warning in &warnings {
        complain!("{}", warning.plain(lang));
    }
    let db = super::open(config).await?;
    let (bar, now) = (super::bar(&msg!("roster-cli-writing"), lang), SystemClock.now());
    let writing = bar.clone();
    let imported = if options.dry_run {
        try_import(config, &rows, options, now, &|done, total| super::advance(&writing, done, total)).await
    } else {
        let import = db.write(move |c| {
            Box::pin(async move {
                let progress = |done, total| super::advance(&writing, done, total);
                let proof = Proof::command_line();
                let active = store::list_children(c, &proof, None).await?.iter().map(|root| root.people).sum();
                let imported = store::import(c, &proof, &rows, options, now, &progress).await?;
                // An error undoes it.
                if let Ok(report) = &imported
                    && options.deactivate_missing
                {
                    refuse_a_wrong_file(report.missing.len(), active, at_most)?;
                }
                Ok(imported)
            })
        });
        import.await
    };
    bar.finish_and_clear();
    match imported? {
        Ok(report) => tell_report(&report, list, lang),
        Err(problems) => tell_problems(&problems, list, lang),
    }
}

/// Whoever is deactivated can no longer pledge: a list of one office, taken for that of all, must not do that.
fn refuse_a_wrong_file(missing: usize, active: i64, at_most: Option<usize>) -> anyhow::Result<()> {
    if at_most.map_or_else(|| report::are_too_many(missing, active), |most| missing > most) {
        return refuse(msg!("roster-cli-too-many-missing", missing = missing, active = active));
    }
    Ok(())
}

/// On a copy: the bot may be running, and people who pledge do not wait for a trial.
async fn try_import(
    config: &Config,
    rows: &[Row],
    options: Options,
    now: DateTime<Utc>,
    progress: Progress<'_>,
) -> anyhow::Result<Result<Report, Vec<Problem>>> {
    let mut c = db::open_read_only(&config.database()).await?;
    store::begin_trial(&mut c).await?;
    store::import(&mut c, &Proof::command_line(), rows, options, now, progress).await
}

fn tell_problems(problems: &[Problem], list: Option<&Path>, lang: Lang) -> anyhow::Result<ExitCode> {
    complain!("{}", report::problems_plain(problems, lang));
    match list {
        Some(path) => write_list(path, &report::problems_csv(problems, lang), lang)?,
        None if problems.len() > report::LINES => complain!("{}", msg!("roster-cli-hint-report").plain(lang)),
        None => {}
    }
    Ok(ExitCode::FAILURE)
}

fn tell_report(report: &Report, list: Option<&Path>, lang: Lang) -> anyhow::Result<ExitCode> {
    for warning in &report.warnings {
        complain!("{}", warning.plain(lang));
    }
    for line in report.messages() {
        say!("{}", line.plain(lang))?;
    }
    if report.missing.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    say!("{}", report.missing_plain(lang))?;
    match list {
        Some(path) => write_list(path, &report.missing_csv(lang), lang)?,
        None if report.missing.len() > report::LINES => say!("{}", msg!("roster-cli-hint-report").plain(lang))?,
        None => {}
    }
    if report.deactivated == 0 {
        say!("{}", msg!("roster-cli-hint-deactivate").plain(lang))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn write_list(path: &Path, bytes: &[u8], lang: Lang) -> anyhow::Result<()> {
    create_private(path)?.write_all(bytes).context("writing the list")?;
    complain!("{}", msg!("roster-cli-report-written", file = path.display().to_string()).plain(lang));
    Ok(())
}

async fn unlink(key: &str, config: &Config, lang: Lang) -> anyhow::Result<ExitCode> {
    let db = super::open(config).await?;
    let person = find_person(&db, key).await?;
    let (id, now) = (person.id, SystemClock.now());
    let unlinked =
        db.write(move |c| Box::pin(async move { store::unlink(c, &Proof::command_line(), id, now).await })).await?;
    let (name, key) = (person.masked_name(), person.masked_key());
    if !unlinked {
        return refuse(msg!("roster-not-linked", name = name, key = key));
    }
    say!("{}", msg!("roster-unlinked", name = name, key = key).plain(lang))?;
    Ok(ExitCode::SUCCESS)
}

async fn find_person(db: &Db, key: &str) -> anyhow::Result<Person> {
    let key = match PersonKey::parse_any(key) {
        Ok(key) => key,
        Err(error) => return refuse(error.message()),
    };
    match store::find_person_by_key(&mut *db.read().await?, key.as_str()).await? {
        Some(person) => Ok(person),
        None => refuse(msg!("roster-unknown-key")),
    }
}

/// Lists name people: mode 0600.
fn create_private(path: &Path) -> anyhow::Result<File> {
    use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
    let open = || {
        let file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path)?;
        // The file may have been there with a wider mode.
        if file.metadata()?.is_file() {
            file.set_permissions(std::fs::Permissions::from_mode(0o600))?;
        }
        io::Result::Ok(file)
    };
    match open() {
        Ok(file) => Ok(file),
        Err(error) => {
            let (file, detail) = (path.display().to_string(), error.to_string());
            refuse(msg!("roster-cli-cannot-write", file = file, detail = detail))
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeMap, os::unix::fs::PermissionsExt as _};

    use super::*;
    use crate::{error, texts::Message};

    fn config(folder: &Path) -> Config {
        let data = folder.join("data").display().to_string();
        Config::parse("", "ikrar.toml", &BTreeMap::from([("IKRAR_DATA_DIR".to_owned(), data)])).expect("valid")
    }

    /// With a database, as `ikrar init` makes it.
    async fn begun(folder: &Path) -> Config {
        let config = config(folder);
        crate::cli::folder::create_private(&config.data_dir).expect("a folder");
        Db::open(&config.database()).await.expect("a database");
        config
    }

    fn sample() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/roster.csv")
    }

    fn import_command(file: PathBuf, report: Option<PathBuf>) -> Command {
        Command::Import { file, dry_run: false, deactivate_missing: false, at_most: None, report }
    }

    fn codes_command(unit: Option<&str>, out: PathBuf) -> Command {
        let bot_username = Some("ikrar_bot".to_owned());
        Command::Codes { unit: unit.map(str::to_owned), person: None, out: Some(out), bot_username }
    }

    fn mode(path: &Path) -> u32 {
        std::fs::metadata(path).expect("a file").permissions().mode() & 0o777
    }

    #[tokio::test]
    async fn a_list_of_codes_is_complete_and_private() {
        let folder = tempfile::tempdir().expect("a folder");
        let config = begun(folder.path()).await;
        assert_eq!(run(import_command(sample(), None), &config, Lang::Id).await.expect("ran"), ExitCode::SUCCESS);
        let table = folder.path().join("kode.csv");
        std::fs::write(&table, "old").expect("written");
        let refused = run(codes_command(None, table.clone()), &config, Lang::Id).await.expect_err("it is there");
        assert_eq!(error::shown(&refused).map(Message::key), Some("roster-cli-out-exists"));
        assert_eq!(std::fs::read_to_string(&table).expect("text"), "old");
        let made = {
            let db = Db::open(&config.database()).await.expect("a database");
            let mut c = db.read().await.expect("a connection");
            let count = sqlx::query_scalar::<_, i64>("select count(*) from binding_code").fetch_one(&mut *c).await;
            count.expect("a count")
        };
        assert_eq!(made, 0, "no code was made");
        std::fs::remove_file(&table).expect("removed");
        run(codes_command(None, table.clone()), &config, Lang::Id).await.expect("ran");
        assert_eq!(mode(&table), 0o600);
        let text = std::fs::read_to_string(&table).expect("text");
        assert_eq!(text.lines().count(), 25);
        assert!(text.contains("/ Desa Sumber Rejeki;Hendra Gunawan;KD••••;"), "{text}");
        assert!(text.contains(";https://t.me/ikrar_bot?start="), "{text}");
        assert!(!text.contains("198503142010012007"), "no whole NIP");

        let list = folder.path().join("kode.txt");
        let unit = Some("kabupaten nusa harapan/dinas kesenian");
        assert_eq!(run(codes_command(unit, list.clone()), &config, Lang::Id).await.expect("ran"), ExitCode::FAILURE);
        let unit = Some("KABUPATEN nusa harapan／ dinas\u{a0} kese\u{ad}hatan\u{200e}");
        run(codes_command(unit, list.clone()), &config, Lang::Id).await.expect("ran");
        let text = std::fs::read_to_string(&list).expect("text");
        assert_eq!(text.matches("t.me").count(), 5, "{text}");
        assert!(text.contains("Puskesmas Teluk Damai (4 orang)\n  drg. Agustina Simanjuntak   "), "{text}");
    }

    #[tokio::test]
    async fn without_codes_there_is_no_list() {
        let folder = tempfile::tempdir().expect("a folder");
        let list = folder.path().join("kode.txt");
        run(codes_command(None, list.clone()), &begun(folder.path()).await, Lang::Id).await.expect("ran");
        assert!(!list.exists());
    }

    #[tokio::test]
    async fn codes_that_cannot_be_written_void_none() {
        let folder = tempfile::tempdir().expect("a folder");
        let config = begun(folder.path()).await;
        run(import_command(sample(), None), &config, Lang::Id).await.expect("ran");
        run(codes_command(None, folder.path().join("kode.txt")), &config, Lang::Id).await.expect("ran");
        let state = async |what: &str| {
            let db = Db::open(&config.database()).await.expect("a database");
            let mut c = db.read().await.expect("a connection");
            let sql = sqlx::AssertSqlSafe(format!("select count(*) from binding_code where {what}"));
            sqlx::query_scalar::<_, i64>(sql).fetch_one(&mut *c).await.expect("a count")
        };
        let (open, void) = (state("replaced_at is null").await, state("replaced_at is not null").await);
        assert!(open > 0 && void == 0);
        // As much as a full disk, also for root: a name that no file can have.
        let long = folder.path().join("k".repeat(300));
        for out in [folder.path().join("nowhere/kode.txt"), long] {
            let failed = run(codes_command(None, out), &config, Lang::Id).await.expect_err("not written");
            assert_eq!(error::shown(&failed).map(Message::key), Some("roster-cli-cannot-write"));
            assert_eq!((state("replaced_at is null").await, state("replaced_at is not null").await), (open, 0));
        }
        let left = std::fs::read_dir(folder.path()).expect("a folder").count();
        assert_eq!(left, 2, "the data folder and the first list");
    }

    #[tokio::test]
    async fn a_wrong_file_does_not_deactivate_everyone() {
        let folder = tempfile::tempdir().expect("a folder");
        let config = begun(folder.path()).await;
        run(import_command(sample(), None), &config, Lang::Id).await.expect("ran");
        let text = std::fs::read_to_string(sample()).expect("a sample");
        let wrong = folder.path().join("satu-kantor.csv");
        std::fs::write(&wrong, text.lines().take(5).collect::<Vec<_>>().join("\n")).expect("written");
        let import = |at_most| Command::Import {
            file: wrong.clone(),
            dry_run: false,
            deactivate_missing: true,
            at_most,
            report: None,
        };
        let active = async || {
            let db = Db::open(&config.database()).await.expect("a database");
            let mut c = db.read().await.expect("a connection");
            let sql = "select count(*) from person where active = 1";
            sqlx::query_scalar::<_, i64>(sql).fetch_one(&mut *c).await.expect("a count")
        };
        let all = active().await;
        for at_most in [None, Some(3)] {
            let failed = run(import(at_most), &config, Lang::Id).await.expect_err("refused");
            assert_eq!(error::shown(&failed).map(Message::key), Some("roster-cli-too-many-missing"));
            assert_eq!(active().await, all);
        }
        let missing = usize::try_from(all).expect("a count") - 4;
        run(import(Some(missing)), &config, Lang::Id).await.expect("ran");
        assert_eq!(active().await, 4);
    }

    #[tokio::test]
    async fn a_bad_file_fails_and_its_problems_are_written() {
        let folder = tempfile::tempdir().expect("a folder");
        let config = config(folder.path());
        let bad = folder.path().join("bad.csv");
        std::fs::write(&bad, "Nama;NIP;Jenis;Jabatan;Unit\nSiti;1;PNS;Guru;Pemda\n").expect("written");
        let report = folder.path().join("masalah.csv");
        let code = run(import_command(bad, Some(report.clone())), &config, Lang::Id).await.expect("ran");
        assert_eq!(code, ExitCode::FAILURE);
        assert!(std::fs::read_to_string(&report).expect("text").contains("2;NIP;"));
        assert!(!config.database().exists(), "a bad file opens no database");

        let failure = run(import_command(folder.path().join("tiada.csv"), None), &config, Lang::Id).await;
        let failure = failure.expect_err("no such file");
        assert_eq!(error::shown(&failure).map(Message::key), Some("roster-cli-cannot-read"));
    }

    #[tokio::test]
    async fn unlinking_says_what_it_found() {
        let folder = tempfile::tempdir().expect("a folder");
        let config = begun(folder.path()).await;
        run(import_command(sample(), None), &config, Lang::Id).await.expect("ran");
        for (key, expected) in
            [("KD-001", "roster-not-linked"), ("KD-999", "roster-unknown-key"), ("6104011504800001", "roster-key-nik")]
        {
            let failure = run(Command::Unlink { key: key.to_owned() }, &config, Lang::Id).await.expect_err("refused");
            assert_eq!(error::shown(&failure).map(Message::key), Some(expected));
        }
    }

    #[test]
    fn names_of_bots_are_checked() {
        assert_eq!(bot_username("@ikrar_bot").as_deref(), Ok("ikrar_bot"));
        assert!(bot_username("https://t.me/x").is_err());
    }
}
