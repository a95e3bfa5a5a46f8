//! /penerima: who receives tips, inviting and retiring them, and the agencies' recovery keys.

use teloxide::types::Message as Incoming;
use vault::key::PublicKey;

use super::{
    button, confirming, keys, learn, number, prove_superadmin,
    telling::{offered as told, tell_concerned},
    words,
};
use crate::{
    access::TelegramId,
    app::App,
    msg,
    roster::BindingCode,
    telegram::{
        Schema,
        access::Caller,
        announce,
        button::{Button, TriageButton},
        command::Command,
        filters::{command, tapped},
        once,
        prompt::{self, Question, Topic, answering},
        reply::{self, Screen, Tap},
    },
    texts::{Arg, Lang, Message, name, shorten},
    tip::{
        Agency, Id,
        appoint::{self, INVITATION_DAYS, LABEL, Offered, Recipient, Sent},
        letter,
        store::{key, recipient},
    },
};

/// Recipients that a screen shows.
const LISTED: usize = 20;
/// Characters of a label on a button.
const ON_BUTTON: usize = 30;
/// Kept with the people, for a superadmin's code is no tip.
const INVITED: &str = "recipient.invite";
/// The label of a recovery key, which no screen shows.
const RECOVERY: &str = "recovery";

/// For superadmins.
pub(super) fn schema() -> Schema {
    dptree::entry()
        .branch(answering(Topic::RecipientLabel).inspect_async(prompt::note).endpoint(take_label))
        .branch(answering(Topic::RecoveryKey).inspect_async(prompt::note).endpoint(take_recovery))
        .branch(command(Command::Recipients).endpoint(begin))
        .branch(tapped().branch(dptree::case![Button::Triage(button)].filter(is_ours).endpoint(tap)))
}

fn is_ours(button: TriageButton) -> bool {
    use TriageButton as B;
    matches!(
        button,
        B::Recipients
            | B::Invite { .. }
            | B::Recovery { .. }
            | B::Recipient { .. }
            | B::RetireAsk { .. }
            | B::Retire { .. }
    )
}

async fn tap(app: App, caller: Caller, tap: Tap, button: TriageButton) -> anyhow::Result<()> {
    use TriageButton as B;
    // Whoever goes elsewhere does not mean to answer any more.
    forget(&app, &caller).await?;
    match button {
        B::Invite { agency } => ask_label(&app, &caller, &tap, agency).await,
        B::Recovery { agency } => ask_recovery(&app, &caller, &tap, agency).await,
        B::Recipient { recipient } => show(&app, &caller, &tap, recipient).await,
        B::RetireAsk { recipient } => ask_retire(&app, &caller, &tap, recipient).await,
        B::Retire { recipient } => retire(&app, &caller, &tap, recipient).await,
        _ => tap.show(&app, &overview(&app, &caller).await?).await,
    }
}

/// Forgets a question of ours, if one is open.
async fn forget(app: &App, caller: &Caller) -> anyhow::Result<()> {
    let user = caller.user;
    let topics = [Topic::RecipientLabel, Topic::RecoveryKey];
    app.db.write(move |c| Box::pin(async move { prompt::store::forget_about(c, user, &topics).await })).await
}

async fn begin(app: App, caller: Caller) -> anyhow::Result<()> {
    reply::send(&app, caller.chat, &overview(&app, &caller).await?).await.map(|_| ())
}

async fn all(app: &App, caller: &Caller) -> anyhow::Result<Vec<Recipient>> {
    let proof = prove_superadmin(app, caller).await?;
    app.tips.db.run(|c| Box::pin(async move { recipient::list_recipients(c, &proof).await })).await
}

