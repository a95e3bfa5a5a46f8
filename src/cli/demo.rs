//! `ikrar demo`: the real bot and a stand-in for Telegram in one process, played in the browser.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
};

use anyhow::Context as _;
use chrono::{DateTime, Utc};
use rand::SeedableRng as _;
use simulator::{NewUser, Offer, OfferAction, Options, Simulator, Words};

use super::run::{self, connect, create_private, serve, start_logging, stop_on_signal};
use crate::{
    access::{Proof, Role, TelegramId},
    clock::{Clock, ShiftedClock},
    config::{self, Agency, Codes, Config, Delivery, Pledge, Secret, Telegram},
    db::Db,
    error::refuse,
    msg,
    pledge::{self, file},
    roster::{self, BindingCode, PersonId},
    texts::{Lang, Message, Zone},
    tip::{self, Tips, cleaner::Cleaner},
};

mod crowd;
mod tips;
mod travel;

const ROSTER: &str = include_str!("../../examples/roster.csv");
/// Only in the file that the admin sends, so that it changes something and can be applied.
const NEWCOMER: &str =
    "Yulianus Wanggai, S.Kom.;199403172019031009;PNS;Pranata Komputer;Kabupaten Nusa Harapan / BKPSDM;WIT;";
const CALENDAR: &str = include_str!("../../examples/calendars/pilkada-2024.toml");
const DOCUMENTS: [&str; 3] = [
    include_str!("../../examples/documents/ikrar-netralitas-asn.toml"),
    include_str!("../../examples/documents/ikrar-kepala-desa.toml"),
    include_str!("../../examples/documents/pakta-integritas-kepala-opd.toml"),
];

#[derive(clap::Args)]
pub struct Arguments {
    /// Where the page is served, on this machine only; another free port is taken if it is in use
    #[arg(long, default_value_t = 8086)]
    port: u16,
    /// Keep the data here and go on with it next time [default: a folder that is removed at the end]
    #[arg(long, value_name = "DIR")]
    data_dir: Option<PathBuf>,
}

pub async fn run(arguments: Arguments, lang: Lang) -> anyhow::Result<ExitCode> {
    start_logging(log::LevelFilter::Warn);
    let stop = stop_on_signal()?;
    let temporary = tempfile::Builder::new().prefix("ikrar-demo-").tempdir().context("creating a temporary folder")?;
    let kept = arguments.data_dir.is_some();
    let data_dir = arguments.data_dir.unwrap_or_else(|| temporary.path().join("data"));
    create_private(&data_dir)?;
    // A real folder would get six hundred invented people, and keys of which everyone knows the passphrase.
    if data_dir.join("ikrar.db").exists() && !data_dir.join(run::DEMO).exists() {
        return refuse(msg!("demo-folder-is-real", path = data_dir.display().to_string()));
    }
    let _lock = run::lock(&data_dir)?;
    let clock = Arc::new(ShiftedClock::from(beginning(&data_dir)?));
    // From the first moment on: a demo that was killed is one, too.
    keep_time(&data_dir, &*clock)?;
    let journey = travel::Journey::from(&clock);
    let shown = Arc::clone(&clock);
    let options = |port| Options {
        port,
        now: Some({
            let shown = Arc::clone(&shown);
            Arc::new(move || shown.now().timestamp_millis())
        }),
        controls: journey.controls(),
        username: "ikrar_demo_bot".into(),
        bot_name: "Ikrar Netralitas".into(),
        title: said(&msg!("demo-title")),
        intro_html: intro(&data_dir),
        time_zone: Some(iana(travel::ZONE).into()),
        language: lang.code().into(),
        ..Options::default()
    };
    let simulator = match Simulator::start(options(arguments.port)).await {
        Ok(simulator) => simulator,
        Err(_) => Simulator::start(options(0)).await.context("serving the page")?,
    };
    let config = Config {
        sources: config::Sources::default(),
        data_dir: data_dir.clone(),
        telegram: Telegram { token: Some(Secret::new(simulator.token())), api_url: simulator.url(), webhook: None },
        agency: Agency {
            name: "Pemerintah Kabupaten Nusa Harapan".into(),
            contact: "BKPSDM Kabupaten Nusa Harapan".into(),
            zone: travel::ZONE,
        },
        pledge: Pledge { dwell_seconds: 3 },
        codes: Codes { valid_days: 30 },
        delivery: Delivery::default(),
        tips: config::Tips::default(),
        log_level: log::LevelFilter::Warn,
    };
    let db = Db::open(&config.database()).await?;
    let tips = Tips::open(&config.tips_database(), Cleaner::of_this_program()).await?;
    fill(&db, &*clock).await?;
    crowd::gather(&simulator, &db, &*clock).await?;
    cast(&simulator, &db, &*clock).await?;
    tips::gather(&simulator, &db, &tips, &*clock, &config.data_dir).await?;
    let Some(app) = connect(config, db, tips, Arc::clone(&clock) as _, stop.clone()).await? else {
        return Ok(ExitCode::SUCCESS);
    };
    say!("{}", msg!("demo-ready", url = simulator.url()).plain(lang))?;
    say!("{}", if kept { msg!("demo-end-kept") } else { msg!("demo-end-removed") }.plain(lang))?;
    let (served, ()) = tokio::join!(serve(app.clone(), stop.clone()), travel::run(app, &simulator, journey, stop));
    served?;
    if kept {
        keep_time(&data_dir, &*clock)?;
    }
    simulator.stop().await;
    Ok(ExitCode::SUCCESS)
}

