//! What Telegram will have counted in the second that ends when the next message arrives.
//!
//! Telegram counts arrivals, and messages that depart evenly arrive bunched: with latencies between 50 and
//! 200 ms, 28 a second make seconds of 31 and 32. So before each departure the sum is made of what is known:
//! a message was accepted no later than its answer came, and one in flight will have arrived by a certain
//! moment with a chance that the latencies of late teach. The departure is permitted where the chance to
//! break the limit is below [`RISK`].
//!
//! The sum is sound: where so many messages cannot come together at all, whatever the latencies, the chance
//! is nil, and as each member of a second made the sum at its own departure, the last to depart made it for
//! all of them. With too few latencies seen, each in flight is taken to arrive at any moment, so that only
//! this certainty counts; it costs `latency ÷ (1 s + latency)` of the limit.

use std::{
    collections::{BTreeMap, VecDeque},
    time::Duration,
};

/// How likely a departure may be to break the limit.
const RISK: f64 = 1e-5;
/// As if messages arrived so much sooner, in ms: a few hundred latencies do not show the shortest.
const MARGIN: usize = 3;
const SECOND: Duration = Duration::from_secs(1);
/// Latencies remembered at least; where much is sent, those of two seconds. The more messages are in flight,
/// the better their chances must be known.
const REMEMBERED: usize = 512;
/// The part of them that it takes to go by them.
const ENOUGH: usize = 5;
/// The longest latency that is told apart, in ms.
const LONGEST: usize = 2_000;
/// Of many seconds that may be the fullest, so many are looked at.
const LOOKS: usize = 12;
/// Messages from which on the sum of their chances is as good as normal.
const NORMAL: usize = 40;

pub struct Window {
    limit: u32,
    /// In the order in which the answers came; those of the last second.
    answered: VecDeque<(Duration, u32)>,
    flying: BTreeMap<u64, Flight>,
    next: u64,
    latencies: Latencies,
}

#[derive(Clone, Copy)]
struct Flight {
    departed: Duration,
    weight: u32,
    /// It will take as long as others do.
    typical: bool,
}

impl Window {
    pub fn new(limit: u32) -> Self {
        Self {
            limit,
            answered: VecDeque::new(),
            flying: BTreeMap::new(),
            next: 0,
            latencies: Latencies::new(REMEMBERED.max(2 * limit as usize)),
        }
    }

    /// Whether `weight` messages may depart now.
    pub fn has_room(&mut self, now: Duration, weight: u32) -> bool {
        self.forget(now);
        // More than the limit at once could never depart.
        let weight = weight.min(self.limit);
        let flying: Vec<(usize, u32)> =
            self.flying.values().map(|flight| (millis(now.saturating_sub(flight.departed)), flight.weight)).collect();
        self.fullest(now).into_iter().all(|(ahead, counted)| {
            let arrived = self.latencies.chance(0, ahead);
            let Some(free) = self.limit.checked_sub(counted + weight) else { return arrived <= RISK };
            let others =
                flying.iter().map(|(age, weight)| (self.latencies.chance(*age, age + ahead), *weight as usize));
            arrived * chance_of_more(others, free as usize) <= RISK
        })
    }

    /// Seconds that end so many milliseconds from now, while this message may arrive, with what is already in
    /// them: those about to lose a message, for until then they only gain, and the last.
    fn fullest(&self, now: Duration) -> Vec<(usize, u32)> {
        let (first, last) = self.latencies.range();
        let mut counted: u32 = self.answered.iter().map(|(_, weight)| weight).sum();
        let mut seconds = Vec::new();
        for &(at, weight) in &self.answered {
            let ahead = millis((at + SECOND).saturating_sub(now)) + 1;
            if ahead >= last {
                break;
            }
            if ahead > first {
                seconds.push((ahead, counted));
            }
            counted -= weight;
        }
        let step = seconds.len().div_ceil(LOOKS).max(1);
        seconds.into_iter().step_by(step).chain([(last, counted)]).collect()
    }

    /// A message departs; gives its number.
    pub fn depart(&mut self, now: Duration, weight: u32, typical: bool) -> u64 {
        self.next += 1;
        self.flying.insert(self.next, Flight { departed: now, weight, typical });
        self.next
    }

    /// It was accepted by now; or may have been, where nothing is `known` of it.
    pub fn arrived(&mut self, now: Duration, number: u64, known: bool) {
        let Some(flight) = self.flying.remove(&number) else { return };
        if flight.typical && known {
            self.latencies.add(now.saturating_sub(flight.departed));
        }
        self.forget(now);
        self.answered.push_back((now, flight.weight));
    }

    /// It was refused, or never left, and so is not counted; gives when it departed.
    pub fn take_back(&mut self, number: u64) -> Option<Duration> {
        self.flying.remove(&number).map(|flight| flight.departed)
    }

    fn forget(&mut self, now: Duration) {
        while self.answered.front().is_some_and(|(at, _)| *at + SECOND <= now) {
            self.answered.pop_front();
        }
    }
}

