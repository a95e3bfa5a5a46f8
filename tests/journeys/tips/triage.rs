//! The recipients' side: digest, list, fetch, status, reply, note, duplicates, statistics.

use chrono::TimeDelta;
use ikrar::{
    access::store::standing::list_officials,
    telegram::button::{Button, TriageButton},
    tip::{
        Agency, Id, Status, Violation,
        draft::Draft,
        job, letter,
        store::intake::{self, NewCase, Sealed},
        story::Story,
    },
};
use simulator::Content;
use vault::{
    envelope::Envelope,
    key::{Identity, PublicKey},
    receipt::Receipt,
};
use zeroize::Zeroizing;

use crate::world::{Person, World, show, snapshots};

/// Something that the sealed text of a tip says, and nothing else may.
pub const SECRET: &str = "amplop cokelat";

pub struct Tip {
    pub case: Id,
    pub receipt: String,
}

/// A tip as the intake keeps one.
pub async fn hand_in(world: &World, agencies: &'static [Agency]) -> Tip {
    let receipt = Receipt::generate(&mut rand::rng());
    let derived = receipt.derive(&world.app.tips.salt);
    let (id, day) = (Id::random(), world.today());
    let draft = Draft {
        violation: Some(Violation::Money),
        office: Zeroizing::new("Dinas Pendidikan".into()),
        occasion: Zeroizing::new("Senin".into()),
        story: Story::of(&format!("Kepala bidang membagikan {SECRET}.")),
        agencies: agencies.to_vec(),
        ..Draft::new(None)
    };
    let (copies, digest) = seal(world, &letter::report(id, &draft, day), agencies).await;
    let (locator, reply_key) = (derived.locator, derived.identity.public());
    let insert = world.app.tips.db.run(|c| {
        Box::pin(async move {
            let sealed = Sealed { copies: &copies, digest };
            let new = NewCase { id, locator, reply_key: &reply_key, sealed, day };
            intake::insert_case(c, &new).await
        })
    });
    let case = insert.await.unwrap();
    release(world).await;
    world.app.tips.changed.notify_one();
    Tip { case, receipt: receipt.grouped().to_string() }
}

/// As the hour of a digest does.
async fn release(world: &World) {
    let day = world.today();
    world.app.tips.db.run(|c| Box::pin(async move { intake::release(c, day).await })).await.unwrap();
}

/// One copy for each agency.
async fn seal(world: &World, envelope: &Envelope, agencies: &'static [Agency]) -> (Vec<(Agency, Vec<u8>)>, [u8; 32]) {
    let mut copies = Vec::new();
    for agency in agencies {
        copies.push((*agency, envelope.seal(&keys(world, std::slice::from_ref(agency)).await).unwrap()));
    }
    (copies, envelope.digest().unwrap())
}

/// Something more from the same reporter.
pub async fn add(world: &World, case: Id, agencies: &'static [Agency]) {
    let (copies, digest) = seal(world, &Envelope::new("Ada lagi.", []), agencies).await;
    let day = world.today();
    let insert = world.app.tips.db.run(|c| {
        Box::pin(async move { intake::insert_addition(c, case, &Sealed { copies: &copies, digest }, day).await })
    });
    insert.await.unwrap();
    release(world).await;
}

async fn keys(world: &World, agencies: &'static [Agency]) -> Vec<PublicKey> {
    let officials = list_officials(&mut world.app.db.read().await.unwrap()).await.unwrap();
    let list = world.app.tips.db.run(|c| {
        Box::pin(async move {
            let mut keys = Vec::new();
            for agency in agencies {
                keys.extend(intake::list_active_keys(c, *agency, &officials).await?);
            }
            Ok(keys)
        })
    });
    list.await.unwrap()
}

/// The `.age` files that the bot has sent, by name.
fn files(world: &World, person: &Person<'_>) -> Vec<(String, Vec<u8>)> {
    let files =
        world.sim.messages(person.id).into_iter().filter(|message| message.from_bot).filter_map(|message| message.file);
    files.map(|file| (file.name.expect("a name"), world.sim.file_bytes(&file.id).expect("its bytes"))).collect()
}

fn opened(bytes: &[u8], identity: &Identity) -> Option<String> {
    let envelope = Envelope::open(bytes, identity).ok()?;
    envelope.report().map(str::to_owned)
}

fn snap(name: &str, text: String) {
    snapshots().bind(|| insta::assert_snapshot!(name, text));
}

/// Opens the case that stands first in the list.
async fn opens_case(person: &Person<'_>, case: Id) {
    let data = Button::Triage(TriageButton::Case { case }).encode();
    person.says("/laporan").await;
    person.taps_data(person.last().id, &data).await;
}

