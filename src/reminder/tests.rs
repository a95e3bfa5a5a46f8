//! When waves go out, what a rule may be, and what a change does to what is on its way.

mod travel;

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta, Utc};
use teloxide::Bot;
use tempfile::TempDir;

use super::{
    check::{self, Load},
    job::{self, Made},
    store,
    wave::{Due, forecast, occurrences},
    *,
};
use crate::{
    access::Proof,
    app::{App, Memory},
    calendar::{ElectionId, StageId, StageKind},
    clock::{Clock, ManualClock},
    config::{self, Agency, Codes, Config, Delivery, Pledge, Telegram},
    db::Db,
    error,
    outbox::{Hours, Media, Template, Variable, pace::Pacer},
    texts::{Lang, Zone},
    tip::{Tips, cleaner::Cleaner},
};

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("a moment")
}

fn election() -> Election {
    let hours = Hours { from: 420, to: 1260, weekends: true };
    Election { id: ElectionId(1), slug: "pilkada-2024".into(), name: "Pilkada 2024".into(), hours, weekly_cap: 5 }
}

fn campaign_stage() -> Stage {
    Stage {
        id: StageId(1),
        election: ElectionId(1),
        kind: StageKind::Campaign,
        name: "Masa Kampanye".into(),
        first_day: day("2024-09-25"),
        last_day: day("2024-11-23"),
    }
}

fn plan(days: i32) -> Plan {
    Plan {
        anchor: Anchor::First,
        days,
        minute: EIGHT,
        segment: Segment::default(),
        content: Content::text("Yth. {nama}"),
        mandatory: true,
        repeat_days: None,
    }
}

fn rule(plan: Plan) -> Rule {
    Rule {
        id: RuleId(1),
        stage: campaign_stage(),
        election: election(),
        plan,
        enabled: true,
        version: 1,
        since: at("2024-01-01T00:00:00Z"),
    }
}

fn repeating(days: i32, every: u32) -> Plan {
    Plan { segment: Segment::all_owing(), repeat_days: Some(every), ..plan(days) }
}

#[test]
fn a_wave_goes_out_at_its_local_time_in_each_zone() {
    let rule = rule(plan(-7));
    let fire = |zone| rule.wave(zone, 0).expect("a wave").fire_at;
    assert_eq!(fire(Zone::Wit), at("2024-09-17T23:00:00Z"));
    assert_eq!(fire(Zone::Wita), at("2024-09-18T00:00:00Z"));
    assert_eq!(fire(Zone::Wib), at("2024-09-18T01:00:00Z"));
    let wave = rule.wave(Zone::Wib, 0).expect("a wave");
    assert_eq!(wave.deadline, at("2024-09-18T14:00:00Z"), "21.00 of the same day");
    assert_eq!((wave.wave.stage_day, wave.wave.stage.as_str()), (day("2024-09-25"), "Masa Kampanye"));
    assert_eq!(rule.wave(Zone::Wib, 1), None);
}

#[test]
fn what_lies_before_the_rule_does_not_exist() {
    let mut rule = rule(plan(-7));
    let now = at("2024-10-01T00:00:00Z");
    assert_eq!(rule.due(Zone::Wib, None, now).len(), 1);
    rule.since = at("2024-09-18T01:00:00.001Z");
    assert_eq!(rule.due(Zone::Wib, None, now), []);
    assert!(rule.upcoming(Zone::Wib, now).next().is_none());
}

#[test]
fn late_within_grace_is_sent_and_later_is_missed() {
    let wave = rule(plan(0)).wave(Zone::Wib, 0).expect("a wave");
    let grace = TimeDelta::minutes(180);
    assert!(!wave.is_missed(wave.fire_at, grace));
    assert!(!wave.is_missed(wave.fire_at + grace, grace));
    assert!(wave.is_missed(wave.fire_at + grace + TimeDelta::milliseconds(1), grace));
    // Nor at night, however long the grace.
    let late = rule(Plan { minute: 1230, ..plan(0) }).wave(Zone::Wib, 0).expect("a wave");
    assert!(!late.is_missed(late.fire_at + TimeDelta::minutes(29), grace));
    assert!(late.is_missed(late.fire_at + TimeDelta::minutes(30), grace));
}