/// Agencies, who receives for them, and how far their keys are.
pub(super) async fn overview(app: &App, caller: &Caller) -> anyhow::Result<Screen> {
    let (all, lang, today) = (all(app, caller).await?, caller.lang, app.today());
    let parts: Vec<String> = Agency::ALL.iter().map(|agency| part(*agency, &all, today, lang)).collect();
    let text = msg!("recipient-list", agencies = Arg::Html(parts.join("\n\n")));
    let mut screen = Screen::new(&text, lang);
    for recipient in all.iter().take(LISTED) {
        let label = if recipient.recovery {
            msg!("recipient-button-recovery", agency = letter::agency(recipient.agency))
        } else {
            let agency = letter::agency(recipient.agency);
            msg!("recipient-button", label = shorten(&recipient.label, ON_BUTTON), agency = agency)
        };
        screen = screen.row(&label, lang, &button(TriageButton::Recipient { recipient: recipient.id }));
    }
    for agency in Agency::ALL {
        let label = msg!("recipient-invite", agency = letter::agency(agency));
        screen = screen.row(&label, lang, &button(TriageButton::Invite { agency }));
    }
    for agency in Agency::ALL {
        let label = msg!("recipient-recovery", agency = letter::agency(agency));
        screen = screen.row(&label, lang, &button(TriageButton::Recovery { agency }));
    }
    Ok(screen)
}

fn part(agency: Agency, all: &[Recipient], today: chrono::NaiveDate, lang: Lang) -> String {
    let of: Vec<&Recipient> = all.iter().filter(|one| one.agency == agency).collect();
    let (recovery, people): (Vec<&Recipient>, Vec<&Recipient>) = of.iter().partition(|one| one.recovery);
    let mut lines = vec![msg!("recipient-agency", agency = letter::agency(agency)).html(lang)];
    lines.extend(
        people
            .iter()
            .take(LISTED)
            .map(|one| msg!("recipient-line", label = name(&one.label), state = words::state(one, today)).html(lang)),
    );
    if !people.iter().any(|one| one.receives()) {
        lines.push(msg!("recipient-none").html(lang));
    }
    let state = recovery.first().map_or(msg!("recipient-recovery-none"), |one| words::state(one, today));
    lines.push(msg!("recipient-recovery-line", state = state).html(lang));
    lines.join("\n")
}

async fn find(app: &App, caller: &Caller, id: Id) -> anyhow::Result<Option<Recipient>> {
    let proof = prove_superadmin(app, caller).await?;
    app.tips.db.run(|c| Box::pin(async move { recipient::find_recipient(c, &proof, id).await })).await
}

/// For someone who is no longer there: says so, and shows who is.
async fn gone(app: &App, caller: &Caller, tap: &Tap) -> anyhow::Result<()> {
    tap.alert(app, &msg!("recipient-gone"));
    tap.show(app, &overview(app, caller).await?).await
}

fn back(screen: Screen, lang: Lang) -> Screen {
    screen.row(&msg!("button-back"), lang, &button(TriageButton::Recipients))
}

async fn show(app: &App, caller: &Caller, tap: &Tap, id: Id) -> anyhow::Result<()> {
    let Some(one) = find(app, caller, id).await? else { return gone(app, caller, tap).await };
    let (lang, state) = (caller.lang, words::state(&one, app.today()));
    let key = match &one.active {
        Some(key) => msg!("recipient-key", fingerprint = key.public.fingerprint().to_string()),
        None => msg!("recipient-no-key"),
    };
    let text = msg!("recipient-show", who = confirming::called(&one), state = state, key = key);
    let mut screen = Screen::new(&text, lang);
    if let Some(key) = &one.pending {
        // Nobody confirms their own.
        if !one.owners().contains(&caller.user) {
            screen = screen.row(&msg!("recipient-confirm"), lang, &button(TriageButton::Confirm { key: key.id }));
        }
        screen = screen.row(&msg!("recipient-veto"), lang, &button(TriageButton::VetoAsk { key: key.id }));
    }
    let retire = button(TriageButton::RetireAsk { recipient: id });
    tap.show(app, &back(screen.row(&msg!("recipient-retire"), lang, &retire), lang)).await
}

