//! /impor and roster files sent in chat: a trial first, then the change, both from the file in the chat.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use sqlx::SqliteConnection;
use teloxide::{
    dispatching::UpdateFilterExt as _,
    types::{Document, Message as Incoming, Update},
};

use super::{prove, shorten};
use crate::{
    access::{self, Proof},
    app::App,
    db,
    error::refuse,
    msg,
    roster::{
        import::{self, Problem, Row},
        report,
        store::{self, Options, Report},
    },
    telegram::{
        Schema,
        access::Caller,
        aside::{Desk, Gauge, Outcome, persist},
        button::Button,
        command::Command,
        download::{NoFile, download},
        filters::{command, tapped},
        once, prompt,
        reply::{self, Attachment, Screen, Tap},
    },
    texts::{Arg, Lang, Message},
};

/// What `getFile` gives out.
const MOST_BYTES: u32 = 20 * 1024 * 1024;
/// What a report may take of a message's 4,096 units.
const REPORT_UNITS: usize = 3_000;
/// What is repeated of a file's name and of a warning.
const NAME_CHARS: usize = 60;
const WARNING_CHARS: usize = 250;
/// How many warnings a message has room for.
const WARNINGS: usize = 10;

pub(super) fn schema() -> Schema {
    dptree::entry()
        .branch(command(Command::Import).endpoint(explain))
        .branch(
            Update::filter_message().filter_map(|message: Incoming| message.document().cloned()).endpoint(take_file),
        )
        .branch(
            tapped()
                .branch(dptree::case![Button::ImportHow].endpoint(explain_tapped))
                .branch(dptree::case![Button::Import { digest, deactivate }].endpoint(apply))
                .branch(dptree::case![Button::ImportAsk { digest }].endpoint(ask))
                .branch(dptree::case![Button::ImportTrial { digest }].endpoint(check_again)),
        )
}

async fn explain_tapped(app: App, caller: Caller, tap: Tap) -> anyhow::Result<()> {
    tap.done(&app);
    explain(app, caller).await
}

/// How to do it, with a file to fill in.
async fn explain(app: App, caller: Caller) -> anyhow::Result<()> {
    // The next file is a roster, whatever was asked for before.
    let user = caller.user;
    app.db.write(move |c| Box::pin(async move { prompt::store::forget(c, user).await })).await?;
    let attachment = Attachment {
        name: msg!("admin-import-template").plain(caller.lang),
        bytes: import::TEMPLATE.as_bytes().to_vec(),
        caption: msg!("admin-import-how").html(caller.lang),
        protect: false,
    };
    reply::send_document(&app, caller.chat, &attachment).await
}

async fn take_file(app: App, caller: Caller, message: Incoming, document: Document) -> anyhow::Result<()> {
    if document.file.size > MOST_BYTES {
        return refuse(msg!("admin-import-too-big"));
    }
    let job = Job { app: app.clone(), caller: caller.clone(), document, wanted: Wanted::Trial, promise: None };
    Desk::below(app, caller, message.id).run(|gauge| job.run(gauge)).await
}

async fn apply(app: App, caller: Caller, tap: Tap, (digest, deactivate): (u32, bool)) -> anyhow::Result<()> {
    go_on(app, caller, tap, digest, Wanted::Change { deactivate }, Button::Import { digest, deactivate }).await
}

async fn ask(app: App, caller: Caller, tap: Tap, digest: u32) -> anyhow::Result<()> {
    go_on(app, caller, tap, digest, Wanted::Question, Button::ImportAsk { digest }).await
}

async fn check_again(app: App, caller: Caller, tap: Tap, digest: u32) -> anyhow::Result<()> {
    go_on(app, caller, tap, digest, Wanted::Trial, Button::ImportTrial { digest }).await
}

