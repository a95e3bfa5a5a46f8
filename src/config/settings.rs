//! Settings by key, each with where it was written, and everything that is wrong with them.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use toml::de::{DeTable, DeValue};

use super::{Config, Problems};

pub(super) const KEYS: [&str; 24] = [
    "data_dir",
    "telegram.token",
    "telegram.token_file",
    "telegram.api_url",
    "telegram.webhook_url",
    "telegram.webhook_listen",
    "telegram.webhook_secret",
    "telegram.webhook_secret_file",
    "agency.name",
    "agency.contact",
    "agency.time_zone",
    "pledge.dwell_seconds",
    "codes.valid_days",
    "delivery.rate",
    "delivery.paid_rate",
    "delivery.replies",
    "delivery.allow_paid",
    "delivery.grace_minutes",
    "tips.per_day",
    "tips.storage_mb",
    "tips.digest",
    "tips.backup_days",
    "tips.bawaslu_contact",
    "log.level",
];

/// Those that are written as numbers in the file; all others are texts.
const NUMBERS: [&str; 9] = [
    "pledge.dwell_seconds",
    "codes.valid_days",
    "delivery.rate",
    "delivery.paid_rate",
    "delivery.replies",
    "delivery.grace_minutes",
    "tips.per_day",
    "tips.storage_mb",
    "tips.backup_days",
];

fn known(key: &str) -> bool {
    KEYS.contains(&key)
}

struct Setting {
    value: String,
    origin: String,
    written: Written,
}

/// How the value was given; the environment knows texts only.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Written {
    Variable,
    Text,
    Number,
    Other,
}

impl Setting {
    /// What is wrong with the way it is written, if anything.
    fn miswritten(&self, key: &str) -> Option<&'static str> {
        match (self.written, NUMBERS.contains(&key)) {
            (Written::Variable, _) | (Written::Text, false) | (Written::Number, true) => None,
            (_, false) => Some("a text in quotes"),
            (_, true) => Some("a number without quotes"),
        }
    }
}

/// Settings by dotted key, each with where it was written, and what was wrong so far.
pub(super) struct Settings {
    values: BTreeMap<String, Setting>,
    pub(super) problems: Vec<String>,
    /// The folder of the configuration file.
    pub(super) base: Option<PathBuf>,
    /// Files that a secret was read from, and whether one stands in the configuration file.
    secret_files: Vec<PathBuf>,
    holds_secret: bool,
}

impl Settings {
    pub(super) fn gather(text: &str, name: &str, environment: &BTreeMap<String, String>) -> Self {
        let mut settings = Self {
            values: BTreeMap::new(),
            problems: Vec::new(),
            base: None,
            secret_files: Vec::new(),
            holds_secret: false,
        };
        let line_of = |offset: usize| text.get(..offset).map_or(1, |before| before.matches('\n').count() + 1);
        let (table, errors) = DeTable::parse_recoverable(text);
        for error in errors {
            let line = error.span().map_or(1, |span| line_of(span.start));
            settings.problems.push(format!(
                "{name} line {line}: not valid TOML ({}); compare with the example that `ikrar init` writes",
                error.message().trim()
            ));
        }
        settings.walk("", table.get_ref(), &|offset| format!("{name} line {}", line_of(offset)));
        for (variable, value) in environment {
            let Some(rest) = variable.strip_prefix("IKRAR_") else { continue };
            let key = rest.to_ascii_lowercase().replace("__", ".");
            if matches!(rest, "CONFIG" | "LANG") {
                continue; // options of the command line
            }
            if !known(&key) {
                settings.problems.push(format!("{variable}: no such setting; {}", hint(&key)));
                continue;
            }
            // A secret's two forms override each other.
            settings.values.remove(&format!("{key}_file"));
            settings.values.remove(key.strip_suffix("_file").unwrap_or(&key));
            settings
                .values
                .insert(key, Setting { value: value.clone(), origin: variable.clone(), written: Written::Variable });
        }
        settings
    }

    fn walk(&mut self, prefix: &str, table: &DeTable<'_>, origin: &dyn Fn(usize) -> String) {
        for (name, value) in table {
            let key =
                if prefix.is_empty() { name.get_ref().to_string() } else { format!("{prefix}.{}", name.get_ref()) };
            let origin_here = origin(name.span().start);
            let (value, written) = match value.get_ref() {
                DeValue::Table(inner) if !known(&key) => {
                    self.walk(&key, inner, origin);
                    continue;
                }
                _ if !known(&key) => {
                    self.problems.push(format!("{origin_here}: no such setting {key}; {}", hint(&key)));
                    continue;
                }
                DeValue::String(text) => (text.to_string(), Written::Text),
                DeValue::Integer(number) => match i64::from_str_radix(number.as_str(), number.radix()) {
                    Ok(value) => (value.to_string(), Written::Number),
                    Err(_) => (number.to_string(), Written::Other),
                },
                DeValue::Float(number) => (number.to_string(), Written::Other),
                DeValue::Boolean(flag) => (flag.to_string(), Written::Other),
                _ => {
                    self.problems.push(format!("{origin_here}: {key} must be a text or a number"));
                    continue;
                }
            };
            self.values.insert(key, Setting { value, origin: origin_here, written });
        }
    }

