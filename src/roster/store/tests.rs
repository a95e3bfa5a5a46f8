//! The store, on a database as it is opened in earnest.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use rand::{SeedableRng as _, rngs::StdRng};
use sqlx::ConnectOptions as _;

use super::*;
use crate::{
    db::{self, Db},
    roster::{
        BindingCode,
        import::{Row, parse},
    },
};

const HEADER: &str = "Nama;NIP/NI/Kode;Jenis;Jabatan;Unit;Zona;Kepala;NIP Lama\n";
const ANNA: &str = "Anna;198001012005011001;PNS;Guru;Pemda / Dinas Pendidikan / SDN 1;WIT;ya;\n";
const BUDI: &str = "Budi;200012312024211001;PPPK;Guru;Pemda / Dinas Pendidikan / SDN 1;;;\n";
const CITRA: &str = "Citra;KD-01;Kepala Desa;Kepala Desa;Pemda / Kecamatan A / Desa B;WITA;ya;\n";

struct Store {
    db: Db,
    _folder: tempfile::TempDir,
}

fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_728_000_000 + seconds, 0).expect("a valid moment")
}

fn rows(lines: &[&str]) -> Vec<Row> {
    parse(format!("{HEADER}{}", lines.concat()).as_bytes(), &|_, _| {}).expect("a good roster").rows
}

const OPTIONS: Options = Options { dry_run: false, deactivate_missing: false, zone: Zone::Wib };

impl Store {
    async fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        Self { db: Db::open(&folder.path().join("ikrar.db")).await.expect("a database"), _folder: folder }
    }

    async fn with(lines: &[&str]) -> Self {
        let store = Self::new().await;
        store.import(lines, OPTIONS).await;
        store
    }

    async fn try_import(
        &self,
        lines: &[&str],
        options: Options,
    ) -> Result<Report, Vec<crate::roster::import::Problem>> {
        let rows = Arc::new(rows(lines));
        self.db
            .write(move |c| {
                Box::pin(async move { import(c, &Proof::command_line(), &rows, options, at(0), &|_, _| {}).await })
            })
            .await
            .expect("imported")
    }

    async fn import(&self, lines: &[&str], options: Options) -> Report {
        self.try_import(lines, options).await.expect("no contradiction")
    }

    async fn person(&self, key: &'static str) -> Person {
        let mut c = self.db.read().await.expect("a connection");
        find_person_by_key(&mut c, key).await.expect("read").expect("a person")
    }

    async fn codes(&self, whose: Whose, seconds: i64) -> Issued {
        self.db
            .write(move |c| {
                Box::pin(async move {
                    let mut rng: StdRng = StdRng::seed_from_u64(u64::try_from(seconds).expect("positive"));
                    replace_codes(c, &Proof::command_line(), whose, at(seconds), 1, &mut rng).await
                })
            })
            .await
            .expect("codes")
    }

    async fn claim(&self, code: &BindingCode, account: i64, seconds: i64) -> Claim {
        let hash = code.hash();
        self.db
            .write(move |c| Box::pin(claim_code(c, hash, TelegramId(account), at(seconds), Lang::Id)))
            .await
            .expect("claimed")
    }

    async fn state(&self, code: &BindingCode, seconds: i64) -> CodeState {
        let mut c = self.db.read().await.expect("a connection");
        find_code(&mut c, code.hash(), at(seconds)).await.expect("read")
    }

    async fn linked(&self, account: i64) -> Option<LinkedPerson> {
        let mut c = self.db.read().await.expect("a connection");
        find_linked_person(&mut c, TelegramId(account)).await.expect("read")
    }
}

fn code_of<'i>(issued: &'i Issued, key: &str) -> &'i BindingCode {
    &issued.codes.iter().find(|issued| issued.person.key.as_str() == key).expect("a code").code
}

