//! Calendars in TOML: what is read, and every problem with its line and field.

use proptest::prelude::*;

use super::*;
use crate::texts::Lang;

const GOOD: &str = "[election]
id = \"uji\"
name = \"Pemilihan Uji\"

[[stage]]
name = \"Masa kampanye\"
kind = \"campaign\"
first_day = 2024-09-25
last_day = 2024-11-23

[[stage]]
name = \"Masa tenang\"
kind = \"quiet\"
first_day = 2024-11-24
last_day = \"2024-11-26\"
";

fn described(problems: &[Problem]) -> String {
    problems.iter().map(|problem| problem.describe().plain(Lang::Id) + "\n").collect()
}

fn problems(text: &str) -> Vec<(usize, &'static str, &'static str)> {
    let problems = parse(text.as_bytes()).expect_err("problems");
    for lang in Lang::ALL {
        for problem in &problems {
            let shown = problem.describe().plain(lang);
            assert!(!shown.contains("calendar-") && !shown.contains("{ $"), "{shown}");
        }
    }
    let place = |problem: &Problem| match problem.place {
        Place::Line(line, field) => (line, field.unwrap_or_default(), problem.message.key()),
        _ => (0, "", problem.message.key()),
    };
    problems.iter().map(place).collect()
}

fn with(from: &str, to: &str) -> Vec<(usize, &'static str, &'static str)> {
    assert!(GOOD.contains(from), "{from}");
    problems(&GOOD.replacen(from, to, 1))
}

#[test]
fn a_small_calendar_is_read() {
    let file = parse(format!("\u{feff}{GOOD}").replace('\n', "\r\n").as_bytes()).expect("a calendar");
    assert_eq!((file.slug.as_str(), file.name.as_str()), ("uji", "Pemilihan Uji"));
    assert_eq!((file.hours, file.weekends, file.weekly_cap), (None, None, None));
    let days: Vec<String> = file.stages.iter().map(|stage| format!("{} {}", stage.first_day, stage.last_day)).collect();
    assert_eq!(days, ["2024-09-25 2024-11-23", "2024-11-24 2024-11-26"]);
    let settings =
        "name = \"Pemilihan Uji\"\nhours = \"8.30 - 24:00\"\nweekends = false\nweekly_cap = 0x3\nzone = \"wit\"\n";
    let file = parse(GOOD.replace("name = \"Pemilihan Uji\"\n", settings).as_bytes()).expect("a calendar");
    assert_eq!((file.hours, file.weekends, file.weekly_cap), (Some((510, 1440)), Some(false), Some(3)));
    assert_eq!(file.warnings.iter().map(Message::key).collect::<Vec<_>>(), ["calendar-warning-zone"]);
}

#[test]
fn the_examples_are_calendars() {
    for (slug, first, vote) in [
        ("pilkada-2020", "2020-09-26", "2020-12-09"),
        ("pemilu-2024", "2023-11-28", "2024-02-14"),
        ("pilkada-2024", "2024-09-25", "2024-11-27"),
    ] {
        let path = format!("{}/examples/calendars/{slug}.toml", env!("CARGO_MANIFEST_DIR"));
        let file = parse(&std::fs::read(path).expect("the example")).expect("a calendar");
        assert_eq!((file.slug.as_str(), file.warnings.len(), file.stages.len()), (slug, 0, 3));
        assert_eq!(file.stages[0].first_day.to_string(), first);
        assert_eq!((file.stages[2].kind, file.stages[2].last_day.to_string().as_str()), (StageKind::Vote, vote));
        for pair in file.stages.windows(2) {
            assert_eq!(pair[0].last_day.succ_opt(), Some(pair[1].first_day), "{slug}: no day between stages");
        }
    }
}

