//! Opens the database, and gives it one writer that commits waiting changes together.

use std::{panic::AssertUnwindSafe, path::Path, sync::Arc, time::Duration};

use anyhow::Context as _;
use futures::{FutureExt as _, future::BoxFuture};
use sqlx::{
    ConnectOptions as _, Connection as _, SqliteConnection, SqlitePool,
    migrate::{MigrateError, Migrator},
    pool::PoolConnection,
    sqlite::{Sqlite, SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use tokio::sync::{mpsc, oneshot};

pub(crate) static MIGRATOR: Migrator = sqlx::migrate!("migrations/main");

/// How many changes may share one commit. Bounds how long the first of them waits for the last.
const BATCH: usize = 128;
/// How long a write waits for another process (an import by command line, a backup).
const BUSY: Duration = Duration::from_secs(5);
const READERS: u32 = 4;

#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error(
        "the database {path} was written by a newer version of ikrar (it has migration {version}); install that version or restore a backup from before"
    )]
    Newer { path: String, version: i64 },
    #[error(
        "the database {path} has a migration {version} that differs from the one this version knows; install the version that made it, or restore a backup"
    )]
    Altered { path: String, version: i64 },
    #[error("cannot open the database {path}: {reason}")]
    Unusable { path: String, reason: sqlx::Error },
    #[error("cannot bring the database {path} up to date: {reason}")]
    Migration { path: String, reason: MigrateError },
}

/// Handle to the people database. Clones share the pool and the writer.
#[derive(Clone)]
pub struct Db {
    readers: SqlitePool,
    jobs: mpsc::Sender<Box<dyn Job>>,
}

impl Db {
    /// Creates the file if need be, applies migrations, starts the writer.
    pub async fn open(path: &Path) -> Result<Self, OpenError> {
        let options = options(path).journal_mode(SqliteJournalMode::Wal).synchronous(SqliteSynchronous::Full);
        let writer = connect(path, &options, &MIGRATOR).await?;
        let readers = SqlitePoolOptions::new()
            .max_connections(READERS)
            // Costs a trip to the connection's thread, and a file does not hang up.
            .test_before_acquire(false)
            .connect_with(options.pragma("query_only", "on"))
            .await
            .map_err(|reason| OpenError::Unusable { path: path.display().to_string(), reason })?;
        let (jobs, queue) = mpsc::channel(1024);
        tokio::spawn(write_in_batches(writer, queue));
        Ok(Self { readers, jobs })
    }

    /// A connection that can only read, on the state of the last commit.
    pub async fn read(&self) -> anyhow::Result<PoolConnection<Sqlite>> {
        self.readers.acquire().await.context("waiting for a reading connection")
    }

    /// Runs `work` in the write transaction; returns once it is on the disk.
    ///
    /// Changes that wait at the same time share one commit, each within its own savepoint, so
    /// an error undoes only its own. Never await anything but the connection inside.
    pub async fn write<T, F>(&self, work: F) -> anyhow::Result<T>
    where
        T: Send + 'static,
        F: for<'c> FnOnce(&'c mut SqliteConnection) -> BoxFuture<'c, anyhow::Result<T>> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let job = Pending { work: Some(work), result: None, reply };
        self.jobs.send(Box::new(job)).await.ok().context("the database writer has stopped")?;
        answer.await.context("the database writer has stopped")?
    }
}

/// Creates the file if need be, opens it and applies migrations.
pub(crate) async fn connect(
    path: &Path,
    options: &SqliteConnectOptions,
    migrator: &Migrator,
) -> Result<SqliteConnection, OpenError> {
    let shown = path.display().to_string();
    let unusable = |reason: sqlx::Error| OpenError::Unusable { path: shown.clone(), reason };
    create_private(path).map_err(|error| unusable(error.into()))?;
    let mut connection = options.connect().await.map_err(unusable)?;
    migrator.run(&mut connection).await.map_err(|error| match error {
        MigrateError::VersionMissing(version) => OpenError::Newer { path: shown.clone(), version },
        MigrateError::VersionMismatch(version) => OpenError::Altered { path: shown.clone(), version },
        reason => OpenError::Migration { path: shown.clone(), reason },
    })?;
    Ok(connection)
}

