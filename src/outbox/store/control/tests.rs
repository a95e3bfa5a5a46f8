//! Whatever is done to a campaign, by admins, people and the worker: its counters are what its rows say.

use std::sync::Arc;

use proptest::prelude::*;
use sqlx::SqliteConnection;
use tempfile::TempDir;

use super::*;
use crate::{
    access::Role,
    audience::Segment,
    db::Db,
    outbox::{
        Content, Counters, DeliveryState, FailureReason, Hours, OnUnknown, RuleId, Unreachable, Verdict, Wave,
        store::{
            self, Claim, DeliveryKey, End, Lane, Report, recipient, result,
            watch::{ScreenAt, delete_screens, insert_screen, list_screens, list_untold, set_shown, set_told},
        },
    },
    roster::PersonId,
    texts::Zone,
};

const BOOT: i64 = 1;

fn now() -> DateTime<Utc> {
    "2024-10-04T01:00:00Z".parse().expect("a moment")
}

async fn database(people: i64) -> (TempDir, Db) {
    let folder = tempfile::tempdir().expect("a folder");
    let db = Db::open(&folder.path().join("ikrar.db")).await.expect("a database");
    db.write(move |c| {
        Box::pin(async move {
            sqlx::query("insert into unit values (1, null, 'Pemda', 'Pemda', 1, 'WIB')").execute(&mut *c).await?;
            for id in 1..=people {
                sqlx::query("insert into person values (?1, 'NA-' || ?1, 'code', 'Orang', 'non_asn', '', 0, 1, 1, 0)")
                    .bind(id)
                    .execute(&mut *c)
                    .await?;
                sqlx::query("insert into link values (?1, 1000 + ?1, 'id', 0)").bind(id).execute(&mut *c).await?;
            }
            Ok(())
        })
    })
    .await
    .expect("a roster");
    (folder, db)
}

fn broadcast() -> NewCampaign {
    NewCampaign {
        wave: None,
        title: "Apel".into(),
        content: Content::text("Halo"),
        segment: Segment::default(),
        mandatory: true,
        fire_at: now(),
        deadline: None,
        hours: Hours::ALWAYS,
        weekly_cap: None,
        on_unknown: OnUnknown::Hold,
        paid: false,
        resend_of: None,
        expected: 0,
        created_by: None,
    }
}

/// A campaign with one delivery for each state given, to people from 1 on.
async fn insert(
    c: &mut SqliteConnection,
    new: &NewCampaign,
    state: CampaignState,
    rows: &[(DeliveryState, &str)],
) -> CampaignId {
    let id = insert_campaign(c, new, state, now()).await.expect("SQL").expect("a new one");
    for (person, (state, reason)) in (1i64..).zip(rows) {
        sqlx::query("insert into delivery (campaign_id, person_id, state, attempt, next_at, boot, message_id, at, reason) values (?1, ?2, ?3, 0, case when ?3 = 'retry' then 0 end, null, null, 0, nullif(?4, ''))")
            .bind(id.0)
            .bind(person)
            .bind(state.as_str())
            .bind(*reason)
            .execute(&mut *c)
            .await
            .expect("a delivery");
    }
    let counters = counted(c, id).await;
    sqlx::query(
        "update campaign set materialised = 1, cursor = 99, claimed = 0, total = ?, sent = ?, unreachable = ?, failed = ?,
            unknown = ?, skipped = ?, cancelled = ? where id = ?",
    )
    .bind(counters.total)
    .bind(counters.sent)
    .bind(counters.unreachable)
    .bind(counters.failed)
    .bind(counters.unknown)
    .bind(counters.skipped)
    .bind(counters.cancelled)
    .bind(id.0)
    .execute(c)
    .await
    .expect("counters");
    id
}

