//! Who receives: invited, keys sent and confirmed by two people, rotated, retired.

use chrono::TimeDelta;
use ikrar::{
    access::Role,
    telegram::button::{Button, TriageButton},
    tip::{Agency, job},
};
use simulator::Content;
use vault::key::{Fingerprint, Identity};

use crate::world::{Person, World, show, snapshots};

fn snap(name: &str, text: String) {
    snapshots().bind(|| insta::assert_snapshot!(name, text));
}

/// The parameter of the link in the newest message.
fn link(person: &Person<'_>) -> String {
    let text = person.last().text;
    let link = text.lines().find_map(|line| line.split_once("?start=")).expect("a link");
    link.1.trim().to_owned()
}

pub async fn invites(boss: &Person<'_>, agency: &str, label: &str) -> String {
    boss.says("/penerima").await;
    boss.taps(&format!("Undang penerima {agency}")).await;
    boss.says(label).await;
    link(boss)
}

pub fn fingerprint(identity: &Identity) -> String {
    identity.public().fingerprint().to_string()
}

/// A fingerprint on screen that is not this one.
fn decoy(person: &Person<'_>, right: &str) -> String {
    let screen = person.messages().into_iter().rev().find(|m| m.text.contains("Teguhkan kunci")).expect("a question");
    let labels = screen.buttons.iter().flatten().map(|button| button.label.clone());
    labels.into_iter().find(|label| Fingerprint::parse(label).is_some() && label != right).expect("a decoy")
}

pub async fn states(world: &World) -> Vec<String> {
    world
        .app
        .tips
        .db
        .run(|c| {
            Box::pin(
                async move { Ok(sqlx::query_scalar("select state from tip_key order by state").fetch_all(c).await?) },
            )
        })
        .await
        .unwrap()
}

async fn audited(world: &World, action: &'static str) -> i64 {
    world
        .app
        .tips
        .db
        .run(move |c| {
            Box::pin(async move {
                let count = "select count(*) from tip_audit where action = ?";
                Ok(sqlx::query_scalar(count).bind(action).fetch_one(c).await?)
            })
        })
        .await
        .unwrap()
}

#[tokio::test]
async fn a_recipient_is_invited_and_two_people_confirm_the_key() {
    let mut world = World::new().await;
    let (boss, admin) =
        (world.official("Sinta", Role::Superadmin).await.id, world.official("Ratna", Role::Admin).await.id);
    let dewi = world.person("Dewi").id;
    let mut seen = Vec::new();
    world.known(boss).says("/penerima").await;
    seen.push(show(&world.known(boss).last()));
    let code = invites(&world.known(boss), "BKPSDM", "Kabid <Disiplin>").await;
    seen.push(show(&world.known(boss).last()));
    world.known(dewi).says("/laporan").await;
    assert!(world.known(dewi).last().text.contains("tidak kami kenali"));
    world.restart().await;
    world.known(dewi).opens(&code).await;
    seen.push(show(&world.known(dewi).last()));
    assert!(world.known(boss).last().text.contains("sudah membuka undangan"));
    world.known(dewi).opens(&code).await;
    assert!(world.known(dewi).last().text.contains("sudah menjadi penerima"));
    let thief = world.person("Pencuri");
    thief.opens(&code).await;
    assert!(thief.last().text.contains("tidak berlaku"), "{}", thief.chat());

    let identity = Identity::generate();
    let (key, right) = (identity.public().to_string(), fingerprint(&identity));
    world.known(dewi).says(&key[..61]).await;
    assert!(world.known(dewi).last().text.contains("salah salin"));
    world.known(dewi).says(&key).await;
    seen.push(show(&world.known(dewi).last()));
    for official in [boss, admin] {
        let told = world.known(official).last();
        assert!(told.text.contains("menunggu peneguhan") && !told.text.contains("age1") && !told.text.contains(&right));
    }
    seen.push(show(&world.known(admin).last()));
    world.known(admin).taps("Teguhkan kunci").await;
    assert_eq!(world.known(admin).last().buttons.len(), 6, "four fingerprints, none of these, later");
    world.known(admin).taps(&right).await;
    assert!(world.known(admin).last().text.contains("Masih diperlukan satu orang lain"));
    assert_eq!(states(&world).await, ["pending"]);
    world.restart().await;
    world.known(boss).taps("Teguhkan kunci").await;
    world.known(boss).taps(&right).await;
    assert!(world.known(boss).was_told("berlaku mulai sekarang"), "{}", world.known(boss).chat());
    assert_eq!(states(&world).await, ["active"]);
    assert!(world.known(dewi).last().text.contains("sudah diteguhkan dan berlaku"));
    assert!(world.known(admin).last().text.contains("sudah diteguhkan dan berlaku"));
    world.known(dewi).taps("Buka daftar laporan").await;
    seen.push(show(&world.known(dewi).last()));
    snap("recipient_invited", seen.join("---\n"));
    for action in ["recipient.invite", "recipient.bind", "key.send", "key.activate"] {
        assert_eq!(audited(&world, action).await, 1, "{action}");
    }
    assert_eq!(audited(&world, "key.confirm").await, 2);
    let commands = world.sim.commands(Some(dewi), Some(dewi), "id");
    assert!(commands.iter().any(|(name, _)| name == "laporan"), "{commands:?}");
}

