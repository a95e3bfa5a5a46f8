//! Messages that are edited after they were sent: a part of an open draft changes with its message.

use teloxide::types::Message as Incoming;
use zeroize::Zeroizing;

use super::{desk, hear, peek, say, steps};
use crate::{
    app::App,
    msg,
    telegram::access::Caller,
    texts::Message,
    tip::draft::{Draft, OCCASION, OFFICE, STORY, Stage, Step},
};

/// What a message says, for telling whether an edit changed it: its words, or the file with them.
pub(super) fn says(message: &Incoming) -> Zeroizing<String> {
    let words = message.text().or(message.caption()).unwrap_or_default();
    let file = message.photo().and_then(|sizes| sizes.last()).map(|size| &size.file);
    let file = file.or(message.document().map(|document| &document.file)).map_or("", |file| file.unique_id.0.as_str());
    Zeroizing::new(format!("{file} {words}"))
}

/// A message that was typed or sent for a tip.
pub(super) fn is_ours(app: App, caller: Caller, message: Incoming) -> bool {
    peek(&app, &caller, |desk| desk.has_noted(message.id.0)).unwrap_or(false)
}

/// What an edit came to.
enum Edit {
    /// Telegram also tells of changes that nobody sees.
    Nothing,
    Taken,
    Refused(Message),
    /// It is no part yet: as if it were typed now.
    Anew,
    /// What it was a part of is sealed, or gone.
    Late,
}

pub(super) async fn take(app: App, caller: Caller, message: Incoming) -> anyhow::Result<()> {
    let id = message.id.0;
    let edit = desk(&app, &caller, |desk| {
        if !desk.says_anew(id, &says(&message)) {
            return Edit::Nothing;
        }
        let (listening, last) = (desk.listening, desk.is_last(id));
        match &mut desk.stage {
            Stage::Writing(draft) => {
                let anew = draft.refused == Some(id) && listening;
                match draft.step_of(id) {
                    _ if anew => Edit::Anew,
                    Some(step) => change(draft, step, &message),
                    None if message.text().is_none() => Edit::Refused(msg!("tip-edit-file")),
                    None => Edit::Late,
                }
            }
            Stage::Receipt(_) | Stage::Asked if listening && last => Edit::Anew,
            _ => Edit::Late,
        }
    });
    match edit {
        Edit::Nothing => Ok(()),
        Edit::Taken => {
            say(&app, &caller, &msg!("tip-edit-taken"), Some(message.id)).await?;
            // Where the draft is paused, its screen says so and stays.
            match peek(&app, &caller, |desk| desk.listening) {
                Some(true) => steps::show_again(&app, &caller).await,
                _ => Ok(()),
            }
        }
        Edit::Refused(why) => say(&app, &caller, &why, Some(message.id)).await,
        Edit::Anew => hear(app, caller, message).await,
        Edit::Late => say(&app, &caller, &msg!("tip-edit-late"), Some(message.id)).await,
    }
}

/// Puts what the message says now in the place of what it said.
fn change(draft: &mut Draft, step: Step, message: &Incoming) -> Edit {
    let text = Zeroizing::new(message.text().unwrap_or_default().trim().to_owned());
    if text.is_empty() {
        return Edit::Refused(msg!("tip-edit-empty"));
    }
    let (id, count) = (message.id.0, text.chars().count());
    let (count, most) = match step {
        Step::Office => (count, OFFICE),
        Step::Occasion => (count, OCCASION),
        _ => (draft.story.count_with(id, &text), STORY),
    };
    if count > most {
        return Edit::Refused(msg!("tip-edit-long", count = count, most = most));
    }
    match step {
        Step::Office => draft.office = text,
        Step::Occasion => draft.occasion = text,
        _ => draft.story.replace(id, &text),
    }
    draft.page = 0;
    Edit::Taken
}

#[cfg(test)]
mod tests {
    use teloxide::types::{Update, UpdateKind};

    use super::*;

    fn edited(id: i32, text: &str) -> Incoming {
        let update = serde_json::json!({
            "update_id": 1,
            "edited_message": {
                "message_id": id, "date": 1, "edit_date": 2, "text": text,
                "chat": { "id": 7, "type": "private", "first_name": "A" },
                "from": { "id": 7, "is_bot": false, "first_name": "A" },
            },
        });
        let update: Update = serde_json::from_str(&update.to_string()).expect("an update");
        let UpdateKind::EditedMessage(message) = update.kind else { panic!("no edited message") };
        message
    }

    #[test]
    fn an_edit_replaces_its_part_and_nothing_else() {
        let mut draft = Draft::new(None);
        draft.typed = [Some(3), Some(4)];
        draft.office = Zeroizing::new("Dinas".into());
        draft.story.push(5, "Saya Edi.");
        draft.story.push(6, "Lanjut.");
        assert!(matches!(change(&mut draft, Step::Story, &edited(5, " Seorang pegawai. ")), Edit::Taken));
        assert_eq!(draft.story.text().as_str(), "Seorang pegawai.\nLanjut.");
        assert!(matches!(change(&mut draft, Step::Office, &edited(3, "Dinas Kesehatan")), Edit::Taken));
        assert_eq!(draft.office.as_str(), "Dinas Kesehatan");
        assert!(matches!(change(&mut draft, Step::Office, &edited(3, &"x".repeat(OFFICE + 1))), Edit::Refused(_)));
        assert!(matches!(change(&mut draft, Step::Story, &edited(6, &"x".repeat(STORY - 16))), Edit::Refused(_)));
        assert!(matches!(change(&mut draft, Step::Story, &edited(6, &"x".repeat(STORY - 17))), Edit::Taken));
        assert_eq!(draft.office.as_str(), "Dinas Kesehatan", "what was too long changed nothing");
        assert_eq!(draft.step_of(3), Some(Step::Office));
        assert_eq!(draft.step_of(6), Some(Step::Story));
        assert_eq!(draft.step_of(7), None);
    }
}
