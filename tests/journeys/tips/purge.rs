//! What time does to tips: copies by day, purging here and in the copies, nothing left of either.

use std::{fs, os::unix::fs::PermissionsExt as _, path::PathBuf};

use chrono::TimeDelta;
use ikrar::{
    telegram::button::{Button, TriageButton},
    tip::{Agency, Id, Reason, Status, job},
};

use super::triage::{Tip, add, count, hand_in};
use crate::world::{Person, World};

/// Everything that is kept of tips: the database, its journal, the copies and theirs.
fn kept(world: &World) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = ["tips.db", "tips.db-journal", "tips.db-wal", "tips.db-shm"]
        .iter()
        .map(|name| world.config.data_dir.join(name))
        .filter(|path| path.exists())
        .collect();
    let copies = fs::read_dir(world.config.tips_backups()).map(|entries| entries.flatten().map(|entry| entry.path()));
    found.extend(copies.into_iter().flatten());
    found
}

/// Files in which these bytes stand.
fn holding(world: &World, bytes: &[u8]) -> Vec<String> {
    let holds = |path: &PathBuf| fs::read(path).unwrap().windows(bytes.len()).any(|window| window == bytes);
    let names = kept(world).into_iter().filter(holds).map(|path| path.file_name().unwrap().to_string_lossy().into());
    names.collect()
}

/// What a case consists of: ids, its locator, and pieces of all that is sealed in it.
async fn traces(world: &World, case: Id) -> Vec<Vec<u8>> {
    let load = world.app.tips.db.run(move |c| {
        Box::pin(async move {
            let id = case.0.to_vec();
            let locator: Vec<u8> =
                sqlx::query_scalar("select locator from tip_case where id = ?").bind(&id).fetch_one(&mut *c).await?;
            let items: Vec<(Vec<u8>, Vec<u8>)> =
                sqlx::query_as("select id, sealed from tip_item where case_id = ?").bind(&id).fetch_all(c).await?;
            let mut traces = vec![id, locator];
            for (id, sealed) in items {
                traces.push(id);
                // From the middle of each page's worth, so that no page of it is missed.
                traces.extend(
                    sealed.chunks(512).filter(|chunk| chunk.len() == 512).map(|chunk| chunk[200..232].to_vec()),
                );
            }
            Ok(traces)
        })
    });
    load.await.unwrap()
}

async fn moves(person: &Person<'_>, tip: &Tip, to: &[Status]) {
    person.says("/laporan").await;
    for status in to {
        let button = match status {
            Status::Rejected => TriageButton::Reject { case: tip.case, reason: Reason::NoEvidence, unread: true },
            status => TriageButton::Move { case: tip.case, status: *status },
        };
        person.taps_data(person.last().id, &Button::Triage(button).encode()).await;
    }
}

async fn fetches(person: &Person<'_>, tip: &Tip) {
    person.says("/laporan").await;
    let button = Button::Triage(TriageButton::Fetch { case: tip.case, all: true });
    person.taps_data(person.last().id, &button.encode()).await;
}

const CLOSE: [Status; 2] = [Status::Reviewed, Status::Rejected];

async fn days(world: &World, days: i64) {
    for _ in 0..days {
        world.pass(TimeDelta::days(1));
        job::step(&world.app).await;
    }
}