/// Opens an existing file, or a copy of one, without changing it: no migration, no lock on writers.
pub async fn open_read_only(path: &Path) -> Result<SqliteConnection, OpenError> {
    let options =
        SqliteConnectOptions::new().filename(path).read_only(true).busy_timeout(BUSY).disable_statement_logging();
    let opened = match try_read(&options).await {
        // A copy in a place where SQLite cannot make the shared memory that write-ahead logging asks
        // for. With no log beside it the file is all there is, and it may be taken as immutable.
        Err(sqlx::Error::Database(error)) if cannot_write(&*error) && !has_log(path) => {
            try_read(&options.immutable(true)).await
        }
        opened => opened,
    };
    opened.map_err(|reason| OpenError::Unusable { path: path.display().to_string(), reason })
}

/// Whether the file is no database of ours, or one that is broken, rather than out of reach.
pub fn is_foreign(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        let reason = match cause.downcast_ref() {
            Some(OpenError::Unusable { reason, .. }) => Some(reason),
            _ => cause.downcast_ref::<sqlx::Error>(),
        };
        match reason {
            Some(sqlx::Error::Database(error)) => {
                let code = error.code().and_then(|code| code.parse::<u32>().ok());
                // SQLITE_IOERR_SHORT_READ; else SQLITE_ERROR (no such table), SQLITE_CORRUPT, SQLITE_NOTADB.
                code.is_some_and(|code| code == 522 || matches!(code & 0xff, 1 | 11 | 26))
            }
            Some(sqlx::Error::ColumnDecode { .. } | sqlx::Error::ColumnNotFound(_)) => true,
            _ => false,
        }
    })
}

async fn try_read(options: &SqliteConnectOptions) -> sqlx::Result<SqliteConnection> {
    let mut connection = options.connect().await?;
    sqlx::query("select 1 from sqlite_schema").execute(&mut connection).await?;
    Ok(connection)
}

/// SQLITE_READONLY or SQLITE_CANTOPEN, in any of their kinds.
fn cannot_write(error: &dyn sqlx::error::DatabaseError) -> bool {
    let code = error.code().and_then(|code| code.parse::<u32>().ok());
    code.is_some_and(|code| matches!(code & 0xff, 8 | 14))
}

fn has_log(path: &Path) -> bool {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    std::fs::metadata(log).is_ok_and(|log| log.len() > 0)
}

/// What `ikrar doctor` asks of a database.
#[derive(Debug)]
pub struct Examination {
    /// Migrations applied.
    pub applied: usize,
    /// Those this version would apply at its next start.
    pub waiting: usize,
    /// The newest one, where this version does not know it.
    pub newer: Option<i64>,
    /// What SQLite finds wrong with the file or its references; empty when all is well.
    pub faults: Vec<String>,
}

/// Reads the whole file and changes nothing: the bot may be running.
pub async fn examine(c: &mut SqliteConnection, migrator: &Migrator) -> anyhow::Result<Examination> {
    let mut faults: Vec<String> = sqlx::query_scalar("pragma integrity_check").fetch_all(&mut *c).await?;
    faults.retain(|fault| fault != "ok");
    let orphans: Vec<(String,)> =
        sqlx::query_as("select \"table\" from pragma_foreign_key_check").fetch_all(&mut *c).await?;
    faults.extend(orphans.into_iter().map(|(table,)| format!("a row of {table} refers to one that is not there")));
    let applied: Vec<i64> =
        sqlx::query_scalar("select version from _sqlx_migrations where success").fetch_all(&mut *c).await?;
    let known: Vec<i64> = migrator.iter().map(|migration| migration.version).collect();
    let newer = applied.iter().copied().filter(|version| !known.contains(version)).max();
    let waiting = known.iter().filter(|version| !applied.contains(version)).count();
    Ok(Examination { applied: applied.len(), waiting, newer, faults })
}