/// With the file to which the message of the button replies.
async fn go_on(app: App, caller: Caller, tap: Tap, digest: u32, wanted: Wanted, button: Button) -> anyhow::Result<()> {
    let Some(message) = tap.message() else { return refuse(msg!("admin-import-gone")) };
    let Some(document) = message.reply_to_message().and_then(Incoming::document).cloned() else {
        return refuse(msg!("admin-import-gone"));
    };
    let seen_at = message.edit_date().copied().unwrap_or(message.date);
    let promise = Some(Promise { digest, seen_at });
    let again = (msg!("admin-import-again"), button);
    let job = Job { app: app.clone(), caller: caller.clone(), document, wanted, promise };
    Desk::tapped(app, caller, tap, again).run(|gauge| job.run(gauge)).await
}

#[derive(Clone, Copy)]
enum Wanted {
    Trial,
    /// Whether to deactivate who is not in the file.
    Question,
    Change {
        deactivate: bool,
    },
}

/// What a button's message was about: a file with this digest, as the roster was at this moment.
#[derive(Clone, Copy)]
struct Promise {
    digest: u32,
    seen_at: DateTime<Utc>,
}

/// What is said of a change that was made.
#[derive(Serialize, Deserialize)]
struct Told {
    report: String,
    /// There are people who need codes.
    codes: bool,
}

/// What would come of a file without problems.
struct Imported {
    report: Report,
    /// The roster was changed after what the admin had seen; nothing was applied.
    stale: bool,
    /// People active before.
    active: i64,
}

struct Job {
    app: App,
    caller: Caller,
    document: Document,
    wanted: Wanted,
    /// None for a file just sent.
    promise: Option<Promise>,
}

impl Job {
    async fn run(self, gauge: Gauge) -> anyhow::Result<Outcome> {
        prove(&mut *self.app.db.read().await?, &self.caller).await?;
        gauge.tell(msg!("admin-import-downloading"));
        let bytes = match persist(|| download(&self.app, &self.document.file.id, MOST_BYTES)).await? {
            Ok(bytes) => bytes,
            Err(NoFile::Gone) => return refuse(msg!("admin-import-gone")),
            Err(NoFile::TooBig) => return refuse(msg!("admin-import-too-big")),
        };
        let digest = digest(&bytes);
        if self.promise.is_some_and(|promise| promise.digest != digest) {
            return refuse(msg!("admin-import-differs"));
        }
        let told = gauge.clone();
        let read = move || import::parse(&bytes, &|done, total| told.tell(reading(done, total)));
        let lang = self.caller.lang;
        let roster = match tokio::task::spawn_blocking(read).await? {
            Ok(roster) => roster,
            Err(problems) => return Ok(problems_outcome(&problems, lang)),
        };
        let warnings = roster.warnings.clone();
        let rows = Arc::new(roster.rows);
        if let Wanted::Change { deactivate } = self.wanted {
            match self.change(Arc::clone(&rows), deactivate, gauge.clone()).await? {
                Ok(told) => return Ok(self.done(&told).into()),
                Err(Some(problems)) => return Ok(problems_outcome(&problems, lang)),
                // A change whose trial was before someone else's import is not what the admin agreed to: it becomes
                // a trial again.
                Err(None) => {}
            }
        }
        let Imported { report, stale, active } = match self.compare(&rows, gauge).await? {
            Ok(done) => done,
            Err(problems) => return Ok(problems_outcome(&problems, lang)),
        };
        let asked = matches!(self.wanted, Wanted::Question) && !stale && !report.missing.is_empty();
        Ok(if asked {
            self.question(report.missing.len(), active, digest).into()
        } else {
            let mut outcome = self.trial(&report, &warnings, digest, stale);
            if self.promise.is_some() && !stale {
                // Whoever comes back from the question has the list above.
                outcome.attachments.clear();
            }
            outcome
        })
    }

