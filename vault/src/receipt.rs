//! Receipts: 80 random bits that find a case and open the replies to it; nobody else keeps them.

use std::fmt;

use argon2::{Algorithm, Argon2, Block, Params, Version};
use rand::CryptoRng;
use sha2::{Digest as _, Sha256};
use zeroize::{Zeroize as _, Zeroizing};

use crate::{crockford, key::Identity};

/// Random characters of a receipt, five bits each; one more checks them.
const LENGTH: usize = 16;
/// Characters that stand together on paper and screen.
const GROUP: usize = 4;
/// KiB of memory that each guess costs; with [`PASSES`] and one lane it is the second recommended set of
/// RFC 9106 (section 4: 64 MiB, t = 3) for one core in place of four.
const MEMORY: u32 = 64 * 1024;
const PASSES: u32 = 3;
const LANES: u32 = 1;

/// Sixteen characters of Crockford's alphabet and a check character, shown to its bearer only.
#[derive(Clone, PartialEq, Eq)]
pub struct Receipt([u8; LENGTH]);

impl Receipt {
    pub fn generate(rng: &mut impl CryptoRng) -> Self {
        let mut values = [0; LENGTH];
        rng.fill_bytes(&mut values);
        // 32 divides 256, so the low five bits are uniform.
        values.iter_mut().for_each(|value| *value &= 31);
        Self(values)
    }

    /// Tolerates case, hyphens, spaces, and the letters O, I, L written for 0, 1, 1. `None` for anything
    /// else, and for a receipt with one wrong character or two that changed places.
    pub fn parse(text: &str) -> Option<Self> {
        let values = Zeroizing::new(crockford::parse::<{ LENGTH + 1 }>(text)?);
        Self::of(&values)
    }

    /// The receipt in what somebody sent, with whatever words stand around it.
    pub fn find(text: &str) -> Option<Self> {
        let found = Zeroizing::new(crockford::find::<{ LENGTH + 1 }>(text));
        found.iter().find_map(Self::of)
    }

    /// Whether a text holds a receipt, or one with a slip in it: both are secrets.
    pub fn resembles(text: &str) -> bool {
        Self::find(text).is_some() || crockford::resembles::<{ LENGTH + 1 }>(text)
    }

    fn of(values: &[u8; LENGTH + 1]) -> Option<Self> {
        let receipt = values.first_chunk().copied().map(Self)?;
        (receipt.check() == values[LENGTH]).then_some(receipt)
    }

    /// `ABCD-EFGH-JKMN-PQRS-T`: what is shown, once.
    pub fn grouped(&self) -> Zeroizing<String> {
        let mut values = Zeroizing::new([0; LENGTH + 1]);
        values[..LENGTH].copy_from_slice(&self.0);
        values[LENGTH] = self.check();
        Zeroizing::new(crockford::grouped(&*values, GROUP))
    }

    /// The four characters of group `n`, 0 to 3 (more begin anew), to be typed back.
    pub fn group(&self, n: usize) -> Zeroizing<String> {
        Zeroizing::new(crockford::grouped(self.values(n), GROUP))
    }

    /// Whether somebody typed group `n` back, as tolerantly as [`Receipt::parse`].
    pub fn has_group(&self, n: usize, typed: &str) -> bool {
        crockford::parse::<GROUP>(typed).is_some_and(|typed| typed == self.values(n))
    }

    /// Argon2id, 64 MiB, three passes: takes some 200 ms of one core and is meant to. Run it where it
    /// blocks nobody, and not many at once.
    pub fn derive(&self, salt: &Salt) -> Derived {
        let password = Zeroizing::new(self.0.map(|value| crockford::ALPHABET[usize::from(value)]));
        let mut derived = Zeroizing::new([0; 64]);
        argon2id(&*password, salt, &mut derived);
        let (first, second) = derived.split_at(32);
        let mut secret = [0; 32];
        secret.copy_from_slice(second);
        let identity = Identity::from_secret(secret);
        secret.zeroize();
        Derived { locator: Sha256::digest(first).into(), identity }
    }

    fn values(&self, n: usize) -> &[u8] {
        let start = n % (LENGTH / GROUP) * GROUP;
        &self.0[start..start + GROUP]
    }

    /// One check symbol of a Reed–Solomon code over GF(32): the characters, read as a polynomial, are zero
    /// at α, whose powers differ at all 17 places. So every single wrong character is found, and every
    /// two that changed places, neighbours or not.
    fn check(&self) -> u8 {
        self.0.iter().fold(0, |sum, value| times_alpha(sum ^ value))
    }
}

/// In GF(32) by x⁵ + x² + 1, where α = x has order 31.
fn times_alpha(value: u8) -> u8 {
    let doubled = value << 1;
    if doubled & 32 == 0 { doubled } else { doubled ^ 0b10_0101 }
}

