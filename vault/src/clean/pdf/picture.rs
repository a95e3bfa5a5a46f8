//! Pictures of a document: samples cut to measure and packed anew, compressed ones reduced to what draws them.

use lopdf::{Dictionary, Object, Stream};

use super::{
    color::Space,
    copier::{Copier, Outcome, Plain, Role},
    fax, jbig2, jpx,
    resources::{INTENTS, Resources},
    stream::{PictureFilter, Unpacked, pack},
};
use crate::clean::{Limits, Part, Refused, Removed, jpeg, picture::plain_jpeg};

const KEYS: &[(&str, Plain)] = &[
    ("Width", Plain::Number),
    ("Height", Plain::Number),
    ("BitsPerComponent", Plain::Number),
    ("Decode", Plain::Numbers),
    ("Interpolate", Plain::Bool),
    ("ImageMask", Plain::Bool),
    ("Intent", Plain::Word(INTENTS)),
    ("Matte", Plain::Numbers),
    ("SMaskInData", Plain::Number),
];

/// Below this a predictor gains nothing.
const WORTH_PREDICTING: usize = 16 << 10;

struct Measures {
    width: usize,
    height: usize,
    bits: usize,
    components: usize,
}

impl Measures {
    fn row(&self) -> usize {
        (self.width * self.components * self.bits).div_ceil(8)
    }
}

