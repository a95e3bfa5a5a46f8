//! Who receives tips: people and recovery keys, and how two officials make sure whose key it is.

use chrono::{DateTime, NaiveDate, Utc};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use vault::{
    crockford,
    key::{Fingerprint, Identity, PublicKey},
};

use super::{Agency, Id};
use crate::{access::TelegramId, roster::BindingCode, texts::Lang};

/// What the code of an invitation begins with, in `?start=` and typed.
pub const LINK: &str = "p-";
/// Days for which an invitation can be used.
pub const INVITATION_DAYS: i64 = 3;
/// Characters of a recipient's label.
pub const LABEL: usize = 100;
/// Fingerprints that are shown, one of them right.
pub const CHOICES: usize = 4;

/// Someone who receives for an agency, or an agency's recovery key, which is nobody's.
#[derive(Clone, Debug)]
pub struct Recipient {
    pub id: Id,
    pub agency: Agency,
    pub recovery: bool,
    pub label: String,
    /// None until the invitation is used, and for recovery keys.
    pub account: Option<TelegramId>,
    pub lang: Lang,
    pub invited_by: Option<TelegramId>,
    /// The last day of an invitation that nobody has used.
    pub invited_until: Option<NaiveDate>,
    pub active: Option<Key>,
    pub pending: Option<Key>,
}

impl Recipient {
    /// Whose vote does not count: whose key it is, and who offered it.
    pub fn owners(&self) -> Vec<TelegramId> {
        let offered = self.pending.as_ref().and_then(|key| key.offered_by);
        self.account.into_iter().chain(offered).collect()
    }

    /// Tips can be sealed to this one, and someone can open them in time.
    pub fn receives(&self) -> bool {
        !self.recovery && self.active.is_some()
    }
}

#[derive(Clone, Debug)]
pub struct Key {
    pub id: Id,
    pub public: PublicKey,
    pub votes: Votes,
    /// Of the agency's recipients, who compared the fingerprint as well.
    pub peer: Option<TelegramId>,
    pub offered_by: Option<TelegramId>,
    /// The day on which everyone concerned had been told that it waits.
    pub waits_from: Option<NaiveDate>,
    pub since: NaiveDate,
}

/// Who has compared a fingerprint and found it right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Votes {
    pub superadmin: Option<TelegramId>,
    pub other: Option<TelegramId>,
}

impl Votes {
    pub fn are_complete(self) -> bool {
        self.superadmin.is_some() && self.other.is_some()
    }

    pub fn both(self) -> impl Iterator<Item = TelegramId> {
        [self.superadmin, self.other].into_iter().flatten()
    }
}

/// The fingerprints to choose from; for the same key always the same, in the same order. Without the secret nobody
/// can tell the right one, not even from the key's id, which buttons carry.
pub fn choices(secret: &[u8; 32], key: Id, right: Fingerprint) -> Vec<Fingerprint> {
    let decoys = (1..CHOICES).filter_map(|n| {
        let digest = under(secret, key, n);
        Fingerprint::parse(&crockford::grouped(&digest[..12], 4))
    });
    let mut all: Vec<Fingerprint> = decoys.collect();
    all.insert((usize::from(under(secret, key, 0)[0]) % CHOICES).min(all.len()), right);
    all
}

fn under(secret: &[u8; 32], key: Id, n: usize) -> [u8; 32] {
    // A key of any length will do.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret) else { return [0; 32] };
    mac.update(&key.0);
    mac.update(&[u8::try_from(n).unwrap_or(u8::MAX)]);
    mac.finalize().into_bytes().into()
}

/// The code of an invitation, as a link hands it on or as someone typed it.
pub fn invitation(text: &str) -> Option<BindingCode> {
    let text = crockford::fold(text).to_ascii_lowercase();
    text.match_indices(LINK).find_map(|(at, _)| {
        let begins = !text[..at].ends_with(char::is_alphanumeric);
        BindingCode::parse(leading(&text[at + LINK.len()..])?)
            .filter(|code| begins && code.as_str().contains(|c: char| c.is_ascii_digit()))
    })
}

/// As much of a text as sixteen characters take that stand together, or in groups as they are printed.
fn leading(text: &str) -> Option<&str> {
    let mut count = 0;
    for (at, c) in text.char_indices() {
        match c.is_alphanumeric() {
            true => count += 1,
            false if count == 0 || count % 4 != 0 => return None,
            false => {}
        }
        if count == 16 {
            return text.get(..at + c.len_utf8());
        }
    }
    None
}

/// Something of a key in what a recipient sent.
#[derive(Clone)]
pub enum Sent {
    /// `age1…`, perhaps mistyped.
    Public(String),
    /// A secret that nobody else may see, in the open: with its public half, where it can be read.
    Secret(Option<PublicKey>),
    /// A key file under a passphrase.
    Protected,
}

const SECRET: &str = "AGE-SECRET-KEY-";
const ARMOUR: &str = "-----BEGIN AGE ENCRYPTED FILE-----";

/// What of a key is in a text; `None` for everything else.
pub fn recognise(text: &str) -> Option<Sent> {
    let text = text.trim();
    if let Some(at) = text.to_ascii_uppercase().find(SECRET) {
        let secret = text.get(at..).and_then(|rest| rest.split_whitespace().next());
        return Some(Sent::Secret(secret.and_then(|secret| Identity::parse(secret).ok()).map(|found| found.public())));
    }
    if text.contains(ARMOUR) {
        return Some(Sent::Protected);
    }
    let begins = text.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("age1"));
    (begins && text.len() >= 20).then(|| Sent::Public(text.to_owned()))
}

