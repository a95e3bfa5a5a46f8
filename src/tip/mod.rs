//! Anonymous tips: what citizens report, and what becomes of it. Knows no roster, no pledge and, below
//! its handlers, no chat: whoever writes is a [`Who`], which means nothing after the next start.

pub mod admin;
pub mod appoint;
pub mod cleaner;
pub mod counts;
pub mod done;
pub mod draft;
pub mod failures;
pub mod handlers;
pub mod job;
pub mod letter;
pub mod limits;
pub mod manifest;
pub mod places;
pub mod purge;
pub mod quorum;
pub mod screens;
pub mod step;
pub mod store;
pub mod story;
pub mod writing;

use std::{
    collections::HashSet,
    fmt, fs, io,
    path::Path,
    str::FromStr,
    sync::{Arc, PoisonError, RwLock},
};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, NaiveDate, Utc};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use tokio::sync::Notify;
use vault::receipt::Salt;

use cleaner::{Cleaner, PLACES};
use done::Done;
use draft::Drafts;
use failures::Failures;
use limits::Limits;
use places::Places;
use store::TipsDb;
use writing::Writings;

use crate::access::TelegramId;

/// Days after closing when a case is purged.
pub const KEPT_DAYS: i64 = 90;
/// Counts below this are not shown in statistics: few cases are as good as names.
pub const SUPPRESSED_BELOW: i64 = 5;

/// What the room needs beside the bot: its own database, and what is only remembered.
pub struct Tips {
    pub db: TipsDb,
    pub salt: Salt,
    pub drafts: Drafts,
    pub limits: Limits,
    /// What recipients are writing.
    pub writings: Writings,
    pub cleaner: Cleaner,
    /// Turns at it.
    pub places: Places,
    pub failures: Failures,
    pub done: Done,
    /// Rung after every change, so that the file is put in the order of its keys.
    pub changed: Notify,
    /// What is done once a day; held while it is done.
    pub daily: tokio::sync::Mutex<Daily>,
    /// Accounts that receive tips, so that not every update asks the database.
    recipients: RwLock<HashSet<TelegramId>>,
    key: [u8; 32],
}

/// When copies were made and cases purged.
#[derive(Default)]
pub struct Daily {
    pub done_on: Option<NaiveDate>,
    /// After a failure.
    pub not_before: Option<DateTime<Utc>>,
}

impl Tips {
    /// Opens the database, and makes the key under which accounts are known until the next start.
    pub async fn open(path: &Path, cleaner: Cleaner) -> anyhow::Result<Arc<Self>> {
        let (db, salt, recipients) = Self::read(path).await?;
        Ok(Arc::new(Self::with(db, salt, recipients, cleaner)))
    }

    /// As [`Tips::open`]; where the file is out of order, whoever pledges must not suffer for it: then nothing of
    /// tips is read or written, and the reason is given. `made`: there has been a file, so that none means a loss.
    pub async fn open_or_close(
        path: &Path,
        cleaner: Cleaner,
        made: bool,
    ) -> anyhow::Result<(Arc<Self>, Option<anyhow::Error>)> {
        let gone = |error: io::Error| error.kind() == io::ErrorKind::NotFound;
        let lost = made && fs::metadata(path).map_or_else(gone, |found| found.len() == 0);
        let read = if lost {
            Err(anyhow::anyhow!(
                "{} is gone; restore a copy, or give it up with `ikrar restore --new-tips`",
                path.display()
            ))
        } else {
            Self::read(path).await
        };
        match read {
            Ok((db, salt, recipients)) => Ok((Arc::new(Self::with(db, salt, recipients, cleaner)), None)),
            Err(reason) => {
                let db = TipsDb::closed(path).await?;
                Ok((Arc::new(Self::with(db, Salt::from([0; 16]), Vec::new(), cleaner)), Some(reason)))
            }
        }
    }

    async fn read(path: &Path) -> anyhow::Result<(TipsDb, Salt, Vec<TelegramId>)> {
        let db = TipsDb::open(path).await?;
        let salt = db.salt().await?;
        db.run(|c| Box::pin(async move { store::find_decoys(c).await })).await?;
        let recipients = db.run(|c| Box::pin(async move { store::recipient::list_accounts(c).await })).await?;
        Ok((db, salt, recipients))
    }