#[expect(clippy::expect_used, reason = "the parameters are constants, and a test derives with them")]
fn argon2id(password: &[u8], salt: &Salt, out: &mut [u8; 64]) {
    let params = Params::new(MEMORY, PASSES, LANES, Some(out.len())).expect("valid parameters");
    // Our own memory, because argon2's is given back without being cleared.
    let mut blocks = vec![Block::new(); params.block_count()];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into_with_memory(password, &salt.0, out, &mut blocks)
        .expect("valid lengths");
    blocks.iter_mut().for_each(|block| block.as_mut().zeroize());
}

impl Drop for Receipt {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl fmt::Debug for Receipt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Receipt(…)")
    }
}

/// Random bytes of one deployment, made once and kept as long as its cases: with another salt no receipt
/// finds its case. Not shown either, since without it nobody can try receipts on a stolen database.
#[derive(Clone, PartialEq, Eq)]
pub struct Salt([u8; 16]);

impl Salt {
    pub fn generate(rng: &mut impl CryptoRng) -> Self {
        let mut bytes = [0; 16];
        rng.fill_bytes(&mut bytes);
        Self(bytes)
    }

    pub fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

impl From<[u8; 16]> for Salt {
    fn from(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }
}

impl fmt::Debug for Salt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Salt(…)")
    }
}

/// What a receipt stands for.
pub struct Derived {
    /// SHA-256 of the first half: what the database keeps, and what tells nothing of the rest.
    pub locator: [u8; 32],
    /// From the second half: what replies are sealed to.
    pub identity: Identity,
}

impl fmt::Debug for Derived {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Derived(…)")
    }
}

/// [`Receipt::parse`] and [`Receipt::derive`], which does the whole work also for a text that is no
/// receipt: who tries receipts does not learn from the time which ones are well formed.
pub fn derive_text(text: &str, salt: &Salt) -> Option<Derived> {
    let receipt = Receipt::parse(text).or_else(|| Receipt::find(text));
    let derived = receipt.clone().unwrap_or(Receipt([0; LENGTH])).derive(salt);
    receipt.is_some().then(|| std::hint::black_box(derived))
}

#[cfg(test)]
mod tests {
    use rand::{RngExt as _, SeedableRng as _, rngs::StdRng};

    use super::*;

    fn receipt(text: &str) -> Receipt {
        Receipt::parse(text).unwrap_or_else(|| panic!("{text} is a receipt"))
    }

    /// By Python: `hash_secret_raw(b"0123456789ABCDEF", bytes(range(16)), 3, 65536, 1, 64, Type.ID)` of
    /// argon2-cffi 25.1, hashlib's SHA-256 of the first half, and the second half as a bech32 text (BIP 173's
    /// reference code) given to `age-keygen -y` of Debian's age 1.1.1.
    #[test]
    fn derivation_is_what_others_compute() {
        let salt = Salt::from(std::array::from_fn(|at| u8::try_from(at).expect("small")));
        let Derived { locator, identity } = receipt("0123-4567-89AB-CDEF-P").derive(&salt);
        let locator: String = locator.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(locator, "803eee958abcf92da4328b98ae00790afb7641a3f3fd360cdbefede23b64c7b3");
        assert_eq!(identity.public().to_string(), "age1a0panuqkuf20xr7wucmjrp8dacv0hneksykegz9xaysgdmg8xqtqk8h74t");
    }

    #[test]
    fn another_receipt_or_salt_gives_all_else() {
        let salt = Salt::from([7; 16]);
        let mut rng = StdRng::seed_from_u64(1);
        let (one, two) = (Receipt::generate(&mut rng), Receipt::generate(&mut rng));
        let derived = [one.derive(&salt), two.derive(&salt), one.derive(&Salt::from([8; 16]))];
        for (at, a) in derived.iter().enumerate() {
            let (_, secret) = bech32::decode(&a.identity.secret_text()).expect("a secret");
            assert_ne!(secret, a.locator, "the locator tells nothing of the identity");
            for b in &derived[at + 1..] {
                assert_ne!(a.locator, b.locator);
                assert_ne!(a.identity.public(), b.identity.public());
            }
        }
        let again = derive_text(&one.grouped().to_lowercase(), &salt).expect("a receipt");
        assert_eq!((again.locator, again.identity.public()), (derived[0].locator, derived[0].identity.public()));
    }

    #[test]
    fn a_text_that_is_no_receipt_costs_the_same() {
        let salt = Salt::from([7; 16]);
        let timed = |text: &str| {
            let started = std::time::Instant::now();
            let derived = derive_text(text, &salt);
            (derived.is_some(), started.elapsed())
        };
        // The fastest of three: a busy machine makes any of them slower.
        let rights = [(); 3].map(|()| timed("0123-4567-89AB-CDEF-P"));
        assert!(rights.iter().all(|(found, _)| *found));
        let right = rights.iter().map(|(_, time)| *time).min().expect("three");
        for text in ["", "halo", "0123-4567-89AB-CDEF-Q", "0000-0000-0000-0000-1"] {
            let (found, wrong) = timed(text);
            assert!(!found && wrong > right / 4, "{text:?}: {wrong:?}, a right one: {right:?}");
        }
    }