#[test]
fn a_repeating_rule_ends_with_its_stage() {
    let rule = rule(repeating(-30, 7));
    let days: Vec<NaiveDate> = rule.upcoming(Zone::Wib, rule.since).map(|due| due.wave.stage_day).collect();
    assert_eq!(days.len(), 13);
    assert_eq!(days[4], day("2024-09-25"), "counts towards the first day until it is there …");
    assert_eq!(days[5], day("2024-11-23"), "… then towards the last");
    let last = rule.wave(Zone::Wib, 12).expect("the last wave");
    assert_eq!(wave::today(last.fire_at, Zone::Wib), day("2024-11-18"));
    assert_eq!(rule.due(Zone::Wib, Some(11), at("2025-01-01T00:00:00Z")).len(), 1, "what is there is not asked for");
}

#[test]
fn a_weekend_that_is_off_moves_to_friday_and_never_doubles_it() {
    let days = |plan: &Plan| -> Vec<String> {
        let stage = campaign_stage();
        let found = occurrences(plan, &stage, false, 0).take(8);
        found.map(|(n, day)| format!("{n}:{}", day.format("%a %d"))).collect()
    };
    assert_eq!(days(&plan(3)), ["0:Fri 27"], "28 September 2024 is a Saturday");
    assert_eq!(days(&plan(4)), ["0:Fri 27"]);
    assert_eq!(
        days(&repeating(0, 1)),
        ["0:Wed 25", "1:Thu 26", "2:Fri 27", "5:Mon 30", "6:Tue 01", "7:Wed 02", "8:Thu 03", "9:Fri 04"]
    );
    // Every second day: Friday itself gives way to nothing, Sunday falls onto it.
    assert_eq!(days(&repeating(2, 2))[..3], ["0:Fri 27", "2:Tue 01", "3:Thu 03"]);
    assert_eq!(days(&repeating(3, 3))[..4], ["0:Fri 27", "1:Tue 01", "2:Fri 04", "3:Mon 07"]);
}

#[test]
fn hours_that_changed_since_win_over_the_rules_time() {
    let mut rule = rule(plan(0));
    rule.election.hours = Hours { from: 600, to: 1440, weekends: true };
    let wave = rule.wave(Zone::Wib, 0).expect("a wave");
    assert_eq!((wave.fire_at, wave.deadline), (at("2024-09-25T03:00:00Z"), at("2024-09-25T17:00:00Z")));
}

#[test]
fn days_beyond_any_calendar_are_no_days() {
    let mut rule = rule(plan(-365));
    rule.stage.first_day = NaiveDate::MIN;
    assert_eq!(rule.wave(Zone::Wib, 0), None);
    assert!(rule.upcoming(Zone::Wib, rule.since).next().is_none());
}

#[test]
fn a_rule_is_refused_with_what_to_change() {
    let fault = |rule: &Rule| check::fault(rule).map(|message| message.key());
    assert_eq!(fault(&rule(plan(-7))), None);
    assert_eq!(fault(&rule(plan(-366))), Some("reminder-days-range"));
    for minute in [0, 419, 1260, 1439] {
        assert_eq!(fault(&rule(Plan { minute, ..plan(0) })), Some("reminder-time-outside"), "{minute}");
    }
    assert_eq!(fault(&rule(repeating(0, 61))), Some("reminder-repeat-range"));
    assert_eq!(fault(&rule(Plan { repeat_days: Some(3), ..plan(0) })), Some("reminder-repeat-owing"));
    let counting = Content::text("{sisa_hari} hari lagi");
    assert_eq!(fault(&rule(Plan { content: counting.clone(), ..plan(59) })), None);
    assert_eq!(fault(&rule(Plan { content: counting, ..plan(60) })), Some("reminder-days-left-over"));
}

#[test]
fn forty_a_day_are_too_many() {
    let rules: Vec<Rule> = (0..40).map(|n| rule(Plan { minute: 420 + n, ..plan(-7) })).collect();
    let load = check::load(rules.iter(), day("2024-01-01"));
    assert_eq!(load, Load { day: Some((day("2024-09-18"), 40)), week: Some((day("2024-09-16"), 40)) });
    assert_eq!(check::crowd(&load).expect("refused").key(), "reminder-too-many");
    assert_eq!(check::crowd(&check::load(rules[..3].iter(), day("2024-01-01"))), None);
    assert_eq!(check::load(rules.iter(), day("2024-09-19")), Load::default(), "what is over is over");
    let off: Vec<Rule> = rules.into_iter().map(|rule| Rule { enabled: false, ..rule }).collect();
    assert_eq!(check::load(off.iter(), day("2024-01-01")), Load::default());
}

