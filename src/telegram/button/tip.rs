//! Buttons of tips, for whoever hands one in.

use super::number;
use crate::tip::{Agency, Violation, draft::Step};

/// For everyone. `draft` is a random number that lives as long as the draft does, in memory.
#[derive(Clone, Debug, PartialEq)]
pub enum TipButton {
    /// "Mulai", below the honest screen.
    Begin,
    /// Show the present step again, and listen.
    Resume,
    Violation {
        draft: u32,
        violation: Violation,
    },
    /// On from this step; nothing where the draft is at another one already.
    Next {
        draft: u32,
        step: Step,
    },
    Back {
        draft: u32,
        step: Step,
    },
    /// Begin the story anew.
    Rewrite {
        draft: u32,
    },
    /// Take the file at this place out again.
    Remove {
        draft: u32,
        file: u8,
    },
    /// Choose an agency, or choose it no more.
    Agency {
        draft: u32,
        agency: Agency,
    },
    Change {
        draft: u32,
        step: Step,
    },
    /// A page of the review, from 0.
    Page {
        draft: u32,
        page: u16,
    },
    Submit {
        draft: u32,
    },
    CancelAsk {
        draft: u32,
    },
    Cancel {
        draft: u32,
    },
    /// Close the receipt without having noted it down.
    CloseAsk {
        draft: u32,
    },
    Close {
        draft: u32,
    },
    /// Ask for a receipt, as /cek does.
    Check,
    /// Add to the case that is open.
    Add,
    /// Put the open case away.
    Leave,
    EraseAsk,
    /// "Hapus jejak".
    Erase,
    /// And the message that says what came of it.
    Vanish,
}

impl TipButton {
    /// Without the feature's own tag.
    pub(super) fn encode(&self) -> String {
        match self {
            Self::Begin => "b".into(),
            Self::Resume => "r".into(),
            Self::Violation { draft, violation } => format!("v:{draft}:{}", violation.as_str()),
            Self::Next { draft, step } => format!("n:{draft}:{}", step.as_str()),
            Self::Back { draft, step } => format!("k:{draft}:{}", step.as_str()),
            Self::Rewrite { draft } => format!("w:{draft}"),
            Self::Remove { draft, file } => format!("rm:{draft}:{file}"),
            Self::Agency { draft, agency } => format!("a:{draft}:{}", agency.as_str()),
            Self::Change { draft, step } => format!("ch:{draft}:{}", step.as_str()),
            Self::Page { draft, page } => format!("p:{draft}:{page}"),
            Self::Submit { draft } => format!("s:{draft}"),
            Self::CancelAsk { draft } => format!("xa:{draft}"),
            Self::Cancel { draft } => format!("x:{draft}"),
            Self::CloseAsk { draft } => format!("ca:{draft}"),
            Self::Close { draft } => format!("c:{draft}"),
            Self::Check => "q".into(),
            Self::Add => "add".into(),
            Self::Leave => "l".into(),
            Self::EraseAsk => "ea".into(),
            Self::Erase => "e".into(),
            Self::Vanish => "ev".into(),
        }
    }

    pub(super) fn decode(tag: &str, fields: &[&str]) -> Option<Self> {
        Some(match (tag, fields) {
            ("b", []) => Self::Begin,
            ("r", []) => Self::Resume,
            ("v", [draft, violation]) => {
                Self::Violation { draft: number(draft)?, violation: Violation::parse(violation)? }
            }
            ("n", [draft, step]) => Self::Next { draft: number(draft)?, step: Step::parse(step)? },
            ("k", [draft, step]) => Self::Back { draft: number(draft)?, step: Step::parse(step)? },
            ("w", [draft]) => Self::Rewrite { draft: number(draft)? },
            ("rm", [draft, file]) => Self::Remove { draft: number(draft)?, file: number(file)? },
            ("a", [draft, agency]) => Self::Agency { draft: number(draft)?, agency: Agency::parse(agency)? },
            ("ch", [draft, step]) => Self::Change { draft: number(draft)?, step: Step::parse(step)? },
            ("p", [draft, page]) => Self::Page { draft: number(draft)?, page: number(page)? },
            ("s", [draft]) => Self::Submit { draft: number(draft)? },
            ("xa", [draft]) => Self::CancelAsk { draft: number(draft)? },
            ("x", [draft]) => Self::Cancel { draft: number(draft)? },
            ("ca", [draft]) => Self::CloseAsk { draft: number(draft)? },
            ("c", [draft]) => Self::Close { draft: number(draft)? },
            ("q", []) => Self::Check,
            ("add", []) => Self::Add,
            ("l", []) => Self::Leave,
            ("ea", []) => Self::EraseAsk,
            ("e", []) => Self::Erase,
            ("ev", []) => Self::Vanish,
            _ => return None,
        })
    }

    pub(super) fn samples() -> Vec<Self> {
        let draft = u32::MAX;
        let mut samples = vec![
            Self::Begin,
            Self::Resume,
            Self::Rewrite { draft },
            Self::Remove { draft, file: u8::MAX },
            Self::Page { draft, page: u16::MAX },
            Self::Submit { draft },
            Self::CancelAsk { draft },
            Self::Cancel { draft },
            Self::CloseAsk { draft },
            Self::Close { draft },
            Self::Check,
            Self::Add,
            Self::Leave,
            Self::EraseAsk,
            Self::Erase,
            Self::Vanish,
        ];
        samples.extend(Violation::ALL.map(|violation| Self::Violation { draft, violation }));
        samples.extend(Agency::ALL.map(|agency| Self::Agency { draft, agency }));
        for step in Step::ALL {
            samples.extend([Self::Next { draft, step }, Self::Back { draft, step }, Self::Change { draft, step }]);
        }
        samples
    }
}
