//! The promise: nothing of what was planted comes through, by our own search and by exiftool's.

use std::{fs, io::ErrorKind, process::Command};

use vault::clean::{Removed, clean};

use crate::{cleaned, file, search::search};

const CANARY: &str = "KENARI";
const PLANTED: [&str; 4] = ["photo.jpg", "screenshot.png", "document.pdf", "packed.pdf"];

#[test]
fn the_search_finds_what_was_planted() {
    // Not all that is there, but in every file, and within what is packed too.
    for (name, least) in [("photo.jpg", 1), ("screenshot.png", 3), ("document.pdf", 100), ("packed.pdf", 100)] {
        let found = search(&file(name), CANARY);
        println!("{name}: {} places", found.len());
        assert!(found.len() >= least, "{name}: {found:?}");
    }
}

#[test]
fn none_is_left() {
    for name in PLANTED {
        assert_eq!(search(&cleaned(name).bytes, CANARY), Vec::<String>::new(), "{name}");
    }
}

#[test]
fn what_a_page_shows_is_left() {
    for name in ["document.pdf", "packed.pdf"] {
        let cleaned = cleaned(name);
        let found = search(&cleaned.bytes, "TERLIHAT");
        assert!(!found.is_empty(), "{name}");
        let drawn = crate::drawn(&cleaned);
        let texts =
            ["(TERLIHAT)", "<5445524C49484154>", "lapisan", "lagi", "TERLIHAT isian", "TERLIHAT ttd", "TERLIHAT cap"];
        for text in texts {
            assert!(drawn.contains(text), "{name}: {text}");
        }
        // Three filled shapes, a pattern, a shading, and every picture that is on the page.
        assert_eq!(drawn.matches(" Do\n").count(), 6 + 2 + 1 + 3, "{name}");
    }
}

#[test]
fn what_was_found_is_named() {
    use Removed::*;
    let picture = [Location, Camera, Date, Exif, Xmp];
    let photo = [Iptc, Comment, Unknown, Profile, Thumbnail, SecondPicture, Trailing, Author];
    assert_eq!(cleaned("photo.jpg").removed, [&picture[..], &photo].concat());
    let screenshot = [TextChunks, Unknown, Profile, Animation, Trailing];
    assert_eq!(cleaned("screenshot.png").removed, [&picture[..], &screenshot].concat());
    let document = [
        Exif,
        Xmp,
        Profile,
        Thumbnail,
        Trailing,
        Author,
        Earlier,
        Attachments,
        Scripts,
        Annotations,
        Forms,
        Signatures,
        Links,
        Structure,
        Hidden,
    ];
    assert_eq!(cleaned("document.pdf").removed, document);
}

#[test]
fn a_second_time_finds_nothing() {
    for name in PLANTED.into_iter().chain(["cmyk.jpg", "gray.jpg", "progressive.jpg", "palette.png", "deep.png"]) {
        let once = cleaned(name);
        let twice = clean(&once.bytes).expect("a clean file");
        assert_eq!(twice.removed, [], "{name}");
        assert_eq!((twice.kind, twice.detail), (once.kind, once.detail), "{name}");
    }
}

#[test]
fn the_same_bytes_give_the_same() {
    for name in PLANTED {
        assert!(cleaned(name) == cleaned(name), "{name}");
    }
}

/// What exiftool may say of a clean file: its measures, and the constants of its format.
const HARMLESS: &[&str] = &[
    "FileType",
    "FileTypeExtension",
    "MIMEType",
    "ImageWidth",
    "ImageHeight",
    "EncodingProcess",
    "BitsPerSample",
    "ColorComponents",
    "YCbCrSubSampling",
    "JFIFVersion",
    "ResolutionUnit",
    "XResolution",
    "YResolution",
    "ImageSize",
    "Megapixels",
    "BitDepth",
    "ColorType",
    "Compression",
    "Filter",
    "Interlace",
    "PDFVersion",
    "Linearized",
    "PageCount",
];

#[test]
fn exiftool_finds_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    for name in PLANTED.into_iter().chain(["cmyk.jpg", "swapped.jpg", "palette.png", "animated.png"]) {
        let cleaned = cleaned(name);
        let path = folder.path().join(format!("file.{}", cleaned.kind.extension()));
        fs::write(&path, &*cleaned.bytes).expect("a file");
        let said = match Command::new("exiftool").args(["-a", "-u", "-G1", "-s"]).arg(&path).output() {
            Err(error) if error.kind() == ErrorKind::NotFound => {
                assert!(std::env::var_os("REQUIRE_EXIFTOOL").is_none(), "exiftool is not installed");
                eprintln!("SKIPPED: exiftool is not installed, so nobody else looked for what is left");
                return;
            }
            output => output.expect("exiftool"),
        };
        assert!(said.status.success(), "{name}");
        for line in String::from_utf8_lossy(&said.stdout).lines() {
            let (tag, _) = line.split_once(" :").expect("a tag and its value");
            let (group, tag) = tag.split_once(']').expect("a group");
            let about_the_tool = ["[System", "[ExifTool"].contains(&group);
            assert!(about_the_tool || HARMLESS.contains(&tag.trim()), "{name}: {line}");
        }
    }
}
