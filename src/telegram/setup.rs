//! What is left to be set up, for a superadmin: after /klaim, by /persiapan, from /bantuan.

use super::{
    access::Caller,
    button::{Button, CalendarButton, TriageButton},
    reply::Screen,
};
use crate::{
    access::{self, Actor, Role, store::standing::list_officials},
    app::App,
    calendar, msg, pledge, roster,
    texts::{Arg, Lang, Message, name},
    tip::{
        self, Agency,
        store::{OutOfOrder, intake},
    },
};

/// What `ikrar init` leaves where nobody has filled in the agency.
const NAMELESS: &str = "Pemerintah Daerah";
/// Superadmins that there should be: one may lose the phone.
const SUPERADMINS: usize = 2;

/// In the order in which they are best done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Agency,
    Documents,
    Roster,
    Calendar,
    Codes,
    Superadmin,
    Recipients,
}

impl Step {
    pub const ALL: [Step; 7] =
        [Step::Agency, Step::Documents, Step::Roster, Step::Calendar, Step::Codes, Step::Superadmin, Step::Recipients];

    pub fn as_str(self) -> &'static str {
        match self {
            Step::Agency => "agency",
            Step::Documents => "documents",
            Step::Roster => "roster",
            Step::Calendar => "calendar",
            Step::Codes => "codes",
            Step::Superadmin => "superadmin",
            Step::Recipients => "recipients",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.as_str() == text)
    }

    /// What does it, and what that button says. What is done on the server, or by a command, is explained.
    fn button(self) -> (Message, Button) {
        let how = Button::SetupHow { step: self };
        match self {
            Step::Agency => (msg!("guide-setup-go-agency"), how),
            Step::Documents => (msg!("guide-setup-go-documents"), how),
            Step::Roster => (msg!("guide-setup-go-roster"), Button::ImportHow),
            Step::Calendar => (msg!("guide-setup-go-calendar"), Button::Calendar(CalendarButton::List { page: 0 })),
            Step::Codes => (msg!("guide-setup-go-codes"), Button::CodeUnits { unit: 0, page: 0 }),
            Step::Superadmin => (msg!("guide-setup-go-superadmin"), how),
            Step::Recipients => (msg!("guide-setup-go-recipients"), Button::Triage(TriageButton::Recipients)),
        }
    }

    /// Of those that have no screen of their own.
    pub fn how(self) -> Message {
        match self {
            Step::Agency => msg!("guide-setup-how-agency"),
            Step::Documents => msg!("guide-setup-how-documents"),
            Step::Superadmin => msg!("guide-setup-how-superadmin"),
            Step::Roster | Step::Calendar | Step::Codes | Step::Recipients => msg!("guide-setup-how-other"),
        }
    }
}

/// How far a step is.
struct State {
    step: Step,
    done: bool,
    text: Message,
}

/// The list with the state of each step, and one button for the next.
pub async fn screen(app: &App, caller: &Caller) -> anyhow::Result<Screen> {
    let states = load(app, caller).await?;
    Ok(list(&states, caller.lang))
}

fn list(states: &[State], lang: Lang) -> Screen {
    let lines: Vec<String> = (1..)
        .zip(states)
        .map(|(n, state): (usize, &State)| {
            let text = state.text.clone();
            if state.done {
                msg!("guide-setup-line-done", n = n, step = text).html(lang)
            } else {
                msg!("guide-setup-line-open", n = n, step = text).html(lang)
            }
        })
        .collect();
    let (done, next) = (states.iter().filter(|state| state.done).count(), states.iter().find(|state| !state.done));
    let text = match next {
        Some(_) => {
            msg!("guide-setup", done = done, total = states.len(), list = Arg::Html(lines.join("\n")))
        }
        None => msg!("guide-setup-complete", list = Arg::Html(lines.join("\n"))),
    };
    let mut screen = Screen::new(&text, lang);
    if let Some(next) = next {
        let (label, button) = next.step.button();
        screen = screen.row(&label, lang, &button);
    }
    screen.row(&msg!("guide-setup-refresh"), lang, &Button::Setup)
}

async fn load(app: &App, caller: &Caller) -> anyhow::Result<Vec<State>> {
    let now = app.clock.now();
    let today = app.today();
    let mut c = app.db.read().await?;
    let proof = access::store::prove(&mut c, Actor::Telegram(caller.user), Role::Superadmin).await?;
    let versions = pledge::store::list_current_versions(&mut c).await?;
    let units = roster::store::list_units(&mut c, &proof).await?.len();
    let codes = roster::store::count_codes(&mut c, &proof, now).await?;
    let elections = calendar::store::list_elections(&mut c).await?;
    let grants = access::store::list_grants(&mut c, &proof).await?;
    let officials = list_officials(&mut c).await?;
    drop(c);
    let readers = app.tips.db.run(move |c| Box::pin(async move { intake::list_readers(c, &officials).await })).await;
    let agency = &app.config.agency;
    let samples = versions.iter().filter(|version| version.document.sample).count();
    let coming = elections.iter().flat_map(|(_, stages)| stages).filter(|stage| stage.last_day >= today).count();
    let superadmins = grants.iter().filter(|grant| grant.role == Role::Superadmin).count();
    let state = |step, done, text| State { step, done, text };
    Ok(vec![
        state(
            Step::Agency,
            agency.name != NAMELESS,
            msg!("guide-setup-agency", agency = name(&agency.name), contact = agency.contact.as_str()),
        ),
        state(
            Step::Documents,
            !versions.is_empty() && samples == 0,
            match samples {
                0 => msg!("guide-setup-documents", count = versions.len()),
                _ => msg!("guide-setup-documents-sample", count = versions.len(), samples = samples),
            },
        ),
        state(Step::Roster, codes.people > 0, msg!("guide-setup-roster", people = codes.people, units = units)),
        state(Step::Calendar, coming > 0, msg!("guide-setup-calendar", count = coming)),
        state(
            Step::Codes,
            codes.people > 0 && codes.left() == 0,
            msg!("guide-setup-codes", linked = codes.linked, coded = codes.coded, left = codes.left()),
        ),
        state(Step::Superadmin, superadmins >= SUPERADMINS, msg!("guide-setup-superadmin", count = superadmins)),
        recipients(readers)?,
    ])
}

/// At least one agency can open what is reported.
fn recipients(readers: anyhow::Result<Vec<intake::Readers>>) -> anyhow::Result<State> {
    let step = Step::Recipients;
    let readers = match readers {
        Ok(readers) => readers,
        Err(error) if error.is::<OutOfOrder>() => {
            return Ok(State { step, done: false, text: msg!("guide-setup-recipients-closed") });
        }
        Err(error) => return Err(error),
    };
    let people =
        |agency: Agency| readers.iter().filter(|one| one.agency == agency).map(|one| one.people).sum::<usize>();
    let done = Agency::ALL.into_iter().any(|agency| people(agency) > 0);
    let counts = Agency::ALL
        .into_iter()
        .map(|agency| msg!("guide-setup-recipients-of", agency = tip::letter::agency(agency), count = people(agency)));
    Ok(State { step, done, text: msg!("guide-setup-recipients", counts = Arg::List(counts.collect())) })
}
