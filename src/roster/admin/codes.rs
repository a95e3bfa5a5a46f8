//! /kode: units by buttons or by name, a code for one person. Codes for many: `many.rs`.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Family, find_by_key, find_family, prove, unit_label};
use crate::{
    access,
    app::App,
    error::refuse,
    msg,
    roster::{
        Person, PersonId, Unit, UnitBranch,
        store::{self, Issued, Whose},
    },
    telegram::{
        Schema,
        access::Caller,
        button::Button,
        command::{Command, Invocation},
        filters::{command, tapped},
        once,
        pages::{PER_PAGE, Page},
        reply::{self, Screen, Tap},
    },
    texts::{Arg, Lang},
};

/// Units proposed for a name.
const SIMILAR: usize = 8;
/// People proposed for a name.
const NAMESAKES: usize = 8;

pub(super) fn schema() -> Schema {
    dptree::entry().branch(command(Command::Codes).endpoint(begin)).branch(
        tapped()
            .branch(dptree::case![Button::CodeUnits { unit, page }].endpoint(show_units))
            .branch(dptree::case![Button::CodeWho { person }].endpoint(show_person))
            .branch(dptree::case![Button::CodePerson { person }].endpoint(make_for_person)),
    )
}

/// `/kode`, `/kode UNIT`, `/kode NIP`, `/kode NAME`.
async fn begin(app: App, caller: Caller, invocation: Invocation) -> anyhow::Result<()> {
    let screen = match invocation.argument.as_str() {
        "" => units(&app, &caller, 0, 0).await?,
        wanted => find(&app, &caller, wanted).await?,
    };
    reply::send(&app, caller.chat, &screen).await.map(|_| ())
}

async fn find(app: &App, caller: &Caller, wanted: &str) -> anyhow::Result<Screen> {
    let mut c = app.db.read().await?;
    let proof = prove(&mut c, caller).await?;
    if let Some(person) = find_by_key(&mut c, wanted).await? {
        let linked = store::find_link(&mut c, person.id).await?.is_some();
        return Ok(person_screen(&person, linked, caller.lang));
    }
    let found = store::search_units(&mut c, &proof, wanted, SIMILAR).await?;
    let (people, count) = store::search_people(&mut c, &proof, wanted, NAMESAKES).await?;
    match (found.as_slice(), people.as_slice()) {
        ([], []) => refuse(msg!("admin-codes-not-found")),
        ([only], []) => {
            drop(c);
            units(app, caller, only.id.0, 0).await
        }
        ([], [only]) if count == 1 => {
            let linked = store::find_link(&mut c, only.id).await?.is_some();
            Ok(person_screen(only, linked, caller.lang))
        }
        (units, people) => Ok(choice(units, people, count, caller.lang)),
    }
}

/// Which unit, or who of those with such a name.
fn choice(units: &[Unit], people: &[Person], count: usize, lang: Lang) -> Screen {
    let mut texts = vec![match (units, people) {
        (_, []) => msg!("admin-codes-which"),
        ([], _) => msg!("admin-codes-who"),
        (_, _) => msg!("admin-codes-which-or-who"),
    }];
    if count > people.len() {
        texts.push(msg!("admin-codes-who-more", count = count - people.len()));
    }
    let screen = units.iter().fold(Screen::parts(&texts, lang), |screen, unit| {
        let parent = unit.path.rsplit(" / ").nth(1).unwrap_or_default();
        let label = |name: &str| msg!("admin-unit-within", unit = name, parent = super::shorten(parent, 16));
        screen.row(&unit_label(&unit.name, label, lang), lang, &Button::CodeUnits { unit: unit.id.0, page: 0 })
    });
    people.iter().fold(screen, |screen, person| {
        let label = |unit: &str| msg!("admin-person-within", name = person.masked_name(), unit = unit);
        screen.row(&unit_label(&person.unit.name, label, lang), lang, &Button::CodeWho { person: person.id.0 })
    })
}

async fn show_person(app: App, caller: Caller, tap: Tap, person: i64) -> anyhow::Result<()> {
    let mut c = app.db.read().await?;
    prove(&mut c, &caller).await?;
    let Some(person) = store::find_person(&mut c, PersonId(person)).await? else {
        return refuse(msg!("admin-person-gone"));
    };
    let linked = store::find_link(&mut c, person.id).await?.is_some();
    drop(c);
    tap.show(&app, &person_screen(&person, linked, caller.lang)).await
}

async fn show_units(app: App, caller: Caller, tap: Tap, (unit, page): (i64, u16)) -> anyhow::Result<()> {
    let screen = units(&app, &caller, unit, page).await?;
    tap.show(&app, &screen).await
}

async fn units(app: &App, caller: &Caller, unit: i64, page: u16) -> anyhow::Result<Screen> {
    let mut c = app.db.read().await?;
    let proof = prove(&mut c, caller).await?;
    match find_family(&mut c, &proof, unit).await? {
        Some(family) if family.head.is_none() && family.children.is_empty() => refuse(msg!("admin-roster-empty")),
        Some(family) => Ok(units_screen(&family, page, caller.lang)),
        None => refuse(msg!("admin-unit-gone")),
    }
}

