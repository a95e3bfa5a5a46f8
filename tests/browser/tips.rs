//! A tip from a citizen's phone to the recipient's offline reader and back, as the demo's introduction tells.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::{Value, json};
use vault::{envelope::Envelope, key::Identity};

use crate::{
    DESK,
    chromium::Chromium,
    demo::Demo,
    page::{Hand, Page, Pane},
};

const PHOTO: &[u8] = include_bytes!("../files/foto-berlokasi.jpg");
const PDF: &[u8] = include_bytes!("../files/surat-perintah.pdf");
/// The demo's, as its introduction says it.
const PASSPHRASE: &str = "ikrar netralitas demo";

#[tokio::test(flavor = "multi_thread")]
async fn a_tip_is_read_offline_and_answered() {
    let Some(chromium) = Chromium::find() else { return };
    let demo = Demo::start().await;
    let page = Page::open(chromium.start().await, &demo.url, DESK, Hand::Pointer, "tips").await;
    let intro = page.text("#intro-body").await;
    assert!(intro.contains(PASSPHRASE), "{intro}");
    let key = intro.split_whitespace().find(|word| word.contains("kunci-bkpsdm.age")).expect("where the key lies");
    let key = PathBuf::from(key.trim_end_matches(&[',', '.'][..]));
    let (budi, dewi) = (page.pane("Budi").await, page.pane("Dewi").await);

    let receipt = hands_in(&demo, &page, &budi).await;
    // Recipients learn of it at the hour of a digest.
    page.an_hour_passes().await;
    let folder = tempfile::tempdir().unwrap();
    let (case, reader) = fetches(&demo, &page, &dewi, folder.path()).await;
    let files = is_clean(&case, &key, folder.path());
    assert_eq!(files, ["laporan.txt", "berkas-1.jpg", "berkas-2.jpg", "berkas-3.pdf"]);
    reads(&chromium, &reader, &key, &case).await;

    dewi.taps("Jawab pelapor").await;
    dewi.shows("Ketik jawabannya").await;
    dewi.writes("Terima kasih, sedang kami periksa.").await;
    dewi.taps("Segel dan kirim").await;
    dewi.shows("jawaban kepada pelapor").await;
    budi.writes("/cek").await;
    budi.shows("Ketik resi").await;
    budi.writes(&receipt).await;
    budi.shows("Terima kasih, sedang kami periksa.").await;
    assert!(budi.newest().await.contains("Baru dari BKPSDM"));
    page.picture("answered").await;

    page.close().await;
    demo.has_no_complaints().await;
    demo.stop().await;
}

/// From /lapor to the receipt, which is noted and returned.
async fn hands_in(demo: &Demo, page: &Page, budi: &Pane<'_>) -> String {
    budi.writes("/lapor").await;
    budi.shows("Telegram sendiri tetap melihat akun").await;
    page.picture("honest").await;
    budi.taps("Mulai menulis").await;
    budi.taps("Tekanan atau perintah dari atasan").await;
    budi.shows("Kantor atau unit mana").await;
    budi.writes("Dinas Pendidikan").await;
    budi.shows("Kapan dan di mana").await;
    budi.writes("Senin, di aula").await;
    budi.shows("Apa yang terjadi").await;
    budi.writes("Kepala bidang menyuruh kami ikut kampanye.").await;
    budi.shows("Cerita sejauh ini").await;
    budi.taps("Lanjut").await;
    budi.shows("Belum ada berkas").await;
    for (name, kind, bytes, seen) in [
        ("satu.jpg", "photo", PHOTO, "berkas-1.jpg"),
        ("dua.jpg", "document", PHOTO, "berkas-2.jpg"),
        ("surat.pdf", "document", PDF, "berkas-3.pdf"),
    ] {
        demo.sends(budi.user(), name, kind, bytes).await;
        budi.shows(seen).await;
    }
    page.picture("evidence").await;
    budi.taps("Lanjut").await;
    budi.taps("○ BKPSDM").await;
    budi.shows("Siapa yang boleh membukanya").await;
    budi.taps("Lanjut").await;
    budi.shows("Periksa sebelum mengirim").await;
    page.picture("review").await;
    budi.taps("Kirim sekarang").await;
    budi.shows("hanya ditampilkan sampai ditutup").await;
    page.picture("receipt").await;
    let text = budi.newest().await;
    let receipt = text.split_whitespace().find(|word| word.len() == 21 && word.matches('-').count() == 4);
    let receipt = receipt.expect("a receipt").to_owned();
    let at = ["pertama", "kedua", "ketiga", "keempat"].iter().position(|n| text.contains(&format!("kelompok {n}")));
    budi.writes(receipt.split('-').nth(at.expect("a group is asked for")).unwrap()).await;
    budi.shows("Resi sudah ditutup").await;
    receipt
}

