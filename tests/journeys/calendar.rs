//! The election calendar: imported, shown, moved with a look first, exported.

use chrono::TimeDelta;
use ikrar::{
    access::{Role, TelegramId},
    telegram::{
        button::{Button, CalendarButton},
        prompt::{self, Question, Topic},
    },
};
use simulator::Content;

use crate::world::{Person, ROSTER, World, show, snapshots};

const EXAMPLE: &str = include_str!("../../examples/calendars/pilkada-2024.toml");

fn file(name: &str, bytes: impl Into<Vec<u8>>) -> Content {
    Content::Document { name: name.into(), mime: "application/octet-stream".into(), bytes: bytes.into(), caption: None }
}

/// What the bot has said since the message with this number.
fn said(person: &Person<'_>, after: usize) -> String {
    person.messages()[after..].iter().filter(|message| message.from_bot).map(show).collect::<Vec<_>>().join("\n")
}

fn sent_file(world: &World, person: &Person<'_>) -> (String, Vec<u8>) {
    let message = person.messages().into_iter().rev().find(|message| message.from_bot && message.file.is_some());
    let sent = message.and_then(|message| message.file).expect("a file");
    (sent.name.unwrap_or_default(), world.sim.file_bytes(&sent.id).expect("its bytes"))
}

fn snapshot(name: &str, text: &str) {
    snapshots().bind(|| insta::assert_snapshot!(name, text));
}

/// An admin in whose world Pilkada 2024 runs; it is the tenth day of its campaign.
async fn with_calendar(world: &World) -> Person<'_> {
    let ratna = world.admin("Ratna", Role::Admin).await;
    ratna.sends(file("pilkada-2024.toml", EXAMPLE)).await;
    ratna.taps("Terapkan").await;
    ratna
}

async fn days(world: &World, name: &str) -> String {
    let mut c = world.app.db.read().await.unwrap();
    sqlx::query_scalar("select first_day || ' ' || last_day from stage where name = ? and removed_at is null")
        .bind(name)
        .fetch_one(&mut *c)
        .await
        .unwrap()
}

#[tokio::test]
async fn a_calendar_is_sent_looked_at_and_applied() {
    let mut world = World::new().await;
    let ratna = world.admin("Ratna", Role::Admin).await;
    let id = ratna.id;
    let begun = ratna.messages().len();
    ratna.says("/jadwal").await;
    ratna.taps("Impor jadwal").await;
    let (name, template) = sent_file(&world, &ratna);
    assert_eq!((name.as_str(), template.as_slice()), ("contoh-jadwal.toml", EXAMPLE.as_bytes()));
    ratna.sends(file("Jadwal.TOML", template)).await;
    assert_eq!(world.count("election").await, 0, "nothing before the admin agrees");
    assert_eq!(ratna.last().reply_to, ratna.wrote());
    snapshot("calendar_import", &said(&ratna, begun));
    // The file is in the chat: a restart in between does no harm, nor does a second tap.
    world.restart().await;
    let ratna = world.known(id);
    let (message, data) = ratna.data("Terapkan");
    ratna.taps("Terapkan").await;
    snapshot("calendar_election", &show(&ratna.last()));
    ratna.taps_data(message, &data).await;
    assert!(ratna.last().text.contains("Perubahan sudah diterapkan"), "{}", ratna.chat());
    assert_eq!((world.count("election").await, world.count("stage").await), (1, 3));
    assert_eq!(world.count("audit where action = 'election.import' and actor is not null").await, 1);
    // The same file once more.
    ratna.sends(file("pilkada-2024.toml", EXAMPLE)).await;
    assert!(ratna.last().text.contains("sudah sama dengan berkas ini"), "{}", ratna.chat());
    // One that changes something shows what, and applies it.
    let changed = EXAMPLE.replace("2024-11-23", "2024-11-22").replace("\"Masa tenang\"", "\"Hari tenang\"");
    let changed = changed
        .replace("weekends = true", "weekends = false")
        .replace("name = \"Pilkada 2024\"", "name = \"Pilkada <b>\"");
    ratna.sends(file("perubahan.toml", changed)).await;
    snapshot("calendar_update", &show(&ratna.last()));
    let first = ratna.data("Terapkan");
    ratna.taps("Terapkan").await;
    assert_eq!(days(&world, "Masa kampanye").await, "2024-09-25 2024-11-22");
    // What was shown before that is shown anew, not applied.
    ratna.sends(file("pilkada-2024.toml", EXAMPLE)).await;
    let (message, data) = ratna.data("Terapkan");
    ratna.sends(file("lain.toml", EXAMPLE.replace("2024-11-23", "2024-11-21"))).await;
    ratna.taps("Terapkan").await;
    ratna.taps_data(message, &data).await;
    assert_eq!(days(&world, "Masa kampanye").await, "2024-09-25 2024-11-21");
    assert!(ratna.chat().contains("diperiksa ulang dan belum diterapkan"), "{}", ratna.chat());
    assert_ne!(first.1, data);
}

