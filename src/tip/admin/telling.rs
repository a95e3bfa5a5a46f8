//! Who is told what becomes of keys: everyone who holds a role, and the agency's recipients, each in their language.

use super::{button, confirming::called};
use crate::{
    access::{self, Role, TelegramId},
    app::App,
    msg,
    telegram::{announce, button::TriageButton, reply::Screen},
    texts::{Lang, name},
    tip::{
        Agency, Id,
        appoint::{Matured, Recipient},
        letter, quorum,
        store::{
            recipient,
            vote::{self, Round},
        },
    },
};

/// Someone to be told.
#[derive(Clone, Copy, Debug)]
pub(super) struct Concerned {
    pub account: TelegramId,
    pub lang: Lang,
    pub role: Option<Role>,
    /// For the agency that it is about.
    pub receives: bool,
}

impl Concerned {
    /// The store asks again.
    fn may_veto(&self) -> bool {
        self.receives || self.role == Some(Role::Superadmin)
    }
}

/// Roles and the time, as every rule about a key asks for them.
pub(super) async fn round(app: &App) -> anyhow::Result<Round> {
    let officials = access::store::standing::list_officials(&mut *app.db.read().await?).await?;
    Ok(Round { officials, now: app.clock.now(), day: app.today() })
}

async fn list(app: &App, agency: Agency) -> anyhow::Result<Vec<Concerned>> {
    let officials = access::store::standing::list_officials(&mut *app.db.read().await?).await?;
    let readers = app.tips.db.run(|c| Box::pin(async move { recipient::list_readers(c, agency).await })).await?;
    let mut all: Vec<Concerned> = officials
        .all()
        .iter()
        .map(|one| Concerned { account: one.user, lang: one.lang, role: Some(one.role), receives: false })
        .collect();
    for (account, lang) in readers {
        match all.iter_mut().find(|one| one.account == account) {
            Some(known) => known.receives = true,
            None => all.push(Concerned { account, lang, role: None, receives: true }),
        }
    }
    Ok(all)
}

/// Tells all of them but these; nothing is undone where someone cannot be reached.
pub(super) async fn tell_concerned(
    app: &App,
    agency: Agency,
    except: &[TelegramId],
    screen: impl Fn(&Concerned) -> Screen,
) -> anyhow::Result<()> {
    let all = list(app, agency).await?;
    let told = all.iter().filter(|one| !except.contains(&one.account));
    announce::letters(app, told.map(|one| (one.account, screen(one))).collect()).await;
    Ok(())
}

/// A key was sent: those with a role may confirm it; recipients may be asked to, and may say no.
pub(super) fn offered(recipient: &Recipient, key: Id, one: &Concerned) -> Screen {
    let agency = letter::agency(recipient.agency);
    let text = match (recipient.recovery, one.role) {
        (true, Some(_)) => msg!("recipient-told-recovery-waits", agency = agency),
        (false, Some(_)) => msg!("recipient-told-waits", label = name(&recipient.label), agency = agency),
        (_, None) => msg!("recipient-told-peer-waits", who = called(recipient)),
    };
    buttons(Screen::new(&text, one.lang), key, one)
}

fn buttons(screen: Screen, key: Id, one: &Concerned) -> Screen {
    let screen = screen.row(&msg!("recipient-confirm"), one.lang, &button(TriageButton::Confirm { key }));
    if !one.may_veto() {
        return screen;
    }
    screen.row(&msg!("recipient-veto"), one.lang, &button(TriageButton::VetoAsk { key }))
}

/// Both votes are there, and now it waits.
fn waits(recipient: &Recipient, key: Id, one: &Concerned, from: chrono::NaiveDate) -> Screen {
    let text = msg!(
        "recipient-told-delayed",
        who = called(recipient),
        agency = letter::agency(recipient.agency),
        until = quorum::due(from),
        days = quorum::WAIT_DAYS
    );
    buttons(Screen::new(&text, one.lang), key, one)
}

/// Tells whoever has yet to be told of keys that wait, and puts those in force whose days have passed.
pub(in crate::tip) async fn step(app: &App) -> anyhow::Result<()> {
    let waiting = app.tips.db.run(|c| Box::pin(async move { vote::list_waiting(c).await })).await?;
    if waiting.is_empty() {
        return Ok(());
    }
    for (recipient, untold) in &waiting {
        let Some(key) = recipient.pending.as_ref().filter(|_| !untold.is_empty()) else { continue };
        let mut told = Vec::new();
        let concerned = list(app, recipient.agency).await?;
        for account in untold {
            // Whoever has gone meanwhile need not know any more.
            let one = concerned.iter().find(|one| one.account == *account);
            let settled = match one {
                Some(one) => announce::one(app, *account, &waits(recipient, key.id, one, app.today())).await,
                None => true,
            };
            told.extend(settled.then_some(*account));
        }
        let id = key.id;
        app.tips.db.run(|c| Box::pin(async move { vote::delete_notices(c, id, &told).await })).await?;
    }
    let round = round(app).await?;
    let matured = app.tips.db.run(|c| Box::pin(async move { vote::mature(c, &round).await })).await?;
    for one in &matured {
        match one {
            Matured::Active(recipient) => tell_active(app, recipient, &[]).await?,
            Matured::Short(recipient) => {
                let text = msg!("recipient-told-short", who = called(recipient));
                let Some(key) = recipient.pending.as_ref().map(|key| key.id) else { continue };
                tell_concerned(app, recipient.agency, &[], |one| buttons(Screen::new(&text, one.lang), key, one))
                    .await?;
            }
        }
    }
    if !matured.is_empty() {
        app.tips.changed.notify_one();
    }
    Ok(())
}

/// A key counts from now on.
pub(super) async fn tell_active(app: &App, recipient: &Recipient, except: &[TelegramId]) -> anyhow::Result<()> {
    super::learn(app, recipient.account, recipient.lang).await?;
    let rotated = recipient.active.is_some();
    if let Some(account) = recipient.account {
        let text = if rotated { msg!("recipient-told-rotated") } else { msg!("recipient-told-active") };
        let screen = Screen::new(&text, recipient.lang);
        let screen = screen.row(&msg!("recipient-open-cases"), recipient.lang, &button(TriageButton::Home));
        announce::one(app, account, &screen).await;
    }
    let text = if rotated {
        msg!("recipient-told-rotated-admins", who = called(recipient))
    } else {
        msg!("recipient-told-active-admins", who = called(recipient))
    };
    let knows: Vec<TelegramId> = recipient.account.into_iter().chain(except.iter().copied()).collect();
    tell_concerned(app, recipient.agency, &knows, |one| Screen::new(&text, one.lang)).await
}
