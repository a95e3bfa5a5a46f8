//! The store against a real database: outcomes of acknowledging, receipts, and what verification finds.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use proptest::prelude::*;
use sqlx::{ConnectOptions as _, Connection as _, SqliteConnection, sqlite::SqliteConnectOptions};

use super::*;
use crate::{
    access::TelegramId,
    db::Db,
    pledge::{
        Receipt, ReceiptNumber,
        document::{Audience, Circular, DocumentKind},
        ledger::{Broken, Fault, Report},
    },
};

/// A database with four people: 1 heads an agency, 2 works there, 3 is a village head, 4 left.
struct World {
    _folder: tempfile::TempDir,
    path: std::path::PathBuf,
    db: Db,
    now: DateTime<Utc>,
}

const HEAD: PersonId = PersonId(1);
const STAFF: PersonId = PersonId(2);
const VILLAGE: PersonId = PersonId(3);
const GONE: PersonId = PersonId(4);

fn document(slug: &str) -> Document {
    Document {
        slug: slug.into(),
        title: format!("Ikrar {slug}"),
        kind: DocumentKind::Ikrar,
        sample: false,
        circular: Some(Circular {
            number: "100".into(),
            date: NaiveDate::from_ymd_opt(2024, 9, 12).expect("a day"),
            title: None,
        }),
        follows: Audience { kinds: vec![Kind::Pns, Kind::NonAsn], ..Audience::default() },
        signs: Audience { kinds: vec![Kind::Pns], heads_only: true, unit_depth: Some(2) },
        preamble: "Kami berikrar:".into(),
        clauses: vec!["Menjaga.".into(), "Menolak.".into()],
        closing: None,
        statement: "Saya berikrar.".into(),
    }
}

/// One change through the writer, with the pieces of `World` it needs bound by value.
macro_rules! write {
    ($world:expr, |$c:ident| $body:expr) => {
        $world.db.write(move |$c| Box::pin(async move { $body })).await.expect("written")
    };
}

mod forgeries;
mod honest;

impl World {
    async fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("ikrar.db");
        let db = Db::open(&path).await.expect("a database");
        let world = Self { _folder: folder, path, db, now: from_millis(1_728_000_000_000) };
        write!(world, |c| {
            sqlx::raw_sql(
                "insert into unit (id, parent_id, name, path, depth, zone) values
                    (1, null, 'Pemda', 'Pemda', 1, 'WIB'),
                    (2, 1, 'Dinas', 'Pemda / Dinas', 2, 'WITA'),
                    (3, 2, 'SDN 1', 'Pemda / Dinas / SDN 1', 3, 'WITA');
                insert into person (id, key, key_kind, name, kind, position, head, unit_id, active, updated_at) values
                    (1, 'A-1', 'code', 'Anna <b>', 'pns', 'Kepala Dinas', 1, 2, 1, 0),
                    (2, 'A-2', 'code', 'Budi', 'non_asn', '', 0, 3, 1, 0),
                    (3, 'A-3', 'code', 'Cici', 'kepala_desa', 'Kades', 1, 3, 1, 0),
                    (4, 'A-4', 'code', 'Dedi', 'pns', 'Staf', 0, 3, 1, 0);",
            )
            .execute(c)
            .await?;
            Ok(())
        });
        for person in [HEAD, STAFF, VILLAGE, GONE] {
            world.link(person, account(person)).await;
        }
        write!(world, |c| {
            sqlx::query("update person set active = 0 where id = 4").execute(c).await?;
            Ok(())
        });
        world
    }

    /// By a code, as it is done.
    async fn link(&self, person: PersonId, account: TelegramId) {
        let now = self.now;
        write!(self, |c| link(c, person, account, now).await);
    }

    async fn import(&mut self, document: &Document) -> Version {
        self.now += TimeDelta::seconds(1);
        let (document, now) = (document.clone(), self.now);
        match write!(self, |c| import_document(c, &Proof::command_line(), &document, now).await) {
            Imported::New(version) | Imported::Unchanged(version) => version,
        }
    }

    /// Shows and confirms every part, a dwell each.
    async fn read(&mut self, person: PersonId, version: &Version) {
        for part in 0..version.document.parts() {
            self.now += TimeDelta::milliseconds(3001);
            let (version, now) = (version.clone(), self.now);
            let confirm = write!(self, |c| {
                insert_shown(c, person, version.id, part, now - TimeDelta::seconds(3)).await?;
                Ok(record_read(c, person, &version, part, now, 3).await?.0)
            });
            assert!(matches!(confirm, Confirm::Recorded { .. }), "{confirm:?}");
        }
    }

    async fn acknowledge(&mut self, person: PersonId, version: &Version, act: Act) -> Acknowledged {
        self.now += TimeDelta::milliseconds(7);
        let (version, now, who) = (version.clone(), self.now, (person, account(person)));
        write!(self, |c| acknowledge(c, who, &version, act, now, rand::random()).await)
    }

    async fn signs(&mut self, person: PersonId, version: &Version, act: Act) -> Receipt {
        self.read(person, version).await;
        match self.acknowledge(person, version, act).await {
            Acknowledged::New(receipt) => receipt,
            other => panic!("{other:?}"),
        }
    }

    async fn verify(&self, wanted: &[Hash]) -> Report {
        let mut c = self.db.read().await.expect("a connection");
        verify(&mut c, wanted).await.expect("verified")
    }

    /// As someone with the file and no regard for its rules.
    async fn intruder(&self) -> SqliteConnection {
        intrude(&self.path).await
    }

    async fn tamper(&self, sql: &'static str) {
        let mut c = self.intruder().await;
        let changed = sqlx::raw_sql(sql).execute(&mut c).await.expect("tampered").rows_affected();
        assert!(changed > 0, "{sql}");
    }
}

