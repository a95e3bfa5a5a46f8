//! Who works where: people, their units and keys, and the rules that need no database.

pub mod account;
pub mod admin;
pub mod code;
pub mod handlers;
pub mod import;
pub mod name;
pub mod nip;
pub mod portions;
pub mod report;
pub mod sheet;
pub mod slips;
pub mod store;
pub mod unit;

use std::{borrow::Cow, collections::HashMap, fmt};

use chrono::{DateTime, Utc};

use crate::texts::{Lang, Message, Zone};

pub use code::{BindingCode, CodeHash};
pub use name::{mask_key, mask_name};
pub use nip::{AgencyCode, Ni, Nip};

/// Internal id of a person: stays while a NIP or NI changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PersonId(pub i64);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct UnitId(pub i64);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    Pns,
    Pppk,
    NonAsn,
    KepalaDesa,
    PerangkatDesa,
}

impl Kind {
    pub const ALL: [Kind; 5] = [Kind::Pns, Kind::Pppk, Kind::NonAsn, Kind::KepalaDesa, Kind::PerangkatDesa];

    /// As `person.kind` holds it, and as document files name it.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Pns => "pns",
            Kind::Pppk => "pppk",
            Kind::NonAsn => "non_asn",
            Kind::KepalaDesa => "kepala_desa",
            Kind::PerangkatDesa => "perangkat_desa",
        }
    }

    /// Takes what rosters write, in any case and with any separators: `PPPK`, `P3K`, `Non-ASN`, `Kades`.
    pub fn parse(text: &str) -> Option<Self> {
        Some(match fold(text).as_str() {
            "pns" | "cpns" | "pegawainegerisipil" => Kind::Pns,
            "pppk" | "p3k" | "pppkparuhwaktu" | "pppkpenuhwaktu" => Kind::Pppk,
            "nonasn" | "honorer" | "tenagahonorer" | "tenaganonasn" | "pegawainonasn" | "ptt" => Kind::NonAsn,
            "kepaladesa" | "kades" => Kind::KepalaDesa,
            "perangkatdesa" => Kind::PerangkatDesa,
            _ => return None,
        })
    }

    /// The kind in words.
    pub fn label(self) -> Message {
        match self {
            Kind::Pns => crate::msg!("roster-kind-pns"),
            Kind::Pppk => crate::msg!("roster-kind-pppk"),
            Kind::NonAsn => crate::msg!("roster-kind-non-asn"),
            Kind::KepalaDesa => crate::msg!("roster-kind-kepala-desa"),
            Kind::PerangkatDesa => crate::msg!("roster-kind-perangkat-desa"),
        }
    }
}

/// What the agency knows a person by. Personal data: `{:?}` does not show it.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PersonKey {
    /// 18 digits of a civil servant (PNS).
    Nip(Nip),
    /// 18 digits of a PPPK; changes when the person moves to another agency.
    Ni(Ni),
    /// The agency's own code, for those who have neither.
    Code(AgencyCode),
}

impl PersonKey {
    pub fn as_str(&self) -> &str {
        match self {
            PersonKey::Nip(nip) => nip.as_str(),
            PersonKey::Ni(ni) => ni.as_str(),
            PersonKey::Code(code) => code.as_str(),
        }
    }

    /// As it is compared with another: two spellings of one code are one.
    pub fn folded(&self) -> Cow<'_, str> {
        let text = self.as_str();
        // Keys are ASCII, so SQLite's lower() makes the same of them.
        if text.bytes().any(|byte| byte.is_ascii_uppercase()) {
            Cow::Owned(text.to_ascii_lowercase())
        } else {
            Cow::Borrowed(text)
        }
    }

    /// As `person.key_kind` holds it.
    pub fn kind_str(&self) -> &'static str {
        match self {
            PersonKey::Nip(_) => "nip",
            PersonKey::Ni(_) => "ni",
            PersonKey::Code(_) => "code",
        }
    }

    /// The key that a roster gives for a person of this kind. A village head may be a civil servant
    /// and then has a NIP.
    pub fn parse(kind: Kind, text: &str) -> Result<Self, nip::KeyError> {
        match kind {
            Kind::Pns => Nip::parse(text).map(PersonKey::Nip),
            Kind::Pppk => Ni::parse(text).map(PersonKey::Ni),
            Kind::NonAsn | Kind::KepalaDesa | Kind::PerangkatDesa => nip::parse_code_or_number(text),
        }
    }

    /// A key given without a kind: whatever it can be.
    pub fn parse_any(text: &str) -> Result<Self, nip::KeyError> {
        nip::parse_code_or_number(text)
    }

    /// What may be a key in a text: the whole of it, or a number among words.
    pub fn find(text: &str) -> Vec<Self> {
        let text = vault::crockford::fold(text);
        let text = text.trim_matches(|c: char| !c.is_alphanumeric());
        let mut found: Vec<Self> = Self::parse_any(text).into_iter().collect();
        // Digits in a row, with the marks between them that people and spreadsheets put there.
        for run in text.split(|c: char| !(c.is_ascii_digit() || " .-'".contains(c))) {
            let number = run.trim_matches(|c: char| !c.is_ascii_digit());
            let digits = number.bytes().filter(u8::is_ascii_digit).count();
            found.extend(Self::parse_any(number).ok().filter(|_| digits == 18 && number != text));
        }
        found
    }

    /// For the screen and for documents.
    pub fn masked(&self) -> String {
        mask_key(self)
    }

    pub(crate) fn from_stored(kind: &str, key: String) -> Self {
        match kind {
            "nip" => PersonKey::Nip(Nip::from_stored(key)),
            "ni" => PersonKey::Ni(Ni::from_stored(key)),
            _ => PersonKey::Code(AgencyCode::from_stored(key)),
        }
    }
}