    pub(super) fn take<T>(&mut self, key: &str, expected: &str, parse: impl Fn(&str) -> Option<T>) -> Option<T> {
        let setting = self.values.remove(key)?;
        if let Some(wanted) = setting.miswritten(key) {
            let shown = match setting.written {
                Written::Text => format!("{:?}", setting.value),
                _ => setting.value,
            };
            self.problems.push(format!(
                "{}: {key} = {shown} is not usable; expected {expected}, written as {wanted}",
                setting.origin
            ));
            return None;
        }
        let parsed = parse(bare(&setting.value));
        if parsed.is_none() {
            self.problems
                .push(format!("{}: {key} = {:?} is not usable; expected {expected}", setting.origin, setting.value));
        }
        parsed
    }

    /// As `take`; what the configuration file says is relative to that file.
    pub(super) fn take_path(&mut self, key: &str, expected: &str) -> Option<PathBuf> {
        let variable = self.values.get(key).is_some_and(|setting| setting.written == Written::Variable);
        let path = self.take(key, expected, |value| (!value.is_empty()).then(|| PathBuf::from(value)))?;
        Some(if variable { path } else { self.beside_the_file(&path) })
    }

    pub(super) fn beside_the_file(&self, path: &Path) -> PathBuf {
        self.base.as_deref().map_or_else(|| path.to_owned(), |base| base.join(path))
    }

    /// As `take`, but from the file that `KEY_file` names where that is given, and never repeating the value.
    pub(super) fn secret<T>(&mut self, key: &str, expected: &str, parse: impl Fn(&str) -> Option<T>) -> Option<T> {
        let direct = self.values.remove(key);
        let setting = match self.values.remove(&format!("{key}_file")) {
            Some(_) if direct.is_some() => {
                self.problems.push(format!("{key} and {key}_file are both given; keep one"));
                return None;
            }
            Some(file) if file.miswritten(key).is_some() => {
                self.problems.push(format!(
                    "{}: {key}_file is not usable; expected the path of a file, written as a text in quotes",
                    file.origin
                ));
                return None;
            }
            Some(file) => match read_secret(&self.secret_file(&file)) {
                Ok(value) => Setting { value, origin: format!("{} (the file it names)", file.origin), ..file },
                Err(problem) => {
                    self.problems.push(format!("{}: {problem}", file.origin));
                    return None;
                }
            },
            None => {
                let direct = direct?;
                self.holds_secret |= direct.written != Written::Variable;
                direct
            }
        };
        let parsed = parse(bare(&setting.value)).filter(|_| setting.miswritten(key).is_none());
        if parsed.is_none() {
            self.problems.push(format!("{}: {key} is not usable; expected {expected}", setting.origin));
        }
        parsed
    }

    /// Where the secret is, remembered for `ikrar doctor`.
    fn secret_file(&mut self, setting: &Setting) -> PathBuf {
        let path = Path::new(bare(&setting.value));
        let path = if setting.written == Written::Variable { path.to_owned() } else { self.beside_the_file(path) };
        self.secret_files.push(path.clone());
        path
    }

    pub(super) fn finish(self, mut config: Config) -> Result<Config, Problems> {
        config.sources.secret_files = self.secret_files;
        config.sources.holds_secret = self.holds_secret;
        if self.problems.is_empty() { Ok(config) } else { Err(Problems(self.problems)) }
    }
}

/// Without blanks, line ends and byte order marks at either end.
fn bare(value: &str) -> &str {
    value.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{2060}'))
}

/// The one line of a secret's file that is not blank, however an editor, or PowerShell, has written it. The error
/// names the file, and nothing of what is in it.
fn read_secret(file: &Path) -> Result<String, String> {
    let path = file.display();
    let bytes =
        fs::read(file).map_err(|error| format!("cannot read {path} ({error}); check the path and its permissions"))?;
    let encoding = encoding_rs::Encoding::for_bom(&bytes).map_or(encoding_rs::UTF_8, |(encoding, _)| encoding);
    let (text, malformed) = encoding.decode_with_bom_removal(&bytes);
    if malformed || text.contains('\0') {
        return Err(format!("{path} is no text; it must hold the secret alone, on one line"));
    }
    // A lone \r ends a line too, as old editors write it.
    let mut lines = text.split(['\n', '\r']).map(bare).filter(|line| !line.is_empty());
    match (lines.next(), lines.count()) {
        (Some(secret), 0) => Ok(secret.to_owned()),
        (None, _) => Err(format!("{path} is empty; it must hold the secret, on one line")),
        (Some(_), more) => {
            Err(format!("{path} has {} lines that are not blank; it must hold the secret alone, on one line", more + 1))
        }
    }
}

/// Names the nearest setting, by its last part.
fn hint(key: &str) -> String {
    let last = key.rsplit('.').next().unwrap_or(key);
    let near = KEYS.iter().find(|known| {
        let tail = known.rsplit('.').next().unwrap_or(known);
        tail == last || tail.contains(last) || last.contains(tail)
    });
    match near {
        Some(known) => format!("did you mean {known}?"),
        None => "remove it, or see `ikrar init` for all settings".into(),
    }
}
