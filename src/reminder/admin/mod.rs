//! The rules of an election in chat: the list, one rule, and every change that is a tap.

mod answers;
mod list;
mod preview;
mod screens;

pub use answers::take_back;
use chrono::{DateTime, Utc};
use sqlx::SqliteConnection;

use super::{
    Anchor, Change, EIGHT, Plan, Rule, Sent,
    check::Load,
    store::{self, list_zones},
};
use crate::{
    access::{Proof, Role},
    app::App,
    audience::Segment,
    calendar::{self, ElectionId, StageId},
    error::refuse,
    msg,
    outbox::{Content, RuleId},
    roster::{self, Unit},
    telegram::{
        Schema,
        access::{Caller, prove},
        button::{Button, ReminderButton as Tapped},
        filters::{role, tapped},
        once,
        prompt::{self, Question, Topic},
        reply::{Screen, Tap},
    },
    texts::{Lang, Zone},
};

pub fn schema() -> Schema {
    role(Role::Admin)
        .branch(tapped().branch(dptree::case![Button::Reminder(button)].endpoint(handle)))
        .branch(answers::schema())
}

async fn handle(app: App, caller: Caller, tap: Tap, button: Tapped) -> anyhow::Result<()> {
    use Change as C;
    use screens::{clock, repetition, rule, when};
    match button {
        Tapped::Rules { election, page } => list(app, caller, tap, ElectionId(election), page).await,
        Tapped::Rule { id } => show(app, caller, tap, id, rule).await,
        Tapped::Cancel { id } => cancel(app, caller, tap, id).await,
        Tapped::When { id } => show(app, caller, tap, id, when).await,
        Tapped::Days { id, days } => set(app, caller, tap, id, C::Days(days), when).await,
        Tapped::Anchor { id, last } => set(app, caller, tap, id, C::Anchor(anchor(last)), when).await,
        Tapped::AskDays { id } => ask(app, caller, tap, id, Topic::RuleDays).await,
        Tapped::Clock { id } => show(app, caller, tap, id, clock).await,
        Tapped::Minute { id, minute } => set(app, caller, tap, id, C::Minute(minute), rule).await,
        Tapped::AskTime { id } => ask(app, caller, tap, id, Topic::RuleTime).await,
        Tapped::Repetition { id } => show(app, caller, tap, id, repetition).await,
        Tapped::Repeat { id, days } => set(app, caller, tap, id, C::Repeat((days > 0).then_some(days)), rule).await,
        Tapped::AskText { id } => ask(app, caller, tap, id, Topic::RuleText).await,
        Tapped::Detach { id } => detach(app, caller, tap, id).await,
        Tapped::Mandatory { id, on } => set(app, caller, tap, id, C::Mandatory(on), rule).await,
        Tapped::Enabled { id, on } => set(app, caller, tap, id, C::Enabled(on), rule).await,
        Tapped::Preview { id } => preview::show(app, caller, tap, id).await,
        Tapped::Sample { id } => preview::sample(app, caller, tap, id).await,
        Tapped::Add { election, page } => choose_stage(app, caller, tap, ElectionId(election), None, page).await,
        Tapped::AddTo { stage } => add(app, caller, tap, StageId(stage)).await,
        Tapped::Copy { id, page } => choose_stage_of_copy(app, caller, tap, id, page).await,
        Tapped::CopyTo { id, stage } => copy(app, caller, tap, id, StageId(stage)).await,
        Tapped::RemoveAsk { id } => show(app, caller, tap, id, screens::remove).await,
        Tapped::Remove { id } => remove(app, caller, tap, id).await,
    }
}

fn anchor(last: bool) -> Anchor {
    if last { Anchor::Last } else { Anchor::First }
}

/// A rule with what its screens say about it.
struct View {
    rule: Rule,
    /// Where anyone works; WIB while the roster is empty, so that there is a time to show.
    zones: Vec<Zone>,
    /// Of its segment.
    unit: Option<Unit>,
    load: Load,
    /// By its last waves.
    sent: Vec<Sent>,
    now: DateTime<Utc>,
}

/// A rule on the list of its election.
struct Listed {
    rule: Rule,
    unit: Option<Unit>,
    sent: Vec<Sent>,
}

impl View {
    /// Refuses a rule that is gone.
    async fn find(c: &mut SqliteConnection, _proof: &Proof, id: i64, now: DateTime<Utc>) -> anyhow::Result<Self> {
        let Some(rule) = store::find_rule(c, RuleId(id)).await? else { return refuse(msg!("reminder-gone")) };
        let unit = find_unit(c, &rule).await?;
        let load = store::measure_load(c, rule.election.id, now).await?;
        let sent = store::list_last_sent(c, rule.id).await?;
        Ok(Self { zones: zones(c).await?, unit, load, sent, now, rule })
    }

