//! What a reader sees: one part at a time, the whole text, the receipt.

use crate::{
    msg,
    pledge::{
        Act, Document, Receipt,
        document::DocumentKind,
        reading::{PAGE_UTF16, Progress, pages},
        receipt::RECEIPT_LINK,
        store::{Done, Owed, State, Version},
    },
    roster::{LinkedPerson, mask_name},
    telegram::{button::Button, reply::Screen},
    texts::{Arg, Lang, Message, Zone, escape, name},
};

/// What every screen of a reading needs.
pub struct Reader<'a> {
    pub version: &'a Version,
    pub act: Act,
    pub progress: &'a Progress,
    pub lang: Lang,
}

impl Reader<'_> {
    fn id(&self) -> i64 {
        self.version.id.0
    }

    fn document(&self) -> &Document {
        &self.version.document
    }

    /// The part to go on with, or the whole text once all is read.
    pub fn here(&self, person: &LinkedPerson) -> Screen {
        match self.progress.next() {
            Some(part) => self.part(part, 0),
            None => self.whole(person, 0),
        }
    }

    /// One part; a page beyond the last shows the last.
    pub fn part(&self, part: usize, page: usize) -> Screen {
        let text = self.document().part(part).unwrap_or_default();
        let pages = pages(text, PAGE_UTF16);
        let last = pages.len().saturating_sub(1);
        let page = page.min(last);
        let title = self.document().title.as_str();
        let head = match part {
            0 => msg!("pledge-head-preamble", title = name(title)),
            at => msg!("pledge-head-clause", title = name(title), at = at, total = self.document().clauses.len()),
        };
        let notes = if part == 0 { notes(self.document()) } else { Vec::new() };
        let (clause, lang) = (clamp(part), self.lang);
        let body = escape(pages.get(page).copied().unwrap_or_default());
        let mut screen = paged(lang, head, (page, pages.len()), &notes, &body);
        screen = turn(screen, lang, page, last, |page| Button::Clause { version: self.id(), clause, page });
        let read = self.progress.read.get(part).copied().flatten().is_some();
        if page == last && read {
            screen = screen.row(&msg!("pledge-button-next"), lang, &self.after(part));
        } else if page == last {
            screen = screen.row(&msg!("pledge-button-read"), lang, &Button::Read { version: self.id(), clause });
        }
        self.leave(screen, part.checked_sub(1))
    }

    /// Where "Lanjut" leads from a part that has been read.
    fn after(&self, part: usize) -> Button {
        let next = part + 1;
        if next < self.document().parts() {
            Button::Clause { version: self.id(), clause: clamp(next), page: 0 }
        } else {
            Button::Whole { version: self.id(), page: 0 }
        }
    }

    /// The whole text, and on its last page the statement with the button.
    pub fn whole(&self, person: &LinkedPerson, page: usize) -> Screen {
        let document = self.document();
        let text = whole(document);
        let end = self.end(person);
        let mut pages = pages(&text, PAGE_UTF16);
        // Above the button stands what it means; where there is no room, on a page of its own.
        if pages.last().is_some_and(|page| utf16(page) + utf16(&end) > PAGE_UTF16) {
            pages.push("");
        }
        let last = pages.len().saturating_sub(1);
        let page = page.min(last);
        let head = msg!("pledge-head-whole", title = name(document.title.as_str()));
        let mut body = escape(pages.get(page).copied().unwrap_or_default());
        if page == last {
            body = format!("{body}\n\n{end}").trim_start().to_owned();
        }
        let mut screen = paged(self.lang, head, (page, pages.len()), &notes(document), &body);
        screen = turn(screen, self.lang, page, last, |page| Button::Whole { version: self.id(), page });
        if page == last {
            let (label, sign) = match (self.act, document.kind) {
                (Act::Sign, DocumentKind::Ikrar) => (msg!("pledge-button-sign"), true),
                (Act::Sign, DocumentKind::PaktaIntegritas) => (msg!("pledge-button-sign-pact"), true),
                (Act::Follow, _) => (msg!("pledge-button-follow"), false),
            };
            screen = screen.row(&label, self.lang, &Button::Acknowledge { version: self.id(), sign });
        }
        self.leave(screen, document.parts().checked_sub(1))
    }

    /// The statement, what the button below means, and for whom.
    fn end(&self, person: &LinkedPerson) -> String {
        let ask = match (self.act, self.document().kind) {
            (Act::Sign, DocumentKind::Ikrar) => msg!("pledge-whole-ask-sign"),
            (Act::Sign, DocumentKind::PaktaIntegritas) => msg!("pledge-whole-ask-sign-pact"),
            (Act::Follow, _) => msg!("pledge-whole-ask-follow"),
        };
        let who = &person.person;
        let who = if who.position.is_empty() {
            msg!("pledge-whole-who-bare", name = name(&who.name), unit = name(&who.unit.path))
        } else {
            msg!(
                "pledge-whole-who",
                name = name(&who.name),
                position = name(&who.position),
                unit = name(&who.unit.path)
            )
        };
        // The document's statement is of those who make the pledge; who follows its reading says just that.
        let statement = match self.act {
            Act::Sign => escape(&self.document().statement),
            Act::Follow => msg!("pledge-follow-statement").html(self.lang),
        };
        format!("<b>{statement}</b>\n\n{}\n{}", ask.html(self.lang), who.html(self.lang))
    }

    /// The way back and the way out, at the foot of each screen.
    fn leave(&self, screen: Screen, before: Option<usize>) -> Screen {
        let (lang, later) = (self.lang, Button::Later { version: self.id() });
        match before {
            Some(part) => screen
                .row(
                    &msg!("pledge-button-back"),
                    lang,
                    &Button::Clause { version: self.id(), clause: clamp(part), page: 0 },
                )
                .beside(&msg!("pledge-button-later"), lang, &later),
            None => screen.row(&msg!("pledge-button-later"), lang, &later),
        }
    }
}

