//! Finds canaries in bytes, in whatever encoding and however packed, and says where.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    fmt, fs,
    io::Read,
    os::unix::ffi::OsStrExt as _,
    path::Path,
    sync::atomic::{AtomicU64, Ordering},
};

use flate2::read::{DeflateDecoder, GzDecoder, ZlibDecoder};

use crate::encodings::{self, Canary, Keys};

/// Shorter patterns occur by chance: 32 bits once in every 4 GiB of noise, five letters more often in text. See [`Net::search`].
const STRONG: usize = 6;
const SHORTEST: usize = 4;
/// Of what is unpacked, and how deep.
const UNPACKED: u64 = 8 * 1024 * 1024;
const DEPTH: usize = 3;

static BYTES: AtomicU64 = AtomicU64::new(0);
static SEARCHES: AtomicU64 = AtomicU64::new(0);

/// Bytes and searches of this whole run so far.
pub fn totals() -> String {
    let (bytes, searches) = (BYTES.load(Ordering::Relaxed), SEARCHES.load(Ordering::Relaxed));
    format!("so far {searches} searches of {} KiB", bytes / 1024)
}

/// Something that was left behind.
#[derive(Clone)]
pub struct Source {
    pub name: String,
    pub bytes: Vec<u8>,
}

impl Source {
    pub fn new(name: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self { name: name.into(), bytes: bytes.into() }
    }
}

/// Every file below the folder: what is in it, its name, and its extended attributes.
pub fn files(folder: &Path) -> Vec<Source> {
    let mut sources = Vec::new();
    let mut names = Vec::new();
    walk(folder, folder, &mut sources, &mut names);
    sources.push(Source::new(format!("names below {}", shown(folder)), names));
    sources
}

fn shown(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn walk(root: &Path, folder: &Path, sources: &mut Vec<Source>, names: &mut Vec<u8>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let mut entries: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        names.extend_from_slice(path.strip_prefix(root).unwrap().as_os_str().as_bytes());
        names.push(b'\n');
        let relative = format!("{}/{}", shown(root), path.strip_prefix(root).unwrap().display());
        let attributes = attributes(&path);
        if !attributes.is_empty() {
            sources.push(Source::new(format!("{relative} (attributes)"), attributes));
        }
        if path.is_symlink() {
            names.extend_from_slice(fs::read_link(&path).unwrap().as_os_str().as_bytes());
        } else if path.is_dir() {
            walk(root, &path, sources, names);
        } else if let Ok(bytes) = fs::read(&path) {
            // A file that vanished meanwhile left nothing.
            sources.push(Source::new(relative, bytes));
        }
    }
}

/// Names and values; empty where the file system has none.
fn attributes(path: &Path) -> Vec<u8> {
    let mut names = vec![0; 64 * 1024];
    let Ok(length) = rustix::fs::llistxattr(path, &mut names[..]) else { return Vec::new() };
    names.truncate(length);
    let mut all = names.clone();
    for name in names.split(|byte| *byte == 0).filter(|name| !name.is_empty()) {
        let mut value = vec![0; 64 * 1024];
        if let Ok(length) = rustix::fs::lgetxattr(path, name, &mut value[..]) {
            all.extend_from_slice(&value[..length]);
            all.push(b'\n');
        }
    }
    all
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Find {
    pub canary: String,
    pub encoding: String,
    pub source: String,
    pub offset: usize,
}

impl fmt::Display for Find {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} as {} at {} of {}", self.canary, self.encoding, self.offset, self.source)
    }
}

#[derive(Clone, Default)]
pub struct Report {
    pub finds: Vec<Find>,
    pub sources: usize,
    pub bytes: usize,
}

impl Report {
    /// Without what was there before.
    pub fn minus(mut self, before: &Report) -> Self {
        let known: HashSet<&Find> = before.finds.iter().collect();
        self.finds.retain(|find| !known.contains(find));
        self
    }

    pub fn names(&self) -> Vec<String> {
        let names: BTreeMap<&str, ()> = self.finds.iter().map(|find| (find.canary.as_str(), ())).collect();
        names.into_keys().map(str::to_owned).collect()
    }

