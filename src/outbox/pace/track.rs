//! One lane: evenly spaced slots, a pause when Telegram asks for one, and the window as the last word.

use std::time::Duration;

use super::{Answer, window::Window};

/// Messages at once, and the slots that may be caught up after small delays of our own.
const BURST: u32 = 3;
/// Where the window held a message back, its slots are made up for: as many as chance takes, which
/// grows with the root of the rate. 8 at 28 a second, 47 at 1000.
const HELD: f64 = 1.5;
/// How much faster than its slots a lane may be in doing so.
const PEAK: u32 = 2;
/// How soon to look again where the window is full; the timer knows no less.
const LOOK_AGAIN: Duration = Duration::from_millis(1);
/// How long a reply may wait for room. To be refused would cost it a second.
pub const PATIENCE: Duration = Duration::from_millis(250);
const SECOND: Duration = Duration::from_secs(1);
const MINUTE: f64 = 60.0;
const SLOWER: f64 = 0.8;
/// For each minute without a 429: 0.5 of 28 a second, and as large a part of other rates.
const FASTER: f64 = 0.5 / 28.0;
/// However often Telegram complains.
const SLOWEST: f64 = 1.0;

pub struct Track {
    /// As configured: messages a second.
    full: f64,
    /// The rate after the last 429, and since when it holds.
    cut: Option<(f64, Duration)>,
    paused: Duration,
    /// When the next message is due.
    slot: Duration,
    /// The same at [`PEAK`] times the rate: nothing goes out faster.
    peak: Duration,
    /// Behind its slots because the window held a message back.
    held: bool,
    /// When a message of the bulk last asked for room.
    asked: Duration,
    /// Until then a reply goes first.
    yielding: Duration,
    window: Window,
}

impl Track {
    /// `limit` is Telegram's: messages in any second.
    pub fn new(rate: u32, limit: u32) -> Self {
        Self {
            full: f64::from(rate.clamp(1, limit)),
            cut: None,
            paused: Duration::ZERO,
            slot: Duration::ZERO,
            peak: Duration::ZERO,
            held: false,
            asked: Duration::ZERO,
            yielding: Duration::ZERO,
            window: Window::new(limit),
        }
    }

    /// Messages a second, at present.
    pub fn rate(&self, now: Duration) -> f64 {
        let Some((rate, since)) = self.cut else { return self.full };
        let clean = (now.saturating_sub(since).as_secs_f64() / MINUTE).floor();
        (rate + clean * FASTER * self.full).min(self.full)
    }

    /// Lets a message of the bulk depart and gives its number, or says when to ask again.
    pub fn depart(&mut self, now: Duration, weight: u32) -> Result<u64, Duration> {
        let due = self.slot.max(self.peak).max(self.paused).max(self.yielding);
        if now < due {
            return Err(due);
        }
        // Nobody was waiting, so nothing is to be made up for.
        self.held &= now <= self.asked + self.slot_length(now) * BURST;
        self.asked = now;
        if !self.window.has_room(now, weight) {
            self.held = true;
            return Err(now + LOOK_AGAIN);
        }
        self.take_slots(now, weight);
        self.held &= self.slot < now;
        Ok(self.window.depart(now, weight, true))
    }

    /// A reply, waiting since then, departs before anything of the bulk: at once, unless the bulk has filled
    /// the second, and within [`PATIENCE`] in any case. Says when to ask again.
    pub fn depart_reply(&mut self, now: Duration, since: Duration, weight: u32) -> Result<u64, Duration> {
        let alone = now > self.asked + SECOND;
        if !alone && now < since + PATIENCE && !self.window.has_room(now, weight) {
            self.yielding = now + LOOK_AGAIN * 2;
            return Err(now + LOOK_AGAIN);
        }
        self.take_slots(now, weight);
        // Where replies alone are more than the rate, the bulk must not pay for them long after.
        self.slot = self.slot.min(now + SECOND);
        self.peak = self.peak.min(now + SECOND);
        Ok(self.window.depart(now, weight, false))
    }

    fn slot_length(&self, now: Duration) -> Duration {
        Duration::from_secs_f64(1.0 / self.rate(now))
    }

    fn take_slots(&mut self, now: Duration, weight: u32) {
        let slot = self.slot_length(now);
        let small = slot * (BURST - 1);
        let late = if self.held { small.max(slot.mul_f64(HELD * self.rate(now).sqrt())) } else { small };
        self.slot = self.slot.max(now.saturating_sub(late)) + slot * weight;
        let least = slot / PEAK;
        self.peak = self.peak.max(now.saturating_sub(least * (BURST - 1))) + least * weight;
    }

    pub fn answered(&mut self, now: Duration, number: u64, answer: Answer) {
        match answer {
            Answer::Answered => self.window.arrived(now, number, true),
            Answer::Lost => self.window.arrived(now, number, false),
            Answer::Unsent => {
                self.window.take_back(number);
            }
            Answer::TooMany { retry_after } => {
                let departed = self.window.take_back(number).unwrap_or(now);
                self.slow_down(now, departed, retry_after);
                self.pause(now + retry_after);
            }
        }
    }

    /// A reply was answered. Where it was refused nobody knows whether for this chat or for all: the bulk
    /// pauses, as it would be the next to be refused, but keeps its rate, or a single chat could slow it down.
    pub fn reply_answered(&mut self, now: Duration, number: u64, answer: Answer) {
        match answer {
            Answer::TooMany { retry_after } => {
                self.window.take_back(number);
                self.pause(now + retry_after);
            }
            answer => self.answered(now, number, answer),
        }
    }

    fn pause(&mut self, until: Duration) {
        self.paused = self.paused.max(until);
    }

    /// Those that were on their way together are refused together: that is one complaint.
    fn slow_down(&mut self, now: Duration, departed: Duration, retry_after: Duration) {
        if self.cut.is_none_or(|(_, since)| departed >= since) {
            self.cut = Some(((self.rate(now) * SLOWER).max(SLOWEST), now + retry_after));
        }
    }
}
