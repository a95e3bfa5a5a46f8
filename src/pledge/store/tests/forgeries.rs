//! Ledgers that are sound as chains and yet untrue: each forgery is found, or what it needs to be found is said.

use super::*;
use crate::pledge::{
    ledger::{Entry, Signatory, readings},
    plausible::Doubt,
};

/// What an intruder with the file adds at the end of the chain.
struct Forgery {
    person: i64,
    at: i64,
    read: [i64; 3],
    key: &'static str,
    name: &'static str,
}

impl World {
    /// Adds an entry whose hash and commitment are right.
    async fn forge(&self, forgery: &Forgery, version: &Version) {
        let mut c = self.intruder().await;
        let (seq, previous): (i64, Vec<u8>) =
            sqlx::query_as("select seq + 1, hash from acknowledgement order by seq desc limit 1")
                .fetch_one(&mut c)
                .await
                .expect("the last entry");
        let signatory = Signatory {
            salt: [7; 32],
            key: forgery.key.into(),
            name: forgery.name.into(),
            kind: "non_asn".into(),
            position: String::new(),
            unit_path: "Pemda / Dinas / SDN 1".into(),
            zone: "WITA".into(),
        };
        let read = readings(forgery.read.map(from_millis));
        let entry = Entry {
            seq,
            previous: Hash::from_slice(&previous).expect("a hash"),
            document: &version.document.slug,
            version: version.number,
            text: version.sha256,
            imported_at: version.imported_at,
            act: Act::Follow,
            at: from_millis(forgery.at),
            readings: &read,
            subject: forgery.person,
            commitment: signatory.commitment(),
        };
        sqlx::query("insert into acknowledgement values (?, ?, ?, 'follow', ?, ?, ?, ?, ?)")
            .bind(seq)
            .bind(forgery.person)
            .bind(version.id.0)
            .bind(forgery.at)
            .bind(&read)
            .bind(entry.commitment.as_bytes())
            .bind(&previous)
            .bind(entry.hash().as_bytes())
            .execute(&mut c)
            .await
            .expect("an entry");
        sqlx::query("insert into signatory values (?, ?, ?, ?, 'non_asn', '', 'Pemda / Dinas / SDN 1', 'WITA')")
            .bind(seq)
            .bind(&signatory.salt[..])
            .bind(forgery.key)
            .bind(forgery.name)
            .execute(&mut c)
            .await
            .expect("a signatory");
    }

    async fn run(&self, sql: String) {
        let mut c = self.intruder().await;
        sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&mut c).await.expect("tampered");
    }

    async fn doubts(&self) -> Vec<(i64, Doubt)> {
        let report = self.verify(&[]).await;
        assert_eq!(report.broken, None, "the chain itself holds");
        assert_eq!(report.sound(), report.doubts.is_empty());
        report.doubts
    }
}

/// One honest entry, of the head's, and Rina, who never linked an account.
async fn with_rina() -> (World, Version, Receipt) {
    let mut world = World::new().await;
    let version = world.import(&document("satu")).await;
    let receipt = world.signs(HEAD, &version, Act::Sign).await;
    world
        .tamper(
            "insert into person (id, key, key_kind, name, kind, position, head, unit_id, active, updated_at) values
            (5, 'A-5', 'code', 'Rina Oktaviani', 'non_asn', '', 0, 3, 1, 0)",
        )
        .await;
    assert_eq!(world.doubts().await, []);
    (world, version, receipt)
}

const DAY: i64 = 86_400_000;

#[tokio::test]
async fn an_entry_of_someone_who_never_linked_and_of_a_time_before_the_document() {
    let (world, version, receipt) = with_rina().await;
    let at = version.imported_at.timestamp_millis() - 90 * DAY;
    let rina = Forgery { person: 5, at, read: [at - 5, at - 4, at - 3], key: "A-5", name: "Rina Oktaviani" };
    world.forge(&rina, &version).await;
    let doubts: Vec<Doubt> = world
        .doubts()
        .await
        .into_iter()
        .map(|(seq, doubt)| {
            assert_eq!(seq, 2);
            doubt
        })
        .collect();
    assert_eq!(doubts, [Doubt::Previous, Doubt::Readings, Doubt::NeverLinked]);
    assert_eq!(world.verify(&[receipt.entry]).await.absent, []);
    // Whoever checks its receipt is told as well.
    let mut c = world.db.read().await.expect("a connection");
    let forged: Vec<u8> =
        sqlx::query_scalar("select hash from acknowledgement where seq = 2").fetch_one(&mut *c).await.expect("a hash");
    let hash = Hash::from_slice(&forged).expect("a hash");
    let forged = find_receipt_by_hash(&mut c, &hash).await.expect("found").expect("a receipt");
    assert!(forged.valid && forged.doubted);
    assert!(!find_receipt_by_hash(&mut c, &receipt.entry).await.expect("found").expect("a receipt").doubted);
}

