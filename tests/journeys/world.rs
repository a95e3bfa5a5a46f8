//! The world of a journey: a simulator, a data folder, the bot, a clock that stands still.

use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, Mutex},
    time::Duration,
};

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use ikrar::{
    access::{Proof, Role, TelegramId},
    app::App,
    audience::Segment,
    cli::{admin, run},
    clock::{Clock, ManualClock},
    config::{self, Agency, Codes, Config, Delivery, Pledge, Secret, Telegram, Webhook},
    db::Db,
    outbox::pace::Pacer,
    outbox::{self, Campaign, CampaignId, CampaignState, Hours, NewCampaign, OnUnknown},
    pledge::{self, file, store::Imported},
    roster::{self, BindingCode},
    texts::{Lang, Zone},
    tip::{
        self, Tips,
        cleaner::Cleaner,
        store::{key, recipient},
    },
};
use simulator::{CallbackAnswer, Content, Limits, MessageView, NewUser, Options, Simulator};
use tempfile::TempDir;
use tokio::{sync::watch, task::JoinHandle};
use vault::key::Identity;

pub const ROSTER: &str = "nama;nip;jenis;jabatan;unit;zona;kepala\n\
Anna Latumahina, S.Pd.;198001012005012001;PNS;Guru Kelas;Pemda Contoh / Dinas Pendidikan / SDN 1;WIT;tidak\n\
Budi Santoso;200012312024211001;PPPK;Analis;Pemda Contoh / Dinas Pendidikan;WIB;tidak\n\
Citra <b>Dewi</b> & Rekan;NA-0001;Non-ASN;Pramubakti;Pemda Contoh / Dinas Pendidikan;WIB;tidak\n\
Darius Manurung;197505052000031002;PNS;Kepala Dinas;Pemda Contoh / Dinas Pendidikan;WIB;ya\n\
Eko Prasetyo;KD-007;Kepala Desa;Kepala Desa;Pemda Contoh / Kecamatan Suka / Desa Maju;WITA;ya\n";

pub const ASN: &str = include_str!("../../examples/documents/ikrar-netralitas-asn.toml");
/// How long deliveries may take, at some 28 a second.
const DELIVERY: Duration = Duration::from_secs(30);
const SETTLE: Duration = Duration::from_secs(10);

pub struct World {
    pub sim: Simulator,
    pub clock: Arc<ManualClock>,
    pub app: App,
    pub config: Config,
    /// Chats and messages that came again in the same words, because their update did.
    repeated: Mutex<HashSet<(i64, i64)>>,
    _folder: TempDir,
    stop: watch::Sender<bool>,
    bot: Option<JoinHandle<anyhow::Result<()>>>,
    /// Telegram's limits count, and the bot keeps to them.
    paced: bool,
}

pub const SECRET: &str = "a-secret-of-the-test-only";

impl World {
    /// The roster above and the Ikrar Netralitas ASN are there; nobody is linked.
    pub async fn new() -> Self {
        let world = Self::empty().await;
        world.import_roster(ROSTER).await;
        world.import_document(ASN).await;
        world
    }

    pub async fn empty() -> Self {
        Self::with(Options::default()).await
    }

    /// As [`World::empty`], with Telegram's limits: a chat gets three messages at once, then one a second.
    pub async fn paced() -> Self {
        Self::begin(Options { limits: Some(Limits::default()), ..Options::default() }, true).await
    }

    /// As [`World::empty`], with another simulator.
    pub async fn with(options: Options) -> Self {
        Self::begin(options, false).await
    }

    async fn begin(options: Options, paced: bool) -> Self {
        let clock = Arc::new(ManualClock::at("2024-10-04T01:00:00Z".parse().unwrap()));
        let shown = Arc::clone(&clock);
        let sim = Simulator::start(Options {
            username: "ikrar_test_bot".into(),
            twice: twice(),
            now: Some(Arc::new(move || shown.now().timestamp_millis())),
            ..options
        })
        .await
        .unwrap();
        let folder = tempfile::tempdir().unwrap();
        let config = Config {
            sources: config::Sources::default(),
            data_dir: folder.path().to_owned(),
            telegram: Telegram { token: Some(Secret::new(sim.token())), api_url: sim.url(), webhook: None },
            agency: Agency { name: "Pemerintah Kabupaten Contoh".into(), contact: "BKPSDM".into(), zone: Zone::Wib },
            pledge: Pledge { dwell_seconds: 3 },
            codes: Codes { valid_days: 30 },
            delivery: Delivery::default(),
            // Not while the clock stands at eight: whoever receives tips would be sent their digest at some time.
            tips: config::Tips { digest: vec![hour(10), hour(15)], ..config::Tips::default() },
            log_level: log::LevelFilter::Off,
        };
        let (app, stop, bot) = start(&config, &clock, paced).await;
        Self { sim, clock, app, config, repeated: Mutex::default(), _folder: folder, stop, bot: Some(bot), paced }
    }

