//! A recipient's computer: keys, opening, sealing anew, and that Debian's `age` understands all of it.
//!
//! The tests with `age` are skipped where it is missing, unless `REQUIRE_AGE=1`.

use std::{
    fs,
    io::{Read as _, Write as _},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
};

use ikrar::tip::manifest::{Export, Exported, FileName, Reseal, Sha256};
use vault::{
    envelope::{Entry, Envelope, mark, recipients},
    key::{Identity, PublicKey},
};

use crate::program::{folder, ikrar, mode, run, text};

const PASSPHRASE: &str = "tujuh perahu menunggu angin timur";

/// A plain identity file and its identity.
fn plain_key(folder: &Path, name: &str) -> Identity {
    let identity = Identity::generate();
    fs::write(folder.join(name), format!("# public key: {}\n{}\n", identity.public(), *identity.secret_text()))
        .unwrap();
    identity
}

fn case() -> Envelope {
    let file = |name: &str, bytes: &[u8]| Entry { name: name.to_owned(), bytes: bytes.to_vec().into() };
    let files = [file("berkas-1.jpg", &[7; 5000]), file("berkas-2.pdf", b"%PDF")];
    Envelope { salt: Some([5; 16]), ..Envelope::new("Kepala dinas meminta staf memasang baliho.\n", files) }
}

fn seal(folder: &Path, name: &str, to: &[&Identity]) -> Vec<u8> {
    let keys: Vec<PublicKey> = to.iter().map(|identity| identity.public()).collect();
    let sealed = case().seal(&keys).unwrap();
    fs::write(folder.join(name), &sealed).unwrap();
    sealed
}

/// A program with a terminal of its own, by util-linux's `script`.
struct Terminal {
    child: Child,
    keyboard: ChildStdin,
    screen: ChildStdout,
    shown: String,
}

impl Terminal {
    fn start(folder: &Path, command: &str) -> Self {
        let mut child = Command::new("script")
            .args(["--quiet", "--return", "--flush", "--command", &format!("tty; exec {command}"), "/dev/null"])
            .current_dir(folder)
            .env("IKRAR_LANG", "en")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (keyboard, screen) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
        Self { child, keyboard, screen, shown: String::new() }
    }

    fn ikrar(folder: &Path, arguments: &str) -> Self {
        Self::start(folder, &format!("{} {arguments}", env!("CARGO_BIN_EXE_ikrar")))
    }

    /// Types a line once these words are there.
    fn answers(&mut self, question: &str, line: &str) {
        self.waits_for(question);
        writeln!(self.keyboard, "{line}").unwrap();
    }

    fn waits_for(&mut self, question: &str) {
        let from = self.shown.len();
        while !self.shown[from..].contains(question) {
            let mut bytes = [0; 1024];
            let count = self.screen.read(&mut bytes).unwrap();
            assert_ne!(count, 0, "ended before “{question}”: {}", self.shown);
            self.shown.push_str(&String::from_utf8_lossy(&bytes[..count]));
        }
    }

    /// As people do, who are slower than the program: once the terminal does not show any more what is typed.
    fn answers_unseen(&mut self, question: &str, line: &str) {
        self.waits_for(question);
        let terminal = self.shown.lines().next().unwrap().trim().to_owned();
        let settings = || Command::new("stty").args(["-a", "-F", &terminal]).output().unwrap();
        let hidden = || {
            std::thread::sleep(std::time::Duration::from_millis(10));
            text(&settings()).contains(" -echo ")
        };
        assert!((0..3000).any(|_| hidden()), "it shows what is typed: {}", self.shown);
        writeln!(self.keyboard, "{line}").unwrap();
    }

    /// Whether it ended well, and all it has shown.
    fn ends(mut self) -> (bool, String) {
        let mut rest = Vec::new();
        self.screen.read_to_end(&mut rest).unwrap();
        self.shown.push_str(&String::from_utf8_lossy(&rest));
        (self.child.wait().unwrap().success(), self.shown)
    }
}

/// A folder with a protected key and its passphrase, and the key's identity.
fn protected_key(folder: &Path) -> Identity {
    fs::write(folder.join("sandi"), PASSPHRASE).unwrap();
    let made = run(folder, &["tips", "keygen", "--passphrase-file", "sandi"]);
    assert!(made.status.success(), "{}", text(&made));
    Identity::unprotect(&fs::read(folder.join("kunci-penerima.age")).unwrap(), PASSPHRASE).unwrap()
}

