//! Roster files, good and bad.

use super::*;
use crate::texts::Lang;

const HEADER: &str = "Nama;NIP/NI/Kode;Jenis;Jabatan;Unit;Zona;Kepala;NIP Lama\n";

fn read(text: &str) -> Result<Roster, Vec<Problem>> {
    parse(text.as_bytes(), &|_, _| {})
}

fn good(text: &str) -> Roster {
    read(text).unwrap_or_else(|problems| panic!("{}", lines(&problems)))
}

fn lines(problems: &[Problem]) -> String {
    problems.iter().map(|problem| problem.message().plain(Lang::Id) + "\n").collect()
}

/// The report of a file whose rows follow the header.
fn report(rows: &str) -> String {
    report_of(&format!("{HEADER}{rows}"))
}

fn report_of(text: &str) -> String {
    lines(&read(text).expect_err("problems"))
}

fn warnings(roster: &Roster) -> String {
    roster.warnings.iter().map(|warning| warning.plain(Lang::Id) + "\n").collect()
}

#[test]
fn the_template_has_every_column_and_is_good() {
    let roster = good(TEMPLATE);
    assert_eq!((roster.rows.len(), roster.warnings.len()), (2, 0));
    let titles: Vec<&str> = Column::ALL.into_iter().map(Column::title).collect();
    assert!(TEMPLATE.trim_start_matches('\u{feff}').starts_with(&titles.join(";")));
}

#[test]
fn the_sample_is_good() {
    let roster = parse(include_bytes!("../../../examples/roster.csv"), &|_, _| {}).expect("a good roster");
    assert_eq!((roster.rows.len(), roster.warnings.len()), (24, 0));
    for kind in Kind::ALL {
        assert!(roster.rows.iter().any(|row| row.kind == kind), "{kind:?}");
    }
    for zone in Zone::ALL {
        assert!(roster.rows.iter().any(|row| row.zone == Some(zone)), "{zone:?}");
    }
    assert!(roster.rows.iter().any(|row| row.head));
}

#[test]
fn columns_come_in_any_order_and_spelling() {
    for text in [
        "Nama,NIP,Jenis,Jabatan,Unit,Zona,Kepala\nSiti,198503142010012007,PNS,Guru,Pemda/SDN 1,WIT,ya\n",
        "\u{feff}ZONA WAKTU;unit_kerja;Nama Lengkap;JENIS KEPEGAWAIAN;Pimpinan;Jabatan;nip / ni\r\nwit; Pemda / SDN 1 ;Siti;pns;Ya;Guru;19850314 201001 2 007\r\n",
        "Unit Kerja\tNama\tStatus\tJabatan\tKode\tZona\tKepala Unit\rPemda/ SDN 1\tSiti\tPNS\tGuru\t'198503142010012007\tWIT\tx\r",
        "sep=;\nNama;NIP;Jenis;Jabatan;Unit;Zona;Kepala\nSiti;198503142010012007;PNS;Guru;Pemda/SDN 1;WIT;1",
        "Nama,NIP,Jénis,Jabatan,Unit,Zona,Kepala\n\n\"Siti\",\"198503142010012007\",PNS,Guru,\"Pemda / SDN 1\",WIT,Y\n,,,,,,\n",
        "DAFTAR PEGAWAI;;;;;;\n;;;;;;\nNama;NIP;Jenis;Jabatan;Unit;Zona;Kepala\nSiti;198503142010012007;PNS;Guru;Pemda/SDN 1;WIT;✓\n",
    ] {
        let roster = good(text);
        assert_eq!(roster.rows.len(), 1, "{text}");
        let row = &roster.rows[0];
        assert_eq!(
            (row.name.as_str(), row.key.as_str(), row.kind),
            ("Siti", "198503142010012007", Kind::Pns),
            "{text}"
        );
        assert_eq!((row.position.as_str(), row.unit.as_str()), ("Guru", "Pemda / SDN 1"), "{text}");
        assert_eq!((row.zone, row.head, &row.old_key), (Some(Zone::Wit), true, &None), "{text}");
        assert_eq!(warnings(&roster), "", "{text}");
    }
}