    /// Stops the bot and starts another on the same data: nothing depends on memory.
    pub async fn restart(&mut self) {
        self.stop().await;
        let (app, stop, bot) = start(&self.config, &self.clock, self.paced).await;
        (self.app, self.stop, self.bot) = (app, stop, Some(bot));
    }

    /// As [`World::restart`], with a database of tips as it was opened elsewhere.
    pub async fn serve_with(&mut self, tips: Arc<Tips>) {
        let (app, stop, bot) = start_with(&self.config, &self.clock, tips, self.paced).await;
        (self.app, self.stop, self.bot) = (app, stop, Some(bot));
    }

    /// The same with a webhook, at the port that is returned. It is free when it is looked for; whoever takes it
    /// before the bot does makes us look for another.
    pub async fn restart_with_webhook(&mut self) -> u16 {
        self.stop().await;
        for _ in 0..20 {
            let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
            self.config.telegram.webhook = Some(Webhook {
                url: format!("http://127.0.0.1:{port}"),
                listen: format!("127.0.0.1:{port}").parse().unwrap(),
                secret: Secret::new(SECRET),
            });
            let (app, stop, bot) = start(&self.config, &self.clock, self.paced).await;
            let began = std::time::Instant::now();
            while !bot.is_finished() && !self.sim.has_webhook() && began.elapsed() < SETTLE {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            if self.sim.has_webhook() {
                (self.app, self.stop, self.bot) = (app, stop, Some(bot));
                return port;
            }
            bot.abort();
        }
        panic!("the webhook finds no port");
    }

    pub async fn stop(&mut self) {
        let _ = self.stop.send(true);
        if let Some(bot) = self.bot.take() {
            bot.await.unwrap().unwrap();
        }
    }

    pub async fn import_roster(&self, csv: &str) {
        let (rows, now) = (roster::import::parse(csv.as_bytes(), &|_, _| {}).unwrap().rows, self.now());
        let options = roster::store::Options { dry_run: false, deactivate_missing: false, zone: Zone::Wib };
        self.app
            .db
            .write(move |c| {
                Box::pin(async move {
                    roster::store::import(c, &Proof::command_line(), &rows, options, now, &|_, _| {}).await
                })
            })
            .await
            .unwrap()
            .unwrap();
    }

    /// True when the text made a new version.
    pub async fn import_document(&self, toml: &str) -> bool {
        let (document, now) = (file::parse(toml.as_bytes()).unwrap(), self.now());
        let imported = self
            .app
            .db
            .write(move |c| {
                Box::pin(async move { pledge::store::import_document(c, &Proof::command_line(), &document, now).await })
            })
            .await
            .unwrap();
        matches!(imported, Imported::New(_))
    }

    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    pub fn pass(&self, time: TimeDelta) {
        self.clock.advance(time);
    }

    /// A fresh one-time code for the person with this NIP or code.
    pub async fn code(&self, key: &str) -> BindingCode {
        use rand::SeedableRng as _;
        let (key, now) = (key.to_owned(), self.now());
        let mut rng = rand::rngs::StdRng::from_rng(&mut rand::rng());
        let issued = self
            .app
            .db
            .write(move |c| {
                Box::pin(async move {
                    let person = roster::store::find_person_by_key(c, &key).await?.unwrap();
                    let whose = roster::store::Whose::Person(person.id);
                    roster::store::replace_codes(c, &Proof::command_line(), whose, now, 30, &mut rng).await
                })
            })
            .await
            .unwrap();
        issued.codes.into_iter().next().expect("someone without a link").code
    }

    /// Someone with a phone.
    pub fn person(&self, first_name: &str) -> Person<'_> {
        let profile = NewUser { language_code: Some("id".into()), ..NewUser::named(first_name) };
        self.known(self.sim.add_user(profile))
    }