#[test]
fn times_and_days_are_read_as_people_write_them() {
    for (text, minute) in
        [("08.00", 480), ("8:30", 510), ("8", 480), (" pukul 19.05 ", 1145), ("00.00", 0), ("23:59", 1439)]
    {
        assert_eq!(check::parse_clock(text), Some(minute), "{text}");
    }
    for text in ["", "24.00", "8.5", "8.60", "-1", "8.00.00", "delapan", "+8", "8.+5", "108.00"] {
        assert_eq!(check::parse_clock(text), None, "{text}");
    }
    for (text, days) in [("-7", -7), ("H-7", -7), ("h − 7", -7), ("H", 0), ("H+2", 2), ("+2", 2), ("0", 0)] {
        assert_eq!(check::parse_days(text), Some(days), "{text}");
    }
    // Before or after? One has to say.
    for text in ["7", "H7", "", "-", "H-", "--7", "seminggu"] {
        assert_eq!(check::parse_days(text), None, "{text}");
    }
}

#[test]
fn a_forecast_says_who_is_left_when_the_day_ends() {
    let due = |zone| rule(plan(0)).wave(zone, 0).expect("a wave");
    let waves: Vec<(Due, i64)> = vec![(due(Zone::Wib), 2_800), (due(Zone::Wit), 28 * 3600 * 3)];
    let found = forecast(waves.clone(), 28, 1);
    assert_eq!(found[0].due.wave.zone, Zone::Wit);
    assert_eq!(found[0].until, due(Zone::Wit).fire_at + TimeDelta::hours(3));
    // WIB waits for the lane: an hour after its own time, then a hundred seconds.
    assert_eq!(found[1].until, due(Zone::Wib).fire_at + TimeDelta::hours(1) + TimeDelta::seconds(100));
    assert_eq!((found[0].left, found[1].left), (0, 0));
    let found = forecast(waves, 1, 1);
    assert_eq!(found[0].left, 28 * 3600 * 3 - 13 * 3600);
    assert_eq!(found[1].left, 0, "WIB's own evening is two hours longer than WIT's");
}

/// A database with an election, people in three zones, and no bot.
struct Office {
    folder: TempDir,
    clock: Arc<ManualClock>,
    app: App,
}

impl Office {
    async fn new(now: &str) -> Self {
        let (folder, clock) = (tempfile::tempdir().expect("a folder"), Arc::new(ManualClock::at(at(now))));
        let app = open(&folder, &clock).await;
        let office = Self { folder, clock, app };
        office
            .sql(
                "insert into unit (id, name, path, depth, zone) values (1, 'A', 'A', 1, 'WIB'), (2, 'B', 'B', 1, 'WITA'),
                    (3, 'C', 'C', 1, 'WIT');
                insert into election (id, slug, name, created_at) values (1, 'pilkada-2024', 'Pilkada 2024', 0);
                insert into stage (id, election_id, kind, name, first_day, last_day) values
                    (1, 1, 'campaign', 'Masa Kampanye', '2024-09-25', '2024-11-23'),
                    (2, 1, 'quiet', 'Masa Tenang', '2024-11-24', '2024-11-26'),
                    (3, 1, 'vote', 'Pemungutan Suara', '2024-11-27', '2024-11-27')",
            )
            .await;
        office
    }

    async fn restart(&mut self) {
        self.app = open(&self.folder, &self.clock).await;
    }

    async fn sql(&self, sql: &str) {
        let sql = sql.to_owned();
        self.app
            .db
            .write(move |c| {
                Box::pin(async move {
                    sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(c).await?;
                    Ok(())
                })
            })
            .await
            .expect("SQL");
    }

    fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    fn go_to(&self, moment: &str) {
        self.clock.advance(at(moment) - self.now());
    }

    async fn step(&self) -> Made {
        job::step(&self.app).await.expect("a step")
    }

