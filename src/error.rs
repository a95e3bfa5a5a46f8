//! The two kinds of failure: what a person is told as it is, and everything else.

use crate::{db::Lost, texts::Message};

/// Something the person can mend; shown in their language and not logged as an error.
/// Travels inside `anyhow::Error`, so that a handler needs one kind of `?`.
#[derive(Debug, thiserror::Error)]
#[error("{}", .0.key())]
pub struct UserError(pub Message);

/// The message within, where the failure is the person's to mend.
pub fn shown(error: &anyhow::Error) -> Option<&Message> {
    error.chain().find_map(|cause| cause.downcast_ref::<UserError>()).map(|UserError(message)| message)
}

/// `Err` with a message for the person: `return refuse(msg!("…"))`.
pub fn refuse<T>(message: Message) -> anyhow::Result<T> {
    Err(UserError(message).into())
}

/// What the store could not do for reasons that pass by themselves or that an operator mends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Storage {
    /// Another process holds the write lock longer than the busy timeout.
    Busy,
    /// No room on the disk, or the file cannot be written.
    Full,
}

/// Whether the failure came of the disk or of a lock.
pub fn storage(error: &anyhow::Error) -> Option<Storage> {
    error.chain().find_map(|cause| {
        if let Some(Lost(error)) = cause.downcast_ref::<Lost>() {
            // Whatever undid a whole batch was no fault of the change itself.
            return Some(of_sqlite(error).unwrap_or(Storage::Full));
        }
        of_sqlite(cause.downcast_ref::<sqlx::Error>()?)
    })
}

fn of_sqlite(error: &sqlx::Error) -> Option<Storage> {
    // Primary result code: the low byte of SQLite's extended code.
    let code: u32 = error.as_database_error()?.code()?.parse().ok()?;
    match code & 0xff {
        5 | 6 => Some(Storage::Busy),
        8 | 10 | 13 | 14 => Some(Storage::Full),
        _ => None,
    }
}