    /// The same person again, after a restart.
    pub fn known(&self, id: i64) -> Person<'_> {
        Person { world: self, id }
    }

    /// Someone already linked to the roster.
    pub async fn linked(&self, first_name: &str, key: &str) -> Person<'_> {
        let person = self.person(first_name);
        person.opens(self.code(key).await.as_str()).await;
        person.taps("Benar, ini saya").await;
        person
    }

    /// Someone who holds a role.
    pub async fn admin(&self, first_name: &str, role: Role) -> Person<'_> {
        let code = admin::claim_code(&self.app.db, role, first_name, self.now()).await.unwrap();
        let person = self.person(first_name);
        person.says(&format!("/klaim {}", code.grouped())).await;
        person
    }

    /// Someone who receives tips for an agency, with a key that two people have confirmed.
    pub async fn recipient(&self, first_name: &str, agency: tip::Agency) -> (Person<'_>, Identity) {
        let (person, identity) = (self.person(first_name), Identity::generate());
        self.sim.open_chat(person.id);
        let (account, public, hash) = (TelegramId(person.id), identity.public(), rand::random());
        let (label, day) = (first_name.to_owned(), self.today());
        self.app
            .tips
            .db
            .run(|c| {
                Box::pin(async move {
                    recipient::insert_invitation(c, &Proof::command_line(), agency, &label, hash, day).await?;
                    recipient::accept(c, account, Lang::Id, hash, day).await?;
                    let receives = recipient::prove(c, account).await?;
                    key::insert_key(c, &receives, &public, day).await?;
                    let confirm = "update tip_key set state = 'active', confirmed_super = -1, confirmed_other = -2 \
                        where state = 'pending'";
                    sqlx::query(confirm).execute(c).await?;
                    Ok(())
                })
            })
            .await
            .unwrap();
        self.app.tips.learn_recipients().await.unwrap();
        self.vouchers().await;
        (person, identity)
    }

    /// Those who confirmed the keys of [`World::recipient`]: they held roles once.
    async fn vouchers(&self) {
        let insert = "insert into claim_code (hash, role, label, created_at, expires_at, used_at, used_by)
            values (?, 'admin', 'x', 0, 0, 0, ?) on conflict do nothing";
        self.app
            .db
            .write(move |c| {
                Box::pin(async move {
                    for (hash, used_by) in [([1_u8; 32], -1), ([2; 32], -2)] {
                        sqlx::query(insert).bind(hash.as_slice()).bind(used_by).execute(&mut *c).await?;
                    }
                    Ok(())
                })
            })
            .await
            .unwrap();
    }

    /// Someone whose role is old enough to vouch for others.
    pub async fn official(&self, first_name: &str, role: Role) -> Person<'_> {
        let person = self.admin(first_name, role).await;
        self.age_roles(TimeDelta::hours(72)).await;
        person
    }

    /// As if every role had been given so much earlier; the clock stays.
    pub async fn age_roles(&self, by: TimeDelta) {
        let by = by.num_milliseconds();
        self.app
            .db
            .write(move |c| {
                Box::pin(async move {
                    sqlx::query("update role_grant set granted_at = granted_at - ?").bind(by).execute(&mut *c).await?;
                    let codes = "update claim_code set used_at = used_at - ? where used_at is not null";
                    sqlx::query(codes).bind(by).execute(&mut *c).await?;
                    Ok(())
                })
            })
            .await
            .unwrap();
    }

    /// The day by the clock of the agency.
    pub fn today(&self) -> NaiveDate {
        self.now().with_timezone(&self.config.agency.zone.offset()).date_naive()
    }

    /// So many more people, linked and in an open chat with the bot, who have not said a word.
    pub async fn crowd(&self, count: usize) -> Vec<i64> {
        let mut csv = String::from("nama;kode;jenis;jabatan;unit;zona\n");
        for n in 0..count {
            csv.push_str(&format!("Pegawai {n};P-{n:04};Non-ASN;Staf;Pemda Contoh / Dinas Ramai;WIB\n"));
        }
        // What is not in the file stays as it is.
        self.import_roster(&csv).await;
        let users: Vec<i64> = (0..count).map(|n| self.sim.add_user(NewUser::named(&format!("Pegawai {n}")))).collect();
        for (n, user) in users.iter().copied().enumerate() {
            self.sim.open_chat(user);
            self.link(&format!("P-{n:04}"), user, "id").await;
        }
        users
    }

    /// Links an account without a word in the chat.
    pub async fn link(&self, key: &str, account: i64, language: &'static str) {
        let (key, at) = (key.to_owned(), self.now().timestamp_millis());
        let link = "insert into link (person_id, telegram_id, language, linked_at) select id, ?, ?, ? from person where key = ?";
        self.app
            .db
            .write(move |c| {
                Box::pin(async move {
                    let link = sqlx::query(link).bind(account).bind(language).bind(at).bind(key);
                    Ok(link.execute(c).await?.rows_affected())
                })
            })
            .await
            .unwrap();
    }

    /// A broadcast to everyone, at once; change of it what matters.
    pub fn broadcast(&self, html: &str) -> NewCampaign {
        NewCampaign {
            wave: None,
            title: "Siaran".into(),
            content: outbox::Content::text(html),
            segment: Segment::default(),
            mandatory: false,
            fire_at: self.now(),
            deadline: None,
            hours: Hours::ALWAYS,
            weekly_cap: None,
            on_unknown: OnUnknown::Hold,
            paid: false,
            resend_of: None,
            expected: 0,
            created_by: None,
        }
    }

    /// Schedules a campaign, and lets the worker know.
    pub async fn schedule(&self, new: NewCampaign) -> CampaignId {
        let now = self.now();
        let scheduled = CampaignState::Scheduled;
        let insert = self
            .app
            .db
            .write(move |c| Box::pin(async move { outbox::store::insert_campaign(c, &new, scheduled, now).await }));
        let id = insert.await.unwrap();
        self.app.bell.notify_one();
        id.expect("a new campaign")
    }

    pub async fn campaign(&self, id: CampaignId) -> Campaign {
        let mut c = self.app.db.read().await.unwrap();
        outbox::store::find_campaign(&mut c, id).await.unwrap().expect("the campaign")
    }

    /// Waits until no campaign has anything on the wire, or due by the clock of this world.
    pub async fn delivered(&self) {
        let began = std::time::Instant::now();
        self.app.bell.notify_one();
        while self.undelivered().await {
            assert!(began.elapsed() < DELIVERY, "deliveries are stuck");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    async fn undelivered(&self) -> bool {
        use sqlx::Connection as _;
        // Both looks at one state: between two, what is claimed or recorded would escape.
        let mut c = self.app.db.read().await.unwrap();
        let mut c = c.begin().await.unwrap();
        let sending: i64 = sqlx::query_scalar("select count(*) from delivery where state = 'sending'")
            .fetch_one(&mut *c)
            .await
            .unwrap();
        let tasks = outbox::store::list_tasks(&mut c).await.unwrap();
        sending > 0
            || tasks.into_iter().any(|task| match task.state {
                CampaignState::Scheduled => task.fire_at <= self.now(),
                CampaignState::Running => !task.materialised || task.open == 0 || task.claimable(self.now()),
                CampaignState::Cancelled => true,
                _ => false,
            })
    }

    /// Who stands where, as "key: state reason".
    pub async fn deliveries(&self, id: CampaignId) -> Vec<String> {
        let mut c = self.app.db.read().await.unwrap();
        let list = "select trim(key || ': ' || state || ' ' || coalesce(reason, '')) from delivery \
            join person on id = person_id where campaign_id = ? order by key";
        sqlx::query_scalar(list).bind(id.0).fetch_all(&mut *c).await.unwrap()
    }

    pub async fn count(&self, table: &str) -> i64 {
        let mut c = self.app.db.read().await.unwrap();
        let sql = format!("select count(*) from {table}");
        sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).fetch_one(&mut *c).await.unwrap()
    }

    /// Every row of the people database, a line each, as JSON.
    pub async fn dump(&self) -> String {
        let mut c = self.app.db.read().await.unwrap();
        let columns = "select t.name, group_concat(quote(i.name) || ', \"' || i.name || '\"', ', ')
            from sqlite_schema t join pragma_table_info(t.name) i where t.type = 'table' and i.type <> 'BLOB'
            and t.name not like '\\_sqlx%' escape '\\' group by t.name order by 1";
        let tables: Vec<(String, String)> = sqlx::query_as(columns).fetch_all(&mut *c).await.unwrap();
        let mut lines = Vec::new();
        for (table, columns) in tables {
            let rows = format!("select json_object({columns}) from \"{table}\" order by 1");
            let rows: Vec<String> = sqlx::query_scalar(sqlx::AssertSqlSafe(rows)).fetch_all(&mut *c).await.unwrap();
            lines.extend(rows.into_iter().map(|row| format!("{table}: {row}")));
        }
        lines.join("\n")
    }

    /// Walks the ledger, as `ikrar verify` does.
    pub async fn ledger_is_sound(&self) -> bool {
        let mut c = self.app.db.read().await.unwrap();
        pledge::store::verify(&mut c, &[]).await.unwrap().sound()
    }

    /// Waits for the bot, whatever Telegram had to refuse.
    pub async fn settle_within(&self, time: Duration) {
        self.sim.settled(time).await.unwrap();
        if twice() {
            self.see_what_was_repeated();
        }
    }

    /// Waits for the bot; then Telegram must have had nothing to refuse.
    pub async fn settle(&self) {
        self.settle_within(SETTLE).await;
        let mut refusals = self.sim.refusals();
        // What an update took out of the chat is gone when it comes again.
        refusals.retain(|refusal| !twice() || !refusal.description.contains("message to delete not found"));
        assert_eq!(refusals, [], "Telegram refused what the bot sent");
        assert_eq!(self.sim.violations(), [], "the bot broke a rule of Telegram's");
    }
}

