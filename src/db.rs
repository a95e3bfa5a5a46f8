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
        "the database {path} was written by a newer version of ikrar{} (it has migration {version}); install that version or restore a backup from before",
        made_by.as_ref().map(|made_by| format!(", {made_by}")).unwrap_or_default()
    )]
    Newer { path: String, version: i64, made_by: Option<String> },
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
        let mut writer = connect(path, &options, &MIGRATOR).await?;
        let unusable = |reason| OpenError::Unusable { path: path.display().to_string(), reason };
        sign(&mut writer).await.map_err(unusable)?;
        let readers = SqlitePoolOptions::new()
            .max_connections(READERS)
            // Costs a trip to the connection's thread, and a file does not hang up.
            .test_before_acquire(false)
            .connect_with(options.pragma("query_only", "on"))
            .await
            .map_err(unusable)?;
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
    match migrator.run(&mut connection).await {
        Ok(()) => Ok(connection),
        Err(MigrateError::VersionMissing(version)) => {
            Err(OpenError::Newer { path: shown, version, made_by: find_mark(&mut connection, PROGRAM).await })
        }
        Err(MigrateError::VersionMismatch(version)) => Err(OpenError::Altered { path: shown, version }),
        Err(reason) => Err(OpenError::Migration { path: shown, reason }),
    }
}

/// Marks in the people database that are about the installation itself.
const PROGRAM: &str = "program";
/// The database of tips has been made: should it be missing, it was lost.
const TIPS: &str = "tips";

/// Leaves the version of this program, so that an older one can name it.
async fn sign(c: &mut SqliteConnection) -> sqlx::Result<()> {
    if find_mark(c, PROGRAM).await.as_deref() == Some(crate::VERSION) {
        return Ok(());
    }
    set_mark(c, PROGRAM, crate::VERSION).await
}

async fn set_mark(c: &mut SqliteConnection, name: &str, value: &str) -> sqlx::Result<()> {
    sqlx::query(
        "insert into installation (name, value) values (?, ?) on conflict (name) do update set value = excluded.value",
    )
    .bind(name)
    .bind(value)
    .execute(c)
    .await
    .map(|_| ())
}

/// None as well where the table is not there yet.
async fn find_mark(c: &mut SqliteConnection, name: &str) -> Option<String> {
    sqlx::query_scalar("select value from installation where name = ?")
        .bind(name)
        .fetch_optional(c)
        .await
        .ok()
        .flatten()
}

/// Whether the database of tips has once been made.
pub async fn had_tips(c: &mut SqliteConnection) -> bool {
    find_mark(c, TIPS).await.is_some()
}

pub async fn set_had_tips(c: &mut SqliteConnection, had: bool) -> anyhow::Result<()> {
    match had {
        true => set_mark(c, TIPS, "made").await,
        false => sqlx::query("delete from installation where name = ?").bind(TIPS).execute(c).await.map(|_| ()),
    }
    .context("noting that there is a database of tips")
}

/// Migrations that this version would apply to the people database.
pub async fn waiting(path: &Path) -> Result<usize, OpenError> {
    let unusable = |reason| OpenError::Unusable { path: path.display().to_string(), reason };
    let mut c = open_read_only(path).await?;
    let (applied, _) = applied(&mut c).await.map_err(unusable)?;
    let _ = c.close().await;
    Ok(MIGRATOR.iter().filter(|known| !applied.iter().any(|(version, _)| *version == known.version)).count())
}

/// Waits until it is let go of, where the file is about to be moved.
pub async fn close(c: SqliteConnection) {
    let _ = c.close().await;
}

/// Versions and checksums of what was applied, and those that were cut short.
async fn applied(c: &mut SqliteConnection) -> sqlx::Result<(Vec<(i64, Vec<u8>)>, Vec<i64>)> {
    let there = "select 1 from sqlite_schema where name = '_sqlx_migrations'";
    if sqlx::query(there).fetch_optional(&mut *c).await?.is_none() {
        return Ok((Vec::new(), Vec::new()));
    }
    let rows: Vec<(i64, Vec<u8>, bool)> =
        sqlx::query_as("select version, checksum, success from _sqlx_migrations").fetch_all(c).await?;
    let cut = rows.iter().filter(|(_, _, success)| !success).map(|(version, ..)| *version).collect();
    Ok((rows.into_iter().filter(|row| row.2).map(|(version, checksum, _)| (version, checksum)).collect(), cut))
}