/// As the rows say.
async fn counted(c: &mut SqliteConnection, id: CampaignId) -> Counters {
    let rows: Vec<(String, i64)> =
        sqlx::query_as("select state, count(*) from delivery where campaign_id = ? group by state")
            .bind(id.0)
            .fetch_all(c)
            .await
            .expect("counts");
    let of = |state: DeliveryState| rows.iter().find(|(name, _)| name == state.as_str()).map_or(0, |(_, n)| *n);
    Counters {
        total: rows.iter().map(|(_, n)| n).sum(),
        sent: of(DeliveryState::Sent),
        unreachable: of(DeliveryState::Unreachable),
        failed: of(DeliveryState::Failed),
        unknown: of(DeliveryState::Unknown),
        skipped: of(DeliveryState::Skipped),
        cancelled: of(DeliveryState::Cancelled),
    }
}

async fn assert_counted(c: &mut SqliteConnection) {
    let ids: Vec<i64> = sqlx::query_scalar("select id from campaign").fetch_all(&mut *c).await.expect("ids");
    for id in ids {
        let campaign = store::find_campaign(c, CampaignId(id)).await.expect("SQL").expect("a campaign");
        assert_eq!(campaign.counters, counted(c, CampaignId(id)).await);
        assert!(campaign.state != CampaignState::Done || campaign.counters.open() == 0, "done, and something is open");
    }
}

/// Runs on a connection that can write; nothing is kept.
macro_rules! on_database {
    ($people:literal, |$c:ident| $body:block) => {{
        let (_folder, db) = database($people).await;
        db.write(move |$c| {
            Box::pin(async move {
                $body
                Ok(())
            })
        })
        .await
        .expect("a change");
    }};
}

async fn count(c: &mut SqliteConnection, sql: &'static str) -> i64 {
    sqlx::query_scalar(sql).fetch_one(c).await.expect("a count")
}

use DeliveryState::{Failed, Retry, Sent, Skipped, Unknown, Unreachable as Gone};

#[tokio::test]
async fn each_action_is_guarded_by_the_state_and_audited_once() {
    on_database!(3, |c| {
        let proof = Proof::command_line();
        let id = insert(c, &broadcast(), CampaignState::Running, &[(Sent, ""), (Retry, "")]).await;
        assert!(matches!(resume(c, &proof, id, now()).await?, Acted::Not(_)));
        assert!(matches!(pause(c, &proof, id, now()).await?, Acted::Done(_)));
        assert!(matches!(pause(c, &proof, id, now()).await?, Acted::Not(now) if now.state == CampaignState::Paused));
        assert!(matches!(resume(c, &proof, id, now()).await?, Acted::Done(_)));
        assert!(matches!(cancel(c, &proof, id, now()).await?, Acted::Done(_)));
        assert!(
            matches!(cancel(c, &proof, id, now()).await?, Acted::Not(now) if now.state == CampaignState::Cancelled)
        );
        assert!(matches!(pause(c, &proof, id, now()).await?, Acted::Not(_)));
        assert!(matches!(send_missed(c, &proof, id, now() + chrono::TimeDelta::days(1), now()).await?, Acted::Not(_)));
        assert_eq!(cancel(c, &proof, CampaignId(99), now()).await?, Acted::Gone);
        assert_eq!(count(c, "select count(*) from audit").await, 3);
        let cancelled = store::find_campaign(c, id).await?.expect("a campaign");
        assert_eq!(find_deed(c, &proof, &cancelled).await?, Some(Deed { by: None, at: now() }));
        let paused = Campaign { state: CampaignState::Done, ..cancelled };
        assert_eq!(find_deed(c, &proof, &paused).await?, None);
        assert!(store::sweep(c, id, now()).await?);
        assert_counted(c).await;
    });
}