/// Each speaks by an account of their own.
fn account(person: PersonId) -> TelegramId {
    TelegramId(1_000 + person.0)
}

async fn link(
    c: &mut SqliteConnection,
    person: PersonId,
    account: TelegramId,
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    use crate::roster::store::{Claim, Whose, claim_code, replace_codes};
    use rand::SeedableRng as _;
    let mut rng = rand::rngs::StdRng::from_rng(&mut rand::rng());
    let issued = replace_codes(c, &Proof::command_line(), Whose::Person(person), now, 1, &mut rng).await?;
    let claim = claim_code(c, issued.codes[0].code.hash(), account, now, crate::texts::Lang::Id).await?;
    assert!(matches!(claim, Claim::Linked { .. }), "{claim:?}");
    Ok(())
}

async fn intrude(path: &std::path::Path) -> SqliteConnection {
    let options = SqliteConnectOptions::new().filename(path).foreign_keys(false);
    let mut c = options.connect().await.expect("a connection");
    sqlx::raw_sql(
        "pragma ignore_check_constraints = on;
        drop trigger if exists document_version_no_update; drop trigger if exists document_version_no_delete;
        drop trigger if exists acknowledgement_no_update; drop trigger if exists acknowledgement_no_delete;
        drop trigger if exists acknowledgement_link_no_update; drop trigger if exists acknowledgement_link_no_delete;
        drop trigger if exists link_history_no_delete; drop trigger if exists person_change_no_update;
        drop trigger if exists person_change_no_delete; drop trigger if exists record_start_no_update;
        drop trigger if exists record_start_no_delete; drop trigger if exists audit_no_update;
        drop trigger if exists audit_no_delete;",
    )
    .execute(&mut c)
    .await
    .expect("no rules");
    c
}

/// Five entries over two documents, one of them in two versions.
async fn ledger() -> (World, Vec<Receipt>) {
    let mut world = World::new().await;
    let first = world.import(&document("satu")).await;
    let other = world.import(&document("dua")).await;
    let mut receipts = vec![
        world.signs(HEAD, &first, Act::Sign).await,
        world.signs(STAFF, &first, Act::Follow).await,
        world.signs(HEAD, &other, Act::Sign).await,
    ];
    let mut changed = document("satu");
    changed.clauses.push("Netral.".into());
    let second = world.import(&changed).await;
    receipts.push(world.signs(HEAD, &second, Act::Sign).await);
    receipts.push(world.signs(STAFF, &second, Act::Follow).await);
    (world, receipts)
}