#[tokio::test]
async fn elections_stand_nearest_first() {
    let world = World::new().await;
    let ratna = with_calendar(&world).await;
    for (name, text) in [
        ("a.toml", include_str!("../../examples/calendars/pilkada-2020.toml")),
        ("b.toml", include_str!("../../examples/calendars/pemilu-2024.toml")),
    ] {
        ratna.sends(file(name, text)).await;
        ratna.taps("Terapkan").await;
    }
    ratna.says("/jadwal").await;
    snapshot("calendar_list", &show(&ratna.last()));
    // A fourth one, with more stages than a screen lists.
    let stages: String = (10..30)
        .map(|n| format!("[[stage]]\nname = \"Tahapan {n} {}\"\nkind = \"other\"\nfirst_day = 2024-10-{n}\nlast_day = 2024-10-{n}\n", "panjang ".repeat(15)))
        .collect();
    let text = format!("[election]\nid = \"banyak\"\nname = \"Pemilihan {}\"\n{stages}", "panjang ".repeat(17));
    ratna.sends(file("c.toml", text)).await;
    ratna.taps("Terapkan").await;
    ratna.taps("Berikutnya ›").await;
    ratna.taps("Berikutnya ›").await;
    ratna.taps("‹ Sebelumnya").await;
    ratna.taps("Geser semua tahapan").await;
    ratna.taps("+1").await;
    assert!(ratna.last().text.contains("lagi"), "{}", ratna.chat());
    ratna.taps("Terapkan").await;
    assert!(days(&world, &format!("Tahapan 10 {}", "panjang ".repeat(15).trim())).await.starts_with("2024-10-11"));
    ratna.says("/jadwal").await;
    ratna.taps("Berikutnya ›").await;
    ratna.taps("Pilkada 2020").await;
    assert!(ratna.last().text.contains("Selesai pada 9 Desember 2020"), "{}", ratna.chat());
}

#[tokio::test]
async fn what_is_wrong_with_a_file_is_told_all_at_once() {
    let world = World::new().await;
    let ratna = world.admin("Ratna", Role::Admin).await;
    let begun = ratna.messages().len();
    let bad = EXAMPLE
        .replace("2024-11-24", "2024-02-31")
        .replace("last_day = 2024-11-27", "last_day = 2024-11-26")
        .replace("kind = \"campaign\"", "kind = \"kampanye <b>\"")
        .replace("id = \"pilkada-2024\"", "id = \"Pilkada 2024\"\nzone = \"WIX\"")
        .replace("hours = \"07:00-21:00\"", "jam = \"07:00\"");
    ratna.sends(file("salah.toml", bad)).await;
    ratna.sends(file("tumpang.toml", EXAMPLE.replace("2024-11-24", "2024-11-23"))).await;
    ratna.sends(file("rusak.toml", "[election\nid = ")).await;
    ratna.sends(file("kosong.toml", " ")).await;
    ratna.sends(file("biner.toml", b"\xff\xfe\x00".as_slice())).await;
    ratna.sends(file("bukan.ics", "nama;nip\n")).await;
    let event = |lines: &str| format!("BEGIN:VEVENT\r\n{lines}\r\nEND:VEVENT\r\n");
    let events = [
        event("SUMMARY:Masa tenang\r\nDTSTART;TZID=Asia/Atlantis:20241124T000000"),
        event("SUMMARY:Masa kampanye\r\nDTSTART;VALUE=DATE:20240231"),
    ];
    let text = format!("BEGIN:VCALENDAR\r\nX-WR-CALNAME:Uji\r\n{}END:VCALENDAR\r\n", events.concat());
    ratna.sends(file("zona.ics", text)).await;
    snapshot("calendar_problems", &said(&ratna, begun));
    // More than a message holds.
    let stage = "[[stage]]\nname = 1\nkind = \"x\"\nfirst_day = 2024-02-31\nlast_day = 3\n";
    ratna.sends(file("banyak.toml", format!("[election]\nid = \"a\"\nname = \"b\"\n{}", stage.repeat(60)))).await;
    assert!(ratna.last().text.contains("ada 240 hal"), "{}", ratna.chat());
    ratna.sends(file("besar.ics", vec![b'x'; 600 * 1024])).await;
    assert!(ratna.last().text.contains("lebih besar dari 512 KB"), "{}", ratna.chat());
    assert_eq!(world.count("election").await, 0);
}