#[tokio::test]
async fn the_unknown_are_sent_again_once_or_left_once() {
    on_database!(3, |c| {
        let proof = Proof::command_line();
        let rows = [(Unknown, "restart"), (Unknown, "no_answer"), (Sent, "")];
        let id = insert(c, &broadcast(), CampaignState::Done, &rows).await;
        assert!(matches!(leave_unknown(c, &proof, id, now()).await?, Acted::Done(_)));
        assert!(matches!(leave_unknown(c, &proof, id, now()).await?, Acted::Not(_)));
        let Acted::Done(reopened) = retry_unknown(c, &proof, id, now()).await? else { panic!("not done") };
        assert_eq!((reopened.state, reopened.counters.unknown, reopened.ended_at), (CampaignState::Running, 0, None));
        assert!(matches!(retry_unknown(c, &proof, id, now()).await?, Acted::Not(_)));
        assert_counted(c).await;
        let late = NewCampaign { deadline: Some(now()), ..broadcast() };
        let late = insert(c, &late, CampaignState::Done, &rows).await;
        assert!(matches!(retry_unknown(c, &proof, late, now()).await?, Acted::Late(_)));
        let stopped = insert(c, &broadcast(), CampaignState::Cancelled, &rows).await;
        assert!(matches!(retry_unknown(c, &proof, stopped, now()).await?, Acted::Not(_)));
        assert_eq!(count(c, "select count(*) from audit").await, 2);
    });
}

#[tokio::test]
async fn what_failed_is_sent_again_by_one_other_campaign() {
    on_database!(4, |c| {
        let proof = Proof::command_line();
        let rows = [(Failed, "refused"), (Gone, "blocked"), (Sent, ""), (Skipped, "signed")];
        let id = insert(c, &broadcast(), CampaignState::Done, &rows).await;
        let Acted::Done(again) = resend(c, &proof, id, now()).await? else { panic!("not done") };
        assert_eq!((again.new.resend_of, again.new.expected), (Some(id), 2));
        assert!(matches!(resend(c, &proof, id, now()).await?, Acted::Not(_)));
        store::start_due(c, chrono::TimeDelta::hours(3), now()).await?;
        store::materialise(c, again.id).await?;
        assert_eq!(counted(c, again.id).await.total, 2);
        cancel(c, &proof, again.id, now()).await?;
        assert!(matches!(resend(c, &proof, id, now()).await?, Acted::Done(_)), "a cancelled one does not count");
        let all_well = insert(c, &broadcast(), CampaignState::Done, &[(Sent, "")]).await;
        assert!(matches!(resend(c, &proof, all_well, now()).await?, Acted::Not(_)));
        assert_counted(c).await;
    });
}

#[tokio::test]
async fn a_wave_is_sent_again_as_a_wave() {
    on_database!(2, |c| {
        sqlx::query("insert into election (id, slug, name, created_at) values (1, 'p', 'Pilkada', 0)")
            .execute(&mut *c)
            .await?;
        sqlx::query("insert into stage (id, election_id, kind, name, first_day, last_day) values (1, 1, 'quiet', 'Masa tenang', '2024-11-24', '2024-11-26')")
            .execute(&mut *c)
            .await?;
        sqlx::query(
            "insert into rule (id, stage_id, anchor, days, minute, segment, content, mandatory, since, created_at)
            values (1, 1, 'first', -7, 480, '{}', '{\"html\":\"x\"}', 1, 0, 0)",
        )
        .execute(&mut *c)
        .await?;
        let stage_day = "2024-11-24".parse()?;
        let wave = Wave {
            rule: RuleId(1),
            version: 1,
            zone: Zone::Wit,
            occurrence: 0,
            stage: "Masa tenang".into(),
            stage_day,
        };
        let new = NewCampaign { wave: Some(wave), ..broadcast() };
        let id = insert(c, &new, CampaignState::Done, &[(Failed, "refused")]).await;
        let proof = Proof::command_line();
        let Acted::Done(again) = resend(c, &proof, id, now()).await? else { panic!("not done") };
        let wave = again.new.wave.as_ref().expect("a wave");
        assert_eq!((wave.stage.as_str(), wave.zone), ("Masa tenang", Zone::Wit));
        assert!(wave.occurrence < 0, "no occurrence of the rule's own");
        assert_eq!(find_stage_end(c, again.id).await?, Some("2024-11-26".parse()?));
    });
}