#[tokio::test]
async fn a_tip_is_fetched_followed_up_and_answered() {
    let world = World::new().await;
    let (dewi, identity) = world.recipient("Dewi", Agency::Bkpsdm).await;
    let (anton, other) = world.recipient("Anton", Agency::Bawaslu).await;
    let tip = hand_in(&world, &[Agency::Bkpsdm]).await;
    let mut seen = Vec::new();
    dewi.says("/laporan").await;
    seen.push(show(&dewi.last()));
    dewi.taps("Belum selesai (1)").await;
    seen.push(show(&dewi.last()));
    dewi.taps(&format!("● {}, diterima, 4 Oktober 2024", tip.case.short())).await;
    seen.push(show(&dewi.last()));
    dewi.taps("Ambil yang baru (1 berkas)").await;
    seen.push(show(&dewi.last()));
    let sent = files(&world, &dewi);
    assert_eq!(sent.len(), 1);
    assert!(sent[0].0.starts_with(&format!("{}-1-", tip.case.short())), "{}", sent[0].0);
    assert!(opened(&sent[0].1, &identity).is_some_and(|text| text.contains(SECRET)));
    assert!(opened(&sent[0].1, &other).is_none(), "not theirs");
    dewi.taps("Ubah status: ditelaah").await;
    dewi.taps("Ubah status: tindak lanjut").await;
    seen.push(show(&dewi.last()));

    dewi.taps("Jawab pelapor").await;
    seen.push(show(&dewi.last()));
    dewi.says("Terima kasih.").await;
    dewi.says("Mohon fotonya bila ada.").await;
    seen.push(show(&dewi.last()));
    dewi.taps("Segel dan kirim").await;
    seen.push(show(&dewi.last()));
    let typed = dewi.messages().into_iter().filter(|message| !message.from_bot && message.text.contains("Terima"));
    assert_eq!(typed.count(), 0, "what was typed is gone: {}", dewi.chat());
    dewi.taps("Catatan").await;
    dewi.says("Tanya Pak Budi.").await;
    dewi.taps("Segel dan simpan").await;
    dewi.taps("Ambil semua (3 berkas)").await;
    let all = files(&world, &dewi);
    let texts: Vec<Option<String>> = all[1..].iter().map(|(_, bytes)| opened(bytes, &identity)).collect();
    assert_eq!(texts[1].as_deref(), Some("Terima kasih.\nMohon fotonya bila ada."));
    assert_eq!(texts[2].as_deref(), Some("Tanya Pak Budi."));
    snap("triage_walk", seen.join("---\n"));

    let budi = world.person("Budi");
    budi.says(&format!("/cek {}", tip.receipt)).await;
    let text = budi.last().text;
    assert!(text.contains("sedang ditindaklanjuti") && text.contains("Mohon fotonya bila ada."), "{text}");
    assert!(!text.contains("Pak Budi"), "a note is nobody else's");
    anton.says("/laporan").await;
    assert!(anton.last().text.contains("Belum selesai: 0"), "{}", anton.chat());
    let case = Button::Triage(TriageButton::Case { case: tip.case }).encode();
    let answer = anton.taps_data(anton.last().id, &case).await;
    assert!(answer.text.is_some_and(|text| text.contains("sudah tidak ada")));
    assert!(!dewi.chat().contains(SECRET));
}

#[tokio::test]
async fn what_is_added_is_new_until_someone_fetches_it() {
    let world = World::new().await;
    let (dewi, identity) = world.recipient("Dewi", Agency::Bkpsdm).await;
    let (eko, second) = world.recipient("Eko", Agency::Bkpsdm).await;
    let (anton, _) = world.recipient("Anton", Agency::Bawaslu).await;
    let tip = hand_in(&world, &[Agency::Bkpsdm, Agency::Bawaslu]).await;
    opens_case(&dewi, tip.case).await;
    dewi.taps("Ambil yang baru (1 berkas)").await;
    add(&world, tip.case, &[Agency::Bkpsdm, Agency::Bawaslu]).await;
    opens_case(&eko, tip.case).await;
    eko.taps("Ambil yang baru (1 berkas)").await;
    let sent = files(&world, &eko);
    assert!(sent[0].0.starts_with(&format!("{}-2-", tip.case.short())), "{}", sent[0].0);
    assert_eq!(opened(&sent[0].1, &second).as_deref(), Some("Ada lagi."));
    assert_eq!(opened(&sent[0].1, &identity).as_deref(), Some("Ada lagi."));
    let (message, fetch) = (dewi.last().id, Button::Triage(TriageButton::Fetch { case: tip.case, all: false }));
    let answer = dewi.taps_data(message, &fetch.encode()).await;
    assert!(answer.text.is_some_and(|text| text.contains("Tidak ada berkas baru")));
    anton.says("/laporan").await;
    assert!(anton.last().text.contains("Ada yang belum diambil: 1"), "each agency for itself");
}

