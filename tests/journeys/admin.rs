//! The admin's side of the roster: files sent in chat, codes on paper, lost phones, counts.

use std::time::Duration;

use chrono::TimeDelta;
use ikrar::{
    access::{Proof, Role, TelegramId, store as roles},
    telegram::button::Button,
};
use simulator::{Content, Fault, FaultKind, MessageView};

use crate::world::{Person, ROSTER, World, show, snapshots};

const ANNA: &str = "198001012005012001";
const HEADER: &str = "Nama;NIP/NI/Kode;Jenis;Jabatan;Unit;Zona;Kepala\r\n";

fn csv(bytes: impl Into<Vec<u8>>) -> Content {
    file("pegawai.csv", bytes)
}

fn file(name: &str, bytes: impl Into<Vec<u8>>) -> Content {
    Content::Document { name: name.into(), mime: "text/csv".into(), bytes: bytes.into(), caption: None }
}

/// What the bot has said since the message with this number.
fn said(person: &Person<'_>, after: usize) -> String {
    person.messages()[after..].iter().filter(|message| message.from_bot).map(show).collect::<Vec<_>>().join("\n")
}

fn labels(message: &MessageView) -> Vec<String> {
    message.buttons.iter().flatten().map(|button| button.label.clone()).collect()
}

impl World {
    /// The newest file that the bot sent to this person.
    fn newest_file(&self, person: &Person<'_>) -> (String, Vec<u8>) {
        let file = person
            .messages()
            .into_iter()
            .rev()
            .filter(|message| message.from_bot)
            .find_map(|message| message.file)
            .unwrap_or_else(|| panic!("no file in:\n{}", person.chat()));
        (file.name.unwrap_or_default(), self.sim.file_bytes(&file.id).expect("a file"))
    }

