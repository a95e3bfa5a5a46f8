//! Roles: who may do what, and the proof of it that every admin query asks for.

pub mod handlers;
pub mod job;
pub mod standing;
pub mod store;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::texts::Lang;

/// A Telegram user id. In a private chat it is the chat's id as well.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct TelegramId(pub i64);

/// Ids are personal data: `{:?}` must not carry one into a log.
impl std::fmt::Debug for TelegramId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TelegramId(…)")
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    Admin,
    Superadmin,
}

impl Role {
    pub fn as_str(self) -> &'static str {
        match self {
            Role::Admin => "admin",
            Role::Superadmin => "superadmin",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        [Role::Admin, Role::Superadmin].into_iter().find(|role| role.as_str() == text)
    }
}

/// Who acts: someone in chat, whoever may run commands on the server, or the bot itself on behalf of nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor {
    CommandLine,
    System,
    Telegram(TelegramId),
    /// Whichever account a link is of, without saying which: for what people of the roster do with their own.
    Link(LinkId),
}

/// A row of the history of links; the account stands there as a commitment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct LinkId(pub i64);

/// The bot itself, where a column holds who acted. No account of Telegram has this number.
const SYSTEM: i64 = 0;

impl Actor {
    /// As `audit.actor` holds it.
    pub fn id(self) -> Option<i64> {
        match self {
            Actor::CommandLine => None,
            Actor::System => Some(SYSTEM),
            Actor::Telegram(TelegramId(id)) => Some(id),
            Actor::Link(LinkId(id)) => Some(-id),
        }
    }

    /// What [`Actor::id`] gave.
    pub fn from_id(id: Option<i64>) -> Self {
        match id {
            None => Actor::CommandLine,
            Some(SYSTEM) => Actor::System,
            Some(id) if id < 0 => Actor::Link(LinkId(-id)),
            Some(id) => Actor::Telegram(TelegramId(id)),
        }
    }
}

/// That the actor holds the role *now*, by a query in the same transaction. Store functions of
/// admins take one; only [`store::prove`] makes it for someone in chat.
#[derive(Debug)]
pub struct Proof {
    actor: Actor,
    role: Role,
}

impl Proof {
    /// Whoever has a shell on the server and can read the database needs no role. For `cli` alone.
    pub fn command_line() -> Self {
        Self { actor: Actor::CommandLine, role: Role::Superadmin }
    }

    /// The bot itself, which tells and tidies on behalf of nobody. Never for what someone asked for.
    pub fn system() -> Self {
        Self { actor: Actor::System, role: Role::Superadmin }
    }

    pub fn actor(&self) -> Actor {
        self.actor
    }

    pub fn role(&self) -> Role {
        self.role
    }
}

/// The role was missing or has been revoked. The person is answered as if the action did not exist.
#[derive(Debug, thiserror::Error)]
#[error("the role is missing")]
pub struct Denied;

/// A role as it was granted.
#[derive(Clone, Debug)]
pub struct Grant {
    pub user: TelegramId,
    pub role: Role,
    /// Who this is, in the words of whoever granted it.
    pub label: String,
    pub lang: Lang,
    pub granted_at: DateTime<Utc>,
}

/// What came of `/klaim`.
#[derive(Debug, PartialEq, Eq)]
pub enum Claimed {
    Granted(Role),
    /// The same account claims the same code again, as when an update comes twice.
    AlreadyYours(Role),
    Used,
    Expired,
    /// It was made by this very account; it stays good for whom it is meant.
    OwnMaking,
    /// Whoever made it is no superadmin any more.
    Void,
    Unknown,
}

/// Something about roles that superadmins shall know, whoever did it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct News {
    pub id: i64,
    pub event: Event,
    pub role: Role,
    pub label: String,
    /// Who holds the role, or held it.
    pub account: Option<TelegramId>,
    /// Who offered it, or revoked it.
    pub by: Actor,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// A code for it was made.
    Offered,
    Claimed,
    Revoked,
}

impl Event {
    pub const ALL: [Event; 3] = [Event::Offered, Event::Claimed, Event::Revoked];

    /// As `role_news.kind` holds it.
    pub fn as_str(self) -> &'static str {
        match self {
            Event::Offered => "offered",
            Event::Claimed => "claimed",
            Event::Revoked => "revoked",
        }
    }
}

/// What came of taking a role away.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Revoked {
    Done,
    NotThere,
    /// Someone must be left who can grant roles.
    LastSuperadmin,
}

/// How long a claim code is valid.
pub const CLAIM_VALID: TimeDelta = TimeDelta::hours(72);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_trail_tells_the_bot_from_the_command_line() {
        let actors = [Actor::CommandLine, Actor::System, Actor::Telegram(TelegramId(7)), Actor::Link(LinkId(7))];
        assert_eq!(actors.map(Actor::id), [None, Some(0), Some(7), Some(-7)]);
        assert_eq!(actors.map(|actor| Actor::from_id(actor.id())), actors);
        assert_eq!((Proof::command_line().actor(), Proof::system().actor()), (Actor::CommandLine, Actor::System));
    }
}
