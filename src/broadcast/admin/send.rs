//! Letting a broadcast go: the number of recipients is typed, counted once more, and a campaign made.

use sqlx::SqliteConnection;
use teloxide::types::Message as Incoming;

use super::{Facts, look, prove};
use crate::{
    access::{Proof, store::insert_audit},
    app::App,
    broadcast::{handlers::TOPICS, screens, store, title},
    error::refuse,
    msg,
    outbox::{self, CampaignId, CampaignState, NewCampaign},
    telegram::{
        access::Caller,
        aside::{Desk, Gauge, Outcome},
        button::{BroadcastButton, Button},
        once,
        prompt::{self, Question, Topic},
        reply::{self, Tap},
    },
};

/// Shows what is about to be sent and asks for the number of recipients.
pub(in crate::broadcast) async fn ask(app: App, caller: Caller, tap: Tap) -> anyhow::Result<()> {
    super::require(&app, &caller).await?;
    let again = (msg!("button-back"), Button::Broadcast(BroadcastButton::Draft));
    let (of_work, who) = (app.clone(), caller.clone());
    Desk::tapped(app, caller, tap, again)
        .run_beside(|gauge| async move {
            gauge.tell(msg!("broadcast-counting"));
            let facts = look(&of_work, &who, true).await?;
            ask_again(&of_work, &who, &facts, None).await
        })
        .await
}

/// Remembers the number that is shown. `before`: what was shown earlier, where that is no longer true.
async fn ask_again(app: &App, caller: &Caller, facts: &Facts, before: Option<i64>) -> anyhow::Result<Outcome> {
    ready(facts)?;
    let question = Question::new(app, caller.user, Topic::BroadcastConfirm, facts.recipients, None);
    let (user, now) = (caller.user, app.clock.now());
    app.db.write(move |c| Box::pin(async move { prompt::store::ask(c, user, question, now).await })).await?;
    Ok(screens::confirm(facts, before, caller.lang).into())
}

/// Refuses what cannot be sent as it is.
fn ready(facts: &Facts) -> anyhow::Result<()> {
    if facts.draft.parts.is_none() {
        return refuse(msg!("broadcast-not-written"));
    }
    if facts.draft.fire_at.is_some_and(|at| at <= facts.now) {
        return refuse(msg!("broadcast-time-gone"));
    }
    if let Some(why) = screens::nobody(facts) {
        return refuse(why);
    }
    if facts.draft.paid && !facts.allow_paid {
        return refuse(msg!("broadcast-paid-not-allowed"));
    }
    Ok(())
}

pub(in crate::broadcast) async fn confirm(
    app: App,
    caller: Caller,
    message: Incoming,
    question: Question,
) -> anyhow::Result<()> {
    if number(message.text().unwrap_or_default()) != Some(question.subject) {
        let why = msg!("broadcast-confirm-wrong", count = question.subject);
        return reply::send(&app, caller.chat, &screens::again(&why, BroadcastButton::Draft, caller.lang))
            .await
            .map(|_| ());
    }
    let (of_work, who) = (app.clone(), caller.clone());
    Desk::below(app, caller, message.id).run_beside(move |gauge| send(of_work, who, question.subject, gauge)).await
}

/// `1.240` and `1 240` are 1240.
fn number(text: &str) -> Option<i64> {
    let digits: String = text.chars().filter(|c| !c.is_whitespace() && *c != '.' && *c != ',').collect();
    if digits.is_empty() || digits.len() > 12 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    digits.parse().ok()
}

/// What is said of a broadcast that was let go, and its campaign.
type Sent = (String, i64);

const SENT: &str = "broadcast.send";

async fn send(app: App, caller: Caller, confirmed: i64, gauge: Gauge) -> anyhow::Result<Outcome> {
    // Its draft is gone: what was said then is said again.
    if let Some((sends, id)) = once::find::<Sent>(&app, &caller, SENT).await? {
        return Ok(screens::sent(sends, CampaignId(id), caller.lang).into());
    }
    gauge.tell(msg!("broadcast-counting"));
    let facts = look(&app, &caller, true).await?;
    if facts.recipients != confirmed {
        return ask_again(&app, &caller, &facts, Some(confirmed)).await;
    }
    ready(&facts)?;
    let campaign = campaign(&facts, &caller);
    let (who, now, draft, sends) =
        (caller.clone(), facts.now, facts.draft.clone(), screens::sends(&facts).html(caller.lang));
    let (sends, id): Sent = once::change(&app, &caller, SENT, move |c| {
        Box::pin(async move {
            let proof = prove(c, &who).await?;
            if store::find_draft(c, &proof).await?.is_some_and(|now| now != draft) {
                return refuse(msg!("broadcast-changed"));
            }
            // Whoever takes the draft away makes the campaign; a second confirmation finds none.
            if !store::delete_draft(c, &proof).await? {
                return refuse(msg!("broadcast-no-draft"));
            }
            prompt::store::forget_about(c, who.user, &TOPICS).await?;
            Ok((sends, insert(c, &proof, &campaign, now).await?.0))
        })
    })
    .await?;
    app.bell.notify_one();
    Ok(screens::sent(sends, CampaignId(id), caller.lang).into())
}

fn campaign(facts: &Facts, caller: &Caller) -> NewCampaign {
    let draft = &facts.draft;
    let content = draft.content().unwrap_or_default();
    let title = Some(title(&content.html)).filter(|title| !title.is_empty());
    let today = facts.now.with_timezone(&facts.zone.offset()).date_naive();
    NewCampaign {
        wave: None,
        title: title.unwrap_or_else(|| msg!("broadcast-untitled", day = today).plain(caller.lang)),
        content,
        segment: draft.segment.clone(),
        mandatory: draft.mandatory,
        fire_at: draft.fire_at.unwrap_or(facts.now),
        deadline: None,
        hours: draft.hours,
        weekly_cap: None,
        on_unknown: draft.on_unknown,
        paid: draft.paid,
        resend_of: None,
        expected: facts.recipients,
        created_by: Some(caller.user),
    }
}

async fn insert(
    c: &mut SqliteConnection,
    proof: &Proof,
    campaign: &NewCampaign,
    now: chrono::DateTime<chrono::Utc>,
) -> anyhow::Result<CampaignId> {
    let Some(id) = outbox::store::insert_campaign(c, campaign, CampaignState::Scheduled, now).await? else {
        anyhow::bail!("a broadcast was taken for a wave");
    };
    let detail = format!("recipients={} paid={}", campaign.expected, campaign.paid);
    insert_audit(c, proof.actor(), "broadcast.send", &id.0.to_string(), &detail, now).await?;
    Ok(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_is_read_as_people_write_it() {
        for (text, wanted) in [
            ("1240", Some(1240)),
            (" 1.240 ", Some(1240)),
            ("1,240", Some(1240)),
            ("-4", None),
            ("empat", None),
            ("", None),
        ] {
            assert_eq!(number(text), wanted, "{text}");
        }
        assert_eq!(number(&"9".repeat(40)), None);
    }
}
