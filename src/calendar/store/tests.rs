//! Elections in the database: imported, moved, removed.

use chrono::{DateTime, Utc};
use tempfile::TempDir;

use super::*;
use crate::{
    access::{Proof, store::find_last_audit},
    calendar::{ElectionFile, Span, file},
    db::Db,
    error, reminder,
};

async fn db() -> (TempDir, Db) {
    let folder = tempfile::tempdir().expect("a folder");
    let db = Db::open(&folder.path().join("ikrar.db")).await.expect("a database");
    (folder, db)
}

fn now() -> DateTime<Utc> {
    "2024-10-04T01:00:00Z".parse().expect("a moment")
}

fn example() -> ElectionFile {
    file::parse(file::EXAMPLE.as_bytes()).expect("a calendar")
}

async fn import(db: &Db, file: ElectionFile) -> Imported {
    db.write(move |c| {
        Box::pin(async move { import_election(c, &Proof::command_line(), &file, "Pemkab", true, now()).await })
    })
    .await
    .expect("an import")
}

async fn imported(db: &Db) -> ElectionId {
    match import(db, example()).await {
        Imported::New(id, _) => id,
        other => panic!("{other:?}"),
    }
}

async fn set(db: &Db, dates: Dates, digest: u32) -> Applied {
    db.write(move |c| Box::pin(async move { set_dates(c, &Proof::command_line(), dates, digest, now()).await }))
        .await
        .expect("an answer")
}

async fn show(db: &Db, dates: Dates) -> Option<Shown> {
    let mut c = db.read().await.expect("a connection");
    preview_dates(&mut c, &Proof::command_line(), dates, now()).await.expect("a preview")
}

async fn stages(db: &Db, id: ElectionId) -> Vec<Stage> {
    list_stages(&mut db.read().await.expect("a connection"), id).await.expect("stages")
}

fn span(first: &str, last: &str) -> Span {
    Span { first: first.parse().expect("a day"), last: last.parse().expect("a day") }
}

#[tokio::test]
async fn a_file_makes_an_election_and_then_changes_it() {
    let (_folder, db) = db().await;
    let mut file = example();
    file.hours = Some((480, 1080));
    file.weekends = Some(false);
    let Imported::New(id, _) = import(&db, file.clone()).await else { panic!("a new one") };
    let mut c = db.read().await.expect("a connection");
    let election = find_election(&mut c, id).await.expect("a query").expect("the election");
    assert_eq!((election.hours.from, election.hours.to, election.hours.weekends), (480, 1080, false));
    assert_eq!(election.weekly_cap, 5);
    assert_eq!(import(&db, file.clone()).await, Imported::Unchanged(id));
    file.stages.remove(1);
    file.stages[0].name = "Kampanye".into();
    let mut other = file.stages[0].clone();
    (other.kind, other.name) = (StageKind::Other, "Masa tenang".into());
    file.stages.push(other);
    let before = stages(&db, id).await;
    let Imported::Updated(_, plan) = import(&db, file.clone()).await else { panic!("an update") };
    assert_eq!((plan.added.len(), plan.changed.len(), plan.removed.len()), (0, 2, 0));
    let after = stages(&db, id).await;
    assert_eq!(after.len(), 3);
    assert!(after.iter().all(|stage| before.iter().any(|old| old.id == stage.id)), "nothing was made anew");
    // A new name and a name given free, in one change.
    file.stages.retain(|stage| stage.kind != StageKind::Other);
    file.stages[0].name = "Masa tenang".into();
    assert!(matches!(import(&db, file.clone()).await, Imported::Updated(..)));
    assert_eq!(import(&db, file).await, Imported::Unchanged(id));
}

