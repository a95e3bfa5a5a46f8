//! The roster in chat, for admins: /impor, /kode, /lepas with a key, /rekap.

mod codes;
mod detach;
mod import;
mod recap;

use sqlx::SqliteConnection;

use super::{Person, PersonKey, Unit, UnitBranch, UnitId, store};
use crate::{
    access::{self, Actor, Proof, Role},
    telegram::{Schema, access::Caller, button::Button, filters::role, reply::Screen},
    texts::{Lang, Message, shorten},
};

/// Buttons of units on one screen.
const PER_PAGE: usize = 8;
/// Characters of a button that a phone shows.
const LABEL: usize = 40;

pub fn schema() -> Schema {
    role(Role::Admin).branch(import::schema()).branch(codes::schema()).branch(detach::schema()).branch(recap::schema())
}

/// The role as it is now, on this connection.
async fn prove(c: &mut SqliteConnection, caller: &Caller) -> anyhow::Result<Proof> {
    access::store::prove(c, Actor::Telegram(caller.user), Role::Admin).await
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

/// The person with this NIP, NI or code; `None` also for what can be none.
async fn find_by_key(c: &mut SqliteConnection, text: &str) -> anyhow::Result<Option<Person>> {
    match PersonKey::parse_any(text) {
        Ok(key) => store::find_person_by_key(c, key.as_str()).await,
        Err(_) => Ok(None),
    }
}

/// One page of a list; a page that no longer exists is the last one.
struct Page<'a, T> {
    items: &'a [T],
    at: usize,
    of: usize,
}

impl<'a, T> Page<'a, T> {
    fn of(all: &'a [T], page: u16) -> Self {
        let of = all.len().div_ceil(PER_PAGE).max(1);
        let at = usize::from(page).min(of - 1);
        Self { items: all.chunks(PER_PAGE).nth(at).unwrap_or_default(), at, of }
    }

    /// Buttons to the pages beside this one.
    fn turn(&self, screen: Screen, lang: Lang, button: impl Fn(u16) -> Button) -> Screen {
        let number = |at: usize| u16::try_from(at).unwrap_or(u16::MAX);
        let back = || button(number(self.at.saturating_sub(1)));
        let on = || button(number(self.at + 1));
        let (before, after) = (crate::msg!("admin-page-back"), crate::msg!("admin-page-next"));
        match (self.at > 0, self.at + 1 < self.of) {
            (true, true) => screen.row(&before, lang, &back()).beside(&after, lang, &on()),
            (true, false) => screen.row(&before, lang, &back()),
            (false, true) => screen.row(&after, lang, &on()),
            (false, false) => screen,
        }
    }
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
    let mut slug = String::new();
    for c in name.chars().flat_map(char::to_lowercase) {
        if c.is_ascii_alphanumeric() {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(LABEL);
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { "unit".into() } else { slug.into() }
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

    #[test]
    fn a_page_that_is_gone_is_the_last() {
        let all: Vec<u8> = (0..17).collect();
        let page = Page::of(&all, 9);
        assert_eq!((page.at, page.of, page.items), (2, 3, &all[16..]));
        assert_eq!(Page::of(&all[..0], 1).items.len(), 0);
    }
}
