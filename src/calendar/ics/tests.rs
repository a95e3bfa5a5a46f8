//! Calendars of other programs, and our own there and back.

use proptest::prelude::*;

use super::*;
use crate::{
    calendar::{ElectionFile, ElectionId, NewStage, Problem, StageId, StageKind, file},
    outbox::Hours,
    texts::{Lang, Zone},
};

fn election() -> Election {
    let hours = Hours { from: 420, to: 1260, weekends: true };
    Election {
        id: ElectionId(3),
        slug: "pilkada-2024".into(),
        name: "Pilkada 2024, Kab. X; <b>".into(),
        hours,
        weekly_cap: 5,
    }
}

fn stored(stages: Vec<NewStage>) -> Vec<Stage> {
    let stage = |(id, stage): (i64, NewStage)| {
        let NewStage { kind, name, first_day, last_day } = stage;
        Stage { id: StageId(id), election: ElectionId(3), kind, name, first_day, last_day }
    };
    (1..).zip(stages).map(stage).collect()
}

fn now() -> DateTime<Utc> {
    "2024-10-04T01:00:00Z".parse().expect("a moment")
}

fn example() -> Vec<Stage> {
    stored(file::parse(file::EXAMPLE.as_bytes()).expect("a calendar").stages)
}

/// One event in a calendar.
fn calendar(event: &str) -> String {
    format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nX-WR-CALNAME:Uji\r\nBEGIN:VEVENT\r\n{event}END:VEVENT\r\nEND:VCALENDAR\r\n"
    )
}

fn read(text: &str) -> Result<ElectionFile, Vec<Problem>> {
    parse(text.as_bytes(), Zone::Wib)
}

/// The days of the one event.
fn days(event: &str) -> String {
    match read(&calendar(&format!("SUMMARY:Acara\r\n{event}"))) {
        Ok(file) => format!("{} {}", file.stages[0].first_day, file.stages[0].last_day),
        Err(problems) => {
            problems.iter().map(|problem| problem.describe().plain(Lang::Id)).collect::<Vec<_>>().join("\n")
        }
    }
}

