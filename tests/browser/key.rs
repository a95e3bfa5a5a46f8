//! A recipient's key from the offline reader: taken by the bot, sealed to, and opened by the reader and by stock `age`.

use std::{
    fs,
    io::{Read as _, Write as _},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Duration,
};

use serde_json::json;
use tokio::time::sleep;
use vault::{
    envelope::{Envelope, mark},
    key::{Identity, PublicKey},
};

use crate::{
    DESK, PHONE,
    chromium::Chromium,
    demo::Demo,
    page::{Hand, Page},
};

const READER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/ikrar-pembaca.html");
const PASSPHRASE: &str = "tujuh perahu menunggu angin timur";
const STORY: &str = "Kepala bidang menyuruh kami ikut kampanye.";

#[tokio::test(flavor = "multi_thread")]
async fn a_key_is_made_in_the_reader_on_a_phone() {
    a_key_opens_what_is_sealed_to_it("key-phone", PHONE).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_is_made_in_the_reader_on_a_desk() {
    a_key_opens_what_is_sealed_to_it("key-desk", DESK).await;
}

async fn a_key_opens_what_is_sealed_to_it(name: &'static str, size: (u32, u32)) {
    let Some(chromium) = Chromium::find() else { return };
    let folder = tempfile::tempdir().unwrap();
    let page = Page::read(chromium.start().await, Path::new(READER), size, name).await;
    page.saves_to(folder.path()).await;
    page.clicks("#unlock").await;
    page.waits("a file is asked for", SAYS, json!(["#unlock-problem", "Pilih berkas kunci dahulu"])).await;

    let key = makes(&page, folder.path()).await;
    // A slip of the hand is told, and nothing else is lost by it.
    page.chooses_file("#identity-file", &key).await;
    page.types("#passphrase", "tujuh perahu").await;
    page.clicks("#unlock").await;
    page.waits("the passphrase is wrong", SAYS, json!(["#unlock-problem", "Kata sandi tidak cocok"])).await;
    page.element_cleared("#passphrase").await;
    page.types("#passphrase", PASSPHRASE).await;
    page.clicks("#unlock").await;
    page.waits("the key is open", "return document.body.dataset.state === 'open'", json!([])).await;
    page.waits("its picture is drawn", "return document.querySelector('#recipient-qr path') !== null", json!([])).await;
    page.picture("public").await;
    let public = page.asks("return document.querySelector('#recipient').value", json!([])).await;
    let public: PublicKey = public.as_str().unwrap().parse().unwrap();
    let fingerprint = page.text("#public-fingerprint").await;
    assert_eq!(public.fingerprint().to_string(), fingerprint);

    let case = seal(&public, folder.path());
    page.chooses_file("#case-files", &case).await;
    page.waits("the tip is shown", SAYS, json!(["#case", STORY])).await;
    page.waits("it is what was sealed", SAYS, json!(["#case", "Isi tidak berubah"])).await;
    page.picture("read").await;
    page.close().await;

    let identity = Identity::unprotect(&fs::read(&key).unwrap(), PASSPHRASE).unwrap();
    assert_eq!(identity.public(), public);
    age_opens(folder.path(), &key, &case);
    if size == DESK {
        the_bot_takes_it(&chromium, &public, &fingerprint).await;
    }
}

const SAYS: &str = "return document.querySelector(arguments[0]).innerText.includes(arguments[1])";

/// From the first screen to the file on the disk, which is to be tried.
async fn makes(page: &Page, folder: &Path) -> PathBuf {
    page.clicks("#make").await;
    page.types("#new-passphrase", "netralitas pilkada").await;
    page.types("#new-passphrase-again", "netralitas pilkada").await;
    page.clicks("#make-go").await;
    page.waits("it is too weak", SAYS, json!(["#make-problem", "dicoba orang paling dahulu"])).await;
    let clear = "for (const node of document.querySelectorAll('#make-form input')) node.value = ''; return true";
    page.asks(clear, json!([])).await;
    page.types("#new-passphrase", PASSPHRASE).await;
    page.types("#new-passphrase-again", PASSPHRASE).await;
    page.picture("making").await;
    page.clicks("#make-go").await;
    page.waits("the key is made", "return document.body.dataset.state === 'made'", json!([])).await;
    page.picture("made").await;
    page.clicks("#made-save").await;
    let file = folder.join(format!("kunci-penerima-{}.age", page.text("#made-fingerprint").await));
    for _ in 0..200 {
        if file.exists() {
            break;
        }
        sleep(Duration::from_millis(50)).await;
    }
    page.clicks("#made-try").await;
    file
}

/// As the bot does it, under the name that the bot gives.
fn seal(public: &PublicKey, folder: &Path) -> PathBuf {
    let envelope = Envelope::new(&format!("LAPORAN ANONIM\n\nCERITA\n| {STORY}\n"), []);
    let file = folder.join(format!("K7Q2-M9AB-1-{}.age", mark(&envelope.digest().unwrap())));
    fs::write(&file, envelope.seal(std::slice::from_ref(public)).unwrap()).unwrap();
    file
}

/// `age -d -i KEY CASE`, which asks for the passphrase at a terminal.
fn age_opens(folder: &Path, key: &Path, case: &Path) {
    if !Command::new("age").arg("--version").output().is_ok_and(|output| output.status.success()) {
        assert!(std::env::var_os("REQUIRE_AGE").is_none_or(|value| value != "1"), "REQUIRE_AGE=1, and there is no age");
        return;
    }
    let zip = folder.join("isi.zip");
    let command = format!("age -d -i '{}' -o '{}' '{}'", key.display(), zip.display(), case.display());
    let mut terminal = Command::new("script")
        .args(["--quiet", "--return", "--flush", "--command", &command, "/dev/null"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let (mut keyboard, mut screen) = (terminal.stdin.take().unwrap(), terminal.stdout.take().unwrap());
    let mut shown = String::new();
    while !shown.contains("nter passphrase") {
        let mut bytes = [0; 1024];
        let count = screen.read(&mut bytes).unwrap();
        assert_ne!(count, 0, "age asks for no passphrase: {shown}");
        shown.push_str(&String::from_utf8_lossy(&bytes[..count]));
    }
    // People are slower than the program, too.
    std::thread::sleep(Duration::from_millis(500));
    writeln!(keyboard, "{PASSPHRASE}").unwrap();
    let mut rest = String::new();
    screen.read_to_string(&mut rest).unwrap();
    assert!(terminal.wait().unwrap().success(), "{shown}{rest}");
    let zip = fs::read(zip).unwrap();
    assert!(zip.windows(STORY.len()).any(|window| window == STORY.as_bytes()), "its entries are stored as they are");
}

/// What the reader shows is what the bot wants: a recipient is led to the reader, and sends the line.
async fn the_bot_takes_it(chromium: &Chromium, public: &PublicKey, fingerprint: &str) {
    let demo = Demo::start().await;
    let page = Page::open(chromium.start().await, &demo.url, DESK, Hand::Pointer, "key-bot").await;
    let dewi = page.pane("Dewi").await;
    dewi.accepts("Lihat laporan anonim").await;
    dewi.shows("Belum selesai: 0").await;
    dewi.taps("Kunci saya").await;
    dewi.shows("Buat kunci baru").await;
    dewi.taps("Pembaca luring").await;
    let folder = tempfile::tempdir().unwrap();
    let reader = demo.saves(dewi.user(), "ikrar-pembaca.html", folder.path()).await;
    assert!(fs::read(reader).unwrap() == fs::read(READER).unwrap(), "it is the reader of this source");
    dewi.writes(&public.to_string()).await;
    dewi.shows(fingerprint).await;
    page.close().await;
    demo.has_no_complaints().await;
    demo.stop().await;
}
