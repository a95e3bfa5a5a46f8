//! After a rotation: cases go out by command, are sealed to the keys of now, and come back.

use std::{path::Path, process::Command};

use ikrar::{
    telegram::button::{Button, TriageButton},
    tip::Agency,
};
use vault::{
    envelope::Envelope,
    key::{Identity, PublicKey},
};

use super::triage::{SECRET, count, hand_in};
use crate::world::World;

/// Standard output and error; panics unless it ends as expected.
fn ikrar(world: &World, arguments: &[&str], well: bool) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_ikrar"))
        .args(arguments)
        .env("IKRAR_DATA_DIR", &world.config.data_dir)
        .env("IKRAR_LANG", "id")
        .output()
        .unwrap();
    let text = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
    assert_eq!(output.status.success(), well, "{arguments:?}: {text}");
    text
}

/// As two people would have confirmed it.
async fn rotate(world: &World, former: &PublicKey, new: &PublicKey) {
    let (former, new) = (former.to_string(), new.to_string());
    let rotate = world.app.tips.db.run(|c| {
        Box::pin(async move {
            sqlx::query("update tip_key set public_key = ? where public_key = ?")
                .bind(new)
                .bind(former)
                .execute(c)
                .await?;
            Ok(())
        })
    });
    rotate.await.unwrap();
}

async fn sealed(world: &World) -> Vec<Vec<u8>> {
    let read = world.app.tips.db.run(|c| {
        Box::pin(async move { Ok(sqlx::query_scalar("select sealed from tip_item order by n").fetch_all(c).await?) })
    });
    read.await.unwrap()
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[tokio::test]
async fn old_cases_are_sealed_to_the_new_key() {
    let world = World::new().await;
    let (dewi, former) = world.recipient("Dewi", Agency::Bkpsdm).await;
    let (_, other) = world.recipient("Anton", Agency::Bawaslu).await;
    let tip = hand_in(&world, &[Agency::Bkpsdm, Agency::Bawaslu]).await;
    dewi.says("/laporan").await;
    let reply = Button::Triage(TriageButton::Reply { case: tip.case });
    dewi.taps_data(dewi.last().id, &reply.encode()).await;
    dewi.says("Sudah kami terima.").await;
    dewi.taps("Segel dan kirim").await;
    let new = Identity::generate();
    rotate(&world, &former.public(), &new.public()).await;

    let folder = tempfile::tempdir().unwrap();
    let [out, back, key] = ["out", "back", "key.txt"].map(|name| folder.path().join(name));
    let told = ikrar(&world, &["tips", "export", text(&out), "--agency", "bkpsdm"], true);
    assert!(told.contains("1 berkas tersegel"), "{told}");
    ikrar(&world, &["tips", "export", text(&out), "--agency", "bkpsdm"], false);
    std::fs::write(&key, former.secret_text().as_bytes()).unwrap();
    let list = std::fs::read_to_string(out.join("manifest.toml")).unwrap();
    let keys: std::collections::BTreeSet<&str> = list.split('"').filter(|word| word.starts_with("age1")).collect();
    assert_eq!(keys.len(), 2, "Dewi and Anton; replies stay as they are");
    let mut arguments = vec!["tips", "reseal", text(&out), text(&back), "--identity", text(&key), "--yes"];
    let expected: Vec<String> =
        keys.iter().map(|key| key.parse::<PublicKey>().unwrap().fingerprint().to_string()).collect();
    for fingerprint in &expected {
        arguments.extend(["--expect", fingerprint.as_str()]);
    }
    ikrar(&world, &arguments, true);
    let told = ikrar(&world, &["tips", "import", text(&back)], true);
    assert!(told.contains("1 berkas diganti"), "{told}");
    let told = ikrar(&world, &["tips", "import", text(&back)], true);
    assert!(told.contains("0 berkas diganti") && told.contains("1 sudah diganti"), "{told}");
    let items = sealed(&world).await;
    for who in [&new, &other] {
        let report = Envelope::open(&items[0], who).unwrap();
        assert!(report.report().is_some_and(|text| text.contains(SECRET)));
    }
    assert!(Envelope::open(&items[0], &former).is_err());
    let budi = world.person("Budi");
    budi.says(&format!("/cek {}", tip.receipt)).await;
    assert!(budi.last().text.contains("Sudah kami terima."), "the reporter still reads it");
    assert_eq!(count(&world, "tip_audit where action in ('items.export', 'items.import')").await, 3);

    // Rotated once more: what was sealed for the keys before is left alone.
    let third = Identity::generate();
    rotate(&world, &new.public(), &third.public()).await;
    let before = sealed(&world).await;
    let [out, back] = ["out2", "back2"].map(|name| folder.path().join(name));
    ikrar(&world, &["tips", "export", text(&out), "--agency", "bkpsdm"], true);
    std::fs::write(&key, new.secret_text().as_bytes()).unwrap();
    let list = std::fs::read_to_string(out.join("manifest.toml")).unwrap();
    let forged = list.replace(&third.public().to_string(), &former.public().to_string());
    std::fs::write(out.join("manifest.toml"), forged).unwrap();
    let fingerprints = expected.iter().map(String::as_str).filter(|one| *one != new.public().fingerprint().to_string());
    let former_print = former.public().fingerprint().to_string();
    let mut arguments = vec!["tips", "reseal", text(&out), text(&back), "--identity", text(&key), "--yes"];
    for fingerprint in fingerprints.chain([former_print.as_str()]) {
        arguments.extend(["--expect", fingerprint]);
    }
    ikrar(&world, &arguments, true);
    let told = ikrar(&world, &["tips", "import", text(&back)], false);
    assert!(told.contains("tidak disegel tepat"), "{told}");
    assert!(sealed(&world).await == before);
    let told = ikrar(&world, &["tips", "status"], true);
    assert!(told.contains(&third.public().fingerprint().to_string()) && told.contains("received\t1"), "{told}");
}
