//! Codes, linking, letting go; what a stranger leaves behind.

use chrono::TimeDelta;
use ikrar::access::Role;

use crate::world::{World, snapshots};

const ANNA: &str = "198001012005012001";

#[tokio::test]
async fn every_code_that_does_not_work_has_its_own_answer() {
    let world = World::new().await;
    let code = world.code(ANNA).await;
    let anna = world.person("Anna");
    let mut answers = Vec::new();
    anna.opens("0000000000000000").await;
    answers.push(anna.last().text);
    anna.opens("bukan-kode").await;
    answers.push(anna.last().text);
    let newer = world.code(ANNA).await;
    anna.opens(code.as_str()).await;
    answers.push(anna.last().text);
    // Typed from paper, in small letters.
    anna.says(&newer.grouped().to_lowercase()).await;
    anna.taps("Bukan saya").await;
    answers.push(anna.last().text);
    anna.opens(newer.as_str()).await;
    anna.taps("Benar, ini saya").await;
    anna.opens(newer.as_str()).await;
    answers.push(anna.last().text);
    let stranger = world.person("Orang Lain");
    stranger.opens(newer.as_str()).await;
    answers.push(stranger.last().text);
    anna.opens(world.code("200012312024211001").await.as_str()).await;
    answers.push(anna.last().text);
    let late = world.code("NA-0001").await;
    world.pass(TimeDelta::days(31));
    stranger.opens(late.as_str()).await;
    answers.push(stranger.last().text);
    snapshots().bind(|| insta::assert_snapshot!("codes", answers.join("\n---\n")));
    assert_eq!(world.count("link").await, 1);
}

#[tokio::test]
async fn two_phones_with_one_code_give_one_link() {
    let world = World::new().await;
    let code = world.code(ANNA).await;
    let (one, two) = (world.person("Anna"), world.person("Anna lain"));
    one.opens(code.as_str()).await;
    two.opens(code.as_str()).await;
    let (first, second) = (one.data("Benar, ini saya"), two.data("Benar, ini saya"));
    world.sim.tap_data(one.id, one.id, first.0, &first.1).unwrap();
    world.sim.tap_data(two.id, two.id, second.0, &second.1).unwrap();
    world.sim.tap_data(one.id, one.id, first.0, &first.1).unwrap();
    world.settle().await;
    assert_eq!(world.count("link").await, 1);
    let refused = if one.last().text.contains("Terima kasih") { two } else { one };
    assert!(refused.last().text.contains("sudah digunakan"), "{}", refused.chat());
}

#[tokio::test]
async fn guessing_codes_is_limited() {
    let world = World::new().await;
    let guesser = world.person("Penebak");
    let mut refused = 0;
    for n in 0..15 {
        guesser.opens(&format!("00000000000000{n:02}")).await;
        refused += usize::from(guesser.last().text.contains("beberapa kali mencoba"));
    }
    assert_eq!(refused, 5);
}

#[tokio::test]
async fn a_new_phone_keeps_what_was_signed() {
    let world = World::new().await;
    let old = world.linked("Anna", ANNA).await;
    old.pledges().await;
    old.says("/lepas").await;
    old.taps("Ya, lepaskan").await;
    old.says("/ikrar").await;
    assert!(old.last().text.contains("belum tertaut"));
    let new = world.linked("Anna baru", ANNA).await;
    new.says("/status").await;
    assert!(new.last().text.contains("sudah dinyatakan"), "{}", new.chat());
    new.taps("Tanda terima: Ikrar Netralitas ASN").await;
    assert!(new.last().text.contains("IKR-000001"));
    assert_eq!(world.count("acknowledgement").await, 1);
}

#[tokio::test]
async fn an_admin_cannot_link_with_a_code_of_their_own_making() {
    let world = World::new().await;
    let ratna = world.admin("Ratna", Role::Admin).await;
    ratna.says(&format!("/kode {ANNA}")).await;
    ratna.taps("Buat kode untuk orang ini").await;
    let text = ratna.last().text;
    let code = text.split_whitespace().find(|word| ikrar::roster::BindingCode::parse(word).is_some()).expect("a code");
    ratna.says(code).await;
    assert!(ratna.last().text.contains("dibuat dari akun ini sendiri"), "{}", ratna.chat());
    let data = ikrar::telegram::button::Button::Bind(ikrar::roster::BindingCode::parse(code).unwrap()).encode();
    ratna.taps_data(ratna.last().id, &data).await;
    assert_eq!(world.count("link").await, 0);
    // Anna can.
    let anna = world.person("Anna");
    anna.says(code).await;
    anna.taps("Benar, ini saya").await;
    assert_eq!(world.count("link").await, 1);
}

#[tokio::test]
async fn a_role_code_without_its_command_is_explained() {
    let world = World::new().await;
    let code = ikrar::cli::admin::claim_code(&world.app.db, Role::Admin, "x", world.now()).await.unwrap();
    let ratna = world.person("Ratna");
    ratna.says(&code.grouped()).await;
    assert!(ratna.last().text.contains(&format!("/klaim {}", code.grouped())), "{}", ratna.chat());
}

