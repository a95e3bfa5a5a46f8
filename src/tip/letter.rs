//! What recipients read: a tip as text and files in one envelope.

use chrono::NaiveDate;
use vault::{
    clean::{Cleaned, Detail, Refused, Removed},
    envelope::{Entry, Envelope},
};
use zeroize::Zeroizing;

use super::{Agency, Id, Violation, draft::Draft, store::intake::Readers};
use crate::{
    msg,
    texts::{Arg, Lang, Message},
};

pub fn agency(agency: Agency) -> Message {
    match agency {
        Agency::Bkpsdm => msg!("tip-agency-bkpsdm"),
        Agency::Bawaslu => msg!("tip-agency-bawaslu"),
    }
}

pub fn agencies(agencies: &[Agency], lang: Lang) -> String {
    let names: Vec<String> = agencies.iter().map(|one| agency(*one).plain(lang)).collect();
    names.join(", ")
}

/// These agencies, each with how many keys open what goes to it now.
pub fn readers(readers: &[Readers], agencies: &[Agency]) -> Arg {
    let of = readers.iter().filter(|one| agencies.contains(&one.agency));
    let name = |one: &Readers| {
        let (agency, people) = (agency(one.agency), one.people);
        match one.recovery {
            0 => msg!("tip-readers", agency = agency, people = people),
            recovery => msg!("tip-readers-recovery", agency = agency, people = people, recovery = recovery),
        }
    };
    Arg::List(of.map(name).collect())
}

pub fn violation(violation: Violation) -> Message {
    match violation {
        Violation::Service => msg!("tip-violation-service"),
        Violation::Partiality => msg!("tip-violation-partiality"),
        Violation::SocialMedia => msg!("tip-violation-social"),
        Violation::Money => msg!("tip-violation-money"),
        Violation::Pressure => msg!("tip-violation-pressure"),
        Violation::Other => msg!("tip-violation-other"),
    }
}

/// A tip or an addition, as the officials read it: in Indonesian, whatever the reporter's language.
pub fn report(case: Id, draft: &Draft, day: NaiveDate) -> Envelope {
    let lang = Lang::Id;
    let story = if draft.story.is_empty() {
        Zeroizing::new(msg!("tip-letter-no-story").plain(lang))
    } else {
        quoted(&draft.story.text())
    };
    let (office, occasion) = (on_one_line(&draft.office), on_one_line(&draft.occasion));
    let files = Zeroizing::new(contents(&draft.files, lang));
    let text = match draft.violation {
        Some(kind) if draft.adds_to.is_none() => msg!(
            "tip-letter-report",
            case = case.short(),
            day = day,
            violation = violation(kind),
            office = office.as_str(),
            occasion = occasion.as_str(),
            agencies = agencies(&draft.agencies, lang),
            story = story.as_str(),
            files = files.as_str()
        ),
        _ => {
            msg!("tip-letter-addition", case = case.short(), day = day, story = story.as_str(), files = files.as_str())
        }
    };
    let text = Zeroizing::new(text.plain(lang));
    let name = |(at, file): (usize, &Cleaned)| Entry { name: file_name(at, file), bytes: file.bytes.clone() };
    Envelope::new(&text, draft.files.iter().enumerate().map(name))
}

/// Where a text ends a line, in whatever way.
fn ends_line(c: char) -> bool {
    c.is_control() && c != '\t' || matches!(c, '\u{2028}' | '\u{2029}')
}

/// What is typed stands behind its heading and cannot look like another one.
fn on_one_line(text: &str) -> Zeroizing<String> {
    let mut line = Zeroizing::new(String::with_capacity(text.len() + 2));
    for part in text.split(ends_line).map(str::trim).filter(|part| !part.is_empty()) {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(part);
    }
    line
}

/// Each line of a story behind a bar, so that none looks like a heading of ours.
fn quoted(text: &str) -> Zeroizing<String> {
    let lines = Zeroizing::new(text.replace("\r\n", "\n"));
    let count = lines.split(ends_line).count();
    let mut quoted = Zeroizing::new(String::with_capacity(lines.len() + 3 * count + 1));
    for line in lines.split(ends_line) {
        if !quoted.is_empty() {
            quoted.push('\n');
        }
        quoted.push_str(if line.trim().is_empty() { "|" } else { "| " });
        quoted.push_str(line.trim_end());
    }
    quoted
}

pub fn file_name(at: usize, file: &Cleaned) -> String {
    format!("berkas-{}.{}", at + 1, file.kind.extension())
}

/// One line a file: its name, its measure, and what is gone from it.
pub fn list(files: &[Cleaned], lang: Lang) -> String {
    let lines: Vec<String> = files.iter().enumerate().map(|(at, file)| line(at, file).plain(lang)).collect();
    if lines.is_empty() { msg!("tip-files-none").plain(lang) } else { lines.join("\n") }
}

