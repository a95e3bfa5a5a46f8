//! Pictures: decoded within limits, turned upright, encoded anew.

mod traces;

use std::io::Cursor;

use image::{
    DynamicImage, ExtendedColorType, ImageDecoder, ImageEncoder as _, ImageError,
    codecs::{
        jpeg::{JpegDecoder, JpegEncoder},
        png::{CompressionType, FilterType, PngDecoder, PngEncoder},
    },
    metadata::Orientation,
};
use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};
use zeroize::Zeroizing;

use super::{Cleaned, Detail, Found, Kind, Limits, Part, Refused, Removed, jpeg};
use traces::Traces;

/// Visibly the same to the eye; photos of telephones are stored at 90 to 96.
const QUALITY: u8 = 88;

/// A picture that was stored at less than [`QUALITY`] does not get better, only larger; but below this, a second time
/// shows.
const FLOOR: u8 = 60;

/// For the rare picture (noise, tens of megapixels) that would else be larger than [`Limits::RESULT`].
const LOW_QUALITY: u8 = 70;

pub(super) fn from_jpeg(bytes: &[u8]) -> Result<Cleaned, Refused> {
    if !jpeg::is_whole(bytes) {
        return Err(Refused::Broken);
    }
    let traces = Traces::of_jpeg(bytes);
    let decoder = JpegDecoder::new(Cursor::new(bytes)).map_err(refused)?;
    let picture = upright(decoder, &traces)?;
    encode_jpeg(&picture, quality(bytes), traces.found)
}

pub(super) fn from_png(bytes: &[u8]) -> Result<Cleaned, Refused> {
    let traces = Traces::of_png(bytes);
    let decoder = PngDecoder::with_limits(Cursor::new(bytes), limits()).map_err(refused)?;
    let mut picture = upright(decoder, &traces)?;
    blank_transparent(&mut picture);
    let pixels = u64::from(picture.width()) * u64::from(picture.height());
    // A photo: half a byte and more for each pixel. Not worth the seconds that packing takes.
    if pixels > Limits::PIXELS / 2 {
        return encode_jpeg(&on_white(picture), QUALITY, traces.found);
    }
    let mut bytes = Zeroizing::new(Vec::new());
    PngEncoder::new_with_quality(&mut *bytes, CompressionType::Default, FilterType::Adaptive)
        .write_image(picture.as_bytes(), picture.width(), picture.height(), picture.color().into())
        .map_err(refused)?;
    if bytes.len() > Limits::PNG {
        return encode_jpeg(&on_white(picture), QUALITY, traces.found);
    }
    Ok(cleaned(bytes, Kind::Png, &picture, traces.found))
}

/// Samples of a JPEG, encoded anew; for a picture within a document. `None` for more than three components, where
/// the meaning of the numbers is the document's affair, and for what the decoder does not know.
pub(super) fn plain_jpeg(bytes: &[u8]) -> Result<Option<Vec<u8>>, Refused> {
    let Ok(decoder) = JpegDecoder::new(Cursor::new(bytes)) else { return Ok(None) };
    check_size(&decoder)?;
    let Ok(picture) = DynamicImage::from_decoder(decoder) else { return Ok(None) };
    let mut encoded = Vec::new();
    write_jpeg(&picture, quality(bytes), &mut encoded)?;
    Ok(Some(encoded))
}

fn quality(original: &[u8]) -> u8 {
    jpeg::quality(original).map_or(QUALITY, |quality| (quality + 1).clamp(FLOOR, QUALITY))
}

fn limits() -> image::Limits {
    let mut limits = image::Limits::default();
    limits.max_image_width = Some(Limits::SIDE);
    limits.max_image_height = Some(Limits::SIDE);
    limits.max_alloc = Some(Limits::SAMPLES);
    limits
}

fn check_size(decoder: &impl ImageDecoder) -> Result<(), Refused> {
    let (width, height) = decoder.dimensions();
    if width == 0 || height == 0 {
        return Err(Refused::Broken);
    }
    let pixels = u64::from(width) * u64::from(height);
    if width.max(height) > Limits::SIDE || pixels > Limits::PIXELS || decoder.total_bytes() > Limits::SAMPLES {
        return Err(Refused::TooManyPixels);
    }
    Ok(())
}