    async fn rules(&self) -> Vec<Rule> {
        let mut c = self.app.db.read().await.expect("a connection");
        store::list_rules(&mut c, ElectionId(1)).await.expect("rules")
    }

    async fn add(&self, stage: i64, plan: Plan) -> anyhow::Result<RuleId> {
        let now = self.now();
        self.app
            .db
            .write(move |c| {
                Box::pin(async move {
                    let proof = Proof::command_line();
                    Ok(store::insert_rule(c, &proof, StageId(stage), &plan, true, now).await?.expect("the stage"))
                })
            })
            .await
    }

    async fn change(&self, id: RuleId, change: Change) -> anyhow::Result<Option<Changed>> {
        let now = self.now();
        self.app
            .db
            .write(move |c| {
                Box::pin(async move { store::change_rule(c, &Proof::command_line(), id, change, now).await })
            })
            .await
    }

    /// Gives a stage other days, as the calendar does.
    async fn move_stage(&self, id: i64, first: NaiveDate, last: NaiveDate) -> anyhow::Result<()> {
        let now = self.now();
        self.app
            .db
            .write(move |c| {
                Box::pin(async move {
                    sqlx::query("update stage set first_day = ?, last_day = ? where id = ?")
                        .bind(first.to_string())
                        .bind(last.to_string())
                        .bind(id)
                        .execute(&mut *c)
                        .await?;
                    let stage = crate::calendar::store::find_stage(c, StageId(id)).await?.expect("the stage");
                    store::stages_moved(c, &Proof::command_line(), &[stage], now).await
                })
            })
            .await
    }

    /// Version, zone, state of every campaign, in the order in which they were made.
    async fn campaigns(&self) -> Vec<(i64, String, String)> {
        let mut c = self.app.db.read().await.expect("a connection");
        sqlx::query_as("select version, zone, state from campaign order by id")
            .fetch_all(&mut *c)
            .await
            .expect("campaigns")
    }

    async fn preview(&self, days: &[NewDays]) -> Vec<MovedRule> {
        let mut c = self.app.db.read().await.expect("a connection");
        store::preview_move(&mut c, &Proof::command_line(), days, self.now()).await.expect("a preview")
    }
}

async fn open(folder: &TempDir, clock: &Arc<ManualClock>) -> App {
    let config = Config {
        sources: config::Sources::default(),
        data_dir: folder.path().to_owned(),
        telegram: Telegram { token: None, api_url: "http://127.0.0.1:1".into(), webhook: None },
        agency: Agency { name: "Pemerintah Kabupaten Contoh".into(), contact: "BKPSDM".into(), zone: Zone::Wib },
        pledge: Pledge { dwell_seconds: 3 },
        codes: Codes { valid_days: 30 },
        delivery: Delivery::default(),
        tips: config::Tips::default(),
        log_level: log::LevelFilter::Off,
    };
    let config = Arc::new(config);
    App {
        config: Arc::clone(&config),
        bot: Bot::new("1:x"),
        db: Db::open(&config.database()).await.expect("a database"),
        clock: Arc::clone(clock) as Arc<dyn Clock>,
        pacer: Arc::new(Pacer::new(config.delivery)),
        username: "ikrar_test_bot".into(),
        memory: Arc::new(Memory::default()),
        bell: Arc::default(),
        tips: Tips::open(&config.tips_database(), Cleaner::new("/nowhere".into())).await.expect("a database of tips"),
    }
}

fn shown(error: &anyhow::Error) -> &'static str {
    error::shown(error).expect("something for the person").key()
}

#[tokio::test]
async fn each_zone_has_its_wave_once_and_only_where_someone_works() {
    let mut office = Office::new("2024-09-01T00:00:00Z").await;
    office.sql("delete from unit where zone = 'WITA'").await;
    office.add(1, plan(-7)).await.expect("a rule");
    assert_eq!(office.step().await, Made::default());
    office.go_to("2024-09-17T22:59:59.999Z");
    assert_eq!(office.step().await, Made::default());
    office.go_to("2024-09-17T23:00:00Z");
    assert_eq!(office.step().await, Made { scheduled: 1, missed: 0 });
    assert_eq!(office.step().await, Made::default());
    office.restart().await;
    office.go_to("2024-09-16T23:00:00Z");
    assert_eq!(office.step().await, Made::default(), "the clock was set back a day");
    office.go_to("2024-09-18T03:59:00Z");
    assert_eq!(office.step().await, Made { scheduled: 1, missed: 0 }, "within grace");
    office.go_to("2024-10-18T01:00:00Z");
    assert_eq!(office.step().await, Made::default());
    let zones = [(1, "WIT".into(), "scheduled".into()), (1, "WIB".into(), "scheduled".into())];
    assert_eq!(office.campaigns().await, zones);
}

