//! Crockford's base 32: no I, L, O, U, so that a code can be read aloud and copied from paper.

use zeroize::Zeroizing;

/// The characters by their value.
pub const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A text as its signs mean it: without marks that nobody sees, full-width signs and dashes of all kinds as the
/// plain ones, every white space as a blank.
pub fn fold(text: &str) -> String {
    folded(text).collect()
}

fn folded(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|c| !is_invisible(*c)).map(|c| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{2010}'..='\u{2015}' | '\u{2043}' | '\u{2212}' | '\u{2e3a}' | '\u{2e3b}' | '\u{fe58}' | '\u{fe63}' => '-',
        c if c.is_whitespace() => ' ',
        c => c,
    })
}

/// Marks of direction, joiners, soft hyphens, selectors: they come along when a text is copied.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
    )
}

/// In either case, the letters O, I, L for 0, 1, 1.
fn value(c: char) -> Option<u8> {
    let c = match c.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        c => c,
    };
    let at = ALPHABET.iter().position(|known| char::from(*known) == c)?;
    u8::try_from(at).ok()
}

/// The values of exactly `N` characters; whatever is neither letter nor digit is passed over. `None` for
/// anything else.
pub fn parse<const N: usize>(text: &str) -> Option<[u8; N]> {
    let mut values = [0; N];
    let mut length = 0;
    for c in folded(text).filter(|c| c.is_alphanumeric()) {
        *values.get_mut(length)? = value(c)?;
        length += 1;
    }
    (length == N).then_some(values)
}

/// Letters and digits that stand together.
struct Word {
    /// Where it begins among all values.
    at: usize,
    length: usize,
    digits: usize,
    letters: usize,
    capitals: usize,
    /// It is the value of something, as in a link.
    given: bool,
    /// Some of it is none of the alphabet.
    strange: bool,
    join: Join,
}

/// What stands between a word and the one before.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Join {
    Apart,
    Blank,
    Dash,
}

/// The words of a text, and the values of all of them.
fn words(text: &str, lenient: bool) -> (Vec<Word>, Zeroizing<Vec<u8>>) {
    let (mut words, mut values) = (Vec::<Word>::new(), Zeroizing::new(Vec::with_capacity(text.len())));
    let mut gap = String::new();
    let mut inside = false;
    for c in folded(text) {
        if !c.is_alphanumeric() {
            inside = false;
            gap.push(c);
            continue;
        }
        if !inside {
            let joins = gap.chars().count() <= 3 && gap.chars().all(|c| " -_.·~".contains(c));
            let join = match joins {
                true if gap.contains(['-', '_']) => Join::Dash,
                true => Join::Blank,
                false => Join::Apart,
            };
            words.push(Word {
                at: values.len(),
                length: 0,
                digits: 0,
                letters: 0,
                capitals: 0,
                given: gap.ends_with('='),
                strange: false,
                join,
            });
            gap.clear();
            inside = true;
        }
        let Some(word) = words.last_mut() else { continue };
        // The one letter that has no meaning is taken for what it looks like.
        let value = value(if lenient && c.eq_ignore_ascii_case(&'u') { 'V' } else { c });
        word.length += 1;
        word.strange |= value.is_none();
        word.digits += usize::from(c.is_ascii_digit());
        word.letters += usize::from(c.is_alphabetic());
        word.capitals += usize::from(c.is_ascii_uppercase());
        values.push(value.unwrap_or_default());
    }
    (words, values)
}

/// Candidates that are looked at in one text.
const CANDIDATES: usize = 8;
/// Characters that stand together on paper and screen.
const GROUP: usize = 4;

/// Every `N` characters in a text that may be a code among other words, the likeliest first. Where the whole
/// text is one, however it is parted, it is the first. Elsewhere it is one word, or groups as they are
/// printed, with a digit and a letter in it; parted by blanks alone, some group must have both, or four short
/// words and a year would be a code.
pub fn find<const N: usize>(text: &str) -> Vec<[u8; N]> {
    let mut found = search::<N>(text, false);
    let whole = parse::<N>(text).filter(|_| {
        let (words, _) = words(text, false);
        let pairs =
            words.split_last().is_some_and(|(_, before)| before.iter().all(|word| word.length.is_multiple_of(2)));
        let parted = words.iter().skip(1).any(|word| word.join != Join::Dash);
        let (digits, letters) = words.iter().fold((0, 0), |(d, l), word| (d + word.digits, l + word.letters));
        pairs && letters > 0 && (digits > 0 || !parted)
    });
    if let Some(whole) = whole {
        found.retain(|other| *other != whole);
        found.insert(0, whole);
    }
    found
}

