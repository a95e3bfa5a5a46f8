//! Accepting an invitation, and sending a key: what recipients do themselves.

use teloxide::{
    dispatching::UpdateFilterExt as _,
    requests::Requester as _,
    types::{Message as Incoming, MessageId, Update},
};
use vault::key::{PublicKey, PublicKeyError};

use super::{
    button, learn, recipients, run,
    telling::{offered as told, tell_concerned},
};
use crate::{
    access::{self, Proof, Role},
    app::{App, Guess},
    error::refuse,
    msg,
    roster::BindingCode,
    telegram::{
        Schema,
        access::Caller,
        button::TriageButton,
        command::{Command, Invocation},
        download, errors,
        filters::command,
        prompt::{Question, Topic},
        reply::{self, Screen, Tap},
    },
    texts::{Arg, Lang, Message, name},
    tip::{
        appoint::{self, Accepted, Leak, Offered, Recipient, Sent},
        letter, quorum,
        store::{key, recipient},
    },
};

/// Keys that a screen lists.
const LISTED: usize = 20;
/// Bytes of a file that may be a key.
const KEY_FILE: u32 = 64 * 1024;

pub(super) fn schema() -> Schema {
    Update::filter_message()
        .branch(
            command(Command::Start)
                .filter_map(|invocation: Invocation| appoint::invitation(&invocation.argument))
                .endpoint(accept),
        )
        .branch(dptree::filter_map(|message: Incoming| appoint::invitation(message.text()?)).endpoint(accept))
        .branch(
            recipients()
                // A superadmin who receives as well may be asked for another key.
                .filter(|question: Option<Question>| {
                    question.is_none_or(|question| question.topic != Topic::RecoveryKey)
                })
                .filter_map_async(recognise)
                .endpoint(take),
        )
}

/// Whoever opens the link receives from now on; a key comes next.
async fn accept(app: App, caller: Caller, message: Incoming, code: BindingCode) -> anyhow::Result<()> {
    if !caller.may_guess(&app, Guess::Code) {
        return refuse(msg!("error-too-many-tries"));
    }
    let (account, lang, hash, day) = (caller.user, caller.lang, code.hash().0, app.today());
    void_if_revoked(&app, hash).await?;
    let accepted =
        app.tips.db.run(|c| Box::pin(async move { recipient::accept(c, account, lang, hash, day).await })).await?;
    let text = match accepted {
        Accepted::Unknown => return refuse(msg!("recipient-invitation-unknown")),
        Accepted::Receives(agency) => msg!("recipient-already", agency = letter::agency(agency)),
        Accepted::Bound { label, agency } => {
            learn(&app, Some(account), lang).await?;
            let text = msg!("recipient-told-bound", label = name(&label), agency = letter::agency(agency));
            tell_concerned(&app, agency, &[account], |one| Screen::new(&text, one.lang)).await?;
            msg!("recipient-bound", agency = letter::agency(agency))
        }
    };
    let screen = with_reader(Screen::parts(&[text, how()], lang), lang);
    reply::send_below(&app, caller.chat, &screen, Some(message.id)).await.map(|_| ())
}

/// An invitation is worth no more than whoever made it: it falls with their role, however that was lost.
async fn void_if_revoked(app: &App, hash: [u8; 32]) -> anyhow::Result<()> {
    let inviter = app.tips.db.run(move |c| Box::pin(recipient::find_inviter(c, hash))).await?;
    let Some(Some(by)) = inviter else { return Ok(()) };
    let grant = access::store::find_grant(&mut *app.db.read().await?, by).await?;
    if grant.is_none_or(|grant| grant.role < Role::Superadmin) {
        let day = app.today();
        app.tips
            .db
            .run(move |c| Box::pin(async move { recipient::void_invitations(c, &Proof::system(), by, day).await }))
            .await?;
    }
    Ok(())
}

fn how() -> Message {
    msg!("recipient-key-how")
}

/// The first step of making a key: the reader, in which it is made.
fn with_reader(screen: Screen, lang: Lang) -> Screen {
    screen.row(&msg!("recipient-button-reader"), lang, &button(TriageButton::Reader))
}

/// "Kunci saya": how far it is, and how to make another.
pub(super) async fn help(app: &App, caller: &Caller, tap: &Tap) -> anyhow::Result<()> {
    let (own, fellows) = run(app, caller, |c, receives| {
        Box::pin(
            async move { Ok((recipient::find_own(c, receives).await?, recipient::list_fellows(c, receives).await?)) },
        )
    })
    .await?;
    let lines: Vec<String> = fellows.iter().take(LISTED).filter_map(|one| line(one, caller.lang)).collect();
    let keys = Arg::Html(lines.join("\n"));
    let all = msg!("recipient-keys", agency = letter::agency(own.agency), count = fellows.len(), keys = keys);
    let screen = with_reader(Screen::parts(&[state(&own), all, how()], caller.lang), caller.lang);
    let screen = screen.row(&msg!("button-back"), caller.lang, &button(TriageButton::Home));
    tap.show(app, &screen).await
}

/// A key that opens the agency's tips.
fn line(one: &Recipient, lang: Lang) -> Option<String> {
    let fingerprint = one.active.as_ref()?.public.fingerprint().to_string();
    Some(if one.recovery {
        msg!("recipient-keys-recovery", fingerprint = fingerprint).html(lang)
    } else {
        msg!("recipient-keys-line", label = name(&one.label), fingerprint = fingerprint).html(lang)
    })
}

