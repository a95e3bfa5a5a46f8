//! Nobody makes themself a reader of an agency's tips: votes that do not count, notice to everyone, and a veto.

use chrono::TimeDelta;
use ikrar::{
    access::Role,
    telegram::button::{Button, TriageButton},
    tip::{Agency, Id, job},
};
use vault::{envelope::Envelope, key::Identity};

use super::{
    recipients::{fingerprint, invites, states},
    reseal::{ikrar, sealed},
};
use crate::world::{Person, World, show, snapshots};

/// A superadmin hands on a role; the code in the newest message is claimed.
async fn appoints(boss: &Person<'_>, whom: &Person<'_>, role: &str) {
    boss.says(&format!("/angkat {role} Tangan Kanan")).await;
    let text = boss.last().text;
    let code = text.split_whitespace().find(|word| word.len() == 19 && word.matches('-').count() == 3).expect("a code");
    whom.says(&format!("/klaim {code}")).await;
}

/// Someone is invited for an agency and sends a key.
async fn sends_key(boss: &Person<'_>, who: &Person<'_>, agency: &str, identity: &Identity) {
    who.opens(&invites(boss, agency, "Staf Pengawasan").await).await;
    who.says(&identity.public().to_string()).await;
}

/// Confirms the newest key; what Telegram showed, and the chat.
async fn confirms(who: &Person<'_>, identity: &Identity) -> String {
    let answer = who.taps("Teguhkan kunci").await.text;
    let shows = |message: &simulator::MessageView| {
        message.buttons.iter().flatten().any(|button| button.label == fingerprint(identity))
    };
    if let Some(question) = who.messages().into_iter().rev().find(shows)
        && answer.is_none()
    {
        let answer = who.taps_on(question.id, &fingerprint(identity)).await.text;
        return answer.unwrap_or_else(|| who.messages().iter().map(|m| m.text.clone()).collect());
    }
    answer.unwrap_or_default()
}

/// Taps the right fingerprint by its data, as whoever saw it elsewhere could.
async fn picks(world: &World, who: &Person<'_>, identity: &Identity) -> String {
    let key = identity.public().to_string();
    let (id, choice) = world
        .app
        .tips
        .db
        .run(|c| {
            Box::pin(async move {
                let id: Vec<u8> =
                    sqlx::query_scalar("select id from tip_key where public_key = ? and state = 'pending'")
                        .bind(key)
                        .fetch_one(&mut *c)
                        .await?;
                let secret: Vec<u8> =
                    sqlx::query_scalar("select value from tip_setting where name = 'decoys'").fetch_one(c).await?;
                Ok((Id::from_slice(&id).unwrap(), <[u8; 32]>::try_from(secret).unwrap()))
            })
        })
        .await
        .unwrap();
    let right = identity.public().fingerprint();
    let choice = ikrar::tip::appoint::choices(&choice, id, right).iter().position(|one| *one == right).unwrap();
    let pick = Button::Triage(TriageButton::Pick { key: id, choice: u8::try_from(choice).unwrap() }).encode();
    who.taps_data(who.last().id, &pick).await.text.unwrap_or_default()
}

/// A tip for Bawaslu alone, through the chat; what the reporter saw before sending it.
async fn reports(world: &World) -> String {
    let budi = world.person("Budi");
    budi.says("/lapor").await;
    budi.taps("Mulai menulis").await;
    budi.taps("Lainnya").await;
    for text in ["Kantor Camat", "kemarin", "Ada amplop."] {
        budi.says(text).await;
    }
    budi.taps("Lanjut").await;
    budi.taps("Lanjut tanpa bukti").await;
    budi.taps("○ Bawaslu").await;
    budi.taps("Lanjut").await;
    let review = show(&budi.last());
    budi.taps("Kirim sekarang").await;
    review
}

async fn opens(world: &World, identity: &Identity) -> bool {
    sealed(world).await.iter().any(|sealed| Envelope::open(sealed, identity).is_ok())
}

async fn days(world: &World, days: i64) {
    for _ in 0..days {
        world.pass(TimeDelta::days(1));
        job::step(&world.app).await;
    }
}