impl fmt::Debug for PersonKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PersonKey({} …)", self.kind_str())
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    pub id: UnitId,
    pub parent: Option<UnitId>,
    pub name: String,
    /// `Pemda / Dinas Pendidikan / SDN 1`
    pub path: String,
    /// 1 is the government itself.
    pub depth: u32,
    pub zone: Zone,
}

/// Someone on the roster, with where they work. Personal data: `{:?}` shows the id alone.
#[derive(Clone, PartialEq, Eq)]
pub struct Person {
    pub id: PersonId,
    pub key: PersonKey,
    pub name: String,
    pub kind: Kind,
    /// May be empty.
    pub position: String,
    /// Heads the unit.
    pub head: bool,
    pub unit: Unit,
    pub active: bool,
}

impl Person {
    pub fn masked_name(&self) -> String {
        mask_name(&self.name)
    }

    pub fn masked_key(&self) -> String {
        self.key.masked()
    }
}

impl fmt::Debug for Person {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Person({})", self.id.0)
    }
}

/// An active person and the account that speaks for them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkedPerson {
    pub person: Person,
    pub language: Lang,
    pub linked_at: DateTime<Utc>,
    /// The account took no message the last time; that they are here now clears it.
    pub unreachable: bool,
}

/// A unit in a browser of units, with what its whole subtree holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitBranch {
    pub unit: Unit,
    /// Units right below it.
    pub children: i64,
    /// Active people in the subtree.
    pub people: i64,
    pub linked: i64,
}

/// Active people of a unit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub people: i64,
    pub linked: i64,
    /// With at least one acknowledgement of the versions asked for.
    pub signed: i64,
    pub acknowledgements: i64,
}

/// One unit of a recap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitRecap {
    pub unit: Unit,
    /// The unit without those below it.
    pub own: Counts,
    /// The unit with all below it.
    pub total: Counts,
}

impl UnitRecap {
    /// Adds each unit's counts to those above it; keeps the order.
    pub fn roll_up(units: Vec<(Unit, Counts)>) -> Vec<Self> {
        let places: HashMap<UnitId, usize> = units.iter().enumerate().map(|(at, (unit, _))| (unit.id, at)).collect();
        let mut recaps: Vec<Self> =
            units.into_iter().map(|(unit, own)| Self { unit, own, total: Counts::default() }).collect();
        for at in 0..recaps.len() {
            let own = recaps[at].own;
            let mut above = Some(at);
            while let Some(place) = above {
                let total = &mut recaps[place].total;
                total.people += own.people;
                total.linked += own.linked;
                total.signed += own.signed;
                total.acknowledgements += own.acknowledgements;
                above = recaps[place].unit.parent.and_then(|parent| places.get(&parent).copied());
            }
        }
        recaps
    }
}

/// Told how far a long work is: done, of how many.
pub type Progress<'a> = &'a (dyn Fn(u64, u64) + Send + Sync);

/// For comparing what people type: small letters and digits alone, without diacritics.
pub(crate) fn fold(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization as _;
    text.nfkd().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_known_by_what_rosters_write() {
        for (text, kind) in [
            ("PNS", Kind::Pns),
            (" pppk ", Kind::Pppk),
            ("P3K", Kind::Pppk),
            ("Non-ASN", Kind::NonAsn),
            ("non asn", Kind::NonAsn),
            ("NON_ASN", Kind::NonAsn),
            ("Honorer", Kind::NonAsn),
            ("Kades", Kind::KepalaDesa),
            ("Kepala  Desa", Kind::KepalaDesa),
            ("Perangkat Desa", Kind::PerangkatDesa),
        ] {
            assert_eq!(Kind::parse(text), Some(kind), "{text}");
        }
        for text in ["", "ASN", "PNS?PPPK", "Menteri"] {
            assert_eq!(Kind::parse(text), None, "{text}");
        }
        for kind in Kind::ALL {
            assert_eq!(Kind::parse(kind.as_str()), Some(kind));
        }
    }

    #[test]
    fn debug_shows_no_personal_data() {
        let key = PersonKey::parse(Kind::Pns, "198001012005011001").expect("a NIP");
        assert!(!format!("{key:?}").contains("1980"));
    }
}
