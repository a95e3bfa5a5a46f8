//! Documents: what is drawn comes through in the same order, and how.

use vault::clean::{Detail, Removed, clean};

use crate::{drawn, page, pdf, stream};

fn contents(contents: &str, resources: &str, more: &[&str]) -> String {
    drawn(&clean(&page(contents, resources, more)).unwrap_or_else(|refused| panic!("{contents}: {refused:?}")))
}

#[test]
fn operators_keep_their_operands() {
    let kept = [
        "q\n1 0 0 1 10 -10.5 cm\n0.5 w\n1 J\n[ 3 2 ] 0 d\n0 0 10 10 re\nW*\nn\nQ\n",
        "BT\n1 0 0 1 5 5 Tm\n(a\\)b) Tj\n[ (A) -120 <4142> ] TJ\n1 2 (c) \"\n(d) '\nET\n",
        "0.1 0.2 0.3 rg\n1 0 0 0 K\n/Perceptual ri\n1 2 m\n3 4 l\n5 6 7 8 9 10 c\nh\nB*\n",
    ];
    for text in kept {
        assert_eq!(contents(text, "", &[]), text);
    }
    for (text, kept) in [
        ("1 2 3 4 5 re f", "2 3 4 5 re\nf\n"),
        ("1 re f", "f\n"),
        ("0.5w 1 0 0RG 0 g(x)Tj", "0.5 w\n1 0 0 RG\n0 g\n(x) Tj\n"),
        ("%comment\r1 w%more\n2 w", "1 w\n2 w\n"),
        ("/Span<</ActualText(x)/E 1 0 R>>BDC 1 w EMC /P MP /P /X DP BX 2 w EX", "1 w\n2 w\n"),
        ("q q 1 w", "q\nq\n1 w\nQ\nQ\n"),
        ("Q Q 1 w BT (x) Tj", "1 w\nBT\n(x) Tj\nET\n"),
        ("/F 12 Tf /X Do /G gs /S sh /C cs /P scn", ""),
        ("(unclosed 1 w", ""),
        ("1 w )>> ] } 2 w", "1 w\n2 w\n"),
        ("<4 1x4\n2> Tj <414> Tj", "<4142> Tj\n<414> Tj\n"),
        ("1234567890.12345678901234567890 w", "1234567890.1234567 w\n"),
    ] {
        assert_eq!(contents(text, "", &[]), kept, "{text}");
    }
}

#[test]
fn contents_in_parts_are_one() {
    let bytes = pdf(&[
        "<</Pages 2 0 R>>",
        "<</Kids[3 0 R]/MediaBox[0 0 50 60]/Rotate 90/CropBox[1 2 3 4]>>",
        "<</Type/Page/Contents[4 0 R 9 0 R 5 0 R]/Parent 2 0 R>>",
        &stream("", "q 1 0 0"),
        &stream("", "1 0 0 cm Q"),
    ]);
    let cleaned = clean(&bytes).expect("a document");
    assert_eq!(drawn(&cleaned), "q\n1 0 0 1 0 0 cm\nQ\n");
    let text = String::from_utf8_lossy(&cleaned.bytes).into_owned();
    for inherited in ["/MediaBox[0 0 50 60]", "/Rotate 90", "/CropBox[1 2 3 4]"] {
        assert!(text.contains(inherited), "{inherited} in {text}");
    }
}

#[test]
fn pages_stay_in_order() {
    let bytes = pdf(&[
        "<</Pages 2 0 R>>",
        "<</Kids[3 0 R 6 0 R]>>",
        "<</Kids[4 0 R 5 0 R]>>",
        "<</Type/Page/Contents 7 0 R>>",
        "<</Type/Page/Contents 8 0 R>>",
        "<</Type/Page/Contents 9 0 R>>",
        &stream("", "1 w"),
        &stream("", "2 w"),
        &stream("", "3 w"),
    ]);
    let cleaned = clean(&bytes).expect("a document");
    assert_eq!(cleaned.detail, Detail::Document { pages: 3 });
    assert_eq!(drawn(&cleaned), "1 w\n2 w\n3 w\n");
}

#[test]
fn what_is_not_used_stays_behind() {
    let form = stream("/Subtype/Form/BBox[0 0 9 9]", "9 w");
    let text = contents("/A Do /A Do", "/XObject<</A 5 0 R/B 6 0 R>>", &[&form, &stream("/Subtype/Form", "8 w")]);
    assert_eq!(text.matches("9 w").count(), 1);
    assert!(!text.contains("8 w"));
    assert_eq!(text.matches("/X0 Do\n").count(), 2);
}

