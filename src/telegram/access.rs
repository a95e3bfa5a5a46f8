//! Who is calling, looked up once for each update, and the filters that ask for a role.

use sqlx::SqliteConnection;
use teloxide::types::{Chat, ChatId, Update, User};

use super::{button::Button, command::Standing, once::Cause, reply::Screen};
use crate::{
    access::{self, Actor, Proof, Role, TelegramId},
    app::{App, Guess},
    msg,
    roster::{self, LinkedPerson},
    texts::Lang,
};

/// The sender of an update, as far as we know them. Someone unknown leaves no trace but this.
#[derive(Clone)]
pub struct Caller {
    pub user: TelegramId,
    pub chat: ChatId,
    /// Only here does the bot speak of anything personal.
    pub private: bool,
    pub lang: Lang,
    pub person: Option<LinkedPerson>,
    pub role: Option<Role>,
    /// They receive tips.
    pub recipient: bool,
    /// What they did.
    pub cause: Cause,
}

impl Caller {
    /// `None` where there is no human sender: a channel's post, a message in a group's own name.
    pub async fn load(app: &App, update: &Update) -> anyhow::Result<Option<Self>> {
        let (Some(user), Some(chat)) = (update.from(), update.chat()) else { return Ok(None) };
        if user.is_bot {
            return Ok(None);
        }
        Self::of(app, user, chat, Cause::of(update)).await.map(Some)
    }

    /// For telling someone that we could not even look them up.
    pub fn unknown(update: &Update) -> Option<Self> {
        let (user, chat) = (update.from()?, update.chat()?);
        Some(Self {
            user: TelegramId(i64::try_from(user.id.0).ok()?),
            chat: chat.id,
            private: chat.is_private(),
            lang: Lang::from_code(user.language_code.as_deref().unwrap_or("id")),
            person: None,
            role: None,
            recipient: false,
            cause: Cause::of(update),
        })
    }

    /// False where they have used up their tries; an update that comes again is the same try.
    pub fn may_guess(&self, app: &App, what: Guess) -> bool {
        app.memory.may_guess(what, self.user, self.cause)
    }

    /// What they are to the commands.
    pub fn standing(&self) -> Standing {
        Standing { linked: self.person.is_some(), role: self.role, recipient: self.recipient }
    }

    async fn of(app: &App, user: &User, chat: &Chat, cause: Cause) -> anyhow::Result<Self> {
        let id = TelegramId(i64::try_from(user.id.0)?);
        let mut c = app.db.read().await?;
        let person = roster::store::find_linked_person(&mut c, id).await?;
        let grant = access::store::find_grant(&mut c, id).await?;
        drop(c);
        let lang = app
            .memory
            .language(id)
            .or(person.as_ref().map(|person| person.language))
            .or(grant.as_ref().map(|grant| grant.lang))
            .unwrap_or_else(|| Lang::from_code(user.language_code.as_deref().unwrap_or("id")));
        Ok(Self {
            user: id,
            chat: chat.id,
            private: chat.is_private(),
            lang,
            person,
            role: grant.map(|grant| grant.role),
            recipient: app.tips.is_recipient(id),
            cause,
        })
    }
}

/// That the caller is an admin now, on this connection.
pub async fn prove(c: &mut SqliteConnection, caller: &Caller) -> anyhow::Result<Proof> {
    access::store::prove(c, Actor::Telegram(caller.user), Role::Admin).await
}

/// Adds the one button that leads on from wherever someone is.
pub fn with_next_step(screen: Screen, caller: &Caller) -> Screen {
    match caller.person {
        Some(_) => screen.row(&msg!("button-documents"), caller.lang, &Button::Documents),
        None => screen,
    }
}