/// The sealed case and the reader, as Dewi saves them from the chat.
async fn fetches(demo: &Demo, page: &Page, dewi: &Pane<'_>, folder: &Path) -> (PathBuf, PathBuf) {
    dewi.accepts("Lihat laporan anonim").await;
    dewi.shows("Belum selesai: 1").await;
    dewi.taps("Pembaca luring").await;
    let reader = demo.saves(dewi.user(), "ikrar-pembaca.html", folder).await;
    dewi.writes("/laporan").await;
    dewi.shows("Belum selesai: 1").await;
    dewi.taps("Belum selesai (1)").await;
    dewi.press(".inline-button[data-label^=\"● \"]").await;
    dewi.shows("Diterima:").await;
    page.picture("case").await;
    dewi.taps("Ambil yang baru (1 berkas)").await;
    (demo.saves(dewi.user(), "-1-", folder).await, reader)
}

/// Opens the case with the key and looks for what the photos and the PDF held; gives the names of its files.
fn is_clean(case: &Path, key: &Path, folder: &Path) -> Vec<String> {
    let identity = Identity::unprotect(&fs::read(key).unwrap(), PASSPHRASE).unwrap();
    let envelope = Envelope::open(&fs::read(case).unwrap(), &identity).unwrap();
    for entry in &envelope.entries {
        for word in ["Kamera Contoh", "Budi Contoh", "x:xmpmeta", "Exif\0"] {
            let found = entry.bytes.windows(word.len()).any(|window| window == word.as_bytes());
            assert!(!found, "{word} in {}", entry.name);
        }
        let file = folder.join(&entry.name);
        fs::write(&file, &entry.bytes).unwrap();
        if entry.name != "laporan.txt" {
            has_nothing_to_tell(&file);
        }
    }
    envelope.entries.into_iter().map(|entry| entry.name).collect()
}

/// By Debian's exiftool, which knows more kinds of metadata than we do.
fn has_nothing_to_tell(file: &Path) {
    let Ok(told) = Command::new("exiftool").args(["-j", "-G1", "-a", "-u"]).arg(file).output() else {
        assert!(!std::env::var("REQUIRE_EXIFTOOL").is_ok_and(|value| value == "1"), "exiftool was not found");
        return;
    };
    let told: Value = serde_json::from_slice(&told.stdout).unwrap();
    let known = [
        "SourceFile",
        "ExifTool",
        "System",
        "File",
        "JFIF",
        "Composite",
        "PDF:PDFVersion",
        "PDF:Linearized",
        "PDF:PageCount",
    ];
    let others: Vec<_> = told[0]
        .as_object()
        .unwrap()
        .keys()
        .filter(|tag| !known.iter().any(|known| tag.split(':').next() == Some(known) || tag == known))
        .collect();
    assert!(others.is_empty(), "{}: {others:?}", file.display());
}

/// In a browser that has nothing but the two files and the key.
async fn reads(chromium: &Chromium, reader: &Path, key: &Path, case: &Path) {
    let page = Page::read(chromium.start().await, reader, DESK, "reader").await;
    page.chooses_file("#identity-file", key).await;
    page.types("#passphrase", PASSPHRASE).await;
    page.clicks("#unlock").await;
    page.waits("the key is open", "return document.body.dataset.state === 'open'", json!([])).await;
    page.chooses_file("#case-files", case).await;
    page.waits("the tip is shown", "return document.body.dataset.state === 'reading'", json!([])).await;
    let seen = "return document.querySelector('#case').innerText.includes(arguments[0])";
    page.waits("its story is there", seen, json!(["Kepala bidang menyuruh kami ikut kampanye."])).await;
    let pictures = "
        const all = [...document.querySelectorAll('.attachment.picture img')];
        return all.length === 2 && all.every((one) => one.complete && one.naturalWidth === 64);";
    page.waits("both photos are drawn", pictures, json!([])).await;
    page.picture("reader").await;
    page.clicks(".attachment.pdf .pdf-open").await;
    let drawn = "
        const page = document.querySelector('#viewer-page');
        if (!page || !page.width) return false;
        const pixels = page.getContext('2d').getImageData(0, 0, page.width, page.height).data;
        return pixels.some((value, at) => at % 4 === 0 && value < 128);";
    page.waits("the PDF is drawn", drawn, json!([])).await;
    page.picture("reader-pdf").await;
    page.clicks("#viewer-close").await;
    page.clicks("#forget").await;
    page.waits("it is forgotten", "return document.body.dataset.state === 'locked'", json!([])).await;
    let left = "return document.documentElement.outerHTML.includes('ikut kampanye')";
    assert_eq!(page.asks(left, json!([])).await, json!(false), "nothing of the tip is left in the page");
    page.close().await;
}
