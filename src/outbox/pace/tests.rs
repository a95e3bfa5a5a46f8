//! The pacer in simulated time: what departs, what Telegram counts, and what a chat gets.

use std::{cmp::Reverse, collections::BinaryHeap, ops::Range};

use proptest::prelude::*;
use rand::{SeedableRng as _, rngs::StdRng};

use super::*;

fn ms(millis: u64) -> Duration {
    Duration::from_millis(millis)
}

fn secs(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

/// A worker that always has something to send, people who are answered now and then, and a network in between.
struct Simulation {
    rate: u32,
    limit: u32,
    seconds: u64,
    /// Milliseconds until a message is accepted, and answered at once.
    latency: Range<f64>,
    /// One reply in so many milliseconds, more or less.
    reply_every: Option<u64>,
    /// The timer and the scheduler wake us up to so many milliseconds late.
    late: f64,
}

const USUAL: Simulation =
    Simulation { rate: 28, limit: 30, seconds: 120, latency: 50.0..200.0, reply_every: None, late: 1.0 };

#[derive(Default)]
struct Outcome {
    departures: Vec<Duration>,
    arrivals: Vec<Duration>,
    reply_waits: Vec<Duration>,
}

impl Outcome {
    /// The most messages that arrived in any one second.
    fn fullest(&self) -> usize {
        let arrivals = &self.arrivals;
        (0..arrivals.len()).map(|n| arrivals.partition_point(|at| *at < arrivals[n] + SECOND) - n).max().unwrap_or(0)
    }

    /// Messages a second, once the latencies are known.
    fn rate(&self, seconds: u64) -> f64 {
        let steady = self.arrivals.iter().filter(|at| (secs(5)..secs(seconds)).contains(*at)).count();
        steady as f64 / (seconds - 5) as f64
    }
}

const SECOND: Duration = Duration::from_secs(1);

impl Simulation {
    fn run(&self, seed: u64) -> Outcome {
        let rng = &mut StdRng::seed_from_u64(seed);
        let mut track = Track::new(self.rate, self.limit);
        let mut flying: BinaryHeap<Reverse<(Duration, u64)>> = BinaryHeap::new();
        let mut outcome = Outcome::default();
        let (mut bulk, mut asks) = (Duration::ZERO, Duration::ZERO);
        let next_reply = |rng: &mut StdRng, now: Duration| {
            self.reply_every.map(|every| now + ms(rng.random_range(every / 2..every * 3 / 2)))
        };
        let mut waiting = next_reply(rng, Duration::ZERO);
        let mut now = Duration::ZERO;
        while now < secs(self.seconds) {
            let reply = waiting.map_or(Duration::MAX, |since| since.max(asks));
            let answer = flying.peek().map_or(Duration::MAX, |Reverse((at, _))| *at);
            now = answer.min(bulk).min(reply);
            let wakes = |until: Duration, rng: &mut StdRng| {
                let tick = ms(u64::try_from(until.as_micros().div_ceil(1000)).expect("a short test"));
                tick.max(now) + Duration::from_secs_f64(rng.random_range(0.05..=self.late.max(0.1)) / 1000.0)
            };
            let departed = if now == answer {
                let Some(Reverse((_, number))) = flying.pop() else { continue };
                track.answered(now, number, Answer::Answered);
                None
            } else if now == reply {
                let since = waiting.expect("a reply");
                match track.depart_reply(now, since, 1) {
                    Ok(number) => {
                        outcome.reply_waits.push(now - since);
                        (waiting, asks) = (next_reply(rng, since.max(now - ms(1))), Duration::ZERO);
                        Some(number)
                    }
                    Err(until) => {
                        asks = wakes(until, rng);
                        None
                    }
                }
            } else {
                match track.depart(now, 1) {
                    Ok(number) => {
                        outcome.departures.push(now);
                        Some(number)
                    }
                    Err(until) => {
                        bulk = wakes(until, rng);
                        None
                    }
                }
            };
            if let Some(number) = departed {
                let at = now + Duration::from_secs_f64(rng.random_range(self.latency.clone()) / 1000.0);
                outcome.arrivals.push(at);
                flying.push(Reverse((at, number)));
            }
        }
        outcome.arrivals.sort_unstable();
        outcome
    }
}

#[test]
fn the_free_lane_is_used_and_never_overrun() {
    for seed in 0..5 {
        let outcome = USUAL.run(seed);
        assert!(outcome.fullest() <= 30, "seed {seed}: {} in a second", outcome.fullest());
        assert!(outcome.rate(120) >= 0.99 * 28.0, "seed {seed}: {} a second", outcome.rate(120));
        assert!(outcome.rate(120) <= 28.1);
    }
}

#[test]
fn replies_fit_in_between_and_soon() {
    for seed in 0..3 {
        let mut outcome = Simulation { reply_every: Some(100), ..USUAL }.run(seed);
        assert!(outcome.fullest() <= 30, "seed {seed}: {} in a second", outcome.fullest());
        assert!(outcome.rate(120) >= 0.98 * 28.0, "seed {seed}: {} a second", outcome.rate(120));
        outcome.reply_waits.sort_unstable();
        let waits = &outcome.reply_waits;
        assert!(waits.len() > 800, "{} replies", waits.len());
        assert!(waits[waits.len() / 2] < ms(40), "half of them waited {:?}", waits[waits.len() / 2]);
        assert!(*waits.last().expect("waits") < track::PATIENCE + ms(3));
    }
}

#[test]
fn the_paid_lane_is_used_and_never_overrun() {
    let simulation = Simulation { rate: 1000, limit: 1000, seconds: 8, ..USUAL };
    let outcome = simulation.run(1);
    assert!(outcome.fullest() <= 1000, "{} in a second", outcome.fullest());
    assert!(outcome.rate(8) >= 960.0, "{} a second", outcome.rate(8));
}

#[test]
fn a_steady_network_costs_nothing() {
    for (rate, limit, least) in [(28, 30, 27.9), (30, 30, 29.3), (1000, 1000, 985.0), (1, 30, 0.9)] {
        let outcome = Simulation { rate, limit, seconds: 15, latency: 80.0..80.5, ..USUAL }.run(3);
        assert!(outcome.fullest() <= limit as usize, "{rate}: {} in a second", outcome.fullest());
        assert!(outcome.rate(15) >= least, "{rate}: {} a second", outcome.rate(15));
    }
}

#[test]
fn slots_are_even_and_bursts_small() {
    let outcome = Simulation { seconds: 60, latency: 80.0..80.5, late: 5.0, ..USUAL }.run(4);
    let departures = &outcome.departures;
    for (n, first) in departures.iter().enumerate() {
        for (m, last) in departures.iter().enumerate().skip(n) {
            let allowed = 3.0 + 28.0 * (*last - *first).as_secs_f64();
            assert!(((m - n + 1) as f64) <= allowed + 1e-6, "{} in {:?}", m - n + 1, *last - *first);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// While nothing is known of the network the limit holds whatever it does.
    #[test]
    fn an_unknown_network_breaks_nothing(latencies in prop::collection::vec(1..3000u64, 90), weights in prop::collection::vec(1..4u32, 90)) {
        let mut track = Track::new(7, 7);
        let (mut now, mut flying, mut arrivals) = (Duration::ZERO, BinaryHeap::new(), Vec::new());
        for (latency, weight) in latencies.into_iter().zip(weights) {
            let number = loop {
                while let Some(Reverse((at, number))) = flying.peek().copied().filter(|Reverse((at, _))| *at <= now) {
                    track.answered(at, number, Answer::Answered);
                    flying.pop();
                }
                match track.depart(now, weight) {
                    Ok(number) => break number,
                    Err(until) => now = until.max(now + ms(1)),
                }
            };
            flying.push(Reverse((now + ms(latency), number)));
            arrivals.extend((0..weight).map(|_| now + ms(latency)));
        }
        arrivals.sort_unstable();
        let fullest = Outcome { arrivals, ..Outcome::default() }.fullest();
        prop_assert!(fullest <= 7);
    }
}

/// Departures of the bulk at one moment.
fn at_once(track: &mut Track, now: Duration) -> usize {
    (0..50).take_while(|_| track.depart(now, 1).is_ok()).count()
}

#[test]
fn an_idle_lane_has_stored_no_more_than_a_burst() {
    let mut track = Track::new(28, 30);
    assert_eq!(at_once(&mut track, secs(60)), 3);
    assert_eq!(at_once(&mut track, secs(61)), 3);
}

#[test]
fn an_album_takes_as_many_slots() {
    let mut track = Track::new(10, 30);
    assert!(track.depart(secs(10), 5).is_ok());
    let next = track.depart(secs(10), 1).expect_err("the slots are taken");
    assert_eq!(next, secs(10) + ms(300), "five slots of 100 ms, two of them stored");
}

#[test]
fn a_429_pauses_and_slows_down_and_patience_mends_it() {
    let mut track = Track::new(28, 30);
    let numbers: Vec<u64> = (0..3).map(|_| track.depart(secs(1), 1).expect("a burst")).collect();
    for number in numbers {
        track.answered(secs(2), number, Answer::TooMany { retry_after: secs(5) });
    }
    assert!((track.rate(secs(2)) - 22.4).abs() < 1e-9, "refused together, slowed down once");
    assert_eq!(track.depart(secs(3), 1), Err(secs(7)));
    assert_eq!(at_once(&mut track, secs(7)), 3);
    assert!((track.rate(secs(66)) - 22.4).abs() < 1e-9);
    assert!((track.rate(secs(67)) - 22.9).abs() < 1e-9, "half a message more for a clean minute");
    assert!((track.rate(secs(7 + 60 * 60)) - 28.0).abs() < 1e-9);

    let number = track.depart(secs(67), 1).expect("a slot");
    track.answered(secs(68), number, Answer::TooMany { retry_after: secs(1) });
    assert!((track.rate(secs(68)) - 22.9 * 0.8).abs() < 1e-9);
    for n in 0..50 {
        let now = secs(100 + n);
        let number = track.depart(now, 1).expect("a slot");
        track.answered(now, number, Answer::TooMany { retry_after: Duration::ZERO });
    }
    assert!((track.rate(secs(149)) - 1.0).abs() < 1e-9, "never slower than one a second");
}

#[test]
fn a_refused_reply_pauses_the_bulk_but_does_not_slow_it_down() {
    let mut track = Track::new(28, 30);
    let number = track.depart_reply(secs(1), secs(1), 1).expect("nothing is in its way");
    track.reply_answered(secs(2), number, Answer::TooMany { retry_after: secs(3) });
    assert_eq!(track.depart(secs(2), 1), Err(secs(5)));
    assert!((track.rate(secs(2)) - 28.0).abs() < 1e-9);
}

#[test]
fn replies_alone_are_not_held_up_and_leave_no_debt() {
    let mut track = Track::new(28, 30);
    assert!((0..500).all(|n| track.depart_reply(secs(5) + ms(n), secs(5) + ms(n), 1).is_ok()));
    let next = track.depart(secs(5) + ms(500), 1).expect_err("the replies go first");
    assert!(next <= secs(5) + ms(1500), "{next:?}");
}

#[test]
fn the_bulk_yields_to_a_waiting_reply() {
    let mut track = Track::new(30, 30);
    let mut now = secs(1);
    let sent: Vec<u64> = std::iter::from_fn(|| {
        now += ms(50);
        (now < secs(3)).then(|| track.depart(now, 1).ok()).flatten()
    })
    .collect();
    assert!(sent.len() >= 28, "{}", sent.len());
    // Nothing is answered, so the second is full, as far as anyone knows.
    let since = now;
    assert_eq!(track.depart_reply(now, since, 1), Err(now + ms(1)));
    assert_eq!(track.depart(now, 1), Err(now + ms(2)), "not before the reply");
    assert!(track.depart_reply(since + track::PATIENCE, since, 1).is_ok(), "no longer than it bears");
}

#[test]
fn the_bulk_leaves_a_second_to_each_chat() {
    let mut chats = Chats::new(chats::BURST);
    assert_eq!(chats.wait_of_bulk(secs(1), 7), Duration::ZERO);
    chats.depart(secs(1), 7);
    assert_eq!(chats.wait_of_bulk(secs(1), 7), SECOND);
    assert_eq!(chats.wait_of_bulk(secs(9), 7), SECOND, "it is still on its way");
    chats.arrive(secs(10), 7, 1);
    assert_eq!(chats.wait_of_bulk(secs(10) + ms(400), 7), ms(600));
    assert_eq!(chats.wait_of_bulk(secs(10), 8), Duration::ZERO, "others are not concerned");
    assert_eq!(chats.wait_of_bulk(secs(11), 7), Duration::ZERO);
}

#[test]
fn a_chat_gets_three_replies_at_once_and_then_one_a_second() {
    let mut chats = Chats::new(chats::BURST);
    let at: Vec<Duration> = (0..5).map(|_| chats.reserve(secs(10), 7, 1)).collect();
    assert_eq!(at, [secs(10), secs(10), secs(10), secs(11), secs(12)]);
    assert_eq!(chats.reserve(secs(10), 8, 1), secs(10));
    assert_eq!(chats.reserve(secs(20), 7, 10), secs(20), "an album passes and is paid for afterwards");
    assert_eq!(chats.reserve(secs(20), 7, 1), secs(28));

    let mut chats = Chats::new(chats::BURST);
    for n in 0..3 {
        assert_eq!(chats.reserve(secs(10), 7, 1), secs(10), "{n}");
        chats.depart(secs(10), 7);
    }
    chats.arrive(secs(14), 7, 1);
    assert_eq!(chats.reserve(secs(14), 7, 1), secs(14), "the chat counts from when it got them");
}

#[test]
fn chats_are_forgotten() {
    let mut chats = Chats::new(chats::BURST);
    (0..50_000).for_each(|chat| chats.depart(secs(1), chat));
    assert!(chats.remembered() <= 10_000);
}

fn pacer(rate: u32) -> Arc<Pacer> {
    Arc::new(Pacer::new(Delivery { rate, paid_rate: 1000, ..Delivery::default() }))
}

#[tokio::test]
async fn first_come_first_served() {
    let pacer = pacer(28);
    let order = Arc::new(Mutex::new(Vec::new()));
    let tasks: Vec<_> = (0..40)
        .map(|n| {
            let (pacer, order) = (Arc::clone(&pacer), Arc::clone(&order));
            tokio::spawn(async move {
                let ticket = pacer.depart(Lane::Paid, n, 1).await.expect("a chat of its own");
                order.lock().expect("a lock").push(n);
                ticket.answered(Answer::Answered);
            })
        })
        .collect();
    for task in tasks {
        task.await.expect("a departure");
    }
    assert_eq!(*order.lock().expect("a lock"), (0..40).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_busy_chat_is_told_at_once_and_lanes_do_not_wait_for_each_other() {
    let pacer = pacer(1);
    let reply = pacer.interactive(7, 1).await;
    assert!(pacer.depart(Lane::Free, 7, 1).await.is_err());
    reply.answered(Answer::TooMany { retry_after: secs(3600) });
    let busy = pacer.depart(Lane::Paid, 7, 1).await.err().expect("it had a message just now");
    assert!(busy.wait <= SECOND);

    // The free lane is paused for an hour; whoever waits for it may give up, and holds up nobody else.
    let mut waiting = Box::pin(pacer.depart(Lane::Free, 8, 1));
    assert!(futures::poll!(&mut waiting).is_pending());
    pacer.depart(Lane::Paid, 9, 1).await.expect("a lane of its own").answered(Answer::Answered);
    drop(waiting);
    pacer.interactive(8, 1).await.answered(Answer::Answered);
    assert!((pacer.rate(Lane::Free) - 1.0).abs() < 1e-9);
    assert!((pacer.rate(Lane::Paid) - 1000.0).abs() < 1e-9);
}

#[tokio::test]
async fn a_ticket_that_is_dropped_is_lost_and_leaves_no_trace() {
    let pacer = pacer(28);
    drop(pacer.depart(Lane::Free, 7, 1).await);
    let busy = pacer.depart(Lane::Free, 7, 1).await.err().expect("it may have arrived");
    assert!(busy.wait <= SECOND);
}

#[test]
fn what_never_left_is_not_counted() {
    for (answer, counted) in [(Answer::Unsent, false), (Answer::Lost, true)] {
        let mut track = Track::new(3, 3);
        for number in (0..3).map(|_| track.depart(secs(1), 1).expect("a burst")).collect::<Vec<_>>() {
            track.answered(secs(1), number, answer);
        }
        assert_eq!(track.depart(secs(1) + ms(900), 1).is_err(), counted, "{answer:?}");
    }
}
