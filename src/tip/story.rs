//! A story as it is typed: one part a message, so that whoever edits a message changes that part.

use zeroize::Zeroizing;

/// What one message brought.
struct Part {
    message: i32,
    text: Zeroizing<String>,
}

#[derive(Default)]
pub struct Story(Vec<Part>);

impl Story {
    /// That came as one message.
    pub fn of(text: &str) -> Self {
        let mut story = Self::default();
        story.push(0, text);
        story
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Characters in all.
    pub fn count(&self) -> usize {
        let letters: usize = self.0.iter().map(|part| part.text.chars().count()).sum();
        letters + self.0.len().saturating_sub(1)
    }

    /// All of it, each part on lines of its own.
    pub fn text(&self) -> Zeroizing<String> {
        // In one place from the start, so that nothing is left behind where the text grew.
        let room = self.0.iter().map(|part| part.text.len() + 1).sum();
        let mut text = Zeroizing::new(String::with_capacity(room));
        for part in &self.0 {
            if !text.is_empty() {
                text.push('\n');
            }
            text.push_str(&part.text);
        }
        text
    }

    pub fn push(&mut self, message: i32, text: &str) {
        self.0.push(Part { message, text: Zeroizing::new(text.to_owned()) });
    }

    pub fn has(&self, message: i32) -> bool {
        self.0.iter().any(|part| part.message == message)
    }

    /// Characters in all if this message said something else.
    pub fn count_with(&self, message: i32, text: &str) -> usize {
        let old = self.0.iter().find(|part| part.message == message).map_or(0, |part| part.text.chars().count());
        self.count() - old + text.chars().count()
    }

    /// What the message says now; nothing where it brought nothing.
    pub fn replace(&mut self, message: i32, text: &str) {
        if let Some(part) = self.0.iter_mut().find(|part| part.message == message) {
            part.text = Zeroizing::new(text.to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_that_is_edited_changes_its_own_part() {
        let mut story = Story::default();
        assert!(story.is_empty() && story.count() == 0);
        story.push(7, "Satu.");
        story.push(9, "Dua.");
        assert_eq!((story.text().as_str(), story.count()), ("Satu.\nDua.", 10));
        assert_eq!(story.count_with(9, "Dua belas."), 16);
        story.replace(9, "Dua belas.");
        story.replace(8, "Tidak ada.");
        assert_eq!((story.text().as_str(), story.count()), ("Satu.\nDua belas.", 16));
        assert!(story.has(7) && !story.has(8));
    }
}