#[tokio::test]
async fn who_comes_back_gets_what_still_matters() {
    on_database!(1, |c| {
        let gone = [(Gone, "blocked")];
        let optional = NewCampaign { mandatory: false, ..broadcast() };
        let late = NewCampaign { deadline: Some(now()), ..broadcast() };
        let running = insert(c, &optional, CampaignState::Running, &gone).await;
        let mut ended = Vec::new();
        for new in [&broadcast(), &optional, &late, &broadcast(), &broadcast()] {
            ended.push(insert(c, new, CampaignState::Done, &gone).await);
        }
        let resent = insert(c, &broadcast(), CampaignState::Done, &gone).await;
        let by = NewCampaign { resend_of: Some(resent), ..broadcast() };
        insert(c, &by, CampaignState::Scheduled, &[]).await;
        let person = PersonId(1);
        assert_eq!(recipient::welcome_back(c, person, now()).await?, None, "nobody missed them");
        sqlx::query("insert into recipient (person_id, unreachable_at, unreachable) values (1, 0, 'blocked')")
            .execute(&mut *c)
            .await?;
        assert_eq!(recipient::welcome_back(c, person, now()).await?, Some(3));
        assert_eq!(recipient::welcome_back(c, person, now()).await?, None, "once");
        let again: Vec<i64> = sqlx::query_scalar("select campaign_id from delivery where state = 'retry' order by 1")
            .fetch_all(&mut *c)
            .await?;
        assert_eq!(again, [running.0, ended[3].0, ended[4].0]);
        assert_counted(c).await;
        // A week later nothing of it matters.
        let old = insert(c, &broadcast(), CampaignState::Done, &gone).await;
        sqlx::query("update recipient set unreachable_at = 0, unreachable = 'blocked'").execute(&mut *c).await?;
        assert_eq!(recipient::welcome_back(c, person, now() + chrono::TimeDelta::days(8)).await?, Some(0));
        assert_eq!(counted(c, old).await.unreachable, 1);
    });
}

#[tokio::test]
async fn optional_messages_are_muted_and_wanted_again() {
    on_database!(1, |c| {
        let person = PersonId(1);
        assert_eq!(recipient::find_muted(c, person).await?, None);
        assert!(recipient::set_muted(c, person, Some(now())).await?);
        assert!(!recipient::set_muted(c, person, Some(now() + chrono::TimeDelta::days(1))).await?);
        assert_eq!(recipient::find_muted(c, person).await?, Some(now()));
        assert!(recipient::set_muted(c, person, None).await?);
        assert!(!recipient::set_muted(c, person, None).await?);
    });
}

#[tokio::test]
async fn results_come_in_pages_with_their_reasons() {
    on_database!(5, |c| {
        let proof = Proof::command_line();
        let rows = [(Sent, ""), (Gone, "blocked"), (Skipped, "muted"), (Gone, "blocked"), (Failed, "file")];
        let id = insert(c, &broadcast(), CampaignState::Done, &rows).await;
        let outcomes = result::list_outcomes(c, &proof, id).await?;
        let shown: Vec<_> =
            outcomes.iter().map(|o| (o.state, o.reason.as_deref().unwrap_or_default(), o.count)).collect();
        assert_eq!(shown, [(Failed, "file", 1), (Skipped, "muted", 1), (Gone, "blocked", 2)]);
        let (mut after, mut all) = (PersonId(0), Vec::new());
        loop {
            let page = result::list_results(c, &proof, id, false, after, 2).await?;
            let Some(last) = page.last() else { break };
            after = last.person;
            all.extend(page);
        }
        assert_eq!(all.iter().map(|row| row.person.0).collect::<Vec<_>>(), [1, 2, 3, 4, 5]);
        let unreached = result::list_results(c, &proof, id, true, PersonId(0), 10).await?;
        assert_eq!(unreached.len(), 4);
        let plan: Vec<(i64, i64, i64, String)> = sqlx::query_as(
            "explain query plan select state, reason, count(*) from delivery
            where campaign_id = 1 and state in ('unreachable', 'failed', 'unknown', 'skipped') group by state, reason",
        )
        .fetch_all(&mut *c)
        .await?;
        assert!(plan[0].3.contains("delivery_unreached"), "{plan:?}");
    });
}

