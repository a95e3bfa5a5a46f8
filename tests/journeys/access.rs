//! Roles: claimed by code, granted and revoked in chat; what is not allowed does not exist.

use chrono::TimeDelta;
use ikrar::{
    access::Role,
    telegram::{
        button::{Button, TriageButton},
        command::{Command, Standing, Who},
    },
};
use simulator::Content;

use crate::world::{World, snapshots, times};

#[tokio::test]
async fn a_superadmin_appoints_and_revokes() {
    let world = World::new().await;
    let boss = world.admin("Sinta", Role::Superadmin).await;
    boss.says("/angkat Operator <BKPSDM>").await;
    let text = boss.last().text;
    let claim = text.lines().find(|line| line.starts_with("/klaim")).expect("a code").to_owned();
    let ratna = world.person("Ratna");
    ratna.says(&claim).await;
    assert!(ratna.last().text.contains("admin"), "{}", ratna.chat());
    let thief = world.person("Pencuri");
    thief.says(&claim).await;
    assert!(thief.last().text.contains("sudah pernah digunakan"));
    boss.says("/admin").await;
    snapshots().bind(|| insta::assert_snapshot!("admins", crate::world::show(&boss.last())));
    boss.taps("Cabut: Operator <BKPSDM>").await;
    boss.taps("Kembali").await;
    boss.taps("Cabut: Operator <BKPSDM>").await;
    assert_eq!(boss.taps("Ya, cabut").await.text.as_deref(), Some("Peran sudah dicabut."));
    ratna.says("/kode").await;
    assert!(ratna.last().text.contains("tidak kami kenali"));
    assert!(world.count("audit where action in ('claim_code.create', 'role.claim', 'role.revoke')").await >= 4);
}

#[tokio::test]
async fn the_last_superadmin_stays() {
    let world = World::new().await;
    let boss = world.admin("Sinta", Role::Superadmin).await;
    boss.says("/admin").await;
    let data = Button::Revoke { user: boss.id }.encode();
    let answer = boss.taps_data(boss.last().id, &data).await;
    assert!(answer.text.is_some_and(|text| text.contains("satu-satunya superadmin")));
    assert_eq!(world.count("role_grant").await, 1);
}

#[tokio::test]
async fn a_claim_code_expires() {
    let world = World::new().await;
    let code = ikrar::cli::admin::claim_code(&world.app.db, Role::Admin, "x", world.now()).await.unwrap();
    world.pass(TimeDelta::hours(73));
    let late = world.person("Terlambat");
    late.says(&format!("/klaim {}", code.as_str())).await;
    assert!(late.last().text.contains("sudah habis"));
    assert_eq!(world.count("role_grant").await, 0);
}

#[tokio::test]
async fn a_new_code_of_the_command_line_voids_the_one_before() {
    use ikrar::cli::admin::claim_code;
    let world = World::new().await;
    let boss = world.admin("Sinta", Role::Superadmin).await;
    boss.says("/angkat Operator").await;
    let by_boss = boss.last().text.lines().find(|line| line.starts_with("/klaim")).expect("a code").to_owned();
    let db = &world.app.db;
    let lost = claim_code(db, Role::Admin, "x", world.now()).await.unwrap();
    let other = claim_code(db, Role::Superadmin, "x", world.now()).await.unwrap();
    let another = claim_code(db, Role::Admin, "y", world.now()).await.unwrap();
    let new = claim_code(db, Role::Admin, "x", world.now()).await.unwrap();
    let klaim = |code: &ikrar::roster::BindingCode| format!("/klaim {}", code.as_str());
    for (text, works) in
        [(klaim(&lost), false), (klaim(&new), true), (klaim(&other), true), (klaim(&another), true), (by_boss, true)]
    {
        let person = world.person("Seseorang");
        person.says(&text).await;
        assert_eq!(person.was_told("sekarang terdaftar"), works, "{}", person.chat());
    }
}

fn claim_in(text: &str) -> String {
    text.lines().find(|line| line.starts_with("/klaim")).expect("a code").to_owned()
}

