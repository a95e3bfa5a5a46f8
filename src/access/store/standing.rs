//! SQL of what a role weighs: who holds one, and how roles were ever handed on.

use anyhow::Context as _;
use sqlx::SqliteConnection;

use crate::{
    access::{
        Role, TelegramId,
        standing::{Handed, Officials, Standing},
    },
    clock::from_millis,
    texts::Lang,
};

/// Everyone who holds a role now. Used codes stay, so that a chain does not break where someone in it is revoked.
pub async fn list_officials(c: &mut SqliteConnection) -> anyhow::Result<Officials> {
    let grants = sqlx::query!(
        "select telegram_id, role, label, language, granted_at, granted_by from role_grant order by granted_at, telegram_id"
    )
    .fetch_all(&mut *c)
    .await
    .context("listing roles")?;
    let codes = sqlx::query!(
        "select created_by, used_by as \"used_by!\", used_at as \"used_at!\" from claim_code
         where used_by is not null and used_at is not null"
    )
    .fetch_all(&mut *c)
    .await
    .context("listing how roles were handed on")?;
    let revoked = sqlx::query_scalar!("select distinct subject from audit where action = 'role.revoke'")
        .fetch_all(c)
        .await
        .context("listing roles that were taken away")?;
    let mut handed: Vec<Handed> = codes
        .into_iter()
        .map(|code| Handed {
            by: code.created_by.map(TelegramId),
            to: TelegramId(code.used_by),
            at: from_millis(code.used_at),
        })
        .collect();
    let long_ago = chrono::DateTime::UNIX_EPOCH;
    let revoked = revoked.iter().filter_map(|subject| subject.parse().ok());
    handed.extend(revoked.map(|user| Handed { by: None, to: TelegramId(user), at: long_ago }));
    let mut holders = Vec::with_capacity(grants.len());
    for grant in grants {
        let (user, since) = (TelegramId(grant.telegram_id), from_millis(grant.granted_at));
        handed.push(Handed { by: grant.granted_by.map(TelegramId), to: user, at: since });
        let role = Role::parse(&grant.role).context("an unknown role")?;
        holders.push(Standing { user, role, label: grant.label, lang: Lang::from_code(&grant.language), since });
    }
    Ok(Officials::new(holders, &handed))
}
