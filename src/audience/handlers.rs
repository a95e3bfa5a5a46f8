//! Choosing a segment, for a broadcast or a rule: kinds, rank, unit, only those who still owe.

use sqlx::SqliteConnection;
use teloxide::types::Message as Incoming;

use super::{Segment, screens};
use crate::{
    access::{Proof, Role},
    app::App,
    broadcast,
    error::refuse,
    msg,
    outbox::RuleId,
    reminder,
    roster::{self, Unit, UnitId},
    telegram::{
        Schema,
        access::{Caller, prove},
        aside::Desk,
        button::{AudienceButton, Button, Owner},
        census,
        filters::{role, tapped},
        prompt::{self, Question, Topic, answering},
        reply::{self, Tap},
    },
};

/// Units proposed for a name.
const SIMILAR: usize = 8;

pub fn schema() -> Schema {
    role(Role::Admin)
        .branch(answering(Topic::UnitSearch).endpoint(find_unit))
        .branch(tapped().branch(dptree::case![Button::Audience(button)].endpoint(choose)))
}

async fn choose(app: App, caller: Caller, tap: Tap, button: AudienceButton) -> anyhow::Result<()> {
    match button {
        AudienceButton::Open { owner } => {
            forget_search(&app, &caller).await?;
            show(app, caller, tap, owner).await
        }
        AudienceButton::Units { owner, unit, page } => units(app, caller, tap, (owner, unit, page)).await,
        AudienceButton::Search { owner } => ask_unit(app, caller, tap, owner).await,
        change => apply(app, caller, tap, change).await,
    }
}

async fn find_segment(c: &mut SqliteConnection, proof: &Proof, owner: Owner) -> anyhow::Result<Segment> {
    let segment = match owner {
        Owner::Draft => broadcast::store::find_draft(c, proof).await?.map(|draft| draft.segment),
        Owner::Rule(id) => reminder::store::find_segment(c, RuleId(id)).await?,
    };
    match (segment, owner) {
        (Some(segment), _) => Ok(segment),
        (None, Owner::Draft) => refuse(msg!("audience-draft-gone")),
        (None, Owner::Rule(_)) => refuse(msg!("audience-rule-gone")),
    }
}

/// The segment with its count, which may take a while.
async fn show(app: App, caller: Caller, tap: Tap, owner: Owner) -> anyhow::Result<()> {
    let mut c = app.db.read().await?;
    let proof = prove(&mut c, &caller).await?;
    let segment = find_segment(&mut c, &proof, owner).await?;
    let unit = match segment.unit() {
        Some(id) => roster::store::find_unit(&mut c, id).await?.map(|unit| unit.path),
        None => None,
    };
    drop(c);
    let lang = caller.lang;
    let again = (msg!("button-back"), Button::Audience(AudienceButton::Open { owner }));
    let (of_work, who) = (app.clone(), caller.clone());
    Desk::tapped(app, caller, tap, again)
        .run_beside(|gauge| async move {
            gauge.tell(msg!("audience-counting"));
            let size = census::count(&of_work, &who, &segment).await?;
            Ok(screens::segment(owner, &segment, unit.as_deref(), &size, lang).into())
        })
        .await
}

/// A change of the segment by a button; the same tap twice changes nothing the second time.
async fn apply(app: App, caller: Caller, tap: Tap, change: AudienceButton) -> anyhow::Result<()> {
    let owner = change.owner();
    let (who, now) = (caller.clone(), app.clock.now());
    app.db
        .write(move |c| {
            Box::pin(async move {
                let proof = prove(c, &who).await?;
                let mut segment = find_segment(c, &proof, owner).await?;
                alter(c, &mut segment, &change).await?;
                set_segment(c, &proof, owner, segment, now).await?;
                // What was about to be confirmed was meant for others.
                prompt::store::forget_about(c, who.user, &[Topic::UnitSearch, Topic::BroadcastConfirm]).await
            })
        })
        .await?;
    show(app, caller, tap, owner).await
}