    #[track_caller]
    pub fn must_be_clean(&self, when: &str) {
        assert!(self.finds.is_empty(), "{when}: {self}");
        assert!(self.sources > 0 && self.bytes > 0, "{when}: nothing was searched");
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} found in {} bytes of {} sources", self.finds.len(), self.bytes, self.sources)?;
        self.finds.iter().take(40).try_for_each(|find| writeln!(f, "  {find}"))
    }
}

struct Pattern {
    canary: usize,
    encoding: String,
    bytes: Vec<u8>,
}

/// Canaries in all their encodings, ready to be looked for.
pub struct Net {
    canaries: Vec<Canary>,
    patterns: Vec<Pattern>,
    /// A bit for every three bytes with which some pattern begins.
    begins: Vec<u64>,
    by_start: HashMap<u32, Vec<usize>>,
}

impl Net {
    pub fn new(canaries: &[Canary], keys: &Keys) -> Self {
        let mut net = Self {
            canaries: canaries.to_vec(),
            patterns: Vec::new(),
            begins: vec![0; 1 << 18],
            by_start: HashMap::new(),
        };
        for (canary, value) in canaries.iter().enumerate() {
            for (encoding, bytes) in encodings::of(value, keys) {
                assert!(bytes.len() >= SHORTEST, "{}: {encoding}", value.name);
                let start = u32::from_be_bytes(bytes[..4].try_into().unwrap());
                net.begins[(start >> 14) as usize] |= 1 << (start >> 8 & 63);
                net.by_start.entry(start).or_default().push(net.patterns.len());
                net.patterns.push(Pattern { canary, encoding, bytes });
            }
        }
        net
    }

    /// How many patterns are looked for.
    pub fn patterns(&self) -> usize {
        self.patterns.len()
    }

    /// `noise` are bytes that are known to be random, such as what is sealed: a pattern of fewer than six bytes
    /// counts only where what is around it is none of them. Anything longer counts everywhere.
    pub fn search<'s>(&self, sources: impl IntoIterator<Item = &'s Source>, noise: &[u8]) -> Report {
        let mut report = Report::default();
        for source in sources {
            report.sources += 1;
            report.bytes += source.bytes.len();
            self.look(&source.name, &source.bytes, noise, true, DEPTH, &mut report.finds);
        }
        BYTES.fetch_add(report.bytes as u64, Ordering::Relaxed);
        SEARCHES.fetch_add(1, Ordering::Relaxed);
        report.finds.sort();
        report.finds.dedup();
        report
    }

    fn look(&self, name: &str, bytes: &[u8], noise: &[u8], whole: bool, depth: usize, finds: &mut Vec<Find>) {
        let mut window = 0_u32;
        for (at, byte) in bytes.iter().enumerate() {
            window = window << 8 | u32::from(*byte);
            let three = window >> 8;
            if at >= 3 && self.begins[(three >> 6) as usize] >> (three & 63) & 1 == 1 {
                self.compare(name, bytes, at - 3, noise, whole, finds);
            }
        }
        if depth > 0 {
            for (what, at, unpacked, whole) in packed(bytes) {
                self.look(&format!("{name} > {what} at {at}"), &unpacked, noise, whole, depth - 1, finds);
            }
        }
    }

    fn compare(&self, name: &str, bytes: &[u8], at: usize, noise: &[u8], whole: bool, finds: &mut Vec<Find>) {
        let start = u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap());
        for pattern in self.by_start.get(&start).into_iter().flatten().map(|at| &self.patterns[*at]) {
            if !bytes[at..].starts_with(&pattern.bytes) {
                continue;
            }
            let weak = pattern.bytes.len() < STRONG;
            if weak && (!whole || is_noise(bytes, at, pattern.bytes.len(), noise)) {
                continue;
            }
            finds.push(Find {
                canary: self.canaries[pattern.canary].name.clone(),
                encoding: pattern.encoding.clone(),
                source: name.to_owned(),
                offset: at,
            });
        }
    }
}

