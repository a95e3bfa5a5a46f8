//! What every handler gets: the bot, the database, the clock, the configuration, and what is only remembered.

use std::{
    num::{NonZeroU32, NonZeroUsize},
    sync::Arc,
};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use lru::LruCache;
use sqlx::SqliteConnection;
use teloxide::{
    Bot,
    types::{ChatId, MessageId},
};
use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore};

use crate::{
    access::{TelegramId, job::Told},
    audience::{Segment, Size},
    clock::Clock,
    config::Config,
    db::Db,
    health::Health,
    outbox::{CampaignId, pace::Pacer},
    pledge::{
        VersionId,
        store::{self, Version},
    },
    telegram::{
        lane::Lanes,
        once::Cause,
        prompt::{Question, attention::Attention},
        split::Long,
    },
    texts::Lang,
    tip::Tips,
};

#[derive(Clone)]
pub struct App {
    pub bot: Bot,
    pub db: Db,
    pub clock: Arc<dyn Clock>,
    pub config: Arc<Config>,
    /// Without the `@`; deep links and `/command@username` need it.
    pub username: Arc<str>,
    pub memory: Arc<Memory>,
    /// Everything that sends asks or tells it.
    pub pacer: Arc<Pacer>,
    /// Rung when there is something to send, or a campaign was paused, resumed or cancelled.
    pub bell: Arc<Notify>,
    /// Anonymous tips: a database and a memory of their own.
    pub tips: Arc<Tips>,
}

impl App {
    /// The day by the clock of the agency.
    pub fn today(&self) -> NaiveDate {
        self.clock.now().with_timezone(&self.config.agency.zone.offset()).date_naive()
    }
}

/// What may be forgotten at any moment: a restart loses it and nobody is worse off.
pub struct Memory {
    languages: std::sync::Mutex<LruCache<TelegramId, Lang>>,
    shown: std::sync::Mutex<LruCache<(ChatId, MessageId), u64>>,
    spoken: std::sync::Mutex<LruCache<ChatId, i64>>,
    /// Document versions never change, and every tap needs one.
    versions: std::sync::Mutex<LruCache<VersionId, Arc<Version>>>,
    guesses: DefaultKeyedRateLimiter<(Guess, TelegramId)>,
    checks: DefaultKeyedRateLimiter<TelegramId>,
    /// What was said of tries: an update that comes again is the same try.
    tries: std::sync::Mutex<LruCache<(Cause, Option<Guess>), bool>>,
    looks: std::sync::Mutex<LruCache<CampaignId, Look>>,
    /// The question that a message answered, for its edits.
    answered: std::sync::Mutex<Answered>,
    longs: std::sync::Mutex<LruCache<ChatId, Long>>,
    /// Replies that wait for their turn.
    pub lanes: Lanes,
    /// Large works (imports, sheets of codes) are done one at a time. And what asked for the last.
    desk: Arc<Semaphore>,
    working: std::sync::Mutex<Option<Cause>>,
    /// Segments that took long to count, and when that was. Held while counting: one at a time, so that
    /// no more than one reading connection is busy for seconds.
    pub counts: tokio::sync::Mutex<LruCache<Segment, (Size, DateTime<Utc>)>>,
    /// Held while superadmins are told of a role, or two would tell the same.
    pub told_of_roles: tokio::sync::Mutex<Told>,
    /// Whether what admins type is meant for what they are asked.
    pub attention: Attention,
    /// Whether the loops go round, and what is out of order.
    pub health: Health,
    /// Held while a campaign's screen is edited: where a tap and the clock show the same change at the same moment,
    /// the second finds it done.
    pub screens: tokio::sync::Mutex<()>,
}

type Answered = LruCache<(ChatId, MessageId), (Question, DateTime<Utc>)>;

/// How far a campaign was when someone last looked, and its rate since the time before.
struct Look {
    at: DateTime<Utc>,
    finished: i64,
    rate: Option<f64>,
}

/// Between looks that tell a rate: sooner is noise, later is history.
const LOOK_AFTER: TimeDelta = TimeDelta::seconds(2);
const LOOK_BEFORE: TimeDelta = TimeDelta::seconds(60);

/// What someone may try to guess; each has its own allowance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Guess {
    Code,
    Claim,
}

