//! What whoever hands in a tip sees.

use super::{
    Agency, KEPT_DAYS, Reason, Status, Violation,
    draft::{Desk, Draft, FILES, Shown, Stage, Step},
    letter,
    store::intake::{self, Readers},
};
use crate::{
    app::App,
    msg,
    pledge::reading::pages,
    telegram::{
        button::{Button, TipButton},
        reply::Screen,
    },
    texts::{Arg, Lang, Message},
};

/// Characters of a story on the screen of its step: a message holds 4,096 in all.
const EXCERPT: usize = 700;
/// UTF-16 units of a story on the first page of the review, beside all the rest; and on each page behind it.
const FIRST_PAGE: usize = 900;
const FURTHER_PAGE: usize = 3_200;

fn button(tip: TipButton) -> Button {
    Button::Tip(tip)
}

/// Where else to turn, one place a line.
pub fn places(app: &App, lang: Lang) -> Arg {
    let bawaslu = app.config.tips.bawaslu_contact.as_str();
    let lines = [
        msg!("tip-place-bkpsdm", contact = app.config.agency.contact.as_str()),
        if bawaslu.is_empty() { msg!("tip-place-bawaslu-near") } else { msg!("tip-place-bawaslu", contact = bawaslu) },
        msg!("tip-place-lapor"),
    ];
    Arg::Html(lines.map(|line| line.html(lang)).join("\n"))
}

/// Before anything is written: who can see what.
pub fn honest(lang: Lang) -> Screen {
    Screen::new(&msg!("tip-honest"), lang).row(&msg!("tip-begin"), lang, &button(TipButton::Begin)).row(
        &msg!("tip-check"),
        lang,
        &button(TipButton::Check),
    )
}

/// Nobody could open a tip.
pub fn closed(app: &App, lang: Lang) -> Screen {
    Screen::new(&msg!("tip-closed", places = places(app, lang)), lang).row(
        &msg!("tip-check"),
        lang,
        &button(TipButton::Check),
    )
}

pub fn full(app: &App, lang: Lang) -> Message {
    msg!("tip-full", places = places(app, lang))
}

/// Files would leave no room for what others write; texts are taken.
pub fn texts_only(app: &App, lang: Lang) -> Message {
    msg!("tip-texts-only", places = places(app, lang))
}

/// What remains when something is done or put away.
pub fn after(text: &Message, lang: Lang) -> Screen {
    Screen::new(text, lang).row(&msg!("tip-erase"), lang, &button(TipButton::EraseAsk))
}

pub fn cancel_ask(draft: u32, lang: Lang) -> Screen {
    Screen::new(&msg!("tip-cancel-ask"), lang)
        .row(&msg!("tip-cancel-yes"), lang, &button(TipButton::Cancel { draft }))
        .row(&msg!("tip-cancel-no"), lang, &button(TipButton::Resume))
}

pub fn close_ask(draft: u32, lang: Lang) -> Screen {
    Screen::new(&msg!("tip-receipt-close-ask"), lang)
        .row(&msg!("tip-receipt-close-no"), lang, &button(TipButton::Resume))
        .row(&msg!("tip-receipt-close-yes"), lang, &button(TipButton::Close { draft }))
}

pub fn erase_ask(lang: Lang) -> Screen {
    Screen::new(&msg!("tip-erase-ask"), lang).row(&msg!("tip-erase-yes"), lang, &button(TipButton::Erase)).row(
        &msg!("tip-erase-no"),
        lang,
        &button(TipButton::Resume),
    )
}

pub fn erased(known: bool, count: usize, left: usize, lang: Lang) -> Screen {
    let result = match (known, left) {
        (false, _) => msg!("tip-erased-unknown"),
        (true, 0) => msg!("tip-erased-all", count = count),
        (true, _) => msg!("tip-erased-some", count = count, left = left),
    };
    let screen = Screen::new(&msg!("tip-erased", result = result), lang);
    screen.row(&msg!("tip-erased-remove"), lang, &button(TipButton::Vanish))
}