#[test]
fn an_export_is_what_the_standard_wants() {
    let text = String::from_utf8(export(&election(), &example()[..1], "Pemkab Contoh", now())).expect("text");
    insta::assert_snapshot!(text.replace("\r\n", "␍\n"), @r#"
    BEGIN:VCALENDAR␍
    VERSION:2.0␍
    PRODID:-//ikrar//ikrar//ID␍
    CALSCALE:GREGORIAN␍
    METHOD:PUBLISH␍
    X-WR-CALNAME:Pilkada 2024\, Kab. X\; <b>␍
    X-IKRAR-ID:pilkada-2024␍
    BEGIN:VEVENT␍
    DTEND;VALUE=DATE:20241124␍
    DTSTAMP:20241004T010000Z␍
    DTSTART;VALUE=DATE:20240925␍
    SUMMARY:Masa kampanye␍
    TRANSP:TRANSPARENT␍
    UID:3e59f313f2879d441d292422bedfdcd4@ikrar␍
    CATEGORIES:CAMPAIGN␍
    END:VEVENT␍
    END:VCALENDAR␍
    "#);
    assert!(text.split("\r\n").all(|line| line.len() <= 75 && !line.contains(['\r', '\n'])));
}

#[test]
fn what_is_exported_comes_back_the_same() {
    let long = "Penyusunan daftar pemilih, tahap I; “perbaikan” \\ ke-2 第 ".repeat(2);
    let mut stages = example();
    stages[0].name = long.trim().to_owned();
    stages[1].kind = StageKind::Other;
    let bytes = export(&election(), &stages, "Pemkab Contoh", now());
    let file = parse(&bytes, Zone::Wit).expect("our own");
    assert_eq!((file.slug, file.name), (election().slug, election().name));
    assert_eq!(file.stages, stages.iter().map(Stage::plain).collect::<Vec<_>>());
    // The same stage has the same UID, another agency's another.
    let uids = |agency: &str| -> Vec<String> {
        let text = String::from_utf8(export(&election(), &stages, agency, now())).expect("text");
        text.lines().filter(|line| line.starts_with("UID:")).map(str::to_owned).collect()
    };
    assert_eq!(uids("A"), uids("A"));
    assert!(uids("A").iter().all(|uid| !uids("B").contains(uid)));
}

#[test]
fn days_and_moments_become_days() {
    assert_eq!(days("DTSTART;VALUE=DATE:20240925\r\nDTEND;VALUE=DATE:20241124\r\n"), "2024-09-25 2024-11-23");
    assert_eq!(days("DTSTART;VALUE=DATE:20241127\r\n"), "2024-11-27 2024-11-27");
    assert_eq!(days("DTSTART;VALUE=DATE:20241127\r\nDTEND;VALUE=DATE:20241127\r\n"), "2024-11-27 2024-11-27");
    assert_eq!(days("DTSTART;VALUE=DATE:20241124\r\nDURATION:P3D\r\n"), "2024-11-24 2024-11-26");
    assert_eq!(days("DTSTART;VALUE=DATE:20241124\r\nDURATION:P1W\r\n"), "2024-11-24 2024-11-30");
    for zone in ["Asia/Jakarta", "Asia/Pontianak", "Asia/Makassar", "Asia/Jayapura", "\"Asia/Jakarta\""] {
        let event = format!("DTSTART;TZID={zone}:20240925T000000\r\nDTEND;TZID={zone}:20241124T000000\r\n");
        assert_eq!(days(&event), "2024-09-25 2024-11-23", "{zone}");
    }
    // Until one o'clock is still that day.
    assert_eq!(days("DTSTART:20241127T070000\r\nDTEND:20241127T130000\r\n"), "2024-11-27 2024-11-27");
    // Five in the evening in UTC is midnight in WIB.
    assert_eq!(days("DTSTART:20240924T170000Z\r\nDTEND:20241123T170000Z\r\n"), "2024-09-25 2024-11-23");
    assert_eq!(days("DTSTART;TZID=UTC:20240924T170000\r\n"), "2024-09-25 2024-09-25");
    let east =
        calendar("SUMMARY:Acara\r\nDTSTART:20240924T150000Z\r\n").replace("VERSION:2.0", "X-WR-TIMEZONE:Asia/Jayapura");
    assert_eq!(read(&east).expect("a calendar").stages[0].first_day.to_string(), "2024-09-25");
}

#[test]
fn kinds_are_guessed_from_words() {
    for (title, kind) in [
        ("Masa Kampanye", StageKind::Campaign),
        ("Pelaksanaan kampanye pasangan calon", StageKind::Campaign),
        ("Laporan dana kampanye", StageKind::Other),
        ("Masa tenang", StageKind::Quiet),
        ("Pemungutan dan penghitungan suara", StageKind::Vote),
        ("Pemungutan Suara Ulang", StageKind::Other),
        ("Rekapitulasi hasil pemungutan suara", StageKind::Other),
        ("Rapat kerja", StageKind::Other),
    ] {
        let file = read(&calendar(&format!("SUMMARY:{title}\r\nDTSTART;VALUE=DATE:20241127\r\n"))).expect("a calendar");
        assert_eq!(file.stages[0].kind, kind, "{title}");
    }
    let file = read(&calendar("SUMMARY:Apel\r\nCATEGORIES:Kantor,VOTE\r\nDTSTART;VALUE=DATE:20241127\r\n"));
    assert_eq!(file.expect("a calendar").stages[0].kind, StageKind::Vote);
}

#[test]
fn every_problem_names_its_event() {
    let event = |lines: &str| format!("BEGIN:VEVENT\n{lines}\nEND:VEVENT\n");
    let events = [
        "SUMMARY:Masa kampanye\nDTSTART;VALUE=DATE:20240925\nDTEND;VALUE=DATE:20241126",
        "SUMMARY:Masa tenang\nDTSTART;VALUE=DATE:20241124\nDTEND;VALUE=DATE:20241127",
        "SUMMARY:Hari yang tidak ada\nDTSTART;VALUE=DATE:20240231",
        "SUMMARY:Terbalik\nDTSTART;VALUE=DATE:20241127\nDTEND;VALUE=DATE:20241101",
        "SUMMARY:Zona asing\nDTSTART;TZID=Asia/Atlantis:20241127T000000",
        "SUMMARY:Tanpa tanggal",
        "DTSTART;VALUE=DATE:20241127",
        "SUMMARY:Apel\nDTSTART;VALUE=DATE:20241007\nRRULE:FREQ=WEEKLY",
        "SUMMARY:Rapat\nDTSTART:20241007T080000\nDURATION:PT2H",
        "SUMMARY:Batal\nSTATUS:CANCELLED\nDTSTART;VALUE=DATE:20241007",
    ];
    let text = format!("BEGIN:VCALENDAR\n{}END:VCALENDAR\n", events.map(event).concat());
    let problems = read(&text).expect_err("problems");
    let shown: String = problems.iter().map(|problem| problem.describe().plain(Lang::Id) + "\n").collect();
    insta::assert_snapshot!(shown, @r#"
    Kalender ini belum bernama. Isi X-WR-CALNAME dengan nama pemilihan, atau beri nama kalender itu di aplikasinya.
    "Hari yang tidak ada": DTSTART "20240231" bukan tanggal yang ada. Tulis sebagai tahun, bulan, dan hari, misalnya 20240925.
    "Terbalik": Hari terakhir (1 November 2024) lebih awal daripada hari pertama (27 November 2024). Tukar atau perbaiki tanggalnya.
    "Zona asing": Zona "Asia/Atlantis" tidak dikenal. Gunakan Asia/Jakarta, Asia/Pontianak, Asia/Makassar, Asia/Jayapura, atau UTC; lebih baik lagi, jadikan acara sehari penuh.
    "Tanpa tanggal": Acara ini tidak memiliki tanggal mulai (DTSTART). Isi tanggalnya.
    "VEVENT 7": Acara ini belum berjudul (SUMMARY). Isi dengan nama tahapannya.
    "Apel": Acara ini berulang (RRULE atau RDATE), sedangkan tahapan tidak. Buat satu acara untuk setiap tahapan.
    "Rapat": Lama "PT2H" tidak dapat dipakai. Beri acara ini tanggal selesai (DTEND).
    "Masa tenang": Bertumpang tindih dengan "Masa kampanye" (25 September 2024 s.d. 25 November 2024). Masa kampanye, masa tenang, dan pemungutan suara tidak boleh berlangsung pada hari yang sama; perbaiki salah satu tanggalnya.
    "#);
}

#[test]
fn what_is_no_calendar_says_so() {
    let deep = "BEGIN:A\n".repeat(501);
    let bound = format!("{}{}", "BEGIN:A\n".repeat(500), "END:A\n".repeat(500));
    let hidden = "BEGIN:A\r\nX:\nEND:A\r\n".repeat(499);
    for (text, key) in [
        ("", "calendar-ics-syntax"),
        ("nama;nip\n", "calendar-ics-syntax"),
        ("BEGIN:VCALENDAR\n", "calendar-ics-syntax"),
        ("BEGIN:VCARD\nEND:VCARD\n", "calendar-ics-syntax"),
        (deep.as_str(), "calendar-ics-many"),
        (bound.as_str(), "calendar-ics-syntax"),
        (hidden.as_str(), "calendar-ics-syntax"),
        ("BEGIN:VCALENDAR\nX-WR-CALNAME:Uji\nEND:VCALENDAR\n", "calendar-ics-no-event"),
        ("BEGIN:VCALENDAR\nX-WR-CALNAME:選挙\nEND:VCALENDAR\n", "calendar-ics-no-slug"),
    ] {
        assert_eq!(read(text).expect_err("a problem")[0].message.key(), key, "{}", &text[..text.len().min(40)]);
    }
    assert_eq!(
        parse(b"BEGIN:VCALENDAR\n\xff", Zone::Wib).expect_err("a problem")[0].message.key(),
        "calendar-not-utf8"
    );
    let unknown =
        calendar("SUMMARY:A\r\nDTSTART:20240924T150000Z\r\n").replace("VERSION:2.0", "X-WR-TIMEZONE:Mars/Olympus");
    assert_eq!(read(&unknown).expect_err("a problem")[0].message.key(), "calendar-ics-zone");
}

/// An eighth of what a file may hold, in patterns that a careless parser reads again and again.
#[test]
fn a_large_odd_file_comes_to_an_end() {
    for piece in ["A:b\n", "A\n", ";", "\n ", "X;A=b\n", "X;A=\"b\n", "X;A=\"\"", "\r", "END:VEVENT\n", "\\,", "é"] {
        let filled = piece.repeat(crate::calendar::FILE_MAX / 8 / piece.len());
        for text in [filled.clone(), calendar(&format!("SUMMARY:{filled}\r\n")), calendar(&filled)] {
            let _ = read(&text);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let read = parse(&bytes, Zone::Wib);
        prop_assert_eq!(&read, &parse(&bytes, Zone::Wib));
    }

    /// Near the format: its own pieces in any order.
    #[test]
    fn no_pieces_panic(pieces in proptest::collection::vec(0usize..24, 0..60), tail in ".{0,20}") {
        const PIECES: [&str; 24] = [
            "BEGIN:VCALENDAR", "END:VCALENDAR", "BEGIN:VEVENT", "END:VEVENT", "\r\n", "\n", "\r", "\n ", "SUMMARY",
            "DTSTART", "DTEND", ";VALUE=DATE", ";TZID=", "Asia/Jakarta", ":", ";", "=", "\"", "\\", "20240231",
            "20240925", "T000000Z", "DURATION:P", "é第",
        ];
        let text: String = pieces.iter().map(|at| PIECES[*at]).chain([tail.as_str()]).collect();
        let read = parse(text.as_bytes(), Zone::Wit);
        prop_assert_eq!(&read, &parse(text.as_bytes(), Zone::Wit));
    }

    #[test]
    fn any_stages_come_back(names in proptest::collection::vec("[ -~é第]{1,150}", 1..6), from in 0i64..60_000, length in 1i64..400) {
        let first = chrono::NaiveDate::from_ymd_opt(1945, 1, 1).expect("a day") + chrono::TimeDelta::days(from);
        let stages: Vec<Stage> = stored((0i64..).zip(&names).filter_map(|(n, name)| {
            let first_day = first + chrono::TimeDelta::days(n * 400);
            let name = crate::calendar::checked_name(&format!("{name} {n}")).ok()?;
            Some(NewStage { kind: StageKind::Other, name, first_day, last_day: first_day + chrono::TimeDelta::days(length - 1) })
        }).collect());
        prop_assume!(!stages.is_empty());
        let file = parse(&export(&election(), &stages, "A", now()), Zone::Wib).expect("our own");
        prop_assert_eq!(file.stages, stages.iter().map(Stage::plain).collect::<Vec<_>>());
    }
}
