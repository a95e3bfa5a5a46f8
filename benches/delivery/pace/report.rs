//! The figures of the pace run, as a table to read and to paste.

use anyhow::Context as _;
use simulator::LedgerEntry;

use super::{Answers, Arguments, FREE, WARM};
use crate::process::Used;

pub struct Report<'a> {
    pub arguments: &'a Arguments,
    pub paid: bool,
    pub ledger: Vec<LedgerEntry>,
    pub askers: &'a [i64],
    /// Messages that met a limit.
    pub throttled: u64,
    pub idle: Option<Answers>,
    pub busy: Answers,
    pub used: Used,
}

impl Report<'_> {
    pub fn print(&self) -> anyhow::Result<()> {
        let (replies, bulk): (Vec<&LedgerEntry>, Vec<&LedgerEntry>) = self
            .ledger
            .iter()
            .filter(|entry| entry.method == "sendMessage")
            .partition(|entry| entry.chat_id.is_some_and(|chat| self.askers.contains(&chat)));
        let bulk: Vec<u64> = bulk.into_iter().map(|entry| entry.at_ms).collect();
        let replies: Vec<u64> = replies.into_iter().map(|entry| entry.at_ms).collect();
        // Paid messages have a window of their own.
        let mut counted = bulk.clone();
        if !self.paid {
            counted.extend(&replies);
            counted.sort_unstable();
        }
        let from = bulk.first().context("nothing was delivered")? + u64::try_from(WARM.as_millis())?;
        let to = from + 1000 * u64::from(self.arguments.seconds);
        let per_second = |times: &[u64]| {
            times.iter().filter(|at| (from..to).contains(*at)).count() as f64 / f64::from(self.arguments.seconds)
        };
        let (rate, limit) = (f64::from(self.arguments.rate), if self.paid { 1000 } else { FREE });
        let (least, most) = self.arguments.latency;
        println!();
        println!("| pace at {rate}/s, latency {least}–{most} ms, {} s | |", self.arguments.seconds);
        println!("| --- | ---: |");
        println!("| accepted a second | {:.2} |", per_second(&counted));
        println!("| of them replies to people who ask | {:.2} |", per_second(&counted) - per_second(&bulk));
        println!("| share of the allowed rate | {:.2} % |", 100.0 * per_second(&counted) / rate);
        println!("| largest one-second window (limit {limit}) | {} |", fullest(&counted));
        println!("| 429s | {} |", self.throttled);
        if let Some(idle) = &self.idle {
            self.compare(idle);
        }
        let length = f64::from(self.arguments.seconds) + WARM.as_secs_f64();
        println!("| processor time of the bot | {:.0} % of a core |", 100.0 * self.used.cpu.as_secs_f64() / length);
        println!("| peak memory of the bot | {} MiB |", self.used.peak_kib / 1024);
        Ok(())
    }

    fn compare(&self, idle: &Answers) {
        let ms = |answers: &Answers, quantile| answers.took.value_at_quantile(quantile) as f64 / 1000.0;
        for (name, quantile) in [("p50", 0.5), ("p99", 0.99)] {
            let (before, beside) = (ms(idle, quantile), ms(&self.busy, quantile));
            println!(
                "| /status {name}: idle / beside the broadcast | {before:.0} / {beside:.0} ms ({:.2}×) |",
                beside / before
            );
        }
        println!("| asked / unanswered beside the broadcast | {} / {} |", self.busy.took.len(), self.busy.unanswered);
    }
}

/// The most of these moments, in milliseconds and in order, within any second.
fn fullest(times: &[u64]) -> usize {
    times.iter().enumerate().map(|(n, at)| times.partition_point(|other| *other < at + 1000) - n).max().unwrap_or(0)
}