/// Preamble, numbered clauses and closing.
fn whole(document: &Document) -> String {
    let mut text = document.preamble.clone();
    for (at, clause) in document.clauses.iter().enumerate() {
        text.push_str(&format!("\n\n{}. {clause}", at + 1));
    }
    if let Some(closing) = &document.closing {
        text.push_str(&format!("\n\n{closing}"));
    }
    text
}

fn notes(document: &Document) -> Vec<Message> {
    let sample = document.sample.then(|| msg!("pledge-sample"));
    let circular = document.circular.as_ref().map(|c| msg!("pledge-circular", number = &c.number, date = c.date));
    sample.into_iter().chain(circular).collect()
}

fn paged(lang: Lang, head: Message, (page, pages): (usize, usize), notes: &[Message], html: &str) -> Screen {
    let head = if pages > 1 { msg!("pledge-head-page", head = head, page = page + 1, pages = pages) } else { head };
    let notes: Vec<String> = notes.iter().map(|note| format!("<i>{}</i>", note.html(lang))).collect();
    let text = if notes.is_empty() {
        msg!("pledge-screen-bare", head = head, text = Arg::Html(html.to_owned()))
    } else {
        msg!("pledge-screen", head = head, notes = Arg::Html(notes.join("\n")), text = Arg::Html(html.to_owned()))
    };
    Screen::new(&text, lang)
}

/// Buttons that turn the pages of a long text.
fn turn(screen: Screen, lang: Lang, page: usize, last: usize, button: impl Fn(u16) -> Button) -> Screen {
    let back = (page > 0).then(|| (msg!("pledge-button-page-back"), button(clamp(page - 1))));
    let on = (page < last).then(|| (msg!("pledge-button-page-next"), button(clamp(page + 1))));
    match (back, on) {
        (Some((label, back)), Some((next, on))) => screen.row(&label, lang, &back).beside(&next, lang, &on),
        (Some((label, button)), None) | (None, Some((label, button))) => screen.row(&label, lang, &button),
        (None, None) => screen,
    }
}

/// As Telegram counts; tags and escapes only make it more.
fn utf16(text: &str) -> usize {
    text.encode_utf16().count()
}

/// Parts and pages are far fewer than this; a forged number is checked where it is used.
fn clamp(number: usize) -> u16 {
    u16::try_from(number).unwrap_or(u16::MAX)
}

