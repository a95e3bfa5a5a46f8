//! Streams: unpacked under limits, packed anew, so that nothing stays after the end of the packed data.

use std::io::Write as _;

use flate2::{Compression, write::ZlibEncoder};
use lopdf::{DecompressError, Dictionary, Error, Object, Stream};

use super::copier::{Copier, Outcome};
use crate::clean::{Limits, Refused};

/// A filter that only makes sense for a picture, so that it is the last one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PictureFilter {
    Dct,
    Jpx,
    Jbig2,
    Fax,
}

/// A stream without the filters that any stream may have.
pub(super) struct Unpacked {
    pub bytes: Vec<u8>,
    pub picture: Option<(PictureFilter, Dictionary)>,
}

impl Copier<'_> {
    /// The bytes of a stream that is no picture. `None` where they cannot be unpacked.
    pub(super) fn unpack(&mut self, stream: &Stream) -> Outcome<Option<Vec<u8>>> {
        let unpacked = self.unpack_picture(stream)?;
        Ok(unpacked.filter(|unpacked| unpacked.picture.is_none()).map(|unpacked| unpacked.bytes))
    }

    /// The bytes of any stream, down to a filter for pictures.
    pub(super) fn unpack_picture(&mut self, stream: &Stream) -> Outcome<Option<Unpacked>> {
        let Some((names, mut parameters)) = self.filters(&stream.dict) else { return Ok(None) };
        let mut general = Vec::with_capacity(names.len());
        let mut picture = None;
        for (at, name) in names.iter().enumerate() {
            let name: &[u8] = match name.as_slice() {
                b"Fl" => b"FlateDecode",
                b"LZW" => b"LZWDecode",
                b"A85" => b"ASCII85Decode",
                b"AHx" => b"ASCIIHexDecode",
                b"RL" => b"RunLengthDecode",
                other => other,
            };
            let filter = match name {
                b"DCTDecode" | b"DCT" => PictureFilter::Dct,
                b"JPXDecode" => PictureFilter::Jpx,
                b"JBIG2Decode" => PictureFilter::Jbig2,
                b"CCITTFaxDecode" | b"CCF" => PictureFilter::Fax,
                general_filter => {
                    general.push(Object::Name(general_filter.to_vec()));
                    continue;
                }
            };
            if at + 1 != names.len() {
                return Ok(None);
            }
            picture = Some((filter, parameters.pop().unwrap_or_default()));
        }
        let bytes = if general.is_empty() {
            self.count_unpacked(stream.content.len())?;
            stream.content.clone()
        } else {
            let mut dict = Dictionary::new();
            dict.set("Filter", Object::Array(general));
            dict.set("DecodeParms", Object::Array(parameters.into_iter().map(Object::Dictionary).collect()));
            let limit = Limits::STREAM.min(Limits::UNPACKED.saturating_sub(self.unpacked()));
            match Stream::new(dict, stream.content.clone()).decompressed_content_with_limit(limit) {
                Ok(bytes) => bytes,
                Err(Error::Decompress(DecompressError::MemoryLimitExceeded { .. })) => {
                    return Err(Refused::TooComplex);
                }
                Err(_) => return Ok(None),
            }
        };
        if !names.is_empty() {
            self.count_unpacked(bytes.len())?;
        }
        Ok(Some(Unpacked { bytes, picture }))
    }

    /// The filters and as many parameters, with references resolved. `None` for what is neither name nor array.
    fn filters(&self, dict: &Dictionary) -> Option<(Vec<Vec<u8>>, Vec<Dictionary>)> {
        let names: Vec<Vec<u8>> = match self.get(dict, b"Filter") {
            None => Vec::new(),
            Some(Object::Name(name)) => vec![name.clone()],
            Some(Object::Array(names)) => names
                .iter()
                .map(|name| self.resolve(name).and_then(|name| name.as_name().ok()).map(<[u8]>::to_vec))
                .collect::<Option<_>>()?,
            Some(_) => return None,
        };
        let given: Vec<Option<&Object>> = match self.get(dict, b"DecodeParms").or_else(|| self.get(dict, b"DP")) {
            Some(Object::Array(given)) => given.iter().map(|one| self.resolve(one)).collect(),
            Some(one) => vec![Some(one)],
            None => Vec::new(),
        };
        let parameters = (0..names.len()).map(|at| {
            let Some(Some(Object::Dictionary(given))) = given.get(at) else { return Dictionary::new() };
            let resolved = given.iter().filter_map(|(key, value)| Some((key.clone(), self.resolve(value)?.clone())));
            // Global segments are a stream: kept as the reference, the picture asks for it by itself.
            resolved
                .filter(|(_, value)| !matches!(value, Object::Stream(_)))
                .chain(given.get(b"JBIG2Globals").ok().map(|globals| (b"JBIG2Globals".to_vec(), globals.clone())))
                .collect()
        });
        Some((names.clone(), parameters.collect()))
    }
}

/// A stream packed with zlib where that is worth it; `dict` gets filter and length.
pub(super) fn pack(mut dict: Dictionary, bytes: Vec<u8>) -> Outcome<Object> {
    // From some megabytes on it is pictures without losses, where level 6 takes twice the time for 3 %.
    let level = if bytes.len() > 4 << 20 { 3 } else { 6 };
    let mut encoder = ZlibEncoder::new(Vec::with_capacity(bytes.len() / 3), Compression::new(level));
    let packed = encoder.write_all(&bytes).and_then(|()| encoder.finish()).map_err(|_| Refused::Broken)?;
    if packed.len() + 20 > bytes.len() {
        return Ok(Object::Stream(Stream::new(dict, bytes)));
    }
    dict.set("Filter", "FlateDecode");
    Ok(Object::Stream(Stream::new(dict, packed)))
}
