//! Passphrases: asked on the terminal without showing them, or read from a file; weak ones refused.

use std::{
    io::{self, Read as _},
    path::Path,
};

use zeroize::Zeroizing;

use super::SMALL;
use crate::{
    error::refuse,
    msg,
    texts::{Lang, Message},
};

/// Characters of a passphrase.
const LEAST: usize = 14;
/// Guesses that a passphrase must stand, as a power of ten. One guess takes a core more than half a second
/// and 256 MiB (scrypt, see [`vault::key::WORK_FACTOR`]): 10¹² are some 16,000 years of a core.
const GUESSES: f64 = 12.0;
/// Words that somebody who knows where the file comes from tries first. zxcvbn knows English ones.
const NEARBY: [&str; 24] = [
    "ikrar",
    "kunci",
    "penerima",
    "laporan",
    "rahasia",
    "bkpsdm",
    "bawaslu",
    "pemilu",
    "pilkada",
    "netral",
    "netralitas",
    "indonesia",
    "merdeka",
    "garuda",
    "pancasila",
    "bismillah",
    "alhamdulillah",
    "sayang",
    "selamat",
    "kabupaten",
    "kota",
    "provinsi",
    "pemda",
    "sandi",
];

/// Where a passphrase comes from.
pub enum Passphrase {
    Terminal,
    Given(Zeroizing<String>),
}

impl Passphrase {
    /// The first line of the file, or of standard input for `-`; without a file, the terminal.
    pub fn from(file: Option<&Path>) -> anyhow::Result<Self> {
        let Some(file) = file else { return Ok(Self::Terminal) };
        let bytes = if file == Path::new("-") { read_stdin() } else { super::read_small(file) };
        let shown = file.display().to_string();
        let bytes = match bytes {
            Ok(bytes) => bytes,
            Err(error) => return refuse(msg!("tips-cannot-read", file = shown, detail = error.to_string())),
        };
        let line = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        match std::str::from_utf8(line) {
            Ok(text) if !text.is_empty() => Ok(Self::Given(Zeroizing::new(text.to_owned()))),
            _ => refuse(msg!("tips-passphrase-file-empty", file = shown)),
        }
    }
}

fn read_stdin() -> io::Result<Zeroizing<Vec<u8>>> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(1024));
    io::stdin().lock().take(SMALL).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// On the terminal itself, also where input and output are redirected.
pub fn ask(prompt: &Message, lang: Lang) -> anyhow::Result<Zeroizing<String>> {
    match rpassword::prompt_password(format!("{} ", prompt.plain(lang))) {
        Ok(passphrase) => Ok(Zeroizing::new(passphrase)),
        Err(_) => refuse(msg!("tips-no-terminal")),
    }
}

/// Asked twice, and again until it is strong; one from a file is taken or refused.
pub fn choose(given: Passphrase, lang: Lang) -> anyhow::Result<Zeroizing<String>> {
    if let Passphrase::Given(passphrase) = given {
        return match judge(&passphrase) {
            Some(weakness) => refuse(weakness),
            None => Ok(passphrase),
        };
    }
    complain!("{}", msg!("tips-passphrase-advice", least = LEAST).plain(lang));
    loop {
        let first = ask(&msg!("tips-ask-new"), lang)?;
        if let Some(weakness) = judge(&first) {
            complain!("{}", weakness.plain(lang));
            continue;
        }
        if ask(&msg!("tips-ask-again"), lang)? == first {
            return Ok(first);
        }
        complain!("{}", msg!("tips-passphrase-differs").plain(lang));
    }
}

/// Why a passphrase is weak. zxcvbn estimates how many guesses it stands; rules on kinds of characters pass
/// `P@ssw0rd2026!` and refuse five good words. It takes Indonesian words for random letters, hence the
/// least length and the words above.
fn judge(passphrase: &str) -> Option<Message> {
    if passphrase.chars().count() < LEAST {
        return Some(msg!("tips-passphrase-short", least = LEAST));
    }
    // It gives much for separators, which everybody puts between words.
    let joined: Zeroizing<String> = Zeroizing::new(passphrase.chars().filter(|c| c.is_alphanumeric()).collect());
    let weak = |text: &str| zxcvbn::zxcvbn(text, &NEARBY).guesses_log10() < GUESSES;
    (weak(passphrase) || weak(&joined)).then(|| msg!("tips-passphrase-weak"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weak_passphrases_are_refused() {
        let judged = |text| judge(text).map(|weakness| weakness.key());
        for text in ["", "rahasia", "P@ssw0rd2026!", "x7$Kq9!mZ"] {
            assert_eq!(judged(text), Some("tips-passphrase-short"), "{text}");
        }
        for text in [
            "aaaaaaaaaaaaaaaaaaaaaaaa",
            "12345678901234567890",
            "qwertyuiopasdfghjkl",
            "passwordpassword",
            "indonesia merdeka",
            "netralitas pilkada",
            "bismillahbismillah",
            "Pemilu Indonesia 2024",
            "bawaslu-bkpsdm-2026",
            "- - - - - - - - - -",
            "17 Agustus 1945",
        ] {
            assert_eq!(judged(text), Some("tips-passphrase-weak"), "{text}");
        }
        for text in ["sawah hijau di kaki gunung", "tujuh perahu menunggu angin timur", "nX4kq vB7zt Rw2mp Yc9hd"] {
            assert_eq!(judged(text), None, "{text}");
        }
    }

    #[test]
    fn a_passphrase_is_the_first_line_of_its_file() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("sandi");
        let read = |bytes: &[u8]| {
            std::fs::write(&path, bytes).expect("written");
            match Passphrase::from(Some(&path)) {
                Ok(Passphrase::Given(text)) => Some(text.to_string()),
                Ok(Passphrase::Terminal) => panic!("a file was given"),
                Err(_) => None,
            }
        };
        for bytes in [&b"satu dua"[..], b"satu dua\n", b"satu dua\r\n", b"satu dua\nlain\n"] {
            assert_eq!(read(bytes).as_deref(), Some("satu dua"));
        }
        assert_eq!(read(b" satu ").as_deref(), Some(" satu "), "every character counts");
        for bytes in [&b""[..], b"\n", b"\r\nx", b"\xff\n"] {
            assert_eq!(read(bytes), None);
        }
    }
}
