//! Fax pictures (CCITT group 3 and 4).

use super::copier::Plain;

pub(super) const KEYS: &[(&str, Plain)] = &[
    ("K", Plain::Number),
    ("EndOfLine", Plain::Bool),
    ("EncodedByteAlign", Plain::Bool),
    ("Columns", Plain::Number),
    ("Rows", Plain::Number),
    ("EndOfBlock", Plain::Bool),
    ("BlackIs1", Plain::Bool),
    ("DamagedRowsBeforeError", Plain::Number),
];

/// Cuts group 4 data after their end mark, twice 000000000001, which no picture contains (ITU-T T.6, 2.4.1.1).
pub(super) fn cut(mut bytes: Vec<u8>) -> Vec<u8> {
    const MARK: u32 = 0x00_1001;
    let mut window = 0_u32;
    let end = bytes.iter().enumerate().find_map(|(at, byte)| {
        (0..8)
            .rev()
            .any(|bit| {
                window = (window << 1 | u32::from(byte >> bit & 1)) & 0xff_ffff;
                at >= 2 && window == MARK
            })
            .then_some(at + 1)
    });
    if let Some(end) = end {
        bytes.truncate(end);
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_stays_after_the_mark() {
        // The mark after three bits, so that it ends within a byte.
        let bits = format!("101{}{}", "000000000001".repeat(2), "0".repeat(5));
        let mut bytes: Vec<u8> =
            bits.as_bytes().chunks(8).map(|byte| byte.iter().fold(0, |value, bit| value << 1 | (bit - b'0'))).collect();
        let clean = bytes.clone();
        bytes.extend(b"KENARI");
        assert_eq!(cut(bytes), clean);
        assert_eq!(cut(b"no mark".to_vec()), b"no mark");
    }
}
