//! Reminders: they arrive at eight in each zone, stop when one signs, and are changed by admins in chat.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use ikrar::{
    access::{Proof, Role},
    calendar::ElectionId,
    outbox::RuleId,
    reminder::{Change, job, store},
    telegram::button::{Button, ReminderButton},
};
use simulator::{Content, MessageView};

use crate::world::{Person, World, show, snapshots};

const ANNA: &str = "198001012005012001";
const BUDI: &str = "200012312024211001";
const EKO: &str = "KD-007";

/// An election whose campaign begins on 12 October 2024, with the rules that come along.
async fn election(world: &World) {
    let now = world.now();
    let change = world.app.db.write(move |c| {
        Box::pin(async move {
            sqlx::raw_sql(
                "insert into election (id, slug, name, created_at) values (1, 'pilkada-2024', 'Pilkada 2024', 0);
                insert into stage (id, election_id, kind, name, first_day, last_day) values
                    (1, 1, 'campaign', 'Masa Kampanye', '2024-10-12', '2024-11-23'),
                    (2, 1, 'quiet', 'Masa Tenang', '2024-11-24', '2024-11-26'),
                    (3, 1, 'vote', 'Pemungutan Suara', '2024-11-27', '2024-11-27')",
            )
            .execute(&mut *c)
            .await?;
            store::insert_default_rules(c, &Proof::command_line(), ElectionId(1), true, now).await
        })
    });
    assert_eq!(change.await.unwrap(), 6);
}

async fn change(world: &World, rule: i64, change: Change) {
    let now = world.now();
    let changed = world.app.db.write(move |c| {
        Box::pin(async move { store::change_rule(c, &Proof::command_line(), RuleId(rule), change, now).await })
    });
    changed.await.unwrap().expect("the rule");
}

/// Moves the clock to a moment, makes what is due, and waits until nothing more is on its way.
async fn at(world: &World, moment: &str) {
    let moment: DateTime<Utc> = moment.parse().unwrap();
    world.pass(moment - world.now());
    job::step(&world.app).await.unwrap();
    world.app.bell.notify_one();
    for _ in 0..200 {
        if world.count("campaign where state in ('scheduled', 'running')").await == 0 {
            return world.settle().await;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the reminders were not sent");
}

/// What someone got since.
fn since(person: &Person<'_>, before: usize) -> Vec<MessageView> {
    person.messages().split_off(before)
}

fn button(button: ReminderButton) -> String {
    Button::Reminder(button).encode()
}

/// An admin in front of the rules of the election.
async fn at_the_rules<'w>(world: &'w World) -> Person<'w> {
    let ratna = world.admin("Ratna", Role::Admin).await;
    ratna.taps_data(ratna.last().id, &button(ReminderButton::Rules { election: 1, page: 0 })).await;
    ratna
}

#[tokio::test]
async fn reminders_arrive_at_eight_in_each_zone() {
    let world = World::new().await;
    let (anna, budi, eko) =
        (world.linked("Anna", ANNA).await, world.linked("Budi", BUDI).await, world.linked("Eko", EKO).await);
    election(&world).await;
    let before = [anna, budi, eko].map(|person| person.messages().len());
    let got = || [anna, budi, eko].iter().zip(before).map(|(person, n)| since(person, n).len()).collect::<Vec<_>>();
    at(&world, "2024-10-04T22:59:59Z").await;
    assert_eq!(got(), [0, 0, 0]);
    at(&world, "2024-10-04T23:00:00Z").await;
    assert_eq!(got(), [1, 0, 0], "08.00 WIT");
    // The village head owes no pledge of ASN, and so is not asked for one.
    at(&world, "2024-10-05T00:00:00Z").await;
    assert_eq!(got(), [1, 0, 0], "08.00 WITA");
    at(&world, "2024-10-05T01:00:00Z").await;
    assert_eq!(got(), [1, 1, 0], "08.00 WIB");
    at(&world, "2024-10-11T01:00:00Z").await;
    assert_eq!(got(), [2, 2, 0], "the day before, to those who owe");
    at(&world, "2024-10-12T01:00:00Z").await;
    assert_eq!(got(), [3, 3, 1], "the first day, to everyone");
    let received = since(&anna, before[0]).iter().map(show).collect::<Vec<_>>().join("\n");
    snapshots().bind(|| insta::assert_snapshot!("reminder_received", received));
    // Five hours late in WIB, more elsewhere: nothing stale goes out.
    at(&world, "2024-11-24T06:00:00Z").await;
    assert_eq!(got(), [3, 3, 1]);
    assert_eq!(world.count("campaign where state = 'missed'").await, 3);
}

