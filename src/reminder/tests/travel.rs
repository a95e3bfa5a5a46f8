//! Four hundred days in three zones, with restarts, moved stages and a clock that jumps: against a model.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike as _, NaiveTime, Weekday};
use proptest::prelude::*;
use rand::{SeedableRng as _, rngs::StdRng};

use super::*;

const DAYS: i64 = 400;

/// Rule, version, zone and the moment of one wave.
type Key = (i64, i64, &'static str, DateTime<Utc>);

/// What should be there, worked out apart from the code under test.
#[derive(Default)]
struct Model {
    /// Waves of each version of each rule, with their deadlines.
    waves: BTreeMap<(i64, i64), BTreeMap<Key, DateTime<Utc>>>,
    /// The version of each rule that is in force; none: it is off.
    current: BTreeMap<i64, Option<i64>>,
    /// Whether each wave that came up was missed.
    came: BTreeMap<Key, bool>,
}

impl Model {
    fn learn(&mut self, rules: &[Rule]) {
        for rule in rules {
            let waves = waves_of(rule);
            self.current.insert(rule.id.0, rule.enabled.then_some(rule.version));
            let known = self.waves.entry((rule.id.0, rule.version)).or_insert_with(|| waves.clone());
            assert_eq!(*known, waves, "the waves of a version never change");
        }
    }

    fn tick(&mut self, now: DateTime<Utc>, grace: TimeDelta) {
        for (rule, version) in &self.current {
            let Some(version) = version else { continue };
            for (key, deadline) in &self.waves[&(*rule, *version)] {
                let fire_at = key.3;
                if fire_at <= now {
                    self.came.entry(*key).or_insert(now - fire_at > grace || now >= *deadline);
                }
            }
        }
    }
}

fn waves_of(rule: &Rule) -> BTreeMap<Key, DateTime<Utc>> {
    let (plan, stage, hours) = (&rule.plan, &rule.stage, rule.election.hours);
    let anchor = if plan.anchor == Anchor::First { stage.first_day } else { stage.last_day };
    let mut planned = anchor + TimeDelta::days(plan.days.into());
    let mut days = BTreeSet::new();
    loop {
        let mut day = planned;
        while !hours.weekends && [Weekday::Sat, Weekday::Sun].contains(&day.weekday()) {
            day = day.pred_opt().expect("a day");
        }
        days.insert(day);
        let Some(step) = plan.repeat_days else { break };
        planned += TimeDelta::days(step.into());
        if planned > stage.last_day {
            break;
        }
    }
    let mut waves = BTreeMap::new();
    for zone in Zone::ALL {
        for day in &days {
            let local = |minute: u16| {
                day.and_time(NaiveTime::MIN).and_utc() + TimeDelta::minutes(minute.into())
                    - TimeDelta::seconds(zone.offset().local_minus_utc().into())
            };
            let inside = plan.minute >= hours.from && plan.minute < hours.to;
            let fire_at = local(if inside { plan.minute } else { hours.from });
            if fire_at >= rule.since {
                waves.insert((rule.id.0, rule.version, zone.code(), fire_at), local(hours.to));
            }
        }
    }
    waves
}

async fn found(office: &Office) -> BTreeMap<Key, (String, DateTime<Utc>)> {
    let mut c = office.app.db.read().await.expect("a connection");
    let rows: Vec<(i64, i64, String, i64, String, i64)> =
        sqlx::query_as("select rule_id, version, zone, fire_at, state, created_at from campaign order by id")
            .fetch_all(&mut *c)
            .await
            .expect("campaigns");
    let count = rows.len();
    let moment = crate::clock::from_millis;
    let found: BTreeMap<Key, _> = rows
        .into_iter()
        .map(|(rule, version, zone, fire_at, state, made)| {
            let zone = Zone::parse(&zone).expect("a zone").code();
            ((rule, version, zone, moment(fire_at)), (state, moment(made)))
        })
        .collect();
    assert_eq!(found.len(), count, "no wave is made twice");
    found
}

/// What may befall an office between two looks at the clock.
async fn befall(office: &mut Office, rng: &mut StdRng) {
    let rules = office.rules().await;
    let rule = &rules[rng.random_range(0..rules.len())];
    // A refusal (too many on one day) is an outcome like any other: nothing has changed then.
    let _ = match rng.random_range(0..100) {
        0..40 => {
            office.restart().await;
            return;
        }
        40..55 => {
            let stage = rule.stage.id.0;
            let first = office.now().date_naive() + TimeDelta::days(rng.random_range(-20..=40));
            let last = first + TimeDelta::days(rng.random_range(0..=60));
            office.move_stage(stage, first, last).await.map(|()| None)
        }
        55..65 => office.change(rule.id, Change::Enabled(!rule.enabled)).await,
        65..75 => office.change(rule.id, Change::Minute(rng.random_range(420..1260))).await,
        75..82 => office.change(rule.id, Change::Days(rng.random_range(-30..=10))).await,
        82..88 => {
            let anchor = if rule.plan.anchor == Anchor::First { Anchor::Last } else { Anchor::First };
            office.change(rule.id, Change::Anchor(anchor)).await
        }
        88..94 => {
            let now = office.now();
            let (from, to) = [(420, 1260), (480, 960), (0, 1440)][rng.random_range(0..3)];
            let weekends = i64::from(rng.random_bool(0.5));
            office
                .sql(&format!("update election set hours_from = {from}, hours_to = {to}, weekends = {weekends}"))
                .await;
            let renewed = office.app.db.write(move |c| {
                Box::pin(async move { store::election_changed(c, &Proof::command_line(), ElectionId(1), now).await })
            });
            renewed.await.map(|()| None)
        }
        // The outbox gets on with its work.
        _ => {
            office.sql("update campaign set state = 'done', ended_at = 1 where state = 'scheduled'").await;
            return;
        }
    };
}

async fn travel(seed: u64) {
    let mut rng = StdRng::seed_from_u64(seed);
    let mut office = Office::new("2024-06-01T00:00:00Z").await;
    let grace = TimeDelta::minutes(office.app.config.delivery.grace_minutes.into());
    for (stage, plan) in [
        (1, plan(-30)),
        (1, repeating(-7, 1)),
        (1, Plan { anchor: Anchor::Last, ..plan(0) }),
        (2, repeating(-14, 3)),
        (3, Plan { minute: 1230, ..plan(-1) }),
    ] {
        office.add(stage, plan).await.expect("a rule");
    }
    let mut model = Model::default();
    model.learn(&office.rules().await);
    let end = office.now() + TimeDelta::days(DAYS);
    while office.now() < end {
        office.clock.advance(match rng.random_range(0..10_000) {
            0..20 => TimeDelta::days(-1),
            20..25 => TimeDelta::days(31),
            25..125 => TimeDelta::hours(rng.random_range(3..60)),
            125..5000 => TimeDelta::minutes(rng.random_range(1..60)),
            _ => TimeDelta::minutes(rng.random_range(60..180)),
        });
        if rng.random_bool(0.02) {
            befall(&mut office, &mut rng).await;
            model.learn(&office.rules().await);
        }
        model.tick(office.now(), grace);
        office.step().await;
    }
    let found = found(&office).await;
    assert!(found.len() > 30, "too little happened to prove anything: {}", found.len());
    let expected: BTreeSet<&Key> = model.came.keys().collect();
    assert_eq!(found.keys().collect::<BTreeSet<_>>(), expected, "each wave is there, and no other");
    for (key, (state, made)) in &found {
        assert_eq!(state == "missed", model.came[key], "{key:?} is {state}");
        assert!(*made >= key.3, "{key:?} was made before its time");
        if state != "missed" {
            assert!(*made - key.3 <= grace, "{key:?} is stale");
        }
        if state == "scheduled" {
            let current = model.current[&key.0];
            assert_eq!(current, Some(key.1), "{key:?} of an earlier version still goes out");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 0, ..ProptestConfig::with_cases(4) })]

    #[test]
    fn in_four_hundred_days_each_wave_is_made_once_or_missed(seed: u64) {
        tokio::runtime::Runtime::new().expect("a runtime").block_on(travel(seed));
    }
}
