//! Reading clause by clause: what comes next, when a clause may be confirmed, how a long text is paged.

use chrono::{DateTime, Utc};
use unicode_segmentation::UnicodeSegmentation as _;

/// Room for a page within Telegram's 4,096 UTF-16 units, beside headings and progress.
pub const PAGE_UTF16: usize = 3000;

/// When each part was first shown and confirmed: 0 is the preamble, then the clauses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    pub shown: Vec<Option<DateTime<Utc>>>,
    pub read: Vec<Option<DateTime<Utc>>>,
}

/// What became of "I have read this".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Confirm {
    /// `next` is the first unread part; `None` when all are read.
    Recorded {
        next: Option<usize>,
    },
    /// On screen for less than the dwell.
    TooSoon {
        wait_seconds: u32,
    },
    AlreadyRead {
        next: Option<usize>,
    },
    /// A part before it is unread: an old or forged button.
    EarlierUnread {
        next: usize,
    },
    /// There is no such part, or it was never on screen.
    NotShownYet,
}

impl Progress {
    /// Nothing shown, nothing read.
    pub fn new(parts: usize) -> Self {
        Self { shown: vec![None; parts], read: vec![None; parts] }
    }

    /// The first part not yet confirmed.
    pub fn next(&self) -> Option<usize> {
        self.read.iter().position(Option::is_none)
    }

    pub fn read_count(&self) -> usize {
        self.read.iter().flatten().count()
    }

    pub fn total(&self) -> usize {
        self.read.len()
    }

    pub fn started(&self) -> bool {
        self.shown.iter().any(Option::is_some)
    }

    /// Decides, and enters the time where it is `Recorded`.
    pub fn confirm(&mut self, part: usize, now: DateTime<Utc>, dwell_seconds: u32) -> Confirm {
        let Some(Some(shown)) = self.shown.get(part).copied() else { return Confirm::NotShownYet };
        match self.next() {
            Some(next) if next < part => return Confirm::EarlierUnread { next },
            Some(next) if next == part => {}
            next => return Confirm::AlreadyRead { next },
        }
        let dwell = i64::from(dwell_seconds) * 1000;
        let left = dwell - (now - shown).num_milliseconds().max(0);
        if left > 0 {
            let wait = u32::try_from((left + 999) / 1000).unwrap_or(dwell_seconds);
            return Confirm::TooSoon { wait_seconds: wait };
        }
        self.read[part] = Some(now);
        Confirm::Recorded { next: self.next() }
    }
}

/// Splits a text into as few pages as fit, each at most `max_utf16` UTF-16 units, at the end of a
/// paragraph, a sentence or a word, else between graphemes. Space between pages is dropped.
///
/// Count before escaping: Telegram counts a text after its entities are parsed.
pub fn pages(text: &str, max_utf16: usize) -> Vec<&str> {
    let max = max_utf16.max(2);
    let mut pages = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let cut = cut(rest, max);
        pages.push(rest[..cut].trim_end());
        rest = rest[cut..].trim_start();
    }
    pages
}

/// Where the first page of `text` ends, in bytes.
fn cut(text: &str, max: usize) -> usize {
    let total = utf16(text);
    if total <= max {
        return text.len();
    }
    let latest = prefix(text, max);
    // Cutting before this would cost one page more.
    let earliest = prefix(text, total - (total.div_ceil(max) - 1) * max);
    let within = |end: usize| (earliest..=latest).contains(&end) && end > 0;
    let words = || text.split_word_bound_indices().map(|(start, _)| start).take_while(|start| *start <= latest);
    let before_space = |end: &usize| text[*end..].starts_with(char::is_whitespace);
    let paragraph = text[..latest].match_indices('\n').map(|(at, _)| at).rfind(|at| within(*at));
    let sentence = || {
        let ends = words().filter(before_space).filter(|end| text[..*end].ends_with(['.', '!', '?', ';', ':']));
        ends.filter(|end| within(*end)).last()
    };
    let word = || words().filter(before_space).filter(|end| *end > 0).last();
    let grapheme = || {
        let starts = text.grapheme_indices(true).map(|(start, _)| start);
        starts.take_while(|start| *start <= latest).filter(|start| *start > 0).last()
    };
    // A single grapheme longer than a page is cut between characters, or there would be no end.
    paragraph.or_else(sentence).or_else(word).or_else(grapheme).unwrap_or(latest)
}

