//! Questions that are answered by a message rather than a button, and what the next message answers.
//!
//! The question is a row, so an answer finds its way after a restart. A command is never an answer, and
//! /batal forgets the question. Where the message may have been meant for something else, `doubt` asks first.

pub mod attention;
pub mod doubt;
pub mod store;

use anyhow::Context as _;
use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use serde_json::json;
use sqlx::SqliteConnection;
use teloxide::types::{Message as Incoming, Update, UpdateKind};

use super::{
    Schema,
    access::Caller,
    command::{Command, Invocation},
    errors,
    once::{self, Cause},
};
use crate::{access::TelegramId, app::App};

/// An unanswered question is forgotten after this long: a message of the next day is not an answer.
pub const FORGOTTEN: TimeDelta = TimeDelta::hours(2);

/// What was asked. The texts stay in the database for hours only, yet never give one a new meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Topic {
    /// First and last day of a stage.
    StageDays,
    StageName,
    /// The file to import, once an admin has asked how.
    CalendarFile,
    /// What a calendar without a name is called; about the message with the file.
    CalendarTitle,
    /// Days by which all stages of an election move.
    ElectionShift,
    /// The name of an election that is put together in chat; 1: nothing of what was there is kept.
    DraftTitle,
    /// Of one of its stages, by its place.
    DraftName,
    DraftDays,
    RuleText,
    RuleTime,
    RuleDays,
    /// Text, files: what a broadcast says.
    BroadcastContent,
    BroadcastTime,
    /// The number of recipients, typed to confirm.
    BroadcastConfirm,
    /// A unit's name, for a segment.
    UnitSearch,
    /// Who is invited to receive tips.
    RecipientLabel,
    /// The recovery key of an agency.
    RecoveryKey,
}

impl Topic {
    pub const ALL: [Topic; 17] = [
        Topic::StageDays,
        Topic::StageName,
        Topic::CalendarFile,
        Topic::CalendarTitle,
        Topic::ElectionShift,
        Topic::DraftTitle,
        Topic::DraftName,
        Topic::DraftDays,
        Topic::RuleText,
        Topic::RuleTime,
        Topic::RuleDays,
        Topic::BroadcastContent,
        Topic::BroadcastTime,
        Topic::BroadcastConfirm,
        Topic::UnitSearch,
        Topic::RecipientLabel,
        Topic::RecoveryKey,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Topic::StageDays => "stage-days",
            Topic::StageName => "stage-name",
            Topic::CalendarFile => "calendar-file",
            Topic::CalendarTitle => "calendar-title",
            Topic::ElectionShift => "election-shift",
            Topic::DraftTitle => "draft-title",
            Topic::DraftName => "draft-name",
            Topic::DraftDays => "draft-days",
            Topic::RuleText => "rule-text",
            Topic::RuleTime => "rule-time",
            Topic::RuleDays => "rule-days",
            Topic::BroadcastContent => "broadcast-content",
            Topic::BroadcastTime => "broadcast-time",
            Topic::BroadcastConfirm => "broadcast-confirm",
            Topic::UnitSearch => "unit-search",
            Topic::RecipientLabel => "recipient-label",
            Topic::RecoveryKey => "recovery-key",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|topic| topic.as_str() == text)
    }
}

/// The question that a message answers. Made only by [`Question::new`], or read by the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Question {
    pub topic: Topic,
    /// The row it is about (a stage, a rule); 0 where there is none.
    pub subject: i64,
    /// The message that asked, so that it can be edited.
    pub message: Option<i32>,
    /// The message has been taken for its answer before, and comes again.
    again: bool,
}

/// As an answer is kept.
#[derive(Serialize, Deserialize)]
struct Kept {
    topic: String,
    subject: i64,
    message: Option<i32>,
}

const ANSWER: &str = "answer";

impl Question {
    /// To be asked now ([`store::ask`]): the next message of this account is taken for its answer, unless a tip is
    /// listened to at this very moment.
    pub fn new(app: &App, user: TelegramId, topic: Topic, subject: i64, message: Option<i32>) -> Self {
        let question = Self { topic, subject, message, again: false };
        let listening = app.tips.drafts.peek(app.tips.who(user.0), app.clock.now(), |desk| desk.is_heard());
        if listening != Some(true) {
            app.memory.attention.turn_to(user, question);
        }
        question
    }

    /// What an update that comes again was taken for an answer to, if it was.
    pub async fn answered_by(c: &mut SqliteConnection, cause: Cause) -> anyhow::Result<Option<Self>> {
        let Some(kept) = once::store::find_outcome(c, cause, ANSWER).await? else { return Ok(None) };
        let Kept { topic, subject, message } = serde_json::from_str(&kept).context("reading an answer")?;
        Ok(Topic::parse(&topic).map(|topic| Self { topic, subject, message, again: true }))
    }

    /// Whether both ask the same, wherever it is shown.
    fn is_same(self, other: Self) -> bool {
        self.topic == other.topic && self.subject == other.subject
    }
}

/// What this update answers, if anything: a message in private that is no command. Whoever gives a command
/// has turned to something else, so the question is forgotten; /batal does that itself, and says so.
pub async fn question(app: &App, update: &Update, caller: &Caller) -> anyhow::Result<Option<Question>> {
    let UpdateKind::Message(message) = &update.kind else { return Ok(None) };
    if !caller.private || caller.role.is_none() {
        return Ok(None);
    }
    let (user, now) = (caller.user, app.clock.now());
    let since = now - FORGOTTEN;
    let mut c = app.db.read().await?;
    let open = store::find(&mut c, user, since).await?;
    let Some(text) = message.text().filter(|text| text.starts_with('/')) else {
        // By now it may be closed, or another one open.
        if let Some(question) = Question::answered_by(&mut c, caller.cause).await? {
            return Ok(Some(question));
        }
        // What a recipient of tips is writing to a reporter is no answer to anything else.
        return Ok(open.filter(|_| !app.tips.writings.is_open(app.tips.who(user.0), now)));
    };
    drop(c);
    // Whoever turns to a tip leaves no mark here: the question simply stays.
    let stays = Invocation::parse(text, &app.username)
        .is_some_and(|invocation| invocation.command == Command::Cancel || invocation.is_of_tips());
    if open.is_some() && !stays {
        app.db.write(move |c| Box::pin(async move { store::forget(c, user).await })).await?;
    }
    Ok(None)
}

/// Remembers what a message is an answer to, for the case that it comes again.
pub async fn note(app: App, update: Update, caller: Caller, question: Option<Question>) {
    let Some(question) = question.filter(|question| !question.again) else { return };
    if !matches!(update.kind, UpdateKind::Message(_)) {
        return;
    }
    let Question { topic, subject, message, .. } = question;
    let kept = json!({ "topic": topic.as_str(), "subject": subject, "message": message }).to_string();
    let (cause, now) = (caller.cause, app.clock.now());
    let noted =
        app.db.write(move |c| Box::pin(async move { once::store::insert_outcome(c, cause, ANSWER, &kept, now).await }));
    if let Err(error) = noted.await {
        log::warn!(cause = errors::cause(&error).as_str(); "what a message answers was not noted");
    }
}

/// A branch for messages that answer a question of this topic; hands on the question and the message.
pub fn answering(topic: Topic) -> Schema {
    dptree::filter_map(|question: Option<Question>| question)
        .filter(move |question: Question| question.topic == topic)
        .filter_map(|update: Update| match update.kind {
            UpdateKind::Message(message) => Some::<Incoming>(message),
            _ => None,
        })
}