#[tokio::test]
async fn a_text_becomes_a_version_only_when_it_changed() {
    let mut world = World::new().await;
    let first = world.import(&document("satu")).await;
    assert_eq!(world.import(&document("satu")).await, first);
    let mut changed = document("satu");
    changed.statement.push('!');
    let second = world.import(&changed).await;
    assert_eq!((second.number, second.document.statement.as_str()), (2, "Saya berikrar.!"));
    let third = world.import(&document("satu")).await;
    assert_eq!((third.number, third.sha256), (3, first.sha256), "back to the old text is a new version too");
    let mut c = world.db.read().await.expect("a connection");
    assert_eq!(list_current_versions(&mut c).await.expect("listed"), std::slice::from_ref(&third));
    assert_eq!(find_current(&mut c, first.id).await.expect("found"), Some(third.id));
    assert_eq!(find_version(&mut c, first.id).await.expect("found"), Some(first));
    assert_eq!(find_version(&mut c, VersionId(99)).await.expect("found"), None);
    assert_eq!(list_versions(&mut c).await.expect("listed").len(), 3);
}

#[tokio::test]
async fn a_damaged_version_is_not_shown() {
    let mut world = World::new().await;
    let version = world.import(&document("satu")).await;
    world.tamper("update document_version set content = replace(content, 'Menolak', 'Menerima')").await;
    let mut c = world.db.read().await.expect("a connection");
    let error = find_version(&mut c, version.id).await.expect_err("damaged");
    assert_eq!(error.downcast_ref::<Damaged>().map(|damaged| damaged.0), Some(VersionFault::Content), "{error:#}");
    world.tamper("update document_version set canonical = replace(canonical, 'Menolak', 'Menerima')").await;
    let error = find_version(&mut c, version.id).await.expect_err("damaged");
    assert_eq!(error.downcast_ref::<Damaged>().map(|damaged| damaged.0), Some(VersionFault::Text), "{error:#}");
}

#[tokio::test]
async fn each_outcome_of_acknowledging() {
    let mut world = World::new().await;
    let first = world.import(&document("satu")).await;
    let refused = world.acknowledge(HEAD, &first, Act::Sign).await;
    assert!(matches!(refused, Acknowledged::Incomplete { next: 0 }), "{refused:?}");
    let receipt = world.signs(HEAD, &first, Act::Sign).await;
    assert!(receipt.valid && receipt.act == Act::Sign && receipt.version == 1);
    let person = receipt.person.as_ref().expect("a person");
    assert_eq!(
        (person.name.as_str(), person.unit_path.as_str(), person.zone.code()),
        ("Anna <b>", "Pemda / Dinas", "WITA")
    );
    match world.acknowledge(HEAD, &first, Act::Sign).await {
        Acknowledged::Already(again) => assert_eq!(again.entry, receipt.entry),
        other => panic!("{other:?}"),
    }
    world.read(STAFF, &first).await;
    let refused = world.acknowledge(STAFF, &first, Act::Sign).await;
    assert!(matches!(refused, Acknowledged::OtherAct(Act::Follow)), "{refused:?}");
    for person in [VILLAGE, GONE, PersonId(99)] {
        let refused = world.acknowledge(person, &first, Act::Follow).await;
        assert!(matches!(refused, Acknowledged::NotBound), "{refused:?}");
    }
    let mut changed = document("satu");
    changed.clauses.pop();
    let second = world.import(&changed).await;
    match world.acknowledge(STAFF, &first, Act::Follow).await {
        Acknowledged::Superseded { by } => assert_eq!(by, second.id),
        other => panic!("{other:?}"),
    }
    let old = world.acknowledge(HEAD, &first, Act::Sign).await;
    assert!(matches!(old, Acknowledged::Already(_)), "what was done stays done: {old:?}");
    // Let go between the tap and the writing.
    let now = world.now;
    world.read(STAFF, &second).await;
    write!(world, |c| crate::roster::store::unlink(c, &Proof::command_line(), STAFF, now).await);
    let late = world.acknowledge(STAFF, &second, Act::Follow).await;
    assert!(matches!(late, Acknowledged::NotLinked), "{late:?}");
}

