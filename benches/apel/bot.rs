//! The real binary as a process of its own, and what it takes of the machine.

use std::{
    path::Path,
    process::Stdio,
    time::{Duration, Instant},
};

use anyhow::{Context as _, bail, ensure};
use simulator::{NewUser, Simulator};
use tokio::process::{Child, Command};

const BINARY: &str = env!("CARGO_BIN_EXE_ikrar");
/// Units of processor time in /proc, by the kernel's promise to programs.
const TICKS: f64 = 100.0;

pub struct Bot {
    process: Child,
    id: u32,
}

/// What a process has used so far.
#[derive(Clone, Copy, Debug)]
pub struct Used {
    pub cpu: Duration,
    pub peak_kib: u64,
    /// Of this process: the simulator, and those who walk.
    pub driver_cpu: Duration,
}

impl Used {
    /// From then to now; the peak is of the whole life.
    pub fn since(&self, before: &Self) -> Self {
        Self { cpu: self.cpu - before.cpu, driver_cpu: self.driver_cpu - before.driver_cpu, ..*self }
    }
}

impl Bot {
    /// Ready once it has announced its commands. The settings are variables of its environment.
    pub async fn start(folder: &Path, sim: &Simulator, settings: &[(&str, &str)]) -> anyhow::Result<Self> {
        let process = command(folder)
            .arg("run")
            .env("IKRAR_TELEGRAM__API_URL", sim.url())
            .env("IKRAR_TELEGRAM__TOKEN", sim.token())
            .env("IKRAR_LOG__LEVEL", "warn")
            .envs(settings.iter().copied())
            .kill_on_drop(true)
            .spawn()
            .context("starting ikrar")?;
        let id = process.id().context("ikrar ended at once")?;
        let bot = Self { process, id };
        let (began, anyone) = (Instant::now(), sim.add_user(NewUser::named("Siapa saja")));
        while sim.commands(Some(anyone), Some(anyone), "en").is_empty() {
            ensure!(began.elapsed() < Duration::from_secs(30), "ikrar is not ready after 30 s");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        Ok(bot)
    }

    pub fn used(&self) -> anyhow::Result<Used> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.id)).context("reading /proc")?;
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).context("no VmHWM")?;
        let peak_kib = peak.trim().trim_end_matches(" kB").parse().context("VmHWM")?;
        Ok(Used { cpu: cpu(&self.id.to_string())?, peak_kib, driver_cpu: cpu("self")? })
    }

    /// By SIGTERM, as an operator would.
    pub async fn stop(mut self) -> anyhow::Result<()> {
        Command::new("kill").args(["-TERM", &self.id.to_string()]).status().await.context("running kill")?;
        let status = tokio::time::timeout(Duration::from_secs(15), self.process.wait())
            .await
            .context("ikrar did not stop within 15 s")??;
        if !status.success() {
            bail!("ikrar ended with {status}");
        }
        Ok(())
    }
}

/// User and system time.
fn cpu(process: &str) -> anyhow::Result<Duration> {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).context("reading /proc")?;
    // The second field is the name, which may hold spaces; after it, utime and stime are the 12th and 13th.
    let (_, fields) = stat.rsplit_once(')').context("/proc/PID/stat")?;
    let ticks: f64 = fields.split_whitespace().skip(11).take(2).filter_map(|field| field.parse::<f64>().ok()).sum();
    Ok(Duration::from_secs_f64(ticks / TICKS))
}

/// Whether `ikrar verify` finds the ledger sound.
pub async fn verify(folder: &Path) -> anyhow::Result<bool> {
    let status = command(folder).arg("verify").stdout(Stdio::null()).status().await.context("running ikrar verify")?;
    Ok(status.success())
}

/// Nothing of the environment or of an `ikrar.toml` nearby may reach the measurement.
fn command(folder: &Path) -> Command {
    let mut command = Command::new(BINARY);
    command.current_dir(folder).env_clear().env("IKRAR_DATA_DIR", folder);
    command
}