/// The same for a file. What is sealed to keys is no key.
pub fn recognise_file(bytes: &[u8]) -> Option<Sent> {
    if bytes.starts_with(b"age-encryption.org/") {
        return (vault::envelope::recipients(bytes) == Some(0)).then_some(Sent::Protected);
    }
    recognise(std::str::from_utf8(bytes).ok()?).filter(|sent| !matches!(sent, Sent::Public(_)))
}

/// What came of using an invitation.
#[derive(Debug, PartialEq, Eq)]
pub enum Accepted {
    Bound {
        label: String,
        agency: Agency,
    },
    /// This account receives already, and for one agency only.
    Receives(Agency),
    Unknown,
}

/// What came of a public key that was sent.
#[derive(Debug, PartialEq, Eq)]
pub enum Offered {
    Waits(Id),
    /// The same key again.
    AlreadyWaits(Id),
    AlreadyActive,
    /// Its secret half was sent here once.
    Leaked,
    /// Someone else's.
    Taken,
}

/// What came of choosing a fingerprint.
#[derive(Debug)]
pub enum Picked {
    /// The key no longer waits.
    Gone,
    Own,
    Again,
    WantsSuperadmin,
    /// Their role is too young until then.
    Young(DateTime<Utc>),
    /// They owe their role to who confirmed before, or the other way round.
    Dependent,
    /// Refused: another was chosen.
    Wrong(Recipient),
    /// One more is needed.
    Counted(Recipient),
    /// One of the agency's recipients has; votes are still needed.
    Vouched(Recipient),
    /// Both votes are there; one of the agency's recipients confirms as well, or time passes.
    Waits(Recipient),
    Active(Recipient),
}

/// What came of looking at a key that waits.
#[derive(Debug)]
pub enum Matured {
    Active(Recipient),
    /// A vote no longer counts, so that another is needed.
    Short(Recipient),
}

/// What came of a secret that was sent by mistake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leak {
    /// It was in use: from now on nothing is sealed to it.
    Active,
    Other,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_right_fingerprint_stands_among_decoys_that_stay() {
        let mut places = std::collections::HashSet::new();
        for n in 0..64 {
            let right = Identity::generate().public().fingerprint();
            let all = choices(&[7; 32], Id([n; 16]), right);
            assert_eq!(all.len(), CHOICES);
            assert_eq!(all, choices(&[7; 32], Id([n; 16]), right));
            places.insert(all.iter().position(|one| *one == right));
        }
        assert_eq!(places.len(), CHOICES);
    }

    #[test]
    fn whoever_knows_the_id_does_not_know_the_right_one() {
        let right = Identity::generate().public().fingerprint();
        let (one, other) = (choices(&[1; 32], Id([9; 16]), right), choices(&[2; 32], Id([9; 16]), right));
        let shared = one.iter().filter(|choice| other.contains(choice)).count();
        assert_eq!(shared, 1, "another secret, other decoys");
        let place = |secret: u8| choices(&[secret; 32], Id([9; 16]), right).iter().position(|one| *one == right);
        assert!((0..64).any(|secret| place(secret) != place(0)));
    }

    #[test]
    fn an_invitation_is_read_from_a_link_and_as_typed() {
        for text in ["p-0123456789ABCDEF", " P-0123-4567-89ab-cdef "] {
            assert_eq!(
                invitation(text).map(|code| code.as_str().to_owned()),
                Some("0123456789ABCDEF".into()),
                "{text}"
            );
        }
        for text in ["", "p-", "0123456789ABCDEF", "lapor", "p-0123", "é-0123456789ABCDEF"] {
            assert!(invitation(text).is_none(), "{text}");
        }
    }

    #[test]
    fn keys_are_recognised_and_nothing_else_is() {
        let identity = Identity::generate();
        let (public, secret) = (identity.public(), identity.secret_text());
        assert!(matches!(recognise(&format!(" {public}\n")), Some(Sent::Public(_))));
        assert!(matches!(recognise(&public.to_string()[..60]), Some(Sent::Public(_))), "cut short");
        for text in [secret.to_string(), format!("# public key: x\n{}\n", *secret), secret.to_lowercase()] {
            assert!(matches!(recognise(&text), Some(Sent::Secret(_))));
        }
        let Some(Sent::Secret(found)) = recognise(&format!("ini: {} ya", *secret)) else { panic!("a secret") };
        assert_eq!(found, Some(public.clone()));
        assert!(matches!(recognise_file(secret.as_bytes()), Some(Sent::Secret(Some(_)))));
        assert!(matches!(recognise("-----BEGIN AGE ENCRYPTED FILE-----\nYWdl"), Some(Sent::Protected)));
        assert!(matches!(
            recognise_file(b"age-encryption.org/v1\n-> scrypt abc 18\nxyz\n--- mac\n"),
            Some(Sent::Protected)
        ));
        let sealed = vault::envelope::Envelope::new("x", []).seal(&[public]).expect("sealed");
        assert!(recognise_file(&sealed).is_none(), "a case that was sent back");
        assert!(recognise("halo").is_none() && recognise("age1").is_none() && recognise_file(&[0xff; 9]).is_none());
    }
}
