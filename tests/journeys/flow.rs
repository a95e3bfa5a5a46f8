//! Floods: whoever sends much waits alone, is told what was not read, and loses nothing that was accepted.

use std::time::{Duration, Instant};

use ikrar::access::Role;
use simulator::{Content, Fault, FaultKind, MessageView, SimError};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

use crate::world::{Person, SECRET, World, times};

const ANNA: &str = "198001012005012001";
const FLOOD: usize = 150;

/// Waits for what must come; how long it took.
async fn until(what: &str, mut come: impl FnMut() -> bool) -> Duration {
    let began = Instant::now();
    while !come() {
        assert!(began.elapsed() < Duration::from_secs(90), "{what}");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    began.elapsed()
}

fn answers(person: Person<'_>) -> Vec<MessageView> {
    person.messages().into_iter().filter(|message| message.from_bot).collect()
}

/// How many messages the bot says it has not read.
fn unread(text: &str) -> Option<usize> {
    let (before, _) = text.split_once(" pesan terakhir tidak terbaca")?;
    before.rsplit(' ').next()?.parse().ok()
}

fn send(world: &World, person: Person<'_>, text: &str) {
    world.sim.send(person.id, person.id, Content::Text(text.into())).unwrap();
}

/// Two commands in turn: no answer is like the one before it, so none replaces another.
fn flood(world: &World, person: Person<'_>, count: usize) {
    for n in 0..count {
        send(world, person, ["/bantuan", "/bahasa"][n % 2]);
    }
}

async fn a_flood_beside_others(world: &World) {
    let ramai = world.person("Ramai");
    flood(world, ramai, FLOOD);
    for n in 0..5 {
        let tetangga = world.person(&format!("Tetangga {n}"));
        send(world, tetangga, "/start");
        until("a bystander is answered", || !answers(tetangga).is_empty()).await;
    }
    assert!(answers(ramai).len() < 15, "others are answered long before the flood is");
    let told = |message: &MessageView| unread(&message.text);
    until("the flood is told", || answers(ramai).iter().any(|message| told(message).is_some())).await;
    until("the rest is answered", || world.app.memory.lanes.total() == 0).await;
    world.sim.settled(Duration::from_secs(10)).await.unwrap();
    let answers = answers(ramai);
    let notes: Vec<usize> = answers.iter().filter_map(told).collect();
    assert_eq!(notes.len(), 1, "once");
    assert_eq!(answers.len() - 1 + notes[0], FLOOD * times(), "each is answered or said not to have been read");
    assert_eq!(world.sim.refusals(), []);
    assert_eq!(world.sim.throttled(), 0, "within Telegram's limits");
    // And the chat is heard again.
    send(world, ramai, "/bantuan");
    until("heard again", || ramai.last().from_bot && unread(&ramai.last().text).is_none()).await;
}

#[tokio::test]
async fn a_flood_makes_nobody_else_wait_and_is_answered_or_told() {
    a_flood_beside_others(&World::paced().await).await;
}

#[tokio::test]
async fn by_webhook_a_flood_makes_nobody_else_wait_either() {
    let mut world = World::paced().await;
    world.restart_with_webhook().await;
    a_flood_beside_others(&world).await;
}

#[tokio::test]
async fn a_hundred_floods_make_nobody_else_wait() {
    let world = World::paced().await;
    let ramai: Vec<Person<'_>> = (0..100).map(|n| world.person(&format!("Ramai {n}"))).collect();
    for _ in 0..40 {
        ramai.iter().for_each(|ramai| flood(&world, *ramai, 1));
    }
    let sum = || ramai.iter().map(|ramai| answers(*ramai).len()).sum::<usize>();
    let tetangga = world.person("Tetangga");
    let before = sum();
    send(&world, tetangga, "/start");
    until("a bystander is answered", || !answers(tetangga).is_empty()).await;
    // Telegram takes thirty a second: whoever has had little goes first. Floods have had some seconds' worth at most.
    assert!(sum() - before < 150, "{} answers went before", sum() - before);
    assert_eq!(world.sim.refusals(), []);
}

#[tokio::test]
async fn a_tap_is_answered_within_a_second_also_where_messages_wait() {
    let world = World::paced().await;
    let ramai = world.person("Ramai");
    ramai.says("/bahasa").await;
    let (message, data) = ramai.data("English");
    flood(&world, ramai, 14 / times());
    until("messages wait", || world.app.memory.lanes.waiting(ramai.id) > 8).await;
    let query = world.sim.tap_data(ramai.id, ramai.id, message, &data).unwrap();
    until("the tap is answered", || world.sim.answer(&query).is_some()).await;
    assert!(world.sim.answer(&query).unwrap().after_ms < 1000);
    let english = |text: &str| text.contains("we will use English");
    until("and acted upon", || english(&world.sim.message(ramai.id, message).unwrap().text)).await;
    assert!(world.app.memory.lanes.waiting(ramai.id) > 3, "before what waits");
    // Where too much waits, a tap is told so, at once.
    flood(&world, ramai, 40);
    let query = world.sim.tap_data(ramai.id, ramai.id, message, &data).unwrap();
    until("the tap is answered", || world.sim.answer(&query).is_some()).await;
    let answer = world.sim.answer(&query).unwrap();
    assert!(answer.after_ms < 1000 && answer.show_alert, "{answer:?}");
    assert!(answer.text.unwrap().contains("Too much at once"), "in the language just chosen");
    assert_eq!(world.sim.violations(), []);
}

#[tokio::test]
async fn a_slow_wire_of_many_chats_holds_up_nobody_else() {
    let world = World::new().await;
    let many = 120;
    let fault = Fault::new(FaultKind::Latency { min_ms: 20_000, max_ms: 20_000 });
    world.sim.faults().set(fault.on(&["sendMessage"]).next(many));
    let began = Instant::now();
    for n in 0..many {
        send(&world, world.person(&format!("Lambat {n}")), "/bantuan");
    }
    // More than the hundred updates that Telegram hands out before some are confirmed.
    until("all are on the wire", || world.sim.faults().active().is_empty()).await;
    let tetangga = world.person("Tetangga");
    send(&world, tetangga, "/bantuan");
    until("a bystander is answered", || !answers(tetangga).is_empty()).await;
    assert!(began.elapsed() < Duration::from_secs(20), "held up by others: {:?}", began.elapsed());
}

#[tokio::test]
async fn a_flood_wait_of_any_length_delays_a_reply_and_never_loses_it() {
    let world = World::new().await;
    let anna = world.linked("Anna", ANNA).await;
    let budi = world.person("Budi");
    let wait = |seconds| {
        let fault = Fault::new(FaultKind::TooManyRequests { retry_after: seconds });
        world.sim.faults().set(fault.on(&["sendMessage"]).next(1));
    };
    // Longer than anything waited for until now.
    wait(7);
    let before = answers(anna).len();
    send(&world, anna, "/status");
    until("refused", || world.sim.faults().active().is_empty()).await;
    send(&world, budi, "/start");
    until("others are answered", || !answers(budi).is_empty()).await;
    assert_eq!(answers(anna).len(), before);
    let took = until("the reply comes", || answers(anna).len() > before).await;
    assert!(took > Duration::from_secs(5), "not before Telegram wants it: {took:?}");
    assert!(anna.last().text.contains("Ikrar Bapak/Ibu"));

    wait(600);
    send(&world, anna, "/status");
    until("refused", || world.sim.faults().active().is_empty()).await;
    send(&world, anna, "/bantuan");
    until("the updates are handled", || world.sim.pending_updates() == 0).await;
    assert_eq!(world.app.memory.lanes.waiting(anna.id), 2 * times(), "both replies wait, in their order");
    let query = {
        let (message, data) = anna.data("Baca: Ikrar Netralitas ASN");
        world.sim.tap_data(anna.id, anna.id, message, &data).unwrap()
    };
    until("a tap is answered meanwhile", || world.sim.answer(&query).is_some()).await;
    let citra = world.person("Citra");
    send(&world, citra, "/start");
    until("others are answered", || !answers(citra).is_empty()).await;
    assert_eq!(world.sim.violations(), []);
}

#[tokio::test]
async fn of_edits_that_wait_the_last_one_wins() {
    let world = World::new().await;
    let anna = world.person("Anna");
    anna.says("/bahasa").await;
    let (message, english) = anna.data("English");
    let (_, indonesian) = anna.data("Bahasa Indonesia");
    let fault = Fault::new(FaultKind::TooManyRequests { retry_after: 3 });
    world.sim.faults().set(fault.on(&["editMessageText"]).next(1));
    for data in [&english, &indonesian, &english] {
        world.sim.tap_data(anna.id, anna.id, message, data).unwrap();
    }
    until("handled", || world.sim.pending_updates() == 0).await;
    until("shown", || world.app.memory.lanes.total() == 0).await;
    world.settle().await;
    let shown = world.sim.message(anna.id, message).unwrap().text;
    assert!(shown.contains("English"), "{shown}");
    assert_eq!(answers(anna).len(), 1);
}

#[tokio::test]
async fn replies_that_wait_go_out_before_the_bot_stops() {
    let mut world = World::paced().await;
    let ramai = world.person("Ramai").id;
    flood(&world, world.known(ramai), 6);
    until("read", || world.sim.pending_updates() == 0).await;
    world.stop().await;
    assert_eq!(answers(world.known(ramai)).len(), 6 * times());
}

/// A file goes out in its turn, as every message of a chat does.
#[tokio::test]
async fn files_keep_the_pace_of_their_chat() {
    let world = World::paced().await;
    let ratna = world.admin("Ratna", Role::Admin).await;
    let files = || ratna.messages().into_iter().filter(|message| message.file.is_some()).count();
    for _ in 0..5 {
        send(&world, ratna, "/impor");
    }
    until("all came", || files() == 5).await;
    assert_eq!(world.sim.throttled(), 0);
    assert_eq!(world.sim.violations(), []);
}

async fn half(port: u16, head: &str) -> TcpStream {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
    stream.write_all(head.as_bytes()).await.unwrap();
    stream
}

#[tokio::test]
async fn half_requests_do_not_keep_telegram_out() {
    let mut world = World::new().await;
    let port = world.restart_with_webhook().await;
    let anna = world.linked("Anna", ANNA).await;
    let mut halves = Vec::new();
    for _ in 0..400 {
        halves.push(half(port, "POST / HTTP/1.1\r\nHost: x\r\nX-Half: ").await);
    }
    let before = answers(anna).len();
    send(&world, anna, "/status");
    until("Telegram gets in", || answers(anna).len() > before).await;
    // Most have already made room; the others are not waited for long.
    let mut byte = [0; 1];
    let ended = halves[0].read(&mut byte).await;
    assert!(matches!(ended, Ok(0) | Err(_)), "the oldest is gone: {ended:?}");
    for mut stream in halves {
        let end = async { while !matches!(stream.read(&mut byte).await, Ok(0) | Err(_)) {} };
        tokio::time::timeout(Duration::from_secs(10), end).await.expect("a half request is not held for long");
    }
    // Without the secret nothing of a body is waited for; with it, not for long.
    let began = Instant::now();
    let head = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n";
    for (secret, answer) in [("wrong", "404"), (SECRET, "408")] {
        let mut stream = half(port, &format!("{head}X-Telegram-Bot-Api-Secret-Token: {secret}\r\n\r\n")).await;
        let mut text = [0; 64];
        let count = stream.read(&mut text).await.unwrap();
        let text = String::from_utf8_lossy(&text[..count]).into_owned();
        assert!(text.contains(answer), "{text}");
        assert!(secret == SECRET || began.elapsed() < Duration::from_secs(2));
    }
    assert!(began.elapsed() < Duration::from_secs(15));
}

#[tokio::test]
async fn a_webhook_that_telegram_cannot_take_yet_is_set_later() {
    let mut world = World::new().await;
    world.sim.faults().set(Fault::new(FaultKind::ServerError { code: 502 }).on(&["setWebhook"]).next(1));
    world.restart_with_webhook().await;
    let anna = world.person("Anna");
    send(&world, anna, "/start");
    until("heard", || !answers(anna).is_empty()).await;
    let _: Result<(), SimError> = world.sim.settled(Duration::from_secs(10)).await;
}