#[tokio::test]
async fn a_month_of_silence_is_told_as_missed() {
    let office = Office::new("2024-09-01T00:00:00Z").await;
    office.add(1, repeating(-7, 7)).await.expect("a rule");
    office.go_to("2024-10-02T02:00:00Z");
    let made = office.step().await;
    assert_eq!(made, Made { scheduled: 3, missed: 6 }, "two weeks are too late, today is just within grace");
    assert_eq!(office.step().await, Made::default());
}

#[tokio::test]
async fn sensible_rules_come_with_an_election_and_nothing_fires_for_the_past() {
    let office = Office::new("2024-10-10T00:00:00Z").await;
    let now = office.now();
    let added = office.app.db.write(move |c| {
        Box::pin(async move { store::insert_default_rules(c, &Proof::command_line(), ElectionId(1), true, now).await })
    });
    let added = added.await.expect("rules");
    assert_eq!(added, 6);
    let rules = office.rules().await;
    let told: Vec<_> = rules
        .iter()
        .map(|rule| (rule.stage.kind, rule.plan.short(), rule.plan.segment.owing, rule.plan.mandatory, rule.enabled))
        .collect();
    use StageKind::{Campaign, Quiet, Vote};
    assert_eq!(
        told,
        [
            (Campaign, "H-30".into(), true, true, true),
            (Campaign, "H-7".into(), true, true, true),
            (Campaign, "H-1".into(), true, true, true),
            (Campaign, "H".into(), false, true, true),
            (Quiet, "H".into(), false, true, true),
            (Vote, "H-1".into(), false, true, true),
        ]
    );
    for rule in &rules {
        let template = Template::parse(&rule.plan.content.html, &Variable::ALL).expect("variables that exist");
        assert!(template.variables().contains(&Variable::Name) && template.variables().contains(&Variable::Link));
        assert!(rule.plan.content.html.contains("Bapak/Ibu") || !rule.plan.segment.owing, "{:?}", rule.plan.content);
    }
    // The campaign had begun: only the quiet period and the eve of the vote are still to come.
    assert_eq!(office.step().await, Made::default());
    office.go_to("2024-11-24T01:30:00Z");
    assert_eq!(office.step().await, Made { scheduled: 3, missed: 0 });
    office.go_to("2024-11-26T01:30:00Z");
    assert_eq!(office.step().await, Made { scheduled: 3, missed: 0 });
}

#[tokio::test]
async fn a_change_cancels_what_is_on_its_way_and_sends_nothing_again() {
    let office = Office::new("2024-09-01T00:00:00Z").await;
    let id = office.add(1, plan(-7)).await.expect("a rule");
    office.go_to("2024-09-18T00:00:30Z");
    assert_eq!(office.step().await, Made { scheduled: 2, missed: 0 });
    office.sql("update campaign set state = 'done', ended_at = 1 where zone = 'WIT'").await;
    let content = Content::text("Yth. {nama}, {sisa_hari}");
    let changed = office.change(id, Change::Content(content.clone())).await.expect("changed").expect("there");
    assert_eq!((changed.stopped, changed.rule.version), (1, 2));
    let again = office.change(id, Change::Content(content)).await.expect("changed").expect("there");
    assert_eq!((again.stopped, again.rule.version), (0, 2), "the same once more changes nothing");
    assert_eq!(office.step().await, Made::default(), "WIT and WITA had theirs");
    office.go_to("2024-09-18T01:00:00Z");
    assert_eq!(office.step().await, Made { scheduled: 1, missed: 0 });
    let found = [
        (1, "WIT".into(), "done".into()),
        (1, "WITA".into(), "cancelled".into()),
        (2, "WIB".into(), "scheduled".into()),
    ];
    assert_eq!(office.campaigns().await, found);
}