#[tokio::test]
async fn a_line_break_in_a_name_does_not_reach_the_ledger() {
    let mut world = World::new().await;
    let version = world.import(&document("satu")).await;
    world.tamper("update person set name = 'Anna' || char(10) || 'kind=x' where id = 1").await;
    let receipt = world.signs(HEAD, &version, Act::Sign).await;
    assert_eq!(receipt.person.expect("a person").name, "Anna kind=x");
    assert!(world.verify(&[receipt.entry]).await.sound());
}

#[tokio::test]
async fn a_hundred_taps_are_one_entry() {
    let mut world = World::new().await;
    let version = world.import(&document("satu")).await;
    world.read(HEAD, &version).await;
    let taps = (0..100).map(|_| {
        let (db, version, now) = (world.db.clone(), version.clone(), world.now);
        async move {
            db.write(move |c| {
                Box::pin(async move {
                    acknowledge(c, (HEAD, account(HEAD)), &version, Act::Sign, now, rand::random()).await
                })
            })
            .await
            .expect("written")
        }
    });
    let outcomes = futures::future::join_all(taps).await;
    assert_eq!(outcomes.iter().filter(|outcome| matches!(outcome, Acknowledged::New(_))).count(), 1);
    assert_eq!(outcomes.iter().filter(|outcome| matches!(outcome, Acknowledged::Already(_))).count(), 99);
    assert_eq!(world.verify(&[]).await.entries, 1);
}

#[tokio::test]
async fn what_is_owed_follows_the_reading_and_comes_back_with_a_new_text() {
    let mut world = World::new().await;
    let version = world.import(&document("satu")).await;
    async fn states(world: &World, person: PersonId) -> Vec<(Act, State)> {
        let mut c = world.db.read().await.expect("a connection");
        let owed = list_owed(&mut c, person).await.expect("listed");
        owed.into_iter().map(|owed| (owed.act, owed.state)).collect()
    }
    assert_eq!(states(&world, VILLAGE).await, []);
    assert_eq!(states(&world, GONE).await, []);
    assert_eq!(states(&world, STAFF).await, [(Act::Follow, State::NotStarted)]);
    let (id, now) = (version.id, world.now);
    write!(world, |c| insert_shown(c, STAFF, id, 0, now).await);
    assert_eq!(states(&world, STAFF).await, [(Act::Follow, State::Reading { read: 0, total: 3 })]);
    world.signs(HEAD, &version, Act::Sign).await;
    assert_eq!(states(&world, HEAD).await, [(Act::Sign, State::Acknowledged { seq: 1, at: world.now })]);
    let mut changed = document("satu");
    changed.clauses.push("Netral.".into());
    world.import(&changed).await;
    assert_eq!(states(&world, HEAD).await, [(Act::Sign, State::NotStarted)]);
    let mut c = world.db.read().await.expect("a connection");
    assert_eq!(list_receipts_of(&mut c, HEAD).await.expect("listed").len(), 1, "the old receipt stays");
}