    /// Waits for work that is done aside.
    async fn until(&self, what: &str, done: impl Fn() -> bool) {
        for _ in 0..300 {
            if done() {
                return self.settle().await;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("never: {what}");
    }

    async fn people(&self) -> i64 {
        self.count("person where active = 1").await
    }
}

#[tokio::test]
async fn a_roster_is_sent_checked_and_applied() {
    let mut world = World::empty().await;
    world.import_document(crate::world::ASN).await;
    let ratna = world.admin("Ratna", Role::Admin).await;
    let id = ratna.id;
    ratna.says("/impor").await;
    let (name, template) = world.newest_file(&ratna);
    assert_eq!(name, "contoh-daftar-pegawai.csv");
    let begun = ratna.messages().len();
    ratna.sends(csv(ROSTER)).await;
    assert_eq!(world.people().await, 0, "nothing before the admin agrees");
    assert_eq!(ratna.last().reply_to, ratna.wrote());
    // Between the trial and the change the bot may be restarted: the file is in the chat.
    world.restart().await;
    let ratna = world.known(id);
    let trial = ratna.last().id;
    snapshots().bind(|| insta::assert_snapshot!("import_trial", show(&ratna.last())));
    let data = ratna.data("Terapkan").1;
    ratna.taps("Terapkan").await;
    snapshots().bind(|| insta::assert_snapshot!("import", said(&world.known(id), begun - 1)));
    assert_eq!(world.people().await, 5);
    assert_eq!(world.count("audit where action = 'roster.import' and actor is not null").await, 1);
    // The same tap once more, as when someone taps twice.
    world.pass(TimeDelta::seconds(1));
    ratna.taps_data(trial, &data).await;
    assert_eq!((world.people().await, world.count("audit where action = 'roster.import'").await), (5, 2));
    assert!(ratna.last().text.contains("Tidak berubah: 5"), "{}", ratna.chat());
    // A file that says what the roster says has nothing to apply.
    ratna.sends(csv(ROSTER)).await;
    assert!(ratna.last().text.contains("sudah sama") && ratna.last().buttons.is_empty(), "{}", ratna.chat());
    // The template is good as it is.
    ratna.sends(csv(template)).await;
    assert!(ratna.last().text.contains("2 orang dalam berkas"), "{}", ratna.chat());
}

/// Another has the one place of those who write: a trial needs it not, and so takes it from nobody.
#[tokio::test]
async fn a_trial_does_not_wait_for_those_who_write() {
    use sqlx::Connection as _;
    let world = World::empty().await;
    let ratna = world.admin("Ratna", Role::Admin).await;
    let url = format!("sqlite:{}", world.config.database().display());
    let mut other = sqlx::SqliteConnection::connect(&url).await.unwrap();
    sqlx::query("begin immediate").execute(&mut other).await.unwrap();
    ratna.sends(csv(ROSTER)).await;
    assert!(ratna.last().text.contains("5 orang dalam berkas"), "{}", ratna.chat());
    sqlx::query("rollback").execute(&mut other).await.unwrap();
    ratna.taps("Terapkan").await;
    assert_eq!(world.people().await, 5);
}

#[tokio::test]
async fn what_is_wrong_with_a_file_is_told_all_at_once() {
    let world = World::new().await;
    let ratna = world.admin("Ratna", Role::Admin).await;
    let begun = ratna.messages().len();
    let rows = "Anna;198013012005012001;PNS;Guru;Pemda / SDN 1;WIT;\r\n\
        <b>Budi</b>;NA-1;Satpam & Co;;Pemda;WIB;\r\nCitra;NA-1;Non-ASN;;Pemda // X;WIB;\r\n";
    ratna.sends(csv(format!("{HEADER}{rows}"))).await;
    // Many problems: the first on screen, all in a table.
    let many: String = (0..60).map(|n| format!("Orang;NA-{n};Apa {n};;Pemda;;\r\n")).collect();
    ratna.sends(csv(format!("{HEADER}{many}"))).await;
    let (_, table) = world.newest_file(&ratna);
    assert_eq!(String::from_utf8(table).unwrap().lines().count(), 61);
    ratna.sends(file("pegawai.xlsx", b"PK\x03\x04\x14\x00\x06\x00")).await;
    ratna.sends(file("kosong.csv", b" ")).await;
    ratna.sends(csv("nama,nip\nAnna,1\n")).await;
    snapshots().bind(|| insta::assert_snapshot!("import_problems", said(&ratna, begun)));
    assert_eq!(world.people().await, 5);
}

#[tokio::test]
async fn semicolons_and_an_old_encoding_are_read() {
    let world = World::empty().await;
    let ratna = world.admin("Ratna", Role::Admin).await;
    let mut bytes = HEADER.as_bytes().to_vec();
    bytes.extend_from_slice(b"Ren\xe9 \x93Tata\x94;NA-1;Non-ASN;;Pemda / SDN 1;WIT;\r\n");
    ratna.sends(csv(bytes)).await;
    assert!(ratna.last().text.contains("Perhatikan: Berkas tidak disimpan sebagai UTF-8"), "{}", ratna.chat());
    ratna.taps("Terapkan").await;
    assert_eq!(world.count("person where name = 'René “Tata”'").await, 1);
}

/// A list of one office, taken for that of all.
#[tokio::test]
async fn a_wrong_file_does_not_deactivate_everyone() {
    let world = World::new().await;
    world.crowd(12).await;
    let ratna = world.admin("Ratna", Role::Admin).await;
    ratna.sends(csv(ROSTER)).await;
    let all = world.people().await;
    ratna.taps("Terapkan dan nonaktifkan 12 orang").await;
    let asked = ratna.last();
    assert!(asked.text.contains("12 dari 17 orang") && asked.text.contains("hanya memuat sebagian"), "{}", asked.text);
    assert!(!show(&asked).contains("Ya, nonaktifkan"), "{}", show(&asked));
    let (message, back) = ratna.data("Kembali");
    // As the button of an earlier version would have it.
    let digest = back.rsplit(':').next().unwrap();
    ratna.taps_data(message, &format!("imp:{digest}:1")).await;
    assert!(ratna.last().text.contains("hanya memuat sebagian"), "{}", ratna.chat());
    assert_eq!(world.people().await, all);
}

#[tokio::test]
async fn other_spellings_are_one_person_and_one_unit() {
    let world = World::new().await;
    world.linked("Eko", "KD-007").await;
    let ratna = world.admin("Ratna", Role::Admin).await;
    let units = world.count("unit").await;
    let others: String = ROSTER
        .lines()
        .map(|line| {
            line.replace("KD-007", "ｋd\u{2011}007").replace("Dinas Pendidikan", "DINAS\u{a0}pendidikan\u{200e} ")
                + "\n"
        })
        .collect();
    ratna.sends(csv(others)).await;
    snapshots().bind(|| insta::assert_snapshot!("import_spellings", show(&ratna.last())));
    assert_eq!((world.people().await, world.count("unit").await), (5, units));
    // Whoever types the code of a lost phone's owner need not mind its letters.
    ratna.says("/lepas kd-007").await;
    assert!(ratna.last().text.contains("E•• Pr"), "{}", ratna.chat());
    ratna.says("/kode ＫＤ－００７").await;
    assert!(ratna.last().text.contains("E•• Pr"), "{}", ratna.chat());
}

#[tokio::test]
async fn people_missing_from_the_file_stay_unless_the_admin_says_otherwise() {
    let world = World::new().await;
    let anna = world.linked("Anna", ANNA).await;
    anna.pledges().await;
    let ratna = world.admin("Ratna", Role::Admin).await;
    let begun = ratna.messages().len();
    let without_anna: String =
        ROSTER.lines().filter(|line| !line.contains(ANNA)).map(|line| format!("{line}\n")).collect();
    ratna.sends(csv(without_anna.replace("Analis", "Analis Muda"))).await;
    let (_, missing) = world.newest_file(&ratna);
    let missing = String::from_utf8(missing).unwrap();
    assert!(missing.contains("19800101••••••••••") && !missing.contains(ANNA), "{missing}");
    snapshots().bind(|| insta::assert_snapshot!("import_missing_trial", show(&ratna.last())));
    let kept = ratna.data("Terapkan dan nonaktifkan 1 orang");
    ratna.taps("Terapkan").await;
    snapshots().bind(|| insta::assert_snapshot!("import_missing", said(&ratna, begun)));
    assert_eq!(world.people().await, 5);
    // A trial from before that import is no promise any more: it is made again and not applied.
    world.pass(TimeDelta::seconds(5));
    world.import_roster(ROSTER).await;
    world.pass(TimeDelta::seconds(5));
    ratna.taps_data(kept.0, &kept.1).await;
    assert!(ratna.last().text.contains("diperiksa ulang"), "{}", ratna.chat());
    assert_eq!(world.people().await, 5);
    // The first tap asks and tells how many; from there one can go back.
    ratna.taps("Terapkan dan nonaktifkan 1 orang").await;
    assert!(ratna.last().text.contains("1 dari 5 orang yang aktif"), "{}", ratna.chat());
    let asked = ratna.messages().len();
    ratna.taps("Kembali").await;
    assert!(ratna.last().text.contains("tetap aktif: 1"), "{}", ratna.chat());
    ratna.taps("Terapkan dan nonaktifkan 1 orang").await;
    assert_eq!((ratna.messages().len(), world.people().await), (asked, 5), "{}", ratna.chat());
    ratna.taps("Ya, nonaktifkan 1 orang").await;
    assert!(ratna.last().text.contains("dinonaktifkan: 1"), "{}", ratna.chat());
    assert_eq!(world.people().await, 4);
    // The one who is no longer in the file comes back with the next one that has them; nobody else changes.
    ratna.sends(csv(ROSTER)).await;
    assert!(ratna.last().text.contains("Aktif kembali: 1"), "{}", ratna.chat());
    assert!(world.ledger_is_sound().await);
}

#[tokio::test]
async fn a_file_that_is_gone_or_another_changes_nothing() {
    let world = World::empty().await;
    let ratna = world.admin("Ratna", Role::Admin).await;
    ratna.sends(csv(ROSTER)).await;
    let trial = ratna.last();
    let (message, data) = ratna.data("Terapkan");
    let Some(Button::Import { digest, .. }) = Button::decode(&data) else { panic!("{data}") };
    let forged = Button::Import { digest: digest ^ 1, deactivate: true };
    ratna.taps_data(message, &forged.encode()).await;
    assert!(ratna.last().text.contains("bukan lagi berkas"), "{}", ratna.chat());
    world.sim.delete(ratna.id, ratna.id, trial.reply_to.unwrap()).unwrap();
    let answer = ratna.taps_on(message, "Terapkan").await;
    assert!(answer.text.unwrap().contains("kirim ulang"), "{}", ratna.chat());
    assert_eq!(world.count("person").await, 0);
}

#[tokio::test]
async fn only_an_admin_of_this_moment_can_apply() {
    let world = World::empty().await;
    let ratna = world.admin("Ratna", Role::Admin).await;
    ratna.sends(csv(ROSTER)).await;
    world
        .app
        .db
        .write({
            let (id, now) = (TelegramId(ratna.id), world.now());
            move |c| Box::pin(async move { roles::delete_grant(c, &Proof::command_line(), id, now).await })
        })
        .await
        .unwrap();
    // Ratna is told; not only when the bot looks next.
    ikrar::access::job::step(&world.app).await;
    let answer = ratna.taps("Terapkan").await;
    assert!(answer.text.unwrap().contains("tidak berlaku"));
    // And a file from anyone else is what any file is.
    world.pass(TimeDelta::seconds(5));
    ratna.sends(csv(ROSTER)).await;
    let stranger = world.person("Warga");
    stranger.sends(csv(ROSTER)).await;
    for person in [ratna, stranger] {
        assert!(person.last().text.contains("hanya memahami tombol"), "{}", person.chat());
    }
    assert_eq!(world.count("person").await, 0);
}

#[tokio::test]
async fn a_large_file_shows_how_far_it_is() {
    let world = World::empty().await;
    let ratna = world.admin("Ratna", Role::Admin).await;
    let rows: String =
        (0..3_000).map(|n| format!("Orang Ke-{n};NA-{n};Non-ASN;;Pemda / Unit {};WIB;\r\n", n % 50)).collect();
    let slow = Fault::new(FaultKind::Latency { min_ms: 5_000, max_ms: 5_000 }).next(1).on(&["getFile"]);
    world.sim.faults().set(slow);
    let before = ratna.messages().len();
    world.sim.send(ratna.id, ratna.id, csv(format!("{HEADER}{rows}"))).unwrap();
    world.until("progress", || ratna.last().text.contains("Mengambil berkas")).await;
    // Meanwhile the bot answers, and does not begin a second work.
    world.pass(TimeDelta::seconds(2));
    ratna.sends(csv(ROSTER)).await;
    assert!(ratna.last().text.contains("sedang berjalan"), "{}", ratna.chat());
    world.until("the trial", || ratna.chat().contains("Baru: 3000")).await;
    let bubbles = ratna.messages().len() - before;
    assert_eq!(bubbles, 4, "one message shows progress and outcome:\n{}", ratna.chat());
    world.pass(TimeDelta::seconds(2));
    let slow = Fault::new(FaultKind::Latency { min_ms: 5_000, max_ms: 5_000 }).next(1).on(&["getFile"]);
    world.sim.faults().set(slow);
    let (message, data) = ratna.data("Terapkan");
    world.sim.tap_data(ratna.id, ratna.id, message, &data).unwrap();
    world.until("progress of the change", || ratna.chat().contains("[Ulangi]")).await;
    world.until("the import", || ratna.chat().contains("Impor selesai")).await;
    assert_eq!(world.people().await, 3_000);
}

#[tokio::test]
async fn codes_are_printed_handed_out_and_used() {
    let world = World::new().await;
    let ratna = world.admin("Ratna", Role::Admin).await;
    let begun = ratna.messages().len();
    ratna.says("/kode").await;
    ratna.taps("Dinas Pendidikan (0/4)").await;
    let unit = ratna.last();
    ratna.taps("Buat kode, termasuk di bawahnya (4 orang)").await;
    // A second tap on the same question does not void the sheet that the first one made.
    world.pass(TimeDelta::seconds(1));
    let (message, data) = ratna.data("Ya, buat 4 kode");
    for _ in 0..2 {
        world.sim.tap_data(ratna.id, ratna.id, message, &data).unwrap();
    }
    world.settle().await;
    snapshots().bind(|| insta::assert_snapshot!("codes_made", said(&ratna, begun)));
    assert_eq!(labels(&unit)[0], "Buat kode, termasuk di bawahnya (4 orang)");
    let (name, page) = world.newest_file(&ratna);
    let page = String::from_utf8(page).unwrap();
    assert_eq!(name, "kode-dinas-pendidikan-2024-10-04.html");
    assert!(page.contains("Citra &lt;b&gt;Dewi&lt;/b&gt; &amp; Rekan") && !page.contains("<b>Dewi"), "{page}");
    snapshots().bind(|| {
        let page = without_drawings(&page);
        insta::assert_snapshot!("slips", page);
    });
    let code = slip_of(&page, "Anna Latumahina, S.Pd.");
    let anna = world.person("Anna");
    anna.opens(&code).await;
    anna.taps("Benar, ini saya").await;
    assert!(anna.last().text.contains("Anna Latumahina"), "{}", anna.chat());
    // New codes void the old ones, and those who are linked get none.
    world.pass(TimeDelta::minutes(5));
    ratna.says("/kode pendidikan").await;
    ratna.taps("Dinas Pendidikan · Pemda Contoh").await;
    ratna.taps("Buat kode, termasuk di bawahnya (3 orang)").await;
    ratna.taps("Ya, buat 3 kode").await;
    assert!(ratna.last().text.contains("tidak memerlukan kode: 1"), "{}", ratna.chat());
    let newer = String::from_utf8(world.newest_file(&ratna).1).unwrap();
    assert!(!newer.contains("Anna Latumahina"));
    let budi = world.person("Budi");
    budi.opens(&slip_of(&page, "Budi Santoso")).await;
    assert!(budi.last().text.contains("diganti"), "{}", budi.chat());
    budi.opens(&slip_of(&newer, "Budi Santoso")).await;
    budi.taps("Benar, ini saya").await;
    assert_eq!(world.count("link").await, 2);
    assert_eq!(world.count("audit where action = 'roster.codes'").await, 2);
}

/// The code on this person's slip.
fn slip_of(page: &str, name: &str) -> String {
    let slip = page.split("<article").find(|slip| slip.contains(name)).expect("a slip");
    let code = slip.split("start=").nth(1).expect("a link");
    code.chars().take_while(char::is_ascii_alphanumeric).collect()
}

/// The page without its style and QR codes.
fn without_drawings(page: &str) -> String {
    let mut text = page.to_owned();
    for (from, to) in [("<style>", "</style>"), ("<svg", "</svg>")] {
        while let Some((head, rest)) = text.split_once(from) {
            let (_, tail) = rest.split_once(to).unwrap();
            text = format!("{head}…{tail}");
        }
    }
    text
}

#[tokio::test]
async fn a_lost_phone_is_let_go_and_the_new_one_linked() {
    let world = World::new().await;
    let old = world.linked("Anna", ANNA).await;
    old.pledges().await;
    let ratna = world.admin("Ratna", Role::Admin).await;
    let begun = ratna.messages().len();
    ratna.says("/lepas").await;
    ratna.says("/lepas 199912312020121009").await;
    ratna.says(&format!("/kode {ANNA}")).await;
    ratna.says(&format!("/lepas {ANNA}")).await;
    ratna.taps("Ya, lepaskan tautan").await;
    ratna.taps("Buat kode untuk orang ini").await;
    snapshots().bind(|| insta::assert_snapshot!("detached", said(&ratna, begun)));
    let menu: Vec<String> =
        world.sim.commands(Some(old.id), Some(old.id), "id").into_iter().map(|(name, _)| name).collect();
    assert!(!menu.contains(&"status".to_owned()), "{menu:?}");
    old.says("/ikrar").await;
    assert!(old.last().text.contains("belum tertaut"));
    let code = ratna.last().text.lines().find_map(|line| line.strip_prefix("Kode: ")).unwrap().to_owned();
    let new = world.person("Anna baru");
    new.says(&code).await;
    new.taps("Benar, ini saya").await;
    new.says("/status").await;
    assert!(new.last().text.contains("sudah dinyatakan"), "{}", new.chat());
    // For anyone else a NIP after /lepas means nothing.
    new.says("/lepas 200012312024211001").await;
    assert!(new.last().text.contains("tidak kami kenali"), "{}", new.chat());
}

#[tokio::test]
async fn the_recap_counts_what_there_is() {
    let world = World::new().await;
    let anna = world.linked("Anna", ANNA).await;
    anna.pledges().await;
    world.linked("Budi", "200012312024211001").await;
    let ratna = world.admin("Ratna", Role::Admin).await;
    let begun = ratna.messages().len();
    ratna.says("/rekap").await;
    let top = show(&ratna.last());
    ratna.taps("Perbarui").await;
    ratna.taps("Dinas Pendidikan (tertaut 50%)").await;
    let below = show(&ratna.last());
    ratna.taps("SDN 1 (tertaut 100%)").await;
    let leaf = show(&ratna.last());
    ratna.taps("Ke unit di atasnya").await;
    assert_eq!(show(&ratna.last()), below);
    ratna.taps("Tabel (CSV)").await;
    let (name, table) = world.newest_file(&ratna);
    assert_eq!(name, "rekap-dinas-pendidikan-2024-10-04.csv");
    let table = String::from_utf8(table).unwrap().replace('\r', "");
    snapshots().bind(|| insta::assert_snapshot!("recap", [top, below, leaf, table].join("---\n")));
    assert_eq!(ratna.messages().len(), begun + 3);
}

#[tokio::test]
async fn a_large_government_fits_its_screens() {
    let world = World::empty().await;
    world.import_document(crate::world::ASN).await;
    let long = "Dinas Pemberdayaan Masyarakat dan Desa, Pengendalian Penduduk dan Keluarga Berencana ".repeat(2);
    let rows: String = (10..60).map(|n| format!("Orang;NA-{n};Non-ASN;;Pemda / {n} {long};WIB;\n")).collect();
    world.import_roster(&format!("nama;nip;jenis;jabatan;unit;zona;kepala\n{rows}")).await;
    let ratna = world.admin("Ratna", Role::Admin).await;
    for command in ["/kode", "/rekap"] {
        ratna.says(command).await;
        for _ in 0..6 {
            let units = labels(&ratna.last()).into_iter().filter(|label| label.contains("Dinas")).collect::<Vec<_>>();
            assert!(units.iter().all(|label| label.chars().count() <= 40), "{units:?}");
            ratna.taps("Berikutnya ›").await;
        }
        assert!(!labels(&ratna.last()).contains(&"Berikutnya ›".to_owned()), "{}", ratna.chat());
        ratna.taps("‹ Sebelumnya").await;
    }
    ratna.says("/kode keluarga berencana").await;
    assert_eq!(labels(&ratna.last()).len(), 8);
    ratna.says("/kode tidak-ada-unit-ini").await;
    assert!(ratna.last().text.contains("Coba satu kata"), "{}", ratna.chat());
}
