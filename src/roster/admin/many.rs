//! Codes for everyone of a unit, however many: made and sent in portions, so that what was sent holds.

use chrono::TimeDelta;
use rand::{SeedableRng as _, rngs::StdRng};
use teloxide::types::ChatId;

use super::{
    codes::{day, made_since, open},
    find_branch, prove, shorten, slug,
};
use crate::{
    access::{self, Proof},
    app::App,
    error::refuse,
    msg,
    roster::{
        PersonId, UnitBranch, UnitId,
        portions::{self, PER_FILE},
        slips::{self, Notice},
        store::{self, End, Issued, Portion, Run, Standing},
    },
    telegram::{
        Schema,
        access::Caller,
        aside::{Desk, Gauge, Outcome, persist},
        button::Button,
        filters::tapped,
        once,
        reply::{self, Attachment, Screen, Tap},
    },
    texts::{Lang, Message},
};

/// The mark of a run that a tap began.
const RUN: &str = "roster.run";

pub(super) fn schema() -> Schema {
    tapped()
        .branch(dptree::case![Button::CodesAsk { unit }].endpoint(ask))
        .branch(dptree::case![Button::CodesMake { unit }].endpoint(make_joined))
        .branch(dptree::case![Button::CodesApart { unit }].endpoint(make_apart))
        .branch(dptree::case![Button::CodesStop { run }].endpoint(stop))
        .branch(dptree::case![Button::CodesResume { run }].endpoint(resume))
}

async fn ask(app: App, caller: Caller, tap: Tap, unit: i64) -> anyhow::Result<()> {
    let (head, below) = find_head(&app, &caller, unit).await?;
    let count = open(&head);
    let days = app.config.codes.valid_days;
    let mut texts = vec![msg!("admin-codes-ask", unit = &head.unit.path, count = count, days = days)];
    let several = below.iter().filter(|child| open(child) > 0).count();
    let large = usize::try_from(count).unwrap_or(usize::MAX) > PER_FILE;
    if several > 1 || large {
        texts.push(msg!("admin-codes-ask-files", most = PER_FILE));
    }
    let lang = caller.lang;
    let mut screen =
        Screen::parts(&texts, lang).row(&msg!("admin-codes-yes", count = count), lang, &Button::CodesMake { unit });
    if several > 1 {
        // Who stands in the unit itself has a file as well.
        let own = count - below.iter().map(open).sum::<i64>();
        let several = several + usize::from(own > 0);
        let label = msg!("admin-codes-yes-apart", count = several);
        screen = screen.row(&label, lang, &Button::CodesApart { unit });
    }
    tap.show(&app, &screen.row(&msg!("button-back"), lang, &Button::CodeUnits { unit, page: 0 })).await
}

/// The unit, where codes can be made for it, and those right below.
async fn find_head(app: &App, caller: &Caller, unit: i64) -> anyhow::Result<(UnitBranch, Vec<UnitBranch>)> {
    let mut c = app.db.read().await?;
    let proof = prove(&mut c, caller).await?;
    let Some(unit) = store::find_unit(&mut c, UnitId(unit)).await? else { return refuse(msg!("admin-unit-gone")) };
    let Some(head) = find_branch(&mut c, &proof, &unit).await? else { return refuse(msg!("admin-unit-gone")) };
    if open(&head) == 0 {
        return refuse(msg!("admin-codes-nobody", unit = shorten(&head.unit.name, 60)));
    }
    let below = store::list_children(&mut c, &proof, Some(head.unit.id)).await?;
    Ok((head, below))
}

async fn make_joined(app: App, caller: Caller, tap: Tap, unit: i64) -> anyhow::Result<()> {
    make(app, caller, tap, unit, false).await
}

async fn make_apart(app: App, caller: Caller, tap: Tap, unit: i64) -> anyhow::Result<()> {
    make(app, caller, tap, unit, true).await
}