#[tokio::test]
async fn a_receipt_is_never_written_over() {
    let world = World::new().await;
    let anna = world.linked("Anna", ANNA).await;
    anna.pledges().await;
    let receipt = anna.last();
    anna.says("/lepas").await;
    anna.taps("Ya, lepaskan").await;
    anna.taps_on(receipt.id, "Semua ikrar saya").await;
    assert!(anna.last().text.contains("belum tertaut"));
    let kept = anna.messages().into_iter().find(|message| message.id == receipt.id).unwrap();
    assert_eq!(kept.text, receipt.text);
}

#[tokio::test]
async fn someone_taken_off_the_roster_is_told_so() {
    let world = World::new().await;
    let anna = world.linked("Anna", ANNA).await;
    let sql = "update person set active = 0 where key = '198001012005012001'";
    world.app.db.write(move |c| Box::pin(async move { Ok(sqlx::query(sql).execute(c).await?) })).await.unwrap();
    anna.says("/ikrar").await;
    assert!(anna.last().text.contains("sedang tidak aktif"), "{}", anna.chat());
}

#[tokio::test]
async fn a_stranger_leaves_no_row_anywhere() {
    let world = World::new().await;
    let tables = [
        "person",
        "link",
        "binding_code",
        "role_grant",
        "claim_code",
        "audit",
        "clause_reading",
        "acknowledgement",
        "signatory",
    ];
    let mut before = Vec::new();
    for table in tables {
        before.push(world.count(table).await);
    }
    let stranger = world.person("Warga");
    for text in [
        "/start",
        "/ikrar",
        "/status",
        "/bantuan",
        "/bahasa",
        "/batal",
        "/cek_tanda x",
        "/klaim x",
        "/lepas",
        "halo",
        "/impor",
    ] {
        world.pass(TimeDelta::seconds(2));
        stranger.says(text).await;
    }
    stranger.says("/bahasa").await;
    stranger.taps("English").await;
    stranger.says("/bantuan").await;
    assert!(stranger.last().text.contains("Help"));
    let mut after = Vec::new();
    for table in tables {
        after.push(world.count(table).await);
    }
    assert_eq!(before, after);
    snapshots().bind(|| insta::assert_snapshot!("stranger", stranger.chat()));
}

#[tokio::test]
async fn the_language_stays_with_a_linked_person() {
    let mut world = World::new().await;
    let anna = world.linked("Anna", ANNA).await.id;
    world.known(anna).says("/bahasa").await;
    world.known(anna).taps("English").await;
    world.restart().await;
    world.known(anna).says("/status").await;
    assert!(world.known(anna).last().text.contains("Your pledges"));
    let menu = world.sim.commands(Some(anna), Some(anna), "id");
    assert!(menu.iter().any(|(command, text)| command == "ikrar" && text == "Read and make the pledge"), "{menu:?}");
}

#[tokio::test]
async fn names_with_html_are_shown_as_they_are() {
    let world = World::new().await;
    let citra = world.linked("Citra", "NA-0001").await;
    assert!(citra.last().text.contains("Citra <b>Dewi</b> & Rekan"), "{}", citra.last().text);
}

#[tokio::test]
async fn menus_follow_the_role() {
    let world = World::new().await;
    let menu = |id: i64| -> Vec<String> {
        world.sim.commands(Some(id), Some(id), "id").into_iter().map(|(name, _)| name).collect()
    };
    let stranger = world.person("Warga");
    stranger.says("/start").await;
    let anna = world.linked("Anna", ANNA).await;
    let admin = world.admin("Ratna", Role::Admin).await;
    let superadmin = world.admin("Sinta", Role::Superadmin).await;
    insta::assert_debug_snapshot!("menus", [menu(stranger.id), menu(anna.id), menu(admin.id), menu(superadmin.id)]);
}

