//! Configuration: `ikrar.toml` and the environment become one validated [`Config`], or a list of every problem.

use std::{
    collections::BTreeMap,
    fmt, fs, io,
    net::SocketAddr,
    path::{Path, PathBuf},
    str::FromStr,
};

mod settings;

use chrono::NaiveTime;
use settings::Settings;

use crate::texts::Zone;

/// What `ikrar init` writes; a test holds that it parses and names every setting.
pub const EXAMPLE: &str = include_str!("../examples/ikrar.toml");
pub const FILE_NAME: &str = "ikrar.toml";

#[derive(Clone, Debug)]
pub struct Config {
    pub sources: Sources,
    pub data_dir: PathBuf,
    pub telegram: Telegram,
    pub agency: Agency,
    pub pledge: Pledge,
    pub codes: Codes,
    pub delivery: Delivery,
    pub tips: Tips,
    pub log_level: log::LevelFilter,
}

/// Where the configuration came from, for messages and for `ikrar doctor`.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    /// The file, with its whole path; none where there is none.
    pub file: Option<PathBuf>,
    /// The data folder was named in the file or in the environment.
    pub data_dir_named: bool,
    /// Files that hold nothing but a secret.
    pub secret_files: Vec<PathBuf>,
    /// A secret stands in the configuration file itself.
    pub holds_secret: bool,
}

impl Sources {
    /// Whether anybody has said where the data is: otherwise a command may have been typed in the wrong folder.
    pub fn are_named(&self) -> bool {
        self.file.is_some() || self.data_dir_named
    }
}

#[derive(Clone, Debug)]
pub struct Telegram {
    /// Absent where a command does not need it (`init`, `verify`, …).
    pub token: Option<Secret>,
    /// Base address without a trailing slash.
    pub api_url: String,
    /// Absent: long polling.
    pub webhook: Option<Webhook>,
}

#[derive(Clone, Debug)]
pub struct Webhook {
    pub url: String,
    pub listen: SocketAddr,
    pub secret: Secret,
}

#[derive(Clone, Debug)]
pub struct Agency {
    pub name: String,
    /// Where a person turns when the bot cannot help.
    pub contact: String,
    /// For units whose zone the roster does not give.
    pub zone: Zone,
}

#[derive(Clone, Debug)]
pub struct Pledge {
    /// Seconds a clause is on screen before it can be confirmed.
    pub dwell_seconds: u32,
}

#[derive(Clone, Debug)]
pub struct Codes {
    /// Days a binding code stays valid.
    pub valid_days: u32,
}

/// How messages to many go out.
#[derive(Clone, Copy, Debug)]
pub struct Delivery {
    /// Messages a second over all chats; Telegram's free limit is about 30.
    pub rate: u32,
    /// Messages a second of a campaign that is paid for; Telegram's limit is 1,000.
    pub paid_rate: u32,
    /// Replies a second over all chats, to those who wait for them; they go before everything else.
    pub replies: u32,
    /// Whether admins may choose to pay at all.
    pub allow_paid: bool,
    /// A reminder that is later than this is not sent any more, but told as missed.
    pub grace_minutes: u32,
}

impl Default for Delivery {
    fn default() -> Self {
        Self { rate: 28, paid_rate: 1000, replies: 28, allow_paid: false, grace_minutes: 180 }
    }
}

/// Anonymous tips.
#[derive(Clone, Debug)]
pub struct Tips {
    /// Tips and additions taken in a day over all people; beyond, people are asked to come tomorrow.
    pub per_day: u32,
    /// Megabytes that the database of tips may grow to before it takes no more.
    pub storage_mb: u32,
    /// When recipients are sent their digest, on the agency's clock.
    pub digest: Vec<NaiveTime>,
    /// Days for which the daily copies are kept in the data folder.
    pub backup_days: u32,
    /// How to reach Bawaslu directly, shown where the bot cannot take a tip. Empty: not shown.
    pub bawaslu_contact: String,
}

impl Default for Tips {
    fn default() -> Self {
        let digest = [8, 15].into_iter().filter_map(|hour| NaiveTime::from_hms_opt(hour, 0, 0)).collect();
        Self { per_day: 200, storage_mb: 1024, digest, backup_days: 14, bawaslu_contact: String::new() }
    }
}

/// A value that never shows itself in a log or an error.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    pub fn new(value: impl Into<String>) -> Self {
        Self(value.into())
    }

    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<secret>")
    }
}