fn search<const N: usize>(text: &str, lenient: bool) -> Vec<[u8; N]> {
    let (words, values) = words(text, lenient);
    let mut found: Vec<(usize, [u8; N])> = Vec::new();
    for first in 0..words.len() {
        let (mut length, mut count) = (0, 0);
        while let Some(word) = words.get(first + count).filter(|_| length < N) {
            // All but the last are whole groups.
            let parted = count > 0 && (word.join == Join::Apart || !length.is_multiple_of(GROUP));
            if word.strange || parted {
                break;
            }
            length += word.length;
            count += 1;
        }
        let window = &words[first..first + count];
        let next = words.get(first + count);
        if length != N || next.is_some_and(|next| goes_on(next, N)) {
            continue;
        }
        let (digits, letters) = window.iter().fold((0, 0), |(d, l), word| (d + word.digits, l + word.letters));
        let mixed = window.iter().filter(|word| word.digits > 0 && word.letters > 0).count();
        let blanks = window.iter().skip(1).any(|word| word.join == Join::Blank);
        let capitals: usize = window.iter().map(|word| word.capitals).sum();
        // As it is printed, or as it stands in a link, it needs no digit to be known.
        let printed = !blanks && window.len() == N.div_ceil(GROUP) && capitals == letters;
        let given = count == 1 && window[0].given;
        let plausible = letters > 0 && (digits > 0 || printed || given);
        if !plausible || (blanks && mixed == 0) {
            continue;
        }
        // A word beside a code is mostly written otherwise.
        let even = capitals == 0 || capitals == letters;
        let rank = if blanks { mixed + usize::from(even) * window.len() } else { usize::MAX };
        if let Ok(code) = <[u8; N]>::try_from(&values[window[0].at..window[0].at + N]) {
            found.push((rank, code));
        }
    }
    found.sort_by_key(|(rank, _)| std::cmp::Reverse(*rank));
    found.into_iter().map(|(_, code)| code).take(CANDIDATES).collect()
}

/// Whether a word goes on with a code that seemed to have ended: another group, or a check character.
fn goes_on(next: &Word, length: usize) -> bool {
    let check = length.is_multiple_of(GROUP) && next.length == 1;
    match next.join {
        Join::Dash => !next.strange && (check || next.length == GROUP),
        Join::Blank => !next.strange && check && next.digits + next.letters == 1,
        Join::Apart => false,
    }
}

/// Whether a text holds what somebody meant as `N` characters in groups, with a slip: a wrong one, or one too
/// many or too few in a chain of groups as they are printed.
pub fn resembles<const N: usize>(text: &str) -> bool {
    let (words, _) = words(text, true);
    let alone = words.len() == 1;
    if search::<N>(text, true).iter().any(|_| alone) {
        return true;
    }
    let groups = N.div_ceil(GROUP);
    words.windows(groups).enumerate().any(|(at, window)| {
        let chained = window.iter().skip(1).all(|word| word.join == Join::Dash);
        let ends = words.get(at + groups).is_none_or(|next| next.join != Join::Dash || next.length > 2);
        let Some((last, before)) = window.split_last() else { return false };
        let shaped = before.iter().all(|word| (GROUP - 1..=GROUP + 1).contains(&word.length));
        let rest = if N.is_multiple_of(GROUP) { GROUP } else { N % GROUP };
        let length: usize = window.iter().map(|word| word.length).sum();
        let (digits, letters) = window.iter().fold((0, 0), |(d, l), word| (d + word.digits, l + word.letters));
        let fits = last.length.abs_diff(rest) <= 1 && length.abs_diff(N) <= 1;
        let capitals: usize = window.iter().map(|word| word.capitals).sum();
        chained && ends && shaped && fits && letters >= 2 && (digits >= 2 || capitals == letters)
    })
}

