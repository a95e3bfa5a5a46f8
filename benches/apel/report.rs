//! The figures, as a table to read and to paste; and what must hold whatever they are.

use std::time::Duration;

use anyhow::{bail, ensure};
use simulator::{Simulator, Violation};

use super::{
    Arguments,
    bot::Used,
    walk::{ACTIONS, Latency, Walk},
};

pub struct Report<'a> {
    pub arguments: &'a Arguments,
    pub walk: &'a Walk<'a>,
    pub sim: &'a Simulator,
    pub used: Used,
    pub signed: i64,
    pub verified: bool,
    /// Commits a second.
    pub bare: f64,
}

impl Report<'_> {
    pub fn print(&self) {
        let walk = self.walk;
        println!();
        println!("{}; Telegram's limits are off", self.shape());
        println!();
        println!("| action | count | p50 ms | p95 ms | p99 ms | max ms |");
        println!("| --- | ---: | ---: | ---: | ---: | ---: |");
        for (step, name) in ACTIONS {
            if let Some(latency) = walk.seen.get(&step) {
                row(name, latency);
            }
        }
        row("**all, until the answer is seen**", &walk.all);
        row("all taps, until the button is released", &walk.released);
        println!();
        println!("| stretch | s | actions/s | people/s |");
        println!("| --- | ---: | ---: | ---: |");
        for phase in &walk.phases {
            self.stretch(phase.name, phase.took, phase.actions);
        }
        if walk.phases.len() > 1 {
            self.stretch("**the whole way**", self.took(), self.actions());
        }
        println!();
        let (took, megabytes) = (self.took().as_secs_f64(), self.used.peak_kib / 1024);
        println!("peak memory of the bot: {megabytes} MiB");
        println!(
            "processor time: bot {:.1} s ({:.0} % of one core, {:.2} ms an action), simulator and driver {:.1} s ({:.0} %)",
            self.used.cpu.as_secs_f64(),
            100.0 * self.used.cpu.as_secs_f64() / took,
            1000.0 * self.used.cpu.as_secs_f64() / number(self.actions()),
            self.used.driver_cpu.as_secs_f64(),
            100.0 * self.used.driver_cpu.as_secs_f64() / took,
        );
        let acknowledged = self.acknowledged_per_second();
        println!(
            "bare loop of durable single-row commits: {:.0}/s; acknowledgements/s : bare commits/s = {:.2} : 1",
            self.bare,
            acknowledged / self.bare,
        );
        println!();
        println!("acknowledgements: {} of {}", self.signed, self.arguments.people);
        println!("ikrar verify: {}", if self.verified { "sound" } else { "BROKEN" });
        let (refusals, violations) = (self.sim.refusals(), self.sim.violations());
        let slow = violations.iter().filter(|v| matches!(v, Violation::AnsweredSlowly { .. })).count();
        let never = violations.iter().filter(|v| matches!(v, Violation::NeverAnswered { .. })).count();
        let other = violations.len() - slow - never;
        println!("refused by Telegram: {}", refusals.len());
        if let Some(first) = refusals.first() {
            println!("  for example {first:?}");
        }
        println!("taps answered after more than a second: {slow}; never: {never}; other violations: {other}");
        println!("answers that did not lead on: {}", walk.astray);
        if let Some(example) = &walk.example {
            println!("  for example {example:?}");
        }
    }

    /// Fails where something was lost or done twice; slowness is only reported.
    pub fn check(&self) -> anyhow::Result<()> {
        ensure!(usize::try_from(self.signed) == Ok(self.arguments.people), "acknowledgements are missing or too many");
        ensure!(self.verified, "ikrar verify found the ledger broken");
        let other = self.sim.violations().into_iter().find(|v| matches!(v, Violation::AnsweredTwice { .. }));
        if let Some(violation) = other {
            bail!("{violation:?}");
        }
        Ok(())
    }

    fn shape(&self) -> String {
        let people = self.arguments.people;
        let mut text = match (self.arguments.rate, self.arguments.concurrent) {
            (Some(rate), _) => format!("{people} people, {rate} actions a second"),
            (None, Some(at_once)) => format!("{people} people, {at_once} at once"),
            (None, None) => format!("{people} people, all at once"),
        };
        if let Some((least, most)) = self.arguments.api_latency_ms {
            text.push_str(&format!(", Telegram answers after {least} to {most} ms"));
        }
        if self.arguments.dwell > 0 {
            text.push_str(&format!(", {} s for each part", self.arguments.dwell));
        }
        text
    }

    fn stretch(&self, name: &str, took: Duration, actions: u64) {
        let seconds = took.as_secs_f64();
        let people = number(self.arguments.people as u64) / seconds;
        println!("| {name} | {seconds:.1} | {:.0} | {people:.0} |", number(actions) / seconds);
    }

    fn took(&self) -> Duration {
        self.walk.phases.iter().map(|phase| phase.took).sum()
    }

    fn actions(&self) -> u64 {
        self.walk.phases.iter().map(|phase| phase.actions).sum()
    }

    /// While people sign; over the whole way where that is one stretch.
    fn acknowledged_per_second(&self) -> f64 {
        let took = self.walk.phases.last().map(|phase| phase.took).unwrap_or_default();
        number(self.arguments.people as u64) / took.as_secs_f64()
    }
}

fn row(name: &str, latency: &Latency) {
    let Latency(histogram) = latency;
    let at = |quantile: f64| milliseconds(histogram.value_at_quantile(quantile));
    println!(
        "| {name} | {} | {} | {} | {} | {} |",
        histogram.len(),
        at(0.5),
        at(0.95),
        at(0.99),
        milliseconds(histogram.max()),
    );
}

fn milliseconds(microseconds: u64) -> String {
    let milliseconds = number(microseconds) / 1000.0;
    if milliseconds < 100.0 { format!("{milliseconds:.1}") } else { format!("{milliseconds:.0}") }
}

#[expect(clippy::cast_precision_loss, reason = "counts and microseconds are far below 2^52")]
fn number(n: u64) -> f64 {
    n as f64
}
