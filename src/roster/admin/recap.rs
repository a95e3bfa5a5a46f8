//! /rekap: who is linked and who has acknowledged what, for a unit with all below it.

use std::collections::HashMap;

use super::{prove, shorten, unit_label};
use crate::{
    app::App,
    error::refuse,
    msg,
    pledge::{self, ReceiptNumber, store::Version},
    roster::{Counts, Unit, UnitId, UnitRecap, report, store},
    telegram::{
        Schema,
        access::Caller,
        button::Button,
        command::Command,
        filters::{command, tapped},
        pages::{PER_PAGE, Page},
        reply::{self, Attachment, Screen, Tap},
    },
    texts::{Arg, Lang, Message},
};

/// Documents that a line of a screen has room for; the table has them all.
const DOCUMENTS: usize = 3;
const TITLE: usize = 40;
const NAME: usize = 60;
/// Receipts that a screen names of those that were denied.
const DENIED: usize = 5;

pub(super) fn schema() -> Schema {
    dptree::entry().branch(command(Command::Recap).endpoint(begin)).branch(
        tapped()
            .branch(dptree::case![Button::Recap { unit, page }].endpoint(show))
            .branch(dptree::case![Button::RecapTable { unit }].endpoint(send_table)),
    )
}

async fn begin(app: App, caller: Caller) -> anyhow::Result<()> {
    let screen = screen(&app, &caller, 0, 0).await?;
    reply::send(&app, caller.chat, &screen).await.map(|_| ())
}

async fn show(app: App, caller: Caller, tap: Tap, (unit, page): (i64, u16)) -> anyhow::Result<()> {
    let screen = screen(&app, &caller, unit, page).await?;
    tap.show(&app, &screen).await
}

/// People bound by a document, and those of them who have done what it asks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Standing {
    bound: i64,
    done: i64,
}

impl Standing {
    fn add(&mut self, other: Self) {
        self.bound += other.bound;
        self.done += other.done;
    }
}

/// One document in every unit, that unit alone or with all below it.
struct Column {
    title: String,
    own: HashMap<UnitId, Standing>,
    total: HashMap<UnitId, Standing>,
}

impl Column {
    fn new(title: String, own: HashMap<UnitId, Standing>, units: &[UnitRecap]) -> Self {
        let parents: HashMap<UnitId, Option<UnitId>> =
            units.iter().map(|recap| (recap.unit.id, recap.unit.parent)).collect();
        let mut total: HashMap<UnitId, Standing> = HashMap::new();
        for (unit, standing) in &own {
            let mut above = Some(*unit).filter(|unit| parents.contains_key(unit));
            while let Some(unit) = above {
                total.entry(unit).or_default().add(*standing);
                above = parents.get(&unit).copied().flatten().filter(|parent| parents.contains_key(parent));
            }
        }
        Self { title, own, total }
    }
}

/// The counts of a subtree.
struct Recap {
    units: Vec<UnitRecap>,
    columns: Vec<Column>,
    /// Acknowledgements that were denied by whom they speak for, with all units above.
    denied: Vec<(Vec<UnitId>, ReceiptNumber)>,
}

async fn load(app: &App, caller: &Caller, unit: i64) -> anyhow::Result<Recap> {
    let mut c = app.db.read().await?;
    let proof = prove(&mut c, caller).await?;
    let under = (unit != 0).then_some(UnitId(unit));
    let units = store::recap(&mut c, &proof, under, &[]).await?;
    if units.is_empty() {
        return refuse(if unit == 0 { msg!("admin-roster-empty") } else { msg!("admin-unit-gone") });
    }
    let mut columns = Vec::new();
    for version in pledge::store::list_current_versions(&mut c).await? {
        let Version { document, .. } = &version;
        let counts = pledge::store::list_unit_counts(&mut c, &proof, &version).await?;
        let own = counts
            .into_iter()
            .map(|count| {
                let done = count.signed + count.followed;
                (UnitId(count.unit_id), Standing { bound: count.bound, done })
            })
            .collect();
        columns.push(Column::new(document.title.clone(), own, &units));
    }
    let denied = pledge::store::list_denied(&mut c, &proof).await?;
    let denied = denied.into_iter().map(|denied| (above(denied.unit, &units), denied.number)).collect();
    Ok(Recap { units, columns, denied })
}

/// The unit and those above it, as far as they were asked for.
fn above(unit: UnitId, units: &[UnitRecap]) -> Vec<UnitId> {
    let find = |id: UnitId| units.iter().find(|recap| recap.unit.id == id);
    std::iter::successors(find(unit), |recap| recap.unit.parent.and_then(find)).map(|recap| recap.unit.id).collect()
}