#[tokio::test]
async fn days_are_asked_for_shown_and_applied() {
    let mut world = World::new().await;
    let ratna = with_calendar(&world).await;
    let id = ratna.id;
    let begun = ratna.messages().len();
    ratna.taps("Masa tenang").await;
    snapshot("calendar_stage", &show(&ratna.last()));
    ratna.taps("Ubah tanggal").await;
    let question = show(&ratna.last());
    for wrong in ["31 Februari 2024 sampai 2 Maret 2024", "26-11-2024 s.d. 24-11-2024", "besok", "27-11-2024"] {
        ratna.says(wrong).await;
    }
    ratna.sends(Content::Photo { bytes: vec![1; 10], caption: None }).await;
    // The question is a row: it outlives a restart, and sixteen digits are no code here.
    world.restart().await;
    let ratna = world.known(id);
    ratna.says("2024-11-20 2024-11-26").await;
    // Asked by an earlier process: it asks whether this is the answer.
    assert!(ratna.last().text.contains("jawaban untuk tanggal tahapan?"), "{}", ratna.chat());
    ratna.taps("Ya, ini jawabannya").await;
    ratna.says("2024-11-25 2024-11-26").await;
    snapshot("calendar_days", &format!("{question}---\n{}", said(&ratna, begun)));
    assert_eq!(world.count("prompt").await, 0);
    assert_eq!(days(&world, "Masa tenang").await, "2024-11-24 2024-11-26");
}

#[tokio::test]
async fn a_confirmation_holds_for_what_was_shown() {
    let world = World::new().await;
    let ratna = with_calendar(&world).await;
    let sinta = world.admin("Sinta", Role::Superadmin).await;
    ratna.taps("Masa kampanye").await;
    ratna.taps("−7").await;
    snapshot("calendar_move", &show(&ratna.last()));
    // Meanwhile another admin moves the vote.
    sinta.says("/jadwal").await;
    sinta.taps("Pilkada 2024").await;
    sinta.taps("Pemungutan suara").await;
    sinta.taps("+1").await;
    sinta.taps("Terapkan").await;
    assert_eq!(days(&world, "Pemungutan suara").await, "2024-11-28 2024-11-28");
    let stale = ratna.data("Terapkan").1;
    ratna.taps("Terapkan").await;
    assert_eq!(days(&world, "Masa kampanye").await, "2024-09-25 2024-11-23");
    snapshot("calendar_stale", &show(&ratna.last()));
    // Shown again, it is applied; two taps at once do it once.
    ratna.taps("Masa kampanye").await;
    ratna.taps("−7").await;
    let (message, data) = ratna.data("Terapkan");
    assert_ne!(data, stale);
    for _ in 0..2 {
        world.sim.tap_data(ratna.id, ratna.id, message, &data).unwrap();
    }
    world.settle().await;
    assert_eq!(days(&world, "Masa kampanye").await, "2024-09-18 2024-11-16");
    assert_eq!(world.count("audit where action = 'stage.move'").await, 2);
    // A stage that is over can be moved, but nothing comes of it.
    ratna.says("/jadwal").await;
    ratna.taps("Pilkada 2024").await;
    ratna.taps("Masa tenang").await;
    ratna.taps("Ubah tanggal").await;
    ratna.says("1 Sep 2024 - 3 Sep 2024").await;
    assert!(ratna.last().text.contains("seluruhnya sudah lewat"), "{}", ratna.chat());
    // A button of a stage that is gone.
    let gone = ratna.data("Terapkan");
    ratna.taps("Batal").await;
    ratna.taps("Hapus").await;
    ratna.taps("Ya, hapus").await;
    assert!(ratna.last().text.contains("Tahapan Masa tenang sudah dihapus"), "{}", ratna.chat());
    ratna.taps_data(gone.0, &gone.1).await;
    assert!(ratna.chat().contains("sudah tidak ada dalam jadwal"), "{}", ratna.chat());
    assert_eq!(world.count("stage where removed_at is null").await, 2);
}

