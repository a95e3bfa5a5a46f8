//! The real binary against the simulator, in folders of its own, and everything that it leaves behind.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use ikrar::{
    access::{Proof, Role},
    clock::{Clock as _, SystemClock},
    db::Db,
    pledge::{self, file},
    roster,
    texts::Zone,
    tip::{Agency, Id, store::TipsDb},
};
use sha2::{Digest as _, Sha256};
use simulator::{MessageView, NewUser, Numbers, Options, Simulator};
use sqlx::ConnectOptions as _;
use tempfile::TempDir;
use vault::{envelope::Envelope, key::Identity};

use crate::{
    encodings::Canary,
    people::{Act, Marks, Step, Teller},
    search::{self, Net, Report, Source},
};

pub const ASN: &str = include_str!("../../examples/documents/ikrar-netralitas-asn.toml");
/// A person who waits longer has been lost. The machine may be busy with others.
pub const PATIENCE: Duration = Duration::from_secs(60);
/// Long, and without a byte that is a letter: they occur nowhere by chance.
pub const NUMBERS: Numbers = Numbers {
    user: 5_000_000_001,
    message: 1_938_475_211,
    update: 3_871_946_503,
    file: 9_471_826_355,
    query: 4_371_946_205_883_914_207,
    album: 13_904_716_382_559_147,
};

pub struct Scene {
    pub sim: Simulator,
    folder: TempDir,
    bot: Option<Child>,
    /// How to run the binary, before its name: for limits.
    pub wrapper: Vec<String>,
    /// Opens what is sealed for BKPSDM, and for Bawaslu.
    pub keys: [Identity; 2],
    /// An admin who hands in nothing, and the accounts that receive tips.
    pub admin: i64,
    pub recipients: [i64; 2],
    runs: usize,
    people: usize,
    /// From where on Telegram's numbers are looked for.
    since: Numbers,
}

impl Scene {
    /// A roster, the pledge, an admin, a recipient in each agency; the bot is not running.
    pub async fn new() -> Self {
        let sim = Simulator::start(Options {
            username: "ikrar_test_bot".into(),
            numbers: NUMBERS,
            keep_requests: true,
            ..Options::default()
        })
        .await
        .unwrap();
        let folder = tempfile::tempdir().unwrap();
        for name in ["data", "tmp", "logs"] {
            fs::create_dir(folder.path().join(name)).unwrap();
        }
        let add = |name: &str| {
            let id = sim.add_user(NewUser::named(name));
            sim.open_chat(id);
            id
        };
        let (admin, recipients) = (add("Pengelola"), [add("Penerima Satu"), add("Penerima Dua")]);
        let keys = [Identity::generate(), Identity::generate()];
        let scene = Self {
            sim,
            folder,
            bot: None,
            wrapper: Vec::new(),
            keys,
            admin,
            recipients,
            runs: 0,
            people: 0,
            since: NUMBERS,
        };
        scene.prepare().await;
        scene
    }

    async fn prepare(&self) {
        let mut csv = String::from("nama;kode;jenis;jabatan;unit;zona\n");
        for n in 0..20 {
            csv.push_str(&format!("Pegawai {n};P-{n:04};Non-ASN;Staf;Pemda / Unit {};WIB\n", n % 3));
        }
        let rows = roster::import::parse(csv.as_bytes(), &|_, _| {}).unwrap().rows;
        let (document, now) = (file::parse(ASN.as_bytes()).unwrap(), SystemClock.now());
        let db = Db::open(&self.data().join("ikrar.db")).await.unwrap();
        db.write(move |c| {
            Box::pin(async move {
                let proof = Proof::command_line();
                pledge::store::import_document(c, &proof, &document, now).await?;
                let options = roster::store::Options { dry_run: false, deactivate_missing: false, zone: Zone::Wib };
                roster::store::import(c, &proof, &rows, options, now, &|_, _| {}).await?.unwrap();
                Ok(())
            })
        })
        .await
        .unwrap();
        self.grant(self.admin, Role::Superadmin).await;
        add_vouchers(&mut self.people_database(false).await).await;
        let tips = TipsDb::open(&self.tips()).await.unwrap();
        for (at, agency) in [Agency::Bkpsdm, Agency::Bawaslu].into_iter().enumerate() {
            add_recipient(&tips, agency, Some(self.recipients[at]), &self.keys[at]).await;
        }
    }

