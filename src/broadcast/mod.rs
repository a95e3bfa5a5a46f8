//! Broadcasts: composing one, for whom, when, and letting it go.

mod admin;
pub mod handlers;
mod screens;
pub mod store;
pub mod when;

use chrono::{DateTime, Utc};

use crate::{
    audience::Segment,
    outbox::{
        Content, Hours, OnUnknown, content,
        parts::{self, Parts},
    },
};

/// When a broadcast may go out, to choose from: by day, in working time, at any time.
pub const HOURS: [Hours; 3] = [
    Hours { from: 7 * 60, to: 21 * 60, weekends: true },
    Hours { from: 8 * 60, to: 16 * 60, weekends: false },
    Hours::ALWAYS,
];

/// Characters of a campaign's title.
const TITLE: usize = 60;

/// A broadcast that is being composed.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// None: not written yet.
    pub parts: Option<Parts>,
    pub segment: Segment,
    /// Reaches those who muted optional messages, too.
    pub mandatory: bool,
    /// None: at once.
    pub fire_at: Option<DateTime<Utc>>,
    pub hours: Hours,
    pub on_unknown: OnUnknown,
    pub paid: bool,
    /// The message that counts the parts of an album as they arrive.
    pub screen: Option<i32>,
}

impl Default for Draft {
    fn default() -> Self {
        Self {
            parts: None,
            segment: Segment::default(),
            mandatory: false,
            fire_at: None,
            hours: HOURS[0],
            on_unknown: OnUnknown::Hold,
            paid: false,
            screen: None,
        }
    }
}

impl Draft {
    pub fn content(&self) -> Option<Content> {
        self.parts.as_ref().map(Parts::content)
    }

    /// Messages as Telegram counts them: an album is one for each of its files.
    pub fn messages(&self, recipients: i64) -> i64 {
        recipients.saturating_mul(self.content().map_or(1, |content| content.weight().into()))
    }
}

/// What sending to so many may cost at most, in Stars: 0.1 for each message above 30 in a second.
pub fn stars(messages: i64) -> i64 {
    (messages + 9) / 10
}

/// How a letter greets; before a name that is taken out it says nothing.
const GREETINGS: [&str; 5] = ["yth", "kepada", "bapak/ibu", "sdr", "sdri"];

/// Words that point at what follows them.
const POINTING: [&str; 14] =
    ["di", "ke", "dari", "untuk", "pada", "bagi", "oleh", "dengan", "at", "in", "for", "to", "from", "with"];

/// The first words of a text, without formatting and variables; empty where nothing is left.
pub fn title(html: &str) -> String {
    let plain = content::plain(html);
    let mut words: Vec<String> = Vec::new();
    for (word, filled) in spaced(&plain) {
        if filled {
            // "di {unit}": nothing is left for it to point at.
            while words.last().is_some_and(|word| POINTING.contains(&word.to_lowercase().as_str())) {
                words.pop();
            }
            // At the very beginning only: "Yth. {nama}, …".
            if words.iter().all(|word| is_greeting(word)) {
                words.clear();
            }
        }
        if !word.is_empty() && (!filled || word.chars().any(char::is_alphanumeric)) {
            words.push(word);
        }
    }
    let line = words.join(" ");
    let line = line.trim_start_matches(|c: char| !c.is_alphanumeric() && !"(\"“'".contains(c));
    let line = line.trim_end_matches(|c: char| c.is_whitespace() || ",;:.-–—…/<&".contains(c));
    shorten(line, TITLE)
}

/// The words of a text without their variables and stars, and whether there was a variable.
fn spaced(text: &str) -> Vec<(String, bool)> {
    let words = text.split_whitespace().map(|word| {
        let variables = parts::find_variables(word);
        let mut rest = word.to_owned();
        for range in variables.iter().rev() {
            rest.replace_range(range.clone(), "");
        }
        rest.retain(|c| !"*`".contains(c));
        (rest, !variables.is_empty())
    });
    words.collect()
}

fn is_greeting(word: &str) -> bool {
    let word = word.to_lowercase();
    GREETINGS.contains(&word.trim_matches(|c: char| !c.is_alphanumeric()))
}

/// Cut between words, with an ellipsis that counts.
fn shorten(line: &str, most: usize) -> String {
    if line.chars().count() <= most {
        return line.to_owned();
    }
    let cut: String = line.chars().take(most).collect();
    let whole =
        cut.rsplit_once(' ').map_or(&cut[..cut.len() - cut.chars().last().map_or(0, char::len_utf8)], |(w, _)| w);
    format!("{}…", whole.trim_end_matches(|c: char| !c.is_alphanumeric() && c != ')'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_the_first_words() {
        for (html, wanted) in [
            ("<b>Yth.</b> {nama},\n\nbesok &lt;apel&gt; &amp; upacara", "besok <apel> & upacara"),
            ("Yth. {nama}, apel *Senin* … {unit} {tautan}", "apel Senin"),
            ("Yth. Bapak/Ibu {nama} ({unit}): mohon hadir.", "mohon hadir"),
            ("Kepada pegawai {unit}, apel", "Kepada pegawai apel"),
            ("{nama} {tautan}!", ""),
            ("Yth. {nama}, apel netralitas besok 07.30 di {unit}.", "apel netralitas besok 07.30"),
            ("Apel di {unit} pukul 8", "Apel pukul 8"),
        ] {
            assert_eq!(title(html), wanted, "{html}");
        }
        assert_eq!(title(&"kata ".repeat(40)), format!("{}…", "kata ".repeat(12).trim_end()));
        assert_eq!(title(&"x".repeat(200)).chars().count(), TITLE);
        assert_eq!(title(""), "");
    }

    #[test]
    fn a_cost_is_rounded_up() {
        assert_eq!([0, 1, 10, 11, 12_345].map(stars), [0, 1, 1, 2, 1_235]);
    }
}