/// Label and first local time of each, before and after.
fn seen(moved: &[MovedRule]) -> Vec<(String, Option<NaiveDateTime>, Option<NaiveDateTime>)> {
    let first = |run: &Option<Run>| run.as_ref().map(|run| run.first);
    moved.iter().map(|rule| (rule.label.plain(Lang::Id), first(&rule.before), first(&rule.after))).collect()
}

#[tokio::test]
async fn a_reminder_that_was_over_comes_back_to_life_and_is_told() {
    let office = Office::new("2024-09-01T00:00:00Z").await;
    office.add(1, plan(-30)).await.expect("a rule of the past");
    office.add(1, repeating(-5, 1)).await.expect("a rule that repeats");
    let stage = |first: &str, last: &str| Stage { first_day: day(first), last_day: day(last), ..campaign_stage() };
    let eight = |day: &str| Some(format!("{day}T08:00:00").parse().expect("a moment"));
    let later = office.preview(&[stage("2024-10-25", "2024-12-23")]).await;
    assert_eq!(
        seen(&later),
        [
            ("H-30".into(), None, eight("2024-09-25")),
            ("H-5, setiap hari".into(), eight("2024-09-20"), eight("2024-10-20")),
        ]
    );
    let last = later[1].after.as_ref().map(|run| run.last);
    assert_eq!(last, eight("2024-12-23"));
    let longer = office.preview(&[stage("2024-09-25", "2024-11-24")]).await;
    assert_eq!(seen(&longer), [("H-5, setiap hari".into(), eight("2024-09-20"), eight("2024-09-20"))]);
    // Half past eight in WIT: there the new time is over, elsewhere it is not.
    office.go_to("2024-09-17T23:30:00Z");
    let today = office.preview(&[stage("2024-10-18", "2024-11-23")]).await;
    assert_eq!(today[0].after.as_ref().map(|run| run.only.clone()), Some(vec![Zone::Wib, Zone::Wita]));
}

#[tokio::test]
async fn a_stage_that_is_gone_gets_no_rule() {
    let office = Office::new("2024-09-01T00:00:00Z").await;
    office.sql("update stage set removed_at = 1 where id = 1").await;
    let now = office.now();
    let added = office.app.db.write(move |c| {
        Box::pin(async move { store::insert_rule(c, &Proof::command_line(), StageId(1), &plan(-7), true, now).await })
    });
    assert_eq!(added.await.expect("asked"), None);
}

#[tokio::test]
async fn a_stage_that_moves_takes_its_waves_along() {
    let office = Office::new("2024-09-01T00:00:00Z").await;
    office.add(1, plan(-7)).await.expect("a rule");
    let stage = |first: &str, last: &str| Stage { first_day: day(first), last_day: day(last), ..campaign_stage() };
    let moved = office.preview(&[stage("2024-10-02", "2024-11-23")]).await;
    let eight = |day: &str| Some(format!("{day}T08:00:00").parse().expect("a moment"));
    assert_eq!(seen(&moved), [("H-7".into(), eight("2024-09-18"), eight("2024-09-25"))], "one line for all zones");
    assert_eq!(moved[0].after.as_ref().map(|run| run.starts), Some(at("2024-09-24T23:00:00Z")));
    let early = office.preview(&[stage("2024-09-05", "2024-11-23")]).await;
    assert_eq!(seen(&early), [("H-7".into(), eight("2024-09-18"), None)]);
    assert_eq!(office.preview(&[stage("2024-09-25", "2024-12-31")]).await, [], "the first day is what counts");

    office.move_stage(1, day("2024-10-02"), day("2024-11-23")).await.expect("moved");
    office.go_to("2024-09-18T02:00:00Z");
    assert_eq!(office.step().await, Made::default());
    office.go_to("2024-09-25T00:30:00Z");
    assert_eq!(office.step().await, Made { scheduled: 2, missed: 0 });
    // What is on its way at the very time that it keeps is left alone …
    office.move_stage(1, day("2024-10-02"), day("2024-11-30")).await.expect("moved");
    assert!(office.campaigns().await.iter().all(|(version, _, state)| *version == 2 && state == "scheduled"));
    // … and otherwise cancelled.
    assert_eq!(office.preview(&[stage("2024-10-20", "2024-11-30")]).await.len(), 1);
    office.move_stage(1, day("2024-10-20"), day("2024-11-30")).await.expect("moved");
    assert!(office.campaigns().await.iter().all(|(_, _, state)| state == "cancelled"));
    office.go_to("2024-10-13T01:30:00Z");
    assert_eq!(office.step().await, Made { scheduled: 3, missed: 0 });
}

