//! Pictures: every way of storing samples, upright, in the right colours.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};
use vault::clean::{Cleaned, Detail, Kind, Removed, clean};

use crate::{cleaned, file};

fn decoded(cleaned: &Cleaned) -> DynamicImage {
    image::load_from_memory(&cleaned.bytes).expect("a picture")
}

fn encoded(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).expect("memory");
    bytes.into_inner()
}

fn near(one: Rgb<u8>, other: [u8; 3]) -> bool {
    one.0.iter().zip(other).all(|(one, other)| one.abs_diff(other) < 40)
}

#[test]
fn every_orientation_becomes_upright() {
    // Red at the upper left corner, blue at the upper right, green at the lower left: as a person sees it.
    let (red, blue, green) = ([250, 0, 0], [0, 0, 250], [0, 200, 0]);
    let upright = RgbImage::from_fn(32, 16, |x, y| match (x < 16, y < 8) {
        (true, true) => Rgb(red),
        (false, true) => Rgb(blue),
        (true, false) => Rgb(green),
        (false, false) => Rgb([255; 3]),
    });
    let upright = DynamicImage::ImageRgb8(upright);
    for orientation in 1..=8_u8 {
        let stored = match orientation {
            2 => upright.fliph(),
            3 => upright.rotate180(),
            4 => upright.flipv(),
            5 => upright.rotate90().fliph(),
            6 => upright.rotate270(),
            7 => upright.rotate270().fliph(),
            8 => upright.rotate90(),
            _ => upright.clone(),
        };
        let tiff = [b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".as_slice(), &[orientation], &[0; 6]].concat();
        let mut jpeg = encoded(&stored, ImageFormat::Jpeg);
        let exif =
            [b"\xff\xe1\0".as_slice(), &[u8::try_from(tiff.len() + 8).expect("short")], b"Exif\0\0", &tiff].concat();
        jpeg.splice(2..2, exif);
        let cleaned = clean(&jpeg).expect("a picture");
        assert_eq!(cleaned.detail, Detail::Picture { width: 32, height: 16 }, "{orientation}");
        let seen = decoded(&cleaned).into_rgb8();
        for ((x, y), color) in [((4, 4), red), ((28, 4), blue), ((4, 12), green)] {
            assert!(near(*seen.get_pixel(x, y), color), "{orientation}: {:?} at {x} {y}", seen.get_pixel(x, y));
        }
        assert_eq!(cleaned.removed, [Removed::Exif], "{orientation}");
    }
}

#[test]
fn every_way_of_storing_samples_is_read() {
    for (name, kind) in [
        ("cmyk.jpg", Kind::Jpeg),
        ("gray.jpg", Kind::Jpeg),
        ("progressive.jpg", Kind::Jpeg),
        ("palette.png", Kind::Png),
        ("bits.png", Kind::Png),
    ] {
        let cleaned = cleaned(name);
        assert_eq!((cleaned.kind, cleaned.detail), (kind, Detail::Picture { width: 96, height: 64 }), "{name}");
        let seen = decoded(&cleaned).into_rgb8();
        let paper = seen.get_pixel(92, 4).0;
        if name != "bits.png" && name != "palette.png" {
            assert!(paper.iter().all(|sample| *sample > 200), "{name}: {paper:?}");
        }
        if ["cmyk.jpg", "progressive.jpg"].contains(&name) {
            assert!(near(*seen.get_pixel(24, 16), [200, 30, 30]), "{name}: {:?}", seen.get_pixel(24, 16));
        }
    }
    let deep = decoded(&cleaned("deep.png"));
    assert_eq!(deep.as_luma8().expect("gray").get_pixel(3, 3).0, [156], "40,000 of 65,535");
}

#[test]
fn colours_are_converted() {
    // Stored as red with a profile whose first channel is green.
    let seen = decoded(&cleaned("swapped.jpg")).into_rgb8();
    assert!(near(*seen.get_pixel(8, 8), [10, 250, 10]), "{:?}", seen.get_pixel(8, 8));
}

#[test]
fn of_an_animation_the_first_picture_stays() {
    let cleaned = cleaned("animated.png");
    assert_eq!(cleaned.removed, [Removed::Animation]);
    assert_eq!(decoded(&cleaned).into_rgb8().get_pixel(4, 4).0, [255, 0, 0]);
}

#[test]
fn what_is_wholly_transparent_has_no_colour() {
    let original = image::load_from_memory(&file("screenshot.png")).expect("a picture").into_rgba8();
    assert_eq!(original.get_pixel(5, 5).0, [100, 100, 77, 0]);
    let seen = decoded(&cleaned("screenshot.png")).into_rgba8();
    // Stored upside down.
    assert_eq!(seen.get_pixel(90, 58).0, [0; 4]);
    assert_eq!(seen.get_pixel(50, 58).0, original.get_pixel(45, 5).0);
}

#[test]
fn a_photo_stored_as_png_becomes_a_jpeg_on_white() {
    let mut noise = 7_u32;
    let picture = RgbaImage::from_fn(1_500, 1_500, |x, _| {
        noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let [a, b, c, _] = noise.to_be_bytes();
        Rgba([a, b, c, if x < 750 { 0 } else { 255 }])
    });
    // Half of it blank: below the limit. All of it noise: beyond.
    let mut opaque = picture.clone();
    opaque.pixels_mut().skip(9).for_each(|pixel| pixel.0[3] = 255);
    let half = clean(&encoded(&DynamicImage::ImageRgba8(picture), ImageFormat::Png)).expect("a picture");
    assert_eq!(half.kind, Kind::Png);
    let whole = clean(&encoded(&DynamicImage::ImageRgba8(opaque), ImageFormat::Png)).expect("a picture");
    assert_eq!((whole.kind, whole.detail), (Kind::Jpeg, Detail::Picture { width: 1_500, height: 1_500 }));
    assert!(whole.bytes.len() < 6 << 20);
}

#[test]
fn a_picture_is_not_stored_better_than_it_was() {
    let picture = image::load_from_memory(&file("progressive.jpg")).expect("a picture");
    let mut poor = Vec::new();
    image::codecs::jpeg::JpegEncoder::new_with_quality(&mut poor, 65).encode_image(&picture).expect("memory");
    let cleaned = clean(&poor).expect("a picture");
    assert!(cleaned.bytes.len() < poor.len() * 11 / 10, "{} from {}", cleaned.bytes.len(), poor.len());
}
