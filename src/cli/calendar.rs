//! `ikrar calendar`: imports election calendars, lists them, exports one as iCalendar.

use std::{collections::HashSet, path::PathBuf, process::ExitCode};

use anyhow::Context as _;
use chrono::{DateTime, Utc};

use crate::{
    access::Proof,
    calendar::{
        ElectionFile, NewStage, Problem, ics, nearness,
        plan::Target,
        read_file,
        store::{self, Imported, Look},
        words,
    },
    clock::{Clock as _, SystemClock},
    config::Config,
    db::Db,
    error::refuse,
    msg,
    texts::{Lang, Message, Zone},
};

#[derive(clap::Subcommand, Debug)]
pub enum Command {
    /// Import election calendars (TOML, or iCalendar by the extension .ics), one election for each file
    Import {
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// Say what would change, and change nothing
        #[arg(long)]
        dry_run: bool,
        /// What the election is called, for a calendar (.ics) without a name
        #[arg(long, value_name = "NAME", conflicts_with = "into")]
        title: Option<String>,
        /// Take the file for this election, by its id as `list` shows it, whatever the calendar is called
        #[arg(long, value_name = "ID")]
        into: Option<String>,
        /// Make a new election, even if another has the same events
        #[arg(long, conflicts_with = "into")]
        as_new: bool,
    },
    /// List elections with their stages, what comes next first
    List,
    /// Print an election as iCalendar (.ics)
    Export {
        /// The election's id, as `list` shows it
        id: String,
        /// Into this file instead of standard output
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
}

pub async fn run(command: Command, config: &Config, lang: Lang) -> anyhow::Result<ExitCode> {
    match command {
        Command::Import { files, dry_run, title, into, as_new } => {
            let aim = match (title, into) {
                (None, None) => Aim::Itself,
                _ if files.len() > 1 => return refuse(msg!("calendar-cli-one-file")),
                (Some(title), _) => Aim::Title(title),
                (None, Some(slug)) => Aim::Into(slug),
            };
            import(&files, dry_run, &aim, as_new, config, lang).await
        }
        Command::List => list(config, lang).await,
        Command::Export { id, out } => export(&id, out, config, lang).await,
    }
}

/// Which election a file is for.
enum Aim {
    Itself,
    Title(String),
    /// By its id.
    Into(String),
}

async fn import(
    files: &[PathBuf],
    dry_run: bool,
    aim: &Aim,
    as_new: bool,
    config: &Config,
    lang: Lang,
) -> anyhow::Result<ExitCode> {
    let Read { elections, warnings, problems } = read(files, config.agency.zone, aim);
    for line in warnings.iter().chain(&problems) {
        complain!("{}", line.plain(lang));
    }
    let fail = |count: usize| {
        complain!("{}", msg!("calendar-cli-nothing", count = count).plain(lang));
        Ok(ExitCode::FAILURE)
    };
    if !problems.is_empty() {
        return fail(problems.len());
    }
    let db = super::open(config).await?;
    let (now, agency) = (SystemClock.now(), config.agency.name.as_str());
    let elections = match settle(&db, elections, aim, as_new, agency).await? {
        Ok(elections) => elections,
        Err(problems) => {
            problems.iter().for_each(|line| complain!("{}", line.plain(lang)));
            return fail(problems.len());
        }
    };
    let lines = if dry_run {
        preview_all(&db, &elections, agency, now).await?
    } else {
        import_all(&db, elections, agency.to_owned(), now).await?
    };
    for line in lines {
        super::print(&format!("{}\n", line.plain(lang)))?;
    }
    Ok(ExitCode::SUCCESS)
}

#[derive(Default)]
struct Read {
    /// Each with the name of its file.
    elections: Vec<(String, ElectionFile)>,
    warnings: Vec<Message>,
    problems: Vec<Message>,
}

/// Every election, and every problem of every file.
fn read(files: &[PathBuf], zone: Zone, aim: &Aim) -> Read {
    let (mut found, mut slugs) = (Read::default(), HashSet::new());
    for path in files {
        let name = path.display().to_string();
        let bytes = match std::fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) => {
                let detail = error.to_string();
                found.problems.push(msg!("calendar-cli-cannot-read", file = name, detail = detail));
                continue;
            }
        };
        let titled = |election: ElectionFile| match aim {
            Aim::Title(title) => election.entitled(title).map_err(|problem| vec![Problem::file(problem)]),
            Aim::Itself | Aim::Into(_) => Ok(election),
        };
        match read_file(&name, &bytes, zone).and_then(titled) {
            Ok(election) => {
                let warning =
                    |warning: &Message| msg!("calendar-cli-warning", file = name.as_str(), warning = warning.clone());
                found.warnings.extend(election.warnings.iter().map(warning));
                if election.is_named() && !slugs.insert(election.slug.clone()) {
                    let slug = election.slug.as_str();
                    found.problems.push(msg!("calendar-cli-same-election", file = name.as_str(), slug = slug));
                }
                found.elections.push((name, election));
            }
            Err(problems) => found.problems.extend(
                problems
                    .iter()
                    .map(|problem| msg!("calendar-cli-problem", file = name.as_str(), problem = problem.describe())),
            ),
        }
    }
    found
}