#[tokio::test]
async fn a_wrong_fingerprint_refuses_the_key() {
    let world = World::new().await;
    let (boss, admin) = (world.official("Sinta", Role::Superadmin).await, world.official("Ratna", Role::Admin).await);
    let dewi = world.person("Dewi");
    dewi.opens(&invites(&boss, "BKPSDM", "Dewi").await).await;
    let identity = Identity::generate();
    dewi.says(&identity.public().to_string()).await;
    boss.taps("Teguhkan kunci").await;
    boss.taps(&fingerprint(&identity)).await;
    admin.taps("Teguhkan kunci").await;
    let old = admin.last().id;
    let wrong = decoy(&admin, &fingerprint(&identity));
    let (_, data) = admin.data(&fingerprint(&identity));
    admin.taps(&wrong).await;
    assert!(admin.was_told("Kunci Dewi (BKPSDM) ditolak"), "{}", admin.chat());
    assert!(dewi.last().text.contains("Kirim kembali kunci publiknya"));
    assert!(boss.last().text.contains("ditolak"));
    assert_eq!((states(&world).await, audited(&world, "key.refuse").await), (vec!["refused".into()], 1));
    // The right one, too late.
    let answer = admin.taps_data(old, &data).await;
    assert!(answer.text.is_some_and(|text| text.contains("tidak lagi menunggu")));
    // The same key may be sent again, and then it takes both of them anew.
    dewi.says(&identity.public().to_string()).await;
    admin.taps("Teguhkan kunci").await;
    admin.taps("Tidak ada yang sama").await;
    assert_eq!(states(&world).await, ["refused", "refused"]);
}

#[tokio::test]
async fn who_may_not_confirm_does_not() {
    let world = World::new().await;
    let (boss, other) =
        (world.official("Sinta", Role::Superadmin).await, world.official("Tono", Role::Superadmin).await);
    let (one, two) = (world.official("Ratna", Role::Admin).await, world.official("Bayu", Role::Admin).await);
    // A superadmin receives as well: their own key is for others to confirm.
    other.opens(&invites(&boss, "Bawaslu", "Tono").await).await;
    let identity = Identity::generate();
    let right = fingerprint(&identity);
    other.says(&identity.public().to_string()).await;
    let (message, confirm) = one.data("Teguhkan kunci");
    let mut texts = Vec::new();
    texts.extend(other.taps_data(other.last().id, &confirm).await.text);
    one.taps_data(message, &confirm).await;
    let (message, pick) = one.data(&right);
    texts.extend(other.taps_data(other.last().id, &pick).await.text);
    one.taps_data(message, &pick).await;
    texts.extend(one.taps_data(message, &pick).await.text);
    texts.extend(two.taps_data(two.last().id, &pick).await.text);
    assert_eq!(texts.len(), 4, "{texts:?}");
    assert!(texts[0].contains("orang lain") && texts[1].contains("orang lain"), "{texts:?}");
    assert!(texts[2].contains("sudah tercatat") && texts[3].contains("harus seorang superadmin"), "{texts:?}");
    assert_eq!(states(&world).await, ["pending"]);
    // The first loses the role: their word no longer counts.
    boss.says("/admin").await;
    boss.taps("Cabut: Ratna").await;
    boss.taps("Ya, cabut").await;
    boss.taps_data(boss.last().id, &pick).await;
    assert_eq!(states(&world).await, ["pending"]);
    assert!(one.taps_data(message, &pick).await.text.is_some_and(|text| text.contains("tidak berlaku")));
    two.taps_data(two.last().id, &pick).await;
    assert_eq!(states(&world).await, ["active"]);
    // A citizen taps what was forwarded to them.
    let budi = world.person("Budi");
    budi.says("/start").await;
    assert!(budi.taps_data(budi.last().id, &pick).await.text.is_some_and(|text| text.contains("tidak berlaku")));
}