#[tokio::test]
async fn whoever_signs_is_reminded_no_more() {
    let mut world = World::new().await;
    let (anna, budi) = (world.linked("Anna", ANNA).await.id, world.linked("Budi", BUDI).await.id);
    election(&world).await;
    change(&world, 2, Change::Repeat(Some(1))).await;
    at(&world, "2024-10-05T01:00:00Z").await;
    world.known(anna).pledges().await;
    world.restart().await;
    let before = [anna, budi].map(|id| world.known(id).messages().len());
    at(&world, "2024-10-05T23:00:00Z").await;
    at(&world, "2024-10-06T01:00:00Z").await;
    assert_eq!(world.known(anna).messages().len(), before[0], "{}", world.known(anna).chat());
    assert_eq!(world.known(budi).messages().len(), before[1] + 1);
    // A clock that is set back a day repeats nothing.
    at(&world, "2024-10-05T01:00:00Z").await;
    at(&world, "2024-10-06T01:00:00Z").await;
    assert_eq!(world.known(budi).messages().len(), before[1] + 1);
}

#[tokio::test]
async fn an_admin_changes_when_a_reminder_goes_out() {
    let world = World::new().await;
    world.linked("Anna", ANNA).await;
    election(&world).await;
    let ratna = at_the_rules(&world).await;
    let list = show(&ratna.last());
    ratna.taps("H-7 · Masa Kampanye").await;
    let rule = show(&ratna.last());
    ratna.taps("Ubah hari").await;
    ratna.taps("−1").await;
    ratna.taps("+7").await;
    ratna.taps("Hitung dari hari terakhir").await;
    let when = show(&ratna.last());
    ratna.taps("Ketik sendiri").await;
    let ask = show(&ratna.last());
    ratna.says("tujuh").await;
    assert!(ratna.last().text.contains("Tulis H-7 atau -7"), "{}", ratna.chat());
    ratna.says("H-400").await;
    assert!(ratna.last().text.contains("paling jauh 365 hari"), "{}", ratna.chat());
    ratna.says("H-3").await;
    assert!(ratna.last().text.contains("H-3 dari hari terakhir (23 November 2024)"), "{}", ratna.chat());
    ratna.taps("Kembali").await;
    ratna.taps("Ubah jam").await;
    let clock = show(&ratna.last());
    ratna.taps("Ketik sendiri").await;
    ratna.says("22.00").await;
    assert!(ratna.last().text.contains("di luar jam kirim pemilihan ini (07.00–21.00)"), "{}", ratna.chat());
    ratna.says("9:15").await;
    assert!(ratna.last().text.contains("20 November 2024 pukul 09.15.00 WIT"), "{}", ratna.chat());
    ratna.taps("Pengulangan").await;
    let repetition = show(&ratna.last());
    ratna.taps("Setiap 3 hari").await;
    ratna.taps("Jadikan tidak wajib").await;
    ratna.taps("Nonaktifkan").await;
    let off = show(&ratna.last());
    snapshots().bind(|| {
        insta::assert_snapshot!("reminder_rule", [list, rule, when, ask, clock, repetition, off].join("---\n"));
    });
    assert_eq!(world.count("rule where days = -3 and minute = 555 and repeat_days = 3 and mandatory = 0").await, 1);
    assert!(world.count("audit where action = 'rule.change'").await >= 8);
}