async fn alter(c: &mut SqliteConnection, segment: &mut Segment, change: &AudienceButton) -> anyhow::Result<()> {
    match change {
        AudienceButton::Kind { kind, on, .. } if !segment.set_kind(*kind, *on) => {
            return refuse(msg!("audience-no-kind-left"));
        }
        AudienceButton::Rank { rank, .. } => segment.rank = *rank,
        AudienceButton::Owing { on, .. } => segment.owing = *on,
        AudienceButton::Choose { unit: 0, .. } => segment.unit = None,
        AudienceButton::Choose { unit, .. } => {
            if roster::store::find_unit(c, UnitId(*unit)).await?.is_none() {
                return refuse(msg!("audience-unit-gone"));
            }
            segment.unit = Some(*unit);
        }
        AudienceButton::Reset { .. } => *segment = Segment::default(),
        _ => {}
    }
    Ok(())
}

async fn set_segment(
    c: &mut SqliteConnection,
    proof: &Proof,
    owner: Owner,
    segment: Segment,
    now: chrono::DateTime<chrono::Utc>,
) -> anyhow::Result<()> {
    match owner {
        Owner::Draft => {
            let Some(draft) = broadcast::store::find_draft(c, proof).await? else {
                return refuse(msg!("audience-draft-gone"));
            };
            broadcast::store::put_draft(c, proof, &broadcast::Draft { segment, ..draft }, now).await
        }
        Owner::Rule(id) if reminder::store::set_segment(c, proof, RuleId(id), &segment, now).await? => Ok(()),
        Owner::Rule(_) => refuse(msg!("audience-rule-gone")),
    }
}

async fn units(app: App, caller: Caller, tap: Tap, (owner, unit, page): (Owner, i64, u16)) -> anyhow::Result<()> {
    forget_search(&app, &caller).await?;
    let mut c = app.db.read().await?;
    let proof = prove(&mut c, &caller).await?;
    find_segment(&mut c, &proof, owner).await?;
    let here = find_here(&mut c, &proof, unit).await?;
    let children = roster::store::list_children(&mut c, &proof, here.as_ref().map(|unit| unit.id)).await?;
    drop(c);
    tap.show(&app, &screens::units(owner, here.as_ref(), &children, page, caller.lang)).await
}

/// The unit whose children are shown; `unit` 0 is the top: the root, where there is only one.
async fn find_here(c: &mut SqliteConnection, proof: &Proof, unit: i64) -> anyhow::Result<Option<Unit>> {
    if unit == 0 {
        let mut roots = roster::store::list_children(c, proof, None).await?;
        return Ok(if roots.len() == 1 { roots.pop().map(|root| root.unit) } else { None });
    }
    match roster::store::find_unit(c, UnitId(unit)).await? {
        Some(unit) => Ok(Some(unit)),
        None => refuse(msg!("audience-unit-gone")),
    }
}

async fn ask_unit(app: App, caller: Caller, tap: Tap, owner: Owner) -> anyhow::Result<()> {
    let message = tap.message().map(|message| message.id.0);
    let question = Question::new(&app, caller.user, Topic::UnitSearch, owner.subject(), message);
    let (who, now) = (caller.clone(), app.clock.now());
    app.db
        .write(move |c| {
            Box::pin(async move {
                let proof = prove(c, &who).await?;
                find_segment(c, &proof, owner).await?;
                prompt::store::ask(c, who.user, question, now).await
            })
        })
        .await?;
    tap.show(&app, &screens::ask_unit(owner, caller.lang)).await
}

/// Proposes units for what was typed. The question stays open: another name may be typed.
async fn find_unit(app: App, caller: Caller, message: Incoming, question: Question) -> anyhow::Result<()> {
    let owner = Owner::from_subject(question.subject);
    let Some(wanted) = message.text() else { return refuse(msg!("audience-unit-as-text")) };
    let mut c = app.db.read().await?;
    let proof = prove(&mut c, &caller).await?;
    find_segment(&mut c, &proof, owner).await?;
    let found = roster::store::search_units(&mut c, &proof, wanted, SIMILAR).await?;
    drop(c);
    if found.is_empty() {
        return refuse(msg!("audience-unit-not-found"));
    }
    reply::send(&app, caller.chat, &screens::found(owner, &found, caller.lang)).await.map(|_| ())
}

async fn forget_search(app: &App, caller: &Caller) -> anyhow::Result<()> {
    let user = caller.user;
    app.db
        .write(move |c| Box::pin(async move { prompt::store::forget_about(c, user, &[Topic::UnitSearch]).await }))
        .await
}