#[tokio::test]
async fn a_superadmin_with_a_second_account_makes_nobody_a_reader() {
    let world = World::new().await;
    let (anton, honest) = world.recipient("Anton", Agency::Bawaslu).await;
    let boss = world.official("Sinta", Role::Superadmin).await;
    let (second, third, evil) = (world.person("Kedua"), world.person("Ketiga"), Identity::generate());
    appoints(&boss, &second, "").await;
    sends_key(&boss, &third, "Bawaslu", &evil).await;
    assert!(anton.last().text.contains("kunci baru"), "Anton is told: {}", anton.chat());
    confirms(&boss, &evil).await;
    let fresh = picks(&world, &second, &evil).await;
    assert!(fresh.contains("baru saja diberikan") && fresh.contains("7 Oktober 2024"), "{fresh}");
    // Three days later the role is old enough; but it is still hers.
    world.pass(TimeDelta::hours(72));
    let dependent = picks(&world, &second, &evil).await;
    assert!(dependent.contains("berasal satu dari yang lain"), "{dependent}");
    assert!(!states(&world).await.contains(&"retired".to_owned()));
    days(&world, 30).await;
    reports(&world).await;
    assert!(opens(&world, &honest).await && !opens(&world, &evil).await);
    // Nor is the account that she gave the role long ago, nor two that she made.
    let (one, two) = (world.person("Satu"), world.person("Dua"));
    appoints(&boss, &one, "superadmin").await;
    appoints(&boss, &two, "").await;
    days(&world, 60).await;
    third.says(&evil.public().to_string()).await;
    let other = Identity::generate();
    third.says(&other.public().to_string()).await;
    picks(&world, &one, &other).await;
    let siblings = picks(&world, &two, &other).await;
    assert!(siblings.contains("berasal satu dari yang lain"), "{siblings}");
    // The one between them is gone: the chain holds.
    boss.says("/admin").await;
    days(&world, 10).await;
    reports(&world).await;
    assert!(!opens(&world, &other).await && !opens(&world, &evil).await);
}

#[tokio::test]
async fn a_chain_holds_where_someone_in_it_is_revoked() {
    let world = World::new().await;
    let boss = world.official("Sinta", Role::Superadmin).await;
    let (between, second, third) = (world.person("Perantara"), world.person("Kedua"), world.person("Ketiga"));
    appoints(&boss, &between, "superadmin").await;
    appoints(&between, &second, "").await;
    boss.says("/admin").await;
    let (message, revoke) = {
        let button = Button::RevokeAsk { user: between.id }.encode();
        (boss.last().id, button)
    };
    boss.taps_data(message, &revoke).await;
    boss.taps("Ya, cabut").await;
    world.age_roles(TimeDelta::days(30)).await;
    let evil = Identity::generate();
    sends_key(&boss, &third, "Bawaslu", &evil).await;
    confirms(&boss, &evil).await;
    let dependent = picks(&world, &second, &evil).await;
    assert!(dependent.contains("berasal satu dari yang lain"), "{dependent}");
    assert_eq!(states(&world).await, ["pending"]);
}

#[tokio::test]
async fn roles_of_the_command_line_count_after_three_days() {
    let world = World::new().await;
    let (one, two) = (world.admin("Satu", Role::Superadmin).await, world.admin("Dua", Role::Admin).await);
    let (third, evil) = (world.person("Ketiga"), Identity::generate());
    sends_key(&one, &third, "Bawaslu", &evil).await;
    for who in [&one, &two] {
        let answer = picks(&world, who, &evil).await;
        assert!(answer.contains("berlaku mulai 7 Oktober 2024"), "{answer}");
        assert!(confirms(who, &evil).await.contains("baru saja diberikan"));
    }
    assert_eq!(states(&world).await, ["pending"]);
    world.pass(TimeDelta::hours(72));
    for who in [&one, &two] {
        picks(&world, who, &evil).await;
    }
    assert_eq!(states(&world).await, ["active"], "the first recipient of an agency takes two");
}