#[tokio::test]
async fn two_taps_at_once_count_as_one() {
    let world = World::new().await;
    let boss = world.official("Sinta", Role::Superadmin).await;
    let dewi = world.person("Dewi");
    dewi.opens(&invites(&boss, "BKPSDM", "Dewi").await).await;
    let identity = Identity::generate();
    dewi.says(&identity.public().to_string()).await;
    boss.taps("Teguhkan kunci").await;
    let (message, pick) = boss.data(&fingerprint(&identity));
    for _ in 0..3 {
        world.sim.tap_data(boss.id, boss.id, message, &pick).unwrap();
    }
    world.settle().await;
    assert_eq!((states(&world).await, audited(&world, "key.confirm").await), (vec!["pending".into()], 1));
}

#[tokio::test]
async fn a_secret_sent_by_mistake_is_worth_nothing() {
    let world = World::new().await;
    let boss = world.official("Sinta", Role::Superadmin).await;
    let (dewi, active) = world.recipient("Dewi", Agency::Bkpsdm).await;
    let fresh = Identity::generate();
    dewi.says(&fresh.secret_text()).await;
    assert!(dewi.last().text.contains("sudah dihapus") && dewi.last().text.contains("ditolak untuk selamanya"));
    assert!(!dewi.chat().contains("AGE-SECRET-KEY"), "{}", dewi.chat());
    dewi.says(&fresh.public().to_string()).await;
    assert!(dewi.last().text.contains("tidak diterima lagi"), "{}", dewi.chat());
    // In a file, and of the key in use.
    let name = "kunci.txt".to_owned();
    let bytes = format!("# public key: {}\n{}\n", active.public(), *active.secret_text()).into_bytes();
    dewi.sends(Content::Document { name, mime: "text/plain".into(), bytes, caption: None }).await;
    assert!(dewi.last().text.contains("tidak dipakai lagi mulai sekarang"), "{}", dewi.chat());
    assert!(dewi.messages().iter().all(|message| message.file.is_none()), "the file is gone");
    assert!(boss.last().text.contains("Perhatian"), "{}", boss.chat());
    assert_eq!(states(&world).await, ["leaked", "leaked"]);
    let budi = world.person("Budi");
    budi.says("/lapor").await;
    assert!(budi.last().text.contains("belum dapat diterima"), "nobody could open a tip now");
    // Under a passphrase.
    let waiting = Identity::generate();
    dewi.says(&waiting.public().to_string()).await;
    let bytes = b"age-encryption.org/v1\n-> scrypt bBjlhJVYZeE4aqUdmtRHfw 18\nAAAA\n--- AAAA\n".to_vec();
    let name = "kunci-penerima.age".to_owned();
    dewi.sends(Content::Document { name, mime: "application/octet-stream".into(), bytes, caption: None }).await;
    assert!(dewi.last().text.contains("tampaknya berkas kunci"), "{}", dewi.chat());
    assert_eq!(states(&world).await, ["leaked", "leaked", "leaked"]);
    assert_eq!(audited(&world, "key.leak").await, 3);
}

#[tokio::test]
async fn a_new_key_takes_the_place_of_the_former() {
    let world = World::new().await;
    let (boss, admin) = (world.official("Sinta", Role::Superadmin).await, world.official("Ratna", Role::Admin).await);
    let (dewi, former) = world.recipient("Dewi", Agency::Bkpsdm).await;
    dewi.says(&former.public().to_string()).await;
    assert!(dewi.last().text.contains("sudah berlaku"));
    let (typo, new) = (Identity::generate(), Identity::generate());
    dewi.says(&typo.public().to_string()).await;
    let (message, stale) = admin.data("Teguhkan kunci");
    dewi.says(&new.public().to_string()).await;
    let answer = admin.taps_data(message, &stale).await;
    assert!(answer.text.is_some_and(|text| text.contains("tidak lagi menunggu")));
    for official in [&admin, &boss] {
        official.taps("Teguhkan kunci").await;
        official.taps(&fingerprint(&new)).await;
    }
    // Nobody else receives for the agency: three full days, in which anyone concerned may say no.
    assert_eq!(states(&world).await, ["active", "pending", "retired"]);
    assert!(
        dewi.last().text.contains("tolaklah sekarang") && dewi.last().text.contains("8 Oktober"),
        "{}",
        dewi.chat()
    );
    dewi.says("/laporan").await;
    assert!(
        dewi.last().text.contains("Kunci Bapak/Ibu: berlaku, sidik"),
        "the former serves meanwhile: {}",
        dewi.chat()
    );
    world.pass(TimeDelta::days(4));
    job::step(&world.app).await;
    assert_eq!(states(&world).await, ["active", "retired", "retired"]);
    let text = dewi.messages().into_iter().rev().map(|m| m.text).find(|text| text.contains("ikrar tips export"));
    let text = text.unwrap_or_else(|| panic!("{}", dewi.chat()));
    assert!(text.contains("jangan hapus kunci lama"), "{text}");
    let other = world.recipient("Eko", Agency::Bkpsdm).await.0;
    other.says(&new.public().to_string()).await;
    assert!(other.last().text.contains("penerima lain"));
}

