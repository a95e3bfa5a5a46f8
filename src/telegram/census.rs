//! How many a segment holds, for screens.

use std::time::Duration;

use chrono::TimeDelta;
use tokio::time::Instant;

use super::access::{Caller, prove};
use crate::{
    app::App,
    audience::{self, Segment, Size},
};

/// A count that took longer than this is not made again for every tap.
const LONG: Duration = Duration::from_millis(500);
/// For so long it is good enough for a screen.
const FRESH: TimeDelta = TimeDelta::minutes(1);

/// Counts for someone who looks; a large roster takes seconds, so call it beside the handler
/// ([`super::aside::Desk::run_beside`]).
pub async fn count(app: &App, caller: &Caller, segment: &Segment) -> anyhow::Result<Size> {
    let mut counts = app.memory.counts.lock().await;
    let now = app.clock.now();
    let known = counts.get(segment).filter(|(_, at)| (now - *at).abs() < FRESH);
    if let Some((size, _)) = known {
        return Ok(size.clone());
    }
    let began = Instant::now();
    let size = measure(app, caller, segment).await?;
    if began.elapsed() > LONG {
        counts.put(segment.clone(), (size.clone(), now));
    }
    Ok(size)
}

/// Counts as it is now, for a decision.
pub async fn count_anew(app: &App, caller: &Caller, segment: &Segment) -> anyhow::Result<Size> {
    let _one_at_a_time = app.memory.counts.lock().await;
    measure(app, caller, segment).await
}

async fn measure(app: &App, caller: &Caller, segment: &Segment) -> anyhow::Result<Size> {
    let mut c = app.db.read().await?;
    let proof = prove(&mut c, caller).await?;
    audience::store::measure(&mut c, &proof, segment).await
}