#[tokio::test]
async fn two_independent_votes_wait_for_a_recipient_or_three_days() {
    let world = World::new().await;
    let (anton, _) = world.recipient("Anton", Agency::Bawaslu).await;
    let (dewi, _) = world.recipient("Dewi", Agency::Bkpsdm).await;
    let (boss, admin) = (world.official("Sinta", Role::Superadmin).await, world.official("Ratna", Role::Admin).await);
    let tono = world.official("Tono", Role::Superadmin).await;
    let (third, new) = (world.person("Ketiga"), Identity::generate());
    sends_key(&boss, &third, "Bawaslu", &new).await;
    dewi.says("/laporan").await;
    let before = dewi.messages().len();
    for who in [&boss, &admin] {
        confirms(who, &new).await;
    }
    assert!(states(&world).await.contains(&"pending".to_owned()));
    let told = anton.last();
    assert!(told.text.contains("tolaklah sekarang") && told.text.contains("8 Oktober 2024"), "{}", show(&told));
    assert!(tono.last().text.contains("tolaklah sekarang"), "{}", tono.chat());
    assert_eq!(dewi.messages().len(), before, "another agency's affair");
    snapshots().bind(|| insta::assert_snapshot!("recipient_delayed", show(&anton.last())));
    // Another agency's recipient cannot say no, nor confirm.
    let veto = anton.data("Tolak kunci ini").1;
    assert!(dewi.taps_data(dewi.last().id, &veto).await.text.is_some_and(|text| text.contains("tidak berlaku")));
    anton.taps("Tolak kunci ini").await;
    anton.taps("Ya, tolak").await;
    assert!(states(&world).await.contains(&"refused".to_owned()));
    for who in [&boss, &admin, &tono, &third] {
        assert!(who.last().text.contains("ditolak"), "{}", who.chat());
    }
    days(&world, 9).await;
    reports(&world).await;
    assert!(!opens(&world, &new).await);

    // Again; this time nobody says no.
    third.says(&new.public().to_string()).await;
    for who in [&boss, &admin] {
        confirms(who, &new).await;
    }
    days(&world, 3).await;
    assert!(states(&world).await.contains(&"pending".to_owned()), "three full days");
    days(&world, 1).await;
    assert!(!states(&world).await.contains(&"pending".to_owned()));
    for who in [&anton, &boss, &tono] {
        assert!(who.messages().iter().rev().take(2).any(|m| m.text.contains("berlaku")), "{}", who.chat());
    }
    reports(&world).await;
    assert!(opens(&world, &new).await);

    // One more, confirmed by a recipient as well: at once.
    let (fourth, fast) = (world.person("Keempat"), Identity::generate());
    sends_key(&boss, &fourth, "Bawaslu", &fast).await;
    confirms(&boss, &fast).await;
    confirms(&anton, &fast).await;
    assert!(
        anton.messages().iter().any(|m| m.text.contains("begitu diteguhkan pula oleh dua orang")),
        "{}",
        anton.chat()
    );
    confirms(&admin, &fast).await;
    assert_eq!(states(&world).await.iter().filter(|state| *state == "active").count(), 4);
    reports(&world).await;
    assert!(opens(&world, &fast).await);
    let before = anton.messages().len();
    days(&world, 5).await;
    let after = anton.messages();
    assert!(after[before..].iter().all(|m| m.text.contains("Ringkasan")), "told once: {}", anton.chat());
}

#[tokio::test]
async fn a_vote_that_no_longer_counts_holds_a_key_back() {
    let mut world = World::new().await;
    world.recipient("Anton", Agency::Bawaslu).await;
    let (boss, admin) =
        (world.official("Sinta", Role::Superadmin).await.id, world.official("Ratna", Role::Admin).await.id);
    let bayu = world.official("Bayu", Role::Admin).await.id;
    let (third, new) = (world.person("Ketiga").id, Identity::generate());
    sends_key(&world.known(boss), &world.known(third), "Bawaslu", &new).await;
    for who in [boss, admin] {
        confirms(&world.known(who), &new).await;
    }
    days(&world, 2).await;
    world.known(boss).says("/admin").await;
    world.known(boss).taps("Cabut: Ratna").await;
    world.known(boss).taps("Ya, cabut").await;
    world.restart().await;
    days(&world, 9).await;
    assert!(!states(&world).await.contains(&"retired".to_owned()));
    assert!(states(&world).await.contains(&"pending".to_owned()));
    assert!(world.known(boss).chat().contains("tidak lagi memegang peran"), "{}", world.known(boss).chat());
    // Another takes that place, and the days begin anew.
    confirms(&world.known(bayu), &new).await;
    days(&world, 3).await;
    assert!(states(&world).await.contains(&"pending".to_owned()));
    days(&world, 1).await;
    assert!(!states(&world).await.contains(&"pending".to_owned()));
}

