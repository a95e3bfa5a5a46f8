//! Broadcasts: composing one, for whom, when, and letting it go.

mod admin;
pub mod estimate;
pub mod handlers;
mod screens;
pub mod store;
pub mod when;

use chrono::{DateTime, Utc};

use crate::{
    audience::Segment,
    outbox::{Content, Hours, OnUnknown, content, parts::Parts},
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

/// The first words of a text, without its formatting; empty where there are none.
pub fn title(html: &str) -> String {
    let plain = content::plain(html);
    let words: Vec<&str> = plain.split_whitespace().collect();
    let line = words.join(" ");
    if line.chars().count() <= TITLE {
        return line;
    }
    let cut: String = line.chars().take(TITLE).collect();
    let whole = cut.rsplit_once(' ').map_or(cut.as_str(), |(whole, _)| whole);
    format!("{whole} …")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_the_first_words() {
        assert_eq!(
            title("<b>Yth.</b> {nama},\n\nbesok &lt;apel&gt; &amp; upacara"),
            "Yth. {nama}, besok <apel> & upacara"
        );
        assert_eq!(title(&"kata ".repeat(40)), format!("{}…", "kata ".repeat(12)));
        assert_eq!(title(&"x".repeat(200)).chars().count(), TITLE + 2);
        assert_eq!(title(""), "");
    }

    #[test]
    fn a_cost_is_rounded_up() {
        assert_eq!([0, 1, 10, 11, 12_345].map(stars), [0, 1, 1, 2, 1_235]);
    }
}