#[test]
fn encodings_are_told_apart() {
    let head = b"Nama;NIP;Jenis;Jabatan;Unit;Zona\n";
    let utf8 = [&head[..], "José;KD-1;Kades;Kades;Désa;WIB\n".as_bytes()].concat();
    let roster = parse(&utf8, &|_, _| {}).expect("good");
    assert_eq!((roster.rows[0].name.as_str(), roster.warnings.len()), ("José", 0));
    let windows = [&head[..], b"Jos\xe9;KD-1;Kades;Kades;D\xe9sa;WIB\n"].concat();
    let roster = parse(&windows, &|_, _| {}).expect("good");
    assert_eq!((roster.rows[0].name.as_str(), roster.rows[0].unit.as_str()), ("José", "Désa"));
    assert!(warnings(&roster).contains("Windows-1252"));
}

#[test]
fn right_to_left_letters_and_emoji_pass_and_disguises_do_not() {
    let roster = good(&format!("{HEADER}محمد علي;KD-1;Kades;;Pemda;;;\nBudi 🌾 <b>;KD-2;Kades;;Pemda;;;\n"));
    assert_eq!(roster.rows.iter().map(|row| row.name.as_str()).collect::<Vec<_>>(), ["محمد علي", "Budi 🌾 <b>"]);
    let report = report("Bu\u{202e}di;KD-1;Kades;;Pemda;;;\nAni;KD-2;Kades;x\u{7}y;Pemda;;;\n");
    assert!(report.contains("Baris 2, kolom Nama: Ada karakter tersembunyi (U+202E)"), "{report}");
    assert!(report.contains("Baris 3, kolom Jabatan: Ada karakter tersembunyi (U+0007)"), "{report}");
}