#[test]
fn layers_that_are_off_stay_behind() {
    let layered = |config: &str, content: &str| {
        let catalog = format!("<</Pages 2 0 R/OCProperties<</OCGs[5 0 R 6 0 R]/D<<{config}>>>>>>");
        let resources = "/Properties<</A 5 0 R/B 6 0 R/Any 7 0 R/All 8 0 R/None 9 0 R>>/XObject<</X 10 0 R>>";
        let page = format!("<</Type/Page/Contents 4 0 R/Resources<<{resources}>>>>");
        let content = stream("", content);
        let form = stream("/Subtype/Form/OC 5 0 R", "7 w");
        let objects = [
            &catalog,
            "<</Kids[3 0 R]>>",
            &page,
            &content,
            "<</Type/OCG>>",
            "<</Type/OCG>>",
            "<</Type/OCMD/OCGs[5 0 R 6 0 R]>>",
            "<</Type/OCMD/OCGs[5 0 R 6 0 R]/P/AllOn>>",
            "<</Type/OCMD/OCGs 5 0 R/P/AllOff>>",
            &form,
        ];
        let cleaned = clean(&pdf(&objects)).expect("a document");
        (drawn(&cleaned), cleaned.removed)
    };
    let mark = |name: &str| format!("/OC /{name} BDC 0 0 1 1 re f EMC 1 w");
    let (shown, hidden) = ("0 0 1 1 re\nf\n1 w\n", "0 0 1 1 re\nn\n1 w\n");
    for (config, name, expected) in [
        ("", "A", shown),
        ("/OFF[5 0 R]", "A", hidden),
        ("/OFF[5 0 R]", "B", shown),
        ("/BaseState/OFF/ON[6 0 R]", "A", hidden),
        ("/BaseState/OFF/ON[6 0 R]", "B", shown),
        ("/OFF[5 0 R]", "Any", shown),
        ("/OFF[5 0 R 6 0 R]", "Any", hidden),
        ("/OFF[5 0 R]", "All", hidden),
        ("/OFF[5 0 R]", "None", shown),
        ("/OFF[6 0 R]", "None", hidden),
    ] {
        let (text, removed) = layered(config, &mark(name));
        assert_eq!(text, expected, "{config} {name}");
        assert_eq!(removed, if expected == hidden { vec![Removed::Hidden] } else { vec![] }, "{config} {name}");
    }
    let nested = "/OC /A BDC /Span BMC (x) Tj EMC /OC /B BDC (y) Tj EMC (z) ' EMC (w) Tj";
    assert_eq!(layered("/OFF[5 0 R]", nested).0, "T*\n(w) Tj\n");
    assert_eq!(layered("/OFF[5 0 R]", "/X Do 1 w").0, "1 w\n");
    assert_eq!(layered("/OFF[6 0 R]", "/X Do 1 w").0, "7 w\n/X0 Do\n1 w\n");
}

#[test]
fn invisible_text_stays_behind() {
    let text = contents("BT 3 Tr (x) Tj q 0 Tr (y) Tj Q (z) Tj 7 Tr (u) Tj ET", "", &[]);
    assert_eq!(text, "BT\n3 Tr\nq\n0 Tr\n(y) Tj\nQ\n7 Tr\n(u) Tj\nET\n");
}

#[test]
fn annotations_become_part_of_the_page() {
    let look = stream("/Subtype/Form/BBox[0 0 10 20]/Matrix[0 1 -1 0 0 0]", "5 w");
    let annotated = |annotation: &str| {
        let page = format!("<</Type/Page/Contents 4 0 R/Annots[<<{annotation}/AP<</N 5 0 R>>>>]>>");
        let objects = ["<</Pages 2 0 R>>", "<</Kids[3 0 R]>>", &page, &stream("", "q 1 w"), &look];
        let cleaned = clean(&pdf(&objects)).expect("a document");
        (drawn(&cleaned), cleaned.removed)
    };
    // Turned by a quarter, so 20 wide and 10 high; from -20 to 0 beside the origin.
    let flat = "5 w\nq\nq\n1 w\nQ\nQ\nq\n2 0 0 3 140 200 cm\n/X0 Do\nQ\n";
    let rect = "/Rect[100 200 140 230]";
    assert_eq!(annotated(&format!("/Subtype/Stamp{rect}")), (flat.into(), vec![Removed::Annotations]));
    assert_eq!(annotated(&format!("/Subtype/Widget/FT/Tx{rect}")), (flat.into(), vec![Removed::Forms]));
    assert_eq!(annotated(&format!("/Subtype/Widget/FT/Sig{rect}")), (flat.into(), vec![Removed::Signatures]));
    for (unseen, removed) in [
        (format!("/Subtype/Stamp/F 2{rect}"), Removed::Annotations),
        (format!("/Subtype/Stamp/F 32{rect}"), Removed::Annotations),
        ("/Subtype/Stamp/Rect[0 0 0 0]".into(), Removed::Annotations),
        (format!("/Subtype/Text{rect}"), Removed::Annotations),
        (format!("/Subtype/Link{rect}"), Removed::Links),
        (format!("/Subtype/FileAttachment{rect}"), Removed::Attachments),
    ] {
        assert_eq!(annotated(&unseen), ("q\n1 w\nQ\n".into(), vec![removed]), "{unseen}");
    }
}

