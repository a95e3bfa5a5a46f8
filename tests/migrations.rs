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
