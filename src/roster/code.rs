//! Binding codes: 80 random bits that tie a Telegram account to a person, once.

use std::fmt;

use rand::CryptoRng;
use sha2::{Digest as _, Sha256};
use vault::crockford;

const LENGTH: usize = 16;
const GROUP: usize = 4;

/// Sixteen characters, canonical. Shown to its bearer only; the database keeps [`CodeHash`].
#[derive(Clone, PartialEq, Eq)]
pub struct BindingCode(String);

/// SHA-256 of the sixteen canonical characters.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct CodeHash(pub [u8; 32]);

impl BindingCode {
    pub fn random(rng: &mut impl CryptoRng) -> Self {
        let mut bytes = [0; LENGTH];
        rng.fill_bytes(&mut bytes);
        // Of each the low five bits count: 32 divides 256, so they are uniform.
        Self(crockford::grouped(&bytes, LENGTH))
    }

    /// Tolerates case, dashes, spaces, and the letters O, I, L written for 0, 1, 1.
    pub fn parse(text: &str) -> Option<Self> {
        crockford::parse::<LENGTH>(text).map(|values| Self(crockford::grouped(&values, LENGTH)))
    }

    /// What may be a code in a text among other words, the likeliest first. A number alone is none: those of
    /// identity cards have as many digits.
    pub fn find(text: &str) -> Vec<Self> {
        let found = crockford::find::<LENGTH>(text).into_iter();
        found
            .filter(|values| values.iter().any(|value| *value > 9))
            .map(|v| Self(crockford::grouped(&v, LENGTH)))
            .collect()
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// `XXXX-XXXX-XXXX-XXXX`, for paper and for reading aloud.
    pub fn grouped(&self) -> String {
        let groups: Vec<&str> = (0..LENGTH).step_by(GROUP).filter_map(|at| self.0.get(at..at + GROUP)).collect();
        groups.join("-")
    }

    /// `bot` without the `@`.
    pub fn deep_link(&self, bot: &str) -> String {
        format!("https://t.me/{bot}?start={}", self.0)
    }

    pub fn hash(&self) -> CodeHash {
        CodeHash(Sha256::digest(self.0.as_bytes()).into())
    }
}

impl fmt::Debug for BindingCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BindingCode(…)")
    }
}

impl fmt::Debug for CodeHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CodeHash(…)")
    }
}

#[cfg(test)]
mod tests {
    use rand::{SeedableRng as _, rngs::StdRng};

    use super::*;

    #[test]
    fn a_code_survives_being_read_aloud() {
        let code = BindingCode::parse("0123456789ABCDEF").expect("a code");
        assert_eq!(code.grouped(), "0123-4567-89AB-CDEF");
        for text in ["o123-4567-89ab-cdef", "OL23 4567 89AB CDEF", " 0i23456789abcdef\n", "0123–4567–89ab–cdef"] {
            assert_eq!(BindingCode::parse(text).as_ref(), Some(&code), "{text}");
        }
        for text in ["", "0123", "0123456789ABCDEF0", "U123456789ABCDEF", "0123456789ABCDÉF"] {
            assert_eq!(BindingCode::parse(text), None, "{text}");
        }
        assert_eq!(code.deep_link("ikrar_bot"), "https://t.me/ikrar_bot?start=0123456789ABCDEF");
        assert!(!format!("{code:?} {:?}", code.hash()).contains("0123"));
    }

    #[test]
    fn the_hash_is_what_sha256sum_says() {
        let code = BindingCode::parse("0123456789ABCDEF").expect("a code");
        assert_eq!(hex::encode(code.hash().0), "2125b2c332b1113aae9bfc5e9f7e3b4c91d828cb942c2df1eeb02502eccae9e9");
    }

    #[test]
    fn random_codes_differ_and_parse() {
        let mut rng = StdRng::seed_from_u64(1);
        let codes: std::collections::HashSet<String> =
            (0..1000).map(|_| BindingCode::random(&mut rng).as_str().to_owned()).collect();
        assert_eq!(codes.len(), 1000);
        assert!(codes.iter().all(|code| BindingCode::parse(code).is_some_and(|parsed| parsed.as_str() == code)));
    }

    proptest::proptest! {
        #[test]
        fn parsing_never_panics(text in ".*") {
            let _ = BindingCode::parse(&text);
        }
    }
}
