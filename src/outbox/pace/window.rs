//! What Telegram will have counted in the second that ends when the next message arrives.
//!
//! Telegram counts arrivals, and messages that depart evenly arrive bunched: with latencies between
//! 50 and 200 ms, 28 a second make seconds of 31 and 32. So before each departure the sum is made of
//! what is known: a message was accepted no later than its answer came; one in flight arrives by a
//! certain moment with a probability that the latencies of late teach. The departure is permitted
//! if the chance to break the limit stays below [`RISK`].
//!
//! Where that many messages cannot come together whatever the latencies are, the chance is nil; and
//! as every member of a second made this sum at its own departure, the last to depart made it for
//! all of them. So with too few latencies seen yet, only this counts: each in flight may arrive at once.

use std::{
    collections::{BTreeMap, VecDeque},
    time::Duration,
};

/// How likely a departure may be to break the limit.
const RISK: f64 = 1e-5;
const SECOND: Duration = Duration::from_secs(1);
/// Latencies remembered, and how many it takes to go by them.
const REMEMBERED: usize = 2000;
const ENOUGH: usize = 150;
/// Moments of a possible arrival that are looked at.
/// The longest latency that is told apart, in ms.
const LONGEST: usize = 2_000;
const MOMENTS: usize = 12;
const ENOUGH_FOR_NORMAL: f64 = 9.0;
/// For how long an unannounced message (a reply) makes another one likely.
const MOOD: f64 = 5.0;

pub struct Window {
    limit: u32,
    answered: VecDeque<(Duration, u32)>,
    flying: BTreeMap<u64, Flight>,
    next: u64,
    latencies: Latencies,
    replies: Replies,
}

#[derive(Clone, Copy)]
struct Flight {
    departed: Duration,
    weight: u32,
    /// Its latency is like those of others.
    typical: bool,
}

impl Window {
    pub fn new(limit: u32) -> Self {
        Self {
            limit,
            answered: VecDeque::new(),
            flying: BTreeMap::new(),
            next: 0,
            latencies: Latencies::new(),
            replies: Replies::default(),
        }
    }

    /// Whether `weight` messages may depart now.
    pub fn has_room(&mut self, now: Duration, weight: u32) -> bool {
        self.forget(now);
        // More than the limit at once could never depart.
        let weight = weight.min(self.limit);
        let (first, last) = self.latencies.range();
        let flying: Vec<(usize, u32)> =
            self.flying.values().map(|flight| (millis(now.saturating_sub(flight.departed)), flight.weight)).collect();
        let mut chances = Vec::with_capacity(flying.len() + Replies::CHANCES);
        self.fullest(now, first, last).into_iter().all(|(ahead, counted)| {
            let arrived = self.latencies.chance(0, ahead);
            let Some(free) = self.limit.checked_sub(counted + weight) else { return arrived <= RISK };
            chances.clear();
            chances.extend(flying.iter().map(|(age, weight)| (self.latencies.chance(*age, age + ahead), *weight)));
            chances.extend(self.replies.chances(now, ahead, &self.latencies));
            arrived * chance_of_more(&chances, free) <= RISK
        })
    }

    /// Seconds that end so many milliseconds from now, with what is already in them: those about to lose a
    /// message, as until then they only gain, and the last.
    fn fullest(&self, now: Duration, first: usize, last: usize) -> Vec<(usize, u32)> {
        let mut counted: u32 = self.answered.iter().map(|(_, weight)| weight).sum();
        let mut seconds = Vec::new();
        for &(at, weight) in &self.answered {
            let ahead = millis(at + SECOND - now) + 1;
            if ahead >= last {
                break;
            }
            if ahead > first {
                seconds.push((ahead, counted));
            }
            counted -= weight;
        }
        let step = seconds.len().div_ceil(MOMENTS).max(1);
        seconds.into_iter().step_by(step).chain([(last, counted)]).collect()
    }

    /// A message departs; gives its number.
    pub fn depart(&mut self, now: Duration, weight: u32, bulk: bool) -> u64 {
        if !bulk {
            self.replies.count(now, weight);
        }
        self.next += 1;
        self.flying.insert(self.next, Flight { departed: now, weight, typical: bulk });
        self.next
    }

    /// It was accepted by now, or may have been.
    pub fn arrived(&mut self, now: Duration, number: u64, known: bool) {
        let Some(flight) = self.flying.remove(&number) else { return };
        if flight.typical && known {
            self.latencies.add(now.saturating_sub(flight.departed));
        }
        self.answered.push_back((now, flight.weight));
        self.forget(now);
    }

    /// It was refused, and so is not counted.
    pub fn refused(&mut self, number: u64) -> Option<Duration> {
        self.flying.remove(&number).map(|flight| flight.departed)
    }