/// Tries at once, and how long until one more.
const TRIES: NonZeroU32 = NonZeroU32::new(10).unwrap();
const TRY_EVERY: std::time::Duration = std::time::Duration::from_secs(60);
/// Whoever checks receipts for an office checks many; a guess would have to hit 32 bits.
const CHECKS: NonZeroU32 = NonZeroU32::new(60).unwrap();
const CHECK_EVERY: std::time::Duration = std::time::Duration::from_secs(2);
/// Strangers whose chosen language is remembered; messages whose content is.
pub const REMEMBERED: NonZeroUsize = NonZeroUsize::new(20_000).unwrap();
const VERSIONS: NonZeroUsize = NonZeroUsize::new(64).unwrap();
/// Answers whose edits are heard, and chats whose long texts are.
const ANSWERS: NonZeroUsize = NonZeroUsize::new(2_000).unwrap();
/// Campaigns that run or rest at the same time and are looked at.
const CAMPAIGNS: NonZeroUsize = NonZeroUsize::new(256).unwrap();
const COUNTS: NonZeroUsize = NonZeroUsize::new(64).unwrap();

impl Default for Memory {
    fn default() -> Self {
        let quota = |tries, every| Quota::with_period(every).unwrap_or(Quota::per_minute(tries)).allow_burst(tries);
        Self {
            languages: LruCache::new(REMEMBERED).into(),
            shown: LruCache::new(REMEMBERED).into(),
            spoken: LruCache::new(REMEMBERED).into(),
            versions: LruCache::new(VERSIONS).into(),
            guesses: RateLimiter::keyed(quota(TRIES, TRY_EVERY)),
            checks: RateLimiter::keyed(quota(CHECKS, CHECK_EVERY)),
            tries: LruCache::new(ANSWERS).into(),
            looks: LruCache::new(CAMPAIGNS).into(),
            answered: LruCache::new(ANSWERS).into(),
            longs: LruCache::new(ANSWERS).into(),
            lanes: Lanes::default(),
            desk: Arc::new(Semaphore::new(1)),
            working: None.into(),
            counts: LruCache::new(COUNTS).into(),
            told_of_roles: Told::default().into(),
            attention: Attention::default(),
            health: Health::default(),
            screens: tokio::sync::Mutex::default(),
        }
    }
}

impl Memory {
    /// The language a stranger chose since the start.
    pub fn language(&self, user: TelegramId) -> Option<Lang> {
        lock(&self.languages).get(&user).copied()
    }

    pub fn set_language(&self, user: TelegramId, lang: Lang) {
        lock(&self.languages).put(user, lang);
    }

    /// The fingerprint of what a message shows, if this process wrote it.
    pub fn shown(&self, chat: ChatId, message: MessageId) -> Option<u64> {
        lock(&self.shown).get(&(chat, message)).copied()
    }

    pub fn set_shown(&self, chat: ChatId, message: MessageId, fingerprint: u64) {
        lock(&self.shown).put((chat, message), fingerprint);
    }

    /// False when the bot has already said in this chat, less than `quiet` milliseconds ago, that it
    /// did not understand: an album of ten photos deserves one answer.
    pub fn may_speak(&self, chat: ChatId, now: i64, quiet: i64) -> bool {
        lock(&self.spoken).get(&chat).is_none_or(|at| (now - at).abs() >= quiet)
    }

    pub fn has_spoken(&self, chat: ChatId, now: i64) {
        lock(&self.spoken).put(chat, now);
    }

    /// The question that a message answered, and when.
    pub fn answered(&self, chat: ChatId, message: MessageId) -> Option<(Question, DateTime<Utc>)> {
        lock(&self.answered).get(&(chat, message)).copied()
    }

    /// What came first stays: the same message again answers nothing new.
    pub fn set_answered(&self, chat: ChatId, message: MessageId, question: Question, now: DateTime<Utc>) {
        lock(&self.answered).get_or_insert((chat, message), || (question, now));
    }

    pub fn long(&self, chat: ChatId) -> Option<Long> {
        lock(&self.longs).get(&chat).cloned()
    }

    pub fn set_long(&self, chat: ChatId, long: Long) {
        lock(&self.longs).put(chat, long);
    }

    /// The version, from the database the first time.
    pub async fn version(&self, c: &mut SqliteConnection, id: VersionId) -> anyhow::Result<Option<Arc<Version>>> {
        if let Some(version) = lock(&self.versions).get(&id) {
            return Ok(Some(Arc::clone(version)));
        }
        let Some(version) = store::find_version(c, id).await?.map(Arc::new) else { return Ok(None) };
        lock(&self.versions).put(id, Arc::clone(&version));
        Ok(Some(version))
    }