/// It will name people: mode 0600, which SQLite gives to `-wal` and `-shm` as well. A file that is
/// there is not touched: closing it would drop the locks that this process may hold on it.
pub(crate) fn create_private(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::OpenOptionsExt as _;
    match std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path) {
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

/// What every database of ours is opened with; how it keeps its journal is its own matter.
pub(crate) fn options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .foreign_keys(true)
        .busy_timeout(BUSY)
        .disable_statement_logging()
}

trait Job: Send {
    /// True when the change may stay.
    fn run<'c>(&'c mut self, connection: &'c mut SqliteConnection) -> BoxFuture<'c, bool>;
    /// Tells the caller; `lost` when the batch as a whole was not committed.
    fn finish(self: Box<Self>, lost: Option<Arc<sqlx::Error>>);
}

struct Pending<T, F> {
    work: Option<F>,
    result: Option<anyhow::Result<T>>,
    reply: oneshot::Sender<anyhow::Result<T>>,
}

impl<T, F> Job for Pending<T, F>
where
    T: Send + 'static,
    F: for<'c> FnOnce(&'c mut SqliteConnection) -> BoxFuture<'c, anyhow::Result<T>> + Send,
{
    fn run<'c>(&'c mut self, connection: &'c mut SqliteConnection) -> BoxFuture<'c, bool> {
        let work = self.work.take();
        Box::pin(async move {
            let result = match work {
                Some(work) => AssertUnwindSafe(work(connection))
                    .catch_unwind()
                    .await
                    .unwrap_or_else(|_| Err(anyhow::anyhow!("a database change panicked"))),
                None => Err(anyhow::anyhow!("a database change ran twice")),
            };
            let stays = result.is_ok();
            self.result = Some(result);
            stays
        })
    }

    fn finish(self: Box<Self>, lost: Option<Arc<sqlx::Error>>) {
        let result = match (self.result, lost) {
            // Its own error says more than the batch's.
            (Some(Err(error)), _) => Err(error),
            (_, Some(error)) => Err(anyhow::Error::new(Lost(error)).context("committing")),
            (Some(Ok(value)), None) => Ok(value),
            (None, None) => Err(anyhow::anyhow!("a database change did not run")),
        };
        // The caller may have given up waiting.
        let _ = self.reply.send(result);
    }
}

/// A commit error shared by every change of the batch.
#[derive(Debug, thiserror::Error)]
#[error("the batch was not committed: {0}")]
pub(crate) struct Lost(pub(crate) Arc<sqlx::Error>);

async fn write_in_batches(mut connection: SqliteConnection, mut queue: mpsc::Receiver<Box<dyn Job>>) {
    let mut batch = Vec::with_capacity(BATCH);
    while queue.recv_many(&mut batch, BATCH).await > 0 {
        let lost = write_batch(&mut connection, &mut batch).await.err().map(Arc::new);
        if lost.is_some() {
            // Whatever state the failure left; there may be no transaction to roll back.
            let _ = sqlx::query("rollback").execute(&mut connection).await;
        }
        for job in batch.drain(..) {
            job.finish(lost.clone());
        }
    }
    let _ = connection.close().await;
}

/// Each statement is a trip to the connection's thread and back, so what belongs together goes together.
async fn write_batch(connection: &mut SqliteConnection, batch: &mut [Box<dyn Job>]) -> sqlx::Result<()> {
    let last = batch.len().saturating_sub(1);
    sqlx::query("begin immediate; savepoint job").execute(&mut *connection).await?;
    for (n, job) in batch.iter_mut().enumerate() {
        let then = match (job.run(connection).await, n == last) {
            (true, false) => "release job; savepoint job",
            // The savepoint itself stays, for the next.
            (false, false) => "rollback to job",
            (true, true) => "commit",
            (false, true) => "rollback to job; commit",
        };
        sqlx::query(then).execute(&mut *connection).await?;
    }
    Ok(())
}