/// Everything wrong with a configuration; one line each.
#[derive(Debug, PartialEq, Eq)]
pub struct Problems(pub Vec<String>);

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the configuration has {} problem(s):", self.0.len())?;
        self.0.iter().try_for_each(|problem| write!(f, "\n  - {problem}"))
    }
}

impl std::error::Error for Problems {}

impl Config {
    /// Reads `file` (absent is fine when `None` and there is no `ikrar.toml` here) and `environment`.
    ///
    /// A variable `IKRAR_SECTION__KEY` wins over the file; `…_FILE` names a file that holds the value
    /// of a secret. Relative paths in the file are relative to the file.
    pub fn load(file: Option<&Path>, environment: &BTreeMap<String, String>) -> Result<Self, Problems> {
        let path = file.unwrap_or(Path::new(FILE_NAME));
        let (text, found) = match fs::read_to_string(path) {
            Ok(text) => (text, Some(absolute(path))),
            Err(error) if error.kind() == io::ErrorKind::NotFound && file.is_none() => (String::new(), None),
            Err(error) => {
                return Err(Problems(vec![format!(
                    "{}: cannot be read ({error}); check the path and its permissions",
                    absolute(path).display()
                )]));
            }
        };
        let mut config = Self::parse_at(&text, &path.display().to_string(), found.as_deref(), environment)?;
        config.data_dir = absolute(&config.data_dir);
        Ok(config)
    }

    /// As [`Config::load`], from a text already read; `name` is what problems call the file.
    pub fn parse(text: &str, name: &str, environment: &BTreeMap<String, String>) -> Result<Self, Problems> {
        Self::parse_at(text, name, None, environment)
    }

    fn parse_at(
        text: &str,
        name: &str,
        file: Option<&Path>,
        environment: &BTreeMap<String, String>,
    ) -> Result<Self, Problems> {
        // As editors of Windows write it.
        let text = text.trim_start_matches('\u{feff}');
        let mut settings = Settings::gather(text, name, environment);
        settings.base = file.and_then(Path::parent).map(Path::to_owned);
        let data_dir = settings.take_path("data_dir", "a folder, e.g. \"data\"");
        let config = Self {
            sources: Sources {
                file: file.map(Path::to_owned),
                data_dir_named: data_dir.is_some(),
                ..Sources::default()
            },
            data_dir: data_dir.unwrap_or_else(|| settings.beside_the_file(Path::new("data"))),
            telegram: telegram(&mut settings),
            agency: Agency {
                name: settings
                    .take("agency.name", "the agency's name, 1 to 150 characters", |v| name_of(v, 150))
                    .unwrap_or_else(|| "Pemerintah Daerah".into()),
                contact: settings
                    .take("agency.contact", "how to reach the agency, 1 to 200 characters", |v| name_of(v, 200))
                    .unwrap_or_else(|| "BKPSDM".into()),
                zone: settings.take("agency.time_zone", "WIB, WITA or WIT", Zone::parse).unwrap_or(Zone::Wib),
            },
            pledge: Pledge {
                dwell_seconds: settings
                    .take("pledge.dwell_seconds", "a whole number of seconds from 0 to 60, e.g. 3", |v| {
                        between(v, 0, 60)
                    })
                    .unwrap_or(3),
            },
            codes: Codes {
                valid_days: settings
                    .take("codes.valid_days", "a whole number of days from 1 to 365, e.g. 30", |v| between(v, 1, 365))
                    .unwrap_or(30),
            },
            delivery: delivery(&mut settings),
            tips: tips(&mut settings),
            log_level: settings
                .take("log.level", "off, error, warn, info, debug or trace", |v| log::LevelFilter::from_str(v).ok())
                .unwrap_or(log::LevelFilter::Info),
        };
        settings.finish(config)
    }

    pub fn database(&self) -> PathBuf {
        self.data_dir.join("ikrar.db")
    }

    pub fn tips_database(&self) -> PathBuf {
        self.data_dir.join("tips.db")
    }

    /// Where the daily copies of the database of tips are kept.
    pub fn tips_backups(&self) -> PathBuf {
        self.data_dir.join("backups").join("tips")
    }
}

/// Without asking the disk; as it stands where there is no current folder.
fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