/// What to try, with the place of the key that opens tips.
fn intro(folder: &Path) -> Words {
    let folder = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    let file = |agency| folder.join(tips::file_name(agency)).display().to_string();
    let (bkpsdm, bawaslu) = (file(tip::Agency::Bkpsdm), file(tip::Agency::Bawaslu));
    let intro = msg!("demo-intro", bkpsdm = bkpsdm, bawaslu = bawaslu, passphrase = tips::PASSPHRASE);
    Words::each(Lang::ALL.map(|lang| (lang.code(), intro.html(lang))))
}

/// In every language of the page.
fn said(message: &Message) -> Words {
    Words::each(Lang::ALL.map(|lang| (lang.code(), message.plain(lang))))
}

/// What browsers call a zone.
fn iana(zone: Zone) -> &'static str {
    match zone {
        Zone::Wib => "Asia/Jakarta",
        Zone::Wita => "Asia/Makassar",
        Zone::Wit => "Asia/Jayapura",
    }
}

/// Where the demo's time begins: at the start of its story, or where a kept one was left.
fn beginning(data_dir: &Path) -> anyhow::Result<DateTime<Utc>> {
    let start = travel::START.parse().context("the demo's first moment")?;
    let kept = std::fs::read_to_string(data_dir.join(run::DEMO)).ok().and_then(|text| text.trim().parse().ok());
    Ok(kept.map_or(start, |kept: DateTime<Utc>| kept.max(start)))
}

fn keep_time(data_dir: &Path, clock: &dyn Clock) -> anyhow::Result<()> {
    std::fs::write(data_dir.join(run::DEMO), clock.now().to_rfc3339()).context("keeping the demo's time")
}

/// The sample documents and the sample roster, imported as an operator would.
async fn fill(db: &Db, clock: &dyn Clock) -> anyhow::Result<()> {
    let now = clock.now();
    for text in DOCUMENTS {
        let document = file::parse(text.as_bytes()).map_err(|_| anyhow::anyhow!("a sample document is not valid"))?;
        db.write(move |c| {
            Box::pin(async move {
                pledge::store::import_document(c, &Proof::command_line(), &document, now).await.map(|_| ())
            })
        })
        .await?;
    }
    let parsed = sample_roster()?;
    db.write(move |c| {
        Box::pin(async move {
            let options = roster::store::Options { dry_run: false, deactivate_missing: false, zone: travel::ZONE };
            roster::store::import(c, &Proof::command_line(), &parsed.rows, options, now, &|_, _| {}).await.map(|_| ())
        })
    })
    .await
}

/// The sample file with the crowd.
fn roster_file() -> String {
    format!("{}\n{}", ROSTER.trim_end(), crowd::rows())
}

fn sample_roster() -> anyhow::Result<roster::import::Roster> {
    roster::import::parse(roster_file().as_bytes(), &|_, _| {})
        .map_err(|_| anyhow::anyhow!("the sample roster is not valid"))
}

