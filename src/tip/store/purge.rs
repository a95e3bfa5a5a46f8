//! SQL of purging: in the database and in its copies.

use std::path::Path;

use anyhow::Context as _;
use chrono::NaiveDate;
use sqlx::{ConnectOptions as _, Connection as _, SqliteConnection};

use super::{insert_audit, options, parse_day, parse_id};
use crate::tip::{Agency, Id, purge::Handled};

/// How far all agencies are with all cases.
pub async fn list_handled(c: &mut SqliteConnection) -> anyhow::Result<Vec<Handled>> {
    let rows = sqlx::query!(
        "select case_id, agency, closed_on, merged_into,
            exists (select 1 from tip_item where case_id = h.case_id and agency = h.agency and kind = 'addition'
                    and (n > h.fetched or n < 0))
                as \"waits!: bool\"
         from tip_handling h"
    )
    .fetch_all(c)
    .await
    .context("listing what can be purged")?;
    rows.into_iter()
        .map(|row| {
            Ok(Handled {
                case: parse_id(&row.case_id)?,
                agency: Agency::parse(&row.agency).context("an unknown agency")?,
                closed: row.closed_on.map(|day| parse_day(&day)).transpose()?,
                merged_into: row.merged_into.map(|id| parse_id(&id)).transpose()?,
                waits: row.waits,
            })
        })
        .collect()
}

/// Deletes cases with all that hangs on them. The audit trail keeps what was done, not to which case.
pub async fn delete_cases(c: &mut SqliteConnection, cases: &[Id], day: NaiveDate) -> anyhow::Result<()> {
    for case in cases {
        delete_case(c, *case).await?;
        insert_audit(c, None, "case.purge", None, None, day).await?;
    }
    Ok(())
}

async fn delete_case(c: &mut SqliteConnection, case: Id) -> anyhow::Result<()> {
    let id = case.0.as_slice();
    sqlx::query!("update tip_audit set case_id = null, subject = null where case_id = ?1 or subject = ?1", id)
        .execute(&mut *c)
        .await
        .context("taking a case out of the audit trail")?;
    sqlx::query!("delete from tip_case where id = ?", id).execute(c).await.context("purging a case")?;
    Ok(())
}

/// Deletes the same cases from a copy, which stays as it is otherwise.
pub async fn purge_copy(copy: &Path, cases: &[Id]) -> anyhow::Result<()> {
    let mut c = options(copy).create_if_missing(false).connect().await.context("opening a copy of tips")?;
    let mut transaction = c.begin_with("begin immediate").await.context("beginning to purge a copy")?;
    for case in cases {
        delete_case(&mut transaction, *case).await?;
    }
    transaction.commit().await.context("purging a copy")?;
    sqlx::query("vacuum").execute(&mut c).await.context("putting a copy in order")?;
    c.close().await.context("closing a copy")
}