#[tokio::test]
async fn screens_follow_one_campaign_for_each_admin() {
    on_database!(1, |c| {
        let id = insert(c, &broadcast(), CampaignState::Running, &[]).await;
        let at = |message| ScreenAt { campaign: id, admin: TelegramId(7), message, shown: 3 };
        insert_screen(c, at(1)).await?;
        insert_screen(c, at(2)).await?;
        set_shown(c, ScreenAt { shown: 4, ..at(1) }).await?;
        assert_eq!(list_screens(c).await?, [at(2)]);
        delete_screens(c, TelegramId(7), 1).await?;
        assert_eq!(list_screens(c).await?.len(), 1);
        delete_screens(c, TelegramId(7), 2).await?;
        assert_eq!(list_screens(c).await?, []);
    });
}

#[tokio::test]
async fn what_has_ended_is_untold_until_it_is_told() {
    on_database!(1, |c| {
        let running = insert(c, &broadcast(), CampaignState::Running, &[]).await;
        let done = insert(c, &broadcast(), CampaignState::Done, &[]).await;
        let missed = insert(c, &broadcast(), CampaignState::Missed, &[]).await;
        let ids = |list: Vec<Campaign>| list.into_iter().map(|campaign| campaign.id).collect::<Vec<_>>();
        assert_eq!(ids(list_untold(c, 9).await?), [done, missed]);
        set_told(c, &[done, missed], now()).await?;
        assert_eq!(ids(list_untold(c, 9).await?), []);
        let proof = Proof::command_line();
        assert!(matches!(send_missed(c, &proof, missed, now(), now()).await?, Acted::Not(_)), "too late");
        assert!(matches!(
            send_missed(c, &proof, missed, now() + chrono::TimeDelta::days(1), now()).await?,
            Acted::Done(_)
        ));
        assert_eq!(ids(list_campaigns(c, &proof, 0, 9).await?), [running, missed, done]);
        assert_eq!(ids(list_campaigns(c, &proof, 1, 1).await?), [missed]);
        assert_eq!(proof.role(), Role::Superadmin);
    });
}

#[derive(Clone, Copy, Debug)]
enum Step {
    Pause,
    Resume,
    Cancel,
    RetryUnknown,
    Resend,
    Back(i64),
    Send(u8),
    Sweep,
    Finish,
    Restart,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        1 => Just(Step::Pause),
        2 => Just(Step::Resume),
        1 => Just(Step::Cancel),
        2 => Just(Step::RetryUnknown),
        2 => Just(Step::Resend),
        2 => (1i64..=4).prop_map(Step::Back),
        8 => (0u8..10).prop_map(Step::Send),
        2 => Just(Step::Sweep),
        4 => Just(Step::Finish),
        1 => Just(Step::Restart),
    ]
}