    pub async fn grant(&self, account: i64, role: Role) {
        let sql = "insert into role_grant (telegram_id, role, label, granted_at) values (?, ?, 'x', 0)";
        let role = if matches!(role, Role::Superadmin) { "superadmin" } else { "admin" };
        let mut c = self.people_database(false).await;
        sqlx::query(sql).bind(account).bind(role).execute(&mut c).await.unwrap();
    }

    /// Links an account to the nth person of the roster.
    pub async fn link(&self, account: i64, person: usize) {
        let sql = "insert into link (person_id, telegram_id, language, linked_at) select id, ?, 'id', 0 from person where key = ?";
        let mut c = self.people_database(false).await;
        let linked = sqlx::query(sql).bind(account).bind(format!("P-{person:04}")).execute(&mut c).await.unwrap();
        assert_eq!(linked.rows_affected(), 1);
    }

    async fn people_database(&self, read_only: bool) -> sqlx::SqliteConnection {
        open(&self.data().join("ikrar.db"), read_only).await
    }

    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    pub fn tmp(&self) -> PathBuf {
        self.folder.path().join("tmp")
    }

    pub fn logs(&self) -> PathBuf {
        self.folder.path().join("logs")
    }

    pub fn tips(&self) -> PathBuf {
        self.data().join("tips.db")
    }

    /// Somebody new, with marks of their own.
    pub fn teller(&mut self) -> Teller {
        self.people += 1;
        let marks = Marks::of(self.people);
        let id = 0x000c_b3a7_91c5_e26f + 0x0007_3f19_7a5b * i64::try_from(self.people).unwrap();
        self.sim.add_user(marks.profile(id));
        Teller { id, marks }
    }

    pub fn command(&self) -> Command {
        let binary = env!("CARGO_BIN_EXE_ikrar");
        let mut command = match self.wrapper.split_first() {
            None => Command::new(binary),
            Some((program, arguments)) => {
                let mut command = Command::new(program);
                command.args(arguments).arg(binary);
                command
            }
        };
        command
            .current_dir(self.data())
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("TMPDIR", self.tmp())
            .env("IKRAR_DATA_DIR", self.data())
            .env("IKRAR_TELEGRAM__TOKEN", self.sim.token())
            .env("IKRAR_TELEGRAM__API_URL", self.sim.url())
            .env("IKRAR_PLEDGE__DWELL_SECONDS", "0")
            .env("IKRAR_LOG__LEVEL", "trace")
            .env("RUST_LOG", "trace")
            .env("RUST_BACKTRACE", "1");
        command
    }