    fn with(db: TipsDb, salt: Salt, recipients: Vec<TelegramId>, cleaner: Cleaner) -> Self {
        let (drafts, limits, changed) = (Drafts::default(), Limits::default(), Notify::new());
        let places = Places::new(PLACES);
        let (writings, daily) = (Writings::default(), tokio::sync::Mutex::default());
        let (recipients, key) = (RwLock::new(recipients.into_iter().collect()), rand::random());
        let (failures, done) = (Failures::default(), Done::default());
        Self { db, salt, drafts, limits, writings, cleaner, failures, done, places, changed, daily, recipients, key }
    }

    /// False where the file is out of order.
    pub fn is_open(&self) -> bool {
        !self.db.is_closed()
    }

    /// After recipients have changed.
    pub async fn learn_recipients(&self) -> anyhow::Result<()> {
        let accounts = self.db.run(|c| Box::pin(async move { store::recipient::list_accounts(c).await })).await?;
        *self.recipients.write().unwrap_or_else(PoisonError::into_inner) = accounts.into_iter().collect();
        Ok(())
    }

    /// Whether this account receives tips, for menus and branches; the store asks again.
    pub fn is_recipient(&self, account: TelegramId) -> bool {
        self.recipients.read().unwrap_or_else(PoisonError::into_inner).contains(&account)
    }

    /// The account as this process knows it.
    pub fn who(&self, account: i64) -> Who {
        // A key of any length will do.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.key) else { return Who([0; 32]) };
        mac.update(&account.to_be_bytes());
        Who(mac.finalize().into_bytes().into())
    }
}

/// An account under the key of this start: it tells two people apart and names neither.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Who([u8; 32]);

impl fmt::Debug for Who {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Who(…)")
    }
}

/// Sixteen random bytes: of a case, an item, a recipient, a key.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Id(pub [u8; 16]);

impl Id {
    pub fn random() -> Self {
        Self(rand::random())
    }

    pub fn from_slice(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    /// What people call a case: eight characters in two groups, enough to tell it from some millions.
    pub fn short(&self) -> String {
        let mut values = [0; 8];
        for (value, byte) in values.iter_mut().zip(self.0) {
            *value = byte & 31;
        }
        vault::crockford::grouped(&values, 4)
    }
}

/// 22 characters, as buttons carry it.
impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&URL_SAFE_NO_PAD.encode(self.0))
    }
}

impl FromStr for Id {
    type Err = base64::DecodeSliceError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut bytes = [0; 16];
        match URL_SAFE_NO_PAD.decode_slice(text, &mut bytes)? {
            16 => Ok(Self(bytes)),
            _ => Err(base64::DecodeSliceError::OutputSliceTooSmall),
        }
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Id(…)")
    }
}

/// Who can receive tips.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Agency {
    Bkpsdm,
    Bawaslu,
}

impl Agency {
    pub const ALL: [Agency; 2] = [Agency::Bkpsdm, Agency::Bawaslu];

    pub fn as_str(self) -> &'static str {
        match self {
            Agency::Bkpsdm => "bkpsdm",
            Agency::Bawaslu => "bawaslu",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|agency| agency.as_str() == text)
    }
}

/// What a tip is about: the points of the pledge, and what comes from above.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Violation {
    /// Point 1: service that takes sides.
    Service,
    /// Point 2: taking sides, conflict of interest, intimidation and threats.
    Partiality,
    /// Point 3: social media.
    SocialMedia,
    /// Point 4: money and gifts.
    Money,
    /// Pressed or ordered by a superior.
    Pressure,
    Other,
}

impl Violation {
    pub const ALL: [Violation; 6] = [
        Violation::Service,
        Violation::Partiality,
        Violation::SocialMedia,
        Violation::Money,
        Violation::Pressure,
        Violation::Other,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Violation::Service => "service",
            Violation::Partiality => "partiality",
            Violation::SocialMedia => "social",
            Violation::Money => "money",
            Violation::Pressure => "pressure",
            Violation::Other => "other",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|violation| violation.as_str() == text)
    }
}

