//! The digest: at fixed hours, of one length whatever there is, to everyone who can open a tip.

use chrono::{NaiveDateTime, NaiveTime, TimeDelta};
use teloxide::types::ChatId;

use crate::{
    access,
    app::App,
    msg,
    telegram::{
        button::{Button, TriageButton},
        errors,
        reply::{self, Screen},
    },
    texts::{Lang, Message},
    tip::{
        Agency, letter,
        store::{
            digest,
            intake::{self, Readers},
            triage::{self, Overview},
        },
    },
};

/// What is later than this is not sent any more.
const GRACE: TimeDelta = TimeDelta::hours(1);
/// Counts beyond this would be longer.
const MOST: i64 = 999;
/// A slot as the database knows it; sorts by time.
const SLOT: &str = "%Y-%m-%d %H:%M";

pub(super) async fn step(app: &App) -> anyhow::Result<()> {
    let local = app.clock.now().with_timezone(&app.config.agency.zone.offset()).naive_local();
    let Some(due) = due(&app.config.tips.digest, local) else { return Ok(()) };
    let slot = due.format(SLOT).to_string();
    let old = (due - TimeDelta::days(2)).format(SLOT).to_string();
    let wanted = slot.clone();
    let officials = access::store::standing::list_officials(&mut *app.db.read().await?).await?;
    let (released, waiting, readers) = app
        .tips
        .db
        .run(|c| {
            Box::pin(async move {
                // What has come until now is shown, once for each hour: whoever looks every second sees no more.
                let released = digest::claim_slot(c, &wanted).await?;
                if released {
                    intake::release(c, local.date()).await?;
                }
                let mut waiting = Vec::new();
                for (receives, lang) in digest::list_readers(c).await? {
                    // Before it is sent: rather lost in a crash than twice.
                    if digest::claim_digest(c, &receives, &wanted).await? {
                        let counts = triage::find_overview(c, &receives).await?;
                        waiting.push((receives, lang, counts));
                    }
                }
                if !waiting.is_empty() {
                    digest::delete_digests(c, &old).await?;
                }
                Ok((released, waiting, intake::list_readers(c, &officials).await?))
            })
        })
        .await?;
    if !released && waiting.is_empty() {
        return Ok(());
    }
    app.tips.changed.notify_one();
    for (receives, lang, counts) in waiting {
        let sent = reply::send(app, ChatId(receives.account.0), &screen(receives.agency, counts, &readers, lang)).await;
        let Err(error) = sent else { continue };
        log::warn!(cause = errors::cause(&error).as_str(); "a digest of tips was not sent");
        if errors::transient(&error) {
            let slot = slot.clone();
            app.tips.db.run(|c| Box::pin(async move { digest::release_digest(c, &receives, &slot).await })).await?;
        }
    }
    Ok(())
}

/// The slot that has come, unless it is too long ago.
fn due(times: &[NaiveTime], now: NaiveDateTime) -> Option<NaiveDateTime> {
    let days = [now.date(), now.date().pred_opt()?];
    days.iter()
        .flat_map(|day| times.iter().map(|time| day.and_time(*time)))
        .filter(|slot| (TimeDelta::zero()..=GRACE).contains(&(now - *slot)))
        .max()
}

fn text(agency: Agency, counts: Overview, readers: &[Readers]) -> Message {
    let fixed = |count: i64| format!("{:>3}", count.clamp(0, MOST));
    let keys = |of: fn(&Readers) -> usize| {
        let all = readers.iter().filter(|one| one.agency == agency).map(of).sum::<usize>();
        fixed(i64::try_from(all).unwrap_or(MOST))
    };
    msg!(
        "triage-digest",
        agency = letter::agency(agency),
        open = fixed(counts.open),
        unread = fixed(counts.unread),
        people = keys(|one| one.people),
        recovery = keys(|one| one.recovery)
    )
}

fn screen(agency: Agency, counts: Overview, readers: &[Readers], lang: Lang) -> Screen {
    let home = Button::Triage(TriageButton::Home);
    Screen::new(&text(agency, counts, readers), lang).row(&msg!("triage-button-home"), lang, &home)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> NaiveDateTime {
        NaiveDateTime::parse_from_str(text, SLOT).expect("a time")
    }

    #[test]
    fn a_slot_is_due_for_an_hour() {
        let times = [(8, 0), (23, 30)].map(|(h, m)| NaiveTime::from_hms_opt(h, m, 0).expect("a time"));
        let due = |now| due(&times, at(now)).map(|slot| slot.format(SLOT).to_string());
        assert_eq!(due("2024-10-04 07:59"), None);
        assert_eq!(due("2024-10-04 08:00").as_deref(), Some("2024-10-04 08:00"));
        assert_eq!(due("2024-10-04 09:00").as_deref(), Some("2024-10-04 08:00"));
        assert_eq!(due("2024-10-04 09:01"), None);
        assert_eq!(due("2024-10-05 00:10").as_deref(), Some("2024-10-04 23:30"), "over midnight");
    }

    /// R9: its length says nothing, not even that there is nothing.
    #[test]
    fn every_digest_is_equally_long() {
        for lang in Lang::ALL {
            for agency in Agency::ALL {
                let digest = |open: i64, unread| {
                    let people = usize::try_from(open).expect("a count");
                    let readers = [Readers { agency, people, recovery: people / 2, keys: Vec::new() }];
                    text(agency, Overview { open, unread, closed: open }, &readers).html(lang)
                };
                let none = digest(0, 0);
                for (open, unread) in [(1, 1), (7, 0), (99, 12), (999, 999), (123_456, 1_000)] {
                    let some = digest(open, unread);
                    assert_eq!(some.len(), none.len(), "{some}");
                    assert_eq!(some.chars().count(), none.chars().count());
                }
                assert!(digest(123_456, 3).contains("999"));
            }
        }
    }
}
