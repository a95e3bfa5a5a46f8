//! The lists that travel with exported cases: which file is sealed to which keys, before and after.
//!
//! Rotating a key takes a folder out of the server (`ikrar tips export`), to the holder of an old key
//! (`ikrar tips reseal`), and back. Each folder has `.age` files and one [`FILE`] in TOML. On the way out:
//!
//! ```toml
//! kind = "ikrar-tips-export"
//! version = 2
//!
//! [[item]]
//! file = "K7Q2M9-1.age"
//! sha256 = "…"                # of the file as it is, 64 hex digits
//! content = "…"               # of what is sealed in it, where it is known
//! keys = ["age1…", "age1…"]   # what it must be sealed to from now on
//! ```
//!
//! On the way back, `kind = "ikrar-tips-resealed"` and for each item `file`, `before` and `after`
//! (SHA-256 of the file that came and of the one that goes), `content` and `keys` as above. Who takes it in compares
//! `before` and `content` with what is stored, `after` with the file, and [`vault::envelope::recipients`] with `keys`.
//! What somebody says of `content` can be a lie; it is found out by whoever opens the file.

use std::{collections::HashSet, fmt};

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use sha2::Digest as _;
use vault::key::PublicKey;

use crate::{msg, texts::Message};

/// Name of the list in its folder.
pub const FILE: &str = "manifest.toml";
const VERSION: u32 = 2;
/// Bytes of a list; a thousand items with five keys each have some 500,000.
pub const MAX_BYTES: u64 = 64 * 1024 * 1024;
/// Characters of a file's name.
const NAME_MAX: usize = 64;

/// What must be sealed anew.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Export {
    pub items: Vec<Exported>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exported {
    pub file: FileName,
    pub sha256: Sha256,
    pub content: Option<Sha256>,
    /// At least one.
    pub keys: Vec<PublicKey>,
}

/// What has been sealed anew.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reseal {
    pub items: Vec<Resealed>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resealed {
    pub file: FileName,
    pub before: Sha256,
    pub after: Sha256,
    pub content: Sha256,
    pub keys: Vec<PublicKey>,
}

/// Why a list is not taken. Where an item is named, it is by its file or, without a usable one, its place.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ManifestError {
    #[error("not the TOML of a list: {0}")]
    Syntax(String),
    /// The other list, or none of ours.
    #[error("a list of another kind")]
    Kind,
    #[error("a list of version {0}")]
    Version(u32),
    #[error("item {0}: the name of the file is not allowed")]
    Name(usize),
    #[error("{0} is there twice")]
    Twice(FileName),
    #[error("{0}: no SHA-256")]
    Hash(FileName),
    #[error("{0}: no key")]
    NoKey(FileName),
    #[error("{0}: a key that is none")]
    Key(FileName),
}

impl ManifestError {
    pub fn message(&self) -> Message {
        match self {
            Self::Syntax(detail) => msg!("tips-manifest-syntax", detail = detail),
            Self::Kind => msg!("tips-manifest-kind"),
            Self::Version(version) => msg!("tips-manifest-version", version = *version),
            Self::Name(at) => msg!("tips-manifest-name", at = *at),
            Self::Twice(file) => msg!("tips-manifest-twice", file = file.as_str()),
            Self::Hash(file) => msg!("tips-manifest-hash", file = file.as_str()),
            Self::NoKey(file) => msg!("tips-manifest-no-key", file = file.as_str()),
            Self::Key(file) => msg!("tips-manifest-key", file = file.as_str()),
        }
    }
}

impl Export {
    const KIND: &str = "ikrar-tips-export";

    pub fn parse(text: &str) -> Result<Self, ManifestError> {
        let list: List<RawExported> = read(text, Self::KIND)?;
        let items = checked(
            list.item,
            |raw| &raw.file,
            |file, raw| {
                let (sha256, keys) = (hash(&file, &raw.sha256)?, keys(&file, &raw.keys)?);
                let content = raw.content.as_ref().map(|content| hash(&file, content)).transpose()?;
                Ok(Exported { file, sha256, content, keys })
            },
        )?;
        Ok(Self { items })
    }

    pub fn to_toml(&self) -> String {
        let raw = |item: &Exported| RawExported {
            file: item.file.to_string(),
            sha256: item.sha256.to_string(),
            content: item.content.map(|content| content.to_string()),
            keys: item.keys.iter().map(PublicKey::to_string).collect(),
        };
        write(Self::KIND, self.items.iter().map(raw).collect())
    }