/// Who can be played, first those of whom the introduction speaks: a member of staff, a citizen, an admin.
async fn cast(simulator: &Simulator, db: &Db, clock: &dyn Clock) -> anyhow::Result<()> {
    let siti = add(simulator, "Siti", &msg!("demo-note-asn"), travel::ZONE);
    add(simulator, "Budi", &msg!("demo-note-citizen"), travel::ZONE);
    let admin = add(simulator, "Ratna", &msg!("demo-note-admin"), travel::ZONE);
    let head = add(simulator, "Yohanes", &msg!("demo-note-head"), travel::ZONE);
    let village = add(simulator, "Hendra", &msg!("demo-note-village"), travel::ZONE);
    let staff = [(siti, "Siti Aminah, S.Pd."), (head, "Drs. Yohanes Manurung, M.Si."), (village, "Hendra Gunawan")];
    for (user, name) in staff {
        let Some(person) = find(db, name).await? else { continue };
        let code = code_for(db, person, clock).await?;
        let label = said(&msg!("demo-offer-link"));
        simulator.offer(user, Offer { label, action: OfferAction::Start(code.as_str().to_owned()) });
    }
    let claim = super::admin::claim_code(db, Role::Superadmin, "Ratna, BKPSDM", clock.now()).await?;
    simulator.offer(
        admin,
        Offer {
            label: said(&msg!("demo-offer-claim")),
            action: OfferAction::Text(format!("/klaim {}", claim.grouped())),
        },
    );
    let calendar =
        OfferAction::Document { name: "pilkada-2024.toml".into(), mime: "text/plain".into(), bytes: CALENDAR.into() };
    simulator.offer(admin, Offer { label: said(&msg!("demo-offer-calendar")), action: calendar });
    let rows = format!("{}{NEWCOMER}\n", roster_file());
    let file = OfferAction::Document { name: "pegawai.csv".into(), mime: "text/csv".into(), bytes: rows.into() };
    simulator.offer(admin, Offer { label: said(&msg!("demo-offer-roster")), action: file });
    // One in each of the other zones, linked already: they show when reminders arrive there.
    let far = [
        ("Andi", "Andi Baso Mappanyukki, S.Sos.", msg!("demo-note-wita"), Zone::Wita),
        ("Iskandar", "Teuku Iskandar, S.H.", msg!("demo-note-wib"), Zone::Wib),
    ];
    for (first, name, note, zone) in far {
        let user = add(simulator, first, &note, zone);
        simulator.open_chat(user);
        let Some(person) = find(db, name).await? else { continue };
        let (code, now) = (code_for(db, person, clock).await?, clock.now());
        db.write(move |c| {
            Box::pin(async move { roster::store::claim_code(c, code.hash(), TelegramId(user), now, Lang::Id).await })
        })
        .await?;
    }
    Ok(())
}

fn add(simulator: &Simulator, name: &str, note: &Message, zone: Zone) -> i64 {
    let (language, zone) = (Some("id".into()), Some(iana(zone).into()));
    let user = simulator.add_user(NewUser { language_code: language, time_zone: zone, ..NewUser::named(name) });
    simulator.persona(user, said(note));
    user
}

async fn find(db: &Db, name: &str) -> anyhow::Result<Option<PersonId>> {
    let sample = sample_roster()?;
    let Some(row) = sample.rows.iter().find(|row| row.name == name) else { return Ok(None) };
    let mut c = db.read().await?;
    let person = roster::store::find_person_by_key(&mut c, row.key.as_str()).await?;
    Ok(person.map(|person| person.id))
}

/// A fresh code; whoever was linked in an earlier demo is let go first.
async fn code_for(db: &Db, person: PersonId, clock: &dyn Clock) -> anyhow::Result<BindingCode> {
    let now = clock.now();
    let mut rng = rand::rngs::StdRng::from_rng(&mut rand::rng());
    let issued = db
        .write(move |c| {
            Box::pin(async move {
                let proof = Proof::command_line();
                roster::store::unlink(c, &proof, person, now).await?;
                let whose = roster::store::Whose::Person(person);
                roster::store::replace_codes(c, &proof, whose, now, 30, &mut rng).await
            })
        })
        .await?;
    issued.codes.into_iter().next().map(|issued| issued.code).context("a person of the demo has no code")
}