#[test]
fn a_key_is_made_and_never_written_over() {
    let folder = folder();
    fs::write(folder.path().join("sandi"), format!("{PASSPHRASE}\n")).unwrap();
    let made = run(folder.path(), &["tips", "keygen", "--passphrase-file", "sandi"]);
    assert!(made.status.success(), "{}", text(&made));
    let path = folder.path().join("kunci-penerima.age");
    let file = fs::read(&path).unwrap();
    assert_eq!(mode(&path), 0o600);
    let key = Identity::unprotect(&file, PASSPHRASE).unwrap().public();
    let told = text(&made);
    assert!(told.contains(&key.to_string()) && told.contains(&key.fingerprint().to_string()), "{told}");
    assert!(!told.contains("SECRET") && !told.contains("perahu"), "{told}");
    let again = run(folder.path(), &["tips", "keygen", "--passphrase-file", "sandi"]);
    assert!(!again.status.success() && text(&again).contains("stays"), "{}", text(&again));
    assert_eq!(fs::read(&path).unwrap(), file);
    // Standard input serves as well, and another name.
    let mut command = ikrar(folder.path());
    let arguments = ["tips", "keygen", "--out", "lain.age", "--passphrase-file", "-"];
    let mut child = command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(PASSPHRASE.as_bytes()).unwrap();
    assert!(child.wait_with_output().unwrap().status.success());
    assert!(Identity::unprotect(&fs::read(folder.path().join("lain.age")).unwrap(), PASSPHRASE).is_ok());
}

#[test]
fn a_weak_passphrase_makes_no_key() {
    let folder = folder();
    for (passphrase, reason) in
        [("rahasia", "Too short"), ("indonesia merdeka", "Too easy"), ("", "holds no passphrase")]
    {
        fs::write(folder.path().join("sandi"), passphrase).unwrap();
        let refused = run(folder.path(), &["tips", "keygen", "--passphrase-file", "sandi"]);
        assert!(!refused.status.success() && text(&refused).contains(reason), "{}", text(&refused));
    }
    assert!(!folder.path().join("kunci-penerima.age").exists());
}

#[test]
fn at_the_terminal_the_passphrase_is_asked_twice_and_not_shown() {
    let folder = folder();
    let mut terminal = Terminal::ikrar(folder.path(), "tips keygen");
    terminal.answers_unseen("New passphrase:", "pendek");
    terminal.answers_unseen("New passphrase:", PASSPHRASE);
    terminal.answers_unseen("Once more:", "tujuh perahu menunggu angin barat");
    terminal.answers_unseen("New passphrase:", PASSPHRASE);
    terminal.answers_unseen("Once more:", PASSPHRASE);
    let (success, shown) = terminal.ends();
    assert!(success, "{shown}");
    for part in ["five random words", "Too short", "The two differ", "Fingerprint"] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    assert!(!shown.contains("pendek") && !shown.contains("perahu"), "{shown}");
    let key = Identity::unprotect(&fs::read(folder.path().join("kunci-penerima.age")).unwrap(), PASSPHRASE).unwrap();
    // One passphrase for several cases, and another try after a wrong one.
    for name in ["K7Q2M9-1.age", "K7Q2M9-2.age"] {
        seal(folder.path(), name, &[&key]);
    }
    let mut terminal = Terminal::ikrar(folder.path(), "tips open K7Q2M9-1.age K7Q2M9-2.age");
    terminal.answers_unseen("Passphrase of kunci-penerima.age:", "salah");
    terminal.answers_unseen("Passphrase of kunci-penerima.age:", PASSPHRASE);
    let (success, shown) = terminal.ends();
    assert!(success, "{shown}");
    assert_eq!(shown.matches("memasang baliho").count(), 2, "{shown}");
    assert_eq!(shown.matches("Passphrase of").count(), 2, "{shown}");
    let mut terminal = Terminal::ikrar(folder.path(), "tips open K7Q2M9-1.age");
    for _ in 0..3 {
        terminal.answers_unseen("Passphrase of kunci-penerima.age:", "salah");
    }
    let (success, shown) = terminal.ends();
    assert!(!success && !shown.contains("baliho"), "{shown}");
}