    /// Every key once, in the order of the list, with the number of items sealed to it.
    pub fn keys(&self) -> Vec<(&PublicKey, usize)> {
        let mut found: Vec<(&PublicKey, usize)> = Vec::new();
        for key in self.items.iter().flat_map(|item| &item.keys) {
            match found.iter_mut().find(|(known, _)| *known == key) {
                Some((_, count)) => *count += 1,
                None => found.push((key, 1)),
            }
        }
        found
    }
}

impl Reseal {
    const KIND: &str = "ikrar-tips-resealed";

    pub fn parse(text: &str) -> Result<Self, ManifestError> {
        let list: List<RawResealed> = read(text, Self::KIND)?;
        let items = checked(
            list.item,
            |raw| &raw.file,
            |file, raw| {
                let (before, after) = (hash(&file, &raw.before)?, hash(&file, &raw.after)?);
                let (content, keys) = (hash(&file, &raw.content)?, keys(&file, &raw.keys)?);
                Ok(Resealed { file, before, after, content, keys })
            },
        )?;
        Ok(Self { items })
    }

    pub fn to_toml(&self) -> String {
        let raw = |item: &Resealed| RawResealed {
            file: item.file.to_string(),
            before: item.before.to_string(),
            after: item.after.to_string(),
            content: item.content.to_string(),
            keys: item.keys.iter().map(PublicKey::to_string).collect(),
        };
        write(Self::KIND, self.items.iter().map(raw).collect())
    }
}

/// The name of an `.age` file, without any path: ASCII letters, digits and `-`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FileName(String);