/// Whether twelve bytes before, behind or around belong to what is known to be random.
fn is_noise(bytes: &[u8], at: usize, length: usize, noise: &[u8]) -> bool {
    let starts = [at.saturating_sub(12), at, at.saturating_sub(6)];
    starts.into_iter().any(|start| {
        let end = if start == at { at + length + 12 } else { (start + length + 12).max(at + length) };
        bytes.get(start..end).is_some_and(|part| part.len() >= length + 6 && contains(noise, part))
    })
}

pub fn contains(bytes: &[u8], part: &[u8]) -> bool {
    position(bytes, part).is_some()
}

pub fn position(bytes: &[u8], part: &[u8]) -> Option<usize> {
    let first = *part.first()?;
    let mut from = 0;
    loop {
        // The search for one byte is the standard library's, which is compiled with optimisations.
        from += bytes.get(from..)?.iter().position(|byte| *byte == first)?;
        if bytes[from..].starts_with(part) {
            return Some(from);
        }
        from += 1;
    }
}

/// Streams that begin somewhere in the bytes: what they are, where, what is in them, and whether they end as they
/// should. The start of one is also unpacked where the rest is missing.
fn packed(bytes: &[u8]) -> Vec<(&'static str, usize, Vec<u8>, bool)> {
    let mut all = Vec::new();
    let mut add = |what, at, (unpacked, whole): (Vec<u8>, bool)| {
        if unpacked.len() >= SHORTEST {
            all.push((what, at, unpacked, whole));
        }
    };
    for (at, pair) in bytes.windows(2).enumerate() {
        if pair[0] & 0x8f == 8 && u16::from_be_bytes([pair[0], pair[1]]).is_multiple_of(31) && pair[1] & 0x20 == 0 {
            add("zlib", at, unpack(ZlibDecoder::new(&bytes[at..])));
        } else if pair == [0x1f, 0x8b] && bytes.get(at + 2) == Some(&8) {
            add("gzip", at, unpack(GzDecoder::new(&bytes[at..])));
        } else if pair == *b"PK" && bytes[at..].starts_with(b"PK\x03\x04") && bytes.get(at + 8) == Some(&8) {
            let field = |from: usize| Some(usize::from(u16::from_le_bytes([*bytes.get(from)?, *bytes.get(from + 1)?])));
            if let (Some(name), Some(extra)) = (field(at + 26), field(at + 28)) {
                let start = (at + 30 + name + extra).min(bytes.len());
                add("zip", at, unpack(DeflateDecoder::new(&bytes[start..])));
            }
        }
    }
    // Without a header it could begin anywhere; the start is where it would.
    add("deflate", 0, unpack(DeflateDecoder::new(bytes)));
    all
}

fn unpack(decoder: impl Read) -> (Vec<u8>, bool) {
    let mut unpacked = Vec::new();
    let whole = decoder.take(UNPACKED).read_to_end(&mut unpacked).is_ok();
    (unpacked, whole)
}

/// Canaries are chosen so that chance does not write them; this holds that the net, too, finds none in noise.
#[test]
fn noise_holds_no_canary() {
    use rand::{Rng as _, SeedableRng as _, rngs::StdRng};

    let canaries = [
        Canary::account("id", 0x000c_b3a7_91c5_e26f),
        Canary::number("message", 1_938_475_211),
        Canary::text("name", "Žefirqo Wumbelthrop"),
    ];
    let net = Net::new(&canaries, &[]);
    let mut noise = vec![0; 4 * 1024 * 1024];
    StdRng::seed_from_u64(1).fill_bytes(&mut noise);
    let began = std::time::Instant::now();
    let source = Source::new("noise", noise.clone());
    let strong = net.search([&source], &noise);
    println!("{} patterns in {} MiB of noise: {:?}", net.patterns(), noise.len() >> 20, began.elapsed());
    strong.must_be_clean("noise");
    // A short one counts where it is not in the midst of noise, and a long one everywhere.
    let mut leak = noise.clone();
    leak.splice(70_000..70_000, 1_938_475_211_u32.to_be_bytes());
    leak.splice(90_000..90_000, *b"zefirqo wumbelthrop");
    leak.splice(99_000..99_000, "žefirqo wumbelthrop".bytes());
    let found = net.search([&Source::new("leak", leak)], &noise);
    assert_eq!(found.names(), ["message", "name"], "{found}");
}
