//! The database of tips: its file, and SQL in the files beside this one.

pub mod closing;
pub mod digest;
pub mod intake;
pub mod key;
pub mod purge;
pub mod recipient;
pub mod reseal;
pub mod triage;
pub mod vote;
pub mod written;

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use chrono::NaiveDate;
use futures::future::BoxFuture;
use sqlx::{
    ConnectOptions as _, Connection as _, SqliteConnection,
    migrate::Migrator,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
};
use tokio::sync::Mutex;
use vault::receipt::Salt;

use super::Id;
use crate::{
    access::TelegramId,
    db::{self, OpenError},
};

static MIGRATOR: Migrator = sqlx::migrate!("migrations/tips");

/// Handle to the database of tips. One connection: little happens here, and one after the other.
pub struct TipsDb {
    connection: Mutex<SqliteConnection>,
    options: SqliteConnectOptions,
    path: PathBuf,
    /// The file cannot be used: nothing is read or written.
    closed: bool,
}

/// The file cannot be read, is broken, of another version, or gone. Never a new one in its place without a word.
#[derive(Debug, thiserror::Error)]
#[error("the database of tips is out of order")]
pub struct OutOfOrder;

impl TipsDb {
    /// Creates the file if need be, applies migrations, and puts it in order.
    ///
    /// A rollback journal rather than a log beside the file: between two changes nothing of either is
    /// left there.
    pub async fn open(path: &Path) -> Result<Self, OpenError> {
        let db = Self::join(path).await?;
        // A crash may have come before the last change was put in order.
        db.tidy().await.map_err(|reason| OpenError::Unusable { path: path.display().to_string(), reason })?;
        Ok(db)
    }

    /// As [`TipsDb::open`], beside a bot that may be running: it is not made to wait until the file is in order.
    pub async fn join(path: &Path) -> Result<Self, OpenError> {
        let options = options(path);
        let connection = db::connect(path, &options, &MIGRATOR).await?;
        Ok(Self { connection: connection.into(), options, path: path.to_owned(), closed: false })
    }

    /// In the place of one that cannot be opened: everything is refused.
    pub async fn closed(path: &Path) -> Result<Self, OpenError> {
        let unusable = |reason| OpenError::Unusable { path: path.display().to_string(), reason };
        let connection = SqliteConnectOptions::new().in_memory(true).connect().await.map_err(unusable)?;
        Ok(Self { connection: connection.into(), options: options(path), path: path.to_owned(), closed: true })
    }

    pub fn is_closed(&self) -> bool {
        self.closed
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Runs `work` in a transaction; an error, or giving up on the way, undoes it. Never await anything
    /// but the connection inside.
    pub async fn run<T>(
        &self,
        work: impl for<'c> FnOnce(&'c mut SqliteConnection) -> BoxFuture<'c, anyhow::Result<T>>,
    ) -> anyhow::Result<T> {
        if self.closed {
            return Err(OutOfOrder.into());
        }
        let mut connection = self.connection.lock().await;
        let mut transaction = connection.begin_with("begin immediate").await.context("beginning a change of tips")?;
        let (failed, ended) = match work(&mut transaction).await {
            Ok(result) => match transaction.commit().await {
                Ok(()) => return Ok(result),
                Err(error) => (anyhow::Error::new(error).context("committing a change of tips"), false),
            },
            Err(error) => (error, transaction.rollback().await.is_ok()),
        };
        if !ended {
            self.renew(&mut connection).await;
        }
        Err(failed)
    }

    /// On a full disk SQLite undoes a change by itself. The driver does not know, and would refuse every other
    /// change on this connection.
    async fn renew(&self, connection: &mut SqliteConnection) {
        // Where it cannot be opened, whatever is asked of it next fails and is counted; a line of now would say when
        // somebody was about a tip.
        if let Ok(fresh) = self.options.connect().await {
            let _ = std::mem::replace(connection, fresh).close().await;
        }
    }

    /// Writes the file anew in the order of its random keys: where a row or a page stands no longer says
    /// when it came.
    pub async fn tidy(&self) -> sqlx::Result<()> {
        let mut connection = self.connection.lock().await;
        sqlx::query("vacuum").execute(&mut *connection).await.map(|_| ())
    }

