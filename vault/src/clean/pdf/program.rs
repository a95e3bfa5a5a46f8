//! Font programs: the tables that draw glyphs, without names, notices, dates and comments.

/// A program, and the lengths of its parts as the format wants them.
pub(super) struct Program {
    pub bytes: Vec<u8>,
    pub lengths: Vec<usize>,
}

/// `lengths`: of the clear and the encrypted part of a Type 1 font, as the document says. `None` for what cannot be
/// followed.
pub(super) fn bare(bytes: &[u8], lengths: (Option<usize>, Option<usize>)) -> Option<Program> {
    match bytes {
        [0, 1, 0, 0, ..] | [b't', b'r', b'u', b'e', ..] | [b'O', b'T', b'T', b'O', ..] => {
            let bytes = tables(bytes)?;
            Some(Program { lengths: vec![bytes.len()], bytes })
        }
        // Compact: its strings are glyph names and a notice; the structure has no place for a document's author.
        [1, 0, 4..=32, 1..=4, ..] => Some(Program { bytes: bytes.to_vec(), lengths: Vec::new() }),
        [b'%', b'!', ..] => type_one(bytes, lengths),
        _ => None,
    }
}

/// What draws, measures and chooses glyphs. Not: name, meta, DSIG, FFTM, and whatever programs add.
const TABLES: &[&[u8; 4]] = &[
    b"CFF ", b"OS/2", b"VORG", b"cmap", b"cvt ", b"fpgm", b"gasp", b"glyf", b"head", b"hhea", b"hmtx", b"loca",
    b"maxp", b"post", b"prep", b"vhea", b"vmtx",
];

fn tables(bytes: &[u8]) -> Option<Vec<u8>> {
    let count = usize::from(u16::from_be_bytes(bytes.get(4..6)?.try_into().ok()?));
    let mut kept: Vec<([u8; 4], Vec<u8>)> = Vec::new();
    for entry in bytes.get(12..)?.chunks_exact(16).take(count) {
        let tag: [u8; 4] = *entry.first_chunk()?;
        if !TABLES.contains(&&tag) || kept.iter().any(|(known, _)| *known == tag) {
            continue;
        }
        let number = |at: usize| Some(u32::from_be_bytes(entry.get(at..at + 4)?.try_into().ok()?));
        let (from, length) = (usize::try_from(number(8)?).ok()?, usize::try_from(number(12)?).ok()?);
        // Producers of subsets cut short, or leave empty, what they do not need; viewers bear it.
        let table = bytes.get(from..from.saturating_add(length).min(bytes.len())).unwrap_or_default();
        kept.push((tag, table.to_vec()));
    }
    kept.sort_by_key(|(tag, _)| *tag);
    for (tag, table) in &mut kept {
        match &*tag {
            // Created and modified, in seconds.
            b"head" => {
                if let Some(dates) = table.get_mut(20..36) {
                    dates.fill(0);
                }
            }
            // The maker's four letters.
            b"OS/2" => {
                if let Some(vendor) = table.get_mut(58..62) {
                    vendor.fill(b' ');
                }
            }
            _ => {}
        }
    }
    write_tables(bytes.first_chunk()?, &kept)
}

fn write_tables(version: &[u8; 4], tables: &[([u8; 4], Vec<u8>)]) -> Option<Vec<u8>> {
    let count = u16::try_from(tables.len()).ok().filter(|count| *count > 0)?;
    let power = count.ilog2();
    let range = 16_u16 << power;
    let mut out = version.to_vec();
    for number in [count, range, u16::try_from(power).ok()?, (count * 16).saturating_sub(range)] {
        out.extend_from_slice(&number.to_be_bytes());
    }
    let mut at = 12 + tables.len() * 16;
    for (tag, table) in tables {
        out.extend_from_slice(tag);
        for number in [checksum(table), u32::try_from(at).ok()?, u32::try_from(table.len()).ok()?] {
            out.extend_from_slice(&number.to_be_bytes());
        }
        at += table.len().next_multiple_of(4);
    }
    for (_, table) in tables {
        out.extend_from_slice(table);
        out.resize(out.len().next_multiple_of(4), 0);
    }
    Some(out)
}

fn checksum(table: &[u8]) -> u32 {
    table.chunks(4).fold(0_u32, |sum, chunk| {
        let mut four = [0; 4];
        four[..chunk.len()].copy_from_slice(chunk);
        sum.wrapping_add(u32::from_be_bytes(four))
    })
}

/// The clear part without comments and texts, the encrypted part as it is; not the zeros after it, which viewers add.
fn type_one(bytes: &[u8], lengths: (Option<usize>, Option<usize>)) -> Option<Program> {
    const MARK: &[u8] = b"eexec";
    let ends_clear =
        |length: &usize| bytes.get(..*length).is_some_and(|clear| clear.windows(5).any(|five| five == MARK));
    let found = || bytes.windows(5).position(|five| five == MARK).map(|at| at + MARK.len() + 1);
    let first = lengths.0.filter(ends_clear).or_else(found).filter(|first| *first <= bytes.len())?;
    let second = lengths.1.unwrap_or(usize::MAX).min(bytes.len() - first);
    let mut out = clear_part(&bytes[..first]);
    let clear = out.len();
    out.extend_from_slice(&bytes[first..first + second]);
    Some(Program { bytes: out, lengths: vec![clear, second, 0] })
}

fn clear_part(bytes: &[u8]) -> Vec<u8> {
    let mut out = b"%!PS-AdobeFont-1.0\n".to_vec();
    let mut depth = 0_usize;
    let mut comment = true;
    let mut rest = bytes.iter();
    while let Some(byte) = rest.next() {
        let ends_line = matches!(byte, b'\r' | b'\n');
        if comment {
            comment = !ends_line;
            continue;
        }
        match byte {
            b'\\' if depth > 0 => {
                rest.next();
            }
            b'(' => {
                depth += 1;
                if depth == 1 {
                    out.push(*byte);
                }
            }
            b')' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    out.push(*byte);
                }
            }
            _ if depth > 0 => {}
            b'%' => {
                comment = true;
                out.push(b'\n');
            }
            _ => out.push(*byte),
        }
    }
    out
}