    /// Err where the file has problems, and with none where the roster was changed after what the admin had seen.
    async fn change(
        &self,
        rows: Arc<Vec<Row>>,
        deactivate: bool,
        gauge: Gauge,
    ) -> anyhow::Result<Result<Told, Option<Vec<Problem>>>> {
        let (caller, promise, now) = (self.caller.clone(), self.promise, self.app.clock.now());
        let zone = self.app.config.agency.zone;
        let change = once::attempt(&self.app, &self.caller, "roster.import", move |c| {
            Box::pin(async move {
                let proof = prove(c, &caller).await?;
                if is_stale(c, &proof, promise).await? {
                    return Ok(Err(None));
                }
                let active = count_active(c, &proof).await?;
                let options = Options { dry_run: false, deactivate_missing: deactivate, zone };
                let progress = |done, total| gauge.tell(writing(true, done, total));
                let report = match store::import(c, &proof, &rows, options, now, &progress).await? {
                    Ok(report) => report,
                    Err(problems) => return Ok(Err(Some(problems))),
                };
                // An error undoes it.
                if deactivate && report::are_too_many(report.missing.len(), active) {
                    let missing = report.missing.len();
                    return refuse(msg!("admin-import-deactivate-many", count = missing, active = active));
                }
                let codes = report.added + report.reactivated > 0;
                Ok(Ok(Told { report: lines(&report.messages(), caller.lang), codes }))
            })
        });
        change.await
    }

    fn done(&self, told: &Told) -> Screen {
        let lang = self.caller.lang;
        let text = msg!("admin-import-done", name = self.name(), report = Arg::Html(told.report.clone()));
        let mut screen = Screen::new(&text, lang);
        if told.codes {
            screen = screen.row(&msg!("admin-codes-open"), lang, &Button::CodeUnits { unit: 0, page: 0 });
        }
        screen.row(&msg!("admin-recap-open"), lang, &Button::Recap { unit: 0, page: 0 })
    }

    /// On a copy, for nobody should have to wait for a trial.
    async fn compare(&self, rows: &[Row], gauge: Gauge) -> anyhow::Result<Result<Imported, Vec<Problem>>> {
        let mut c = db::open_read_only(&self.app.config.database()).await?;
        let c = &mut c;
        store::begin_trial(c).await?;
        let proof = prove(c, &self.caller).await?;
        let stale = match self.wanted {
            Wanted::Trial => false,
            Wanted::Question => is_stale(c, &proof, self.promise).await?,
            Wanted::Change { .. } => true,
        };
        let active = count_active(c, &proof).await?;
        let options = Options { dry_run: true, deactivate_missing: false, zone: self.app.config.agency.zone };
        let progress = |done, total| gauge.tell(writing(false, done, total));
        let imported = store::import(c, &proof, rows, options, self.app.clock.now(), &progress).await?;
        Ok(imported.map(|report| Imported { report, stale, active }))
    }

    fn trial(&self, report: &Report, warnings: &[Message], digest: u32, stale: bool) -> Outcome {
        let lang = self.caller.lang;
        let changes = report.added
            + report.changed
            + report.rekeyed
            + report.reactivated
            + report.units_added
            + report.zones_changed;
        let missing = report.missing.len();
        let mut all = report.messages();
        let warnings: Vec<&Message> = warnings.iter().chain(&report.warnings).collect();
        let shown = warnings.iter().take(WARNINGS);
        all.extend(
            shown.map(|warning| msg!("admin-import-warning", warning = shorten(&warning.plain(lang), WARNING_CHARS))),
        );
        if warnings.len() > WARNINGS {
            all.push(msg!("roster-more", count = warnings.len() - WARNINGS));
        }
        if missing > report.rows {
            all.push(msg!("admin-import-many-missing"));
        }
        let advice = match (changes, missing, stale) {
            (0, 0, _) => msg!("admin-import-same"),
            (_, _, true) => msg!("admin-import-stale"),
            (0, _, false) => msg!("admin-import-same-missing"),
            (_, 0, false) => msg!("admin-import-advice"),
            (_, _, false) => msg!("admin-import-advice-missing"),
        };
        let text =
            msg!("admin-import-trial", name = self.name(), report = Arg::Html(lines(&all, lang)), advice = advice);
        let mut screen = Screen::new(&text, lang);
        if changes > 0 {
            screen = screen.row(&msg!("admin-import-apply"), lang, &Button::Import { digest, deactivate: false });
        }
        let mut attachments = Vec::new();
        if missing > 0 {
            let label = msg!("admin-import-apply-deactivate", count = missing);
            screen = screen.row(&label, lang, &Button::ImportAsk { digest });
            attachments.push(Attachment {
                name: msg!("admin-import-missing-file").plain(lang),
                bytes: report.missing_csv(lang),
                caption: msg!("admin-import-missing-caption", count = missing).html(lang),
                protect: false,
            });
        }
        if changes > 0 || missing > 0 {
            screen = screen.row(&msg!("button-cancel"), lang, &Button::Dismiss);
        }
        Outcome { attachments, screen }
    }