#[test]
fn every_problem_is_found_at_once_with_its_line_and_field() {
    let text = "judul = \"x\"
[election]
id = \"Pilkada Uji\"
hours = \"21:00-07:00\"
weekends = \"ya\"
weekly_cap = 0
zone = \"WIX\"

[[stage]]
name = \"Masa kampanye\"
kind = \"campaign\"
first_day = 2024-02-31
last_day = 2024-11-23
warna = \"biru\"

[[stage]]
name = \"Masa tenang\"
kind = \"hening\"
first_day = 2024-11-24
last_day = \"26 November\"

[[stage]]
name = \"Pemungutan suara\"
kind = \"vote\"
first_day = 2024-11-27
last_day = 2024-11-26

[[stage]]
name = \"pemungutan SUARA\"
kind = \"vote\"
first_day = 2024-11-27T00:00:00+07:00
last_day = 2024-11-27

[[stage]]
name = \"Kampanye kedua\"
kind = \"campaign\"
first_day = 2024-10-01
last_day = 2024-10-02

[[stage]]
name = \"Kampanye ketiga\"
kind = \"campaign\"
first_day = 2024-10-02
last_day = 2024-10-03

[[stage]]
name = \"Kampanye ketiga\"
kind = \"other\"
first_day = 2204-10-03
last_day = 2204-10-03
";
    insta::assert_snapshot!(described(&parse(text.as_bytes()).expect_err("problems")), @r#"
    Baris 1: "judul" tidak dikenal. Yang dikenal di sini: election, stage.
    Baris 2, name: Belum diisi. Tambahkan isian ini, seperti pada contoh.
    Baris 3, id: "Pilkada Uji" tidak dapat dipakai sebagai id. Gunakan 1 sampai 64 huruf kecil, angka, dan tanda hubung, misalnya "pilkada-2024".
    Baris 4, hours: "21:00-07:00" bukan rentang jam. Tulis dari yang lebih awal, misalnya "07:00-21:00".
    Baris 5, weekends: Isiannya harus berupa true atau false.
    Baris 6, weekly_cap: Isi dengan bilangan bulat 1 sampai 21.
    Baris 7, zone: Zona "WIX" tidak ada; yang ada WIB, WITA, dan WIT. Jadwal tidak memerlukan zona karena pengingat dikirim menurut zona penerimanya: hapus baris ini.
    Baris 12, first_day: "2024-02-31" bukan tanggal yang ada. Tulis sebagai tahun-bulan-hari, misalnya 2024-09-25.
    Baris 14: "stage.warna" tidak dikenal. Yang dikenal di sini: name, kind, first_day, last_day.
    Baris 18, kind: Jenis tahapan "hening" tidak dikenal. Pilih salah satu: campaign, quiet, vote, other.
    Baris 20, last_day: "26 November" bukan tanggal yang ada. Tulis sebagai tahun-bulan-hari, misalnya 2024-09-25.
    Baris 26, last_day: Hari terakhir (26 November 2024) lebih awal daripada hari pertama (27 November 2024). Tukar atau perbaiki tanggalnya.
    Baris 31, first_day: "2024-11-27T00:00:00+07:00" bukan tanggal yang ada. Tulis sebagai tahun-bulan-hari, misalnya 2024-09-25.
    Baris 43, first_day: Bertumpang tindih dengan "Kampanye kedua" (1 Oktober 2024 s.d. 2 Oktober 2024). Masa kampanye, masa tenang, dan pemungutan suara tidak boleh berlangsung pada hari yang sama; perbaiki salah satu tanggalnya.
    Baris 47, name: Nama "Kampanye ketiga" dipakai dua kali. Beri setiap tahapan nama yang berbeda.
    Baris 49, first_day: Tahun pada 3 Oktober 2204 di luar 1945 sampai 2199. Periksa ketikannya.
    Baris 50, last_day: Tahun pada 3 Oktober 2204 di luar 1945 sampai 2199. Periksa ketikannya.
    "#);
}

#[test]
fn each_limit_has_its_problem() {
    let long = "n".repeat(151);
    assert_eq!(problems(""), [(0, "", "calendar-empty")]);
    assert_eq!(problems("# hanya komentar\n"), [(0, "", "calendar-empty")]);
    assert_eq!(
        problems("x = 1"),
        [
            (1, "", "calendar-unknown-key"),
            (1, "election", "calendar-missing-key"),
            (1, "stage", "calendar-missing-key")
        ]
    );
    assert_eq!(problems("[election]\nid=\"a\"\nname=\"b\"\n"), [(1, "stage", "calendar-missing-key")]);
    assert_eq!(problems("stage = []\n[election]\nid=\"a\"\nname=\"b\"\n"), [(1, "stage", "calendar-no-stage")]);
    assert_eq!(problems("stage = 3\n[election]\nid=\"a\"\nname=\"b\"\n"), [(1, "stage", "calendar-wrong-type")]);
    assert_eq!(with("[[stage]]", "[stage]")[0].2, "calendar-wrong-type");
    assert_eq!(with("\"Pemilihan Uji\"", &format!("\"{long}\"")), [(3, "name", "calendar-name-long")]);
    assert_eq!(with("\"Masa tenang\"", "\" \""), [(12, "name", "calendar-name-empty")]);
    assert_eq!(with("\"Masa tenang\"", "\"a\\u0007\""), [(12, "name", "calendar-name-hidden")]);
    assert_eq!(with("\"Masa tenang\"", "\"Masa tenang"), [(12, "", "calendar-syntax")]);
    assert_eq!(with("kind = \"quiet\"\n", ""), [(11, "kind", "calendar-missing-key")]);
    assert_eq!(with("first_day = 2024-11-24", "first_day = 2024-11-23"), [(14, "first_day", "calendar-overlap")]);
    assert_eq!(with("2024-09-25", "20240925"), [(8, "first_day", "calendar-wrong-type")]);
    let bad = parse(b"[election]\nid = \"a\"\n\xff").expect_err("problems");
    assert_eq!(described(&bad).matches("Baris 3").count(), 1, "{bad:?}");
    let big = parse(&vec![b'#'; FILE_MAX + 1]).expect_err("problems");
    assert_eq!(big[0].message.key(), "calendar-too-big");
}

proptest! {
    #[test]
    fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let read = parse(&bytes);
        prop_assert_eq!(&read, &parse(&bytes));
    }

    /// Near the format: lines of a good file in any order, some broken.
    #[test]
    fn no_rearrangement_panics(order in proptest::collection::vec((0usize..16, 0usize..8), 0..30)) {
        let lines: Vec<&str> = GOOD.lines().collect();
        let text: String = order.iter().map(|(line, cut)| {
            let line = lines.get(*line).copied().unwrap_or_default();
            format!("{}\n", line.get(..line.len().saturating_sub(*cut % 5)).unwrap_or_default())
        }).collect();
        if let Err(problems) = parse(text.as_bytes()) {
            prop_assert!(!problems.is_empty());
        }
    }
}