#[tokio::test]
async fn stale_buttons_do_no_harm() {
    let world = World::new().await;
    let (dewi, _) = world.recipient("Dewi", Agency::Bkpsdm).await;
    let tip = hand_in(&world, &[Agency::Bkpsdm]).await;
    opens_case(&dewi, tip.case).await;
    let (message, review) = dewi.data("Ubah status: ditelaah");
    for _ in 0..2 {
        world.sim.tap_data(dewi.id, dewi.id, message, &review).unwrap();
    }
    world.settle().await;
    let answer = dewi.taps_data(message, &review).await;
    assert!(answer.text.is_some_and(|text| text.contains("sudah berubah")));
    assert!(dewi.last().text.contains("Status: ditelaah"), "{}", dewi.chat());
    // A reply that was sent, tapped again.
    dewi.taps("Jawab pelapor").await;
    dewi.says("Baik.").await;
    let (message, send) = dewi.data("Segel dan kirim");
    for _ in 0..2 {
        world.sim.tap_data(dewi.id, dewi.id, message, &send).unwrap();
    }
    world.settle().await;
    let replies = "tip_item where kind = 'reply'";
    assert_eq!(count(&world, replies).await, 1);
    // Begun, then left for something else: what is typed is no reply.
    dewi.taps("Jawab pelapor").await;
    dewi.says("/bantuan").await;
    dewi.says("Halo?").await;
    assert!(!dewi.last().text.contains("Kirim sebagai jawaban"), "{}", dewi.chat());
    opens_case(&dewi, tip.case).await;
    dewi.taps("Jawab pelapor").await;
    dewi.sends(Content::Photo { bytes: b"x".to_vec(), caption: None }).await;
    assert!(dewi.last().text.contains("ketik teks saja"), "{}", dewi.chat());
    dewi.says("Setengah jadi").await;
    dewi.says("/batal").await;
    assert!(dewi.last().text.contains("Tidak ada yang dikirim"));
    // After a quarter of an hour it is forgotten.
    opens_case(&dewi, tip.case).await;
    dewi.taps("Jawab pelapor").await;
    dewi.says("Terlambat").await;
    world.pass(TimeDelta::minutes(15));
    let answer = dewi.taps("Segel dan kirim").await;
    assert!(answer.text.is_some_and(|text| text.contains("dilupakan")));
    assert_eq!(count(&world, replies).await, 1);
}

#[tokio::test]
async fn duplicates_follow_the_case_that_leads() {
    let world = World::new().await;
    let (dewi, _) = world.recipient("Dewi", Agency::Bkpsdm).await;
    let (one, two) = (hand_in(&world, &[Agency::Bkpsdm]).await, hand_in(&world, &[Agency::Bkpsdm]).await);
    opens_case(&dewi, two.case).await;
    dewi.taps("Gabungkan sebagai duplikat").await;
    dewi.taps(&format!("● {}, diterima, 4 Oktober 2024", one.case.short())).await;
    snap("triage_merge", show(&dewi.last()));
    let (message, merge) = dewi.data("Ya, gabungkan");
    dewi.taps("Ya, gabungkan").await;
    assert!(dewi.last().text.contains("duplikat dari"), "{}", dewi.chat());
    let again = dewi.taps_data(message, &merge).await;
    assert!(again.text.is_some_and(|text| text.contains("Tidak dapat digabungkan")));
    dewi.taps(&format!("Ke laporan {}", one.case.short())).await;
    dewi.taps("Ubah status: ditelaah").await;
    dewi.taps("Jawab pelapor").await;
    dewi.says("Sedang kami periksa.").await;
    dewi.taps("Segel dan kirim").await;
    let (budi, citra) = (world.person("Budi"), world.person("Citra"));
    for (person, tip) in [(&budi, &one), (&citra, &two)] {
        person.says(&format!("/cek {}", tip.receipt)).await;
        let text = person.last().text;
        assert!(text.contains("sedang ditelaah") && text.contains("Sedang kami periksa."), "{text}");
    }
    // The other way round would make a ring.
    let ring = Button::Triage(TriageButton::Merge { case: one.case, into: two.case }).encode();
    assert!(dewi.taps_data(message, &ring).await.text.is_some_and(|text| text.contains("Tidak dapat")));
    opens_case(&dewi, two.case).await;
    dewi.taps("Pisahkan kembali").await;
    assert!(dewi.last().text.contains("Status: diterima"), "{}", dewi.chat());
    assert_eq!(count(&world, "tip_handling where merged_into is not null").await, 0);
    assert_eq!(count(&world, "tip_audit where action in ('case.merge', 'case.split')").await, 2);
}

