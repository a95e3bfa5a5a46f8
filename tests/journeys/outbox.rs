//! Delivery: what each answer of Telegram makes of a message, and what holds through stops, pauses and outages.

use std::{collections::BTreeMap, time::Duration};

use chrono::TimeDelta;
use ikrar::{
    access::Proof,
    app::App,
    audience::Segment,
    outbox::{
        CampaignId, CampaignState, Content, Counters, FailureReason, Hours, Media, NewCampaign, OnUnknown, RuleId,
        Wave,
        job::{Step, Worker},
        store::control,
    },
    texts::Zone,
};
use simulator::{Fault, FaultKind, NewUser};

use crate::world::{World, show};

const ANNA: &str = "198001012005012001";
const BUDI: &str = "200012312024211001";
const CITRA: &str = "NA-0001";
const DARIUS: &str = "197505052000031002";
const EKO: &str = "KD-007";

/// Anna (WIT), Budi, Citra (WIB) with open chats; their accounts.
async fn three(world: &World) -> [i64; 3] {
    let users = [ANNA, BUDI, CITRA].map(|key| (key, world.sim.add_user(NewUser::named(key))));
    for (key, user) in users {
        world.sim.open_chat(user);
        world.link(key, user, if key == BUDI { "en" } else { "id" }).await;
    }
    users.map(|(_, user)| user)
}

async fn sql(world: &World, statement: &'static str) {
    let change = world
        .app
        .db
        .write(move |c| Box::pin(async move { Ok(sqlx::raw_sql(statement).execute(c).await?.rows_affected()) }));
    assert!(change.await.unwrap() > 0, "{statement}");
}

/// The next answer to a message to many.
fn next(world: &World, kind: FaultKind) {
    world.sim.faults().set(Fault::new(kind).next(1).on(&["sendMessage"]));
}

/// How often each account got a message.
fn received(world: &World) -> BTreeMap<i64, usize> {
    let mut received = BTreeMap::new();
    for entry in world.sim.ledger() {
        *received.entry(entry.chat_id.unwrap()).or_default() += 1;
    }
    received
}

/// In alphabetical order: whom a fault strikes is chance.
async fn states(world: &World, id: CampaignId) -> Vec<String> {
    let mut states: Vec<String> =
        world.deliveries(id).await.into_iter().map(|line| line.split_once(": ").unwrap().1.to_owned()).collect();
    states.sort();
    states
}

#[tokio::test]
async fn a_reminder_speaks_each_readers_language_and_day() {
    let world = World::new().await;
    let [anna, budi, _] = three(&world).await;
    sql(
        &world,
        "insert into election (id, slug, name, created_at) values (1, 'x', 'x', 0);
        insert into stage (id, election_id, kind, name, first_day, last_day)
            values (1, 1, 'quiet', 'Masa tenang', '2024-11-24', '2024-11-26');
        insert into rule (id, stage_id, anchor, days, minute, segment, content, mandatory, since, created_at)
            values (1, 1, 'first', -7, 480, '{}', '{}', 1, 0, 0)",
    )
    .await;
    let text = "Yth. <b>{nama}</b>, {unit}: {tahapan} dimulai {tanggal}, {sisa_hari} hari lagi. {tautan}";
    let wave = |zone, occurrence| {
        let stage_day = "2024-12-08".parse().unwrap();
        let wave = Wave { rule: RuleId(1), version: 1, zone, occurrence, stage: "Masa tenang".into(), stage_day };
        let segment = Segment { owing: true, ..Segment::default() };
        NewCampaign { wave: Some(wave), segment, ..world.broadcast(text) }
    };
    let stale = world.now() - TimeDelta::minutes(181);
    let missed = world.schedule(NewCampaign { fire_at: stale, ..wave(Zone::Wib, 0) }).await;
    world.delivered().await;
    assert_eq!(world.campaign(missed).await.state, CampaignState::Missed, "later than the grace period");
    // 23:30 in WIB: in WIT it is another day.
    world.pass(TimeDelta::minutes(15 * 60 + 30));
    world.schedule(wave(Zone::Wib, 1)).await;
    world.schedule(wave(Zone::Wit, 1)).await;
    world.delivered().await;
    world.settle().await;
    let chats: Vec<String> = [anna, budi].map(|user| show(&world.known(user).last())).into();
    insta::with_settings!({ prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!("reminders", chats.join("\n"));
    });
    assert!(received(&world).into_values().all(|count| count == 1), "a zone's wave is for that zone only");
}

