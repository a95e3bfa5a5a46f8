//! `ikrar roster`: imports the roster, prints binding codes, unlinks a person.

use std::{
    fmt::Write as _,
    fs::{File, OpenOptions},
    io::{self, Write as _},
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::Context as _;
use chrono::{DateTime, Utc};
use clap::Subcommand;
use rand::{SeedableRng as _, rngs::StdRng};

use crate::{
    access::Proof,
    clock::{Clock as _, SystemClock},
    config::Config,
    db::{self, Db},
    error::refuse,
    msg,
    roster::{
        Person, PersonKey, Progress, Unit,
        import::{self, Problem, Roster, Row},
        report,
        store::{self, Issued, IssuedCode, Options, Report, Whose},
        unit::UnitPath,
    },
    texts::{self, Lang, Message},
};

/// How many units are proposed for one that is not found.
const SIMILAR: usize = 8;

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
        Command::Import { file, dry_run, deactivate_missing, report } => {
            let options = Options { dry_run, deactivate_missing, zone: config.agency.zone };
            import(&file, options, report.as_deref(), config, lang).await
        }
        Command::Codes { unit, person, out, bot_username } => {
            codes(unit.as_deref(), person.as_deref(), out.as_deref(), bot_username.as_deref(), config, lang).await
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
        eprintln!("{}", warning.plain(lang));
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
                store::import(c, &Proof::command_line(), &rows, options, now, &progress).await
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
    eprintln!("{}", report::problems_plain(problems, lang));
    match list {
        Some(path) => write_list(path, &report::problems_csv(problems, lang), lang)?,
        None if problems.len() > report::LINES => eprintln!("{}", msg!("roster-cli-hint-report").plain(lang)),
        None => {}
    }
    Ok(ExitCode::FAILURE)
}

fn tell_report(report: &Report, list: Option<&Path>, lang: Lang) -> anyhow::Result<ExitCode> {
    for line in report.messages() {
        println!("{}", line.plain(lang));
    }
    if report.missing.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    println!("{}", report.missing_plain(lang));
    match list {
        Some(path) => write_list(path, &report.missing_csv(lang), lang)?,
        None if report.missing.len() > report::LINES => println!("{}", msg!("roster-cli-hint-report").plain(lang)),
        None => {}
    }
    if report.deactivated == 0 {
        println!("{}", msg!("roster-cli-hint-deactivate").plain(lang));
    }
    Ok(ExitCode::SUCCESS)
}

fn write_list(path: &Path, bytes: &[u8], lang: Lang) -> anyhow::Result<()> {
    create_private(path)?.write_all(bytes).context("writing the list")?;
    eprintln!("{}", msg!("roster-cli-report-written", file = path.display().to_string()).plain(lang));
    Ok(())
}

async fn codes(
    unit: Option<&str>,
    person: Option<&str>,
    out: Option<&Path>,
    bot: Option<&str>,
    config: &Config,
    lang: Lang,
) -> anyhow::Result<ExitCode> {
    let db = super::open(config).await?;
    let whose = match (unit, person) {
        (Some(path), _) => match find_unit(&db, path).await? {
            Ok(unit) => Whose::Subtree(unit.id),
            Err(similar) => {
                tell_unknown_unit(path, &similar, lang);
                return Ok(ExitCode::FAILURE);
            }
        },
        (None, Some(key)) => Whose::Person(find_person(&db, key).await?.id),
        (None, None) => Whose::Everyone,
    };
    // Before any code is made: a list that cannot be written would be lost.
    let file = out.map(create_new_private).transpose()?;
    let made = make_codes(&db, whose, config.codes.valid_days, SystemClock.now()).await;
    if let Some(path) = out
        && made.as_ref().map_or(true, |issued| issued.codes.is_empty())
    {
        std::fs::remove_file(path).context("removing a list without codes")?;
    }
    let issued = made?;
    match (out, file) {
        (Some(_), Some(_)) if issued.codes.is_empty() => {}
        (Some(path), Some(mut file)) => {
            let table = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("csv"));
            let bytes = if table { codes_csv(&issued, bot, lang) } else { codes_text(&issued, bot, lang).into_bytes() };
            file.write_all(&bytes).and_then(|()| file.sync_all()).context("writing the list of codes")?;
            eprintln!("{}", msg!("roster-codes-written", file = path.display().to_string()).plain(lang));
        }
        _ => {
            let mut stdout = io::stdout().lock();
            stdout.write_all(codes_text(&issued, bot, lang).as_bytes()).context("printing codes")?;
        }
    }
    for line in describe(&issued, config) {
        eprintln!("{}", line.plain(lang));
    }
    Ok(ExitCode::SUCCESS)
}

async fn make_codes(db: &Db, whose: Whose, valid_days: u32, now: DateTime<Utc>) -> anyhow::Result<Issued> {
    let mut rng = StdRng::from_rng(&mut rand::rng());
    db.write(move |c| {
        Box::pin(async move { store::replace_codes(c, &Proof::command_line(), whose, now, valid_days, &mut rng).await })
    })
    .await
}

