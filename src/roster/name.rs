//! Names as they are kept, and names and keys as strangers may see them.

use unicode_normalization::UnicodeNormalization as _;
use unicode_segmentation::UnicodeSegmentation as _;

use super::PersonKey;

const DOT: char = '•';
/// Birth date of a NIP or NI: what the person themself recognises it by.
const NUMBER_SHOWN: usize = 8;
/// Forms of address before a name tell nothing and help to recognise it.
const ADDRESS: [&str; 13] =
    ["H.", "Hj.", "Dr.", "dr.", "drg.", "drh.", "Drs.", "Dra.", "Ir.", "Prof.", "Pdt.", "Ns.", "apt."];

/// What a text of the roster may not contain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextError {
    /// An unseen control character, or one that turns the direction of writing around.
    Unseen(char),
    TooLong {
        found: usize,
    },
}

/// Characters that show nothing: marks of direction, joiners, soft hyphens, byte order marks, selectors. Two texts
/// that differ by them alone look the same.
pub fn is_unseen(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

/// The text without what is not seen at either end.
pub fn bare(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || is_unseen(c))
}

/// NFC, each run of white space one space, nothing that is not seen; what turns letters around is refused. Right-to-left
/// letters and emoji stay as they are.
pub fn clean(text: &str, most: usize) -> Result<String, TextError> {
    let mut clean = String::with_capacity(text.len());
    let mut rest = text.nfc().peekable();
    while let Some(c) = rest.next() {
        if c.is_whitespace() {
            if !clean.is_empty() && !clean.ends_with(' ') {
                clean.push(' ');
            }
        } else if c.is_control() || matches!(c, '\u{202e}' | '\u{fffd}') {
            return Err(TextError::Unseen(c));
        } else if !is_unseen(c) || shapes(clean.chars().next_back(), c, rest.peek().copied()) {
            clean.push(c);
        }
    }
    clean.truncate(clean.trim_end().len());
    match clean.chars().count() {
        found if found > most => Err(TextError::TooLong { found }),
        _ => Ok(clean),
    }
}

/// Joiners and selectors are part of how emoji and some scripts are written; between Latin letters they only hide.
fn shapes(before: Option<char>, c: char, after: Option<char>) -> bool {
    let other = |c: Option<char>| c.is_some_and(|c| c > '\u{24f}' && !c.is_whitespace() && !is_unseen(c));
    match c {
        '\u{200c}' | '\u{200d}' => (other(before) || before == Some('\u{fe0f}')) && other(after),
        '\u{fe00}'..='\u{fe0f}' => other(before),
        _ => false,
    }
}