#[tokio::test]
async fn an_import_adds_updates_and_lists_who_is_missing() {
    let store = Store::new().await;
    let report = store.import(&[ANNA, BUDI, CITRA], OPTIONS).await;
    assert_eq!((report.rows, report.added, report.units_added), (3, 3, 5));
    let anna = store.person("198001012005011001").await;
    assert_eq!(anna.unit.path, "Pemda / Dinas Pendidikan / SDN 1");
    assert_eq!((anna.unit.depth, anna.unit.zone, anna.head, anna.kind), (3, Zone::Wit, true, Kind::Pns));
    assert_eq!(store.person("KD-01").await.unit.zone, Zone::Wita);

    let again = store.import(&[ANNA, BUDI, CITRA], OPTIONS).await;
    assert_eq!((again.unchanged, again.units_added, again.zones_changed, again.missing.len()), (3, 0, 0, 0));

    let moved = BUDI.replace("SDN 1", "SDN 2");
    let report = store.import(&[ANNA, &moved], OPTIONS).await;
    assert_eq!((report.unchanged, report.changed, report.units_added, report.deactivated), (1, 1, 1, 0));
    assert_eq!(report.missing.iter().map(|m| m.name.as_str()).collect::<Vec<_>>(), ["Citra"]);
    assert!(store.person("KD-01").await.active);

    let report = store.import(&[ANNA, &moved], Options { deactivate_missing: true, ..OPTIONS }).await;
    assert_eq!(report.deactivated, 1);
    assert!(!store.person("KD-01").await.active);
    let report = store.import(&[ANNA, &moved, CITRA], OPTIONS).await;
    assert_eq!((report.reactivated, report.unchanged), (1, 2));
    assert!(store.person("KD-01").await.active);
}

#[tokio::test]
async fn a_trial_waits_for_no_writer_and_nobody_waits_for_it() {
    let store = Store::with(&[ANNA, BUDI]).await;
    let path = store._folder.path().join("ikrar.db");
    let anna = ANNA.replace("Anna;", "Anna Baru;");
    let later = [anna.as_str(), CITRA];
    let mut writer = db::options(&path).connect().await.expect("a second connection");
    sqlx::query("begin immediate").execute(&mut writer).await.expect("the lock");
    let mut c = db::open_read_only(&path).await.expect("a reading connection");
    begin_trial(&mut c).await.expect("a copy");
    let options = Options { dry_run: true, deactivate_missing: true, ..OPTIONS };
    let (rows, proof) = (rows(&later), Proof::command_line());
    let tried = import(&mut c, &proof, &rows, options, at(1), &|_, _| {}).await.expect("a trial").expect("a report");
    // Nobody is kept from writing while the trial holds its copy.
    sqlx::query("update person set updated_at = 1").execute(&mut writer).await.expect("a write");
    sqlx::query("commit").execute(&mut writer).await.expect("a commit");
    drop(c);
    let (people, names): (i64, String) =
        sqlx::query_as("select count(*), group_concat(name) from person").fetch_one(&mut writer).await.expect("people");
    assert_eq!((people, names.contains("Baru")), (2, false), "nothing has changed");
    let real = store.import(&later, Options { dry_run: false, ..options }).await;
    assert_eq!(Report { dry_run: true, ..real }, tried);
}

#[tokio::test]
async fn a_dry_run_tells_the_same_and_changes_nothing() {
    let store = Store::with(&[ANNA, CITRA]).await;
    let options = Options { deactivate_missing: true, ..OPTIONS };
    let anna = ANNA.replace("Guru", "Kepala Sekolah");
    let lines = [anna.as_str(), BUDI];
    let dry = store.import(&lines, Options { dry_run: true, ..options }).await;
    assert_eq!(store.person("198001012005011001").await.position, "Guru");
    assert!(store.person("KD-01").await.active);
    let real = store.import(&lines, options).await;
    assert_eq!((real.added, real.changed, real.deactivated), (1, 1, 1));
    assert_eq!(Report { dry_run: false, ..dry }, real);
    let mut c = store.db.read().await.expect("a connection");
    let audited: i64 = sqlx::query_scalar("select count(*) from audit").fetch_one(&mut *c).await.expect("read");
    assert_eq!(audited, 2, "a dry run leaves no trace");
}

