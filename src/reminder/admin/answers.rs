//! What an admin types about a rule: its text, its time, its days.

use chrono::{DateTime, Utc};
use sqlx::SqliteConnection;
use teloxide::types::Message as Incoming;

use super::{View, look, prove, screens};
use crate::{
    access::Proof,
    app::App,
    error::{refuse, shown},
    msg,
    outbox::{Content, RuleId, Variable},
    reminder::{
        Change,
        check::{parse_clock, parse_days},
        store,
    },
    telegram::{
        Schema,
        access::Caller,
        compose, once,
        prompt::{self, Question, Topic, answering},
        reply::{self, Screen},
        split::{self, Long},
    },
};

pub(super) fn schema() -> Schema {
    dptree::entry()
        .branch(answering(Topic::RuleText).endpoint(take_text))
        .branch(answering(Topic::RuleTime).endpoint(take_time))
        .branch(answering(Topic::RuleDays).endpoint(take_days))
}

async fn take_text(app: App, caller: Caller, question: Question, message: Incoming) -> anyhow::Result<()> {
    let (id, now) = (question.subject, app.clock.now());
    let mut c = app.db.read().await?;
    let proof = prove(&mut c, &caller).await?;
    let view = View::find(&mut c, &proof, id, now).await?;
    drop(c);
    split::keep_before(&app, &caller, &message, &view.rule.plan.content);
    take(app, caller, question, compose::read_single(&message).map(Answer::Content)).await
}

/// A text that came in several messages is more than a reminder holds: what it said before is in force again.
pub async fn take_back(app: &App, caller: &Caller, question: Question, long: &Long) -> anyhow::Result<Screen> {
    let (actor, now, id, before) = (caller.clone(), app.clock.now(), question.subject, long.before.clone());
    app.db
        .write(move |c| {
            Box::pin(async move {
                let proof = prove(c, &actor).await?;
                if let Some(before) = before {
                    store::change_rule(c, &proof, RuleId(id), Change::Content(before), now).await?;
                }
                prompt::store::ask(c, actor.user, question, now).await
            })
        })
        .await?;
    Ok(screens::again(long.message(), id, caller.lang))
}

async fn take_time(app: App, caller: Caller, question: Question, message: Incoming) -> anyhow::Result<()> {
    let answer = match message.text().and_then(parse_clock) {
        Some(minute) => Ok(Answer::Change(Change::Minute(minute))),
        None => refuse(msg!("reminder-time-unreadable")),
    };
    take(app, caller, question, answer).await
}

async fn take_days(app: App, caller: Caller, question: Question, message: Incoming) -> anyhow::Result<()> {
    let answer = match message.text().and_then(parse_days) {
        Some(days) => Ok(Answer::Change(Change::Days(days))),
        None => refuse(msg!("reminder-days-unreadable")),
    };
    take(app, caller, question, answer).await
}

enum Answer {
    Content(Content),
    Change(Change),
}

/// What is refused leaves the question open, so that the next message may mend it.
async fn take(app: App, caller: Caller, question: Question, answer: anyhow::Result<Answer>) -> anyhow::Result<()> {
    let taken = match answer {
        Ok(answer) => apply(&app, &caller, question, answer).await,
        Err(unread) => Err(unread),
    };
    let Err(refused) = taken else { return Ok(()) };
    let Some(problem) = shown(&refused) else { return Err(refused) };
    let screen = screens::again(problem.clone(), question.subject, caller.lang);
    reply::send(&app, caller.chat, &screen).await.map(|_| ())
}

/// Applies the answer and forgets the question.
async fn apply(app: &App, caller: &Caller, question: Question, answer: Answer) -> anyhow::Result<()> {
    let (actor, now, id) = (caller.clone(), app.clock.now(), question.subject);
    let stopped = once::change(app, caller, "rule.answer", move |c| {
        Box::pin(async move {
            let proof = prove(c, &actor).await?;
            let change = match answer {
                Answer::Content(content) => Change::Content(whole(c, &proof, id, content, now).await?),
                Answer::Change(change) => change,
            };
            let changed = store::change_rule(c, &proof, RuleId(id), change, now).await?;
            prompt::store::forget(c, actor.user).await?;
            // Refuses one that is gone.
            View::find(c, &proof, id, now).await?;
            Ok(changed.map_or(0, |changed| changed.stopped))
        })
    })
    .await?;
    let view = look(app, caller, id).await?;
    let told = if stopped > 0 {
        app.bell.notify_one();
        Some(msg!("reminder-stopped", count = i64::try_from(stopped).unwrap_or(i64::MAX)))
    } else {
        view.is_over().then(|| msg!("reminder-over"))
    };
    if let Some(told) = told {
        reply::send(app, caller.chat, &Screen::new(&told, caller.lang)).await?;
    }
    let screen = match question.topic {
        Topic::RuleDays => screens::when(&view, caller.lang),
        _ => screens::rule(&view, caller.lang),
    };
    reply::send(app, caller.chat, &screen).await.map(|_| ())
}

/// A file without a caption goes with the text that is there.
async fn whole(
    c: &mut SqliteConnection,
    proof: &Proof,
    id: i64,
    mut content: Content,
    now: DateTime<Utc>,
) -> anyhow::Result<Content> {
    if content.html.trim().is_empty() {
        content.html = View::find(c, proof, id, now).await?.rule.plan.content.html;
    }
    compose::check(c, proof, &content, &Variable::ALL).await?;
    Ok(content)
}