/// One byte a sample, in sRGB, as a person would hold it.
fn upright(mut decoder: impl ImageDecoder, traces: &Traces) -> Result<DynamicImage, Refused> {
    check_size(&decoder)?;
    decoder.set_limits(limits()).map_err(refused)?;
    let profile = decoder.icc_profile().ok().flatten();
    let picture = DynamicImage::from_decoder(decoder).map_err(refused)?;
    let mut picture = match picture {
        DynamicImage::ImageLuma16(_) => DynamicImage::ImageLuma8(picture.into_luma8()),
        DynamicImage::ImageLumaA16(_) => DynamicImage::ImageLumaA8(picture.into_luma_alpha8()),
        DynamicImage::ImageRgb16(_) => DynamicImage::ImageRgb8(picture.into_rgb8()),
        DynamicImage::ImageRgba16(_) => DynamicImage::ImageRgba8(picture.into_rgba8()),
        eight_bits => eight_bits,
    };
    if let Some(profile) = profile {
        // A profile that cannot be read changes nothing: then the numbers are shown as they are.
        let _ = to_srgb(&mut picture, &profile);
    }
    if let Some(orientation) = traces.orientation.and_then(Orientation::from_exif) {
        picture.apply_orientation(orientation);
    }
    Ok(picture)
}

fn to_srgb(picture: &mut DynamicImage, profile: &[u8]) -> Option<()> {
    let profile = ColorProfile::new_from_slice(profile).ok()?;
    if profile.color_space != DataColorSpace::Rgb {
        return None;
    }
    let (layout, samples, width) = match picture {
        DynamicImage::ImageRgb8(buffer) => (Layout::Rgb, 3, buffer.width()),
        DynamicImage::ImageRgba8(buffer) => (Layout::Rgba, 4, buffer.width()),
        _ => return None,
    };
    let srgb = ColorProfile::new_srgb();
    let transform = profile.create_transform_8bit(layout, &srgb, layout, TransformOptions::default()).ok()?;
    let row_length = usize::try_from(width).ok()? * samples;
    let mut converted = vec![0; row_length];
    let bytes: &mut [u8] = match picture {
        DynamicImage::ImageRgb8(buffer) => buffer,
        DynamicImage::ImageRgba8(buffer) => buffer,
        _ => return None,
    };
    for row in bytes.chunks_exact_mut(row_length) {
        transform.transform(row, &mut converted).ok()?;
        row.copy_from_slice(&converted);
    }
    Some(())
}

/// What is wholly transparent has colours too, which nobody sees.
fn blank_transparent(picture: &mut DynamicImage) {
    match picture {
        DynamicImage::ImageLumaA8(buffer) => {
            buffer.pixels_mut().filter(|pixel| pixel.0[1] == 0).for_each(|pixel| pixel.0 = [0; 2]);
        }
        DynamicImage::ImageRgba8(buffer) => {
            buffer.pixels_mut().filter(|pixel| pixel.0[3] == 0).for_each(|pixel| pixel.0 = [0; 4]);
        }
        _ => {}
    }
}

/// Without transparency, which JPEG does not have.
fn on_white(picture: DynamicImage) -> DynamicImage {
    if !picture.color().has_alpha() {
        return picture;
    }
    let mut flat = picture.into_rgba8();
    for pixel in flat.pixels_mut() {
        let alpha = u16::from(pixel.0[3]);
        for sample in &mut pixel.0[..3] {
            let mixed = (u16::from(*sample) * alpha + 255 * (255 - alpha)) / 255;
            *sample = u8::try_from(mixed).unwrap_or(u8::MAX);
        }
        pixel.0[3] = 255;
    }
    DynamicImage::ImageRgba8(flat)
}

fn encode_jpeg(picture: &DynamicImage, quality: u8, found: Found) -> Result<Cleaned, Refused> {
    let mut bytes = Zeroizing::new(Vec::new());
    write_jpeg(picture, quality, &mut bytes)?;
    if bytes.len() > Limits::RESULT {
        bytes.clear();
        write_jpeg(picture, LOW_QUALITY, &mut bytes)?;
    }
    Ok(cleaned(bytes, Kind::Jpeg, picture, found))
}

fn write_jpeg(picture: &DynamicImage, quality: u8, into: &mut Vec<u8>) -> Result<(), Refused> {
    let mut encoder = JpegEncoder::new_with_quality(into, quality);
    let (width, height) = (picture.width(), picture.height());
    match picture {
        DynamicImage::ImageLuma8(_) => encoder.encode(picture.as_bytes(), width, height, ExtendedColorType::L8),
        DynamicImage::ImageRgb8(_) => encoder.encode(picture.as_bytes(), width, height, ExtendedColorType::Rgb8),
        _ => encoder.encode(&picture.to_rgb8(), width, height, ExtendedColorType::Rgb8),
    }
    .map_err(refused)
}

fn cleaned(bytes: Zeroizing<Vec<u8>>, kind: Kind, picture: &DynamicImage, found: Found) -> Cleaned {
    let detail = Detail::Picture { width: picture.width(), height: picture.height() };
    Cleaned { bytes, kind, removed: found.into_iter().collect::<Vec<Removed>>(), detail }
}

fn refused(error: ImageError) -> Refused {
    match error {
        ImageError::Limits(_) => Refused::TooManyPixels,
        ImageError::Unsupported(_) => Refused::Unsupported(Part::Picture),
        _ => Refused::Broken,
    }
}