fn delivery(settings: &mut Settings) -> Delivery {
    let default = Delivery::default();
    Delivery {
        rate: settings
            .take("delivery.rate", "a whole number of messages a second from 1 to 30, e.g. 28", |v| between(v, 1, 30))
            .unwrap_or(default.rate),
        paid_rate: settings
            .take("delivery.paid_rate", "a whole number of messages a second from 30 to 1000, e.g. 1000", |v| {
                between(v, 30, 1000)
            })
            .unwrap_or(default.paid_rate),
        replies: settings
            .take("delivery.replies", "a whole number of replies a second from 1 to 1000, e.g. 28", |v| {
                between(v, 1, 1000)
            })
            .unwrap_or(default.replies),
        allow_paid: settings
            .take("delivery.allow_paid", "\"yes\" or \"no\"", |v| match v {
                "yes" => Some(true),
                "no" => Some(false),
                _ => None,
            })
            .unwrap_or(default.allow_paid),
        grace_minutes: settings
            .take("delivery.grace_minutes", "a whole number of minutes from 10 to 1440, e.g. 180", |v| {
                between(v, 10, 1440)
            })
            .unwrap_or(default.grace_minutes),
    }
}

fn tips(settings: &mut Settings) -> Tips {
    let default = Tips::default();
    Tips {
        per_day: settings
            .take("tips.per_day", "a whole number of tips a day from 1 to 100000, e.g. 200", |v| between(v, 1, 100_000))
            .unwrap_or(default.per_day),
        storage_mb: settings
            .take("tips.storage_mb", "a whole number of megabytes from 64 to 100000, e.g. 1024", |v| {
                between(v, 64, 100_000)
            })
            .unwrap_or(default.storage_mb),
        digest: settings
            .take("tips.digest", "one to six times of day, e.g. \"08:00, 15:00\"", times)
            .unwrap_or(default.digest),
        backup_days: settings
            .take("tips.backup_days", "a whole number of days from 0 to 90, e.g. 14", |v| between(v, 0, 90))
            .unwrap_or(default.backup_days),
        bawaslu_contact: settings
            .take("tips.bawaslu_contact", "how to reach Bawaslu, 1 to 200 characters", |v| name_of(v, 200))
            .unwrap_or(default.bawaslu_contact),
    }
}

fn times(value: &str) -> Option<Vec<NaiveTime>> {
    let times: Option<Vec<_>> =
        value.split(',').map(|time| NaiveTime::parse_from_str(time.trim(), "%H:%M").ok()).collect();
    let mut times = times.filter(|times| (1..=6).contains(&times.len()))?;
    times.sort_unstable();
    times.dedup();
    Some(times)
}

fn telegram(settings: &mut Settings) -> Telegram {
    let token = settings.secret("telegram.token", "a bot token as @BotFather gives it, like 123456:ABC…", |v| {
        let (id, rest) = v.split_once(':')?;
        let valid = !id.is_empty()
            && id.bytes().all(|b| b.is_ascii_digit())
            && rest.len() >= 10
            && rest.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-');
        valid.then(|| Secret::new(v))
    });
    let api_url = settings
        .take("telegram.api_url", "an https address, e.g. \"https://api.telegram.org\", or http in one's own network: the token is part of each request", guarded)
        .unwrap_or_else(|| "https://api.telegram.org".into());
    let url = settings.take("telegram.webhook_url", "the public https address Telegram shall call", guarded);
    let listen =
        settings.take("telegram.webhook_listen", "an address and port, e.g. \"127.0.0.1:8443\"", |v| v.parse().ok());
    let secret = settings.secret("telegram.webhook_secret", "16 to 256 of A-Z a-z 0-9 _ -", |v| {
        let valid =
            (16..=256).contains(&v.len()) && v.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-');
        valid.then(|| Secret::new(v))
    });
    let webhook = match (url, listen, secret) {
        (Some(url), Some(listen), Some(secret)) => Some(Webhook { url, listen, secret }),
        (None, None, None) => None,
        _ => {
            settings.problems.push(
                "telegram.webhook_url, telegram.webhook_listen and telegram.webhook_secret belong together: give all three for a webhook, or none for polling".into(),
            );
            None
        }
    };
    Telegram { token, api_url, webhook }
}

fn between(value: &str, least: u32, most: u32) -> Option<u32> {
    value.parse().ok().filter(|number| (least..=most).contains(number))
}

fn name_of(value: &str, most: usize) -> Option<String> {
    let value = value.trim();
    (1..=most).contains(&value.chars().count()).then(|| value.to_owned())
}

fn address(value: &str) -> Option<String> {
    let url = reqwest::Url::parse(value).ok()?;
    (matches!(url.scheme(), "http" | "https") && url.has_host()).then(|| value.trim_end_matches('/').to_owned())
}

/// As [`address`], but without TLS only where nobody else's network lies between.
fn guarded(value: &str) -> Option<String> {
    let url = reqwest::Url::parse(value).ok()?;
    (url.scheme() == "https" || is_near(&url)).then(|| address(value))?
}

