//! Who came back gets what they missed on a later morning, so that nothing says when they came.

use chrono::NaiveTime;

use crate::{app::App, outbox::store::recipient};

/// By the clock of the agency's zone; each campaign's own hours hold besides.
const MORNING: NaiveTime = NaiveTime::from_hms_opt(7, 0, 0).unwrap();
/// People in one look.
const AT_ONCE: i64 = 100;

pub(super) async fn step(app: &App) -> anyhow::Result<()> {
    let now = app.clock.now();
    if now.with_timezone(&app.config.agency.zone.offset()).time() < MORNING {
        return Ok(());
    }
    let people = recipient::list_returned(&mut *app.db.read().await?, app.today(), AT_ONCE).await?;
    if people.is_empty() {
        return Ok(());
    }
    let queued = app
        .db
        .write(move |c| {
            Box::pin(async move {
                let mut queued = 0;
                for person in people {
                    queued += recipient::welcome_back(c, person, now).await?.unwrap_or_default();
                }
                Ok(queued)
            })
        })
        .await?;
    if queued > 0 {
        app.bell.notify_one();
    }
    Ok(())
}
