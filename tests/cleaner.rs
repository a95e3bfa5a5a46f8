//! The process that cleans files: what it answers, and what happens to those that would hurt.

use std::{
    fs,
    io::Write as _,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use ikrar::tip::cleaner::Cleaner;
use vault::clean::{Detail, Kind, Refused, Removed};
use zeroize::Zeroizing;

const PROGRAM: &str = env!("CARGO_BIN_EXE_ikrar");

fn cleaner() -> Cleaner {
    // Without optimisation everything takes ten times as long.
    Cleaner::new(PROGRAM.into()).within(Duration::from_secs(60))
}

fn file(name: &str) -> Zeroizing<Vec<u8>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("vault/tests/files").join(name);
    Zeroizing::new(fs::read(path).expect("a file of the tests"))
}

async fn refused(bytes: Vec<u8>) -> Refused {
    let started = Instant::now();
    let refused = cleaner().clean(Zeroizing::new(bytes)).await.expect_err("something to refuse");
    println!("{refused:?} after {:?}", started.elapsed());
    refused
}

/// A program in place of ours; it is asked the same.
fn script(folder: &Path, text: &str) -> PathBuf {
    let path = folder.join("program");
    fs::write(&path, format!("#!/bin/sh\n{text}\n")).expect("a script");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o700)).expect("a program");
    path
}

#[tokio::test]
async fn a_file_comes_back_clean() {
    for (name, kind, detail) in [
        ("photo.jpg", Kind::Jpeg, Detail::Picture { width: 64, height: 96 }),
        ("screenshot.png", Kind::Png, Detail::Picture { width: 96, height: 64 }),
        ("document.pdf", Kind::Pdf, Detail::Document { pages: 1 }),
    ] {
        let cleaned = cleaner().clean(file(name)).await.expect("a clean file");
        assert_eq!((cleaned.kind, cleaned.detail), (kind, detail), "{name}");
        assert!(cleaned.removed.contains(&Removed::Author) || kind == Kind::Png, "{cleaned:?}");
        let here = vault::clean::clean(&file(name)).expect("a clean file");
        assert!(cleaned == here, "{name}: the process says the same as the function");
    }
}

#[tokio::test]
async fn reasons_come_back() {
    assert_eq!(refused(Vec::new()).await, Refused::Empty);
    assert_eq!(refused(b"Selamat pagi".to_vec()).await, Refused::Unknown);
    assert_eq!(refused(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic".to_vec()).await, Refused::Heic);
    assert_eq!(refused(b"%PDF-1.7\n".to_vec()).await, Refused::Broken);
    assert_eq!(refused(vec![0xff, 0xd8, 0xff, 0xe0]).await, Refused::Broken);
}

fn png(width: u32, height: u32) -> Vec<u8> {
    let chunk = |kind: &[u8; 4], data: &[u8]| {
        let length = u32::try_from(data.len()).expect("a short chunk").to_be_bytes();
        let mut crc = crc32fast::Hasher::new();
        crc.update(kind);
        crc.update(data);
        [&length, kind.as_slice(), data, &crc.finalize().to_be_bytes()].concat()
    };
    let header = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 6, 0, 0, 0]].concat();
    let data = chunk(b"IDAT", &zlib(&[0; 1 << 20]));
    [b"\x89PNG\r\n\x1a\n".to_vec(), chunk(b"IHDR", &header), data.repeat(15), chunk(b"IEND", &[])].concat()
}

fn zlib(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).expect("memory");
    encoder.finish().expect("memory")
}

/// One page; its contents as they are given, behind as many filters.
fn pdf(contents: &[u8], filters: usize, more: &str) -> Vec<u8> {
    let mut out = b"%PDF-1.7\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n".to_vec();
    out.extend(b"2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj\n");
    out.extend(format!("3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R {more}>> endobj\n").bytes());
    let filters = "/FlateDecode".repeat(filters);
    out.extend(format!("4 0 obj <</Length {}/Filter[{filters}]>> stream\n", contents.len()).bytes());
    out.extend(contents);
    out.extend(b"\nendstream endobj\ntrailer <</Root 1 0 R/Size 5>>\nstartxref\n0\n%%EOF");
    out
}

