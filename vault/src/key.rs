//! Keys of recipients: made on their own machine, known by a short fingerprint.

use std::{fmt, io::Read as _, str::FromStr};

use age::{
    armor::{ArmoredReader, ArmoredWriter, Format},
    scrypt,
    secrecy::{ExposeSecret as _, SecretString},
    x25519,
};
use rand::CryptoRng;
use sha2::{Digest as _, Sha256};
use zeroize::{Zeroize as _, Zeroizing};

use crate::crockford;

/// scrypt's N is 2 to this power: 256 MiB and about a second. It is what the `age` tool itself takes
/// (`age.NewScryptRecipient` of filippo.io/age: "the default of 18").
pub const WORK_FACTOR: u8 = 18;
/// The most work that a key file may ask for: 1 GiB, some four seconds.
const MAX_WORK_FACTOR: u8 = 20;
/// Bytes of a key file; a protected one has some 500.
const FILE_MAX: usize = 64 * 1024;
/// Characters of a fingerprint; five bits each.
const FINGERPRINT: usize = 12;
const SECRET_PREFIX: &str = "AGE-SECRET-KEY-";

/// An age X25519 recipient, `age1…`, 62 characters: what a case is sealed to.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct PublicKey(x25519::Recipient);

/// Why a text is no public key that we can seal to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PublicKeyError {
    /// Somebody is about to give their secret away, or has just done so.
    #[error("this is a secret key, which nobody else may see")]
    Secret,
    /// Of a plugin, of ssh, or post-quantum: the offline reader opens X25519 only.
    #[error("this kind of key is not supported; it must begin with age1 and have 62 characters")]
    Unsupported,
    #[error("this is not a public key, or it was copied wrongly; it begins with age1 and has 62 characters")]
    Mistyped,
    /// One of the few points of low order: whatever is sealed to it, anybody can open.
    #[error("this key protects nothing")]
    Weak,
}

impl PublicKey {
    /// What two people compare by telephone.
    pub fn fingerprint(&self) -> Fingerprint {
        let digest: [u8; 32] = Sha256::digest(self.to_string().as_bytes()).into();
        Fingerprint(std::array::from_fn(|at| five_bits(&digest, at)))
    }

    pub(crate) fn recipient(&self) -> &x25519::Recipient {
        &self.0
    }
}

/// The `at`-th five bits from the left.
fn five_bits(bytes: &[u8; 32], at: usize) -> u8 {
    let (byte, shift) = (at * 5 / 8, at * 5 % 8);
    let pair = u16::from_be_bytes([bytes[byte], bytes[byte + 1]]);
    u8::try_from(pair >> (11 - shift) & 31).unwrap_or_default()
}

impl FromStr for PublicKey {
    type Err = PublicKeyError;

    /// White space around it is ignored.
    fn from_str(text: &str) -> Result<Self, PublicKeyError> {
        let text = text.trim();
        if text.to_ascii_uppercase().contains(SECRET_PREFIX) {
            return Err(PublicKeyError::Secret);
        }
        let Ok(recipient) = text.parse::<x25519::Recipient>() else {
            // The data of a bech32 text knows no `1`: a second one belongs to a longer prefix.
            let other = text.strip_prefix("age1").is_some_and(|rest| rest.contains('1')) || text.starts_with("ssh-");
            return Err(if other { PublicKeyError::Unsupported } else { PublicKeyError::Mistyped });
        };
        if is_weak(text).unwrap_or(true) { Err(PublicKeyError::Weak) } else { Ok(Self(recipient)) }
    }
}

/// age itself takes such a key, and panics when sealing to it.
fn is_weak(text: &str) -> Option<bool> {
    let point: [u8; 32] = bech32::decode(text).ok()?.1.try_into().ok()?;
    // Secrets are multiples of the cofactor, so that any of them tells.
    let shared = x25519_dalek::StaticSecret::from([1; 32]).diffie_hellman(&point.into());
    Some(!shared.was_contributory())
}

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey({})", self.fingerprint())
    }
}

/// The first 60 bits of SHA-256 over the canonical `age1…` text: `ABCD-EFGH-JKMN`.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fingerprint([u8; FINGERPRINT]);

impl Fingerprint {
    /// A decoy: no key has it.
    pub fn random(rng: &mut impl CryptoRng) -> Self {
        let mut values = [0; FINGERPRINT];
        rng.fill_bytes(&mut values);
        Self(values.map(|value| value & 31))
    }

    /// As people type it: in any case, with or without hyphens.
    pub fn parse(text: &str) -> Option<Self> {
        crockford::parse(text).map(Self)
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&crockford::grouped(&self.0, 4))
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fingerprint({self})")
    }
}