#[tokio::test]
async fn who_cannot_be_reached_is_marked_and_not_tried_again() {
    let world = World::new().await;
    let [anna, budi, citra] = three(&world).await;
    world.sim.block(anna);
    world.sim.deactivate(budi);
    let stranger = world.sim.add_user(NewUser::named("Darius"));
    world.link(DARIUS, stranger, "id").await;
    world.link(EKO, 999_999_999, "id").await;
    let first = world.schedule(world.broadcast("Halo")).await;
    world.delivered().await;
    let expected = [
        "197505052000031002: unreachable not_started",
        "198001012005012001: unreachable blocked",
        "200012312024211001: unreachable deactivated",
        "KD-007: unreachable not_found",
        "NA-0001: sent",
    ];
    assert_eq!(world.deliveries(first).await, expected);
    let refused = world.sim.refusals();
    assert!(refused.iter().all(|refusal| refusal.description.contains("chat not found")), "{refused:?}");
    world.sim.clear_refusals();

    // Nobody is asked again: not a single request beyond Citra's.
    next(&world, FaultKind::ServerError { code: 500 });
    next(&world, FaultKind::ServerError { code: 500 });
    let second = world.schedule(world.broadcast("Lagi")).await;
    world.delivered().await;
    assert_eq!(world.sim.faults().active()[0].next, Some(1));
    world.sim.faults().clear();
    let campaign = world.campaign(second).await;
    assert_eq!((campaign.counters.unreachable, campaign.counters.unknown, campaign.state), (4, 1, CampaignState::Done));
    assert_eq!(received(&world), BTreeMap::from([(citra, 1)]));

    // Who came back gets what is sent again to those who were missed.
    world.sim.unblock(anna);
    sql(&world, "update recipient set unreachable_at = null, unreachable = null where unreachable = 'blocked'").await;
    let again = world.schedule(NewCampaign { resend_of: Some(first), ..world.broadcast("Halo") }).await;
    world.delivered().await;
    assert_eq!(world.campaign(again).await.counters.sent, 1);
    assert_eq!(received(&world), BTreeMap::from([(anna, 1), (citra, 1)]));
}

#[tokio::test]
async fn a_message_at_fault_fails_for_that_message_only() {
    let world = World::new().await;
    three(&world).await;
    let broken = world.schedule(world.broadcast("<b>terbuka")).await;
    world.delivered().await;
    assert_eq!(states(&world, broken).await, vec![format!("failed {}", FailureReason::Text.as_str()); 3]);
    let file = Media::Photo { file_id: "tidak-ada".into() };
    let content = Content { html: "Foto".into(), media: vec![file] };
    let photo = world.schedule(NewCampaign { content, ..world.broadcast("") }).await;
    world.delivered().await;
    assert_eq!(states(&world, photo).await, ["failed file"; 3]);
    assert_eq!(world.sim.refusals().len(), 6);
    world.sim.clear_refusals();
    // Filled in, it is too long for whose name is longer: no request.
    let long = world.schedule(world.broadcast(&format!("{}{{nama}}", "x".repeat(4096 - 12)))).await;
    world.delivered().await;
    assert_eq!(states(&world, long).await, ["failed too_long", "failed too_long", "sent"]);
    assert_eq!(world.campaign(long).await.counters, Counters { total: 3, sent: 1, failed: 2, ..Counters::default() });
    world.settle().await;
}

#[tokio::test]
async fn an_album_and_a_file_go_by_their_ids() {
    let world = World::new().await;
    let [anna, ..] = three(&world).await;
    let jpeg = simulator::Content::Photo { bytes: vec![0xff, 0xd8, 0xff], caption: None };
    let sent = world.sim.send(anna, anna, jpeg).unwrap();
    world.settle().await;
    let photo = world.sim.message(anna, sent).unwrap().file.unwrap().id;
    let one = Content { html: "Satu".into(), media: vec![Media::Photo { file_id: photo.clone() }] };
    let two = Content { html: "Dua".into(), media: vec![Media::Photo { file_id: photo }; 2] };
    for content in [one, two] {
        world.pass(TimeDelta::seconds(2));
        let id = world.schedule(NewCampaign { content, ..world.broadcast("") }).await;
        world.delivered().await;
        assert_eq!(states(&world, id).await, ["sent"; 3]);
    }
    world.settle().await;
    let chat = world.known(anna).messages();
    let [one, first, second] = chat.last_chunk().unwrap();
    assert_eq!(one.buttons[0][0].label, "Mengapa saya menerima ini?");
    assert!(first.text.contains("/pesan") && first.buttons.is_empty() && second.text.is_empty(), "{}", show(first));
}