/// The files, each with the election that it is for; or why that is not clear.
async fn settle(
    db: &Db,
    files: Vec<(String, ElectionFile)>,
    aim: &Aim,
    as_new: bool,
    agency: &str,
) -> anyhow::Result<Result<Vec<ElectionFile>, Vec<Message>>> {
    let mut c = db.read().await?;
    let (mut elections, mut problems) = (Vec::new(), Vec::new());
    for (name, file) in files {
        let file = match aim {
            Aim::Itself | Aim::Title(_) => file,
            Aim::Into(slug) => match store::find_election_by_slug(&mut c, slug).await? {
                Some(election) => file.into_election(&election),
                None => {
                    problems.push(msg!("calendar-cli-unknown", slug = slug.as_str()));
                    continue;
                }
            },
        };
        let target = match aim {
            Aim::Into(_) => Target::Clear,
            Aim::Itself | Aim::Title(_) => store::find_target(&mut c, &Proof::command_line(), &file, agency).await?,
        };
        match target {
            Target::Whose(known) if !as_new || file.partial || !file.is_named() => {
                let known = known.iter().map(|election| election.slug.as_str()).collect::<Vec<_>>().join(", ");
                problems.push(msg!("calendar-cli-whose", file = name, known = known));
                continue;
            }
            Target::Unknown => {
                problems.push(msg!("calendar-cli-problem", file = name, problem = msg!("calendar-cancel-unknown")));
                continue;
            }
            Target::Nameless => {
                problems.push(msg!("calendar-cli-problem", file = name, problem = msg!("calendar-ics-no-name")));
                continue;
            }
            Target::Clear | Target::Whose(_) => {}
        }
        elections.push(file);
    }
    Ok(if problems.is_empty() { Ok(elections) } else { Err(problems) })
}

/// All in one change: all are imported or none.
async fn import_all(
    db: &Db,
    elections: Vec<ElectionFile>,
    agency: String,
    now: DateTime<Utc>,
) -> anyhow::Result<Vec<Message>> {
    db.write(move |c| {
        Box::pin(async move {
            let proof = Proof::command_line();
            let mut lines = Vec::new();
            for file in &elections {
                let look = store::preview_import(c, &proof, file, &agency, now).await?;
                let imported = store::import_election(c, &proof, file, &agency, true, now).await?;
                let (slug, stages) = (file.slug.as_str(), file.stages.len());
                lines.push(match imported {
                    Imported::New(_, rules) => msg!("calendar-cli-new", slug = slug, stages = stages, rules = rules),
                    Imported::Updated(..) => msg!("calendar-cli-updated", slug = slug),
                    Imported::Unchanged(_) => msg!("calendar-cli-unchanged", slug = slug),
                });
                lines.extend(details(file, &look));
            }
            Ok(lines)
        })
    })
    .await
}

async fn preview_all(
    db: &Db,
    elections: &[ElectionFile],
    agency: &str,
    now: DateTime<Utc>,
) -> anyhow::Result<Vec<Message>> {
    let mut c = db.read().await?;
    let mut lines = Vec::new();
    for file in elections {
        let look = store::preview_import(&mut c, &Proof::command_line(), file, agency, now).await?;
        let slug = file.slug.as_str();
        lines.push(match &look.existing {
            None => msg!("calendar-cli-would-add", slug = slug, stages = file.stages.len()),
            Some((_, plan, _)) if plan.is_empty() => msg!("calendar-cli-unchanged", slug = slug),
            Some(_) => msg!("calendar-cli-would-update", slug = slug),
        });
        lines.extend(details(file, &look));
    }
    Ok(lines)
}

/// Stages of a new election, or what changes of one that is there.
fn details(file: &ElectionFile, look: &Look) -> Vec<Message> {
    let lines = match &look.existing {
        None => {
            let stages = file.stages.iter().map(NewStage::message);
            stages.chain(words::coming_messages(&look.coming)).collect()
        }
        Some((election, plan, waves)) => {
            let mut lines = plan.messages(election);
            lines.extend(words::wave_messages(waves));
            lines
        }
    };
    lines.into_iter().map(|text| msg!("calendar-bullet", text = text)).collect()
}

async fn list(config: &Config, lang: Lang) -> anyhow::Result<ExitCode> {
    let db = super::open(config).await?;
    let today = SystemClock.now().with_timezone(&config.agency.zone.offset()).date_naive();
    let mut elections = store::list_elections(&mut *db.read().await?).await?;
    elections.sort_by_key(|(election, stages)| (nearness(stages, today), election.id));
    if elections.is_empty() {
        super::print(&format!("{}\n", msg!("calendar-cli-list-empty").plain(lang)))?;
    }
    for (election, stages) in &elections {
        let (slug, name) = (election.slug.as_str(), election.name.as_str());
        let today = words::today(stages, today);
        let row = msg!("calendar-cli-list-row", slug = slug, election = name, today = today);
        super::print(&format!("{}\n", row.plain(lang)))?;
        for stage in stages {
            let line = msg!("calendar-bullet", text = stage.plain().message());
            super::print(&format!("{}\n", line.plain(lang)))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

async fn export(slug: &str, out: Option<PathBuf>, config: &Config, lang: Lang) -> anyhow::Result<ExitCode> {
    let db = super::open(config).await?;
    let mut c = db.read().await?;
    let Some(election) = store::find_election_by_slug(&mut c, slug).await? else {
        complain!("{}", msg!("calendar-cli-unknown", slug = slug).plain(lang));
        return Ok(ExitCode::FAILURE);
    };
    let stages = store::list_stages(&mut c, election.id).await?;
    let uids = store::list_stored_uids(&mut c, election.id).await?;
    let bytes = ics::export(&election, &stages, &uids, &config.agency.name, SystemClock.now());
    match out {
        Some(path) => std::fs::write(&path, bytes).with_context(|| format!("writing {}", path.display()))?,
        None => super::print(std::str::from_utf8(&bytes)?)?,
    }
    Ok(ExitCode::SUCCESS)
}
