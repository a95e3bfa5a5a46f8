//! Codes for many: any number, in portions that hold; people found by name.

use std::time::Duration;

use chrono::TimeDelta;
use ikrar::access::Role;
use simulator::{Fault, FaultKind, MessageView};

use crate::world::{Person, World, show};

const OPEN: &str = "binding_code where used_at is null and replaced_at is null";

fn files(person: &Person<'_>) -> Vec<String> {
    let files = person.messages().into_iter().filter(|message| message.from_bot).filter_map(|message| message.file);
    files.map(|file| file.name.expect("a name")).collect()
}

/// The newest button whose label begins so.
fn button(person: &Person<'_>, beginning: &str) -> (i64, String) {
    let messages = person.messages();
    let buttons = messages.iter().rev().flat_map(|m| m.buttons.iter().flatten().map(|button| (m.id, &button.label)));
    let found = buttons.into_iter().find(|(_, label)| label.starts_with(beginning));
    let (message, label) = found.unwrap_or_else(|| panic!("no {beginning:?} in:\n{}", person.chat()));
    (message, label.clone())
}

async fn taps(person: &Person<'_>, beginning: &str) {
    let (message, label) = button(person, beginning);
    person.taps_on(message, &label).await;
}

async fn until(world: &World, what: &str, done: impl Fn() -> bool) {
    for _ in 0..3_000 {
        if done() {
            return world.settle().await;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("never: {what}");
}

/// So many people in each of these agencies, and one above them.
async fn government(world: &World, agencies: &[(&str, usize)]) {
    let mut csv = String::from("nama;kode;jenis;jabatan;unit;zona\nBu Wali;W-1;Non-ASN;;Pemda;WIB\n");
    for (agency, count) in agencies {
        for n in 0..*count {
            csv.push_str(&format!("Pegawai {agency} {n};{agency}-{n};Non-ASN;Staf;Pemda / Dinas {agency};WIB\n"));
        }
    }
    world.import_roster(&csv).await;
}

/// /kode, up to the question.
async fn asks(world: &World, ratna: &Person<'_>) {
    ratna.says("/kode").await;
    taps(ratna, "Buat kode").await;
    world.pass(TimeDelta::seconds(1));
}

#[tokio::test]
async fn more_than_five_thousand_get_their_codes_at_once() {
    let world = World::empty().await;
    government(&world, &[("A", 2_700), ("B", 900), ("C", 1_500), ("D", 50)]).await;
    let ratna = world.admin("Ratna", Role::Admin).await;
    asks(&world, &ratna).await;
    taps(&ratna, "Ya, buat").await;
    until(&world, "all of them", || ratna.last().text.contains("kode dibuat")).await;
    // One above, 2,700 in three, 900 with nobody beside them, 1,500 in two, the second with the 50.
    assert_eq!(files(&ratna).len(), 7, "{:?}", files(&ratna));
    assert_eq!(world.count(OPEN).await, 5_151);
    assert_eq!(world.count("code_run where ended_how = 'done' and files = 7").await, 1);
}

#[tokio::test]
async fn each_unit_has_a_file_of_its_own_if_wanted() {
    let world = World::empty().await;
    government(&world, &[("Perhubungan", 12), ("Sosial", 3)]).await;
    let ratna = world.admin("Ratna", Role::Admin).await;
    asks(&world, &ratna).await;
    taps(&ratna, "Satu berkas per unit").await;
    until(&world, "all of them", || ratna.last().text.contains("kode dibuat")).await;
    let names = ["kode-001-pemda-", "kode-002-dinas-perhubungan-", "kode-003-dinas-sosial-"];
    let files = files(&ratna);
    assert!(files.len() == 3 && files.iter().zip(names).all(|(file, name)| file.starts_with(name)), "{files:?}");
    let captions: Vec<String> = ratna.messages().into_iter().filter(|m| m.file.is_some()).map(|m| m.text).collect();
    assert!(captions[1].starts_with("Berkas 2 dari 3: 12 kode"), "{captions:?}");
    assert_eq!(world.count(OPEN).await, 16);
}

fn slow_files(world: &World) {
    let slow = FaultKind::Latency { min_ms: 3_000, max_ms: 3_000 };
    world.sim.faults().set(Fault::new(slow).on(&["sendDocument"]));
}

#[tokio::test]
async fn a_long_work_is_stopped_says_what_holds_and_goes_on() {
    let world = World::empty().await;
    government(&world, &[("A", 30), ("B", 20), ("C", 10)]).await;
    let ratna = world.admin("Ratna", Role::Admin).await;
    asks(&world, &ratna).await;
    slow_files(&world);
    let (message, label) = button(&ratna, "Satu berkas per unit");
    world.sim.tap(ratna.id, ratna.id, message, &label).unwrap();
    until(&world, "progress", || ratna.was_told("Membuat berkas")).await;
    taps(&ratna, "Hentikan").await;
    until(&world, "the end", || ratna.was_told("Pembuatan kode dihentikan")).await;
    world.sim.faults().clear();
    let sent = files(&ratna).len();
    assert!((1..4).contains(&sent), "{}", ratna.chat());
    let held: Vec<i64> = [1, 31, 51].into();
    let told = ratna.last().text;
    assert!(told.contains(&format!("sudah dikirim: {sent}, dengan {} kode", held[sent - 1])), "{told}");
    let first = world.first_sheet(&ratna);
    world.pass(TimeDelta::minutes(1));
    taps(&ratna, "Lanjutkan").await;
    until(&world, "the rest", || ratna.last().text.contains("kode dibuat")).await;
    assert_eq!(files(&ratna).len(), 4, "{:?}", files(&ratna));
    assert_eq!(world.count(OPEN).await, 61);
    // A slip of the first part still links.
    let person = world.person("Seseorang");
    person.opens(&code_in(&first)).await;
    assert!(person.last().text.contains("Apakah ini Bapak/Ibu"), "{}", person.chat());
}

/// The process dies between two files: the next start says what holds.
#[tokio::test]
async fn a_crash_in_between_is_told_and_nothing_sent_is_void() {
    let mut world = World::empty().await;
    government(&world, &[("A", 30), ("B", 20)]).await;
    let id = world.admin("Ratna", Role::Admin).await.id;
    let ratna = world.known(id);
    asks(&world, &ratna).await;
    taps(&ratna, "Satu berkas per unit").await;
    until(&world, "all of them", || ratna.last().text.contains("kode dibuat")).await;
    // As a kill after the second file was made and before it was sent leaves it.
    world
        .change(
            "update code_run set ended_at = null, ended_how = null, files = 1,
        sent_until = (select min(created_at) from binding_code)",
        )
        .await;
    world.restart().await;
    let ratna = world.known(id);
    until(&world, "the news", || ratna.last().text.contains("terhenti sebelum selesai")).await;
    let told = ratna.last().text;
    assert!(told.contains("dikirim: 1, dengan 1 kode") && told.contains("Belum mendapat kode: 50 orang"), "{told}");
    taps(&ratna, "Lanjutkan").await;
    until(&world, "the rest", || ratna.last().text.contains("kode dibuat")).await;
    assert_eq!(world.count(OPEN).await, 51);
    assert_eq!(world.count("code_run where ended_at is null").await, 0);
}

#[tokio::test]
async fn people_are_found_by_name() {
    let world = World::new().await;
    let mut csv = String::from("nama;kode;jenis;jabatan;unit;zona\n");
    for n in 0..12 {
        csv.push_str(&format!("Siti Aminah {n};S-{n};Non-ASN;Staf;Pemda Contoh / Dinas {n};WIB\n"));
    }
    world.import_roster(&csv).await;
    let ratna = world.admin("Ratna", Role::Admin).await;
    // One of the name, whatever the case.
    ratna.says("/kode  LATUMAHINA anna").await;
    assert!(ratna.last().text.contains("19800101") && ratna.last().text.contains("SDN 1"), "{}", ratna.chat());
    ratna.taps("Buat kode untuk orang ini").await;
    assert!(ratna.last().text.contains("t.me/ikrar_test_bot?start="), "{}", ratna.chat());
    // Many: the first of them with their units, and how many more.
    ratna.says("/kode siti").await;
    let shown = show(&ratna.last());
    assert!(shown.contains("4 orang lain") && shown.contains("· Dinas 0]"), "{shown}");
    assert!(!shown.contains("Aminah"), "names stay masked in the chat: {shown}");
    taps(&ratna, "Si•• Am•••• 1 · ").await;
    assert!(ratna.last().text.contains("Dinas 1"), "{}", ratna.chat());
    ratna.says("/kode siti 7").await;
    assert!(ratna.last().text.contains("Dinas 7"), "{}", ratna.chat());
    ratna.says("/kode dinas pendidikan").await;
    assert!(ratna.last().text.contains("Unit yang mana"), "{}", ratna.chat());
    // Nobody but an admin learns of names.
    let anna = world.linked("Anna", "198001012005012001").await;
    let (_, data) = ratna.data("Buat kode untuk orang ini");
    anna.taps_data(anna.last().id, &data.replace("cp:", "cw:")).await;
    assert!(!anna.was_told("Aminah") && !anna.was_told("Si••"), "{}", anna.chat());
}

fn code_in(page: &str) -> String {
    let (_, rest) = page.split_once("?start=").expect("a link");
    rest.chars().take_while(char::is_ascii_alphanumeric).collect()
}

impl World {
    /// What the first sheet that was sent says.
    fn first_sheet(&self, person: &Person<'_>) -> String {
        let of = |message: MessageView| message.file.filter(|_| message.from_bot);
        let file = person.messages().into_iter().find_map(of).expect("a file");
        String::from_utf8(self.sim.file_bytes(&file.id).expect("its bytes")).unwrap()
    }

    /// Changes the people database behind the bot's back.
    async fn change(&self, sql: &'static str) {
        self.app
            .db
            .write(move |c| Box::pin(async move { Ok(sqlx::query(sql).execute(c).await?.rows_affected()) }))
            .await
            .unwrap();
    }
}