async fn make(app: App, caller: Caller, tap: Tap, unit: i64, apart: bool) -> anyhow::Result<()> {
    if let Some(known) = once::find::<i64>(&app, &caller, RUN).await? {
        return again(&app, &caller, &tap, known).await;
    }
    let (head, _) = find_head(&app, &caller, unit).await?;
    // A second tap on the same question would void the sheet that has just been sent.
    if made_since(&app, &caller, "roster.codes", unit, &tap).await? {
        return refuse(msg!("admin-codes-just-made"));
    }
    if app.memory.is_working() {
        return refuse(msg!("admin-busy"));
    }
    let (of, now) = (caller.clone(), app.clock.now());
    let id = once::change(&app, &caller, RUN, move |c| {
        Box::pin(async move {
            let proof = prove(c, &of).await?;
            store::insert_run(c, &proof, head.unit.id, apart, now).await
        })
    })
    .await?;
    let mut c = app.db.read().await?;
    let proof = prove(&mut c, &caller).await?;
    let run = store::find_run(&mut c, &proof, id).await?;
    drop(c);
    match run {
        Some(run) => begin(app, caller, tap, run).await,
        None => refuse(msg!("admin-unit-gone")),
    }
}

/// The same tap once more: what came of it, and nothing while it is under way.
async fn again(app: &App, caller: &Caller, tap: &Tap, run: i64) -> anyhow::Result<()> {
    if app.memory.is_working() {
        tap.done(app);
        return Ok(());
    }
    let mut c = app.db.read().await?;
    let proof = prove(&mut c, caller).await?;
    let found = store::find_run(&mut c, &proof, run).await?;
    drop(c);
    let screen = match found {
        Some(run) if run.done => Some(done(app, caller, run.id).await?),
        Some(run) => halted(app, caller, run.id, true).await?,
        None => None,
    };
    match screen {
        Some(screen) => tap.send(app, &screen).await,
        None => refuse(msg!("admin-unit-gone")),
    }
}

async fn begin(app: App, caller: Caller, tap: Tap, run: Run) -> anyhow::Result<()> {
    let halt = (msg!("admin-codes-stop"), Button::CodesStop { run: run.id });
    let (of_job, of_caller) = (app.clone(), caller.clone());
    Desk::tapped(app, caller, tap, halt).run(|gauge| work(of_job, of_caller, run, gauge)).await
}

/// Portion by portion. Whatever ends it, what was sent holds, and the admin is told how much that is.
async fn work(app: App, caller: Caller, run: Run, gauge: Gauge) -> anyhow::Result<Outcome> {
    gauge.tell(msg!("admin-codes-making"));
    let worked = portions(&app, &caller, run, &gauge).await;
    let how = match &worked {
        Ok(true) => End::Done,
        Ok(false) => End::Stopped,
        Err(_) => End::Failed,
    };
    end(&app, &caller, run.id, how).await?;
    match worked {
        Ok(true) => {
            reply::send(&app, caller.chat, &done(&app, &caller, run.id).await?).await?;
            Ok(Screen::new(&msg!("admin-see-below"), caller.lang).into())
        }
        Ok(false) => {
            if let Some(screen) = halted(&app, &caller, run.id, false).await? {
                reply::send(&app, caller.chat, &screen).await?;
            }
            Ok(Screen::new(&msg!("admin-codes-stopping"), caller.lang).into())
        }
        Err(error) => {
            if let Some(screen) = halted(&app, &caller, run.id, true).await? {
                reply::send(&app, caller.chat, &screen).await?;
            }
            Err(error)
        }
    }
}

/// False where somebody has stopped it.
async fn portions(app: &App, caller: &Caller, run: Run, gauge: &Gauge) -> anyhow::Result<bool> {
    let mut c = app.db.read().await?;
    let proof = prove(&mut c, caller).await?;
    let Some(head) = store::find_unit(&mut c, run.unit).await? else { return refuse(msg!("admin-unit-gone")) };
    let waiting = store::list_waiting(&mut c, &proof, &run).await?;
    drop(c);
    let (total, plan) = (waiting.len(), portions::plan(&waiting, run.apart));
    let (files, sent) = (plan.len(), usize::try_from(run.files).unwrap_or(0));
    let mut made = 0;
    for (at, people) in plan.iter().enumerate() {
        gauge.tell(msg!("admin-codes-portion", file = at + 1, files = files, done = made, count = total));
        let Some(issued) = portion(app, caller, run.id, people.clone()).await? else { return Ok(false) };
        let attachment =
            sheet(app, caller.lang, (&head.name, &head.path), &issued, (sent + at + 1, sent + files)).await?;
        persist(|| reply::send_document(app, caller.chat, &attachment)).await?;
        made += issued.codes.len();
        let (of, days) = (caller.clone(), app.config.codes.valid_days);
        app.db
            .write(move |c| {
                Box::pin(async move {
                    let proof = prove(c, &of).await?;
                    store::mark_sent(c, &proof, run.id, &issued, days).await
                })
            })
            .await?;
    }
    Ok(true)
}