/// Earlier pledges that a list names; who has more finds the receipts in the chat.
const EARLIER: usize = 10;

/// All that someone is bound by, with what to do next, and what they did before: of earlier texts, of other posts.
pub fn documents(owed: &[Owed], done: &[Done], zone: Zone, lang: Lang) -> Screen {
    let listed = |done: &&Done| owed.iter().any(|owed| owed.version.id == done.version.id);
    let earlier: Vec<&Done> = done.iter().filter(|done| !listed(done)).take(EARLIER).collect();
    let lines: Vec<String> = owed.iter().map(|owed| line(owed, zone).html(lang)).collect();
    let mut texts = vec![match lines.as_slice() {
        [] => msg!("pledge-none"),
        lines => msg!("pledge-list", list = Arg::Html(lines.join("\n"))),
    }];
    if !earlier.is_empty() {
        let lines: Vec<String> = earlier.iter().map(|done| earlier_line(done, zone).html(lang)).collect();
        texts.push(msg!("pledge-list-earlier", list = Arg::Html(lines.join("\n"))));
    }
    let mut screen = Screen::parts(&texts, lang);
    for owed in owed {
        let (title, version) = (owed.version.document.title.as_str(), owed.version.id.0);
        screen = match owed.state {
            State::NotStarted => {
                screen.row(&msg!("pledge-button-begin", title = name(title)), lang, &Button::Resume { version })
            }
            State::Reading { .. } => {
                screen.row(&msg!("pledge-button-resume", title = name(title)), lang, &Button::Resume { version })
            }
            State::Acknowledged { .. } => {
                screen.row(&msg!("pledge-button-receipt", title = name(title)), lang, &Button::Receipt { version })
            }
        };
        if let Some(done) = done.iter().find(|done| done.version.id == owed.version.id) {
            let button = Button::Text { number: done.number, page: None };
            screen = screen.row(&msg!("pledge-button-text-of", title = name(title)), lang, &button);
        }
    }
    earlier.iter().fold(screen, |screen, done| {
        let title = name(done.version.document.title.as_str());
        let label = msg!("pledge-button-receipt-earlier", title = title, version = done.version.number);
        screen.row(&label, lang, &Button::Receipt { version: done.version.id.0 })
    })
}

fn earlier_line(done: &Done, zone: Zone) -> Message {
    let (title, at) = (name(done.version.document.title.as_str()), Arg::Moment(done.at, zone));
    match done.act {
        Act::Sign => msg!("pledge-line-earlier-signed", title = title, version = done.version.number, at = at),
        Act::Follow => msg!("pledge-line-earlier-followed", title = title, version = done.version.number, at = at),
    }
}

fn line(owed: &Owed, zone: Zone) -> Message {
    let title = owed.version.document.title.as_str();
    match (owed.state, owed.act) {
        (State::NotStarted, _) => msg!("pledge-line-open", title = name(title)),
        (State::Reading { read, total }, _) => {
            let clauses = owed.version.document.clauses.len();
            msg!("pledge-line-reading", title = name(title), read = read, total = total, clauses = clauses)
        }
        (State::Acknowledged { at, .. }, Act::Sign) => {
            msg!("pledge-line-signed", title = name(title), at = Arg::Moment(at, zone))
        }
        (State::Acknowledged { at, .. }, Act::Follow) => {
            msg!("pledge-line-followed", title = name(title), at = Arg::Moment(at, zone))
        }
    }
}

/// The receipt as its owner sees it, and the way on to what they have yet to read.
pub fn receipt(receipt: &Receipt, next: Option<&Version>, username: &str, lang: Lang) -> Screen {
    let (who, position, unit, zone) = match &receipt.person {
        Some(person) => (person.name.clone(), person.position.clone(), person.unit_path.clone(), person.zone),
        None => (erased(lang), String::new(), erased(lang), Zone::Wib),
    };
    let position = if position.is_empty() { "–".to_owned() } else { position };
    let number = receipt.number.to_string();
    let text = msg!(
        "pledge-receipt",
        number = &number,
        act = act(receipt, lang),
        title = name(&receipt.title),
        version = receipt.version,
        name = name(who),
        position = name(position),
        unit = name(unit),
        at = Arg::Moment(receipt.at, zone),
        document = receipt.document_sha256.to_string(),
        entry = receipt.entry.to_string()
    );
    let link = format!("https://t.me/{username}?start={}{number}", RECEIPT_LINK);
    let screen = Screen::new(&text, lang);
    let screen = match next {
        Some(next) => screen.row(
            &msg!("pledge-button-following", title = name(next.document.title.as_str())),
            lang,
            &Button::Next { version: next.id.0 },
        ),
        None => screen,
    };
    screen
        .row(&msg!("pledge-button-text"), lang, &Button::Text { number: receipt.number, page: None })
        .link(&msg!("pledge-button-check-link"), lang, &link)
        .row(&msg!("pledge-button-other"), lang, &Button::Documents)
}

