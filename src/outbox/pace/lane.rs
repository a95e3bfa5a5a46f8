//! One lane: evenly spaced slots, a pause when Telegram asks for one, and the window as the last word.

use std::time::Duration;

use super::{Answer, window::Window};

/// Messages at once, and the slots that may be caught up after small delays of our own.
const BURST: u32 = 3;
/// Slots that are made up for, a few at a time, where the window held a message back.
const HELD: u32 = 8;
/// How much faster than its slots a lane may then be.
const PEAK: u32 = 2;
/// How soon to look again when the window is full; the timer knows no less.
const LOOK_AGAIN: Duration = Duration::from_millis(1);
const SLOWER: f64 = 0.8;
/// For each minute without a 429: 0.5 of 28 a second, and as large a part of other rates.
const FASTER: f64 = 0.5 / 28.0;
const MINUTE: f64 = 60.0;
/// However often Telegram complains.
const SLOWEST: f64 = 1.0;

pub struct Lane {
    /// As configured: messages a second.
    full: f64,
    /// The rate after the last 429, and since when.
    cut: Option<(f64, Duration)>,
    paused: Duration,
    /// When the next message is due.
    slot: Duration,
    /// The same at [`PEAK`] times the rate: nothing goes out faster.
    peak: Duration,
    /// Behind its slots since the window held a message back; and when it was last asked.
    held: bool,
    asked: Duration,
    window: Window,
}

impl Lane {
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
        let due = self.slot.max(self.peak).max(self.paused);
        if now < due {
            return Err(due);
        }
        let slot = self.slot_length(now);
        let idle = now > self.asked + slot * BURST;
        self.held &= !idle;
        self.asked = now;
        if !self.window.has_room(now, weight) {
            self.held = true;
            return Err(now + LOOK_AGAIN);
        }
        self.take_slots(now, weight);
        self.held &= self.slot < now;
        Ok(self.window.depart(now, weight, true))
    }

    /// A reply departs, whatever else is going on; the bulk makes room.
    pub fn depart_reply(&mut self, now: Duration, weight: u32) -> u64 {
        self.take_slots(now, weight);
        // Where replies alone are more than the rate, the bulk must not wait for them long after.
        self.slot = self.slot.min(now + Duration::from_secs(1));
        self.peak = self.peak.min(self.slot);
        self.window.depart(now, weight, false)
    }

    fn slot_length(&self, now: Duration) -> Duration {
        Duration::from_secs_f64(1.0 / self.rate(now))
    }

    fn take_slots(&mut self, now: Duration, weight: u32) {
        let slot = self.slot_length(now);
        let late = if self.held { HELD } else { BURST - 1 };
        self.slot = self.slot.max(now.saturating_sub(slot * late)) + slot * weight;
        let least = slot / PEAK;
        self.peak = self.peak.max(now.saturating_sub(least * (BURST - 1))) + least * weight;
    }

    pub fn answered(&mut self, now: Duration, number: u64, answer: Answer) {
        match answer {
            Answer::Answered => self.window.arrived(now, number, true),
            Answer::Lost => self.window.arrived(now, number, false),
            Answer::TooMany { retry_after } => {
                let departed = self.window.refused(number);
                self.pause(now + retry_after);
                self.slow_down(now, departed.unwrap_or(now));
            }
        }
    }

    /// A reply was refused: the bulk pauses, but keeps its rate.
    pub fn reply_refused(&mut self, now: Duration, number: u64, retry_after: Duration) {
        self.window.refused(number);
        self.pause(now + retry_after);
    }

    fn pause(&mut self, until: Duration) {
        self.paused = self.paused.max(until);
    }

    /// Those that were on their way together are refused together: that is one complaint.
    fn slow_down(&mut self, now: Duration, departed: Duration) {
        if self.cut.is_none_or(|(_, since)| departed >= since) {
            self.cut = Some(((self.rate(now) * SLOWER).max(SLOWEST), now));
        }
    }
}