#[tokio::test]
async fn days_move_as_they_were_shown_or_not_at_all() {
    let (_folder, db) = db().await;
    let id = imported(&db).await;
    let quiet = stages(&db, id).await[1].id;
    let wanted = Dates::Stage(quiet, span("2024-11-25", "2024-11-26"));
    let shown = show(&db, wanted).await.expect("a preview");
    assert_eq!((shown.moves.len(), shown.problems.len()), (1, 0));
    assert_eq!(set(&db, wanted, shown.digest ^ 1).await, Applied::Stale(id));
    // Another change in between.
    let other = Dates::ShiftStage(stages(&db, id).await[2].id, 1);
    let between = show(&db, other).await.expect("a preview").digest;
    assert_eq!(set(&db, other, between).await, Applied::Done(id));
    assert_eq!(set(&db, wanted, shown.digest).await, Applied::Stale(id));
    assert_eq!(stages(&db, id).await[1].span(), span("2024-11-24", "2024-11-26"));
    let shown = show(&db, wanted).await.expect("a preview");
    assert_eq!(set(&db, wanted, shown.digest).await, Applied::Done(id));
    assert_eq!(set(&db, wanted, shown.digest).await, Applied::Already(id));
    // What may not overlap is not applied, whatever the digest.
    let over = Dates::Stage(quiet, span("2024-11-20", "2024-11-26"));
    let shown = show(&db, over).await.expect("a preview");
    assert_eq!(shown.problems.len(), 1);
    assert_eq!(set(&db, over, shown.digest).await, Applied::Stale(id));
    // All of them together.
    let all = Dates::Shift(id, -7);
    let shown = show(&db, all).await.expect("a preview");
    assert_eq!((shown.moves.len(), shown.problems.len()), (3, 0));
    assert_eq!(set(&db, all, shown.digest).await, Applied::Done(id));
    assert_eq!(set(&db, all, shown.digest).await, Applied::Already(id), "not a second time");
    assert_eq!(stages(&db, id).await[2].span(), span("2024-11-21", "2024-11-21"));
    assert_eq!(show(&db, Dates::Shift(id, 100_000)).await.expect("a preview").problems.len(), 6);
    let mut c = db.read().await.expect("a connection");
    let far = preview_dates(&mut c, &Proof::command_line(), Dates::Shift(id, i64::MAX), now()).await;
    assert!(error::shown(&far.expect_err("too far")).is_some());
}

#[tokio::test]
async fn what_is_removed_leaves_its_name_free_and_its_row_behind() {
    let (_folder, db) = db().await;
    let id = imported(&db).await;
    let first = stages(&db, id).await[0].id;
    let (rules, left) = db
        .write(move |c| {
            Box::pin(async move {
                assert!(remove_stage(c, &Proof::command_line(), first, now()).await?);
                assert!(!remove_stage(c, &Proof::command_line(), first, now()).await?, "once");
                let rules: i64 =
                    sqlx::query_scalar("select count(*) from rule where removed_at is null and stage_id = ?")
                        .bind(first.0)
                        .fetch_one(&mut *c)
                        .await?;
                let left: i64 = sqlx::query_scalar("select count(*) from stage").fetch_one(&mut *c).await?;
                Ok((rules, left))
            })
        })
        .await
        .expect("removed");
    assert!(
        reminder::store::list_rules(&mut db.read().await.expect("a connection"), id).await.expect("rules").len() >= 2
    );
    assert_eq!((rules, left, stages(&db, id).await.len()), (0, 3, 2));
    assert!(matches!(import(&db, example()).await, Imported::Updated(..)), "the stage comes back");
    assert_eq!(stages(&db, id).await.len(), 3);
    db.write(move |c| {
        Box::pin(async move {
            assert!(remove_election(c, &Proof::command_line(), id, now()).await?);
            assert!(!remove_election(c, &Proof::command_line(), id, now()).await?, "once");
            assert!(find_last_audit(c, &Proof::command_line(), "election.remove", &id.0.to_string()).await?.is_some());
            Ok(())
        })
    })
    .await
    .expect("removed");
    let mut c = db.read().await.expect("a connection");
    assert!(list_elections(&mut c).await.expect("a list").is_empty());
    assert!(find_stage(&mut c, first).await.expect("a query").is_none());
    assert_ne!(imported(&db).await, id, "a new one of the same id");
    assert_eq!(show(&db, Dates::Shift(id, 1)).await.map(|shown| shown.digest), None);
    assert_eq!(set(&db, Dates::Shift(id, 1), 0).await, Applied::Gone);
}

#[tokio::test]
async fn names_and_settings_stay_within_their_bounds() {
    let (_folder, db) = db().await;
    let id = imported(&db).await;
    let stage = stages(&db, id).await[0].id;
    let rename = |name: &'static str| {
        let db = db.clone();
        async move {
            db.write(move |c| {
                Box::pin(async move { rename_stage(c, &Proof::command_line(), stage, name, now()).await })
            })
            .await
        }
    };
    assert!(rename("Kampanye").await.expect("renamed"));
    assert!(error::shown(&rename("masa TENANG").await.expect_err("taken")).is_some());
    let set = |from, to, cap| {
        let db = db.clone();
        async move {
            let hours = Hours { from, to, weekends: true };
            db.write(move |c| {
                Box::pin(async move { set_settings(c, &Proof::command_line(), id, hours, cap, now()).await })
            })
            .await
        }
    };
    assert!(set(0, 1440, 21).await.expect("set"));
    for (from, to, cap) in [(480, 480, 5), (1439, 1440, 5), (0, 1441, 5), (0, 1440, 0), (0, 1440, 22)] {
        assert!(error::shown(&set(from, to, cap).await.expect_err("refused")).is_some(), "{from} {to} {cap}");
    }
}