    /// Whoever is deactivated can no longer pledge: not by one tap.
    fn question(&self, missing: usize, active: i64, digest: u32) -> Screen {
        let lang = self.caller.lang;
        let back = Button::ImportTrial { digest };
        if report::are_too_many(missing, active) {
            let text = msg!("admin-import-deactivate-many", count = missing, active = active);
            return Screen::new(&text, lang).row(&msg!("button-back"), lang, &back);
        }
        let yes = Button::Import { digest, deactivate: true };
        Screen::new(&msg!("admin-import-deactivate-ask", count = missing, active = active), lang)
            .row(&msg!("admin-import-deactivate-yes", count = missing), lang, &yes)
            .row(&msg!("button-back"), lang, &back)
    }

    fn name(&self) -> String {
        shorten(self.document.file_name.as_deref().unwrap_or("—"), NAME_CHARS)
    }
}

/// Whether there was an import after what the admin had seen.
async fn is_stale(c: &mut SqliteConnection, proof: &Proof, promise: Option<Promise>) -> anyhow::Result<bool> {
    let last = access::store::find_last_audit(c, proof, "roster.import", "").await?;
    Ok(promise.is_some_and(|promise| last.is_some_and(|last| last > promise.seen_at)))
}

async fn count_active(c: &mut SqliteConnection, proof: &Proof) -> anyhow::Result<i64> {
    Ok(store::list_children(c, proof, None).await?.iter().map(|root| root.people).sum())
}

fn reading(done: u64, total: u64) -> Message {
    msg!("admin-import-reading", percent = percent(done, total))
}

fn writing(change: bool, done: u64, total: u64) -> Message {
    let percent = percent(done, total);
    if change {
        msg!("admin-import-writing", percent = percent)
    } else {
        msg!("admin-import-comparing", percent = percent)
    }
}

fn percent(done: u64, total: u64) -> i64 {
    i64::try_from((done * 100).checked_div(total).unwrap_or(100)).unwrap_or(100)
}

fn lines(messages: &[Message], lang: Lang) -> String {
    messages.iter().map(|message| message.html(lang)).collect::<Vec<_>>().join("\n")
}

/// The first four bytes of the file's SHA-256: ties a button to the file that was checked.
fn digest(bytes: &[u8]) -> u32 {
    let hash: [u8; 32] = Sha256::digest(bytes).into();
    u32::from_be_bytes([hash[0], hash[1], hash[2], hash[3]])
}

fn problems_outcome(problems: &[Problem], lang: Lang) -> Outcome {
    let list = report::problems_html(problems, REPORT_UNITS, lang);
    let mut attachments = Vec::new();
    let shown = list.lines().filter(|line| line.starts_with('•')).count();
    if problems.len() > shown {
        attachments.push(Attachment {
            name: msg!("admin-import-problems-file").plain(lang),
            bytes: report::problems_csv(problems, lang),
            caption: msg!("admin-import-problems-caption", count = problems.len()).html(lang),
            protect: false,
        });
    }
    let screen = Screen::new(&msg!("admin-import-problems", list = Arg::Html(list)), lang);
    Outcome { attachments, screen }
}