#[test]
fn every_problem_is_in_one_report_with_its_place() {
    let report = report(
        "Anna;198013012005011001;PNS;Guru;Pemda;;;\n\
         ;1,98001E+17;PPPK;Guru;;WIX;;\n\
         \n\
         123;6104011504800001;Honorer;x;Pemda // SDN;;mungkin;\n\
         Budi;KD-1;Menteri;#REF!;a/b/c/d/e/f/g/h/i;WIB;;\n\
         Cici, S.Pd.;KD-2;Kades;;Pemda;WIB;ya;;x;y\n",
    );
    insta::assert_snapshot!(report, @r#"
    Baris 2, kolom NIP/NI/Kode: Bulan lahir 13 (angka ke-5 dan ke-6) tidak ada. Periksa nomornya.
    Baris 3, kolom Nama: Nama kosong. Isi nama lengkap.
    Baris 3, kolom NIP/NI/Kode: Nomor ini dirusak oleh Excel menjadi bentuk seperti 1,98001E+17, angkanya sudah hilang. Atur format kolom menjadi Teks, isi ulang dari sumbernya, lalu simpan lagi sebagai CSV.
    Baris 3, kolom Unit: Unit kosong. Isi jalur unit dari induknya, misalnya: Pemda / Dinas Pendidikan / SDN 1.
    Baris 3, kolom Zona: Zona "WIX" tidak dikenal. Isi WIB, WITA, atau WIT; atau kosongkan agar mengikuti unit induknya.
    Baris 5, kolom Nama: "123" bukan nama: tidak ada hurufnya. Isi nama lengkap.
    Baris 5, kolom NIP/NI/Kode: Nomor 16 angka adalah NIK, yang tidak boleh digunakan di sini. Isi NIP (PNS) atau NI (PPPK); selain itu buat kode instansi, misalnya KD-001.
    Baris 5, kolom Unit: Bagian ke-2 dari jalur unit kosong. Hapus garis miring yang berlebih; garis miring hanya untuk memisahkan unit.
    Baris 5, kolom Kepala: "mungkin" tidak dikenal. Isi "ya" untuk kepala unit, selain itu kosongkan.
    Baris 6, kolom Jenis: Jenis "Menteri" tidak dikenal. Isi PNS, PPPK, Non-ASN, Kepala Desa, atau Perangkat Desa.
    Baris 6, kolom Jabatan: Isinya #REF!, rumus yang gagal. Tempel sebagai nilai, lalu perbaiki isinya.
    Baris 6, kolom Unit: Jalur unit terdiri atas 9 tingkat, paling banyak 8. Ringkas jalurnya; garis miring hanya untuk memisahkan unit.
    Baris 7: Baris ini memiliki 10 sel, padahal judulnya 8. Biasanya ada koma atau titik koma di dalam isian; apit isian itu dengan tanda petik ganda ("…").
    "#);
}

#[test]
fn rows_that_contradict_each_other_name_both() {
    let report = report(
        "Anna;198001012005011001;PNS;Guru;Pemda / A;WIB;;\n\
         Budi;19800101 200501 1 001;PNS;Guru;Pemda / A;WITA;;\n\
         Cici;KD-1;Kades;;Pemda;;;198001012005011001\n\
         Dedi;KD-2;Kades;;Pemda;;;KD-9\n\
         Eka;KD-3;Kades;;Pemda;;;KD-9\n",
    );
    insta::assert_snapshot!(report, @r#"
    Baris 3, kolom NIP/NI/Kode: Nomor yang sama sudah ada di baris 2. Hapus salah satu, atau perbaiki nomornya.
    Baris 3, kolom Zona: Unit "Pemda / A" di sini WITA, tetapi WIB di baris 2. Samakan zonanya.
    Baris 4, kolom NIP Lama: Nomor lama ini digunakan orang lain di baris 2. Periksa keduanya.
    Baris 6, kolom NIP Lama: Nomor yang sama sudah ada di baris 5. Hapus salah satu, atau perbaiki nomornya.
    "#);
}

#[test]
fn a_file_that_is_no_roster_says_what_it_is() {
    for (bytes, word) in [
        (&b""[..], "kosong"),
        (b"PK\x03\x04....", "XLSX"),
        (b"\xd0\xcf\x11\xe0....", "XLS"),
        (b"%PDF-1.4", "PDF"),
        (b"\xff\xfeN\0", "Kolom wajib belum ada"),
        (b"\x89PNG\r\n\x1a\n\0\0", "bukan berkas teks"),
        (HEADER.as_bytes(), "hanya berisi judul"),
        (b"<html><body>hello</body></html>", "Kolom wajib belum ada: Nama, NIP/NI/Kode, Jenis, Jabatan, Unit"),
        (b"Siti;198503142010012007;PNS;Guru;Pemda;WIB\n", "Yang terbaca: Siti, 198503142010012007, PNS"),
        (b"Nama;NIP;Jabatan;Gaji\nA;B;C;D\n", "belum ada: Jenis, Unit. Yang terbaca: Nama, NIP, Jabatan, Gaji."),
        (b"Nama;NIP;NI;Jenis;Jabatan;Unit\n", "Kolom \"NIP\" dan \"NI\" berisi hal yang sama"),
        (b"Nama;NIP;Jenis;Jabatan;Unit\n\"Siti;1;PNS;Guru;A\nb;2\nc;3\nd;4\ne;5\n", "Baris 2: Ada tanda petik"),
    ] {
        let problems = parse(bytes, &|_, _| {}).expect_err("a problem");
        assert_eq!(problems.len(), 1, "{word}");
        assert!(lines(&problems).contains(word), "{word}: {}", lines(&problems));
    }
}

#[test]
fn what_is_passed_over_is_told() {
    let roster =
        good("Nama;Gaji;NIP;Jenis;Jabatan;Unit;\nA;1;KD-1;Kades;;Pemda / Dinas A\nB;1;KD-2;Kades;;pemda / DINAS A;\n");
    let warnings = warnings(&roster);
    assert!(warnings.contains("tidak dikenal dan dilewati: Gaji."), "{warnings}");
    assert!(warnings.contains("Tidak ada kolom Zona"), "{warnings}");
    assert!(
        warnings.contains("\"Pemda\" (baris 2) dan \"pemda\" (baris 3). Keduanya dianggap satu unit"),
        "{warnings}"
    );
    assert!(warnings.contains("\"Pemda / Dinas A\" (baris 2) dan \"Pemda / DINAS A\" (baris 3)"), "{warnings}");
}

#[test]
fn one_person_or_unit_in_two_spellings_is_told() {
    let rows = "A;KD-001;Kades;;Pemda / Désa A;WIB;;\nB;kd-001;Kades;;Pemda / Desa B;WIB;;\n\
        C;ＫＤ－００２;Kades;;pemda/désa\u{a0}a;WITA;;KD-009\nD;KD-003;Kades;;Pemda;;;kd\u{2011}009\nE;KD-004;Kades;;Pemda;;;Kd-001\n";
    insta::assert_snapshot!(report(rows), @r#"
    Baris 3, kolom NIP/NI/Kode: Kode "kd-001" sama dengan "KD-001" di baris 2: huruf besar dan kecil tidak membedakan kode. Hapus salah satu, atau perbaiki kodenya.
    Baris 4, kolom Zona: Unit "pemda / désa a" di sini WITA, tetapi WIB di baris 2. Samakan zonanya.
    Baris 5, kolom NIP Lama: Kode "kd-009" sama dengan "KD-009" di baris 4: huruf besar dan kecil tidak membedakan kode. Hapus salah satu, atau perbaiki kodenya.
    Baris 6, kolom NIP Lama: Nomor lama ini digunakan orang lain di baris 2. Periksa keduanya.
    "#);
    let roster = good(&format!(
        "{HEADER}A;KD-1;Kades;;Pemda / Dinas Kesehatan\u{200e};WIB;;\nB;KD-2;Kades;;Pemda / Dinas  kesehatan;WIB;;KD\u{ad}-2\n\
         C;KD-3;Kades;;Pemda / Dinas-Kesehatan.;WIB;;\nD;KD-4;Kades;;Pemda/DINAS KESEHATAN;;;\n"
    ));
    assert_eq!(roster.rows[0].unit.as_str(), "Pemda / Dinas Kesehatan");
    assert_eq!(roster.rows[1].old_key, None, "the same code is no other");
    insta::assert_snapshot!(warnings(&roster), @r#"
    Unit ditulis dengan dua cara: "Pemda / Dinas Kesehatan" (baris 2) dan "Pemda / Dinas kesehatan" (baris 3). Keduanya dianggap satu unit.
    Dua unit hampir sama tulisannya: "Pemda / Dinas Kesehatan" (baris 2) dan "Pemda / Dinas-Kesehatan." (baris 4). Keduanya dianggap dua unit; samakan tulisannya bila unitnya satu.
    Unit ditulis dengan dua cara: "Pemda / Dinas Kesehatan" (baris 2) dan "Pemda / DINAS KESEHATAN" (baris 5). Keduanya dianggap satu unit.
    "#);
}

#[test]
fn whatever_spreadsheets_leave_in_cells_is_read() {
    let note = "satu\ndua\ntiga\nempat; \"\"lima\"\"\nenam";
    let roster = good(&format!(
        "Nama;NIP;Jenis;Jabatan;Unit;Zona;Kepala;Catatan;;\n\
         \"Siti \n\n\nAminah,\nS.Pd.\";\"=\"\"198503142010012007\"\"\";PNS;\"Guru \"\"Kelas\"\"\";'Pemda / 1;\u{a0}WIT\u{200b};\u{feff}ya;\"{note}\";;\n\
         \u{a0};\u{200b};\u{feff};;;;;;;\n\
         '=Budi;'KD-1;Kades;'-;\u{a0}Pemda\u{a0}/ 1 ;;- ;\"{}\";;\n\
         \u{202a}Citra\u{202c};KD-2;Kades\u{200e};;Pemda\u{2003}/\u{2003}1",
        "x\n".repeat(10_000)
    ));
    let names: Vec<&str> = roster.rows.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(names, ["Siti Aminah, S.Pd.", "=Budi", "Citra"]);
    assert_eq!((roster.rows[0].position.as_str(), roster.rows[0].head), ("Guru \"Kelas\"", true));
    assert_eq!((roster.rows[0].zone, roster.rows[1].position.as_str()), (Some(Zone::Wit), "-"));
    assert_eq!(roster.rows.iter().map(|row| row.row).collect::<Vec<_>>(), [2, 4, 5]);
    assert!(roster.rows[1..].iter().all(|row| row.unit.as_str() == "Pemda / 1"));
    // Excel's "Unicode text": UTF-16, tabs.
    let text = "\u{feff}Nama\tNIP\tJenis\tJabatan\tUnit\tZona\r\nJosé\tKD-1\tKades\t\t\"Pemda / \"\"A\"\"\"\tWIB\r\n";
    let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let roster = parse(&bytes, &|_, _| {}).expect("good");
    assert_eq!((roster.rows[0].name.as_str(), roster.rows[0].unit.as_str()), ("José", "Pemda / \"A\""));
    assert_eq!(warnings(&roster), "");
    let roster = good("Nama|NIP|Jenis|Jabatan|Unit|Zona\nSiti|KD-1|Kades||Pemda, A; B|WIB\n");
    assert_eq!(roster.rows[0].unit.as_str(), "Pemda, A; B");
}

#[test]
fn a_quote_that_runs_away_is_named_by_its_line() {
    let rows = "\"Siti\nAminah\";KD-1;Kades;;Pemda;;;\nBudi;KD-2;Kades;\"Kepala;Pemda;;;\nCici;KD-3;Kades;;Pemda;;;\n\
        Dedi;KD-4;Kades;\"Kepala \"\"Desa\"\"\";Pemda;;;\n";
    let told = report(rows);
    assert!(told.starts_with("Baris 3: Ada tanda petik") && told.contains("baris ke-4 bila"), "{told}");
    assert_eq!(told.lines().count(), 1, "{told}");
    let split = report_of("Nama,NIP,Jenis,Jabatan,Unit\nSiti,1,98E+17,PNS,Guru,Pemda\n");
    assert!(split.contains("Baris 2: Nomor ini dirusak oleh Excel"), "{split}");
}

#[test]
fn numbers_that_are_likely_a_slip_are_told() {
    let roster = good(&format!(
        "{HEADER}A;0812345678;Non-ASN;;Pemda;WIB;;\nB;081234567;Non-ASN;;Pemda;;;\n\
         C;61040115048000012;Kades;;Pemda;;;\nD;198001012005011001;Non-ASN;;Pemda;;;\n\
         E;198001012005011002;Kades;;Pemda;;;\nF;2024-000000001;Non-ASN;;Pemda;;;\n"
    ));
    insta::assert_snapshot!(warnings(&roster), @r"
    2 kode hanya berisi angka, 10 angka atau lebih (baris 2, 4). Pastikan itu kode buatan instansi, bukan NIK, nomor telepon, atau NIP yang kurang angkanya.
    1 orang berjenis Non-ASN memiliki NIP atau NI (baris 5). Periksa kolom jenis atau nomornya.
    ");
    let many: String = (0..12).map(|n| format!("Orang;{n:012};Kades;;Pemda;WIB;;\n")).collect();
    let told = warnings(&good(&format!("{HEADER}{many}")));
    assert!(told.starts_with("12 kode") && told.contains("10, 11, …)"), "{told}");
}

#[test]
fn progress_only_grows_and_ends_full() {
    let told = std::sync::Mutex::new(Vec::new());
    let rows: String = (0..2000).map(|n| format!("Orang;KD-{n};Kades;;Pemda;;;\n")).collect();
    let text = format!("{HEADER}{rows}");
    parse(text.as_bytes(), &|done, total| told.lock().expect("a lock").push((done, total))).expect("good");
    let told = told.into_inner().expect("a lock");
    assert!(told.len() > 3 && told.is_sorted(), "{told:?}");
    assert_eq!(told.last(), Some(&(text.len() as u64, text.len() as u64)));
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(400))]

    #[test]
    fn arbitrary_bytes_never_panic(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..400)) {
        let _ = parse(&bytes, &|_, _| {});
    }

    #[test]
    fn arbitrary_rows_never_panic_and_are_placed(rows in "([;,\"\n\t A-Za-z0-9/'=.éم🌾\u{202e}-]{0,30}[;\n]){0,30}") {
        if let Err(problems) = read(&format!("{HEADER}{rows}")) {
            proptest::prop_assert!(!problems.is_empty());
            for problem in problems {
                proptest::prop_assert!(problem.row.is_none_or(|row| row >= 1));
                let _ = problem.message().html(Lang::En);
            }
        }
    }
}
