//! Every migration meets a database that is in use: after each, rows as a running bot leaves them.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::{collections::BTreeMap, fs, path::Path};

use sqlx::{Connection as _, SqliteConnection, migrate::Migrator};

async fn sum(c: &mut SqliteConnection) -> BTreeMap<String, i64> {
    let tables: Vec<String> = sqlx::query_scalar(
        "select name from sqlite_schema where type = 'table' and name not like 'sqlite_%' and name not like '\\_%' escape '\\'",
    )
    .fetch_all(&mut *c)
    .await
    .unwrap();
    let mut counts = BTreeMap::new();
    for table in tables {
        let sql = sqlx::AssertSqlSafe(format!("select count(*) from {table}"));
        counts.insert(table, sqlx::query_scalar(sql).fetch_one(&mut *c).await.unwrap());
    }
    counts
}

#[tokio::test]
async fn migrations_of_people_keep_what_is_there() {
    keep_what_is_there("migrations/main").await;
}

#[tokio::test]
async fn migrations_of_tips_keep_what_is_there() {
    keep_what_is_there("migrations/tips").await;
}

async fn keep_what_is_there(migrations: &str) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let migrator = Migrator::new(root.join(migrations)).await.unwrap();
    let mut c = SqliteConnection::connect("sqlite::memory:").await.unwrap();
    sqlx::query("pragma foreign_keys = on").execute(&mut c).await.unwrap();
    for migration in migrator.iter() {
        let (version, before) = (migration.version, sum(&mut c).await);
        sqlx::raw_sql(migration.sql.clone()).execute(&mut c).await.unwrap_or_else(|error| panic!("{version}: {error}"));
        let after = sum(&mut c).await;
        for (table, count) in before {
            assert_eq!(after.get(&table), Some(&count), "{version} changed the rows of {table}");
        }
        let sample = root.join(format!("tests/samples/{version}.sql"));
        let rows = fs::read_to_string(&sample)
            .unwrap_or_else(|_| panic!("give sample rows for migration {version} in {}", sample.display()));
        sqlx::raw_sql(sqlx::AssertSqlSafe(rows)).execute(&mut c).await.unwrap_or_else(|e| panic!("{version}: {e}"));
    }
    let counts = sum(&mut c).await;
    let empty: Vec<&String> = counts.iter().filter(|(_, count)| **count == 0).map(|(table, _)| table).collect();
    assert!(empty.is_empty(), "no sample rows in {empty:?}");
    let orphans: Vec<(String,)> =
        sqlx::query_as("select \"table\" from pragma_foreign_key_check").fetch_all(&mut c).await.unwrap();
    assert!(orphans.is_empty(), "{orphans:?}");
}

/// A tip that two agencies have becomes one copy for each, with what each has done to it.
#[tokio::test]
async fn each_agency_gets_its_copy_of_old_tips() {
    let migrator = Migrator::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations/tips")).await.unwrap();
    let mut c = SqliteConnection::connect("sqlite::memory:").await.unwrap();
    sqlx::query("pragma foreign_keys = on").execute(&mut c).await.unwrap();
    for migration in migrator.iter() {
        if migration.version == 20_261_128_010_002 {
            let rows = "insert into tip_case (id, locator, reply_key, received_on) values (x'11000000000000000000000000000000', zeroblob(32), 'age1r', '2024-10-04');
                insert into tip_handling (case_id, agency, status, unread, changed_on) values
                    (x'11000000000000000000000000000000', 'bkpsdm', 'reviewed', 1, '2024-10-04'),
                    (x'11000000000000000000000000000000', 'bawaslu', 'received', 1, '2024-10-04');
                insert into tip_item (id, case_id, n, kind, agency, on_day, unread, sealed) values
                    (x'21000000000000000000000000000000', x'11000000000000000000000000000000', 1, 'report', null, '2024-10-04', 0, x'0a'),
                    (x'22000000000000000000000000000000', x'11000000000000000000000000000000', 2, 'reply', 'bkpsdm', '2024-10-04', 1, x'0b'),
                    (x'23000000000000000000000000000000', x'11000000000000000000000000000000', 3, 'addition', null, '2024-10-05', 0, x'0c')";
            sqlx::raw_sql(rows).execute(&mut c).await.unwrap();
        }
        sqlx::raw_sql(migration.sql.clone()).execute(&mut c).await.unwrap();
    }
    let list = "select agency || ' ' || n || ' ' || kind || ' ' || hex(sealed) from tip_item order by agency desc, n";
    let items: Vec<String> = sqlx::query_scalar(list).fetch_all(&mut c).await.unwrap();
    assert_eq!(
        items,
        [
            "bkpsdm 1 report 0A",
            "bkpsdm 2 reply 0B",
            "bkpsdm 3 addition 0C",
            "bawaslu 1 report 0A",
            "bawaslu 3 addition 0C"
        ]
    );
    let hidden: i64 =
        sqlx::query_scalar("select count(*) from tip_handling where not shown").fetch_one(&mut c).await.unwrap();
    assert_eq!(hidden, 0, "what was known stays known");
}