/// An X25519 secret, cleared from memory when dropped.
pub struct Identity(x25519::Identity);

/// Why a file or a text gives no identity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    #[error("the passphrase is not the one of this key")]
    WrongPassphrase,
    /// A plain identity file where a protected one is wanted: use [`Identity::parse`].
    #[error("this key is not protected by a passphrase")]
    NotProtected,
    #[error("this is not a key file")]
    NotAnIdentity,
    #[error("there are several keys in this file")]
    Several,
    #[error("this key file is damaged")]
    Damaged,
    /// Its scrypt parameter asks for more memory than we give.
    #[error("this key file asks for more than 1 GiB of memory")]
    TooMuchWork,
    #[error("age could not write the key file")]
    NotWritten,
}

impl Identity {
    /// From the randomness of the system.
    pub fn generate() -> Self {
        Self(x25519::Identity::generate())
    }

    /// Any 32 bytes are a secret; whether they are a good one depends on where they come from.
    pub fn from_secret(mut secret: [u8; 32]) -> Self {
        let prefix = bech32::Hrp::parse_unchecked(SECRET_PREFIX);
        let text = bech32::encode_upper::<bech32::Bech32>(prefix, &secret).map(Zeroizing::new);
        secret.zeroize();
        let identity = text.ok().and_then(|text| text.parse().ok());
        Self(identity.unwrap_or_else(|| unreachable!("32 bytes are an identity")))
    }

    pub fn public(&self) -> PublicKey {
        PublicKey(self.0.to_public())
    }

    /// `AGE-SECRET-KEY-1…`, 74 characters: for paper, and for nobody's eyes.
    pub fn secret_text(&self) -> Zeroizing<String> {
        Zeroizing::new(self.0.to_string().expose_secret().to_owned())
    }

    /// An armoured age file, which `age -d -i` opens as well after asking for the passphrase. Takes
    /// about a second and 256 MiB.
    ///
    /// # Errors
    /// [`KeyError::NotWritten`], which is not expected to happen.
    pub fn protect(&self, passphrase: &str) -> Result<Vec<u8>, KeyError> {
        self.protect_with(passphrase, WORK_FACTOR)
    }

    fn protect_with(&self, passphrase: &str, work_factor: u8) -> Result<Vec<u8>, KeyError> {
        let mut recipient = scrypt::Recipient::new(SecretString::from(passphrase));
        recipient.set_work_factor(work_factor);
        let plain = Zeroizing::new(format!("# public key: {}\n{}\n", self.public(), *self.secret_text()));
        let write = || -> std::io::Result<Vec<u8>> {
            let encryptor = age::Encryptor::with_recipients(std::iter::once(&recipient as &dyn age::Recipient))
                .map_err(std::io::Error::other)?;
            let armour = ArmoredWriter::wrap_output(Vec::new(), Format::AsciiArmor)?;
            let mut writer = encryptor.wrap_output(armour)?;
            std::io::Write::write_all(&mut writer, plain.as_bytes())?;
            writer.finish()?.finish()
        };
        write().map_err(|_| KeyError::NotWritten)
    }

    /// Opens what [`Identity::protect`] or `age -p` wrote, armoured or not. Takes as long as `protect`.
    pub fn unprotect(file: &[u8], passphrase: &str) -> Result<Self, KeyError> {
        if !Self::is_protected(file) {
            let plain = std::str::from_utf8(file).ok().and_then(|text| Self::parse(text).ok());
            return Err(if plain.is_some() { KeyError::NotProtected } else { KeyError::NotAnIdentity });
        }
        let decryptor = age::Decryptor::new(ArmoredReader::new(file)).map_err(|_| KeyError::Damaged)?;
        if !decryptor.is_scrypt() {
            return Err(KeyError::NotAnIdentity);
        }
        let mut identity = scrypt::Identity::new(SecretString::from(passphrase));
        identity.set_max_work_factor(MAX_WORK_FACTOR);
        let reader =
            decryptor.decrypt(std::iter::once(&identity as &dyn age::Identity)).map_err(|error| match error {
                age::DecryptError::DecryptionFailed => KeyError::WrongPassphrase,
                age::DecryptError::ExcessiveWork { .. } => KeyError::TooMuchWork,
                _ => KeyError::Damaged,
            })?;
        let mut plain = Zeroizing::new(Vec::with_capacity(FILE_MAX));
        reader.take(FILE_MAX as u64).read_to_end(&mut plain).map_err(|_| KeyError::Damaged)?;
        Self::parse(std::str::from_utf8(&plain).map_err(|_| KeyError::NotAnIdentity)?)
    }