/// The unit with this path, or those that are like it.
async fn find_unit(db: &Db, path: &str) -> anyhow::Result<Result<Unit, Vec<Unit>>> {
    let mut c = db.read().await?;
    if let Ok(path) = UnitPath::parse(path)
        && let Some(unit) = store::find_unit_by_path(&mut c, path.as_str()).await?
    {
        return Ok(Ok(unit));
    }
    Ok(Err(store::search_units(&mut c, &Proof::command_line(), path, SIMILAR).await?))
}

fn tell_unknown_unit(path: &str, similar: &[Unit], lang: Lang) {
    eprintln!("{}", msg!("roster-codes-unknown-unit", unit = path).plain(lang));
    if !similar.is_empty() {
        eprintln!("{}", msg!("roster-codes-similar").plain(lang));
    }
    for unit in similar {
        eprintln!("  {}", unit.path);
    }
}

fn describe(issued: &Issued, config: &Config) -> Vec<Message> {
    if issued.codes.is_empty() && issued.already_linked.is_empty() {
        return vec![msg!("roster-codes-empty")];
    }
    let until = texts::Arg::Moment(issued.expires_at, config.agency.zone);
    let mut lines =
        vec![Message::new("roster-codes-made", vec![("count", issued.codes.len().into()), ("until", until)])];
    if issued.replaced > 0 {
        lines.push(msg!("roster-codes-replaced", count = i64::try_from(issued.replaced).unwrap_or(i64::MAX)));
    }
    if !issued.already_linked.is_empty() {
        lines.push(msg!("roster-codes-linked", count = issued.already_linked.len()));
    }
    lines
}

/// One block per unit, aligned, to be printed and cut apart.
fn codes_text(issued: &Issued, bot: Option<&str>, lang: Lang) -> String {
    let width = issued.codes.iter().map(|issued| issued.person.name.chars().count()).max().unwrap_or(0);
    let keys = issued.codes.iter().map(|issued| issued.person.masked_key().chars().count()).max().unwrap_or(0);
    let mut text = String::new();
    for unit in issued.codes.chunk_by(|a, b| a.person.unit.id == b.person.unit.id) {
        if let Some(first) = unit.first() {
            let head = msg!("roster-codes-unit", unit = &first.person.unit.path, count = unit.len());
            let _ = writeln!(text, "{}", head.plain(lang));
        }
        for IssuedCode { person, code } in unit {
            let link = bot.map(|bot| format!("  {}", code.deep_link(bot))).unwrap_or_default();
            let key = person.masked_key();
            let _ = writeln!(text, "  {:<width$}  {key:<keys$}  {}{link}", person.name, code.grouped());
        }
        text.push('\n');
    }
    text
}

fn codes_csv(issued: &Issued, bot: Option<&str>, lang: Lang) -> Vec<u8> {
    let titles = [
        msg!("roster-column-unit"),
        msg!("roster-column-name"),
        msg!("roster-column-key"),
        msg!("roster-column-code"),
        msg!("roster-column-link"),
    ];
    let rows = issued.codes.iter().map(|IssuedCode { person, code }| {
        let link = bot.map(|bot| code.deep_link(bot)).unwrap_or_default();
        vec![person.unit.path.clone(), person.name.clone(), person.masked_key(), code.grouped(), link]
    });
    report::csv(&titles.map(|title| title.plain(lang)), rows)
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
    println!("{}", msg!("roster-unlinked", name = name, key = key).plain(lang));
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

/// As [`create_private`], but never over another file: it may be a list of codes not yet handed out.
fn create_new_private(path: &Path) -> anyhow::Result<File> {
    let shown = || path.display().to_string();
    match super::create_new_private(path) {
        Ok(file) => Ok(file),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            refuse(msg!("roster-cli-out-exists", file = shown()))
        }
        Err(error) => refuse(msg!("roster-cli-cannot-write", file = shown(), detail = error.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeMap, os::unix::fs::PermissionsExt as _};

    use super::*;
    use crate::error;

    fn config(folder: &Path) -> Config {
        let data = folder.join("data").display().to_string();
        Config::parse("", "ikrar.toml", &BTreeMap::from([("IKRAR_DATA_DIR".to_owned(), data)])).expect("valid")
    }

    fn sample() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/roster.csv")
    }

    fn import_command(file: PathBuf, report: Option<PathBuf>) -> Command {
        Command::Import { file, dry_run: false, deactivate_missing: false, report }
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
        let config = config(folder.path());
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
        let unit = Some("kabupaten nusa harapan/dinas kesehatan");
        assert_eq!(run(codes_command(unit, list.clone()), &config, Lang::Id).await.expect("ran"), ExitCode::FAILURE);
        let unit = Some("Kabupaten Nusa Harapan/Dinas Kesehatan");
        run(codes_command(unit, list.clone()), &config, Lang::Id).await.expect("ran");
        let text = std::fs::read_to_string(&list).expect("text");
        assert_eq!(text.matches("t.me").count(), 5, "{text}");
        assert!(text.contains("Puskesmas Teluk Damai (4 orang)\n  drg. Agustina Simanjuntak   "), "{text}");
    }

    #[tokio::test]
    async fn without_codes_there_is_no_list() {
        let folder = tempfile::tempdir().expect("a folder");
        let list = folder.path().join("kode.txt");
        run(codes_command(None, list.clone()), &config(folder.path()), Lang::Id).await.expect("ran");
        assert!(!list.exists());
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
        let config = config(folder.path());
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
