//! JBIG2 pictures as PDF embeds them: segments without file header.

/// The segments without comments (extensions), profiles and what comes after the last one. `None` where their
/// structure cannot be followed.
pub(super) fn bare(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut bare = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while !rest.is_empty() {
        let number = u32::from_be_bytes(*rest.first_chunk()?);
        let flags = *rest.get(4)?;
        let kind = flags & 0x3f;
        // What a page ends with, what a file ends with: the rest is not part of the picture.
        if kind == 51 {
            break;
        }
        let (references, mut at) = match rest.get(5)? >> 5 {
            7 => {
                let count = u32::from_be_bytes(rest.get(5..9)?.try_into().ok()?) & 0x1fff_ffff;
                let count = usize::try_from(count).ok()?;
                (count, 9 + count.checked_add(8)? / 8)
            }
            count => (usize::from(count), 6),
        };
        let size = match number {
            0..=256 => 1,
            257..=65_536 => 2,
            _ => 4,
        };
        at = at.checked_add(references.checked_mul(size)?)?;
        at += if flags & 0x40 == 0 { 1 } else { 4 };
        let length = u32::from_be_bytes(rest.get(at..at.checked_add(4)?)?.try_into().ok()?);
        let header = at + 4;
        let whole = match length {
            // Allowed for one kind only, and written by few: its end is not known beforehand, so all is kept.
            u32::MAX if kind == 38 => rest.len(),
            length => header.checked_add(usize::try_from(length).ok()?)?,
        };
        let segment = rest.get(..whole)?;
        if kind != 62 && kind != 52 {
            bare.extend_from_slice(segment);
        }
        rest = &rest[whole..];
        // After the end of the page.
        if kind == 49 {
            break;
        }
    }
    Some(bare)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segment(number: u32, kind: u8, data: &[u8]) -> Vec<u8> {
        let length = u32::try_from(data.len()).expect("short").to_be_bytes();
        [&number.to_be_bytes()[..], &[kind, 0, 1], &length, data].concat()
    }

    #[test]
    fn only_what_draws_is_kept() {
        let (page, region, end) = (segment(1, 48, b"page"), segment(3, 38, b"region"), segment(9, 49, b""));
        let (comment, profiles) = (segment(2, 62, b"KENARI"), segment(4, 52, b"KENARI"));
        let whole = [&page[..], &comment, &region, &profiles, &end, b"KENARI"].concat();
        assert_eq!(bare(&whole), Some([page.clone(), region.clone(), end].concat()));
        assert_eq!(bare(&[page.clone(), segment(7, 51, b""), b"KENARI".to_vec()].concat()), Some(page.clone()));
        // More than four references, in the long form: eight of them, each a byte.
        let long = [&300_u32.to_be_bytes()[..], &[6, 0xe0, 0, 0, 8, 0, 0], &[0; 16], &[1, 0, 0, 0, 2], b"ab"].concat();
        assert_eq!(bare(&long), Some(long.clone()));
        assert_eq!(bare(&page[..9]), None);
        assert_eq!(bare(b""), Some(Vec::new()));
    }
}