#[tokio::test]
async fn a_rule_that_is_off_or_gone_sends_nothing_and_owes_nothing() {
    let office = Office::new("2024-09-01T00:00:00Z").await;
    let id = office.add(1, repeating(-7, 7)).await.expect("a rule");
    office.change(id, Change::Enabled(false)).await.expect("off");
    office.go_to("2024-09-26T00:00:00Z");
    assert_eq!(office.step().await, Made::default());
    office.change(id, Change::Enabled(true)).await.expect("on");
    assert_eq!(office.step().await, Made::default(), "what passed while it was off is not missed");
    office.go_to("2024-10-02T01:00:00Z");
    assert_eq!(office.step().await, Made { scheduled: 3, missed: 0 });
    let now = office.now();
    let removed = office
        .app
        .db
        .write(move |c| Box::pin(async move { store::remove_rule(c, &Proof::command_line(), id, now).await }))
        .await
        .expect("removed");
    assert!(removed);
    assert!(office.campaigns().await.iter().all(|(.., state)| state == "cancelled"));
    office.go_to("2024-10-09T01:00:00Z");
    assert_eq!(office.step().await, Made::default());
    assert_eq!(office.change(id, Change::Enabled(true)).await.expect("asked"), None);
    assert!(office.rules().await.is_empty());
}

#[tokio::test]
async fn too_many_for_one_day_are_refused_whichever_way_they_come() {
    let office = Office::new("2024-09-01T00:00:00Z").await;
    for minute in [480, 500, 520] {
        office.add(1, Plan { minute, ..plan(-7) }).await.expect("a rule");
    }
    let fourth = Plan { minute: 540, ..plan(-7) };
    assert_eq!(shown(&office.add(1, fourth).await.expect_err("too many")), "reminder-too-many");
    assert_eq!(office.rules().await.len(), 3, "nothing of it is kept");
    let id = office.add(2, plan(0)).await.expect("another day");
    let same_day = Change::Days(-(day("2024-11-24") - day("2024-09-18")).num_days() as i32);
    assert_eq!(shown(&office.change(id, same_day).await.expect_err("too many")), "reminder-too-many");
    assert_eq!(office.rules().await.iter().find(|rule| rule.id == id).expect("the rule").version, 1);
    assert_eq!(office.add(2, plan(0)).await.expect("the twin"), id, "a second tap adds nothing");
}

#[tokio::test]
async fn whoever_signs_is_left_in_peace_by_a_repeating_rule() {
    let office = Office::new("2024-09-01T00:00:00Z").await;
    let id = office.add(1, plan(-7)).await.expect("a rule");
    let changed = office.change(id, Change::Repeat(Some(3))).await.expect("changed").expect("there");
    assert!(changed.rule.plan.segment.owing);
    let everyone = Change::Segment(Segment::default());
    assert_eq!(shown(&office.change(id, everyone).await.expect_err("refused")), "reminder-repeat-owing");
    office.change(id, Change::Repeat(None)).await.expect("once again");
    office.change(id, Change::Segment(Segment::default())).await.expect("for everyone");
}

#[test]
fn a_file_shortens_what_may_be_said() {
    let photo = Media::Photo { file_id: "x".into() };
    assert_eq!(Content { html: String::new(), media: vec![photo] }.room(), 1024);
    assert_eq!(plan(-7).short(), "H-7");
    assert_eq!(msg_key(&check::crowd(&Load { day: Some((day("2024-09-18"), 4)), week: None })), "reminder-too-many");
    assert!(crate::msg!("reminder-default-week").html(Lang::Id).contains("{sisa_hari}"));
}

fn msg_key(message: &Option<crate::texts::Message>) -> &'static str {
    message.as_ref().expect("a message").key()
}