#[tokio::test(flavor = "multi_thread")]
async fn bombs_do_not_go_off() {
    assert_eq!(refused(png(50_000, 50_000)).await, Refused::TooManyPixels);
    // Within the limits, so it has to be refused by what is in it, or be a picture.
    let empty = cleaner().clean(Zeroizing::new(png(7_000, 7_000))).await;
    assert!(matches!(empty, Err(Refused::Broken) | Ok(_)), "{empty:?}");
    assert_eq!(refused(vec![0; 100 << 20]).await, Refused::TooBig);
    assert_eq!(refused(vec![0; 19 << 20]).await, Refused::Unknown);

    // Half a gigabyte of blanks, and the same behind a second filter.
    let once = zlib(&vec![b' '; 1 << 29]);
    assert_eq!(refused(pdf(&once, 1, "")).await, Refused::TooComplex);
    assert_eq!(refused(pdf(&zlib(&once), 2, "")).await, Refused::TooComplex);

    for deep in ["[".repeat(1 << 20), "<</A".repeat(1 << 20), "(".repeat(1 << 20), "[<</A ".repeat(99)] {
        let outcome = cleaner().clean(Zeroizing::new(pdf(b"q Q", 0, &format!("/X {deep}")))).await;
        println!("nested: {outcome:?}");
        assert!(!matches!(outcome, Err(Refused::Unavailable)), "{outcome:?}");
        let contents = format!("{deep} TJ q Q");
        let outcome = cleaner().clean(Zeroizing::new(pdf(contents.as_bytes(), 0, ""))).await;
        assert!(outcome.is_ok(), "{outcome:?}");
    }
    println!("most memory of this process: {} KiB", peak("self"));
    // The half gigabyte of blanks was made here; nothing came on top of it.
    assert!(peak("self") < 3 << 18, "the process that waits takes part in none of it");
}

/// KiB, from the kernel's account of a process.
fn peak(process: &str) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    line.trim().trim_end_matches(" kB").parse().unwrap_or(0)
}