/// R13: a byte search finds nothing of a purged case; what is kept stays.
#[tokio::test]
async fn nothing_is_left_of_a_purged_case() {
    let world = World::new().await;
    let (dewi, _) = world.recipient("Dewi", Agency::Bkpsdm).await;
    let (gone, duplicate, stays) = (
        hand_in(&world, &[Agency::Bkpsdm]).await,
        hand_in(&world, &[Agency::Bkpsdm]).await,
        hand_in(&world, &[Agency::Bkpsdm]).await,
    );
    fetches(&dewi, &gone).await;
    moves(&dewi, &gone, &CLOSE).await;
    let merge = Button::Triage(TriageButton::Merge { case: duplicate.case, into: gone.case });
    dewi.taps_data(dewi.last().id, &merge.encode()).await;
    days(&world, 89).await;
    let mut traces_of = Vec::new();
    for tip in [&gone, &duplicate] {
        traces_of.extend(traces(&world, tip.case).await);
    }
    assert!(traces_of.len() > 20);
    let copies = kept(&world).len() - 1;
    assert_eq!(copies, 14, "as many as configured: {:?}", kept(&world));
    for trace in &traces_of {
        assert_eq!(holding(&world, trace).len(), 1 + copies, "the search finds what is there");
    }
    let others = traces(&world, stays.case).await;
    days(&world, 1).await;
    assert_eq!(count(&world, "tip_case").await, 1);
    for trace in &traces_of {
        assert_eq!(holding(&world, trace), Vec::<String>::new());
    }
    for trace in &others {
        assert_eq!(holding(&world, trace).len(), 1 + 14, "what is not purged stays in every copy");
    }
    assert_eq!(count(&world, "tip_audit where action = 'case.purge'").await, 2);
    let orphans = "tip_audit where case_id is not null and case_id not in (select id from tip_case)";
    assert_eq!(count(&world, orphans).await, 0);
    let budi = world.person("Budi");
    budi.says(&format!("/cek {}", gone.receipt)).await;
    assert!(budi.last().text.contains("Tidak ada laporan dengan resi itu"));
    let case = Button::Triage(TriageButton::Case { case: gone.case });
    let answer = dewi.taps_data(dewi.last().id, &case.encode()).await;
    assert!(answer.text.is_some_and(|text| text.contains("sudah tidak ada")));
}

#[tokio::test]
async fn a_case_waits_for_every_agency_and_for_what_was_added() {
    let world = World::new().await;
    let (dewi, _) = world.recipient("Dewi", Agency::Bkpsdm).await;
    let (anton, _) = world.recipient("Anton", Agency::Bawaslu).await;
    let tip = hand_in(&world, &[Agency::Bkpsdm, Agency::Bawaslu]).await;
    moves(&dewi, &tip, &CLOSE).await;
    world.pass(TimeDelta::days(30));
    moves(&anton, &tip, &CLOSE).await;
    world.pass(TimeDelta::days(89));
    add(&world, tip.case, &[Agency::Bkpsdm, Agency::Bawaslu]).await;
    fetches(&dewi, &tip).await;
    days(&world, 2).await;
    assert_eq!(count(&world, "tip_case").await, 1, "Bawaslu has not fetched it");
    fetches(&anton, &tip).await;
    days(&world, 1).await;
    assert_eq!(count(&world, "tip_case").await, 0);
}

#[tokio::test]
async fn copies_are_for_their_owner_and_a_broken_one_stops_nothing() {
    let world = World::new().await;
    let (dewi, _) = world.recipient("Dewi", Agency::Bkpsdm).await;
    let tip = hand_in(&world, &[Agency::Bkpsdm]).await;
    moves(&dewi, &tip, &CLOSE).await;
    job::step(&world.app).await;
    let folder = world.config.tips_backups();
    let copy = folder.join(format!("tips-{}.db", world.today()));
    assert_eq!(fs::metadata(&folder).unwrap().permissions().mode() & 0o777, 0o700);
    assert_eq!(fs::metadata(&copy).unwrap().permissions().mode() & 0o777, 0o600);
    world.pass(TimeDelta::days(85));
    job::step(&world.app).await;
    let broken = folder.join(format!("tips-{}.db", world.today()));
    fs::write(&broken, "this is no database at all, but long enough to be taken for one".repeat(20)).unwrap();
    fs::write(folder.join("catatan.txt"), "milik orang lain").unwrap();
    fs::write(folder.join("tips.part"), "half a copy").unwrap();
    days(&world, 6).await;
    assert_eq!(count(&world, "tip_case").await, 0, "purged all the same");
    assert!(broken.exists() && folder.join("catatan.txt").exists() && !folder.join("tips.part").exists());
    days(&world, 8).await;
    assert!(!broken.exists(), "too old");
}