#[tokio::test]
async fn a_text_is_typed_checked_and_shown_as_it_will_look() {
    let world = World::new().await;
    election(&world).await;
    let ratna = at_the_rules(&world).await;
    ratna.taps("H · Masa Tenang").await;
    ratna.taps("Ubah naskah").await;
    let ask = show(&ratna.last());
    ratna.says("Yth. {namaa}, besok masa tenang.").await;
    assert!(ratna.last().text.contains("{namaa}") && ratna.last().text.contains("{nama}"), "{}", ratna.chat());
    ratna.says(&format!("{{nama}} {}", "x".repeat(4089))).await;
    assert!(ratna.last().text.contains("terlalu panjang"), "{}", ratna.chat());
    ratna.sends(Content::Sticker).await;
    assert!(ratna.last().text.contains("Stiker"), "{}", ratna.chat());
    ratna.sends(Content::Html("Yth. {nama}, <b>{tahapan}</b> mulai {tanggal} & sesudahnya.".into())).await;
    assert!(ratna.last().text.contains("Masa Tenang"), "{}", ratna.chat());
    ratna.taps("Ubah naskah").await;
    let pdf = |caption: Option<&str>| Content::Document {
        name: "surat-edaran.pdf".into(),
        mime: "application/pdf".into(),
        bytes: b"%PDF-1.4".to_vec(),
        caption: caption.map(str::to_owned),
    };
    ratna.sends(pdf(Some(&"x".repeat(1000)))).await;
    ratna.taps("Ubah naskah").await;
    ratna.sends(pdf(Some("{nama} {unit} terlampir surat edaran"))).await;
    ratna.taps("Ubah naskah").await;
    ratna.sends(pdf(None)).await;
    ratna.taps("Pratinjau").await;
    let preview = show(&ratna.last());
    ratna.taps("Lihat pesannya").await;
    let sample = show(&ratna.last());
    ratna.taps("Kembali").await;
    ratna.taps("Hapus lampiran").await;
    ratna.taps("Ubah naskah").await;
    ratna.taps("Batal").await;
    ratna.says("Bukan naskah").await;
    assert!(ratna.last().text.contains("belum dapat membaca pesan bebas"), "{}", ratna.chat());
    assert_eq!(world.count("rule where content like '%Bukan naskah%'").await, 0);
    assert_eq!(world.count("prompt").await, 0);
    assert_eq!(
        world.count("rule where content like '%terlampir surat edaran%' and content like '%\"media\":[]%'").await,
        1
    );
    snapshots().bind(|| insta::assert_snapshot!("reminder_text", [ask, preview, sample].join("---\n")));
}

/// What Telegram cut in two when it was pasted: the first part alone would go out as if it were all.
#[tokio::test]
async fn a_text_in_several_parts_is_not_kept_by_half() {
    let world = World::new().await;
    election(&world).await;
    let ratna = at_the_rules(&world).await;
    ratna.taps("H · Masa Tenang").await;
    ratna.taps("Ubah naskah").await;
    let text = "Butir surat edaran. ".repeat(260);
    for part in text.as_bytes().chunks(4096) {
        ratna.says(std::str::from_utf8(part).unwrap()).await;
    }
    assert_eq!(ratna.chat().matches("dalam 2 bagian, seluruhnya").count(), 1, "{}", ratna.chat());
    assert!(!ratna.chat().contains("belum dapat membaca pesan bebas"));
    assert_eq!(world.count("rule where content like '%Butir surat%'").await, 0);
    // The question still stands.
    world.pass(TimeDelta::seconds(5));
    ratna.says("Besok masa tenang.").await;
    assert_eq!(world.count("rule where content like '%Besok masa tenang.%'").await, 1, "{}", ratna.chat());
}

#[tokio::test]
async fn rules_are_added_copied_and_removed() {
    let world = World::new().await;
    election(&world).await;
    let ratna = at_the_rules(&world).await;
    ratna.taps("Tambah pengingat").await;
    let (message, data) = ratna.data("Pemungutan Suara");
    ratna.taps("Pemungutan Suara").await;
    let added = show(&ratna.last());
    ratna.taps_data(message, &data).await;
    assert_eq!(world.count("rule").await, 7, "a second tap adds nothing");
    ratna.taps("Aktifkan").await;
    ratna.taps("Salin").await;
    ratna.taps("Masa Tenang").await;
    assert_eq!(world.count("rule where stage_id = 2 and enabled = 0").await, 1);
    let (message, gone) = (ratna.last().id, ratna.data("Pratinjau").1);
    ratna.taps("Hapus").await;
    ratna.taps("Kembali").await;
    ratna.taps("Hapus").await;
    let remove = show(&ratna.last());
    assert_eq!(ratna.taps("Ya, hapus").await.text.as_deref(), Some("Pengingat sudah dihapus."));
    let answer = ratna.taps_data(message, &gone).await;
    assert!(answer.text.is_some_and(|text| text.contains("sudah tidak ada")));
    assert_eq!(world.count("rule where removed_at is null").await, 7);
    snapshots().bind(|| insta::assert_snapshot!("reminder_added", [added, remove].join("---\n")));
}