async fn portion(app: &App, caller: &Caller, run: i64, people: Vec<PersonId>) -> anyhow::Result<Option<Issued>> {
    let (of, when) = (caller.clone(), (app.clock.now(), app.config.codes.valid_days));
    let mut rng = StdRng::from_rng(&mut rand::rng());
    let portion = app
        .db
        .write(move |c| {
            Box::pin(async move {
                let proof = prove(c, &of).await?;
                store::make_portion(c, &proof, run, &people, when, &mut rng).await
            })
        })
        .await?;
    Ok(match portion {
        Portion::Made(issued) => Some(issued),
        Portion::Stopped => None,
    })
}

/// A portion as a page to be printed.
async fn sheet(
    app: &App,
    lang: Lang,
    (name, path): (&str, &str),
    issued: &Issued,
    (number, files): (usize, usize),
) -> anyhow::Result<Attachment> {
    let notice = Notice {
        agency: app.config.agency.name.clone(),
        contact: app.config.agency.contact.clone(),
        bot: app.username.to_string(),
        until: msg!("admin-slip-until", until = day(app, issued.expires_at)),
        lang,
    };
    // Where the file is of one unit, it bears its name.
    let shared = shared_path(issued).filter(|shared| shared.starts_with(path)).unwrap_or(path).to_owned();
    let own = shared.rsplit(" / ").next().unwrap_or(name).to_owned();
    let mut caption = vec![msg!("admin-codes-caption", unit = shorten(&shared, 200)).html(lang)];
    if files > 1 {
        let count = issued.codes.len();
        caption.insert(0, msg!("admin-codes-caption-part", number = number, files = files, count = count).html(lang));
    }
    let codes = issued.codes.clone();
    let bytes = tokio::task::spawn_blocking(move || slips::html(&codes, &notice).into_bytes()).await?;
    let date = app.today();
    let part = if files > 1 { format!("-{number:03}") } else { String::new() };
    Ok(Attachment {
        name: format!("kode{part}-{}-{date}.html", slug(&own)),
        bytes,
        caption: caption.join("\n\n"),
        protect: true,
    })
}

/// The longest path that all these people's units share.
fn shared_path(issued: &Issued) -> Option<&str> {
    let mut paths = issued.codes.iter().map(|code| code.person.unit.path.as_str());
    let first = paths.next()?;
    Some(paths.fold(first, |shared, path| {
        let same = shared.split(" / ").zip(path.split(" / ")).take_while(|(a, b)| a == b);
        let length: usize = same.map(|(part, _)| part.len() + 3).sum();
        &first[..length.saturating_sub(3).min(shared.len())]
    }))
}

async fn end(app: &App, caller: &Caller, run: i64, how: End) -> anyhow::Result<()> {
    let (of, now) = (caller.clone(), app.clock.now());
    app.db
        .write(move |c| {
            Box::pin(async move {
                let proof = prove(c, &of).await?;
                store::end_run(c, &proof, run, how, now).await
            })
        })
        .await
        .map(|_| ())
}

/// What a run came to, as the database has it: the same however often it is told.
async fn done(app: &App, caller: &Caller, run: i64) -> anyhow::Result<Screen> {
    let lang = caller.lang;
    let mut c = app.db.read().await?;
    let proof = prove(&mut c, caller).await?;
    let Some(run) = store::find_run(&mut c, &proof, run).await? else { return refuse(msg!("admin-unit-gone")) };
    let Some(unit) = store::find_unit(&mut c, run.unit).await? else { return refuse(msg!("admin-unit-gone")) };
    let linked = find_branch(&mut c, &proof, &unit).await?.map_or(0, |head| head.linked);
    let standing = store::find_standing(&mut c, &run).await?;
    drop(c);
    let other = Button::CodeUnits { unit: unit.id.0, page: 0 };
    let Some(made) = run.sent_until else {
        let nobody = msg!("admin-codes-nobody", unit = shorten(&unit.name, 60));
        return Ok(Screen::new(&nobody, lang).row(&msg!("admin-codes-other"), lang, &other));
    };
    let until = made + TimeDelta::days(app.config.codes.valid_days.into());
    let text = msg!(
        "admin-codes-made",
        unit = &unit.path,
        count = standing.held,
        until = day(app, until),
        linked = linked,
        replaced = run.replaced
    );
    Ok(Screen::new(&text, lang).row(&msg!("admin-codes-other"), lang, &other))
}