    /// Runs the bot until it polls.
    pub async fn start(&mut self) {
        self.runs += 1;
        let polls = |sim: &Simulator, from| {
            sim.requests(from).iter().any(|request| request.method == "GetUpdates" || request.method == "getUpdates")
        };
        let from = self.sim.requests(0).len();
        let log = |name: &str| File::create(self.logs().join(format!("{name}-{}", self.runs))).unwrap();
        let (stdout, stderr) = (log("stdout"), log("stderr"));
        self.bot = Some(self.command().arg("run").stdin(Stdio::null()).stdout(stdout).stderr(stderr).spawn().unwrap());
        let began = Instant::now();
        while !polls(&self.sim, from) {
            assert!(began.elapsed() < PATIENCE, "the bot does not poll: {}", self.log());
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    pub fn pid(&self) -> Option<u32> {
        self.bot.as_ref().map(Child::id)
    }

    /// What it wrote to standard error since it was started last.
    pub fn log(&self) -> String {
        fs::read_to_string(self.logs().join(format!("stderr-{}", self.runs))).unwrap_or_default()
    }

    /// SIGKILL.
    pub fn kill(&mut self) {
        let mut bot = self.bot.take().expect("the bot runs");
        bot.kill().unwrap();
        bot.wait().unwrap();
    }

    /// SIGTERM, as an operator stops it.
    pub fn stop(&mut self) {
        let mut bot = self.bot.take().expect("the bot runs");
        Command::new("kill").args(["-TERM", &bot.id().to_string()]).status().unwrap();
        assert!(bot.wait().unwrap().success(), "SIGTERM ends it with exit code 0: {}", self.log());
    }

    pub async fn settle(&self) {
        self.sim.settled(PATIENCE).await.unwrap();
    }

    /// Acts as the person and waits for what must come.
    pub async fn takes(&self, teller: &mut Teller, step: &Step) {
        self.acts(teller, step).await;
        self.sees(teller, step).await;
    }

    pub async fn acts(&self, teller: &mut Teller, step: &Step) {
        if let Act::Tap(label) = step.act {
            let shows = |message: &MessageView| message.buttons.iter().flatten().any(|button| button.label == label);
            self.message(teller.id, step.name, shows).await;
        }
        assert!(teller.acts(&self.sim, step), "{}", step.name);
    }

    pub async fn sees(&self, teller: &Teller, step: &Step) -> MessageView {
        self.message(teller.id, step.name, |message| step.is_shown(message)).await
    }

    /// The newest message of the bot that is as wanted, as soon as there is one.
    pub async fn message(&self, chat: i64, what: &str, wanted: impl Fn(&MessageView) -> bool) -> MessageView {
        let began = Instant::now();
        loop {
            let messages = self.sim.messages(chat);
            if let Some(message) = messages.into_iter().rev().find(|message| message.from_bot && wanted(message)) {
                return message;
            }
            if began.elapsed() > PATIENCE {
                let shown: Vec<String> = self.sim.messages(chat).iter().map(|m| m.text.clone()).collect();
                panic!("{what}: never shown; the chat: {shown:#?}\nthe log: {}", self.log());
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    /// Everything on the disk that is the bot's.
    pub fn left_behind(&self) -> Vec<Source> {
        [self.data(), self.tmp(), self.logs()].iter().flat_map(|folder| search::files(folder)).collect()
    }

    /// Requests from the given one on that are for nobody among these, and so reach somebody else or everybody.
    /// Polls, files and answers to taps go to Telegram alone and cannot do without its numbers.
    pub fn requests_to_others(&self, from: usize, senders: &[i64]) -> Vec<Source> {
        let alone = ["getupdates", "getfile", "file"];
        let requests = self.sim.requests(from).into_iter();
        requests
            .filter(|request| !alone.contains(&request.method.to_lowercase().as_str()))
            .filter(|request| !request.chat_id.is_some_and(|chat| senders.contains(&chat)))
            .map(|request| Source::new(format!("{} to {:?}", request.method, request.chat_id), request.bytes))
            .collect()
    }

    pub fn requests_to(&self, from: usize, chat: i64) -> Vec<Source> {
        let requests = self.sim.requests(from).into_iter().filter(|request| request.chat_id == Some(chat));
        requests.map(|request| Source::new(format!("{} to the sender", request.method), request.bytes)).collect()
    }

    /// Looks for numbers from now on only.
    pub fn mark(&mut self) {
        self.since = self.sim.numbers();
    }

    /// Numbers that Telegram has given: of messages, updates, taps, albums.
    pub fn numbers(&self) -> Vec<Canary> {
        let (since, next) = (self.since, self.sim.numbers());
        let signed = |what: &str, from: i64, to: i64| -> Vec<Canary> {
            (from..to).map(|id| Canary::number(&format!("{what} {id}"), id.unsigned_abs())).collect()
        };
        let mut all = signed("message_id", since.message, next.message);
        all.extend(signed("update_id", since.update, next.update));
        all.extend((since.query..next.query).map(|id| Canary::number(&format!("callback query {id}"), id)));
        all.extend((since.album..next.album).map(|id| Canary::number(&format!("media_group_id {id}"), id)));
        all
    }

    /// What Telegram calls the files that people have sent.
    pub fn files(&self) -> Vec<Canary> {
        let mut all = Vec::new();
        let number =
            |path: &str| path.rsplit_once("file_").and_then(|(_, name)| name.split('.').next()?.parse::<u64>().ok());
        for file in self.sim.files().into_iter().filter(|file| number(&file.path) >= Some(self.since.file)) {
            all.push(Canary::text("file_id", &file.id));
            all.push(Canary::text("file_unique_id", &file.unique_id));
            all.push(Canary::text("file_path", &file.path));
        }
        all
    }

    /// A copy of the database of tips, to be read: where a kill has left a journal, reading would use it up.
    async fn copy(&self) -> sqlx::SqliteConnection {
        let folder = self.folder.path().join("copy");
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir(&folder).unwrap();
        // The journal first: one that is of an earlier change than the file is not taken for its own.
        for name in ["tips.db-journal", "tips.db"] {
            let _ = fs::copy(self.data().join(name), folder.join(name));
        }
        open(&folder.join("tips.db"), false).await
    }

    /// Keys that lie beside the data: nothing hashed under them is hidden.
    pub async fn known_keys(&self) -> Vec<(&'static str, Vec<u8>)> {
        let mut c = self.copy().await;
        let salt: Option<Vec<u8>> = sqlx::query_scalar("select value from tip_setting where name = 'salt'")
            .fetch_optional(&mut c)
            .await
            .unwrap();
        let token = self.sim.token().as_bytes().to_vec();
        let secret = self.sim.token().split_once(':').unwrap().1.as_bytes().to_vec();
        let mut keys = vec![("the token", token), ("the token's secret", secret)];
        keys.extend(salt.map(|salt| ("the salt", salt)));
        keys
    }

    /// All that must not be found of these people.
    pub fn canaries(&self, tellers: &[&Teller]) -> Vec<Canary> {
        let mut all = self.numbers();
        all.extend(self.files());
        for teller in tellers {
            all.extend(teller.who());
            all.extend(teller.marks.hidden());
            all.extend(teller.marks.words());
        }
        all
    }

    /// What is known to be random: whatever is sealed, and the random ids beside it.
    pub async fn noise(&self) -> Vec<u8> {
        let mut c = self.copy().await;
        let list = "select sealed from tip_item union all select digest from tip_item where digest is not null union all select id || case_id from tip_item
            union all select id || locator || cast(reply_key as blob) from tip_case
            union all select cast(public_key as blob) from tip_key union all select value from tip_setting
            union all select id from tip_recipient union all select id || recipient_id from tip_key";
        let mut noise = sqlx::query_scalar::<_, Vec<u8>>(list).fetch_all(&mut c).await.unwrap().concat();
        noise.extend(log_checksums(&self.data().join("ikrar.db-wal")));
        noise
    }

    /// What the person was told since the given request: in messages and by their taps.
    pub fn told(&self, chat: i64, from: usize) -> String {
        let told = self.requests_to(from, chat).into_iter().map(|source| {
            let body = search::position(&source.bytes, b"\r\n\r\n").map_or(0, |at| at + 4);
            let body: serde_json::Value = serde_json::from_slice(&source.bytes[body..]).unwrap_or_default();
            body["text"].as_str().unwrap_or_default().to_owned()
        });
        told.collect::<Vec<_>>().join(" | ")
    }

    /// Searches the disk, and what others were sent from a request on.
    pub async fn search(&self, tellers: &[&Teller], from: usize) -> Report {
        self.search_for(tellers, from, true).await
    }

    /// With Telegram's numbers and files, or for the people alone.
    pub async fn search_for(&self, tellers: &[&Teller], from: usize, numbers: bool) -> Report {
        let mut canaries = self.canaries(tellers);
        if !numbers {
            canaries.drain(..self.numbers().len() + self.files().len());
        }
        let net = Net::new(&canaries, &self.known_keys().await);
        let senders: Vec<i64> = tellers.iter().map(|teller| teller.id).collect();
        let mut sources = self.left_behind();
        sources.extend(self.requests_to_others(from, &senders));
        net.search(&sources, &self.noise().await)
    }

    /// The disk alone.
    pub async fn search_disk(&self, tellers: &[&Teller]) -> Report {
        self.search(tellers, usize::MAX).await
    }

    /// Everything that is sealed for an agency, opened.
    pub async fn opened(&self, with: &Identity) -> Vec<Envelope> {
        let mut c = self.copy().await;
        let sealed: Vec<Vec<u8>> = sqlx::query_scalar("select sealed from tip_item order by case_id, n < 0, abs(n)")
            .fetch_all(&mut c)
            .await
            .unwrap();
        sealed.iter().filter_map(|sealed| Envelope::open(sealed, with).ok()).collect()
    }

    pub async fn count(&self, what: &str) -> i64 {
        let mut c = self.copy().await;
        let sql = sqlx::AssertSqlSafe(format!("select count(*) from {what}"));
        sqlx::query_scalar(sql).fetch_one(&mut c).await.unwrap()
    }

    /// Ids, locators, keys and sealed bytes of all cases.
    pub async fn of_cases(&self) -> Vec<Vec<u8>> {
        let mut c = self.copy().await;
        let list = "select id from tip_case union all select locator from tip_case
            union all select cast(reply_key as blob) from tip_case union all select id from tip_item
            union all select substr(sealed, 200, 48) from tip_item
            union all select substr(sealed, -48) from tip_item";
        sqlx::query_scalar(list).fetch_all(&mut c).await.unwrap()
    }

    /// As if every case had been closed long ago and everything fetched.
    pub async fn close_cases(&self) {
        let mut c = open(&self.tips(), false).await;
        let close = "update tip_handling set status = 'done', closed_on = '2024-01-01', changed_on = '2024-01-01',
            unread = 0, fetched = 999, shown = 1";
        assert!(sqlx::query(close).execute(&mut c).await.unwrap().rows_affected() > 0);
        sqlx::query("update tip_item set n = 100 - n where n < 0").execute(&mut c).await.unwrap();
    }

    /// SHA-256 of the people database and of its log.
    pub fn people_hashes(&self) -> [String; 2] {
        ["ikrar.db", "ikrar.db-wal"]
            .map(|name| hex::encode(Sha256::digest(fs::read(self.data().join(name)).unwrap_or_default())))
    }

    /// As a recipient answers; to the newest case.
    pub async fn reply(&self, text: &str) {
        let mut c = open(&self.tips(), false).await;
        let (case, key): (Vec<u8>, String) = sqlx::query_as(
            "select c.id, reply_key from tip_case c where not exists (select 1 from tip_item where case_id = c.id and kind <> 'report')",
        )
        .fetch_one(&mut c)
        .await
        .unwrap();
        let author: Vec<u8> =
            sqlx::query_scalar("select id from tip_recipient where agency = 'bkpsdm'").fetch_one(&mut c).await.unwrap();
        let keys = [key.parse().unwrap(), self.keys[0].public()];
        let sealed = vault::envelope::Envelope::new(text, []).seal(&keys).unwrap();
        sqlx::query(
            "insert into tip_item (id, case_id, n, kind, agency, author, on_day, unread, sealed)
             values (?, ?, 2, 'reply', 'bkpsdm', ?, '2024-10-05', 1, ?)",
        )
        .bind(Id::random().0.as_slice())
        .bind(case)
        .bind(author)
        .bind(sealed)
        .execute(&mut c)
        .await
        .unwrap();
    }
}

impl Drop for Scene {
    fn drop(&mut self) {
        if let Some(mut bot) = self.bot.take() {
            let _ = bot.kill();
            let _ = bot.wait();
        }
    }
}

/// The heads of a write-ahead log and of its frames: salts and checksums, which are as good as random.
fn log_checksums(path: &Path) -> Vec<u8> {
    let log = fs::read(path).unwrap_or_default();
    let Some(page) = log.get(8..12).map(|size| u32::from_be_bytes(size.try_into().unwrap()) as usize) else {
        return log;
    };
    let frames = log.get(32..).unwrap_or_default().chunks(24 + page);
    log[..32].iter().copied().chain(frames.flat_map(|frame| frame.iter().take(24).copied())).collect()
}

pub async fn open(path: &Path, read_only: bool) -> sqlx::SqliteConnection {
    let options = sqlx::sqlite::SqliteConnectOptions::new()
        .filename(path)
        .read_only(read_only)
        .busy_timeout(Duration::from_secs(10))
        .pragma("secure_delete", "on")
        .disable_statement_logging();
    options.connect().await.unwrap()
}

/// Who is said to have confirmed the keys of [`add_recipient`]: they held roles once.
pub async fn add_vouchers(people: &mut sqlx::SqliteConnection) {
    for (hash, used_by) in [([1_u8; 32], -1), ([2; 32], -2)] {
        let insert = "insert into claim_code (hash, role, label, created_at, expires_at, used_at, used_by)
            values (?, 'admin', 'x', 0, 0, 0, ?)";
        sqlx::query(insert).bind(hash.as_slice()).bind(used_by).execute(&mut *people).await.unwrap();
    }
}

/// A recipient with a key in use.
pub async fn add_recipient(tips: &TipsDb, agency: Agency, account: Option<i64>, identity: &Identity) {
    let key = identity.public().to_string();
    tips.run(move |c| {
        Box::pin(async move {
            let (id, key_id) = (Id::random(), Id::random());
            sqlx::query("insert into tip_recipient (id, agency, recovery, label, telegram_id, language) values (?, ?, 0, 'x', ?, 'id')")
                .bind(id.0.as_slice())
                .bind(agency.as_str())
                .bind(account)
                .execute(&mut *c)
                .await?;
            sqlx::query(
                "insert into tip_key (id, recipient_id, public_key, state, confirmed_super, confirmed_other, changed_on)
                 values (?, ?, ?, 'active', -1, -2, '2024-10-04')",
            )
            .bind(key_id.0.as_slice())
            .bind(id.0.as_slice())
            .bind(key)
            .execute(c)
            .await?;
            Ok(())
        })
    })
    .await
    .unwrap();
}