impl World {
    /// Whoever is answered twice in the same words sees nothing new, and goes on with the answer that stands last.
    fn see_what_was_repeated(&self) {
        let mut repeated = self.repeated.lock().unwrap();
        for user in self.sim.users() {
            let mut answers: HashMap<String, i64> = HashMap::new();
            for message in self.sim.messages(user) {
                if !message.from_bot {
                    answers.clear();
                } else if let Some(earlier) = answers.insert(looks(&message), message.id) {
                    repeated.insert((user, earlier));
                }
            }
        }
    }
}

async fn start(
    config: &Config,
    clock: &Arc<ManualClock>,
    paced: bool,
) -> (App, watch::Sender<bool>, JoinHandle<anyhow::Result<()>>) {
    let cleaner = Cleaner::new(env!("CARGO_BIN_EXE_ikrar").into());
    let tips = Tips::open(&config.tips_database(), cleaner).await.unwrap();
    start_with(config, clock, tips, paced).await
}

async fn start_with(
    config: &Config,
    clock: &Arc<ManualClock>,
    tips: Arc<Tips>,
    paced: bool,
) -> (App, watch::Sender<bool>, JoinHandle<anyhow::Result<()>>) {
    let db = Db::open(&config.database()).await.unwrap();
    let (stop, stopped) = watch::channel(false);
    let clock: Arc<dyn Clock> = Arc::clone(clock) as _;
    let app = run::connect(config.clone(), db, tips, clock, stopped.clone()).await.unwrap().unwrap();
    // Nobody in a journey needs a second to read.
    let pacer = if paced { Pacer::new(config.delivery) } else { Pacer::with_burst(config.delivery, u32::MAX) };
    let app = App { pacer: Arc::new(pacer), ..app };
    let bot = tokio::spawn(run::serve(app.clone(), stopped));
    (app, stop, bot)
}

