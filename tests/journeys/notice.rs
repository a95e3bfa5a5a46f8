//! What people know and decide about the messages they receive, and what they get once they are back.

use chrono::TimeDelta;
use ikrar::{
    access::{Role, TelegramId},
    outbox::admin::watch,
    telegram::{
        button::{Button, NoticeButton},
        prompt::{Question, Topic, store as prompts},
    },
};

use crate::{
    campaign::sql,
    engine::{
        Row::{Blocked, Sent},
        campaign, comes_to,
    },
    world::{Person, World, show, snapshots},
};

const ANNA: &str = "198001012005012001";

async fn asks_why(person: &Person<'_>, campaign: i64) -> Option<String> {
    person.says("/status").await;
    let button = Button::Notice(NoticeButton::Why { campaign });
    person.taps_data(person.last().id, &button.encode()).await.text
}

#[tokio::test]
async fn a_person_learns_why_and_mutes_what_is_optional() {
    let world = World::new().await;
    let anna = world.linked("Anna", ANNA).await;
    let wide = r#", segment = '{"unit":2,"kinds":["pns","pppk"],"rank":"staff","owing":true}', mandatory = 0"#;
    let duty = campaign(&world, "Edaran netralitas M.Si", "done", "", &[Sent]).await;
    let optional = campaign(&world, "Undangan apel", "done", wide, &[Sent]).await;
    assert_eq!(asks_why(&anna, duty).await, None);
    let mandatory = show(&anna.last());
    asks_why(&anna, optional).await;
    let may_mute = show(&anna.last());
    let mute = anna.data("Jangan kirim pesan yang tidak wajib");
    let answer = anna.taps("Jangan kirim pesan yang tidak wajib").await;
    assert_eq!(answer.text.unwrap(), "Baik, selanjutnya hanya pesan wajib yang kami kirimkan.");
    let muted = show(&anna.last());
    // Twice is once; a stale button says the same.
    anna.taps_data(mute.0, &mute.1).await;
    assert_eq!(world.count("recipient where muted_at is not null").await, 1);
    asks_why(&anna, optional).await;
    assert!(anna.last().text.contains("sudah memilih"), "{}", anna.chat());
    anna.taps("Pesan dan pengaturannya").await;
    anna.taps("Kirim lagi pesan yang tidak wajib").await;
    assert_eq!(world.count("recipient where muted_at is null").await, 1);
    world.pass(TimeDelta::days(61));
    anna.says("/pesan").await;
    let later = show(&anna.last());
    let all = [mandatory, may_mute, muted, later].join("---\n");
    snapshots().bind(|| insta::assert_snapshot!("notice", all));
}

#[tokio::test]
async fn others_see_nothing_of_it() {
    let world = World::new().await;
    let id = campaign(&world, "Undangan apel", "done", "", &[Sent]).await;
    let stranger = world.person("Warga");
    stranger.says("/start").await;
    let message = stranger.last().id;
    for button in [NoticeButton::Why { campaign: id }, NoticeButton::Settings, NoticeButton::Mute { muted: true }] {
        let answer = stranger.taps_data(message, &Button::Notice(button).encode()).await;
        assert!(answer.text.unwrap().contains("sudah tidak berlaku"));
    }
    assert_eq!(world.count("recipient").await, 0);
    // Forwarded to a colleague who was no recipient, or made up.
    let budi = world.linked("Budi", "200012312024211001").await;
    for id in [id, 99] {
        assert_eq!(asks_why(&budi, id).await.unwrap(), "Tidak ada keterangan tentang pesan ini untuk Bapak/Ibu.");
    }
}

#[tokio::test]
async fn whoever_comes_back_is_reached_again() {
    let world = World::new().await;
    let anna = world.linked("Anna", ANNA).await;
    let gone = [Blocked];
    let optional = campaign(&world, "Undangan apel", "done", ", mandatory = 0", &gone).await;
    let duty = campaign(&world, "Surat edaran", "done", "", &gone).await;
    let mark = "update recipient set unreachable_at = 1, unreachable = 'blocked'";
    world.sim.block(anna.id);
    world.settle().await;
    assert_eq!(world.count("recipient where returned_on is not null").await, 0, "leaving is no return");
    let before = world.dump().await;
    assert!(before.contains("\"returned_on\":null"));
    world.pass(TimeDelta::milliseconds(12_345_678));
    anna.says("/start").await;
    // Only the day of it is kept: whoever comes back may have come to hand in a tip.
    let day = "\"returned_on\":\"2024-10-04\"";
    let noted = world.dump().await.replace(day, "\"returned_on\":null");
    assert_eq!(noted, before);
    morning(&world).await;
    assert_eq!(world.dump().await.replace(day, "\"returned_on\":null"), before, "not on the same day");
    world.pass(TimeDelta::days(1));
    morning(&world).await;
    assert_eq!(world.count("recipient where unreachable_at is not null or returned_on is not null").await, 0);
    assert_eq!(world.count("delivery where state = 'retry' and at is not null").await, 0);
    let waits = |id: i64| format!("delivery where campaign_id = {id} and state <> 'unreachable'");
    assert_eq!((world.count(&waits(duty)).await, world.count(&waits(optional)).await), (1, 0));
    assert_eq!(world.count(&format!("campaign where id = {duty} and unreachable = 0")).await, 1);
    // A tap says as much as a message.
    comes_to(&world, duty, ANNA, Blocked).await;
    sql(&world, format!("update campaign set state = 'done', ended_at = 1 where id = {duty}")).await;
    anna.taps("Ikrar saya").await;
    assert_eq!(world.count("recipient where returned_on is not null").await, 1);
    world.pass(TimeDelta::days(1));
    morning(&world).await;
    assert_eq!(world.count("recipient where unreachable_at is not null").await, 0);
    assert_eq!(world.count(&waits(duty)).await, 0, "what ended long ago does not matter any more");
    // And so does unblocking by itself.
    sql(&world, mark).await;
    world.sim.block(anna.id);
    world.settle().await;
    world.sim.unblock(anna.id);
    world.settle().await;
    assert_eq!(world.count("recipient where returned_on is not null").await, 1);
}

/// A look of the bot at what the day brings.
async fn morning(world: &World) {
    watch::step(&world.app, &mut watch::Told::new()).await;
}

#[tokio::test]
async fn batal_forgets_the_open_question() {
    let world = World::new().await;
    let ratna = world.admin("Ratna", Role::Admin).await;
    let (user, now) = (TelegramId(ratna.id), world.now());
    let question = Question::new(&world.app, TelegramId(ratna.id), Topic::BroadcastTime, 0, None);
    world.app.db.write(move |c| Box::pin(async move { prompts::ask(c, user, question, now).await })).await.unwrap();
    ratna.says("/batal").await;
    assert!(ratna.last().text.contains("Baik, dibatalkan. Tidak ada yang berubah"), "{}", ratna.chat());
    assert_eq!(world.count("prompt").await, 0);
    ratna.says("/batal").await;
    assert!(ratna.last().text.contains("tidak ada yang sedang berjalan"), "{}", ratna.chat());
}