#[tokio::test]
async fn a_part_is_shown_once_and_read_once() {
    let mut world = World::new().await;
    let version = world.import(&document("satu")).await;
    let (start, later) = (world.now, world.now + TimeDelta::hours(1));
    let kept = version.clone();
    let progress = write!(world, |c| {
        insert_shown(c, STAFF, kept.id, 0, start).await?;
        insert_shown(c, STAFF, kept.id, 0, later).await?;
        let (early, _) = record_read(c, STAFF, &kept, 1, later, 3).await?;
        assert_eq!(early, Confirm::NotShownYet);
        let (soon, _) = record_read(c, STAFF, &kept, 0, start + TimeDelta::seconds(1), 3).await?;
        assert_eq!(soon, Confirm::TooSoon { wait_seconds: 2 });
        let (done, then) = record_read(c, STAFF, &kept, 0, later, 3).await?;
        assert_eq!(done, Confirm::Recorded { next: Some(1) });
        assert_eq!(then, list_readings(c, STAFF, &kept).await?, "as it is in the database");
        let (again, _) = record_read(c, STAFF, &kept, 0, later, 3).await?;
        assert_eq!(again, Confirm::AlreadyRead { next: Some(1) });
        // Set back: the clock was wrong when part 1 was shown.
        insert_shown(c, STAFF, kept.id, 1, later).await?;
        insert_shown(c, STAFF, kept.id, 1, start).await?;
        insert_shown(c, STAFF, kept.id, 0, start - TimeDelta::hours(1)).await?;
        list_readings(c, STAFF, &kept).await
    });
    assert_eq!(progress.shown, [Some(start), Some(start), None]);
    assert_eq!(progress.read, [Some(later), None, None]);
}

#[tokio::test]
async fn a_receipt_is_found_by_its_whole_number_only() {
    let (world, receipts) = ledger().await;
    let mut c = world.db.read().await.expect("a connection");
    let first = &receipts[0];
    let found = find_receipt(&mut c, &first.number).await.expect("found").expect("a receipt");
    assert_eq!(
        (found.entry, found.valid, found.at, found.document_sha256),
        (first.entry, true, first.at, first.document_sha256)
    );
    assert_eq!(found.person.expect("a person").name, "Anna <b>");
    assert_eq!((found.title.as_str(), found.version), ("Ikrar satu", 1));
    let wrong = ReceiptNumber { seq: 1, hash: [0; 4] };
    assert!(find_receipt(&mut c, &wrong).await.expect("found").is_none());
    let missing = ReceiptNumber { seq: 77, ..first.number };
    assert!(find_receipt(&mut c, &missing).await.expect("found").is_none());
    let last = &receipts[4];
    let found = find_receipt_by_hash(&mut c, &last.entry).await.expect("found").expect("a receipt");
    assert_eq!(found.number, last.number);
    assert!(find_receipt_by_hash(&mut c, &Hash::ZERO).await.expect("found").is_none());
    let numbers: Vec<_> =
        list_receipts_of(&mut c, HEAD).await.expect("listed").iter().map(|receipt| receipt.number.seq).collect();
    assert_eq!(numbers, [4, 3, 1]);
    let own = find_own_receipt(&mut c, HEAD, receipts[2].version_id).await.expect("found").expect("a receipt");
    assert_eq!(own.entry, receipts[2].entry);
    assert!(find_own_receipt(&mut c, VILLAGE, receipts[2].version_id).await.expect("found").is_none());
}

#[tokio::test]
async fn a_receipt_of_something_changed_is_not_valid() {
    let (world, receipts) = ledger().await;
    for (at, sql) in [
        (0, "update signatory set name = 'Orang Lain' where seq = 1"),
        (1, "update acknowledgement set act = 'sign' where seq = 2"),
        (2, "update document_version set canonical = canonical || 'x' where document_id = 2"),
        (4, "update acknowledgement set hash = zeroblob(32) where seq = 4"),
    ] {
        world.tamper(sql).await;
        let mut c = world.db.read().await.expect("a connection");
        let receipt = find_receipt(&mut c, &receipts[at].number).await.expect("found").expect("a receipt");
        assert!(!receipt.valid, "{sql}");
    }
}

#[tokio::test]
async fn counts_are_per_unit_of_those_bound() {
    let mut world = World::new().await;
    let version = world.import(&document("satu")).await;
    world.signs(STAFF, &version, Act::Follow).await;
    let mut c = world.db.read().await.expect("a connection");
    let counts = list_unit_counts(&mut c, &Proof::command_line(), &version).await.expect("counted");
    let counts: Vec<_> =
        counts.iter().map(|count| (count.path.as_str(), count.bound, count.signed, count.followed)).collect();
    assert_eq!(counts, [("Pemda / Dinas", 1, 0, 0), ("Pemda / Dinas / SDN 1", 1, 0, 1)]);
}

