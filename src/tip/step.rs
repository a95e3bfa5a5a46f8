//! The steps of a tip, and in which order they are asked.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Violation,
    Office,
    Occasion,
    Story,
    Evidence,
    Agencies,
    Review,
}

impl Step {
    pub const ALL: [Step; 7] = NEW;

    /// As buttons carry it.
    pub fn as_str(self) -> &'static str {
        match self {
            Step::Violation => "v",
            Step::Office => "o",
            Step::Occasion => "w",
            Step::Story => "s",
            Step::Evidence => "e",
            Step::Agencies => "a",
            Step::Review => "r",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.as_str() == text)
    }
}

/// In the order in which they are asked.
pub const NEW: [Step; 7] =
    [Step::Violation, Step::Office, Step::Occasion, Step::Story, Step::Evidence, Step::Agencies, Step::Review];
pub const ADDITION: [Step; 3] = [Step::Story, Step::Evidence, Step::Review];