#[tokio::test]
async fn a_fourth_reminder_on_one_day_is_refused() {
    let world = World::new().await;
    election(&world).await;
    let ratna = at_the_rules(&world).await;
    let mut answer = None;
    for _ in 0..3 {
        let last = world.count("rule").await;
        ratna.taps_data(ratna.last().id, &button(ReminderButton::CopyTo { id: 2, stage: 1 })).await;
        let id = world.count("rule").await;
        assert_eq!(id, last + 1);
        ratna.taps_data(ratna.last().id, &button(ReminderButton::Minute { id, minute: 500 + 10 * id as u16 })).await;
        let on = button(ReminderButton::Enabled { id, on: true });
        answer = ratna.taps_data(ratna.last().id, &on).await.text;
    }
    assert!(answer.is_some_and(|text| text.contains("4 pengingat pada 5 Oktober 2024")), "{}", ratna.chat());
    assert_eq!(world.count("rule where days = -7 and enabled = 1").await, 3);
    // Rules that would look alike tell their hour.
    ratna.taps_data(ratna.last().id, &button(ReminderButton::Rules { election: 1, page: 0 })).await;
    let twins = show(&ratna.last());
    assert!(twins.contains("[H-7, 08.00 · Masa Kampanye]"), "{twins}");
    assert!(twins.contains("[H-7, 09.50, nonaktif · Masa Kampanye]"), "{twins}");
    world.pass(TimeDelta::days(60));
    ratna.taps_data(ratna.last().id, &button(ReminderButton::Rules { election: 1, page: 0 })).await;
    assert!(ratna.last().text.contains("tidak ada lagi"), "{}", ratna.chat());
}

#[tokio::test]
async fn what_is_over_is_told_at_once_and_leads_to_its_result() {
    let world = World::new().await;
    world.linked("Anna", ANNA).await;
    election(&world).await;
    at(&world, "2024-10-05T01:00:00Z").await;
    let ratna = at_the_rules(&world).await;
    assert!(ratna.last().text.contains("terakhir dikirim 5 Oktober 2024"), "{}", ratna.chat());
    ratna.taps("H-7 · Masa Kampanye").await;
    let sent = show(&ratna.last());
    ratna.taps("Hasil WIT").await;
    let result = show(&ratna.last());
    snapshots().bind(|| insta::assert_snapshot!("reminder_sent", [sent, result].join("---\n")));
    ratna.taps_data(ratna.last().id, &button(ReminderButton::Enabled { id: 1, on: false })).await;
    let answer = ratna.taps_data(ratna.last().id, &button(ReminderButton::Enabled { id: 1, on: true })).await;
    let over = "Waktunya sudah lewat untuk jadwal sekarang; tidak ada yang dikirim.";
    assert_eq!(answer.text.as_deref(), Some(over));
    ratna.taps_data(ratna.last().id, &button(ReminderButton::AskDays { id: 1 })).await;
    ratna.says("H-31").await;
    assert!(ratna.chat().contains(over), "{}", ratna.chat());
    // A wrong answer has a way out, which withdraws the question.
    ratna.taps_data(ratna.last().id, &button(ReminderButton::AskTime { id: 1 })).await;
    ratna.says("25.00").await;
    let again = ratna.last();
    assert!(again.text.contains("Jam itu tidak dapat kami baca"), "{}", ratna.chat());
    assert!(again.text.contains("Pertanyaannya masih terbuka"), "{}", ratna.chat());
    ratna.taps("Batal").await;
    assert_eq!(world.count("prompt").await, 0);
}