#[tokio::test]
async fn a_whole_election_is_shifted_by_button_and_by_number() {
    let world = World::new().await;
    let ratna = with_calendar(&world).await;
    let begun = ratna.messages().len();
    ratna.taps("Geser semua tahapan").await;
    let asked = show(&ratna.last());
    ratna.taps("+7").await;
    assert_eq!(world.count("prompt").await, 0, "a tap is the answer");
    let (message, data) = ratna.data("Terapkan");
    for _ in 0..2 {
        world.sim.tap_data(ratna.id, ratna.id, message, &data).unwrap();
    }
    world.settle().await;
    assert_eq!(days(&world, "Pemungutan suara").await, "2024-12-04 2024-12-04");
    assert!(ratna.last().text.contains("Perubahan sudah diterapkan"), "{}", ratna.chat());
    ratna.taps("Geser semua tahapan").await;
    for text in ["seminggu", "0", "4000", "-7 hari"] {
        ratna.says(text).await;
    }
    ratna.taps("Terapkan").await;
    assert_eq!(days(&world, "Pemungutan suara").await, "2024-11-27 2024-11-27");
    snapshot("calendar_shift", &format!("{asked}---\n{}", said(&ratna, begun)));
    // Whoever goes elsewhere does not mean to answer.
    ratna.taps("Geser semua tahapan").await;
    ratna.taps("Batal").await;
    ratna.says("7").await;
    assert!(!ratna.last().text.contains("Terapkan"), "{}", ratna.chat());
    // And /batal lets go of the question.
    ratna.taps("Geser semua tahapan").await;
    assert_eq!(world.count("prompt").await, 1);
    ratna.says("/batal").await;
    assert_eq!(world.count("prompt").await, 0);
    // So does a day that has passed.
    ratna.says("/jadwal").await;
    ratna.taps("Pilkada 2024").await;
    ratna.taps("Geser semua tahapan").await;
    world.pass(TimeDelta::hours(3));
    ratna.says("7").await;
    assert!(!ratna.last().text.contains("Terapkan"), "{}", ratna.chat());
}

#[tokio::test]
async fn an_export_comes_back_the_same() {
    let world = World::new().await;
    let ratna = with_calendar(&world).await;
    ratna.taps("Ekspor .ics").await;
    let (name, bytes) = sent_file(&world, &ratna);
    assert_eq!(name, "pilkada-2024.ics");
    ratna.sends(file(&name, bytes.clone())).await;
    assert!(ratna.last().text.contains("sudah sama dengan berkas ini"), "{}", ratna.chat());
    // Moved by a calendar program, and sent without its name.
    let moved = String::from_utf8(bytes).unwrap().replace("DTEND;VALUE=DATE:20241124", "DTEND;VALUE=DATE:20241123");
    let mime = "text/calendar".into();
    ratna.sends(Content::Document { name: "kalender".into(), mime, bytes: moved.into(), caption: None }).await;
    ratna.taps("Terapkan").await;
    assert_eq!(days(&world, "Masa kampanye").await, "2024-09-25 2024-11-22");
}

