//! The segments of a JPEG file: what they are, and a copy with only those that its picture needs.

/// A marker segment with its payload (without the two length bytes), or the entropy-coded data after a scan header.
pub(super) enum Piece<'a> {
    Segment {
        marker: u8,
        payload: &'a [u8],
    },
    /// Including restart markers and stuffing.
    Scan(&'a [u8]),
    /// The end marker, and what comes after it.
    End {
        rest: &'a [u8],
    },
}

const SOI: u8 = 0xd8;
const EOI: u8 = 0xd9;
const SOS: u8 = 0xda;

/// Walks the pieces of a file that begins with a start marker; ends early where the structure does.
pub(super) fn pieces(bytes: &[u8]) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = bytes.strip_prefix(&[0xff, SOI]).unwrap_or_default();
    let mut in_scan = false;
    let mut ended = false;
    std::iter::from_fn(move || {
        if ended {
            return None;
        }
        if std::mem::take(&mut in_scan) {
            let length = scan_length(rest);
            let (scan, after) = rest.split_at(length);
            rest = after;
            return Some(Piece::Scan(scan));
        }
        // Fill bytes may come before a marker; decoders also skip rubbish up to the next one.
        let marker = loop {
            let at = rest.iter().position(|byte| *byte == 0xff)?;
            rest = rest.get(at + 1..)?;
            match rest.first()? {
                0xff => {}
                0x00 => rest = &rest[1..],
                marker => {
                    rest = &rest[1..];
                    break *marker;
                }
            }
        };
        match marker {
            EOI => {
                ended = true;
                Some(Piece::End { rest })
            }
            // Markers without a payload: TEM, restarts, another start.
            0x01 | 0xd0..=SOI => Some(Piece::Segment { marker, payload: &[] }),
            _ => {
                let length = usize::from(u16::from_be_bytes(*rest.first_chunk()?));
                let payload = rest.get(2..length)?;
                rest = &rest[length..];
                in_scan = marker == SOS;
                Some(Piece::Segment { marker, payload })
            }
        }
    })
}

/// Up to the next marker that is neither stuffing nor a restart.
fn scan_length(bytes: &[u8]) -> usize {
    let mut at = 0;
    while let Some(found) = bytes[at..].iter().position(|byte| *byte == 0xff) {
        at += found;
        match bytes.get(at + 1) {
            Some(0x00 | 0xd0..=0xd7) => at += 2,
            Some(0xff) => at += 1,
            Some(_) => return at,
            None => break,
        }
    }
    bytes.len()
}

/// Whether it ends as a JPEG does. Decoders fill what is missing with grey, and nobody would know.
pub(super) fn is_whole(bytes: &[u8]) -> bool {
    pieces(bytes).any(|piece| matches!(piece, Piece::End { .. }))
}

/// What the frame header says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Frame {
    pub width: u32,
    pub height: u32,
    pub components: u8,
}

/// The first frame header.
pub(super) fn frame(bytes: &[u8]) -> Option<Frame> {
    pieces(bytes).find_map(|piece| match piece {
        Piece::Segment { marker, payload: [_, h1, h0, w1, w0, components, ..] } if is_frame(marker) => Some(Frame {
            width: u32::from(u16::from_be_bytes([*w1, *w0])),
            height: u32::from(u16::from_be_bytes([*h1, *h0])),
            components: *components,
        }),
        _ => None,
    })
}

/// The quality at which the picture was encoded, on the scale of 1 to 100 that encoders use, from its first table.
pub(super) fn quality(bytes: &[u8]) -> Option<u8> {
    /// The sum of the table for brightness in ITU-T T.81, annex K, which stands for 50.
    const STANDARD: u32 = 3688;
    let table = pieces(bytes).find_map(|piece| match piece {
        // Table 0 with one byte a number.
        Piece::Segment { marker: 0xdb, payload: [0, table @ ..] } => table.get(..64),
        _ => None,
    })?;
    let scale = table.iter().copied().map(u32::from).sum::<u32>() * 100 / STANDARD;
    let quality = if scale <= 100 { 100 - scale / 2 } else { 5000 / scale };
    u8::try_from(quality.clamp(1, 100)).ok()
}

fn is_frame(marker: u8) -> bool {
    matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc)
}

/// A copy with frames, tables, scans and, made anew, the mark of Adobe that tells how four components are to be
/// read. `None` without a frame and a scan.
pub(super) fn bare(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut bare = vec![0xff, SOI];
    let (mut frames, mut scans) = (0, 0);
    for piece in pieces(bytes) {
        match piece {
            // Application segment 14: "Adobe", version, two words of flags, how the colours were transformed.
            Piece::Segment { marker: 0xee, payload } if payload.starts_with(b"Adobe") => {
                let transform = payload.get(11).copied().filter(|transform| *transform <= 2)?;
                bare.extend([0xff, 0xee, 0, 14, b'A', b'd', b'o', b'b', b'e', 0, 100, 0, 0, 0, 0, transform]);
            }
            Piece::Segment { marker, payload }
                if is_frame(marker) || matches!(marker, 0xc4 | 0xcc | 0xdb | 0xdd | SOS) =>
            {
                let payload = match marker {
                    0xdd => payload.get(..2)?,
                    SOS => payload.get(..usize::from(*payload.first()?) * 2 + 4)?,
                    _ if is_frame(marker) => payload.get(..usize::from(*payload.get(5)?) * 3 + 6)?,
                    _ => payload,
                };
                frames += u32::from(is_frame(marker));
                bare.extend([0xff, marker]);
                bare.extend(u16::try_from(payload.len() + 2).ok()?.to_be_bytes());
                bare.extend(payload);
            }
            Piece::Segment { .. } => {}
            Piece::Scan(scan) => {
                scans += 1;
                bare.extend(scan);
            }
            Piece::End { .. } => break,
        }
    }
    bare.extend([0xff, EOI]);
    (frames == 1 && scans > 0).then_some(bare)
}