#[test]
fn without_a_terminal_nobody_waits_for_one() {
    let folder = folder();
    // A session of its own has no terminal.
    let output = Command::new("setsid")
        .args(["--wait", env!("CARGO_BIN_EXE_ikrar"), "tips", "keygen"])
        .current_dir(folder.path())
        .env("IKRAR_LANG", "en")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert!(!output.status.success() && text(&output).contains("--passphrase-file"), "{}", text(&output));
}

#[test]
fn a_recovery_key_is_printed_and_typed_back() {
    let folder = folder();
    let printed = run(folder.path(), &["tips", "keygen", "--paper"]);
    assert!(printed.status.success(), "{}", text(&printed));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "nothing is written");
    let told = text(&printed);
    let secret = told.lines().find(|line| line.starts_with("AGE-SECRET-KEY-1")).unwrap();
    let identity = Identity::parse(secret).unwrap();
    assert!(told.contains(&identity.public().to_string()), "{told}");
    seal(folder.path(), "K7Q2M9-1.age", &[&identity]);
    fs::write(folder.path().join("ketikan.txt"), secret.to_lowercase()).unwrap();
    let opened = run(folder.path(), &["tips", "open", "K7Q2M9-1.age", "--identity", "ketikan.txt"]);
    assert!(opened.status.success() && text(&opened).contains("baliho"), "{}", text(&opened));
    fs::write(folder.path().join("ketikan.txt"), format!("{}{}", &secret[..20], &secret[21..])).unwrap();
    let mistyped = run(folder.path(), &["tips", "open", "K7Q2M9-1.age", "--identity", "ketikan.txt"]);
    assert!(text(&mistyped).contains("check every letter"), "{}", text(&mistyped));
}

#[test]
fn a_case_is_printed_and_saved_only_where_told() {
    let folder = folder();
    let key = plain_key(folder.path(), "kunci.txt");
    seal(folder.path(), "K7Q2M9-1.age", &[&key]);
    let open = |more: &[&str]| {
        let mut arguments = vec!["tips", "open", "K7Q2M9-1.age", "--identity", "kunci.txt"];
        arguments.extend(more);
        run(folder.path(), &arguments)
    };
    let opened = open(&[]);
    assert!(opened.status.success(), "{}", text(&opened));
    let told = text(&opened);
    for part in ["=== 1 of 1: K7Q2M9-1.age", "memasang baliho", "berkas-1.jpg (5 KiB), berkas-2.pdf (1 KiB)", "--out"] {
        assert!(told.contains(part), "{part}: {told}");
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "nothing is written");
    let saved = open(&["--out", "hasil"]);
    assert!(saved.status.success() && text(&saved).contains("Saved in hasil/K7Q2M9-1"), "{}", text(&saved));
    let inside = folder.path().join("hasil/K7Q2M9-1");
    assert_eq!(
        (mode(&inside), mode(&inside.join("laporan.txt")), mode(&inside.join("berkas-1.jpg"))),
        (0o700, 0o600, 0o600)
    );
    assert_eq!(fs::read(inside.join("berkas-1.jpg")).unwrap(), [7; 5000]);
    assert_eq!(fs::read_dir(&inside).unwrap().count(), 3, "no filler");
    fs::write(inside.join("laporan.txt"), "catatan saya").unwrap();
    let again = open(&["--out", "hasil"]);
    assert!(!again.status.success() && text(&again).contains("stays as it is"), "{}", text(&again));
    assert_eq!(fs::read_to_string(inside.join("laporan.txt")).unwrap(), "catatan saya");
}

#[test]
fn what_was_changed_after_it_was_kept_is_told_loudly() {
    let folder = folder();
    let key = plain_key(folder.path(), "kunci.txt");
    let mark = mark(&case().digest().unwrap());
    let open = |name: &str| run(folder.path(), &["tips", "open", name, "--identity", "kunci.txt"]);
    let name = format!("K7Q2M9-1-{mark}.age");
    seal(folder.path(), &name, &[&key]);
    let same = open(&name);
    assert!(same.status.success() && text(&same).contains("Unchanged since it was kept"), "{}", text(&same));
    let name = format!("K7Q2M9-2-{mark} (1).age");
    let other = Envelope::new("Lain.", []).seal(&[key.public()]).unwrap();
    fs::write(folder.path().join(&name), other).unwrap();
    let changed = open(&name);
    assert!(!changed.status.success() && text(&changed).matches("WAS CHANGED").count() >= 2, "{}", text(&changed));
    seal(folder.path(), "K7Q2M9-3.age", &[&key]);
    let unmarked = open("K7Q2M9-3.age");
    assert!(unmarked.status.success() && text(&unmarked).contains("Cannot tell whether"), "{}", text(&unmarked));
}