    /// Switched on, and yet nothing is left to send.
    fn is_over(&self) -> bool {
        self.rule.enabled && self.zones.iter().all(|zone| self.rule.upcoming(*zone, self.now).next().is_none())
    }
}

/// The unit of a rule's segment.
async fn find_unit(c: &mut SqliteConnection, rule: &Rule) -> anyhow::Result<Option<Unit>> {
    match rule.plan.segment.unit() {
        Some(unit) => roster::store::find_unit(c, unit).await,
        None => Ok(None),
    }
}

async fn zones(c: &mut SqliteConnection) -> anyhow::Result<Vec<Zone>> {
    let zones = list_zones(c).await?;
    Ok(if zones.is_empty() { vec![Zone::Wib] } else { zones })
}

/// How a rule is shown after a tap.
type Shown = fn(&View, Lang) -> Screen;

async fn show(app: App, caller: Caller, tap: Tap, id: i64, screen: Shown) -> anyhow::Result<()> {
    let view = look(&app, &caller, id).await?;
    tap.show(&app, &screen(&view, caller.lang)).await
}

/// A rule as it is now.
async fn look(app: &App, caller: &Caller, id: i64) -> anyhow::Result<View> {
    let mut c = app.db.read().await?;
    let proof = prove(&mut c, caller).await?;
    View::find(&mut c, &proof, id, app.clock.now()).await
}

async fn set(app: App, caller: Caller, tap: Tap, id: i64, change: Change, screen: Shown) -> anyhow::Result<()> {
    let (actor, now) = (caller.clone(), app.clock.now());
    let stopped = once::change(&app, &caller, "rule.change", move |c| {
        Box::pin(async move {
            let proof = prove(c, &actor).await?;
            let changed = store::change_rule(c, &proof, RuleId(id), change, now).await?;
            // Refuses one that is gone.
            View::find(c, &proof, id, now).await?;
            Ok(changed.map_or(0, |changed| changed.stopped))
        })
    })
    .await?;
    let view = look(&app, &caller, id).await?;
    if stopped > 0 {
        app.bell.notify_one();
        tap.alert(&app, &msg!("reminder-stopped", count = i64::try_from(stopped).unwrap_or(i64::MAX)));
    } else if view.is_over() {
        tap.alert(&app, &msg!("reminder-over"));
    }
    tap.show(&app, &screen(&view, caller.lang)).await
}

async fn detach(app: App, caller: Caller, tap: Tap, id: i64) -> anyhow::Result<()> {
    let mut c = app.db.read().await?;
    prove(&mut c, &caller).await?;
    let Some(rule) = store::find_rule(&mut c, RuleId(id)).await? else { return refuse(msg!("reminder-gone")) };
    drop(c);
    set(app, caller, tap, id, Change::Content(Content::text(rule.plan.content.html)), screens::rule).await
}

async fn list(app: App, caller: Caller, tap: Tap, election: ElectionId, page: u16) -> anyhow::Result<()> {
    let mut c = app.db.read().await?;
    prove(&mut c, &caller).await?;
    let Some(election) = calendar::store::find_election(&mut c, election).await? else {
        return refuse(msg!("reminder-election-gone"));
    };
    let mut rules = Vec::new();
    for rule in store::list_rules(&mut c, election.id).await? {
        let unit = find_unit(&mut c, &rule).await?;
        let sent = store::list_last_sent(&mut c, rule.id).await?;
        rules.push(Listed { rule, unit, sent });
    }
    let zones = zones(&mut c).await?;
    drop(c);
    tap.show(&app, &list::screen(&election, &rules, &zones, page, app.clock.now(), caller.lang)).await
}

/// Asks for what is typed; the next message is the answer (`answers.rs`).
async fn ask(app: App, caller: Caller, tap: Tap, id: i64, topic: Topic) -> anyhow::Result<()> {
    let (actor, now) = (caller.clone(), app.clock.now());
    let message = tap.message().map(|message| message.id.0);
    let question = Question::new(&app, caller.user, topic, id, message);
    let view = app
        .db
        .write(move |c| {
            Box::pin(async move {
                let proof = prove(c, &actor).await?;
                let view = View::find(c, &proof, id, now).await?;
                prompt::store::ask(c, actor.user, question, now).await?;
                Ok(view)
            })
        })
        .await?;
    tap.show(&app, &screens::question(&view, topic, caller.lang)).await
}