impl FileName {
    pub fn parse(text: &str) -> Option<Self> {
        let stem = text.strip_suffix(".age")?;
        let plain = stem.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') && !stem.starts_with('-');
        ((1..=NAME_MAX).contains(&stem.len()) && plain).then(|| Self(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for FileName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Of a sealed file, which tells nothing of what is in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sha256(pub [u8; 32]);

impl Sha256 {
    pub fn of(bytes: &[u8]) -> Self {
        Self(sha2::Sha256::digest(bytes).into())
    }

    fn parse(text: &str) -> Option<Self> {
        let mut bytes = [0; 32];
        hex::decode_to_slice(text, &mut bytes).ok()?;
        Some(Self(bytes))
    }
}

impl fmt::Display for Sha256 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct List<T> {
    kind: String,
    version: u32,
    #[serde(default = "Vec::new")]
    item: Vec<T>,
}

/// The beginning alone, so that another kind or a later version is told as what it is.
#[derive(Deserialize)]
struct Head {
    kind: Option<String>,
    version: Option<u32>,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct RawExported {
    file: String,
    sha256: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    content: Option<String>,
    keys: Vec<String>,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct RawResealed {
    file: String,
    before: String,
    after: String,
    content: String,
    keys: Vec<String>,
}

fn read<T: DeserializeOwned>(text: &str, kind: &str) -> Result<List<T>, ManifestError> {
    let syntax = |error: toml::de::Error| ManifestError::Syntax(error.message().to_owned());
    let head: Head = toml::from_str(text).map_err(syntax)?;
    if head.kind.as_deref() != Some(kind) {
        return Err(ManifestError::Kind);
    }
    match head.version {
        Some(VERSION) | None => toml::from_str(text).map_err(syntax),
        Some(other) => Err(ManifestError::Version(other)),
    }
}

fn write<T: Serialize>(kind: &str, item: Vec<T>) -> String {
    let list = List { kind: kind.to_owned(), version: VERSION, item };
    toml::to_string(&list).unwrap_or_else(|_| unreachable!("texts, numbers and tables are TOML"))
}

/// Each item with its file's name, which is in the list but once.
fn checked<R, T>(
    raw: Vec<R>,
    name: impl Fn(&R) -> &str,
    item: impl Fn(FileName, &R) -> Result<T, ManifestError>,
) -> Result<Vec<T>, ManifestError> {
    let (mut seen, mut items) = (HashSet::new(), Vec::with_capacity(raw.len()));
    for (at, raw) in raw.iter().enumerate() {
        let file = FileName::parse(name(raw)).ok_or(ManifestError::Name(at + 1))?;
        if !seen.insert(file.clone()) {
            return Err(ManifestError::Twice(file));
        }
        items.push(item(file, raw)?);
    }
    Ok(items)
}

fn hash(file: &FileName, text: &str) -> Result<Sha256, ManifestError> {
    Sha256::parse(text).ok_or_else(|| ManifestError::Hash(file.clone()))
}

fn keys(file: &FileName, texts: &[String]) -> Result<Vec<PublicKey>, ManifestError> {
    if texts.is_empty() {
        return Err(ManifestError::NoKey(file.clone()));
    }
    texts.iter().map(|text| text.parse().map_err(|_| ManifestError::Key(file.clone()))).collect()
}

#[cfg(test)]
mod tests {
    use vault::key::Identity;

    use super::*;

    fn file(name: &str) -> FileName {
        FileName::parse(name).expect("a name")
    }

    fn export() -> Export {
        let keys: Vec<PublicKey> = (1..=2).map(|n| Identity::from_secret([n; 32]).public()).collect();
        let sha256 = Sha256::of(b"x");
        Export {
            items: vec![
                Exported { file: file("K7Q2M9-1.age"), sha256, content: None, keys: keys.clone() },
                Exported { file: file("K7Q2M9-2.age"), sha256, content: Some(sha256), keys: keys[..1].to_vec() },
            ],
        }
    }

    fn reseal() -> Reseal {
        let resealed = |item: Exported| Resealed {
            file: item.file,
            before: item.sha256,
            after: Sha256::of(b"y"),
            content: Sha256::of(b"z"),
            keys: item.keys,
        };
        Reseal { items: export().items.into_iter().map(resealed).collect() }
    }

    #[test]
    fn lists_are_read_as_they_were_written() {
        assert_eq!(Export::parse(&export().to_toml()), Ok(export()));
        assert_eq!(Reseal::parse(&reseal().to_toml()), Ok(reseal()));
        assert_eq!(Export::parse(&Export::default().to_toml()), Ok(Export::default()));
        assert_eq!(Reseal::parse(&Reseal::default().to_toml()), Ok(Reseal::default()));
    }

    #[test]
    fn a_list_looks_as_documented() {
        let text = export().to_toml();
        let beginning = "kind = \"ikrar-tips-export\"\nversion = 2\n\n[[item]]\nfile = \"K7Q2M9-1.age\"\n\
                         sha256 = \"2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881\"\nkeys = [";
        assert!(text.starts_with(beginning), "{text}");
    }

    #[test]
    fn keys_are_counted() {
        let export = export();
        let counts: Vec<usize> = export.keys().into_iter().map(|(_, count)| count).collect();
        assert_eq!(counts, [2, 1]);
    }

    #[test]
    fn what_is_wrong_is_named() {
        let good = export().to_toml();
        let refused = |from: &str, to: &str| {
            assert!(good.contains(from), "{from}");
            Export::parse(&good.replacen(from, to, 1)).expect_err("refused")
        };
        assert_eq!(refused("export", "resealed"), ManifestError::Kind);
        assert_eq!(Reseal::parse(&good), Err(ManifestError::Kind));
        assert_eq!(refused("version = 2", "version = 1"), ManifestError::Version(1));
        assert!(matches!(refused("version = 2\n", ""), ManifestError::Syntax(_)));
        assert!(matches!(refused("sha256 =", "sha1 ="), ManifestError::Syntax(_)));
        assert!(matches!(refused("[[item]]", "[[item"), ManifestError::Syntax(_)));
        assert_eq!(refused("K7Q2M9-2", "K7Q2M9-1"), ManifestError::Twice(file("K7Q2M9-1.age")));
        assert_eq!(refused("\"2d71", "\"2d7"), ManifestError::Hash(file("K7Q2M9-1.age")));
        assert_eq!(refused("\"age1", "\"age2"), ManifestError::Key(file("K7Q2M9-1.age")));
        for name in ["../x.age", "x", ".age", "-x.age", "x.age.age", "a/b.age", "x.AGE", &format!("{:065}.age", 0)] {
            assert_eq!(refused("K7Q2M9-1.age", name), ManifestError::Name(1), "{name}");
        }
        let mut without = export();
        without.items[1].keys.clear();
        assert_eq!(Export::parse(&without.to_toml()), Err(ManifestError::NoKey(file("K7Q2M9-2.age"))));
    }

    proptest::proptest! {
        #[test]
        fn reading_never_panics(text in ".*") {
            proptest::prop_assert!(Export::parse(&text).is_err() && Reseal::parse(&text).is_err());
        }
    }
}