/// The most bytes of `text` that have at most `units` UTF-16 units.
fn prefix(text: &str, units: usize) -> usize {
    let mut used = 0;
    let end = text.char_indices().find(|(_, c)| {
        used += c.len_utf16();
        used > units
    });
    end.map_or(text.len(), |(at, _)| at)
}

fn utf16(text: &str) -> usize {
    text.encode_utf16().count()
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use proptest::prelude::*;

    use super::*;

    fn at(millis: i64) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(1_728_000_000_000 + millis).expect("a moment")
    }

    #[test]
    fn a_clause_is_confirmed_once_after_the_dwell_and_in_order() {
        let mut progress = Progress::new(2);
        assert_eq!(progress.confirm(0, at(0), 3), Confirm::NotShownYet);
        assert_eq!(progress.confirm(9, at(0), 3), Confirm::NotShownYet);
        progress.shown[0] = Some(at(0));
        progress.shown[1] = Some(at(0));
        assert_eq!(progress.confirm(1, at(9000), 3), Confirm::EarlierUnread { next: 0 });
        assert_eq!(progress.confirm(0, at(0), 3), Confirm::TooSoon { wait_seconds: 3 });
        assert_eq!(progress.confirm(0, at(2001), 3), Confirm::TooSoon { wait_seconds: 1 });
        assert_eq!(progress.confirm(0, at(3000), 3), Confirm::Recorded { next: Some(1) });
        assert_eq!(progress.confirm(0, at(3001), 3), Confirm::AlreadyRead { next: Some(1) });
        assert_eq!(progress.confirm(1, at(3001), 3), Confirm::Recorded { next: None });
        assert_eq!(progress.confirm(1, at(3001), 3), Confirm::AlreadyRead { next: None });
        assert_eq!((progress.read[0], progress.read_count(), progress.total()), (Some(at(3000)), 2, 2));
    }

    #[test]
    fn a_clock_set_back_asks_for_the_dwell_and_no_more() {
        let mut progress = Progress::new(1);
        progress.shown[0] = Some(at(0));
        assert_eq!(progress.confirm(0, at(0) - TimeDelta::days(3), 3), Confirm::TooSoon { wait_seconds: 3 });
        assert_eq!(progress.confirm(0, at(0), 0), Confirm::Recorded { next: None });
    }

    #[test]
    fn five_thousand_characters_are_two_pages_cut_at_a_sentence() {
        let sentence = "Menjaga netralitas dalam setiap tahapan pemilihan. ";
        let text: String = sentence.chars().cycle().take(5000).collect();
        let pages = pages(&text, PAGE_UTF16);
        assert_eq!(pages.len(), 2);
        assert!(pages[0].ends_with("pemilihan."), "{}", pages[0]);
    }

    #[test]
    fn a_page_ends_with_a_paragraph_if_that_costs_no_page() {
        let text = format!("{}\n\n{}", "a ".repeat(600).trim_end(), "b. ".repeat(300).trim_end());
        let pages = pages(&text, 1300);
        assert_eq!(pages.len(), 2);
        assert!(pages[0].ends_with('a') && pages[1].starts_with('b'));
    }

    #[test]
    fn hard_cases_end() {
        assert_eq!(pages("", 10), Vec::<&str>::new());
        assert_eq!(pages(" \n ", 10), Vec::<&str>::new());
        assert_eq!(pages("abcdefghijkl", 5), ["abcde", "fghij", "kl"]);
        let family = "👨‍👩‍👧‍👦";
        assert_eq!(pages(&family.repeat(3), 12), [family, family, family]);
        let pile = format!("a{}", "\u{301}".repeat(100));
        assert!(pages(&pile, 30).iter().all(|page| utf16(page) <= 30));
        assert!(pages("👍👍👍", 1).iter().all(|page| *page == "👍"));
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_every_page_fits(text in "([a-z]{1,9}[.,]?[ \n]|👨‍👩‍👧|é|שלום ){0,200}", max in 12_usize..80) {
            let pages = pages(&text, max);
            let solid = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(solid(&pages.concat()), solid(&text));
            let starts: Vec<_> = text.grapheme_indices(true).map(|(start, _)| start).collect();
            for page in pages {
                prop_assert!(!page.is_empty() && utf16(page) <= max);
                let start = page.as_ptr() as usize - text.as_ptr() as usize;
                prop_assert!(starts.contains(&start));
            }
        }
    }
}