#[tokio::test]
async fn flood_control_and_a_refused_token_are_waited_out() {
    let world = World::new().await;
    let [anna, ..] = three(&world).await;
    next(&world, FaultKind::TooManyRequests { retry_after: 1 });
    let id = world.schedule(world.broadcast("Halo")).await;
    world.delivered().await;
    assert_eq!(states(&world, id).await, ["retry", "sent", "sent"]);
    assert_eq!(world.count("delivery where state = 'retry' and attempt = 0").await, 1);
    // An interactive reply does not wait for the bulk lane.
    world.known(anna).says("/bantuan").await;
    next(&world, FaultKind::Refusal { code: 401, description: "Unauthorized".into(), migrate_to_chat_id: None });
    world.pass(TimeDelta::seconds(1));
    world.delivered().await;
    assert_eq!(states(&world, id).await, ["retry", "sent", "sent"]);
    assert_eq!(world.count("delivery where state = 'retry' and attempt = 1").await, 1);
    world.pass(TimeDelta::seconds(1));
    world.delivered().await;
    assert_eq!(states(&world, id).await, ["sent"; 3]);
    assert_eq!(world.campaign(id).await.state, CampaignState::Done);
    world.settle().await;
}

#[tokio::test]
async fn a_chat_that_moved_is_followed() {
    let world = World::new().await;
    let [anna, new] = ["Anna", "Anna"].map(|name| world.sim.add_user(NewUser::named(name)));
    world.link(ANNA, anna, "id").await;
    world.sim.open_chat(new);
    let moved = FaultKind::Refusal { code: 400, description: "moved".into(), migrate_to_chat_id: Some(new) };
    next(&world, moved.clone());
    let id = world.schedule(world.broadcast("Halo")).await;
    world.delivered().await;
    assert_eq!(states(&world, id).await, ["sent"]);
    assert_eq!(received(&world), BTreeMap::from([(new, 1)]));
    assert_eq!(world.count(&format!("link where telegram_id = {new}")).await, 1);
    // To where it is already: that leads nowhere, and ends.
    next(&world, moved);
    let id = world.schedule(world.broadcast("Lagi")).await;
    world.delivered().await;
    assert_eq!(states(&world, id).await, ["failed moved"]);
}

#[tokio::test]
async fn what_nobody_knows_is_held_or_sent_again() {
    let world = World::new().await;
    three(&world).await;
    let faults =
        [FaultKind::ServerError { code: 502 }, FaultKind::DropBefore, FaultKind::DropAfter, FaultKind::MalformedJson];
    for (n, kind) in faults.into_iter().enumerate() {
        let accepted = matches!(kind, FaultKind::DropAfter | FaultKind::MalformedJson);
        for on_unknown in [OnUnknown::Hold, OnUnknown::Resend] {
            let before = world.sim.ledger().len();
            next(&world, kind.clone());
            let id = world.schedule(NewCampaign { on_unknown, ..world.broadcast(&format!("Halo {n}")) }).await;
            world.delivered().await;
            let more = match on_unknown {
                OnUnknown::Hold => {
                    assert_eq!(states(&world, id).await, ["sent", "sent", "unknown no_answer"], "{kind:?}");
                    2 + usize::from(accepted)
                }
                OnUnknown::Resend => {
                    assert_eq!(states(&world, id).await, ["retry", "sent", "sent"], "{kind:?}");
                    world.pass(TimeDelta::seconds(1));
                    world.delivered().await;
                    assert_eq!(states(&world, id).await, ["sent"; 3], "{kind:?}");
                    3 + usize::from(accepted)
                }
            };
            assert_eq!(world.sim.ledger().len() - before, more, "{kind:?}");
            assert_eq!(world.campaign(id).await.state, CampaignState::Done);
            world.pass(TimeDelta::seconds(2));
        }
    }
}

#[tokio::test]
async fn no_answer_in_time_is_in_doubt() {
    let world = World::new().await;
    three(&world).await;
    next(&world, FaultKind::Latency { min_ms: 10_300, max_ms: 10_300 });
    let id = world.schedule(world.broadcast("Halo")).await;
    world.delivered().await;
    assert_eq!(states(&world, id).await, ["sent", "sent", "unknown no_answer"]);
}

