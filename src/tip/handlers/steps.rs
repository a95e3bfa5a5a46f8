//! The steps of a draft: what is typed, what is tapped, forth and back.

use teloxide::types::{Message as Incoming, MessageId};
use zeroize::Zeroizing;

use super::{desk, name_of, peek, readers, say, show_below, show_here};
use crate::{
    app::App,
    msg,
    telegram::{
        access::Caller,
        button::TipButton,
        reply::{self, Screen, Tap},
    },
    texts::Message,
    tip::{
        Agency,
        draft::{Draft, OCCASION, OFFICE, STORY, Stage, Step},
        screens,
        store::intake,
        story::Story,
    },
};

/// The screen of whatever is open, with the agencies that are left.
async fn present(app: &App, caller: &Caller) -> anyhow::Result<Option<Screen>> {
    let readers = readers(app).await?;
    let agencies = intake::open(&readers);
    let screen = peek(app, caller, |desk| {
        if let Stage::Writing(draft) = &mut desk.stage
            && draft.adds_to.is_none()
        {
            draft.agencies.retain(|agency| agencies.contains(agency));
            if agencies.is_empty() && matches!(draft.step, Step::Agencies | Step::Review) {
                return Some(screens::closed(app, caller.lang));
            }
        }
        screens::of(desk, &readers, caller.lang)
    });
    Ok(screen.flatten())
}

/// Sends the screen of whatever is open, below everything.
pub(super) async fn show_again(app: &App, caller: &Caller) -> anyhow::Result<()> {
    let screen = present(app, caller).await?.unwrap_or_else(|| screens::honest(caller.lang));
    show_below(app, caller, &screen).await
}

/// As [`show_again`], in place of the message that was tapped.
pub(super) async fn show_again_here(app: &App, caller: &Caller, tap: &Tap) -> anyhow::Result<()> {
    let screen = present(app, caller).await?.unwrap_or_else(|| screens::honest(caller.lang));
    show_here(app, caller, tap, &screen).await
}

/// Changes the screen where it stands.
pub(super) async fn refresh(app: &App, caller: &Caller) -> anyhow::Result<()> {
    let message = peek(app, caller, |desk| desk.screen).flatten();
    match (message, present(app, caller).await?) {
        (Some(message), Some(screen)) if reply::edit(app, caller.chat, MessageId(message), &screen).await? => Ok(()),
        (Some(_), Some(screen)) => show_below(app, caller, &screen).await,
        _ => Ok(()),
    }
}

/// What a tap came to.
enum Outcome {
    /// The draft of this button is gone: sent, cancelled, or forgotten.
    Gone,
    /// Show where the draft is now.
    Shown,
    /// Something is missing.
    Missing(Message),
    Ask(u32),
    Cancelled,
}

pub(super) async fn tap(app: &App, caller: &Caller, tap: &Tap, button: TipButton) -> anyhow::Result<()> {
    let outcome = desk(app, caller, |desk| {
        let number = match button {
            TipButton::Resume => None,
            TipButton::Violation { draft, .. }
            | TipButton::Next { draft, .. }
            | TipButton::Back { draft, .. }
            | TipButton::Rewrite { draft }
            | TipButton::Remove { draft, .. }
            | TipButton::Agency { draft, .. }
            | TipButton::Change { draft, .. }
            | TipButton::Page { draft, .. }
            | TipButton::CancelAsk { draft }
            | TipButton::Cancel { draft } => Some(draft),
            _ => None,
        };
        if let Some(number) = number {
            desk.listening = true;
            // A second time would undo the first.
            let undoes = matches!(button, TipButton::Agency { .. } | TipButton::Remove { .. });
            if undoes && !desk.acts(tap.id()) {
                return Outcome::Shown;
            }
            let Some(draft) = desk.draft(number) else { return Outcome::Gone };
            let outcome = act(draft, &button);
            if matches!(outcome, Outcome::Cancelled) {
                desk.stage = Stage::Nothing;
            }
            return outcome;
        }
        desk.listening = true;
        if matches!(desk.stage, Stage::Nothing | Stage::Forgotten) { Outcome::Gone } else { Outcome::Shown }
    });
    match outcome {
        Outcome::Shown => show_again_here(app, caller, tap).await,
        Outcome::Missing(text) => {
            tap.alert(app, &text);
            Ok(())
        }
        Outcome::Ask(draft) => show_here(app, caller, tap, &screens::cancel_ask(draft, caller.lang)).await,
        Outcome::Cancelled => show_here(app, caller, tap, &screens::after(&msg!("tip-cancelled"), caller.lang)).await,
        Outcome::Gone => gone(app, caller, tap).await,
    }
}

/// The button of a draft that is no more: to what is open, or to why there is nothing.
pub(super) async fn gone(app: &App, caller: &Caller, tap: &Tap) -> anyhow::Result<()> {
    let open = desk(app, caller, |desk| {
        desk.listening = true;
        if matches!(desk.stage, Stage::Forgotten) {
            desk.stage = Stage::Nothing;
        }
        !matches!(desk.stage, Stage::Nothing)
    });
    if open {
        return show_again_here(app, caller, tap).await;
    }
    show_here(app, caller, tap, &screens::after(&msg!("tip-forgotten"), caller.lang)).await
}

