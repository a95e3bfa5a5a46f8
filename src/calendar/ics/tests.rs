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
    let text =
        String::from_utf8(export(&election(), &example()[..1], &Uids::new(), "Pemkab Contoh", now())).expect("text");
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
    let bytes = export(&election(), &stages, &Uids::new(), "Pemkab Contoh", now());
    let file = parse(&bytes, Zone::Wit).expect("our own");
    assert_eq!((file.slug, file.name), (election().slug, election().name));
    assert_eq!(file.stages, stages.iter().map(Stage::plain).collect::<Vec<_>>());
    // The same stage has the same UID, another agency's another.
    let uids = |agency: &str| -> Vec<String> {
        let text = String::from_utf8(export(&election(), &stages, &Uids::new(), agency, now())).expect("text");
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
fn any_length_gives_the_last_day() {
    for (event, wanted) in [
        ("DTSTART;TZID=Asia/Jakarta:20241127T070000\r\nDURATION:PT6H\r\n", "2024-11-27 2024-11-27"),
        ("DTSTART;TZID=Asia/Jakarta:20241127T200000\r\nDURATION:PT6H\r\n", "2024-11-27 2024-11-28"),
        ("DTSTART;TZID=Asia/Jakarta:20241127T000000\r\nDURATION:PT24H\r\n", "2024-11-27 2024-11-27"),
        ("DTSTART;VALUE=DATE:20241124\r\nDURATION:P3DT0H0M0S\r\n", "2024-11-24 2024-11-26"),
        ("DTSTART;VALUE=DATE:20241124\r\nDURATION:PT72H\r\n", "2024-11-24 2024-11-26"),
        ("DTSTART;VALUE=DATE:20241124\r\nDURATION:P1DT12H\r\n", "2024-11-24 2024-11-25"),
        ("DTSTART;VALUE=DATE:20241124\r\nDURATION:P1WT0S\r\n", "2024-11-24 2024-11-30"),
        ("DTSTART:20241127T000000Z\r\nDURATION:PT0S\r\n", "2024-11-27 2024-11-27"),
        ("DTSTART;VALUE=DATE:20241124\r\nDURATION:P0D\r\n", "2024-11-24 2024-11-24"),
        ("DTSTART;VALUE=DATE:20241124\r\nDTEND;VALUE=DATE:20241127\r\nDURATION:PT1H\r\n", "2024-11-24 2024-11-26"),
    ] {
        assert_eq!(days(event), wanted, "{event}");
    }
    for duration in ["-P1D", "-PT6H", "P", "PT", "3 hari", "P1.5D"] {
        let told = days(&format!("DTSTART;VALUE=DATE:20241124\r\nDURATION:{duration}\r\n"));
        assert!(told.contains(&format!("Lama \"{duration}\" tidak dapat dipakai")), "{told}");
    }
}

#[test]
fn days_are_those_of_the_place() {
    let whole = |zone: &str| format!("DTSTART;{zone}:20241124T000000\r\nDTEND;{zone}:20241127T000000\r\n");
    for zone in [
        "TZID=SE Asia Standard Time",
        "TZID=\"SE Asia Standard Time\"",
        "TZID=Singapore Standard Time",
        "TZID=\"(UTC+07:00) Bangkok, Hanoi, Jakarta\"",
        "TZID=(UTC+07:00) Bangkok, Hanoi, Jakarta",
        "TZID=GMT+0700",
        "TZID=/softwarestudio.org/Tzfile/Asia/Makassar",
        "TZID=W. Europe Standard Time",
        "TZID=America/New_York",
        "VALUE=DATE-TIME;TZID=WIT",
    ] {
        assert_eq!(days(&whole(zone)), "2024-11-24 2024-11-26", "{zone}");
    }
    for (event, wanted) in [
        // What the clock shows in Indonesia is the day there, whatever the agency's own.
        ("DTSTART;TZID=Tokyo Standard Time:20241127T003000\r\n", "2024-11-27 2024-11-27"),
        // Elsewhere it is another day already, or still.
        ("DTSTART;TZID=America/New_York:20241126T190000\r\nDURATION:PT6H\r\n", "2024-11-27 2024-11-27"),
        (
            "DTSTART;TZID=Europe/London:20241126T180000\r\nDTEND;TZID=Europe/London:20241127T060000\r\n",
            "2024-11-27 2024-11-27",
        ),
        ("DTSTART;TZID=Pacific/Auckland:20241127T030000\r\n", "2024-11-26 2024-11-26"),
        ("DTSTART:20241126T190000-0500\r\n", "2024-11-27 2024-11-27"),
        ("DTSTART:2024-11-27T07:00:00+07:00\r\nDTEND:2024-11-27T13:00:00+07:00\r\n", "2024-11-27 2024-11-27"),
        (
            "DTSTART;VALUE=DATE:20241127T000000\r\nDTEND;VALUE=DATE;TZID=Mars/Olympus:20241128\r\n",
            "2024-11-27 2024-11-27",
        ),
        ("DTSTART;VALUE=DATE:2024-11-27\r\n", "2024-11-27 2024-11-27"),
        // TZID does not count where the time says that it is UTC.
        ("DTSTART;TZID=Asia/Jayapura:20241126T173000Z\r\n", "2024-11-27 2024-11-27"),
        (
            "DTSTART:20241126T170000Z\r\nDTEND:20241127T170000Z\r\nX-MICROSOFT-CDO-ALLDAYEVENT:TRUE\r\n",
            "2024-11-27 2024-11-27",
        ),
    ] {
        assert_eq!(days(event), wanted, "{event}");
    }
    let home = |name: &str| {
        let event = "SUMMARY:A\r\nDTSTART:20241126T153000Z\r\n";
        let text = calendar(event).replace("VERSION:2.0", &format!("X-WR-TIMEZONE:{name}"));
        read(&text).expect("a calendar").stages[0].first_day.to_string()
    };
    assert_eq!(
        ["Asia/Jayapura", "Asia/Singapore", "UTC", "America/New_York"].map(home),
        ["2024-11-27", "2024-11-26", "2024-11-26", "2024-11-26"]
    );
}

#[test]
fn a_files_own_clock_counts() {
    let zone = |offset: &str| {
        format!(
            "BEGIN:VTIMEZONE\r\nTZID:Kantor\r\nBEGIN:STANDARD\r\nDTSTART:16010101T000000\r\nTZOFFSETFROM:{offset}\r\nTZOFFSETTO:{offset}\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
        )
    };
    let first = |zone: &str| {
        let event = "SUMMARY:A\r\nDTSTART;TZID=Kantor:20241126T200000\r\n";
        let text = calendar(event).replace("BEGIN:VEVENT", &format!("{zone}BEGIN:VEVENT"));
        read(&text).map(|file| file.stages[0].first_day.to_string())
    };
    assert_eq!(first(&zone("+0800")).as_deref(), Ok("2024-11-26"));
    assert_eq!(first(&zone("-0500")).as_deref(), Ok("2024-11-27"));
    // Without rules it is none, and nobody else knows it.
    let problems = first("BEGIN:VTIMEZONE\r\nTZID:Kantor\r\nEND:VTIMEZONE\r\n").expect_err("a problem");
    assert_eq!(problems[0].message.key(), "calendar-ics-zone");
}

#[test]
fn several_calendars_may_follow_one_another() {
    let one =
        calendar("UID:a@x\r\nSUMMARY:Masa kampanye\r\nDTSTART;VALUE=DATE:20240925\r\nDTEND;VALUE=DATE:20241124\r\n");
    let two =
        calendar("UID:b@x\r\nSUMMARY:Masa tenang\r\nDTSTART;VALUE=DATE:20241124\r\nDTEND;VALUE=DATE:20241127\r\n");
    let nameless = two.replace("X-WR-CALNAME:Uji\r\n", "");
    for text in [
        format!("{one}{two}"),
        format!("\u{feff}\r\n{one}\r\n\r\n{two}\r\n"),
        format!("{one}{nameless}"),
        format!("{nameless}{}", one.replace("X-WR-CALNAME:Uji", "NAME:Uji")),
        format!("{one}{}", two.replace(":Uji", ":UJI ")),
        format!("{one}{one}{two}BEGIN:VCARD\r\nFN:X\r\nEND:VCARD\r\n"),
    ] {
        let file = read(&text).unwrap_or_else(|problems| panic!("{problems:?}: {text}"));
        let names: Vec<&str> = file.stages.iter().map(|stage| stage.name.as_str()).collect();
        assert_eq!(
            (names, file.slug.as_str(), file.is_named()),
            (vec!["Masa kampanye", "Masa tenang"], "uji", true),
            "{text}"
        );
        assert_eq!(file.uids.get("Masa tenang").map(String::as_str), Some("b@x"));
    }
    let other = read(&format!("{one}{}", two.replace(":Uji", ":Lain"))).expect_err("two elections");
    assert_eq!(other[0].message.key(), "calendar-ics-names");
    let none = read(&nameless).expect("events");
    assert_eq!((none.is_named(), none.stages.len()), (false, 1));
    assert_eq!(none.entitled(" Pilkada  2024 ").map(|file| file.slug).as_deref(), Ok("pilkada-2024"));
    assert_eq!(
        read(&format!("{one}{}", &two[..two.len() - 20])).expect_err("cut off")[0].message.key(),
        "calendar-ics-syntax"
    );
}

#[test]
fn an_event_counts_once_and_what_is_cancelled_does_not() {
    let event = |lines: &str| format!("BEGIN:VEVENT\nUID:a@x\n{lines}\nEND:VEVENT\n");
    let old = event("SUMMARY:Tenang\nDTSTART;VALUE=DATE:20241123\nSEQUENCE:1");
    let new = event("SUMMARY:Masa tenang\nDTSTART;VALUE=DATE:20241124\nSEQUENCE:10");
    let off = event("SUMMARY:Masa tenang\nDTSTART;VALUE=DATE:20241124\nSEQUENCE:11\nSTATUS:cancelled");
    let time = event("SUMMARY:Masa tenang 2\nDTSTART;VALUE=DATE:20241130\nRECURRENCE-ID;VALUE=DATE:20241129");
    let other = event("SUMMARY:Suara\nDTSTART;VALUE=DATE:20241127").replace("a@x", "b@x");
    let calendar = |method: &str, events: &[&str]| {
        format!("BEGIN:VCALENDAR\nX-WR-CALNAME:Uji\n{method}{}END:VCALENDAR\n", events.concat())
    };
    let names = |text: &str| {
        let file = read(text).expect("a calendar");
        let names: Vec<String> = file.stages.iter().map(|stage| stage.name.clone()).collect();
        (names.join(", "), file.cancelled.len(), file.partial)
    };
    for events in [[&old[..], &new, &other], [&new, &old, &other]] {
        assert_eq!(names(&calendar("", &events)), ("Masa tenang, Suara".into(), 0, false));
    }
    assert_eq!(names(&calendar("", &[&new, &time, &other])), ("Masa tenang, Suara, Masa tenang 2".into(), 0, false));
    assert_eq!(names(&calendar("METHOD:PUBLISH\n", &[&off, &new, &other])), ("Suara".into(), 1, false));
    assert_eq!(names(&calendar("", &[&off])), (String::new(), 1, true));
    assert_eq!(names(&calendar("METHOD:CANCEL\n", &[&new, &other])), (String::new(), 2, true));
    let published = calendar("METHOD:PUBLISH\n", &[&new, &other]);
    let cancelled = calendar("method:cancel\n", &[&new.replace("SEQUENCE:10", "SEQUENCE:11")]);
    assert_eq!(names(&format!("{published}{cancelled}")), ("Suara".into(), 1, false));
    for method in ["REPLY", "Counter"] {
        let text = calendar(&format!("METHOD:{method}\n"), &[&new]);
        assert_eq!(read(&text).expect_err("an answer")[0].message.key(), "calendar-ics-method");
    }
    let once = calendar("", &[&event("SUMMARY:Sekali\nDTSTART;VALUE=DATE:20241127\nRRULE:FREQ=DAILY;COUNT=1")]);
    assert_eq!(names(&once), ("Sekali".into(), 0, false));
    for rule in ["RRULE:FREQ=DAILY;COUNT=2", "RRULE:FREQ=YEARLY", "RRULE:nonsens", "RDATE;VALUE=DATE:20241128"] {
        let text = calendar("", &[&event(&format!("SUMMARY:Apel\nDTSTART;VALUE=DATE:20241127\n{rule}"))]);
        let told = read(&text).expect_err("it repeats")[0].message.plain(Lang::Id);
        assert!(told.contains("pertama kali pada 27 November 2024"), "{told}");
    }
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
        "SUMMARY:Rapat\nDTSTART:20241007T080000\nDURATION:-PT2H",
        "SUMMARY:Batal\nSTATUS:CANCELLED\nDTSTART;VALUE=DATE:20241007",
    ];
    let text = format!("BEGIN:VCALENDAR\n{}END:VCALENDAR\n", events.map(event).concat());
    let problems = read(&text).expect_err("problems");
    let shown: String = problems.iter().map(|problem| problem.describe().plain(Lang::Id) + "\n").collect();
    insta::assert_snapshot!(shown, @r#"
    "Hari yang tidak ada": DTSTART "20240231" bukan tanggal yang ada. Tulis sebagai tahun, bulan, dan hari, misalnya 20240925.
    "Terbalik": Hari terakhir (1 November 2024) lebih awal daripada hari pertama (27 November 2024). Tukar atau perbaiki tanggalnya.
    "Zona asing": Zona "Asia/Atlantis" tidak dikenal. Gunakan Asia/Jakarta, Asia/Pontianak, Asia/Makassar, Asia/Jayapura, atau UTC; lebih baik lagi, jadikan acara sehari penuh.
    "Tanpa tanggal": Acara ini tidak memiliki tanggal mulai (DTSTART). Isi tanggalnya.
    "VEVENT 7": Acara ini belum berjudul (SUMMARY). Isi dengan nama tahapannya.
    "Apel": Acara ini berulang (RRULE atau RDATE), pertama kali pada 7 Oktober 2024, sedangkan tahapan tidak. Buat satu acara untuk setiap tahapan.
    "Rapat": Lama "-PT2H" tidak dapat dipakai: bukan lama waktu yang benar, atau kurang dari nol. Beri acara ini tanggal selesai (DTEND).
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
        let file = parse(&export(&election(), &stages, &Uids::new(), "A", now()), Zone::Wib).expect("our own");
        prop_assert_eq!(file.stages, stages.iter().map(Stage::plain).collect::<Vec<_>>());
    }
}