/// A whole copy of the state of now, for the owner's eyes only, while others read and write. `to` must not be there yet.
/// It keeps a rollback journal, so whoever reads it leaves nothing beside it.
pub async fn copy(from: &mut SqliteConnection, to: &Path) -> anyhow::Result<()> {
    // SQLite takes an empty file for none, and leaves its permissions.
    let file = create_new_private(to).with_context(|| format!("creating {}", to.display()))?;
    let name = to.to_str().context("the path of a copy is not UTF-8")?;
    sqlx::query("vacuum into ?").bind(name).execute(from).await.with_context(|| format!("writing {}", to.display()))?;
    file.sync_all().with_context(|| format!("writing {}", to.display()))
}

/// Puts what is in the log beside a file into the file, and leaves no log: of a copy that nobody else has open.
pub async fn settle(path: &Path) -> Result<(), OpenError> {
    let unusable = |reason| OpenError::Unusable { path: path.display().to_string(), reason };
    let mut c = options(path).create_if_missing(false).connect().await.map_err(unusable)?;
    sqlx::query("pragma journal_mode = delete").execute(&mut c).await.map_err(unusable)?;
    c.close().await.map_err(unusable)
}

/// That a change could be made now, without making one. Who holds the lock at the moment can write as well.
pub async fn check_writable(path: &Path) -> Result<(), OpenError> {
    let unusable = |reason| OpenError::Unusable { path: path.display().to_string(), reason };
    let mut c = options(path).create_if_missing(false).connect().await.map_err(unusable)?;
    let began = sqlx::raw_sql("begin immediate; create table probe (x int); rollback").execute(&mut c).await;
    let _ = c.close().await;
    match began {
        Err(sqlx::Error::Database(error)) if is_busy(&*error) => Ok(()),
        began => began.map(|_| ()).map_err(unusable),
    }
}

fn is_busy(error: &dyn sqlx::error::DatabaseError) -> bool {
    let code = error.code().and_then(|code| code.parse::<u32>().ok());
    code.is_some_and(|code| matches!(code & 0xff, 5 | 6))
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

/// As [`open_read_only`], of a copy that nobody writes to: nothing is left beside it.
pub async fn open_copy(path: &Path) -> Result<SqliteConnection, OpenError> {
    if has_log(path) {
        return open_read_only(path).await;
    }
    let options =
        SqliteConnectOptions::new().filename(path).read_only(true).immutable(true).disable_statement_logging();
    try_read(&options).await.map_err(|reason| OpenError::Unusable { path: path.display().to_string(), reason })
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

pub(crate) fn has_log(path: &Path) -> bool {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    std::fs::metadata(log).is_ok_and(|log| log.len() > 0)
}

/// What `ikrar doctor` asks of a database.
#[derive(Debug)]
pub struct Examination {
    /// Migrations applied, and the last of them.
    pub applied: usize,
    pub last: Option<i64>,
    /// Those this version would apply at its next start.
    pub waiting: usize,
    /// The newest one, where this version does not know it.
    pub newer: Option<i64>,
    /// The version of the program that wrote it last, where it says so.
    pub made_by: Option<String>,
    /// Those that differ from what this version would apply, or were cut short: `run` refuses them.
    pub altered: Vec<i64>,
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
    let made_by = find_mark(c, PROGRAM).await;
    let (applied, mut altered) = applied(c).await?;
    let known = |version: i64| migrator.iter().find(|known| known.version == version);
    let newer = applied.iter().map(|(version, _)| *version).filter(|version| known(*version).is_none()).max();
    let differs = |(version, sum): &&(i64, Vec<u8>)| known(*version).is_some_and(|known| *known.checksum != **sum);
    altered.extend(applied.iter().filter(differs).map(|(version, _)| *version));
    let waiting = migrator.iter().filter(|known| !applied.iter().any(|(version, _)| *version == known.version)).count();
    let last = applied.iter().map(|(version, _)| *version).max();
    Ok(Examination { applied: applied.len(), last, waiting, newer, made_by, altered, faults })
}

/// It will name people: mode 0600, which SQLite gives to `-wal` and `-shm` as well. A file that is
/// there is not touched: closing it would drop the locks that this process may hold on it.
pub(crate) fn create_private(path: &Path) -> std::io::Result<()> {
    match create_new_private(path) {
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

/// A new file that only its owner can read, never over another.
pub(crate) fn create_new_private(path: &Path) -> std::io::Result<std::fs::File> {
    use std::os::unix::fs::OpenOptionsExt as _;
    std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)
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