#[tokio::test]
async fn statistics_show_no_small_counts() {
    let world = World::new().await;
    let (dewi, _) = world.recipient("Dewi", Agency::Bkpsdm).await;
    for n in 0..14 {
        let tip = hand_in(&world, &[Agency::Bkpsdm]).await;
        if n < 6 {
            opens_case(&dewi, tip.case).await;
            dewi.taps("Ubah status: ditelaah").await;
        }
        if n == 0 {
            let reject = TriageButton::Move { case: tip.case, status: Status::Rejected };
            dewi.taps_data(dewi.last().id, &Button::Triage(reject).encode()).await;
            dewi.taps("Ya, tanpa dibaca").await;
            dewi.taps("Tidak ditemukan cukup bukti").await;
        }
    }
    dewi.says("/laporan").await;
    dewi.taps("Statistik").await;
    snap("triage_counts", show(&dewi.last()));
}

#[tokio::test]
async fn the_digest_comes_at_its_hour_once_and_also_at_zero() {
    let mut world = World::new().await;
    let dewi = world.recipient("Dewi", Agency::Bkpsdm).await.0.id;
    job::step(&world.app).await;
    assert!(world.known(dewi).messages().is_empty(), "it is eight in the morning");
    world.pass(TimeDelta::hours(2));
    job::step(&world.app).await;
    let first = world.known(dewi).last();
    snap("triage_digest", show(&first));
    job::step(&world.app).await;
    world.restart().await;
    job::step(&world.app).await;
    assert_eq!(world.known(dewi).messages().len(), 1, "once, also over a restart");
    for _ in 0..3 {
        hand_in(&world, &[Agency::Bkpsdm]).await;
    }
    // At three in the afternoon, late by an hour; then in the morning, and too late.
    world.pass(TimeDelta::hours(6));
    job::step(&world.app).await;
    let second = world.known(dewi).last();
    assert_eq!(world.known(dewi).messages().len(), 2);
    assert!(second.text.contains(":   3") && first.text.contains(":   0"));
    assert_eq!((second.html.len(), second.text.chars().count()), (first.html.len(), first.text.chars().count()));
    world.pass(TimeDelta::hours(19) + TimeDelta::minutes(1));
    job::step(&world.app).await;
    assert_eq!(world.known(dewi).messages().len(), 2);
}

pub async fn count(world: &World, what: &'static str) -> i64 {
    let count = world.app.tips.db.run(move |c| {
        Box::pin(async move {
            let sql = sqlx::AssertSqlSafe(format!("select count(*) from {what}"));
            Ok(sqlx::query_scalar(sql).fetch_one(c).await?)
        })
    });
    count.await.unwrap()
}

/// R6: what recipients do is nothing to the people database, not even that they were there.
#[tokio::test]
async fn recipients_write_nothing_to_the_people_database() {
    let world = World::new().await;
    let (dewi, _) = world.recipient("Dewi", Agency::Bkpsdm).await;
    let (one, two) = (hand_in(&world, &[Agency::Bkpsdm]).await, hand_in(&world, &[Agency::Bkpsdm]).await);
    let people =
        || ["ikrar.db", "ikrar.db-wal"].map(|name| std::fs::read(world.config.data_dir.join(name)).unwrap_or_default());
    let before = people();
    opens_case(&dewi, one.case).await;
    dewi.taps("Ambil yang baru (1 berkas)").await;
    dewi.taps("Ubah status: ditelaah").await;
    for button in ["Jawab pelapor", "Catatan"] {
        dewi.taps(button).await;
        dewi.says("Teks.").await;
        dewi.taps(if button == "Catatan" { "Segel dan simpan" } else { "Segel dan kirim" }).await;
    }
    dewi.taps("Jawab pelapor").await;
    dewi.says("/batal").await;
    let merge = Button::Triage(TriageButton::Merge { case: two.case, into: one.case });
    dewi.taps_data(dewi.last().id, &merge.encode()).await;
    dewi.says(&Identity::generate().public().to_string()).await;
    dewi.says("/laporan").await;
    dewi.taps("Statistik").await;
    dewi.taps("Kembali").await;
    dewi.taps("Kunci saya").await;
    world.pass(TimeDelta::hours(2));
    job::step(&world.app).await;
    assert!(people() == before, "the people database has changed");
}