/// Steps until nothing is left to do by the world's clock.
async fn drive(worker: &mut Worker) {
    loop {
        match worker.step().await.unwrap() {
            Step::Idle => break,
            step => worker.wait(step).await,
        }
    }
}

#[tokio::test]
async fn nothing_is_lost_while_telegram_is_away() {
    let mut world = World::new().await;
    three(&world).await;
    world.stop().await;
    let id = world.schedule(NewCampaign { on_unknown: OnUnknown::Hold, ..world.broadcast("Halo") }).await;
    let bot = world.app.bot.clone().set_api_url("http://127.0.0.1:9".parse().unwrap());
    let mut worker = Worker::new(App { bot, ..world.app.clone() });
    drive(&mut worker).await;
    assert_eq!(states(&world, id).await, ["retry"; 3]);
    assert_eq!(world.count("delivery where attempt = 1 and next_at is not null").await, 3);
    worker.finish().await;
    world.pass(TimeDelta::seconds(1));
    world.restart().await;
    world.delivered().await;
    assert_eq!(states(&world, id).await, ["sent"; 3]);
    assert_eq!(world.sim.ledger().len(), 3);
}

#[tokio::test]
async fn everything_is_looked_at_again_just_before_it_goes() {
    let world = World::new().await;
    let anna = world.linked("Anna", ANNA).await;
    let budi = world.linked("Budi", BUDI).await;
    for key in [CITRA, DARIUS] {
        let user = world.sim.add_user(NewUser::named(key));
        world.sim.open_chat(user);
        world.link(key, user, "id").await;
    }
    // It is 08:00 in WIB: the audience is written out, and waits for 13:00.
    let hours = Hours { from: 13 * 60, to: 14 * 60, weekends: true };
    let owing = Segment { owing: true, ..Segment::default() };
    let reminder =
        world.schedule(NewCampaign { segment: owing, hours, mandatory: true, ..world.broadcast("Ikrar") }).await;
    let news = world.schedule(NewCampaign { hours, ..world.broadcast("Kabar") }).await;
    let soon = Some(world.now() + TimeDelta::hours(1));
    let late = world.schedule(NewCampaign { hours, deadline: soon, ..world.broadcast("Telat") }).await;
    let capped = world.schedule(NewCampaign { hours, weekly_cap: Some(2), ..world.broadcast("Sering") }).await;
    world.delivered().await;
    assert_eq!(world.campaign(reminder).await.counters.total, 4);
    assert_eq!(world.campaign(news).await.counters.total, 4);
    budi.pledges().await;
    sql(&world, "update person set active = 0 where key = '197505052000031002'").await;
    sql(
        &world,
        "insert into recipient (person_id, muted_at, week, week_sent) select id, 1, 19996, 2 from person where key = 'NA-0001';
        insert into recipient (person_id, week, week_sent) select id, 19989, 9 from person where key = '200012312024211001'",
    )
    .await;
    let sent = world.sim.ledger().len();
    // 13:30 in WIB; in WIT it is 15:30, and Anna has to wait for tomorrow.
    world.pass(TimeDelta::minutes(5 * 60 + 30));
    world.delivered().await;
    let expected = [
        "197505052000031002: skipped unlinked",
        "198001012005012001: retry",
        "200012312024211001: skipped signed",
        "NA-0001: sent",
    ];
    assert_eq!(world.deliveries(reminder).await, expected);
    assert_eq!(states(&world, news).await, ["retry", "sent", "skipped muted", "skipped unlinked"]);
    assert_eq!(states(&world, late).await, ["skipped late"; 4]);
    assert_eq!(world.campaign(late).await.state, CampaignState::Done);
    // Budi's nine were of another week.
    assert_eq!(states(&world, capped).await, ["retry", "sent", "skipped muted", "skipped unlinked"]);
    sql(&world, "update recipient set muted_at = null").await;
    let capped = world.schedule(NewCampaign { weekly_cap: Some(2), ..world.broadcast("Lagi") }).await;
    world.delivered().await;
    assert_eq!(world.deliveries(capped).await.last().unwrap(), "NA-0001: skipped cap");
    // The next day at 13:00 in WIT.
    world.pass(TimeDelta::minutes(21 * 60 + 30));
    world.delivered().await;
    assert_eq!(world.deliveries(reminder).await[1], "198001012005012001: sent");
    assert_eq!(world.campaign(reminder).await.state, CampaignState::Done);
    // Which of the campaigns comes first to a chat is nobody's concern.
    let mut news: Vec<String> = anna.messages().into_iter().rev().take(3).map(|message| message.text).collect();
    news.sort();
    assert_eq!(news, ["Ikrar", "Kabar", "Sering"]);
    assert_eq!(world.sim.ledger().len() - sent, 8);
}