/// With JOURNEYS_TWICE=1 every update comes a second time, as after a crash: a journey must come out the same.
pub fn twice() -> bool {
    std::env::var("JOURNEYS_TWICE").is_ok_and(|twice| twice == "1")
}

/// How often each update comes, for journeys that count.
pub fn times() -> usize {
    if twice() { 2 } else { 1 }
}

fn hour(hour: u32) -> NaiveTime {
    NaiveTime::from_hms_opt(hour, 0, 0).unwrap()
}

/// Someone in front of their phone.
#[derive(Clone, Copy)]
pub struct Person<'w> {
    world: &'w World,
    pub id: i64,
}

impl Person<'_> {
    pub async fn says(&self, text: &str) {
        self.sends(Content::Text(text.into())).await;
    }

    pub async fn sends(&self, content: Content) {
        self.world.sim.send(self.id, self.id, content).unwrap();
        self.world.settle().await;
    }

    /// Opens `t.me/bot?start=parameter`.
    pub async fn opens(&self, parameter: &str) {
        self.world.sim.open_deep_link(self.id, parameter).unwrap();
        self.world.settle().await;
    }

    /// Taps the newest button with this label; gives what Telegram showed for it.
    pub async fn taps(&self, label: &str) -> CallbackAnswer {
        let message = self
            .messages()
            .into_iter()
            .rev()
            .find(|message| message.buttons.iter().flatten().any(|button| button.label == label))
            .unwrap_or_else(|| panic!("no button {label:?} in:\n{}", self.chat()));
        self.taps_on(message.id, label).await
    }

    pub async fn taps_on(&self, message: i64, label: &str) -> CallbackAnswer {
        let query = self.world.sim.tap(self.id, self.id, message, label).unwrap();
        self.world.settle().await;
        self.world.sim.answer(&query).expect("an answer")
    }

    /// A button that is no longer there, or never was.
    pub async fn taps_data(&self, message: i64, data: &str) -> CallbackAnswer {
        let query = self.world.sim.tap_data(self.id, self.id, message, data).unwrap();
        self.world.settle().await;
        self.world.sim.answer(&query).expect("an answer")
    }

    /// From the preamble to the whole text, at a decent pace.
    pub async fn reads_every_clause(&self) {
        while self.last().buttons.iter().flatten().any(|button| button.label == "Sudah saya baca") {
            self.world.pass(TimeDelta::seconds(3));
            self.taps("Sudah saya baca").await;
        }
    }

    /// The whole way, from /ikrar to the receipt.
    pub async fn pledges(&self) {
        self.says("/ikrar").await;
        self.reads_every_clause().await;
        self.taps("Saya berikrar").await;
    }

    /// The chat; of answers that were made twice in the same words, the last.
    pub fn messages(&self) -> Vec<MessageView> {
        let mut messages = self.world.sim.messages(self.id);
        let repeated = self.world.repeated.lock().unwrap();
        messages.retain(|message| !repeated.contains(&(self.id, message.id)));
        messages
    }

    /// Whether the bot has said this, in a message as it looks now.
    pub fn was_told(&self, words: &str) -> bool {
        self.messages().iter().any(|message| message.from_bot && message.text.contains(words))
    }

    /// Their own last message.
    pub fn wrote(&self) -> Option<i64> {
        self.messages().iter().rev().find(|message| !message.from_bot).map(|message| message.id)
    }

    pub fn last(&self) -> MessageView {
        self.messages().pop().expect("a message")
    }

    /// The data of a button on screen.
    pub fn data(&self, label: &str) -> (i64, String) {
        let messages = self.messages();
        let buttons = messages.iter().rev().flat_map(|m| m.buttons.iter().flatten().map(|button| (m.id, button)));
        let (message, button) = buttons.into_iter().find(|(_, button)| button.label == label).expect("the button");
        (message, button.data.clone().expect("data"))
    }

    /// The chat as it looks now.
    pub fn chat(&self) -> String {
        self.messages().iter().map(show).collect::<Vec<_>>().join("\n")
    }
}

