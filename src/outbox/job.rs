//! The worker: claims what is due, sends it, records what came of it.

use tokio::sync::watch;

use crate::app::App;

pub async fn run(_app: App, mut stop: watch::Receiver<bool>) {
    let _ = stop.wait_for(|stop| *stop).await;
}
