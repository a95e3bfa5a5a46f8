//! The real binary as a process of its own.

use std::{path::Path, process::ExitStatus, time::Duration};

use anyhow::{Context as _, ensure};
use simulator::Simulator;
use tokio::process::{Child, Command};

pub struct Bot {
    process: Child,
    id: u32,
}

impl Bot {
    /// Sends at the full paid rate.
    pub fn start(folder: &Path, sim: &Simulator) -> anyhow::Result<Self> {
        let process = Command::new(env!("CARGO_BIN_EXE_ikrar"))
            .arg("run")
            .current_dir(folder)
            .env_clear()
            .env("IKRAR_DATA_DIR", folder)
            .env("IKRAR_TELEGRAM__API_URL", sim.url())
            .env("IKRAR_TELEGRAM__TOKEN", sim.token())
            .env("IKRAR_DELIVERY__PAID_RATE", "1000")
            .env("IKRAR_DELIVERY__ALLOW_PAID", "yes")
            .env("IKRAR_LOG__LEVEL", "warn")
            .kill_on_drop(true)
            .spawn()
            .context("starting ikrar")?;
        let id = process.id().context("ikrar ended at once")?;
        Ok(Self { process, id })
    }

    /// The most memory that it ever held, in MiB.
    pub fn peak(&self) -> anyhow::Result<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.id)).context("reading /proc")?;
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).context("no VmHWM")?;
        let kib: u64 = peak.trim().trim_end_matches(" kB").parse().context("VmHWM")?;
        Ok(kib.div_ceil(1024))
    }

    /// SIGKILL.
    pub async fn kill(mut self) -> anyhow::Result<()> {
        self.process.kill().await.context("killing ikrar")
    }

    /// By SIGTERM, as an operator would.
    pub async fn stop(mut self) -> anyhow::Result<()> {
        Command::new("kill").args(["-TERM", &self.id.to_string()]).status().await.context("running kill")?;
        let ended = tokio::time::timeout(Duration::from_secs(20), self.process.wait()).await;
        let status: ExitStatus = ended.context("ikrar did not stop within 20 s")??;
        ensure!(status.success(), "ikrar ended with {status}");
        Ok(())
    }
}