/// An address of this machine or of a private network, or a name that only that network knows.
pub fn is_near(url: &reqwest::Url) -> bool {
    let Some(host) = url.host_str() else { return false };
    match host.trim_matches(['[', ']']).parse::<std::net::IpAddr>() {
        Ok(std::net::IpAddr::V4(ip)) => ip.is_loopback() || ip.is_private() || ip.is_link_local(),
        Ok(std::net::IpAddr::V6(ip)) => ip.is_loopback() || ip.is_unique_local() || ip.is_unicast_link_local(),
        Err(_) => !host.contains('.') || host.ends_with(".localhost"),
    }
}

#[cfg(test)]
mod tests {
    use super::{settings::KEYS, *};

    fn environment(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn the_example_is_valid_and_complete() {
        Config::parse(EXAMPLE, "ikrar.toml", &BTreeMap::new()).expect("the example parses");
        for key in KEYS {
            let name = key.rsplit('.').next().expect("a last part");
            assert!(EXAMPLE.contains(&format!("{name} =")), "the example does not show {key}");
        }
    }

    #[test]
    fn every_problem_is_reported_with_its_place() {
        let text = "data_dri = \"x\"\n[telegram]\ntoken = \"secret-value\"\napi_url = \"ftp://x\"\n[pledge]\ndwell_seconds = \"tiga\"\n";
        let problems =
            Config::parse(text, "ikrar.toml", &environment(&[("IKRAR_LOG__LEVEL", "loud"), ("IKRAR_TOKEN", "x")]))
                .expect_err("problems")
                .0;
        let all = problems.join("\n");
        assert_eq!(problems.len(), 6, "{all}");
        assert!(all.contains("line 1: no such setting data_dri"), "{all}");
        assert!(all.contains("line 3: telegram.token is not usable"), "{all}");
        assert!(all.contains("line 6: pledge.dwell_seconds = \"tiga\""), "{all}");
        assert!(all.contains("IKRAR_LOG__LEVEL: log.level = \"loud\""), "{all}");
        assert!(all.contains("IKRAR_TOKEN: no such setting; did you mean telegram.token?"), "{all}");
        assert!(!all.contains("secret-value"), "a secret must not be repeated: {all}");
    }

    #[test]
    fn a_text_is_no_number_and_a_number_no_text() {
        let text = "data_dir = 5\n[telegram]\ntoken_file = 1\n[agency]\nname = true\n[pledge]\ndwell_seconds = \"3\"\n\
                    [codes]\nvalid_days = 7.5\n";
        let all = Config::parse(text, "ikrar.toml", &BTreeMap::new()).expect_err("problems").0.join("\n");
        for part in [
            "line 1: data_dir = 5 is not usable; expected a folder, e.g. \"data\", written as a text in quotes",
            "line 3: telegram.token_file is not usable",
            "line 5: agency.name = true is not usable",
            "line 7: pledge.dwell_seconds = \"3\" is not usable",
            "line 9: codes.valid_days = 7.5 is not usable",
        ] {
            assert!(all.contains(part), "{part}: {all}");
        }
        assert_eq!(all.lines().count(), 5, "{all}");
        let variables = environment(&[("IKRAR_PLEDGE__DWELL_SECONDS", "7"), ("IKRAR_DATA_DIR", "5")]);
        let config = Config::parse("[codes]\nvalid_days = 0x10", "ikrar.toml", &variables).expect("valid");
        assert_eq!((config.pledge.dwell_seconds, config.codes.valid_days), (7, 16));
        assert_eq!(config.data_dir, PathBuf::from("5"));
    }

    #[test]
    fn a_token_is_not_sent_in_clear_over_the_internet() {
        let with = |url: &str| Config::parse("", "ikrar.toml", &environment(&[("IKRAR_TELEGRAM__API_URL", url)]));
        for url in [
            "https://api.telegram.org",
            "http://127.0.0.1:8081",
            "http://[::1]:8081",
            "http://10.1.2.3",
            "http://bot-api:8081",
            "http://localhost",
        ] {
            assert!(with(url).is_ok(), "{url}");
        }
        for url in ["http://api.telegram.org", "http://8.8.8.8", "http://[2001:db8::1]:80", "http://bot.example.go.id"]
        {
            let told = with(url).expect_err("in clear").to_string();
            assert!(told.contains("https address"), "{told}");
        }
    }

    #[test]
    fn broken_toml_is_named_by_line() {
        let problems = Config::parse("[telegram\ntoken=", "ikrar.toml", &BTreeMap::new()).expect_err("problems");
        assert!(problems.to_string().contains("ikrar.toml line 1: not valid TOML"), "{problems}");
    }

    #[test]
    fn the_environment_wins_and_a_secret_may_live_in_a_file() {
        let file = tempfile::NamedTempFile::new().expect("a file");
        fs::write(file.path(), "123456:abcdefghijklmnop\n").expect("written");
        let variables = environment(&[
            ("IKRAR_TELEGRAM__TOKEN_FILE", file.path().to_str().expect("utf-8")),
            ("IKRAR_DATA_DIR", "/srv/ikrar"),
        ]);
        let config =
            Config::parse("data_dir = \"x\"\n[telegram]\ntoken = \"1:bbbbbbbbbbbbbbb\"", "ikrar.toml", &variables)
                .expect("valid");
        assert_eq!(config.data_dir, PathBuf::from("/srv/ikrar"));
        assert_eq!(config.telegram.token.as_ref().map(Secret::expose), Some("123456:abcdefghijklmnop"));
        assert!(!format!("{config:?}").contains("abcdef"));
    }

    #[test]
    fn a_secret_is_read_however_its_file_was_written() {
        const TOKEN: &str = "123456:abcdefghijklmnop";
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("token");
        let read = |bytes: &[u8]| {
            fs::write(&path, bytes).expect("written");
            let path = path.to_str().expect("utf-8");
            Config::parse(&format!("[telegram]\ntoken_file = {path:?}\n"), "ikrar.toml", &BTreeMap::new())
        };
        let utf16 = |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_le_bytes).collect() };
        for bytes in [
            TOKEN.as_bytes().to_vec(),
            format!("{TOKEN}\r\n").into_bytes(),
            format!("\u{feff}{TOKEN}\r\n\r\n").into_bytes(),
            format!("\u{feff}\r\n  \t\r\n{TOKEN} \u{a0}\n\n").into_bytes(),
            format!("\r{TOKEN}\r").into_bytes(),
            format!("{TOKEN}\u{200b}\n").into_bytes(),
            utf16(&format!("\u{feff}{TOKEN}\r\n")),
        ] {
            let config = read(&bytes).unwrap_or_else(|problems| panic!("{bytes:?}: {problems}"));
            assert_eq!(config.telegram.token.as_ref().map(Secret::expose), Some(TOKEN), "{bytes:?}");
        }
        for (bytes, told) in [
            (format!("{TOKEN}\n# token bot\n").into_bytes(), "has 2 lines that are not blank"),
            (format!("TELEGRAM=1\r\n\r\n{TOKEN}\r\nlain\r\n").into_bytes(), "has 3 lines that are not blank"),
            (b"\xef\xbb\xbf\r\n \r\n".to_vec(), "is empty"),
            (b"".to_vec(), "is empty"),
            (b"\xff\xfe\x00".to_vec(), "is no text"),
            (b"123456:abc\x00defghijklmnop".to_vec(), "is no text"),
        ] {
            let all = read(&bytes).expect_err("a problem").to_string();
            assert!(all.contains(told) && all.contains(path.to_str().expect("utf-8")), "{all}");
            assert!(!all.contains("abc"), "{all}");
        }
        // A webhook's secret goes the same way, and a variable, as a file of CRLF lines leaves it.
        fs::write(&path, "\u{feff}\r\nabcdefghijklmnop0123\r\n").expect("written");
        let variables = environment(&[
            ("IKRAR_TELEGRAM__WEBHOOK_SECRET_FILE", path.to_str().expect("utf-8")),
            ("IKRAR_TELEGRAM__WEBHOOK_URL", "https://contoh.go.id/bot\r"),
            ("IKRAR_TELEGRAM__WEBHOOK_LISTEN", "\u{feff}127.0.0.1:8443\r\n"),
            ("IKRAR_TELEGRAM__TOKEN", "\u{feff}123456:abcdefghijklmnop\r\n"),
        ]);
        let config = Config::parse("\u{feff}[codes]\r\nvalid_days = 7\r\n", "ikrar.toml", &variables).expect("valid");
        let webhook = config.telegram.webhook.expect("a webhook");
        assert_eq!(
            (webhook.secret.expose(), webhook.url.as_str()),
            ("abcdefghijklmnop0123", "https://contoh.go.id/bot")
        );
        assert_eq!((config.telegram.token.as_ref().map(Secret::expose), config.codes.valid_days), (Some(TOKEN), 7));
    }
}