#[tokio::test]
async fn a_changed_key_keeps_the_person_and_the_link() {
    let store = Store::with(&[BUDI]).await;
    let issued = store.codes(Whose::Everyone, 0).await;
    store.claim(&issued.codes[0].code, 7, 1).await;
    let before = store.person("200012312024211001").await.id;

    let moved = "Budi;200012312025212002;PPPK;Guru;Pemda / SDN 9;;;200012312024211001\n";
    let report = store.import(&[moved], OPTIONS).await;
    assert_eq!((report.rekeyed, report.added, report.missing.len()), (1, 0, 0));
    let linked = store.linked(7).await.expect("still linked");
    assert_eq!((linked.person.id, linked.person.key.as_str()), (before, "200012312025212002"));
    assert_eq!(linked.person.unit.path, "Pemda / SDN 9");

    let again = store.import(&[moved], OPTIONS).await;
    assert_eq!((again.rekeyed, again.unchanged, again.old_key_unknown.len()), (0, 1, 0));
    let stranger = "Dewi;KD-2;Kades;;Pemda;;;KD-1\n";
    assert_eq!(store.import(&[moved, stranger], OPTIONS).await.old_key_unknown, [3]);

    let clash = "Eka;KD-2;Kades;;Pemda;;;200012312025212002\n";
    let problems = store.try_import(&[clash], OPTIONS).await.expect_err("two people");
    assert_eq!(problems[0].row, Some(2));
    assert_eq!(problems[0].what.key(), "roster-old-key-both");
}

#[tokio::test]
async fn a_code_links_once_and_for_one_account() {
    let store = Store::with(&[ANNA, BUDI]).await;
    let issued = store.codes(Whose::Everyone, 0).await;
    assert_eq!(issued.codes.len(), 2);
    let (anna, budi) = (code_of(&issued, "198001012005011001"), code_of(&issued, "200012312024211001"));

    assert!(matches!(store.state(anna, 1).await, CodeState::Open { person, .. } if person.name == "Anna"));
    assert!(matches!(store.claim(anna, 7, 1).await, Claim::Linked { person } if person.name == "Anna"));
    assert!(matches!(store.claim(anna, 7, 2).await, Claim::AlreadyYours { .. }));
    assert_eq!(store.claim(anna, 8, 3).await, Claim::Used);
    assert_eq!(store.claim(budi, 7, 4).await, Claim::AccountTaken);
    assert!(matches!(store.state(budi, 4).await, CodeState::Open { .. }), "a claim refused spends no code");
    assert!(matches!(store.state(anna, 4).await, CodeState::Used { .. }));
    let linked = store.linked(7).await.expect("linked");
    assert_eq!((linked.language, linked.linked_at), (Lang::Id, at(1)));
    assert_eq!(store.linked(8).await, None);

    let unknown = BindingCode::parse("0000000000000000").expect("a code");
    assert_eq!(store.claim(&unknown, 9, 5).await, Claim::Unknown);
    assert_eq!(store.state(&unknown, 5).await, CodeState::Unknown);
    assert_eq!(store.claim(budi, 9, 24 * 3600).await, Claim::Expired);
    assert_eq!(store.state(budi, 24 * 3600).await, CodeState::Expired);
    assert!(matches!(store.claim(budi, 9, 24 * 3600 - 1).await, Claim::Linked { .. }));
}

#[tokio::test]
async fn new_codes_replace_unused_ones_and_pass_over_the_linked() {
    let store = Store::with(&[ANNA, BUDI, CITRA]).await;
    let first = store.codes(Whose::Everyone, 0).await;
    store.claim(code_of(&first, "198001012005011001"), 7, 1).await;
    let school = store.person("200012312024211001").await.unit.parent.expect("a parent");
    let second = store.codes(Whose::Subtree(school), 10).await;
    assert_eq!(second.codes.len(), 1);
    assert_eq!(second.replaced, 1);
    assert_eq!(second.already_linked.iter().map(|p| p.name.as_str()).collect::<Vec<_>>(), ["Anna"]);
    let budi = code_of(&first, "200012312024211001");
    assert_eq!(store.state(budi, 11).await, CodeState::Replaced);
    assert_eq!(store.claim(budi, 8, 11).await, Claim::Replaced);
    assert!(matches!(store.state(code_of(&first, "KD-01"), 11).await, CodeState::Open { .. }), "another unit");
    let citra = store.person("KD-01").await.id;
    assert_eq!(store.codes(Whose::Person(citra), 20).await.codes.len(), 1);
    assert_eq!(store.state(code_of(&first, "KD-01"), 21).await, CodeState::Replaced);
}

