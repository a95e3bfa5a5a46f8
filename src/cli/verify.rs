//! `ikrar verify`: walks the ledger, names the first broken entry, looks for receipts.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use crate::{
    config::Config,
    db,
    error::refuse,
    msg,
    pledge::{
        Hash, NotAHash, ReceiptNumber,
        ledger::{Broken, Fault, Report, VersionFault},
        plausible::Doubt,
        store,
    },
    texts::{Lang, Message},
};

#[derive(clap::Args, Debug)]
pub struct Command {
    /// The hash on a receipt (64 hex digits), which must be in the ledger; may be given several times
    #[arg(long, value_name = "HASH", value_parser = receipt_hash)]
    contains: Vec<Hash>,
    /// A database file to read, such as a copy, instead of the one in the data folder
    #[arg(long, value_name = "FILE")]
    database: Option<PathBuf>,
}

/// Doubts that are written out.
const DOUBTS: usize = 50;

/// Exit code 0 when everything is sound, else 1. Reads only; the bot may be running.
pub async fn run(command: Command, config: &Config, lang: Lang) -> anyhow::Result<ExitCode> {
    let copy = command.database.is_some();
    let path = command.database.unwrap_or_else(|| config.database());
    if !path.is_file() {
        complain!("{}", msg!("ledger-no-database", path = path.display().to_string()).plain(lang));
        return Ok(ExitCode::FAILURE);
    }
    let report = match walk(&path, copy, &command.contains).await {
        Err(error) if db::is_foreign(&error) => {
            return refuse(msg!("ledger-not-a-ledger", path = path.display().to_string()));
        }
        walked => walked?,
    };
    for line in describe(&report, &command.contains) {
        super::print(&format!("{}\n", line.plain(lang)))?;
    }
    Ok(if report.sound() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// A copy is taken as nobody's: nothing is left beside it.
async fn walk(path: &Path, copy: bool, wanted: &[Hash]) -> anyhow::Result<Report> {
    let mut connection = if copy { db::open_copy(path).await? } else { db::open_read_only(path).await? };
    store::verify(&mut connection, wanted).await
}

/// The hash of a receipt; its number, which is shorter, is what people give instead.
fn receipt_hash(text: &str) -> Result<Hash, String> {
    let folded = vault::crockford::fold(text);
    // Copied with what stands before it on the receipt, or with marks that nobody sees.
    let digits = folded.split(|c: char| !c.is_ascii_alphanumeric()).find(|word| word.len() == 64);
    digits.unwrap_or(text).parse().map_err(|error: NotAHash| match ReceiptNumber::parse(text) {
        Some(_) => {
            "this is the number of a receipt; give what stands under \"Sidik tanda terima\" on it, 64 hex digits".into()
        }
        None => error.to_string(),
    })
}

fn describe(report: &Report, wanted: &[Hash]) -> Vec<Message> {
    let mut lines = Vec::new();
    if let (Some(first), Some(last)) = (report.first, report.last) {
        lines.push(msg!(
            "ledger-walked",
            entries = report.entries,
            erased = report.erased,
            first = first.to_string(),
            last = last.to_string()
        ));
    }
    lines.push(match &report.broken {
        None if report.entries == 0 => msg!("ledger-empty"),
        None if !report.doubts.is_empty() => msg!("ledger-chained"),
        None => msg!("ledger-sound"),
        Some(Broken::Entry { seq, fault }) => msg!("ledger-broken-entry", seq = *seq, fault = describe_fault(*fault)),
        Some(Broken::Orphan { seq }) => msg!("ledger-broken-orphan", seq = *seq),
        Some(Broken::Version { document, number, fault }) => {
            msg!("ledger-broken-version", document = document, number = *number, fault = describe_version_fault(*fault))
        }
    });
    lines.extend(describe_doubts(report));
    if report.unrecorded > 0 {
        lines.push(msg!("ledger-unrecorded", count = report.unrecorded));
    }
    if report.clock > 0 {
        lines.push(msg!("ledger-clock", count = report.clock));
    }
    if report.entries > 0 {
        lines.push(msg!("ledger-end", seq = report.entries));
    }
    for hash in wanted {
        let shown = hash.to_string();
        lines.push(match (report.absent.contains(hash), &report.broken) {
            (false, _) => msg!("ledger-contains", hash = shown),
            (true, None) => msg!("ledger-absent", hash = shown),
            (true, Some(_)) => msg!("ledger-absent-so-far", hash = shown),
        });
    }
    lines
}

/// One line for each doubt; of very many, the first.
fn describe_doubts(report: &Report) -> Vec<Message> {
    let Some((first, _)) = report.doubts.first() else { return Vec::new() };
    let mut entries: Vec<i64> = report.doubts.iter().map(|(seq, _)| *seq).collect();
    entries.dedup();
    let mut lines = vec![msg!("ledger-doubted", count = entries.len(), first = *first)];
    lines.extend(
        report
            .doubts
            .iter()
            .take(DOUBTS)
            .map(|(seq, doubt)| msg!("ledger-doubt-line", seq = *seq, doubt = describe_doubt(*doubt))),
    );
    if let Some(more) = report.doubts.len().checked_sub(DOUBTS).filter(|more| *more > 0) {
        lines.push(msg!("ledger-doubt-more", count = more));
    }
    lines
}

fn describe_doubt(doubt: Doubt) -> Message {
    match doubt {
        Doubt::Previous => msg!("ledger-doubt-previous"),
        Doubt::Imported => msg!("ledger-doubt-imported"),
        Doubt::Reading => msg!("ledger-doubt-reading"),
        Doubt::Acknowledged => msg!("ledger-doubt-acknowledged"),
        Doubt::Dwell => msg!("ledger-doubt-dwell"),
        Doubt::Readings => msg!("ledger-doubt-readings"),
        Doubt::NeverLinked => msg!("ledger-doubt-never-linked"),
        Doubt::Link => msg!("ledger-doubt-link"),
        Doubt::Key => msg!("ledger-doubt-key"),
        Doubt::Name => msg!("ledger-doubt-name"),
        Doubt::Erasure => msg!("ledger-doubt-erasure"),
    }
}

fn describe_fault(fault: Fault) -> Message {
    match fault {
        Fault::Missing { seq } => msg!("ledger-fault-missing", seq = seq),
        Fault::Unreadable => msg!("ledger-fault-unreadable"),
        Fault::Previous => msg!("ledger-fault-previous"),
        Fault::VersionMissing => msg!("ledger-fault-version-missing"),
        Fault::Version(fault) => describe_version_fault(fault),
        Fault::Hash => msg!("ledger-fault-hash"),
        Fault::Person => msg!("ledger-fault-person"),
        Fault::PersonMissing => msg!("ledger-fault-person-missing"),
    }
}

fn describe_version_fault(fault: VersionFault) -> Message {
    match fault {
        VersionFault::Text => msg!("ledger-fault-version-text"),
        VersionFault::Content => msg!("ledger-fault-version-content"),
        VersionFault::Number => msg!("ledger-fault-version-number"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_file_is_read_and_left_as_it_is() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("salinan.db");
        let config = Config::parse("", "ikrar.toml", &std::collections::BTreeMap::new()).expect("a configuration");
        let verify = async |contains: &[Hash]| {
            let command = Command { contains: contains.to_vec(), database: Some(path.clone()) };
            format!("{:?}", run(command, &config, Lang::Id).await.expect("a report"))
        };
        let (good, bad) = (format!("{:?}", ExitCode::SUCCESS), format!("{:?}", ExitCode::FAILURE));
        assert_eq!(verify(&[]).await, bad, "no such file");
        assert!(!path.exists(), "looking for a file must not make it");
        let live = folder.path().join("ikrar.db");
        let _db = db::Db::open(&live).await.expect("a database");
        std::fs::copy(&live, &path).expect("copied");
        std::fs::copy(folder.path().join("ikrar.db-wal"), folder.path().join("salinan.db-wal")).expect("copied");
        let before = std::fs::read(&path).expect("the copy");
        assert_eq!(verify(&[]).await, good);
        assert_eq!(verify(&[Hash::of("x")]).await, bad);
        assert!(std::fs::read(&path).expect("the copy") == before, "the copy was written to");
        std::fs::remove_file(folder.path().join("salinan.db-wal")).expect("removed");
        let whole = {
            use sqlx::{Connection as _, SqliteConnection};
            let url = format!("sqlite:{}", live.display());
            let mut c = SqliteConnection::connect(&url).await.expect("a connection");
            let whole = folder.path().join("utuh.db");
            let sql = format!("vacuum into '{}'", whole.display());
            sqlx::query(sqlx::AssertSqlSafe(sql)).execute(&mut c).await.expect("copied");
            std::fs::read(whole).expect("the copy")
        };
        let (half, shorter) = (whole.len() / 2, whole.len() - 4096);
        for bytes in [&b"bukan basis data"[..], b"", &whole[..512], &whole[..half], &whole[..shorter]] {
            std::fs::write(&path, bytes).expect("written");
            let command = Command { contains: vec![], database: Some(path.clone()) };
            let failure = run(command, &config, Lang::Id).await.expect_err("no ledger");
            let shown = crate::error::shown(&failure).map(Message::key);
            assert_eq!(shown, Some("ledger-not-a-ledger"), "{} bytes: {failure:#}", bytes.len());
        }
    }

    #[test]
    fn a_receipts_number_is_not_its_hash() {
        let hash = Hash::of("x");
        assert_eq!(receipt_hash(&hash.to_string()), Ok(hash));
        for number in ["IKR-000123-9f86d081", "ikr 123 9f86d081"] {
            assert!(receipt_hash(number).is_err_and(|error| error.contains("Sidik tanda terima")), "{number}");
        }
        assert!(receipt_hash("x").is_err_and(|error| !error.contains("Sidik")));
    }

    #[test]
    fn every_outcome_has_words() {
        let hash = Hash::of("x");
        let faults = [
            Fault::Missing { seq: 3 },
            Fault::Unreadable,
            Fault::Previous,
            Fault::VersionMissing,
            Fault::Version(VersionFault::Text),
            Fault::Version(VersionFault::Content),
            Fault::Version(VersionFault::Number),
            Fault::Hash,
            Fault::Person,
            Fault::PersonMissing,
        ];
        let mut broken: Vec<_> = faults.into_iter().map(|fault| Some(Broken::Entry { seq: 4, fault })).collect();
        broken.extend([
            None,
            Some(Broken::Orphan { seq: 9 }),
            Some(Broken::Version { document: "ikrar".into(), number: 2, fault: VersionFault::Text }),
        ]);
        for lang in Lang::ALL {
            let mut seen = Vec::new();
            for broken in &broken {
                for entries in [0, 7] {
                    let edge = (entries > 0).then_some(hash);
                    for absent in [vec![], vec![hash]] {
                        let (doubts, unrecorded, clock) = (vec![], 0, 0);
                        let broken = broken.clone();
                        let (first, last) = (edge, edge);
                        let report =
                            Report { entries, erased: 1, first, last, broken, absent, doubts, unrecorded, clock };
                        let text: Vec<_> = describe(&report, &[hash]).iter().map(|line| line.plain(lang)).collect();
                        let text = text.join("\n");
                        assert!(!text.contains("ledger-") && !text.contains("{ $"), "{text}");
                        seen.push(text);
                    }
                }
            }
            seen.sort();
            seen.dedup();
            assert_eq!(seen.len(), broken.len() * 4, "two outcomes read alike");
            let doubted = |doubts: Vec<(i64, Doubt)>, unrecorded, clock| {
                let (first, last, absent) = (Some(hash), Some(hash), vec![]);
                let report =
                    Report { entries: 99, erased: 0, first, last, broken: None, absent, doubts, unrecorded, clock };
                assert_eq!(report.sound(), report.doubts.is_empty());
                let text: Vec<_> = describe(&report, &[]).iter().map(|line| line.plain(lang)).collect();
                let text = text.join("\n");
                assert!(!text.contains("ledger-") && !text.contains("{ $"), "{text}");
                text
            };
            let mut seen: Vec<String> = Doubt::ALL.iter().map(|doubt| doubted(vec![(7, *doubt)], 0, 0)).collect();
            seen.extend([(0, 0), (3, 0), (0, 3)].map(|(old, clock)| doubted(vec![], old, clock)));
            seen.push(doubted((0..60).map(|seq| (seq, Doubt::Link)).collect(), 0, 0));
            let all = seen.len();
            seen.sort();
            seen.dedup();
            assert_eq!(seen.len(), all, "two doubts read alike");
        }
    }
}