#[tokio::test]
async fn a_calendar_of_which_reminders_are_near_says_so_and_may_keep_quiet() {
    let world = World::new().await;
    let ratna = world.admin("Ratna", Role::Admin).await;
    // H-7 of the campaign is tomorrow, 5 October; a gap and a vote of two days.
    let near = EXAMPLE
        .replace("2024-09-25", "2024-10-12")
        .replace("2024-11-23", "2024-11-20")
        .replace("last_day = 2024-11-27", "last_day = 2024-11-28");
    ratna.sends(file("dekat.toml", near.clone())).await;
    snapshot("calendar_near", &show(&ratna.last()));
    let (message, data) = ratna.data("Terapkan, pengingat nonaktif dahulu");
    ratna.taps("Terapkan, pengingat nonaktif dahulu").await;
    assert!(ratna.last().text.contains("6 pengingat bawaan yang belum aktif"), "{}", ratna.chat());
    assert_eq!(world.count("rule where enabled = 0").await, 6);
    ratna.taps_data(message, &data).await;
    assert!(ratna.last().text.contains("Perubahan sudah diterapkan"), "{}", ratna.chat());
    assert_eq!(world.count("rule").await, 6);
}

#[tokio::test]
async fn reminders_that_a_move_brings_back_are_shown() {
    let world = World::new().await;
    let ratna = with_calendar(&world).await;
    ratna.taps("Geser semua tahapan").await;
    ratna.says("60").await;
    snapshot("calendar_revived", &show(&ratna.last()));
}

#[tokio::test]
async fn what_is_no_calendar_is_told_to_whoever_imports_one() {
    let world = World::new().await;
    let ratna = world.admin("Ratna", Role::Admin).await;
    ratna.says("/jadwal").await;
    ratna.taps("Impor jadwal").await;
    ratna.sends(file("surat-keputusan.pdf", b"%PDF-1.4".as_slice())).await;
    snapshot("calendar_other", &show(&ratna.last()));
    ratna.sends(file("pegawai.csv", ROSTER)).await;
    assert!(ratna.last().text.contains("hanya dapat diimpor dari berkas .toml atau .ics"), "{}", ratna.chat());
    // Until a calendar has come, or the question is withdrawn.
    ratna.sends(file("jadwal.toml", EXAMPLE)).await;
    assert!(ratna.last().text.contains("Jadwal baru"), "{}", ratna.chat());
    assert_eq!(world.count("prompt").await, 0);
    ratna.says("/jadwal").await;
    ratna.taps("Impor jadwal").await;
    ratna.sends(file("pegawai.csv", ROSTER)).await;
    ratna.taps("Batal").await;
    ratna.sends(file("pegawai.csv", ROSTER)).await;
    assert!(!ratna.last().text.contains("hanya dapat diimpor"), "{}", ratna.chat());
    // Whoever asks for the other import means that one.
    ratna.says("/jadwal").await;
    ratna.taps("Impor jadwal").await;
    ratna.says("/impor").await;
    assert_eq!(world.count("prompt").await, 0);
}

#[tokio::test]
async fn names_settings_and_removal_go_by_buttons() {
    let world = World::new().await;
    let ratna = with_calendar(&world).await;
    let begun = ratna.messages().len();
    ratna.taps("Masa kampanye").await;
    ratna.taps("Ganti nama").await;
    ratna.says("masa TENANG").await;
    ratna.says(&"n".repeat(151)).await;
    ratna.says("Kampanye <b> & rapat umum").await;
    snapshot("calendar_rename", &said(&ratna, begun - 1));
    ratna.taps("Kembali").await;
    ratna.taps("Pengaturan").await;
    for label in [
        "Mulai 30 menit lebih lambat",
        "Selesai 30 menit lebih awal",
        "Jangan kirim pada akhir pekan",
        "Kurangi jumlah per minggu",
    ] {
        ratna.taps(label).await;
    }
    snapshot("calendar_settings", &show(&ratna.last()));
    assert_eq!(world.count("audit where action = 'election.settings'").await, 4);
    let (message, again) = ratna.data("Kurangi jumlah per minggu");
    ratna.taps_data(message, &again).await;
    ratna.taps_data(message, &again).await;
    assert_eq!(world.count("election where weekly_cap = 3").await, 1, "the button says how many, not fewer");
    ratna.taps("Hapus pemilihan ini").await;
    ratna.taps("Batal").await;
    ratna.taps("Pengaturan").await;
    ratna.taps("Hapus pemilihan ini").await;
    let asked = show(&ratna.last());
    let (message, yes) = ratna.data("Ya, hapus");
    ratna.taps("Ya, hapus").await;
    snapshot("calendar_removed", &format!("{asked}---\n{}", show(&ratna.last())));
    ratna.taps_data(message, &yes).await;
    ratna.taps("Semua jadwal").await;
    assert!(ratna.last().text.contains("Belum ada jadwal"), "{}", ratna.chat());
    assert_eq!(world.count("election").await, 1, "the row stays, for what was sent");
}

