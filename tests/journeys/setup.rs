//! Setting up: a list with the state of each step, and a button for the next.

use ikrar::{access::Role, tip::Agency};

use crate::world::{ASN, Person, ROSTER, World, show, snapshots};

fn next(person: &Person<'_>) -> String {
    person.last().buttons[0][0].label.clone()
}

#[tokio::test]
async fn a_superadmin_is_led_from_step_to_step() {
    let world = World::empty().await;
    let sinta = world.admin("Sinta", Role::Superadmin).await;
    // Right after the code.
    let mut seen = vec![show(&sinta.last())];
    sinta.taps("Berikutnya: terbitkan naskah").await;
    seen.push(show(&sinta.last()));
    sinta.taps("Kembali").await;
    let official = ASN.replace("sample = true", "sample = false");
    world.import_document(&official).await;
    sinta.taps("Perbarui").await;
    assert_eq!(next(&sinta), "Berikutnya: impor daftar pegawai");
    sinta.taps("Berikutnya: impor daftar pegawai").await;
    assert!(sinta.last().file.is_some(), "with the file to fill in: {}", sinta.chat());
    world.import_roster(ROSTER).await;
    sinta.says("/persiapan").await;
    sinta.taps("Berikutnya: isi jadwal").await;
    sinta.taps("Buat di sini").await;
    sinta.says("Pilkada 2030").await;
    sinta.taps("+ pemungutan suara").await;
    sinta.says("27/11/30").await;
    sinta.taps("Lihat pratinjau").await;
    sinta.taps("Simpan jadwal").await;
    sinta.says("/persiapan").await;
    assert_eq!(next(&sinta), "Berikutnya: buat kode");
    seen.push(show(&sinta.last()));
    sinta.taps("Berikutnya: buat kode").await;
    assert!(sinta.last().text.contains("Sudah tertaut: 0 dari 5"), "{}", sinta.chat());
    for key in ["198001012005012001", "200012312024211001", "NA-0001", "197505052000031002", "KD-007"] {
        world.code(key).await;
    }
    world.admin("Tono", Role::Superadmin).await;
    sinta.says("/persiapan").await;
    assert_eq!(next(&sinta), "Berikutnya: penerima laporan");
    world.recipient("Dewi", Agency::Bawaslu).await;
    sinta.taps("Perbarui").await;
    seen.push(show(&sinta.last()));
    snapshots().bind(|| insta::assert_snapshot!("setup", seen.join("---\n")));
}

#[tokio::test]
async fn the_list_is_for_superadmins() {
    let world = World::new().await;
    let (sinta, ratna) = (world.admin("Sinta", Role::Superadmin).await, world.admin("Ratna", Role::Admin).await);
    sinta.says("/bantuan").await;
    sinta.taps("Daftar persiapan").await;
    assert!(sinta.last().text.contains("Persiapan layanan"), "{}", sinta.chat());
    let (message, data) = sinta.data("Perbarui");
    let answer = ratna.taps_data(ratna.last().id, &data).await;
    assert!(answer.text.is_some() && !ratna.was_told("Persiapan layanan"), "{}", ratna.chat());
    ratna.says("/persiapan").await;
    assert!(!ratna.was_told("Persiapan layanan"), "{}", ratna.chat());
    assert!(message > 0 && !ratna.was_told("Daftar persiapan"));
}
