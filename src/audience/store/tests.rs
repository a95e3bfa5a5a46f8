//! Segments of random rosters: pages and counts say what a plain look at everyone says.

use proptest::prelude::*;

use super::*;
use crate::{
    audience::Rank,
    db::Db,
    pledge::{file, store::State},
    roster::store::find_person,
};

const UNITS: i64 = 7;

/// Someone as the test makes them.
#[derive(Clone, Debug)]
struct One {
    unit: i64,
    kind: usize,
    head: bool,
    active: bool,
    linked: bool,
    muted: bool,
    unreachable: bool,
    /// Which of the two documents were acknowledged.
    signed: [bool; 2],
}

fn one() -> impl Strategy<Value = One> {
    let flags = (any::<bool>(), prop::bool::weighted(0.9), prop::bool::weighted(0.7), any::<[bool; 4]>());
    (1..=UNITS, 0..Kind::ALL.len(), flags).prop_map(|(unit, kind, (head, active, linked, more))| One {
        unit,
        kind,
        head,
        active,
        linked,
        muted: more[0],
        unreachable: more[1],
        signed: [more[2], more[3]],
    })
}

fn segment() -> impl Strategy<Value = Segment> {
    let kinds = prop::collection::vec(0..Kind::ALL.len(), 0..3);
    (prop::option::of(1..=UNITS + 1), kinds, 0..Rank::ALL.len(), any::<bool>()).prop_map(
        |(unit, kinds, rank, owing)| {
            let kinds = kinds.into_iter().map(|kind| Kind::ALL[kind]).collect();
            Segment { unit, kinds, rank: Rank::ALL[rank], owing }
        },
    )
}

/// Unit 1 is the root, 2 and 3 stand below it, 4 and 5 below 2, 6 below 3, 7 below 6.
fn parent(unit: i64) -> Option<i64> {
    [None, Some(1), Some(1), Some(2), Some(2), Some(3), Some(6)][usize::try_from(unit - 1).expect("a unit")]
}

fn depth(unit: i64) -> u32 {
    parent(unit).map_or(1, |parent| depth(parent) + 1)
}

fn zone(unit: i64) -> Zone {
    Zone::ALL[usize::try_from(unit % 3).expect("a zone")]
}

fn within(unit: i64, top: i64) -> bool {
    unit == top || parent(unit).is_some_and(|parent| within(parent, top))
}

async fn roster(people: Vec<One>) -> (tempfile::TempDir, Db) {
    let folder = tempfile::tempdir().expect("a folder");
    let db = Db::open(&folder.path().join("ikrar.db")).await.expect("a database");
    db.write(move |c| Box::pin(async move { fill(c, &people).await })).await.expect("a roster");
    (folder, db)
}

async fn fill(c: &mut SqliteConnection, people: &[One]) -> anyhow::Result<()> {
    let at = chrono::DateTime::from_timestamp(1_728_000_000, 0).context("a moment")?;
    for name in ["ikrar-netralitas-asn", "pakta-integritas-kepala-opd"] {
        let text = std::fs::read(format!("{}/examples/documents/{name}.toml", env!("CARGO_MANIFEST_DIR")))?;
        let Ok(document) = file::parse(&text) else { anyhow::bail!("{name} is no document") };
        pledge::store::import_document(c, &Proof::command_line(), &document, at).await?;
    }
    let versions: Vec<i64> = load_obligations(c).await?.versions().map(|id| id.0).collect();
    for unit in 1..=UNITS {
        sqlx::query("insert into unit values (?1, ?2, 'U' || ?1, 'U' || ?1, ?3, ?4)")
            .bind(unit)
            .bind(parent(unit))
            .bind(depth(unit))
            .bind(zone(unit).code())
            .execute(&mut *c)
            .await?;
    }
    let mut seq = 0;
    for (id, one) in (1_i64..).zip(people) {
        sqlx::query("insert into person values (?1, 'NA-' || ?1, 'code', 'Orang', ?2, '', ?3, ?4, ?5, 0)")
            .bind(id)
            .bind(Kind::ALL[one.kind].as_str())
            .bind(one.head)
            .bind(one.unit)
            .bind(one.active)
            .execute(&mut *c)
            .await?;
        if one.linked {
            sqlx::query("insert into link values (?1, 1000 + ?1, 'id', 0)").bind(id).execute(&mut *c).await?;
        }
        sqlx::query("insert into recipient (person_id, muted_at, unreachable_at, unreachable) values (?, ?, ?, ?)")
            .bind(id)
            .bind(one.muted.then_some(1))
            .bind(one.unreachable.then_some(1))
            .bind(one.unreachable.then_some("blocked"))
            .execute(&mut *c)
            .await?;
        for (version, _) in versions.iter().zip(one.signed).filter(|(_, signed)| *signed) {
            seq += 1;
            sqlx::query(
                "insert into acknowledgement values (?1, ?2, ?3, 'follow', 0, '', zeroblob(32), zeroblob(32),
                    cast(printf('%032d', ?1) as blob))",
            )
            .bind(seq)
            .bind(id)
            .bind(version)
            .execute(&mut *c)
            .await?;
        }
    }
    Ok(())
}

