//! Faults on demand: what may go wrong between a bot and Telegram that is not the bot's fault.
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum FaultKind {
    /// The call waits this long before it is looked at.
    Latency {
        min_ms: u64,
        max_ms: u64,
    },
    TooManyRequests {
        retry_after: u64,
    },
    /// A 5xx with a body that is no JSON, as a proxy gives it.
    ServerError {
        code: u16,
    },
    /// Refused with this code and text, whatever the call is; nothing accepted. For answers that no state of
    /// the simulator brings about, such as a chat that moved.
    Refusal {
        code: u16,
        description: String,
        #[serde(default)]
        migrate_to_chat_id: Option<i64>,
    },
    /// The connection ends and nothing was accepted.
    DropBefore,
    /// The call is carried out, then the connection ends without an answer.
    DropAfter,
    /// The call is carried out and answered 200 with cut-off JSON.
    MalformedJson,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fault {
    #[serde(flatten)]
    pub kind: FaultKind,
    /// Probability for each matching call, 0 to 1.
    #[serde(default = "always")]
    pub chance: f64,
    /// Lets this many matching calls pass first.
    #[serde(default)]
    pub after: u32,
    /// Strikes this many calls, then is gone; `None` stays until cleared.
    #[serde(default)]
    pub next: Option<u32>,
    /// Method names, any case; "*" means every method. `None` means every method but
    /// getUpdates, so that the next send is struck and not the poll that waits beside it.
    #[serde(default)]
    pub methods: Option<Vec<String>>,
}

fn always() -> f64 {
    1.0
}

impl Fault {
    pub fn new(kind: FaultKind) -> Self {
        Self { kind, chance: 1.0, after: 0, next: None, methods: None }
    }

    #[must_use]
    pub fn after(mut self, calls: u32) -> Self {
        self.after = calls;
        self
    }

    #[must_use]
    pub fn next(mut self, calls: u32) -> Self {
        self.next = Some(calls);
        self
    }

    #[must_use]
    pub fn chance(mut self, chance: f64) -> Self {
        self.chance = chance;
        self
    }

    #[must_use]
    pub fn on(mut self, methods: &[&str]) -> Self {
        self.methods = Some(methods.iter().map(|m| (*m).to_owned()).collect());
        self
    }

    fn matches(&self, method: &str) -> bool {
        match &self.methods {
            None => method != "getUpdates",
            Some(methods) => methods.iter().any(|m| m == "*" || m.eq_ignore_ascii_case(method)),
        }
    }
}

/// What strikes one call.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Strike {
    pub delay: Duration,
    /// 429, 5xx, a refusal or a drop before acceptance.
    pub before: Option<FaultKind>,
    /// A drop or malformed JSON after acceptance.
    pub after: Option<FaultKind>,
}

impl FaultKind {
    /// The name the ledger gives it.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Latency { .. } => "latency",
            Self::TooManyRequests { .. } => "too_many_requests",
            Self::ServerError { .. } => "server_error",
            Self::Refusal { .. } => "refusal",
            Self::DropBefore => "drop_before",
            Self::DropAfter => "drop_after",
            Self::MalformedJson => "malformed_json",
        }
    }
}

/// The faults now switched on; shared by the Rust API, the control API and the server.
#[derive(Debug, Default)]
pub struct Faults {
    active: Mutex<Vec<Fault>>,
}

impl Faults {
    /// Adds a fault to those switched on.
    pub fn set(&self, fault: Fault) {
        self.lock().push(fault);
    }

    pub fn clear(&self) {
        self.lock().clear();
    }

    pub fn active(&self) -> Vec<Fault> {
        self.lock().clone()
    }

    /// Draws what strikes a call of this method; at most one fault besides latency.
    pub fn draw(&self, method: &str) -> Strike {
        let mut active = self.lock();
        let mut strike = Strike::default();
        if active.is_empty() {
            return strike;
        }
        for fault in active.iter_mut() {
            let latency = matches!(fault.kind, FaultKind::Latency { .. });
            let taken = strike.before.is_some() || strike.after.is_some();
            if fault.next == Some(0) || (taken && !latency) || !fault.matches(method) {
                continue;
            }
            if fault.after > 0 {
                fault.after -= 1;
                continue;
            }
            if fault.chance < 1.0 && rand::random::<f64>() >= fault.chance {
                continue;
            }
            if let Some(left) = &mut fault.next {
                *left -= 1;
            }
            match &fault.kind {
                FaultKind::Latency { min_ms, max_ms } => {
                    let span = max_ms.saturating_sub(*min_ms).saturating_add(1);
                    strike.delay += Duration::from_millis(min_ms + rand::random::<u64>() % span);
                }
                FaultKind::DropAfter | FaultKind::MalformedJson => strike.after = Some(fault.kind.clone()),
                _ => strike.before = Some(fault.kind.clone()),
            }
        }
        active.retain(|f| f.next != Some(0));
        strike
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Fault>> {
        self.active.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_n_calls_are_struck() {
        let faults = Faults::default();
        faults.set(Fault::new(FaultKind::DropBefore).next(2).on(&["SendMessage"]));
        assert_eq!(faults.draw("getMe"), Strike::default());
        assert_eq!(faults.draw("sendMessage").before, Some(FaultKind::DropBefore));
        assert_eq!(faults.draw("sendMessage").before, Some(FaultKind::DropBefore));
        assert_eq!(faults.draw("sendMessage"), Strike::default());
        assert!(faults.active().is_empty());
    }

    #[test]
    fn calls_pass_before_one_is_struck() {
        let faults = Faults::default();
        faults.set(Fault::new(FaultKind::DropBefore).after(2).next(1).on(&["sendMessage"]));
        assert_eq!(faults.draw("getMe"), Strike::default());
        let struck: Vec<bool> = (0..4).map(|_| faults.draw("sendMessage").before.is_some()).collect();
        assert_eq!(struck, [false, false, true, false]);
    }

    #[test]
    fn polls_are_spared_unless_named() {
        let faults = Faults::default();
        faults.set(Fault::new(FaultKind::TooManyRequests { retry_after: 3 }));
        assert_eq!(faults.draw("getUpdates"), Strike::default());
        assert!(faults.draw("sendPhoto").before.is_some());
        faults.clear();
        faults.set(Fault::new(FaultKind::ServerError { code: 502 }).on(&["*"]));
        assert!(faults.draw("getUpdates").before.is_some());
    }

    #[test]
    fn latency_joins_another_fault() {
        let faults = Faults::default();
        faults.set(Fault::new(FaultKind::Latency { min_ms: 5, max_ms: 9 }));
        faults.set(Fault::new(FaultKind::DropAfter));
        faults.set(Fault::new(FaultKind::MalformedJson));
        let strike = faults.draw("sendMessage");
        assert!((5..=9).contains(&(strike.delay.as_millis() as u64)));
        assert_eq!(strike.after, Some(FaultKind::DropAfter));
    }

    #[test]
    fn chance_zero_never_strikes() {
        let faults = Faults::default();
        faults.set(Fault::new(FaultKind::DropAfter).chance(0.0));
        assert!((0..200).all(|_| faults.draw("sendMessage").after.is_none()));
    }

    #[test]
    fn reads_from_json() {
        let fault: Fault =
            serde_json::from_str(r#"{"kind":"too_many_requests","retry_after":2,"next":5,"methods":["sendMessage"]}"#)
                .unwrap();
        assert_eq!(fault, Fault::new(FaultKind::TooManyRequests { retry_after: 2 }).next(5).on(&["sendMessage"]));
    }
}
