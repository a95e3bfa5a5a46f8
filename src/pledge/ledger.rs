//! The ledger's canonical forms and the walk that finds the first broken entry. Documented in docs/ledger.md.

use std::{borrow::Cow, collections::HashSet};

use chrono::{DateTime, SecondsFormat, Utc};

use super::{Act, Hash, document::Document, plausible::Doubt};
use crate::clock::from_millis;

/// Whose acknowledgement an entry is, as they were at that moment. With the salt it makes the
/// commitment; without this row the chain still verifies.
#[derive(Clone, PartialEq, Eq)]
pub struct Signatory {
    pub salt: [u8; 32],
    pub key: String,
    pub name: String,
    pub kind: String,
    pub position: String,
    pub unit_path: String,
    pub zone: String,
}

impl Signatory {
    pub fn form(&self) -> String {
        format!(
            "ikrar-person-v1\nsalt={}\nkey={}\nname={}\nkind={}\nposition={}\nunit={}\nzone={}\n",
            hex::encode(self.salt),
            self.key,
            self.name,
            self.kind,
            self.position,
            self.unit_path,
            self.zone,
        )
    }

    pub fn commitment(&self) -> Hash {
        Hash::of(self.form())
    }
}

/// What is hashed of an acknowledgement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry<'a> {
    pub seq: i64,
    pub previous: Hash,
    pub document: &'a str,
    pub version: i64,
    pub text: Hash,
    pub imported_at: DateTime<Utc>,
    pub act: Act,
    pub at: DateTime<Utc>,
    /// As [`readings`] writes it.
    pub readings: &'a str,
    /// The internal number of the person; it stays when the personal fields are erased.
    pub subject: i64,
    pub commitment: Hash,
}

impl Entry<'_> {
    pub fn form(&self) -> String {
        format!(
            "ikrar-ledger-v1\nseq={}\nprevious={}\ndocument={}\nversion={}\ntext={}\nimported={}\nact={}\nat={}\nread={}\nsubject={}\nperson={}\n",
            self.seq,
            self.previous,
            self.document,
            self.version,
            self.text,
            timestamp(self.imported_at),
            self.act.as_str(),
            timestamp(self.at),
            self.readings,
            self.subject,
            self.commitment,
        )
    }

    pub fn hash(&self) -> Hash {
        Hash::of(self.form())
    }
}

/// `2024-10-04T01:02:03.456Z`.
pub fn timestamp(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// When each part was read, comma-separated.
pub fn readings(times: impl IntoIterator<Item = DateTime<Utc>>) -> String {
    times.into_iter().map(timestamp).collect::<Vec<_>>().join(",")
}

/// For a field before it is stored and hashed: a line break within it would let two people have one
/// form. The forms themselves take what is stored as it is, or a changed byte could hide.
pub fn one_line(text: &str) -> Cow<'_, str> {
    if text.contains(char::is_control) { text.replace(char::is_control, " ").into() } else { text.into() }
}

/// A row of `document_version`, unchecked: bytes as they lie there.
#[derive(Clone, Debug)]
pub struct StoredVersion {
    pub id: i64,
    pub slug: Vec<u8>,
    pub number: i64,
    pub sha256: Vec<u8>,
    pub canonical: Vec<u8>,
    pub content: Vec<u8>,
    pub imported_at: i64,
}

/// What is wrong with a stored version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum VersionFault {
    /// The canonical text is not what the stored SHA-256 is of.
    Text,
    /// The document that is shown is not what the canonical text says.
    Content,
    /// The versions of the document are not numbered 1, 2, 3…
    Number,
}

impl StoredVersion {
    /// The document, if what is shown, what is canonical and what is hashed are one.
    pub fn check(&self) -> Result<Document, VersionFault> {
        if Hash::of(&self.canonical).as_bytes() != self.sha256 {
            return Err(VersionFault::Text);
        }
        let document: Document = serde_json::from_slice(&self.content).map_err(|_| VersionFault::Content)?;
        let same = document.slug.as_bytes() == self.slug
            && document.canonical().as_bytes() == self.canonical
            && serde_json::to_vec(&document).is_ok_and(|content| content == self.content);
        if same { Ok(document) } else { Err(VersionFault::Content) }
    }

    /// For showing beside a warning; never empty.
    pub fn slug(&self) -> String {
        String::from_utf8_lossy(&self.slug).into_owned()
    }
}

/// A row of `acknowledgement`, with its signatory where that is not erased; unchecked.
#[derive(Clone)]
pub struct StoredEntry {
    pub seq: i64,
    pub person_id: i64,
    pub version_id: i64,
    pub act: Vec<u8>,
    pub at: i64,
    pub readings: Vec<u8>,
    pub commitment: Vec<u8>,
    pub previous: Vec<u8>,
    pub hash: Vec<u8>,
    pub signatory: Option<StoredSignatory>,
}