/// What holds of a run that ended before its time, and the way on.
async fn halted(app: &App, caller: &Caller, run: i64, broken: bool) -> anyhow::Result<Option<Screen>> {
    let mut c = app.db.read().await?;
    let proof = prove(&mut c, caller).await?;
    let Some(run) = store::find_run(&mut c, &proof, run).await? else { return Ok(None) };
    let Some(unit) = store::find_unit(&mut c, run.unit).await? else { return Ok(None) };
    let standing = store::find_standing(&mut c, &run).await?;
    Ok(Some(halted_screen(&run, &unit.path, standing, broken, caller.lang)))
}

fn halted_screen(run: &Run, unit: &str, Standing { held, left }: Standing, broken: bool, lang: Lang) -> Screen {
    let text: Message = match broken {
        true => msg!("admin-codes-broken", unit = unit, files = run.files, held = held, left = left),
        false => msg!("admin-codes-halted", unit = unit, files = run.files, held = held, left = left),
    };
    let mut screen = Screen::new(&text, lang);
    if left > 0 {
        screen = screen.row(&msg!("admin-codes-resume", count = left), lang, &Button::CodesResume { run: run.id });
    }
    screen.row(&msg!("admin-codes-other"), lang, &Button::CodeUnits { unit: run.unit.0, page: 0 })
}

/// "Hentikan": after the file that is on its way. Where a crash has ended the work already, says what holds.
async fn stop(app: App, caller: Caller, tap: Tap, run: i64) -> anyhow::Result<()> {
    end(&app, &caller, run, End::Stopped).await?;
    // While it works, the work itself tells what holds.
    if app.memory.is_working() {
        return tap.show(&app, &Screen::new(&msg!("admin-codes-stopping"), caller.lang)).await;
    }
    match halted(&app, &caller, run, false).await? {
        Some(screen) => tap.show(&app, &screen).await,
        None => refuse(msg!("admin-unit-gone")),
    }
}

/// "Lanjutkan": for those who have no code of this run that was sent.
async fn resume(app: App, caller: Caller, tap: Tap, run: i64) -> anyhow::Result<()> {
    if app.memory.is_working() {
        return refuse(msg!("admin-busy"));
    }
    let of = caller.clone();
    let run = app
        .db
        .write(move |c| {
            Box::pin(async move {
                let proof = prove(c, &of).await?;
                let Some(run) = store::find_run(c, &proof, run).await? else { return Ok(None) };
                if !store::list_waiting(c, &proof, &run).await?.is_empty() {
                    store::reopen_run(c, &proof, run.id).await?;
                }
                Ok(Some(run))
            })
        })
        .await?;
    match run {
        Some(run) => begin(app, caller, tap, run).await,
        None => refuse(msg!("admin-unit-gone")),
    }
}

/// What a crash or a stop of the service has interrupted, and for whom. Asked once, before there can be new runs.
pub async fn list_interrupted(app: &App) -> anyhow::Result<Vec<(ChatId, Screen)>> {
    let mut c = app.db.read().await?;
    let runs = store::list_unended_runs(&mut c).await?;
    drop(c);
    let mut news = Vec::new();
    for run in runs {
        let mut c = app.db.read().await?;
        let (unit, standing) = (store::find_unit(&mut c, run.unit).await?, store::find_standing(&mut c, &run).await?);
        let grant = match run.by {
            Some(by) => access::store::find_grant(&mut c, by).await?.map(|grant| (by, grant.lang)),
            None => None,
        };
        drop(c);
        let now = app.clock.now();
        app.db
            .write(move |c| {
                Box::pin(async move { store::end_run(c, &Proof::system(), run.id, End::Failed, now).await })
            })
            .await?;
        if let (Some(unit), Some((by, lang))) = (unit, grant) {
            news.push((ChatId(by.0), halted_screen(&run, &unit.path, standing, true, lang)));
        }
    }
    Ok(news)
}