#[test]
fn a_check_box_shows_its_state() {
    let yes = stream("/Subtype/Form/BBox[0 0 9 9]", "1 w");
    let off = stream("/Subtype/Form/BBox[0 0 9 9]", "2 w");
    for (state, name, expected) in
        [("Yes", "Yes", "1 w"), ("Off", "Yes", "2 w"), ("Yes", "on", "1 w"), ("Off", "on", "2 w")]
    {
        let look = format!("/AS/{state}/AP<</N<</{name} 4 0 R/Off 5 0 R>>>>");
        let page = format!("<</Type/Page/Annots[<</Subtype/Widget/Rect[0 0 9 9]{look}>>]>>");
        let cleaned = clean(&pdf(&["<</Pages 2 0 R>>", "<</Kids[3 0 R]>>", &page, &yes, &off])).expect("a document");
        let drawn = drawn(&cleaned);
        assert!(drawn.contains(expected) && drawn.matches(" w\n").count() == 1, "{state} {name}: {drawn}");
    }
}

#[test]
fn a_field_borrows_from_its_form() {
    let catalog = "<</Pages 2 0 R/AcroForm<</DR<</Font<</Helv 5 0 R>>>>>>>>";
    let page = "<</Type/Page/Annots[<</Subtype/Widget/Rect[0 0 9 9]/AP<</N 4 0 R>>>>]>>";
    let look = stream("/Subtype/Form/BBox[0 0 9 9]", "BT /Helv 9 Tf (x) Tj ET");
    let font = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>";
    let cleaned = clean(&pdf(&[catalog, "<</Kids[3 0 R]>>", page, &look, font])).expect("a document");
    assert!(drawn(&cleaned).contains("/F0 9 Tf\n(x) Tj"));
}

#[test]
fn pictures_within_contents_become_objects() {
    for (dict, data, kept) in [
        ("/W 2 /H 2 /BPC 8 /CS /G", "ABCDtrailing", "ABCD"),
        // Data that look like their end.
        ("/W 4 /H 2 /BPC 8 /CS /G", "A\nEI q B", "A\nEI q B"),
        ("/W 2 /H 1 /BPC 8 /CS /RGB", "ABCDEF", "ABCDEF"),
        ("/W 9 /H 1 /IM true", "AB", "AB"),
        ("/W 2 /H 1 /BPC 8 /CS /G /F /AHx", "4142>", "AB"),
        ("/W 2 /H 1 /BPC 8 /CS [/I /RGB 1 (abcdef)] ", "\0\x01", "\0\x01"),
    ] {
        let text = contents(&format!("q BI {dict} ID {data}\nEI Q 1 w"), "", &[]);
        assert_eq!(text, format!("{kept}q\n/X0 Do\nQ\n1 w\n"), "{dict}");
    }
}

#[test]
fn fonts_keep_what_draws() {
    let font = "<</Type/Font/Subtype/TrueType/BaseFont/Arial#2CBold/FirstChar 65/LastChar 66/Widths[500 600]\
        /Encoding<</BaseEncoding/WinAnsiEncoding/Differences[65/A/B]>>/ToUnicode 6 0 R/Creator(x)>>";
    let map = stream(
        "",
        "%x\n/Y(z)def 1 begincodespacerange <00> <ff> endcodespacerange\n2 beginbfchar <41> <0041> <42> <0042> endbfchar (q)",
    );
    let cleaned = clean(&page("BT /F 9 Tf (AB) Tj ET", "/Font<</F 5 0 R>>", &[font, &map])).expect("a document");
    let text = String::from_utf8_lossy(&cleaned.bytes).into_owned();
    for kept in ["/BaseFont/Arial,Bold", "/Widths[500 600]", "/Differences[65/A/B]", "/BaseEncoding/WinAnsiEncoding"] {
        assert!(text.contains(kept), "{kept} in {text}");
    }
    let drawn = drawn(&cleaned);
    assert!(drawn.contains("2 beginbfchar\n<41> <0041> <42> <0042> \nendbfchar"), "{drawn}");
    assert!(!drawn.contains("(z)") && !drawn.contains("(q)") && !text.contains("Creator"));
}