async fn cancel(app: App, caller: Caller, tap: Tap, id: i64) -> anyhow::Result<()> {
    let (user, message) = (caller.user, tap.message().map(|message| message.id.0));
    let now = app.clock.now();
    app.db
        .write(move |c| {
            Box::pin(async move {
                // A cancel button further up the chat does not withdraw a question asked since; one below it,
                // under what was wrong with an answer, does.
                let open = prompt::store::find(c, user, now - prompt::FORGOTTEN).await?;
                let ours = |topic| matches!(topic, Topic::RuleText | Topic::RuleTime | Topic::RuleDays);
                if open.is_some_and(|open| ours(open.topic) && open.subject == id && open.message <= message) {
                    prompt::store::forget(c, user).await?;
                }
                Ok(())
            })
        })
        .await?;
    show(app, caller, tap, id, screens::rule).await
}

async fn choose_stage_of_copy(app: App, caller: Caller, tap: Tap, id: i64, page: u16) -> anyhow::Result<()> {
    let mut c = app.db.read().await?;
    prove(&mut c, &caller).await?;
    let Some(rule) = store::find_rule(&mut c, RuleId(id)).await? else { return refuse(msg!("reminder-gone")) };
    drop(c);
    choose_stage(app, caller, tap, rule.election.id, Some(rule), page).await
}

async fn choose_stage(
    app: App,
    caller: Caller,
    tap: Tap,
    election: ElectionId,
    copy: Option<Rule>,
    page: u16,
) -> anyhow::Result<()> {
    let mut c = app.db.read().await?;
    prove(&mut c, &caller).await?;
    let Some(election) = calendar::store::find_election(&mut c, election).await? else {
        return refuse(msg!("reminder-election-gone"));
    };
    let stages = calendar::store::list_stages(&mut c, election.id).await?;
    drop(c);
    tap.show(&app, &screens::stages(&election, &stages, copy.as_ref(), page, caller.lang)).await
}

async fn add(app: App, caller: Caller, tap: Tap, stage: StageId) -> anyhow::Result<()> {
    let mut c = app.db.read().await?;
    prove(&mut c, &caller).await?;
    let election = match calendar::store::find_stage(&mut c, stage).await? {
        Some(stage) => calendar::store::find_election(&mut c, stage.election).await?,
        None => None,
    };
    drop(c);
    let Some(election) = election else { return refuse(msg!("reminder-stage-gone")) };
    let plan = Plan {
        anchor: Anchor::First,
        days: -1,
        minute: EIGHT.clamp(election.hours.from, election.hours.to - 1),
        segment: Segment::default(),
        content: Content::text(msg!("reminder-default-new").html(Lang::Id)),
        mandatory: true,
        repeat_days: None,
    };
    insert(app, caller, tap, stage, plan).await
}

async fn copy(app: App, caller: Caller, tap: Tap, id: i64, stage: StageId) -> anyhow::Result<()> {
    let mut c = app.db.read().await?;
    prove(&mut c, &caller).await?;
    let Some(rule) = store::find_rule(&mut c, RuleId(id)).await? else { return refuse(msg!("reminder-gone")) };
    drop(c);
    insert(app, caller, tap, stage, rule.plan).await
}

/// A new rule is off until it has been looked at.
async fn insert(app: App, caller: Caller, tap: Tap, stage: StageId, plan: Plan) -> anyhow::Result<()> {
    let (actor, now) = (caller.clone(), app.clock.now());
    let id = once::change(&app, &caller, "rule.add", move |c| {
        Box::pin(async move {
            let proof = prove(c, &actor).await?;
            match store::insert_rule(c, &proof, stage, &plan, false, now).await? {
                Some(id) => Ok(id.0),
                None => refuse(msg!("reminder-stage-gone")),
            }
        })
    })
    .await?;
    let view = look(&app, &caller, id).await?;
    tap.toast(&app, &msg!("reminder-added"));
    tap.show(&app, &screens::rule(&view, caller.lang)).await
}

async fn remove(app: App, caller: Caller, tap: Tap, id: i64) -> anyhow::Result<()> {
    let (actor, now) = (caller.clone(), app.clock.now());
    let election = once::change(&app, &caller, "rule.remove", move |c| {
        Box::pin(async move {
            let proof = prove(c, &actor).await?;
            let Some(rule) = store::find_rule(c, RuleId(id)).await? else { return refuse(msg!("reminder-gone")) };
            store::remove_rule(c, &proof, rule.id, now).await?;
            Ok(rule.election.id.0)
        })
    })
    .await?;
    app.bell.notify_one();
    tap.toast(&app, &msg!("reminder-removed"));
    list(app, caller, tap, ElectionId(election), 0).await
}