/// The text that a receipt is of, in pages, as it was then.
pub fn again(receipt: &Receipt, version: &Version, newest: bool, page: usize, lang: Lang) -> Screen {
    let (document, number) = (&version.document, receipt.number);
    let mut text = whole(document);
    // Who follows says so in the bot's words, not in the document's.
    if receipt.act == Act::Sign {
        text.push_str(&format!("\n\n{}", document.statement));
    }
    let pages = pages(&text, PAGE_UTF16);
    let last = pages.len().saturating_sub(1);
    let page = page.min(last);
    let mut notes = notes(document);
    notes.push(msg!("pledge-again-which", version = version.number, number = number.to_string()));
    if !newest {
        notes.push(msg!("pledge-again-older"));
    }
    let head = msg!("pledge-head-whole", title = name(document.title.as_str()));
    let mut body = escape(pages.get(page).copied().unwrap_or_default());
    if page == last {
        let sha = msg!("pledge-again-sha", document = version.sha256.to_string());
        body.push_str(&format!("\n\n{}", sha.html(lang)));
    }
    let screen = paged(lang, head, (page, pages.len()), &notes, &body);
    turn(screen, lang, page, last, |page| Button::Text { number, page: Some(page) }).row(
        &msg!("pledge-button-text-file"),
        lang,
        &Button::TextFile { number },
    )
}

/// The receipt as anyone may see it.
pub fn checked(receipt: &Receipt, contact: &str, lang: Lang) -> Screen {
    let verdict = match (receipt.valid, receipt.doubted) {
        (true, false) => msg!("pledge-check-valid"),
        (true, true) => msg!("pledge-check-doubted", contact = contact),
        (false, _) => msg!("pledge-check-invalid", contact = contact),
    };
    let (who, unit, zone) = match &receipt.person {
        Some(person) => (mask_name(&person.name), person.unit_path.clone(), person.zone),
        None => (erased(lang), erased(lang), Zone::Wib),
    };
    let text = msg!(
        "pledge-check",
        verdict = verdict,
        number = receipt.number.to_string(),
        act = act(receipt, lang),
        title = name(&receipt.title),
        version = receipt.version,
        name = name(who),
        unit = name(unit),
        at = Arg::Moment(receipt.at, zone),
        document = receipt.document_sha256.to_string(),
        entry = receipt.entry.to_string()
    );
    let screen = match receipt.denied_at {
        Some(at) => Screen::parts(&[text, msg!("pledge-check-denied", at = Arg::Moment(at, zone))], lang),
        None => Screen::new(&text, lang),
    };
    screen.row(&msg!("pledge-button-text"), lang, &Button::Text { number: receipt.number, page: None })
}

/// What was done, with the mark of a sample before it.
fn act(receipt: &Receipt, lang: Lang) -> Arg {
    let act = match (receipt.act, receipt.kind) {
        (Act::Sign, DocumentKind::Ikrar) => msg!("pledge-act-sign"),
        (Act::Sign, DocumentKind::PaktaIntegritas) => msg!("pledge-act-sign-pact"),
        (Act::Follow, _) => msg!("pledge-act-follow"),
    };
    let mark = if receipt.sample { format!("<i>{}</i>\n", msg!("pledge-sample").html(lang)) } else { String::new() };
    Arg::Html(format!("{mark}{}", act.html(lang)))
}

fn erased(lang: Lang) -> String {
    msg!("pledge-check-erased").plain(lang)
}