#[tokio::test]
async fn a_person_already_linked_is_not_taken_over() {
    let store = Store::with(&[ANNA]).await;
    let first = store.codes(Whose::Everyone, 0).await;
    let anna = first.codes[0].person.id;
    // A code open while the person is linked can only come of a link made otherwise.
    store
        .db
        .write(move |c| {
            Box::pin(async move {
                sqlx::query("insert into link (person_id, telegram_id, linked_at) values (?, 7, 0)")
                    .bind(anna.0)
                    .execute(c)
                    .await?;
                Ok(())
            })
        })
        .await
        .expect("linked");
    assert_eq!(store.claim(&first.codes[0].code, 8, 1).await, Claim::PersonTaken);
    assert!(matches!(store.claim(&first.codes[0].code, 7, 1).await, Claim::AlreadyYours { .. }));
    assert!(matches!(store.state(&first.codes[0].code, 2).await, CodeState::Used { .. }));
}

#[tokio::test]
async fn a_new_phone_needs_an_unlink_and_a_new_code() {
    let store = Store::with(&[ANNA]).await;
    let first = store.codes(Whose::Everyone, 0).await;
    let (anna, code) = (first.codes[0].person.id, first.codes[0].code.clone());
    store.claim(&code, 7, 1).await;
    let unlink = |seconds| {
        store.db.write(move |c| Box::pin(async move { unlink(c, &Proof::command_line(), anna, at(seconds)).await }))
    };
    assert!(unlink(2).await.expect("unlinked"));
    assert!(!unlink(3).await.expect("nothing to do"));
    assert_eq!(store.linked(7).await, None);
    assert_eq!(store.claim(&code, 7, 4).await, Claim::Used, "a used code stays used");
    let second = store.codes(Whose::Everyone, 5).await;
    assert!(matches!(store.claim(&second.codes[0].code, 8, 6).await, Claim::Linked { person } if person.id == anna));
}

#[tokio::test]
async fn who_left_the_roster_holds_no_account_back() {
    let store = Store::with(&[ANNA, BUDI]).await;
    let issued = store.codes(Whose::Everyone, 0).await;
    let (anna, budi) = (code_of(&issued, "198001012005011001"), code_of(&issued, "200012312024211001"));
    store.claim(anna, 7, 1).await;
    store.import(&[CITRA], Options { deactivate_missing: true, ..OPTIONS }).await;
    assert_eq!(store.linked(7).await, None);
    assert_eq!(store.claim(anna, 7, 2).await, Claim::Used);
    assert_eq!(store.claim(budi, 8, 2).await, Claim::Inactive);
    let second = store.codes(Whose::Everyone, 3).await;
    assert_eq!(second.codes.len(), 1);
    assert!(
        matches!(store.claim(&second.codes[0].code, 7, 4).await, Claim::Linked { person } if person.name == "Citra")
    );
}

#[tokio::test]
async fn two_devices_at_once_give_one_link() {
    let store = Store::with(&[ANNA]).await;
    let code = store.codes(Whose::Everyone, 0).await.codes[0].code.clone();
    let claims = futures::future::join_all((1..=20).map(|account| store.claim(&code, account, 1))).await;
    assert_eq!(claims.iter().filter(|claim| matches!(claim, Claim::Linked { .. })).count(), 1);
    assert_eq!(claims.iter().filter(|claim| **claim == Claim::Used).count(), 19);
}