#[tokio::test]
async fn a_process_that_never_ends_is_ended() {
    let folder = tempfile::tempdir().expect("a folder");
    for text in ["exec /bin/sleep 1000", "while :; do :; done", "/bin/cat > /dev/null; exec /bin/sleep 1000"] {
        let program = script(folder.path(), &format!("echo $$ > {}/id\n{text}", folder.path().display()));
        let started = Instant::now();
        let outcome = Cleaner::new(program).within(Duration::from_millis(500)).clean(file("photo.jpg")).await;
        assert_eq!(outcome.err(), Some(Refused::TooComplex));
        assert!(started.elapsed() < Duration::from_secs(5), "{:?}", started.elapsed());
        let id = fs::read_to_string(folder.path().join("id")).expect("its number");
        let gone = || {
            let state = fs::read_to_string(format!("/proc/{}/stat", id.trim())).unwrap_or_default();
            state.is_empty() || state.contains(") Z")
        };
        for _ in 0..100 {
            if gone() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        assert!(gone(), "{text}");
    }
}

#[tokio::test]
async fn nonsense_is_no_answer() {
    let folder = tempfile::tempdir().expect("a folder");
    let cases = [
        ("exit 1", Refused::Unavailable),
        ("exit 101", Refused::Broken),
        ("kill -ABRT $$", Refused::Broken),
        ("kill -SEGV $$", Refused::Broken),
        ("kill -KILL $$", Refused::TooComplex),
        ("kill -XCPU $$", Refused::TooComplex),
        ("echo hello; exit 0", Refused::Unavailable),
        (
            "echo '{\"cleaned\":{\"kind\":\"pdf\",\"removed\":[],\"detail\":{\"document\":{\"pages\":1}},\"length\":9}}'; kill -ABRT $$",
            Refused::Broken,
        ),
        (
            "echo '{\"cleaned\":{\"kind\":\"pdf\",\"removed\":[],\"detail\":{\"document\":{\"pages\":1}},\"length\":99999999999}}'",
            Refused::Unavailable,
        ),
        // Without end: the pipe closes, and the shell with it.
        ("while :; do echo yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy; done", Refused::Broken),
    ];
    for (text, expected) in cases {
        let outcome = Cleaner::new(script(folder.path(), text)).clean(file("photo.jpg")).await;
        assert_eq!(outcome.err(), Some(expected), "{text}");
    }
    let outcome = Cleaner::new("/nowhere/ikrar".into()).clean(file("photo.jpg")).await;
    assert_eq!(outcome.err(), Some(Refused::Unavailable));
}

#[tokio::test]
async fn a_newer_program_in_its_place_does_no_harm() {
    let folder = tempfile::tempdir().expect("a folder");
    let copy = folder.path().join("ikrar");
    fs::copy(PROGRAM, &copy).expect("a copy");
    // What runs waits for its file; meanwhile the one it came from goes.
    let mut running =
        Command::new(&copy).arg("clean-file").stdin(Stdio::piped()).stdout(Stdio::null()).spawn().expect("a process");
    fs::remove_file(&copy).expect("gone");
    fs::write(&copy, "something else").expect("a newer one");
    let program = format!("/proc/{}/exe", running.id());
    let outcome = Cleaner::new(program.into()).clean(file("photo.jpg")).await;
    drop(running.stdin.take());
    running.wait().expect("its end");
    assert!(outcome.is_ok(), "{outcome:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn many_at_once_take_turns() {
    let cleaner = std::sync::Arc::new(cleaner());
    let works: Vec<_> = (0..8)
        .map(|_| {
            let cleaner = cleaner.clone();
            tokio::spawn(async move { cleaner.clean(file("document.pdf")).await.map(|cleaned| cleaned.kind) })
        })
        .collect();
    for work in works {
        assert_eq!(work.await.expect("no panic"), Ok(Kind::Pdf));
    }
}

/// The process sees neither its parent's environment nor its files, and can open none.
#[test]
fn the_process_is_confined() {
    let mut child = Command::new(PROGRAM)
        .arg("clean-file")
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("a process");
    let limits = format!("/proc/{}/limits", child.id());
    let mut seen = String::new();
    for _ in 0..200 {
        seen = fs::read_to_string(&limits).expect("its limits");
        if seen.lines().any(|line| line.starts_with("Max open files") && line.contains(" 3 ")) {
            break;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    for (name, most) in [
        ("Max address space", "1073741824"),
        ("Max cpu time", "18"),
        ("Max core file size", "0"),
        ("Max file size", "0"),
        ("Max processes", "0"),
        ("Max open files", "3"),
    ] {
        let line = seen.lines().find(|line| line.starts_with(name)).expect("a limit");
        let numbers: Vec<&str> = line[name.len()..].split_whitespace().take(2).collect();
        assert_eq!(numbers, [most, most], "{line}");
    }
    drop(child.stdin.take());
    let output = child.wait_with_output().expect("its answer");
    assert!(output.status.success());
    assert_eq!(String::from_utf8_lossy(&output.stdout), "{\"refused\":\"empty\"}\n");
}

/// What a decoder that was taken over would try, by the same process and in the same cell.
#[cfg(target_os = "linux")]
#[test]
fn nothing_leads_out_of_the_cell() {
    use ikrar::cli::clean_file::cell::{Escape, Landlock};

    let folder = tempfile::tempdir().expect("a folder");
    let database = folder.path().join("ikrar.db");
    fs::write(&database, "not for decoders").expect("a file");
    // A descriptor that somebody forgot to close is of no use either.
    let shell = format!("exec 7<{}; exec {PROGRAM} clean-file --try-to-escape {0}", database.display());
    let shell = shell.replace("{0}", &database.display().to_string());
    let tried = Command::new("/bin/sh").arg("-c").arg(shell).stdin(Stdio::null()).output().expect("a process");
    assert!(tried.status.success(), "{}", String::from_utf8_lossy(&tried.stderr));
    let escape: Escape = serde_json::from_slice(&tried.stdout).expect("an answer");
    println!("{escape:?}");
    assert!(escape.walls.not_dumpable && escape.walls.seccomp, "{escape:?}");
    assert!(escape.possible.is_empty(), "{escape:?}");
    // A kernel without Landlock has seccomp alone; where it is there, it holds.
    let there = fs::read_to_string("/sys/kernel/security/lsm").is_ok_and(|list| list.contains("landlock"));
    assert!(!there || escape.walls.landlock != Landlock::None, "{escape:?}");
}