async fn ask_retire(app: &App, caller: &Caller, tap: &Tap, id: Id) -> anyhow::Result<()> {
    let all = all(app, caller).await?;
    let Some(one) = all.iter().find(|one| one.id == id) else { return gone(app, caller, tap).await };
    let others = all.iter().any(|other| other.agency == one.agency && other.id != id && other.receives());
    let (agency, who) = (letter::agency(one.agency), confirming::called(one));
    let text = if one.receives() && !others {
        msg!("recipient-retire-ask-last", who = who, agency = agency)
    } else {
        msg!("recipient-retire-ask", who = who)
    };
    let lang = caller.lang;
    let yes = button(TriageButton::Retire { recipient: id });
    let screen = Screen::new(&text, lang).row(&msg!("recipient-retire-yes"), lang, &yes);
    let back = button(TriageButton::Recipient { recipient: id });
    tap.show(app, &screen.row(&msg!("button-back"), lang, &back)).await
}

async fn retire(app: &App, caller: &Caller, tap: &Tap, id: Id) -> anyhow::Result<()> {
    let (proof, day) = (prove_superadmin(app, caller).await?, app.today());
    let retired = app.tips.db.run(|c| Box::pin(async move { recipient::retire(c, &proof, id, day).await })).await?;
    let Some(one) = retired else { return gone(app, caller, tap).await };
    learn(app, one.account, one.lang).await?;
    tap.toast(app, &msg!("recipient-retired"));
    tap.show(app, &overview(app, caller).await?).await?;
    if let Some(account) = one.account {
        let text = msg!("recipient-told-retired", agency = letter::agency(one.agency));
        announce::one(app, account, &Screen::new(&text, one.lang)).await;
    }
    let text = msg!("recipient-told-retired-others", who = confirming::called(&one));
    let knows: Vec<TelegramId> = one.account.into_iter().chain([caller.user]).collect();
    tell_concerned(app, one.agency, &knows, |other| Screen::new(&text, other.lang)).await
}

/// Asks below the tap; the next message is the answer.
async fn ask(
    app: &App,
    caller: &Caller,
    tap: &Tap,
    topic: Topic,
    agency: Agency,
    text: &Message,
) -> anyhow::Result<()> {
    prove_superadmin(app, caller).await?;
    let (user, now) = (caller.user, app.clock.now());
    let message = tap.message().map(|message| message.id.0);
    let question = Question::new(app, caller.user, topic, number(agency), message);
    app.db.write(move |c| Box::pin(async move { prompt::store::ask(c, user, question, now).await })).await?;
    let screen = Screen::new(text, caller.lang);
    let cancel = button(TriageButton::Recipients);
    tap.show(app, &screen.row(&msg!("button-cancel"), caller.lang, &cancel)).await
}

async fn ask_label(app: &App, caller: &Caller, tap: &Tap, agency: Agency) -> anyhow::Result<()> {
    let text = msg!("recipient-ask-label", agency = letter::agency(agency));
    ask(app, caller, tap, Topic::RecipientLabel, agency, &text).await
}

async fn ask_recovery(app: &App, caller: &Caller, tap: &Tap, agency: Agency) -> anyhow::Result<()> {
    let text = msg!("recipient-ask-recovery", agency = letter::agency(agency));
    ask(app, caller, tap, Topic::RecoveryKey, agency, &text).await
}

/// Which agency a question was about.
fn asked(question: Question) -> Agency {
    Agency::ALL.into_iter().find(|agency| number(*agency) == question.subject).unwrap_or(Agency::Bkpsdm)
}

fn again(text: &Message, lang: Lang) -> Screen {
    Screen::new(text, lang).row(&msg!("button-cancel"), lang, &button(TriageButton::Recipients))
}