#[tokio::test]
async fn each_file_goes_to_those_who_can_read_it() {
    let world = World::empty().await;
    let ratna = world.admin("Ratna", Role::Admin).await;
    ratna.sends(file("pegawai.csv", ROSTER)).await;
    assert!(ratna.last().text.contains("5 orang"), "{}", ratna.chat());
    ratna.sends(file("jadwal.toml", EXAMPLE)).await;
    assert!(ratna.last().text.contains("Jadwal baru"), "{}", ratna.chat());
    // Another question is open: the file answers that one, if anything.
    let (user, now) = (TelegramId(ratna.id), world.now());
    let question = Question::new(&world.app, TelegramId(ratna.id), Topic::BroadcastContent, 0, None);
    let db = &world.app.db;
    db.write(move |c| Box::pin(async move { prompt::store::ask(c, user, question, now).await })).await.unwrap();
    ratna.sends(file("jadwal.toml", EXAMPLE)).await;
    assert!(!ratna.last().text.contains("Jadwal baru"), "{}", ratna.chat());
    // For anyone else there is no calendar.
    let stranger = world.person("Warga");
    stranger.sends(file("jadwal.toml", EXAMPLE)).await;
    assert!(stranger.last().text.contains("bukan gambar, suara, atau berkas"), "{}", stranger.chat());
    let data = Button::Calendar(CalendarButton::List { page: 0 }).encode();
    let answer = stranger.taps_data(stranger.last().id, &data).await;
    assert!(answer.text.is_some_and(|text| text.contains("sudah tidak berlaku")));
    assert_eq!(world.count("election").await, 0);
}

/// A calendar as a calendar program exports it; `name` empty: without one.
fn ics(name: &str, events: &[(&str, &str, &str, &str)]) -> String {
    let event = |(uid, title, first, after): &(&str, &str, &str, &str)| {
        format!(
            "BEGIN:VEVENT\r\nUID:{uid}\r\nSUMMARY:{title}\r\nDTSTART;VALUE=DATE:{first}\r\nDTEND;VALUE=DATE:{after}\r\nEND:VEVENT\r\n"
        )
    };
    let name = if name.is_empty() { String::new() } else { format!("X-WR-CALNAME:{name}\r\n") };
    let events: String = events.iter().map(event).collect();
    format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{name}{events}END:VCALENDAR\r\n")
}

const QUIET: (&str, &str, &str, &str) = ("a@outlook", "Masa tenang", "20241124", "20241127");
const VOTE: (&str, &str, &str, &str) = ("b@outlook", "Pemungutan suara", "20241127", "20241128");