async fn screen(app: &App, caller: &Caller, unit: i64, page: u16) -> anyhow::Result<Screen> {
    let recap = load(app, caller, unit).await?;
    let (lang, now) = (caller.lang, app.clock.now());
    let at = Arg::Moment(now, app.config.agency.zone);
    let roots: Vec<&UnitRecap> = recap.units.iter().filter(|recap| is_root(&recap.unit, unit)).collect();
    // The top with a single root is that root.
    let (head, children) = match roots.as_slice() {
        [head] => (Some(*head), recap.units.iter().filter(|recap| recap.unit.parent == Some(head.unit.id)).collect()),
        _ => (None, roots),
    };
    let page = Page::of(&children, page, PER_PAGE);
    let mut lines = Vec::new();
    if let Some(head) = head {
        lines.extend(recap.summary(head).iter().map(|line| line.html(lang)));
    }
    if page.at == 0
        && let Some(head) = head.filter(|head| head.own.people > 0 && !children.is_empty())
    {
        lines.push(String::new());
        lines.push(recap.line(msg!("admin-recap-own"), head, false, lang));
    } else if !children.is_empty() {
        lines.push(String::new());
    }
    for child in page.items {
        let name = msg!("admin-recap-unit", unit = shorten(&child.unit.name, NAME));
        lines.push(recap.line(name, child, true, lang));
    }
    let unit_name = head.map_or_else(|| app.config.agency.name.clone(), |head| shorten(&head.unit.path, 300));
    let text = msg!("admin-recap", unit = unit_name, at = at, lines = Arg::Html(lines.join("\n")));
    let mut screen = Screen::new(&text, lang);
    for child in page.items {
        let label = |name: &str| msg!("admin-recap-button", unit = name, percent = linked_percent(&child.total));
        let button = Button::Recap { unit: child.unit.id.0, page: 0 };
        screen = screen.row(&unit_label(&child.unit.name, label, lang), lang, &button);
    }
    let here = head.map_or(0, |head| head.unit.id.0);
    screen = page.turn(screen, lang, |page| Button::Recap { unit: here, page });
    if let Some(parent) = head.and_then(|head| head.unit.parent) {
        screen = screen.row(&msg!("admin-unit-up"), lang, &Button::Recap { unit: parent.0, page: 0 });
    }
    let refresh = Button::Recap { unit: here, page: u16::try_from(page.at).unwrap_or(0) };
    Ok(screen.row(&msg!("admin-recap-refresh"), lang, &refresh).beside(
        &msg!("admin-recap-table"),
        lang,
        &Button::RecapTable { unit: here },
    ))
}

/// Where the subtree of `asked` (0: everything) begins.
fn is_root(unit: &Unit, asked: i64) -> bool {
    if asked == 0 { unit.parent.is_none() } else { unit.id.0 == asked }
}

impl Recap {
    /// The head of a screen: one line for people, one for each document that binds someone here.
    fn summary(&self, unit: &UnitRecap) -> Vec<Message> {
        let total = &unit.total;
        let mut lines = vec![msg!(
            "admin-recap-people",
            people = total.people,
            linked = total.linked,
            percent = linked_percent(total)
        )];
        lines.extend(self.columns.iter().take(4 * DOCUMENTS).filter_map(|column| {
            let standing = column.total.get(&unit.unit.id).filter(|standing| standing.bound > 0)?;
            Some(msg!(
                "admin-recap-document",
                title = shorten(&column.title, 2 * TITLE),
                done = standing.done,
                bound = standing.bound,
                percent = percent(standing.done, standing.bound)
            ))
        }));
        let denied: Vec<String> = self.denied_in(unit.unit.id).map(ReceiptNumber::to_string).collect();
        if !denied.is_empty() {
            let numbers = denied.iter().take(DENIED).map(|number| format!("<code>{number}</code>"));
            let numbers: Vec<String> = numbers.collect();
            let more = if denied.len() > DENIED { ", …" } else { "" };
            let numbers = Arg::Html(format!("{}{more}", numbers.join(", ")));
            lines.push(msg!("admin-recap-denied", count = denied.len(), numbers = numbers));
        }
        lines
    }

    fn denied_in(&self, unit: UnitId) -> impl Iterator<Item = &ReceiptNumber> {
        self.denied.iter().filter(move |(units, _)| units.contains(&unit)).map(|(_, number)| number)
    }