/// In place of a step, while whoever writes is busy elsewhere.
pub fn paused(lang: Lang) -> Screen {
    with_way_back(Screen::new(&msg!("tip-paused"), lang), lang)
}

/// Below what was said to someone who has turned to something else.
pub fn with_way_back(screen: Screen, lang: Lang) -> Screen {
    screen.row(&msg!("tip-resume"), lang, &button(TipButton::Resume))
}

/// Why an addition cannot be taken: nobody could open it.
pub fn nobody_left(app: &App, lang: Lang) -> Message {
    msg!("tip-nobody-left", places = places(app, lang))
}

pub fn ask_receipt(lang: Lang) -> Screen {
    Screen::new(&msg!("tip-ask-receipt"), lang).row(&msg!("tip-cancel"), lang, &button(TipButton::Leave))
}

/// One text for a receipt that is mistyped, unknown, or of a case that is gone.
pub fn unknown_receipt(lang: Lang) -> Screen {
    Screen::new(&msg!("tip-receipt-unknown", days = KEPT_DAYS), lang).row(
        &msg!("tip-cancel"),
        lang,
        &button(TipButton::Leave),
    )
}

/// The screen of whatever is open on a desk; none where nothing is. `readers` are the keys of now, by agency.
pub fn of(desk: &Desk, readers: &[Readers], lang: Lang) -> Option<Screen> {
    match &desk.stage {
        Stage::Writing(draft) => Some(step(draft, readers, lang)),
        Stage::Sending => Some(Screen::new(&msg!("tip-sending"), lang)),
        Stage::Receipt(shown) => Some(receipt(shown, lang)),
        Stage::Asked => Some(ask_receipt(lang)),
        Stage::Nothing | Stage::Forgotten | Stage::Reading(_) => None,
    }
}

/// Which group of a receipt, in words.
pub fn group(group: usize) -> Message {
    match group {
        0 => msg!("tip-receipt-lang-first"),
        1 => msg!("tip-receipt-lang-second"),
        2 => msg!("tip-receipt-lang-third"),
        _ => msg!("tip-receipt-lang-fourth"),
    }
}

fn receipt(shown: &Shown, lang: Lang) -> Screen {
    let text = shown.receipt.grouped();
    Screen::new(&msg!("tip-receipt", receipt = text.as_str(), group = group(shown.group)), lang).row(
        &msg!("tip-receipt-close"),
        lang,
        &button(TipButton::CloseAsk { draft: shown.number }),
    )
}

fn step(draft: &Draft, readers: &[Readers], lang: Lang) -> Screen {
    let (at, of) = draft.place();
    let head = msg!("tip-step", at = at, of = of);
    match draft.step {
        Step::Violation => violations(draft, head, lang),
        Step::Office => typed(draft, &msg!("tip-ask-office", step = head), &draft.office, lang),
        Step::Occasion => typed(draft, &msg!("tip-ask-occasion", step = head), &draft.occasion, lang),
        Step::Story => story(draft, head, lang),
        Step::Evidence => evidence(draft, head, lang),
        Step::Agencies => choose(draft, head, &intake::open(readers), lang),
        Step::Review => review(draft, head, readers, lang),
    }
}

/// The row that every step ends with.
fn way(screen: Screen, draft: &Draft, lang: Lang, next: Option<Message>) -> Screen {
    let (number, step) = (draft.number, draft.step);
    let screen = match next {
        Some(next) => screen.row(&next, lang, &button(TipButton::Next { draft: number, step })),
        None => screen,
    };
    let first = draft.steps().first() == Some(&step) && !draft.changing;
    let cancel = button(TipButton::CancelAsk { draft: number });
    if first {
        return screen.row(&msg!("tip-cancel"), lang, &cancel);
    }
    screen.row(&msg!("tip-back"), lang, &button(TipButton::Back { draft: number, step })).beside(
        &msg!("tip-cancel"),
        lang,
        &cancel,
    )
}

