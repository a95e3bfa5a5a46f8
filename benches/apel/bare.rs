//! The yardstick: how many single rows this disk commits durably in a second, one after the other.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use sqlx::{
    ConnectOptions as _, Connection as _,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
};

pub async fn commits_per_second(path: &Path, length: Duration) -> anyhow::Result<f64> {
    let mut c = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .disable_statement_logging()
        .connect()
        .await?;
    sqlx::query("create table bare (id integer primary key, at integer not null)").execute(&mut c).await?;
    let (began, mut commits) = (Instant::now(), 0u32);
    while began.elapsed() < length {
        sqlx::query("insert into bare (at) values (?)").bind(i64::from(commits)).execute(&mut c).await?;
        commits += 1;
    }
    let rate = f64::from(commits) / began.elapsed().as_secs_f64();
    c.close().await?;
    Ok(rate)
}