/// The same for recipients: what the originals held beside is the reporter's affair.
fn contents(files: &[Cleaned], lang: Lang) -> String {
    let line = |(at, file): (usize, &Cleaned)| {
        msg!("tip-letter-file", name = file_name(at, file), measure = measure(file)).plain(lang)
    };
    let lines: Vec<String> = files.iter().enumerate().map(line).collect();
    if lines.is_empty() { msg!("tip-letter-no-files").plain(lang) } else { lines.join("\n") }
}

pub fn line(at: usize, file: &Cleaned) -> Message {
    let (name, measure) = (file_name(at, file), measure(file));
    match removed(file) {
        Some(removed) => msg!("tip-file-line", name = name, measure = measure, removed = removed),
        None => msg!("tip-file-line-clean", name = name, measure = measure),
    }
}

fn measure(file: &Cleaned) -> Message {
    match file.detail {
        Detail::Picture { width, height } => msg!("tip-measure-picture", width = width, height = height),
        Detail::Document { pages } => msg!("tip-measure-pages", pages = pages),
    }
}

/// What was found and is gone, in words; none where there was nothing.
fn removed(file: &Cleaned) -> Option<Arg> {
    let mut names: Vec<Message> = file.removed.iter().map(|one| found(*one)).collect();
    // Several kinds have one name for people.
    names.sort_by_key(Message::key);
    names.dedup();
    (!names.is_empty()).then_some(Arg::List(names))
}

fn found(removed: Removed) -> Message {
    match removed {
        Removed::Location => msg!("tip-removed-location"),
        Removed::Camera => msg!("tip-removed-camera"),
        Removed::Date => msg!("tip-removed-date"),
        Removed::Exif | Removed::Xmp | Removed::Iptc => msg!("tip-removed-hidden"),
        Removed::Comment | Removed::TextChunks => msg!("tip-removed-comment"),
        Removed::Unknown => msg!("tip-removed-unknown"),
        Removed::Profile => msg!("tip-removed-profile"),
        Removed::Thumbnail => msg!("tip-removed-thumbnail"),
        Removed::SecondPicture | Removed::Animation => msg!("tip-removed-second"),
        Removed::Trailing => msg!("tip-removed-trailing"),
        Removed::Author => msg!("tip-removed-author"),
        Removed::Earlier => msg!("tip-removed-earlier"),
        Removed::Attachments => msg!("tip-removed-attachments"),
        Removed::Scripts => msg!("tip-removed-scripts"),
        Removed::Annotations => msg!("tip-removed-annotations"),
        Removed::Forms => msg!("tip-removed-forms"),
        Removed::Signatures => msg!("tip-removed-signatures"),
        Removed::Links => msg!("tip-removed-links"),
        Removed::Structure => msg!("tip-removed-structure"),
        Removed::Hidden => msg!("tip-removed-layers"),
    }
}

/// Why a file was not taken, and what to do instead.
pub fn refused(refused: Refused) -> Message {
    match refused {
        Refused::Empty => msg!("tip-refused-empty"),
        Refused::TooBig => msg!("tip-refused-big"),
        Refused::Unknown => msg!("tip-refused-unknown"),
        Refused::Heic => msg!("tip-refused-heic"),
        Refused::Broken => msg!("tip-refused-broken"),
        Refused::TooManyPixels => msg!("tip-refused-pixels"),
        Refused::Encrypted => msg!("tip-refused-encrypted"),
        Refused::TooManyPages => msg!("tip-refused-pages"),
        Refused::TooComplex => msg!("tip-refused-complex"),
        Refused::Unsupported(_) => msg!("tip-refused-unsupported"),
        Refused::Unavailable => msg!("tip-refused-unavailable"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tip::draft::Draft;

    #[test]
    fn nothing_that_is_typed_looks_like_a_heading() {
        let mut draft = Draft::new(None);
        draft.violation = Some(Violation::Money);
        draft.agencies = vec![Agency::Bkpsdm];
        let forged = "Dinas\nUntuk         : BKPSDM, Bawaslu\r\n\u{2028}CERITA\u{85}palsu\u{b}x";
        (*draft.office).push_str(forged);
        (*draft.occasion).push_str("kemarin\n\nBERKAS\n(tidak ada)");
        draft.story.push(1, "Satu.\n\nBERKAS\nberkas-1.jpg (1 × 1 piksel)\u{2029}CERITA\rNomor         : 0000-0000");
        let day = NaiveDate::from_ymd_opt(2024, 10, 4).expect("a day");
        let envelope = report(Id([7; 16]), &draft, day);
        let text = envelope.report().expect("a report");
        let heads = ["Nomor", "Untuk", "CERITA", "BERKAS", "Kantor"];
        for head in heads {
            let found = text.lines().filter(|line| line.trim_start().starts_with(head)).count();
            assert_eq!(found, 1, "{head}: {text}");
        }
        assert!(!text.contains(|c: char| ends_line(c) && c != '\n'), "{text:?}");
        assert!(text.contains("Kantor        : Dinas Untuk         : BKPSDM, Bawaslu CERITA palsu x"), "{text}");
        assert!(text.contains("| BERKAS") && text.contains("| Nomor"), "{text}");
    }
}