fn violations(draft: &Draft, head: Message, lang: Lang) -> Screen {
    let screen = Screen::new(&msg!("tip-ask-violation", step = head), lang);
    let screen = Violation::ALL.into_iter().fold(screen, |screen, violation| {
        let tip = TipButton::Violation { draft: draft.number, violation };
        screen.row(&letter::violation(violation), lang, &button(tip))
    });
    way(screen, draft, lang, draft.violation.map(|_| msg!("tip-next")))
}

/// A step that is typed, with the answer that is there already.
fn typed(draft: &Draft, question: &Message, answer: &str, lang: Lang) -> Screen {
    if answer.is_empty() {
        return way(Screen::new(question, lang), draft, lang, None);
    }
    let screen = Screen::parts(&[question.clone(), msg!("tip-answer", answer = answer)], lang);
    way(screen, draft, lang, Some(msg!("tip-next")))
}

fn story(draft: &Draft, head: Message, lang: Lang) -> Screen {
    let addition = draft.adds_to.is_some();
    let question = if addition { msg!("tip-ask-addition", step = head) } else { msg!("tip-ask-story", step = head) };
    if draft.story.is_empty() {
        return way(Screen::new(&question, lang), draft, lang, addition.then(|| msg!("tip-next")));
    }
    let text = draft.story.text();
    let answer = msg!("tip-story-so-far", count = draft.story.count(), answer = ends(&text));
    let screen = Screen::parts(&[question, answer], lang).row(
        &msg!("tip-rewrite"),
        lang,
        &button(TipButton::Rewrite { draft: draft.number }),
    );
    way(screen, draft, lang, Some(msg!("tip-next")))
}

fn evidence(draft: &Draft, head: Message, lang: Lang) -> Screen {
    let files = letter::list(&draft.files, lang);
    let question = msg!("tip-ask-evidence", step = head, most = FILES, files = files);
    let mut parts = vec![question];
    if draft.cleaning > 0 {
        parts.push(msg!("tip-file-cleaning", count = draft.cleaning));
    }
    let screen = draft.files.iter().enumerate().fold(Screen::parts(&parts, lang), |screen, (at, file)| {
        let tip = TipButton::Remove { draft: draft.number, file: u8::try_from(at).unwrap_or(u8::MAX) };
        screen.row(&msg!("tip-file-remove", name = letter::file_name(at, file)), lang, &button(tip))
    });
    let next = if draft.files.is_empty() { msg!("tip-next-without") } else { msg!("tip-next") };
    way(screen, draft, lang, Some(next))
}

fn choose(draft: &Draft, head: Message, agencies: &[Agency], lang: Lang) -> Screen {
    let screen = Screen::new(&msg!("tip-ask-agencies", step = head), lang);
    let screen = agencies.iter().fold(screen, |screen, agency| {
        let name = letter::agency(*agency);
        let label = if draft.agencies.contains(agency) {
            msg!("tip-agency-chosen", agency = name)
        } else {
            msg!("tip-agency-not-chosen", agency = name)
        };
        screen.row(&label, lang, &button(TipButton::Agency { draft: draft.number, agency: *agency }))
    });
    way(screen, draft, lang, Some(msg!("tip-next")))
}

