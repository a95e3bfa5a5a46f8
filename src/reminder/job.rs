//! Turns rules whose time has come into campaigns.

use tokio::sync::watch;

use crate::app::App;

pub async fn run(_app: App, mut stop: watch::Receiver<bool>) {
    let _ = stop.wait_for(|stop| *stop).await;
}
