//! Every reason to refuse a file, and files that are cut or damaged anywhere.

use vault::clean::{Limits, Part, Refused, clean};

use crate::{file, page, pdf, stream};

fn refused(bytes: &[u8]) -> Refused {
    clean(bytes).map(|cleaned| format!("{cleaned:?}")).expect_err("something to refuse")
}

#[test]
fn what_it_is_not() {
    assert_eq!(refused(b""), Refused::Empty);
    assert_eq!(refused(&vec![b'x'; Limits::BYTES + 1]), Refused::TooBig);
    for other in [b"GIF89a".as_slice(), b"RIFF\0\0\0\0WEBPVP8 ", b"PK\x03\x04", b"\0\0\0\x18ftypisom", b"hello", b"%PD"]
    {
        assert_eq!(refused(other), Refused::Unknown);
    }
    for brand in [b"heic", b"heix", b"mif1", b"msf1"] {
        assert_eq!(refused(&[b"\0\0\0\x18ftyp", brand.as_slice(), b"\0\0\0\0"].concat()), Refused::Heic);
    }
    for broken in [b"\xff\xd8\xff".as_slice(), b"\x89PNG\r\n\x1a\n", b"%PDF-1.4", b"junk before %PDF-1.4\n1 0 obj"] {
        assert_eq!(refused(broken), Refused::Broken);
    }
}

#[test]
fn measures() {
    let declared = |width: u16, height: u16| {
        let mut jpeg = file("gray.jpg");
        let at = jpeg.windows(2).position(|two| two == [0xff, 0xc0]).expect("a frame");
        jpeg[at + 5..at + 7].copy_from_slice(&height.to_be_bytes());
        jpeg[at + 7..at + 9].copy_from_slice(&width.to_be_bytes());
        jpeg
    };
    assert_eq!(refused(&declared(65_500, 65_500)), Refused::TooManyPixels);
    assert_eq!(refused(&declared(30_001, 8)), Refused::TooManyPixels);
    assert_eq!(refused(&declared(10_000, 5_201)), Refused::TooManyPixels);
    assert_eq!(refused(&declared(0, 8)), Refused::Broken);
    let huge = stream(
        "/Type/XObject/Subtype/Image/Width 99999999/Height 99999999/BitsPerComponent 8/ColorSpace/DeviceRGB",
        "x",
    );
    assert_eq!(refused(&page("/I Do", "/XObject<</I 5 0 R>>", &[&huge])), Refused::TooManyPixels);
}

#[test]
fn passwords() {
    assert_eq!(refused(&file("user.pdf")), Refused::Encrypted);
    assert_eq!(refused(&file("owner.pdf")), Refused::Encrypted);
}

#[test]
fn pages() {
    let kids = |count: usize| {
        let kids = "3 0 R ".repeat(count);
        pdf(&["<</Type/Catalog/Pages 2 0 R>>", &format!("<</Type/Pages/Kids[{kids}]>>"), "<</Type/Page>>"])
    };
    // The same page again and again is one page.
    assert!(clean(&kids(9_999)).is_ok());
    let kids = |count: usize| {
        let kids = "<</Type/Page>>".repeat(count);
        pdf(&["<</Type/Catalog/Pages 2 0 R>>", &format!("<</Type/Pages/Kids[{kids}]>>")])
    };
    assert!(clean(&kids(Limits::PAGES)).is_ok());
    assert_eq!(refused(&kids(Limits::PAGES + 1)), Refused::TooManyPages);
    assert_eq!(refused(&kids(0)), Refused::Broken);
}

#[test]
fn depth() {
    let mut objects = vec!["<</Type/Catalog/Pages 2 0 R>>".to_owned()];
    objects.extend((3..200).map(|next| format!("<</Type/Pages/Kids[{next} 0 R]>>")));
    objects.push("<</Type/Page>>".to_owned());
    assert_eq!(refused(&pdf(&objects.iter().map(String::as_str).collect::<Vec<_>>())), Refused::TooComplex);

    let forms: Vec<String> = (6..200)
        .map(|next| stream(&format!("/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X {next} 0 R>>>>"), "/X Do"))
        .collect();
    let forms: Vec<&str> = forms.iter().map(String::as_str).collect();
    assert_eq!(refused(&page("/X Do", "/XObject<</X 5 0 R>>", &forms)), Refused::TooComplex);

    // Deeper than any reader goes: what cannot be read is as if it were not there.
    for (open, close) in [("[", "]"), ("<</A", ">>"), ("(", ")"), ("[<</A[", "]>>]")] {
        let deep = format!("{}{}", open.repeat(50_000), close.repeat(50_000));
        let _ = clean(&page("q Q", &format!("/Font {deep}"), &[&deep]));
        assert!(clean(&page(&format!("{deep} TJ q Q"), "", &[])).is_ok());
    }
}

