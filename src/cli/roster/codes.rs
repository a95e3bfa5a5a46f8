//! `ikrar roster codes`: a list that is safe on the disk before the codes in it count.

use std::{
    fmt::Write as _,
    io::{self, Write as _},
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::Context as _;
use chrono::{DateTime, Utc};
use rand::{SeedableRng as _, rngs::StdRng};
use tempfile::{NamedTempFile, TempPath};

use super::find_person;
use crate::{
    access::Proof,
    clock::{Clock as _, SystemClock},
    config::Config,
    db::Db,
    disk,
    error::refuse,
    msg,
    roster::{
        Unit, report,
        store::{self, Issued, IssuedCode, Whose},
        unit::UnitPath,
    },
    texts::{self, Lang, Message},
};

/// How many units are proposed for one that is not found.
const SIMILAR: usize = 8;

pub(super) async fn print(
    unit: Option<&str>,
    person: Option<&str>,
    out: Option<&Path>,
    bot: Option<&str>,
    config: &Config,
    lang: Lang,
) -> anyhow::Result<ExitCode> {
    let db = crate::cli::open(config).await?;
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
    let list = List::new(out, &config.data_dir, bot, lang)?;
    let (issued, list) = make_codes(&db, whose, config.codes.valid_days, SystemClock.now(), list).await?;
    match (out, list) {
        (Some(path), Written::File) => {
            complain!("{}", msg!("roster-codes-written", file = path.display().to_string()).plain(lang));
        }
        (_, Written::ToPrint(kept)) => print_list(kept)?,
        (_, Written::File | Written::Nothing) => {}
    }
    for line in describe(&issued, config) {
        complain!("{}", line.plain(lang));
    }
    Ok(ExitCode::SUCCESS)
}

/// Where codes are written before they count: nobody could make a lost list again.
struct List {
    file: NamedTempFile,
    /// Else it is printed, and kept where that fails.
    out: Option<PathBuf>,
    table: bool,
    bot: Option<String>,
    lang: Lang,
}

impl List {
    fn new(out: Option<&Path>, data: &Path, bot: Option<&str>, lang: Lang) -> anyhow::Result<Self> {
        let shown = || out.unwrap_or(data).display().to_string();
        if out.is_some_and(Path::exists) {
            return refuse(msg!("roster-cli-out-exists", file = shown()));
        }
        let folder = match out.map(|path| path.parent().filter(|parent| !parent.as_os_str().is_empty())) {
            Some(parent) => parent.unwrap_or(Path::new(".")),
            None => data,
        };
        // Made with mode 0600.
        let file = match tempfile::Builder::new().prefix("kode-").suffix(".txt").tempfile_in(folder) {
            Ok(file) => file,
            Err(error) => {
                return refuse(msg!("roster-cli-cannot-write", file = shown(), detail = error.to_string()));
            }
        };
        let table = out.and_then(Path::extension).is_some_and(|extension| extension.eq_ignore_ascii_case("csv"));
        Ok(Self { file, out: out.map(Path::to_owned), table, bot: bot.map(str::to_owned), lang })
    }

    /// On the disk, and under its name where it has one.
    fn write(mut self, issued: &Issued) -> anyhow::Result<TempPath> {
        let bot = self.bot.as_deref();
        let bytes = if self.table {
            codes_csv(issued, bot, self.lang)
        } else {
            codes_text(issued, bot, self.lang).into_bytes()
        };
        let named = self.out.as_deref().unwrap_or(self.file.path()).to_owned();
        let written = self.file.write_all(&bytes).and_then(|()| self.file.as_file().sync_all());
        let kept = written.and_then(|()| match &self.out {
            Some(out) => {
                self.file.persist_noclobber(out)?;
                let folder = out.parent().filter(|parent| !parent.as_os_str().is_empty());
                disk::sync_folder(folder.unwrap_or(Path::new(".")))?;
                Ok(TempPath::try_from_path(out)?)
            }
            None => Ok(self.file.into_temp_path()),
        });
        match kept {
            Ok(kept) => Ok(kept),
            Err(error) => {
                let file = named.display().to_string();
                refuse(msg!("roster-cli-cannot-write", file = file, detail = error.to_string()))
            }
        }
    }
}

/// What could not be printed is kept: the codes of before are void by now.
fn print_list(kept: TempPath) -> anyhow::Result<()> {
    let bytes = std::fs::read(&kept).context("reading the list of codes")?;
    let mut stdout = io::stdout().lock();
    let Err(error) = stdout.write_all(&bytes).and_then(|()| stdout.flush()) else { return Ok(()) };
    let kept = kept.keep().context("keeping the list of codes")?;
    refuse(msg!("roster-codes-kept", file = kept.display().to_string(), detail = error.to_string()))
}

/// The list is on the disk before the codes of before become void.
async fn make_codes(
    db: &Db,
    whose: Whose,
    valid_days: u32,
    now: DateTime<Utc>,
    list: List,
) -> anyhow::Result<(Issued, Written)> {
    let mut rng = StdRng::from_rng(&mut rand::rng());
    let to_file = list.out.is_some();
    let (issued, list) = db
        .write(move |c| {
            Box::pin(async move {
                let issued = store::replace_codes(c, &Proof::command_line(), whose, now, valid_days, &mut rng).await?;
                let list = if issued.codes.is_empty() { None } else { Some(list.write(&issued)?) };
                Ok((issued, list))
            })
        })
        .await?;
    // Had the commit failed, the list would have gone with its guard.
    Ok(match list {
        None => (issued, Written::Nothing),
        Some(list) if to_file => {
            list.keep().context("keeping the list of codes")?;
            (issued, Written::File)
        }
        Some(list) => (issued, Written::ToPrint(list)),
    })
}

enum Written {
    Nothing,
    File,
    ToPrint(TempPath),
}

/// The unit with this path, or those that are like it.
async fn find_unit(db: &Db, path: &str) -> anyhow::Result<Result<Unit, Vec<Unit>>> {
    let mut c = db.read().await?;
    if let Ok(path) = UnitPath::parse(path)
        && let Some(unit) = store::find_unit_by_path(&mut c, &path).await?
    {
        return Ok(Ok(unit));
    }
    Ok(Err(store::search_units(&mut c, &Proof::command_line(), path, SIMILAR).await?))
}

fn tell_unknown_unit(path: &str, similar: &[Unit], lang: Lang) {
    complain!("{}", msg!("roster-codes-unknown-unit", unit = path).plain(lang));
    if !similar.is_empty() {
        complain!("{}", msg!("roster-codes-similar").plain(lang));
    }
    for unit in similar {
        complain!("  {}", unit.path);
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