/// The same in times that could be: each thing that is not on record is missed by itself.
#[tokio::test]
async fn an_entry_in_good_times_without_reading_or_link() {
    let (world, version, _) = with_rina().await;
    let at = world.now.timestamp_millis() + 60_000;
    let read = [at - 30_000, at - 20_000, at - 10_000];
    let rina = Forgery { person: 5, at, read, key: "A-5", name: "Rina Oktaviani" };
    world.forge(&rina, &version).await;
    assert_eq!(world.doubts().await, [(2, Doubt::Readings), (2, Doubt::NeverLinked)]);
    // Rows of a reading that agree, and the link of somebody else.
    let parts: Vec<String> = read
        .iter()
        .enumerate()
        .map(|(n, read)| format!("(5, {}, {n}, {}, {read}, 3)", version.id.0, read - 4_000))
        .collect();
    world
        .run(format!(
            "insert into clause_reading (person_id, version_id, clause, shown_at, read_at, dwell) values {};
            insert into acknowledgement_link select 2, id from link_history where person_id = 2",
            parts.join(", ")
        ))
        .await;
    assert_eq!(world.doubts().await, [(2, Doubt::Link)]);
    // A link of her own that no code was used for and the trail does not know.
    world
        .run(format!(
            "insert into link_history (id, person_id, salt, account, how, linked_at)
                values (99, 5, zeroblob(32), zeroblob(32), 'code', {at} - 99);
            update acknowledgement_link set link_id = 99 where seq = 2"
        ))
        .await;
    assert_eq!(world.doubts().await, [(2, Doubt::Link)]);
    world.tamper("update link_history set how = 'before' where id = 99").await;
    assert_eq!(world.doubts().await, [(2, Doubt::Link)], "no link is from before that is newer than the records");
}

#[tokio::test]
async fn an_entry_in_someones_name_who_is_linked() {
    let (world, version, _) = with_rina().await;
    let (at, imported) = (world.now.timestamp_millis(), version.imported_at.timestamp_millis());
    let staff = |at, read| Forgery { person: 2, at, read, key: "A-2", name: "Budi" };
    for (forgery, expected) in [
        (staff(at, [at - 30, at - 20, at - 10]), vec![Doubt::Readings, Doubt::Link]),
        (staff(at - 1, [at - 30, at - 20, at - 10]), vec![Doubt::Previous, Doubt::Readings, Doubt::Link]),
        (staff(at, [imported - 1, at - 20, at - 10]), vec![Doubt::Imported, Doubt::Readings, Doubt::Link]),
        (staff(at, [at - 10, at - 20, at - 30]), vec![Doubt::Reading, Doubt::Readings, Doubt::Link]),
        (staff(at, [at, at + 1, at + 2]), vec![Doubt::Acknowledged, Doubt::Readings, Doubt::Link]),
        (staff(at, [at - 3, at - 3, at - 3]), vec![Doubt::Dwell, Doubt::Readings, Doubt::Link]),
    ] {
        world.forge(&forgery, &version).await;
        let doubts: Vec<Doubt> = world.doubts().await.into_iter().map(|(_, doubt)| doubt).collect();
        assert_eq!(doubts, expected);
        world.run("delete from signatory where seq = 2; delete from acknowledgement where seq = 2".into()).await;
    }
    assert_eq!(world.doubts().await, []);
}

#[tokio::test]
async fn a_reading_that_was_too_short_for_its_day() {
    let (world, _) = ledger().await;
    world.tamper("update clause_reading set dwell = 60 where person_id = 1 and version_id = 1 and clause = 1").await;
    assert_eq!(world.doubts().await, [(1, Doubt::Reading), (1, Doubt::Dwell)]);
}

