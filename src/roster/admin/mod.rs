//! The roster in chat, for admins: /impor, /kode, /lepas with a key, /rekap.

mod codes;
mod detach;
mod import;
pub(crate) mod many;
mod recap;

use sqlx::SqliteConnection;

use super::{Person, PersonKey, Unit, UnitBranch, UnitId, store};
use crate::{
    access::{Proof, Role},
    telegram::{Schema, access::prove, filters::role},
    texts::{self, Lang, Message, shorten},
};

/// Characters of a button that a phone shows.
const LABEL: usize = 40;

pub fn schema() -> Schema {
    role(Role::Admin)
        .branch(import::schema())
        .branch(codes::schema())
        .branch(many::schema())
        .branch(detach::schema())
        .branch(recap::schema())
}

/// A unit with what its subtree holds, and the units right below.
struct Family {
    /// None above the roots, where there is more than one.
    head: Option<UnitBranch>,
    children: Vec<UnitBranch>,
}

/// `unit` 0 is the top: the root, where there is only one. `None` for a unit that is gone.
async fn find_family(c: &mut SqliteConnection, proof: &Proof, unit: i64) -> anyhow::Result<Option<Family>> {
    let head = if unit == 0 {
        let mut roots = store::list_children(c, proof, None).await?;
        if roots.len() != 1 {
            return Ok(Some(Family { head: None, children: roots }));
        }
        roots.pop()
    } else {
        let Some(unit) = store::find_unit(c, UnitId(unit)).await? else { return Ok(None) };
        find_branch(c, proof, &unit).await?
    };
    let Some(head) = head else { return Ok(None) };
    let children = store::list_children(c, proof, Some(head.unit.id)).await?;
    Ok(Some(Family { head: Some(head), children }))
}

async fn find_branch(c: &mut SqliteConnection, proof: &Proof, unit: &Unit) -> anyhow::Result<Option<UnitBranch>> {
    let siblings = store::list_children(c, proof, unit.parent).await?;
    Ok(siblings.into_iter().find(|branch| branch.unit.id == unit.id))
}

/// The person with this NIP, NI or code, whatever words stand around a number; `None` also for what can be none.
async fn find_by_key(c: &mut SqliteConnection, text: &str) -> anyhow::Result<Option<Person>> {
    for key in PersonKey::find(text) {
        if let Some(person) = store::find_person_by_key(c, key.as_str()).await? {
            return Ok(Some(person));
        }
    }
    Ok(None)
}

/// A button with a unit's name and what belongs to it, within what a phone shows.
fn unit_label(name: &str, label: impl Fn(&str) -> Message, lang: Lang) -> Message {
    let full = label(name).plain(lang).chars().count();
    let name_chars = name.chars().count();
    let room = LABEL.saturating_sub(full - name_chars.min(full)).max(8);
    label(&shorten(name, room))
}

/// `SD Negeri 1 / Teluk` → `sd-negeri-1-teluk`, for the name of a file.
fn slug(name: &str) -> String {
    let slug = texts::slug(name, LABEL);
    if slug.is_empty() { "unit".into() } else { slug }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_cut_to_what_fits() {
        assert_eq!(shorten("Dinas", 5), "Dinas");
        assert_eq!(shorten("Dinas Pendidikan", 7), "Dinas…");
        assert_eq!(slug("SD Negeri 1 / Teluk Damai "), "sd-negeri-1-teluk-damai");
        assert_eq!(slug("學校"), "unit");
        let label = |name: &str| crate::msg!("admin-unit-button", unit = name, linked = 10, people = 1_000);
        let text = unit_label(&"Dinas Pemberdayaan Masyarakat ".repeat(3), label, Lang::Id).plain(Lang::Id);
        assert!(text.chars().count() <= LABEL && text.ends_with("(10/1000)"), "{text}");
    }
}
