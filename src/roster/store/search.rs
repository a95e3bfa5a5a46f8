//! SQL of looking for people by name: folded in Rust, since SQLite knows no Unicode.

use anyhow::Context as _;
use futures::TryStreamExt as _;
use sqlx::SqliteConnection;

use super::find_person;
use crate::{
    access::Proof,
    roster::{Person, PersonId, name},
};

/// Active people whose name holds every word, best first, and how many there are.
pub async fn search_people(
    c: &mut SqliteConnection,
    _: &Proof,
    wanted: &str,
    most: usize,
) -> anyhow::Result<(Vec<Person>, usize)> {
    let wanted = name::Wanted::new(wanted);
    let mut found: Vec<(name::Rank, String, i64)> = Vec::new();
    if !wanted.is_empty() {
        let mut rows = sqlx::query!("select id, name from person where active = 1").fetch(&mut *c);
        while let Some(row) = rows.try_next().await.context("looking for people by name")? {
            if let Some(rank) = wanted.rank(&row.name) {
                found.push((rank, row.name, row.id));
            }
        }
    }
    let count = found.len();
    found.sort();
    let mut people = Vec::new();
    for (_, _, id) in found.into_iter().take(most) {
        people.extend(find_person(c, PersonId(id)).await?);
    }
    Ok((people, count))
}