#[tokio::test]
async fn a_sound_ledger_is_found_sound() {
    let empty = World::new().await.verify(&[]).await;
    assert!(empty.sound() && empty.entries == 0 && empty.first.is_none());
    let (world, receipts) = ledger().await;
    let all: Vec<_> = receipts.iter().map(|receipt| receipt.entry).collect();
    let report = world.verify(&all).await;
    assert!(report.sound(), "{report:?}");
    assert_eq!((report.entries, report.erased), (5, 0));
    assert_eq!((report.first, report.last), (Some(all[0]), Some(all[4])));
}

#[tokio::test]
async fn personal_data_can_be_erased_and_the_chain_verifies() {
    let (world, receipts) = ledger().await;
    let now = world.now;
    let erased = write!(world, |c| erase_signatory(c, &Proof::command_line(), HEAD, now).await);
    assert_eq!(erased, 3);
    let again = write!(world, |c| erase_signatory(c, &Proof::command_line(), HEAD, now).await);
    assert_eq!(again, 0);
    let report = world.verify(&[receipts[0].entry]).await;
    assert!(report.sound(), "{report:?}");
    assert_eq!((report.entries, report.erased), (5, 3));
    let mut c = world.db.read().await.expect("a connection");
    let receipt = find_receipt(&mut c, &receipts[0].number).await.expect("found").expect("a receipt");
    assert!(receipt.valid && receipt.person.is_none());
    // The same without a record is a fault, of the chain and of the receipt.
    world.tamper("delete from signatory where seq = 2").await;
    assert_eq!(world.verify(&[]).await.broken, Some(Broken::Entry { seq: 2, fault: Fault::PersonMissing }));
    let receipt = find_receipt(&mut c, &receipts[1].number).await.expect("found").expect("a receipt");
    assert!(!receipt.valid);
}

#[tokio::test]
async fn each_kind_of_tampering_is_named() {
    let entry = |seq, fault| Broken::Entry { seq, fault };
    let of_version = |fault| Broken::Entry { seq: 1, fault: Fault::Version(fault) };
    for (sql, expected) in [
        ("delete from acknowledgement where seq = 3", entry(4, Fault::Missing { seq: 3 })),
        ("delete from acknowledgement where seq = 1", entry(2, Fault::Missing { seq: 1 })),
        (
            "delete from acknowledgement where seq = 3; delete from signatory where seq = 3;
            update acknowledgement set seq = seq - 1 where seq > 3; update signatory set seq = seq - 1 where seq > 3",
            entry(3, Fault::Previous),
        ),
        (
            "update acknowledgement set seq = 99 where seq = 3; update signatory set seq = 99 where seq = 3;
            update acknowledgement set seq = 3 where seq = 4; update signatory set seq = 3 where seq = 4;
            update acknowledgement set seq = 4 where seq = 99; update signatory set seq = 4 where seq = 99",
            entry(3, Fault::Previous),
        ),
        ("update acknowledgement set at = at + 1 where seq = 2", entry(2, Fault::Hash)),
        ("update acknowledgement set readings = replace(readings, 'T', 't') where seq = 2", entry(2, Fault::Hash)),
        ("update acknowledgement set act = 'sign' where seq = 2", entry(2, Fault::Hash)),
        ("update acknowledgement set act = 'x' where seq = 2", entry(2, Fault::Unreadable)),
        ("update acknowledgement set person_id = 4 where seq = 2", entry(2, Fault::Hash)),
        ("update acknowledgement set version_id = 2 where seq = 2", entry(2, Fault::Hash)),
        ("update acknowledgement set version_id = 77 where seq = 2", entry(2, Fault::VersionMissing)),
        ("update acknowledgement set commitment = zeroblob(32) where seq = 2", entry(2, Fault::Hash)),
        ("update acknowledgement set commitment = x'00' where seq = 2", entry(2, Fault::Unreadable)),
        ("update acknowledgement set previous = zeroblob(32) where seq = 2", entry(2, Fault::Previous)),
        ("update acknowledgement set hash = zeroblob(32) where seq = 2", entry(2, Fault::Hash)),
        ("update signatory set name = 'Buda' where seq = 2", entry(2, Fault::Person)),
        ("update signatory set zone = 'WIB' where seq = 2", entry(2, Fault::Person)),
        ("update signatory set unit_path = replace(unit_path, ' ', char(10)) where seq = 2", entry(2, Fault::Person)),
        ("update signatory set key = cast(x'ff' as text) where seq = 2", entry(2, Fault::Unreadable)),
        ("update signatory set seq = 99 where seq = 2", entry(2, Fault::PersonMissing)),
        ("update document_version set canonical = canonical || ' ' where id = 1", of_version(VersionFault::Text)),
        ("update document_version set content = content || ' ' where id = 1", of_version(VersionFault::Content)),
        ("update document_version set sha256 = zeroblob(32) where id = 1", of_version(VersionFault::Text)),
        ("update document_version set number = 5 where id = 1", of_version(VersionFault::Number)),
        ("update document_version set imported_at = imported_at - 1 where id = 1", entry(1, Fault::Hash)),
        ("update document set slug = 'tiga' where id = 1", of_version(VersionFault::Content)),
        ("delete from document_version where id = 1", entry(1, Fault::VersionMissing)),
        ("delete from acknowledgement where seq = 5", Broken::Orphan { seq: 5 }),
    ] {
        let (world, _) = ledger().await;
        world.tamper(sql).await;
        let report = world.verify(&[]).await;
        assert_eq!(report.broken, Some(expected), "{sql}");
    }
}