#[tokio::test]
async fn units_are_browsed_and_counted() {
    let store = Store::with(&[ANNA, BUDI, CITRA]).await;
    let issued = store.codes(Whose::Everyone, 0).await;
    store.claim(code_of(&issued, "KD-01"), 7, 1).await;
    let mut c = store.db.read().await.expect("a connection");
    let proof = Proof::command_line();
    let roots = list_children(&mut c, &proof, None).await.expect("read");
    assert_eq!(
        roots.iter().map(|b| (b.unit.name.as_str(), b.children, b.people, b.linked)).collect::<Vec<_>>(),
        [("Pemda", 2, 3, 1)]
    );
    let children = list_children(&mut c, &proof, Some(roots[0].unit.id)).await.expect("read");
    assert_eq!(
        children.iter().map(|b| (b.unit.name.as_str(), b.children, b.people, b.linked)).collect::<Vec<_>>(),
        [("Dinas Pendidikan", 1, 2, 0), ("Kecamatan A", 1, 1, 1)]
    );
    let recap = recap(&mut c, &proof, None, &[1, 2]).await.expect("read");
    let counts: Vec<(&str, i64, i64, i64)> =
        recap.iter().map(|r| (r.unit.name.as_str(), r.own.people, r.total.people, r.total.linked)).collect();
    assert_eq!(
        counts,
        [
            ("Pemda", 0, 3, 1),
            ("Dinas Pendidikan", 0, 2, 0),
            ("SDN 1", 2, 2, 0),
            ("Kecamatan A", 0, 1, 1),
            ("Desa B", 1, 1, 1)
        ]
    );
    let under = super::recap(&mut c, &proof, Some(children[1].unit.id), &[]).await.expect("read");
    assert_eq!(under.iter().map(|r| r.total.people).collect::<Vec<_>>(), [1, 1]);
    assert_eq!(search_units(&mut c, &proof, "desa b", 5).await.expect("read")[0].name, "Desa B");
    assert_eq!(
        find_unit_by_path(&mut c, &UnitPath::parse("pemda/KECAMATAN A").expect("a path"))
            .await
            .expect("read")
            .expect("a unit")
            .depth,
        2
    );
}

/// A roster of `people` in units of about forty, of all kinds.
fn generate(people: u32) -> String {
    let mut text = String::from(HEADER);
    for n in 0..people {
        let (year, month, day) = (1970 + n % 30, 1 + n / 30 % 12, 1 + n / 360 % 28);
        let (school, office) = (n / 40, n / 2000);
        let sequence = 1 + n / 10_080;
        let (key, kind) = match n % 10 {
            0..6 => (format!("{year}{month:02}{day:02}201001{}{sequence:03}", 1 + n % 2), "PNS"),
            6..8 => (format!("{year}{month:02}{day:02}202221{}{sequence:03}", 1 + n % 2), "PPPK"),
            _ => (format!("NA-{n}"), "Non-ASN"),
        };
        let head = if n % 40 == 0 { "ya" } else { "" };
        text += &format!(
            "Orang Ke {n}, S.Pd.;{key};{kind};Guru;Kabupaten / Dinas {office} / Sekolah {school};WIB;{head};\n"
        );
    }
    text
}

async fn import_text(store: &Store, text: &str, dry_run: bool) -> Report {
    let rows = parse(text.as_bytes(), &|_, _| {}).expect("a good roster").rows;
    store
        .db
        .write(move |c| {
            Box::pin(async move {
                import(c, &Proof::command_line(), &rows, Options { dry_run, ..OPTIONS }, at(0), &|_, _| {}).await
            })
        })
        .await
        .expect("imported")
        .expect("no contradiction")
}

