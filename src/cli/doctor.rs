//! `ikrar doctor`: what is well and what is not, a line each. It changes nothing.

mod cell;
mod databases;
mod place;
mod wire;

use std::process::ExitCode;

use crate::config::{Config, Problems};

/// Collects findings; any failure makes the exit code 1.
#[derive(Default)]
struct Findings {
    failed: bool,
}

impl Findings {
    fn well(&self, what: &str, detail: &str) {
        line("ok    ", what, detail);
    }

    /// To be looked at; `run` does not fail for it.
    fn doubtful(&self, what: &str, detail: &str) {
        line("warn  ", what, detail);
    }

    fn wrong(&mut self, what: &str, detail: &str) {
        self.failed = true;
        line("FAIL  ", what, detail);
    }
}

/// Whoever stops reading (`| head -1`) still wants the exit code.
fn line(sign: &str, what: &str, detail: &str) {
    let _ = say!("{sign}{what}: {detail}");
}

pub async fn run(loaded: Result<Config, Problems>) -> anyhow::Result<ExitCode> {
    let mut findings = Findings::default();
    findings.well("version", crate::VERSION);
    match loaded {
        Err(Problems(problems)) => problems.iter().for_each(|problem| findings.wrong("configuration", problem)),
        Ok(config) => {
            place::check_configuration(&config, &mut findings);
            place::check_folder(&config, &mut findings);
            databases::check_people(&config, &mut findings).await;
            databases::check_tips(&config, &mut findings).await;
            cell::check(&config, &mut findings);
            wire::check(&config, &mut findings).await;
        }
    }
    Ok(if findings.failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}