#[tokio::test]
async fn a_version_that_nobody_acknowledged_is_checked_too() {
    let mut world = World::new().await;
    world.import(&document("satu")).await;
    world.tamper("update document_version set canonical = canonical || ' '").await;
    let broken = Broken::Version { document: "satu".into(), number: 1, fault: VersionFault::Text };
    assert_eq!(world.verify(&[]).await.broken, Some(broken));
}

#[tokio::test]
async fn a_ledger_cut_or_rewritten_is_found_by_a_receipt() {
    let (mut world, receipts) = ledger().await;
    world
        .tamper(
            "delete from signatory where seq > 3; delete from acknowledgement_link where seq > 3;
            delete from acknowledgement where seq > 3",
        )
        .await;
    let report = world.verify(&[receipts[2].entry, receipts[4].entry]).await;
    assert_eq!((report.broken.clone(), report.entries), (None, 3), "a cut chain is sound in itself");
    assert_eq!(report.absent, [receipts[4].entry]);
    assert!(!report.sound());
    world
        .tamper(
            "delete from signatory; delete from acknowledgement_link; delete from acknowledgement;
            delete from clause_reading",
        )
        .await;
    for slug in ["satu", "dua"] {
        let version = world.import(&document(slug)).await;
        world.signs(HEAD, &version, Act::Sign).await;
    }
    let report = world.verify(&[receipts[0].entry]).await;
    assert_eq!((report.broken.clone(), report.entries), (None, 2), "so is one written anew");
    assert_eq!(report.absent, [receipts[0].entry]);
}

#[tokio::test]
async fn the_documented_query_gives_the_hashed_text() {
    let (world, receipts) = ledger().await;
    let page = include_str!("../../../docs/ledger.md");
    let (_, query) = page.split_once("```sql\n").expect("the query");
    let (query, _) = query.split_once("```").expect("its end");
    let mut c = world.db.read().await.expect("a connection");
    for receipt in &receipts {
        let query = query.replace("a.seq = 1;", &format!("a.seq = {}", receipt.number.seq));
        let text: String = sqlx::query_scalar(sqlx::AssertSqlSafe(query)).fetch_one(&mut *c).await.expect("a text");
        assert_eq!(Hash::of(format!("{text}\n")), receipt.entry, "{text}");
    }
}