/// The chance that of messages with these chances and weights more than `free` come.
fn chance_of_more(messages: impl Iterator<Item = (f64, usize)>, mut free: usize) -> f64 {
    let (mut open, mut most, mut mean, mut variance) = (Vec::new(), 0, 0.0, 0.0);
    for (chance, weight) in messages {
        if chance >= 1.0 {
            let Some(left) = free.checked_sub(weight) else { return 1.0 };
            free = left;
        } else if chance > 0.0 {
            let size = weight as f64;
            most += weight;
            mean += chance * size;
            variance += chance * (1.0 - chance) * size * size;
            open.push((chance, weight));
        }
    }
    if most <= free {
        return 0.0;
    }
    if open.len() >= NORMAL {
        let z = (free as f64 + 0.5 - mean) / variance.sqrt();
        // The tail of the normal distribution, from above; near the middle it does not matter how likely.
        return if z < 1.0 { 1.0 } else { (-z * z / 2.0).exp() / (z * std::f64::consts::TAU.sqrt()) };
    }
    // exactly[n]: the chance that n have come. What leaves the array has broken the limit.
    let mut exactly = vec![0.0; free + 1];
    exactly[0] = 1.0;
    for (chance, weight) in open {
        for n in (0..=free).rev() {
            let come = if n >= weight { exactly[n - weight] * chance } else { 0.0 };
            exactly[n] = exactly[n] * (1.0 - chance) + come;
        }
    }
    (1.0 - exactly.iter().sum::<f64>()).max(0.0)
}

/// The latencies of late, in whole milliseconds.
struct Latencies {
    most: usize,
    latest: VecDeque<usize>,
    /// How many of them were no longer than 0, 1, 2 … ms.
    within: Vec<u32>,
}

impl Latencies {
    fn new(most: usize) -> Self {
        Self { most, latest: VecDeque::new(), within: vec![0; LONGEST + 1] }
    }

    fn add(&mut self, latency: Duration) {
        if self.latest.len() == self.most
            && let Some(oldest) = self.latest.pop_front()
        {
            self.within[oldest..].iter_mut().for_each(|number| *number -= 1);
        }
        let latency = millis(latency);
        self.latest.push_back(latency);
        self.within[latency..].iter_mut().for_each(|number| *number += 1);
    }

    fn known(&self) -> bool {
        self.latest.len() >= self.most / ENOUGH
    }

    /// The chance to have arrived at an age, of one that had not yet at another.
    fn chance(&self, not_at: usize, at: usize) -> f64 {
        let (before, all) = (self.within[not_at.min(LONGEST)], self.within[LONGEST]);
        // Late beyond all experience: at any moment.
        if !self.known() || before == all {
            return 1.0;
        }
        f64::from(self.within[(at + MARGIN).min(LONGEST)] - before) / f64::from(all - before)
    }

    /// The least and the most time until a message arrives, in ms.
    fn range(&self) -> (usize, usize) {
        if !self.known() {
            return (0, 0);
        }
        let (least, all) = (self.within.partition_point(|number| *number == 0), self.within[LONGEST]);
        (least.saturating_sub(MARGIN), self.within.partition_point(|number| *number < all))
    }
}

fn millis(time: Duration) -> usize {
    usize::try_from(time.as_millis()).unwrap_or(LONGEST).min(LONGEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ms(millis: u64) -> Duration {
        Duration::from_millis(millis)
    }

    #[test]
    fn without_experience_only_certainty_counts() {
        let mut window = Window::new(30);
        let numbers: Vec<u64> = (0..30).map(|n| window.depart(ms(n), 1, true)).collect();
        assert!(!window.has_room(ms(900), 1), "thirty in flight may all arrive with it");
        for number in numbers {
            window.arrived(ms(950), number, true);
        }
        assert!(!window.has_room(ms(1949), 1), "thirty arrived within the second");
        assert!(window.has_room(ms(1950), 30));
        assert!(window.has_room(ms(1950), 100), "more than the limit at once need an empty second");
    }

    #[test]
    fn a_refused_message_is_not_counted_and_a_lost_one_is() {
        let mut window = Window::new(1);
        let number = window.depart(ms(0), 1, true);
        assert_eq!(window.take_back(number), Some(ms(0)));
        assert!(window.has_room(ms(1), 1));
        let number = window.depart(ms(1), 1, true);
        window.arrived(ms(500), number, false);
        assert!(!window.has_room(ms(1499), 1) && window.has_room(ms(1500), 1));
        assert!(window.latencies.latest.is_empty());
    }

    #[test]
    fn a_message_that_cannot_have_arrived_yet_leaves_room() {
        let mut window = Window::new(2);
        for n in 0..(REMEMBERED / ENOUGH) as u64 {
            let number = window.depart(ms(2_000 * n), 1, true);
            window.arrived(ms(2_000 * n + 100), number, true);
        }
        // One arrived 950 ms ago and leaves the second before any new one comes; the other is on its way.
        let now = ms(2_000_000);
        let number = window.depart(now - ms(1_050), 1, true);
        window.arrived(now - ms(950), number, true);
        window.depart(now - ms(10), 1, true);
        assert!(window.has_room(now, 1));
        assert!(!window.has_room(now, 2));
    }

    #[test]
    fn sums_of_chances_are_those_of_dice() {
        let coins = |number: usize| std::iter::repeat_n((0.5, 1), number);
        assert!((chance_of_more(coins(3), 2) - 0.125).abs() < 1e-12);
        assert!((chance_of_more(coins(3), 0) - 0.875).abs() < 1e-12);
        assert!(chance_of_more(coins(3), 3) < 1e-12);
        assert!((chance_of_more([(1.0, 2), (0.25, 10)].into_iter(), 5) - 0.25).abs() < 1e-12);
        assert!((chance_of_more([(1.0, 6)].into_iter(), 5) - 1.0).abs() < 1e-12);
        // 200 coins, more than 121: 0.00117 exactly.
        assert!((0.0010..0.0014).contains(&chance_of_more(coins(200), 121)));
    }

    #[test]
    fn old_latencies_are_forgotten() {
        let mut latencies = Latencies::new(REMEMBERED);
        (0..REMEMBERED).for_each(|_| latencies.add(ms(900)));
        (0..REMEMBERED).for_each(|_| latencies.add(ms(50)));
        assert_eq!(latencies.range(), (50 - MARGIN, 50));
        latencies.add(Duration::from_secs(60));
        assert_eq!(latencies.range().1, LONGEST);
    }
}