/// A text as it is compared with another: case, width (`Ａ` is `A`), what is not seen, how many blanks and of which
/// kind, the kind of a dash or an apostrophe do not tell them apart.
pub fn alike(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let seen = text.chars().filter(|c| !is_unseen(*c)).nfkc().filter(|c| !is_unseen(*c));
    for c in seen.flat_map(char::to_lowercase) {
        match c {
            c if c.is_whitespace() => {
                if !folded.is_empty() && !folded.ends_with(' ') {
                    folded.push(' ');
                }
            }
            c if is_dash(c) => folded.push('-'),
            '‘' | '’' | '‛' | 'ʼ' | '`' | '′' => folded.push('\''),
            '“' | '”' | '„' | '‟' | '″' => folded.push('"'),
            c => folded.push(c),
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

/// What somebody types to find people: words, each of which begins a word of the name.
pub struct Wanted(Vec<String>);

/// How well a name fits; the smaller the better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    Whole,
    Begins,
    Within,
}

impl Wanted {
    pub fn new(text: &str) -> Self {
        Self(words(text))
    }

    /// Nothing to look for: a single letter would find half of everyone.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|word| word.chars().count() < 2)
    }

    /// `None` where the name does not hold every word.
    pub fn rank(&self, name: &str) -> Option<Rank> {
        let whole = words(name);
        let bare = words(name.split(',').next().unwrap_or(name));
        if !self.0.iter().all(|wanted| whole.iter().any(|word| word.starts_with(wanted.as_str()))) {
            return None;
        }
        Some(match () {
            () if bare == self.0 || whole == self.0 => Rank::Whole,
            () if whole.iter().zip(&self.0).all(|(word, wanted)| word.starts_with(wanted.as_str())) => Rank::Begins,
            () => Rank::Within,
        })
    }
}

fn words(text: &str) -> Vec<String> {
    let text = alike(text);
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

pub(super) fn is_dash(c: char) -> bool {
    matches!(c, '\u{2010}'..='\u{2015}' | '\u{2043}' | '\u{2212}')
}

/// `H. Siti Aminah, S.Pd.` → `H. Si•• Am••••`: enough to recognise oneself, too little for others.
pub fn mask_name(name: &str) -> String {
    // What follows the comma are degrees.
    let name = name.split(',').next().unwrap_or(name).trim();
    let words: Vec<String> =
        name.split_whitespace().map(|w| if ADDRESS.contains(&w) { w.to_owned() } else { mask_word(w) }).collect();
    words.join(" ")
}

/// Masks each run of letters of a word; what stands between them (`.` `-` `'`) stays.
fn mask_word(word: &str) -> String {
    let mut masked = String::with_capacity(word.len() * 2);
    let mut run: Vec<&str> = Vec::new();
    for cluster in word.graphemes(true) {
        if matches!(cluster, "." | "-" | "'" | "’" | "/" | "(" | ")") {
            mask_run(&mut run, &mut masked);
            masked.push_str(cluster);
        } else {
            run.push(cluster);
        }
    }
    mask_run(&mut run, &mut masked);
    masked
}

fn mask_run(run: &mut Vec<&str>, masked: &mut String) {
    let shown = if run.len() >= 4 { 2 } else { 1 };
    for (at, cluster) in run.drain(..).enumerate() {
        if at < shown && cluster.starts_with(char::is_alphanumeric) {
            masked.push_str(cluster);
        } else {
            masked.push(DOT);
        }
    }
}

/// `19800101••••••••••`; of a code the first third, at most four characters.
pub fn mask_key(key: &PersonKey) -> String {
    let text = key.as_str();
    let shown = match key {
        PersonKey::Nip(_) | PersonKey::Ni(_) => NUMBER_SHOWN,
        PersonKey::Code(_) => (text.chars().count() / 3).clamp(1, 4),
    };
    text.chars().enumerate().map(|(at, c)| if at < shown { c } else { DOT }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roster::Kind;

    #[test]
    fn a_name_is_found_by_its_words_in_any_order_and_case() {
        let rank = |wanted: &str, name| Wanted::new(wanted).rank(name);
        assert_eq!(rank("siti aminah", "Siti Aminah, S.Pd."), Some(Rank::Whole));
        assert_eq!(rank("SITI", "Siti Aminah"), Some(Rank::Begins));
        assert_eq!(rank("aminah siti", "Hj. Siti Aminah"), Some(Rank::Within));
        assert_eq!(rank("nurul", "Siti Nu’rul"), None);
        assert_eq!(rank("ami", "Siti Aminah"), Some(Rank::Within));
        assert_eq!(rank("minah", "Siti Aminah"), None, "a word is known by its beginning");
        assert_eq!(rank("ｓｉｔｉ", "Siti"), Some(Rank::Whole));
        assert!(Wanted::new("s").is_empty() && Wanted::new(" . ").is_empty() && !Wanted::new("si").is_empty());
    }

    #[test]
    fn names_are_masked() {
        for (name, masked) in [
            ("Siti Aminah", "Si•• Am••••"),
            ("Ani", "A••"),
            ("A", "A"),
            ("Ar", "A•"),
            ("H. Abdul Rahman, S.Pd., M.M.", "H. Ab••• Ra••••"),
            ("M.Yusuf Nu'man", "M.Yu••• N•'m••"),
            ("Éva O\u{301}lafsson", "É•• O\u{301}l••••••"),
            ("محمد علي", "مح•• ع••"),
            ("Budi 🌾", "Bu•• •"),
            ("", ""),
            (", S.H.", ""),
        ] {
            assert_eq!(mask_name(name), masked, "{name}");
        }
    }

    #[test]
    fn keys_are_masked() {
        let masked = |kind, text| mask_key(&PersonKey::parse(kind, text).expect("a key"));
        assert_eq!(masked(Kind::Pns, "198001012005011001"), "19800101••••••••••");
        assert_eq!(masked(Kind::Pppk, "200012312024211001"), "20001231••••••••••");
        assert_eq!(masked(Kind::KepalaDesa, "KD-0001"), "KD•••••");
        assert_eq!(masked(Kind::NonAsn, "7"), "7");
    }

    #[test]
    fn what_is_not_seen_is_taken_out() {
        for c in [
            '\u{200b}', '\u{200e}', '\u{200d}', '\u{202a}', '\u{202c}', '\u{2060}', '\u{2069}', '\u{feff}', '\u{ad}',
            '\u{fe0f}',
        ] {
            let text = format!("{c}Dinas{c} Kese{c}hatan{c}");
            assert_eq!(clean(&text, 200).as_deref(), Ok("Dinas Kesehatan"), "U+{:04X}", u32::from(c));
            assert_eq!(alike(&text), "dinas kesehatan", "U+{:04X}", u32::from(c));
            assert_eq!(bare(&format!(" {c} ya {c}\u{a0}")), "ya", "U+{:04X}", u32::from(c));
        }
        // It shapes what is seen.
        for text in ["👩\u{200d}🌾 Siti ❤\u{fe0f}", "نامه\u{200c}ای"] {
            assert_eq!(clean(text, 200).as_deref(), Ok(text));
        }
    }

    #[test]
    fn texts_that_read_alike_are_alike() {
        for text in [
            "DINAS KESEHATAN (UPT-1)",
            "dinas  kesehatan\u{a0}(UPT\u{2011}1) ",
            "Ｄｉｎａｓ　Kesehatan　（UPT–1）",
            "Dinas\u{2003}Kese\u{ad}hatan (upt−1)\u{200e}",
        ] {
            assert_eq!(alike(text), "dinas kesehatan (upt-1)", "{text}");
        }
        assert_eq!(alike("Nu’man"), alike("NU'MAN"));
        assert_ne!(alike("SDN 1"), alike("SDN1"));
        assert_ne!(alike("SDN 1"), alike("SDN. 1"));
        assert_eq!(alike("\u{200b} \u{feff}"), "");
    }

    #[test]
    fn texts_are_cleaned_or_refused() {
        assert_eq!(clean("  Siti \t\u{a0} Aminah\n", 200).as_deref(), Ok("Siti Aminah"));
        assert_eq!(clean("E\u{301}va", 200).as_deref(), Ok("Éva"));
        assert_eq!(clean("Bu\u{200b}di", 200).as_deref(), Ok("Budi"));
        assert_eq!(clean("محمد 🌾", 200).as_deref(), Ok("محمد 🌾"));
        assert_eq!(clean("a\u{202e}b", 200), Err(TextError::Unseen('\u{202e}')));
        assert_eq!(clean("a\u{7}b", 200), Err(TextError::Unseen('\u{7}')));
        assert_eq!(clean("abc", 2), Err(TextError::TooLong { found: 3 }));
    }

    proptest::proptest! {
        #[test]
        fn masking_never_panics_and_never_shows_much(name in ".{0,60}") {
            let masked = mask_name(&name);
            for word in masked.split_whitespace() {
                proptest::prop_assert!(!word.contains(&name) || name.chars().count() <= 5 || !name.chars().any(char::is_alphanumeric));
            }
        }
    }
}