#[test]
fn what_cannot_be_opened_says_why_and_holds_up_nothing() {
    let folder = folder();
    let (key, other) = (plain_key(folder.path(), "kunci.txt"), plain_key(folder.path(), "lama.txt"));
    protected_key(folder.path());
    let good = seal(folder.path(), "baik.age", &[&key]);
    seal(folder.path(), "lain.age", &[&other]);
    fs::write(folder.path().join("rusak.age"), &good[..good.len() - 1]).unwrap();
    fs::write(folder.path().join("foto.jpg"), b"\xff\xd8\xff").unwrap();
    let files = ["tiada.age", "foto.jpg", "rusak.age", "lain.age", "kunci-penerima.age", "baik.age"];
    let mut arguments = vec!["tips", "open", "--identity", "kunci.txt"];
    arguments.splice(2..2, files);
    let output = run(folder.path(), &arguments);
    assert!(!output.status.success());
    let told = text(&output);
    for part in [
        "tiada.age cannot be read",
        "foto.jpg is not a sealed report",
        "rusak.age is damaged",
        "lain.age is not sealed to this key",
        "kunci-penerima.age is not a sealed report",
        "=== 6 of 6: baik.age",
        "memasang baliho",
        "5 of 6 file(s)",
    ] {
        assert!(told.contains(part), "{part}: {told}");
    }
    let both = run(folder.path(), &["tips", "open", "lain.age", "--identity", "kunci.txt", "--identity", "lama.txt"]);
    assert!(both.status.success(), "{}", text(&both));
    for (identity, reason) in
        [("tiada.txt", "There is no key file"), ("foto.jpg", "not a key file"), ("baik.age", "not a key")]
    {
        let output =
            run(folder.path(), &["tips", "open", "baik.age", "--identity", identity, "--passphrase-file", "sandi"]);
        assert!(!output.status.success() && text(&output).contains(reason), "{}", text(&output));
    }
    fs::write(folder.path().join("salah"), "salah").unwrap();
    let wrong = run(folder.path(), &["tips", "open", "baik.age", "--passphrase-file", "salah"]);
    assert!(text(&wrong).contains("not the passphrase of kunci-penerima.age"), "{}", text(&wrong));
}

/// What `ikrar tips export` writes: cases sealed to the old key, to be sealed to these.
fn export(folder: &Path, old: &Identity, new: &[&Identity]) -> PathBuf {
    let path = folder.join("ekspor");
    fs::create_dir(&path).unwrap();
    let keys: Vec<PublicKey> = new.iter().map(|identity| identity.public()).collect();
    let items = (1..=3).map(|n| {
        let name = format!("K7Q2M9-{n}.age");
        let sha256 = Sha256::of(&seal(&path, &name, &[old]));
        Exported {
            file: FileName::parse(&name).unwrap(),
            sha256,
            content: case().digest().ok().map(Sha256),
            keys: keys.clone(),
        }
    });
    let export = Export { items: items.collect() };
    fs::write(path.join("manifest.toml"), export.to_toml()).unwrap();
    path
}