    /// A copy of the state of now, in order as after [`TipsDb::tidy`], for the owner's eyes only. `to` must
    /// not be there yet.
    pub async fn back_up(&self, to: &Path) -> anyhow::Result<()> {
        if self.closed {
            return Err(OutOfOrder.into());
        }
        // SQLite takes an empty file for none, and leaves its permissions.
        db::create_private(to).context("beginning a backup of tips")?;
        let to = to.to_str().context("the path of a backup of tips is not UTF-8")?;
        let mut connection = self.connection.lock().await;
        sqlx::query("vacuum into ?").bind(to).execute(&mut *connection).await.context("backing up tips")?;
        Ok(())
    }

    /// The salt of receipts, made at the first call: other salt, other receipts.
    pub async fn salt(&self) -> anyhow::Result<Salt> {
        self.run(|c| {
            Box::pin(async move {
                let fresh: [u8; 16] = rand::random();
                let fresh = fresh.as_slice();
                sqlx::query!("insert into tip_setting (name, value) values ('salt', ?) on conflict do nothing", fresh)
                    .execute(&mut *c)
                    .await
                    .context("making the salt of receipts")?;
                let kept = sqlx::query_scalar!("select value from tip_setting where name = 'salt'")
                    .fetch_one(c)
                    .await
                    .context("finding the salt of receipts")?;
                let kept: [u8; 16] = kept.try_into().ok().context("the salt of receipts is not 16 bytes")?;
                Ok(Salt::from(kept))
            })
        })
        .await
    }
}

/// Under it the wrong fingerprints are made that stand beside a right one; made at the first call.
pub async fn find_decoys(c: &mut SqliteConnection) -> anyhow::Result<[u8; 32]> {
    let fresh: [u8; 32] = rand::random();
    let fresh = fresh.as_slice();
    sqlx::query!("insert into tip_setting (name, value) values ('decoys', ?) on conflict do nothing", fresh)
        .execute(&mut *c)
        .await
        .context("making the secret of decoys")?;
    let kept = sqlx::query_scalar!("select value from tip_setting where name = 'decoys'")
        .fetch_one(c)
        .await
        .context("finding the secret of decoys")?;
    kept.try_into().ok().context("the secret of decoys is not 32 bytes")
}

fn options(path: &Path) -> SqliteConnectOptions {
    db::options(path)
        .journal_mode(SqliteJournalMode::Delete)
        .synchronous(SqliteSynchronous::Extra)
        .pragma("secure_delete", "on")
}

/// As [`db::examine`], of a database of tips.
pub async fn examine(c: &mut SqliteConnection) -> anyhow::Result<db::Examination> {
    db::examine(c, &MIGRATOR).await
}

/// Who did what, on which day. `subject` is whatever else it was about: a recipient, another case.
pub async fn insert_audit(
    c: &mut SqliteConnection,
    actor: Option<TelegramId>,
    action: &str,
    case: Option<Id>,
    subject: Option<Id>,
    day: NaiveDate,
) -> anyhow::Result<()> {
    let (id, actor, day) = (Id::random(), actor.map(|actor| actor.0), day.to_string());
    let (id, case, subject) =
        (id.0.as_slice(), case.as_ref().map(|id| &id.0[..]), subject.as_ref().map(|id| &id.0[..]));
    sqlx::query!(
        "insert into tip_audit (id, on_day, actor, action, case_id, subject) values (?, ?, ?, ?, ?, ?)",
        id,
        day,
        actor,
        action,
        case,
        subject
    )
    .execute(c)
    .await
    .context("noting who did what to a tip")?;
    Ok(())
}

/// A day as the database writes it.
pub(crate) fn parse_day(text: &str) -> anyhow::Result<NaiveDate> {
    text.parse().context("a day in the database of tips")
}

pub(crate) fn parse_id(bytes: &[u8]) -> anyhow::Result<Id> {
    Id::from_slice(bytes).context("an id in the database of tips")
}
