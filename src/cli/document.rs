//! `ikrar document`: imports document files, lists versions, prints a canonical text.

use std::{path::PathBuf, process::ExitCode};

use anyhow::Context as _;
use chrono::{DateTime, Utc};

use crate::{
    access::Proof,
    clock::{Clock as _, SystemClock, from_millis},
    config::Config,
    db::Db,
    msg,
    pledge::{
        Document, file,
        store::{self, Imported, Listed},
    },
    texts::{self, Lang, Message},
};

#[derive(clap::Subcommand, Debug)]
pub enum Command {
    /// Import document files (TOML); a changed text becomes a new version
    Import {
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// List every version with its SHA-256, time of import and number of acknowledgements
    List {
        /// Print nothing but the canonical text of this document, to be piped into sha256sum
        #[arg(long, value_name = "ID")]
        canonical: Option<String>,
        /// With --canonical: this version instead of the current one
        #[arg(long, value_name = "NUMBER", requires = "canonical")]
        version: Option<i64>,
    },
}

pub async fn run(command: Command, config: &Config, lang: Lang) -> anyhow::Result<ExitCode> {
    match command {
        Command::Import { files } => import(&files, config, lang).await,
        Command::List { canonical: Some(slug), version } => print_canonical(&slug, version, config, lang).await,
        Command::List { canonical: None, .. } => list(config, lang).await,
    }
}

async fn import(files: &[PathBuf], config: &Config, lang: Lang) -> anyhow::Result<ExitCode> {
    let (documents, problems) = read(files);
    if !problems.is_empty() {
        for problem in &problems {
            complain!("{}", problem.plain(lang));
        }
        complain!("{}", msg!("document-nothing-imported", count = problems.len()).plain(lang));
        return Ok(ExitCode::FAILURE);
    }
    let db = super::open(config).await?;
    for imported in import_all(&db, documents, SystemClock.now()).await? {
        for line in describe(&imported) {
            super::print(&format!("{}\n", line.plain(lang)))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Every document, and every problem of every file.
fn read(files: &[PathBuf]) -> (Vec<Document>, Vec<Message>) {
    let (mut documents, mut problems) = (Vec::new(), Vec::new());
    for path in files {
        let name = path.display().to_string();
        match std::fs::read(path) {
            Err(error) => {
                problems.push(msg!("document-cannot-read", file = name, detail = error.to_string()));
            }
            Ok(bytes) => match file::parse(&bytes) {
                Ok(document) => documents.push(document),
                Err(found) => problems.extend(found.into_iter().map(|problem| {
                    msg!("document-problem", file = name.as_str(), line = problem.line, problem = problem.message)
                })),
            },
        }
    }
    (documents, problems)
}

/// All in one change: all are imported or none.
async fn import_all(db: &Db, documents: Vec<Document>, now: DateTime<Utc>) -> anyhow::Result<Vec<Imported>> {
    db.write(move |c| {
        Box::pin(async move {
            let mut imported = Vec::new();
            for document in &documents {
                imported.push(store::import_document(c, &Proof::command_line(), document, now).await?);
            }
            Ok(imported)
        })
    })
    .await
}

fn describe(imported: &Imported) -> Vec<Message> {
    let (version, line) = match imported {
        Imported::New(version) => (
            version,
            msg!(
                "document-imported",
                slug = &version.document.slug,
                number = version.number,
                hash = version.sha256.to_string()
            ),
        ),
        Imported::Unchanged(version) => (
            version,
            msg!(
                "document-unchanged",
                slug = &version.document.slug,
                number = version.number,
                hash = version.sha256.to_string()
            ),
        ),
    };
    let mut lines = vec![line];
    if version.document.sample {
        lines.push(msg!("document-sample-note", slug = &version.document.slug));
    }
    lines
}

async fn list(config: &Config, lang: Lang) -> anyhow::Result<ExitCode> {
    let db = super::open(config).await?;
    let listed = store::list_versions(&mut *db.read().await?).await?;
    if listed.is_empty() {
        super::print(&format!("{}\n", msg!("document-list-empty").plain(lang)))?;
    }
    for (at, version) in listed.iter().enumerate() {
        let current = listed.get(at + 1).is_none_or(|next| next.stored.slug != version.stored.slug);
        let [row, detail] = describe_listed(version, current, config, lang);
        super::print(&format!("{}\n    {}\n", row.plain(lang), detail.plain(lang)))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn describe_listed(listed: &Listed, current: bool, config: &Config, lang: Lang) -> [Message; 2] {
    let stored = &listed.stored;
    let document = stored.check();
    let status = match &document {
        Err(_) => msg!("document-status-damaged"),
        Ok(_) if !current => msg!("document-status-superseded"),
        Ok(document) if document.sample => msg!("document-status-sample"),
        Ok(_) => msg!("document-status-current"),
    };
    let title = document.map(|document| document.title).unwrap_or_default();
    let at = texts::moment(from_millis(stored.imported_at), config.agency.zone, lang);
    [
        msg!("document-list-row", slug = stored.slug(), number = stored.number, status = status, title = title),
        msg!("document-list-detail", hash = hex::encode(&stored.sha256), at = at, count = listed.acknowledgements),
    ]
}

async fn print_canonical(slug: &str, number: Option<i64>, config: &Config, lang: Lang) -> anyhow::Result<ExitCode> {
    let db = super::open(config).await?;
    let listed = store::list_versions(&mut *db.read().await?).await?;
    let mut of_slug = listed.iter().filter(|listed| listed.stored.slug == slug.as_bytes());
    let found = match number {
        Some(number) => of_slug.find(|listed| listed.stored.number == number),
        None => of_slug.next_back(),
    };
    let Some(found) = found else {
        complain!("{}", msg!("document-unknown-slug", slug = slug).plain(lang));
        return Ok(ExitCode::FAILURE);
    };
    let canonical = std::str::from_utf8(&found.stored.canonical).context("the canonical text is not UTF-8")?;
    super::print(canonical)?;
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn example(name: &str) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/documents").join(name)
    }

    #[tokio::test]
    async fn a_file_is_imported_once_and_again_when_it_changes() {
        let folder = tempfile::tempdir().expect("a folder");
        let db = Db::open(&folder.path().join("ikrar.db")).await.expect("a database");
        let (documents, problems) = read(&[example("ikrar-kepala-desa.toml"), example("ikrar-netralitas-asn.toml")]);
        assert_eq!(problems, []);
        let now = SystemClock.now();
        let lines =
            |imported: &[Imported]| -> Vec<_> { imported.iter().flat_map(describe).map(|line| line.key()).collect() };
        let first = import_all(&db, documents.clone(), now).await.expect("imported");
        assert_eq!(lines(&first), ["document-imported", "document-sample-note", "document-imported"]);
        let mut changed = documents;
        changed[1].clauses.pop();
        let second = import_all(&db, changed, now).await.expect("imported");
        assert_eq!(lines(&second), ["document-unchanged", "document-sample-note", "document-imported"]);
        let Imported::New(version) = &second[1] else { panic!("a new version") };
        assert_eq!(version.number, 2);
    }

    #[test]
    fn every_problem_of_every_file_is_listed() {
        let folder = tempfile::tempdir().expect("a folder");
        let bad = folder.path().join("buruk.toml");
        std::fs::write(&bad, "id = 1\njudul = 2\n").expect("written");
        let (documents, problems) = read(&[example("ikrar-kepala-desa.toml"), folder.path().join("tiada"), bad]);
        assert_eq!(documents.len(), 1);
        let text: String = problems.iter().map(|problem| problem.plain(Lang::Id) + "\n").collect();
        assert!(text.contains("tiada: tidak dapat dibaca"), "{text}");
        assert!(text.contains("buruk.toml baris 2: \"judul\" tidak dikenal"), "{text}");
    }
}