#[test]
fn cases_are_sealed_anew_and_the_rest_after_an_interruption() {
    let folder = folder();
    let old = plain_key(folder.path(), "lama.txt");
    let new = [&Identity::generate(), &Identity::generate()];
    let from = export(folder.path(), &old, &new);
    let fingerprints = new.map(|identity| identity.public().fingerprint().to_string());
    let reseal = |expect: &[&str]| {
        let mut arguments = vec!["tips", "reseal", "ekspor", "hasil", "--identity", "lama.txt", "--yes"];
        expect.iter().for_each(|fingerprint| arguments.extend(["--expect", fingerprint]));
        run(folder.path(), &arguments)
    };
    let (one, two) = (fingerprints[0].as_str(), fingerprints[1].to_lowercase().replace('-', ""));
    // Nothing happens without every fingerprint, nor with one that nobody asked for.
    assert!(text(&reseal(&[])).contains("--expect"));
    assert!(text(&reseal(&[one])).contains("--expect does not name"), "{}", text(&reseal(&[one])));
    assert!(text(&reseal(&[one, &two, "0000-0000-0000"])).contains("are not in the list"));
    let unasked = run(folder.path(), &["tips", "reseal", "ekspor", "hasil", "--identity", "lama.txt"]);
    assert!(text(&unasked).contains("--yes") && text(&unasked).contains(one), "{}", text(&unasked));
    assert!(!folder.path().join("hasil").exists());

    let done = reseal(&[one, &two]);
    assert!(done.status.success(), "{}", text(&done));
    assert!(text(&done).contains("3 file(s) resealed, 0 done before, 0 failed"), "{}", text(&done));
    let to = folder.path().join("hasil");
    let list = || Reseal::parse(&fs::read_to_string(to.join("manifest.toml")).unwrap()).unwrap();
    assert_eq!(list().items.len(), 3);
    for item in list().items {
        let (before, after) =
            (fs::read(from.join(item.file.as_str())).unwrap(), fs::read(to.join(item.file.as_str())).unwrap());
        assert_eq!((item.before, item.after), (Sha256::of(&before), Sha256::of(&after)));
        assert_eq!(Ok(item.content.0), case().digest());
        assert_eq!(recipients(&after), Some(2));
        assert!(new.iter().all(|identity| Envelope::open(&after, identity) == Ok(case())));
        assert!(Envelope::open(&after, &old).is_err());
        assert_eq!(mode(&to.join(item.file.as_str())), 0o600);
    }

    // As a loss of power leaves it: one file without its line, one that is cut, one whole.
    let mut behind = list();
    let whole = fs::read(to.join("K7Q2M9-2.age")).unwrap();
    behind.items.retain(|item| item.file.as_str() != "K7Q2M9-1.age");
    fs::write(to.join("manifest.toml"), behind.to_toml()).unwrap();
    fs::write(to.join("K7Q2M9-3.age"), b"age-encryption.org/v1\n").unwrap();
    let again = reseal(&[one, &two]);
    assert!(text(&again).contains("2 file(s) resealed, 1 done before, 0 failed"), "{}", text(&again));
    assert_eq!(fs::read(to.join("K7Q2M9-2.age")).unwrap(), whole);
    assert_eq!(list().items.len(), 3);
    assert!(list().items.iter().all(|item| Sha256::of(&fs::read(to.join(item.file.as_str())).unwrap()) == item.after));
    assert_eq!(fs::read_dir(&to).unwrap().count(), 4, "no scraps");
}

#[test]
fn one_bad_case_does_not_hold_up_the_others() {
    let folder = folder();
    let old = plain_key(folder.path(), "lama.txt");
    let new = Identity::generate();
    let from = export(folder.path(), &old, &[&new]);
    let fingerprint = new.public().fingerprint().to_string();
    fs::remove_file(from.join("K7Q2M9-1.age")).unwrap();
    fs::write(from.join("K7Q2M9-2.age"), "x").unwrap();
    let reseal = |to: &str| {
        run(
            folder.path(),
            &["tips", "reseal", "ekspor", to, "--identity", "lama.txt", "--yes", "--expect", &fingerprint],
        )
    };
    let output = reseal("hasil");
    assert!(!output.status.success());
    for part in [
        "K7Q2M9-1.age cannot be read",
        "K7Q2M9-2.age is not what was exported",
        "1 file(s) resealed, 0 done before, 2 failed",
    ] {
        assert!(text(&output).contains(part), "{part}: {}", text(&output));
    }
    // Folders that are not for this.
    assert!(text(&reseal("ekspor")).contains("another kind"), "{}", text(&reseal("ekspor")));
    fs::create_dir(folder.path().join("dokumen")).unwrap();
    fs::write(folder.path().join("dokumen/surat.txt"), "x").unwrap();
    assert!(text(&reseal("dokumen")).contains("holds something else"));
    let nowhere = run(folder.path(), &["tips", "reseal", "dokumen", "hasil", "--identity", "lama.txt"]);
    assert!(text(&nowhere).contains("There is no manifest.toml"), "{}", text(&nowhere));
    fs::write(from.join("manifest.toml"), "kind = \"ikrar-tips-export\"\nversion = 7\n").unwrap();
    assert!(text(&reseal("hasil")).contains("version 7"), "{}", text(&reseal("hasil")));
}