async fn take(c: &mut SqliteConnection, id: CampaignId, step: Step) -> anyhow::Result<()> {
    let (proof, now) = (Proof::command_line(), now());
    match step {
        Step::Pause => drop(pause(c, &proof, id, now).await?),
        Step::Resume => drop(resume(c, &proof, id, now).await?),
        Step::Cancel => drop(cancel(c, &proof, id, now).await?),
        Step::RetryUnknown => drop(retry_unknown(c, &proof, id, now).await?),
        Step::Resend => drop(resend(c, &proof, id, now).await?),
        Step::Back(person) => drop(recipient::welcome_back(c, PersonId(person), now).await?),
        Step::Sweep => drop(store::sweep(c, id, now).await?),
        Step::Finish => store::finish(c, now).await?,
        Step::Restart => store::recover(c, BOOT + 1, now).await?,
        Step::Send(verdict) => {
            store::start_due(c, chrono::TimeDelta::hours(3), now).await?;
            store::materialise(c, id).await?;
            let claims = claim_two(c, now).await?;
            let end = match verdict {
                0 => End::Back,
                1 => End::Sent(Verdict::Unknown),
                2 => End::Sent(Verdict::Failed(FailureReason::Refused)),
                3 => End::Sent(Verdict::Unreachable(Unreachable::Blocked)),
                // A crash after the claim, and one after the departure.
                4 => return Ok(()),
                5 => return store::depart(c, BOOT, &keys(&claims), now).await.map(|_| ()),
                6 => End::Unfit(FailureReason::TooLong),
                _ => End::Sent(Verdict::Sent { message: 7 }),
            };
            let departed = store::depart(c, BOOT, &keys(&claims), now).await?;
            assert_eq!(departed.len(), claims.len(), "what is claimed may go");
            report(c, claims, end, now).await?;
        }
    }
    Ok(())
}

/// As a process does that has just started: it holds nothing.
async fn claim_two(c: &mut SqliteConnection, now: DateTime<Utc>) -> anyhow::Result<Vec<Claim>> {
    let lane = Lane { held: Arc::default(), paid: false, after: CampaignId(0), room: 2 };
    Ok(store::claim(c, lane, now).await?.claims)
}

fn keys(claims: &[Claim]) -> Vec<DeliveryKey> {
    claims.iter().map(|claim| claim.slip.key()).collect()
}

async fn report(c: &mut SqliteConnection, claims: Vec<Claim>, end: End, now: DateTime<Utc>) -> anyhow::Result<()> {
    let reports: Vec<Report> = claims.into_iter().map(|claim| Report { slip: claim.slip, end: end.clone() }).collect();
    store::record(c, BOOT, &reports, now).await
}

/// Whatever happened, a process that starts now brings every running campaign to its end.
async fn assert_nothing_is_stranded(c: &mut SqliteConnection) -> anyhow::Result<()> {
    let far = now() + chrono::TimeDelta::days(1);
    store::recover(c, BOOT + 1, far).await?;
    store::start_due(c, chrono::TimeDelta::days(2), far).await?;
    loop {
        let tasks = store::list_tasks(c).await?;
        for task in &tasks {
            store::materialise(c, task.id).await?;
        }
        let claims = claim_two(c, far).await?;
        if claims.is_empty() {
            break;
        }
        store::depart(c, BOOT, &keys(&claims), far).await?;
        report(c, claims, End::Sent(Verdict::Sent { message: 7 }), far).await?;
    }
    let stranded: i64 = sqlx::query_scalar(
        "select count(*) from delivery where state in ('queued', 'sending', 'retry')
            and campaign_id in (select id from campaign where state = 'running')",
    )
    .fetch_one(c)
    .await?;
    assert_eq!(stranded, 0);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn counters_are_what_the_rows_say(steps in prop::collection::vec((0usize..3, step()), 1..40)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async {
            on_database!(4, |c| {
                insert_campaign(c, &broadcast(), CampaignState::Scheduled, now()).await?;
                for (which, step) in steps {
                    let ids: Vec<i64> = sqlx::query_scalar("select id from campaign order by id").fetch_all(&mut *c).await?;
                    take(c, CampaignId(ids[which % ids.len()]), step).await?;
                    assert_counted(c).await;
                }
                assert_nothing_is_stranded(c).await?;
            });
        });
    }
}