fn act(draft: &mut Draft, button: &TipButton) -> Outcome {
    match button {
        TipButton::Violation { violation, .. } => {
            draft.violation = Some(*violation);
            if draft.step == Step::Violation {
                draft.advance();
            }
        }
        TipButton::Next { step, .. } if *step == draft.step => {
            if !draft.answered() {
                return Outcome::Missing(match draft.step {
                    Step::Agencies => msg!("tip-choose-agency"),
                    Step::Evidence => msg!("tip-still-cleaning"),
                    _ => msg!("tip-not-answered"),
                });
            }
            draft.advance();
        }
        TipButton::Back { step, .. } if *step == draft.step && !draft.back() => return Outcome::Ask(draft.number),
        TipButton::Rewrite { .. } => draft.story = Story::default(),
        TipButton::Page { page, .. } if draft.step == Step::Review => draft.page = usize::from(*page),
        TipButton::Remove { file, .. } if usize::from(*file) < draft.files.len() => {
            draft.files.remove(usize::from(*file));
        }
        TipButton::Agency { agency, .. } => toggle(&mut draft.agencies, *agency),
        TipButton::Change { step, .. } => draft.change(*step),
        TipButton::CancelAsk { .. } => return Outcome::Ask(draft.number),
        TipButton::Cancel { .. } => return Outcome::Cancelled,
        _ => {}
    }
    Outcome::Shown
}

fn toggle(agencies: &mut Vec<Agency>, agency: Agency) {
    match agencies.iter().position(|chosen| *chosen == agency) {
        Some(at) => {
            agencies.remove(at);
        }
        None => agencies.push(agency),
    }
    agencies.sort_unstable();
}

/// An answer that is typed.
pub(super) async fn hear(app: &App, caller: &Caller, message: &Incoming, step: Step) -> anyhow::Result<()> {
    let Some(text) = message.text() else {
        let refusal = if is_file(message) { msg!("tip-only-text") } else { msg!("tip-only-files") };
        return say(app, caller, &refusal, Some(message.id)).await;
    };
    // Nothing but the characters: no links below words, no names of those it was forwarded from.
    let text = Zeroizing::new(text.trim().to_owned());
    if text.is_empty() {
        return Ok(());
    }
    let refused = desk(app, caller, |desk| {
        // By now the next step waits, which this is no answer to.
        if !desk.acts(&name_of(message)) {
            return None;
        }
        let Stage::Writing(draft) = &mut desk.stage else { return None };
        let refused = take(draft, step, message.id.0, &text);
        draft.refused = refused.is_some().then_some(message.id.0);
        refused
    });
    match refused {
        Some(text) => say(app, caller, &text, Some(MessageId(message.id.0))).await,
        None => show_again(app, caller).await,
    }
}

fn is_file(message: &Incoming) -> bool {
    message.photo().is_some() || message.document().is_some()
}

/// Puts what was typed into the draft; a message where it cannot be.
fn take(draft: &mut Draft, step: Step, message: i32, text: &str) -> Option<Message> {
    let count = text.chars().count();
    let short = |most: usize| (count > most).then(|| msg!("tip-answer-long", count = count, most = most));
    match step {
        Step::Office => {
            if let Some(refused) = short(OFFICE) {
                return Some(refused);
            }
            (draft.office, draft.typed[0]) = (Zeroizing::new(text.to_owned()), Some(message));
            draft.advance();
        }
        Step::Occasion => {
            if let Some(refused) = short(OCCASION) {
                return Some(refused);
            }
            (draft.occasion, draft.typed[1]) = (Zeroizing::new(text.to_owned()), Some(message));
            draft.advance();
        }
        Step::Story => {
            let whole = draft.story.count() + count;
            if whole > STORY {
                return Some(msg!("tip-story-long", count = whole, most = STORY));
            }
            draft.story.push(message, text);
        }
        Step::Violation | Step::Agencies | Step::Review | Step::Evidence => {
            return Some(msg!("tip-choose-above"));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_story_comes_in_parts() {
        let mut draft = Draft::new(None);
        assert_eq!(take(&mut draft, Step::Story, 1, "Satu."), None);
        assert_eq!(take(&mut draft, Step::Story, 2, "Dua."), None);
        assert_eq!(draft.story.text().as_str(), "Satu.\nDua.");
        let long = "x".repeat(STORY);
        assert!(take(&mut draft, Step::Story, 3, &long).is_some());
        assert_eq!(draft.story.text().as_str(), "Satu.\nDua.", "what was accepted stays");
    }

    #[test]
    fn a_tap_of_another_step_moves_nothing() {
        let mut draft = Draft::new(None);
        draft.violation = Some(crate::tip::Violation::Money);
        draft.advance();
        let number = draft.number;
        assert!(matches!(act(&mut draft, &TipButton::Next { draft: number, step: Step::Violation }), Outcome::Shown));
        assert_eq!(draft.step, Step::Office);
        assert!(matches!(act(&mut draft, &TipButton::Next { draft: number, step: Step::Office }), Outcome::Missing(_)));
    }

    #[test]
    fn agencies_are_chosen_and_left_out() {
        let mut chosen = Vec::new();
        toggle(&mut chosen, Agency::Bawaslu);
        toggle(&mut chosen, Agency::Bkpsdm);
        assert_eq!(chosen, Agency::ALL);
        toggle(&mut chosen, Agency::Bkpsdm);
        assert_eq!(chosen, [Agency::Bawaslu]);
    }
}