#[derive(Clone)]
pub struct StoredSignatory {
    pub salt: Vec<u8>,
    pub key: Vec<u8>,
    pub name: Vec<u8>,
    pub kind: Vec<u8>,
    pub position: Vec<u8>,
    pub unit_path: Vec<u8>,
    pub zone: Vec<u8>,
}

impl StoredSignatory {
    /// `None` where a column cannot be what was once written.
    pub fn read(self) -> Option<Signatory> {
        Some(Signatory {
            salt: self.salt.try_into().ok()?,
            key: String::from_utf8(self.key).ok()?,
            name: String::from_utf8(self.name).ok()?,
            kind: String::from_utf8(self.kind).ok()?,
            position: String::from_utf8(self.position).ok()?,
            unit_path: String::from_utf8(self.unit_path).ok()?,
            zone: String::from_utf8(self.zone).ok()?,
        })
    }
}

/// What breaks an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The entry with this number is missing before it.
    Missing {
        seq: i64,
    },
    /// A column cannot be what was once written.
    Unreadable,
    /// It does not follow the entry before it: something was removed, put in between or moved.
    Previous,
    /// Its document version is not there.
    VersionMissing,
    Version(VersionFault),
    /// The hash is not of what stands here: something in the entry or its version was changed.
    Hash,
    /// The person's data is not what the commitment is of.
    Person,
    /// The person's data is gone, and no erasure is on record.
    PersonMissing,
}

/// What an entry needs to know of its version.
#[derive(Clone, Debug)]
pub struct VersionFacts {
    pub slug: String,
    pub number: i64,
    pub sha256: Hash,
    pub imported_at: DateTime<Utc>,
}

impl VersionFacts {
    pub fn of(stored: &StoredVersion) -> Result<Self, VersionFault> {
        let document = stored.check()?;
        Ok(Self {
            slug: document.slug,
            number: stored.number,
            sha256: Hash::from_slice(&stored.sha256).ok_or(VersionFault::Text)?,
            imported_at: from_millis(stored.imported_at),
        })
    }
}

/// Checks an entry by itself; what it follows is the caller's to check.
pub fn check(stored: &StoredEntry, version: &VersionFacts) -> Result<Hash, Fault> {
    let act = std::str::from_utf8(&stored.act).ok().and_then(Act::parse).ok_or(Fault::Unreadable)?;
    let entry = Entry {
        seq: stored.seq,
        previous: Hash::from_slice(&stored.previous).ok_or(Fault::Unreadable)?,
        document: &version.slug,
        version: version.number,
        text: version.sha256,
        imported_at: version.imported_at,
        act,
        at: from_millis(stored.at),
        readings: std::str::from_utf8(&stored.readings).map_err(|_| Fault::Unreadable)?,
        subject: stored.person_id,
        commitment: Hash::from_slice(&stored.commitment).ok_or(Fault::Unreadable)?,
    };
    let hash = entry.hash();
    if hash.as_bytes() != stored.hash {
        return Err(Fault::Hash);
    }
    if let Some(signatory) = stored.signatory.clone() {
        let signatory = signatory.read().ok_or(Fault::Unreadable)?;
        if signatory.commitment() != entry.commitment {
            return Err(Fault::Person);
        }
    }
    Ok(hash)
}

/// Walks a ledger in order, one entry at a time.
#[derive(Debug)]
pub struct Walk {
    pub entries: i64,
    pub erased: i64,
    pub first: Option<Hash>,
    pub last: Option<Hash>,
    /// Hashes of receipts not met so far.
    pub wanted: HashSet<Hash>,
}

impl Walk {
    pub fn new(wanted: impl IntoIterator<Item = Hash>) -> Self {
        Self { entries: 0, erased: 0, first: None, last: None, wanted: wanted.into_iter().collect() }
    }

    /// `erasure_recorded` is asked only where the signatory is gone.
    pub fn step(
        &mut self,
        stored: &StoredEntry,
        version: Option<&Result<VersionFacts, VersionFault>>,
        erasure_recorded: impl FnOnce() -> bool,
    ) -> Result<(), Fault> {
        let expected = self.entries + 1;
        if stored.seq != expected {
            return Err(Fault::Missing { seq: expected });
        }
        if stored.previous != self.last.unwrap_or(Hash::ZERO).as_bytes() {
            return Err(Fault::Previous);
        }
        let version = version.ok_or(Fault::VersionMissing)?.as_ref().map_err(|fault| Fault::Version(*fault))?;
        let hash = check(stored, version)?;
        if stored.signatory.is_none() {
            if !erasure_recorded() {
                return Err(Fault::PersonMissing);
            }
            self.erased += 1;
        }
        self.entries = expected;
        self.first.get_or_insert(hash);
        self.last = Some(hash);
        self.wanted.remove(&hash);
        Ok(())
    }
}