#[test]
fn circles_end() {
    let form = stream("/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 5 0 R>>>>", "/X Do");
    assert!(clean(&page("/X Do", "/XObject<</X 5 0 R>>", &[&form])).is_ok());
    let borrows = stream("/Subtype/Form/BBox[0 0 9 9]", "/X Do /Y Do");
    assert!(clean(&page("/X Do", "/XObject<</X 5 0 R/Y 6 0 R>>", &[&borrows, &borrows])).is_ok());
    for space in
        ["[/Indexed 5 0 R 1 <00>]", "[/Pattern 5 0 R]", "[/Separation /A 5 0 R 6 0 R]", "5 0 R", "[/ICCBased 6 0 R]"]
    {
        let profile = "<</N 3/Alternate 5 0 R/FunctionType 3/Functions[6 0 R 6 0 R]>>";
        let outcome = clean(&page("/C cs", "/ColorSpace<</C 5 0 R>>", &[space, profile]));
        assert!(matches!(outcome, Ok(_) | Err(Refused::TooComplex)), "{space}: {outcome:?}");
    }
    // Found by the fuzzer: a pattern that draws with itself, and has resources of its own.
    let pattern = stream("/PatternType 1/Resources<</Pattern<</P 5 0 R>>>>", "/Pattern cs /P scn 0 0 9 9 re f");
    assert!(clean(&page("/Pattern cs /P scn", "/Pattern<</P 5 0 R>>", &[&pattern])).is_ok());
    let mask = stream("/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/SMask 5 0 R", "x");
    assert!(clean(&page("/X Do", "/XObject<</X 5 0 R>>", &[&mask])).is_ok());
    let font = "<</Subtype/Type0/DescendantFonts[5 0 R]/ToUnicode 5 0 R/Encoding 5 0 R>>";
    assert!(clean(&page("/F 1 Tf", "/Font<</F 5 0 R>>", &[font])).is_ok());
    let round = pdf(&["<</Pages 2 0 R>>", "<</Kids[2 0 R 3 0 R 2 0 R]>>", "<</Kids[2 0 R 4 0 R]>>", "<</Type/Page>>"]);
    assert!(clean(&round).is_ok());
}

#[test]
fn what_draws_itself_does_so_once() {
    // Readers of the result need not be as careful as we are.
    for (dict, content, resources) in [
        ("/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 5 0 R>>>>", "7 w /X Do", "/XObject<</X 5 0 R>>"),
        ("/Subtype/Form/BBox[0 0 9 9]", "7 w /X Do", "/XObject<</X 5 0 R>>"),
    ] {
        let cleaned = clean(&page("/X Do", resources, &[&stream(dict, content)])).expect("a document");
        let drawn = crate::drawn(&cleaned);
        assert_eq!((drawn.matches("7 w").count(), drawn.matches(" Do").count()), (1, 1), "{drawn}");
    }
}

#[test]
fn parts_that_cannot_be_made_anew() {
    let font = "<</Subtype/TrueType/BaseFont/A/FontDescriptor<</FontFile2 6 0 R>>>>";
    let program = stream("", "who knows");
    let unknown = page("/F 1 Tf", "/Font<</F 5 0 R>>", &[font, &program]);
    assert_eq!(refused(&unknown), Refused::Unsupported(Part::Font));
    for filter in ["JPXDecode", "DCTDecode", "JBIG2Decode"] {
        let picture =
            stream(&format!("/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/Filter/{filter}"), "nonsense");
        let outcome = refused(&page("/I Do", "/XObject<</I 5 0 R>>", &[&picture]));
        assert_eq!(outcome, Refused::Unsupported(Part::Picture), "{filter}");
    }
    let catalog = "<</Pages 2 0 R/NeedsRendering true/AcroForm<</XFA[]>>>>";
    let dynamic = pdf(&[catalog, "<</Kids[3 0 R]>>", "<</Type/Page>>"]);
    assert_eq!(refused(&dynamic), Refused::Unsupported(Part::DynamicForm));
}

#[test]
fn a_bomb_is_refused_before_it_goes_off() {
    use std::io::Write as _;
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    for _ in 0..Limits::STREAM / (1 << 20) + 1 {
        encoder.write_all(&[b' '; 1 << 20]).expect("memory");
    }
    let packed = encoder.finish().expect("memory");
    let mut bomb = pdf(&["<</Pages 2 0 R>>", "<</Kids[3 0 R]>>", "<</Type/Page/Contents 4 0 R>>"]);
    let at = bomb.windows(7).position(|seven| seven == b"trailer").expect("a trailer");
    let head = format!("4 0 obj <</Filter/FlateDecode/Length {}>> stream\n", packed.len());
    bomb.splice(at..at, [head.as_bytes(), &packed, b"\nendstream endobj\n"].concat());
    assert_eq!(refused(&bomb), Refused::TooComplex);
}

#[test]
fn files_cut_anywhere_do_no_harm() {
    for (name, step) in [("photo.jpg", 61), ("screenshot.png", 7), ("document.pdf", 811), ("packed.pdf", 997)] {
        let whole = file(name);
        for length in (0..whole.len()).step_by(step) {
            let _ = clean(&whole[..length]);
        }
    }
}

#[test]
fn files_damaged_anywhere_do_no_harm() {
    let mut noise = 1_u64;
    let mut next = |below: usize| {
        noise = noise.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(noise >> 33).expect("small") % below
    };
    for (name, rounds) in [("photo.jpg", 100), ("screenshot.png", 100), ("document.pdf", 60), ("packed.pdf", 60)] {
        let whole = file(name);
        for _ in 0..rounds {
            let mut damaged = whole.clone();
            for _ in 0..=next(8) {
                let at = next(damaged.len());
                damaged[at] = u8::try_from(next(256)).expect("a byte");
            }
            if let Ok(cleaned) = clean(&damaged) {
                let again = clean(&cleaned.bytes).unwrap_or_else(|refused| panic!("{name}: {refused:?}"));
                assert_eq!(again.removed, [], "{name}");
            }
        }
    }
}

/// A decoder would fill what is missing with grey.
#[test]
fn half_a_photo_is_no_photo() {
    for name in ["gray.jpg", "progressive.jpg"] {
        let whole = file(name);
        assert_eq!(refused(&whole[..whole.len() * 3 / 4]), Refused::Broken, "{name}");
        assert_eq!(refused(&whole[..whole.len() - 2]), Refused::Broken, "{name}");
    }
}