/// The characters of these values (only their low five bits), in groups of `group` joined by hyphens.
pub fn grouped(values: &[u8], group: usize) -> String {
    let mut text = String::with_capacity(values.len() * 2);
    for (at, value) in values.iter().enumerate() {
        if at > 0 && at % group.max(1) == 0 {
            text.push('-');
        }
        text.push(char::from(ALPHABET[usize::from(value & 31)]));
    }
    text
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const CODE: &str = "0123-4567-89AB-CDEF";

    #[test]
    fn what_is_read_aloud_is_read_back() {
        let values = parse::<16>("0123456789ABCDEF").expect("sixteen characters");
        assert_eq!(grouped(&values, 4), "0123-4567-89AB-CDEF");
        for text in [
            "o123-4567-89ab-cdef",
            "OL23 4567 89AB CDEF",
            " 0i23456789abcdef\n",
            "0123–4567–89ab–cdef",
            "\"0123—4567—89AB—CDEF\".",
            "\u{202a}0123\u{2011}4567\u{2011}89AB\u{2011}CDEF\u{202c}",
            "０１２３\u{3000}４５６７\u{a0}８９ＡＢ ＣＤＥＦ",
            "0123\u{ad}4567\u{200b}89AB\u{feff}CDEF",
        ] {
            assert_eq!(parse::<16>(text), Some(values), "{text}");
        }
        for text in ["", "0123", "0123456789ABCDEF0", "U123456789ABCDEF", "0123456789ABCDÉF"] {
            assert_eq!(parse::<16>(text), None, "{text}");
        }
    }

    #[test]
    fn a_code_is_found_among_words() {
        let code = parse::<16>(CODE);
        for text in [
            "Kode saya 0123-4567-89AB-CDEF.",
            "kode: 0123-4567-89ab-cdef terima kasih",
            "Kode saya 0123 4567 89AB CDEF ya Pak",
            "Kode saya“0123456789ABCDEF”, apakah benar?",
            "https://t.me/ikrar_demo_bot?start=0123456789ABCDEF",
            "Tautannya t.me/ikrar_bot?start=0123456789ABCDEF&x=1 tidak terbuka",
            "tg://resolve?domain=ikrar_bot&start=0123456789abcdef",
            "Yth. Admin,\n\n0123‑4567‑89AB‑CDEF\n\nSalam",
            "kode-0123-4567-89AB-CDEF",
            "0123-4567-89AB-CDEF-nya tidak bisa",
            "(0123—4567—89AB—CDEF)",
            "0123.4567.89AB.CDEF itu kode saya",
        ] {
            assert_eq!(find::<16>(text).first().copied(), code, "{text}");
        }
    }

    #[test]
    fn a_code_without_digits_is_found_as_it_is_printed_and_in_a_link() {
        let code = parse::<16>("ABCDEFGHJKMNPQRS");
        for text in ["Kode saya ABCD-EFGH-JKMN-PQRS.", "https://t.me/ikrar_bot?start=ABCDEFGHJKMNPQRS"] {
            assert_eq!(find::<16>(text).first().copied(), code, "{text}");
        }
        assert!(find::<16>("kata-kata-dari-desa").is_empty() || parse::<16>("kata-kata-dari-desa").is_some());
    }

    #[test]
    fn ordinary_words_and_numbers_are_no_code() {
        for text in [
            "saya dari desa lama",
            "kami pada 2024 dana desa",
            "Rapat tanggal 12-13-2024 di aula",
            "NIK saya 3201012345678901 ya",
            "3201 0123 4567 8901",
            "NIP 198001012005012001",
            "Nomor 800/1234/BKPSDM/2024",
            "IKR-000123-9f86d081",
            "0123-4567-89AB-CDEF-T",
            "BERKESINAMBANGAN itu penting",
        ] {
            assert!(find::<16>(text).is_empty(), "{text}");
            assert!(find::<17>(text).is_empty() || text.ends_with("-T"), "{text}");
            assert!(!resembles::<17>(text) || text.ends_with("-T"), "{text}");
        }
    }

    #[test]
    fn a_slip_is_recognised_by_the_shape() {
        for text in [
            "0123-4567-89AB-CDEF-T",
            "resi saya 0123-4567-89AB-CDEU-T.",
            "0123-456-89AB-CDEF-T",
            "0123-4567-89ABB-CDEF-T",
            "0123456789ABCDEFT",
        ] {
            assert!(resembles::<17>(text), "{text}");
        }
        for text in ["0123-4567-89AB-CDEF", "foto IMG20240824123456 itu", "a-b-c-d-e", "saya-kira-desa-lama-x", ""] {
            assert!(!resembles::<17>(text), "{text}");
        }
    }

    proptest! {
        /// Printed in any of these ways, between any words, a code is among what is found.
        #[test]
        fn whatever_stands_around_a_code_it_is_found(
            values in proptest::array::uniform16(0u8..32),
            before in "([a-zA-Z]{1,9}[ ,.:\n]{1,2}){0,4}",
            after in "([ ,.!?\n]{1,2}[a-zA-Z]{1,9}){0,4}",
            gap in prop::sample::select(vec!["-", "–", "—", "‑", "", "-\u{200b}", " - "]),
            lower in any::<bool>(),
        ) {
            let code = grouped(&values, 4);
            let plain = code.bytes().filter(u8::is_ascii_digit).count();
            prop_assume!(plain > 0 && plain < 16);
            let code = code.replace('-', gap);
            let text = format!("{before} \"{}\" {after}", if lower { code.to_lowercase() } else { code });
            prop_assert!(find::<16>(&text).contains(&values), "{}", text);
        }

        /// Words without digits are never one, nor numbers without letters.
        #[test]
        fn prose_is_no_code(text in "([a-z]{1,12}[ ,.-]{1,2}){0,40}x", number in "([0-9]{1,20}[ ,./-]){0,12}") {
            let prose = format!("{text} ya");
            prop_assert!(find::<16>(&prose).is_empty());
            prop_assert!(find::<17>(&number).is_empty() || parse::<17>(&number).is_some());
            prop_assert!(!resembles::<17>(&text) && !resembles::<17>(&number));
        }

        #[test]
        fn nothing_panics(text in ".*") {
            let _ = (find::<16>(&text), find::<17>(&text), resembles::<17>(&text), fold(&text));
        }
    }
}
