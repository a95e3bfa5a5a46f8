//! Callback queries: asked by a tap, answered once and in time, or a violation.
use std::collections::{BTreeSet, HashMap};
use std::time::{Duration, Instant};

use serde::Serialize;
use serde_json::json;

use super::State;
use crate::error::{ApiError, ApiResult, Violation};

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CallbackAnswer {
    pub text: Option<String>,
    pub show_alert: bool,
    pub url: Option<String>,
    /// From the tap to the answer.
    pub after_ms: u64,
    pub times: u32,
}

#[derive(Debug)]
pub struct Query {
    pub user: i64,
    pub chat: i64,
    pub data: String,
    asked: Instant,
    pub answer: Option<CallbackAnswer>,
    /// The bot never learnt that its answer was accepted, or was asked again: a second one is no mistake.
    hidden: bool,
}

#[derive(Debug)]
pub struct Queries {
    by_id: HashMap<String, Query>,
    /// Unanswered and not yet too old, oldest first.
    open: BTreeSet<(Instant, String)>,
    /// Of the next query.
    pub next: u64,
}

impl Queries {
    pub fn new(next: u64) -> Self {
        Self { by_id: HashMap::new(), open: BTreeSet::new(), next }
    }

    pub fn get(&self, id: &str) -> Option<&Query> {
        self.by_id.get(id)
    }

    pub fn waiting(&self) -> usize {
        self.open.len()
    }

    /// The update of a query is delivered once more: a second answer to it is no mistake.
    pub fn asked_again(&mut self, update: &str) {
        let Some(body) = update.strip_prefix(",\"callback_query\":").and_then(|body| body.strip_suffix('}')) else {
            return;
        };
        let id =
            serde_json::from_str::<serde_json::Value>(body).ok().and_then(|body| Some(body["id"].as_str()?.to_owned()));
        if let Some(query) = id.and_then(|id| self.by_id.get_mut(&id)) {
            query.hidden = true;
        }
    }

    pub fn oldest(&self) -> Option<Instant> {
        self.open.first().map(|(at, _)| *at)
    }
}

pub struct Answering<'a> {
    pub id: &'a str,
    pub text: Option<String>,
    pub show_alert: bool,
    pub url: Option<String>,
    /// The answer is accepted, but the bot will not learn it.
    pub hidden: bool,
}

impl State {
    /// Asks the bot; the update carries the message as it is now.
    pub fn ask(&mut self, user: i64, chat: i64, message: i64, data: &str) -> String {
        let id = self.queries.next.to_string();
        self.queries.next += 1;
        let asked = Instant::now();
        let body = json!({
            "id": id,
            "from": self.user_json(user),
            "message": self.maybe_inaccessible(chat, message),
            "chat_instance": (8_000_000_000_000_000_000_i64 - chat).to_string(),
            "data": data,
        });
        let query = Query { user, chat, data: data.to_owned(), asked, answer: None, hidden: false };
        self.queries.by_id.insert(id.clone(), query);
        // A bot that did not ask for callback queries cannot owe an answer.
        if self.push_update("callback_query", Some(chat), &body).is_some() {
            self.queries.open.insert((asked, id.clone()));
            self.owe(chat);
        }
        id
    }

    pub fn answer_query(&mut self, answering: Answering<'_>, now: Instant) -> ApiResult<i64> {
        let too_old = || ApiError::bad("query is too old and response timeout expired or query id is invalid");
        let query = self.queries.by_id.get_mut(answering.id).ok_or_else(too_old)?;
        let age = now.duration_since(query.asked);
        if age > self.config.callback_timeout {
            return Err(too_old());
        }
        let chat = query.chat;
        let after_ms = u64::try_from(age.as_millis()).unwrap_or(u64::MAX);
        let id = answering.id.to_owned();
        if let Some(answer) = &mut query.answer {
            answer.times += 1;
            if !std::mem::replace(&mut query.hidden, answering.hidden) {
                let (user, data) = (query.user, query.data.clone());
                self.violations.push(Violation::AnsweredTwice { query_id: id, user, data });
            }
            return Ok(chat);
        }
        if age > self.config.slow_answer {
            let (user, data) = (query.user, query.data.clone());
            self.violations.push(Violation::AnsweredSlowly { query_id: id.clone(), user, data, after_ms });
        }
        self.events.push(&json!({
            "type": "answer", "query_id": id, "user": query.user, "chat_id": chat,
            "text": answering.text, "show_alert": answering.show_alert, "url": answering.url,
        }));
        query.hidden = answering.hidden;
        query.answer = Some(CallbackAnswer {
            text: answering.text,
            show_alert: answering.show_alert,
            url: answering.url,
            after_ms,
            times: 1,
        });
        let asked = query.asked;
        if self.queries.open.remove(&(asked, id)) {
            self.settle(chat);
            self.signals.quiet.send_replace(());
        }
        Ok(chat)
    }

    /// Gives up on queries that nobody answered in time. Returns how long until the next one.
    pub fn expire_queries(&mut self, now: Instant) -> Option<Duration> {
        let timeout = self.config.callback_timeout;
        loop {
            let age = now.duration_since(self.queries.oldest()?);
            if age <= timeout {
                return Some(timeout - age);
            }
            let (_, id) = self.queries.open.pop_first()?;
            let Some(query) = self.queries.by_id.get(&id) else {
                continue;
            };
            let (user, chat, data) = (query.user, query.chat, query.data.clone());
            self.violations.push(Violation::NeverAnswered { query_id: id, user, data });
            self.settle(chat);
            self.signals.quiet.send_replace(());
        }
    }
}