impl Copier<'_> {
    /// A picture as a new stream; `None` where viewers show nothing either.
    pub(super) fn picture(&mut self, stream: &Stream, resources: Resources<'_>) -> Outcome<Option<Object>> {
        self.note_structure(&stream.dict);
        let mut dict = Dictionary::new();
        dict.set("Type", "XObject");
        dict.set("Subtype", "Image");
        self.keep(&stream.dict, &mut dict, KEYS);
        let is_mask = matches!(dict.get(b"ImageMask"), Ok(Object::Boolean(true)));
        let space = match stream.dict.get(b"ColorSpace") {
            Ok(space) if !is_mask => self.color_space(space, resources)?,
            _ => None,
        };
        let Some(measures) = self.measures(&dict, is_mask, space.as_ref())? else { return Ok(None) };
        if let Some(space) = &space {
            dict.set("ColorSpace", space.object.clone());
        }
        self.masks(&stream.dict, &mut dict)?;
        let Some(Unpacked { bytes, picture }) = self.unpack_picture(stream)? else { return Ok(None) };
        let Some((filter, parameters)) = picture else { return samples(dict, bytes, &measures, space.as_ref()) };
        let bytes = match filter {
            PictureFilter::Dct => self.photo(&mut dict, &bytes, &parameters, space.as_ref())?,
            PictureFilter::Jpx => {
                dict.set("Filter", "JPXDecode");
                jpx::bare(&bytes, space.is_some())
            }
            PictureFilter::Jbig2 => {
                dict.set("Filter", "JBIG2Decode");
                if let Ok(globals) = parameters.get(b"JBIG2Globals")
                    && let Some(globals) = self.jbig2_globals(globals)?
                {
                    let parameters = [("JBIG2Globals", globals)];
                    dict.set("DecodeParms", parameters.into_iter().collect::<Dictionary>());
                }
                jbig2::bare(&bytes)
            }
            PictureFilter::Fax => {
                dict.set("Filter", "CCITTFaxDecode");
                let mut kept = Dictionary::new();
                self.keep(&parameters, &mut kept, fax::KEYS);
                let two_dimensional = self.get_number(&parameters, b"K").is_some_and(|k| k < 0);
                dict.set("DecodeParms", kept);
                Some(if two_dimensional { fax::cut(bytes) } else { bytes })
            }
        };
        let bytes = bytes.ok_or(Refused::Unsupported(Part::Picture))?;
        Ok(Some(Object::Stream(Stream::new(dict, bytes))))
    }

    fn measures(&self, dict: &Dictionary, is_mask: bool, space: Option<&Space>) -> Outcome<Option<Measures>> {
        let number = |key| self.get_number(dict, key).and_then(|number| usize::try_from(number).ok());
        let (Some(width @ 1..), Some(height @ 1..)) = (number(b"Width"), number(b"Height")) else { return Ok(None) };
        let bits = if is_mask { 1 } else { number(b"BitsPerComponent").unwrap_or(8).clamp(1, 16) };
        let components = if is_mask { 1 } else { space.map_or(1, |space| space.components.max(1)) };
        let bytes =
            width.checked_mul(components * bits).map(|bits| bits.div_ceil(8)).and_then(|row| row.checked_mul(height));
        if bytes.and_then(|bytes| u64::try_from(bytes).ok()).is_none_or(|bytes| bytes > Limits::SAMPLES) {
            return Err(Refused::TooManyPixels);
        }
        Ok(Some(Measures { width, height, bits, components }))
    }

    fn masks(&mut self, from: &Dictionary, to: &mut Dictionary) -> Outcome<()> {
        for key in ["SMask", "Mask"] {
            let Ok(mask) = from.get(key.as_bytes()) else { continue };
            match self.resolve(mask) {
                Some(Object::Array(_)) => self.keep(from, to, &[(key, Plain::Numbers)]),
                Some(Object::Stream(_)) => {
                    let mask = self.shared(Role::Image, mask, |copier, mask| match mask {
                        Object::Stream(mask) => copier.picture(mask, Resources::NONE),
                        _ => Ok(None),
                    })?;
                    if let Some(mask) = mask {
                        to.set(key, mask);
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Encoded anew where the colours are plain; else only the segments that the decoder needs.
    fn photo(
        &mut self,
        dict: &mut Dictionary,
        bytes: &[u8],
        parameters: &Dictionary,
        space: Option<&Space>,
    ) -> Outcome<Option<Vec<u8>>> {
        dict.set("Filter", "DCTDecode");
        // White space before the picture is common.
        let start = bytes.windows(3).position(|three| three == [0xff, 0xd8, 0xff]).unwrap_or(0);
        let bytes = &bytes[start..];
        let Some(frame) = jpeg::frame(bytes) else { return Ok(None) };
        let told = self.get_number(parameters, b"ColorTransform").filter(|told| matches!(told, 0 | 1));
        let exact = space.is_some_and(|space| space.indexed) || dict.has(b"Mask");
        let metadata = jpeg::pieces(bytes).any(|piece| match piece {
            jpeg::Piece::Segment { marker, payload } => {
                marker == 0xfe
                    || (0xe1..=0xef).contains(&marker) && !payload.starts_with(b"Adobe")
                    || marker == 0xe0 && payload.len() > 14
            }
            _ => false,
        });
        if metadata {
            self.found.insert(Removed::Exif);
        }
        if matches!(frame.components, 1 | 3)
            && told != Some(0)
            && !exact
            && let Some(plain) = plain_jpeg(bytes)?
        {
            self.count_unpacked(
                usize::try_from(frame.width).unwrap_or(0) * usize::try_from(frame.height).unwrap_or(0),
            )?;
            return Ok(Some(plain));
        }
        if let Some(told) = told {
            dict.set("DecodeParms", [("ColorTransform", Object::Integer(told))].into_iter().collect::<Dictionary>());
        }
        Ok(jpeg::bare(bytes))
    }

    fn jbig2_globals(&mut self, globals: &Object) -> Outcome<Option<Object>> {
        self.shared(Role::Jbig2Globals, globals, |copier, globals| {
            let Object::Stream(stream) = globals else { return Ok(None) };
            let Some(bytes) = copier.unpack(stream)? else { return Ok(None) };
            let bare = jbig2::bare(&bytes).ok_or(Refused::Unsupported(Part::Picture))?;
            pack(Dictionary::new(), bare).map(Some)
        })
    }
}

/// Plain samples; bytes after the last row are cut off.
fn samples(
    mut dict: Dictionary,
    mut bytes: Vec<u8>,
    measures: &Measures,
    space: Option<&Space>,
) -> Outcome<Option<Object>> {
    let row = measures.row();
    bytes.truncate(row * measures.height);
    let worth = measures.bits == 8 && bytes.len() > WORTH_PREDICTING && space.is_none_or(|space| !space.indexed);
    if !worth || bytes.len() < row * measures.height {
        return pack(dict, bytes).map(Some);
    }
    let predicted = predict(&bytes, row, measures.components);
    let mut parameters = Dictionary::new();
    parameters.set("Predictor", 15);
    parameters.set("Colors", i64::try_from(measures.components).unwrap_or(1));
    parameters.set("Columns", i64::try_from(measures.width).unwrap_or(1));
    dict.set("DecodeParms", parameters);
    match pack(dict, predicted)? {
        // Not packed, so not predicted: noise.
        Object::Stream(stream) if !stream.dict.has(b"Filter") => {
            let mut dict = stream.dict;
            dict.remove(b"DecodeParms");
            pack(dict, bytes).map(Some)
        }
        packed => Ok(Some(packed)),
    }
}

/// PNG's filters (none, left, above, Paeth), for each row the one with the smallest sum.
fn predict(bytes: &[u8], row: usize, pixel: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len() + bytes.len() / row.max(1) + 1);
    let blank = vec![0; row];
    let mut above: &[u8] = &blank;
    let mut tried = vec![0; row];
    for line in bytes.chunks_exact(row) {
        let mut best = (u64::MAX, 0);
        let start = out.len();
        for kind in [0_u8, 1, 2, 4] {
            let mut sum = 0;
            for (at, byte) in line.iter().enumerate() {
                let left = if at >= pixel { line[at - pixel] } else { 0 };
                let corner = if at >= pixel { above[at - pixel] } else { 0 };
                let guess = match kind {
                    0 => 0,
                    1 => left,
                    2 => above[at],
                    _ => paeth(left, above[at], corner),
                };
                tried[at] = byte.wrapping_sub(guess);
                sum += u64::from(tried[at].min(tried[at].wrapping_neg()));
            }
            if sum < best.0 {
                best = (sum, kind);
                out.truncate(start);
                out.push(kind);
                out.extend_from_slice(&tried);
            }
        }
        above = line;
    }
    out
}

fn paeth(left: u8, above: u8, corner: u8) -> u8 {
    let guess = i16::from(left) + i16::from(above) - i16::from(corner);
    let far = |value: u8| (guess - i16::from(value)).abs();
    if far(left) <= far(above) && far(left) <= far(corner) {
        left
    } else if far(above) <= far(corner) {
        above
    } else {
        corner
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_predicted_is_read_back() {
        let (width, height) = (131_usize, 77_usize);
        let mut noise = 5_u32;
        let bytes: Vec<u8> = (0..width * height * 3)
            .map(|at| {
                noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                // Slopes, flats and noise, so that each filter is the best of some row.
                let row = at / (width * 3);
                match row % 4 {
                    0 => noise.to_be_bytes()[0],
                    1 => 7,
                    2 => u8::try_from(at / 3 % 256).unwrap_or(0),
                    _ => u8::try_from((at / 5 + row * 3) % 256).unwrap_or(0),
                }
            })
            .collect();
        let measures = Measures { width, height, bits: 8, components: 3 };
        let mut longer = bytes.clone();
        longer.extend(b"KENARI");
        let packed = samples(Dictionary::new(), longer, &measures, None).expect("packed").expect("a picture");
        let stream = packed.as_stream().expect("a stream");
        assert!(stream.dict.has(b"DecodeParms"));
        assert_eq!(stream.decompressed_content().expect("unpacked"), bytes);
    }
}