/// The figure in the manual; run with `--ignored --nocapture`.
#[tokio::test]
#[ignore = "measures; takes tens of seconds"]
async fn a_hundred_thousand_rows_take_seconds() {
    let text = generate(100_000);
    let store = Store::new().await;
    for what in ["reading", "importing", "importing again", "a dry run"] {
        let begun = std::time::Instant::now();
        if what == "reading" {
            assert_eq!(parse(text.as_bytes(), &|_, _| {}).expect("good").rows.len(), 100_000);
        } else {
            let report = import_text(&store, &text, what == "a dry run").await;
            assert_eq!(report.rows, if what == "importing" { report.added } else { report.unchanged });
        }
        println!("{what}: {:.1} s", begun.elapsed().as_secs_f64());
    }
    let begun = std::time::Instant::now();
    assert_eq!(store.codes(Whose::Everyone, 0).await.codes.len(), 100_000);
    println!("making codes: {:.1} s", begun.elapsed().as_secs_f64());
    let mut c = store.db.read().await.expect("a connection");
    for (what, rows) in [
        ("children", list_children(&mut c, &Proof::command_line(), None).await.expect("read").len()),
        ("recap", recap(&mut c, &Proof::command_line(), None, &[1]).await.expect("read").len()),
    ] {
        println!("{what}: {rows} rows, {:.1} s since codes", begun.elapsed().as_secs_f64());
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(12))]

    #[test]
    fn importing_twice_changes_nothing_the_second_time(people in 1u32..300, skip in 1usize..7) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let store = Store::new().await;
            let all = generate(people);
            let some: String = all.split_inclusive('\n').enumerate()
                .filter(|(at, _)| *at == 0 || at % skip == 0 || *at == 1).map(|(_, line)| line).collect();
            let first = import_text(&store, &some, false).await;
            assert_eq!(first.added, first.rows);
            let second = import_text(&store, &all, false).await;
            assert_eq!((second.added, second.unchanged), (second.rows - first.rows, first.rows));
            let third = import_text(&store, &all, false).await;
            assert_eq!(third, Report { rows: third.rows, unchanged: third.rows, ..Report::default() });
        });
    }
}

/// Keys of active people, and paths of units.
async fn keys_and_units(store: &Store) -> (Vec<String>, Vec<String>) {
    let mut c = store.db.read().await.expect("a connection");
    let keys = sqlx::query_scalar("select key from person where active = 1 order by key").fetch_all(&mut *c);
    let keys = keys.await.expect("read");
    let units = sqlx::query_scalar("select path from unit order by path").fetch_all(&mut *c).await.expect("read");
    (keys, units)
}

fn told(report: &Report) -> String {
    report.warnings.iter().map(|warning| warning.plain(Lang::Id) + "\n").collect()
}