    #[test]
    fn check_characters_are_what_tables_of_logarithms_give() {
        // By Python, with powers of α from a table instead of Horner's scheme.
        for text in [
            "0123-4567-89AB-CDEF-P",
            "ABCD-EFGH-JKMN-PQRS-1",
            "0000-0000-0000-0000-0",
            "ZZZZ-ZZZZ-ZZZZ-ZZZZ-M",
            "0000-0000-0000-0001-2",
            "7K3M-9Q2V-XT5W-8R4N-X",
        ] {
            assert_eq!(*receipt(text).grouped(), text);
        }
    }

    #[test]
    fn a_receipt_is_read_as_people_write_it() {
        let expected = receipt("0123-4567-89AB-CDEF-P");
        for text in ["0123456789abcdefp", " OL23 4567 89AB CDEF P\n", "oi23–4567–89ab–cdef–p", "0123_4567-89AB-CDEFP"]
        {
            assert_eq!(Receipt::parse(text).as_ref(), Some(&expected), "{text}");
        }
        for text in
            ["", "0123-4567-89AB-CDEF", "0123-4567-89AB-CDEF-PP", "0123-4567-89AB-CDEU-P", "0123-4567-89AB-CDÉF-P"]
        {
            assert_eq!(Receipt::parse(text), None, "{text}");
        }
    }

    #[test]
    fn groups_are_typed_back() {
        let receipt = receipt("0123-4567-89AB-CDEF-P");
        let groups: Vec<String> = (0..5).map(|n| receipt.group(n).to_string()).collect();
        assert_eq!(groups, ["0123", "4567", "89AB", "CDEF", "0123"]);
        assert!(receipt.has_group(2, " 89ab ") && receipt.has_group(0, "ol23"));
        assert!(!receipt.has_group(2, "0123") && !receipt.has_group(2, "89A") && !receipt.has_group(2, ""));
    }

    #[test]
    fn nothing_secret_is_shown() {
        let receipt = receipt("0123-4567-89AB-CDEF-P");
        let salt = Salt::from([7; 16]);
        assert_eq!(format!("{receipt:?} {salt:?}"), "Receipt(…) Salt(…)");
        assert_eq!(format!("{:?}", receipt.derive(&salt)), "Derived(…)");
    }

    #[test]
    fn every_wrong_character_and_every_exchange_is_found() {
        let mut rng = StdRng::seed_from_u64(1);
        for _ in 0..200 {
            let receipt = Receipt::generate(&mut rng);
            let text: String = receipt.grouped().replace('-', "");
            assert_eq!(Receipt::parse(&text).as_ref(), Some(&receipt));
            let right = text.as_bytes();
            for at in 0..right.len() {
                for wrong in crockford::ALPHABET.iter().filter(|wrong| **wrong != right[at]) {
                    let mut changed = right.to_vec();
                    changed[at] = *wrong;
                    assert_eq!(Receipt::parse(&String::from_utf8(changed).expect("ASCII")), None);
                }
                for other in at + 1..right.len() {
                    let mut changed = right.to_vec();
                    changed.swap(at, other);
                    let found = Receipt::parse(&String::from_utf8(changed).expect("ASCII")).is_none();
                    assert_eq!(found, right[at] != right[other]);
                }
            }
        }
    }

    #[test]
    fn receipts_are_uniform_and_differ() {
        let mut rng = StdRng::from_rng(&mut rand::rng());
        let mut counts = [0; 32];
        let receipts: std::collections::HashSet<String> = (0..2000)
            .map(|_| {
                let receipt = Receipt::generate(&mut rng);
                receipt.0.iter().for_each(|value| counts[usize::from(*value)] += 1);
                receipt.grouped().to_string()
            })
            .collect();
        assert_eq!(receipts.len(), 2000);
        // A thousand each, with a standard deviation of 31.
        assert!(counts.iter().all(|count| (750..1250).contains(count)), "{counts:?}");
        assert_ne!(Salt::generate(&mut rng), Salt::generate(&mut rng));
        assert_ne!(rng.random::<u64>(), rng.random::<u64>());
    }

    proptest::proptest! {
        #[test]
        fn parsing_never_panics(text in ".*", likely in "[0-9A-Za-z –-]{15,24}") {
            for text in [text, likely] {
                if let Some(receipt) = Receipt::parse(&text) {
                    proptest::prop_assert_eq!(Receipt::parse(&receipt.grouped()), Some(receipt));
                }
            }
        }
    }
}