/// The first broken thing of a ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Broken {
    Entry {
        seq: i64,
        fault: Fault,
    },
    /// A version that nobody has acknowledged yet.
    Version {
        document: String,
        number: i64,
        fault: VersionFault,
    },
    /// Personal data of an entry that is not there.
    Orphan {
        seq: i64,
    },
}

/// What [`store::verify`](super::store::verify) found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// How many entries are sound, up to the first broken one.
    pub entries: i64,
    /// How many of them have had their personal data erased.
    pub erased: i64,
    pub first: Option<Hash>,
    pub last: Option<Hash>,
    pub broken: Option<Broken>,
    /// Receipts asked for that are not in this ledger (or come after the broken entry).
    pub absent: Vec<Hash>,
    /// Entries whose place in the chain is sound, but which cannot be what they say; in order.
    pub doubts: Vec<(i64, Doubt)>,
    /// Entries of a time when neither links nor changes of people were on record.
    pub unrecorded: i64,
    /// Entries that were made while the clock was set back, as far as the trail says so or nothing was kept.
    pub clock: i64,
}

impl Report {
    pub fn sound(&self) -> bool {
        self.broken.is_none() && self.absent.is_empty() && self.doubts.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The texts of docs/ledger.md that are piped into sha256sum, with what it prints.
    fn worked_example() -> Vec<(String, Hash)> {
        let page = include_str!("../../docs/ledger.md");
        let blocks = page.split("```sh\nprintf '%s\\n' \\\n").skip(1);
        let example = blocks.map(|block| {
            let (command, after) = block.split_once("```").expect("the end of the command");
            let quoted = command.lines().filter_map(|line| line.trim().strip_prefix('\'')?.strip_suffix("' \\"));
            let text: String = quoted.flat_map(|line| [line, "\n"]).collect();
            let (_, printed) = after.split_once("```text\n").expect("what it prints");
            (text, printed[..64].parse().expect("a hash"))
        });
        example.collect()
    }

    #[test]
    fn the_documented_example_is_right() {
        let example = worked_example();
        for (text, hash) in &example {
            assert_eq!(Hash::of(text), *hash, "{text}");
        }
        let [document, siti, first, budi, second] = &example[..] else { panic!("five texts") };
        let source = "id = 'ikrar-contoh'
            title = 'Ikrar Contoh'
            kind = 'ikrar'
            sample = true
            preamble = 'Kami berikrar:'
            clauses = ['Menjaga netralitas.', 'Menolak politik uang.']
            statement = 'Saya berikrar.'
            circular = { number = '100/BKPSDM/2024', date = 2024-09-12 }
            follows = { kinds = ['pns', 'pppk', 'non_asn'] }
            signs = { kinds = ['pns'], heads_only = true, unit_depth = 2 }";
        let parsed = crate::pledge::file::parse(source.as_bytes()).expect("a document");
        assert_eq!(parsed.canonical(), document.0);
        let signatory = Signatory {
            salt: [0x5e, 0xed].repeat(16).try_into().expect("32 bytes"),
            key: "199001012015031002".into(),
            name: "Siti Contoh, S.Kom.".into(),
            kind: "pns".into(),
            position: "Kepala Dinas Komunikasi dan Informatika".into(),
            unit_path: "Pemda / Dinas Komunikasi dan Informatika".into(),
            zone: "WIT".into(),
        };
        assert_eq!(signatory.form(), siti.0);
        let moment = |text: &str| text.parse::<DateTime<Utc>>().expect("a moment");
        let read = readings([
            moment("2024-10-04T01:01:10Z"),
            moment("2024-10-04T01:01:21.5Z"),
            moment("2024-10-04T01:01:40.25Z"),
        ]);
        let entry = Entry {
            seq: 1,
            previous: Hash::ZERO,
            document: "ikrar-contoh",
            version: 1,
            text: document.1,
            imported_at: moment("2024-10-01T00:00:00Z"),
            act: Act::Sign,
            at: moment("2024-10-04T01:02:03.456Z"),
            readings: &read,
            subject: 17,
            commitment: siti.1,
        };
        assert_eq!(entry.form(), first.0);
        let number = crate::pledge::ReceiptNumber::new(1, &first.1).to_string();
        assert!(include_str!("../../docs/ledger.md").contains(&number), "{number}");
        assert!(second.0.contains(&format!("previous={}\n", first.1)));
        assert!(second.0.ends_with(&format!("person={}\n", budi.1)));
    }
}