#[tokio::test]
async fn other_spellings_find_who_and_what_is_there() {
    let store = Store::with(&[ANNA, CITRA]).await;
    let before = keys_and_units(&store).await;
    let others = [
        "Anna;198001012005011001;PNS;Guru;PEMDA/dinas  Pendidikan\u{200e} /Ｓdn\u{a0}1;WIT;ya;\n",
        "Citra;ｋd\u{2011}01;Kepala Desa;Kepala Desa;Pemda / kecamatan a / Desa B;WITA;ya;\n",
        "Dewi;KD-02;Kepala Desa;;pemda / Kecamatan A / DESA C;;;\n",
        "Eko;KD-03;Kepala Desa;;Pemda / Kecamatan A. / Desa C;;;\n",
    ];
    let report = store.import(&others, Options { deactivate_missing: true, ..OPTIONS }).await;
    assert_eq!((report.added, report.unchanged, report.units_added, report.deactivated), (2, 2, 3, 0));
    let (keys, units) = keys_and_units(&store).await;
    assert_eq!(keys, ["198001012005011001", "KD-01", "KD-02", "KD-03"]);
    assert_eq!(units.len(), before.1.len() + 3);
    assert!(units.contains(&"Pemda / Kecamatan A / DESA C".to_owned()), "{units:?}");
    insta::assert_snapshot!(told(&report), @r#"
    Unit "PEMDA" (baris 2) dalam daftar tertulis "Pemda". Keduanya dianggap satu unit, dan tulisan dalam daftar tetap dipakai.
    Unit "Pemda / dinas Pendidikan" (baris 2) dalam daftar tertulis "Pemda / Dinas Pendidikan". Keduanya dianggap satu unit, dan tulisan dalam daftar tetap dipakai.
    Unit "Pemda / Dinas Pendidikan / Ｓdn 1" (baris 2) dalam daftar tertulis "Pemda / Dinas Pendidikan / SDN 1". Keduanya dianggap satu unit, dan tulisan dalam daftar tetap dipakai.
    Kode "kd-01" (baris 3) dalam daftar tertulis "KD-01". Keduanya dianggap satu orang, dan tulisan dalam daftar tetap dipakai.
    Unit "Pemda / kecamatan a" (baris 3) dalam daftar tertulis "Pemda / Kecamatan A". Keduanya dianggap satu unit, dan tulisan dalam daftar tetap dipakai.
    Unit "pemda" (baris 4) dalam daftar tertulis "Pemda". Keduanya dianggap satu unit, dan tulisan dalam daftar tetap dipakai.
    Unit baru "Pemda / Kecamatan A." (baris 5) hampir sama tulisannya dengan "Pemda / Kecamatan A" yang sudah ada dalam daftar. Keduanya dianggap dua unit; samakan tulisannya bila unitnya satu.
    "#);
    for key in ["kd-01", "Kd-01", "KD-01"] {
        assert_eq!(store.person(key).await.key.as_str(), "KD-01");
    }
    // A code gives way to a number, whatever its spelling.
    let report = store.import(&["Dewi;198001012005012002;PNS;;Pemda;;;kd-02\n"], OPTIONS).await;
    assert_eq!((report.rekeyed, report.added, report.old_key_unknown.len()), (1, 0, 0));
    // The same file once more has nothing to change.
    let report = store.import(&others[..2], OPTIONS).await;
    assert_eq!((report.unchanged, report.units_added), (2, 0));
}

#[tokio::test]
async fn two_spellings_that_are_there_stay_two_and_are_named() {
    let store = Store::with(&[ANNA, CITRA]).await;
    let write = "insert into person (id, key, key_kind, name, kind, position, head, unit_id, active, updated_at)
            select 77, 'kd-01', 'code', 'Citra', 'kepala_desa', '', 0, unit_id, 1, 0 from person where key = 'KD-01';
        insert into unit (id, parent_id, name, path, depth, zone)
            select 77, parent_id, 'dinas pendidikan', 'Pemda / dinas pendidikan', depth, zone
            from unit where path = 'Pemda / Dinas Pendidikan'";
    store
        .db
        .write(move |c| {
            Box::pin(async move {
                sqlx::raw_sql(write).execute(c).await?;
                Ok(())
            })
        })
        .await
        .expect("written");
    let rows = [
        "Citra;kd-01;Kepala Desa;Camat;Pemda / dinas pendidikan;;;\n",
        "Dewi;KD-02;Kepala Desa;;Pemda / DINAS PENDIDIKAN;;;\n",
    ];
    let report = store.import(&rows, Options { deactivate_missing: true, ..OPTIONS }).await;
    assert_eq!((report.changed, report.added, report.units_added), (1, 1, 0));
    // Anna is missing; the other spelling of a code that is in the file is not.
    assert_eq!((report.missing.len(), report.deactivated), (1, 1));
    assert_eq!(keys_and_units(&store).await.0, ["KD-01", "KD-02", "kd-01"]);
    insta::assert_snapshot!(told(&report), @r#"
    Daftar memuat dua orang yang kodenya hanya berbeda huruf besar dan kecil: "KD-01" dan "kd-01". Tidak ada yang digabung. Bila orangnya satu, impor berkas tersendiri yang memberi salah satunya kode lain (kolom NIP Lama), lalu nonaktifkan yang itu.
    Daftar memuat dua unit yang terbaca sama: "Pemda / Dinas Pendidikan" dan "Pemda / dinas pendidikan". Tidak ada yang digabung. Bila unitnya satu, tulis semua orangnya dengan tulisan yang sama persis, lalu impor lagi.
    Unit "Pemda / DINAS PENDIDIKAN" (baris 3) dalam daftar tertulis "Pemda / Dinas Pendidikan". Keduanya dianggap satu unit, dan tulisan dalam daftar tetap dipakai.
    "#);
    let units = (store.person("kd-01").await.unit.id.0, store.person("KD-02").await.unit.id.0);
    assert!(units.0 == 77 && units.1 != 77, "{units:?}");
    let mut c = store.db.read().await.expect("a connection");
    let failure = find_person_by_key(&mut c, "Kd-01").await.expect_err("two people");
    assert_eq!(crate::error::shown(&failure).map(crate::texts::Message::key), Some("roster-key-spellings"));
    let either = UnitPath::parse("PEMDA / DINAS Pendidikan").expect("a path");
    assert_eq!(find_unit_by_path(&mut c, &either).await.expect("read"), None, "either could be meant");
}