#[tokio::test]
async fn two_campaigns_share_the_way() {
    let world = World::new().await;
    world.crowd(80).await;
    let fire_at = world.now() + TimeDelta::minutes(1);
    let first = world.schedule(NewCampaign { fire_at, ..world.broadcast("Satu") }).await;
    let second = world.schedule(NewCampaign { fire_at, ..world.broadcast("Dua") }).await;
    world.pass(TimeDelta::minutes(1));
    world.delivered().await;
    for id in [first, second] {
        assert_eq!(world.campaign(id).await.counters, Counters { total: 80, sent: 80, ..Counters::default() });
    }
    let ledger = world.sim.ledger();
    let hash = ledger[0].text_sha256.clone();
    let of_one = ledger.iter().take(80).filter(|entry| entry.text_sha256 == hash).count();
    assert!((20..=60).contains(&of_one), "{of_one} of the first 80 are of one campaign");
}

#[tokio::test]
async fn a_restart_holds_what_was_on_the_wire_or_sends_it_again() {
    let mut world = World::new().await;
    three(&world).await;
    let hours = Hours { from: 13 * 60, to: 24 * 60, weekends: true };
    let hold = world.schedule(NewCampaign { hours, ..world.broadcast("Tahan") }).await;
    let resend = NewCampaign { hours, on_unknown: OnUnknown::Resend, ..world.broadcast("Ulang") };
    let resend = world.schedule(resend).await;
    world.delivered().await;
    world.stop().await;
    sql(&world, "update delivery set state = 'sending', boot = 7").await;
    sql(&world, "update campaign set claimed = cursor").await;
    world.restart().await;
    world.pass(TimeDelta::hours(6));
    world.delivered().await;
    assert_eq!(states(&world, hold).await, ["unknown restart"; 3]);
    let campaign = world.campaign(hold).await;
    assert_eq!((campaign.counters.unknown, campaign.state), (3, CampaignState::Done));
    assert_eq!(states(&world, resend).await, ["sent"; 3]);
}