/// As [`show`]; two pictures look different.
fn looks(message: &MessageView) -> String {
    let picture = message.file.as_ref().filter(|file| file.kind == "photo").map(|file| file.id.as_str());
    format!("{}{}", picture.unwrap_or_default(), show(message))
}

/// One bubble: who, the text indented, the buttons in brackets.
pub fn show(message: &MessageView) -> String {
    let who = if message.from_bot { "bot" } else { "saya" };
    let mut lines = vec![format!("{who}:")];
    // Word joiners keep names from looking like addresses; nobody sees them.
    let html = message.html.replace('\u{2060}', "");
    lines.extend(html.lines().map(|line| if line.is_empty() { String::new() } else { format!("  {line}") }));
    if let Some(file) = &message.file {
        lines.push(format!("  <{}: {}>", file.kind, file.name.as_deref().unwrap_or("-")));
    }
    for row in &message.buttons {
        let labels: Vec<String> = row.iter().map(|button| format!("[{}]", button.label)).collect();
        lines.push(format!("  {}", labels.join(" ")));
    }
    lines.join("\n") + "\n"
}

/// Snapshots with what is random in them put out of sight.
pub fn snapshots() -> insta::Settings {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.add_filter(r"\b[0-9a-f]{64}\b", "<sha256>");
    settings.add_filter(r"-[0-9a-f]{32}\b", "-<mark>");
    settings.add_filter(r"IKR-(\d{6})-[0-9a-f]{8}", "IKR-$1-<hash>");
    settings.add_filter(r"\b[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}-[0-9A-HJKMNP-TV-Z]\b", "<receipt>");
    settings.add_filter(r"\b[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}\b", "<code>");
    settings.add_filter(r"\b[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}\b", "<fingerprint>");
    settings.add_filter(r"\b[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}\b", "<case>");
    settings.add_filter("kelompok (pertama|kedua|ketiga|keempat)", "kelompok <n>");
    settings.add_filter(r"\b[0-9A-HJKMNP-TV-Z]{16}\b", "<code>");
    settings
}
