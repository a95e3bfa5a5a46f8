//! After a rotation: cases go out by command, are sealed to the keys of now, and come back.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    process::Command,
};

use ikrar::{
    access::Role,
    telegram::button::{Button, TriageButton},
    tip::{
        Agency,
        manifest::{Export, Reseal, Sha256},
    },
};
use vault::{
    envelope::Envelope,
    key::{Identity, PublicKey},
};

use super::triage::{SECRET, count, hand_in};
use crate::world::World;

/// Standard output and error; panics unless it ends as expected.
pub fn ikrar(world: &World, arguments: &[&str], well: bool) -> String {
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

pub async fn sealed(world: &World) -> Vec<Vec<u8>> {
    let read = world.app.tips.db.run(|c| {
        Box::pin(async move {
            Ok(sqlx::query_scalar("select sealed from tip_item order by agency desc, abs(n)").fetch_all(c).await?)
        })
    });
    read.await.unwrap()
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// Takes out, seals anew with a key, and leaves the result in a folder; what `reseal` said.
fn reseal(world: &World, folder: &Path, name: &str, with: &Identity, well: bool) -> (PathBuf, String) {
    let [out, back, key] = ["out", "back", "key"].map(|kind| folder.join(format!("{name}-{kind}")));
    ikrar(world, &["tips", "export", text(&out), "--agency", "bkpsdm"], true);
    let told = reseal_folder(world, &out, &back, &key, with, well);
    (back, told)
}

fn reseal_folder(world: &World, out: &Path, back: &Path, key: &Path, with: &Identity, well: bool) -> String {
    std::fs::write(key, with.secret_text().as_bytes()).unwrap();
    let list = std::fs::read_to_string(out.join("manifest.toml")).unwrap();
    let keys: BTreeSet<&str> = list.split('"').filter(|word| word.starts_with("age1")).collect();
    let expected: Vec<String> =
        keys.iter().map(|key| key.parse::<PublicKey>().unwrap().fingerprint().to_string()).collect();
    let mut arguments = vec!["tips", "reseal", text(out), text(back), "--identity", text(key), "--yes"];
    for fingerprint in &expected {
        arguments.extend(["--expect", fingerprint.as_str()]);
    }
    ikrar(world, &arguments, well)
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
    let before = sealed(&world).await;
    assert!(Envelope::open(&before[0], &other).is_err(), "each copy is one agency's");
    let new = Identity::generate();
    rotate(&world, &former.public(), &new.public()).await;

    let folder = tempfile::tempdir().unwrap();
    let (back, _) = reseal(&world, folder.path(), "first", &former, true);
    ikrar(&world, &["tips", "export", text(&folder.path().join("first-out")), "--agency", "bkpsdm"], false);
    let list = std::fs::read_to_string(back.join("manifest.toml")).unwrap();
    assert_eq!(list.matches("age1").count(), 1, "Dewi alone; replies stay as they are: {list}");
    let told = ikrar(&world, &["tips", "import", text(&back)], true);
    assert!(told.contains("1 berkas diganti"), "{told}");
    let told = ikrar(&world, &["tips", "import", text(&back)], true);
    assert!(told.contains("0 berkas diganti") && told.contains("1 sudah diganti"), "{told}");
    let items = sealed(&world).await;
    let report = Envelope::open(&items[0], &new).unwrap();
    assert!(report.report().is_some_and(|text| text.contains(SECRET)));
    assert!(Envelope::open(&items[0], &former).is_err());
    assert_eq!(items[2], before[2], "nothing of Bawaslu's is touched");
    assert!(Envelope::open(&items[2], &other).is_ok());
    let budi = world.person("Budi");
    budi.says(&format!("/cek {}", tip.receipt)).await;
    assert!(budi.last().text.contains("Sudah kami terima."), "the reporter still reads it");
    assert_eq!(count(&world, "tip_audit where action in ('items.export', 'items.import')").await, 3);

    // What was there before stays until someone of the agency has compared.
    assert_eq!(count(&world, "tip_item where former is not null").await, 1);
    let case = Button::Triage(TriageButton::Case { case: tip.case });
    dewi.taps_data(dewi.last().id, &case.encode()).await;
    assert!(dewi.last().text.contains("Berkas 1 disegel ulang"), "{}", dewi.chat());
    dewi.taps("Isinya tidak berubah").await;
    assert_eq!(count(&world, "tip_item where former is not null").await, 0);
    assert!(sealed(&world).await == items && !dewi.last().text.contains("disegel ulang"));

    // Rotated once more: what was sealed for the keys before is left alone.
    let third = Identity::generate();
    rotate(&world, &new.public(), &third.public()).await;
    let before = sealed(&world).await;
    let [out, back, key] = ["out2", "back2", "key2"].map(|name| folder.path().join(name));
    ikrar(&world, &["tips", "export", text(&out), "--agency", "bkpsdm"], true);
    let list = std::fs::read_to_string(out.join("manifest.toml")).unwrap();
    let forged = list.replace(&third.public().to_string(), &former.public().to_string());
    std::fs::write(out.join("manifest.toml"), forged).unwrap();
    reseal_folder(&world, &out, &back, &key, &new, true);
    let told = ikrar(&world, &["tips", "import", text(&back)], false);
    assert!(told.contains("tidak disegel tepat"), "{told}");
    assert!(sealed(&world).await == before);
    let told = ikrar(&world, &["tips", "status"], true);
    assert!(told.contains(&third.public().fingerprint().to_string()) && told.contains("received\t1"), "{told}");
}

/// Puts a file of the folder in the place of another, and says so in the list, as whoever holds a key could.
fn forge(back: &Path, file: &[u8], content: Option<[u8; 32]>) {
    let path = back.join("manifest.toml");
    let list = Reseal::parse(&std::fs::read_to_string(&path).unwrap()).unwrap();
    let mut item = list.items.into_iter().next().expect("an item");
    std::fs::write(back.join(item.file.as_str()), file).unwrap();
    item.after = Sha256::of(file);
    item.content = content.map_or(item.content, Sha256);
    std::fs::write(path, Reseal { items: vec![item] }.to_toml()).unwrap();
}

#[tokio::test]
async fn what_is_sealed_anew_is_what_was_there() {
    let world = World::new().await;
    let (dewi, former) = world.recipient("Dewi", Agency::Bkpsdm).await;
    let (anton, other) = world.recipient("Anton", Agency::Bawaslu).await;
    let boss = world.official("Sinta", Role::Superadmin).await;
    let tip = hand_in(&world, &[Agency::Bkpsdm, Agency::Bawaslu]).await;
    let before = sealed(&world).await;
    let folder = tempfile::tempdir().unwrap();

    // A byte, and another text, said to be what it is.
    let (back, _) = reseal(&world, folder.path(), "flip", &former, true);
    let name =
        Reseal::parse(&std::fs::read_to_string(back.join("manifest.toml")).unwrap()).unwrap().items[0].file.clone();
    let good = std::fs::read(back.join(name.as_str())).unwrap();
    let mut flipped = good.clone();
    *flipped.last_mut().unwrap() ^= 1;
    std::fs::write(back.join(name.as_str()), &flipped).unwrap();
    assert!(ikrar(&world, &["tips", "import", text(&back)], false).contains("berbeda dari yang tercatat"));
    let lie = Envelope::new("Tidak ada amplop.", []);
    let sealed_lie = lie.seal(&[former.public()]).unwrap();
    forge(&back, &sealed_lie, lie.digest().ok());
    assert!(ikrar(&world, &["tips", "import", text(&back)], false).contains("isinya berubah"));
    // As long as a longer one is: seen from outside.
    let long = Envelope::new(&"Tidak ada amplop. ".repeat(400), []).seal(&[former.public()]).unwrap();
    let (back, _) = reseal(&world, folder.path(), "long", &former, true);
    forge(&back, &long, None);
    assert!(ikrar(&world, &["tips", "import", text(&back)], false).contains("isinya berubah"));
    assert!(sealed(&world).await == before, "nothing has been replaced");

    // The same length, and a lie about what is in it: no server can see that. Whoever opens it does.
    let (back, _) = reseal(&world, folder.path(), "lie", &former, true);
    forge(&back, &sealed_lie, None);
    assert!(ikrar(&world, &["tips", "import", text(&back)], true).contains("1 berkas diganti"));
    assert_eq!(sealed(&world).await[1], before[1], "Bawaslu's copy is untouched");
    assert!(Envelope::open(&before[1], &other).is_ok());
    dewi.says("/laporan").await;
    let fetch = Button::Triage(TriageButton::Fetch { case: tip.case, all: true });
    dewi.taps_data(dewi.last().id, &fetch.encode()).await;
    let file = dewi.messages().into_iter().rev().find_map(|message| message.file).expect("a file");
    let (name, bytes) = (file.name.unwrap(), world.sim.file_bytes(&file.id).unwrap());
    let (path, key) = (folder.path().join(&name), folder.path().join("dewi.txt"));
    std::fs::write(&path, &bytes).unwrap();
    std::fs::write(&key, former.secret_text().as_bytes()).unwrap();
    let told = ikrar(&world, &["tips", "open", text(&path), "--identity", text(&key)], false);
    assert!(told.contains("PERINGATAN: ISI") && told.contains("Tidak ada amplop."), "{told}");
    // Then what stood there comes back, and everyone knows.
    assert!(dewi.was_told("Berkas 1 disegel ulang"), "{}", dewi.chat());
    dewi.taps("Ada yang berubah: kembalikan").await;
    assert!(sealed(&world).await == before);
    assert!(boss.was_told("berubah ketika disegel ulang") && !anton.was_told("berubah ketika"), "{}", boss.chat());
    dewi.taps_data(dewi.last().id, &fetch.encode()).await;
    let file = dewi.messages().into_iter().rev().find_map(|message| message.file).expect("a file");
    let bytes = world.sim.file_bytes(&file.id).unwrap();
    std::fs::write(&path, &bytes).unwrap();
    let told = ikrar(&world, &["tips", "open", text(&path), "--identity", text(&key)], true);
    assert!(told.contains("Isi tidak berubah") && told.contains(SECRET), "{told}");

    // Whoever seals anew is told as well, before anything of it is lost.
    let [out, back, key] = ["last-out", "last-back", "last-key"].map(|name| folder.path().join(name));
    ikrar(&world, &["tips", "export", text(&out), "--agency", "bkpsdm"], true);
    let path = out.join("manifest.toml");
    let mut list = Export::parse(&std::fs::read_to_string(&path).unwrap()).unwrap();
    std::fs::write(out.join(list.items[0].file.as_str()), &sealed_lie).unwrap();
    list.items[0].sha256 = Sha256::of(&sealed_lie);
    std::fs::write(&path, list.to_toml()).unwrap();
    let told = reseal_folder(&world, &out, &back, &key, &former, false);
    assert!(told.contains("bukan isi yang disimpan bot"), "{told}");
}

/// What came since the last digest is in no folder that a recipient may be handed.
#[tokio::test]
async fn nothing_that_is_not_shown_yet_is_taken_out() {
    let world = World::new().await;
    world.recipient("Dewi", Agency::Bkpsdm).await;
    hand_in(&world, &[Agency::Bkpsdm]).await;
    let hide = world.app.tips.db.run(|c| {
        Box::pin(async move { Ok(sqlx::query("update tip_item set n = -n").execute(c).await?.rows_affected()) })
    });
    assert_eq!(hide.await.unwrap(), 1);
    let folder = tempfile::tempdir().unwrap();
    let told = ikrar(&world, &["tips", "export", text(&folder.path().join("out")), "--agency", "bkpsdm"], true);
    assert!(told.contains("0 berkas"), "{told}");
}