const TABLES: [(&str, &[&str]); 4] = [
    ("acknowledgement", &["seq", "person_id", "version_id", "act", "at", "readings", "commitment", "previous", "hash"]),
    ("signatory", &["seq", "salt", "key", "name", "kind", "position", "unit_path", "zone"]),
    ("document_version", &["id", "document_id", "number", "sha256", "canonical", "content", "imported_at"]),
    ("document", &["id", "slug"]),
];

/// Flips one bit of one value; false where there was nothing to flip, or another row had the result.
async fn flip(c: &mut SqliteConnection, table: usize, column: usize, row: u64, bit: u64) -> bool {
    use sqlx::{AssertSqlSafe, Row as _, TypeInfo as _, ValueRef as _};
    let (table, columns) = TABLES[table % TABLES.len()];
    let column = columns[column % columns.len()];
    let count: i64 = sqlx::query_scalar(AssertSqlSafe(format!("select count(*) from {table}")))
        .fetch_one(&mut *c)
        .await
        .expect("counted");
    let row = i64::try_from(row).expect("small") % count;
    let found = sqlx::query(AssertSqlSafe(format!("select rowid, {column} from {table} limit 1 offset {row}")))
        .fetch_one(&mut *c)
        .await
        .expect("a row");
    let id: i64 = found.get(0);
    let raw = found.try_get_raw(1).expect("a value");
    let kind = raw.type_info().name().to_owned();
    let set =
        |expression: &str| AssertSqlSafe(format!("update {table} set {column} = {expression} where rowid = {id}"));
    let outcome = if kind == "INTEGER" {
        let value: i64 = found.get(1);
        sqlx::query(set("?")).bind(value ^ (1 << (bit % 44))).execute(c).await
    } else {
        let mut bytes: Vec<u8> = found.get(1);
        if bytes.is_empty() {
            return false;
        }
        let bit = usize::try_from(bit).expect("small") % (bytes.len() * 8);
        bytes[bit / 8] ^= 1 << (bit % 8);
        sqlx::query(set(if kind == "TEXT" { "cast(? as text)" } else { "?" })).bind(bytes).execute(c).await
    };
    outcome.is_ok()
}

#[test]
fn any_flipped_bit_is_found() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let (world, receipts) = runtime.block_on(async {
        let (mut world, mut receipts) = ledger().await;
        let version = world.import(&document("dua")).await;
        receipts.push(world.signs(STAFF, &version, Act::Follow).await);
        let now = world.now;
        write!(world, |c| erase_signatory(c, &Proof::command_line(), STAFF, now).await);
        (world, receipts)
    });
    let mut c = runtime.block_on(world.intruder());
    let wanted: Vec<_> = receipts.iter().map(|receipt| receipt.entry).collect();
    let config = ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() };
    let mut runner = proptest::test_runner::TestRunner::new(config);
    let strategy = (0..4_usize, 0..9_usize, 0..6_u64, any::<u32>());
    let cell = std::cell::RefCell::new(&mut c);
    let flips = std::cell::Cell::new(0);
    runner
        .run(&strategy, |(table, column, row, bit)| {
            let mut c = cell.borrow_mut();
            let found = runtime.block_on(async {
                let mut undone = c.begin().await.expect("begun");
                let flipped = flip(&mut undone, table, column, row, bit.into()).await;
                let report = verify(&mut undone, &wanted).await.expect("verified");
                undone.rollback().await.expect("undone");
                flips.set(flips.get() + u32::from(flipped));
                !flipped || report.broken.is_some()
            });
            prop_assert!(found, "not found");
            Ok(())
        })
        .expect("every flipped bit is found");
    assert!(flips.get() > 1500, "only {} of 2000 cases flipped anything", flips.get());
    let report = runtime.block_on(verify(&mut c, &wanted)).expect("verified");
    assert!(report.sound(), "each flip was undone: {report:?}");
}
