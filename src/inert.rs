//! A text of somebody else's, shown such that nothing in it can be tapped.
//!
//! Telegram makes links of addresses, names and numbers by itself, whoever wrote them. What it looks for is torn by a
//! word joiner, which shows nothing and is no part of an address, a name, a command or a number.

/// Shows nothing and belongs to no address.
const JOINER: char = '\u{2060}';
/// Digits that may be a telephone number or a card.
const NUMBER: usize = 7;

/// The text, torn wherever Telegram would find something to tap; without marks that show nothing or turn the
/// direction.
pub fn inert(text: &str) -> String {
    let letters: Vec<char> = text.chars().filter(|c| !hides(*c)).collect();
    let torn = torn_numbers(&letters);
    let mut out = String::with_capacity(text.len() + text.len() / 4);
    for (at, c) in letters.iter().enumerate() {
        out.push(*c);
        let Some(next) = letters.get(at + 1) else { continue };
        let tears = match c {
            _ if torn[at] => true,
            _ if next.is_whitespace() => false,
            '.' | '．' | '。' | '｡' => *next != '.',
            ':' | '：' => *next == '/' || next.is_ascii_digit(),
            '/' | '／' | '@' | '＠' | '#' | '＃' | '$' | '＄' | '﹩' => true,
            _ => false,
        };
        if tears {
            out.push(JOINER);
        }
    }
    out
}

/// Whether there is something in it that people could be led to: an address, a name at Telegram, a command, a number.
pub fn is_live(text: &str) -> bool {
    let letters: Vec<char> = text.chars().filter(|c| !hides(*c)).collect();
    let text: String = letters.iter().collect();
    torn_numbers(&letters).contains(&true) || text.split_whitespace().any(leads)
}

/// Marks that show nothing, and those that turn the direction of what follows.
fn hides(c: char) -> bool {
    let shown = matches!(c, '\n' | '\t');
    c.is_control() && !shown
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{3164}' | '\u{feff}')
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{ffa0}')
        || matches!(c, '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Behind which letters a long number is torn: every second of its digits.
fn torn_numbers(letters: &[char]) -> Vec<bool> {
    let mut torn = vec![false; letters.len()];
    let mut digits: Vec<usize> = Vec::new();
    let mut end = |digits: &mut Vec<usize>| {
        if digits.len() >= NUMBER {
            digits.iter().skip(1).step_by(2).for_each(|at| torn[*at] = true);
        }
        digits.clear();
    };
    for (at, c) in letters.iter().enumerate() {
        let near = digits.last().is_none_or(|last| at - last <= 3);
        match c {
            '0'..='9' if near => digits.push(at),
            '0'..='9' => {
                end(&mut digits);
                digits.push(at);
            }
            ' ' | '\u{a0}' | '-' | '(' | ')' | '.' | '/' | '+' | '\u{2010}'..='\u{2015}' => {}
            _ => end(&mut digits),
        }
    }
    end(&mut digits);
    torn
}

/// Of one word.
fn leads(word: &str) -> bool {
    let bare = word.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '/' | '@'));
    let name =
        |rest: &str, least: usize| rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').count() >= least;
    if bare.contains("://") || bare.strip_prefix('/').is_some_and(|rest| name(rest, 1)) {
        return true;
    }
    if bare.split('@').skip(1).any(|rest| name(rest, 2)) {
        return true;
    }
    bare.split(|c: char| !(c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '。' | '．' | '｡'))).any(is_host)
}

fn is_host(text: &str) -> bool {
    let labels: Vec<&str> = text.trim_matches('.').split(['.', '。', '．', '｡']).collect();
    let Some((last, first)) = labels.split_last().filter(|(_, first)| !first.is_empty()) else { return false };
    if first.iter().any(|label| label.is_empty()) {
        return false;
    }
    let is_number = |label: &&str| label.len() <= 3 && label.bytes().all(|b| b.is_ascii_digit());
    if labels.len() == 4 && labels.iter().all(is_number) {
        return true;
    }
    // "selesai.Terima" is the end of a sentence: Telegram takes no top-level domain with a capital alone at its start.
    let mut rest = last.chars();
    let capital = rest.next().is_some_and(char::is_uppercase) && rest.any(char::is_lowercase);
    let word = last.chars().count() >= 2 && last.chars().all(char::is_alphabetic) || last.starts_with("xn--");
    word && !capital
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn nothing_that_leads_anywhere_is_left_whole() {
        for (text, shown) in [
            ("https://t.me/Bot?start=X", "https:|/|/|t.|me/|Bot?start=X"),
            ("t.me/bukti", "t.|me/|bukti"),
            ("bukti.go.id", "bukti.|go.|id"),
            ("@penyidik_bkpsdm", "@|penyidik_bkpsdm"),
            ("a@b.go.id", "a@|b.|go.|id"),
            ("/lapor", "/|lapor"),
            ("10.0.0.1:80", "10.|0.|0.|1:|80"),
            ("пример.рф", "пример.|рф"),
            ("xn--e1afmkfd.xn--p1ai", "xn--e1afmkfd.|xn--p1ai"),
            ("bukti。id", "bukti。|id"),
            ("tg://user?id=1", "tg:|/|/|user?id=1"),
            ("#netral $USD", "#|netral $|USD"),
            ("08123456789", "08|12|34|56|78|9"),
            ("+62 812-345", "+62| 81|2-3|45"),
            ("t\u{200b}.\u{202e}me", "t.|me"),
        ] {
            assert_eq!(inert(text).replace(JOINER, "|"), shown, "{text}");
            assert!(is_live(text) || text.starts_with('#'), "{text}");
        }
    }

    #[test]
    fn what_leads_nowhere_stays_as_it_is() {
        for text in [
            "Terima kasih. Kami menelaahnya.",
            "Pukul 08.15 atau 9.30, Rp50.000; ayat (2) huruf a.",
            "dan/atau pada 4 Oktober 2024 …",
            "Selesai.Terima kasih",
        ] {
            assert!(!is_live(text), "{text}");
            let seen: String = inert(text).chars().filter(|c| *c != JOINER).collect();
            assert_eq!(seen, text);
        }
        assert_eq!(inert("Terima kasih. Kami: 1, 2"), "Terima kasih. Kami: 1, 2");
    }

    proptest! {
        #[test]
        fn what_is_seen_is_what_was_written(text in "[a-z0-9./@:#+ \\-]{0,60}") {
            let shown = inert(&text);
            prop_assert_eq!(shown.replace(JOINER, ""), text.as_str());
            for (at, _) in shown.match_indices(['@', '/', '#']) {
                let next = shown[at + 1..].chars().next();
                prop_assert!(next.is_none_or(|c| c == JOINER || c.is_whitespace()));
            }
        }
    }
}