/// What one's own key stands at.
pub(super) fn state(own: &Recipient) -> Message {
    let fingerprint = |key: &appoint::Key| key.public.fingerprint().to_string();
    match (&own.active, &own.pending) {
        (None, None) => msg!("recipient-own-none"),
        (None, Some(waiting)) => match waiting.waits_from {
            Some(from) => {
                let until = quorum::due(from);
                msg!("recipient-own-delayed", fingerprint = fingerprint(waiting), until = until)
            }
            None => msg!("recipient-own-waits", fingerprint = fingerprint(waiting)),
        },
        (Some(active), None) => msg!("recipient-own-active", fingerprint = fingerprint(active), since = active.since),
        (Some(active), Some(waiting)) => {
            msg!("recipient-own-both", active = fingerprint(active), waiting = fingerprint(waiting))
        }
    }
}

/// Something of a key in a message of a recipient's.
async fn recognise(app: App, message: Incoming) -> Option<Sent> {
    if let Some(text) = message.text().or(message.caption())
        && let Some(sent) = appoint::recognise(text)
    {
        return Some(sent);
    }
    let document = message.document().filter(|document| document.file.size <= KEY_FILE)?;
    match download::download(&app, &document.file.id, KEY_FILE).await {
        Ok(file) => appoint::recognise_file(&file.ok()?),
        Err(error) => {
            log::warn!(cause = errors::cause(&error).as_str(); "a file of a recipient was not looked at");
            None
        }
    }
}

async fn take(app: App, caller: Caller, message: Incoming, sent: Sent) -> anyhow::Result<()> {
    match sent {
        Sent::Public(text) => match text.parse() {
            Ok(key) => offer(&app, &caller, &message, key).await,
            Err(error) => refuse(mistyped(error)),
        },
        Sent::Secret(key) => leak(&app, &caller, &message, key, false).await,
        Sent::Protected => leak(&app, &caller, &message, None, true).await,
    }
}

pub(super) fn mistyped(error: PublicKeyError) -> Message {
    match error {
        PublicKeyError::Mistyped => msg!("recipient-key-mistyped"),
        PublicKeyError::Unsupported => msg!("recipient-key-unsupported"),
        PublicKeyError::Weak => msg!("recipient-key-weak"),
        PublicKeyError::Secret => msg!("recipient-key-secret"),
    }
}

async fn offer(app: &App, caller: &Caller, message: &Incoming, public: PublicKey) -> anyhow::Result<()> {
    let (day, fingerprint) = (app.today(), public.fingerprint().to_string());
    let (offered, own) = run(app, caller, move |c, receives| {
        Box::pin(async move {
            let offered = key::insert_key(c, receives, &public, day).await?;
            Ok((offered, recipient::find_own(c, receives).await?))
        })
    })
    .await?;
    let text = match offered {
        Offered::Waits(_) | Offered::AlreadyWaits(_) => msg!("recipient-key-waits", fingerprint = fingerprint),
        Offered::AlreadyActive => msg!("recipient-key-active-already", fingerprint = fingerprint),
        Offered::Leaked => msg!("recipient-key-leaked"),
        Offered::Taken => msg!("recipient-key-taken"),
    };
    reply::send_below(app, caller.chat, &Screen::new(&text, caller.lang), Some(message.id)).await?;
    if let Offered::Waits(id) = offered {
        app.tips.changed.notify_one();
        tell_concerned(app, own.agency, &[caller.user], |one| told(&own, id, one)).await?;
    }
    Ok(())
}

/// A secret was sent: the message goes at once, and its key is worth nothing any more.
async fn leak(
    app: &App,
    caller: &Caller,
    message: &Incoming,
    public: Option<PublicKey>,
    protected: bool,
) -> anyhow::Result<()> {
    let deleted = remove(app, caller, message.id).await;
    let day = app.today();
    let (leak, own) = run(app, caller, move |c, receives| {
        Box::pin(async move {
            let own = recipient::find_own(c, receives).await?;
            Ok((key::insert_leak(c, receives, public.as_ref(), day).await?, own))
        })
    })
    .await?;
    app.tips.changed.notify_one();
    let text = match (protected, leak) {
        (true, _) => msg!("recipient-leak-protected"),
        (false, Leak::Active) => msg!("recipient-leak-active"),
        (false, Leak::Other) => msg!("recipient-leak"),
    };
    let gone = if deleted { msg!("recipient-leak-deleted") } else { msg!("recipient-leak-stays") };
    let screen = with_reader(Screen::parts(&[gone, text, how()], caller.lang), caller.lang);
    reply::send(app, caller.chat, &screen).await?;
    if leak == Leak::Active {
        let text = msg!("recipient-told-leak", label = name(&own.label), agency = letter::agency(own.agency));
        tell_concerned(app, own.agency, &[caller.user], |one| Screen::new(&text, one.lang)).await?;
    }
    Ok(())
}

/// False where Telegram does not let us.
pub(super) async fn remove(app: &App, caller: &Caller, message: MessageId) -> bool {
    match app.bot.delete_message(caller.chat, message).await {
        Ok(_) => true,
        Err(error) => {
            log::warn!(cause = errors::class(&error); "a message of a recipient was not deleted");
            false
        }
    }
}