/// Who is invited, in the words of whoever invites.
async fn take_label(app: App, caller: Caller, question: Question, message: Incoming) -> anyhow::Result<()> {
    let (agency, label) = (asked(question), message.text().unwrap_or_default().trim().to_owned());
    if label.is_empty() || label.chars().count() > LABEL || label.chars().any(char::is_control) {
        let screen = again(&msg!("recipient-label-wrong", most = LABEL), caller.lang);
        return reply::send_below(&app, caller.chat, &screen, Some(message.id)).await.map(|_| ());
    }
    let (proof, day) = (prove_superadmin(&app, &caller).await?, app.today());
    let code = BindingCode::random(&mut once::codes(&app, &caller).await?);
    // Once it was shown it may have been used, and must not be good again.
    if once::find::<()>(&app, &caller, INVITED).await?.is_none() {
        let (hash, kept) = (code.hash().0, label.clone());
        app.tips
            .db
            .run(|c| Box::pin(async move { recipient::insert_invitation(c, &proof, agency, &kept, hash, day).await }))
            .await?;
        once::change(&app, &caller, INVITED, |_| Box::pin(async { Ok(()) })).await?;
    }
    forget(&app, &caller).await?;
    app.tips.changed.notify_one();
    let text = msg!(
        "recipient-invited",
        label = name(&label),
        agency = letter::agency(agency),
        link = format!("https://t.me/{}?start={}{}", app.username, appoint::LINK, code.as_str()),
        code = format!("{}{}", appoint::LINK, code.grouped()),
        days = INVITATION_DAYS
    );
    let screen = back(Screen::new(&text, caller.lang), caller.lang);
    reply::send_below(&app, caller.chat, &screen, Some(message.id)).await.map(|_| ())
}

/// A recovery key, typed by whoever keeps it.
async fn take_recovery(app: App, caller: Caller, question: Question, message: Incoming) -> anyhow::Result<()> {
    let agency = asked(question);
    let text = message.text().unwrap_or_default();
    let problem = match (appoint::recognise(text), text.parse::<PublicKey>()) {
        (Some(Sent::Secret(_) | Sent::Protected), _) => {
            keys::remove(&app, &caller, message.id).await;
            msg!("recipient-key-secret")
        }
        (_, Err(error)) => keys::mistyped(error),
        (_, Ok(key)) => return offer(&app, &caller, &message, agency, key).await,
    };
    reply::send(&app, caller.chat, &again(&problem, caller.lang)).await.map(|_| ())
}

async fn offer(
    app: &App,
    caller: &Caller,
    message: &Incoming,
    agency: Agency,
    public: PublicKey,
) -> anyhow::Result<()> {
    let (proof, day) = (prove_superadmin(app, caller).await?, app.today());
    let fingerprint = public.fingerprint().to_string();
    let (offered, waiting) = app
        .tips
        .db
        .run(|c| {
            Box::pin(async move {
                let offered = key::insert_recovery_key(c, &proof, agency, RECOVERY, &public, day).await?;
                let waiting = match offered {
                    Offered::Waits(id) => recipient::find_waiting(c, &proof, id).await?.map(|found| (id, found)),
                    _ => None,
                };
                Ok((offered, waiting))
            })
        })
        .await?;
    forget(app, caller).await?;
    let text = match offered {
        Offered::Waits(_) | Offered::AlreadyWaits(_) => msg!("recipient-recovery-waits", fingerprint = fingerprint),
        Offered::AlreadyActive => msg!("recipient-key-active-already", fingerprint = fingerprint),
        Offered::Leaked => msg!("recipient-key-leaked"),
        Offered::Taken => msg!("recipient-key-taken"),
    };
    let screen = back(Screen::new(&text, caller.lang), caller.lang);
    reply::send_below(app, caller.chat, &screen, Some(message.id)).await?;
    if let Some((id, recipient)) = waiting {
        app.tips.changed.notify_one();
        tell_concerned(app, agency, &[], |one| told(&recipient, id, one)).await?;
    }
    Ok(())
}