    fn forget(&mut self, now: Duration) {
        while self.answered.front().is_some_and(|(at, _)| *at + SECOND <= now) {
            self.answered.pop_front();
        }
    }
}

/// The chance that of messages with these chances and weights more than `free` come.
fn chance_of_more(chances: &[(f64, u32)], free: u32) -> f64 {
    let mut free = free as usize;
    let (mut most, mut mean, mut variance) = (0, 0.0, 0.0);
    for &(chance, weight) in chances {
        let weight = weight as usize;
        if chance >= 1.0 {
            let Some(left) = free.checked_sub(weight) else { return 1.0 };
            free = left;
        } else if chance > 0.0 {
            most += weight;
            mean += chance * weight as f64;
            variance += chance * (1.0 - chance) * (weight * weight) as f64;
        }
    }
    if most <= free {
        return 0.0;
    }
    if variance > ENOUGH_FOR_NORMAL {
        let z = (free as f64 + 0.5 - mean) / variance.sqrt();
        return if z < 1.0 { 1.0 } else { (-z * z / 2.0).exp() / (z * 2.5066) };
    }
    // within[n]: the chance that exactly n have come; whoever leaves the array has broken the limit.
    let mut within = vec![0.0; free + 1];
    within[0] = 1.0;
    let mut filled = 0;
    for &(chance, weight) in chances.iter().filter(|(chance, _)| *chance > 0.0 && *chance < 1.0) {
        let weight = weight as usize;
        filled = (filled + weight).min(free);
        for n in (0..=filled).rev() {
            let more = if n >= weight { within[n - weight] * chance } else { 0.0 };
            within[n] = within[n] * (1.0 - chance) + more;
        }
    }
    (1.0 - within.iter().sum::<f64>()).max(0.0)
}

/// The last latencies, in whole milliseconds.
struct Latencies {
    latest: VecDeque<usize>,
    /// How many of them were no longer than 0, 1, 2 … ms.
    within: Vec<u32>,
}

impl Latencies {
    fn new() -> Self {
        Self { latest: VecDeque::new(), within: vec![0; LONGEST + 1] }
    }

    fn add(&mut self, latency: Duration) {
        if self.latest.len() == REMEMBERED
            && let Some(oldest) = self.latest.pop_front()
        {
            self.within[oldest..].iter_mut().for_each(|number| *number -= 1);
        }
        let latency = millis(latency);
        self.latest.push_back(latency);
        self.within[latency..].iter_mut().for_each(|number| *number += 1);
    }

    fn known(&self) -> bool {
        self.latest.len() >= ENOUGH
    }

    /// The chance to have arrived at an age, of one that had not yet at another.
    fn chance(&self, not_at: usize, at: usize) -> f64 {
        let (before, all) = (self.within[not_at.min(LONGEST)], self.within[LONGEST]);
        // Late beyond all experience: any moment now.
        if !self.known() || before == all {
            return 1.0;
        }
        f64::from(self.within[at.min(LONGEST)] - before) / f64::from(all - before)
    }

    /// Within which time a message arrives.
    fn range(&self) -> (usize, usize) {
        if !self.known() {
            return (0, 0);
        }
        let all = self.within[LONGEST];
        (self.within.partition_point(|number| *number == 0), self.within.partition_point(|number| *number < all))
    }
}

fn millis(time: Duration) -> usize {
    usize::try_from(time.as_millis()).unwrap_or(LONGEST).min(LONGEST)
}

/// Replies cannot be foreseen one by one, but where some were sent others follow.
#[derive(Default)]
struct Replies {
    at: Duration,
    rate: f64,
}

impl Replies {
    const CHANCES: usize = 6;

    fn count(&mut self, now: Duration, weight: u32) {
        self.rate = self.rate(now) + f64::from(weight) / MOOD;
        self.at = now;
    }

    /// Messages a second.
    fn rate(&self, now: Duration) -> f64 {
        self.rate * (-now.saturating_sub(self.at).as_secs_f64() / MOOD).exp()
    }

    /// Those that depart from now on and have arrived after `ahead`, as a few independent chances.
    fn chances(&self, now: Duration, ahead: usize, latencies: &Latencies) -> impl Iterator<Item = (f64, u32)> {
        let all = f64::from(latencies.within[LONGEST]).max(1.0);
        let arriving: f64 = latencies.within[..ahead].iter().map(|number| f64::from(*number) / all / 1000.0).sum();
        let chance = self.rate(now) * arriving / Self::CHANCES as f64;
        std::iter::repeat_n((chance.min(1.0), 1), if chance > 0.0 { Self::CHANCES } else { 0 })
    }
}
