//! Who receives tips: people and recovery keys, and how two officials make sure whose key it is.

use chrono::NaiveDate;
use sha2::{Digest as _, Sha256};
use vault::{
    crockford,
    key::{Fingerprint, Identity, PublicKey},
};

use super::{Agency, Id};
use crate::{
    access::{Grant, Role, TelegramId},
    roster::BindingCode,
    texts::Lang,
};

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
}

/// What comes of someone's vote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Vote {
    Counts(Votes),
    /// It is their own key.
    Own,
    /// They have done so already.
    Again,
    /// Another admin has; now it takes a superadmin.
    WantsSuperadmin,
}

/// Adds a vote. Of the earlier ones those count whose role still stands.
pub fn vote(before: Votes, voter: TelegramId, owner: Option<TelegramId>, grants: &[Grant]) -> Vote {
    let role = |user: TelegramId| grants.iter().find(|grant| grant.user == user).map(|grant| grant.role);
    if owner == Some(voter) {
        return Vote::Own;
    }
    let earlier: Vec<TelegramId> =
        [before.superadmin, before.other].into_iter().flatten().filter(|user| role(*user).is_some()).collect();
    if earlier.contains(&voter) {
        return Vote::Again;
    }
    let all: Vec<TelegramId> = earlier.iter().copied().chain([voter]).collect();
    let superadmin = all.iter().copied().find(|user| role(*user) == Some(Role::Superadmin));
    let other = all.iter().copied().find(|user| Some(*user) != superadmin);
    if superadmin.is_none() && !earlier.is_empty() {
        return Vote::WantsSuperadmin;
    }
    Vote::Counts(Votes { superadmin, other })
}

/// The fingerprints to choose from; for the same key always the same, in the same order.
pub fn choices(key: Id, right: Fingerprint) -> Vec<Fingerprint> {
    let decoys = (1..CHOICES).filter_map(|n| {
        let digest = Sha256::new().chain_update(b"decoy").chain_update(key.0).chain_update(n.to_be_bytes()).finalize();
        Fingerprint::parse(&crockford::grouped(&digest[..12], 4))
    });
    let mut all: Vec<Fingerprint> = decoys.collect();
    all.insert((usize::from(key.0[0]) % CHOICES).min(all.len()), right);
    all
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
        invited_by: Option<TelegramId>,
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
    /// Refused: another was chosen.
    Wrong(Recipient),
    /// One more is needed.
    Counted(Recipient),
    Active(Recipient),
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
    use chrono::DateTime;

    use super::*;

    fn grants(roles: &[(i64, Role)]) -> Vec<Grant> {
        let granted_at = DateTime::default();
        let grant = |(user, role): &(i64, Role)| Grant {
            user: TelegramId(*user),
            role: *role,
            label: String::new(),
            lang: Lang::Id,
            granted_at,
        };
        roles.iter().map(grant).collect()
    }

    const BOTH: [(i64, Role); 4] = [(1, Role::Superadmin), (2, Role::Admin), (3, Role::Admin), (4, Role::Superadmin)];

    fn votes(superadmin: Option<i64>, other: Option<i64>) -> Votes {
        Votes { superadmin: superadmin.map(TelegramId), other: other.map(TelegramId) }
    }

    #[test]
    fn two_people_confirm_and_one_of_them_is_a_superadmin() {
        let grants = grants(&BOTH);
        let vote = |before, voter| vote(before, TelegramId(voter), Some(TelegramId(9)), &grants);
        assert_eq!(vote(votes(None, None), 1), Vote::Counts(votes(Some(1), None)));
        assert_eq!(vote(votes(None, None), 2), Vote::Counts(votes(None, Some(2))));
        assert_eq!(vote(votes(None, Some(2)), 1), Vote::Counts(votes(Some(1), Some(2))));
        assert_eq!(vote(votes(Some(1), None), 4), Vote::Counts(votes(Some(1), Some(4))));
        assert_eq!(vote(votes(None, Some(2)), 3), Vote::WantsSuperadmin);
        assert_eq!(vote(votes(None, Some(2)), 2), Vote::Again);
        assert_eq!(vote(votes(Some(1), None), 1), Vote::Again);
    }

    #[test]
    fn nobody_confirms_their_own_key_and_a_lost_role_no_longer_counts() {
        let own = vote(votes(None, None), TelegramId(1), Some(TelegramId(1)), &grants(&BOTH));
        assert_eq!(own, Vote::Own);
        let revoked = grants(&BOTH[1..]);
        let now = vote(votes(Some(1), None), TelegramId(2), None, &revoked);
        assert_eq!(now, Vote::Counts(votes(None, Some(2))), "the first is no superadmin any more");
        let degraded = grants(&[(1, Role::Admin), (4, Role::Superadmin)]);
        assert_eq!(vote(votes(Some(1), None), TelegramId(4), None, &degraded), Vote::Counts(votes(Some(4), Some(1))));
    }

    #[test]
    fn the_right_fingerprint_stands_among_decoys_that_stay() {
        for n in 0..8 {
            let right = Identity::generate().public().fingerprint();
            let all = choices(Id([n; 16]), right);
            assert_eq!(all.len(), CHOICES);
            assert_eq!(all, choices(Id([n; 16]), right));
            assert_eq!(all.iter().position(|one| *one == right), Some(usize::from(n) % CHOICES));
        }
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