/// Waits until so many more messages were taken and one was refused: nothing departs for the next hour.
async fn stands_still_after(world: &World, messages: u32) {
    let flood = FaultKind::TooManyRequests { retry_after: 3600 };
    world.sim.faults().set(Fault::new(flood).after(messages).next(1).on(&["sendMessage"]));
    let waits = |fault: &Fault| matches!(fault.kind, FaultKind::TooManyRequests { .. });
    let began = std::time::Instant::now();
    while world.sim.faults().active().iter().any(waits) {
        assert!(began.elapsed() < Duration::from_secs(30), "nothing is refused");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// After a crash in doubt is what was on the wire and nothing else: not what was claimed and waited for its slot.
#[tokio::test]
async fn a_crash_leaves_in_doubt_only_what_has_left() {
    let mut world = World::new().await;
    world.crowd(40).await;
    world.stop().await;
    // The first answers take their time, so that some are on the wire; the sixth stops the lane.
    let faults = world.sim.faults();
    faults.set(Fault::new(FaultKind::Latency { min_ms: 6000, max_ms: 6000 }).next(5).on(&["sendMessage"]));
    let flood = FaultKind::TooManyRequests { retry_after: 3600 };
    faults.set(Fault::new(flood).after(5).next(1).on(&["sendMessage"]));
    let id = world.schedule(NewCampaign { on_unknown: OnUnknown::Hold, ..world.broadcast("Halo") }).await;
    let mut worker = Worker::new(world.app.clone());
    while world.count("delivery where state = 'retry'").await == 0 {
        let step = worker.step().await.unwrap();
        worker.wait(step).await;
    }
    // Whatever there is room for is claimed, and stays where it is.
    for _ in 0..3 {
        worker.step().await.unwrap();
    }
    let on_wire = world.count("delivery where state = 'sending'").await;
    assert_eq!(world.sim.ledger().len(), 0, "none of them is answered");
    drop(worker);
    world.sim.settled(Duration::from_secs(30)).await.unwrap();
    let left = i64::try_from(world.sim.ledger().len()).unwrap();
    assert_eq!((left, on_wire), (5, 5), "in doubt is what has left");
    world.pass(TimeDelta::hours(1));
    world.restart().await;
    world.delivered().await;
    let counters = world.campaign(id).await.counters;
    assert_eq!(counters, Counters { total: 40, sent: 35, unknown: 5, ..Counters::default() });
    assert!(received(&world).into_values().all(|count| count == 1));
    assert_eq!(world.sim.ledger().len(), 40, "nothing is lost, and nothing came twice");
}

#[tokio::test]
async fn a_stop_in_the_middle_leaves_nothing_in_doubt() {
    let mut world = World::new().await;
    let crowd = world.crowd(60).await;
    world.sim.faults().set(Fault::new(FaultKind::Latency { min_ms: 50, max_ms: 200 }).on(&["sendMessage"]));
    let id = world.schedule(world.broadcast("Halo")).await;
    let mut sent = 0;
    for _ in 0..3 {
        // Some are on the wire; one more is refused, so that the lane rests before all are through.
        stands_still_after(&world, 12).await;
        world.stop().await;
        assert_eq!(world.count("delivery where state in ('sending', 'unknown')").await, 0);
        let now = world.campaign(id).await.counters.sent;
        assert_eq!(i64::try_from(world.sim.ledger().len()).unwrap(), now, "the ledger and the counter agree");
        assert!(now > sent && now < 60, "{now}");
        sent = now;
        world.restart().await;
    }
    world.pass(TimeDelta::hours(1));
    world.delivered().await;
    let received = received(&world);
    assert_eq!(received.len(), crowd.len());
    assert!(received.into_values().all(|count| count == 1));
    assert_eq!(world.campaign(id).await.state, CampaignState::Done);
}

#[tokio::test]
async fn a_pause_and_a_cancellation_take_hold_at_once() {
    /// Some ten seconds' worth, so that it cannot be through before it is stopped.
    const CROWD: i64 = 300;
    let world = World::new().await;
    world.crowd(300).await;
    let (id, now) = (world.schedule(world.broadcast("Halo")).await, world.now());
    let proof = || Proof::command_line();
    let sent_of = async || world.campaign(id).await.counters.sent;
    let reaches = async |least: i64| {
        let began = std::time::Instant::now();
        while sent_of().await < least {
            assert!(began.elapsed() < Duration::from_secs(30), "nothing is sent");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    reaches(5).await;
    world.app.db.write(move |c| Box::pin(async move { control::pause(c, &proof(), id, now).await })).await.unwrap();
    world.app.bell.notify_one();
    // What is on the wire arrives, and what is claimed goes back: from then on nothing is asked of Telegram.
    while world.count("delivery where state = 'sending'").await > 0 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let (sent, asked) = (sent_of().await, world.sim.ledger().len());
    assert_eq!(i64::try_from(asked).unwrap(), sent);
    assert!(sent < CROWD, "{sent}");
    // As long as dozens would take.
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!((sent_of().await, world.sim.ledger().len()), (sent, asked));
    world.app.db.write(move |c| Box::pin(async move { control::resume(c, &proof(), id, now).await })).await.unwrap();
    world.app.bell.notify_one();
    reaches(sent + 1).await;
    world.app.db.write(move |c| Box::pin(async move { control::cancel(c, &proof(), id, now).await })).await.unwrap();
    world.delivered().await;
    let campaign = world.campaign(id).await;
    assert!(campaign.counters.sent > sent && campaign.counters.cancelled > 0, "{campaign:?}");
    assert_eq!((campaign.counters.open(), campaign.state), (0, CampaignState::Cancelled));
    assert_eq!(i64::try_from(world.sim.ledger().len()).unwrap(), campaign.counters.sent);
}

#[tokio::test]
async fn a_database_that_refuses_loses_and_repeats_nothing() {
    use sqlx::{ConnectOptions as _, Connection as _};
    let world = World::new().await;
    world.crowd(80).await;
    let id = world.schedule(world.broadcast("Halo")).await;
    while world.sim.ledger().is_empty() {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    // Another process holds the lock for longer than is waited for it.
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(world.config.database());
    let mut other = options.connect().await.unwrap();
    sqlx::query("begin immediate").execute(&mut other).await.unwrap();
    tokio::time::sleep(Duration::from_secs(7)).await;
    let on_wire = world.sim.ledger().len();
    assert!(on_wire < 80, "nothing is claimed meanwhile");
    sqlx::query("rollback").execute(&mut other).await.unwrap();
    other.close().await.unwrap();
    world.delivered().await;
    assert_eq!(states(&world, id).await, vec!["sent"; 80]);
    assert!(received(&world).into_values().all(|count| count == 1));
    assert_eq!(world.sim.ledger().len(), 80);
}