/// How far an agency is with a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    Received,
    Reviewed,
    FollowUp,
    Done,
    Rejected,
}

impl Status {
    pub const ALL: [Status; 5] = [Status::Received, Status::Reviewed, Status::FollowUp, Status::Done, Status::Rejected];

    pub fn as_str(self) -> &'static str {
        match self {
            Status::Received => "received",
            Status::Reviewed => "reviewed",
            Status::FollowUp => "follow_up",
            Status::Done => "done",
            Status::Rejected => "rejected",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == text)
    }

    /// Whether nothing more is to be done; from then on the case waits to be purged.
    pub fn is_closed(self) -> bool {
        matches!(self, Status::Done | Status::Rejected)
    }

    /// Where it may go from here. A closed case can be taken up again.
    pub fn next(self) -> &'static [Status] {
        match self {
            Status::Received => &[Status::Reviewed],
            Status::Reviewed => &[Status::FollowUp, Status::Rejected],
            Status::FollowUp => &[Status::Done, Status::Rejected],
            Status::Done | Status::Rejected => &[Status::Reviewed],
        }
    }
}

/// Why an agency does not pursue a case; its reporter reads it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// It says too little to be looked into.
    Unclear,
    /// Not for this agency.
    Elsewhere,
    /// Not about neutrality.
    OtherMatter,
    NoEvidence,
    /// Dealt with already.
    Known,
    /// In the agency's own words, as a sealed reply.
    Written,
}

impl Reason {
    pub const ALL: [Reason; 6] =
        [Reason::Unclear, Reason::Elsewhere, Reason::OtherMatter, Reason::NoEvidence, Reason::Known, Reason::Written];

    pub fn as_str(self) -> &'static str {
        match self {
            Reason::Unclear => "unclear",
            Reason::Elsewhere => "elsewhere",
            Reason::OtherMatter => "other_matter",
            Reason::NoEvidence => "no_evidence",
            Reason::Known => "known",
            Reason::Written => "written",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.as_str() == text)
    }
}

/// How a case is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closing {
    Done,
    Rejected(Reason),
}

impl Closing {
    pub fn status(self) -> Status {
        match self {
            Closing::Done => Status::Done,
            Closing::Rejected(_) => Status::Rejected,
        }
    }

    pub fn reason(self) -> Option<Reason> {
        match self {
            Closing::Done => None,
            Closing::Rejected(reason) => Some(reason),
        }
    }
}

/// What is sealed within a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ItemKind {
    Report,
    /// What the reporter added later.
    Addition,
    /// From an agency to the reporter.
    Reply,
    /// From a recipient to themself.
    Note,
}

impl ItemKind {
    pub const ALL: [ItemKind; 4] = [ItemKind::Report, ItemKind::Addition, ItemKind::Reply, ItemKind::Note];

    pub fn as_str(self) -> &'static str {
        match self {
            ItemKind::Report => "report",
            ItemKind::Addition => "addition",
            ItemKind::Reply => "reply",
            ItemKind::Note => "note",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_the_database_are_read_back() {
        assert!(Agency::ALL.iter().all(|a| Agency::parse(a.as_str()) == Some(*a)));
        assert!(Violation::ALL.iter().all(|v| Violation::parse(v.as_str()) == Some(*v)));
        assert!(Status::ALL.iter().all(|s| Status::parse(s.as_str()) == Some(*s)));
        assert!(ItemKind::ALL.iter().all(|k| ItemKind::parse(k.as_str()) == Some(*k)));
    }

    #[test]
    fn every_status_can_be_reached_and_left() {
        for status in Status::ALL {
            assert!(!status.next().is_empty() && !status.next().contains(&status));
            assert!(status == Status::Received || Status::ALL.iter().any(|from| from.next().contains(&status)));
        }
        assert!(!Status::Received.next().iter().any(|next| next.is_closed()), "nothing is closed unread");
    }

    #[test]
    fn an_id_survives_a_button_and_is_short_for_people() {
        let id = Id([7; 16]);
        assert_eq!(id.to_string().parse(), Ok(id));
        assert_eq!(id.short(), "7777-7777");
        assert_eq!(format!("{id:?}"), "Id(…)");
        assert!("00".parse::<Id>().is_err());
    }
}