#[tokio::test]
async fn personal_data_that_is_gone_with_an_invented_record() {
    // Both entries of the same person, with a record of the second that is as it should be.
    let of = |seq: i64, at: &str, actor: &str, detail: &str| {
        format!(
            "insert into audit (at, actor, action, subject, detail)
            select {at}, {actor}, 'erase_signatory', seq, {detail} from acknowledgement where seq = {seq};"
        )
    };
    let (late, good) = ("1800000000000", "'entry=' || lower(hex(hash)) || ' last=5'");
    for record in [
        of(2, late, "null", "''"),
        of(2, late, "null", "'entry=' || lower(hex(previous)) || ' last=5'"),
        of(2, late, "null", "'entry=' || lower(hex(hash)) || ' last=1'"),
        of(2, "at - 1", "null", good),
        of(2, late, "4242", good),
    ] {
        let (world, _) = ledger().await;
        world.run(format!("delete from signatory where seq in (2, 5); {} {record}", of(5, late, "null", good))).await;
        assert_eq!(world.doubts().await, [(2, Doubt::Erasure)], "{record}");
    }
    let (world, _) = ledger().await;
    world.run(format!("delete from signatory where seq = 2; {}", of(2, late, "null", good))).await;
    assert_eq!(world.doubts().await, [(2, Doubt::Erasure)], "another entry of the same person was left as it was");
    let (world, _) = ledger().await;
    let now = world.now;
    write!(world, |c| erase_signatory(c, &Proof::command_line(), STAFF, now).await);
    assert_eq!(world.doubts().await, []);
}

#[tokio::test]
async fn two_people_who_were_swapped() {
    let (world, _) = ledger().await;
    world
        .tamper(
            "update person set key = 'x' where id = 1;
            update person set key = 'A-1', name = 'Anna <b>' where id = 2; update person set key = 'A-2', name = 'Budi' where id = 1",
        )
        .await;
    let doubts = world.doubts().await;
    assert_eq!(doubts.len(), 10, "{doubts:?}");
    assert!(doubts.iter().all(|(_, doubt)| matches!(doubt, Doubt::Key | Doubt::Name)));
    let (world, _) = ledger().await;
    world.tamper("update acknowledgement_link set link_id = (select id from link_history where person_id = 1)").await;
    assert_eq!(world.doubts().await, [(2, Doubt::Link), (5, Doubt::Link)]);
}

#[tokio::test]
async fn an_end_cut_off_leaves_what_belonged_to_it_or_is_found_by_a_receipt_alone() {
    let (world, receipts) = ledger().await;
    world.tamper("delete from signatory where seq > 3; delete from acknowledgement where seq > 3").await;
    let report = world.verify(&[]).await;
    assert_eq!(report.broken, Some(Broken::Orphan { seq: 4 }), "by which link it was made is still there");
    world.tamper("delete from acknowledgement_link where seq > 3").await;
    assert!(world.verify(&[]).await.sound(), "without an anchor outside nothing is seen");
    assert_eq!(world.verify(&[receipts[4].entry]).await.absent, [receipts[4].entry]);
}

/// A copy made by a version that kept none of this.
#[tokio::test]
async fn a_ledger_of_an_older_version_is_checked_as_far_as_it_goes() {
    let (world, version, _) = with_rina().await;
    make_old(&world).await;
    let report = world.verify(&[]).await;
    assert!(report.sound() && report.unrecorded == 1, "{report:?}");
    let at = version.imported_at.timestamp_millis() - 90 * DAY;
    let rina = Forgery { person: 5, at, read: [at - 5, at - 4, at - 3], key: "A-5", name: "Rina Oktaviani" };
    world.forge(&rina, &version).await;
    assert_eq!(world.doubts().await, [(2, Doubt::Previous), (2, Doubt::Readings), (2, Doubt::NeverLinked)]);
}

/// As a version before this one left it.
async fn make_old(world: &World) {
    world
        .run(
            "drop table pledge_question; drop table acknowledgement_link; drop table link_history;
            drop table person_change; drop table record_start; alter table clause_reading drop column dwell;
            delete from audit where action in ('roster.link', 'ledger.clock')"
                .into(),
        )
        .await;
}
