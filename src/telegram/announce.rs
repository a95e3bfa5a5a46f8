//! Telling those who hold roles of what concerns them: each in their language, as well as it can be done.

use std::time::Duration;

use futures::StreamExt as _;
use teloxide::types::ChatId;

use super::{
    errors, hand,
    reply::{self, Screen},
};
use crate::{
    access::{self, Grant, Proof, Role, TelegramId},
    app::App,
    texts::Lang,
};

/// Chats that are written to at the same time; the pacer decides when.
const AT_ONCE: usize = 8;
/// How long whoever caused the news waits for it; what is left goes on alone.
const SOON: Duration = Duration::from_secs(5);

/// Tells every superadmin but these. What has happened has happened: nothing that goes wrong here undoes it.
pub async fn superadmins(app: &App, except: &[TelegramId], screen: impl Fn(Lang) -> Screen) {
    holders(app, Role::Superadmin, except, screen).await;
}

/// Tells every admin and superadmin but these.
pub async fn admins(app: &App, except: &[TelegramId], screen: impl Fn(Lang) -> Screen) {
    holders(app, Role::Admin, except, screen).await;
}

/// Tells these, in whatever order Telegram takes it.
pub async fn grants<'a>(app: &App, grants: impl IntoIterator<Item = &'a Grant>, screen: impl Fn(Lang) -> Screen) {
    letters(app, grants.into_iter().map(|grant| (grant.user, screen(grant.lang))).collect()).await;
}

/// Tells each of these what is for them.
pub async fn letters(app: &App, letters: Vec<(TelegramId, Screen)>) {
    let app = app.clone();
    let work = tokio::spawn(async move {
        let send = |(user, screen): (TelegramId, Screen)| {
            let app = app.clone();
            async move {
                one(&app, user, &screen).await;
            }
        };
        futures::stream::iter(letters).for_each_concurrent(AT_ONCE, send).await;
    });
    // Dropping the handle leaves the task to itself.
    let _ = hand::aside(tokio::time::timeout(SOON, work)).await;
}

/// Tells one account. False after a passing fault, so that it may be tried again; whom nothing reaches for
/// good counts as told.
pub async fn one(app: &App, user: TelegramId, screen: &Screen) -> bool {
    match reply::send(app, ChatId(user.0), screen).await {
        Ok(_) => true,
        Err(error) => {
            log::warn!(cause = errors::cause(&error).as_str(); "someone was not told of what concerns them");
            !errors::transient(&error)
        }
    }
}

async fn holders(app: &App, least: Role, except: &[TelegramId], screen: impl Fn(Lang) -> Screen) {
    match list(app).await {
        Ok(all) => {
            let told = all.iter().filter(|grant| grant.role >= least && !except.contains(&grant.user));
            grants(app, told, screen).await;
        }
        Err(error) => {
            log::warn!(cause = errors::cause(&error).as_str(); "those who hold roles were not told");
        }
    }
}

async fn list(app: &App) -> anyhow::Result<Vec<Grant>> {
    access::store::list_grants(&mut *app.db.read().await?, &Proof::system()).await
}