    /// Whether the file looks like an age file rather than a plain identity: a passphrase is wanted.
    pub fn is_protected(file: &[u8]) -> bool {
        let text = file.trim_ascii_start();
        file.len() <= FILE_MAX
            && (text.starts_with(b"-----BEGIN AGE ENCRYPTED FILE-----") || text.starts_with(b"age-encryption.org/"))
    }

    /// A plain identity file: one secret key, comments (`#`) and empty lines. White space within the
    /// key is ignored, for it may have been typed in groups from paper.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        let line = lines.next().ok_or(KeyError::NotAnIdentity)?;
        if lines.next().is_some() {
            return Err(KeyError::Several);
        }
        let mut key = Zeroizing::new(String::with_capacity(line.len()));
        key.extend(line.chars().filter(|c| !c.is_whitespace()));
        key.parse().map(Self).map_err(|_| {
            let begins = key.get(..SECRET_PREFIX.len()).is_some_and(|start| start.eq_ignore_ascii_case(SECRET_PREFIX));
            if begins { KeyError::Damaged } else { KeyError::NotAnIdentity }
        })
    }

    pub(crate) fn identity(&self) -> &x25519::Identity {
        &self.0
    }
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Identity(…)")
    }
}

#[cfg(test)]
mod tests {
    use rand::{SeedableRng as _, rngs::StdRng};

    use super::*;

    /// Its public half by `age-keygen -y`, its fingerprint by Python's hashlib.
    const SECRET: &str = "AGE-SECRET-KEY-1HFMCAAMHQA4Z9P2NVNFHJGVCY5P58ZVAQ4RWTRDC97V5J8NMH6AQAKRRL8";
    const PUBLIC: &str = "age1a0panuqkuf20xr7wucmjrp8dacv0hneksykegz9xaysgdmg8xqtqk8h74t";

    #[test]
    fn a_secret_has_the_public_key_and_fingerprint_that_others_compute() {
        let identity = Identity::parse(SECRET).expect("an identity");
        assert_eq!(identity.public().to_string(), PUBLIC);
        assert_eq!(identity.public().fingerprint().to_string(), "DZ50-FN90-N2GK");
        assert_eq!(*identity.secret_text(), SECRET);
        let (_, bytes) = bech32::decode(SECRET).expect("bech32");
        assert_eq!(Identity::from_secret(bytes.try_into().expect("32 bytes")).public(), identity.public());
    }

    #[test]
    fn nothing_secret_is_shown() {
        let identity = Identity::parse(SECRET).expect("an identity");
        assert_eq!(format!("{identity:?}"), "Identity(…)");
        assert_eq!(format!("{:?}", identity.public()), "PublicKey(DZ50-FN90-N2GK)");
    }

    #[test]
    fn a_public_key_is_taken_as_people_paste_it() {
        let key: PublicKey = format!("  {PUBLIC}\r\n").parse().expect("a key");
        assert_eq!(key.to_string(), PUBLIC);
        let shouted: PublicKey = PUBLIC.to_uppercase().parse().expect("a key");
        assert_eq!(shouted.fingerprint(), key.fingerprint(), "the canonical text counts");
    }

    #[test]
    fn what_is_no_public_key_is_told_apart() {
        let refused = |text: &str| text.parse::<PublicKey>().expect_err("refused");
        assert_eq!(refused(SECRET), PublicKeyError::Secret);
        assert_eq!(refused(&format!("ini kuncinya: {}", SECRET.to_lowercase())), PublicKeyError::Secret);
        for text in
            ["age1pq1qqqq", "age1yubikey1qwt50d05nh5vutpdzmlg5wn80xq5negm4uj9ghv0snvdd3yysf5yw3rhl3t", "ssh-ed25519 A"]
        {
            assert_eq!(refused(text), PublicKeyError::Unsupported, "{text}");
        }
        for text in ["", "age1", "halo", &PUBLIC[..61], &PUBLIC.replacen('k', "l", 1), "1", "é"] {
            assert_eq!(refused(text), PublicKeyError::Mistyped, "{text}");
        }
    }

