//! The demo's recipients of tips: their keys are made here, and confirmed by two colleagues.

use std::{fs, io::Write as _, path::Path};

use anyhow::Context as _;
use chrono::TimeDelta;
use simulator::{NewUser, Offer, OfferAction, Simulator};
use sqlx::SqliteConnection;
use vault::key::{Identity, PublicKey};

use super::super::{admin::claim_code, create_new_private};
use crate::{
    access::{self, Actor, Proof, Role, TelegramId, standing::PROBATION},
    clock::Clock,
    db::Db,
    msg,
    telegram::command::Command,
    texts::{Lang, Message},
    tip::{
        Agency, Tips,
        quorum::WAIT_DAYS,
        store::{
            key, recipient,
            vote::{self, Round},
        },
    },
};

/// Of both key files. A real recipient's is known to them alone.
pub const PASSPHRASE: &str = "ikrar netralitas demo";

/// Where the key file of an agency's recipient lies in the demo's data folder.
pub fn file_name(agency: Agency) -> String {
    format!("kunci-{}.age", agency.as_str())
}

/// Adds the panes of both recipients, their keys in force.
pub async fn gather(
    simulator: &Simulator,
    db: &Db,
    tips: &Tips,
    clock: &dyn Clock,
    folder: &Path,
) -> anyhow::Result<()> {
    let cast =
        [("Dewi", Agency::Bkpsdm, msg!("demo-note-bkpsdm")), ("Anton", Agency::Bawaslu, msg!("demo-note-bawaslu"))];
    let colleagues = [
        colleague(simulator, db, clock, Role::Superadmin, "Lestari, Sekretariat Daerah").await?,
        colleague(simulator, db, clock, Role::Admin, "Hasan, Inspektorat").await?,
    ];
    let day = clock.now().with_timezone(&super::travel::ZONE.offset()).date_naive();
    let mut c = db.read().await?;
    let mut proofs = Vec::new();
    for user in colleagues {
        proofs.push(access::store::prove(&mut c, Actor::Telegram(user), Role::Admin).await?);
    }
    let round = Round { officials: access::store::standing::list_officials(&mut c).await?, now: clock.now(), day };
    drop(c);
    let mut recipients = Vec::new();
    for (name, agency, note) in cast {
        let account = TelegramId(pane(simulator, name, &note));
        recipients.push((name, agency, account, identity(&folder.join(file_name(agency)))?.public()));
    }
    tips.db
        .run(|c| {
            Box::pin(async move {
                // A demo that is kept has the same people, with their keys in force.
                let mut missing = false;
                for (_, _, account, _) in &recipients {
                    missing |= !recipient::list_accounts(c).await?.contains(account);
                }
                if !missing {
                    return Ok(());
                }
                for old in recipient::list_recipients(c, &proofs[0]).await? {
                    // Long enough ago that nobody's confirmation is waited for.
                    recipient::retire(c, &proofs[0], old.id, day - TimeDelta::days(WAIT_DAYS + 1)).await?;
                }
                for (label, agency, account, key) in recipients {
                    let hash = rand::random();
                    recipient::insert_invitation(c, &proofs[0], agency, label, hash, day).await?;
                    recipient::accept(c, account, Lang::Id, hash, day).await?;
                    confirm(c, &proofs, &round, account, &key).await?;
                }
                Ok(())
            })
        })
        .await?;
    tips.learn_recipients().await
}

/// Both colleagues choose the right fingerprint.
async fn confirm(
    c: &mut SqliteConnection,
    proofs: &[Proof],
    round: &Round,
    account: TelegramId,
    public: &PublicKey,
) -> anyhow::Result<()> {
    let receives = recipient::prove(c, account).await?;
    key::insert_key(c, &receives, public, round.day).await?;
    let waiting = recipient::find_own(c, &receives).await?.pending.context("a key that waits")?;
    let right = public.fingerprint();
    let choice = vote::find_choices(c, &waiting).await?.iter().position(|choice| *choice == right);
    let choice = choice.context("the right choice")?;
    for proof in proofs {
        let Actor::Telegram(voter) = proof.actor() else { continue };
        vote::pick(c, voter, Some(proof), round, waiting.id, choice).await?;
    }
    Ok(())
}

/// An admin without a pane.
async fn colleague(
    simulator: &Simulator,
    db: &Db,
    clock: &dyn Clock,
    role: Role,
    label: &str,
) -> anyhow::Result<TelegramId> {
    let user = simulator.add_user(NewUser::named(label));
    simulator.open_chat(user);
    // Their word counts from the first day of the demo.
    let now = clock.now() - PROBATION;
    let code = claim_code(db, role, label, now).await?;
    db.write(move |c| {
        Box::pin(async move {
            access::store::claim(c, code.hash().0, TelegramId(user), Lang::Id, now).await.map(|_| TelegramId(user))
        })
    })
    .await
}

fn pane(simulator: &Simulator, name: &str, note: &Message) -> i64 {
    let user = super::add(simulator, name, note, super::travel::ZONE);
    simulator.open_chat(user);
    let action = OfferAction::Text(format!("/{}", Command::Cases.name()));
    simulator.offer(user, Offer { label: super::said(&msg!("demo-offer-cases")), action });
    user
}

/// The identity in this file, made at the first demo.
fn identity(file: &Path) -> anyhow::Result<Identity> {
    if let Ok(bytes) = fs::read(file) {
        return Identity::unprotect(&bytes, PASSPHRASE).context("a key of the demo");
    }
    let identity = Identity::generate();
    let mut kept = create_new_private(file).context("writing a key of the demo")?;
    kept.write_all(&identity.protect(PASSPHRASE)?).context("writing a key of the demo")?;
    Ok(identity)
}