/// An admin lets a second account of theirs speak for Anna, and signs; Anna is told when she links her own.
#[tokio::test]
async fn whoever_links_learns_what_another_account_did_in_their_name() {
    let world = World::new().await;
    let ratna = world.admin("Ratna", Role::Admin).await;
    let sinta = world.admin("Sinta", Role::Superadmin).await;
    let code = async || {
        ratna.says(&format!("/kode {ANNA}")).await;
        ratna.taps("Buat kode untuk orang ini").await;
        let text = ratna.last().text;
        let word = text.split_whitespace().find(|word| ikrar::roster::BindingCode::parse(word).is_some());
        word.expect("a code").to_owned()
    };
    let impostor = world.person("Akun kedua");
    impostor.says(&code().await).await;
    impostor.taps("Benar, ini saya").await;
    assert!(!impostor.chat().contains("Apakah itu"), "nothing was done before");
    impostor.pledges().await;
    ratna.says(&format!("/lepas {ANNA}")).await;
    ratna.taps("Ya, lepaskan tautan").await;
    let anna = world.person("Anna");
    anna.says(&code().await).await;
    anna.taps("Benar, ini saya").await;
    snapshots().bind(|| insta::assert_snapshot!("prior_asked", crate::world::show(&anna.last())));
    // It can be answered later.
    anna.says("/status").await;
    anna.taps("Pengakuan dari akun lain: mohon dijawab").await;
    assert_eq!(world.count("pledge_question where answer is null").await, 1);
    anna.taps("Bukan saya").await;
    snapshots().bind(|| insta::assert_snapshot!("prior_denied", crate::world::show(&anna.last())));
    for admin in [ratna, sinta] {
        assert!(admin.last().text.contains("Pengakuan disangkal"), "{}", admin.chat());
        assert!(admin.last().text.contains("oleh: Ratna"), "{}", admin.chat());
        assert!(!admin.last().text.contains("Latumahina"), "{}", admin.chat());
    }
    sinta.says("/rekap").await;
    assert!(sinta.last().text.contains("Disangkal oleh yang bersangkutan: 1 (IKR-000001-"), "{}", sinta.chat());
    let number = ikrar_number(&sinta.last().text);
    anna.says(&format!("/cek_tanda {number}")).await;
    assert!(anna.last().text.contains("Disangkal:"), "{}", anna.chat());
    // Remembered: neither asked again after linking anew, nor answered twice.
    anna.says("/lepas").await;
    anna.taps("Ya, lepaskan").await;
    anna.says(&code().await).await;
    anna.taps("Benar, ini saya").await;
    assert!(anna.last().text.contains("sudah tertaut"), "{}", anna.chat());
    anna.says("/status").await;
    assert!(!anna.last().buttons.iter().flatten().any(|button| button.label.contains("akun lain")));
    assert_eq!(world.count("acknowledgement").await, 1, "nothing is removed");
    assert!(world.ledger_is_sound().await);
    // Who was linked when, by whose code, and by which account: without the account itself.
    assert_eq!(world.count("link_history where how = 'code' and ended_how is not null").await, 2);
    assert_eq!(world.count(&format!("link_history where code_by = {}", ratna.id)).await, 3);
    assert_eq!(
        world.count("acknowledgement_link join link_history on id = link_id where ended_how = 'admin'").await,
        1
    );
    assert_eq!(world.count("audit where action = 'roster.link' and actor < 0").await, 3);
    for id in [impostor.id, anna.id] {
        assert_eq!(world.count(&format!("audit where actor = {id}")).await, 0, "the trail names no account");
    }
}

fn ikrar_number(text: &str) -> String {
    let at = text.find("IKR-").expect("a number");
    text[at..].chars().take_while(|c| c.is_alphanumeric() || *c == '-').collect()
}

/// The same person with another phone says so, and nobody is alarmed.
#[tokio::test]
async fn whoever_changed_phones_says_it_was_them() {
    let world = World::new().await;
    let sinta = world.admin("Sinta", Role::Superadmin).await;
    let old = world.linked("Anna", ANNA).await;
    old.pledges().await;
    old.says("/lepas").await;
    old.taps("Ya, lepaskan").await;
    let before = sinta.messages().len();
    let new = world.linked("Anna baru", ANNA).await;
    new.taps("Ya, saya").await;
    assert!(new.last().text.contains("Bapak/Ibu sendiri yang membuat"), "{}", new.chat());
    let (message, data) =
        (new.last().id, ikrar::telegram::button::Button::PriorAnswer { link: 1, own: false }.encode());
    new.taps_data(message, &data).await;
    assert_eq!(world.count("pledge_question where answer = 'denied'").await, 0, "answered once");
    assert_eq!(sinta.messages().len(), before);
    // Back on the old one, which made it: nothing to ask.
    new.says("/lepas").await;
    new.taps("Ya, lepaskan").await;
    old.opens(world.code(ANNA).await.as_str()).await;
    old.taps("Benar, ini saya").await;
    assert!(old.last().text.contains("sudah tertaut"), "{}", old.chat());
    assert!(world.ledger_is_sound().await);
}

/// What one account has read is no evidence of another's reading.
#[tokio::test]
async fn another_account_reads_from_the_beginning() {
    let world = World::new().await;
    let old = world.linked("Anna", ANNA).await;
    old.says("/ikrar").await;
    world.pass(TimeDelta::seconds(3));
    old.taps("Sudah saya baca").await;
    old.says("/lepas").await;
    old.taps("Ya, lepaskan").await;
    old.opens(world.code(ANNA).await.as_str()).await;
    old.taps("Benar, ini saya").await;
    old.says("/ikrar").await;
    assert!(old.last().text.contains("Poin 1/4"), "the same account goes on: {}", old.chat());
    old.says("/lepas").await;
    old.taps("Ya, lepaskan").await;
    let new = world.linked("Anna baru", ANNA).await;
    new.says("/ikrar").await;
    assert!(new.last().text.contains("Pembukaan"), "{}", new.chat());
}