#[tokio::test]
async fn a_calendar_without_a_name_is_asked_for_it() {
    let mut world = World::new().await;
    let ratna = world.admin("Ratna", Role::Admin).await;
    let id = ratna.id;
    let begun = ratna.messages().len();
    ratna.sends(file("kalender.ics", ics("", &[QUIET, VOTE]))).await;
    let sent = ratna.wrote();
    // The question outlives a restart; what is no name is asked again.
    world.restart().await;
    let ratna = world.known(id);
    ratna.says("選挙").await;
    ratna.taps("Ya, ini jawabannya").await;
    ratna.says("Pilkada  Uji 2024").await;
    assert_eq!((world.count("election").await, world.count("prompt").await), (0, 0));
    assert_eq!(ratna.last().reply_to, sent, "the button finds the file");
    snapshot("calendar_title", &said(&ratna, begun));
    world.restart().await;
    let ratna = world.known(id);
    let (message, data) = ratna.data("Terapkan");
    ratna.taps("Terapkan").await;
    assert_eq!(world.count("election where name = 'Pilkada Uji 2024' and slug = 'pilkada-uji-2024'").await, 1);
    assert_eq!(world.count("stage where uid in ('a@outlook', 'b@outlook')").await, 2);
    ratna.taps_data(message, &data).await;
    assert_eq!(world.count("election").await, 1, "{}", ratna.chat());
    // Whose events these are is known then, and one that tells only what was called off needs no name.
    ratna.sends(file("batal.ics", ics("", &[QUIET]).replace("VERSION:2.0", "METHOD:CANCEL"))).await;
    assert!(ratna.last().text.contains("Pilkada Uji 2024"), "{}", ratna.chat());
    ratna.taps("Sama: perbarui Pilkada Uji 2024").await;
    assert!(ratna.last().text.contains("Dihapus beserta pengingatnya: Masa tenang"), "{}", ratna.chat());
    ratna.taps("Terapkan").await;
    assert_eq!(world.count("stage where removed_at is null").await, 1, "{}", ratna.chat());
    assert_eq!(days(&world, "Pemungutan suara").await, "2024-11-27 2024-11-27");
    ratna
        .sends(file(
            "batal.ics",
            ics("Lain", &[("z@x", "Lain", "20250101", "20250102")]).replace("VERSION:2.0", "METHOD:CANCEL"),
        ))
        .await;
    assert!(ratna.last().text.contains("tidak satu pun ada dalam jadwal"), "{}", ratna.chat());
    // Another file instead of a name, and a name when there is nothing to name any more.
    ratna.sends(file("lain.ics", ics("", &[("c@x", "Apel", "20241201", "20241202")]))).await;
    ratna.sends(file("lain.ics", ics("Apel 2024", &[("c@x", "Apel", "20241201", "20241202")]))).await;
    assert!(ratna.last().text.contains("Jadwal baru: Apel 2024"), "{}", ratna.chat());
    assert_eq!(world.count("prompt").await, 0);
}

#[tokio::test]
async fn a_renamed_calendar_is_asked_about_and_not_doubled() {
    let world = World::new().await;
    let ratna = world.admin("Ratna", Role::Admin).await;
    ratna.sends(file("a.ics", ics("Pilkada 2024", &[QUIET, VOTE]))).await;
    ratna.taps("Terapkan").await;
    let moved = ("a@outlook", "Hari tenang", "20241123", "20241127");
    ratna.sends(file("b.ics", ics("Pemilihan Bupati 2024", &[moved, VOTE]))).await;
    let question = show(&ratna.last());
    ratna.taps("Sama: perbarui Pilkada 2024").await;
    snapshot("calendar_whose", &format!("{question}---\n{}", show(&ratna.last())));
    ratna.taps("Terapkan").await;
    assert_eq!(world.count("election").await, 1);
    assert_eq!(world.count("election where slug = 'pilkada-2024' and name = 'Pemilihan Bupati 2024'").await, 1);
    assert_eq!(days(&world, "Hari tenang").await, "2024-11-23 2024-11-26");
    // It may be another election all the same.
    ratna.sends(file("c.ics", ics("Pilkada 2029", &[QUIET]))).await;
    ratna.taps("Bukan, ini pemilihan baru").await;
    ratna.taps("Terapkan").await;
    assert_eq!(world.count("election").await, 2, "{}", ratna.chat());
    // Without a name it could be either, or a third.
    ratna.sends(file("d.ics", ics("", &[QUIET]))).await;
    assert!(ratna.last().text.contains("Pemilihan Bupati 2024, Pilkada 2029"), "{}", ratna.chat());
    ratna.taps("Bukan, ini pemilihan baru").await;
    ratna.says("Pilkada 2034").await;
    ratna.taps("Terapkan").await;
    assert_eq!(world.count("election where name = 'Pilkada 2034'").await, 1, "{}", ratna.chat());
    // What was exported keeps the UIDs of the program that it came from.
    ratna.says("/jadwal").await;
    ratna.taps("Pemilihan Bupati 2024").await;
    ratna.taps("Ekspor .ics").await;
    let (_, exported) = sent_file(&world, &ratna);
    let exported = String::from_utf8(exported).unwrap();
    assert!(exported.contains("UID:a@outlook\r\n") && exported.contains("UID:b@outlook\r\n"), "{exported}");
}
