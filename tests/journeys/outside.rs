//! What comes from outside: another poller, a refused token, a locked database, a webhook.

use std::time::Duration;

use chrono::TimeDelta;
use simulator::{Content, Fault, FaultKind};
use sqlx::{Connection as _, SqliteConnection};

use crate::world::{ASN, ROSTER, World, times};

const ANNA: &str = "198001012005012001";

#[tokio::test]
async fn a_second_poller_is_survived() {
    let world = World::new().await;
    let anna = world.linked("Anna", ANNA).await;
    let url = format!("{}/bot{}/getUpdates?timeout=1", world.sim.url(), world.sim.token());
    for _ in 0..2 {
        reqwest::get(&url).await.unwrap();
    }
    world.sim.send(anna.id, anna.id, Content::Text("/status".into())).unwrap();
    world.sim.settled(Duration::from_secs(30)).await.unwrap();
    assert!(anna.last().text.contains("Ikrar Bapak/Ibu"), "{}", anna.chat());
}

#[tokio::test]
async fn polling_recovers_from_faults_of_the_network_and_of_telegram() {
    let world = World::new().await;
    let anna = world.linked("Anna", ANNA).await;
    for kind in
        [FaultKind::ServerError { code: 502 }, FaultKind::DropBefore, FaultKind::DropAfter, FaultKind::MalformedJson]
    {
        world.sim.faults().set(Fault::new(kind.clone()).on(&["getUpdates"]).next(1));
        let before = anna.messages().len();
        world.sim.send(anna.id, anna.id, Content::Text("/status".into())).unwrap();
        world.settle_within(Duration::from_secs(30)).await;
        assert_eq!(anna.messages().len(), before + 2, "{kind:?}\n{}", anna.chat());
    }
}

#[tokio::test]
async fn a_locked_database_is_told_and_nothing_accepted_is_lost() {
    let world = World::new().await;
    let anna = world.linked("Anna", ANNA).await;
    anna.says("/ikrar").await;
    anna.reads_every_clause().await;
    let url = format!("sqlite:{}", world.config.database().display());
    let mut other = SqliteConnection::connect(&url).await.unwrap();
    sqlx::query("begin immediate").execute(&mut other).await.unwrap();
    let (message, data) = anna.data("Saya berikrar");
    let query = world.sim.tap_data(anna.id, anna.id, message, &data).unwrap();
    world.sim.settled(Duration::from_secs(30)).await.unwrap();
    let answer = world.sim.answer(&query).unwrap();
    // The button is let go within a second; what it can no longer say is said in the chat.
    assert!(answer.after_ms < 1000 && answer.times as usize == times(), "{answer:?}");
    assert!(anna.last().text.contains("sedang sibuk"), "{}", anna.chat());
    sqlx::query("rollback").execute(&mut other).await.unwrap();
    anna.taps("Saya berikrar").await;
    assert!(world.sim.message(anna.id, message).unwrap().text.contains("Tanda terima"));
    assert_eq!(world.count("acknowledgement").await, 1);
}

#[tokio::test]
async fn a_webhook_serves_the_same_journey() {
    let mut world = World::empty().await;
    world.import_roster(ROSTER).await;
    world.import_document(ASN).await;
    let port = world.restart_with_webhook().await;
    // Calls without the secret find nothing there.
    let forged = reqwest::Client::new().post(format!("http://127.0.0.1:{port}")).body("{}").send().await;
    assert_eq!(forged.unwrap().status(), 404);
    let anna = world.linked("Anna", ANNA).await;
    anna.pledges().await;
    assert!(anna.last().text.contains("Tanda terima"));
    assert_eq!(world.count("acknowledgement").await, 1);
    let id = anna.id;
    // And back to polling: the webhook is removed by itself.
    world.stop().await;
    world.config.telegram.webhook = None;
    world.restart().await;
    world.known(id).says("/status").await;
    assert!(world.known(id).last().text.contains("sudah dinyatakan"));
}

#[tokio::test]
async fn the_longest_texts_that_may_be_imported_can_be_read_and_signed() {
    let world = World::new().await;
    let text = ASN
        .replace("title = \"Ikrar Netralitas ASN\"", &format!("title = \"{}\"", "J".repeat(300)))
        .replace("Saya telah membaca seluruh naskah", &"<&> ".repeat(200))
        .replace("Menolak politik uang", &"kata ".repeat(3900));
    assert!(world.import_document(&text).await);
    let anna = world.linked("Anna", ANNA).await;
    anna.says("/ikrar").await;
    for _ in 0..500 {
        let labels: Vec<String> = anna.last().buttons.iter().flatten().map(|button| button.label.clone()).collect();
        let next = ["Halaman berikutnya", "Sudah saya baca", "Saya berikrar"]
            .into_iter()
            .find(|label| labels.iter().any(|l| l == label));
        let Some(label) = next else { break };
        world.pass(TimeDelta::seconds(3));
        anna.taps(label).await;
    }
    assert!(anna.last().text.contains("Tanda terima"), "{}", anna.last().text);
    assert_eq!(world.count("acknowledgement").await, 1);
}
