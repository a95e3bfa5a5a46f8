//! JPEG 2000 pictures: the boxes and marker segments that draw them.

/// A file, or a bare codestream, with what decoders need. `has_space`: the document says how colours are meant.
pub(super) fn bare(bytes: &[u8], has_space: bool) -> Option<Vec<u8>> {
    if bytes.starts_with(&[0xff, 0x4f]) {
        return codestream(bytes);
    }
    let mut bare = Vec::with_capacity(bytes.len());
    for (kind, content) in boxes(bytes) {
        match kind {
            b"jP  " => write_box(kind, &[0x0d, 0x0a, 0x87, 0x0a], &mut bare),
            b"ftyp" => write_box(kind, b"jp2 \0\0\0\0jp2 ", &mut bare),
            b"jp2h" => write_box(kind, &header(content, has_space), &mut bare),
            b"jp2c" => {
                write_box(kind, &codestream(content)?, &mut bare);
                return Some(bare);
            }
            _ => {}
        }
    }
    None
}

fn boxes(bytes: &[u8]) -> impl Iterator<Item = (&[u8; 4], &[u8])> {
    let mut rest = bytes;
    std::iter::from_fn(move || {
        let (length, after) = rest.split_first_chunk::<4>()?;
        let (kind, mut after) = after.split_first_chunk::<4>()?;
        let mut length = u64::from(u32::from_be_bytes(*length));
        let mut head = 8;
        if length == 1 {
            let (long, beyond) = after.split_first_chunk::<8>()?;
            (length, after, head) = (u64::from_be_bytes(*long), beyond, 16);
        }
        let content = if length == 0 { after.len() } else { usize::try_from(length.checked_sub(head)?).ok()? };
        let content = after.get(..content)?;
        rest = &after[content.len()..];
        Some((kind, content))
    })
}

fn write_box(kind: &[u8; 4], content: &[u8], out: &mut Vec<u8>) {
    out.extend_from_slice(&u32::try_from(content.len() + 8).unwrap_or(0).to_be_bytes());
    out.extend_from_slice(kind);
    out.extend_from_slice(content);
}

fn header(bytes: &[u8], has_space: bool) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let components = boxes(bytes).find(|(kind, _)| *kind == b"ihdr").and_then(|(_, content)| content.get(9).copied());
    let opacity = boxes(bytes).any(|(kind, _)| kind == b"cdef");
    for (kind, content) in boxes(bytes) {
        match kind {
            b"ihdr" => write_box(kind, content.get(..14).unwrap_or(content), &mut out),
            b"bpcc" | b"pclr" | b"cmap" | b"cdef" => write_box(kind, content, &mut out),
            b"colr" => {
                // By number, or by a profile, which gives way to a number.
                let number = match (content.first(), content.get(3..7), components) {
                    (Some(1), Some(number), _) => number.to_vec(),
                    _ if has_space => continue,
                    (_, _, Some(1 | 2)) => vec![0, 0, 0, 17],
                    (_, _, Some(4)) if !opacity => vec![0, 0, 0, 12],
                    _ => vec![0, 0, 0, 16],
                };
                write_box(kind, &[&[1, 0, 0], number.as_slice()].concat(), &mut out);
            }
            _ => {}
        }
    }
    out
}

/// Marker segments without comments, registration and the indexes of lengths, which would no longer be true.
fn codestream(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = bytes.get(..2).filter(|start| *start == [0xff, 0x4f])?.to_vec();
    let mut rest = &bytes[2..];
    loop {
        let (marker, segment) = segment(rest)?;
        match marker {
            0x90 => break,
            // SIZ, COD, COC, QCD, QCC, RGN, POC, PPM, CAP.
            0x51 | 0x52 | 0x53 | 0x5c | 0x5d | 0x5e | 0x5f | 0x60 | 0x50 => out.extend_from_slice(segment),
            // COM, CRG, TLM, PLM.
            0x64 | 0x63 | 0x55 | 0x57 => {}
            _ => return None,
        }
        rest = &rest[segment.len()..];
    }
    // Tile parts, until the end marker or, in files that were cut short, the end.
    while rest.starts_with(&[0xff, 0x90]) {
        let whole = match u32::from_be_bytes(rest.get(6..10)?.try_into().ok()?) {
            0 => rest.strip_suffix(&[0xff, 0xd9]).unwrap_or(rest).len(),
            length => usize::try_from(length).ok()?.min(rest.len()),
        };
        let part = tile_part(rest.get(..whole)?)?;
        out.extend_from_slice(&part);
        rest = &rest[whole..];
    }
    out.extend_from_slice(&[0xff, 0xd9]);
    Some(out)
}

fn tile_part(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = bytes.get(..12)?.to_vec();
    let mut rest = &bytes[12..];
    while !rest.starts_with(&[0xff, 0x93]) {
        let (marker, segment) = segment(rest)?;
        match marker {
            0x52 | 0x53 | 0x5c | 0x5d | 0x5e | 0x5f | 0x61 => out.extend_from_slice(segment),
            0x64 | 0x58 => {}
            _ => return None,
        }
        rest = &rest[segment.len()..];
    }
    out.extend_from_slice(rest);
    let length = u32::try_from(out.len()).ok()?.to_be_bytes();
    out.get_mut(6..10)?.copy_from_slice(&length);
    Some(out)
}

/// The low byte of the marker, and the whole segment.
fn segment(bytes: &[u8]) -> Option<(u8, &[u8])> {
    let [0xff, marker, length @ ..] = bytes else { return None };
    let length = usize::from(u16::from_be_bytes(*length.first_chunk()?));
    Some((*marker, bytes.get(..length + 2)?))
}
