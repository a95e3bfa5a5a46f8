//! `ikrar admin`: roles from the server's own command line.

use std::process::ExitCode;

use chrono::{DateTime, Utc};
use clap::{Subcommand, ValueEnum};

use crate::{
    access::{CLAIM_VALID, Proof, Revoked, Role, TelegramId, handlers::role_name, store},
    clock::{Clock as _, SystemClock},
    config::Config,
    db::Db,
    msg,
    roster::BindingCode,
    texts::Lang,
};

#[derive(Subcommand)]
pub enum Command {
    /// Print a one-time code; whoever sends it to the bot as `/klaim CODE` gets the role. Codes for the same role
    /// made here before and not used become void
    ClaimCode {
        #[arg(long, value_enum, default_value_t = RoleArgument::Superadmin)]
        role: RoleArgument,
        /// Who it is for, as others shall read it in /admin
        #[arg(long, default_value = "superadmin")]
        label: String,
    },
    /// List who holds a role
    List,
    /// Take a role away
    Revoke {
        /// The number that `ikrar admin list` shows
        id: i64,
    },
}

#[derive(Clone, Copy, ValueEnum)]
pub enum RoleArgument {
    Admin,
    Superadmin,
}

pub async fn run(command: Command, config: &Config, lang: Lang) -> anyhow::Result<ExitCode> {
    let db = super::open(config).await?;
    let now = SystemClock.now();
    match command {
        Command::ClaimCode { role, label } => {
            let role = match role {
                RoleArgument::Admin => Role::Admin,
                RoleArgument::Superadmin => Role::Superadmin,
            };
            let label = label.trim().to_owned();
            anyhow::ensure!(
                (1..=100).contains(&label.chars().count()) && !label.chars().any(char::is_control),
                "--label must be 1 to 100 characters on one line"
            );
            print_claim_code(&db, role, &label, now, lang).await?;
        }
        Command::List => {
            let mut c = db.read().await?;
            let grants = store::list_grants(&mut c, &Proof::command_line()).await?;
            if grants.is_empty() {
                say!("{}", msg!("access-cli-none").plain(lang))?;
            }
            for grant in grants {
                let since = grant.granted_at.with_timezone(&config.agency.zone.offset()).format("%Y-%m-%d");
                say!("{}\t{}\t{}\t{since}", grant.user.0, role_name(grant.role).plain(lang), grant.label)?;
            }
        }
        Command::Revoke { id } => {
            let revoked = db
                .write(move |c| {
                    Box::pin(async move { store::delete_grant(c, &Proof::command_line(), TelegramId(id), now).await })
                })
                .await?;
            match revoked {
                Revoked::Done => say!("revoked")?,
                Revoked::NotThere => anyhow::bail!("no role belongs to {id}; see `ikrar admin list`"),
                Revoked::LastSuperadmin => {
                    anyhow::bail!("this is the last superadmin; appoint another first: ikrar admin claim-code")
                }
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

pub async fn has_superadmin(db: &Db) -> anyhow::Result<bool> {
    let mut c = db.read().await?;
    let grants = store::list_grants(&mut c, &Proof::command_line()).await?;
    Ok(grants.iter().any(|grant| grant.role == Role::Superadmin))
}

pub async fn print_claim_code(db: &Db, role: Role, label: &str, now: DateTime<Utc>, lang: Lang) -> anyhow::Result<()> {
    let (code, voided) = make_claim_code(db, role, label, now).await?;
    if voided > 0 {
        say!("{voided} earlier code(s) for this role, made here and not used, no longer work")?;
    }
    say!(
        "{}: send this to the bot within {} hours; it works once:",
        role_name(role).plain(lang),
        CLAIM_VALID.num_hours()
    )?;
    say!("  /klaim {}", code.grouped())?;
    Ok(())
}

/// Makes a code and keeps its hash; those made here before for the same role and label become void.
pub async fn claim_code(db: &Db, role: Role, label: &str, now: DateTime<Utc>) -> anyhow::Result<BindingCode> {
    make_claim_code(db, role, label, now).await.map(|(code, _)| code)
}

/// The code, and how many it replaced.
async fn make_claim_code(db: &Db, role: Role, label: &str, now: DateTime<Utc>) -> anyhow::Result<(BindingCode, u64)> {
    let code = BindingCode::random(&mut rand::rng());
    let (hash, label) = (code.hash().0, label.to_owned());
    let voided = db
        .write(move |c| {
            Box::pin(async move {
                let proof = Proof::command_line();
                let voided = store::void_claim_codes(c, &proof, role, &label, now).await?;
                store::insert_claim_code(c, &proof, hash, role, &label, now).await?;
                Ok(voided)
            })
        })
        .await?;
    Ok((code, voided))
}
