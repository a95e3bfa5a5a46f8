//! Pictures within contents (`BI … ID … EI`), read as the streams they abbreviate.

use flate2::{Decompress, FlushDecompress, Status};
use lopdf::{Dictionary, Object, Stream, StringFormat};

use super::{
    copier::{Copier, Outcome},
    resources::Resources,
    token::{Lexer, Token, from_hex, from_literal, is_space},
};

/// Values of inline pictures are shallow: an indexed colour space holds another.
const DEPTH: usize = 5;

/// Reads from after `BI` to after `EI`. `None` where it is none; then reading goes on behind what looks like its end.
pub(super) fn read(
    lexer: &mut Lexer<'_>,
    copier: &mut Copier<'_>,
    resources: Resources<'_>,
) -> Outcome<Option<Stream>> {
    let mut dict = Dictionary::new();
    loop {
        match lexer.next() {
            Some(Token::Name(key)) => match value(lexer, DEPTH) {
                Some(value) => dict.set(long(&key), value),
                None => return Ok(None),
            },
            Some(Token::Word(b"ID")) => break,
            Some(_) => {}
            None => return Ok(None),
        }
    }
    // One white space, or a carriage return with its line feed.
    lexer.skip(if lexer.rest().starts_with(b"\r\n") { 2 } else { 1 });
    let rest = lexer.rest();
    let first = match dict.get(b"Filter") {
        Ok(Object::Array(filters)) => filters.first().and_then(|filter| filter.as_name().ok()),
        Ok(Object::Name(filter)) => Some(filter.as_slice()),
        _ => None,
    };
    let known = match first {
        None => plain_length(&dict, copier, resources)?,
        Some(b"Fl" | b"FlateDecode") => packed_length(rest, copier)?,
        Some(_) => None,
    };
    let length = known.filter(|length| *length <= rest.len()).unwrap_or(0);
    let (end, after) = end(rest, length);
    let content = rest.get(..end).unwrap_or(rest).to_vec();
    lexer.skip(after);
    Ok(Some(Stream::new(dict, content)))
}

fn value(lexer: &mut Lexer<'_>, depth: usize) -> Option<Object> {
    let token = lexer.next()?;
    from_token(token, lexer, depth)
}

fn from_token(token: Token<'_>, lexer: &mut Lexer<'_>, depth: usize) -> Option<Object> {
    let depth = depth.checked_sub(1)?;
    Some(match token {
        Token::Number(digits) => {
            let digits = std::str::from_utf8(digits).ok()?;
            match digits.parse::<i64>() {
                Ok(number) => number.into(),
                Err(_) => digits.parse::<f32>().ok().filter(|number| number.is_finite())?.into(),
            }
        }
        Token::Name(name) => Object::Name(name),
        Token::Literal(raw) => Object::String(from_literal(raw), StringFormat::Hexadecimal),
        Token::Hex(digits) => Object::String(from_hex(&digits), StringFormat::Hexadecimal),
        Token::Word(b"true") => true.into(),
        Token::Word(b"false") => false.into(),
        Token::Word(b"null") => Object::Null,
        Token::OpenArray => {
            let mut array = Vec::new();
            loop {
                match lexer.next()? {
                    Token::CloseArray => break,
                    token => array.push(from_token(token, lexer, depth)?),
                }
            }
            array.into()
        }
        Token::OpenDictionary => {
            let mut dict = Dictionary::new();
            loop {
                match lexer.next()? {
                    Token::CloseDictionary => break,
                    Token::Name(key) => dict.set(key, value(lexer, depth)?),
                    _ => return None,
                }
            }
            dict.into()
        }
        _ => return None,
    })
}

fn long(key: &[u8]) -> Vec<u8> {
    match key {
        b"BPC" => b"BitsPerComponent".as_slice(),
        b"CS" => b"ColorSpace",
        b"D" => b"Decode",
        b"DP" => b"DecodeParms",
        b"F" => b"Filter",
        b"H" => b"Height",
        b"IM" => b"ImageMask",
        b"I" => b"Interpolate",
        b"W" => b"Width",
        other => other,
    }
    .to_vec()
}

fn plain_length(dict: &Dictionary, copier: &mut Copier<'_>, resources: Resources<'_>) -> Outcome<Option<usize>> {
    let number = |key| copier.get_number(dict, key).and_then(|number| usize::try_from(number).ok());
    let (width, height, bits) = (number(b"Width"), number(b"Height"), number(b"BitsPerComponent"));
    let is_mask = matches!(dict.get(b"ImageMask"), Ok(Object::Boolean(true)));
    let components = match dict.get(b"ColorSpace") {
        Ok(space) if !is_mask => copier.color_space(space, resources)?.map_or(1, |space| space.components),
        _ => 1,
    };
    let bits = if is_mask { 1 } else { bits.unwrap_or(8) };
    let row = width.and_then(|width| width.checked_mul(components)?.checked_mul(bits)).map(|bits| bits.div_ceil(8));
    Ok(row.zip(height).and_then(|(row, height)| row.checked_mul(height)))
}

/// How many bytes belong to zlib data at the beginning of these.
fn packed_length(bytes: &[u8], copier: &mut Copier<'_>) -> Outcome<Option<usize>> {
    let mut decompress = Decompress::new(true);
    let mut sink = vec![0; 32 << 10];
    loop {
        let (read, written) = (decompress.total_in(), decompress.total_out());
        let rest = usize::try_from(read).ok().and_then(|read| bytes.get(read..)).unwrap_or_default();
        let Ok(status) = decompress.decompress(rest, &mut sink, FlushDecompress::None) else { return Ok(None) };
        let new = usize::try_from(decompress.total_out() - written).unwrap_or(usize::MAX);
        copier.count_unpacked(new)?;
        if status == Status::StreamEnd {
            return Ok(usize::try_from(decompress.total_in()).ok());
        }
        if decompress.total_in() == read && new == 0 {
            return Ok(None);
        }
    }
}

/// Where the data end at or after `from`, and where contents go on after `EI`.
fn end(bytes: &[u8], from: usize) -> (usize, usize) {
    let mut at = from;
    while let Some(found) = bytes.get(at..).and_then(|rest| rest.windows(2).position(|two| two == b"EI")) {
        let ei = at + found;
        let before = ei == from || bytes.get(ei - 1).copied().is_some_and(is_space);
        let after = bytes.get(ei + 2).copied().is_none_or(is_space);
        // Contents are text; within data, the next bytes rarely are.
        let looks = bytes[ei + 2..].iter().take(12).all(|byte| byte.is_ascii_graphic() || is_space(*byte));
        if before && after && looks {
            let data = if ei > from { ei - 1 } else { ei };
            return (data.max(from), ei + 2);
        }
        at = ei + 2;
    }
    (bytes.len(), bytes.len())
}
