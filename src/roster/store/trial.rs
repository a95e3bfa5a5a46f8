//! SQL of a trial: an import into a copy of the roster in one connection's memory, for which nobody waits.

use anyhow::Context as _;
use sqlx::SqliteConnection;

/// From now on this connection, which should only be able to read, sees a copy of people and units in place of
/// those of the database, as they are at this moment: temporary tables come first where a name means both.
/// Whatever is written to them is gone with the connection.
pub async fn begin_trial(c: &mut SqliteConnection) -> anyhow::Result<()> {
    // Names have no business in a file that is made for this.
    run(c, "pragma temp_store = memory".to_owned()).await?;
    // One state of the database, for the copy and for what is compared with it.
    run(c, "begin".to_owned()).await?;
    let parts = sqlx::query!(
        r#"select type as "kind!: String", name as "name!: String", tbl_name as "table!: String", sql as "sql!: String"
        from main.sqlite_schema where tbl_name in ('unit', 'person') and sql is not null
        order by type = 'index', tbl_name = 'person'"#
    )
    .fetch_all(&mut *c)
    .await
    .context("reading what a roster is made of")?;
    for part in parts {
        let (name, table) = (part.name, part.table);
        let body = part.sql.find('(').and_then(|at| part.sql.get(at..)).context("what a roster is made of")?;
        if part.kind == "table" {
            run(c, format!("create temp table {name} {body}")).await?;
            run(c, format!("insert into temp.{name} select * from main.{name} order by id")).await?;
        } else {
            let unique = if part.sql.to_lowercase().contains("unique index") { "unique" } else { "" };
            run(c, format!("create {unique} index temp.{name} on {table} {body}")).await?;
        }
    }
    Ok(())
}

async fn run(c: &mut SqliteConnection, sql: String) -> anyhow::Result<()> {
    sqlx::query(sqlx::AssertSqlSafe(sql)).execute(c).await.context("copying the roster for a trial")?;
    Ok(())
}