/// A code that someone made while they were superadmin does not bring them back.
#[tokio::test]
async fn whoever_is_revoked_has_no_code_left() {
    let world = World::new().await;
    let boss = world.admin("Ratna", Role::Superadmin).await;
    boss.says("/angkat superadmin Bambang").await;
    let claim = claim_in(&boss.last().text);
    let rival = world.person("Bambang");
    rival.says(&claim).await;
    assert!(boss.last().text.contains("Peran baru digunakan"), "{}", boss.chat());
    assert!(boss.last().text.contains("Bambang") && boss.last().text.contains("oleh: Ratna"), "{}", boss.chat());
    rival.says("/angkat superadmin Cadangan").await;
    let hoarded = claim_in(&rival.last().text);
    assert!(boss.last().text.contains("Kode peran dibuat"), "{}", boss.chat());
    rival.says("/angkat Lain").await;
    let other = claim_in(&rival.last().text);
    rival.says("/kode 198001012005012001").await;
    rival.taps("Buat kode untuk orang ini").await;
    let text = rival.last().text;
    let slip = text.split_whitespace().find(|word| ikrar::roster::BindingCode::parse(word).is_some()).expect("a code");
    let invitation = invitation_of(&rival, &world).await;
    boss.says("/admin").await;
    boss.taps("Cabut: Bambang").await;
    boss.taps("Ya, cabut").await;
    assert!(rival.chat().contains("Peran admin pada akun ini sudah dicabut"), "{}", rival.chat());
    for person in [rival, world.person("Kawan")] {
        for claim in [&hoarded, &other] {
            person.says(claim).await;
            assert!(person.last().text.contains("sudah bukan superadmin"), "{}", person.chat());
        }
        person.says(slip).await;
        assert!(person.last().text.contains("sudah tidak bertugas"), "{}", person.chat());
        person.opens(&invitation).await;
        assert!(!person.last().text.contains("terdaftar"), "{}", person.chat());
    }
    assert_eq!((world.count("role_grant").await, world.count("link").await), (1, 0));
    let open = "select count(*) from tip_recipient where telegram_id is not null or invitation is not null";
    let left: i64 = world
        .app
        .tips
        .db
        .run(move |c| Box::pin(async move { Ok(sqlx::query_scalar(open).fetch_one(c).await?) }))
        .await
        .unwrap();
    assert_eq!(left, 0);
    // A new slip works.
    let anna = world.linked("Anna", "198001012005012001").await;
    assert!(anna.chat().contains("sudah tertaut"));
}

/// `start` of a link that invites a recipient of tips.
async fn invitation_of(superadmin: &crate::world::Person<'_>, world: &World) -> String {
    use ikrar::{access, tip};
    let (hash, code) = {
        let code = ikrar::roster::BindingCode::random(&mut rand::rng());
        (code.hash().0, code)
    };
    let (actor, day) = (access::Actor::Telegram(access::TelegramId(superadmin.id)), world.today());
    let proof = access::store::prove(&mut world.app.db.read().await.unwrap(), actor, Role::Superadmin).await.unwrap();
    world
        .app
        .tips
        .db
        .run(move |c| {
            Box::pin(async move {
                let agency = tip::Agency::Bkpsdm;
                tip::store::recipient::insert_invitation(c, &proof, agency, "Penyusup", hash, day).await
            })
        })
        .await
        .unwrap();
    format!("p-{}", code.as_str())
}

/// What a command on the server does is told as well, to whoever lost a role and to all superadmins.
#[tokio::test]
async fn what_the_server_does_with_roles_is_told() {
    use ikrar::access::{Proof, TelegramId, job, store};
    let world = World::new().await;
    let (boss, other) = (world.admin("Ratna", Role::Superadmin).await, world.admin("Sinta", Role::Superadmin).await);
    assert!(boss.last().text.contains("perintah di server"), "{}", boss.chat());
    let told = boss.messages().len();
    let (id, now) = (TelegramId(other.id), world.now());
    world
        .app
        .db
        .write(move |c| Box::pin(async move { store::delete_grant(c, &Proof::command_line(), id, now).await }))
        .await
        .unwrap();
    job::step(&world.app).await;
    job::step(&world.app).await;
    assert_eq!(boss.messages().len(), told + 1, "once:\n{}", boss.chat());
    assert!(boss.last().text.contains("Peran dicabut") && boss.last().text.contains("Sinta"), "{}", boss.chat());
    assert!(other.last().text.contains("sudah dicabut"), "{}", other.chat());
    assert_eq!(world.count("role_news").await, 0);
}

/// Trying out a code that one made oneself leaves it good.
#[tokio::test]
async fn a_role_code_is_not_burnt_by_its_maker() {
    let world = World::new().await;
    let boss = world.admin("Sinta", Role::Superadmin).await;
    boss.says("/angkat Operator").await;
    let claim = claim_in(&boss.last().text);
    boss.says(&claim).await;
    assert!(boss.last().text.contains("dibuat dari akun ini sendiri"), "{}", boss.chat());
    let operator = world.person("Operator");
    operator.says(&claim).await;
    assert!(operator.last().text.contains("sekarang terdaftar"), "{}", operator.chat());
}