#[tokio::test]
async fn whoever_offers_a_recovery_key_has_no_vote() {
    let world = World::new().await;
    let (boss, admin) = (world.official("Sinta", Role::Superadmin).await, world.official("Ratna", Role::Admin).await);
    let paper = Identity::generate();
    boss.says("/penerima").await;
    boss.taps("Daftarkan kunci pemulihan Bawaslu").await;
    boss.says(&paper.public().to_string()).await;
    assert!(picks(&world, &boss, &paper).await.contains("yang Bapak/Ibu daftarkan"));
    picks(&world, &admin, &paper).await;
    assert!(picks(&world, &boss, &paper).await.contains("yang Bapak/Ibu daftarkan"));
    assert_eq!(states(&world).await, ["pending"]);
}

#[tokio::test]
async fn nobody_is_first_taken_out_and_then_replaced() {
    let world = World::new().await;
    world.recipient("Anton", Agency::Bawaslu).await;
    let (boss, admin) = (world.official("Sinta", Role::Superadmin).await, world.official("Ratna", Role::Admin).await);
    boss.says("/penerima").await;
    boss.taps("Anton (Bawaslu)").await;
    boss.taps("Berhentikan").await;
    boss.taps("Ya, berhentikan").await;
    let (third, new) = (world.person("Ketiga"), Identity::generate());
    sends_key(&boss, &third, "Bawaslu", &new).await;
    for who in [&boss, &admin] {
        confirms(who, &new).await;
    }
    assert_eq!(states(&world).await, ["pending", "retired"]);
    days(&world, 4).await;
    assert_eq!(states(&world).await, ["active", "retired"]);
}

#[tokio::test]
async fn whoever_will_open_a_tip_is_shown_everywhere() {
    let world = World::new().await;
    let (anton, _) = world.recipient("Anton", Agency::Bawaslu).await;
    world.recipient("Eko", Agency::Bawaslu).await;
    world.recipient("Dewi", Agency::Bkpsdm).await;
    let review = reports(&world).await;
    assert!(review.contains("Bawaslu (2 kunci penerima)") && !review.contains("BKPSDM ("), "{review}");
    anton.says("/laporan").await;
    assert!(anton.last().text.contains("Bawaslu (2 kunci penerima)"), "{}", anton.chat());
    anton.taps("Kunci saya").await;
    let text = anton.last().text;
    assert!(text.contains("• Anton: ") && text.contains("• Eko: ") && !text.contains("Dewi"), "{text}");
    world.pass(TimeDelta::hours(2));
    job::step(&world.app).await;
    assert!(anton.last().text.contains("penerima   2, pemulihan   0"), "{}", anton.chat());
}

/// Whoever can write the database can do much; a key that nobody is known to have confirmed is not sealed to.
#[tokio::test]
async fn a_key_that_was_written_into_the_database_is_not_sealed_to() {
    let world = World::new().await;
    let (_, honest) = world.recipient("Anton", Agency::Bawaslu).await;
    let (_, evil) = world.recipient("Penyusup", Agency::Bawaslu).await;
    let key = evil.public().to_string();
    let forge = world.app.tips.db.run(|c| {
        Box::pin(async move {
            let forge = "update tip_key set confirmed_super = 1, confirmed_other = 2 where public_key = ?";
            Ok(sqlx::query(forge).bind(key).execute(c).await?.rows_affected())
        })
    });
    assert_eq!(forge.await.unwrap(), 1);
    let review = reports(&world).await;
    assert!(review.contains("Bawaslu (1 kunci penerima)"), "{review}");
    assert!(opens(&world, &honest).await && !opens(&world, &evil).await);
    let status = ikrar(&world, &["tips", "status"], true);
    assert!(status.contains("AKUN YANG TIDAK PERNAH MEMEGANG PERAN") && status.contains("tidak dipakai"), "{status}");
    assert!(status.contains("akun yang dahulu memegang peran"), "{status}");
}