    /// Messages a second that a campaign finished between the last two looks.
    pub fn look(&self, campaign: CampaignId, finished: i64, now: DateTime<Utc>) -> Option<f64> {
        let mut looks = lock(&self.looks);
        let Some(last) = looks.get_mut(&campaign) else {
            looks.put(campaign, Look { at: now, finished, rate: None });
            return None;
        };
        let since = now - last.at;
        if (TimeDelta::zero()..LOOK_AFTER).contains(&since) {
            return last.rate;
        }
        // A step of the clock, or nobody looked for long: begin anew.
        let measured = (LOOK_AFTER..LOOK_BEFORE).contains(&since);
        let done = u32::try_from((finished - last.finished).max(0)).unwrap_or(u32::MAX);
        let rate = measured.then(|| f64::from(done) / since.as_seconds_f64());
        *last = Look { at: now, finished, rate };
        rate
    }

    /// It rests: the time until it goes on is no time in which it was slow.
    pub fn forget_look(&self, campaign: CampaignId) {
        lock(&self.looks).pop(&campaign);
    }

    /// Keep what is given until your work is done. None while another large work is under way: true where it is this
    /// very one, whose update has come again.
    pub fn take_desk(&self, cause: Cause) -> Result<OwnedSemaphorePermit, bool> {
        let mut working = lock(&self.working);
        let permit = Arc::clone(&self.desk).try_acquire_owned().map_err(|_| *working == Some(cause))?;
        *working = Some(cause);
        Ok(permit)
    }

    /// Whether a large work is under way.
    pub fn is_working(&self) -> bool {
        self.desk.available_permits() == 0
    }

    /// False when this account has used up its tries; one more is given each minute.
    pub fn may_guess(&self, what: Guess, user: TelegramId, cause: Cause) -> bool {
        *lock(&self.tries).get_or_insert((cause, Some(what)), || {
            if self.guesses.len() > REMEMBERED.get() {
                self.guesses.retain_recent();
            }
            self.guesses.check_key(&(what, user)).is_ok()
        })
    }

    /// As [`Memory::may_guess`], for the numbers of receipts.
    pub fn may_check(&self, user: TelegramId, cause: Cause) -> bool {
        *lock(&self.tries).get_or_insert((cause, None), || {
            if self.checks.len() > REMEMBERED.get() {
                self.checks.retain_recent();
            }
            self.checks.check_key(&user).is_ok()
        })
    }
}

/// A panic while holding one of these cannot leave them half-written.
fn lock<T>(mutex: &std::sync::Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_is_measured_between_looks() {
        let memory = Memory::default();
        let at = |seconds: i64| DateTime::from_timestamp(1_728_000_000 + seconds, 0).expect("a moment");
        let id = CampaignId(1);
        assert_eq!(memory.look(id, 100, at(0)), None);
        assert_eq!(memory.look(id, 110, at(1)), None, "too soon");
        assert_eq!(memory.look(id, 184, at(3)), Some(28.0));
        assert_eq!(memory.look(id, 190, at(4)), Some(28.0));
        assert_eq!(memory.look(id, 500, at(600)), None, "after a pause");
        assert_eq!(memory.look(id, 500, at(500)), None, "a clock set back");
        assert_eq!(memory.look(id, 500, at(503)), Some(0.0));
        memory.forget_look(id);
        assert_eq!(memory.look(id, 500, at(540)), None, "after a rest of less than a minute");
        assert_eq!(memory.look(id, 584, at(543)), Some(28.0));
    }

    #[test]
    fn guesses_are_limited_for_each_account_and_kind() {
        let memory = Memory::default();
        let (one, other) = (TelegramId(1), TelegramId(2));
        let try_of = |n| Cause::of_message(ChatId(1), MessageId(n));
        // Each of them comes twice.
        let allowed = (0..50).filter(|n| memory.may_guess(Guess::Code, one, try_of(n / 2))).count();
        assert_eq!(allowed, 20);
        assert!(!memory.may_guess(Guess::Code, one, try_of(60)));
        assert!(memory.may_guess(Guess::Code, one, try_of(0)), "it was allowed before");
        assert!(memory.may_guess(Guess::Code, other, try_of(61)));
        assert!(memory.may_guess(Guess::Claim, one, try_of(60)));
    }
}