/// Every command × every role × private and group: what is not allowed answers as if it did not exist.
#[tokio::test]
async fn commands_exist_only_for_those_who_may_use_them() {
    let world = World::new().await;
    let people = [
        (world.person("Warga"), false, None),
        (world.linked("Anna", "198001012005012001").await, true, None),
        (world.admin("Ratna", Role::Admin).await, false, Some(Role::Admin)),
        (world.admin("Sinta", Role::Superadmin).await, false, Some(Role::Superadmin)),
    ];
    let members: Vec<i64> = people.iter().map(|(person, ..)| person.id).collect();
    let group = world.sim.add_group("Grup Kantor", &members);
    world.settle().await;
    for (person, linked, role) in people {
        world.pass(TimeDelta::seconds(20));
        person.says("/tidakadaperintahini").await;
        let nothing = person.last().text;
        for command in Command::ALL {
            world.pass(TimeDelta::seconds(20));
            person.says(&format!("/{}", command.name())).await;
            let unknown = person.last().text == nothing;
            assert_eq!(
                unknown,
                !command.allowed(Standing { linked, role, recipient: false }),
                "/{} as {role:?}",
                command.name()
            );

            world.pass(TimeDelta::seconds(20));
            let before = world.sim.messages(group).len();
            let text = Content::Text(format!("/{}@ikrar_test_bot", command.name()));
            world.sim.send(person.id, group, text).unwrap();
            world.settle().await;
            let replies = world.sim.messages(group).split_off(before + 1);
            let public = command.who().contains(&Who::Anyone);
            assert_eq!(replies.len(), usize::from(public), "/{} in a group", command.name());
            assert!(replies.iter().all(|reply| reply.text.contains("percakapan pribadi")));
        }
    }
}

/// Every button × every role × private and group.
#[tokio::test]
async fn buttons_do_nothing_for_those_who_may_not_press_them() {
    let world = World::new().await;
    let people = [
        (world.person("Warga"), false, None),
        (world.linked("Anna", "198001012005012001").await, true, None),
        (world.admin("Ratna", Role::Admin).await, false, Some(Role::Admin)),
    ];
    let members: Vec<i64> = people.iter().map(|(person, ..)| person.id).collect();
    let group = world.sim.add_group("Grup Kantor", &members);
    let nothing = [
        "Tombol ini sudah tidak berlaku. Kirim /start untuk memulai kembali.",
        "This button no longer works. Send /start to begin again.",
    ];
    let is_nothing = |text: Option<String>| nothing.contains(&text.expect("a text").as_str());
    let state = async || {
        (
            world.count("role_grant").await,
            world.count("binding_code").await,
            world.count("person where active = 1").await,
            world.count("acknowledgement").await,
        )
    };
    for (person, _, role) in people {
        person.says("/start").await;
        let message = person.last().id;
        let before = state().await;
        for button in Button::samples() {
            let data = button.encode();
            let answer = person.taps_data(message, &data).await;
            let least = least(&button);
            if least.is_some_and(|least| role < Some(least)) || is_of_recipients(&button) {
                assert!(is_nothing(answer.text), "{button:?} as {role:?}");
            }
            let query = world.sim.tap_data(person.id, group, 1, &data).unwrap();
            world.settle().await;
            assert!(is_nothing(world.sim.answer(&query).unwrap().text), "{button:?} in a group");
        }
        for forged in
            ["", "x", "ack", "ack:1:2", "bind:zz", "rd:-1:99", "go:99999999999999999999", "💥:1", "cl:1:1:1:1"]
        {
            if forged.is_empty() {
                continue;
            }
            let answer = person.taps_data(message, forged).await;
            assert_eq!(answer.times as usize, times(), "{forged}");
        }
        if role.is_none() {
            assert_eq!(state().await, before, "as {role:?}");
        }
        // Some buttons let go of the link; the next round is for the next person.
    }
}

/// Which role a button asks for, said here once more, apart from the schema.
fn least(button: &Button) -> Option<Role> {
    match button {
        Button::ImportHow
        | Button::Import { .. }
        | Button::ImportAsk { .. }
        | Button::ImportTrial { .. }
        | Button::CodeUnits { .. }
        | Button::CodesAsk { .. }
        | Button::CodesMake { .. }
        | Button::CodesApart { .. }
        | Button::CodesStop { .. }
        | Button::CodesResume { .. }
        | Button::CodeWho { .. }
        | Button::CodePerson { .. }
        | Button::Recap { .. }
        | Button::RecapTable { .. }
        | Button::Detach { .. }
        | Button::Calendar(_)
        | Button::Reminder(_)
        | Button::Broadcast(_)
        | Button::Audience(_)
        | Button::Campaign(_) => Some(Role::Admin),
        Button::RevokeAsk { .. } | Button::Revoke { .. } | Button::Admins | Button::Setup | Button::SetupHow { .. } => {
            Some(Role::Superadmin)
        }
        Button::Triage(TriageButton::Confirm { .. } | TriageButton::Pick { .. }) => Some(Role::Admin),
        Button::Triage(
            TriageButton::Recipients
            | TriageButton::Invite { .. }
            | TriageButton::Recovery { .. }
            | TriageButton::Recipient { .. }
            | TriageButton::RetireAsk { .. }
            | TriageButton::Retire { .. }
            | TriageButton::VetoAsk { .. }
            | TriageButton::Veto { .. },
        ) => Some(Role::Superadmin),
        _ => None,
    }
}

/// No role opens these; whoever walks here receives nothing.
fn is_of_recipients(button: &Button) -> bool {
    matches!(button, Button::Triage(_)) && least(button).is_none()
}