/// By looking at one person after the other, as their own screens do.
async fn look(c: &mut SqliteConnection, segment: &Segment, people: &[One]) -> anyhow::Result<Vec<usize>> {
    let mut found = Vec::new();
    for (at, one) in people.iter().enumerate() {
        let id = PersonId(i64::try_from(at)? + 1);
        let there = segment.unit.is_none_or(|top| within(one.unit, top));
        let holds = segment.holds_kind(Kind::ALL[one.kind]) && segment.rank.holds(one.head, depth(one.unit));
        if !one.active || !there || !holds {
            continue;
        }
        assert!(find_person(c, id).await?.is_some_and(|person| person.active));
        let owed = pledge::store::list_owed(c, id).await?;
        let owes = owed.iter().any(|owed| !matches!(owed.state, State::Acknowledged { .. }));
        if !segment.owing || owes {
            found.push(at);
        }
    }
    Ok(found)
}

async fn pages(
    c: &mut SqliteConnection,
    segment: &Segment,
    zone: Option<Zone>,
    limit: i64,
) -> anyhow::Result<Vec<i64>> {
    let obligations = load_obligations(c).await?;
    let (mut all, mut after) = (Vec::new(), PersonId(0));
    loop {
        let page = list_page(c, segment, zone, &obligations, after, limit).await?;
        all.extend(page.people.into_iter().map(|id| id.0));
        match page.last {
            Some(last) => after = last,
            None => return Ok(all),
        }
    }
}

fn run<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime").block_on(work)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn pages_and_counts_agree_with_a_look_at_everyone(
        people in prop::collection::vec(one(), 0..60),
        segments in prop::collection::vec(segment(), 6),
        limit in 1_i64..40,
    ) {
        run(async {
            let (_folder, db) = roster(people.clone()).await;
            let mut c = db.read().await.expect("a connection");
            for segment in &segments {
                let found = look(&mut c, segment, &people).await.expect("a look");
                let linked: Vec<usize> = found.iter().copied().filter(|at| people[*at].linked).collect();
                let ids = |zone: Option<Zone>| -> Vec<i64> {
                    let there = linked.iter().filter(|at| zone.is_none_or(|wanted| wanted == self::zone(people[**at].unit)));
                    there.map(|at| i64::try_from(*at).expect("an id") + 1).collect()
                };
                assert_eq!(pages(&mut c, segment, None, limit).await.expect("pages"), ids(None), "{segment:?}");
                for zone in Zone::ALL {
                    let listed = pages(&mut c, segment, Some(zone), limit).await.expect("pages");
                    assert_eq!(listed, ids(Some(zone)), "{segment:?} in {zone}");
                }
                let count = |wanted: &dyn Fn(&One) -> bool| {
                    i64::try_from(linked.iter().filter(|at| wanted(&people[**at])).count()).expect("a count")
                };
                let zones = Zone::ALL.map(|zone| (zone, count(&|one| self::zone(one.unit) == zone)));
                let size = measure(&mut c, &Proof::command_line(), segment).await.expect("a size");
                assert_eq!(size, Size {
                    people: i64::try_from(found.len()).expect("a count"),
                    linked: count(&|_| true),
                    unreachable: count(&|one| one.unreachable),
                    muted: count(&|one| one.muted),
                    zones: zones.into_iter().filter(|(_, count)| *count > 0).collect(),
                }, "{segment:?}");
                if segment.owing {
                    let all: Vec<PersonId> = pages(&mut c, &Segment { owing: false, ..segment.clone() }, None, limit)
                        .await.expect("pages").into_iter().map(PersonId).collect();
                    let obligations = load_obligations(&mut c).await.expect("documents");
                    let left = retain_owing(&mut c, &obligations, &all).await.expect("those who owe");
                    assert_eq!(left.into_iter().map(|id| id.0).collect::<Vec<_>>(), ids(None));
                }
            }
        });
    }
}

#[test]
fn the_longest_names_are_found_with_their_full_stops() {
    run(async {
        let (_folder, db) = roster(Vec::new()).await;
        db.write(|c| {
            Box::pin(async move {
                for (id, name, active) in [(1, "Dr. A. B. C.", 1), (2, "Empatbelas aaa", 1), (3, "A very long name", 0)]
                {
                    sqlx::query("insert into person values (?1, 'NA-' || ?1, 'code', ?2, 'pns', '', 0, 1, ?3, 0)")
                        .bind(id)
                        .bind(name)
                        .bind(active)
                        .execute(&mut *c)
                        .await?;
                }
                Ok(())
            })
        })
        .await
        .expect("people");
        let mut c = db.read().await.expect("a connection");
        let longest = find_longest(&mut c, &Proof::command_line()).await.expect("names");
        assert_eq!((longest.name.as_str(), longest.unit.as_str()), ("Dr. A. B. C.", "U1"));
    });
}