    #[test]
    fn a_key_that_protects_nothing_is_refused() {
        // The points of low order, from RFC 7748's companion list (https://cr.yp.to/ecdh.html#validate).
        let points = [
            "0000000000000000000000000000000000000000000000000000000000000000",
            "0100000000000000000000000000000000000000000000000000000000000000",
            "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
            "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
            "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        ];
        for point in points {
            let bytes: Vec<u8> =
                (0..32).map(|at| u8::from_str_radix(&point[at * 2..at * 2 + 2], 16).expect("hex")).collect();
            let text = bech32::encode::<bech32::Bech32>(bech32::Hrp::parse_unchecked("age"), &bytes).expect("encoded");
            assert_eq!(text.parse::<PublicKey>(), Err(PublicKeyError::Weak), "{point}");
        }
    }

    #[test]
    fn fingerprints_are_read_back_and_decoys_differ() {
        let fingerprint = Identity::generate().public().fingerprint();
        for text in [fingerprint.to_string(), fingerprint.to_string().to_lowercase().replace('-', " ")] {
            assert_eq!(Fingerprint::parse(&text), Some(fingerprint));
        }
        assert_eq!(Fingerprint::parse("DZ50-FN90-N2G"), None);
        let mut rng = StdRng::seed_from_u64(1);
        let decoys: std::collections::HashSet<_> = (0..100).map(|_| Fingerprint::random(&mut rng)).collect();
        assert_eq!(decoys.len(), 100);
        assert!(decoys.iter().all(|decoy| Fingerprint::parse(&decoy.to_string()) == Some(*decoy)));
    }

    #[test]
    fn a_protected_identity_opens_with_its_passphrase_only() {
        let identity = Identity::generate();
        let file = identity.protect_with("sawah hijau di kaki gunung", 10).expect("protected");
        assert!(Identity::is_protected(&file));
        assert!(file.starts_with(b"-----BEGIN AGE ENCRYPTED FILE-----\n"));
        let opened = Identity::unprotect(&file, "sawah hijau di kaki gunung").expect("opened");
        assert_eq!(opened.public(), identity.public());
        let refused = |file: &[u8], passphrase: &str| Identity::unprotect(file, passphrase).expect_err("refused");
        for passphrase in ["", "sawah hijau di kaki gunung ", "Sawah hijau di kaki gunung"] {
            assert_eq!(refused(&file, passphrase), KeyError::WrongPassphrase);
        }
        assert_eq!(refused(&file[..file.len() / 2], "x"), KeyError::Damaged);
        assert_eq!(refused(SECRET.as_bytes(), "x"), KeyError::NotProtected);
        assert_eq!(refused(b"halo", "x"), KeyError::NotAnIdentity);
        assert_eq!(refused(&vec![b'a'; FILE_MAX + 1], "x"), KeyError::NotAnIdentity);
    }

    #[test]
    fn a_key_file_may_not_ask_for_all_memory() {
        let file = Identity::generate().protect_with("x", 10).expect("protected");
        let mut binary = Vec::new();
        ArmoredReader::new(&file[..]).read_to_end(&mut binary).expect("armour");
        let at = binary.windows(4).position(|window| window == b" 10\n").expect("the work factor");
        binary[at + 1..at + 3].copy_from_slice(b"21");
        assert_eq!(Identity::unprotect(&binary, "x").expect_err("refused"), KeyError::TooMuchWork);
    }

    #[test]
    fn a_plain_identity_is_read_as_typed_from_paper() {
        let public = Identity::parse(SECRET).expect("an identity").public();
        let groups: Vec<String> =
            SECRET.as_bytes().chunks(4).map(|group| String::from_utf8_lossy(group).into_owned()).collect();
        for text in [
            format!("# created: 2026-11-22T00:00:00Z\n# public key: {PUBLIC}\n{SECRET}\n"),
            format!("\r\n  {SECRET}  \r\n\r\n"),
            SECRET.to_lowercase(),
            groups.join(" "),
        ] {
            assert_eq!(Identity::parse(&text).expect("an identity").public(), public, "{text}");
        }
        assert_eq!(Identity::parse("# nothing\n").expect_err("refused"), KeyError::NotAnIdentity);
        assert_eq!(Identity::parse(PUBLIC).expect_err("refused"), KeyError::NotAnIdentity);
        assert_eq!(Identity::parse(&SECRET.replacen('K', "Q", 2)).expect_err("refused"), KeyError::NotAnIdentity);
        assert_eq!(Identity::parse(&SECRET[..73]).expect_err("refused"), KeyError::Damaged);
        assert_eq!(Identity::parse(&format!("{SECRET}\n{SECRET}")).expect_err("refused"), KeyError::Several);
    }

    proptest::proptest! {
        #[test]
        fn reading_keys_never_panics(text in ".*", bytes: Vec<u8>) {
            let _ = (text.parse::<PublicKey>(), Identity::parse(&text).is_ok(), Fingerprint::parse(&text));
            let _ = Identity::unprotect(&bytes, &text).is_ok();
        }

        #[test]
        fn every_secret_is_read_back(secret: [u8; 32]) {
            let identity = Identity::from_secret(secret);
            let again = Identity::parse(&identity.secret_text()).expect("an identity");
            proptest::prop_assert_eq!(again.public(), identity.public());
            let public: PublicKey = identity.public().to_string().parse().expect("a key");
            proptest::prop_assert_eq!(public, identity.public());
        }
    }
}