    /// A unit below, in one line; with all below it, or alone.
    fn line(&self, name: Message, unit: &UnitRecap, whole: bool, lang: Lang) -> String {
        let counts = if whole { &unit.total } else { &unit.own };
        let documents: String = self
            .columns
            .iter()
            .take(DOCUMENTS)
            .filter_map(|column| {
                let standings = if whole { &column.total } else { &column.own };
                let standing = standings.get(&unit.unit.id).filter(|standing| standing.bound > 0)?;
                let (title, done, bound) = (shorten(&column.title, TITLE), standing.done, standing.bound);
                Some(msg!("admin-recap-line-document", title = title, done = done, bound = bound).html(lang))
            })
            .collect();
        msg!(
            "admin-recap-line",
            unit = name,
            people = counts.people,
            linked = counts.linked,
            documents = Arg::Html(documents)
        )
        .html(lang)
    }
}

fn linked_percent(counts: &Counts) -> i64 {
    percent(counts.linked, counts.people)
}

/// Rounded down, so that 100 means all of them.
fn percent(done: i64, of: i64) -> i64 {
    (done * 100).checked_div(of).unwrap_or(0)
}

async fn send_table(app: App, caller: Caller, tap: Tap, unit: i64) -> anyhow::Result<()> {
    let recap = load(&app, &caller, unit).await?;
    tap.done(&app);
    let (lang, now) = (caller.lang, app.clock.now().with_timezone(&app.config.agency.zone.offset()));
    let name = recap.units.first().map(|recap| recap.unit.name.clone()).unwrap_or_default();
    let attachment = Attachment {
        name: format!("rekap-{}-{}.csv", super::slug(&name), now.format("%Y-%m-%d")),
        bytes: recap.table(lang),
        caption: msg!("admin-recap-caption", count = recap.units.len()).html(lang),
        protect: false,
    };
    reply::send_document(&app, caller.chat, &attachment).await
}

impl Recap {
    /// Every unit with all below it.
    fn table(&self, lang: Lang) -> Vec<u8> {
        let mut titles =
            vec![msg!("roster-column-unit"), msg!("admin-recap-column-people"), msg!("admin-recap-column-linked")];
        for column in &self.columns {
            titles.push(msg!("admin-recap-column-bound", title = &column.title));
            titles.push(msg!("admin-recap-column-done", title = &column.title));
        }
        // Rare, and then worth a column.
        let denials = self.denied.iter().any(|(units, _)| !units.is_empty());
        if denials {
            titles.push(msg!("admin-recap-column-denied"));
        }
        let titles: Vec<String> = titles.iter().map(|title| title.plain(lang)).collect();
        let rows = self.units.iter().map(|recap| {
            let mut row = vec![recap.unit.path.clone(), recap.total.people.to_string(), recap.total.linked.to_string()];
            for column in &self.columns {
                let standing = column.total.get(&recap.unit.id).copied().unwrap_or_default();
                row.extend([standing.bound.to_string(), standing.done.to_string()]);
            }
            if denials {
                row.push(self.denied_in(recap.unit.id).count().to_string());
            }
            row
        });
        report::csv(&titles, rows)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::Zone;

    fn unit(id: i64, parent: Option<i64>) -> UnitRecap {
        let (path, parent) = (format!("u{id}"), parent.map(UnitId));
        let unit = Unit { id: UnitId(id), parent, name: path.clone(), path, depth: 1, zone: Zone::Wib };
        UnitRecap { unit, own: Counts::default(), total: Counts::default() }
    }

    #[test]
    fn a_unit_holds_all_below_it() {
        // The first unit's own parent is outside of what was asked for.
        let units = [unit(2, Some(1)), unit(3, Some(2)), unit(4, Some(3)), unit(5, Some(2))];
        let standing = |bound, done| Standing { bound, done };
        let own = [(UnitId(4), standing(3, 1)), (UnitId(5), standing(2, 2)), (UnitId(9), standing(7, 7))];
        let column = Column::new("x".into(), own.into_iter().collect(), &units);
        assert_eq!(column.total.get(&UnitId(2)), Some(&standing(5, 3)));
        assert_eq!(column.total.get(&UnitId(3)), Some(&standing(3, 1)));
        assert_eq!(column.total.get(&UnitId(1)), None);
        assert_eq!(column.total.get(&UnitId(9)), None);
    }

    #[test]
    fn all_but_one_are_not_all() {
        assert_eq!((percent(999, 1_000), percent(5, 5), percent(0, 0)), (99, 100, 0));
    }
}
