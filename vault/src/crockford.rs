//! Crockford's base 32: no I, L, O, U, so that a code can be read aloud and copied from paper.

/// The characters by their value.
pub const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The values of exactly `N` characters; tolerates case, dashes, spaces, and the letters O, I, L
/// written for 0, 1, 1. `None` for anything else.
pub fn parse<const N: usize>(text: &str) -> Option<[u8; N]> {
    let mut values = [0; N];
    let mut length = 0;
    for c in text.trim().chars() {
        let c = match c.to_ascii_uppercase() {
            '-' | '–' | '_' | ' ' | '\u{a0}' => continue,
            'O' => '0',
            'I' | 'L' => '1',
            c => c,
        };
        let value = ALPHABET.iter().position(|known| char::from(*known) == c)?;
        *values.get_mut(length)? = u8::try_from(value).ok()?;
        length += 1;
    }
    (length == N).then_some(values)
}

/// The characters of these values (only their low five bits), in groups of `group` joined by hyphens.
pub fn grouped(values: &[u8], group: usize) -> String {
    let mut text = String::with_capacity(values.len() * 2);
    for (at, value) in values.iter().enumerate() {
        if at > 0 && at % group.max(1) == 0 {
            text.push('-');
        }
        text.push(char::from(ALPHABET[usize::from(value & 31)]));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_aloud_is_read_back() {
        let values = parse::<16>("0123456789ABCDEF").expect("sixteen characters");
        assert_eq!(grouped(&values, 4), "0123-4567-89AB-CDEF");
        for text in ["o123-4567-89ab-cdef", "OL23 4567 89AB CDEF", " 0i23456789abcdef\n", "0123–4567–89ab–cdef"] {
            assert_eq!(parse::<16>(text), Some(values), "{text}");
        }
        for text in ["", "0123", "0123456789ABCDEF0", "U123456789ABCDEF", "0123456789ABCDÉF"] {
            assert_eq!(parse::<16>(text), None, "{text}");
        }
    }
}