#[tokio::test]
async fn the_last_recipient_is_retired_after_a_warning() {
    let world = World::new().await;
    let boss = world.official("Sinta", Role::Superadmin).await;
    let (dewi, _) = world.recipient("Dewi", Agency::Bkpsdm).await;
    boss.says("/penerima").await;
    boss.taps("Dewi (BKPSDM)").await;
    let (message, _) = boss.data("Berhentikan");
    boss.taps("Berhentikan").await;
    snap("recipient_last", show(&boss.last()));
    let (_, retire) = boss.data("Ya, berhentikan");
    boss.taps("Ya, berhentikan").await;
    assert!(dewi.last().text.contains("tidak lagi menjadi penerima"));
    let again = boss.taps_data(message, &retire).await;
    assert!(again.text.is_some_and(|text| text.contains("sudah tidak ada")));
    dewi.says("/laporan").await;
    assert!(dewi.last().text.contains("tidak kami kenali"));
    let home = Button::Triage(TriageButton::Home).encode();
    assert!(dewi.taps_data(dewi.last().id, &home).await.text.is_some_and(|text| text.contains("tidak berlaku")));
    assert_eq!(states(&world).await, ["retired"]);
    // The account is free for another invitation.
    dewi.opens(&invites(&boss, "Bawaslu", "Dewi").await).await;
    assert!(dewi.last().text.contains("Bawaslu"));
}

#[tokio::test]
async fn an_invitation_expires_and_a_label_is_one_line() {
    let world = World::new().await;
    let boss = world.official("Sinta", Role::Superadmin).await;
    boss.says("/penerima").await;
    boss.taps("Undang penerima BKPSDM").await;
    boss.says("dua\nbaris").await;
    assert!(boss.last().text.contains("satu baris"));
    boss.says("Satu baris").await;
    let code = link(&boss);
    world.pass(TimeDelta::days(4));
    let dewi = world.person("Dewi");
    dewi.opens(&code).await;
    assert!(dewi.last().text.contains("tidak berlaku"));
    boss.says("/penerima").await;
    assert!(boss.last().text.contains("sudah habis masa berlakunya"));
    // Typed by hand, in time.
    let code = invites(&boss, "BKPSDM", "Dewi").await;
    dewi.says(&format!("{} ", code.to_lowercase())).await;
    assert!(dewi.last().text.contains("menjadi penerima"), "{}", dewi.chat());
}

#[tokio::test]
async fn a_recovery_key_is_confirmed_as_any_other() {
    let world = World::new().await;
    let (boss, admin) = (world.official("Sinta", Role::Superadmin).await, world.official("Ratna", Role::Admin).await);
    let paper = Identity::generate();
    boss.says("/penerima").await;
    boss.taps("Daftarkan kunci pemulihan Bawaslu").await;
    boss.says(&paper.secret_text()).await;
    assert!(boss.last().text.contains("kunci rahasia") && !boss.chat().contains("AGE-SECRET-KEY"));
    boss.says(&paper.public().to_string()).await;
    assert!(boss.messages().iter().any(|m| m.text.contains(&fingerprint(&paper))));
    // Whoever registered it does not vote.
    let other = world.official("Tono", Role::Superadmin).await;
    assert!(boss.taps("Teguhkan kunci").await.text.is_some_and(|text| text.contains("yang Bapak/Ibu daftarkan")));
    let (message, confirm) = admin.data("Teguhkan kunci");
    admin.taps_data(message, &confirm).await;
    admin.taps(&fingerprint(&paper)).await;
    other.says("/penerima").await;
    other.taps("Kunci pemulihan Bawaslu").await;
    other.taps("Teguhkan kunci").await;
    other.taps(&fingerprint(&paper)).await;
    assert_eq!(states(&world).await, ["active"]);
    boss.says("/penerima").await;
    snap("recipient_recovery", show(&boss.last()));
    // It alone does not open the door: someone must be there to act.
    let budi = world.person("Budi");
    budi.says("/lapor").await;
    assert!(budi.last().text.contains("belum dapat diterima"));
}

/// Of 32 invitations one has the check character of a receipt.
#[tokio::test]
async fn an_invitation_is_never_taken_for_a_receipt() {
    let world = World::new().await;
    let boss = world.official("Sinta", Role::Superadmin).await;
    let (mut code, mut tries) = (String::new(), 0);
    while vault::receipt::Receipt::parse(&code).is_none() {
        code = invites(&boss, "BKPSDM", "Dewi").await;
        tries += 1;
        assert!(tries < 1_000);
    }
    let dewi = world.person("Dewi");
    dewi.says(&code).await;
    assert!(dewi.last().text.contains("menjadi penerima"), "{}", dewi.chat());
}