#[test]
fn at_the_terminal_the_new_keys_are_confirmed() {
    let folder = folder();
    let old = plain_key(folder.path(), "lama.txt");
    let new = Identity::generate();
    export(folder.path(), &old, &[&new]);
    for (answer, goes_on) in [("", false), ("tidak", false), ("ya", true)] {
        let mut terminal = Terminal::ikrar(folder.path(), "tips reseal ekspor hasil --identity lama.txt");
        terminal.answers("Type yes to go on:", answer);
        let (success, shown) = terminal.ends();
        assert!(shown.contains(&new.public().fingerprint().to_string()), "{shown}");
        assert_eq!(success, goes_on, "{shown}");
        assert_eq!(folder.path().join("hasil").exists(), goes_on);
    }
}

/// Whether Debian's `age` is there; it must be where `REQUIRE_AGE=1`.
fn has_age() -> bool {
    let there = ["age", "age-keygen"]
        .iter()
        .all(|program| Command::new(program).arg("--version").output().is_ok_and(|output| output.status.success()));
    assert!(
        there || std::env::var_os("REQUIRE_AGE").is_none_or(|value| value != "1"),
        "REQUIRE_AGE=1, and there is no age"
    );
    if !there {
        eprintln!("\n*** SKIPPED: age is not installed; nobody checks here that it opens our files ***\n");
    }
    there
}

fn age(folder: &Path, program: &str, arguments: &[&str]) -> Vec<u8> {
    let output = Command::new(program).args(arguments).current_dir(folder).output().unwrap();
    assert!(output.status.success(), "{program} {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

#[test]
fn age_opens_a_case_with_each_key_it_is_sealed_to() {
    if !has_age() {
        return;
    }
    let folder = folder();
    let keys = ["bkpsdm.txt", "bawaslu.txt"].map(|name| {
        age(folder.path(), "age-keygen", &["-o", name]);
        Identity::parse(&fs::read_to_string(folder.path().join(name)).unwrap()).unwrap()
    });
    seal(folder.path(), "K7Q2M9-1.age", &[&keys[0], &keys[1]]);
    for name in ["bkpsdm.txt", "bawaslu.txt"] {
        let zip = age(folder.path(), "age", &["-d", "-i", name, "K7Q2M9-1.age"]);
        assert!(zip.starts_with(b"PK\x03\x04") && zip.len().is_multiple_of(4096), "{} bytes", zip.len());
        fs::write(folder.path().join("isi.zip"), &zip).unwrap();
    }
    // What age seals, we open: the same ZIP, by another hand.
    let recipient = keys[0].public().to_string();
    age(folder.path(), "age", &["-r", &recipient, "-o", "lain.age", "isi.zip"]);
    let opened = run(folder.path(), &["tips", "open", "lain.age", "--identity", "bkpsdm.txt", "--out", "hasil"]);
    assert!(opened.status.success() && text(&opened).contains("memasang baliho"), "{}", text(&opened));
    assert_eq!(fs::read(folder.path().join("hasil/lain/berkas-1.jpg")).unwrap(), [7; 5000]);
    // And what is no report is not shown as one.
    fs::write(folder.path().join("halo.txt"), "halo").unwrap();
    age(folder.path(), "age", &["-r", &recipient, "-o", "halo.age", "halo.txt"]);
    let opened = run(folder.path(), &["tips", "open", "halo.age", "--identity", "bkpsdm.txt"]);
    assert!(!opened.status.success() && text(&opened).contains("no report of Ikrar"), "{}", text(&opened));
    let third = Identity::generate();
    fs::write(folder.path().join("lain.txt"), &*third.secret_text()).unwrap();
    let refused =
        Command::new("age").args(["-d", "-i", "lain.txt", "K7Q2M9-1.age"]).current_dir(folder.path()).output();
    assert!(!refused.unwrap().status.success(), "sealed to others");
}

#[test]
fn age_opens_a_case_with_the_protected_key_file() {
    if !has_age() {
        return;
    }
    let folder = folder();
    let key = protected_key(folder.path());
    seal(folder.path(), "K7Q2M9-1.age", &[&key]);
    let mut terminal = Terminal::start(folder.path(), "age -d -i kunci-penerima.age -o isi.zip K7Q2M9-1.age");
    terminal.answers_unseen("nter passphrase", PASSPHRASE);
    let (success, shown) = terminal.ends();
    assert!(success, "{shown}");
    assert!(fs::read(folder.path().join("isi.zip")).unwrap().starts_with(b"PK\x03\x04"));
}