fn units_screen(family: &Family, page: u16, lang: Lang) -> Screen {
    let page = Page::of(&family.children, page, PER_PAGE);
    let text = match &family.head {
        Some(head) => {
            let (unit, linked, people) = (&head.unit.path, head.linked, head.people);
            let hint = if family.children.is_empty() { msg!("admin-codes-leaf") } else { msg!("admin-codes-choose") };
            msg!("admin-codes-unit", unit = unit, linked = linked, people = people, hint = hint)
        }
        None => msg!("admin-codes-top"),
    };
    let mut screen = Screen::new(&text, lang);
    if let Some(head) = family.head.as_ref().filter(|head| open(head) > 0) {
        let label = match family.children.as_slice() {
            [] => msg!("admin-codes-make-leaf", count = open(head)),
            _ => msg!("admin-codes-make", count = open(head)),
        };
        screen = screen.row(&label, lang, &Button::CodesAsk { unit: head.unit.id.0 });
    }
    for UnitBranch { unit, people, linked, .. } in page.items {
        let label = |name: &str| msg!("admin-unit-button", unit = name, linked = *linked, people = *people);
        screen =
            screen.row(&unit_label(&unit.name, label, lang), lang, &Button::CodeUnits { unit: unit.id.0, page: 0 });
    }
    let here = family.head.as_ref().map_or(0, |head| head.unit.id.0);
    screen = page.turn(screen, lang, |page| Button::CodeUnits { unit: here, page });
    match family.head.as_ref().and_then(|head| head.unit.parent) {
        Some(parent) => screen.row(&msg!("admin-unit-up"), lang, &Button::CodeUnits { unit: parent.0, page: 0 }),
        None => screen,
    }
}

/// People of the subtree who still need a code.
pub(super) fn open(branch: &UnitBranch) -> i64 {
    branch.people - branch.linked
}

/// By another tap than this one.
pub(super) async fn made_since(
    app: &App,
    caller: &Caller,
    action: &str,
    subject: i64,
    tap: &Tap,
) -> anyhow::Result<bool> {
    if once::find::<Made>(app, caller, MADE).await?.is_some() {
        return Ok(false);
    }
    let Some(message) = tap.message() else { return Ok(false) };
    let asked_at = message.edit_date().copied().unwrap_or(message.date);
    let mut c = app.db.read().await?;
    let proof = prove(&mut c, caller).await?;
    let last = access::store::find_last_audit(&mut c, &proof, action, &subject.to_string()).await?;
    Ok(last.is_some_and(|last| last > asked_at))
}

/// What is kept of codes that were made. The codes themselves follow from the update that asked for them.
#[derive(Serialize, Deserialize)]
struct Made {
    people: Vec<i64>,
    linked: Vec<i64>,
    replaced: u64,
    expires_at: DateTime<Utc>,
}

const MADE: &str = "roster.codes";

/// Makes codes; where this very update has made them already, they are the same ones.
async fn issue(app: &App, caller: &Caller, whose: Whose, now: DateTime<Utc>) -> anyhow::Result<Issued> {
    let (actor, days) = (caller.clone(), app.config.codes.valid_days);
    let mut rng = once::codes(app, caller).await?;
    let made = once::change(app, caller, MADE, move |c| {
        Box::pin(async move {
            let proof = prove(c, &actor).await?;
            let issued = store::replace_codes(c, &proof, whose, now, days, &mut rng).await?;
            Ok(Made {
                people: issued.codes.iter().map(|one| one.person.id.0).collect(),
                linked: issued.already_linked.iter().map(|one| one.id.0).collect(),
                replaced: issued.replaced,
                expires_at: issued.expires_at,
            })
        })
    })
    .await?;
    let mut rng = once::codes(app, caller).await?;
    let mut c = app.db.read().await?;
    let proof = prove(&mut c, caller).await?;
    Ok(Issued {
        codes: store::list_issued(&mut c, &proof, &made.people, &mut rng).await?,
        already_linked: store::list_people(&mut c, &proof, &made.linked).await?,
        replaced: made.replaced,
        expires_at: made.expires_at,
    })
}

pub(super) fn day(app: &App, at: DateTime<Utc>) -> Arg {
    Arg::Date(at.with_timezone(&app.config.agency.zone.offset()).date_naive())
}

async fn make_for_person(app: App, caller: Caller, tap: Tap, person: i64) -> anyhow::Result<()> {
    if made_since(&app, &caller, "roster.codes.person", person, &tap).await? {
        return refuse(msg!("admin-code-just-made"));
    }
    let issued = issue(&app, &caller, Whose::Person(PersonId(person)), app.clock.now()).await?;
    let lang = caller.lang;
    let screen = match (issued.codes.first(), issued.already_linked.first()) {
        (Some(issued_code), _) => {
            let person = &issued_code.person;
            let text = msg!(
                "admin-code-made",
                name = person.masked_name(),
                key = person.masked_key(),
                unit = &person.unit.path,
                code = issued_code.code.grouped(),
                link = issued_code.code.deep_link(&app.username),
                until = day(&app, issued.expires_at)
            );
            Screen::new(&text, lang)
        }
        (None, Some(linked)) => person_screen(linked, true, lang),
        (None, None) => return refuse(msg!("admin-person-gone")),
    };
    tap.show(&app, &screen).await
}

/// Someone of the roster, and what can be done for them.
pub(super) fn person_screen(person: &Person, linked: bool, lang: Lang) -> Screen {
    let state = match (person.active, linked) {
        (false, _) => msg!("admin-person-inactive"),
        (true, true) => msg!("admin-person-linked"),
        (true, false) => msg!("admin-person-open"),
    };
    let text = msg!(
        "admin-person",
        name = person.masked_name(),
        key = person.masked_key(),
        unit = &person.unit.path,
        state = state
    );
    let screen = Screen::new(&text, lang);
    let id = person.id.0;
    let screen = match (person.active, linked) {
        (_, true) => screen.row(&msg!("admin-detach-yes"), lang, &Button::Detach { person: id }),
        (true, false) => screen.row(&msg!("admin-code-make"), lang, &Button::CodePerson { person: id }),
        (false, false) => return screen,
    };
    screen.row(&msg!("button-cancel"), lang, &Button::Dismiss)
}