/// Exactly what will be kept; a long story on pages of its own.
fn review(draft: &Draft, head: Message, readers: &[Readers], lang: Lang) -> Screen {
    let text = draft.story.text();
    let pages = pages_of(&text);
    let (at, of) = (draft.page.min(pages.len().saturating_sub(1)), pages.len().max(1));
    let here = pages.get(at).copied().unwrap_or_default();
    if at > 0 {
        let text = msg!("tip-review-page", step = head, text = here, at = at + 1, of = of);
        return turn(Screen::new(&text, lang), draft, at, of, lang).row(
            &msg!("tip-submit"),
            lang,
            &button(TipButton::Submit { draft: draft.number }),
        );
    }
    let story = match of {
        _ if here.is_empty() => msg!("tip-review-nothing"),
        1 => msg!("tip-review-whole", story = here),
        _ => msg!("tip-review-begins", start = here, of = of, count = draft.story.count()),
    };
    let files = letter::list(&draft.files, lang);
    let text = match draft.violation {
        Some(violation) if draft.adds_to.is_none() => msg!(
            "tip-review",
            step = head,
            violation = letter::violation(violation),
            office = draft.office.as_str(),
            occasion = draft.occasion.as_str(),
            story = story,
            files = files,
            agencies = letter::readers(readers, &draft.agencies)
        ),
        _ => {
            let agencies = draft.adds_to.as_ref().map(|opened| opened.agencies.as_slice()).unwrap_or_default();
            let agencies = letter::readers(readers, agencies);
            msg!("tip-review-addition", step = head, story = story, files = files, agencies = agencies)
        }
    };
    let number = draft.number;
    let change = |step| button(TipButton::Change { draft: number, step });
    let screen = turn(Screen::new(&text, lang), draft, at, of, lang);
    let screen = screen.row(&msg!("tip-submit"), lang, &button(TipButton::Submit { draft: number }));
    let screen = if draft.adds_to.is_none() {
        screen
            .row(&msg!("tip-change-violation"), lang, &change(Step::Violation))
            .beside(&msg!("tip-change-office"), lang, &change(Step::Office))
            .row(&msg!("tip-change-occasion"), lang, &change(Step::Occasion))
            .beside(&msg!("tip-change-story"), lang, &change(Step::Story))
            .row(&msg!("tip-change-evidence"), lang, &change(Step::Evidence))
            .beside(&msg!("tip-change-agencies"), lang, &change(Step::Agencies))
    } else {
        screen.row(&msg!("tip-change-story"), lang, &change(Step::Story)).beside(
            &msg!("tip-change-evidence"),
            lang,
            &change(Step::Evidence),
        )
    };
    screen.row(&msg!("tip-cancel"), lang, &button(TipButton::CancelAsk { draft: number }))
}

/// The beginning and, so that one sees whether the last part has arrived, the end.
fn ends(story: &str) -> String {
    let letters: Vec<char> = story.chars().collect();
    if letters.len() <= EXCERPT {
        return story.to_owned();
    }
    let (start, end) = (&letters[..EXCERPT / 2], &letters[letters.len() - EXCERPT / 2..]);
    format!("{} … {}", start.iter().collect::<String>(), end.iter().collect::<String>())
}

/// The first page stands beside everything else; the others have the screen for themselves.
fn pages_of(story: &str) -> Vec<&str> {
    let first = pages(story, FIRST_PAGE);
    if first.len() <= 1 {
        return first;
    }
    let rest = story.trim()[first[0].len()..].trim_start();
    [first[0]].into_iter().chain(pages(rest, FURTHER_PAGE)).collect()
}

/// The buttons to the pages of the review beside this one.
fn turn(screen: Screen, draft: &Draft, at: usize, of: usize, lang: Lang) -> Screen {
    let to =
        |page: usize| button(TipButton::Page { draft: draft.number, page: u16::try_from(page).unwrap_or(u16::MAX) });
    let (back, on) = (msg!("tip-page-back"), msg!("tip-page-next"));
    match (at > 0, at + 1 < of) {
        (true, true) => screen.row(&back, lang, &to(at - 1)).beside(&on, lang, &to(at + 1)),
        (true, false) => screen.row(&back, lang, &to(at - 1)),
        (false, true) => screen.row(&on, lang, &to(at + 1)),
        (false, false) => screen,
    }
}

pub fn status(status: Status) -> Message {
    match status {
        Status::Received => msg!("tip-status-received"),
        Status::Reviewed => msg!("tip-status-reviewed"),
        Status::FollowUp => msg!("tip-status-follow-up"),
        Status::Done => msg!("tip-status-done"),
        Status::Rejected => msg!("tip-status-rejected"),
    }
}

/// As the reporter reads it.
pub fn reason(reason: Reason) -> Message {
    match reason {
        Reason::Unclear => msg!("tip-reason-unclear"),
        Reason::Elsewhere => msg!("tip-reason-elsewhere"),
        Reason::OtherMatter => msg!("tip-reason-other-matter"),
        Reason::NoEvidence => msg!("tip-reason-no-evidence"),
        Reason::Known => msg!("tip-reason-known"),
        Reason::Written => msg!("tip-reason-written"),
    }
}
